#![allow(non_snake_case)]

use std::path::Path;

use expether_wire::keep_alive;
use expether_wire::tlp::format::{common, memory32};

use super::*;
use crate::backend::{Backend, ClockSet, PortId, PortInfo};
use crate::model::meddler::Meddler;
use crate::model::soft_bridge::SoftBridge;
use crate::SimError;

/// A host and a device, and whatever else.
fn pair(more: &str) -> String {
    format!(
        "{}\n[[node]]\nname = \"host\"\nrole = \"host\"\n[[node]]\nname = \"dev\"\nrole = \"device\"\n\
         [[link]]\nbetween = [\"host\", \"dev\"]\n{}",
        more.split("---").nth(1).unwrap_or("drain = 3_000"),
        more.split("---").next().unwrap_or("")
    )
}

fn topology(text: &str) -> Topology {
    parse(text, "test.toml", "test", Path::new(""))
        .unwrap_or_else(|e| panic!("{e}: {} in {:?}", e.help(), e.place().map(|p| p.0)))
}

fn soft(node: &NodeInfo) -> SoftBridge {
    SoftBridge::new(match node.role {
        Role::Host => keep_alive::Role::Host,
        Role::Device => keep_alive::Role::Device,
    })
}

fn run_soft(topology: &Topology) -> Outcome {
    let duts = topology.nodes.iter().map(|n| Box::new(soft(n)) as Box<dyn Backend>).collect();
    run(topology, duts, topology.scenario.seed, &mut Silent)
}

fn passes(text: &str) -> Outcome {
    let outcome = run_soft(&topology(text));
    assert!(outcome.passed(), "{:#?}", outcome.report.failures);
    outcome
}

/// The first failure, which there has to be.
fn fails(text: &str) -> Failure {
    let outcome = run_soft(&topology(text));
    outcome.failures.into_iter().next().expect("this should have failed")
}

const STREAM: &str =
    "[[workload]]\nkind = \"stream\"\nfrom = \"host\"\nto = \"dev\"\ncount = 200\n";
const READS: &str = "[[workload]]\nkind = \"reads\"\nfrom = \"host\"\nto = \"dev\"\ncount = 50\n";
const MIXED: &str = "[[workload]]\nkind = \"mixed\"\nfrom = [\"hosts\", \"devices\"]\n\
                     to = [\"hosts\", \"devices\"]\ncount = 200\n";

#[test]
fn scenario__stream__arrives_and_is_measured() {
    let outcome = passes(&pair(&format!("{STREAM}[assert]\ngoodput = 0.9\ndelivered = 200\n")));
    let report = &outcome.report;
    assert_eq!((report.tlps_sent, report.payload_bytes), (200, 200 * 256));
    let latency = report.flows[0].latency_cycles;
    assert!(latency.min > 10 && latency.p99 >= latency.p50, "{latency:?}");
}

#[test]
fn scenario__reads_and_mixed__are_completed_both_ways() {
    let outcome = passes(&pair(&format!("{READS}{MIXED}")));
    // Each read has one completion at least.
    assert!(outcome.report.tlps_delivered > 450 + 50, "{}", outcome.report.tlps_delivered);
}

#[test]
fn scenario__bad_network__loses_nothing() {
    let link = "loss = 0.02\ncorruption = 0.02\nduplication = 0.02\nreordering = 0.02\n";
    let outcome = passes(&pair(&format!("{link}{MIXED}{STREAM}[assert]\nlost = \">= 1\"\n")));
    assert!(outcome.report.nodes[0].counters["TX_RETRANSMITS"] > 0);
}

#[test]
fn scenario__same_seed__same_bytes() {
    let text = pair(&format!("loss = 0.02\n{MIXED}"));
    let once = || serde_json::to_string(&run_soft(&topology(&text)).report).unwrap();
    assert_eq!(once(), once());
    let other = text.replacen("drain", "seed = 2\ndrain", 1);
    assert_ne!(once(), serde_json::to_string(&run_soft(&topology(&other)).report).unwrap());
}

#[test]
fn scenario__library__is_the_folder_and_is_sound() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../testbench/scenarios");
    let mut files: Vec<String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|e| e.unwrap().path())
        .filter(|p| p.extension().is_some_and(|e| e == "toml"))
        .map(|p| p.file_stem().unwrap().to_string_lossy().into_owned())
        .collect();
    files.sort();
    let mut names: Vec<&str> = LIBRARY.iter().map(|(n, _)| *n).collect();
    names.sort_unstable();
    assert_eq!(files, names);
    for name in names {
        let topology = from_library(name).unwrap().unwrap_or_else(|e| panic!("{name}: {e}"));
        assert!(!topology.scenario.about.is_empty(), "{name}");
    }
}

