//! Room, credits, gaps, PAUSE.

use super::super::egress::Room;
use super::super::opening::blank;
use super::super::receiver::{Arrived, Place, Receiver};
use super::super::registers::Registers;
use super::super::sender::{Sender, Waiting};
use super::*;
use crate::model::xgmii::with_fcs;
use expether_wire::packet::BridgeHeader;
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

/// A sender with one frame of `tlps` writes on the way, after a round trip of 400 clocks.
fn sender(registers: &mut Registers, tlps: usize) -> Sender {
    let mut sender = Sender::default();
    let wait = |sender: &mut Sender, n| {
        let waiting = (0..n).map(|n| Waiting { bytes: write_tlp(n), class: Class::Posted });
        sender.waiting.extend(waiting);
    };
    wait(&mut sender, 1);
    assert_eq!(sender.frame(0, 9_000, registers).map(|f| f.0), Some(0));
    sender.acknowledged(1, &blank(FrameType::Ack), Some(400), registers);
    wait(&mut sender, tlps);
    assert_eq!(sender.frame(0, 9_000, registers).map(|f| f.0), Some(1));
    sender
}

#[test]
fn sender__probe__sends_the_last_frame_again_and_waits_twice_as_long_each_time() {
    let mut registers = Registers::new(Role::Host);
    assert!(registers.write(map::TIMEOUT_MIN.offset, 60_000, 0xF));
    let mut sender = sender(&mut registers, 2);
    // Half of the first sample is its deviation.
    let time = 400 + 4 * 200 + map::ACK_DELAY.reset();
    for n in 0..3u64 {
        for clock in 1..=time << n {
            assert!(sender.frame(0, 9_000, &mut registers).is_none(), "probe {n}, clock {clock}");
            sender.clock(0, false, &mut registers);
        }
        assert_eq!(registers.get(&map::TX_PROBES), n + 1);
        if n < 2 {
            assert_eq!(sender.frame(0, 9_000, &mut registers).map(|f| f.0), Some(1));
        }
    }
    // PAUSE stops the clock; with what came meanwhile it is one frame.
    sender.waiting.push_back(Waiting { bytes: write_tlp(0), class: Class::Posted });
    let (first, area) = sender.frame(0, 9_000, &mut registers).unwrap();
    assert_eq!((first, expether_wire::area::parse(&area).unwrap().len()), (1, 3));
    (0..100_000).for_each(|_| assert!(!sender.clock(0, true, &mut registers)));
    assert_eq!(registers.get(&map::TX_PROBES), 3);
}

#[test]
fn sender__naks_for_the_same_tlp__are_obeyed_once_in_half_a_round_trip() {
    let mut registers = Registers::new(Role::Host);
    let mut sender = sender(&mut registers, 2);
    let nak = BridgeHeader { nak: true, ..blank(FrameType::Ack) };
    let mut obeyed = |sender: &mut Sender, number, clocks| {
        (0..clocks).for_each(|_| assert!(!sender.clock(0, false, &mut registers)));
        sender.acknowledged(number, &nak, None, &mut registers);
        sender.frame(0, 9_000, &mut registers).is_some()
    };
    assert!(obeyed(&mut sender, 1, 0));
    assert!(!obeyed(&mut sender, 1, 199), "a copy");
    assert!(obeyed(&mut sender, 1, 1), "half of a round trip later");
    assert!(obeyed(&mut sender, 2, 0), "another number");
    assert_eq!(registers.get(&map::TX_NAKS_RECEIVED), 3);
    assert_eq!(registers.get(&map::NAKS_IGNORED), 1);
}

