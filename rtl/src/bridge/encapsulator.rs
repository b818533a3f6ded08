//! Builds frames: five header beats, then TLPs.
//!
//! **Ports.** `wanted`, `request`: a frame could begin, and what it says; `take`: it begins, unless `request_wanted` is low: then there is none. `word`: the TLPs of a data frame,
//! which must not pause from the frame's sixth beat on (a MAC cannot wait within a frame). `reply`: what to tell the
//! receiver of the frame under way; `reply_take`: one cycle when a frame takes it. `now`: the clock
//! of timestamps. `frame`: the Ethernet frame with a blank where the VLAN tag goes, without
//! padding and FCS. `began`, `sent`, `ack_sent`, `nak_sent`, `keep_alive_sent`: one cycle for each frame (begun, ended), each bare ack frame,
//! each data or ack frame with flag NAK and each keep-alive frame.
//!
//! Data and ack frames carry the acknowledgement, as it stands when the third beat is made. Numbers of TLPs come with 16 bits and are
//! extended to 32 by one that they are near. No frame
//! begins while `settings.enable` is 0. One begun when `enable` falls is
//! finished, but its last beat has `error`: settings may have changed meanwhile.
//!
//! **Latency** two clocks from `wanted` to the frame's first beat. **Throughput** one beat a
//! clock, a gap of one clock between frames. **Reset** forgets a frame in progress.
//!
//! **Why not** a builder for each peer: there is one wire.
//!
//! A data frame:
//!
//! ```text
//! clock                 0           1 2 3 4 5 6 7 8 9
//! wanted                1           0 0 0 0 0 0 0 0 0
//! request_wanted        1           - - - - - - - - -
//! request_kind          1           - - - - - - - - -
//! request_mac           60504030201 - - - - - - - - -
//! request_number        100         - - - - - - - - -
//! request_identity      5A0007      - - - - - - - - -
//! request_plan_sequence 102         - - - - - - - - -
//! request_plan_beats    2           - - - - - - - - -
//! request_plan_odd      1           - - - - - - - - -
//! take                  1           0 0 0 0 0 0 0 0 0
//! word_valid            0           0 0 0 1 1 1 1 0 0
//! word_payload          -           - - - A A A B - -
//! word_ready            0           0 0 0 0 0 1 1 0 0
//! reply_expected        7           7 7 7 7 7 7 7 7 7
//! reply_take            0           0 0 1 0 0 0 0 0 0
//! frame_ready           1           1 1 1 1 1 1 1 1 1
//! frame_valid           0           0 1 1 1 1 1 1 1 0
//! frame_last            -           - 0 0 0 0 0 0 1 -
//! sent                  0           0 0 0 0 0 0 1 0 0
//! ```

use expether_hdl::prelude::*;
use expether_wire::bridge::{frame_type, WIRE_VERSION};
use expether_wire::keep_alive::{self, capability};

use super::frame::{
    network16, network20x2, network32, FabricSettings, FrameRequest, Reply, MAX_PAYLOAD_DW,
};
use crate::prim::register_slice::RegisterSlice;
use crate::prim::stream::{Beat, StreamIn, StreamOut};

/// What this bridge can do.
const CAPABILITIES: u64 = capability::AGGREGATION | capability::RATE_CONTROL;
/// Words of a keep-alive frame's body.
const KEEP_ALIVE_DW: u64 = (keep_alive::HEADER.length / 4) as u64;

// The body is placed beat by beat.
const _: () = {
    assert!(keep_alive::ROLE.byte == 0 && keep_alive::CAPABILITIES.byte == 1);
    assert!(keep_alive::GROUP.byte == 2 && keep_alive::GROUP.width == 12);
    assert!(keep_alive::MTU.byte == 4 && keep_alive::MAX_PAYLOAD.byte == 6);
    assert!(keep_alive::NODE_ID.byte == 8 && keep_alive::HEADER.length == 16);
};