#[test]
fn scenario__unplugged__comes_back_and_nothing_stale_arrives() {
    let events = "[[event]]\nat = 2_000\nkind = \"unplug\"\nnode = \"dev\"\n\
                  [[event]]\nat = 20_000\nkind = \"plug\"\nnode = \"dev\"\n";
    let assert = "[assert]\nrecovered-within = 20_000\nconnections-ended = 1\n\
                  silent = [{ node = \"dev\", from = 2_002, to = 20_000 }]\n";
    let mixed = MIXED.replace("count = 200", "stop = 40_000\nrate = 0.05");
    let outcome = passes(&pair(&format!("{mixed}{events}{assert}")));
    assert!(outcome.report.tlps_lost_with_connections > 0);
}

#[test]
fn scenario__learnt_peers__are_found_and_routed() {
    let text = "drain = 2_000\n[[node]]\nname = \"host\"\nrole = \"host\"\nlearn = true\n\
        [[node]]\nname = \"a\"\nrole = \"device\"\nlearn = true\n\
        [[node]]\nname = \"b\"\nrole = \"device\"\nlearn = true\n\
        [[switch]]\nname = \"sw\"\n[[link]]\nbetween = [\"host\", \"sw\"]\n\
        [[link]]\nbetween = [\"a\", \"sw\"]\n[[link]]\nbetween = [\"b\", \"sw\"]\n";
    let text =
        text.replace("learn = true", "learn = true\nregisters = { KEEP_ALIVE_INTERVAL = 3_000 }");
    let outcome = passes(&format!("{text}{MIXED}"));
    assert_eq!(outcome.report.flows.len(), 4);
}

#[test]
fn scenario__two_hosts_one_device__each_gets_its_own() {
    let text = "drain = 2_000\n[[node]]\nname = \"dev\"\nrole = \"device\"\n\
        [[node]]\nname = \"a\"\nrole = \"host\"\n[[node]]\nname = \"b\"\nrole = \"host\"\n\
        [[switch]]\nname = \"sw\"\n[[link]]\nbetween = [\"dev\", \"sw\"]\n\
        [[link]]\nbetween = [\"a\", \"sw\"]\n[[link]]\nbetween = [\"b\", \"sw\"]\n";
    let outcome = passes(&format!("{text}{MIXED}"));
    let switch = &outcome.report.switches[0];
    assert!(switch.ports.iter().all(|p| p.stats.frames_out > 100 && p.stats.dropped == 0));
}

#[test]
fn scenario__session__is_replayed() {
    const SESSION: &str = "\
1 0 H2D CfgRd0 bdf=01:00.0 addr=0x0 len=2 be=3/0 tag=1
2 1 D2H CplD bdf=01:00.0 addr=0x0 len=2 data=361b tag=1 st=SC
3 2 D2H MRd bdf=01:00.0 addr=0x1030 len=3000 be=f/f tag=2
4 3 H2D CplD bdf=01:00.0 addr=0x1030 len=3000 data=5a*3000 tag=2 st=SC
5 4 D2H MWr bdf=01:00.0 addr=0x3000 len=4096 be=f/f data=a5*4096
6 5 H2D MWr bdf=01:00.0 addr=0xfe600000 len=4 be=f/0 data=01000000
";
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("s.tlp"), SESSION).unwrap();
    let trace =
        "[[workload]]\nkind = \"trace\"\nfrom = \"host\"\nto = \"dev\"\ntrace = \"s.tlp\"\n";
    let topology = parse(&pair(trace), "t", "t", folder.path()).unwrap_or_else(|e| panic!("{e}"));
    let outcome = run_soft(&topology);
    assert!(outcome.passed(), "{:?}", outcome.report.failures);
    let flows: Vec<(u64, u64)> =
        outcome.report.flows.iter().map(|f| (f.sent, f.payload_bytes)).collect();
    assert_eq!((flows[0].1, flows[1].1), (3000 + 4, 4 + 4096), "{flows:?}");
    assert_eq!(flows[1].0, 1 + 6 + 16, "{flows:?}");
}

