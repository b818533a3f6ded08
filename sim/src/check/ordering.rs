//! Which TLP may pass which (PCI Express Base Specification, 2.4.1, table of ordering rules).
//!
//! `No` is what the [scoreboard](super::Scoreboard) holds every delivery against; `Must` what
//! [liveness](super::liveness) does. Both look at the TLPs of one sender to one receiver: TLPs of
//! different senders have no order among them.

use expether_wire::tlp::format::{common, completion, request, status};
use expether_wire::tlp::{Class, Kind};

/// Whether a later TLP (row) may pass an earlier one (column) of the same direction.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Passing {
    /// The order has to be kept.
    No,
    /// Either is right.
    May,
    /// It has to be able to, lest the fabric deadlock: a blocked earlier TLP must not hold it up.
    Must,
}

/// What the ordering rules look at in a TLP.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct OrderKey {
    pub class: Class,
    /// It has a payload. Tells the two rows of non-posted requests apart.
    pub data: bool,
    /// The relaxed-ordering attribute is set.
    pub relaxed: bool,
    /// The attribute for ID-based ordering is set.
    pub id_based: bool,
    /// Who sent it: the requester, or the completer of a completion.
    pub sender: u16,
    /// Requester and tag of a completion: those of one request stay in order.
    pub transaction: Option<(u16, u16)>,
    /// The completion of an I/O or configuration write: nothing else succeeds without data.
    pub write_completion: bool,
}

impl OrderKey {
    /// From the bytes of a TLP; `None` if it is none.
    pub fn of(tlp: &[u8]) -> Option<Self> {
        if tlp.len() < 12 {
            return None;
        }
        let kind = Kind::from_fields(common::FMT.get(tlp), common::TYPE.get(tlp))?;
        let tag =
            || common::TAG_9.get(tlp) << 9 | common::TAG_8.get(tlp) << 8 | completion::TAG.get(tlp);
        let sender =
            if kind.is_completion() { completion::COMPLETER } else { request::REQUESTER }.get(tlp);
        Some(Self {
            class: kind.class(),
            data: kind.has_data(),
            relaxed: common::RO.get(tlp) == 1,
            id_based: common::IDO.get(tlp) == 1,
            sender: sender as u16,
            transaction: kind
                .is_completion()
                .then(|| (completion::REQUESTER.get(tlp) as u16, tag() as u16)),
            write_completion: kind == Kind::Completion
                && completion::STATUS.get(tlp) == status::SUCCESSFUL,
        })
    }
}

/// May `later` pass `earlier`? The names in the comments are those of the table's entries.
pub fn passing(later: OrderKey, earlier: OrderKey) -> Passing {
    use Class::{Completion, NonPosted, Posted};
    let may_if = |condition| if condition { Passing::May } else { Passing::No };
    let other_sender = later.id_based && later.sender != earlier.sender;
    match (later.class, earlier.class) {
        // A2: relaxed, or ID-based and of another requester.
        (Posted, Posted) => may_if(later.relaxed || other_sender),
        // A3, A4.
        (Posted, NonPosted) => Passing::Must,
        // A5: it has to only in a bridge to PCI, which this is not.
        (Posted, Completion) => Passing::May,
        // B2 without data, C2 with: relaxed ordering counts only with data.
        (NonPosted, Posted) => may_if((later.data && later.relaxed) || other_sender),
        // B3 to B5, C3 to C5.
        (NonPosted, NonPosted | Completion) => Passing::May,
        // D2.
        (Completion, Posted) => may_if(later.relaxed || later.write_completion || other_sender),
        // D3, D4.
        (Completion, NonPosted) => Passing::Must,
        // D5.
        (Completion, Completion) => may_if(later.transaction != earlier.transaction),
    }
}

#[cfg(test)]
#[allow(non_snake_case)]
mod tests {
    use super::*;
    use Class::{Completion, NonPosted, Posted};
    use Passing::{May, Must, No};

    fn key(class: Class) -> OrderKey {
        OrderKey {
            class,
            data: true,
            relaxed: false,
            id_based: false,
            sender: 0x200,
            transaction: (class == Completion).then_some((0x100, 5)),
            write_completion: false,
        }
    }

