//! What the tests put into `egress_queues`: TLPs, frames of them, and credits.

use std::collections::VecDeque;

use expether_sim::check::credits::Credits;
use expether_sim::model::rng::Rng;
use expether_sim::model::stream::Beat;
use expether_wire::tlp::format::{common, completion, request};
use expether_wire::tlp::Kind;

use crate::dut::Dut;

const NAMES: [&str; 3] = ["posted", "non_posted", "completion"];
/// Non-posted TLPs that the senders may have in the queue: 64 of seven beats fit in 511.
pub const NON_POSTED_CREDITS: usize = 64;

#[derive(Clone, Debug)]
pub struct Tlp {
    pub bytes: Vec<u8>,
    pub class: usize,
    pub payload_dw: usize,
    pub source: usize,
}

impl Tlp {
    /// A TLP that no other equals, if no other has this number.
    pub fn new(class: usize, payload_dw: usize, source: usize, number: u64, rng: &mut Rng) -> Self {
        let kind = match (class, payload_dw) {
            (0, 0) => Kind::Message,
            (0, _) => Kind::MemoryWrite,
            (1, 0) => Kind::MemoryRead,
            (1, 1) => Kind::ConfigWrite0,
            (1, _) => Kind::CompareSwap,
            (_, 0) => Kind::Completion,
            _ => Kind::CompletionData,
        };
        let info = kind.info();
        let four_dw = info.four_dw && (!info.three_dw || rng.chance(0.5));
        let digest = rng.chance(0.2);
        let words = 3 + usize::from(four_dw) + payload_dw + usize::from(digest);
        let mut bytes = crate::eth_mac::payload(4 * words, rng);
        bytes[..4].fill(0);
        common::FMT.set(&mut bytes, kind.fmt(four_dw));
        common::TYPE.set(&mut bytes, info.type_code);
        common::TD.set(&mut bytes, digest.into());
        common::LENGTH.set(&mut bytes, payload_dw as u64);
        if class == 2 {
            completion::COMPLETER.set(&mut bytes, source as u64);
            completion::STATUS.set(&mut bytes, 1);
            completion::REQUESTER.set(&mut bytes, 0x100);
            completion::TAG.set(&mut bytes, rng.below(4));
            completion::BYTE_COUNT.set(&mut bytes, number & 0xFFF);
            completion::LOWER_ADDRESS.set(&mut bytes, number >> 12 & 0x7F);
        } else {
            request::REQUESTER.set(&mut bytes, source as u64);
            bytes[8..12].copy_from_slice(&(number as u32).to_be_bytes());
        }
        Self { bytes, class, payload_dw, source }
    }

    fn random(rng: &mut Rng, weights: [u64; 3], number: u64) -> Self {
        let mut choice = rng.below(weights.iter().sum());
        let class = weights.iter().position(|&w| {
            let found = choice < w;
            choice = choice.wrapping_sub(w);
            found
        });
        let class = class.expect("a weight above 0");
        let payload_dw = match (class, rng.below(4)) {
            (1, _) => [0, 1, 8][rng.below(3) as usize],
            (_, 0) => 0,
            (_, 1) => 1 + rng.below(4) as usize,
            (_, 2) => 1 + rng.below(128) as usize,
            _ => 128,
        };
        Self::new(class, payload_dw, rng.below(32) as usize, number, rng)
    }

    pub fn beats(&self) -> usize {
        self.bytes.len().div_ceil(8)
    }
}

/// What is done to the block behind the back of the checkers.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Mutant {
    None,
    /// Posted TLPs are put in as completions.
    PostedAsCompletion,
    /// Posted TLPs are put in as non-posted ones.
    PostedAsNonPosted,
    /// One header more is granted than there is.
    HeaderLimit,
    /// One unit of data more is granted than there is.
    DataLimit,
    /// Every so often a good frame ends as a bad one.
    LosesFrame,
}

#[derive(Clone)]
pub struct Setup {
    pub seed: u64,
    pub clocks: u64,
    /// How often each class comes.
    pub weights: [u64; 3],
    /// What the link has room for, of each class; else it is left to chance.
    pub room: Option<Credits>,
    /// The link has no limit for these classes.
    pub infinite: [bool; 3],
    /// The link does not take these classes out of its buffers until the end.
    pub starved: [bool; 3],
    /// Probability of a pause at `out` and between beats.
    pub stall: f64,
    pub bad: f64,
    pub bound: u64,
    pub mutant: Mutant,
}

impl Default for Setup {
    fn default() -> Self {
        Self {
            seed: 1,
            clocks: 30_000,
            weights: [3, 2, 3],
            room: None,
            infinite: [false; 3],
            starved: [false; 3],
            stall: 0.0,
            bad: 0.2,
            bound: 3 * 67 + 10,
            mutant: Mutant::None,
        }
    }
}

