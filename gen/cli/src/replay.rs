//! `expether replay`: a session, or a workload, across two bridges and a link; one run for each
//! loss and seed.

use std::fs::File;
use std::io::{BufWriter, IsTerminal};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use clap::ValueEnum;
use expether_sim::model::link::{Fate, LinkConfig};
use expether_sim::model::plan::{plan, stream, Plan, SplitLimits};
use expether_sim::model::xgmii::WireFrame;
use expether_sim::replay::{
    run as replay, BackendKind, Backends, Observer, ReplayConfig, Replayed, Silent,
};
use expether_sim::report::{by_loss, grouped, junit, percent, plot, table, Capture, RunReport};
use expether_wire::capture::CaptureWriter;
use expether_wire::trace;
use indicatif::{ProgressBar, ProgressStyle};

use crate::args::{self, Probabilities, RegisterValue, Seeds};
use crate::failure::{Failure, EXIT_FAILED};
use crate::marked::Marked;
use crate::output;

/// Arguments of `expether replay`.
#[derive(clap::Args, Debug)]
pub struct Args {
    /// Session to replay, plain or compressed with gzip
    #[arg(value_name = "TRACE", required_unless_present = "workload")]
    pub trace: Option<PathBuf>,
    /// Generated traffic instead of a session
    #[arg(long, conflicts_with = "trace")]
    pub workload: Option<Workload>,
    /// Writes each way of a workload
    #[arg(long, default_value_t = 5_000, value_parser = clap::value_parser!(u32).range(1..=10_000_000))]
    pub count: u32,
    /// What runs the bridges
    #[arg(long, default_value = "native")]
    pub backend: Kind,
    /// What runs the device bridge, if not the same
    #[arg(long, value_name = "BACKEND")]
    pub peer: Option<Kind>,
    /// Peers that the hardware's tables are for: 2, 4, 8, 16 or 32; 8 if not given
    #[arg(long, value_name = "N")]
    pub peers: Option<usize>,
    /// Probability that a frame is lost: 0.001, 0.1%, or a list of them, one run each
    #[arg(long, value_name = "P", default_value = "0", allow_negative_numbers = true)]
    pub loss: Probabilities,
    /// Probability that a bit of a frame is flipped
    #[arg(long, value_name = "P", default_value = "0", allow_negative_numbers = true, value_parser = args::probability)]
    pub corrupt: f64,
    /// Probability that a frame arrives twice
    #[arg(long, value_name = "P", default_value = "0", allow_negative_numbers = true, value_parser = args::probability)]
    pub duplicate: f64,
    /// Probability that a frame arrives after its successor
    #[arg(long, value_name = "P", default_value = "0", allow_negative_numbers = true, value_parser = args::probability)]
    pub reorder: f64,
    /// Probability that the PCIe side pauses in a cycle
    #[arg(long, value_name = "P", default_value = "0", allow_negative_numbers = true, value_parser = args::probability)]
    pub stall: f64,
    /// Seed of everything random: 7, a list 1,5 or a range 1..5, one run each
    #[arg(long, value_name = "N", default_value = "1")]
    pub seed: Seeds,
    /// Give every register and memory word a random value before reset (not in lockstep: what
    /// reset doesn't cover differs between two simulators)
    #[arg(long)]
    pub random_power_up: bool,
    /// Delay of the link in cycles of 6.4 ns
    #[arg(long, value_name = "CYCLES", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..=1_000_000))]
    pub delay: u32,
    /// Let the link hold each frame until it is complete, as a switch does
    #[arg(long)]
    pub store_and_forward: bool,
    /// Maximum payload size in bytes
    #[arg(long, value_name = "BYTES", default_value = "256", value_parser = args::max_payload)]
    pub mps: usize,
    /// Maximum read request size in bytes
    #[arg(long, value_name = "BYTES", default_value = "512", value_parser = args::max_read_request)]
    pub mrrs: usize,
    /// Read completion boundary in bytes
    #[arg(long, value_name = "BYTES", default_value = "64", value_parser = args::completion_boundary)]
    pub rcb: usize,
    /// Set a register of both bridges, such as WINDOW=16
    #[arg(long, value_name = "REGISTER=VALUE")]
    pub set: Vec<RegisterValue>,
    /// Folder for captures, plots and reports
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Print JSON: an object, or an array if there is more than one run
    #[arg(long)]
    pub json: bool,
    /// Write a table with a row for each loss into this file, between its marks
    #[arg(long, value_name = "FILE")]
    pub update: Option<PathBuf>,
}

/// Where `--update` writes.
const BEGIN: &str = "<!-- measured by `make session-loss` -->\n\n";

