//! The bridges themselves, by the native engine, in the hands of the models: sessions that pass
//! whatever the link does to them, and two implementations of the wire format that understand each
//! other.
#![allow(non_snake_case)]

use std::cell::RefCell;

use expether_sim::model::plan::{plan, stream, Plan, SplitLimits};
use expether_sim::replay::{run, BackendKind, Backends, ReplayConfig, Replayed, Silent};
use expether_wire::trace::Trace;

const SESSION: &str = "\
1 0 H2D CfgRd0 bdf=01:00.0 addr=0x0 len=2 be=3/0 tag=1
2 1 D2H CplD bdf=01:00.0 addr=0x0 len=2 data=361b tag=1 st=SC
3 2 H2D CfgWr0 bdf=01:00.0 addr=0x4 len=2 be=3/0 data=0601 tag=2
4 3 D2H Cpl bdf=01:00.0 addr=0x4 len=0 tag=2 st=SC
5 4 H2D CfgRd0 bdf=01:01.0 addr=0x0 len=2 be=3/0 tag=3
6 5 D2H Cpl bdf=01:01.0 addr=0x0 len=0 tag=3 st=UR
7 6 H2D MWr bdf=01:00.0 addr=0xfe600000 len=4 be=f/0 data=01000000
8 7 D2H MRd bdf=01:00.0 addr=0x1033 len=3001 be=8/f tag=4
9 8 H2D CplD bdf=01:00.0 addr=0x1033 len=3001 data=5a*3001 tag=4 st=SC
10 9 D2H MWr bdf=01:00.0 addr=0x123456000 len=4096 be=f/f data=a5*4096
11 10 D2H MWr bdf=01:00.0 addr=0x3001 len=1514 be=e/7 data=c3*1514
12 11 D2H MSI bdf=01:00.0 addr=0xfee00000 len=4 be=f/0 data=26000000
13 12 D2H Msg bdf=01:00.0 addr=0x0 len=0 code=Assert_INTA
14 13 H2D MRd bdf=01:00.0 addr=0xfe600002 len=2 be=c/0 tag=5
15 14 D2H CplD bdf=01:00.0 addr=0xfe600002 len=2 data=beef tag=5 st=SC
";

fn session(limits: SplitLimits) -> Plan {
    plan(&Trace::parse("session", SESSION).unwrap(), limits).unwrap()
}

thread_local! {
    /// Each bridge is compiled once.
    static BACKENDS: RefCell<Backends> = RefCell::default();
}

fn replay(host: BackendKind, device: BackendKind, plan: &Plan, config: &ReplayConfig) -> Replayed {
    let duts = BACKENDS.with_borrow_mut(|backends| backends.pair(host, Some(device)).unwrap());
    run(plan, duts, config, &mut Silent)
}

fn impaired(seed: u64) -> ReplayConfig {
    let mut config = ReplayConfig::default();
    let link = &mut config.link;
    (link.seed, link.loss, link.corruption) = (seed, 0.03, 0.03);
    (link.duplication, link.reordering) = (0.03, 0.03);
    config.stall = 0.3;
    config.random_power_up = true;
    config
}

fn assert_passed(result: &Replayed, what: &str) {
    let text: Vec<String> = result.failures.iter().map(ToString::to_string).collect();
    assert!(result.passed(), "{what}: {text:#?}");
}

#[test]
fn pair__clean_link__passes_without_resending() {
    use BackendKind::Native;
    let result = replay(Native, Native, &session(SplitLimits::default()), &ReplayConfig::default());
    assert_passed(&result, "clean");
    assert_eq!(result.measured.retransmissions, 0);
}

#[test]
fn pair__every_impairment_from_random_state__passes() {
    use BackendKind::Native;
    for seed in 1..=8 {
        let limits = SplitLimits { max_payload: 128 << (seed % 3), ..SplitLimits::default() };
        let result = replay(Native, Native, &session(limits), &impaired(seed));
        assert_passed(&result, &format!("seed {seed}"));
    }
}

#[test]
fn pair__hardware_and_software_bridge__understand_each_other() {
    use BackendKind::{Native, Software};
    for (host, device) in [(Native, Software), (Software, Native)] {
        for seed in 1..=4 {
            let result = replay(host, device, &session(SplitLimits::default()), &impaired(seed));
            assert_passed(&result, &format!("{host:?} and {device:?}, seed {seed}"));
        }
    }
}

#[test]
fn pair__clean_stream_both_ways__reaches_the_bound() {
    use BackendKind::Native;
    for payload in [128, 256, 512] {
        let plan = stream(400, payload, 1).unwrap();
        let result = replay(Native, Native, &plan, &ReplayConfig::default());
        assert_passed(&result, "stream");
        let ratio = result.measured.goodput_ratio.unwrap();
        assert!(ratio >= 0.99, "payload {payload}: {ratio}");
    }
}

#[test]
fn pair__lossy_stream__keeps_what_go_back_n_allows() {
    use BackendKind::Native;
    for loss in [0.001, 0.01] {
        let mut config = ReplayConfig::default();
        config.link.loss = loss;
        let result = replay(Native, Native, &stream(2_000, 256, 1).unwrap(), &config);
        assert_passed(&result, "stream");
        let bound = (1.0 - loss) / (1.0 - loss + loss * 32.0);
        let ratio = result.measured.goodput_ratio.unwrap();
        assert!(ratio >= bound, "loss {loss}: {ratio} is worse than {bound}");
    }
}

#[test]
fn pair__short_read_request__crosses_in_less_than_a_microsecond() {
    use BackendKind::Native;
    let result = replay(Native, Native, &session(SplitLimits::default()), &ReplayConfig::default());
    // 156 cycles of 6.4 ns; the least is that of a request without payload.
    assert!(result.measured.latency_cycles.min <= 156, "{:?}", result.measured.latency_cycles);
}
