//! PAUSE on a wire: the blocks with the MACs, two stations face to face, and MAC control frames
//! that Scapy made.

use std::collections::VecDeque;

use expether_sim::model::rng::Rng;
use expether_sim::model::stream::{Beat, BeatSource};
use expether_sim::model::xgmii::{with_fcs, Decoder, WireFrame, Word};
use serde_json::Value;

use crate::dut::Dut;
use crate::eth_mac::{payload, steady, words_of};
use crate::eth_pause::{control, port, LOCAL, PAUSE_ADDRESS};

/// Clocks from the word with a PAUSE frame's terminate character to `paused`. Its last beat is in
/// the word before, comes out of the MAC three clocks after that, and counts one clock later.
const REACTION: u64 = 3;
/// Clocks from `paused` falling to the word with the start character of a frame that waited: one
/// of the block, one of the MAC.
const RESUMPTION: u64 = 2;
/// Clocks from `paused` rising to the last start character of a frame that had begun: it may have
/// waited for the gap behind the one before.
const UNDER_WAY: u64 = RESUMPTION + 4;

/// Clocks from `congested` until the neighbour's last frame has ended, if frames have up to 1,518
/// bytes without FCS and the wire has no length: 2 frames of 192 clocks, PAUSE, and the blocks.
const LONGEST_REACTION: u64 = 410;

/// MAC and PAUSE blocks, both directions.
struct Station {
    mac_rx: Dut,
    pause_rx: Dut,
    pause_tx: Dut,
    mac_tx: Dut,
    source: BeatSource,
    decoder: Decoder,
    cycle: u64,
    partial: Vec<u8>,
    /// Frames that came, with their `error`.
    received: Vec<(Vec<u8>, bool)>,
    /// Frames on the wire.
    sent: Vec<WireFrame>,
    /// `pause_received`, `control_dropped`, `pause_sent`, `underflow`.
    strobes: [u64; 4],
    paused: Vec<bool>,
}

impl Station {
    fn new(mac: [u8; 6]) -> Self {
        let dut = |name| {
            let mut dut = Dut::new(name);
            dut.scramble(5);
            dut.reset();
            dut
        };
        let mut station = Self {
            mac_rx: dut("xgmii_mac_rx"),
            pause_rx: dut("pause_receiver"),
            pause_tx: dut("pause_transmitter"),
            mac_tx: dut("xgmii_mac_tx"),
            source: steady(),
            decoder: Decoder::default(),
            cycle: 0,
            partial: vec![],
            received: vec![],
            sent: vec![],
            strobes: [0; 4],
            paused: vec![],
        };
        station.mac_rx.set("maximum_length", 1522);
        station.pause_rx.set("honour", 1);
        station.pause_tx.set("local_mac", port(mac));
        station.pause_tx.set("enable", 1);
        station
    }

    /// One word in, one out.
    fn clock(&mut self, word: Word) -> Word {
        let Self { mac_rx, pause_rx, pause_tx, mac_tx, .. } = self;
        mac_rx.set("xgmii_data", word.data);
        mac_rx.set("xgmii_ctrl", word.ctrl.into());
        mac_rx.eval();
        pause_tx.eval();
        pause_rx.set_beat("inp", mac_rx.beat("frame"));
        pause_rx.set("transmitting", pause_tx.get("transmitting"));
        pause_rx.eval();
        mac_tx.eval();
        let paused = pause_rx.get("paused");
        pause_tx.set_beat("inp", self.source.drive());
        pause_tx.set("paused", paused);
        pause_tx.set("out_ready", mac_tx.get("frame_ready"));
        pause_tx.eval();
        mac_tx.set_beat("frame", pause_tx.beat("out"));
        mac_tx.eval();

        self.source.clock(pause_tx.get("inp_ready") == 1);
        self.paused.push(paused == 1);
        for (count, (dut, strobe)) in self.strobes.iter_mut().zip([
            (&*pause_rx, "pause_received"),
            (pause_rx, "control_dropped"),
            (pause_tx, "pause_sent"),
            (mac_tx, "underflow"),
        ]) {
            *count += dut.get(strobe);
        }
        let beat = pause_rx.beat("out");
        if beat.valid {
            let count = beat.keep.count_ones() as usize;
            self.partial.extend_from_slice(&beat.data.to_le_bytes()[..count]);
            if beat.last {
                self.received.push((std::mem::take(&mut self.partial), beat.error));
            }
        }
        let word = Word { data: mac_tx.get("xgmii_data"), ctrl: mac_tx.get("xgmii_ctrl") as u8 };
        self.sent.extend(self.decoder.push(word));
        [mac_rx, pause_rx, pause_tx, mac_tx].into_iter().for_each(Dut::tick);
        self.cycle += 1;
        word
    }