/// What comes in at a clock.
#[derive(Clone, Default)]
pub struct Input {
    /// TLP and beat of it.
    pub beat: Option<(Tlp, usize)>,
    /// The frame ends, and is good or not.
    pub end: Option<bool>,
}

pub fn drive(dut: &mut Dut, input: &Input, mutant: Mutant) {
    dut.set("tlp_valid", input.beat.is_some().into());
    if let Some((tlp, beat)) = &input.beat {
        let class = match (mutant, tlp.class) {
            (Mutant::PostedAsCompletion, 0) => 2,
            (Mutant::PostedAsNonPosted, 0) => 1,
            (_, class) => class as u64,
        };
        let Beat { data, keep, last, .. } = Beat::cut(&tlp.bytes, 8 * beat, false);
        dut.set("tlp_beat_data", data);
        dut.set("tlp_beat_keep", keep.into());
        dut.set("tlp_beat_last", last.into());
        dut.set("tlp_class", class);
        dut.set("tlp_payload_dw", tlp.payload_dw as u64);
        dut.set("tlp_source", tlp.source as u64);
    }
    dut.set("frame_end", input.end.is_some().into());
    dut.set("frame_good", (input.end == Some(true)).into());
}

pub fn set_limits(dut: &mut Dut, granted: [Option<Credits>; 3], mutant: Mutant) {
    let mut infinite = 0;
    for (class, name) in NAMES.iter().enumerate() {
        match granted[class] {
            None => infinite |= 1 << class,
            Some(Credits { headers, data }) => {
                let header_lie = u64::from(mutant == Mutant::HeaderLimit);
                let data_lie = u64::from(mutant == Mutant::DataLimit);
                dut.set(&format!("credits_{name}_header"), (headers + header_lie) & 0xFF);
                dut.set(&format!("credits_{name}_data"), (data + data_lie) & 0xFFF);
            }
        }
    }
    dut.set("credits_infinite", infinite);
}

/// Makes frames that fit.
pub struct Frames {
    pub rng: Rng,
    pub setup: Setup,
    pub number: u64,
    pub due: VecDeque<Input>,
    /// TLPs of the frame under way.
    pub frame: Vec<Tlp>,
    pub since_end: u64,
    pub non_posted_credits: usize,
    pub good: u64,
    pub bad: u64,
}

impl Frames {
    pub fn new(setup: &Setup) -> Self {
        Self {
            rng: Rng::new(setup.seed, "frames"),
            setup: setup.clone(),
            number: 0,
            due: VecDeque::new(),
            frame: vec![],
            since_end: 0,
            non_posted_credits: NON_POSTED_CREDITS,
            good: 0,
            bad: 0,
        }
    }

    /// The input of this clock; `free` is what the block says.
    pub fn next(&mut self, free: u64, more: bool) -> Input {
        self.since_end += 1;
        // `free_beats` is right two clocks after the end of a frame.
        if self.due.is_empty() && more && self.since_end >= 2 && !self.rng.chance(0.1) {
            self.plan(free);
        }
        let input = self.due.pop_front().unwrap_or_default();
        if input.end.is_some() {
            self.since_end = 0;
        }
        input
    }

    fn plan(&mut self, free: u64) {
        let limit = free.min(1 + self.rng.below(1200)) as usize;
        let (mut beats, mut non_posted) = (0, 0);
        for _ in 0..self.rng.below(20) {
            let tlp = Tlp::random(&mut self.rng, self.setup.weights, self.number);
            let is_non_posted = tlp.class == 1;
            if beats + tlp.beats() > limit
                || (is_non_posted && non_posted == self.non_posted_credits)
            {
                continue;
            }
            self.number += 1;
            beats += tlp.beats();
            non_posted += usize::from(is_non_posted);
            for beat in 0..tlp.beats() {
                while self.rng.chance(self.setup.stall) {
                    self.due.push_back(Input::default());
                }
                self.due.push_back(Input { beat: Some((tlp.clone(), beat)), end: None });
            }
            self.frame.push(tlp);
        }
        let good = !self.rng.chance(self.setup.bad);
        if good {
            self.non_posted_credits -= non_posted;
            self.good += 1;
        } else {
            self.bad += 1;
        }
        // A frame that is malformed ends within a TLP.
        if !good && self.rng.chance(0.3) {
            self.due.pop_back();
        }
        // In the clock of the last beat, or later; a frame may be empty.
        if self.due.is_empty() || self.rng.chance(0.3) {
            for _ in 0..self.rng.below(4) {
                self.due.push_back(Input::default());
            }
            self.due.push_back(Input { beat: None, end: Some(good) });
        } else if let Some(last) = self.due.back_mut() {
            last.end = Some(good);
        }
    }
}
