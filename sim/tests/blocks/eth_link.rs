//! Link faults (IEEE 802.3, 46.3.4): what the MAC sends, and two MACs face to face.

use std::ops::Range;

use expether_sim::model::rng::Rng;
use expether_sim::model::xgmii::{with_fcs, FrameError, Word};

use crate::eth_mac::{payload, steady, Receiver, Transmitter};

const FAULTS: [&str; 2] = ["local_fault", "remote_fault"];
/// Clocks from a fault's input to the first word that shows it, on an idle line.
const LATENCY: usize = 3;
/// Clocks for which the end of a frame may still be sent: padding, FCS and terminate.
const LONGEST_END: usize = 10;

/// The transmitter sends frames back to back, and a fault comes and goes in given clocks; the frames.
fn interrupt(tx: &mut Transmitter, fault: &str, stopped: Range<usize>) -> Vec<Vec<u8>> {
    let mut rng = Rng::new(1, "frames");
    tx.restart();
    let given: Vec<Vec<u8>> =
        [70, 67, 9, 300, 64, 62, 8, 65].iter().map(|n| payload(*n, &mut rng)).collect();
    given.iter().for_each(|f| tx.source.push(f.clone(), false));
    for clock in 0..stopped.len() + 200 {
        tx.dut.set(fault, u64::from(stopped.contains(&clock)));
        tx.clock();
    }
    assert_eq!(tx.source.pending(), 0, "frames wait for ever");
    given
}

#[test]
fn xgmii_mac_tx__fault_in_any_clock__frames_are_whole_or_cut_off_and_none_begins() {
    let mut tx = Transmitter::new(steady());
    let (mut cut_off, mut none_cut, mut in_lane_four) = (0, 0, 0);
    for fault in FAULTS {
        for at in 0..90 {
            for clocks in [1, 2, 3, 7, 150] {
                let case = format!("{fault} for {clocks} clocks from {at}");
                let given = interrupt(&mut tx, fault, at..at + clocks);
                assert_eq!(tx.frames.len(), given.len(), "{case}: each begins once");
                let mut cut = 0;
                for (sent, given) in tx.frames.iter().zip(&given) {
                    match sent.error {
                        None => assert_eq!(sent.bytes, with_fcs(given), "{case}"),
                        Some(error) => {
                            assert_eq!(error, FrameError::ControlInside, "{case}");
                            cut += 1;
                        }
                    }
                    assert!(sent.gap.is_none_or(|g| g >= 9), "{case}: gap {:?}", sent.gap);
                    let starts = sent.start_cycle as usize;
                    // The word with the start is on the line a clock after its beat was taken.
                    let stopped = at + 2..=at + clocks + 1;
                    assert!(!stopped.contains(&starts), "{case}: a frame begins in {starts}");
                }
                assert!(cut <= 1, "{case}: {cut} frames cut off");
                assert_eq!((tx.strobes, tx.cut_off), ([8 - cut, 0, 0], cut), "{case}");
                assert_eq!(tx.decoder.coding_errors, 0, "{case}");
                let [local, remote] = tx.decoder.faults;
                let most = if fault == "local_fault" { 2 * clocks as u64 } else { 0 };
                assert!(local == 0 && remote <= most, "{case}: {remote} ordered sets");
                let silent = at + LATENCY + LONGEST_END + 30..at + clocks;
                let wanted = if most > 0 { Word::REMOTE_FAULT } else { Word::IDLE };
                for clock in silent {
                    assert_eq!(tx.words[clock], wanted, "{case}: clock {clock}");
                }
                cut_off += cut;
                none_cut += 1 - cut;
                // What was on its way four lanes later.
                let before = tx.frames.iter().rfind(|f| (f.start_cycle as usize) < at);
                in_lane_four += u64::from(before.is_some_and(|f| f.start_lane == 4));
            }
        }
    }
    let kinds = [cut_off, none_cut, in_lane_four];
    assert!(kinds.iter().all(|n| *n > 100), "{kinds:?}");
}

#[test]
fn xgmii_mac_tx__local_fault_on_an_idle_line__is_told_without_a_pause() {
    let mut tx = Transmitter::new(steady());
    (0..20).for_each(|_| _ = tx.clock());
    tx.dut.set("local_fault", 1);
    (0..50).for_each(|_| _ = tx.clock());
    tx.dut.set("local_fault", 0);
    (0..20).for_each(|_| _ = tx.clock());
    for (clock, word) in tx.words.iter().enumerate() {
        let told = (20 + LATENCY..70 + LATENCY).contains(&clock);
        let wanted = if told { Word::REMOTE_FAULT } else { Word::IDLE };
        assert_eq!(*word, wanted, "clock {clock}");
    }
}

/// One end of a line: a MAC with its faults wired as in `fabric_port`.
struct End {
    tx: Transmitter,
    rx: Receiver,
    given: Vec<Vec<u8>>,
}

