//! What lies below a list of words, and what a bit's value makes of it.
//!
//! The search for cases asks, for each of many bits: which words vanish if this bit is known?
//! Sets are marks in arrays that are emptied at no cost, and only what depends on the bit is
//! looked at, so a question costs what its answer is long, not what the design is large.

use super::regions::word_cost;
use super::words::{WordGraph, WordOp, W};

/// A set of indices.
#[derive(Default)]
pub struct Marks {
    stamps: Vec<u32>,
    now: u32,
}

impl Marks {
    pub fn clear(&mut self) {
        if self.now == u32::MAX {
            self.stamps.clear();
            self.now = 0;
        }
        self.now += 1;
    }

    /// Whether it was not in the set.
    pub fn insert(&mut self, w: W) -> bool {
        let i = w.0 as usize;
        if i >= self.stamps.len() {
            self.stamps.resize(i + 1, 0);
        }
        std::mem::replace(&mut self.stamps[i], self.now) != self.now
    }

    pub fn contains(&self, w: W) -> bool {
        self.now > 0 && self.stamps.get(w.0 as usize) == Some(&self.now)
    }
}

/// Replacements of words.
#[derive(Default)]
pub struct Known {
    is_known: Marks,
    value: Vec<W>,
}

impl Known {
    fn clear(&mut self) {
        self.is_known.clear();
    }

    fn insert(&mut self, w: W, value: W) {
        let i = w.0 as usize;
        if i >= self.value.len() {
            self.value.resize(i + 1, W(0));
        }
        self.value[i] = value;
        self.is_known.insert(w);
    }

    pub fn get(&self, w: W) -> Option<W> {
        self.is_known.contains(w).then(|| self.value[w.0 as usize])
    }
}

/// Everything below the targets.
pub struct Cone {
    /// In order: operands before their users.
    pub words: Vec<W>,
    /// By the place in `words`: not needed but for the targets.
    is_own: Vec<bool>,
    /// By the place in `words`: uses by own words and as a target.
    uses: Vec<u32>,
    /// Users of word `i` are `users[first[i]..first[i + 1]]`, as places in `words`.
    first: Vec<u32>,
    users: Vec<u32>,
    /// What the own words cost.
    pub cost: u32,
}

impl Cone {
    pub fn own(&self) -> impl Iterator<Item = W> + '_ {
        self.words.iter().zip(&self.is_own).filter(|(_, own)| **own).map(|(w, _)| *w)
    }
}

/// What is used again by each search.
#[derive(Default)]
pub struct Scratch {
    seen: Marks,
    other: Marks,
    /// Place of a word in the newest cone; true only if the cone has the word there.
    places: Vec<u32>,
    pub known: Known,
    todo: Vec<W>,
}

/// What knowing a bit saves.
pub struct Saving {
    /// Cost of what is needed for both values of the bit, for one and for zero only.
    pub both: u32,
    pub one: u32,
    pub zero: u32,
}

/// Words below `targets` but not below what `stop` says, in no order.
fn reach(
    g: &WordGraph,
    targets: impl Iterator<Item = W>,
    seen: &mut Marks,
    todo: &mut Vec<W>,
    stop: impl Fn(W) -> bool,
) -> Vec<W> {
    todo.clear();
    let mut all = Vec::new();
    let mut visit = |w: W, todo: &mut Vec<W>| {
        if !stop(w) && seen.insert(w) {
            todo.push(w);
        }
    };
    targets.for_each(|w| visit(w, todo));
    while let Some(w) = todo.pop() {
        all.push(w);
        WordGraph::operands(&g.word(w).op, |x| visit(x, todo));
    }
    all
}

/// Everything below some words, they included: operands before their users.
pub fn below(g: &WordGraph, words: &[W]) -> Vec<W> {
    let mut seen = Marks::default();
    seen.clear();
    let mut all = reach(g, words.iter().copied(), &mut seen, &mut Vec::new(), |_| false);
    all.sort_unstable();
    all
}

impl Scratch {
    fn place(&self, cone: &Cone, w: W) -> Option<usize> {
        let place = *self.places.get(w.0 as usize)? as usize;
        (cone.words.get(place) == Some(&w)).then_some(place)
    }

    /// `outside`: words that are needed in any case.
    pub fn cone(&mut self, g: &WordGraph, targets: &[W], outside: &Marks) -> Cone {
        let Self { seen, other, todo, .. } = self;
        seen.clear();
        let mut words = reach(g, targets.iter().copied(), seen, todo, |_| false);
        words.sort_unstable();
        other.clear();
        reach(g, targets.iter().copied(), other, todo, |w| outside.contains(w));
        let is_own: Vec<bool> = words.iter().map(|w| other.contains(*w)).collect();
        self.places.resize(g.words.len().max(self.places.len()), 0);
        for (i, w) in words.iter().enumerate() {
            self.places[w.0 as usize] = i as u32;
        }
        let mut uses = vec![0; words.len()];
        let mut first = vec![0u32; words.len() + 1];
        let mut cost = 0;
        for (w, own) in words.iter().zip(&is_own) {
            let op = &g.word(*w).op;
            cost += if *own { word_cost(op) } else { 0 };
            WordGraph::operands(op, |x| {
                let place = self.places[x.0 as usize] as usize;
                uses[place] += u32::from(*own);
                first[place + 1] += 1;
            });
        }
        targets.iter().for_each(|w| uses[self.places[w.0 as usize] as usize] += 1);
        for i in 1..first.len() {
            first[i] += first[i - 1];
        }
        let mut next = first.clone();
        let mut users = vec![0; first[words.len()] as usize];
        for (i, w) in words.iter().enumerate() {
            WordGraph::operands(&g.word(*w).op, |x| {
                let at = &mut next[self.places[x.0 as usize] as usize];
                users[*at as usize] = i as u32;
                *at += 1;
            });
        }
        Cone { words, is_own, uses, first, users, cost }
    }

