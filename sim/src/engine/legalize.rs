//! From a netlist with values of any width to operations on words of at most 64 bits.

use super::layout::Layout;
use super::still::{self, Parts};
use super::words::{SlotId, WordGraph, WordOp, W};
use crate::wave::Signal;
use expether_gen::netlist::{ClockId, Netlist, NodeId, Op, Value};

/// A write of a memory at a clock edge.
#[derive(Clone, Debug)]
pub struct MemoryWrite {
    pub memory: u32,
    pub clock: ClockId,
    pub enable: W,
    pub address: W,
    pub data: Vec<W>,
}

/// The design in words: what each piece of state becomes.
pub struct Design {
    pub graph: WordGraph,
    pub layout: Layout,
    /// Next value of each state slot at an edge of its clock.
    pub next: Vec<(ClockId, SlotId, W)>,
    /// In the order of the netlist: of two writes to one word the later wins.
    pub writes: Vec<MemoryWrite>,
    /// What each output slot shows.
    pub outputs: Vec<(SlotId, W)>,
    /// What the slots of named signals show.
    pub names: Vec<(SlotId, W)>,
    /// Descriptions of the named signals.
    pub signals: Vec<Signal>,
    /// Name of the top module.
    pub top: String,
    /// What may hold still.
    pub parts: Parts,
}

/// Words of a value, least significant first.
type Words = Vec<W>;

struct Legalizer<'a> {
    net: &'a Netlist,
    g: WordGraph,
    layout: &'a Layout,
    done: Vec<Words>,
}

/// Splits a netlist into words, cones of exclusive-ors as linear maps.
pub fn legalize(net: &Netlist) -> Design {
    match net.clone().optimize() {
        Ok(optimized) => legalize_as_is(&optimized),
        Err(_) => legalize_as_is(net),
    }
}

fn legalize_as_is(net: &Netlist) -> Design {
    let layout = Layout::new(net);
    let mut l = Legalizer {
        net,
        g: WordGraph::default(),
        layout: &layout,
        done: Vec::with_capacity(net.nodes.len()),
    };
    for i in 0..net.nodes.len() {
        let words = l.node(NodeId(i as u32));
        debug_assert_eq!(words.len(), net.nodes[i].width.div_ceil(64) as usize);
        l.done.push(words);
    }
    let mut next = Vec::new();
    for (reg, first) in net.regs.iter().zip(&layout.regs) {
        for (i, w) in l.of(reg.next).into_iter().enumerate() {
            next.push((reg.clock, SlotId(first.0 + i as u32), w));
        }
    }
    let mut writes = Vec::new();
    for (m, memory) in net.memories.iter().enumerate() {
        for (port, first) in memory.sync_reads.iter().zip(&layout.sync_reads[m]) {
            let enable = l.of(port.enable)[0];
            let address = l.address(port.address);
            let read = l.mem_load(m as u32, memory.width, address);
            let held = l.load(*first, memory.width);
            for (i, (new, old)) in read.into_iter().zip(held).enumerate() {
                let width = l.g.width(new);
                let value = l.g.add(WordOp::Mux(enable, new, old), width);
                next.push((port.clock, SlotId(first.0 + i as u32), value));
            }
        }
        for port in &memory.writes {
            writes.push(MemoryWrite {
                memory: m as u32,
                clock: port.clock,
                enable: l.of(port.enable)[0],
                address: l.address(port.address),
                data: l.of(port.data),
            });
        }
    }
    let mut outputs = Vec::new();
    for (port, first) in net.outputs.iter().zip(&layout.outputs) {
        for (i, w) in l.of(port.node).into_iter().enumerate() {
            outputs.push((SlotId(first.0 + i as u32), w));
        }
    }
    let mut names = Vec::new();
    for (named, first) in net.names.iter().zip(&layout.names) {
        for (i, w) in l.of(named.node).into_iter().enumerate() {
            names.push((SlotId(first.0 + i as u32), w));
        }
    }
    let graph = l.g;
    let signals = net.names.iter().map(|n| Signal {
        name: n.name.clone(),
        width: net.node(n.node).width,
        states: n.states.clone(),
    });
    let signals = signals.collect();
    let top = net.name.clone();
    let parts = Parts::default();
    let mut design = Design { graph, layout, next, writes, outputs, names, signals, top, parts };
    design.parts = still::find(net, &mut design);
    design
}

