//! Both blocks in plain integers, and the two as one pacer.

use std::collections::VecDeque;

use expether_sim::model::bottleneck::{Pacer, PacerSettings, Tick};

/// What is fixed in the blocks; other values are experiments and mutants.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Law {
    /// What a sample moves the mean by: this times the error, in eighths.
    pub gain: i64,
    /// The deviation is of absolute errors.
    pub absolute: bool,
    /// Added to a doubled timeout.
    pub more: u64,
    /// Parts of the rate to subtract, by how far a sample is above the target.
    pub cuts: [u64; 4],
    /// Parts of the sample before by which a falling or rising one must differ to hold the rate.
    pub falls: u64,
    /// 0: none does.
    pub rises: u64,
    /// Clocks by which a sample is due too early.
    pub early: u64,
    /// Added to the rate that pays off the debt.
    pub pays: u64,
    /// Clocks by which the debt is forgiven too late.
    pub late: u64,
    /// All of the debt is forgiven, not what is above `burst`.
    pub forgives_all: bool,
}

impl Default for Law {
    fn default() -> Self {
        Self {
            gain: 1,
            absolute: true,
            more: 0,
            cuts: [32, 16, 8, 2],
            falls: 16,
            rises: 32,
            early: 0,
            pays: 0,
            late: 0,
            forgives_all: false,
        }
    }
}

#[derive(Default)]
pub struct RoundTripModel {
    law: Law,
    mean8: Option<i64>,
    deviation4: i64,
    backed_off: Option<u64>,
}

impl RoundTripModel {
    pub fn new(law: Law) -> Self {
        Self { law, ..Self::default() }
    }

    pub fn forget(&mut self) {
        *self = Self::new(self.law);
    }

    pub fn smoothed(&self) -> u64 {
        (self.mean8.unwrap_or(0) / 8) as u64
    }

    pub fn sample(&mut self, r: u64) {
        let r = r as i64;
        let Some(mean8) = self.mean8 else {
            self.mean8 = Some(8 * r);
            self.deviation4 = 2 * r;
            return;
        };
        let error = r - mean8 / 8;
        self.mean8 = Some(mean8 + self.law.gain * error);
        let spread = if self.law.absolute { error.abs() } else { error };
        self.deviation4 += spread - self.deviation4 / 4;
    }

    pub fn timed_out(&mut self, settings: [u64; 3]) {
        let doubled = (2 * self.timeout(settings)).min((1 << 24) - 1);
        self.backed_off = Some(doubled + self.law.more);
    }

    pub fn progress(&mut self) {
        self.backed_off = None;
    }

    pub fn timeout(&self, [min, max, ack_delay]: [u64; 3]) -> u64 {
        let computed = match self.mean8 {
            Some(mean8) => (mean8 / 8 + self.deviation4) as u64 + ack_delay,
            None => max / 16,
        };
        self.backed_off.unwrap_or(computed).max(min).min(max)
    }
}

pub const FULL: u64 = 0xFFFF;

/// What becomes of the rate.
#[derive(Clone, Copy)]
enum Change {
    /// This part of it is subtracted.
    Less(u64),
    /// A step is added.
    More,
}

/// In clocks from power-up. What is decided in a clock shows in a later one.
pub struct RateModel {
    pub law: Law,
    settings: PacerSettings,
    now: u64,
    pub rate: u64,
    /// Changes that will show, and the clocks from which on they do: the next can be decided in the
    /// very clock before the last one shows.
    coming: VecDeque<(u64, Change)>,
    free_at: u64,
    halve: bool,
    since: u64,
    previous: u64,
    fraction: u64,
    paid: u64,
    charge: i64,
    debt: i64,
    in_credit: bool,
    /// Clocks since the last frame began, and four.
    waited: u64,
    overdue: bool,
}

impl RateModel {
    pub fn new(settings: PacerSettings) -> Self {
        Self {
            law: Law::default(),
            settings,
            now: 0,
            rate: FULL,
            coming: VecDeque::new(),
            free_at: 0,
            halve: false,
            since: 0,
            previous: 0,
            fraction: 0,
            paid: 0,
            charge: 0,
            debt: 0,
            in_credit: true,
            waited: 0,
            overdue: false,
        }
    }

    pub fn may_send(&self) -> bool {
        self.in_credit
    }

    fn change(&mut self, change: Change, after: u64) {
        self.coming.push_back((self.now + after, change));
    }

