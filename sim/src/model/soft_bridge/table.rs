//! The table of peers: time, whose turn it is to send, and what registers say of it.

use expether_wire::area;
use expether_wire::bridge::FrameType;
use expether_wire::ethernet::{self, MacAddress};
use expether_wire::frame::BridgeFrame;
use expether_wire::keep_alive::{self, capability};
use expether_wire::packet::BridgeHeader;
use expether_wire::registers::{self as map, peer};

use super::egress::Egress;
use super::incarnation::{tag, Incarnations};
use super::opening::blank;
use super::path::is_short;
use super::peer::{Peer, State};
use super::registers::{Identity, Registers, Which};
use super::{input, MTU, PEERS, TIMESTAMP_MASK};

/// The table.
pub(super) struct Table {
    pub peers: Vec<Peer>,
    pub incarnations: Incarnations,
    /// Under which frames are sent, and which they have to be for.
    pub identity: Identity,
    enabled: bool,
    pub(super) keep_alive_in: u64,
    /// The peer that may send next.
    turn: usize,
}

impl Table {
    pub fn new() -> Self {
        Self {
            peers: (0..PEERS).map(Peer::new).collect(),
            incarnations: Incarnations::default(),
            identity: Identity::default(),
            enabled: false,
            keep_alive_in: 0,
            turn: 0,
        }
    }

    /// Indices of the connected peers.
    pub fn connected(&self) -> Vec<usize> {
        (0..PEERS).filter(|i| self.peers[*i].state == State::Connected).collect()
    }

    /// Time passes; `paused`: no frame may begin.
    pub fn clock(&mut self, now: u64, egress: &Egress, paused: bool, registers: &mut Registers) {
        if !registers.enabled() {
            if std::mem::take(&mut self.enabled) {
                self.peers.iter_mut().for_each(|p| p.forget(registers));
            }
            return;
        }
        if !std::mem::replace(&mut self.enabled, true) {
            self.incarnations.seed(registers.seed());
            (self.identity, self.keep_alive_in) = (registers.identity, 0);
        }
        let settled = self.settle(registers);
        self.keep_alive_in = self.keep_alive_in.saturating_sub(1);
        let may_open = settled && self.incarnations.seeded() && !is_short(registers);
        let room = egress.room();
        for (index, peer) in self.peers.iter_mut().enumerate() {
            peer.closed = registers.peer_switch(index, &peer::PEER_CONTROL_CLOSE);
            if peer.next.is_none() && peer.mac.is_some() {
                peer.next = self.incarnations.draw(now);
            }
            peer.clock((room, paused), may_open, registers);
        }
    }

    /// Takes over a new identity, once no connection of the old one is left; whether there is none
    /// to take.
    fn settle(&mut self, registers: &mut Registers) -> bool {
        if self.identity == registers.identity {
            return true;
        }
        self.peers.iter_mut().for_each(|p| p.end_before_change(registers));
        let settled = self.peers.iter().all(|p| p.state == State::NoPeer);
        if settled {
            (self.identity, self.keep_alive_in) = (registers.identity, 0);
        }
        settled
    }

    /// The next frame to send, without padding and FCS.
    pub fn transmit(&mut self, now: u64, registers: &mut Registers) -> Option<Vec<u8>> {
        if !self.enabled {
            return None;
        }
        let (destination, header, area) = self.next_frame(now, registers)?;
        let header = BridgeHeader { timestamp: (now & TIMESTAMP_MASK) as u32, ..header };
        let frame = BridgeFrame {
            ethernet: ethernet::Repr {
                destination: MacAddress::from_u64(destination),
                source: MacAddress::from_u64(self.identity.mac),
                pcp: map::GROUP_PCP.get(registers.get(&map::GROUP)) as u8,
                vid: self.identity.vid,
                ethertype: self.identity.ethertype,
            },
            bridge: header,
            area: &area,
        };
        registers.count(&map::TX_FRAMES);
        frame.build().ok()
    }

