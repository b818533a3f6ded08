//! `speck32` and `incarnation_source` against a plain model: every number, no tag twice, no more draws than the
//! bucket has.

use expether_gen::Design;
use expether_rtl::bridge::incarnation_source::{
    IncarnationSource, BURST_BITS, LIFETIME_CLOCKS, REFILL_BITS, TAG_BITS,
};
use expether_sim::model::rng::Rng;
use proptest::prelude::*;

use crate::dut::Dut;

/// Key, block and result in the paper, appendix C.
const VECTOR: (u64, u32, u32) = (0x1918_1110_0908_0100, 0x6574_694C, 0xA868_42F2);
/// Clocks from a draw to the next `valid`, as the block's docs say.
const LATENCY: u64 = 218;
const SEED: u64 = 0x1918_1110_0908_0100;

/// What the cipher is made of.
#[derive(Clone, Copy, Debug)]
struct Speck {
    alpha: u32,
    beta: u32,
    rounds: u16,
    counts_rounds: bool,
}

const SPECK: Speck = Speck { alpha: 7, beta: 2, rounds: 22, counts_rounds: true };

impl Speck {
    fn round(self, x: &mut u16, y: &mut u16, key: u16) {
        *x = x.rotate_right(self.alpha).wrapping_add(*y) ^ key;
        *y = y.rotate_left(self.beta) ^ *x;
    }

    /// First all round keys, then all rounds.
    fn encrypt(self, key: u64, block: u32) -> u32 {
        let mut words: Vec<u16> = (1..4).map(|i| (key >> (16 * i)) as u16).collect();
        let mut keys = vec![key as u16];
        for i in 0..self.rounds {
            let (mut word, mut key) = (words[usize::from(i)], keys[usize::from(i)]);
            self.round(&mut word, &mut key, if self.counts_rounds { i } else { 0 });
            words.push(word);
            keys.push(key);
        }
        let (mut x, mut y) = ((block >> 16) as u16, block as u16);
        keys[..usize::from(self.rounds)].iter().for_each(|key| self.round(&mut x, &mut y, *key));
        u32::from(x) << 16 | u32::from(y)
    }
}

fn tag(seed: u64, n: u32) -> u16 {
    let (mut left, mut right) = ((n >> 8) as u8, n as u8);
    for round in 0..8 {
        let f = SPECK.encrypt(seed, 1 << 31 | round << 8 | u32::from(right)) as u8;
        (left, right) = (right, left ^ f);
    }
    u16::from(left) << 8 | u16::from(right)
}

fn high_half(seed: u64, n: u32) -> u16 {
    SPECK.encrypt(seed, n & !(1 << 31)) as u16
}

fn number(seed: u64, n: u32) -> u64 {
    u64::from(high_half(seed, n)) << 16 | u64::from(tag(seed, n))
}

/// Different tags of so many draws.
fn different(draws: u32, tag: impl Fn(u32) -> u16) -> usize {
    let mut seen = vec![false; 1 << TAG_BITS];
    (0..draws).for_each(|n| seen[usize::from(tag(n))] = true);
    seen.iter().filter(|s| **s).count()
}

#[test]
fn speck32__published_vector__mutants_of_the_model_are_caught() {
    let is_met = |speck: Speck| speck.encrypt(VECTOR.0, VECTOR.1) == VECTOR.2;
    assert!(is_met(SPECK));
    let mutants = [
        Speck { alpha: 8, ..SPECK },
        Speck { alpha: 9, ..SPECK },
        Speck { beta: 3, ..SPECK },
        Speck { rounds: 21, ..SPECK },
        Speck { rounds: 23, ..SPECK },
        Speck { counts_rounds: false, ..SPECK },
    ];
    for mutant in mutants {
        assert!(!is_met(mutant), "{mutant:?} lives");
    }
}

proptest! {
    #[test]
    fn speck32__any_keys_and_blocks__are_those_of_the_model(blocks: [(u64, u32); 16]) {
        let mut dut = Dut::new("speck32");
        dut.scramble(1);
        dut.reset();
        for (key, block) in blocks {
            dut.set("key", key);
            dut.set("start_payload", block.into());
            dut.set("start_valid", 1);
            dut.tick();
            dut.set("start_valid", 0);
            dut.set("key", !key);
            let clocks = (1..100).find(|_| {
                dut.eval();
                let valid = dut.get("result_valid") == 1;
                if !valid {
                    dut.tick();
                }
                valid
            });
            prop_assert_eq!(clocks, Some(23));
            prop_assert_eq!(dut.get("result_payload"), u64::from(SPECK.encrypt(key, block)));
        }
    }
}

