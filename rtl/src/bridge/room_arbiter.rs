//! Shares the room toward the PCIe side while that is the bottleneck: of the peers that had a frame refused,
//! one at a time is asked to send again, and nobody else gets the room that is set aside for it.
//!
//! **Ports.** `starved`: peers (one bit each) whose frames were refused for want of room. `free_beats`: of the queues toward the
//! PCIe side. `accepted`, `accepted_beats`: peer whose frame has just been accepted, one cycle, and its length. `turn`: the peer whose turn it is, if any.
//! `invited`: the same once there is room for the longest frame, [`MAX_BEATS`]: it may be asked to send again. `free_for_others`: beats of a frame of another peer for which there
//! is room.
//!
//! A turn is worth the longest frame: so many beats are set aside when it begins, and fewer with each frame of that peer that is accepted. It ends when what is left
//! is less than its last frame; when there is room for two of the longest frames, so that nothing is scarce; or [`TURN_CLOCKS`] after the invitation, or after it no longer waits for one: the
//! request may have been lost, or the peer, or it has nothing more to send.
//!
//! **Latency** one clock from `starved` to `turn`, one from `free_beats` to `invited` and `free_for_others`. **Throughput** a turn every three clocks.
//! **Reset** nobody's turn.
//!
//! **Why not** room to whoever comes first: a peer of short frames would always find some, and one of long frames never
//! (its BUSY keeps the connection alive meanwhile). **Why not** turns of one frame each: then the short frames would starve, nearly. **Why not** a share of the queues for each peer: of eight shares most would lie idle.
//!
//! Peer 1 was refused. There is room for it at clock 3; others may still send short frames:
//!
//! ```text
//! clock           0   1   2   3   4   5   6   7
//! starved         2   2   2   2   0   0   0   0
//! free_beats      200 200 300 500 500 500 80  80
//! accepted        0   0   0   0   0   2   0   0
//! accepted_beats  -   -   -   -   -   400 -   -
//! turn            0   2   2   2   2   2   0   0
//! invited         0   0   0   0   2   2   0   0
//! free_for_others -   200 0   0   9D  9D  9D  80
//! ```

use expether_hdl::prelude::*;
use expether_wire::{bridge, ethernet};

use crate::prim::round_robin_arbiter::RoundRobinArbiter;

/// Beats of the longest frame's TLPs: an MTU of 9,000.
pub const MAX_BEATS: u64 = ((ethernet::MAX_FRAME - bridge::TLP_OFFSET) as u64).div_ceil(8);

/// Bits of the timer of a turn.
const TURN_BITS: usize = 13;
/// Clocks after which a turn ends: longer than a round trip of 2 km with a long frame each way.
pub const TURN_CLOCKS: u64 = (1 << TURN_BITS) - 1;

/// See the module's documentation. `N`: peers.
#[derive(LogicBlock, Default)]
pub struct RoomArbiter<const N: usize> {
    /// Clock.
    pub clock: Signal<In, Clock>,
    /// Synchronous, active high.
    pub reset: Signal<In, Bit>,
    /// Peers without room.
    pub starved: Signal<In, Bits<N>>,
    /// There is room for so many beats.
    pub free_beats: Signal<In, Bits<16>>,
    /// A frame of this peer was accepted.
    pub accepted: Signal<In, Bits<N>>,
    /// So long.
    pub accepted_beats: Signal<In, Bits<11>>,
    /// The peer whose turn it is.
    pub turn: Signal<Out, Bits<N>>,
    /// It may be asked to send again.
    pub invited: Signal<Out, Bits<N>>,
    /// There is room for so many beats of another peer.
    pub free_for_others: Signal<Out, Bits<16>>,
    arbiter: RoundRobinArbiter<N>,
    of: Reg<Bits<N>>,
    timer: Reg<Bits<TURN_BITS>>,
    // What is still set aside for it.
    credit: Reg<Bits<11>>,
    // It has been invited in this turn.
    asked: Reg<Bit>,
    has_room: Reg<Bit>,
    has_plenty: Reg<Bit>,
    others: Reg<Bits<16>>,
}

impl<const N: usize> Logic for RoomArbiter<N> {
    #[kernel]
    fn update(&mut self) {
        clocked!(self, of, timer, credit, asked, has_room, has_plenty, others);
        let turn = self.of.q.val();
        let starved = self.starved.val();
        let chooses = !turn.any() && starved.any();
        self.arbiter.clock.next = self.clock.val();
        self.arbiter.reset.next = self.reset.val();
        self.arbiter.request.next = starved;
        self.arbiter.advance.next = chooses;
        let credit = self.credit.q.val();
        if chooses {
            self.of.d.next = self.arbiter.grant.val();
            self.credit.d.next = bits::<11>(MAX_BEATS);
        }
        let has_room = turn.any() && self.has_room.q.val();
        let asked = self.asked.q.val();
        self.asked.d.next = turn.any() && (asked || has_room);
        let waits = (turn & starved).any() && !asked;
        self.timer.d.next =
            if waits || !turn.any() { bits::<TURN_BITS>(0) } else { self.timer.q.val() + 1 };
        let mut ends = self.timer.q.val().all() || (has_room && self.has_plenty.q.val());
        if (turn & self.accepted.val()).any() {
            let beats = self.accepted_beats.val();
            let left = if credit > beats { credit - beats } else { bits::<11>(0) };
            self.credit.d.next = left;
            ends = ends || left < beats;
        }
        if turn.any() && ends {
            self.of.d.next = bits::<N>(0);
        }

        let free = self.free_beats.val();
        let aside = bit_cast::<16, 11>(credit);
        self.has_room.d.next = free >= bits::<16>(MAX_BEATS);
        self.has_plenty.d.next = free >= bits::<16>(2 * MAX_BEATS);
        self.others.d.next = if !turn.any() {
            free
        } else if free > aside {
            free - aside
        } else {
            bits::<16>(0)
        };
        self.turn.next = turn;
        self.invited.next = if has_room { turn } else { bits::<N>(0) };
        self.free_for_others.next = self.others.q.val();
    }
}
