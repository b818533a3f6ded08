//! Construction of netlists, node by node.
//!
//! ```
//! use expether_gen::netlist::{NetlistBuilder, Value};
//! let mut b = NetlistBuilder::new("counter");
//! let clock = b.clock("clock");
//! let enable = b.input("enable", 1);
//! let (count, present) = b.reg_declare("count", 8, clock, Some(Value::zero(8)));
//! let one = b.constant_u64(8, 1);
//! let plus_one = b.add(present, one);
//! let next = b.mux(enable, plus_one, present);
//! b.reg_set_next(count, next);
//! b.output("value", present);
//! let netlist = b.finish().unwrap();
//! assert_eq!(netlist.regs.len(), 1);
//! ```

use super::*;
use rustc_hash::FxHashMap;
use std::sync::Arc;

/// `Op::Input` indices from here up stand for wires while a netlist is being built.
/// They never leave this module's builder: `finish` resolves all of them.
pub(super) const WIRE_BASE: u32 = 1 << 31;

/// A signal that may be read before it is driven.
pub(super) struct Wire {
    pub(super) name: String,
    pub(super) driver: Option<NodeId>,
}

/// Builds a [`Netlist`] node by node; equal nodes become one, constants are folded.
///
/// Widths that don't match are errors of the caller's program, not of its input, and panic with
/// a message: whoever elaborates a design checks types before it comes here.
pub struct NetlistBuilder {
    pub(super) net: Netlist,
    pub(super) next_set: Vec<bool>,
    pub(super) wires: Vec<Wire>,
    pub(super) fold: bool,
    seen: FxHashMap<Node, NodeId>,
}

impl NetlistBuilder {
    /// An empty netlist for the top module of this name.
    pub fn new(name: impl Into<String>) -> Self {
        Self {
            net: Netlist { name: name.into(), ..Netlist::default() },
            next_set: Vec::new(),
            wires: Vec::new(),
            fold: true,
            seen: FxHashMap::default(),
        }
    }

    /// The same without constant folding and algebra: what is asked for is what is there.
    /// For tests that compare the two.
    pub fn without_folding(name: impl Into<String>) -> Self {
        Self { fold: false, ..Self::new(name) }
    }

    // ---- ports, clocks, names ----

    /// Declares a clock port.
    pub fn clock(&mut self, name: impl Into<String>) -> ClockId {
        self.net.clocks.push(Clock { name: name.into() });
        ClockId(self.net.clocks.len() as u32 - 1)
    }

    /// Declares an input port and gives its node. Reset is an ordinary input.
    pub fn input(&mut self, name: impl Into<String>, width: u32) -> NodeId {
        let node = self.node(Op::Input(self.net.inputs.len() as u32), width);
        self.net.inputs.push(Port { name: name.into(), width, node });
        node
    }

    /// Declares an output port driven by `node`.
    pub fn output(&mut self, name: impl Into<String>, node: NodeId) {
        let width = self.width(node);
        self.net.outputs.push(Port { name: name.into(), width, node });
    }

    /// Names a signal, for waveforms and messages. It is kept even if nothing else needs it.
    pub fn name(&mut self, name: impl Into<String>, node: NodeId) {
        self.net.names.push(Named { name: name.into(), node, states: None });
    }

    /// Names a signal whose value `i` means `states[i]`.
    pub fn name_enum(&mut self, name: impl Into<String>, node: NodeId, states: Arc<Vec<String>>) {
        self.net.names.push(Named { name: name.into(), node, states: Some(states) });
    }

    // ---- wires ----

    /// A signal that may be read before it is driven, as the ports of instances are.
    /// `name` appears in messages only.
    pub fn wire(&mut self, name: impl Into<String>, width: u32) -> NodeId {
        let node = self.node(Op::Input(WIRE_BASE + self.wires.len() as u32), width);
        self.wires.push(Wire { name: name.into(), driver: None });
        node
    }

    /// Gives a wire its driver. Panics if `wire` isn't one, is driven already, or has another width.
    pub fn drive(&mut self, wire: NodeId, driver: NodeId) {
        assert_eq!(self.width(wire), self.width(driver), "driver of another width than its wire");
        let index = self.wire_index(wire).expect("only a wire can be driven");
        let wire = &mut self.wires[index];
        assert!(wire.driver.is_none(), "wire `{}` is driven twice", wire.name);
        wire.driver = Some(driver);
    }

