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

/// Half of the modulus of header credits.
const HALF_OF_HEADERS: u64 = 1 << 7;
/// Half of the modulus of data credits.
const HALF_OF_DATA: u64 = 1 << 11;

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

impl Logic for CreditGate {
    #[kernel]
    fn update(&mut self) {
        clocked!(self, headers, data, headers_left, data_left, fitting);
        let enters = self.enters.val();
        let credits = self.data_credits.val();
        let needed = bit_cast::<12, 6>(credits);
        let headers_left = self.headers_left.q.val();
        let data_left = self.data_left.q.val();
        let headers_beyond = self.header_limit.val() - self.headers.q.val();
        let data_beyond = self.data_limit.val() - self.data.q.val();

        // Both answers are ready before it is known whether a TLP enters. A difference is at most
        // half of the modulus if its top bit is low, or if it is exactly that; for the latter the
        // operands are compared, which does not wait for the subtraction.
        let headers_after = headers_left - 1;
        let data_after = data_left - needed;
        let may_stay = (!headers_left.get_bit(7) || headers_left == HALF_OF_HEADERS)
            && (!data_left.get_bit(11) || data_left == HALF_OF_DATA);
        let may_enter = (!headers_after.get_bit(7) || headers_left == HALF_OF_HEADERS + 1)
            && (!data_after.get_bit(11) || data_left == cat!(true, bits::<5>(0), credits));
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

#[cfg(test)]
#[allow(non_snake_case)]
mod tests {
    use super::*;
    use crate::bridge::testing::{reset, step, Random};

    /// The words of the specification.
    fn passes(limit: u64, consumed: u64, needed: u64, bits: u32) -> bool {
        let modulus = 1u64 << bits;
        limit.wrapping_sub(consumed + needed) % modulus <= modulus / 2
    }

    /// Counters go round many times; the limits stand still when a TLP enters and as long as it
    /// has to be seen.
    #[test]
    fn credit_gate__any_limits__agrees_with_the_specification() {
        let mut uut = CreditGate::default();
        uut.connect_all();
        reset!(uut);
        let mut random = Random::new(1);
        let (mut headers, mut data, mut answers) = (0u64, 0u64, [0; 2]);
        for _ in 0..3000 {
            let needed = random.below(33);
            // Just enough, one too few, the most that may be ahead, one more, and anything.
            let edge = |random: &mut Random, exact: u64, half: u64| match random.below(5) {
                0 => exact,
                1 => exact.wrapping_sub(1),
                2 => exact + half,
                3 => exact + half + 1,
                _ => exact + random.below(half),
            };
            let header_limit = edge(&mut random, headers + 1, 1 << 7);
            let data_limit = edge(&mut random, data + needed, 1 << 11);
            let unlimited = random.chance(10);
            uut.header_limit.next = bits(header_limit & 0xFF);
            uut.data_limit.next = bits(data_limit & 0xFFF);
            uut.unlimited.next = unlimited;
            uut.enters.next = false;
            step!(uut);
            uut.enters.next = true;
            uut.data_credits.next = bits(needed);
            step!(uut);
            uut.enters.next = false;
            let wanted = unlimited
                || (passes(header_limit, headers, 1, 8) && passes(data_limit, data, needed, 12));
            assert_eq!(uut.fits.val(), wanted, "in the clock after");
            step!(uut);
            assert_eq!(uut.fits.val(), wanted, "and as long as it waits");
            answers[usize::from(wanted)] += 1;
            headers += 1;
            data += needed;
        }
        assert!(answers.iter().all(|&n| n > 500), "{answers:?}");
    }
}
