//! Links and switches.

use std::collections::BTreeSet;

use super::{probability, Mistake, Named, Resolver, Result};
use crate::model::link::LinkConfig;
use crate::model::switch::{PortConfig, MOST as MOST_MTU};
use crate::scenario::format::{Link, Scenario};
use crate::scenario::topology::{End, LinkInfo, NodeInfo, SwitchInfo};

/// Frames of connections are never longer, so that any network carries them.
const LEAST_MTU: usize = 576;

impl Resolver<'_> {
    pub(super) fn cables(
        &mut self,
        scenario: &Scenario,
        nodes: &[NodeInfo],
    ) -> Result<(Vec<SwitchInfo>, Vec<LinkInfo>)> {
        for (i, spec) in scenario.switch.iter().enumerate() {
            self.claim(&spec.name, Named::Switch(i))?;
            let mtu = *spec.mtu.get_ref();
            if !(LEAST_MTU..=MOST_MTU).contains(&mtu) {
                let help = format!("bytes behind the EtherType: {LEAST_MTU} to {MOST_MTU}");
                return Err(Mistake::new(spec.mtu.span(), format!("mtu is {mtu}"), help));
            }
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
                            mtu: *scenario.switch[s].mtu.get_ref(),
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
