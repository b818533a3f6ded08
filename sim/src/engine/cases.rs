//! Splitting register updates into cases.
//!
//! A state machine's registers all depend on its state and on a few valid and ready bits. What
//! they become is far less work to compute once those bits are known: in one state, for one
//! value of `valid`, most of a block holds still. So this finds the bit that decides most, makes
//! a branch on it and specializes the updates in either arm; then the same within the arms, and
//! for the updates that the bit has no part in, as long as it pays.

use super::cone::{Cone, Marks, Scratch};
use super::regions::Sink;
use super::words::{SlotId, WordGraph, WordOp, W};
use rustc_hash::FxHashMap;

/// Least gain, in instructions or so, for which a split is made: a branch that is foreseen wrongly
/// takes as long as many instructions, and each split makes more code of what both arms need.
const LEAST_GAIN: u32 = 40;
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
    let mut s =
        Splitter { g: graph, outside: Marks::default(), budget: 0, scratch: Scratch::default() };
    s.outside.clear();
    let needed = s.scratch.cone(s.g, other, &Marks::default()).words;
    needed.into_iter().for_each(|w| {
        s.outside.insert(w);
    });
    let list: Vec<(SlotId, W)> = updates.iter().map(|u| (u.slot, u.next)).collect();
    let words: Vec<W> = updates.iter().map(|u| u.next).collect();
    s.budget = 6 * s.scratch.cone(s.g, &words, &s.outside).own().count() + 200;
    let mut sinks = Vec::new();
    s.specialize(list, 0, &mut sinks);
    sinks
}

struct Splitter<'a> {
    g: &'a mut WordGraph,
    /// Words that are needed in any case: they cost nothing.
    outside: Marks,
    /// Words that may still be added.
    budget: usize,
    scratch: Scratch,
}

impl Splitter<'_> {
    /// What the targets become for a bit's value: those that change, by their place in the list.
    fn changes(&mut self, cone: &Cone, targets: &[W], bit: W, value: bool) -> Vec<(usize, W)> {
        self.scratch.cofactor(self.g, cone, &self.outside, bit, value);
        let known = &self.scratch.known;
        let changed = targets.iter().enumerate().filter_map(|(i, w)| Some((i, known.get(*w)?)));
        changed.filter(|(i, w)| targets[*i] != *w).collect()
    }

    /// Bits on which much depends, the most promising first.
    fn candidates(&self, cone: &Cone) -> Vec<W> {
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
        for w in cone.own() {
            match self.g.word(w).op {
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
        let Some((bit, cone)) = self.best(&list, &words, depth) else {
            out.extend(list.into_iter().map(|(s, w)| Sink::Store(s, w)));
            return;
        };
        let before = self.g.words.len();
        let arms = [true, false].map(|value| {
            let mut arm = words.clone();
            let changes = self.changes(&cone, &words, bit, value);
            changes.into_iter().for_each(|(i, w)| arm[i] = w);
            arm
        });
        drop(cone);
        self.budget = self.budget.saturating_sub(self.g.words.len() - before);
        let (mut same, mut then, mut otherwise) = (Vec::new(), Vec::new(), Vec::new());
        for (i, (slot, _)) in list.into_iter().enumerate() {
            let [a, b] = [arms[0][i], arms[1][i]];
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

    /// The bit whose knowledge saves most, if that is enough; and what lies below the words.
    fn best(&mut self, list: &[(SlotId, W)], words: &[W], depth: u32) -> Option<(W, Cone)> {
        if depth >= DEEPEST || self.budget == 0 {
            return None;
        }
        let mut cone = self.scratch.cone(self.g, words, &self.outside);
        let now = cone.cost + words.len() as u32;
        if now < LEAST_GAIN {
            return None;
        }
        let is_store = |g: &WordGraph, i: usize, w: W| g.word(w).op != WordOp::Load(list[i].0);
        let all_stores =
            words.iter().enumerate().filter(|(i, w)| is_store(self.g, *i, **w)).count();
        let mut best: Option<(u32, W)> = None;
        for bit in self.candidates(&cone) {
            let mark = self.g.words.len();
            let one = self.changes(&cone, words, bit, true);
            let zero = self.changes(&cone, words, bit, false);
            if one == zero {
                self.g.truncate(mark);
                continue;
            }
            // Targets that change for one value, for the other or for both.
            let mut changed: Vec<usize> = one.iter().chain(&zero).map(|(i, _)| *i).collect();
            changed.sort_unstable();
            changed.dedup();
            let after = |changes: &[(usize, W)]| -> Vec<W> {
                let mut changes = changes.iter().peekable();
                let of = |&i: &usize| changes.next_if(|c| c.0 == i).map_or(words[i], |c| c.1);
                changed.iter().map(of).collect()
            };
            let old: Vec<W> = changed.iter().map(|i| words[*i]).collect();
            let targets = [old, after(&one), after(&zero)];
            let stores = targets.each_ref().map(|targets| {
                let pairs = changed.iter().zip(targets);
                pairs.filter(|(i, w)| is_store(self.g, **i, **w)).count()
            });
            let [old, one, zero] = targets.each_ref().map(Vec::as_slice);
            let Self { g, scratch, outside, .. } = &mut *self;
            let saving = scratch.saving(g, &mut cone, outside, bit, [old, one, zero]);
            let unchanged = all_stores - stores[0];
            let a = saving.one + (unchanged + stores[1]) as u32;
            let b = saving.zero + (unchanged + stores[2]) as u32;
            // Rather the expensive arm is taken than the cheap one; and a branch costs too.
            let split = saving.both + (a.max(b) * 7 + a.min(b) * 3) / 10 + 3;
            let added = self.g.words.len() - mark;
            self.g.truncate(mark);
            let gain = now.saturating_sub(split);
            if added <= self.budget && gain >= LEAST_GAIN && best.is_none_or(|(g, _)| gain > g) {
                best = Some((gain, bit));
            }
        }
        best.map(|(_, bit)| (bit, cone))
    }
}