#[test]
fn sender__late_frames__say_nothing() {
    let mut registers = Registers::new(Role::Host);
    let mut sender = sender(&mut registers, 2);
    let read = || Waiting { bytes: read_tlp(0), class: Class::NonPosted };
    let late = BridgeHeader { nak: true, busy: true, non_posted_limit: 9, ..blank(FrameType::Ack) };
    sender.waiting.push_back(read());
    sender.acknowledged(0, &late, Some(9_999), &mut registers);
    assert!(sender.frame(0, 9_000, &mut registers).is_none(), "no NAK, no limit");
    assert_eq!(sender.round_trip(), 400);
    assert_eq!(registers.get(&map::RX_WRONG_ACK), 0);
    sender.acknowledged(4, &late, Some(9_999), &mut registers);
    assert_eq!(registers.get(&map::RX_WRONG_ACK), 1, "never sent");
    assert!(sender.frame(0, 9_000, &mut registers).is_none());
    // In time, but nothing new: the limit counts, the echo does not.
    let limit = BridgeHeader { non_posted_limit: 9, ..blank(FrameType::Ack) };
    sender.acknowledged(1, &limit, Some(9_999), &mut registers);
    assert_eq!(sender.round_trip(), 400);
    assert!(sender.frame(0, 9_000, &mut registers).is_some());
}

#[test]
fn sender__times_of_0__are_never() {
    for (dead, busy, limit) in [(0, 0, None), (50_000, 0, Some(50_000)), (0, 60_000, Some(60_000))]
    {
        let mut registers = Registers::new(Role::Host);
        assert!(registers.write(map::DEAD_TIME.offset, dead, 0xF));
        assert!(registers.write(map::BUSY_TIME.offset, busy, 0xF));
        let mut sender = sender(&mut registers, 2);
        let given_up = (1..200_000).find(|_| sender.clock(0, false, &mut registers));
        assert_eq!(given_up, limit);
    }
}

fn arrived(sequence: u32, timestamp: u64, tlps: &[Vec<u8>]) -> Arrived<'_> {
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
        let place = receiver.place(&frame).unwrap();
        let taken = receiver.data(0, &frame, place, room, &mut registers);
        assert_eq!(taken.map_or(0, <[_]>::len), wanted, "TLP {sequence}");
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
}

#[test]
fn receiver__numbers__are_new_duplicate_gap_or_far_away() {
    let receiver = Receiver::default();
    let two = [write_tlp(0), write_tlp(1)];
    for (sequence, wanted) in [
        (0, Ok(Place::New(0))),
        (-1, Ok(Place::New(1))),
        (-2, Ok(Place::Duplicate)),
        (-32_767, Ok(Place::Duplicate)),
        (-32_768, Err(&map::RX_WRONG_NUMBER)),
        (1, Ok(Place::Gap)),
        (32_767, Ok(Place::Gap)),
        (32_768, Err(&map::RX_WRONG_NUMBER)),
        (i32::MIN, Err(&map::RX_WRONG_NUMBER)),
    ] {
        assert_eq!(receiver.place(&arrived(sequence as u32, 0, &two)), wanted, "{sequence}");
    }
}

#[test]
fn receiver__more_non_posted_than_allowed__are_not_taken() {
    let mut registers = Registers::new(Role::Host);
    let mut receiver = Receiver::default();
    let room = (Room { beats: 1_000, non_posted: 0 }, 0);
    let reads: Vec<_> = (0..20).map(read_tlp).collect();
    let mut take = |receiver: &mut Receiver, sequence, n: usize| {
        let frame = arrived(sequence, 0, &reads[..n]);
        receiver.data(0, &frame, Place::New(0), room, &mut registers).map(<[_]>::len)
    };
    assert_eq!(take(&mut receiver, 0, 20), Ok(20));
    assert_eq!(take(&mut receiver, 20, 13), Err(&map::RX_OVER_LIMIT));
    assert_eq!(take(&mut receiver, 20, 12), Ok(12));
    assert_eq!(take(&mut receiver, 32, 1), Err(&map::RX_OVER_LIMIT));
    receiver.handed();
    assert_eq!(take(&mut receiver, 32, 1), Ok(1));
}

#[test]
fn receiver__echo__leaves_out_the_time_it_was_held() {
    let mut registers = Registers::new(Role::Host);
    let mut receiver = Receiver::default();
    let one = [write_tlp(0)];
    let room = Room { beats: 1_000, non_posted: 0 };
    // Their clock wraps just then.
    let frame = arrived(0, 0xF_FFF0, &one);
    receiver.data(0, &frame, Place::New(0), (room, 5_000), &mut registers).unwrap();
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
