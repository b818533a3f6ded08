//! Every frame, TLP and register layout, written **once** as data.
//!
//! The tables ([`ethernet`], [`pause`], [`bridge`], [`keep_alive`], [`tlp::format`], [`xgmii`],
//! [`registers`]) are constants;
//! hardware descriptions use them as such. The checked views and builders of software, the
//! documents, the Wireshark dissector and the Python classes are made from the same tables.
//!
//! Nothing in this crate panics on any input.

#![forbid(unsafe_code)]
#![warn(missing_docs)]
#![cfg_attr(
    not(test),
    warn(clippy::unwrap_used, clippy::expect_used, clippy::panic, clippy::unreachable)
)]

pub mod area;
pub mod bridge;
pub mod capture;
pub mod decode;
mod error;
pub mod ethernet;
pub mod format;
pub mod frame;
pub mod gen;
pub mod keep_alive;
pub mod packet;
pub mod pause;
pub mod registers;
pub mod tlp;
pub mod trace;
pub mod xgmii;

pub use error::Error;
