//! Measuring backends against each other: the same recorded inputs, in alternating slices.

use crate::{Backend, ClockSet, Direction, PortId, PortInfo, SimError};
use std::cell::RefCell;
use std::rc::Rc;
use std::time::{Duration, Instant};

/// Inputs of one design over many cycles: for each cycle those that change.
#[derive(Clone, Debug, Default)]
pub struct Stimulus {
    /// Input ports of up to 64 bits, and wider ones with the words each takes.
    narrow: Vec<PortId>,
    wide: Vec<(PortId, usize)>,
    /// Changes, and where those of each cycle begin. The first cycle has all inputs.
    changes: Vec<(PortId, u64)>,
    begins: Vec<usize>,
    wide_rows: Vec<u64>,
    clocks: Vec<ClockSet>,
    last: Vec<u64>,
}

impl Stimulus {
    /// Nothing yet, for a design with these ports.
    pub fn new(ports: &[PortInfo]) -> Self {
        let (narrow, wide) = sorted(ports, Direction::Input);
        let last = vec![0; narrow.len()];
        Self { narrow, wide, last, ..Self::default() }
    }

    /// Adds a cycle with the present inputs of a backend.
    pub fn push(&mut self, backend: &dyn Backend, clocks: ClockSet) {
        let full = self.clocks.is_empty();
        self.begins.push(self.changes.len());
        for (port, last) in self.narrow.iter().zip(&mut self.last) {
            let value = backend.get(*port);
            if full || value != *last {
                self.changes.push((*port, value));
                *last = value;
            }
        }
        for (port, n) in &self.wide {
            let at = self.wide_rows.len();
            self.wide_rows.resize(at + n, 0);
            backend.get_wide(*port, &mut self.wide_rows[at..]);
        }
        self.clocks.push(clocks);
    }

    /// What changes in a cycle.
    fn row(&self, row: usize) -> &[(PortId, u64)] {
        let end = self.begins.get(row + 1).copied().unwrap_or(self.changes.len());
        &self.changes[self.begins[row]..end]
    }

    /// Number of cycles.
    pub fn len(&self) -> usize {
        self.clocks.len()
    }

    /// No cycle.
    pub fn is_empty(&self) -> bool {
        self.clocks.is_empty()
    }
}

/// A backend, and what is played into it.
pub struct Player {
    backend: Box<dyn Backend>,
    stimulus: Rc<Stimulus>,
    /// The next cycle of the stimulus, and the words of wide inputs in each.
    row: usize,
    wide_row: usize,
    outputs: Vec<PortId>,
    wide_outputs: Vec<(PortId, usize)>,
    values: Vec<u64>,
    words: Vec<u64>,
    digest: u64,
}

impl Player {
    /// Plays from power-up; `stimulus` was recorded at a backend of the same design.
    pub fn new(mut backend: Box<dyn Backend>, stimulus: Rc<Stimulus>) -> Self {
        backend.power_up(None);
        let (outputs, wide_outputs) = sorted(backend.ports(), Direction::Output);
        Self {
            values: vec![0; outputs.len()],
            words: vec![0; wide_outputs.iter().map(|(_, n)| *n).max().unwrap_or(0)],
            row: 0,
            wide_row: stimulus.wide.iter().map(|(_, n)| n).sum(),
            digest: 0,
            backend,
            stimulus,
            outputs,
            wide_outputs,
        }
    }

    /// Plays one cycle (after the last one: the first again): sets the inputs that change, settles,
    /// reads every output, takes the edge.
    pub fn cycle(&mut self) -> Result<(), SimError> {
        let (stimulus, row) = (&self.stimulus, self.row);
        let Some(clocks) = stimulus.clocks.get(row) else { return Ok(()) };
        self.backend.set_all(stimulus.row(row));
        let mut at = row * self.wide_row;
        for (port, n) in &stimulus.wide {
            self.backend.set_wide(*port, &stimulus.wide_rows[at..at + n]);
            at += n;
        }
        self.backend.eval()?;
        self.backend.get_all(&self.outputs, &mut self.values);
        // Each output has its own place in the sum: no long chain of dependent steps.
        let sum = self
            .values
            .iter()
            .zip(1u64..)
            .fold(0, |s: u64, (v, i)| s.wrapping_add((v ^ v >> 29).wrapping_mul(2 * i + 1)));
        let mut digest = self.digest.rotate_left(5) ^ sum;
        for (port, n) in &self.wide_outputs {
            self.backend.get_wide(*port, &mut self.words[..*n]);
            digest = self.words[..*n].iter().fold(digest, |d, w| d.rotate_left(5) ^ w);
        }
        self.digest = digest;
        self.backend.tick(*clocks)?;
        self.row = if row + 1 == stimulus.len() { 0 } else { row + 1 };
        Ok(())
    }
}

