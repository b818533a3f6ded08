//! `non_posted_queue` over many TLPs, with grants, flushes and pauses at any time.

use std::collections::VecDeque;

use expether_sim::model::rng::Rng;
use expether_sim::model::stream::{Beat, BeatSink, BeatSource};

use crate::dut::Dut;
use crate::egress_input::Tlp;

const INFO: [(&str, u64); 5] =
    [("kind", 5), ("routing", 3), ("header_dw", 3), ("payload_dw", 11), ("total_dw", 12)];

/// What goes with a TLP: any function of its number.
fn info(tlp: &[u8]) -> [u64; 5] {
    let number = u64::from(u32::from_be_bytes([tlp[8], tlp[9], tlp[10], tlp[11]]));
    let mixed = number.wrapping_mul(0x9E37_79B9_7F4A_7C15);
    INFO.map(|(name, width)| mixed.rotate_left(name.len() as u32 * 5) & ((1 << width) - 1))
}

fn beat(dut: &Dut) -> Beat {
    Beat {
        data: dut.get("out_beat_data"),
        keep: dut.get("out_beat_keep") as u8,
        last: dut.get("out_beat_last") == 1,
        error: dut.get("out_beat_error") == 1,
        valid: dut.get("out_valid") == 1,
    }
}

struct Setup {
    seed: u64,
    push: f64,
    pop: f64,
    grant: f64,
    flush: f64,
    error: f64,
}

/// TLPs in, left at the output, vanished, forgotten.
fn run(setup: &Setup, count: u64) -> Result<[u64; 4], String> {
    let mut dut = Dut::new("non_posted_queue");
    dut.scramble(setup.seed);
    dut.reset();
    let mut rng = Rng::new(setup.seed, "non-posted");
    let mut source = BeatSource::new(1.0 - setup.push, Rng::new(setup.seed, "source"));
    let mut sink = BeatSink::new("out", 1.0 - setup.pop, Rng::new(setup.seed, "sink"));
    let mut tlps = VecDeque::new();
    for number in 0..count {
        let payload_dw = [0, 1, 8][rng.below(3) as usize];
        let tlp = Tlp::new(1, payload_dw, 0, number, &mut rng).bytes;
        let bad = rng.chance(setup.error);
        source.push(tlp.clone(), bad);
        tlps.push_back((tlp, bad));
    }
    let mut stored: VecDeque<Vec<u8>> = VecDeque::new();
    // The TLP at the input came before a flush; the one at the output was offered.
    let (mut arriving, mut spoiled, mut leaving) = (false, false, false);
    let [mut left, mut vanished, mut forgotten, mut strobes] = [0; 4];
    let mut quiet = 0;
    let mut cycle = 0u64;
    while quiet < 2000 {
        let flush = rng.chance(setup.flush);
        let grant = rng.chance(setup.grant);
        let offered = source.drive();
        dut.set("flush", flush.into());
        dut.set("grant", grant.into());
        dut.set("inp_valid", offered.valid.into());
        dut.set("inp_beat_data", offered.data);
        dut.set("inp_beat_keep", offered.keep.into());
        dut.set("inp_beat_last", offered.last.into());
        dut.set("inp_beat_error", offered.error.into());
        if let Some((tlp, _)) = tlps.front() {
            for ((name, _), value) in INFO.iter().zip(info(tlp)) {
                dut.set(&format!("inp_info_{name}"), value);
            }
        }
        dut.set("out_ready", sink.drive().into());
        dut.eval();
        strobes += dut.get("left");

        let shown = beat(&dut);
        if shown.valid {
            if !leaving && !grant {
                return Err(format!("cycle {cycle}: begins without a grant"));
            }
            let Some(tlp) = stored.front() else {
                return Err(format!("cycle {cycle}: a TLP that was forgotten begins"));
            };
            let got = INFO.map(|(name, _)| dut.get(&format!("out_info_{name}")));
            if got != info(tlp) {
                return Err(format!("cycle {cycle}: info {got:x?}, not {:x?}", info(tlp)));
            }
            leaving = true;
        }
        let gone = sink.clock(shown);
        if let Some(packet) = &gone {
            if Some(&packet.bytes) != stored.front() || packet.error {
                return Err(format!("cycle {cycle}: another TLP than was due"));
            }
        }
        let ready = dut.get("inp_ready") == 1;
        let takes = offered.valid && ready;
        spoiled |= flush && (arriving || takes);
        arriving = if takes { !offered.last } else { arriving };
        if flush {
            let stay = usize::from(leaving).min(stored.len());
            forgotten += (stored.len() - stay) as u64;
            stored.truncate(stay);
        }
        if gone.is_some() {
            stored.pop_front();
            leaving = false;
            left += 1;
        }
        if source.clock(ready).is_some() {
            let (tlp, bad) = tlps.pop_front().expect("what was sent");
            if bad || spoiled {
                vanished += 1;
            } else {
                stored.push_back(tlp);
            }
            spoiled = false;
        }
        if let Some(error) = sink.errors.first() {
            return Err(error.to_string());
        }
        dut.tick();
        cycle += 1;
        quiet = if source.pending() == 0 && stored.is_empty() { quiet + 1 } else { 0 };
        if cycle > 1000 * count {
            return Err(format!("{} TLPs are stuck", stored.len()));
        }
    }
    if strobes != left + vanished + forgotten {
        return Err(format!("left {strobes} times, not {left} + {vanished} + {forgotten}"));
    }
    Ok([count, left, vanished, forgotten])
}

#[test]
fn non_posted_queue__any_grants_flushes_and_pauses__each_tlp_leaves_once_or_is_forgotten() {
    for seed in 0..4 {
        for (push, pop, grant, flush, error) in [
            (1.0, 1.0, 1.0, 0.0, 0.0),
            (0.7, 0.7, 0.1, 0.0, 0.2),
            (1.0, 1.0, 0.02, 0.002, 0.1),
            (1.0, 0.3, 0.5, 0.01, 0.1),
            (0.5, 1.0, 1.0, 0.05, 0.0),
            (1.0, 1.0, 1.0, 0.3, 0.3),
        ] {
            let setup = Setup { seed, push, pop, grant, flush, error };
            let counts = run(&setup, 2000).unwrap_or_else(|e| panic!("seed {seed}, {flush}: {e}"));
            assert!(counts[1] > 0 && (flush == 0.0 || counts[3] > 0), "{counts:?}");
            assert_eq!(counts[1] + counts[2] + counts[3], 2000);
        }
    }
}

/// The longest TLPs: 36 of seven beats are in the memory and in the registers behind it.
#[test]
fn non_posted_queue__without_a_grant__fills_and_waits() {
    let mut dut = Dut::new("non_posted_queue");
    dut.reset();
    let mut source = BeatSource::new(0.0, Rng::new(1, "source"));
    let mut rng = Rng::new(1, "tlps");
    for number in 0..60 {
        let mut tlp = Tlp::new(1, 8, 0, number, &mut rng).bytes;
        tlp.resize(52, 0);
        source.push(tlp, false);
    }
    for _ in 0..1000 {
        let offered = source.drive();
        dut.set("inp_valid", offered.valid.into());
        dut.set("inp_beat_last", offered.last.into());
        dut.eval();
        source.clock(dut.get("inp_ready") == 1);
        dut.tick();
    }
    assert_eq!(60 - source.pending(), 36);
}
