//! TLPs on one side, XGMII on the other: the peers, what they share, and the MAC.
//!
//! ```text
//! tlps (one stream a peer) ──▶ peer_port × N ──▶ frame_scheduler ──▶ encapsulator ──▶ vlan_tagger ──▶ pause_transmitter ──▶ xgmii_mac_tx
//!                                  ▲ header, receipt      ▲ keep_alive
//!                                  ▲ room_arbiter
//! accepted ◀── frame_acceptor ◀── decapsulator ◀── vlan_checker ◀── pause_receiver ◀── xgmii_mac_rx
//! ```
//!
//! **Ports.** `tlps`: TLPs to each peer. `accepted`, `frame_end`, `frame_good`, `overflowed`, `free_beats`, `used_beats`, `non_posted_delivered`,
//! `non_posted_source`: to and from [`EgressQueues`](crate::pcie::EgressQueues). `connected`: peers (one bit each) that TLPs may go to. `held`: those for which there are some in the router: if the connection
//! that they were meant for ends, the next one waits until they are gone.
//! XGMII (IEEE 802.3 clause 46): one word of eight lanes a
//! clock of 156.25 MHz, lane 0 in bits 7:0.
//!
//! The clock of the timestamps is here. While `settings.enable` is 0 no frame is begun, and what
//! comes in is neither passed on nor counted.
//!
//! **Latency** that of its blocks. **Throughput** line rate each way. **Reset** as with `settings.enable` 0, but also cuts off a frame being sent.
//!
//! **Limits.** Frames of at most [`MAXIMUM_LENGTH`] bytes.

use expether_hdl::prelude::*;
use expether_wire::bridge::frame_type;
use expether_wire::ethernet::{FCS_LENGTH, MAX_FRAME};

use super::events::{BridgeEvents, PeerEvents};
use super::frame::{FabricSettings, LinkStatus, PeerSettings, PeerStatus};
use super::path_length::MIN_MTU;
use super::station::Identity;
use super::{
    Decapsulator, Encapsulator, FrameAcceptor, FrameScheduler, IncarnationSource, KeepAlive,
    PeerPort, RoomArbiter, Station,
};
use crate::eth::pause_receiver::PauseReceiver;
use crate::eth::pause_transmitter::PauseTransmitter;
use crate::eth::vlan_checker::VlanChecker;
use crate::eth::vlan_tagger::VlanTagger;
use crate::eth::xgmii_mac_rx::XgmiiMacRx;
use crate::eth::xgmii_mac_tx::XgmiiMacTx;
use crate::pcie::flow_control::ClassedBeat;
use crate::pcie::TlpBeat;
use crate::prim::round_robin_arbiter::RoundRobinArbiter;
use crate::prim::stream::{FlowOut, StreamIn, StreamOut};

/// Longest frame taken, in bytes with FCS.
pub const MAXIMUM_LENGTH: u64 = (MAX_FRAME + FCS_LENGTH) as u64;

/// How many bits are set.
#[kernel]
pub fn ones<const N: usize>(x: Bits<N>) -> Bits<6> {
    let mut sum = bits::<6>(0);
    for i in 0..N {
        sum = sum + bit_cast::<6, 1>(x.get_bits::<1>(i));
    }
    sum
}

/// See the module's documentation. `N`: peers; `ROLE`: ours, as in keep-alive frames; `DIRECTION`: of
/// the TLPs from the network.
#[derive(LogicBlock)]
pub struct FabricPort<
    const N: usize,
    const ROLE: usize,
    const DIRECTION: usize,
    const BEAT_BITS: usize,
    const TLP_BITS: usize,
