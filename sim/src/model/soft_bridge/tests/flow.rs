//! Room, credits, gaps, PAUSE.

use super::super::egress::Room;
use super::super::receiver::{Arrived, Receiver};
use super::super::registers::Registers;
use super::*;
use crate::model::xgmii::with_fcs;
use expether_wire::tlp::{Class, Kind};

const INFINITE: &str = "pcie_tx_credits_infinite";

fn class(tlp: &[u8]) -> Class {
    kind_of(tlp).map(Kind::class).unwrap()
}

fn of_class(tlps: &[Vec<u8>], wanted: Class) -> Vec<&Vec<u8>> {
    tlps.iter().filter(|t| class(t) == wanted).collect()
}

/// Reads for which the far PCIe side has no credits stop at the far end, then at the near one;
/// writes pass them at both, and in the end nothing is missing.
#[test]
fn soft_bridge__blocked_reads__are_passed_at_both_ends() {
    for loss in [0.0, 0.3] {
        let link = LinkConfig { loss, ..Default::default() };
        let mut bench = Bench::new(link, 0.0, true, &[]);
        bench.connect(200_000);
        bench.forced[1] = vec![(INFINITE, 0b101)];
        let sent: Vec<_> = (0..60).flat_map(|n| [read_tlp(n), write_tlp(n)]).collect();
        bench.send(0, &sent);
        bench.until("writes", 400_000, |b| b.delivered[0].len() == 60);
        assert!(bench.delivered[0].iter().all(|t| class(t) == Class::Posted));
        bench.steps(20_000);
        assert_eq!(bench.counter(0, &map::TX_TLPS), 60 + 32, "32 reads find room");
        // One at a time, and none is lost or doubled.
        bench.forced[1] = vec![(INFINITE, 0b101), ("pcie_tx_credits_non_posted_header", 10)];
        bench.until("ten reads", 400_000, |b| b.delivered[0].len() == 70);
        bench.until("ten more on the way", 400_000, |b| {
            b.data_frames(0).map(|s| s.header.sequence as usize + s.tlps).max() >= Some(102)
        });
        bench.steps(5_000);
        assert_eq!(bench.delivered[0].len(), 70);
        bench.forced[1] = vec![(INFINITE, 0b111)];
        bench.until("all", 2_000_000, |b| b.delivered[0].len() == 120);
        for wanted in [Class::Posted, Class::NonPosted] {
            assert_eq!(of_class(&bench.delivered[0], wanted), of_class(&sent, wanted));
        }
    }
}

/// The PCIe side that heeds the limit never stops the stream.
#[test]
fn soft_bridge__limit_of_non_posted__counts_from_reset() {
    let mut bench = Bench::new(LinkConfig::default(), 0.0, true, &[]);
    let limit = |b: &Bench| {
        let dut = &b.nodes[0].dut;
        dut.get(dut.port("pcie_rx_non_posted_limit").unwrap())
    };
    bench.steps(10);
    assert_eq!(limit(&bench), 32);
    bench.connect(20_000);
    bench.forced[1] = vec![(INFINITE, 0b101)];
    bench.send(0, &(0..64).map(read_tlp).collect::<Vec<_>>());
    bench.until("all taken", 10_000, |b| b.nodes[0].source.pending() == 0);
    bench.steps(2_000);
    // 32 have a number, 32 wait.
    assert_eq!(limit(&bench), 64);
    bench.send(0, &[write_tlp(0)]);
    bench.until("a write", 10_000, |b| b.delivered[0].len() == 1);
}

#[test]
fn soft_bridge__credits__are_obeyed_to_the_word() {
    let mut bench = Bench::new(LinkConfig::default(), 0.0, true, &[]);
    bench.connect(20_000);
    let write = build::memory_write(Requester::default(), 0, &[1; 20]).unwrap().to_bytes();
    bench.forced[1] = vec![
        (INFINITE, 0b110),
        ("pcie_tx_credits_posted_header", 5),
        ("pcie_tx_credits_posted_data", 7),
    ];
    bench.send(0, &vec![write; 20]);
    bench.steps(5_000);
    // Five words are two credits.
    assert_eq!(bench.delivered[0].len(), 3);
    bench.forced[1][2].1 = 8;
    bench.steps(1_000);
    assert_eq!(bench.delivered[0].len(), 4);
    bench.forced[1][2].1 = 100;
    bench.steps(1_000);
    assert_eq!(bench.delivered[0].len(), 5, "headers count too");
    bench.forced[1][1].1 = 20;
    bench.until("all", 2_000, |b| b.delivered[0].len() == 20);
}

#[test]
fn soft_bridge__no_room__is_told_and_ends_no_connection() {
    let mut bench = Bench::new(LinkConfig::default(), 0.0, true, &[]);
    bench.connect(20_000);
    let ready = bench.nodes[1].dut.port("pcie_tx_ready").unwrap();
    bench.forced[1] = vec![("pcie_tx_ready", 0), (INFINITE, 0)];
    let sent: Vec<_> = (0..1_000).map(write_tlp).collect();
    bench.send(0, &sent);
    // Longer than DEAD_TIME.
    bench.steps(250_000);
    assert!(bench.counter(1, &map::RX_OVERFLOW) > 0);
    assert!(bench.counter(0, &map::RX_BUSY) > 0);
    assert!(bench.seen.iter().any(|s| s.side == 1 && s.header.busy));
    assert_eq!(bench.counter(0, &map::DISCONNECTS), 0);
    let before = bench.cycle;
    bench.forced[1] = vec![(INFINITE, 7)];
    bench.nodes[1].dut.set(ready, 1);
    bench.until("all", 60_000, |b| b.delivered[0].len() == sent.len());
    assert!(bench.delivered[0] == sent);
    let after = |s: &&Seen| s.side == 1 && s.cycle > before;
    assert!(bench.seen.iter().filter(after).any(|s| s.header.nak), "a NAK says there is room");
    assert!(!bench.seen.iter().rev().find(|s| s.side == 1).unwrap().header.busy);
}

