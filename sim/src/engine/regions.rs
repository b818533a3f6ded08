//! Which words are needed only under a condition.
//!
//! Words and register updates are put into *regions*: a tree in which each region but the root
//! is one arm of a choice. A word stands in the lowest region that contains all its users, so
//! a region's words can be computed inside a branch. Regions too cheap to be worth a branch are
//! merged into their parents; their choices become select instructions.

use super::legalize::MemoryWrite;
use super::words::{SlotId, WordGraph, WordOp, W};
use rustc_hash::FxHashMap;

/// Index of a region; 0 is the root.
pub type RegionId = u32;

/// Something that must happen at the end of a pass.
#[derive(Clone, Debug)]
pub enum Sink {
    Store(SlotId, W),
    /// All writes of one memory, in order.
    Memory(u32, Vec<MemoryWrite>),
    /// If the word is one the first, else the second.
    Choice(W, Vec<Sink>, Vec<Sink>),
}

/// Sinks of one region, those that share a condition together.
#[derive(Debug)]
pub struct Block {
    pub region: RegionId,
    pub items: Vec<Item>,
}

#[derive(Debug)]
pub enum Item {
    Store(SlotId, W),
    /// `if condition { then } else { otherwise }`; the words are the choices it stands for, none
    /// if it is a branch in any case.
    Choice {
        condition: W,
        then: Block,
        otherwise: Block,
        entries: Vec<(SlotId, W)>,
    },
    Memory {
        memory: u32,
        writes: Vec<(RegionId, MemoryWrite)>,
    },
}

/// A word that must be computed in a region before one of its items, because it reads state
/// that the item changes.
#[derive(Copy, Clone, PartialEq, Eq, Hash, Debug)]
pub struct Pin {
    pub word: W,
    pub region: RegionId,
}

/// The region tree and where each word stands in it.
pub struct Regions {
    pub parent: Vec<RegionId>,
    depth: Vec<u32>,
    cost: Vec<u32>,
    kept: Vec<bool>,
    /// Region of each needed word, after merging.
    pub of: Vec<Option<RegionId>>,
    /// Choices between words that are branches: regions of their two arms.
    pub arms: FxHashMap<W, (RegionId, RegionId)>,
}

/// Cost of an arm from which a branch is worth more than a select, in instructions or so.
pub const BRANCH_COST: u32 = 8;

/// An update that is a choice: slot, the choice, its two arms.
type Entry = (SlotId, W, W, W);

/// Instructions a word takes, roughly.
pub fn word_cost(op: &WordOp) -> u32 {
    match op {
        WordOp::Const(_) => 0,
        WordOp::MemLoad { .. } | WordOp::Mul(..) | WordOp::MulHigh(..) => 4,
        WordOp::Shl(..) | WordOp::Shr(..) | WordOp::Parity(_) => 3,
        WordOp::Mux(..) | WordOp::Table { .. } | WordOp::Extract(..) | WordOp::Eq(..) => 2,
        _ => 1,
    }
}

/// Number of users of each word, sinks included.
fn use_counts(graph: &WordGraph, sinks: &[Sink]) -> Vec<u32> {
    let mut uses = vec![0u32; graph.words.len()];
    count_sinks(sinks, &mut uses);
    for i in (0..graph.words.len()).rev() {
        if uses[i] > 0 {
            WordGraph::operands(&graph.words[i].op, |x| uses[x.0 as usize] += 1);
        }
    }
    uses
}

fn count_sinks(sinks: &[Sink], uses: &mut [u32]) {
    for sink in sinks {
        match sink {
            Sink::Store(_, w) => uses[w.0 as usize] += 1,
            Sink::Memory(_, writes) => {
                for m in writes {
                    uses[m.enable.0 as usize] += 1;
                    uses[m.address.0 as usize] += 1;
                    m.data.iter().for_each(|w| uses[w.0 as usize] += 1);
                }
            }
            Sink::Choice(condition, then, otherwise) => {
                uses[condition.0 as usize] += 1;
                count_sinks(then, uses);
                count_sinks(otherwise, uses);
            }
        }
    }
}

impl Regions {
    fn child(&mut self, parent: RegionId) -> RegionId {
        self.parent.push(parent);
        self.depth.push(self.depth[parent as usize] + 1);
        self.cost.push(0);
        self.parent.len() as u32 - 1
    }

