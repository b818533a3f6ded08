//! All that a bridge keeps for one peer: the connection, both sides of the ARQ, round trip and rate.
//!
//! ```text
//! tlp ──▶ peer_ingress ──▶ arq_transmitter ──▶ request, word ──▶ (frame_scheduler)
//!              ▲ limit          ▲ acknowledgements, timeout, rate
//! header ──────┴── connection, peer_entry, round_trip, rate_controller
//! receipt ──▶ arq_receiver ──▶ reply ──▶ (frame_scheduler)
//! ```
//!
//! **Ports.** `peer`: its settings. `may_open`: the bridge may have connections. `tlp`: TLPs to it; taken and dropped while there is no connection. `header`, `receipt`: of its good frames.
//! `room`, `starved`: see [`ArqReceiver`]. `paused`, `receiving`: see [`ArqTransmitter`]. `draw_wanted`, `drawn`: see [`Connection`]. `wants`, `request`, `word`, `taken`, `reply`, `reply_taken`: the next frame to it, of whatever type:
//! open and close frames first, then data, then a bare acknowledgement. `identity`, `expected`, `non_posted_room`: for the way in. `learn`, `learn_mac`, `is_known`, `duplicate`:
//! see [`PeerEntry`]. `unsettled`: a connection is left. `status`, `events`: for its registers; `notes`: for the bridge's.
//!
//! **Latency** five clocks from a posted TLP's last beat to `wants`. **Throughput** one beat a clock each way. **Reset**: no peer.
//!
//! **Why not** one engine for all peers, their state in a memory: every path would become a loop of read, change and write back
//! with its hazards; as it is, a peer's copy is small beside its replay buffer, and each can be proven alone.

use expether_hdl::prelude::*;
use expether_wire::bridge::frame_type;

use super::connection::ControlFrame;
use super::events::{PeerEvents, PeerNotes};
use super::frame::{
    DataReceipt, FabricSettings, FrameHeader, FrameRequest, OpenFlags, PeerIdentity, PeerSettings,
    PeerStatus, Reply,
};
use super::path_length::MIN_BEATS;
use super::rate_controller::RateSettings;
use super::{
    ArqReceiver, ArqTransmitter, Connection, PathLength, PeerEntry, PeerIngress, RateController,
    RoundTrip,
};
use crate::pcie::TlpBeat;
use crate::prim::stream::{FlowIn, StreamIn, StreamOut};

/// Beats that a frame takes on the wire besides its area: preamble, headers, FCS and gap.
const OVERHEAD_BEATS: u64 = expether_wire::bridge::OVERHEAD.div_ceil(8) as u64;