/// Which beat is made next.
#[derive(Copy, Clone, PartialEq, Debug, LogicState)]
pub enum State {
    /// None, until there is a reason for a frame.
    Idle,
    /// Destination and the source's first two bytes.
    Destination,
    /// The rest of the source, and the blank for the tag.
    Source,
    /// EtherType to the receiver's tag.
    Control,
    /// Sequence number and acknowledgement.
    Numbers,
    /// The sender's tag and timestamps.
    Stamps,
    /// TLPs.
    Area,
    /// The area of an open frame.
    Zeros,
    /// A keep-alive frame's body, first half.
    Body,
    /// Second half.
    NodeId,
}

/// See the module's documentation. `ROLE`: ours, as in keep-alive frames.
#[derive(LogicBlock, Default)]
pub struct Encapsulator<const ROLE: usize> {
    /// Clock.
    pub clock: Signal<In, Clock>,
    /// Synchronous, active high.
    pub reset: Signal<In, Bit>,
    /// From the registers.
    pub settings: Signal<In, FabricSettings>,
    /// Ticks of 6.4 ns.
    pub now: Signal<In, Bits<20>>,
    /// A frame could begin.
    pub wanted: Signal<In, Bit>,
    /// Which.
    pub request: Signal<In, FrameRequest>,
    /// It begins.
    pub take: Signal<Out, Bit>,
    /// Its TLPs, 8 bytes a word, byte 0 in bits 7:0.
    pub word: StreamIn<Bits<64>>,
    /// What to tell its receiver.
    pub reply: Signal<In, Reply>,
    /// `reply` is being put into a frame.
    pub reply_take: Signal<Out, Bit>,
    /// The frame.
    pub frame: StreamOut<Beat>,
    /// A frame has begun, a clock ago.
    pub began: Signal<Out, Bit>,
    /// A frame has ended.
    pub sent: Signal<Out, Bit>,
    /// A bare ack frame has ended.
    pub ack_sent: Signal<Out, Bit>,
    /// A frame takes a NAK.
    pub nak_sent: Signal<Out, Bit>,
    /// A keep-alive frame has ended.
    pub keep_alive_sent: Signal<Out, Bit>,
    state: Reg<State>,
    asked: DataReg<FrameRequest>,
    length_dw: DataReg<Bits<12>>,
    words_left: DataReg<Bits<11>>,
    // The bridge was disabled since the frame began.
    spoiled: Reg<Bit>,
    told: DataReg<Reply>,
    // How far the first TLP's number is from the one it is near; the number.
    ahead: DataReg<Bits<16>>,
    extended: DataReg<Bits<32>>,
    // The MAC's `ready` comes a long way, and the peers' replay buffers are a long way on.
    slice: RegisterSlice<Beat>,
}

