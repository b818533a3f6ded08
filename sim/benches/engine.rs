//! Speed of the engine's parts on registered blocks: time to the first cycle, time of a cycle.
//!
//! `cargo bench -p expether-sim --bench engine`

use criterion::{criterion_group, criterion_main, Criterion, Throughput};
use expether_gen::netlist::{Netlist, NetlistBuilder};
use expether_sim::engine::random::{random_design, Random};
use expether_sim::engine::Engine;
use expether_sim::interp::Interpreter;
use expether_sim::native::Native;
use expether_sim::{Backend, Direction, PortId};

/// (name, netlist): what is registered and elaborates, and a random one that never changes.
fn designs() -> Vec<(String, Netlist)> {
    let mut all = Vec::new();
    for name in ["xgmii_mac_tx", "xgmii_mac_rx", "register_file", "host_bridge"] {
        match expether_gen::elaborate(name) {
            Ok(design) => all.push((name.to_owned(), design.netlist().clone())),
            Err(e) => eprintln!("{name}: {e}"),
        }
    }
    let mut b = NetlistBuilder::new("random");
    random_design(&mut b, 1, 4000);
    if let Ok(net) = b.finish() {
        all.push(("random".to_owned(), net));
    }
    all
}

/// One cycle with random data on all inputs but reset.
fn cycle(backend: &mut dyn Backend, r: &mut Random) {
    for i in 0..backend.ports().len() {
        let p = &backend.ports()[i];
        if p.direction == Direction::Input {
            let value = if p.name == "reset" { 0 } else { r.word() };
            backend.set(PortId(i as u32), value);
        }
    }
    if backend.eval().and_then(|()| backend.tick(1)).is_err() {
        eprintln!("{} failed", backend.kind());
    }
}

fn first_cycle(c: &mut Criterion) {
    let mut group = c.benchmark_group("first_cycle");
    group.sample_size(10);
    for (name, net) in designs() {
        group.bench_function(&name, |b| b.iter(|| Engine::new(&net).map(|_| ())));
    }
    group.finish();
}

fn cycles(c: &mut Criterion) {
    let mut group = c.benchmark_group("cycle");
    group.throughput(Throughput::Elements(1));
    for (name, net) in designs() {
        let mut run = |kind: &str, mut backend: Box<dyn Backend>| {
            let mut r = Random::new(1);
            group.bench_function(format!("{name}/{kind}"), |b| {
                b.iter(|| cycle(backend.as_mut(), &mut r));
            });
        };
        match (Engine::new(&net), Native::new(&net)) {
            (Ok(engine), Ok(native)) => {
                run("jit", Box::new(engine));
                run("library", Box::new(native));
                run("interpreter", Box::new(Interpreter::new(&net)));
            }
            (engine, native) => eprintln!("{name}: {:?} {:?}", engine.err(), native.err()),
        }
    }
    group.finish();
}

criterion_group!(benches, first_cycle, cycles);
criterion_main!(benches);
