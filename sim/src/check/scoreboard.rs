//! Every TLP sent in a direction arrives there once, bit-exact, and in an order that PCI Express
//! allows.

use std::collections::VecDeque;
use std::sync::Arc;

use super::ordering::{passing, OrderKey, Passing};

/// What is wrong with a delivered TLP, or with the end of the run.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum DeliveryError {
    /// A TLP that differs from one sent in a few bits.
    #[error("cycle {cycle}: {direction}: TLP {index} arrived with {bits} bits flipped, first in byte {byte}: {tlp}")]
    Corrupted { direction: Arc<str>, cycle: u64, index: u64, bits: u32, byte: usize, tlp: String },
    /// A TLP that has arrived before.
    #[error("cycle {cycle}: {direction}: TLP {index} arrived twice: {tlp}")]
    Duplicate { direction: Arc<str>, cycle: u64, index: u64, tlp: String },
    /// A TLP like none sent.
    #[error("cycle {cycle}: {direction}: nobody sent this TLP: {tlp}")]
    Unexpected { direction: Arc<str>, cycle: u64, tlp: String },
    /// A TLP marked bad by the stream's error flag.
    #[error("cycle {cycle}: {direction}: a TLP was delivered with its error flag set: {tlp}")]
    MarkedBad { direction: Arc<str>, cycle: u64, tlp: String },
    /// An order that is forbidden.
    #[error("cycle {cycle}: {direction}: TLP {index} ({class}) passed TLP {passed} ({passed_class}), which it must not: {tlp}")]
    Order {
        direction: Arc<str>,
        cycle: u64,
        index: u64,
        class: &'static str,
        passed: u64,
        passed_class: &'static str,
        tlp: String,
    },
    /// A TLP that could only arrive before a connection ended, and came after what is newer.
    #[error("cycle {cycle}: {direction}: TLP {index} of an ended connection arrived after a newer one: {tlp}")]
    Stale { direction: Arc<str>, cycle: u64, index: u64, tlp: String },
    /// Sent, never arrived.
    #[error("{direction}: TLP {index}, sent at cycle {cycle}, never arrived: {tlp}")]
    Lost { direction: Arc<str>, cycle: u64, index: u64, tlp: String },
}

/// A TLP that arrived as it should.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct Delivery {
    /// How many TLPs were sent in this direction before it.
    pub index: u64,
    /// Cycle given with [`Scoreboard::sent`].
    pub sent_cycle: u64,
}

struct Sent {
    index: u64,
    cycle: u64,
    bytes: Vec<u8>,
    key: Option<OrderKey>,
    /// It was on its way when a connection ended: it may arrive or not.
    forgiven: bool,
}

/// Delivered TLPs remembered to tell a duplicate from an invention.
const REMEMBERED: usize = 1_024;
/// So many differing bits still make a corrupted copy; more, another TLP.
const NEAR: u32 = 16;

/// Book of one direction.
pub struct Scoreboard {
    direction: Arc<str>,
    sent: u64,
    delivered: u64,
    outstanding: VecDeque<Sent>,
    recent: VecDeque<(u64, Vec<u8>)>,
    /// Forgiven and overtaken by what may not overtake them: they must not arrive any more.
    gone: VecDeque<(u64, Vec<u8>)>,
    forgiven: u64,
    /// All with a lower index have arrived.
    prefix: u64,
}

impl Scoreboard {
    /// `direction` is for messages: `host to device`.
    pub fn new(direction: impl Into<Arc<str>>) -> Self {
        Self {
            direction: direction.into(),
            sent: 0,
            delivered: 0,
            outstanding: VecDeque::new(),
            recent: VecDeque::new(),
            gone: VecDeque::new(),
            forgiven: 0,
            prefix: 0,
        }
    }

