//! `arq_transmitter`: the probe, which finds out whether the last frame was lost.

use crate::arq::{Bench, Said};

/// Clocks around a probe.
const PROBE_TIME: u64 = 232;

#[test]
fn arq_transmitter__silence__brings_probes_each_twice_as_late() {
    let mut bench = Bench::new(&[("probe_time", PROBE_TIME)]);
    bench.send(3);
    let mut last = bench.taken.last().expect("a frame").0;
    for (n, patience) in [1, 2, 4].map(|n| n * PROBE_TIME).into_iter().enumerate() {
        let frames = bench.taken.len();
        while bench.count("probed") <= n as u64 {
            bench.clocks(1);
            assert!(bench.now < last + patience + 20, "probe {n} does not come");
        }
        let after = bench.now - last;
        assert!((patience..patience + 12).contains(&after), "probe {n} after {after} clocks");
        bench.clocks(30);
        assert_eq!(bench.since(frames), [2], "the last frame, and no other");
        last = bench.taken.last().expect("a frame").0;
    }
    // An acknowledgement of something new begins anew.
    bench.say(Said { expected: 1, ..Said::default() });
    bench.clocks(PROBE_TIME + 20);
    assert_eq!(bench.count("probed"), 4);
    // Nothing is on its way: no more of them.
    bench.say(Said { expected: 3, ..Said::default() });
    bench.clocks(100 * PROBE_TIME);
    assert_eq!((bench.count("probed"), bench.count("timed_out")), (4, 0));
}

#[test]
fn arq_transmitter__a_peer_that_is_busy_or_pause__brings_no_probe() {
    for pauses in [true, false] {
        let mut bench = Bench::new(&[("probe_time", PROBE_TIME)]);
        bench.send(3);
        let busy = Said { busy: true, ..Said::default() };
        bench.dut.set("paused", pauses.into());
        bench.say(Said { busy: !pauses, ..busy });
        bench.clocks(10 * PROBE_TIME);
        assert_eq!(bench.count("probed"), 0, "paused: {pauses}");
        bench.dut.set("paused", 0);
        bench.say(Said::default());
        bench.clocks(PROBE_TIME + 20);
        assert_eq!(bench.count("probed"), 1, "paused: {pauses}");
    }
}

/// One frame of so many TLPs.
fn one_frame(tlps: u64) -> Bench {
    let settings = [
        ("probe_time", PROBE_TIME),
        ("settings_frame_tlps", 0),
        ("settings_area_beats", 200),
        ("may_send", 0),
    ];
    let mut bench = Bench::new(&settings);
    bench.tlps = tlps;
    bench.clocks(4 * tlps + 100);
    bench.dut.set("may_send", 1);
    bench.clocks(10);
    assert_eq!(bench.since(0), [0]);
    bench
}

#[test]
fn arq_transmitter__a_frame_that_leaves_or_arrives__puts_off_the_probe() {
    for (tlps, arrives) in [(1, 0), (40, 0), (1, 3 * PROBE_TIME)] {
        let mut bench = one_frame(tlps);
        let taken = bench.taken[0].0;
        bench.dut.set("receiving", 1);
        bench.clocks(arrives);
        bench.dut.set("receiving", 0);
        while bench.count("probed") == 0 {
            bench.clocks(1);
            assert!(bench.now < taken + 10 * PROBE_TIME, "no probe");
        }
        let patience = PROBE_TIME + 2 * tlps + arrives;
        let after = bench.now - taken;
        assert!((patience..patience + 12).contains(&after), "{tlps} TLPs: after {after} clocks");
    }
}

/// The place of what is acknowledged is given away.
#[test]
fn arq_transmitter__a_probe_of_a_frame_acknowledged_in_part__sends_only_the_rest() {
    let mut bench = one_frame(4);
    bench.say(Said { expected: 2, ..Said::default() });
    bench.clocks(PROBE_TIME + 60);
    let again = bench.since(1);
    assert!(again.starts_with(&[2]) && again.iter().all(|n| *n >= 2), "{again:?}");
    assert_eq!(bench.count("probed"), 1);
}

/// The rate may let nothing go for long: then what waits goes first.
#[test]
fn arq_transmitter__tlps_that_wait_for_the_rate__are_no_reason_for_a_probe() {
    let mut bench = Bench::new(&[("probe_time", PROBE_TIME)]);
    bench.send(1);
    bench.dut.set("may_send", 0);
    bench.tlps = 2;
    bench.clocks(10 * PROBE_TIME);
    assert_eq!((bench.count("probed"), bench.taken.len()), (0, 1));
    bench.dut.set("may_send", 1);
    bench.clocks(60);
    assert_eq!(bench.since(1), [1, 2]);
}

/// Four frames, the last of which is lost: clocks until all is acknowledged by a peer 100 clocks away.
fn repaired(probe_time: u64) -> u64 {
    const TIMEOUT: u64 = 20_000;
    let mut bench = Bench::new(&[("probe_time", probe_time), ("timeout", TIMEOUT)]);
    bench.tlps = 4;
    let (mut expected, mut answers, mut seen) = (0, vec![], 0);
    while bench.now < 3 * TIMEOUT {
        while seen < bench.taken.len() {
            let (at, number) = bench.taken[seen];
            if number == expected && seen != 3 {
                expected += 1;
            }
            answers.push((at + 100, expected));
            seen += 1;
        }
        let due = answers.iter().position(|(at, _)| *at == bench.now);
        let said = due.map(|i| Said { expected: answers[i].1, ..Said::default() });
        bench.clock(said);
        if bench.count("freed") == 4 {
            return bench.now;
        }
    }
    panic!("it is never repaired");
}

#[test]
fn arq_transmitter__a_last_frame_that_is_lost__is_repaired_by_a_probe() {
    let with = repaired(PROBE_TIME);
    assert!(with < 600, "{with} clocks");
    // Without probes it takes the timeout: the bench would notice.
    let without = repaired(0xFF_FFFF);
    assert!(without > 20_000, "{without} clocks");
}

#[test]
fn arq_transmitter__probes__leave_no_more_frames_unacknowledged_than_the_window() {
    let settings = [("probe_time", PROBE_TIME), ("settings_window_frames", 3)];
    let mut bench = Bench::new(&settings);
    bench.tlps = 12;
    for acknowledged in 0..9 {
        bench.clocks(8 * PROBE_TIME);
        let newest = bench.taken.iter().map(|t| t.1).max();
        assert_eq!(newest, Some(acknowledged + 2), "{:?}", bench.taken);
        bench.say(Said { expected: acknowledged + 1, ..Said::default() });
    }
    assert!(bench.count("probed") > 9);
    bench.clocks(100);
    bench.say(Said { expected: 12, ..Said::default() });
    assert_eq!(bench.count("freed"), 12);
}
