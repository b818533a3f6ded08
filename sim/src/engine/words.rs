//! The design as operations on machine words.
//!
//! A word holds a value of at most 64 bits, its `width`; bits above the width are always zero.
//! Words are hash-consed and stand in an order in which operands come before their users.

use rustc_hash::FxHashMap;

/// Index of a word in [`WordGraph::words`].
#[derive(Copy, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Debug)]
pub struct W(pub u32);

/// Index of a state slot in the layout.
#[derive(Copy, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Default)]
pub struct SlotId(pub u32);

/// An operation; results are truncated to the word's width.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum WordOp {
    Const(u64),
    Load(SlotId),
    /// 64-bit part `part` of the memory's word at an address; zero beyond the depth.
    MemLoad {
        memory: u32,
        address: W,
        part: u32,
    },
    And(W, W),
    Or(W, W),
    Xor(W, W),
    Not(W),
    Add(W, W),
    Sub(W, W),
    Mul(W, W),
    /// Upper 64 bits of the 128-bit product.
    MulHigh(W, W),
    Eq(W, W),
    Ult(W, W),
    NonZero(W),
    Parity(W),
    /// By a variable amount; from 64 up the result is zero.
    Shl(W, W),
    Shr(W, W),
    ShlConst(W, u32),
    /// The word's `width` bits of the operand from this bit up.
    Extract(W, u32),
    Mux(W, W, W),
    /// Entry `index` (8 bits or fewer) of a table of words.
    Table {
        table: u32,
        index: W,
    },
}

/// A word: what it computes and how many bits it has.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Word {
    pub op: WordOp,
    pub width: u32,
}

/// All bits of a width.
pub fn mask(width: u32) -> u64 {
    if width >= 64 {
        u64::MAX
    } else {
        (1 << width) - 1
    }
}

/// Words of a design, and the tables its linear maps use.
#[derive(Default, Clone)]
pub struct WordGraph {
    pub words: Vec<Word>,
    /// Tables of `Table` words, all in one array of 32-bit or 64-bit entries.
    pub tables: Tables,
    seen: FxHashMap<Word, W>,
}

/// Look-up tables, one after the other in one byte array.
#[derive(Default, Clone)]
pub struct Tables {
    pub bytes: Vec<u64>,
    /// (offset in bytes, bytes an entry: 4 or 8).
    pub entries: Vec<(u32, u32)>,
    seen: FxHashMap<Vec<u64>, u32>,
}

impl Tables {
    /// Adds a table; equal ones are shared.
    fn add(&mut self, values: Vec<u64>) -> u32 {
        if let Some(i) = self.seen.get(&values) {
            return *i;
        }
        let narrow = values.iter().all(|v| *v <= u64::from(u32::MAX));
        let offset = self.bytes.len() as u32 * 8;
        if narrow {
            let pair = |c: &[u64]| c[0] | c.get(1).copied().unwrap_or(0) << 32;
            self.bytes.extend(values.chunks(2).map(pair));
        } else {
            self.bytes.extend(&values);
        }
        self.entries.push((offset, if narrow { 4 } else { 8 }));
        let i = self.entries.len() as u32 - 1;
        self.seen.insert(values, i);
        i
    }
}

impl WordGraph {
    pub fn word(&self, w: W) -> &Word {
        &self.words[w.0 as usize]
    }

    pub fn width(&self, w: W) -> u32 {
        self.word(w).width
    }

    pub fn as_const(&self, w: W) -> Option<u64> {
        match self.word(w).op {
            WordOp::Const(v) => Some(v),
            _ => None,
        }
    }

    /// Calls `f` with every operand.
    pub fn operands(op: &WordOp, mut f: impl FnMut(W)) {
        match *op {
            WordOp::Const(_) | WordOp::Load(_) => {}
            WordOp::MemLoad { address: a, .. }
            | WordOp::Not(a)
            | WordOp::NonZero(a)
            | WordOp::Parity(a)
            | WordOp::ShlConst(a, _)
            | WordOp::Extract(a, _)
            | WordOp::Table { index: a, .. } => f(a),
            WordOp::And(a, b)
            | WordOp::Or(a, b)
            | WordOp::Xor(a, b)
            | WordOp::Add(a, b)
            | WordOp::Sub(a, b)
            | WordOp::Mul(a, b)
            | WordOp::MulHigh(a, b)
            | WordOp::Eq(a, b)
            | WordOp::Ult(a, b)
            | WordOp::Shl(a, b)
            | WordOp::Shr(a, b) => {
                f(a);
                f(b);
            }
            WordOp::Mux(c, a, b) => {
                f(c);
                f(a);
                f(b);
            }
        }
    }

