//! Runs as a picture: latency distribution, payload over time, goodput against loss.

use plotters::coord::Shift;
use plotters::prelude::*;

use super::{percent, RunReport};
use crate::replay::Replayed;

/// Why no picture could be made.
#[derive(Debug, thiserror::Error)]
#[error("cannot draw the plot: {0}")]
pub struct PlotError(pub(super) String);

impl PlotError {
    pub(crate) fn new(reason: String) -> Self {
        Self(reason)
    }
}

type Area<'a> = DrawingArea<SVGBackend<'a>, Shift>;

const SIZE: (u32, u32) = (1200, 900);
/// Points of the curve over time.
const BUCKETS: usize = 200;
/// Curves in one picture; more can't be told apart.
const CURVES: usize = 12;

/// An SVG of the runs, which are given with what they measured.
pub fn plot(runs: &[(RunReport, &Replayed)]) -> Result<String, PlotError> {
    let mut svg = String::new();
    draw(runs, &mut svg).map_err(|e| PlotError(e.to_string()))?;
    Ok(svg)
}

fn draw(
    runs: &[(RunReport, &Replayed)],
    svg: &mut String,
) -> Result<(), Box<dyn std::error::Error>> {
    let root = SVGBackend::with_string(svg, SIZE).into_drawing_area();
    root.fill(&WHITE)?;
    let (upper, lower) = root.split_vertically(SIZE.1 / 2);
    let (left, right) = lower.split_horizontally(SIZE.0 / 2);
    let shown = &runs[..runs.len().min(CURVES)];
    latency(shown, &upper)?;
    over_time(shown, &left)?;
    against_loss(runs, &right)?;
    root.present()?;
    drop((upper, left, right, lower, root));
    Ok(())
}

fn latency(
    runs: &[(RunReport, &Replayed)],
    area: &Area<'_>,
) -> Result<(), Box<dyn std::error::Error>> {
    let longest =
        runs.iter().map(|(r, _)| r.measured.latency_cycles.max).max().unwrap_or(1).max(10);
    let mut chart = ChartBuilder::on(area)
        .caption("Latency of TLPs through both bridges", ("sans-serif", 20))
        .margin(12)
        .x_label_area_size(40)
        .y_label_area_size(60)
        .build_cartesian_2d((5f64..longest as f64 * 1.1).log_scale(), 0f64..1f64)?;
    chart
        .configure_mesh()
        .x_desc("cycles of 6.4 ns, first beat in to first beat out")
        .y_desc("part of all TLPs")
        .x_label_formatter(&|cycles| format!("{cycles:.0}"))
        .draw()?;
    for (i, (report, replayed)) in runs.iter().enumerate() {
        let points = replayed.latencies[0].merged(&replayed.latencies[1]).distribution();
        let curve = points.into_iter().map(|(cycles, part)| (cycles.max(5) as f64, part));
        let color = Palette99::pick(i).to_rgba();
        chart
            .draw_series(LineSeries::new(curve, color.stroke_width(2)))?
            .label(report.name())
            .legend(move |(x, y)| PathElement::new([(x, y), (x + 20, y)], color));
    }
    chart
        .configure_series_labels()
        .position(SeriesLabelPosition::LowerRight)
        .background_style(WHITE.mix(0.8))
        .border_style(BLACK)
        .draw()?;
    Ok(())
}

fn over_time(
    runs: &[(RunReport, &Replayed)],
    area: &Area<'_>,
) -> Result<(), Box<dyn std::error::Error>> {
    let end = |r: &Replayed| r.deliveries.iter().flatten().map(|d| d.0).max().unwrap_or(0);
    let last = runs.iter().map(|(_, r)| end(r)).max().unwrap_or(0).max(1);
    let width = (last as usize / BUCKETS + 1) as u64;
    let curves: Vec<Vec<(f64, f64)>> = runs
        .iter()
        .map(|(_, replayed)| {
            let mut sums = vec![0u64; BUCKETS + 1];
            for (cycle, bytes) in replayed.deliveries.iter().flatten() {
                sums[((cycle / width) as usize).min(BUCKETS)] += u64::from(*bytes);
            }
            let buckets = (end(replayed) / width) as usize + 1;
            let rate = |sum: u64| sum as f64 / width as f64;
            sums.iter()
                .take(buckets)
                .enumerate()
                .map(|(i, &s)| ((i as u64 * width) as f64, rate(s)))
                .collect()
        })
        .collect();
    let top = curves.iter().flatten().map(|p| p.1).fold(0.1, f64::max) * 1.1;
    let mut chart = ChartBuilder::on(area)
        .caption("Payload delivered over time", ("sans-serif", 18))
        .margin(12)
        .x_label_area_size(40)
        .y_label_area_size(60)
        .build_cartesian_2d(0f64..last as f64, 0f64..top)?;
    chart
        .configure_mesh()
        .x_desc("cycle")
        .y_desc("bytes per cycle, both directions")
        .x_labels(6)
        .x_label_formatter(&|cycle| format!("{cycle:.0}"))
        .draw()?;
    for (i, curve) in curves.into_iter().enumerate() {
        chart.draw_series(LineSeries::new(curve, Palette99::pick(i).stroke_width(1)))?;
    }
    Ok(())
}

fn against_loss(
    runs: &[(RunReport, &Replayed)],
    area: &Area<'_>,
) -> Result<(), Box<dyn std::error::Error>> {
    // Losses are spread evenly, in order: 0 has no place on a logarithmic axis.
    let mut losses: Vec<f64> = runs.iter().map(|(r, _)| r.loss).collect();
    losses.sort_by(f64::total_cmp);
    losses.dedup();
    let place = |loss: f64| losses.iter().position(|&l| l == loss).unwrap_or(0) as f64;
    let mut chart = ChartBuilder::on(area)
        .caption("Goodput against loss (line: bound of Go-Back-N)", ("sans-serif", 18))
        .margin(12)
        .x_label_area_size(40)
        .y_label_area_size(60)
        .build_cartesian_2d(-0.5f64..losses.len() as f64 - 0.5, 0f64..1.05)?;
    let label = |x: &f64| {
        let index = x.round();
        if (x - index).abs() > 0.01 || index < 0.0 {
            return String::new();
        }
        losses.get(index as usize).map_or_else(String::new, |&l| percent(l))
    };
    chart
        .configure_mesh()
        .x_desc("frames lost")
        .y_desc("of the frame arithmetic, while TLPs were queued")
        .x_labels(losses.len() * 2 + 1)
        .x_label_formatter(&label)
        .draw()?;
    let mut bound: Vec<(f64, f64)> =
        runs.iter().map(|(r, _)| (place(r.loss), r.goodput_bound)).collect();
    bound.sort_by(|a, b| a.0.total_cmp(&b.0));
    chart.draw_series(LineSeries::new(bound, BLACK.mix(0.5)))?;
    for (i, (report, _)) in runs.iter().enumerate() {
        if let Some(ratio) = report.measured.goodput_ratio {
            let point = (place(report.loss), ratio);
            chart.draw_series([Circle::new(point, 4, Palette99::pick(i).filled())])?;
        }
    }
    Ok(())
}