    /// A TLP goes in at this cycle.
    pub fn sent(&mut self, bytes: &[u8], cycle: u64) {
        let key = OrderKey::of(bytes);
        let bytes = bytes.to_vec();
        self.outstanding.push_back(Sent { index: self.sent, cycle, bytes, key, forgiven: false });
        self.sent += 1;
    }

    /// A TLP comes out at this cycle; `marked_bad` is the stream's error flag.
    pub fn delivered(
        &mut self,
        bytes: &[u8],
        marked_bad: bool,
        cycle: u64,
    ) -> Result<Delivery, DeliveryError> {
        let direction = Arc::clone(&self.direction);
        let tlp = || describe(bytes);
        if marked_bad {
            return Err(DeliveryError::MarkedBad { direction, cycle, tlp: tlp() });
        }
        let Some(position) = self.outstanding.iter().position(|s| s.bytes == bytes) else {
            return Err(self.unknown(bytes, cycle));
        };
        let order = self.first_wrongly_passed(position).map(|passed| DeliveryError::Order {
            direction: Arc::clone(&self.direction),
            cycle,
            index: self.outstanding[position].index,
            class: class(self.outstanding[position].key),
            passed: passed.index,
            passed_class: class(passed.key),
            tlp: tlp(),
        });
        let Some(sent) = self.outstanding.remove(position) else {
            return Err(DeliveryError::Unexpected { direction, cycle, tlp: tlp() });
        };
        self.delivered += 1;
        self.forgiven -= u64::from(sent.forgiven);
        self.overtaken(position, sent.key);
        self.prefix = self.outstanding.front().map_or(self.sent, |s| s.index);
        self.recent.push_back((sent.index, sent.bytes));
        if self.recent.len() > REMEMBERED {
            self.recent.pop_front();
        }
        match order {
            Some(error) => Err(error),
            None => Ok(Delivery { index: sent.index, sent_cycle: sent.cycle }),
        }
    }

    /// A connection has ended: whatever is on its way may still arrive, once and in order, or not.
    pub fn forgive(&mut self) {
        for sent in &mut self.outstanding {
            self.forgiven += u64::from(!sent.forgiven);
            sent.forgiven = true;
        }
    }

    /// These bytes are on their way here.
    pub fn expects(&self, bytes: &[u8]) -> bool {
        self.outstanding.iter().any(|s| s.bytes == bytes)
    }

    /// TLPs that have to arrive and have not.
    pub fn owed(&self) -> u64 {
        self.outstanding.len() as u64 - self.forgiven
    }

    /// TLPs that never arrived and needn't.
    pub fn lost_with_connections(&self) -> u64 {
        self.forgiven + self.gone.len() as u64
    }

    /// Forgets what was forgiven and can't arrive after a TLP that was sent with this key behind
    /// the first `position` outstanding ones.
    fn overtaken(&mut self, position: usize, later: Option<OrderKey>) {
        let mut at = 0;
        for _ in 0..position {
            let sent = &self.outstanding[at];
            let stays = match (later, sent.key) {
                (Some(later), Some(earlier)) => passing(later, earlier) != Passing::No,
                _ => false,
            };
            if !sent.forgiven || stays {
                at += 1;
            } else if let Some(sent) = self.outstanding.remove(at) {
                self.forgiven -= 1;
                self.gone.push_back((sent.index, sent.bytes));
            }
        }
    }

    /// The end of the run: what is still outstanding is lost.
    pub fn finish(&self) -> Vec<DeliveryError> {
        self.outstanding
            .iter()
            .filter(|s| !s.forgiven)
            .map(|s| DeliveryError::Lost {
                direction: Arc::clone(&self.direction),
                cycle: s.cycle,
                index: s.index,
                tlp: describe(&s.bytes),
            })
            .collect()
    }

    /// TLPs sent so far.
    pub fn sent_count(&self) -> u64 {
        self.sent
    }

    /// TLPs arrived as they should, so far.
    pub fn delivered_count(&self) -> u64 {
        self.delivered
    }

