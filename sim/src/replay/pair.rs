//! Two bridges and the two directions of the link between them.

use crate::backend::Backend;
use crate::model::link::{Fate, LinkConfig, LinkModel};
use crate::model::node::{incarnation_seed, is_connected, Events, Node, NodeConfig, PeerConfig};
use crate::model::xgmii::{WireFrame, Word};
use crate::SimError;

/// Side 0: the host bridge; side 1: the device bridge. Direction 0 goes from side 0 to side 1.
pub struct Pair {
    pub nodes: [Node; 2],
    pub links: [LinkModel; 2],
    /// Words that stand on the receivers.
    words: [Word; 2],
    pub cycle: u64,
    /// By side: what it said when it was asked last whether its peer is connected.
    pub connected: [bool; 2],
}

/// What happened in a cycle.
#[derive(Debug, Default)]
pub struct PairEvents {
    pub nodes: [Events; 2],
    /// By direction: the frame that ended on the transmitter's side, and what becomes of it.
    pub frames: [Option<(WireFrame, Fate)>; 2],
}

/// Locally administered MAC addresses.
const MACS: [[u8; 6]; 2] = [[0x02, 0x45, 0x58, 0, 0, 0x01], [0x02, 0x45, 0x58, 0, 0, 0x02]];
/// Any group that a manager might have given.
const GROUP: u16 = 100;
/// Cycles of reset.
const RESET_CYCLES: u32 = 8;

impl Pair {
    /// Wraps the designs and resets them.
    pub fn new(
        duts: [Box<dyn Backend>; 2],
        link: LinkConfig,
        stall: f64,
        registers: &[(String, u32)],
    ) -> Result<Self, SimError> {
        let [host, device] = duts;
        let mut nodes = [
            Node::new("host", host, stall, link.seed)?,
            Node::new("device", device, stall, link.seed)?,
        ];
        for (side, node) in nodes.iter_mut().enumerate() {
            node.reset(RESET_CYCLES)?;
            let seed = incarnation_seed(link.seed, side, 0);
            node.configure(&Self::config(side, seed, registers))?;
        }
        let links = ["link h2d", "link d2h"].map(|name| LinkModel::new(link, name));
        Ok(Self { nodes, links, words: [Word::IDLE; 2], cycle: 0, connected: [false; 2] })
    }

    /// What the registers of a side are to hold, some others besides. A side that has been reset
    /// gets another seed.
    pub fn config(side: usize, seed: u64, registers: &[(String, u32)]) -> NodeConfig {
        NodeConfig {
            local_mac: MACS[side],
            group: GROUP,
            seed,
            peers: vec![PeerConfig { mac: MACS[1 - side], ..PeerConfig::default() }],
            registers: registers.to_vec(),
            ..NodeConfig::default()
        }
    }

    /// Whether a side has not said yet that it is connected; if so, it is asked again.
    pub fn seeks_connection(&mut self) -> bool {
        for (node, connected) in self.nodes.iter_mut().zip(self.connected) {
            if !connected && node.axil.idle() {
                node.ask_peer(0);
            }
        }
        self.connected != [true; 2]
    }

    /// One clock of everything.
    pub fn step(&mut self) -> Result<PairEvents, SimError> {
        let mut events = PairEvents::default();
        let received = self.words;
        for (side, word) in received.into_iter().enumerate() {
            let happened = self.nodes[side].clock(word)?;
            let answer = happened.access.as_ref().and_then(|outcome| is_connected(outcome, 0));
            self.connected[side] = answer.unwrap_or(self.connected[side]);
            let (word, frame) = self.links[side].clock(happened.transmitted);
            self.words[1 - side] = word;
            events.frames[side] = frame;
            events.nodes[side] = happened;
        }
        self.cycle += 1;
        Ok(events)
    }
}
