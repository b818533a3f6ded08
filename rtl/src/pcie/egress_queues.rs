//! From the bridge to the PCIe side: queues for posted TLPs, non-posted TLPs and completions,
//! which leave as the ordering rules and the link's credits allow (PCI Express Base Specification,
//! 2.4.1 and 2.6.1).
//!
//! A non-posted TLP or completion does not pass a posted TLP that came before it. What waits for
//! credits holds up nothing else: posted TLPs pass the other two, and these pass each other.
//!
//! **Ports.** `tlp`: beats of TLPs, frame by frame. `frame_end`: the frame ends; its TLPs, with a
//! beat of this clock, are kept if `frame_good`, else forgotten. `overflowed`: a beat of the frame,
//! that of this clock included, did not fit; the whole frame is then forgotten, good or not.
//! `free_beats`: a frame of so many beats fits, whichever of them are posted and whichever
//! completions; right from two clocks after `frame_end` on, and never too high then.
//! `used_beats`: beats in the fuller of these two queues. `credits`: what the link has granted.
//! `out`: whole TLPs to the PCIe side. `delivered`: a TLP was handed over in the clock before;
//! `non_posted_delivered`: it was a non-posted one, and came from `non_posted_source`.
//!
//! **Latency** four clocks from `frame_end` to a TLP's first beat at `out`. **Throughput** one beat
//! a clock in and out, TLPs of any queues back to back.
//!
//! **Reset** empties it, and nothing is consumed of the credits: reset it whenever the link
//! initializes flow control. `free_beats` is 0 for two clocks then.
//!
//! **Limits.** Each queue has 2^n − 1 beats in its memory, n at most 13, and three on their way out.
//! A TLP has two beats at least, all of one class, and lies within one frame. Non-posted TLPs are
//! not in `free_beats`: their senders have credits end to end, and a frame that comes in spite of
//! them is `overflowed`. Relaxed and ID-based ordering are not made use of. Inputs go into the
//! memories without a register.
//!
//! **How.** A queue of classes, one entry a TLP, has the order in which they came. At its head, a
//! non-posted TLP or completion gives its queue one more turn, and makes room at once; a posted one
//! stays until it leaves. So what is behind a posted TLP waits for it, and for nothing else. Of the
//! queues that have a turn and the credits for their next TLP, one begins, each in its turn.
//!
//! **Why not** one queue: a single non-posted TLP without credits would stop the completions and
//! posted TLPs behind it, and two such queues against each other are a deadlock. **Why not** the
//! number of posted TLPs before it stored with each TLP: it would make every word of the memories
//! wider than the 72 bits that they have.
//!
//! A posted TLP, a read behind it, and a posted one in a frame that is bad:
//!
//! ```text
//! clock                0   1   2   3   4   5   6   7   8   9   A  B  C
//! tlp_valid            1   1   1   1   1   1   0   0   0   0   0  0  0
//! tlp_beat_data        A   B   C   D   E   F   -   -   -   -   -  -  -
//! tlp_beat_last        0   1   0   1   0   1   -   -   -   -   -  -  -
//! tlp_class            0   0   1   1   0   0   -   -   -   -   -  -  -
//! tlp_source           0   0   5   5   0   0   -   -   -   -   -  -  -
//! frame_end            0   0   0   1   0   1   0   0   0   0   0  0  0
//! frame_good           -   -   -   1   -   0   -   -   -   -   -  -  -
//! credits_infinite     7   7   7   7   7   7   7   7   7   7   7  7  7
//! overflowed           0   0   0   0   0   0   0   0   0   0   0  0  0
//! free_beats           0   0   7FE 7FD 7FD 7FD 7FC 7FE 7FF -   -  -  -
//! out_valid            0   0   0   0   0   0   0   1   1   1   1  0  0
//! out_data             -   -   -   -   -   -   -   A   B   C   D  -  -
//! out_last             -   -   -   -   -   -   -   0   1   0   1  -  -
//! out_ready            1   1   1   1   1   1   1   1   1   1   1  1  1
//! delivered            0   0   0   0   0   0   0   0   0   1   0  1  0
//! non_posted_delivered 0   0   0   0   0   0   0   0   0   0   0  1  0
//! non_posted_source    -   -   -   -   -   -   -   -   -   -   -  5  -
//! ```

