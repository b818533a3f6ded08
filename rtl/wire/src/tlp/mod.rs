//! Transaction layer packets (PCI Express Base Specification, chapter 2), as they stand on the
//! link: network order, header first, then payload, then an optional digest.
//!
//! [`Tlp`] is a checked view of bytes, [`Head`] the values of a header, [`TlpBuf`] an owned TLP,
//! [`build`] makes legal ones, [`Head::check`] tells illegal ones.

pub mod build;
pub mod format;
mod head;
mod id;
mod kind;
mod legal;
#[cfg(test)]
mod tests;
mod view;

pub use head::{Body, Head};
pub use id::{FunctionId, NotAFunctionId};
pub use kind::{
    header_length, total_length, Class, Kind, KindInfo, Layout, ALL_KINDS, DIGEST_LENGTH, FMT_DATA,
    FMT_FOUR_DW, FMT_PREFIX, KINDS, MAX_LENGTH_DW, MAX_TLP,
};
pub use legal::{Illegal, Limits};
pub use view::{Tlp, TlpBuf};
