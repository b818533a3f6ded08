//! Which connection a frame is of: restarts, late copies, numbers that somebody tries.

use expether_sim::model::axil::Access;
use expether_sim::model::link::LinkConfig;
use expether_sim::model::node::incarnation_seed;
use expether_sim::model::rng::Rng;
use expether_sim::model::xgmii::with_fcs;
use expether_sim::replay::pair::Pair;
use expether_wire::bridge::FrameType;
use expether_wire::registers::{self, peer};

use crate::bench::{
    ack, data, frame_between, memory_tlp, memory_tlps, open, Bench, Single, SINGLE,
};
use crate::station::{close, count, read, write};

#[test]
fn connection__peer_restarts__late_frames_of_the_old_one_are_of_none() {
    let mut rng = Rng::new(6, "TLPs");
    let mut bridge = Single::new("device_bridge", &[]);
    let old = memory_tlp(&mut rng, 4);
    let (own, theirs) = (bridge.own, bridge.peer);
    let late_open = bridge.frame(&bridge.open_header(), &[]);
    let late = bridge.frame(&data(0, &old), &old);
    bridge.receive(&late);
    bridge.run(300);
    assert_eq!(bridge.delivered.len(), 1);
    // The peer starts over, without a close frame. It knows nothing of us.
    bridge.sent.clear();
    bridge.peer = 0x1357_9BDF;
    let mut hello = open(0, bridge.peer);
    (hello.acknowledgement, hello.nak) = (None, true);
    bridge.receive(&bridge.frame(&hello, &[]));
    bridge.run(200);
    assert_eq!(bridge.peer_state(0), 2, "an open frame alone ends nothing");
    let is_offer =
        |h: &expether_wire::packet::BridgeHeader| h.frame_type == FrameType::Open && h.busy;
    let offer = bridge.headers().into_iter().find(is_offer).expect("an offer");
    assert_eq!(offer.acknowledgement, Some(bridge.peer));
    assert_ne!(offer.sequence, own);
    let mut taken = hello;
    taken.acknowledgement = Some(offer.sequence);
    bridge.receive(&bridge.frame(&taken, &[]));
    bridge.hear_open();
    assert_eq!(bridge.own, offer.sequence);
    bridge.receive(&bridge.frame(&bridge.open_header(), &[]));
    assert_eq!(bridge.peer_state(0), 2, "connected anew");
    let wrong = count(&mut bridge, "RX_WRONG_CONNECTION");
    for copy in [&late, &late_open, &frame_between(own, theirs, &close(own, theirs), &[])] {
        bridge.receive(copy);
        bridge.run(300);
    }
    assert_eq!(bridge.peer_state(0), 2);
    assert_eq!(bridge.delivered.len(), 1, "the old TLP comes twice");
    assert_eq!(count(&mut bridge, "RX_WRONG_CONNECTION"), wrong + 2);
    let new = memory_tlp(&mut rng, 5);
    bridge.receive(&bridge.frame(&data(0, &new), &new));
    assert_eq!(bridge.delivered.last().map(|t| &t.bytes), Some(&new), "the new one is lost");
}

#[test]
fn connection__disabled_and_enabled__a_late_open_frame_brings_nothing_back() {
    let mut rng = Rng::new(16, "TLPs");
    let mut bridge = Single::new("device_bridge", &[SINGLE]);
    let old = memory_tlp(&mut rng, 4);
    let late = [
        bridge.frame(&bridge.open_header(), &[]),
        bridge.frame(&data(0, &old), &old),
        bridge.frame(&ack(1, false), &[]),
    ];
    bridge.receive(&late[1]);
    bridge.node.source.push(memory_tlp(&mut rng, 3), false);
    bridge.run(300);
    bridge.receive(&late[2]);
    let own = bridge.own;
    let control = read(&mut bridge, registers::CONTROL.offset);
    for value in [control & !1, control] {
        write(&mut bridge, registers::CONTROL.offset, value);
        bridge.run(600);
    }
    assert_ne!(bridge.own, own, "SEED is the same, the numbers go on");
    bridge.sent.clear();
    for frame in &late {
        bridge.receive(frame);
    }
    bridge.node.source.push(memory_tlp(&mut rng, 3), false);
    bridge.run(9_000);
    assert_eq!(bridge.peer_state(0), 1, "it opens, and is connected to nobody");
    assert!(bridge.data_sequences().is_empty());
    assert_eq!(bridge.delivered.len(), 1, "the old TLP comes once");
    let opens: Vec<_> =
        bridge.headers().into_iter().filter(|h| h.frame_type == FrameType::Open).collect();
    assert!(!opens.is_empty() && opens.iter().all(|h| h.nak && h.sequence == bridge.own));
}

