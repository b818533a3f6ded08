//! Frames of stations that should not send them: what each costs, and what counts it.

use expether_sim::model::rng::Rng;
use expether_sim::model::xgmii::with_fcs;
use expether_wire::bridge::{FrameType, WIRE_VERSION};
use expether_wire::ethernet::MacAddress;
use expether_wire::keep_alive::role;
use expether_wire::pause::{self, PAUSE_ADDRESS};
use expether_wire::registers::{self, peer};

use crate::bench::{
    ack, data, frame_from, header, memory_tlp, open, opens, window, Single, LOCAL, PEER, SINGLE,
};
use crate::station::{
    announcement, close, count, flood, learning, line_words, read, register, unmetered, Station,
    OTHER,
};

#[test]
fn learn__after_reset__nobody_is_learnt() {
    let mut bridge = Single::new("host_bridge", &[]);
    for last in 0..20 {
        bridge.receive(&announcement([2, 0, 0, 0, 1, last], role::DEVICE));
    }
    bridge.run(5_000);
    assert_eq!(count(&mut bridge, "PEERS_LEARNT"), 0);
    assert_eq!(count(&mut bridge, "KEEP_ALIVES_RECEIVED"), 20);
    assert!(bridge.sent.iter().all(|f| f.bytes[..6] == PEER || f.bytes[..6] == [0xFF; 6]));
}

#[test]
fn learn__impossible_sources_and_unknown_roles__are_not_learnt() {
    let mut bridge = Single::new("host_bridge", &[("CONTROL", learning())]);
    let sources = [[0xFF; 6], [0x01, 0x80, 0xC2, 0, 0, 0x0E], [0x03, 0, 0, 0, 0, 1], [0; 6], LOCAL];
    for source in sources {
        bridge.receive(&announcement(source, role::DEVICE));
    }
    assert_eq!(count(&mut bridge, "RX_WRONG_SOURCE"), sources.len() as u32);
    let roles = [0, role::HOST, 3, 0x12, 0x82, 0xFF];
    for (last, role) in (0..).zip(roles) {
        bridge.receive(&announcement([2, 0, 0, 0, 1, last], role));
    }
    bridge.run(5_000);
    assert_eq!(count(&mut bridge, "PEERS_LEARNT"), 0);
    assert_eq!(count(&mut bridge, "KEEP_ALIVES_RECEIVED"), 0);
    // The counter-test.
    bridge.receive(&announcement(OTHER, role::DEVICE));
    bridge.run(100);
    assert_eq!(count(&mut bridge, "PEERS_LEARNT"), 1);
}

#[test]
fn learn__a_storm_of_announcements__fills_the_free_entries_and_harms_no_connection() {
    let mut rng = Rng::new(60, "storm");
    let settings = [("CONTROL", learning()), ("KEEP_ALIVE_TIMEOUT", 40_000)];
    let mut bridge = Single::new("host_bridge", &settings);
    let own = bridge.own;
    flood(&mut bridge, 30_000, || {
        let [a, b, c, ..] = rng.bits().to_be_bytes();
        announcement([2, 0xFE, 0, a, b, c], role::DEVICE)
    });
    let peers = registers::SHAPE_PEERS.get(read(&mut bridge, register("SHAPE")).into()) as u32;
    assert_eq!(count(&mut bridge, "PEERS_LEARNT"), peers - 1);
    assert!(count(&mut bridge, "PEERS_REFUSED") > 1_000);
    // What they make it send: open frames to stations that are not there.
    let to_nobody = bridge.sent.iter().filter(|f| f.bytes[..2] == [2, 0xFE]);
    let share = line_words(to_nobody) as f64 / 30_000.0;
    assert!(share < 0.40, "{share:.3} of the line");
    bridge.drain();
    // Its own connection is as it was.
    assert_eq!((bridge.peer_state(0), bridge.own), (2, own));
    let tlp = memory_tlp(&mut rng, 4);
    bridge.receive(&bridge.frame(&data(0, &tlp), &tlp));
    assert_eq!(bridge.delivered.len(), 1);
    bridge.sent.clear();
    bridge.run(40_500);
    assert_eq!(count(&mut bridge, "PEERS_LOST"), peers, "all are silent now");
}

#[test]
fn keep_alive__a_storm_while_not_learning__costs_no_goodput() {
    let mut rng = Rng::new(61, "storm");
    let mut words = [0; 2];
    for (storm, words) in [false, true].into_iter().zip(&mut words) {
        let settings = [SINGLE, window(32), ("CONTROL", unmetered())];
        let mut bridge = Single::new("host_bridge", &settings);
        for _ in 0..600 {
            bridge.node.source.push(memory_tlp(&mut rng, 128), false);
        }
        let mut station = Station::first(&bridge);
        for _ in 0..20_000 {
            station.acknowledge(&mut bridge);
            if storm && bridge.line.backlog() < 4 {
                let [a, b, ..] = rng.bits().to_be_bytes();
                let frame = announcement([2, 0, 0, 0, a, b], role::DEVICE);
                bridge.line.push(&with_fcs(&frame), false);
            }
            bridge.step();
        }
        *words = station.got * 128;
        assert_eq!(count(&mut bridge, "PEERS_LEARNT"), 0);
    }
    assert!(words[1] * 100 >= words[0] * 98, "{words:?}");
}

