//! Store and forward: keeps whole packets in block memory, and forgets the bad ones.
//!
//! A packet becomes visible at the output when its last beat has come without `error`; with
//! `error`, or if it did not fit, all of its beats are taken back.
//!
//! **Ports.** `clock`, `reset`; `inp`, a flow of beats that cannot be stopped; `out`, a stream
//! of beats, `error` always low; `room`, high if a beat may come in this clock without harm;
//! `committed`, `dropped` and `overflowed`, each high for one clock when a packet was kept, was
//! taken back because of its `error`, was taken back because it did not fit.
//!
//! **Latency.** 3 clocks from the last beat in to the first beat out. **Throughput.** One beat
//! a clock in and out, packets back to back.
//!
//! **Reset.** Empties it; a packet under way at the input is then taken from its next beat on,
//! so reset it together with its source.
//!
//! **Limits.** 2^A − 1 beats of 8 bytes, and three more on their way out. A longer packet is
//! dropped as an overflow. `room` is for a source that can wait
//! ([`StreamPacketFifo`]); it stays high when waiting would not help.
//!
//! **Why not** the memory's output as the output: block memories are slow to their outputs (more
//! than half of a 6.4 ns clock on an ECP5), so a register follows, and words are fetched ahead
//! to keep one beat a clock. `keep` is stored as the number of the last byte, so that a word
//! has 68 bits and fits a 72-bit memory.
//!
//! A packet of two beats, then one whose last beat has `error`:
//!
//! ```text
//! clock       0 1 2 3 4 5 6 7
//! inp_valid   1 1 1 1 0 0 0 0
//! inp_data    A B C D - - - -
//! inp_last    0 1 0 1 - - - -
//! inp_error   0 0 0 1 - - - -
//! out_valid   0 0 0 0 1 1 0 0
//! out_data    - - - - A B - -
//! out_last    - - - - 0 1 - -
//! out_ready   1 1 1 1 1 1 1 1
//! committed   0 0 1 0 0 0 0 0
//! dropped     0 0 0 0 1 0 0 0
//! ```

use crate::prim::stream::{Beat, FlowIn, StreamIn, StreamOut};
use expether_hdl::prelude::*;

/// A beat as it is stored.
#[derive(Copy, Clone, PartialEq, Debug, Default, LogicStruct)]
pub struct StoredBeat {
    /// As in [`Beat`].
    pub data: Bits<64>,
    /// Number of the last byte that counts.
    pub last_byte: Bits<3>,
    /// As in [`Beat`].
    pub last: Bit,
}

/// Number of the last byte that a contiguous `keep` names.
#[kernel]
pub fn last_byte_of_keep(keep: Bits<8>) -> Bits<3> {
    let odd = keep.get_bit(7)
        || (keep.get_bit(5) && !keep.get_bit(6))
        || (keep.get_bit(3) && !keep.get_bit(4))
        || (keep.get_bit(1) && !keep.get_bit(2));
    let upper_pair = keep.get_bit(6) || (keep.get_bit(2) && !keep.get_bit(4));
    cat!(keep.get_bit(4), upper_pair, odd)
}

/// See the [module](self).
#[derive(LogicBlock, Default)]
pub struct PacketFifo<const A: usize> {
    pub clock: Signal<In, Clock>,
    pub reset: Signal<In, Bit>,
    pub inp: FlowIn<Beat>,
    pub out: StreamOut<Beat>,
    /// A beat in this clock is stored, or belongs to a packet that is lost anyhow.
    pub room: Signal<Out, Bit>,
    /// A packet was kept.
    pub committed: Signal<Out, Bit>,
    /// A packet was taken back because of its `error`.
    pub dropped: Signal<Out, Bit>,
    /// A packet was taken back because it did not fit.
    pub overflowed: Signal<Out, Bit>,
    words: SyncRam<StoredBeat, A>,
    /// Where the next beat goes.
    tail: Reg<Bits<A>>,
    /// Where the packet under way began: the reader does not go beyond.
    commit: Reg<Bits<A>>,
    /// The next word to fetch.
    head: Reg<Bits<A>>,
    full: Reg<Bit>,
    /// The packet under way did not fit: the rest of it is ignored.
    losing: Reg<Bit>,
    committed_strobe: Reg<Bit>,
    dropped_strobe: Reg<Bit>,
    overflowed_strobe: Reg<Bit>,
    /// The memory's output holds a word not yet passed on.
    fetched: Reg<Bit>,
    presented_valid: Reg<Bit>,
    presented: DataReg<StoredBeat>,
}

