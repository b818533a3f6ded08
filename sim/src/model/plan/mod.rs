//! From a recorded session to the TLPs that hardware would have sent for it, and what each of
//! them has to wait for.
//!
//! A recording has whole transactions; here writes are split by the maximum payload size, reads by
//! the maximum read request size, completions at the read completion boundary, and requests are
//! given tags that are unique among those outstanding.
//!
//! **Causality.** Each side sends its TLPs in the order of the recording. A TLP waits until every
//! TLP of an *earlier event of the other side* has arrived; TLPs of consecutive events of one side
//! follow one another without waiting. One refinement: the completions of a read that was split
//! into several requests wait, of their own read, only for the request they answer. So a device
//! that has sent all requests of a 4 KiB read gets the first completion while the later requests
//! are still on their way, as in hardware.

pub(crate) mod split;

use std::collections::VecDeque;

use expether_wire::tlp::build::{self, ConfigTarget, Requester};
use expether_wire::tlp::format::{routing, status};
use expether_wire::tlp::{FunctionId, Head, Kind, Layout, TlpBuf};
use expether_wire::trace::{Direction, Trace, TraceEvent};
use rustc_hash::FxHashMap;

use super::rng::Rng;

/// Limits by which transactions are split, all in bytes.
#[derive(Copy, Clone, Debug, PartialEq, Eq, serde::Serialize)]
pub struct SplitLimits {
    /// Maximum payload size: 128 to 4,096, a power of two.
    pub max_payload: usize,
    /// Maximum read request size: 128 to 4,096, a power of two.
    pub max_read_request: usize,
    /// Read completion boundary: 64 or 128.
    pub completion_boundary: usize,
}

impl Default for SplitLimits {
    fn default() -> Self {
        Self { max_payload: 256, max_read_request: 512, completion_boundary: 64 }
    }
}

/// Why a recording can't be replayed. `event` is an index into [`Trace::events`].
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PlanError {
    #[error("a completion needs a tag")]
    NoTag { event: usize },
    #[error("completion with tag {tag}, but no request with this tag is outstanding")]
    NoRequest { event: usize, tag: u64 },
    #[error("a second request with tag {tag} while the first is outstanding")]
    TagInUse { event: usize, tag: u64 },
    #[error("completion goes the same way as its request")]
    WrongWay { event: usize },
    #[error("more than 256 requests outstanding: 8-bit tags don't suffice")]
    OutOfTags { event: usize },
    #[error("completion brings {found} bytes for a read of {expected}")]
    WrongLength { event: usize, found: usize, expected: usize },
    #[error("{found} bytes of data, but a length of {expected}")]
    WrongData { event: usize, found: usize, expected: usize },
    #[error("address {address:#x} is beyond the {space}")]
    Address { event: usize, address: u64, space: &'static str },
    #[error("request is never completed")]
    NeverCompleted { event: usize },
    #[error("{kind} is not replayed")]
    Unsupported { event: usize, kind: &'static str },
    #[error("no TLP can be built from this: {source}")]
    Build { event: usize, source: expether_wire::Error },
}

impl PlanError {
    /// The event that can't be replayed, as an index into [`Trace::events`].
    pub fn event(&self) -> usize {
        match *self {
            Self::NoTag { event }
            | Self::NoRequest { event, .. }
            | Self::TagInUse { event, .. }
            | Self::WrongWay { event }
            | Self::OutOfTags { event }
            | Self::WrongLength { event, .. }
            | Self::WrongData { event, .. }
            | Self::Address { event, .. }
            | Self::NeverCompleted { event }
            | Self::Unsupported { event, .. }
            | Self::Build { event, .. } => event,
        }
    }
}

/// A TLP to be sent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlannedTlp {
    /// As on the link.
    pub bytes: Vec<u8>,
    /// So many TLPs of the other direction, counted from the first, must have arrived before.
    pub needs: u64,
    /// Index into [`Trace::events`].
    pub event: usize,
}

/// All TLPs of a session, by direction: host to device, device to host.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    pub tlps: [Vec<PlannedTlp>; 2],
    /// Payload bytes of each direction.
    pub payload: [u64; 2],
    /// Events of the session.
    pub events: usize,
}

