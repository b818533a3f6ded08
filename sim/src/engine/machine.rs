//! State and compiled passes: what the just-in-time and the ahead-of-time engine share.

use super::jit::Jit;
use super::layout::{read, write, Slot};
use super::legalize::Design;
use super::still::Part;
use super::words::mask;
use super::Pass;
use crate::{Backend, ClockSet, PortId, PortInfo, SimError};
use std::any::Any;
use std::collections::BTreeMap;
use std::sync::Arc;

/// All state of a design at one moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Snapshot(pub(super) Vec<u64>);

/// Where a port lies: in whole words, whatever its width.
#[derive(Copy, Clone)]
struct Access {
    /// Index of the low word in the state.
    at: usize,
    /// Bits of the low word.
    mask: u64,
    first: u32,
    words: u32,
}

/// Edges between two looks at the parts that are awake.
const LOOK_EVERY: u32 = 16;

/// A part, and what has to hold still for it to be put to sleep.
#[derive(Clone)]
struct Resting {
    asleep: Slot,
    stirred: Slot,
    /// Index in the state, and the bits that are the part's.
    words: Vec<(usize, u64)>,
    /// They before the last edge that was looked at; what they still are while it sleeps.
    before: Vec<u64>,
    sleeps: bool,
}

/// The parts, and when to look at them next. An edge at which none of them is looked at, and none wakes,
/// costs a comparison.
#[derive(Clone)]
struct Rest {
    parts: Vec<Resting>,
    /// The words of the state that tell who sleeps, and what they are if none has woken.
    flags: std::ops::Range<usize>,
    expected: Vec<u64>,
    edges_until_look: u32,
}

impl Rest {
    fn of_design(design: &Design) -> Self {
        let parts = Resting::of_design(design);
        let at = |part: &Resting| part.asleep.offset as usize / 8;
        let flags = parts.first().map_or(0, at)..parts.last().map_or(0, |part| at(part) + 1);
        Self { parts, flags, expected: Vec::new(), edges_until_look: LOOK_EVERY }
    }

    fn wake(&mut self, state: &mut [u64]) {
        self.parts.iter_mut().for_each(|part| part.wake(state));
        self.edges_until_look = LOOK_EVERY;
        self.expect(state);
    }

    fn expect(&mut self, state: &[u64]) {
        self.expected.clear();
        self.expected.extend(&state[self.flags.clone()]);
    }

    #[inline]
    fn before_edge(&mut self, state: &[u64]) {
        if self.edges_until_look == 1 {
            self.parts.iter_mut().for_each(|part| part.before_edge(state));
        }
    }

    #[inline]
    fn after_edge(&mut self, state: &mut [u64]) {
        self.edges_until_look -= 1;
        let looks = self.edges_until_look == 0;
        if looks || state[self.flags.clone()] != self.expected {
            self.parts.iter_mut().for_each(|part| part.after_edge(state, looks));
            self.expect(state);
        }
        if looks {
            self.edges_until_look = LOOK_EVERY;
        }
    }
}

impl Resting {
    fn of_design(design: &Design) -> Vec<Self> {
        let layout = &design.layout;
        let of_part = |part: &Part| {
            let mut bits: BTreeMap<usize, u64> = BTreeMap::new();
            for slot in &part.slots {
                let slot = layout.slot(*slot);
                let field = mask(slot.bytes * 8) << (slot.offset % 8 * 8);
                *bits.entry(slot.offset as usize / 8).or_default() |= field;
            }
            Self {
                asleep: layout.slot(part.asleep),
                stirred: layout.slot(part.stirred),
                words: bits.into_iter().collect(),
                before: Vec::new(),
                sleeps: false,
            }
        };
        design.parts.parts.iter().map(of_part).collect()
    }

    fn wake(&mut self, state: &mut [u64]) {
        self.sleeps = false;
        write(state, self.asleep, 0);
    }

    fn before_edge(&mut self, state: &[u64]) {
        if !self.sleeps {
            self.before.clear();
            self.before.extend(self.words.iter().map(|(at, bits)| state[*at] & bits));
        }
    }

