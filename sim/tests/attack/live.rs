//! Registers that software writes while traffic flows: what a connection means never changes under it.

use expether_sim::model::node::mac_registers;
use expether_sim::model::rng::Rng;
use expether_sim::model::stream::BeatSource;
use expether_wire::bridge::FrameType;
use expether_wire::ethernet::MacAddress;
use expether_wire::pause::{self, PAUSE_ADDRESS};
use expether_wire::registers::{self, peer};

use crate::bench::{
    ack, area_of, data, header, memory_tlp, window, Single, GROUP, LOCAL, NO_TIMER, PEER,
    PEER_INCARNATION, SINGLE,
};
use crate::station::{
    announcement, close, count, learning, read, register, sent, write, Station, IDS, OTHER, THIRD,
};

/// Frames of one type: destination and 802.1Q group.
fn of_type(bridge: &Single, kind: FrameType) -> Vec<([u8; 6], u16)> {
    let is_kind = |f: &&_| header(f).is_some_and(|h| h.frame_type == kind);
    let frames = bridge.sent.iter().filter(is_kind);
    frames
        .map(|f| {
            let destination = [0, 1, 2, 3, 4, 5].map(|i| f.bytes[i]);
            (destination, u16::from_be_bytes([f.bytes[14], f.bytes[15]]) & 0xFFF)
        })
        .collect()
}

/// The close frame that names the connection that there was, to its peer, in its group.
fn assert_closed(bridge: &Single, own: u32) {
    assert_eq!(of_type(bridge, FrameType::Close), [(PEER, GROUP)]);
    let closes = bridge.headers().into_iter().find(|h| h.frame_type == FrameType::Close);
    let said = closes.map(|h| (h.sequence, h.acknowledgement));
    assert_eq!(said, Some((own, Some(PEER_INCARNATION))));
}

#[test]
fn peer_control__fixed_peer_taken_out__closes_to_the_old_address() {
    let mut bridge = Single::new("host_bridge", &[]);
    let own = bridge.own;
    write(&mut bridge, peer::offset(0, &peer::PEER_CONTROL), 2);
    bridge.run(500);
    assert_closed(&bridge, own);
    assert_eq!(bridge.peer_state(0), 0);
    assert_eq!(count(&mut bridge, "DISCONNECTS"), 1);
}

#[test]
fn peer_mac__half_and_whole_written__no_tlp_goes_to_another_address() {
    let mut rng = Rng::new(2, "TLPs");
    let mut bridge = Single::new("host_bridge", &[SINGLE]);
    let own = bridge.own;
    let (low, high) = mac_registers(OTHER);
    for (offset, value) in [(&peer::PEER_MAC_LO, low), (&peer::PEER_MAC_HI, high)] {
        write(&mut bridge, peer::offset(0, offset), value);
        bridge.node.source.push(memory_tlp(&mut rng, 4), false);
        bridge.run(200);
        assert_eq!(bridge.peer_state(0), 2, "nothing is taken over yet");
    }
    assert_eq!(of_type(&bridge, FrameType::Data), [(PEER, GROUP); 2]);
    for _ in 0..20 {
        bridge.node.source.push(memory_tlp(&mut rng, 4), false);
    }
    write(&mut bridge, peer::offset(0, &peer::PEER_CONTROL), 3);
    bridge.run(1_000);
    assert_closed(&bridge, own);
    assert!(of_type(&bridge, FrameType::Data).iter().all(|f| f.0 == PEER));
    let opened = of_type(&bridge, FrameType::Open);
    assert!(!opened.is_empty() && opened.iter().all(|f| f.0 == OTHER), "{opened:X?}");
    // The old peer is nobody now.
    bridge.sent.clear();
    let tlp = memory_tlp(&mut rng, 3);
    bridge.receive(&bridge.frame(&data(0, &tlp), &tlp));
    assert_eq!((bridge.delivered.len(), count(&mut bridge, "RX_WRONG_PEER")), (0, 1));
}

