//! The Ethernet II header with an IEEE 802.1Q tag, and what surrounds it: padding and FCS.

use core::fmt;

use crate::error::{at_least, Error};
use crate::format::{header, Preset};

header! {
    "ethernet", 18 bytes at 0: "Ethernet II header with one IEEE 802.1Q tag, as every bridge frame has.";
    DESTINATION "destination": byte 0 bit 7 width 48, Preset::Any, "Destination MAC address.";
    SOURCE "source": byte 6 bit 7 width 48, Preset::Any, "Source MAC address.";
    TPID "tpid": byte 12 bit 7 width 16, Preset::Fixed(TPID_8021Q), "Tag protocol identifier.";
    PCP "pcp": byte 14 bit 7 width 3, Preset::Any, "Priority code point.";
    DEI "dei": byte 14 bit 4 width 1, Preset::Reserved, "Drop eligible indicator.";
    VID "vid": byte 14 bit 3 width 12, Preset::Any, "VLAN ID: the group.";
    ETHERTYPE "ethertype": byte 16 bit 7 width 16, Preset::Default(ETHERTYPE_BRIDGE), "What follows the tag.";
}

/// Tag protocol identifier of a customer VLAN tag (IEEE 802.1Q).
pub const TPID_8021Q: u64 = 0x8100;
/// The same as it stands in the lanes of a beat.
pub const TPID_8021Q_IN_LANES: u64 = TPID.in_lanes(TPID_8021Q);
/// EtherType of bridge frames: IEEE 802 local experimental EtherType 1.
pub const ETHERTYPE_BRIDGE: u64 = 0x88B5;
/// EtherType of RDMA frames: IEEE 802 local experimental EtherType 2.
pub const ETHERTYPE_RDMA: u64 = 0x88B6;
/// Bytes of a MAC address.
pub const MAC_LENGTH: usize = 6;
/// Bytes of the 802.1Q tag alone.
pub const TAG_LENGTH: usize = 4;
/// Bytes of the frame check sequence.
pub const FCS_LENGTH: usize = 4;
/// Shortest frame without FCS; shorter ones are padded with zeros by the MAC.
pub const MIN_FRAME: usize = 60;
/// Longest tagged frame without FCS, at an MTU of 9,000.
pub const MAX_FRAME: usize = 9018;

/// A MAC address, first byte sent first.
#[derive(Copy, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Default)]
pub struct MacAddress(pub [u8; 6]);

impl MacAddress {
    /// The broadcast address.
    pub const BROADCAST: MacAddress = MacAddress([0xFF; 6]);

    /// From a [`Field`](crate::format::Field)'s value: the byte sent first is most significant.
    pub const fn from_u64(value: u64) -> Self {
        let b = value.to_be_bytes();
        MacAddress([b[2], b[3], b[4], b[5], b[6], b[7]])
    }

    /// The value of a [`Field`](crate::format::Field).
    pub const fn to_u64(self) -> u64 {
        let b = self.0;
        u64::from_be_bytes([0, 0, b[0], b[1], b[2], b[3], b[4], b[5]])
    }

    /// The values of the registers `…_MAC_LO` and `…_MAC_HI`: the byte sent first in bits 7:0.
    pub const fn to_registers(self) -> (u32, u32) {
        let b = self.0;
        (u32::from_le_bytes([b[0], b[1], b[2], b[3]]), u32::from_le_bytes([b[4], b[5], 0, 0]))
    }
}

impl fmt::Display for MacAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let b = self.0;
        write!(f, "{:02x}:{:02x}:{:02x}:{:02x}:{:02x}:{:02x}", b[0], b[1], b[2], b[3], b[4], b[5])
    }
}

impl fmt::Debug for MacAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// The frame check sequence over a frame from its destination address to its last payload or
/// padding byte, in the order it is sent.
pub fn fcs(frame: &[u8]) -> [u8; FCS_LENGTH] {
    crc32fast::hash(frame).to_le_bytes()
}

/// Whether the last four bytes are the FCS of those before them.
pub fn has_good_fcs(frame_with_fcs: &[u8]) -> bool {
    match frame_with_fcs.split_last_chunk::<FCS_LENGTH>() {
        Some((frame, received)) => !frame.is_empty() && fcs(frame) == *received,
        None => false,
    }
}

/// The frame as it is on the wire between delimiter and terminate: padded to [`MIN_FRAME`], FCS
/// appended.
pub fn pad_and_append_fcs(frame: &mut Vec<u8>) {
    if frame.len() < MIN_FRAME {
        frame.resize(MIN_FRAME, 0);
    }
    let fcs = fcs(frame);
    frame.extend_from_slice(&fcs);
}

/// A view of a frame without FCS, at least as long as the tagged header.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub struct Frame<T: AsRef<[u8]>> {
    buffer: T,
}

impl<T: AsRef<[u8]>> Frame<T> {
    /// A view of `buffer`, if it is long enough and tagged.
    ///
    /// # Errors
    /// [`Error::Truncated`], [`Error::NotTagged`].
    pub fn new_checked(buffer: T) -> Result<Self, Error> {
        at_least("tagged Ethernet header", buffer.as_ref(), HEADER.length)?;
        let found = TPID.get(buffer.as_ref());
        if found != TPID_8021Q {
            return Err(Error::NotTagged { found: found as u16 });
        }
        Ok(Frame { buffer })
    }

