//! The order in which words are computed and state is stored, as structured statements.
//!
//! State is updated in place. So whatever reads a register must come before the store that
//! changes it: items are ordered readers first, and where registers read each other in a circle
//! the read is pinned before the store.

use super::regions::{Block, Item, Pin, RegionId, Regions, Sink};
use super::words::{SlotId, WordGraph, WordOp, W};
use rustc_hash::{FxHashMap, FxHashSet};

/// A statement of a program; words are defined before they are used, in a scope that contains
/// their users.
#[derive(Debug)]
pub enum Stmt {
    /// Computes a word.
    Let(W),
    /// Each phi defines its first word as the second in the first arm, the third in the other.
    If {
        condition: W,
        then: Vec<Stmt>,
        otherwise: Vec<Stmt>,
        phis: Vec<(W, W, W)>,
    },
    Store(SlotId, W),
    MemStore {
        memory: u32,
        address: W,
        data: Vec<W>,
    },
}

/// One pass over a design: `eval`, or the edge of a set of clocks.
pub struct Program {
    /// The design's words, and those that only this pass has.
    pub graph: WordGraph,
    pub body: Vec<Stmt>,
}

/// State as one number: slots, then memories.
type StateIndex = usize;

/// Turns sinks into a program.
pub fn schedule(graph: WordGraph, slots: usize, memories: usize, sinks: &[Sink]) -> Program {
    let body = statements(&graph, slots, memories, sinks);
    Program { graph, body }
}

fn statements(graph: &WordGraph, slots: usize, memories: usize, sinks: &[Sink]) -> Vec<Stmt> {
    let mut pins: Vec<Pin> = Vec::new();
    let mut order: FxHashMap<(RegionId, StateIndex), Vec<W>> = FxHashMap::default();
    let reads = Reads::new(graph, slots, memories);
    loop {
        let (regions, root) = Regions::build(graph, sinks, &pins);
        let mut s = Scheduler {
            graph,
            regions: &regions,
            slots,
            deps: vec![None; graph.words.len()],
            emitted: vec![false; graph.words.len()],
            stored: vec![None; slots + memories],
            pinned: &order,
            late: Vec::new(),
        };
        s.branch_dependencies();
        let root = sorted(&reads, slots, root);
        let mut program = Vec::new();
        s.block(&root, &mut program);
        let late = s.late;
        if late.is_empty() {
            return program;
        }
        // A pinned word can only move up, so this ends.
        for (word, region, state) in late {
            pins.push(Pin { word, region });
            order.entry((region, state)).or_default().push(word);
        }
    }
}

/// Which state each word's value depends on, directly or through other words.
struct Reads {
    row: usize,
    bits: Vec<u64>,
}

/// Above this size (in 64-bit words) items keep their order instead.
const MOST_READS: usize = 1 << 26;

impl Reads {
    fn new(graph: &WordGraph, slots: usize, memories: usize) -> Self {
        let row = (slots + memories).div_ceil(64);
        if row * graph.words.len() > MOST_READS {
            return Self { row: 0, bits: Vec::new() };
        }
        let mut bits = vec![0u64; row * graph.words.len()];
        for (i, word) in graph.words.iter().enumerate() {
            let (below, this) = bits.split_at_mut(i * row);
            let this = &mut this[..row];
            WordGraph::operands(&word.op, |x| {
                let x = x.0 as usize;
                this.iter_mut().zip(&below[x * row..]).for_each(|(t, b)| *t |= b);
            });
            let read = match word.op {
                WordOp::Load(s) => s.0 as usize,
                WordOp::MemLoad { memory, .. } => slots + memory as usize,
                _ => continue,
            };
            this[read / 64] |= 1 << (read % 64);
        }
        Self { row, bits }
    }

    fn add(&self, w: W, to: &mut [u64]) {
        let from = &self.bits[w.0 as usize * self.row..][..self.row];
        to.iter_mut().zip(from).for_each(|(t, f)| *t |= f);
    }

    fn of_item(&self, item: &Item, to: &mut [u64]) {
        match item {
            Item::Store(_, w) => self.add(*w, to),
            Item::Choice { condition, then, otherwise, .. } => {
                self.add(*condition, to);
                then.items.iter().chain(&otherwise.items).for_each(|i| self.of_item(i, to));
            }
            Item::Memory { writes, .. } => {
                for (_, m) in writes {
                    self.add(m.enable, to);
                    self.add(m.address, to);
                    m.data.iter().for_each(|w| self.add(*w, to));
                }
            }
        }
    }
}