> {
    /// Clock, 156.25 MHz.
    pub clock: Signal<In, Clock>,
    /// Synchronous, active high.
    pub reset: Signal<In, Bit>,
    /// From the registers.
    pub settings: Signal<In, FabricSettings>,
    /// From each peer's registers.
    pub peer_settings: [Signal<In, PeerSettings>; N],
    /// TLPs to each peer.
    pub tlps: [StreamIn<TlpBeat>; N],
    /// Peers that are connected.
    pub connected: Signal<Out, Bits<N>>,
    /// Peers for which TLPs are on their way here.
    pub held: Signal<In, Bits<N>>,
    /// Non-posted TLPs gone from the queues on the way in: how many.
    pub non_posted_left: Signal<Out, Bits<6>>,
    /// TLPs from the peers.
    pub accepted: FlowOut<ClassedBeat>,
    /// A data frame has ended.
    pub frame_end: Signal<Out, Bit>,
    /// Its TLPs are to be kept.
    pub frame_good: Signal<Out, Bit>,
    /// With `frame_end`: they did not fit.
    pub overflowed: Signal<In, Bit>,
    /// There is room for so many beats.
    pub free_beats: Signal<In, Bits<16>>,
    /// So many are waiting for the PCIe side.
    pub used_beats: Signal<In, Bits<16>>,
    /// A non-posted TLP was handed over.
    pub non_posted_delivered: Signal<In, Bit>,
    /// Of this peer.
    pub non_posted_source: Signal<In, Bits<5>>,
    /// Eight lanes to the network.
    pub xgmii_tx_data: Signal<Out, Bits<64>>,
    /// Which of them are control characters.
    pub xgmii_tx_ctrl: Signal<Out, Bits<8>>,
    /// Eight lanes from the network.
    pub xgmii_rx_data: Signal<In, Bits<64>>,
    /// Which of them are control characters.
    pub xgmii_rx_ctrl: Signal<In, Bits<8>>,
    /// For the registers.
    pub link: Signal<Out, LinkStatus>,
    /// For each peer's registers.
    pub peer_status: [Signal<Out, PeerStatus>; N],
    /// What is to be counted.
    pub events: Signal<Out, BridgeEvents>,
    /// For each peer.
    pub peer_events: [Signal<Out, PeerEvents>; N],
    peers: [PeerPort<BEAT_BITS, TLP_BITS>; N],
    station: Station,
    incarnations: IncarnationSource,
    draw_turn: RoundRobinArbiter<N>,
    keep_alive: KeepAlive<N>,
    frame_scheduler: FrameScheduler<N>,
    encapsulator: Encapsulator<ROLE>,
    vlan_tagger: VlanTagger,
    pause_transmitter: PauseTransmitter,
    mac_tx: XgmiiMacTx,
    mac_rx: XgmiiMacRx,
    pause_receiver: PauseReceiver,
    vlan_checker: VlanChecker,
    decapsulator: Decapsulator<N, ROLE>,
    frame_acceptor: FrameAcceptor<N, DIRECTION>,
    room_arbiter: RoomArbiter<N>,
    now: Reg<Bits<20>>,
    congested: Reg<Bit>,
    was_enabled: Reg<Bit>,
    // Frames that have begun and are not yet tagged.
    untagged: Reg<Bits<3>>,
    // The peer whose data frame is arriving.
    arriving: Reg<Bits<N>>,
    // A frame is arriving; the bridge was switched on when it began: its group was judged by the present one.
    in_frame: Reg<Bit>,
    began_enabled: Reg<Bit>,
}