/// The block with what it has to do.
struct Bench {
    dut: Dut,
    clock: u64,
    /// Clock and number of each draw.
    draws: Vec<(u64, u64)>,
    /// What stands at `out`.
    waiting: Option<u64>,
}

impl Bench {
    fn new(design: &Design) -> Self {
        let mut dut = Dut::of(design);
        dut.scramble(7);
        dut.reset();
        Self { dut, clock: 0, draws: vec![], waiting: None }
    }

    /// The registered one.
    fn registered() -> Self {
        Self::new(&expether_gen::elaborate("incarnation_source").unwrap_or_else(|e| panic!("{e}")))
    }

    fn of<const BURST: usize, const REFILL: usize>(
        mut block: IncarnationSource<BURST, REFILL>,
    ) -> Self {
        Self::new(&Design::new(&mut block, "incarnation_source").unwrap_or_else(|e| panic!("{e}")))
    }

    /// One clock, with a draw if there is a number. The rules of streams are checked.
    fn tick(&mut self, ready: bool) {
        self.tick_with(ready, None);
    }

    fn tick_with(&mut self, ready: bool, load: Option<u64>) {
        self.dut.set("out_ready", ready.into());
        self.dut.set("load", load.is_some().into());
        self.dut.set("seed", load.unwrap_or(self.clock));
        self.dut.eval();
        let shown = (self.dut.get("out_valid") == 1).then(|| self.dut.get("out_payload"));
        if self.waiting.is_some() {
            assert_eq!(shown, self.waiting, "changed before ready, clock {}", self.clock);
        }
        self.waiting = if ready || load.is_some() { None } else { shown };
        self.draws.extend(shown.filter(|_| ready).map(|number| (self.clock, number)));
        self.dut.tick();
        self.clock += 1;
        self.dut.set("load", 0);
        self.dut.set("out_ready", 0);
        self.dut.eval();
    }

    fn load(&mut self, seed: u64) {
        self.tick_with(false, Some(seed));
    }

    /// Clocks until a number waits.
    fn wait(&mut self) -> u64 {
        let begin = self.clock;
        while self.dut.get("out_valid") == 0 {
            assert!(self.clock - begin < 1_000, "no number in 1,000 clocks");
            self.tick(false);
        }
        self.clock - begin
    }

    /// The next number.
    fn draw(&mut self) -> u64 {
        self.wait();
        self.tick(true);
        self.draws.last().expect("one was drawn").1
    }
}

/// A draw takes longer than 2^7 clocks: the bucket never empties.
const UNLIMITED: usize = 7;

#[test]
fn incarnation_source__number__waits_218_clocks_after_load_and_after_a_draw() {
    let mut bench = Bench::registered();
    bench.load(SEED);
    // The clock of `load`, and of the draw, is the first of them.
    for n in 0..20 {
        assert_eq!(bench.wait() + 1, LATENCY, "draw {n}");
        bench.tick(true);
    }
}

#[test]
fn incarnation_source__every_tag_of_a_run__is_there_once() {
    for seed in [1, SEED, u64::MAX, 0x8000_0000_0000_0000] {
        assert_eq!(different(1 << TAG_BITS, |n| tag(seed, n)), 1 << TAG_BITS, "seed {seed:#x}");
    }
    // Tags by chance: a third of them is missing.
    let by_chance = different(1 << TAG_BITS, |n| SPECK.encrypt(SEED, n) as u16);
    assert!((40_000..43_000).contains(&by_chance), "{by_chance}");
}

