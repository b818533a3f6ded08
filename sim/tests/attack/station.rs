//! Further stations of the group beside the peer of entry 0, and the registers of the bridge.

use expether_sim::model::axil::Access;
use expether_sim::model::node::mac_registers;
use expether_sim::model::rng::Rng;
use expether_sim::model::xgmii::{with_fcs, WireFrame};
use expether_wire::bridge::FrameType;
use expether_wire::keep_alive;
use expether_wire::packet::BridgeHeader;
use expether_wire::registers::{self, peer};

use crate::bench::{ack, frame_from, header, memory_tlp, open, opens, Single, GROUP, PEER};

/// A second station.
pub const OTHER: [u8; 6] = [0x02, 0xCC, 0xCC, 0xCC, 0xCC, 0xCC];

/// A third one.
pub const THIRD: [u8; 6] = [0x02, 0xDD, 0xDD, 0xDD, 0xDD, 0xDD];

/// CONTROL with LEARN.
pub fn learning() -> u32 {
    registers::CONTROL_LEARN.set(registers::CONTROL.reset(), 1) as u32
}

/// CONTROL without rate control, so that the line is the only bound.
pub fn unmetered() -> u32 {
    registers::CONTROL_RATE_CONTROL.set(registers::CONTROL.reset(), 0) as u32
}

/// Offset of a register of the bridge.
pub fn register(name: &str) -> u64 {
    registers::by_name(name).unwrap_or_else(|| panic!("{name}")).offset
}

/// Writes a register; the write has taken effect afterwards.
pub fn write(bridge: &mut Single, offset: u64, value: u32) {
    bridge.node.axil.push(Access::Write { address: offset as u16, value });
    while !bridge.node.axil.idle() {
        bridge.step();
    }
    bridge.run(8);
}

/// Reads a register.
pub fn read(bridge: &mut Single, offset: u64) -> u32 {
    let address = offset as u16;
    bridge.node.axil.push(Access::Read { address });
    for _ in 0..1_000 {
        let access = bridge.step().access;
        if let Some(outcome) = access.filter(|a| a.access == Access::Read { address }) {
            return outcome.value;
        }
    }
    panic!("no answer");
}

/// A counter of the bridge; 0 if it has not moved.
pub fn count(bridge: &mut Single, name: &str) -> u32 {
    bridge.counters().get(name).copied().unwrap_or(0)
}

/// Type and destination of the frames sent.
pub fn sent(bridge: &Single) -> Vec<(FrameType, [u8; 6])> {
    let frames = bridge.sent.iter();
    frames.filter_map(|f| Some((header(f)?.frame_type, f.bytes[..6].try_into().ok()?))).collect()
}

/// A keep-alive frame.
pub fn announcement(source: [u8; 6], role: u64) -> Vec<u8> {
    let body = keep_alive::Repr {
        role: role as u8,
        capabilities: 0,
        group: GROUP,
        mtu: 1500,
        max_payload: 512,
        node_id: 9,
    };
    let header = BridgeHeader {
        frame_type: FrameType::KeepAlive,
        length_dw: 4,
        acknowledgement: None,
        ..ack(0, false)
    };
    let mut frame = frame_from(source, &header, &body.emit());
    frame[..6].fill(0xFF);
    frame
}

/// A close frame's header.
pub fn close(own: u32, peer: u32) -> BridgeHeader {
    BridgeHeader { frame_type: FrameType::Close, ..open(own, peer) }
}

/// A memory write to an address below 4 GiB, of a requester.
pub fn write_tlp(rng: &mut Rng, address: u32, requester: u16, payload_dw: u64) -> Vec<u8> {
    let mut tlp = memory_tlp(rng, payload_dw);
    tlp[4..6].copy_from_slice(&requester.to_be_bytes());
    tlp[8..12].copy_from_slice(&address.to_be_bytes());
    tlp
}

/// Puts frames on the line back to back for so many clocks.
pub fn flood(bridge: &mut Single, clocks: usize, mut next: impl FnMut() -> Vec<u8>) {
    for _ in 0..clocks {
        if bridge.line.backlog() < 4 {
            bridge.line.push(&with_fcs(&next()), false);
        }
        bridge.step();
    }
}

