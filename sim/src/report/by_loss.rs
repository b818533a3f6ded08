//! A session across a network that loses frames: what a loss costs, over several seeds.

use std::fmt::Write as _;

use super::{percent, thousands, RunReport};
use crate::replay::meter::LatencyMeter;
use crate::replay::Replayed;

/// A row for each loss, in the order in which they were run; cycles beside those of the first.
pub fn by_loss(runs: &[(RunReport, Replayed)]) -> String {
    let mut text = String::from(
        "| loss | seeds | cycles, mean | least | most | over the first row | latency: median | 99 % | 99.9 % | TLPs resent, mean |\n\
         |---:|---:|---:|---:|---:|---:|---:|---:|---:|---:|\n",
    );
    let mut losses: Vec<f64> = vec![];
    for (report, _) in runs {
        if !losses.contains(&report.loss) {
            losses.push(report.loss);
        }
    }
    let mut first = None;
    for loss in losses {
        let of_loss = || runs.iter().filter(|(report, _)| report.loss == loss);
        let count = of_loss().count().max(1) as u64;
        let cycles = || of_loss().map(|(report, _)| report.measured.cycles);
        let mean = cycles().sum::<u64>() / count;
        let resent =
            of_loss().map(|(report, _)| report.measured.retransmissions).sum::<u64>() / count;
        let meter = of_loss()
            .flat_map(|(_, replayed)| &replayed.latencies)
            .fold(LatencyMeter::new(), |sum, meter| sum.merged(meter));
        let latency = meter.summary();
        let beside = 100.0 * (mean as f64 / *first.get_or_insert(mean) as f64 - 1.0);
        let _ = writeln!(
            text,
            "| {} | {count} | {} | {} | {} | {beside:.1} % | {} | {} | {} | {} |",
            percent(loss),
            thousands(mean),
            thousands(cycles().min().unwrap_or(0)),
            thousands(cycles().max().unwrap_or(0)),
            latency.p50,
            thousands(latency.p99),
            thousands(latency.p999),
            thousands(resent),
        );
    }
    text
}
