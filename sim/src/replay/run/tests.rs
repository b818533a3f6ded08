#![allow(non_snake_case)]

use super::*;
use crate::check::DeliveryError;
use crate::model::meddler::Meddler;
use crate::model::plan::{plan, stream, SplitLimits};
use crate::model::soft_bridge::SoftBridge;
use expether_wire::keep_alive::Role;
use expether_wire::trace::Trace;

fn soft() -> [Box<dyn Backend>; 2] {
    [Box::new(SoftBridge::new(Role::Host)), Box::new(SoftBridge::new(Role::Device))]
}

const SESSION: &str = "\
1 0 H2D CfgRd0 bdf=01:00.0 addr=0x0 len=2 be=3/0 tag=1
2 1 D2H CplD bdf=01:00.0 addr=0x0 len=2 data=361b tag=1 st=SC
3 2 H2D MWr bdf=01:00.0 addr=0xfe600000 len=4 be=f/0 data=01000000
4 3 D2H MRd bdf=01:00.0 addr=0x1030 len=3000 be=f/f tag=2
5 4 H2D CplD bdf=01:00.0 addr=0x1030 len=3000 data=5a*3000 tag=2 st=SC
6 5 D2H MWr bdf=01:00.0 addr=0x3000 len=4096 be=f/f data=a5*4096
7 6 D2H MSI bdf=01:00.0 addr=0xfee00000 len=4 be=f/0 data=26000000
8 7 H2D MRd bdf=01:00.0 addr=0xfe600000 len=4 be=f/0 tag=3
9 8 D2H CplD bdf=01:00.0 addr=0xfe600000 len=4 data=00000000 tag=3 st=SC
";

fn session() -> Plan {
    plan(&Trace::parse("session", SESSION).unwrap(), SplitLimits::default()).unwrap()
}

fn config(loss: f64, seed: u64) -> ReplayConfig {
    let mut config = ReplayConfig::default();
    (config.link.loss, config.link.seed) = (loss, seed);
    config
}

#[test]
fn replay__session__passes_and_counts() {
    let plan = session();
    let result = run(&plan, soft(), &config(0.0, 1), &mut Silent);
    assert!(result.passed(), "{:?}", result.failures);
    let m = &result.measured;
    assert_eq!((m.tlps_sent, m.tlps_delivered), (plan.total(), plan.total()));
    assert_eq!(m.payload_bytes, plan.payload[0] + plan.payload[1]);
    assert_eq!(m.retransmissions, 0);
    assert!(m.latency_cycles.min > 0 && m.latency_cycles.max < 1_000, "{:?}", m.latency_cycles);
}

#[test]
fn replay__lossy_and_stalled__passes_for_every_seed() {
    let plan = session();
    for seed in 1..=10 {
        let mut config = config(0.1, seed);
        config.link.corruption = 0.05;
        config.link.duplication = 0.05;
        config.stall = 0.3;
        let result = run(&plan, soft(), &config, &mut Silent);
        assert!(result.passed(), "seed {seed}: {:?}", result.failures);
    }
}

#[test]
fn replay__same_seed__same_measurements() {
    let plan = session();
    let once = || {
        serde_json::to_string(&run(&plan, soft(), &config(0.05, 7), &mut Silent).measured).unwrap()
    };
    assert_eq!(once(), once());
}

#[test]
fn replay__stream__reaches_the_bound_on_a_clean_link() {
    let plan = stream(500, 256, 1).unwrap();
    let result = run(&plan, soft(), &config(0.0, 1), &mut Silent);
    assert!(result.passed(), "{:?}", result.failures);
    assert!(result.measured.goodput_ratio.unwrap() > 0.99, "{:?}", result.measured.goodput_ratio);
}

/// A bridge that does this to the third TLP it gives out.
fn faulty(mut fault: impl FnMut(Vec<u8>) -> Vec<Vec<u8>> + 'static) -> Box<dyn Backend> {
    let mut bridge = SoftBridge::new(Role::Device);
    let mut seen = 0;
    bridge.fault = Some(Box::new(move |tlp| {
        seen += 1;
        if seen >= 3 {
            fault(tlp)
        } else {
            vec![tlp]
        }
    }));
    Box::new(bridge)
}

fn failures_with(fault: impl FnMut(Vec<u8>) -> Vec<Vec<u8>> + 'static) -> Vec<Failure> {
    let plan = stream(20, 64, 1).unwrap();
    let config = ReplayConfig { patience: 5_000, ..config(0.0, 1) };
    run(&plan, [Box::new(SoftBridge::new(Role::Host)), faulty(fault)], &config, &mut Silent)
        .failures
}

#[test]
fn replay__mutant_flipped_bit__is_caught() {
    let failures = failures_with(|mut tlp| {
        tlp[20] ^= 1;
        vec![tlp]
    });
    assert!(matches!(
        failures[..],
        [Failure::Delivery(DeliveryError::Corrupted { index: 2, bits: 1, byte: 20, .. })]
    ));
}

