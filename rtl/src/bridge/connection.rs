//! Opens and closes the connection to a peer, so that both ends start from zero together and
//! nothing of an older connection is taken for new (the tables of `docs/protocol.md`).
//!
//! **Ports.** `wanted`: there is a peer, and software wants a connection. `lost`, `dead`: one cycle: the
//! peer is not heard of; it does not acknowledge. `heard`: a good open or close frame of the peer.
//! `speaks`: one cycle for each good frame of the connection. `tries`: once connected, another open frame
//! shall try the path. `hold`: no connection is opened yet. `renew`: the seed is another; the number drawn ahead is forgotten. `draw_wanted`, `drawn`: a new incarnation number is asked for; it is given.
//! `connected`: sequence numbers run, and frames of the connection are taken; `confirmed`: they may be sent. `tells`: one cycle: an ack frame shall confirm it to the peer. `state`, `own`, `peer`: for the registers and the frames of the connection.
//! `control_wanted`: an open or close frame shall be sent; `control`: what it says; `control_taken`: it is being sent.
//! `opened`, `ended`, `held`, `stray`: one cycle each: a connection has begun or ended, an answer has to wait, a close frame
//! was of another connection. `hears_peer`, `hears_another`, `hears_own`, `confirmed`: for [`PathLength`](super::PathLength).
//!
//! Answers and offers share [`ANSWERS`] credits, one of which comes back every [`ANSWER_CLOCKS`] clocks.
//!
//! **Latency** two clocks from the peer's open frame to `connected`. **Reset** no peer. **Limits.** A connection that is not confirmed after 15 open frames ends. A close
//! frame is sent once, and given up after [`CLOSE_CLOCKS`] clocks if there is no turn for it; should it be lost,
//! the peer's own timers end the connection.
//!
//! **Why not** one number for both ends, as a sum or difference: one end's step can cancel the other's. **Why not** a
//! three-way handshake by sequence numbers as TCP has it: both ends start from zero, so only
//! the age of the connection has to be agreed.
//!
//! The peer opens; we answer, and are connected when it names our incarnation:
//!
//! ```text
//! clock                    0  1  2  3  4  5  6  7  8  9  10
//! settings_enable          1  1  1  1  1  1  1  1  1  1  1
//! settings_open_interval   64 64 64 64 64 64 64 64 64 64 64
//! wanted                   0  0  0  1  1  1  1  1  1  1  1
//! draw_wanted              0  0  0  0  1  1  1  1  1  1  1
//! drawn_valid              0  1  0  0  0  0  0  0  0  0  0
//! drawn_payload            -  5  -  -  -  -  -  -  -  -  -
//! heard_valid              0  0  0  0  0  0  1  0  0  0  0
//! heard_is_close           -  -  -  -  -  -  0  -  -  -  -
//! heard_incarnation        -  -  -  -  -  -  9  -  -  -  -
//! heard_flags_heard        -  -  -  -  -  -  1  -  -  -  -
//! heard_flags_wants_answer -  -  -  -  -  -  1  -  -  -  -
//! heard_flags_offer        -  -  -  -  -  -  0  -  -  -  -
//! heard_acknowledged       -  -  -  -  -  -  5  -  -  -  -
//! state                    0  0  0  0  1  1  1  2  2  2  2
//! own                      -  -  -  -  5  5  5  5  5  5  5
//! connected                0  0  0  0  0  0  0  1  1  1  1
//! control_wanted           0  0  0  0  1  1  0  1  1  1  0
//! control_taken            0  0  0  0  0  1  0  0  0  1  0
//! opened                   0  0  0  0  0  0  0  1  0  0  0
//! ```

use expether_hdl::prelude::*;

use super::frame::{FabricSettings, OpenFlags};
use crate::prim::stream::FlowIn;

/// Clocks that a close frame may wait for its turn.
pub const CLOSE_CLOCKS: u64 = 4096;
/// Answers to open frames of a peer that may be sent at once.
pub const ANSWERS: u64 = 4;
/// Clocks, as a power of two, after which one more may be sent.
pub const ANSWER_BITS: usize = 10;
/// The same in clocks.
pub const ANSWER_CLOCKS: u64 = 1 << ANSWER_BITS;

/// An open or close frame of the peer.
#[derive(Copy, Clone, PartialEq, Debug, Default, LogicStruct)]
pub struct ControlFrame {
    /// A close frame; else an open frame.
    pub is_close: Bit,
    /// The peer's incarnation.
    pub incarnation: Bits<32>,
    /// Of an open frame; `heard` of a close frame, too.
    pub flags: OpenFlags,
    /// With `flags.heard`: our incarnation as the peer has heard it.
    pub acknowledged: Bits<32>,
}

