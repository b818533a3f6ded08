//! Nodes, switches and links, clocked together; and the software that looks after each bridge.

use std::collections::HashMap;
use std::sync::Arc;

use expether_wire::registers::peer;

use super::judge::Failure;
use super::topology::{End, NodeInfo, Topology};
use crate::backend::Backend;
use crate::model::axil::{Access, Outcome};
use crate::model::link::{Fate, LinkConfig, LinkModel};
use crate::model::node::{incarnation_seed, Events, Node, NodeConfig, PeerConfig, CONNECTED};
use crate::model::switch::Switch;
use crate::model::xgmii::{WireFrame, Word};
use crate::SimError;

/// Everything that is clocked.
pub struct Fabric {
    pub nodes: Vec<Node>,
    pub switches: Vec<Switch>,
    pub links: Vec<[LinkModel; 2]>,
    ends: Vec<[End; 2]>,
    at_nodes: Vec<Word>,
    at_ports: Vec<Vec<Word>>,
    pub cycle: u64,
}

/// Cycles of reset at power-up.
const RESET_CYCLES: u32 = 16;

/// A frame that ended on a transmitter's side: link, direction, and what becomes of it.
pub type Seen = (usize, usize, WireFrame, Fate);

impl Fabric {
    pub fn new(
        topology: &Topology,
        duts: Vec<Box<dyn Backend>>,
        seed: u64,
    ) -> Result<Self, SimError> {
        let mut nodes = Vec::new();
        for (info, dut) in topology.nodes.iter().zip(duts) {
            let name: Arc<str> = info.name.as_str().into();
            let mut node = Node::new(name, dut, info.stall, seed)?.with_receiver(info.receiver);
            node.reset(RESET_CYCLES)?;
            nodes.push(node);
        }
        let links = topology.links.iter().map(|link| {
            let [a, b] = &link.names;
            let model = |config: LinkConfig, from: &str, to: &str| {
                LinkModel::new(LinkConfig { seed, ..config }, &format!("link {from} {to}"))
            };
            [model(link.configs[0], a, b), model(link.configs[1], b, a)]
        });
        Ok(Self {
            links: links.collect(),
            switches: topology.switches.iter().map(|s| Switch::new(s.ports.clone())).collect(),
            ends: topology.links.iter().map(|l| l.ends).collect(),
            at_nodes: vec![Word::IDLE; nodes.len()],
            at_ports: topology.switches.iter().map(|s| vec![Word::IDLE; s.ports.len()]).collect(),
            nodes,
            cycle: 0,
        })
    }

    /// One clock of everything: each node's events, and the frames seen.
    pub fn step(&mut self, seen: &mut Vec<Seen>) -> Result<Vec<Events>, SimError> {
        let mut events = Vec::with_capacity(self.nodes.len());
        for (node, word) in self.nodes.iter_mut().zip(&mut self.at_nodes) {
            let happened = node.clock(*word)?;
            *word = happened.transmitted;
            events.push(happened);
        }
        for (switch, words) in self.switches.iter_mut().zip(&mut self.at_ports) {
            switch.clock(words);
        }
        // The words are now those that go out; each end's is replaced by what comes to it.
        for (i, (models, ends)) in self.links.iter_mut().zip(&self.ends).enumerate() {
            let out = ends.map(|end| match end {
                End::Node(n) => self.at_nodes[n],
                End::Port(s, p) => self.at_ports[s][p],
            });
            for d in 0..2 {
                let (word, frame) = models[d].clock(out[d]);
                seen.extend(frame.map(|(frame, fate)| (i, d, frame, fate)));
                match ends[1 - d] {
                    End::Node(n) => self.at_nodes[n] = word,
                    End::Port(s, p) => self.at_ports[s][p] = word,
                }
            }
        }
        self.cycle += 1;
        Ok(events)
    }

    /// The link at a node.
    pub fn link_of(&self, node: usize) -> Option<usize> {
        self.ends.iter().position(|ends| ends.contains(&End::Node(node)))
    }
}

/// One end of a connection, as its bridge says.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct Status {
    pub connected: bool,
    /// Incarnations of both ends.
    pub own: u32,
    pub peer: u32,
}

/// Configures a bridge, and asks it again and again about its connections.
pub struct Driver {
    node: usize,
    /// Of the run, and how often the bridge has been started.
    seed: u64,
    starts: u64,
    /// The node in each entry of the bridge's table, as far as known.
    entries: Vec<Option<usize>>,
    learn: bool,
    /// Registers read in this round.
    read: Vec<u32>,
    /// Cycle of the next round.
    due: u64,
    asking: bool,
    /// Rounds completed.
    pub rounds: u64,
    /// By node.
    pub statuses: HashMap<usize, Status>,
}