/// Words of the line that frames take, with preamble and gap.
pub fn line_words<'a>(frames: impl IntoIterator<Item = &'a WireFrame>) -> usize {
    frames.into_iter().map(|f| (f.bytes.len() + 20).div_ceil(8)).sum()
}

/// Memory windows of entries 0 and 1: the first address.
pub const MEMORY: [u32; 2] = [0x1000_0000, 0x2000_0000];
/// IDs of entries 0 and 1: the first of 256.
pub const IDS: [u16; 2] = [0x0100, 0x0200];

/// A station that is connected to the bridge.
#[derive(Clone)]
pub struct Station {
    pub mac: [u8; 6],
    /// The bridge's incarnation.
    pub own: u32,
    /// Its own.
    pub peer: u32,
    /// TLPs it has got in order, one a frame.
    pub got: u32,
    seen: usize,
}

impl Station {
    /// The peer of entry 0.
    pub fn first(bridge: &Single) -> Station {
        let (own, peer) = (bridge.own, bridge.peer);
        Station { mac: PEER, own, peer, got: 0, seen: bridge.sent.len() }
    }

    /// Entries 0 and 1 get windows, and [`OTHER`] is connected as entry 1. TLPs that no window claims are nobody's.
    pub fn second(bridge: &mut Single) -> Station {
        for i in 0..2 {
            let base = MEMORY[i] >> 16;
            let ids = u32::from(IDS[i]);
            write(bridge, peer::offset(i, &peer::ROUTE_MEMORY), (base + 0xFFF) << 16 | base);
            write(bridge, peer::offset(i, &peer::ROUTE_ID), (ids + 0xFF) << 16 | ids);
        }
        write(bridge, peer::offset(0, &peer::PEER_CONTROL), 1);
        let (low, high) = mac_registers(OTHER);
        write(bridge, peer::offset(1, &peer::PEER_MAC_LO), low);
        write(bridge, peer::offset(1, &peer::PEER_MAC_HI), high);
        write(bridge, peer::offset(1, &peer::PEER_CONTROL), 1);
        let mut station =
            Station { mac: OTHER, own: 0, peer: 0x0BAD_1001, got: 0, seen: bridge.sent.len() };
        station.connect(bridge);
        assert_eq!([bridge.peer_state(0), bridge.peer_state(1)], [2, 2]);
        station
    }

    /// Answers the bridge's next open frame.
    pub fn connect(&mut self, bridge: &mut Single) {
        let from = bridge.sent.len().saturating_sub(1);
        for _ in 0..10_000 {
            if let Some(frame) = bridge.sent[from..].iter().rfind(|f| opens(f, self.mac)) {
                self.own = header(frame).map_or(0, |h| h.sequence);
                bridge.receive(&self.frame(&open(self.own, self.peer), &[]));
                bridge.run(60);
                self.seen = bridge.sent.len();
                return;
            }
            bridge.step();
        }
        panic!("the bridge opens no connection");
    }

    /// A frame of its connection, without FCS.
    pub fn frame(&self, header: &BridgeHeader, area: &[u8]) -> Vec<u8> {
        let mut header = *header;
        if matches!(header.frame_type, FrameType::Data | FrameType::Ack) {
            (header.receiver_tag, header.sender_tag) = (self.own as u16, self.peer as u16);
        }
        frame_from(self.mac, &header, area)
    }

    /// Takes note of what the bridge has sent to it; says whether anything is new.
    pub fn hears(&mut self, bridge: &Single) -> bool {
        let before = self.got;
        for frame in &bridge.sent[self.seen..] {
            let is_next = header(frame)
                .is_some_and(|h| h.frame_type == FrameType::Data && h.sequence == self.got);
            self.got += u32::from(is_next && frame.bytes[..6] == self.mac);
        }
        self.seen = bridge.sent.len();
        self.got > before
    }

    /// Acknowledges what is new.
    pub fn acknowledge(&mut self, bridge: &mut Single) {
        if self.hears(bridge) {
            let told = self.frame(&ack(self.got, false), &[]);
            bridge.line.push(&with_fcs(&told), false);
        }
    }
}
