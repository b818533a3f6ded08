//! `expether sim`: whole fabrics, described by text files.

use std::fs::File;
use std::io::{BufWriter, IsTerminal};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use expether_sim::model::link::Fate;
use expether_sim::model::xgmii::WireFrame;
use expether_sim::replay::{BackendKind, Backends, Observer as _, Waves, TOPS};
use expether_sim::report::Capture;
use expether_sim::scenario::{
    from_library, junit, load, plot, run as simulate, table, NodeInfo, Observer, Outcome, Report,
    Role, Silent, Topology, LIBRARY,
};
use expether_sim::Backend;
use expether_wire::capture::CaptureWriter;
use indicatif::{ProgressBar, ProgressStyle};

use crate::args::Seeds;
use crate::failure::{Failure, EXIT_FAILED};
use crate::output;
use crate::replay::Kind;

/// Arguments of `expether sim`.
#[derive(clap::Args, Debug)]
pub struct Args {
    /// Scenarios: names of those that come with the program, files (.toml), or `all`
    #[arg(value_name = "SCENARIO", required_unless_present = "list")]
    pub scenarios: Vec<String>,
    /// List the scenarios that come with the program
    #[arg(long)]
    pub list: bool,
    /// What runs every bridge, whatever the scenario says; else native
    #[arg(long)]
    pub backend: Option<Kind>,
    /// Seed of everything random, instead of the scenario's: 7, a list 1,5 or a range 1..5
    #[arg(long, value_name = "N")]
    pub seed: Option<Seeds>,
    /// Print a line for each flow, link and port too
    #[arg(long)]
    pub details: bool,
    /// Folder for captures, plots and reports
    #[arg(long, value_name = "DIR")]
    pub out: Option<PathBuf>,
    /// Print JSON: an object, or an array if there is more than one run
    #[arg(long)]
    pub json: bool,
}

/// Runs, reports, and judges: exit code 1 if any run failed.
pub fn run(args: &Args) -> Result<ExitCode, Failure> {
    if args.list {
        return list(args).map(|()| ExitCode::SUCCESS);
    }
    let mut topologies = Vec::new();
    for name in &args.scenarios {
        topologies.extend(find(name)?);
    }
    let mut backends = Backends::default();
    // Before anything runs: a missing tool is known at once.
    for topology in &topologies {
        drop(bridges(args, topology, &mut backends, None)?);
    }
    if let Some(out) = &args.out {
        output::folder(out)?;
    }
    let mut outcomes = Vec::new();
    for topology in &topologies {
        let seeds = args.seed.as_ref().map_or(vec![topology.scenario.seed], |s| s.0.clone());
        for seed in seeds {
            outcomes.push(one(args, topology, seed, &mut backends)?);
        }
    }
    let runs: Vec<(&Report, f64)> = outcomes.iter().map(|o| (&o.report, o.seconds)).collect();
    let reports: Vec<&Report> = outcomes.iter().map(|o| &o.report).collect();
    if let Some(out) = &args.out {
        let xml = junit(&runs).map_err(|e| Failure::output(out.join("junit.xml"), e))?;
        output::file(&out.join("junit.xml"), xml.as_bytes())?;
        output::file(&out.join("report.json"), output::json(&reports)?.as_bytes())?;
    }
    if args.json {
        output::print(&match &reports[..] {
            [one] => output::json(one)?,
            many => output::json(&many)?,
        })?;
    } else {
        output::print(&table(&runs, args.details))?;
    }
    let passed = outcomes.iter().filter(|o| o.passed()).count();
    if outcomes.len() > 1 {
        eprintln!("{passed} of {} runs passed", outcomes.len());
    }
    let all = passed == outcomes.len();
    Ok(if all { ExitCode::SUCCESS } else { ExitCode::from(EXIT_FAILED) })
}

#[derive(serde::Serialize)]
struct Listed<'a> {
    name: &'a str,
    about: String,
    nodes: usize,
}

fn list(args: &Args) -> Result<(), Failure> {
    let mut listed = Vec::new();
    for (name, _) in LIBRARY {
        for topology in find(name)? {
            let (about, nodes) = (topology.scenario.about, topology.nodes.len());
            listed.push(Listed { name, about, nodes });
        }
    }
    if args.json {
        return output::print(&output::json(&listed)?);
    }
    let lines = listed.iter().map(|l| format!("{:<20} {} nodes  {}\n", l.name, l.nodes, l.about));
    output::print(&lines.collect::<String>())
}

