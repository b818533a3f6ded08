#![allow(non_snake_case)]

use super::*;
use crate::model::axil::Access;
use crate::model::link::{LinkConfig, LinkModel};
use crate::model::node::{incarnation_seed, is_connected, Node, NodeConfig, PeerConfig, Routes};
use crate::model::rng::Rng;
use crate::model::stream::{BeatSink, BeatSource, Transfer};
use crate::model::xgmii::WireFrame;
use expether_wire::bridge::FrameType;
use expether_wire::frame::{BridgeFrame, Content};
use expether_wire::registers::peer;
use expether_wire::tlp::build::{self, Requester};
use expether_wire::tlp::Tlp;

mod alone;
mod connections;
mod flow;
mod live;
mod many;
mod openings;
mod restarts;

const ROLES: [Role; 2] = [Role::Host, Role::Device];
const MACS: [[u8; 6]; 2] = [[2, 0, 0, 0, 0, 1], [2, 0, 0, 0, 0, 2]];

/// A write of 1 to 64 words, told from others by its address.
fn write_tlp(n: usize) -> Vec<u8> {
    let data: Vec<u8> = (0..4 * (1 + n * 7 % 64)).map(|i| (i + n) as u8).collect();
    let from = Requester::default();
    build::memory_write(from, 4096 * n as u64, &data).unwrap().to_bytes()
}

fn read_tlp(n: usize) -> Vec<u8> {
    build::memory_read(Requester::default(), 4096 * n as u64, 64).unwrap().to_bytes()
}

/// A frame that was sent, by its parts.
struct Seen {
    side: usize,
    cycle: u64,
    header: expether_wire::packet::BridgeHeader,
    tlps: usize,
}

impl Seen {
    fn of(side: usize, frame: &WireFrame) -> Self {
        let bytes = &frame.bytes[..frame.bytes.len() - 4];
        let parsed = BridgeFrame::parse(bytes, 0x88B5).unwrap();
        let tlps = match parsed.content().unwrap() {
            Content::Tlps(tlps) => tlps.len(),
            _ => 0,
        };
        Self { side, cycle: frame.start_cycle, header: parsed.bridge, tlps }
    }
}

