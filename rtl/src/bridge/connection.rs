//! Opens and closes the connection to a peer, so that both ends start from zero together and
//! nothing of an older connection is taken for new (`docs/protocol.md`).
//!
//! **Ports.** `wanted`: there is a peer, and software wants a connection. `lost`, `dead`: one cycle: the
//! peer is not heard of; it does not acknowledge. `heard`: a good open or close frame of the peer.
//! `speaks`: one cycle for each good frame of the connection.
//! `connected`: sequence numbers run. `state`, `own_epoch`, `peer_epoch`: for the registers;
//! `epoch`: of the connection. `control_wanted`: an open or close frame shall be sent,
//! `control_is_close`, `control_flags`, `control_epoch`, `control_number`, `heard_epoch`: what it says; `control_taken`: it is being sent.
//! `opened`, `ended`: one cycle each.
//!
//! **Latency** two clocks from the peer's open frame to `connected`. **Reset** no peer. **Limits.** A close
//! frame is sent once, and given up after [`CLOSE_CLOCKS`] clocks if there is no turn for it; should it be lost,
//! the peer's own timers end the connection.
//!
//! **Why not** a three-way handshake by sequence numbers as TCP has it: both ends start from zero, so only
//! the age of the connection has to be agreed.
//!
//! The peer opens; we answer, and are connected when it acknowledges our epoch:
//!
//! ```text
//! clock                    0  1  2  3  4  5  6  7  8  9  10
//! settings_enable          0  1  1  1  1  1  1  1  1  1  1
//! settings_open_interval   64 64 64 64 64 64 64 64 64 64 64
//! settings_epoch           5  5  5  5  5  5  5  5  5  5  5
//! wanted                   0  0  0  1  1  1  1  1  1  1  1
//! heard_valid              0  0  0  0  0  0  1  0  0  0  0
//! heard_is_close           -  -  -  -  -  -  0  -  -  -  -
//! heard_epoch_in           -  -  -  -  -  -  9  -  -  -  -
//! heard_flags_heard        -  -  -  -  -  -  1  -  -  -  -
//! heard_flags_wants_answer -  -  -  -  -  -  1  -  -  -  -
//! heard_flags_challenge    -  -  -  -  -  -  0  -  -  -  -
//! heard_acknowledged       -  -  -  -  -  -  6  -  -  -  -
//! heard_number             -  -  -  -  -  -  0  -  -  -  -
//! state                    0  0  0  0  1  1  1  2  2  2  2
//! own_epoch                -  5  5  5  6  6  6  6  6  6  6
//! connected                0  0  0  0  0  0  0  1  1  1  1
//! epoch                    -  -  5  5  5  6  6  6  F  F  F
//! control_wanted           0  0  0  0  1  1  0  1  1  0  0
//! control_taken            0  0  0  0  0  1  0  0  1  0  0
//! opened                   0  0  0  0  0  0  0  1  0  0  0
//! ```

use expether_hdl::prelude::*;

use super::frame::{FabricSettings, OpenFlags};
use crate::prim::stream::FlowIn;

/// Clocks that a close frame may wait for its turn.
pub const CLOSE_CLOCKS: u64 = 4096;

/// An open or close frame of the peer.
#[derive(Copy, Clone, PartialEq, Debug, Default, LogicStruct)]
pub struct ControlFrame {
    /// A close frame; else an open frame.
    pub is_close: Bit,
    /// Of an open frame: the peer's epoch; of a close frame, the connection's.
    pub epoch_in: Bits<8>,
    /// Of an open frame.
    pub flags: OpenFlags,
    /// Of an open frame with `flags.heard`: our epoch as the peer has heard it.
    pub acknowledged: Bits<8>,
    /// Of a challenge: its number; of another open frame, that of the challenge it answers, or 0.
    pub number: Bits<8>,
}

/// What is between us and the peer.
#[derive(Copy, Clone, PartialEq, Debug, LogicState)]
pub enum State {
    /// Nothing.
    NoPeer,
    /// Open frames.
    Opening,
    /// A connection.
    Connected,
    /// A close frame that has to be sent.
    Ending,
}

