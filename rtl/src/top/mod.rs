//! Whole cards.

pub mod device_bridge;
pub mod host_bridge;

pub use device_bridge::DeviceBridge;
pub use host_bridge::HostBridge;

/// Beats of the replay buffer, as a power of two: 64 KiB, a round trip of 52 µs at 10 Gb/s.
pub const REPLAY_BEAT_BITS: usize = 13;
/// Frames of the replay buffer, as a power of two.
pub const REPLAY_FRAME_BITS: usize = 8;
/// Beats of the buffer toward the PCIe side, as a power of two: 16 KiB, 30 of the longest TLPs.
pub const EGRESS_BEAT_BITS: usize = 11;