use expether_hdl::prelude::*;

use super::class_queue::ClassQueue;
use super::flow_control::{
    data_credits, ClassedBeat, FlowCredits, QueuedBeat, COMPLETION, NON_POSTED, POSTED,
};
use crate::prim::commit_fifo::CommitFifo;
use crate::prim::round_robin_arbiter::RoundRobinArbiter;
use crate::prim::stream::{Beat, FlowIn, StreamOut};

/// The queue of classes holds `2^ORDER_BITS - 1` TLPs: one block memory of 36 kbit.
const ORDER_BITS: usize = 14;
/// As many TLPs as three queues of this size hold, at two beats each, are fewer than that.
const MAX_QUEUE_BITS: usize = 13;

/// Beats in a queue's memory.
const fn capacity(queue_bits: usize) -> u64 {
    assert!(queue_bits <= MAX_QUEUE_BITS, "the queue of classes could be full before this one");
    (1 << queue_bits) - 1
}

/// See the [module](self).
#[derive(LogicBlock, Default)]
pub struct EgressQueues<
    const POSTED_BITS: usize,
    const NON_POSTED_BITS: usize,
    const COMPLETION_BITS: usize,
> {
    /// Clock.
    pub clock: Signal<In, Clock>,
    /// Synchronous, active high.
    pub reset: Signal<In, Bit>,
    /// TLPs from the peers.
    pub tlp: FlowIn<ClassedBeat>,
    /// The frame ends.
    pub frame_end: Signal<In, Bit>,
    /// With `frame_end`: its TLPs are kept.
    pub frame_good: Signal<In, Bit>,
    /// The frame did not fit.
    pub overflowed: Signal<Out, Bit>,
    /// A frame of so many beats fits.
    pub free_beats: Signal<Out, Bits<16>>,
    /// Beats in the fuller of the queues of posted TLPs and completions.
    pub used_beats: Signal<Out, Bits<16>>,
    /// What the link has granted.
    pub credits: Signal<In, FlowCredits>,
    /// TLPs to the PCIe side.
    pub out: StreamOut<Beat>,
    /// A TLP was handed over.
    pub delivered: Signal<Out, Bit>,
    /// A non-posted TLP was handed over.
    pub non_posted_delivered: Signal<Out, Bit>,
    /// The peer that it came from.
    pub non_posted_source: Signal<Out, Bits<5>>,
    posted: ClassQueue<POSTED_BITS>,
    non_posted: ClassQueue<NON_POSTED_BITS>,
    completion: ClassQueue<COMPLETION_BITS>,
    order: CommitFifo<Bits<2>, ORDER_BITS>,
    arbiter: RoundRobinArbiter<3>,
    /// The next beat at `tlp` is not the first of a TLP.
    in_tlp: Reg<Bit>,
    free: Reg<Bits<16>>,
    used: Reg<Bits<16>>,
    /// The oldest TLP in order is posted: it may go, and what is behind it may not.
    posted_turn: Reg<Bit>,
    /// So many non-posted TLPs may go; `non_posted_may`: there are any.
    non_posted_turns: Reg<Bits<ORDER_BITS>>,
    non_posted_may: Reg<Bit>,
    completion_turns: Reg<Bits<ORDER_BITS>>,
    completion_may: Reg<Bit>,
    /// The queue whose TLP is under way, one bit a class; none between TLPs.
    sending: Reg<Bits<3>>,
    /// The queue whose TLP began in the clock before. Turns are counted then, which is early enough
    /// for the next TLP of the queue, as each has two beats, and keeps the counters off the long path.
    began: Reg<Bits<3>>,
    shown_valid: Reg<Bit>,
    shown: DataReg<QueuedBeat>,
    shown_non_posted: DataReg<Bit>,
    delivered_strobe: Reg<Bit>,
    non_posted_strobe: Reg<Bit>,
    source: DataReg<Bits<5>>,
}

