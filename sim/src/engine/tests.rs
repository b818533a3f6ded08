//! The engine against the interpreter, on random designs.
#![allow(non_snake_case)]

use super::random::{random_design, Random};
use super::Engine;
use crate::interp::Interpreter;
use crate::native::Native;
use crate::{Backend, Direction, PortId};
use expether_gen::netlist::{Netlist, NetlistBuilder};

/// Runs all of them with the same random inputs; panics where an output differs.
fn compare(seed: u64, cycles: usize, backends: &mut [&mut dyn Backend]) {
    let mut r = Random::new(!seed);
    let ports = backends[0].ports().to_vec();
    let sets = [1u32, 1, 1, 2, 3];
    for b in backends.iter_mut() {
        assert_eq!(b.ports(), ports);
    }
    for cycle in 0..cycles {
        if cycle % 50 == 0 {
            let random = (cycle % 100 == 50).then_some(seed);
            backends.iter_mut().for_each(|b| b.power_up(random));
        }
        for (i, p) in ports.iter().enumerate().filter(|(_, p)| p.direction == Direction::Input) {
            let hold = r.below(3) == 0;
            let value = r.value(p.width);
            if !hold {
                let value = value.words();
                backends.iter_mut().for_each(|b| b.set_wide(PortId(i as u32), value));
            }
        }
        backends.iter_mut().for_each(|b| b.eval().unwrap());
        for (i, p) in ports.iter().enumerate() {
            let mut all = backends.iter().map(|b| {
                let mut words = vec![0; p.width.div_ceil(64) as usize];
                b.get_wide(PortId(i as u32), &mut words);
                (b.kind(), words)
            });
            let (first, want) = all.next().unwrap();
            for (kind, got) in all {
                assert_eq!(
                    got, want,
                    "seed {seed} cycle {cycle}: {} of {kind} against {first}",
                    p.name
                );
            }
        }
        let set = sets[r.below(sets.len())];
        backends.iter_mut().for_each(|b| b.tick(set).unwrap());
    }
}

fn design(seed: u64, size: usize, fold: bool) -> Netlist {
    let mut b = if fold {
        NetlistBuilder::new("random")
    } else {
        NetlistBuilder::without_folding("random")
    };
    random_design(&mut b, seed, size);
    b.finish().unwrap()
}

#[test]
fn engine__equals_interpreter__on_random_designs() {
    for seed in 0..120 {
        let size = [6, 30, 90, 240][seed as usize % 4];
        let net = design(seed, size, true);
        let mut interpreter = Interpreter::new(&net);
        let mut engine = Engine::new(&net).unwrap();
        compare(seed, 200, &mut [&mut interpreter, &mut engine]);
    }
}

#[test]
fn native_library__equals_interpreter__on_random_designs() {
    // Each costs a run of the compiler when it isn't in the cache.
    for seed in 300..306 {
        let net = design(seed, 400, true);
        let mut interpreter = Interpreter::new(&net);
        let mut native = Native::new(&net).unwrap();
        let mut engine = Engine::new(&net).unwrap();
        compare(seed, 200, &mut [&mut interpreter, &mut native, &mut engine]);
    }
}

/// Sums of slices of two inputs and a register, with constants and choices of constants.
fn linear_design(seed: u64) -> Netlist {
    let mut r = Random::new(seed);
    let mut b = NetlistBuilder::new("linear");
    let clock = b.clock("clock");
    let width = 8 + r.below(90) as u32;
    let (x, y, c) = (b.input("x", width), b.input("y", width), b.input("c", 1));
    let (reg, q) = b.reg_declare("state", width, clock, None);
    let mut pool = vec![x, y, q];
    for _ in 0..40 + r.below(60) {
        let (p, k) = (pool[r.below(pool.len())], pool[pool.len() - 1]);
        let constant = b.constant(r.value(width));
        pool.push(match r.below(6) {
            0 => b.and(p, constant),
            1 => {
                let other = b.xor(p, constant);
                b.mux(c, other, p)
            }
            2 => {
                let n = 1 + r.below(width as usize - 1) as u32;
                let (low, high) = (b.slice(p, 0, n), b.slice(k, n, width - n));
                b.concat(&[low, high])
            }
            3 => {
                let parity = b.red_xor(p);
                let parity = b.zero_extend(parity, width);
                b.xor(k, parity)
            }
            _ => b.xor(p, k),
        });
    }
    b.reg_set_next(reg, pool[pool.len() - 1]);
    b.output("sum", pool[pool.len() - 2]);
    b.finish().unwrap()
}

#[test]
fn optimize__changes_nothing__but_the_operations() {
    let mut maps = 0;
    for seed in 0..60 {
        let net = linear_design(seed);
        let optimized = net.clone().optimize().unwrap();
        maps += optimized.stats().operations.get("gf2_linear").copied().unwrap_or(0);
        let mut a = Interpreter::new(&net);
        let mut b = Interpreter::new(&optimized);
        let mut c = Engine::new(&optimized).unwrap();
        compare(seed, 60, &mut [&mut a, &mut b, &mut c]);
    }
    assert!(maps > 20, "{maps} maps found");
}

#[test]
fn folding__changes_nothing__on_random_designs() {
    for seed in 1000..1100 {
        let (folded, plain) = (design(seed, 60, true), design(seed, 60, false));
        assert!(folded.nodes.len() <= plain.nodes.len());
        let mut a = Interpreter::new(&plain);
        let mut b = Interpreter::new(&folded);
        let mut c = Engine::new(&plain).unwrap();
        // Registers that folding removes would shift the random values of the others.
        if folded.regs.len() == plain.regs.len() {
            compare(seed, 100, &mut [&mut a, &mut b, &mut c]);
        } else {
            compare(seed, 50, &mut [&mut a, &mut b, &mut c]);
        }
    }
}