    fn next_frame(
        &mut self,
        now: u64,
        registers: &mut Registers,
    ) -> Option<(u64, BridgeHeader, Vec<u8>)> {
        let interval = registers.get(&map::KEEP_ALIVE_INTERVAL);
        if self.keep_alive_in == 0 && interval > 0 {
            self.keep_alive_in = interval;
            registers.count(&map::KEEP_ALIVES_SENT);
            let body = self.keep_alive_body(registers).emit().to_vec();
            return Some((MacAddress::BROADCAST.to_u64(), blank(FrameType::KeepAlive), body));
        }
        for peer in &mut self.peers {
            let Some(mac) = peer.mac else { continue };
            if let Some((header, words)) = peer.control_frame(registers) {
                return Some((mac, header, vec![0; 4 * usize::from(words)]));
            }
        }
        for step in 0..PEERS {
            let index = (self.turn + step) % PEERS;
            let peer = &mut self.peers[index];
            let Some(mac) = peer.mac.filter(|_| peer.may_speak()) else { continue };
            let longest = 4 * usize::from(peer.path.limit(registers));
            let (frame_type, sequence, area) =
                match peer.connection.sender.frame(index, longest, registers) {
                    Some((first, area)) => (FrameType::Data, first, area),
                    None if peer.connection.receiver.bare() => {
                        registers.count(&map::TX_ACK_FRAMES);
                        (FrameType::Ack, peer.connection.sender.next_sequence(), vec![])
                    }
                    None => continue,
                };
            let riding = peer.connection.receiver.ride(now, registers);
            self.turn = index + 1;
            let header = BridgeHeader {
                receiver_tag: tag(peer.peer),
                sender_tag: tag(peer.own),
                sequence,
                acknowledgement: Some(riding.expected),
                nak: riding.nak,
                busy: riding.busy,
                non_posted_limit: riding.non_posted_limit,
                echo_timestamp: riding.echo,
                ..blank(frame_type)
            };
            return Some((mac, header, area));
        }
        None
    }

    /// The next TLP for the PCIe side.
    pub fn deliver(
        &mut self,
        egress: &mut Egress,
        inputs: &[u64; input::COUNT],
        registers: &mut Registers,
    ) -> Option<Vec<u8>> {
        let item = egress.pop(inputs)?;
        registers.count(&map::RX_TLPS);
        if item.class == expether_wire::tlp::Class::NonPosted {
            self.peers[item.from].connection.receiver.handed();
        }
        Some(item.bytes)
    }

    /// A register that says what is.
    pub fn status(&self, which: Which, paused: bool, registers: &Registers) -> u64 {
        match which {
            Which::Bridge(register) if register.offset == map::SHAPE.offset => {
                let shape = map::SHAPE_PEERS.set(0, PEERS as u64);
                map::SHAPE_ROLE.set(shape, registers.role.code().into())
            }
            Which::Bridge(register) if register.offset == map::STATUS.offset => {
                let unseeded = self.enabled && !self.incarnations.seeded();
                let status = map::STATUS_PAUSED.set(0, paused.into());
                let status = map::STATUS_UNSEEDED.set(status, unseeded.into());
                map::STATUS_MTU_SHORT.set(status, is_short(registers).into())
            }
            Which::Bridge(_) => 0,
            Which::Peer(index, register) => self.peers[index].status(register, registers),
        }
    }

    fn keep_alive_body(&self, registers: &Registers) -> keep_alive::Repr {
        keep_alive::Repr {
            role: registers.role.code(),
            capabilities: (capability::AGGREGATION | capability::RATE_CONTROL) as u8,
            group: self.identity.vid,
            mtu: registers.get(&map::MTU).min(MTU.into()) as u16,
            max_payload: (4 * area::MAX_PAYLOAD_DW) as u16,
            node_id: self.identity.node_id,
        }
    }
}

impl Peer {
    fn status(&self, register: &map::Register, registers: &Registers) -> u64 {
        // As the registers of MAC addresses have it: the byte sent first in the low bits.
        let (low, high) = MacAddress::from_u64(self.mac.unwrap_or(0)).to_registers();
        let sender = &self.connection.sender;
        match register.offset {
            o if o == peer::PEER_STATUS.offset => {
                let status = peer::PEER_STATUS_STATE.set(0, self.state as u64);
                let status = peer::PEER_STATUS_LEARNT.set(status, self.learnt.into());
                peer::PEER_STATUS_PATH_DW.set(status, self.path.known().into())
            }
            o if o == peer::PEER_ADDRESS_LO.offset => low.into(),
            o if o == peer::PEER_ADDRESS_HI.offset => high.into(),
            o if o == peer::PEER_RTT.offset => sender.round_trip(),
            o if o == peer::PEER_TIMEOUT.offset => sender.timeout(registers),
            o if o == peer::PEER_INCARNATION.offset => self.own.into(),
            o if o == peer::PEER_INCARNATION_PEER.offset => self.peer.into(),
            _ => sender.rate(),
        }
    }
}
