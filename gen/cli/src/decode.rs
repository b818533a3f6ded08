//! `expether decode`: the frames of a capture in words.

use std::path::PathBuf;
use std::process::ExitCode;

use expether_wire::capture::CaptureReader;
use expether_wire::decode::decode;
use expether_wire::ethernet::ETHERTYPE_BRIDGE;

use crate::failure::Failure;
use crate::output;

/// Arguments of `expether decode`.
#[derive(clap::Args, Debug)]
pub struct Args {
    /// Capture to read: pcapng or pcap
    pub file: PathBuf,
    /// Print a JSON array instead of a line a frame
    #[arg(long)]
    pub json: bool,
    /// EtherType of bridge frames
    #[arg(long, value_name = "HEX", default_value_t = Hex(ETHERTYPE_BRIDGE as u16))]
    pub ethertype: Hex,
}

/// A 16-bit number in hexadecimal, with or without `0x`.
#[derive(Copy, Clone, Debug)]
pub struct Hex(pub u16);

impl std::fmt::Display for Hex {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{:#06x}", self.0)
    }
}

impl std::str::FromStr for Hex {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        u16::from_str_radix(text.trim_start_matches("0x"), 16)
            .map(Hex)
            .map_err(|_| format!("found `{text}`, expected an EtherType such as 0x88b5"))
    }
}

/// Decodes frame by frame. What was read before a damaged place is printed all the same.
pub fn run(args: &Args) -> Result<ExitCode, Failure> {
    let reader = CaptureReader::open(&args.file).map_err(Failure::CaptureFile)?;
    let mut frames = Vec::new();
    let mut damage = None;
    for captured in reader {
        match captured {
            Ok(captured) => frames.push(decode(&captured, args.ethertype.0)),
            Err(error) => damage = Some(error),
        }
    }
    if args.json {
        output::print(&output::json(&frames)?)?;
    } else {
        output::print(&frames.iter().map(|f| format!("{f}\n")).collect::<String>())?;
    }
    match damage {
        Some(error) => Err(Failure::CaptureFile(error)),
        None => Ok(ExitCode::SUCCESS),
    }
}
