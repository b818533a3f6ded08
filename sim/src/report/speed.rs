//! Speed of the simulator: a workload is recorded once at the ports of all its bridges, then played
//! into the engine and into Verilator in alternating slices.
//!
//! What comes out is seconds, and so another figure on every machine and in every run. Only the
//! ratios mean something elsewhere, and no test compares them.

use std::fmt::Write as _;
use std::path::Path;
use std::rc::Rc;
use std::time::Instant;

use crate::backend::Backend;
use crate::bench::{interleaved, Comparison, Player, Stimulus, Tap};
use crate::model::plan::Plan;
use crate::replay::{self, BackendError, BackendKind, Backends, ReplayConfig, TOPS};
use crate::scenario::{self, Role};
use crate::SimError;

/// Fabrics to measure with: name, text, and how many of the bridges are run: the first so many,
/// which are pairs. Four pairs show what the speed does as there are more bridges.
const FABRICS: [(&str, &str, &[usize]); 2] = [
    ("4:4, four pairs", include_str!("../../../testbench/bench/four-pairs.toml"), &[2, 4, 8]),
    ("4:4, each with each", include_str!("../../../testbench/bench/each-with-each.toml"), &[8]),
];

/// Why no comparison could be made.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum SpeedError {
    #[error(transparent)]
    Backend(#[from] BackendError),
    #[error("the workload itself failed: {0}")]
    Workload(String),
}

impl From<SimError> for SpeedError {
    fn from(error: SimError) -> Self {
        Self::Backend(error.into())
    }
}

/// What was put on the ports of some bridges.
pub struct Recording {
    name: String,
    /// How many of the bridges are to be run.
    pub sizes: Vec<usize>,
    /// Top and inputs of each.
    bridges: Vec<(&'static str, Rc<Stimulus>)>,
}

impl Recording {
    /// Of a pair.
    pub fn of_pair(
        backends: &mut Backends,
        name: &str,
        plan: &Plan,
        config: &ReplayConfig,
    ) -> Result<Self, SpeedError> {
        let (taps, recorded) = taps(backends, &TOPS)?;
        let Ok(pair) = <[_; 2]>::try_from(taps) else { unreachable!("there are two tops") };
        let replayed = replay::run(plan, pair, config, &mut replay::Silent);
        let failure = replayed.failures.first().map(ToString::to_string);
        Self::finish(name, &[TOPS.len()], failure, &TOPS, recorded)
    }

    /// Of all bridges of each fabric.
    pub fn of_fabrics(backends: &mut Backends) -> Result<Vec<Self>, SpeedError> {
        let of = |(name, text, sizes): (&str, &str, &[usize])| {
            let topology = scenario::parse(text, name, name, Path::new(""))
                .map_err(|error| SpeedError::Workload(error.to_string()))?;
            let top = |role: Role| TOPS[usize::from(role == Role::Device)];
            let tops: Vec<_> = topology.nodes.iter().map(|node| top(node.role)).collect();
            let (taps, recorded) = taps(backends, &tops)?;
            let outcome = scenario::run(&topology, taps, 1, &mut scenario::Silent);
            let failure = outcome.failures.first().map(ToString::to_string);
            Self::finish(name, sizes, failure, &tops, recorded)
        };
        FABRICS.into_iter().map(of).collect()
    }

