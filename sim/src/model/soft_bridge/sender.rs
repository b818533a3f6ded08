//! What one end of a connection sends: queue, replay buffer, window, timers.

use std::collections::VecDeque;

use expether_wire::area::{self, aligned};
use expether_wire::packet::BridgeHeader;
use expether_wire::registers::{self as map, peer};
use expether_wire::tlp::Class;

use super::rate::Rate;
use super::receiver::NON_POSTED_ROOM;
use super::registers::Registers;

/// Bytes of the replay buffer for a peer.
const REPLAY_BYTES: usize = 64 * 1024;

/// A TLP on its way to a peer.
pub(super) struct Waiting {
    pub bytes: Vec<u8>,
    pub class: Class,
}

/// The sending half of a connection.
#[derive(Default)]
pub(super) struct Sender {
    pub waiting: VecDeque<Waiting>,
    next_sequence: u32,
    /// Numbered and unacknowledged, oldest first; their numbers end before `next_sequence`.
    replay: VecDeque<Vec<u8>>,
    replay_bytes: usize,
    /// How many of `replay` have been sent since the last going back.
    sent: usize,
    /// How many of `replay` have ever been sent.
    ever_sent: usize,
    /// For each frame sent since the last going back: the number behind its last TLP.
    frames: VecDeque<u32>,
    /// Clocks since the oldest was sent or the acknowledgement moved.
    waited: u64,
    /// Clocks since the acknowledgement moved, or the peer said that it is busy.
    unacknowledged: u64,
    /// Clocks since the acknowledgement moved, whatever the peer says.
    stuck: u64,
    /// Clocks for which a non-posted TLP has waited for the peer's limit.
    held_back: u64,
    /// Clocks since a frame was sent or the acknowledgement moved.
    quiet: u64,
    /// Timeouts and probes since the acknowledgement moved.
    timeouts: u32,
    probes: u32,
    /// The number of the last NAK obeyed, and the clocks since.
    nak: Option<(u32, u64)>,
    /// Smoothed round trip and its deviation.
    round_trip: Option<(u64, u64)>,
    rate: Rate,
    /// The peer's last word: it has no room.
    peer_busy: bool,
    non_posted_sent: u8,
    non_posted_limit: u8,
}

impl Sender {
    /// Number of the next new TLP.
    pub fn next_sequence(&self) -> u32 {
        self.next_sequence
    }

    /// TLPs that would be lost with the connection.
    pub fn kept(&self) -> usize {
        self.waiting.len() + self.replay.len()
    }

    /// The connection begins; the peer takes so many non-posted TLPs.
    pub fn opened(&mut self, non_posted_limit: u8) {
        self.non_posted_limit =
            if non_posted_limit <= NON_POSTED_ROOM { non_posted_limit } else { 0 };
    }

    /// Non-posted TLPs without a number.
    pub fn non_posted_waiting(&self) -> usize {
        self.waiting.iter().filter(|w| w.class == Class::NonPosted).count()
    }

    pub fn round_trip(&self) -> u64 {
        self.round_trip.map_or(0, |(mean, _)| mean)
    }

    /// In 65536ths of the line's.
    pub fn rate(&self) -> u64 {
        self.rate.value()
    }

    /// Time after which the oldest frame is taken for lost.
    pub fn timeout(&self, registers: &Registers) -> u64 {
        let (min, max) = (registers.get(&map::TIMEOUT_MIN), registers.get(&map::TIMEOUT_MAX));
        let measured = match self.round_trip {
            Some((mean, deviation)) => mean + 4 * deviation + registers.get(&map::ACK_DELAY),
            // Nothing is known yet: better late than needlessly.
            None => max / 16,
        };
        let doubled = measured.max(min) << self.timeouts.min(24);
        doubled.min(max).max(1)
    }

    /// Time of silence after which the last frame is sent again, once a round trip is known.
    fn probe_time(&self, registers: &Registers) -> Option<u64> {
        let (mean, deviation) = self.round_trip?;
        let time = mean + 4 * deviation + registers.get(&map::ACK_DELAY);
        Some(time.max(1) << self.probes.min(24))
    }

