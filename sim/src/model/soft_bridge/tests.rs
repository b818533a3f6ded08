#![allow(non_snake_case)]

use super::*;
use crate::model::link::{LinkConfig, LinkModel};
use crate::model::node::{Node, NodeConfig};
use expether_wire::tlp::format::memory32;

pub(crate) fn configs() -> [NodeConfig; 2] {
    let (a, b) = ([2, 0, 0, 0, 0, 1], [2, 0, 0, 0, 0, 2]);
    let config = |local_mac, peer_mac| NodeConfig {
        local_mac,
        peer_mac,
        group: 7,
        epoch: 3,
        registers: vec![],
    };
    [config(a, b), config(b, a)]
}

fn write_tlp(n: usize) -> Vec<u8> {
    let words = 1 + n * 7 % 64;
    let mut tlp = vec![0u8; 12 + 4 * words];
    common::FMT.set(&mut tlp, 2);
    common::LENGTH.set(&mut tlp, words as u64);
    memory32::ADDRESS.set(&mut tlp, n as u64);
    tlp.iter_mut().skip(12).enumerate().for_each(|(i, b)| *b = (i + n) as u8);
    tlp
}

struct Bench {
    nodes: [Node; 2],
    links: [LinkModel; 2],
    words: [Word; 2],
    /// Delivered by the device bridge, and by the host bridge.
    delivered: [Vec<Vec<u8>>; 2],
}

impl Bench {
    fn new(link: LinkConfig, stall: f64) -> Self {
        let node = |name| Node::new(name, Box::new(SoftBridge::new()), stall, link.seed).unwrap();
        let mut nodes = [node("host"), node("device")];
        for (node, config) in nodes.iter_mut().zip(configs()) {
            node.reset(4).unwrap();
            node.configure(&config).unwrap();
        }
        let links = ["h2d", "d2h"].map(|name| LinkModel::new(link, name));
        Self { nodes, links, words: [Word::IDLE; 2], delivered: Default::default() }
    }

    fn step(&mut self) {
        let words = self.words;
        for (side, word) in words.into_iter().enumerate() {
            let events = self.nodes[side].clock(word).unwrap();
            if let Some(tlp) = events.delivered {
                self.delivered[1 - side].push(tlp.bytes);
            }
            self.words[1 - side] = self.links[side].clock(events.transmitted).0;
        }
    }
}

fn exchange(link: LinkConfig, stall: f64, count: usize, budget: usize) -> Bench {
    let mut bench = Bench::new(link, stall);
    let sent: Vec<_> = (0..count).map(write_tlp).collect();
    for node in &mut bench.nodes {
        sent.iter().for_each(|t| node.source.push(t.clone(), false));
    }
    for _ in 0..budget {
        bench.step();
        if bench.delivered.iter().all(|d| d.len() >= count) {
            break;
        }
    }
    for side in 0..2 {
        assert_eq!(bench.delivered[side].len(), count, "seed {} side {side}", link.seed);
        assert!(bench.delivered[side] == sent, "seed {} side {side}: bytes or order", link.seed);
    }
    bench
}

#[test]
fn soft_bridge__clean_link__delivers_in_order_both_ways() {
    exchange(LinkConfig::default(), 0.0, 300, 40_000);
}

#[test]
fn soft_bridge__every_impairment__delivers_in_order_both_ways() {
    for seed in 1..=5 {
        let link = LinkConfig {
            loss: 0.02,
            corruption: 0.02,
            duplication: 0.02,
            reordering: 0.02,
            seed,
            ..Default::default()
        };
        exchange(link, 0.2, 300, 600_000);
    }
}

#[test]
fn soft_bridge__more_than_65536_frames__wraps_the_sequence() {
    let mut bench = Bench::new(LinkConfig { loss: 0.001, ..Default::default() }, 0.0);
    let tlp = write_tlp(0);
    let count = 66_000;
    let mut pushed = 0;
    for _ in 0..4_000_000 {
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
