//! Frames out and in: encapsulation, Go-Back-N, acceptance.

use std::collections::VecDeque;

use expether_wire::bridge::{self, frame_type};
use expether_wire::ethernet;
use expether_wire::registers as map;

use super::registers::Registers;

/// 24-bit timestamps.
const TIMESTAMP_MASK: u64 = 0xFF_FFFF;

/// Sender and receiver of one peer.
#[derive(Default)]
pub(super) struct Arq {
    now: u64,
    // Sender.
    next_sequence: u16,
    /// Sent and unacknowledged, oldest first; their sequence numbers end before `next_sequence`.
    replay: VecDeque<Vec<u8>>,
    /// How many of `replay` have been sent since the last going back.
    sent: usize,
    /// How many of `replay` have ever been sent.
    ever_sent: usize,
    /// Cycles since the oldest was sent or the acknowledgement moved.
    waited: u64,
    // Receiver.
    expected: u16,
    acknowledge: Option<u64>,
    nak_due: bool,
    /// A NAK has gone out for the present gap.
    gap_reported: bool,
    echo: Option<u64>,
}

impl Arq {
    /// Time passes: the retransmission timer.
    pub fn clock(&mut self, registers: &mut Registers) {
        self.now = self.now.wrapping_add(1);
        if let Some(left) = &mut self.acknowledge {
            *left = left.saturating_sub(1);
        }
        if self.ever_sent == 0 {
            self.waited = 0;
            return;
        }
        self.waited += 1;
        if self.waited >= registers.get(&map::TIMEOUT_MIN).max(1) {
            registers.count(&map::TX_TIMEOUTS);
            self.go_back();
        }
    }

    fn go_back(&mut self) {
        self.sent = 0;
        self.waited = 0;
    }

    /// The next frame, without padding and FCS, if there is one to send now.
    pub fn transmit(
        &mut self,
        waiting: &mut VecDeque<Vec<u8>>,
        registers: &mut Registers,
    ) -> Option<Vec<u8>> {
        let window = map::WINDOW_FRAMES.get(registers.get(&map::WINDOW)) as usize;
        if self.sent == self.replay.len() && self.replay.len() < window {
            if let Some(tlp) = waiting.pop_front() {
                self.replay.push_back(tlp);
                self.next_sequence = self.next_sequence.wrapping_add(1);
                registers.count(&map::TX_TLPS);
            }
        }
        if let Some(tlp) = self.replay.get(self.sent) {
            let behind = (self.replay.len() - self.sent) as u16;
            let sequence = self.next_sequence.wrapping_sub(behind);
            let tlp = tlp.clone();
            if self.sent < self.ever_sent {
                registers.count(&map::TX_RETRANSMITS);
            } else {
                self.ever_sent += 1;
            }
            self.sent += 1;
            return Some(self.frame(frame_type::DATA, sequence, &tlp, registers));
        }
        if self.nak_due || self.acknowledge == Some(0) {
            registers.count(&map::TX_ACK_FRAMES);
            return Some(self.frame(frame_type::ACK, self.next_sequence, &[], registers));
        }
        None
    }

    fn frame(
        &mut self,
        kind: u64,
        sequence: u16,
        tlp: &[u8],
        registers: &mut Registers,
    ) -> Vec<u8> {
        let mut frame = vec![0u8; bridge::TLP_OFFSET];
        let group = registers.get(&map::GROUP);
        ethernet::DESTINATION.set(&mut frame, registers.peer_mac());
        ethernet::SOURCE.set(&mut frame, registers.local_mac());
        ethernet::TPID.set(&mut frame, ethernet::TPID_8021Q);
        ethernet::PCP.set(&mut frame, map::GROUP_PCP.get(group));
        ethernet::VID.set(&mut frame, map::GROUP_VID.get(group));
        ethernet::ETHERTYPE.set(&mut frame, registers.get(&map::ETHERTYPE));
        let header = &mut frame[bridge::OFFSET..];
        bridge::VERSION.set(header, bridge::WIRE_VERSION);
        bridge::TYPE.set(header, kind);
        bridge::ACK.set(header, 1);
        bridge::NAK.set(header, u64::from(self.nak_due));
        bridge::LENGTH_DW.set(header, (tlp.len() / 4) as u64);
        bridge::EPOCH.set(header, registers.get(&map::EPOCH));
        bridge::SEQUENCE.set(header, u64::from(sequence));
        bridge::ACKNOWLEDGEMENT.set(header, u64::from(self.expected));
        bridge::TIMESTAMP.set(header, self.now & TIMESTAMP_MASK);
        if let Some(echo) = self.echo {
            bridge::ECHO.set(header, 1);
            bridge::ECHO_TIMESTAMP.set(header, echo);
        }
        frame.extend_from_slice(tlp);
        if self.nak_due {
            registers.count(&map::NAKS_SENT);
        }
        registers.count(&map::TX_FRAMES);
        self.nak_due = false;
        self.acknowledge = None;
        frame
    }