impl Plan {
    /// TLPs in both directions.
    pub fn total(&self) -> u64 {
        (self.tlps[0].len() + self.tlps[1].len()) as u64
    }
}

/// Index of a direction: 0 host to device, 1 device to host.
pub fn index(direction: Direction) -> usize {
    match direction {
        Direction::HostToDevice => 0,
        Direction::DeviceToHost => 1,
    }
}

/// The ID of the root complex, with which it requests and completes.
const ROOT_COMPLEX: FunctionId = FunctionId(0);

/// A request whose completion has not been planned yet.
struct Open {
    event: usize,
    direction: Direction,
    parts: Vec<Part>,
    length: usize,
}

/// One of the requests into which a read was split.
struct Part {
    head: Head,
    tag: u8,
    /// How many TLPs of the direction, up to and including this.
    needs: u64,
    /// Offset in the event's bytes, and how many.
    offset: usize,
    length: usize,
    address: u64,
}

struct Planner<'a> {
    limits: SplitLimits,
    plan: Plan,
    open: FxHashMap<u64, Open>,
    free_tags: [VecDeque<u8>; 2],
    events: &'a [TraceEvent],
}

/// Plans the replay of a recording.
pub fn plan(trace: &Trace, limits: SplitLimits) -> Result<Plan, PlanError> {
    let tags = || (0..=255u8).collect::<VecDeque<_>>();
    let mut planner = Planner {
        limits,
        plan: Plan { events: trace.events.len(), ..Plan::default() },
        open: FxHashMap::default(),
        free_tags: [tags(), tags()],
        events: &trace.events,
    };
    for event in 0..trace.events.len() {
        planner.event(event)?;
    }
    match planner.open.values().map(|o| o.event).min() {
        Some(event) => Err(PlanError::NeverCompleted { event }),
        None => Ok(planner.plan),
    }
}

