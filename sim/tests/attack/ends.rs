//! What happens in the very clock in which a connection ends, and what is left of it.

use expether_sim::model::axil::Access;
use expether_sim::model::node::mac_registers;
use expether_sim::model::rng::Rng;
use expether_sim::model::xgmii::{with_fcs, WireFrame};
use expether_wire::bridge::FrameType;
use expether_wire::ethernet::MacAddress;
use expether_wire::keep_alive::role;
use expether_wire::pause::{self, PAUSE_ADDRESS};
use expether_wire::registers::{self, peer};

use crate::bench::{ack, data, header, memory_tlp, Single, PEER};
use crate::station::{
    announcement, learning, read, sent, unmetered, write, write_tlp, Station, MEMORY, OTHER, THIRD,
};

/// Software writes CLOSE to entry 0, without waiting for the end of the write.
fn begin_to_close(bridge: &mut Single) {
    let address = peer::offset(0, &peer::PEER_CONTROL) as u16;
    let value = peer::PEER_CONTROL_CLOSE.set(3, 1) as u32;
    bridge.node.axil.push(Access::Write { address, value });
}

/// A copy of the first data frame arrives while software closes the connection: its TLP comes once.
#[test]
fn close__while_a_copy_of_the_first_frame_arrives__its_tlp_is_not_delivered_twice() {
    let mut rng = Rng::new(1, "TLPs");
    let mut twice = vec![];
    for wait in 0..40 {
        let mut bridge = Single::new("device_bridge", &[]);
        let tlp = memory_tlp(&mut rng, 8);
        let frame = bridge.frame(&data(0, &tlp), &tlp);
        bridge.receive(&frame);
        bridge.run(100);
        assert_eq!(bridge.delivered.len(), 1);
        bridge.line.push(&with_fcs(&frame), false);
        bridge.run(wait);
        begin_to_close(&mut bridge);
        bridge.run(200);
        if bridge.delivered.len() != 1 {
            twice.push((wait, bridge.delivered.len()));
        }
    }
    assert!(twice.is_empty(), "(CLOSE so many clocks after the copy began, deliveries): {twice:?}");
}

/// The counter of TLPs accepted, when the connection ends within a data frame.
#[test]
fn close__within_a_data_frame__the_counter_grows_by_its_tlps_at_most() {
    let mut rng = Rng::new(2, "TLPs");
    let mut wrong = vec![];
    for wait in (0..80).step_by(5) {
        let mut bridge = Single::new("device_bridge", &[]);
        for number in 0..5 {
            let tlp = memory_tlp(&mut rng, 3);
            bridge.receive(&bridge.frame(&data(number, &tlp), &tlp));
        }
        let tlp = memory_tlp(&mut rng, 120);
        bridge.line.push(&with_fcs(&bridge.frame(&data(5, &tlp), &tlp)), false);
        bridge.run(wait);
        begin_to_close(&mut bridge);
        bridge.run(300);
        let counted = read(&mut bridge, peer::offset(0, &peer::PEER_RX_TLPS));
        if counted as usize != bridge.delivered.len() {
            wrong.push((wait, counted, bridge.delivered.len()));
        }
    }
    assert!(wrong.is_empty(), "(wait, PEER_RX_TLPS, delivered): {wrong:?}");
}

/// A learnt peer is lost while the transmitter stands still; another gets its entry before the close frame goes.
#[test]
fn learn__an_entry_whose_close_frame_still_waits__the_frame_does_not_go_to_the_newcomer() {
    let settings =
        [("CONTROL", learning()), ("KEEP_ALIVE_INTERVAL", 300), ("KEEP_ALIVE_TIMEOUT", 3_000)];
    let mut bridge = Single::new("device_bridge", &settings);
    bridge.receive(&announcement(OTHER, role::HOST));
    let mut second = Station::first(&bridge);
    (second.mac, second.own, second.peer) = (OTHER, 0, 0x0BAD_1001);
    second.connect(&mut bridge);
    assert_eq!(bridge.peer_state(1), 2);
    bridge.sent.clear();
    bridge.run(2_000);
    let (destination, source) = (MacAddress::from_u64(PAUSE_ADDRESS), MacAddress(PEER));
    let pause = pause::Repr { destination, source, pause_time: 300 };
    bridge.receive(&pause.to_bytes());
    for _ in 0..2_000 {
        bridge.step();
        if bridge.now % 50 == 0 && bridge.peer_state(1) != 2 {
            break;
        }
    }
    assert_eq!(bridge.peer_state(1), 3, "the close frame waits");
    bridge.receive(&announcement(THIRD, role::HOST));
    bridge.run(4_000);
    let frames = sent(&bridge);
    let closes: Vec<_> = bridge
        .sent
        .iter()
        .filter(|f| {
            header(f).is_some_and(|h| h.frame_type == FrameType::Close && h.sequence == second.own)
        })
        .map(|f| <[u8; 6]>::try_from(&f.bytes[..6]).expect("an address"))
        .collect();
    assert!(closes.iter().all(|to| *to == OTHER), "{closes:X?} of {frames:X?}");
}

