//! Builders of every kind of TLP. What they return is legal.

use super::format::status::SUCCESSFUL;
use super::{Body, FunctionId, Head, Illegal, Kind, Limits, TlpBuf};
use crate::error::Error;

/// Who asks, and under which tag.
#[derive(Copy, Clone, PartialEq, Eq, Hash, Debug, Default)]
pub struct Requester {
    /// Requester ID.
    pub id: FunctionId,
    /// Tag, up to 10 bits.
    pub tag: u16,
}

/// The words that `length` bytes from `address` on touch, and the byte enables of the first and
/// the last. No byte at all is one word with no enables, as the specification has it.
pub fn byte_enables(address: u64, length: usize) -> (usize, u8, u8) {
    let skipped = (address % 4) as usize;
    if length == 0 {
        return (1, 0, 0);
    }
    let words = (skipped + length).div_ceil(4);
    let first = 0xF << skipped & 0xF;
    let last = 0xF >> (4 * words - skipped - length);
    if words == 1 {
        (1, first & last, 0)
    } else {
        (words, first, last)
    }
}

/// `data` from byte `address` on, filled up with zeros to whole words.
fn whole_words(address: u64, data: &[u8], words: usize) -> Vec<u8> {
    let skipped = (address % 4) as usize;
    let mut payload = vec![0; 4 * words];
    for (to, from) in payload.iter_mut().skip(skipped).zip(data) {
        *to = *from;
    }
    payload
}

fn finish(head: Head, payload: Vec<u8>) -> Result<TlpBuf, Error> {
    head.check(Limits::WIDEST)?;
    TlpBuf::new(head, payload)
}

/// The word count as the header has it, if it can have it.
fn words_field(kind: Kind, words: usize) -> Result<u16, Error> {
    u16::try_from(words).ok().filter(|&w| w <= 1024).ok_or(Error::Illegal(Illegal::Length {
        kind: kind.name(),
        length_dw: words.min(0xFFFF) as u16,
    }))
}

fn memory(
    kind: Kind,
    from: Requester,
    address: u64,
    length: usize,
) -> Result<(Head, usize), Error> {
    let (words, first_be, last_be) = byte_enables(address, length);
    let body = Body::Memory {
        requester: from.id,
        tag: from.tag,
        first_be,
        last_be,
        address: address & !3,
        hint: 0,
    };
    let head = Head::new(kind, address >> 32 != 0, words_field(kind, words)?, body);
    Ok((head, words))
}

/// Memory read of `length` bytes from any byte address.
///
/// # Errors
/// [`Error::Illegal`], for instance if it crosses a 4 KiB boundary.
pub fn memory_read(from: Requester, address: u64, length: usize) -> Result<TlpBuf, Error> {
    finish(memory(Kind::MemoryRead, from, address, length)?.0, vec![])
}

/// Locked memory read.
///
/// # Errors
/// As [`memory_read`].
pub fn memory_read_locked(from: Requester, address: u64, length: usize) -> Result<TlpBuf, Error> {
    finish(memory(Kind::MemoryReadLocked, from, address, length)?.0, vec![])
}

/// Memory write of `data` to any byte address; bytes not enabled are zero.
///
/// # Errors
/// As [`memory_read`].
pub fn memory_write(from: Requester, address: u64, data: &[u8]) -> Result<TlpBuf, Error> {
    let (head, words) = memory(Kind::MemoryWrite, from, address, data.len())?;
    finish(head, whole_words(address, data, words))
}

/// Atomic operation; `operands` is the addend, the new value, or compare then swap value.
///
/// # Errors
/// [`Error::Illegal`] if `kind` is no atomic, or the operands' size or address are wrong.
pub fn atomic(kind: Kind, from: Requester, address: u64, operands: &[u8]) -> Result<TlpBuf, Error> {
    if !kind.is_atomic() {
        return Err(Illegal::Form(kind.name()).into());
    }
    if address % 4 != 0 {
        return Err(Illegal::Address { address }.into());
    }
    let (head, words) = memory(kind, from, address, operands.len())?;
    finish(head, whole_words(address, operands, words))
}

fn one_word_enables(address: u64, length: usize) -> Result<(u8, u8), Error> {
    match byte_enables(address, length) {
        (1, first, last) => Ok((first, last)),
        (words, first, last) => Err(Error::Illegal(Illegal::ByteEnables {
            first,
            last,
            length_dw: words.min(0xFFFF) as u16,
        })),
    }
}

fn io(kind: Kind, from: Requester, address: u32, length: usize) -> Result<Head, Error> {
    let (first_be, last_be) = one_word_enables(address.into(), length)?;
    let body =
        Body::Io { requester: from.id, tag: from.tag, first_be, last_be, address: address & !3 };
    Ok(Head::new(kind, false, 1, body))
}

/// I/O read of up to 4 bytes within one word.
///
/// # Errors
/// [`Error::Illegal`] if it crosses a word.
pub fn io_read(from: Requester, address: u32, length: usize) -> Result<TlpBuf, Error> {
    finish(io(Kind::IoRead, from, address, length)?, vec![])
}

