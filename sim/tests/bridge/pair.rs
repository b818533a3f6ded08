//! TLPs across a pair of bridges.

use expether_sim::model::link::LinkConfig;
use expether_sim::model::rng::Rng;
use expether_sim::model::stream::BeatSink;
use expether_wire::bridge::TLP_OFFSET;
use expether_wire::registers;

use crate::bench::{memory_tlp, memory_tlps, window, Bench, SINGLE};

fn link(seed: u64) -> LinkConfig {
    LinkConfig { delay: 1, seed, ..LinkConfig::default() }
}

fn crosses(link: LinkConfig, stall: f64, settings: &[(&str, u32)], count: usize) -> Bench {
    let mut rng = Rng::new(link.seed, "TLPs");
    let tlps = [memory_tlps(&mut rng, count), memory_tlps(&mut rng, count)];
    let mut bench = Bench::new(link, stall, settings);
    for (side, tlps) in tlps.iter().enumerate() {
        bench.send(side, tlps);
    }
    bench.until([count, count], 10_000 + 400 * count);
    bench.run(10_000);
    bench.assert_delivered(0, &tlps[1]);
    bench.assert_delivered(1, &tlps[0]);
    bench
}

#[test]
fn bridge_pair__clean_link__delivers_everything_and_resends_nothing() {
    for (seed, stall) in [(1, 0.0), (2, 0.3)] {
        let mut bench = crosses(link(seed), stall, &[], 400);
        for side in 0..2 {
            let counters = bench.counters(side);
            assert_eq!((counters["TX_TLPS"], counters["RX_TLPS"]), (400, 400));
            for quiet in [
                "TX_RETRANSMITS",
                "TX_TIMEOUTS",
                "NAKS_SENT",
                "RX_GAP",
                "RX_DUPLICATE",
                "RX_WRONG_ACK",
            ] {
                assert_eq!(counters[quiet], 0, "seed {seed} {quiet}");
            }
        }
    }
}

#[test]
fn bridge_pair__bad_link__delivers_each_tlp_once_in_order() {
    for seed in 1..=5 {
        let bad = LinkConfig {
            delay: 20,
            loss: 0.03,
            corruption: 0.03,
            duplication: 0.03,
            reordering: 0.01,
            ..link(seed)
        };
        let mut bench = crosses(bad, 0.2, &[], 300);
        let counters = bench.counters(0);
        assert!(counters["TX_RETRANSMITS"] > 0 && counters["RX_BAD_FCS"] > 0, "seed {seed}");
    }
}

#[test]
fn bridge_pair__any_window_and_ack_delay__delivers_everything() {
    for (seed, frames, delay) in [(1, 1, 64), (2, 2, 0), (3, 63, 1000), (4, 7, 3)] {
        let bad = LinkConfig { loss: 0.02, delay: 30, ..link(seed) };
        crosses(bad, 0.0, &[window(frames), ("ACK_DELAY", delay)], 100);
    }
}

#[test]
fn bridge_pair__sequence_numbers__wrap() {
    let mut rng = Rng::new(5, "TLPs");
    let lossy = LinkConfig { loss: 0.001, ..link(5) };
    let mut bench = Bench::new(lossy, 0.0, &[]);
    let tlps: Vec<_> = (0..67_000).map(|_| memory_tlp(&mut rng, 0)).collect();
    for batch in tlps.chunks(1000) {
        bench.send(0, batch);
        let sum = bench.delivered[1].len() + batch.len();
        bench.until([0, sum], 400_000);
    }
    bench.assert_delivered(1, &tlps);
    let counters = bench.counters(0);
    assert!(counters["TX_RETRANSMITS"] > 0);
}

/// The latency of a pair, in the documentation of `top::host_bridge`.
const READ_REQUEST_CLOCKS: u64 = 40;

