//! Frames with a good FCS and plausible headers against whole bridges, the engine and Verilator on the emitted
//! Verilog side by side: equal on every port in every clock, and the bridge still works afterwards.

use expether_sim::model::axil::Access;
use expether_sim::model::rng::Rng;
use expether_sim::model::xgmii::with_fcs;
use expether_sim::replay::{BackendKind, Backends, TOPS};
use expether_wire::bridge::FrameType;
use expether_wire::keep_alive::{self, role};
use expether_wire::packet::BridgeHeader;
use expether_wire::registers;

use crate::bench::{
    ack, area_of, data, frame_from, header, memory_tlp, Single, GROUP, LOCAL, PEER,
};
use crate::station::{register, write, OTHER};

/// A number near one of those that count at the moment, or none of them.
fn number(rng: &mut Rng, bridge: &Single, expected: u32) -> u32 {
    let near = [bridge.own, bridge.peer, expected, offered(bridge)][rng.below(4) as usize];
    match rng.below(8) {
        0 => rng.bits() as u32,
        1 => near.wrapping_add(1),
        2 => near.wrapping_sub(1),
        3 => near ^ 1 << rng.below(32),
        4 => near.wrapping_add(0x7FFE + rng.below(4) as u32),
        _ => near,
    }
}

/// What the bridge has offered last, or its incarnation.
fn offered(bridge: &Single) -> u32 {
    let headers = bridge.sent.iter().rev().take(20).filter_map(header);
    let mut offers = headers.filter(|h| h.frame_type == FrameType::Open && h.busy);
    offers.next().map_or(bridge.own, |h| h.sequence)
}

/// What the peer has to send next, as the bridge says.
fn expected(bridge: &Single) -> u32 {
    let speaks = |h: &BridgeHeader| matches!(h.frame_type, FrameType::Data | FrameType::Ack);
    let own = bridge.own as u16;
    let mut headers = bridge.sent.iter().rev().take(20).filter_map(header);
    headers.find(|h| speaks(h) && h.sender_tag == own).and_then(|h| h.acknowledgement).unwrap_or(0)
}

/// A frame of any type; its numbers are those of the moment, or near them.
fn plausible(rng: &mut Rng, bridge: &Single) -> Vec<u8> {
    let expected = expected(bridge);
    let tlps: Vec<_> = (0..1 + rng.below(3))
        .map(|_| {
            let payload = if rng.chance(0.8) { rng.below(6) } else { rng.below(129) };
            memory_tlp(rng, payload)
        })
        .collect();
    let mut area = expether_wire::area::build(&tlps).expect("it fits");
    let kinds = [
        FrameType::Data,
        FrameType::Data,
        FrameType::Ack,
        FrameType::Open,
        FrameType::Open,
        FrameType::Close,
        FrameType::KeepAlive,
    ];
    let kind = kinds[rng.below(kinds.len() as u64) as usize];
    let own_sent = bridge.data_sequences().last().map_or(0, |s| s.wrapping_add(1));
    let mut repr = match kind {
        FrameType::Data => data(expected, &area),
        FrameType::Ack => ack(own_sent, rng.chance(0.3)),
        FrameType::KeepAlive => {
            let body = keep_alive::Repr {
                role: [role::HOST, role::DEVICE, 3, rng.below(256)][rng.below(4) as usize] as u8,
                capabilities: rng.bits() as u8,
                group: GROUP,
                mtu: rng.bits() as u16,
                max_payload: rng.bits() as u16,
                node_id: rng.bits(),
            };
            area = body.emit().to_vec();
            ack(0, false)
        }
        _ => {
            area = vec![0; if rng.chance(0.5) { 0 } else { 4 * rng.below(380) as usize }];
            let mut open = ack(bridge.own, rng.chance(0.7));
            open.sequence = bridge.peer;
            open.sender_tag = [0, 0x8A, 0xFFF, rng.bits() as u16][rng.below(4) as usize];
            open
        }
    };
    repr.frame_type = kind;
    if kind == FrameType::Ack {
        area.clear();
    }
    repr.length_dw = (area.len() / 4) as u16;
    repr.busy = rng.chance(0.2);
    repr.non_posted_limit = rng.bits() as u8;
    repr.timestamp = rng.bits() as u32 & 0xF_FFFF;
    repr.echo_timestamp = rng.chance(0.3).then(|| rng.bits() as u32 & 0xF_FFFF);
    if matches!(kind, FrameType::Data | FrameType::Ack) {
        repr.receiver_tag = bridge.own as u16;
        repr.sender_tag = bridge.peer as u16;
        if kind == FrameType::Data {
            repr.acknowledgement = rng.chance(0.5).then_some(own_sent);
        }
    }
    if rng.chance(0.4) {
        match rng.below(4) {
            0 => repr.sequence = number(rng, bridge, expected),
            1 => repr.acknowledgement = rng.chance(0.8).then(|| number(rng, bridge, expected)),
            2 => repr.receiver_tag = number(rng, bridge, expected) as u16,
            _ => repr.sender_tag = number(rng, bridge, expected) as u16,
        }
    }
    let source = if rng.chance(0.9) { PEER } else { [OTHER, LOCAL][rng.below(2) as usize] };
    let mut bytes = frame_from(source, &repr, &area);
    if kind == FrameType::KeepAlive {
        bytes[..6].fill(0xFF);
    }
    if rng.chance(0.1) {
        let at = 12 + rng.below(28) as usize;
        bytes[at] ^= 1 << rng.below(8);
    }
    bytes
}

