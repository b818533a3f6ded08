//! What a replay leaves behind: JSON, a table for people, a JUnit file, plots, a capture.

mod by_loss;
mod capture;
mod junit;
pub mod performance;
mod plot;
mod rates;
pub mod speed;
mod table;

pub use by_loss::by_loss;
pub use capture::Capture;
pub use junit::junit;
pub(crate) use junit::{junit_file, JunitCase};
pub use plot::{plot, PlotError};
pub use rates::plot_rates;
pub use table::{grouped, table};

use expether_wire::bridge::go_back_n_efficiency;
use expether_wire::registers as map;

use crate::model::plan::SplitLimits;
use crate::replay::{Measured, ReplayConfig, Replayed};

/// Everything about one run. All but `speed` is the same for the same session, seed and design.
#[derive(Clone, Debug, serde::Serialize)]
pub struct RunReport {
    /// File of the session, or name of the workload.
    pub session: String,
    pub passed: bool,
    /// `native`, `verilator`, `lockstep` or `software`.
    pub backend: String,
    pub seed: u64,
    /// Probability that a frame is lost.
    pub loss: f64,
    pub corruption: f64,
    pub duplication: f64,
    pub reordering: f64,
    /// Delay of the link in cycles.
    pub delay: u32,
    pub limits: SplitLimits,
    #[serde(flatten)]
    pub measured: Measured,
    /// What Go-Back-N keeps of a saturated line at this loss: (1 - p) / (1 - p + p W), both ways
    /// alike.
    pub goodput_bound: f64,
    /// What went wrong, one sentence each.
    pub failures: Vec<String>,
    /// Times on this machine, the only values that differ from run to run.
    pub speed: Speed,
}

/// How fast the simulation was.
#[derive(Clone, Copy, Debug, Default, serde::Serialize)]
pub struct Speed {
    /// Cycles of the whole pair.
    pub cycles_per_second: f64,
    pub seconds: f64,
}

impl RunReport {
    /// The report of a run.
    pub fn new(
        session: &str,
        backend: &str,
        limits: SplitLimits,
        config: &ReplayConfig,
        replayed: &Replayed,
    ) -> Self {
        let link = config.link;
        let window = config.registers.iter().rev().find(|(name, _)| name == "WINDOW");
        let window = window.map_or(map::WINDOW.reset(), |(_, value)| u64::from(*value));
        let window = map::WINDOW_FRAMES.get(window).max(1) as usize;
        // A corrupted frame is as good as lost.
        let p = 1.0 - (1.0 - link.loss) * (1.0 - link.corruption);
        Self {
            session: session.to_owned(),
            passed: replayed.passed(),
            backend: backend.to_owned(),
            seed: link.seed,
            loss: link.loss,
            corruption: link.corruption,
            duplication: link.duplication,
            reordering: link.reordering,
            delay: link.delay,
            limits,
            measured: replayed.measured.clone(),
            goodput_bound: go_back_n_efficiency(window, p),
            failures: replayed.failures.iter().map(ToString::to_string).collect(),
            speed: Speed {
                cycles_per_second: replayed.cycles_per_second(),
                seconds: replayed.seconds,
            },
        }
    }

    /// A short name that tells it from other runs: `nvme 0.1 % seed 3`.
    pub fn name(&self) -> String {
        format!("{} {} seed {}", self.session, percent(self.loss), self.seed)
    }
}

/// A probability as a percentage without needless digits.
pub fn percent(probability: f64) -> String {
    let text = format!("{:.4}", probability * 100.0);
    format!("{} %", text.trim_end_matches('0').trim_end_matches('.'))
}

/// A number with thin separation of thousands.
fn thousands(n: u64) -> String {
    let digits = n.to_string();
    let mut text = String::new();
    for (i, digit) in digits.chars().enumerate() {
        if i > 0 && (digits.len() - i) % 3 == 0 {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests;