/// Both ends' numbers, as the registers have them.
fn incarnations(bench: &mut Bench) -> [(u32, u32); 2] {
    [0, 1].map(|side| {
        let already = bench.reads[side].len();
        for register in [&peer::PEER_INCARNATION, &peer::PEER_INCARNATION_PEER] {
            let address = peer::offset(0, register) as u16;
            bench.pair.nodes[side].axil.push(Access::Read { address });
        }
        while bench.reads[side].len() < already + 2 {
            bench.step();
        }
        (bench.reads[side][already], bench.reads[side][already + 1])
    })
}

#[test]
fn connection__reconnections_and_a_restart__no_two_have_the_same_tags() {
    let link = LinkConfig { delay: 10, seed: 46, ..LinkConfig::default() };
    let mut bench = Bench::new(link, 0.0, &[]);
    let mut rng = Rng::new(46, "TLPs");
    let mut seen = std::collections::BTreeSet::new();
    let control = peer::offset(0, &peer::PEER_CONTROL) as u16;
    for round in 0..12 {
        let [host, device] = incarnations(&mut bench);
        assert_eq!(host, (device.1, device.0), "both mean the same connection");
        assert!(seen.insert((host.0 as u16, host.1 as u16)), "{host:X?} for the second time");
        let tlps = memory_tlps(&mut rng, 5);
        bench.delivered = Default::default();
        (0..2).for_each(|side| bench.send(side, &tlps));
        bench.until([5, 5], 4_000);
        (0..2).for_each(|side| bench.assert_delivered(side, &tlps));
        let side = round % 2;
        if round % 3 == 2 {
            bench.pair.nodes[side].begin_reset();
            bench.run(10);
            bench.pair.nodes[side].end_reset();
            let seed = incarnation_seed(46, side, round as u64);
            let config = Pair::config(side, seed, &[]);
            bench.pair.nodes[side].configure(&config).expect("known registers");
        } else {
            for value in [7, 3] {
                bench.pair.nodes[side].axil.push(Access::Write { address: control, value });
                bench.run(600);
            }
        }
        bench.run(6_000);
        bench.connect();
    }
}

/// All that a peer has sent in two connections comes again, in any order.
#[test]
fn connection__everything_replayed__delivers_nothing_and_ends_nothing() {
    let mut rng = Rng::new(50, "TLPs");
    let mut bridge = Single::new("device_bridge", &[]);
    let mut recorded = vec![bridge.frame(&bridge.open_header(), &[])];
    for _ in 0..2 {
        for number in 0..20 {
            let tlp = memory_tlp(&mut rng, number % 9);
            let frame = bridge.frame(&data(number as u32, &tlp), &tlp);
            bridge.receive(&frame);
            recorded.push(frame);
        }
        recorded.push(bridge.frame(&close(bridge.own, bridge.peer), &[]));
        bridge.receive(&recorded[recorded.len() - 1]);
        bridge.peer += 0x0101_0101;
        bridge.open();
        recorded.push(bridge.frame(&bridge.open_header(), &[]));
    }
    let tlp = memory_tlp(&mut rng, 7);
    recorded.push(bridge.frame(&data(0, &tlp), &tlp));
    bridge.receive(&recorded[recorded.len() - 1]);
    let delivered = bridge.delivered.len();
    assert_eq!(delivered, 41);
    let before = bridge.counters();
    for _ in 0..500 {
        let copy = &recorded[rng.below(recorded.len() as u64) as usize];
        bridge.line.push(&with_fcs(copy), false);
        bridge.drain();
    }
    bridge.run(2_000);
    assert_eq!(bridge.delivered.len(), delivered);
    let after = bridge.counters();
    for name in ["CONNECTS", "DISCONNECTS", "RX_TLPS"] {
        assert_eq!(before.get(name), after.get(name), "{name}");
    }
    assert!(after["RX_WRONG_CONNECTION"] > 300 && after["RX_DUPLICATE"] > 0);
    let tlp = memory_tlp(&mut rng, 4);
    bridge.receive(&bridge.frame(&data(1, &tlp), &tlp));
    assert_eq!(bridge.delivered.len(), delivered + 1, "it goes on");
}

