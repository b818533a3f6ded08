//! Models of everything around the bridges: link, host, device, configuration.

pub mod axil;
pub mod bottleneck;
pub mod credits;
pub mod link;
#[cfg(test)]
pub(crate) mod meddler;
pub mod node;
pub mod plan;
pub mod rng;
pub mod soft_bridge;
pub mod stream;
pub mod switch;
pub mod xgmii;

use crate::backend::{Backend, PortId};
use crate::SimError;

/// The port of this name, or an error that says which was looked for.
pub(crate) fn port(dut: &dyn Backend, name: &str) -> Result<PortId, SimError> {
    dut.port(name).ok_or_else(|| SimError::MissingPort(name.to_owned()))
}