impl<const A: usize> Logic for PacketFifo<A> {
    #[kernel]
    fn update(&mut self) {
        clocked!(
            self,
            tail,
            commit,
            head,
            full,
            losing,
            committed_strobe,
            dropped_strobe,
            overflowed_strobe,
            fetched,
            presented_valid,
            presented
        );

        // Way in.
        let beat = self.inp.payload.val();
        let offered = self.inp.valid.val();
        let lost = self.losing.q.val() || self.full.q.val();
        let write = offered && !lost;
        let ends = offered && beat.last;
        let keep_packet = ends && !lost && !beat.error;
        let tail_after = self.tail.q.val() + 1;
        let mut tail_next = self.tail.q.val();
        if write {
            tail_next = tail_after;
        }
        if ends && !keep_packet {
            tail_next = self.commit.q.val();
        }
        self.tail.d.next = tail_next;
        if keep_packet {
            self.commit.d.next = tail_after;
        }
        if offered {
            self.losing.d.next = lost && !beat.last;
        }
        self.committed_strobe.d.next = keep_packet;
        self.dropped_strobe.d.next = ends && !lost && beat.error;
        self.overflowed_strobe.d.next = ends && lost;

        // Way out: memory, its output register, the presented beat.
        let waiting = self.head.q.val() != self.commit.q.val();
        let present = !self.presented_valid.q.val() || self.out.ready.val();
        let fetch = waiting && (!self.fetched.q.val() || present);
        let mut head_next = self.head.q.val();
        if fetch {
            head_next = self.head.q.val() + 1;
        }
        self.head.d.next = head_next;
        if present {
            self.presented_valid.d.next = self.fetched.q.val();
            self.presented.d.next = self.words.read_data.val();
            self.fetched.d.next = false;
        }
        if fetch {
            self.fetched.d.next = true;
        }
        // `tail_next + 1 == head_next`, compared before it is known which of them they are.
        let head = self.head.q.val();
        let tail = self.tail.q.val();
        let commit = self.commit.q.val();
        let full_if_kept = if fetch { tail == head } else { tail_after == head };
        let full_if_written = if fetch { tail_after == head } else { tail + 2 == head };
        let full_if_dropped = if fetch { commit == head } else { commit + 1 == head };
        let drops = ends && !keep_packet;
        let full_unless_dropped = if write { full_if_written } else { full_if_kept };
        self.full.d.next = if drops { full_if_dropped } else { full_unless_dropped };

        self.words.clock.next = self.clock.val();
        self.words.write_enable.next = write;
        self.words.write_address.next = self.tail.q.val();
        self.words.write_data.next = StoredBeat {
            data: beat.data,
            last_byte: last_byte_of_keep(beat.keep),
            last: beat.last,
        };
        self.words.read_enable.next = fetch;
        self.words.read_address.next = self.head.q.val();

        let shown = self.presented.q.val();
        self.out.valid.next = self.presented_valid.q.val();
        self.out.payload.next = Beat {
            data: shown.data,
            keep: bits::<8>(0xFF) >> (bits::<3>(7) - shown.last_byte),
            last: shown.last,
            error: false,
        };
        // Full of nothing but the packet under way: it can never fit.
        self.room.next = !self.full.q.val() || self.losing.q.val() || !waiting;
        self.committed.next = self.committed_strobe.q.val();
        self.dropped.next = self.dropped_strobe.q.val();
        self.overflowed.next = self.overflowed_strobe.q.val();
    }
}

/// A [`PacketFifo`] behind a stream that waits while the memory is full; only a packet longer
/// than the memory overflows.
#[derive(LogicBlock, Default)]
pub struct StreamPacketFifo<const A: usize> {
    pub clock: Signal<In, Clock>,
    pub reset: Signal<In, Bit>,
    pub inp: StreamIn<Beat>,
    pub out: StreamOut<Beat>,
    /// A packet was kept.
    pub committed: Signal<Out, Bit>,
    /// A packet was taken back because of its `error`.
    pub dropped: Signal<Out, Bit>,
    /// A packet was taken back because it is longer than the memory.
    pub overflowed: Signal<Out, Bit>,
    fifo: PacketFifo<A>,
}

impl<const A: usize> Logic for StreamPacketFifo<A> {
    #[kernel]
    fn update(&mut self) {
        self.fifo.clock.next = self.clock.val();
        self.fifo.reset.next = self.reset.val();
        self.inp.ready.next = self.fifo.room.val();
        self.fifo.inp.valid.next = self.inp.valid.val() && self.fifo.room.val();
        self.fifo.inp.payload.next = self.inp.payload.val();
        StreamOut::link(&mut self.out, &mut self.fifo.out);
        self.committed.next = self.fifo.committed.val();
        self.dropped.next = self.fifo.dropped.val();
        self.overflowed.next = self.fifo.overflowed.val();
    }
}
