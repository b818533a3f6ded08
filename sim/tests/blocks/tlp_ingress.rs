//! `tlp_ingress` over many TLPs of all sorts: each non-posted one passes on or gives back its credit, once.

use expether_sim::model::rng::Rng;
use expether_sim::model::stream::{Beat, BeatSource};
use expether_wire::tlp::{format::common, Class, ALL_KINDS, KINDS};

use crate::dut::Dut;

/// What the PCIe side has counted; fields other than the default are mutants.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Count {
    /// Behind how many prefixes the header is looked for.
    prefixes: usize,
    /// Types of which no TLP is carried count, too.
    by_type: bool,
}

impl Count {
    fn is_non_posted(self, tlp: &[u8]) -> bool {
        let words = tlp.chunks(4);
        let prefixes = words.clone().take_while(|w| w[0] & 0x80 != 0).count();
        if prefixes > self.prefixes {
            return false;
        }
        let Some(first) = words.map(|w| w[0]).nth(prefixes) else { return false };
        match first & 0x1F {
            0 => first & 0x40 == 0,
            1 | 2 | 4 | 5 | 0x0C..=0x0E => true,
            0x1B => self.by_type,
            _ => false,
        }
    }
}

/// A TLP: right, or with prefixes, of any first byte, or cut.
fn any_tlp(rng: &mut Rng) -> Vec<u8> {
    let kind = &KINDS[rng.below(KINDS.len() as u64) as usize];
    let words = if kind.data { 1 + rng.below(4) as usize } else { 0 };
    let four = !kind.three_dw || (kind.four_dw && rng.chance(0.5));
    let mut tlp: Vec<u8> =
        (0..12 + 4 * usize::from(four) + 4 * words).map(|_| rng.bits() as u8).collect();
    common::FMT.set(&mut tlp, kind.kind.fmt(four));
    common::TYPE.set(&mut tlp, kind.type_code | rng.below(8) & !kind.type_mask);
    common::LENGTH.set(&mut tlp, words as u64);
    common::TD.set(&mut tlp, 0);
    match rng.below(8) {
        0 => tlp[0] = rng.bits() as u8 & 0x7F,
        1 => tlp[0] = 0x5B,
        2 => tlp.truncate(4 * (1 + rng.below(tlp.len() as u64 / 4) as usize)),
        3 => tlp.resize(tlp.len() + 4 * (1 + rng.below(9) as usize), 0xA5),
        _ => {}
    }
    for _ in 0..if rng.chance(0.4) { 1 + rng.below(6) } else { 0 } {
        let prefix = [0x80 | rng.below(0x80) as u8, 0, rng.bits() as u8, 0];
        tlp.splice(0..0, prefix);
    }
    if rng.chance(0.1) {
        let most = tlp.len() as u64 / 4;
        tlp.truncate(4 * (1 + rng.below(most) as usize));
    }
    tlp
}

/// The first TLP after which the credits are not what they should be.
fn credits(seed: u64, count: Count) -> Result<(), String> {
    let mut rng = Rng::new(seed, "credits");
    let mut dut = Dut::new("tlp_ingress");
    dut.scramble(seed);
    dut.reset();
    for number in 0..3_000 {
        let tlp = any_tlp(&mut rng);
        let mut source = BeatSource::new(0.3, Rng::new(rng.bits(), "stalls"));
        source.push(tlp.clone(), rng.chance(0.1));
        let (mut given_back, mut passed, mut ends, mut quiet) = (0, 0, 0, 0);
        while quiet < 6 {
            let beat = source.drive();
            dut.set_beat("raw", beat);
            dut.set("tlp_ready", rng.chance(0.7).into());
            dut.eval();
            source.clock(dut.get("raw_ready") == 1);
            given_back += dut.get("non_posted_dropped").count_ones();
            ends += dut.get("malformed") + dut.get("refused");
            let out: Beat = dut.fields("tlp_beat");
            if dut.get("tlp_valid") == 1 && dut.get("tlp_ready") == 1 && out.last {
                let kind = ALL_KINDS[dut.get("tlp_info_kind") as usize];
                passed += u32::from(kind.class() == Class::NonPosted);
                ends += u64::from(!out.error);
            }
            let still = source.pending() == 0 && dut.get("tlp_valid") == 0;
            quiet = if still { quiet + 1 } else { 0 };
            dut.tick();
        }
        let wanted = u32::from(count.is_non_posted(&tlp));
        if given_back + passed != wanted {
            return Err(format!(
                "seed {seed}, TLP {number}: {given_back} given back, {passed} passed on, not {wanted}: {tlp:02X?}"
            ));
        }
        if ends != 1 {
            return Err(format!("seed {seed}, TLP {number}: counted {ends} times: {tlp:02X?}"));
        }
    }
    Ok(())
}

#[test]
fn tlp_ingress__any_tlps__each_non_posted_one_passes_or_gives_back_one_credit() {
    let count = Count { prefixes: 99, by_type: true };
    for seed in 0..4 {
        credits(seed, count).unwrap_or_else(|e| panic!("{e}"));
    }
    let mutants = [
        Count { prefixes: 0, ..count },
        Count { prefixes: 2, ..count },
        Count { by_type: false, ..count },
    ];
    for mutant in mutants {
        assert!(credits(0, mutant).is_err(), "{mutant:?} lives");
    }
}
