//! Decides which TLPs of a data frame are new, lets those pass toward the PCIe side, and tells the
//! peer's receiver what has become of the frame.
//!
//! **Ports.** `start`, `from`, `tlp`, `permitted`, `ended`, `header`: from the [`Decapsulator`](super::Decapsulator).
//! `expected`: of each peer, the TLP it is to send next; `non_posted_room`: how many non-posted TLPs it may send yet. `free_beats`: beats of a frame for which there is room toward the
//! PCIe side; `turn`, `free_for_others`: the peer who has room reserved, if any, and what is left for the others ([`RoomArbiter`](super::RoomArbiter)); `overflowed`: with `frame_end`, that the frame did not fit all the same. `out`: the new TLPs, before it is known whether they may be kept; `frame_end`, `frame_good`: one cycle a data frame:
//! those since the last one are to be kept, or forgotten. `receipt`, with `receipt_for` (one bit a peer). `refused`, `id_refused`: one cycle for each
//! TLP of an accepted frame that is left out, because its kind may not travel in `DIRECTION` ([`tlp_gate`](crate::pcie::tlp_gate)), or because its ID is not the
//! peer's. `wrong_number`, `over_limit`: one cycle for each good frame dropped, as its numbers are outside the window, or it has more non-posted TLPs than the peer was allowed.
//!
//! Of a frame whose first TLPs have been accepted before, the others are new. All new TLPs of a frame pass, or none. A frame counts only if
//! its number lies within 2^15 of the TLP expected; any other is no frame of this time.
//!
//! **Latency** one clock. **Throughput** one beat a clock. **Reset** forgets a frame under way.
//!
//! **Why not** in each peer's receiver: there is one wire, so one frame at a time.
//!
//! Peer 1's TLP 7 is expected; a frame with 6 and 7 comes:
//!
//! ```text
//! clock             0 1 2 3 4 5 6 7 8
//! start_valid       0 1 0 0 0 0 0 0 0
//! start_sequence    - 6 - - - - - - -
//! start_beats       - 4 - - - - - - -
//! from              2 2 2 2 2 2 2 2 2
//! expected_0        0 0 0 0 0 0 0 0 0
//! expected_1        7 7 7 7 7 7 7 7 7
//! non_posted_room_0 9 9 9 9 9 9 9 9 9
//! non_posted_room_1 9 9 9 9 9 9 9 9 9
//! free_beats        -  -  -  -  -  -  -  -  -
//! free_for_others   99 99 99 99 99 99 99 99 99
//! turn              0 0 0 0 0 0 0 0 0
//! tlp_valid         0 0 0 1 1 1 1 0 0
//! tlp_beat_data     - - - A B C D - -
//! tlp_beat_last     - - - 0 1 0 1 - -
//! permitted         1 1 1 1 1 1 1 1 1
//! ended             0 0 0 0 0 0 1 0 0
//! header_valid      0 0 0 0 0 0 1 0 0
//! header_kind       - - - - - - 1 - -
//! header_sequence   - - - - - - 6 - -
//! header_tlps       - - - - - - 2 - -
//! out_valid         0 0 0 0 0 0 1 1 0
//! out_beat_data     - - - - - - C D -
//! out_source        - - - - - - 1 1 -
//! frame_end         0 0 0 0 0 0 0 1 0
//! frame_good        - - - - - - - 1 -
//! receipt_valid     0 0 0 0 0 0 0 1 0
//! receipt_accepted  - - - - - - - 1 -
//! receipt_next      - - - - - - - 8 -
//! ```

use expether_hdl::prelude::*;
use expether_wire::bridge::frame_type;
use expether_wire::tlp::Class;

use super::frame::{DataReceipt, FrameHeader, FrameStart};
use super::sequence::seq_distance;
use crate::pcie::flow_control::{ClassedBeat, COMPLETION, NON_POSTED, POSTED};
use crate::pcie::tlp_gate::{message_kinds, refused_kinds, refused_routings};
use crate::pcie::tlp_info::kinds_of;
use crate::pcie::TlpBeat;
use crate::prim::stream::{FlowIn, FlowOut};

