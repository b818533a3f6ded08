//! What could lock a bridge up: a PCIe side that takes nothing, PAUSE without end, a peer that restarts
//! unnoticed, one that is known twice.

use expether_sim::model::axil::Access;
use expether_sim::model::link::LinkConfig;
use expether_sim::model::node::incarnation_seed;
use expether_sim::model::rng::Rng;
use expether_sim::model::stream::BeatSink;
use expether_sim::replay::pair::Pair;
use expether_wire::bridge::FrameType;
use expether_wire::ethernet::MacAddress;
use expether_wire::keep_alive::{self, role};
use expether_wire::packet::BridgeHeader;
use expether_wire::pause::{self, PAUSE_ADDRESS};
use expether_wire::registers::{self, peer};

use crate::bench::{ack, frame_from, memory_tlp, memory_tlps, Bench, Single, GROUP, LOCAL, PEER};

fn link(seed: u64) -> LinkConfig {
    LinkConfig { delay: 10, seed, ..LinkConfig::default() }
}

/// Times shortened, so that a connection ends within some thousand clocks.
const SHORT: [(&str, u32); 4] =
    [("DEAD_TIME", 6_000), ("TIMEOUT_MIN", 400), ("TIMEOUT_MAX", 6_400), ("BUSY_TIME", 12_000)];

/// The device takes no TLP for good, or takes them.
fn take(bench: &mut Bench, takes: bool) {
    let stall = if takes { 0.0 } else { 1.0 };
    bench.pair.nodes[1].sink = BeatSink::new("device", stall, Rng::new(1, "device"));
}

/// TLPs that the host's side still has to give to its bridge.
fn waiting(bench: &Bench) -> usize {
    bench.pair.nodes[0].source.pending()
}

#[test]
fn bridge_pair__reads_left_by_older_connections__do_not_stop_new_ones() {
    let mut bench = Bench::new(link(1), 0.0, &SHORT);
    let mut rng = Rng::new(1, "reads");
    take(&mut bench, false);
    // More connections than the queue toward the device could hold the reads of.
    let (connections, each) = (10, 30);
    for _ in 0..connections {
        let reads: Vec<_> = (0..each).map(|_| memory_tlp(&mut rng, 0)).collect();
        bench.send(0, &reads);
        bench.run(1_000);
        // Software closes the connection and lets it open again.
        let control = peer::offset(0, &peer::PEER_CONTROL) as u16;
        for value in [peer::PEER_CONTROL_CLOSE.set(3, 1) as u32, 3] {
            bench.pair.nodes[0].axil.push(Access::Write { address: control, value });
            bench.run(500);
        }
        bench.connect();
    }
    assert_eq!(waiting(&bench), 0);
    take(&mut bench, true);
    bench.run(3_000);
    let before = bench.delivered[1].len();
    assert_eq!(before, 32, "reads of before: for so many there was room");
    let lost = bench.counters(0)["PEER_DISCARDED"] as usize;
    assert_eq!(lost + before, connections * each, "each read arrives or is counted");
    let reads: Vec<_> = (0..100).map(|_| memory_tlp(&mut rng, 0)).collect();
    bench.send(0, &reads);
    bench.until([0, before + 100], 20_000);
    let new: Vec<_> = bench.delivered[1][before..].iter().map(|t| t.bytes.clone()).collect();
    assert!(new == reads);
}

#[test]
fn bridge_pair__a_device_that_takes_nothing__is_given_up_after_busy_time() {
    for writes in [true, false] {
        let mut bench = Bench::new(link(2), 0.0, &SHORT);
        let mut rng = Rng::new(2, "TLPs");
        take(&mut bench, false);
        // More than fits in the bridges.
        let tlps: Vec<_> = match writes {
            true => (0..300).map(|_| memory_tlp(&mut rng, 128)).collect(),
            false => (0..250).map(|_| memory_tlp(&mut rng, 0)).collect(),
        };
        bench.send(0, &tlps);
        // The bridges fill later than the reads are used up.
        bench.run(if writes { 14_000 } else { 10_000 });
        assert!(waiting(&bench) > 0, "writes: {writes}, {} delivered", bench.delivered[1].len());
        assert_eq!(bench.counters(0)["DISCONNECTS"], 0, "before BUSY_TIME");
        // It is given up each BUSY_TIME, and what the host has for others gets through.
        bench.run(30_000);
        assert_eq!(waiting(&bench), 0);
        assert!(bench.counters(0)["DISCONNECTS"] >= 1);
        take(&mut bench, true);
        bench.run(8_000);
        bench.connect();
        let new = memory_tlps(&mut rng, 50);
        let before = bench.delivered[1].len();
        bench.send(0, &new);
        bench.until([0, before + new.len()], 30_000);
    }
}

/// A PAUSE frame without FCS.
fn pause_frame(destination: u64, quanta: u16) -> Vec<u8> {
    let source = MacAddress(PEER);
    let destination = MacAddress::from_u64(destination);
    pause::Repr { destination, source, pause_time: quanta }.to_bytes().to_vec()
}

