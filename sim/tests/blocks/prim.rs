//! The `prim` blocks over many packets, with every kind of pause.

use std::collections::VecDeque;

use expether_sim::clocks::{Clocks, Period};
use expether_sim::model::rng::Rng;
use expether_sim::model::stream::{Beat, BeatSink, BeatSource};
use expether_sim::model::xgmii::crc32;

use crate::dut::Dut;
use crate::eth_mac::payload;

/// Sends numbers through a block of one clock; the clocks it took. Order and content are checked.
fn through(block: &str, count: u64, push: f64, pop: f64) -> u64 {
    let mut dut = Dut::new(block);
    dut.scramble(3);
    dut.reset();
    let mut rng = Rng::new(1, block);
    let (mut sent, mut received, mut clocks) = (0, 0, 0);
    let mut offering = false;
    while received < count {
        offering |= sent < count && rng.chance(push);
        dut.set("inp_valid", offering.into());
        dut.set("inp_payload", sent & 0xFF);
        let ready = rng.chance(pop);
        dut.set("out_ready", ready.into());
        dut.eval();
        if dut.get("out_valid") == 1 && ready {
            assert_eq!(dut.get("out_payload"), received & 0xFF, "{block}, number {received}");
            received += 1;
        }
        if offering && dut.get("inp_ready") == 1 {
            offering = false;
            sent += 1;
        }
        dut.tick();
        clocks += 1;
        assert!(clocks < 100 * count + 100, "{block} is stuck: {sent} in, {received} out");
    }
    clocks
}

#[test]
fn register_slice__any_pauses__order_is_kept() {
    for (push, pop) in [(1.0, 0.5), (0.5, 1.0), (0.5, 0.5), (0.9, 0.1), (0.1, 0.9)] {
        through("register_slice", 2000, push, pop);
    }
    assert_eq!(through("register_slice", 1000, 1.0, 1.0), 1001, "one a clock, one clock late");
}

#[test]
fn sync_fifo__any_pauses__order_is_kept() {
    for (push, pop) in [(1.0, 0.5), (0.5, 1.0), (0.5, 0.5), (0.9, 0.1), (0.1, 0.9)] {
        through("sync_fifo", 2000, push, pop);
    }
    assert_eq!(through("sync_fifo", 1000, 1.0, 1.0), 1001, "one a clock, one clock late");
}

#[test]
fn sync_fifo__filled__takes_its_whole_depth_and_counts_it() {
    let mut dut = Dut::new("sync_fifo");
    dut.reset();
    dut.set("inp_valid", 1);
    for held in 0..16 {
        dut.eval();
        assert_eq!((dut.get("inp_ready"), dut.get("count")), (1, held));
        dut.tick();
    }
    dut.eval();
    assert_eq!((dut.get("inp_ready"), dut.get("count")), (0, 16));
}

/// A packet FIFO between a source and a sink. `flow`: the input has no ready.
struct Packets {
    dut: Dut,
    source: BeatSource,
    sink: BeatSink,
    received: Vec<Vec<u8>>,
    /// `committed`, `dropped`, `overflowed`.
    strobes: [u64; 3],
    flow: bool,
    clocks: u64,
}

impl Packets {
    fn new(block: &str, push: f64, pop: f64) -> Self {
        let mut dut = Dut::new(block);
        dut.scramble(5);
        dut.reset();
        Self {
            dut,
            source: BeatSource::new(1.0 - push, Rng::new(1, "source")),
            sink: BeatSink::new("out", 1.0 - pop, Rng::new(1, "sink")),
            received: vec![],
            strobes: [0; 3],
            flow: block == "packet_fifo",
            clocks: 0,
        }
    }

    fn clock(&mut self) {
        let beat = self.source.drive();
        self.dut.set_beat("inp", beat);
        let ready = self.sink.drive();
        self.dut.set("out_ready", ready.into());
        self.dut.eval();
        self.source.clock(self.flow || self.dut.get("inp_ready") == 1);
        if let Some(packet) = self.sink.clock(self.dut.beat("out")) {
            assert!(!packet.error);
            self.received.push(packet.bytes);
        }
        for (count, name) in self.strobes.iter_mut().zip(["committed", "dropped", "overflowed"]) {
            *count += self.dut.get(name);
        }
        self.dut.tick();
        self.clocks += 1;
    }