/// State an item changes.
fn changes(item: &Item, slots: usize, f: &mut impl FnMut(StateIndex)) {
    match item {
        Item::Store(s, _) => f(s.0 as usize),
        Item::Choice { then, otherwise, .. } => {
            then.items.iter().chain(&otherwise.items).for_each(|i| changes(i, slots, f));
        }
        Item::Memory { memory, .. } => f(slots + *memory as usize),
    }
}

/// Items reordered, in every block, so that those that read a piece of state come before the one
/// that changes it, as far as there are no circles.
fn sorted(reads: &Reads, slots: usize, block: Block) -> Block {
    let region = block.region;
    let mut items: Vec<Option<Item>> = Vec::with_capacity(block.items.len());
    for item in block.items {
        items.push(Some(match item {
            Item::Choice { condition, then, otherwise, entries } => {
                let then = sorted(reads, slots, then);
                let otherwise = sorted(reads, slots, otherwise);
                Item::Choice { condition, then, otherwise, entries }
            }
            other => other,
        }));
    }
    if reads.row == 0 {
        return Block { region, items: items.into_iter().flatten().collect() };
    }
    let mut readers: FxHashMap<StateIndex, Vec<usize>> = FxHashMap::default();
    let mut changed: Vec<Vec<StateIndex>> = Vec::new();
    let mut any_changed = vec![0u64; reads.row];
    for item in items.iter().flatten() {
        let mut list = Vec::new();
        changes(item, slots, &mut |s| list.push(s));
        list.sort_unstable();
        list.dedup();
        list.iter().for_each(|s| any_changed[s / 64] |= 1 << (s % 64));
        changed.push(list);
    }
    for (i, item) in items.iter().flatten().enumerate() {
        let mut bits = vec![0u64; reads.row];
        reads.of_item(item, &mut bits);
        for (word, (b, c)) in bits.iter().zip(&any_changed).enumerate() {
            let mut rest = b & c;
            while rest != 0 {
                readers.entry(word * 64 + rest.trailing_zeros() as usize).or_default().push(i);
                rest &= rest - 1;
            }
        }
    }
    let mut order = Vec::with_capacity(items.len());
    let mut visited = vec![false; items.len()];
    for start in 0..items.len() {
        if std::mem::replace(&mut visited[start], true) {
            continue;
        }
        // (item, index into the readers of what it changes)
        let all = |i: usize| -> Vec<usize> {
            changed[i].iter().filter_map(|s| readers.get(s)).flatten().copied().collect()
        };
        let mut stack = vec![(start, all(start))];
        while let Some((item, rest)) = stack.last_mut() {
            match rest.pop() {
                Some(next) if !visited[next] => {
                    visited[next] = true;
                    stack.push((next, all(next)));
                }
                Some(_) => {}
                None => {
                    order.push(*item);
                    stack.pop();
                }
            }
        }
    }
    let items = order.into_iter().filter_map(|i| items[i].take()).collect();
    Block { region, items }
}

struct Scheduler<'a> {
    graph: &'a WordGraph,
    regions: &'a Regions,
    slots: usize,
    /// What a branching choice needs from outside its arms.
    deps: Vec<Option<Vec<W>>>,
    emitted: Vec<bool>,
    /// Region of the block in which an item on the present path has changed this state.
    stored: Vec<Option<RegionId>>,
    pinned: &'a FxHashMap<(RegionId, StateIndex), Vec<W>>,
    /// Reads found to come too late.
    late: Vec<(W, RegionId, StateIndex)>,
}

