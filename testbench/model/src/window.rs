//! Sequence numbers modulo a number, and frames that are late by nearly as much.
//!
//! Everything is counted from the oldest unacknowledged TLP, so that runs have no end. Every data frame
//! and acknowledgement that is late by up to `late` TLPs can arrive in every state.

use crate::checker::{Model, Step};
use crate::mutant::{Mutant, Rules};
use crate::properties::Property;

/// Sizes and rules.
#[derive(Clone, Copy, Debug)]
pub struct Window {
    /// What numbers are counted modulo; 2^32 in the bridge.
    pub modulus: i16,
    /// How near to the TLP expected a number has to be; 32,767 in the bridge.
    pub near: i16,
    /// TLPs unacknowledged, at most.
    pub window: i16,
    /// TLPs of a frame, at most.
    pub frame: i16,
    /// How many TLPs late a frame may be.
    pub late: i16,
    /// What is changed.
    pub rules: Rules,
}

/// A state: counts from the oldest unacknowledged TLP.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Counts {
    sent: i16,
    expected: i16,
}

/// What happens.
#[derive(Clone, Copy, Debug)]
#[allow(missing_docs)]
pub enum Action {
    Sends,
    Data { first: i16, tlps: i16 },
    Ack { of: i16 },
}

impl Window {
    fn data(&self, state: &Counts, first: i16, tlps: i16) -> Option<Step<Self>> {
        let behind = (state.expected - first).rem_euclid(self.modulus);
        let new = behind <= self.near && tlps > behind;
        let gap = self.modulus - behind <= self.near && self.rules.broken(Mutant::GapAccepted);
        let again = behind <= self.near && self.rules.broken(Mutant::DuplicateAccepted);
        if !new && !gap && !again {
            return None;
        }
        // What was accepted before is passed over.
        let delivered = if new { first + behind } else { first };
        let breaks = match delivered.cmp(&state.expected) {
            std::cmp::Ordering::Less => Some(Property::DeliveredOnce),
            std::cmp::Ordering::Equal => None,
            std::cmp::Ordering::Greater => Some(Property::InOrder),
        };
        let accepted = if new { tlps - behind } else { tlps };
        let after = Counts { expected: (state.expected + accepted).min(state.sent), ..*state };
        Some(Step { action: Action::Data { first, tlps }, after, breaks })
    }

    fn ack(&self, state: &Counts, of: i16) -> Option<Step<Self>> {
        let ahead = of.rem_euclid(self.modulus);
        let sent = ahead <= state.sent || self.rules.broken(Mutant::AckOfWhatWasNotSent);
        if ahead == 0 || !sent {
            return None;
        }
        let breaks = (ahead > state.expected).then_some(Property::FreedWasDelivered);
        let freed = ahead.min(state.expected);
        let after = Counts { sent: state.sent - freed, expected: state.expected - freed };
        Some(Step { action: Action::Ack { of }, after, breaks })
    }
}

impl Model for Window {
    type State = Counts;
    type Action = Action;

    fn initial(&self) -> Counts {
        Counts { sent: 0, expected: 0 }
    }

    fn steps(&self, state: &Counts, steps: &mut Vec<Step<Self>>) {
        if state.sent < self.window {
            let after = Counts { sent: state.sent + 1, ..*state };
            steps.push(Step { action: Action::Sends, after, breaks: None });
        }
        for first in state.expected - self.late..state.sent {
            for tlps in 1..=self.frame.min(state.sent - first) {
                steps.extend(self.data(state, first, tlps));
            }
        }
        for of in -self.late..=state.expected {
            steps.extend(self.ack(state, of));
        }
    }

    fn describe(&self, state: &Counts) -> String {
        format!("{state:?}")
    }
}
