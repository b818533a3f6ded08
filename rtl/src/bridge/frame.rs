//! The bridge frame as the hardware sees it: where fields stand in the five header beats, and
//! what the blocks say to each other about a frame. Positions are those of
//! `expether_wire::{ethernet, bridge}`.

use expether_hdl::prelude::*;
use expether_wire::area::MAX_NON_POSTED_PAYLOAD_DW;
pub use expether_wire::area::MAX_PAYLOAD_DW;
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
    /// Seed of the incarnation numbers.
    pub seed: Bits<64>,
    /// CONTROL.CHECK_IDS.
    pub check_ids: Bit,
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
    /// Our incarnation.
    pub own: Bits<32>,
    /// The peer's.
    pub peer: Bits<32>,
    /// Words of the longest area that has come through to the peer.
    pub path_dw: Bits<12>,
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
    /// STATUS.UNSEEDED
    pub unseeded: Bit,
    /// STATUS.MTU_SHORT
    pub mtu_short: Bit,
}

/// TLPs that would go in the next data frame.
#[derive(Copy, Clone, PartialEq, Debug, Default, LogicStruct)]
pub struct FramePlan {
    /// Low half of the first one's number: those that are kept lie within half of 2^16.
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
    pub expected: Bits<32>,
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
    /// Of an open or close frame.
    pub open: OpenFlags,
    /// Destination.
    pub mac: Bits<48>,
    /// Of a data or ack frame: a number that those of the plan are near; of an open or close frame, our incarnation.
    pub number: Bits<32>,
    /// Of a data or ack frame: our tag in bits 31:16, the peer's in 15:0; of an open or close frame, the peer's incarnation.
    pub identity: Bits<32>,
    /// Of an open frame: words of the longest that has been heard.
    pub longest_dw: Bits<12>,
    /// The TLPs of a data frame; of an ack frame `sequence` only; of an open frame `beats` of zeros.
    pub plan: FramePlan,
}

/// The flags of an open frame.
#[derive(Copy, Clone, PartialEq, Debug, Default, LogicStruct)]
pub struct OpenFlags {
    /// The acknowledgement is the receiver's incarnation.
    pub heard: Bit,
    /// An answer is wanted.
    pub wants_answer: Bit,
    /// The sender is connected to another incarnation of the receiver, and offers its next one.
    pub offer: Bit,
}

/// The bridge header of a frame received whole from a peer, with everything about it found good.
#[derive(Copy, Clone, PartialEq, Debug, Default, LogicStruct)]
pub struct FrameHeader {
    /// Frame type of `expether_wire::bridge`.
    pub kind: Bits<4>,
    /// Words of its area.
    pub length_dw: Bits<12>,
    /// The number of its first TLP; of an open or close frame, the peer's incarnation.
    pub sequence: Bits<32>,
    /// How many TLPs it has.
    pub tlps: Bits<10>,
    /// Tag of the peer; of an open frame, words of the longest open frame that the peer has heard.
    pub sender_tag: Bits<16>,
    /// Flag ACK.
    pub has_acknowledgement: Bit,
    /// What it acknowledges, and what is true together with that.
    pub acknowledgement: Acknowledgement,
    /// Its arrival less its timestamp.
    pub offset: Bits<20>,
}

/// What the peer says about our frames.
#[derive(Copy, Clone, PartialEq, Debug, Default, LogicStruct)]
pub struct Acknowledgement {
    /// The TLP the peer expects next; of an open or close frame, our incarnation.
    pub expected: Bits<32>,
    /// It asks for everything from there on; of an open frame, for an answer.
    pub nak: Bit,
    /// It has no room; of an open frame, an offer.
    pub busy: Bit,
    /// Non-posted TLPs that we may send, modulo 256.
    pub non_posted_limit: Bits<8>,
    /// Flag ECHO.
    pub has_echo: Bit,
    /// Arrival of the frame less the timestamp it echoes: a round trip.
    pub round_trip: Bits<20>,
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
    /// Our tag of the connection.
    pub own_tag: Bits<16>,
    /// The peer's.
    pub peer_tag: Bits<16>,
    /// IDs behind it, first and last included.
    pub id_low: Bits<16>,
    /// See `id_low`.
    pub id_high: Bits<16>,
    /// IDs in no peer's window are its, too.
    pub is_default: Bit,
}

