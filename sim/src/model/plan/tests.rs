#![allow(non_snake_case)]

use super::*;
use crate::check::CompletionChecker;
use expether_wire::tlp::{Limits, Tlp};
use proptest::prelude::*;

fn trace(text: &str) -> Trace {
    Trace::parse("test", text).unwrap()
}

fn planned(text: &str) -> Plan {
    plan(&trace(text), SplitLimits::default()).unwrap()
}

fn kinds(plan: &Plan, d: usize) -> Vec<(&'static str, u64)> {
    plan.tlps[d]
        .iter()
        .map(|t| (Tlp::new_exact(&t.bytes[..]).unwrap().kind().name(), t.needs))
        .collect()
}

const READ_4K: &str = "\
1 0 H2D MWr bdf=01:00.0 addr=0xfe600000 len=4 be=f/0 data=01000000 dev=nvme
2 1 D2H MRd bdf=01:00.0 addr=0x1000 len=4096 be=f/f tag=9 dev=nvme
3 2 H2D CplD bdf=01:00.0 addr=0x1000 len=4096 data=5a*4096 tag=9 st=SC
4 3 D2H MWr bdf=01:00.0 addr=0x1ffde010 len=16 be=f/f data=00*16 dev=nvme
";

#[test]
fn plan__read_of_4096__is_split_and_pipelined() {
    let plan = planned(READ_4K);
    let reads: Vec<_> = std::iter::repeat_n(("MRd", 1), 8).chain([("MWr", 17)]).collect();
    assert_eq!(kinds(&plan, 1), reads);
    // Two completions for each request of 512, waiting only for the request they answer.
    let completions = (1..=8).flat_map(|n| [("CplD", n), ("CplD", n)]);
    assert_eq!(kinds(&plan, 0), [("MWr", 0)].into_iter().chain(completions).collect::<Vec<_>>());
    assert_eq!(plan.payload, [4 + 4096, 16]);
}

#[test]
fn plan__event_between_request_and_completion__is_waited_for() {
    let plan = planned(
        "1 0 D2H MRd bdf=01:00.0 addr=0x1000 len=1024 be=f/f tag=9\n\
         2 1 D2H MWr bdf=01:00.0 addr=0x2000 len=4 be=f/0 data=00000000\n\
         3 2 H2D CplD bdf=01:00.0 addr=0x1000 len=1024 data=5a*1024 tag=9 st=SC\n",
    );
    assert_eq!(kinds(&plan, 0), vec![("CplD", 3); 4]);
}

#[test]
fn plan__config__puts_bytes_in_their_lanes() {
    let plan = planned(
        "1 0 H2D CfgRd0 bdf=01:00.0 addr=0xa len=2 be=c/0 tag=73\n\
         2 1 D2H CplD bdf=01:00.0 addr=0xa len=2 data=0801 tag=73 st=SC\n\
         3 2 H2D CfgWr0 bdf=01:00.0 addr=0x19 len=1 be=2/0 data=ff tag=74\n\
         4 3 D2H Cpl bdf=01:00.0 addr=0x19 len=0 tag=74 st=SC\n\
         5 4 H2D CfgRd0 bdf=01:01.0 addr=0x0 len=2 be=3/0 tag=75\n\
         6 5 D2H Cpl bdf=01:01.0 addr=0x0 len=0 tag=75 st=UR\n",
    );
    // Written down from the header layouts of the specification.
    let host: Vec<&[u8]> = plan.tlps[0].iter().map(|t| &t.bytes[..]).collect();
    assert_eq!(host[0], [0x04, 0, 0, 1, 0, 0, 0, 0x0C, 1, 0, 0, 8]);
    assert_eq!(host[1], [0x44, 0, 0, 1, 0, 0, 1, 0x02, 1, 0, 0, 0x18, 0, 0xFF, 0, 0]);
    let device: Vec<&[u8]> = plan.tlps[1].iter().map(|t| &t.bytes[..]).collect();
    assert_eq!(device[0], [0x4A, 0, 0, 1, 1, 0, 0, 4, 0, 0, 0, 0, 0, 0, 8, 1]);
    assert_eq!(device[1], [0x0A, 0, 0, 0, 1, 0, 0, 4, 0, 0, 1, 0]);
    assert_eq!(device[2], [0x0A, 0, 0, 0, 1, 8, 0x20, 4, 0, 0, 2, 0]);
}

#[test]
fn plan__interrupts__are_a_write_and_a_local_message() {
    let plan = planned(
        "1 0 D2H MSI bdf=01:00.0 addr=0xfee00000 len=4 be=f/0 data=26000000\n\
         2 1 D2H Msg bdf=01:00.0 addr=0x0 len=0 code=Assert_INTA\n",
    );
    let tlps: Vec<&[u8]> = plan.tlps[1].iter().map(|t| &t.bytes[..]).collect();
    assert_eq!(tlps[0], [0x40, 0, 0, 1, 1, 0, 0, 0x0F, 0xFE, 0xE0, 0, 0, 0x26, 0, 0, 0]);
    assert_eq!(tlps[1], [0x34, 0, 0, 0, 1, 0, 0, 0x20, 0, 0, 0, 0, 0, 0, 0, 0]);
}