impl<const ROLE: usize> Logic for Encapsulator<ROLE> {
    #[kernel]
    fn update(&mut self) {
        clocked!(self, state, asked, length_dw, words_left, spoiled, told, ahead, extended);
        let settings = self.settings.val();
        self.slice.clock.next = self.clock.val();
        self.slice.reset.next = self.reset.val();
        let advance = self.slice.inp.ready.val();
        let asked = self.asked.q.val();
        let length_dw = self.length_dw.q.val();
        let told = self.told.q.val();
        let is_data = asked.kind == frame_type::DATA;
        let is_open = asked.kind == frame_type::OPEN;
        let is_keep_alive = asked.kind == frame_type::KEEP_ALIVE;
        let replies = is_data || asked.kind == frame_type::ACK;

        self.take.next = false;
        self.word.ready.next = false;
        self.reply_take.next = false;
        self.began.next = false;
        self.sent.next = false;
        self.ack_sent.next = false;
        self.nak_sent.next = false;
        self.keep_alive_sent.next = false;

        let reply = self.reply.val();
        let now = self.now.val();
        let echo = if told.echo_valid { now - told.echo_offset } else { bits::<20>(0) };
        let is_control = is_open || asked.kind == frame_type::CLOSE;
        let has_zeros = is_open && asked.plan.beats.any();
        self.ahead.d.next = asked.plan.sequence - asked.number.get_bits::<16>(0);
        let ahead = self.ahead.q.val();
        let sign = if ahead.get_bit(15) { bits::<16>(0xFFFF) } else { bits::<16>(0) };
        let near: Bits<32> = cat!(sign, ahead);
        self.extended.d.next = asked.number + near;
        let sequence = if is_control { asked.number } else { self.extended.q.val() };
        let mut acknowledgement = told.expected;
        if is_control {
            acknowledgement = if asked.open.heard { asked.identity } else { bits::<32>(0) };
        }
        let receiver_tag = if replies { asked.identity.get_bits::<16>(0) } else { bits::<16>(0) };
        let mut sender_tag = bits::<16>(0);
        if replies {
            sender_tag = asked.identity.get_bits::<16>(16);
        }
        if is_open && !asked.open.offer {
            sender_tag = bit_cast::<16, 12>(asked.longest_dw);
        }
        // An offer's connection begins later, with a limit of its own.
        let tells_limit = replies || (is_open && !asked.open.offer);
        let limit = if tells_limit { reply.non_posted_limit } else { bits::<8>(0) };
        let sequence_of_type = if is_control || replies { sequence } else { bits::<32>(0) };
        let data: Bits<64> = match self.state.q.val() {
            State::Idle => bits::<64>(0),
            State::Destination => cat!(settings.local_mac.get_bits::<16>(0), asked.mac),
            State::Source => cat!(bits::<32>(0), settings.local_mac.get_bits::<32>(16)),
            State::Control => cat!(
                network16(receiver_tag),
                limit,
                length_dw.get_bits::<8>(0),
                replies || (is_control && asked.open.heard),
                (replies && reply.nak) || (is_open && asked.open.wants_answer),
                replies && reply.echo_valid,
                (replies && reply.busy) || (is_open && asked.open.offer),
                length_dw.get_bits::<4>(8),
                bits::<4>(WIRE_VERSION),
                asked.kind,
                network16(settings.ethertype),
            ),
            State::Numbers => {
                cat!(network32(acknowledgement), network32(sequence_of_type))
            }
            State::Stamps => cat!(network20x2(now, echo), bits::<8>(0), network16(sender_tag)),
            State::Zeros => bits::<64>(0),
            State::Area => self.word.payload.val(),
            State::Body => cat!(
                network16(bits::<16>(4 * MAX_PAYLOAD_DW as u64)),
                network16(bit_cast::<16, 14>(settings.mtu)),
                settings.vid.get_bits::<8>(0),
                bits::<4>(0),
                settings.vid.get_bits::<4>(8),
                bits::<8>(CAPABILITIES),
                bits::<8>(ROLE as u64),
            ),
            State::NodeId => cat!(
                settings.node_id.get_bits::<8>(0),
                settings.node_id.get_bits::<8>(8),
                settings.node_id.get_bits::<8>(16),
                settings.node_id.get_bits::<8>(24),
                settings.node_id.get_bits::<8>(32),
                settings.node_id.get_bits::<8>(40),
                settings.node_id.get_bits::<8>(48),
                settings.node_id.get_bits::<8>(56),
            ),
        };

        let spoiled = self.spoiled.q.val() || !settings.enable;
        self.spoiled.d.next = spoiled;
        let final_word = self.words_left.q.val() == 1;
        let mut made = true;
        let mut keep = bits::<8>(0xFF);
        let mut last = false;
        match self.state.q.val() {
            // The MAC does not miss this clock, for it has a gap between frames to send.
            State::Idle => {
                made = false;
                let takes = settings.enable && self.wanted.val();
                self.spoiled.d.next = false;
                self.take.next = takes;
                self.asked.d.next = self.request.val();
                if takes {
                    self.state.d.next = State::Destination;
                }
            }
            State::Destination => {
                self.words_left.d.next = asked.plan.beats;
                let half = bit_cast::<12, 1>(cat!(asked.plan.odd));
                self.length_dw.d.next = bits::<12>(0);
                if is_data || is_open {
                    self.length_dw.d.next = cat!(asked.plan.beats, false) - half;
                }
                if is_keep_alive {
                    self.length_dw.d.next = bits::<12>(KEEP_ALIVE_DW);
                }
                made = asked.wanted;
                if !asked.wanted {
                    self.state.d.next = State::Idle;
                } else if advance {
                    self.began.next = true;
                    self.state.d.next = State::Source;
                }
            }
            State::Source => {
                if advance {
                    self.state.d.next = State::Control;
                }
            }
            State::Control => {
                self.told.d.next = reply;
                if !replies {
                    self.told.d.next = Reply {
                        expected: bits::<32>(0),
                        nak: false,
                        busy: false,
                        echo_valid: false,
                        echo_offset: bits::<20>(0),
                        non_posted_limit: bits::<8>(0),
                    };
                }
                if advance {
                    self.reply_take.next = replies;
                    self.nak_sent.next = replies && reply.nak;
                    self.state.d.next = State::Numbers;
                }
            }
            State::Numbers => {
                if advance {
                    self.state.d.next = State::Stamps;
                }
            }
            State::Stamps => {
                last = !is_data && !is_keep_alive && !has_zeros;
                if advance {
                    self.sent.next = last;
                    self.ack_sent.next = asked.kind == frame_type::ACK;
                    self.state.d.next = State::Idle;
                    if is_data {
                        self.state.d.next = State::Area;
                    }
                    if has_zeros {
                        self.state.d.next = State::Zeros;
                    }
                    if is_keep_alive {
                        self.state.d.next = State::Body;
                    }
                }
            }
            State::Zeros => {
                last = final_word;
                if advance {
                    self.words_left.d.next = self.words_left.q.val() - 1;
                    if final_word {
                        self.sent.next = true;
                        self.state.d.next = State::Idle;
                    }
                }
            }
            State::Area => {
                made = self.word.valid.val();
                last = final_word;
                if final_word && length_dw.get_bit(0) {
                    keep = bits::<8>(0x0F);
                }
                self.word.ready.next = advance;
                if advance && made {
                    self.words_left.d.next = self.words_left.q.val() - 1;
                    if final_word {
                        self.sent.next = true;
                        self.state.d.next = State::Idle;
                    }
                }
            }
            State::Body => {
                if advance {
                    self.state.d.next = State::NodeId;
                }
            }
            State::NodeId => {
                last = true;
                if advance {
                    self.sent.next = true;
                    self.keep_alive_sent.next = true;
                    self.state.d.next = State::Idle;
                }
            }
        }

        self.slice.inp.valid.next = made;
        self.slice.inp.payload.next = Beat { data, keep, last, error: last && spoiled };
        StreamOut::link(&mut self.frame, &mut self.slice.out);
    }
}

