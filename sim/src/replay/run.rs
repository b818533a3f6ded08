//! The loop: offer what may be sent, clock, book what arrives.

use std::time::Instant;

use expether_wire::registers as map;
use expether_wire::tlp::Tlp;

use super::meter::{LatencyMeter, WireMeter};
use super::pair::{Pair, PairEvents};
use super::result::{Failure, Measured, Replayed, SideResult};
use crate::backend::Backend;
use crate::check::{CompletionChecker, Scoreboard};
use crate::model::axil::{Access, Outcome};
use crate::model::link::{Fate, LinkConfig, LinkStats};
use crate::model::node::is_connected;
use crate::model::plan::Plan;
use crate::model::stream::Transfer;
use crate::model::xgmii::WireFrame;
use crate::SimError;

/// How a session is replayed.
#[derive(Clone, Debug, PartialEq)]
pub struct ReplayConfig {
    /// Both directions of the link; its seed is the seed of everything.
    pub link: LinkConfig,
    /// Probability of a pause at the PCIe ports, each cycle.
    pub stall: f64,
    /// Every register and memory word has a random value before reset, from the seed.
    pub random_power_up: bool,
    /// Registers to be set in both bridges besides addresses and group.
    pub registers: Vec<(String, u32)>,
    /// Without any TLP delivered for so many cycles the replay has failed.
    pub patience: u64,
    /// Cycles to go on after the last delivery, in which nothing more may be delivered: longer
    /// than two retransmission timeouts.
    pub drain: u64,
}

impl Default for ReplayConfig {
    fn default() -> Self {
        Self {
            link: LinkConfig { delay: 1, ..LinkConfig::default() },
            stall: 0.0,
            random_power_up: false,
            registers: Vec::new(),
            patience: 200_000,
            drain: 10_000,
        }
    }
}

/// Told what happens during a replay.
pub trait Observer {
    /// A frame has been sent (0: by the host bridge, 1: by the device bridge).
    fn frame(&mut self, _direction: usize, _frame: &WireFrame, _fate: Fate) {}
    /// So many TLPs have been delivered.
    fn progress(&mut self, _delivered: u64, _cycle: u64) {}
}

/// An observer that doesn't care.
pub struct Silent;

impl Observer for Silent {}

/// TLPs that wait at a PCIe port at most: one on the port, one behind it.
const QUEUE_AHEAD: usize = 2;
/// Cycles between two reports of progress.
const PROGRESS_EVERY: u64 = 4_096;
/// What a counter has to say that nothing may count.
const NONE: std::ops::RangeInclusive<u64> = 0..=0;
/// Failures listed at the end of a run.
const FAILURES: usize = 20;

struct Replay<'a> {
    plan: &'a Plan,
    pair: Pair,
    /// Next TLP to be sent, by direction.
    next: [usize; 2],
    boards: [Scoreboard; 2],
    /// Requests of each direction.
    completions: [CompletionChecker; 2],
    latencies: [LatencyMeter; 2],
    wires: [WireMeter; 2],
    deliveries: [Vec<(u64, u32)>; 2],
    payload: [u64; 2],
    first_offer: Option<u64>,
    last_delivery: u64,
    counters: [Vec<Outcome>; 2],
    /// What the links had done when both were, and before the counters were read.
    before: [LinkStats; 2],
    at_rest: [LinkStats; 2],
}

const DIRECTIONS: [&str; 2] = ["host to device", "device to host"];

