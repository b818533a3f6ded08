//! The compiled simulator, Verilator co-simulation, models, replay and reports.

pub mod backend;
mod error;

pub use backend::{Backend, ClockSet, Direction, PortId, PortInfo};
pub use error::SimError;