/// Cycles from the end of a round to the beginning of the next.
const POLL_EVERY: u64 = 256;
/// Registers read of each entry: status, incarnations, status again, and the address of a learnt
/// peer. Incarnations count if it was connected before and after.
const OF_FIXED: [u64; 4] = [
    peer::PEER_STATUS.offset,
    peer::PEER_INCARNATION.offset,
    peer::PEER_INCARNATION_PEER.offset,
    peer::PEER_STATUS.offset,
];
const OF_LEARNT: [u64; 6] = [
    peer::PEER_STATUS.offset,
    peer::PEER_INCARNATION.offset,
    peer::PEER_INCARNATION_PEER.offset,
    peer::PEER_STATUS.offset,
    peer::PEER_ADDRESS_LO.offset,
    peer::PEER_ADDRESS_HI.offset,
];

impl Driver {
    pub fn new(node: usize, nodes: &[NodeInfo], seed: u64) -> Self {
        let info = &nodes[node];
        Self {
            node,
            seed,
            starts: 0,
            entries: if info.learn {
                vec![None; info.peers.len()]
            } else {
                info.peers.iter().copied().map(Some).collect()
            },
            learn: info.learn,
            read: Vec::new(),
            due: 0,
            asking: false,
            rounds: 0,
            statuses: HashMap::new(),
        }
    }

    /// Queues the accesses that configure and enable the bridge, after power-up or reset.
    pub fn start(&mut self, model: &mut Node, nodes: &[NodeInfo]) -> Result<(), SimError> {
        let info = &nodes[self.node];
        if self.learn {
            self.entries.fill(None);
        }
        self.statuses.clear();
        (self.asking, self.due) = (false, 0);
        let peers = self
            .entries
            .iter()
            .flatten()
            .map(|&p| PeerConfig { mac: nodes[p].mac, routes: nodes[p].routes_at(info) });
        model.configure(&NodeConfig {
            local_mac: info.mac,
            node_id: self.node as u64 + 1,
            group: info.group,
            seed: incarnation_seed(self.seed, self.node, self.starts),
            peers: peers.collect(),
            registers: info.registers.clone(),
        })?;
        self.starts += 1;
        Ok(())
    }

    /// Ask again at once.
    pub fn hurry(&mut self) {
        self.due = 0;
    }

    /// A clock passes; true if a round has ended in it.
    pub fn clock(
        &mut self,
        model: &mut Node,
        nodes: &[NodeInfo],
        access: Option<Outcome>,
        now: u64,
    ) -> Result<bool, Failure> {
        if let Some(outcome) = access {
            let (Access::Read { address } | Access::Write { address, .. }) = outcome.access;
            if outcome.response != 0 {
                let (node, response) = (model.name.clone(), outcome.response);
                return Err(Failure::Register { node, address, response });
            }
            if self.asking && matches!(outcome.access, Access::Read { .. }) {
                self.read.push(outcome.value);
            }
        }
        let registers: &[u64] = if self.learn { &OF_LEARNT } else { &OF_FIXED };
        if self.asking {
            if self.read.len() < registers.len() * self.entries.len() {
                return Ok(false);
            }
            self.asking = false;
            self.due = now + POLL_EVERY;
            self.rounds += 1;
            self.understand(model, nodes, registers.len());
            return Ok(true);
        }
        if now >= self.due && model.axil.idle() && !model.in_reset() {
            self.read.clear();
            self.asking = true;
            for entry in 0..self.entries.len() as u64 {
                for register in registers {
                    let address = (peer::PAGES + entry * peer::PAGE + register) as u16;
                    model.axil.push(Access::Read { address });
                }
            }
        }
        Ok(false)
    }

    fn understand(&mut self, model: &mut Node, nodes: &[NodeInfo], registers: usize) {
        let info = &nodes[self.node];
        self.statuses.clear();
        for (entry, values) in self.read.chunks(registers).enumerate() {
            let [status, own, peer, again, address @ ..] = values else { continue };
            let state = |status: &u32| peer::PEER_STATUS_STATE.get(u64::from(*status));
            if let ([low, high], true) = (address, state(again) != 0) {
                let address = (*low, *high);
                let who =
                    nodes.iter().position(|n| crate::model::node::mac_registers(n.mac) == address);
                if let Some(who) = who.filter(|&w| self.entries[entry] != Some(w)) {
                    self.entries[entry] = Some(who);
                    for (offset, value) in nodes[who].routes_at(info).writes(entry) {
                        model.axil.push(Access::Write { address: offset as u16, value });
                    }
                    // Connected only when its routes are there: in the next round.
                    continue;
                }
            }
            let Some(who) = self.entries[entry] else { continue };
            let connected = state(status) == CONNECTED && state(again) == CONNECTED;
            let status = Status { connected, own: *own, peer: *peer };
            self.statuses.insert(who, status);
        }
    }
}