/// Two bridges and a link.
struct Bench {
    nodes: [Node; 2],
    links: [LinkModel; 2],
    words: [Word; 2],
    cycle: u64,
    /// By direction: what has come out at its end.
    delivered: [Vec<Vec<u8>>; 2],
    connected: [bool; 2],
    values: [Vec<u32>; 2],
    seen: Vec<Seen>,
    /// Input ports changed behind the node's back, by side.
    forced: [Vec<(&'static str, u64)>; 2],
    /// Nothing arrives.
    cut: bool,
    stall: f64,
    seed: u64,
}

impl Bench {
    /// Fixed peers, or two that have to find each other.
    fn new(link: LinkConfig, stall: f64, fixed: bool, registers: &[(&str, u32)]) -> Self {
        let node = |side: usize| {
            let dut = Box::new(SoftBridge::new(ROLES[side]));
            Node::new(["host", "device"][side], dut, stall, link.seed).unwrap()
        };
        let links = ["h2d", "d2h"].map(|name| LinkModel::new(link, name));
        let mut bench = Self {
            nodes: [node(0), node(1)],
            links,
            words: [Word::IDLE; 2],
            cycle: 0,
            delivered: Default::default(),
            connected: [false; 2],
            values: Default::default(),
            seen: vec![],
            forced: Default::default(),
            cut: false,
            stall,
            seed: link.seed,
        };
        for side in 0..2 {
            bench.start(side, 0, fixed, registers);
        }
        bench
    }

    /// Resets and configures a bridge, for the n-th time.
    fn start(&mut self, side: usize, n: u64, fixed: bool, registers: &[(&str, u32)]) {
        let registers = registers.iter().map(|(n, v)| ((*n).to_owned(), *v)).collect();
        let (local_mac, mac) = (MACS[side], MACS[1 - side]);
        let config = NodeConfig {
            local_mac,
            peers: if fixed { vec![PeerConfig { mac, ..PeerConfig::default() }] } else { vec![] },
            group: 7,
            seed: incarnation_seed(self.seed, side, n),
            registers,
            ..NodeConfig::default()
        };
        let node = &mut self.nodes[side];
        // Its PCIe side starts over as well: packets begun are gone.
        node.source = BeatSource::new(self.stall, Rng::new(n, "source"));
        node.sink = BeatSink::new("pcie_tx", self.stall, Rng::new(n, "sink"));
        node.reset(4).unwrap();
        for (offset, value) in config.writes().unwrap() {
            node.axil.push(Access::Write { address: offset as u16, value });
        }
    }

    fn step(&mut self) {
        let words = self.words;
        self.cycle += 1;
        for (side, word) in words.into_iter().enumerate() {
            for (port, value) in &self.forced[side] {
                let port = self.nodes[side].dut.port(port).unwrap();
                self.nodes[side].dut.set(port, *value);
            }
            let events = self.nodes[side].clock(word).unwrap();
            if let Some(Transfer { bytes, error, .. }) = events.delivered {
                assert!(!error && Tlp::new_exact(&bytes[..]).is_ok());
                self.delivered[1 - side].push(bytes);
            }
            if let Some(outcome) = events.access {
                assert_eq!(outcome.response, 0, "{outcome:?}");
                self.connected[side] = is_connected(&outcome, 0).unwrap_or(self.connected[side]);
                self.values[side].push(outcome.value);
            }
            let (word, frame) = self.links[side].clock(events.transmitted);
            self.words[1 - side] = if self.cut { Word::IDLE } else { word };
            // A bridge that is reset breaks off.
            let whole = frame.filter(|(frame, _)| frame.error.is_none());
            self.seen.extend(whole.map(|(frame, _)| Seen::of(side, &frame)));
        }
    }

    fn steps(&mut self, cycles: usize) {
        (0..cycles).for_each(|_| self.step());
    }

    /// Until the condition holds; a budget that runs out fails the test.
    fn until(&mut self, what: &str, budget: u64, condition: impl Fn(&Self) -> bool) {
        let begin = self.cycle;
        while !condition(self) {
            assert!(self.cycle - begin < budget, "{what}: not after {budget} cycles");
            self.step();
        }
    }

    /// Until both sides say so.
    fn connect(&mut self, budget: u64) {
        self.connected = [false; 2];
        let begin = self.cycle;
        while self.connected != [true; 2] {
            assert!(self.cycle - begin < budget, "not connected after {budget} cycles");
            for side in 0..2 {
                if self.nodes[side].axil.idle() {
                    self.connected[side] = false;
                    self.nodes[side].ask_peer(0);
                }
            }
            self.until("an access", 100, |b| b.nodes.iter().all(|n| n.axil.idle()));
        }
    }

    /// Until both sides are connected to each other in the same connection.
    fn settle(&mut self) {
        let begin = self.cycle;
        loop {
            assert!(self.cycle - begin < 1_000_000, "no common connection");
            self.steps(5_000);
            self.connect(500_000);
            let [a, b] = [0, 1].map(|side| self.incarnations(side));
            if (a.0, a.1) == (b.1, b.0) {
                return;
            }
        }
    }

    /// The numbers of a side's connection, its own first.
    fn incarnations(&mut self, side: usize) -> (u32, u32) {
        let [own, peer] = [&peer::PEER_INCARNATION, &peer::PEER_INCARNATION_PEER]
            .map(|register| self.read(side, peer::offset(0, register)));
        (own, peer)
    }

    fn read(&mut self, side: usize, address: u64) -> u32 {
        self.values[side].clear();
        self.nodes[side].axil.push(Access::Read { address: address as u16 });
        self.until("a read", 100, |b| !b.values[side].is_empty());
        self.values[side][0]
    }

    fn write(&mut self, side: usize, address: u64, value: u32) {
        self.nodes[side].axil.push(Access::Write { address: address as u16, value });
        self.until("a write", 100, |b| b.nodes[side].axil.idle());
    }

    fn counter(&mut self, side: usize, register: &map::Register) -> u32 {
        self.read(side, register.offset)
    }

    fn send(&mut self, side: usize, tlps: &[Vec<u8>]) {
        tlps.iter().for_each(|t| self.nodes[side].source.push(t.clone(), false));
    }

    /// Data frames seen of a side.
    fn data_frames(&self, side: usize) -> impl Iterator<Item = &Seen> {
        self.seen.iter().filter(move |s| s.side == side && s.header.frame_type == FrameType::Data)
    }
}

fn exchange(
    link: LinkConfig,
    stall: f64,
    count: usize,
    budget: u64,
    registers: &[(&str, u32)],
) -> Bench {
    let mut bench = Bench::new(link, stall, false, registers);
    bench.connect(2_000_000);
    let sent: Vec<_> = (0..count).map(write_tlp).collect();
    (0..2).for_each(|side| bench.send(side, &sent));
    bench.until("delivery", budget, |b| b.delivered.iter().all(|d| d.len() >= count));
    bench.steps(5_000);
    for side in 0..2 {
        assert!(bench.delivered[side] == sent, "seed {} side {side}: bytes or order", link.seed);
    }
    bench
}

#[test]
fn soft_bridge__clean_link__delivers_in_order_both_ways() {
    let mut bench = exchange(LinkConfig::default(), 0.0, 300, 40_000, &[]);
    for side in 0..2 {
        assert!(bench.data_frames(side).any(|s| s.tlps > 3), "TLPs wait, so they share frames");
        assert_eq!(bench.counter(side, &map::TX_RETRANSMITS), 0);
        assert_eq!(bench.counter(side, &map::TX_TLPS), 300);
    }
    // Time stamps are echoed: the delay of the link both ways and what frames take.
    let trip = bench.read(0, peer::offset(0, &peer::PEER_RTT));
    assert!((10..600).contains(&trip), "{trip}");
    assert!(bench.seen.iter().any(|s| s.header.echo_timestamp.is_some()));
}

#[test]
fn soft_bridge__every_impairment__delivers_in_order_both_ways() {
    for seed in 1..=6 {
        let link = LinkConfig {
            loss: 0.03,
            corruption: 0.02,
            duplication: 0.03,
            reordering: 0.03,
            seed,
            ..Default::default()
        };
        // Alternately as many TLPs a frame as fit, and one.
        let registers = [("AGGREGATION", u32::from(seed % 2 == 0)), ("MTU", 1_000)];
        exchange(link, 0.2, 300, 900_000, &registers);
    }
}

#[test]
fn soft_bridge__long_frames__carry_what_9000_bytes_hold() {
    let registers = [("MTU", 9_000)];
    let mut bench = Bench::new(LinkConfig::default(), 0.0, true, &registers);
    bench.connect(10_000);
    // Short TLPs come in faster than they leave.
    let sent: Vec<_> = (0..2_000).map(|n| write_tlp(64 * n)).collect();
    bench.send(0, &sent);
    bench.until("delivery", 60_000, |b| b.delivered[0].len() == sent.len());
    assert!(bench.delivered[0] == sent);
    assert!(bench.data_frames(0).any(|s| s.header.length_dw > 100));
    assert!(bench.data_frames(0).all(|s| 22 + 4 * usize::from(s.header.length_dw) <= 9_000));
}

#[test]
fn soft_bridge__more_than_65536_tlps__all_arrive() {
    let link = LinkConfig { loss: 0.001, ..Default::default() };
    let mut bench = Bench::new(link, 0.0, true, &[]);
    bench.connect(100_000);
    let tlp = write_tlp(0);
    let count = 66_000;
    let mut pushed = 0;
    for _ in 0..2_000_000 {
        while pushed < count && bench.nodes[0].source.pending() < 2 {
            bench.nodes[0].source.push(tlp.clone(), false);
            pushed += 1;
        }
        bench.step();
        if bench.delivered[0].len() == count {
            return;
        }
    }
    panic!("{} of {count} delivered", bench.delivered[0].len());
}

#[test]
fn soft_bridge__registers__are_answered_or_refused() {
    let mut bench = Bench::new(LinkConfig::default(), 0.0, true, &[]);
    bench.connect(10_000);
    assert_eq!(bench.counter(0, &map::SHAPE), 0x0108);
    assert_eq!(bench.counter(1, &map::SHAPE), 0x0208);
    assert_eq!(bench.read(0, peer::offset(0, &peer::PEER_ADDRESS_LO)), 2);
    assert_eq!(bench.read(0, peer::offset(0, &peer::PEER_ADDRESS_HI)), 0x0200);
    for address in [0x078, 0x0FC, 0x1024, 0x1800] {
        bench.nodes[0].axil.push(Access::Read { address });
        let answer = loop {
            let word = bench.words[0];
            if let Some(outcome) = bench.nodes[0].clock(word).unwrap().access {
                break outcome;
            }
        };
        assert_eq!((answer.response, answer.value), (2, 0), "{address:#x}");
    }
}
