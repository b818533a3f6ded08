//! Requests and their completions: tags unique while outstanding, bytes counted down to zero in
//! ascending order, nothing left open.

use expether_wire::tlp::format::{common, completion, memory32, memory64, request, status};
use expether_wire::tlp::{header_length, Kind, Layout, FMT_FOUR_DW, MAX_LENGTH_DW};
use rustc_hash::FxHashMap;

/// What is wrong with a request or completion.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum CompletionError {
    #[error("cycle {cycle}: not a TLP: {tlp}")]
    NotATlp { cycle: u64, tlp: String },
    #[error(
        "cycle {cycle}: request with tag {tag:#04x} of {requester:#06x} while one is outstanding"
    )]
    TagInUse { cycle: u64, requester: u16, tag: u8 },
    #[error("cycle {cycle}: completion with tag {tag:#04x} for {requester:#06x}, which has no such request")]
    NoRequest { cycle: u64, requester: u16, tag: u8 },
    #[error("cycle {cycle}: completion with tag {tag:#04x} for {requester:#06x}: {field} is {found}, expected {expected}")]
    WrongField {
        cycle: u64,
        requester: u16,
        tag: u8,
        field: &'static str,
        found: u32,
        expected: u32,
    },
    #[error(
        "cycle {cycle}: request crosses a 4 KiB boundary: address {address:#x}, {bytes} bytes"
    )]
    Crosses4K { cycle: u64, address: u64, bytes: u32 },
    #[error("request with tag {tag:#04x} of {requester:#06x}, delivered at cycle {cycle}, was never completed")]
    NeverCompleted { cycle: u64, requester: u16, tag: u8 },
}

struct Open {
    cycle: u64,
    /// Bytes still to come; what the next completion's byte count has to be.
    remaining: u32,
    lower_address: u8,
    /// A completion with data is due.
    reads: bool,
    /// The connection has ended since: it may be completed or not, and its tag be used again.
    forgiven: bool,
}

/// Follows the non-posted requests of one direction and their completions of the other.
#[derive(Default)]
pub struct CompletionChecker {
    open: FxHashMap<(u16, u8), Open>,
}

impl CompletionChecker {
    /// A TLP arrived in the direction in which the requests go.
    pub fn request(&mut self, tlp: &[u8], cycle: u64) -> Result<(), CompletionError> {
        let kind = kind(tlp, cycle)?;
        let four_dw = common::FMT.get(tlp) & FMT_FOUR_DW != 0;
        let words = match common::LENGTH.get(tlp) {
            0 => MAX_LENGTH_DW as u32,
            n => n as u32,
        };
        if kind.info().layout == Layout::Memory {
            let address =
                4 * if four_dw { memory64::ADDRESS.get(tlp) } else { memory32::ADDRESS.get(tlp) };
            let bytes = words * 4;
            if address % 4096 + u64::from(bytes) > 4096 {
                return Err(CompletionError::Crosses4K { cycle, address, bytes });
            }
        }
        if !kind.is_non_posted() {
            return Ok(());
        }
        let key = (request::REQUESTER.get(tlp) as u16, request::TAG.get(tlp) as u8);
        let (remaining, lower_address, reads) = expectation(kind, tlp, words, four_dw);
        let open = Open { cycle, remaining, lower_address, reads, forgiven: false };
        match self.open.insert(key, open) {
            None => Ok(()),
            Some(before) if before.forgiven => Ok(()),
            Some(_) => Err(CompletionError::TagInUse { cycle, requester: key.0, tag: key.1 }),
        }
    }

    /// A TLP arrived in the direction in which the completions go.
    pub fn completion(&mut self, tlp: &[u8], cycle: u64) -> Result<(), CompletionError> {
        let kind = kind(tlp, cycle)?;
        if !kind.is_completion() {
            return Ok(());
        }
        let key = (completion::REQUESTER.get(tlp) as u16, completion::TAG.get(tlp) as u8);
        let (requester, tag) = key;
        let Some(open) = self.open.get_mut(&key) else {
            return Err(CompletionError::NoRequest { cycle, requester, tag });
        };
        if open.forgiven {
            // Its first completions may have been lost: nothing is known of the rest.
            return Ok(());
        }
        let check = |field, found: u32, expected: u32| {
            if found == expected {
                return Ok(());
            }
            Err(CompletionError::WrongField { cycle, requester, tag, field, found, expected })
        };
        let status = completion::STATUS.get(tlp);
        if status != status::SUCCESSFUL {
            // Any other status ends the request.
            self.open.remove(&key);
            return Ok(());
        }
        check("data present", u32::from(kind.has_data()), u32::from(open.reads))?;
        let count = match completion::BYTE_COUNT.get(tlp) {
            0 => 4096,
            n => n as u32,
        };
        check("byte count", count, open.remaining)?;
        let lower = completion::LOWER_ADDRESS.get(tlp) as u8;
        check("lower address", u32::from(lower), u32::from(open.lower_address))?;
        if !kind.has_data() {
            self.open.remove(&key);
            return Ok(());
        }
        let words = match common::LENGTH.get(tlp) {
            0 => MAX_LENGTH_DW as u32,
            n => n as u32,
        };
        // Bytes of the first word below the lower address don't count.
        let carried = words * 4 - u32::from(open.lower_address & 3);
        if carried >= open.remaining {
            check(
                "length",
                words,
                (open.remaining + u32::from(open.lower_address & 3)).div_ceil(4),
            )?;
            self.open.remove(&key);
        } else {
            open.remaining -= carried;
            open.lower_address = ((u32::from(open.lower_address) + carried) & 0x7F) as u8;
            // A completion that isn't the last ends at the read completion boundary.
            check("end modulo 64", u32::from(open.lower_address) % 64, 0)?;
        }
        Ok(())
    }

