//! The MAC blocks in rust-hdl's `simulate()`, the oracle. What needs more cycles runs in the
//! engine (`sim/tests`).

use crate::eth::xgmii_mac_rx::XgmiiMacRx;
use crate::eth::xgmii_mac_tx::XgmiiMacTx;
use crate::prim::stream::Beat;
use expether_hdl::prelude::*;

const IDLE: (u64, u64) = (0x0707_0707_0707_0707, 0xFF);

struct Pair {
    tx: XgmiiMacTx,
    rx: XgmiiMacRx,
    /// Every word sent.
    words: Vec<(u64, u64)>,
    /// Frames received, with their `error`.
    received: Vec<(Vec<u8>, bool)>,
    partial: Vec<u8>,
    good: usize,
}

fn beats(frame: &[u8], error: bool) -> Vec<Beat> {
    let count = frame.len().div_ceil(8);
    let beat = |(i, chunk): (usize, &[u8])| {
        let mut lanes = [0xEE; 8];
        lanes[..chunk.len()].copy_from_slice(chunk);
        let last = i + 1 == count;
        Beat {
            data: u64::from_le_bytes(lanes).into(),
            keep: ((1u64 << chunk.len()) - 1).into(),
            last,
            error: last && error,
        }
    };
    frame.chunks(8).enumerate().map(beat).collect()
}

impl Pair {
    fn new() -> Self {
        let mut pair = Pair {
            tx: XgmiiMacTx::default(),
            rx: XgmiiMacRx::default(),
            words: vec![],
            received: vec![],
            partial: vec![],
            good: 0,
        };
        pair.tx.connect_all();
        pair.rx.connect_all();
        pair.tx.reset.next = true;
        pair.rx.reset.next = true;
        pair.rx.maximum_length.next = 9022u64.into();
        pair.clock(None, IDLE);
        pair.clock(None, IDLE);
        pair.tx.reset.next = false;
        pair.rx.reset.next = false;
        pair.words.clear();
        pair
    }

    /// One clock; true if the beat was taken.
    fn clock(&mut self, beat: Option<Beat>, line: (u64, u64)) -> bool {
        self.tx.frame.valid.next = beat.is_some();
        self.tx.frame.payload.next = beat.unwrap_or_default();
        self.rx.xgmii_data.next = line.0.into();
        self.rx.xgmii_ctrl.next = line.1.into();
        self.settle();
        let taken = beat.is_some() && self.tx.frame.ready.val();
        self.words.push((self.tx.xgmii_data.val().into(), self.tx.xgmii_ctrl.val().into()));
        if self.rx.frame.valid.val() {
            let beat = self.rx.frame.payload.val();
            let bytes = u64::from(beat.data).to_le_bytes();
            let keep = u64::from(beat.keep);
            assert_eq!(keep & (keep + 1), 0, "keep is contiguous");
            assert!(beat.last || keep == 0xFF);
            self.partial.extend_from_slice(&bytes[..keep.count_ones() as usize]);
            if beat.last {
                self.received.push((std::mem::take(&mut self.partial), beat.error));
            }
        }
        self.good += usize::from(self.rx.good.val());
        for level in [true, false] {
            self.tx.clock.next = level.into();
            self.rx.clock.next = level.into();
            self.settle();
        }
        taken
    }

    fn settle(&mut self) {
        assert!(simulate(&mut self.tx, 50) && simulate(&mut self.rx, 50));
    }

    /// Sends frames back to back, what goes out coming in, and then waits for the last.
    fn send(&mut self, frames: &[(Vec<u8>, bool)]) {
        for (frame, error) in frames {
            for beat in beats(frame, *error) {
                while !self.clock(Some(beat), *self.words.last().unwrap_or(&IDLE)) {}
            }
        }
        for _ in 0..16 {
            self.clock(None, *self.words.last().unwrap_or(&IDLE));
        }
    }
}

fn frame(length: usize) -> Vec<u8> {
    (0..length).map(|i| (i * 37 + length) as u8).collect()
}

#[test]
fn xgmii_mac__every_last_beat__comes_back() {
    let mut pair = Pair::new();
    let frames: Vec<_> =
        (60..140).chain([1, 8, 9, 17, 59, 300]).map(|n| (frame(n), false)).collect();
    pair.send(&frames);
    assert_eq!(pair.received.len(), frames.len());
    for ((sent, _), (received, error)) in frames.iter().zip(&pair.received) {
        let mut padded = sent.clone();
        padded.resize(sent.len().max(60), 0);
        assert_eq!((&padded, false), (received, *error), "{} bytes", sent.len());
    }
    assert_eq!(pair.good, frames.len());
}

#[test]
fn xgmii_mac__error_on_last__spoils_that_frame_only() {
    let mut pair = Pair::new();
    let frames: Vec<_> =
        [64, 65, 71, 20, 72].iter().flat_map(|&n| [(frame(n), true), (frame(n), false)]).collect();
    pair.send(&frames);
    let errors: Vec<bool> = pair.received.iter().map(|f| f.1).collect();
    assert_eq!(errors, [true, false].repeat(5));
}

#[test]
fn xgmii_mac__underflow__spoils_that_frame_only() {
    let mut pair = Pair::new();
    let beats = beats(&frame(100), false);
    for (i, beat) in beats.iter().enumerate() {
        if i == 9 {
            assert!(!pair.clock(None, *pair.words.last().unwrap_or(&IDLE)));
        }
        while !pair.clock(Some(*beat), *pair.words.last().unwrap_or(&IDLE)) {}
    }
    pair.send(&[(frame(80), false)]);
    let errors: Vec<bool> = pair.received.iter().map(|f| f.1).collect();
    assert_eq!(errors, [true, false]);
}

#[test]
fn xgmii_mac_tx__first_words__are_those_of_the_standard() {
    let mut pair = Pair::new();
    pair.send(&[(frame(64), false)]);
    let start = pair.words.iter().position(|w| w.1 == 1).expect("a start");
    assert_eq!(pair.words[start].0, expether_wire::xgmii::PREAMBLE_WORD);
    assert_eq!(pair.words[start + 1].0.to_le_bytes(), frame(64)[..8]);
    assert_eq!(start + 1, 2, "latency");
    let fcs = crc32fast::hash(&frame(64)).to_le_bytes();
    let tail = pair.words[start + 9].0.to_le_bytes();
    assert_eq!((&tail[..4], tail[4], pair.words[start + 9].1), (&fcs[..], 0xFD, 0xF0));
}
