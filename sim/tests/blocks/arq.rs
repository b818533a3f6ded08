//! `arq_transmitter`: what it believes of acknowledgements, when it sends again, when it gives the peer up.

use std::collections::BTreeMap;

use expether_gen::Design;
use expether_rtl::bridge::ArqTransmitter;
use expether_sim::model::rng::Rng;

use crate::dut::Dut;
use crate::peers::dut;

/// What the peer says.
#[derive(Clone, Copy, Debug, Default)]
pub struct Said {
    pub expected: u64,
    pub nak: bool,
    pub busy: bool,
    pub limit: u64,
    pub round_trip: Option<u64>,
}

/// A transmitter whose frames of one TLP last eight clocks.
pub struct Bench {
    pub dut: Dut,
    pub now: u64,
    /// TLPs that are yet to go in, of two beats, and whether the first beat of one has.
    pub tlps: u64,
    in_tlp: bool,
    /// Of each frame taken, when, and the number of its first TLP, low half.
    pub taken: Vec<(u64, u64)>,
    /// How often, and when last, each output was high, or its sum.
    counts: BTreeMap<&'static str, (u64, u64)>,
    limits: Vec<u64>,
    samples: Vec<u64>,
}

/// Outputs that are counted.
const EVENTS: [&str; 7] = [
    "freed",
    "progress",
    "nak_received",
    "nak_ignored",
    "probed",
    "timed_out",
    "wrong_acknowledgement",
];

impl Bench {
    pub fn new(settings: &[(&str, u64)]) -> Self {
        Self::of(dut("arq_transmitter", &[]), settings)
    }

    /// The first TLP has this number, a multiple of 2^16.
    fn at_number(first: u32, settings: &[(&str, u64)]) -> Self {
        let design = Design::new(&mut ArqTransmitter::<12, 10>::at_number(first), "from");
        let mut dut = Dut::of(&design.expect("it elaborates"));
        dut.reset();
        Self::of(dut, settings)
    }

    fn of(mut dut: Dut, settings: &[(&str, u64)]) -> Self {
        let usual = [
            ("run", 1),
            ("may_send", 1),
            ("timeout", 0xFF_FFFF),
            ("probe_time", 0xFF_FFFF),
            ("settings_area_beats", 8),
            ("settings_frame_tlps", 1),
            ("settings_window_frames", 32),
            ("settings_window_beats", 0xFFFF),
            ("word_ready", 1),
            ("tlp_beat_keep", 0xFF),
        ];
        usual.iter().chain(settings).for_each(|(port, value)| dut.set(port, *value));
        let (taken, counts) = (vec![], BTreeMap::new());
        let (limits, samples) = (vec![], vec![]);
        Self { dut, now: 0, tlps: 0, in_tlp: false, taken, counts, limits, samples }
    }

    pub fn clock(&mut self, said: Option<Said>) {
        let offers = self.tlps > 0;
        self.dut.set("tlp_valid", offers.into());
        self.dut.set("tlp_beat_last", self.in_tlp.into());
        self.dut.set("acknowledgement_valid", said.is_some().into());
        if let Some(said) = said {
            self.dut.set("acknowledgement_expected", said.expected);
            self.dut.set("acknowledgement_nak", said.nak.into());
            self.dut.set("acknowledgement_busy", said.busy.into());
            self.dut.set("acknowledgement_non_posted_limit", said.limit);
            self.dut.set("acknowledgement_has_echo", said.round_trip.is_some().into());
            self.dut.set("acknowledgement_round_trip", said.round_trip.unwrap_or(0));
        }
        self.dut.eval();
        let free = self.taken.last().is_none_or(|last| self.now >= last.0 + 8);
        let takes = free && self.dut.get("planned") == 1;
        self.dut.set("take", takes.into());
        self.dut.eval();
        if takes {
            self.taken.push((self.now, self.dut.get("plan_sequence")));
        }
        if offers && self.dut.get("tlp_ready") == 1 {
            self.tlps -= u64::from(self.in_tlp);
            self.in_tlp = !self.in_tlp;
        }
        for name in EVENTS {
            let value = self.dut.get(name);
            if value > 0 {
                let entry = self.counts.entry(name).or_default();
                *entry = (entry.0 + value, self.now);
            }
        }
        if self.dut.get("limit_valid") == 1 {
            self.limits.push(self.dut.get("limit_payload"));
        }
        if self.dut.get("sample_valid") == 1 {
            self.samples.push(self.dut.get("sample_payload"));
        }
        self.dut.tick();
        self.dut.eval();
        self.now += 1;
    }

    pub fn clocks(&mut self, count: u64) {
        (0..count).for_each(|_| self.clock(None));
    }

