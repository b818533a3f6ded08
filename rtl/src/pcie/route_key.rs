//! What a TLP is routed by: from its first two beats, as combinational functions. Positions and
//! kinds are those of `expether_wire::tlp`.

use expether_hdl::prelude::*;
use expether_wire::tlp::format::{completion, config, io, memory32, memory64, request, routing};
use expether_wire::tlp::{Layout, KINDS};

use super::TlpInfo;
use crate::bridge::frame::network16;

/// In the first beat.
const SOURCE_BIT: usize = request::REQUESTER.lane_bit();
/// In the second beat: the first word of the address, and the ID that a TLP is routed by.
const ADDRESS_BIT: usize = memory64::ADDRESS.lane_bit();
const ID_BIT: usize = config::TARGET.lane_bit();

// The two beats are the right ones, and one ID and one address serve all layouts.
const _: () = {
    assert!(request::REQUESTER.beat() == 0 && request::REQUESTER.width == 16);
    assert!(config::TARGET.beat() == 1 && config::TARGET.width == 16);
    assert!(completion::REQUESTER.byte == config::TARGET.byte);
    assert!(completion::REQUESTER.width == 16);
    // Messages have ID or address where requests have them (PCI Express Base Specification, 2.2.8).
    assert!(memory64::ADDRESS.beat() == 1 && memory64::ADDRESS.width == 62);
    assert!(memory32::ADDRESS.byte == memory64::ADDRESS.byte && memory32::ADDRESS.width == 30);
    assert!(io::ADDRESS.byte == memory32::ADDRESS.byte && io::ADDRESS.width == 30);
};

/// Bit `i`: kind `i` has this layout.
fn kinds_with(layout: Layout) -> u64 {
    KINDS.iter().filter(|k| k.layout == layout).fold(0, |map, k| map | 1 << k.kind as u64)
}

/// What a TLP is routed by.
#[derive(Copy, Clone, PartialEq, Debug, Default, LogicStruct)]
pub struct RouteKey {
    /// Requester, of the first beat.
    pub source: Bits<16>,
    /// The rest, of the second.
    pub target: RouteTarget,
}

/// What the second beat says, and what of it counts.
#[derive(Copy, Clone, PartialEq, Debug, Default, LogicStruct)]
pub struct RouteTarget {
    /// The ID in bytes 8 and 9.
    pub id: Bits<16>,
    /// Bits 51:12 of the address.
    pub page: Bits<40>,
    /// The requester may decide.
    pub by_source: Bit,
    /// The ID decides.
    pub by_id: Bit,
    /// The address decides, and is one that a window for I/O can have.
    pub by_io: Bit,
    /// The address decides, and is below 4 GiB.
    pub by_memory: Bit,
    /// The address decides, and has no more than 52 bits.
    pub by_wide: Bit,
    /// It goes to all.
    pub broadcast: Bit,
}

/// A word in network order as a number.
#[kernel]
fn network32(x: Bits<32>) -> Bits<32> {
    cat!(network16(x.get_bits::<16>(0)), network16(x.get_bits::<16>(16)))
}

/// The requester, from a TLP's first beat.
#[kernel]
pub fn requester(data: Bits<64>) -> Bits<16> {
    network16(data.get_bits::<16>(SOURCE_BIT))
}

/// What a TLP's second beat says.
#[kernel]
pub fn route_target(data: Bits<64>, info: TlpInfo) -> RouteTarget {
    let kind = info.kind;
    let is_message = bits::<32>(kinds_with(Layout::Message)).get_bit(kind.index());
    let is_io = bits::<32>(kinds_with(Layout::Io)).get_bit(kind.index());
    let is_request = bits::<32>(kinds_with(Layout::Memory)).get_bit(kind.index());
    let has_id = bits::<32>(kinds_with(Layout::Config) | kinds_with(Layout::Completion))
        .get_bit(kind.index());
    let is_memory = is_request || (is_message && info.routing == bits::<3>(routing::BY_ADDRESS));
    let first_word = network32(data.get_bits::<32>(ADDRESS_BIT));
    let second_word = network32(data.get_bits::<32>(ADDRESS_BIT + 32));
    let is_long = info.header_dw == bits::<3>(4);
    let high = if is_long { first_word } else { bits::<32>(0) };
    let low = if is_long { second_word } else { first_word };
    RouteTarget {
        id: network16(data.get_bits::<16>(ID_BIT)),
        page: cat!(high.get_bits::<20>(0), low.get_bits::<20>(12)),
        by_source: is_request || is_io,
        by_id: has_id || (is_message && info.routing == bits::<3>(routing::BY_ID)),
        by_io: is_io && !low.get_bits::<4>(28).any(),
        by_memory: is_memory && !high.any(),
        by_wide: is_memory && !high.get_bits::<12>(20).any(),
        broadcast: is_message && info.routing == bits::<3>(routing::BROADCAST),
    }
}

/// Whether `first <= x <= last`.
#[kernel]
pub fn is_within<const W: usize>(x: Bits<W>, first: Bits<W>, last: Bits<W>) -> bool {
    first <= x && x <= last
}

/// The lowest one of `x`.
#[kernel]
pub fn lowest<const W: usize>(x: Bits<W>) -> Bits<W> {
    x & (!x + 1)
}

#[cfg(test)]
#[allow(non_snake_case)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn route_key__within_and_lowest__are_those_of_numbers(x: u16, low: u16, high: u16) {
            let (a, b, c) = (bits::<16>(x.into()), bits(low.into()), bits(high.into()));
            prop_assert_eq!(is_within(a, b, c), (low..=high).contains(&x));
            let first = if x == 0 { 0 } else { 1 << x.trailing_zeros() };
            prop_assert_eq!(lowest(a), bits::<16>(first));
        }
    }
}