    /// Destination address.
    pub fn destination(&self) -> MacAddress {
        MacAddress::from_u64(DESTINATION.get(self.buffer.as_ref()))
    }

    /// Source address.
    pub fn source(&self) -> MacAddress {
        MacAddress::from_u64(SOURCE.get(self.buffer.as_ref()))
    }

    /// Priority code point.
    pub fn pcp(&self) -> u8 {
        PCP.get(self.buffer.as_ref()) as u8
    }

    /// VLAN ID, the group.
    pub fn vid(&self) -> u16 {
        VID.get(self.buffer.as_ref()) as u16
    }

    /// EtherType after the tag.
    pub fn ethertype(&self) -> u16 {
        ETHERTYPE.get(self.buffer.as_ref()) as u16
    }

    /// Everything after the EtherType, padding included.
    pub fn payload(&self) -> &[u8] {
        self.buffer.as_ref().get(HEADER.length..).unwrap_or(&[])
    }

    /// The whole frame.
    pub fn as_bytes(&self) -> &[u8] {
        self.buffer.as_ref()
    }
}

/// The values of the header's fields.
#[derive(Copy, Clone, PartialEq, Eq, Debug)]
pub struct Repr {
    /// Destination address.
    pub destination: MacAddress,
    /// Source address.
    pub source: MacAddress,
    /// Priority code point, 3 bits.
    pub pcp: u8,
    /// VLAN ID, 12 bits.
    pub vid: u16,
    /// EtherType after the tag.
    pub ethertype: u16,
}

impl Repr {
    /// The values in a frame.
    pub fn parse<T: AsRef<[u8]>>(frame: &Frame<T>) -> Self {
        Repr {
            destination: frame.destination(),
            source: frame.source(),
            pcp: frame.pcp(),
            vid: frame.vid(),
            ethertype: frame.ethertype(),
        }
    }

    /// Writes the header to the start of `buffer`.
    ///
    /// # Errors
    /// [`Error::Truncated`] if it does not fit.
    pub fn emit(&self, buffer: &mut [u8]) -> Result<(), Error> {
        at_least("tagged Ethernet header", buffer, HEADER.length)?;
        DESTINATION.set(buffer, self.destination.to_u64());
        SOURCE.set(buffer, self.source.to_u64());
        TPID.set(buffer, TPID_8021Q);
        PCP.set(buffer, self.pcp.into());
        DEI.set(buffer, 0);
        VID.set(buffer, self.vid.into());
        ETHERTYPE.set(buffer, self.ethertype.into());
        Ok(())
    }
}

#[cfg(test)]
#[allow(non_snake_case)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The check value of CRC-32/ISO-HDLC ("123456789" gives 0xCBF43926), which is the FCS with its
    /// bytes in the order they are sent; and the property that CRC over data and FCS is the
    /// residue 0x2144DF1C (IEEE 802.3 3.2.9, as reflected).
    #[test]
    fn fcs__is_crc_32__of_the_check_string() {
        assert_eq!(fcs(b"123456789"), [0x26, 0x39, 0xF4, 0xCB]);
        let mut frame = b"123456789".to_vec();
        frame.extend(fcs(b"123456789"));
        assert_eq!(crc32fast::hash(&frame), 0x2144_DF1C);
    }

    #[test]
    fn mac_address__registers__hold_the_first_byte_lowest() {
        let mac = MacAddress([2, 0, 0, 0, 0xAB, 0xCD]);
        assert_eq!(mac.to_registers(), (0x0000_0002, 0xCDAB));
        assert_eq!(mac.to_string(), "02:00:00:00:ab:cd");
        assert_eq!(MacAddress::from_u64(mac.to_u64()), mac);
    }

    #[test]
    fn frame__is_refused__untagged_or_short() {
        let mut bytes = [0u8; 18];
        assert_eq!(Frame::new_checked(&bytes).unwrap_err(), Error::NotTagged { found: 0 });
        bytes[12] = 0x81;
        assert!(Frame::new_checked(&bytes).is_ok());
        assert!(matches!(
            Frame::new_checked(&bytes[..17]),
            Err(Error::Truncated { needed: 18, found: 17, .. })
        ));
    }

    proptest! {
        #[test]
        fn fcs__is_bad__after_any_flipped_bit(
            mut frame in proptest::collection::vec(any::<u8>(), 1..80), flip: prop::sample::Index,
        ) {
            pad_and_append_fcs(&mut frame);
            prop_assert!(frame.len() >= 64);
            prop_assert!(has_good_fcs(&frame));
            let bit = flip.index(frame.len() * 8);
            frame[bit / 8] ^= 1 << (bit % 8);
            prop_assert!(!has_good_fcs(&frame));
        }

        #[test]
        fn frame__parses_what_was_emitted__for_any_values(
            destination: [u8; 6], source: [u8; 6], pcp in 0u8..8, vid in 0u16..4096, ethertype: u16, fill: u8,
        ) {
            let repr = Repr {
                destination: MacAddress(destination), source: MacAddress(source), pcp, vid, ethertype,
            };
            let mut bytes = [fill; 20];
            repr.emit(&mut bytes).unwrap();
            let frame = Frame::new_checked(&bytes[..]).unwrap();
            prop_assert_eq!(Repr::parse(&frame), repr);
            prop_assert_eq!(frame.payload(), &[fill; 2]);
        }
    }
}
