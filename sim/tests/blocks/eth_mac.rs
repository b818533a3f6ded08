//! The MAC blocks with right frames: every length, every lane, line rate, latency.

use expether_sim::model::rng::Rng;
use expether_sim::model::stream::{Beat, BeatSource};
use expether_sim::model::xgmii::{with_fcs, Decoder, Encoder, WireFrame, Word};

use crate::dut::Dut;

pub const STROBES: [&str; 5] = ["good", "bad_fcs", "bad_code", "undersize", "oversize"];

/// A frame that came out of the receiver.
#[derive(Clone, Debug, PartialEq)]
pub struct Received {
    pub bytes: Vec<u8>,
    pub error: bool,
    /// Cycle of its first beat.
    pub first: u64,
}

/// The receiver, and what comes out of it.
pub struct Receiver {
    dut: Dut,
    pub cycle: u64,
    partial: Option<Received>,
    pub frames: Vec<Received>,
    /// Strobes so far, in the order of [`STROBES`].
    pub strobes: [u64; 5],
}

impl Receiver {
    pub fn new(maximum_length: u64) -> Self {
        let mut dut = Dut::new("xgmii_mac_rx");
        dut.scramble(7);
        dut.set("maximum_length", maximum_length);
        dut.reset();
        dut.set("maximum_length", maximum_length);
        let mut receiver = Self { dut, cycle: 0, partial: None, frames: vec![], strobes: [0; 5] };
        receiver.idle(4);
        receiver
    }

    /// Another `maximum_length`.
    pub fn limit(&mut self, maximum_length: u64) {
        self.dut.set("maximum_length", maximum_length);
    }

    /// The value of a port after the last word.
    pub fn get(&mut self, port: &str) -> u64 {
        self.dut.eval();
        self.dut.get(port)
    }

    /// Forgets the frames and strobes so far, but not the state of the block.
    pub fn forget(&mut self) {
        assert!(self.partial.is_none(), "a frame is under way");
        self.frames.clear();
        self.strobes = [0; 5];
    }

    /// One word; what comes out in its cycle.
    pub fn push(&mut self, word: Word) {
        self.dut.set("xgmii_data", word.data);
        self.dut.set("xgmii_ctrl", word.ctrl.into());
        self.dut.eval();
        let beat = self.dut.beat("frame");
        if beat.valid {
            let count = beat.keep.trailing_ones();
            assert!(count > 0 && u16::from(beat.keep) + 1 == 1 << count, "keep {:02X}", beat.keep);
            assert!(beat.last || count == 8, "keep is full before last");
            let first = self.cycle;
            let frame = self.partial.get_or_insert(Received { bytes: vec![], error: false, first });
            frame.bytes.extend_from_slice(&beat.data.to_le_bytes()[..count as usize]);
            if beat.last {
                frame.error = beat.error;
                self.frames.extend(self.partial.take());
            }
        }
        for (count, name) in self.strobes.iter_mut().zip(STROBES) {
            *count += self.dut.get(name);
        }
        self.dut.tick();
        self.cycle += 1;
    }

    pub fn idle(&mut self, words: u64) {
        for _ in 0..words {
            self.push(Word::IDLE);
        }
    }

    /// Everything an encoder holds, and what is under way.
    pub fn drain(&mut self, encoder: &mut Encoder) {
        while encoder.backlog() > 0 {
            self.push(encoder.pop());
        }
        for _ in 0..8 {
            self.push(encoder.pop());
        }
    }
}

/// The transmitter, and what it sends.
pub struct Transmitter {
    pub dut: Dut,
    pub source: BeatSource,
    pub decoder: Decoder,
    pub frames: Vec<WireFrame>,
    pub words: Vec<Word>,
    /// `sent`, `spoiled`, `underflow`.
    pub strobes: [u64; 3],
    pub cut_off: u64,
}

impl Transmitter {
    pub fn new(source: BeatSource) -> Self {
        let mut dut = Dut::new("xgmii_mac_tx");
        dut.scramble(9);
        dut.reset();
        let decoder = Decoder::default();
        Self { dut, source, decoder, frames: vec![], words: vec![], strobes: [0; 3], cut_off: 0 }
    }

    /// Reset, and everything so far forgotten.
    pub fn restart(&mut self) {
        self.dut.reset();
        (self.source, self.decoder) = (steady(), Decoder::default());
        (self.strobes, self.cut_off) = ([0; 3], 0);
        self.frames.clear();
        self.words.clear();
    }

    pub fn clock(&mut self) -> Word {
        let beat = self.source.drive();
        self.dut.set_beat("frame", beat);
        self.dut.eval();
        let word =
            Word { data: self.dut.get("xgmii_data"), ctrl: self.dut.get("xgmii_ctrl") as u8 };
        self.source.clock(self.dut.get("frame_ready") == 1);
        for (count, name) in self.strobes.iter_mut().zip(["sent", "spoiled", "underflow"]) {
            *count += self.dut.get(name);
        }
        self.cut_off += self.dut.get("cut_off");
        self.dut.tick();
        self.words.push(word);
        self.frames.extend(self.decoder.push(word));
        word
    }

