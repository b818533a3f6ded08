//! Splitting register updates into cases.
//!
//! A state machine's registers all depend on its state and on a few valid and ready bits. What
//! they become is far less work to compute once those bits are known: in one state, for one
//! value of `valid`, most of a block holds still. So this finds the bit that decides most, makes
//! a branch on it and specializes the updates in either arm; then the same within the arms, and
//! for the updates that the bit has no part in, as long as it pays.

use super::regions::{word_cost, Sink};
use super::words::{SlotId, WordGraph, WordOp, W};
use rustc_hash::{FxHashMap, FxHashSet};

/// Least gain, in instructions or so, for which a split is made.
const LEAST_GAIN: u32 = 10;
/// Splits within splits.
const DEEPEST: u32 = 16;
/// Bits that are tried at each place.
const CANDIDATES: usize = 24;

/// An update of a register word.
#[derive(Copy, Clone, Debug)]
pub struct Update {
    pub slot: SlotId,
    pub next: W,
}

/// Turns updates into sinks with cases. `other` are words that are needed besides. Words are
/// added to the graph.
pub fn split(graph: &mut WordGraph, updates: Vec<Update>, other: &[W]) -> Vec<Sink> {
    let mut s = Splitter { g: graph, outside: FxHashSet::default(), budget: 0 };
    s.outside = s.full_cone(other).into_iter().collect();
    let list: Vec<(SlotId, W)> = updates.iter().map(|u| (u.slot, u.next)).collect();
    let words: Vec<W> = updates.iter().map(|u| u.next).collect();
    s.budget = 6 * s.own_cone(&words).len() + 200;
    let mut sinks = Vec::new();
    s.specialize(list, 0, &mut sinks);
    sinks
}

struct Splitter<'a> {
    g: &'a mut WordGraph,
    /// Words that are needed in any case: they cost nothing.
    outside: FxHashSet<W>,
    /// Words that may still be added.
    budget: usize,
}

