//! Who sends where, and what is measured of it.

use std::ops::Range;

use expether_gen::Design;
use expether_sim::model::bottleneck::{
    wire_beats, Blocks, Bottleneck, Flow, Pacer, PacerSettings, Port,
};
use expether_sim::model::rng::Rng;

/// Clocks of 6.4 ns.
pub const MICROSECOND: f64 = 156.25;
/// Clocks each way between two cards of a rack: a microsecond.
pub const RACK: u64 = 156;
/// The part of the default target that is for queues.
pub const BUDGET: u64 = 800;
/// Frames of the Ethernet that everybody has, and of one with jumbo frames.
pub const USUAL: &[u32] = &[1500];
pub const JUMBO: &[u32] = &[9000];
pub const MIXED: &[u32] = &[64, 1500, 9000, 300, 1500];

pub struct Scenario {
    pub name: &'static str,
    pub flows: Vec<Flow>,
    pub settings: PacerSettings,
    /// Clocks in which queues may be, beyond the round trip past empty ones.
    pub budget: u64,
    pub port: Port,
}

impl Scenario {
    /// Flows that begin within a few microseconds of each other.
    pub fn new(name: &'static str, delays: &[u64], sizes: &[u32]) -> Self {
        let mut rng = Rng::new(1, name);
        let flows = delays.iter().map(|d| Flow::new(1_000 + rng.below(1_000), *d, sizes));
        // A queue of less than a few of the longest frames cannot be seen.
        let longest = sizes.iter().map(|s| u64::from(wire_beats(*s))).max().unwrap_or(0);
        Self {
            name,
            flows: flows.collect(),
            settings: PacerSettings::default(),
            budget: BUDGET.max(4 * longest),
            port: Port::default(),
        }
    }

    pub fn equal(name: &'static str, count: usize, sizes: &[u32]) -> Self {
        Self::new(name, &vec![RACK; count], sizes)
    }

    /// Clocks in which queues will be: what is allowed, and what the flows add in the round trip
    /// that passes until they see it.
    pub fn expected(&self) -> f64 {
        let trips: u64 = self.flows.iter().map(|flow| flow.base() + self.budget).sum();
        self.budget as f64 + (self.settings.step * trips) as f64 / 65_536.0
    }

    /// Runs it with the blocks.
    pub fn run(&self, clocks: u64) -> Bottleneck<Blocks> {
        let designs = designs();
        let blocks = |s: PacerSettings| Blocks::new(&designs, &s).expect("the engine has them");
        self.run_with(clocks, blocks)
    }

    /// The same with any pacer. Each flow's target is its own round trip and the budget.
    pub fn run_with<P: Pacer>(
        &self,
        clocks: u64,
        pacer: impl Fn(PacerSettings) -> P,
    ) -> Bottleneck<P> {
        let targets = self.flows.iter().map(|flow| flow.base() + self.budget);
        let pacers = targets.map(|target| pacer(PacerSettings { target, ..self.settings }));
        let mut bottleneck = Bottleneck::new(self.flows.clone(), pacers.collect(), self.port);
        bottleneck.run(clocks);
        bottleneck
    }
}

pub fn designs() -> [Design; 2] {
    ["round_trip", "rate_controller"].map(|b| expether_gen::elaborate(b).expect("registered"))
}

/// What is wanted of a run, in one line of a table.
#[derive(Clone, Debug)]
pub struct Figures {
    pub throughput: f64,
    pub goodput: f64,
    pub fairness: f64,
    /// Clocks in the queue.
    pub mean: f64,
    pub p99: u64,
    pub fair_from: Option<u64>,
    pub drops: usize,
    pub timeouts: usize,
}

impl Figures {
    /// `settled`: the clocks of the steady state.
    pub fn of<P: Pacer>(run: &Bottleneck<P>, settled: Range<u64>) -> Self {
        let measure = run.measure();
        let waits = measure.waits(settled.clone());
        let sum: u64 = waits.iter().sum();
        Self {
            throughput: measure.throughput(settled.clone()),
            goodput: measure.goodput(settled.clone()),
            fairness: measure.least_fairness(settled.clone()),
            mean: sum as f64 / waits.len().max(1) as f64,
            p99: waits.get(waits.len() * 99 / 100).copied().unwrap_or(0),
            fair_from: measure.fair_from(0..settled.end, 0.95),
            drops: measure.drops.len(),
            timeouts: measure.timeouts.len(),
        }
    }

    /// What is demanded of every steady state; the first thing missed. `expected`: see [`Scenario`].
    pub fn judge(&self, expected: f64) -> Result<(), String> {
        let demands = [
            (self.throughput >= 0.95, "throughput"),
            (self.fairness >= 0.95, "fairness"),
            (self.mean <= expected * 1.25, "mean of the queue"),
            (self.p99 as f64 <= expected * 2.5, "99th percentile of the queue"),
        ];
        match demands.iter().find(|(met, _)| !met) {
            Some((_, what)) => Err(format!("{what}: {self:?}")),
            None => Ok(()),
        }
    }
}
