//! From a scenario's text to a fabric: names are looked up, peers, IDs, addresses and routes given
//! out, and what makes no sense is refused with its place in the text.
//!
//! Host `i` of the scenario has requester ID 00:i.0. Device `j` is bus 1 + j; it serves host `i` as
//! its function `i` (ID `bus << 8 | i`), as a device with virtual functions would. Each device has
//! 16 MiB of memory from 0x8000_0000, 1 GiB from 16 GiB on and 4 KiB of I/O space. So a TLP's ID or
//! address says whose it is, and the route registers of each peer's entry follow from it.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;
use std::path::{Path, PathBuf};

use expether_wire::registers::{self as map, peer, Register};
use expether_wire::tlp::FunctionId;
use toml::Spanned;

use super::error::{Mistake, ScenarioError};
use super::events::{Action, Happening};
use super::format::{
    Compare, EventKind, Link, Names, Node, Role, Scenario, Workload, WorkloadKind,
};
use crate::model::credits::{Buffer, ReceiverConfig};
use crate::model::link::LinkConfig;
use crate::model::node::Routes;
use crate::model::plan::{self, Plan, SplitLimits};
use crate::model::switch::PortConfig;
use crate::replay::BackendKind;

/// A node as it will be.
#[derive(Clone, Debug)]
pub struct NodeInfo {
    pub name: String,
    pub role: Role,
    /// As the scenario has it; the command line may have another.
    pub backend: Option<BackendKind>,
    pub group: u16,
    pub mac: [u8; 6],
    /// Among the nodes of its role.
    pub index: usize,
    /// Nodes of the other role to which it has connections.
    pub peers: Vec<usize>,
    pub learn: bool,
    pub stall: f64,
    pub registers: Vec<(String, u32)>,
    pub receiver: ReceiverConfig,
}

/// One end of a link.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum End {
    Node(usize),
    /// Switch and port.
    Port(usize, usize),
}

/// A link as it will be.
#[derive(Clone, Debug)]
pub struct LinkInfo {
    pub names: [String; 2],
    pub ends: [End; 2],
    /// By direction: from end 0 to end 1, and back.
    pub configs: [LinkConfig; 2],
}

/// A switch as it will be.
#[derive(Clone, Debug)]
pub struct SwitchInfo {
    pub name: String,
    pub ports: Vec<PortConfig>,
    /// What is at the other end of each port.
    pub neighbours: Vec<String>,
}

/// A workload with its flows.
#[derive(Clone, Debug)]
pub struct WorkloadInfo {
    pub name: String,
    pub spec: Workload,
    /// (from, to).
    pub flows: Vec<(usize, usize)>,
    /// Of a trace.
    pub plan: Option<Plan>,
}

/// A fabric that can be run.
#[derive(Clone, Debug)]
pub struct Topology {
    pub scenario: Scenario,
    pub nodes: Vec<NodeInfo>,
    pub switches: Vec<SwitchInfo>,
    pub links: Vec<LinkInfo>,
    pub workloads: Vec<WorkloadInfo>,
    pub happenings: Vec<Happening>,
    /// Node, register, comparison.
    pub counters: Vec<(usize, &'static Register, Compare)>,
    /// Node, first and last cycle.
    pub silent: Vec<(usize, u64, u64)>,
    pub limits: SplitLimits,
}

/// Hosts in a scenario: device numbers of bus 0.
const MOST_HOSTS: usize = 32;
/// Devices in a scenario: buses 1 to 64, and windows below 4 GiB.
const MOST_DEVICES: usize = 64;
/// Longest payload that the bridges carry.
const MOST_PAYLOAD: usize = 512;

/// Reads a file.
pub fn load(path: &Path) -> Result<Topology, ScenarioError> {
    let text = std::fs::read_to_string(path)
        .map_err(|e| ScenarioError::Read { path: path.to_owned(), reason: e.to_string() })?;
    let stem = path.file_stem().map_or_else(String::new, |s| s.to_string_lossy().into_owned());
    let folder = path.parent().map_or_else(PathBuf::new, Path::to_owned);
    parse(&text, &path.display().to_string(), &stem, &folder)
}

/// Reads a text; `stem` is its name if it has none, and traces are looked for in `folder`.
pub fn parse(
    text: &str,
    source_name: &str,
    stem: &str,
    folder: &Path,
) -> Result<Topology, ScenarioError> {
    let wrong = |mistake: Mistake| ScenarioError::Text {
        message: mistake.message,
        help: mistake.help,
        at: mistake.at.start.min(text.len())..mistake.at.end.min(text.len()),
        source_name: source_name.to_owned(),
        text: text.to_owned(),
    };
    let mut scenario: Scenario = toml::from_str(text).map_err(|e| {
        let help = "docs/scenarios.md lists every table and field with its default";
        wrong(Mistake::new(e.span().unwrap_or(0..0), e.message().trim_end(), help))
    })?;
    if scenario.name.is_empty() {
        stem.clone_into(&mut scenario.name);
    }
    Resolver { names: BTreeMap::new(), folder }.resolve(scenario).map_err(wrong)
}

#[derive(Copy, Clone)]
enum Named {
    Node(usize),
    Switch(usize),
}

struct Resolver<'a> {
    names: BTreeMap<String, Named>,
    folder: &'a Path,
}