    /// Until all is sent; every frame must be out in time.
    pub fn run(&mut self) {
        let mut budget = 1_000_000;
        while self.source.pending() > 0 {
            self.clock();
            budget -= 1;
            assert!(budget > 0, "frame_ready stays low");
        }
        for _ in 0..24 {
            self.clock();
        }
    }
}

pub fn payload(length: usize, rng: &mut Rng) -> Vec<u8> {
    (0..length).map(|_| rng.bits() as u8).collect()
}

/// Never pauses.
pub fn steady() -> BeatSource {
    BeatSource::new(0.0, Rng::new(0, "source"))
}

#[test]
fn xgmii_mac_tx__every_length_back_to_back__frames_and_gaps_are_right() {
    let mut rng = Rng::new(1, "payload");
    let frames: Vec<Vec<u8>> = (1..=1518).map(|n| payload(n, &mut rng)).collect();
    let mut tx = Transmitter::new(steady());
    frames.iter().for_each(|f| tx.source.push(f.clone(), false));
    tx.run();
    assert_eq!(tx.frames.len(), frames.len());
    for (sent, given) in tx.frames.iter().zip(&frames) {
        assert_eq!((&sent.bytes, sent.error), (&with_fcs(given), None), "{} bytes", given.len());
        assert!(sent.gap.is_none_or(|g| (9..=15).contains(&g)), "gap {:?}", sent.gap);
    }
    let gaps: u64 = tx.frames.iter().filter_map(|f| f.gap).sum();
    let mean = gaps as f64 / (tx.frames.len() - 1) as f64;
    assert!((11.99..=12.01).contains(&mean), "mean gap {mean}");
    assert!([0, 4].iter().all(|lane| tx.frames.iter().any(|f| f.start_lane == *lane)));
    assert_eq!(tx.strobes, [1518, 0, 0]);
    assert_eq!(tx.decoder.coding_errors, 0);
}

#[test]
fn xgmii_mac_tx__minimum_frames__one_every_84_bytes() {
    let mut tx = Transmitter::new(steady());
    (0..1001).for_each(|i| tx.source.push(vec![i as u8; 60], false));
    tx.run();
    let cycles = tx.frames[1000].start_cycle - tx.frames[0].start_cycle;
    assert_eq!(cycles * 8, 1000 * 84, "1,000 frames take {cycles} clocks");
}

#[test]
fn xgmii_mac_tx__gap__is_twelve_on_average_for_every_length() {
    for length in 60..92 {
        let mut tx = Transmitter::new(steady());
        (0..41).for_each(|i| tx.source.push(vec![i; length], false));
        tx.run();
        let gaps: u64 = tx.frames.iter().filter_map(|f| f.gap).sum();
        assert!(gaps.abs_diff(40 * 12) <= 3, "{length} bytes: {gaps} in 40 gaps");
        assert_eq!(tx.frames[0].start_lane, 0);
    }
}

#[test]
fn xgmii_mac_tx__first_beat__is_on_the_line_after_two_clocks() {
    let mut tx = Transmitter::new(BeatSource::new(0.0, Rng::new(0, "source")));
    let mut rng = Rng::new(2, "pauses");
    for i in 0..200 {
        tx.source.push(payload(60 + i, &mut rng), false);
        // Sometimes back to back, sometimes after an idle line.
        if rng.chance(0.5) {
            for _ in 0..rng.below(60) {
                tx.clock();
            }
        }
    }
    tx.run();
    let crossings = tx.source.log.clone();
    assert_eq!(crossings.len(), tx.frames.len());
    for (crossing, frame) in crossings.iter().zip(&tx.frames) {
        // The frame's bytes begin a whole word after the start character.
        assert_eq!(frame.start_cycle + 1, crossing.first + 2);
    }
}

#[test]
fn xgmii_mac_rx__every_length_in_both_lanes__frames_come_out_whole() {
    let mut rng = Rng::new(3, "payload");
    let mut rx = Receiver::new(1522);
    let mut encoder = Encoder::default();
    let frames: Vec<Vec<u8>> = (60..=1518).chain(60..=1518).map(|n| payload(n, &mut rng)).collect();
    for (i, frame) in frames.iter().enumerate() {
        if i == 1459 {
            // The second half in the other lane.
            rx.drain(&mut encoder);
            encoder.push(&with_fcs(&[0; 60]), false);
        }
        encoder.push(&with_fcs(frame), false);
    }
    rx.drain(&mut encoder);
    let extra = rx.frames.remove(1459);
    assert_eq!(extra.bytes, [0; 60]);
    assert_eq!(rx.frames.len(), frames.len());
    for (got, sent) in rx.frames.iter().zip(&frames) {
        assert_eq!((&got.bytes, got.error), (sent, false), "{} bytes", sent.len());
    }
    assert_eq!(rx.strobes, [2 * 1459 + 1, 0, 0, 0, 0]);
}

