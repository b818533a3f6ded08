//! One bridge, and frames made by hand.

use super::super::opening::blank;
use super::*;
use crate::model::xgmii::with_fcs;
use expether_wire::ethernet::{self, MacAddress};
use expether_wire::packet::BridgeHeader;

/// A frame that the bridge has sent.
pub(super) struct Sent {
    pub cycle: u64,
    pub ethernet: ethernet::Repr,
    pub header: BridgeHeader,
}

/// A host bridge whose entry 0 is for a fixed peer.
pub(super) struct Alone {
    pub dut: SoftBridge,
    encoder: Encoder,
    decoder: Decoder,
    pub sent: Vec<Sent>,
    /// What the peer's frames carry; changed by tests.
    pub ethernet: ethernet::Repr,
}

pub(super) const THEIRS: u32 = 0xAAAA_0001;

impl Alone {
    pub fn new(registers: &[(&map::Register, u64)]) -> Self {
        let ethernet = ethernet::Repr {
            destination: MacAddress(MACS[0]),
            source: MacAddress(MACS[1]),
            pcp: 0,
            vid: 7,
            ethertype: 0x88B5,
        };
        let mut bridge = Self {
            dut: SoftBridge::new(Role::Host),
            encoder: Encoder::default(),
            decoder: Decoder::default(),
            sent: vec![],
            ethernet,
        };
        bridge.dut.inputs[input::pcie_tx_credits_infinite] = 7;
        bridge.dut.inputs[input::pcie_tx_ready] = 1;
        let config = NodeConfig {
            local_mac: MACS[0],
            peers: vec![PeerConfig { mac: MACS[1], ..PeerConfig::default() }],
            group: 7,
            seed: 99,
            ..NodeConfig::default()
        };
        let mut writes = config.writes().unwrap();
        let enable = writes.pop().unwrap();
        registers.iter().for_each(|(r, value)| writes.push((r.offset, *value as u32)));
        if registers.iter().all(|(r, _)| **r != map::CONTROL) {
            writes.push(enable);
        }
        for (offset, value) in writes {
            bridge.write(offset, value);
        }
        bridge
    }

    /// As software would, at once.
    pub fn write(&mut self, offset: u64, value: u32) {
        assert!(self.dut.registers.write(offset, value, 0xF));
    }

    pub fn get(&self, register: &map::Register) -> u64 {
        self.dut.registers.get(register)
    }

    pub fn status(&self) -> u64 {
        let which = super::super::registers::Which::Bridge(&map::STATUS);
        self.dut.table.status(which, false, &self.dut.registers)
    }

    /// The entry.
    pub fn peer(&self) -> &super::super::peer::Peer {
        &self.dut.table.peers[0]
    }

    pub fn run(&mut self, cycles: u64) {
        for _ in 0..cycles {
            let word = self.encoder.pop();
            self.dut.inputs[input::xgmii_rx_data] = word.data;
            self.dut.inputs[input::xgmii_rx_ctrl] = u64::from(word.ctrl);
            self.dut.tick(1).unwrap();
            let data = self.dut.outputs[output::xgmii_tx_data];
            let ctrl = self.dut.outputs[output::xgmii_tx_ctrl] as u8;
            let Some(frame) = self.decoder.push(Word { data, ctrl }) else { continue };
            let bytes = &frame.bytes[..frame.bytes.len() - 4];
            let ethertype = ethernet::ETHERTYPE.get(bytes) as u16;
            let parsed = BridgeFrame::parse(bytes, ethertype).unwrap();
            let (ethernet, header) = (parsed.ethernet, parsed.bridge);
            self.sent.push(Sent { cycle: frame.start_cycle, ethernet, header });
        }
    }

    /// A frame from the peer, with an area.
    pub fn receive(&mut self, header: BridgeHeader, area: &[u8]) {
        let frame = BridgeFrame { ethernet: self.ethernet, bridge: header, area };
        self.encoder.push(&with_fcs(&frame.build().unwrap()), false);
        // Long enough for a short answer, too.
        self.run(160 + area.len() as u64 / 8);
    }

    /// An open frame that says this; `flags`: an answer is wanted, an offer.
    pub fn hear_open(&mut self, theirs: u32, ours: Option<u32>, flags: (bool, bool), words: u16) {
        let header = BridgeHeader {
            nak: flags.0,
            busy: flags.1,
            sequence: theirs,
            acknowledgement: ours,
            sender_tag: 369,
            non_posted_limit: 32,
            ..blank(FrameType::Open)
        };
        self.receive(header, &vec![0; 4 * usize::from(words)]);
    }

    /// Opens a connection, the peer's incarnation being [`THEIRS`].
    pub fn connect(&mut self) {
        self.connect_by(false);
        assert!(self.peer().confirmed);
    }

    /// The peer names our number, and wants an answer or not.
    pub fn connect_by(&mut self, wants_answer: bool) {
        // The first open frame has gone.
        self.run(1_300);
        self.hear_open(THEIRS, Some(self.peer().own), (wants_answer, false), 0);
        assert_eq!(self.peer().state, super::super::peer::State::Connected);
    }

    /// The header of a data or ack frame of the connection.
    pub fn of_connection(&self, frame_type: FrameType) -> BridgeHeader {
        let peer = self.peer();
        BridgeHeader {
            receiver_tag: peer.own as u16,
            sender_tag: peer.peer as u16,
            acknowledgement: Some(0),
            non_posted_limit: 32,
            ..blank(frame_type)
        }
    }

    /// Frames of a type that were sent since this was last called.
    pub fn take(&mut self, frame_type: FrameType) -> Vec<Sent> {
        let sent = std::mem::take(&mut self.sent);
        sent.into_iter().filter(|s| s.header.frame_type == frame_type).collect()
    }
}
