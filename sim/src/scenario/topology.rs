//! A fabric that can be run: its parts, and whose ID and address are whose.
//!
//! Host `i` of the scenario has requester ID 00:i.0. Device `j` is bus 1 + j; it serves host `i` as
//! its function `i` (ID `bus << 8 | i`), as a device with virtual functions would. Each device has
//! 16 MiB of memory from 0x8000_0000, 1 GiB from 16 GiB on and 4 KiB of I/O space. So a TLP's ID or
//! address says whose it is, and the route registers of each peer's entry follow from it.

use expether_wire::registers::{peer, Register};
use expether_wire::tlp::FunctionId;

use super::events::Happening;
use super::format::{Compare, Role, Scenario, Workload};
use crate::model::credits::ReceiverConfig;
use crate::model::link::LinkConfig;
use crate::model::node::Routes;
use crate::model::plan::{Plan, SplitLimits};
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
