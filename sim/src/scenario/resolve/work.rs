//! Workloads, events and assertions.

use expether_wire::registers::{self as map, Register};

use super::{probability, writable, Mistake, Resolver, Result};
use crate::model::plan::{self, Plan, SplitLimits};
use crate::scenario::events::{Action, Happening};
use crate::scenario::format::{Compare, EventKind, Role, Scenario, Workload, WorkloadKind};
use crate::scenario::topology::{LinkInfo, NodeInfo, WorkloadInfo};

impl Resolver<'_> {
    pub(super) fn workloads(
        &self,
        scenario: &Scenario,
        nodes: &[NodeInfo],
        limits: SplitLimits,
    ) -> Result<Vec<WorkloadInfo>> {
        let mut infos: Vec<WorkloadInfo> = Vec::new();
        for (i, spec) in scenario.workload.iter().enumerate() {
            let kind = *spec.kind.get_ref();
            let (from, to) = (self.several(&spec.from, nodes)?, self.several(&spec.to, nodes)?);
            let pairs = from.iter().flat_map(|&a| to.iter().map(move |&b| (a, b)));
            let flows: Vec<(usize, usize)> =
                pairs.filter(|&(a, b)| nodes[a].peers.contains(&b)).collect();
            if flows.is_empty() {
                let help = "a workload goes from hosts to devices that are their peers, or back";
                let message = "no node of these is a peer of the others";
                return Err(Mistake::new(spec.from.span(), message, help));
            }
            let payload = *spec.payload.get_ref();
            let most = if kind == WorkloadKind::Reads { 4096 } else { limits.max_payload };
            if payload % 4 != 0 || !(4..=most).contains(&payload) {
                let help = format!("a multiple of 4 from 4 to {most}; see max-payload");
                let message = format!("payload is {payload}");
                return Err(Mistake::new(spec.payload.span(), message, help));
            }
            probability(spec.relaxed, "relaxed", spec.kind.span())?;
            probability(spec.rate.unwrap_or(0.0), "rate", spec.kind.span())?;
            if !(1..=256).contains(&spec.outstanding) {
                let help = "1 to 256: there are so many tags";
                return Err(Mistake::new(spec.kind.span(), "too many reads outstanding", help));
            }
            let endless = spec.count.is_none() && spec.stop.is_none();
            if endless && scenario.duration.is_none() && kind != WorkloadKind::Trace {
                let help = "give the workload a count or a stop, or the scenario a duration";
                return Err(Mistake::new(spec.kind.span(), "this workload never ends", help));
            }
            let plan = self.trace(spec, nodes, &flows, limits)?;
            let name = spec.name.clone().unwrap_or_else(|| format!("{} {}", kind.name(), i + 1));
            let alone = |other: &WorkloadInfo| {
                let same = |&(a, b): &(usize, usize)| {
                    other.flows.contains(&(a, b)) || other.flows.contains(&(b, a))
                };
                (plan.is_none() && other.plan.is_none()) || !flows.iter().any(same)
            };
            if !infos.iter().all(alone) {
                let help = "a session decides what may be sent when: nothing else may go beside it";
                return Err(Mistake::new(spec.kind.span(), "a workload beside a trace", help));
            }
            infos.push(WorkloadInfo { name, spec: spec.clone(), flows, plan });
        }
        Ok(infos)
    }

    fn trace(
        &self,
        spec: &Workload,
        nodes: &[NodeInfo],
        flows: &[(usize, usize)],
        limits: SplitLimits,
    ) -> Result<Option<Plan>> {
        let at = spec.kind.span();
        let path = match (&spec.trace, *spec.kind.get_ref()) {
            (Some(path), WorkloadKind::Trace) => path,
            (None, WorkloadKind::Trace) => {
                let help = "write trace = \"…/session.tlp.gz\", from the scenario's folder on";
                return Err(Mistake::new(at, "which trace?", help));
            }
            (Some(path), _) => {
                let help = "kind = \"trace\" replays it";
                return Err(Mistake::new(path.span(), "this workload has no trace", help));
            }
            (None, _) => return Ok(None),
        };
        // A session has IDs and addresses of its own, by which nothing could be routed.
        let alone = |n: usize| nodes[n].peers.len() == 1;
        if flows.len() != 1 || !alone(flows[0].0) || !alone(flows[0].1) {
            let help = "a session is replayed between a host and a device without other peers";
            return Err(Mistake::new(at, "too many peers for a session", help));
        }
        if nodes[flows[0].0].role != Role::Host {
            return Err(Mistake::new(at, "a session goes from the host", "swap from and to"));
        }
        let file = self.folder.join(path.get_ref());
        let read = expether_wire::trace::load(&file).map_err(|e| {
            Mistake::new(path.span(), e.to_string(), "the path begins at the scenario's folder")
        })?;
        let plan = plan::plan(&read, limits).map_err(|e| {
            let message = format!("event {}: {e}", e.event() + 1);
            Mistake::new(path.span(), message, "`expether replay` shows the place in the session")
        })?;
        Ok(Some(plan))
    }

    pub(super) fn events(
        &self,
        scenario: &Scenario,
        nodes: &[NodeInfo],
        links: &[LinkInfo],
    ) -> Result<Vec<Happening>> {
        let mut happenings = Vec::new();
        for (i, spec) in scenario.event.iter().enumerate() {
            let kind = *spec.kind.get_ref();
            let at = spec.kind.span();
            let missing =
                |what: &str, help: &str| Mistake::new(at.clone(), format!("which {what}?"), help);
            let mut actions = Vec::new();
            let length = spec.length.unwrap_or(match kind {
                EventKind::Reset => 16,
                _ => 1_000,
            });
            if kind == EventKind::LinkDown {
                let names = spec.link.as_ref();
                let names = names.ok_or_else(|| missing("link", "write link = [\"…\", \"…\"]"))?;
                let pair = names.each_ref().map(|n| n.get_ref().as_str());
                let found = links.iter().position(|l| {
                    let has = l.names.each_ref().map(String::as_str);
                    has == pair || has == [pair[1], pair[0]]
                });
                let found = found.ok_or_else(|| {
                    let help = "the link is named by what it is between";
                    Mistake::new(names[0].span(), "there is no such link", help)
                })?;
                actions.push(Action::LinkDown { link: found, length });
            } else {
                let names = spec.node.as_ref();
                let names = names.ok_or_else(|| missing("node", "write node = \"…\""))?;
                for node in self.several(names, nodes)? {
                    actions.push(match kind {
                        EventKind::Reset => Action::Reset { node, length },
                        EventKind::Unplug => Action::Unplug { node },
                        EventKind::Plug => Action::Plug { node },
                        EventKind::HoldCredits => {
                            let class = spec.class.ok_or_else(|| {
                                missing("class", "posted, non-posted or completion")
                            })?;
                            Action::Hold { node, class: class.into(), length }
                        }
                        _ => {
                            let register = spec.register.as_ref().ok_or_else(|| {
                                missing("register", "write register = \"WINDOW\"")
                            })?;
                            let offset = writable(register)?.offset as u16;
                            let value =
                                spec.value.ok_or_else(|| missing("value", "write value = 16"))?;
                            Action::Set { node, address: offset, value }
                        }
                    });
                }
            }
            happenings.push(Happening {
                at: spec.at,
                every: spec.every.max(1),
                times: spec.times,
                within: spec.within,
                actions,
                number: i,
            });
        }
        Ok(happenings)
    }

    pub(super) fn counters(
        &self,
        scenario: &Scenario,
    ) -> Result<Vec<(usize, &'static Register, Compare)>> {
        let mut counters = Vec::new();
        for (name, compare) in &scenario.assert.counters {
            let help = "counters are named NODE.COUNTER, such as \"host0.TX_RETRANSMITS\"";
            let Some((node, register)) = name.get_ref().split_once('.') else {
                return Err(Mistake::new(name.span(), "which node's counter?", help));
            };
            let node = self.node_named(node, name.span())?;
            let register =
                map::ALL_COUNTERS.iter().find(|r| r.name == register).ok_or_else(|| {
                    let message = format!("there is no counter `{register}`");
                    Mistake::new(name.span(), message, "docs/registers.md lists them")
                })?;
            counters.push((node, register, *compare));
        }
        Ok(counters)
    }
}
