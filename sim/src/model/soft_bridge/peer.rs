//! An entry of the table: who the peer is, and the opening and ending of its connection.

use expether_wire::bridge::{FrameType, Repr};
use expether_wire::registers::{self as map, peer};

use super::egress::Room;
use super::receiver::Receiver;
use super::registers::Registers;
use super::sender::Sender;

/// As in `PEER_STATUS`.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq)]
pub(super) enum State {
    #[default]
    NoPeer,
    Opening,
    Connected,
    Ending,
}

/// Both halves of a connection.
#[derive(Default)]
pub(super) struct Connection {
    pub sender: Sender,
    pub receiver: Receiver,
}

impl Connection {
    /// The one after it.
    fn next(&self) -> Self {
        Self { sender: Sender::default(), receiver: self.receiver.next() }
    }
}

/// An entry of the table.
#[derive(Default)]
pub(super) struct Peer {
    index: usize,
    /// MAC address; the entry is free without one.
    pub mac: Option<u64>,
    pub learnt: bool,
    /// Software keeps the connection closed.
    pub closed: bool,
    pub state: State,
    pub epoch: u8,
    pub peer_epoch: u8,
    /// Opening: an open frame of the peer has been heard.
    heard: bool,
    open_due: bool,
    open_in: u64,
    /// Connected: the epoch of an open frame that has to prove itself.
    challenge: Option<u8>,
    /// Connected: the peer has sent frames of the connection.
    pub spoken: bool,
    /// Of our challenges, whose bit 7 is always set; and of the newest one heard.
    own_number: u8,
    heard_number: u8,
    unheard: u64,
    /// It was lost while connected.
    lost: bool,
    pub connection: Connection,
}

impl Peer {
    pub fn new(index: usize) -> Self {
        Self { index, ..Self::default() }
    }

    /// Of the connection, as data, ack and close frames carry it.
    pub fn connection_epoch(&self) -> u8 {
        self.epoch.wrapping_add(self.peer_epoch)
    }

    /// A good frame has come from it.
    pub fn is_heard(&mut self) {
        self.unheard = 0;
    }

    /// The entry is for this peer from now on, or for nobody.
    pub fn assign(&mut self, mac: Option<u64>, learnt: bool, registers: &mut Registers) {
        self.forget(registers);
        (self.mac, self.learnt, self.unheard) = (mac, learnt, 0);
    }

    /// The connection is gone, without a word to the peer.
    pub fn forget(&mut self, registers: &mut Registers) {
        if self.state == State::Connected {
            self.discard(registers);
        }
        self.state = State::NoPeer;
        (self.heard, self.open_due, self.challenge) = (false, false, None);
    }

    fn begin(&mut self, next_epoch: &mut u8) {
        self.epoch = *next_epoch;
        *next_epoch = next_epoch.wrapping_add(1);
        self.state = State::Opening;
        self.open_due = true;
        self.heard_number = 0;
    }

    /// Everything of the connection is forgotten.
    fn discard(&mut self, registers: &mut Registers) {
        registers.count_both(self.index, &map::DISCONNECTS, &peer::PEER_DISCONNECTS);
        for _ in 0..self.connection.sender.kept() {
            registers.count_peer(self.index, &peer::PEER_DISCARDED);
        }
        self.connection = self.connection.next();
        self.own_number = self.own_number.wrapping_add(1);
    }

    fn connect(&mut self, non_posted_limit: u8, registers: &mut Registers) {
        registers.count_both(self.index, &map::CONNECTS, &peer::PEER_CONNECTS);
        self.state = State::Connected;
        self.connection.sender.opened(non_posted_limit);
        self.open_due = false;
        self.spoken = false;
    }

    /// The connection ends; what the peer is told with a close frame is the old epoch. `heard`:
    /// the epoch with which the peer has started over, if that is why.
    fn end(&mut self, heard: Option<u8>, registers: &mut Registers) {
        self.discard(registers);
        self.state = State::Ending;
        (self.open_due, self.challenge) = (false, heard);
    }