    /// The same operation on other operands.
    pub fn mapped(op: &WordOp, mut f: impl FnMut(W) -> W) -> WordOp {
        let mut op = op.clone();
        match &mut op {
            WordOp::Const(_) | WordOp::Load(_) => {}
            WordOp::MemLoad { address: a, .. }
            | WordOp::Not(a)
            | WordOp::NonZero(a)
            | WordOp::Parity(a)
            | WordOp::ShlConst(a, _)
            | WordOp::Extract(a, _)
            | WordOp::Table { index: a, .. } => *a = f(*a),
            WordOp::And(a, b)
            | WordOp::Or(a, b)
            | WordOp::Xor(a, b)
            | WordOp::Add(a, b)
            | WordOp::Sub(a, b)
            | WordOp::Mul(a, b)
            | WordOp::MulHigh(a, b)
            | WordOp::Eq(a, b)
            | WordOp::Ult(a, b)
            | WordOp::Shl(a, b)
            | WordOp::Shr(a, b) => {
                *a = f(*a);
                *b = f(*b);
            }
            WordOp::Mux(c, a, b) => {
                *c = f(*c);
                *a = f(*a);
                *b = f(*b);
            }
        }
        op
    }

    /// Forgets all words from this number on; nothing may refer to them.
    pub fn truncate(&mut self, len: usize) {
        for word in self.words.drain(len..) {
            self.seen.remove(&word);
        }
    }

    pub fn constant(&mut self, width: u32, value: u64) -> W {
        self.raw(WordOp::Const(value & mask(width)), width)
    }

    fn raw(&mut self, op: WordOp, width: u32) -> W {
        debug_assert!((1..=64).contains(&width), "{op:?} of {width} bits");
        let word = Word { op, width };
        if let Some(w) = self.seen.get(&word) {
            return *w;
        }
        let id = W(self.words.len() as u32);
        self.words.push(word.clone());
        self.seen.insert(word, id);
        id
    }

    /// Adds an operation, simplified where that is easy.
    pub fn add(&mut self, op: WordOp, width: u32) -> W {
        if let Some(w) = self.simplify(&op, width) {
            return w;
        }
        self.raw(op, width)
    }