    pub fn say(&mut self, said: Said) {
        self.clock(Some(said));
        self.clocks(5);
    }

    pub fn count(&self, event: &str) -> u64 {
        self.counts.get(event).map_or(0, |c| c.0)
    }

    /// So many TLPs go in and out.
    pub fn send(&mut self, tlps: u64) {
        self.tlps += tlps;
        self.clocks(10 * tlps + 20);
        assert_eq!(self.tlps, 0, "they do not go in");
    }

    /// The numbers of the frames taken since there were so many.
    pub fn since(&self, frames: usize) -> Vec<u64> {
        self.taken[frames..].iter().map(|t| t.1).collect()
    }
}

/// What is made of an acknowledgement.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Verdict {
    Believed,
    Late,
    Wrong,
}

/// Of an acknowledgement of `expected`, when `base` is the newest and so many TLPs are on their way.
fn judge(base: u32, on_their_way: u32, expected: u32) -> Verdict {
    let ahead = expected.wrapping_sub(base);
    match ahead {
        _ if ahead <= on_their_way => Verdict::Believed,
        _ if ahead >= 1 << 31 => Verdict::Late,
        _ => Verdict::Wrong,
    }
}

/// Acknowledgements of any number against a judge, across the next multiple of 2^16; the first difference.
fn acknowledged(first: u32, judge: fn(u32, u32, u32) -> Verdict) -> Result<[u64; 3], String> {
    let settings = [("settings_frame_tlps", 0), ("settings_area_beats", 200)];
    let mut bench = Bench::at_number(first, &settings);
    let mut rng = Rng::new(1, "acknowledged");
    let (mut base, mut given, mut kinds) = (first, first, [0; 3]);
    while base.wrapping_sub(first) < 0x1_0400 {
        if bench.tlps == 0 && given.wrapping_sub(base) < 60 {
            let tlps = 20 + rng.below(40) as u32;
            bench.tlps += u64::from(tlps);
            given = given.wrapping_add(tlps);
        }
        let on_their_way = given.wrapping_sub(base);
        // All that went in goes out; often, no more than a few are acknowledged.
        bench.clocks(100 + 4 * u64::from(on_their_way));
        let near = rng.below(u64::from(on_their_way) + 1) as u32;
        let expected = match rng.below(12) {
            0 => base.wrapping_sub(1 + rng.below(300) as u32),
            1 => given.wrapping_add(1 + rng.below(3) as u32),
            2 => base.wrapping_add(near).wrapping_add(1 << 16),
            3 => base.wrapping_add(near).wrapping_sub(1 << 16),
            4 => base.wrapping_add(1 << 31).wrapping_sub(rng.below(2) as u32),
            5 => rng.bits() as u32,
            6 => base,
            _ => base.wrapping_add(near),
        };
        let before = [bench.count("freed"), bench.count("wrong_acknowledgement")];
        let busy_before = bench.dut.get("peer_busy");
        let busy = rng.chance(0.5);
        let limit = rng.below(256);
        bench.limits.clear();
        bench.samples.clear();
        let said = Said { expected: expected.into(), busy, limit, ..Said::default() };
        bench.say(Said { round_trip: Some(77), ..said });
        bench.dut.eval();
        let verdict = judge(base, on_their_way, expected);
        let news = if verdict == Verdict::Believed { expected.wrapping_sub(base) } else { 0 };
        let believed = verdict == Verdict::Believed;
        let say = |what: &str| format!("{what}: base {base:#x}, {expected:#x}, {verdict:?}");
        if bench.count("freed") - before[0] != u64::from(news) {
            return Err(say("freed"));
        }
        let wrong = bench.count("wrong_acknowledgement") - before[1];
        if wrong != u64::from(verdict == Verdict::Wrong) {
            return Err(say("counted"));
        }
        if bench.limits != if believed { vec![limit] } else { vec![] } {
            return Err(say("limit"));
        }
        if bench.samples != if news > 0 { vec![77] } else { vec![] } {
            return Err(say("sample"));
        }
        if bench.dut.get("peer_busy") != if believed { busy.into() } else { busy_before } {
            return Err(say("busy"));
        }
        if bench.dut.get("base") != u64::from(base.wrapping_add(news)) {
            return Err(say("base"));
        }
        base = base.wrapping_add(news);
        kinds[verdict as usize] += 1;
    }
    Ok(kinds)
}

#[test]
fn arq_transmitter__acknowledgements__count_only_of_what_is_on_its_way() {
    // From 0, and over the end of the number space.
    for first in [0, 0xFFFF_0000] {
        let kinds = acknowledged(first, judge).unwrap_or_else(|e| panic!("{e}"));
        assert!(kinds.iter().all(|n| *n > 100), "{kinds:?}");
    }
}

