//! From the bridge to the PCIe side: [`TlpParser`], [`TlpGate`], then a packet FIFO, which gives
//! out whole good TLPs only.
//!
//! **Ports.** `raw`: TLPs from the peer; one that ends with `error` is dropped. `room`: there is room
//! for the longest TLP, besides one that has just begun. `tlp`: TLPs to the PCIe side. `malformed`,
//! `refused`, `delivered`: one cycle for each TLP dropped because its own header contradicts its
//! length, dropped because it may not travel in `DIRECTION`, and handed over whole.
//!
//! **Latency** five clocks from a TLP's last beat in to its first beat out. **Throughput** one beat
//! a clock. **Reset** empties it.
//!
//! **Why not** check before the sequence number is accepted: a TLP that is wrong but has a good FCS
//! would come again with every resend, and nothing after it.
//!
//! A memory write of one word, then one that was not accepted:
//!
//! ```text
//! clock     0       1  2       3  4 5 6       7  8
//! raw_valid 1       1  1       1  0 0 0       0  0
//! raw_data  1000040 22 1000040 44 - - -       -  -
//! raw_keep  FF      FF FF      FF - - -       -  -
//! raw_last  0       1  0       1  - - -       -  -
//! raw_error 0       0  0       1  - - -       -  -
//! tlp_ready 1       1  1       1  1 1 1       1  1
//! tlp_valid 0       0  0       0  0 0 1       1  0
//! tlp_data  -       -  -       -  - - 1000040 22 -
//! tlp_last  -       -  -       -  - - 0       1  -
//! delivered 0       0  0       0  0 0 0       1  0
//! malformed 0       0  0       0  0 0 0       0  0
//! ```

use expether_hdl::prelude::*;

use super::{TlpGate, TlpParser};
use crate::prim::packet_fifo::PacketFifo;
use crate::prim::stream::{Beat, FlowIn, StreamOut};

/// See the module's documentation. The FIFO holds `2^BEAT_BITS` beats.
#[derive(LogicBlock, Default)]
pub struct TlpEgress<const DIRECTION: usize, const MAX_PAYLOAD_DW: usize, const BEAT_BITS: usize> {
    /// Clock.
    pub clock: Signal<In, Clock>,
    /// Synchronous, active high.
    pub reset: Signal<In, Bit>,
    /// TLPs from the peer.
    pub raw: FlowIn<Beat>,
    /// There is room for the longest TLP.
    pub room: Signal<Out, Bit>,
    /// TLPs to the PCIe side.
    pub tlp: StreamOut<Beat>,
    /// A TLP was dropped: malformed.
    pub malformed: Signal<Out, Bit>,
    /// A TLP was dropped: it may not travel this way.
    pub refused: Signal<Out, Bit>,
    /// A TLP was handed over.
    pub delivered: Signal<Out, Bit>,
    parser: TlpParser<MAX_PAYLOAD_DW>,
    gate: TlpGate<DIRECTION>,
    fifo: PacketFifo<BEAT_BITS>,
    // Between gate and FIFO, for the clock rate.
    passed: DataReg<Beat>,
    passed_valid: Reg<Bit>,
    // Beats that came, of these the ones of TLPs kept, and beats given out, all modulo 2^16; and
    // those in the FIFO.
    written: Reg<Bits<16>>,
    kept: Reg<Bits<16>>,
    given: Reg<Bits<16>>,
    stored: Reg<Bits<16>>,
    room_left: Reg<Bit>,
}

/// Beats of the longest TLP with this payload.
const fn longest(max_payload_dw: usize) -> usize {
    (4 + max_payload_dw + 1).div_ceil(2)
}

/// The FIFO's beats that may be in use if there is to be room: two of the longest TLPs fit, as
/// one may begin before the count of the other is seen, and the FIFO's own limit of one beat less.
fn most_stored(beat_bits: usize, max_payload_dw: usize) -> u64 {
    ((1usize << beat_bits) - 2 * longest(max_payload_dw) - 2) as u64
}

impl<const DIRECTION: usize, const MAX_PAYLOAD_DW: usize, const BEAT_BITS: usize> Logic
    for TlpEgress<DIRECTION, MAX_PAYLOAD_DW, BEAT_BITS>
{
    #[kernel]
    fn update(&mut self) {
        clocked!(self, passed, passed_valid, written, kept, given, stored, room_left);
        self.parser.clock.next = self.clock.val();
        self.parser.reset.next = self.reset.val();
        self.fifo.clock.next = self.clock.val();
        self.fifo.reset.next = self.reset.val();

        // Nothing here ever waits: `room` has been asked before.
        self.parser.raw.payload.next = self.raw.payload.val();
        self.parser.raw.valid.next = self.raw.valid.val();
        StreamOut::join(&mut self.parser.tlp, &mut self.gate.tlp);
        self.gate.passed.ready.next = true;
        self.passed.d.next = self.gate.passed.payload.val().beat;
        self.passed_valid.d.next = self.gate.passed.valid.val();
        let beat = self.passed.q.val();
        let stores = self.passed_valid.q.val();
        self.fifo.inp.payload.next = beat;
        self.fifo.inp.valid.next = stores;
        StreamOut::link(&mut self.tlp, &mut self.fifo.out);

        let gives = self.fifo.out.valid.val() && self.tlp.ready.val();
        let written = self.written.q.val() + 1;
        if stores {
            self.written.d.next = written;
            if beat.last {
                if beat.error {
                    self.written.d.next = self.kept.q.val();
                } else {
                    self.kept.d.next = written;
                }
            }
        }
        if gives {
            self.given.d.next = self.given.q.val() + 1;
        }
        self.stored.d.next = self.written.q.val() - self.given.q.val();
        self.room_left.d.next =
            self.stored.q.val() <= bits::<16>(most_stored(BEAT_BITS, MAX_PAYLOAD_DW));
        self.room.next = self.room_left.q.val();

        // What the receiver did not accept ends with `error`, and counts there.
        self.malformed.next = self.parser.malformed.val() && !self.parser.aborted.val();
        self.refused.next = self.gate.refused.val();
        self.delivered.next = gives && self.fifo.out.payload.val().last;
    }
}