    /// All TLPs with an index below have arrived.
    pub fn delivered_prefix(&self) -> u64 {
        self.prefix
    }

    fn first_wrongly_passed(&self, position: usize) -> Option<&Sent> {
        let later = self.outstanding.get(position)?.key;
        let owed = self.outstanding.range(..position).filter(|s| !s.forgiven);
        owed.into_iter().find(|earlier| match (later, earlier.key) {
            (Some(later), Some(earlier)) => passing(later, earlier) == Passing::No,
            // What is no known TLP has no rule that would let it pass.
            _ => true,
        })
    }

    fn unknown(&self, bytes: &[u8], cycle: u64) -> DeliveryError {
        let direction = Arc::clone(&self.direction);
        if let Some((index, _)) = self.gone.iter().rev().find(|(_, b)| b == bytes) {
            let index = *index;
            return DeliveryError::Stale { direction, cycle, index, tlp: describe(bytes) };
        }
        if let Some((index, _)) = self.recent.iter().rev().find(|(_, b)| b == bytes) {
            return DeliveryError::Duplicate {
                direction,
                cycle,
                index: *index,
                tlp: describe(bytes),
            };
        }
        for sent in self.outstanding.iter().filter(|s| s.bytes.len() == bytes.len()) {
            let differing = || sent.bytes.iter().zip(bytes).map(|(a, b)| a ^ b);
            let bits: u32 = differing().map(u8::count_ones).sum();
            if bits <= NEAR {
                return DeliveryError::Corrupted {
                    direction,
                    cycle,
                    index: sent.index,
                    bits,
                    byte: differing().position(|d| d != 0).unwrap_or(0),
                    tlp: describe(bytes),
                };
            }
        }
        DeliveryError::Unexpected { direction, cycle, tlp: describe(bytes) }
    }
}

fn class(key: Option<OrderKey>) -> &'static str {
    use expether_wire::tlp::Class;
    match key.map(|k| k.class) {
        Some(Class::Posted) => "posted",
        Some(Class::NonPosted) => "non-posted",
        Some(Class::Completion) => "completion",
        _ => "unknown",
    }
}

/// Header bytes of a TLP for a message, in hexadecimal words.
pub fn describe(tlp: &[u8]) -> String {
    use std::fmt::Write as _;
    let mut text = String::new();
    for word in tlp.chunks(4).take(4) {
        for byte in word {
            let _ = write!(text, "{byte:02x}");
        }
        text.push(' ');
    }
    let _ = write!(text, "({} bytes)", tlp.len());
    text
}

#[cfg(test)]
#[allow(non_snake_case)]
mod tests {
    use super::*;
    use expether_wire::tlp::format::{common, memory32, request};

    fn write(address: u64, relaxed: bool) -> Vec<u8> {
        let mut tlp = vec![0u8; 16];
        common::FMT.set(&mut tlp, 2);
        common::LENGTH.set(&mut tlp, 1);
        common::RO.set(&mut tlp, u64::from(relaxed));
        memory32::ADDRESS.set(&mut tlp, address >> 2);
        tlp
    }

    fn read(tag: u64) -> Vec<u8> {
        let mut tlp = vec![0u8; 12];
        common::LENGTH.set(&mut tlp, 1);
        request::TAG.set(&mut tlp, tag);
        tlp
    }

    fn board(tlps: &[Vec<u8>]) -> Scoreboard {
        let mut board = Scoreboard::new("host to device");
        tlps.iter().enumerate().for_each(|(i, t)| board.sent(t, i as u64));
        board
    }

    #[test]
    fn scoreboard__in_order__is_content() {
        let tlps = [write(0, false), read(1), write(64, false)];
        let mut board = board(&tlps);
        for (i, t) in tlps.iter().enumerate() {
            let delivery = board.delivered(t, false, 10);
            assert_eq!(delivery, Ok(Delivery { index: i as u64, sent_cycle: i as u64 }));
            assert_eq!(board.delivered_prefix(), i as u64 + 1);
        }
        assert_eq!(board.finish(), []);
    }

