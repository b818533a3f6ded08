//! A whole bridge frame: Ethernet header, bridge header, area; without padding beyond what was
//! received, and without FCS.

use crate::area::{self, Tlps};
use crate::bridge::FrameType;
use crate::error::Error;
use crate::keep_alive;
use crate::packet::{BridgeHeader, Packet};
use crate::tlp::Tlp;
use crate::{bridge, ethernet};

/// The parts of a bridge frame.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub struct BridgeFrame<'a> {
    /// Addresses, tag and EtherType.
    pub ethernet: ethernet::Repr,
    /// Bridge header.
    pub bridge: BridgeHeader,
    /// What follows it: TLPs or the body of a keep-alive frame.
    pub area: &'a [u8],
}

/// What the area of a frame holds.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Content<'a> {
    /// Of a data frame.
    Tlps(Vec<Tlp<&'a [u8]>>),
    /// Of a keep-alive frame.
    KeepAlive(keep_alive::Repr),
    /// Of a manager or port frame, whose formats are not settled.
    Manager(&'a [u8]),
    /// Of any other frame.
    Nothing,
}

impl<'a> BridgeFrame<'a> {
    /// The parts of `frame` (without FCS), if it is a bridge frame.
    ///
    /// # Errors
    /// Whatever [`ethernet::Frame`] and [`Packet`] refuse, and [`Error::EtherType`].
    pub fn parse(frame: &'a [u8], ethertype: u16) -> Result<Self, Error> {
        let view = ethernet::Frame::new_checked(frame)?;
        if view.ethertype() != ethertype {
            return Err(Error::EtherType { found: view.ethertype(), expected: ethertype });
        }
        let packet = Packet::new_checked(&frame[bridge::OFFSET..])?;
        let header = packet.header();
        let end = bridge::TLP_OFFSET + 4 * usize::from(header.length_dw);
        Ok(BridgeFrame {
            ethernet: ethernet::Repr::parse(&view),
            bridge: header,
            area: frame.get(bridge::TLP_OFFSET..end).unwrap_or(&[]),
        })
    }

    /// The frame's bytes; `bridge.length_dw` is taken from `area`, whole words.
    ///
    /// # Errors
    /// [`Error::Length`] if the area is not whole words or too long for its length field.
    pub fn build(&self) -> Result<Vec<u8>, Error> {
        if self.area.len() % 4 != 0 || self.area.len() > area::MAX_AREA {
            return Err(Error::Length {
                what: "the bridge header",
                says: area::MAX_AREA,
                other: "the area",
                found: self.area.len(),
            });
        }
        let mut frame = vec![0; bridge::TLP_OFFSET];
        self.ethernet.emit(&mut frame)?;
        let header = BridgeHeader { length_dw: (self.area.len() / 4) as u16, ..self.bridge };
        header.emit(&mut frame[bridge::OFFSET..])?;
        frame.extend_from_slice(self.area);
        Ok(frame)
    }

    /// The TLPs of a data frame.
    pub fn tlps(&self) -> Tlps<'a> {
        Tlps::new(self.area)
    }

    /// What the frame carries.
    ///
    /// # Errors
    /// The mistake for which a receiver drops the frame as malformed.
    pub fn content(&self) -> Result<Content<'a>, Error> {
        match self.bridge.frame_type {
            FrameType::Data => area::parse(self.area).map(Content::Tlps),
            FrameType::KeepAlive => keep_alive::Repr::parse(self.area).map(Content::KeepAlive),
            FrameType::Manager | FrameType::Port => Ok(Content::Manager(self.area)),
            // Its area tries the path: any bytes.
            FrameType::Open => Ok(Content::Nothing),
            FrameType::Ack | FrameType::Close if self.area.is_empty() => Ok(Content::Nothing),
            _ => Err(Error::Length {
                what: "bridge header",
                says: self.area.len(),
                other: "a frame without an area",
                found: 0,
            }),
        }
    }
}

#[cfg(test)]
#[allow(non_snake_case)]
mod tests {
    use super::*;
    use crate::ethernet::MacAddress;
    use crate::tlp::build::{memory_write, Requester};
    use proptest::prelude::*;

    fn example(area: &[u8]) -> BridgeFrame<'_> {
        BridgeFrame {
            ethernet: ethernet::Repr {
                destination: MacAddress([2, 0, 0, 0, 0, 1]),
                source: MacAddress([2, 0, 0, 0, 0, 2]),
                pcp: 5,
                vid: 100,
                ethertype: 0x88B5,
            },
            bridge: BridgeHeader {
                frame_type: FrameType::Data,
                nak: false,
                busy: true,
                length_dw: (area.len() / 4) as u16,
                receiver_tag: 7,
                sender_tag: 8,
                sequence: 0xFFFF_FFFF,
                acknowledgement: Some(3),
                non_posted_limit: 250,
                timestamp: 0xA_BCDE,
                echo_timestamp: None,
            },
            area,
        }
    }

    fn of_type(frame_type: FrameType, area: &[u8]) -> BridgeFrame<'_> {
        let mut frame = example(area);
        frame.bridge.frame_type = frame_type;
        frame
    }

    #[test]
    fn frame__parts__survive_building_padding_and_parsing() {
        let tlp = memory_write(Requester::default(), 0x1000, &[1, 2, 3, 4]).unwrap().to_bytes();
        let parts = example(&tlp);
        let mut bytes = parts.build().unwrap();
        assert_eq!(bytes.len(), 40 + 16);
        bytes.resize(60, 0);
        let parsed = BridgeFrame::parse(&bytes, 0x88B5).unwrap();
        assert_eq!(parsed, parts);
        let Content::Tlps(tlps) = parsed.content().unwrap() else { panic!("{parsed:?}") };
        assert_eq!(tlps.iter().map(Tlp::as_bytes).collect::<Vec<_>>(), [tlp]);
        assert_eq!(
            BridgeFrame::parse(&bytes, 0x88B6),
            Err(Error::EtherType { found: 0x88B5, expected: 0x88B6 })
        );
    }

    #[test]
    fn frame__content__is_checked_by_the_type() {
        assert_eq!(of_type(FrameType::Open, &[0; 8]).content(), Ok(Content::Nothing));
        assert_eq!(of_type(FrameType::Open, &[]).content(), Ok(Content::Nothing));
        for frame_type in [FrameType::Ack, FrameType::Close] {
            assert_eq!(of_type(frame_type, &[]).content(), Ok(Content::Nothing));
            let error = of_type(frame_type, &[0; 8]).content().unwrap_err();
            assert!(matches!(error, Error::Length { says: 8, found: 0, .. }), "{error}");
        }
        assert!(of_type(FrameType::Data, &[]).content().is_err());
        assert!(of_type(FrameType::KeepAlive, &[0; 12]).content().is_err());
        assert!(of_type(FrameType::KeepAlive, &[0; 16]).content().is_ok());
        assert!(matches!(of_type(FrameType::Manager, &[9; 8]).content(), Ok(Content::Manager(_))));
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
                prop_assert!(frame.area.len() <= bytes.len());
                let _ = frame.content();
                let walked: usize = frame.tlps().flatten().map(|t| t.total_len()).sum();
                prop_assert!(walked <= frame.area.len());
            }
        }
    }
}
