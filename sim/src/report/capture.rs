//! The frames of a link as a pcapng file.

use std::io::Write;

use expether_wire::capture::{CaptureError, CaptureWriter};
use expether_wire::trace::Direction;

use crate::model::link::Fate;
use crate::model::xgmii::WireFrame;
use crate::replay::Observer;

/// Nanoseconds of a cycle at 156.25 MHz, in tenths.
const TENTHS_OF_NS: u64 = 64;
/// Bytes of the FCS, which captures don't have.
const FCS: usize = 4;

/// Writes every frame as it arrives at the far end: lost ones are left out, corrupted ones are
/// marked with the link-layer error flag, duplicated ones stand twice.
pub struct Capture<W: Write> {
    writer: CaptureWriter<W>,
    /// The first error; after it nothing more is written.
    pub error: Option<CaptureError>,
    /// Frames written.
    pub frames: u64,
}

impl<W: Write> Capture<W> {
    pub fn new(writer: CaptureWriter<W>) -> Self {
        Self { writer, error: None, frames: 0 }
    }

    /// Writes out what is buffered.
    pub fn finish(self) -> Result<W, CaptureError> {
        match self.error {
            Some(error) => Err(error),
            None => self.writer.finish(),
        }
    }
}

impl<W: Write> Observer for Capture<W> {
    fn frame(&mut self, direction: usize, frame: &WireFrame, fate: Fate) {
        let copies = match fate {
            Fate::Lost | Fate::Filtered | Fate::Overflowed => 0,
            Fate::Duplicated => 2,
            Fate::Passed | Fate::Corrupted | Fate::Reordered => 1,
        };
        let direction =
            if direction == 0 { Direction::HostToDevice } else { Direction::DeviceToHost };
        let bytes = &frame.bytes[..frame.bytes.len().saturating_sub(FCS)];
        let bad = fate == Fate::Corrupted || frame.error.is_some();
        for _ in 0..copies {
            if self.error.is_some() {
                return;
            }
            let time = frame.start_cycle * TENTHS_OF_NS / 10;
            self.error = self.writer.write(direction, time, bytes, bad).err();
            self.frames += 1;
        }
    }
}