impl Splitter<'_> {
    /// Words below `targets`, in order.
    fn full_cone(&self, targets: &[W]) -> Vec<W> {
        self.cone(targets, |_| false)
    }

    /// The same without what is needed anyway.
    fn own_cone(&self, targets: &[W]) -> Vec<W> {
        self.cone(targets, |w| self.outside.contains(&w))
    }

    fn cone(&self, targets: &[W], stop: impl Fn(W) -> bool) -> Vec<W> {
        let mut seen: FxHashSet<W> = FxHashSet::default();
        let mut todo: Vec<W> = Vec::new();
        let mut visit = |w: W, todo: &mut Vec<W>| {
            if !stop(w) && seen.insert(w) {
                todo.push(w);
            }
        };
        targets.iter().for_each(|w| visit(*w, &mut todo));
        let mut all = Vec::new();
        while let Some(w) = todo.pop() {
            all.push(w);
            WordGraph::operands(&self.g.word(w).op, |x| visit(x, &mut todo));
        }
        all.sort_unstable();
        all
    }

    fn cost(&self, words: &[W]) -> u32 {
        words.iter().map(|w| word_cost(&self.g.word(*w).op)).sum()
    }

    /// What follows from a bit's value: values of the words below it.
    fn assume(&mut self, bit: W, value: bool, known: &mut FxHashMap<W, W>) {
        let mut todo = vec![(bit, value)];
        while let Some((w, value)) = todo.pop() {
            let constant = self.g.constant(1, u64::from(value));
            known.insert(w, constant);
            match (self.g.word(w).op.clone(), value) {
                (WordOp::Not(x), _) => todo.push((x, !value)),
                (WordOp::And(a, b), true) | (WordOp::Or(a, b), false) => {
                    for x in [a, b] {
                        if self.g.as_const(x).is_none() {
                            todo.push((x, value));
                        }
                    }
                }
                (WordOp::Eq(a, b), true) => {
                    for (x, k) in [(a, b), (b, a)] {
                        if let (None, Some(k)) = (self.g.as_const(x), self.g.as_const(k)) {
                            let k = self.g.constant(self.g.width(x), k);
                            known.insert(x, k);
                        }
                    }
                }
                (WordOp::NonZero(x), false) => {
                    let zero = self.g.constant(self.g.width(x), 0);
                    known.insert(x, zero);
                }
                _ => {}
            }
        }
    }

    /// `targets` for one value of a bit. `cone` is their full cone.
    fn cofactor(&mut self, targets: &[W], cone: &[W], bit: W, value: bool) -> Vec<W> {
        let mut known = FxHashMap::default();
        self.assume(bit, value, &mut known);
        let end = self.g.words.len();
        for w in cone {
            if known.contains_key(w) {
                continue;
            }
            let mut changed = false;
            WordGraph::operands(&self.g.word(*w).op, |x| changed |= known.contains_key(&x));
            if !changed {
                continue;
            }
            let word = self.g.word(*w).clone();
            let op = WordGraph::mapped(&word.op, |x| known.get(&x).copied().unwrap_or(x));
            let mark = self.g.words.len();
            let new = self.g.add(op, word.width);
            // What others need too is there anyway; a copy of it must be worth it.
            if new.0 as usize >= end && self.outside.contains(w) && self.g.as_const(new).is_none() {
                if new.0 as usize >= mark {
                    self.g.truncate(mark);
                }
                continue;
            }
            if new != *w {
                known.insert(*w, new);
            }
        }
        targets.iter().map(|w| known.get(w).copied().unwrap_or(*w)).collect()
    }

    /// Bits on which much depends, the most promising first.
    fn candidates(&self, own: &[W]) -> Vec<W> {
        let mut score: FxHashMap<W, u32> = FxHashMap::default();
        let mut add = |w: W, points: u32| {
            if self.g.width(w) == 1 && self.g.as_const(w).is_none() {
                let plain = match self.g.word(w).op {
                    WordOp::Not(x) => x,
                    _ => w,
                };
                *score.entry(plain).or_default() += points;
            }
        };
        for w in own {
            match self.g.word(*w).op {
                WordOp::Mux(c, _, _) => add(c, 3),
                WordOp::And(a, b) | WordOp::Or(a, b) => {
                    add(a, 1);
                    add(b, 1);
                }
                _ => {}
            }
        }
        let mut all: Vec<(u32, W)> = score.into_iter().map(|(w, s)| (s, w)).collect();
        all.sort_unstable_by(|a, b| b.cmp(a));
        all.into_iter().take(CANDIDATES).filter(|(s, _)| *s >= 3).map(|(_, w)| w).collect()
    }

    fn specialize(&mut self, list: Vec<(SlotId, W)>, depth: u32, out: &mut Vec<Sink>) {
        let words: Vec<W> = list.iter().map(|(_, w)| *w).collect();
        match self.best(&list, &words, depth) {
            None => out.extend(list.into_iter().map(|(s, w)| Sink::Store(s, w))),
            Some(bit) => {
                let cone = self.full_cone(&words);
                let before = self.g.words.len();
                let one = self.cofactor(&words, &cone, bit, true);
                let zero = self.cofactor(&words, &cone, bit, false);
                self.budget = self.budget.saturating_sub(self.g.words.len() - before);
                let (mut same, mut then, mut otherwise) = (Vec::new(), Vec::new(), Vec::new());
                for (((slot, _), a), b) in list.into_iter().zip(one).zip(zero) {
                    if a == b {
                        same.push((slot, a));
                        continue;
                    }
                    // What a register holds already needs no store.
                    let holds = |w: W| self.g.word(w).op == WordOp::Load(slot);
                    if !holds(a) {
                        then.push((slot, a));
                    }
                    if !holds(b) {
                        otherwise.push((slot, b));
                    }
                }
                let (mut one, mut zero) = (Vec::new(), Vec::new());
                self.specialize(then, depth + 1, &mut one);
                self.specialize(otherwise, depth + 1, &mut zero);
                out.push(Sink::Choice(bit, one, zero));
                if !same.is_empty() {
                    self.specialize(same, depth, out);
                }
            }
        }
    }

    /// The bit whose knowledge saves most, if that is enough.
    fn best(&mut self, list: &[(SlotId, W)], words: &[W], depth: u32) -> Option<W> {
        if depth >= DEEPEST || self.budget == 0 {
            return None;
        }
        let own = self.own_cone(words);
        let now = self.cost(&own) + words.len() as u32;
        if now < LEAST_GAIN {
            return None;
        }
        let cone = self.full_cone(words);
        let mut best: Option<(u32, W)> = None;
        for bit in self.candidates(&own) {
            let mark = self.g.words.len();
            let one = self.cofactor(words, &cone, bit, true);
            let zero = self.cofactor(words, &cone, bit, false);
            if one == zero {
                self.g.truncate(mark);
                continue;
            }
            let stores = |targets: &[W]| {
                let pairs = list.iter().zip(targets);
                pairs.filter(|((s, _), w)| self.g.word(**w).op != WordOp::Load(*s)).count() as u32
            };
            let (stores_one, stores_zero) = (stores(&one), stores(&zero));
            let with_bit = |mut targets: Vec<W>| {
                targets.push(bit);
                targets
            };
            let one: FxHashSet<W> = self.own_cone(&with_bit(one)).into_iter().collect();
            let zero: FxHashSet<W> = self.own_cone(&with_bit(zero)).into_iter().collect();
            let only = |a: &FxHashSet<W>, b: &FxHashSet<W>| {
                self.cost(&a.difference(b).copied().collect::<Vec<_>>())
            };
            let both = self.cost(&one.intersection(&zero).copied().collect::<Vec<_>>());
            let a = only(&one, &zero) + stores_one;
            let b = only(&zero, &one) + stores_zero;
            // Rather the expensive arm is taken than the cheap one; and a branch costs too.
            let split = both + (a.max(b) * 7 + a.min(b) * 3) / 10 + 3;
            let added = self.g.words.len() - mark;
            self.g.truncate(mark);
            let gain = now.saturating_sub(split);
            if added <= self.budget && gain >= LEAST_GAIN && best.is_none_or(|(g, _)| gain > g) {
                best = Some((gain, bit));
            }
        }
        best.map(|(_, bit)| bit)
    }
}