impl<
        const N: usize,
        const ROLE: usize,
        const DIRECTION: usize,
        const BEAT_BITS: usize,
        const TLP_BITS: usize,
    > Default for FabricPort<N, ROLE, DIRECTION, BEAT_BITS, TLP_BITS>
{
    fn default() -> Self {
        Self {
            clock: Default::default(),
            reset: Default::default(),
            settings: Default::default(),
            peer_settings: std::array::from_fn(|_| Default::default()),
            tlps: std::array::from_fn(|_| Default::default()),
            connected: Default::default(),
            held: Default::default(),
            non_posted_left: Default::default(),
            accepted: Default::default(),
            frame_end: Default::default(),
            frame_good: Default::default(),
            overflowed: Default::default(),
            free_beats: Default::default(),
            used_beats: Default::default(),
            non_posted_delivered: Default::default(),
            non_posted_source: Default::default(),
            xgmii_tx_data: Default::default(),
            xgmii_tx_ctrl: Default::default(),
            xgmii_rx_data: Default::default(),
            xgmii_rx_ctrl: Default::default(),
            link: Default::default(),
            peer_status: std::array::from_fn(|_| Default::default()),
            events: Default::default(),
            peer_events: std::array::from_fn(|_| Default::default()),
            peers: std::array::from_fn(|_| Default::default()),
            station: Default::default(),
            incarnations: Default::default(),
            draw_turn: Default::default(),
            keep_alive: Default::default(),
            frame_scheduler: Default::default(),
            encapsulator: Default::default(),
            vlan_tagger: Default::default(),
            pause_transmitter: Default::default(),
            mac_tx: Default::default(),
            mac_rx: Default::default(),
            pause_receiver: Default::default(),
            vlan_checker: Default::default(),
            decapsulator: Default::default(),
            frame_acceptor: Default::default(),
            room_arbiter: Default::default(),
            now: Default::default(),
            congested: Default::default(),
            was_enabled: Default::default(),
            untagged: Default::default(),
            arriving: Default::default(),
            in_frame: Default::default(),
            began_enabled: Default::default(),
        }
    }
}

