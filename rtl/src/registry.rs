//! Every block, by name: one line each. Being here enrols a block in lint, golden Verilog,
//! lockstep and documentation checks.

use crate::prim::stream::Beat;
use crate::{bridge, eth, pcie, prim};
use expether_hdl::prelude::{Bits, Block};

/// A registered block.
pub struct Entry {
    /// Name of the block, its file and its Verilog module.
    pub name: &'static str,
    /// Folder it stands in.
    pub layer: &'static str,
    /// What it is for, in a line.
    pub summary: &'static str,
    /// A fresh one, in the size the golden Verilog shows.
    pub make: fn() -> Box<dyn Block>,
}

macro_rules! entries {
    ($($layer:ident { $($name:ident: $type:ty, $summary:literal;)* })*) => {
        /// All blocks, in the order of the layers.
        pub fn entries() -> Vec<Entry> {
            vec![$($(Entry {
                name: stringify!($name),
                layer: stringify!($layer),
                summary: $summary,
                make: || Box::new(<$type>::default()),
            },)*)*]
        }
    };
}

entries! {
    prim {
        register_slice: prim::register_slice::RegisterSlice<Beat>, "cuts every path of a stream, at full throughput";
        sync_fifo: prim::sync_fifo::SyncFifo<Beat, 4>, "FIFO on one clock";
        packet_fifo: prim::packet_fifo::PacketFifo<9>, "stores whole packets, drops bad ones";
        stream_packet_fifo: prim::packet_fifo::StreamPacketFifo<9>, "packet FIFO behind a stream that can be stopped";
        round_robin_arbiter: prim::round_robin_arbiter::RoundRobinArbiter<4>, "fair choice among requests";
        stream_mux: prim::stream_mux::StreamMux<4>, "several streams into one, packet by packet";
        async_fifo: prim::async_fifo::AsyncFifo<Beat, 4>, "FIFO between two clocks";
        handshake_crossing: prim::handshake_crossing::HandshakeCrossing<Bits<32>>, "slow values between two clocks";
        level_synchronizer: prim::synchronizer::LevelSynchronizer, "a level between two clocks";
        pulse_synchronizer: prim::synchronizer::PulseSynchronizer, "a pulse between two clocks";
        reset_synchronizer: prim::synchronizer::ResetSynchronizer, "releases a reset in step with a clock";
        crc32: prim::crc32::Crc32, "64-bit parallel CRC-32 of IEEE 802.3";
    }
    eth {
        xgmii_mac_tx: eth::xgmii_mac_tx::XgmiiMacTx, "frames to XGMII: preamble, padding, FCS, gaps";
        xgmii_mac_rx: eth::xgmii_mac_rx::XgmiiMacRx, "XGMII to frames: alignment, FCS check";
        xgmii_link_fault: eth::xgmii_link_fault::XgmiiLinkFault, "link fault ordered sets";
    }
    pcie {
        tlp_parser: pcie::TlpParser<128>, "checks each TLP's length against its header";
        tlp_gate: pcie::TlpGate<0>, "lets pass the TLPs that may go this way";
    }
    bridge {
        arq_transmitter: bridge::ArqTransmitter<13, 5>, "Go-Back-N, sending side of one peer";
        arq_receiver: bridge::ArqReceiver, "Go-Back-N, receiving side of one peer";
        replay_buffer: bridge::ReplayBuffer<13, 5>, "keeps sent TLPs until they are acknowledged";
        encapsulator: bridge::Encapsulator, "frame headers before TLPs, and bare acknowledgements";
        decapsulator: bridge::Decapsulator, "checks and strips frame headers";
        register_file: bridge::RegisterFile, "registers on AXI4-Lite";
    }
}
