//! What a scenario came to. The same scenario, seed and design give the same report, to the byte.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use expether_wire::bridge;
use expether_wire::registers as map;

use super::flow::Flow;
use super::format::WorkloadKind;
use super::pair::{FlowBook, Pair};
use super::topology::{NodeInfo, Topology, WorkloadInfo};
use crate::model::bottleneck::jain;
use crate::model::link::LinkStats;
use crate::model::switch::PortStats;
use crate::replay::meter::Latency;
use crate::report::{junit_file, JunitCase};

/// Everything about one run.
#[derive(Clone, Debug, serde::Serialize)]
pub struct Report {
    pub scenario: String,
    pub passed: bool,
    pub seed: u64,
    /// From when all peers were connected to the end.
    pub cycles: u64,
    pub cycles_total: u64,
    pub tlps_sent: u64,
    pub tlps_delivered: u64,
    pub payload_bytes: u64,
    /// TLPs that were on their way when their connection ended.
    pub tlps_lost_with_connections: u64,
    pub connections_ended: u64,
    /// Longest time from the end of a disturbance to a TLP that was sent and arrived after it.
    pub slowest_recovery: Option<u64>,
    /// Disturbances after which nothing more arrived.
    pub unrecovered: u64,
    pub workloads: Vec<WorkloadReport>,
    pub flows: Vec<FlowReport>,
    pub nodes: Vec<NodeReport>,
    pub links: Vec<LinkReport>,
    pub switches: Vec<SwitchReport>,
    /// What went wrong, one sentence each.
    pub failures: Vec<String>,
}

#[derive(Clone, Debug, serde::Serialize)]
pub struct WorkloadReport {
    pub name: String,
    pub kind: WorkloadKind,
    /// Payload bytes a cycle while all of its flows ran.
    pub bytes_per_cycle: Option<f64>,
    /// Of a stream: the same, of what the frame arithmetic allows.
    pub goodput: Option<f64>,
    /// Jain's index of the flows' rates: 1 if all are equal.
    pub jain: Option<f64>,
}

#[derive(Clone, Debug, serde::Serialize)]
pub struct FlowReport {
    pub workload: String,
    pub from: String,
    pub to: String,
    pub sent: u64,
    pub delivered: u64,
    pub payload_bytes: u64,
    pub latency_cycles: Latency,
}

#[derive(Clone, Debug, serde::Serialize)]
pub struct NodeReport {
    pub name: String,
    pub backend: String,
    pub counters: BTreeMap<&'static str, u32>,
    /// Cycles in which a TLP came out.
    #[serde(skip)]
    pub deliveries: Vec<u64>,
}

#[derive(Clone, Debug, serde::Serialize)]
pub struct LinkReport {
    pub between: [String; 2],
    /// From the first to the second, and back.
    pub directions: Vec<LinkStats>,
}

#[derive(Clone, Debug, serde::Serialize)]
pub struct SwitchReport {
    pub name: String,
    pub ports: Vec<PortReport>,
}

#[derive(Clone, Debug, Default, serde::Serialize)]
pub struct PortReport {
    pub to: String,
    /// Clocks that frames waited in the output queue, on average.
    pub mean_wait: f64,
    #[serde(flatten)]
    pub stats: PortStats,
}

impl PortReport {
    pub(super) fn fill(&mut self, stats: PortStats) {
        (self.mean_wait, self.stats) = (stats.mean_wait(), stats);
    }
}

/// Payload that a byte time of the line carries at most, with writes of so many bytes packed into
/// frames as the sender's registers say.
pub fn stream_bound(payload: usize, sender: &NodeInfo) -> f64 {
    let register = |wanted: &map::Register| {
        let set = sender.registers.iter().rev().find(|(name, _)| name == wanted.name);
        set.map_or(wanted.reset(), |(_, value)| u64::from(*value))
    };
    // Memory below 4 GiB: a header of three words; TLPs begin at multiples of 8 bytes.
    let tlp = (12 + payload).next_multiple_of(8);
    let area =
        (map::MTU_BYTES.get(register(&map::MTU)) as usize).saturating_sub(bridge::HEADER.length);
    let aggregation = register(&map::AGGREGATION);
    let mut fit = (area / tlp).max(1);
    if map::AGGREGATION_ENABLE.get(aggregation) == 0 {
        fit = 1;
    }
    let limit = map::AGGREGATION_LIMIT.get(aggregation) as usize;
    if limit > 0 {
        fit = fit.min(limit);
    }
    let frame = bridge::TLP_OFFSET + fit * tlp;
    (fit * payload) as f64 / bridge::wire_bytes(frame) as f64
}

/// Bytes of the line in a clock.
const LINE: f64 = 8.0;