/// See the module's documentation.
#[derive(LogicBlock, Default)]
pub struct Connection {
    /// Clock.
    pub clock: Signal<In, Clock>,
    /// Synchronous, active high.
    pub reset: Signal<In, Bit>,
    /// From the registers.
    pub settings: Signal<In, FabricSettings>,
    /// There is a peer to be connected to.
    pub wanted: Signal<In, Bit>,
    /// It is not heard of.
    pub lost: Signal<In, Bit>,
    /// It does not acknowledge.
    pub dead: Signal<In, Bit>,
    /// It says something.
    pub heard: FlowIn<ControlFrame>,
    /// It sends frames of the connection.
    pub speaks: Signal<In, Bit>,
    /// There is a connection.
    pub connected: Signal<Out, Bit>,
    /// As in register PEER_STATUS.
    pub state: Signal<Out, Bits<2>>,
    /// Our epoch.
    pub own_epoch: Signal<Out, Bits<8>>,
    /// The peer's.
    pub peer_epoch: Signal<Out, Bits<8>>,
    /// The connection's.
    pub epoch: Signal<Out, Bits<8>>,
    /// An open or close frame shall be sent.
    pub control_wanted: Signal<Out, Bit>,
    /// It is a close frame.
    pub control_is_close: Signal<Out, Bit>,
    /// Its flags, of an open frame.
    pub control_flags: Signal<Out, OpenFlags>,
    /// Its epoch.
    pub control_epoch: Signal<Out, Bits<8>>,
    /// The peer's epoch that an open frame acknowledges.
    pub heard_epoch: Signal<Out, Bits<8>>,
    /// Of an open frame: its number as a challenge, or that of the challenge it answers.
    pub control_number: Signal<Out, Bits<8>>,
    /// It is being sent.
    pub control_taken: Signal<In, Bit>,
    /// A connection has been opened.
    pub opened: Signal<Out, Bit>,
    /// A connection has ended.
    pub ended: Signal<Out, Bit>,
    now: Reg<State>,
    // `now` is `Connected`: so much depends on it that it is not decoded.
    is_connected: Reg<Bit>,
    ours: Reg<Bits<8>>,
    theirs: Reg<Bits<8>>,
    // Of an open frame heard while connected to an older life of the peer, or while opening.
    newest: Reg<Bits<8>>,
    any_heard: Reg<Bit>,
    sum: DataReg<Bits<8>>,
    open_due: Reg<Bit>,
    challenge_due: Reg<Bit>,
    // Connected: the peer has sent frames.
    spoken: Reg<Bit>,
    // Of our challenges without bit 7; and of the newest one heard, or 0.
    own_number: Reg<Bits<7>>,
    repeated: Reg<Bits<8>>,
    timer: Reg<Bits<24>>,
    timer_ran_out: Reg<Bit>,
    opened_strobe: Reg<Bit>,
    ended_strobe: Reg<Bit>,
}

