//! Incarnation numbers: 32 bits from a seeded generator.
//!
//! The generator is xoshiro256++. The tags drawn, the low 16 bits, are remembered for a lifetime: a
//! number whose tag is among them is drawn again. When half of all tags are, the next number waits
//! until the oldest is free. Reset forgets them; a new seed, or `ENABLE`, does not.

use std::collections::VecDeque;

use crate::model::rng::Rng;

/// Clocks for which a tag is not used again.
pub(super) const LIFETIME: u64 = 1 << 30;
/// Tags.
const TAGS: usize = 1 << 16;

/// The low half of an incarnation number, as data and ack frames carry it.
pub(super) fn tag(number: u32) -> u16 {
    number as u16
}

/// The generator.
pub(super) struct Incarnations {
    seed: u64,
    rng: Rng,
    /// Tags in use, and when they were drawn, oldest first.
    drawn: VecDeque<(u64, u16)>,
    used: Vec<bool>,
}

impl Default for Incarnations {
    fn default() -> Self {
        Self { seed: 0, rng: Rng::new(0, ""), drawn: VecDeque::new(), used: vec![false; TAGS] }
    }
}

impl Incarnations {
    /// Takes a seed. One that it has already goes on where it is: no number comes twice.
    pub fn seed(&mut self, seed: u64) {
        if seed != self.seed {
            (self.seed, self.rng) = (seed, Rng::new(seed, "incarnations"));
        }
    }

    /// Without a seed there are no numbers.
    pub fn seeded(&self) -> bool {
        self.seed != 0
    }

    /// The next number, if there is one now.
    pub fn draw(&mut self, now: u64) -> Option<u32> {
        while self.drawn.front().is_some_and(|(at, _)| now - at >= LIFETIME) {
            let (_, free) = self.drawn.pop_front()?;
            self.used[usize::from(free)] = false;
        }
        if !self.seeded() || self.drawn.len() >= TAGS / 2 {
            return None;
        }
        loop {
            let number = (self.rng.bits() >> 32) as u32;
            if !std::mem::replace(&mut self.used[usize::from(tag(number))], true) {
                self.drawn.push_back((now, tag(number)));
                return Some(number);
            }
        }
    }
}

#[cfg(test)]
#[allow(non_snake_case)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    #[test]
    fn incarnations__tags__do_not_repeat_within_a_lifetime() {
        let mut source = Incarnations::default();
        assert_eq!(source.draw(0), None, "no seed");
        source.seed(7);
        let mut tags = HashSet::new();
        for n in 0..TAGS as u64 / 2 {
            // As if software had enabled it again and again, under one seed or another.
            source.seed(7 + n / 1_000 % 2);
            assert!(tags.insert(tag(source.draw(n).unwrap())), "number {n}");
        }
        assert_eq!(source.draw(LIFETIME - 1), None, "half of them are in use");
        assert!(source.draw(LIFETIME).is_some(), "the first is free again");
        assert_eq!(source.draw(LIFETIME), None);
    }

    #[test]
    fn incarnations__seeds__give_other_numbers() {
        let first = |seed| {
            let mut source = Incarnations::default();
            source.seed(seed);
            (0..4).map(|n| source.draw(n).unwrap()).collect::<Vec<_>>()
        };
        assert_eq!(first(1), first(1));
        assert_ne!(first(1), first(2));
        assert_ne!(first(1), first(1 << 32));
    }
}