/// What runs a bridge.
#[derive(Copy, Clone, Debug, PartialEq, Eq, ValueEnum)]
pub enum Kind {
    /// The hardware, compiled by the project's own engine
    Native,
    /// The same, compiled by rustc and kept: slow the first time, for long runs
    Library,
    /// The emitted Verilog, compiled by Verilator
    Verilator,
    /// Both, compared on every port in every cycle
    Lockstep,
    /// The software bridge, which shares the wire format and no code with the hardware
    Software,
}

impl From<Kind> for BackendKind {
    fn from(kind: Kind) -> Self {
        match kind {
            Kind::Native => Self::Native,
            Kind::Library => Self::Library,
            Kind::Verilator => Self::Verilator,
            Kind::Lockstep => Self::Lockstep,
            Kind::Software => Self::Software,
        }
    }
}

/// Generated traffic.
#[derive(Copy, Clone, Debug, PartialEq, Eq, ValueEnum)]
pub enum Workload {
    /// Both directions loaded with memory writes of the maximum payload size
    Stream,
}

/// Replays, reports, and judges: exit code 1 if any run failed.
pub fn run(args: &Args) -> Result<ExitCode, Failure> {
    if args.random_power_up && args.backend == Kind::Lockstep {
        return Err(Failure::Arguments("--random-power-up with --backend lockstep"));
    }
    let limits = SplitLimits {
        max_payload: args.mps,
        max_read_request: args.mrrs,
        completion_boundary: args.rcb,
    };
    // A file that will not do is told before the work.
    let marked = args.update.as_deref().map(|path| Marked::read(path, BEGIN)).transpose()?;
    let mut runs: Vec<(RunReport, Replayed)> = Vec::new();
    let several = args.loss.0.len() * args.seed.0.len() > 1;
    // Before the bridges are compiled: a session that makes no sense is known at once.
    let mut session = Session::new(args, limits)?;
    let mut backends = Backends::of_peers(args.peers);
    // Before a folder is made: a missing tool is known at once.
    drop(backends.pair(args.backend.into(), args.peer.map(Into::into))?);
    if let Some(out) = &args.out {
        output::folder(out)?;
    }
    for &loss in &args.loss.0 {
        for &seed in &args.seed.0 {
            let config = config(args, loss, seed);
            let duts = backends.pair(args.backend.into(), args.peer.map(Into::into))?;
            let plan = session.plan(seed)?;
            let file =
                several.then(|| format!("loss-{}-seed-{seed}", percent(loss).replace(" %", "pct")));
            let mut watch =
                Watch::new(args.out.as_deref(), file.as_deref(), plan.total(), loss, seed)?;
            let replayed = replay(plan, duts, &config, &mut watch);
            watch.finish()?;
            if let (false, Some(out)) = (replayed.passed(), &args.out) {
                let folder =
                    out.join(file.map_or_else(|| "failure".to_owned(), |f| format!("failure-{f}")));
                waves(args, &mut backends, session.plan(seed)?, &config, &folder)?;
            }
            let report =
                RunReport::new(&session.name, &backend_name(args), limits, &config, &replayed);
            tracing::info!(run = report.name(), passed = report.passed, "replayed");
            runs.push((report, replayed));
        }
    }
    let reports: Vec<RunReport> = runs.iter().map(|(report, _)| report.clone()).collect();
    if let Some(out) = &args.out {
        write_reports(out, &runs, &reports)?;
    }
    if args.json {
        let text = match &reports[..] {
            [one] => output::json(one)?,
            many => output::json(&many)?,
        };
        output::print(&text)?;
    } else {
        output::print(&table(&reports))?;
        if args.backend == Kind::Lockstep && reports.iter().all(|r| r.passed) {
            output::print(&crate::bench::in_short(&mut backends)?)?;
        }
    }
    if several {
        eprintln!("{}", grouped(&reports));
    }
    let passed = reports.iter().all(|r| r.passed);
    if let (Some(marked), true) = (marked, passed) {
        marked.write(&by_loss(&runs))?;
    }
    Ok(if passed { ExitCode::SUCCESS } else { ExitCode::from(EXIT_FAILED) })
}

/// Runs what failed once more, now recording, and writes the waveforms of its last cycles.
fn waves(
    args: &Args,
    backends: &mut Backends,
    plan: &Plan,
    config: &ReplayConfig,
    folder: &Path,
) -> Result<(), Failure> {
    let (duts, waves) = backends.pair_with_waves(args.backend.into(), args.peer.map(Into::into))?;
    // The end of the run is the moment of the failure: the same seed makes the same run.
    let _ = replay(plan, duts, config, &mut Silent);
    output::folder(folder)?;
    for path in waves.write(folder)? {
        eprintln!("waveform of the last cycles: {}", path.display());
    }
    Ok(())
}

fn backend_name(args: &Args) -> String {
    let name = |kind: Kind| BackendKind::from(kind).name();
    match args.peer {
        Some(peer) if peer != args.backend => format!("{}+{}", name(args.backend), name(peer)),
        _ => name(args.backend).to_owned(),
    }
}

