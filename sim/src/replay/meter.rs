//! What a run is measured by.
//!
//! **Goodput ratio.** A recorded session is bound by latency most of the time: one side waits for
//! the other. What a bridge can be blamed for is the time in which it had something to send. A frame
//! with new TLPs is *queued* if the first of them stood at the bridge's PCIe port before the frame of
//! the TLP before it had begun, or right behind that TLP. The ratio is, over all queued frames, the
//! bytes that they need on the wire (frame with padding and FCS, 8 bytes of preamble, 12 of gap, but
//! without the TLPs in it that are sent again) divided by the wire time from the end of the frame
//! before to the end of their own. Acknowledgement frames, retransmissions, closed windows and gaps
//! that are too long are in the divisor only: 1 is what the frame arithmetic allows. How many TLPs a
//! frame carries is taken as it is.
//!
//! The n-th TLP at the port counts as the n-th on the wire: where some have passed others that is
//! right for all of them together.

use expether_wire::area::{aligned, Tlps};
use expether_wire::bridge::{self, frame_type};
use expether_wire::ethernet::FCS_LENGTH;
use expether_wire::xgmii::{INTERFRAME_GAP, PREAMBLE_LENGTH};
use hdrhistogram::Histogram;

use crate::model::stream::Crossing;
use crate::model::xgmii::WireFrame;

/// Percentiles of a latency, in cycles from a TLP's first beat in to its first beat out.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Latency {
    pub p50: u64,
    pub p99: u64,
    /// 99.9 %.
    pub p999: u64,
    pub max: u64,
    pub min: u64,
}

impl Latency {
    fn of(histogram: &Histogram<u64>) -> Self {
        if histogram.is_empty() {
            return Self::default();
        }
        Self {
            p50: histogram.value_at_quantile(0.5),
            p99: histogram.value_at_quantile(0.99),
            p999: histogram.value_at_quantile(0.999),
            max: histogram.max(),
            min: histogram.min(),
        }
    }
}

/// Longest latency told from longer ones: 16 million cycles, a tenth of a second.
const LATENCY_LIMIT: u64 = 1 << 24;

/// Latencies with three significant digits.
#[derive(Clone)]
pub struct LatencyMeter(Histogram<u64>);

impl LatencyMeter {
    pub fn new() -> Self {
        // The bounds are constants that the constructor accepts; without them it grows by itself.
        let histogram = Histogram::new_with_bounds(1, LATENCY_LIMIT, 3);
        Self(histogram.unwrap_or_else(|_| unreachable!("constant bounds")))
    }

    pub fn record(&mut self, cycles: u64) {
        self.0.saturating_record(cycles);
    }

    pub fn summary(&self) -> Latency {
        Latency::of(&self.0)
    }

    /// Both meters' values together.
    pub fn merged(&self, other: &Self) -> Self {
        let mut sum = self.0.clone();
        // Same bounds: nothing can be out of range.
        let _ = sum.add(&other.0);
        Self(sum)
    }

    /// The distribution: (latency in cycles, part of all TLPs that took no longer).
    pub fn distribution(&self) -> Vec<(u64, f64)> {
        let total = self.0.len().max(1) as f64;
        let mut sum = 0;
        self.0
            .iter_recorded()
            .map(|v| {
                sum += v.count_at_value();
                (v.value_iterated_to(), sum as f64 / total)
            })
            .collect()
    }
}

impl Default for LatencyMeter {
    fn default() -> Self {
        Self::new()
    }
}

/// Watches the frames of one transmitter in one connection.
#[derive(Clone, Debug, Default)]
pub struct WireMeter {
    /// How many TLPs have been on the wire.
    fresh: u64,
    last_begin: u64,
    last_end: u64,
    needed: u64,
    used: u64,
    /// TLPs sent again.
    pub resent: u64,
    /// Data frames.
    pub data_frames: u64,
    /// Frames that are no data frames.
    pub others: u64,
    /// TLPs in queued frames, see the module.
    pub queued: u64,
}

