//! Elaboration, the two intermediate levels, the Verilog emitter and project files.
//!
//! ```text
//! rust-hdl block ──elaborate──▶ hier::Hierarchy ──verilog──▶ one file a module
//!                                     └──────────flatten──▶ netlist::Netlist ──▶ simulator
//! ```

pub mod design;
mod elaborate;
pub mod error;
pub mod flatten;
pub mod hier;
mod names;
pub mod netlist;
pub mod verilog;

pub use design::{elaborate, elaborate_with, nearest, registry, Design};
pub use error::{Error, Problem, Rule};