impl<
        const N: usize,
        const ROLE: usize,
        const DIRECTION: usize,
        const BEAT_BITS: usize,
        const TLP_BITS: usize,
    > Logic for FabricPort<N, ROLE, DIRECTION, BEAT_BITS, TLP_BITS>
{
    #[kernel]
    fn update(&mut self) {
        clocked!(self, now, congested, was_enabled, untagged, arriving, in_frame, began_enabled);
        self.station.clock.next = self.clock.val();
        self.station.reset.next = self.reset.val();
        self.incarnations.clock.next = self.clock.val();
        self.incarnations.reset.next = self.reset.val();
        self.keep_alive.clock.next = self.clock.val();
        self.keep_alive.reset.next = self.reset.val();
        self.frame_scheduler.clock.next = self.clock.val();
        self.frame_scheduler.reset.next = self.reset.val();
        self.encapsulator.clock.next = self.clock.val();
        self.encapsulator.reset.next = self.reset.val();
        self.vlan_tagger.clock.next = self.clock.val();
        self.vlan_tagger.reset.next = self.reset.val();
        self.pause_transmitter.clock.next = self.clock.val();
        self.pause_transmitter.reset.next = self.reset.val();
        self.mac_tx.clock.next = self.clock.val();
        self.mac_tx.reset.next = self.reset.val();
        self.mac_rx.clock.next = self.clock.val();
        self.mac_rx.reset.next = self.reset.val();
        self.pause_receiver.clock.next = self.clock.val();
        self.pause_receiver.reset.next = self.reset.val();
        self.vlan_checker.clock.next = self.clock.val();
        self.vlan_checker.reset.next = self.reset.val();
        self.decapsulator.clock.next = self.clock.val();
        self.decapsulator.reset.next = self.reset.val();
        self.frame_acceptor.clock.next = self.clock.val();
        self.frame_acceptor.reset.next = self.reset.val();
        self.room_arbiter.clock.next = self.clock.val();
        self.room_arbiter.reset.next = self.reset.val();
        let mut settings = self.settings.val();

        // Who we are, and the numbers that connections get.
        self.station.enable.next = settings.enable;
        self.station.wanted.next = Identity {
            mac: settings.local_mac,
            vid: settings.vid,
            ethertype: settings.ethertype,
            node_id: settings.node_id,
        };
        let identity = self.station.present.val();
        settings.local_mac = identity.mac;
        settings.vid = identity.vid;
        settings.ethertype = identity.ethertype;
        settings.node_id = identity.node_id;
        let changing = self.station.changing.val();
        let mtu_short = settings.mtu < bits::<14>(MIN_MTU);
        self.was_enabled.d.next = settings.enable;
        self.incarnations.seed.next = settings.seed;
        let loads = settings.enable && !self.was_enabled.q.val();
        self.incarnations.load.next = loads;
        let mut draws = bits::<N>(0);
        let mut unsettled = bits::<N>(0);
        for i in 0..N {
            draws = draws.replace_bit(i, self.peers[i].draw_wanted.val());
            unsettled = unsettled.replace_bit(i, self.peers[i].unsettled.val());
        }
        // In turn: a peer that connects and closes for ever would keep all numbers from the others.
        let drawn = self.incarnations.out.valid.val();
        self.draw_turn.clock.next = self.clock.val();
        self.draw_turn.reset.next = self.reset.val();
        self.draw_turn.request.next = draws;
        self.draw_turn.advance.next = drawn;
        let drawer = if drawn { self.draw_turn.grant.val() } else { bits::<N>(0) };
        self.incarnations.out.ready.next = draws.any();
        self.keep_alive.settings.next = settings;
        self.encapsulator.settings.next = settings;
        self.decapsulator.settings.next = settings;
        self.now.d.next = self.now.q.val() + 1;
        self.encapsulator.now.next = self.now.q.val();
        self.decapsulator.now.next = self.now.q.val();

        // To the network.
        let mut wants = bits::<N>(0);
        let mut occupied = bits::<N>(0);
        let mut is_known = bits::<N>(0);
        let mut connected = bits::<N>(0);
        for i in 0..N {
            self.peers[i].clock.next = self.clock.val();
            self.peers[i].reset.next = self.reset.val();
            self.peers[i].settings.next = settings;
            self.peers[i].peer.next = self.peer_settings[i].val();
            StreamIn::link(&mut self.tlps[i], &mut self.peers[i].tlp);
            StreamOut::join(&mut self.peers[i].word, &mut self.frame_scheduler.words[i]);
            self.frame_scheduler.requests[i].next = self.peers[i].request.val();
            self.frame_scheduler.replies[i].next = self.peers[i].reply.val();
            self.peers[i].taken.next = self.frame_scheduler.taken.val().get_bit(i);
            self.peers[i].reply_taken.next = self.frame_scheduler.reply_taken.val().get_bit(i);
            wants = wants.replace_bit(i, self.peers[i].wants.val());
            let kept = self.peer_settings[i].val().fixed || self.peer_settings[i].val().close;
            // Its close frame has yet to go to the address it had.
            let in_use = self.peers[i].identity.val().valid || self.peers[i].unsettled.val();
            occupied = occupied.replace_bit(i, in_use || kept);
            self.peers[i].hold.next = self.held.val().get_bit(i);
            self.peers[i].renew.next = loads;
            self.peers[i].may_open.next = !changing && !mtu_short;
            self.peers[i].drawn.payload.next = self.incarnations.out.payload.val();
            self.peers[i].drawn.valid.next = drawer.get_bit(i);
            connected = connected.replace_bit(i, self.peers[i].identity.val().connected);
            is_known = is_known.replace_bit(i, self.peers[i].is_known.val());
        }
        self.connected.next = connected;
        self.frame_scheduler.wants.next = wants;
        self.frame_scheduler.keep_alive_wanted.next = self.keep_alive.wanted.val() && !changing;
        self.keep_alive.taken.next = self.frame_scheduler.keep_alive_taken.val();
        self.encapsulator.wanted.next = self.frame_scheduler.wanted.val();
        self.encapsulator.request.next = self.frame_scheduler.request.val();
        self.frame_scheduler.take.next = self.encapsulator.take.val();
        self.encapsulator.reply.next = self.frame_scheduler.reply.val();
        self.frame_scheduler.reply_take.next = self.encapsulator.reply_take.val();
        StreamOut::join(&mut self.frame_scheduler.word, &mut self.encapsulator.word);
        StreamOut::join(&mut self.encapsulator.frame, &mut self.vlan_tagger.inp);
        self.vlan_tagger.group.next = settings.vid;
        self.vlan_tagger.priority_code.next = settings.pcp;
        StreamOut::join(&mut self.vlan_tagger.out, &mut self.pause_transmitter.inp);
        // The tag is written late: until then the identity stays.
        let tagged = self.vlan_tagger.out.valid.val()
            && self.vlan_tagger.out.ready.val()
            && self.vlan_tagger.out.payload.val().last;
        let began = self.encapsulator.began.val();
        if began && !tagged {
            self.untagged.d.next = self.untagged.q.val() + 1;
        } else if tagged && !began {
            self.untagged.d.next = self.untagged.q.val() - 1;
        }
        self.station.busy.next = unsettled.any() || self.untagged.q.val().any() || began;
        self.pause_transmitter.paused.next = self.pause_receiver.paused.val();
        self.pause_receiver.transmitting.next = self.pause_transmitter.transmitting.val();
        self.pause_transmitter.enable.next = settings.send_pause && settings.enable;
        self.pause_transmitter.congested.next = self.congested.q.val();
        self.pause_transmitter.pause_quanta.next = settings.pause_quanta;
        self.pause_transmitter.local_mac.next = settings.local_mac;
        StreamOut::join(&mut self.pause_transmitter.out, &mut self.mac_tx.frame);
        self.mac_tx.local_fault.next = self.mac_rx.local_fault.val();
        self.mac_tx.remote_fault.next = self.mac_rx.remote_fault.val();
        self.xgmii_tx_data.next = self.mac_tx.xgmii_data.val();
        self.xgmii_tx_ctrl.next = self.mac_tx.xgmii_ctrl.val();

        // From the network.
        self.mac_rx.xgmii_data.next = self.xgmii_rx_data.val();
        self.mac_rx.xgmii_ctrl.next = self.xgmii_rx_ctrl.val();
        self.mac_rx.maximum_length.next = bits::<14>(MAXIMUM_LENGTH);
        FlowOut::join(&mut self.mac_rx.frame, &mut self.pause_receiver.inp);
        self.pause_receiver.honour.next = settings.honour_pause && settings.enable;
        FlowOut::join(&mut self.pause_receiver.out, &mut self.vlan_checker.inp);
        if self.pause_receiver.out.valid.val() {
            self.in_frame.d.next = !self.pause_receiver.out.payload.val().last;
            if !self.in_frame.q.val() {
                self.began_enabled.d.next = settings.enable;
            }
        }
        self.vlan_checker.group.next = settings.vid;
        FlowOut::join(&mut self.vlan_checker.out, &mut self.decapsulator.frame);
        FlowOut::join(&mut self.decapsulator.start, &mut self.frame_acceptor.start);
        FlowOut::join(&mut self.decapsulator.tlp, &mut self.frame_acceptor.tlp);
        let from = self.decapsulator.from.val();
        let header = self.decapsulator.header.payload.val();
        let header_valid = self.decapsulator.header.valid.val();
        self.frame_acceptor.from.next = from;
        self.frame_acceptor.permitted.next = self.decapsulator.permitted.val();
        self.frame_acceptor.ended.next = self.decapsulator.ended.val();
        if self.decapsulator.ended.val() {
            self.arriving.d.next = bits::<N>(0);
        } else if self.decapsulator.start.valid.val() {
            self.arriving.d.next = from;
        }
        self.frame_acceptor.header.payload.next = header;
        // A frame within which its connection has ended has no effect: it would be judged by the numbers of the next. That
        // has not begun yet: the open frame that it takes cannot arrive while this one does.
        self.frame_acceptor.header.valid.next = header_valid && (connected & from).any();
        self.frame_acceptor.free_beats.next = self.free_beats.val();
        self.frame_acceptor.free_for_others.next = self.room_arbiter.free_for_others.val();
        self.frame_acceptor.turn.next = self.room_arbiter.turn.val();
        self.frame_acceptor.overflowed.next = self.overflowed.val();
        FlowOut::link(&mut self.accepted, &mut self.frame_acceptor.out);
        self.frame_end.next = self.frame_acceptor.frame_end.val();
        self.frame_good.next = self.frame_acceptor.frame_good.val();
        let receipt = self.frame_acceptor.receipt.payload.val();
        let receipt_for = self.frame_acceptor.receipt_for.val();
        let receipt_valid = self.frame_acceptor.receipt.valid.val();
        self.keep_alive.announced.next = self.decapsulator.announced.val();
        self.keep_alive.announced_mac.next = self.decapsulator.announced_mac.val();
        self.keep_alive.is_known.next = is_known;
        self.keep_alive.occupied.next = occupied;
        self.room_arbiter.free_beats.next = self.free_beats.val();
        self.room_arbiter.accepted.next =
            if receipt_valid && receipt.accepted { receipt_for } else { bits::<N>(0) };
        self.room_arbiter.accepted_beats.next = receipt.beats;
        let mut starved = bits::<N>(0);
        if self.used_beats.val() > settings.pause_high {
            self.congested.d.next = true;
        } else if self.used_beats.val() < settings.pause_low {
            self.congested.d.next = false;
        }
        for i in 0..N {
            self.decapsulator.peers[i].next = self.peers[i].identity.val();
            self.frame_acceptor.expected[i].next = self.peers[i].expected.val();
            self.frame_acceptor.non_posted_room[i].next = self.peers[i].non_posted_room.val();
            self.peers[i].header.payload.next = header;
            self.peers[i].header.valid.next = header_valid && from.get_bit(i);
            self.peers[i].receipt.payload.next = receipt;
            self.peers[i].receipt.valid.next = receipt_valid && receipt_for.get_bit(i);
            self.peers[i].room.next = self.room_arbiter.invited.val().get_bit(i);
            starved = starved.replace_bit(i, self.peers[i].starved.val());
            self.peers[i].paused.next = self.pause_receiver.paused.val();
            self.peers[i].receiving.next = self.arriving.q.val().get_bit(i);
            self.peers[i].non_posted_delivered.next = self.non_posted_delivered.val()
                && self.non_posted_source.val() == bits::<5>(i as u64);
            self.peers[i].learn.next = self.keep_alive.learn.val().get_bit(i);
            self.peers[i].learn_mac.next = self.keep_alive.learn_mac.val();
            self.peers[i].duplicate.next = self.decapsulator.duplicate.val().get_bit(i);
        }
        self.room_arbiter.starved.next = starved;

        // For the registers.
        self.link.next = LinkStatus {
            local_fault: self.mac_rx.local_fault.val(),
            remote_fault: self.mac_rx.remote_fault.val(),
            paused: self.pause_receiver.paused.val(),
            congested: self.congested.q.val(),
            unseeded: self.incarnations.unseeded.val(),
            mtu_short,
        };
        let mut stored = bits::<N>(0);
        let mut timed_out = bits::<N>(0);
        let mut opened = bits::<N>(0);
        let mut ended = bits::<N>(0);
        let mut lost = bits::<N>(0);
        let mut left = bits::<N>(0);
        let mut resent = bits::<10>(0);
        let mut nak_received = false;
        let mut wrong_acknowledgement = false;
        let mut ignored = bits::<N>(0);
        let mut probed = bits::<N>(0);
        let mut held = bits::<N>(0);
        let mut stray = bits::<N>(0);
        for i in 0..N {
            let events = self.peers[i].events.val();
            self.peer_status[i].next = self.peers[i].status.val();
            self.peer_events[i].next = events;
            stored = stored.replace_bit(i, events.tx_tlps);
            timed_out = timed_out.replace_bit(i, events.timeouts);
            opened = opened.replace_bit(i, events.connects);
            ended = ended.replace_bit(i, events.disconnects);
            let notes = self.peers[i].notes.val();
            lost = lost.replace_bit(i, notes.lost);
            ignored = ignored.replace_bit(i, notes.nak_ignored);
            probed = probed.replace_bit(i, notes.probed);
            held = held.replace_bit(i, notes.answer_held);
            stray = stray.replace_bit(i, notes.stray_close);
            left = left.replace_bit(i, self.peers[i].non_posted_left.val());
            // At most one at a time: one frame is sent, one is received.
            resent = resent | events.retransmits;
            nak_received = nak_received || notes.nak_received;
            wrong_acknowledgement = wrong_acknowledgement || notes.wrong_acknowledgement;
        }
        self.non_posted_left.next = ones::<N>(left);
        let of_data = header.kind == frame_type::DATA || header.kind == frame_type::ACK;
        let on = settings.enable;
        self.events.next = BridgeEvents {
            tx_frames: self.encapsulator.sent.val(),
            tx_tlps: ones::<N>(stored),
            tx_retransmits: resent,
            tx_timeouts: ones::<N>(timed_out),
            tx_naks_received: nak_received,
            tx_ack_frames: self.encapsulator.ack_sent.val(),
            tx_tlp_malformed: false,
            rx_frames: on && self.mac_rx.good.val(),
            rx_tlps: false,
            rx_bad_fcs: on && self.mac_rx.bad_fcs.val(),
            rx_wrong_group: on && self.began_enabled.q.val() && self.vlan_checker.wrong_group.val(),
            rx_wrong_type: self.decapsulator.wrong_type.val(),
            rx_wrong_peer: self.decapsulator.wrong_peer.val(),
            rx_wrong_connection: ones::<N>(stray)
                + bit_cast::<6, 1>(cat!(self.decapsulator.wrong_connection.val())),
            rx_duplicate: receipt_valid && receipt.behind,
            rx_gap: receipt_valid && receipt.beyond,
            rx_malformed: self.decapsulator.malformed.val(),
            rx_overflow: receipt_valid && receipt.refused,
            naks_sent: self.encapsulator.nak_sent.val(),
            tx_tlp_refused: false,
            rx_tlp_refused: self.frame_acceptor.refused.val(),
            rx_wrong_ack: wrong_acknowledgement,
            rx_bad_code: on && self.mac_rx.bad_code.val(),
            rx_undersize: on && self.mac_rx.undersize.val(),
            rx_oversize: on && self.mac_rx.oversize.val(),
            rx_control: on && self.pause_receiver.control_dropped.val(),
            pause_received: on && self.pause_receiver.pause_received.val(),
            pause_sent: self.pause_transmitter.pause_sent.val(),
            paused_clocks: self.pause_receiver.paused.val(),
            tx_tlp_unrouted: false,
            keep_alives_sent: self.encapsulator.keep_alive_sent.val(),
            keep_alives_received: self.decapsulator.announced.val(),
            peers_learnt: self.keep_alive.learnt.val(),
            peers_refused: self.keep_alive.no_place.val(),
            peers_lost: ones::<N>(lost),
            connects: ones::<N>(opened),
            disconnects: ones::<N>(ended),
            rx_busy: header_valid && of_data && header.acknowledgement.busy,
            rx_wrong_source: self.decapsulator.wrong_source.val(),
            rx_wrong_number: self.frame_acceptor.wrong_number.val(),
            rx_id_refused: self.frame_acceptor.id_refused.val(),
            rx_over_limit: self.frame_acceptor.over_limit.val(),
            naks_ignored: ones::<N>(ignored),
            tx_probes: ones::<N>(probed),
            opens_held: ones::<N>(held),
        };
    }
}