    fn simplify(&mut self, op: &WordOp, width: u32) -> Option<W> {
        let k = |s: &Self, w: W| s.as_const(w);
        match *op {
            WordOp::And(a, b) => match (k(self, a), k(self, b)) {
                (Some(x), Some(y)) => Some(self.constant(width, x & y)),
                (Some(0), _) | (_, Some(0)) => Some(self.constant(width, 0)),
                (Some(m), _) if m == mask(width) && self.width(b) == width => Some(b),
                (_, Some(m)) if m == mask(width) && self.width(a) == width => Some(a),
                _ if a == b && self.width(a) == width => Some(a),
                _ if self.inverse(a, b) => Some(self.constant(width, 0)),
                _ => None,
            },
            WordOp::Or(a, b) => match (k(self, a), k(self, b)) {
                (Some(x), Some(y)) => Some(self.constant(width, x | y)),
                (Some(0), _) => Some(self.widened(b, width)),
                (_, Some(0)) => Some(self.widened(a, width)),
                (Some(m), _) | (_, Some(m)) if m == mask(width) => Some(self.constant(width, m)),
                _ if a == b => Some(self.widened(a, width)),
                _ if self.inverse(a, b) && self.width(a) == width => {
                    Some(self.constant(width, u64::MAX))
                }
                _ => None,
            },
            WordOp::Xor(a, b) => match (k(self, a), k(self, b)) {
                (Some(x), Some(y)) => Some(self.constant(width, x ^ y)),
                (Some(0), _) => Some(self.widened(b, width)),
                (_, Some(0)) => Some(self.widened(a, width)),
                _ if a == b => Some(self.constant(width, 0)),
                _ => None,
            },
            WordOp::Sub(a, b) => match (k(self, a), k(self, b)) {
                (Some(x), Some(y)) => Some(self.constant(width, x.wrapping_sub(y))),
                (_, Some(0)) if self.width(a) == width => Some(a),
                _ if a == b => Some(self.constant(width, 0)),
                _ => None,
            },
            WordOp::Shl(a, n) | WordOp::Shr(a, n) => {
                let n = k(self, n)?;
                if n == 0 && self.width(a) == width {
                    return Some(a);
                }
                if n >= 64 || k(self, a) == Some(0) {
                    return Some(self.constant(width, 0));
                }
                let x = k(self, a)?;
                let left = matches!(op, WordOp::Shl(..));
                Some(self.constant(width, if left { x << n } else { x >> n }))
            }
            WordOp::Parity(a) if k(self, a).is_some() => {
                k(self, a).map(|x| self.constant(1, u64::from(x.count_ones() % 2)))
            }
            WordOp::Add(a, b) => match (k(self, a), k(self, b)) {
                (Some(x), Some(y)) => Some(self.constant(width, x.wrapping_add(y))),
                (Some(0), _) if self.width(b) == width => Some(b),
                (_, Some(0)) if self.width(a) == width => Some(a),
                _ => None,
            },
            WordOp::ShlConst(a, 0) => Some(self.widened(a, width)),
            WordOp::ShlConst(a, n) => {
                k(self, a).map(|x| self.constant(width, if n < 64 { x << n } else { 0 }))
            }
            WordOp::Extract(a, 0) if self.width(a) == width => Some(a),
            WordOp::Extract(a, low) => {
                if let Some(x) = k(self, a) {
                    return Some(self.constant(width, x >> low));
                }
                if low >= self.width(a) {
                    return Some(self.constant(width, 0));
                }
                match self.word(a).op {
                    // Not if the inner one cut off bits that the outer one would show again.
                    WordOp::Extract(x, inner) if low + width <= self.width(a) => {
                        Some(self.add(WordOp::Extract(x, inner + low), width))
                    }
                    _ => None,
                }
            }
            WordOp::NonZero(a) if self.width(a) == 1 => Some(a),
            WordOp::Parity(a) if self.width(a) == 1 => Some(a),
            WordOp::NonZero(a) => k(self, a).map(|x| self.constant(1, u64::from(x != 0))),
            WordOp::Eq(a, b) if a == b => Some(self.constant(1, 1)),
            WordOp::Eq(a, b) => match (k(self, a), k(self, b)) {
                (Some(x), Some(y)) => Some(self.constant(1, u64::from(x == y))),
                (Some(0), _) => Some(self.is_zero(b)),
                (_, Some(0)) => Some(self.is_zero(a)),
                _ => None,
            },
            WordOp::Ult(a, b) => match (k(self, a), k(self, b)) {
                (Some(x), Some(y)) => Some(self.constant(1, u64::from(x < y))),
                (_, Some(0)) => Some(self.constant(1, 0)),
                _ => None,
            },
            WordOp::Not(a) => match self.word(a).op {
                WordOp::Const(x) => Some(self.constant(width, !x)),
                WordOp::Not(x) if self.width(x) == width => Some(x),
                _ => None,
            },
            WordOp::Mux(c, a, b) => match (k(self, c), a == b) {
                (Some(0), _) => Some(b),
                (Some(_), _) | (_, true) => Some(a),
                _ if width == 1 => match (k(self, a), k(self, b)) {
                    (Some(1), Some(0)) => Some(c),
                    (Some(1), _) => Some(self.add(WordOp::Or(c.min(b), c.max(b)), 1)),
                    (_, Some(0)) => Some(self.add(WordOp::And(c.min(a), c.max(a)), 1)),
                    (Some(0), _) => {
                        let not = self.add(WordOp::Not(c), 1);
                        Some(self.add(WordOp::And(not.min(b), not.max(b)), 1))
                    }
                    (_, Some(1)) => {
                        let not = self.add(WordOp::Not(c), 1);
                        Some(self.add(WordOp::Or(not.min(a), not.max(a)), 1))
                    }
                    _ => None,
                },
                _ => match (&self.word(a).op, &self.word(b).op) {
                    (WordOp::Mux(d, x, _), _) if *d == c => {
                        let x = *x;
                        Some(self.add(WordOp::Mux(c, x, b), width))
                    }
                    (_, WordOp::Mux(d, _, y)) if *d == c => {
                        let y = *y;
                        Some(self.add(WordOp::Mux(c, a, y), width))
                    }
                    _ => None,
                },
            },
            _ => None,
        }
    }

    fn inverse(&self, a: W, b: W) -> bool {
        self.width(a) == self.width(b)
            && (self.word(a).op == WordOp::Not(b) || self.word(b).op == WordOp::Not(a))
    }

    fn is_zero(&mut self, a: W) -> W {
        let any = self.add(WordOp::NonZero(a), 1);
        self.add(WordOp::Not(any), 1)
    }

    /// The same value with a larger width; no operation at run time.
    pub fn widened(&mut self, a: W, width: u32) -> W {
        if self.width(a) == width {
            return a;
        }
        match self.as_const(a) {
            Some(v) => self.constant(width, v),
            None => self.raw(WordOp::Extract(a, 0), width),
        }
    }

    /// A table for one byte of a linear map: entry `i` is the XOR of the columns of `i`'s bits.
    pub fn linear_table(&mut self, columns: &[u64]) -> u32 {
        let mut values = vec![0u64];
        for column in columns {
            let doubled: Vec<u64> = values.iter().map(|v| v ^ column).collect();
            values.extend(doubled);
        }
        self.tables.add(values)
    }
}
