//! What `make model` explores: the protocol within bounds, and every mutant.

use std::collections::{BTreeSet, HashSet};
use std::time::Duration;

use crate::checker::{explore, Broken, Explored, Limits};
use crate::connection::{Bounds, Connection, World};
use crate::end::Row;
use crate::limit::Limit;
use crate::mutant::{Mutant, Rules};
use crate::properties::Property;
use crate::reconnect::{classes, reconnect};
use crate::window::Window;

/// More states are a failure: 160 bytes each, so that 8 GB suffice.
pub const STATES: usize = 30_000_000;

/// One of the three models, with its bounds.
#[derive(Clone, Copy, Debug)]
pub enum Subject {
    /// Two ends and the network.
    Connection(Bounds),
    /// Non-posted flow control: C, M, window, whether posted TLPs go between, history.
    Limit(i16, i16, u8, bool, i16),
    /// Sequence numbers: how many TLPs a frame may be late.
    Window(i16),
}

/// A run of the protocol itself.
#[derive(Clone, Copy, Debug)]
pub struct Run {
    /// Its name on the page.
    pub name: &'static str,
    /// What is explored.
    pub subject: Subject,
    /// Whether it belongs to the tests as well.
    pub quick: bool,
}

/// A mutant and the property that has to break.
#[derive(Clone, Copy, Debug)]
pub struct Kill {
    /// What is changed.
    pub mutant: Mutant,
    /// What has to break.
    pub breaks: Property,
    /// Where.
    pub subject: Subject,
    /// Whether it belongs to the tests as well.
    pub quick: bool,
}

/// What came of a run.
pub struct Verdict {
    /// States found.
    pub states: usize,
    /// Steps looked at.
    pub steps: u64,
    /// Steps to the farthest state.
    pub depth: usize,
    /// The property found broken, with its run.
    pub broken: Option<Broken>,
    /// Too many states.
    pub cut: bool,
    /// Wall-clock time.
    pub time: Duration,
    /// Pairs of ends from which both connect, and the most intervals that it takes.
    pub pairs: Option<(usize, usize)>,
    /// Rows of the tables that were taken.
    pub rows: BTreeSet<Row>,
}

const fn bounds(numbers: [u8; 2], resets: [u8; 2], tlps: u8, tags: u8, reduce: bool) -> Subject {
    Subject::Connection(Bounds { numbers, resets, tlps, tags, reduce })
}

/// The runs of the protocol, in the order of the page.
pub const RUNS: [Run; 11] = [
    Run { name: "numbers", subject: bounds([3, 3], [1, 1], 0, 0, false), quick: true },
    Run { name: "numbers, TLPs", subject: bounds([3, 3], [1, 1], 2, 0, false), quick: false },
    Run { name: "numbers, TLPs", subject: bounds([3, 3], [1, 1], 2, 0, true), quick: true },
    Run { name: "numbers, TLPs", subject: bounds([4, 4], [1, 1], 2, 0, true), quick: false },
    Run { name: "numbers", subject: bounds([5, 5], [1, 1], 0, 0, true), quick: false },
    Run { name: "equal tags", subject: bounds([2, 4], [0, 1], 2, 3, true), quick: true },
    Run { name: "equal tags", subject: bounds([3, 4], [0, 1], 2, 3, true), quick: false },
    Run { name: "limit", subject: Subject::Limit(3, 7, 7, true, 0), quick: true },
    Run { name: "limit", subject: Subject::Limit(2, 5, 2, false, 15), quick: true },
    Run { name: "limit", subject: Subject::Limit(32, 256, 32, false, 0), quick: true },
    Run { name: "window", subject: Subject::Window(58), quick: true },
];

const SMALL: Subject = bounds([3, 3], [1, 1], 2, 0, false);
const NO_TLPS: Subject = bounds([3, 3], [1, 1], 0, 0, false);
const TAGS: Subject = bounds([2, 4], [0, 1], 2, 3, true);
const LATE_LIMITS: Subject = Subject::Limit(2, 5, 2, false, 15);

const fn kill(mutant: Mutant, breaks: Property, subject: Subject) -> Kill {
    Kill { mutant, breaks, subject, quick: true }
}