/// An open or close frame to the peer.
#[derive(Copy, Clone, PartialEq, Debug, Default, LogicStruct)]
pub struct ControlRequest {
    /// A close frame; else an open frame.
    pub is_close: Bit,
    /// Its flags.
    pub flags: OpenFlags,
    /// Our incarnation: present, or, of an offer, the next.
    pub incarnation: Bits<32>,
    /// The peer's, as heard.
    pub peer: Bits<32>,
    /// It is sent by the timer, so that its length may try the path.
    pub is_timed: Bit,
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
#[derive(LogicBlock)]
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
    /// An open frame shall try the path, though there is a connection.
    pub tries: Signal<In, Bit>,
    /// TLPs of an older connection are still on their way to this entry: none is opened yet.
    pub hold: Signal<In, Bit>,
    /// Numbers come from another seed now: the one drawn ahead is forgotten.
    pub renew: Signal<In, Bit>,
    /// A new incarnation number is wanted.
    pub draw_wanted: Signal<Out, Bit>,
    /// It is given.
    pub drawn: FlowIn<Bits<32>>,
    /// There is a connection.
    pub connected: Signal<Out, Bit>,
    /// As in register PEER_STATUS.
    pub state: Signal<Out, Bits<2>>,
    /// Our incarnation.
    pub own: Signal<Out, Bits<32>>,
    /// The peer's.
    pub peer: Signal<Out, Bits<32>>,
    /// An open or close frame shall be sent.
    pub control_wanted: Signal<Out, Bit>,
    /// Which.
    pub control: Signal<Out, ControlRequest>,
    /// It is being sent.
    pub control_taken: Signal<In, Bit>,
    /// An open frame comes, of the connection if there is one.
    pub hears_peer: Signal<Out, Bit>,
    /// It is of another incarnation than those before.
    pub hears_another: Signal<Out, Bit>,
    /// An open frame comes that names our present incarnation.
    pub hears_own: Signal<Out, Bit>,
    /// The peer is known to be connected, too: frames of the connection may be sent.
    pub confirmed: Signal<Out, Bit>,
    /// An open frame has confirmed it: the peer is to be told by an ack frame.
    pub tells: Signal<Out, Bit>,
    /// A connection has been opened.
    pub opened: Signal<Out, Bit>,
    /// A connection has ended.
    pub ended: Signal<Out, Bit>,
    /// An answer waits, because there have been too many.
    pub held: Signal<Out, Bit>,
    /// A close frame of another connection was ignored.
    pub stray: Signal<Out, Bit>,
    now: Reg<State>,
    // `now` is `Connected`: so much depends on it that it is not decoded.
    is_connected: Reg<Bit>,
    ours: DataReg<Bits<32>>,
    following: DataReg<Bits<32>>,
    has_following: Reg<Bit>,
    // Of the connection; and as heard last, which it may be offered a connection to.
    theirs: DataReg<Bits<32>>,
    newest: DataReg<Bits<32>>,
    any_heard: Reg<Bit>,
    is_confirmed: Reg<Bit>,
    open_due: Reg<Bit>,
    answer_due: Reg<Bit>,
    offer_due: Reg<Bit>,
    answers: Reg<Bits<3>>,
    answer_timer: Reg<Bits<ANSWER_BITS>>,
    timer: Reg<Bits<24>>,
    timer_ran_out: Reg<Bit>,
    opened_strobe: Reg<Bit>,
    ended_strobe: Reg<Bit>,
    held_strobe: Reg<Bit>,
    stray_strobe: Reg<Bit>,
    tell_strobe: Reg<Bit>,
    // Open frames sent since the connection was opened, while it is not confirmed.
    asked: Reg<Bits<4>>,
}

