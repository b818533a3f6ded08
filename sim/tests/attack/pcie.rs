//! Beats of the PCIe side that break every rule but that of valid and ready.

use expether_sim::model::axil::AxiLiteMaster;
use expether_sim::model::node::{NodeConfig, PeerConfig};
use expether_sim::model::rng::Rng;
use expether_sim::model::xgmii::{with_fcs, Decoder, Encoder, Word};
use expether_wire::bridge::FrameType;

use crate::bench::{
    ack, area_of, bridge, frame_between, header, memory_tlp, open, opens, GROUP, LOCAL, PEER,
    PEER_INCARNATION, SEED, SINGLE,
};
use crate::fuzz::{by_kind, is_well_formed, kind_of};

/// Clock in which TLPs begin to come: the connection is open by then.
const BEGIN_AT: u64 = 2000;

/// data, keep, last, error.
type Raw = (u64, u64, bool, bool);

fn cut(tlp: &[u8]) -> Vec<Raw> {
    let beats = tlp.len().div_ceil(8);
    tlp.chunks(8)
        .enumerate()
        .map(|(i, bytes)| {
            let mut data = [0; 8];
            data[..bytes.len()].copy_from_slice(bytes);
            (u64::from_le_bytes(data), (1 << bytes.len()) - 1, i + 1 == beats, false)
        })
        .collect()
}

/// What the bridge must make of a packet: a TLP, or nothing.
fn tlp_of(beats: &[Raw]) -> Option<Vec<u8>> {
    let mut bytes = vec![];
    for (i, &(data, keep, _, error)) in beats.iter().enumerate() {
        let last = i + 1 == beats.len();
        if (!last && keep != 0xFF) || (last && (error || ![0x0F, 0xFF].contains(&keep))) {
            return None;
        }
        bytes.extend_from_slice(&data.to_le_bytes()[..keep.count_ones() as usize]);
    }
    let is_refused =
        bytes[0] & 31 == 0x0B || (bytes[0] >> 3 & 7 == 6 && [0, 5].contains(&(bytes[0] & 7)));
    (bytes.len() > 8 && is_well_formed(&bytes) && !is_refused).then_some(bytes)
}

/// Whether the PCIe side counts a packet as non-posted: by the type in the first whole word that is no prefix.
fn takes_credit(beats: &[Raw]) -> bool {
    // A second word is looked at only behind a prefix.
    let header = beats.iter().find_map(|&(data, keep, ..)| {
        let words = [data as u8, (data >> 32) as u8];
        let at = usize::from(words[0] & 0x80 != 0);
        let whole = keep >> [3, 7][at] & 1 == 1;
        (whole && words[at] & 0x80 == 0).then_some(words[at])
    });
    header.is_some_and(|first| match first & 0x1F {
        0 => first & 0x40 == 0,
        code => matches!(code, 1 | 2 | 4 | 5 | 0x0C..=0x0E | 0x1B),
    })
}

fn attack(rng: &mut Rng) -> Vec<Raw> {
    let payload = if rng.chance(0.7) { rng.below(8) } else { rng.below(129) };
    let mut beats = cut(&memory_tlp(rng, payload));
    let at = rng.below(beats.len() as u64) as usize;
    match rng.below(14) {
        0 => beats[at].1 = rng.below(256),
        1 => beats[at].3 = true,
        2 => beats.truncate(at + 1),
        3 => beats.insert(at, (rng.bits(), 0xFF, false, false)),
        4 => beats[0].0 ^= 1 << rng.below(32),
        5 => beats[0].0 = rng.bits(),
        6 => beats.extend((0..rng.below(3000)).map(|_| (rng.bits(), 0xFF, false, false))),
        7 => beats.iter_mut().for_each(|b| b.1 = rng.below(256)),
        _ => {}
    }
    let count = beats.len();
    beats.iter_mut().enumerate().for_each(|(i, b)| b.2 = i + 1 == count);
    beats
}