/// Cycles in which all of these flows were under way, and the payload that each delivered in them:
/// from the latest first delivery to the earliest last.
fn common(books: &[&FlowBook]) -> Option<(u64, Vec<u64>)> {
    let begin = books.iter().map(|b| b.deliveries.first().map(|d| d.0)).max()??;
    let end = books.iter().map(|b| b.deliveries.last().map(|d| d.0)).min()??;
    if books.iter().any(|b| b.deliveries.is_empty()) || end <= begin {
        return None;
    }
    let inside = |b: &&FlowBook| {
        let within = b.deliveries.iter().filter(|(at, _)| *at > begin && *at <= end);
        within.map(|(_, bytes)| u64::from(*bytes)).sum()
    };
    Some((end - begin, books.iter().map(inside).collect()))
}

impl Report {
    /// The report of a scenario that has not run yet.
    pub(super) fn empty(topology: &Topology, seed: u64, backends: &[String]) -> Self {
        let nodes = topology.nodes.iter().zip(backends).map(|(n, backend)| NodeReport {
            name: n.name.clone(),
            backend: backend.clone(),
            counters: BTreeMap::new(),
            deliveries: Vec::new(),
        });
        let links = topology
            .links
            .iter()
            .map(|l| LinkReport { between: l.names.clone(), directions: Vec::new() });
        let switches = topology.switches.iter().map(|s| SwitchReport {
            name: s.name.clone(),
            ports: s
                .neighbours
                .iter()
                .map(|to| PortReport { to: to.clone(), ..PortReport::default() })
                .collect(),
        });
        Self {
            scenario: topology.scenario.name.clone(),
            passed: false,
            seed,
            cycles: 0,
            cycles_total: 0,
            tlps_sent: 0,
            tlps_delivered: 0,
            payload_bytes: 0,
            tlps_lost_with_connections: 0,
            connections_ended: 0,
            slowest_recovery: None,
            unrecovered: 0,
            workloads: Vec::new(),
            flows: Vec::new(),
            nodes: nodes.collect(),
            links: links.collect(),
            switches: switches.collect(),
            failures: Vec::new(),
        }
    }

    pub(super) fn fill_flows(&mut self, topology: &Topology, flows: &[Flow], pairs: &[Pair]) {
        let n = topology.nodes.len();
        let nobody = FlowBook::default();
        let book = |i: usize| {
            let flow = &flows[i];
            pairs[flow.from * n + flow.to].books.get(&Some(i)).unwrap_or(&nobody)
        };
        for (i, flow) in flows.iter().enumerate() {
            let b = book(i);
            self.flows.push(FlowReport {
                workload: topology.workloads[flow.workload].name.clone(),
                from: topology.nodes[flow.from].name.clone(),
                to: topology.nodes[flow.to].name.clone(),
                sent: b.sent,
                delivered: b.delivered,
                payload_bytes: b.payload_bytes,
                latency_cycles: b.latencies.summary(),
            });
        }
        for (w, info) in topology.workloads.iter().enumerate() {
            let of: Vec<usize> = (0..flows.len()).filter(|&i| flows[i].workload == w).collect();
            let books: Vec<&FlowBook> = of.iter().map(|&i| book(i)).collect();
            self.workloads.push(workload(topology, info, &books));
        }
        for pair in pairs {
            self.tlps_sent += pair.board.sent_count();
            self.tlps_lost_with_connections += pair.board.lost_with_connections();
            self.payload_bytes += pair.books.values().map(|b| b.payload_bytes).sum::<u64>();
            self.slowest_recovery =
                self.slowest_recovery.max(pair.recoveries.iter().copied().max());
            self.unrecovered += u64::from(pair.disturbed.is_some());
        }
    }

    /// Frames that switches dropped because they were longer than their MTU.
    pub fn oversize(&self) -> u64 {
        self.switches.iter().flat_map(|s| &s.ports).map(|p| p.stats.oversize).sum()
    }

    /// Frames that switches dropped for want of room.
    pub fn dropped(&self) -> u64 {
        self.switches.iter().flat_map(|s| &s.ports).map(|p| p.stats.dropped).sum()
    }

    /// A short name that tells it from other runs.
    pub fn name(&self) -> String {
        format!("{} seed {}", self.scenario, self.seed)
    }
}

