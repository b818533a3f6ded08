//! Toward the PCIe side: the queue, and the credits that the PCIe side gives.

use std::collections::VecDeque;

use expether_wire::tlp::format::common;
use expether_wire::tlp::{Class, Kind, FMT_DATA, MAX_LENGTH_DW};

use super::{input, kind_of};

/// Beats of posted TLPs and completions that may wait.
const BEATS: usize = 4_096;
/// Words of payload that a data credit stands for.
const CREDIT_WORDS: u64 = 4;

/// Room in the queue, wanted or there.
#[derive(Copy, Clone, Debug, Default)]
pub(super) struct Room {
    /// Of posted TLPs and completions.
    pub beats: usize,
    /// TLPs.
    pub non_posted: usize,
}

impl Room {
    /// With one more TLP.
    pub fn with(mut self, class: &Class, tlp: &[u8]) -> Self {
        match class {
            Class::NonPosted => self.non_posted += 1,
            _ => self.beats += tlp.len().div_ceil(8),
        }
        self
    }
}

/// A TLP on its way to the PCIe side.
pub(super) struct Item {
    pub bytes: Vec<u8>,
    pub class: Class,
    /// Whose it is: the peer's index.
    pub from: usize,
}

impl Item {
    /// The class of an accepted TLP.
    pub fn class_of(tlp: &[u8]) -> Class {
        kind_of(tlp).map_or(Class::Posted, Kind::class)
    }
}

/// The queue.
#[derive(Default)]
pub(super) struct Egress {
    queue: VecDeque<Item>,
    beats: usize,
    consumed: [Consumed; 3],
}

/// Credits used since reset.
#[derive(Copy, Clone, Default)]
struct Consumed {
    headers: u64,
    data: u64,
}

impl Egress {
    pub fn room(&self) -> Room {
        Room { beats: BEATS.saturating_sub(self.beats), non_posted: 0 }
    }

    pub fn push(&mut self, item: Item) {
        if item.class != Class::NonPosted {
            self.beats += item.bytes.len().div_ceil(8);
        }
        self.queue.push_back(item);
    }

    /// The next TLP for which the PCIe side has credits. Others pass non-posted ones that have to
    /// wait; nothing else passes anything.
    pub fn pop(&mut self, inputs: &[u64]) -> Option<Item> {
        let front = self.queue.front()?;
        let at = if self.may_go(front, inputs) {
            0
        } else if front.class == Class::NonPosted {
            let at = self.queue.iter().position(|item| item.class != Class::NonPosted)?;
            self.may_go(&self.queue[at], inputs).then_some(at)?
        } else {
            return None;
        };
        let item = self.queue.remove(at)?;
        if item.class != Class::NonPosted {
            self.beats -= item.bytes.len().div_ceil(8);
        }
        let consumed = &mut self.consumed[number(item.class)];
        consumed.headers += 1;
        consumed.data += data_credits(&item.bytes);
        Some(item)
    }

    fn may_go(&self, item: &Item, inputs: &[u64]) -> bool {
        let class = number(item.class);
        if inputs[input::pcie_tx_credits_infinite] >> class & 1 == 1 {
            return true;
        }
        let (headers, data) = [
            (input::pcie_tx_credits_posted_header, input::pcie_tx_credits_posted_data),
            (input::pcie_tx_credits_non_posted_header, input::pcie_tx_credits_non_posted_data),
            (input::pcie_tx_credits_completion_header, input::pcie_tx_credits_completion_data),
        ][class];
        let used = self.consumed[class];
        // PCI Express Base Specification, 2.6.1: what is left is at most half of what the
        // counter holds.
        let enough = |limit: u64, required: u64, bits: u32| {
            limit.wrapping_sub(required) & ((1 << bits) - 1) <= 1 << (bits - 1)
        };
        let credits = data_credits(&item.bytes);
        enough(inputs[headers], used.headers + 1, 8)
            && (credits == 0 || enough(inputs[data], used.data + credits, 12))
    }
}

fn number(class: Class) -> usize {
    match class {
        Class::Posted => 0,
        Class::NonPosted => 1,
        Class::Completion => 2,
    }
}

fn data_credits(tlp: &[u8]) -> u64 {
    if common::FMT.get(tlp) & FMT_DATA == 0 {
        return 0;
    }
    let words = match common::LENGTH.get(tlp) {
        0 => MAX_LENGTH_DW as u64,
        words => words,
    };
    words.div_ceil(CREDIT_WORDS)
}
