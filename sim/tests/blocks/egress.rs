//! `egress_queues` over many frames of TLPs of all classes, against credits that come late, a
//! PCIe side that pauses, and frames that turn out bad.

use std::collections::{HashMap, VecDeque};

use expether_sim::check::credits::{CreditChecker, Credits};
use expether_sim::check::liveness::{LivenessChecker, Strictness};
use expether_sim::check::ordering::OrderKey;
use expether_sim::check::{Pairs, Scoreboard};
use expether_sim::model::rng::Rng;
use expether_sim::model::stream::BeatSink;
use expether_wire::tlp::Class;

use crate::dut::Dut;
use crate::egress_input::{drive, set_limits, Frames, Mutant, Setup, Tlp, NON_POSTED_CREDITS};

const CLASSES: [Class; 3] = [Class::Posted, Class::NonPosted, Class::Completion];
/// Beats of the queues of posted TLPs and of completions.
const CAPACITY: u64 = (1 << 11) - 1;
/// The PCIe side, as a receiver of pairs.
const LINK: usize = 0;

/// Buffers of the link's receiver.
struct Link {
    capacity: [Option<Credits>; 3],
    freed: [Credits; 3],
    buffered: [VecDeque<usize>; 3],
}

impl Link {
    fn new(setup: &Setup, rng: &mut Rng) -> Self {
        let capacity = setup.infinite.map(|infinite| {
            let (few_headers, little_data) = (rng.chance(0.5), rng.chance(0.5));
            let headers = 1 + rng.below(if few_headers { 4 } else { 100 });
            let data = 32 + rng.below(if little_data { 4 } else { 500 });
            (!infinite).then_some(setup.room.unwrap_or(Credits { headers, data }))
        });
        Self { capacity, freed: [Credits::default(); 3], buffered: Default::default() }
    }

    fn granted(&self) -> [Option<Credits>; 3] {
        std::array::from_fn(|c| self.capacity[c].map(|capacity| capacity.plus(self.freed[c])))
    }

    /// Takes TLPs out of the buffers.
    fn clock(&mut self, starved: [bool; 3], rng: &mut Rng) {
        for (class, starved) in starved.into_iter().enumerate() {
            if !starved && rng.chance(0.05) {
                for payload_dw in self.buffered[class].drain(..) {
                    self.freed[class] = self.freed[class].plus(Credits::of(payload_dw));
                }
            }
        }
    }
}

#[derive(Debug, Default, PartialEq, Eq)]
struct Outcome {
    frames: [u64; 2],
    /// TLPs handed over, by class, before what was starved is no longer.
    delivered: [u64; 3],
}

/// Runs it; what is wrong, or what was done.
fn run(setup: &Setup) -> Result<Outcome, String> {
    let mut dut = Dut::new("egress_queues");
    dut.scramble(setup.seed);
    dut.reset();
    let mut rng = Rng::new(setup.seed, "link");
    let mut link = Link::new(setup, &mut rng);
    let mut frames = Frames::new(setup);
    let mut sink = BeatSink::new("out", setup.stall, Rng::new(setup.seed, "sink"));
    let strictness = Strictness::PassesCompletions;
    let mut liveness = LivenessChecker::new(setup.bound, strictness);
    // For each sender alone, with all that the others may have in the queues.
    let mut pairs = Pairs::with_liveness(setup.bound.saturating_mul(100), strictness);
    let mut all = Scoreboard::new("all senders");
    let mut checkers = CLASSES.map(CreditChecker::new);
    let mut queued: [VecDeque<usize>; 3] = Default::default();
    let mut known: HashMap<Vec<u8>, Tlp> = HashMap::new();
    let mut outcome = Outcome::default();
    let mut granted_then = link.granted();
    let mut offered = false;
    let mut handed_over: Option<Tlp> = None;
    let mut quiet = 0;
    for cycle in 0.. {
        let draining = cycle >= setup.clocks;
        let granted = link.granted();
        set_limits(&mut dut, granted, setup.mutant);
        dut.eval();
        let free = dut.get("free_beats");
        let mut input = frames.next(free, !draining);
        let end = input.end;
        if setup.mutant == Mutant::LosesFrame && frames.good % 16 == 0 {
            input.end = end.map(|_| false);
        }
        drive(&mut dut, &input, setup.mutant);
        dut.set("out_ready", sink.drive().into());
        dut.eval();

        // What was handed over in the clock before.
        let strobes = ["delivered", "non_posted_delivered"].map(|s| dut.get(s) == 1);
        let wanted = handed_over.as_ref().map(|t| t.class == 1);
        if strobes != [wanted.is_some(), wanted == Some(true)] {
            return Err(format!("cycle {cycle}: strobes {strobes:?}, not {wanted:?}"));
        }
        if let Some(tlp) = handed_over.take().filter(|t| t.class == 1) {
            frames.non_posted_credits += 1;
            if dut.get("non_posted_source") != tlp.source as u64 {
                return Err(format!(
                    "cycle {cycle}: the credit goes to another than {}",
                    tlp.source
                ));
            }
        }
        if dut.get("overflowed") == 1 {
            return Err(format!("cycle {cycle}: overflowed"));
        }

        let beat = dut.beat("out");
        if beat.valid && !offered && !sink.inside_packet() {
            granted_then = granted;
        }
        offered = beat.valid && dut.get("out_ready") == 0;
        if let Some(packet) = sink.clock(beat) {
            let Some(tlp) = known.remove(&packet.bytes) else {
                return Err(format!("cycle {cycle}: nobody sent {:02x?}", packet.bytes));
            };
            let (class, payload_dw) = (tlp.class, tlp.payload_dw);
            let granted = granted_then[class];
            checkers[class].went(payload_dw, granted, cycle).map_err(|e| e.to_string())?;
            let delivery = all.delivered(&packet.bytes, packet.error, cycle);
            liveness.delivered(delivery.map_err(|e| e.to_string())?.index, cycle);
            pairs
                .delivered(tlp.source, LINK, &packet.bytes, packet.error, cycle)
                .map_err(|e| e.to_string())?;
            queued[class].pop_front();
            link.buffered[class].push_back(payload_dw);
            outcome.delivered[class] += u64::from(!draining);
            handed_over = Some(tlp);
            quiet = 0;
        }
        if let Some(good) = end {
            for tlp in frames.frame.drain(..).filter(|_| good) {
                let key = OrderKey::of(&tlp.bytes).ok_or("no TLP")?;
                liveness.sent(all.sent_count(), key, cycle);
                all.sent(&tlp.bytes, cycle);
                pairs.sent(tlp.source, LINK, &tlp.bytes, cycle);
                queued[tlp.class].push_back(tlp.payload_dw);
                known.insert(tlp.bytes.clone(), tlp);
            }
        }
        // The link's side of liveness: does it take the next of each class?
        for (class, checker) in checkers.iter().enumerate() {
            let next = queued[class].front().copied().unwrap_or(0);
            let accepts = checker.fits(next, granted[class]);
            liveness.accepts(CLASSES[class], accepts, cycle);
            pairs.accepts(LINK, CLASSES[class], accepts, cycle);
        }
        liveness.check(cycle).map_err(|e| e.to_string())?;
        pairs.check(cycle).map_err(|e| e.to_string())?;
        if let Some(error) = sink.errors.first() {
            return Err(error.to_string());
        }
        link.clock(if draining { [false; 3] } else { setup.starved }, &mut rng);
        dut.tick();
        quiet = if draining { quiet + 1 } else { 0 };
        if quiet > 1000 {
            break;
        }
    }
    if let Some(lost) = pairs.finish().first() {
        return Err(lost.to_string());
    }
    dut.eval();
    let state = ["free_beats", "used_beats", "out_valid"].map(|p| dut.get(p));
    if state != [CAPACITY, 0, 0] || frames.non_posted_credits != NON_POSTED_CREDITS {
        return Err(format!("not empty at the end: {state:?}, {}", frames.non_posted_credits));
    }
    outcome.frames = [frames.good, frames.bad];
    Ok(outcome)
}

