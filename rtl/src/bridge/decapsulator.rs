//! Takes frames apart: checks everything the headers say, finds out from which peer a frame is, and gives out
//! its TLPs.
//!
//! **Ports.** `frame`: Ethernet frames without FCS, the VLAN tag checked and still in place;
//! `error` on the last beat marks a frame to be dropped. `peers`: the table. `now`: the clock of timestamps. `start`, `from`: a
//! data frame of the present connection with that peer (one bit a peer) has begun, and lasts until `ended`. `tlp`: its TLPs,
//! each with what its first bytes say, padding left out, before it is known whether the frame is good. `ended`: one cycle at the end of
//! every frame; `header`: valid in that cycle, only for a good frame of the peer `from`, or for a keep-alive frame (`announced`, with
//! `announced_mac`, if it is of another role in our group): *nothing a frame says takes effect before its end*. Of the counters'
//! strobes at most one comes for a frame, that of the first check it fails, in this order:
//! `wrong_type` (EtherType, version, and types that are not for bridges), `wrong_peer` (source or
//! destination), `wrong_epoch`, `malformed` (a length that contradicts the frame's own, a TLP that is of no known type, too long, or
//! does not end where it should). A frame that arrives marked `error` is counted where it was marked.
//!
//! A frame of more than [`PADDED_BYTES`] bytes must have exactly the length its header says; one of
//! up to that many may be padded. Data frames have TLPs; keep-alive frames a body of four words; others nothing.
//!
//! While `settings.enable` is 0 when a frame begins, the frame is ignored; if it falls later, the
//! frame has no effect and is not counted, even if `enable` is high again at its end.
//!
//! **Latency** one clock from a beat to the TLP's beat, or to `ended`. `start` comes a clock before the first TLP's first
//! beat at the latest. **Throughput** one beat a clock, frame after frame. **Reset**: the first
//! beat after it is taken for a frame's first.
//!
//! **Why not** drop a TLP that is wrong and take the rest: where the next begins is known only from its length; and a
//! sender that makes such TLPs is better disconnected than guessed at.
//!
//! A data frame with a TLP of three words, padded:
//!
//! ```text
//! clock                    0                1                2                3                4          5  6 7 8 9
//! frame_valid              1                1                1                1                1          1  1 1 0 0
//! frame_data               1211060504030201 7B00008116151413 02015A038022B588 3412000700205634 122010040  B  0 0 - -
//! ```

use expether_hdl::prelude::*;
use expether_wire::bridge::{frame_type, WIRE_VERSION};
use expether_wire::keep_alive;

use super::frame::{
    first_of_network20x2, network16, second_of_network20x2, FabricSettings,
    FrameHeader, FrameStart, PeerIdentity, HEADER_BEATS, MAX_PAYLOAD_DW,
};
use crate::pcie::tlp_info::{
    tlp_header_dw, tlp_is_known, tlp_kind, tlp_payload_dw, tlp_routing, tlp_total_dw, TlpInfo,
};
use crate::pcie::TlpBeat;
use crate::prim::stream::{Beat, FlowIn, FlowOut};

/// Longest frame, without FCS, that may contain padding: a MAC pads to 60 bytes, a bridge that
/// wants to be able to remove a tag to 64 (IEEE 802.1Q, annex G).
pub const PADDED_BYTES: usize = 64;
/// The same in beats behind the headers.
const PADDED_BEATS: u64 = (PADDED_BYTES / 8 - HEADER_BEATS) as u64;
/// Words of a keep-alive frame's body.
const KEEP_ALIVE_DW: u64 = (keep_alive::HEADER.length / 4) as u64;
/// Broadcast address.
const BROADCAST: u64 = 0xFFFF_FFFF_FFFF;

const _: () = {
    assert!(keep_alive::ROLE.byte == 0 && keep_alive::ROLE.width == 8);
    assert!(keep_alive::GROUP.byte == 2 && keep_alive::GROUP.msb == 3);
};

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
    /// TLPs, body or padding.
    Area,
}

