//! Finds out how long a frame the path to a peer carries, by the lengths of open frames.
//!
//! **Ports.** `own_beats`: beats of a frame's area by register MTU. `opening`, `connected`: the state of the connection; without
//! either everything is forgotten. `confirmed`: the peer knows of it. `hears_another`: the open frame of this cycle is of another incarnation than those before.
//! `heard`: an open frame; `length_dw`: words of its area. `told`: one of this connection; `told_dw`: words of our longest area that
//! has come to the peer. `sent`: a timed open frame begins. `try_beats`: beats of the next one. `beats`: of the longest frame that the
//! path carries and MTU allows. `longest_dw`: what open frames tell the peer. `path_dw`: for the registers. `tries`: the path is shorter than the MTU: it shall be tried again.
//!
//! Open frames sent by the timer try the whole MTU, then 1,500 bytes, then [`MIN_MTU`], in turn. Once connected, the whole is tried
//! [`FURTHER_TRIES`] times more if it has not come through: the one that failed may just have been lost.
//!
//! **Latency** one clock from a frame heard to `longest_dw`, two to `beats`. **Reset** as without a connection, a clock later. **Limits.** A path that does not carry [`MIN_MTU`]
//! gets no connection, for no longest TLP would pass it.
//!
//! **Why not** take the peer's MTU: what a switch between them carries, neither knows. **Why not** shorten when data is lost: lost is not
//! too long.
//!
//! The peer has heard 184 beats of an MTU with 1,122:
//!
//! ```text
//! clock         0   1   2   3   4   5   6
//! own_beats     462 462 462 462 462 462 462
//! opening       0   1   1   1   1   0   0
//! connected     0   0   0   0   0   1   1
//! confirmed     0   0   0   0   0   1   1
//! sent          0   0   1   0   0   0   0
//! heard         0   0   0   0   1   0   0
//! hears_another 0   0   0   0   1   0   0
//! length_dw     -   -   -   -   8C4 -   -
//! told          0   0   0   0   1   0   0
//! told_dw       -   -   -   -   170 -   -
//! try_beats     462 462 462 B8  B8  462 462
//! longest_dw    0   0   0   0   0   8C4 8C4
//! beats         -   45  45  45  45  45  B8
//! tries         0   0   0   0   0   1   1
//! ```

use expether_hdl::prelude::*;
use expether_wire::bridge;

/// Bytes behind the EtherType that a path must carry: the longest TLP needs 554.
pub const MIN_MTU: u64 = 576;
/// Beats of a frame's area with this MTU.
pub const fn area_beats(mtu: u64) -> u64 {
    mtu.saturating_sub(bridge::HEADER.length as u64) / 8
}
/// Beats of an area that every path must carry.
pub const MIN_BEATS: u64 = area_beats(MIN_MTU);
/// Beats of an area of a frame of 1,500 bytes.
pub const USUAL_BEATS: u64 = area_beats(1500);
/// How often the whole MTU is tried once there is a connection.
pub const FURTHER_TRIES: u64 = 3;

const _: () = assert!(MIN_BEATS as usize >= super::frame::MAX_TLP_BEATS);

/// See the module's documentation.
#[derive(LogicBlock, Default)]
pub struct PathLength {
    /// Clock.
    pub clock: Signal<In, Clock>,
    /// Synchronous, active high.
    pub reset: Signal<In, Bit>,
    /// Beats of an area by register MTU.
    pub own_beats: Signal<In, Bits<11>>,
    /// A connection is being opened.
    pub opening: Signal<In, Bit>,
    /// There is one that the peer knows of.
    pub confirmed: Signal<In, Bit>,
    /// There is one.
    pub connected: Signal<In, Bit>,
    /// An open frame of the peer.
    pub heard: Signal<In, Bit>,
    /// It is of another incarnation than those before.
    pub hears_another: Signal<In, Bit>,
    /// Words of its area.
    pub length_dw: Signal<In, Bits<12>>,
    /// It tells of our present incarnation.
    pub told: Signal<In, Bit>,
    /// Words of our longest area that has come to the peer.
    pub told_dw: Signal<In, Bits<12>>,
    /// A timed open frame begins.
    pub sent: Signal<In, Bit>,
    /// Beats of the next one's area.
    pub try_beats: Signal<Out, Bits<11>>,
    /// Beats of the longest area that may be sent.
    pub beats: Signal<Out, Bits<11>>,
    /// Words of the peer's longest area that has come.
    pub longest_dw: Signal<Out, Bits<12>>,
    /// Words of our longest area that has come to the peer.
    pub path_dw: Signal<Out, Bits<12>>,
    /// Another open frame shall try the whole MTU.
    pub tries: Signal<Out, Bit>,
    longest: Reg<Bits<12>>,
    reached: Reg<Bits<12>>,
    turn: Reg<Bits<2>>,
    tries_left: Reg<Bits<2>>,
    limit: Reg<Bits<11>>,
}

impl Logic for PathLength {
    #[kernel]
    fn update(&mut self) {
        clocked!(self, longest, reached, turn, tries_left, limit);
        let own = self.own_beats.val();
        let confirmed = self.confirmed.val();
        let longest = self.longest.q.val();
        let reached = self.reached.q.val();
        let length = self.length_dw.val();
        if self.heard.val() && (self.hears_another.val() || length > longest) {
            self.longest.d.next = length;
        }
        let told = self.told_dw.val();
        if self.told.val() && told > reached {
            self.reached.d.next = told;
        }
        // Compared side by side, and a clock later.
        let carried = reached.get_bits::<11>(1);
        let least = bits::<11>(MIN_BEATS);
        let at_least = if least < own { least } else { own };
        let at_most = if carried < own { carried } else { own };
        self.limit.d.next = if carried < least { at_least } else { at_most };

        // What the next timed open frame tries.
        let usual = bits::<11>(USUAL_BEATS);
        let turn = self.turn.q.val();
        let mut tried = own;
        if turn == 1 && usual < own {
            tried = usual;
        }
        if turn == 2 {
            tried = least;
        }
        if confirmed {
            tried = own;
        }
        let is_short = self.limit.q.val() < own;
        if self.sent.val() {
            self.turn.d.next = if turn == 2 { bits::<2>(0) } else { turn + 1 };
            if confirmed && self.tries_left.q.val().any() {
                self.tries_left.d.next = self.tries_left.q.val() - 1;
            }
        }
        if !self.opening.val() && !self.connected.val() {
            self.longest.d.next = bits::<12>(0);
            self.reached.d.next = bits::<12>(0);
            self.turn.d.next = bits::<2>(0);
            self.tries_left.d.next = bits::<2>(FURTHER_TRIES);
            self.limit.d.next = at_least;
        }

        self.try_beats.next = tried;
        self.beats.next = self.limit.q.val();
        self.longest_dw.next = longest;
        self.path_dw.next = reached;
        self.tries.next = confirmed && is_short && self.tries_left.q.val().any();
    }
}