/// Width of word `i` of a value.
fn part(width: u32, i: usize) -> u32 {
    (width - 64 * i as u32).min(64)
}

impl Legalizer<'_> {
    fn of(&self, node: NodeId) -> Words {
        self.done[node.0 as usize].clone()
    }

    fn width(&self, node: NodeId) -> u32 {
        self.net.node(node).width
    }

    fn load(&mut self, first: SlotId, width: u32) -> Words {
        let n = width.div_ceil(64);
        (0..n)
            .map(|i| self.g.add(WordOp::Load(SlotId(first.0 + i)), part(width, i as usize)))
            .collect()
    }

    fn mem_load(&mut self, memory: u32, width: u32, address: W) -> Words {
        let n = width.div_ceil(64);
        let load = |i| WordOp::MemLoad { memory, address, part: i };
        (0..n).map(|i| self.g.add(load(i), part(width, i as usize))).collect()
    }

    /// An address as one word; more than 64 bits become all ones if any above is set.
    fn address(&mut self, node: NodeId) -> W {
        let words = self.of(node);
        self.saturated(&words)
    }

    fn saturated(&mut self, words: &[W]) -> W {
        let Some(high) = self.any(&words[1..]) else { return words[0] };
        let ones = self.g.constant(64, u64::MAX);
        let low = self.g.widened(words[0], 64);
        self.g.add(WordOp::Mux(high, ones, low), 64)
    }

    /// One bit: any of the words is not zero. `None` without words.
    fn any(&mut self, words: &[W]) -> Option<W> {
        let mut words = words.iter().copied();
        let first = words.next()?;
        let all = words.fold(first, |a, b| self.or(a, b));
        Some(self.g.add(WordOp::NonZero(all), 1))
    }

    fn or(&mut self, a: W, b: W) -> W {
        let width = self.g.width(a).max(self.g.width(b));
        self.g.add(WordOp::Or(a.min(b), a.max(b)), width)
    }

    fn bit_op(&mut self, op: fn(W, W) -> WordOp, a: W, b: W) -> W {
        self.g.add(op(a, b), 1)
    }

    fn zip(&mut self, a: NodeId, b: NodeId, op: fn(W, W) -> WordOp) -> Words {
        let (a, b) = (self.of(a), self.of(b));
        a.into_iter().zip(b).map(|(x, y)| self.g.add(op(x, y), self.g.width(x))).collect()
    }

    fn node(&mut self, id: NodeId) -> Words {
        let node = self.net.node(id);
        let width = node.width;
        match &node.op {
            Op::Const(v) => self.constant(v),
            Op::Input(i) => self.load(self.layout.inputs[*i as usize], width),
            Op::Reg(r) => self.load(self.layout.regs[r.0 as usize], width),
            Op::SyncRead(m, p) => {
                self.load(self.layout.sync_reads[m.0 as usize][*p as usize], width)
            }
            Op::AsyncRead(m, a) => {
                let address = self.address(*a);
                self.mem_load(m.0, width, address)
            }
            Op::And(a, b) => self.zip(*a, *b, WordOp::And),
            Op::Or(a, b) => self.zip(*a, *b, WordOp::Or),
            Op::Xor(a, b) => self.zip(*a, *b, WordOp::Xor),
            Op::Not(a) => {
                let a = self.of(*a);
                a.into_iter().map(|x| self.g.add(WordOp::Not(x), self.g.width(x))).collect()
            }
            Op::Add(a, b) => self.sum(*a, *b, width, false),
            Op::Sub(a, b) => self.sum(*a, *b, width, true),
            Op::Mul(a, b) => self.product(*a, *b, width),
            Op::Eq(a, b) => {
                let (a, b) = (self.of(*a), self.of(*b));
                if a.len() == 1 {
                    return vec![self.bit_op(WordOp::Eq, a[0], b[0])];
                }
                let differences: Words = a
                    .into_iter()
                    .zip(b)
                    .map(|(x, y)| {
                        self.g.add(WordOp::Xor(x, y), self.g.width(x).max(self.g.width(y)))
                    })
                    .collect();
                let any = self.any(&differences).unwrap_or(differences[0]);
                vec![self.g.add(WordOp::Not(any), 1)]
            }
            Op::Ult(a, b) => {
                let (a, b) = (self.of(*a), self.of(*b));
                vec![self.less(&a, &b)]
            }
            Op::Slt(a, b) => {
                // Flipping the sign bits makes the order the unsigned one.
                let top = self.width(*a) - 1;
                let (mut a, mut b) = (self.of(*a), self.of(*b));
                for words in [&mut a, &mut b] {
                    let last = words.len() - 1;
                    let width = self.g.width(words[last]);
                    let sign = self.g.constant(width, 1 << (top % 64));
                    words[last] = self.g.add(WordOp::Xor(words[last], sign), width);
                }
                vec![self.less(&a, &b)]
            }
            Op::Shl(a, n) => self.shift(*a, *n, width, true),
            Op::Shr(a, n) => self.shift(*a, *n, width, false),
            Op::Mux(c, a, b) => {
                let (c, a, b) = (self.of(*c)[0], self.of(*a), self.of(*b));
                let pick = |(x, y)| self.g.add(WordOp::Mux(c, x, y), self.g.width(x));
                a.into_iter().zip(b).map(pick).collect()
            }
            Op::Concat(parts) => self.concat(parts, width),
            Op::Slice(a, low) => {
                let a = self.of(*a);
                (0..width.div_ceil(64))
                    .map(|i| self.field(&a, low + 64 * i, part(width, i as usize)))
                    .collect()
            }
            Op::RedOr(a) => {
                let a = self.of(*a);
                vec![self.any(&a).unwrap_or(a[0])]
            }
            Op::RedAnd(a) => {
                let a = self.of(*a);
                let mut all: Option<W> = None;
                for x in a {
                    let ones = self.g.constant(self.g.width(x), u64::MAX);
                    let full =
                        if self.g.width(x) == 1 { x } else { self.bit_op(WordOp::Eq, x, ones) };
                    all = Some(match all {
                        Some(y) => self.g.add(WordOp::And(y, full), 1),
                        None => full,
                    });
                }
                all.into_iter().collect()
            }
            Op::RedXor(a) => {
                let a = self.of(*a);
                let width = self.g.width(a[0]);
                let folded = a[1..].iter().fold(a[0], |x, y| self.g.add(WordOp::Xor(x, *y), width));
                vec![self.g.add(WordOp::Parity(folded), 1)]
            }
            Op::Gf2Linear(a, rows) => self.linear(*a, rows),
        }
    }

    fn constant(&mut self, v: &Value) -> Words {
        let words = v.words().iter().enumerate();
        words.map(|(i, x)| self.g.constant(part(v.width(), i), *x)).collect()
    }

    /// `width` bits (64 or fewer) of a value from bit `low` up.
    fn field(&mut self, a: &[W], low: u32, width: u32) -> W {
        let (i, shift) = ((low / 64) as usize, low % 64);
        let have = self.g.width(a[i]) - shift;
        if have >= width {
            return self.g.add(WordOp::Extract(a[i], shift), width);
        }
        let below = self.g.add(WordOp::Extract(a[i], shift), have);
        let above = self.g.add(WordOp::Extract(a[i + 1], 0), width - have);
        let above = self.g.add(WordOp::ShlConst(above, have), width);
        self.or(above, below)
    }

    fn concat(&mut self, parts: &[NodeId], width: u32) -> Words {
        let zero = self.g.constant(1, 0);
        let mut out: Words = vec![zero; width.div_ceil(64) as usize];
        let mut low = 0;
        for node in parts.iter().rev() {
            let words = self.of(*node);
            let mut at = low;
            for word in words {
                let w = self.g.width(word);
                let (i, shift) = ((at / 64) as usize, at % 64);
                let fits = w.min(64 - shift);
                let kept = self.g.add(WordOp::Extract(word, 0), fits);
                let moved = self.g.add(WordOp::ShlConst(kept, shift), shift + fits);
                out[i] = self.or(out[i], moved);
                if fits < w {
                    let rest = self.g.add(WordOp::Extract(word, fits), w - fits);
                    out[i + 1] = self.or(out[i + 1], rest);
                }
                at += w;
            }
            low += self.width(*node);
        }
        (0..out.len()).map(|i| self.g.widened(out[i], part(width, i))).collect()
    }

    fn sum(&mut self, a: NodeId, b: NodeId, width: u32, subtract: bool) -> Words {
        let (a, b) = (self.of(a), self.of(b));
        let op = if subtract { WordOp::Sub } else { WordOp::Add };
        let mut out = Words::new();
        let mut carry: Option<W> = None;
        for (i, (x, y)) in a.iter().zip(&b).enumerate() {
            let w = part(width, i);
            let mut s = self.g.add(op(*x, *y), w);
            let last = i + 1 == a.len();
            let mut out_carry = None;
            if !last {
                out_carry = Some(if subtract {
                    self.bit_op(WordOp::Ult, *x, *y)
                } else {
                    self.bit_op(WordOp::Ult, s, *x)
                });
            }
            if let Some(c) = carry {
                let c = self.g.widened(c, w);
                let with = self.g.add(op(s, c), w);
                if let Some(first) = out_carry {
                    let again = if subtract {
                        self.bit_op(WordOp::Ult, s, c)
                    } else {
                        self.bit_op(WordOp::Ult, with, s)
                    };
                    out_carry = Some(self.g.add(WordOp::Or(first, again), 1));
                }
                s = with;
            }
            out.push(s);
            carry = out_carry;
        }
        out
    }

    fn product(&mut self, a: NodeId, b: NodeId, width: u32) -> Words {
        let (a, b) = (self.of(a), self.of(b));
        if a.len() == 1 {
            return vec![self.g.add(WordOp::Mul(a[0], b[0]), width)];
        }
        let n = a.len();
        let zero = self.g.constant(64, 0);
        let mut out = vec![zero; n];
        for i in 0..n {
            let mut carry = zero;
            for j in 0..n - i {
                let low = self.g.add(WordOp::Mul(a[i], b[j]), 64);
                let (s, c1) = self.add_carry(out[i + j], low);
                let (s, c2) = self.add_carry(s, carry);
                out[i + j] = s;
                let high = self.g.add(WordOp::MulHigh(a[i], b[j]), 64);
                let high = self.g.add(WordOp::Add(high, c1), 64);
                carry = self.g.add(WordOp::Add(high, c2), 64);
            }
        }
        (0..n).map(|i| self.g.add(WordOp::Extract(out[i], 0), part(width, i))).collect()
    }

    /// 64-bit sum and its carry as a 64-bit word.
    fn add_carry(&mut self, a: W, b: W) -> (W, W) {
        let s = self.g.add(WordOp::Add(a, b), 64);
        let c = self.bit_op(WordOp::Ult, s, a);
        (s, self.g.widened(c, 64))
    }

    fn less(&mut self, a: &[W], b: &[W]) -> W {
        let mut result = self.bit_op(WordOp::Ult, a[0], b[0]);
        for (x, y) in a.iter().zip(b).skip(1) {
            let (below, same) = (self.bit_op(WordOp::Ult, *x, *y), self.bit_op(WordOp::Eq, *x, *y));
            let carried = self.g.add(WordOp::And(same, result), 1);
            result = self.g.add(WordOp::Or(below, carried), 1);
        }
        result
    }

    fn shift(&mut self, a: NodeId, amount: NodeId, width: u32, left: bool) -> Words {
        let amount = self.of(amount);
        let amount = self.saturated(&amount);
        let a = self.of(a);
        let op = if left { WordOp::Shl } else { WordOp::Shr };
        if a.len() == 1 {
            return vec![self.g.add(op(a[0], amount), width)];
        }
        // Whole words first, by powers of two, then the bits within a word.
        let n = a.len();
        let zero = self.g.constant(64, 0);
        let mut words: Words = a.iter().map(|w| self.g.widened(*w, 64)).collect();
        let amount_width = self.g.width(amount);
        let mut covered = 6;
        while covered < amount_width && (1usize << (covered - 6)) < n {
            let step = 1usize << (covered - 6);
            let bit = self.g.add(WordOp::Extract(amount, covered), 1);
            let moved: Words = (0..n)
                .map(|i| {
                    let from = if left { i.checked_sub(step) } else { Some(i + step) };
                    from.and_then(|f| words.get(f).copied()).unwrap_or(zero)
                })
                .collect();
            words = (0..n).map(|i| self.g.add(WordOp::Mux(bit, moved[i], words[i]), 64)).collect();
            covered += 1;
        }
        let within = self.g.add(WordOp::Extract(amount, 0), amount_width.min(6));
        let sixty_four = self.g.constant(7, 64);
        let within7 = self.g.widened(within, 7);
        let rest = self.g.add(WordOp::Sub(sixty_four, within7), 7);
        let far = (covered < amount_width).then(|| {
            let high = self.g.add(WordOp::Extract(amount, covered), amount_width - covered);
            self.g.add(WordOp::NonZero(high), 1)
        });
        let back = if left { WordOp::Shr } else { WordOp::Shl };
        (0..n)
            .map(|i| {
                let main = self.g.add(op(words[i], within), 64);
                let neighbour = if left { i.checked_sub(1) } else { Some(i + 1) };
                let mut word = main;
                if let Some(other) = neighbour.and_then(|j| words.get(j).copied()) {
                    let carried = self.g.add(back(other, rest), 64);
                    word = self.or(main, carried);
                }
                if let Some(far) = far {
                    word = self.g.add(WordOp::Mux(far, zero, word), 64);
                }
                self.g.add(WordOp::Extract(word, 0), part(width, i))
            })
            .collect()
    }

    /// A linear map by one table look-up for each byte of the operand.
    fn linear(&mut self, a: NodeId, rows: &[Value]) -> Words {
        let wa = self.width(a);
        let a = self.of(a);
        let out_words = rows.len().div_ceil(64);
        let mut out = Words::new();
        for k in 0..out_words {
            let rows = &rows[64 * k..rows.len().min(64 * (k + 1))];
            let width = rows.len() as u32;
            let mut sum = self.g.constant(width, 0);
            for low in (0..wa).step_by(8) {
                let bits = (wa - low).min(8);
                let column = |bit: u32| {
                    let set = rows.iter().enumerate().filter(|(_, r)| r.bit(low + bit));
                    set.fold(0u64, |c, (i, _)| c | 1 << i)
                };
                let columns: Vec<u64> = (0..bits).map(column).collect();
                if columns.iter().all(|c| *c == 0) {
                    continue;
                }
                let index = self.field(&a, low, bits);
                let table = self.g.linear_table(&columns);
                let entry = self.g.add(WordOp::Table { table, index }, width);
                sum = self.g.add(WordOp::Xor(sum, entry), width);
            }
            out.push(sum);
        }
        out
    }
}