#[test]
fn egress_queues__any_frames_credits_and_pauses__all_rules_are_kept() {
    for seed in 1..=3 {
        for (infinite, stall, bound) in [(true, 0.0, 211), (false, 0.0, 211), (false, 0.4, 900)] {
            let setup = Setup { seed, infinite: [infinite; 3], stall, bound, ..Setup::default() };
            let outcome = run(&setup).unwrap_or_else(|e| panic!("seed {seed}, {stall}: {e}"));
            assert!(outcome.frames.iter().all(|&n| n > 15), "{outcome:?}");
            assert!(outcome.delivered.iter().all(|&n| n > 100), "{outcome:?}");
        }
    }
}

#[test]
fn egress_queues__blocked_non_posted__posted_and_completions_keep_flowing() {
    let setup = Setup { starved: [false, true, false], ..Setup::default() };
    let outcome = run(&setup).unwrap_or_else(|e| panic!("{e}"));
    assert!(outcome.delivered[1] <= 100, "no more than the link had room for: {outcome:?}");
    assert!(outcome.delivered[0] > 300 && outcome.delivered[2] > 300, "{outcome:?}");
}

#[test]
fn egress_queues__blocked_completions__posted_and_non_posted_keep_flowing() {
    // Few completions, as otherwise their queue is soon full and nothing comes in any more.
    let setup = Setup { starved: [false, false, true], weights: [60, 40, 1], ..Setup::default() };
    let outcome = run(&setup).unwrap_or_else(|e| panic!("{e}"));
    assert!(outcome.delivered[0] > 300 && outcome.delivered[1] > 300, "{outcome:?}");
}

#[test]
fn egress_queues__blocked_posted__holds_up_what_came_after_and_loses_nothing() {
    let setup = Setup { starved: [true, false, false], ..Setup::default() };
    let outcome = run(&setup).unwrap_or_else(|e| panic!("{e}"));
    assert!(outcome.delivered[0] <= 100, "{outcome:?}");
}

#[test]
fn egress_queues__mutants__are_caught() {
    let no_non_posted =
        Setup { starved: [false, true, true], weights: [1, 0, 1], ..Setup::default() };
    let only_non_posted = Setup { weights: [0, 1, 0], ..Setup::default() };
    let with_room =
        |headers, data| Setup { room: Some(Credits { headers, data }), ..Setup::default() };
    for (mutant, setup, wanted) in [
        (Mutant::PostedAsCompletion, Setup::default(), "which it must not"),
        (Mutant::PostedAsCompletion, no_non_posted.clone(), "may go since"),
        (Mutant::PostedAsNonPosted, no_non_posted, "strobes"),
        (Mutant::HeaderLimit, with_room(2, 500), "header credits"),
        (Mutant::DataLimit, with_room(100, 33), "data credits"),
        (Mutant::LosesFrame, Setup::default(), "which it must not"),
        (Mutant::LosesFrame, only_non_posted.clone(), "may go since"),
        (Mutant::LosesFrame, Setup { bound: u64::MAX, ..only_non_posted }, "never arrived"),
    ] {
        let error = run(&Setup { mutant, ..setup }).expect_err("the mutant lives");
        assert!(error.contains(wanted), "{mutant:?}: {error}");
    }
}
