//! Marks the frames of other groups as bad: an untagged frame, or one with another VLAN
//! identifier (IEEE 802.1Q clause 9.6).
//!
//! **Ports.** `clock`, `reset`; `inp`, `out`, flows of beats, frames from the destination address
//! on; `group`, the VLAN identifier; `wrong_group`, high for one clock, with the last beat of a
//! frame that this block has marked.
//!
//! **Latency.** 0. **Throughput.** One beat a clock.
//!
//! **Reset.** The next beat begins a frame.
//!
//! **Limits.** Priority and the drop-eligible bit are not looked at. Frames of 16 bytes or fewer are
//! marked, too. A frame that comes with `error` keeps it and makes no strobe: it may be anyone's.
//! `group` must stand still while a frame comes.
//!
//! **Why not** dropping the frame at once: its first beats are gone already; the
//! [`packet_fifo`](crate::prim::packet_fifo) behind forgets them.
//!
//! ```text
//! clock        0 1                2 3 4                5
//! group        ABC ABC ABC ABC ABC ABC
//! inp_valid    1 1                1 1 1                1
//! inp_data     1 BCAA008100000002 3 1 BDAA008100000002 3
//! inp_last     0 0                1 0 0                1
//! inp_error    0 0                0 0 0                0
//! out_valid    1 1                1 1 1                1
//! out_last     0 0                1 0 0                1
//! out_error    0 0                0 0 0                1
//! wrong_group  0 0                0 0 0                1
//! ```

use crate::prim::stream::{Beat, FlowIn, FlowOut};
use expether_hdl::prelude::*;
use expether_wire::ethernet::TPID_8021Q_IN_LANES;

/// See the [module](self).
#[derive(LogicBlock, Default)]
pub struct VlanChecker {
    pub clock: Signal<In, Clock>,
    pub reset: Signal<In, Bit>,
    /// VLAN identifier.
    pub group: Signal<In, Bits<12>>,
    pub inp: FlowIn<Beat>,
    pub out: FlowOut<Beat>,
    /// The last beat of a frame of another group goes through.
    pub wrong_group: Signal<Out, Bit>,
    /// The next beat is not a frame's first.
    in_frame: Reg<Bit>,
    /// The next beat is a frame's second.
    tag_is_next: Reg<Bit>,
    /// The frame's second beat had our tag.
    ours: Reg<Bit>,
}

impl Logic for VlanChecker {
    #[kernel]
    fn update(&mut self) {
        clocked!(self, in_frame, tag_is_next, ours);

        let beat = self.inp.payload.val();
        let group = self.group.val();
        let has_our_tag = beat.data.get_bits::<16>(32) == TPID_8021Q_IN_LANES
            && beat.data.get_bits::<4>(48) == group.get_bits::<4>(8)
            && beat.data.get_bits::<8>(56) == group.get_bits::<8>(0);
        if self.inp.valid.val() {
            self.in_frame.d.next = !beat.last;
            self.tag_is_next.d.next = !self.in_frame.q.val() && !beat.last;
            if self.tag_is_next.q.val() {
                self.ours.d.next = has_our_tag;
            }
            if beat.last {
                self.ours.d.next = false;
            }
        }

        let foreign = beat.last && !self.ours.q.val();
        self.wrong_group.next = self.inp.valid.val() && foreign && !beat.error;
        self.out.valid.next = self.inp.valid.val();
        self.out.payload.next = Beat {
            data: beat.data,
            keep: beat.keep,
            last: beat.last,
            error: beat.error || foreign,
        };
    }
}