impl WireMeter {
    /// A frame has been sent; `log` says when TLPs came to the bridge, in the order of sequence
    /// numbers.
    pub fn frame(&mut self, frame: &WireFrame, log: &[Crossing]) {
        let header = frame.bytes.get(bridge::OFFSET..).unwrap_or(&[]);
        if bridge::TYPE.get(header) != frame_type::DATA {
            self.others += 1;
            return;
        }
        self.data_frames += 1;
        let end = bridge::TLP_OFFSET + 4 * bridge::LENGTH_DW.get(header) as usize;
        let area = frame.bytes.get(bridge::TLP_OFFSET..end).unwrap_or(&[]);
        // How many TLPs of the frame have been on the wire before.
        let again = (self.fresh as u32).wrapping_sub(bridge::SEQUENCE.get(header) as u32);
        let lengths: Vec<usize> = Tlps::new(area).flatten().map(|t| t.total_len()).collect();
        let again = (again as usize).min(lengths.len());
        self.resent += again as u64;
        let new = (lengths.len() - again) as u64;
        if new == 0 {
            return;
        }
        let sent_again: usize = lengths[..again].iter().map(|length| aligned(*length)).sum();
        let length = (PREAMBLE_LENGTH + frame.bytes.len()) as u64;
        let needed = length + INTERFRAME_GAP as u64 - sent_again as u64;
        let begin = frame.start_cycle * 8 + u64::from(frame.start_lane);
        let end = begin + length;
        let n = self.fresh as usize;
        if let (Some(this), Some(before)) = (log.get(n), n.checked_sub(1).and_then(|n| log.get(n)))
        {
            if this.offered <= (self.last_begin / 8).max(before.last.saturating_add(1)) {
                self.needed += needed;
                self.used += end - self.last_end;
                self.queued += new;
            }
        }
        (self.last_begin, self.last_end) = (begin, end);
        self.fresh += new;
    }

    /// The ratio, if a TLP was ever queued.
    pub fn goodput_ratio(&self) -> Option<f64> {
        ratio(self.needed, self.used)
    }

    /// The ratio of two transmitters together.
    pub fn goodput_ratio_of(meters: &[Self; 2]) -> Option<f64> {
        ratio(meters[0].needed + meters[1].needed, meters[0].used + meters[1].used)
    }
}

fn ratio(needed: u64, used: u64) -> Option<f64> {
    // Deficit idle count leaves up to 3 bytes unaccounted for at the end: never above 1.
    (used > 0).then(|| (needed as f64 / used as f64).min(1.0))
}

/// Bytes of payload that a byte time carries at most, with frames of one TLP of `tlp` bytes that
/// carries `payload`.
pub fn payload_bound(tlp: usize, payload: usize) -> f64 {
    let frame = (bridge::TLP_OFFSET + tlp).max(expether_wire::ethernet::MIN_FRAME);
    payload as f64 / (PREAMBLE_LENGTH + frame + FCS_LENGTH + INTERFRAME_GAP) as f64
}

#[cfg(test)]
#[allow(non_snake_case)]
mod tests {
    use super::*;
    use expether_wire::tlp::build::{memory_write, Requester};

    /// A frame of 40 + 32 n + 4 bytes: n writes of 16 bytes.
    fn data_frame(sequence: u64, tlps: usize, start_byte: u64) -> WireFrame {
        let tlp = memory_write(Requester::default(), 1 << 32, &[0; 16]).unwrap().to_bytes();
        let area = expether_wire::area::build(vec![tlp; tlps]).unwrap();
        let mut bytes = vec![0u8; bridge::TLP_OFFSET];
        bytes.extend(&area);
        bytes.extend([0; FCS_LENGTH]);
        let header = &mut bytes[bridge::OFFSET..];
        bridge::TYPE.set(header, frame_type::DATA);
        bridge::SEQUENCE.set(header, sequence);
        bridge::LENGTH_DW.set(header, area.len() as u64 / 4);
        WireFrame {
            bytes,
            start_cycle: start_byte / 8,
            end_cycle: 0,
            start_lane: (start_byte % 8) as u8,
            gap: None,
            error: None,
        }
    }