    const CLASSES: [Class; 3] = [Posted, NonPosted, Completion];

    fn row(later: OrderKey, change: impl Fn(OrderKey) -> OrderKey) -> [Passing; 3] {
        CLASSES.map(|column| passing(later, change(key(column))))
    }

    /// Every row of the table, without and with each attribute, against a TLP of the same sender,
    /// of another sender, and of another transaction.
    #[test]
    fn ordering__table__is_that_of_the_specification() {
        let same = |k| k;
        let other_sender = |k| OrderKey { sender: 0x300, ..k };
        let other_transaction =
            |k: OrderKey| OrderKey { transaction: k.transaction.map(|t| (t.0, 6)), ..k };
        let relaxed = |k| OrderKey { relaxed: true, ..k };
        let id_based = |k| OrderKey { id_based: true, ..k };
        let read = |k| OrderKey { data: false, ..k };

        // Row A, posted.
        assert_eq!(row(key(Posted), same), [No, Must, May]);
        assert_eq!(row(relaxed(key(Posted)), same), [May, Must, May]);
        assert_eq!(row(id_based(key(Posted)), same), [No, Must, May]);
        assert_eq!(row(id_based(key(Posted)), other_sender), [May, Must, May]);
        assert_eq!(row(key(Posted), other_sender), [No, Must, May]);
        // Row B, requests without data: relaxed ordering means nothing.
        let b = read(key(NonPosted));
        assert_eq!(row(b, same), [No, May, May]);
        assert_eq!(row(relaxed(b), same), [No, May, May]);
        assert_eq!(row(id_based(b), same), [No, May, May]);
        assert_eq!(row(id_based(b), other_sender), [May, May, May]);
        // Row C, requests with data.
        let c = key(NonPosted);
        assert_eq!(row(c, same), [No, May, May]);
        assert_eq!(row(relaxed(c), same), [May, May, May]);
        assert_eq!(row(id_based(c), same), [No, May, May]);
        assert_eq!(row(id_based(c), other_sender), [May, May, May]);
        // Row D, completions.
        let d = key(Completion);
        assert_eq!(row(d, same), [No, Must, No]);
        assert_eq!(row(d, other_transaction), [No, Must, May]);
        assert_eq!(row(relaxed(d), same), [May, Must, No]);
        assert_eq!(row(id_based(d), other_sender), [May, Must, No]);
        assert_eq!(row(OrderKey { write_completion: true, ..d }, same), [May, Must, No]);
    }

    #[test]
    fn ordering__key__reads_everything_the_rules_look_at() {
        let mut cpl = vec![0u8; 12];
        common::TYPE.set(&mut cpl, 0x0A);
        common::TAG_9.set(&mut cpl, 1);
        completion::COMPLETER.set(&mut cpl, 0x0203);
        completion::REQUESTER.set(&mut cpl, 0x0108);
        completion::TAG.set(&mut cpl, 0x42);
        let key = OrderKey {
            class: Completion,
            data: false,
            relaxed: false,
            id_based: false,
            sender: 0x0203,
            transaction: Some((0x0108, 0x242)),
            write_completion: true,
        };
        assert_eq!(OrderKey::of(&cpl), Some(key));
        completion::STATUS.set(&mut cpl, status::UNSUPPORTED_REQUEST);
        assert_eq!(OrderKey::of(&cpl), Some(OrderKey { write_completion: false, ..key }));
        assert_eq!(OrderKey::of(&cpl[..8]), None);

        let mut swap = vec![0u8; 16];
        common::FMT.set(&mut swap, 2);
        common::TYPE.set(&mut swap, 0x0D);
        common::RO.set(&mut swap, 1);
        common::IDO.set(&mut swap, 1);
        request::REQUESTER.set(&mut swap, 0x0300);
        let key = OrderKey {
            class: NonPosted,
            data: true,
            relaxed: true,
            id_based: true,
            sender: 0x0300,
            transaction: None,
            write_completion: false,
        };
        assert_eq!(OrderKey::of(&swap), Some(key));
    }
}