fn workload(topology: &Topology, info: &WorkloadInfo, books: &[&FlowBook]) -> WorkloadReport {
    let kind = *info.spec.kind.get_ref();
    let common = common(books);
    let rate =
        common.as_ref().map(|(cycles, bytes)| bytes.iter().sum::<u64>() as f64 / *cycles as f64);
    let ends = |of: fn(&(usize, usize)) -> usize| {
        let mut ends: Vec<usize> = info.flows.iter().map(of).collect();
        ends.sort_unstable();
        ends.dedup();
        ends.len()
    };
    let bound = (kind == WorkloadKind::Stream).then(|| {
        let lines = ends(|f| f.0).min(ends(|f| f.1)) as f64;
        let sender = &topology.nodes[info.flows[0].0];
        let line = LINE * stream_bound(*info.spec.payload.get_ref(), sender) * lines;
        let asked = info.spec.rate.map(|r| r * LINE * info.flows.len() as f64);
        asked.map_or(line, |asked| line.min(asked))
    });
    let jain = common
        .as_ref()
        .filter(|_| books.len() > 1)
        .and_then(|(_, bytes)| bytes.iter().any(|b| *b > 0).then(|| jain(bytes)));
    WorkloadReport {
        name: info.name.clone(),
        kind,
        bytes_per_cycle: rate,
        goodput: bound.zip(rate).map(|(bound, rate)| rate / bound),
        jain,
    }
}

/// Runs as a JUnit file: one test case each, with the seconds it took.
pub fn junit(runs: &[(&Report, f64)]) -> Result<String, quick_junit::SerializeError> {
    junit_file("sim", runs, |(run, seconds)| JunitCase {
        name: run.name(),
        class: "sim".to_owned(),
        seconds: *seconds,
        passed: run.passed,
        failures: &run.failures,
    })
}

/// One line a run with its worst figures, and its failures; with `details` one line a flow, link
/// and port too.
pub fn table(runs: &[(&Report, f64)], details: bool) -> String {
    let mut text = format!(
        "{:<22} {:>5}  {:<4} {:>9} {:>10} {:>8} {:>6} {:>17} {:>6} {:>7} {:>9}\n",
        "scenario",
        "seed",
        "",
        "TLPs",
        "cycles",
        "goodput",
        "jain",
        "latency p99/max",
        "ended",
        "dropped",
        "kcycles/s"
    );
    for (run, seconds) in runs {
        let least = |values: Vec<f64>, scale: f64, unit: &str| {
            values
                .into_iter()
                .min_by(f64::total_cmp)
                .map_or_else(|| "-".to_owned(), |v| format!("{:.3}{unit}", v * scale))
        };
        let goodput = least(run.workloads.iter().filter_map(|w| w.goodput).collect(), 1.0, "");
        let jain = least(run.workloads.iter().filter_map(|w| w.jain).collect(), 1.0, "");
        let most = |of: fn(&Latency) -> u64| {
            run.flows.iter().map(|f| of(&f.latency_cycles)).max().unwrap_or(0)
        };
        let latency = format!("{} / {}", most(|l| l.p99), most(|l| l.max));
        let speed = run.cycles_total as f64 / seconds.max(1e-9) / 1000.0;
        let _ = writeln!(
            text,
            "{:<22} {:>5}  {:<4} {:>9} {:>10} {:>8} {:>6} {:>17} {:>6} {:>7} {:>9.0}",
            run.scenario,
            run.seed,
            if run.passed { "pass" } else { "FAIL" },
            run.tlps_delivered,
            run.cycles,
            goodput,
            jain,
            latency,
            run.connections_ended,
            run.dropped(),
            speed,
        );
        for failure in &run.failures {
            let _ = writeln!(text, "    {failure}");
        }
        if details {
            details_of(run, &mut text);
        }
    }
    text
}

fn details_of(run: &Report, text: &mut String) {
    for f in &run.flows {
        let l = f.latency_cycles;
        let _ = writeln!(
            text,
            "    {:<12} {} -> {}: {} of {} TLPs, {} bytes, latency {} / {} / {}",
            f.workload, f.from, f.to, f.delivered, f.sent, f.payload_bytes, l.p50, l.p99, l.max
        );
    }
    for link in &run.links {
        for (d, s) in link.directions.iter().enumerate() {
            let _ = writeln!(
                text,
                "    link {} -> {}: {} frames, {} lost, {} corrupted, {} duplicated, {} reordered, {} cut",
                link.between[d],
                link.between[1 - d],
                s.frames,
                s.lost,
                s.corrupted,
                s.duplicated,
                s.reordered,
                s.cut
            );
        }
    }
    for switch in &run.switches {
        for p in &switch.ports {
            let s = &p.stats;
            let _ = writeln!(
                text,
                "    {} to {}: {} frames, {} dropped, queue up to {} bytes, waited {:.0} / {} cycles",
                switch.name, p.to, s.frames_out, s.dropped, s.deepest, p.mean_wait, s.longest_wait
            );
        }
    }
}