    fn run(&mut self) {
        while self.source.pending() > 0 {
            self.clock();
            assert!(self.clocks < 2_000_000, "inp_ready stays low");
        }
        for _ in 0..6000 {
            self.clock();
        }
        assert!(self.sink.errors.is_empty(), "{:?}", self.sink.errors);
    }
}

#[test]
fn packet_fifo__good_and_bad_packets__the_good_come_out_whole() {
    for (push, pop) in [(1.0, 1.0), (0.7, 0.95), (0.3, 0.6)] {
        let mut rng = Rng::new(2, "packets");
        let mut fifo = Packets::new("packet_fifo", push, pop);
        let mut good = vec![];
        for _ in 0..3000 {
            let packet = payload(1 + rng.below(200) as usize, &mut rng);
            let bad = rng.chance(0.2);
            fifo.source.push(packet.clone(), bad);
            if !bad {
                good.push(packet);
            }
        }
        fifo.run();
        assert_eq!(fifo.received.len(), good.len());
        assert!(fifo.received == good);
        assert_eq!(fifo.strobes, [good.len() as u64, 3000 - good.len() as u64, 0]);
    }
}

#[test]
fn packet_fifo__full__packets_are_lost_whole_and_counted() {
    let mut rng = Rng::new(3, "packets");
    let mut fifo = Packets::new("packet_fifo", 1.0, 0.6);
    let packets: Vec<Vec<u8>> = (0..4000)
        .map(|i: u32| {
            let mut packet = payload(8 + rng.below(1500) as usize, &mut rng);
            packet[..4].copy_from_slice(&i.to_le_bytes());
            packet
        })
        .collect();
    packets.iter().for_each(|p| fifo.source.push(p.clone(), false));
    fifo.run();
    let lost = 4000 - fifo.received.len() as u64;
    assert!(lost > 500, "only {lost} packets were lost");
    assert_eq!(fifo.strobes, [4000 - lost, 0, lost]);
    let mut after = 0;
    for packet in &fifo.received {
        let number = u32::from_le_bytes([packet[0], packet[1], packet[2], packet[3]]) as usize;
        assert!(number >= after && packets[number] == *packet, "packet {number}");
        after = number + 1;
    }
}

#[test]
fn packet_fifo__longest_packet__fits_and_one_beat_more_does_not() {
    // 2^9 - 1 beats.
    for (bytes, strobes) in [(511 * 8, [2, 0, 0]), (511 * 8 + 1, [1, 0, 1])] {
        for block in ["packet_fifo", "stream_packet_fifo"] {
            let mut fifo = Packets::new(block, 1.0, 1.0);
            fifo.source.push(vec![1; bytes], false);
            fifo.run();
            fifo.source.push(vec![2; 60], false);
            fifo.run();
            assert_eq!(fifo.strobes, strobes, "{block}, {bytes} bytes");
            assert_eq!(fifo.received.last(), Some(&vec![2; 60]));
        }
    }
}

#[test]
fn stream_packet_fifo__slow_receiver__waits_and_loses_nothing() {
    let mut rng = Rng::new(4, "packets");
    let mut fifo = Packets::new("stream_packet_fifo", 1.0, 0.5);
    let packets: Vec<Vec<u8>> =
        (0..1000).map(|_| payload(1 + rng.below(3000) as usize, &mut rng)).collect();
    packets.iter().for_each(|p| fifo.source.push(p.clone(), false));
    fifo.run();
    assert!(fifo.received == packets);
    assert_eq!(fifo.strobes, [1000, 0, 0]);
}

#[test]
fn packet_fifo__packets_back_to_back__one_beat_a_clock() {
    let mut fifo = Packets::new("packet_fifo", 1.0, 1.0);
    (0..100).for_each(|_| fifo.source.push(vec![7; 64], false));
    while fifo.received.len() < 100 {
        fifo.clock();
    }
    // 800 beats; a packet goes out when it is in, and the first beat 2 clocks after.
    assert_eq!(fifo.clocks, 800 + 7 + 2);
}

#[test]
fn round_robin_arbiter__every_request__is_granted_within_a_round() {
    let mut dut = Dut::new("round_robin_arbiter");
    dut.scramble(1);
    dut.reset();
    let mut rng = Rng::new(5, "requests");
    let mut waited = [0; 3];
    let mut requests = 0;
    for _ in 0..5000 {
        requests |= rng.below(8);
        let advance = rng.chance(0.7);
        dut.set("request", requests);
        dut.set("advance", advance.into());
        dut.eval();
        let grant = dut.get("grant");
        assert!(
            grant & !requests == 0 && grant.count_ones() == u32::from(requests != 0),
            "{requests:b} {grant:b}"
        );
        dut.tick();
        if advance {
            requests &= !grant;
            for (i, waited) in waited.iter_mut().enumerate() {
                *waited = if requests >> i & 1 == 1 { *waited + 1 } else { 0 };
                assert!(*waited <= 3, "requester {i} starves");
            }
        }
    }
}

