//! One bridge or two, what is fed to them and what they give out.

use std::collections::BTreeMap;
use std::sync::Mutex;

use expether_sim::engine::Engine;
use expether_sim::model::axil::Access;
use expether_sim::model::link::LinkConfig;
use expether_sim::model::node::{Events, Node, NodeConfig, PeerConfig};
use expether_sim::model::rng::Rng;
use expether_sim::model::stream::Transfer;
use expether_sim::model::xgmii::{with_fcs, Decoder, Encoder, WireFrame};
use expether_sim::replay::pair::Pair;
use expether_sim::Backend;
use expether_wire::bridge::{self, FrameType};
use expether_wire::ethernet::{self, MacAddress};
use expether_wire::packet::{BridgeHeader, Packet};
use expether_wire::registers::{self, peer};

pub const LOCAL: [u8; 6] = [0x02, 0x11, 0x22, 0x33, 0x44, 0x55];
pub const PEER: [u8; 6] = [0x02, 0xAA, 0xBB, 0xCC, 0xDD, 0xEE];
pub const GROUP: u16 = 0x123;
pub const SEED: u64 = 0x0123_4567_89AB_CDEF;
/// The peer's first incarnation; each further one is the next number.
pub const PEER_INCARNATION: u32 = 0x7EEE_A501;

/// A top in the engine, every register and memory word random at power-up. Each top is compiled once.
pub fn bridge(top: &str, seed: u64) -> Box<dyn Backend> {
    static COMPILED: Mutex<BTreeMap<String, Engine>> = Mutex::new(BTreeMap::new());
    let mut compiled = COMPILED.lock().expect("no test panics while it compiles");
    let first = compiled.entry(top.to_owned()).or_insert_with(|| {
        let design = expether_gen::elaborate(top).unwrap_or_else(|e| panic!("{top}: {e}"));
        Engine::new(design.netlist()).unwrap_or_else(|e| panic!("{top}: {e}"))
    });
    let mut engine = first.twin();
    engine.power_up(Some(seed));
    Box::new(engine)
}

/// A TLP of `payload_dw` words: a memory write, or a read where it is 0.
pub fn memory_tlp(rng: &mut Rng, payload_dw: u64) -> Vec<u8> {
    let mut tlp: Vec<u8> = (0..12 + 4 * payload_dw).map(|_| rng.bits() as u8).collect();
    tlp[0] = if payload_dw == 0 { 0x00 } else { 0x40 };
    tlp[1] &= 0x70;
    tlp[2] = (payload_dw >> 8) as u8 & 3;
    tlp[3] = payload_dw as u8;
    tlp
}

/// Register WINDOW for so many frames and any number of bytes.
pub fn window(frames: u32) -> (&'static str, u32) {
    ("WINDOW", frames | 255 << 16)
}

/// No retransmission timer within any test.
pub const NO_TIMER: [(&str, u32); 2] = [("TIMEOUT_MIN", 0xFF_FFFF), ("TIMEOUT_MAX", 0xFF_FFFF)];
/// One TLP a frame.
pub const SINGLE: (&str, u32) = ("AGGREGATION", 0);

/// TLPs of mixed lengths.
pub fn memory_tlps(rng: &mut Rng, count: usize) -> Vec<Vec<u8>> {
    (0..count)
        .map(|_| {
            let payload = if rng.chance(0.5) { rng.below(5) } else { rng.below(129) };
            memory_tlp(rng, payload)
        })
        .collect()
}

/// Both bridges, and what each has delivered.
pub struct Bench {
    pub pair: Pair,
    /// By the side that delivered: 0 the host bridge.
    pub delivered: [Vec<Transfer>; 2],
    /// Of both sides, in the order of their completion: (side, register value).
    pub reads: [Vec<u32>; 2],
    /// Bridge headers of the frames sent, by side.
    pub sent: [Vec<BridgeHeader>; 2],
}