/// See the module's documentation. `2^BEAT_BITS` beats and `2^TLP_BITS` TLPs are kept for
/// sending again.
#[derive(LogicBlock, Default)]
pub struct PeerPort<const BEAT_BITS: usize, const TLP_BITS: usize> {
    /// Clock.
    pub clock: Signal<In, Clock>,
    /// Synchronous, active high.
    pub reset: Signal<In, Bit>,
    /// From the registers.
    pub settings: Signal<In, FabricSettings>,
    /// From the peer's registers.
    pub peer: Signal<In, PeerSettings>,
    /// The bridge may have connections.
    pub may_open: Signal<In, Bit>,
    /// See [`Connection`].
    pub hold: Signal<In, Bit>,
    /// See [`Connection`].
    pub renew: Signal<In, Bit>,
    /// TLPs to the peer.
    pub tlp: StreamIn<TlpBeat>,
    /// A good frame of the peer.
    pub header: FlowIn<FrameHeader>,
    /// A data frame of the peer.
    pub receipt: FlowIn<DataReceipt>,
    /// There is room for the longest frame toward the PCIe side, and it is this peer's turn to have it.
    pub room: Signal<In, Bit>,
    /// There is none, and a frame of the peer was refused.
    pub starved: Signal<Out, Bit>,
    /// PAUSE stops the transmitter.
    pub paused: Signal<In, Bit>,
    /// A data frame of the peer is arriving.
    pub receiving: Signal<In, Bit>,
    /// A non-posted TLP of the peer was handed over.
    pub non_posted_delivered: Signal<In, Bit>,
    /// The entry is given to the bridge `learn_mac`.
    pub learn: Signal<In, Bit>,
    /// Source of a keep-alive frame.
    pub learn_mac: Signal<In, Bits<48>>,
    /// It is the peer's.
    pub is_known: Signal<Out, Bit>,
    /// Another entry is for the same peer.
    pub duplicate: Signal<In, Bit>,
    /// A new incarnation number is wanted.
    pub draw_wanted: Signal<Out, Bit>,
    /// It is given.
    pub drawn: FlowIn<Bits<32>>,
    /// There is a connection, or one that ends.
    pub unsettled: Signal<Out, Bit>,
    /// Who the peer is.
    pub identity: Signal<Out, PeerIdentity>,
    /// The TLP that it is to send next.
    pub expected: Signal<Out, Bits<32>>,
    /// Non-posted TLPs that it may send yet.
    pub non_posted_room: Signal<Out, Bits<6>>,
    /// There is a frame for it.
    pub wants: Signal<Out, Bit>,
    /// Which.
    pub request: Signal<Out, FrameRequest>,
    /// It begins, unless `request.wanted` is low.
    pub taken: Signal<In, Bit>,
    /// What to tell it.
    pub reply: Signal<Out, Reply>,
    /// It is told.
    pub reply_taken: Signal<In, Bit>,
    /// TLPs of the frame that has begun.
    pub word: StreamOut<Bits<64>>,
    /// A non-posted TLP to it is gone from the queue on the way in.
    pub non_posted_left: Signal<Out, Bit>,
    /// For its registers.
    pub status: Signal<Out, PeerStatus>,
    /// For its counters.
    pub events: Signal<Out, PeerEvents>,
    /// For the bridge's counters.
    pub notes: Signal<Out, PeerNotes>,
    entry: PeerEntry,
    connection: Connection,
    path: PathLength,
    ingress: PeerIngress,
    transmitter: ArqTransmitter<BEAT_BITS, TLP_BITS>,
    receiver: ArqReceiver,
    round_trip: RoundTrip,
    rate_controller: RateController,
}

