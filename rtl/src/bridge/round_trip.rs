//! How long the peer takes to answer, and how long to wait before frames are sent again.
//!
//! **Ports.** `sample`: a measured round trip, without the time for which the peer held its answer.
//! `timed_out`: the retransmission timer fired. `progress`: something new was acknowledged. `run`:
//! while low everything is forgotten. `timeout_min`, `timeout_max`, `ack_delay`: settings, which
//! may change at any time. `smoothed`: mean of the round trip, 0 before the first sample.
//! `timeout`: the retransmission timeout. `probe_time`: the computed one, neither doubled nor limited, and [`PROBE_SLACK`]: silence
//! for so long is worth a question. All in clocks.
//!
//! The arithmetic is that of RFC 6298 in fixed point. The mean is kept in eighths of a clock, four
//! times the mean deviation as a whole number, so that both filters are exact sums:
//!
//! ```text
//! first sample R:   mean8 = 8 R               deviation4 = 2 R
//! then:             error = R - mean8 / 8     (rounded down, as every quotient here)
//!                   mean8 += error            deviation4 += |error| - deviation4 / 4
//! computed timeout: mean8 / 8 + deviation4 + ack_delay
//! ```
//!
//! For a constant R the mean becomes R exactly, and the deviation falls below one clock.
//!
//! `ack_delay`, the peer's, is added because the timer, unlike the samples, sees it. Before the
//! first sample the computed timeout is a sixteenth of `timeout_max`: like the second against the
//! minute of RFC 6298 it is far above any credible round trip and far below giving up; a timer that
//! doubles arrives at the maximum with its fourth expiry. Every timeout doubles the timeout;
//! progress brings the computed one back. Always at last it is raised to `timeout_min`, and then
//! lowered to `timeout_max`.
//!
//! Karn's rule, not to measure what was sent twice, is not needed: a sample comes from an echoed
//! timestamp, which tells which transmission was answered.
//!
//! **Latency** three clocks from a sample to `smoothed`, eight to `timeout`; to `timeout` two from
//! `timed_out`, three from `progress`, at most three from a setting. **Throughput** a sample every
//! four clocks; what comes sooner after another is ignored (frames are longer). **Reset** as with
//! `run` low, and `timeout` is 0; it is right at most three clocks later.
//!
//! **Limits.** A round trip of 2^20 clocks or more, 6.7 ms, must be given as 2^20 - 1.
//!
//! **Why not** the maximum of recent samples: it forgets slowly what was an accident, and needs a
//! window of time that suits the path; the deviation finds its own.
//!
//! A sample of 100 clocks, one of 64, a timeout, progress; in hexadecimal, with a maximum of 1000
//! and `ack_delay` 8:
//!
//! ```text
//! clock          0 1 2 3   4   5   6   7   8   9   10  11  12  13  14  15  16  17  18  19  20  21  22  23
//! run            1 1 1 1   1   1   1   1   1   1   1   1   1   1   1   1   1   1   1   1   1   1   1   1
//! sample_valid   0 0 0 1   0   0   0   0   1   0   0   0   0   0   0   0   0   0   0   0   0   0   0   0
//! sample_payload - - - 64  -   -   -   -   40  -   -   -   -   -   -   -   -   -   -   -   -   -   -   -
//! timed_out      0 0 0 0   0   0   0   0   0   0   0   0   0   0   0   0   0   1   0   0   0   0   0   0
//! progress       0 0 0 0   0   0   0   0   0   0   0   0   0   0   0   0   0   0   0   0   1   0   0   0
//! smoothed       0 0 0 0   0   0   64  64  64  64  64  5F  5F  5F  5F  5F  5F  5F  5F  5F  5F  5F  5F  5F
//! timeout        - - - 100 100 100 100 100 100 100 100 134 134 134 134 134 121 121 121 242 242 242 242 121
//! ```

use expether_hdl::prelude::*;

use crate::prim::stream::FlowIn;

/// Clocks that a probe waits longer than the computed timeout: what both bridges need themselves, and enough to plan a frame
/// whatever the setting.
pub const PROBE_SLACK: u64 = 32;