impl Logic for Connection {
    #[kernel]
    fn update(&mut self) {
        clocked!(
            self,
            now,
            is_connected,
            ours,
            theirs,
            newest,
            any_heard,
            sum,
            open_due,
            challenge_due
        );
        clocked!(self, spoken, own_number, repeated, timer, timer_ran_out);
        clocked!(self, opened_strobe, ended_strobe);
        let settings = self.settings.val();
        let wanted = self.wanted.val() && settings.enable;
        let heard = self.heard.payload.val();
        let hears_open = self.heard.valid.val() && !heard.is_close;
        let hears_close = self.heard.valid.val() && heard.is_close;
        let knows_us = heard.flags.heard && heard.acknowledged == self.ours.q.val();
        // Under its old epoch, too: who is connected wants no answer, unless to challenge us.
        let has_other_epoch = heard.epoch_in != self.theirs.q.val();
        let starts_over = self.spoken.q.val() && heard.flags.wants_answer && !heard.flags.challenge;
        let is_new_life = has_other_epoch || starts_over;
        let number: Bits<8> = cat!(true, self.own_number.q.val());
        let hears_challenge = hears_open && heard.flags.challenge;
        let taken = self.control_taken.val();

        self.opened_strobe.d.next = false;
        self.ended_strobe.d.next = false;
        self.timer.d.next = self.timer.q.val() + 1;
        self.timer_ran_out.d.next = self.timer.q.val() >= settings.open_interval;
        if taken {
            self.open_due.d.next = false;
            self.challenge_due.d.next = false;
        }
        if hears_challenge {
            self.repeated.d.next = heard.number;
        }
        match self.now.q.val() {
            State::NoPeer => {
                self.timer.d.next = bits::<24>(0);
                self.timer_ran_out.d.next = false;
                self.challenge_due.d.next = false;
                self.open_due.d.next = false;
                self.repeated.d.next = bits::<8>(0);
                if wanted {
                    self.now.d.next = State::Opening;
                    self.ours.d.next = self.ours.q.val() + 1;
                    self.open_due.d.next = true;
                } else {
                    self.any_heard.d.next = false;
                }
            }
            State::Opening => {
                if self.timer_ran_out.q.val() {
                    self.timer.d.next = bits::<24>(0);
                    self.timer_ran_out.d.next = false;
                    self.open_due.d.next = true;
                }
                if hears_open {
                    self.newest.d.next = heard.epoch_in;
                    self.theirs.d.next = heard.epoch_in;
                    self.any_heard.d.next = true;
                    if heard.flags.wants_answer {
                        self.open_due.d.next = true;
                    }
                    if knows_us && !heard.flags.challenge {
                        self.now.d.next = State::Connected;
                        self.is_connected.d.next = true;
                        self.opened_strobe.d.next = true;
                    }
                }
                if !wanted {
                    self.now.d.next = State::NoPeer;
                    self.is_connected.d.next = false;
                }
            }
            State::Connected => {
                self.timer.d.next = bits::<24>(0);
                if hears_open {
                    self.newest.d.next = heard.epoch_in;
                    if heard.flags.wants_answer {
                        self.open_due.d.next = true;
                        self.challenge_due.d.next = is_new_life;
                    }
                }
                if self.speaks.val() {
                    self.spoken.d.next = true;
                }
                // A late copy of an open frame may say all this but the number: who is connected
                // answers a challenge otherwise, and then the next has another number.
                let answers = !heard.flags.challenge && heard.number == number;
                let restarted = hears_open && is_new_life && knows_us && answers;
                if hears_open && !is_new_life {
                    self.own_number.d.next = self.own_number.q.val() + 1;
                }
                let closed = hears_close && heard.epoch_in == self.sum.q.val();
                if restarted || closed || self.lost.val() || self.dead.val() || !wanted {
                    self.now.d.next = State::Ending;
                    self.is_connected.d.next = false;
                    self.ended_strobe.d.next = true;
                    self.own_number.d.next = self.own_number.q.val() + 1;
                    self.open_due.d.next = true;
                    self.challenge_due.d.next = false;
                    self.any_heard.d.next = restarted;
                }
            }
            State::Ending => {
                if taken || self.timer.q.val() == CLOSE_CLOCKS || !settings.enable {
                    self.now.d.next = State::NoPeer;
                }
            }
        }
        if !self.is_connected.q.val() {
            self.spoken.d.next = false;
        }
        self.sum.d.next = self.ours.q.val() + self.theirs.q.val();
        if !settings.enable {
            self.ours.d.next = settings.epoch;
        }

        let is_connected = self.is_connected.q.val();
        let is_ending = self.now.q.val() == State::Ending;
        self.connected.next = is_connected;
        self.state.next = match self.now.q.val() {
            State::NoPeer => bits::<2>(0),
            State::Opening => bits::<2>(1),
            State::Connected => bits::<2>(2),
            State::Ending => bits::<2>(3),
        };
        self.own_epoch.next = self.ours.q.val();
        self.peer_epoch.next = self.theirs.q.val();
        self.epoch.next = self.sum.q.val();
        self.control_wanted.next = self.open_due.q.val();
        self.control_is_close.next = is_ending;
        let challenges = is_connected && self.challenge_due.q.val();
        self.control_flags.next = OpenFlags {
            heard: self.any_heard.q.val(),
            wants_answer: !is_connected || challenges,
            challenge: challenges,
        };
        self.control_number.next = if challenges { number } else { self.repeated.q.val() };
        self.control_epoch.next = if is_ending { self.sum.q.val() } else { self.ours.q.val() };
        self.heard_epoch.next = self.newest.q.val();
        self.opened.next = self.opened_strobe.q.val();
        self.ended.next = self.ended_strobe.q.val();
    }
}
