//! Source, sink and rule checker of a `Beat` stream: 64 bits of data, byte keep, last, error,
//! valid and ready.

use std::collections::VecDeque;

use super::rng::Rng;

/// What stands on the forward wires of a stream in one cycle.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq)]
pub struct Beat {
    /// Byte 0 in bits 7:0.
    pub data: u64,
    /// Bit `i`: byte `i` belongs to the packet. Contiguous from bit 0, full except on last.
    pub keep: u8,
    pub last: bool,
    /// With `last`: drop the whole packet.
    pub error: bool,
    pub valid: bool,
}

impl Beat {
    /// The beat of a packet that begins at this offset, a multiple of 8 before its end.
    pub fn cut(packet: &[u8], offset: usize, error: bool) -> Self {
        let rest = packet.get(offset..).unwrap_or(&[]);
        let count = rest.len().min(8);
        let mut data = [0u8; 8];
        data[..count].copy_from_slice(&rest[..count]);
        let last = rest.len() <= 8;
        Self {
            data: u64::from_le_bytes(data),
            keep: (0xFFu16 >> (8 - count)) as u8,
            last,
            error: last && error,
            valid: true,
        }
    }
}

/// A packet that has crossed a stream.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Transfer {
    pub bytes: Vec<u8>,
    pub error: bool,
    /// Cycle in which the first beat was first offered.
    pub offered_cycle: u64,
    /// Cycle in which the first beat was transferred.
    pub first_cycle: u64,
    /// Cycle in which the last beat was transferred.
    pub last_cycle: u64,
}

/// A rule of the stream, or of another interface, was broken.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("cycle {cycle}: `{signal}`: {rule}")]
pub struct ProtocolError {
    pub signal: String,
    pub cycle: u64,
    pub rule: &'static str,
}

/// Sends packets into the design.
#[derive(Debug)]
pub struct BeatSource {
    queue: VecDeque<Packet>,
    offset: usize,
    beat: Beat,
    offered: u64,
    first: u64,
    cycle: u64,
    stall: f64,
    rng: Rng,
    /// When each packet begun so far crossed.
    pub log: Vec<Crossing>,
}

/// When a packet crossed a stream.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct Crossing {
    /// Cycle in which the first beat was first offered.
    pub offered: u64,
    /// Cycle in which the first beat was taken.
    pub first: u64,
    /// Cycle in which the last beat was taken; `u64::MAX` until then.
    pub last: u64,
}

#[derive(Debug)]
struct Packet {
    bytes: Vec<u8>,
    error: bool,
}

impl BeatSource {
    /// Between beats and before packets it pauses with probability `stall` each cycle.
    pub fn new(stall: f64, rng: Rng) -> Self {
        Self {
            queue: VecDeque::new(),
            offset: 0,
            beat: Beat::default(),
            offered: 0,
            first: 0,
            cycle: 0,
            stall,
            rng,
            log: Vec::new(),
        }
    }

    /// Queues a packet; an empty one can't stand on the stream and is ignored.
    pub fn push(&mut self, bytes: Vec<u8>, error: bool) {
        if !bytes.is_empty() {
            self.queue.push_back(Packet { bytes, error });
        }
    }

    /// Forgets everything queued, the packet under way too.
    pub fn restart(&mut self) {
        self.queue.clear();
        self.offset = 0;
        self.beat = Beat::default();
    }

    /// A cycle in which nothing is looked at.
    pub fn skip(&mut self) {
        self.cycle += 1;
    }

    /// Packets not yet wholly transferred.
    pub fn pending(&self) -> usize {
        self.queue.len()
    }

    /// What to put on the wires in this cycle.
    pub fn drive(&mut self) -> Beat {
        if !self.beat.valid {
            if let Some(packet) = self.queue.front() {
                if !self.rng.chance(self.stall) {
                    self.beat = Beat::cut(&packet.bytes, self.offset, packet.error);
                    if self.offset == 0 {
                        self.offered = self.cycle;
                    }
                }
            }
        }
        self.beat
    }

    /// The end of the cycle; the packet whose last beat was taken in it.
    pub fn clock(&mut self, ready: bool) -> Option<Transfer> {
        let now = self.cycle;
        self.cycle += 1;
        if !(self.beat.valid && ready) {
            return None;
        }
        if self.offset == 0 {
            self.first = now;
            self.log.push(Crossing { offered: self.offered, first: now, last: u64::MAX });
        }
        self.offset += 8;
        let last = self.beat.last;
        self.beat.valid = false;
        if !last {
            return None;
        }
        self.offset = 0;
        if let Some(crossing) = self.log.last_mut() {
            crossing.last = now;
        }
        self.queue.pop_front().map(|packet| Transfer {
            bytes: packet.bytes,
            error: packet.error,
            offered_cycle: self.offered,
            first_cycle: self.first,
            last_cycle: now,
        })
    }
}

/// Takes packets from the design, and checks the rules of the stream.
#[derive(Debug)]
pub struct BeatSink {
    name: String,
    ready: bool,
    stall: f64,
    rng: Rng,
    cycle: u64,
    held: Option<Beat>,
    bytes: Vec<u8>,
    offered: u64,
    first: Option<u64>,
    /// Rules broken so far, at most [`BeatSink::MAX_ERRORS`].
    pub errors: Vec<ProtocolError>,
}

impl BeatSink {
    /// After so many errors the rest says nothing new.
    pub const MAX_ERRORS: usize = 20;
    /// A packet that is longer has lost its `last`.
    const MAX_PACKET: usize = 16_384;