/// See the module's documentation.
#[derive(LogicBlock, Default)]
pub struct RoundTrip {
    /// Clock.
    pub clock: Signal<In, Clock>,
    /// Synchronous, active high.
    pub reset: Signal<In, Bit>,
    /// Low: everything is forgotten.
    pub run: Signal<In, Bit>,
    /// A round trip, in clocks.
    pub sample: FlowIn<Bits<20>>,
    /// The retransmission timer fired.
    pub timed_out: Signal<In, Bit>,
    /// Something new was acknowledged.
    pub progress: Signal<In, Bit>,
    /// The timeout is never below.
    pub timeout_min: Signal<In, Bits<24>>,
    /// The timeout is never above; this comes before `timeout_min`.
    pub timeout_max: Signal<In, Bits<24>>,
    /// For how long the peer may hold an acknowledgement.
    pub ack_delay: Signal<In, Bits<16>>,
    /// Mean of the round trip.
    pub smoothed: Signal<Out, Bits<20>>,
    /// When to send again.
    pub timeout: Signal<Out, Bits<24>>,
    /// When to ask.
    pub probe_time: Signal<Out, Bits<24>>,
    known: Reg<Bit>,
    summed: Reg<Bit>,
    mean_eighths: Reg<Bits<23>>,
    deviation_fourfold: DataReg<Bits<22>>,
    // A sample on its way: taken; compared with the mean; the mean moved, the deviation decayed;
    // the deviation grown.
    taken: Reg<Bit>,
    compared: Reg<Bit>,
    moved: Reg<Bit>,
    sampled: DataReg<Bits<20>>,
    error: DataReg<Bits<21>>,
    // The timeout: computed in two steps (`summed`: the first was done with a sample), then held
    // while it is backed off, then limited.
    mean_and_deviation: DataReg<Bits<23>>,
    computed: DataReg<Bits<24>>,
    backed_off: Reg<Bit>,
    candidate: DataReg<Bits<24>>,
    limited: Reg<Bits<24>>,
}

impl Logic for RoundTrip {
    #[kernel]
    fn update(&mut self) {
        clocked!(
            self,
            known,
            summed,
            mean_eighths,
            deviation_fourfold,
            taken,
            compared,
            moved,
            sampled,
            error,
            mean_and_deviation,
            computed,
            backed_off,
            candidate,
            limited
        );
        let known = self.known.q.val();
        let mean_eighths = self.mean_eighths.q.val();
        let mean = mean_eighths.get_bits::<20>(3);
        let deviation = self.deviation_fourfold.q.val();
        let sampled = self.sampled.q.val();
        let error = self.error.q.val();
        let is_below = error.get_bit(20);
        let busy = self.taken.q.val() || self.compared.q.val() || self.moved.q.val();

        let takes = self.sample.valid.val() && self.run.val() && !busy;
        self.taken.d.next = takes;
        if takes {
            self.sampled.d.next = self.sample.payload.val();
        }
        self.compared.d.next = self.taken.q.val();
        self.moved.d.next = self.compared.q.val();
        if self.taken.q.val() {
            self.error.d.next = bit_cast::<21, 20>(sampled) - bit_cast::<21, 20>(mean);
        }
        if self.compared.q.val() {
            let sign = if is_below { bits::<2>(3) } else { bits::<2>(0) };
            let signed_error: Bits<23> = cat!(sign, error);
            if known {
                self.mean_eighths.d.next = mean_eighths + signed_error;
                self.deviation_fourfold.d.next = deviation - (deviation >> 2);
                if is_below {
                    self.error.d.next = bits::<21>(0) - error;
                }
            } else {
                self.mean_eighths.d.next = cat!(sampled, bits::<3>(0));
                self.deviation_fourfold.d.next = cat!(bits::<1>(0), sampled, bits::<1>(0));
                self.error.d.next = bits::<21>(0);
            }
        }
        if self.moved.q.val() {
            self.known.d.next = true;
            self.deviation_fourfold.d.next = deviation + bit_cast::<22, 21>(error);
        }

        // While a sample is on its way the sum would mix old and new.
        if !busy {
            self.mean_and_deviation.d.next =
                bit_cast::<23, 20>(mean) + bit_cast::<23, 22>(deviation);
        }
        self.summed.d.next = known;
        self.computed.d.next = if self.summed.q.val() {
            bit_cast::<24, 23>(self.mean_and_deviation.q.val())
                + bit_cast::<24, 16>(self.ack_delay.val())
        } else {
            self.timeout_max.val() >> 4
        };
        let limited = self.limited.q.val();
        if self.timed_out.val() {
            self.backed_off.d.next = true;
            self.candidate.d.next =
                if limited.get_bit(23) { bits::<24>(0xFF_FFFF) } else { limited << 1 };
        } else if !self.backed_off.q.val() {
            self.candidate.d.next = self.computed.q.val();
        }
        if self.progress.val() {
            self.backed_off.d.next = false;
        }
        let candidate = self.candidate.q.val();
        self.limited.d.next = if candidate > self.timeout_max.val() {
            self.timeout_max.val()
        } else if candidate < self.timeout_min.val() {
            if self.timeout_min.val() > self.timeout_max.val() {
                self.timeout_max.val()
            } else {
                self.timeout_min.val()
            }
        } else {
            candidate
        };

        if !self.run.val() {
            self.known.d.next = false;
            self.summed.d.next = false;
            self.mean_eighths.d.next = bits::<23>(0);
            self.taken.d.next = false;
            self.compared.d.next = false;
            self.moved.d.next = false;
            self.backed_off.d.next = false;
        }
        self.smoothed.next = mean;
        self.timeout.next = limited;
        let computed = self.computed.q.val();
        self.probe_time.next = if computed.get_bit(23) { computed } else { computed + PROBE_SLACK };
    }
}

