//! Flows that share a port as a picture: the rate of each, and the queue, over time.

use plotters::coord::Shift;
use plotters::prelude::*;

use super::PlotError;
use crate::model::bottleneck::Measure;

type Area<'a> = DrawingArea<SVGBackend<'a>, Shift>;

const SIZE: (u32, u32) = (1200, 700);
/// Points of the trace in one of the curve.
const MERGED: usize = 16;
/// Microseconds in a clock.
const CLOCK: f64 = 0.0064;

/// An SVG of a run. `budget`: the clocks that the flows allow a queue.
pub fn plot_rates(measure: &Measure, budget: u64) -> Result<String, PlotError> {
    let mut svg = String::new();
    draw(measure, budget, &mut svg).map_err(|e| PlotError(e.to_string()))?;
    Ok(svg)
}

fn draw(
    measure: &Measure,
    budget: u64,
    svg: &mut String,
) -> Result<(), Box<dyn std::error::Error>> {
    let root = SVGBackend::with_string(svg, SIZE).into_drawing_area();
    root.fill(&WHITE)?;
    let (upper, lower) = root.split_vertically(SIZE.1 / 2);
    let merged: Vec<_> = measure.points().chunks(MERGED).collect();
    let times: Vec<f64> = merged.iter().map(|m| m[0].clock as f64 * CLOCK).collect();

    let flows = measure.points().first().map_or(0, |p| p.rates.len());
    let rates = (0..flows).map(|flow| {
        let mean = |m: &&[_]| {
            let points: &[crate::model::bottleneck::Point] = m;
            let sum: u64 = points.iter().map(|p| p.rates[flow]).sum();
            sum as f64 / points.len() as f64 / 65_536.0
        };
        times.iter().copied().zip(merged.iter().map(mean)).collect()
    });
    curves("Rate of each flow", "of the line", 1.05, rates.collect(), &upper)?;

    let waits = |of: fn(u64, u64) -> u64| {
        let queue = merged.iter().map(|m| m.iter().map(|p| p.beats).reduce(of).unwrap_or(0));
        times.iter().copied().zip(queue.map(|beats| beats as f64 * CLOCK)).collect()
    };
    let ends = [times.first(), times.last()].into_iter().flatten();
    let allowed = ends.map(|t| (*t, budget as f64 * CLOCK)).collect();
    let queue: Vec<Vec<(f64, f64)>> = vec![waits(u64::max), waits(u64::min), allowed];
    let top = budget as f64 * CLOCK * 4.0;
    let what = "Queue: most, least, and what the target allows";
    curves(what, "microseconds", top, queue, &lower)?;
    root.present()?;
    drop((upper, lower, root));
    Ok(())
}

fn curves(
    caption: &str,
    unit: &str,
    top: f64,
    curves: Vec<Vec<(f64, f64)>>,
    area: &Area<'_>,
) -> Result<(), Box<dyn std::error::Error>> {
    let end = curves.iter().flatten().map(|p| p.0).fold(1.0, f64::max);
    let mut chart = ChartBuilder::on(area)
        .caption(caption, ("sans-serif", 18))
        .margin(12)
        .x_label_area_size(40)
        .y_label_area_size(60)
        .build_cartesian_2d(0f64..end, 0f64..top)?;
    chart
        .configure_mesh()
        .x_desc("microseconds")
        .y_desc(unit)
        .x_label_formatter(&|time| format!("{time:.0}"))
        .draw()?;
    for (i, curve) in curves.into_iter().enumerate() {
        let points = curve.into_iter().map(|(x, y)| (x, y.min(top)));
        chart.draw_series(LineSeries::new(points, Palette99::pick(i).stroke_width(1)))?;
    }
    Ok(())
}
