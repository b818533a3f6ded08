//! Parts of a design that hold still, and what has to be looked at to know that they still do.
//!
//! A design has several of one kind, such as the peers of a bridge, and most of them have nothing to
//! do. If an edge changed nothing in a part, and what it depends on is what it was, the next edge
//! changes nothing either. So a part that held still is put to sleep ([`Machine`](super::Machine)),
//! and its updates are skipped until something it depends on changes.
//!
//! Payloads of streams change all the time, but mean nothing while `valid` is low. So a
//! part is awake while `valid` of any stream into it is high, and `depends` finds
//! out what its updates depend on when none is: pulses, which are treated the same way, words
//! that are compared with what they were, and registers that hold until their gate opens.

use super::depends::{Dependencies, Held, Own};
use super::legalize::{Design, MemoryWrite};
use super::regions::Sink;
use super::words::{SlotId, WordGraph, WordOp, W};
use expether_gen::netlist::Netlist;
use rustc_hash::FxHashMap;
use std::collections::BTreeMap;

/// Least cost of a part's updates, in instructions or so, per word that has to be compared for it.
const LEAST_RATIO: u32 = 16;
/// Least cost of a part's updates.
const LEAST_COST: u32 = 100;

/// A part.
#[derive(Clone, Debug, Default)]
pub struct Part {
    /// Its state.
    pub slots: Vec<SlotId>,
    memories: Vec<u32>,
    /// Whether its updates are skipped.
    pub asleep: SlotId,
    /// Whether it had anything to do at the last edge that it saw.
    pub stirred: SlotId,
    /// It is awake while one of them is high.
    wakers: Vec<W>,
    /// What it depends on otherwise, and nobody else does.
    watched: Vec<Watched>,
    /// Bits of vectors of which other parts watch other bits, by their place.
    bits: BTreeMap<u32, Vec<Watched>>,
    /// Whether it depends on what is [`Common`].
    of_common: bool,
}

/// A word, and the slot that has its value at the last edge.
type Watched = (W, SlotId);

/// What several parts depend on.
#[derive(Clone, Debug, Default)]
struct Common {
    watched: Vec<Watched>,
    /// What lets registers change which hold otherwise, and the slot that has whether any of
    /// it was other than zero at the last edge.
    gates: Vec<W>,
    disturbed: SlotId,
}

/// The parts of a design.
#[derive(Clone, Debug, Default)]
pub struct Parts {
    pub parts: Vec<Part>,
    common: Common,
    vectors: Vec<Watched>,
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
    let mut found: Vec<(Part, Dependencies)> = Vec::new();
    for (path, (slots, memories)) in instances(net, design) {
        let valids = valids(net, design, &path);
        let own = Own { slots: slots.iter().copied().collect(), memories: &memories };
        let depends = own.dependencies(design, valids, LEAST_COST);
        let is_worth_it = |d: &Dependencies| d.cost >= LEAST_RATIO * d.watched.len() as u32;
        if let Some(depends) = depends.filter(is_worth_it) {
            let part = Part { slots, memories, ..Part::default() };
            found.push((part, depends));
        }
    }
    let uses = Uses::of_parts(&design.graph, &found);
    let mut all: Vec<W> = uses.parts.keys().copied().collect();
    all.retain(|w| !matches!(uses.of(*w), Use::Bit(..)));
    let held = Held::of_words(design, &all);
    for (part, depends) in &mut found {
        part.of_common = held.reduce(&design.graph, &mut depends.watched);
    }
    let mut parts = Parts::default();
    if found.iter().any(|(part, _)| part.of_common) {
        parts.common.gates = held.gates;
        parts.common.disturbed = design.layout.extra(1);
    }
    // One after the other: the machine looks at all of them at once.
    found.iter_mut().for_each(|(part, _)| part.asleep = design.layout.extra(1));
    let uses = Uses::of_parts(&design.graph, &found);
    let mut slots: FxHashMap<W, SlotId> = FxHashMap::default();
    for (mut part, depends) in found {
        part.stirred = design.layout.extra(1);
        part.wakers = depends.wakers;
        for w in depends.watched {
            let mut watch = |w: W, all: &mut Vec<Watched>| {
                let slot = *slots.entry(w).or_insert_with(|| {
                    let slot = design.layout.extra(design.graph.width(w));
                    all.push((w, slot));
                    slot
                });
                (w, slot)
            };
            match uses.of(w) {
                Use::Common => {
                    watch(w, &mut parts.common.watched);
                    part.of_common = true;
                }
                Use::Bit(vector, bit) => {
                    let vector = watch(vector, &mut parts.vectors);
                    part.bits.entry(bit).or_default().push(vector);
                }
                Use::Own => {
                    watch(w, &mut part.watched);
                }
            }
        }
        parts.parts.push(part);
    }
    parts
}

/// Who looks at a word.
enum Use {
    /// Several parts.
    Common,
    /// One; others look at other bits of this vector.
    Bit(W, u32),
    Own,
}

/// How many parts look at words, and at one bit of a vector each.
struct Uses<'a> {
    g: &'a WordGraph,
    parts: FxHashMap<W, u32>,
    of_bits: FxHashMap<W, u32>,
}

