//! From TLPs to frames and back: encapsulation and retransmission.

pub mod sequence;

#[cfg(test)]
pub(crate) mod testing;
