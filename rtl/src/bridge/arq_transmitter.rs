//! Go-Back-N, the side that sends: gives TLPs sequence numbers, keeps them until they are
//! acknowledged, packs those that wait into frames, and sends them again when one was lost.
//!
//! **Ports.** `run`: there is a connection; low forgets everything, and the next number is 0.
//! `tlp`: TLPs to be sent. `planned`, `plan`, `take`, `word`: the next data frame, see
//! [`ReplayBuffer`]; it is offered only while the window and `may_send` (the rate) allow one.
//! `next_sequence`: the number of the next new TLP, low half; `base`: all 32 bits of one that those of the plan are near. `acknowledgement`: from good frames of the
//! peer; `limit`, `sample`: what it says of non-posted TLPs and of the round trip, if it is no old frame's. `timeout`: the retransmission timeout. `probe_time`, `round_trip`: see [`RoundTrip`](super::RoundTrip). `receiving`: a data frame of the peer is arriving. `sent`, `resent`, `stored`, `timed_out`, `nak_received`, `progress`,
//! `freed`, `wrong_acknowledgement`: one cycle for each frame that has begun (and its beats), TLPs of it that were sent before (how many), TLP stored,
//! expiry of the timer, NAK that starts a resend, acknowledgement of something new (and of how many), acknowledgement of a
//! TLP never sent (which has no other effect). `nak_ignored`, `probed`: one cycle for each NAK that came too soon, each probe. `peer_busy`: the peer has no room. `dead`: nothing has been acknowledged
//! for `settings.dead_time` (0: never), though something waits and the peer has not said that it is busy; or for `settings.busy_time` (0: never), whatever it has said.
//! `paused`: nothing is sent, and such time does not count. That in which `may_send` is low does: at the lowest rate it is
//! nearly all, and the peer may be gone.
//!
//! Frames are sent while less than `settings.window_frames` of them are unacknowledged, and while
//! they lie within `settings.window_beats`. An acknowledgement frees all TLPs before its number; a NAK
//! moreover goes back to it, unless it repeats one within half a round trip. When the oldest frame has waited for `timeout` clocks without any
//! progress, sending goes back to the oldest TLP unacknowledged.
//!
//! **Probe.** When nothing has been sent or acknowledged for `probe_time`, not counting frames that are still leaving or arriving, though something is unacknowledged and nothing may be sent, the last frame
//! is sent again: a loss at the end of a burst, which no later frame tells the peer, costs a round trip and not a timeout. Each
//! further one waits twice as long.
//!
//! **Numbers** of TLPs kept lie within half of 2^16, so 16 bits order them. An acknowledgement has 32: one that is older than the newest is of a
//! frame that was held up, and nothing it says counts.
//!
//! **Latency** four clocks from a TLP's last beat to `planned`. **Throughput** one beat a
//! clock. **Reset** as with `run` low.
//!
//! **Limits.** An acknowledgement less than three clocks after another is ignored (frames are longer).
//! `2^BEAT_BITS` beats and `2^TLP_BITS` - 4 TLPs are kept; then `tlp_ready` falls.
//!
//! **Why not** a timer for each frame: acknowledgements are cumulative, so only the oldest counts.
//!
//! A TLP is sent, and once more after a timeout of 6 clocks:
//!
//! ```text
//! clock                 0 1 2  3  4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20 21
//! run                   1 1 1  1  1 1 1 1 1 1 1  1  1  1  1  1  1  1  1  1  1  1
//! may_send              1 1 1  1  1 1 1 1 1 1 1  1  1  1  1  1  1  1  1  1  1  1
//! timeout               6 6 6  6  6 6 6 6 6 6 6  6  6  6  6  6  6  6  6  6  6  6
//! probe_time            99 99 99 99 99 99 99 99 99 99 99 99 99 99 99 99 99 99 99 99 99 99
//! tlp_valid             0 0 1  1  0 0 0 0 0 0 0  0  0  0  0  0  0  0  0  0  0  0
//! tlp_beat_data         - - A  B  - - - - - - -  -  -  -  -  -  -  -  -  -  -  -
//! tlp_beat_keep         - - FF FF - - - - - - -  -  -  -  -  -  -  -  -  -  -  -
//! tlp_beat_last         - - 0  1  - - - - - - -  -  -  -  -  -  -  -  -  -  -  -
//! tlp_beat_error        - - 0  0  - - - - - - -  -  -  -  -  -  -  -  -  -  -  -
//! tlp_ready             0 0 1  1  1 1 1 1 1 1 1  1  1  1  1  1  1  1  1  1  1  1
//! stored                0 0 0  1  0 0 0 0 0 0 0  0  0  0  0  0  0  0  0  0  0  0
//! planned               0 0 0  0  0 0 0 1 0 0 0  0  0  0  0  0  0  0  0  0  1  0
//! plan_sequence         - - -  -  - - - 0 - - -  -  -  -  -  -  -  -  -  -  0  -
//! take                  0 0 0  0  0 0 0 1 0 0 0  0  0  0  0  0  0  0  0  0  1  0
//! word_valid            0 0 0  0  0 0 0 0 0 0 1  1  0  0  0  0  0  0  0  0  0  0
//! word_payload          - - -  -  - - - - - - A  B  -  -  -  -  -  -  -  -  -  -
//! word_ready            1 1 1  1  1 1 1 1 1 1 1  1  1  1  1  1  1  1  1  1  1  1
//! acknowledgement_valid 0 0 0  0  0 0 0 0 0 0 0  0  0  0  0  0  0  0  0  0  0  0
//! timed_out             0 0 0  0  0 0 0 0 0 0 0  0  0  0  0  0  1  0  0  0  0  0
//! resent                0 0 0  0  0 0 0 0 0 0 0  0  0  0  0  0  0  0  0  0  0  1
//! ```

