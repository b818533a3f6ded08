//! The host bridge: on the PCIe side a root complex, on the network side device bridges.
//!
//! ```text
//! pcie_rx ──▶ tlp_ingress ──▶ tlp_router ──▶ fabric_port ──▶ xgmii_tx
//! pcie_tx ◀────────────── egress_queues ◀── fabric_port ◀── xgmii_rx
//!                           register_file ◀──▶ axil
//! ```
//!
//! `fabric_port` is `peer_port` (`peer_ingress` ▶ `arq_transmitter`, one for each peer) ▶ `frame_scheduler` ▶ `encapsulator` ▶
//! `vlan_tagger` ▶ `pause_transmitter` ▶ `xgmii_mac_tx` one way, and `xgmii_mac_rx` ▶ `pause_receiver` ▶ `vlan_checker` ▶
//! `decapsulator` ▶ `frame_acceptor` the other.
//!
//! **Ports.** `pcie_rx`, `pcie_tx`: TLPs in network order, each a packet of the stream. `pcie_rx_non_posted_limit`: the
//! PCIe side may send its n-th non-posted TLP, counted from reset modulo 256, only while n differs from it; a TLP beyond stops the stream.
//! `pcie_tx_credits`: what the PCIe side grants ([`FlowCredits`]). `xgmii_*`:
//! the 10G Ethernet. `axil`: the registers.
//!
//! From the host come all kinds of TLP that travel downstream, to it go those that travel
//! upstream ([`tlp_gate`](crate::pcie::tlp_gate)). Until software sets CONTROL.ENABLE no frame is
//! sent; TLPs for which there is no connected peer are dropped and counted.
//!
//! **Latency** 40 clocks for a read request from its first beat at one bridge to its last out of the other, on an idle line and without the
//! wire; 132 for a write of 256 bytes, which goes through both whole. **Throughput** line rate both ways
//! (`docs/performance.md`). **Reset** everything. **Limits** `N` peers, a
//! payload of at most 512 bytes.

use expether_hdl::prelude::*;
use expether_wire::keep_alive::role;

use crate::bridge::axi_lite::AxiLiteSlave;
use crate::bridge::fabric_port::ones;
use crate::bridge::frame::{MAX_PAYLOAD_DW, NON_POSTED_CREDITS};
use crate::bridge::{FabricPort, RegisterFile};
use crate::pcie::tlp_gate::{DOWNSTREAM, UPSTREAM};
use crate::pcie::{EgressQueues, FlowCredits, TlpIngress, TlpRouter};
use crate::prim::stream::{Beat, FlowOut, StreamIn, StreamOut};
use crate::top::{EGRESS_BEAT_BITS, REPLAY_BEAT_BITS, REPLAY_TLP_BITS};

const ROLE: usize = role::HOST as usize;

/// See the module's documentation. `N`: peers.
#[derive(LogicBlock, Default)]
pub struct HostBridge<const N: usize, const NON_POSTED_BITS: usize> {
    /// Clock, 156.25 MHz.
    pub clock: Signal<In, Clock>,
    /// Synchronous, active high.
    pub reset: Signal<In, Bit>,
    /// TLPs from the host into the bridge.
    pub pcie_rx: StreamIn<Beat>,
    /// Non-posted TLPs that the host may send, modulo 256.
    pub pcie_rx_non_posted_limit: Signal<Out, Bits<8>>,
    /// TLPs to the host.
    pub pcie_tx: StreamOut<Beat>,
    /// What the host's side grants for them.
    pub pcie_tx_credits: Signal<In, FlowCredits>,
    /// Eight lanes to the network.
    pub xgmii_tx_data: Signal<Out, Bits<64>>,
    /// Which of them are control characters.
    pub xgmii_tx_ctrl: Signal<Out, Bits<8>>,
    /// Eight lanes from the network.
    pub xgmii_rx_data: Signal<In, Bits<64>>,
    /// Which of them are control characters.
    pub xgmii_rx_ctrl: Signal<In, Bits<8>>,
    /// The registers of `expether_wire::registers`.
    pub axil: AxiLiteSlave,
    tlp_ingress: TlpIngress<DOWNSTREAM, MAX_PAYLOAD_DW>,
    tlp_router: TlpRouter<N>,
    fabric_port: FabricPort<N, ROLE, UPSTREAM, REPLAY_BEAT_BITS, REPLAY_TLP_BITS>,
    egress_queues: EgressQueues<EGRESS_BEAT_BITS, NON_POSTED_BITS, EGRESS_BEAT_BITS>,
    register_file: RegisterFile<N, ROLE>,
    non_posted_limit: Reg<Bits<8>>,
}

