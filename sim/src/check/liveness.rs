//! What has to be able to pass does pass: nothing that may go waits longer than a stated number of
//! cycles (PCI Express Base Specification, 2.4.1, the entries "Yes" of the table).
//!
//! The checker follows the TLPs of one sender to one receiver. One of them is *due* while the
//! receiver accepts its class and nothing that came before it is an excuse. An excuse is an earlier
//! TLP which it need not be able to pass: one of its own class, a posted one, or a completion for
//! what is none. A non-posted TLP excuses nothing but another non-posted one, however long it is
//! blocked. A TLP that is due for longer than the bound is an error. Excuses cannot go round in a
//! circle: they point to earlier TLPs, and the first of these is due, or its class not accepted.

use std::collections::BTreeMap;

use expether_wire::tlp::Class;

use super::ordering::{passing, OrderKey, Passing};

/// A TLP that may go, and has to, does not.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error(
    "cycle {cycle}: TLP {index} ({class:?}) may go since cycle {since}, for more than {bound} cycles"
)]
pub struct Stuck {
    pub cycle: u64,
    pub index: u64,
    pub class: Class,
    pub since: u64,
    pub bound: u64,
}

/// What counts as an excuse besides what the specification says.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Strictness {
    /// As the specification has it.
    Specification,
    /// Completions are no excuse either: for a design that promises to let the others pass them.
    PassesCompletions,
}

const CLASSES: [Class; 3] = [Class::Posted, Class::NonPosted, Class::Completion];

/// Follows the TLPs of one sender to one receiver.
#[derive(Clone, Debug)]
pub struct LivenessChecker {
    bound: u64,
    strictness: Strictness,
    /// TLPs on their way, by class and index.
    waiting: [BTreeMap<u64, OrderKey>; 3],
    accepts: [bool; 3],
    /// Since when the oldest of each class is due.
    due: [Option<(u64, u64)>; 3],
}

impl LivenessChecker {
    /// What may go has so many cycles. Every class is accepted until [`Self::accepts`] says
    /// otherwise.
    pub fn new(bound: u64, strictness: Strictness) -> Self {
        Self { bound, strictness, waiting: Default::default(), accepts: [true; 3], due: [None; 3] }
    }

    /// A TLP sets out; a later one has a higher index.
    pub fn sent(&mut self, index: u64, key: OrderKey, cycle: u64) {
        self.waiting[key.class as usize].insert(index, key);
        self.update(cycle);
    }

    /// It arrived.
    pub fn delivered(&mut self, index: u64, cycle: u64) {
        for waiting in &mut self.waiting {
            waiting.remove(&index);
        }
        self.update(cycle);
    }

    /// From this cycle on the receiver takes TLPs of this class, or does not.
    pub fn accepts(&mut self, class: Class, accepts: bool, cycle: u64) {
        if self.accepts[class as usize] != accepts {
            self.accepts[class as usize] = accepts;
            self.update(cycle);
        }
    }

    /// Once a cycle, or as often as the answer is wanted.
    pub fn check(&self, cycle: u64) -> Result<(), Stuck> {
        for class in CLASSES {
            if let Some((index, since)) = self.due[class as usize] {
                if cycle.saturating_sub(since) > self.bound {
                    return Err(Stuck { cycle, index, class, since, bound: self.bound });
                }
            }
        }
        Ok(())
    }

    /// A completion is no excuse.
    pub fn passes_completions(&self) -> bool {
        self.strictness == Strictness::PassesCompletions
    }

    /// TLPs on their way.
    pub fn outstanding(&self) -> usize {
        self.waiting.iter().map(BTreeMap::len).sum()
    }

    /// Only the oldest of a class can be due: of its own class it need pass nothing.
    fn update(&mut self, cycle: u64) {
        for class in CLASSES {
            let oldest = self.waiting[class as usize].first_key_value();
            let due = oldest.filter(|(&index, &key)| {
                self.accepts[class as usize] && !self.is_excused(index, key)
            });
            let before = self.due[class as usize];
            self.due[class as usize] = due.map(|(&index, _)| match before {
                Some((same, since)) if same == index => (index, since),
                _ => (index, cycle),
            });
        }
    }

