//! What software has set, as the blocks get it: fields at once, identities when their control register is written.

use expether_sim::model::rng::Rng;
use expether_sim::Direction;
use expether_wire::registers::{self as map, peer, Access, Register, RegisterField};

use crate::registers::{places_of, Place, Processor, PEERS};

/// Settings that are a field of a register, no more.
const SETTINGS: &[(&str, Register, RegisterField)] = &[
    ("enable", map::CONTROL, map::CONTROL_ENABLE),
    ("learn", map::CONTROL, map::CONTROL_LEARN),
    ("honour_pause", map::CONTROL, map::CONTROL_HONOUR_PAUSE),
    ("send_pause", map::CONTROL, map::CONTROL_SEND_PAUSE),
    ("rate_control", map::CONTROL, map::CONTROL_RATE_CONTROL),
    ("pcp", map::GROUP, map::GROUP_PCP),
    ("check_ids", map::CONTROL, map::CONTROL_CHECK_IDS),
    ("ack_delay", map::ACK_DELAY, map::ACK_DELAY_CLOCKS),
    ("mtu", map::MTU, map::MTU_BYTES),
    ("window_frames", map::WINDOW, map::WINDOW_FRAMES),
    ("timeout_min", map::TIMEOUT_MIN, map::TIMEOUT_MIN_CLOCKS),
    ("timeout_max", map::TIMEOUT_MAX, map::TIMEOUT_MAX_CLOCKS),
    ("dead_time", map::DEAD_TIME, map::DEAD_TIME_CLOCKS),
    ("busy_time", map::BUSY_TIME, map::BUSY_TIME_CLOCKS),
    ("open_interval", map::OPEN_INTERVAL, map::OPEN_INTERVAL_CLOCKS),
    ("keep_alive_interval", map::KEEP_ALIVE_INTERVAL, map::KEEP_ALIVE_INTERVAL_CLOCKS),
    ("keep_alive_timeout", map::KEEP_ALIVE_TIMEOUT, map::KEEP_ALIVE_TIMEOUT_CLOCKS),
    ("delay_target", map::DELAY_TARGET, map::DELAY_TARGET_CLOCKS),
    ("rate_min", map::RATE_MIN, map::RATE_MIN_VALUE),
    ("rate_step", map::RATE_STEP, map::RATE_STEP_VALUE),
    ("rate_burst", map::RATE_BURST, map::RATE_BURST_BEATS),
    ("pause_quanta", map::PAUSE_TIME, map::PAUSE_QUANTA),
    ("pause_high", map::PAUSE_LEVELS, map::PAUSE_HIGH),
    ("pause_low", map::PAUSE_LEVELS, map::PAUSE_LOW),
];

/// Likewise of a peer.
const PEER_SETTINGS: &[(&str, Register, RegisterField)] = &[
    ("fixed", peer::PEER_CONTROL, peer::PEER_CONTROL_FIXED),
    ("is_default", peer::PEER_CONTROL, peer::PEER_CONTROL_DEFAULT),
    ("close", peer::PEER_CONTROL, peer::PEER_CONTROL_CLOSE),
    ("route_id_low", peer::ROUTE_ID, peer::ROUTE_ID_LOW),
    ("route_id_high", peer::ROUTE_ID, peer::ROUTE_ID_HIGH),
    ("route_source_low", peer::ROUTE_SOURCE, peer::ROUTE_SOURCE_LOW),
    ("route_source_high", peer::ROUTE_SOURCE, peer::ROUTE_SOURCE_HIGH),
    ("route_io_base", peer::ROUTE_IO, peer::ROUTE_IO_BASE),
    ("route_io_limit", peer::ROUTE_IO, peer::ROUTE_IO_LIMIT),
    ("route_memory_base", peer::ROUTE_MEMORY, peer::ROUTE_MEMORY_BASE),
    ("route_memory_limit", peer::ROUTE_MEMORY, peer::ROUTE_MEMORY_LIMIT),
    ("route_wide_base", peer::ROUTE_WIDE_BASE, peer::ROUTE_WIDE_BASE_51_20),
    ("route_wide_limit", peer::ROUTE_WIDE_LIMIT, peer::ROUTE_WIDE_LIMIT_51_20),
];

/// Registers that are taken over together by a write of another one: of the bridge, of a peer.
const IDENTITY: [Register; 6] = [
    map::LOCAL_MAC_LO,
    map::LOCAL_MAC_HI,
    map::GROUP,
    map::ETHERTYPE,
    map::NODE_ID_LO,
    map::NODE_ID_HI,
];
const PEER_IDENTITY: [Register; 2] = [peer::PEER_MAC_LO, peer::PEER_MAC_HI];