#[test]
fn group__written__ends_the_connection_before_it_changes() {
    let mut rng = Rng::new(10, "TLPs");
    let mut bridge = Single::new("host_bridge", &[SINGLE]);
    let own = bridge.own;
    write(&mut bridge, registers::GROUP.offset, 0x456);
    bridge.node.source.push(memory_tlp(&mut rng, 4), false);
    bridge.run(300);
    let tlp = memory_tlp(&mut rng, 4);
    let mut other = bridge.frame(&data(0, &tlp), &tlp);
    other[14..16].copy_from_slice(&0x456u16.to_be_bytes());
    bridge.receive(&other);
    assert_eq!((bridge.delivered.len(), count(&mut bridge, "RX_WRONG_GROUP")), (0, 1));
    assert_eq!(bridge.peer_state(0), 2);
    for _ in 0..20 {
        bridge.node.source.push(memory_tlp(&mut rng, 4), false);
    }
    let control = read(&mut bridge, registers::CONTROL.offset);
    write(&mut bridge, registers::CONTROL.offset, control);
    bridge.run(1_000);
    assert_closed(&bridge, own);
    let of_data = of_type(&bridge, FrameType::Data);
    assert!(of_data.iter().all(|f| *f == (PEER, GROUP)), "{of_data:X?}");
    let opened = of_type(&bridge, FrameType::Open);
    assert!(!opened.is_empty() && opened.iter().all(|f| *f == (PEER, 0x456)), "{opened:X?}");
    // A frame of the old connection is of none, in either group.
    bridge.receive(&other);
    assert_eq!((bridge.delivered.len(), count(&mut bridge, "RX_WRONG_CONNECTION")), (0, 1));
}

#[test]
fn local_mac__half_and_whole_written__ends_the_connection_before_it_changes() {
    let mut rng = Rng::new(11, "TLPs");
    let mut bridge = Single::new("host_bridge", &[SINGLE]);
    let own = bridge.own;
    let new = THIRD;
    let (low, high) = mac_registers(new);
    let source =
        |f: &expether_sim::model::xgmii::WireFrame| [6, 7, 8, 9, 10, 11].map(|i| f.bytes[i]);
    for (offset, value) in
        [(registers::LOCAL_MAC_LO.offset, low), (registers::LOCAL_MAC_HI.offset, high)]
    {
        write(&mut bridge, offset, value);
        bridge.node.source.push(memory_tlp(&mut rng, 4), false);
        bridge.run(200);
    }
    let before = bridge.sent.len();
    assert!(before >= 2 && bridge.sent.iter().all(|f| source(f) == LOCAL));
    let control = read(&mut bridge, registers::CONTROL.offset);
    write(&mut bridge, registers::CONTROL.offset, control);
    bridge.run(1_000);
    assert_closed(&bridge, own);
    for frame in &bridge.sent {
        let is_open = header(frame)
            .is_some_and(|h| matches!(h.frame_type, FrameType::Open | FrameType::KeepAlive));
        assert!(source(frame) == if is_open { new } else { LOCAL }, "{:?}", header(frame));
    }
    assert!(sent(&bridge).contains(&(FrameType::Open, PEER)));
}

#[test]
fn route_id__of_a_peer_that_is_down__its_tlps_go_to_nobody() {
    let mut bridge = Single::new("host_bridge", &[SINGLE]);
    Station::second(&mut bridge);
    // Even if the other one takes what nobody claims.
    write(&mut bridge, peer::offset(1, &peer::PEER_CONTROL), 3);
    let (own, theirs) = (bridge.own, bridge.peer);
    bridge.receive(&bridge.frame(&close(own, theirs), &[]));
    bridge.run(200);
    assert_eq!([bridge.peer_state(0), bridge.peer_state(1)], [1, 2]);
    bridge.sent.clear();
    // CfgWr0 to the first of its IDs, register 0x10; and one that is nobody's.
    let configure = |id: u16| {
        let [bus, function] = id.to_be_bytes();
        vec![0x44, 0, 0, 1, 0, 0, 1, 0x0F, bus, function, 0, 0x10, 1, 2, 3, 4]
    };
    bridge.node.source.push(configure(IDS[0]), false);
    bridge.run(400);
    assert!(of_type(&bridge, FrameType::Data).is_empty());
    assert_eq!(count(&mut bridge, "TX_TLP_UNROUTED"), 1);
    bridge.node.source.push(configure(0x0900), false);
    bridge.run(400);
    assert_eq!(of_type(&bridge, FrameType::Data), [(OTHER, GROUP)]);
}