/// A data frame has begun to arrive.
#[derive(Copy, Clone, PartialEq, Debug, Default, LogicStruct)]
pub struct FrameStart {
    /// The number of its first TLP.
    pub sequence: Bits<32>,
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
    /// Low half of its first TLP's number.
    pub sequence: Bits<16>,
    /// The number after its last.
    pub next: Bits<32>,
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

/// Words of the longest TLP: header, payload and digest.
pub const MAX_TLP_DW: usize = 4 + MAX_PAYLOAD_DW + 1;
/// Beats of the longest TLP.
pub const MAX_TLP_BEATS: usize = MAX_TLP_DW.div_ceil(2);

/// Beats of the longest non-posted TLP.
pub const MAX_NON_POSTED_BEATS: usize = (4 + MAX_NON_POSTED_PAYLOAD_DW + 1).div_ceil(2);

/// Header beats of a frame: the TLP begins at beat 5.
pub const HEADER_BEATS: usize = bridge::TLP_OFFSET / 8;

// The blocks place these fields beat by beat; should the wire format move one, they no longer
// compile.
const _: () = {
    let base = bridge::OFFSET;
    assert!(HEADER_BEATS == 5 && bridge::TLP_OFFSET % 8 == 0);
    assert!(ethernet::DESTINATION.byte == 0 && ethernet::SOURCE.byte == 6);
    assert!(ethernet::TPID.byte == 12 && ethernet::ETHERTYPE.byte == 16);
    assert!(bridge::VERSION.at(base).byte == 18 && bridge::VERSION.msb == 7);
    assert!(bridge::TYPE.at(base).byte == 18 && bridge::TYPE.msb == 3 && bridge::TYPE.width == 4);
    assert!(bridge::ACK.at(base).byte == 19 && bridge::ACK.msb == 7);
    assert!(bridge::NAK.at(base).byte == 19 && bridge::NAK.msb == 6);
    assert!(bridge::ECHO.at(base).byte == 19 && bridge::ECHO.msb == 5);
    assert!(bridge::BUSY.at(base).byte == 19 && bridge::BUSY.msb == 4);
    assert!(bridge::LENGTH_DW.at(base).byte == 19 && bridge::LENGTH_DW.width == 12);
    assert!(bridge::NON_POSTED_LIMIT.at(base).byte == 21 && bridge::NON_POSTED_LIMIT.width == 8);
    assert!(bridge::RECEIVER_TAG.at(base).byte == 22 && bridge::RECEIVER_TAG.width == 16);
    assert!(bridge::SEQUENCE.at(base).byte == 24 && bridge::SEQUENCE.width == 32);
    assert!(bridge::ACKNOWLEDGEMENT.at(base).byte == 28 && bridge::ACKNOWLEDGEMENT.width == 32);
    assert!(bridge::SENDER_TAG.at(base).byte == 32 && bridge::SENDER_TAG.width == 16);
    assert!(bridge::PORT.at(base).byte == 34 && bridge::PORT.width == 8);
    assert!(bridge::TIMESTAMP.at(base).byte == 35 && bridge::TIMESTAMP.width == 20);
    assert!(bridge::TIMESTAMP.msb == 7 && bridge::ECHO_TIMESTAMP.msb == 3);
    assert!(bridge::ECHO_TIMESTAMP.at(base).byte == 37 && bridge::ECHO_TIMESTAMP.width == 20);
};

/// A number of 16 bits with its bytes swapped: between a beat and network order.
#[kernel]
pub fn network16(x: Bits<16>) -> Bits<16> {
    cat!(x.get_bits::<8>(0), x.get_bits::<8>(8))
}

/// The same of 32 bits.
#[kernel]
pub fn network32(x: Bits<32>) -> Bits<32> {
    cat!(network16(x.get_bits::<16>(0)), network16(x.get_bits::<16>(16)))
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