#[cfg(test)]
#[allow(non_snake_case)]
mod tests {
    use super::*;
    use crate::bridge::testing::{reset, step, to_u64};

    fn running() -> RoundTrip {
        let mut uut = RoundTrip::default();
        uut.connect_all();
        uut.timeout_min.next = bits(16);
        uut.timeout_max.next = bits(0x1000);
        uut.ack_delay.next = bits(8);
        reset!(uut);
        uut.run.next = true;
        wait(&mut uut, 4);
        uut
    }

    fn wait(uut: &mut RoundTrip, clocks: usize) {
        for _ in 0..clocks {
            step!(*uut);
        }
    }

    /// What comes of a sample: mean and timeout.
    fn sample(uut: &mut RoundTrip, clocks: u64) -> (u64, u64) {
        uut.sample.payload.next = bits(clocks);
        uut.sample.valid.next = true;
        step!(*uut);
        uut.sample.valid.next = false;
        wait(uut, 8);
        (to_u64(uut.smoothed.val()), to_u64(uut.timeout.val()))
    }

    #[test]
    fn round_trip__before_any_sample__timeout_is_a_sixteenth_of_the_maximum() {
        let uut = running();
        assert_eq!((to_u64(uut.smoothed.val()), to_u64(uut.timeout.val())), (0, 0x100));
    }

    #[test]
    fn round_trip__constant_samples__mean_is_exact_and_deviation_vanishes() {
        let mut uut = running();
        assert_eq!(sample(&mut uut, 100), (100, 100 + 200 + 8));
        for _ in 0..40 {
            assert_eq!(sample(&mut uut, 100).0, 100);
        }
        let (_, timeout) = sample(&mut uut, 100);
        assert!((108..=111).contains(&timeout), "{timeout}");
        // From below and from above it arrives as well.
        for mean in [977, 13] {
            let last = (0..120).map(|_| sample(&mut uut, mean)).last();
            assert_eq!(last.map(|l| l.0), Some(mean));
        }
    }

    #[test]
    fn round_trip__timeouts__double_up_to_the_maximum_until_progress() {
        let mut uut = running();
        let (_, computed) = sample(&mut uut, 100);
        let mut wanted = computed;
        for _ in 0..6 {
            uut.timed_out.next = true;
            step!(uut);
            uut.timed_out.next = false;
            wait(&mut uut, 3);
            wanted = (2 * wanted).min(0x1000);
            assert_eq!(to_u64(uut.timeout.val()), wanted);
        }
        assert_eq!(wanted, 0x1000);
        uut.progress.next = true;
        step!(uut);
        uut.progress.next = false;
        wait(&mut uut, 3);
        assert_eq!(to_u64(uut.timeout.val()), computed);
    }

    #[test]
    fn round_trip__probe_time__is_neither_doubled_nor_limited() {
        let mut uut = running();
        assert_eq!(to_u64(uut.probe_time.val()), 0x100 + PROBE_SLACK);
        let (_, computed) = sample(&mut uut, 100);
        assert_eq!(to_u64(uut.probe_time.val()), computed + PROBE_SLACK);
        uut.timed_out.next = true;
        step!(uut);
        uut.timed_out.next = false;
        for minimum in [16, 0x800] {
            uut.timeout_min.next = bits(minimum);
            wait(&mut uut, 4);
            assert_eq!(to_u64(uut.timeout.val()), minimum.max(2 * computed));
            assert_eq!(to_u64(uut.probe_time.val()), computed + PROBE_SLACK);
        }
        uut.timeout_max.next = bits(32);
        wait(&mut uut, 4);
        assert_eq!(
            (to_u64(uut.timeout.val()), to_u64(uut.probe_time.val())),
            (32, computed + PROBE_SLACK)
        );
    }

    #[test]
    fn round_trip__run_low__forgets() {
        let mut uut = running();
        sample(&mut uut, 100);
        uut.timed_out.next = true;
        step!(uut);
        uut.timed_out.next = false;
        uut.run.next = false;
        wait(&mut uut, 4);
        assert_eq!((to_u64(uut.smoothed.val()), to_u64(uut.timeout.val())), (0, 0x100));
    }

    #[test]
    fn round_trip__minimum_above_maximum__maximum_wins() {
        let mut uut = running();
        uut.timeout_min.next = bits(0x2000);
        wait(&mut uut, 3);
        assert_eq!(to_u64(uut.timeout.val()), 0x1000);
    }
}
