//! A run as a picture: payload of each flow over time, queues of the switches, latency.

use plotters::coord::Shift;
use plotters::prelude::*;

use super::run::{Outcome, DEPTH_EVERY};
use crate::replay::meter::LatencyMeter;
use crate::report::PlotError;

type Area<'a> = DrawingArea<SVGBackend<'a>, Shift>;
type Drawn = Result<(), Box<dyn std::error::Error>>;
/// A curve and its name.
type Curve = (String, Vec<(f64, f64)>);

const SIZE: (u32, u32) = (1200, 1200);
/// Points of a curve over time.
const BUCKETS: u64 = 200;
/// Curves in one picture; more can't be told apart.
const CURVES: usize = 16;

/// An SVG of a run.
pub fn plot(outcome: &Outcome) -> Result<String, PlotError> {
    let mut svg = String::new();
    draw(outcome, &mut svg).map_err(|e| PlotError::new(e.to_string()))?;
    Ok(svg)
}

fn draw(outcome: &Outcome, svg: &mut String) -> Drawn {
    let root = SVGBackend::with_string(svg, SIZE).into_drawing_area();
    root.fill(&WHITE)?;
    let parts = root.split_evenly((3, 1));
    let end = outcome.report.cycles.max(1) as f64;
    lines(
        &parts[0],
        "Payload delivered over time",
        ("cycle", "bytes per cycle"),
        end,
        &throughput(outcome),
    )?;
    lines(
        &parts[1],
        "Queues of the switches over time",
        ("cycle", "bytes"),
        end,
        &depths(outcome),
    )?;
    let latency = latencies(outcome);
    let longest = latency.iter().flat_map(|c| &c.1).map(|p| p.0).fold(10.0, f64::max);
    lines(
        &parts[2],
        "Latency of TLPs, PCIe port to PCIe port",
        ("cycles of 6.4 ns", "part of all TLPs"),
        longest,
        &latency,
    )?;
    root.present()?;
    drop((parts, root));
    Ok(())
}

fn throughput(outcome: &Outcome) -> Vec<Curve> {
    let width = outcome.report.cycles / BUCKETS + 1;
    let books = outcome.pairs.iter().flat_map(|pair| {
        let mut flows: Vec<_> = pair.books.iter().filter(|(f, _)| f.is_some()).collect();
        flows.sort_by_key(|(f, _)| **f);
        flows.into_iter().map(move |(_, book)| (pair, book))
    });
    books
        .map(|(pair, book)| {
            let mut sums = vec![0u64; BUCKETS as usize + 1];
            for (cycle, bytes) in &book.deliveries {
                sums[(cycle / width).min(BUCKETS) as usize] += u64::from(*bytes);
            }
            let points =
                (0u64..).zip(sums).map(|(i, sum)| ((i * width) as f64, sum as f64 / width as f64));
            (format!("{} -> {}", pair.from, pair.to), points.collect())
        })
        .collect()
}

fn depths(outcome: &Outcome) -> Vec<Curve> {
    let mut curves = Vec::new();
    for (switch, ports) in outcome.report.switches.iter().zip(&outcome.depths) {
        for (port, depths) in switch.ports.iter().zip(ports) {
            // The deepest in each part of the time.
            let group = depths.len() / BUCKETS as usize + 1;
            let points = depths.chunks(group).enumerate().map(|(i, part)| {
                let at = (i * group) as u64 * DEPTH_EVERY;
                (at as f64, f64::from(part.iter().copied().max().unwrap_or(0)))
            });
            curves.push((format!("{} to {}", switch.name, port.to), points.collect()));
        }
    }
    curves
}

fn latencies(outcome: &Outcome) -> Vec<Curve> {
    let mut curves = Vec::new();
    for pair in &outcome.pairs {
        let meters = pair.books.values().map(|b| &b.latencies);
        let Some(all) = meters.fold(None, |sum: Option<LatencyMeter>, m| {
            Some(sum.map_or_else(|| m.clone(), |s| s.merged(m)))
        }) else {
            continue;
        };
        let points = all.distribution().into_iter().map(|(cycles, part)| (cycles as f64, part));
        curves.push((format!("{} -> {}", pair.from, pair.to), points.collect()));
    }
    curves
}

fn lines(area: &Area<'_>, title: &str, axes: (&str, &str), end: f64, curves: &[Curve]) -> Drawn {
    let top = curves.iter().flat_map(|c| &c.1).map(|p| p.1).fold(0.1, f64::max) * 1.1;
    let mut chart = ChartBuilder::on(area)
        .caption(title, ("sans-serif", 18))
        .margin(12)
        .x_label_area_size(40)
        .y_label_area_size(60)
        .build_cartesian_2d(0f64..end, 0f64..top)?;
    chart
        .configure_mesh()
        .x_desc(axes.0)
        .y_desc(axes.1)
        .x_label_formatter(&|x| format!("{x:.0}"))
        .draw()?;
    for (i, (name, points)) in curves.iter().take(CURVES).enumerate() {
        let color = Palette99::pick(i).to_rgba();
        chart
            .draw_series(LineSeries::new(points.iter().copied(), color.stroke_width(1)))?
            .label(name)
            .legend(move |(x, y)| PathElement::new([(x, y), (x + 20, y)], color));
    }
    if !curves.is_empty() {
        chart
            .configure_series_labels()
            .background_style(WHITE.mix(0.8))
            .border_style(BLACK)
            .draw()?;
    }
    Ok(())
}