    const LENGTH: u64 = 40 + 2 * 32 + 4;
    const EARLY: Crossing = Crossing { offered: 0, first: 0, last: 0 };

    #[test]
    fn meter__bound__is_that_of_the_frame_arithmetic() {
        // Payload 128, 256, 512 with headers of 16 bytes: 61.5, 76.2, 86.5 %.
        for (payload, percent) in [(128, 61.5), (256, 76.2), (512, 86.5)] {
            let bound = payload_bound(16 + payload, payload) * 100.0;
            assert!((bound - percent).abs() < 0.06, "{payload}: {bound}");
        }
    }

    #[test]
    fn meter__back_to_back__is_one() {
        let mut meter = WireMeter::default();
        let mut at = 0;
        for n in 0..100 {
            meter.frame(&data_frame(2 * n, 2, at), &[EARLY; 200]);
            at += 8 + LENGTH + 12;
        }
        assert_eq!((meter.goodput_ratio(), meter.queued, meter.resent), (Some(1.0), 198, 0));
        assert_eq!(meter.data_frames, 100);
    }

    #[test]
    fn meter__long_gap_or_resend__lowers_it() {
        let mut gap = WireMeter::default();
        let mut resend = WireMeter::default();
        for n in 0..100 {
            gap.frame(&data_frame(2 * n, 2, n * 256), &[EARLY; 200]);
            resend.frame(&data_frame(2 * n, 2, n * 256), &[EARLY; 200]);
            resend.frame(&data_frame(2 * n, 2, n * 256 + 128), &[EARLY; 200]);
        }
        assert_eq!(gap.goodput_ratio(), Some(0.5));
        assert_eq!((resend.goodput_ratio(), resend.resent), (Some(0.5), 200));
    }

    /// What is sent again may stand in other frames than before, with new TLPs behind it.
    #[test]
    fn meter__packed_anew__counts_tlps() {
        let mut meter = WireMeter::default();
        meter.frame(&data_frame(0, 2, 0), &[EARLY; 10]);
        meter.frame(&data_frame(1, 3, 1000), &[EARLY; 10]);
        assert_eq!((meter.resent, meter.fresh, meter.queued), (1, 4, 2));
        // Three TLPs, one of which doesn't count, in 1000 byte times.
        let used = 1000 + 3 * 32 - 2 * 32;
        assert_eq!(meter.goodput_ratio(), Some((20 + 44 + 2 * 32) as f64 / f64::from(used)));
        meter.frame(&data_frame(3, 1, 2000), &[EARLY; 10]);
        assert_eq!((meter.resent, meter.fresh), (2, 4));
    }

    #[test]
    fn meter__idle_time__is_not_the_bridges() {
        let mut meter = WireMeter::default();
        let log: Vec<_> = (0..10)
            .map(|n| Crossing { offered: n * 100, first: n * 100, last: n * 100 + 3 })
            .collect();
        for n in 0..10 {
            meter.frame(&data_frame(n, 1, n * 800 + 80), &log);
        }
        assert_eq!((meter.goodput_ratio(), meter.queued), (None, 0));
    }

    #[test]
    fn meter__latency__percentiles() {
        let mut meter = LatencyMeter::new();
        (1..=1000).for_each(|n| meter.record(n));
        let l = meter.summary();
        assert_eq!((l.p50, l.p99, l.max, l.min), (500, 990, 1000, 1));
        assert_eq!(meter.merged(&meter).distribution().last().map(|d| d.1), Some(1.0));
    }
}
