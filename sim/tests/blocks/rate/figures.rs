//! The figures of `docs/rate-control.md` and its picture. It takes two minutes, so it runs when asked:
//!
//! ```text
//! EXPETHER_BLESS=1 cargo nextest run -p expether-sim --run-ignored only rate_control
//! ```
//!
//! writes them; without `EXPETHER_BLESS` they are compared.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use super::model::{Law, Models};
use super::scenario::*;
use expether_sim::report::plot_rates;

const CLOCKS: u64 = 3_600_000;
const SETTLED: u64 = 1_800_000;

fn docs(file: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../docs").join(file)
}

/// The page with what stands between a marker and its end replaced.
fn replaced(page: &str, marker: &str, text: &str) -> String {
    let (begin, end) = (format!("<!-- {marker} -->\n"), format!("<!-- /{marker} -->"));
    let from = page.find(&begin).expect("the marker is there") + begin.len();
    let to = page.find(&end).expect("its end is there");
    format!("{}\n{text}\n{}", &page[..from], &page[to..])
}

fn row(name: &str, budget: u64, figures: &Figures) -> String {
    let micro = |clocks: f64| format!("{:.1}", clocks / MICROSECOND);
    let fair = figures.fair_from.map_or("-".into(), |c| micro(c as f64 / 1e3));
    format!(
        "| {name} | {} | {} | {} | {:.1} % | {:.3} | {fair} | {} | {} |\n",
        micro(budget as f64),
        micro(figures.mean),
        micro(figures.p99 as f64),
        100.0 * figures.throughput,
        figures.fairness,
        figures.drops,
        figures.timeouts,
    )
}

const HEAD: &str = "| | queue allowed, us | mean | 99 % | throughput | fairness | fair from, ms \
    | lost | timeouts |\n|---|---:|---:|---:|---:|---:|---:|---:|---:|\n";

fn scenarios() -> Vec<Scenario> {
    let mut many = Scenario::equal("32 flows, 1,500 bytes", 32, USUAL);
    many.port.window = 1 << 18;
    let mut staggered = Scenario::equal("4 flows, 0.96 ms apart", 4, USUAL);
    for (i, flow) in staggered.flows.iter_mut().enumerate() {
        flow.start += 150_000 * i as u64;
    }
    vec![
        Scenario::equal("1 flow, 1,500 bytes", 1, USUAL),
        Scenario::equal("2 flows, 1,500 bytes", 2, USUAL),
        Scenario::equal("4 flows, 1,500 bytes", 4, USUAL),
        staggered,
        Scenario::equal("4 flows, 560 bytes", 4, &[560]),
        Scenario::equal("4 flows, 9,000 bytes", 4, JUMBO),
        Scenario::equal("4 flows, 64 to 9,000 bytes mixed", 4, MIXED),
        Scenario::new("4 flows, 0.5 to 22 us each way", &[78, 780, 1_720, 3_437], USUAL),
        Scenario::new("4 flows, 22 us each way", &[3_437; 4], USUAL),
        Scenario::equal("8 flows, 1,500 bytes", 8, USUAL),
        many,
    ]
}

fn by_blocks() -> String {
    let mut table = HEAD.to_owned();
    for scenario in scenarios() {
        let figures = Figures::of(&scenario.run(CLOCKS), SETTLED..CLOCKS);
        table += &row(scenario.name, scenario.budget, &figures);
    }
    table
}

