//! Runs as a table for people.

use std::fmt::Write as _;

use super::{percent, thousands, RunReport};

const HEADINGS: [&str; 13] = [
    "session",
    "backend",
    "loss",
    "seed",
    "",
    "TLPs",
    "bytes",
    "cycles",
    "goodput",
    "GBN bound",
    "latency p50/p99/max",
    "resent",
    "kcycles/s",
];

/// One line a run, columns aligned; failures follow their run.
pub fn table(runs: &[RunReport]) -> String {
    let rows: Vec<[String; 13]> = runs.iter().map(row).collect();
    let width = |column: usize| {
        let cells = rows.iter().map(|r| r[column].chars().count());
        cells.chain([HEADINGS[column].len()]).max().unwrap_or(0)
    };
    let widths: Vec<usize> = (0..HEADINGS.len()).map(width).collect();
    let line = |cells: &[&str]| {
        let mut text = String::new();
        for (column, cell) in cells.iter().enumerate() {
            let width = widths[column];
            // Names to the left, numbers to the right.
            let _ = match column {
                0 | 1 | 4 => write!(text, "{cell:<width$}  "),
                _ => write!(text, "{cell:>width$}  "),
            };
        }
        text.truncate(text.trim_end().len());
        text.push('\n');
        text
    };
    let mut text = line(&HEADINGS);
    for (run, row) in runs.iter().zip(&rows) {
        text.push_str(&line(&row.each_ref().map(String::as_str)));
        for failure in &run.failures {
            let _ = writeln!(text, "    {failure}");
        }
    }
    text
}

fn row(run: &RunReport) -> [String; 13] {
    let m = &run.measured;
    let l = m.latency_cycles;
    let tlps = if m.tlps_delivered == m.tlps_sent {
        thousands(m.tlps_sent)
    } else {
        format!("{} of {}", thousands(m.tlps_delivered), thousands(m.tlps_sent))
    };
    [
        run.session.clone(),
        run.backend.clone(),
        percent(run.loss),
        run.seed.to_string(),
        if run.passed { "pass".into() } else { "FAIL".into() },
        tlps,
        thousands(m.payload_bytes),
        thousands(m.cycles),
        m.goodput_ratio.map_or_else(|| "-".into(), |r| format!("{:.1} %", r * 100.0)),
        format!("{:.1} %", run.goodput_bound * 100.0),
        format!("{} / {} / {}", l.p50, l.p99, l.max),
        thousands(m.retransmissions),
        format!("{:.0}", run.speed.cycles_per_second / 1000.0),
    ]
}

/// A line that sums up: `15 of 15 runs passed`.
pub fn grouped(runs: &[RunReport]) -> String {
    let passed = runs.iter().filter(|r| r.passed).count();
    format!("{passed} of {} runs passed", runs.len())
}