#[cfg(test)]
#[allow(non_snake_case)]
mod tests {
    use super::*;
    use crate::bridge::testing::{beats_of, memory_tlp, reset, settle, step, Collector, Random};
    use crate::pcie::tlp_gate::UPSTREAM;

    /// A FIFO of 256 beats for TLPs of up to 67.
    type Egress = TlpEgress<UPSTREAM, 128, 8>;

    #[derive(Default)]
    struct Out {
        tlps: Vec<Vec<u8>>,
        malformed: usize,
        refused: usize,
        delivered: usize,
    }

    /// Puts TLPs in whenever there is room, as the receiver does: four clocks lie between them.
    fn run(tlps: &[(Vec<u8>, bool)], stalls: u64, clocks: usize) -> (Out, usize) {
        let mut uut = Egress::default();
        uut.connect_all();
        reset!(uut);
        let mut random = Random::new(stalls);
        let (mut out, mut collector) = (Out::default(), Collector::default());
        let (mut next, mut pause, mut beats) = (0, 4, Vec::new());
        for _ in 0..clocks {
            settle!(uut);
            if beats.is_empty() && pause == 0 && next < tlps.len() && uut.room.val() {
                let (bytes, bad) = &tlps[next];
                beats = beats_of(bytes);
                if let Some(last) = beats.last_mut() {
                    last.error = *bad;
                }
                beats.reverse();
                next += 1;
            }
            let beat = beats.pop();
            pause = if beat.is_some() { 4 } else { usize::saturating_sub(pause, 1) };
            uut.raw.valid.next = beat.is_some();
            uut.raw.payload.next = beat.unwrap_or_default();
            uut.tlp.ready.next = !random.chance(stalls);
            settle!(uut);
            if uut.tlp.valid.val() && uut.tlp.ready.val() {
                collector.push(uut.tlp.payload.val());
            }
            out.malformed += usize::from(uut.malformed.val());
            out.refused += usize::from(uut.refused.val());
            out.delivered += usize::from(uut.delivered.val());
            step!(uut);
        }
        assert!(collector.packets.iter().all(|p| !p.1));
        out.tlps = collector.packets.into_iter().map(|p| p.0).collect();
        (out, next)
    }

    #[test]
    fn tlp_egress__good_tlps__come_out_whole_under_any_stalls() {
        for stalls in [0, 50, 80] {
            let mut random = Random::new(stalls);
            let tlps: Vec<_> = (0..25)
                .map(|i| (memory_tlp(&mut random, [0, 128, 2, 60, 127][i % 5]), false))
                .collect();
            let (out, _) = run(&tlps, stalls, 8000);
            assert!(out.tlps.iter().eq(tlps.iter().map(|t| &t.0)), "stalls {stalls}");
            assert_eq!((out.delivered, out.malformed, out.refused), (25, 0, 0));
        }
    }

    #[test]
    fn tlp_egress__bad_malformed_and_refused_tlps__leave_nothing_behind() {
        let mut random = Random::new(2);
        let good = memory_tlp(&mut random, 5);
        let mut malformed = memory_tlp(&mut random, 5);
        malformed[3] = 4;
        let mut refused = memory_tlp(&mut random, 0);
        refused[0] = 0x04;
        let mut tlps = Vec::new();
        for _ in 0..40 {
            tlps.extend([
                (memory_tlp(&mut random, 128), true),
                (malformed.clone(), false),
                (malformed.clone(), true),
                (refused.clone(), false),
                (good.clone(), false),
            ]);
        }
        let (out, _) = run(&tlps, 0, 8000);
        assert_eq!(out.tlps, vec![good; 40]);
        assert_eq!((out.delivered, out.malformed, out.refused), (40, 40, 40));
    }

    #[test]
    fn tlp_egress__a_pcie_side_that_stops__lets_in_what_fits_and_no_more() {
        let mut random = Random::new(3);
        let tlps: Vec<_> = (0..10).map(|_| (memory_tlp(&mut random, 128), false)).collect();
        let (out, taken) = run(&tlps, 100, 2000);
        assert!(out.tlps.is_empty());
        // 256 beats hold three of 66; there must be room for two when one begins.
        assert_eq!(taken, 2);
    }
}