impl Planner<'_> {
    fn event(&mut self, event: usize) -> Result<(), PlanError> {
        let e = &self.events[event];
        if e.kind.has_data() && e.data.len() != e.length {
            return Err(PlanError::WrongData { event, found: e.data.len(), expected: e.length });
        }
        let (space, end) = match e.kind.info().layout {
            Layout::Config => ("configuration space", 1 << 12),
            Layout::Io => ("I/O space", 1 << 32),
            _ => ("memory space", u64::MAX - e.length as u64),
        };
        if e.address >= end {
            return Err(PlanError::Address { event, address: e.address, space });
        }
        match e.kind {
            Kind::MemoryWrite => self.write(event),
            Kind::MemoryRead | Kind::MemoryReadLocked => self.read(event),
            Kind::ConfigRead0 | Kind::ConfigRead1 | Kind::IoRead => self.single(event),
            Kind::ConfigWrite0 | Kind::ConfigWrite1 | Kind::IoWrite => self.single(event),
            Kind::Message | Kind::MessageData => {
                let from = self.requester(e, 0);
                let code = e.code.unwrap_or(0);
                let tlp = build::message(from, routing::LOCAL as u8, code, 0, &e.data);
                self.push(event, tlp, None).map(|_| ())
            }
            Kind::Completion | Kind::CompletionData => self.complete(event),
            _ => Err(PlanError::Unsupported { event, kind: e.kind.name() }),
        }
    }

    fn requester(&self, e: &TraceEvent, tag: u8) -> Requester {
        let id = match e.direction {
            Direction::HostToDevice => ROOT_COMPLEX,
            Direction::DeviceToHost => e.function,
        };
        Requester { id, tag: u16::from(tag) }
    }

    /// Adds a TLP; it waits for `needs`, or else for all of the other side so far.
    fn push(
        &mut self,
        event: usize,
        tlp: Result<TlpBuf, expether_wire::Error>,
        needs: Option<u64>,
    ) -> Result<Head, PlanError> {
        let tlp = tlp.map_err(|source| PlanError::Build { event, source })?;
        let d = index(self.events[event].direction);
        let needs = needs.unwrap_or(self.plan.tlps[1 - d].len() as u64);
        self.plan.payload[d] += tlp.payload().len() as u64;
        self.plan.tlps[d].push(PlannedTlp { bytes: tlp.to_bytes(), needs, event });
        Ok(*tlp.head())
    }

    fn write(&mut self, event: usize) -> Result<(), PlanError> {
        let e = &self.events[event];
        let from = self.requester(e, 0);
        for piece in split::aligned(e.address, e.length, self.limits.max_payload) {
            let data = e.data.get(piece.offset..piece.offset + piece.length).unwrap_or(&[]);
            let tlp = build::memory_write(from, piece.address, data);
            self.push(event, tlp, None)?;
        }
        Ok(())
    }

    fn read(&mut self, event: usize) -> Result<(), PlanError> {
        let e = &self.events[event];
        let mut parts = Vec::new();
        for piece in split::aligned(e.address, e.length, self.limits.max_read_request) {
            let tag = self.take_tag(event)?;
            let from = self.requester(e, tag);
            let tlp = if e.kind == Kind::MemoryRead {
                build::memory_read(from, piece.address, piece.length)
            } else {
                build::memory_read_locked(from, piece.address, piece.length)
            };
            parts.push(self.part(event, tlp, tag, piece)?);
        }
        self.opened(event, parts)
    }

    /// Requests of one word: configuration and I/O.
    fn single(&mut self, event: usize) -> Result<(), PlanError> {
        let e = &self.events[event];
        let tag = self.take_tag(event)?;
        let from = self.requester(e, tag);
        let type_1 = matches!(e.kind, Kind::ConfigRead1 | Kind::ConfigWrite1);
        let to = ConfigTarget { id: e.function, register: e.address as u16, type_1 };
        let tlp = match e.kind {
            Kind::ConfigRead0 | Kind::ConfigRead1 => build::config_read(from, to, e.length),
            Kind::ConfigWrite0 | Kind::ConfigWrite1 => build::config_write(from, to, &e.data),
            Kind::IoRead => build::io_read(from, e.address as u32, e.length),
            _ => build::io_write(from, e.address as u32, &e.data),
        };
        let piece = split::Piece { offset: 0, length: e.length, address: e.address };
        let part = self.part(event, tlp, tag, piece)?;
        self.opened(event, vec![part])
    }

    fn part(
        &mut self,
        event: usize,
        tlp: Result<TlpBuf, expether_wire::Error>,
        tag: u8,
        piece: split::Piece,
    ) -> Result<Part, PlanError> {
        let head = self.push(event, tlp, None)?;
        let needs = self.plan.tlps[index(self.events[event].direction)].len() as u64;
        let split::Piece { offset, length, address } = piece;
        Ok(Part { head, tag, needs, offset, length, address })
    }

    fn take_tag(&mut self, event: usize) -> Result<u8, PlanError> {
        // First in, first out: a tag rests as long as possible, so that a late duplicate shows.
        let d = index(self.events[event].direction);
        self.free_tags[d].pop_front().ok_or(PlanError::OutOfTags { event })
    }

    fn opened(&mut self, event: usize, parts: Vec<Part>) -> Result<(), PlanError> {
        let e = &self.events[event];
        let tag = e.tag.ok_or(PlanError::NoTag { event })?;
        let open = Open { event, direction: e.direction, parts, length: e.length };
        match self.open.insert(tag, open) {
            None => Ok(()),
            Some(_) => Err(PlanError::TagInUse { event, tag }),
        }
    }

    fn complete(&mut self, event: usize) -> Result<(), PlanError> {
        let e = &self.events[event];
        let tag = e.tag.ok_or(PlanError::NoTag { event })?;
        let open = self.open.remove(&tag).ok_or(PlanError::NoRequest { event, tag })?;
        if open.direction == e.direction {
            return Err(PlanError::WrongWay { event });
        }
        let successful = e.status.is_none_or(|s| u64::from(s) == status::SUCCESSFUL);
        if e.kind == Kind::CompletionData && successful && e.length != open.length {
            return Err(PlanError::WrongLength { event, found: e.length, expected: open.length });
        }
        let completer = match e.direction {
            Direction::HostToDevice => ROOT_COMPLEX,
            Direction::DeviceToHost => e.function,
        };
        let requests = index(open.direction);
        let last = open.parts.last().map_or(0, |p| p.needs);
        // Something of the other side after the last request: that has to have arrived as well.
        let all = self.plan.tlps[requests].len() as u64;
        for part in &open.parts {
            let needs = if all > last { all } else { part.needs };
            if e.kind == Kind::CompletionData && successful {
                self.complete_with_data(event, part, completer, needs)?;
            } else {
                let count = byte_count(part);
                let status = e.status.unwrap_or(status::SUCCESSFUL as u8);
                let tlp = build::completion(&part.head, completer, status, count);
                self.push(event, tlp, Some(needs))?;
            }
            self.free_tags[requests].push_back(part.tag);
        }
        Ok(())
    }

    fn complete_with_data(
        &mut self,
        event: usize,
        part: &Part,
        completer: FunctionId,
        needs: u64,
    ) -> Result<(), PlanError> {
        let e = &self.events[event];
        let data = e.data.get(part.offset..part.offset + part.length).unwrap_or(&[]);
        if !matches!(part.head.kind, Kind::MemoryRead | Kind::MemoryReadLocked) {
            // One whole word with lower address 0, whichever bytes of it are enabled.
            let mut word = [0u8; 4];
            let at = (part.address & 3) as usize;
            for (to, from) in word.iter_mut().skip(at).zip(data) {
                *to = *from;
            }
            let tlp = build::completion_data(&part.head, completer, 0, 4, &word);
            return self.push(event, tlp, Some(needs)).map(|_| ());
        }
        if part.length == 0 {
            // A zero-length read is answered by one word of anything; it counts as one byte.
            let tlp = build::completion_data(&part.head, completer, part.address, 1, &[0]);
            return self.push(event, tlp, Some(needs)).map(|_| ());
        }
        for piece in split::completion(part.address, part.length, self.limits) {
            let bytes = data.get(piece.offset..piece.offset + piece.length).unwrap_or(&[]);
            let remaining = (part.length - piece.offset) as u16;
            let tlp =
                build::completion_data(&part.head, completer, piece.address, remaining, bytes);
            self.push(event, tlp, Some(needs))?;
        }
        Ok(())
    }
}

