//! Finding linear maps: cones of exclusive-ors, such as a CRC step written bit by bit, become
//! one [`Op::Gf2Linear`], which an engine evaluates by a few table look-ups.

use super::*;
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::BTreeMap;
use std::rc::Rc;

/// A bit of a node outside the cone: (node, bit).
type LeafBit = (NodeId, u32);

/// One bit of the cone: parity of some leaf bits, and whether it is inverted. Sorted.
#[derive(Clone, Default, PartialEq)]
struct Form {
    bits: Vec<LeafBit>,
    inverted: bool,
}

impl Form {
    fn xor(&self, other: &Form) -> Form {
        let (a, b) = (&self.bits, &other.bits);
        let mut bits = Vec::with_capacity(a.len() + b.len());
        let (mut i, mut j) = (0, 0);
        while i < a.len() || j < b.len() {
            if j == b.len() || i < a.len() && a[i] < b[j] {
                bits.push(a[i]);
                i += 1;
            } else if i == a.len() || b[j] < a[i] {
                bits.push(b[j]);
                j += 1;
            } else {
                // Twice the same bit is nothing.
                i += 1;
                j += 1;
            }
        }
        Form { bits, inverted: self.inverted ^ other.inverted }
    }
}

/// Cones with fewer operations than this stay as they are.
const SMALLEST_CONE: usize = 24;
/// Cones whose forms have more terms than this are left alone: time is not unlimited.
const MOST_TERMS: usize = 4_000_000;

/// Counts of a netlist.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Stats {
    pub nodes: usize,
    pub registers: usize,
    /// Bits in all registers.
    pub register_bits: u64,
    pub memories: usize,
    /// Bits in all memories.
    pub memory_bits: u64,
    /// Number of operations of each kind, by name.
    pub operations: BTreeMap<&'static str, usize>,
}

impl Netlist {
    /// Counts nodes, registers and memories.
    pub fn stats(&self) -> Stats {
        let mut stats = Stats {
            nodes: self.nodes.len(),
            registers: self.regs.len(),
            register_bits: self.regs.iter().map(|r| u64::from(r.width)).sum(),
            memories: self.memories.len(),
            memory_bits: self
                .memories
                .iter()
                .map(|m| u64::from(m.width) * u64::from(m.depth))
                .sum(),
            operations: BTreeMap::new(),
        };
        for node in &self.nodes {
            *stats.operations.entry(name_of(&node.op)).or_default() += 1;
        }
        stats
    }

    /// The same design with cones of exclusive-ors as linear maps, where that is cheaper.
    pub fn optimize(self) -> Result<Netlist, NetlistError> {
        let mut cones = Cones { net: &self, forms: FxHashMap::default(), terms: 0 };
        let mut maps = FxHashMap::default();
        for root in cones.roots() {
            if let Some(map) = cones.map(root) {
                maps.insert(root, map);
            }
        }
        if maps.is_empty() {
            return Ok(self);
        }
        self.rebuilt(|b, of, old, made| match maps.get(&old) {
            Some(map) => map.build(b, of),
            None => made,
        })
    }
}

fn name_of(op: &Op) -> &'static str {
    match op {
        Op::Const(_) => "const",
        Op::Input(_) => "input",
        Op::Reg(_) => "reg",
        Op::SyncRead(..) => "sync_read",
        Op::AsyncRead(..) => "async_read",
        Op::And(..) => "and",
        Op::Or(..) => "or",
        Op::Xor(..) => "xor",
        Op::Not(_) => "not",
        Op::Add(..) => "add",
        Op::Sub(..) => "sub",
        Op::Mul(..) => "mul",
        Op::Eq(..) => "eq",
        Op::Ult(..) => "ult",
        Op::Slt(..) => "slt",
        Op::Shl(..) => "shl",
        Op::Shr(..) => "shr",
        Op::Mux(..) => "mux",
        Op::Concat(_) => "concat",
        Op::Slice(..) => "slice",
        Op::RedAnd(_) => "red_and",
        Op::RedOr(_) => "red_or",
        Op::RedXor(_) => "red_xor",
        Op::Gf2Linear(..) => "gf2_linear",
    }
}

/// A cone as a map: the parts of its operand, each a sum of slices of leaves, least significant
/// first; rows over them; what is inverted.
struct Map {
    /// One bit of the operand each: leaf bits with the same column.
    operand: Vec<Vec<LeafBit>>,
    rows: Vec<Value>,
    inverted: Value,
}

