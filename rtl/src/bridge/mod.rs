//! From TLPs to frames and back: encapsulation and retransmission.

pub mod arq_receiver;
pub mod arq_transmitter;
pub mod axi_lite;
pub mod decapsulator;
pub mod encapsulator;
pub mod events;
pub mod fabric_port;
pub mod frame;
pub mod peer_port;
pub mod rate_controller;
pub mod register_file;
pub mod replay_buffer;
pub mod round_trip;
pub mod sequence;

pub use arq_receiver::ArqReceiver;
pub use arq_transmitter::ArqTransmitter;
pub use decapsulator::Decapsulator;
pub use encapsulator::Encapsulator;
pub use fabric_port::FabricPort;
pub use peer_port::PeerPort;
pub use rate_controller::{RateController, RateSettings};
pub use register_file::RegisterFile;
pub use replay_buffer::ReplayBuffer;
pub use round_trip::RoundTrip;

#[cfg(test)]
pub(crate) mod testing;
