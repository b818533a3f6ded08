//! Whose turn it is: chooses, frame by frame, the peer to which the next one goes.
//!
//! **Ports.** `wants`: peers (one bit each) to which a frame could be sent; `requests`, `replies`, `words`: what it would say.
//! `keep_alive_wanted`: a keep-alive frame is due; it goes first. To the [`Encapsulator`](super::Encapsulator): `wanted`, `request`: a frame
//! could begin; `take`: it begins, unless `request_wanted` is low; `reply`, `reply_take`: what to tell its receiver; `word`: its TLPs. To the peers:
//! `taken`, `reply_taken`. `keep_alive_taken`.
//!
//! Peers take turns, frame by frame; a choice stands until it is taken or no longer wanted.
//!
//! **Latency** two clocks from `wants` to `wanted`. **Throughput** a frame whenever the encapsulator takes one: the next choice is made while a frame is sent.
//! **Reset** forgets the choice.
//!
//! **Why not** turns by bytes: frames differ at most as much as the MTU allows, and each peer's rate is controlled by its own bucket.

use expether_hdl::prelude::*;
use expether_wire::bridge::frame_type;

use super::frame::{FrameRequest, Reply};
use crate::prim::round_robin_arbiter::RoundRobinArbiter;
use crate::prim::stream::{StreamIn, StreamOut};

/// Broadcast address.
const BROADCAST: u64 = 0xFFFF_FFFF_FFFF;

/// See the module's documentation. `N`: peers.
#[derive(LogicBlock)]
pub struct FrameScheduler<const N: usize> {
    /// Clock.
    pub clock: Signal<In, Clock>,
    /// Synchronous, active high.
    pub reset: Signal<In, Bit>,
    /// A keep-alive frame is due.
    pub keep_alive_wanted: Signal<In, Bit>,
    /// It is being sent.
    pub keep_alive_taken: Signal<Out, Bit>,
    /// Peers with something to send.
    pub wants: Signal<In, Bits<N>>,
    /// What each would send.
    pub requests: [Signal<In, FrameRequest>; N],
    /// What each would be told.
    pub replies: [Signal<In, Reply>; N],
    /// The TLPs of each one's frame.
    pub words: [StreamIn<Bits<64>>; N],
    /// A peer's frame begins, unless its `request.wanted` is low.
    pub taken: Signal<Out, Bits<N>>,
    /// A peer's reply is in a frame.
    pub reply_taken: Signal<Out, Bits<N>>,
    /// A frame could begin.
    pub wanted: Signal<Out, Bit>,
    /// Which.
    pub request: Signal<Out, FrameRequest>,
    /// It begins.
    pub take: Signal<In, Bit>,
    /// For the frame under way.
    pub reply: Signal<Out, Reply>,
    /// It is in the frame.
    pub reply_take: Signal<In, Bit>,
    /// The TLPs of the frame under way.
    pub word: StreamOut<Bits<64>>,
    arbiter: RoundRobinArbiter<N>,
    wanted_before: Reg<Bits<N>>,
    chosen: Reg<Bits<N>>,
    active: Reg<Bits<N>>,
}

impl<const N: usize> Default for FrameScheduler<N> {
    fn default() -> Self {
        Self {
            clock: Default::default(),
            reset: Default::default(),
            keep_alive_wanted: Default::default(),
            keep_alive_taken: Default::default(),
            wants: Default::default(),
            requests: std::array::from_fn(|_| Default::default()),
            replies: std::array::from_fn(|_| Default::default()),
            words: std::array::from_fn(|_| Default::default()),
            taken: Default::default(),
            reply_taken: Default::default(),
            wanted: Default::default(),
            request: Default::default(),
            take: Default::default(),
            reply: Default::default(),
            reply_take: Default::default(),
            word: Default::default(),
            arbiter: Default::default(),
            wanted_before: Default::default(),
            chosen: Default::default(),
            active: Default::default(),
        }
    }
}

impl<const N: usize> Logic for FrameScheduler<N> {
    #[kernel]
    fn update(&mut self) {
        clocked!(self, wanted_before, chosen, active);
        let wants = self.wants.val();
        let chosen = self.chosen.q.val();
        let active = self.active.q.val();
        let keep_alive = self.keep_alive_wanted.val();
        // What is decided by `wants` of a clock before; `request_wanted` says whether it still holds.
        let wanted = self.wanted_before.q.val();
        let stands = (chosen & wanted).any();
        let takes = self.take.val() && !keep_alive && stands;

        // The next choice: at once when there is none, else when this one begins. Whoever begins now may
        // want another frame, but that is known only in the next clock.
        self.wanted_before.d.next = if takes { wants & !chosen } else { wants };
        let candidates = if takes { wanted & !chosen } else { wanted };
        let chooses = takes || !stands;
        self.arbiter.clock.next = self.clock.val();
        self.arbiter.reset.next = self.reset.val();
        self.arbiter.request.next = candidates;
        self.arbiter.advance.next = chooses && candidates.any();
        if chooses {
            self.chosen.d.next = self.arbiter.grant.val();
        }
        if self.take.val() {
            self.active.d.next = if keep_alive { bits::<N>(0) } else { chosen };
        }
        self.taken.next = if takes { chosen } else { bits::<N>(0) };
        self.reply_taken.next = if self.reply_take.val() { active } else { bits::<N>(0) };
        self.keep_alive_taken.next = self.take.val() && keep_alive;
        self.wanted.next = stands || keep_alive;

        let mut request = self.requests[0].val();
        let mut reply = self.replies[0].val();
        let mut word = self.words[0].payload.val();
        let mut word_valid = self.words[0].valid.val() && active.get_bit(0);
        for i in 1..N {
            if chosen.get_bit(i) {
                request = self.requests[i].val();
            }
            if active.get_bit(i) {
                reply = self.replies[i].val();
                word = self.words[i].payload.val();
                word_valid = self.words[i].valid.val();
            }
        }
        if keep_alive {
            request.wanted = true;
            request.kind = bits::<4>(frame_type::KEEP_ALIVE);
            request.mac = bits::<48>(BROADCAST);
            request.plan.beats = bits::<11>(0);
        }
        self.request.next = request;
        self.reply.next = reply;
        self.word.payload.next = word;
        self.word.valid.next = word_valid;
        for i in 0..N {
            self.words[i].ready.next = active.get_bit(i) && self.word.ready.val();
        }
    }
}
