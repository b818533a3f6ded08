//! Attacks on one bridge: what the network, the PCIe side or software can do at the wrong moment.
#![allow(non_snake_case)]

#[path = "../bridge/bench.rs"]
#[allow(dead_code)]
mod bench;
mod crowd;
mod enable;
mod ends;
mod forged;
mod fuzz;
mod identity;
mod live;
mod lockstep;
mod pcie;
mod station;
mod words;
