//! Waveforms in the FST format, which GTKWave and Surfer read.

use crate::engine::{Machine, Snapshot};
use crate::{Backend, ClockSet, Direction, PortId, PortInfo, SimError};
use fst_writer::{
    FstBodyWriter, FstFileType, FstInfo, FstScopeType, FstSignalId, FstSignalType, FstVarDirection,
    FstVarType,
};
use std::collections::{BTreeMap, VecDeque};
use std::fs::File;
use std::io::BufWriter;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// A signal of a waveform.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Signal {
    /// Dots separate the scopes.
    pub name: String,
    /// Bits.
    pub width: u32,
    /// Names of the values 0, 1, …, for an enum.
    pub states: Option<Arc<Vec<String>>>,
}

/// Writes samples of a fixed list of signals. An enum gets a second signal, `<name>_text`,
/// with the state's name in ASCII: the format has no strings that all viewers show.
pub struct WaveWriter {
    body: FstBodyWriter<BufWriter<File>>,
    path: PathBuf,
    signals: Vec<(Signal, FstSignalId, Option<StateText>)>,
    text: Vec<u8>,
    last: u64,
}

/// The signal with an enum's names, and how many characters it has.
type StateText = (FstSignalId, usize);

/// Scopes within one scope, and the signals in it.
#[derive(Default)]
struct Scope<'a> {
    scopes: BTreeMap<&'a str, Scope<'a>>,
    signals: Vec<(&'a str, usize)>,
}

impl WaveWriter {
    /// Creates the file. Times of samples are in picoseconds.
    pub fn create(path: &Path, top: &str, signals: &[Signal]) -> Result<Self, SimError> {
        let failed = |e: fst_writer::FstWriteError| SimError::Io {
            path: path.to_owned(),
            message: e.to_string(),
        };
        let info = FstInfo {
            start_time: 0,
            timescale_exponent: -12,
            version: concat!("expether-sim ", env!("CARGO_PKG_VERSION")).into(),
            // No date: two runs give the same file.
            date: String::new(),
            file_type: FstFileType::Verilog,
        };
        let mut header = fst_writer::open_fst(path, &info).map_err(failed)?;
        let mut root = Scope::default();
        for (i, signal) in signals.iter().enumerate() {
            let mut scope = &mut root;
            let mut parts: Vec<&str> = signal.name.split('.').collect();
            let name = parts.pop().unwrap_or("");
            for part in parts {
                scope = scope.scopes.entry(part).or_default();
            }
            scope.signals.push((name, i));
        }
        let mut ids = vec![None; signals.len()];
        let mut declare = |scope: &Scope, header: &mut fst_writer::FstHeaderWriter<_>| {
            for (name, i) in &scope.signals {
                let signal = &signals[*i];
                let mut var = |name: &str, width: u32| {
                    let kind = FstSignalType::bit_vec(width);
                    header.var(name, kind, FstVarType::Wire, FstVarDirection::Implicit, None)
                };
                let id = var(name, signal.width)?;
                let longest = signal.states.iter().flat_map(|s| s.iter()).map(String::len).max();
                let text = match longest {
                    Some(n) if n > 0 => Some((var(&format!("{name}_text"), 8 * n as u32)?, n)),
                    _ => None,
                };
                ids[*i] = Some((id, text));
            }
            Ok(())
        };
        // (name, scope); None closes one.
        let mut todo = vec![Some((top, &root))];
        while let Some(next) = todo.pop() {
            match next {
                None => header.up_scope().map_err(failed)?,
                Some((name, scope)) => {
                    header.scope(name, "", FstScopeType::Module).map_err(failed)?;
                    declare(scope, &mut header).map_err(failed)?;
                    todo.push(None);
                    todo.extend(scope.scopes.iter().rev().map(|(n, s)| Some((*n, s))));
                }
            }
        }
        let body = header.finish().map_err(failed)?;
        let signals = signals
            .iter()
            .zip(ids)
            .filter_map(|(s, id)| id.map(|(id, text)| (s.clone(), id, text)))
            .collect();
        Ok(Self { body, path: path.to_owned(), signals, text: Vec::new(), last: 0 })
    }

