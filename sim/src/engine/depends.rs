//! What the updates of a part depend on beside the part itself, while no stream brings it anything.

use super::cone::{below, Marks, Scratch};
use super::legalize::Design;
use super::regions::word_cost;
use super::words::{SlotId, WordGraph, WordOp, W};
use expether_gen::netlist::ClockId;
use rustc_hash::{FxHashMap, FxHashSet};

/// Words that a pulse must spare to be treated like a `valid`.
const LEAST_SPARED: usize = 3;
/// Words below a register's next value up to which it is asked what lets the register change.
const LARGEST_NEXT: usize = 100;
/// Words that a gate of registers must spare at least.
const LEAST_SERVED: usize = 2;

/// State that updates change, and what its updates depend on.
pub struct Dependencies {
    /// Bits while one of which is high the part has to be awake: of streams that bring something, and pulses.
    pub wakers: Vec<W>,
    /// What matters while none is.
    pub watched: Vec<W>,
    /// What the updates cost.
    pub cost: u32,
}

/// A part's state.
pub struct Own<'a> {
    pub slots: FxHashSet<SlotId>,
    pub memories: &'a [u32],
}

impl Own<'_> {
    /// `valids`: of the streams into the part. None if its updates cost less than `least`, or if they
    /// depend on a place in a memory of others that the part chooses: such a place can't be watched.
    pub fn dependencies(
        &self,
        design: &mut Design,
        valids: Vec<W>,
        least: u32,
    ) -> Option<Dependencies> {
        let next =
            design.next.iter().filter(|(_, slot, _)| self.slots.contains(slot)).map(|(.., w)| *w);
        let enables = design.writes.iter().filter(|w| self.memories.contains(&w.memory));
        let mut targets: Vec<W> = next.chain(enables.map(|w| w.enable)).collect();
        let (_, cost) = self.boundary(&design.graph, &targets)?;
        if cost < least {
            return None;
        }
        // Those that depend on the part itself are outputs.
        let (inputs, _) = self.boundary(&design.graph, &valids)?;
        let mut scratch = Scratch::default();
        // One that needs another to be high tells nothing more.
        let is_input = |w: W| inputs.contains(&w) && valids.contains(&w);
        let follows = |w: W| match design.graph.word(w).op {
            WordOp::And(a, b) => is_input(a) || is_input(b),
            _ => false,
        };
        let mut wakers: Vec<W> =
            valids.iter().copied().filter(|w| is_input(*w) && !follows(*w)).collect();
        for waker in &wakers {
            targets = given(&mut design.graph, &mut scratch, &targets, *waker, false);
        }
        let (mut all, _) = self.boundary(&design.graph, &targets)?;
        for w in all.clone() {
            if is_pulse(design, w) {
                let spared = given(&mut design.graph, &mut scratch, &targets, w, false);
                let (fewer, _) = self.boundary(&design.graph, &spared)?;
                if fewer.len() + LEAST_SPARED <= all.len() {
                    (targets, all) = (spared, fewer);
                    wakers.push(w);
                }
            }
        }
        let mut watched = all;
        for (w, condition) in choices_of(&design.graph, &targets, &watched) {
            let others: Vec<W> = watched.iter().copied().filter(|x| *x != w).collect();
            if others.len() < watched.len()
                && self.suffice(&mut design.graph, &mut scratch, &others, &targets, condition)
            {
                watched = others;
            }
        }
        Some(Dependencies { wakers, watched, cost })
    }

    /// Whether it reads the part's state.
    fn owns(&self, op: &WordOp) -> bool {
        match op {
            WordOp::Load(slot) => self.slots.contains(slot),
            WordOp::MemLoad { memory, .. } => self.memories.contains(memory),
            _ => false,
        }
    }

    /// Whether the targets are functions of some words and the part's state, for either value of a condition
    /// that is one too: payload that a choice passes on only where nothing looks at it is no dependency.
    fn suffice(
        &self,
        g: &mut WordGraph,
        scratch: &mut Scratch,
        words: &[W],
        targets: &[W],
        condition: W,
    ) -> bool {
        let follow =
            |g: &WordGraph, of: &[W]| follow(g, of, |w| words.contains(&w), |op| self.owns(op));
        let before = g.words.len();
        let suffice = follow(g, &[condition])
            && [false, true].into_iter().all(|value| {
                let targets = given(g, scratch, targets, condition, value);
                follow(g, &targets)
            });
        g.truncate(before);
        suffice
    }

    /// The words nearest to the targets that do not depend on the part's state, and what the words
    /// between cost. None if the part chooses a place in a memory of others.
    fn boundary(&self, g: &WordGraph, targets: &[W]) -> Option<(Vec<W>, u32)> {
        let mut depends: FxHashSet<W> = FxHashSet::default();
        let mut cost = 0;
        for w in below(g, targets) {
            let op = &g.word(w).op;
            let mut is_inside = self.owns(op);
            WordGraph::operands(op, |x| is_inside |= depends.contains(&x));
            let is_foreign = matches!(op, WordOp::MemLoad { .. }) && !self.owns(op);
            if is_inside && is_foreign {
                return None;
            }
            if is_inside {
                depends.insert(w);
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
}

/// What the targets become for a bit's value.
fn given(g: &mut WordGraph, scratch: &mut Scratch, targets: &[W], bit: W, value: bool) -> Vec<W> {
    let none = Marks::default();
    let cone = scratch.cone(g, targets, &none);
    scratch.cofactor(g, &cone, &none, bit, value);
    targets.iter().map(|w| scratch.known.get(*w).unwrap_or(*w)).collect()
}

/// Whether words are functions of those for which `is_given`, and of state that `is_known`.
fn follow(
    g: &WordGraph,
    of: &[W],
    is_given: impl Fn(W) -> bool,
    mut is_known: impl FnMut(&WordOp) -> bool,
) -> bool {
    let mut seen: FxHashSet<W> = of.iter().copied().collect();
    let mut todo = of.to_vec();
    while let Some(w) = todo.pop() {
        if is_given(w) {
            continue;
        }
        let op = &g.word(w).op;
        if matches!(op, WordOp::Load(_) | WordOp::MemLoad { .. }) && !is_known(op) {
            return false;
        }
        WordGraph::operands(op, |x| {
            if seen.insert(x) {
                todo.push(x);
            }
        });
    }
    true
}

/// What a slot has after the next edge; none if it is an input.
fn next_of(next: &[(ClockId, SlotId, W)], slot: SlotId) -> Option<W> {
    next.iter().find(|(_, s, _)| *s == slot).map(|(.., w)| *w)
}

/// Whether it is a register of one bit that does not hold by itself, or needs such a one to be high.
fn is_pulse(design: &Design, w: W) -> bool {
    let g = &design.graph;
    let slot = match g.word(w).op {
        WordOp::Load(slot) if g.width(w) == 1 => slot,
        WordOp::And(a, b) => return is_pulse(design, a) || is_pulse(design, b),
        _ => return false,
    };
    next_of(&design.next, slot).is_some_and(|next| !below(g, &[next]).contains(&w))
}

/// Choices below the targets that have one of `words` as an arm: that, and their condition.
fn choices_of(g: &WordGraph, targets: &[W], words: &[W]) -> Vec<(W, W)> {
    let mut found = Vec::new();
    for choice in below(g, targets) {
        if let WordOp::Mux(condition, a, b) = g.word(choice).op {
            let arms = [a, b].into_iter().filter(|w| words.contains(w));
            found.extend(arms.map(|w| (w, condition)));
        }
    }
    found
}

/// Registers that hold unless some others or inputs, their gates, are other than zero, such as settings:
/// instead of all of them, these are looked at.
pub struct Held {
    slots: FxHashSet<SlotId>,
    pub gates: Vec<W>,
}

impl Held {
    /// Those below some words.
    pub fn of_words(design: &mut Design, words: &[W]) -> Self {
        let Design { graph, next, .. } = design;
        let mut scratch = Scratch::default();
        let mut gates: FxHashMap<SlotId, Vec<W>> = FxHashMap::default();
        for w in below(graph, words) {
            let WordOp::Load(slot) = graph.word(w).op else { continue };
            let before = graph.words.len();
            let found =
                next_of(next, slot).and_then(|next| gates_of(graph, &mut scratch, next, slot, 2));
            graph.truncate(before);
            gates.extend(found.map(|found| (slot, found)));
        }
        // How many words each gate spares.
        let mut spared: FxHashMap<W, usize> = FxHashMap::default();
        for w in words {
            let mut of_word: FxHashSet<W> = FxHashSet::default();
            let is_held = |op: &WordOp| match op {
                WordOp::Load(slot) => gates.get(slot).map(|gates| of_word.extend(gates)).is_some(),
                _ => false,
            };
            if follow(graph, &[*w], |_| false, is_held) {
                of_word.into_iter().for_each(|gate| *spared.entry(gate).or_default() += 1);
            }
        }
        gates.retain(|_, gates| {
            gates.iter().all(|gate| spared.get(gate).is_some_and(|n| *n >= LEAST_SERVED))
        });
        let slots = gates.keys().copied().collect();
        let mut gates: Vec<W> = gates.into_values().flatten().collect();
        gates.sort_unstable();
        gates.dedup();
        Self { slots, gates }
    }

    /// Takes out of a list of words those that are functions of others and of registers that hold.
    /// Whether any is one of the latter.
    pub fn reduce(&self, g: &WordGraph, words: &mut Vec<W>) -> bool {
        let mut of_held = false;
        // Operands come before their users, so that what a word follows from stays, or follows itself.
        for w in words.clone().into_iter().rev() {
            if let Some(held) = self.follows(g, w, words) {
                words.retain(|x| *x != w);
                of_held |= held;
            }
        }
        of_held
    }

    /// None if it does not follow, else whether from registers that hold.
    fn follows(&self, g: &WordGraph, w: W, words: &[W]) -> Option<bool> {
        let mut of_held = false;
        let is_held = |op: &WordOp| {
            let is_held = matches!(op, WordOp::Load(slot) if self.slots.contains(slot));
            of_held |= is_held;
            is_held
        };
        follow(g, &[w], |x| x != w && words.contains(&x), is_held).then_some(of_held)
    }
}

/// Up to `most` registers or inputs so that a register's next value is the present one while
/// all are zero.
fn gates_of(
    g: &mut WordGraph,
    scratch: &mut Scratch,
    next: W,
    slot: SlotId,
    most: usize,
) -> Option<Vec<W>> {
    if g.word(next).op == WordOp::Load(slot) {
        return Some(Vec::new());
    }
    let below = below(g, &[next]);
    if most == 0 || below.len() > LARGEST_NEXT {
        return None;
    }
    let gate_of = |bit: W| {
        let word = g.word(bit);
        let source = match word.op {
            WordOp::Extract(vector, _) => vector,
            _ => bit,
        };
        let is_state = matches!(g.word(source).op, WordOp::Load(s) if s != slot);
        (word.width == 1 && is_state).then_some((bit, source))
    };
    let bits: Vec<(W, W)> = below.into_iter().filter_map(gate_of).collect();
    bits.into_iter().find_map(|(bit, source)| {
        let low = given(g, scratch, &[next], bit, false)[0];
        let mut gates = gates_of(g, scratch, low, slot, most - 1)?;
        gates.push(source);
        Some(gates)
    })
}

#[cfg(test)]
mod tests;
