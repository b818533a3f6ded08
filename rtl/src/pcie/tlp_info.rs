//! What the first four bytes of a TLP say, as combinational functions of the first 32 bits of its
//! stream (byte 0 in bits 7:0), and the beats that carry it along. Positions and kinds are those of `expether_wire::tlp`.

use expether_hdl::prelude::*;
use expether_wire::area::MAX_NON_POSTED_PAYLOAD_DW;
use expether_wire::format::Field;
use expether_wire::tlp::{
    format::common, Class, ALL_KINDS, FMT_DATA, FMT_FOUR_DW, FMT_PREFIX, KINDS,
};

use crate::prim::stream::Beat;

/// What the first four bytes of a TLP say.
#[derive(Copy, Clone, PartialEq, Debug, Default, LogicStruct)]
pub struct TlpInfo {
    /// Index of the TLP's kind in `expether_wire::tlp::KINDS`.
    pub kind: Bits<5>,
    /// Low three bits of the type field: the routing of a message.
    pub routing: Bits<3>,
    /// Words of the header: 3 or 4.
    pub header_dw: Bits<3>,
    /// Words of the payload.
    pub payload_dw: Bits<11>,
    /// Words of the whole TLP: header, payload and digest.
    pub total_dw: Bits<12>,
}

/// A beat of a TLP, and what its first bytes said.
#[derive(Copy, Clone, PartialEq, Debug, Default, LogicStruct)]
pub struct TlpBeat {
    /// The beat.
    pub beat: Beat,
    /// The same with every beat of a TLP.
    pub info: TlpInfo,
}

/// Rows of the table of kinds.
pub const KIND_COUNT: usize = KINDS.len();
/// Widths and positions below stand on this.
const _: () = assert!(KIND_COUNT <= 32);

/// Bit of the beat in which a field's least significant bit stands (fields within one byte).
const fn low_bit(field: &Field) -> usize {
    assert!(field.bytes() == 1);
    field.lane_bit() + field.shift() as usize
}

const TYPE_BIT: usize = low_bit(&common::TYPE);
const FMT_BIT: usize = low_bit(&common::FMT);
const FOUR_DW_BIT: usize = FMT_BIT + FMT_FOUR_DW.trailing_zeros() as usize;
const DATA_BIT: usize = FMT_BIT + FMT_DATA.trailing_zeros() as usize;
const PREFIX_BIT: usize = FMT_BIT + FMT_PREFIX.trailing_zeros() as usize;
const TD_BIT: usize = low_bit(&common::TD);
/// The length field: two bits in one byte, eight in the next.
const LENGTH_HIGH_BIT: usize = common::LENGTH.lane_bit();
const LENGTH_LOW_BIT: usize = common::LENGTH.lane_bit() + 8;
const _: () = assert!(common::LENGTH.width == 10 && common::LENGTH.shift() == 0);

fn type_code(kind: usize) -> u64 {
    KINDS[kind].type_code
}

fn type_mask(kind: usize) -> u64 {
    KINDS[kind].type_mask
}

/// Which headers a kind may have: bit 0 three words, bit 1 four.
fn header_sizes(kind: usize) -> u64 {
    KINDS[kind].three_dw as u64 | (KINDS[kind].four_dw as u64) << 1
}

fn data_flag(kind: usize) -> u64 {
    KINDS[kind].data as u64
}

/// Bit `i`: the TLP is of the kind `i`. No bit for what is no TLP of the table.
#[kernel]
fn matching_kinds(first: Bits<32>) -> Bits<32> {
    let type_field = first.get_bits::<5>(TYPE_BIT);
    let size = if first.get_bit(FOUR_DW_BIT) { bits::<2>(2) } else { bits::<2>(1) };
    let data = first.get_bits::<1>(DATA_BIT);
    let mut matching = bits::<32>(0);
    for i in 0..KIND_COUNT {
        let same_type = (type_field & bits::<5>(type_mask(i))) == bits::<5>(type_code(i));
        let same_size = (size & bits::<2>(header_sizes(i))).any();
        let same_data = data == bits::<1>(data_flag(i));
        matching = matching.replace_bit(i, same_type && same_size && same_data);
    }
    matching
}

