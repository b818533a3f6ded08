//! What happens at the port.

use std::ops::Range;

/// Clocks between two points of the trace.
const TRACE_EVERY: u64 = 1024;

/// Jain's index: 1 when all are equal, 1 / n when one has all.
pub fn jain(shares: &[u64]) -> f64 {
    let sum: f64 = shares.iter().map(|s| *s as f64).sum();
    let squares: f64 = shares.iter().map(|s| (*s as f64).powi(2)).sum();
    if squares == 0.0 {
        1.0
    } else {
        sum * sum / (shares.len() as f64 * squares)
    }
}

/// A point of the trace.
#[derive(Clone, Debug)]
pub struct Point {
    pub clock: u64,
    /// In the queue.
    pub beats: u64,
    /// By flow, in 65536ths of the line's.
    pub rates: Vec<u64>,
}

/// Sums by windows of so many clocks, and a trace.
pub struct Measure {
    window: u64,
    flows: usize,
    /// Accepted by the receivers: beats by window and flow.
    delivered: Vec<Vec<u64>>,
    /// Beats of frames that began to leave the port, by window.
    forwarded: Vec<u64>,
    /// Of each frame: when it left the queue, for how long it had waited.
    waits: Vec<(u64, u64)>,
    points: Vec<Point>,
    /// When frames were lost for want of room.
    pub drops: Vec<u64>,
    /// When timers fired.
    pub timeouts: Vec<u64>,
    /// Resends that a NAK began.
    pub naks: u64,
    /// Clocks in which only the pacer held a frame back, of all flows.
    pub held: u64,
}

impl Measure {
    pub(super) fn new(flows: usize, window: u64) -> Self {
        Self {
            window,
            flows,
            delivered: vec![],
            forwarded: vec![],
            waits: vec![],
            points: vec![],
            drops: vec![],
            timeouts: vec![],
            naks: 0,
            held: 0,
        }
    }

    pub(super) fn is_trace_due(&self, now: u64) -> bool {
        now % TRACE_EVERY == 0
    }

    pub(super) fn trace(&mut self, clock: u64, beats: u64, rates: Vec<u64>) {
        self.points.push(Point { clock, beats, rates });
    }

    fn window_of(&mut self, now: u64) -> usize {
        let window = (now / self.window) as usize;
        if self.forwarded.len() <= window {
            self.delivered.resize(window + 1, vec![0; self.flows]);
            self.forwarded.resize(window + 1, 0);
        }
        window
    }

    pub(super) fn forwarded(&mut self, now: u64, waited: u64, beats: u32) {
        let window = self.window_of(now);
        self.forwarded[window] += u64::from(beats);
        self.waits.push((now, waited));
    }

    pub(super) fn delivered(&mut self, now: u64, flow: usize, beats: u32) {
        let window = self.window_of(now);
        self.delivered[window][flow] += u64::from(beats);
    }

    /// The trace.
    pub fn points(&self) -> &[Point] {
        &self.points
    }

    /// What a flow got in each window: when that began, and the part of the line.
    pub fn share(&self, flow: usize) -> Vec<(u64, f64)> {
        let windows = self.delivered.iter().zip((0..).step_by(self.window as usize));
        windows.map(|(all, clock)| (clock, all[flow] as f64 / self.window as f64)).collect()
    }

    /// The windows that lie within these clocks.
    fn windows(&self, clocks: &Range<u64>) -> Range<usize> {
        let first = clocks.start.div_ceil(self.window) as usize;
        let end = ((clocks.end / self.window) as usize).min(self.forwarded.len());
        first.min(end)..end
    }

    /// How much of the line went through the port, in windows within these clocks.
    pub fn throughput(&self, clocks: Range<u64>) -> f64 {
        let windows = self.windows(&clocks);
        let beats: u64 = self.forwarded[windows.clone()].iter().sum();
        beats as f64 / (windows.len() as u64 * self.window).max(1) as f64
    }

    /// How much of the line was accepted by the receivers, each frame once.
    pub fn goodput(&self, clocks: Range<u64>) -> f64 {
        let windows = self.windows(&clocks);
        let beats: u64 = self.delivered[windows.clone()].iter().flatten().sum();
        beats as f64 / (windows.len() as u64 * self.window).max(1) as f64
    }

    /// Jain's index of each window within these clocks, of what the receivers accepted.
    pub fn fairness(&self, clocks: Range<u64>) -> Vec<f64> {
        self.delivered[self.windows(&clocks)].iter().map(|shares| jain(shares)).collect()
    }

    /// The least of them.
    pub fn least_fairness(&self, clocks: Range<u64>) -> f64 {
        self.fairness(clocks).into_iter().fold(1.0, f64::min)
    }

    /// The clock from which on every window within these clocks has at least this index.
    pub fn fair_from(&self, clocks: Range<u64>, index: f64) -> Option<u64> {
        let windows = self.windows(&clocks);
        let fair = self.fairness(clocks).into_iter().rev().take_while(|j| *j >= index).count();
        (fair > 0).then(|| (windows.end - fair) as u64 * self.window)
    }

    /// Waiting times of the frames that left the queue in these clocks, in order of length.
    pub fn waits(&self, clocks: Range<u64>) -> Vec<u64> {
        let within = self.waits.iter().filter(|(at, _)| clocks.contains(at));
        let mut waits: Vec<u64> = within.map(|(_, wait)| *wait).collect();
        waits.sort_unstable();
        waits
    }
}

#[cfg(test)]
#[allow(non_snake_case)]
mod tests {
    use super::*;

    #[test]
    fn jain__of_equal_and_of_one__is_one_and_one_nth() {
        assert!((jain(&[5, 5, 5, 5]) - 1.0).abs() < 1e-9);
        assert!((jain(&[7, 0, 0, 0]) - 0.25).abs() < 1e-9);
        assert!((jain(&[3, 1]) - 0.8).abs() < 1e-9);
        assert!((jain(&[0, 0]) - 1.0).abs() < 1e-9);
    }

    #[test]
    fn measure__windows__sum_what_lies_within() {
        let mut measure = Measure::new(2, 100);
        measure.forwarded(50, 7, 10);
        measure.forwarded(150, 5, 60);
        measure.forwarded(250, 3, 100);
        measure.delivered(150, 0, 30);
        measure.delivered(150, 1, 30);
        measure.delivered(250, 0, 50);
        assert!((measure.throughput(100..300) - 0.8).abs() < 1e-9);
        assert!((measure.throughput(1..200) - 0.6).abs() < 1e-9);
        assert!((measure.goodput(100..300) - 0.55).abs() < 1e-9);
        assert_eq!(measure.fairness(100..300), [1.0, 0.5]);
        assert_eq!(measure.waits(100..300), [3, 5]);
        assert_eq!(measure.share(0), [(0, 0.0), (100, 0.3), (200, 0.5)]);
        assert_eq!(measure.fair_from(0..200, 0.9), Some(0));
        assert_eq!(measure.fair_from(0..300, 0.9), None);
    }
}