#[test]
fn arq_transmitter__acknowledgements__mutants_are_caught() {
    let mutants: [fn(u32, u32, u32) -> Verdict; 4] = [
        // By 16 bits.
        |base, n, expected| judge(base & 0xFFFF, n, expected & 0xFFFF),
        |base, n, expected| judge(base, n + 1, expected),
        |base, n, expected| match judge(base, n, expected) {
            Verdict::Late => Verdict::Wrong,
            other => other,
        },
        |base, n, expected| match expected.wrapping_sub(base) {
            0 => Verdict::Late,
            _ => judge(base, n, expected),
        },
    ];
    for (i, mutant) in mutants.into_iter().enumerate() {
        assert!(acknowledged(0, mutant).is_err(), "mutant {i} lives");
    }
    let compares = |base, n, expected| match judge(base, n, expected) {
        Verdict::Believed if expected < base => Verdict::Late,
        other => other,
    };
    assert!(acknowledged(0, compares).is_ok(), "below 2^32 it is no other");
    assert!(acknowledged(0xFFFF_0000, compares).is_err());
}

#[test]
fn arq_transmitter__a_nak_repeated_within_half_a_round_trip__is_ignored() {
    for (apart, honoured) in [(20, false), (90, false), (130, true), (400, true)] {
        let mut bench = Bench::new(&[("round_trip", 200)]);
        bench.send(4);
        let nak = |expected| Said { expected, nak: true, ..Said::default() };
        let before = bench.taken.len();
        bench.clock(Some(nak(1)));
        bench.clocks(apart - 1);
        let first = bench.since(before);
        assert!([1, 2, 3].starts_with(&first), "{first:?}");
        bench.say(nak(1));
        bench.clocks(60);
        let counts = (bench.count("nak_received"), bench.count("nak_ignored"));
        assert_eq!(counts, if honoured { (2, 0) } else { (1, 1) }, "{apart} clocks apart");
        let all = bench.since(before);
        assert_eq!(all.iter().filter(|n| **n == 1).count(), 1 + usize::from(honoured), "{all:?}");
        // One for another TLP is none repeated.
        bench.say(nak(2));
        bench.clocks(60);
        assert_eq!(bench.count("nak_received"), counts.0 + 1);
        assert_eq!(bench.taken.last().map(|t| t.1), Some(3));
    }
}

/// What was asked in a connection that is over says nothing of the next one.
#[test]
fn arq_transmitter__a_new_connection__follows_its_first_nak() {
    let mut bench = Bench::new(&[("round_trip", 0xF_FFFF)]);
    for connection in 1..=3 {
        bench.send(2);
        bench.say(Said { nak: true, ..Said::default() });
        let counts = (bench.count("nak_received"), bench.count("nak_ignored"));
        assert_eq!(counts, (connection, 0));
        bench.dut.set("run", 0);
        bench.clocks(40);
        bench.dut.set("run", 1);
    }
}

/// Each one ignored would put off the next, and a flood would keep the peer's own NAK from being heard.
#[test]
fn arq_transmitter__naks_repeated_for_ever__are_followed_once_in_half_a_round_trip() {
    let mut bench = Bench::new(&[("round_trip", 200)]);
    bench.send(4);
    let before = bench.taken.len();
    let nak = Said { expected: 1, nak: true, ..Said::default() };
    for _ in 0..100 {
        bench.clock(Some(nak));
        bench.clocks(9);
    }
    let (followed, ignored) = (bench.count("nak_received"), bench.count("nak_ignored"));
    assert!((9..=10).contains(&followed), "{followed} in 1,000 clocks");
    assert_eq!(followed + ignored, 100);
    bench.clocks(60);
    let again = bench.since(before);
    assert_eq!(again.iter().filter(|n| **n == 1).count() as u64, followed, "{again:?}");
}

/// DEAD_TIME and BUSY_TIME.
const TIMES: (u64, u64) = (1_000, 3_000);

/// A TLP is sent and never acknowledged: clocks until the peer is given up.
fn clocks_to_dead(times: (u64, u64), each_clock: impl Fn(&mut Dut, u64)) -> Option<u64> {
    let settings = [
        ("run", 1),
        ("may_send", 1),
        ("timeout", 0xFF_FFFF),
        ("probe_time", 0xFF_FFFF),
        ("settings_area_beats", 8),
        ("settings_window_frames", 4),
        ("settings_window_beats", 0xFF),
        ("settings_dead_time", times.0),
        ("settings_busy_time", times.1),
        ("word_ready", 1),
    ];
    let mut block = dut("arq_transmitter", &settings);
    let mut sent = None;
    for clock in 0..20_000 {
        block.set("tlp_valid", u64::from(clock == 10 || clock == 11));
        block.set("tlp_beat_keep", 0xFF);
        block.set("tlp_beat_last", u64::from(clock == 11));
        each_clock(&mut block, clock);
        block.eval();
        let takes = sent.is_none() && block.get("planned") == 1;
        block.set("take", takes.into());
        if takes {
            sent = Some(clock);
        }
        block.eval();
        block.tick();
        block.eval();
        if block.get("dead") == 1 {
            return Some(clock - sent?);
        }
    }
    None
}

