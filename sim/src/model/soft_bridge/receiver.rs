//! What one end of a connection receives: acceptance, acknowledgement, flow control.

use expether_wire::registers::{self as map, peer};

use super::egress::{Item, Room};
use super::registers::Registers;
use super::TIMESTAMP_MASK;

/// Room for non-posted TLPs of a peer.
pub(super) const NON_POSTED_ROOM: u8 = 32;
/// So many frames accepted are acknowledged at once.
const FRAMES_WAITING: u32 = 8;
/// Half of the window of numbers around the TLP expected.
const WINDOW: u32 = 32_767;

/// What every data and ack frame says for the other direction.
pub(super) struct Riding {
    pub expected: u32,
    pub nak: bool,
    pub busy: bool,
    pub non_posted_limit: u8,
    pub echo: Option<u32>,
}

/// A data frame that has come.
pub(super) struct Arrived<'a> {
    pub sequence: u32,
    pub timestamp: u64,
    pub tlps: Vec<&'a [u8]>,
}

/// The receiving half of a connection.
#[derive(Default)]
pub(super) struct Receiver {
    expected: u32,
    /// Clocks until what is accepted has to be acknowledged, and frames accepted since.
    acknowledge_in: Option<u64>,
    frames: u32,
    at_once: bool,
    nak_due: bool,
    /// The last frame beyond the present gap: number and timestamp.
    gap: Option<(u32, u64)>,
    /// Refused for want of room; what it needs.
    busy: Option<Room>,
    /// Arrival of the newest data frame accepted minus its timestamp, until it is echoed.
    echoed: Option<u64>,
    /// Non-posted TLPs of the peer that have not gone to the PCIe side, of older connections too.
    held: u8,
    /// Those handed over since the last connection ended, less those that were held then.
    handed: u8,
    /// The limit last told.
    told: Option<u8>,
    /// Clocks since anything was told.
    silent: u64,
}

/// Where a data frame stands to the TLP expected.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(super) enum Place {
    /// So many of its TLPs have been accepted before.
    New(usize),
    Duplicate,
    Gap,
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

    /// What an open frame says. The peer may begin with that of the first: what has grown since is
    /// told again.
    pub fn open(&mut self, opening: bool) -> u8 {
        if opening {
            self.told.get_or_insert(self.limit());
        }
        self.limit()
    }

    /// Time passes; `room` is what there is now.
    pub fn clock(&mut self, room: Room, registers: &Registers) {
        if let Some(left) = &mut self.acknowledge_in {
            *left = left.saturating_sub(1);
        }
        if self.told != Some(self.limit()) {
            // The peer may be waiting for it: it is told as an acknowledgement is.
            self.acknowledge_in.get_or_insert(registers.get(&map::ACK_DELAY));
        }
        self.silent += 1;
        // What was told last may have been lost.
        self.at_once |= self.silent >= registers.get(&map::TIMEOUT_MAX).max(1);
        if self.busy.is_some_and(|wanted| wanted.beats <= room.beats) {
            self.busy = None;
            self.nak_due = true;
        }
    }

    /// An ack frame goes at once.
    pub fn tell(&mut self) {
        self.at_once = true;
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
        (self.told, self.silent) = (Some(limit), 0);
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

    /// Where a data frame of the connection stands; far from the TLP expected it has no effect.
    pub fn place(&self, frame: &Arrived<'_>) -> Result<Place, &'static map::Register> {
        let before = self.expected.wrapping_sub(frame.sequence);
        match before {
            0..=WINDOW if (before as usize) < frame.tlps.len() => Ok(Place::New(before as usize)),
            0..=WINDOW => Ok(Place::Duplicate),
            _ if before.wrapping_neg() <= WINDOW => Ok(Place::Gap),
            _ => Err(&map::RX_WRONG_NUMBER),
        }
    }

    /// A data frame of the connection, without a mistake in it: the new TLPs if it is accepted, or
    /// why it is dropped.
    pub fn data<'a, 'b>(
        &mut self,
        index: usize,
        frame: &'b Arrived<'a>,
        place: Place,
        (room, now): (Room, u64),
        registers: &mut Registers,
    ) -> Result<&'b [&'a [u8]], &'static map::Register> {
        let new = match place {
            Place::New(before) => frame.tlps.get(before..).unwrap_or(&[]),
            Place::Duplicate => {
                // The sender has missed the acknowledgement.
                self.at_once = true;
                return Err(&map::RX_DUPLICATE);
            }
            Place::Gap => {
                self.beyond_gap(frame);
                return Err(&map::RX_GAP);
            }
        };
        let wanted =
            new.iter().fold(Room::default(), |sum, tlp| sum.with(&Item::class_of(tlp), tlp));
        if wanted.non_posted + usize::from(self.held) > usize::from(NON_POSTED_ROOM) {
            return Err(&map::RX_OVER_LIMIT);
        }
        if wanted.beats > room.beats {
            self.busy = Some(wanted);
            self.at_once = true;
            return Err(&map::RX_OVERFLOW);
        }
        self.expected = self.expected.wrapping_add(new.len() as u32);
        self.held += wanted.non_posted as u8;
        (self.gap, self.busy) = (None, None);
        self.echoed = Some(now.wrapping_sub(frame.timestamp));
        self.frames += 1;
        self.acknowledge_in.get_or_insert(registers.get(&map::ACK_DELAY));
        for _ in new {
            registers.count_peer(index, &peer::PEER_RX_TLPS);
        }
        Ok(new)
    }

    /// One NAK a gap, and another when the peer has gone back and what was missing still is: its
    /// frames then begin again at or before the last one. A copy of the last one has its timestamp.
    fn beyond_gap(&mut self, frame: &Arrived<'_>) {
        let seen = (frame.sequence, frame.timestamp);
        let again = self
            .gap
            .is_none_or(|last| last.0.wrapping_sub(frame.sequence) < 1 << 31 && last != seen);
        self.gap = Some(seen);
        // While there is no room a NAK would only bring what can't be taken.
        if again && self.busy.is_none() {
            self.nak_due = true;
        }
    }
}
