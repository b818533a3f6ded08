//! Takes frames apart: checks everything the headers say, and gives out the TLP.
//!
//! **Ports.** `frame`: Ethernet frames without FCS, the VLAN tag checked and still in place;
//! `error` on the last beat marks a frame to be dropped. `tlp`: the TLP of a data frame, without
//! headers and padding; its last beat comes in the cycle after the frame's, and is marked `error`
//! unless the whole frame is good. `header`, `acknowledgement`: valid in that same cycle, only
//! for a good frame: *nothing a frame says takes effect before its end*. Of the counters'
//! strobes at most one comes for a frame, that of the first check it fails, in this order:
//! `wrong_type` (EtherType, version, and types that are not data or ack), `wrong_peer` (source or
//! destination), `wrong_epoch`, `malformed` (a length that contradicts the frame's own). A frame
//! that arrives marked `error` is counted where it was marked.
//!
//! A frame of more than [`PADDED_BYTES`] bytes must have exactly the length its header says; one of
//! up to that many may be padded. A bare ack has no TLP, a data frame has one.
//!
//! While `settings.enable` is 0 when a frame begins, the frame is ignored.
//!
//! **Latency** from the frame's fifth beat to the TLP's first: until the sixth, or the frame's
//! end plus one clock. **Throughput** one beat a clock, frame after frame. **Reset**: the first
//! beat after it is taken for a frame's first.
//!
//! **Why not** check each TLP against its header here: [`TlpParser`](crate::pcie::TlpParser) does,
//! one block further.

use expether_hdl::prelude::*;
use expether_wire::bridge::{frame_type, WIRE_VERSION};

use super::frame::{network16, network24, Acknowledgement, FabricSettings, FrameHeader};
use crate::prim::stream::{Beat, FlowIn, FlowOut};

/// Longest frame, without FCS, that may contain padding: a MAC pads to 60 bytes, a bridge that
/// wants to be able to remove a tag to 64 (IEEE 802.1Q, annex G).
pub const PADDED_BYTES: usize = 64;
/// The same for the part behind the headers.
const PADDED_AREA: usize = PADDED_BYTES - 32;

/// Which beat comes next.
#[derive(Copy, Clone, PartialEq, Debug, LogicState)]
pub enum State {
    /// A frame's first.
    Destination,
    /// The rest of the source, and the tag.
    Source,
    /// EtherType to sequence number.
    Control,
    /// Acknowledgement and timestamps.
    Acknowledgement,
    /// TLP or padding.
    Area,
}

/// What is wrong with a frame; the first that applies is counted.
#[derive(Copy, Clone, PartialEq, Debug, Default, LogicStruct)]
pub struct Faults {
    /// Marked by the MAC or the VLAN checker.
    pub error: Bit,
    /// EtherType, version or type.
    pub wrong_type: Bit,
    /// Source or destination.
    pub wrong_peer: Bit,
    /// Epoch.
    pub wrong_epoch: Bit,
    /// Length.
    pub malformed: Bit,
}

/// See the module's documentation.
#[derive(LogicBlock, Default)]
pub struct Decapsulator {
    /// Clock.
    pub clock: Signal<In, Clock>,
    /// Synchronous, active high.
    pub reset: Signal<In, Bit>,
    /// From the registers.
    pub settings: Signal<In, FabricSettings>,
    /// From the MAC, through the VLAN checker.
    pub frame: FlowIn<Beat>,
    /// TLPs of data frames.
    pub tlp: FlowOut<Beat>,
    /// Of a good frame, with the TLP's last beat.
    pub header: FlowOut<FrameHeader>,
    /// Of a good frame that carries one.
    pub acknowledgement: FlowOut<Acknowledgement>,
    /// A frame was dropped: EtherType, version or type.
    pub wrong_type: Signal<Out, Bit>,
    /// A frame was dropped: source or destination.
    pub wrong_peer: Signal<Out, Bit>,
    /// A frame was dropped: epoch.
    pub wrong_epoch: Signal<Out, Bit>,
    /// A frame was dropped: length.
    pub malformed: Signal<Out, Bit>,
    state: Reg<State>,
    listening: Reg<Bit>,
    faults: DataReg<Faults>,
    fields: DataReg<FrameHeader>,
    length_dw: DataReg<Bits<12>>,
    has_acknowledgement: DataReg<Bit>,
    peer_reply: DataReg<Acknowledgement>,
    // Bytes behind the headers so far, in beats.
    area_beats: DataReg<Bits<12>>,
    tlp_beats_left: DataReg<Bits<11>>,
    // The TLP's newest beat: given out when another comes, or as the last.
    held_valid: Reg<Bit>,
    held: DataReg<Bits<64>>,
    ended: Reg<Bit>,
}

