//! Transaction layer packets (PCI Express Base Specification, chapter 2), as they stand on the
//! link: network order, header first, then payload, then an optional digest.

pub mod format;
mod kind;

pub use kind::{
    header_length, total_length, Class, Kind, KindInfo, Layout, ALL_KINDS, DIGEST_LENGTH, FMT_DATA,
    FMT_FOUR_DW, FMT_PREFIX, KINDS, MAX_LENGTH_DW, MAX_TLP,
};
