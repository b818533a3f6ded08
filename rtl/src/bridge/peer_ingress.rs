//! TLPs on their way to one peer, before they get sequence numbers: posted TLPs and completions go straight on,
//! non-posted ones wait until the peer has room for them.
//!
//! **Ports.** `run`: there is a connection; low forgets what waits. `tlp`: TLPs for the peer. `out`: the same, to the
//! [`ArqTransmitter`](super::ArqTransmitter). `limit`: non-posted TLPs that the peer allows, as its frames say, modulo 256; before `run`, its open frames.
//! `freed`: so many TLPs have been acknowledged. `discarded`: so many, taken and not acknowledged, have been forgotten with the connection, or were taken without one. `non_posted_left`: one cycle for each non-posted TLP that has gone or was forgotten. `stuck`: one waits, and the peer has let none go
//! for `busy_time` clocks (0: never). `paused`: nothing is sent, and such time does not count.
//!
//! The peer's queue of non-posted TLPs never overflows, so that it never has to refuse a frame for one; and what waits here
//! does not hold up what may pass it (PCI Express Base Specification, 2.4.1).
//!
//! **Latency** none for posted TLPs and completions; that of [`NonPostedQueue`] for others. **Throughput** one beat a clock.
//! **Reset** as with `run` low.
//!
//! **Limits.** `limit` must not be of a frame older than the newest one heard. What is taken in the two clocks before a connection is counted as discarded with it. Waiting TLPs and others take turns, TLP by TLP.
//!
//! **Why not** let the peer's queue overflow and send again: everything behind would have to be sent again as well.

use expether_hdl::prelude::*;
use expether_wire::tlp::Class;

use super::frame::NON_POSTED_CREDITS;
use super::sequence::seq_before;
use crate::pcie::tlp_info::kinds_of;
use crate::pcie::{NonPostedQueue, TlpBeat};
use crate::prim::stream::{FlowIn, StreamIn, StreamOut};

/// Beats of the queue, as a power of two: 32 of the longest non-posted TLPs.
pub const QUEUE_BEAT_BITS: usize = 8;

/// See the module's documentation.
#[derive(LogicBlock, Default)]
pub struct PeerIngress {
    /// Clock.
    pub clock: Signal<In, Clock>,
    /// Synchronous, active high.
    pub reset: Signal<In, Bit>,
    /// There is a connection.
    pub run: Signal<In, Bit>,
    /// TLPs for the peer.
    pub tlp: StreamIn<TlpBeat>,
    /// TLPs that may go.
    pub out: StreamOut<TlpBeat>,
    /// What the peer allows.
    pub limit: FlowIn<Bits<8>>,
    /// TLPs acknowledged.
    pub freed: Signal<In, Bits<16>>,
    /// TLPs forgotten.
    pub discarded: Signal<Out, Bits<16>>,
    /// A non-posted TLP is gone.
    pub non_posted_left: Signal<Out, Bit>,
    /// Clocks after which a peer that lets none go is given up.
    pub busy_time: Signal<In, Bits<24>>,
    /// No frame is begun.
    pub paused: Signal<In, Bit>,
    /// It is to be given up.
    pub stuck: Signal<Out, Bit>,
    queue: NonPostedQueue<QUEUE_BEAT_BITS>,
    allowed: Reg<Bits<8>>,
    sent: Reg<Bits<8>>,
    may_go: Reg<Bit>,
    // A TLP is under way at `out`: from the queue, or else straight from `tlp`.
    under_way: Reg<Bit>,
    from_queue: Reg<Bit>,
    queue_is_next: Reg<Bit>,
    waited: Reg<Bits<24>>,
    gone: Reg<Bit>,
    // TLPs taken and not acknowledged; one was taken a clock ago.
    kept: Reg<Bits<16>>,
    took: Reg<Bit>,
}

