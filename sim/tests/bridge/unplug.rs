//! Unplugging: a bridge loses its power, or the cable is pulled, in any cycle; then it is plugged in again.

use std::collections::BTreeMap;

use expether_sim::model::link::LinkConfig;
use expether_sim::model::node::incarnation_seed;
use expether_sim::model::rng::Rng;
use expether_sim::replay::pair::Pair;

use crate::bench::{memory_tlp, Bench};

/// Times shortened, so that a connection ends within some thousand clocks.
const SETTINGS: [(&str, u32); 7] = [
    ("DEAD_TIME", 3_000),
    ("OPEN_INTERVAL", 500),
    ("KEEP_ALIVE_INTERVAL", 500),
    ("KEEP_ALIVE_TIMEOUT", 2_000),
    ("TIMEOUT_MIN", 400),
    // The first timeout of a connection is a sixteenth: a lost first frame is sent again in time.
    ("TIMEOUT_MAX", 6_400),
    // A frame is paid for well before DEAD_TIME at the lowest rate, too.
    ("RATE_MIN", 0x4000),
];
/// Clocks within which two bridges that can hear each other are connected and TLPs flow.
const RECOVERY: usize = 20_000;
/// Clocks in which all arrives that still can: longer than DEAD_TIME.
const SETTLE: usize = 6_000;

/// What has been sent to a side, by content, and where each TLP has got to.
#[derive(Default)]
struct Ledger {
    /// Number of each TLP, counted in the order sent.
    sent: BTreeMap<Vec<u8>, usize>,
    delivered: Vec<bool>,
    /// The newest TLP delivered, by first byte: writes, reads.
    newest: BTreeMap<u8, usize>,
    read: usize,
}

impl Ledger {
    fn sends(&mut self, tlp: &[u8]) {
        let number = self.delivered.len();
        assert!(self.sent.insert(tlp.to_vec(), number).is_none(), "each TLP is another");
        self.delivered.push(false);
    }

    /// Looks at what has come since the last time: each sent, not delivered before, none older than
    /// one before it. A duplicate is also an older one.
    fn check(&mut self, delivered: &[Vec<u8>]) -> Result<(), String> {
        for tlp in &delivered[self.read..] {
            let number = *self.sent.get(tlp).ok_or_else(|| format!("never sent: {tlp:02X?}"))?;
            if std::mem::replace(&mut self.delivered[number], true) {
                return Err(format!("TLP {number} is delivered twice"));
            }
            let newest = self.newest.entry(tlp[0]).or_insert(number);
            if *newest > number {
                return Err(format!("TLP {number} comes after {newest}"));
            }
            *newest = number;
        }
        self.read = delivered.len();
        Ok(())
    }
}

fn delivered(bench: &Bench, side: usize) -> Vec<Vec<u8>> {
    bench.delivered[side].iter().map(|t| t.bytes.clone()).collect()
}

fn send(bench: &mut Bench, ledgers: &mut [Ledger; 2], rng: &mut Rng, count: usize) {
    for side in 0..2 {
        for _ in 0..count {
            let payload = if rng.chance(0.3) { 0 } else { 1 + rng.below(60) };
            let mut tlp = memory_tlp(rng, payload);
            // Reads have few bytes at random: their tag and address make each another.
            if payload == 0 {
                tlp[4..12].copy_from_slice(&(rng.bits() & !3).to_be_bytes());
            }
            ledgers[1 - side].sends(&tlp);
            bench.send(side, &[tlp]);
        }
    }
}

