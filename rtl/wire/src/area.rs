//! The area of a data frame: one TLP or several, each at a multiple of [`ALIGNMENT`] bytes.
//!
//! Nothing says how many there are: each TLP's own header says where it ends. So an area is read
//! from its start, and a mistake anywhere makes all of it useless.

use crate::bridge::LENGTH_DW;
use crate::error::{at_least, Error};
use crate::tlp::{Kind, Tlp};

/// A TLP begins at a multiple of so many bytes from the start of the area.
pub const ALIGNMENT: usize = 8;
/// Most words of payload of a TLP that a bridge carries.
pub const MAX_PAYLOAD_DW: usize = 128;
/// Likewise of a non-posted TLP: both operands of the widest compare-and-swap (PCI Express Base Specification, 6.15).
pub const MAX_NON_POSTED_PAYLOAD_DW: usize = 8;

/// Payload words of the longest TLP of a kind that a bridge carries.
pub const fn max_payload_dw(kind: Kind) -> usize {
    if kind.is_non_posted() {
        MAX_NON_POSTED_PAYLOAD_DW
    } else {
        MAX_PAYLOAD_DW
    }
}
/// Bytes of the longest area that the bridge header can announce.
pub const MAX_AREA: usize = 4 * LENGTH_DW.max() as usize;

/// Bytes up to the place where the TLP after one of `length` bytes begins.
pub const fn aligned(length: usize) -> usize {
    length.next_multiple_of(ALIGNMENT)
}

/// The TLPs of an area. After an error there are no more.
#[derive(Clone, Debug)]
pub struct Tlps<'a> {
    /// What is left, from the place where a TLP has to begin.
    rest: Option<&'a [u8]>,
}

impl<'a> Tlps<'a> {
    /// The TLPs of `area`, which is as long as the bridge header says.
    pub fn new(area: &'a [u8]) -> Self {
        // Also of an empty one: that there is no TLP in it is a mistake.
        Tlps { rest: Some(area) }
    }
}

impl<'a> Iterator for Tlps<'a> {
    type Item = Result<Tlp<&'a [u8]>, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        let rest = self.rest.take()?;
        let tlp = first(rest);
        if let Ok(tlp) = &tlp {
            let length = tlp.total_len();
            if length != rest.len() {
                // There has to be a TLP behind the gap, not just the gap.
                self.rest = Some(rest.get(aligned(length)..).unwrap_or(&[]));
            }
        }
        Some(tlp)
    }
}

/// The TLP at the start of `rest`, if a bridge carries such ones.
fn first(rest: &[u8]) -> Result<Tlp<&[u8]>, Error> {
    let tlp = Tlp::new_checked(rest)?;
    let (payload, limit) = (tlp.payload().len(), 4 * max_payload_dw(tlp.kind()));
    if payload > limit {
        return Err(Error::Length {
            what: "TLP header",
            says: payload,
            other: "the longest payload",
            found: limit,
        });
    }
    Tlp::new_checked(&rest[..tlp.total_len()])
}

/// All TLPs of an area.
///
/// # Errors
/// The first mistake in it: no TLP at all, one cut off, of no known type or too long, or an area
/// that goes on behind the last.
pub fn parse(area: &[u8]) -> Result<Vec<Tlp<&[u8]>>, Error> {
    Tlps::new(area).collect()
}

/// Appends a TLP to an area, behind the four zero bytes that its place may need.
///
/// # Errors
/// What [`parse`] would refuse of `tlp`, and [`Error::Length`] if the area gets too long or does
/// not end with a whole word; the area is then as before.
pub fn push(area: &mut Vec<u8>, tlp: &[u8]) -> Result<(), Error> {
    Tlp::new_exact(tlp)?;
    first(tlp)?;
    let start = aligned(area.len());
    let end = start + tlp.len();
    if end > MAX_AREA || area.len() % 4 != 0 {
        return Err(Error::Length {
            what: "the bridge header",
            says: MAX_AREA,
            other: "the TLP area",
            found: end,
        });
    }
    area.resize(start, 0);
    area.extend_from_slice(tlp);
    Ok(())
}

/// The area of these TLPs.
///
/// # Errors
/// As [`push`], and [`Error::Truncated`] if there is none.
pub fn build<T: AsRef<[u8]>>(tlps: impl IntoIterator<Item = T>) -> Result<Vec<u8>, Error> {
    let mut area = vec![];
    for tlp in tlps {
        push(&mut area, tlp.as_ref())?;
    }
    at_least("TLP header", &area, ALIGNMENT)?;
    Ok(area)
}

#[cfg(test)]
#[allow(non_snake_case)]
mod tests {
    use super::*;
    use crate::gen::sample;
    use crate::tlp::build::{memory_write, Requester};
    use proptest::prelude::*;

