//! Streams, FIFOs, arbiters, CRC and clock-domain crossings.

pub mod packet_fifo;
pub mod register_slice;
pub mod stream;
pub mod sync_fifo;
