//! Parts of a design that hold still, and what has to be looked at to know that they still do.
//!
//! A design has several of one kind, such as the peers of a bridge, and most of them have nothing to
//! do. If an edge changed nothing in a part, and what it depends on is what it was, the next edge
//! changes nothing either. So a part that held still is put to sleep ([`Machine`](super::Machine)),
//! and its updates are skipped until something it depends on changes.
//!
//! Payloads of streams change all the time, but mean nothing while `valid` is low. So a
//! part is awake while `valid` of any stream into it is high, and it is
//! found out what its updates depend on when none is.

use super::cone::{Marks, Scratch};
use super::legalize::{Design, MemoryWrite};
use super::regions::{word_cost, Sink};
use super::words::{SlotId, WordGraph, WordOp, W};
use expether_gen::netlist::Netlist;
use rustc_hash::{FxHashMap, FxHashSet};
use std::collections::BTreeMap;

/// Least cost of a part's updates, in instructions or so, per word that has to be compared for it.
const LEAST_RATIO: u32 = 16;
/// Least cost of a part's updates.
const LEAST_COST: u32 = 100;

/// A part.
#[derive(Clone, Debug)]
pub struct Part {
    /// Its state.
    pub slots: Vec<SlotId>,
    memories: Vec<u32>,
    /// Whether its updates are skipped.
    pub asleep: SlotId,
    /// Whether it had anything to do at the last edge that it saw.
    pub stirred: SlotId,
    /// It is awake while one of them is high.
    valids: Vec<W>,
    /// What it depends on otherwise, and nobody else does; what that was at the last edge.
    watched: Vec<Watched>,
    /// The same for what several parts depend on.
    shared: bool,
}

/// A word, and the slot that has its last value.
type Watched = (W, SlotId);

/// The parts of a design.
#[derive(Clone, Debug, Default)]
pub struct Parts {
    pub parts: Vec<Part>,
    shared: Vec<Watched>,
}

/// Slots and memories by the instance that they are in, for instances that are one of an array:
/// `a.b_0`, `a.b_1`, …; only the outermost arrays.
fn instances(net: &Netlist, design: &Design) -> BTreeMap<String, (Vec<SlotId>, Vec<u32>)> {
    let layout = &design.layout;
    let mut found: BTreeMap<String, (Vec<SlotId>, Vec<u32>)> = BTreeMap::new();
    let slots =
        |first: SlotId, width: u32| (0..width.div_ceil(64)).map(move |i| SlotId(first.0 + i));
    for (reg, first) in net.regs.iter().zip(&layout.regs) {
        if let Some(instance) = array_element(&reg.name) {
            found.entry(instance.to_owned()).or_default().0.extend(slots(*first, reg.width));
        }
    }
    for (i, memory) in net.memories.iter().enumerate() {
        if let Some(instance) = array_element(&memory.name) {
            let entry = found.entry(instance.to_owned()).or_default();
            entry.1.push(i as u32);
            for first in &layout.sync_reads[i] {
                entry.0.extend(slots(*first, memory.width));
            }
        }
    }
    found
}

/// The path to the outermost instance that is one of an array.
fn array_element(name: &str) -> Option<&str> {
    name.match_indices('.').map(|(at, _)| &name[..at]).find(|path| {
        let number = path.rsplit('_').next().unwrap_or("");
        number.len() < path.len()
            && !number.is_empty()
            && number.bytes().all(|b| b.is_ascii_digit())
    })
}

/// Finds parts that are worth it. Words and slots are added to the design.
pub fn find(net: &Netlist, design: &mut Design) -> Parts {
    if design.layout.clocks.len() != 1 {
        return Parts::default();
    }
    let mut scratch = Scratch::default();
    let mut found: Vec<(Part, Vec<W>)> = Vec::new();
    for (path, (slots, memories)) in instances(net, design) {
        let valids = valids(net, design, &path);
        let mut part = Part {
            slots,
            memories,
            asleep: SlotId(0),
            stirred: SlotId(0),
            valids,
            watched: Vec::new(),
            shared: false,
        };
        if let Some(watched) = part.dependencies(design, &mut scratch) {
            found.push((part, watched));
        }
    }
    let mut uses: FxHashMap<W, u32> = FxHashMap::default();
    found.iter().flat_map(|(_, watched)| watched).for_each(|w| *uses.entry(*w).or_default() += 1);
    let mut parts = Parts::default();
    let mut slots: FxHashMap<W, SlotId> = FxHashMap::default();
    // One after the other: the machine looks at all of them at once.
    found.iter_mut().for_each(|(part, _)| part.asleep = design.layout.extra(1));
    for (mut part, watched) in found {
        part.stirred = design.layout.extra(1);
        for w in watched {
            let is_shared = uses[&w] > 1;
            let width = design.graph.width(w);
            let slot = *slots.entry(w).or_insert_with(|| {
                let slot = design.layout.extra(width);
                if is_shared {
                    parts.shared.push((w, slot));
                }
                slot
            });
            if is_shared {
                part.shared = true;
            } else {
                part.watched.push((w, slot));
            }
        }
        parts.parts.push(part);
    }
    parts
}