/// See the module's documentation.
#[derive(LogicBlock)]
pub struct FrameAcceptor<const N: usize, const DIRECTION: usize> {
    /// Clock.
    pub clock: Signal<In, Clock>,
    /// Synchronous, active high.
    pub reset: Signal<In, Bit>,
    /// A data frame has begun.
    pub start: FlowIn<FrameStart>,
    /// The peer that sends it.
    pub from: Signal<In, Bits<N>>,
    /// Its TLPs.
    pub tlp: FlowIn<TlpBeat>,
    /// The TLP's ID is one that the peer may use.
    pub permitted: Signal<In, Bit>,
    /// A frame has ended.
    pub ended: Signal<In, Bit>,
    /// It was good.
    pub header: FlowIn<FrameHeader>,
    /// The TLP that each peer is to send next.
    pub expected: [Signal<In, Bits<32>>; N],
    /// Non-posted TLPs that it may send yet.
    pub non_posted_room: [Signal<In, Bits<6>>; N],
    /// There is room for so many beats.
    pub free_beats: Signal<In, Bits<16>>,
    /// The peer for which some of it is kept.
    pub turn: Signal<In, Bits<N>>,
    /// What others get.
    pub free_for_others: Signal<In, Bits<16>>,
    /// With `frame_end`: a beat of the frame did not fit.
    pub overflowed: Signal<In, Bit>,
    /// New TLPs.
    pub out: FlowOut<ClassedBeat>,
    /// The frame has ended.
    pub frame_end: Signal<Out, Bit>,
    /// What it gave is to be kept.
    pub frame_good: Signal<Out, Bit>,
    /// What has become of the frame.
    pub receipt: FlowOut<DataReceipt>,
    /// Whose it was.
    pub receipt_for: Signal<Out, Bits<N>>,
    /// A TLP was left out: its kind may not travel this way.
    pub refused: Signal<Out, Bit>,
    /// A TLP was left out: its ID is not the peer's.
    pub id_refused: Signal<Out, Bit>,
    /// A frame was dropped: its numbers are outside the window.
    pub wrong_number: Signal<Out, Bit>,
    /// A frame was dropped: it has more non-posted TLPs than the peer was allowed.
    pub over_limit: Signal<Out, Bit>,
    // What the sender of the frame under way is to send; a clock old, which is longer before `start` than it can change.
    due: DataReg<Bits<32>>,
    room: DataReg<Bits<6>>,
    under_way: Reg<Bit>,
    beats: DataReg<Bits<11>>,
    has_room: DataReg<Bit>,
    beyond: DataReg<Bit>,
    outside: DataReg<Bit>,
    exceeds: Reg<Bit>,
    // TLPs of the frame that were accepted before.
    skip: DataReg<Bits<16>>,
    any_new: Reg<Bit>,
    in_tlp: Reg<Bit>,
    passing: DataReg<Bit>,
    refused_here: Reg<Bits<10>>,
    id_refused_here: Reg<Bits<10>>,
    refused_due: Reg<Bits<14>>,
    id_refused_due: Reg<Bits<14>>,
    non_posted_here: Reg<Bits<10>>,
    non_posted_refused: Reg<Bits<10>>,
    beat: DataReg<ClassedBeat>,
    beat_valid: Reg<Bit>,
    verdict: DataReg<DataReceipt>,
    sender: DataReg<Bits<N>>,
    verdict_valid: Reg<Bit>,
    left_out: DataReg<Bits<10>>,
    id_left_out: DataReg<Bits<10>>,
    found_outside: Reg<Bit>,
    found_over: Reg<Bit>,
    has_ended: Reg<Bit>,
}