#[cfg(test)]
#[allow(non_snake_case)]
mod tests {
    use super::*;
    use crate::bridge::frame::{FramePlan, OpenFlags};
    use crate::bridge::testing::{
        data_header, frame, mac_bits, reset, settings, settle, step, Collector, Random, LOCAL,
        PEER, TAGS,
    };
    use expether_wire::bridge::FrameType;
    use expether_wire::ethernet::MacAddress;
    use expether_wire::packet::BridgeHeader;

    const NOW: u64 = 0x2_3456;

    /// The frames made of these requests with their areas, and how often `reply` was taken.
    fn run(
        requests: &[(FrameRequest, Vec<u8>)],
        reply: Reply,
        stalls: u64,
    ) -> (Vec<Vec<u8>>, usize) {
        let mut uut = Encapsulator::<1>::default();
        uut.connect_all();
        uut.settings.next = settings(LOCAL);
        uut.now.next = bits(NOW);
        uut.reply.next = reply;
        reset!(uut);
        let mut random = Random::new(stalls);
        let mut out = Collector::default();
        let (mut offered, mut next_word, mut taken) = (0, usize::MAX, 0);
        for _ in 0..500 {
            uut.wanted.next = offered < requests.len();
            if let Some((request, _)) = requests.get(offered) {
                uut.request.next = *request;
            }
            let bytes = offered.checked_sub(1).map_or(&[][..], |i| &requests[i].1[..]);
            uut.word.valid.next = 8 * next_word.min(1 << 20) < bytes.len();
            if let Some(chunk) = bytes.chunks(8).nth(next_word) {
                let mut lanes = [0u8; 8];
                lanes[..chunk.len()].copy_from_slice(chunk);
                uut.word.payload.next = bits(u64::from_le_bytes(lanes));
            }
            uut.frame.ready.next = !random.chance(stalls);
            settle!(uut);
            if uut.take.val() {
                offered += 1;
                next_word = 0;
            } else if uut.word.valid.val() && uut.word.ready.val() {
                next_word += 1;
            }
            taken += usize::from(uut.reply_take.val());
            if uut.frame.valid.val() && uut.frame.ready.val() {
                out.push(uut.frame.payload.val());
            }
            step!(uut);
        }
        (out.packets.into_iter().map(|p| p.0).collect(), taken)
    }

