//! Flows that share a port as a picture: what each gets, and the queue, over time.

use plotters::coord::Shift;
use plotters::prelude::*;

use super::PlotError;
use crate::model::bottleneck::{Measure, Point};

type Area<'a> = DrawingArea<SVGBackend<'a>, Shift>;
type Failed = Box<dyn std::error::Error>;
type Curve = Vec<(f64, f64)>;

const SIZE: (u32, u32) = (1000, 640);
/// Points of the trace in one of a curve: a tenth of a millisecond.
const MERGED: usize = 16;
/// Microseconds in a clock.
const CLOCK: f64 = 0.0064;
/// Colours that differ for everybody (Okabe and Ito).
const COLOURS: [RGBColor; 6] = [
    RGBColor(0, 114, 178),
    RGBColor(230, 159, 0),
    RGBColor(0, 158, 115),
    RGBColor(204, 121, 167),
    RGBColor(86, 180, 233),
    RGBColor(213, 94, 0),
];
const GREY: RGBColor = RGBColor(90, 90, 90);
const FAINT: RGBColor = RGBColor(232, 232, 232);

/// An SVG of a run. `budget`: the clocks that the flows allow a queue.
pub fn plot_rates(measure: &Measure, budget: u64) -> Result<String, PlotError> {
    let mut svg = String::new();
    draw(measure, budget, &mut svg).map_err(|e| PlotError(e.to_string()))?;
    Ok(svg)
}

/// Of some points of the trace, one value.
fn curve(merged: &[&[Point]], value: impl Fn(&[Point]) -> f64) -> Curve {
    merged.iter().map(|m| (m[0].clock as f64 * CLOCK / 1e3, value(m))).collect()
}

fn mean(points: &[Point], of: impl Fn(&Point) -> u64) -> f64 {
    points.iter().map(of).sum::<u64>() as f64 / points.len() as f64
}

fn draw(measure: &Measure, budget: u64, svg: &mut String) -> Result<(), Failed> {
    let root = SVGBackend::with_string(svg, SIZE).into_drawing_area();
    root.fill(&WHITE)?;
    let (upper, lower) = root.split_vertically(SIZE.1 / 2);
    let merged: Vec<&[Point]> = measure.points().chunks(MERGED).collect();
    let end = curve(&merged, |_| 0.0).last().map_or(1.0, |p| p.0);

    let flows = measure.points().first().map_or(0, |p| p.rates.len());
    let time = |clock: u64| clock as f64 * CLOCK / 1e3;
    let share = |f| measure.share(f).into_iter().map(|(c, part)| (time(c), 100.0 * part)).collect();
    draw_shares((0..flows).map(share).collect(), end, &upper)?;

    let beats = |points: &[Point], of: fn(u64, u64) -> u64| {
        points.iter().map(|p| p.beats).reduce(of).unwrap_or(0) as f64 * CLOCK
    };
    let range = [curve(&merged, |m| beats(m, u64::min)), curve(&merged, |m| beats(m, u64::max))];
    let usual = curve(&merged, |m| mean(m, |p| p.beats) * CLOCK);
    draw_queue(range, usual, budget as f64 * CLOCK, end, &lower)?;
    root.present()?;
    drop((upper, lower, root));
    Ok(())
}

/// A chart with its axes; what is drawn into it has a legend.
macro_rules! chart {
    ($area:expr, $caption:expr, $unit:expr, $end:expr, $top:expr) => {{
        let mut chart = ChartBuilder::on($area)
            .caption($caption, ("sans-serif", 20).into_font().style(FontStyle::Bold))
            .margin(10)
            .margin_right(24)
            .x_label_area_size(38)
            .y_label_area_size(58)
            .build_cartesian_2d(0f64..$end, 0f64..$top)?;
        chart
            .configure_mesh()
            .disable_x_mesh()
            .light_line_style(TRANSPARENT)
            .bold_line_style(FAINT)
            .axis_style(GREY)
            .label_style(("sans-serif", 15).into_font().color(&GREY))
            .axis_desc_style(("sans-serif", 16))
            .x_desc("time, ms")
            .y_desc($unit)
            .y_labels(6)
            .x_label_formatter(&|time| format!("{time:.0}"))
            .y_label_formatter(&|value| format!("{value:.0}"))
            .draw()?;
        chart
    }};
}

macro_rules! legend {
    ($chart:expr, $position:expr) => {
        $chart
            .configure_series_labels()
            .position($position)
            .margin(6)
            .background_style(WHITE.mix(0.85))
            .border_style(FAINT)
            .label_font(("sans-serif", 15))
            .draw()?
    };
}

/// A line's sample in the legend.
fn sample((x, y): (i32, i32), style: ShapeStyle) -> PathElement<(i32, i32)> {
    PathElement::new(vec![(x, y), (x + 18, y)], style)
}

fn draw_shares(shares: Vec<Curve>, end: f64, area: &Area<'_>) -> Result<(), Failed> {
    let mut chart = chart!(area, "What each flow gets", "% of the line", end, 105.0);
    for (i, share) in shares.into_iter().enumerate() {
        let style = COLOURS[i % COLOURS.len()].stroke_width(2);
        chart
            .draw_series(LineSeries::new(share, style))?
            .label(format!("flow {}", i + 1))
            .legend(move |at| sample(at, style));
    }
    legend!(chart, SeriesLabelPosition::UpperMiddle);
    Ok(())
}

/// `range`: the least and the most.
fn draw_queue(
    range: [Curve; 2],
    usual: Curve,
    allowed: f64,
    end: f64,
    area: &Area<'_>,
) -> Result<(), Failed> {
    let top = allowed * 4.0;
    let within = |curve: Curve| curve.into_iter().map(move |(x, y)| (x, y.min(top)));
    let caption = "The queue at the port, as the time that a frame waits in it";
    let mut chart = chart!(area, caption, "microseconds", end, top);
    let [least, most] = range;
    let longest = most.iter().map(|p| p.1).fold(0.0, f64::max);
    let outline: Curve = within(most).chain(within(least).rev()).collect();
    let band = COLOURS[0].mix(0.25);
    chart
        .draw_series([Polygon::new(outline, band)])?
        .label(format!("least to most in 0.1 ms; at most {longest:.0}"))
        .legend(move |(x, y)| Rectangle::new([(x, y - 5), (x + 18, y + 5)], band.filled()));
    let style = COLOURS[0].stroke_width(2);
    chart
        .draw_series(LineSeries::new(within(usual), style))?
        .label("mean")
        .legend(move |at| sample(at, style));
    let style = COLOURS[5].stroke_width(2);
    chart
        .draw_series(DashedLineSeries::new([(0.0, allowed), (end, allowed)], 8, 5, style))?
        .label("what the target allows")
        .legend(move |at| sample(at, style));
    legend!(chart, SeriesLabelPosition::UpperRight);
    Ok(())
}
