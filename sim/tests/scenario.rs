//! The scenarios that come with the program, between software bridges.
#![allow(non_snake_case)]

use expether_sim::replay::{BackendKind, Backends, TOPS};
use expether_sim::scenario::{from_library, run, Outcome, Role, Silent, Topology};
use expether_wire::registers as map;

fn outcome(name: &str, kind: BackendKind, seed: u64) -> Outcome {
    let topology = from_library(name).expect("it is in the library").expect("it is sound");
    outcome_of(&topology, kind, seed)
}

fn outcome_of(topology: &Topology, kind: BackendKind, seed: u64) -> Outcome {
    let mut backends = Backends::default();
    let duts = topology.nodes.iter().map(|node| {
        let top = TOPS[usize::from(node.role == Role::Device)];
        backends.make(kind, top).expect("a bridge")
    });
    let duts = duts.collect();
    run(topology, duts, seed, &mut Silent)
}

/// The software bridge obeys PAUSE frames but sends none.
const HARDWARE_ONLY: [&str; 1] = ["pause"];

fn passes(name: &str) {
    let kind =
        if HARDWARE_ONLY.contains(&name) { BackendKind::Native } else { BackendKind::Software };
    for seed in [1, 2] {
        let outcome = outcome(name, kind, seed);
        assert!(outcome.passed(), "{name}, seed {seed}: {:#?}", outcome.report.failures);
        assert!(outcome.report.tlps_delivered > 100, "{name}");
    }
}

/// The checks of a congested port see it when nobody controls the rate.
#[test]
fn scenario__congested_port_without_rate_control__fails() {
    let mut topology = from_library("congested-port").expect("there").expect("sound");
    let control = map::CONTROL_RATE_CONTROL.set(map::CONTROL.reset(), 0) as u32;
    for node in &mut topology.nodes {
        node.registers.push(("CONTROL".into(), control));
    }
    let outcome = outcome_of(&topology, BackendKind::Software, 1);
    assert!(!outcome.passed(), "the mutant lives");
}

macro_rules! library {
    ($($test:ident $name:literal),+ $(,)?) => {
        $(#[test]
        fn $test() {
            passes($name);
        })+

        #[test]
        fn scenario__library__is_tested_whole() {
            let tested = [$($name),+];
            let all = expether_sim::scenario::LIBRARY.iter().map(|(name, _)| *name);
            assert!(all.clone().all(|name| tested.contains(&name)), "{:?}", all.collect::<Vec<_>>());
        }
    };
}

library!(
    scenario__one_to_one__passes "one-to-one",
    scenario__one_to_four__passes "one-to-four",
    scenario__four_to_one__passes "four-to-one",
    scenario__four_to_four__passes "four-to-four",
    scenario__two_km_fibre__passes "two-km-fibre",
    scenario__jumbo__passes "jumbo",
    scenario__small_switch__passes "small-switch",
    scenario__slow_receiver__passes "slow-receiver",
    scenario__non_posted_blocked__passes "non-posted-blocked",
    scenario__congested_port__passes "congested-port",
    scenario__pause__passes "pause",
    scenario__bursty_loss__passes "bursty-loss",
    scenario__reordering__passes "reordering",
    scenario__flap_any_time__passes "flap-any-time",
    scenario__restart_of_a_peer__passes "restart-of-a-peer",
    scenario__live_control__passes "live-control",
    scenario__chaos_reset__passes "chaos-reset",
);