impl Logic for Decapsulator {
    #[kernel]
    fn update(&mut self) {
        clocked!(
            self,
            state,
            listening,
            faults,
            fields,
            length_dw,
            has_acknowledgement,
            peer_reply,
            area_beats,
            tlp_beats_left,
            held_valid,
            held,
            ended
        );
        let settings = self.settings.val();
        let beat = self.frame.payload.val();
        let data = beat.data;
        let length_dw = self.length_dw.q.val();
        let area_beats = self.area_beats.q.val();
        let tlp_beats_left = self.tlp_beats_left.q.val();

        let mut faults = self.faults.q.val();
        // Bytes behind the headers, should this beat be the last.
        let mut area_bytes = bits::<15>(0);
        let mut in_headers = true;
        let mut is_tlp = false;

        if self.frame.valid.val() {
            match self.state.q.val() {
                State::Destination => {
                    faults = Faults {
                        error: false,
                        wrong_type: false,
                        wrong_peer: data.get_bits::<48>(0) != settings.local_mac
                            || data.get_bits::<16>(48) != settings.peer_mac.get_bits::<16>(0),
                        wrong_epoch: false,
                        malformed: false,
                    };
                    self.listening.d.next = settings.enable;
                    self.area_beats.d.next = bits::<12>(0);
                    self.tlp_beats_left.d.next = bits::<11>(0);
                    self.has_acknowledgement.d.next = false;
                    self.state.d.next = State::Source;
                }
                State::Source => {
                    faults.wrong_peer = faults.wrong_peer
                        || data.get_bits::<32>(0) != settings.peer_mac.get_bits::<32>(16);
                    self.state.d.next = State::Control;
                }
                State::Control => {
                    let ethertype = network16(data.get_bits::<16>(0));
                    let kind = data.get_bits::<4>(16);
                    let version = data.get_bits::<4>(20);
                    let length: Bits<12> = cat!(data.get_bits::<4>(24), data.get_bits::<8>(32));
                    let is_data = kind == frame_type::DATA;
                    let is_ack = kind == frame_type::ACK;
                    faults.wrong_type = ethertype != settings.ethertype
                        || version != bits::<4>(WIRE_VERSION)
                        || !(is_data || is_ack);
                    faults.wrong_epoch = data.get_bits::<8>(40) != settings.epoch;
                    // A data frame has a TLP, an ack has none.
                    faults.malformed = length.any() != is_data;
                    self.length_dw.d.next = length;
                    if is_data {
                        self.tlp_beats_left.d.next = bit_cast::<11, 12>((length + 1) >> 1);
                    }
                    self.has_acknowledgement.d.next = data.get_bit(31);
                    self.peer_reply.d.next.nak = data.get_bit(30);
                    self.fields.d.next.is_data = is_data;
                    self.fields.d.next.sequence = network16(data.get_bits::<16>(48));
                    self.state.d.next = State::Acknowledgement;
                }
                State::Acknowledgement => {
                    self.peer_reply.d.next.expected = network16(data.get_bits::<16>(0));
                    self.fields.d.next.timestamp = network24(data.get_bits::<24>(16));
                    in_headers = !beat.keep.all();
                    self.state.d.next = State::Area;
                }
                State::Area => {
                    let mut bytes = bits::<4>(0);
                    for i in 0..8 {
                        if beat.keep.get_bit(i) {
                            bytes = bits::<4>(i as u64 + 1);
                        }
                    }
                    area_bytes = cat!(area_beats, bits::<3>(0));
                    area_bytes = area_bytes + bit_cast::<15, 4>(bytes);
                    in_headers = false;
                    is_tlp = tlp_beats_left.any();
                    if !area_beats.all() {
                        self.area_beats.d.next = area_beats + 1;
                    }
                }
            }
            if beat.last {
                let said: Bits<15> = cat!(false, length_dw, bits::<2>(0));
                let may_be_padded = area_bytes <= bits::<15>(PADDED_AREA as u64);
                faults.malformed = faults.malformed
                    || in_headers
                    || said > area_bytes
                    || (said != area_bytes && !may_be_padded);
                faults.error = beat.error;
                self.state.d.next = State::Destination;
            }
        }
        self.faults.d.next = faults;
        self.ended.d.next = self.frame.valid.val() && beat.last && self.listening.q.val();

        // The TLP, one beat behind.
        let found = self.faults.q.val();
        let good = !found.error
            && !found.wrong_type
            && !found.wrong_peer
            && !found.wrong_epoch
            && !found.malformed;
        let ended = self.ended.q.val();
        let held_valid = self.held_valid.q.val();
        if is_tlp {
            self.held.d.next = data;
            self.tlp_beats_left.d.next = tlp_beats_left - 1;
            self.held_valid.d.next = true;
        }
        if ended {
            self.held_valid.d.next = false;
        }
        let last_keep = if length_dw.get_bit(0) { bits::<8>(0x0F) } else { bits::<8>(0xFF) };
        self.tlp.payload.next = Beat {
            data: self.held.q.val(),
            keep: if ended { last_keep } else { bits::<8>(0xFF) },
            last: ended,
            error: ended && !good,
        };
        self.tlp.valid.next = held_valid && self.listening.q.val() && (ended || is_tlp);

        // The verdict.
        let counted = ended && !found.error;
        self.wrong_type.next = counted && found.wrong_type;
        self.wrong_peer.next = counted && !found.wrong_type && found.wrong_peer;
        self.wrong_epoch.next =
            counted && !found.wrong_type && !found.wrong_peer && found.wrong_epoch;
        self.malformed.next = counted
            && !found.wrong_type
            && !found.wrong_peer
            && !found.wrong_epoch
            && found.malformed;
        self.header.payload.next = self.fields.q.val();
        self.header.valid.next = ended && good;
        self.acknowledgement.payload.next = self.peer_reply.q.val();
        self.acknowledgement.valid.next = ended && good && self.has_acknowledgement.q.val();
    }
}