fn unplug(seed: u64, times: usize) {
    println!("seed {seed}");
    let mut rng = Rng::new(seed, "unplug");
    let mut ledgers = <[Ledger; 2]>::default();
    let link = LinkConfig { delay: 10, loss: 0.001, seed, ..LinkConfig::default() };
    let mut bench = Bench::new(link, 0.05, &SETTINGS);
    let registers: Vec<_> = SETTINGS.iter().map(|(n, v)| (n.to_string(), *v)).collect();
    let mut starts = [0; 2];
    for time in 0..times {
        let context = format!("seed {seed}, time {time}");
        // Somewhere in a burst, in its acknowledgements, or in the silence after it.
        send(&mut bench, &mut ledgers, &mut rng, 40);
        bench.run(rng.below(2_500) as usize);
        let gone = rng.below(3) as usize;
        let silence = 1 + rng.below(9_000);
        bench.pair.links.iter_mut().for_each(|link| link.go_down(silence));
        if gone < 2 {
            bench.pair.nodes[gone].begin_reset();
        }
        bench.run(silence as usize);
        if gone < 2 {
            bench.pair.nodes[gone].end_reset();
            starts[gone] += 1;
            let config = Pair::config(gone, incarnation_seed(seed, gone, starts[gone]), &registers);
            bench.pair.nodes[gone].configure(&config).expect("known registers");
        }
        // What was under way may be lost if the connection has ended: not more, and nothing else.
        bench.connect();
        bench.run(SETTLE);
        for (side, ledger) in ledgers.iter_mut().enumerate() {
            let got = delivered(&bench, side);
            ledger.check(&got).unwrap_or_else(|e| panic!("{context}, side {side}: {e}"));
        }
        let before = ledgers.each_ref().map(|l| l.delivered.len());
        send(&mut bench, &mut ledgers, &mut rng, 5);
        let already = [0, 1].map(|side| bench.delivered[side].len());
        bench.until(already.map(|count| count + 5), RECOVERY);
        for (side, ledger) in ledgers.iter_mut().enumerate() {
            let got = delivered(&bench, side);
            ledger.check(&got).unwrap_or_else(|e| panic!("{context}, side {side}: {e}"));
            let new = &ledger.delivered[before[side]..];
            assert!(new.iter().all(|d| *d), "{context}, side {side}: {new:?} of the new ones");
        }
    }
}

#[test]
fn bridge_pair__unplugged_in_any_cycle__recovers_and_delivers_nothing_twice() {
    unplug(1, 40);
}

/// Part of `make soak`.
#[test]
#[ignore = "some minutes: make soak"]
fn bridge_pair__unplugged_in_each_of_1000_cycles__recovers_and_delivers_nothing_twice() {
    unplug(2, 1_000);
}

/// Of a cable with one dead direction the end that hears nothing tells the other, and both wait.
#[test]
fn bridge_pair__one_direction_dead__both_ends_are_silent_and_then_lose_nothing() {
    for dead in 0..2 {
        let link = LinkConfig { local_fault: true, ..Default::default() };
        let mut bench = Bench::new(link, 0.0, &[]);
        let mut rng = Rng::new(7 + dead as u64, "one direction");
        let tlps: [Vec<_>; 2] =
            std::array::from_fn(|_| (0..300).map(|i| memory_tlp(&mut rng, 1 + i % 90)).collect());
        (0..2).for_each(|side| bench.send(side, &tlps[side]));
        bench.until([50, 50], 20_000);
        bench.pair.links[dead].go_down(4_000);
        bench.run(400);
        let sent = bench.sent.each_ref().map(Vec::len);
        bench.run(3_600);
        assert_eq!(bench.sent.each_ref().map(Vec::len), sent, "frames were sent, {dead} is dead");
        assert!((0..2).any(|side| bench.delivered[side].len() < 300), "all was over before");
        bench.until([300, 300], 60_000);
        bench.run(2_000);
        for side in 0..2 {
            assert!(delivered(&bench, side) == tlps[1 - side], "side {side}, {dead} is dead");
        }
    }
}

#[test]
fn ledger__mutants__are_caught() {
    let tlps: Vec<Vec<u8>> = (0..4).map(|i| vec![0x40, i]).collect();
    let check = |order: &[usize]| {
        let mut ledger = Ledger::default();
        tlps.iter().for_each(|t| ledger.sends(t));
        ledger.check(&order.iter().map(|i| tlps[*i].clone()).collect::<Vec<_>>())
    };
    assert_eq!(check(&[0, 2, 3]), Ok(()));
    assert!(check(&[0, 0]).is_err_and(|e| e.contains("twice")));
    assert!(check(&[2, 1]).is_err_and(|e| e.contains("after")));
    let mut ledger = Ledger::default();
    assert!(ledger.check(&tlps).is_err_and(|e| e.contains("never")));
}