    /// Values of all signals at a time (not before the last one): for each signal in order its
    /// words of 64 bits, least significant first.
    pub fn sample(&mut self, time: u64, values: &[u64]) -> Result<(), SimError> {
        self.last = time;
        let Self { body, signals, text, .. } = self;
        let mut write = || -> fst_writer::Result<()> {
            body.time_change(time)?;
            let mut at = 0;
            for (signal, id, state_text) in signals.iter() {
                let words = signal.width.div_ceil(64) as usize;
                let value = values.get(at..at + words).unwrap_or(&[]);
                at += words;
                let bit = |i: u32| {
                    let word = value.get(i as usize / 64).copied().unwrap_or(0);
                    b'0' + (word >> (i % 64) & 1) as u8
                };
                text.clear();
                text.extend((0..signal.width).rev().map(bit));
                body.signal_change(*id, text)?;
                if let Some((id, longest)) = state_text {
                    let index = value.first().copied().unwrap_or(0) as usize;
                    let name = signal.states.iter().find_map(|s| s.get(index));
                    let name = name.map_or("?", |s| s.as_str());
                    let padded = format!("{name:>longest$}");
                    text.clear();
                    for byte in padded.bytes() {
                        text.extend((0..8).rev().map(|i| b'0' + (byte >> i & 1)));
                    }
                    body.signal_change(*id, text)?;
                }
            }
            Ok(())
        };
        write().map_err(|e| SimError::Io { path: self.path.clone(), message: e.to_string() })
    }

    /// Writes what is buffered and closes the file.
    pub fn finish(mut self) -> Result<(), SimError> {
        let path = self.path;
        // The format drops what changes at the very end of time.
        let ended = self.body.time_change(self.last + 1);
        match ended.and_then(|()| self.body.finish()) {
            Ok(_) => Ok(()),
            Err(e) => Err(SimError::Io { path, message: e.to_string() }),
        }
    }
}

/// A native engine that can show its last cycles: it keeps the inputs of each cycle and now and
/// then a snapshot, and runs the cycles again when a waveform is asked for. So recording costs
/// next to nothing, and every named signal is there.
pub struct Recorder {
    machine: Machine,
    cycles: usize,
    picoseconds: u64,
    input_words: Vec<(PortId, usize)>,
    /// (cycle number, state before it)
    snapshots: VecDeque<(u64, Snapshot)>,
    inputs: VecDeque<u64>,
    clocks: VecDeque<ClockSet>,
    cycle: u64,
    words: usize,
    scratch: Vec<u64>,
}

impl Recorder {
    /// Keeps at least the last `cycles` ticks (and at most twice as many).
    pub fn new(machine: Machine, cycles: usize) -> Self {
        let inputs = machine.ports().iter().enumerate();
        let inputs = inputs.filter(|(_, p)| p.direction == Direction::Input);
        let input_words: Vec<(PortId, usize)> =
            inputs.map(|(i, p)| (PortId(i as u32), p.width.div_ceil(64) as usize)).collect();
        let words = input_words.iter().map(|(_, n)| n).sum();
        Self {
            machine,
            cycles: cycles.max(1),
            picoseconds: 6400,
            input_words,
            snapshots: VecDeque::new(),
            inputs: VecDeque::new(),
            clocks: VecDeque::new(),
            cycle: 0,
            words,
            scratch: vec![0; words],
        }
    }

    /// Time that one tick takes in the waveform, in picoseconds; 6400 if nothing is said.
    pub fn with_cycle_time(mut self, picoseconds: u64) -> Self {
        self.picoseconds = picoseconds.max(2);
        self
    }

    /// Number of ticks so far.
    pub fn cycle(&self) -> u64 {
        self.cycle
    }

    fn record(&mut self, clocks: ClockSet) {
        if self.cycle % self.cycles as u64 == 0 {
            self.snapshots.push_back((self.cycle, self.machine.snapshot()));
            if self.snapshots.len() > 2 {
                self.snapshots.pop_front();
                self.inputs.drain(..self.words * self.cycles);
                self.clocks.drain(..self.cycles);
            }
        }
        let mut at = 0;
        for (port, n) in &self.input_words {
            self.machine.get_wide(*port, &mut self.scratch[at..at + n]);
            at += n;
        }
        self.inputs.extend(&self.scratch);
        self.clocks.push_back(clocks);
        self.cycle += 1;
    }

