//! Every registered block, in the engine and in Verilator on its emitted Verilog, under random
//! inputs on every port and random resets: equal on every output, every cycle.
//!
//! All blocks stand side by side in one Verilator model, so that there is one build.
#![allow(non_snake_case)]

use expether_gen::Design;
use expether_sim::verilator::{Spec, SpecPort, Verilator};
use expether_sim::{engine::Engine, Backend, Direction, PortId};
use rand_xoshiro::rand_core::{Rng, SeedableRng};
use rand_xoshiro::Xoshiro256PlusPlus;
use std::collections::BTreeMap;
use std::fmt::Write;

const CYCLES: u64 = 3_000;
const SEED: u64 = 20;

fn designs() -> Vec<Design> {
    let entries = expether_gen::registry();
    entries
        .iter()
        .map(|e| expether_gen::elaborate(e.name).unwrap_or_else(|e| panic!("{e}")))
        .collect()
}

/// Clock `i` of every block is the wrapper's `clock_<i>`.
fn wrapper(designs: &[Design], change: impl Fn(&str, String) -> String) -> Spec {
    let mut files: BTreeMap<String, String> = BTreeMap::new();
    let (mut inputs, mut outputs) = (Vec::new(), Vec::new());
    let (mut ports, mut body) = (String::new(), String::new());
    let clocks = designs.iter().map(|d| d.netlist().clocks.len()).max().unwrap_or(0);
    for design in designs {
        for (name, text) in design.verilog() {
            let text = change(&name, text);
            if let Some(other) = files.insert(name.clone(), text.clone()) {
                assert_eq!(other, text, "two modules called {name}");
            }
        }
        let net = design.netlist();
        let block = design.name();
        let mut connections = Vec::new();
        for (i, clock) in net.clocks.iter().enumerate() {
            connections.push(format!(".{}(clock_{i})", clock.name));
        }
        let sides = [(&net.inputs, "input ", &mut inputs), (&net.outputs, "output", &mut outputs)];
        for (list, direction, into) in sides {
            for p in list {
                let name = format!("{block}__{}", p.name);
                let _ = write!(ports, ",\n    {direction} wire [{}:0] {name}", p.width - 1);
                connections.push(format!(".{}({name})", p.name));
                into.push(SpecPort { name, width: p.width });
            }
        }
        let _ = writeln!(body, "    {block} the_{block} ({});", connections.join(", "));
    }
    let clocks: Vec<String> = (0..clocks).map(|i| format!("clock_{i}")).collect();
    let first: Vec<String> = clocks.iter().map(|c| format!("    input wire {c}")).collect();
    let text = format!("module every_block (\n{}{ports}\n);\n{body}endmodule\n", first.join(",\n"));
    files.insert("every_block.v".into(), text);
    let files = files.into_iter().collect();
    Spec { top: "every_block".into(), files, inputs, outputs, clocks, is_short: true }
}

/// One block: its engine and where its ports stand in the wrapper.
struct Side {
    name: String,
    engine: Engine,
    wrapped: Vec<PortId>,
}

/// Runs all blocks; the first difference.
fn difference(designs: &[Design], spec: &Spec) -> Option<String> {
    let mut verilator = Verilator::new(spec).unwrap_or_else(|e| panic!("{e}"));
    let positions: BTreeMap<String, PortId> = verilator
        .ports()
        .iter()
        .enumerate()
        .map(|(i, p)| (p.name.clone(), PortId(i as u32)))
        .collect();
    let mut sides: Vec<Side> = designs
        .iter()
        .map(|d| {
            let engine = Engine::new(d.netlist()).unwrap_or_else(|e| panic!("{e}"));
            let find = |p: &expether_sim::PortInfo| positions[&format!("{}__{}", d.name(), p.name)];
            Side {
                name: d.name().into(),
                wrapped: engine.ports().iter().map(find).collect(),
                engine,
            }
        })
        .collect();
    let mut rng = Xoshiro256PlusPlus::seed_from_u64(SEED);
    for cycle in 0..CYCLES {
        let edges = 1 + rng.next_u64() as u32 % 3;
        for side in &mut sides {
            for i in 0..side.wrapped.len() {
                let port = side.engine.ports()[i].clone();
                if port.direction == Direction::Output {
                    continue;
                }
                let words: Vec<u64> = (0..port.width.div_ceil(64))
                    .map(|_| match (port.name.ends_with("reset"), rng.next_u64() % 4) {
                        (true, _) => (cycle < 3 || rng.next_u64() % 256 == 0) as u64,
                        (_, 0) => rng.next_u64() % 4,
                        _ => rng.next_u64(),
                    })
                    .collect();
                side.engine.set_wide(PortId(i as u32), &words);
                verilator.set_wide(side.wrapped[i], &words);
            }
            side.engine.eval().unwrap_or_else(|e| panic!("{e}"));
        }
        verilator.eval().unwrap_or_else(|e| panic!("{e}"));
        for side in &mut sides {
            for (i, wrapped) in side.wrapped.iter().enumerate() {
                let width = side.engine.ports()[i].width.div_ceil(64) as usize;
                let (mut a, mut b) = (vec![0; width], vec![0; width]);
                side.engine.get_wide(PortId(i as u32), &mut a);
                verilator.get_wide(*wrapped, &mut b);
                if side.engine.ports()[i].direction == Direction::Output && a != b {
                    let port = &side.engine.ports()[i].name;
                    return Some(format!(
                        "{}.{port}: engine {a:x?}, Verilator {b:x?}, cycle {cycle}, seed {SEED}",
                        side.name
                    ));
                }
            }
            let clocks = side.engine.clocks().len();
            side.engine.tick(edges & ((1 << clocks) - 1)).unwrap_or_else(|e| panic!("{e}"));
        }
        verilator.tick(edges).unwrap_or_else(|e| panic!("{e}"));
    }
    None
}

#[test]
fn every_block__engine_and_verilator__are_equal() {
    let designs = designs();
    assert!(designs.len() > 25, "{}", designs.len());
    assert_eq!(difference(&designs, &wrapper(&designs, |_, text| text)), None);
}

/// The comparison sees one wrong operator in one block.
#[test]
fn every_block__with_one_operator_changed__is_caught() {
    let one: Vec<Design> = designs().into_iter().filter(|d| d.name() == "sync_fifo").collect();
    let spec = wrapper(&one, |_, text| {
        assert!(text.contains("tail + 4'd1"), "the operator that this test changes is not there");
        text.replace("tail + 4'd1", "tail + 4'd2")
    });
    let found = difference(&one, &spec).expect("the mutant lives");
    assert!(found.starts_with("sync_fifo."), "{found}");
}
