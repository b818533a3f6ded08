//! The timing diagrams in the blocks' docs, executed: inputs are driven as they say, and every
//! output they show is compared. `-` is "any".

use expether_sim::model::rng::Rng;
use expether_sim::Direction;

use crate::dut::Dut;

struct Diagram {
    /// Signal and its value in each clock; `None` for "any".
    rows: Vec<(String, Vec<Option<u64>>)>,
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
    let clocks = rows[0].1.len();
    for (name, cells) in &rows {
        assert_eq!(cells.len(), clocks, "row {name} has another number of clocks");
    }
    Diagram { rows: rows[1..].to_vec() }
}

/// The first difference between a diagram and the block.
fn run(block: &str, diagram: &Diagram, constants: &[(&str, u64)]) -> Result<(), String> {
    let mut dut = Dut::new(block);
    let mut any = Rng::new(1, block);
    dut.reset();
    for (port, value) in constants {
        dut.set(port, *value);
    }
    let clocks = diagram.rows[0].1.len();
    for clock in 0..clocks {
        for (name, cells) in &diagram.rows {
            if dut.has(name, Direction::Input) {
                let value = cells[clock].unwrap_or_else(|| any.bits());
                dut.set(name, value);
            }
        }
        dut.eval();
        for (name, cells) in &diagram.rows {
            match cells[clock] {
                Some(value) if dut.has(name, Direction::Output) => {
                    let got = dut.get(name);
                    if got != value {
                        return Err(format!(
                            "{block}, clock {clock}: {name} is {got:X}, the diagram says {value:X}"
                        ));
                    }
                }
                _ => {
                    assert!(dut.ports().iter().any(|p| p.0 == *name), "{block} has no port {name}")
                }
            }
        }
        dut.tick();
    }
    Ok(())
}

/// Inputs that a diagram takes for granted.
fn constants(block: &str) -> &'static [(&'static str, u64)] {
    match block {
        "xgmii_mac_rx" => &[("maximum_length", 9022)],
        "pause_receiver" | "pause_transmitter" => &[("local_mac", 0x0605_0403_0201)],
        "replay_buffer" => &[("run", 1)],
        "arq_transmitter" => {
            &[("settings_enable", 1), ("settings_window", 4), ("settings_retransmit_timeout", 6)]
        }
        "arq_receiver" => &[("settings_enable", 1), ("settings_ack_delay", 3)],
        "encapsulator" => &[
            ("settings_enable", 1),
            ("settings_local_mac", 0x1615_1413_1211),
            ("settings_peer_mac", 0x0605_0403_0201),
            ("settings_epoch", 0x5A),
            ("settings_ethertype", 0x88B5),
            ("now", 0x12_3456),
        ],
        "decapsulator" => &[
            ("settings_enable", 1),
            ("settings_local_mac", 0x0605_0403_0201),
            ("settings_peer_mac", 0x1615_1413_1211),
            ("settings_epoch", 0x5A),
            ("settings_ethertype", 0x88B5),
        ],
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
            let mut mutant = Diagram { rows: diagram.rows.clone() };
            mutant.rows[row].1[clock] = Some(value ^ 1);
            assert!(run("sync_fifo", &mutant, &[]).is_err(), "row {row}, clock {clock}");
        }
    }
}