impl Bench {
    pub fn new(link: LinkConfig, stall: f64, settings: &[(&str, u32)]) -> Bench {
        let settings: Vec<_> = settings.iter().map(|(n, v)| (n.to_string(), *v)).collect();
        let bridges = [bridge("host_bridge", link.seed), bridge("device_bridge", link.seed + 1)];
        let pair = Pair::new(bridges, link, stall, &settings).expect("the ports are there");
        let mut bench = Bench {
            pair,
            delivered: Default::default(),
            reads: Default::default(),
            sent: Default::default(),
        };
        bench.connect();
        bench
    }

    /// Steps until each bridge says that it is connected to the other.
    pub fn connect(&mut self) {
        self.pair.connected = [false; 2];
        for _ in 0..100_000 {
            if !self.pair.seeks_connection() {
                return;
            }
            self.step();
        }
        panic!("not connected: {:?}", self.pair.connected);
    }

    pub fn step(&mut self) {
        let events = self.pair.step().expect("the rules of streams are kept");
        for (side, node) in events.nodes.into_iter().enumerate() {
            self.delivered[side].extend(node.delivered);
            let Some(outcome) = node.access else { continue };
            if matches!(outcome.access, Access::Read { .. }) {
                self.reads[side].push(outcome.value);
            }
        }
        for (side, frame) in events.frames.into_iter().enumerate() {
            self.sent[side].extend(frame.and_then(|f| header(&f.0)));
        }
    }

    pub fn run(&mut self, cycles: usize) {
        (0..cycles).for_each(|_| self.step());
    }

    pub fn send(&mut self, side: usize, tlps: &[Vec<u8>]) {
        for tlp in tlps {
            self.pair.nodes[side].source.push(tlp.clone(), false);
        }
    }

    /// Steps until so many TLPs have been delivered at each side; gives the cycles it took.
    pub fn until(&mut self, delivered: [usize; 2], budget: usize) -> usize {
        for cycle in 0..budget {
            if (0..2).all(|side| self.delivered[side].len() >= delivered[side]) {
                return cycle;
            }
            self.step();
        }
        let got = [self.delivered[0].len(), self.delivered[1].len()];
        panic!("after {budget} cycles {got:?} TLPs are delivered of {delivered:?}");
    }

    /// What has been delivered at a side is exactly this, in this order, writes and reads apart.
    pub fn assert_delivered(&self, side: usize, sent: &[Vec<u8>]) {
        // Writes may pass reads that wait for credits, nothing else passes anything.
        for first_byte in [0x00, 0x40] {
            let of_kind = |bytes: &[u8]| bytes[0] == first_byte;
            let got = self.delivered[side].iter().filter(|t| of_kind(&t.bytes));
            let sent = sent.iter().filter(|t| of_kind(t));
            for (i, (got, sent)) in got.zip(sent).enumerate() {
                assert!(
                    !got.error && got.bytes == *sent,
                    "side {side}: TLP {i} of {} differs",
                    got.bytes.len()
                );
            }
        }
        assert_eq!(self.delivered[side].len(), sent.len(), "side {side}");
    }

    pub fn write(&mut self, side: usize, register: &registers::Register, value: u32) {
        self.pair.nodes[side].axil.push(Access::Write { address: register.offset as u16, value });
    }

    pub fn counters(&mut self, side: usize) -> BTreeMap<&'static str, u32> {
        let already = self.reads[side].len();
        let of_peer =
            registers::peer::ALL.iter().filter(|r| r.access == registers::Access::Counter);
        let of_peer = of_peer.map(|r| (r.name, registers::peer::offset(0, r)));
        let of_bridge = registers::ALL_COUNTERS.iter().map(|r| (r.name, r.offset));
        let counters: Vec<_> = of_bridge.chain(of_peer).collect();
        for (_, address) in &counters {
            self.pair.nodes[side].axil.push(Access::Read { address: *address as u16 });
        }
        while self.reads[side].len() < already + counters.len() {
            self.step();
        }
        let values = self.reads[side][already..].iter().copied();
        counters.iter().map(|c| c.0).zip(values).collect()
    }
}

/// The bridge header of a frame sent.
pub fn header(frame: &WireFrame) -> Option<BridgeHeader> {
    let without_fcs = frame.bytes.get(..frame.bytes.len().checked_sub(4)?)?;
    let ethernet = ethernet::Frame::new_checked(without_fcs).ok()?;
    Packet::new_checked(ethernet.payload()).ok().map(|p| p.header())
}