/// A bridge that could not carry the longest TLP in a frame of its MTU carries none.
#[test]
fn mtu__below_the_longest_tlp__opens_no_connection_and_says_so() {
    let mut rng = Rng::new(12, "TLPs");
    for (mtu, is_short) in [(256, true), (575, true), (576, false)] {
        let mut bridge = Single::new("host_bridge", &[]);
        let control = read(&mut bridge, registers::CONTROL.offset);
        write(&mut bridge, registers::CONTROL.offset, control & !1);
        write(&mut bridge, registers::MTU.offset, mtu);
        bridge.run(500);
        bridge.sent.clear();
        write(&mut bridge, registers::CONTROL.offset, control);
        if !is_short {
            bridge.peer += 1;
            bridge.open();
        }
        bridge.node.source.push(memory_tlp(&mut rng, 128), false);
        bridge.run(20_000);
        let status = read(&mut bridge, register("STATUS"));
        assert_eq!(registers::STATUS_MTU_SHORT.get(status.into()), u64::from(is_short), "{mtu}");
        let longest = bridge.sent.iter().map(|f| f.bytes.len() - 4 - 18).max();
        assert!(longest <= Some(mtu as usize), "{mtu}: {longest:?} bytes behind the EtherType");
        let opens = of_type(&bridge, FrameType::Open).len();
        assert_eq!(opens == 0, is_short, "{mtu}: {opens} open frames");
        assert_eq!(of_type(&bridge, FrameType::Data).is_empty(), is_short, "{mtu}");
    }
}

#[test]
fn dead_time__zero__is_never() {
    let mut rng = Rng::new(30, "TLPs");
    let settings = [("DEAD_TIME", 0), ("TIMEOUT_MIN", 200), ("TIMEOUT_MAX", 800)];
    let mut bridge = Single::new("host_bridge", &settings);
    bridge.node.source.push(memory_tlp(&mut rng, 4), false);
    bridge.run(200_000);
    assert_eq!((bridge.peer_state(0), count(&mut bridge, "DISCONNECTS")), (2, 0));
    // The counter-test: with a time it ends.
    write(&mut bridge, register("DEAD_TIME"), 1_000);
    bridge.run(200);
    assert_eq!(count(&mut bridge, "DISCONNECTS"), 1);
}

#[test]
fn close__kept_by_software__the_entry_is_not_given_to_a_newcomer() {
    let mut bridge = Single::new("host_bridge", &[("CONTROL", learning())]);
    write(&mut bridge, peer::offset(1, &peer::PEER_CONTROL), 6);
    bridge.receive(&announcement(OTHER, 2));
    bridge.run(300);
    assert_eq!([0, 1, 2].map(|i| bridge.peer_state(i)), [2, 0, 1]);
    assert_eq!((count(&mut bridge, "PEERS_LEARNT"), count(&mut bridge, "PEERS_REFUSED")), (1, 0));
}

#[test]
fn seed__zero__opens_no_connection_from_the_next_enable_on() {
    let mut bridge = Single::new("host_bridge", &[]);
    for name in ["SEED_LO", "SEED_HI"] {
        write(&mut bridge, register(name), 0);
    }
    bridge.run(500);
    assert_eq!(bridge.peer_state(0), 2, "it goes on until ENABLE rises");
    let control = read(&mut bridge, registers::CONTROL.offset);
    write(&mut bridge, registers::CONTROL.offset, control & !1);
    bridge.run(300);
    write(&mut bridge, registers::CONTROL.offset, control);
    bridge.sent.clear();
    bridge.run(20_000);
    let status = read(&mut bridge, register("STATUS"));
    assert_eq!(registers::STATUS_UNSEEDED.get(status.into()), 1);
    // The number that the entry had drawn ahead under the old seed is forgotten, too.
    let numbers: std::collections::BTreeSet<_> = bridge
        .headers()
        .into_iter()
        .filter(|h| h.frame_type == FrameType::Open)
        .map(|h| h.sequence)
        .collect();
    assert!(numbers.is_empty(), "{numbers:X?}");
}

