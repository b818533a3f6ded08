//! TLPs on one side, XGMII on the other: the path to one peer with the MAC before it.
//!
//! ```text
//! tlp ──▶ peer_port ──▶ vlan_tagger ──▶ xgmii_mac_tx ──▶ xgmii_tx
//! accepted ◀── peer_port ◀── vlan_checker ◀── xgmii_mac_rx ◀── xgmii_rx
//! ```
//!
//! **Ports.** Those of [`PeerPort`], with XGMII (IEEE 802.3 clause 46: one word of eight lanes a
//! clock of 156.25 MHz, lane 0 in bits 7:0) in place of frames.
//!
//! The clock of the timestamps is here. While `settings.enable` is 0 no frame is begun, and what
//! comes in is neither passed on nor counted.
//!
//! **Latency** that of its blocks. **Throughput** line rate each way. **Reset** as with `settings.enable` 0, but also cuts off a frame being sent.
//!
//! **Limits.** Frames of at most [`MAXIMUM_LENGTH`] bytes.

use expether_hdl::prelude::*;
use expether_wire::ethernet::{FCS_LENGTH, MAX_FRAME};

use super::events::BridgeEvents;
use super::frame::FabricSettings;
use super::PeerPort;
use crate::eth::vlan_checker::VlanChecker;
use crate::eth::vlan_tagger::VlanTagger;
use crate::eth::xgmii_mac_rx::XgmiiMacRx;
use crate::eth::xgmii_mac_tx::XgmiiMacTx;
use crate::pcie::TlpBeat;
use crate::prim::stream::{Beat, FlowOut, StreamIn, StreamOut};

/// Longest frame taken, in bytes with FCS.
pub const MAXIMUM_LENGTH: u64 = (MAX_FRAME + FCS_LENGTH) as u64;

/// See the module's documentation.
#[derive(LogicBlock, Default)]
pub struct FabricPort<const BEAT_BITS: usize, const FRAME_BITS: usize> {
    /// Clock, 156.25 MHz.
    pub clock: Signal<In, Clock>,
    /// Synchronous, active high.
    pub reset: Signal<In, Bit>,
    /// From the registers.
    pub settings: Signal<In, FabricSettings>,
    /// TLPs to the peer.
    pub tlp: StreamIn<TlpBeat>,
    /// There is room for the longest TLP behind `accepted`.
    pub room: Signal<In, Bit>,
    /// TLPs from the peer.
    pub accepted: FlowOut<Beat>,
    /// Eight lanes to the network.
    pub xgmii_tx_data: Signal<Out, Bits<64>>,
    /// Which of them are control characters.
    pub xgmii_tx_ctrl: Signal<Out, Bits<8>>,
    /// Eight lanes from the network.
    pub xgmii_rx_data: Signal<In, Bits<64>>,
    /// Which of them are control characters.
    pub xgmii_rx_ctrl: Signal<In, Bits<8>>,
    /// What is to be counted.
    pub events: Signal<Out, BridgeEvents>,
    peer: PeerPort<BEAT_BITS, FRAME_BITS>,
    vlan_tagger: VlanTagger,
    mac_tx: XgmiiMacTx,
    mac_rx: XgmiiMacRx,
    vlan_checker: VlanChecker,
    now: Reg<Bits<24>>,
}

impl<const BEAT_BITS: usize, const FRAME_BITS: usize> Logic for FabricPort<BEAT_BITS, FRAME_BITS> {
    #[kernel]
    fn update(&mut self) {
        clocked!(self, now);
        self.peer.clock.next = self.clock.val();
        self.peer.reset.next = self.reset.val();
        self.vlan_tagger.clock.next = self.clock.val();
        self.vlan_tagger.reset.next = self.reset.val();
        self.mac_tx.clock.next = self.clock.val();
        self.mac_tx.reset.next = self.reset.val();
        self.mac_rx.clock.next = self.clock.val();
        self.mac_rx.reset.next = self.reset.val();
        self.vlan_checker.clock.next = self.clock.val();
        self.vlan_checker.reset.next = self.reset.val();

        let settings = self.settings.val();
        self.peer.settings.next = settings;
        self.now.d.next = self.now.q.val() + 1;
        self.peer.now.next = self.now.q.val();

        // To the network.
        StreamIn::link(&mut self.tlp, &mut self.peer.tlp);
        StreamOut::join(&mut self.peer.frame_out, &mut self.vlan_tagger.inp);
        self.vlan_tagger.group.next = settings.vid;
        self.vlan_tagger.priority_code.next = settings.pcp;
        StreamOut::join(&mut self.vlan_tagger.out, &mut self.mac_tx.frame);
        self.xgmii_tx_data.next = self.mac_tx.xgmii_data.val();
        self.xgmii_tx_ctrl.next = self.mac_tx.xgmii_ctrl.val();

        // From the network.
        self.mac_rx.xgmii_data.next = self.xgmii_rx_data.val();
        self.mac_rx.xgmii_ctrl.next = self.xgmii_rx_ctrl.val();
        self.mac_rx.maximum_length.next = bits::<14>(MAXIMUM_LENGTH);
        FlowOut::join(&mut self.mac_rx.frame, &mut self.vlan_checker.inp);
        self.vlan_checker.group.next = settings.vid;
        FlowOut::join(&mut self.vlan_checker.out, &mut self.peer.frame_in);
        self.peer.room.next = self.room.val();
        FlowOut::link(&mut self.accepted, &mut self.peer.accepted);

        let mut events = self.peer.events.val();
        events.rx_frames = settings.enable && self.mac_rx.good.val();
        events.rx_bad_fcs = settings.enable
            && (self.mac_rx.bad_fcs.val()
                || self.mac_rx.bad_code.val()
                || self.mac_rx.undersize.val()
                || self.mac_rx.oversize.val());
        events.rx_wrong_group = settings.enable && self.vlan_checker.wrong_group.val();
        self.events.next = events;
    }
}