/// A data frame's header; [`Single::frame`] fills in the tags.
pub fn data(sequence: u32, tlp: &[u8]) -> BridgeHeader {
    BridgeHeader {
        frame_type: FrameType::Data,
        busy: false,
        non_posted_limit: 32,
        nak: false,
        length_dw: (tlp.len() / 4) as u16,
        receiver_tag: 0,
        sender_tag: 0,
        sequence,
        acknowledgement: None,
        timestamp: 0x12_3456,
        echo_timestamp: None,
    }
}

/// A bare acknowledgement; [`Single::frame`] fills in the tags.
pub fn ack(acknowledgement: u32, nak: bool) -> BridgeHeader {
    BridgeHeader {
        frame_type: FrameType::Ack,
        nak,
        acknowledgement: Some(acknowledgement),
        timestamp: 1,
        ..data(0, &[])
    }
}

/// A frame of a station, without padding and FCS.
pub fn frame_from(source: [u8; 6], header: &BridgeHeader, area: &[u8]) -> Vec<u8> {
    let mut frame = vec![0; bridge::TLP_OFFSET];
    let ethernet = ethernet::Repr {
        destination: MacAddress(LOCAL),
        source: MacAddress(source),
        pcp: 0,
        vid: GROUP,
        ethertype: ethernet::ETHERTYPE_BRIDGE as u16,
    };
    ethernet.emit(&mut frame).expect("it fits");
    header.emit(&mut frame[bridge::OFFSET..]).expect("it fits");
    frame.extend_from_slice(area);
    frame
}

/// An open frame of the peer, which names the bridge's incarnation and wants no answer.
pub fn open(own: u32, peer: u32) -> BridgeHeader {
    BridgeHeader {
        frame_type: FrameType::Open,
        sequence: peer,
        // All that the bridge has sent has come through.
        sender_tag: 0xFFF,
        acknowledgement: Some(own),
        ..ack(0, false)
    }
}

/// A frame of the peer in the connection of these incarnations, without padding and FCS.
pub fn frame_between(own: u32, peer: u32, header: &BridgeHeader, area: &[u8]) -> Vec<u8> {
    let mut header = *header;
    if matches!(header.frame_type, FrameType::Data | FrameType::Ack) {
        (header.receiver_tag, header.sender_tag) = (own as u16, peer as u16);
    }
    frame_from(PEER, &header, area)
}

/// The area of a frame sent.
pub fn area_of(frame: &WireFrame) -> &[u8] {
    let length = header(frame).map_or(0, |h| 4 * usize::from(h.length_dw));
    &frame.bytes[bridge::TLP_OFFSET..bridge::TLP_OFFSET + length]
}

/// An open frame to this station that is no offer: it has the present incarnation.
pub fn opens(frame: &WireFrame, to: [u8; 6]) -> bool {
    frame.bytes[..6] == to
        && header(frame).is_some_and(|h| h.frame_type == FrameType::Open && !h.busy)
}

/// One bridge whose network is the test.
pub struct Single {
    pub node: Node,
    pub line: Encoder,
    monitor: Decoder,
    pub delivered: Vec<Transfer>,
    /// Clocks so far.
    pub now: u64,
    /// Frames it has sent.
    pub sent: Vec<WireFrame>,
    /// Its incarnation for the peer of entry 0, as its newest open frame to it says.
    pub own: u32,
    /// The peer's.
    pub peer: u32,
    reads: Vec<u32>,
}

impl Single {
    pub fn new(top: &str, settings: &[(&str, u32)]) -> Single {
        Self::of(bridge(top, 7), settings)
    }

    /// Of a bridge in any backend.
    pub fn of(dut: Box<dyn Backend>, settings: &[(&str, u32)]) -> Single {
        let mut node = Node::new("bridge", dut, 0.0, 7).expect("the ports are there");
        node.reset(8).expect("reset");
        let mut single = Single {
            node,
            line: Encoder::default(),
            monitor: Decoder::default(),
            delivered: vec![],
            now: 0,
            sent: vec![],
            own: 0,
            peer: PEER_INCARNATION,
            reads: vec![],
        };
        single.configure(settings);
        single
    }

