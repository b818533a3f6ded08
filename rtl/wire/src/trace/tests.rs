#![allow(non_snake_case)]

use super::*;
use proptest::prelude::*;
use std::collections::BTreeMap;
use std::io::Write;

const GOOD: &str = "\
# device: example
# --- phase one: the first (t=5)
1 0 H2D CfgRd0 bdf=01:00.0 addr=0x0 len=2 be=3/0 tag=72 dev=nvme
2 1572 D2H CplD bdf=01:00.0 addr=0x0 len=2 data=361b tag=72 st=SC reg=VID/DID # remark a=b

# --- phase two: the second: with a colon (t=9)
3 1600 D2H Msg bdf=01:00.0 addr=0x0 len=0 code=Assert_INTA dev=nvme
4 1700 D2H MSI bdf=01:00.0 addr=0xfee00000 len=4 be=f/0 data=26000000 dev=nvme
5 1800 H2D MWr bdf=01:00.0 addr=0xfe600000 len=8 be=f/f data=a5*8 bar=0+0x10
";

fn recording(name: &str) -> Trace {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../testbench/traces");
    load(format!("{folder}/{name}.tlp.gz")).unwrap()
}

#[test]
fn trace__reads__every_part_of_a_line() {
    let trace = Trace::parse("good", GOOD).unwrap();
    assert_eq!(trace.remarks, ["device: example"]);
    assert_eq!(trace.events.len(), 5);
    let first = &trace.events[0];
    assert_eq!(first.kind, Kind::ConfigRead0);
    assert_eq!(first.byte_enables, Some((3, 0)));
    assert_eq!((first.tag, first.line), (Some(72), 3));
    assert_eq!(trace.events[1].data, [0x36, 0x1B]);
    assert_eq!(trace.events[1].status, Some(0));
    assert_eq!(trace.events[2].code, Some(0x20));
    assert!(trace.events[3].msi && trace.events[3].kind == Kind::MemoryWrite);
    assert_eq!(trace.events[4].data, [0xA5; 8]);
    assert_eq!(trace.events[4].bar, Some((0, 0x10)));
    let phases: Vec<_> =
        trace.phases.iter().map(|p| (&p.name[..], &p.text[..], p.first_event)).collect();
    assert_eq!(phases, [("one", "the first", 0), ("two", "the second: with a colon", 2)]);
    assert_eq!(trace.phase_of(1).map(|p| &p.name[..]), Some("one"));
    assert_eq!(trace.phase_of(4).map(|p| &p.name[..]), Some("two"));
}

/// The head of each recording, which its recorder wrote, says how many events of each kind it has.
#[test]
fn trace__counts__are_those_in_the_head_of_each_recording() {
    for name in ["nvme", "igb-sriov", "hotplug-switch"] {
        let trace = recording(name);
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        for event in &trace.events {
            let kind = if event.msi { "MSI" } else { event.kind.name() };
            *counts.entry(format!("{} {kind}", event.direction.name())).or_default() += 1;
        }
        let said = trace.remarks.iter().find_map(|r| r.strip_prefix("event counts: ")).unwrap();
        let said: BTreeMap<String, usize> = said
            .split(", ")
            .map(|part| part.split_once('=').unwrap())
            .map(|(kind, count)| (kind.to_owned(), count.parse().unwrap()))
            .filter(|(kind, _)| kind != "total")
            .collect();
        assert_eq!(counts, said, "{name}");
        assert!(trace.phases.len() >= 7, "{name}");
    }
}

fn error_of(line: &str) -> (usize, usize, usize, String, String) {
    let text = format!("# head\n{line}\n");
    match Trace::parse("t", &text) {
        Err(TraceError::Syntax { at, found, expected }) => {
            assert_eq!(at.line, 2, "{line}");
            assert_eq!(at.offset, "# head\n".len() + at.column - 1, "{line}");
            assert!(at.offset + at.length <= text.len(), "{line}");
            (at.line, at.column, at.length, found, expected)
        }
        other => panic!("{line}: {other:?}"),
    }
}