    /// Numbers of TLPs are near this one.
    const BASE: u32 = 0xFFFF_FF00;

    /// `sequence`: of a data or ack frame, counted from [`BASE`].
    fn request(kind: FrameType, sequence: i16, area: &[u8]) -> FrameRequest {
        FrameRequest {
            wanted: true,
            kind: bits(kind.code()),
            mac: mac_bits(PEER),
            number: bits(BASE.into()),
            identity: bits(u64::from(TAGS.1) << 16 | u64::from(TAGS.0)),
            plan: FramePlan {
                sequence: bits((BASE as u16).wrapping_add_signed(sequence).into()),
                tlps: bits(1),
                beats: bits(area.len().div_ceil(8) as u64),
                odd: area.len() % 8 == 4,
            },
            ..FrameRequest::default()
        }
    }

    /// As the software makes it, but for the tag, which comes later.
    fn untagged(to: MacAddress, header: &BridgeHeader, area: &[u8]) -> Vec<u8> {
        let mut frame = frame(LOCAL, to, header, area);
        frame[12..16].fill(0);
        frame
    }

    fn reply(nak: bool, busy: bool, echo: Option<u64>) -> Reply {
        Reply {
            expected: bits(0x1234_ABCD),
            nak,
            busy,
            echo_valid: echo.is_some(),
            // What is echoed is now less this.
            echo_offset: bits(NOW.wrapping_sub(echo.unwrap_or(0)) & 0xF_FFFF),
            non_posted_limit: bits(0x77),
        }
    }

    #[test]
    fn encapsulator__data_frames__are_those_of_the_software() {
        let mut random = Random::new(1);
        let areas: Vec<_> = [12, 16, 20, 100, 532, 1480].iter().map(|&n| random.bytes(n)).collect();
        // Behind the number they are near, before it, and over the end of the number space.
        let steps = [0, 0x7FFF, -0x8000, 0x100, 0xFF, -1];
        let requests: Vec<_> = areas
            .iter()
            .zip(steps)
            .map(|(a, step)| (request(FrameType::Data, step, a), a.clone()))
            .collect();
        for stalls in [0, 40] {
            let (frames, taken) = run(&requests, reply(false, true, Some(0x6_5432)), stalls);
            assert_eq!(frames.len(), requests.len());
            for (made, ((_, area), step)) in frames.iter().zip(requests.iter().zip(steps)) {
                let mut header = data_header(BASE.wrapping_add_signed(step.into()), area);
                header.acknowledgement = Some(0x1234_ABCD);
                header.busy = true;
                header.echo_timestamp = Some(0x6_5432);
                assert_eq!(*made, untagged(PEER, &header, area));
            }
            assert_eq!(taken, requests.len());
        }
    }