/// The worst of three: four flows, four of unequal delay, eight.
fn worst(change: impl Fn(&mut Scenario), law: Law) -> (u64, Figures) {
    let mut worst: Option<(u64, Figures)> = None;
    for mut scenario in [
        Scenario::equal("4 flows, 1,500 bytes", 4, USUAL),
        Scenario::new("4 flows, 0.5 to 22 us each way", &[78, 780, 1_720, 3_437], USUAL),
        Scenario::equal("8 flows, 1,500 bytes", 8, USUAL),
    ] {
        change(&mut scenario);
        let run = scenario.run_with(CLOCKS, |s| Models::new(s, law));
        let figures = Figures::of(&run, SETTLED..CLOCKS);
        worst = Some(match worst {
            None => (scenario.budget, figures),
            Some((budget, w)) => (
                budget,
                Figures {
                    throughput: w.throughput.min(figures.throughput),
                    goodput: w.goodput.min(figures.goodput),
                    fairness: w.fairness.min(figures.fairness),
                    mean: w.mean.max(figures.mean),
                    p99: w.p99.max(figures.p99),
                    fair_from: w.fair_from.zip(figures.fair_from).map(|(a, b)| a.max(b)),
                    drops: w.drops + figures.drops,
                    timeouts: w.timeouts + figures.timeouts,
                },
            ),
        });
    }
    worst.expect("three scenarios")
}

fn sensitivity() -> String {
    let mut table = HEAD.to_owned();
    let law = Law::default();
    let mut add = |name: &str, change: &dyn Fn(&mut Scenario), law: Law| {
        let (budget, figures) = worst(change, law);
        let _ = write!(table, "{}", row(name, budget, &figures));
    };
    add("as it is", &|_| (), law);
    for step in [64, 128, 256, 384, 768, 1024] {
        add(&format!("step {step}"), &|s| s.settings.step = step, law);
    }
    for budget in [200, 400, 1_600, 3_200] {
        add(&format!("queue allowed {budget} clocks"), &|s| s.budget = budget, law);
    }
    for cuts in [[16, 8, 4, 2], [16, 16, 8, 2], [32, 32, 32, 2], [32, 16, 8, 4], [64, 32, 16, 2]] {
        let [a, b, c, d] = cuts;
        add(&format!("decrease 1/{a}, 1/{b}, 1/{c}, 1/{d}"), &|_| (), Law { cuts, ..law });
    }
    let never = u64::MAX;
    let nothing_falls = Law { falls: 1, ..law };
    add("decrease while the queue drains", &|_| (), nothing_falls);
    add("any fall holds", &|_| (), Law { falls: never, ..law });
    add("increase while the queue grows", &|_| (), Law { rises: 0, ..law });
    for burst in [0, 1_024] {
        add(&format!("burst {burst}"), &|s| s.settings.burst = burst, law);
    }
    for least in [64, 2_048] {
        add(&format!("rate_min {least}"), &|s| s.settings.rate_min = least, law);
    }
    for least in [1_024, 16_384] {
        add(&format!("timeout_min {least}"), &|s| s.settings.timeout_min = least, law);
    }
    for most in [32_768, 1 << 23] {
        add(&format!("timeout_max {most}"), &|s| s.settings.timeout_max = most, law);
    }
    table
}

/// Flows that come one by one and leave in the same order.
fn picture() -> String {
    let mut scenario = Scenario::equal("picture", 4, USUAL);
    for (i, flow) in scenario.flows.iter_mut().enumerate() {
        flow.start += 450_000 * i as u64;
        flow.stop = 2_250_000 + 300_000 * i as u64;
    }
    scenario.port.window = 1 << 14;
    let run = scenario.run(192 << 14);
    plot_rates(run.measure(), scenario.budget).expect("it can be drawn")
}

#[test]
#[ignore = "takes two minutes; writes or compares the figures of docs/rate-control.md"]
fn rate_control__figures_of_the_docs__are_these() {
    let page = std::fs::read_to_string(docs("rate-control.md")).expect("the page is there");
    let wanted = replaced(&page, "flows", &by_blocks());
    let wanted = replaced(&wanted, "sensitivity", &sensitivity());
    let picture = picture();
    if std::env::var_os("EXPETHER_BLESS").is_some_and(|v| v == "1") {
        std::fs::write(docs("rate-control.md"), &wanted).expect("the page can be written");
        std::fs::write(docs("rate-control.svg"), &picture).expect("the picture can be written");
        return;
    }
    assert!(page == wanted, "docs/rate-control.md has other figures:\n{wanted}");
    let drawn = std::fs::read_to_string(docs("rate-control.svg")).expect("the picture is there");
    assert!(drawn == picture, "docs/rate-control.svg is another picture");
}