/// More than a run of 65,536 draws: where `n[15:0]` wraps, too.
#[test]
fn incarnation_source__65_836_draws__are_those_of_the_model() {
    let mut bench = Bench::of(IncarnationSource::<BURST_BITS, UNLIMITED>::default());
    bench.load(SEED);
    let mut seen = vec![0; 1 << TAG_BITS];
    for n in 0..(1 << TAG_BITS) + 300 {
        let drawn = bench.draw();
        assert_eq!(drawn, number(SEED, n), "draw {n}");
        seen[drawn as usize & 0xFFFF] += 1;
    }
    assert_eq!(seen.iter().filter(|s| **s == 2).count(), 300);
    assert!(seen.iter().all(|s| *s >= 1));
}

#[test]
fn incarnation_source__counter_at_its_end__goes_on_from_zero() {
    for first in [0u32.wrapping_sub(100), (1 << 31) - 100, (1 << 16) - 100] {
        let mut bench = Bench::of(IncarnationSource::<BURST_BITS, REFILL_BITS>::at_draw(first));
        bench.load(SEED);
        for i in 0..200 {
            let n = first.wrapping_add(i);
            assert_eq!(bench.draw(), number(SEED, n), "draw {n}");
        }
    }
}

#[test]
fn incarnation_source__unseeded__gives_nothing() {
    let mut bench = Bench::registered();
    for seed in [None, Some(0)] {
        if let Some(seed) = seed {
            bench.load(SEED);
            assert_eq!((bench.draw(), bench.dut.get("unseeded")), (number(SEED, 0), 0));
            bench.wait();
            bench.load(seed);
        }
        bench.draws.clear();
        for _ in 0..5_000 {
            assert_eq!(bench.dut.get("unseeded"), 1);
            bench.tick(true);
        }
        assert_eq!(bench.draws, [], "{seed:?}");
    }
}

/// At every clock between a draw and the next number, and while it waits.
#[test]
fn incarnation_source__load__drops_the_number_of_the_old_seed() {
    let mut bench = Bench::of(IncarnationSource::<BURST_BITS, UNLIMITED>::default());
    bench.load(SEED);
    for after in 0..LATENCY + 20 {
        bench.draw();
        (0..after).for_each(|_| bench.tick(false));
        let seed = after << 32 | 1;
        bench.load(seed);
        assert_eq!(bench.wait() + 1, LATENCY, "{after} clocks after a draw");
        // The counter goes on, by what was taken.
        assert_eq!(bench.draw(), number(seed, 2 * after as u32 + 1), "{after} clocks after a draw");
    }
}

#[test]
fn incarnation_source__draw_in_the_clock_of_load__is_of_the_old_seed_and_counts() {
    let mut bench = Bench::registered();
    bench.load(SEED);
    bench.wait();
    bench.tick_with(true, Some(!SEED));
    assert_eq!(bench.draws.last().map(|d| d.1), Some(number(SEED, 0)));
    assert_eq!(bench.draw(), number(!SEED, 1));
}

#[test]
fn incarnation_source__random_loads_and_pauses__numbers_are_those_of_the_model() {
    let mut bench = Bench::registered();
    let mut rng = Rng::new(3, "incarnation");
    let (mut seed, mut n) = (0, 0);
    for _ in 0..200_000 {
        let load = rng.chance(0.001).then(|| if rng.chance(0.1) { 0 } else { rng.bits() });
        let before = bench.draws.len();
        bench.tick_with(rng.chance(0.01), load);
        if bench.draws.len() > before {
            assert_eq!(bench.draws[before].1, number(seed, n), "draw {n}");
            n += 1;
        }
        seed = load.unwrap_or(seed);
        assert_eq!(bench.dut.get("unseeded"), u64::from(seed == 0));
    }
    assert!(n > 200, "{n}");
}

/// A small bucket: 8 draws, one more every 1,024 clocks.
const BURST: u64 = 8;
const REFILL: u64 = 1_024;

fn small() -> Bench {
    Bench::of(IncarnationSource::<3, 10>::default())
}

/// The most draws in any window of as many clocks as bring `BURST` more draws.
fn most(draws: &[(u64, u64)]) -> usize {
    let within = |i: usize| {
        let (begin, ..) = draws[i];
        draws[i..].iter().take_while(|d| d.0 - begin < BURST * REFILL).count()
    };
    (0..draws.len()).map(within).max().unwrap_or(0)
}

