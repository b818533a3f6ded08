//! Every registered block in the engine: the timing diagrams of its docs, the rules of its
//! streams, and the behaviour of blocks over many packets.
#![allow(non_snake_case)]

mod contract;
mod diagrams;
mod dut;
mod eth_faults;
mod eth_mac;
mod eth_vlan;
mod prim;
mod registers;
mod tlp_router;
