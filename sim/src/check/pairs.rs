//! The checks of a fabric: for each sender and receiver a [`Scoreboard`] of their own, and
//! [liveness](super::liveness). TLPs of two senders, or to two receivers, have no order among them.

use std::collections::BTreeMap;

use expether_wire::tlp::Class;

use super::liveness::{LivenessChecker, Strictness, Stuck};
use super::ordering::OrderKey;
use super::scoreboard::{Delivery, DeliveryError, Scoreboard};

/// What is wrong, and between whom.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum PairError {
    #[error("{from} to {to}: {error}")]
    Delivery { from: usize, to: usize, error: DeliveryError },
    #[error("{from} to {to}: {error}")]
    Stuck { from: usize, to: usize, error: Stuck },
}

struct Pair {
    board: Scoreboard,
    liveness: Option<LivenessChecker>,
}

/// A class is due only if the receiver takes what may hold it up as well.
fn tell(liveness: &mut LivenessChecker, accepts: [bool; 3], cycle: u64) {
    let [posted, non_posted, completion] = accepts;
    let past_completions = completion || liveness.passes_completions();
    liveness.accepts(Class::Posted, posted && past_completions, cycle);
    liveness.accepts(Class::NonPosted, non_posted && posted && past_completions, cycle);
    liveness.accepts(Class::Completion, completion && posted, cycle);
}

/// Books of all pairs. A pair is there from its first TLP on.
#[derive(Default)]
pub struct Pairs {
    pairs: BTreeMap<(usize, usize), Pair>,
    bound: Option<(u64, Strictness)>,
    /// What each receiver accepts: posted, non-posted, completions.
    accepts: BTreeMap<usize, [bool; 3]>,
}

impl Pairs {
    /// Only what is delivered is checked, not when.
    pub fn new() -> Self {
        Self::default()
    }

    /// What may go has so many cycles from its sender to its receiver. What other senders have
    /// under way to the same receiver takes its time too, and has to be in the bound.
    pub fn with_liveness(bound: u64, strictness: Strictness) -> Self {
        Self { bound: Some((bound, strictness)), ..Self::default() }
    }

    /// A TLP sets out.
    pub fn sent(&mut self, from: usize, to: usize, tlp: &[u8], cycle: u64) {
        let (bound, accepts) = (self.bound, &self.accepts);
        let pair = self.pairs.entry((from, to)).or_insert_with(|| {
            let mut liveness = bound.map(|(b, strictness)| LivenessChecker::new(b, strictness));
            if let Some(liveness) = &mut liveness {
                let accepts = accepts.get(&to).copied().unwrap_or([true; 3]);
                tell(liveness, accepts, cycle);
            }
            Pair { board: Scoreboard::new("a pair"), liveness }
        });
        let index = pair.board.sent_count();
        pair.board.sent(tlp, cycle);
        if let (Some(liveness), Some(key)) = (&mut pair.liveness, OrderKey::of(tlp)) {
            liveness.sent(index, key, cycle);
        }
    }

    /// A TLP arrived; `marked_bad` is the stream's error flag.
    pub fn delivered(
        &mut self,
        from: usize,
        to: usize,
        tlp: &[u8],
        marked_bad: bool,
        cycle: u64,
    ) -> Result<Delivery, PairError> {
        let wrap = |error| PairError::Delivery { from, to, error };
        let Some(pair) = self.pairs.get_mut(&(from, to)) else {
            let tlp = super::scoreboard::describe(tlp);
            return Err(wrap(DeliveryError::Unexpected { direction: "a pair".into(), cycle, tlp }));
        };
        let delivery = pair.board.delivered(tlp, marked_bad, cycle);
        // One in the wrong order has arrived all the same.
        let arrived = match &delivery {
            Ok(Delivery { index, .. }) | Err(DeliveryError::Order { index, .. }) => Some(*index),
            Err(_) => None,
        };
        if let (Some(liveness), Some(index)) = (&mut pair.liveness, arrived) {
            liveness.delivered(index, cycle);
        }
        delivery.map_err(wrap)
    }

    /// From this cycle on a receiver takes TLPs of this class, or does not. What one sender's TLPs
    /// may hold up, those of all may: all have one order on the link to the receiver.
    pub fn accepts(&mut self, to: usize, class: Class, accepts: bool, cycle: u64) {
        let known = self.accepts.entry(to).or_insert([true; 3]);
        let place = &mut known[class as usize];
        if *place == accepts {
            return;
        }
        *place = accepts;
        let known = *known;
        for (_, pair) in self.pairs.iter_mut().filter(|((_, receiver), _)| *receiver == to) {
            if let Some(liveness) = &mut pair.liveness {
                tell(liveness, known, cycle);
            }
        }
    }

