//! From the PCIe side into the bridge: [`TlpParser`], then [`TlpGate`].
//!
//! **Ports.** `raw`: TLPs from the PCIe side. `tlp`: those that are well-formed (else ending with
//! `error`) and may travel in `DIRECTION`. `malformed`, `refused`: one cycle for each TLP dropped: because it was marked bad or is
//! malformed, or because it may not travel this way. `non_posted_dropped`: non-posted TLPs of which nothing comes out at `tlp`; one that comes out
//! and ends with `error` is for those behind to count.
//!
//! **Latency** one clock. **Throughput** one beat a clock. **Reset** forgets a TLP in progress.

use expether_hdl::prelude::*;

use expether_wire::tlp::Class;

use super::tlp_info::kinds_of;
use super::{TlpBeat, TlpGate, TlpParser};
use crate::prim::stream::{Beat, StreamIn, StreamOut};

/// See the module's documentation.
#[derive(LogicBlock, Default)]
pub struct TlpIngress<const DIRECTION: usize, const MAX_PAYLOAD_DW: usize> {
    /// Clock.
    pub clock: Signal<In, Clock>,
    /// Synchronous, active high.
    pub reset: Signal<In, Bit>,
    /// TLPs from the PCIe side.
    pub raw: StreamIn<Beat>,
    /// TLPs to the peer.
    pub tlp: StreamOut<TlpBeat>,
    /// A TLP was dropped: marked bad, or malformed.
    pub malformed: Signal<Out, Bit>,
    /// A TLP was dropped: it may not travel this way.
    pub refused: Signal<Out, Bit>,
    /// TLPs dropped in this clock that are non-posted, one bit each.
    pub non_posted_dropped: Signal<Out, Bits<2>>,
    parser: TlpParser<MAX_PAYLOAD_DW>,
    gate: TlpGate<DIRECTION>,
}

impl<const DIRECTION: usize, const MAX_PAYLOAD_DW: usize> Logic
    for TlpIngress<DIRECTION, MAX_PAYLOAD_DW>
{
    #[kernel]
    fn update(&mut self) {
        self.parser.clock.next = self.clock.val();
        self.parser.reset.next = self.reset.val();
        StreamIn::link(&mut self.raw, &mut self.parser.raw);
        StreamOut::join(&mut self.parser.tlp, &mut self.gate.tlp);
        StreamOut::link(&mut self.tlp, &mut self.gate.passed);
        self.malformed.next = self.parser.malformed.val() || self.parser.aborted.val();
        self.refused.next = self.gate.refused.val();
        let dropped = (self.parser.malformed.val() || self.parser.aborted.val())
            && self.parser.non_posted_lost.val();
        // What the gate does not let pass goes by, bad or not.
        let parsed = self.parser.tlp.payload.val();
        let held_back = self.parser.tlp.valid.val()
            && parsed.beat.last
            && !self.gate.passed.valid.val()
            && bits::<32>(kinds_of(Class::NonPosted)).get_bit(parsed.info.kind.index());
        self.non_posted_dropped.next = cat!(dropped, held_back);
    }
}