    /// `name` is that of the stream, for error messages; `ready` is low with probability `stall`.
    pub fn new(name: &str, stall: f64, rng: Rng) -> Self {
        Self {
            name: name.to_owned(),
            ready: true,
            stall,
            rng,
            cycle: 0,
            held: None,
            bytes: Vec::new(),
            offered: 0,
            first: None,
            errors: Vec::new(),
        }
    }

    /// Whether the sink is ready in this cycle.
    pub fn drive(&mut self) -> bool {
        self.ready = !self.rng.chance(self.stall);
        self.ready
    }

    /// Forgets the packet under way.
    pub fn restart(&mut self) {
        self.held = None;
        self.first = None;
        self.bytes.clear();
    }

    /// A cycle in which nothing is looked at.
    pub fn skip(&mut self) {
        self.cycle += 1;
    }

    /// True while the first part of a packet has been taken.
    pub fn inside_packet(&self) -> bool {
        self.first.is_some()
    }

    /// The end of the cycle with what the design had on the wires; a packet if it ended.
    pub fn clock(&mut self, beat: Beat) -> Option<Transfer> {
        let now = self.cycle;
        self.cycle += 1;
        if !beat.valid {
            if self.held.take().is_some() {
                self.report("valid", "fell before ready");
            }
            return None;
        }
        match self.held {
            Some(before) => self.check_stable(before, beat),
            None if self.first.is_none() => self.offered = now,
            None => {}
        }
        if !self.ready {
            self.held = Some(beat);
            return None;
        }
        self.held = None;
        if beat.keep == 0 || beat.keep & beat.keep.wrapping_add(1) != 0 {
            self.report("keep", "not contiguous from byte 0");
        } else if beat.keep != 0xFF && !beat.last {
            self.report("keep", "not full before last");
        }
        let first = *self.first.get_or_insert(now);
        let count = beat.keep.count_ones() as usize;
        self.bytes.extend_from_slice(&beat.data.to_le_bytes()[..count]);
        if !beat.last {
            if self.bytes.len() > Self::MAX_PACKET {
                self.report("last", "missing: packet beyond every length");
                self.bytes.clear();
            }
            return None;
        }
        self.first = None;
        Some(Transfer {
            bytes: std::mem::take(&mut self.bytes),
            error: beat.error,
            offered_cycle: self.offered,
            first_cycle: first,
            last_cycle: now,
        })
    }

    fn check_stable(&mut self, before: Beat, now: Beat) {
        const CHANGED: &str = "changed while valid and not ready";
        if before.data != now.data {
            self.report("data", CHANGED);
        }
        if before.keep != now.keep {
            self.report("keep", CHANGED);
        }
        if before.last != now.last {
            self.report("last", CHANGED);
        }
        if before.last && before.error != now.error {
            self.report("error", CHANGED);
        }
    }

    fn report(&mut self, signal: &str, rule: &'static str) {
        if self.errors.len() < Self::MAX_ERRORS {
            let signal = format!("{}_{signal}", self.name);
            self.errors.push(ProtocolError { signal, cycle: self.cycle - 1, rule });
        }
    }
}

#[cfg(test)]
#[allow(non_snake_case)]
mod tests {
    use super::*;

    fn beat(data: u64, keep: u8, last: bool) -> Beat {
        Beat { data, keep, last, error: false, valid: true }
    }

    fn sink(stall: f64) -> BeatSink {
        BeatSink::new("pcie_tx", stall, Rng::new(1, "sink"))
    }

    #[test]
    fn stream__source_to_sink__keeps_every_byte_under_any_stall() {
        for (seed, stall) in [(1, 0.0), (2, 0.3), (3, 0.9)] {
            let mut source = BeatSource::new(stall, Rng::new(seed, "source"));
            let mut sink = BeatSink::new("s", stall, Rng::new(seed, "sink"));
            let packets: Vec<Vec<u8>> =
                (1..=70).map(|n| (0..n * 4).map(|i| (i + n) as u8).collect()).collect();
            packets.iter().for_each(|p| source.push(p.clone(), false));
            let (mut sent, mut got) = (Vec::new(), Vec::new());
            let budget = 400_000;
            for _ in 0..budget {
                let (beat, ready) = (source.drive(), sink.drive());
                sent.extend(source.clock(ready));
                got.extend(sink.clock(beat));
                if got.len() == packets.len() {
                    break;
                }
            }
            assert_eq!(
                got.iter().map(|t| t.bytes.clone()).collect::<Vec<_>>(),
                packets,
                "seed {seed}"
            );
            assert!(sent == got, "bytes or cycles differ between source and sink, seed {seed}");
            assert_eq!(sink.errors, []);
        }
    }

    #[test]
    fn stream__checker__catches_each_broken_rule() {
        let stalled = || {
            let mut s = sink(1.0);
            assert!(!s.drive());
            s.clock(beat(1, 0xFF, false));
            assert!(!s.drive());
            s
        };
        let mut cases: Vec<(&str, BeatSink)> = Vec::new();
        let mut s = stalled();
        s.clock(Beat::default());
        cases.push(("pcie_tx_valid", s));
        let mut s = stalled();
        s.clock(beat(2, 0xFF, false));
        cases.push(("pcie_tx_data", s));
        let mut s = stalled();
        s.clock(beat(1, 0x0F, true));
        cases.push(("pcie_tx_keep", s));
        let mut s = stalled();
        s.clock(beat(1, 0xFF, true));
        cases.push(("pcie_tx_last", s));
        for (keep, last) in [(0x0D, true), (0x0F, false), (0x00, true), (0xFE, true)] {
            let mut s = sink(0.0);
            assert!(s.drive());
            s.clock(beat(1, keep, last));
            cases.push(("pcie_tx_keep", s));
        }
        for (signal, s) in cases {
            assert!(s.errors.iter().any(|e| e.signal == signal), "{signal}: {:?}", s.errors);
        }
    }
}