    /// Time passes, in which nothing is sent if `paused`; true if the peer is to be given up.
    pub fn clock(&mut self, index: usize, paused: bool, registers: &mut Registers) -> bool {
        self.rate.clock(registers);
        let waits = self.non_posted_sent == self.non_posted_limit && self.non_posted_waiting() > 0;
        self.held_back = if waits { self.held_back + u64::from(!paused) } else { 0 };
        if let Some((_, since)) = &mut self.nak {
            *since += 1;
        }
        // A time of 0 is never.
        let over = |clocks: u64, time| time > 0 && clocks >= time;
        let patience = registers.get(&map::BUSY_TIME);
        if self.ever_sent == 0 {
            (self.waited, self.unacknowledged, self.stuck, self.quiet) = (0, 0, 0, 0);
            return over(self.held_back, patience);
        }
        if paused {
            return false;
        }
        self.waited += 1;
        self.unacknowledged += 1;
        self.stuck += 1;
        self.quiet += 1;
        if self.waited >= self.timeout(registers) {
            registers.count_both(index, &map::TX_TIMEOUTS, &peer::PEER_TIMEOUTS);
            self.timeouts += 1;
            // A peer without room says nothing about the way to it.
            if !self.peer_busy {
                self.rate.timed_out(registers);
            }
            self.go_back();
        } else if self.probe_time(registers).is_some_and(|time| self.quiet >= time) {
            self.probe(registers);
        }
        over(self.unacknowledged, registers.get(&map::DEAD_TIME))
            || over(self.stuck.max(self.held_back), patience)
    }

    /// The last frame is to be sent again, with all that waits.
    fn probe(&mut self, registers: &mut Registers) {
        let Some(end) = self.frames.pop_back() else { return };
        let begin = self.frames.back().copied().unwrap_or(self.oldest());
        self.sent -= end.wrapping_sub(begin) as usize;
        self.probes += 1;
        self.quiet = 0;
        registers.count(&map::TX_PROBES);
    }

    /// Number of the oldest that is not acknowledged.
    fn oldest(&self) -> u32 {
        self.next_sequence.wrapping_sub(self.replay.len() as u32)
    }

    fn go_back(&mut self) {
        self.sent = 0;
        self.waited = 0;
        self.frames.clear();
    }

    /// The next data frame, if there is one to send now: number of the first TLP, and the area, of
    /// at most so many bytes.
    pub fn frame(
        &mut self,
        index: usize,
        longest: usize,
        registers: &mut Registers,
    ) -> Option<(u32, Vec<u8>)> {
        let window = map::WINDOW_FRAMES.get(registers.get(&map::WINDOW)) as usize;
        if self.frames.len() >= window || !self.rate.may_send(registers) {
            return None;
        }
        let aggregation = registers.get(&map::AGGREGATION);
        let most = match map::AGGREGATION_LIMIT.get(aggregation) as usize {
            _ if map::AGGREGATION_ENABLE.get(aggregation) == 0 => 1,
            0 => usize::MAX,
            limit => limit,
        };
        let first = self.next_sequence.wrapping_sub((self.replay.len() - self.sent) as u32);
        let (mut tlps, mut end) = (Vec::new(), 0);
        while tlps.len() < most {
            let resent = self.replay.get(self.sent);
            let fresh = if resent.is_none() { self.candidate(registers) } else { None };
            let length = match (resent, fresh) {
                (Some(tlp), _) => tlp.len(),
                (None, Some(at)) => self.waiting[at].bytes.len(),
                (None, None) => break,
            };
            if !tlps.is_empty() && aligned(end) + length > longest {
                break;
            }
            end = aligned(end) + length;
            if let Some(at) = fresh {
                self.number(at, index, registers);
            }
            tlps.push(self.replay[self.sent].clone());
            if self.sent < self.ever_sent {
                registers.count_both(index, &map::TX_RETRANSMITS, &peer::PEER_RETRANSMITS);
            } else {
                self.ever_sent += 1;
            }
            self.sent += 1;
        }
        if tlps.is_empty() {
            return None;
        }
        self.frames.push_back(first.wrapping_add(tlps.len() as u32));
        // What is no TLP never gets here.
        let area = area::build(tlps).unwrap_or_default();
        self.rate.sent(area.len());
        self.quiet = 0;
        Some((first, area))
    }

