//! The table of peers: who is in it, what comes from them, whose turn it is to send.

use expether_wire::bridge::{self, FrameType, Repr};
use expether_wire::ethernet::{self, MacAddress};
use expether_wire::frame::{BridgeFrame, Content};
use expether_wire::keep_alive::{self, capability};
use expether_wire::registers::{self as map, peer};
use expether_wire::tlp::Tlp;

use super::egress::{Egress, Item};
use super::peer::{blank, Peer, State};
use super::receiver::Arrived;
use super::registers::{Registers, Which};
use super::{input, kind_of, refused, PEERS, TIMESTAMP_MASK};

/// Bytes behind the EtherType of the longest frame received.
const MTU: u16 = 9_000;

/// The table.
pub(super) struct Table {
    pub peers: Vec<Peer>,
    next_epoch: u8,
    enabled: bool,
    keep_alive_in: u64,
    /// The peer that may send next.
    turn: usize,
}

impl Table {
    pub fn new() -> Self {
        Self {
            peers: (0..PEERS).map(Peer::new).collect(),
            next_epoch: 0,
            enabled: false,
            keep_alive_in: 0,
            turn: 0,
        }
    }

    /// Indices of the connected peers.
    pub fn connected(&self) -> Vec<usize> {
        (0..PEERS).filter(|i| self.peers[*i].state == State::Connected).collect()
    }

    /// Takes over what software has written.
    fn configure(&mut self, registers: &mut Registers) {
        if !registers.enabled() {
            self.peers.iter_mut().for_each(|p| p.assign(None, false, registers));
            self.enabled = false;
            return;
        }
        if !self.enabled {
            self.enabled = true;
            self.next_epoch = registers.get(&map::EPOCH) as u8;
            self.keep_alive_in = 0;
        }
        for (i, peer) in self.peers.iter_mut().enumerate() {
            let control = registers.peer(i, &peer::PEER_CONTROL);
            peer.closed = peer::PEER_CONTROL_CLOSE.get(control) == 1;
            if peer::PEER_CONTROL_FIXED.get(control) == 1 {
                let mac = registers.peer_mac(i);
                if peer.learnt || peer.mac != Some(mac) {
                    peer.assign(Some(mac), false, registers);
                }
            } else if peer.mac.is_some() && !peer.learnt {
                peer.assign(None, false, registers);
            }
        }
    }

    /// Time passes; `paused`: no frame may begin.
    pub fn clock(&mut self, egress: &Egress, paused: bool, registers: &mut Registers) {
        if std::mem::take(&mut registers.written) {
            self.configure(registers);
        }
        if self.enabled {
            self.keep_alive_in = self.keep_alive_in.saturating_sub(1);
            let room = egress.room();
            for peer in &mut self.peers {
                peer.clock(&mut self.next_epoch, (room, paused), registers);
            }
        }
    }

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

