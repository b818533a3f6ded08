//! Designs with and without sleep: nothing differs, and everything that wakes is needed.
#![allow(non_snake_case)]

use super::*;
use crate::engine::legalize::legalize;
use crate::engine::random::Random;
use crate::engine::Engine;
use crate::{Backend, Direction, PortId};
use expether_gen::netlist::{NetlistBuilder, NodeId};
use std::sync::Arc;

/// Spoils a design.
type Mutant = fn(&mut Design);

/// Clocks.
const LENGTH: u32 = 30_000;

/// Runs a design with sleep, spoilt by `change`, and without; gives the clocks in which parts slept.
/// `input` gives the new value of an input: its name, the present value, the clock.
fn compare(
    net: &Netlist,
    change: impl Fn(&mut Design),
    mut input: impl FnMut(&str, u64, u32) -> u64,
) -> Result<usize, String> {
    let mut design = legalize(net);
    change(&mut design);
    let asleep: Vec<_> = design.parts.parts.iter().map(|p| design.layout.slot(p.asleep)).collect();
    let mut awake = legalize(net);
    awake.parts = Parts::default();
    let make = |d| Engine::of_design(Arc::new(d)).map_err(|e| e.to_string());
    let mut engines = [make(design)?, make(awake)?];
    let ports = engines[0].ports().to_vec();
    let (mut slept, mut kept) = (0, None);
    for clock in 0..LENGTH {
        // Back to what was, now and then, from whatever is.
        match clock % 1_000 {
            300 => kept = Some(engines.each_ref().map(|e| e.snapshot())),
            700 => {
                let snapshots = kept.iter().flatten();
                engines.iter_mut().zip(snapshots).for_each(|(e, kept)| e.restore(kept));
            }
            _ => (),
        }
        for (i, port) in ports.iter().enumerate() {
            let id = PortId(i as u32);
            if port.direction == Direction::Input {
                let value = match port.name.as_str() {
                    "reset" => u64::from(clock < 6 || clock % 5_000 == 0),
                    name => input(name, engines[0].get(id), clock),
                };
                engines.iter_mut().for_each(|e| e.set(id, value));
            }
        }
        engines.iter_mut().for_each(|e| e.tick(1).unwrap());
        slept += asleep.iter().filter(|slot| engines[0].peek(**slot) == 1).count();
        let size = engines[1].design().layout.state_size;
        let [one, other] = engines.each_ref().map(|e| e.snapshot());
        if one.0[..size.min(one.0.len())] != other.0[..] {
            return Err(format!("the state differs after clock {clock}"));
        }
    }
    Ok(slept)
}

/// A block of the bridge with two peers, through quiet and busy times.
fn compare_fabric_port(change: impl Fn(&mut Design)) -> Result<usize, String> {
    let block = expether_gen::elaborate("fabric_port").map_err(|e| e.to_string())?;
    assert_eq!(legalize(block.netlist()).parts.parts.len(), 2);
    let mut random = Random::new(7);
    compare(block.netlist(), change, |name, present, clock| {
        // Settings change seldom, streams and frames in bursts.
        let is_busy = clock / 500 % 3 == 1;
        let often = match name {
            _ if name.contains("settings") => 3_000,
            _ if is_busy => 2,
            _ => 400,
        };
        let width = block.netlist().inputs.iter().find(|i| i.name == name).map_or(64, |i| i.width);
        let is_chosen = clock == 0 || random.below(often) == 0;
        if is_chosen {
            random.value(width).words()[0]
        } else {
            present
        }
    })
}

