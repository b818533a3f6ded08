//! Which TLP may pass which (PCI Express Base Specification, table of ordering rules).

use expether_wire::tlp::format::{common, completion};
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
    /// The relaxed-ordering attribute is set.
    pub relaxed: bool,
    /// Requester and tag of a completion: those of one request stay in order.
    pub transaction: Option<(u16, u8)>,
}

impl OrderKey {
    /// From the bytes of a TLP; `None` if it is none.
    pub fn of(tlp: &[u8]) -> Option<Self> {
        if tlp.len() < 12 {
            return None;
        }
        let kind = Kind::from_fields(common::FMT.get(tlp), common::TYPE.get(tlp))?;
        Some(Self {
            class: kind.class(),
            relaxed: common::RO.get(tlp) == 1,
            transaction: kind
                .is_completion()
                .then(|| (completion::REQUESTER.get(tlp) as u16, completion::TAG.get(tlp) as u8)),
        })
    }
}

/// May `later` pass `earlier`?
pub fn passing(later: OrderKey, earlier: OrderKey) -> Passing {
    use Class::{Completion, NonPosted, Posted};
    match (later.class, earlier.class) {
        // With relaxed ordering a write may pass a write.
        (Posted, Posted) => {
            if later.relaxed {
                Passing::May
            } else {
                Passing::No
            }
        }
        (Posted, NonPosted) => Passing::Must,
        (Posted, Completion) => Passing::May,
        (NonPosted, Posted) => Passing::No,
        (NonPosted, NonPosted | Completion) => Passing::May,
        (Completion, Posted) => {
            if later.relaxed {
                Passing::May
            } else {
                Passing::No
            }
        }
        (Completion, NonPosted) => Passing::Must,
        (Completion, Completion) => {
            if later.transaction == earlier.transaction {
                Passing::No
            } else {
                Passing::May
            }
        }
    }
}

#[cfg(test)]
#[allow(non_snake_case)]
mod tests {
    use super::*;
    use Class::{Completion, NonPosted, Posted};

    fn key(class: Class, relaxed: bool, tag: u8) -> OrderKey {
        OrderKey { class, relaxed, transaction: (class == Completion).then_some((0x100, tag)) }
    }

    #[test]
    fn ordering__table__is_that_of_the_specification() {
        use Passing::{May, Must, No};
        let table =
            [(Posted, [No, Must, May]), (NonPosted, [No, May, May]), (Completion, [No, Must, May])];
        for (row, wanted) in table {
            let got = [Posted, NonPosted, Completion]
                .map(|column| passing(key(row, false, 1), key(column, false, 2)));
            assert_eq!(got, wanted, "{row:?}");
        }
    }

    #[test]
    fn ordering__completion__keeps_its_transaction_in_order_even_relaxed() {
        assert_eq!(passing(key(Completion, true, 5), key(Completion, true, 5)), Passing::No);
        assert_eq!(passing(key(Completion, true, 5), key(Posted, false, 0)), Passing::May);
    }

    #[test]
    fn ordering__non_posted__never_passes_a_write_even_relaxed() {
        assert_eq!(passing(key(NonPosted, true, 0), key(Posted, false, 0)), Passing::No);
    }

    #[test]
    fn ordering__key__reads_class_attribute_and_transaction() {
        let mut cpl = vec![0u8; 12];
        common::TYPE.set(&mut cpl, 0x0A);
        completion::REQUESTER.set(&mut cpl, 0x0108);
        completion::TAG.set(&mut cpl, 0x42);
        let key = OrderKey::of(&cpl);
        assert_eq!(
            key,
            Some(OrderKey { class: Completion, relaxed: false, transaction: Some((0x0108, 0x42)) })
        );
        assert_eq!(OrderKey::of(&cpl[..8]), None);
    }
}