/// Every output for these values of the registers; `taken`: as they stood when they were taken over.
fn settings(
    value: impl Fn(Option<usize>, &Register) -> u64,
    taken: impl Fn(Option<usize>, &Register) -> u64,
) -> Vec<(String, u64)> {
    let own = |r: &Register| value(None, r);
    let present = |r: &Register| taken(None, r);
    let field = |(name, r, f): &(&str, Register, RegisterField)| {
        (format!("settings_{name}"), f.get(own(r)))
    };
    let mut expected: Vec<(String, u64)> = SETTINGS.iter().map(field).collect();
    let pair = |high: u64, low: u64| high << 32 | low;
    let mtu = map::MTU_BYTES.get(own(&map::MTU));
    let aggregates = map::AGGREGATION_ENABLE.get(own(&map::AGGREGATION)) == 1;
    let limit = map::AGGREGATION_LIMIT.get(own(&map::AGGREGATION));
    for (name, value) in [
        ("local_mac", pair(present(&map::LOCAL_MAC_HI), present(&map::LOCAL_MAC_LO))),
        ("node_id", pair(present(&map::NODE_ID_HI), present(&map::NODE_ID_LO))),
        ("vid", map::GROUP_VID.get(present(&map::GROUP))),
        ("ethertype", map::ETHERTYPE_VALUE.get(present(&map::ETHERTYPE))),
        ("seed", pair(own(&map::SEED_HI), own(&map::SEED_LO))),
        // What the MTU leaves behind 22 bytes of bridge header, in beats of 8, but one at least.
        ("area_beats", (mtu.saturating_sub(22) / 8).max(1)),
        ("frame_tlps", if aggregates { limit } else { 1 }),
        ("window_beats", map::WINDOW_KIB.get(own(&map::WINDOW)) * 1024 / 8),
    ] {
        expected.push((format!("settings_{name}"), value));
    }
    for i in 0..PEERS {
        for (name, r, f) in PEER_SETTINGS {
            expected.push((format!("peer_settings_{i}_{name}"), f.get(value(Some(i), r))));
        }
        let of = |r: &Register| taken(Some(i), r);
        let mac = pair(of(&peer::PEER_MAC_HI), of(&peer::PEER_MAC_LO));
        expected.push((format!("peer_settings_{i}_mac"), mac));
    }
    expected
}

fn value_of(values: &[(Place, u64)], peer: Option<usize>, register: &Register) -> u64 {
    let found = values.iter().find(|v| v.0.peer == peer && v.0.register == *register);
    found.expect("a register").1
}

/// Random writes in any order against the fields; `takes_over`: whether a write of the first takes over the second.
fn written(takes_over: fn(&Register, &Register) -> bool) -> Result<(), String> {
    let mut processor = Processor::new();
    let mut rng = Rng::new(12, "settings");
    let mut values: Vec<(Place, u64)> =
        places_of(Access::ReadWrite).into_iter().map(|p| (p.clone(), p.reset())).collect();
    let mut taken = values.clone();
    for round in 0..60 {
        let first = rng.below(values.len() as u64) as usize;
        for n in 0..values.len() {
            let i = (first + n) % values.len();
            if n == 0 || rng.chance(0.1) {
                processor.dut.eval();
                let expected =
                    settings(|p, r| value_of(&values, p, r), |p, r| value_of(&taken, p, r));
                for (port, value) in &expected {
                    let found = processor.dut.get(port);
                    if found != *value {
                        return Err(format!("{port} is {found:#x}, not {value:#x}, round {round}"));
                    }
                }
                let ports = processor.dut.ports();
                let outputs =
                    ports.iter().filter(|p| p.0.contains("settings_") && p.2 == Direction::Output);
                assert_eq!(outputs.count(), expected.len(), "an output is not judged");
            }
            let (place, value) = &mut values[i];
            // Every short MTU comes once: there the area is shortest.
            let random = rng.bits() >> 32;
            let new = if place.register == map::MTU { round } else { random };
            *value = new & place.register.mask();
            processor.write(place.address, *value, 15);
            let place = place.clone();
            for (taken, value) in taken.iter_mut().zip(&values) {
                if taken.0.peer == place.peer && takes_over(&place.register, &taken.0.register) {
                    taken.1 = value.1;
                }
            }
        }
    }
    Ok(())
}

fn takes_over(written: &Register, register: &Register) -> bool {
    (*written == map::CONTROL && IDENTITY.contains(register))
        || (*written == peer::PEER_CONTROL && PEER_IDENTITY.contains(register))
}

#[test]
fn register_file__settings__are_the_fields_and_identities_as_their_control_took_them() {
    written(takes_over).unwrap_or_else(|e| panic!("{e}"));
}

#[test]
fn register_file__identities__mutants_are_caught() {
    type TakesOver = fn(&Register, &Register) -> bool;
    let mutants: [(TakesOver, &str); 4] = [
        (|w, r| w == r || takes_over(w, r), "settings_"),
        (|w, r| takes_over(w, r) && *r != map::NODE_ID_HI, "settings_node_id"),
        (|w, r| takes_over(w, r) || (*w == map::GROUP && *r == map::GROUP), "settings_vid"),
        (|w, r| takes_over(w, r) && *w != peer::PEER_CONTROL, "peer_settings_"),
    ];
    for (mutant, port) in mutants {
        let error = written(mutant).expect_err(port);
        assert!(error.starts_with(port), "{error} instead of {port}");
    }
}
