//! `egress_queues`: frames that do not fit, latency and throughput.

use expether_sim::check::credits::Credits;
use expether_sim::check::Scoreboard;
use expether_sim::model::rng::Rng;
use expether_sim::model::stream::BeatSink;

use crate::dut::Dut;
use crate::egress_input::{drive, set_limits, Frames, Input, Mutant, Setup, Tlp};

/// The sender does not look at `free_beats`, nor has it credits for non-posted TLPs.
#[test]
fn egress_queues__frames_that_do_not_fit__are_forgotten_whole_and_reported() {
    for weights in [[3, 2, 3], [0, 1, 0]] {
        let mut dut = Dut::new("egress_queues");
        dut.scramble(9);
        dut.reset();
        let setup = Setup { weights, stall: 0.2, ..Setup::default() };
        let mut frames = Frames::new(&setup);
        let mut sink = BeatSink::new("out", 0.75, Rng::new(9, "sink"));
        let mut all = Scoreboard::new("all senders");
        let mut ends = [0; 2];
        set_limits(&mut dut, [None; 3], Mutant::None);
        for cycle in 0..80_000 {
            frames.non_posted_credits = 1000;
            let input = frames.next(u64::MAX, cycle < 60_000);
            drive(&mut dut, &input, Mutant::None);
            dut.set("out_ready", sink.drive().into());
            dut.eval();
            if let Some(good) = input.end {
                let kept = good && dut.get("overflowed") == 0;
                frames.frame.drain(..).filter(|_| kept).for_each(|t| all.sent(&t.bytes, cycle));
                ends[usize::from(kept)] += u64::from(good);
            }
            if let Some(packet) = sink.clock(dut.beat("out")) {
                all.delivered(&packet.bytes, packet.error, cycle).unwrap_or_else(|e| panic!("{e}"));
            }
            dut.tick();
        }
        assert_eq!(all.finish(), []);
        assert!(ends.iter().all(|&n| n > 20), "forgotten and kept: {ends:?}");
    }
}

/// Clocks from the end of a frame with one TLP to its first beat.
fn latency(class: usize) -> u64 {
    let mut dut = Dut::new("egress_queues");
    dut.reset();
    set_limits(&mut dut, [Some(Credits { headers: 1, data: 32 }); 3], Mutant::None);
    dut.set("out_ready", 1);
    let tlp = Tlp::new(class, 1, 3, 7, &mut Rng::new(1, "latency"));
    for beat in 0..tlp.beats() {
        let end = (beat + 1 == tlp.beats()).then_some(true);
        drive(&mut dut, &Input { beat: Some((tlp.clone(), beat)), end }, Mutant::None);
        dut.tick();
    }
    drive(&mut dut, &Input::default(), Mutant::None);
    for clocks in 1..20 {
        dut.eval();
        if dut.get("out_valid") == 1 {
            return clocks;
        }
        dut.tick();
    }
    panic!("nothing comes out");
}

#[test]
fn egress_queues__latency__is_as_documented() {
    let words = ["no", "one", "two", "three", "four", "five", "six", "seven"];
    for class in 0..3 {
        let clocks = latency(class) as usize;
        let documented = format!("**Latency** {} clocks from `frame_end`", words[clocks]);
        let entry = expether_gen::registry().into_iter().find(|e| e.name == "egress_queues");
        let source = entry.expect("registered").source;
        assert!(source.contains(&documented), "class {class}: {clocks} clocks");
    }
}

/// Clocks in which these TLPs go out, all of them being there before the first goes.
fn clocks_to_empty(shapes: &[(usize, usize)]) -> (u64, u64) {
    let mut dut = Dut::new("egress_queues");
    dut.reset();
    set_limits(&mut dut, [None; 3], Mutant::None);
    let mut rng = Rng::new(2, "throughput");
    let mut beats = 0;
    for (number, &(class, payload_dw)) in shapes.iter().enumerate() {
        let tlp = Tlp::new(class, payload_dw, 0, number as u64, &mut rng);
        for beat in 0..tlp.beats() {
            let end = (beat + 1 == tlp.beats()).then_some(true);
            drive(&mut dut, &Input { beat: Some((tlp.clone(), beat)), end }, Mutant::None);
            dut.eval();
            assert_eq!(dut.get("overflowed"), 0);
            dut.tick();
            beats += 1;
        }
    }
    drive(&mut dut, &Input::default(), Mutant::None);
    for _ in 0..20 {
        dut.tick();
    }
    dut.set("out_ready", 1);
    for clocks in 0..10_000 {
        dut.eval();
        if dut.get("out_valid") == 0 && clocks >= beats {
            return (clocks, beats);
        }
        dut.tick();
    }
    panic!("it does not become empty");
}

#[test]
fn egress_queues__tlps_of_any_queues__leave_back_to_back() {
    let shapes: [(&str, Vec<(usize, usize)>); 8] = [
        ("shortest posted", (0..200).map(|_| (0, 1)).collect()),
        ("shortest non-posted", (0..150).map(|_| (1, 0)).collect()),
        ("shortest completions", (0..200).map(|_| (2, 0)).collect()),
        ("shortest of all in turn", (0..300).map(|i| (i % 3, [1, 0, 0][i % 3])).collect()),
        ("shortest, posted in pairs", (0..300).map(|i| ([0, 0, 2, 1][i % 4], i % 2)).collect()),
        ("longest posted", (0..25).map(|_| (0, 128)).collect()),
        ("longest completions", (0..25).map(|_| (2, 128)).collect()),
        ("long and short", (0..40).map(|i| ([0, 2, 1][i % 3], [128, 0, 1][i % 3])).collect()),
    ];
    for (what, shapes) in shapes {
        let (clocks, beats) = clocks_to_empty(&shapes);
        assert_eq!(clocks, beats, "{what}");
    }
}

/// One beat a clock in and out at once.
#[test]
fn egress_queues__frames_without_pause__pass_at_one_beat_a_clock() {
    let mut dut = Dut::new("egress_queues");
    dut.reset();
    set_limits(&mut dut, [None; 3], Mutant::None);
    dut.set("out_ready", 1);
    let mut rng = Rng::new(3, "throughput");
    let (mut sent, mut received, mut frame) = (0u64, 0, 0);
    for number in 0..2000 {
        let tlp = Tlp::new(number as usize % 3, 1, 0, number, &mut rng);
        frame += 1;
        for beat in 0..tlp.beats() {
            let end = (beat + 1 == tlp.beats() && frame % 10 == 0).then_some(true);
            drive(&mut dut, &Input { beat: Some((tlp.clone(), beat)), end }, Mutant::None);
            dut.eval();
            assert_eq!(dut.get("overflowed"), 0);
            received += dut.get("out_valid");
            sent += 1;
            dut.tick();
        }
    }
    // A frame of ten TLPs, of three beats at most, and the latency are what is still inside.
    assert!(sent - received <= 30 + 5, "{sent} beats in, {received} out");
}