/// The failure that comes of a bridge at the device that does this to the 20th TLP it gives out.
fn with_fault(text: &str, fault: fn(Vec<u8>) -> Vec<Vec<u8>>) -> Failure {
    let topology = topology(text);
    let duts = topology.nodes.iter().map(|node| {
        let mut bridge = soft(node);
        if node.role == Role::Device {
            let mut n = 0;
            bridge.fault = Some(Box::new(move |tlp| {
                n += 1;
                if n == 20 {
                    fault(tlp)
                } else {
                    vec![tlp]
                }
            }));
        }
        Box::new(bridge) as Box<dyn Backend>
    });
    let outcome = run(&topology, duts.collect(), 1, &mut Silent);
    outcome.failures.into_iter().next().expect("the fault was not seen")
}

#[test]
fn scenario__mutant_bridges__are_caught() {
    use crate::check::DeliveryError as E;
    let quick = |work: &str| pair(&format!("{work}---patience = 5_000\ndrain = 2_000"));
    let text = quick(STREAM);
    let flipped = with_fault(&text, |mut t| {
        t[20] ^= 4;
        vec![t]
    });
    assert!(matches!(flipped, Failure::Delivery(E::Corrupted { .. })), "{flipped}");
    let twice = with_fault(&text, |t| vec![t.clone(), t]);
    assert!(matches!(twice, Failure::Delivery(E::Duplicate { .. })), "{twice}");
    // Those behind it pass it.
    let lost = with_fault(&text, |_| vec![]);
    assert!(matches!(lost, Failure::Delivery(E::Order { .. })), "{lost}");
    let invented = with_fault(&text, |t| {
        let mut other = t.clone();
        common::TC.set(&mut other, 3);
        memory32::ADDRESS.set(&mut other, 0x2AAA_AAAA);
        other.iter_mut().skip(12).for_each(|b| *b = !*b);
        vec![t, other]
    });
    assert!(matches!(invented, Failure::Delivery(E::Unexpected { .. })), "{invented}");
    let unanswered = with_fault(&quick(READS), |_| vec![]);
    assert!(matches!(unanswered, Failure::Stalled { .. }), "{unanswered}");
}

/// What becomes of a run in which a port of the device's bridge is meddled with.
fn meddled(text: &str, port: &str, change: fn(u64) -> u64) -> Outcome {
    let topology = topology(text);
    let duts = topology.nodes.iter().map(|node| match node.role {
        Role::Host => Box::new(soft(node)) as Box<dyn Backend>,
        Role::Device => Box::new(Meddler::new(soft(node), port, change)),
    });
    run(&topology, duts.collect(), 1, &mut Silent)
}

#[test]
fn scenario__mutant_without_credits__is_caught() {
    let receiver = "role = \"device\"\nreceiver = { posted = [2, 32], rate = 0.5 }";
    let text = pair(STREAM).replace("role = \"device\"", receiver);
    passes(&text);
    let outcome = meddled(&text, "pcie_tx_credits_infinite", |_| 7);
    let failure = outcome.report.failures.first().expect("it sends without credits");
    assert!(failure.contains("`dev.pcie_tx_valid`") && failure.contains("credit"), "{failure}");
}

#[test]
fn scenario__non_posted_limit__holds_requests_and_nothing_else() {
    let back = STREAM
        .replace("\"host\"", "\"x\"")
        .replace("\"dev\"", "\"host\"")
        .replace("\"x\"", "\"dev\"");
    let reads = READS
        .replace("\"host\"", "\"x\"")
        .replace("\"dev\"", "\"host\"")
        .replace("\"x\"", "\"dev\"");
    let text = pair(&format!("{reads}{back}{READS}---patience = 5_000\ndrain = 1_000"));
    let outcome = meddled(&text, "pcie_rx_non_posted_limit", |_| 0);
    let [Failure::Stalled { stalled, .. }] = &outcome.failures[..] else {
        panic!("{:?}", outcome.report.failures);
    };
    assert!(stalled.contains("`dev.pcie_rx_non_posted_limit` reached"), "{stalled}");
    let delivered: Vec<u64> = outcome.report.flows.iter().map(|f| f.delivered).collect();
    // None of the device's reads; its writes, and its completions of the host's reads.
    assert_eq!(delivered, [0, 200, 50]);
}