#[test]
fn bridge__paused_longer_than_dead_time__stays_connected() {
    let mut bridge = Single::new("host_bridge", &[("DEAD_TIME", 3_000), ("TIMEOUT_MIN", 500)]);
    let mut rng = Rng::new(3, "TLPs");
    bridge.node.source.push(memory_tlp(&mut rng, 4), false);
    bridge.run(300);
    assert_eq!(bridge.data_sequences(), [0]);
    bridge.receive(&pause_frame(PAUSE_ADDRESS, 2_000));
    let frames = bridge.sent.len();
    bridge.run(15_900);
    assert_eq!(bridge.sent.len(), frames, "PAUSE is obeyed");
    // What it has sent before is sent again after the pause, and acknowledged in time.
    bridge.run(1_500);
    bridge.receive(&bridge.frame(&ack(1, false), &[]));
    bridge.run(5_000);
    assert_eq!(bridge.counters().get("DISCONNECTS"), None);
    // The same silence without PAUSE ends it.
    bridge.node.source.push(memory_tlp(&mut rng, 4), false);
    bridge.run(4_000);
    assert_eq!(bridge.counters().get("DISCONNECTS"), Some(&1));
}

#[test]
fn bridge__pause_to_its_own_address__is_dropped_and_counted() {
    let mut bridge = Single::new("host_bridge", &[]);
    let mut own = [0; 8];
    own[2..].copy_from_slice(&LOCAL);
    bridge.receive(&pause_frame(u64::from_be_bytes(own), 0xFFFF));
    bridge.node.source.push(memory_tlp(&mut Rng::new(4, "TLP"), 4), false);
    bridge.run(300);
    assert_eq!(bridge.data_sequences(), [0]);
    assert_eq!(bridge.counters().get("RX_CONTROL"), Some(&1));
}

#[test]
fn bridge_pair__one_that_restarts_at_once__is_noticed() {
    for gone in 0..2 {
        let mut bench = Bench::new(link(5), 0.0, &[]);
        let mut rng = Rng::new(5, "TLPs");
        for side in 0..2 {
            bench.send(side, &memory_tlps(&mut rng, 20));
        }
        bench.run(5_000);
        bench.pair.nodes[gone].begin_reset();
        bench.run(10);
        bench.pair.nodes[gone].end_reset();
        bench.pair.nodes[gone]
            .configure(&Pair::config(gone, incarnation_seed(5, gone, 1), &[]))
            .expect("known registers");
        bench.run(3_000);
        bench.connect();
        assert_eq!(bench.counters(1 - gone)["DISCONNECTS"], 1, "it goes on with the old one");
        bench.delivered = Default::default();
        let new = memory_tlps(&mut rng, 20);
        for side in 0..2 {
            bench.send(side, &new);
        }
        bench.until([20, 20], 10_000);
        (0..2).for_each(|side| bench.assert_delivered(side, &new));
    }
}

#[test]
fn bridge__a_peer_both_learnt_and_fixed__is_served_by_the_fixed_entry() {
    let learn = registers::CONTROL_LEARN.set(registers::CONTROL.reset(), 1) as u32;
    let mut bridge = Single::new("host_bridge", &[("CONTROL", learn)]);
    // Entry 0 is fixed to it; now entry 0 is freed, it is learnt there, and entry 1 is fixed to it.
    let write = |bridge: &mut Single, index: usize, register: &registers::Register, value: u32| {
        let address = peer::offset(index, register) as u16;
        bridge.node.axil.push(Access::Write { address, value });
        bridge.run(20);
    };
    write(&mut bridge, 0, &peer::PEER_CONTROL, 0);
    bridge.run(200);
    bridge.receive(&announcement());
    assert_eq!(bridge.counters().get("PEERS_LEARNT"), Some(&1));
    let mac = u64::from_le_bytes([PEER[0], PEER[1], PEER[2], PEER[3], PEER[4], PEER[5], 0, 0]);
    write(&mut bridge, 1, &peer::PEER_MAC_LO, mac as u32);
    write(&mut bridge, 1, &peer::PEER_MAC_HI, (mac >> 32) as u32);
    write(&mut bridge, 1, &peer::PEER_CONTROL, 3);
    bridge.run(5_000);
    bridge.sent.clear();
    // It announces itself again: the entry that was learnt is freed.
    bridge.receive(&announcement());
    bridge.run(5_000);
    let opened = |bridge: &Single| {
        let headers = bridge.headers().into_iter();
        headers.filter(|h| h.frame_type == FrameType::Open).map(|h| h.sequence).collect::<Vec<_>>()
    };
    let before = opened(&bridge);
    assert!(!before.is_empty());
    bridge.sent.clear();
    bridge.run(10_000);
    let opened = opened(&bridge);
    // One entry opens, with one incarnation.
    assert!(!opened.is_empty() && opened.iter().all(|e| *e == opened[0]), "{opened:?}");
    assert_eq!(bridge.peer_state(0), 0, "the entry that was learnt is free");
    assert_eq!(bridge.peer_state(1), 1, "the fixed one opens");
    bridge.receive(&bridge.frame(&bridge.open_header(), &[]));
    bridge.run(100);
    assert_eq!(bridge.peer_state(1), 2);
}

/// A keep-alive frame of the peer.
fn announcement() -> Vec<u8> {
    let body = keep_alive::Repr {
        role: role::DEVICE as u8,
        capabilities: 0,
        group: GROUP,
        mtu: 1500,
        max_payload: 512,
        node_id: 9,
    };
    let header = BridgeHeader {
        frame_type: FrameType::KeepAlive,
        length_dw: 4,
        acknowledgement: None,
        ..ack(0, false)
    };
    let mut frame = frame_from(PEER, &header, &body.emit());
    frame[..6].fill(0xFF);
    frame
}