#[test]
fn replay__mutant_lost__is_caught() {
    let mut lost = false;
    let failures =
        failures_with(
            move |tlp| if std::mem::replace(&mut lost, true) { vec![tlp] } else { vec![] },
        );
    // The next one arrives in its place.
    assert!(matches!(
        failures[..],
        [Failure::Delivery(DeliveryError::Order { index: 3, passed: 2, .. })]
    ));
    // All lost from some point on: nothing arrives any more.
    assert!(matches!(failures_with(|_| vec![])[..], [Failure::Stalled { .. }]));
}

#[test]
fn replay__mutant_doubled__is_caught() {
    let failures = failures_with(|tlp| vec![tlp.clone(), tlp]);
    assert!(matches!(failures[..], [Failure::Delivery(DeliveryError::Duplicate { index: 2, .. })]));
}

#[test]
fn replay__mutant_doubled_last__is_caught_in_the_drain() {
    let mut seen = 2;
    let failures = failures_with(move |tlp| {
        seen += 1;
        if seen == 20 {
            vec![tlp.clone(), tlp]
        } else {
            vec![tlp]
        }
    });
    assert!(matches!(
        failures[..],
        [Failure::Delivery(DeliveryError::Duplicate { index: 19, .. })]
    ));
}

#[test]
fn replay__mutant_swapped__is_caught() {
    let mut held: Option<Vec<u8>> = None;
    let mut done = false;
    let failures = failures_with(move |tlp| match held.take() {
        None if !done => {
            held = Some(tlp);
            vec![]
        }
        before => {
            done = true;
            std::iter::once(tlp).chain(before).collect()
        }
    });
    assert!(matches!(
        failures[..],
        [Failure::Delivery(DeliveryError::Order { index: 3, passed: 2, .. })]
    ));
}

#[test]
fn replay__mutant_counter__is_caught() {
    let meddled = |port, change| -> Vec<Failure> {
        let dut = Meddler::new(SoftBridge::new(Role::Host), port, change);
        let duts: [Box<dyn Backend>; 2] = [Box::new(dut), Box::new(SoftBridge::new(Role::Device))];
        run(&session(), duts, &config(0.0, 1), &mut Silent).failures
    };
    let failures = meddled("axil_rdata", |value| value + 1);
    assert!(failures.iter().any(
        |f| matches!(f, Failure::Counter { side, counter: "TX_TLPS", .. } if **side == *"host")
    ));
    let failures = meddled("axil_rresp", |_| 2);
    assert!(
        matches!(failures[..], [Failure::Register { ref side, response: 2, .. }] if **side == *"host")
    );
}

#[test]
fn replay__mutant_silent__is_not_connected() {
    let config = ReplayConfig { patience: 20_000, ..config(0.0, 1) };
    let dut = Meddler::new(SoftBridge::new(Role::Host), "xgmii_tx_ctrl", |_| 0xFF);
    let duts: [Box<dyn Backend>; 2] = [Box::new(dut), Box::new(SoftBridge::new(Role::Device))];
    let failures = run(&session(), duts, &config, &mut Silent).failures;
    assert!(
        matches!(failures[..], [Failure::NotConnected { ref side, .. }] if **side == *"host"),
        "{failures:?}"
    );
}

#[test]
fn replay__mutant_stream__is_caught() {
    let config = ReplayConfig { stall: 0.5, ..config(0.0, 1) };
    // A beat that is not the last is not full.
    let dut = Meddler::new(SoftBridge::new(Role::Host), "pcie_tx_keep", |keep| keep & 0x7F);
    let duts: [Box<dyn Backend>; 2] = [Box::new(dut), Box::new(SoftBridge::new(Role::Device))];
    let failures = run(&session(), duts, &config, &mut Silent).failures;
    assert!(
        matches!(&failures[..], [Failure::Sim(SimError::Protocol(e))] if e.signal == "host.pcie_tx_keep")
    );
}

#[test]
fn replay__design_without_a_port__is_an_error_not_a_panic() {
    struct Empty;
    impl Backend for Empty {
        fn kind(&self) -> &'static str {
            "empty"
        }
        fn ports(&self) -> &[crate::PortInfo] {
            &[]
        }
        fn clocks(&self) -> &[String] {
            &[]
        }
        fn set(&mut self, _: crate::PortId, _: u64) {}
        fn set_wide(&mut self, _: crate::PortId, _: &[u64]) {}
        fn eval(&mut self) -> Result<(), SimError> {
            Ok(())
        }
        fn get(&self, _: crate::PortId) -> u64 {
            0
        }
        fn get_wide(&self, _: crate::PortId, _: &mut [u64]) {}
        fn tick(&mut self, _: crate::ClockSet) -> Result<(), SimError> {
            Ok(())
        }
        fn power_up(&mut self, _: Option<u64>) {}
    }
    let result = run(&session(), [Box::new(Empty), Box::new(Empty)], &config(0.0, 1), &mut Silent);
    assert!(matches!(result.failures[..], [Failure::Sim(SimError::MissingPort(_))]));
}
