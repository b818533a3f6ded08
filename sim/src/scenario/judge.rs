//! What can fail, and what the assertions of a scenario demand.

use std::sync::Arc;

use super::report::Report;
use super::topology::Topology;
use crate::check::{CompletionError, DeliveryError};
use crate::SimError;

/// Why a scenario failed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Failure {
    #[error(transparent)]
    Delivery(#[from] DeliveryError),
    #[error("requests from {from} to {to}: {error}")]
    Completion { from: Arc<str>, to: Arc<str>, error: CompletionError },
    /// A TLP came out at a node it was not for.
    #[error("cycle {cycle}: {at} was given a TLP that {from} sent to {to}: {tlp}")]
    Misrouted { cycle: u64, at: Arc<str>, from: Arc<str>, to: Arc<str>, tlp: String },
    /// A TLP with an ID that nobody has.
    #[error("cycle {cycle}: {at} was given a TLP of nobody: {tlp}")]
    Nobody { cycle: u64, at: Arc<str>, tlp: String },
    #[error(transparent)]
    Sim(#[from] SimError),
    #[error("cycle {cycle}: not connected after {waited} cycles: {pairs}")]
    NotConnected { cycle: u64, waited: u64, pairs: String },
    /// Nothing happened for so long that nothing will.
    #[error("cycle {cycle}: no TLP delivered for {waited} cycles; {stalled}")]
    Stalled { cycle: u64, waited: u64, stalled: String },
    #[error("{node}: access to register {address:#06x} answered with {response}")]
    Register { node: Arc<str>, address: u16, response: u8 },
    #[error("a workload can't be built: {0}")]
    Workload(expether_wire::Error),
    /// An assertion of the scenario doesn't hold.
    #[error("assert {what}: {found}, expected {expected}")]
    Assert { what: String, found: String, expected: String },
}

impl Failure {
    fn assert(what: impl Into<String>, found: String, expected: String) -> Self {
        Self::Assert { what: what.into(), found, expected }
    }
}

/// Holds the report against the scenario's assertions.
pub fn judge(topology: &Topology, report: &Report) -> Vec<Failure> {
    let assert = &topology.scenario.assert;
    let mut failures = Vec::new();
    let mut compare = |what: &str, compare: Option<super::format::Compare>, found: u64| {
        if let Some(compare) = compare.filter(|c| !c.holds(found)) {
            failures.push(Failure::assert(what, found.to_string(), compare.to_string()));
        }
    };
    let links = || report.links.iter().flat_map(|l| l.directions.iter());
    compare("delivered", assert.delivered, report.tlps_delivered);
    compare("dropped", assert.dropped, report.dropped());
    compare("oversize", assert.oversize, report.oversize());
    compare("lost", assert.lost, links().map(|l| l.lost).sum());
    compare("cut", assert.cut, links().map(|l| l.cut).sum());
    let ended = assert.connections_ended.or_else(|| {
        // Whoever disturbs nothing expects no connection to end.
        let quiet = topology.happenings.is_empty()
            && topology.links.iter().all(|l| l.configs.iter().all(|c| c.flaps.is_none()));
        quiet.then_some(super::format::Compare { least: 0, most: 0 })
    });
    compare("connections-ended", ended, report.connections_ended);
    for (node, register, wanted) in &topology.counters {
        let node = &report.nodes[*node];
        let found = u64::from(node.counters.get(register.name).copied().unwrap_or(0));
        compare(&format!("counters {}.{}", node.name, register.name), Some(*wanted), found);
    }
    for workload in &report.workloads {
        if let (Some(least), Some(found)) = (assert.goodput, workload.goodput) {
            if found < least {
                let what = format!("goodput of {}", workload.name);
                let (found, least) = (format!("{found:.3} of the bound"), format!("{least}"));
                failures.push(Failure::assert(what, found, format!("at least {least}")));
            }
        }
        if let (Some(least), Some(found)) = (assert.jain, workload.jain) {
            if found < least {
                let what = format!("jain of {}", workload.name);
                let found = format!("{found:.3}");
                failures.push(Failure::assert(what, found, format!("at least {least}")));
            }
        }
    }
    for flow in &report.flows {
        let latency = flow.latency_cycles;
        let own = topology.workloads.iter().find(|w| w.name == flow.workload);
        let own = own.and_then(|w| w.spec.latency_max);
        for (what, most, found) in [
            ("latency-max", own, latency.max),
            ("latency-p99", assert.latency_p99, latency.p99),
            ("latency-max", assert.latency_max, latency.max),
        ] {
            if let Some(most) = most.filter(|m| found > *m) {
                let what = format!("{what} from {} to {}", flow.from, flow.to);
                let most = format!("at most {most} cycles");
                failures.push(Failure::assert(what, format!("{found} cycles"), most));
            }
        }
    }
    if let Some(most) = assert.recovered_within {
        match report.slowest_recovery {
            Some(found) if found <= most && report.unrecovered == 0 => {}
            found => {
                let found = match found {
                    _ if report.unrecovered > 0 => format!("{} never", report.unrecovered),
                    Some(cycles) => format!("{cycles} cycles"),
                    None => "nothing was disturbed".into(),
                };
                let most = format!("at most {most} cycles");
                failures.push(Failure::assert("recovered-within", found, most));
            }
        }
    }
    for (node, from, to) in &topology.silent {
        let node = &report.nodes[*node];
        let heard = node.deliveries.iter().find(|c| (from..=to).contains(c));
        if let Some(cycle) = heard {
            let what = format!("silent {}", node.name);
            let found = format!("a TLP came out at cycle {cycle}");
            failures.push(Failure::assert(what, found, format!("none from {from} to {to}")));
        }
    }
    failures
}