    pub fn configure(&mut self, settings: &[(&str, u32)]) {
        let config = NodeConfig {
            local_mac: LOCAL,
            peers: vec![PeerConfig { mac: PEER, ..PeerConfig::default() }],
            group: GROUP,
            seed: SEED,
            registers: settings.iter().map(|(n, v)| (n.to_string(), *v)).collect(),
            ..NodeConfig::default()
        };
        self.node.configure(&config).expect("known registers");
        self.open();
        self.sent.clear();
    }

    /// Lets the bridge, which opens, connect to the peer.
    pub fn open(&mut self) {
        while !self.node.axil.idle() {
            self.step();
        }
        self.hear_open();
        let answer = self.frame(&self.open_header(), &[]);
        self.receive(&answer);
        // The bridge tells that it is connected, too.
        self.run(60);
    }

    /// Waits for an open frame to the peer that has not been heard before.
    pub fn hear_open(&mut self) {
        let before = self.sent.len();
        for _ in 0..10_000 {
            if self.sent[before..].iter().any(|f| opens(f, PEER)) {
                return;
            }
            self.step();
        }
        panic!("the bridge opens no connection");
    }

    /// The peer's open frame in the present connection.
    pub fn open_header(&self) -> BridgeHeader {
        open(self.own, self.peer)
    }

    /// A frame of the peer in the present connection, without padding and FCS.
    pub fn frame(&self, header: &BridgeHeader, area: &[u8]) -> Vec<u8> {
        frame_between(self.own, self.peer, header, area)
    }

    pub fn step(&mut self) -> Events {
        self.now += 1;
        let word = self.line.pop();
        let events = self.node.clock(word).expect("the rules of streams are kept");
        self.delivered.extend(events.delivered.clone());
        self.reads.extend(
            events.access.filter(|a| matches!(a.access, Access::Read { .. })).map(|a| a.value),
        );
        if let Some(frame) = self.monitor.push(events.transmitted) {
            if opens(&frame, PEER) {
                self.own = header(&frame).map_or(self.own, |h| h.sequence);
            }
            self.sent.push(frame);
        }
        events
    }

    pub fn run(&mut self, cycles: usize) {
        (0..cycles).for_each(|_| {
            self.step();
        });
    }

    /// Sequence numbers of the data frames sent.
    pub fn data_sequences(&self) -> Vec<u32> {
        let headers = self.headers().into_iter();
        headers.filter(|h| h.frame_type == FrameType::Data).map(|h| h.sequence).collect()
    }

    /// Puts a frame on the line (padding and FCS are added), and waits until it is through.
    pub fn receive(&mut self, frame: &[u8]) {
        self.line.push(&with_fcs(frame), false);
        self.drain();
    }

    pub fn drain(&mut self) {
        while self.line.backlog() > 0 {
            self.step();
        }
        self.run(30);
    }

    /// Bridge headers of the frames sent.
    pub fn headers(&self) -> Vec<BridgeHeader> {
        self.sent.iter().filter_map(header).collect()
    }

    /// The state of an entry, as PEER_STATUS has it.
    pub fn peer_state(&mut self, index: usize) -> u64 {
        self.reads.clear();
        let address = peer::offset(index, &peer::PEER_STATUS) as u16;
        self.node.axil.push(Access::Read { address });
        while self.reads.is_empty() {
            self.step();
        }
        peer::PEER_STATUS_STATE.get(self.reads[0].into())
    }

    /// Counters that are not zero.
    pub fn counters(&mut self) -> BTreeMap<&'static str, u32> {
        self.reads.clear();
        for counter in registers::ALL_COUNTERS {
            self.node.axil.push(Access::Read { address: counter.offset as u16 });
        }
        while self.reads.len() < registers::ALL_COUNTERS.len() {
            self.step();
        }
        let names = registers::ALL_COUNTERS.iter().map(|c| c.name);
        names.zip(self.reads.drain(..)).filter(|c| c.1 != 0).collect()
    }
}
