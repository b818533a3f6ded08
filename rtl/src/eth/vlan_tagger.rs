//! Writes the 802.1Q tag into frames that have room for it (IEEE 802.1Q clause 9.6).
//!
//! **Ports.** `clock`, `reset`; `inp`, `out`, streams of beats: frames with four bytes to spare
//! after the addresses, bytes 12 to 15; `group`, the VLAN identifier; `priority_code`, the priority
//! code point. The drop-eligible bit is zero.
//!
//! **Latency.** 0. **Throughput.** One beat a clock.
//!
//! **Reset.** The next beat begins a frame.
//!
//! **Limits.** The bytes there are replaced, whatever they are. `group` and `priority_code` must stand
//! still while a frame's second beat is offered, as every input of a stream must.
//!
//! **Why not** insertion into an untagged frame: every later byte would move by four lanes, for
//! 64 multiplexers and a beat more; the encapsulator knows that the tag will come.
//!
//! ```text
//! clock       0 1                2 3
//! group       ABC ABC ABC ABC
//! priority_code 5 5 5 5
//! inp_valid   1 1                1 0
//! inp_data    1 FFFFFFFF00000002 3 -
//! inp_last    0 0                1 -
//! out_valid   1 1                1 0
//! out_data    1 BCAA008100000002 3 -
//! out_ready   1 1                1 1
//! ```

use crate::prim::stream::{Beat, StreamIn, StreamOut};
use expether_hdl::prelude::*;
use expether_wire::ethernet::TPID_8021Q_IN_LANES;

/// See the [module](self).
#[derive(LogicBlock, Default)]
pub struct VlanTagger {
    pub clock: Signal<In, Clock>,
    pub reset: Signal<In, Bit>,
    /// VLAN identifier.
    pub group: Signal<In, Bits<12>>,
    /// Priority code point.
    pub priority_code: Signal<In, Bits<3>>,
    pub inp: StreamIn<Beat>,
    pub out: StreamOut<Beat>,
    /// Beats of the frame before this one, up to 2.
    beats: Reg<Bits<2>>,
}

impl Logic for VlanTagger {
    #[kernel]
    fn update(&mut self) {
        clocked!(self, beats);

        let beat = self.inp.payload.val();
        if self.inp.valid.val() && self.out.ready.val() {
            if beat.last {
                self.beats.d.next = bits::<2>(0);
            } else if !self.beats.q.val().get_bit(1) {
                self.beats.d.next = self.beats.q.val() + 1;
            }
        }

        let group = self.group.val();
        let mut data = beat.data;
        if self.beats.q.val() == 1 {
            data = cat!(
                group.get_bits::<8>(0),
                self.priority_code.val(),
                false,
                group.get_bits::<4>(8),
                bits::<16>(TPID_8021Q_IN_LANES),
                beat.data.get_bits::<32>(0)
            );
        }
        self.out.payload.next = Beat { data, keep: beat.keep, last: beat.last, error: beat.error };
        self.out.valid.next = self.inp.valid.val();
        self.inp.ready.next = self.out.ready.val();
    }
}