    /// The counter to blame if the frame is dropped.
    fn take(
        &mut self,
        frame: &[u8],
        now: u64,
        egress: &mut Egress,
        registers: &mut Registers,
    ) -> Result<(), &'static map::Register> {
        let vid = map::GROUP_VID.get(registers.get(&map::GROUP));
        if ethernet::TPID.get(frame) != ethernet::TPID_8021Q || ethernet::VID.get(frame) != vid {
            return Err(&map::RX_WRONG_GROUP);
        }
        let header = frame.get(bridge::OFFSET..).unwrap_or(&[]);
        let frame_type = FrameType::from_code(bridge::TYPE.get(header))
            .filter(|t| *t != FrameType::Manager)
            .filter(|_| bridge::VERSION.get(header) == bridge::WIRE_VERSION)
            .filter(|_| ethernet::ETHERTYPE.get(frame) == registers.get(&map::ETHERTYPE))
            .ok_or(&map::RX_WRONG_TYPE)?;
        let source = ethernet::SOURCE.get(frame);
        let destination = ethernet::DESTINATION.get(frame);
        let known = self.peers.iter().position(|p| p.mac == Some(source));
        let ethertype = ethernet::ETHERTYPE.get(frame) as u16;
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
        let index = known.filter(|_| destination == registers.local_mac());
        let index = index.ok_or(&map::RX_WRONG_PEER)?;
        let peer = &mut self.peers[index];
        peer.is_heard();
        if frame_type != FrameType::Open {
            let epoch = bridge::EPOCH.get(header) as u8;
            if peer.state != State::Connected || epoch != peer.connection_epoch() {
                return Err(&map::RX_WRONG_EPOCH);
            }
        }
        let (header, content) = parsed().ok_or(&map::RX_MALFORMED)?;
        match (frame_type, content) {
            (FrameType::Open, _) => peer.open(&header, registers),
            (FrameType::Close, _) => peer.close(registers),
            (_, content) => {
                peer.common(&header, now, registers);
                if let Content::Tlps(tlps) = content {
                    self.data(index, &header, &tlps, now, egress, registers);
                }
            }
        }
        Ok(())
    }

    /// The TLPs of a data frame of the connection.
    fn data(
        &mut self,
        index: usize,
        header: &Repr,
        tlps: &[Tlp<&[u8]>],
        now: u64,
        egress: &mut Egress,
        registers: &mut Registers,
    ) {
        let peer = &mut self.peers[index];
        let arrived = Arrived {
            sequence: header.sequence,
            timestamp: header.timestamp.into(),
            tlps: tlps.iter().map(Tlp::as_bytes).collect(),
        };
        let room = egress.room();
        for tlp in peer.connection.receiver.data(index, &arrived, (room, now), registers) {
            let class = Item::class_of(tlp);
            if kind_of(tlp).is_some_and(|kind| refused(tlp, kind, !registers.is_host())) {
                registers.count(&map::RX_TLP_REFUSED);
                if class == expether_wire::tlp::Class::NonPosted {
                    peer.connection.receiver.handed();
                }
                continue;
            }
            egress.push(Item { bytes: tlp.to_vec(), class, from: index });
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
        if body.role == registers.role.code() {
            return;
        }
        registers.count(&map::KEEP_ALIVES_RECEIVED);
        if known.is_some() || !registers.switch(&map::CONTROL_LEARN) {
            return;
        }
        match self.peers.iter_mut().find(|p| p.mac.is_none()) {
            Some(free) => {
                free.assign(Some(source), true, registers);
                registers.count(&map::PEERS_LEARNT);
            }
            None => registers.count(&map::PEERS_REFUSED),
        }
    }

    /// The next frame to send, without padding and FCS.
    pub fn transmit(&mut self, now: u64, registers: &mut Registers) -> Option<Vec<u8>> {
        if !self.enabled {
            return None;
        }
        let (destination, header, area) = self.next_frame(now, registers)?;
        let group = registers.get(&map::GROUP);
        let header = Repr { timestamp: (now & TIMESTAMP_MASK) as u32, ..header };
        let frame = BridgeFrame {
            ethernet: ethernet::Repr {
                destination: MacAddress::from_u64(destination),
                source: MacAddress::from_u64(registers.local_mac()),
                pcp: map::GROUP_PCP.get(group) as u8,
                vid: map::GROUP_VID.get(group) as u16,
                ethertype: registers.get(&map::ETHERTYPE) as u16,
            },
            bridge: header,
            area: &area,
        };
        registers.count(&map::TX_FRAMES);
        frame.build().ok()
    }

    fn next_frame(&mut self, now: u64, registers: &mut Registers) -> Option<(u64, Repr, Vec<u8>)> {
        let interval = registers.get(&map::KEEP_ALIVE_INTERVAL);
        if self.keep_alive_in == 0 && interval > 0 {
            self.keep_alive_in = interval;
            registers.count(&map::KEEP_ALIVES_SENT);
            // A connection's epoch is its own; this one is where the next would begin.
            let header = blank(FrameType::KeepAlive, self.next_epoch);
            let body = body(registers).emit().to_vec();
            return Some((MacAddress::BROADCAST.to_u64(), header, body));
        }
        for peer in &mut self.peers {
            let Some(mac) = peer.mac else { continue };
            if let Some(header) = peer.control_frame(&mut self.next_epoch, registers) {
                return Some((mac, header, vec![]));
            }
        }
        for step in 0..PEERS {
            let index = (self.turn + step) % PEERS;
            let peer = &mut self.peers[index];
            let Some(mac) = peer.mac.filter(|_| peer.state == State::Connected) else { continue };
            let epoch = peer.connection_epoch();
            let (header, area) = match peer.connection.sender.frame(index, registers) {
                Some((first, area)) => {
                    (Repr { sequence: first, ..blank(FrameType::Data, epoch) }, area)
                }
                None if peer.connection.receiver.bare() => {
                    registers.count(&map::TX_ACK_FRAMES);
                    let sequence = peer.connection.sender.next_sequence();
                    (Repr { sequence, ..blank(FrameType::Ack, epoch) }, vec![])
                }
                None => continue,
            };
            let riding = peer.connection.receiver.ride(now, registers);
            self.turn = index + 1;
            let header = Repr {
                acknowledgement: Some(riding.expected),
                nak: riding.nak,
                busy: riding.busy,
                non_posted_limit: riding.non_posted_limit,
                echo_timestamp: riding.echo,
                ..header
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
    pub fn status(&self, which: Which, registers: &Registers) -> u64 {
        match which {
            Which::Bridge(register) if register.offset == map::SHAPE.offset => {
                let shape = map::SHAPE_PEERS.set(0, PEERS as u64);
                map::SHAPE_ROLE.set(shape, registers.role.code().into())
            }
            Which::Bridge(_) => 0,
            Which::Peer(index, register) => self.peers[index].status(register, registers),
        }
    }
}

impl Peer {
    /// What data and ack frames have in common.
    fn common(&mut self, header: &Repr, now: u64, registers: &mut Registers) {
        self.spoken = true;
        let sender = &mut self.connection.sender;
        if header.busy {
            registers.count(&map::RX_BUSY);
        }
        sender.busy(header.busy);
        if let Some(echo) = header.echo_timestamp {
            sender.measured(now.wrapping_sub(echo.into()) & TIMESTAMP_MASK, registers);
        }
        sender.limited(header.non_posted_limit);
        if let Some(acknowledged) = header.acknowledgement {
            sender.acknowledged(acknowledged, header.nak, registers);
        }
    }

    fn status(&self, register: &map::Register, registers: &Registers) -> u64 {
        // As the registers of MAC addresses have it: the byte sent first in the low bits.
        let (low, high) = MacAddress::from_u64(self.mac.unwrap_or(0)).to_registers();
        let sender = &self.connection.sender;
        match register.offset {
            o if o == peer::PEER_STATUS.offset => {
                let status = peer::PEER_STATUS_STATE.set(0, self.state as u64);
                let status = peer::PEER_STATUS_LEARNT.set(status, self.learnt.into());
                let status = peer::PEER_STATUS_EPOCH.set(status, self.epoch.into());
                peer::PEER_STATUS_PEER_EPOCH.set(status, self.peer_epoch.into())
            }
            o if o == peer::PEER_ADDRESS_LO.offset => low.into(),
            o if o == peer::PEER_ADDRESS_HI.offset => high.into(),
            o if o == peer::PEER_RTT.offset => sender.round_trip(),
            o if o == peer::PEER_TIMEOUT.offset => sender.timeout(registers),
            _ => sender.rate(),
        }
    }
}

fn body(registers: &Registers) -> keep_alive::Repr {
    keep_alive::Repr {
        role: registers.role.code(),
        capabilities: (capability::AGGREGATION | capability::RATE_CONTROL) as u8,
        group: map::GROUP_VID.get(registers.get(&map::GROUP)) as u16,
        mtu: MTU,
        max_payload: (4 * expether_wire::area::MAX_PAYLOAD_DW) as u16,
        node_id: registers.get(&map::NODE_ID_LO) | registers.get(&map::NODE_ID_HI) << 32,
    }
}