#[test]
fn stream_mux__two_sources__packets_stay_whole_and_both_are_served() {
    let mut dut = Dut::new("stream_mux");
    dut.scramble(2);
    dut.reset();
    let mut rng = Rng::new(6, "packets");
    let mut sources = [0, 1].map(|i| BeatSource::new(0.2, Rng::new(i, "source")));
    let mut sink = BeatSink::new("out", 0.3, Rng::new(6, "sink"));
    let mut sent = [VecDeque::new(), VecDeque::new()];
    for i in 0..2000usize {
        let mut packet = payload(1 + rng.below(60) as usize, &mut rng);
        packet[0] = (i % 2) as u8;
        sources[i % 2].push(packet.clone(), false);
        sent[i % 2].push_back(packet);
    }
    let mut run = (2, 0);
    for _ in 0..40_000 {
        for (i, source) in sources.iter_mut().enumerate() {
            dut.set_beat(&format!("inputs_{i}"), source.drive());
        }
        dut.set("out_ready", sink.drive().into());
        dut.eval();
        for (i, source) in sources.iter_mut().enumerate() {
            source.clock(dut.get(&format!("inputs_{i}_ready")) == 1);
        }
        if let Some(packet) = sink.clock(dut.beat("out")) {
            let from = usize::from(packet.bytes[0]);
            assert_eq!(sent[from].pop_front(), Some(packet.bytes));
            run = if run.0 == from { (from, run.1 + 1) } else { (from, 1) };
            assert!(run.1 < 20 || sent[1 - from].is_empty(), "source {} starves", 1 - from);
        }
        dut.tick();
    }
    assert!(
        sent.iter().all(VecDeque::is_empty),
        "{} and {} packets left",
        sent[0].len(),
        sent[1].len()
    );
    assert!(sink.errors.is_empty(), "{:?}", sink.errors);
}

#[test]
fn crc32__random_frames_with_pauses__each_fcs_is_right() {
    let mut dut = Dut::new("crc32");
    dut.scramble(6);
    dut.reset();
    let mut rng = Rng::new(8, "frames");
    let mut wanted = VecDeque::new();
    for _ in 0..1000 {
        let frame = payload(1 + rng.below(80) as usize, &mut rng);
        wanted.push_back(crc32(&frame));
        for offset in (0..frame.len()).step_by(8) {
            while rng.chance(0.2) {
                dut.set_beat("inp", Beat::default());
                clock_crc(&mut dut, &mut wanted);
            }
            dut.set_beat("inp", Beat::cut(&frame, offset, false));
            clock_crc(&mut dut, &mut wanted);
        }
    }
    dut.set_beat("inp", Beat::default());
    clock_crc(&mut dut, &mut wanted);
    assert!(wanted.is_empty());
}

fn clock_crc(dut: &mut Dut, wanted: &mut VecDeque<u32>) {
    dut.eval();
    if dut.get("done") == 1 {
        assert_eq!(Some(dut.get("fcs") as u32), wanted.pop_front());
    }
    dut.tick();
}

/// Clocks of the reader from the edge that takes a word to `out_valid`, both clocks being equal.
fn crossing_latency(block: &str) -> u64 {
    let mut dut = Dut::new(block);
    dut.reset();
    dut.set("inp_valid", 1);
    dut.tick();
    dut.set("inp_valid", 0);
    for clocks in 1..20 {
        dut.eval();
        if dut.get("out_valid") == 1 {
            return clocks;
        }
        dut.tick();
    }
    panic!("{block}: nothing comes out");
}

#[test]
fn crossings__latency__is_as_documented() {
    // 1 of the writer, then 3 of the reader.
    assert_eq!(crossing_latency("async_fifo"), 4);
    assert_eq!(crossing_latency("handshake_crossing"), 4);
}

#[test]
fn async_fifo__equal_clocks__one_transfer_a_clock() {
    let mut dut = Dut::new("async_fifo");
    dut.reset();
    dut.set("inp_valid", 1);
    dut.set("out_ready", 1);
    let mut received = 0;
    for _ in 0..1000 {
        dut.eval();
        received += dut.get("out_valid");
        dut.tick();
    }
    assert_eq!(received, 1000 - 4);
}

