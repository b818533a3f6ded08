//! The compiled simulator, Verilator co-simulation, models, replay and reports.

pub mod backend;
pub mod bench;
pub mod cache;
pub mod check;
pub mod clocks;
pub mod engine;
mod error;
pub mod interp;
pub mod lockstep;
pub mod model;
pub mod native;
pub mod replay;
pub mod report;
pub mod scenario;
pub mod verilator;
pub mod wave;

pub use backend::{Backend, ClockSet, Direction, PortId, PortInfo};
pub use error::SimError;
