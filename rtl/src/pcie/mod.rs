//! PCI Express transaction layer packets: what passes, and how long it is.

pub mod route_key;
pub mod tlp_egress;
pub mod tlp_gate;
pub mod tlp_info;
pub mod tlp_ingress;
pub mod tlp_parser;
pub mod tlp_router;

pub use tlp_egress::TlpEgress;
pub use tlp_gate::TlpGate;
pub use tlp_info::{TlpBeat, TlpInfo};
pub use tlp_ingress::TlpIngress;
pub use tlp_parser::TlpParser;
pub use tlp_router::TlpRouter;
