//! What the network can do to a bridge, frame by frame.

use expether_sim::model::rng::Rng;
use expether_sim::model::xgmii::{with_fcs, WireFrame, Word};
use expether_wire::bridge::{self, FrameType};
use expether_wire::tlp::{format::common, KINDS};

use crate::bench::{
    ack, area_of, data, header, memory_tlp, memory_tlps, window, Single, LOCAL, NO_TIMER, SINGLE,
};

/// A bridge that has accepted one TLP, and its counters then.
fn started() -> (Single, Rng) {
    let mut rng = Rng::new(1, "TLPs");
    let mut bridge = Single::new("device_bridge", &[]);
    let tlp = memory_tlp(&mut rng, 3);
    bridge.receive(&bridge.frame(&data(0, &tlp), &tlp));
    assert_eq!(bridge.delivered.len(), 1);
    assert_eq!(bridge.delivered[0].bytes, tlp);
    (bridge, rng)
}

/// Receives a frame that is to have no effect but one count.
fn refused(change: impl Fn(&mut Vec<u8>), counter: &str) {
    let (mut bridge, mut rng) = started();
    let tlp = memory_tlp(&mut rng, 20);
    let mut bytes = bridge.frame(&data(1, &tlp), &tlp);
    change(&mut bytes);
    let before = bridge.counters();
    bridge.receive(&bytes);
    let after = bridge.counters();
    assert_eq!(bridge.delivered.len(), 1, "{counter}");
    let changed: Vec<_> = after
        .iter()
        .filter(|(name, value)| before.get(*name).copied().unwrap_or(0) != **value)
        .map(|(name, _)| *name)
        .filter(|name| !["RX_FRAMES", "TX_FRAMES", "TX_ACK_FRAMES"].contains(name))
        .collect();
    assert_eq!(changed, [counter]);
    // The next one passes: nothing has moved.
    bridge.receive(&bridge.frame(&data(1, &tlp), &tlp));
    assert_eq!(bridge.delivered.len(), 2, "{counter}");
    assert_eq!(bridge.delivered[1].bytes, tlp);
}

#[test]
fn bridge__frames_that_are_not_for_it__are_dropped_and_counted() {
    refused(|f| f[0] ^= 0x04, "RX_WRONG_PEER");
    refused(|f| f[5] ^= 0x80, "RX_WRONG_PEER");
    refused(|f| f[6] ^= 0x01, "RX_WRONG_SOURCE");
    refused(|f| f[6..12].copy_from_slice(&LOCAL), "RX_WRONG_SOURCE");
    refused(|f| f[6..12].fill(0), "RX_WRONG_SOURCE");
    refused(|f| f[6] ^= 0x02, "RX_WRONG_PEER");
    refused(|f| f[7] ^= 0x01, "RX_WRONG_PEER");
    refused(|f| f[8] ^= 0x10, "RX_WRONG_PEER");
    refused(|f| f[11] ^= 0x01, "RX_WRONG_PEER");
    refused(|f| f[12] ^= 0x01, "RX_WRONG_GROUP");
    refused(|f| f[14] ^= 0x01, "RX_WRONG_GROUP");
    refused(|f| f[15] ^= 0x80, "RX_WRONG_GROUP");
    refused(|f| f[16] ^= 0x01, "RX_WRONG_TYPE");
    refused(|f| f[17] ^= 0x01, "RX_WRONG_TYPE");
    refused(|f| f[18] ^= 0x10, "RX_WRONG_TYPE");
    let version = (bridge::WIRE_VERSION << 4) as u8;
    // Of no known type, or of one that is not for bridges.
    for kind in [0, 6, 7, 8, 15] {
        refused(|f| f[18] = version | kind, "RX_WRONG_TYPE");
    }
    // To one station: no keep-alive frame.
    refused(|f| f[18] = version | FrameType::KeepAlive.code() as u8, "RX_WRONG_PEER");
    for tag in [22, 23, 32, 33] {
        refused(|f| f[tag] ^= 0x01, "RX_WRONG_CONNECTION");
    }
    // The tags of the other direction: a frame of its own.
    refused(
        |f| {
            let (receiver, sender) = ([f[22], f[23]], [f[32], f[33]]);
            f[22..24].copy_from_slice(&sender);
            f[32..34].copy_from_slice(&receiver);
        },
        "RX_WRONG_CONNECTION",
    );
    // 32,768 and more before the TLP expected, or behind it.
    for sequence in [0x8001u32, 0x1_0001, 0x8000_0001, 0xFFFF_8001, 0xFFFF_0001] {
        refused(|f| f[24..28].copy_from_slice(&sequence.to_be_bytes()), "RX_WRONG_NUMBER");
    }
}

