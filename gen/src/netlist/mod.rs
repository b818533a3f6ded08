//! The second level: one flat netlist for a whole design, from which the simulator is made.
//!
//! Every node is a pure function of its operands, except the four that carry state or come
//! from outside: [`Op::Input`], [`Op::Reg`], [`Op::SyncRead`] and the contents of memories.
//! Nodes are hash-consed, constants are folded, and operands come before their users, so one
//! forward pass over [`Netlist::nodes`] evaluates everything.
//!
//! A *cycle* of clock `c` is: evaluate all nodes from the present state and inputs; then, at
//! once, every register of `c` takes its `next`, every synchronous read port of `c` takes the
//! word at its address (the word *before* any write of this edge), and every write port of `c`
//! writes. Edges of several clocks at one instant are taken together in the same way.

mod build;
mod error;
mod eval;
mod finish;
mod fold;
mod optimize;
mod value;

pub use build::NetlistBuilder;
pub use error::NetlistError;
pub use eval::evaluate;
pub use optimize::Stats;
pub use value::Value;

/// Index of a [`Node`] in [`Netlist::nodes`].
#[derive(Copy, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub struct NodeId(pub u32);
/// Index into [`Netlist::clocks`].
#[derive(Copy, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub struct ClockId(pub u32);
/// Index into [`Netlist::regs`].
#[derive(Copy, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub struct RegId(pub u32);
/// Index into [`Netlist::memories`].
#[derive(Copy, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub struct MemoryId(pub u32);

/// What a node computes. Widths are those of [`Node::width`]; all arithmetic wraps at it.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum Op {
    /// A constant of the node's width.
    Const(Value),
    /// The input port of this index in [`Netlist::inputs`].
    Input(u32),
    /// Present value of a register.
    Reg(RegId),
    /// Present output of a synchronous read port: (memory, index in [`Memory::sync_reads`]).
    SyncRead(MemoryId, u32),
    /// Word of a memory at an address, combinationally (LUT memory). Beyond the depth: zero.
    AsyncRead(MemoryId, NodeId),
    And(NodeId, NodeId),
    Or(NodeId, NodeId),
    Xor(NodeId, NodeId),
    Not(NodeId),
    Add(NodeId, NodeId),
    Sub(NodeId, NodeId),
    /// Both operands and the result have the node's width.
    Mul(NodeId, NodeId),
    /// One bit: operands of equal width are equal.
    Eq(NodeId, NodeId),
    /// One bit: unsigned less-than.
    Ult(NodeId, NodeId),
    /// One bit: two's complement less-than.
    Slt(NodeId, NodeId),
    /// Left operand shifted by the unsigned right operand (of any width); by the width or more: zero.
    Shl(NodeId, NodeId),
    /// Logical right shift, likewise.
    Shr(NodeId, NodeId),
    /// `Mux(condition, if one, if zero)`.
    Mux(NodeId, NodeId, NodeId),
    /// First operand is the most significant, as in Verilog.
    Concat(Vec<NodeId>),
    /// `width` bits of the operand, from this bit up.
    Slice(NodeId, u32),
    /// One bit: all bits one.
    RedAnd(NodeId),
    /// One bit: any bit one.
    RedOr(NodeId),
    /// One bit: parity.
    RedXor(NodeId),
    /// A linear map over GF(2): result bit `i` is the parity of `operand & rows[i]`.
    Gf2Linear(NodeId, Vec<Value>),
}

/// One operation of the netlist.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Node {
    pub op: Op,
    /// Width of the result in bits, at least 1. Not bounded above: an engine splits wide ones.
    pub width: u32,
}

/// A port of the top.
#[derive(Clone, Debug)]
pub struct Port {
    /// As in the emitted Verilog.
    pub name: String,
    pub width: u32,
    /// For an input its [`Op::Input`] node; for an output the node that drives it.
    pub node: NodeId,
}

/// A clock, which is an input port of the top that appears in no expression.
#[derive(Clone, Debug)]
pub struct Clock {
    /// Port name, as in the emitted Verilog.
    pub name: String,
}

/// A D flip-flop, or a vector of them. Reset is synchronous and already part of `next`.
#[derive(Clone, Debug)]
pub struct Register {
    /// Hierarchical name with dots, without the top: `mac_tx.state`.
    pub name: String,
    pub width: u32,
    pub clock: ClockId,
    pub next: NodeId,
    /// Value it is given by reset, if it is reset; also its value at power-up.
    pub reset: Option<Value>,
}

/// A memory, zero at power-up.
#[derive(Clone, Debug)]
pub struct Memory {
    pub name: String,
    pub width: u32,
    /// Number of words.
    pub depth: u32,
    pub writes: Vec<WritePort>,
    pub sync_reads: Vec<SyncReadPort>,
}

/// Writes `data` at `address` at the clock edge, if `enable`. Beyond the depth: nothing.
#[derive(Clone, Debug)]
pub struct WritePort {
    pub clock: ClockId,
    pub enable: NodeId,
    pub address: NodeId,
    pub data: NodeId,
}

/// At the clock edge, if `enable`, takes the word at `address` as it was before the edge.
/// Beyond the depth: zero. Without `enable` the output keeps its value.
#[derive(Clone, Debug)]
pub struct SyncReadPort {
    pub clock: ClockId,
    pub enable: NodeId,
    pub address: NodeId,
}

/// A name for a node, for waveforms and error messages.
#[derive(Clone, Debug)]
pub struct Named {
    /// Hierarchical, with dots, without the top: `mac_tx.crc.next`.
    pub name: String,
    pub node: NodeId,
    /// Names of the states, where the signal is an enum: value `i` is `states[i]`.
    pub states: Option<std::sync::Arc<Vec<String>>>,
}

/// The flat design.
#[derive(Clone, Debug, Default)]
pub struct Netlist {
    /// Name of the top module.
    pub name: String,
    pub nodes: Vec<Node>,
    pub clocks: Vec<Clock>,
    /// Without the clocks.
    pub inputs: Vec<Port>,
    pub outputs: Vec<Port>,
    pub regs: Vec<Register>,
    pub memories: Vec<Memory>,
    pub names: Vec<Named>,
}

impl Netlist {
    /// The node with this id.
    pub fn node(&self, id: NodeId) -> &Node {
        &self.nodes[id.0 as usize]
    }

    /// Calls `f` with every operand of a node.
    pub fn operands(op: &Op, mut f: impl FnMut(NodeId)) {
        match op {
            Op::Const(_) | Op::Input(_) | Op::Reg(_) | Op::SyncRead(..) => {}
            Op::AsyncRead(_, a)
            | Op::Not(a)
            | Op::Slice(a, _)
            | Op::RedAnd(a)
            | Op::RedOr(a)
            | Op::RedXor(a)
            | Op::Gf2Linear(a, _) => f(*a),
            Op::And(a, b)
            | Op::Or(a, b)
            | Op::Xor(a, b)
            | Op::Add(a, b)
            | Op::Sub(a, b)
            | Op::Mul(a, b)
            | Op::Eq(a, b)
            | Op::Ult(a, b)
            | Op::Slt(a, b)
            | Op::Shl(a, b)
            | Op::Shr(a, b) => {
                f(*a);
                f(*b);
            }
            Op::Mux(c, a, b) => {
                f(*c);
                f(*a);
                f(*b);
            }
            Op::Concat(parts) => parts.iter().copied().for_each(f),
        }
    }
}

#[cfg(test)]
mod tests;
