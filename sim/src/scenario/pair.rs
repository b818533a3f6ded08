//! The book of what one node sends another.

use std::collections::HashMap;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use super::tlps::Made;
use crate::check::{CompletionChecker, Scoreboard};
use crate::replay::meter::LatencyMeter;

/// A TLP on its way.
struct Journey {
    flow: Option<usize>,
    payload: u32,
    sent: u64,
    /// First beat taken.
    taken: Option<u64>,
}

/// What one of the flows between two nodes has come to.
#[derive(Clone, Default)]
pub struct FlowBook {
    pub sent: u64,
    pub delivered: u64,
    pub payload_bytes: u64,
    pub latencies: LatencyMeter,
    /// Cycle and payload of each TLP delivered.
    pub deliveries: Vec<(u64, u32)>,
}

/// Everything from one node to another.
pub struct Pair {
    pub from: Arc<str>,
    pub to: Arc<str>,
    pub(super) board: Scoreboard,
    /// Requests that go this way.
    pub(super) checker: CompletionChecker,
    /// Requests that go this way and are not completed, with their flow.
    pub(super) requests: HashMap<(u16, u8), usize>,
    /// The incarnations of the connection, this end's first, while there is one.
    pub(super) up: Option<(u32, u32)>,
    /// The node at the far end has been reset, and the bridge at this end hasn't seen it yet: what
    /// is sent may be lost.
    pub(super) lossy: bool,
    /// A disturbance was over at this cycle, and nothing has arrived since that was sent since.
    pub(super) disturbed: Option<u64>,
    /// Cycles from the end of each disturbance to the first TLP that arrived.
    pub recoveries: Vec<u64>,
    pub books: HashMap<Option<usize>, FlowBook>,
    journeys: FxHashMap<u64, Journey>,
}

impl Pair {
    pub(super) fn new(from: &Arc<str>, to: &Arc<str>) -> Self {
        Self {
            from: Arc::clone(from),
            to: Arc::clone(to),
            board: Scoreboard::new(format!("{from} to {to}")),
            checker: CompletionChecker::default(),
            requests: HashMap::new(),
            up: None,
            lossy: false,
            disturbed: None,
            recoveries: Vec::new(),
            books: HashMap::new(),
            journeys: FxHashMap::default(),
        }
    }

    /// A TLP is given to the bridge; its number.
    pub(super) fn sent(&mut self, made: &Made, flow: Option<usize>, cycle: u64, now: u64) -> u64 {
        let index = self.board.sent_count();
        self.board.sent(&made.bytes, cycle);
        if self.lossy {
            self.board.forgive();
        }
        if let (Some(key), Some(flow)) = (made.key, flow) {
            self.requests.insert(key, flow);
        }
        let payload = made.payload as u32;
        self.journeys.insert(index, Journey { flow, payload, sent: now, taken: None });
        self.books.entry(flow).or_default().sent += 1;
        index
    }

    /// TLPs may be given to the bridge.
    pub(super) fn open(&self) -> bool {
        self.up.is_some() || self.lossy
    }

    /// The bridge has taken it.
    pub(super) fn taken(&mut self, index: u64, first: u64) {
        if let Some(journey) = self.journeys.get_mut(&index) {
            journey.taken = Some(first);
        }
    }

    /// It has arrived; the flow it belongs to.
    pub(super) fn delivered(&mut self, index: u64, first: u64, now: u64) -> Option<usize> {
        let journey = self.journeys.remove(&index)?;
        let book = self.books.entry(journey.flow).or_default();
        book.delivered += 1;
        book.payload_bytes += u64::from(journey.payload);
        book.deliveries.push((now, journey.payload));
        if let Some(taken) = journey.taken {
            book.latencies.record(first.saturating_sub(taken));
        }
        if let Some(over) = self.disturbed.filter(|over| journey.sent >= *over) {
            self.recoveries.push(now - over);
            self.disturbed = None;
        }
        journey.flow
    }
}
