//! Shared by the unit tests of `pcie`, `bridge` and `top`.

use expether_hdl::prelude::*;
use rand_xoshiro::rand_core::{Rng, SeedableRng};
use rand_xoshiro::Xoshiro256PlusPlus;

use expether_wire::bridge::{self, FrameType};
use expether_wire::ethernet::{self, MacAddress};
use expether_wire::packet::BridgeHeader;

use super::frame::{FabricSettings, PeerIdentity};
use crate::pcie::{TlpBeat, TlpInfo};
use crate::prim::stream::Beat;

/// Settles a block for its present inputs.
macro_rules! settle {
    ($uut:expr) => {
        assert!(simulate(&mut $uut, 200), "does not settle")
    };
}

/// Settles, then one rising edge of `clock`.
macro_rules! step {
    ($uut:expr) => {{
        $crate::bridge::testing::settle!($uut);
        $uut.clock.next = true.into();
        $crate::bridge::testing::settle!($uut);
        $uut.clock.next = false.into();
        $crate::bridge::testing::settle!($uut);
    }};
}

/// Two cycles of reset.
macro_rules! reset {
    ($uut:expr) => {{
        $uut.reset.next = true;
        $crate::bridge::testing::step!($uut);
        $crate::bridge::testing::step!($uut);
        $uut.reset.next = false;
        $crate::bridge::testing::settle!($uut);
    }};
}

pub(crate) use {reset, settle, step};

/// 64 bits of hardware as a number.
pub fn to_u64<const N: usize>(x: Bits<N>) -> u64 {
    x.into()
}

/// The beats of a packet.
pub fn beats_of(bytes: &[u8]) -> Vec<Beat> {
    let count = bytes.len().div_ceil(8);
    bytes
        .chunks(8)
        .enumerate()
        .map(|(i, chunk)| {
            let mut lanes = [0u8; 8];
            lanes[..chunk.len()].copy_from_slice(chunk);
            Beat {
                data: bits::<64>(u64::from_le_bytes(lanes)),
                keep: bits::<8>((1u64 << chunk.len()) - 1),
                last: i + 1 == count,
                error: false,
            }
        })
        .collect()
}

/// The same of a TLP, as the parser gives them out.
pub fn tlp_beats_of(tlp: &[u8]) -> Vec<TlpBeat> {
    let info = TlpInfo { total_dw: bits(tlp.len() as u64 / 4), ..TlpInfo::default() };
    beats_of(tlp).into_iter().map(|beat| TlpBeat { beat, info }).collect()
}

/// Collects packets from the beats of a stream, with their `error`.
#[derive(Default)]
pub struct Collector {
    bytes: Vec<u8>,
    /// Whole packets, and whether they were marked bad.
    pub packets: Vec<(Vec<u8>, bool)>,
}

impl Collector {
    /// One more beat.
    pub fn push(&mut self, beat: Beat) {
        let lanes = to_u64(beat.data).to_le_bytes();
        let keep = to_u64(beat.keep);
        assert!(keep != 0 && (keep + 1).is_power_of_two(), "keep {keep:#x} is not contiguous");
        assert!(beat.last || keep == 0xFF, "a beat before the last is not full");
        self.bytes.extend_from_slice(&lanes[..keep.count_ones() as usize]);
        if beat.last {
            self.packets.push((std::mem::take(&mut self.bytes), beat.error));
        }
    }
}

/// Random numbers from a seed.
pub struct Random(Xoshiro256PlusPlus);

impl Random {
    /// The stream of this seed.
    pub fn new(seed: u64) -> Self {
        Random(Xoshiro256PlusPlus::seed_from_u64(seed))
    }
    /// Below `limit`.
    pub fn below(&mut self, limit: u64) -> u64 {
        self.0.next_u64() % limit
    }
    /// True `percent` times in a hundred.
    pub fn chance(&mut self, percent: u64) -> bool {
        self.below(100) < percent
    }
    /// So many bytes.
    pub fn bytes(&mut self, count: usize) -> Vec<u8> {
        let mut bytes = vec![0; count];
        self.0.fill_bytes(&mut bytes);
        bytes
    }
}

