//! The loop: what befalls the fabric, what is sent, what arrives, who is connected.

mod arrive;
mod befall;
mod finish;
mod offer;

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;
use std::time::Instant;

use expether_wire::registers as map;
use expether_wire::tlp::format::{completion, request};
use expether_wire::tlp::{Body, Class, Head};

use super::events::{schedule, Action};
use super::fabric::{Driver, Fabric, Seen, Status};
use super::flow::{Flow, Tags};
use super::format::Role;
use super::judge::{judge, Failure};
use super::pair::Pair;
use super::report::Report;
use super::tlps::{self, Made};
use super::topology::Topology;
use crate::backend::Backend;
use crate::check::{CompletionError, DeliveryError};
use crate::model::axil::Access;
use crate::model::link::Fate;
use crate::model::rng::Rng;
use crate::model::stream::Transfer;
use crate::model::xgmii::WireFrame;

/// Told what happens.
pub trait Observer {
    /// A frame has been sent on a link (0: from the first of its ends).
    fn frame(&mut self, _link: usize, _direction: usize, _frame: &WireFrame, _fate: Fate) {}
    /// So many TLPs have been delivered, of so many if that is known.
    fn progress(&mut self, _delivered: u64, _total: Option<u64>, _cycle: u64) {}
}

/// An observer that doesn't care.
pub struct Silent;

impl Observer for Silent {}

/// A scenario that came to its end, one way or the other.
pub struct Outcome {
    pub report: Report,
    /// Empty if it passed.
    pub failures: Vec<Failure>,
    pub pairs: Vec<Pair>,
    /// By switch and port: bytes queued, every [`DEPTH_EVERY`] cycles.
    pub depths: Vec<Vec<Vec<u32>>>,
    /// Seconds the simulation took.
    pub seconds: f64,
}

impl Outcome {
    pub fn passed(&self) -> bool {
        self.failures.is_empty()
    }
}

/// Cycles between two looks at the switches' queues.
pub const DEPTH_EVERY: u64 = 64;
/// Cycles between two reports of progress.
const PROGRESS_EVERY: u64 = 4_096;
/// TLPs of a class that a node's PCIe side has ready: so that one class never waits for another.
const READY: usize = 2;
/// TLPs at a PCIe port: one on it, one behind.
const AT_PORT: usize = 2;
/// Failures listed.
const FAILURES: usize = 20;
/// The pages of node-to-node books.
type Books = Vec<Pair>;

/// A TLP that waits at a node's PCIe side.
struct Waiting {
    made: Made,
    to: usize,
    flow: Option<usize>,
}

/// The PCIe side of a node.
#[derive(Default)]
struct Side {
    waiting: VecDeque<Waiting>,
    /// Completions to be given when it is time: (cycle, number).
    answers: BTreeMap<(u64, u64), Waiting>,
    answered: u64,
    /// What has been given to the bridge and not yet been taken: whose, and which.
    at_port: VecDeque<(usize, u64)>,
    tags: Tags,
    turn: usize,
    off: bool,
    /// Reset ends at this cycle.
    reset_until: Option<u64>,
}

/// An error that is none if a connection turns out to have ended.
struct Suspect {
    pair: usize,
    failure: Failure,
    /// Rounds of both ends' drivers after which it is known.
    rounds: [u64; 2],
}

struct Run<'a> {
    topology: &'a Topology,
    fabric: Fabric,
    drivers: Vec<Driver>,
    sides: Vec<Side>,
    flows: Vec<Flow>,
    pairs: Books,
    suspects: Vec<Suspect>,
    events: VecDeque<(u64, Action)>,
    /// (cycle, node, class) at which credits flow again.
    holds: Vec<(u64, usize, Class)>,
    /// Cycle in which the scenario's time begins: all were connected.
    zero: u64,
    last_delivery: u64,
    delivered: u64,
    heard: Vec<Vec<u64>>,
    depths: Vec<Vec<Vec<u32>>>,
    rng: Rng,
    seen: Vec<Seen>,
    connections_ended: u64,
}

