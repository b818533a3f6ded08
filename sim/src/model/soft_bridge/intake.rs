//! What a frame from the network does.

use expether_wire::bridge::{self, FrameType};
use expether_wire::ethernet;
use expether_wire::frame::{BridgeFrame, Content};
use expether_wire::keep_alive::{self, Role};
use expether_wire::packet::BridgeHeader;
use expether_wire::registers as map;
use expether_wire::tlp::{Class, Tlp};

use super::egress::{Egress, Item};
use super::incarnation::tag;
use super::peer::{Peer, State};
use super::receiver::Arrived;
use super::registers::Registers;
use super::route::sent_by_peer;
use super::table::Table;
use super::{kind_of, refused, TIMESTAMP_MASK};

/// In an address as a number: the bit of group addresses.
const GROUP_BIT: u64 = 1 << 40;

/// The counter of a frame that is dropped.
type Dropped = &'static map::Register;

impl Table {
    /// A frame with a good FCS, given without it: the TLPs accepted go to `egress`.
    pub fn receive(
        &mut self,
        frame: &[u8],
        now: u64,
        egress: &mut Egress,
        registers: &mut Registers,
    ) {
        registers.count(&map::RX_FRAMES);
        if let Err(counter) = self.take(frame, now, egress, registers) {
            registers.count(counter);
        }
    }

    fn take(
        &mut self,
        frame: &[u8],
        now: u64,
        egress: &mut Egress,
        registers: &mut Registers,
    ) -> Result<(), Dropped> {
        let vid = u64::from(self.identity.vid);
        if ethernet::TPID.get(frame) != ethernet::TPID_8021Q || ethernet::VID.get(frame) != vid {
            return Err(&map::RX_WRONG_GROUP);
        }
        let header = frame.get(bridge::OFFSET..).unwrap_or(&[]);
        let ethertype = self.identity.ethertype;
        let frame_type = FrameType::from_code(bridge::TYPE.get(header))
            .filter(|t| !matches!(t, FrameType::Manager | FrameType::Port))
            .filter(|_| bridge::VERSION.get(header) == bridge::WIRE_VERSION)
            .filter(|_| ethernet::ETHERTYPE.get(frame) == u64::from(ethertype))
            .ok_or(&map::RX_WRONG_TYPE)?;
        let source = ethernet::SOURCE.get(frame);
        if source == 0 || source & GROUP_BIT != 0 || source == self.identity.mac {
            return Err(&map::RX_WRONG_SOURCE);
        }
        let known = self.peers.iter().position(|p| p.mac == Some(source));
        let parsed = || {
            let parsed = BridgeFrame::parse(frame, ethertype).ok()?;
            Some((parsed.bridge, parsed.content().ok()?))
        };
        if frame_type == FrameType::KeepAlive {
            let Some((_, Content::KeepAlive(body))) = parsed() else {
                return Err(&map::RX_MALFORMED);
            };
            self.keep_alive(source, known, &body, registers);
            return Ok(());
        }
        let for_us = ethernet::DESTINATION.get(frame) == self.identity.mac;
        let index = known.filter(|_| for_us).ok_or(&map::RX_WRONG_PEER)?;
        let peer = &mut self.peers[index];
        peer.is_heard();
        if matches!(frame_type, FrameType::Data | FrameType::Ack) && !peer.is_connection_of(header)
        {
            return Err(&map::RX_WRONG_CONNECTION);
        }
        let (header, content) = parsed().ok_or(&map::RX_MALFORMED)?;
        match (frame_type, content) {
            (FrameType::Open, _) => peer.open(&header, registers),
            (FrameType::Close, _) => {
                if !peer.close(&header, registers) {
                    return Err(&map::RX_WRONG_CONNECTION);
                }
            }
            (_, Content::Tlps(tlps)) => {
                let arrived = Arrived {
                    sequence: header.sequence,
                    timestamp: header.timestamp.into(),
                    tlps: tlps.iter().map(Tlp::as_bytes).collect(),
                };
                let place = peer.connection.receiver.place(&arrived)?;
                peer.take_riding(&header, now, registers);
                let room = (egress.room(), now);
                let receiver = &mut peer.connection.receiver;
                let new = receiver.data(index, &arrived, place, room, registers)?;
                self.accept(index, new, egress, registers);
            }
            _ => peer.take_riding(&header, now, registers),
        }
        Ok(())
    }

    /// TLPs of a peer that are new and in order.
    fn accept(
        &mut self,
        index: usize,
        new: &[&[u8]],
        egress: &mut Egress,
        registers: &mut Registers,
    ) {
        for tlp in new {
            let class = Item::class_of(tlp);
            let Some(kind) = kind_of(tlp) else { continue };
            let refused = if refused(tlp, kind, !registers.is_host()) {
                Some(&map::RX_TLP_REFUSED)
            } else if !sent_by_peer(tlp, kind, index, registers) {
                Some(&map::RX_ID_REFUSED)
            } else {
                None
            };
            let Some(counter) = refused else {
                egress.push(Item { bytes: tlp.to_vec(), class, from: index });
                continue;
            };
            registers.count(counter);
            if class == Class::NonPosted {
                self.peers[index].connection.receiver.handed();
            }
        }
    }

    fn keep_alive(
        &mut self,
        source: u64,
        known: Option<usize>,
        body: &keep_alive::Repr,
        registers: &mut Registers,
    ) {
        if let Some(index) = known {
            self.peers[index].is_heard();
        }
        let other = if registers.is_host() { Role::Device } else { Role::Host };
        if body.role != other.code() {
            return;
        }
        registers.count(&map::KEEP_ALIVES_RECEIVED);
        if known.is_some() || !registers.switch(&map::CONTROL_LEARN) {
            return;
        }
        match self.peers.iter_mut().find(|p| p.is_free(registers)) {
            Some(free) => {
                free.learn(source);
                registers.count(&map::PEERS_LEARNT);
                // It need not wait to learn us.
                self.keep_alive_in = 0;
            }
            None => registers.count(&map::PEERS_REFUSED),
        }
    }
}

impl Peer {
    /// Whether a data or ack frame with this header is of the present connection.
    fn is_connection_of(&self, header: &[u8]) -> bool {
        self.state == State::Connected
            && bridge::RECEIVER_TAG.get(header) == u64::from(tag(self.own))
            && bridge::SENDER_TAG.get(header) == u64::from(tag(self.peer))
    }

    /// What data and ack frames have in common.
    fn take_riding(&mut self, header: &BridgeHeader, now: u64, registers: &mut Registers) {
        self.confirmed = true;
        if header.busy {
            registers.count(&map::RX_BUSY);
        }
        let Some(acknowledged) = header.acknowledgement else { return };
        let sample =
            header.echo_timestamp.map(|echo| now.wrapping_sub(echo.into()) & TIMESTAMP_MASK);
        self.connection.sender.acknowledged(acknowledged, header, sample, registers);
    }
}