    /// Once a cycle, or as often as the answer is wanted.
    pub fn check(&self, cycle: u64) -> Result<(), PairError> {
        for (&(from, to), pair) in &self.pairs {
            if let Some(liveness) = &pair.liveness {
                liveness.check(cycle).map_err(|error| PairError::Stuck { from, to, error })?;
            }
        }
        Ok(())
    }

    /// The end of the run: what is still outstanding is lost.
    pub fn finish(&self) -> Vec<PairError> {
        let lost = |(&(from, to), pair): (&(usize, usize), &Pair)| {
            let errors = pair.board.finish().into_iter();
            errors.map(|error| PairError::Delivery { from, to, error }).collect::<Vec<_>>()
        };
        self.pairs.iter().flat_map(lost).collect()
    }

    /// TLPs arrived as they should, so far.
    pub fn delivered_count(&self) -> u64 {
        self.pairs.values().map(|p| p.board.delivered_count()).sum()
    }
}

#[cfg(test)]
#[allow(non_snake_case)]
mod tests {
    use super::*;
    use expether_wire::tlp::format::{common, memory32, request};

    fn write(address: u64) -> Vec<u8> {
        let mut tlp = vec![0u8; 16];
        common::FMT.set(&mut tlp, 2);
        common::LENGTH.set(&mut tlp, 1);
        memory32::ADDRESS.set(&mut tlp, address >> 2);
        tlp
    }

    fn read(tag: u64) -> Vec<u8> {
        let mut tlp = vec![0u8; 12];
        common::LENGTH.set(&mut tlp, 1);
        request::TAG.set(&mut tlp, tag);
        tlp
    }

    #[test]
    fn pairs__two_senders__have_no_order_between_them() {
        let mut pairs = Pairs::new();
        pairs.sent(1, 0, &write(0), 1);
        pairs.sent(2, 0, &write(64), 2);
        assert!(pairs.delivered(2, 0, &write(64), false, 3).is_ok());
        assert!(pairs.delivered(1, 0, &write(0), false, 4).is_ok());
        assert_eq!((pairs.finish(), pairs.delivered_count()), (vec![], 2));
    }

    #[test]
    fn pairs__mutants__are_found_and_say_between_whom() {
        let mut pairs = Pairs::with_liveness(10, Strictness::Specification);
        pairs.sent(1, 0, &write(0), 1);
        pairs.sent(1, 0, &read(1), 2);
        pairs.sent(2, 0, &write(64), 3);
        let passed = pairs.delivered(1, 0, &read(1), false, 3);
        assert!(
            matches!(
                passed,
                Err(PairError::Delivery { from: 1, to: 0, error: DeliveryError::Order { .. } })
            ),
            "{passed:?}"
        );
        let stranger = pairs.delivered(3, 0, &write(0), false, 3);
        assert!(matches!(stranger, Err(PairError::Delivery { from: 3, .. })));
        let of_another = pairs.delivered(2, 0, &write(0), false, 3);
        assert!(of_another.is_err(), "{of_another:?}");
        assert!(pairs.delivered(1, 0, &write(0), false, 4).is_ok());
        assert!(pairs.check(13).is_ok());
        assert!(matches!(pairs.check(14), Err(PairError::Stuck { from: 2, to: 0, .. })));
        assert!(matches!(pairs.finish()[..], [PairError::Delivery { from: 2, .. }]));
    }

    #[test]
    fn pairs__what_a_receiver_refuses__is_not_due_whoever_sent_it() {
        let mut pairs = Pairs::with_liveness(10, Strictness::Specification);
        pairs.accepts(0, Class::NonPosted, false, 0);
        pairs.sent(1, 0, &read(1), 1);
        pairs.sent(1, 9, &read(1), 900);
        assert!(pairs.check(910).is_ok());
        pairs.accepts(0, Class::NonPosted, true, 910);
        assert!(matches!(pairs.check(912), Err(PairError::Stuck { from: 1, to: 9, .. })));
        assert!(pairs.delivered(1, 9, &read(1), false, 912).is_ok());
        assert!(matches!(pairs.check(921), Err(PairError::Stuck { from: 1, to: 0, .. })));
    }

    #[test]
    fn pairs__a_receiver_without_room_for_posted__may_hold_up_everyone() {
        let mut pairs = Pairs::with_liveness(10, Strictness::Specification);
        pairs.sent(1, 0, &read(1), 1);
        pairs.accepts(0, Class::Posted, false, 1);
        pairs.sent(2, 0, &read(2), 1);
        assert!(pairs.check(1000).is_ok());
        pairs.accepts(0, Class::Posted, true, 1000);
        assert!(matches!(pairs.check(1011), Err(PairError::Stuck { from: 1, .. })));
    }
}