    /// A frame on the wire into an otherwise idle line; the cycle of its terminate character.
    fn take(&mut self, frame: &[u8], lane: usize) -> u64 {
        let words = words_of(&with_fcs(frame), lane);
        let end = self.cycle + words.len() as u64 - 1;
        words.into_iter().for_each(|word| _ = self.clock(word));
        end
    }

    fn idle(&mut self, clocks: u64) {
        (0..clocks).for_each(|_| _ = self.clock(Word::IDLE));
    }
}

fn is_control(frame: &WireFrame) -> bool {
    frame.bytes[12..14] == [0x88, 0x08]
}

#[test]
fn pause__on_an_idle_line__silence_begins_and_ends_to_the_clock() {
    for lane in [0, 4] {
        for quanta in [1, 2, 3, 7, 100] {
            let mut station = Station::new(LOCAL);
            station.idle(10);
            let end = station.take(&control(PAUSE_ADDRESS, [7; 6], 1, quanta), lane);
            station.idle(REACTION);
            // Comes when it is too late to begin.
            station.source.push(vec![1; 60], false);
            station.idle(8 * u64::from(quanta) + 40);
            let first = station.paused.iter().position(|p| *p).expect("paused") as u64;
            let clocks = station.paused.iter().filter(|p| **p).count() as u64;
            assert_eq!(first, end + REACTION, "lane {lane}");
            assert_eq!(clocks, 8 * u64::from(quanta));
            let resumed = station.sent[0].start_cycle;
            assert_eq!(resumed, end + REACTION + clocks + RESUMPTION, "{quanta} quanta");
            assert_eq!(station.strobes, [1, 0, 0, 0]);
        }
    }
}

#[test]
fn pause__while_frames_stream__the_silence_is_whole_after_the_frame_under_way() {
    for quanta in [2, 3, 4, 8, 13, 30, 60] {
        let mut station = Station::new(LOCAL);
        let length = 60 + 19 * quanta as usize;
        (0..40).for_each(|_| station.source.push(vec![3; length], false));
        station.idle(300);
        let end = station.take(&control(PAUSE_ADDRESS, [7; 6], 1, quanta), 0);
        station.idle(1200);
        let starts: Vec<u64> = station.sent.iter().map(|f| f.start_cycle).collect();
        // From the last beat of one frame to the first of the next, instead of none or a few.
        let beats = length.div_ceil(8) as u64;
        let silent: Vec<u64> = starts
            .windows(2)
            .filter(|pair| pair[1] - pair[0] > beats + 4)
            .map(|pair| pair[1] - pair[0] - beats)
            .collect();
        assert_eq!(silent, [8 * u64::from(quanta)], "{starts:?}");
        let paused = end + REACTION;
        let last_before = starts.iter().filter(|s| **s <= paused + UNDER_WAY).count();
        assert!(starts[last_before] >= paused + 8 * u64::from(quanta) + RESUMPTION);
    }
}

/// A silence that a station owes: no frame but MAC control begins between these cycles.
fn breaches(silences: &[(u64, u64)], frames: &[WireFrame]) -> usize {
    let starts = frames.iter().filter(|f| !is_control(f)).map(|f| f.start_cycle);
    starts.filter(|s| silences.iter().any(|(from, to)| (*from..*to).contains(s))).count()
}

/// What PAUSE frames on the wire ask of the station that hears them.
fn silences(heard: &[WireFrame]) -> Vec<(u64, u64)> {
    let mut found: Vec<(u64, u64)> = vec![];
    for frame in heard.iter().filter(|f| is_control(f) && f.error.is_none()) {
        let from = frame.end_cycle + REACTION;
        if let Some(last) = found.last_mut() {
            last.1 = last.1.min(from);
        }
        let quanta = u64::from(u16::from_be_bytes([frame.bytes[16], frame.bytes[17]]));
        found.push((from + UNDER_WAY, from + 8 * quanta + RESUMPTION));
    }
    found
}