#[test]
fn type__unknown_or_reserved__is_dropped_and_counted() {
    let mut rng = Rng::new(40, "TLPs");
    for kind in 0..16u8 {
        let mut bridge = Single::new("device_bridge", &[]);
        let tlp = memory_tlp(&mut rng, 20);
        let mut frame = bridge.frame(&data(0, &tlp), &tlp);
        frame[18] = (WIRE_VERSION << 4) as u8 | kind;
        let before = bridge.counters();
        bridge.receive(&frame);
        let after = bridge.counters();
        let counter = match kind {
            // As data frame it is right.
            1 => "RX_TLPS",
            // A bare acknowledgement has no area.
            2 => "RX_MALFORMED",
            // Any area does, but none of these numbers is anybody's: an offer is made.
            3 => "RX_FRAMES",
            4 => "RX_MALFORMED",
            // Only to all.
            5 => "RX_WRONG_PEER",
            _ => "RX_WRONG_TYPE",
        };
        let moved: Vec<_> = after
            .iter()
            .filter(|(name, value)| name.starts_with("RX") && before.get(*name) != Some(*value))
            .map(|c| *c.0)
            .filter(|name| *name != "RX_FRAMES" || kind == 3)
            .collect();
        assert_eq!(moved, [counter], "type {kind}");
        assert_eq!(bridge.delivered.len(), usize::from(kind == 1), "type {kind}");
    }
}

/// Somebody with the peer's address, who knows none of the numbers.
#[test]
fn open__a_flood_in_a_peers_name__costs_a_bounded_share_and_ends_nothing() {
    let mut rng = Rng::new(62, "flood");
    let mut got = [0; 2];
    for (forged, got) in [false, true].into_iter().zip(&mut got) {
        let settings = [SINGLE, window(32), ("CONTROL", unmetered())];
        let mut bridge = Single::new("host_bridge", &settings);
        for _ in 0..2_000 {
            bridge.node.source.push(memory_tlp(&mut rng, 128), false);
        }
        let own = bridge.own;
        let clocks = 50_000;
        let mut station = Station::first(&bridge);
        for _ in 0..clocks {
            station.acknowledge(&mut bridge);
            if forged && bridge.line.backlog() < 4 {
                let mut hello = open(rng.bits() as u32, rng.bits() as u32);
                hello.nak = rng.chance(0.7);
                hello.acknowledgement = hello.acknowledgement.filter(|_| rng.chance(0.7));
                bridge.line.push(&with_fcs(&bridge.frame(&hello, &[])), false);
            }
            bridge.step();
        }
        *got = station.got;
        let offers: Vec<_> =
            bridge.sent.iter().filter(|f| header(f).is_some_and(|h| h.busy)).collect();
        let allowed = 4 + clocks / 1024 + 1;
        assert!(offers.len() <= allowed, "{} answers", offers.len());
        if forged {
            assert!(offers.len() + 2 >= allowed, "{} answers", offers.len());
            // 576 bytes behind the EtherType, one in 1,024 clocks.
            let share = line_words(offers) as f64 / clocks as f64;
            assert!(share < 0.085, "{share:.3} of the line");
            bridge.drain();
            assert!(count(&mut bridge, "OPENS_HELD") > 1_000);
        }
        assert_eq!((bridge.peer_state(0), bridge.own), (2, own));
        assert_eq!(count(&mut bridge, "DISCONNECTS"), 0);
    }
    assert!(got[1] * 100 >= got[0] * 90, "{got:?}");
}

#[test]
fn open__a_flood_in_the_name_of_nobody__is_not_answered() {
    let mut rng = Rng::new(63, "flood");
    let mut bridge = Single::new("host_bridge", &[]);
    let sent = bridge.sent.len();
    flood(&mut bridge, 20_000, || {
        let mut hello = open(rng.bits() as u32, rng.bits() as u32);
        hello.nak = true;
        frame_from(OTHER, &hello, &[])
    });
    bridge.drain();
    assert!(bridge.sent[sent..].iter().all(|f| f.bytes[..6] == [0xFF; 6]));
    assert!(count(&mut bridge, "RX_WRONG_PEER") > 1_000);
}