/// I/O write of up to 4 bytes within one word.
///
/// # Errors
/// [`Error::Illegal`] if it crosses a word.
pub fn io_write(from: Requester, address: u32, data: &[u8]) -> Result<TlpBuf, Error> {
    let head = io(Kind::IoWrite, from, address, data.len())?;
    finish(head, whole_words(address.into(), data, 1))
}

/// A function's configuration register.
#[derive(Copy, Clone, PartialEq, Eq, Hash, Debug)]
pub struct ConfigTarget {
    /// The function asked.
    pub id: FunctionId,
    /// Byte offset, below 4,096.
    pub register: u16,
    /// Type 1 (to be routed on), not type 0 (for the device on this link).
    pub type_1: bool,
}

fn config(kind: Kind, from: Requester, to: ConfigTarget, length: usize) -> Result<Head, Error> {
    let (first_be, last_be) = one_word_enables(to.register.into(), length)?;
    let body = Body::Config {
        requester: from.id,
        tag: from.tag,
        first_be,
        last_be,
        target: to.id,
        register: to.register & !3,
    };
    Ok(Head::new(kind, false, 1, body))
}

/// Configuration read of up to 4 bytes within one word.
///
/// # Errors
/// [`Error::Illegal`] if it crosses a word.
pub fn config_read(from: Requester, to: ConfigTarget, length: usize) -> Result<TlpBuf, Error> {
    let kind = if to.type_1 { Kind::ConfigRead1 } else { Kind::ConfigRead0 };
    finish(config(kind, from, to, length)?, vec![])
}

/// Configuration write of up to 4 bytes within one word.
///
/// # Errors
/// [`Error::Illegal`] if it crosses a word.
pub fn config_write(from: Requester, to: ConfigTarget, data: &[u8]) -> Result<TlpBuf, Error> {
    let kind = if to.type_1 { Kind::ConfigWrite1 } else { Kind::ConfigWrite0 };
    let head = config(kind, from, to, data.len())?;
    finish(head, whole_words(to.register.into(), data, 1))
}

/// Message; with data if `payload` (whole words) is not empty. `body` is bytes 8 to 15.
///
/// # Errors
/// [`Error::Illegal`], [`Error::Length`].
pub fn message(
    from: Requester,
    routing: u8,
    code: u8,
    body: u64,
    payload: &[u8],
) -> Result<TlpBuf, Error> {
    let kind = if payload.is_empty() { Kind::Message } else { Kind::MessageData };
    let body = Body::Message { requester: from.id, tag: from.tag, routing, code, body };
    let words = words_field(kind, payload.len() / 4)?;
    finish(Head::new(kind, true, words, body), payload.to_vec())
}

/// Completion without data, with any status; `byte_count` as the request had it. A locked read's
/// is [`Kind::CompletionLocked`].
///
/// # Errors
/// [`Error::Illegal`].
pub fn completion(
    request: &Head,
    completer: FunctionId,
    status: u8,
    byte_count: u16,
) -> Result<TlpBuf, Error> {
    let kind = if request.kind == Kind::MemoryReadLocked {
        Kind::CompletionLocked
    } else {
        Kind::Completion
    };
    let head = completion_head(kind, request, completer, status, byte_count, 0, 0);
    finish(head, vec![])
}

/// Successful completion with data: `bytes` of the request's from byte address `address` on, of
/// `byte_count` that remain, these included.
///
/// # Errors
/// [`Error::Illegal`].
pub fn completion_data(
    request: &Head,
    completer: FunctionId,
    address: u64,
    byte_count: u16,
    bytes: &[u8],
) -> Result<TlpBuf, Error> {
    let kind = if request.kind == Kind::MemoryReadLocked {
        Kind::CompletionLockedData
    } else {
        Kind::CompletionData
    };
    let (words, _, _) = byte_enables(address, bytes.len());
    let lower = (address & 0x7F) as u8;
    let length_dw = words_field(kind, words)?;
    let head =
        completion_head(kind, request, completer, SUCCESSFUL as u8, byte_count, length_dw, lower);
    finish(head, whole_words(address, bytes, words))
}

fn completion_head(
    kind: Kind,
    request: &Head,
    completer: FunctionId,
    status: u8,
    byte_count: u16,
    length_dw: u16,
    lower_address: u8,
) -> Head {
    let body = Body::Completion {
        completer,
        status,
        byte_count_modified: false,
        byte_count,
        requester: request.requester(),
        tag: request.tag(),
        lower_address,
    };
    // A completion has the traffic class and the attributes of its request (2.2.9).
    Head {
        tc: request.tc,
        id_based_ordering: request.id_based_ordering,
        relaxed_ordering: request.relaxed_ordering,
        no_snoop: request.no_snoop,
        ..Head::new(kind, false, length_dw, body)
    }
}