impl<const N: usize, const DIRECTION: usize> Default for FrameAcceptor<N, DIRECTION> {
    fn default() -> Self {
        Self {
            clock: Default::default(),
            reset: Default::default(),
            start: Default::default(),
            from: Default::default(),
            tlp: Default::default(),
            permitted: Default::default(),
            ended: Default::default(),
            header: Default::default(),
            expected: std::array::from_fn(|_| Default::default()),
            non_posted_room: std::array::from_fn(|_| Default::default()),
            free_beats: Default::default(),
            turn: Default::default(),
            free_for_others: Default::default(),
            overflowed: Default::default(),
            out: Default::default(),
            frame_end: Default::default(),
            frame_good: Default::default(),
            receipt: Default::default(),
            receipt_for: Default::default(),
            refused: Default::default(),
            id_refused: Default::default(),
            wrong_number: Default::default(),
            over_limit: Default::default(),
            due: Default::default(),
            room: Default::default(),
            under_way: Default::default(),
            beats: Default::default(),
            has_room: Default::default(),
            beyond: Default::default(),
            outside: Default::default(),
            exceeds: Default::default(),
            skip: Default::default(),
            any_new: Default::default(),
            in_tlp: Default::default(),
            passing: Default::default(),
            refused_here: Default::default(),
            id_refused_here: Default::default(),
            refused_due: Default::default(),
            id_refused_due: Default::default(),
            non_posted_here: Default::default(),
            non_posted_refused: Default::default(),
            beat: Default::default(),
            beat_valid: Default::default(),
            verdict: Default::default(),
            sender: Default::default(),
            verdict_valid: Default::default(),
            left_out: Default::default(),
            id_left_out: Default::default(),
            found_outside: Default::default(),
            found_over: Default::default(),
            has_ended: Default::default(),
        }
    }
}