/// What the streams into an instance have as `valid`.
fn valids(net: &Netlist, design: &Design, path: &str) -> Vec<W> {
    let mut found: Vec<W> = Vec::new();
    for (i, named) in net.names.iter().enumerate() {
        let of_port = named.name.strip_prefix(path).and_then(|n| n.strip_prefix('.'));
        if of_port.is_some_and(|n| n.ends_with("valid") && !n.contains('.')) {
            let first = design.layout.names[i];
            found.extend(design.names.iter().find(|(slot, _)| *slot == first).map(|(_, w)| *w));
        }
    }
    found.sort_unstable();
    found.dedup();
    found.retain(|w| design.graph.width(*w) == 1 && design.graph.as_const(*w).is_none());
    found
}

impl Part {
    /// The words that the updates depend on while no stream brings anything, if it is worth
    /// looking at them; `valids` are then only those that matter.
    fn dependencies(&mut self, design: &mut Design, scratch: &mut Scratch) -> Option<Vec<W>> {
        let own: FxHashSet<SlotId> = self.slots.iter().copied().collect();
        let next = design.next.iter().filter(|(_, slot, _)| own.contains(slot)).map(|(.., w)| *w);
        let enables = design.writes.iter().filter(|w| self.memories.contains(&w.memory));
        let mut targets: Vec<W> = next.chain(enables.map(|w| w.enable)).collect();
        let (_, cost) = self.boundary(&design.graph, &targets, &own)?;
        if cost < LEAST_COST {
            return None;
        }
        // Those that depend on the part itself are outputs.
        let (inputs, _) = self.boundary(&design.graph, &self.valids, &own)?;
        self.valids.retain(|w| inputs.contains(w));
        let none = Marks::default();
        for valid in &self.valids {
            let cone = scratch.cone(&design.graph, &targets, &none);
            scratch.cofactor(&mut design.graph, &cone, &none, *valid, false);
            for w in &mut targets {
                *w = scratch.known.get(*w).unwrap_or(*w);
            }
        }
        let (all, _) = self.boundary(&design.graph, &targets, &own)?;
        let mut watched = all.clone();
        for (w, condition) in choices_of(&design.graph, &targets, &all) {
            if watched.contains(&w)
                && !matters(&mut design.graph, scratch, &targets, &all, w, condition)
            {
                watched.retain(|x| *x != w);
            }
        }
        (cost >= LEAST_RATIO * watched.len() as u32).then_some(watched)
    }

    /// The words nearest to the targets that do not depend on the part's state, and what the words
    /// between cost. None if a place in a memory of others matters that the part chooses: what is
    /// there is not watched.
    fn boundary(
        &self,
        g: &WordGraph,
        targets: &[W],
        own: &FxHashSet<SlotId>,
    ) -> Option<(Vec<W>, u32)> {
        let mut below = Vec::new();
        let mut seen: FxHashSet<W> = targets.iter().copied().collect();
        let mut todo: Vec<W> = seen.iter().copied().collect();
        while let Some(w) = todo.pop() {
            below.push(w);
            WordGraph::operands(&g.word(w).op, |x| {
                if seen.insert(x) {
                    todo.push(x);
                }
            });
        }
        // Operands come before their users.
        below.sort_unstable();
        let mut depends: FxHashSet<W> = FxHashSet::default();
        let mut cost = 0;
        for w in &below {
            let op = &g.word(*w).op;
            let mut is_inside = match op {
                WordOp::Load(slot) => own.contains(slot),
                WordOp::MemLoad { memory, .. } => self.memories.contains(memory),
                _ => false,
            };
            WordGraph::operands(op, |x| is_inside |= depends.contains(&x));
            let is_foreign =
                matches!(op, WordOp::MemLoad { memory, .. } if !self.memories.contains(memory));
            if is_inside && is_foreign {
                return None;
            }
            if is_inside {
                depends.insert(*w);
                cost += word_cost(op);
            }
        }
        let mut found: FxHashSet<W> = FxHashSet::default();
        let mut add = |w: W| {
            if !depends.contains(&w) && g.as_const(w).is_none() {
                found.insert(w);
            }
        };
        targets.iter().for_each(|w| add(*w));
        depends.iter().for_each(|w| WordGraph::operands(&g.word(*w).op, &mut add));
        let mut found: Vec<W> = found.into_iter().collect();
        found.sort_unstable();
        Some((found, cost))
    }

