//! `expether bench`: the engine against Verilator on a whole pair of bridges and on several, with
//! the same Verilog, stimulus and outputs, in alternating slices.

use std::fmt::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;

use expether_sim::model::link::LinkConfig;
use expether_sim::model::plan::{plan, stream, Plan, SplitLimits};
use expether_sim::replay::{BackendKind, Backends, ReplayConfig};
use expether_sim::report::speed::{machine, seconds_to_first_cycle, Recording, Speeds};
use expether_wire::trace;

use crate::failure::Failure;
use crate::marked::Marked;
use crate::output;

/// Arguments of `expether bench`.
#[derive(clap::Args, Debug)]
pub struct Args {
    /// Session to measure with, beside the streaming workload
    #[arg(long, value_name = "TRACE")]
    pub trace: Option<PathBuf>,
    /// Cycles to play on each side, for each row
    #[arg(long, default_value_t = 300_000, value_parser = clap::value_parser!(u64).range(10_000..=1_000_000_000))]
    pub cycles: u64,
    /// Print JSON
    #[arg(long, conflicts_with = "update")]
    pub json: bool,
    /// Write the table into this file, between its marks
    #[arg(long, value_name = "FILE")]
    pub update: Option<PathBuf>,
}

const BEGIN: &str = "<!-- measured by `make bench` -->\n\n";
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
    let config = ReplayConfig::default();
    let recording = Recording::of_pair(backends, "stream", &workload()?, &config)?;
    let mut text = String::from("bridges alone, same stimulus:");
    let mut verilator = 0.0;
    for engine in ENGINES {
        let row = recording.compare(backends, engine, 2, SHORT_CYCLES)?;
        let rate = row.engine_cycles_per_second / 1e3;
        let _ = write!(text, " {} {rate:.0} kcycles/s ({:.2}x),", row.engine, row.ratio);
        verilator = row.verilator_cycles_per_second / 1e3;
    }
    let _ = writeln!(text, " verilator {verilator:.0} kcycles/s");
    Ok(text)
}

/// Measures. Judges nothing: speed is no test.
pub fn run(args: &Args) -> Result<ExitCode, Failure> {
    // A file that will not do is told before the work.
    let marked = args.update.as_ref().map(|path| Marked::read(path, BEGIN)).transpose()?;
    let mut speeds = Speeds {
        seconds_to_first_cycle: seconds_to_first_cycle()?,
        optimized: !cfg!(debug_assertions),
        machine: machine(),
        rows: Vec::new(),
    };
    let mut backends = Backends::default();
    let mut recordings = Vec::new();
    for (name, plan) in workloads(args)? {
        // A lossy link, so that the paths of resending are measured as well.
        let link = LinkConfig { delay: 1, loss: 0.001, ..LinkConfig::default() };
        let config = ReplayConfig { link, ..ReplayConfig::default() };
        recordings.push(Recording::of_pair(&mut backends, &name, &plan, &config)?);
    }
    recordings.extend(Recording::of_fabrics(&mut backends)?);
    for recording in &recordings {
        for (bridges, engine) in recording.sizes.iter().flat_map(|n| ENGINES.map(|e| (*n, e))) {
            let row = recording.compare(&mut backends, engine, bridges, args.cycles)?;
            eprintln!("{}, {bridges} bridges, {}: {:.2}", row.workload, row.engine, row.ratio);
            speeds.rows.push(row);
        }
    }
    match marked {
        Some(marked) => marked.write(&speeds.markdown())?,
        None if args.json => output::print(&output::json(&speeds)?)?,
        None => output::print(&speeds.markdown())?,
    }
    Ok(ExitCode::SUCCESS)
}

fn workloads(args: &Args) -> Result<Vec<(String, Plan)>, Failure> {
    let limits = SplitLimits::default();
    let mut workloads = vec![("1:1".to_owned(), workload()?)];
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
