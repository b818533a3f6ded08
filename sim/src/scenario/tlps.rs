//! The TLPs that workloads send, with addresses and IDs that say whose they are.

use expether_wire::tlp::build::{self, ConfigTarget, Requester};
use expether_wire::tlp::format::{message_code, routing};
use expether_wire::tlp::{Body, Class, FunctionId, Head, Kind, TlpBuf};
use expether_wire::Error;

use super::format::Role;
use super::topology::NodeInfo;
use crate::check::completions::enabled_span;
use crate::model::plan::{split, SplitLimits};
use crate::model::rng::Rng;

/// A TLP ready to be sent.
#[derive(Clone, Debug)]
pub struct Made {
    pub bytes: Vec<u8>,
    pub class: Class,
    /// Requester and tag of a request that will be completed.
    pub key: Option<(u16, u8)>,
    pub payload: usize,
}

impl Made {
    fn new(tlp: &TlpBuf) -> Self {
        let head = tlp.head();
        let class = head.kind.class();
        let key = (class == Class::NonPosted).then(|| (head.requester().0, head.tag() as u8));
        Self { bytes: tlp.to_bytes(), class, key, payload: tlp.payload().len() }
    }
}

/// Bytes of a device's window below 4 GiB.
const WINDOW: u64 = 1 << 24;
const PAGE: u64 = 4096;

fn data(rng: &mut Rng, length: usize) -> Vec<u8> {
    (0..length.div_ceil(8)).flat_map(|_| rng.bits().to_le_bytes()).take(length).collect()
}

/// The `n`-th write of a stream.
pub fn write(
    from: &NodeInfo,
    to: &NodeInfo,
    n: u64,
    payload: usize,
    relaxed: bool,
    rng: &mut Rng,
) -> Result<Made, Error> {
    let requester = Requester { id: from.id_for(to), tag: 0 };
    let address = to.memory() + n * payload.next_power_of_two() as u64 % WINDOW;
    let tlp = build::memory_write(requester, address, &data(rng, payload))?;
    Ok(Made::new(&tlp.with_head(|h| h.relaxed_ordering = relaxed)))
}

/// The `n`-th read of a requester.
pub fn read(from: &NodeInfo, to: &NodeInfo, n: u64, length: usize, tag: u8) -> Result<Made, Error> {
    let requester = Requester { id: from.id_for(to), tag: tag.into() };
    let address = to.memory() + n * length.next_power_of_two() as u64 % WINDOW;
    Ok(Made::new(&build::memory_read(requester, address, length)?))
}

/// Kinds of [`mixed`] TLPs that need a tag.
const NON_POSTED: u64 = 8;
const KINDS: u64 = 16;

/// What a random TLP will be; half of them need a tag.
pub fn draw(rng: &mut Rng) -> u64 {
    rng.below(KINDS)
}

pub fn needs_tag(drawn: u64) -> bool {
    drawn < NON_POSTED
}

/// A random TLP of any kind that may go this way.
pub fn mixed(
    from: &NodeInfo,
    to: &NodeInfo,
    drawn: u64,
    most: usize,
    tag: u8,
    rng: &mut Rng,
) -> Result<Made, Error> {
    let requester = Requester { id: from.id_for(to), tag: tag.into() };
    let wide = rng.chance(0.5);
    let base = if wide { to.wide_memory() } else { to.memory() };
    let length = 1 + rng.below(most as u64) as usize;
    let in_page = rng.below(PAGE - length as u64 + 1);
    let address = base + rng.below(WINDOW / PAGE) * PAGE + in_page;
    let aligned = address & !15;
    let down = from.role == Role::Host;
    let target = ConfigTarget {
        id: FunctionId(to.id_for(from).0),
        register: 4 * rng.below(1024) as u16,
        type_1: rng.chance(0.25),
    };
    let io = to.io() + 4 * rng.below(1024) as u32;
    let tlp = match drawn {
        0 if down => build::config_read(requester, target, 4),
        1 if down => build::config_write(requester, target, &data(rng, 4)),
        2 if down => build::io_read(requester, io, 4),
        3 if down => build::io_write(requester, io, &data(rng, 4)),
        4 => build::atomic(Kind::FetchAdd, requester, aligned, &data(rng, 8)),
        5 => build::atomic(Kind::CompareSwap, requester, aligned, &data(rng, 16)),
        0..NON_POSTED => build::memory_read(requester, address, length),
        8 | 9 => {
            let id = u64::from(to.id_for(from).0) << 48;
            let body = id | rng.bits() >> 32;
            let words = rng.below(4) as usize;
            let code = message_code::VENDOR_DEFINED_1 as u8;
            build::message(requester, routing::BY_ID as u8, code, body, &data(rng, 4 * words))
        }
        _ => build::memory_write(requester, address, &data(rng, length)),
    }?;
    let relaxed = rng.chance(0.1);
    let traffic_class = rng.below(8) as u8;
    Ok(Made::new(&tlp.with_head(|h| {
        h.relaxed_ordering = relaxed && matches!(h.body, Body::Memory { .. });
        h.tc = if matches!(h.body, Body::Memory { .. }) { traffic_class } else { h.tc };
    })))
}

/// The completions of a request, with random data.
pub fn answers(
    request: &Head,
    completer: FunctionId,
    limits: SplitLimits,
    rng: &mut Rng,
) -> Result<Vec<Made>, Error> {
    let one = |tlp: Result<TlpBuf, Error>| tlp.map(|t| vec![Made::new(&t)]);
    match request.kind {
        Kind::MemoryRead | Kind::MemoryReadLocked => {
            let (first, last) = request.byte_enables().unwrap_or((0xF, 0xF));
            let (lead, count) = enabled_span(request.length_dw.into(), first, last);
            let address = request.address().unwrap_or(0) + u64::from(lead);
            let count = count as usize;
            split::completion(address, count, limits)
                .into_iter()
                .map(|piece| {
                    let bytes = data(rng, piece.length);
                    let remaining = (count - piece.offset) as u16;
                    build::completion_data(request, completer, piece.address, remaining, &bytes)
                        .map(|t| Made::new(&t))
                })
                .collect()
        }
        Kind::FetchAdd | Kind::Swap | Kind::CompareSwap => {
            let operands = if request.kind == Kind::CompareSwap { 2 } else { 1 };
            let length = 4 * usize::from(request.length_dw) / operands;
            let bytes = data(rng, length);
            one(build::completion_data(request, completer, 0, length as u16, &bytes))
        }
        Kind::IoRead | Kind::ConfigRead0 | Kind::ConfigRead1 => {
            one(build::completion_data(request, completer, 0, 4, &data(rng, 4)))
        }
        _ => one(build::completion(request, completer, 0, 4)),
    }
}