/// The scenarios that are meant.
fn find(name: &str) -> Result<Vec<Topology>, Failure> {
    if name == "all" {
        let all = LIBRARY.iter().map(|(name, _)| find(name));
        return Ok(all.collect::<Result<Vec<_>, _>>()?.concat());
    }
    let read = match from_library(name) {
        Some(read) => read,
        None if name.contains(['.', '/']) => load(Path::new(name)),
        None => {
            let nearest = expether_gen::nearest(name, LIBRARY.iter().map(|(name, _)| *name));
            let suggestion = expether_gen::error::suggestion(&nearest);
            return Err(Failure::ScenarioFile(format!(
                "there is no scenario `{name}`{suggestion}"
            )));
        }
    };
    read.map(|topology| vec![topology]).map_err(|error| Failure::of_scenario(&error))
}

fn kind(args: &Args, node: &NodeInfo) -> BackendKind {
    args.backend.map(Into::into).or(node.backend).unwrap_or(BackendKind::Native)
}

/// A bridge for each node; with something to show their last cycles by, if asked.
fn bridges(
    args: &Args,
    topology: &Topology,
    backends: &mut Backends,
    mut waves: Option<&mut Waves>,
) -> Result<Vec<Box<dyn Backend>>, Failure> {
    let mut bridges = Vec::new();
    for node in &topology.nodes {
        let (kind, top) = (kind(args, node), TOPS[usize::from(node.role == Role::Device)]);
        bridges.push(match &mut waves {
            None => backends.make(kind, top)?,
            Some(waves) => backends.make_with_waves(kind, top, &node.name, waves)?,
        });
    }
    Ok(bridges)
}

fn one(
    args: &Args,
    topology: &Topology,
    seed: u64,
    backends: &mut Backends,
) -> Result<Outcome, Failure> {
    let folder =
        args.out.as_ref().map(|out| out.join(format!("{}-seed-{seed}", topology.scenario.name)));
    if let Some(folder) = &folder {
        output::folder(folder)?;
    }
    let mut watch = Watch::new(folder.as_deref(), topology, seed)?;
    let outcome = simulate(topology, bridges(args, topology, backends, None)?, seed, &mut watch);
    watch.finish()?;
    if let Some(folder) = &folder {
        let svg = plot(&outcome).map_err(|e| Failure::output(folder.join("plot.svg"), e))?;
        output::file(&folder.join("plot.svg"), svg.as_bytes())?;
        if !outcome.passed() {
            // Once more, now recording: the same seed makes the same run, and its end is the
            // moment of the failure.
            let mut waves = Waves::default();
            let recorded = bridges(args, topology, backends, Some(&mut waves))?;
            let _ = simulate(topology, recorded, seed, &mut Silent);
            for path in waves.write(folder)? {
                eprintln!("waveform of the last cycles: {}", path.display());
            }
        }
    }
    Ok(outcome)
}

/// Shows progress on a terminal, and captures the links.
struct Watch {
    bar: ProgressBar,
    captures: Vec<(PathBuf, Capture<BufWriter<File>>)>,
}

impl Watch {
    fn new(folder: Option<&Path>, topology: &Topology, seed: u64) -> Result<Self, Failure> {
        let bar = if std::io::stderr().is_terminal() {
            ProgressBar::no_length()
        } else {
            ProgressBar::hidden()
        };
        if let Ok(style) = ProgressStyle::with_template("{msg} {wide_bar} {pos}/{len} TLPs") {
            bar.set_style(style);
        }
        bar.set_message(format!("{} seed {seed}", topology.scenario.name));
        bar.enable_steady_tick(Duration::from_millis(200));
        let mut captures = Vec::new();
        for link in folder.iter().flat_map(|_| &topology.links) {
            let path = folder
                .map(|f| f.join(format!("{}-{}.pcapng", link.names[0], link.names[1])))
                .unwrap_or_default();
            let writer = CaptureWriter::create(&path).map_err(|e| Failure::output(&path, e))?;
            captures.push((path, Capture::new(writer)));
        }
        Ok(Self { bar, captures })
    }

    fn finish(self) -> Result<(), Failure> {
        self.bar.finish_and_clear();
        for (path, capture) in self.captures {
            capture.finish().map_err(|error| Failure::output(path, error))?;
        }
        Ok(())
    }
}

impl Observer for Watch {
    fn frame(&mut self, link: usize, direction: usize, frame: &WireFrame, fate: Fate) {
        if let Some((_, capture)) = self.captures.get_mut(link) {
            capture.frame(direction, frame, fate);
        }
    }

    fn progress(&mut self, delivered: u64, total: Option<u64>, _cycle: u64) {
        if let Some(total) = total {
            self.bar.set_length(total.max(delivered));
        }
        self.bar.set_position(delivered);
    }
}
