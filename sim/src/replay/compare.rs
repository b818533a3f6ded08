//! Speed of the backends on a whole pair of bridges: a workload is recorded once at the ports of
//! both, then played into each backend in alternating slices.

use std::cell::RefCell;
use std::ops::Range;
use std::rc::Rc;
use std::time::Instant;

use super::backends::{BackendError, BackendKind, Backends, TOPS};
use super::run::{run, ReplayConfig, Silent};
use crate::backend::Backend;
use crate::bench::{interleaved_runs, Comparison, Stimulus, Tap};
use crate::model::plan::Plan;
use crate::SimError;

/// The project's own engine against Verilator on a pair.
#[derive(Clone, Debug, serde::Serialize)]
pub struct PairComparison {
    /// What was played.
    pub workload: String,
    /// `native` or `library`.
    pub engine: &'static str,
    /// Cycles recorded, and played (from the start again if more).
    pub recorded_cycles: u64,
    pub played_cycles: u64,
    /// Cycles of the pair a second.
    pub engine_cycles_per_second: f64,
    pub verilator_cycles_per_second: f64,
    /// Median over the slices of (time of Verilator) / (time of the engine).
    pub ratio: f64,
    pub slices: usize,
}

/// Why no comparison could be made.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum CompareError {
    #[error(transparent)]
    Backend(#[from] BackendError),
    #[error("the workload itself failed: {0}")]
    Workload(String),
}

impl From<SimError> for CompareError {
    fn from(error: SimError) -> Self {
        Self::Backend(error.into())
    }
}

/// Seconds from nothing to the end of the first cycle of a native pair: elaboration, compilation
/// and the cycle itself.
pub fn seconds_to_first_cycle() -> Result<f64, CompareError> {
    let begin = Instant::now();
    let mut backends = Backends::default();
    for mut bridge in backends.pair(BackendKind::Native, None)? {
        bridge.eval()?;
        bridge.tick(1)?;
    }
    Ok(begin.elapsed().as_secs_f64())
}

/// Records a workload and compares each of the engines with Verilator on it over `cycles`.
pub fn compare(
    backends: &mut Backends,
    engines: &[BackendKind],
    name: &str,
    plan: &Plan,
    config: &ReplayConfig,
    cycles: u64,
) -> Result<Vec<PairComparison>, CompareError> {
    let stimuli = record(backends, plan, config)?;
    let mut compared = Vec::new();
    for &engine in engines {
        let mut ours = backends.pair(engine, None)?;
        let mut theirs = backends.pair(BackendKind::Verilator, None)?;
        let Comparison { left, right, ratio, slices } =
            on_pairs(&mut ours, &mut theirs, &stimuli, cycles)?;
        compared.push(PairComparison {
            workload: name.to_owned(),
            engine: engine.name(),
            recorded_cycles: stimuli[0].len() as u64,
            played_cycles: cycles,
            engine_cycles_per_second: left,
            verilator_cycles_per_second: right,
            ratio,
            slices,
        });
    }
    Ok(compared)
}

type Recorded = Rc<RefCell<Stimulus>>;

fn record(
    backends: &mut Backends,
    plan: &Plan,
    config: &ReplayConfig,
) -> Result<[Stimulus; 2], CompareError> {
    let mut tapped = |top: &str| -> Result<(Box<dyn Backend>, Recorded), CompareError> {
        let (tap, stimulus) = Tap::new(backends.native(top)?);
        Ok((Box::new(tap), stimulus))
    };
    let (host, host_inputs) = tapped(TOPS[0])?;
    let (device, device_inputs) = tapped(TOPS[1])?;
    let replayed = run(plan, [host, device], config, &mut Silent);
    match replayed.failures.first() {
        Some(failure) => Err(CompareError::Workload(failure.to_string())),
        None => Ok([host_inputs.take(), device_inputs.take()]),
    }
}

fn on_pairs(
    left: &mut [Box<dyn Backend>; 2],
    right: &mut [Box<dyn Backend>; 2],
    stimuli: &[Stimulus; 2],
    cycles: u64,
) -> Result<Comparison, SimError> {
    let mut digests = [0u64; 2];
    let kinds = [left[0].kind(), right[0].kind()];
    let play = |pair: &mut [Box<dyn Backend>; 2], digest: &mut u64, range: Range<u64>| {
        for (bridge, stimulus) in pair.iter_mut().zip(stimuli) {
            let outputs = stimulus.play(bridge.as_mut(), range.clone())?;
            *digest = digest.wrapping_mul(31) ^ outputs;
        }
        Ok(())
    };
    let [left_digest, right_digest] = &mut digests;
    let comparison = interleaved_runs(
        &mut |range| play(left, left_digest, range),
        &mut |range| play(right, right_digest, range),
        cycles,
    )?;
    if digests[0] != digests[1] {
        return Err(SimError::Mismatch {
            signal: "digest of all outputs".to_owned(),
            cycle: cycles,
            left: kinds[0],
            left_value: format!("{:016x}", digests[0]),
            right: kinds[1],
            right_value: format!("{:016x}", digests[1]),
        });
    }
    Ok(comparison)
}
