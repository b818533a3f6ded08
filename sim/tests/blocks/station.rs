//! `station`: no connection is served under two identities.

use expether_sim::model::rng::Rng;
use expether_wire::registers as map;

use crate::dut::Dut;

const FIELDS: [(&str, u32); 4] = [("mac", 48), ("vid", 12), ("ethertype", 16), ("node_id", 64)];
type Identity = [u64; 4];

fn present(dut: &Dut) -> Identity {
    FIELDS.map(|(name, _)| dut.get(&format!("present_{name}")))
}

fn want(dut: &mut Dut, identity: Identity) {
    for ((name, _), value) in FIELDS.iter().zip(identity) {
        dut.set(&format!("wanted_{name}"), value);
    }
}

/// One in which some fields are others.
fn another(identity: Identity, rng: &mut Rng) -> Identity {
    let mut new = identity;
    for (value, (_, width)) in new.iter_mut().zip(FIELDS) {
        if rng.chance(0.4) {
            *value = if rng.chance(0.5) { *value ^ 1 } else { rng.bits() >> (64 - width) };
        }
    }
    new
}

/// When the wanted identity becomes the present one, for `enable` and `busy`.
type Rule = fn(bool, bool) -> bool;

/// Random wishes; what the checker sees may be changed by `fault`.
fn changes(rule: Rule, fault: fn(&mut Identity, Identity)) -> Result<u64, String> {
    let mut dut = Dut::new("station");
    dut.scramble(1);
    dut.reset();
    let mut rng = Rng::new(1, "station");
    let mut expected = present(&dut);
    let reset = [0, map::GROUP_VID.reset, map::ETHERTYPE_VALUE.reset, 0];
    if expected != reset {
        return Err(format!("{expected:x?} after reset"));
    }
    let mut wanted = expected;
    let (mut enable, mut busy, mut taken) = (false, false, 0);
    // Another identity was wanted a clock before.
    let mut differed = false;
    for clock in 0..20_000 {
        if rng.chance(0.05) {
            wanted = another(wanted, &mut rng);
        }
        enable ^= rng.chance(0.02);
        busy ^= rng.chance(0.1);
        want(&mut dut, wanted);
        dut.set("enable", enable.into());
        dut.set("busy", busy.into());
        dut.eval();
        let mut seen = present(&dut);
        fault(&mut seen, wanted);
        if seen != expected {
            return Err(format!("clock {clock}: {seen:x?} is present, not {expected:x?}"));
        }
        let changing = enable && differed;
        if dut.get("changing") != u64::from(changing) {
            return Err(format!("clock {clock}: changing is not {changing}"));
        }
        dut.tick();
        let differs = wanted != expected;
        if rule(enable, busy) && (!enable || differed) {
            taken += u64::from(wanted != expected);
            expected = wanted;
        }
        differed = differs;
    }
    Ok(taken)
}

const RULE: Rule = |enable, busy| !enable || !busy;

#[test]
fn station__any_wishes__are_taken_whole_and_only_when_nothing_is_left() {
    let taken = changes(RULE, |_, _| ()).unwrap_or_else(|e| panic!("{e}"));
    assert!(taken > 300, "{taken}");
}

#[test]
fn station__mutants__are_caught() {
    type Fault = fn(&mut Identity, Identity);
    let unchanged: Fault = |_, _| ();
    let mutants: [(Rule, Fault); 6] = [
        (|_, _| true, unchanged),
        (|_, busy| !busy, unchanged),
        (|enable, _| !enable, unchanged),
        // One field is there before the others.
        (RULE, |seen, wanted| seen[0] = wanted[0]),
        (RULE, |seen, wanted| seen[2] = wanted[2]),
        (RULE, |seen, wanted| seen[3] = wanted[3]),
    ];
    for (i, (rule, fault)) in mutants.into_iter().enumerate() {
        assert!(changes(rule, fault).is_err(), "mutant {i} lives");
    }
}
