//! What a replay comes to.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::meter::{Latency, LatencyMeter};
use crate::check::{CompletionError, DeliveryError};
use crate::model::link::LinkStats;
use crate::SimError;

/// Why a replay failed.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Failure {
    #[error(transparent)]
    Delivery(#[from] DeliveryError),
    #[error(transparent)]
    Completion(#[from] CompletionError),
    #[error(transparent)]
    Sim(#[from] SimError),
    /// Nothing happened for so long that nothing will.
    #[error("cycle {cycle}: no TLP delivered for {waited} cycles; {stalled}")]
    Stalled { cycle: u64, waited: u64, stalled: String },
    /// The bridges have not found each other.
    #[error("cycle {cycle}: {side}: peer 0 is not connected after {waited} cycles")]
    NotConnected { cycle: u64, waited: u64, side: Arc<str> },
    /// A counter of the design says something else than was seen from outside.
    #[error("{side}: counter {counter} is {found}, expected {expected}")]
    Counter { side: Arc<str>, counter: &'static str, found: u64, expected: u64 },
    /// A register access was answered with an error.
    #[error("{side}: access to register {address:#05x} answered with {response}")]
    Register { side: Arc<str>, address: u16, response: u8 },
}

/// One direction of a replay, host to device or device to host.
#[derive(Clone, Debug, Default, serde::Serialize)]
pub struct SideResult {
    pub tlps_sent: u64,
    pub tlps_delivered: u64,
    /// Payload of the TLPs delivered.
    pub payload_bytes: u64,
    /// See [`super::meter`]; `None` if no TLP was ever queued behind another.
    pub goodput_ratio: Option<f64>,
    /// TLPs the ratio is taken over.
    pub queued_tlps: u64,
    pub latency_cycles: Latency,
    /// TLPs resent, seen on the line.
    pub tlps_resent: u64,
    /// Data frames, seen on the line.
    pub data_frames: u64,
    /// Frames without a TLP, seen on the line.
    pub frames_without_tlp: u64,
    pub link: LinkStats,
    /// Counters of the bridge that transmits in this direction.
    pub counters: BTreeMap<&'static str, u32>,
}

/// What a replay measured. Everything is counted in cycles of the design, nothing in seconds: the
/// same session, seed and design give the same values.
#[derive(Clone, Debug, Default, serde::Serialize)]
pub struct Measured {
    pub tlps_sent: u64,
    pub tlps_delivered: u64,
    pub payload_bytes: u64,
    /// From the first TLP offered to the last delivered.
    pub cycles: u64,
    /// All cycles simulated after reset, configuration and drain included.
    pub cycles_total: u64,
    /// TLPs resent by both bridges, by their own counters.
    pub retransmissions: u64,
    pub goodput_ratio: Option<f64>,
    /// Payload bytes of both directions per cycle.
    pub payload_bytes_per_cycle: f64,
    pub latency_cycles: Latency,
    pub host_to_device: SideResult,
    pub device_to_host: SideResult,
}

/// A replay that came to its end, one way or the other.
pub struct Replayed {
    pub measured: Measured,
    /// Empty if it passed.
    pub failures: Vec<Failure>,
    /// Latencies of both directions.
    pub latencies: [LatencyMeter; 2],
    /// By direction, for each TLP delivered: cycle, and bytes of payload.
    pub deliveries: [Vec<(u64, u32)>; 2],
    /// Seconds the simulation took, without building anything.
    pub seconds: f64,
}

impl Replayed {
    pub fn passed(&self) -> bool {
        self.failures.is_empty()
    }

    /// Cycles of the pair simulated in a second.
    pub fn cycles_per_second(&self) -> f64 {
        if self.seconds > 0.0 {
            self.measured.cycles_total as f64 / self.seconds
        } else {
            0.0
        }
    }
}