    #[test]
    fn encapsulator__a_bare_nak__is_that_of_the_software() {
        let request = request(FrameType::Ack, 0x21, &[]);
        let (frames, taken) = run(&[(request, vec![])], reply(true, false, None), 0);
        let mut header = data_header(BASE + 0x21, &[]);
        header.frame_type = FrameType::Ack;
        header.acknowledgement = Some(0x1234_ABCD);
        header.nak = true;
        assert_eq!(frames, [untagged(PEER, &header, &[])]);
        assert_eq!(taken, 1);
    }

    /// A request for an open or close frame, and the header that it gets.
    fn control(kind: FrameType, open: OpenFlags) -> (FrameRequest, BridgeHeader) {
        let request = FrameRequest {
            open,
            number: bits(0x1122_3344),
            identity: bits(0x99AA_BBCC),
            longest_dw: bits(0x170),
            ..request(kind, 0, &[])
        };
        let header = BridgeHeader {
            frame_type: kind,
            receiver_tag: 0,
            sender_tag: if kind == FrameType::Open && !open.offer { 0x170 } else { 0 },
            non_posted_limit: if kind == FrameType::Open && !open.offer { 0x77 } else { 0 },
            sequence: 0x1122_3344,
            acknowledgement: open.heard.then_some(0x99AA_BBCC),
            nak: open.wants_answer,
            busy: open.offer,
            ..data_header(0, &[])
        };
        (request, header)
    }

    #[test]
    fn encapsulator__open_frames__name_both_incarnations_tell_the_limit_and_take_no_reply() {
        for heard in [false, true] {
            for beats in [0, 1, 69] {
                let open = OpenFlags { heard, wants_answer: beats > 0, offer: beats == 69 };
                let (mut request, mut header) = control(FrameType::Open, open);
                request.plan.beats = bits(beats);
                header.length_dw = 2 * beats as u16;
                let (frames, taken) = run(&[(request, vec![])], reply(false, true, Some(1)), 0);
                let area = vec![0; 8 * beats as usize];
                assert_eq!(frames, [untagged(PEER, &header, &area)]);
                assert_eq!(taken, 0);
            }
        }
    }

    #[test]
    fn encapsulator__close_frames__name_both_incarnations() {
        let open = OpenFlags { heard: true, wants_answer: false, offer: false };
        let (request, header) = control(FrameType::Close, open);
        let (frames, _) = run(&[(request, vec![])], reply(true, true, Some(1)), 0);
        assert_eq!(frames, [untagged(PEER, &header, &[])]);
    }

    #[test]
    fn encapsulator__keep_alive_frames__are_those_of_the_software() {
        let request =
            FrameRequest { mac: bits(0xFFFF_FFFF_FFFF), ..request(FrameType::KeepAlive, 0, &[]) };
        let (frames, _) = run(&[(request, vec![])], reply(false, false, None), 0);
        let mut body = [0u8; 16];
        keep_alive::ROLE.set(&mut body, 1);
        keep_alive::CAPABILITIES.set(&mut body, CAPABILITIES);
        keep_alive::GROUP.set(&mut body, 0x123);
        keep_alive::MTU.set(&mut body, 1500);
        keep_alive::MAX_PAYLOAD.set(&mut body, 512);
        keep_alive::NODE_ID.set(&mut body, 0x1122_3344_5566_7788);
        let mut header = data_header(0, &body);
        header.frame_type = FrameType::KeepAlive;
        (header.receiver_tag, header.sender_tag, header.non_posted_limit) = (0, 0, 0);
        assert_eq!(frames, [untagged(MacAddress([0xFF; 6]), &header, &body)]);
    }
}
