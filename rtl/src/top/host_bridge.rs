//! The host bridge: on the PCIe side a root complex, on the network side a device bridge.
//!
//! ```text
//! pcie_rx ──▶ tlp_ingress ──▶ fabric_port ──▶ xgmii_tx
//! pcie_tx ◀── tlp_egress  ◀── fabric_port ◀── xgmii_rx
//!                            register_file ◀──▶ axil
//! ```
//!
//! `fabric_port` is `arq_transmitter` ▶ `encapsulator` ▶ `vlan_tagger` ▶ `xgmii_mac_tx` one way
//! and `xgmii_mac_rx` ▶ `vlan_checker` ▶ `decapsulator` ▶ `arq_receiver` the other.
//!
//! **Ports.** `pcie_rx`, `pcie_tx`: TLPs in network order, each a packet of the stream. `xgmii_*`:
//! the 10G Ethernet. `axil`: the registers.
//!
//! From the host come all kinds of TLP that travel downstream, to it go those that travel
//! upstream ([`tlp_gate`](crate::pcie::tlp_gate)). Until software sets CONTROL.ENABLE no frame is
//! sent and `pcie_rx` takes no TLP; clearing it forgets what is under way
//! to the peer and starts the sequence numbers over, which both ends must do, with a new epoch.
//!
//! **Latency** of a pair of bridges without the wire: 25 clocks (160 ns) for a read request, from its
//! first beat offered to its last beat given out. **Throughput** line rate both ways: one TLP a frame
//! takes exactly the time of that frame. **Reset** everything. **Limits** one peer, one TLP a frame, a
//! payload of at most 512 bytes. (`sim/tests/bridge` measures all this.)

use expether_hdl::prelude::*;

use crate::bridge::axi_lite::AxiLiteSlave;
use crate::bridge::frame::MAX_PAYLOAD_DW;
use crate::bridge::{FabricPort, RegisterFile};
use crate::pcie::tlp_gate::{DOWNSTREAM, UPSTREAM};
use crate::pcie::{TlpEgress, TlpIngress};
use crate::prim::stream::{Beat, FlowOut, StreamIn, StreamOut};
use crate::top::{EGRESS_BEAT_BITS, REPLAY_BEAT_BITS, REPLAY_FRAME_BITS};

/// See the module's documentation.
#[derive(LogicBlock, Default)]
pub struct HostBridge {
    /// Clock, 156.25 MHz.
    pub clock: Signal<In, Clock>,
    /// Synchronous, active high.
    pub reset: Signal<In, Bit>,
    /// TLPs from the host into the bridge.
    pub pcie_rx: StreamIn<Beat>,
    /// TLPs to the host.
    pub pcie_tx: StreamOut<Beat>,
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
    fabric_port: FabricPort<REPLAY_BEAT_BITS, REPLAY_FRAME_BITS>,
    tlp_egress: TlpEgress<UPSTREAM, MAX_PAYLOAD_DW, EGRESS_BEAT_BITS>,
    register_file: RegisterFile,
}

impl Logic for HostBridge {
    #[kernel]
    fn update(&mut self) {
        self.tlp_ingress.clock.next = self.clock.val();
        self.tlp_ingress.reset.next = self.reset.val();
        self.fabric_port.clock.next = self.clock.val();
        self.fabric_port.reset.next = self.reset.val();
        self.tlp_egress.clock.next = self.clock.val();
        self.tlp_egress.reset.next = self.reset.val();
        self.register_file.clock.next = self.clock.val();
        self.register_file.reset.next = self.reset.val();

        // To the network.
        StreamIn::link(&mut self.pcie_rx, &mut self.tlp_ingress.raw);
        StreamOut::join(&mut self.tlp_ingress.tlp, &mut self.fabric_port.tlp);
        self.xgmii_tx_data.next = self.fabric_port.xgmii_tx_data.val();
        self.xgmii_tx_ctrl.next = self.fabric_port.xgmii_tx_ctrl.val();

        // From the network.
        self.fabric_port.xgmii_rx_data.next = self.xgmii_rx_data.val();
        self.fabric_port.xgmii_rx_ctrl.next = self.xgmii_rx_ctrl.val();
        FlowOut::join(&mut self.fabric_port.accepted, &mut self.tlp_egress.raw);
        self.fabric_port.room.next = self.tlp_egress.room.val();
        StreamOut::link(&mut self.pcie_tx, &mut self.tlp_egress.tlp);

        // Registers.
        AxiLiteSlave::link(&mut self.axil, &mut self.register_file.axil);
        self.fabric_port.settings.next = self.register_file.settings.val();
        let mut events = self.fabric_port.events.val();
        events.tx_tlp_malformed = self.tlp_ingress.malformed.val();
        events.tx_tlp_refused = self.tlp_ingress.refused.val();
        events.rx_malformed = events.rx_malformed || self.tlp_egress.malformed.val();
        events.rx_tlp_refused = self.tlp_egress.refused.val();
        events.rx_tlps = self.tlp_egress.delivered.val();
        self.register_file.events.next = events;
    }
}
