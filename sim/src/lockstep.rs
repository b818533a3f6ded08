//! Two backends side by side, every port compared in every cycle.

use crate::wave::{port_signals, read_ports, WaveWriter};
use crate::{Backend, ClockSet, Direction, PortId, PortInfo, SimError};
use std::collections::VecDeque;
use std::path::Path;

/// Cycles of ports kept for the waveforms around a mismatch.
const KEPT: usize = 1000;

/// Drives two backends with the same inputs and compares all outputs each time they settle,
/// and before each edge.
pub struct Lockstep<A: Backend, B: Backend> {
    a: A,
    b: B,
    cycle: u64,
    /// Compared since inputs or state changed last.
    compared: bool,
    outputs: Vec<(PortId, u32)>,
    /// Words of all ports of the last cycles; both sides had the same but for the last row.
    history: VecDeque<Row>,
    /// What the right side had when they differed.
    differing: Option<Vec<u64>>,
}

struct Row {
    cycle: u64,
    words: Vec<u64>,
}

impl<A: Backend, B: Backend> Lockstep<A, B> {
    /// Both in power-up state, of one design: the same ports and clocks in the same order.
    pub fn new(mut a: A, mut b: B) -> Result<Self, SimError> {
        if a.ports() != b.ports() {
            let differing = a.ports().iter().zip(b.ports()).find(|(x, y)| x != y);
            return Err(SimError::PortsDiffer(match differing {
                Some((x, y)) => {
                    format!("`{}` ({}) and `{}` ({})", x.name, x.width, y.name, y.width)
                }
                None => format!("{} and {} of them", a.ports().len(), b.ports().len()),
            }));
        }
        if a.clocks() != b.clocks() {
            let (a, b) = (a.clocks().join(", "), b.clocks().join(", "));
            return Err(SimError::PortsDiffer(format!("clocks {a} and {b}")));
        }
        a.power_up(None);
        b.power_up(None);
        let ports = a.ports().iter().enumerate();
        let outputs = ports.filter(|(_, p)| p.direction == Direction::Output);
        let outputs = outputs.map(|(i, p)| (PortId(i as u32), p.width)).collect();
        Ok(Self {
            a,
            b,
            cycle: 0,
            compared: false,
            outputs,
            history: VecDeque::new(),
            differing: None,
        })
    }

    /// Number of ticks so far.
    pub fn cycle(&self) -> u64 {
        self.cycle
    }

    /// The two backends.
    pub fn sides(&mut self) -> (&mut A, &mut B) {
        (&mut self.a, &mut self.b)
    }

    fn compare(&mut self) -> Result<(), SimError> {
        let words = read_ports(&self.a, |_| true);
        let mut row = match self.history.len() {
            KEPT => self.history.pop_front().unwrap_or(Row { cycle: 0, words: Vec::new() }),
            _ => Row { cycle: 0, words: Vec::new() },
        };
        row.cycle = self.cycle;
        row.words = words;
        self.history.push_back(row);
        self.compared = true;
        for (port, width) in &self.outputs {
            let differs = if *width <= 64 {
                self.a.get(*port) != self.b.get(*port)
            } else {
                wide(&self.a, *port, *width) != wide(&self.b, *port, *width)
            };
            if differs {
                self.differing = Some(read_ports(&self.b, |_| true));
                return Err(self.mismatch(*port, *width));
            }
        }
        Ok(())
    }

    fn mismatch(&self, port: PortId, width: u32) -> SimError {
        let value = |words: Vec<u64>| {
            let digits: String = words.iter().rev().map(|w| format!("{w:016x}")).collect();
            let digits = digits.trim_start_matches('0');
            format!("{width}'h{}", if digits.is_empty() { "0" } else { digits })
        };
        SimError::Mismatch {
            signal: self.a.ports()[port.0 as usize].name.clone(),
            cycle: self.cycle,
            left: self.a.kind(),
            left_value: value(wide(&self.a, port, width)),
            right: self.b.kind(),
            right_value: value(wide(&self.b, port, width)),
        }
    }

    /// Writes the ports of the last 1,000 cycles of each side as `<kind>.fst` into a folder.
    pub fn write_waves(&self, folder: &Path) -> Result<(), SimError> {
        for (kind, last) in [(self.a.kind(), None), (self.b.kind(), self.differing.as_ref())] {
            let path = folder.join(format!("{kind}.fst"));
            let signals: Vec<_> = port_signals(self.a.ports()).collect();
            let mut writer = WaveWriter::create(&path, "top", &signals)?;
            for (i, row) in self.history.iter().enumerate() {
                let words = match last {
                    Some(words) if i + 1 == self.history.len() => words,
                    _ => &row.words,
                };
                // Several evaluations of one cycle share its time: the last one shows.
                writer.sample(row.cycle * 6400, words)?;
            }
            writer.finish()?;
        }
        Ok(())
    }
}

fn wide(backend: &dyn Backend, port: PortId, width: u32) -> Vec<u64> {
    let mut words = vec![0; width.div_ceil(64) as usize];
    backend.get_wide(port, &mut words);
    words
}

