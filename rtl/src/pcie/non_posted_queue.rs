//! Holds non-posted TLPs from the PCIe side until the peer they go to may get one.
//!
//! **Ports.** `inp`: TLPs; one that ends with `error` vanishes. `out`: whole TLPs in the order
//! they came. `grant`: a TLP may begin to leave; one that was offered once ends whatever `grant`
//! is. `flush`: everything stored is forgotten, with a TLP of which a part has come; one that is under way or begins
//! at `out` ends as it would have. `left`: one clock for each TLP that left, vanished or was
//! forgotten. `waiting`: there is a whole one that has not left.
//!
//! **Latency** two clocks from a TLP's last beat in to its first beat out. **Throughput** one
//! beat a clock. A flush takes a clock for each beat that it forgets; what comes after waits so
//! long.
//!
//! **Reset** empties it, without `left`.
//!
//! **Limits.** 2^BEAT_BITS − 1 beats, and one on its way out; the longest non-posted TLP has
//! seven. A TLP that is longer than the memory vanishes. Every TLP has at least two beats.
//!
//! **Why not** empty the memory at once in a flush: a TLP under way would have to be cut, and
//! `left` has to come for each TLP, one after the other, anyhow. **Why not** work out `info` anew
//! from the first beat, or keep it in a memory of its own: this memory is three blocks wide in each
//! case.
//!
//! A read waits for its grant:
//!
//! ```text
//! clock          0 1 2 3 4 5 6 7 8 9
//! inp_valid      1 1 0 0 0 0 0 0 0 0
//! inp_beat_data  A B - - - - - - - -
//! inp_beat_last  0 1 - - - - - - - -
//! inp_beat_error 0 0 - - - - - - - -
//! inp_ready      1 1 1 1 1 1 1 1 1 1
//! grant          0 0 0 0 0 1 0 0 0 0
//! flush          0 0 0 0 0 0 0 0 0 0
//! out_valid      0 0 0 0 0 1 1 1 0 0
//! out_beat_data  - - - - - A A B - -
//! out_beat_last  - - - - - 0 0 1 - -
//! out_ready      1 1 1 1 1 0 1 1 1 1
//! left           0 0 0 0 0 0 0 0 1 0
//! ```

use expether_hdl::prelude::*;

use super::tlp_info::{TlpBeat, TlpInfo};
use crate::prim::commit_fifo::CommitFifo;
use crate::prim::stream::{Beat, StreamIn, StreamOut};

/// A beat as it is stored.
#[derive(Copy, Clone, PartialEq, Debug, Default, LogicStruct)]
pub struct StoredTlpBeat {
    /// As in [`Beat`].
    pub data: Bits<64>,
    /// Only the first word counts.
    pub half: Bit,
    /// As in [`Beat`].
    pub last: Bit,
    /// As in [`TlpBeat`].
    pub info: TlpInfo,
}

/// See the [module](self).
#[derive(LogicBlock, Default)]
pub struct NonPostedQueue<const BEAT_BITS: usize> {
    /// Clock.
    pub clock: Signal<In, Clock>,
    /// Synchronous, active high.
    pub reset: Signal<In, Bit>,
    /// Non-posted TLPs.
    pub inp: StreamIn<TlpBeat>,
    /// The same, whole.
    pub out: StreamOut<TlpBeat>,
    /// One may begin.
    pub grant: Signal<In, Bit>,
    /// Forget what is stored.
    pub flush: Signal<In, Bit>,
    /// One is gone.
    pub left: Signal<Out, Bit>,
    /// There is one.
    pub waiting: Signal<Out, Bit>,
    fifo: CommitFifo<StoredTlpBeat, BEAT_BITS>,
    /// A TLP is under way at `inp`, and if so, is to be forgotten.
    arriving: Reg<Bit>,
    spoiled: Reg<Bit>,
    /// A TLP is under way at `out`.
    leaving: Reg<Bit>,
    /// TLPs stored and not gone, the one under way at `out` with them.
    held: Reg<Bits<BEAT_BITS>>,
    /// The oldest so many are to be forgotten; `forgetting`: there are any.
    forgotten: Reg<Bits<BEAT_BITS>>,
    forgetting: Reg<Bit>,
    /// TLPs that are gone without `left` yet.
    owed: Reg<Bits<4>>,
    left_strobe: Reg<Bit>,
}