/// A memory write of `payload_dw` words (three-word header), or a read where it is 0.
pub fn memory_tlp(random: &mut Random, payload_dw: usize) -> Vec<u8> {
    let mut tlp = random.bytes(12 + 4 * payload_dw);
    tlp[0] = if payload_dw == 0 { 0x00 } else { 0x40 };
    tlp[1] &= 0x70;
    tlp[2] = (payload_dw >> 8) as u8 & 3;
    tlp[3] = payload_dw as u8;
    tlp
}

/// MAC addresses of the two ends in tests.
pub const LOCAL: MacAddress = MacAddress([0x02, 0x11, 0x22, 0x33, 0x44, 0x55]);
/// See [`LOCAL`].
pub const PEER: MacAddress = MacAddress([0x02, 0xAA, 0xBB, 0xCC, 0xDD, 0xEE]);
/// Tags of the connection in tests: of the receiver of a frame, of its sender.
pub const TAGS: (u16, u16) = (0x5A01, 0xA502);
/// VLAN ID in tests.
pub const GROUP: u16 = 0x123;

/// A MAC address as the blocks have it.
pub fn mac_bits(mac: MacAddress) -> Bits<48> {
    let (low, high) = mac.to_registers();
    bits(u64::from(high) << 32 | u64::from(low))
}

/// Settings of the end called `local`: the registers' reset values where a test cares for no other.
pub fn settings(local: MacAddress) -> FabricSettings {
    FabricSettings {
        enable: true,
        learn: true,
        vid: bits(GROUP.into()),
        local_mac: mac_bits(local),
        node_id: bits(0x1122_3344_5566_7788),
        seed: bits(0x1234_5678_9ABC_DEF0),
        ethertype: bits(ethernet::ETHERTYPE_BRIDGE),
        ack_delay: bits(64),
        area_beats: bits(184),
        mtu: bits(1500),
        window_frames: bits(32),
        window_beats: bits(0xFFFF),
        timeout_min: bits(1000),
        timeout_max: bits(1000),
        dead_time: bits(100_000),
        busy_time: bits(1_000_000),
        open_interval: bits(4096),
        ..FabricSettings::default()
    }
}

/// A peer that is connected under [`TAGS`].
pub fn identity(mac: MacAddress) -> PeerIdentity {
    PeerIdentity {
        valid: true,
        connected: true,
        mac: mac_bits(mac),
        own_tag: bits(TAGS.0.into()),
        peer_tag: bits(TAGS.1.into()),
        id_low: bits(0xFFFF),
        ..PeerIdentity::default()
    }
}

/// The frame, without padding and FCS, that `from` sends to `to`.
pub fn frame(from: MacAddress, to: MacAddress, header: &BridgeHeader, tlp: &[u8]) -> Vec<u8> {
    let mut frame = vec![0; bridge::TLP_OFFSET];
    let ethernet = ethernet::Repr {
        destination: to,
        source: from,
        pcp: 0,
        vid: GROUP,
        ethertype: ethernet::ETHERTYPE_BRIDGE as u16,
    };
    ethernet.emit(&mut frame).expect("it fits");
    header.emit(&mut frame[bridge::OFFSET..]).expect("it fits");
    frame.extend_from_slice(tlp);
    frame
}

/// A data frame's header.
pub fn data_header(sequence: u32, tlp: &[u8]) -> BridgeHeader {
    BridgeHeader {
        frame_type: FrameType::Data,
        nak: false,
        busy: false,
        non_posted_limit: 0x77,
        length_dw: (tlp.len() / 4) as u16,
        receiver_tag: TAGS.0,
        sender_tag: TAGS.1,
        sequence,
        acknowledgement: None,
        timestamp: 0x2_3456,
        echo_timestamp: None,
    }
}
