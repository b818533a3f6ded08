//! Two peers on one bridge, one of which is hostile: what it costs the other.

use expether_sim::model::rng::Rng;
use expether_sim::model::stream::BeatSink;
use expether_sim::model::xgmii::with_fcs;
use expether_wire::area;
use expether_wire::packet::BridgeHeader;
use expether_wire::registers::{self, peer};

use crate::bench::{ack, data, header, memory_tlp, window, Single, NO_TIMER, SINGLE};
use crate::station::{close, count, line_words, read, write, write_tlp};
use crate::station::{Station, IDS, MEMORY};

fn settings(more: &[(&'static str, u32)]) -> Vec<(&'static str, u32)> {
    let control = registers::CONTROL_RATE_CONTROL.set(registers::CONTROL.reset(), 0) as u32;
    let mut all = vec![SINGLE, window(32), ("CONTROL", control)];
    all.extend_from_slice(more);
    all
}

/// A bridge with both peers.
fn crowd(top: &str, more: &[(&'static str, u32)]) -> (Single, Station, Station) {
    let mut bridge = Single::new(top, &settings(more));
    let second = Station::second(&mut bridge);
    let first = Station::first(&bridge);
    bridge.run(200);
    (bridge, first, second)
}

/// TLPs for both peers, so many pairs.
fn load(bridge: &mut Single, rng: &mut Rng, pairs: usize) {
    for _ in 0..pairs {
        for base in MEMORY {
            let address = base + (rng.bits() as u32 & 0xFF_FF00);
            let tlp = write_tlp(rng, address, 0, 128);
            bridge.node.source.push(tlp, false);
        }
    }
}

/// TLPs that the first peer gets in so many clocks while the second one does what it is told by `attack`.
fn goodput(
    bridge: &mut Single,
    first: &mut Station,
    clocks: usize,
    mut attack: impl FnMut(&mut Single),
) -> u32 {
    let before = first.got;
    for _ in 0..clocks {
        first.acknowledge(bridge);
        attack(bridge);
        bridge.step();
    }
    first.got - before
}

#[test]
fn nak__a_flood_of_one_peer__costs_the_other_no_more_than_its_turn() {
    let mut got = [0; 2];
    for (hostile, got) in [false, true].into_iter().zip(&mut got) {
        let mut rng = Rng::new(70, "TLPs");
        let (mut bridge, mut first, mut second) = crowd("host_bridge", &NO_TIMER);
        // For the second one alone, so that all that it gets beyond them is for its NAKs.
        for _ in 0..20 {
            bridge.node.source.push(write_tlp(&mut rng, MEMORY[1], 0, 128), false);
        }
        bridge.run(2_500);
        second.hears(&bridge);
        for _ in 0..1_500 {
            bridge.node.source.push(write_tlp(&mut rng, MEMORY[0], 0, 128), false);
        }
        let from = bridge.sent.len();
        let mut number = 0;
        *got = goodput(&mut bridge, &mut first, 40_000, |bridge| {
            if hostile && bridge.line.backlog() < 4 {
                // Each for another TLP, as far as there are any: then it is not the same NAK again.
                number = (number + 1).min(18);
                bridge.line.push(&with_fcs(&second.frame(&ack(number, true), &[])), false);
            }
        });
        let to_second = bridge.sent[from..].iter().filter(|f| f.bytes[..6] == second.mac);
        let share = line_words(to_second) as f64 / 40_000.0;
        assert!(share < 0.55, "{share:.3} of the line to who floods");
        bridge.drain();
        assert_eq!([bridge.peer_state(0), bridge.peer_state(1)], [2, 2]);
    }
    // Two peers that want to send have half of the line each.
    assert!(got[1] * 100 >= got[0] * 48, "{got:?}");
}

#[test]
fn limit__a_peer_beyond_it__costs_only_itself() {
    let mut rng = Rng::new(71, "TLPs");
    let (mut bridge, first, second) = crowd("host_bridge", &[]);
    // The PCIe side takes nothing for now.
    bridge.node.sink = BeatSink::new("host", 1.0, Rng::new(1, "host"));
    let read_of = |rng: &mut Rng, i: usize| {
        let mut tlp = memory_tlp(rng, 0);
        tlp[4..6].copy_from_slice(&IDS[i].to_be_bytes());
        tlp
    };
    let mut sequence = 0;
    for _ in 0..100 {
        let tlp = read_of(&mut rng, 1);
        bridge.receive(&second.frame(&data(sequence, &tlp), &tlp));
        // It goes on as if all had been taken.
        sequence = (sequence + 1).min(32);
    }
    assert!(count(&mut bridge, "RX_OVER_LIMIT") >= 60);
    assert_eq!(read(&mut bridge, peer::offset(1, &peer::PEER_RX_TLPS)), 32, "so many it may send");
    // The other one's reads have their room.
    let reads: Vec<_> = (0..32).map(|_| read_of(&mut rng, 0)).collect();
    for (number, tlp) in (0..).zip(&reads) {
        bridge.receive(&first.frame(&data(number, tlp), tlp));
    }
    assert_eq!(read(&mut bridge, peer::offset(0, &peer::PEER_RX_TLPS)), 32);
    bridge.node.sink = BeatSink::new("host", 0.0, Rng::new(1, "host"));
    bridge.run(3_000);
    let requester = |t: &[u8]| u16::from_be_bytes([t[4], t[5]]);
    let of_first: Vec<_> = bridge
        .delivered
        .iter()
        .filter(|t| requester(&t.bytes) == IDS[0])
        .map(|t| t.bytes.clone())
        .collect();
    assert_eq!(of_first, reads);
    assert_eq!(bridge.delivered.len(), 64);
    assert_eq!([bridge.peer_state(0), bridge.peer_state(1)], [2, 2]);
}

/// A write, a message by ID, a read and a completion, each with this requester or completer.
fn with_id(rng: &mut Rng, id: u16) -> Vec<Vec<u8>> {
    let id = id.to_be_bytes();
    let mut tlps = vec![memory_tlp(rng, 4), memory_tlp(rng, 0)];
    for tlp in &mut tlps {
        tlp[4..6].copy_from_slice(&id);
    }
    // A completion with data of one word; a message to the root complex (PM_PME).
    tlps.push(vec![0x4A, 0, 0, 1, id[0], id[1], 0, 4, 0, 0, 0x12, 0, 1, 2, 3, 4]);
    tlps.push(vec![0x30, 0, 0, 0, id[0], id[1], 0, 0x18, 0, 0, 0, 0, 0, 0, 0, 0]);
    tlps
}

#[test]
fn check_ids__tlps_with_anothers_id__are_left_out_and_counted_and_the_rest_passes() {
    let mut rng = Rng::new(72, "TLPs");
    for checks in [true, false] {
        let control = registers::CONTROL_CHECK_IDS.set(registers::CONTROL.reset(), checks.into());
        let (mut bridge, _, second) = crowd("host_bridge", &[("CONTROL", control as u32)]);
        let (mut sequence, mut right, mut wrong) = (0, vec![], 0);
        // Of the first peer, of nobody, beside its own window.
        for id in [IDS[1], IDS[0], IDS[1] + 0xFF, 0x0900, IDS[1] + 0x100, IDS[1] - 1, 0, IDS[1] + 7]
        {
            let tlps = with_id(&mut rng, id);
            let area = area::build(&tlps).expect("it fits");
            bridge.receive(&second.frame(&data(sequence, &area), &area));
            sequence += tlps.len() as u32;
            if !checks || (IDS[1]..=IDS[1] + 0xFF).contains(&id) {
                right.extend(tlps);
            } else {
                wrong += tlps.len() as u32;
            }
        }
        bridge.run(500);
        let mut got: Vec<_> = bridge.delivered.iter().map(|t| t.bytes.clone()).collect();
        got.sort();
        right.sort();
        assert!(got == right, "checks: {checks}: {} of {}", got.len(), right.len());
        assert_eq!(count(&mut bridge, "RX_ID_REFUSED"), wrong);
        // Who takes what nobody claims may use what nobody claims, but no ID of another.
        if checks {
            write(&mut bridge, peer::offset(1, &peer::PEER_CONTROL), 3);
            for (id, passes) in [(0x0900, true), (IDS[0], false)] {
                let before = bridge.delivered.len();
                let tlps = with_id(&mut rng, id);
                let area = area::build(&tlps).expect("it fits");
                bridge.receive(&second.frame(&data(sequence, &area), &area));
                sequence += tlps.len() as u32;
                bridge.run(200);
                let more = if passes { tlps.len() } else { 0 };
                assert_eq!(bridge.delivered.len(), before + more, "{id:X}");
            }
        }
    }
}

/// A refused read takes no room for good: the peer's limit grows by it.
#[test]
fn check_ids__refused_reads__give_their_credit_back() {
    let mut rng = Rng::new(73, "TLPs");
    let (mut bridge, _, second) = crowd("host_bridge", &[]);
    for sequence in 0..100 {
        let mut tlp = memory_tlp(&mut rng, 0);
        tlp[4..6].copy_from_slice(&IDS[0].to_be_bytes());
        bridge.receive(&second.frame(&data(sequence, &tlp), &tlp));
    }
    bridge.run(300);
    assert_eq!(count(&mut bridge, "RX_ID_REFUSED"), 100);
    assert_eq!(count(&mut bridge, "RX_OVER_LIMIT"), 0);
    let to_second = bridge.sent.iter().filter(|f| f.bytes[..6] == second.mac);
    let last: Option<BridgeHeader> = to_second.filter_map(header).next_back();
    let told = last.map(|h| (h.acknowledgement, h.non_posted_limit));
    assert_eq!(told, Some((Some(100), 132)));
}

/// What known issue 2 costs, and when it ends.
#[test]
fn acknowledgements__a_peer_that_sends_none__holds_up_the_other_until_dead_time() {
    let mut rng = Rng::new(74, "TLPs");
    let dead_time = 12_000;
    let more = [("DEAD_TIME", dead_time), ("TIMEOUT_MIN", 2_000), ("TIMEOUT_MAX", 4_000)];
    let (mut bridge, mut first, _) = crowd("host_bridge", &more);
    // More for the second than its replay buffer holds, then one for each in turn.
    for _ in 0..140 {
        bridge.node.source.push(write_tlp(&mut rng, MEMORY[1], 0, 128), false);
    }
    load(&mut bridge, &mut rng, 40);
    let before = bridge.now;
    let got = goodput(&mut bridge, &mut first, 9_000, |_| {});
    assert_eq!(got, 0, "they wait behind those for the peer that is silent");
    let mut clocks = 0;
    while bridge.peer_state(1) == 2 {
        goodput(&mut bridge, &mut first, 100, |_| {});
        clocks += 1;
        assert!(clocks < 200, "it is not given up");
    }
    assert!(bridge.now - before < u64::from(dead_time) + 6_000, "{}", bridge.now - before);
    goodput(&mut bridge, &mut first, 10_000, |_| {});
    assert_eq!((first.got, bridge.peer_state(0)), (40, 2), "all of the other one's come through");
    assert!(read(&mut bridge, peer::offset(1, &peer::PEER_DISCARDED)) >= 120);
}

/// Who says BUSY for ever is given up after BUSY_TIME.
#[test]
fn busy__for_ever__holds_up_the_other_until_busy_time() {
    let mut rng = Rng::new(75, "TLPs");
    let busy_time = 30_000;
    let more = [
        ("DEAD_TIME", 6_000),
        ("BUSY_TIME", busy_time),
        ("TIMEOUT_MIN", 2_000),
        ("TIMEOUT_MAX", 4_000),
    ];
    let (mut bridge, mut first, second) = crowd("host_bridge", &more);
    for _ in 0..140 {
        bridge.node.source.push(write_tlp(&mut rng, MEMORY[1], 0, 128), false);
    }
    load(&mut bridge, &mut rng, 40);
    let mut busy = ack(0, false);
    busy.busy = true;
    let busy = second.frame(&busy, &[]);
    let says = |bridge: &mut Single| {
        if bridge.now % 1_000 == 0 {
            bridge.line.push(&with_fcs(&busy), false);
        }
    };
    let got = goodput(&mut bridge, &mut first, 25_000, says);
    assert_eq!((got, bridge.peer_state(1)), (0, 2), "longer than DEAD_TIME");
    let got = goodput(&mut bridge, &mut first, 15_000, says);
    assert_eq!((got, bridge.peer_state(0)), (40, 2));
    assert!(count(&mut bridge, "RX_BUSY") > 20);
    assert_eq!(count(&mut bridge, "DISCONNECTS"), 1);
}

/// Who ends its connection and opens it for ever uses up numbers, and nobody else's connection.
#[test]
fn connection__opened_and_closed_for_ever_by_one__leaves_the_other_alone() {
    let mut rng = Rng::new(76, "TLPs");
    let (mut bridge, mut first, mut second) = crowd("host_bridge", &[]);
    for _ in 0..400 {
        bridge.node.source.push(write_tlp(&mut rng, MEMORY[0], 0, 128), false);
    }
    let own = bridge.own;
    let mut seen = std::collections::BTreeSet::from([own as u16, second.own as u16]);
    for _ in 0..60 {
        bridge.receive(&second.frame(&close(second.own, second.peer), &[]));
        second.peer += 1;
        second.connect(&mut bridge);
        assert!(seen.insert(second.own as u16), "a tag comes twice");
        first.acknowledge(&mut bridge);
    }
    goodput(&mut bridge, &mut first, 40_000, |_| {});
    assert_eq!((first.got, bridge.own), (400, own));
    assert_eq!(read(&mut bridge, peer::offset(0, &peer::PEER_DISCONNECTS)), 0);
    assert!(read(&mut bridge, peer::offset(1, &peer::PEER_DISCONNECTS)) >= 60);
}

/// A peer that says that its round trips are long slows down what is sent to it, and nobody else.
#[test]
fn echo__a_peer_that_lies__changes_only_its_own_rate() {
    let mut rng = Rng::new(77, "TLPs");
    let control = registers::CONTROL.reset() as u32;
    let (mut bridge, mut first, mut second) = crowd("host_bridge", &[("CONTROL", control)]);
    load(&mut bridge, &mut rng, 300);
    for _ in 0..60_000 {
        // The first one tells the truth, the second one adds 6,000 clocks.
        for (station, lie) in [(&mut first, 0), (&mut second, 6_000)] {
            let at = bridge.sent.len();
            if station.hears(&bridge) {
                let newest = bridge.sent[..at]
                    .iter()
                    .rev()
                    .filter(|f| f.bytes[..6] == station.mac)
                    .find_map(header)
                    .map_or(0, |h| h.timestamp);
                let mut told = ack(station.got, false);
                told.echo_timestamp = Some(newest.wrapping_sub(lie) & 0xF_FFFF);
                bridge.line.push(&with_fcs(&station.frame(&told, &[])), false);
            }
        }
        bridge.step();
    }
    let rate = [0, 1].map(|i| read(&mut bridge, peer::offset(i, &peer::PEER_RATE)));
    let round_trip = [0, 1].map(|i| read(&mut bridge, peer::offset(i, &peer::PEER_RTT)));
    assert!(round_trip[0] < 1_400 && round_trip[1] > 5_000, "{round_trip:?}");
    assert!(rate[0] > 0x8000 && rate[1] < 0x4000, "{rate:X?}");
    assert_eq!([bridge.peer_state(0), bridge.peer_state(1)], [2, 2]);
}
