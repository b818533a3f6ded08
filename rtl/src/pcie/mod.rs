//! PCI Express transaction layer packets: what passes, and how long it is.

pub mod class_queue;
pub mod credit_gate;
pub mod egress_queues;
pub mod flow_control;
pub mod non_posted_queue;
pub mod route_key;
pub mod tlp_gate;
pub mod tlp_info;
pub mod tlp_ingress;
pub mod tlp_parser;
pub mod tlp_router;

pub use class_queue::ClassQueue;
pub use credit_gate::CreditGate;
pub use egress_queues::EgressQueues;
pub use flow_control::{ClassedBeat, FlowCredits};
pub use non_posted_queue::NonPostedQueue;
pub use tlp_gate::TlpGate;
pub use tlp_info::{TlpBeat, TlpInfo};
pub use tlp_ingress::TlpIngress;
pub use tlp_parser::TlpParser;
pub use tlp_router::TlpRouter;
