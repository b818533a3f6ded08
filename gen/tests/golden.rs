//! The Verilog of every registered block, as reviewed: `rtl/golden/<block>.v`. `make bless`
//! rewrites it; `git diff` shows what a change of a kernel or of the emitter does to hardware.
#![allow(non_snake_case)]

use std::collections::BTreeSet;
use std::path::PathBuf;

fn golden_dir() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../rtl/golden")
}

#[test]
fn verilog__of_every_block__is_as_reviewed() {
    let bless = std::env::var_os("EXPETHER_BLESS").is_some_and(|v| v == "1");
    let dir = golden_dir();
    std::fs::create_dir_all(&dir).expect("rtl/golden can be made");
    let mut wanted = BTreeSet::new();
    let mut different = Vec::new();
    for entry in expether_gen::registry().iter().filter(|e| e.golden) {
        let design =
            expether_gen::elaborate(entry.name).unwrap_or_else(|e| panic!("{}: {e}", entry.name));
        let file = format!("{}.v", entry.name);
        let (_, text) =
            design.verilog().into_iter().find(|(name, _)| *name == file).expect("the top's file");
        let path = dir.join(&file);
        if bless {
            std::fs::write(&path, &text).expect("golden file can be written");
        } else if std::fs::read_to_string(&path).ok().as_deref() != Some(&text) {
            different.push(file.clone());
        }
        wanted.insert(file);
    }
    let present: BTreeSet<String> = std::fs::read_dir(&dir)
        .expect("rtl/golden can be read")
        .filter_map(|f| f.ok()?.file_name().into_string().ok())
        .collect();
    for stale in present.difference(&wanted) {
        match bless {
            true => {
                std::fs::remove_file(dir.join(stale)).expect("stale golden file can be removed")
            }
            false => different.push(format!("{stale} (no such block)")),
        }
    }
    assert!(
        different.is_empty(),
        "differs from rtl/golden: {different:?}; look at it, then `make bless`"
    );
}