    /// A part that had nothing to do and did not change will not, until something stirs it.
    /// One that has just been woken is looked at at once: it may have been for nothing.
    fn after_edge(&mut self, state: &mut [u64], looks: bool) {
        let has_woken = self.sleeps && read(state, self.asleep) == 0;
        if !has_woken && (self.sleeps || !looks) {
            return;
        }
        let same = |((at, bits), before): (&(usize, u64), &u64)| state[*at] & bits == *before;
        let rests = read(state, self.stirred) == 0 && self.words.iter().zip(&self.before).all(same);
        self.sleeps = rests;
        write(state, self.asleep, rests.into());
    }
}

/// Runs compiled passes on a state.
pub struct Machine {
    design: Arc<Design>,
    kind: &'static str,
    state: Vec<u64>,
    ports: Vec<Access>,
    eval: Pass,
    ticks: Vec<(ClockSet, Pass)>,
    observe: Option<Pass>,
    /// Outputs are those of the present inputs and state.
    settled: bool,
    /// Parts that may be put to sleep.
    rest: Rest,
    /// What holds the machine code; dropped last.
    code: Vec<Arc<Code>>,
}

/// What keeps machine code in memory.
struct Code(#[allow(dead_code)] Box<dyn Any + Send>);

// SAFETY: nothing is ever done with it but to drop it.
unsafe impl Sync for Code {}

// SAFETY: the code is immutable once compiled, and the state is owned.
unsafe impl Send for Machine {}

impl Machine {
    /// `code` is what keeps the passes alive. The passes must be compiled from `design`.
    pub fn new(
        design: Arc<Design>,
        kind: &'static str,
        eval: Pass,
        ticks: Vec<(ClockSet, Pass)>,
        code: Box<dyn Any + Send>,
    ) -> Self {
        let state = vec![0; design.layout.size];
        let ports = (0..design.layout.ports.len())
            .map(|i| {
                let (first, words) = design.layout.port_slot(PortId(i as u32));
                let slot = design.layout.slot(first);
                Access {
                    at: slot.offset as usize / 8,
                    mask: mask(slot.width),
                    first: first.0,
                    words,
                }
            })
            .collect();
        let rest = Rest::of_design(&design);
        let mut machine = Self {
            rest,
            design,
            kind,
            state,
            ports,
            eval,
            ticks,
            observe: None,
            settled: false,
            code: vec![Arc::new(Code(code))],
        };
        machine.power_up(None);
        machine
    }

    /// Another one of the same design, at power-up, that shares the machine code.
    pub fn twin(&self) -> Self {
        let mut twin = Self {
            rest: self.rest.clone(),
            design: self.design.clone(),
            kind: self.kind,
            state: vec![0; self.design.layout.size],
            ports: self.ports.clone(),
            eval: self.eval,
            ticks: self.ticks.clone(),
            observe: self.observe,
            settled: false,
            code: self.code.clone(),
        };
        twin.power_up(None);
        twin
    }

    /// The design this runs.
    pub fn design(&self) -> &Arc<Design> {
        &self.design
    }

    /// State of the design.
    pub fn snapshot(&self) -> Snapshot {
        Snapshot(self.state[..self.design.layout.state_size].to_vec())
    }

    /// Goes back to a snapshot; one of another design is ignored.
    pub fn restore(&mut self, snapshot: &Snapshot) {
        let size = self.design.layout.state_size;
        if snapshot.0.len() == size {
            self.state[..size].copy_from_slice(&snapshot.0);
            self.wake();
            self.settled = false;
        }
    }

    /// What a slot holds.
    #[cfg(test)]
    pub(super) fn peek(&self, slot: Slot) -> u64 {
        read(&self.state, slot)
    }

    /// No part sleeps.
    fn wake(&mut self) {
        self.rest.wake(&mut self.state);
    }

    fn run(&mut self, pass: Pass) {
        // SAFETY: the pass was compiled for this design's layout, of which `state` has the
        // size, and for these tables; addresses of memories are checked in the pass.
        unsafe { pass(self.state.as_mut_ptr(), self.design.graph.tables.bytes.as_ptr()) }
    }

    /// Values of all named signals for the present inputs and state, in the order of
    /// [`Design::signals`], each in as many words as it needs.
    pub fn observe(&mut self, values: &mut Vec<u64>) -> Result<(), SimError> {
        let pass = match self.observe {
            Some(pass) => pass,
            None => {
                let program = self.design.observe_program();
                let jit = Jit::compile(&self.design.layout, &[program])?;
                let pass = jit.passes[0];
                self.code.push(Arc::new(Code(Box::new(jit))));
                self.observe = Some(pass);
                pass
            }
        };
        self.run(pass);
        values.clear();
        let slots = self.design.names.iter().map(|(slot, _)| self.design.layout.slot(*slot));
        values.extend(slots.map(|slot| read(&self.state, slot)));
        Ok(())
    }

    /// Compiles the edge of a set of clocks that occurs for the first time.
    fn compile(&mut self, clocks: ClockSet) -> Result<Pass, SimError> {
        let program = self.design.tick_program(clocks);
        let jit = Jit::compile(&self.design.layout, &[program])?;
        let pass = jit.passes[0];
        self.code.push(Arc::new(Code(Box::new(jit))));
        self.ticks.push((clocks, pass));
        Ok(pass)
    }
}

impl Backend for Machine {
    fn kind(&self) -> &'static str {
        self.kind
    }

    fn ports(&self) -> &[PortInfo] {
        &self.design.layout.ports
    }

    fn clocks(&self) -> &[String] {
        &self.design.layout.clocks
    }

    #[inline]
    fn set(&mut self, port: PortId, value: u64) {
        let access = self.ports[port.0 as usize];
        self.state[access.at] = value & access.mask;
        self.settled = false;
        if access.words > 1 {
            self.set_wide(port, &[value]);
        }
    }

    fn set_wide(&mut self, port: PortId, words: &[u64]) {
        let Access { first, words: n, .. } = self.ports[port.0 as usize];
        for i in 0..n {
            let slot = self.design.layout.slots[(first + i) as usize];
            write(&mut self.state, slot, words.get(i as usize).copied().unwrap_or(0));
        }
        self.settled = false;
    }

    fn eval(&mut self) -> Result<(), SimError> {
        self.run(self.eval);
        self.settled = true;
        Ok(())
    }

    #[inline]
    fn get(&self, port: PortId) -> u64 {
        debug_assert!(
            self.settled || (port.0 as usize) < self.design.layout.inputs.len(),
            "output read before eval"
        );
        self.state[self.ports[port.0 as usize].at]
    }

    fn get_wide(&self, port: PortId, words: &mut [u64]) {
        let Access { first, words: n, .. } = self.ports[port.0 as usize];
        words.fill(0);
        for (i, word) in words.iter_mut().enumerate().take(n as usize) {
            *word = read(&self.state, self.design.layout.slots[first as usize + i]);
        }
    }

    fn tick(&mut self, clocks: ClockSet) -> Result<(), SimError> {
        let known = (1u64 << self.design.layout.clocks.len().min(32)) - 1;
        let clocks = clocks & known as u32;
        if clocks == 0 {
            return Ok(());
        }
        let pass = match self.ticks.iter().find(|(set, _)| *set == clocks) {
            Some((_, pass)) => *pass,
            None => self.compile(clocks)?,
        };
        self.rest.before_edge(&self.state);
        self.run(pass);
        self.rest.after_edge(&mut self.state);
        self.settled = false;
        Ok(())
    }

    fn set_all(&mut self, values: &[(PortId, u64)]) {
        for (port, value) in values {
            let access = self.ports[port.0 as usize];
            self.state[access.at] = value & access.mask;
            if access.words > 1 {
                self.set_wide(*port, &[*value]);
            }
        }
        self.settled = false;
    }

    fn get_all(&self, ports: &[PortId], values: &mut [u64]) {
        debug_assert!(self.settled, "outputs read before eval");
        for (port, value) in ports.iter().zip(values) {
            *value = self.state[self.ports[port.0 as usize].at];
        }
    }

    fn power_up(&mut self, random: Option<u64>) {
        self.design.layout.power_up(&mut self.state, random);
        self.wake();
        self.settled = false;
    }
}
