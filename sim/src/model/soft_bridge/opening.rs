//! Open and close frames of an entry: the tables of `docs/protocol.md`, "Connections".

use expether_wire::bridge::FrameType;
use expether_wire::packet::BridgeHeader;
use expether_wire::registers as map;

use super::path::{words, LEAST};
use super::peer::{Peer, State};
use super::registers::Registers;

/// Answers and offers that may go at once.
const AT_ONCE: u64 = 4;
/// Clocks for each further one.
const EACH: u64 = 1_024;
/// Open frames after which a connection that is not confirmed ends.
const IN_VAIN: u32 = 15;

/// Answers and offers that are due, and how many may go.
#[derive(Default)]
pub(super) struct Replies {
    answer: bool,
    offer: bool,
    /// Clocks until all of [`AT_ONCE`] may go again.
    owed: u64,
}

impl Replies {
    pub fn clock(&mut self) {
        self.owed = self.owed.saturating_sub(1);
    }

    /// The connection to which they belong is gone.
    pub fn forget(&mut self) {
        (self.answer, self.offer) = (false, false);
    }

    fn may_go(&self) -> bool {
        self.owed + EACH <= AT_ONCE * EACH
    }

    /// One is due: it goes, or is held.
    fn due(&self, registers: &mut Registers) {
        if !self.may_go() {
            registers.count(&map::OPENS_HELD);
        }
    }
}

/// An open or close frame to be sent: its header, and the words of its area.
pub(super) type ControlFrame = (BridgeHeader, u16);

impl Peer {
    /// An open frame has come from the peer.
    pub fn open(&mut self, frame: &BridgeHeader, registers: &mut Registers) {
        let (theirs, ours) = (frame.sequence, frame.acknowledgement);
        let to_own = ours == Some(self.own);
        match self.state {
            State::NoPeer | State::Ending => {}
            State::Opening => {
                if !self.heard || self.peer != theirs {
                    (self.peer, self.heard) = (theirs, true);
                    self.path.restart_hearing();
                }
                self.path.hear(frame.length_dw);
                if to_own {
                    self.path.tell(frame.sender_tag);
                    self.connect(frame.non_posted_limit, registers);
                    self.confirm_by(frame);
                }
                self.answer(frame, registers);
            }
            State::Connected if theirs == self.peer => {
                self.path.hear(frame.length_dw);
                if to_own {
                    self.path.tell(frame.sender_tag);
                    self.confirm_by(frame);
                }
                self.answer(frame, registers);
            }
            State::Connected => {
                // The longest of one incarnation.
                let before = self.stranger.filter(|s| s.0 == theirs).map_or(0, |s| s.1);
                let stranger = (theirs, before.max(frame.length_dw));
                if ours.is_some() && ours == self.next {
                    self.end(Some(stranger), registers);
                } else if !frame.busy || to_own {
                    self.stranger = Some(stranger);
                    self.replies.offer = true;
                    self.replies.due(registers);
                }
            }
        }
    }

    /// An open frame of the peer names our number: only who is connected wants no answer. It is told at once
    /// that we are connected, too.
    fn confirm_by(&mut self, frame: &BridgeHeader) {
        if !frame.nak && !self.confirmed {
            self.confirmed = true;
            self.connection.receiver.tell();
        }
    }

    fn answer(&mut self, frame: &BridgeHeader, registers: &mut Registers) {
        if frame.nak {
            self.replies.answer = true;
            self.replies.due(registers);
        }
    }

    /// A close frame has come; whether it is one of the connection.
    pub fn close(&mut self, frame: &BridgeHeader, registers: &mut Registers) -> bool {
        let of_connection = self.state == State::Connected
            && frame.sequence == self.peer
            && frame.acknowledgement == Some(self.own);
        if of_connection {
            self.end(None, registers);
        }
        of_connection
    }

    /// Time passes until the next open frame that wants an answer.
    pub(super) fn count_to_open(&mut self, registers: &Registers) {
        let repeats = match self.state {
            State::Opening => true,
            State::Connected => !self.confirmed || self.path.wants_more(registers),
            State::NoPeer | State::Ending => false,
        };
        if repeats && !self.open_due {
            self.open_in = self.open_in.saturating_sub(1);
            self.open_due = self.open_in == 0;
            self.asked += u32::from(self.open_due);
        }
    }

    /// A connection of which the peer does not seem to know.
    pub(super) fn is_in_vain(&self) -> bool {
        self.state == State::Connected && !self.confirmed && self.asked > IN_VAIN
    }

    /// The open or close frame that has to be sent now, without time and addresses.
    pub fn control_frame(&mut self, registers: &Registers) -> Option<ControlFrame> {
        match self.state {
            State::NoPeer => None,
            State::Ending => {
                let close = BridgeHeader {
                    sequence: self.own,
                    acknowledgement: Some(self.peer),
                    ..blank(FrameType::Close)
                };
                self.ended();
                Some((close, 0))
            }
            State::Opening | State::Connected if self.open_due => {
                // It says all that an answer says.
                (self.open_due, self.replies.answer) = (false, false);
                self.open_in = registers.get(&map::OPEN_INTERVAL).max(1);
                Some(self.wants_answer(registers))
            }
            State::Opening | State::Connected => self.reply(registers),
        }
    }

    fn reply(&mut self, registers: &Registers) -> Option<ControlFrame> {
        if !self.replies.may_go() {
            return None;
        }
        let frame = if std::mem::take(&mut self.replies.answer) {
            if self.state == State::Opening {
                self.wants_answer(registers)
            } else {
                (self.open_frame(), 0)
            }
        } else if self.replies.offer {
            let ((heard, longest), next) = (self.stranger?, self.next?);
            self.replies.offer = false;
            let offer = BridgeHeader {
                nak: true,
                busy: true,
                sequence: next,
                acknowledgement: Some(heard),
                sender_tag: longest,
                // What the connection to come has room for is known when this one has ended.
                non_posted_limit: 0,
                ..blank(FrameType::Open)
            };
            (offer, words(LEAST))
        } else {
            return None;
        };
        self.replies.owed += EACH;
        Some(frame)
    }

    fn wants_answer(&mut self, registers: &Registers) -> ControlFrame {
        let tries_more = self.state == State::Connected && self.confirmed;
        let words = if tries_more {
            self.path.full_attempt(registers)
        } else {
            self.path.attempt(registers)
        };
        (BridgeHeader { nak: true, ..self.open_frame() }, words)
    }

    fn open_frame(&mut self) -> BridgeHeader {
        let opening = self.state == State::Opening;
        let heard = !opening || self.heard;
        BridgeHeader {
            sequence: self.own,
            acknowledgement: heard.then_some(self.peer),
            sender_tag: if heard { self.path.heard() } else { 0 },
            non_posted_limit: self.connection.receiver.open(opening),
            ..blank(FrameType::Open)
        }
    }
}

/// A header in which only the type says anything.
pub(super) fn blank(frame_type: FrameType) -> BridgeHeader {
    BridgeHeader {
        frame_type,
        nak: false,
        busy: false,
        length_dw: 0,
        receiver_tag: 0,
        sender_tag: 0,
        sequence: 0,
        acknowledgement: None,
        non_posted_limit: 0,
        timestamp: 0,
        echo_timestamp: None,
    }
}