/// Runs a scenario: `duts` are the bridges of its nodes, in order.
pub fn run(
    topology: &Topology,
    duts: Vec<Box<dyn Backend>>,
    seed: u64,
    observer: &mut dyn Observer,
) -> Outcome {
    let begin = Instant::now();
    let kinds: Vec<String> = duts.iter().map(|d| d.kind().to_owned()).collect();
    let fabric = match Fabric::new(topology, duts, seed) {
        Ok(fabric) => fabric,
        Err(error) => {
            let mut report = Report::empty(topology, seed, &kinds);
            report.failures = vec![error.to_string()];
            return Outcome {
                report,
                failures: vec![error.into()],
                pairs: Vec::new(),
                depths: Vec::new(),
                seconds: 0.0,
            };
        }
    };
    let mut run = Run::new(topology, fabric, seed);
    let mut failures: Vec<Failure> = run.finish(observer).err().into_iter().collect();
    let complete = failures.is_empty();
    if complete {
        failures = run.final_checks();
    }
    let counters = match run.read_counters() {
        Ok(counters) => counters,
        Err(error) => {
            failures.push(error);
            vec![BTreeMap::new(); topology.nodes.len()]
        }
    };
    let mut report = Report::empty(topology, seed, &kinds);
    run.fill(&mut report, counters);
    if complete {
        failures.extend(judge(topology, &report));
    }
    failures.truncate(FAILURES);
    report.failures = failures.iter().map(ToString::to_string).collect();
    report.passed = failures.is_empty();
    Outcome {
        report,
        failures,
        pairs: run.pairs,
        depths: run.depths,
        seconds: begin.elapsed().as_secs_f64(),
    }
}

impl<'a> Run<'a> {
    fn new(topology: &'a Topology, fabric: Fabric, seed: u64) -> Self {
        let nodes = &topology.nodes;
        let n = nodes.len();
        let names: Vec<Arc<str>> = nodes.iter().map(|n| n.name.as_str().into()).collect();
        let pairs = (0..n * n).map(|i| Pair::new(&names[i / n], &names[i % n])).collect();
        let duration = topology.scenario.duration;
        let flows = topology.workloads.iter().enumerate();
        Self {
            drivers: (0..n).map(|i| Driver::new(i, nodes, seed)).collect(),
            sides: (0..n).map(|_| Side::default()).collect(),
            flows: flows.flat_map(|(i, w)| Flow::of(i, w, duration, seed)).collect(),
            pairs,
            suspects: Vec::new(),
            events: schedule(&topology.happenings, seed).into(),
            holds: Vec::new(),
            zero: 0,
            last_delivery: 0,
            delivered: 0,
            heard: vec![Vec::new(); n],
            depths: topology.switches.iter().map(|s| vec![Vec::new(); s.ports.len()]).collect(),
            rng: Rng::new(seed, "answers"),
            seen: Vec::new(),
            connections_ended: 0,
            topology,
            fabric,
        }
    }

    /// Cycles since all were connected.
    fn now(&self) -> u64 {
        self.fabric.cycle - self.zero
    }

    fn book(&self, from: usize, to: usize) -> usize {
        from * self.sides.len() + to
    }

