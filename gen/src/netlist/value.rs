//! Constants of any width.

use num_bigint::BigUint;
use std::fmt;

/// An unsigned constant of a stated width, in 64-bit words, least significant first.
/// Bits above the width are zero.
#[derive(Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Value {
    width: u32,
    words: Vec<u64>,
}

impl Value {
    /// Truncates `x` to `width` bits.
    pub fn new(width: u32, x: &BigUint) -> Self {
        Self::from_words(width, x.to_u64_digits())
    }

    /// Truncates or zero-extends to `width` bits.
    pub fn from_words(width: u32, mut words: Vec<u64>) -> Self {
        words.resize((width as usize).div_ceil(64), 0);
        if width % 64 != 0 {
            if let Some(top) = words.last_mut() {
                *top &= (1u64 << (width % 64)) - 1;
            }
        }
        Self { width, words }
    }

    /// The low `width` bits of `x`.
    pub fn from_u64(width: u32, x: u64) -> Self {
        Self::from_words(width, vec![x])
    }

    /// All bits zero.
    pub fn zero(width: u32) -> Self {
        Self::from_words(width, Vec::new())
    }

    /// All bits one.
    pub fn ones(width: u32) -> Self {
        Self::from_words(width, vec![u64::MAX; (width as usize).div_ceil(64)])
    }

    /// `width` bits from bit `low` up; bits beyond the value's own width are zero.
    pub fn slice(&self, low: u32, width: u32) -> Self {
        let (skip, shift) = (low as usize / 64, low % 64);
        let word = |i: usize| self.words.get(i).copied().unwrap_or(0);
        let words = (0..(width as usize).div_ceil(64)).map(|i| {
            let low_part = word(skip + i) >> shift;
            let high_part = if shift == 0 { 0 } else { word(skip + i + 1) << (64 - shift) };
            low_part | high_part
        });
        Self::from_words(width, words.collect())
    }

    /// `high` above `low`, as in Verilog's `{high, low}`.
    pub fn concat(high: &Self, low: &Self) -> Self {
        Self::new(high.width + low.width, &((high.to_biguint() << low.width) | low.to_biguint()))
    }

    /// Width in bits.
    pub fn width(&self) -> u32 {
        self.width
    }

    /// Words of 64 bits, least significant first; `width / 64` of them, rounded up.
    pub fn words(&self) -> &[u64] {
        &self.words
    }

    /// The low 64 bits.
    pub fn low_u64(&self) -> u64 {
        self.words.first().copied().unwrap_or(0)
    }

    /// Bit `i`; bits beyond the width are zero.
    pub fn bit(&self, i: u32) -> bool {
        i < self.width && self.words[i as usize / 64] >> (i % 64) & 1 == 1
    }

    /// As an unbounded integer.
    pub fn to_biguint(&self) -> BigUint {
        let mut digits = Vec::with_capacity(self.words.len() * 2);
        for w in &self.words {
            digits.push(*w as u32);
            digits.push((*w >> 32) as u32);
        }
        BigUint::new(digits)
    }

    /// Every bit set.
    pub fn is_ones(&self) -> bool {
        *self == Self::ones(self.width)
    }

    /// No bit set.
    pub fn is_zero(&self) -> bool {
        self.words.iter().all(|w| *w == 0)
    }
}

impl fmt::Debug for Value {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}'h{:x}", self.width, self.to_biguint())
    }
}