#[test]
fn pause__two_stations_on_a_bad_wire__silence_is_kept_and_no_frame_is_lost() {
    let mut rng = Rng::new(11, "stations");
    let mut stations = [Station::new(LOCAL), Station::new([2, 0, 0, 0, 0, 9])];
    let (mut words, mut flips) = ([Word::IDLE; 2], 0);
    let (mut pushed, mut congested) = ([vec![], vec![]], [false; 2]);
    let clocks = 120_000;
    for clock in 0..clocks {
        for (i, station) in stations.iter_mut().enumerate() {
            if clock < clocks - 40_000 {
                if station.source.pending() == 0 && rng.chance(0.2) {
                    let mut frame = payload(60 + rng.below(1458) as usize, &mut rng);
                    frame[12..14].copy_from_slice(&[0x81, 0x00]);
                    station.source.push(frame.clone(), false);
                    pushed[i].push(frame);
                }
                congested[i] ^= rng.chance(0.001);
            } else {
                congested[i] = false;
            }
            station.pause_tx.set("congested", congested[i].into());
            station.pause_tx.set("pause_quanta", if i == 0 { 100 } else { 20 });
        }
        let [a, b] = &mut stations;
        words = [a.clock(words[1]), b.clock(words[0])];
        // Of what station 0 says some is spoiled on its way.
        if words[0].ctrl == 0 && rng.chance(0.004) {
            words[0].data ^= 1 << rng.below(64);
            flips += 1;
        }
    }
    let [a, b] = &stations;
    assert!(a.strobes[2] > 100 && b.strobes[2] > 100, "{:?} {:?}", a.strobes, b.strobes);
    assert_eq!((a.strobes[3], b.strobes[3]), (0, 0), "a MAC had nothing to send inside a frame");
    assert!(flips > 50);
    // What was pushed went out whole, in its order.
    for (station, pushed) in stations.iter().zip(&pushed) {
        let data: Vec<_> = station.sent.iter().filter(|f| !is_control(f)).collect();
        assert_eq!(data.len(), pushed.len());
        assert!(data.iter().zip(pushed).all(|(f, p)| f.error.is_none() && f.bytes == with_fcs(p)));
    }
    // And came in so, but for what the wire spoiled; of MAC control frames none is left unmarked.
    let good = |s: &Station| -> VecDeque<Vec<u8>> {
        s.received.iter().filter(|f| !f.1).map(|f| f.0.clone()).collect()
    };
    assert_eq!(Vec::from(good(a)), pushed[1]);
    let mut sent = pushed[0].iter();
    assert!(good(b).iter().all(|f| sent.any(|s| s == f)), "not what was sent, in its order");
    assert!(good(b).len() < pushed[0].len() && good(b).len() + flips >= pushed[0].len());
    assert!(b.strobes[0] < a.strobes[2], "no PAUSE was spoiled");
    assert_eq!(a.strobes[0], b.strobes[2]);

    // Station 0 hears station 1 without fault. Each word arrives a clock later than it was sent.
    let mut heard = b.sent.clone();
    heard.iter_mut().for_each(|f| f.end_cycle += 1);
    let silences = silences(&heard);
    assert!(silences.iter().filter(|(from, to)| to > from).count() > 50);
    assert_eq!(breaches(&silences, &a.sent), 0);
    // The checker's mutants: a silence that was not asked for is not kept; nor any a little longer.
    let shifted: Vec<_> = silences.iter().map(|(from, to)| (from + 3000, to + 3000)).collect();
    assert!(breaches(&shifted, &a.sent) > 0);
    let longer: Vec<_> = silences.iter().map(|(from, to)| (*from, to + 1)).collect();
    assert!(breaches(&longer, &a.sent) > 0, "no silence was ended by its own time");
}