    /// The waiting TLP that may be numbered next. Others pass non-posted ones for which the peer
    /// has no room; nothing else passes anything.
    fn candidate(&self, registers: &Registers) -> Option<usize> {
        let blocked = self.non_posted_sent == self.non_posted_limit;
        let at = match self.waiting.front()?.class {
            Class::NonPosted if blocked => {
                self.waiting.iter().position(|w| w.class != Class::NonPosted)?
            }
            _ => 0,
        };
        let window = 1024 * map::WINDOW_KIB.get(registers.get(&map::WINDOW)) as usize;
        let room = window.min(REPLAY_BYTES);
        (self.replay_bytes + self.waiting[at].bytes.len() <= room).then_some(at)
    }

    fn number(&mut self, at: usize, index: usize, registers: &mut Registers) {
        if let Some(tlp) = self.waiting.remove(at) {
            if tlp.class == Class::NonPosted {
                self.non_posted_sent = self.non_posted_sent.wrapping_add(1);
            }
            self.replay_bytes += tlp.bytes.len();
            self.replay.push_back(tlp.bytes);
            self.next_sequence = self.next_sequence.wrapping_add(1);
            registers.count_both(index, &map::TX_TLPS, &peer::PEER_TX_TLPS);
        }
    }

    /// Takes a cumulative acknowledgement, and what else its frame says; `sample`: the round trip by
    /// its echo. One that is older than the newest believed is late: the frame says nothing.
    pub fn acknowledged(
        &mut self,
        acknowledged: u32,
        says: &BridgeHeader,
        sample: Option<u64>,
        registers: &mut Registers,
    ) {
        let distance = acknowledged.wrapping_sub(self.oldest());
        let released = distance as usize;
        if released > self.ever_sent {
            if distance < 1 << 31 {
                registers.count(&map::RX_WRONG_ACK);
            }
            return;
        }
        self.busy(says.busy);
        self.limited(says.non_posted_limit);
        if released > 0 {
            self.replay_bytes -= self.replay.drain(..released).map(|t| t.len()).sum::<usize>();
            self.sent = self.sent.saturating_sub(released);
            self.ever_sent -= released;
            // A frame is done with when its last TLP is.
            while self.frames.front().is_some_and(|end| acknowledged.wrapping_sub(*end) < 1 << 31) {
                self.frames.pop_front();
            }
            (self.waited, self.unacknowledged, self.stuck, self.quiet) = (0, 0, 0, 0);
            (self.timeouts, self.probes) = (0, 0);
            if let Some(sample) = sample {
                self.measured(sample, registers);
            }
        }
        if says.nak && self.sent > 0 {
            self.go_back_for(acknowledged, registers);
        }
    }

    /// A NAK: one that follows another for the same TLP at once is a copy.
    fn go_back_for(&mut self, number: u32, registers: &mut Registers) {
        let soon = self.round_trip() / 2;
        if self.nak.is_some_and(|(before, since)| before == number && since < soon) {
            registers.count(&map::NAKS_IGNORED);
            return;
        }
        registers.count(&map::TX_NAKS_RECEIVED);
        self.nak = Some((number, 0));
        self.go_back();
    }

    /// Whether the peer, which lives, has no room.
    fn busy(&mut self, busy: bool) {
        self.peer_busy = busy;
        if busy {
            self.unacknowledged = 0;
        }
    }

    /// The peer's limit; an older one than known arrives when frames are reordered.
    fn limited(&mut self, limit: u8) {
        if limit.wrapping_sub(self.non_posted_limit) < 0x80 {
            self.non_posted_limit = limit;
        }
    }

    /// A measured round trip: mean over 8, deviation over 4 samples.
    fn measured(&mut self, clocks: u64, registers: &Registers) {
        self.rate.measured(clocks, registers);
        self.round_trip = Some(match self.round_trip {
            None => (clocks, clocks / 2),
            Some((mean, deviation)) => {
                let off = mean.abs_diff(clocks);
                ((7 * mean + clocks) / 8, (3 * deviation + off) / 4)
            }
        });
    }
}
