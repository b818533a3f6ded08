//! Grants one of N requests, each in its turn.
//!
//! **Ports.** `clock`, `reset`; `request`, one bit a requester; `advance`, high when the grant
//! of this clock is used; `grant`, at most one bit high, and one if there is any request.
//!
//! **Latency.** 0: `grant` follows `request` in the same clock. **Throughput.** A grant a clock.
//!
//! **Reset.** Requester 0 comes first.
//!
//! **Limits.** N from 2 to about 16: the search is two ripple chains of N bits. Every requester
//! that keeps requesting is granted within N advances.
//!
//! **Why not** a rotating priority by barrel shifter: two searches from the bottom, one of them
//! over the requesters not yet served in this round, are smaller and faster.
//!
//! ```text
//! clock       0 1 2 3 4 5
//! request     7 7 7 7 5 5
//! advance     1 1 0 1 1 1
//! grant       1 2 4 4 1 4
//! ```

use expether_hdl::prelude::*;

/// See the [module](self).
#[derive(LogicBlock, Default)]
pub struct RoundRobinArbiter<const N: usize> {
    pub clock: Signal<In, Clock>,
    pub reset: Signal<In, Bit>,
    pub request: Signal<In, Bits<N>>,
    /// The grant of this clock is used: the next requester comes first.
    pub advance: Signal<In, Bit>,
    /// One-hot, or zero without a request.
    pub grant: Signal<Out, Bits<N>>,
    /// Requesters already served in this round: one for each up to the last granted.
    served: Reg<Bits<N>>,
}

impl<const N: usize> Logic for RoundRobinArbiter<N> {
    #[kernel]
    fn update(&mut self) {
        clocked!(self, served);

        let request = self.request.val();
        let waiting = request & !self.served.q.val();
        let candidates = if waiting.any() { waiting } else { request };
        // x & -x is the lowest one of x; x ^ (x - 1) is everything up to it.
        let grant = candidates & (!candidates + 1);
        if self.advance.val() && request.any() {
            self.served.d.next = candidates ^ (candidates - 1);
        }
        self.grant.next = grant;
    }
}
