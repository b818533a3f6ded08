//! `expether sim` from outside.
#![allow(non_snake_case)]

use std::path::PathBuf;

use assert_cmd::Command;

const SMALL: &str = "\
drain = 2_000
[[node]]
name = \"host\"
role = \"host\"
[[node]]
name = \"dev\"
role = \"device\"
[[link]]
between = [\"host\", \"dev\"]
loss = 0.01
[[workload]]
kind = \"mixed\"
from = [\"host\", \"dev\"]
to = [\"dev\", \"host\"]
count = 100
";

fn expether(arguments: &[&str]) -> std::process::Output {
    let output = Command::cargo_bin("expether").unwrap().args(arguments).output().unwrap();
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(!stderr.contains("panicked"), "{arguments:?}: {stderr}");
    output
}

fn file(folder: &tempfile::TempDir, text: &str) -> String {
    let path: PathBuf = folder.path().join("small.toml");
    std::fs::write(&path, text).unwrap();
    path.to_string_lossy().into_owned()
}

#[test]
fn sim__file__passes_and_says_the_same_again() {
    let folder = tempfile::tempdir().unwrap();
    let path = file(&folder, SMALL);
    let once = || expether(&["sim", &path, "--backend", "software", "--json", "--seed", "3"]);
    let output = once();
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    let value: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!((&value["passed"], &value["seed"]), (&true.into(), &3.into()));
    assert_eq!(value["scenario"], "small");
    assert_eq!(value["tlps_sent"], value["tlps_delivered"]);
    assert_eq!(output.stdout, once().stdout);
}

#[test]
fn sim__out__keeps_captures_plot_and_reports() {
    let folder = tempfile::tempdir().unwrap();
    let path = file(&folder, SMALL);
    let out = folder.path().join("out");
    let arguments =
        ["sim", &path, "--backend", "software", "--seed", "1..2", "--out", out.to_str().unwrap()];
    let output = expether(&arguments);
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(String::from_utf8_lossy(&output.stdout).contains("pass"));
    for name in
        ["junit.xml", "report.json", "small-seed-1/host-dev.pcapng", "small-seed-2/plot.svg"]
    {
        assert!(std::fs::metadata(out.join(name)).is_ok_and(|m| m.len() > 100), "{name}");
    }
}

#[test]
fn sim__failed_assertion__is_exit_code_1() {
    let folder = tempfile::tempdir().unwrap();
    let path = file(&folder, &format!("{SMALL}[assert]\nlatency-max = 3\n"));
    let output = expether(&["sim", &path, "--backend", "software"]);
    assert_eq!(output.status.code(), Some(1));
    let text = String::from_utf8_lossy(&output.stdout);
    assert!(text.contains("FAIL") && text.contains("latency-max"), "{text}");
}

#[test]
fn sim__list__names_the_library() {
    let output = expether(&["sim", "--list", "--json"]);
    let value: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let names: Vec<&str> =
        value.as_array().unwrap().iter().flat_map(|s| s["name"].as_str()).collect();
    assert!(names.len() > 10 && names.contains(&"chaos-reset"), "{names:?}");
}

#[test]
fn sim__mistakes__are_exit_code_2_and_explained() {
    let folder = tempfile::tempdir().unwrap();
    for (from, to, shown) in [
        ("count = 100", "cuont = 100", "expether::scenario"),
        ("to = [\"dev\", \"host\"]", "to = \"nobody\"", "there is no node"),
        ("loss = 0.01", "loss = 7.0", "from 0 to 1"),
    ] {
        let path = file(&folder, &SMALL.replace(from, to));
        let output = expether(&["sim", &path, "--backend", "software"]);
        let stderr = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{stderr}");
        assert!(stderr.contains(shown), "{stderr}");
        assert!(output.stdout.is_empty());
    }
    for arguments in [&["sim"][..], &["sim", "nope"], &["sim", "missing.toml"], &["sim", "."]] {
        assert_eq!(expether(arguments).status.code(), Some(2), "{arguments:?}");
    }
}
