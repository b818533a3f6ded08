//! The Ethernet II header with an IEEE 802.1Q tag, and what surrounds it: padding and FCS.

use core::fmt;

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
/// Longest tagged frame without FCS at an MTU of 1,500.
pub const MAX_FRAME: usize = 1518;

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
        (
            u32::from_le_bytes([b[0], b[1], b[2], b[3]]),
            u32::from_le_bytes([b[4], b[5], 0, 0]),
        )
    }
}

impl fmt::Display for MacAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let b = self.0;
        write!(
            f,
            "{:02x}:{:02x}:{:02x}:{:02x}:{:02x}:{:02x}",
            b[0], b[1], b[2], b[3], b[4], b[5]
        )
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