    /// A connection has ended: what is outstanding may be completed or not.
    pub fn forgive(&mut self) {
        self.open.values_mut().for_each(|o| o.forgiven = true);
    }

    /// A request with this requester and tag is outstanding.
    pub fn is_open(&self, key: (u16, u8)) -> bool {
        self.open.get(&key).is_some_and(|o| !o.forgiven)
    }

    /// Requests outstanding.
    pub fn outstanding(&self) -> usize {
        self.open.len()
    }

    /// The end of the run.
    pub fn finish(&self) -> Vec<CompletionError> {
        let mut errors: Vec<_> = self
            .open
            .iter()
            .filter(|(_, o)| !o.forgiven)
            .map(|(&(requester, tag), o)| CompletionError::NeverCompleted {
                cycle: o.cycle,
                requester,
                tag,
            })
            .collect();
        errors.sort_by_key(|e| match e {
            CompletionError::NeverCompleted { cycle, requester, tag } => (*cycle, *requester, *tag),
            _ => (0, 0, 0),
        });
        errors
    }
}

fn kind(tlp: &[u8], cycle: u64) -> Result<Kind, CompletionError> {
    let fmt = common::FMT.get(tlp);
    Kind::from_fields(fmt, common::TYPE.get(tlp))
        .filter(|_| tlp.len() >= header_length(fmt))
        .ok_or_else(|| CompletionError::NotATlp { cycle, tlp: super::scoreboard::describe(tlp) })
}

/// Byte count, lower address and data of the (first) completion.
fn expectation(kind: Kind, tlp: &[u8], words: u32, four_dw: bool) -> (u32, u8, bool) {
    let first = request::FIRST_BE.get(tlp) as u8;
    let last = request::LAST_BE.get(tlp) as u8;
    match kind {
        Kind::MemoryRead | Kind::MemoryReadLocked => {
            let address =
                4 * if four_dw { memory64::ADDRESS.get(tlp) } else { memory32::ADDRESS.get(tlp) };
            let (lead, count) = enabled_span(words, first, last);
            (count, ((address as u8) & 0x7C) + lead, true)
        }
        // Atomics return the original value; compare-and-swap carries two operands.
        Kind::FetchAdd | Kind::Swap => (words * 4, 0, true),
        Kind::CompareSwap => (words * 2, 0, true),
        Kind::IoRead | Kind::ConfigRead0 | Kind::ConfigRead1 => (4, 0, true),
        _ => (4, 0, false),
    }
}

/// Offset of the first enabled byte in the first word, and bytes from there to the last enabled
/// one (PCI Express Base Specification, byte count table); a zero-length read counts as one byte.
pub fn enabled_span(words: u32, first: u8, last: u8) -> (u8, u32) {
    let lead = if first == 0 { 0 } else { first.trailing_zeros() as u8 };
    if words == 1 {
        let count = if first == 0 { 1 } else { 8 - first.leading_zeros() - u32::from(lead) };
        return (lead, count);
    }
    let tail = last.leading_zeros().saturating_sub(4);
    (lead, words * 4 - u32::from(lead) - tail)
}

#[cfg(test)]
#[allow(non_snake_case)]
mod tests {
    use super::*;

    fn read(address: u64, words: u64, first: u64, last: u64, tag: u64) -> Vec<u8> {
        let mut t = vec![0u8; 12];
        common::LENGTH.set(&mut t, words & 0x3FF);
        request::REQUESTER.set(&mut t, 0x0100);
        request::TAG.set(&mut t, tag);
        request::FIRST_BE.set(&mut t, first);
        request::LAST_BE.set(&mut t, last);
        memory32::ADDRESS.set(&mut t, address >> 2);
        t
    }

    fn data(words: u64, count: u64, lower: u64, tag: u64) -> Vec<u8> {
        let mut t = vec![0u8; 12 + 4 * words as usize];
        common::FMT.set(&mut t, 2);
        common::TYPE.set(&mut t, 0x0A);
        common::LENGTH.set(&mut t, words);
        completion::BYTE_COUNT.set(&mut t, count);
        completion::REQUESTER.set(&mut t, 0x0100);
        completion::TAG.set(&mut t, tag);
        completion::LOWER_ADDRESS.set(&mut t, lower);
        t
    }