impl<const POSTED_BITS: usize, const NON_POSTED_BITS: usize, const COMPLETION_BITS: usize> Logic
    for EgressQueues<POSTED_BITS, NON_POSTED_BITS, COMPLETION_BITS>
{
    #[kernel]
    fn update(&mut self) {
        clocked!(
            self,
            in_tlp,
            free,
            used,
            posted_turn,
            non_posted_turns,
            non_posted_may,
            completion_turns,
            completion_may,
            sending,
            began,
            shown_valid,
            shown,
            shown_non_posted,
            delivered_strobe,
            non_posted_strobe,
            source
        );
        self.posted.clock.next = self.clock.val();
        self.posted.reset.next = self.reset.val();
        self.non_posted.clock.next = self.clock.val();
        self.non_posted.reset.next = self.reset.val();
        self.completion.clock.next = self.clock.val();
        self.completion.reset.next = self.reset.val();
        self.order.clock.next = self.clock.val();
        self.order.reset.next = self.reset.val();
        self.arbiter.clock.next = self.clock.val();
        self.arbiter.reset.next = self.reset.val();

        // Way in.
        let input = self.tlp.payload.val();
        let offered = self.tlp.valid.val();
        let ends = self.frame_end.val();
        let own_source: Bits<6> = cat!(false, input.source);
        let note = if self.in_tlp.q.val() { own_source } else { data_credits(input.payload_dw) };
        let stored = QueuedBeat {
            data: input.beat.data,
            half: !input.beat.keep.get_bit(4),
            last: input.beat.last,
            note,
        };
        if offered {
            self.in_tlp.d.next = !input.beat.last;
        }
        if ends {
            self.in_tlp.d.next = false;
        }
        self.posted.inp.payload.next = stored;
        self.posted.inp.valid.next = offered && input.class == POSTED;
        self.non_posted.inp.payload.next = stored;
        self.non_posted.inp.valid.next = offered && input.class == NON_POSTED;
        self.completion.inp.payload.next = stored;
        self.completion.inp.valid.next = offered && input.class == COMPLETION;
        self.order.inp.payload.next = input.class;
        // With a TLP's first beat: so it is in the memory before a commit that comes with the last one.
        self.order.inp.valid.next = offered && !self.in_tlp.q.val() && input.class != 3;

        let lost = self.posted.lost.val()
            || self.non_posted.lost.val()
            || self.completion.lost.val()
            || self.order.lost.val();
        let keeps = ends && self.frame_good.val() && !lost;
        let drops = ends && (!self.frame_good.val() || lost);
        self.posted.commit.next = keeps;
        self.posted.rollback.next = drops;
        self.non_posted.commit.next = keeps;
        self.non_posted.rollback.next = drops;
        self.completion.commit.next = keeps;
        self.completion.rollback.next = drops;
        self.order.commit.next = keeps;
        self.order.rollback.next = drops;
        self.overflowed.next = lost;

        let posted_free = self.posted.free.val();
        let completion_free = self.completion.free.val();
        let posted_used = bits::<16>(capacity(POSTED_BITS)) - posted_free;
        let completion_used = bits::<16>(capacity(COMPLETION_BITS)) - completion_free;
        self.free.d.next =
            if posted_free < completion_free { posted_free } else { completion_free };
        self.used.d.next =
            if posted_used > completion_used { posted_used } else { completion_used };
        self.free_beats.next = self.free.q.val();
        self.used_beats.next = self.used.q.val();

        // Credits.
        let credits = self.credits.val();
        self.posted.header_limit.next = credits.posted_header;
        self.posted.data_limit.next = credits.posted_data;
        self.posted.unlimited.next = credits.infinite.get_bit(0);
        self.non_posted.header_limit.next = credits.non_posted_header;
        self.non_posted.data_limit.next = credits.non_posted_data;
        self.non_posted.unlimited.next = credits.infinite.get_bit(1);
        self.completion.header_limit.next = credits.completion_header;
        self.completion.data_limit.next = credits.completion_data;
        self.completion.unlimited.next = credits.infinite.get_bit(2);

        // Which queue: the one whose TLP is under way, or one that may begin. Between TLPs every
        // queue shows a first beat.
        let posted_may =
            self.posted.out.valid.val() && self.posted.fits.val() && self.posted_turn.q.val();
        let non_posted_may = self.non_posted.out.valid.val()
            && self.non_posted.fits.val()
            && self.non_posted_may.q.val();
        let completion_may = self.completion.out.valid.val()
            && self.completion.fits.val()
            && self.completion_may.q.val();
        self.arbiter.request.next = cat!(completion_may, non_posted_may, posted_may);
        let under_way = self.sending.q.val().any();
        let chosen = if under_way { self.sending.q.val() } else { self.arbiter.grant.val() };
        let gives = (chosen.get_bit(0) && self.posted.out.valid.val())
            || (chosen.get_bit(1) && self.non_posted.out.valid.val())
            || (chosen.get_bit(2) && self.completion.out.valid.val());
        let mut beat = self.posted.out.payload.val();
        if chosen.get_bit(1) {
            beat = self.non_posted.out.payload.val();
        }
        if chosen.get_bit(2) {
            beat = self.completion.out.payload.val();
        }
        let advance = !self.shown_valid.q.val() || self.out.ready.val();
        let begins = gives && advance && !under_way;
        self.posted.out.ready.next = chosen.get_bit(0) && advance;
        self.non_posted.out.ready.next = chosen.get_bit(1) && advance;
        self.completion.out.ready.next = chosen.get_bit(2) && advance;
        self.arbiter.advance.next = begins;
        self.began.d.next = if begins { chosen } else { bits::<3>(0) };
        if gives && advance {
            self.sending.d.next = if beat.last { bits::<3>(0) } else { chosen };
        }

        // The order.
        let began = self.began.q.val();
        let posted_waits = self.posted_turn.q.val() && !began.get_bit(0);
        let turn = self.order.out.valid.val() && !posted_waits;
        let oldest = self.order.out.payload.val();
        self.order.out.ready.next = !posted_waits;
        self.posted_turn.d.next = posted_waits || (turn && oldest == POSTED);
        let non_posted_more = turn && oldest == NON_POSTED;
        let non_posted_less = began.get_bit(1);
        if non_posted_more && !non_posted_less {
            self.non_posted_turns.d.next = self.non_posted_turns.q.val() + 1;
            self.non_posted_may.d.next = true;
        }
        if non_posted_less && !non_posted_more {
            self.non_posted_turns.d.next = self.non_posted_turns.q.val() - 1;
            self.non_posted_may.d.next = self.non_posted_turns.q.val() != 1;
        }
        let completion_more = turn && oldest == COMPLETION;
        let completion_less = began.get_bit(2);
        if completion_more && !completion_less {
            self.completion_turns.d.next = self.completion_turns.q.val() + 1;
            self.completion_may.d.next = true;
        }
        if completion_less && !completion_more {
            self.completion_turns.d.next = self.completion_turns.q.val() - 1;
            self.completion_may.d.next = self.completion_turns.q.val() != 1;
        }

        // Way out.
        let shown = self.shown.q.val();
        if advance {
            self.shown_valid.d.next = gives;
            self.shown.d.next = beat;
            self.shown_non_posted.d.next = chosen.get_bit(1);
        }
        let hands_over = self.shown_valid.q.val() && self.out.ready.val() && shown.last;
        self.delivered_strobe.d.next = hands_over;
        self.non_posted_strobe.d.next = hands_over && self.shown_non_posted.q.val();
        self.source.d.next = shown.note.get_bits::<5>(0);
        self.out.valid.next = self.shown_valid.q.val();
        self.out.payload.next = Beat {
            data: shown.data,
            keep: if shown.half { bits::<8>(0x0F) } else { bits::<8>(0xFF) },
            last: shown.last,
            error: false,
        };
        self.delivered.next = self.delivered_strobe.q.val();
        self.non_posted_delivered.next = self.non_posted_strobe.q.val();
        self.non_posted_source.next = self.source.q.val();
    }
}