#[test]
fn bridge_pair__latency_of_a_read_request__is_as_documented() {
    let mut rng = Rng::new(6, "TLPs");
    let mut bench = Bench::new(link(6), 0.0, &[]);
    let mut latencies = vec![];
    // Whatever the opening of the connection has left.
    bench.run(500);
    for i in 0..20 {
        bench.send(0, &[memory_tlp(&mut rng, 0)]);
        bench.until([0, i + 1], 500);
        let out = bench.delivered[1][i].last_cycle;
        let offered = bench.pair.nodes[0].source.log[i].offered;
        // Without the clock that the link takes.
        latencies.push(out - offered - u64::from(link(6).delay));
        bench.run(100 + i);
    }
    println!("read request, first beat offered to last beat out: {latencies:?}");
    assert!(latencies.iter().all(|&l| l == READ_REQUEST_CLOCKS));
    // 1 µs is 156 clocks.
    const { assert!(READ_REQUEST_CLOCKS < 156) };
}

#[test]
fn bridge_pair__throughput__is_the_arithmetic_of_frames() {
    let mut rng = Rng::new(7, "TLPs");
    for payload_dw in [0, 1, 16, 31, 32, 64, 127, 128] {
        let tlps: Vec<_> = (0..400).map(|_| memory_tlp(&mut rng, payload_dw)).collect();
        let mut bench = Bench::new(link(7), 0.0, &[SINGLE]);
        bench.send(0, &tlps);
        bench.send(1, &tlps);
        bench.until([400, 400], 400_000);
        for side in 0..2 {
            let cycle = |i: usize| bench.delivered[side][i].last_cycle;
            let frame = (TLP_OFFSET + tlps[0].len()).max(60) + 24;
            let bound = frame as f64 / 8.0 * 300.0;
            let ratio = bound / (cycle(399) - cycle(99)) as f64;
            println!("{payload_dw} words: {ratio:.4} of the bound");
            assert!((0.99..1.01).contains(&ratio), "side {side}, {payload_dw} words: {ratio}");
        }
    }
}

#[test]
fn bridge_pair__a_pcie_side_that_stops__loses_nothing() {
    let mut rng = Rng::new(8, "TLPs");
    let tlps = memory_tlps(&mut rng, 300);
    let mut bench = Bench::new(link(8), 0.0, &[]);
    bench.pair.nodes[1].sink = BeatSink::new("stopped", 1.0, Rng::new(8, "stopped"));
    bench.send(0, &tlps);
    bench.run(30_000);
    assert_eq!(bench.delivered[1].len(), 0);
    let stuck = bench.counters(1);
    assert!(stuck["RX_OVERFLOW"] > 0);
    // It is not flooded meanwhile: a burst a timeout.
    let frames = bench.counters(0)["TX_FRAMES"];
    assert!(frames < 1000, "{frames} frames for nothing");
    bench.pair.nodes[1].sink = BeatSink::new("open", 0.0, Rng::new(8, "open"));
    bench.until([0, 300], 60_000);
    bench.run(10_000);
    bench.assert_delivered(1, &tlps);
}

#[test]
fn bridge_pair__disabled_and_enabled__delivers_nothing_of_before() {
    for seed in 1..=12 {
        let mut rng = Rng::new(seed, "TLPs");
        let (old, new) = (memory_tlps(&mut rng, 60), memory_tlps(&mut rng, 60));
        let mut bench = Bench::new(LinkConfig { delay: 50, ..link(seed) }, 0.0, &[]);
        bench.send(0, &old);
        bench.run(300 + rng.below(1000) as usize);
        let first = rng.below(2) as usize;
        for side in [first, 1 - first] {
            bench.write(side, &registers::CONTROL, 0);
            bench.run(rng.below(100) as usize);
        }
        // What the bridge had taken is gone, and what the source has left finds no peer.
        bench.run(8_000);
        let before = bench.delivered[1].len();
        for side in [first, 1 - first] {
            bench.write(side, &registers::CONTROL, registers::CONTROL.reset() as u32 | 1);
            bench.run(rng.below(100) as usize);
        }
        bench.connect();
        bench.send(0, &new);
        bench.until([0, before + new.len()], 30_000);
        bench.run(10_000);
        let got: Vec<_> = bench.delivered[1].iter().map(|t| t.bytes.clone()).collect();
        assert!(got[..before].iter().all(|t| old.contains(t)), "seed {seed}");
        bench.delivered[1].drain(..before);
        bench.assert_delivered(1, &new);
    }
}
