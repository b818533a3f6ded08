//! The hardware. One folder a layer, one file a block; a packet's way is a chain in
//! [`top`](crate).

pub mod bridge;
pub mod eth;
pub mod pcie;
pub mod prim;
pub mod proof;
pub mod registry;
pub mod top;

/// The example of `docs/adding-a-block.md` is compiled.
#[cfg(doctest)]
#[doc = include_str!("../../docs/adding-a-block.md")]
struct AddingABlock;