#[cfg(test)]
#[allow(non_snake_case)]
mod tests {
    use super::*;
    use crate::bridge::testing::{reset, settle, step, to_u64};

    type Queues = EgressQueues<5, 4, 5>;

    fn queues() -> Queues {
        let mut uut = Queues::default();
        uut.connect_all();
        reset!(uut);
        uut
    }

    /// A TLP of two beats whose data is its number; the frame ends with it if `end` says how.
    fn put(uut: &mut Queues, class: u64, number: u64, end: Option<bool>) {
        for last in [false, true] {
            let (data, keep) = (bits(number), bits(0xFF));
            uut.tlp.payload.next = ClassedBeat {
                beat: Beat { data, keep, last, error: false },
                class: bits(class),
                payload_dw: bits(1),
                source: bits(number),
            };
            uut.tlp.valid.next = true;
            uut.frame_end.next = last && end.is_some();
            uut.frame_good.next = end == Some(true);
            step!(*uut);
        }
        uut.tlp.valid.next = false;
        uut.frame_end.next = false;
    }

    /// Numbers of the TLPs that come out.
    fn take(uut: &mut Queues, clocks: usize) -> Vec<u64> {
        let mut numbers = vec![];
        uut.out.ready.next = true;
        for _ in 0..clocks {
            settle!(*uut);
            let beat = uut.out.payload.val();
            if uut.out.valid.val() && beat.last {
                numbers.push(to_u64(beat.data));
            }
            step!(*uut);
        }
        numbers
    }

