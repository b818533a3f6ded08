//! `expether`: generate the card, replay sessions across it, look at what went over the wire.
//!
//! Data goes to standard output, everything for people to standard error. Exit codes: 0 passed,
//! 1 failed, 2 arguments or input that make no sense, 3 a tool is missing.

mod args;
mod bench;
mod decode;
mod doctor;
mod failure;
mod generate;
mod marked;
mod measure;
mod output;
mod replay;
mod sim;

use std::process::ExitCode;

use clap::{ArgAction, Parser, Subcommand};

use failure::{Failure, EXIT_FAILED};

/// PCI Express over Ethernet: an FPGA card, its generator and its simulator
#[derive(Parser, Debug)]
#[command(name = "expether", version, propagate_version = true)]
struct Cli {
    #[command(subcommand)]
    command: Command,
    /// Say more on standard error; twice for more still
    #[arg(short, long, global = true, action = ArgAction::Count)]
    verbose: u8,
}

#[derive(Subcommand, Debug)]
enum Command {
    /// Generate the Verilog of a block or top
    Gen(generate::Args),
    /// Replay a recorded PCIe session across two bridges and a lossy Ethernet
    Replay(replay::Args),
    /// Run whole fabrics that text files describe, and check every TLP
    Sim(sim::Args),
    /// Measure what a pair of bridges can do: goodput, latency, throughput under loss
    Measure(measure::Args),
    /// Measure the simulator against Verilator
    Bench(bench::Args),
    /// Print the frames of a capture
    Decode(decode::Args),
    /// Say which tools are there, which are wanted, and how to mend it
    Doctor(doctor::Args),
}

fn main() -> ExitCode {
    let cli = Cli::parse();
    let level = match cli.verbose {
        0 => tracing::Level::WARN,
        1 => tracing::Level::INFO,
        _ => tracing::Level::DEBUG,
    };
    tracing_subscriber::fmt()
        .with_max_level(level)
        .with_writer(std::io::stderr)
        .without_time()
        .init();
    match run(&cli.command) {
        Ok(code) => code,
        Err(report) => {
            let code = report.downcast_ref::<Failure>().map_or(EXIT_FAILED, Failure::exit_code);
            eprintln!("{report:?}");
            ExitCode::from(code)
        }
    }
}

fn run(command: &Command) -> miette::Result<ExitCode> {
    match command {
        Command::Gen(args) => Ok(generate::run(args)?),
        Command::Replay(args) => Ok(replay::run(args)?),
        Command::Sim(args) => Ok(sim::run(args)?),
        Command::Measure(args) => Ok(measure::run(args)?),
        Command::Bench(args) => Ok(bench::run(args)?),
        Command::Decode(args) => Ok(decode::run(args)?),
        Command::Doctor(args) => doctor::run(args),
    }
}