#[test]
fn bridge__frames_whose_lengths_contradict__are_dropped_and_counted() {
    refused(|f| f[20] += 1, "RX_MALFORMED");
    refused(|f| f[20] -= 1, "RX_MALFORMED");
    refused(|f| f[19] |= 0x0F, "RX_MALFORMED");
    refused(|f| f[20] = 0, "RX_MALFORMED");
    refused(|f| f.extend([0; 4]), "RX_MALFORMED");
    refused(|f| f.extend([0; 1]), "RX_MALFORMED");
    refused(|f| f.truncate(f.len() - 1), "RX_MALFORMED");
    refused(|f| f.truncate(f.len() - 4), "RX_MALFORMED");
    // A bare ack with a TLP.
    refused(|f| f[18] = 0x32, "RX_MALFORMED");
}

#[test]
fn bridge__a_tlp_that_contradicts_itself__is_dropped_with_its_frame() {
    let (mut bridge, mut rng) = started();
    let mut tlp = memory_tlp(&mut rng, 20);
    tlp[3] += 1;
    bridge.receive(&bridge.frame(&data(1, &tlp), &tlp));
    assert_eq!(bridge.delivered.len(), 1);
    assert_eq!(bridge.counters()["RX_MALFORMED"], 1);
    let good = memory_tlp(&mut rng, 4);
    bridge.receive(&bridge.frame(&data(1, &good), &good));
    assert_eq!(bridge.delivered.len(), 2);
    bridge.run(200);
    assert_eq!(bridge.headers().last().and_then(|h| h.acknowledgement), Some(2));
}

#[test]
fn bridge__a_bad_fcs__is_dropped_and_counted() {
    let (mut bridge, mut rng) = started();
    let tlp = memory_tlp(&mut rng, 20);
    let mut bytes = with_fcs(&bridge.frame(&data(1, &tlp), &tlp));
    for flip in [0, 25, 40, bytes.len() - 1] {
        bytes[flip] ^= 0x20;
        bridge.line.push(&bytes, false);
        bridge.drain();
        bytes[flip] ^= 0x20;
    }
    bridge.line.push(&bytes, true);
    bridge.drain();
    assert_eq!(bridge.delivered.len(), 1);
    let counters = bridge.counters();
    assert_eq!((counters["RX_BAD_FCS"], counters["RX_BAD_CODE"]), (4, 1));
    bridge.line.push(&bytes, false);
    bridge.drain();
    assert_eq!(bridge.delivered.len(), 2);
}

#[test]
fn bridge__duplicates__are_dropped_and_acknowledged_again() {
    let (mut bridge, mut rng) = started();
    bridge.run(200);
    let acks = bridge.headers().len();
    let tlp = memory_tlp(&mut rng, 3);
    for _ in 0..3 {
        bridge.receive(&bridge.frame(&data(0, &tlp), &tlp));
    }
    assert_eq!(bridge.delivered.len(), 1);
    assert_eq!(bridge.counters()["RX_DUPLICATE"], 3);
    let headers = bridge.headers();
    assert_eq!(headers.len(), acks + 3, "each is acknowledged at once");
    assert!(headers[acks..].iter().all(|h| h.acknowledgement == Some(1) && !h.nak));
}

#[test]
fn bridge__a_gap__is_answered_by_one_nak() {
    let (mut bridge, mut rng) = started();
    let tlps = memory_tlps(&mut rng, 6);
    for (i, tlp) in tlps.iter().enumerate().skip(1) {
        bridge.receive(&bridge.frame(&data(1 + i as u32, tlp), tlp));
    }
    assert_eq!(bridge.delivered.len(), 1);
    let naks: Vec<_> = bridge.headers().into_iter().filter(|h| h.nak).collect();
    assert_eq!(naks.len(), 1);
    assert_eq!(naks[0].acknowledgement, Some(1));
    // The peer goes back, and the same frame is lost again: a new gap.
    for (i, tlp) in tlps.iter().enumerate().skip(1) {
        bridge.receive(&bridge.frame(&data(1 + i as u32, tlp), tlp));
    }
    assert_eq!(bridge.headers().into_iter().filter(|h| h.nak).count(), 2);
    for (i, tlp) in tlps.iter().enumerate() {
        bridge.receive(&bridge.frame(&data(1 + i as u32, tlp), tlp));
    }
    assert_eq!(bridge.delivered.len(), 7);
    let counters = bridge.counters();
    assert_eq!((counters["NAKS_SENT"], counters["RX_GAP"]), (2, 10));
}

