//! Frames with a good FCS and anything in them, against a model of what the documents demand.

use std::collections::BTreeMap;

use expether_sim::model::axil::Access;
use expether_sim::model::rng::Rng;
use expether_sim::model::xgmii::with_fcs;
use expether_wire::bridge::FrameType;
use expether_wire::packet::BridgeHeader;
use expether_wire::registers;
use expether_wire::tlp::Kind;

use crate::bench::{
    ack, area_of, data, frame_between, header, memory_tlp, window, Single, GROUP, LOCAL, PEER,
    SINGLE,
};

/// What a device bridge does with frames, in the words of `docs/wire-format.md`.
#[derive(Default)]
struct Model {
    own: u32,
    peer: u32,
    expected: u32,
    delivered: Vec<Vec<u8>>,
    counts: BTreeMap<&'static str, u32>,
}

/// Whether the first four bytes of a TLP announce this length.
pub fn is_well_formed(tlp: &[u8]) -> bool {
    let (fmt, kind) = (u64::from(tlp[0] >> 5), u64::from(tlp[0] & 31));
    let length = match usize::from(tlp[2] & 3) << 8 | usize::from(tlp[3]) {
        0 => 1024,
        length => length,
    };
    let payload = if fmt & 2 != 0 { length } else { 0 };
    let header = if fmt & 1 != 0 { 4 } else { 3 };
    let digest = usize::from(tlp[2] >> 7);
    fmt < 4
        && Kind::from_fields(fmt, kind)
            .is_some_and(|k| payload <= if k.is_non_posted() { 8 } else { 128 })
        && tlp.len() == 4 * (header + payload + digest)
}

impl Model {
    fn count(&mut self, name: &'static str) {
        *self.counts.entry(name).or_default() += 1;
    }

    fn receive(&mut self, frame: &[u8]) {
        if frame.len() > 9018 {
            return self.count("RX_OVERSIZE");
        }
        let mut bytes = frame.to_vec();
        bytes.resize(bytes.len().max(60), 0);
        self.count("RX_FRAMES");
        let vid = u16::from_be_bytes([bytes[14] & 15, bytes[15]]);
        if bytes[12..14] != [0x81, 0] || vid != GROUP {
            return self.count("RX_WRONG_GROUP");
        }
        let kind = bytes[18] & 15;
        if bytes[16..18] != [0x88, 0xB5] || bytes[18] >> 4 != 3 || !(1..=5).contains(&kind) {
            return self.count("RX_WRONG_TYPE");
        }
        let (is_data, is_open, is_keep_alive) = (kind == 1, kind == 3, kind == 5);
        if bytes[6] & 1 == 1 || bytes[6..12] == [0; 6] || bytes[6..12] == LOCAL {
            return self.count("RX_WRONG_SOURCE");
        }
        let is_for_us = if is_keep_alive {
            bytes[..6] == [0xFF; 6]
        } else {
            bytes[..6] == LOCAL && bytes[6..12] == PEER
        };
        if !is_for_us {
            return self.count("RX_WRONG_PEER");
        }
        let tags = [self.own as u16, self.peer as u16].map(u16::to_be_bytes);
        if [1, 2].contains(&kind) && [&bytes[22..24], &bytes[32..34]] != tags {
            return self.count("RX_WRONG_CONNECTION");
        }
        let said = 4 * (usize::from(bytes[19] & 15) << 8 | usize::from(bytes[20]));
        let Some(area) = bytes.len().checked_sub(40) else { return self.count("RX_MALFORMED") };
        let right = if is_keep_alive { said == 16 } else { is_open || (said > 0) == is_data };
        if !right || said > area || (area > 24 && said != area) {
            return self.count("RX_MALFORMED");
        }
        if kind == 4 {
            // No attacker knows both incarnations.
            return self.count("RX_WRONG_CONNECTION");
        }
        if !is_data {
            return;
        }
        let Some(tlps) = walk(&bytes[40..40 + said]) else { return self.count("RX_MALFORMED") };
        let sequence = u32::from_be_bytes([bytes[24], bytes[25], bytes[26], bytes[27]]);
        let ahead = sequence.wrapping_sub(self.expected) as i32;
        let before = match ahead {
            1..=0x7FFF => return self.count("RX_GAP"),
            -0x7FFF..=0 => -ahead as usize,
            _ => return self.count("RX_WRONG_NUMBER"),
        };
        if before >= tlps.len() {
            return self.count("RX_DUPLICATE");
        }
        self.expected = sequence.wrapping_add(tlps.len() as u32);
        for tlp in &tlps[before..] {
            let is_message = tlp[0] >> 3 & 7 == 6;
            if tlp[0] & 31 == 0x0B || (is_message && [0, 5].contains(&(tlp[0] & 7))) {
                self.count("RX_TLP_REFUSED");
                continue;
            }
            self.delivered.push(tlp.clone());
            self.count("RX_TLPS");
        }
    }
}