    /// A frame with a good FCS, given without it; the TLP if one is accepted. `room`: there is
    /// room for one.
    pub fn receive(
        &mut self,
        frame: &[u8],
        room: bool,
        registers: &mut Registers,
    ) -> Option<Vec<u8>> {
        registers.count(&map::RX_FRAMES);
        if let Err(counter) = acceptable(frame, registers) {
            registers.count(counter);
            return None;
        }
        let header = frame.get(bridge::OFFSET..).unwrap_or(&[]);
        let words = bridge::LENGTH_DW.get(header) as usize;
        let tlp = frame.get(bridge::TLP_OFFSET..bridge::TLP_OFFSET + 4 * words);
        let kind = bridge::TYPE.get(header);
        let sound = match kind {
            frame_type::DATA => tlp.is_some_and(super::length_is_right),
            _ => words == 0,
        };
        let Some(tlp) = tlp.filter(|_| sound) else {
            registers.count(&map::RX_MALFORMED);
            return None;
        };
        if bridge::ACK.get(header) == 1 {
            let acknowledged = bridge::ACKNOWLEDGEMENT.get(header) as u16;
            self.acknowledged(acknowledged, bridge::NAK.get(header) == 1, registers);
        }
        if kind != frame_type::DATA {
            return None;
        }
        let ahead = (bridge::SEQUENCE.get(header) as u16).wrapping_sub(self.expected);
        if ahead == 0 {
            if !room {
                registers.count(&map::RX_OVERFLOW);
                return None;
            }
            self.expected = self.expected.wrapping_add(1);
            self.gap_reported = false;
            self.echo = Some(bridge::TIMESTAMP.get(header));
            let delay = registers.get(&map::ACK_DELAY);
            self.acknowledge.get_or_insert(delay);
            registers.count(&map::RX_TLPS);
            return Some(tlp.to_vec());
        }
        if ahead < 0x8000 {
            registers.count(&map::RX_GAP);
            if !self.gap_reported {
                self.gap_reported = true;
                self.nak_due = true;
            }
        } else {
            registers.count(&map::RX_DUPLICATE);
            // The sender has missed the acknowledgement.
            self.acknowledge = Some(0);
        }
        None
    }

    /// Takes a cumulative acknowledgement; one outside what is outstanding is old or nonsense.
    fn acknowledged(&mut self, acknowledged: u16, nak: bool, registers: &mut Registers) {
        let oldest = self.next_sequence.wrapping_sub(self.replay.len() as u16);
        let released = usize::from(acknowledged.wrapping_sub(oldest));
        if released > self.ever_sent {
            registers.count(&map::RX_WRONG_ACK);
            return;
        }
        if released > 0 {
            self.replay.drain(..released);
            self.sent = self.sent.saturating_sub(released);
            self.ever_sent -= released;
            self.waited = 0;
        }
        if nak && self.sent > 0 {
            registers.count(&map::TX_NAKS_RECEIVED);
            self.go_back();
        }
    }
}

/// The counter to blame if the frame is not for this bridge.
fn acceptable(frame: &[u8], registers: &Registers) -> Result<(), &'static map::Register> {
    let vid = map::GROUP_VID.get(registers.get(&map::GROUP));
    if ethernet::TPID.get(frame) != ethernet::TPID_8021Q || ethernet::VID.get(frame) != vid {
        return Err(&map::RX_WRONG_GROUP);
    }
    let header = frame.get(bridge::OFFSET..).unwrap_or(&[]);
    let kind = bridge::TYPE.get(header);
    if ethernet::ETHERTYPE.get(frame) != registers.get(&map::ETHERTYPE)
        || bridge::VERSION.get(header) != bridge::WIRE_VERSION
        || !matches!(kind, frame_type::DATA | frame_type::ACK)
    {
        return Err(&map::RX_WRONG_TYPE);
    }
    if ethernet::SOURCE.get(frame) != registers.peer_mac()
        || ethernet::DESTINATION.get(frame) != registers.local_mac()
    {
        return Err(&map::RX_WRONG_PEER);
    }
    if bridge::EPOCH.get(header) != registers.get(&map::EPOCH) {
        return Err(&map::RX_WRONG_EPOCH);
    }
    Ok(())
}
