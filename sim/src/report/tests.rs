#![allow(non_snake_case)]

use super::*;
use crate::backend::Backend;
use crate::model::plan::stream;
use crate::model::soft_bridge::SoftBridge;
use crate::replay::{run, Silent};
use expether_wire::capture::{CaptureReader, CaptureWriter};
use expether_wire::keep_alive::Role;

fn replayed(loss: f64, observer: &mut dyn crate::replay::Observer) -> (RunReport, Replayed) {
    let mut config = ReplayConfig::default();
    config.link.loss = loss;
    let duts: [Box<dyn Backend>; 2] =
        [Box::new(SoftBridge::new(Role::Host)), Box::new(SoftBridge::new(Role::Device))];
    let replayed = run(&stream(200, 128, 1).unwrap(), duts, &config, observer);
    let report = RunReport::new("stream", "software", SplitLimits::default(), &config, &replayed);
    (report, replayed)
}

#[test]
fn report__json__has_the_promised_keys() {
    let (report, _) = replayed(0.01, &mut Silent);
    let json = serde_json::to_value(&report).unwrap();
    for key in [
        "passed",
        "tlps_sent",
        "tlps_delivered",
        "cycles",
        "retransmissions",
        "goodput_ratio",
        "latency_cycles",
        "backend",
        "seed",
    ] {
        assert!(json.get(key).is_some(), "{key}: {json}");
    }
    assert_eq!(json["passed"], true);
    assert!(json["latency_cycles"]["p50"].as_u64() <= json["latency_cycles"]["max"].as_u64());
}

#[test]
fn report__bound__is_that_of_go_back_n() {
    // W = 32: 96.9 % at 1e-3, 75.6 % at 1e-2.
    for (loss, percent) in [(0.001, 96.9), (0.01, 75.6)] {
        let (report, _) = replayed(loss, &mut Silent);
        assert!((report.goodput_bound * 100.0 - percent).abs() < 0.06, "{}", report.goodput_bound);
    }
}

#[test]
fn report__table__has_a_line_a_run_and_the_failures() {
    let (mut report, _) = replayed(0.0, &mut Silent);
    let text = table(&[report.clone()]);
    assert_eq!(text.lines().count(), 2);
    assert!(text.contains("pass") && text.contains("400"), "{text}");
    report.passed = false;
    report.failures = vec!["host: counter".into()];
    let text = table(&[report.clone()]);
    assert!(text.contains("FAIL") && text.lines().any(|l| l.trim() == "host: counter"), "{text}");
    assert_eq!(grouped(&[report]), "0 of 1 runs passed");
}

#[test]
fn report__junit__counts_failures() {
    let (good, _) = replayed(0.0, &mut Silent);
    let mut bad = good.clone();
    bad.passed = false;
    bad.failures = vec!["TLP 7 <lost>".into()];
    let xml = junit(&[good, bad]).unwrap();
    assert!(xml.contains("tests=\"2\"") && xml.contains("failures=\"1\""), "{xml}");
    assert!(xml.contains("TLP 7 &lt;lost&gt;"), "{xml}");
}

#[test]
fn report__plot__is_an_svg_with_every_panel() {
    let runs: Vec<_> = [0.0, 0.001, 0.01].map(|l| replayed(l, &mut Silent)).into();
    let given: Vec<_> = runs.iter().map(|(report, replayed)| (report.clone(), replayed)).collect();
    let svg = plot(&given).unwrap();
    assert!(svg.starts_with("<svg") && svg.trim_end().ends_with("</svg>"));
    for text in ["Latency", "over time", "against loss", "0.1 %"] {
        assert!(svg.contains(text), "{text}");
    }
    assert!(plot(&[]).is_ok(), "nothing to show is no reason to panic");
}

#[test]
fn report__capture__has_what_arrived() {
    let mut capture = Capture::new(CaptureWriter::new("memory", Vec::new()).unwrap());
    let (report, _) = replayed(0.05, &mut capture);
    let bytes = capture.finish().unwrap();
    let read: Vec<_> = CaptureReader::new("memory", std::io::Cursor::new(bytes))
        .unwrap()
        .collect::<Result<_, _>>()
        .unwrap();
    assert!(read.windows(2).all(|w| w[0].time_ns <= w[1].time_ns), "in the order of time");
    let links = [&report.measured.host_to_device.link, &report.measured.device_to_host.link];
    let arrived: u64 = links.iter().map(|l| l.frames - l.lost).sum();
    assert_eq!(read.len() as u64, arrived);
    assert!(links.iter().any(|l| l.lost > 0));
}

#[test]
fn report__numbers__are_readable() {
    assert_eq!(
        (percent(0.0), percent(0.001), percent(1.0)),
        ("0 %".into(), "0.1 %".into(), "100 %".into())
    );
    assert_eq!(
        (thousands(0), thousands(999), thousands(1_234_567)),
        ("0".into(), "999".into(), "1,234,567".into())
    );
}