fn config(args: &Args, loss: f64, seed: u64) -> ReplayConfig {
    ReplayConfig {
        link: LinkConfig {
            delay: args.delay,
            loss,
            corruption: args.corrupt,
            duplication: args.duplicate,
            reordering: args.reorder,
            store_and_forward: args.store_and_forward,
            seed,
            ..LinkConfig::default()
        },
        stall: args.stall,
        random_power_up: args.random_power_up,
        registers: args
            .set
            .iter()
            .map(|RegisterValue(name, value)| (name.clone(), *value))
            .collect(),
        ..ReplayConfig::default()
    }
}

/// What is replayed.
struct Session {
    name: String,
    plan: Plan,
    /// A workload's contents come from the seed: (writes each way, payload, seed planned for).
    workload: Option<(usize, usize, u64)>,
}

impl Session {
    fn new(args: &Args, limits: SplitLimits) -> Result<Self, Failure> {
        let Some(path) = &args.trace else {
            let workload = Some((args.count as usize, args.mps, u64::MAX));
            return Ok(Self { name: "stream".to_owned(), plan: Plan::default(), workload });
        };
        let trace = trace::load(path).map_err(Failure::of_trace)?;
        if trace.events.is_empty() {
            return Err(Failure::EmptyTrace(trace.source));
        }
        let plan = plan(&trace, limits).map_err(|error| Failure::of_plan(error, &trace))?;
        tracing::info!(events = trace.events.len(), tlps = plan.total(), "session read");
        let file = path.file_name().map_or_else(String::new, |n| n.to_string_lossy().into_owned());
        let name = file.trim_end_matches(".gz").trim_end_matches(".tlp").to_owned();
        Ok(Self { name, plan, workload: None })
    }

    fn plan(&mut self, seed: u64) -> Result<&Plan, Failure> {
        if let Some((count, payload, planned)) = &mut self.workload {
            if *planned != seed || self.plan.total() == 0 {
                self.plan = stream(*count, *payload, seed).map_err(|error| {
                    Failure::Internal(format!("cannot plan the workload: {error}"))
                })?;
                *planned = seed;
            }
        }
        Ok(&self.plan)
    }
}

/// Shows progress on a terminal, and captures the link.
struct Watch {
    bar: ProgressBar,
    capture: Option<(PathBuf, Capture<BufWriter<File>>)>,
}

impl Watch {
    fn new(
        out: Option<&Path>,
        run: Option<&str>,
        tlps: u64,
        loss: f64,
        seed: u64,
    ) -> Result<Self, Failure> {
        let bar = if std::io::stderr().is_terminal() {
            ProgressBar::new(tlps)
        } else {
            ProgressBar::hidden()
        };
        if let Ok(style) = ProgressStyle::with_template("{msg} {wide_bar} {pos}/{len} TLPs {eta}") {
            bar.set_style(style);
        }
        bar.set_message(format!("loss {} seed {seed}", percent(loss)));
        bar.enable_steady_tick(Duration::from_millis(200));
        let capture = match out {
            None => None,
            Some(out) => {
                let name = run
                    .map_or_else(|| "link.pcapng".to_owned(), |run| format!("link-{run}.pcapng"));
                let path = out.join(name);
                let writer = CaptureWriter::create(&path).map_err(|e| Failure::output(&path, e))?;
                Some((path, Capture::new(writer)))
            }
        };
        Ok(Self { bar, capture })
    }

    fn finish(self) -> Result<(), Failure> {
        self.bar.finish_and_clear();
        match self.capture {
            None => Ok(()),
            Some((path, capture)) => match capture.finish() {
                Ok(_) => Ok(()),
                Err(error) => Err(Failure::output(path, error)),
            },
        }
    }
}

impl Observer for Watch {
    fn frame(&mut self, direction: usize, frame: &WireFrame, fate: Fate) {
        if let Some((_, capture)) = &mut self.capture {
            capture.frame(direction, frame, fate);
        }
    }

    fn progress(&mut self, delivered: u64, _cycle: u64) {
        self.bar.set_position(delivered);
    }
}

fn write_reports(
    out: &Path,
    runs: &[(RunReport, Replayed)],
    reports: &[RunReport],
) -> Result<(), Failure> {
    let xml = junit(reports).map_err(|e| Failure::output(out.join("junit.xml"), e))?;
    output::file(&out.join("junit.xml"), xml.as_bytes())?;
    output::file(&out.join("report.json"), output::json(&reports)?.as_bytes())?;
    let shown: Vec<(RunReport, &Replayed)> =
        runs.iter().map(|(report, r)| (report.clone(), r)).collect();
    let svg = plot(&shown).map_err(|e| Failure::output(out.join("replay.svg"), e))?;
    output::file(&out.join("replay.svg"), svg.as_bytes())
}