impl Default for Connection {
    fn default() -> Self {
        Self {
            clock: Signal::default(),
            reset: Signal::default(),
            settings: Signal::default(),
            wanted: Signal::default(),
            lost: Signal::default(),
            dead: Signal::default(),
            heard: FlowIn::default(),
            speaks: Signal::default(),
            tries: Signal::default(),
            hold: Signal::default(),
            renew: Signal::default(),
            draw_wanted: Signal::default(),
            drawn: FlowIn::default(),
            connected: Signal::default(),
            state: Signal::default(),
            own: Signal::default(),
            peer: Signal::default(),
            control_wanted: Signal::default(),
            control: Signal::default(),
            control_taken: Signal::default(),
            hears_peer: Signal::default(),
            hears_another: Signal::default(),
            hears_own: Signal::default(),
            confirmed: Signal::default(),
            tells: Signal::default(),
            opened: Signal::default(),
            ended: Signal::default(),
            held: Signal::default(),
            stray: Signal::default(),
            now: Reg::default(),
            is_connected: Reg::default(),
            ours: DataReg::default(),
            following: DataReg::default(),
            has_following: Reg::default(),
            theirs: DataReg::default(),
            newest: DataReg::default(),
            any_heard: Reg::default(),
            is_confirmed: Reg::default(),
            open_due: Reg::default(),
            answer_due: Reg::default(),
            offer_due: Reg::default(),
            answers: Reg::new(bits(ANSWERS)),
            answer_timer: Reg::default(),
            timer: Reg::default(),
            timer_ran_out: Reg::default(),
            opened_strobe: Reg::default(),
            ended_strobe: Reg::default(),
            held_strobe: Reg::default(),
            stray_strobe: Reg::default(),
            tell_strobe: Reg::default(),
            asked: Reg::default(),
        }
    }
}