/// The mutants, in the order of the page.
pub const KILLS: [Kill; 35] = [
    kill(Mutant::SenderTagOnly, Property::SameConnection, SMALL),
    Kill {
        mutant: Mutant::ReceiverTagOnly,
        breaks: Property::SameConnection,
        subject: bounds([3, 4], [0, 1], 2, 3, true),
        quick: false,
    },
    kill(Mutant::SequenceOnly, Property::SameConnection, SMALL),
    kill(Mutant::SequenceOnly, Property::DeliveredOnce, SMALL),
    kill(Mutant::OwnNotRenewed, Property::OneConnectionANumber, NO_TLPS),
    kill(Mutant::OwnNotRenewed, Property::DeliveredOnce, SMALL),
    kill(Mutant::ConnectsWithoutOwn, Property::NoFalsePeace, NO_TLPS),
    kill(Mutant::PeerChanges, Property::NoFalsePeace, NO_TLPS),
    Kill {
        mutant: Mutant::OfferEnds,
        breaks: Property::NoLateEnd,
        subject: bounds([4, 4], [0, 0], 0, 0, false),
        quick: false,
    },
    kill(Mutant::OffersAlwaysAnswered, Property::NoLateEnd, NO_TLPS),
    kill(Mutant::EndsOnAnyOpen, Property::NoLateEnd, NO_TLPS),
    kill(Mutant::EndsOnNewOpen, Property::NoLateEnd, NO_TLPS),
    kill(Mutant::CloseByReceiverOnly, Property::NoLateEnd, NO_TLPS),
    kill(Mutant::ConfirmedByAnyOpen, Property::NoFalsePeace, NO_TLPS),
    kill(Mutant::ConfirmedUnlessOffer, Property::NoFalsePeace, NO_TLPS),
    kill(Mutant::ConfirmedWhenConnecting, Property::NoFalsePeace, NO_TLPS),
    kill(Mutant::DataWhileUnconfirmed, Property::SameConnection, TAGS),
    kill(Mutant::DataWhileUnconfirmed, Property::FreedWasDelivered, TAGS),
    kill(Mutant::AckOfAnyConnection, Property::FreedWasDelivered, SMALL),
    kill(Mutant::NumbersAgainBoth, Property::DeliveredOnce, SMALL),
    kill(Mutant::NumbersAgainOne, Property::DeliveredOnce, SMALL),
    kill(Mutant::TagsAgainInALife, Property::DeliveredOnce, bounds([3, 3], [0, 0], 2, 2, true)),
    kill(Mutant::GapAccepted, Property::InOrder, SMALL),
    kill(Mutant::DuplicateAccepted, Property::DeliveredOnce, SMALL),
    kill(Mutant::NoOffers, Property::Reconnects, NO_TLPS),
    kill(Mutant::NoAnswers, Property::Reconnects, NO_TLPS),
    kill(Mutant::OffersOwn, Property::Reconnects, NO_TLPS),
    kill(Mutant::LimitOfLateFrames, Property::WithinRoom, LATE_LIMITS),
    kill(Mutant::LimitOfLateFrames, Property::LimitGrows, LATE_LIMITS),
    kill(Mutant::LimitTooFewBits, Property::WithinRoom, Subject::Limit(2, 4, 4, false, 15)),
    kill(Mutant::FramesTooLate, Property::FreedWasDelivered, Subject::Window(59)),
    kill(Mutant::NumbersOf16Bits, Property::DeliveredOnce, Subject::Window(66)),
    kill(Mutant::GapAccepted, Property::InOrder, Subject::Window(10)),
    kill(Mutant::DuplicateAccepted, Property::DeliveredOnce, Subject::Window(10)),
    kill(Mutant::AckOfWhatWasNotSent, Property::FreedWasDelivered, Subject::Window(10)),
];

/// Explores a subject with some rules; of a mutant, only for the property that has to break.
pub fn carry_out(
    subject: Subject,
    rules: Rules,
    only: Option<Property>,
    progress: Option<&str>,
) -> Verdict {
    let limits = Limits { states: STATES, only, progress: progress.is_some() };
    let name = progress.unwrap_or_default();
    match subject {
        Subject::Connection(bounds) => {
            let model = Connection { bounds, rules };
            let mut found = explore(&model, name, limits);
            // Two ends may be connected by tags that are equal by chance: docs/model.md.
            let wanted = only.is_none_or(|only| only == Property::Reconnects) && bounds.tags == 0;
            let pairs = if wanted { reconnects(&model, &mut found) } else { None };
            let rows = if only.is_none() && found.states.len() < 500_000 {
                rows(&model, &found.states)
            } else {
                BTreeSet::new()
            };
            Verdict { pairs, rows, ..verdict(found) }
        }
        Subject::Limit(room, modulus, window, posted, history) => {
            let model = Limit { room, modulus, window, posted, history, rules };
            verdict(explore(&model, name, limits))
        }
        Subject::Window(late) => {
            let model = Window { modulus: 64, near: 7, window: 5, frame: 3, late, rules };
            verdict(explore(&model, name, limits))
        }
    }
}

fn verdict<S>(found: Explored<S>) -> Verdict {
    Verdict {
        states: found.states.len(),
        steps: found.steps,
        depth: found.depth,
        broken: found.broken,
        cut: found.cut,
        time: found.time,
        pairs: None,
        rows: BTreeSet::new(),
    }
}

/// Checks [`Property::Reconnects`] from every pair of ends that was reached.
fn reconnects(model: &Connection, found: &mut Explored<World>) -> Option<(usize, usize)> {
    if found.broken.is_some() || found.cut {
        return None;
    }
    let ends: HashSet<_> = found.states.iter().map(|world| model.ends(world)).collect();
    let pairs: BTreeSet<_> = ends.into_iter().flat_map(classes).collect();
    let mut most = 0;
    for pair in &pairs {
        match reconnect(*pair, model.rules) {
            Ok(rounds) => most = most.max(rounds),
            Err(why) => {
                let run = vec![format!("from {pair:?}: {why}")];
                found.broken = Some(Broken { property: Property::Reconnects, steps: 0, run });
                return None;
            }
        }
    }
    Some((pairs.len(), most))
}

fn rows(model: &Connection, states: &[World]) -> BTreeSet<Row> {
    states.iter().flat_map(|world| model.rows(world)).collect()
}