    #[test]
    fn scoreboard__mutant_flipped_bit__is_corrupted() {
        let mut board = board(&[write(0, false)]);
        let mut bad = write(0, false);
        bad[13] ^= 0x40;
        let error = board.delivered(&bad, false, 9);
        assert!(
            matches!(error, Err(DeliveryError::Corrupted { bits: 1, byte: 13, .. })),
            "{error:?}"
        );
    }

    #[test]
    fn scoreboard__mutant_lost__is_lost_at_the_end() {
        let mut board = board(&[write(0, false), write(64, false)]);
        // The second is not even in order without the first.
        assert!(matches!(
            board.delivered(&write(64, false), false, 9),
            Err(DeliveryError::Order { .. })
        ));
        assert!(matches!(board.finish()[..], [DeliveryError::Lost { index: 0, .. }]));
        assert_eq!(board.delivered_prefix(), 0);
    }

    #[test]
    fn scoreboard__mutant_doubled__is_duplicate() {
        let mut board = board(&[write(0, false), write(64, false)]);
        assert!(board.delivered(&write(0, false), false, 9).is_ok());
        assert!(matches!(
            board.delivered(&write(0, false), false, 10),
            Err(DeliveryError::Duplicate { index: 0, .. })
        ));
    }

    #[test]
    fn scoreboard__mutant_swapped__is_an_order_error() {
        let mut board = board(&[write(0, false), write(64, false)]);
        let error = board.delivered(&write(64, false), false, 9);
        assert!(
            matches!(error, Err(DeliveryError::Order { index: 1, passed: 0, .. })),
            "{error:?}"
        );
    }

    #[test]
    fn scoreboard__allowed_swap__is_none() {
        let mut b = board(&[read(1), write(64, false)]);
        assert!(b.delivered(&write(64, false), false, 9).is_ok(), "posted passes non-posted");
        assert_eq!(b.delivered_prefix(), 0);
        assert!(b.delivered(&read(1), false, 9).is_ok());
        assert_eq!(b.delivered_prefix(), 2);
        let mut b = board(&[write(0, false), write(64, true)]);
        assert!(b.delivered(&write(64, true), false, 9).is_ok(), "relaxed write passes a write");
    }

    #[test]
    fn scoreboard__invented_or_marked__is_reported() {
        let mut board = board(&[write(0, false)]);
        let invented = vec![0xA5; 16];
        assert!(matches!(
            board.delivered(&invented, false, 1),
            Err(DeliveryError::Unexpected { .. })
        ));
        assert!(matches!(
            board.delivered(&write(0, false), true, 1),
            Err(DeliveryError::MarkedBad { .. })
        ));
    }

    #[test]
    fn scoreboard__forgiven__may_arrive_or_not_but_not_late() {
        let (a, b, c) = (write(0, false), write(64, false), write(128, false));
        let mut arrives = board(&[a.clone(), b.clone()]);
        arrives.forgive();
        arrives.sent(&c, 9);
        assert_eq!(arrives.owed(), 1);
        for tlp in [&a, &b, &c] {
            assert!(arrives.delivered(tlp, false, 10).is_ok());
        }
        assert_eq!((arrives.finish(), arrives.lost_with_connections()), (vec![], 0));
        let mut lost = board(&[a.clone(), b.clone()]);
        lost.forgive();
        lost.sent(&c, 9);
        assert!(lost.delivered(&c, false, 10).is_ok());
        assert_eq!((lost.finish(), lost.owed(), lost.lost_with_connections()), (vec![], 0, 2));
        let late = lost.delivered(&a, false, 11);
        assert!(matches!(late, Err(DeliveryError::Stale { index: 0, .. })), "{late:?}");
        let again = lost.delivered(&c, false, 12);
        assert!(matches!(again, Err(DeliveryError::Duplicate { .. })), "{again:?}");
    }
}