impl Logic for Connection {
    #[kernel]
    fn update(&mut self) {
        clocked!(self, now, is_connected, ours, following, has_following, theirs, newest);
        clocked!(self, any_heard, is_confirmed, open_due, answer_due, offer_due);
        clocked!(self, answers, answer_timer, timer, timer_ran_out);
        clocked!(self, asked, opened_strobe, ended_strobe, held_strobe, stray_strobe, tell_strobe);
        let settings = self.settings.val();
        let wanted = self.wanted.val() && settings.enable;
        let heard = self.heard.payload.val();
        let flags = heard.flags;
        let hears_open = self.heard.valid.val() && !heard.is_close;
        let hears_close = self.heard.valid.val() && heard.is_close;
        let names_own = flags.heard && heard.acknowledged == self.ours.q.val();
        let names_following = flags.heard
            && self.has_following.q.val()
            && heard.acknowledged == self.following.q.val();
        let is_newest = self.any_heard.q.val() && heard.incarnation == self.newest.q.val();
        let is_theirs = heard.incarnation == self.theirs.q.val();
        let is_connected = self.is_connected.q.val();
        let taken = self.control_taken.val();

        // The number that is taken next is drawn ahead, but not for an entry that needs none.
        self.draw_wanted.next = wanted && !self.has_following.q.val();
        if self.drawn.valid.val() {
            self.following.d.next = self.drawn.payload.val();
            self.has_following.d.next = true;
        }
        // Of the seed before, it opens nothing any more.
        if self.renew.val() {
            self.has_following.d.next = false;
        }
        let may_begin = self.has_following.q.val() && !self.hold.val() && !self.renew.val();

        // How many answers may be sent: each open frame heard costs one at most.
        let timed = self.open_due.q.val();
        let answers = self.answer_due.q.val() && !timed;
        let may_answer = self.answers.q.val().any();
        let offers = self.offer_due.q.val() && !timed && !answers;
        let costs = taken && (answers || offers);
        let comes_back = self.answer_timer.q.val().all() && self.answers.q.val() != ANSWERS;
        self.answer_timer.d.next = if self.answers.q.val() == ANSWERS {
            bits::<ANSWER_BITS>(0)
        } else {
            self.answer_timer.q.val() + 1
        };
        if costs && !comes_back {
            self.answers.d.next = self.answers.q.val() - 1;
        } else if comes_back && !costs {
            self.answers.d.next = self.answers.q.val() + 1;
        }
        if taken {
            if timed {
                // It says all that an answer would.
                self.open_due.d.next = false;
                self.answer_due.d.next = false;
            } else if answers {
                self.answer_due.d.next = false;
            } else {
                self.offer_due.d.next = false;
            }
        }

        self.opened_strobe.d.next = false;
        self.ended_strobe.d.next = false;
        self.held_strobe.d.next = false;
        self.stray_strobe.d.next = false;
        self.tell_strobe.d.next = false;
        self.timer.d.next = self.timer.q.val() + 1;
        self.timer_ran_out.d.next = self.timer.q.val() >= settings.open_interval;
        match self.now.q.val() {
            State::NoPeer => {
                self.timer.d.next = bits::<24>(0);
                self.timer_ran_out.d.next = false;
                self.open_due.d.next = false;
                self.answer_due.d.next = false;
                self.offer_due.d.next = false;
                if wanted && may_begin {
                    self.now.d.next = State::Opening;
                    self.ours.d.next = self.following.q.val();
                    self.has_following.d.next = false;
                    self.open_due.d.next = true;
                } else if !wanted {
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
                    self.newest.d.next = heard.incarnation;
                    self.theirs.d.next = heard.incarnation;
                    self.any_heard.d.next = true;
                    if flags.wants_answer {
                        self.answer_due.d.next = true;
                        self.held_strobe.d.next = !may_answer;
                    }
                    if names_own {
                        self.now.d.next = State::Connected;
                        self.is_connected.d.next = true;
                        self.is_confirmed.d.next = !flags.wants_answer;
                        self.tell_strobe.d.next = !flags.wants_answer;
                        self.opened_strobe.d.next = true;
                        self.asked.d.next = bits::<4>(0);
                    }
                }
                if !wanted {
                    self.now.d.next = State::NoPeer;
                    self.is_connected.d.next = false;
                    self.is_confirmed.d.next = false;
                    self.tell_strobe.d.next = false;
                    self.opened_strobe.d.next = false;
                }
            }
            State::Connected => {
                // Until it is confirmed, the peer may not know of the connection.
                let asks = !self.is_confirmed.q.val() || self.tries.val();
                if !asks {
                    self.timer.d.next = bits::<24>(0);
                    self.timer_ran_out.d.next = false;
                } else if self.timer_ran_out.q.val() {
                    self.timer.d.next = bits::<24>(0);
                    self.timer_ran_out.d.next = false;
                    self.open_due.d.next = true;
                    self.asked.d.next = self.asked.q.val() + 1;
                }
                let in_vain = !self.is_confirmed.q.val() && self.asked.q.val().all();
                let restarted = hears_open && !is_theirs && names_following;
                if hears_open {
                    if is_theirs {
                        // Only who is connected wants no answer.
                        if names_own && !flags.wants_answer {
                            self.is_confirmed.d.next = true;
                            self.tell_strobe.d.next = !self.is_confirmed.q.val();
                        }
                        if flags.wants_answer {
                            self.answer_due.d.next = true;
                            self.held_strobe.d.next = !may_answer;
                        }
                    } else if restarted || !flags.offer || names_own {
                        self.newest.d.next = heard.incarnation;
                        self.offer_due.d.next = true;
                        self.held_strobe.d.next = !may_answer;
                    }
                }
                if self.speaks.val() {
                    self.is_confirmed.d.next = true;
                }
                let closes = hears_close && is_theirs && names_own;
                self.stray_strobe.d.next = hears_close && !closes;
                let fails = self.lost.val() || self.dead.val() || in_vain;
                if restarted || closes || fails || !wanted {
                    self.is_confirmed.d.next = false;
                    self.tell_strobe.d.next = false;
                    self.now.d.next = State::Ending;
                    self.is_connected.d.next = false;
                    self.ended_strobe.d.next = true;
                    self.open_due.d.next = true;
                    self.answer_due.d.next = false;
                    self.offer_due.d.next = false;
                    self.any_heard.d.next = restarted;
                    self.timer.d.next = bits::<24>(0);
                }
            }
            State::Ending => {
                if taken || self.timer.q.val() == CLOSE_CLOCKS || !settings.enable {
                    self.now.d.next = State::NoPeer;
                }
            }
        }
        let is_ending = self.now.q.val() == State::Ending;
        self.connected.next = is_connected;
        self.confirmed.next = self.is_confirmed.q.val();
        self.tells.next = self.tell_strobe.q.val();
        self.state.next = match self.now.q.val() {
            State::NoPeer => bits::<2>(0),
            State::Opening => bits::<2>(1),
            State::Connected => bits::<2>(2),
            State::Ending => bits::<2>(3),
        };
        self.own.next = self.ours.q.val();
        self.peer.next = self.theirs.q.val();
        let may_offer = self.has_following.q.val();
        self.control_wanted.next = timed || (may_answer && (answers || (offers && may_offer)));
        // Connected: the newest incarnation heard is not that of the connection only if it gets an offer.
        let to_newest = offers || !(is_connected || is_ending);
        self.control.next = ControlRequest {
            is_close: is_ending,
            flags: OpenFlags {
                heard: is_connected || is_ending || self.any_heard.q.val(),
                wants_answer: !is_ending && (!is_connected || timed || offers),
                offer: offers,
            },
            incarnation: if offers { self.following.q.val() } else { self.ours.q.val() },
            peer: if to_newest { self.newest.q.val() } else { self.theirs.q.val() },
            is_timed: timed,
        };
        let hears_peer = hears_open && (is_theirs || !is_connected);
        self.hears_peer.next = hears_peer;
        self.hears_another.next = hears_peer && !is_newest && !is_connected;
        self.hears_own.next = hears_peer && names_own;
        self.opened.next = self.opened_strobe.q.val();
        self.ended.next = self.ended_strobe.q.val();
        self.held.next = self.held_strobe.q.val();
        self.stray.next = self.stray_strobe.q.val();
    }
}