/// Incarnations of a bridge over some reconnections.
fn numbers(bridge: &mut Single) -> Vec<u32> {
    let mut own = vec![bridge.own];
    for _ in 0..3 {
        bridge.receive(&bridge.frame(&close(bridge.own, bridge.peer), &[]));
        bridge.peer += 1;
        bridge.open();
        own.push(bridge.own);
    }
    own
}

/// Why each reset needs another seed.
#[test]
fn seed__the_same_after_a_reset__makes_the_same_numbers_another_does_not() {
    let mut bridge = Single::new("host_bridge", &[]);
    let first = numbers(&mut bridge);
    let enabled_anew = {
        let control = read(&mut bridge, registers::CONTROL.offset);
        write(&mut bridge, registers::CONTROL.offset, control & !1);
        bridge.run(300);
        write(&mut bridge, registers::CONTROL.offset, control);
        bridge.open();
        numbers(&mut bridge)
    };
    assert!(enabled_anew.iter().all(|n| !first.contains(n)), "the numbers go on");
    let mut reset = Single::new("host_bridge", &[]);
    assert_eq!(numbers(&mut reset), first);
    let mut other = Single::new("host_bridge", &[("SEED_HI", 0x5EED)]);
    let other = numbers(&mut other);
    assert!(other.iter().all(|n| !first.contains(n)));
}

/// A TLP whose second half comes when its connection is over belongs to no connection.
#[test]
fn pcie__a_tlp_across_two_connections__is_not_sent_in_part() {
    let mut rng = Rng::new(41, "TLPs");
    let mut bridge = Single::new("host_bridge", &[SINGLE]);
    bridge.node.source = BeatSource::new(0.995, Rng::new(5, "slow"));
    bridge.node.source.push(memory_tlp(&mut rng, 100), false);
    bridge.run(3_000);
    assert_eq!(bridge.node.source.pending(), 1, "it is under way");
    bridge.receive(&bridge.frame(&close(bridge.own, bridge.peer), &[]));
    bridge.peer += 1;
    bridge.open();
    bridge.sent.clear();
    bridge.run(20_000);
    let good = memory_tlp(&mut rng, 2);
    bridge.node.source.push(good.clone(), false);
    bridge.run(4_000);
    assert_eq!(bridge.node.source.pending(), 0);
    let is_data = |f: &&_| header(f).is_some_and(|h| h.frame_type == FrameType::Data);
    let areas: Vec<_> = bridge.sent.iter().filter(is_data).map(area_of).collect();
    assert!(!areas.is_empty() && areas.iter().all(|area| *area == good));
}

/// The place of a TLP in the replay buffer is given away only when no frame reads it any more.
#[test]
fn pause__a_frame_that_waits_for_its_end__keeps_its_words() {
    let mut rng = Rng::new(42, "TLPs");
    let settings = [window(63), NO_TIMER[0], NO_TIMER[1], ("DEAD_TIME", 0xFF_FFFF)];
    let mut bridge = Single::new("host_bridge", &settings);
    let tlps: Vec<_> = (0..300).map(|_| memory_tlp(&mut rng, 128)).collect();
    for tlp in &tlps {
        bridge.node.source.push(tlp.clone(), false);
    }
    bridge.run(12_000);
    let (destination, source) = (MacAddress::from_u64(PAUSE_ADDRESS), MacAddress(PEER));
    let pause = pause::Repr { destination, source, pause_time: 600 };
    bridge.receive(&pause.to_bytes());
    bridge.receive(&bridge.frame(&ack(0, true), &[]));
    bridge.run(100);
    bridge.sent.clear();
    bridge.receive(&bridge.frame(&ack(40, false), &[]));
    bridge.run(4_000);
    assert!(bridge.sent.is_empty(), "PAUSE");
    bridge.run(6_000);
    let mut seen = 0;
    for frame in &bridge.sent {
        let header = header(frame).expect("a bridge frame");
        if header.frame_type == FrameType::Data {
            assert_eq!(frame.error, None);
            let first = &tlps[header.sequence as usize];
            assert!(area_of(frame).starts_with(first), "TLP {}", header.sequence);
            seen += 1;
        }
    }
    assert!(seen > 5);
}
