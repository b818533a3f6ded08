//! First-in first-out queue of 2^A words in lookup-table memory, the first word falling through.
//!
//! **Ports.** `clock`, `reset`; `inp` and `out`, streams of any payload; `count`, the number of
//! words held, 16 bits.
//!
//! **Latency.** 1 clock from a transfer in to `out.valid`. **Throughput.** One transfer a clock
//! in and out, at any fill level but full, where `inp` waits for the clock after a word left.
//!
//! **Reset.** Empties it.
//!
//! **Limits.** `A` from 1 to 6: beyond some tens of words block memory is cheaper
//! ([`packet_fifo`](super::packet_fifo) has it). `ready` and `valid` come from registers, so
//! there is no path through it; `out.payload` comes from the memory, not from a register.
//!
//! **Why not** pointers with one bit more than the address, the usual way to tell full from
//! empty: a full flag of its own costs the same, is ready at the start of the clock, and keeps
//! the pointers as wide as the addresses.
//!
//! ```text
//! clock       0 1 2 3 4 5
//! inp_valid   1 1 0 0 0 0
//! inp_payload A B - - - -
//! inp_ready   1 1 1 1 1 1
//! out_valid   0 1 1 1 0 0
//! out_payload - A A B - -
//! out_ready   0 0 1 1 1 1
//! count       0 1 2 1 0 0
//! ```

use crate::prim::stream::{StreamIn, StreamOut};
use expether_hdl::prelude::*;

/// See the [module](self).
#[derive(LogicBlock, Default)]
pub struct SyncFifo<T: Synth, const A: usize> {
    pub clock: Signal<In, Clock>,
    pub reset: Signal<In, Bit>,
    pub inp: StreamIn<T>,
    pub out: StreamOut<T>,
    /// Words held, 0 to 2^A.
    pub count: Signal<Out, Bits<16>>,
    words: LutRam<T, A>,
    head: Reg<Bits<A>>,
    tail: Reg<Bits<A>>,
    full: Reg<Bit>,
    occupied: Reg<Bit>,
}

impl<T: Synth, const A: usize> Logic for SyncFifo<T, A> {
    #[kernel]
    fn update(&mut self) {
        clocked!(self, head, tail, full, occupied);

        let push = self.inp.valid.val() && !self.full.q.val();
        let pop = self.out.ready.val() && self.occupied.q.val();
        let tail_after = self.tail.q.val() + 1;
        let head_after = self.head.q.val() + 1;
        if push {
            self.tail.d.next = tail_after;
        }
        if pop {
            self.head.d.next = head_after;
        }
        if push && !pop {
            self.occupied.d.next = true;
            self.full.d.next = tail_after == self.head.q.val();
        }
        if pop && !push {
            self.full.d.next = false;
            self.occupied.d.next = head_after != self.tail.q.val();
        }

        self.words.clock.next = self.clock.val();
        self.words.write_enable.next = push;
        self.words.write_address.next = self.tail.q.val();
        self.words.write_data.next = self.inp.payload.val();
        self.words.read_address.next = self.head.q.val();

        self.inp.ready.next = !self.full.q.val();
        self.out.valid.next = self.occupied.q.val();
        self.out.payload.next = self.words.read_data.val();
        let held = bit_cast::<16, A>(self.tail.q.val() - self.head.q.val());
        self.count.next = held.replace_bit(A, self.full.q.val());
    }
}
