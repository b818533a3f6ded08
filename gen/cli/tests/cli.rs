//! The command line from outside: what it prints, what it exits with, and that nothing fed to it
//! makes it panic.
#![allow(non_snake_case)]

use std::io::Write;
use std::path::{Path, PathBuf};

use assert_cmd::Command;
use flate2::write::GzEncoder;

const SESSION: &str = "\
# a session of three transactions
1 0 H2D CfgRd0 bdf=01:00.0 addr=0x0 len=2 be=3/0 tag=1
2 1 D2H CplD bdf=01:00.0 addr=0x0 len=2 data=361b tag=1 st=SC
3 2 D2H MRd bdf=01:00.0 addr=0x1000 len=4096 be=f/f tag=2
4 3 H2D CplD bdf=01:00.0 addr=0x1000 len=4096 data=5a*4096 tag=2 st=SC
5 4 D2H MWr bdf=01:00.0 addr=0x3000 len=4096 be=f/f data=a5*4096
";

fn expether(arguments: &[&str]) -> std::process::Output {
    let output = Command::cargo_bin("expether").unwrap().args(arguments).output().unwrap();
    let stderr = String::from_utf8_lossy(&output.stderr);
    assert!(!stderr.contains("panicked"), "{arguments:?}: {stderr}");
    assert!(output.status.code().is_some_and(|c| c <= 3), "{arguments:?}: {:?}", output.status);
    output
}

fn json(output: &std::process::Output) -> serde_json::Value {
    serde_json::from_slice(&output.stdout)
        .unwrap_or_else(|e| panic!("{e}: {}", String::from_utf8_lossy(&output.stdout)))
}

struct Folder(tempfile::TempDir);

impl Folder {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn file(&self, name: &str, content: &[u8]) -> String {
        let path = self.path(name);
        std::fs::write(&path, content).unwrap();
        path.to_string_lossy().into_owned()
    }
}