/// Whether there is such a TLP at all. TLP prefixes are not accepted.
#[kernel]
pub fn tlp_is_known(first: Bits<32>) -> bool {
    matching_kinds(first).any() && !first.get_bit(PREFIX_BIT)
}

/// Index of the TLP's kind in `KINDS`, if it is known.
#[kernel]
pub fn tlp_kind(first: Bits<32>) -> Bits<5> {
    let matching = matching_kinds(first);
    let mut kind = bits::<5>(0);
    for i in 0..KIND_COUNT {
        if matching.get_bit(i) {
            kind = kind | bits::<5>(i as u64);
        }
    }
    kind
}

/// Bit `i`: kind `i` is of this class.
pub fn kinds_of(class: Class) -> u64 {
    ALL_KINDS.iter().filter(|k| k.class() == class).fold(0, |map, &kind| map | 1 << kind as u64)
}

/// Whether it is a non-posted TLP; of one that is not known, nothing.
#[kernel]
pub fn tlp_is_non_posted(first: Bits<32>) -> bool {
    (matching_kinds(first) & bits::<32>(kinds_of(Class::NonPosted))).any()
}

/// Type of the deferrable memory write, and of the trusted configuration requests before it: non-posted,
/// and not carried.
const DEFERRABLE_TYPE: u64 = 0x1B;

/// Classes of the kinds with this type, without and with data.
fn classes_of(type_code: u64) -> Vec<(Class, bool)> {
    let rows = KINDS.iter().filter(|k| type_code & k.type_mask == k.type_code);
    rows.map(|k| (k.class, k.data)).collect()
}

/// Bit `i`: what has type `i` is non-posted, whatever its format.
fn non_posted_types() -> u64 {
    let all_are = |code: &u64| {
        let classes = classes_of(*code);
        !classes.is_empty() && classes.iter().all(|(class, _)| *class == Class::NonPosted)
    };
    (0..32).filter(all_are).fold(1 << DEFERRABLE_TYPE, |map, code| map | 1 << code)
}

/// Bit `i`: what has type `i` is non-posted without data, and posted with it.
fn read_or_write_types() -> u64 {
    let is_either = |code: &u64| {
        let classes = classes_of(*code);
        classes.contains(&(Class::NonPosted, false)) && classes.contains(&(Class::Posted, true))
    };
    (0..32).filter(is_either).fold(0, |map, code| map | 1 << code)
}

/// Whether the PCIe side counts it as non-posted, whether or not a bridge carries it: by its type
/// and, for memory requests, by whether it has data. What has a type that does not exist counts as
/// posted. `header` is what follows the prefixes.
#[kernel]
pub fn tlp_counts_as_non_posted(header: Bits<32>) -> bool {
    let type_field = header.get_bits::<5>(TYPE_BIT);
    let either = bits::<32>(read_or_write_types()).get_bit(type_field.index());
    bits::<32>(non_posted_types()).get_bit(type_field.index())
        || (either && !header.get_bit(DATA_BIT))
}

/// Whether these are the first four bytes of a TLP prefix, local or end-end.
#[kernel]
pub fn tlp_is_prefix(first: Bits<32>) -> bool {
    first.get_bit(PREFIX_BIT)
}

/// Whether a bridge carries TLPs with so much payload; of others than non-posted ones `most` words.
#[kernel]
pub fn tlp_payload_fits(first: Bits<32>, most: Bits<11>) -> bool {
    let non_posted = bits::<11>(MAX_NON_POSTED_PAYLOAD_DW as u64);
    let limit = if tlp_is_non_posted(first) { non_posted } else { most };
    tlp_payload_dw(first) <= limit
}

/// Low three bits of the type field.
#[kernel]
pub fn tlp_routing(first: Bits<32>) -> Bits<3> {
    first.get_bits::<3>(TYPE_BIT)
}

