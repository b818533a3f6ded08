//! Writes what is made from the tables of `expether-wire`.
//!
//! ```text
//! wire-gen docs|lua|python|all DIR     write the generated files of a group into DIR
//! wire-gen sample-pcapng FILE          write a capture of all example frames
//! wire-gen sample-json                 print the same frames, decoded
//! ```

use expether_wire::capture::CaptureReader;
use expether_wire::{decode, ethernet, gen};
use std::error::Error;
use std::io::Write;
use std::path::Path;
use std::process::ExitCode;

const USAGE: &str =
    "usage: wire-gen docs|lua|python|all DIR | wire-gen sample-pcapng FILE | wire-gen sample-json";

fn run(arguments: &[&str]) -> Result<bool, Box<dyn Error>> {
    let mut out = std::io::stdout().lock();
    match arguments {
        [group @ ("docs" | "lua" | "python" | "all"), folder] => {
            for path in gen::write(group, Path::new(folder))? {
                writeln!(out, "{}", path.display())?;
            }
        }
        ["sample-pcapng", file] => {
            let writer = std::io::BufWriter::new(std::fs::File::create(file)?);
            gen::sample::write_capture(file, writer)?;
        }
        ["sample-json"] => {
            let capture = gen::sample::write_capture("sample", Vec::new())?;
            let ethertype = ethernet::ETHERTYPE_BRIDGE as u16;
            let names = gen::sample::frames();
            for (captured, sample) in
                CaptureReader::new("sample", std::io::Cursor::new(capture))?.zip(names)
            {
                let decoded = decode::decode(&captured?, ethertype);
                let mut value = serde_json::to_value(&decoded)?;
                value["name"] = sample.name.into();
                value["malformed"] = sample.malformed.into();
                let hex = sample.bytes.iter().map(|b| format!("{b:02x}"));
                value["bytes"] = hex.collect::<String>().into();
                writeln!(out, "{value}")?;
            }
        }
        _ => return Ok(false),
    }
    Ok(true)
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
    match run(&arguments) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => {
            eprintln!("{USAGE}");
            ExitCode::from(2)
        }
        Err(error) => {
            eprintln!("wire-gen: {error}");
            ExitCode::FAILURE
        }
    }
}
