//! The compiled simulator, Verilator co-simulation, models, replay and reports.

pub mod backend;
pub mod check;
pub mod engine;
mod error;
pub mod interp;
pub mod model;
pub mod replay;
pub mod report;

pub use backend::{Backend, ClockSet, Direction, PortId, PortInfo};
pub use error::SimError;