impl<A: Backend, B: Backend> Backend for Lockstep<A, B> {
    fn kind(&self) -> &'static str {
        "lockstep"
    }

    fn ports(&self) -> &[PortInfo] {
        self.a.ports()
    }

    fn clocks(&self) -> &[String] {
        self.a.clocks()
    }

    fn set(&mut self, port: PortId, value: u64) {
        self.a.set(port, value);
        self.b.set(port, value);
        self.compared = false;
    }

    fn set_wide(&mut self, port: PortId, words: &[u64]) {
        self.a.set_wide(port, words);
        self.b.set_wide(port, words);
        self.compared = false;
    }

    fn eval(&mut self) -> Result<(), SimError> {
        self.a.eval()?;
        self.b.eval()?;
        self.compare()
    }

    fn get(&self, port: PortId) -> u64 {
        self.a.get(port)
    }

    fn get_wide(&self, port: PortId, words: &mut [u64]) {
        self.a.get_wide(port, words);
    }

    fn tick(&mut self, clocks: ClockSet) -> Result<(), SimError> {
        if !self.compared {
            self.eval()?;
        }
        self.a.tick(clocks)?;
        self.b.tick(clocks)?;
        self.cycle += 1;
        self.compared = false;
        Ok(())
    }

    /// A random state differs between kinds of backends: what a reset doesn't cover will then
    /// be reported as a mismatch.
    fn power_up(&mut self, random: Option<u64>) {
        self.a.power_up(random);
        self.b.power_up(random);
        self.cycle = 0;
        self.compared = false;
        self.history.clear();
        self.differing = None;
    }
}

#[cfg(test)]
#[allow(non_snake_case)]
mod tests {
    use super::*;
    use crate::engine::random::{random_design, Random};
    use crate::engine::Engine;
    use crate::interp::Interpreter;
    use expether_gen::netlist::{Netlist, NetlistBuilder, Node, NodeId, Op};

    fn design(seed: u64) -> Netlist {
        let mut b = NetlistBuilder::new("random");
        random_design(&mut b, seed, 60);
        b.finish().unwrap()
    }

    fn drive(b: &mut dyn Backend, seed: u64) -> Result<(), SimError> {
        let mut r = Random::new(seed);
        let ports = b.ports().to_vec();
        for _ in 0..300 {
            for (i, p) in ports.iter().enumerate().filter(|(_, p)| p.direction == Direction::Input)
            {
                b.set_wide(PortId(i as u32), r.value(p.width).words());
            }
            b.tick(1 + r.below(3) as u32)?;
        }
        Ok(())
    }

    #[test]
    fn lockstep__catches__corrupted_nodes() {
        let (mut caught, mut tried) = (0, 0);
        for seed in 0..30 {
            let net = design(seed);
            let mut same =
                Lockstep::new(Engine::new(&net).unwrap(), Interpreter::new(&net)).unwrap();
            drive(&mut same, seed).unwrap();
            // What drives one output, inverted.
            let mut mutant = net.clone();
            let node = mutant.outputs[0].node;
            let width = mutant.outputs[0].width;
            mutant.nodes.push(Node { op: Op::Not(node), width });
            mutant.outputs[0].node = NodeId(mutant.nodes.len() as u32 - 1);
            let mut pair =
                Lockstep::new(Engine::new(&mutant).unwrap(), Interpreter::new(&net)).unwrap();
            match drive(&mut pair, seed) {
                Err(SimError::Mismatch { signal, cycle: 0, .. }) if signal == "out0" => {}
                other => panic!("seed {seed}: {other:?}"),
            }
            // The node that drives the last output, with another operation.
            let mut mutant = net.clone();
            let last = mutant.outputs[mutant.outputs.len() - 1].node;
            let node = &mut mutant.nodes[last.0 as usize];
            node.op = match node.op {
                Op::And(a, b) => Op::Or(a, b),
                Op::Or(a, b) => Op::And(a, b),
                Op::Xor(a, b) => Op::Or(a, b),
                Op::Add(a, b) => Op::Sub(a, b),
                Op::Sub(a, b) => Op::Add(a, b),
                Op::Mux(c, a, b) => Op::Mux(c, b, a),
                Op::Eq(a, b) => Op::Ult(a, b),
                Op::Ult(a, b) => Op::Slt(b, a),
                _ => continue,
            };
            tried += 1;
            let mut pair =
                Lockstep::new(Engine::new(&mutant).unwrap(), Interpreter::new(&net)).unwrap();
            if let Err(SimError::Mismatch { .. }) = drive(&mut pair, seed) {
                caught += 1;
                let dir = tempfile::tempdir().unwrap();
                pair.write_waves(dir.path()).unwrap();
                let left = std::fs::read(dir.path().join("native.fst")).unwrap();
                let right = std::fs::read(dir.path().join("interpreter.fst")).unwrap();
                assert!(left != right, "the waveforms show the difference");
            }
        }
        // Some of these never differ: their operands are constant, or one is always zero.
        assert!(tried >= 10 && 2 * caught >= tried, "{caught} of {tried} mutants caught");
    }

    #[test]
    fn lockstep__refuses__different_designs() {
        let (a, b) = (design(1), design(2));
        let pair = Lockstep::new(Engine::new(&a).unwrap(), Interpreter::new(&b));
        assert!(matches!(pair, Err(SimError::PortsDiffer(_))));
    }
}
