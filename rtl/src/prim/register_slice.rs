//! Cuts every path of a stream with registers, at full throughput (a skid buffer).
//!
//! **Ports.** `clock`, `reset`; `inp` and `out`, streams of any payload.
//!
//! **Latency.** 1 clock. **Throughput.** One transfer a clock, also while the receiver starts
//! and stops.
//!
//! **Reset.** Empties it; `ready` is high from the next clock on.
//!
//! **Limits.** Holds two transfers: the one presented, and the one that was under way when the
//! receiver stopped.
//!
//! **Why not** a single register with `ready = !full || out.ready`: its `ready` path is
//! combinational, and a chain of them is one long path from the last block to the first. A
//! single register with `ready = !full` passes only every second clock.
//!
//! The receiver stops for two clocks; nothing is lost, the order is kept:
//!
//! ```text
//! clock       0 1 2 3 4 5 6
//! inp_valid   1 1 1 1 1 1 0
//! inp_payload A B C D D D -
//! inp_ready   1 1 1 0 0 1 1
//! out_valid   0 1 1 1 1 1 1
//! out_payload - A B B B C D
//! out_ready   1 1 0 0 1 1 1
//! ```

use crate::prim::stream::{StreamIn, StreamOut};
use expether_hdl::prelude::*;

/// See the [module](self).
#[derive(LogicBlock, Default)]
pub struct RegisterSlice<T: Synth> {
    pub clock: Signal<In, Clock>,
    pub reset: Signal<In, Bit>,
    pub inp: StreamIn<T>,
    pub out: StreamOut<T>,
    presented_valid: Reg<Bit>,
    presented: DataReg<T>,
    spare_valid: Reg<Bit>,
    spare: DataReg<T>,
}

impl<T: Synth> Logic for RegisterSlice<T> {
    #[kernel]
    fn update(&mut self) {
        clocked!(self, presented_valid, presented, spare_valid, spare);

        if !self.presented_valid.q.val() || self.out.ready.val() {
            if self.spare_valid.q.val() {
                self.presented_valid.d.next = true;
                self.presented.d.next = self.spare.q.val();
                self.spare_valid.d.next = false;
            } else {
                self.presented_valid.d.next = self.inp.valid.val();
                self.presented.d.next = self.inp.payload.val();
            }
        } else if !self.spare_valid.q.val() {
            self.spare_valid.d.next = self.inp.valid.val();
            self.spare.d.next = self.inp.payload.val();
        }

        self.inp.ready.next = !self.spare_valid.q.val();
        self.out.valid.next = self.presented_valid.q.val();
        self.out.payload.next = self.presented.q.val();
    }
}