/// Replays a plan: `duts` are the host bridge and the device bridge.
pub fn run(
    plan: &Plan,
    mut duts: [Box<dyn Backend>; 2],
    config: &ReplayConfig,
    observer: &mut dyn Observer,
) -> Replayed {
    let begin = Instant::now();
    if config.random_power_up {
        for (side, dut) in duts.iter_mut().enumerate() {
            dut.power_up(Some(config.link.seed.wrapping_mul(2).wrapping_add(side as u64)));
        }
    }
    let pair = match Pair::new(duts, config.link, config.stall, &config.registers) {
        Ok(pair) => pair,
        Err(error) => {
            return Replayed {
                measured: Measured::default(),
                failures: vec![error.into()],
                latencies: Default::default(),
                deliveries: Default::default(),
                seconds: 0.0,
            }
        }
    };
    let mut replay = Replay {
        plan,
        pair,
        next: [0; 2],
        boards: DIRECTIONS.map(Scoreboard::new),
        completions: Default::default(),
        latencies: Default::default(),
        wires: Default::default(),
        deliveries: Default::default(),
        payload: [0; 2],
        first_offer: None,
        last_delivery: 0,
        counters: Default::default(),
        before: Default::default(),
        at_rest: Default::default(),
    };
    let mut failures: Vec<Failure> =
        replay.run_to_end(config, observer).err().into_iter().collect();
    if failures.is_empty() {
        failures = replay.final_checks();
    }
    let measured = replay.measured();
    Replayed {
        measured,
        failures,
        latencies: replay.latencies,
        deliveries: replay.deliveries,
        seconds: begin.elapsed().as_secs_f64(),
    }
}