/// Words of one frame that starts in a lane, with so many idle words after.
pub fn words_of(frame: &[u8], lane: usize) -> Vec<Word> {
    let mut lanes = vec![(0x07, true); lane];
    lanes.push((0xFB, true));
    lanes.extend([(0x55, false); 6]);
    lanes.push((0xD5, false));
    lanes.extend(frame.iter().map(|&b| (b, false)));
    lanes.push((0xFD, true));
    words_of_lanes(lanes)
}

/// Characters as words, filled up with idle.
pub fn words_of_lanes(mut lanes: Vec<(u8, bool)>) -> Vec<Word> {
    lanes.resize(lanes.len().div_ceil(8) * 8, (0x07, true));
    let word = |chunk: &[(u8, bool)]| Word {
        data: u64::from_le_bytes(std::array::from_fn(|i| chunk[i].0)),
        ctrl: chunk.iter().enumerate().fold(0, |c, (i, l)| c | u8::from(l.1) << i),
    };
    lanes.chunks(8).map(word).collect()
}

#[test]
fn xgmii_mac_rx__first_beat__comes_three_clocks_after_the_first_bytes() {
    let mut rng = Rng::new(4, "payload");
    for lane in [0, 4] {
        for length in 60..80 {
            let mut rx = Receiver::new(1522);
            let start = rx.cycle;
            let frame = payload(length, &mut rng);
            words_of(&with_fcs(&frame), lane).into_iter().for_each(|w| rx.push(w));
            rx.idle(8);
            assert_eq!(rx.frames.len(), 1, "lane {lane}, {length} bytes");
            assert_eq!((&rx.frames[0].bytes, rx.frames[0].error), (&frame, false));
            // The start is in word 0, so the frame's first bytes are in word 1.
            assert_eq!(rx.frames[0].first, start + 1 + 3, "lane {lane}, {length} bytes");
        }
    }
}

#[test]
fn xgmii_mac_rx__gaps_of_five_bytes__nothing_is_lost() {
    // The shortest gap a receiver may see (IEEE 802.3 clause 46.2.1), in every position.
    let mut rng = Rng::new(5, "payload");
    let mut lanes = vec![];
    let mut frames = vec![];
    for _ in 0..400 {
        let frame = payload(60 + rng.below(40) as usize, &mut rng);
        let mut gap = 5;
        lanes.push((0xFDu8, true));
        while (lanes.len() + gap - 1) % 4 != 0 {
            gap += 1;
        }
        lanes.extend(vec![(0x07, true); gap - 1]);
        lanes.push((0xFB, true));
        lanes.extend([(0x55, false); 6]);
        lanes.push((0xD5, false));
        lanes.extend(with_fcs(&frame).into_iter().map(|b| (b, false)));
        frames.push(frame);
    }
    lanes.push((0xFD, true));
    let mut rx = Receiver::new(1522);
    words_of_lanes(lanes).into_iter().for_each(|w| rx.push(w));
    rx.idle(8);
    let got: Vec<_> = rx.frames.iter().map(|f| (f.bytes.clone(), f.error)).collect();
    let sent: Vec<_> = frames.into_iter().map(|f| (f, false)).collect();
    assert!(got == sent, "{} of {} frames", got.len(), sent.len());
}

#[test]
fn xgmii_mac__transmitter_into_receiver__random_pauses_between_frames() {
    let mut rng = Rng::new(6, "frames");
    let mut tx = Transmitter::new(steady());
    let mut rx = Receiver::new(9022);
    let mut sent = vec![];
    for _ in 0..2000 {
        let length = if rng.chance(0.1) { rng.below(9000) } else { rng.below(120) };
        let mut frame = payload(length as usize + 1, &mut rng);
        tx.source.push(frame.clone(), false);
        frame.resize(frame.len().max(60), 0);
        sent.push(frame);
        if rng.chance(0.3) {
            for _ in 0..rng.below(40) {
                rx.push(tx.clock());
            }
        }
    }
    while tx.source.pending() > 0 {
        rx.push(tx.clock());
    }
    for _ in 0..20 {
        rx.push(tx.clock());
    }
    assert_eq!(rx.frames.len(), sent.len());
    assert!(rx.frames.iter().zip(&sent).all(|(got, sent)| got.bytes == *sent && !got.error));
    assert_eq!(rx.strobes, [2000, 0, 0, 0, 0]);
}

#[test]
fn xgmii_mac_tx__beat_with_garbage_beyond_keep__garbage_is_not_sent() {
    // Padding made of what was left in a buffer would show it to the network.
    let mut tx = Transmitter::new(steady());
    let beat = Beat { data: 0xEEEE_EEEE_EEEE_EE11, keep: 1, last: true, error: false, valid: true };
    tx.dut.set_beat("frame", beat);
    tx.dut.tick();
    tx.dut.set_beat("frame", Beat::default());
    for _ in 0..14 {
        tx.dut.eval();
        let word = Word { data: tx.dut.get("xgmii_data"), ctrl: tx.dut.get("xgmii_ctrl") as u8 };
        tx.frames.extend(tx.decoder.push(word));
        tx.dut.tick();
    }
    assert_eq!(tx.frames[0].bytes, with_fcs(&[0x11]));
    assert_eq!(tx.frames[0].error, None);
}
