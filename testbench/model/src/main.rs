//! `make model`: explores the protocol and its mutants, writes docs/model.md.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::process::ExitCode;

use clap::Parser;
use expether_model::catalogue::{carry_out, KILLS, RUNS};
use expether_model::end::Row;
use expether_model::report::{describe, page};
use expether_model::Rules;

/// Explores the connection protocol and its mutants.
#[derive(Parser)]
struct Arguments {
    /// The page to write; without it, the page goes to standard output.
    #[arg(long)]
    out: Option<PathBuf>,
}

#[derive(Debug, thiserror::Error)]
#[error("{}: {source}", path.display())]
struct CannotWrite {
    path: PathBuf,
    source: std::io::Error,
}

fn main() -> ExitCode {
    let arguments = Arguments::parse();
    match run(&arguments) {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::from(1),
        Err(problem) => {
            eprintln!("model: {problem}");
            ExitCode::from(1)
        }
    }
}

fn run(arguments: &Arguments) -> Result<bool, CannotWrite> {
    let mut good = true;
    let mut runs = Vec::new();
    let mut rows = BTreeSet::new();
    for run in RUNS {
        let verdict = carry_out(run.subject, Rules::protocol(), None, Some(run.name));
        let seconds = verdict.time.as_secs_f32();
        let holds = verdict.broken.is_none() && !verdict.cut;
        eprintln!(
            "{} ({}): {} states, {} steps, depth {}, {seconds:.1} s: {}",
            run.name,
            describe(run.subject),
            verdict.states,
            verdict.steps,
            verdict.depth,
            if holds { "holds" } else { "DOES NOT HOLD" }
        );
        for line in verdict.broken.iter().flat_map(|broken| &broken.run) {
            eprintln!("    {line}");
        }
        good &= holds;
        rows.extend(verdict.rows.iter().copied());
        runs.push((run, verdict));
    }
    for (row, says) in Row::ALL {
        if !rows.contains(&row) {
            eprintln!("row never taken: {says}");
            good = false;
        }
    }
    let mut kills = Vec::new();
    for kill in KILLS {
        let verdict = carry_out(kill.subject, Rules::with(kill.mutant), Some(kill.breaks), None);
        let seconds = verdict.time.as_secs_f32();
        let fate = match &verdict.broken {
            Some(broken) => format!("caught in {} steps", broken.steps),
            None => "LIVES".into(),
        };
        let name = kill.breaks.name();
        eprintln!("mutant {:?}: {fate} by `{name}`, {seconds:.1} s", kill.mutant);
        good &= verdict.broken.is_some();
        kills.push((kill, verdict));
    }
    let text = page(&runs, &kills);
    match &arguments.out {
        None => print!("{text}"),
        Some(path) => std::fs::write(path, text)
            .map_err(|source| CannotWrite { path: path.clone(), source })?,
    }
    Ok(good)
}
