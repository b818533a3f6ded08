//! Whole fabrics in small text files: nodes, switches and links, what is sent across them, what
//! befalls them, and what has to hold. `docs/scenarios.md` describes the format.
//!
//! [`load`] reads a file ([`format`]) and resolves it into a [`Topology`]: who is whose peer, which
//! IDs and addresses belong to whom, which registers say so. [`run`] runs it.

mod error;
mod events;
mod fabric;
mod flow;
pub mod format;
mod judge;
mod library;
mod pair;
mod plot;
mod report;
mod resolve;
mod run;
#[cfg(test)]
mod tests;
mod tlps;
mod topology;

pub use error::ScenarioError;
pub use format::{Names, Role, Scenario};
pub use judge::Failure;
pub use library::{from_library, LIBRARY};
pub use pair::Pair;
pub use plot::plot;
pub use report::{
    junit, table, FlowReport, LinkReport, NodeReport, Report, SwitchReport, WorkloadReport,
};
pub use resolve::{load, parse};
pub use run::{run, Observer, Outcome, Silent};
pub use topology::{NodeInfo, Topology};