impl<const BEAT_BITS: usize, const TLP_BITS: usize> Logic for PeerPort<BEAT_BITS, TLP_BITS> {
    #[kernel]
    fn update(&mut self) {
        self.entry.clock.next = self.clock.val();
        self.entry.reset.next = self.reset.val();
        self.connection.clock.next = self.clock.val();
        self.connection.reset.next = self.reset.val();
        self.path.clock.next = self.clock.val();
        self.path.reset.next = self.reset.val();
        self.ingress.clock.next = self.clock.val();
        self.ingress.reset.next = self.reset.val();
        self.transmitter.clock.next = self.clock.val();
        self.transmitter.reset.next = self.reset.val();
        self.receiver.clock.next = self.clock.val();
        self.receiver.reset.next = self.reset.val();
        self.round_trip.clock.next = self.clock.val();
        self.round_trip.reset.next = self.reset.val();
        self.rate_controller.clock.next = self.clock.val();
        self.rate_controller.reset.next = self.reset.val();
        let settings = self.settings.val();
        let run = self.connection.connected.val();
        let header = self.header.payload.val();
        let came = self.header.valid.val();
        let is_open = header.kind == frame_type::OPEN;
        let is_close = header.kind == frame_type::CLOSE;
        let of_connection = header.kind == frame_type::DATA || header.kind == frame_type::ACK;
        let speaks = came && of_connection && run;

        // Who the peer is, and whether there is a connection.
        let state = self.connection.state.val();
        self.entry.settings.next = settings;
        self.entry.peer.next = self.peer.val();
        self.entry.settled.next = !state.any();
        self.entry.learn.next = self.learn.val();
        self.entry.duplicate.next = self.duplicate.val();
        self.entry.learn_mac.next = self.learn_mac.val();
        self.entry.heard.next = came;
        self.is_known.next = self.entry.is_known.val();
        self.unsettled.next = state.any();
        self.connection.settings.next = settings;
        self.connection.wanted.next = self.entry.valid.val()
            && self.entry.stands.val()
            && !self.peer.val().close
            && self.may_open.val();
        self.connection.lost.next = self.entry.lost.val();
        self.connection.dead.next = self.transmitter.dead.val() || self.ingress.stuck.val();
        self.connection.speaks.next = speaks;
        self.connection.tries.next = self.path.tries.val();
        self.connection.hold.next = self.hold.val();
        self.connection.renew.next = self.renew.val();
        self.draw_wanted.next = self.connection.draw_wanted.val();
        FlowIn::link(&mut self.drawn, &mut self.connection.drawn);
        self.connection.heard.valid.next = came && (is_open || is_close);
        self.connection.heard.payload.next = ControlFrame {
            is_close,
            incarnation: header.sequence,
            flags: OpenFlags {
                heard: header.has_acknowledgement,
                wants_answer: header.acknowledgement.nak,
                offer: header.acknowledgement.busy,
            },
            acknowledged: header.acknowledgement.expected,
        };
        let own = self.connection.own.val();
        let theirs = self.connection.peer.val();
        self.identity.next = PeerIdentity {
            valid: self.entry.valid.val(),
            connected: run,
            mac: self.entry.mac.val(),
            own_tag: own.get_bits::<16>(0),
            peer_tag: theirs.get_bits::<16>(0),
            id_low: self.peer.val().route.id_low,
            id_high: self.peer.val().route.id_high,
            is_default: self.peer.val().is_default,
        };

        // How long a frame may be.
        let control = self.connection.control.val();
        let control_sent = self.taken.val() && self.connection.control_wanted.val();
        self.path.own_beats.next = settings.area_beats;
        self.path.opening.next = state == 1;
        self.path.connected.next = run;
        self.path.confirmed.next = self.connection.confirmed.val();
        self.path.heard.next = self.connection.hears_peer.val();
        self.path.hears_another.next = self.connection.hears_another.val();
        self.path.length_dw.next = header.length_dw;
        self.path.told.next = self.connection.hears_own.val();
        self.path.told_dw.next = header.sender_tag.get_bits::<12>(0);
        self.path.sent.next = control_sent && control.is_timed && !control.is_close;

        // To the peer.
        StreamIn::link(&mut self.tlp, &mut self.ingress.tlp);
        self.ingress.run.next = run;
        self.ingress.busy_time.next = settings.busy_time;
        self.ingress.paused.next = self.paused.val();
        // Before the connection open frames tell it, then acknowledgements.
        self.ingress.limit.payload.next = if run {
            self.transmitter.limit.payload.val()
        } else {
            header.acknowledgement.non_posted_limit
        };
        self.ingress.limit.valid.next =
            if run { self.transmitter.limit.valid.val() } else { came && is_open };
        self.ingress.freed.next = self.transmitter.freed.val();
        self.non_posted_left.next = self.ingress.non_posted_left.val();
        StreamOut::join(&mut self.ingress.out, &mut self.transmitter.tlp);
        let mut bounded = settings;
        bounded.area_beats = self.path.beats.val();
        self.transmitter.settings.next = bounded;
        self.transmitter.run.next = run;
        // Data only to a peer that is known to be connected, too.
        let confirmed = self.connection.confirmed.val();
        self.transmitter.may_send.next = self.rate_controller.may_send.val() && confirmed;
        self.transmitter.paused.next = self.paused.val();
        self.transmitter.timeout.next = self.round_trip.timeout.val();
        self.transmitter.probe_time.next = self.round_trip.probe_time.val();
        self.transmitter.receiving.next = self.receiving.val();
        self.transmitter.round_trip.next = self.round_trip.smoothed.val();
        self.transmitter.acknowledgement.payload.next = header.acknowledgement;
        self.transmitter.acknowledgement.valid.next = speaks && header.has_acknowledgement;
        StreamOut::link(&mut self.word, &mut self.transmitter.word);

        // How fast.
        self.round_trip.run.next = run;
        let sample = self.transmitter.sample.payload.val();
        let samples = self.transmitter.sample.valid.val();
        self.round_trip.sample.payload.next = sample;
        self.round_trip.sample.valid.next = samples;
        self.round_trip.timed_out.next = self.transmitter.timed_out.val();
        self.round_trip.progress.next = self.transmitter.progress.val();
        self.round_trip.timeout_min.next = settings.timeout_min;
        self.round_trip.timeout_max.next = settings.timeout_max;
        self.round_trip.ack_delay.next = settings.ack_delay;
        self.rate_controller.run.next = run;
        self.rate_controller.settings.next = RateSettings {
            enable: settings.rate_control,
            target: settings.delay_target,
            rate_min: settings.rate_min,
            step: settings.rate_step,
            burst: settings.rate_burst,
            dead_time: settings.dead_time,
        };
        self.rate_controller.sample.payload.next = sample;
        self.rate_controller.sample.valid.next = samples;
        // A peer without room says nothing about the way to it.
        self.rate_controller.timed_out.next =
            self.transmitter.timed_out.val() && !self.transmitter.peer_busy.val();

        // From the peer.
        self.receiver.settings.next = settings;
        self.receiver.run.next = run;
        self.receiver.tell.next = self.connection.tells.val();
        FlowIn::link(&mut self.receipt, &mut self.receiver.receipt);
        self.receiver.room.next = self.room.val();
        self.starved.next = self.receiver.starved.val();
        self.receiver.non_posted_delivered.next = self.non_posted_delivered.val();
        self.receiver.reply_taken.next = self.reply_taken.val();
        self.expected.next = self.receiver.expected.val();
        self.non_posted_room.next = self.receiver.non_posted_room.val();
        self.reply.next = self.receiver.reply.val();

        // The next frame.
        let has_control = self.connection.control_wanted.val();
        let planned = self.transmitter.planned.val();
        let mut plan = self.transmitter.plan.val();
        let mut kind = bits::<4>(frame_type::ACK);
        let mut number = self.transmitter.base.val();
        let mut identity: Bits<32> = cat!(own.get_bits::<16>(0), theirs.get_bits::<16>(0));
        if planned {
            kind = bits::<4>(frame_type::DATA);
        } else {
            plan.sequence = self.transmitter.next_sequence.val();
        }
        if has_control {
            kind = bits::<4>(frame_type::OPEN);
            number = control.incarnation;
            identity = control.peer;
            plan.odd = false;
            plan.beats = bits::<11>(0);
            if control.is_close {
                kind = bits::<4>(frame_type::CLOSE);
            } else if control.is_timed {
                plan.beats = self.path.try_beats.val();
            } else if control.flags.wants_answer {
                plan.beats = bits::<11>(MIN_BEATS);
            }
        }
        let replies = self.receiver.reply_wanted.val() && confirmed;
        let wants = (has_control || planned || replies) && settings.enable;
        self.wants.next = wants;
        self.request.next = FrameRequest {
            wanted: wants,
            kind,
            open: control.flags,
            mac: self.entry.mac.val(),
            number,
            identity,
            longest_dw: self.path.longest_dw.val(),
            plan,
        };
        let takes_plan = self.taken.val() && !has_control && planned;
        self.connection.control_taken.next = control_sent;
        self.transmitter.take.next = takes_plan;
        self.rate_controller.sent.valid.next = self.transmitter.sent.valid.val();
        self.rate_controller.sent.payload.next =
            bit_cast::<12, 11>(self.transmitter.sent.payload.val()) + OVERHEAD_BEATS;

        // For the registers.
        self.status.next = PeerStatus {
            state,
            learnt: self.entry.learnt.val(),
            own,
            peer: theirs,
            path_dw: self.path.path_dw.val(),
            mac: self.entry.mac.val(),
            round_trip: self.round_trip.smoothed.val(),
            timeout: self.round_trip.timeout.val(),
            rate: self.rate_controller.rate.val(),
        };
        let receipt = self.receipt.payload.val();
        let accepted = self.receipt.valid.val() && receipt.accepted;
        let news = bit_cast::<10, 32>(receipt.next - self.receiver.expected.val());
        self.events.next = PeerEvents {
            tx_tlps: self.transmitter.stored.val(),
            rx_tlps: if accepted { news } else { bits::<10>(0) },
            retransmits: self.transmitter.resent.val(),
            timeouts: self.transmitter.timed_out.val(),
            connects: self.connection.opened.val(),
            disconnects: self.connection.ended.val(),
            discarded: self.ingress.discarded.val(),
        };
        self.notes.next = PeerNotes {
            nak_received: self.transmitter.nak_received.val(),
            nak_ignored: self.transmitter.nak_ignored.val(),
            wrong_acknowledgement: self.transmitter.wrong_acknowledgement.val(),
            probed: self.transmitter.probed.val(),
            lost: self.entry.lost.val() && (self.entry.learnt.val() || run),
            stray_close: self.connection.stray.val(),
            answer_held: self.connection.held.val(),
        };
    }
}
