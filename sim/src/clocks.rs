//! Several clocks of any periods: which edges come next, and when.

use crate::ClockSet;

/// A clock's rising edges: at `phase`, `phase + period`, …; in femtoseconds.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct Period {
    pub period: u64,
    pub phase: u64,
}

impl Period {
    /// First edge at time zero.
    pub fn new(period: u64) -> Self {
        Self { period, phase: 0 }
    }

    /// 156.25 MHz, the clock of 64-bit XGMII.
    pub const XGMII: Self = Self { period: 6_400_000, phase: 0 };
    /// 125 MHz.
    pub const MHZ_125: Self = Self { period: 8_000_000, phase: 0 };
    /// 250 MHz, a common clock of PCI Express user logic.
    pub const MHZ_250: Self = Self { period: 4_000_000, phase: 0 };
}

/// Edges that happen at one instant.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct Edges {
    /// Femtoseconds from the start.
    pub time: u64,
    pub clocks: ClockSet,
}

/// Gives the edges of up to 32 clocks in order of time; those of one instant together.
///
/// ```
/// use expether_sim::clocks::{Clocks, Period};
/// let mut clocks = Clocks::new(&[Period::new(4), Period::new(6)]);
/// let sets: Vec<(u64, u32)> = clocks.by_ref().take(5).map(|e| (e.time, e.clocks)).collect();
/// assert_eq!(sets, [(0, 0b11), (4, 0b01), (6, 0b10), (8, 0b01), (12, 0b11)]);
/// ```
#[derive(Clone, Debug)]
pub struct Clocks {
    periods: Vec<u64>,
    next: Vec<u64>,
}

impl Clocks {
    /// A period of zero counts as one femtosecond; clocks beyond the 32nd are ignored.
    pub fn new(periods: &[Period]) -> Self {
        let periods = &periods[..periods.len().min(32)];
        Self {
            periods: periods.iter().map(|p| p.period.max(1)).collect(),
            next: periods.iter().map(|p| p.phase).collect(),
        }
    }
}

impl Iterator for Clocks {
    type Item = Edges;

    /// The next edges; `None` without clocks, or when time runs out of 64 bits (five hours).
    fn next(&mut self) -> Option<Edges> {
        let time = *self.next.iter().min()?;
        let mut clocks = 0;
        for (i, (next, period)) in self.next.iter_mut().zip(&self.periods).enumerate() {
            if *next == time {
                clocks |= 1 << i;
                *next = time.checked_add(*period)?;
            }
        }
        Some(Edges { time, clocks })
    }
}

#[cfg(test)]
#[allow(non_snake_case)]
mod tests {
    use super::*;

    #[test]
    fn clocks__give_every_edge_once__in_order() {
        let periods = [Period::XGMII, Period::MHZ_250, Period { period: 4_000_000, phase: 1 }];
        let mut counts = [0u64; 3];
        let mut last = None;
        for e in Clocks::new(&periods).take_while(|e| e.time < 32_000_000) {
            assert!(last < Some(e.time), "time goes on");
            last = Some(e.time);
            (0..3).for_each(|i| counts[i] += u64::from(e.clocks >> i & 1));
        }
        assert_eq!(counts, [5, 8, 8]);
    }

    #[test]
    fn clocks__end__without_clocks() {
        assert_eq!(Clocks::new(&[]).next(), None);
    }
}
