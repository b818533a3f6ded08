//! `expether bench`: the native engine against Verilator on a whole pair of bridges, with the
//! same Verilog, stimulus and outputs, in alternating slices.

use std::fmt::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;

use expether_sim::model::link::LinkConfig;
use expether_sim::model::plan::{plan, stream, Plan, SplitLimits};
use expether_sim::replay::{
    compare, seconds_to_first_cycle, BackendKind, Backends, PairComparison, ReplayConfig,
};
use expether_wire::trace;
use serde::Serialize;

use crate::failure::Failure;
use crate::output;

/// Arguments of `expether bench`.
#[derive(clap::Args, Debug)]
pub struct Args {
    /// Session to measure with, beside the streaming workload
    #[arg(long, value_name = "TRACE")]
    pub trace: Option<PathBuf>,
    /// Cycles to play on each side
    #[arg(long, default_value_t = 1_000_000, value_parser = clap::value_parser!(u64).range(10_000..=1_000_000_000))]
    pub cycles: u64,
    /// Print JSON
    #[arg(long)]
    pub json: bool,
}

#[derive(Serialize)]
struct Report {
    /// From nothing to the end of the first cycle of a native pair.
    seconds_to_first_cycle: f64,
    pairs: Vec<PairComparison>,
    /// Both sides are compared in what was compiled this way.
    optimized: bool,
}

/// The engine in both its forms.
const ENGINES: [BackendKind; 2] = [BackendKind::Native, BackendKind::Library];
/// Writes each way of the streaming workload: about 50,000 cycles.
const WRITES: usize = 1_200;
/// Cycles of the short measurement.
const SHORT_CYCLES: u64 = 100_000;
/// Events of a session that are played: its start is enough.
const EVENTS: usize = 3_000;

/// A short measurement for the end of a lockstep replay: both backends in a line.
pub fn in_short(backends: &mut Backends) -> Result<String, Failure> {
    let plan = workload()?;
    let config = ReplayConfig::default();
    let engines = [BackendKind::Native, BackendKind::Library];
    let pairs = compare(backends, &engines, "stream", &plan, &config, SHORT_CYCLES)?;
    let mut text = String::from("bridges alone, same stimulus:");
    for pair in &pairs {
        let rate = pair.engine_cycles_per_second / 1e3;
        let _ = write!(text, " {} {rate:.0} kcycles/s ({:.2}x),", pair.engine, pair.ratio);
    }
    let rate = pairs.first().map_or(0.0, |p| p.verilator_cycles_per_second / 1e3);
    let _ = writeln!(text, " verilator {rate:.0} kcycles/s");
    Ok(text)
}

/// Measures. Judges nothing: speed is no test.
pub fn run(args: &Args) -> Result<ExitCode, Failure> {
    let first = seconds_to_first_cycle()?;
    let mut backends = Backends::default();
    let mut pairs = Vec::new();
    for (name, plan) in workloads(args)? {
        eprintln!("measuring {name}…");
        // A lossy link, so that the paths of resending are measured as well.
        let link = LinkConfig { delay: 1, loss: 0.001, ..LinkConfig::default() };
        let config = ReplayConfig { link, ..ReplayConfig::default() };
        pairs.extend(compare(&mut backends, &ENGINES, &name, &plan, &config, args.cycles)?);
    }
    let report =
        Report { seconds_to_first_cycle: first, pairs, optimized: !cfg!(debug_assertions) };
    let text = if args.json { output::json(&report)? } else { table(&report) };
    output::print(&text)?;
    Ok(ExitCode::SUCCESS)
}

fn workloads(args: &Args) -> Result<Vec<(String, Plan)>, Failure> {
    let limits = SplitLimits::default();
    let mut workloads = vec![("stream".to_owned(), workload()?)];
    if let Some(path) = &args.trace {
        let mut trace = trace::load(path).map_err(Failure::of_trace)?;
        shorten(&mut trace);
        let planned = plan(&trace, limits).map_err(|error| Failure::of_plan(error, &trace))?;
        let name = path.file_name().map_or_else(String::new, |n| n.to_string_lossy().into_owned());
        workloads.push((name, planned));
    }
    Ok(workloads)
}

fn workload() -> Result<Plan, Failure> {
    stream(WRITES, SplitLimits::default().max_payload, 1)
        .map_err(|e| Failure::Internal(format!("cannot plan the workload: {e}")))
}

/// Keeps the first events, without requests that would stay unanswered.
fn shorten(trace: &mut trace::Trace) {
    trace.events.truncate(EVENTS);
    let answered: Vec<u64> =
        trace.events.iter().filter(|e| e.kind.is_completion()).filter_map(|e| e.tag).collect();
    trace
        .events
        .retain(|e| !e.kind.is_non_posted() || e.tag.is_some_and(|tag| answered.contains(&tag)));
}

fn table(report: &Report) -> String {
    let mut text = String::new();
    let width = report.pairs.iter().map(|p| p.workload.len()).max().unwrap_or(0).max(8);
    let mega = |rate: f64| rate / 1e6;
    let _ = writeln!(text, "{:<width$}  engine        engine    Verilator   ratio", "workload");
    for pair in &report.pairs {
        let _ = writeln!(
            text,
            "{:<width$}  {:<8} {:>6.2} Mc/s  {:>6.2} Mc/s  {:>5.2}x",
            pair.workload,
            pair.engine,
            mega(pair.engine_cycles_per_second),
            mega(pair.verilator_cycles_per_second),
            pair.ratio,
        );
    }
    let _ = writeln!(text, "first cycle after {:.2} s", report.seconds_to_first_cycle);
    if !report.optimized {
        let _ = writeln!(text, "(a development build: `make bench` measures an optimized one)");
    }
    text
}