#[test]
fn bridge__acknowledgements__free_and_naks_go_back() {
    let mut rng = Rng::new(2, "TLPs");
    let mut bridge = Single::new("host_bridge", &[window(4), SINGLE, NO_TIMER[0], NO_TIMER[1]]);
    for tlp in memory_tlps(&mut rng, 10) {
        bridge.node.source.push(tlp, false);
    }
    let sent = |bridge: &Single| -> Vec<u32> { bridge.data_sequences() };
    bridge.run(2000);
    assert_eq!(sent(&bridge), [0, 1, 2, 3], "the window closes");
    bridge.receive(&bridge.frame(&ack(2, false), &[]));
    bridge.run(2000);
    assert_eq!(sent(&bridge)[4..], [4, 5], "two more");
    // Of what is not on its way: ignored. Those that are older than the newest are late.
    for wrong in [1, 7, 0x8000, 0xFFFF, 0x1_0002, 0x7FFF_FFFF, 0x8000_0003, 0xFFFF_FFFF] {
        bridge.receive(&bridge.frame(&ack(wrong, true), &[]));
    }
    bridge.run(2000);
    assert_eq!(sent(&bridge).len(), 6);
    assert_eq!(bridge.counters()["RX_WRONG_ACK"], 5);
    // A NAK acknowledges what is before, and goes back.
    bridge.receive(&bridge.frame(&ack(3, true), &[]));
    bridge.run(2000);
    assert_eq!(sent(&bridge)[6..], [3, 4, 5, 6]);
    // A NAK of what has not been sent asks for nothing, but acknowledges.
    bridge.receive(&bridge.frame(&ack(7, true), &[]));
    bridge.run(2000);
    assert_eq!(sent(&bridge)[10..], [7, 8, 9]);
    bridge.receive(&bridge.frame(&ack(10, false), &[]));
    let counters = bridge.counters();
    assert_eq!(counters["TX_NAKS_RECEIVED"], 1);
    assert_eq!((counters["TX_TLPS"], counters["TX_RETRANSMITS"]), (10, 3));
}

#[test]
fn bridge__without_acknowledgements__sends_everything_again_after_the_timeout() {
    let mut rng = Rng::new(3, "TLPs");
    let mut bridge =
        Single::new("host_bridge", &[SINGLE, ("TIMEOUT_MIN", 500), ("TIMEOUT_MAX", 500)]);
    for _ in 0..3 {
        bridge.node.source.push(memory_tlp(&mut rng, 5), false);
    }
    bridge.run(1300);
    // Between the timeouts the last one is sent again, as a question.
    let sequences = bridge.data_sequences();
    let firsts: Vec<_> = sequences.iter().filter(|s| **s < 2).collect();
    assert_eq!(firsts, [&0, &1, &0, &1, &0, &1]);
    let counters = bridge.counters();
    let resent = sequences.len() as u32 - 3;
    assert_eq!((counters["TX_TIMEOUTS"], counters["TX_RETRANSMITS"]), (2, resent));
    assert_eq!(counters["TX_PROBES"], resent - 6);
    bridge.receive(&bridge.frame(&ack(3, false), &[]));
    let count = bridge.data_sequences().len();
    bridge.run(2000);
    assert_eq!(bridge.data_sequences().len(), count, "all is acknowledged");
}