    fn is_excused(&self, index: u64, key: OrderKey) -> bool {
        CLASSES.into_iter().filter(|&class| class != key.class).any(|class| {
            let earlier = self.waiting[class as usize].range(..index);
            earlier.into_iter().any(|(_, &earlier)| match passing(key, earlier) {
                Passing::Must => false,
                Passing::No => true,
                Passing::May => !(class == Class::Completion && self.passes_completions()),
            })
        })
    }
}

#[cfg(test)]
#[allow(non_snake_case)]
mod tests {
    use super::*;
    use Class::{Completion, NonPosted, Posted};

    fn key(class: Class) -> OrderKey {
        OrderKey {
            class,
            data: true,
            relaxed: false,
            id_based: false,
            sender: 1,
            transaction: (class == Completion).then_some((1, 1)),
            write_completion: false,
        }
    }

    fn checker(strictness: Strictness, classes: &[Class]) -> LivenessChecker {
        let mut checker = LivenessChecker::new(10, strictness);
        for (i, &class) in classes.iter().enumerate() {
            checker.sent(i as u64, key(class), 0);
        }
        checker
    }

    /// The class that is found stuck.
    fn stuck(checker: &LivenessChecker, cycle: u64) -> Option<(u64, Class)> {
        checker.check(cycle).err().map(|e| (e.index, e.class))
    }

    #[test]
    fn liveness__in_time__is_content() {
        let mut c = checker(Strictness::Specification, &[Posted, NonPosted, Completion]);
        assert_eq!(stuck(&c, 10), None);
        c.delivered(0, 10);
        assert_eq!(stuck(&c, 20), None, "the others were excused until then");
        c.delivered(2, 20);
        c.delivered(1, 20);
        assert_eq!((stuck(&c, 1000), c.outstanding()), (None, 0));
    }

    #[test]
    fn liveness__mutant_held_up_by_a_blocked_non_posted__is_found() {
        for behind in [Posted, Completion] {
            let mut c = checker(Strictness::Specification, &[NonPosted, behind]);
            c.accepts(NonPosted, false, 0);
            assert_eq!(stuck(&c, 10), None);
            assert_eq!(stuck(&c, 11), Some((1, behind)));
            c.delivered(1, 11);
            assert_eq!(stuck(&c, 1000), None, "the non-posted one is not accepted");
            c.accepts(NonPosted, true, 1000);
            assert_eq!((stuck(&c, 1010), stuck(&c, 1011)), (None, Some((0, NonPosted))));
        }
    }

    #[test]
    fn liveness__mutant_starved_among_equals__is_found() {
        let mut c = checker(Strictness::Specification, &[Completion, Completion]);
        c.delivered(0, 9);
        assert_eq!((stuck(&c, 19), stuck(&c, 20)), (None, Some((1, Completion))));
    }

    #[test]
    fn liveness__blocked_posted__excuses_what_must_not_pass_it() {
        let mut c = checker(Strictness::Specification, &[Posted, NonPosted, Completion]);
        c.accepts(Posted, false, 0);
        assert_eq!(stuck(&c, 1000), None);
        c.accepts(Posted, true, 1000);
        assert_eq!(stuck(&c, 1011), Some((0, Posted)));
    }

    #[test]
    fn liveness__blocked_completion__excuses_unless_the_design_promises_more() {
        for class in [Posted, NonPosted] {
            for (strictness, wanted) in [
                (Strictness::Specification, None),
                (Strictness::PassesCompletions, Some((1, class))),
            ] {
                let mut c = checker(strictness, &[Completion, class]);
                c.accepts(Completion, false, 0);
                assert_eq!(stuck(&c, 1000), wanted);
            }
        }
    }
}
