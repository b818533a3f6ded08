//! From TLPs to frames and back: peers, connections, retransmission, rate.

pub mod arq_receiver;
pub mod arq_transmitter;
pub mod axi_lite;
pub mod bridge_registers;
pub mod connection;
pub mod decapsulator;
pub mod encapsulator;
pub mod events;
pub mod fabric_port;
pub mod frame;
pub mod frame_acceptor;
pub mod frame_scheduler;
pub mod incarnation_source;
pub mod keep_alive;
pub mod peer_entry;
pub mod peer_ingress;
pub mod peer_port;
pub mod peer_registers;
pub mod rate_controller;
pub mod register_file;
pub mod register_table;
pub mod replay_buffer;
pub mod room_arbiter;
pub mod round_trip;
pub mod sequence;

pub use arq_receiver::ArqReceiver;
pub use arq_transmitter::ArqTransmitter;
pub use bridge_registers::BridgeRegisters;
pub use connection::Connection;
pub use decapsulator::Decapsulator;
pub use encapsulator::Encapsulator;
pub use fabric_port::FabricPort;
pub use frame_acceptor::FrameAcceptor;
pub use frame_scheduler::FrameScheduler;
pub use incarnation_source::IncarnationSource;
pub use keep_alive::KeepAlive;
pub use peer_entry::PeerEntry;
pub use peer_ingress::PeerIngress;
pub use peer_port::PeerPort;
pub use peer_registers::PeerRegisters;
pub use rate_controller::RateController;
pub use register_file::RegisterFile;
pub use replay_buffer::ReplayBuffer;
pub use room_arbiter::RoomArbiter;
pub use round_trip::RoundTrip;

#[cfg(test)]
pub(crate) mod testing;
