//! The one source of chance: xoshiro256++, seeded, and split by name so that models do not
//! disturb each other's sequence.

use rand_xoshiro::rand_core::{Rng as _, SeedableRng};
use rand_xoshiro::Xoshiro256PlusPlus;

/// A seeded random sequence.
#[derive(Clone, Debug)]
pub struct Rng(Xoshiro256PlusPlus);

impl Rng {
    /// A sequence of its own for each (seed, stream name): adding a model to a simulation
    /// leaves the sequences of the others as they were.
    pub fn new(seed: u64, stream: &str) -> Self {
        // FNV-1a; only has to differ between the few names a simulation uses.
        let name = stream.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |h, b| {
            (h ^ u64::from(b)).wrapping_mul(0x0100_0000_01b3)
        });
        Self(Xoshiro256PlusPlus::seed_from_u64(seed ^ name.rotate_left(17)))
    }

    /// 64 random bits.
    pub fn bits(&mut self) -> u64 {
        self.0.next_u64()
    }

    /// True with this probability; 0 never, 1 always, and then without using up the sequence.
    pub fn chance(&mut self, probability: f64) -> bool {
        if probability <= 0.0 {
            return false;
        }
        if probability >= 1.0 {
            return true;
        }
        // 53 bits make an exactly representable fraction in [0, 1).
        ((self.bits() >> 11) as f64) * (1.0 / (1u64 << 53) as f64) < probability
    }

    /// A number below `bound`; 0 if the bound is 0. The bias of the multiply is below 2^-32
    /// for bounds a model uses.
    pub fn below(&mut self, bound: u64) -> u64 {
        ((u128::from(self.bits()) * u128::from(bound)) >> 64) as u64
    }
}

#[cfg(test)]
#[allow(non_snake_case)]
mod tests {
    use super::*;

    #[test]
    fn rng__same_sequence__for_the_same_seed_and_name() {
        let mut a = Rng::new(7, "link");
        let mut b = Rng::new(7, "link");
        let mut c = Rng::new(7, "host");
        let first: Vec<u64> = (0..8).map(|_| a.bits()).collect();
        assert_eq!(first, (0..8).map(|_| b.bits()).collect::<Vec<_>>());
        assert_ne!(first, (0..8).map(|_| c.bits()).collect::<Vec<_>>());
    }

    #[test]
    fn rng__chance__is_near_its_probability() {
        let mut rng = Rng::new(1, "chance");
        let hits = (0..100_000).filter(|_| rng.chance(0.01)).count();
        assert!((850..1150).contains(&hits), "{hits}");
        assert!(!rng.chance(0.0));
        assert!(rng.chance(1.0));
    }

    #[test]
    fn rng__below__stays_below() {
        let mut rng = Rng::new(2, "below");
        assert!((0..1000).all(|_| rng.below(3) < 3));
        assert_eq!(rng.below(0), 0);
    }
}
