//! What a pair of bridges can do, measured in clocks: goodput, latency, throughput under loss.
//!
//! Everything is deterministic: the same design gives the same tables, to the byte, on every
//! machine. `docs/performance.md` holds them, and a test compares.

use std::fmt::Write as _;

use expether_wire::area::{aligned, ALIGNMENT};
use expether_wire::bridge::{go_back_n_efficiency, goodput_bound, OFFSET, TLP_OFFSET};
use expether_wire::registers;

use super::percent;
use crate::model::axil::Access;
use crate::model::link::LinkConfig;
use crate::model::rng::Rng;
use crate::replay::meter::LatencyMeter;
use crate::replay::pair::Pair;
use crate::replay::{BackendError, BackendKind, Backends};
use crate::SimError;

/// Header of the memory requests sent: four words, with a 64-bit address.
const HEADER: usize = 16;
/// TLPs waiting at each source: as many as the bridge takes.
const BACKLOG: usize = 8;
/// Clocks within which a port fills the replay buffer.
const FILL: u64 = 10_000;
/// Clocks before measuring: windows and rates have settled.
const WARM_UP: u64 = 4_000;
const GOODPUT_CLOCKS: u64 = 16_000;
const LATENCY_CLOCKS: u64 = 60_000;
const LOSS_CLOCKS: u64 = 150_000;
/// Clocks within which the bridges connect.
const CONNECT: u64 = 100_000;

const PAYLOADS: [usize; 4] = [64, 128, 256, 512];
const MTUS: [u32; 2] = [1_500, 9_000];
const LOSSES: [f64; 6] = [0.0, 1e-5, 1e-4, 1e-3, 1e-2, 5e-2];
/// Window of the Go-Back-N formula that a lossy link is compared with, in frames.
const WINDOW: usize = 32;
/// Load of each direction while latency under load is measured, as part of the bound.
const LOAD: f64 = 0.8;

/// Goodput of one setting.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize)]
pub struct Goodput {
    pub payload: usize,
    pub mtu: u32,
    pub aggregated: bool,
    /// Payload of both directions in bytes, and the clocks it took.
    pub bytes: [u64; 2],
    pub clocks: u64,
    /// Payload's part of the line, at most.
    pub bound: f64,
}

impl Goodput {
    /// Payload's part of the line, of the slower direction.
    pub fn reached(&self) -> f64 {
        self.bytes[0].min(self.bytes[1]) as f64 / (8 * self.clocks) as f64
    }
}

/// Latency from the clock in which a TLP's first beat is offered to the one in which its last
/// beat leaves the other bridge, without the link's delay.
#[derive(Clone, Debug, PartialEq, serde::Serialize)]
pub struct LatencyRow {
    pub what: &'static str,
    pub loaded: bool,
    pub least: u64,
    pub median: u64,
    pub p99: u64,
    pub most: u64,
}

/// Goodput at a loss.
#[derive(Clone, Copy, Debug, PartialEq, serde::Serialize)]
pub struct Lossy {
    pub loss: f64,
    pub aggregated: bool,
    pub frames: u64,
    pub lost: u64,
    pub bytes: u64,
    pub clocks: u64,
    /// The same without loss.
    pub clean: f64,
}

impl Lossy {
    fn reached(&self) -> f64 {
        self.bytes as f64 / (8 * self.clocks) as f64
    }

    /// What is left of the goodput without loss.
    pub fn kept(&self) -> f64 {
        self.reached() / self.clean
    }

    /// What Go-Back-N keeps of it at the share that was lost.
    pub fn formula(&self) -> f64 {
        go_back_n_efficiency(WINDOW, self.lost as f64 / self.frames as f64)
    }
}

/// All that is measured.
#[derive(Clone, Debug, Default, PartialEq, serde::Serialize)]
pub struct Performance {
    pub goodput: Vec<Goodput>,
    pub latency: Vec<LatencyRow>,
    pub lossy: Vec<Lossy>,
}

/// The most payload that fits on a line, as a part of it.
pub fn bound(payload: usize, mtu: u32, aggregated: bool) -> f64 {
    let area = (mtu as usize - (TLP_OFFSET - OFFSET)) / ALIGNMENT * ALIGNMENT;
    let tlps = if aggregated { (area / aligned(HEADER + payload)).max(1) } else { 1 };
    goodput_bound(payload, tlps, HEADER)
}