    fn common(&self, mut a: RegionId, mut b: RegionId) -> RegionId {
        while a != b {
            let (da, db) = (self.depth[a as usize], self.depth[b as usize]);
            if da >= db {
                a = self.parent[a as usize];
            }
            if db >= da {
                b = self.parent[b as usize];
            }
        }
        a
    }

    /// Puts sinks and the words they need into regions.
    pub fn build(graph: &WordGraph, sinks: &[Sink], pins: &[Pin]) -> (Self, Block) {
        let mut r = Regions {
            parent: vec![0],
            depth: vec![0],
            cost: vec![0],
            kept: Vec::new(),
            of: vec![None; graph.words.len()],
            arms: FxHashMap::default(),
        };
        let uses = use_counts(graph, sinks);
        let root = r.block(graph, &uses, 0, sinks);
        r.place_sinks(&root);
        for pin in pins {
            r.need(pin.word, pin.region);
        }
        let candidates = r.place_words(graph);
        r.merge(&root, graph, candidates);
        let root = r.flatten(root);
        (r, root)
    }

    fn block(
        &mut self,
        graph: &WordGraph,
        uses: &[u32],
        region: RegionId,
        sinks: &[Sink],
    ) -> Block {
        let (mut items, mut memories) = (Vec::new(), Vec::new());
        let mut by_condition: FxHashMap<W, usize> = FxHashMap::default();
        let mut groups: Vec<(W, Vec<Entry>)> = Vec::new();
        for sink in sinks {
            let (slot, w) = match sink {
                Sink::Store(slot, w) => (*slot, *w),
                Sink::Memory(memory, writes) => {
                    let writes = writes.iter().map(|w| (self.child(region), w.clone())).collect();
                    memories.push(Item::Memory { memory: *memory, writes });
                    continue;
                }
                Sink::Choice(condition, then, otherwise) => {
                    let (ra, rb) = (self.child(region), self.child(region));
                    let then = self.block(graph, uses, ra, then);
                    let otherwise = self.block(graph, uses, rb, otherwise);
                    let (condition, entries) = (*condition, Vec::new());
                    items.push(Item::Choice { condition, then, otherwise, entries });
                    continue;
                }
            };
            self.cost[region as usize] += 1;
            match graph.word(w).op {
                WordOp::Mux(c, a, b) if uses[w.0 as usize] == 1 => {
                    let i = *by_condition.entry(c).or_insert_with(|| {
                        groups.push((c, Vec::new()));
                        groups.len() - 1
                    });
                    groups[i].1.push((slot, w, a, b));
                }
                _ => items.push(Item::Store(slot, w)),
            }
        }
        for (condition, entries) in groups {
            // What a register already holds needs no store.
            let changed = |slot: SlotId, w: W| graph.word(w).op != WordOp::Load(slot);
            let arm = |pick: fn(&Entry) -> W| -> Vec<Sink> {
                let all = entries.iter().map(|e| (e.0, pick(e)));
                all.filter(|(s, w)| changed(*s, *w)).map(|(s, w)| Sink::Store(s, w)).collect()
            };
            let (one, zero) = (arm(|e| e.2), arm(|e| e.3));
            let (ra, rb) = (self.child(region), self.child(region));
            let then = self.block(graph, uses, ra, &one);
            let otherwise = self.block(graph, uses, rb, &zero);
            let entries = entries.iter().map(|e| (e.0, e.1)).collect();
            items.push(Item::Choice { condition, then, otherwise, entries });
        }
        items.extend(memories);
        Block { region, items }
    }

    fn need(&mut self, w: W, region: RegionId) {
        let i = w.0 as usize;
        self.of[i] = Some(match self.of[i] {
            Some(r) => self.common(r, region),
            None => region,
        });
    }

    fn place_sinks(&mut self, block: &Block) {
        for item in &block.items {
            match item {
                Item::Store(_, w) => self.need(*w, block.region),
                Item::Choice { condition, then, otherwise, .. } => {
                    self.need(*condition, block.region);
                    self.place_sinks(then);
                    self.place_sinks(otherwise);
                }
                Item::Memory { writes, .. } => {
                    for (region, m) in writes {
                        self.need(m.enable, block.region);
                        self.need(m.address, *region);
                        m.data.iter().for_each(|w| self.need(*w, *region));
                    }
                }
            }
        }
    }