/// Data, open and close frames of somebody who knows the addresses and the TLP expected, but no number.
#[test]
fn connection__numbers_guessed__hit_nothing() {
    let mut rng = Rng::new(51, "guesses");
    let mut bridge = Single::new("host_bridge", &[]);
    let tlp = memory_tlp(&mut rng, 1);
    let (own, theirs) = (bridge.own, bridge.peer);
    let mut tried = 0;
    for round in 0..1_000u32 {
        let guess = rng.bits() as u32;
        // One tag right helps as little: each is tried with any of the other end's.
        let (receiver, sender) = match round % 3 {
            0 => (guess, guess >> 16),
            1 => (own, guess),
            _ => (guess, theirs),
        };
        if (receiver as u16, sender as u16) == (own as u16, theirs as u16) {
            continue;
        }
        tried += 1;
        let frames = [
            frame_between(receiver, sender, &data(0, &tlp), &tlp),
            frame_between(receiver, sender, &ack(0, true), &[]),
            frame_between(own, theirs, &close(receiver, sender), &[]),
        ];
        for frame in &frames {
            bridge.line.push(&with_fcs(frame), false);
        }
        while bridge.line.backlog() > 0 {
            bridge.step();
        }
    }
    bridge.run(100);
    assert!(bridge.delivered.is_empty());
    assert_eq!((bridge.peer_state(0), count(&mut bridge, "DISCONNECTS")), (2, 0));
    assert_eq!(count(&mut bridge, "RX_WRONG_CONNECTION"), 3 * tried);
    // Who has both tags, and a number out of the window, hits nothing either.
    for number in [0x8000, 0x1_0000, 0x8000_0000, 0xFFFF_8000] {
        bridge.receive(&bridge.frame(&data(number, &tlp), &tlp));
    }
    assert!(bridge.delivered.is_empty());
    assert_eq!(count(&mut bridge, "RX_WRONG_NUMBER"), 4);
}

/// What nothing counters: who reads frames of both ends has all that a frame needs.
#[test]
fn tapper__both_tags_and_the_number__speaks_for_the_peer() {
    let mut rng = Rng::new(52, "TLPs");
    let mut bridge = Single::new("host_bridge", &[]);
    let (forged, right) = (memory_tlp(&mut rng, 4), memory_tlp(&mut rng, 4));
    // The low halves are enough.
    let (own, theirs) = (bridge.own & 0xFFFF, bridge.peer & 0xFFFF);
    bridge.receive(&frame_between(own, theirs, &data(0, &forged), &forged));
    assert_eq!(bridge.delivered.last().map(|t| &t.bytes), Some(&forged));
    bridge.receive(&bridge.frame(&data(0, &right), &right));
    assert_eq!((bridge.delivered.len(), count(&mut bridge, "RX_DUPLICATE")), (1, 1));
    // To end the connection all 32 bits of both are needed.
    bridge.receive(&bridge.frame(&close(own, theirs), &[]));
    assert_eq!(bridge.peer_state(0), 2);
    bridge.receive(&bridge.frame(&close(bridge.own, bridge.peer), &[]));
    assert_eq!(count(&mut bridge, "DISCONNECTS"), 1);
}
