//! The timing diagrams in the blocks' docs, executed: inputs are driven as they say, and every
//! output they show is compared. `-` is "any"; a column headed `x20` stands for 20 clocks.

use expether_sim::model::rng::Rng;
use expether_sim::Direction;

use crate::dut::Dut;

#[derive(Clone)]
struct Diagram {
    /// Signal and its value in each clock; `None` for "any".
    rows: Vec<(String, Vec<Option<u64>>)>,
    /// For how many clocks each column stands.
    clocks: Vec<u64>,
}

/// The diagrams in the docs of a source file: blocks of text whose first row is `clock`.
fn diagrams(source: &str) -> Vec<Diagram> {
    let mut found = Vec::new();
    let mut lines = source.lines().map_while(|l| l.strip_prefix("//!"));
    while let Some(line) = lines.next() {
        if line.trim() != "```text" {
            continue;
        }
        let text: Vec<&str> = lines.by_ref().take_while(|l| l.trim() != "```").collect();
        if text.first().is_some_and(|l| l.trim().starts_with("clock ")) {
            found.push(parse(&text));
        }
    }
    found
}

fn parse(text: &[&str]) -> Diagram {
    let heads = text[0].split_whitespace().skip(1);
    let clocks = heads.map(|head| match head.strip_prefix('x') {
        Some(count) => count.parse().expect("a number of clocks"),
        None => 1,
    });
    let rows = text.iter().map(|line| {
        let mut cells = line.split_whitespace();
        let name = cells.next().expect("a row has a name").to_owned();
        let value =
            |c: &str| (c != "-").then(|| u64::from_str_radix(c, 16).expect("a hexadecimal value"));
        (
            name.clone(),
            if name == "clock" {
                cells.map(|_| None).collect()
            } else {
                cells.map(value).collect()
            },
        )
    });
    let rows: Vec<(String, Vec<Option<u64>>)> = rows.collect();
    let columns = rows[0].1.len();
    for (name, cells) in &rows {
        assert_eq!(cells.len(), columns, "row {name} has another number of clocks");
    }
    Diagram { rows: rows[1..].to_vec(), clocks: clocks.collect() }
}

/// A diagram with the values that the block has where it shows any.
fn text_of(diagram: &Diagram) -> String {
    let Diagram { rows, clocks } = diagram;
    let cell = |value: &Option<u64>| value.map_or("-".to_owned(), |v| format!("{v:X}"));
    let name_width = rows.iter().map(|r| r.0.len()).max().unwrap_or(0).max(5) + 1;
    let mut passed = 0;
    let numbers = clocks.iter().map(|count| {
        let head = if *count == 1 { passed.to_string() } else { format!("x{count}") };
        passed += count;
        head
    });
    let mut table: Vec<(&str, Vec<String>)> = vec![("clock", numbers.collect())];
    table
        .extend(rows.iter().map(|(name, cells)| (name.as_str(), cells.iter().map(cell).collect())));
    let width = |clock: usize| table.iter().map(|row| row.1[clock].len()).max().unwrap_or(0);
    let widths: Vec<usize> = (0..clocks.len()).map(width).collect();
    let line = |(name, cells): &(&str, Vec<String>)| {
        let cells: Vec<_> = cells.iter().zip(&widths).map(|(c, w)| format!("{c:<w$}")).collect();
        format!("//! {name:<name_width$}{}", cells.join(" ").trim_end())
    };
    table.iter().map(line).collect::<Vec<_>>().join("\n")
}