/// Words of the header.
#[kernel]
pub fn tlp_header_dw(first: Bits<32>) -> Bits<3> {
    if first.get_bit(FOUR_DW_BIT) {
        bits::<3>(4)
    } else {
        bits::<3>(3)
    }
}

/// Words of the payload: none without data; a length field of 0 means 1,024.
#[kernel]
pub fn tlp_payload_dw(first: Bits<32>) -> Bits<11> {
    let length: Bits<10> =
        cat!(first.get_bits::<2>(LENGTH_HIGH_BIT), first.get_bits::<8>(LENGTH_LOW_BIT));
    let words: Bits<11> = cat!(!length.any(), length);
    if first.get_bit(DATA_BIT) {
        words
    } else {
        bits::<11>(0)
    }
}

/// Words of the whole TLP: header, payload and digest.
#[kernel]
pub fn tlp_total_dw(first: Bits<32>) -> Bits<12> {
    // The small numbers first: one long addition, not two.
    let besides = tlp_header_dw(first) + bit_cast::<3, 1>(first.get_bits::<1>(TD_BIT));
    bit_cast::<12, 11>(tlp_payload_dw(first)) + bit_cast::<12, 3>(besides)
}

/// All that the first four bytes say, if the TLP is known.
#[kernel]
pub fn tlp_info(first: Bits<32>) -> TlpInfo {
    TlpInfo {
        kind: tlp_kind(first),
        routing: tlp_routing(first),
        header_dw: tlp_header_dw(first),
        payload_dw: tlp_payload_dw(first),
        total_dw: tlp_total_dw(first),
    }
}

#[cfg(test)]
#[allow(non_snake_case)]
mod tests {
    use super::*;
    use expether_wire::tlp::{total_length, Kind};

    #[test]
    fn tlp_info__functions__agree_with_the_software_for_every_format_type_and_length() {
        for fmt in 0..8u64 {
            for code in 0..32u64 {
                for length in [0u64, 1, 2, 3, 127, 128, 129, 255, 256, 512, 1023] {
                    for td in [false, true] {
                        let mut header = [0u8; 4];
                        common::FMT.set(&mut header, fmt);
                        common::TYPE.set(&mut header, code);
                        common::LENGTH.set(&mut header, length);
                        common::TD.set(&mut header, td as u64);
                        let first = bits::<32>(u32::from_le_bytes(header) as u64);
                        let kind = Kind::from_fields(fmt, code);
                        assert_eq!(tlp_is_known(first), kind.is_some(), "fmt {fmt} type {code:#x}");
                        if let Some(kind) = kind {
                            assert_eq!(tlp_kind(first), bits::<5>(kind as u64));
                            let total = total_length(fmt, length, td) as u64 / 4;
                            assert_eq!(tlp_total_dw(first), bits::<12>(total));
                            assert_eq!(tlp_routing(first), bits::<3>(code & 7));
                            let counts = tlp_counts_as_non_posted(first);
                            assert_eq!(counts, kind.class() == Class::NonPosted);
                            assert_eq!(counts, tlp_is_non_posted(first));
                        }
                        assert_eq!(tlp_is_prefix(first), fmt >= 4);
                    }
                }
            }
        }
    }
    /// PCI Express Base Specification, table 2-3: of those that no bridge carries.
    #[test]
    fn tlp_counts_as_non_posted__what_is_not_carried__goes_by_its_type() {
        for fmt in 0..4u64 {
            for code in 0..32u64 {
                let first = bits::<32>(fmt << 5 | code);
                // Memory without data, locked, I/O, configuration, atomics, deferrable writes.
                let wanted = matches!(code, 1 | 2 | 4 | 5 | 0x0C..=0x0E | 0x1B)
                    || (code == 0 && fmt & 2 == 0);
                assert_eq!(tlp_counts_as_non_posted(first), wanted, "fmt {fmt} type {code:#x}");
            }
        }
    }
}