type Result<T, E = Mistake> = std::result::Result<T, E>;

fn probability(value: f64, what: &str, at: Range<usize>) -> Result<()> {
    if (0.0..=1.0).contains(&value) {
        return Ok(());
    }
    Err(Mistake::new(
        at,
        format!("{what} is {value}"),
        format!("{what} is a probability: from 0 to 1"),
    ))
}

fn power_of_two(value: &Spanned<usize>, what: &str, least: usize, most: usize) -> Result<()> {
    let v = *value.get_ref();
    if v.is_power_of_two() && (least..=most).contains(&v) {
        return Ok(());
    }
    let help = format!("{what} is a power of two from {least} to {most}");
    Err(Mistake::new(value.span(), format!("{what} is {v}"), help))
}

impl Resolver<'_> {
    fn resolve(mut self, scenario: Scenario) -> Result<Topology> {
        power_of_two(&scenario.max_payload, "max-payload", 128, MOST_PAYLOAD)?;
        power_of_two(&scenario.max_read_request, "max-read-request", 128, 4096)?;
        power_of_two(&scenario.completion_boundary, "completion-boundary", 64, 128)?;
        let limits = SplitLimits {
            max_payload: *scenario.max_payload.get_ref(),
            max_read_request: *scenario.max_read_request.get_ref(),
            completion_boundary: *scenario.completion_boundary.get_ref(),
        };
        let mut nodes = self.nodes(&scenario.node)?;
        let (switches, links) = self.cables(&scenario, &nodes)?;
        self.peers(&scenario.node, &mut nodes)?;
        let workloads = self.workloads(&scenario, &nodes, limits)?;
        let happenings = self.events(&scenario, &links)?;
        let counters = self.counters(&scenario)?;
        let mut silent = Vec::new();
        for quiet in &scenario.assert.silent {
            silent.push((self.node(&quiet.node)?, quiet.from, quiet.to));
        }
        Ok(Topology {
            scenario,
            nodes,
            switches,
            links,
            workloads,
            happenings,
            counters,
            silent,
            limits,
        })
    }

    fn claim(&mut self, name: &Spanned<String>, what: Named) -> Result<()> {
        let text = name.get_ref();
        let good = !text.is_empty()
            && text.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-' || b == b'_');
        if !good || text == "hosts" || text == "devices" {
            let help = "a name has letters, digits, `-` and `_`, and is not `hosts` or `devices`";
            return Err(Mistake::new(name.span(), format!("`{text}` is no name"), help));
        }
        if self.names.insert(text.clone(), what).is_some() {
            let help = "each node and switch has a name of its own";
            return Err(Mistake::new(name.span(), format!("a second `{text}`"), help));
        }
        Ok(())
    }

    fn unknown(&self, name: &str, at: Range<usize>, nodes_only: bool) -> Mistake {
        let of_kind = |n: &&String| !nodes_only || matches!(self.names[*n], Named::Node(_));
        let known: Vec<&str> = self.names.keys().filter(of_kind).map(String::as_str).collect();
        let what = if nodes_only { "node" } else { "node or switch" };
        let help = format!("there are: {}", known.join(", "));
        Mistake::new(at, format!("there is no {what} `{name}`"), help)
    }

    fn node(&self, name: &Spanned<String>) -> Result<usize> {
        self.node_named(name.get_ref(), name.span())
    }

    fn node_named(&self, name: &str, at: Range<usize>) -> Result<usize> {
        match self.names.get(name) {
            Some(Named::Node(i)) => Ok(*i),
            _ => Err(self.unknown(name, at, true)),
        }
    }

    fn nodes(&mut self, specs: &[Node]) -> Result<Vec<NodeInfo>> {
        let mut counts = [0usize; 2];
        let mut nodes = Vec::new();
        for (i, spec) in specs.iter().enumerate() {
            self.claim(&spec.name, Named::Node(i))?;
            let at = spec.name.span();
            let index = counts[spec.role as usize];
            counts[spec.role as usize] += 1;
            if counts[0] > MOST_HOSTS || counts[1] > MOST_DEVICES {
                let help = format!("at most {MOST_HOSTS} hosts and {MOST_DEVICES} devices");
                return Err(Mistake::new(at, "too many nodes", help));
            }
            probability(spec.stall, "stall", at.clone())?;
            let group = *spec.group.get_ref();
            if !(1..=4094).contains(&group) {
                let help = "a group is a VLAN ID: 1 to 4094";
                return Err(Mistake::new(spec.group.span(), format!("group is {group}"), help));
            }
            let mut registers = Vec::new();
            for (name, value) in &spec.registers {
                writable(name)?;
                registers.push((name.get_ref().clone(), *value));
            }
            let r = &spec.receiver;
            let buffer = |b: Option<(u8, u16)>| match b {
                None => Ok(None),
                Some((header, data)) if (1..=127).contains(&header) && data <= 2047 => {
                    Ok(Some(Buffer { header, data }))
                }
                Some(_) => Err(Mistake::new(
                    at.clone(),
                    "a receiver's buffer has no such size",
                    "[headers, data]: 1 to 127 headers, 0 to 2,047 units of 16 bytes of payload",
                )),
            };
            let buffers = [buffer(r.posted)?, buffer(r.non_posted)?, buffer(r.completion)?];
            nodes.push(NodeInfo {
                name: spec.name.get_ref().clone(),
                role: spec.role,
                backend: spec.backend.map(Into::into),
                group,
                mac: [0x02, 0x45, 0x58, spec.role as u8, 0, index as u8 + 1],
                index,
                peers: Vec::new(),
                learn: spec.learn,
                stall: spec.stall,
                registers,
                receiver: ReceiverConfig { buffers, rate: r.rate.max(0.0) },
            });
        }
        if counts[0] == 0 || counts[1] == 0 {
            let help = "write [[node]] with role = \"host\", and one with role = \"device\"";
            return Err(Mistake::new(0..0, "a fabric has a host and a device at least", help));
        }
        Ok(nodes)
    }

    fn peers(&self, specs: &[Node], nodes: &mut [NodeInfo]) -> Result<()> {
        for (i, spec) in specs.iter().enumerate() {
            let peers: Vec<usize> = match &spec.peers {
                None => (0..nodes.len())
                    .filter(|&j| {
                        nodes[j].role != nodes[i].role
                            && nodes[j].group == nodes[i].group
                            && (specs[j].peers.as_ref()).is_none_or(|p| {
                                p.iter().any(|name| name.get_ref() == spec.name.get_ref())
                            })
                    })
                    .collect(),
                Some(names) => {
                    let mut peers = Vec::new();
                    for name in names {
                        let j = self.node(name)?;
                        if nodes[j].role == nodes[i].role || nodes[j].group != nodes[i].group {
                            let help = "peers are of different roles and of one group";
                            let message = format!("`{}` can't be a peer", name.get_ref());
                            return Err(Mistake::new(name.span(), message, help));
                        }
                        peers.push(j);
                    }
                    peers
                }
            };
            if peers.len() > peer::MAXIMUM {
                let help = format!("at most {}: name them with `peers`", peer::MAXIMUM);
                return Err(Mistake::new(spec.name.span(), "too many peers", help));
            }
            nodes[i].peers = peers;
        }
        Ok(())
    }

    fn cables(
        &mut self,
        scenario: &Scenario,
        nodes: &[NodeInfo],
    ) -> Result<(Vec<SwitchInfo>, Vec<LinkInfo>)> {
        for (i, spec) in scenario.switch.iter().enumerate() {
            self.claim(&spec.name, Named::Switch(i))?;
        }
        let mut switches: Vec<SwitchInfo> = scenario
            .switch
            .iter()
            .map(|s| SwitchInfo {
                name: s.name.get_ref().clone(),
                ports: Vec::new(),
                neighbours: Vec::new(),
            })
            .collect();
        let mut links: Vec<LinkInfo> = Vec::new();
        let mut taken = BTreeSet::new();
        for spec in &scenario.link {
            let names = spec.between.each_ref().map(|n| n.get_ref().clone());
            let mut ends = [End::Node(0); 2];
            for (k, name) in spec.between.iter().enumerate() {
                ends[k] = match self.names.get(name.get_ref()) {
                    Some(&Named::Node(n)) => {
                        if !taken.insert(n) {
                            let message = format!("a second link at `{}`", name.get_ref());
                            let help = "a node has one port; put a [[switch]] between";
                            return Err(Mistake::new(name.span(), message, help));
                        }
                        End::Node(n)
                    }
                    Some(&Named::Switch(s)) => {
                        let config = PortConfig {
                            buffer: scenario.switch[s].buffer,
                            honour_pause: scenario.switch[s].honour_pause,
                            send_pause: scenario.switch[s].send_pause,
                            ..PortConfig::default()
                        };
                        switches[s].ports.push(config);
                        switches[s].neighbours.push(names[1 - k].clone());
                        End::Port(s, switches[s].ports.len() - 1)
                    }
                    None => return Err(self.unknown(name.get_ref(), name.span(), false)),
                };
            }
            links.push(LinkInfo { names, ends, configs: link_configs(spec)? });
        }
        if let Some(n) = (0..nodes.len()).find(|n| !taken.contains(n)) {
            let name = &scenario.node[n].name;
            let help = format!("write [[link]] with between = [\"{}\", …]", name.get_ref());
            let message = format!("no link at `{}`", name.get_ref());
            return Err(Mistake::new(name.span(), message, help));
        }
        self.vlans(scenario, nodes, &mut switches)?;
        Ok((switches, links))
    }

    /// Which ports are members of which VLANs: as written, or else the group of the node at the
    /// port, and every group at a port to another switch.
    fn vlans(
        &self,
        scenario: &Scenario,
        nodes: &[NodeInfo],
        switches: &mut [SwitchInfo],
    ) -> Result<()> {
        let groups: BTreeSet<u16> = nodes.iter().map(|n| n.group).collect();
        for (switch, spec) in switches.iter_mut().zip(&scenario.switch) {
            let Some(vlans) = &spec.vlans else {
                for (port, name) in switch.ports.iter_mut().zip(&switch.neighbours) {
                    port.vlans = match self.names.get(name) {
                        Some(&Named::Node(n)) => BTreeSet::from([nodes[n].group]),
                        _ => groups.clone(),
                    };
                }
                continue;
            };
            for (vlan, members) in vlans {
                let id = vlan.get_ref().parse::<u16>().ok().filter(|v| (1..=4094).contains(v));
                let Some(id) = id else {
                    let message = format!("`{}` is no VLAN", vlan.get_ref());
                    return Err(Mistake::new(vlan.span(), message, "VLANs are 1 to 4094"));
                };
                for member in members {
                    let at = switch.neighbours.iter().position(|n| n == member.get_ref());
                    let Some(at) = at else {
                        let message = format!("no link to `{}`", member.get_ref());
                        let help = format!("there are: {}", switch.neighbours.join(", "));
                        return Err(Mistake::new(member.span(), message, help));
                    };
                    switch.ports[at].vlans.insert(id);
                }
            }
        }
        Ok(())
    }

    fn several(&self, names: &Spanned<Names>, nodes: &[NodeInfo]) -> Result<Vec<usize>> {
        let mut found = Vec::new();
        let of = |role: Role| (0..nodes.len()).filter(move |&i| nodes[i].role == role);
        for name in &names.get_ref().0 {
            match name.as_str() {
                "hosts" => found.extend(of(Role::Host)),
                "devices" => found.extend(of(Role::Device)),
                name => found.push(self.node_named(name, names.span())?),
            }
        }
        Ok(found)
    }

    fn workloads(
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

    fn events(&self, scenario: &Scenario, links: &[LinkInfo]) -> Result<Vec<Happening>> {
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
                for node in self.several_by_role(names, scenario)? {
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

    fn several_by_role(&self, names: &Spanned<Names>, scenario: &Scenario) -> Result<Vec<usize>> {
        let mut found = Vec::new();
        for name in &names.get_ref().0 {
            let role = match name.as_str() {
                "hosts" => Role::Host,
                "devices" => Role::Device,
                name => {
                    found.push(self.node_named(name, names.span())?);
                    continue;
                }
            };
            found.extend((0..scenario.node.len()).filter(|&i| scenario.node[i].role == role));
        }
        Ok(found)
    }

    fn counters(&self, scenario: &Scenario) -> Result<Vec<(usize, &'static Register, Compare)>> {
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

fn writable(name: &Spanned<String>) -> Result<&'static Register> {
    let found = map::by_name(name.get_ref());
    match found {
        Some(register) if register.access == map::Access::ReadWrite => Ok(register),
        Some(_) => {
            let message = format!("register `{}` can only be read", name.get_ref());
            Err(Mistake::new(name.span(), message, "docs/registers.md lists those to write"))
        }
        None => {
            let message = format!("there is no register `{}`", name.get_ref());
            Err(Mistake::new(name.span(), message, "docs/registers.md lists them"))
        }
    }
}

fn link_configs(spec: &Link) -> Result<[LinkConfig; 2]> {
    let at = spec.between[0].span();
    for (value, what) in [
        (spec.loss, "loss"),
        (spec.corruption, "corruption"),
        (spec.duplication, "duplication"),
        (spec.reordering, "reordering"),
        (spec.burst.map_or(0.0, |b| b.begin), "burst.begin"),
        (spec.burst.map_or(0.0, |b| b.loss), "burst.loss"),
        (spec.flaps.map_or(0.0, |f| f.rate), "flaps.rate"),
    ] {
        probability(value, what, at.clone())?;
    }
    let delay = *spec.delay.get_ref();
    if !(1..=1_000_000).contains(&delay) {
        let help = "a delay is 1 to 1,000,000 clocks of 6.4 ns; 2 km of fibre are 1,563";
        return Err(Mistake::new(spec.delay.span(), format!("delay is {delay}"), help));
    }
    let clean = LinkConfig { delay, ..LinkConfig::default() };
    let full = LinkConfig {
        loss: spec.loss,
        burst: spec.burst.map(Into::into),
        corruption: spec.corruption,
        duplication: spec.duplication,
        reordering: spec.reordering,
        reorder_depth: spec.reorder_depth,
        jitter: spec.jitter,
        jitter_keeps_order: spec.jitter_keeps_order,
        flaps: spec.flaps.map(Into::into),
        local_fault: spec.local_fault,
        ..clean
    };
    match &spec.toward {
        None => Ok([full; 2]),
        Some(end) if end.get_ref() == spec.between[1].get_ref() => Ok([full, clean]),
        Some(end) if end.get_ref() == spec.between[0].get_ref() => Ok([clean, full]),
        Some(end) => {
            let message = format!("`{}` is at no end of this link", end.get_ref());
            Err(Mistake::new(end.span(), message, "`toward` is one of `between`"))
        }
    }
}

/// IDs and addresses.
impl NodeInfo {
    /// The ID with which it requests of, and completes for, this peer.
    pub fn id_for(&self, peer: &NodeInfo) -> FunctionId {
        match self.role {
            Role::Host => FunctionId::new(0, self.index as u8, 0),
            Role::Device => FunctionId((1 + self.index as u16) << 8 | peer.index as u16),
        }
    }

    /// All IDs it can be addressed by.
    pub fn ids(&self) -> (u16, u16) {
        match self.role {
            Role::Host => (8 * self.index as u16, 8 * self.index as u16 + 7),
            Role::Device => ((1 + self.index as u16) << 8, (1 + self.index as u16) << 8 | 0xFF),
        }
    }

    /// First address of a device's 16 MiB below 4 GiB; a host's memory is anywhere.
    pub fn memory(&self) -> u64 {
        match self.role {
            Role::Host => 0x0100_0000,
            Role::Device => 0x8000_0000 + ((self.index as u64) << 24),
        }
    }

    /// First address of its 1 GiB above 4 GiB.
    pub fn wide_memory(&self) -> u64 {
        match self.role {
            Role::Host => 0x1_0000_0000,
            Role::Device => 0x4_0000_0000 + ((self.index as u64) << 30),
        }
    }

    /// First address of a device's 4 KiB of I/O space.
    pub fn io(&self) -> u32 {
        0x1000 * (1 + self.index as u32)
    }

    /// What the entry for this node in the table of `owner` has to say.
    pub fn routes_at(&self, owner: &NodeInfo) -> Routes {
        let (low, high) = self.ids();
        let range = |low: u64, high: u64| (high << 16 | low) as u32;
        let mut routes: Vec<(&'static Register, u32)> =
            vec![(&peer::ROUTE_ID, range(low.into(), high.into()))];
        match self.role {
            Role::Host => {
                let id = u64::from(owner.id_for(self).0);
                routes.push((&peer::ROUTE_SOURCE, range(id, id)));
            }
            Role::Device => {
                let io = u64::from(self.io() >> 12);
                routes.push((&peer::ROUTE_IO, range(io, io)));
                let base = self.memory() >> 16;
                routes.push((&peer::ROUTE_MEMORY, range(base, base + 0xFF)));
                let wide = self.wide_memory() >> 20;
                routes.push((&peer::ROUTE_WIDE_BASE, wide as u32));
                routes.push((&peer::ROUTE_WIDE_LIMIT, (wide + 0x3FF) as u32));
            }
        }
        Routes(routes)
    }
}

impl Topology {
    /// The node whose ID this is.
    pub fn owner_of(&self, id: u16) -> Option<usize> {
        self.nodes.iter().position(|n| {
            let (low, high) = n.ids();
            (low..=high).contains(&id)
        })
    }
}