#[test]
fn bridge__any_beats_from_the_pcie_side__send_the_good_tlps_and_nothing_else() {
    for seed in 1..=4 {
        let mut rng = Rng::new(seed, "beats");
        let mut dut = bridge("host_bridge", seed);
        let port = |name: &str| dut.port(name).unwrap_or_else(|| panic!("{name}"));
        let rx = ["data", "keep", "last", "error", "valid", "ready"]
            .map(|n| port(&format!("pcie_rx_{n}")));
        let line_in = [port("xgmii_rx_data"), port("xgmii_rx_ctrl")];
        let line_out = [port("xgmii_tx_data"), port("xgmii_tx_ctrl")];
        let reset = port("reset");
        let tx_ready = port("pcie_tx_ready");
        let mut axil = AxiLiteMaster::new(dut.as_ref()).expect("the ports are there");
        let config = NodeConfig {
            local_mac: LOCAL,
            peers: vec![PeerConfig { mac: PEER, ..PeerConfig::default() }],
            group: GROUP,
            seed: SEED,
            registers: vec![(SINGLE.0.into(), SINGLE.1)],
            ..NodeConfig::default()
        };
        for (offset, value) in config.writes().expect("known registers") {
            axil.push(expether_sim::model::axil::Access::Write { address: offset as u16, value });
        }
        let (mut encoder, mut decoder) = (Encoder::default(), Decoder::default());
        let mut packets: Vec<_> = (0..300).map(|_| attack(&mut rng)).collect();
        // Refused ones of the other direction do not occur: all are from the host.
        packets.push(cut(&memory_tlp(&mut rng, 5)));
        let good: Vec<_> = packets.iter().filter_map(|p| tlp_of(p)).collect();
        // Each packet with a non-posted header has taken a credit, whatever becomes of it.
        let credits = 32 + packets.iter().filter(|p| takes_credit(p)).count();
        let mut beats = packets.into_iter().flatten().peekable();
        let mut offers = false;
        let mut sent = vec![];
        dut.set(tx_ready, 1);
        let mut non_posted = 0u8;
        let mut own = 0;
        for cycle in 0..200_000u64 {
            dut.set(reset, u64::from(cycle < 4));
            let word = encoder.pop();
            dut.set(line_in[0], word.data);
            dut.set(line_in[1], u64::from(word.ctrl));
            if cycle > BEGIN_AT && !offers {
                offers = beats.peek().is_some() && rng.chance(0.9);
            }
            dut.set(rx[4], u64::from(offers));
            if let Some((data, keep, last, error)) = beats.peek() {
                dut.set(rx[0], *data);
                dut.set(rx[1], *keep);
                dut.set(rx[2], u64::from(*last));
                dut.set(rx[3], u64::from(*error));
            }
            if cycle >= 4 {
                axil.drive(dut.as_mut());
            }
            dut.eval().expect("settles");
            let word = Word { data: dut.get(line_out[0]), ctrl: dut.get(line_out[1]) as u8 };
            if cycle >= 4 {
                axil.clock(dut.as_ref(), cycle).expect("the rules of AXI4-Lite are kept");
                if let Some(frame_sent) = decoder.push(word) {
                    assert_eq!(frame_sent.error, None, "seed {seed}");
                    let header = header(&frame_sent).expect("a bridge frame");
                    if opens(&frame_sent, PEER) {
                        own = header.sequence;
                        let answer =
                            frame_between(own, PEER_INCARNATION, &open(own, PEER_INCARNATION), &[]);
                        encoder.push(&with_fcs(&answer), false);
                    }
                    let is_data = header.frame_type == FrameType::Data;
                    if is_data && header.sequence as usize == sent.len() {
                        let tlp = area_of(&frame_sent).to_vec();
                        non_posted += u8::from(kind_of(&tlp).is_some_and(|k| k.is_non_posted()));
                        sent.push(tlp);
                    }
                    let mut answer = ack(sent.len() as u32, false);
                    answer.non_posted_limit = non_posted.wrapping_add(32);
                    let told = frame_between(own, PEER_INCARNATION, &answer, &[]);
                    encoder.push(&with_fcs(&told), false);
                }
            }
            if offers && dut.get(rx[5]) == 1 {
                beats.next();
                offers = false;
            }
            dut.tick(1).expect("ticks");
            if sent.len() == good.len() && beats.peek().is_none() && cycle % 1000 == 0 {
                break;
            }
        }
        assert_eq!(sent.len(), good.len(), "seed {seed}");
        let (sent, good) = (by_kind(sent.into_iter()), by_kind(good.into_iter()));
        for (i, (sent, good)) in sent.iter().zip(&good).enumerate() {
            assert!(sent == good, "seed {seed}: TLP {i}: {sent:02X?} instead of {good:02X?}");
        }
        assert!(beats.peek().is_none(), "seed {seed}");
        dut.eval().expect("settles");
        let limit = dut.port("pcie_rx_non_posted_limit").map(|port| dut.get(port));
        assert_eq!(limit, Some(credits as u64 % 256), "seed {seed}: {credits} credits");
    }
}