    pub fn owns_slot(&self, slot: SlotId) -> bool {
        self.slots.contains(&slot)
    }

    pub fn owns_memory(&self, memory: u32) -> bool {
        self.memories.contains(&memory)
    }
}

/// Whether the targets depend on one of `all` words beside the others, for either value of a condition
/// that doesn't: payload that a choice passes on only where nothing looks at it is no dependency.
fn matters(
    g: &mut WordGraph,
    scratch: &mut Scratch,
    targets: &[W],
    all: &[W],
    w: W,
    condition: W,
) -> bool {
    let none = Marks::default();
    if scratch.cone(g, &[condition], &none).words.contains(&w) {
        return true;
    }
    let before = g.words.len();
    let mut matters = false;
    for value in [true, false] {
        let cone = scratch.cone(g, targets, &none);
        scratch.cofactor(g, &cone, &none, condition, value);
        let known = |w: &W| scratch.known.get(*w).unwrap_or(*w);
        let mut todo: Vec<W> = targets.iter().map(known).collect();
        let mut seen: FxHashSet<W> = todo.iter().copied().collect();
        while let Some(x) = todo.pop() {
            matters |= x == w;
            // The others are looked at themselves, so that what is below them does not count.
            if !all.contains(&x) {
                WordGraph::operands(&g.word(x).op, |x| {
                    if seen.insert(x) {
                        todo.push(x);
                    }
                });
            }
        }
    }
    g.truncate(before);
    matters
}

/// Choices below the targets that have one of `words` as an arm: that, and their condition.
fn choices_of(g: &WordGraph, targets: &[W], words: &[W]) -> Vec<(W, W)> {
    let mut found = Vec::new();
    let cone = Scratch::default().cone(g, targets, &Marks::default());
    for choice in cone.words {
        if let WordOp::Mux(condition, a, b) = g.word(choice).op {
            let arms = [a, b].into_iter().filter(|w| words.contains(w));
            found.extend(arms.map(|w| (w, condition)));
        }
    }
    found
}

impl Parts {
    /// One if a watched word has changed since the last edge.
    fn changed(g: &mut WordGraph, watched: &[Watched]) -> W {
        let mut any = g.constant(1, 0);
        for (w, slot) in watched {
            let width = g.width(*w);
            let before = g.add(WordOp::Load(*slot), width);
            let differs = if width == 1 {
                g.add(WordOp::Xor(*w, before), 1)
            } else {
                let same = g.add(WordOp::Eq(*w, before), 1);
                g.add(WordOp::Not(same), 1)
            };
            any = g.add(WordOp::Or(any, differs), 1);
        }
        any
    }

