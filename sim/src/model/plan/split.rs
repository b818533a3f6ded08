//! Where transactions are cut.

use super::SplitLimits;

/// A piece of a transaction.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(crate) struct Piece {
    /// Bytes of the transaction before it.
    pub offset: usize,
    pub length: usize,
    pub address: u64,
}

/// Requests: cut at every multiple of `limit`, a power of two up to 4,096, so that none is longer
/// and none crosses 4 KiB. Nothing makes one piece of nothing: the zero-length read.
pub(crate) fn aligned(address: u64, length: usize, limit: usize) -> Vec<Piece> {
    cut(address, length, |at| limit - (at % limit as u64) as usize)
}

/// Completions: the first up to the next read completion boundary if it begins off one, then as
/// much as a payload holds.
pub(crate) fn completion(address: u64, length: usize, limits: SplitLimits) -> Vec<Piece> {
    let boundary = limits.completion_boundary;
    cut(address, length, |at| match (at % boundary as u64) as usize {
        0 => limits.max_payload,
        off => boundary - off,
    })
}

fn cut(address: u64, length: usize, room: impl Fn(u64) -> usize) -> Vec<Piece> {
    if length == 0 {
        return vec![Piece { offset: 0, length: 0, address }];
    }
    let mut pieces = Vec::new();
    let mut offset = 0;
    while offset < length {
        let at = address.wrapping_add(offset as u64);
        let size = room(at).clamp(1, length - offset);
        pieces.push(Piece { offset, length: size, address: at });
        offset += size;
    }
    pieces
}
