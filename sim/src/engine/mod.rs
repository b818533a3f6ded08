//! The native engine: a netlist compiled to machine code, one function for `eval` and one for
//! the edge of each set of clocks.
//!
//! How it comes about: [`legalize`] splits values into words of at most 64 bits; `cases` branches
//! on the bits that decide most; `regions` finds what else is needed only under a condition;
//! [`schedule`] orders everything so that state can be updated in place; `jit` makes machine
//! code. The state is one array ([`layout`]), so a
//! snapshot is a copy of it.

mod cases;
mod cheap;
mod cone;
mod depends;
mod jit;
pub mod layout;
pub mod legalize;
mod machine;
mod outline;
#[doc(hidden)]
pub mod random;
mod regions;
pub mod schedule;
pub mod still;
pub mod words;

pub use machine::{Machine, Snapshot};

use crate::{ClockSet, SimError};
use cases::{split, Update};
use expether_gen::netlist::Netlist;
use jit::Jit;
use legalize::{legalize, Design, MemoryWrite};
use regions::Sink;
use schedule::{schedule, Program};
use std::sync::Arc;
use words::{WordGraph, W};

/// A compiled pass: changes the state (first argument), using the tables (second).
pub type Pass = unsafe extern "C" fn(*mut u64, *const u64);

impl Design {
    /// The pass that computes all outputs.
    pub fn eval_program(&self) -> Program {
        let stores: Vec<Sink> = self.outputs.iter().map(|(s, w)| Sink::Store(*s, *w)).collect();
        self.schedule(self.graph.clone(), &stores)
    }

    /// The pass that computes all named signals.
    pub fn observe_program(&self) -> Program {
        let stores: Vec<Sink> = self.names.iter().map(|(s, w)| Sink::Store(*s, *w)).collect();
        self.schedule(self.graph.clone(), &stores)
    }

    /// The pass of one edge of a set of clocks.
    pub fn tick_program(&self, clocks: ClockSet) -> Program {
        let on = |c: expether_gen::netlist::ClockId| clocks >> c.0 & 1 == 1;
        let changing = self
            .next
            .iter()
            .filter(|(c, slot, w)| on(*c) && self.graph.word(*w).op != words::WordOp::Load(*slot));
        let mut updates: Vec<Update> =
            changing.map(|(_, slot, next)| Update { slot: *slot, next: *next }).collect();
        let mut writes: Vec<_> = self.writes.iter().filter(|w| on(w.clock)).cloned().collect();
        let mut graph = self.graph.clone();
        let mut sinks = self.parts.sinks(&mut graph, |graph, part| {
            let own_updates;
            (own_updates, updates) =
                std::mem::take(&mut updates).into_iter().partition(|u| part.owns_slot(u.slot));
            let own_writes: Vec<_>;
            (own_writes, writes) =
                std::mem::take(&mut writes).into_iter().partition(|w| part.owns_memory(w.memory));
            (self.update(graph, own_updates, &own_writes, &[]), own_writes)
        });
        let watched: Vec<_> = self.parts.words().collect();
        sinks.extend(self.update(&mut graph, updates, &writes, &watched));
        self.schedule(graph, &sinks)
    }

    /// Sinks for updates and writes; `other`: words that are needed besides.
    fn update(
        &self,
        graph: &mut WordGraph,
        updates: Vec<Update>,
        writes: &[MemoryWrite],
        other: &[W],
    ) -> Vec<Sink> {
        let mut needed = other.to_vec();
        for w in writes {
            needed.extend([w.enable, w.address]);
            needed.extend(&w.data);
        }
        let mut sinks = split(graph, updates, &needed);
        for m in 0..self.layout.memories.len() as u32 {
            let writes: Vec<_> = writes.iter().filter(|w| w.memory == m).cloned().collect();
            if !writes.is_empty() {
                sinks.push(Sink::Memory(m, writes));
            }
        }
        sinks
    }

    fn schedule(&self, graph: WordGraph, sinks: &[Sink]) -> Program {
        schedule(graph, self.layout.slots.len(), self.layout.memories.len(), sinks)
    }
}

/// The design run by machine code that Cranelift makes when the engine is created.
pub struct Engine {
    machine: Machine,
}

impl Engine {
    /// Compiles a netlist.
    pub fn new(net: &Netlist) -> Result<Self, SimError> {
        Self::of_design(Arc::new(legalize(net)))
    }

    /// Compiles a design split into words already.
    pub fn of_design(design: Arc<Design>) -> Result<Self, SimError> {
        let clocks = design.layout.clocks.len();
        let mut programs = vec![design.eval_program()];
        programs.extend((0..clocks).map(|c| design.tick_program(1 << c)));
        let jit = Jit::compile(&design.layout, &programs)?;
        let eval = jit.passes[0];
        let ticks = (0..clocks).map(|c| (1 << c, jit.passes[c + 1])).collect();
        let machine = Machine::new(design, "native", eval, ticks, Box::new(jit));
        Ok(Self { machine })
    }

    /// Another one of the same design, at power-up: nothing is compiled again.
    pub fn twin(&self) -> Self {
        Self { machine: self.machine.twin() }
    }

    /// What runs it: for snapshots, and for recording waveforms.
    pub fn into_machine(self) -> Machine {
        self.machine
    }
}

impl std::ops::Deref for Engine {
    type Target = Machine;
    fn deref(&self) -> &Machine {
        &self.machine
    }
}

impl std::ops::DerefMut for Engine {
    fn deref_mut(&mut self) -> &mut Machine {
        &mut self.machine
    }
}

crate::backend::delegate_backend!(Engine, machine);

#[cfg(test)]
mod tests;
