//! `expether measure`: goodput, latency and throughput under loss of a pair of bridges, in clocks.

use std::path::PathBuf;
use std::process::ExitCode;

use expether_sim::replay::Backends;
use expether_sim::report::performance::measure;
use indicatif::{ProgressBar, ProgressStyle};

use crate::failure::{Failure, EXIT_FAILED};
use crate::marked::Marked;
use crate::output;

/// Arguments of `expether measure`.
#[derive(clap::Args, Debug)]
pub struct Args {
    /// Print JSON
    #[arg(long, conflicts_with_all = ["update", "check"])]
    pub json: bool,
    /// Write the tables into this file, between its marks
    #[arg(long, value_name = "FILE")]
    pub update: Option<PathBuf>,
    /// Fail if the tables in this file are others
    #[arg(long, value_name = "FILE", conflicts_with = "update")]
    pub check: Option<PathBuf>,
}

const BEGIN: &str = "<!-- measured by `make performance` -->\n\n";

/// Measures, and prints or compares.
pub fn run(args: &Args) -> Result<ExitCode, Failure> {
    // A file that will not do is told before the work.
    let file = args.update.as_ref().or(args.check.as_ref());
    let marked = file.map(|path| Marked::read(path, BEGIN)).transpose()?;
    let bar = ProgressBar::new(1_000).with_style(
        ProgressStyle::with_template("{bar:30} {percent:>3} % {msg}")
            .unwrap_or_else(|_| ProgressStyle::default_bar()),
    );
    let found = measure(&mut Backends::default(), &mut |what, done| {
        bar.set_position((done * 1_000.0) as u64);
        bar.set_message(what.to_owned());
    });
    bar.finish_and_clear();
    let found = found?;
    if args.json {
        output::print(&output::json(&found)?)?;
        return Ok(ExitCode::SUCCESS);
    }
    let tables = found.markdown();
    match (marked, &args.check) {
        (Some(marked), None) => marked.write(&tables)?,
        (Some(marked), Some(path)) if marked.between != tables => {
            output::print(&tables)?;
            eprintln!(
                "{}: has other figures than these; `make performance` writes them",
                path.display()
            );
            return Ok(ExitCode::from(EXIT_FAILED));
        }
        (Some(_), Some(path)) => eprintln!("{}: the same figures", path.display()),
        _ => output::print(&tables)?,
    }
    Ok(ExitCode::SUCCESS)
}
