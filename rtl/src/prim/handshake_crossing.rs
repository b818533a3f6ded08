//! A value of many bits from one clock to another, now and then.
//!
//! The value stands still in a memory of the writer while a level crosses to say that it is
//! there; a level comes back when it has been taken.
//!
//! **Ports.** `write_clock`, `write_reset`, `inp`; `read_clock`, `read_reset`, `out`.
//!
//! **Latency.** 1 clock of the writer, then 3 to 4 of the reader. **Throughput.** One transfer in
//! 4 clocks of the reader and 4 of the writer.
//!
//! **Reset.** Forgets the value. Both resets must be high together for some clocks of both sides.
//!
//! **Limits.** For configuration and counters, not for packets
//! ([`async_fifo`](super::async_fifo)).
//!
//! **Why not** two flip-flops a bit: bits would arrive in different clocks, and values be seen
//! that nobody sent.

use crate::prim::stream::{StreamIn, StreamOut};
use expether_hdl::prelude::*;

/// See the [module](self).
#[derive(LogicBlock, Default)]
pub struct HandshakeCrossing<T: Synth> {
    pub write_clock: Signal<In, Clock>,
    pub write_reset: Signal<In, Bit>,
    pub inp: StreamIn<T>,
    pub read_clock: Signal<In, Clock>,
    pub read_reset: Signal<In, Bit>,
    pub out: StreamOut<T>,
    value: LutRam<T, 1>,
    /// Flips for each value written.
    written: Reg<Bit>,
    written_at_reader: Synchronizer<Bit>,
    /// Follows `written` when the value has been taken.
    taken: Reg<Bit>,
    taken_at_writer: Synchronizer<Bit>,
    presented_valid: Reg<Bit>,
    presented: DataReg<T>,
}

impl<T: Synth> Logic for HandshakeCrossing<T> {
    #[kernel]
    fn update(&mut self) {
        clocked!(self, clock = write_clock, reset = write_reset, written);
        clocked!(self, clock = read_clock, reset = read_reset, taken, presented_valid, presented);

        self.taken_at_writer.clock.next = self.write_clock.val();
        self.taken_at_writer.d.next = self.taken.q.val();
        let free = self.written.q.val() == self.taken_at_writer.q.val();
        let push = self.inp.valid.val() && free;
        self.written.d.next = self.written.q.val() ^ push;
        self.inp.ready.next = free;

        self.written_at_reader.clock.next = self.read_clock.val();
        self.written_at_reader.d.next = self.written.q.val();
        let waiting = self.written_at_reader.q.val() != self.taken.q.val();
        if !self.presented_valid.q.val() || self.out.ready.val() {
            self.presented_valid.d.next = waiting;
            self.presented.d.next = self.value.read_data.val();
            self.taken.d.next = self.written_at_reader.q.val();
        }
        self.out.valid.next = self.presented_valid.q.val();
        self.out.payload.next = self.presented.q.val();

        self.value.clock.next = self.write_clock.val();
        self.value.write_enable.next = push;
        self.value.write_address.next = bits::<1>(0);
        self.value.write_data.next = self.inp.payload.val();
        self.value.read_address.next = bits::<1>(0);
    }
}
