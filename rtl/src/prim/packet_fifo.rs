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
//! **Latency.** 2 clocks from the last beat in to the first beat out, 3 for a packet of one beat. **Throughput.** One beat
//! a clock in and out, packets back to back.
//!
//! **Reset.** Empties it; a packet under way at the input is then taken from its next beat on,
//! so reset it together with its source.
//!
//! **Limits.** 2^A − 1 beats of 8 bytes, and one more on its way out. A longer packet is
//! dropped as an overflow. `room` is for a source that can wait
//! ([`StreamPacketFifo`]); it stays high when waiting would not help.
//!
//! **Why not** `keep` as it is: stored as the number of the last byte, it makes a word of 68 bits,
//! which fits a 72-bit memory.
//!
//! A packet of two beats, then one whose last beat has `error`:
//!
//! ```text
//! clock       0 1 2 3 4 5 6 7
//! inp_valid   1 1 1 1 0 0 0 0
//! inp_data    A B C D - - - -
//! inp_last    0 1 0 1 - - - -
//! inp_error   0 0 0 1 - - - -
//! out_valid   0 0 0 1 1 0 0 0
//! out_data    - - - A B - - -
//! out_last    - - - 0 1 - - -
//! out_ready   1 1 1 1 1 1 1 1
//! committed   0 0 1 0 0 0 0 0
//! dropped     0 0 0 0 1 0 0 0
//! ```

use crate::prim::commit_fifo::CommitFifo;
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
    fifo: CommitFifo<StoredBeat, A>,
    committed_strobe: Reg<Bit>,
    dropped_strobe: Reg<Bit>,
    overflowed_strobe: Reg<Bit>,
}

impl<const A: usize> Logic for PacketFifo<A> {
    #[kernel]
    fn update(&mut self) {
        clocked!(self, committed_strobe, dropped_strobe, overflowed_strobe);
        self.fifo.clock.next = self.clock.val();
        self.fifo.reset.next = self.reset.val();

        let beat = self.inp.payload.val();
        let ends = self.inp.valid.val() && beat.last;
        let lost = self.fifo.lost.val();
        self.fifo.inp.valid.next = self.inp.valid.val();
        self.fifo.inp.payload.next = StoredBeat {
            data: beat.data,
            last_byte: last_byte_of_keep(beat.keep),
            last: beat.last,
        };
        self.fifo.commit.next = ends && !beat.error;
        self.fifo.rollback.next = ends && beat.error;
        self.committed_strobe.d.next = ends && !lost && !beat.error;
        self.dropped_strobe.d.next = ends && !lost && beat.error;
        self.overflowed_strobe.d.next = ends && lost;

        let shown = self.fifo.out.payload.val();
        self.fifo.out.ready.next = self.out.ready.val();
        self.out.valid.next = self.fifo.out.valid.val();
        self.out.payload.next = Beat {
            data: shown.data,
            keep: bits::<8>(0xFF) >> (bits::<3>(7) - shown.last_byte),
            last: shown.last,
            error: false,
        };
        self.room.next = self.fifo.room.val();
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
