//! The bridge frame as the hardware sees it: where fields stand in the four header beats, and
//! what the blocks say to each other about a frame. Positions are those of
//! `expether_wire::{ethernet, bridge}`.

use expether_hdl::prelude::*;
use expether_wire::area::MAX_NON_POSTED_PAYLOAD_DW;
use expether_wire::{bridge, ethernet};

/// What software configured for the whole bridge.
#[derive(Copy, Clone, PartialEq, Debug, Default, LogicStruct)]
pub struct FabricSettings {
    /// Register CONTROL.ENABLE.
    pub enable: Bit,
    /// CONTROL.LEARN.
    pub learn: Bit,
    /// CONTROL.HONOUR_PAUSE.
    pub honour_pause: Bit,
    /// CONTROL.SEND_PAUSE.
    pub send_pause: Bit,
    /// VLAN ID: the group.
    pub vid: Bits<12>,
    /// Priority code point of frames sent.
    pub pcp: Bits<3>,
    /// Our MAC address; the byte sent first in bits 7:0.
    pub local_mac: Bits<48>,
    /// Our number, sent in keep-alive frames.
    pub node_id: Bits<64>,
    /// Epoch with which connections begin.
    pub epoch: Bits<8>,
    /// EtherType sent and demanded, as a number.
    pub ethertype: Bits<16>,
    /// Clocks an acknowledgement waits for a data frame.
    pub ack_delay: Bits<16>,
    /// Longest area of a frame, in beats.
    pub area_beats: Bits<11>,
    /// MTU as it is announced, in bytes.
    pub mtu: Bits<14>,
    /// Most TLPs of a frame; 0: no limit.
    pub frame_tlps: Bits<8>,
    /// Data frames that may be unacknowledged.
    pub window_frames: Bits<6>,
    /// Beats that may be unacknowledged.
    pub window_beats: Bits<16>,
    /// Shortest and longest retransmission timeout.
    pub timeout_min: Bits<24>,
    /// See `timeout_min`.
    pub timeout_max: Bits<24>,
    /// Clocks without an acknowledgement after which a connection is given up.
    pub dead_time: Bits<24>,
    /// Likewise, even if the peer is busy.
    pub busy_time: Bits<24>,
    /// Clocks between open frames.
    pub open_interval: Bits<24>,
    /// Clocks between keep-alive frames; 0: none.
    pub keep_alive_interval: Bits<24>,
    /// Clocks without a frame after which a peer is lost; 0: never.
    pub keep_alive_timeout: Bits<24>,
    /// CONTROL.RATE_CONTROL.
    pub rate_control: Bit,
    /// Round trip below which the rate grows.
    pub delay_target: Bits<20>,
    /// Lowest rate, in 1/65536 of the line rate.
    pub rate_min: Bits<16>,
    /// Growth of the rate in a round trip, likewise.
    pub rate_step: Bits<16>,
    /// Depth of the token bucket in beats.
    pub rate_burst: Bits<16>,
    /// Pause time asked for.
    pub pause_quanta: Bits<16>,
    /// Beats in the buffers toward the PCIe side above which PAUSE is sent.
    pub pause_high: Bits<16>,
    /// Beats below which it is ended.
    pub pause_low: Bits<16>,
}

/// What software configured for one peer.
#[derive(Copy, Clone, PartialEq, Debug, Default, LogicStruct)]
pub struct PeerSettings {
    /// The peer is the bridge with this MAC address.
    pub fixed: Bit,
    /// It gets what no window claims.
    pub is_default: Bit,
    /// Its connection is kept closed.
    pub close: Bit,
    /// MAC address of a fixed peer; the byte sent first in bits 7:0.
    pub mac: Bits<48>,
    /// Its windows.
    pub route: PeerRoute,
}

/// The windows behind a peer, first and last of each included.
#[derive(Copy, Clone, PartialEq, Debug, Default, LogicStruct)]
pub struct PeerRoute {
    /// IDs behind the peer.
    pub id_low: Bits<16>,
    /// See `id_low`.
    pub id_high: Bits<16>,
    /// Requesters whose requests go to the peer.
    pub source_low: Bits<16>,
    /// See `source_low`.
    pub source_high: Bits<16>,
    /// I/O addresses, bits 27:12.
    pub io_base: Bits<16>,
    /// See `io_base`.
    pub io_limit: Bits<16>,
    /// Memory addresses below 4 GiB, bits 31:16.
    pub memory_base: Bits<16>,
    /// See `memory_base`.
    pub memory_limit: Bits<16>,
    /// Memory addresses, bits 51:20.
    pub wide_base: Bits<32>,
    /// See `wide_base`.
    pub wide_limit: Bits<32>,
}