    /// Time passes; `room` is that toward the PCIe side; `paused`: nothing is sent.
    pub fn clock(
        &mut self,
        next_epoch: &mut u8,
        (room, paused): (Room, bool),
        registers: &mut Registers,
    ) {
        if self.mac.is_none() {
            return;
        }
        self.unheard += 1;
        let patience = registers.get(&map::KEEP_ALIVE_TIMEOUT);
        let lost = patience > 0 && self.unheard >= patience;
        let connected = self.state == State::Connected;
        if lost && (self.learnt || connected) {
            registers.count(&map::PEERS_LOST);
            self.unheard = 0;
            if connected {
                self.lost = true;
                self.end(None, registers);
            } else if self.state != State::Ending {
                self.state = State::NoPeer;
            }
            if self.learnt && self.state == State::NoPeer {
                (self.mac, self.learnt) = (None, false);
                return;
            }
        } else if lost {
            self.unheard = 0;
        }
        match self.state {
            State::NoPeer if !self.closed => self.begin(next_epoch),
            State::Opening if self.closed => self.state = State::NoPeer,
            State::Opening => {
                self.open_in = self.open_in.saturating_sub(1);
                self.open_due |= self.open_in == 0;
            }
            State::Connected => {
                self.connection.receiver.clock(room, registers);
                let dead = self.connection.sender.clock(self.index, paused, registers);
                if dead || self.closed {
                    self.end(None, registers);
                }
            }
            State::NoPeer | State::Ending => {}
        }
    }

    /// An open frame has come from the peer.
    pub fn open(&mut self, frame: &Repr, registers: &mut Registers) {
        let acknowledges = frame.acknowledgement.is_some_and(|a| a as u8 == self.epoch);
        if frame.busy {
            self.heard_number = frame.sequence as u8;
        }
        match self.state {
            State::NoPeer => {}
            State::Ending => self.challenge = Some(frame.epoch),
            State::Opening => {
                (self.peer_epoch, self.heard) = (frame.epoch, true);
                if acknowledges && !frame.busy {
                    self.connect(frame.non_posted_limit, registers);
                }
                self.open_due |= frame.nak;
            }
            State::Connected => {
                let other = frame.epoch != self.peer_epoch;
                // Who is connected wants no answer, unless to challenge us.
                let again = self.spoken && frame.nak && !frame.busy;
                if !other && !again {
                    self.own_number = self.own_number.wrapping_add(1);
                    self.open_due |= frame.nak;
                } else if acknowledges && !frame.busy && frame.sequence as u8 == self.number() {
                    self.end(Some(frame.epoch), registers);
                } else {
                    self.challenge = Some(frame.epoch);
                    self.open_due = true;
                }
            }
        }
    }

    /// Of our challenges, until one is answered or the connection ends; never 0.
    fn number(&self) -> u8 {
        self.own_number | 0x80
    }

    /// A close frame of the connection has come.
    pub fn close(&mut self, registers: &mut Registers) {
        self.end(None, registers);
    }

    /// The open or close frame that has to be sent now, without time and addresses.
    pub fn control_frame(&mut self, next_epoch: &mut u8, registers: &Registers) -> Option<Repr> {
        if self.state == State::Ending {
            let close = blank(FrameType::Close, self.connection_epoch());
            let heard = self.challenge.take();
            self.state = State::NoPeer;
            self.heard = false;
            if std::mem::take(&mut self.lost) && self.learnt {
                (self.mac, self.learnt) = (None, false);
            } else if !self.closed {
                // Whoever has started over has been heard already: acknowledging its epoch from
                // the start is what lets both come to the same end.
                self.begin(next_epoch);
                (self.heard, self.peer_epoch) = (heard.is_some(), heard.unwrap_or(0));
            }
            return Some(close);
        }
        if !std::mem::take(&mut self.open_due) {
            return None;
        }
        self.open_in = registers.get(&map::OPEN_INTERVAL).max(1);
        let challenge = self.challenge.take();
        let opening = self.state == State::Opening;
        let acknowledged = challenge.unwrap_or(self.peer_epoch);
        Some(Repr {
            nak: opening || challenge.is_some(),
            busy: challenge.is_some(),
            sequence: if challenge.is_some() { self.number() } else { self.heard_number }.into(),
            acknowledgement: (!opening || self.heard).then_some(u16::from(acknowledged)),
            non_posted_limit: self.connection.receiver.open(opening),
            ..blank(FrameType::Open, self.epoch)
        })
    }
}

/// A header in which only type and epoch say anything.
pub(super) fn blank(frame_type: FrameType, epoch: u8) -> Repr {
    Repr {
        frame_type,
        nak: false,
        busy: false,
        length_dw: 0,
        epoch,
        sequence: 0,
        acknowledgement: None,
        non_posted_limit: 0,
        timestamp: 0,
        echo_timestamp: None,
    }
}