    /// What remembers watched words.
    fn remember(watched: &[Watched]) -> impl Iterator<Item = Sink> + '_ {
        watched.iter().map(|(w, slot)| Sink::Store(*slot, *w))
    }

    /// The sinks of a part around those that change its state.
    fn guard(
        &self,
        g: &mut WordGraph,
        part: &Part,
        shared: W,
        writes: &[MemoryWrite],
        mut inner: Vec<Sink>,
    ) -> Sink {
        let mut stirred = g.constant(1, 0);
        for valid in &part.valids {
            stirred = g.add(WordOp::Or(stirred, *valid), 1);
        }
        let mut wakes = Self::changed(g, &part.watched);
        if part.shared {
            wakes = g.add(WordOp::Or(wakes, shared), 1);
        }
        wakes = g.add(WordOp::Or(wakes, stirred), 1);
        let asleep = g.add(WordOp::Load(part.asleep), 1);
        let is_awake = g.add(WordOp::Not(asleep), 1);
        let awake = g.add(WordOp::Or(wakes, is_awake), 1);
        let zero = g.constant(1, 0);
        for write in writes {
            stirred = g.add(WordOp::Or(stirred, write.enable), 1);
        }
        inner.extend(Self::remember(&part.watched));
        inner.push(Sink::Store(part.asleep, zero));
        inner.push(Sink::Store(part.stirred, stirred));
        Sink::Choice(awake, inner, Vec::new())
    }

    /// The sinks of all parts: `inner` gives those that change the state of one, and its writes.
    pub fn sinks(
        &self,
        g: &mut WordGraph,
        mut inner: impl FnMut(&mut WordGraph, &Part) -> (Vec<Sink>, Vec<MemoryWrite>),
    ) -> Vec<Sink> {
        let shared = Self::changed(g, &self.shared);
        let mut sinks = Vec::new();
        for part in &self.parts {
            let (inside, writes) = inner(g, part);
            sinks.push(self.guard(g, part, shared, &writes, inside));
        }
        if !self.shared.is_empty() {
            sinks.push(Sink::Choice(shared, Self::remember(&self.shared).collect(), Vec::new()));
        }
        sinks
    }

    /// Words that are looked at at every edge.
    pub fn words(&self) -> impl Iterator<Item = W> + '_ {
        let shared = self.shared.iter().map(|(w, _)| *w);
        let own = self
            .parts
            .iter()
            .flat_map(|p| p.watched.iter().map(|(w, _)| *w).chain(p.valids.iter().copied()));
        shared.chain(own)
    }
}
#[cfg(test)]
#[allow(non_snake_case)]
mod tests {
    use super::*;
    use crate::engine::legalize::legalize;
    use crate::engine::random::Random;
    use crate::engine::Engine;
    use crate::{Backend, Direction, PortId};
    use std::sync::Arc;

    /// A block with peers, with and without sleep, through quiet and busy times; clocks in which
    /// parts slept. `change` may spoil the design that sleeps.
    fn compare(change: impl Fn(&mut Design)) -> Result<usize, String> {
        let block = expether_gen::elaborate("fabric_port").map_err(|e| e.to_string())?;
        let mut design = legalize(block.netlist());
        assert_eq!(design.parts.parts.len(), 2);
        change(&mut design);
        let asleep: Vec<_> =
            design.parts.parts.iter().map(|p| design.layout.slot(p.asleep)).collect();
        let mut awake = legalize(block.netlist());
        awake.parts = Parts::default();
        let make = |d| Engine::of_design(Arc::new(d)).map_err(|e| e.to_string());
        let mut engines = [make(design)?, make(awake)?];
        let ports = engines[0].ports().to_vec();
        let mut random = Random::new(7);
        let (mut slept, mut started) = (0, false);
        for clock in 0..30_000 {
            // Settings change seldom, streams and frames in bursts.
            let busy = clock / 500 % 3 == 1;
            for (i, port) in ports.iter().enumerate() {
                let is_setting = port.name.contains("settings");
                let often = if is_setting {
                    3_000
                } else if busy {
                    2
                } else {
                    400
                };
                let chosen = port.direction == Direction::Input && random.below(often) == 0;
                if chosen || !started {
                    let value = random.value(port.width);
                    let value =
                        if port.name == "reset" { u64::from(!started) } else { value.words()[0] };
                    engines.iter_mut().for_each(|e| e.set(PortId(i as u32), value));
                }
            }
            started = true;
            engines.iter_mut().for_each(|e| e.tick(1).unwrap());
            if let Some(reset) = engines[0].port("reset").filter(|_| clock == 5) {
                engines.iter_mut().for_each(|e| e.set(reset, 0));
            }
            slept += asleep.iter().filter(|slot| engines[0].peek(**slot) == 1).count();
            let size = engines[1].design().layout.state_size;
            let [one, other] = engines.each_ref().map(|e| e.snapshot());
            if one.0[..size.min(one.0.len())] != other.0[..] {
                return Err(format!("the state differs after clock {clock}"));
            }
        }
        Ok(slept)
    }

    #[test]
    fn parts__that_sleep__change_nothing() {
        let slept = compare(|_| ()).unwrap_or_else(|e| panic!("{e}"));
        assert!(slept > 5_000, "they slept for {slept} clocks only");
    }

    #[test]
    fn parts__that_do_not_wake__are_noticed() {
        let mutants: [fn(&mut Design); 2] = [
            |d| d.parts.parts.iter_mut().for_each(|p| p.valids.clear()),
            |d| d.parts.parts.iter_mut().for_each(|p| (p.watched.clear(), p.shared = false).1),
        ];
        for (i, mutant) in mutants.into_iter().enumerate() {
            assert!(compare(mutant).is_err(), "mutant {i}");
        }
    }
}
