//! Finds the link fault signals of IEEE 802.3 clause 46.3.4 on a received 64-bit XGMII.
//!
//! **Ports.** `clock`, `reset`; `xgmii_data`, `xgmii_ctrl`; `local_fault`, `remote_fault`, levels.
//!
//! **Latency.** 2 clocks after the fourth fault sequence. **Throughput.** A word a clock.
//!
//! **Reset.** No fault.
//!
//! **Limits.** A fault is four sequences of one type with fewer than 128 columns between any two;
//! it is over after 128 columns without one. Of two sequences of different types in one word
//! only the second counts.
//!
//! **Why not** a single sequence: a bit error would then drop the link.

use expether_hdl::prelude::*;
use expether_wire::xgmii::{LOCAL_FAULT, REMOTE_FAULT};

/// See the [module](self).
#[derive(LogicBlock, Default)]
pub struct XgmiiLinkFault {
    pub clock: Signal<In, Clock>,
    pub reset: Signal<In, Bit>,
    pub xgmii_data: Signal<In, Bits<64>>,
    pub xgmii_ctrl: Signal<In, Bits<8>>,
    /// This end receives no signal, or a bad one.
    pub local_fault: Signal<Out, Bit>,
    /// The other end says so of itself.
    pub remote_fault: Signal<Out, Bit>,
    /// Each half of the word: a local, a remote fault sequence.
    local_seen: Reg<Bits<2>>,
    remote_seen: Reg<Bits<2>>,
    /// Type of the sequences counted: remote.
    counted_remote: Reg<Bit>,
    /// Sequences of that type, up to four.
    sequences: Reg<Bits<3>>,
    /// Words since the last sequence.
    quiet_words: Reg<Bits<6>>,
}

impl Logic for XgmiiLinkFault {
    #[kernel]
    fn update(&mut self) {
        clocked!(self, local_seen, remote_seen, counted_remote, sequences, quiet_words);

        let low = self.xgmii_data.val().get_bits::<32>(0);
        let high = self.xgmii_data.val().get_bits::<32>(32);
        let low_ordered = self.xgmii_ctrl.val().get_bits::<4>(0) == 1;
        let high_ordered = self.xgmii_ctrl.val().get_bits::<4>(4) == 1;
        self.local_seen.d.next =
            cat!(high_ordered && high == LOCAL_FAULT, low_ordered && low == LOCAL_FAULT);
        self.remote_seen.d.next =
            cat!(high_ordered && high == REMOTE_FAULT, low_ordered && low == REMOTE_FAULT);

        let local = self.local_seen.q.val();
        let remote = self.remote_seen.q.val();
        let remote_is_last = remote.get_bit(1) || (remote.get_bit(0) && !local.get_bit(1));
        let two = local.all() || remote.all();
        if local.any() || remote.any() {
            self.quiet_words.d.next = bits::<6>(0);
            self.counted_remote.d.next = remote_is_last;
            let more = if two { bits::<3>(2) } else { bits::<3>(1) };
            let counted = self.sequences.q.val();
            if remote_is_last != self.counted_remote.q.val() {
                self.sequences.d.next = more;
            } else if counted.get_bit(2) || (two && counted == 3) {
                self.sequences.d.next = bits::<3>(4);
            } else {
                self.sequences.d.next = counted + more;
            }
        } else {
            self.quiet_words.d.next = self.quiet_words.q.val() + 1;
            if self.quiet_words.q.val().all() {
                self.quiet_words.d.next = self.quiet_words.q.val();
                self.sequences.d.next = bits::<3>(0);
            }
        }
        let fault = self.sequences.q.val().get_bit(2);
        self.local_fault.next = fault && !self.counted_remote.q.val();
        self.remote_fault.next = fault && self.counted_remote.q.val();
    }
}