/// The byte count of a completion without data.
fn byte_count(part: &Part) -> u16 {
    match part.head.kind {
        Kind::MemoryRead | Kind::MemoryReadLocked => part.length.max(1) as u16,
        _ => 4,
    }
}

/// A session that does nothing but keep both directions busy: `count` writes each way of
/// `payload` bytes (a multiple of 4), with random contents.
pub fn stream(count: usize, payload: usize, seed: u64) -> Result<Plan, PlanError> {
    let mut plan = Plan::default();
    for (d, id) in [ROOT_COMPLEX, FunctionId::new(1, 0, 0)].into_iter().enumerate() {
        let mut rng = Rng::new(seed, if d == 0 { "stream h2d" } else { "stream d2h" });
        for event in 0..count {
            let data: Vec<u8> = (0..payload.div_ceil(8))
                .flat_map(|_| rng.bits().to_le_bytes())
                .take(payload)
                .collect();
            let address = (0x4000_0000 + event * payload.next_power_of_two()) as u64 & 0x7FFF_FFFF;
            let tlp = build::memory_write(Requester { id, tag: 0 }, address, &data)
                .map_err(|source| PlanError::Build { event, source })?;
            plan.payload[d] += payload as u64;
            plan.tlps[d].push(PlannedTlp { bytes: tlp.to_bytes(), needs: 0, event });
        }
    }
    plan.events = 2 * count;
    Ok(plan)
}

#[cfg(test)]
mod tests;