    /// Writes the recorded cycles, with the clocks, the ports and every named signal; the last
    /// sample is the present moment. The design goes on as if nothing had happened.
    pub fn write(&mut self, path: &Path) -> Result<(), SimError> {
        let now = self.machine.snapshot();
        let written = self.replay(path);
        self.machine.restore(&now);
        self.machine.eval()?;
        written
    }

    fn replay(&mut self, path: &Path) -> Result<(), SimError> {
        let design = self.machine.design().clone();
        let ports = self.machine.ports().to_vec();
        let clock = |name: &String| Signal { name: name.clone(), width: 1, states: None };
        let mut signals: Vec<Signal> = self.machine.clocks().iter().map(clock).collect();
        let count = signals.len();
        signals.extend(port_signals(&ports));
        signals.extend(design.signals.iter().cloned());
        let mut writer = WaveWriter::create(path, &design.top, &signals)?;
        let present: Vec<u64> = self.read_ports(|p| p.direction == Direction::Input);
        let first = match self.snapshots.front() {
            Some((cycle, snapshot)) => {
                self.machine.restore(snapshot);
                *cycle
            }
            None => self.cycle,
        };
        let (mut named, mut values) = (Vec::new(), Vec::new());
        for i in 0..=self.clocks.len() {
            let mut inputs: Vec<u64> =
                self.inputs.iter().skip(i * self.words).take(self.words).copied().collect();
            if i == self.clocks.len() {
                inputs.clone_from(&present);
            }
            let mut at = 0;
            for (port, n) in &self.input_words {
                self.machine.set_wide(*port, &inputs[at..at + n]);
                at += n;
            }
            self.machine.eval()?;
            self.machine.observe(&mut named)?;
            let set = if i == 0 { 0 } else { self.clocks[i - 1] };
            let time = (first + i as u64) * self.picoseconds;
            values.clear();
            values.extend((0..count).map(|c| u64::from(set >> c & 1)));
            values.extend(self.read_ports(|_| true));
            values.extend(&named);
            writer.sample(time, &values)?;
            values[..count].fill(0);
            writer.sample(time + self.picoseconds / 2, &values)?;
            if let Some(set) = self.clocks.get(i) {
                self.machine.tick(*set)?;
            }
        }
        writer.finish()
    }

    fn read_ports(&self, which: impl Fn(&PortInfo) -> bool) -> Vec<u64> {
        read_ports(&self.machine, which)
    }
}

/// Signals of ports.
pub fn port_signals(ports: &[PortInfo]) -> impl Iterator<Item = Signal> + '_ {
    ports.iter().map(|p| Signal { name: p.name.clone(), width: p.width, states: None })
}

/// Words of the ports that are asked for, in order.
pub fn read_ports(backend: &dyn Backend, which: impl Fn(&PortInfo) -> bool) -> Vec<u64> {
    let mut all = Vec::new();
    for (i, p) in backend.ports().iter().enumerate().filter(|(_, p)| which(p)) {
        let at = all.len();
        all.resize(at + p.width.div_ceil(64) as usize, 0);
        backend.get_wide(PortId(i as u32), &mut all[at..]);
    }
    all
}

impl Backend for Recorder {
    fn kind(&self) -> &'static str {
        self.machine.kind()
    }
    fn ports(&self) -> &[PortInfo] {
        self.machine.ports()
    }
    fn clocks(&self) -> &[String] {
        self.machine.clocks()
    }
    fn set(&mut self, port: PortId, value: u64) {
        self.machine.set(port, value);
    }
    fn set_wide(&mut self, port: PortId, words: &[u64]) {
        self.machine.set_wide(port, words);
    }
    fn eval(&mut self) -> Result<(), SimError> {
        self.machine.eval()
    }
    fn get(&self, port: PortId) -> u64 {
        self.machine.get(port)
    }
    fn get_wide(&self, port: PortId, words: &mut [u64]) {
        self.machine.get_wide(port, words);
    }
    fn tick(&mut self, clocks: ClockSet) -> Result<(), SimError> {
        self.record(clocks);
        self.machine.tick(clocks)
    }
    /// Also forgets what was recorded.
    fn power_up(&mut self, random: Option<u64>) {
        self.machine.power_up(random);
        self.snapshots.clear();
        self.inputs.clear();
        self.clocks.clear();
        self.cycle = 0;
    }
}

#[cfg(test)]
mod tests;