#[test]
fn plan__inconsistent_recordings__are_refused() {
    // The parser refuses these too; a recording need not come from it.
    let read = |i: u64| TraceEvent { tag: Some(i), ..trace(READ_4K).events[1].clone() };
    let answer = trace(READ_4K).events[2].clone();
    let refuse = |events: Vec<TraceEvent>| {
        let trace = Trace { events, ..Trace::default() };
        plan(&trace, SplitLimits::default()).unwrap_err()
    };
    assert_eq!(refuse(vec![read(9)]), PlanError::NeverCompleted { event: 0 });
    assert_eq!(refuse(vec![answer.clone()]), PlanError::NoRequest { event: 0, tag: 9 });
    assert_eq!(refuse(vec![read(9), read(9)]), PlanError::TagInUse { event: 1, tag: 9 });
    let wrong_way = TraceEvent { direction: Direction::DeviceToHost, ..answer.clone() };
    assert_eq!(refuse(vec![read(9), wrong_way]), PlanError::WrongWay { event: 1 });
    let short = TraceEvent { length: 4, data: vec![0; 4], ..answer.clone() };
    assert_eq!(
        refuse(vec![read(9), short]),
        PlanError::WrongLength { event: 1, found: 4, expected: 4096 }
    );
    let truncated = TraceEvent { data: vec![0; 4], ..answer };
    assert!(matches!(refuse(vec![read(9), truncated]), PlanError::WrongData { event: 1, .. }));
    let config = TraceEvent { kind: Kind::ConfigRead0, address: 4096, length: 4, ..read(9) };
    assert!(matches!(refuse(vec![config]), PlanError::Address { event: 0, .. }));
    let end = TraceEvent { address: u64::MAX - 3, ..read(9) };
    assert!(matches!(refuse(vec![end]), PlanError::Address { event: 0, .. }));
    let untagged = TraceEvent { tag: None, ..read(0) };
    assert_eq!(refuse(vec![untagged]), PlanError::NoTag { event: 0 });
    // 32 reads of eight requests each take all tags.
    assert_eq!(refuse((0..33).map(read).collect()), PlanError::OutOfTags { event: 32 });
}

proptest! {
    /// Whatever is written or read, every TLP keeps the limits and the bytes add up.
    #[test]
    fn plan__any_dma__keeps_the_limits(
        address in 0u64..0x2_0000_0000, length in 1usize..=4096,
        mps in 0u32..=2, mrrs in 0u32..=3, rcb in 0u32..=1,
    ) {
        let address = if address % 4096 + length as u64 > 4096 { address & !0xFFF } else { address };
        let limits = SplitLimits {
            max_payload: 128 << mps, max_read_request: 128 << mrrs, completion_boundary: 64 << rcb,
        };
        let hex: String = (0..length).map(|i| format!("{:02x}", i % 251)).collect();
        let text = format!(
            "1 0 D2H MWr bdf=01:00.0 addr={address:#x} len={length} be=f/f data={hex}\n\
             2 1 D2H MRd bdf=01:00.0 addr={address:#x} len={length} be=f/f tag=5\n\
             3 2 H2D CplD bdf=01:00.0 addr={address:#x} len={length} data={hex} tag=5 st=SC\n"
        );
        let plan = plan(&trace(&text), limits).unwrap();
        let mut checker = CompletionChecker::default();
        let bounds = Limits { max_payload: limits.max_payload, max_read_request: limits.max_read_request };
        for planned in &plan.tlps[1] {
            let tlp = Tlp::new_exact(&planned.bytes[..]).unwrap();
            prop_assert_eq!(tlp.head().check(bounds), Ok(()));
            prop_assert!(!tlp.head().crosses_page());
            prop_assert_eq!(checker.request(&planned.bytes, 0), Ok(()));
        }
        for planned in &plan.tlps[0] {
            let tlp = Tlp::new_exact(&planned.bytes[..]).unwrap();
            prop_assert_eq!(tlp.head().check(bounds), Ok(()));
            prop_assert_eq!(checker.completion(&planned.bytes, 0), Ok(()));
        }
        prop_assert_eq!(checker.outstanding(), 0);
    }

    /// A session with characters changed at random is refused or planned, whatever it says.
    #[test]
    fn plan__damaged_session__never_panics(
        changes in prop::collection::vec((any::<prop::sample::Index>(), "[0-9a-fx=:*. H2DMRW\n]"), 1..6),
    ) {
        let mut text: Vec<char> = READ_4K.chars().collect();
        for (at, with) in &changes {
            let at = at.index(text.len());
            text.splice(at..=at, with.chars());
        }
        if let Ok(trace) = Trace::parse("damaged", &text.into_iter().collect::<String>()) {
            if let Err(error) = plan(&trace, SplitLimits::default()) {
                prop_assert!(error.event() < trace.events.len());
            }
        }
    }
}