/// Four parts that have work in each of the ways in which one can: a stream, words of its own, a bit
/// of a vector, a word of all, a setting, a pulse with what comes with it. None of these can be told
/// without the part's state.
fn workers() -> Netlist {
    let mut b = NetlistBuilder::new("workers");
    let clock = b.clock("clock");
    let reset = b.input("reset", 1);
    let everyone = b.input("everyone", 2);
    let pick = b.input("pick", 4);
    let (id, came) = b.reg_declare("came", 1, clock, None);
    let comes = b.input("comes", 1);
    b.reg_set_next(id, comes);
    let told = [0, 1, 2].map(|i| b.input(format!("told{i}"), 2));
    let (write, data) = (b.input("write", 2), b.input("data", 2));
    let settings = [0, 1].map(|i| {
        let (id, setting) = b.reg_declare(format!("setting{i}"), 2, clock, None);
        let (selected, zero) = (b.bit(write, i), b.constant_u64(2, 0));
        let written = b.mux(selected, data, setting);
        let next = b.mux(reset, zero, written);
        b.reg_set_next(id, next);
        setting
    });
    for i in 0..4 {
        let name = format!("worker_{i}");
        let valid = b.input(format!("valid{i}"), 1);
        b.name(format!("{name}.in_valid"), valid);
        let alone = b.input(format!("alone{i}"), 1);
        let (id, sum) = b.reg_declare(format!("{name}.sum"), 64, clock, None);
        let alive = b.red_or(sum);
        let all_ones = |b: &mut NetlistBuilder, word: NodeId| {
            let both = b.concat(&[alive, word]);
            b.red_and(both)
        };
        let of_vector = b.bit(pick, i);
        let ways = [valid, alone, of_vector, everyone, settings[0], settings[1]];
        let mut works = came;
        for word in told {
            let fits = all_ones(&mut b, word);
            works = b.and(works, fits);
        }
        for word in ways {
            let way = all_ones(&mut b, word);
            works = b.or(works, way);
        }
        let (mut worked, seven) = (sum, b.constant_u64(64, 7));
        for round in 0..60 {
            let odd = b.constant_u64(64, 0x9E37_79B9 + 2 * round);
            let (product, shifted) = (b.mul(worked, odd), b.shr(worked, seven));
            worked = b.xor(product, shifted);
        }
        let (next, start) = (b.mux(works, worked, sum), b.constant_u64(64, 1 + u64::from(i)));
        let next = b.mux(reset, start, next);
        b.reg_set_next(id, next);
        b.output(format!("sum{i}"), sum);
        // What is in its memory is state too.
        let counts = b.input(format!("counts{i}"), 1);
        let counting = all_ones(&mut b, counts);
        let counter = b.memory_declare(format!("{name}.counter"), 32, 1);
        let (place, one) = (b.constant_u64(1, 0), b.constant_u64(32, 1));
        let count = b.mem_async_read(counter, place);
        let count = b.add(count, one);
        b.mem_write(counter, clock, counting, place, count);
        b.output(format!("count{i}"), count);
    }
    b.finish().unwrap()
}

fn compare_workers(change: impl Fn(&mut Design)) -> Result<usize, String> {
    let mut random = Random::new(11);
    compare(&workers(), change, |name, present, _| {
        let is_set = random.below(500) == 0;
        match random.below(3) {
            // The pulse is rare enough.
            _ if name.starts_with("told") => 3,
            // Whether a setting means work is seen when it is written.
            _ if name == "data" => random.value(2).words()[0],
            _ if is_set => random.value(4).words()[0],
            0 => 0,
            _ => present,
        }
    })
}

#[test]
fn parts__of_all_kinds_of_dependencies__watch_as_little_as_can_be() {
    let design = legalize(&workers());
    let parts = &design.parts;
    assert_eq!(parts.parts.len(), 4);
    for part in &parts.parts {
        let bits = part.bits.values().map(Vec::len).sum::<usize>();
        let counts = [part.wakers.len(), part.watched.len(), bits];
        assert_eq!(counts, [2, 2, 1], "a stream and a pulse, its own words, a bit");
        assert!(part.of_common);
    }
    let common = [parts.common.watched.len(), parts.common.gates.len(), parts.vectors.len()];
    assert_eq!(common, [2, 2, 1], "reset and `everyone`; reset and `write`; `pick`");
}

#[test]
fn parts__that_sleep__change_nothing() {
    for compare in [|| compare_fabric_port(|_| ()), || compare_workers(|_| ())] {
        let slept = compare().unwrap_or_else(|e| panic!("{e}"));
        assert!(slept > LENGTH as usize / 6, "they slept for {slept} clocks only");
    }
}

#[test]
fn parts__that_do_not_wake__are_noticed() {
    let mutants: [(&str, Mutant); 6] = [
        ("streams", |d| d.parts.parts.iter_mut().for_each(|p| drop(p.wakers.drain(..1)))),
        ("pulses", |d| d.parts.parts.iter_mut().for_each(|p| p.wakers.truncate(1))),
        ("own words", |d| d.parts.parts.iter_mut().for_each(|p| p.watched.clear())),
        ("bits of vectors", |d| d.parts.parts.iter_mut().for_each(|p| p.bits.clear())),
        ("common words", |d| d.parts.common.watched.clear()),
        ("settings", |d| d.parts.common.gates.clear()),
    ];
    for (name, mutant) in mutants {
        assert!(compare_workers(mutant).is_err(), "{name}");
    }
    assert!(
        compare_fabric_port(|d| d.parts.parts.iter_mut().for_each(|p| p.wakers.clear())).is_err()
    );
}
