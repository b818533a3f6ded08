//! Non-posted flow control: limits modulo a small number, frames late and doubled.
//!
//! Everything is counted from what the sender knows to be acknowledged, so that the model is finite
//! and its runs are not: the limit wraps as often as it likes. Frames from the receiver: every pair of
//! an acknowledgement and a count of handed-over TLPs that it can have had up to now counts as sent.
//!
//! The rule: a frame with a newer acknowledgement is believed, limit included; of frames with the
//! acknowledgement believed, one whose limit is ahead by 1 to C modulo M; no other. A connection that
//! begins with less room is a state like any other here.

use crate::checker::{Model, Step};
use crate::mutant::{Mutant, Rules};
use crate::properties::Property;

/// Sizes and rules.
#[derive(Clone, Copy, Debug)]
pub struct Limit {
    /// C, the room of the queue; 32 in the bridge.
    pub room: i16,
    /// M, what limits are counted modulo; 256 in the bridge.
    pub modulus: i16,
    /// TLPs that are unacknowledged, at most.
    pub window: u8,
    /// Posted TLPs go between.
    pub posted: bool,
    /// How many acknowledged TLPs frames may be late by.
    pub history: i16,
    /// What is changed.
    pub rules: Rules,
}

/// A state. Counts of non-posted TLPs are from the newest acknowledgement believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Counts {
    /// Kinds of the unacknowledged TLPs, the oldest in bit 0; 1: non-posted.
    kinds: u64,
    /// How many those are.
    sent: u8,
    /// How many of them are accepted.
    accepted: u8,
    /// Non-posted TLPs that left the queue: may be below 0.
    handed_over: i16,
    /// The limit that the sender holds, as if it were not counted modulo M; and the same modulo M,
    /// from the acknowledgement.
    believed: i16,
    told: i16,
    /// TLPs acknowledged so far, up to `history`.
    past: i16,
}

/// What happens.
#[derive(Clone, Copy, Debug)]
#[allow(missing_docs)]
pub enum Action {
    SendsNonPosted,
    SendsPosted,
    Accepts,
    HandsOver,
    Hears { acknowledgement: i16, limit: i16 },
}

impl Limit {
    fn non_posted(state: &Counts, tlps: u8) -> i16 {
        (state.kinds & ((1u64 << tlps) - 1)).count_ones() as i16
    }

    fn hear(&self, state: &Counts, acknowledgement: i16, handed_over: i16) -> Option<Step<Self>> {
        let limit = handed_over + self.room;
        let mut after = *state;
        let action = Action::Hears { acknowledgement, limit };
        let ahead = (limit - state.told).rem_euclid(self.modulus);
        let newer = ahead >= 1 && ahead <= self.room;
        let late = acknowledgement < 0;
        if late && !(self.rules.broken(Mutant::LimitOfLateFrames) && newer) {
            return None;
        }
        let mut breaks = None;
        if acknowledgement > 0 || newer {
            if limit < state.believed {
                breaks = Some(Property::LimitGrows);
            }
            after.believed = limit;
            after.told = limit;
        }
        if acknowledgement > 0 {
            // Counts go on from the new acknowledgement.
            let tlps = acknowledgement as u8;
            let passed = Limit::non_posted(state, tlps);
            after.kinds >>= tlps;
            after.sent -= tlps;
            after.accepted -= tlps;
            after.handed_over -= passed;
            after.believed -= passed;
            after.told -= passed;
            after.past = (after.past + acknowledgement).min(self.history);
        }
        after.told = after.told.rem_euclid(self.modulus);
        Some(Step { action, after, breaks })
    }
}

impl Model for Limit {
    type State = Counts;
    type Action = Action;

    fn initial(&self) -> Counts {
        let (believed, told) = (self.room, self.room.rem_euclid(self.modulus));
        Counts { kinds: 0, sent: 0, accepted: 0, handed_over: 0, believed, told, past: 0 }
    }

    fn steps(&self, state: &Counts, steps: &mut Vec<Step<Self>>) {
        let sent = Limit::non_posted(state, state.sent);
        let accepted = Limit::non_posted(state, state.accepted);
        if state.sent < self.window {
            if sent.rem_euclid(self.modulus) != state.told {
                let kinds = state.kinds | 1 << state.sent;
                let after = Counts { kinds, sent: state.sent + 1, ..*state };
                let over = sent + 1 - state.handed_over > self.room;
                let breaks = over.then_some(Property::WithinRoom);
                steps.push(Step { action: Action::SendsNonPosted, after, breaks });
            }
            if self.posted {
                let after = Counts { sent: state.sent + 1, ..*state };
                steps.push(Step { action: Action::SendsPosted, after, breaks: None });
            }
        }
        if state.accepted < state.sent {
            let after = Counts { accepted: state.accepted + 1, ..*state };
            steps.push(Step { action: Action::Accepts, after, breaks: None });
        }
        if state.handed_over < accepted {
            let after = Counts { handed_over: state.handed_over + 1, ..*state };
            steps.push(Step { action: Action::HandsOver, after, breaks: None });
        }
        for acknowledgement in -state.past..=i16::from(state.accepted) {
            // Late frames are of TLPs that were all non-posted.
            let then = match u8::try_from(acknowledgement) {
                Ok(tlps) => Limit::non_posted(state, tlps),
                Err(_) => acknowledgement,
            };
            // A frame with a newer acknowledgement was sent later than the one believed.
            let least = match acknowledgement {
                1.. => (then - self.room).max(state.believed - self.room),
                _ => then - self.room,
            };
            // Nothing was handed over before the connection began.
            let begun = state.past == self.history;
            let least = if begun { least } else { least.max(-state.past) };
            for handed_over in least..=then.min(state.handed_over) {
                steps.extend(self.hear(state, acknowledgement, handed_over));
            }
        }
    }

    fn describe(&self, state: &Counts) -> String {
        format!("{state:?}")
    }
}