    pub(super) fn wire_index(&self, node: NodeId) -> Option<usize> {
        match self.net.node(node).op {
            Op::Input(i) if i >= WIRE_BASE => Some((i - WIRE_BASE) as usize),
            _ => None,
        }
    }

    // ---- state ----

    /// Declares a register; its present value can be used at once, its next value comes later.
    /// Reset is synchronous and is the caller's to put into `next`; `reset` is the power-up value.
    pub fn reg_declare(
        &mut self,
        name: impl Into<String>,
        width: u32,
        clock: ClockId,
        reset: Option<Value>,
    ) -> (RegId, NodeId) {
        if let Some(reset) = &reset {
            assert_eq!(reset.width(), width, "reset value of another width than its register");
        }
        let id = RegId(self.net.regs.len() as u32);
        let node = self.node(Op::Reg(id), width);
        self.net.regs.push(Register { name: name.into(), width, clock, next: node, reset });
        self.next_set.push(false);
        (id, node)
    }

    /// Sets what a register takes at its clock's edge.
    pub fn reg_set_next(&mut self, reg: RegId, next: NodeId) {
        let width = self.width(next);
        let register = &mut self.net.regs[reg.0 as usize];
        assert_eq!(register.width, width, "next value of `{}` of another width", register.name);
        register.next = next;
        self.next_set[reg.0 as usize] = true;
    }

    /// Declares a memory of `depth` words of `width` bits, zero at power-up.
    pub fn memory_declare(&mut self, name: impl Into<String>, width: u32, depth: u32) -> MemoryId {
        assert!(width > 0 && depth > 0, "a memory holds at least one word of one bit");
        self.net.memories.push(Memory {
            name: name.into(),
            width,
            depth,
            writes: Vec::new(),
            sync_reads: Vec::new(),
        });
        MemoryId(self.net.memories.len() as u32 - 1)
    }

    /// Adds a write port. Of two ports that write one word at one edge, the later added wins.
    pub fn mem_write(
        &mut self,
        memory: MemoryId,
        clock: ClockId,
        enable: NodeId,
        address: NodeId,
        data: NodeId,
    ) {
        assert_eq!(self.width(enable), 1, "an enable is one bit");
        let width = self.net.memories[memory.0 as usize].width;
        assert_eq!(self.width(data), width, "data of another width than the memory's word");
        self.net.memories[memory.0 as usize].writes.push(WritePort {
            clock,
            enable,
            address,
            data,
        });
    }

    /// Adds a synchronous read port (latency one edge, old data on a write to the same word) and
    /// gives its output.
    pub fn mem_sync_read(
        &mut self,
        memory: MemoryId,
        clock: ClockId,
        enable: NodeId,
        address: NodeId,
    ) -> NodeId {
        assert_eq!(self.width(enable), 1, "an enable is one bit");
        let m = &mut self.net.memories[memory.0 as usize];
        m.sync_reads.push(SyncReadPort { clock, enable, address });
        let (port, width) = (m.sync_reads.len() as u32 - 1, m.width);
        self.node(Op::SyncRead(memory, port), width)
    }

    /// The word at an address, combinationally; zero beyond the depth.
    pub fn mem_async_read(&mut self, memory: MemoryId, address: NodeId) -> NodeId {
        let width = self.net.memories[memory.0 as usize].width;
        self.node(Op::AsyncRead(memory, address), width)
    }

    // ---- questions ----

    /// Width of a node in bits.
    pub fn width(&self, node: NodeId) -> u32 {
        self.net.node(node).width
    }

    /// Its value, if it is a constant.
    pub fn as_const(&self, node: NodeId) -> Option<&Value> {
        match &self.net.node(node).op {
            Op::Const(v) => Some(v),
            _ => None,
        }
    }

    pub(super) fn op(&self, node: NodeId) -> &Op {
        &self.net.node(node).op
    }

    // ---- operations ----

    /// A constant, of its own width.
    pub fn constant(&mut self, value: Value) -> NodeId {
        let width = value.width();
        self.node(Op::Const(value), width)
    }

    /// A constant: the low `width` bits of `x`.
    pub fn constant_u64(&mut self, width: u32, x: u64) -> NodeId {
        self.constant(Value::from_u64(width, x))
    }