#[test]
fn pause__congestion__silences_the_neighbour_within_two_longest_frames() {
    let mut rng = Rng::new(12, "stations");
    let mut stations = [Station::new(LOCAL), Station::new([2, 0, 0, 0, 0, 9])];
    stations[0].pause_tx.set("pause_quanta", 100);
    let mut words = [Word::IDLE; 2];
    let mut clock = |stations: &mut [Station; 2], congested: bool| {
        for station in stations.iter_mut().filter(|s| s.source.pending() < 2) {
            let length = if rng.chance(0.9) { 1518 } else { 60 + rng.below(1458) };
            station.source.push(vec![3; length as usize], false);
        }
        stations[0].pause_tx.set("congested", congested.into());
        let [a, b] = stations;
        words = [a.clock(words[1]), b.clock(words[0])];
    };
    let mut worst = 0;
    for round in 0..60 {
        (0..600 + 17 * round).for_each(|_| clock(&mut stations, false));
        let begin = stations[1].cycle;
        (0..1200).for_each(|_| clock(&mut stations, true));
        let last = stations[1].sent.last().expect("frames").end_cycle;
        worst = worst.max(last.saturating_sub(begin));
    }
    assert!(stations[0].strobes[2] >= 60 * 3, "PAUSE is not repeated");
    // Ours under way, then PAUSE, then theirs begun just before it came.
    assert!((350..=LONGEST_REACTION).contains(&worst), "{worst} clocks");
}

#[test]
fn pause__frames_made_by_scapy__are_taken_and_ours_are_the_same() {
    let vectors: Value =
        serde_json::from_str(include_str!("../../../rtl/wire/tests/vectors/vectors.json"))
            .expect("JSON");
    let text = |v: &Value, digits: &str| -> Vec<u8> {
        let digits = v.as_str().expect("text").replace(digits, "");
        let bytes = digits.as_bytes().chunks(2);
        bytes
            .map(|d| u8::from_str_radix(std::str::from_utf8(d).expect("ASCII"), 16).expect("hex"))
            .collect()
    };
    let mut vlan = Dut::new("vlan_checker");
    vlan.reset();
    let (mut pauses, mut others) = (0, 0);
    for v in vectors["mac_control"].as_array().expect("a list") {
        let frame = text(&v["bytes"], "");
        let mac = |name: &str| -> [u8; 6] { text(&v[name], ":").try_into().expect("six bytes") };
        // One to our own address is as good as none.
        let to_partner = mac("destination") == PAUSE_ADDRESS;
        let time = v["pause_time"].as_u64().filter(|_| to_partner);

        // In through the MAC, with the checker of the group behind, which must not count it.
        let mut station = Station::new(mac("destination"));
        station.take(&frame, 4 * (pauses % 2));
        let mut wrong_group = 0;
        for _ in 0..12 {
            station.clock(Word::IDLE);
        }
        for (bytes, error) in &station.received {
            for offset in (0..bytes.len()).step_by(8) {
                vlan.set_beat("inp", Beat::cut(bytes, offset, *error));
                vlan.eval();
                wrong_group += vlan.get("wrong_group");
                vlan.tick();
            }
        }
        let mut padded = frame.clone();
        padded.resize(60, 0);
        assert_eq!(station.received, [(padded.clone(), true)]);
        assert_eq!(wrong_group, 0);
        assert_eq!(station.strobes[..2], if time.is_some() { [1, 0] } else { [0, 1] });
        let Some(time) = time else {
            assert!(!station.paused.contains(&true), "{}", v["name"]);
            others += 1;
            continue;
        };
        assert_eq!(station.paused.contains(&true), time > 0);
        station.idle((8 * time).min(800));
        let clocks = station.paused.iter().filter(|p| **p).count() as u64;
        assert!(clocks == 8 * time || (time > 90 && clocks > 700), "{clocks} clocks");

        // Out: the same bytes, but that ours always goes to the group.
        let mut station = Station::new(mac("source"));
        station.pause_tx.set("pause_quanta", time.max(1));
        station.pause_tx.set("congested", 1);
        station.idle(1);
        station.pause_tx.set("congested", 0);
        station.idle(60);
        let ours = &station.sent[if time == 0 { 1 } else { 0 }];
        padded[..6].copy_from_slice(&PAUSE_ADDRESS);
        assert_eq!((&ours.bytes, ours.error), (&with_fcs(&padded), None));
        pauses += 1;
    }
    assert!(pauses >= 8 && others >= 3, "{pauses} {others}");
}