    fn write(words: usize) -> Vec<u8> {
        memory_write(Requester::default(), 0, &vec![0xA5; 4 * words]).unwrap().to_bytes()
    }

    #[test]
    fn area__places__are_multiples_of_8_with_zeros_between() {
        // 16 bytes, 20 bytes and a gap of 4, 16 bytes.
        let area = build([write(1), write(2), write(1)]).unwrap();
        assert_eq!(area.len(), 16 + 24 + 16);
        assert_eq!(area[36..40], [0; 4]);
        let found: Vec<_> = parse(&area).unwrap().iter().map(|t| t.as_bytes().to_vec()).collect();
        assert_eq!(found, [write(1), write(2), write(1)]);
        // Nothing follows the last one, be its length odd or even.
        assert_eq!(build([write(1), write(2)]).unwrap().len(), 16 + 20);
    }

    /// What stands between TLPs is reserved: a receiver does not look at it.
    #[test]
    fn area__gap__is_ignored() {
        let mut area = build([write(2), write(1)]).unwrap();
        area[20..24].fill(0xFF);
        assert_eq!(parse(&area).unwrap().len(), 2);
    }

    #[test]
    fn area__is_refused__for_each_mistake() {
        assert!(matches!(parse(&[]), Err(Error::Truncated { found: 0, .. })));
        let odd = write(2);
        for (behind, name) in [(4, "a gap behind the last"), (8, "a gap and a word"), (12, "more")]
        {
            let area = [&odd[..], &vec![0xFF; behind]].concat();
            assert!(parse(&area).is_err(), "{name}");
        }
        let even = write(1);
        assert!(parse(&[&even[..], &[0; 4]].concat()).is_err(), "a word behind an even one");
        let unaligned = [&odd[..], &[0xFF; 16]].concat();
        assert!(parse(&unaligned).is_err(), "no gap");
        assert!(matches!(parse(&odd[..16]), Err(Error::Truncated { needed: 20, found: 16, .. })));
        let mut unknown = even.clone();
        unknown[0] |= 0x1F;
        assert!(matches!(parse(&unknown), Err(Error::TlpType { .. })));
        assert!(parse(&build([write(128)]).unwrap()).is_ok());
        assert!(matches!(parse(&write(129)), Err(Error::Length { says: 516, found: 512, .. })));
    }

    #[test]
    fn area__build__refuses_what_parse_would() {
        assert!(build([write(129)]).is_err());
        assert!(build(Vec::<Vec<u8>>::new()).is_err());
        assert!(build([&write(1)[..12]]).is_err());
        let mut area = build([write(1)]).unwrap();
        let before = area.clone();
        assert!(push(&mut area, &[0xFF; 16]).is_err());
        assert_eq!(area, before);
        // Each takes 524 bytes and a gap of four.
        let many = vec![write(128); MAX_AREA / 528 + 1];
        assert!(matches!(build(many), Err(Error::Length { .. })));
    }

    /// The mutant: an iterator without the 8-byte rule would read something else.
    #[test]
    fn area__without_alignment__would_not_be_read() {
        let area = build([write(2), write(1)]).unwrap();
        assert!(Tlp::new_checked(&area[20..]).map_or(true, |t| t.as_bytes() != write(1)));
        assert_eq!(Tlp::new_checked(&area[24..]).unwrap().as_bytes(), write(1));
    }

    proptest! {
        #[test]
        fn area__any_list_of_tlps__comes_back(which in proptest::collection::vec(any::<prop::sample::Index>(), 1..40)) {
            let all = sample::tlps().unwrap();
            let tlps: Vec<_> = which.iter().map(|i| all[i.index(all.len())].to_bytes()).collect();
            let area = build(&tlps).unwrap();
            let found: Vec<_> = parse(&area).unwrap().iter().map(|t| t.as_bytes().to_vec()).collect();
            prop_assert_eq!(found, tlps);
        }

        #[test]
        fn area__never_panics__on_any_bytes(
            which in proptest::collection::vec(any::<prop::sample::Index>(), 0..4), noise: Vec<u8>,
            at: prop::sample::Index, to: u8, cut: prop::sample::Index,
        ) {
            let all = sample::tlps().unwrap();
            let tlps = which.iter().map(|i| all[i.index(all.len())].to_bytes());
            let mut area = build(tlps).unwrap_or_default();
            area.extend(noise);
            if !area.is_empty() {
                let at = at.index(area.len());
                area[at] = to;
            }
            area.truncate(cut.index(area.len() + 1));
            let walked: usize = Tlps::new(&area).flatten().map(|t| t.total_len()).sum();
            prop_assert!(walked <= area.len());
            if let Ok(tlps) = parse(&area) {
                // What is read is what was built, but for the bytes between the TLPs.
                let built = build(tlps.iter().map(|t| t.as_bytes())).unwrap();
                prop_assert_eq!(built.len(), area.len());
            }
        }
    }
}
