//! Streams, FIFOs, arbiters, CRC and clock-domain crossings.

pub mod stream;