use expether_hdl::prelude::*;

use super::frame::{Acknowledgement, FabricSettings, FramePlan};
use super::replay_buffer::ReplayBuffer;
use super::sequence::{seq_before, seq_distance};
use crate::pcie::TlpBeat;
use crate::prim::stream::{FlowIn, FlowOut, StreamIn, StreamOut};

/// See the module's documentation.
#[derive(LogicBlock, Default)]
pub struct ArqTransmitter<const BEAT_BITS: usize, const TLP_BITS: usize> {
    /// Clock.
    pub clock: Signal<In, Clock>,
    /// Synchronous, active high.
    pub reset: Signal<In, Bit>,
    /// From the registers.
    pub settings: Signal<In, FabricSettings>,
    /// There is a connection.
    pub run: Signal<In, Bit>,
    /// The rate allows a frame.
    pub may_send: Signal<In, Bit>,
    /// No frame is begun.
    pub paused: Signal<In, Bit>,
    /// Clocks without progress until everything is sent again.
    pub timeout: Signal<In, Bits<24>>,
    /// Clocks of silence after which the last frame is sent again.
    pub probe_time: Signal<In, Bits<24>>,
    /// Mean of the round trip.
    pub round_trip: Signal<In, Bits<20>>,
    /// A data frame of the peer is arriving.
    pub receiving: Signal<In, Bit>,
    /// TLPs to be sent; `error` on the last beat drops one.
    pub tlp: StreamIn<TlpBeat>,
    /// There is a data frame to be sent.
    pub planned: Signal<Out, Bit>,
    /// Which.
    pub plan: Signal<Out, FramePlan>,
    /// It is sent.
    pub take: Signal<In, Bit>,
    /// The beats of the frame taken.
    pub word: StreamOut<Bits<64>>,
    /// Sequence number of the next new TLP, low half.
    pub next_sequence: Signal<Out, Bits<16>>,
    /// The oldest number unacknowledged, whole.
    pub base: Signal<Out, Bits<32>>,
    /// What the peer says.
    pub acknowledgement: FlowIn<Acknowledgement>,
    /// Non-posted TLPs that it allows.
    pub limit: FlowOut<Bits<8>>,
    /// A round trip.
    pub sample: FlowOut<Bits<20>>,
    /// A data frame of so many beats has begun, a clock ago.
    pub sent: FlowOut<Bits<11>>,
    /// A TLP was given a sequence number.
    pub stored: Signal<Out, Bit>,
    /// TLPs sent again.
    pub resent: Signal<Out, Bits<10>>,
    /// The timer expired.
    pub timed_out: Signal<Out, Bit>,
    /// A NAK starts a resend.
    pub nak_received: Signal<Out, Bit>,
    /// A NAK came too soon after another for the same TLP.
    pub nak_ignored: Signal<Out, Bit>,
    /// The last frame is sent again, to see whether it is lost.
    pub probed: Signal<Out, Bit>,
    /// Something new was acknowledged.
    pub progress: Signal<Out, Bit>,
    /// So many TLPs.
    pub freed: Signal<Out, Bits<16>>,
    /// An acknowledgement of what is not on its way was ignored.
    pub wrong_acknowledgement: Signal<Out, Bit>,
    /// The peer has said that it is busy, and nothing else since.
    pub peer_busy: Signal<Out, Bit>,
    /// The connection is to be given up.
    pub dead: Signal<Out, Bit>,
    replay: ReplayBuffer<BEAT_BITS, TLP_BITS>,
    // The numbers after the frames on their way, the oldest first.
    frame_ends: LutRam<Bits<16>, 6>,
    oldest_end: Reg<Bits<6>>,
    newest_end: Reg<Bits<6>>,
    first_end: DataReg<Bits<16>>,
    end_known: Reg<Bit>,
    in_window: Reg<Bit>,
    // acknowledged <= sent_limit <= the buffer's next sequence number.
    acknowledged: Reg<Bits<32>>,
    sent_limit: Reg<Bits<16>>,
    // A frame has been taken a clock ago, and which; the number after it.
    begun: Reg<Bit>,
    // It is one of the window's.
    counts: Reg<Bit>,
    frame: DataReg<FramePlan>,
    frame_end: DataReg<Bits<16>>,
    // An acknowledgement, on its way through.
    heard: Reg<Bit>,
    said: DataReg<Acknowledgement>,
    measured: Reg<Bit>,
    credible: DataReg<Bit>,
    late: DataReg<Bit>,
    news: DataReg<Bits<16>>,
    waited: Reg<Bits<24>>,
    expired: Reg<Bit>,
    // Clocks without an acknowledgement, and likewise even of a busy peer.
    starved: Reg<Bits<24>>,
    stuck: Reg<Bits<24>>,
    gone: Reg<Bit>,
    is_busy: Reg<Bit>,
    // The NAK that has been followed last, and for how long another for the same TLP is ignored.
    nak_number: DataReg<Bits<16>>,
    nak_wait: Reg<Bits<20>>,
    // Clocks in which nothing was sent or acknowledged, and how many are too many; the number of the newest frame.
    quiet: Reg<Bits<24>>,
    // Beats of the newest frame that are still to leave.
    leaving: Reg<Bits<11>>,
    patience: DataReg<Bits<24>>,
    probe_due: Reg<Bit>,
    // The oldest of the frames on their way has arrived.
    arrived: Reg<Bit>,
    // A clock before: something was said, or sending goes back; that was a probe.
    stirred: Reg<Bit>,
    probe_began: Reg<Bit>,
    // A NAK for what is said now would be one too many.
    too_soon: Reg<Bit>,
    last_start: DataReg<Bits<16>>,
}