    fn same(&mut self, a: NodeId, b: NodeId, what: &str) -> u32 {
        let (wa, wb) = (self.width(a), self.width(b));
        assert_eq!(wa, wb, "operands of `{what}` have widths {wa} and {wb}");
        wa
    }

    /// Bitwise and.
    pub fn and(&mut self, a: NodeId, b: NodeId) -> NodeId {
        let w = self.same(a, b, "and");
        self.add_op(Op::And(a.min(b), a.max(b)), w)
    }

    /// Bitwise or.
    pub fn or(&mut self, a: NodeId, b: NodeId) -> NodeId {
        let w = self.same(a, b, "or");
        self.add_op(Op::Or(a.min(b), a.max(b)), w)
    }

    /// Bitwise exclusive or.
    pub fn xor(&mut self, a: NodeId, b: NodeId) -> NodeId {
        let w = self.same(a, b, "xor");
        self.add_op(Op::Xor(a.min(b), a.max(b)), w)
    }

    /// Bitwise not.
    pub fn not(&mut self, a: NodeId) -> NodeId {
        let w = self.width(a);
        self.add_op(Op::Not(a), w)
    }

    /// Sum, modulo 2^width.
    pub fn add(&mut self, a: NodeId, b: NodeId) -> NodeId {
        let w = self.same(a, b, "add");
        self.add_op(Op::Add(a.min(b), a.max(b)), w)
    }

    /// Difference, modulo 2^width.
    pub fn sub(&mut self, a: NodeId, b: NodeId) -> NodeId {
        let w = self.same(a, b, "sub");
        self.add_op(Op::Sub(a, b), w)
    }

    /// Product, modulo 2^width.
    pub fn mul(&mut self, a: NodeId, b: NodeId) -> NodeId {
        let w = self.same(a, b, "mul");
        self.add_op(Op::Mul(a.min(b), a.max(b)), w)
    }

    /// One bit: equal.
    pub fn eq(&mut self, a: NodeId, b: NodeId) -> NodeId {
        self.same(a, b, "eq");
        self.add_op(Op::Eq(a.min(b), a.max(b)), 1)
    }

    /// One bit: not equal.
    pub fn ne(&mut self, a: NodeId, b: NodeId) -> NodeId {
        let eq = self.eq(a, b);
        self.not(eq)
    }

    /// One bit: unsigned less-than.
    pub fn ult(&mut self, a: NodeId, b: NodeId) -> NodeId {
        self.same(a, b, "ult");
        self.add_op(Op::Ult(a, b), 1)
    }

    /// One bit: unsigned less-or-equal.
    pub fn ule(&mut self, a: NodeId, b: NodeId) -> NodeId {
        let greater = self.ult(b, a);
        self.not(greater)
    }

    /// One bit: two's complement less-than.
    pub fn slt(&mut self, a: NodeId, b: NodeId) -> NodeId {
        self.same(a, b, "slt");
        self.add_op(Op::Slt(a, b), 1)
    }

    /// One bit: two's complement less-or-equal.
    pub fn sle(&mut self, a: NodeId, b: NodeId) -> NodeId {
        let greater = self.slt(b, a);
        self.not(greater)
    }

    /// `a` shifted left by the unsigned `amount` (any width); zero from `a`'s width up.
    pub fn shl(&mut self, a: NodeId, amount: NodeId) -> NodeId {
        let w = self.width(a);
        self.add_op(Op::Shl(a, amount), w)
    }

    /// `a` shifted right, likewise; zeros come in.
    pub fn shr(&mut self, a: NodeId, amount: NodeId) -> NodeId {
        let w = self.width(a);
        self.add_op(Op::Shr(a, amount), w)
    }

    /// `condition` (one bit) ? `one` : `zero`.
    pub fn mux(&mut self, condition: NodeId, one: NodeId, zero: NodeId) -> NodeId {
        assert_eq!(self.width(condition), 1, "the condition of a mux is one bit");
        let w = self.same(one, zero, "mux");
        self.add_op(Op::Mux(condition, one, zero), w)
    }

    /// Operands joined, the first the most significant. Not empty.
    pub fn concat(&mut self, parts: &[NodeId]) -> NodeId {
        assert!(!parts.is_empty(), "a concatenation has at least one operand");
        let w = parts.iter().map(|p| self.width(*p)).sum();
        self.add_op(Op::Concat(parts.to_vec()), w)
    }

