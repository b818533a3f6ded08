//! Every block, once. Being listed here enrols a block in the checks that all blocks pass: its
//! Verilog is emitted, linted and compared with the golden copy, the timing diagrams of its docs
//! are executed, its streams are held to the rules.

use rust_hdl::core::prelude::Block;

/// Makes a block.
pub type Make = fn() -> Box<dyn Block>;

/// One block.
pub struct Entry {
    /// The name of its file and of its module in Verilog.
    pub name: &'static str,
    /// The folder: `prim`, `eth`, `pcie`, `bridge`, `top`.
    pub layer: &'static str,
    /// What it does, in one line: the first of its docs.
    pub summary: &'static str,
    /// Its source, for the diagrams in its docs.
    pub source: &'static str,
    /// Its file is named after it; a file may have more blocks.
    pub in_own_file: bool,
    /// An instance for the checks, of a typical size, not yet connected.
    pub make: Make,
    /// Its Verilog is kept in the tree and compared.
    pub golden: bool,
    /// Of a top: with how many peers it can be made, and how.
    pub sizes: Vec<(usize, Make)>,
}

macro_rules! entry {
    ($layer:ident / $file:ident, $name:literal, $make:expr, $summary:literal) => {
        Entry {
            name: $name,
            layer: stringify!($layer),
            summary: $summary,
            source: include_str!(concat!(stringify!($layer), "/", stringify!($file), ".rs")),
            in_own_file: false,
            make: || Box::new($make),
            golden: true,
            sizes: vec![],
        }
    };
    ($layer:ident / $file:ident, $make:expr, $summary:literal) => {
        Entry {
            name: stringify!($file),
            layer: stringify!($layer),
            summary: $summary,
            source: include_str!(concat!(stringify!($layer), "/", stringify!($file), ".rs")),
            in_own_file: true,
            make: || Box::new($make),
            golden: true,
            sizes: vec![],
        }
    };
}

/// A top: an entry of its usual size, and one in the list for each size.
macro_rules! top {
    ($file:ident, $top:ident, $summary:literal) => {{
        fn sized<const N: usize, const NON_POSTED_BITS: usize>() -> Box<dyn Block> {
            Box::new(crate::top::$top::<N, NON_POSTED_BITS>::default())
        }
        Entry {
            sizes: vec![
                (2, sized::<2, { non_posted_bits(2) }>),
                (4, sized::<4, { non_posted_bits(4) }>),
                (8, sized::<8, { non_posted_bits(8) }>),
                (16, sized::<16, { non_posted_bits(16) }>),
                (32, sized::<32, { non_posted_bits(32) }>),
            ],
            ..entry!(
                top / $file,
                crate::top::$top::<PEERS, { non_posted_bits(PEERS) }>::default(),
                $summary
            )
        }
    }};
}

