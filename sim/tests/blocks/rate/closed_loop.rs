//! Senders with the two blocks at one port of a switch.

use super::model::{Law, Models};
use super::scenario::*;
use expether_sim::model::bottleneck::{wire_beats, Pacer, PacerSettings};

/// The steady state, and how long it is measured.
const SETTLED: u64 = 900_000;
const MEASURED: u64 = 700_000;
const CLOCKS: u64 = SETTLED + MEASURED;
/// Rates change by round trips, and so do flows become equal: where they are long it takes longer.
const ROUND_TRIPS: u64 = 250;

/// Runs a scenario and demands what every steady state must have.
fn settles(scenario: &Scenario) -> Figures {
    let trips = scenario.flows.iter().map(|flow| flow.base() + scenario.budget);
    let settled = SETTLED.max(ROUND_TRIPS * trips.max().unwrap_or(0));
    let clocks = settled + MEASURED;
    let run = scenario.run(clocks);
    let figures = Figures::of(&run, settled..clocks);
    figures.judge(scenario.expected()).unwrap_or_else(|e| panic!("{}: {e}", scenario.name));
    // What is lost, and timers that fire in vain, belong to the beginning.
    let measure = run.measure();
    let late = measure.timeouts.iter().chain(&measure.drops).filter(|at| **at >= settled);
    assert_eq!(late.count(), 0, "{}: {:?}", scenario.name, measure.timeouts);
    figures
}

#[test]
fn rate__one_flow_on_a_clean_path__has_the_whole_line_at_once() {
    for sizes in [USUAL, JUMBO, MIXED] {
        let scenario = Scenario::equal("one", 1, sizes);
        let run = scenario.run(400_000);
        // From the first frame that can be there: every clock of the port.
        let longest = sizes.iter().max().expect("a size");
        let first = scenario.flows[0].start + RACK + u64::from(*longest);
        let waits = run.measure().waits(0..400_000);
        assert_eq!(run.measure().held, 0, "may_send went low");
        assert_eq!(run.pacers()[0].rate(), 0xFFFF);
        assert!(run.measure().points().iter().all(|p| p.rates[0] == 0xFFFF));
        // A shorter frame behind a longer one has arrived before that has left, and only then.
        let shortest = sizes.iter().min().expect("a size");
        let most = u64::from(wire_beats(*longest) - wire_beats(*shortest));
        assert!(waits.iter().all(|wait| *wait <= most), "{waits:?}");
        // A frame counts where it begins: one may be missing at the end.
        let (from, end) = (65_536, 393_216);
        let throughput = run.measure().throughput(from..end);
        let least = 1.0 - f64::from(*longest) / (8 * (end - from)) as f64 - 0.001;
        assert!(first < from && throughput >= least, "{throughput}");
    }
}

#[test]
fn rate__four_flows_of_any_frames__share_the_port_with_short_queues() {
    for (name, sizes) in [("usual", USUAL), ("jumbo", JUMBO), ("mixed", MIXED), ("own", &[560])] {
        settles(&Scenario::equal(name, 4, sizes));
    }
}

#[test]
fn rate__four_flows_of_unequal_delays__share_the_port() {
    settles(&Scenario::new("unequal", &[78, 780, 1_720, 3_437], USUAL));
    settles(&Scenario::new("far", &[3_437; 4], USUAL));
}

#[test]
fn rate__two_and_eight_flows__share_the_port() {
    settles(&Scenario::equal("two", 2, USUAL));
    let figures = settles(&Scenario::equal("eight", 8, USUAL));
    // Their windows together are within the depth of the queue.
    assert_eq!(figures.drops, 0);
}

#[test]
fn rate__thirty_two_flows__lose_frames_at_first_and_none_later() {
    let mut scenario = Scenario::equal("thirty-two", 32, USUAL);
    // A flow sends a frame in 6,112 clocks: fewer would not be counted fairly.
    scenario.port.window = 1 << 18;
    let clocks = 1_572_864;
    let run = scenario.run(clocks);
    let figures = Figures::of(&run, 1_048_576..clocks);
    assert!(figures.drops > 0, "{figures:?}");
    assert!(figures.throughput >= 0.95 && figures.goodput >= 0.95, "{figures:?}");
    assert!(
        figures.fairness >= 0.93 && figures.p99 as f64 <= 2.5 * scenario.expected(),
        "{figures:?}"
    );
}

#[test]
fn rate__flows_that_come_and_go__share_what_there_is() {
    let mut scenario = Scenario::equal("come and go", 4, USUAL);
    for (i, flow) in scenario.flows.iter_mut().enumerate() {
        flow.start += 150_000 * i as u64;
    }
    let figures = settles(&scenario);
    assert_eq!((figures.drops, figures.timeouts), (0, 0), "only one begins at a time");

    // Three leave: the last has the whole line within 4 ms.
    for flow in &mut scenario.flows[1..] {
        flow.stop = 900_000;
    }
    let end = 1_900_000;
    let run = scenario.run(end);
    let measure = run.measure();
    assert!(measure.throughput(900_000..end) >= 0.75);
    assert!(measure.throughput(900_000 + 625_000..end) >= 0.99);
}

#[test]
fn rate__switched_off__the_checks_miss_what_it_does() {
    let mut scenario = Scenario::equal("off", 4, USUAL);
    scenario.settings.enable = false;
    let run = scenario.run(400_000);
    assert_eq!(run.measure().held, 0);
    let figures = Figures::of(&run, 200_000..400_000);
    let missed = figures.judge(scenario.expected()).expect_err("the mutant lives");
    assert!(missed.starts_with("mean of the queue"), "{missed}");

    // A rate that falls too far, and one that never falls alike.
    scenario.settings.enable = true;
    scenario.settings.step = 1;
    let figures = Figures::of(&scenario.run(CLOCKS), SETTLED..CLOCKS);
    let missed = figures.judge(scenario.expected()).expect_err("the mutant lives");
    assert!(missed.starts_with("throughput"), "{missed}");
    // A window that holds less than a share of the round trip.
    scenario.settings = PacerSettings::default();
    scenario.flows[0].frames = 1;
    let figures = Figures::of(&scenario.run(CLOCKS), SETTLED..CLOCKS);
    let missed = figures.judge(scenario.expected()).expect_err("the mutant lives");
    assert!(missed.starts_with("fairness"), "{missed}");
}

#[test]
fn rate__models_and_blocks__go_the_same_way() {
    let scenario = Scenario::equal("same", 3, MIXED);
    let blocks = scenario.run(300_000);
    let models = scenario.run_with(300_000, |s| Models::new(s, Law::default()));
    assert_eq!(blocks.measure().timeouts, models.measure().timeouts);
    for (a, b) in blocks.measure().points().iter().zip(models.measure().points()) {
        assert_eq!((a.beats, &a.rates), (b.beats, &b.rates), "clock {}", a.clock);
    }
    let least = blocks.measure().points().iter().flat_map(|p| &p.rates).min();
    assert!(least.is_some_and(|r| *r < 0x8000), "nothing happened: {least:?}");
}
