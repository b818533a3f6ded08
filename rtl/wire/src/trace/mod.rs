//! Recorded PCIe sessions: the `.tlp` text format.
//!
//! One event a line, fields separated by spaces, numbers decimal unless marked:
//!
//! ```text
//! seq time_ns H2D|D2H type bdf=bb:dd.f addr=0xA len=N [be=F/L] [data=D] [tag=N] [st=S] [code=M] [bar=N+0xO] [dev=NAME] [reg=NAME] [# remark]
//! ```
//!
//! `type` is a TLP's name, or `MSI` for the memory write that is an interrupt; `be` the first and
//! last byte enables in hexadecimal; `data` hexadecimal in wire order, or `hh*N` for N equal
//! bytes; `tag` joins a request to its completions (it is unbounded, unlike a TLP's); `st` a
//! completion's status; `code` a message's name. Lines that begin with `#` are remarks, of which
//! `# --- phase NAME: TEXT (t=NS)` marks a phase.

mod load;
mod parse;
#[cfg(test)]
mod tests;

pub use load::{load, read, MAX_COMPRESSED, MAX_TEXT};

use crate::tlp::{FunctionId, Kind};
use serde::Serialize;

/// Most bytes that one event may carry or ask for.
pub const MAX_EVENT_BYTES: usize = 4096;

/// Which way an event goes.
#[derive(Copy, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Debug, Serialize)]
pub enum Direction {
    /// From the host to the device: `H2D`.
    #[serde(rename = "H2D")]
    HostToDevice,
    /// From the device to the host: `D2H`.
    #[serde(rename = "D2H")]
    DeviceToHost,
}

impl Direction {
    /// The other direction.
    pub const fn reverse(self) -> Self {
        match self {
            Direction::HostToDevice => Direction::DeviceToHost,
            Direction::DeviceToHost => Direction::HostToDevice,
        }
    }

    /// As written in a trace.
    pub const fn name(self) -> &'static str {
        match self {
            Direction::HostToDevice => "H2D",
            Direction::DeviceToHost => "D2H",
        }
    }
}

/// One transaction as recorded: not yet split into TLPs by the limits of a link.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct TraceEvent {
    /// Sequence number in the recording; rises from line to line.
    pub seq: u64,
    /// Time of the recording in nanoseconds. The order is the point, not the time.
    pub time_ns: u64,
    /// Which way.
    pub direction: Direction,
    /// What it is.
    pub kind: Kind,
    /// It is a message signalled interrupt (`kind` is then a memory write).
    pub msi: bool,
    /// The function on the device's side.
    pub function: FunctionId,
    /// Byte address; of configuration requests the register; 0 of messages.
    pub address: u64,
    /// Bytes carried or asked for.
    pub length: usize,
    /// First and last byte enables of a request.
    pub byte_enables: Option<(u8, u8)>,
    /// The bytes carried, `length` of them; none in events without data.
    pub data: Vec<u8>,
    /// Joins a request to its completion.
    pub tag: Option<u64>,
    /// A completion's status: a value of [`crate::tlp::format::status`].
    pub status: Option<u8>,
    /// A message's code: a value of [`crate::tlp::format::message_code`].
    pub code: Option<u8>,
    /// The BAR that the address is in, and the offset in it.
    pub bar: Option<(u8, u64)>,
    /// Name of the device model.
    pub device: Option<String>,
    /// Line of the file, from 1.
    pub line: usize,
}

/// A phase of the recording.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Phase {
    /// Short name.
    pub name: String,
    /// What happens in it.
    pub text: String,
    /// Index of its first event in [`Trace::events`].
    pub first_event: usize,
}

/// A whole recording.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Trace {
    /// Where it is from, for messages.
    pub source: String,
    /// The remarks before the first event, without the leading `# `.
    pub remarks: Vec<String>,
    /// The events in order.
    pub events: Vec<TraceEvent>,
    /// The phases in order.
    pub phases: Vec<Phase>,
}

impl Trace {
    /// The phase that an event is in, if any was announced before it.
    pub fn phase_of(&self, event: usize) -> Option<&Phase> {
        self.phases.iter().rev().find(|p| p.first_event <= event)
    }

    /// Parses the text of a recording; `source` names it in errors.
    ///
    /// # Errors
    /// [`TraceError::Syntax`], at the first thing that is wrong.
    pub fn parse(source: &str, text: &str) -> Result<Trace, TraceError> {
        parse::trace(source, text)
    }
}

/// Where in a text something is wrong, and what.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Located {
    /// Name of the text.
    pub source: String,
    /// Line, from 1.
    pub line: usize,
    /// Column in bytes, from 1.
    pub column: usize,
    /// Byte offset in the (uncompressed) text.
    pub offset: usize,
    /// Bytes that are wrong; may be 0 at the end of a line.
    pub length: usize,
    /// The line itself, shortened.
    pub excerpt: String,
}

/// Why a recording can't be read.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
#[non_exhaustive]
pub enum TraceError {
    /// The text is not a recording.
    #[error("{}:{}:{}: found {found}, expected {expected}", at.source, at.line, at.column)]
    Syntax {
        /// Where.
        at: Box<Located>,
        /// What stands there.
        found: String,
        /// What should.
        expected: String,
    },
    /// The file can't be read.
    #[error("{source_name}: {reason}")]
    Io {
        /// Name of the file.
        source_name: String,
        /// What the operating system says.
        reason: String,
    },
    /// The compressed data is damaged or cut off.
    #[error("{source_name}: damaged gzip data: {reason}")]
    Compression {
        /// Name of the file.
        source_name: String,
        /// What the decompressor says.
        reason: String,
    },
    /// Larger than any recording should be.
    #[error("{source_name}: larger than {limit} bytes")]
    TooLarge {
        /// Name of the file.
        source_name: String,
        /// The limit.
        limit: usize,
    },
}