fn arrived(sequence: u16, timestamp: u64, tlps: &[Vec<u8>]) -> Arrived<'_> {
    Arrived { sequence, timestamp, tlps: tlps.iter().map(Vec::as_slice).collect() }
}

#[test]
fn receiver__gap__is_reported_once_until_the_peer_has_gone_back() {
    let mut registers = Registers::new(Role::Host);
    let mut receiver = Receiver::default();
    let two = [write_tlp(0), write_tlp(1)];
    let room = (Room { beats: 1_000, non_posted: 0 }, 0);
    let mut naks = |receiver: &mut Receiver, sequence, timestamp, wanted: usize| {
        let frame = arrived(sequence, timestamp, &two);
        let new = receiver.data(0, &frame, room, &mut registers).len();
        assert_eq!(new, wanted, "TLP {sequence}");
        receiver.ride(0, &mut registers).nak
    };
    assert!(!naks(&mut receiver, 0, 1, 2));
    assert!(naks(&mut receiver, 4, 3, 0), "2 and 3 are missing");
    assert!(!naks(&mut receiver, 6, 4, 0));
    assert!(!naks(&mut receiver, 6, 4, 0), "a copy");
    assert!(naks(&mut receiver, 4, 9, 0), "the peer has gone back, in vain");
    assert!(!naks(&mut receiver, 6, 10, 0));
    // Packed anew: one old, one new.
    assert!(!naks(&mut receiver, 1, 12, 1));
    assert!(!naks(&mut receiver, 0, 13, 0), "a duplicate");
    assert!(naks(&mut receiver, 6, 14, 0), "another gap");
    assert!(!naks(&mut receiver, 3, 15, 2));
    assert_eq!(registers.get(&map::NAKS_SENT), 3);
    assert_eq!(registers.get(&map::RX_GAP), 6);
    assert_eq!(registers.get(&map::RX_DUPLICATE), 1);
}

#[test]
fn receiver__echo__leaves_out_the_time_it_was_held() {
    let mut registers = Registers::new(Role::Host);
    let mut receiver = Receiver::default();
    let one = [write_tlp(0)];
    let room = Room { beats: 1_000, non_posted: 0 };
    // Their clock wraps just then.
    receiver.data(0, &arrived(0, 0xF_FFF0, &one), (room, 5_000), &mut registers);
    assert_eq!(receiver.ride(5_100, &mut registers).echo, Some(0xF_FFF0 + 100 - 0x10_0000));
    assert_eq!(receiver.ride(5_101, &mut registers).echo, None);
}

#[test]
fn soft_bridge__pause__stops_frames_for_its_time() {
    let mut dut = SoftBridge::new(Role::Host);
    let control = map::CONTROL_ENABLE.set(map::CONTROL.reset(), 1) as u32;
    let frame = |destination: [u8; 6], code: u8, quanta: u8| {
        let mut frame = destination.to_vec();
        frame.extend([2, 0, 0, 0, 0, 9, 0x88, 0x08, 0, code, 0, quanta]);
        with_fcs(&frame)
    };
    let mut encoder = Encoder::default();
    let pause = [0x01, 0x80, 0xC2, 0, 0, 1];
    encoder.push(&frame(pause, 1, 25), false);
    encoder.push(&frame(pause, 2, 99), false);
    encoder.push(&frame([2, 0, 0, 0, 0, 8], 1, 99), false);
    assert!(dut.registers.write(map::KEEP_ALIVE_INTERVAL.offset, 20, 0xF));
    assert!(dut.registers.write(map::CONTROL.offset, control, 0xF));
    let (mut decoder, mut starts) = (Decoder::default(), vec![]);
    for _ in 0..600 {
        let word = encoder.pop();
        dut.inputs[input::xgmii_rx_data] = word.data;
        dut.inputs[input::xgmii_rx_ctrl] = u64::from(word.ctrl);
        dut.tick(1).unwrap();
        let data = dut.outputs[output::xgmii_tx_data];
        let ctrl = dut.outputs[output::xgmii_tx_ctrl] as u8;
        starts.extend(decoder.push(Word { data, ctrl }).map(|f| f.start_cycle));
    }
    let gaps: Vec<_> = starts.windows(2).map(|w| w[1] - w[0]).collect();
    assert!(gaps.iter().filter(|g| **g >= 200).count() == 1, "{gaps:?}");
    assert!(gaps.iter().all(|g| *g < 250), "{gaps:?}");
    assert_eq!(dut.registers.get(&map::PAUSED_CLOCKS), 200);
    assert_eq!(dut.registers.get(&map::PAUSE_RECEIVED), 1);
    assert_eq!(dut.registers.get(&map::RX_CONTROL), 2);
}