    #[test]
    fn completions__span__is_that_of_the_byte_count_table() {
        // Rows of the specification's table: (first, last, length 1 unless last is set).
        for (words, first, last, wanted) in [
            (1, 0b1001, 0, (0, 4)),
            (1, 0b0101, 0, (0, 3)),
            (1, 0b1010, 0, (1, 3)),
            (1, 0b0110, 0, (1, 2)),
            (1, 0b1000, 0, (3, 1)),
            (1, 0b0000, 0, (0, 1)),
            (2, 0b1111, 0b1111, (0, 8)),
            (2, 0b1000, 0b0001, (3, 2)),
            (3, 0b1110, 0b0111, (1, 10)),
            (5, 0b0100, 0b0010, (2, 16)),
        ] {
            assert_eq!(enabled_span(words, first, last), wanted, "{words} {first:04b} {last:04b}");
        }
    }

    #[test]
    fn completions__split_at_64__counts_down() {
        let mut c = CompletionChecker::default();
        assert_eq!(c.request(&read(0x1030, 40, 0xF, 0xF, 7), 1), Ok(()));
        assert_eq!(c.completion(&data(4, 160, 0x30, 7), 2), Ok(()));
        assert_eq!(c.completion(&data(16, 144, 0x40, 7), 3), Ok(()));
        assert_eq!(c.completion(&data(16, 80, 0x00, 7), 4), Ok(()));
        assert_eq!(c.outstanding(), 1);
        assert_eq!(c.completion(&data(4, 16, 0x40, 7), 5), Ok(()));
        assert_eq!((c.outstanding(), c.finish()), (0, vec![]));
    }

    #[test]
    fn completions__each_fault__is_found() {
        let fresh = || {
            let mut c = CompletionChecker::default();
            assert_eq!(c.request(&read(0x1030, 40, 0xF, 0xF, 7), 1), Ok(()));
            c
        };
        let field = |r: Result<(), CompletionError>| match r {
            Err(CompletionError::WrongField { field, .. }) => field,
            other => panic!("{other:?}"),
        };
        assert_eq!(field(fresh().completion(&data(4, 150, 0x30, 7), 2)), "byte count");
        assert_eq!(field(fresh().completion(&data(4, 160, 0x34, 7), 2)), "lower address");
        assert_eq!(field(fresh().completion(&data(5, 160, 0x30, 7), 2)), "end modulo 64");
        assert_eq!(field(fresh().completion(&data(60, 160, 0x30, 7), 2)), "length");
        let mut without = data(0, 160, 0x30, 7);
        common::FMT.set(&mut without, 0);
        assert_eq!(field(fresh().completion(&without, 2)), "data present");
        assert!(matches!(
            fresh().completion(&data(4, 160, 0x30, 8), 2),
            Err(CompletionError::NoRequest { tag: 8, .. })
        ));
        assert!(matches!(
            fresh().request(&read(0, 1, 0xF, 0, 7), 2),
            Err(CompletionError::TagInUse { tag: 7, .. })
        ));
        assert!(matches!(fresh().finish()[..], [CompletionError::NeverCompleted { tag: 7, .. }]));
        assert!(matches!(
            fresh().request(&read(0x1FFC, 2, 0xF, 0xF, 9), 2),
            Err(CompletionError::Crosses4K { .. })
        ));
        assert!(matches!(fresh().request(&[0xFF; 3], 2), Err(CompletionError::NotATlp { .. })));
    }

    #[test]
    fn completions__forgiven__are_not_missed_and_new_ones_are() {
        let mut c = CompletionChecker::default();
        assert_eq!(c.request(&read(0x1030, 40, 0xF, 0xF, 7), 1), Ok(()));
        c.forgive();
        assert_eq!(c.finish(), vec![]);
        assert_eq!(c.completion(&data(16, 144, 0x40, 7), 3), Ok(()), "the first part was lost");
        assert_eq!(c.request(&read(0x1030, 40, 0xF, 0xF, 7), 4), Ok(()), "its tag is free");
        assert!(matches!(c.finish()[..], [CompletionError::NeverCompleted { tag: 7, .. }]));
    }

    #[test]
    fn completions__other_status__ends_the_request() {
        let mut c = CompletionChecker::default();
        assert_eq!(c.request(&read(0x1000, 40, 0xF, 0xF, 7), 1), Ok(()));
        let mut ur = data(0, 160, 0, 7);
        common::FMT.set(&mut ur, 0);
        completion::STATUS.set(&mut ur, status::UNSUPPORTED_REQUEST);
        assert_eq!(c.completion(&ur, 2), Ok(()));
        assert_eq!(c.outstanding(), 0);
    }
}