/// Ports of one direction: those of up to 64 bits, and the others with their words.
fn sorted(ports: &[PortInfo], direction: Direction) -> (Vec<PortId>, Vec<(PortId, usize)>) {
    let all = ports.iter().enumerate().filter(|(_, p)| p.direction == direction);
    let words = all.map(|(i, p)| (PortId(i as u32), p.width.div_ceil(64) as usize));
    let (narrow, wide): (Vec<_>, Vec<_>) = words.partition(|(_, n)| *n == 1);
    (narrow.into_iter().map(|(p, _)| p).collect(), wide)
}

/// Records what a model does to a backend.
pub struct Tap<B: Backend> {
    inner: B,
    stimulus: Rc<RefCell<Stimulus>>,
}

impl<B: Backend> Tap<B> {
    /// The backend to give to the model, and what it will have recorded.
    pub fn new(inner: B) -> (Self, Rc<RefCell<Stimulus>>) {
        let stimulus = Rc::new(RefCell::new(Stimulus::new(inner.ports())));
        (Self { inner, stimulus: Rc::clone(&stimulus) }, stimulus)
    }
}

impl<B: Backend> Backend for Tap<B> {
    fn kind(&self) -> &'static str {
        self.inner.kind()
    }
    fn ports(&self) -> &[PortInfo] {
        self.inner.ports()
    }
    fn clocks(&self) -> &[String] {
        self.inner.clocks()
    }
    fn set(&mut self, port: PortId, value: u64) {
        self.inner.set(port, value);
    }
    fn set_wide(&mut self, port: PortId, words: &[u64]) {
        self.inner.set_wide(port, words);
    }
    fn eval(&mut self) -> Result<(), SimError> {
        self.inner.eval()
    }
    fn get(&self, port: PortId) -> u64 {
        self.inner.get(port)
    }
    fn get_wide(&self, port: PortId, words: &mut [u64]) {
        self.inner.get_wide(port, words);
    }
    fn tick(&mut self, clocks: ClockSet) -> Result<(), SimError> {
        self.stimulus.borrow_mut().push(&self.inner, clocks);
        self.inner.tick(clocks)
    }
    fn power_up(&mut self, random: Option<u64>) {
        self.inner.power_up(random);
    }
}

/// How two things that do the same compare.
#[derive(Copy, Clone, Debug, PartialEq)]
pub struct Comparison {
    /// Cycles a second of each, over all slices.
    pub left: f64,
    pub right: f64,
    /// Median over the slices of (time of the right) / (time of the left).
    pub ratio: f64,
    pub slices: usize,
}

/// Cycles of one slice, at the start; slices grow until they take a few milliseconds.
const SLICE: u64 = 256;
/// A slice should take this long at least on the faster side.
const LONG_ENOUGH: Duration = Duration::from_millis(4);

/// Plays so many cycles. All of a side are stepped in every cycle, as they are where they are joined, so
/// that each finds in the caches what the others leave there.
fn play(side: &mut [Player], cycles: u64) -> Result<(), SimError> {
    for _ in 0..cycles {
        side.iter_mut().try_for_each(Player::cycle)?;
    }
    Ok(())
}

/// Runs two sides over the same cycles in alternating slices, so that whatever else the machine
/// does falls on both.
fn in_slices(
    left: &mut [Player],
    right: &mut [Player],
    cycles: u64,
) -> Result<Comparison, SimError> {
    let (mut at, mut slice) = (0, SLICE.min(cycles.max(1)));
    let mut total = [Duration::ZERO; 2];
    let mut ratios = Vec::new();
    let mut measured = 0;
    while at < cycles {
        let length = slice.min(cycles - at);
        let start = Instant::now();
        play(left, length)?;
        let middle = Instant::now();
        play(right, length)?;
        let end = Instant::now();
        let times = [middle - start, end - middle];
        // The first slice fills caches.
        if at > 0 || slice >= cycles {
            measured += length;
            total[0] += times[0];
            total[1] += times[1];
            ratios.push(times[1].as_secs_f64() / times[0].as_secs_f64().max(1e-12));
        }
        at += slice;
        if times[0].min(times[1]) < LONG_ENOUGH && at + 2 * slice < cycles / 8 {
            slice *= 2;
        }
    }
    ratios.sort_by(f64::total_cmp);
    let rate = |t: Duration| measured as f64 / t.as_secs_f64().max(1e-12);
    Ok(Comparison {
        left: rate(total[0]),
        right: rate(total[1]),
        ratio: ratios.get(ratios.len() / 2).copied().unwrap_or(0.0),
        slices: ratios.len(),
    })
}

