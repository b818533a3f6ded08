//! Says whether the next TLP of a class has its flow control credits.
//!
//! It goes if `(limit - (consumed + needed)) mod 2^n <= 2^(n-1)` for its header and for its data
//! (PCI Express Base Specification, 2.6.1.2).
//!
//! **Ports.** `header_limit`, `data_limit`: `CREDIT_LIMIT` of this class; `unlimited`: they do not
//! count. `enters`: a TLP that takes `data_credits` is the next to go; its credits count as
//! consumed from here on. `fits`: the one that entered last may go.
//!
//! **Latency.** 1 clock from `enters` to `fits`, 2 from a change of a limit. **Throughput.** A TLP
//! every second clock, which is as fast as TLPs follow each other.
//!
//! **Reset.** Nothing is consumed. Reset it whenever the link initializes flow control.
//!
//! **Limits.** The one that entered last has to be on its way when the next enters, as a refusal
//! cannot be taken back; limits never decrease.
//!
//! **Why not** count when the TLP is sent: consumed, needed and limit would meet in one clock, with
//! the choice of the queue behind them. Within a class TLPs do not overtake, so the count can run
//! ahead.
//!
//! One header is granted, later another; the second TLP waits for it:
//!
//! ```text
//! clock        0 1 2 3 4 5 6 7 8
//! header_limit 1 1 1 1 1 2 2 2 2
//! data_limit   8 8 8 8 8 8 8 8 8
//! unlimited    0 0 0 0 0 0 0 0 0
//! enters       0 1 0 1 0 0 0 0 0
//! data_credits - 4 - 4 - - - - -
//! fits         - - 1 1 0 0 0 1 1
//! ```

use expether_hdl::prelude::*;

/// See the [module](self).
#[derive(LogicBlock, Default)]
pub struct CreditGate {
    pub clock: Signal<In, Clock>,
    pub reset: Signal<In, Bit>,
    /// Headers granted so far.
    pub header_limit: Signal<In, Bits<8>>,
    /// Data credits granted so far.
    pub data_limit: Signal<In, Bits<12>>,
    /// The limits do not count.
    pub unlimited: Signal<In, Bit>,
    /// A TLP becomes the next to go.
    pub enters: Signal<In, Bit>,
    /// Data credits that it takes.
    pub data_credits: Signal<In, Bits<6>>,
    /// The TLP that entered last may go.
    pub fits: Signal<Out, Bit>,
    /// Headers consumed with the TLP that entered last.
    headers: Reg<Bits<8>>,
    data: Reg<Bits<12>>,
    /// What the limits of the clock before leave of that.
    headers_left: Reg<Bits<8>>,
    data_left: Reg<Bits<12>>,
    fitting: Reg<Bit>,
}

/// At most 2^7.
#[kernel]
fn headers_suffice(left: Bits<8>) -> bool {
    !left.get_bit(7) || !left.get_bits::<7>(0).any()
}

/// At most 2^11.
#[kernel]
fn data_suffices(left: Bits<12>) -> bool {
    !left.get_bit(11) || !left.get_bits::<11>(0).any()
}

impl Logic for CreditGate {
    #[kernel]
    fn update(&mut self) {
        clocked!(self, headers, data, headers_left, data_left, fitting);
        let enters = self.enters.val();
        let needed = bit_cast::<12, 6>(self.data_credits.val());
        let headers_left = self.headers_left.q.val();
        let data_left = self.data_left.q.val();
        let headers_beyond = self.header_limit.val() - self.headers.q.val();
        let data_beyond = self.data_limit.val() - self.data.q.val();

        // Both answers are ready before it is known whether a TLP enters.
        let headers_after = headers_left - 1;
        let data_after = data_left - needed;
        let may_stay = headers_suffice(headers_left) && data_suffices(data_left);
        let may_enter = headers_suffice(headers_after) && data_suffices(data_after);
        self.headers_left.d.next = headers_beyond;
        self.data_left.d.next = data_beyond;
        if enters {
            self.headers.d.next = self.headers.q.val() + 1;
            self.data.d.next = self.data.q.val() + needed;
            self.headers_left.d.next = headers_beyond - 1;
            self.data_left.d.next = data_beyond - needed;
        }
        self.fitting.d.next = self.unlimited.val() || (if enters { may_enter } else { may_stay });
        self.fits.next = self.fitting.q.val();
    }
}