#[test]
fn bridge__timestamps__are_echoed_and_advance() {
    // The same frame comes at two times and is acknowledged after different delays: what is echoed
    // is the timestamp and the time that it was held.
    let (mut bridge, mut rng) = started();
    bridge.run(300);
    let mut came = vec![];
    let mut said = vec![];
    for (sequence, delay) in [(1, 20), (2, 500)] {
        bridge.node.axil.push(expether_sim::model::axil::Access::Write {
            address: expether_wire::registers::ACK_DELAY.offset as u16,
            value: delay,
        });
        bridge.run(100);
        let tlp = memory_tlp(&mut rng, 4);
        bridge.sent.clear();
        bridge.line.push(&with_fcs(&bridge.frame(&data(sequence, &tlp), &tlp)), false);
        came.push(bridge.now);
        bridge.run(800);
        let headers = bridge.headers();
        assert_eq!(headers.len(), 1);
        let echo = headers[0].echo_timestamp.expect("an echo");
        said.push((headers[0].timestamp, echo));
    }
    // now - echo is the arrival less the timestamp, whatever the delay.
    let age = |(now, echo): (u32, u32)| now.wrapping_sub(echo) & 0xF_FFFF;
    assert_eq!(age(said[1]).wrapping_sub(age(said[0])), (came[1] - came[0]) as u32);
}

#[test]
fn bridge__disabled__sends_nothing_and_takes_nothing() {
    let mut rng = Rng::new(4, "TLPs");
    let mut bridge = Single::new("host_bridge", &[]);
    let before = bridge.counters();
    bridge.node.axil.push(expether_sim::model::axil::Access::Write { address: 8, value: 0 });
    bridge.run(200);
    bridge.sent.clear();
    let tlp = memory_tlp(&mut rng, 3);
    bridge.receive(&bridge.frame(&data(0, &tlp), &tlp));
    bridge.receive(&[0; 60]);
    bridge.node.source.push(tlp, false);
    bridge.run(10_000);
    assert!(bridge.sent.is_empty() && bridge.delivered.is_empty());
    let after = bridge.counters();
    let counted: Vec<_> =
        after.iter().filter(|(name, count)| before.get(*name) != Some(count)).collect();
    assert_eq!(counted, [(&"DISCONNECTS", &1), (&"TX_TLP_UNROUTED", &1)]);
}

#[test]
fn bridge__every_kind_of_tlp__passes_only_where_it_may() {
    use expether_wire::tlp::Kind::*;
    let only_down = [ConfigRead0, ConfigRead1, ConfigWrite0, ConfigWrite1, MemoryReadLocked];
    let only_up = [CompletionLocked, CompletionLockedData];
    for (top, outward_down) in [("host_bridge", true), ("device_bridge", false)] {
        let mut rng = Rng::new(5, "TLPs");
        let mut bridge = Single::new(top, &[SINGLE]);
        let (mut out, mut received, mut sequence) = (0, 0, 0);
        for info in KINDS {
            for routing in 0..8 {
                let is_message = info.type_mask != 0x1F;
                if routing > 0 && !is_message {
                    continue;
                }
                let four_dw = !info.three_dw;
                let mut tlp: Vec<u8> =
                    (0..12 + 4 * usize::from(four_dw) + 4 * usize::from(info.data))
                        .map(|_| rng.bits() as u8)
                        .collect();
                common::FMT.set(&mut tlp, info.kind.fmt(four_dw));
                common::TYPE.set(&mut tlp, info.type_code | routing);
                common::TD.set(&mut tlp, 0);
                common::LENGTH.set(&mut tlp, 1);
                let up_message = is_message && [0, 5].contains(&routing);
                let down_message = is_message && routing == 3;
                let may_go_down = !only_up.contains(&info.kind) && !up_message;
                let may_go_up = !only_down.contains(&info.kind) && !down_message;
                let (may_leave, may_enter) =
                    if outward_down { (may_go_down, may_go_up) } else { (may_go_up, may_go_down) };
                bridge.node.source.push(tlp.clone(), false);
                let mut header = data(sequence, &tlp);
                header.acknowledgement = Some(out as u32);
                header.non_posted_limit = (out + 32) as u8;
                bridge.receive(&bridge.frame(&header, &tlp));
                sequence += 1;
                bridge.run(60);
                out += usize::from(may_leave);
                received += usize::from(may_enter);
                let left = bridge.headers().iter().filter(|h| h.length_dw > 0).count();
                assert_eq!(left, out, "{top}: {} routing {routing} outward", info.name);
                assert_eq!(
                    bridge.delivered.len(),
                    received,
                    "{top}: {} routing {routing} inward",
                    info.name
                );
            }
        }
        let counters = bridge.counters();
        assert_eq!(counters["TX_TLP_REFUSED"] as usize, sequence as usize - out);
        assert_eq!(counters["RX_TLP_REFUSED"] as usize, sequence as usize - received);
    }
}