impl Scheduler<'_> {
    fn region(&self, w: W) -> RegionId {
        self.regions.of[w.0 as usize].unwrap_or(0)
    }

    fn for_deps(&self, w: W, mut f: impl FnMut(W)) {
        match &self.deps[w.0 as usize] {
            Some(deps) => deps.iter().copied().for_each(f),
            None => WordGraph::operands(&self.graph.word(w).op, &mut f),
        }
    }

    fn branch_dependencies(&mut self) {
        let mut choices: Vec<W> = self.regions.arms.keys().copied().collect();
        choices.sort_unstable();
        for w in choices {
            let (ra, rb) = self.regions.arms[&w];
            if let WordOp::Mux(c, a, b) = self.graph.word(w).op {
                let mut deps = vec![c];
                deps.extend(self.frontier(ra, &[a]));
                deps.extend(self.frontier(rb, &[b]));
                self.deps[w.0 as usize] = Some(deps);
            }
        }
    }

    /// What computing `targets` in a region needs from outside of it.
    fn frontier(&self, region: RegionId, targets: &[W]) -> Vec<W> {
        let mut seen: FxHashSet<W> = targets.iter().copied().collect();
        let mut todo: Vec<W> = seen.iter().copied().collect();
        let mut outside = Vec::new();
        while let Some(w) = todo.pop() {
            if self.region(w) == region {
                self.for_deps(w, |x| {
                    if seen.insert(x) {
                        todo.push(x);
                    }
                });
            } else {
                outside.push(w);
            }
        }
        outside.sort_unstable();
        outside
    }

    fn block_needs(&self, block: &Block) -> Vec<W> {
        let mut targets = Vec::new();
        for item in &block.items {
            self.item_needs(item, block.region, &mut targets);
        }
        self.frontier(block.region, &targets)
    }

    /// Words an item needs, of its block's region or from outside.
    fn item_needs(&self, item: &Item, region: RegionId, needs: &mut Vec<W>) {
        match item {
            Item::Store(_, w) => needs.push(*w),
            Item::Choice { condition, then, otherwise, .. } => {
                needs.push(*condition);
                needs.extend(self.block_needs(then));
                needs.extend(self.block_needs(otherwise));
            }
            Item::Memory { writes, .. } => {
                for (inner, m) in writes {
                    needs.push(m.enable);
                    let targets: Vec<W> = m.data.iter().copied().chain([m.address]).collect();
                    needs.extend(self.frontier(*inner, &targets));
                }
            }
        }
        let mut pins = |s| {
            if let Some(words) = self.pinned.get(&(region, s)) {
                needs.extend(words);
            }
        };
        changes(item, self.slots, &mut pins);
    }

    fn block(&mut self, block: &Block, out: &mut Vec<Stmt>) {
        for item in &block.items {
            let mut needs = Vec::new();
            self.item_needs(item, block.region, &mut needs);
            self.emit(&needs, block.region, out);
            match item {
                Item::Store(slot, w) => out.push(Stmt::Store(*slot, *w)),
                Item::Choice { condition, then, otherwise, .. } => {
                    let (mut one, mut zero) = (Vec::new(), Vec::new());
                    let before = self.stored.clone();
                    self.block(then, &mut one);
                    self.stored.clone_from(&before);
                    self.block(otherwise, &mut zero);
                    self.stored = before;
                    out.push(Stmt::If {
                        condition: *condition,
                        then: one,
                        otherwise: zero,
                        phis: Vec::new(),
                    });
                }
                Item::Memory { memory, writes } => {
                    for (inner, m) in writes {
                        let mut then = Vec::new();
                        let targets: Vec<W> = m.data.iter().copied().chain([m.address]).collect();
                        self.emit(&targets, *inner, &mut then);
                        let (address, data) = (m.address, m.data.clone());
                        then.push(Stmt::MemStore { memory: *memory, address, data });
                        let condition = m.enable;
                        out.push(Stmt::If {
                            condition,
                            then,
                            otherwise: Vec::new(),
                            phis: Vec::new(),
                        });
                        self.stored[self.slots + *memory as usize] = Some(block.region);
                    }
                }
            }
            let stored = &mut self.stored;
            changes(item, self.slots, &mut |s| stored[s] = Some(block.region));
        }
    }

    /// Computes those of `targets` and of what they need that stand in this region.
    fn emit(&mut self, targets: &[W], region: RegionId, out: &mut Vec<Stmt>) {
        let mut list = Vec::new();
        let mut todo: Vec<W> = targets.to_vec();
        while let Some(w) = todo.pop() {
            let i = w.0 as usize;
            if self.emitted[i] || self.region(w) != region {
                debug_assert!(
                    self.emitted[i] || self.is_above(self.region(w), region),
                    "a word is used outside its region"
                );
                continue;
            }
            self.emitted[i] = true;
            list.push(w);
            self.for_deps(w, |x| todo.push(x));
        }
        list.sort_unstable();
        for w in list {
            self.word(w, out);
        }
    }

    fn is_above(&self, above: RegionId, mut region: RegionId) -> bool {
        while region != 0 && region != above {
            region = self.regions.parent[region as usize];
        }
        region == above
    }

    fn word(&mut self, w: W, out: &mut Vec<Stmt>) {
        let read = match self.graph.word(w).op {
            WordOp::Const(_) => return,
            WordOp::Load(s) => Some(s.0 as usize),
            WordOp::MemLoad { memory, .. } => Some(self.slots + memory as usize),
            _ => None,
        };
        if let Some(state) = read {
            if let Some(region) = self.stored[state] {
                self.late.push((w, region, state));
            }
        }
        match (self.regions.arms.get(&w), &self.graph.word(w).op) {
            (Some((ra, rb)), WordOp::Mux(c, a, b)) => {
                let (mut then, mut otherwise) = (Vec::new(), Vec::new());
                self.emit(&[*a], *ra, &mut then);
                self.emit(&[*b], *rb, &mut otherwise);
                out.push(Stmt::If { condition: *c, then, otherwise, phis: vec![(w, *a, *b)] });
            }
            _ => out.push(Stmt::Let(w)),
        }
    }
}
