//! Merges N streams of beats, whole packets at a time, each stream in its turn.
//!
//! **Ports.** `clock`, `reset`; `inputs`, N streams; `out`, a stream.
//!
//! **Latency.** 0. **Throughput.** One beat a clock, packets of different inputs back to back.
//!
//! **Reset.** No packet is under way. Reset it together with its sources.
//!
//! **Limits.** N from 2 to 8. `out.ready` reaches the chosen input's `ready` combinationally, and
//! `valid` of every input reaches `out`: put a
//! [`register_slice`](super::register_slice) behind it where the path is long.
//!
//! **Why not** a choice made one clock ahead: it would lose a clock between packets, or remember
//! a choice that a better one has overtaken.
//!
//! ```text
//! clock            0 1 2 3 4
//! inputs_0_valid   1 1 1 1 0
//! inputs_0_data    A B C C -
//! inputs_0_last    0 1 1 1 -
//! inputs_1_valid   1 1 1 0 0
//! inputs_1_data    D D D - -
//! inputs_1_last    1 1 1 - -
//! inputs_0_ready   1 1 0 1 0
//! inputs_1_ready   0 0 1 0 0
//! out_valid        1 1 1 1 0
//! out_data         A B D C -
//! out_ready        1 1 1 1 1
//! ```

use crate::prim::round_robin_arbiter::RoundRobinArbiter;
use crate::prim::stream::{Beat, StreamIn, StreamOut};
use expether_hdl::prelude::*;

/// See the [module](self).
#[derive(LogicBlock)]
pub struct StreamMux<const N: usize> {
    pub clock: Signal<In, Clock>,
    pub reset: Signal<In, Bit>,
    pub inputs: [StreamIn<Beat>; N],
    pub out: StreamOut<Beat>,
    arbiter: RoundRobinArbiter<N>,
    /// A packet is under way, from the input that `holder` names.
    in_packet: Reg<Bit>,
    holder: Reg<Bits<N>>,
}

impl<const N: usize> Default for StreamMux<N> {
    fn default() -> Self {
        Self {
            clock: Signal::default(),
            reset: Signal::default(),
            inputs: std::array::from_fn(|_| StreamIn::default()),
            out: StreamOut::default(),
            arbiter: RoundRobinArbiter::default(),
            in_packet: Reg::default(),
            holder: Reg::default(),
        }
    }
}

impl<const N: usize> Logic for StreamMux<N> {
    #[kernel]
    fn update(&mut self) {
        clocked!(self, in_packet, holder);

        let mut offered = bits::<N>(0);
        for i in 0..N {
            offered = offered.replace_bit(i, self.inputs[i].valid.val());
        }
        let chosen =
            if self.in_packet.q.val() { self.holder.q.val() } else { self.arbiter.grant.val() };
        let mut beat = self.inputs[0].payload.val();
        for i in 1..N {
            if chosen.get_bit(i) {
                beat = self.inputs[i].payload.val();
            }
        }
        let valid = (offered & chosen).any();
        let transfer = valid && self.out.ready.val();
        if transfer {
            self.in_packet.d.next = !beat.last;
            self.holder.d.next = chosen;
        }
        // Stays with the same input until it is granted the first beat, as a stream must.
        if valid && !self.out.ready.val() {
            self.in_packet.d.next = true;
            self.holder.d.next = chosen;
        }

        self.arbiter.clock.next = self.clock.val();
        self.arbiter.reset.next = self.reset.val();
        self.arbiter.request.next = offered;
        self.arbiter.advance.next = valid && !self.in_packet.q.val();
        for i in 0..N {
            self.inputs[i].ready.next = chosen.get_bit(i) && self.out.ready.val();
        }
        self.out.valid.next = valid;
        self.out.payload.next = beat;
    }
}
