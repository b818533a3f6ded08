//! A whole bridge frame: Ethernet header, bridge header, TLPs; without padding beyond what was
//! received, and without FCS.

use crate::error::Error;
use crate::tlp::{Head, Tlp};
use crate::{bridge, ethernet};

/// The parts of a bridge frame.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub struct BridgeFrame<'a> {
    /// Addresses, tag and EtherType.
    pub ethernet: ethernet::Repr,
    /// Bridge header.
    pub bridge: bridge::Repr,
    /// The TLP area.
    pub tlps: &'a [u8],
}

impl<'a> BridgeFrame<'a> {
    /// The parts of `frame` (without FCS), if it is a bridge frame.
    ///
    /// # Errors
    /// Whatever [`ethernet::Frame`] and [`bridge::Packet`] refuse, and [`Error::EtherType`].
    pub fn parse(frame: &'a [u8], ethertype: u16) -> Result<Self, Error> {
        let view = ethernet::Frame::new_checked(frame)?;
        if view.ethertype() != ethertype {
            return Err(Error::EtherType { found: view.ethertype(), expected: ethertype });
        }
        let packet = bridge::Packet::new_checked(&frame[bridge::OFFSET..])?;
        let repr = packet.repr();
        let end = bridge::TLP_OFFSET + 4 * usize::from(repr.length_dw);
        Ok(BridgeFrame {
            ethernet: ethernet::Repr::parse(&view),
            bridge: repr,
            tlps: frame.get(bridge::TLP_OFFSET..end).unwrap_or(&[]),
        })
    }

    /// The frame's bytes; `bridge.length_dw` is taken from `tlps`, whole words.
    ///
    /// # Errors
    /// [`Error::Length`] if the TLP area is not whole words or too long for its length field.
    pub fn build(&self) -> Result<Vec<u8>, Error> {
        let limit = 4 * bridge::LENGTH_DW.max() as usize;
        if self.tlps.len() % 4 != 0 || self.tlps.len() > limit {
            return Err(Error::Length {
                what: "the bridge header",
                says: limit,
                other: "the TLP area",
                found: self.tlps.len(),
            });
        }
        let mut frame = vec![0; bridge::TLP_OFFSET];
        self.ethernet.emit(&mut frame)?;
        let header = bridge::Repr { length_dw: (self.tlps.len() / 4) as u16, ..self.bridge };
        header.emit(&mut frame[bridge::OFFSET..])?;
        frame.extend_from_slice(self.tlps);
        Ok(frame)
    }

    /// The one TLP of a data frame of version 1.
    ///
    /// # Errors
    /// What [`Tlp::new_exact`] refuses.
    pub fn tlp(&self) -> Result<Tlp<&'a [u8]>, Error> {
        Tlp::new_exact(self.tlps)
    }

    /// The TLPs one after the other; after an error there are no more.
    pub fn each_tlp(&self) -> Tlps<'a> {
        Tlps { rest: self.tlps }
    }
}

/// The TLPs of a TLP area.
#[derive(Clone, Debug)]
pub struct Tlps<'a> {
    rest: &'a [u8],
}

impl<'a> Iterator for Tlps<'a> {
    type Item = Result<Tlp<&'a [u8]>, Error>;

    fn next(&mut self) -> Option<Self::Item> {
        if self.rest.is_empty() {
            return None;
        }
        let length = Head::parse(self.rest).map_or(self.rest.len(), |head| head.total_length());
        let (this, rest) = self.rest.split_at(length.min(self.rest.len()));
        let tlp = Tlp::new_checked(this);
        self.rest = if tlp.is_ok() { rest } else { &[] };
        Some(tlp)
    }
}

#[cfg(test)]
#[allow(non_snake_case)]
mod tests {
    use super::*;
    use crate::ethernet::MacAddress;
    use crate::tlp::build::{memory_write, Requester};
    use proptest::prelude::*;

    fn example(tlps: &[u8]) -> BridgeFrame<'_> {
        BridgeFrame {
            ethernet: ethernet::Repr {
                destination: MacAddress([2, 0, 0, 0, 0, 1]),
                source: MacAddress([2, 0, 0, 0, 0, 2]),
                pcp: 5,
                vid: 100,
                ethertype: 0x88B5,
            },
            bridge: bridge::Repr {
                frame_type: bridge::FrameType::Data,
                nak: false,
                length_dw: (tlps.len() / 4) as u16,
                epoch: 7,
                sequence: 0xFFFF,
                acknowledgement: Some(3),
                timestamp: 0xABCDEF,
                echo_timestamp: None,
            },
            tlps,
        }
    }

    #[test]
    fn frame__parts__survive_building_padding_and_parsing() {
        let tlp = memory_write(Requester::default(), 0x1000, &[1, 2, 3, 4]).unwrap().to_bytes();
        let parts = example(&tlp);
        let mut bytes = parts.build().unwrap();
        assert_eq!(bytes.len(), 32 + 16);
        bytes.resize(60, 0);
        let parsed = BridgeFrame::parse(&bytes, 0x88B5).unwrap();
        assert_eq!(parsed, parts);
        assert_eq!(parsed.tlp().unwrap().as_bytes(), tlp);
        assert_eq!(
            BridgeFrame::parse(&bytes, 0x88B6),
            Err(Error::EtherType { found: 0x88B5, expected: 0x88B6 })
        );
    }

    #[test]
    fn frame__each_tlp__walks_an_area_and_stops_at_an_error() {
        let tlp = memory_write(Requester::default(), 0x1000, &[1, 2, 3, 4]).unwrap().to_bytes();
        let area = [&tlp[..], &tlp[..], &[0xFF; 4]].concat();
        let all: Vec<_> = example(&area).each_tlp().collect();
        assert_eq!(all.len(), 3);
        assert!(all[0].is_ok() && all[1].is_ok() && all[2].is_err());
        assert!(matches!(example(&area).tlp(), Err(Error::Length { says: 16, found: 36, .. })));
    }

    #[test]
    fn frame__build__refuses_an_area_that_no_length_field_can_say() {
        assert!(example(&[0; 3]).build().is_err());
        assert!(example(&vec![0; 4 * 4096]).build().is_err());
        assert!(example(&vec![0; 4 * 4095]).build().is_ok());
    }

    proptest! {
        #[test]
        fn frame__never_panics__on_any_tail(
            mut bytes in proptest::collection::vec(any::<u8>(), 0..100), cut: prop::sample::Index,
        ) {
            let start = example(&[]).build().unwrap();
            let cut = cut.index(start.len() + 1);
            bytes.splice(0..0, start[..cut].iter().copied());
            if let Ok(frame) = BridgeFrame::parse(&bytes, 0x88B5) {
                prop_assert!(frame.tlps.len() <= bytes.len());
                let _ = frame.tlp();
                let walked: usize = frame.each_tlp().flatten().map(|t| t.total_len()).sum();
                prop_assert!(walked <= frame.tlps.len());
            }
        }
    }
}
