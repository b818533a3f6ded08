//! Whole cards.

pub mod device_bridge;
pub mod host_bridge;

use crate::bridge::frame::{MAX_NON_POSTED_BEATS, NON_POSTED_CREDITS};

pub use device_bridge::DeviceBridge;
pub use host_bridge::HostBridge;

/// Peers of a bridge, unless it is generated with another number.
pub const PEERS: usize = 8;
/// Beats of each peer's replay buffer, as a power of two: 64 KiB, a round trip of 52 µs at 10 Gb/s. 2 km of fibre are
/// 22 µs with the frames' own time, and up to seven frames of 9,000 bytes are on their way at once.
pub const REPLAY_BEAT_BITS: usize = 13;
/// TLPs of each peer's replay buffer, as a power of two.
pub const REPLAY_TLP_BITS: usize = 10;
/// Beats of the posted and completion queues toward the PCIe side, as a power of two: three of the longest frames.
pub const EGRESS_BEAT_BITS: usize = 12;
/// Beats of the non-posted queue toward the PCIe side of a bridge of so many peers, as a power of two: as many of the longest
/// non-posted TLPs as each may send.
pub const fn non_posted_bits(peers: usize) -> usize {
    let beats = peers * NON_POSTED_CREDITS as usize * MAX_NON_POSTED_BEATS;
    (beats + 1).next_power_of_two().trailing_zeros() as usize
}