impl<const BEAT_BITS: usize> Logic for NonPostedQueue<BEAT_BITS> {
    #[kernel]
    fn update(&mut self) {
        clocked!(self, arriving, spoiled, leaving, held, forgotten, forgetting, owed, left_strobe);
        self.fifo.clock.next = self.clock.val();
        self.fifo.reset.next = self.reset.val();
        let flush = self.flush.val();

        // Way in.
        let input = self.inp.payload.val();
        let takes = self.inp.valid.val() && self.fifo.room.val();
        let ends = takes && input.beat.last;
        let spoiled = self.spoiled.q.val() || (flush && (takes || self.arriving.q.val()));
        let drops = ends && (input.beat.error || spoiled || self.fifo.lost.val());
        let keeps = ends && !(input.beat.error || spoiled || self.fifo.lost.val());
        self.inp.ready.next = self.fifo.room.val();
        self.fifo.inp.valid.next = takes;
        self.fifo.inp.payload.next = StoredTlpBeat {
            data: input.beat.data,
            half: !input.beat.keep.get_bit(4),
            last: input.beat.last,
            info: input.info,
        };
        self.fifo.commit.next = keeps;
        self.fifo.rollback.next = drops;
        if takes {
            self.arriving.d.next = !input.beat.last;
        }
        self.spoiled.d.next = spoiled && !ends;

        // Way out.
        let shown = self.fifo.out.payload.val();
        let forgets = self.forgetting.q.val() && !self.leaving.q.val();
        let may = self.leaving.q.val() || (self.grant.val() && !forgets);
        let offers = self.fifo.out.valid.val() && may;
        let goes = (offers && self.out.ready.val()) || (self.fifo.out.valid.val() && forgets);
        let gone = goes && shown.last;
        self.fifo.out.ready.next = (may && self.out.ready.val()) || forgets;
        self.out.valid.next = offers;
        self.out.payload.next = TlpBeat {
            beat: Beat {
                data: shown.data,
                keep: if shown.half { bits::<8>(0x0F) } else { bits::<8>(0xFF) },
                last: shown.last,
                error: false,
            },
            info: shown.info,
        };
        if offers {
            self.leaving.d.next = !gone;
        }

        let held = self.held.q.val();
        if keeps && !gone {
            self.held.d.next = held + 1;
        }
        if gone && !keeps {
            self.held.d.next = held - 1;
        }
        if flush {
            // All but the one that leaves in this clock, or is leaving.
            let first_stays = gone || offers || self.leaving.q.val();
            self.forgotten.d.next = if first_stays { held - 1 } else { held };
            self.forgetting.d.next = if first_stays { held != 1 } else { held.any() };
        } else if gone && forgets {
            self.forgotten.d.next = self.forgotten.q.val() - 1;
            self.forgetting.d.next = self.forgotten.q.val() != 1;
        }

        // One strobe for each, if need be later: one can vanish while another leaves.
        let owed = self.owed.q.val() + bit_cast::<4, 1>(cat!(gone)) + bit_cast::<4, 1>(cat!(drops));
        self.left_strobe.d.next = owed.any();
        self.owed.d.next = if owed.any() { owed - 1 } else { owed };
        self.left.next = self.left_strobe.q.val();
        self.waiting.next = held.any();
    }
}

#[cfg(test)]
#[allow(non_snake_case)]
mod tests {
    use super::*;
    use crate::bridge::testing::{reset, settle, step, to_u64};

    struct Bench {
        uut: NonPostedQueue<4>,
        out: Vec<u64>,
        left: usize,
    }

    impl Bench {
        fn new() -> Self {
            let mut uut = NonPostedQueue::default();
            uut.connect_all();
            reset!(uut);
            uut.out.ready.next = true;
            Bench { uut, out: vec![], left: 0 }
        }

        fn clock(&mut self) {
            settle!(self.uut);
            let shown = self.uut.out.payload.val().beat;
            if self.uut.out.valid.val() && self.uut.out.ready.val() && shown.last {
                assert!(!shown.error);
                self.out.push(to_u64(shown.data));
            }
            self.left += usize::from(self.uut.left.val());
            step!(self.uut);
        }

        fn clocks(&mut self, count: usize) {
            (0..count).for_each(|_| self.clock());
        }

        /// A TLP of two beats.
        fn put(&mut self, number: u64, error: bool) {
            for last in [false, true] {
                let beat =
                    Beat { data: bits(number), keep: bits(0xFF), last, error: last && error };
                self.uut.inp.payload.next = TlpBeat { beat, info: TlpInfo::default() };
                self.uut.inp.valid.next = true;
                settle!(self.uut);
                assert!(self.uut.inp.ready.val());
                self.clock();
            }
            self.uut.inp.valid.next = false;
        }

        fn flush(&mut self) {
            self.uut.flush.next = true;
            self.clock();
            self.uut.flush.next = false;
        }
    }

    #[test]
    fn non_posted_queue__grants__let_one_tlp_go_each() {
        let mut bench = Bench::new();
        (1..=3).for_each(|number| bench.put(number, false));
        bench.clocks(10);
        assert!(bench.out.is_empty());
        for sent in 1..=3 {
            bench.uut.grant.next = true;
            bench.clock();
            bench.uut.grant.next = false;
            bench.clocks(10);
            assert_eq!((bench.out.len(), bench.left), (sent, sent));
        }
        assert_eq!(bench.out, [1, 2, 3]);
    }

    #[test]
    fn non_posted_queue__bad_tlp__vanishes_and_is_counted() {
        let mut bench = Bench::new();
        bench.uut.grant.next = true;
        bench.put(1, false);
        bench.put(2, true);
        bench.put(3, false);
        bench.clocks(10);
        assert_eq!((&bench.out[..], bench.left), (&[1, 3][..], 3));
    }

    #[test]
    fn non_posted_queue__flush__forgets_all_but_the_one_under_way() {
        for begun in [false, true] {
            let mut bench = Bench::new();
            (1..=3).for_each(|number| bench.put(number, false));
            bench.clocks(4);
            bench.uut.grant.next = begun;
            bench.uut.out.ready.next = false;
            bench.clock();
            bench.flush();
            bench.uut.grant.next = true;
            bench.uut.out.ready.next = true;
            bench.put(4, false);
            bench.clocks(20);
            let wanted = if begun { &[1, 4][..] } else { &[4][..] };
            assert_eq!((&bench.out[..], bench.left), (wanted, 4));
        }
    }

    #[test]
    fn non_posted_queue__flush_amid_a_tlp_that_comes__forgets_it() {
        let mut bench = Bench::new();
        bench.uut.grant.next = true;
        bench.uut.inp.valid.next = true;
        bench.clock();
        bench.uut.inp.valid.next = false;
        bench.flush();
        bench.uut.inp.payload.next =
            TlpBeat { beat: Beat { last: true, ..Beat::default() }, ..TlpBeat::default() };
        bench.uut.inp.valid.next = true;
        bench.clock();
        bench.uut.inp.valid.next = false;
        bench.put(5, false);
        bench.clocks(10);
        assert_eq!((&bench.out[..], bench.left), (&[5][..], 2));
    }
}