#[test]
fn incarnation_source__bucket__gives_its_burst_and_then_one_a_refill() {
    let mut bench = small();
    bench.load(SEED);
    // Full: what comes in meanwhile is lost.
    while bench.clock < 20 * REFILL {
        bench.tick(false);
    }
    let begin = bench.clock;
    while bench.clock < begin + 40 * REFILL {
        bench.tick(true);
    }
    let clocks: Vec<u64> = bench.draws.iter().map(|d| d.0 - begin).collect();
    // Eight and the one that comes in meanwhile, as fast as they are made.
    let burst: Vec<u64> = (0..9).map(|i| i * LATENCY).collect();
    assert_eq!(clocks[..9], burst);
    // Refills come at the end of every 1,024 clocks since reset, whatever was drawn.
    let singles: Vec<u64> = (2..40).map(|i| i * REFILL).collect();
    assert_eq!(clocks[9..], singles);
}

#[test]
fn incarnation_source__any_window__has_at_most_burst_and_refills() {
    let mut bench = small();
    bench.load(SEED);
    let mut rng = Rng::new(5, "bucket");
    // Phases without draws, so that it fills; loads all the time, which must not fill it.
    for phase in 0..400 {
        let eager = phase % 2 == 0 || rng.chance(0.3);
        for _ in 0..rng.below(12 * REFILL) {
            let load = rng.chance(0.0005).then(|| rng.bits() | 1);
            bench.tick_with(eager && rng.chance(0.9), load);
        }
    }
    assert!(bench.draws.len() > 1_000);
    // The bound is met, so it is not too wide.
    assert_eq!(most(&bench.draws), 2 * BURST as usize);
}

/// A bucket that `load` would fill: reset in its place.
#[test]
fn incarnation_source__any_window__mutant_that_refills_on_load_is_caught() {
    let mut bench = small();
    for _ in 0..20 {
        bench.dut.reset();
        bench.load(SEED);
        while bench.clock % (2 * REFILL) != 0 {
            bench.tick(true);
        }
    }
    assert!(most(&bench.draws) > 2 * BURST as usize);
}

/// The registered sizes: 2^15 draws at once, those that come in meanwhile, and then one every 2^15 clocks.
#[test]
fn incarnation_source__registered_bucket__makes_the_lifetime() {
    assert_eq!(LIFETIME_CLOCKS, 1 << 30);
    assert_eq!((1 << BURST_BITS) + (LIFETIME_CLOCKS >> REFILL_BITS), 1 << TAG_BITS);
    const PERIOD: u64 = 1 << REFILL_BITS;
    let mut bench = Bench::registered();
    bench.load(SEED);
    while bench.clock < 240 * PERIOD {
        bench.tick(true);
    }
    let late = bench.draws.windows(2).filter(|d| d[1].0 - d[0].0 > LATENCY).count();
    assert!(late > 10, "the bucket never emptied");
    // All that came in was drawn: 240 refills, the last one in the last clock.
    assert_eq!(bench.draws.len() as u64, (1 << BURST_BITS) + 239);
    let last: Vec<u64> = bench.draws.iter().rev().take(5).map(|d| d.0).collect();
    let wanted: Vec<u64> = (235..240).rev().map(|i| i * PERIOD).collect();
    assert_eq!(last, wanted);
}

/// Bits that change when one bit of the seed does, or the draw: half of them, in the mean.
#[test]
fn incarnation_source__one_bit_of_the_seed_or_the_next_draw__changes_half_the_number() {
    let mut by_seed = [0u32; 32];
    let mut by_draw = [0u32; 32];
    const DRAWS: u32 = 64;
    for n in 0..DRAWS {
        let seed = SEED ^ u64::from(n).wrapping_mul(0x9E37_79B9_7F4A_7C15);
        for bit in 0..64 {
            let changed = number(seed, n) ^ number(seed ^ 1 << bit, n);
            (0..32).for_each(|i| by_seed[i] += (changed >> i & 1) as u32);
            let changed = number(seed, n + bit) ^ number(seed, n + bit + 1);
            (0..32).for_each(|i| by_draw[i] += (changed >> i & 1) as u32);
        }
    }
    // Of 4,096 each; the deviation is 32.
    for counts in [by_seed, by_draw] {
        assert!(counts.iter().all(|c| c.abs_diff(2_048) < 5 * 32), "{counts:?}");
    }
}