impl Map {
    fn build(&self, b: &mut NetlistBuilder, of: &dyn Fn(NodeId) -> NodeId) -> NodeId {
        let most = self.operand.iter().map(Vec::len).max().unwrap_or(0);
        let mut operand = None;
        for k in 0..most {
            let mut parts = Vec::with_capacity(self.operand.len());
            for bits in self.operand.iter().rev() {
                parts.push(match bits.get(k) {
                    Some((leaf, bit)) => b.bit(of(*leaf), *bit),
                    None => b.constant_u64(1, 0),
                });
            }
            let layer = b.concat(&parts);
            operand = Some(match operand {
                None => layer,
                Some(sum) => b.xor(sum, layer),
            });
        }
        let inverted = b.constant(self.inverted.clone());
        match operand {
            Some(operand) => {
                let linear = b.gf2_linear(operand, self.rows.clone());
                b.xor(linear, inverted)
            }
            None => inverted,
        }
    }
}

struct Cones<'a> {
    net: &'a Netlist,
    forms: FxHashMap<NodeId, Rc<Vec<Form>>>,
    terms: usize,
}

impl Cones<'_> {
    fn constant(&self, id: NodeId) -> Option<&Value> {
        match &self.net.node(id).op {
            Op::Const(v) => Some(v),
            _ => None,
        }
    }

    /// Each bit of the result is a sum of bits of the operands.
    fn is_linear(&self, id: NodeId) -> bool {
        match &self.net.node(id).op {
            Op::Xor(..) | Op::Not(_) | Op::Slice(..) | Op::Concat(_) | Op::RedXor(_) => true,
            Op::And(a, b) => self.constant(*a).is_some() || self.constant(*b).is_some(),
            Op::Mux(_, a, b) => self.differ_by_constant(*a, *b),
            Op::Const(_) | Op::Gf2Linear(..) => true,
            _ => false,
        }
    }

    /// Then a choice between them is the condition, spread to the bits of the difference, added
    /// to one of them: as in a CRC written with an `if`.
    fn differ_by_constant(&self, a: NodeId, b: NodeId) -> bool {
        let adds = |x: NodeId, y: NodeId| match self.net.node(x).op {
            Op::Xor(p, q) => {
                p == y && self.constant(q).is_some() || q == y && self.constant(p).is_some()
            }
            _ => false,
        };
        self.constant(a).is_some() && self.constant(b).is_some() || adds(a, b) || adds(b, a)
    }

    /// Linear nodes that something other than a linear node, or state or an output, uses.
    fn roots(&self) -> Vec<NodeId> {
        let mut roots = FxHashSet::default();
        let net = self.net;
        for (i, node) in net.nodes.iter().enumerate() {
            if !self.is_linear(NodeId(i as u32)) {
                Netlist::operands(&node.op, |x| roots.extend([x]));
            }
        }
        roots.extend(net.outputs.iter().map(|p| p.node));
        roots.extend(net.regs.iter().map(|r| r.next));
        for m in &net.memories {
            roots.extend(m.writes.iter().flat_map(|w| [w.enable, w.address, w.data]));
            roots.extend(m.sync_reads.iter().flat_map(|r| [r.enable, r.address]));
        }
        let mut roots: Vec<NodeId> = roots.into_iter().filter(|r| self.is_linear(*r)).collect();
        roots.sort_unstable();
        roots
    }

    /// Operations in a cone that do work: wiring is nearly free.
    fn work(&self, root: NodeId) -> usize {
        let mut seen = FxHashSet::default();
        let mut todo = vec![root];
        let mut work = 0;
        while let Some(id) = todo.pop() {
            if !self.is_linear(id) || !seen.insert(id) {
                continue;
            }
            let node = self.net.node(id);
            work += match &node.op {
                Op::Const(_) => 0,
                Op::Gf2Linear(a, _) => 3 * self.net.node(*a).width.div_ceil(8) as usize,
                Op::RedXor(_) | Op::Mux(..) => 2,
                Op::Concat(parts) => parts.len(),
                _ => 1,
            };
            Netlist::operands(&node.op, |x| todo.push(x));
        }
        work
    }

    /// The map of a cone, if it is cheaper than the cone.
    fn map(&mut self, root: NodeId) -> Option<Map> {
        let work = self.work(root);
        if work < SMALLEST_CONE || matches!(self.net.node(root).op, Op::Gf2Linear(..)) {
            return None;
        }
        let forms = self.forms(root)?;
        let mut columns: BTreeMap<LeafBit, Vec<u32>> = BTreeMap::new();
        for (row, form) in forms.iter().enumerate() {
            for bit in &form.bits {
                columns.entry(*bit).or_default().push(row as u32);
            }
        }
        // Bits with equal columns (of data and of the CRC register, say) are added first. The
        // leaf with the most bits comes first, so that the others are added to it.
        let mut leaves: FxHashMap<NodeId, usize> = FxHashMap::default();
        columns.keys().for_each(|(leaf, _)| *leaves.entry(*leaf).or_default() += 1);
        let mut bits: Vec<LeafBit> = columns.keys().copied().collect();
        bits.sort_by_key(|(leaf, bit)| (std::cmp::Reverse(leaves[leaf]), *leaf, *bit));
        let mut place: FxHashMap<&[u32], Vec<usize>> = FxHashMap::default();
        let mut operand: Vec<Vec<LeafBit>> = Vec::new();
        for bit in &bits {
            let places = place.entry(&columns[bit]).or_default();
            let free = places.iter().find(|p| operand[**p].iter().all(|(leaf, _)| *leaf != bit.0));
            match free {
                Some(p) => operand[*p].push(*bit),
                None => {
                    places.push(operand.len());
                    operand.push(vec![*bit]);
                }
            }
        }
        let width = operand.len() as u32;
        let tables = 3 * width.div_ceil(8) as usize * forms.len().div_ceil(64);
        if width == 0 || tables * 3 / 2 > work {
            return None;
        }
        let mut rows = vec![vec![0u64; width.div_ceil(64) as usize]; forms.len()];
        for (i, bits) in operand.iter().enumerate() {
            for row in &columns[&bits[0]] {
                rows[*row as usize][i / 64] |= 1 << (i % 64);
            }
        }
        let rows = rows.into_iter().map(|r| Value::from_words(width, r)).collect();
        let mut inverted = vec![0u64; forms.len().div_ceil(64)];
        for (i, form) in forms.iter().enumerate() {
            inverted[i / 64] |= u64::from(form.inverted) << (i % 64);
        }
        Some(Map { operand, rows, inverted: Value::from_words(forms.len() as u32, inverted) })
    }

    /// Forms of all bits of a node; operands first, without recursion.
    fn forms(&mut self, root: NodeId) -> Option<Rc<Vec<Form>>> {
        let mut todo = vec![root];
        while let Some(id) = todo.last().copied() {
            if self.forms.contains_key(&id) {
                todo.pop();
                continue;
            }
            let before = todo.len();
            if self.is_linear(id) {
                Netlist::operands(&self.net.node(id).op, |x| {
                    if !self.forms.contains_key(&x) {
                        todo.push(x);
                    }
                });
            }
            if todo.len() == before {
                let forms = self.forms_of(id);
                self.terms += forms.iter().map(|f| f.bits.len()).sum::<usize>();
                if self.terms > MOST_TERMS {
                    return None;
                }
                self.forms.insert(id, Rc::new(forms));
                todo.pop();
            }
        }
        self.forms.get(&root).cloned()
    }

    fn forms_of(&self, id: NodeId) -> Vec<Form> {
        let node = self.net.node(id);
        let width = node.width;
        let get = |x: &NodeId| &self.forms[x];
        let invert = |f: &Form, by: bool| Form { bits: f.bits.clone(), inverted: f.inverted ^ by };
        let bit = |inverted| Form { bits: Vec::new(), inverted };
        match &node.op {
            _ if !self.is_linear(id) => {
                (0..width).map(|i| Form { bits: vec![(id, i)], inverted: false }).collect()
            }
            Op::Const(v) => (0..width).map(|i| bit(v.bit(i))).collect(),
            Op::Xor(a, b) => get(a).iter().zip(get(b).iter()).map(|(x, y)| x.xor(y)).collect(),
            Op::Not(a) => get(a).iter().map(|f| invert(f, true)).collect(),
            Op::And(a, b) => {
                let (x, k) = if self.constant(*b).is_some() { (a, b) } else { (b, a) };
                let pick = |(i, f): (usize, &Form)| match self.constant(*k) {
                    Some(k) if k.bit(i as u32) => f.clone(),
                    _ => Form::default(),
                };
                get(x).iter().enumerate().map(pick).collect()
            }
            Op::Mux(c, a, b) => {
                let condition = &get(c)[0];
                // One is the other, inverted or not; if it is, the condition inverts it.
                let choose = |(x, y): (&Form, &Form)| match x.inverted == y.inverted {
                    true => y.clone(),
                    false => y.xor(condition),
                };
                get(a).iter().zip(get(b).iter()).map(choose).collect()
            }
            Op::Slice(a, low) => get(a)[*low as usize..][..width as usize].to_vec(),
            Op::Concat(parts) => parts.iter().rev().flat_map(|p| get(p).to_vec()).collect(),
            Op::RedXor(a) => {
                vec![get(a).iter().fold(Form::default(), |sum, f| sum.xor(f))]
            }
            Op::Gf2Linear(a, rows) => {
                let sum = |row: &Value| {
                    let forms = get(a).iter().enumerate().filter(|(i, _)| row.bit(*i as u32));
                    forms.fold(Form::default(), |sum, (_, f)| sum.xor(f))
                };
                rows.iter().map(sum).collect()
            }
            _ => Vec::new(),
        }
    }
}