/// The bridge connects to the peer again, whatever state it is in, and carries TLPs both ways.
fn works(bridge: &mut Single, rng: &mut Rng) {
    write(bridge, registers::CONTROL.offset, 0);
    // A frame that waits for rate or room is through.
    bridge.run(2_000);
    bridge.delivered.clear();
    bridge.sent.clear();
    bridge.peer = bridge.peer.wrapping_add(0x0101_0101);
    write(bridge, registers::CONTROL.offset, registers::CONTROL.reset() as u32 | 1);
    bridge.open();
    for payload in [0, 4, 128] {
        let tlp = memory_tlp(rng, payload);
        let number = bridge.delivered.len() as u32;
        bridge.receive(&bridge.frame(&data(number, &tlp), &tlp));
        bridge.run(300);
        assert_eq!(bridge.delivered.last().map(|t| &t.bytes), Some(&tlp));
    }
    let tlp = memory_tlp(rng, 4);
    bridge.node.source.push(tlp.clone(), false);
    bridge.run(20_000);
    assert!(bridge.sent.iter().any(|f| area_of(f) == tlp), "it does not send");
}

/// Frames against a bridge, with traffic of its own and registers that change.
fn attack(backends: &mut Backends, top: &str, seed: u64, frames: usize) {
    let mut rng = Rng::new(seed, "plausible");
    let control = registers::CONTROL_LEARN.set(registers::CONTROL.reset(), seed & 1) as u32;
    let dut = backends.make(BackendKind::Lockstep, top).unwrap_or_else(|e| panic!("{e}"));
    let settings =
        [("CONTROL", control), ("DEAD_TIME", 8_000), ("TIMEOUT_MIN", 400), ("TIMEOUT_MAX", 3_200)];
    let mut bridge = Single::of(dut, &settings);
    let (mut connects, mut was) = (0, bridge.own);
    for _ in 0..frames {
        if rng.chance(0.2) && bridge.node.source.pending() < 20 {
            let payload = rng.below(40);
            bridge.node.source.push(memory_tlp(&mut rng, payload), false);
        }
        if rng.chance(0.01) {
            let (name, value) = [
                ("MTU", 576),
                ("MTU", 9_000),
                ("AGGREGATION", 0),
                ("AGGREGATION", 1),
                ("ACK_DELAY", 500),
                ("CONTROL", control | 1),
            ][rng.below(6) as usize];
            let address = register(name) as u16;
            bridge.node.axil.push(Access::Write { address, value });
        }
        // The peer follows the bridge, so that there is a connection most of the time.
        if bridge.own != was {
            was = bridge.own;
            connects += 1;
            bridge.peer = bridge.peer.wrapping_add(1);
            let answer = bridge.frame(&bridge.open_header(), &[]);
            bridge.line.push(&with_fcs(&answer), false);
        }
        let bytes = plausible(&mut rng, &bridge);
        bridge.line.push(&with_fcs(&bytes), false);
        while bridge.line.backlog() > 0 {
            bridge.step();
        }
        if rng.chance(0.3) {
            bridge.run(rng.below(150) as usize);
        }
    }
    assert!(connects > frames / 400, "{top}, seed {seed}: {connects} connections");
    works(&mut bridge, &mut rng);
}

#[test]
fn bridge__plausible_frames__are_the_same_to_engine_and_verilator() {
    let mut backends = Backends::default();
    for (seed, top) in (1..).zip(TOPS) {
        attack(&mut backends, top, seed, 500);
    }
}

/// The same for longer: `cargo nextest run --run-ignored only`.
#[test]
#[ignore = "minutes"]
fn bridge__plausible_frames_for_long__are_the_same_to_engine_and_verilator() {
    let mut backends = Backends::default();
    for seed in 10..20 {
        for top in TOPS {
            attack(&mut backends, top, seed, 5_000);
        }
    }
}
