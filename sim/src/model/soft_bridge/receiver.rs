//! What one end of a connection receives: acceptance, acknowledgement, flow control.

use expether_wire::registers::{self as map, peer};

use super::egress::{Item, Room};
use super::registers::Registers;
use super::TIMESTAMP_MASK;

/// Room for non-posted TLPs of a peer.
pub(super) const NON_POSTED_ROOM: u8 = 32;
/// So many frames accepted are acknowledged at once.
const FRAMES_WAITING: u32 = 8;
/// Longest time between two tellings of a limit, if keep-alive frames are not sent.
const REPEAT_MOST: u64 = 1 << 18;

/// What every data and ack frame says for the other direction.
pub(super) struct Riding {
    pub expected: u16,
    pub nak: bool,
    pub busy: bool,
    pub non_posted_limit: u8,
    pub echo: Option<u32>,
}

/// A data frame that has come.
pub(super) struct Arrived<'a> {
    pub sequence: u16,
    pub timestamp: u64,
    pub tlps: Vec<&'a [u8]>,
}

/// The receiving half of a connection.
#[derive(Default)]
pub(super) struct Receiver {
    expected: u16,
    /// Clocks until what is accepted has to be acknowledged, and frames accepted since.
    acknowledge_in: Option<u64>,
    frames: u32,
    at_once: bool,
    nak_due: bool,
    /// The last frame beyond the present gap: number and timestamp.
    gap: Option<(u16, u64)>,
    /// Refused for want of room; what it needs.
    busy: Option<Room>,
    /// Arrival of the newest data frame accepted minus its timestamp, until it is echoed.
    echoed: Option<u64>,
    /// Non-posted TLPs of the peer that have not gone to the PCIe side, of older connections too.
    held: u8,
    /// Those handed over since the last connection ended, less those that were held then.
    handed: u8,
    /// The limit last told, the clocks until it is told again, and the clocks after that.
    told: Option<u8>,
    tell_in: Option<u64>,
    tell_every: u64,
}

impl Receiver {
    /// That of the next connection.
    pub fn next(&self) -> Self {
        Self { held: self.held, handed: self.held.wrapping_neg(), ..Self::default() }
    }

    /// Non-posted TLPs that the peer may send, modulo 256.
    fn limit(&self) -> u8 {
        self.handed.wrapping_add(NON_POSTED_ROOM)
    }

    /// A non-posted TLP has gone to the PCIe side.
    pub fn handed(&mut self) {
        self.held = self.held.saturating_sub(1);
        self.handed = self.handed.wrapping_add(1);
    }

    /// What an open frame says; one of ours after the connection's opening may say it in vain.
    pub fn open(&mut self, opening: bool) -> u8 {
        if opening {
            self.told = Some(self.limit());
        }
        self.limit()
    }

    /// Time passes; `room` is what there is now.
    pub fn clock(&mut self, room: Room, registers: &Registers) {
        for left in [&mut self.acknowledge_in, &mut self.tell_in].into_iter().flatten() {
            *left = left.saturating_sub(1);
        }
        if self.told != Some(self.limit()) {
            // The peer may be waiting for it: it is told as an acknowledgement is.
            self.acknowledge_in.get_or_insert(registers.get(&map::ACK_DELAY));
        }
        if self.tell_in == Some(0) {
            self.at_once = true;
        }
        if self.busy.is_some_and(|wanted| self.fits(wanted, room)) {
            self.busy = None;
            self.nak_due = true;
        }
    }

    fn fits(&self, wanted: Room, room: Room) -> bool {
        wanted.beats <= room.beats
            && wanted.non_posted + usize::from(self.held) <= usize::from(NON_POSTED_ROOM)
    }

    /// A bare ack frame is due.
    pub fn bare(&self) -> bool {
        self.nak_due
            || self.at_once
            || self.frames >= FRAMES_WAITING
            || self.acknowledge_in == Some(0)
    }

    /// A data or ack frame leaves: what it says.
    pub fn ride(&mut self, now: u64, registers: &mut Registers) -> Riding {
        let limit = self.limit();
        if self.told != Some(limit) {
            self.tell_in = Some(registers.get(&map::OPEN_INTERVAL));
            self.tell_every = registers.get(&map::OPEN_INTERVAL);
            self.told = Some(limit);
        } else if self.tell_in == Some(0) {
            let most = match registers.get(&map::KEEP_ALIVE_INTERVAL) {
                0 => REPEAT_MOST,
                interval => interval,
            };
            self.tell_every = (2 * self.tell_every).min(most).max(1);
            self.tell_in = Some(self.tell_every);
        }
        let riding = Riding {
            expected: self.expected,
            nak: self.nak_due,
            busy: self.busy.is_some(),
            non_posted_limit: limit,
            echo: self.echoed.take().map(|held| (now.wrapping_sub(held) & TIMESTAMP_MASK) as u32),
        };
        if self.nak_due {
            registers.count(&map::NAKS_SENT);
        }
        (self.acknowledge_in, self.frames) = (None, 0);
        (self.nak_due, self.at_once) = (false, false);
        riding
    }

    /// A data frame of the connection, without a mistake in it; the new TLPs if it is accepted.
    pub fn data<'a>(
        &mut self,
        index: usize,
        frame: &Arrived<'a>,
        (room, now): (Room, u64),
        registers: &mut Registers,
    ) -> Vec<&'a [u8]> {
        let ahead = frame.sequence.wrapping_sub(self.expected);
        if ahead != 0 && ahead < 0x8000 {
            registers.count(&map::RX_GAP);
            self.beyond_gap(frame);
            return vec![];
        }
        let before = usize::from(self.expected.wrapping_sub(frame.sequence));
        let Some(new) = frame.tlps.get(before..).filter(|new| !new.is_empty()) else {
            registers.count(&map::RX_DUPLICATE);
            // The sender has missed the acknowledgement.
            self.at_once = true;
            return vec![];
        };
        let wanted =
            new.iter().fold(Room::default(), |sum, tlp| sum.with(&Item::class_of(tlp), tlp));
        if !self.fits(wanted, room) {
            registers.count(&map::RX_OVERFLOW);
            self.busy = Some(wanted);
            self.at_once = true;
            return vec![];
        }
        self.expected = self.expected.wrapping_add(new.len() as u16);
        self.held += wanted.non_posted as u8;
        if wanted.non_posted > 0 {
            // It knows of room, and what it is told from now on is another limit.
            self.tell_in = None;
        }
        (self.gap, self.busy) = (None, None);
        self.echoed = Some(now.wrapping_sub(frame.timestamp));
        self.frames += 1;
        self.acknowledge_in.get_or_insert(registers.get(&map::ACK_DELAY));
        for _ in new {
            registers.count_peer(index, &peer::PEER_RX_TLPS);
        }
        new.to_vec()
    }

    /// One NAK a gap, and another when the peer has gone back and what was missing still is: its
    /// frames then begin again at or before the last one. A copy of the last one has its timestamp.
    fn beyond_gap(&mut self, frame: &Arrived<'_>) {
        let seen = (frame.sequence, frame.timestamp);
        let again = self
            .gap
            .is_none_or(|last| last.0.wrapping_sub(frame.sequence) < 0x8000 && last != seen);
        self.gap = Some(seen);
        // While there is no room a NAK would only bring what can't be taken.
        if again && self.busy.is_none() {
            self.nak_due = true;
        }
    }
}