    fn finish(&mut self, observer: &mut dyn Observer) -> Result<(), Failure> {
        for (driver, node) in self.drivers.iter_mut().zip(&mut self.fabric.nodes) {
            driver.start(node, &self.topology.nodes)?;
        }
        let patience = self.topology.scenario.patience;
        while let Some(pairs) = self.unconnected() {
            self.step(observer)?;
            if self.fabric.cycle > patience {
                let (cycle, waited) = (self.fabric.cycle, patience);
                return Err(Failure::NotConnected { cycle, waited, pairs });
            }
        }
        self.zero = self.fabric.cycle;
        self.last_delivery = 0;
        while self.busy() {
            self.befall()?;
            self.offer()?;
            self.step(observer)?;
            let now = self.now();
            if let Some((at, _)) = self.events.front() {
                // What is to come may be what is waited for.
                self.last_delivery = self.last_delivery.max(now.min(*at));
            }
            let waited = now - self.last_delivery.min(now);
            if waited > patience {
                let (cycle, stalled) = (self.fabric.cycle, self.stalled());
                return Err(Failure::Stalled { cycle, waited, stalled });
            }
        }
        let mut drain = self.topology.scenario.drain;
        let rounds: Vec<u64> = self.drivers.iter().map(|d| d.rounds + 2).collect();
        // What the drivers see last has to be of after the end.
        while drain > 0 || self.drivers.iter().zip(&rounds).any(|(d, r)| d.rounds < *r) {
            if drain == 0 && self.fabric.nodes.iter().any(|n| n.in_reset()) {
                break;
            }
            drain = drain.saturating_sub(1);
            self.step(observer)?;
        }
        Ok(())
    }

    /// Pairs of peers that should be connected and are not, if there are any.
    fn unconnected(&self) -> Option<String> {
        let nodes = &self.topology.nodes;
        let mut pairs = Vec::new();
        for (a, info) in nodes.iter().enumerate().filter(|(_, n)| n.role == Role::Host) {
            for &b in info.peers.iter().filter(|&&b| nodes[b].peers.contains(&a)) {
                if self.pairs[self.book(a, b)].up.is_none() {
                    pairs.push(format!("{}-{}", info.name, nodes[b].name));
                }
            }
        }
        (!pairs.is_empty()).then(|| pairs.join(", "))
    }

    /// Something is still to be sent, to arrive, or to happen.
    fn busy(&self) -> bool {
        let now = self.now();
        let dead = |n: usize| self.sides[n].off && self.events.is_empty();
        let flows = self.flows.iter().any(|f| !f.finished(now) && !dead(f.from) && !dead(f.to));
        let sides = self.sides.iter().enumerate().any(|(n, s)| {
            !dead(n)
                && (!s.waiting.is_empty()
                    || !s.answers.is_empty()
                    || self.fabric.nodes[n].source.pending() > 0
                    || s.reset_until.is_some())
        });
        let owed = self.pairs.iter().any(|p| p.board.owed() > 0);
        flows || sides || owed || !self.events.is_empty() || !self.suspects.is_empty()
    }

    fn step(&mut self, observer: &mut dyn Observer) -> Result<(), Failure> {
        let events = self.fabric.step(&mut self.seen)?;
        for (link, direction, frame, fate) in self.seen.drain(..) {
            observer.frame(link, direction, &frame, fate);
        }
        let now = self.now();
        let mut rounds = false;
        for (node, happened) in events.into_iter().enumerate() {
            if let Some(taken) = happened.taken {
                if let Some((book, index)) = self.sides[node].at_port.pop_front() {
                    self.pairs[book].taken(index, taken.first_cycle);
                }
            }
            if let Some(transfer) = happened.delivered {
                self.arrived(node, &transfer)?;
            }
            let (driver, model) = (&mut self.drivers[node], &mut self.fabric.nodes[node]);
            rounds |= driver.clock(model, &self.topology.nodes, happened.access, now)?;
        }
        if rounds {
            self.look_at_connections(now)?;
        }
        let cycle = self.fabric.cycle;
        if cycle % DEPTH_EVERY == 0 && self.zero > 0 {
            for (switch, depths) in self.fabric.switches.iter().zip(&mut self.depths) {
                for (port, depths) in depths.iter_mut().enumerate() {
                    depths.push(switch.depth(port) as u32);
                }
            }
        }
        if cycle % PROGRESS_EVERY == 0 {
            let totals: Option<Vec<u64>> = self.flows.iter().map(Flow::total).collect();
            observer.progress(self.delivered, totals.map(|t| t.iter().sum()), now);
        }
        Ok(())
    }
}