impl Replay<'_> {
    fn run_to_end(
        &mut self,
        config: &ReplayConfig,
        observer: &mut dyn Observer,
    ) -> Result<(), Failure> {
        while !self.pair.nodes.iter().all(|n| n.axil.idle()) {
            self.step(observer)?;
        }
        self.connect(config, observer)?;
        self.last_delivery = self.pair.cycle;
        while self.delivered() < self.plan.total() {
            self.offer();
            self.step(observer)?;
            let waited = self.pair.cycle - self.last_delivery;
            if waited > config.patience {
                let stalled = self.stalled();
                return Err(Failure::Stalled { cycle: self.pair.cycle, waited, stalled });
            }
        }
        for _ in 0..config.drain {
            self.step(observer)?;
        }
        self.at_rest = self.link_stats();
        for node in &mut self.pair.nodes {
            for counter in map::ALL_COUNTERS {
                node.axil.push(Access::Read { address: counter.offset as u16 });
            }
        }
        while !self.pair.nodes.iter().all(|n| n.axil.idle()) {
            self.step(observer)?;
        }
        Ok(())
    }

    /// Goes on until each bridge has the other for its peer: TLPs would be dropped before.
    fn connect(
        &mut self,
        config: &ReplayConfig,
        observer: &mut dyn Observer,
    ) -> Result<(), Failure> {
        let begin = self.pair.cycle;
        while self.pair.seeks_connection() {
            self.step(observer)?;
            let (cycle, waited) = (self.pair.cycle, self.pair.cycle - begin);
            if waited > config.patience {
                let side = usize::from(self.pair.connected[0]);
                let side = self.pair.nodes[side].name.clone();
                return Err(Failure::NotConnected { cycle, waited, side });
            }
        }
        self.before = self.link_stats();
        Ok(())
    }

    fn link_stats(&self) -> [LinkStats; 2] {
        [self.pair.links[0].stats, self.pair.links[1].stats]
    }

    fn delivered(&self) -> u64 {
        self.boards[0].delivered_count() + self.boards[1].delivered_count()
    }

    /// Gives each PCIe port what causality allows.
    fn offer(&mut self) {
        for d in 0..2 {
            while self.pair.nodes[d].source.pending() < QUEUE_AHEAD {
                let Some(tlp) = self.plan.tlps[d].get(self.next[d]) else { break };
                if tlp.needs > self.boards[1 - d].delivered_prefix() {
                    break;
                }
                self.boards[d].sent(&tlp.bytes, self.pair.cycle);
                self.pair.nodes[d].source.push(tlp.bytes.clone(), false);
                self.next[d] += 1;
                self.first_offer.get_or_insert(self.pair.cycle);
            }
        }
    }

    fn step(&mut self, observer: &mut dyn Observer) -> Result<(), Failure> {
        let PairEvents { nodes, frames } = self.pair.step()?;
        for (d, seen) in frames.iter().enumerate() {
            if let Some((frame, fate)) = seen {
                self.wires[d].frame(frame, &self.pair.nodes[d].source.log);
                observer.frame(d, frame, *fate);
            }
        }
        for (side, events) in nodes.into_iter().enumerate() {
            if let Some(transfer) = events.delivered {
                self.arrived(1 - side, &transfer)?;
            }
            if let Some(outcome) = events.access {
                self.answered(side, outcome)?;
            }
        }
        if self.pair.cycle % PROGRESS_EVERY == 0 {
            observer.progress(self.delivered(), self.pair.cycle);
        }
        Ok(())
    }

    /// A TLP has come out at the end of direction `d`.
    fn arrived(&mut self, d: usize, transfer: &Transfer) -> Result<(), Failure> {
        let cycle = transfer.last_cycle;
        let delivery = self.boards[d].delivered(&transfer.bytes, transfer.error, cycle)?;
        self.completions[d].request(&transfer.bytes, cycle)?;
        self.completions[1 - d].completion(&transfer.bytes, cycle)?;
        if let Some(crossing) = self.pair.nodes[d].source.log.get(delivery.index as usize) {
            self.latencies[d].record(transfer.first_cycle.saturating_sub(crossing.first));
        }
        let payload = Tlp::new_checked(&transfer.bytes[..]).map_or(0, |t| t.payload().len());
        self.payload[d] += payload as u64;
        self.deliveries[d].push((cycle, payload as u32));
        self.last_delivery = self.pair.cycle;
        Ok(())
    }

    fn answered(&mut self, side: usize, outcome: Outcome) -> Result<(), Failure> {
        let (Access::Read { address } | Access::Write { address, .. }) = outcome.access;
        if outcome.response != 0 {
            let response = outcome.response;
            return Err(Failure::Register {
                side: self.pair.nodes[side].name.clone(),
                address,
                response,
            });
        }
        let is_counter = is_connected(&outcome, 0).is_none();
        if is_counter && matches!(outcome.access, Access::Read { .. }) {
            self.counters[side].push(outcome);
        }
        Ok(())
    }

    /// Which handshakes stand still, for the message of a time-out.
    fn stalled(&self) -> String {
        let mut parts = Vec::new();
        for (d, direction) in DIRECTIONS.into_iter().enumerate() {
            let node = &self.pair.nodes[d];
            let waiting = self.plan.tlps[d].len() - self.next[d];
            let outstanding = self.boards[d].sent_count() - self.boards[d].delivered_count();
            if node.source.pending() > 0 {
                parts.push(format!("`{}.pcie_rx_ready` low or its packet unfinished", node.name));
            }
            if node.sink.inside_packet() {
                parts.push(format!("`{}.pcie_tx_valid` low inside a packet", node.name));
            }
            parts.push(format!("{direction}: {outstanding} on their way, {waiting} waiting"));
        }
        parts.join("; ")
    }

    fn counter(&self, side: usize, register: &map::Register) -> u64 {
        let address = register.offset as u16;
        let read = self.counters[side].iter().find(|o| o.access == Access::Read { address });
        read.map_or(0, |o| u64::from(o.value))
    }

    /// What has to hold when everything has come to rest.
    fn final_checks(&self) -> Vec<Failure> {
        let mut failures: Vec<Failure> = Vec::new();
        for d in 0..2 {
            failures.extend(self.boards[d].finish().into_iter().map(Failure::from));
            failures.extend(self.completions[d].finish().into_iter().map(Failure::from));
            let (sent, received) = (self.boards[d].sent_count(), self.boards[d].delivered_count());
            let stats = self.pair.links[d].stats;
            // Frames that keep peers alive may be sent while the counters are read, and frames
            // that came before a bridge was enabled are counted by none.
            let (before, rest) = (self.before[d], self.at_rest[d]);
            let sending = u64::from(self.pair.links[d].busy());
            let expectations = [
                (d, &map::TX_TLPS, sent..=sent),
                (d, &map::TX_RETRANSMITS, self.wires[d].resent..=self.wires[d].resent),
                (d, &map::TX_FRAMES, rest.frames..=stats.frames + sending),
                (d, &map::TX_TLP_MALFORMED, NONE),
                (d, &map::TX_TLP_REFUSED, NONE),
                (d, &map::TX_TLP_UNROUTED, NONE),
                (d, &map::CONNECTS, 1..=1),
                (d, &map::DISCONNECTS, NONE),
                (d, &map::PEERS_LOST, NONE),
                (1 - d, &map::RX_TLP_REFUSED, NONE),
                (1 - d, &map::RX_TLPS, received..=received),
                (1 - d, &map::RX_BAD_FCS, rest.corrupted - before.corrupted..=stats.corrupted),
                (1 - d, &map::RX_WRONG_GROUP, NONE),
                (1 - d, &map::RX_WRONG_TYPE, NONE),
                (1 - d, &map::RX_WRONG_PEER, NONE),
                (1 - d, &map::RX_WRONG_SOURCE, NONE),
                (1 - d, &map::RX_WRONG_CONNECTION, NONE),
                (1 - d, &map::RX_WRONG_NUMBER, NONE),
                (1 - d, &map::RX_ID_REFUSED, NONE),
                (1 - d, &map::RX_OVER_LIMIT, NONE),
                (1 - d, &map::RX_MALFORMED, NONE),
            ];
            for (side, register, expected) in expectations {
                let found = self.counter(side, register);
                if !expected.contains(&found) {
                    let (side, counter) = (self.pair.nodes[side].name.clone(), register.name);
                    let expected = *expected.start();
                    failures.push(Failure::Counter { side, counter, found, expected });
                }
            }
        }
        failures.truncate(FAILURES);
        failures
    }

    fn measured(&self) -> Measured {
        let side = |d: usize| SideResult {
            tlps_sent: self.boards[d].sent_count(),
            tlps_delivered: self.boards[d].delivered_count(),
            payload_bytes: self.payload[d],
            goodput_ratio: self.wires[d].goodput_ratio(),
            queued_tlps: self.wires[d].queued,
            latency_cycles: self.latencies[d].summary(),
            tlps_resent: self.wires[d].resent,
            data_frames: self.wires[d].data_frames,
            frames_without_tlp: self.wires[d].others,
            link: self.pair.links[d].stats,
            counters: map::ALL_COUNTERS
                .iter()
                .map(|r| (r.name, self.counter(d, r) as u32))
                .collect(),
        };
        let cycles = self.first_offer.map_or(0, |first| self.last_delivery.saturating_sub(first));
        let payload_bytes = self.payload[0] + self.payload[1];
        let resent = |d| self.counter(d, &map::TX_RETRANSMITS);
        Measured {
            tlps_sent: self.boards[0].sent_count() + self.boards[1].sent_count(),
            tlps_delivered: self.delivered(),
            payload_bytes,
            cycles,
            cycles_total: self.pair.cycle,
            retransmissions: resent(0) + resent(1),
            goodput_ratio: WireMeter::goodput_ratio_of(&self.wires),
            payload_bytes_per_cycle: if cycles > 0 {
                payload_bytes as f64 / cycles as f64
            } else {
                0.0
            },
            latency_cycles: self.latencies[0].merged(&self.latencies[1]).summary(),
            host_to_device: side(0),
            device_to_host: side(1),
        }
    }
}

impl From<crate::model::stream::ProtocolError> for Failure {
    fn from(error: crate::model::stream::ProtocolError) -> Self {
        Failure::Sim(SimError::Protocol(error))
    }
}

#[cfg(test)]
mod tests;
