//! Takes frames apart: checks everything the headers say, finds out from which peer a frame is, and gives out
//! its TLPs.
//!
//! **Ports.** `frame`: Ethernet frames without FCS, the VLAN tag checked and still in place;
//! `error` on the last beat marks a frame to be dropped. `peers`: the table. `now`: the clock of timestamps. `start`, `from`: a
//! data frame of the present connection with that peer (one-hot; if two entries share an address, the lowest wins and `duplicate` has both for one cycle) has begun, and lasts until `ended`. `tlp`: its TLPs,
//! each with what its first bytes say, padding left out, before it is known whether the frame is good; `permitted`: the peer may use its requester or completer ID. `ended`: one cycle at the end of
//! every frame; `header`: valid in that cycle, only for a good frame of the peer `from`, or for a keep-alive frame (`announced`, with
//! `announced_mac`, if it is of the other role in our group): *nothing a frame says takes effect before its end*. Of the counters'
//! strobes at most one comes for a frame, that of the first check it fails, in this order:
//! `wrong_type` (EtherType, version, and types that are not for bridges), `wrong_source` (no station's address, or ours), `wrong_peer` (source or
//! destination), `wrong_connection` (a tag of a data or ack frame), `malformed` (a length that contradicts the frame's own, a TLP that is of no known type, too long, or
//! does not end where it should). A frame that arrives marked `error` is counted where it was marked.
//!
//! A frame of more than [`PADDED_BYTES`] bytes must have exactly the length its header says; one of
//! up to that many may be padded. Data frames have TLPs; keep-alive frames a body of four words; open frames anything; others nothing.
//!
//! While `settings.enable` is 0 a clock after a frame's first beat, the frame is ignored; if it falls later, the
//! frame has no effect and is not counted, even if `enable` is high again at its end.
//!
//! **Latency** two clocks from a beat to the TLP's beat, or to `ended`. `start` comes a clock before the first TLP's first
//! beat at the latest. **Throughput** one beat a clock, frame after frame. **Reset**: the first
//! beat after it is taken for a frame's first.
//!
//! **Why not** drop a TLP that is wrong and take the rest: where the next begins is known only from its length; and a
//! sender that makes such TLPs is better disconnected than guessed at.
//!
//! A data frame with a TLP of three words, padded:
//!
//! ```text
//! clock            0                1                2               3               4                5               6      7               8      9     10 11
//! frame_valid      1                1                1               1               1                1               1      1               0      0     0  0
//! frame_data       1210060504030201 7B00008116151413 15A20038031B588 400000003020100 9A78563412000700 F00080001000000 100000 0               -      -     -  -
//! frame_keep       FF               FF               FF              FF              FF               FF              FF     F               -      -     -  -
//! frame_last       0                0                0               0               0                0               0      1               -      -     -  -
//! frame_error      0                0                0               0               0                0               0      0               -      -     -  -
//! from             -                -                -               -               -                -               1      1               1      1     -  -
//! start_valid      0                0                0               0               0                0               1      0               0      0     0  0
//! start_sequence   -                -                -               -               -                -               10203  -               -      -     -  -
//! start_beats      -                -                -               -               -                -               2      -               -      -     -  -
//! tlp_valid        0                0                0               0               0                0               0      1               1      0     0  0
//! tlp_beat_data    -                -                -               -               -                -               -      F00080001000000 100000 -     -  -
//! tlp_beat_keep    -                -                -               -               -                -               -      FF              F      -     -  -
//! tlp_beat_last    -                -                -               -               -                -               -      0               1      -     -  -
//! permitted        -                -                -               -               -                -               -      1               -      -     -  -
//! ended            0                0                0               0               0                0               0      0               0      1     0  0
//! header_valid     0                0                0               0               0                0               0      0               0      1     0  0
//! header_kind      -                -                -               -               -                -               -      -               -      1     -  -
//! header_length_dw -                -                -               -               -                -               -      -               -      3     -  -
//! header_sequence  -                -                -               -               -                -               -      -               -      10203 -  -
//! header_tlps      -                -                -               -               -                -               -      -               -      1     -  -
//! malformed        0                0                0               0               0                0               0      0               0      0     0  0
//! ```