impl<const N: usize, const NON_POSTED_BITS: usize> Logic for HostBridge<N, NON_POSTED_BITS> {
    #[kernel]
    fn update(&mut self) {
        clocked!(self, non_posted_limit);
        self.tlp_ingress.clock.next = self.clock.val();
        self.tlp_ingress.reset.next = self.reset.val();
        self.tlp_router.clock.next = self.clock.val();
        self.tlp_router.reset.next = self.reset.val();
        self.fabric_port.clock.next = self.clock.val();
        self.fabric_port.reset.next = self.reset.val();
        self.egress_queues.clock.next = self.clock.val();
        self.egress_queues.reset.next = self.reset.val();
        self.register_file.clock.next = self.clock.val();
        self.register_file.reset.next = self.reset.val();

        // To the network.
        StreamIn::link(&mut self.pcie_rx, &mut self.tlp_ingress.raw);
        StreamOut::join(&mut self.tlp_ingress.tlp, &mut self.tlp_router.tlp);
        self.tlp_router.connected.next = self.fabric_port.connected.val();
        self.fabric_port.held.next = self.tlp_router.held.val();
        let mut is_default = bits::<N>(0);
        for i in 0..N {
            let peer = self.register_file.peer_settings[i].val();
            self.fabric_port.peer_settings[i].next = peer;
            self.tlp_router.routes[i].next = peer.route;
            is_default = is_default.replace_bit(i, peer.is_default);
            StreamOut::join(&mut self.tlp_router.out[i], &mut self.fabric_port.tlps[i]);
        }
        self.tlp_router.is_default.next = is_default;
        self.xgmii_tx_data.next = self.fabric_port.xgmii_tx_data.val();
        self.xgmii_tx_ctrl.next = self.fabric_port.xgmii_tx_ctrl.val();

        // Each non-posted TLP that is gone makes room for another, wherever it has gone.
        let gone = self.fabric_port.non_posted_left.val()
            + ones::<2>(self.tlp_ingress.non_posted_dropped.val())
            + bit_cast::<6, 1>(cat!(self.tlp_router.non_posted_unrouted.val()));
        self.non_posted_limit.d.next = self.non_posted_limit.q.val() + bit_cast::<8, 6>(gone);
        self.pcie_rx_non_posted_limit.next =
            self.non_posted_limit.q.val() + bits::<8>(NON_POSTED_CREDITS);

        // From the network.
        self.fabric_port.xgmii_rx_data.next = self.xgmii_rx_data.val();
        self.fabric_port.xgmii_rx_ctrl.next = self.xgmii_rx_ctrl.val();
        FlowOut::join(&mut self.fabric_port.accepted, &mut self.egress_queues.tlp);
        self.egress_queues.frame_end.next = self.fabric_port.frame_end.val();
        self.egress_queues.frame_good.next = self.fabric_port.frame_good.val();
        self.fabric_port.overflowed.next = self.egress_queues.overflowed.val();
        self.fabric_port.free_beats.next = self.egress_queues.free_beats.val();
        self.fabric_port.used_beats.next = self.egress_queues.used_beats.val();
        self.fabric_port.non_posted_delivered.next = self.egress_queues.non_posted_delivered.val();
        self.fabric_port.non_posted_source.next = self.egress_queues.non_posted_source.val();
        self.egress_queues.credits.next = self.pcie_tx_credits.val();
        StreamOut::link(&mut self.pcie_tx, &mut self.egress_queues.out);

        // Registers.
        AxiLiteSlave::link(&mut self.axil, &mut self.register_file.axil);
        self.fabric_port.settings.next = self.register_file.settings.val();
        self.register_file.link.next = self.fabric_port.link.val();
        for i in 0..N {
            self.register_file.peers[i].next = self.fabric_port.peer_status[i].val();
            self.register_file.peer_events[i].next = self.fabric_port.peer_events[i].val();
        }
        let mut events = self.fabric_port.events.val();
        events.tx_tlp_malformed = self.tlp_ingress.malformed.val();
        events.tx_tlp_refused = self.tlp_ingress.refused.val();
        events.tx_tlp_unrouted = self.tlp_router.unrouted.val();
        events.rx_tlps = self.egress_queues.delivered.val();
        self.register_file.events.next = events;
    }
}