    fn credits(infinite: u64) -> FlowCredits {
        FlowCredits { infinite: bits(infinite), ..FlowCredits::default() }
    }

    #[test]
    fn egress_queues__bad_frame__leaves_nothing_of_any_class() {
        let mut uut = queues();
        uut.credits.next = credits(7);
        put(&mut uut, POSTED, 1, Some(true));
        put(&mut uut, POSTED, 2, None);
        put(&mut uut, NON_POSTED, 3, None);
        put(&mut uut, COMPLETION, 4, Some(false));
        put(&mut uut, COMPLETION, 5, Some(true));
        assert_eq!(take(&mut uut, 20), [1, 5]);
        assert_eq!((to_u64(uut.free_beats.val()), to_u64(uut.used_beats.val())), (31, 0));
    }

    #[test]
    fn egress_queues__posted_without_credits__holds_up_what_came_after_it_only() {
        let mut uut = queues();
        uut.credits.next = credits(6);
        put(&mut uut, NON_POSTED, 1, None);
        put(&mut uut, COMPLETION, 2, None);
        put(&mut uut, POSTED, 3, None);
        put(&mut uut, NON_POSTED, 4, None);
        put(&mut uut, COMPLETION, 5, Some(true));
        assert_eq!(take(&mut uut, 30), [1, 2]);
        uut.credits.next = credits(7);
        assert_eq!(take(&mut uut, 30), [3, 4, 5]);
    }

    #[test]
    fn egress_queues__non_posted_without_credits__is_passed_and_goes_when_it_may() {
        let mut uut = queues();
        uut.credits.next = credits(5);
        put(&mut uut, NON_POSTED, 1, None);
        put(&mut uut, POSTED, 2, None);
        put(&mut uut, COMPLETION, 3, None);
        put(&mut uut, POSTED, 4, Some(true));
        let passed = take(&mut uut, 30);
        assert!(passed == [2, 3, 4] || passed == [2, 4, 3], "{passed:?}");
        uut.credits.next = credits(7);
        assert_eq!(take(&mut uut, 30), [1]);
    }

    #[test]
    fn egress_queues__non_posted_that_do_not_fit__take_their_whole_frame_with_them() {
        let mut uut = queues();
        uut.credits.next = credits(7);
        put(&mut uut, POSTED, 1, None);
        for number in 2..9 {
            put(&mut uut, NON_POSTED, number, None);
            assert!(!uut.overflowed.val(), "seven of two beats fit in 15");
        }
        put(&mut uut, NON_POSTED, 9, None);
        assert!(uut.overflowed.val());
        put(&mut uut, POSTED, 10, Some(true));
        assert!(!uut.overflowed.val());
        put(&mut uut, NON_POSTED, 11, Some(true));
        assert_eq!(take(&mut uut, 30), [11]);
    }
}
