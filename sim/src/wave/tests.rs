//! Waveforms, read back with another library than the one that writes them.
#![allow(non_snake_case)]

use super::*;
use crate::engine::Engine;
use expether_gen::netlist::{NetlistBuilder, Value};

fn engine() -> Machine {
    let mut b = NetlistBuilder::new("top");
    let clock = b.clock("clock");
    let step = b.input("step", 70);
    let (r, q) = b.reg_declare("inner.count", 70, clock, Some(Value::zero(70)));
    let next = b.add(q, step);
    b.reg_set_next(r, next);
    let state = b.slice(q, 0, 2);
    b.name("inner.count", q);
    let states = ["Idle", "Run", "Stop"].map(String::from).to_vec();
    b.name_enum("inner.fsm.state", state, Arc::new(states));
    let low = b.slice(q, 0, 8);
    b.output("low", low);
    Engine::new(&b.finish().unwrap()).unwrap().into_machine()
}

fn read(path: &Path) -> wellen::simple::Waveform {
    wellen::simple::read(path).unwrap()
}

/// Value of a signal at a time, as bits.
fn at(wave: &mut wellen::simple::Waveform, name: &str, time: u64) -> String {
    let (scopes, leaf) = name.rsplit_once('.').unwrap();
    let scopes: Vec<&str> = scopes.split('.').collect();
    let var = wave.hierarchy().lookup_var(&scopes, leaf).unwrap_or_else(|| panic!("no {name}"));
    let id = wave.hierarchy()[var].signal_ref();
    wave.load_signals(&[id]);
    let index = wave.time_table().iter().rposition(|t| *t <= time).unwrap() as u32;
    let signal = wave.get_signal(id).unwrap();
    let offset = signal.get_offset(index).unwrap();
    signal.get_value_at(&offset, 0).to_bit_string().unwrap()
}

fn text(bits: &str) -> String {
    let bytes =
        (0..bits.len() / 8).map(|i| u8::from_str_radix(&bits[8 * i..8 * i + 8], 2).unwrap());
    String::from_utf8(bytes.collect()).unwrap().trim().into()
}

#[test]
fn recorder__shows_the_last_cycles__and_changes_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("last.fst");
    let mut r = Recorder::new(engine(), 10).with_cycle_time(1000);
    let (step, low) = (r.port("step").unwrap(), r.port("low").unwrap());
    for i in 0..57u64 {
        r.set_wide(step, &[i, 1]);
        r.eval().unwrap();
        r.tick(1).unwrap();
    }
    r.eval().unwrap();
    let before = r.get(low);
    r.write(&path).unwrap();
    assert_eq!(r.get(low), before);
    let mut wave = read(&path);
    let first = wave.time_table().iter().find(|t| **t > 0);
    assert_eq!(first, Some(&40_000), "at most twice the cycles");
    for cycle in 40..57u64 {
        let sum = cycle * (cycle - 1) / 2;
        let want = format!("{:070b}", u128::from(sum) | u128::from(cycle % 64) << 64);
        assert_eq!(at(&mut wave, "top.inner.count", cycle * 1000), want, "cycle {cycle}");
        let state = text(&at(&mut wave, "top.inner.fsm.state_text", cycle * 1000));
        assert_eq!(state, ["Idle", "Run", "Stop", "?"][sum as usize % 4]);
    }
    assert_eq!(at(&mut wave, "top.clock", 45_000), "1");
    assert_eq!(at(&mut wave, "top.clock", 45_500), "0");
    let input = at(&mut wave, "top.step", 45_000);
    assert_eq!(input, format!("{:070b}", 45u128 | 1 << 64));
}

#[test]
fn recorder__gives_the_same_bytes__twice() {
    let dir = tempfile::tempdir().unwrap();
    let files = ["a.fst", "b.fst"].map(|name| {
        let path = dir.path().join(name);
        let mut r = Recorder::new(engine(), 100);
        (0..20).for_each(|_| r.tick(1).unwrap());
        r.write(&path).unwrap();
        std::fs::read(path).unwrap()
    });
    assert_eq!(files[0], files[1]);
}

#[test]
fn wave_writer__names_the_path__that_cannot_be_written() {
    let path = Path::new("/nonexistent/x.fst");
    match WaveWriter::create(path, "top", &[]) {
        Err(SimError::Io { path: p, .. }) => assert_eq!(p, path),
        _ => panic!("no error"),
    }
}
