//! Registers that change while traffic flows; sources and IDs that are not the peer's.

use super::super::opening::blank;
use super::super::peer::State;
use super::alone::{Alone, THEIRS};
use super::*;
use expether_wire::ethernet::MacAddress;
use expether_wire::packet::BridgeHeader;
use expether_wire::tlp::FunctionId;

const CONTROL: u64 = peer::offset(0, &peer::PEER_CONTROL);

#[test]
fn identity__written__is_taken_with_control_after_a_close_frame_of_the_old_one() {
    for (register, value) in [
        (&map::LOCAL_MAC_LO, 0x0909_0902),
        (&map::GROUP, 8),
        (&map::ETHERTYPE, 0x88B6),
        (&map::NODE_ID_HI, 5),
    ] {
        let mut bridge = Alone::new(&[]);
        bridge.connect();
        let own = bridge.peer().own;
        let before = bridge.sent[0].ethernet;
        bridge.sent.clear();
        bridge.write(register.offset, value);
        bridge.run(5_000);
        assert_eq!(bridge.peer().state, State::Connected, "{}: not yet", register.name);
        assert!(bridge.sent.iter().all(|s| s.ethernet.vid == 7 && s.ethernet.ethertype == 0x88B5));
        bridge.sent.clear();
        let control = bridge.get(&map::CONTROL) as u32;
        bridge.write(map::CONTROL.offset, control);
        bridge.run(400);
        let close = bridge.sent.remove(0);
        assert_eq!(close.header.frame_type, FrameType::Close, "{}", register.name);
        assert_eq!((close.ethernet.source, close.ethernet.vid), (before.source, before.vid));
        assert_eq!(close.ethernet.ethertype, before.ethertype);
        let types: Vec<_> = bridge.sent.iter().map(|s| s.header.frame_type).collect();
        assert_eq!(types, [FrameType::KeepAlive, FrameType::Open], "{}", register.name);
        let after = bridge.sent[1].ethernet;
        let changed = after.source != before.source
            || after.vid != before.vid
            || after.ethertype != before.ethertype;
        assert_eq!(changed, *register != map::NODE_ID_HI);
        assert_ne!(bridge.peer().own, own);
        // Written again, unchanged: nothing ends.
        bridge.ethernet.vid = after.vid;
        bridge.ethernet.ethertype = after.ethertype;
        bridge.ethernet.destination = after.source;
        bridge.connect();
        bridge.write(map::CONTROL.offset, control);
        bridge.write(map::GROUP.offset, u32::from(after.vid) | 5 << 13);
        bridge.write(map::CONTROL.offset, control);
        bridge.run(100);
        assert_eq!(bridge.peer().state, State::Connected, "the priority is none of it");
    }
}

#[test]
fn peer_mac__written__is_taken_with_peer_control_after_a_close_frame_to_the_old_one() {
    let mut bridge = Alone::new(&[]);
    bridge.connect();
    let (low, high) = MacAddress([2, 0, 0, 0, 0, 9]).to_registers();
    bridge.write(peer::offset(0, &peer::PEER_MAC_LO), low);
    bridge.write(peer::offset(0, &peer::PEER_MAC_HI), high);
    let control = bridge.dut.registers.peer(0, &peer::PEER_CONTROL) as u32;
    bridge.run(1_000);
    assert_eq!(bridge.peer().state, State::Connected, "not yet");
    bridge.sent.clear();
    bridge.write(CONTROL, control);
    bridge.run(300);
    let [close, open] =
        [0, 1].map(|i| (bridge.sent[i].header.frame_type, bridge.sent[i].ethernet.destination));
    assert_eq!(close, (FrameType::Close, MacAddress(MACS[1])));
    assert_eq!(open, (FrameType::Open, MacAddress([2, 0, 0, 0, 0, 9])));
    // No longer fixed: the entry is free.
    bridge.write(CONTROL, 0);
    bridge.run(100);
    assert_eq!((bridge.peer().state, bridge.peer().mac), (State::NoPeer, None));
}