/// All differences between a diagram and the block: the first one, and the diagram as it should be.
fn run(block: &str, diagram: &Diagram, constants: &[(&str, u64)]) -> Result<(), String> {
    let mut right = diagram.clone();
    let mut wrong = None;
    let mut dut = Dut::new(block);
    let mut any = Rng::new(1, block);
    dut.reset();
    for (port, value) in constants {
        dut.set(port, *value);
    }
    let counts = diagram.clocks.iter().enumerate();
    let columns = counts.flat_map(|(column, count)| (0..*count).map(move |_| column));
    for (clock, column) in columns.enumerate() {
        for (name, cells) in &diagram.rows {
            if dut.has(name, Direction::Input) {
                let value = cells[column].unwrap_or_else(|| any.bits());
                dut.set(name, value);
            }
        }
        dut.eval();
        for (name, cells) in &diagram.rows {
            match cells[column] {
                Some(value) if dut.has(name, Direction::Output) => {
                    let got = dut.get(name);
                    if got != value {
                        let row = right.rows.iter_mut().find(|r| r.0 == *name);
                        row.expect("a row of it").1[column] = Some(got);
                        wrong.get_or_insert(format!(
                            "{block}, clock {clock}: {name} is {got:X}, the diagram says {value:X}"
                        ));
                    }
                }
                _ => {
                    if !dut.ports().iter().any(|p| p.0 == *name) {
                        return Err(format!("{block} has no port {name}"));
                    }
                }
            }
        }
        dut.tick();
    }
    match wrong {
        None => Ok(()),
        Some(first) => Err(format!("{first}; the block does\n{}\n", text_of(&right))),
    }
}

/// Inputs that a diagram takes for granted.
fn constants(block: &str) -> &'static [(&'static str, u64)] {
    match block {
        "xgmii_mac_rx" => &[("maximum_length", 9022)],
        "pause_transmitter" => &[("local_mac", 0x0605_0403_0201)],
        "tlp_router" => &[
            ("connected", 3),
            ("is_default", 1),
            ("routes_1_memory_base", 0x1000),
            ("routes_1_memory_limit", 0x1FFF),
        ],
        "replay_buffer" => &[("run", 1)],
        "arq_transmitter" => &[
            ("settings_enable", 1),
            ("settings_area_beats", 8),
            ("settings_window_frames", 4),
            ("settings_window_beats", 0xFF),
            ("settings_dead_time", 0xFF_FFFF),
            ("settings_busy_time", 0xFF_FFFF),
        ],
        "arq_receiver" => &[
            ("settings_enable", 1),
            ("settings_ack_delay", 3),
            ("settings_timeout_max", 0xFF_FFFF),
        ],
        "encapsulator" => &[
            ("settings_enable", 1),
            ("settings_local_mac", 0x1615_1413_1211),
            ("settings_ethertype", 0x88B5),
            ("now", 0x1_2345),
        ],
        "decapsulator" => &[
            ("settings_enable", 1),
            ("settings_local_mac", 0x0605_0403_0201),
            ("settings_ethertype", 0x88B5),
            ("peers_0_valid", 1),
            ("peers_0_connected", 1),
            ("peers_0_mac", 0x1615_1413_1210),
            ("peers_0_own_tag", 0x5A01),
            ("peers_0_peer_tag", 0x7),
            ("peers_0_id_high", 0xFFFF),
        ],
        "station" => &[("wanted_ethertype", 0x88B5)],
        "round_trip" => &[("timeout_min", 0x10), ("timeout_max", 0x1000), ("ack_delay", 8)],
        "rate_controller" => {
            &[("settings_enable", 1), ("settings_target", 2), ("settings_step", 0x10)]
        }
        _ => &[],
    }
}

#[test]
fn docs__timing_diagrams__are_what_the_blocks_do() {
    let (mut count, mut wrong) = (0, vec![]);
    for entry in expether_gen::registry() {
        if !entry.in_own_file {
            continue;
        }
        for diagram in diagrams(entry.source) {
            wrong.extend(run(entry.name, &diagram, constants(entry.name)).err());
            count += 1;
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(count >= 10, "only {count} diagrams found");
}

#[test]
fn docs__timing_diagrams__mutants_are_caught() {
    let entry =
        expether_gen::registry().into_iter().find(|e| e.name == "sync_fifo").expect("registered");
    let diagram = &diagrams(entry.source)[0];
    for row in 0..diagram.rows.len() {
        let is_output = Dut::new("sync_fifo").has(&diagram.rows[row].0, Direction::Output);
        for clock in 0..diagram.rows[row].1.len() {
            let Some(value) = diagram.rows[row].1[clock].filter(|_| is_output) else { continue };
            let mut mutant = diagram.clone();
            mutant.rows[row].1[clock] = Some(value ^ 1);
            assert!(run("sync_fifo", &mutant, &[]).is_err(), "row {row}, clock {clock}");
        }
    }
}
