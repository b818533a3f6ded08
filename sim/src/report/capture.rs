//! The frames of a link as a pcapng file.

use std::collections::VecDeque;
use std::io::Write;

use expether_wire::capture::{CaptureError, CaptureWriter};
use expether_wire::trace::Direction;

use crate::model::link::Fate;
use crate::model::xgmii::WireFrame;
use crate::replay::Observer;

/// Nanoseconds of a cycle at 156.25 MHz, in tenths.
const TENTHS_OF_NS: u64 = 64;
/// Cycles of the longest frame: so long after its beginning another may still end that began
/// before it.
const LONGEST: u64 = 16_384 / 8 + 1;
/// Bytes of the FCS, which captures don't have.
const FCS: usize = 4;

/// Writes every frame as it arrives at the far end: lost ones are left out, corrupted ones are
/// marked with the link-layer error flag, duplicated ones stand twice.
///
/// Frames are seen when they end and written in the order in which they began.
pub struct Capture<W: Write> {
    writer: CaptureWriter<W>,
    /// Seen and not written, by the cycle in which they began.
    waiting: VecDeque<Waiting>,
    /// The first error; after it nothing more is written.
    pub error: Option<CaptureError>,
    /// Frames written so far.
    pub frames: u64,
}

struct Waiting {
    cycle: u64,
    direction: Direction,
    bytes: Vec<u8>,
    bad: bool,
}

impl<W: Write> Capture<W> {
    pub fn new(writer: CaptureWriter<W>) -> Self {
        Self { writer, waiting: VecDeque::new(), error: None, frames: 0 }
    }

    /// Writes out what is buffered.
    pub fn finish(mut self) -> Result<W, CaptureError> {
        self.write_before(u64::MAX);
        match self.error {
            Some(error) => Err(error),
            None => self.writer.finish(),
        }
    }

    /// Writes the frames that began before this cycle.
    fn write_before(&mut self, cycle: u64) {
        while self.error.is_none() && self.waiting.front().is_some_and(|w| w.cycle < cycle) {
            if let Some(w) = self.waiting.pop_front() {
                let time = w.cycle * TENTHS_OF_NS / 10;
                self.error = self.writer.write(w.direction, time, &w.bytes, w.bad).err();
                self.frames += 1;
            }
        }
    }
}

impl<W: Write> Observer for Capture<W> {
    fn frame(&mut self, direction: usize, frame: &WireFrame, fate: Fate) {
        let copies = match fate {
            Fate::Lost | Fate::Filtered | Fate::Overflowed | Fate::Cut => 0,
            Fate::Duplicated => 2,
            Fate::Passed | Fate::Corrupted | Fate::Reordered => 1,
        };
        let direction =
            if direction == 0 { Direction::HostToDevice } else { Direction::DeviceToHost };
        let bytes = &frame.bytes[..frame.bytes.len().saturating_sub(FCS)];
        let bad = fate == Fate::Corrupted || frame.error.is_some();
        let cycle = frame.start_cycle;
        for _ in 0..copies {
            let at = self.waiting.partition_point(|w| w.cycle <= cycle);
            self.waiting.insert(at, Waiting { cycle, direction, bytes: bytes.to_vec(), bad });
        }
        self.write_before(frame.end_cycle.saturating_sub(LONGEST));
    }
}