impl<const BEAT_BITS: usize, const TLP_BITS: usize> ArqTransmitter<BEAT_BITS, TLP_BITS> {
    /// The first TLP after reset has this number, a multiple of 2^16, if `run` is high at once: to test how numbers wrap.
    pub fn at_number(first: u32) -> Self {
        Self { acknowledged: Reg::new(bits(first.into())), ..Self::default() }
    }
}

impl<const BEAT_BITS: usize, const TLP_BITS: usize> Logic for ArqTransmitter<BEAT_BITS, TLP_BITS> {
    #[kernel]
    fn update(&mut self) {
        clocked!(self, oldest_end, newest_end, first_end, end_known, in_window);
        clocked!(self, acknowledged, sent_limit, begun, counts, frame, frame_end);
        clocked!(self, heard, said, measured, credible, late, news);
        clocked!(self, waited, expired, starved, stuck, gone, is_busy);
        clocked!(self, arrived, too_soon, stirred, probe_began);
        clocked!(self, nak_number, nak_wait, quiet, leaving, patience, probe_due, last_start);
        let settings = self.settings.val();
        let run = self.run.val();
        let paused = self.paused.val();
        let base = self.acknowledged.q.val();
        let acknowledged = base.get_bits::<16>(0);
        let sent_limit = self.sent_limit.q.val();
        let plan = self.replay.plan.val();

        self.replay.clock.next = self.clock.val();
        self.replay.reset.next = self.reset.val();
        self.replay.run.next = run;
        self.replay.area_beats.next = settings.area_beats;
        self.replay.frame_tlps.next = settings.frame_tlps;
        self.replay.window_beats.next = settings.window_beats;
        StreamIn::link(&mut self.tlp, &mut self.replay.tlp);
        StreamOut::link(&mut self.word, &mut self.replay.word);
        self.next_sequence.next = self.replay.next_sequence.val();
        self.base.next = base;
        self.stored.next = self.replay.stored.val();

        // Sending.
        let planned = self.replay.planned.val() && self.may_send.val() && self.in_window.q.val();
        let taken = self.take.val() && planned;
        self.planned.next = planned;
        self.plan.next = plan;
        self.replay.take.next = taken;
        // What it is, is entered a clock later: that it is taken, is known late.
        self.begun.d.next = taken && run;
        self.frame.d.next = plan;
        self.frame_end.d.next = plan.sequence + bit_cast::<16, 10>(plan.tlps);
        let entered = self.begun.q.val();
        let frame = self.frame.q.val();
        let frame_end = self.frame_end.q.val();
        self.sent.valid.next = entered;
        self.sent.payload.next = frame.beats;
        if entered {
            self.last_start.d.next = frame.sequence;
            if seq_before::<16>(sent_limit, frame_end) {
                self.sent_limit.d.next = frame_end;
            }
        }
        let sent_before = seq_distance::<16>(frame.sequence, sent_limit);
        let some_before = entered && seq_before::<16>(frame.sequence, sent_limit);
        let all_before = sent_before > bit_cast::<16, 10>(frame.tlps);
        let again = if all_before { frame.tlps } else { bit_cast::<10, 16>(sent_before) };
        self.resent.next = if some_before { again } else { bits::<10>(0) };

        // What the peer says, in three clocks: taken; measured against what is on its way; done. It
        // is believed if it concerns TLPs that are on their way.
        let hears = self.acknowledgement.valid.val()
            && run
            && !self.heard.q.val()
            && !self.measured.q.val();
        self.heard.d.next = hears;
        if hears {
            self.said.d.next = self.acknowledgement.payload.val();
        }
        let said = self.said.q.val();
        let outstanding = seq_distance::<16>(acknowledged, sent_limit);
        self.measured.d.next = self.heard.q.val();
        let expected = said.expected.get_bits::<16>(0);
        let ahead = seq_distance::<32>(base, said.expected);
        self.news.d.next = ahead.get_bits::<16>(0);
        self.credible.d.next =
            !ahead.get_bits::<16>(16).any() && ahead.get_bits::<16>(0) <= outstanding;
        self.late.d.next = ahead.get_bit(31);
        let believed = self.measured.q.val() && self.credible.q.val();
        let progress = believed && self.news.q.val().any();
        // A second NAK for the same TLP, before the first can have had an answer, is a copy or forged.
        let asks = believed && said.nak && expected != sent_limit;
        self.too_soon.d.next = self.nak_wait.q.val().any() && expected == self.nak_number.q.val();
        let too_soon = self.too_soon.q.val();
        let nak = asks && !too_soon;
        if self.nak_wait.q.val().any() {
            self.nak_wait.d.next = self.nak_wait.q.val() - 1;
        }
        if nak {
            self.nak_number.d.next = expected;
            self.nak_wait.d.next = self.round_trip.val() >> 1;
        }
        self.nak_ignored.next = asks && too_soon;
        // What is planned may have been acknowledged since it was sent before.
        let passes_plan = believed && seq_before::<16>(plan.sequence, expected);
        if believed {
            self.acknowledged.d.next = said.expected;
        }
        self.replay.acknowledged.next = acknowledged;
        self.replay.released.next = progress;
        self.nak_received.next = nak;
        self.progress.next = progress;
        self.freed.next = if progress { self.news.q.val() } else { bits::<16>(0) };
        self.limit.payload.next = said.non_posted_limit;
        self.limit.valid.next = believed;
        self.sample.payload.next = said.round_trip;
        self.sample.valid.next = progress && said.has_echo;
        self.wrong_acknowledgement.next =
            self.measured.q.val() && !self.credible.q.val() && !self.late.q.val();

        // The timer of the oldest frame; not while an acknowledgement is measured against the
        // present state.
        let is_outstanding = acknowledged != sent_limit;
        let measures = self.heard.q.val() || self.measured.q.val();
        // Whatever was outstanding when it expired is so still: nothing was believed since.
        let timed_out = self.expired.q.val() && !measures && run;
        self.expired.d.next =
            self.waited.q.val() >= self.timeout.val() && is_outstanding && !timed_out && !believed;
        if timed_out || progress || nak || !is_outstanding {
            self.waited.d.next = bits::<24>(0);
        } else if !self.waited.q.val().all() && !paused {
            self.waited.d.next = self.waited.q.val() + 1;
        }
        self.timed_out.next = timed_out;

        // The oldest of the frames on their way has arrived: looked up in one clock, compared in the next, and then it is
        // one less; each frame takes longer to send.
        let arrived = self.arrived.q.val();
        self.arrived.d.next = self.end_known.q.val()
            && !arrived
            && !seq_before::<16>(acknowledged, self.first_end.q.val());

        // A probe, if nothing else is to be sent.
        let may_go_on = self.replay.planned.val() && self.in_window.q.val();
        let probes = self.probe_due.q.val()
            && is_outstanding
            && !measures
            && !timed_out
            && !may_go_on
            && !paused
            && !self.is_busy.q.val()
            && run;
        let patience = self.patience.q.val();
        if !is_outstanding || progress {
            self.patience.d.next = self.probe_time.val();
        } else if self.probe_began.q.val() && !patience.get_bit(23) {
            self.patience.d.next = patience << 1;
        }
        // The peer cannot answer before the frame has come whole, nor while it sends one of its own.
        if entered {
            self.leaving.d.next = frame.beats;
        } else if self.leaving.q.val().any() {
            self.leaving.d.next = self.leaving.q.val() - 1;
        }
        // The silence begins anew a clock later, so that this path is short; a probe is not due meanwhile.
        let stirs = progress || nak || timed_out || probes;
        self.stirred.d.next = stirs;
        self.probe_began.d.next = probes;
        let news = entered || self.stirred.q.val();
        if news || !is_outstanding {
            self.quiet.d.next = bits::<24>(0);
        } else if !self.leaving.q.val().any() && !self.receiving.val() && !self.quiet.q.val().all()
        {
            self.quiet.d.next = self.quiet.q.val() + 1;
        }
        self.probe_due.d.next =
            self.quiet.q.val() >= patience && is_outstanding && !news && !taken && !stirs;
        self.probed.next = probes;
        let last = self.last_start.q.val();
        let mut back_to = expected;
        if timed_out {
            back_to = acknowledged;
        }
        if probes {
            back_to = if seq_before::<16>(last, acknowledged) { acknowledged } else { last };
        }
        let goes_back = nak || timed_out || passes_plan || probes;
        self.replay.go_back.valid.next = goes_back && run;
        self.replay.go_back.payload.next = back_to;

        // The frames on their way.
        self.frame_ends.clock.next = self.clock.val();
        self.frame_ends.write_enable.next = entered;
        self.frame_ends.write_address.next = self.newest_end.q.val();
        self.frame_ends.write_data.next = frame_end;
        self.frame_ends.read_address.next = self.oldest_end.q.val();
        let any_frame = self.oldest_end.q.val() != self.newest_end.q.val();
        // Not one begun as sending goes back: it is in none's way, and may never be acknowledged.
        let goes_anew = nak || timed_out;
        self.counts.d.next = taken && !goes_anew;
        if entered && self.counts.q.val() && !goes_anew {
            self.newest_end.d.next = self.newest_end.q.val() + 1;
        }
        self.first_end.d.next = self.frame_ends.read_data.val();
        self.end_known.d.next = any_frame && !arrived;
        if arrived {
            self.oldest_end.d.next = self.oldest_end.q.val() + 1;
        }
        if goes_anew {
            self.oldest_end.d.next = self.newest_end.q.val();
            self.end_known.d.next = false;
            self.arrived.d.next = false;
        }
        // Of the others a probe says nothing: they stay in the window. One that has just arrived has left it.
        if probes && any_frame && !arrived {
            self.newest_end.d.next = self.newest_end.q.val() - 1;
            self.end_known.d.next = false;
            self.arrived.d.next = false;
        }
        // Decided a clock before; after a frame it is decided anew.
        let frames = self.newest_end.q.val() - self.oldest_end.q.val();
        self.in_window.d.next = !taken && !entered && frames < settings.window_frames;

        // The peer's silence.
        if !is_outstanding || progress || (believed && said.busy) {
            self.starved.d.next = bits::<24>(0);
        } else if !paused && !self.starved.q.val().all() {
            self.starved.d.next = self.starved.q.val() + 1;
        }
        if !is_outstanding || progress {
            self.stuck.d.next = bits::<24>(0);
        } else if !paused && !self.stuck.q.val().all() {
            self.stuck.d.next = self.stuck.q.val() + 1;
        }
        if believed {
            self.is_busy.d.next = said.busy;
        }
        self.peer_busy.next = self.is_busy.q.val();
        let is_dead = settings.dead_time.any() && self.starved.q.val() >= settings.dead_time;
        let is_stuck = settings.busy_time.any() && self.stuck.q.val() >= settings.busy_time;
        self.gone.d.next = is_dead || is_stuck;
        self.dead.next = self.gone.q.val() && run;

        if !run {
            self.oldest_end.d.next = bits::<6>(0);
            self.newest_end.d.next = bits::<6>(0);
            self.end_known.d.next = false;
            self.arrived.d.next = false;
            self.in_window.d.next = false;
            self.acknowledged.d.next = bits::<32>(0);
            self.sent_limit.d.next = bits::<16>(0);
            self.waited.d.next = bits::<24>(0);
            self.starved.d.next = bits::<24>(0);
            self.stuck.d.next = bits::<24>(0);
            self.gone.d.next = false;
            self.is_busy.d.next = false;
            self.heard.d.next = false;
            self.measured.d.next = false;
            self.expired.d.next = false;
            self.nak_wait.d.next = bits::<20>(0);
            self.quiet.d.next = bits::<24>(0);
            self.leaving.d.next = bits::<11>(0);
            self.probe_due.d.next = false;
        }
    }
}