use expether_hdl::prelude::*;
use expether_wire::bridge::{frame_type, WIRE_VERSION};
use expether_wire::keep_alive::{self, role};

use super::frame::{
    first_of_network20x2, network16, network32, second_of_network20x2, FabricSettings, FrameHeader,
    FrameStart, PeerIdentity, HEADER_BEATS, MAX_PAYLOAD_DW,
};
use crate::pcie::route_key::{is_within, requester};
use crate::pcie::tlp_info::{tlp_info, tlp_is_known, tlp_payload_fits, TlpInfo};
use crate::pcie::TlpBeat;
use crate::prim::stream::{Beat, FlowIn, FlowOut};

/// Longest frame, without FCS, that may contain padding: a MAC pads to 60 bytes, a bridge that
/// wants to be able to remove a tag to 64 (IEEE 802.1Q, annex G).
pub const PADDED_BYTES: usize = 64;
/// The same in beats behind the headers.
const PADDED_BEATS: u64 = (PADDED_BYTES / 8 - HEADER_BEATS) as u64;
/// Words of a keep-alive frame's body.
const KEEP_ALIVE_DW: u64 = (keep_alive::HEADER.length / 4) as u64;
/// The role of this one's peers.
const fn other_role(role: usize) -> u64 {
    if role as u64 == role::HOST {
        role::DEVICE
    } else {
        role::HOST
    }
}
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
    /// EtherType to the receiver's tag.
    Control,
    /// Sequence number and acknowledgement.
    Numbers,
    /// The sender's tag and timestamps.
    Stamps,
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
    /// A source that is no other station's.
    pub wrong_source: Bit,
    /// Source or destination.
    pub wrong_peer: Bit,
    /// A tag.
    pub wrong_connection: Bit,
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
    /// Entries that are for the same peer.
    pub duplicate: Signal<Out, Bits<N>>,
    /// Its TLPs.
    pub tlp: FlowOut<TlpBeat>,
    /// With each beat of a TLP: its ID is one that the peer may use.
    pub permitted: Signal<Out, Bit>,
    /// A frame has ended.
    pub ended: Signal<Out, Bit>,
    /// Of a good frame of a peer.
    pub header: FlowOut<FrameHeader>,
    /// A good keep-alive frame of the other role has come.
    pub announced: Signal<Out, Bit>,
    /// Its source.
    pub announced_mac: Signal<Out, Bits<48>>,
    /// A frame was dropped: EtherType, version or type.
    pub wrong_type: Signal<Out, Bit>,
    /// A frame was dropped: its source is no other station's address.
    pub wrong_source: Signal<Out, Bit>,
    /// A frame was dropped: source or destination.
    pub wrong_peer: Signal<Out, Bit>,
    /// A frame was dropped: of no present connection.
    pub wrong_connection: Signal<Out, Bit>,
    /// A frame was dropped: length.
    pub malformed: Signal<Out, Bit>,
    // The beat of a clock ago, and what its first word says if a TLP begins there.
    came: Reg<Bit>,
    newest: DataReg<Beat>,
    is_tlp: DataReg<Bit>,
    info: DataReg<TlpInfo>,
    // Windows of peers that have the ID of a TLP that begins there.
    windows: DataReg<Bits<N>>,
    state: Reg<State>,
    listening: Reg<Bit>,
    faults: DataReg<Faults>,
    is_ours: DataReg<Bit>,
    is_broadcast: DataReg<Bit>,
    source: DataReg<Bits<48>>,
    low_matches: DataReg<Bits<N>>,
    sender: DataReg<Bits<N>>,
    matched: DataReg<Bits<N>>,
    connected: DataReg<Bit>,
    is_default: DataReg<Bit>,
    due_receiver_tag: DataReg<Bits<16>>,
    due_sender_tag: DataReg<Bits<16>>,
    receiver_tag: DataReg<Bits<16>>,
    is_received: DataReg<Bit>,
    fields: DataReg<FrameHeader>,
    is_keep_alive: DataReg<Bit>,
    role_fits: DataReg<Bit>,
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
    may_pass: DataReg<Bit>,
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
            duplicate: Default::default(),
            tlp: Default::default(),
            permitted: Default::default(),
            ended: Default::default(),
            header: Default::default(),
            announced: Default::default(),
            announced_mac: Default::default(),
            wrong_type: Default::default(),
            wrong_source: Default::default(),
            wrong_peer: Default::default(),
            wrong_connection: Default::default(),
            malformed: Default::default(),
            came: Default::default(),
            newest: Default::default(),
            is_tlp: Default::default(),
            info: Default::default(),
            windows: Default::default(),
            state: Default::default(),
            listening: Default::default(),
            faults: Default::default(),
            is_ours: Default::default(),
            is_broadcast: Default::default(),
            source: Default::default(),
            low_matches: Default::default(),
            sender: Default::default(),
            matched: Default::default(),
            connected: Default::default(),
            is_default: Default::default(),
            due_receiver_tag: Default::default(),
            due_sender_tag: Default::default(),
            receiver_tag: Default::default(),
            is_received: Default::default(),
            fields: Default::default(),
            is_keep_alive: Default::default(),
            role_fits: Default::default(),
            area_beats: Default::default(),
            words_left: Default::default(),
            tlp_left: Default::default(),
            in_tlp: Default::default(),
            begins: Default::default(),
            started: Default::default(),
            out_valid: Default::default(),
            out: Default::default(),
            may_pass: Default::default(),
            has_ended: Default::default(),
        }
    }
}

