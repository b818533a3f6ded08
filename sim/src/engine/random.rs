//! Random designs, for tests that compare ways of running them.

use expether_gen::netlist::{ClockId, NetlistBuilder, NodeId, RegId, Value};
use rand_xoshiro::rand_core::{Rng, SeedableRng};
use rand_xoshiro::Xoshiro256StarStar;

/// A source of random numbers below a bound.
pub struct Random(Xoshiro256StarStar);

impl Random {
    pub fn new(seed: u64) -> Self {
        Self(Xoshiro256StarStar::seed_from_u64(seed))
    }
    /// Any word.
    pub fn word(&mut self) -> u64 {
        self.0.next_u64()
    }
    /// Less than `n`.
    pub fn below(&mut self, n: usize) -> usize {
        (self.word() % n as u64) as usize
    }
    /// A value of a width; often one of the corners.
    pub fn value(&mut self, width: u32) -> Value {
        match self.below(6) {
            0 => Value::zero(width),
            1 => Value::ones(width),
            2 => Value::from_u64(width, self.word() % 8),
            _ => {
                let words = (0..width.div_ceil(64)).map(|_| self.word()).collect();
                Value::from_words(width, words)
            }
        }
    }
}

struct Design<'a> {
    b: &'a mut NetlistBuilder,
    r: Random,
    pool: Vec<NodeId>,
}

impl Design<'_> {
    fn width(&mut self) -> u32 {
        match self.r.below(10) {
            0..=2 => 1,
            3..=5 => 1 + self.r.below(16) as u32,
            6..=7 => [8, 16, 31, 32, 33, 48, 63, 64][self.r.below(8)],
            8 => 1 + self.r.below(64) as u32,
            _ => 65 + self.r.below(136) as u32,
        }
    }

    fn any(&mut self) -> NodeId {
        // Rather the newer ones, so that the design is deep.
        let n = self.pool.len();
        let from = if self.r.below(2) == 0 { n.saturating_sub(12) } else { 0 };
        self.pool[from + self.r.below(n - from)]
    }

    fn of(&mut self, width: u32) -> NodeId {
        if self.r.below(8) == 0 {
            let v = self.r.value(width);
            return self.b.constant(v);
        }
        let x = self.any();
        let have = self.b.width(x);
        if have == width {
            x
        } else if have > width {
            let low = self.r.below((have - width) as usize + 1) as u32;
            self.b.slice(x, low, width)
        } else if self.r.below(2) == 0 {
            self.b.zero_extend(x, width)
        } else {
            self.b.sign_extend(x, width)
        }
    }

    fn step(&mut self) {
        let w = self.width();
        let (x, y) = (self.of(w), self.of(w));
        let made = match self.r.below(24) {
            0 => self.b.and(x, y),
            1 => self.b.or(x, y),
            2 => self.b.xor(x, y),
            3 => self.b.not(x),
            4 => self.b.add(x, y),
            5 => self.b.sub(x, y),
            6 => self.b.mul(x, y),
            7 => self.b.eq(x, y),
            8 => self.b.ult(x, y),
            9 => self.b.slt(x, y),
            10 | 11 => {
                let wn = [3, 6, 7, 8, 64, 70][self.r.below(6)];
                let mut n = self.of(wn);
                if wn > 8 {
                    let (small, k) = (self.of(8), self.b.constant_u64(wn, 0));
                    n = if self.r.below(4) == 0 { k } else { self.b.zero_extend(small, wn) };
                }
                if self.r.below(2) == 0 {
                    self.b.shl(x, n)
                } else {
                    self.b.shr(x, n)
                }
            }
            12..=16 => {
                let c = self.of(1);
                self.b.mux(c, x, y)
            }
            17 | 18 => {
                let parts: Vec<NodeId> = (0..1 + self.r.below(4)).map(|_| self.any()).collect();
                let joined = self.b.concat(&parts);
                let most = self.b.width(joined).min(200);
                self.b.slice(joined, 0, most)
            }
            19 => self.b.red_and(x),
            20 => self.b.red_or(x),
            21 => self.b.red_xor(x),
            22 => {
                let rows = (0..1 + self.r.below(80)).map(|_| self.r.value(w)).collect();
                self.b.gf2_linear(x, rows)
            }
            _ => self.b.ne(x, y),
        };
        self.pool.push(made);
    }
}

/// Builds a design of about `size` operations with two clocks, registers with and without
/// reset and enable, and memories of all kinds. The same seed gives the same design, whatever
/// the builder does with it.
pub fn random_design(b: &mut NetlistBuilder, seed: u64, size: usize) {
    let clocks = [b.clock("clock_a"), b.clock("clock_b")];
    let reset = b.input("reset", 1);
    let mut d = Design { b, r: Random::new(seed), pool: vec![reset] };
    for i in 0..1 + d.r.below(5) {
        let w = d.width();
        let input = d.b.input(format!("in{i}"), w);
        d.pool.push(input);
    }
    let mut regs: Vec<(RegId, NodeId, Option<Value>)> = Vec::new();
    for i in 0..2 + d.r.below(12) {
        let w = d.width();
        let init = (d.r.below(2) == 0).then(|| d.r.value(w));
        let clock = clocks[usize::from(d.r.below(4) == 0)];
        let (id, q) = d.b.reg_declare(format!("block{}.r{i}", i % 3), w, clock, init.clone());
        regs.push((id, q, init));
        d.pool.push(q);
    }
    let memories: Vec<_> = (0..d.r.below(3))
        .map(|i| {
            let w = d.width();
            let depth = [1, 2, 5, 16, 33, 100][d.r.below(6)];
            (d.b.memory_declare(format!("m{i}"), w, depth), w)
        })
        .collect();
    let address_width = |d: &mut Design| [1, 4, 5, 8, 66][d.r.below(5)];
    let clock = |d: &mut Design| -> ClockId { clocks[usize::from(d.r.below(4) == 0)] };
    for round in 0..3 {
        for _ in 0..size / 3 {
            d.step();
        }
        for (m, _) in &memories {
            let aw = address_width(&mut d);
            let a = d.of(aw);
            let read = if d.r.below(2) == 0 {
                d.b.mem_async_read(*m, a)
            } else {
                let (e, c) = (d.of(1), clock(&mut d));
                d.b.mem_sync_read(*m, c, e, a)
            };
            d.pool.push(read);
        }
        d.b.name(format!("round{round}"), d.pool[d.pool.len() - 1]);
    }
    for (m, w) in &memories {
        for _ in 0..1 + d.r.below(2) {
            let (aw, c) = (address_width(&mut d), clock(&mut d));
            let (e, a, data) = (d.of(1), d.of(aw), d.of(*w));
            d.b.mem_write(*m, c, e, a, data);
        }
    }
    // A few conditions shared by many registers, nested, as kernels make them.
    let conditions = [d.of(1), d.of(1), d.of(1)];
    for (id, q, init) in regs {
        let w = d.b.width(q);
        let mut next = d.of(w);
        for c in conditions {
            let other = match d.r.below(3) {
                0 => q,
                1 => d.of(w),
                _ => continue,
            };
            next = d.b.mux(c, next, other);
        }
        if let Some(init) = init {
            let init = d.b.constant(init);
            next = d.b.mux(reset, init, next);
        }
        d.b.reg_set_next(id, next);
    }
    for i in 0..1 + d.r.below(6) {
        let out = d.any();
        d.b.output(format!("out{i}"), out);
    }
}