fn software<'a>(trace: &'a str, more: &[&'a str]) -> Vec<&'a str> {
    [&["replay", trace, "--backend", "software"], more].concat()
}

#[test]
fn replay__session__passes_and_prints_json() {
    let folder = Folder::new();
    let trace = folder.file("small.tlp", SESSION.as_bytes());
    let output = expether(&software(&trace, &["--json", "--seed", "3"]));
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    let value = json(&output);
    assert_eq!(value["passed"], true);
    assert_eq!((&value["seed"], &value["backend"]), (&3.into(), &"software".into()));
    assert_eq!(value["tlps_sent"], value["tlps_delivered"]);
    for key in ["cycles", "retransmissions", "goodput_ratio", "latency_cycles"] {
        assert!(value.get(key).is_some(), "{key}");
    }
}

#[test]
fn replay__lists__make_one_run_each() {
    let folder = Folder::new();
    let trace = folder.file("small.tlp", SESSION.as_bytes());
    let out = folder.path("out");
    let more = ["--json", "--loss", "0,5%", "--seed", "1..3", "--out", out.to_str().unwrap()];
    let value = json(&expether(&software(&trace, &more)));
    let runs = value.as_array().unwrap();
    assert_eq!(runs.len(), 6);
    assert!(runs.iter().all(|r| r["passed"] == true));
    let names: Vec<String> = std::fs::read_dir(&out)
        .unwrap()
        .map(|e| e.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    assert_eq!(names.iter().filter(|n| n.ends_with(".pcapng")).count(), 6, "{names:?}");
    for name in ["junit.xml", "report.json", "replay.svg"] {
        assert!(names.iter().any(|n| n == name), "{name}: {names:?}");
    }
}

#[test]
fn replay__compressed_session__comes_to_the_same() {
    let folder = Folder::new();
    let plain = folder.file("a.tlp", SESSION.as_bytes());
    let mut gzip = GzEncoder::new(Vec::new(), flate2::Compression::best());
    gzip.write_all(SESSION.as_bytes()).unwrap();
    let packed = folder.file("a.tlp.gz", &gzip.finish().unwrap());
    let cycles = |trace: &str| json(&expether(&software(trace, &["--json"])))["cycles"].clone();
    assert_eq!(cycles(&plain), cycles(&packed));
}

#[test]
fn replay__bad_sessions__are_explained() {
    let folder = Folder::new();
    let cut = &SESSION[..SESSION.len() - 40];
    let unanswered: String = SESSION.lines().take(4).map(|l| format!("{l}\n")).collect();
    let mut gzip = GzEncoder::new(Vec::new(), flate2::Compression::best());
    gzip.write_all(SESSION.as_bytes()).unwrap();
    let packed = gzip.finish().unwrap();
    let files: Vec<(&str, Vec<u8>, &str)> = vec![
        ("cut.tlp", cut.into(), "cut.tlp:6"),
        ("unanswered.tlp", unanswered.into(), "unanswered.tlp:4"),
        ("garbage.tlp", b"what is this?\n".to_vec(), "garbage.tlp:1"),
        ("empty.tlp", vec![], "empty.tlp"),
        ("remarks.tlp", b"# nothing\n".to_vec(), "remarks.tlp"),
        ("binary.tlp", (0..=255u8).cycle().take(5000).collect(), "binary.tlp"),
        ("cut.tlp.gz", packed[..packed.len() / 2].to_vec(), "cut.tlp.gz"),
        ("long.tlp", [b"1 0 H2D ".to_vec(), vec![b'x'; 100_000]].concat(), "long.tlp:1"),
        ("tag.tlp", SESSION.replace("tag=2 st", "tag=7 st").into(), "tag.tlp:5"),
        ("data.tlp", SESSION.replace("361b", "36zz").into(), "data.tlp:3"),
    ];
    for (name, content, place) in files {
        let path = folder.file(name, &content);
        let output = expether(&software(&path, &[]));
        let stderr = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.code(), Some(2), "{name}: {stderr}");
        // Wrapped lines: a path may be broken anywhere.
        let flat: String = stderr.chars().filter(|c| !c.is_whitespace() && *c != '│').collect();
        assert!(flat.contains(place), "{name}: {stderr}");
        assert!(flat.contains("expether::trace"), "{name}: {stderr}");
        assert!(output.stdout.is_empty(), "{name}");
        assert!(stderr.len() < 5_000, "{name}: {} bytes of message", stderr.len());
    }
}

#[test]
fn replay__what_is_no_file__is_explained() {
    let folder = Folder::new();
    for path in [folder.path("missing.tlp"), folder.path(".")] {
        let output = expether(&software(path.to_str().unwrap(), &[]));
        assert_eq!(output.status.code(), Some(2), "{}", path.display());
        assert!(!output.stderr.is_empty());
    }
}

#[test]
fn replay__bad_arguments__are_explained() {
    let folder = Folder::new();
    let trace = folder.file("small.tlp", SESSION.as_bytes());
    let bad: &[&[&str]] = &[
        &["--loss", "2"],
        &["--loss", "-0.1"],
        &["--loss", "101%"],
        &["--loss", "nan"],
        &["--loss", ""],
        &["--loss", "0,,1"],
        &["--seed", "-1"],
        &["--seed", "x"],
        &["--seed", "5..1"],
        &["--seed", "0..99999999"],
        &["--seed", "18446744073709551616"],
        &["--backend", "abacus"],
        &["--mps", "100"],
        &["--mps", "99999999999999999999"],
        &["--mrrs", "64"],
        &["--rcb", "32"],
        &["--delay", "0"],
        &["--delay", "99999999999"],
        &["--corrupt", "1.5"],
        &["--set", "NOPE=1"],
        &["--set", "WINDOW"],
        &["--workload", "stream"],
        &["--no-such-thing"],
    ];
    for arguments in bad {
        let output = expether(&[&["replay", trace.as_str()], *arguments].concat());
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(!output.stderr.is_empty() && output.stdout.is_empty(), "{arguments:?}");
    }
    assert_eq!(expether(&["replay"]).status.code(), Some(2));
    assert_eq!(expether(&[]).status.code(), Some(2));
    assert_eq!(expether(&["replay", &trace, "--seed", "1", "--seed", "2"]).status.code(), Some(2));
}

#[test]
fn replay__hopeless_link__fails_and_says_who_is_not_connected() {
    let folder = Folder::new();
    let trace = folder.file("small.tlp", SESSION.as_bytes());
    let output = expether(&software(&trace, &["--loss", "1", "--json"]));
    assert_eq!(output.status.code(), Some(1));
    let value = json(&output);
    assert_eq!(value["passed"], false);
    assert!(
        value["failures"][0].as_str().unwrap().contains("host: peer 0 is not connected"),
        "{value}"
    );
}

#[test]
fn replay__output_that_cannot_be_written__is_explained() {
    let folder = Folder::new();
    let trace = folder.file("small.tlp", SESSION.as_bytes());
    let output = expether(&software(&trace, &["--out", &trace]));
    assert_eq!(output.status.code(), Some(1));
    assert!(String::from_utf8_lossy(&output.stderr).contains("expether::output"));
}

#[test]
fn decode__own_capture__and_damaged_ones() {
    let folder = Folder::new();
    let trace = folder.file("small.tlp", SESSION.as_bytes());
    let out = folder.path("out");
    let done = expether(&software(&trace, &["--out", out.to_str().unwrap()]));
    assert_eq!(done.status.code(), Some(0), "{}", String::from_utf8_lossy(&done.stderr));
    let capture = out.join("link.pcapng");
    let decode = |path: &Path, more: &[&str]| {
        expether(&[&["decode", path.to_str().unwrap()], more].concat())
    };

    let value = json(&decode(&capture, &["--json"]));
    let frames = value.as_array().unwrap();
    assert!(frames.len() > 40 && frames.iter().all(|f| f["error"].is_null()), "{value}");
    let text = decode(&capture, &[]).stdout;
    assert_eq!(text.iter().filter(|b| **b == b'\n').count(), frames.len());

    let bytes = std::fs::read(&capture).unwrap();
    for cut in [0, 1, 3, 4, 10, 27, 99, bytes.len() / 2, bytes.len() - 1] {
        let path = folder.file("cut.pcapng", &bytes[..cut]);
        let output = decode(Path::new(&path), &[]);
        assert_eq!(output.status.code(), Some(2), "cut at {cut}");
        assert!(!output.stderr.is_empty());
    }
    for (name, content) in
        [("text", SESSION.as_bytes()), ("zeros", &[0; 1000]), ("ones", &[0xFF; 1000])]
    {
        let path = folder.file(name, content);
        assert_eq!(decode(Path::new(&path), &[]).status.code(), Some(2), "{name}");
    }
    assert_eq!(decode(&folder.path("missing"), &[]).status.code(), Some(2));
    assert_eq!(decode(&folder.path("."), &[]).status.code(), Some(2));
    assert_eq!(decode(&capture, &["--ethertype", "0x12345"]).status.code(), Some(2));
}

#[test]
fn gen__unknown_top__is_explained() {
    let folder = Folder::new();
    let out = folder.path("out");
    let output = expether(&["gen", "host_brigde", "--out", out.to_str().unwrap()]);
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("expether::gen::unknown"));
    assert!(!out.exists(), "nothing is written for a top that isn't there");
    for arguments in [&["gen"][..], &["gen", "host_bridge"], &["gen", "--list", "x"]] {
        assert_eq!(expether(arguments).status.code(), Some(2), "{arguments:?}");
    }
}

#[test]
fn gen__list__names_blocks() {
    let output = expether(&["gen", "--list", "--json"]);
    let value = json(&output);
    let names: Vec<&str> =
        value.as_array().unwrap().iter().filter_map(|e| e["name"].as_str()).collect();
    assert!(names.contains(&"register_slice"), "{names:?}");
}

#[test]
fn gen__twice__gives_identical_bytes() {
    let folder = Folder::new();
    let generate = |name: &str| {
        let out = folder.path(name);
        let output = expether(&["gen", "sync_fifo", "--out", out.to_str().unwrap()]);
        assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
        let mut files: Vec<_> = std::fs::read_dir(&out)
            .unwrap()
            .map(|e| e.unwrap().path())
            .map(|p| (p.file_name().unwrap().to_owned(), std::fs::read(p).unwrap()))
            .collect();
        files.sort();
        files
    };
    let first = generate("first");
    assert!(!first.is_empty());
    assert_eq!(first, generate("second"));
}

#[test]
fn version_and_help__go_to_standard_output() {
    for argument in ["--version", "--help"] {
        let output = expether(&[argument]);
        assert_eq!(output.status.code(), Some(0));
        assert!(!output.stdout.is_empty() && output.stderr.is_empty());
    }
}