    fn changed(&self, change: Change) -> u64 {
        let rate = match change {
            Change::Less(part) => self.rate - self.rate / part,
            Change::More => (self.rate + self.settings.step).min(FULL),
        };
        rate.max(self.settings.rate_min)
    }

    /// A sample that is due.
    fn counts(&mut self, sample: u64) {
        let target = self.settings.target;
        let falls = sample + self.previous / self.law.falls < self.previous;
        let rises = match self.law.rises {
            0 => false,
            part => sample > self.previous + self.previous / part,
        };
        if sample > target && !falls {
            let over = sample - target;
            let grade = [target / 4, target / 2, target].iter().filter(|t| over > **t).count();
            self.change(Change::Less(self.law.cuts[grade]), 6);
        } else if sample <= target && !rises {
            self.change(Change::More, 6);
        }
        self.previous = sample;
    }

    pub fn clock(&mut self, tick: &Tick) {
        let (rate, now) = (self.rate, self.now);
        let run = tick.run && self.settings.enable;
        if now >= self.free_at {
            if self.halve {
                self.halve = false;
                self.free_at = now + 3;
                self.since = now + 1;
                self.change(Change::Less(2), 4);
            } else if let Some(sample) = tick.sample {
                let waited = (now + 1).saturating_sub(self.since) + self.law.early;
                self.free_at = now + 3;
                if waited.min((1 << 20) - 1) >= sample {
                    self.free_at = now + 5;
                    self.since = now + 3;
                    self.counts(sample);
                }
            }
        }
        self.halve |= tick.timed_out;
        self.now += 1;
        while let Some((_, change)) = self.coming.front().copied().filter(|(at, _)| *at <= self.now)
        {
            self.coming.pop_front();
            self.rate = self.changed(change);
        }
        if !run {
            self.coming.clear();
            (self.rate, self.free_at, self.halve) = (FULL, self.now, false);
            (self.since, self.previous) = (self.now, 0);
        }

        let forgives = self.overdue && !self.in_credit;
        self.in_credit = self.debt <= self.settings.burst as i64;
        let heavy = self.debt >= 1 << 17;
        self.debt = match (rate, forgives) {
            (FULL, _) => 0,
            (_, true) if self.law.forgives_all => 0,
            (_, true) => self.settings.burst as i64,
            _ => (self.debt + self.charge).max(0),
        };
        let longest = self.settings.dead_time / 8 + self.law.late;
        self.overdue = self.settings.dead_time > 0 && self.waited >= longest && tick.sent.is_none();
        self.waited = match tick.sent {
            _ if !run => 0,
            Some(_) => 4,
            None => (self.waited + 1).min((1 << 21) - 1),
        };
        let frame = if heavy { 0 } else { i64::from(tick.sent.unwrap_or(0)) };
        self.charge = frame - self.paid as i64;
        let sum = if run { self.fraction + rate + self.law.pays } else { 0 };
        (self.paid, self.fraction) = (sum >> 16, sum & 0xFFFF);
    }
}

/// Both, without the clocks that the timeout takes to change.
pub struct Models {
    round_trip: RoundTripModel,
    controller: RateModel,
    timeouts: [u64; 3],
    timeout: u64,
}

impl Models {
    pub fn new(settings: PacerSettings, law: Law) -> Self {
        let mut controller = RateModel::new(settings);
        controller.law = law;
        let timeouts = [settings.timeout_min, settings.timeout_max, settings.ack_delay];
        let round_trip = RoundTripModel::new(law);
        Self { timeout: round_trip.timeout(timeouts), round_trip, controller, timeouts }
    }
}

impl Pacer for Models {
    fn may_send(&self) -> bool {
        self.controller.may_send()
    }

    fn timeout(&self) -> u64 {
        self.timeout
    }

    fn rate(&self) -> u64 {
        self.controller.rate
    }

    fn clock(&mut self, tick: &Tick) {
        if let Some(sample) = tick.sample {
            self.round_trip.sample(sample.min((1 << 20) - 1));
        }
        if tick.timed_out {
            self.round_trip.timed_out(self.timeouts);
        }
        if tick.progress {
            self.round_trip.progress();
        }
        self.timeout = self.round_trip.timeout(self.timeouts);
        let sample = tick.sample.map(|s| s.min((1 << 20) - 1));
        self.controller.clock(&Tick { sample, ..*tick });
    }
}
