//! Readable Verilog-2005 that means what the Rust says, in any context.
//!
//! Both operands of every operator have the width of its result (or, for comparisons, one
//! width), constants are sized, extensions are written out, and selects stand on names only: so
//! Verilog's context-dependent widths have nothing to change.

mod expr;
mod module;
mod storage;
mod usage;

use crate::hier::Hierarchy;

/// One file a module, children before parents: (file name, text).
pub fn emit(hierarchy: &Hierarchy) -> Vec<(String, String)> {
    hierarchy
        .modules
        .iter()
        .map(|m| (format!("{}.v", m.name), module::emit(m, hierarchy)))
        .collect()
}