    /// `width` bits of `a` from bit `low` up.
    pub fn slice(&mut self, a: NodeId, low: u32, width: u32) -> NodeId {
        let w = self.width(a);
        assert!(
            width > 0 && low + width <= w,
            "slice of {width} bits at {low} of a value of {w} bits"
        );
        self.add_op(Op::Slice(a, low), width)
    }

    /// Bit `index` of `a`.
    pub fn bit(&mut self, a: NodeId, index: u32) -> NodeId {
        self.slice(a, index, 1)
    }

    /// `width` bits of `a` from a variable bit up: `(a >> low)[width-1:0]`; zeros from beyond `a`.
    pub fn slice_dynamic(&mut self, a: NodeId, low: NodeId, width: u32) -> NodeId {
        let wide = self.zero_extend(a, self.width(a).max(width));
        let shifted = self.shr(wide, low);
        self.slice(shifted, 0, width)
    }

    /// `a` with its bits `[low + width(part) - 1 : low]` replaced by `part`.
    pub fn replace(&mut self, a: NodeId, low: u32, part: NodeId) -> NodeId {
        let (w, n) = (self.width(a), self.width(part));
        assert!(low + n <= w, "{n} bits put at {low} of a value of {w} bits");
        let mut parts = Vec::with_capacity(3);
        if low + n < w {
            parts.push(self.slice(a, low + n, w - low - n));
        }
        parts.push(part);
        if low > 0 {
            parts.push(self.slice(a, 0, low));
        }
        self.concat(&parts)
    }

    /// Zeros above, up to `width` bits (not less than `a` has).
    pub fn zero_extend(&mut self, a: NodeId, width: u32) -> NodeId {
        let w = self.width(a);
        assert!(width >= w, "{w} bits can't be extended to {width}");
        if width == w {
            return a;
        }
        let zeros = self.constant(Value::zero(width - w));
        self.concat(&[zeros, a])
    }

    /// Copies of the top bit above, up to `width` bits.
    pub fn sign_extend(&mut self, a: NodeId, width: u32) -> NodeId {
        let w = self.width(a);
        assert!(width >= w, "{w} bits can't be extended to {width}");
        if width == w {
            return a;
        }
        let sign = self.bit(a, w - 1);
        let (ones, zeros) = (Value::ones(width - w), Value::zero(width - w));
        let (ones, zeros) = (self.constant(ones), self.constant(zeros));
        let high = self.mux(sign, ones, zeros);
        self.concat(&[high, a])
    }

    /// Zero-extended or truncated to `width` bits.
    pub fn resize(&mut self, a: NodeId, width: u32) -> NodeId {
        if width <= self.width(a) {
            self.slice(a, 0, width)
        } else {
            self.zero_extend(a, width)
        }
    }

    /// One bit: all bits one.
    pub fn red_and(&mut self, a: NodeId) -> NodeId {
        self.add_op(Op::RedAnd(a), 1)
    }

    /// One bit: any bit one.
    pub fn red_or(&mut self, a: NodeId) -> NodeId {
        self.add_op(Op::RedOr(a), 1)
    }

    /// One bit: parity.
    pub fn red_xor(&mut self, a: NodeId) -> NodeId {
        self.add_op(Op::RedXor(a), 1)
    }

    /// Bit `i` of the result is the parity of `a & rows[i]`.
    pub fn gf2_linear(&mut self, a: NodeId, rows: Vec<Value>) -> NodeId {
        assert!(!rows.is_empty(), "a linear map has at least one row");
        let wa = self.width(a);
        assert!(rows.iter().all(|r| r.width() == wa), "rows as wide as the operand");
        let w = rows.len() as u32;
        self.add_op(Op::Gf2Linear(a, rows), w)
    }

    /// An operation with folding, if that is on.
    fn add_op(&mut self, op: Op, width: u32) -> NodeId {
        if self.fold {
            if let Some(simpler) = self.simplify(&op, width) {
                debug_assert_eq!(self.width(simpler), width, "folding of {op:?}");
                return simpler;
            }
        }
        self.node(op, width)
    }

    /// Hash-consing.
    pub(super) fn node(&mut self, op: Op, width: u32) -> NodeId {
        assert!(width > 0, "a node has at least one bit");
        let node = Node { op, width };
        if let Some(id) = self.seen.get(&node) {
            return *id;
        }
        let id = NodeId(self.net.nodes.len() as u32);
        self.net.nodes.push(node.clone());
        self.seen.insert(node, id);
        id
    }
}
