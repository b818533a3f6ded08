//! First-in first-out queue of 2^A words from one clock to another.
//!
//! Pointers cross as Gray codes, of which one bit changes at a time, through two flip-flops each
//! way; words cross through a memory that is read only where writing is over.
//!
//! **Ports.** `write_clock`, `write_reset`, `inp`; `read_clock`, `read_reset`, `out`.
//!
//! **Latency.** From a transfer in to `out.valid`: 1 clock of the writer, then 3 to 4 of the
//! reader. **Throughput.** One transfer a clock of the slower side, if the depth covers the way
//! of the pointers there and back: `A` of 4 or more.
//!
//! **Reset.** Empties it. Both resets must be high together for some clocks of both sides.
//!
//! **Limits.** Holds 2^A − 1 words, and one presented. `A` from 2 to 6.
//!
//! **Why not** the memory as the output: a path would lead from a memory written in one clock to
//! logic of the other; the register ends it. **Why not** a handshake a word: it passes a word
//! every eighth clock or so ([`handshake_crossing`](super::handshake_crossing) is for that).

use crate::prim::stream::{StreamIn, StreamOut};
use expether_hdl::prelude::*;

/// The Gray code of a binary number.
#[kernel]
pub fn gray<const A: usize>(x: Bits<A>) -> Bits<A> {
    x ^ (x >> 1)
}

/// See the [module](self).
#[derive(LogicBlock, Default)]
pub struct AsyncFifo<T: Synth, const A: usize> {
    pub write_clock: Signal<In, Clock>,
    pub write_reset: Signal<In, Bit>,
    pub inp: StreamIn<T>,
    pub read_clock: Signal<In, Clock>,
    pub read_reset: Signal<In, Bit>,
    pub out: StreamOut<T>,
    words: LutRam<T, A>,
    tail: Reg<Bits<A>>,
    tail_gray: Reg<Bits<A>>,
    head_at_writer: Synchronizer<Bits<A>>,
    head: Reg<Bits<A>>,
    head_gray: Reg<Bits<A>>,
    tail_at_reader: Synchronizer<Bits<A>>,
    presented_valid: Reg<Bit>,
    presented: DataReg<T>,
}

impl<T: Synth, const A: usize> Logic for AsyncFifo<T, A> {
    #[kernel]
    fn update(&mut self) {
        clocked!(self, clock = write_clock, reset = write_reset, tail, tail_gray);
        clocked!(
            self,
            clock = read_clock,
            reset = read_reset,
            head,
            head_gray,
            presented_valid,
            presented
        );

        // Writer: one place stays empty, so that equal pointers mean empty.
        self.head_at_writer.clock.next = self.write_clock.val();
        self.head_at_writer.d.next = self.head_gray.q.val();
        let tail_after = self.tail.q.val() + 1;
        let tail_after_gray = gray::<A>(tail_after);
        let room = tail_after_gray != self.head_at_writer.q.val();
        let push = self.inp.valid.val() && room;
        if push {
            self.tail.d.next = tail_after;
            self.tail_gray.d.next = tail_after_gray;
        }
        self.inp.ready.next = room;

        // Reader.
        self.tail_at_reader.clock.next = self.read_clock.val();
        self.tail_at_reader.d.next = self.tail_gray.q.val();
        let waiting = self.head_gray.q.val() != self.tail_at_reader.q.val();
        let present = !self.presented_valid.q.val() || self.out.ready.val();
        let head_after = self.head.q.val() + 1;
        if present {
            self.presented_valid.d.next = waiting;
            self.presented.d.next = self.words.read_data.val();
            if waiting {
                self.head.d.next = head_after;
                self.head_gray.d.next = gray::<A>(head_after);
            }
        }
        self.out.valid.next = self.presented_valid.q.val();
        self.out.payload.next = self.presented.q.val();

        self.words.clock.next = self.write_clock.val();
        self.words.write_enable.next = push;
        self.words.write_address.next = self.tail.q.val();
        self.words.write_data.next = self.inp.payload.val();
        self.words.read_address.next = self.head.q.val();
    }
}
