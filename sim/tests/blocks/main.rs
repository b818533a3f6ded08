//! Every registered block in the engine: the timing diagrams of its docs, the rules of its
//! streams, and the behaviour of blocks over many packets.
#![allow(non_snake_case)]

mod acceptor;
mod arq;
mod arq_probe;
mod arq_receiver;
mod connection_model;
mod connection_table;
mod connections;
mod contract;
mod diagrams;
mod dut;
mod egress;
mod egress_input;
mod egress_timing;
mod eth_faults;
mod eth_link;
mod eth_mac;
mod eth_pause;
mod eth_pause_wire;
mod eth_vlan;
mod incarnation;
mod non_posted;
mod path_length;
mod peers;
mod prim;
mod rate;
mod registers;
mod settings;
mod sharing;
mod station;
mod tlp_ingress;
mod tlp_router;