#[cfg(test)]
#[allow(non_snake_case)]
mod tests {
    use super::*;

    /// CRC-32 of IEEE 802.3, eight bytes at once, written bit by bit.
    fn crc_bit_by_bit() -> Netlist {
        let mut b = NetlistBuilder::new("crc");
        let clock = b.clock("clock");
        let (data, valid) = (b.input("data", 64), b.input("valid", 1));
        let (reg, q) = b.reg_declare("crc", 32, clock, Some(Value::ones(32)));
        let polynomial = b.constant_u64(32, 0xEDB8_8320);
        let mut crc = q;
        for i in 0..64 {
            let (bit, low) = (b.bit(data, i), b.bit(crc, 0));
            let feedback = b.xor(bit, low);
            let one = b.constant_u64(32, 1);
            let shifted = b.shr(crc, one);
            let added = b.xor(shifted, polynomial);
            crc = b.mux(feedback, added, shifted);
        }
        let next = b.mux(valid, crc, q);
        b.reg_set_next(reg, next);
        let fcs = b.not(q);
        b.output("fcs", fcs);
        b.finish().unwrap()
    }

    #[test]
    fn optimize__leaves_alone__what_is_not_linear() {
        let mut b = NetlistBuilder::new("top");
        let (x, y) = (b.input("x", 32), b.input("y", 32));
        let mut sum = x;
        for i in 0..40 {
            let k = b.constant_u64(32, i * i + 1);
            let t = b.add(sum, k);
            sum = b.and(t, y);
        }
        b.output("z", sum);
        let net = b.finish().unwrap();
        let before = net.stats();
        assert_eq!(net.optimize().unwrap().stats(), before);
    }

