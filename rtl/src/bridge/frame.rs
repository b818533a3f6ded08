//! The bridge frame as the hardware sees it: where fields stand in the four header beats, and
//! what the blocks say to each other about a frame. Positions are those of
//! `expether_wire::{ethernet, bridge}`.

use expether_hdl::prelude::*;
use expether_wire::{bridge, ethernet};

/// What software configured; constant while `enable` is set.
#[derive(Copy, Clone, PartialEq, Debug, Default, LogicStruct)]
pub struct FabricSettings {
    /// Register CONTROL.ENABLE.
    pub enable: Bit,
    /// VLAN ID: the group.
    pub vid: Bits<12>,
    /// Priority code point of frames sent.
    pub pcp: Bits<3>,
    /// Our MAC address; the byte sent first in bits 7:0.
    pub local_mac: Bits<48>,
    /// The peer's, likewise.
    pub peer_mac: Bits<48>,
    /// Epoch sent and demanded.
    pub epoch: Bits<8>,
    /// EtherType sent and demanded, as a number.
    pub ethertype: Bits<16>,
    /// Clocks without progress until everything is sent again; 0: never.
    pub retransmit_timeout: Bits<24>,
    /// Clocks an acknowledgement waits for a data frame.
    pub ack_delay: Bits<16>,
    /// Data frames that may be unacknowledged.
    pub window: Bits<8>,
}

/// A data frame about to be sent.
#[derive(Copy, Clone, PartialEq, Debug, Default, LogicStruct)]
pub struct DataFrame {
    /// Its sequence number.
    pub sequence: Bits<16>,
    /// 4-byte words of its TLP.
    pub length_dw: Bits<12>,
}

/// What the receiver wants said to the peer in the next frame, of whatever type.
#[derive(Copy, Clone, PartialEq, Debug, Default, LogicStruct)]
pub struct Reply {
    /// The sequence number expected next.
    pub expected: Bits<16>,
    /// Resend from there.
    pub nak: Bit,
    /// `echo` is valid.
    pub echo_valid: Bit,
    /// Timestamp of the newest data frame accepted.
    pub echo: Bits<24>,
}

/// The bridge header of a frame received whole, with everything about it found good.
#[derive(Copy, Clone, PartialEq, Debug, Default, LogicStruct)]
pub struct FrameHeader {
    /// It is a data frame; else a bare acknowledgement.
    pub is_data: Bit,
    /// Its sequence number.
    pub sequence: Bits<16>,
    /// When it was sent.
    pub timestamp: Bits<24>,
}

/// What the peer says about our frames.
#[derive(Copy, Clone, PartialEq, Debug, Default, LogicStruct)]
pub struct Acknowledgement {
    /// The sequence number the peer expects next.
    pub expected: Bits<16>,
    /// It asks for everything from there on.
    pub nak: Bit,
}

/// Payload words of the longest TLP: an MPS of 512 bytes.
pub const MAX_PAYLOAD_DW: usize = 128;
/// Words of the longest TLP: header, payload and digest.
pub const MAX_TLP_DW: usize = 4 + MAX_PAYLOAD_DW + 1;
/// Beats of the longest TLP.
pub const MAX_TLP_BEATS: usize = MAX_TLP_DW.div_ceil(2);

/// Header beats of a frame: the TLP begins at beat 4.
pub const HEADER_BEATS: usize = bridge::TLP_OFFSET / 8;

// The blocks place these fields beat by beat; should the wire format move one, they no longer
// compile.
const _: () = {
    let base = bridge::OFFSET;
    assert!(HEADER_BEATS == 4 && bridge::TLP_OFFSET % 8 == 0);
    assert!(ethernet::DESTINATION.byte == 0 && ethernet::SOURCE.byte == 6);
    assert!(ethernet::TPID.byte == 12 && ethernet::ETHERTYPE.byte == 16);
    assert!(bridge::VERSION.at(base).byte == 18 && bridge::VERSION.msb == 7);
    assert!(bridge::TYPE.at(base).byte == 18 && bridge::TYPE.msb == 3 && bridge::TYPE.width == 4);
    assert!(bridge::ACK.at(base).byte == 19 && bridge::ACK.msb == 7);
    assert!(bridge::NAK.at(base).byte == 19 && bridge::NAK.msb == 6);
    assert!(bridge::ECHO.at(base).byte == 19 && bridge::ECHO.msb == 5);
    assert!(bridge::LENGTH_DW.at(base).byte == 19 && bridge::LENGTH_DW.width == 12);
    assert!(bridge::EPOCH.at(base).byte == 21 && bridge::SEQUENCE.at(base).byte == 22);
    assert!(bridge::ACKNOWLEDGEMENT.at(base).byte == 24);
};

/// A number of 16 bits with its bytes swapped: between a beat and network order.
#[kernel]
pub fn network16(x: Bits<16>) -> Bits<16> {
    cat!(x.get_bits::<8>(0), x.get_bits::<8>(8))
}

/// The same for 24 bits.
#[kernel]
pub fn network24(x: Bits<24>) -> Bits<24> {
    cat!(x.get_bits::<8>(0), x.get_bits::<8>(8), x.get_bits::<8>(16))
}
