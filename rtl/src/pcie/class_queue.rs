//! The TLPs of one class on their way to the PCIe side: a [`CommitFifo`] of beats, and behind it
//! the answer whether the next TLP has its credits.
//!
//! **Ports.** `inp`, `commit`, `rollback`, `free`, `lost`: as of [`CommitFifo`]. `header_limit`,
//! `data_limit`, `unlimited`: as of [`CreditGate`]. `out`: the beats, TLP by TLP. `fits`: if a
//! TLP's first beat is at `out`, it has its credits.
//!
//! **Latency** 3 clocks from the commit of a TLP to `out.valid`, with `fits` in the same clock.
//! **Throughput** one beat a clock, TLPs back to back.
//!
//! **Reset** empties it, and nothing is consumed of the credits.
//!
//! **Limits.** 2^A − 1 beats in the memory and three on their way out. Every TLP has at least two
//! beats, and the reader takes a TLP's beats only from when `fits` was high with the first of them.
//!
//! **Why not** the FIFO's output as `out`: the first beat has to be seen a clock before it may go,
//! or there would be a clock of pause before each TLP; and `out.ready` would reach the memory.
//!
//! A TLP of two beats and of one data credit, which is granted late:
//!
//! ```text
//! clock        0 1 2 3 4 5 6 7 8 9 10
//! inp_valid    1 1 0 0 0 0 0 0 0 0 0
//! inp_data     A B - - - - - - - - -
//! inp_last     0 1 - - - - - - - - -
//! inp_note     1 - - - - - - - - - -
//! commit       0 1 0 0 0 0 0 0 0 0 0
//! header_limit 1 1 1 1 1 1 1 1 1 1 1
//! data_limit   0 0 0 0 0 0 1 1 1 1 1
//! fits         - - - - 0 0 0 0 1 - -
//! out_valid    0 0 0 0 1 1 1 1 1 1 0
//! out_data     - - - - A A A A A B -
//! out_ready    0 0 0 0 0 0 0 0 1 1 1
//! ```

use expether_hdl::prelude::*;

use super::credit_gate::CreditGate;
use super::flow_control::QueuedBeat;
use crate::prim::commit_fifo::CommitFifo;
use crate::prim::register_slice::RegisterSlice;
use crate::prim::stream::{FlowIn, StreamOut};

/// See the [module](self).
#[derive(LogicBlock, Default)]
pub struct ClassQueue<const A: usize> {
    pub clock: Signal<In, Clock>,
    pub reset: Signal<In, Bit>,
    pub inp: FlowIn<QueuedBeat>,
    /// What came since the last commit becomes visible.
    pub commit: Signal<In, Bit>,
    /// What came since the last commit is forgotten.
    pub rollback: Signal<In, Bit>,
    /// So many beats fit; never more than that.
    pub free: Signal<Out, Bits<16>>,
    /// Something since the last commit did not fit.
    pub lost: Signal<Out, Bit>,
    /// Headers granted so far.
    pub header_limit: Signal<In, Bits<8>>,
    /// Data credits granted so far.
    pub data_limit: Signal<In, Bits<12>>,
    /// The limits do not count.
    pub unlimited: Signal<In, Bit>,
    pub out: StreamOut<QueuedBeat>,
    /// The TLP whose first beat is at `out` has its credits.
    pub fits: Signal<Out, Bit>,
    fifo: CommitFifo<QueuedBeat, A>,
    slice: RegisterSlice<QueuedBeat>,
    gate: CreditGate,
    /// The beat at the FIFO's output is not the first of a TLP.
    in_tlp: Reg<Bit>,
}

impl<const A: usize> Logic for ClassQueue<A> {
    #[kernel]
    fn update(&mut self) {
        clocked!(self, in_tlp);
        self.fifo.clock.next = self.clock.val();
        self.fifo.reset.next = self.reset.val();
        self.slice.clock.next = self.clock.val();
        self.slice.reset.next = self.reset.val();
        self.gate.clock.next = self.clock.val();
        self.gate.reset.next = self.reset.val();

        FlowIn::link(&mut self.inp, &mut self.fifo.inp);
        self.fifo.commit.next = self.commit.val();
        self.fifo.rollback.next = self.rollback.val();
        self.free.next = self.fifo.free.val();
        self.lost.next = self.fifo.lost.val();

        StreamOut::join(&mut self.fifo.out, &mut self.slice.inp);
        let beat = self.fifo.out.payload.val();
        let moves = self.fifo.out.valid.val() && self.slice.inp.ready.val();
        if moves {
            self.in_tlp.d.next = !beat.last;
        }
        self.gate.header_limit.next = self.header_limit.val();
        self.gate.data_limit.next = self.data_limit.val();
        self.gate.unlimited.next = self.unlimited.val();
        self.gate.enters.next = moves && !self.in_tlp.q.val();
        self.gate.data_credits.next = beat.note;

        StreamOut::link(&mut self.out, &mut self.slice.out);
        self.fits.next = self.gate.fits.val();
    }
}

#[cfg(test)]
#[allow(non_snake_case)]
mod tests {
    use super::*;
    use crate::bridge::testing::{reset, settle, step, to_u64};

    /// TLPs of two beats, then of three, with four data credits each; the reader takes what fits.
    #[test]
    fn class_queue__credits_for_some__lets_these_go_back_to_back() {
        let mut uut = ClassQueue::<5>::default();
        uut.connect_all();
        reset!(uut);
        uut.data_limit.next = bits(16);
        uut.header_limit.next = bits(100);
        let lengths = [2, 2, 3, 3, 2];
        for (number, length) in lengths.into_iter().enumerate() {
            for beat in 0..length {
                let last = beat + 1 == length;
                let data = bits(number as u64);
                uut.inp.payload.next = QueuedBeat { data, half: false, last, note: bits(4) };
                uut.inp.valid.next = true;
                uut.commit.next = last;
                step!(uut);
            }
        }
        uut.inp.valid.next = false;
        uut.commit.next = false;
        for _ in 0..8 {
            step!(uut);
        }
        let (mut taken, mut between) = (vec![], true);
        for _ in 0..20 {
            let takes = uut.out.valid.val() && (!between || uut.fits.val());
            uut.out.ready.next = takes;
            settle!(uut);
            let beat = uut.out.payload.val();
            taken.extend(takes.then(|| to_u64(beat.data)));
            between = if takes { beat.last } else { between };
            step!(uut);
            assert!(takes == (taken.len() < 10) || taken.len() == 10, "no pause between TLPs");
        }
        assert_eq!(taken, [0, 0, 1, 1, 2, 2, 2, 3, 3, 3], "the fifth has no credits");
        assert!(uut.out.valid.val() && !uut.fits.val());
        uut.data_limit.next = bits(20);
        step!(uut);
        step!(uut);
        assert!(uut.fits.val());
    }
}