/// A memory request with a 64-bit address: a write of so many bytes, or a read of 64.
fn request(rng: &mut Rng, payload: usize) -> Vec<u8> {
    let mut tlp: Vec<u8> = (0..HEADER + payload).map(|_| rng.bits() as u8).collect();
    let words = if payload == 0 { 16 } else { payload / 4 };
    tlp[0] = if payload == 0 { 0x20 } else { 0x60 };
    tlp[1] = 0;
    tlp[2] = (words >> 8) as u8 & 3;
    tlp[3] = words as u8;
    tlp
}

struct Run {
    pair: Pair,
    link: LinkConfig,
}

impl Run {
    /// A connected pair.
    fn new(
        backends: &mut Backends,
        link: LinkConfig,
        registers: &[(&str, u32)],
    ) -> Result<Self, BackendError> {
        let registers: Vec<_> = registers.iter().map(|(n, v)| ((*n).to_owned(), *v)).collect();
        let bridges = backends.pair(BackendKind::Native, None)?;
        let mut pair = Pair::new(bridges, link, 0.0, &registers)?;
        while pair.seeks_connection() {
            if pair.cycle > CONNECT {
                return Err(SimError::NoConnection.into());
            }
            pair.step()?;
        }
        Ok(Self { pair, link })
    }

    /// The window of both bridges, from now on.
    fn set_window(&mut self, value: u64) {
        let address = registers::WINDOW.offset as u16;
        for node in &mut self.pair.nodes {
            node.axil.push(Access::Write { address, value: value as u32 });
        }
    }

    /// Both sources always have something to send; gives the payload that each side delivers within
    /// `clocks`. Before, nothing is sent until the replay buffers are full: frames are made of what
    /// waits, and a port at line rate would need many frames to get ahead of the line by what a long
    /// frame holds.
    fn saturate(&mut self, payload: usize, clocks: u64) -> Result<[u64; 2], SimError> {
        let mut rng = Rng::new(self.link.seed, "performance");
        let tlp = request(&mut rng, payload);
        let mut bytes = [0; 2];
        self.set_window(0);
        for clock in 0..FILL + WARM_UP + clocks {
            if clock == FILL {
                self.set_window(registers::WINDOW.reset());
            }
            for node in &mut self.pair.nodes {
                while node.source.pending() < BACKLOG {
                    node.send(tlp.clone());
                }
            }
            let events = self.pair.step()?;
            for (sum, node) in bytes.iter_mut().zip(&events.nodes) {
                if clock >= FILL + WARM_UP && node.delivered.is_some() {
                    *sum += payload as u64;
                }
            }
        }
        Ok(bytes)
    }

    /// Single TLPs from the host, far apart, beside writes at `load` of what the line can carry.
    fn latency(&mut self, probe: usize, load: f64) -> Result<LatencyMeter, SimError> {
        const LOAD_PAYLOAD: usize = 256;
        let mut rng = Rng::new(self.link.seed, "performance");
        let mut meter = LatencyMeter::new();
        // The mean time that a write takes on the line.
        let per_clock = load * bound(LOAD_PAYLOAD, MTUS[0], true) * 8.0 / LOAD_PAYLOAD as f64;
        let mut next_probe = 500;
        // TLPs that the host's source has been given: the number of the next one in its log.
        let mut sent = 0;
        let mut waiting: Option<(Vec<u8>, usize)> = None;
        for clock in 0..LATENCY_CLOCKS {
            for side in 0..2 {
                if per_clock > 0.0 && rng.chance(per_clock) {
                    let write = request(&mut rng, LOAD_PAYLOAD);
                    self.pair.nodes[side].send(write);
                    sent += usize::from(side == 0);
                }
            }
            if waiting.is_none() && clock >= next_probe {
                let tlp = request(&mut rng, probe);
                self.pair.nodes[0].send(tlp.clone());
                waiting = Some((tlp, sent));
                sent += 1;
            }
            let events = self.pair.step()?;
            let Some(out) = &events.nodes[1].delivered else { continue };
            if waiting.as_ref().is_some_and(|(tlp, _)| *tlp == out.bytes) {
                let number = waiting.take().map_or(0, |(_, number)| number);
                let offered = self.pair.nodes[0].source.log[number].offered;
                meter.record(out.last_cycle - offered - u64::from(self.link.delay));
                next_probe = clock + 200 + rng.below(200);
            }
        }
        Ok(meter)
    }
}

fn link(loss: f64) -> LinkConfig {
    LinkConfig { delay: 1, loss, seed: 1, ..LinkConfig::default() }
}

