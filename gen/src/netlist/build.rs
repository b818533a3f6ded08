//! Construction of netlists: hash-consing and folding.

use super::*;
use rustc_hash::FxHashMap;

/// Builds a [`Netlist`] node by node; equal nodes become one, constants are folded.
#[derive(Default)]
pub struct NetlistBuilder {
    net: Netlist,
    seen: FxHashMap<Node, NodeId>,
}