/// The state of one peer, for its registers.
#[derive(Copy, Clone, PartialEq, Debug, Default, LogicStruct)]
pub struct PeerStatus {
    /// 0: no peer, 1: opening, 2: connected, 3: ending.
    pub state: Bits<2>,
    /// Learnt from keep-alive frames.
    pub learnt: Bit,
    /// Our epoch.
    pub epoch: Bits<8>,
    /// The peer's.
    pub peer_epoch: Bits<8>,
    /// MAC address in use.
    pub mac: Bits<48>,
    /// Smoothed round trip.
    pub round_trip: Bits<20>,
    /// Retransmission timeout.
    pub timeout: Bits<24>,
    /// Rate.
    pub rate: Bits<16>,
}

/// The state of the link, for the registers.
#[derive(Copy, Clone, PartialEq, Debug, Default, LogicStruct)]
pub struct LinkStatus {
    /// STATUS.LOCAL_FAULT
    pub local_fault: Bit,
    /// STATUS.REMOTE_FAULT
    pub remote_fault: Bit,
    /// STATUS.PAUSED
    pub paused: Bit,
    /// STATUS.CONGESTED
    pub congested: Bit,
}

/// TLPs that would go in the next data frame.
#[derive(Copy, Clone, PartialEq, Debug, Default, LogicStruct)]
pub struct FramePlan {
    /// Number of the first.
    pub sequence: Bits<16>,
    /// How many.
    pub tlps: Bits<10>,
    /// Their beats.
    pub beats: Bits<11>,
    /// The last beat is a half one.
    pub odd: Bit,
}

/// What the receiver wants said to the peer in the next frame to it.
#[derive(Copy, Clone, PartialEq, Debug, Default, LogicStruct)]
pub struct Reply {
    /// The TLP expected next.
    pub expected: Bits<16>,
    /// Resend from there.
    pub nak: Bit,
    /// There is no room.
    pub busy: Bit,
    /// `echo_offset` is valid.
    pub echo_valid: Bit,
    /// The time when the newest data frame came less its timestamp.
    pub echo_offset: Bits<20>,
    /// Non-posted TLPs that the peer may send, modulo 256.
    pub non_posted_limit: Bits<8>,
}

/// What a frame to be sent says in its header, but for the [`Reply`].
#[derive(Copy, Clone, PartialEq, Debug, Default, LogicStruct)]
pub struct FrameRequest {
    /// It is still wanted: that was decided a clock before.
    pub wanted: Bit,
    /// Frame type of `expether_wire::bridge`.
    pub kind: Bits<4>,
    /// Of an open frame: the acknowledgement is valid; an answer is wanted; a challenge.
    pub open: OpenFlags,
    /// Destination.
    pub mac: Bits<48>,
    /// Epoch.
    pub epoch: Bits<8>,
    /// Of an open frame: the peer's epoch as heard.
    pub heard_epoch: Bits<8>,
    /// The TLPs of a data frame; of another, `sequence` only: of an open frame, the challenge's number.
    pub plan: FramePlan,
}

/// The flags of an open frame.
#[derive(Copy, Clone, PartialEq, Debug, Default, LogicStruct)]
pub struct OpenFlags {
    /// The low byte of the acknowledgement is the receiver's epoch.
    pub heard: Bit,
    /// An answer is wanted.
    pub wants_answer: Bit,
    /// The sender is connected under another epoch of the receiver: prove that you started over.
    pub challenge: Bit,
}

/// The bridge header of a frame received whole from a peer, with everything about it found good.
#[derive(Copy, Clone, PartialEq, Debug, Default, LogicStruct)]
pub struct FrameHeader {
    /// Frame type of `expether_wire::bridge`.
    pub kind: Bits<4>,
    /// Epoch.
    pub epoch: Bits<8>,
    /// The number of its first TLP.
    pub sequence: Bits<16>,
    /// How many TLPs it has.
    pub tlps: Bits<10>,
    /// Flag ACK.
    pub has_acknowledgement: Bit,
    /// What it acknowledges.
    pub acknowledgement: Acknowledgement,
    /// Non-posted TLPs that we may send, modulo 256.
    pub non_posted_limit: Bits<8>,
    /// Its arrival less its timestamp.
    pub offset: Bits<20>,
    /// Flag ECHO.
    pub has_echo: Bit,
    /// Its arrival less the timestamp it echoes: a round trip.
    pub round_trip: Bits<20>,
}

/// What the peer says about our frames.
#[derive(Copy, Clone, PartialEq, Debug, Default, LogicStruct)]
pub struct Acknowledgement {
    /// The TLP the peer expects next.
    pub expected: Bits<16>,
    /// It asks for everything from there on.
    pub nak: Bit,
    /// It has no room.
    pub busy: Bit,
}