/// All blocks, the simple ones first.
#[rustfmt::skip]
pub fn entries() -> Vec<Entry> {
    use crate::eth::*;
    use crate::pcie::*;
    use crate::prim::*;
    use crate::bridge::*;
    use crate::top::*;
    use expether_wire::keep_alive::role;
    use rust_hdl::core::prelude::Bits;
    use stream::Beat;
    vec![
        entry!(prim / register_slice, register_slice::RegisterSlice::<Bits<8>>::default(), "Cuts every path of a stream with registers"),
        entry!(prim / sync_fifo, sync_fifo::SyncFifo::<Bits<8>, 4>::default(), "Queue in lookup-table memory"),
        entry!(prim / commit_fifo, commit_fifo::CommitFifo::<Bits<8>, 4>::default(), "Queue whose words become visible together, or not at all"),
        entry!(prim / packet_fifo, packet_fifo::PacketFifo::<9>::default(), "Keeps whole packets, forgets the bad ones"),
        entry!(prim / packet_fifo, "stream_packet_fifo", packet_fifo::StreamPacketFifo::<9>::default(), "The same behind a stream that can wait"),
        entry!(prim / round_robin_arbiter, round_robin_arbiter::RoundRobinArbiter::<3>::default(), "Grants one of N requests, each in its turn"),
        entry!(prim / stream_mux, stream_mux::StreamMux::<2>::default(), "Merges streams, whole packets at a time"),
        entry!(prim / crc32, crc32::Crc32::default(), "CRC-32, eight bytes a clock"),
        entry!(prim / speck32, speck32::Speck32::default(), "Speck32/64 cipher, one round a clock"),
        entry!(prim / synchronizer, "level_synchronizer", synchronizer::LevelSynchronizer::default(), "A level into another clock domain"),
        entry!(prim / synchronizer, "pulse_synchronizer", synchronizer::PulseSynchronizer::default(), "A pulse into another clock domain"),
        entry!(prim / synchronizer, "reset_synchronizer", synchronizer::ResetSynchronizer::default(), "A reset for another clock domain"),
        entry!(prim / handshake_crossing, handshake_crossing::HandshakeCrossing::<Bits<32>>::default(), "A value of many bits into another clock domain"),
        entry!(prim / async_fifo, async_fifo::AsyncFifo::<Beat, 4>::default(), "Queue from one clock to another"),
        entry!(eth / vlan_tagger, vlan_tagger::VlanTagger::default(), "Writes the 802.1Q tag"),
        entry!(eth / vlan_checker, vlan_checker::VlanChecker::default(), "Marks frames of other groups"),
        entry!(eth / pause_transmitter, pause_transmitter::PauseTransmitter::default(), "Sends PAUSE frames, and waits while paused"),
        entry!(eth / pause_receiver, pause_receiver::PauseReceiver::default(), "Takes out MAC control frames, times PAUSE"),
        entry!(eth / xgmii_link_fault, xgmii_link_fault::XgmiiLinkFault::default(), "Finds link fault signals"),
        entry!(eth / xgmii_mac_tx, xgmii_mac_tx::XgmiiMacTx::default(), "Sends Ethernet frames on XGMII"),
        entry!(eth / xgmii_mac_rx, xgmii_mac_rx::XgmiiMacRx::default(), "Receives Ethernet frames from XGMII"),
        entry!(pcie / tlp_gate, TlpGate::<{ tlp_gate::UPSTREAM }>::default(), "Lets the TLPs pass that may travel its way"),
        entry!(pcie / tlp_parser, TlpParser::<128>::default(), "Checks each TLP's length against its header"),
        entry!(pcie / tlp_ingress, TlpIngress::<{ tlp_gate::DOWNSTREAM }, 128>::default(), "TLPs from the PCIe side, checked"),
        entry!(pcie / tlp_router, TlpRouter::<4>::default(), "Gives each TLP to the peer it belongs to"),
        entry!(pcie / credit_gate, CreditGate::default(), "Says whether the next TLP has its credits"),
        entry!(pcie / class_queue, ClassQueue::<11>::default(), "The TLPs of one class, and whether the next may go"),
        entry!(pcie / egress_queues, EgressQueues::<11, 9, 11>::default(), "TLPs to the PCIe side, by class, order and credits"),
        entry!(pcie / non_posted_queue, NonPostedQueue::<8>::default(), "Holds non-posted TLPs until their peer may get one"),
        entry!(bridge / replay_buffer, ReplayBuffer::<12, 10>::default(), "Keeps TLPs until they are acknowledged, plans frames of them"),
        entry!(bridge / arq_transmitter, ArqTransmitter::<12, 10>::default(), "Go-Back-N, the side that sends"),
        entry!(bridge / arq_receiver, ArqReceiver::default(), "Go-Back-N, the side that receives"),
        entry!(bridge / round_trip, RoundTrip::default(), "Measures the round trip and sets the timeout"),
        entry!(bridge / rate_controller, RateController::default(), "Sends at the rate that keeps queues short"),
        entry!(bridge / incarnation_source, <IncarnationSource>::default(), "Makes numbers for connections, none twice or guessable"),
        entry!(bridge / connection, Connection::default(), "Opens and closes the connection to a peer"),
        entry!(bridge / peer_entry, PeerEntry::default(), "An entry of the peer table"),
        entry!(bridge / peer_ingress, PeerIngress::default(), "Holds back what the peer has no room for"),
        entry!(bridge / peer_port, PeerPort::<12, 10>::default(), "All that is kept for one peer"),
        entry!(bridge / keep_alive, KeepAlive::<2>::default(), "Announces the bridge, learns peers"),
        entry!(bridge / frame_scheduler, FrameScheduler::<3>::default(), "Chooses whose frame is next"),
        entry!(bridge / encapsulator, Encapsulator::<1>::default(), "Builds frames around TLPs"),
        entry!(bridge / decapsulator, Decapsulator::<2, 2>::default(), "Checks frames and takes the TLPs out"),
        entry!(bridge / frame_acceptor, FrameAcceptor::<2, { tlp_gate::UPSTREAM }>::default(), "Lets the new TLPs of a frame pass"),
        entry!(bridge / room_arbiter, RoomArbiter::<3>::default(), "Shares the room toward the PCIe side"),
        entry!(bridge / fabric_port, FabricPort::<2, 1, { tlp_gate::UPSTREAM }, 12, 10>::default(), "The peers and the MAC"),
        entry!(bridge / peer_registers, PeerRegisters::default(), "Registers and counters of one peer"),
        entry!(bridge / bridge_registers, BridgeRegisters::<2, { role::HOST as usize }>::default(), "Registers and counters of the bridge"),
        entry!(bridge / register_file, RegisterFile::<2, { role::HOST as usize }>::default(), "Registers and counters on AXI4-Lite"),
        top!(host_bridge, HostBridge, "Bridge at the host"),
        top!(device_bridge, DeviceBridge, "Bridge at the device"),
    ]
}

/// The block of this name.
pub fn find(name: &str) -> Option<Entry> {
    entries().into_iter().find(|e| e.name == name)
}

#[cfg(test)]
#[allow(non_snake_case)]
mod tests {
    use super::*;

    #[test]
    fn registry__names__are_unique() {
        let mut names: Vec<_> = entries().iter().map(|e| e.name).collect();
        names.sort_unstable();
        let count = names.len();
        names.dedup();
        assert_eq!(names.len(), count);
    }

    #[test]
    fn registry__every_block_file__is_listed() {
        let root = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
        let listed: Vec<&str> = entries().iter().map(|e| e.source).collect();
        for layer in ["prim", "eth", "pcie", "bridge", "top"] {
            let Ok(files) = std::fs::read_dir(root.join(layer)) else { continue };
            for file in files {
                let path = file.expect("a directory entry").path();
                if path.extension().is_none_or(|e| e != "rs") {
                    continue;
                }
                let source = std::fs::read_to_string(&path).expect("a source file");
                let has_block = source.contains("#[derive(LogicBlock");
                assert!(
                    !has_block || listed.contains(&source.as_str()),
                    "{} is not registered",
                    path.display()
                );
            }
        }
    }
}
