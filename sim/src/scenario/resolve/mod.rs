//! From a scenario's text to a fabric: names are looked up, and what makes no sense is refused with
//! its place in the text.

mod cables;
mod work;

use std::collections::BTreeMap;
use std::ops::Range;
use std::path::{Path, PathBuf};

use expether_wire::registers::{self as map, peer, Register};
use toml::Spanned;

use super::error::{Mistake, ScenarioError};
use super::format::{Names, Node, Role, Scenario};
use super::topology::{NodeInfo, Topology};
use crate::model::credits::{Buffer, ReceiverConfig};
use crate::model::plan::SplitLimits;

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
        let happenings = self.events(&scenario, &nodes, &links)?;
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