impl<'a> Uses<'a> {
    fn of_parts(g: &'a WordGraph, found: &[(Part, Dependencies)]) -> Self {
        let mut uses = Self { g, parts: FxHashMap::default(), of_bits: FxHashMap::default() };
        let watched = || found.iter().map(|(_, depends)| &depends.watched);
        watched().flatten().for_each(|w| *uses.parts.entry(*w).or_default() += 1);
        for words in watched() {
            let alone = words.iter().filter(|w| uses.parts[*w] == 1);
            let mut vectors: Vec<W> = alone.filter_map(|w| Some(bit_of(g, *w)?.0)).collect();
            vectors.sort_unstable();
            vectors.dedup();
            // A vector that is looked at as a whole too is no more than that.
            vectors.retain(|v| !uses.parts.contains_key(v));
            vectors.into_iter().for_each(|v| *uses.of_bits.entry(v).or_default() += 1);
        }
        uses
    }

    fn of(&self, w: W) -> Use {
        match bit_of(self.g, w) {
            _ if self.parts[&w] > 1 => Use::Common,
            Some((vector, bit)) if self.of_bits.get(&vector) > Some(&1) => Use::Bit(vector, bit),
            _ => Use::Own,
        }
    }
}

/// The vector that a word is a bit of, and which.
fn bit_of(g: &WordGraph, w: W) -> Option<(W, u32)> {
    match g.word(w).op {
        WordOp::Extract(vector, bit) if g.width(w) == 1 => Some((vector, bit)),
        _ => None,
    }
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

/// One if any of the words is.
fn any(g: &mut WordGraph, words: impl IntoIterator<Item = W>) -> W {
    let none = g.constant(1, 0);
    words.into_iter().fold(none, |any, w| g.add(WordOp::Or(any, w), 1))
}

/// The bits in which a word differs from what it was at the last edge.
fn differing(g: &mut WordGraph, (w, slot): Watched) -> W {
    let width = g.width(w);
    let before = g.add(WordOp::Load(slot), width);
    g.add(WordOp::Xor(w, before), width)
}

/// One if a watched word has changed since the last edge.
fn changed(g: &mut WordGraph, watched: &[Watched]) -> W {
    let changes: Vec<W> = watched
        .iter()
        .map(|w| {
            let bits = differing(g, *w);
            g.add(WordOp::NonZero(bits), 1)
        })
        .collect();
    any(g, changes)
}

/// What remembers watched words.
fn remember(watched: &[Watched]) -> impl Iterator<Item = Sink> + '_ {
    watched.iter().map(|(w, slot)| Sink::Store(*slot, *w))
}

impl Part {
    pub fn owns_slot(&self, slot: SlotId) -> bool {
        self.slots.contains(&slot)
    }

    pub fn owns_memory(&self, memory: u32) -> bool {
        self.memories.contains(&memory)
    }

    /// The sinks of a part around those that change its state. `common`: whether something of that
    /// has changed.
    fn guard(
        &self,
        g: &mut WordGraph,
        common: W,
        writes: &[MemoryWrite],
        mut inner: Vec<Sink>,
    ) -> Sink {
        let stirs = any(g, self.wakers.iter().copied());
        let mut wakes = vec![stirs, changed(g, &self.watched)];
        if self.of_common {
            wakes.push(common);
        }
        for (bit, vectors) in &self.bits {
            // The same for all parts that watch a bit of these vectors.
            let width = vectors.iter().map(|(w, _)| g.width(*w)).max().unwrap_or(1);
            let none = g.constant(width, 0);
            let differs = vectors.iter().fold(none, |any, vector| {
                let bits = differing(g, *vector);
                g.add(WordOp::Or(any, bits), width)
            });
            wakes.push(g.add(WordOp::Extract(differs, *bit), 1));
        }
        let asleep = g.add(WordOp::Load(self.asleep), 1);
        wakes.push(g.add(WordOp::Not(asleep), 1));
        let awake = any(g, wakes);
        let zero = g.constant(1, 0);
        let stirred = any(g, [stirs].into_iter().chain(writes.iter().map(|write| write.enable)));
        inner.extend(remember(&self.watched));
        inner.push(Sink::Store(self.asleep, zero));
        inner.push(Sink::Store(self.stirred, stirred));
        Sink::Choice(awake, inner, Vec::new())
    }
}

impl Parts {
    /// The sinks of all parts: `inner` gives those that change the state of one, and its writes.
    pub fn sinks(
        &self,
        g: &mut WordGraph,
        mut inner: impl FnMut(&mut WordGraph, &Part) -> (Vec<Sink>, Vec<MemoryWrite>),
    ) -> Vec<Sink> {
        let differs = changed(g, &self.common.watched);
        let mut common = differs;
        let mut sinks: Vec<Sink> = remember(&self.vectors).collect();
        if !self.common.gates.is_empty() {
            let disturbed = g.add(WordOp::Load(self.common.disturbed), 1);
            common = any(g, [differs, disturbed]);
            let gates: Vec<W> =
                self.common.gates.iter().map(|w| g.add(WordOp::NonZero(*w), 1)).collect();
            let disturbs = any(g, gates);
            sinks.push(Sink::Store(self.common.disturbed, disturbs));
        }
        for part in &self.parts {
            let (inside, writes) = inner(g, part);
            sinks.push(part.guard(g, common, &writes, inside));
        }
        if !self.common.watched.is_empty() {
            sinks.push(Sink::Choice(differs, remember(&self.common.watched).collect(), Vec::new()));
        }
        sinks
    }

    /// Words that are looked at at every edge.
    pub fn words(&self) -> impl Iterator<Item = W> + '_ {
        let common = self.common.watched.iter().chain(&self.vectors).map(|(w, _)| *w);
        let gates = self.common.gates.iter().copied();
        let own = self
            .parts
            .iter()
            .flat_map(|p| p.watched.iter().map(|(w, _)| *w).chain(p.wakers.iter().copied()));
        common.chain(gates).chain(own)
    }
}

#[cfg(test)]
mod tests;