#[test]
fn trace__errors__say_where_what_was_found_and_what_expected() {
    for (line, column, length, found, expected) in [
        ("x", 1, 1, "`x`", "a sequence number"),
        ("1 0", 4, 0, "the end of the line", "a space"),
        ("1 0 D2D MRd", 5, 3, "`D2D`", "H2D or D2H"),
        ("1 0 H2D MRx bdf=0", 9, 3, "`MRx`", "a TLP type"),
        ("1 0 H2D MRd bdf=01:20.0", 17, 7, "`01:20.0`", "bus:device.function"),
        ("1 0 H2D MRd addr=12", 18, 2, "`12`", "an address such as"),
        ("1 0 H2D MRd len=5000", 17, 4, "`5000`", "up to 4096"),
        ("1 0 H2D MWr be=f/x", 16, 3, "`f/x`", "byte enables"),
        ("1 0 H2D MWr be=f/0,", 19, 1, "`,`", "a space after"),
        ("1 0 H2D MWr data=0", 18, 1, "`0`", "whole bytes"),
        ("1 0 H2D MWr data=00*9999", 18, 7, "`00*9999`", "whole bytes"),
        ("1 0 D2H Cpl st=XX", 16, 2, "`XX`", "SC, UR, CRS or CA"),
        ("1 0 D2H Msg code=Nonsense", 18, 8, "`Nonsense`", "a message"),
        ("1 0 H2D MRd bar=6+0x0", 17, 5, "`6+0x0`", "a BAR"),
        ("1 0 H2D MRd colour=red", 13, 10, "`colour=red`", "a field"),
        ("1 0 H2D MRd tag=1 tag=2", 19, 5, "`tag=2`", "only once"),
        ("1 0 H2D MRd addr=0x0", 1, 1, "MRd without bdf=", "bdf="),
        (
            "1 0 H2D MWr bdf=00:00.0 addr=0x0 len=4 be=f/0 data=00",
            47,
            7,
            "1 bytes of data",
            "4, as len= says",
        ),
        ("1 0 H2D MWr bdf=00:00.0 addr=0x0 len=4 be=f/0", 1, 1, "MWr without data=", "data="),
        ("1 0 H2D MRd bdf=00:00.0 addr=0x0 len=4 be=f/0", 1, 1, "MRd without tag=", "tag="),
        (
            "1 0 H2D MWr bdf=00:00.0 addr=0x0 len=1 be=f/0 data=00 tag=1",
            55,
            5,
            "`tag=1`",
            "no tag= in MWr",
        ),
        (
            "1 0 H2D Cpl bdf=00:00.0 addr=0x0 len=0 tag=9 st=SC",
            40,
            5,
            "`tag=9`",
            "not yet answered",
        ),
        ("1 0 H2D Cpl bdf=00:00.0 addr=0x0 len=4 tag=9 st=SC", 34, 5, "`len=4`", "len=0"),
    ] {
        let (_, c, l, f, e) = error_of(line);
        assert_eq!((c, l, &f[..]), (column, length, found), "{line}");
        assert!(e.contains(expected), "{line}: {e}");
    }
}

#[test]
fn trace__order__is_checked() {
    let two = "1 0 H2D MRd bdf=00:00.0 addr=0x0 len=4 be=f/0 tag=1\n\
               1 0 H2D MRd bdf=00:00.0 addr=0x0 len=4 be=f/0 tag=2\n";
    let error = Trace::parse("t", two).unwrap_err();
    assert_eq!(error.to_string(), "t:2:1: found `1`, expected a sequence number above 1");
    let tag = two.replace("\n1", "\n2").replace("tag=2", "tag=1");
    let error = Trace::parse("t", &tag).unwrap_err();
    assert!(
        error.to_string().ends_with("found `tag=1`, expected a tag that is not in use"),
        "{error}"
    );
}

#[test]
fn load__reads__plain_and_compressed_and_refuses_damage() {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    file.write_all(GOOD.as_bytes()).unwrap();
    assert_eq!(load(file.path()).unwrap().events.len(), 5);
    let mut encoder = flate2::write::GzEncoder::new(vec![], flate2::Compression::best());
    encoder.write_all(GOOD.as_bytes()).unwrap();
    let compressed = encoder.finish().unwrap();
    assert_eq!(read("z", &compressed[..]).unwrap().events.len(), 5);
    for short in 2..compressed.len() {
        let error = read("z", &compressed[..short]).unwrap_err();
        assert!(matches!(error, TraceError::Compression { .. }), "{short}: {error}");
    }
    let mut flipped = compressed.clone();
    let middle = flipped.len() / 2;
    flipped[middle] ^= 0x10;
    assert!(read("z", &flipped[..]).is_err());
    assert!(matches!(load("/nonexistent/x.tlp"), Err(TraceError::Io { .. })));
}

#[test]
fn load__refuses__binary_and_endless_input() {
    let mut bytes = GOOD.as_bytes().to_vec();
    bytes[30] = 0xFF;
    let error = read("b", &bytes[..]).unwrap_err();
    assert!(error.to_string().contains("found byte 0xff, expected text in UTF-8"), "{error}");
    let error = read("endless", std::io::repeat(b'#')).unwrap_err();
    assert!(matches!(error, TraceError::TooLarge { limit: MAX_COMPRESSED, .. }));
}

proptest! {
    #[test]
    fn trace__never_panics__on_any_text(text in "\\PC{0,200}") {
        let _ = Trace::parse("any", &text);
    }

    #[test]
    fn trace__never_panics__on_mutated_text(
        at in prop::sample::Index::arbitrary(), to in "[ -~\n]{0,3}", cut in prop::sample::Index::arbitrary(),
    ) {
        let mut text = GOOD.to_owned();
        let at = at.index(text.len());
        text.replace_range(at..at + 1, &to);
        text.truncate(cut.index(text.len() + 1));
        if let Err(TraceError::Syntax { at, .. }) = Trace::parse("mutated", &text) {
            prop_assert!(at.offset + at.length <= text.len());
            prop_assert!(text.is_char_boundary(at.offset));
        }
    }

    #[test]
    fn read__never_panics__on_any_bytes(bytes in proptest::collection::vec(any::<u8>(), 0..100)) {
        let _ = read("any", &bytes[..]);
        let mut gzip = vec![0x1F, 0x8B, 8, 0];
        gzip.extend(&bytes);
        let _ = read("any", &gzip[..]);
    }
}