/// The TLPs of an area, if it has nothing else in it.
fn walk(area: &[u8]) -> Option<Vec<Vec<u8>>> {
    let (mut tlps, mut at) = (vec![], 0);
    while at < area.len() {
        let rest = &area[at..];
        let length = (12..=rest.len()).step_by(4).find(|&n| is_well_formed(&rest[..n]))?;
        tlps.push(rest[..length].to_vec());
        if length == rest.len() {
            return Some(tlps);
        }
        at += length.div_ceil(8) * 8;
    }
    None
}

pub fn kind_of(tlp: &[u8]) -> Option<Kind> {
    Kind::from_fields((tlp[0] >> 5).into(), (tlp[0] & 31).into())
}

/// What may have passed what does not count: TLPs of one kind after the other.
pub fn by_kind(tlps: impl Iterator<Item = Vec<u8>>) -> Vec<Vec<u8>> {
    let mut tlps: Vec<_> = tlps.collect();
    tlps.sort_by_key(|tlp| kind_of(tlp).map(|k| k as u8));
    tlps
}

/// A frame of the peer, most often with something wrong about it.
fn attack(rng: &mut Rng, model: &Model) -> Vec<u8> {
    let expected = model.expected;
    let payload = if rng.chance(0.7) { rng.below(8) } else { rng.below(131) };
    let mut tlp = memory_tlp(rng, payload);
    match rng.below(12) {
        0 => tlp[rng.below(4) as usize] ^= 1 << rng.below(8),
        1 => tlp.truncate(4 * (1 + rng.below(4)) as usize),
        2 => tlp.resize(tlp.len() + 4 * (1 + rng.below(300)) as usize, 0xA5),
        3 => tlp[0] = rng.bits() as u8,
        _ => {}
    }
    let sequence = match rng.below(6) {
        0 => expected.wrapping_sub(1 + rng.below(40) as u32),
        1 => expected.wrapping_add(1 + rng.below(40) as u32),
        2 => {
            let far = [0x7FFF, 0x8000, 0x1_0000, 0x8000_0000, rng.bits() as u32];
            let far = far[rng.below(5) as usize];
            if rng.chance(0.5) {
                expected.wrapping_add(far)
            } else {
                expected.wrapping_sub(far)
            }
        }
        _ => expected,
    };
    let mut repr = if rng.chance(0.3) { ack(0, false) } else { data(sequence, &tlp) };
    if repr.length_dw == 0 {
        tlp.clear();
    }
    repr.acknowledgement = rng.chance(0.6).then(|| rng.below(60) as u32);
    repr.nak = rng.chance(0.5);
    let mut bytes = frame_between(model.own, model.peer, &repr, &tlp);
    match rng.below(13) {
        0 => {
            let at = rng.below(40.min(bytes.len() as u64)) as usize;
            bytes[at] ^= 1 << rng.below(8);
        }
        1 => bytes[20] = rng.bits() as u8,
        2 => bytes[19] = rng.bits() as u8,
        3 => bytes.truncate(14 + rng.below(bytes.len() as u64 - 14) as usize),
        4 => bytes.resize(bytes.len() + 1 + rng.below(8) as usize, 0),
        5 => bytes.resize(1400 + rng.below(250) as usize, 0),
        6 => bytes.iter_mut().skip(34).for_each(|b| *b = rng.bits() as u8),
        7 => bytes.iter_mut().skip(22).for_each(|b| *b = rng.bits() as u8),
        _ => {}
    }
    bytes
}