#[test]
fn scenario__misrouted__is_told_from_invented() {
    let text = "drain = 1_000\npatience = 5_000\n[[node]]\nname = \"host\"\nrole = \"host\"\n\
        [[node]]\nname = \"a\"\nrole = \"device\"\n[[node]]\nname = \"b\"\nrole = \"device\"\n\
        [[switch]]\nname = \"sw\"\n[[link]]\nbetween = [\"host\", \"sw\"]\n\
        [[link]]\nbetween = [\"a\", \"sw\"]\n[[link]]\nbetween = [\"b\", \"sw\"]\n\
        [[workload]]\nkind = \"stream\"\nfrom = \"host\"\nto = \"b\"\ncount = 20\n";
    let topology = topology(text);
    // The two devices have changed places on the switch, unknown to the books.
    let duts = topology.nodes.iter().map(|node| {
        let mut bridge: Box<dyn Backend> = Box::new(soft(node));
        if node.name == "host" {
            bridge = Box::new(Swapped(bridge));
        }
        bridge
    });
    let outcome = run(&topology, duts.collect(), 1, &mut Silent);
    match outcome.failures.first() {
        Some(Failure::Misrouted { at, to, .. }) => assert_eq!((&**at, &**to), ("a", "b")),
        other => panic!("{other:?}"),
    }
}

/// A bridge that takes the memory windows of its first two peers for one another's.
struct Swapped(Box<dyn Backend>);

impl Swapped {
    fn swap(&self, port: PortId, value: u64) -> u64 {
        use expether_wire::registers::peer;
        let register = |index| peer::offset(index, &peer::ROUTE_MEMORY);
        match self.0.ports()[port.0 as usize].name == "axil_awaddr" {
            true if value == register(0) => register(1),
            true if value == register(1) => register(0),
            _ => value,
        }
    }
}

impl Backend for Swapped {
    fn kind(&self) -> &'static str {
        self.0.kind()
    }
    fn ports(&self) -> &[PortInfo] {
        self.0.ports()
    }
    fn clocks(&self) -> &[String] {
        self.0.clocks()
    }
    fn set(&mut self, port: PortId, value: u64) {
        let value = self.swap(port, value);
        self.0.set(port, value);
    }
    fn set_wide(&mut self, port: PortId, words: &[u64]) {
        self.0.set_wide(port, words);
    }
    fn eval(&mut self) -> Result<(), SimError> {
        self.0.eval()
    }
    fn get(&self, port: PortId) -> u64 {
        self.0.get(port)
    }
    fn get_wide(&self, port: PortId, words: &mut [u64]) {
        self.0.get_wide(port, words);
    }
    fn tick(&mut self, clocks: ClockSet) -> Result<(), SimError> {
        self.0.tick(clocks)
    }
    fn power_up(&mut self, random: Option<u64>) {
        self.0.power_up(random);
    }
}

#[test]
fn scenario__each_assertion__fails_when_it_should() {
    let work = format!("{STREAM}{READS}");
    for (assert, wanted) in [
        ("delivered = 3", "delivered"),
        ("goodput = 2.0", "goodput"),
        ("latency-p99 = 3", "latency-p99"),
        ("latency-max = 3", "latency-max"),
        ("recovered-within = 100", "recovered-within"),
        ("connections-ended = \">= 1\"", "connections-ended"),
        ("dropped = \">= 1\"", "dropped"),
        ("lost = \"> 0\"", "lost"),
        ("cut = 7", "cut"),
        ("counters = { \"host.TX_TLPS\" = 7 }", "counters host.TX_TLPS"),
        ("silent = [{ node = \"dev\", from = 0, to = 5000 }]", "silent dev"),
    ] {
        match fails(&pair(&format!("{work}[assert]\n{assert}\n"))) {
            Failure::Assert { what, .. } => assert!(what.starts_with(wanted), "{what}: {assert}"),
            other => panic!("{assert}: {other}"),
        }
    }
    let uneven = "[[workload]]\nname = \"w\"\nkind = \"stream\"\nfrom = \"host\"\nto = \"devices\"\nstop = 5_000\n";
    let text = "drain = 1_000\n[[node]]\nname = \"host\"\nrole = \"host\"\n\
        [[node]]\nname = \"a\"\nrole = \"device\"\n\
        [[node]]\nname = \"b\"\nrole = \"device\"\nreceiver = { posted = [2, 32], rate = 0.2 }\n\
        [[switch]]\nname = \"sw\"\n[[link]]\nbetween = [\"host\", \"sw\"]\n\
        [[link]]\nbetween = [\"a\", \"sw\"]\n[[link]]\nbetween = [\"b\", \"sw\"]\n";
    match fails(&format!("{text}{uneven}[assert]\njain = 1.0\n")) {
        Failure::Assert { what, .. } => assert_eq!(what, "jain of w"),
        other => panic!("{other}"),
    }
}