/// Numbers from one clock to another; the value must be wide enough to show torn bits.
fn across(block: &str, port: &str, count: u64, periods: [u64; 2]) -> u64 {
    let mut dut = Dut::new(block);
    dut.scramble(4);
    dut.reset();
    let name = |side: &str| format!("{side}_{port}");
    // Clock ports in the order of the engine's own list: write, read.
    let mut rng = Rng::new(7, block);
    let (mut sent, mut received) = (0u64, 0u64);
    let value = |n: u64| n.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 32;
    let mut offering = false;
    let mut ready = false;
    let mut write_clocks = 0;
    for edges in
        Clocks::new(&[Period::new(periods[0]), Period::new(periods[1])]).take(200 * count as usize)
    {
        dut.set("inp_valid", offering.into());
        dut.set(&name("inp"), value(sent));
        dut.set("out_ready", ready.into());
        dut.eval();
        if edges.clocks & 1 != 0 {
            write_clocks += 1;
            if offering && dut.get("inp_ready") == 1 {
                sent += 1;
                offering = false;
            }
        }
        if edges.clocks & 2 != 0 && ready && dut.get("out_valid") == 1 {
            assert_eq!(
                dut.get(&name("out")),
                value(received),
                "{block}, number {received}, periods {periods:?}"
            );
            received += 1;
        }
        dut.tick_of(edges.clocks);
        if edges.clocks & 1 != 0 {
            offering |= sent < count && rng.chance(0.9);
        }
        if edges.clocks & 2 != 0 {
            ready = rng.chance(0.9);
        }
        if received == count {
            return write_clocks;
        }
    }
    panic!("{block} is stuck: {sent} in, {received} out, periods {periods:?}");
}

#[test]
fn async_fifo__clocks_of_any_ratio__order_is_kept() {
    for periods in [[64, 40], [40, 64], [64, 64], [64, 63], [10, 97], [97, 10]] {
        across("async_fifo", "data", 2000, periods);
    }
}

#[test]
fn handshake_crossing__clocks_of_any_ratio__every_value_arrives_once() {
    for periods in [[64, 40], [40, 64], [64, 64], [64, 63], [10, 97], [97, 10]] {
        across("handshake_crossing", "payload", 500, periods);
    }
}

#[test]
fn pulse_synchronizer__pulses_far_apart__arrive_once_each() {
    for periods in [[64, 40], [40, 64], [64, 63], [10, 97], [97, 10]] {
        let mut dut = Dut::new("pulse_synchronizer");
        dut.reset();
        let gap = 4 * (periods[1] / periods[0] + 1);
        let (mut sent, mut received, mut since) = (0, 0, 0);
        for edges in Clocks::new(&[Period::new(periods[0]), Period::new(periods[1])]).take(20_000) {
            let pulse = since >= gap;
            dut.set("source_pulse", pulse.into());
            dut.eval();
            if edges.clocks & 2 != 0 {
                received += dut.get("pulse");
            }
            if edges.clocks & 1 != 0 {
                since = if pulse { 0 } else { since + 1 };
                sent += u64::from(pulse);
            }
            dut.tick_of(edges.clocks);
            assert!(received <= sent && sent - received <= 1, "{sent} sent, {received} received");
        }
        assert!(sent > 100);
    }
}

#[test]
fn reset_synchronizer__power_up_and_level__hold_reset_for_sixteen_clocks() {
    let mut dut = Dut::new("reset_synchronizer");
    dut.set("level", 0);
    let held = |dut: &mut Dut| {
        let mut clock = || {
            dut.eval();
            let reset = dut.get("reset");
            dut.tick();
            reset
        };
        (0..40).map(|_| clock()).collect::<Vec<_>>()
    };
    let after_power_up = held(&mut dut);
    assert_eq!(after_power_up.iter().sum::<u64>(), 16);
    dut.set("level", 1);
    (0..3).for_each(|_| dut.tick());
    dut.eval();
    assert_eq!(dut.get("reset"), 1);
    dut.set("level", 0);
    let after_level = held(&mut dut);
    assert!(after_level.iter().sum::<u64>() >= 16 && after_level[39] == 0);
    assert!(after_level.windows(2).all(|w| w[0] >= w[1]), "one edge only");
}