    fn finish(
        name: &str,
        sizes: &[usize],
        failure: Option<String>,
        tops: &[&'static str],
        recorded: Vec<Recorded>,
    ) -> Result<Self, SpeedError> {
        if let Some(failure) = failure {
            return Err(SpeedError::Workload(format!("{name}: {failure}")));
        }
        let stimuli = recorded.into_iter().map(|stimulus| Rc::new(stimulus.take()));
        let bridges = tops.iter().copied().zip(stimuli).collect();
        Ok(Self { name: name.to_owned(), sizes: sizes.to_vec(), bridges })
    }

    fn players(
        &self,
        backends: &mut Backends,
        kind: BackendKind,
        bridges: usize,
    ) -> Result<Vec<Player>, BackendError> {
        let played = self.bridges.iter().take(bridges);
        played
            .map(|(top, stimulus)| Ok(Player::new(backends.make(kind, top)?, Rc::clone(stimulus))))
            .collect()
    }

    /// Runs the first so many of the bridges in the engine and in Verilator.
    pub fn compare(
        &self,
        backends: &mut Backends,
        engine: BackendKind,
        bridges: usize,
        cycles: u64,
    ) -> Result<Speed, SpeedError> {
        let mut ours = self.players(backends, engine, bridges)?;
        let mut theirs = self.players(backends, BackendKind::Verilator, bridges)?;
        let Comparison { left, right, ratio, slices } =
            interleaved(&mut ours, &mut theirs, cycles)?;
        Ok(Speed {
            workload: self.name.clone(),
            bridges: ours.len(),
            engine: engine.name(),
            recorded_cycles: self.bridges.first().map_or(0, |(_, s)| s.len() as u64),
            played_cycles: cycles,
            engine_cycles_per_second: left,
            verilator_cycles_per_second: right,
            ratio,
            slices,
        })
    }
}

type Recorded = Rc<std::cell::RefCell<Stimulus>>;
type Taps = (Vec<Box<dyn Backend>>, Vec<Recorded>);

/// Bridges that record what is done to them.
fn taps(backends: &mut Backends, tops: &[&str]) -> Result<Taps, BackendError> {
    let mut taps: Taps = Default::default();
    for top in tops {
        let (tap, recorded) = Tap::new(backends.native(top)?);
        taps.0.push(Box::new(tap));
        taps.1.push(recorded);
    }
    Ok(taps)
}

/// The project's own engine against Verilator.
#[derive(Clone, Debug, serde::Serialize)]
pub struct Speed {
    /// What was played.
    pub workload: String,
    /// Bridges that were stepped in each cycle.
    pub bridges: usize,
    /// `native` or `library`.
    pub engine: &'static str,
    /// Cycles recorded, and played (from the start again if more).
    pub recorded_cycles: u64,
    pub played_cycles: u64,
    /// Cycles of all the bridges a second.
    pub engine_cycles_per_second: f64,
    pub verilator_cycles_per_second: f64,
    /// Median over the slices of (time of Verilator) / (time of the engine).
    pub ratio: f64,
    pub slices: usize,
}

/// All that is measured.
#[derive(Clone, Debug, Default, serde::Serialize)]
pub struct Speeds {
    pub rows: Vec<Speed>,
    /// From nothing to the end of the first cycle of a native pair.
    pub seconds_to_first_cycle: f64,
    /// The simulator itself was compiled with all optimization.
    pub optimized: bool,
    /// What it ran on.
    pub machine: String,
}

/// Seconds from nothing to the end of the first cycle of a native pair: elaboration, compilation
/// and the cycle itself.
pub fn seconds_to_first_cycle() -> Result<f64, SpeedError> {
    let begin = Instant::now();
    let mut backends = Backends::default();
    for mut bridge in backends.pair(BackendKind::Native, None)? {
        bridge.eval()?;
        bridge.tick(1)?;
    }
    Ok(begin.elapsed().as_secs_f64())
}

/// The processor, as far as the system tells.
pub fn machine() -> String {
    let told = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let model = told.lines().find_map(|line| line.strip_prefix("model name")?.split_once(": "));
    model.map_or(std::env::consts::ARCH, |(_, model)| model.trim()).to_owned()
}

impl Speeds {
    /// The table of `docs/performance.md`, and what it was measured with.
    pub fn markdown(&self) -> String {
        let mut text = String::from(
            "| workload | bridges | engine | engine, kcycles/s | Verilator, kcycles/s | ratio |\n\
             |---|---:|---|---:|---:|---:|\n",
        );
        for row in &self.rows {
            let _ = writeln!(
                text,
                "| {} | {} | `{}` | {:.0} | {:.0} | {:.2} |",
                row.workload,
                row.bridges,
                row.engine,
                row.engine_cycles_per_second / 1e3,
                row.verilator_cycles_per_second / 1e3,
                row.ratio,
            );
        }
        let build = if self.optimized { "optimized build" } else { "development build" };
        let played = self.rows.first().map_or(0, |row| row.played_cycles);
        let _ = writeln!(
            text,
            "\nMeasured with: {build}; {}; {} cycles of each row, one core. First cycle of a \
             `native` pair after {:.1} s.",
            self.machine, played, self.seconds_to_first_cycle,
        );
        text
    }
}

#[cfg(test)]
#[allow(non_snake_case)]
mod tests {
    use super::*;

    #[test]
    fn markdown__has_a_row_for_each_comparison__and_says_what_was_measured_with() {
        let row = |bridges, engine| Speed {
            workload: "4:4".to_owned(),
            bridges,
            engine,
            recorded_cycles: 10,
            played_cycles: 20_000,
            engine_cycles_per_second: 123_456.4,
            verilator_cycles_per_second: 61_728.2,
            ratio: 1.999,
            slices: 3,
        };
        let rows = vec![row(2, "native"), row(8, "library")];
        let mut speeds = Speeds { rows, machine: "a machine".to_owned(), ..Speeds::default() };
        let text = speeds.markdown();
        assert!(text.contains("\n| 4:4 | 2 | `native` | 123 | 62 | 2.00 |\n"), "{text}");
        assert!(text.contains("\n| 4:4 | 8 | `library` | 123 | 62 | 2.00 |\n"), "{text}");
        assert!(text.contains("\n\nMeasured with: development build; a machine; 20000 cycles"));
        speeds.optimized = true;
        assert!(speeds.markdown().contains("optimized build"));
    }

    #[test]
    fn fabrics__are_pairs_one_after_the_other__with_the_peers_that_they_say() {
        for ((name, text, sizes), peers) in FABRICS.into_iter().zip([1, 4]) {
            let topology = scenario::parse(text, name, name, Path::new("")).unwrap();
            assert_eq!(topology.nodes.len(), *sizes.last().unwrap());
            for (i, node) in topology.nodes.iter().enumerate() {
                assert_eq!(node.role == Role::Device, i % 2 == 1);
                assert_eq!(node.peers.len(), peers);
                assert!(node.peers.contains(&(i ^ 1)));
            }
        }
    }
}