#[test]
fn arq_transmitter__silence__counts_but_for_pause() {
    let around = |clocks: Option<u64>, wanted: u64| {
        let clocks = clocks.unwrap_or_else(|| panic!("never"));
        assert!((wanted..wanted + 8).contains(&clocks), "{clocks} instead of {wanted}");
    };
    around(clocks_to_dead(TIMES, |_, _| ()), 1_000);
    // PAUSE every other 500 clocks; the rate forbids it nearly always.
    around(clocks_to_dead(TIMES, |b, clock| b.set("paused", (clock / 500) % 2)), 2_000);
    around(clocks_to_dead(TIMES, |b, clock| b.set("may_send", u64::from(clock < 50))), 1_000);
    assert_eq!(clocks_to_dead(TIMES, |b, clock| b.set("paused", u64::from(clock > 100))), None);
}

#[test]
fn arq_transmitter__a_peer_that_is_busy_for_ever__is_given_up_after_busy_time() {
    let busy = |block: &mut Dut, clock: u64| {
        block.set("acknowledgement_valid", u64::from(clock > 20 && clock % 100 == 0));
        block.set("acknowledgement_busy", 1);
        block.set("acknowledgement_expected", 0);
    };
    let clocks = clocks_to_dead(TIMES, busy).expect("given up");
    assert!((3_000..3_008).contains(&clocks), "{clocks}");
    // A time of 0 is never; the other one counts on.
    let clocks = clocks_to_dead((0, 3_000), |_, _| ()).expect("given up");
    assert!((3_000..3_008).contains(&clocks), "{clocks}");
    let clocks = clocks_to_dead((1_000, 0), |_, _| ()).expect("given up");
    assert!((1_000..1_008).contains(&clocks), "{clocks}");
    assert_eq!(clocks_to_dead((1_000, 0), busy), None);
    assert_eq!(clocks_to_dead((0, 0), |_, _| ()), None);
}

/// Three frames are the window. The third is taken around the clock in which a NAK of the first is believed; the first two
/// are sent again and acknowledged, and nothing but the window can hold up what follows.
#[test]
fn arq_transmitter__a_frame_begun_as_sending_goes_back__leaves_the_window_open() {
    const TAKEN: u64 = 100;
    for nak in TAKEN - 8..TAKEN + 8 {
        let settings = [
            ("run", 1),
            ("may_send", 1),
            ("timeout", 0xFF_FFFF),
            ("probe_time", 0xFF_FFFF),
            ("settings_area_beats", 8),
            ("settings_frame_tlps", 1),
            ("settings_window_frames", 3),
            ("settings_window_beats", 0xFF),
            ("settings_dead_time", 0xFF_FFFF),
            ("settings_busy_time", 0xFF_FFFF),
            ("word_ready", 1),
            ("tlp_beat_keep", 0xFF),
        ];
        let mut block = dut("arq_transmitter", &settings);
        let (mut taken, mut last_take, mut acknowledged) = (vec![], 0, false);
        let mut again = None;
        for clock in 0..400 {
            // Six TLPs of two beats.
            block.set("tlp_valid", u64::from((10..22).contains(&clock)));
            block.set("tlp_beat_last", clock % 2);
            // The two that were lost have been sent again.
            let repeats =
                again.is_some_and(|at| taken[at..].contains(&0) && taken[at..].contains(&1));
            let acknowledges = repeats && !acknowledged && clock > last_take + 8;
            acknowledged |= acknowledges;
            block.set("acknowledgement_valid", u64::from(clock == nak || acknowledges));
            block.set("acknowledgement_nak", u64::from(clock == nak));
            block.set("acknowledgement_expected", if acknowledges { 2 } else { 0 });
            block.eval();
            let may = if taken.len() == 2 { clock >= TAKEN } else { clock > last_take + 8 };
            let takes = may && block.get("planned") == 1;
            block.set("take", takes.into());
            block.eval();
            if takes {
                taken.push(block.get("plan_sequence"));
                last_take = clock;
            }
            if block.get("nak_received") == 1 {
                again = Some(taken.len());
            }
            block.tick();
        }
        assert!(acknowledged, "NAK at {nak}: {taken:?}");
        assert_eq!(taken.last(), Some(&4), "NAK at {nak}: {taken:?}");
    }
}