#[test]
fn bridge__malformed_tlps__are_dropped_counted_and_followed_by_good_ones() {
    let mut rng = Rng::new(6, "TLPs");
    let mut bridge = Single::new("host_bridge", &[SINGLE, NO_TIMER[0], NO_TIMER[1]]);
    let good: Vec<_> = (0..12).map(|i| memory_tlp(&mut rng, 1 + 7 * i)).collect();
    let mut bad = 0;
    for (i, tlp) in good.iter().enumerate() {
        let mut wrong = memory_tlp(&mut rng, 10);
        match i % 6 {
            0 => wrong.truncate(48),
            1 => wrong.extend([0; 4]),
            2 => wrong[0] = 0x9F,
            3 => wrong.truncate(4),
            4 => wrong = memory_tlp(&mut rng, 129),
            _ => {}
        }
        bridge.node.source.push(wrong, i % 6 == 5);
        bad += 1;
        bridge.node.source.push(tlp.clone(), false);
    }
    bridge.run(3000);
    assert_eq!(bridge.counters()["TX_TLP_MALFORMED"], bad);
    let is_data = |f: &&WireFrame| header(f).is_some_and(|h| h.frame_type == FrameType::Data);
    let frames = bridge.sent.iter().filter(is_data);
    let tlps: Vec<_> = frames.map(|f| area_of(f).to_vec()).collect();
    assert_eq!(tlps.len(), good.len());
    for (sent, good) in tlps.iter().zip(&good) {
        assert_eq!(sent[..good.len()], good[..]);
    }
}

#[test]
fn bridge__anything_from_the_wire__never_locks_it_up() {
    for seed in 1..=6 {
        let mut rng = Rng::new(seed, "fuzz");
        let mut bridge = Single::new("device_bridge", &[]);
        for i in 0..40 {
            bridge.node.source.push(memory_tlp(&mut rng, i % 8), false);
        }
        for _ in 0..400 {
            match rng.below(4) {
                // Words as they could come from a broken PHY.
                0 => {
                    for _ in 0..rng.below(30) {
                        let ctrl = if rng.chance(0.5) { 0xFF } else { rng.bits() as u8 };
                        bridge
                            .node
                            .clock(Word { data: rng.bits(), ctrl })
                            .expect("streams keep their rules");
                    }
                }
                // Frames with a good FCS and random contents.
                1 => {
                    let bytes: Vec<u8> =
                        (0..14 + rng.below(200)).map(|_| rng.bits() as u8).collect();
                    bridge.receive(&bytes);
                }
                // Frames of the peer in which something is changed.
                _ => {
                    let payload = rng.below(20);
                    let tlp = memory_tlp(&mut rng, payload);
                    let mut header = data(rng.below(8) as u32, &tlp);
                    header.acknowledgement = rng.chance(0.5).then(|| rng.below(50) as u32);
                    header.nak = rng.chance(0.3);
                    let mut bytes = bridge.frame(&header, &tlp);
                    for _ in 0..rng.below(3) {
                        let at = 16 + rng.below(bytes.len() as u64 - 16) as usize;
                        bytes[at] = rng.bits() as u8;
                    }
                    bridge.receive(&bytes);
                }
            }
        }
        bridge.drain();
        // It still accepts what it says it expects, and acknowledges it.
        bridge.run(10_000);
        let expected = bridge.headers().last().and_then(|h| h.acknowledgement).unwrap_or(0);
        let before = bridge.delivered.len();
        let tlps = memory_tlps(&mut rng, 20);
        for (i, tlp) in tlps.iter().enumerate() {
            bridge.receive(&bridge.frame(&data(expected.wrapping_add(i as u32), tlp), tlp));
        }
        bridge.run(500);
        let got: Vec<_> = bridge.delivered[before..].iter().map(|t| &t.bytes).collect();
        assert_eq!(got, tlps.iter().collect::<Vec<_>>(), "seed {seed}");
        let told = bridge.headers().last().and_then(|h| h.acknowledgement);
        assert_eq!(told, Some(expected.wrapping_add(20)), "seed {seed}");
    }
}