#[test]
fn bridge__any_frames__are_counted_and_delivered_as_documented() {
    for seed in 1..=5 {
        let mut rng = Rng::new(seed, "frames");
        // Without timestamps echoed there is nothing that the rate could follow.
        let control = registers::CONTROL_RATE_CONTROL.set(registers::CONTROL.reset(), 0);
        let settings = [SINGLE, ("CONTROL", control as u32)];
        let mut bridge = Single::new("device_bridge", &settings);
        let mut model = Model { own: bridge.own, peer: bridge.peer, ..Model::default() };
        model.counts.extend(bridge.counters().into_iter().filter(|c| c.0.starts_with("RX")));
        let pushed: Vec<_> = (0..150).map(|i| memory_tlp(&mut rng, 1 + i % 19)).collect();
        for tlp in &pushed {
            bridge.node.source.push(tlp.clone(), false);
        }
        for _ in 0..120 {
            if rng.chance(0.2) {
                let (register, values): (_, [u32; 5]) = match rng.below(3) {
                    0 => (&registers::WINDOW, [0, 1, 2, 32, 63].map(|w| window(w).1)),
                    1 => (&registers::TIMEOUT_MAX, [0, 1, 2, 100, 0xFF_FFFF]),
                    _ => (&registers::ACK_DELAY, [0, 1, 64, 1000, 65535]),
                };
                let value = values[rng.below(5) as usize];
                bridge.node.axil.push(Access::Write { address: register.offset as u16, value });
            }
            for _ in 0..=rng.below(5) {
                let bytes = attack(&mut rng, &model);
                model.receive(&bytes);
                bridge.line.push(&with_fcs(&bytes), false);
            }
            while bridge.line.backlog() > 0 {
                bridge.step();
            }
            bridge.run(rng.below(60) as usize);
        }
        for (register, value) in [
            (&registers::WINDOW, window(32).1),
            (&registers::TIMEOUT_MIN, 300),
            (&registers::TIMEOUT_MAX, 300),
            (&registers::ACK_DELAY, 64),
        ] {
            bridge.node.axil.push(Access::Write { address: register.offset as u16, value });
        }
        bridge.run(400);

        // It still listens.
        for payload in [0, 3, 128] {
            let tlp = memory_tlp(&mut rng, payload);
            let bytes = bridge.frame(&data(model.expected, &tlp), &tlp);
            model.receive(&bytes);
            bridge.receive(&bytes);
        }
        bridge.run(300);
        let got = by_kind(bridge.delivered.iter().map(|t| t.bytes.clone()));
        let right = by_kind(model.delivered.iter().cloned());
        assert!(got == right, "seed {seed}: {} of {}", got.len(), right.len());
        let speaks = |h: &BridgeHeader| matches!(h.frame_type, FrameType::Data | FrameType::Ack);
        let told = bridge.headers().into_iter().rfind(speaks).and_then(|h| h.acknowledgement);
        assert_eq!(told, Some(model.expected), "seed {seed}");
        let counters = bridge.counters();
        for counter in registers::ALL_COUNTERS {
            if counter.name.starts_with("RX")
                && !["RX_WRONG_ACK", "RX_BUSY"].contains(&counter.name)
            {
                let want = model.counts.get(counter.name);
                assert_eq!(counters.get(counter.name), want, "seed {seed} {}", counter.name);
            }
        }

        // It still sends: a peer that expects what comes first now gets all that is left.
        let mut seen = bridge.sent.len();
        let mut expects = None;
        for _ in 0..60_000 {
            bridge.step();
            for sent in &bridge.sent[seen..] {
                let Some(sent) = header(sent).filter(|h| h.frame_type == FrameType::Data) else {
                    continue;
                };
                let due = *expects.get_or_insert(sent.sequence);
                if sent.sequence == due {
                    expects = Some(due + 1);
                }
                let told = bridge.frame(&ack(expects.unwrap_or(0), false), &[]);
                bridge.line.push(&with_fcs(&told), false);
            }
            seen = bridge.sent.len();
            if expects == Some(pushed.len() as u32) {
                break;
            }
        }
        let why = || (bridge.headers().len(), bridge.data_sequences());
        assert_eq!(expects, Some(pushed.len() as u32), "seed {seed}: {:?}", why());
        for sent in &bridge.sent {
            assert_eq!(sent.error, None, "seed {seed}");
            let Some(header) = header(sent).filter(|h| h.frame_type == FrameType::Data) else {
                continue;
            };
            let tlp = area_of(sent);
            assert_eq!(tlp, pushed[header.sequence as usize], "seed {seed}");
        }
    }
}