impl End {
    fn new() -> Self {
        Self { tx: Transmitter::new(steady()), rx: Receiver::new(9022), given: vec![] }
    }

    fn send(&mut self, bytes: Vec<u8>) {
        self.tx.source.push(bytes.clone(), false);
        self.given.push(bytes);
    }

    fn faults(&mut self) -> [bool; 2] {
        FAULTS.map(|name| self.rx.get(name) == 1)
    }

    fn clock(&mut self) -> Word {
        for (name, fault) in FAULTS.iter().zip(self.faults()) {
            self.tx.dut.set(name, fault.into());
        }
        self.tx.clock()
    }
}

/// Two ends, whose line from the second to the first breaks now and then; `wired`: the faults that
/// the receivers find reach the transmitters.
fn face_to_face(seed: u64) -> Result<(), String> {
    let mut rng = Rng::new(seed, "face to face");
    let [mut near, mut far] = [End::new(), End::new()];
    let (mut broken_at, mut broken_for, mut breaks) = (0, 0, 0);
    let mut stopped = [0u64; 2];
    for clock in 0..60_000u64 {
        if clock < 50_000 {
            for end in [&mut near, &mut far] {
                if end.tx.source.pending() < 4 && rng.chance(0.05) {
                    let length = if rng.chance(0.1) { rng.below(3_000) } else { rng.below(200) };
                    end.send(payload(1 + length as usize, &mut rng));
                }
            }
            if clock > broken_at + broken_for + 400 && rng.chance(0.003) {
                (broken_at, broken_for, breaks) = (clock, 1 + rng.below(900), breaks + 1);
            }
        }
        let broken = (broken_at..broken_at + broken_for).contains(&clock);
        let to_far = near.clock();
        let to_near = if broken { Word::LOCAL_FAULT } else { far.clock() };
        if broken {
            far.clock();
        }
        near.rx.push(to_near);
        far.rx.push(to_far);
        // Deep in a break nothing else is on the line: the end of a frame, then the draining of the
        // longest, are past.
        if broken && clock > broken_at + 450 {
            if (near.faults(), far.faults()) != ([true, false], [false, true]) {
                return Err(format!("clock {clock}: {:?} {:?}", near.faults(), far.faults()));
            }
            if to_far != Word::REMOTE_FAULT || far.tx.words.last() != Some(&Word::IDLE) {
                return Err(format!("clock {clock}: {to_far:x?} {:x?}", far.tx.words.last()));
            }
            stopped[0] += 1;
        }
        stopped[1] += u64::from(near.faults()[0]);
    }
    if breaks < 10 || stopped.iter().any(|clocks| *clocks < 1_000) {
        return Err(format!("{breaks} breaks, {stopped:?} clocks of them"));
    }
    if near.faults() != [false; 2] || far.faults() != [false; 2] {
        return Err("the fault stays".to_owned());
    }
    for (name, from, to) in [("near", &near, &far), ("far", &far, &near)] {
        if from.tx.source.pending() > 0 {
            return Err(format!("{name}: does not go on"));
        }
        if from.tx.decoder.coding_errors > 0 {
            return Err(format!("{name}: {} coding errors", from.tx.decoder.coding_errors));
        }
        let short = from.tx.frames.iter().filter_map(|f| f.gap).find(|g| *g < 9);
        if let Some(gap) = short {
            return Err(format!("{name}: a gap of {gap}"));
        }
        // What comes out good was sent, in this order; what was not cut off and met no break came.
        let mut sent = from.given.iter().map(|f| {
            let mut padded = f.clone();
            padded.resize(f.len().max(60), 0);
            padded
        });
        let good = to.rx.frames.iter().filter(|f| !f.error);
        for (i, frame) in good.clone().enumerate() {
            if !sent.any(|f| f == frame.bytes) {
                return Err(format!("{name}: good frame {i} was not sent, or not in this order"));
            }
        }
        let lost = from.given.len() as u64 - good.count() as u64;
        if name == "near" && (lost != from.tx.cut_off || to.rx.strobes[2] != from.tx.cut_off) {
            return Err(format!("{lost} lost, {} cut off, {:?}", from.tx.cut_off, to.rx.strobes));
        }
        if name == "far" && lost > from.tx.cut_off + 4 * breaks {
            return Err(format!("{lost} lost of the far end's in {breaks} breaks"));
        }
    }
    if near.tx.cut_off == 0 || far.tx.cut_off == 0 {
        return Err("no frame was cut off".to_owned());
    }
    Ok(())
}

#[test]
fn xgmii_mac__line_broken_one_way__both_ends_stop_and_then_go_on_with_whole_frames() {
    for seed in 0..6 {
        face_to_face(seed).unwrap_or_else(|e| panic!("seed {seed}: {e}"));
    }
}
