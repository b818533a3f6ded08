//! The host bridge and the device bridge in the engine: TLPs across a pair of them, and everything
//! a network can do to one of them.
#![allow(non_snake_case)]

mod bench;
mod pair;
mod stuck;
mod unplug;
mod wire;