/// Nothing tells a peer's frames from those of who uses its address: the silence that frees its entry does not come.
#[test]
fn learn__frames_in_a_dead_peers_name__keep_its_entry() {
    let settings = [("CONTROL", learning()), ("KEEP_ALIVE_TIMEOUT", 3_000)];
    let mut bridge = Single::new("device_bridge", &settings);
    for _ in 0..6 {
        bridge.receive(&announcement(OTHER, role::HOST));
        bridge.run(2_000);
        assert_eq!(bridge.peer_state(1), 1, "it opens");
    }
    bridge.run(8_000);
    assert_eq!(bridge.peer_state(1), 0, "it is silent at last");
}

/// A TLP that waits in the router behind another peer's, when its own entry gets another peer with another window.
#[test]
fn route__changed_while_a_tlp_waits_behind_another_peers__it_does_not_go_to_the_new_peer() {
    let mut rng = Rng::new(5, "TLPs");
    let settings = [("CONTROL", unmetered()), ("DEAD_TIME", 0), ("BUSY_TIME", 0)];
    let mut bridge = Single::new("host_bridge", &settings);
    let second = Station::second(&mut bridge);
    let first = Station::first(&bridge);
    for _ in 0..1_025 {
        let tlp = write_tlp(&mut rng, MEMORY[0], 0, 1);
        bridge.node.source.push(tlp, false);
    }
    for _ in 0..3 {
        let tlp = write_tlp(&mut rng, MEMORY[1], 0, 1);
        bridge.node.source.push(tlp, false);
    }
    bridge.run(4_000);
    let to = |mac: [u8; 6]| {
        move |f: &&WireFrame| {
            f.bytes[..6] == mac && header(f).is_some_and(|h| h.frame_type == FrameType::Data)
        }
    };
    assert_eq!(bridge.sent.iter().filter(to(second.mac)).count(), 0, "they wait");
    // Software gives entry 1 to another peer, with another window.
    let page = |register| peer::offset(1, register);
    write(&mut bridge, page(&peer::PEER_CONTROL), peer::PEER_CONTROL_CLOSE.set(1, 1) as u32);
    bridge.run(500);
    assert_eq!(bridge.peer_state(1), 0);
    let base = 0x3000u32;
    write(&mut bridge, page(&peer::ROUTE_MEMORY), (base + 0xFFF) << 16 | base);
    let (low, high) = mac_registers(THIRD);
    write(&mut bridge, page(&peer::PEER_MAC_LO), low);
    write(&mut bridge, page(&peer::PEER_MAC_HI), high);
    write(&mut bridge, page(&peer::PEER_CONTROL), 1);
    bridge.run(1_000);
    assert_eq!(bridge.peer_state(1), 0, "no connection opens while TLPs of the last one are left");
    // The first one acknowledges at last: they vanish, and the new peer is connected.
    let newest = bridge.sent.iter().filter(to(first.mac)).filter_map(header).next_back();
    let sequence = newest.expect("data").sequence;
    bridge.receive(&first.frame(&ack(sequence, false), &[]));
    let mut third = second.clone();
    (third.mac, third.peer) = (THIRD, 0x0BAD_2001);
    third.connect(&mut bridge);
    bridge.run(1_000);
    assert_eq!(bridge.peer_state(1), 2);
    let got = bridge.sent.iter().filter(to(THIRD)).count();
    assert_eq!(got, 0, "TLPs for {:X} went to the peer of {base:X}0000", MEMORY[1]);
}

/// A new seed: the numbers of connections opened after it are its own. (What another bridge with the same old seed
/// would draw next must not open one.)
#[test]
fn seed__another_from_the_next_enable_on__the_first_number_is_of_the_new_seed() {
    let next_number = |new_seed: Option<(u32, u32)>| {
        let mut bridge = Single::new("host_bridge", &[]);
        bridge.run(4_000);
        let control = read(&mut bridge, registers::CONTROL.offset);
        if let Some((low, high)) = new_seed {
            write(&mut bridge, registers::SEED_LO.offset, low);
            write(&mut bridge, registers::SEED_HI.offset, high);
        }
        for value in [control & !1, control] {
            write(&mut bridge, registers::CONTROL.offset, value);
            bridge.run(500);
        }
        bridge.hear_open();
        bridge.own
    };
    let (old, new) = (next_number(None), next_number(Some((0x1357_9BDF, 0x0246_8ACE))));
    assert_ne!(old, new, "the number is still the old seed's: {old:08X}");
}