/// Forged open frames overwrite what was heard of the peer, but not what the peer hears of us.
#[test]
fn open__a_flood_while_the_bridge_opens__the_peer_still_connects() {
    let mut rng = Rng::new(64, "flood");
    let mut bridge = Single::new("host_bridge", &[]);
    bridge.receive(&bridge.frame(&close(bridge.own, bridge.peer), &[]));
    bridge.peer += 1;
    bridge.sent.clear();
    for _ in 0..40_000 {
        if bridge.line.backlog() < 4 {
            let mut hello = open(rng.bits() as u32, rng.bits() as u32);
            hello.nak = true;
            bridge.line.push(&with_fcs(&bridge.frame(&hello, &[])), false);
        }
        let told = bridge.sent.len();
        bridge.step();
        // The peer answers each open frame, whatever it says of the peer.
        if bridge.sent.len() > told && bridge.sent.last().is_some_and(|f| opens(f, PEER)) {
            let answer = bridge.frame(&bridge.open_header(), &[]);
            bridge.line.push(&with_fcs(&answer), false);
        }
    }
    bridge.drain();
    assert_eq!(bridge.peer_state(0), 2);
    let tlp = memory_tlp(&mut rng, 4);
    bridge.receive(&bridge.frame(&data(0, &tlp), &tlp));
    assert_eq!(bridge.delivered.len(), 1);
}

/// NAKs that nobody but a peer, or who reads the wire, can send; the limit counts each.
#[test]
fn nak__repeated__is_followed_once_in_half_a_round_trip() {
    let mut rng = Rng::new(65, "TLPs");
    let mut bridge = Single::new("host_bridge", &[SINGLE, window(16), ("CONTROL", unmetered())]);
    for _ in 0..100 {
        bridge.node.source.push(memory_tlp(&mut rng, 32), false);
    }
    // Round trips of 4,000 clocks: frame by frame the peer echoes so late.
    let mut station = Station::first(&bridge);
    while station.got < 30 {
        bridge.step();
        let before = bridge.now;
        if station.hears(&bridge) {
            bridge.run(4_000);
            station.hears(&bridge);
            let newest = bridge.headers().last().map_or(0, |h| h.timestamp);
            let mut told = ack(station.got, false);
            told.echo_timestamp = Some(newest);
            bridge.line.push(&with_fcs(&station.frame(&told, &[])), false);
        }
        assert!(bridge.now - before < 10_000);
    }
    let round_trip = read(&mut bridge, peer::offset(0, &peer::PEER_RTT)) as usize;
    assert!(round_trip > 2_000, "{round_trip} clocks");
    bridge.run(3_000);
    station.hears(&bridge);
    let received = count(&mut bridge, "TX_NAKS_RECEIVED");
    let at = station.got - 5;
    bridge.receive(&station.frame(&ack(at, false), &[]));
    let clocks = 20_000;
    let nak = station.frame(&ack(at, true), &[]);
    flood(&mut bridge, clocks, || nak.clone());
    bridge.drain();
    let followed = (count(&mut bridge, "TX_NAKS_RECEIVED") - received) as usize;
    assert!(followed <= 2 + clocks / (round_trip / 2), "{followed}, {round_trip}");
    assert!(count(&mut bridge, "NAKS_IGNORED") > 1_000);
}

fn pause_frame(quanta: u16) -> Vec<u8> {
    let (destination, source) = (MacAddress::from_u64(PAUSE_ADDRESS), MacAddress(OTHER));
    pause::Repr { destination, source, pause_time: quanta }.to_bytes().to_vec()
}

#[test]
fn pause__a_flood_from_the_neighbour__stops_the_sender_only_if_it_is_honoured() {
    let mut rng = Rng::new(66, "TLPs");
    for honours in [true, false] {
        let control =
            registers::CONTROL_HONOUR_PAUSE.set(registers::CONTROL.reset(), honours.into());
        let mut bridge = Single::new("host_bridge", &[SINGLE, ("CONTROL", control as u32)]);
        bridge.receive(&pause_frame(0xFFFF));
        let sent = bridge.sent.len();
        bridge.node.source.push(memory_tlp(&mut rng, 4), false);
        flood(&mut bridge, 20_000, || pause_frame(0xFFFF));
        assert_eq!(bridge.sent.len() == sent, honours);
        let paused = count(&mut bridge, "PAUSED_CLOCKS");
        assert_eq!(paused > 19_000, honours, "{paused} clocks");
        // What it receives meanwhile is delivered, and nothing ends.
        let tlp = memory_tlp(&mut rng, 4);
        bridge.receive(&bridge.frame(&data(0, &tlp), &tlp));
        assert_eq!((bridge.delivered.len(), bridge.peer_state(0)), (1, 2));
    }
}

#[test]
fn source__our_own_address__is_counted_and_nothing_else() {
    let mut rng = Rng::new(67, "TLPs");
    let mut bridge = Single::new("host_bridge", &[("CONTROL", learning())]);
    let tlp = memory_tlp(&mut rng, 4);
    for header in
        [data(0, &tlp), ack(0, true), bridge.open_header(), close(bridge.own, bridge.peer)]
    {
        let area: &[u8] = if header.frame_type == FrameType::Data { &tlp } else { &[] };
        let mut frame = bridge.frame(&header, area);
        frame[6..12].copy_from_slice(&LOCAL);
        bridge.receive(&frame);
    }
    bridge.receive(&announcement(LOCAL, role::DEVICE));
    assert_eq!(count(&mut bridge, "RX_WRONG_SOURCE"), 5);
    assert_eq!((bridge.delivered.len(), bridge.peer_state(0)), (0, 2));
}