#[test]
fn sources__that_no_station_has__are_counted_and_never_learnt() {
    let control = map::CONTROL_LEARN.set(map::CONTROL.reset() | 1, 1);
    let mut bridge = Alone::new(&[(&map::CONTROL, control)]);
    let body = |role: u8| expether_wire::keep_alive::Repr {
        role,
        capabilities: 0,
        group: 7,
        mtu: 1_500,
        max_payload: 512,
        node_id: 0,
    };
    let device = Role::Device.code();
    let wrong = [[0; 6], MACS[0], [3, 0, 0, 0, 0, 5], [0xFF; 6]];
    for source in wrong {
        bridge.ethernet.source = MacAddress(source);
        bridge.receive(blank(FrameType::KeepAlive), &body(device).emit());
        bridge.receive(blank(FrameType::Ack), &[]);
    }
    assert_eq!(bridge.get(&map::RX_WRONG_SOURCE), 8);
    // Only the other role is learnt.
    bridge.ethernet.source = MacAddress([2, 0, 0, 0, 0, 5]);
    for role in [0, Role::Host.code(), 3, 255] {
        bridge.receive(blank(FrameType::KeepAlive), &body(role).emit());
    }
    assert_eq!((bridge.get(&map::PEERS_LEARNT), bridge.get(&map::KEEP_ALIVES_RECEIVED)), (0, 0));
    bridge.run(1_000);
    bridge.sent.clear();
    bridge.receive(blank(FrameType::KeepAlive), &body(device).emit());
    bridge.run(400);
    assert_eq!((bridge.get(&map::PEERS_LEARNT), bridge.dut.table.peers[1].learnt), (1, true));
    assert_eq!(bridge.take(FrameType::KeepAlive).len(), 1, "it need not wait to learn us");
}

#[test]
fn learning__is_off_after_reset() {
    let mut bench = Bench::new(LinkConfig::default(), 0.0, false, &[("CONTROL", 0x35)]);
    bench.steps(400_000);
    for side in 0..2 {
        assert!(bench.counter(side, &map::KEEP_ALIVES_RECEIVED) >= 2);
        assert_eq!(bench.counter(side, &map::PEERS_LEARNT), 0);
    }
}

#[test]
fn ids__not_routed_to_the_peer__are_refused_and_their_credit_is_given_back() {
    let mut bridge = Alone::new(&[]);
    // The peer has bus 1 and no DEFAULT.
    bridge.write(peer::offset(0, &peer::ROUTE_ID), 0x01FF_0100);
    bridge.write(CONTROL, 1);
    bridge.connect();
    let read = |id| {
        let from = Requester { id: FunctionId(id), tag: 0 };
        build::memory_read(from, 0x1000, 4).unwrap().to_bytes()
    };
    for n in 0..40u32 {
        let tlps = vec![read(0x0200), read(0x01A0)];
        let area = expether_wire::area::build(tlps).unwrap();
        let header = BridgeHeader { sequence: 2 * n, ..bridge.of_connection(FrameType::Data) };
        bridge.receive(header, &area);
    }
    bridge.run(100);
    assert_eq!((bridge.get(&map::RX_ID_REFUSED), bridge.get(&map::RX_TLPS)), (40, 40));
    assert_eq!(bridge.get(&map::RX_OVER_LIMIT), 0);
    let limit = bridge.take(FrameType::Ack).pop().unwrap().header.non_posted_limit;
    assert_eq!(limit, 80 + 32);
}

#[test]
fn data__far_from_the_tlp_expected__has_no_effect_at_all() {
    let mut bridge = Alone::new(&[]);
    bridge.connect_by(true);
    let area = write_tlp(1);
    let far =
        BridgeHeader { sequence: 40_000, busy: true, ..bridge.of_connection(FrameType::Data) };
    bridge.receive(far, &area);
    assert_eq!(bridge.get(&map::RX_WRONG_NUMBER), 1);
    assert_eq!((bridge.get(&map::RX_BUSY), bridge.peer().confirmed), (0, false));
    bridge.receive(BridgeHeader { sequence: 1, ..bridge.of_connection(FrameType::Data) }, &area);
    bridge.receive(BridgeHeader { sequence: 0, ..bridge.of_connection(FrameType::Data) }, &area);
    bridge.receive(BridgeHeader { sequence: 0, ..bridge.of_connection(FrameType::Data) }, &area);
    assert_eq!(
        [&map::RX_GAP, &map::RX_DUPLICATE, &map::NAKS_SENT, &map::RX_TLPS].map(|r| bridge.get(r)),
        [1; 4]
    );
    assert_eq!(bridge.peer().peer, THEIRS);
}