    #[test]
    fn optimize__makes_one_map__of_a_crc_written_bit_by_bit() {
        let net = crc_bit_by_bit();
        let before = net.stats();
        let after = net.optimize().unwrap().stats();
        assert!(before.nodes > 200, "{before:?}");
        assert_eq!(after.operations["gf2_linear"], 1, "{after:?}");
        assert!(after.nodes < 15, "{after:?}");
    }

    #[test]
    fn optimize__keeps_the_value__of_a_crc_written_bit_by_bit() {
        // "123456789" needs nine bytes; of "12345678" the CRC is 0x9AE0DAAF.
        let net = crc_bit_by_bit().optimize().unwrap();
        let data = Value::from_u64(64, u64::from_le_bytes(*b"12345678"));
        let mut values: Vec<Value> = Vec::new();
        for node in &net.nodes {
            let value = match node.op {
                Op::Input(0) => data.clone(),
                Op::Input(_) => Value::ones(1),
                Op::Reg(_) => Value::ones(32),
                _ => evaluate(&node.op, node.width, |x| &values[x.0 as usize]).unwrap(),
            };
            values.push(value);
        }
        let next = &values[net.regs[0].next.0 as usize];
        assert_eq!(!next.low_u64() as u32, 0x9AE0_DAAF);
    }
}