impl<const N: usize, const ROLE: usize> Logic for Decapsulator<N, ROLE> {
    #[kernel]
    fn update(&mut self) {
        clocked!(self, came, newest, is_tlp, info, windows);
        clocked!(self, state, listening, faults, is_ours, is_broadcast, source, low_matches);
        clocked!(self, sender, matched, connected, is_default, due_receiver_tag, due_sender_tag);
        clocked!(self, receiver_tag, is_received, fields, is_keep_alive, role_fits);
        clocked!(self, area_beats, words_left, tlp_left, in_tlp, begins, started);
        clocked!(self, out_valid, out, may_pass, has_ended);
        let settings = self.settings.val();
        // A TLP begins at any beat: what its first word would say is worked out a clock before it counts.
        let offered = self.frame.payload.val();
        let first = offered.data.get_bits::<32>(0);
        self.came.d.next = self.frame.valid.val();
        self.newest.d.next = offered;
        self.is_tlp.d.next =
            tlp_is_known(first) && tlp_payload_fits(first, bits::<11>(MAX_PAYLOAD_DW as u64));
        self.info.d.next = tlp_info(first);
        // Requests and messages have the requester's ID there, completions the completer's.
        let id = requester(offered.data);
        let mut windows = bits::<N>(0);
        for i in 0..N {
            let peer = self.peers[i].val();
            windows = windows.replace_bit(i, is_within::<16>(id, peer.id_low, peer.id_high));
        }
        self.windows.d.next = windows;

        let beat = self.newest.q.val();
        let data = beat.data;
        let info = self.info.q.val();
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

        if self.came.q.val() {
            match self.state.q.val() {
                State::Destination => {
                    faults = Faults {
                        error: false,
                        wrong_type: false,
                        wrong_source: false,
                        wrong_peer: false,
                        wrong_connection: false,
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
                    self.matched.d.next = bits::<N>(0);
                    self.area_beats.d.next = bits::<3>(0);
                    self.in_tlp.d.next = false;
                    self.fields.d.next.has_acknowledgement = false;
                    self.fields.d.next.tlps = bits::<10>(0);
                    self.state.d.next = State::Source;
                }
                State::Source => {
                    let high = data.get_bits::<32>(0);
                    self.source.d.next = cat!(high, self.source.q.val().get_bits::<16>(0));
                    let mut matches = bits::<N>(0);
                    for i in 0..N {
                        matches = matches.replace_bit(
                            i,
                            self.low_matches.q.val().get_bit(i)
                                && self.peers[i].val().mac.get_bits::<32>(16) == high,
                        );
                    }
                    // Two entries may have it, one learnt, one fixed.
                    self.sender.d.next = matches & (!matches + 1);
                    self.matched.d.next = matches;
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
                    let mut receiver_tag = bits::<16>(0);
                    let mut sender_tag = bits::<16>(0);
                    let mut connected = false;
                    let mut is_default = false;
                    for i in 0..N {
                        if self.sender.q.val().get_bit(i) {
                            let peer = self.peers[i].val();
                            receiver_tag = receiver_tag | peer.own_tag;
                            sender_tag = sender_tag | peer.peer_tag;
                            connected = connected || peer.connected;
                            is_default = is_default || peer.is_default;
                        }
                    }
                    self.due_receiver_tag.d.next = receiver_tag;
                    self.due_sender_tag.d.next = sender_tag;
                    self.connected.d.next = connected;
                    self.is_default.d.next = is_default;
                    let source = self.source.q.val();
                    faults.wrong_source =
                        source.get_bit(0) || !source.any() || source == settings.local_mac;
                    faults.wrong_type = ethertype != settings.ethertype
                        || version != bits::<4>(WIRE_VERSION)
                        || !known;
                    faults.wrong_peer = if keep_alive_frame {
                        !self.is_broadcast.q.val()
                    } else {
                        !self.is_ours.q.val() || !self.sender.q.val().any()
                    };
                    let mut right_length = length.any() == data_frame;
                    if keep_alive_frame {
                        right_length = length == KEEP_ALIVE_DW;
                    }
                    // Whatever area it has tries the path.
                    if kind == frame_type::OPEN {
                        right_length = true;
                    }
                    faults.malformed = !right_length;
                    self.words_left.d.next = length;
                    self.fields.d.next.length_dw = length;
                    self.is_keep_alive.d.next = keep_alive_frame;
                    self.fields.d.next.kind = kind;
                    self.fields.d.next.has_acknowledgement = data.get_bit(31);
                    self.fields.d.next.acknowledgement.nak = data.get_bit(30);
                    self.fields.d.next.acknowledgement.busy = data.get_bit(28);
                    self.fields.d.next.acknowledgement.has_echo = data.get_bit(29);
                    self.fields.d.next.acknowledgement.non_posted_limit = data.get_bits::<8>(40);
                    self.receiver_tag.d.next = network16(data.get_bits::<16>(48));
                    self.state.d.next = State::Numbers;
                }
                State::Numbers => {
                    self.fields.d.next.sequence = network32(data.get_bits::<32>(0));
                    self.fields.d.next.acknowledgement.expected =
                        network32(data.get_bits::<32>(32));
                    self.is_received.d.next = self.connected.q.val()
                        && self.receiver_tag.q.val() == self.due_receiver_tag.q.val();
                    self.state.d.next = State::Stamps;
                }
                State::Stamps => {
                    let stamps = data.get_bits::<40>(24);
                    let sender_tag = network16(data.get_bits::<16>(0));
                    self.fields.d.next.sender_tag = sender_tag;
                    self.fields.d.next.offset = self.now.val() - first_of_network20x2(stamps);
                    self.fields.d.next.acknowledgement.round_trip =
                        self.now.val() - second_of_network20x2(stamps);
                    let of_connection = is_data || fields.kind == frame_type::ACK;
                    faults.wrong_connection = of_connection
                        && (!self.is_received.q.val() || sender_tag != self.due_sender_tag.q.val());
                    too_short = !beat.keep.all() || words_left.any();
                    self.begins.d.next = listening
                        && is_data
                        && !faults.wrong_type
                        && !faults.wrong_source
                        && !faults.wrong_peer
                        && !faults.wrong_connection;
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
                            faults.malformed = !self.is_tlp.q.val() || info.total_dw > words_left;
                            self.tlp_left.d.next = info.total_dw - 2;
                            self.in_tlp.d.next = true;
                            self.fields.d.next.tlps = fields.tlps + 1;
                            self.out.d.next.beat =
                                Beat { data, keep: bits::<8>(0xFF), last: false, error: false };
                            self.out.d.next.info = info;
                            let windows = self.windows.q.val();
                            self.may_pass.d.next = !settings.check_ids
                                || (windows & self.sender.q.val()).any()
                                || (self.is_default.q.val() && !windows.any());
                        }
                        self.out_valid.d.next = listening && !faults.malformed;
                    }
                    if area_beats == 0 {
                        let role = data.get_bits::<8>(0);
                        self.role_fits.d.next = role == other_role(ROLE)
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
        self.has_ended.d.next = self.came.q.val() && beat.last && listening;

        self.start.valid.next = self.begins.q.val();
        self.start.payload.next = self.started.q.val();
        self.from.next = self.sender.q.val();
        self.tlp.valid.next = self.out_valid.q.val();
        self.tlp.payload.next = self.out.q.val();
        self.permitted.next = self.may_pass.q.val();

        // The verdict.
        let found = self.faults.q.val();
        let ended = self.has_ended.q.val();
        let of_us = !found.wrong_type && !found.wrong_source && !found.wrong_peer;
        let of_connection = of_us && !found.wrong_connection;
        let good = !found.error && of_connection && !found.malformed;
        let counted = ended && !found.error;
        self.ended.next = ended;
        let matched = self.matched.q.val();
        let is_duplicate = counted && (matched & !self.sender.q.val()).any();
        self.duplicate.next = if is_duplicate { matched } else { bits::<N>(0) };
        self.wrong_type.next = counted && found.wrong_type;
        self.wrong_source.next = counted && !found.wrong_type && found.wrong_source;
        self.wrong_peer.next =
            counted && !found.wrong_type && !found.wrong_source && found.wrong_peer;
        self.wrong_connection.next = counted && of_us && found.wrong_connection;
        self.malformed.next = counted && of_connection && found.malformed;
        let is_keep_alive = self.is_keep_alive.q.val();
        self.header.payload.next = fields;
        self.header.valid.next = ended && good && self.sender.q.val().any();
        self.announced.next = ended && good && is_keep_alive && self.role_fits.q.val();
        self.announced_mac.next = self.source.q.val();
    }
}

#[cfg(test)]
#[allow(non_snake_case)]
mod tests {
    use super::*;
    use crate::bridge::testing::{
        beats_of, data_header, frame, identity, mac_bits, memory_tlp, reset, settings, settle,
        step, to_u64, Collector, Random, LOCAL, PEER,
    };
    use expether_wire::area;
    use expether_wire::bridge::FrameType;
    use expether_wire::ethernet::MacAddress;

    /// Peer 0 of these tests; [`PEER`] is peer 1.
    const OTHER: MacAddress = MacAddress([2, 0, 0, 0, 0, 9]);
    const NOW: u64 = 0x5_0000;

    /// What comes out of frames that are put in back to back.
    #[derive(Default)]
    struct Out {
        tlps: Vec<Vec<u8>>,
        headers: Vec<FrameHeader>,
        starts: Vec<(u64, u64, u64)>,
        announced: Vec<u64>,
        /// Of each TLP, whether the peer may use its ID.
        permitted: Vec<bool>,
        /// wrong_type, wrong_source, wrong_peer, wrong_connection, malformed.
        counts: [usize; 5],
    }

    fn run(frames: &[(Vec<u8>, bool)]) -> Out {
        run_with(frames, [identity(OTHER), identity(PEER)], false)
    }

    fn run_with(frames: &[(Vec<u8>, bool)], peers: [PeerIdentity; 2], check_ids: bool) -> Out {
        let mut uut = Decapsulator::<2, 2>::default();
        uut.connect_all();
        uut.settings.next = FabricSettings { check_ids, ..settings(LOCAL) };
        uut.now.next = bits(NOW);
        uut.peers[0].next = peers[0];
        uut.peers[1].next = peers[1];
        reset!(uut);
        let mut out = Out::default();
        let mut tlps = Collector::default();
        let mut beats: Vec<_> = frames
            .iter()
            .flat_map(|(bytes, bad)| {
                let mut beats = beats_of(bytes);
                if let Some(last) = beats.last_mut() {
                    last.error = *bad;
                }
                beats
            })
            .map(Some)
            .collect();
        beats.extend([None; 4]);
        for beat in beats {
            uut.frame.valid.next = beat.is_some();
            uut.frame.payload.next = beat.unwrap_or_default();
            settle!(uut);
            if uut.start.valid.val() {
                let start = uut.start.payload.val();
                out.starts.push((
                    to_u64(uut.from.val()),
                    to_u64(start.sequence),
                    to_u64(start.beats),
                ));
            }
            if uut.tlp.valid.val() {
                let beat = uut.tlp.payload.val().beat;
                tlps.push(beat);
                if beat.last {
                    out.permitted.push(uut.permitted.val());
                }
            }
            if uut.header.valid.val() {
                out.headers.push(uut.header.payload.val());
            }
            if uut.announced.val() {
                out.announced.push(to_u64(uut.announced_mac.val()));
            }
            let strobes = [
                &uut.wrong_type,
                &uut.wrong_source,
                &uut.wrong_peer,
                &uut.wrong_connection,
                &uut.malformed,
            ];
            for (count, strobe) in out.counts.iter_mut().zip(strobes) {
                *count += usize::from(strobe.val());
            }
            step!(uut);
        }
        out.tlps = tlps.packets.into_iter().map(|t| t.0).collect();
        out
    }

    fn padded(mut frame: Vec<u8>) -> Vec<u8> {
        frame.resize(frame.len().max(60), 0);
        frame
    }

    fn from_peer(sequence: u32, tlps: &[Vec<u8>]) -> Vec<u8> {
        let area = area::build(tlps).expect("TLPs that fit");
        let mut header = data_header(sequence, &area);
        header.acknowledgement = Some(sequence ^ 0x5555_0000);
        header.nak = sequence % 2 == 1;
        header.echo_timestamp = Some(0x4_0000);
        padded(frame(PEER, LOCAL, &header, &area))
    }

    #[test]
    fn decapsulator__frames_of_the_software__give_their_tlps_and_headers() {
        let mut random = Random::new(1);
        let sizes = [vec![0], vec![1], vec![2, 0, 3], vec![128, 0, 0, 7], vec![5; 20]];
        let lists: Vec<Vec<Vec<u8>>> = sizes
            .iter()
            .map(|list| list.iter().map(|&n| memory_tlp(&mut random, n)).collect())
            .collect();
        let frames: Vec<_> = lists
            .iter()
            .enumerate()
            .map(|(i, list)| (from_peer(0xFFFF_FFF8 + i as u32, list), false))
            .collect();
        let out = run(&frames);
        assert_eq!(out.counts, [0; 5]);
        assert_eq!(out.tlps, lists.concat());
        assert_eq!((out.headers.len(), out.starts.len()), (lists.len(), lists.len()));
        for (i, (header, list)) in out.headers.iter().zip(&lists).enumerate() {
            let sequence = 0xFFFF_FFF8 + i as u64;
            assert_eq!(to_u64(header.sequence), sequence);
            assert_eq!(to_u64(header.tlps), list.len() as u64);
            assert_eq!(to_u64(header.acknowledgement.expected), sequence ^ 0x5555_0000);
            assert_eq!(header.acknowledgement.nak, sequence % 2 == 1);
            assert_eq!(to_u64(header.offset), NOW - 0x2_3456);
            assert_eq!(to_u64(header.acknowledgement.round_trip), NOW - 0x4_0000);
            assert!(header.acknowledgement.has_echo);
            assert_eq!(to_u64(header.acknowledgement.non_posted_limit), 0x77);
            let beats: usize = list.iter().map(|t| t.len().div_ceil(8)).sum();
            assert_eq!(out.starts[i], (2, sequence, beats as u64));
        }
    }

    #[test]
    fn decapsulator__a_frame_marked_bad__says_nothing_and_is_not_counted_again() {
        let mut random = Random::new(2);
        let tlp = memory_tlp(&mut random, 2);
        let out = run(&[(from_peer(1, &[tlp]), true)]);
        assert!(out.headers.is_empty());
        assert_eq!(out.counts, [0; 5]);
    }

    #[test]
    fn decapsulator__every_bit_of_the_headers__counts_as_the_documents_say() {
        // Byte, mask of bits that matter, and which count a change makes.
        let checks: Vec<(usize, u8, usize)> = (0..12)
            // The lowest bit of a source's first byte says that it is a group.
            .filter(|byte| *byte != 6)
            .map(|byte| (byte, 0xFF, 2))
            .chain([(6, 0xFE, 2), (6, 0x01, 1)])
            .chain([(16, 0xFF, 0), (17, 0xFF, 0), (18, 0xF8, 0), (20, 0xFF, 4), (19, 0x0F, 4)])
            .chain([(22, 0xFF, 3), (23, 0xFF, 3), (32, 0xFF, 3), (33, 0xFF, 3)])
            .collect();
        let tlp = memory_tlp(&mut Random::new(3), 7);
        for (byte, mask, count) in checks {
            for bit in (0..8).filter(|bit| mask >> bit & 1 == 1) {
                let mut wrong = from_peer(1, std::slice::from_ref(&tlp));
                wrong[byte] ^= 1 << bit;
                let out = run(&[(wrong, false), (from_peer(2, std::slice::from_ref(&tlp)), false)]);
                let mut expected = [0; 5];
                expected[count] = 1;
                assert_eq!(out.counts, expected, "byte {byte} bit {bit}");
                assert_eq!(out.headers.len(), 1, "byte {byte} bit {bit}");
                assert_eq!(out.tlps.last(), Some(&tlp));
            }
        }
    }

    #[test]
    fn decapsulator__cut_off_at_any_length__is_malformed() {
        let whole = from_peer(1, &[memory_tlp(&mut Random::new(4), 9)]);
        for length in 1..whole.len() {
            let out = run(&[(whole[..length].to_vec(), false), (whole.clone(), false)]);
            assert_eq!(out.counts.iter().sum::<usize>(), 1, "length {length}");
            assert_eq!(out.headers.len(), 1, "length {length}");
        }
    }

    #[test]
    fn decapsulator__areas_that_are_not_tlps__are_malformed() {
        let mut random = Random::new(5);
        let good = memory_tlp(&mut random, 3);
        let mut unknown = good.clone();
        unknown[0] = 0x9F;
        let long = memory_tlp(&mut random, 129);
        let mut over_the_end = good.clone();
        over_the_end[3] += 1;
        let mut before_the_end = good.clone();
        before_the_end[3] -= 2;
        for (i, last) in [unknown, long, over_the_end, before_the_end].iter().enumerate() {
            for before in 0..3 {
                let mut bytes = vec![];
                for _ in 0..before {
                    bytes.extend_from_slice(&good);
                    bytes.resize(bytes.len().next_multiple_of(8), 0);
                }
                bytes.extend_from_slice(last);
                let wrong = padded(frame(PEER, LOCAL, &data_header(1, &bytes), &bytes));
                let out =
                    run(&[(wrong, false), (from_peer(2, std::slice::from_ref(&good)), false)]);
                assert_eq!(out.counts, [0, 0, 0, 0, 1], "case {i} after {before}");
                assert_eq!(out.headers.len(), 1);
            }
        }
        // Filling behind the last TLP.
        let mut bytes = good.clone();
        assert_eq!(bytes.len() % 8, 0);
        bytes.extend_from_slice(&memory_tlp(&mut random, 2));
        bytes.extend_from_slice(&[0; 5]);
        let wrong = padded(frame(PEER, LOCAL, &data_header(1, &bytes), &bytes));
        assert_eq!(run(&[(wrong, false)]).counts, [0, 0, 0, 0, 1]);
    }

    #[test]
    fn decapsulator__padding__is_allowed_up_to_64_bytes_only() {
        let tlp = memory_tlp(&mut Random::new(6), 0);
        for length in 52..80 {
            let mut bytes = frame(PEER, LOCAL, &data_header(1, &tlp), &tlp);
            bytes.resize(length, 0);
            let out = run(&[(bytes, false)]);
            let good = length <= PADDED_BYTES;
            assert_eq!(out.headers.len(), usize::from(good), "length {length}");
            assert_eq!(out.counts[4], usize::from(!good), "length {length}");
        }
    }

    #[test]
    fn decapsulator__keep_alive_frames_of_the_other_role__are_announced() {
        let source = MacAddress([2, 1, 2, 3, 4, 5]);
        let make = |role: u64, group: u64, to: MacAddress| {
            let mut body = [0u8; 16];
            keep_alive::ROLE.set(&mut body, role);
            keep_alive::GROUP.set(&mut body, group);
            let mut header = data_header(0, &body);
            header.frame_type = FrameType::KeepAlive;
            (header.receiver_tag, header.sender_tag) = (0, 0);
            padded(frame(source, to, &header, &body))
        };
        let all = MacAddress([0xFF; 6]);
        let cases = [
            (1, 0x123, all, true),
            (2, 0x123, all, false),
            (1, 0x124, all, false),
            (1, 0x123, LOCAL, false),
            // Roles that nobody knows.
            (0, 0x123, all, false),
            (3, 0x123, all, false),
            (0xFF, 0x123, all, false),
        ];
        for (role, group, to, heard) in cases {
            let out = run(&[(make(role, group, to), false)]);
            let expected = if heard { vec![to_u64(mac_bits(source))] } else { vec![] };
            assert_eq!(out.announced, expected, "{role} {group:x} {to:?}");
            assert_eq!(out.counts, [0, 0, usize::from(to == LOCAL), 0, 0]);
            assert!(out.headers.is_empty(), "it is nobody's yet");
        }
    }

    #[test]
    fn decapsulator__sources_that_are_no_station__are_counted_and_never_announced() {
        let mut body = [0u8; 16];
        keep_alive::ROLE.set(&mut body, 1);
        keep_alive::GROUP.set(&mut body, 0x123);
        let mut header = data_header(0, &body);
        header.frame_type = FrameType::KeepAlive;
        let sources = [
            MacAddress([0xFF; 6]),
            MacAddress([1, 0x80, 0xC2, 0, 0, 14]),
            MacAddress([0; 6]),
            LOCAL,
        ];
        for source in sources {
            let frame = padded(frame(source, MacAddress([0xFF; 6]), &header, &body));
            let out = run(&[(frame, false)]);
            assert_eq!(out.counts, [0, 1, 0, 0, 0], "{source:?}");
            assert!(out.announced.is_empty(), "{source:?}");
        }
    }

    #[test]
    fn decapsulator__open_frames__have_any_area() {
        for words in [0, 1, 2, 7, 369] {
            let area = vec![0xA5; 4 * words];
            let mut header = data_header(0x1234_5678, &area);
            header.frame_type = FrameType::Open;
            let out = run(&[(padded(frame(PEER, LOCAL, &header, &area)), false)]);
            assert_eq!(out.counts, [0; 5], "{words} words");
            assert_eq!(to_u64(out.headers[0].length_dw), words as u64);
            assert_eq!(to_u64(out.headers[0].sequence), 0x1234_5678);
            assert!(out.tlps.is_empty());
        }
    }

    #[test]
    fn decapsulator__ids_of_tlps__are_those_routed_to_the_peer() {
        let window = |low: u64, high: u64, is_default| PeerIdentity {
            id_low: bits(low),
            id_high: bits(high),
            is_default,
            ..identity(PEER)
        };
        let other = PeerIdentity { mac: mac_bits(OTHER), ..window(0x200, 0x2FF, false) };
        let mut tlp = memory_tlp(&mut Random::new(8), 2);
        for (id, inside, outside) in [
            (0x100u16, true, true),
            (0x1FF, true, true),
            (0x0FF, false, true),
            (0x200, false, false),
        ] {
            tlp[4..6].copy_from_slice(&id.to_be_bytes());
            let frames = [(from_peer(1, &[tlp.clone()]), false)];
            let permitted = |peer, check| run_with(&frames, [other, peer], check).permitted;
            assert_eq!(permitted(window(0x100, 0x1FF, false), true), [inside], "{id:#x}");
            assert_eq!(permitted(window(0xFFFF, 0, true), true), [outside], "{id:#x}");
            assert_eq!(permitted(window(0xFFFF, 0, false), true), [false], "{id:#x}");
            assert_eq!(permitted(window(0xFFFF, 0, false), false), [true], "{id:#x}");
        }
    }
}