impl Logic for PeerIngress {
    #[kernel]
    fn update(&mut self) {
        clocked!(self, allowed, sent, may_go, under_way, from_queue, queue_is_next);
        clocked!(self, waited, gone, kept, took);
        self.queue.clock.next = self.clock.val();
        self.queue.reset.next = self.reset.val();
        self.queue.flush.next = !self.run.val();
        self.queue.grant.next = self.may_go.q.val();
        self.non_posted_left.next = self.queue.left.val();

        // Apart.
        let input = self.tlp.payload.val();
        let is_non_posted = bits::<32>(kinds_of(Class::NonPosted)).get_bit(input.info.kind.index());
        let direct = self.tlp.valid.val() && !is_non_posted;
        self.queue.inp.payload.next = input;
        self.queue.inp.valid.next = self.tlp.valid.val() && is_non_posted;

        // Together again, TLP by TLP.
        let queued = self.queue.out.valid.val();
        let prefers_queue = queued && (self.queue_is_next.q.val() || !direct);
        let takes_queue =
            if self.under_way.q.val() { self.from_queue.q.val() } else { prefers_queue };
        let beat = if takes_queue { self.queue.out.payload.val() } else { input };
        let valid = if takes_queue { queued } else { direct };
        let ready = self.out.ready.val();
        self.out.payload.next = beat;
        self.out.valid.next = valid;
        self.queue.out.ready.next = takes_queue && ready;
        let tlp_ready =
            if is_non_posted { self.queue.inp.ready.val() } else { ready && !takes_queue };
        self.tlp.ready.next = tlp_ready;
        // A stream stays with what it has offered.
        if valid {
            self.under_way.d.next = !(ready && beat.beat.last);
            self.from_queue.d.next = takes_queue;
            self.queue_is_next.d.next = !takes_queue;
        }

        // How many may go.
        // No limit is further ahead of what has been sent than the peer has room.
        let step = self.limit.payload.val() - self.allowed.q.val();
        let ahead = self.limit.payload.val() - self.sent.q.val();
        if self.limit.valid.val() && !step.get_bit(7) && ahead <= bits::<8>(NON_POSTED_CREDITS) {
            self.allowed.d.next = self.limit.payload.val();
        }
        let goes = valid && ready && takes_queue && beat.beat.last && !beat.beat.error;
        let sent = self.sent.q.val();
        let allowed = self.allowed.q.val();
        if goes {
            self.sent.d.next = sent + 1;
            self.may_go.d.next = seq_before::<8>(sent + 1, allowed);
        } else {
            self.may_go.d.next = seq_before::<8>(sent, allowed);
        }

        // How long one has waited for the peer.
        if self.may_go.q.val() || !self.queue.waiting.val() {
            self.waited.d.next = bits::<24>(0);
        } else if !self.waited.q.val().all() && !self.paused.val() {
            self.waited.d.next = self.waited.q.val() + 1;
        }
        self.gone.d.next =
            self.busy_time.val().any() && self.waited.q.val() >= self.busy_time.val();
        self.stuck.next = self.gone.q.val() && self.run.val();
        if !self.run.val() {
            // Every connection begins with an open frame.
            if self.limit.valid.val() {
                self.allowed.d.next = if self.limit.payload.val() <= bits::<8>(NON_POSTED_CREDITS) {
                    self.limit.payload.val()
                } else {
                    bits::<8>(0)
                };
            }
            self.sent.d.next = bits::<8>(0);
            self.may_go.d.next = false;
            self.waited.d.next = bits::<24>(0);
            self.gone.d.next = false;
        }

        // What is lost with the connection.
        self.took.d.next =
            self.tlp.valid.val() && tlp_ready && input.beat.last && !input.beat.error;
        let kept =
            if self.run.val() { self.kept.q.val() - self.freed.val() } else { bits::<16>(0) };
        self.kept.d.next = kept + bit_cast::<16, 1>(cat!(self.took.q.val()));
        self.discarded.next = if self.run.val() { bits::<16>(0) } else { self.kept.q.val() };
    }
}
