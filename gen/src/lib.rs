//! Elaboration, the two intermediate levels, the Verilog emitter and project files.

pub mod netlist;
