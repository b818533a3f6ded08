//! An entry of the table: who the peer is, and when its connection begins and ends.

use expether_wire::registers::{self as map, peer};

use super::egress::Room;
use super::opening::Replies;
use super::path::Path;
use super::receiver::Receiver;
use super::registers::Registers;
use super::sender::Sender;

/// Clocks for which a close frame may wait to be sent.
const ENDING: u64 = 4_096;

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

/// An incarnation of the peer, and the words of its longest open frame.
pub(super) type Heard = (u32, u16);

/// An entry of the table.
#[derive(Default)]
pub(super) struct Peer {
    pub(super) index: usize,
    /// MAC address; the entry is free without one.
    pub mac: Option<u64>,
    pub learnt: bool,
    /// Software keeps the connection closed.
    pub closed: bool,
    pub state: State,
    /// Our present incarnation, or that of the last connection.
    pub own: u32,
    /// The one that we take next, drawn ahead.
    pub next: Option<u32>,
    /// The peer's, as heard last; while connected, that of the connection.
    pub peer: u32,
    /// Opening: the peer's has been heard.
    pub(super) heard: bool,
    /// Connected: the peer has shown that it is, too.
    pub confirmed: bool,
    /// Open frames sent since it was opened.
    pub(super) asked: u32,
    /// Connected: another incarnation of the peer, to which an offer went.
    pub(super) stranger: Option<Heard>,
    /// The connection has ended because the peer has started over as this.
    started_over: Option<Heard>,
    pub(super) open_due: bool,
    pub(super) open_in: u64,
    pub(super) replies: Replies,
    ending: u64,
    unheard: u64,
    /// It was lost while connected.
    lost: bool,
    pub path: Path,
    pub connection: Connection,
}

impl Peer {
    pub fn new(index: usize) -> Self {
        Self { index, ..Self::default() }
    }

    /// A good frame has come from it.
    pub fn is_heard(&mut self) {
        self.unheard = 0;
    }

    /// A keep-alive frame may fill the entry.
    pub fn is_free(&self, registers: &Registers) -> bool {
        self.mac.is_none() && !self.closed && registers.fixed[self.index].is_none()
    }

    /// A keep-alive frame fills the entry.
    pub fn learn(&mut self, mac: u64) {
        self.assign(Some(mac), true);
    }

    fn assign(&mut self, mac: Option<u64>, learnt: bool) {
        (self.mac, self.learnt, self.unheard) = (mac, learnt, 0);
        self.heard = false;
    }

    /// The bridge is disabled: all is gone, without a word to the peer.
    pub fn forget(&mut self, registers: &mut Registers) {
        if self.state == State::Connected {
            self.discard(registers);
        }
        self.state = State::NoPeer;
        self.assign(None, false);
        (self.open_due, self.started_over, self.lost) = (false, None, false);
        self.replies = Replies::default();
        // The next one comes from the seed of the next enabling.
        self.next = None;
    }

    /// Everything of the connection is forgotten.
    fn discard(&mut self, registers: &mut Registers) {
        registers.count_both(self.index, &map::DISCONNECTS, &peer::PEER_DISCONNECTS);
        for _ in 0..self.connection.sender.kept() {
            registers.count_peer(self.index, &peer::PEER_DISCARDED);
        }
        self.connection = self.connection.next();
    }

    /// The connection ends; `started_over`: as what the peer has, if that is why.
    pub(super) fn end(&mut self, started_over: Option<Heard>, registers: &mut Registers) {
        self.discard(registers);
        (self.state, self.ending) = (State::Ending, 0);
        (self.open_due, self.started_over) = (false, started_over);
        self.replies.forget();
    }

    /// The close frame is sent, or has waited too long.
    pub(super) fn ended(&mut self) {
        self.state = State::NoPeer;
        let started_over = self.started_over.take();
        self.path = Path::new(started_over.map_or(0, |heard| heard.1));
        self.heard = started_over.is_some();
        self.peer = started_over.map_or(self.peer, |heard| heard.0);
        if std::mem::take(&mut self.lost) && self.learnt {
            self.assign(None, false);
        }
    }

    /// What the connection means is about to change: it ends before.
    pub fn end_before_change(&mut self, registers: &mut Registers) {
        match self.state {
            State::Connected => self.end(None, registers),
            State::Opening => self.leave_opening(),
            State::NoPeer | State::Ending => {}
        }
    }

    fn leave_opening(&mut self) {
        self.state = State::NoPeer;
        (self.heard, self.open_due) = (false, false);
        self.path = Path::default();
        self.replies.forget();
    }

    /// Takes over who the peer is, once that changes no connection.
    fn reassign(&mut self, registers: &mut Registers) {
        let fixed = registers.fixed[self.index];
        let stays = match fixed {
            Some(_) => self.mac == fixed,
            None => self.mac.is_none() || self.learnt,
        };
        if stays {
            self.learnt &= fixed.is_none();
            return;
        }
        self.end_before_change(registers);
        if self.state == State::NoPeer {
            self.assign(fixed, false);
        }
    }

    /// Time passes; `room` is that toward the PCIe side; `paused`: nothing is sent.
    /// `may_open`: connections may be opened.
    pub fn clock(
        &mut self,
        (room, paused): (Room, bool),
        may_open: bool,
        registers: &mut Registers,
    ) {
        self.reassign(registers);
        self.replies.clock();
        if self.mac.is_none() {
            return;
        }
        self.look_for_life(registers);
        let wanted = self.mac.is_some() && !self.closed && may_open;
        match self.state {
            State::NoPeer if wanted => self.begin(),
            State::Opening if !wanted => self.leave_opening(),
            State::Connected => {
                self.connection.receiver.clock(room, registers);
                let dead = self.connection.sender.clock(self.index, paused, registers);
                if dead || self.closed || self.is_in_vain() {
                    self.end(None, registers);
                }
            }
            State::Ending => {
                self.ending += 1;
                if self.ending >= ENDING {
                    self.ended();
                }
            }
            State::NoPeer | State::Opening => {}
        }
        self.count_to_open(registers);
    }

    /// Whether the peer has not been heard of for too long.
    fn look_for_life(&mut self, registers: &mut Registers) {
        self.unheard += 1;
        let patience = registers.get(&map::KEEP_ALIVE_TIMEOUT);
        if patience == 0 || self.unheard < patience {
            return;
        }
        self.unheard = 0;
        if self.state == State::Connected {
            registers.count(&map::PEERS_LOST);
            self.lost = true;
            self.end(None, registers);
        } else if self.learnt && self.state != State::Ending {
            registers.count(&map::PEERS_LOST);
            self.leave_opening();
            self.assign(None, false);
        }
    }

    /// Frames of the connection may be sent: the peer is known to be connected, too.
    pub(super) fn may_speak(&self) -> bool {
        self.state == State::Connected && self.confirmed
    }

    fn begin(&mut self) {
        let Some(own) = self.next.take() else { return };
        (self.own, self.state, self.open_due) = (own, State::Opening, true);
        self.stranger = None;
    }

    pub(super) fn connect(&mut self, non_posted_limit: u8, registers: &mut Registers) {
        registers.count_both(self.index, &map::CONNECTS, &peer::PEER_CONNECTS);
        (self.state, self.confirmed, self.asked) = (State::Connected, false, 0);
        (self.open_due, self.open_in) = (false, registers.get(&map::OPEN_INTERVAL).max(1));
        self.connection.sender.opened(non_posted_limit);
    }
}
