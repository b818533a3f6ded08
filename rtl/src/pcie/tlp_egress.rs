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