/// Compares two sides that run the same designs on the same stimuli. Their outputs are compared too: a
/// fast wrong answer is no answer.
pub fn interleaved(
    left: &mut [Player],
    right: &mut [Player],
    cycles: u64,
) -> Result<Comparison, SimError> {
    let result = in_slices(left, right, cycles)?;
    match left.iter().zip(right.iter()).position(|(l, r)| l.digest != r.digest) {
        None => Ok(result),
        Some(i) => Err(SimError::Mismatch {
            signal: format!("digest of all outputs of design {i}"),
            cycle: cycles,
            left: left[i].backend.kind(),
            left_value: format!("{:016x}", left[i].digest),
            right: right[i].backend.kind(),
            right_value: format!("{:016x}", right[i].digest),
        }),
    }
}

#[cfg(test)]
#[allow(non_snake_case)]
mod tests {
    use super::*;
    use crate::engine::random::{random_design, Random};
    use crate::engine::Engine;
    use crate::interp::Interpreter;
    use expether_gen::netlist::NetlistBuilder;

    fn designs() -> (Engine, Interpreter, Engine) {
        let net = |seed| {
            let mut b = NetlistBuilder::new("random");
            random_design(&mut b, seed, 90);
            b.finish().unwrap()
        };
        let mut other = net(3);
        let last = other.outputs.len() - 1;
        let node = other.nodes.len() as u32;
        let (of, width) = (other.outputs[last].node, other.outputs[last].width);
        other
            .nodes
            .push(expether_gen::netlist::Node { op: expether_gen::netlist::Op::Not(of), width });
        other.outputs[last].node = expether_gen::netlist::NodeId(node);
        let same = net(3);
        (Engine::new(&same).unwrap(), Interpreter::new(&same), Engine::new(&other).unwrap())
    }

    #[test]
    fn interleaved__finds_the_engine_faster__and_the_outputs_equal() {
        let (engine, interpreter, mutant) = designs();
        let (mut tap, stimulus) = Tap::new(engine);
        let mut r = Random::new(1);
        let ports = tap.ports().to_vec();
        for _ in 0..500 {
            for (i, p) in ports.iter().enumerate().filter(|(_, p)| p.direction == Direction::Input)
            {
                tap.set_wide(PortId(i as u32), r.value(p.width).words());
            }
            tap.tick(1 + r.below(3) as u32).unwrap();
        }
        let stimulus = Rc::new(stimulus.take());
        assert_eq!(stimulus.len(), 500);
        let player = |backend| Player::new(backend, Rc::clone(&stimulus));
        let twin = tap.inner.twin();
        let mut engines = [player(Box::new(tap.inner)), player(Box::new(twin))];
        let c = interleaved(&mut engines[..1], &mut [player(Box::new(interpreter))], 2000).unwrap();
        assert!(c.slices >= 2 && c.left > 0.0 && c.right > 0.0, "{c:?}");
        assert!(c.ratio > 1.0, "an interpreter can't be faster: {c:?}");
        let wrong = interleaved(&mut engines[1..], &mut [player(Box::new(mutant))], 2000);
        assert!(matches!(wrong, Err(SimError::Mismatch { .. })));
    }

    #[test]
    fn interleaved__steps_all_of_a_side__and_names_the_one_that_differs() {
        let (engine, _, mutant) = designs();
        let mut stimulus = Stimulus::new(engine.ports());
        (0..20).for_each(|_| stimulus.push(&engine, 1));
        let stimulus = Rc::new(stimulus);
        let player = |backend| Player::new(backend, Rc::clone(&stimulus));
        let same = |engine: &Engine| player(Box::new(engine.twin()));
        let mut left = [same(&engine), same(&engine)];
        let mut right = [same(&engine), player(Box::new(mutant))];
        match interleaved(&mut left, &mut right, 30) {
            Err(SimError::Mismatch { signal, cycle: 30, .. }) => {
                assert!(signal.ends_with("design 1"), "{signal}");
            }
            other => panic!("{other:?}"),
        }
        let at = |side: &[Player]| side.iter().map(|p| p.row).collect::<Vec<_>>();
        assert_eq!((at(&left), at(&right)), (vec![10, 10], vec![10, 10]));
    }
}