    /// What follows from a bit's value: values of the words below it. Gives the words.
    fn assume(&mut self, g: &mut WordGraph, bit: W, value: bool) -> Vec<W> {
        self.known.clear();
        let mut assumed = Vec::new();
        let mut todo = vec![(bit, value)];
        let mut insert = |known: &mut Known, w: W, constant: W| {
            known.insert(w, constant);
            assumed.push(w);
        };
        while let Some((w, value)) = todo.pop() {
            let constant = g.constant(1, u64::from(value));
            insert(&mut self.known, w, constant);
            match (g.word(w).op.clone(), value) {
                (WordOp::Not(x), _) => todo.push((x, !value)),
                (WordOp::And(a, b), true) | (WordOp::Or(a, b), false) => {
                    for x in [a, b] {
                        if g.as_const(x).is_none() {
                            todo.push((x, value));
                        }
                    }
                }
                (WordOp::Eq(a, b), true) => {
                    for (x, k) in [(a, b), (b, a)] {
                        if let (None, Some(k)) = (g.as_const(x), g.as_const(k)) {
                            let k = g.constant(g.width(x), k);
                            insert(&mut self.known, x, k);
                        }
                    }
                }
                (WordOp::NonZero(x), false) => {
                    let zero = g.constant(g.width(x), 0);
                    insert(&mut self.known, x, zero);
                }
                _ => {}
            }
        }
        assumed
    }

    /// Finds in `known` what each word becomes for one value of a bit. Words are added to the graph.
    pub fn cofactor(
        &mut self,
        g: &mut WordGraph,
        cone: &Cone,
        outside: &Marks,
        bit: W,
        value: bool,
    ) {
        let assumed = self.assume(g, bit, value);
        let end = g.words.len();
        self.seen.clear();
        let mut dependent: Vec<u32> = Vec::new();
        let mut next = 0;
        let users = |i: usize| &cone.users[cone.first[i] as usize..cone.first[i + 1] as usize];
        for w in assumed {
            let Some(place) = self.place(cone, w) else { continue };
            for user in users(place) {
                if self.seen.insert(W(*user)) {
                    dependent.push(*user);
                }
            }
        }
        while next < dependent.len() {
            for user in users(dependent[next] as usize) {
                if self.seen.insert(W(*user)) {
                    dependent.push(*user);
                }
            }
            next += 1;
        }
        dependent.sort_unstable();
        for place in dependent {
            let w = cone.words[place as usize];
            if self.known.get(w).is_some() {
                continue;
            }
            let mut changed = false;
            WordGraph::operands(&g.word(w).op, |x| changed |= self.known.get(x).is_some());
            if !changed {
                continue;
            }
            let word = g.word(w).clone();
            let op = WordGraph::mapped(&word.op, |x| self.known.get(x).unwrap_or(x));
            let mark = g.words.len();
            let new = g.add(op, word.width);
            // What others need too is there anyway; a copy of it must be worth it.
            if new.0 as usize >= end && outside.contains(w) && g.as_const(new).is_none() {
                if new.0 as usize >= mark {
                    g.truncate(mark);
                }
                continue;
            }
            if new != w {
                self.known.insert(w, new);
            }
        }
    }

    /// What it saves that `old` targets become those of `one` and `zero` for the values of a bit.
    pub fn saving(
        &mut self,
        g: &WordGraph,
        cone: &mut Cone,
        outside: &Marks,
        bit: W,
        [old, one, zero]: [&[W]; 3],
    ) -> Saving {
        // Without the old targets: what nothing else uses is free.
        let cost = |w: W| word_cost(&g.word(w).op);
        let mut dropped = Vec::new();
        let mut freed = 0;
        self.todo.clear();
        self.todo.extend(old);
        while let Some(w) = self.todo.pop() {
            let Some(place) = self.place(cone, w) else { continue };
            if !cone.is_own[place] {
                continue;
            }
            dropped.push(place);
            cone.uses[place] -= 1;
            if cone.uses[place] == 0 {
                freed += cost(w);
                WordGraph::operands(&g.word(w).op, |x| self.todo.push(x));
            }
        }
        let stays = |w: W| {
            outside.contains(w)
                || self.places.get(w.0 as usize).is_some_and(|place| {
                    let place = *place as usize;
                    cone.words.get(place) == Some(&w) && cone.is_own[place] && cone.uses[place] > 0
                })
        };
        let Self { seen, other, todo, .. } = self;
        seen.clear();
        other.clear();
        let needed_for_one = reach(g, one.iter().copied().chain([bit]), seen, todo, stays);
        let needed_for_zero = reach(g, zero.iter().copied().chain([bit]), other, todo, stays);
        let mut saving = Saving { both: cone.cost - freed, one: 0, zero: 0 };
        for w in needed_for_one {
            if other.contains(w) {
                saving.both += cost(w);
            } else {
                saving.one += cost(w);
            }
        }
        let for_zero_only = needed_for_zero.into_iter().filter(|w| !seen.contains(*w));
        saving.zero = for_zero_only.map(cost).sum();
        dropped.into_iter().for_each(|place| cone.uses[place] += 1);
        saving
    }
}