/// What is wrong with a frame; the first that applies is counted.
#[derive(Copy, Clone, PartialEq, Debug, Default, LogicStruct)]
pub struct Faults {
    /// Marked by the MAC or the VLAN checker, or the bridge was disabled meanwhile.
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

/// See the module's documentation. `N`: peers; `ROLE`: ours, as in keep-alive frames.
#[derive(LogicBlock)]
pub struct Decapsulator<const N: usize, const ROLE: usize> {
    /// Clock.
    pub clock: Signal<In, Clock>,
    /// Synchronous, active high.
    pub reset: Signal<In, Bit>,
    /// From the registers.
    pub settings: Signal<In, FabricSettings>,
    /// Ticks of 6.4 ns.
    pub now: Signal<In, Bits<20>>,
    /// Who may send us frames.
    pub peers: [Signal<In, PeerIdentity>; N],
    /// From the MAC, through the VLAN checker.
    pub frame: FlowIn<Beat>,
    /// A data frame has begun.
    pub start: FlowOut<FrameStart>,
    /// The peer that sends the frame under way.
    pub from: Signal<Out, Bits<N>>,
    /// Its TLPs.
    pub tlp: FlowOut<TlpBeat>,
    /// A frame has ended.
    pub ended: Signal<Out, Bit>,
    /// Of a good frame of a peer.
    pub header: FlowOut<FrameHeader>,
    /// A good keep-alive frame of another role has come.
    pub announced: Signal<Out, Bit>,
    /// Its source.
    pub announced_mac: Signal<Out, Bits<48>>,
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
    is_ours: DataReg<Bit>,
    is_broadcast: DataReg<Bit>,
    source: DataReg<Bits<48>>,
    low_matches: DataReg<Bits<N>>,
    sender: DataReg<Bits<N>>,
    connected: DataReg<Bit>,
    due_epoch: DataReg<Bits<8>>,
    fields: DataReg<FrameHeader>,
    is_keep_alive: DataReg<Bit>,
    role_differs: DataReg<Bit>,
    // Beats behind the headers so far, as long as padding is allowed there.
    area_beats: DataReg<Bits<3>>,
    // Words of the area that are still to come; of the present TLP.
    words_left: DataReg<Bits<12>>,
    tlp_left: DataReg<Bits<12>>,
    in_tlp: Reg<Bit>,
    begins: Reg<Bit>,
    started: DataReg<FrameStart>,
    out_valid: Reg<Bit>,
    out: DataReg<TlpBeat>,
    has_ended: Reg<Bit>,
}

impl<const N: usize, const ROLE: usize> Default for Decapsulator<N, ROLE> {
    fn default() -> Self {
        Self {
            clock: Default::default(),
            reset: Default::default(),
            settings: Default::default(),
            now: Default::default(),
            peers: std::array::from_fn(|_| Default::default()),
            frame: Default::default(),
            start: Default::default(),
            from: Default::default(),
            tlp: Default::default(),
            ended: Default::default(),
            header: Default::default(),
            announced: Default::default(),
            announced_mac: Default::default(),
            wrong_type: Default::default(),
            wrong_peer: Default::default(),
            wrong_epoch: Default::default(),
            malformed: Default::default(),
            state: Default::default(),
            listening: Default::default(),
            faults: Default::default(),
            is_ours: Default::default(),
            is_broadcast: Default::default(),
            source: Default::default(),
            low_matches: Default::default(),
            sender: Default::default(),
            connected: Default::default(),
            due_epoch: Default::default(),
            fields: Default::default(),
            is_keep_alive: Default::default(),
            role_differs: Default::default(),
            area_beats: Default::default(),
            words_left: Default::default(),
            tlp_left: Default::default(),
            in_tlp: Default::default(),
            begins: Default::default(),
            started: Default::default(),
            out_valid: Default::default(),
            out: Default::default(),
            has_ended: Default::default(),
        }
    }
}

impl<const N: usize, const ROLE: usize> Logic for Decapsulator<N, ROLE> {
    #[kernel]
    fn update(&mut self) {
        clocked!(self, state, listening, faults, is_ours, is_broadcast, source, low_matches);
        clocked!(self, sender, connected, due_epoch, fields, is_keep_alive, role_differs);
        clocked!(self, area_beats, words_left, tlp_left, in_tlp, begins, started);
        clocked!(self, out_valid, out, has_ended);
        let settings = self.settings.val();
        let beat = self.frame.payload.val();
        let data = beat.data;
        let area_beats = self.area_beats.q.val();
        let words_left = self.words_left.q.val();
        let tlp_left = self.tlp_left.q.val();
        let fields = self.fields.q.val();
        let is_data = fields.kind == frame_type::DATA;

        let mut faults = self.faults.q.val();
        // Should this beat be the last: the frame is shorter than it says, or than its headers; it
        // is longer than it says and than padding explains.
        let mut too_short = true;
        let mut too_long = false;
        let mut listening = self.listening.q.val();
        self.begins.d.next = false;
        self.out_valid.d.next = false;

        if self.frame.valid.val() {
            match self.state.q.val() {
                State::Destination => {
                    faults = Faults {
                        error: false,
                        wrong_type: false,
                        wrong_peer: false,
                        wrong_epoch: false,
                        malformed: false,
                    };
                    listening = settings.enable;
                    self.is_ours.d.next = data.get_bits::<48>(0) == settings.local_mac;
                    self.is_broadcast.d.next = data.get_bits::<48>(0) == BROADCAST;
                    self.source.d.next =
                        cat!(self.source.q.val().get_bits::<32>(16), data.get_bits::<16>(48));
                    let mut matches = bits::<N>(0);
                    for i in 0..N {
                        let peer = self.peers[i].val();
                        matches = matches.replace_bit(
                            i,
                            peer.valid && peer.mac.get_bits::<16>(0) == data.get_bits::<16>(48),
                        );
                    }
                    self.low_matches.d.next = matches;
                    self.sender.d.next = bits::<N>(0);
                    self.area_beats.d.next = bits::<3>(0);
                    self.in_tlp.d.next = false;
                    self.fields.d.next.has_acknowledgement = false;
                    self.fields.d.next.tlps = bits::<10>(0);
                    self.state.d.next = State::Source;
                }
                State::Source => {
                    let high = data.get_bits::<32>(0);
                    self.source.d.next =
                        cat!(high, self.source.q.val().get_bits::<16>(0));
                    let mut matches = bits::<N>(0);
                    for i in 0..N {
                        matches = matches.replace_bit(
                            i,
                            self.low_matches.q.val().get_bit(i)
                                && self.peers[i].val().mac.get_bits::<32>(16) == high,
                        );
                    }
                    self.sender.d.next = matches;
                    self.state.d.next = State::Control;
                }
                State::Control => {
                    let ethertype = network16(data.get_bits::<16>(0));
                    let kind = data.get_bits::<4>(16);
                    let version = data.get_bits::<4>(20);
                    let length: Bits<12> = cat!(data.get_bits::<4>(24), data.get_bits::<8>(32));
                    let data_frame = kind == frame_type::DATA;
                    let keep_alive_frame = kind == frame_type::KEEP_ALIVE;
                    let known = data_frame
                        || keep_alive_frame
                        || kind == frame_type::ACK
                        || kind == frame_type::OPEN
                        || kind == frame_type::CLOSE;
                    let mut due_epoch = bits::<8>(0);
                    let mut connected = false;
                    for i in 0..N {
                        if self.sender.q.val().get_bit(i) {
                            due_epoch = due_epoch | self.peers[i].val().epoch;
                            connected = connected || self.peers[i].val().connected;
                        }
                    }
                    self.due_epoch.d.next = due_epoch;
                    self.connected.d.next = connected;
                    faults.wrong_type = ethertype != settings.ethertype
                        || version != bits::<4>(WIRE_VERSION)
                        || !known;
                    faults.wrong_peer = if keep_alive_frame {
                        !self.is_broadcast.q.val()
                    } else {
                        !self.is_ours.q.val() || !self.sender.q.val().any()
                    };
                    let right_length = if keep_alive_frame {
                        length == KEEP_ALIVE_DW
                    } else {
                        length.any() == data_frame
                    };
                    faults.malformed = !right_length;
                    self.words_left.d.next = length;
                    self.is_keep_alive.d.next = keep_alive_frame;
                    self.fields.d.next.kind = kind;
                    self.fields.d.next.epoch = data.get_bits::<8>(40);
                    self.fields.d.next.sequence = network16(data.get_bits::<16>(48));
                    self.fields.d.next.has_acknowledgement = data.get_bit(31);
                    self.fields.d.next.acknowledgement.nak = data.get_bit(30);
                    self.fields.d.next.acknowledgement.busy = data.get_bit(28);
                    self.fields.d.next.has_echo = data.get_bit(29);
                    self.state.d.next = State::Acknowledgement;
                }
                State::Acknowledgement => {
                    let stamps = data.get_bits::<40>(24);
                    self.fields.d.next.acknowledgement.expected =
                        network16(data.get_bits::<16>(0));
                    self.fields.d.next.non_posted_limit = data.get_bits::<8>(16);
                    self.fields.d.next.offset = self.now.val() - first_of_network20x2(stamps);
                    self.fields.d.next.round_trip =
                        self.now.val() - second_of_network20x2(stamps);
                    let of_connection = is_data
                        || fields.kind == frame_type::ACK
                        || fields.kind == frame_type::CLOSE;
                    faults.wrong_epoch = of_connection
                        && (!self.connected.q.val() || fields.epoch != self.due_epoch.q.val());
                    too_short = !beat.keep.all() || words_left.any();
                    self.begins.d.next = listening
                        && is_data
                        && !faults.wrong_type
                        && !faults.wrong_peer
                        && !faults.wrong_epoch;
                    self.started.d.next = FrameStart {
                        sequence: fields.sequence,
                        beats: bit_cast::<11, 12>((words_left + 1) >> 1),
                    };
                    self.state.d.next = State::Area;
                }
                State::Area => {
                    let last_word = words_left == 1;
                    let last_words = words_left == 2;
                    let in_area = words_left.any();
                    let is_padded = !in_area || (last_word && beat.keep.get_bit(4));
                    too_short = words_left > 2
                        || (last_words && !beat.keep.get_bit(7))
                        || (last_word && !beat.keep.get_bit(3));
                    too_long = is_padded && area_beats == PADDED_BEATS;
                    if last_word || !in_area {
                        self.words_left.d.next = bits::<12>(0);
                    } else {
                        self.words_left.d.next = words_left - 2;
                    }
                    if area_beats != PADDED_BEATS {
                        self.area_beats.d.next = area_beats + 1;
                    }

                    // TLPs. No TLP fits in one beat, so a first beat is never the last.
                    let first = data.get_bits::<32>(0);
                    let payload_dw = tlp_payload_dw(first);
                    let total_dw = tlp_total_dw(first);
                    let walks = in_area && is_data && !faults.malformed;
                    if walks {
                        if self.in_tlp.q.val() {
                            let final_beat = tlp_left <= 2;
                            let half_beat = tlp_left == 1;
                            self.tlp_left.d.next = tlp_left - 2;
                            self.in_tlp.d.next = !final_beat;
                            // The area must end with a TLP, not with the filling behind it.
                            faults.malformed = final_beat && half_beat && last_words;
                            self.out.d.next.beat = Beat {
                                data,
                                keep: if half_beat { bits::<8>(0x0F) } else { bits::<8>(0xFF) },
                                last: final_beat,
                                error: false,
                            };
                        } else {
                            faults.malformed = !tlp_is_known(first)
                                || payload_dw > bits::<11>(MAX_PAYLOAD_DW as u64)
                                || total_dw > words_left;
                            self.tlp_left.d.next = total_dw - 2;
                            self.in_tlp.d.next = true;
                            self.fields.d.next.tlps = fields.tlps + 1;
                            self.out.d.next.beat =
                                Beat { data, keep: bits::<8>(0xFF), last: false, error: false };
                            self.out.d.next.info = TlpInfo {
                                kind: tlp_kind(first),
                                routing: tlp_routing(first),
                                header_dw: tlp_header_dw(first),
                                payload_dw,
                                total_dw,
                            };
                        }
                        self.out_valid.d.next = listening && !faults.malformed;
                    }
                    if area_beats == 0 {
                        let role = data.get_bits::<8>(0);
                        self.role_differs.d.next = role != ROLE as u64
                            && data.get_bits::<4>(16) == settings.vid.get_bits::<4>(8)
                            && data.get_bits::<8>(24) == settings.vid.get_bits::<8>(0);
                    }
                }
            }
            if beat.last {
                faults.malformed = faults.malformed || too_short || too_long;
                faults.error = faults.error || beat.error;
                self.state.d.next = State::Destination;
            }
        }
        faults.error = faults.error || !settings.enable;
        self.faults.d.next = faults;
        self.listening.d.next = listening;
        self.has_ended.d.next = self.frame.valid.val() && beat.last && listening;

        self.start.valid.next = self.begins.q.val();
        self.start.payload.next = self.started.q.val();
        self.from.next = self.sender.q.val();
        self.tlp.valid.next = self.out_valid.q.val();
        self.tlp.payload.next = self.out.q.val();

        // The verdict.
        let found = self.faults.q.val();
        let ended = self.has_ended.q.val();
        let good = !found.error
            && !found.wrong_type
            && !found.wrong_peer
            && !found.wrong_epoch
            && !found.malformed;
        let counted = ended && !found.error;
        self.ended.next = ended;
        self.wrong_type.next = counted && found.wrong_type;
        self.wrong_peer.next = counted && !found.wrong_type && found.wrong_peer;
        self.wrong_epoch.next =
            counted && !found.wrong_type && !found.wrong_peer && found.wrong_epoch;
        self.malformed.next = counted
            && !found.wrong_type
            && !found.wrong_peer
            && !found.wrong_epoch
            && found.malformed;
        let is_keep_alive = self.is_keep_alive.q.val();
        self.header.payload.next = fields;
        self.header.valid.next = ended && good && self.sender.q.val().any();
        self.announced.next = ended && good && is_keep_alive && self.role_differs.q.val();
        self.announced_mac.next = self.source.q.val();
    }
}