#[test]
fn scenario__never_connected_or_stalled__names_what_stands_still() {
    let groups = pair(&format!("{STREAM}---patience = 3_000\ndrain = 100"));
    let dead = groups
        .replace("between = [\"host\", \"dev\"]", "between = [\"host\", \"dev\"]\nloss = 1.0");
    let failure = fails(&dead);
    assert!(
        matches!(&failure, Failure::NotConnected { pairs, .. } if pairs == "host-dev"),
        "{failure}"
    );
    let held = format!(
        "{STREAM}[[event]]\nat = 0\nkind = \"hold-credits\"\nnode = \"dev\"\n\
                        class = \"posted\"\nlength = 1_000_000\n---patience = 5_000\n"
    );
    let held = pair(&held)
        .replace("role = \"device\"", "role = \"device\"\nreceiver = { posted = [4, 64] }");
    match fails(&held) {
        Failure::Stalled { stalled, .. } => {
            assert!(stalled.contains("`dev`: no credits for posted"), "{stalled}");
            assert!(stalled.contains("host to dev"), "{stalled}");
        }
        other => panic!("{other}"),
    }
}

#[test]
fn scenario__mistakes__are_shown_in_their_place() {
    let good = pair(STREAM);
    for (from, to, at, message) in [
        ("role = \"host\"", "role = \"hose\"", "\"hose\"", "unknown variant"),
        ("count = 200", "cuont = 200", "cuont", "unknown field"),
        ("count = 200", "", "\"stream\"", "never ends"),
        ("to = \"dev\"", "to = \"dex\"", "\"dex\"", "there is no node `dex`"),
        ("to = \"dev\"", "to = \"host\"", "\"host\"", "peer"),
        ("to = \"dev\"", "to = 7", "7", "a node's name"),
        ("between = [\"host\", \"dev\"]", "between = [\"host\", \"host\"]", "\"host\"", "second link"),
        ("name = \"dev\"", "name = \"host\"", "\"host\"", "a second `host`"),
        ("count = 200", "count = 200\npayload = 1000", "1000", "payload is 1000"),
        ("count = 200", "count = 200\n[assert]\nlost = \"many\"", "\"many\"", "invalid value"),
        ("count = 200", "count = 200\n[assert]\ncounters = { \"host.NOPE\" = 1 }", "\"host.NOPE\"", "no counter"),
        ("count = 200", "count = 200\n[[event]]\nat = 1\nkind = \"set\"\nnode = \"dev\"\nregister = \"ID\"\nvalue = 1", "\"ID\"", "only be read"),
        ("count = 200", "count = 200\n[[event]]\nat = 1\nkind = \"link-down\"\nlink = [\"host\", \"sw\"]", "\"host\"", "no such link"),
        ("role = \"device\"", "role = \"device\"\ngroup = 5000", "5000", "group is 5000"),
        ("role = \"device\"", "role = \"device\"\nregisters = { NOPE = 1 }", "NOPE", "no register"),
        ("[[link]]", "[[link]]\nloss = 1.5", "\"host\"", "loss is 1.5"),
        ("drain = 3_000", "drain = 3_000\nmax-payload = 300", "300", "max-payload is 300"),
    ] {
        assert!(good.contains(from), "{from}");
        let text = good.replacen(from, to, 1);
        let error = parse(&text, "t", "t", Path::new("")).expect_err(to);
        let (range, ..) = error.place().unwrap();
        assert!(error.to_string().contains(message), "{to}: {error}");
        assert_eq!(&text[range], at, "{to}: {error}");
        assert!(!error.help().is_empty());
    }
}

#[test]
fn scenario__every_field__is_in_the_docs() {
    let docs =
        std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs/scenarios.md"))
            .unwrap();
    // serde names the fields it knows when it meets one it doesn't.
    for table in [
        "nope = 1",
        "[[node]]\nnope = 1",
        "[[switch]]\nnope = 1",
        "[[link]]\nnope = 1",
        "[[workload]]\nnope = 1",
        "[[event]]\nnope = 1",
        "[assert]\nnope = 1",
        "[[link]]\nburst = { nope = 1 }",
        "[[link]]\nflaps = { nope = 1 }",
        "[[node]]\nreceiver = { nope = 1 }",
        "[assert]\nsilent = [{ nope = 1 }]",
    ] {
        let error = parse(table, "t", "t", Path::new("")).unwrap_err().to_string();
        let fields: Vec<&str> = error.split('`').skip(3).step_by(2).collect();
        assert!(fields.len() > 1, "{error}");
        for field in fields {
            assert!(docs.contains(&format!("`{field}`")), "{field} of {table:?}");
        }
    }
}
