//! Streams, FIFOs, arbiters, CRC and clock-domain crossings.

pub mod async_fifo;
pub mod commit_fifo;
pub mod crc32;
pub mod handshake_crossing;
pub mod packet_fifo;
pub mod register_slice;
pub mod round_robin_arbiter;
pub mod speck32;
pub mod stream;
pub mod stream_mux;
pub mod sync_fifo;
pub mod synchronizer;