impl<const N: usize, const DIRECTION: usize> Logic for FrameAcceptor<N, DIRECTION> {
    #[kernel]
    fn update(&mut self) {
        clocked!(self, due, room, under_way, beats, has_room, beyond, outside, exceeds, skip);
        clocked!(self, any_new, in_tlp, passing, refused_here, id_refused_here, refused_due);
        clocked!(self, id_refused_due, non_posted_here, non_posted_refused, beat, beat_valid);
        clocked!(self, verdict, sender, verdict_valid, left_out, id_left_out, found_outside);
        clocked!(self, found_over, has_ended);
        let start = self.start.payload.val();
        let from = self.from.val();

        // What is new of the frame that begins.
        let mut expected = bits::<32>(0);
        let mut room = bits::<6>(0);
        let mut source = bits::<5>(0);
        for i in 0..N {
            if from.get_bit(i) {
                expected = expected | self.expected[i].val();
                room = room | self.non_posted_room[i].val();
                source = source | bits::<5>(i as u64);
            }
        }
        self.due.d.next = expected;
        self.room.d.next = room;
        if self.start.valid.val() {
            self.under_way.d.next = true;
            self.beats.d.next = start.beats;
            let has_turn = (self.turn.val() & from).any();
            let free = if has_turn { self.free_beats.val() } else { self.free_for_others.val() };
            self.has_room.d.next = bit_cast::<16, 11>(start.beats) <= free;
            // At most 2^15 - 1 behind the TLP expected, or before it: else neither.
            let behind = seq_distance::<32>(start.sequence, self.due.q.val());
            let high = behind.get_bits::<17>(15);
            self.beyond.d.next = high.all() && behind.get_bits::<15>(0).any();
            self.outside.d.next = high.any() && !(high.all() && behind.get_bits::<15>(0).any());
            self.skip.d.next = behind.get_bits::<16>(0);
            self.exceeds.d.next = false;
            self.any_new.d.next = false;
            self.in_tlp.d.next = false;
            self.refused_here.d.next = bits::<10>(0);
            self.id_refused_here.d.next = bits::<10>(0);
            self.non_posted_here.d.next = bits::<10>(0);
            self.non_posted_refused.d.next = bits::<10>(0);
        }

        // Its TLPs.
        let tlp = self.tlp.payload.val();
        let kind = tlp.info.kind;
        let is_message = bits::<32>(message_kinds()).get_bit(kind.index());
        let refused_kind = bits::<32>(refused_kinds(DIRECTION)).get_bit(kind.index());
        let refused_routing =
            bits::<8>(refused_routings(DIRECTION)).get_bit(tlp.info.routing.index());
        let wrong_kind = refused_kind || (is_message && refused_routing);
        let refuse = wrong_kind || !self.permitted.val();
        let begins = self.tlp.valid.val() && !self.in_tlp.q.val();
        let in_window = !self.beyond.q.val() && !self.outside.q.val();
        let is_new = !self.skip.q.val().any() && in_window;
        let passes = if self.in_tlp.q.val() {
            self.passing.q.val()
        } else {
            is_new && !refuse && self.has_room.q.val()
        };
        if self.tlp.valid.val() {
            self.in_tlp.d.next = !tlp.beat.last;
            self.passing.d.next = passes;
        }
        if begins {
            if is_new {
                self.any_new.d.next = true;
                if wrong_kind {
                    self.refused_here.d.next = self.refused_here.q.val() + 1;
                } else if !self.permitted.val() {
                    self.id_refused_here.d.next = self.id_refused_here.q.val() + 1;
                }
            } else if self.skip.q.val().any() {
                self.skip.d.next = self.skip.q.val() - 1;
            }
        }
        let is_posted = bits::<32>(kinds_of(Class::Posted)).get_bit(kind.index());
        let is_completion = bits::<32>(kinds_of(Class::Completion)).get_bit(kind.index());
        if begins && is_new && !is_posted && !is_completion {
            if refuse {
                self.non_posted_refused.d.next = self.non_posted_refused.q.val() + 1;
            } else {
                self.non_posted_here.d.next = self.non_posted_here.q.val() + 1;
                if self.non_posted_here.q.val() >= bit_cast::<10, 6>(self.room.q.val()) {
                    self.exceeds.d.next = true;
                }
            }
        }
        let mut class = bits::<2>(NON_POSTED);
        if is_posted {
            class = bits::<2>(POSTED);
        }
        if is_completion {
            class = bits::<2>(COMPLETION);
        }
        self.beat.d.next =
            ClassedBeat { beat: tlp.beat, class, payload_dw: tlp.info.payload_dw, source };
        self.beat_valid.d.next = self.tlp.valid.val() && passes && self.under_way.q.val();
        self.out.payload.next = self.beat.q.val();
        self.out.valid.next = self.beat_valid.q.val();

        // Its end.
        let header = self.header.payload.val();
        let good = self.header.valid.val() && header.kind == frame_type::DATA;
        let any_new = self.any_new.q.val();
        let ends = self.ended.val() && self.under_way.q.val();
        let beyond = self.beyond.q.val();
        let outside = self.outside.q.val();
        let exceeds = self.exceeds.q.val();
        let has_room = self.has_room.q.val();
        let is_due = any_new && in_window;
        let accepted = ends && good && is_due && has_room && !exceeds;
        if self.ended.val() {
            self.under_way.d.next = false;
        }
        self.has_ended.d.next = ends;
        self.verdict_valid.d.next = ends && good && !outside && !(is_due && exceeds);
        self.found_outside.d.next = ends && good && outside;
        self.found_over.d.next = ends && good && is_due && exceeds;
        self.wrong_number.next = self.found_outside.q.val();
        self.over_limit.next = self.found_over.q.val();
        self.verdict.d.next = DataReceipt {
            accepted,
            behind: !any_new && !beyond,
            beyond,
            refused: is_due && !has_room,
            sequence: header.sequence.get_bits::<16>(0),
            next: header.sequence + bit_cast::<32, 10>(header.tlps),
            offset: header.offset,
            beats: self.beats.q.val(),
            non_posted: self.non_posted_here.q.val(),
            non_posted_refused: self.non_posted_refused.q.val(),
        };
        self.sender.d.next = from;
        self.frame_end.next = self.has_ended.q.val();
        self.frame_good.next = self.verdict_valid.q.val() && self.verdict.q.val().accepted;
        let mut receipt = self.verdict.q.val();
        receipt.refused = receipt.refused || (receipt.accepted && self.overflowed.val());
        receipt.accepted = receipt.accepted && !self.overflowed.val();
        self.receipt.valid.next = self.verdict_valid.q.val();
        self.receipt.payload.next = receipt;
        self.receipt_for.next = self.sender.q.val();

        // TLPs left out of a frame that is kept, counted one by one: they come no faster, a TLP has two beats.
        self.left_out.d.next = self.refused_here.q.val();
        self.id_left_out.d.next = self.id_refused_here.q.val();
        let kept = self.verdict_valid.q.val() && receipt.accepted;
        let due = self.refused_due.q.val();
        let left = if due.any() { due - 1 } else { due };
        let new = if kept { self.left_out.q.val() } else { bits::<10>(0) };
        self.refused.next = due.any();
        self.refused_due.d.next = left + bit_cast::<14, 10>(new);
        let due = self.id_refused_due.q.val();
        let left = if due.any() { due - 1 } else { due };
        let new = if kept { self.id_left_out.q.val() } else { bits::<10>(0) };
        self.id_refused.next = due.any();
        self.id_refused_due.d.next = left + bit_cast::<14, 10>(new);
    }
}
