//! The loop: what befalls the fabric, what is sent, what arrives, who is connected.

use std::collections::{BTreeMap, VecDeque};
use std::sync::Arc;
use std::time::Instant;

use expether_wire::registers as map;
use expether_wire::tlp::format::{completion, request};
use expether_wire::tlp::{Body, Class, Head};

use super::events::{schedule, Action};
use super::fabric::{Driver, Fabric, Seen};
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
    let mut failures: Vec<Failure> = run.to_end(observer).err().into_iter().collect();
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
            drivers: (0..n).map(|i| Driver::new(i, nodes)).collect(),
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

    fn to_end(&mut self, observer: &mut dyn Observer) -> Result<(), Failure> {
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

    /// What is to happen now, happens.
    fn befall(&mut self) -> Result<(), Failure> {
        let now = self.now();
        while self.events.front().is_some_and(|(at, _)| *at <= now) {
            let Some((_, action)) = self.events.pop_front() else { break };
            match action {
                Action::Reset { node, length } => {
                    self.shut_down(node);
                    if !self.sides[node].off {
                        self.sides[node].reset_until = Some(now + length);
                    }
                }
                Action::Unplug { node } => {
                    self.shut_down(node);
                    self.sides[node].off = true;
                    self.sides[node].reset_until = None;
                    self.link_of(node, |link| link.go_down(u64::MAX));
                }
                Action::Plug { node } => {
                    if std::mem::take(&mut self.sides[node].off) {
                        self.link_of(node, |link| link.come_up());
                        self.sides[node].reset_until = Some(now);
                    }
                }
                Action::Set { node, address, value } => {
                    self.fabric.nodes[node].axil.push(Access::Write { address, value });
                }
                Action::LinkDown { link, length } => {
                    self.fabric.links[link].iter_mut().for_each(|l| l.go_down(length));
                    self.disturbed(None, now + length);
                }
                Action::Hold { node, class, length } => {
                    self.fabric.nodes[node].hold_credits(class, true);
                    self.holds.push((now + length, node, class));
                }
            }
        }
        for node in 0..self.sides.len() {
            if self.sides[node].reset_until.is_some_and(|end| end <= now) {
                self.sides[node].reset_until = None;
                let model = &mut self.fabric.nodes[node];
                model.end_reset();
                self.drivers[node].start(model, &self.topology.nodes)?;
                self.disturbed(Some(node), now);
            }
        }
        let nodes = &mut self.fabric.nodes;
        self.holds.retain(|(end, node, class)| {
            if *end <= now {
                nodes[*node].hold_credits(*class, false);
            }
            *end > now
        });
        Ok(())
    }

    fn link_of(&mut self, node: usize, change: impl Fn(&mut crate::model::link::LinkModel)) {
        if let Some(link) = self.fabric.link_of(node) {
            self.fabric.links[link].iter_mut().for_each(change);
        }
    }

    /// A disturbance of the connections of a node, or of all, is over at this cycle.
    fn disturbed(&mut self, node: Option<usize>, at: u64) {
        let n = self.sides.len();
        for (i, pair) in self.pairs.iter_mut().enumerate() {
            let concerned = node.is_none_or(|node| i / n == node || i % n == node);
            if concerned && pair.board.sent_count() > 0 {
                pair.disturbed.get_or_insert(at);
            }
        }
    }

    /// A node goes into reset, and its PCIe side forgets everything.
    fn shut_down(&mut self, node: usize) {
        self.fabric.nodes[node].begin_reset();
        self.drivers[node].statuses.clear();
        for other in 0..self.sides.len() {
            self.ended(node, other);
        }
        let side = &mut self.sides[node];
        side.waiting.clear();
        side.at_port.clear();
    }

    /// The connection between two nodes has ended.
    fn ended(&mut self, a: usize, b: usize) {
        let books = [self.book(a, b), self.book(b, a)];
        if self.pairs[books[0]].up.is_some() {
            self.connections_ended += 1;
        }
        for (book, (from, to)) in books.into_iter().zip([(a, b), (b, a)]) {
            let pair = &mut self.pairs[book];
            pair.up = None;
            pair.board.forgive();
            pair.checker.forgive();
            for (key, _) in std::mem::take(&mut pair.open) {
                self.sides[from].tags.put_back(key);
            }
            let side = &mut self.sides[from];
            side.answers.retain(|_, w| w.to != to);
            // Writes that wait are sent when there is a connection again; requests and completions
            // belong to what has ended.
            for gone in side.waiting.iter().filter(|w| w.to == to) {
                if let Some(key) = gone.made.key {
                    side.tags.put_back(key);
                }
            }
            side.waiting.retain(|w| w.to != to || w.made.class == Class::Posted);
            for flow in self.flows.iter_mut().filter(|f| (f.from, f.to) == (from, to)) {
                flow.restart(&mut side.tags);
                flow.forgive();
            }
        }
    }

    /// Gives each PCIe port what it may send.
    fn offer(&mut self) -> Result<(), Failure> {
        let now = self.now();
        let n = self.sides.len();
        let mut by_node: Vec<Vec<usize>> = vec![Vec::new(); n];
        for i in 0..self.flows.len() {
            let (from, to) = (self.flows[i].from, self.flows[i].to);
            let up = self.pairs[self.book(from, to)].up.is_some();
            let off = self.sides[from].off || self.fabric.nodes[from].in_reset();
            if !up || off {
                continue;
            }
            let arrived = self.pairs[self.book(to, from)].board.delivered_prefix();
            let (nodes, tags) = (&self.topology.nodes, &mut self.sides[from].tags);
            let ready = self.flows[i].ready(now, arrived, nodes, tags);
            if ready.map_err(Failure::Workload)?.is_some() {
                by_node[from].push(i);
            }
        }
        for (node, ready) in by_node.into_iter().enumerate() {
            if self.sides[node].off || self.fabric.nodes[node].in_reset() {
                continue;
            }
            self.fill_up(node, &ready, now);
            while self.fabric.nodes[node].source.pending() < AT_PORT {
                let model = &mut self.fabric.nodes[node];
                // A request that may not be sent lets others pass.
                let up = |to: usize| self.pairs[node * n + to].up.is_some();
                let may = |w: &Waiting| model.may_send(w.made.class) && up(w.to);
                let Some(at) = self.sides[node].waiting.iter().position(may) else { break };
                let Some(next) = self.sides[node].waiting.remove(at) else { break };
                let book = node * n + next.to;
                let index = self.pairs[book].sent(&next.made, next.flow, self.fabric.cycle, now);
                self.sides[node].at_port.push_back((book, index));
                model.send(next.made.bytes);
            }
        }
        Ok(())
    }

    /// Moves TLPs of the flows, in turn, and answers that are due to those that wait.
    fn fill_up(&mut self, node: usize, ready: &[usize], now: u64) {
        let side = &mut self.sides[node];
        let room = |waiting: &VecDeque<Waiting>, class: Class| {
            waiting.iter().filter(|w| w.made.class == class).count() < READY
        };
        while room(&side.waiting, Class::Completion) {
            match side.answers.first_entry() {
                Some(entry) if entry.key().0 <= now => side.waiting.push_back(entry.remove()),
                _ => break,
            }
        }
        side.turn = side.turn.wrapping_add(usize::from(!ready.is_empty()));
        for k in 0..ready.len() {
            let i = ready[(side.turn + k) % ready.len()];
            let flow = &mut self.flows[i];
            let to = flow.to;
            let class = flow.shown().map(|made| made.class);
            if class.is_some_and(|class| room(&side.waiting, class)) {
                if let Some(made) = flow.take() {
                    side.waiting.push_back(Waiting { made, to, flow: Some(i) });
                }
            }
        }
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

    /// Compares what the two ends of each connection say.
    fn look_at_connections(&mut self, now: u64) -> Result<(), Failure> {
        let nodes = &self.topology.nodes;
        for a in (0..nodes.len()).filter(|&a| nodes[a].role == Role::Host) {
            for &b in &nodes[a].peers {
                let of = |x: usize, y: usize| self.drivers[x].statuses.get(&y).copied();
                let (at_a, at_b) = (of(a, b), of(b, a));
                let book = self.book(a, b);
                if let Some((ours, theirs)) = self.pairs[book].up {
                    let stands = |s: Option<super::fabric::Status>, ours: u8, theirs: u8| {
                        s.is_none_or(|s| s.connected && s.epoch == ours && s.peer_epoch == theirs)
                    };
                    if !stands(at_a, ours, theirs) || !stands(at_b, theirs, ours) {
                        self.ended(a, b);
                    }
                }
                if let (None, Some(s), Some(t)) = (self.pairs[book].up, at_a, at_b) {
                    let one = s.epoch == t.peer_epoch && s.peer_epoch == t.epoch;
                    if s.connected && t.connected && one {
                        let back = self.book(b, a);
                        self.pairs[book].up = Some((s.epoch, t.epoch));
                        self.pairs[back].up = Some((t.epoch, s.epoch));
                        self.last_delivery = now;
                    }
                }
            }
        }
        let n = self.sides.len();
        for suspect in std::mem::take(&mut self.suspects) {
            let (from, to) = (suspect.pair / n, suspect.pair % n);
            let known = self.drivers[from].rounds >= suspect.rounds[0]
                && self.drivers[to].rounds >= suspect.rounds[1];
            if self.pairs[suspect.pair].up.is_none() {
                // The connection has ended: no wonder.
            } else if known {
                return Err(suspect.failure);
            } else {
                self.suspects.push(suspect);
            }
        }
        Ok(())
    }

    /// An error on a connection of which it isn't known whether it still is the same.
    fn suspect(&mut self, pair: usize, failure: Failure) {
        let n = self.sides.len();
        let ends = [pair / n, pair % n];
        ends.iter().for_each(|&e| self.drivers[e].hurry());
        // A round that has begun may have asked before.
        let rounds = ends.map(|e| self.drivers[e].rounds + 2);
        self.suspects.push(Suspect { pair, failure, rounds });
    }

    fn suspect_completion(&mut self, pair: usize, error: CompletionError) {
        let (from, to) = (Arc::clone(&self.pairs[pair].from), Arc::clone(&self.pairs[pair].to));
        self.suspect(pair, Failure::Completion { from, to, error });
    }

    /// The node that sent a TLP that has come out at a node.
    fn source_of(&self, at: usize, tlp: &[u8]) -> Option<usize> {
        let peers = &self.topology.nodes[at].peers;
        if peers.len() == 1 {
            return peers.first().copied();
        }
        let head = Head::parse(tlp).ok()?;
        // Both fields lie in bytes 4 and 5.
        let id = if head.kind.is_completion() { completion::COMPLETER } else { request::REQUESTER };
        self.topology.owner_of(id.get(tlp) as u16)
    }

    fn arrived(&mut self, at: usize, transfer: &Transfer) -> Result<(), Failure> {
        let (cycle, now) = (self.fabric.cycle, self.now());
        let tlp = &transfer.bytes[..];
        let name = |n: usize| Arc::clone(&self.fabric.nodes[n].name);
        let Some(from) = self.source_of(at, tlp) else {
            let tlp = crate::check::scoreboard::describe(tlp);
            return Err(Failure::Nobody { cycle, at: name(at), tlp });
        };
        let book = self.book(from, at);
        let delivery = match self.pairs[book].board.delivered(tlp, transfer.error, cycle) {
            Ok(delivery) => delivery,
            Err(error @ DeliveryError::Unexpected { .. }) => {
                let other = (0..self.sides.len())
                    .find(|&to| self.pairs[self.book(from, to)].board.expects(tlp));
                return Err(match other {
                    None => error.into(),
                    Some(to) => Failure::Misrouted {
                        cycle,
                        at: name(at),
                        from: name(from),
                        to: name(to),
                        tlp: crate::check::scoreboard::describe(tlp),
                    },
                });
            }
            Err(error @ DeliveryError::Order { .. }) if self.pairs[book].up.is_some() => {
                self.suspect(book, error.into());
                return Ok(());
            }
            Err(error) => return Err(error.into()),
        };
        self.delivered += 1;
        self.last_delivery = now;
        self.heard[at].push(now);
        let flow = self.pairs[book].delivered(delivery.index, transfer.first_cycle, now);
        self.complete(from, at, tlp, flow, cycle)
    }

    /// Follows requests and completions, and has requests answered.
    fn complete(
        &mut self,
        from: usize,
        at: usize,
        tlp: &[u8],
        flow: Option<usize>,
        cycle: u64,
    ) -> Result<(), Failure> {
        let (there, back) = (self.book(from, at), self.book(at, from));
        let checked = self.pairs[there].checker.request(tlp, cycle);
        if let Err(error) = checked {
            self.suspect_completion(there, error);
        }
        let checked = self.pairs[back].checker.completion(tlp, cycle);
        if let Err(error) = checked {
            self.suspect_completion(back, error);
        }
        let Ok(head) = Head::parse(tlp) else { return Ok(()) };
        if head.kind.is_completion() {
            let key = (head.requester().0, head.tag() as u8);
            if !self.pairs[back].checker.is_open(key) {
                if let Some(flow) = self.pairs[back].open.remove(&key) {
                    self.sides[at].tags.put_back(key);
                    self.flows[flow].open = self.flows[flow].open.saturating_sub(1);
                }
            }
            return Ok(());
        }
        let Some(flow) = flow.filter(|_| head.kind.is_non_posted()) else { return Ok(()) };
        if self.flows[flow].has_answers() {
            return Ok(());
        }
        let completer = match head.body {
            Body::Config { target, .. } => target,
            _ => self.topology.nodes[at].id_for(&self.topology.nodes[from]),
        };
        let made = tlps::answers(&head, completer, self.topology.limits, &mut self.rng);
        let due = self.now() + self.flows[flow].answer_delay;
        let side = &mut self.sides[at];
        for made in made.map_err(Failure::Workload)? {
            side.answered += 1;
            let waiting = Waiting { made, to: from, flow: None };
            side.answers.insert((due, side.answered), waiting);
        }
        Ok(())
    }

    /// Which handshakes stand still, for the message of a time-out.
    fn stalled(&self) -> String {
        let mut parts = Vec::new();
        for (side, node) in self.sides.iter().zip(&self.fabric.nodes) {
            let name = &node.name;
            if side.off {
                parts.push(format!("`{name}` is unplugged"));
                continue;
            }
            if node.source.pending() > 0 {
                parts.push(format!("`{name}.pcie_rx_ready` low or its packet unfinished"));
            }
            if node.sink.inside_packet() {
                parts.push(format!("`{name}.pcie_tx_valid` low inside a packet"));
            }
            let blocked = side.waiting.iter().any(|w| !node.may_send(w.made.class));
            if blocked {
                parts.push(format!("`{name}.pcie_rx_non_posted_limit` reached"));
            }
            parts.extend(node.shortage().map(|s| format!("`{name}`: {s}")));
        }
        for pair in &self.pairs {
            if pair.board.owed() > 0 {
                let (from, to) = (&pair.from, &pair.to);
                parts.push(format!("{from} to {to}: {} on their way", pair.board.owed()));
            }
        }
        parts.extend(self.unconnected().map(|pairs| format!("not connected: {pairs}")));
        parts.truncate(FAILURES);
        parts.join("; ")
    }

    /// What has to hold when everything has come to rest.
    fn final_checks(&mut self) -> Vec<Failure> {
        let mut failures: Vec<Failure> =
            std::mem::take(&mut self.suspects).into_iter().map(|s| s.failure).collect();
        for pair in &self.pairs {
            failures.extend(pair.board.finish().into_iter().map(Failure::from));
            failures.extend(pair.checker.finish().into_iter().map(|error| Failure::Completion {
                from: Arc::clone(&pair.from),
                to: Arc::clone(&pair.to),
                error,
            }));
        }
        failures
    }

    fn read_counters(&mut self) -> Result<Vec<BTreeMap<&'static str, u32>>, Failure> {
        let mut counters = vec![BTreeMap::new(); self.sides.len()];
        for node in &mut self.fabric.nodes {
            node.axil.restart();
            if !node.in_reset() {
                for counter in map::ALL_COUNTERS {
                    node.axil.push(Access::Read { address: counter.offset as u16 });
                }
            }
        }
        while self.fabric.nodes.iter().any(|n| !n.axil.idle()) {
            let events = self.fabric.step(&mut self.seen)?;
            self.seen.clear();
            for (happened, counters) in events.into_iter().zip(&mut counters) {
                let Some(outcome) = happened.access else { continue };
                let Access::Read { address } = outcome.access else { continue };
                if let Some(register) = map::by_offset(address.into()) {
                    counters.insert(register.name, outcome.value);
                }
            }
        }
        Ok(counters)
    }

    fn fill(&self, report: &mut Report, counters: Vec<BTreeMap<&'static str, u32>>) {
        report.cycles = self.now();
        report.cycles_total = self.fabric.cycle;
        report.tlps_delivered = self.delivered;
        report.connections_ended = self.connections_ended;
        report.fill_flows(self.topology, &self.flows, &self.pairs);
        for (i, (node, counters)) in report.nodes.iter_mut().zip(counters).enumerate() {
            node.counters = counters;
            node.deliveries.clone_from(&self.heard[i]);
        }
        for (link, models) in report.links.iter_mut().zip(&self.fabric.links) {
            link.directions = models.each_ref().map(|m| m.stats).to_vec();
        }
        for (switch, model) in report.switches.iter_mut().zip(&self.fabric.switches) {
            for (i, port) in switch.ports.iter_mut().enumerate() {
                port.fill(model.stats(i));
            }
        }
    }
}