/// Measures everything; `progress` hears what is being measured, and how much of it is done.
pub fn measure(
    backends: &mut Backends,
    progress: &mut dyn FnMut(&str, f64),
) -> Result<Performance, BackendError> {
    let mut found = Performance::default();
    let steps = (2 * PAYLOADS.len() * MTUS.len() + 4 + 2 * LOSSES.len()) as f64;
    let mut done = 0.0;
    let mut next = |what: &str| {
        progress(what, done / steps);
        done += 1.0;
    };
    for aggregated in [true, false] {
        for mtu in MTUS {
            for payload in PAYLOADS {
                next(&format!("goodput, {payload} bytes"));
                let registers = [("MTU", mtu), ("AGGREGATION", u32::from(aggregated))];
                let mut run = Run::new(backends, link(0.0), &registers)?;
                let bytes = run.saturate(payload, GOODPUT_CLOCKS)?;
                let bound = bound(payload, mtu, aggregated);
                let clocks = GOODPUT_CLOCKS;
                found.goodput.push(Goodput { payload, mtu, aggregated, bytes, clocks, bound });
            }
        }
    }
    for loaded in [false, true] {
        for (what, payload) in [("read request of 64 bytes", 0), ("write of 256 bytes", 256)] {
            next(&format!("latency, {what}"));
            let mut run = Run::new(backends, link(0.0), &[])?;
            let meter = run.latency(payload, if loaded { LOAD } else { 0.0 })?.summary();
            let (least, median, p99, most) = (meter.min, meter.p50, meter.p99, meter.max);
            found.latency.push(LatencyRow { what, loaded, least, median, p99, most });
        }
    }
    for aggregated in [true, false] {
        let mut clean = 0.0;
        for loss in LOSSES {
            next(&format!("loss {}", percent(loss)));
            let registers = [("AGGREGATION", u32::from(aggregated))];
            let mut run = Run::new(backends, link(loss), &registers)?;
            let bytes = run.saturate(256, LOSS_CLOCKS)?.iter().sum::<u64>() / 2;
            let stats = run.pair.links.each_ref().map(|l| l.stats);
            let (frames, lost) = (stats[0].frames + stats[1].frames, stats[0].lost + stats[1].lost);
            let clocks = LOSS_CLOCKS;
            let mut row = Lossy { loss, aggregated, frames, lost, bytes, clocks, clean };
            if loss == 0.0 {
                clean = row.reached();
                row.clean = clean;
            }
            found.lossy.push(row);
        }
    }
    Ok(found)
}

impl Performance {
    /// The tables of `docs/performance.md`.
    pub fn markdown(&self) -> String {
        let mut text = String::new();
        self.write_goodput(&mut text);
        self.write_latency(&mut text);
        self.write_lossy(&mut text);
        text
    }

    fn write_goodput(&self, text: &mut String) {
        text.push_str("## Goodput\n\n");
        text.push_str("| payload | MTU | TLPs a frame | bound | reached | of the bound |\n");
        text.push_str("|---:|---:|---|---:|---:|---:|\n");
        for row in &self.goodput {
            let tlps = if row.aggregated { "all that fit" } else { "one" };
            let _ = writeln!(
                text,
                "| {} | {} | {tlps} | {:.2} % | {:.2} % | {:.2} % |",
                row.payload,
                row.mtu,
                100.0 * row.bound,
                100.0 * row.reached(),
                100.0 * row.reached() / row.bound,
            );
        }
    }

    fn write_latency(&self, text: &mut String) {
        text.push_str("\n## Latency\n\n");
        text.push_str("| TLP | line | least | median | 99 % | most |\n");
        text.push_str("|---|---|---:|---:|---:|---:|\n");
        for row in &self.latency {
            let line = if row.loaded { "80 % loaded" } else { "idle" };
            let LatencyRow { what, least, median, p99, most, .. } = row;
            let _ = writeln!(text, "| {what} | {line} | {least} | {median} | {p99} | {most} |");
        }
    }

    fn write_lossy(&self, text: &mut String) {
        text.push_str("\n## Loss\n\n");
        text.push_str("| loss | TLPs a frame | frames | lost | goodput | kept | Go-Back-N |\n");
        text.push_str("|---:|---|---:|---:|---:|---:|---:|\n");
        for row in &self.lossy {
            let _ = writeln!(
                text,
                "| {} | {} | {} | {} | {:.2} % | {:.2} % | {:.2} % |",
                percent(row.loss),
                if row.aggregated { "all that fit" } else { "one" },
                row.frames,
                row.lost,
                100.0 * row.reached(),
                100.0 * row.kept(),
                100.0 * row.formula(),
            );
        }
    }
}