/// What the decapsulator has to know of a peer.
#[derive(Copy, Clone, PartialEq, Debug, Default, LogicStruct)]
pub struct PeerIdentity {
    /// There is one.
    pub valid: Bit,
    /// There is a connection to it.
    pub connected: Bit,
    /// Its MAC address; the byte sent first in bits 7:0.
    pub mac: Bits<48>,
    /// Epoch of the connection.
    pub epoch: Bits<8>,
}

/// A data frame has begun to arrive.
#[derive(Copy, Clone, PartialEq, Debug, Default, LogicStruct)]
pub struct FrameStart {
    /// The number of its first TLP.
    pub sequence: Bits<16>,
    /// Beats of its area.
    pub beats: Bits<11>,
}

/// What has become of a data frame.
#[derive(Copy, Clone, PartialEq, Debug, Default, LogicStruct)]
pub struct DataReceipt {
    /// Its TLPs are on their way to the PCIe side.
    pub accepted: Bit,
    /// All its TLPs had been accepted before.
    pub behind: Bit,
    /// A TLP before its first is missing.
    pub beyond: Bit,
    /// There was no room.
    pub refused: Bit,
    /// The number of its first TLP.
    pub sequence: Bits<16>,
    /// The number after its last.
    pub next: Bits<16>,
    /// Its arrival less its timestamp.
    pub offset: Bits<20>,
    /// Beats of its area.
    pub beats: Bits<11>,
    /// How many of the TLPs that it gave are non-posted.
    pub non_posted: Bits<10>,
    /// How many non-posted TLPs were left out.
    pub non_posted_refused: Bits<10>,
}

/// Non-posted TLPs that a bridge takes from each peer beyond those it has handed over.
pub const NON_POSTED_CREDITS: u64 = 32;

/// Payload words of the longest TLP: an MPS of 512 bytes.
pub const MAX_PAYLOAD_DW: usize = 128;
/// Words of the longest TLP: header, payload and digest.
pub const MAX_TLP_DW: usize = 4 + MAX_PAYLOAD_DW + 1;
/// Beats of the longest TLP.
pub const MAX_TLP_BEATS: usize = MAX_TLP_DW.div_ceil(2);

/// Beats of the longest non-posted TLP.
pub const MAX_NON_POSTED_BEATS: usize = (4 + MAX_NON_POSTED_PAYLOAD_DW + 1).div_ceil(2);

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
    assert!(bridge::BUSY.at(base).byte == 19 && bridge::BUSY.msb == 4);
    assert!(bridge::LENGTH_DW.at(base).byte == 19 && bridge::LENGTH_DW.width == 12);
    assert!(bridge::EPOCH.at(base).byte == 21 && bridge::SEQUENCE.at(base).byte == 22);
    assert!(bridge::ACKNOWLEDGEMENT.at(base).byte == 24);
    assert!(bridge::NON_POSTED_LIMIT.at(base).byte == 26 && bridge::NON_POSTED_LIMIT.width == 8);
    assert!(bridge::TIMESTAMP.at(base).byte == 27 && bridge::TIMESTAMP.width == 20);
    assert!(bridge::TIMESTAMP.msb == 7 && bridge::ECHO_TIMESTAMP.msb == 3);
    assert!(bridge::ECHO_TIMESTAMP.at(base).byte == 29 && bridge::ECHO_TIMESTAMP.width == 20);
};

/// A number of 16 bits with its bytes swapped: between a beat and network order.
#[kernel]
pub fn network16(x: Bits<16>) -> Bits<16> {
    cat!(x.get_bits::<8>(0), x.get_bits::<8>(8))
}

/// Two numbers of 20 bits each as the five bytes in lane order that network order makes of them.
#[kernel]
pub fn network20x2(first: Bits<20>, second: Bits<20>) -> Bits<40> {
    cat!(
        second.get_bits::<8>(0),
        second.get_bits::<8>(8),
        first.get_bits::<4>(0),
        second.get_bits::<4>(16),
        first.get_bits::<8>(4),
        first.get_bits::<8>(12)
    )
}

/// The first of the two numbers in five such bytes.
#[kernel]
pub fn first_of_network20x2(x: Bits<40>) -> Bits<20> {
    cat!(x.get_bits::<8>(0), x.get_bits::<8>(8), x.get_bits::<4>(20))
}

/// The second.
#[kernel]
pub fn second_of_network20x2(x: Bits<40>) -> Bits<20> {
    cat!(x.get_bits::<4>(16), x.get_bits::<8>(24), x.get_bits::<8>(32))
}