    /// Users first: every word's region is known before its operands are looked at.
    fn place_words(&mut self, graph: &WordGraph) -> Vec<(W, RegionId, RegionId)> {
        let mut candidates = Vec::new();
        let trivial = |w: W| matches!(graph.word(w).op, WordOp::Const(_) | WordOp::Load(_));
        for i in (0..graph.words.len()).rev() {
            let Some(region) = self.of[i] else { continue };
            let op = &graph.words[i].op;
            self.cost[region as usize] += word_cost(op);
            match *op {
                WordOp::Mux(c, a, b) if !(trivial(a) && trivial(b)) => {
                    let (ra, rb) = (self.child(region), self.child(region));
                    self.need(c, region);
                    self.need(a, ra);
                    self.need(b, rb);
                    candidates.push((W(i as u32), ra, rb));
                }
                _ => WordGraph::operands(op, |x| self.need(x, region)),
            }
        }
        candidates
    }

    /// Merges cheap regions into their parents.
    fn merge(&mut self, root: &Block, graph: &WordGraph, candidates: Vec<(W, RegionId, RegionId)>) {
        let n = self.parent.len();
        for r in (1..n).rev() {
            let cost = self.cost[r];
            self.cost[self.parent[r] as usize] += cost;
        }
        let mut keep = vec![false; n];
        keep[0] = true;
        for (_, a, b) in &candidates {
            let worth = self.cost[*a as usize].max(self.cost[*b as usize]) >= BRANCH_COST;
            keep[*a as usize] = worth;
            keep[*b as usize] = worth;
        }
        keep_choices(root, &self.cost, &mut keep);
        // Parents have smaller numbers than their children.
        let mut merged: Vec<RegionId> = (0..n as u32).collect();
        for r in 1..n {
            let parent = merged[self.parent[r] as usize];
            self.parent[r] = parent;
            merged[r] = if keep[r] { r as u32 } else { parent };
        }
        for of in self.of.iter_mut().flatten() {
            *of = merged[*of as usize];
        }
        for (w, a, b) in candidates {
            if keep[a as usize] {
                self.arms.insert(w, (a, b));
            }
        }
        self.kept = keep;
        self.place_selects(root, &merged, graph);
    }

    /// Choices of sinks that are no branches are words like others.
    fn place_selects(&mut self, block: &Block, merged: &[RegionId], graph: &WordGraph) {
        for item in &block.items {
            if let Item::Choice { then, otherwise, entries, .. } = item {
                if self.kept[then.region as usize] {
                    self.place_selects(then, merged, graph);
                    self.place_selects(otherwise, merged, graph);
                } else {
                    for (_, w) in entries {
                        self.place_select(*w, merged[block.region as usize], graph);
                    }
                }
            }
        }
    }

    fn place_select(&mut self, w: W, region: RegionId, graph: &WordGraph) {
        self.of[w.0 as usize] = Some(region);
        if let WordOp::Mux(c, a, b) = graph.word(w).op {
            self.need(c, region);
            for x in [a, b] {
                // A choice nobody needs as a word yet is one of a sink within this one.
                let inner = matches!(graph.word(x).op, WordOp::Mux(..));
                if inner && self.of[x.0 as usize].is_none() {
                    self.place_select(x, region, graph);
                } else {
                    self.need(x, region);
                }
            }
        }
    }

    /// Replaces choices that are no branches by stores of their selects.
    fn flatten(&self, block: Block) -> Block {
        let mut items = Vec::with_capacity(block.items.len());
        for item in block.items {
            match item {
                Item::Choice { condition, then, otherwise, entries } => {
                    if self.kept[then.region as usize] {
                        let (then, otherwise) = (self.flatten(then), self.flatten(otherwise));
                        items.push(Item::Choice { condition, then, otherwise, entries });
                    } else {
                        items.extend(entries.into_iter().map(|(s, w)| Item::Store(s, w)));
                    }
                }
                other => items.push(other),
            }
        }
        Block { region: block.region, items }
    }
}

fn keep_choices(block: &Block, cost: &[u32], keep: &mut [bool]) {
    for item in &block.items {
        match item {
            Item::Choice { then, otherwise, entries, .. } => {
                let (a, b) = (then.region as usize, otherwise.region as usize);
                let worth = entries.is_empty() || cost[a].max(cost[b]) >= BRANCH_COST;
                keep[a] = worth;
                keep[b] = worth;
                keep_choices(then, cost, keep);
                keep_choices(otherwise, cost, keep);
            }
            Item::Memory { writes, .. } => {
                writes.iter().for_each(|(region, _)| keep[*region as usize] = true);
            }
            Item::Store(..) => {}
        }
    }
}
