//! What is found is enough: small random designs, tried in every state that they can have.
#![allow(non_snake_case)]

use super::*;
use crate::engine::layout::Layout;
use crate::engine::random::Random;
use crate::engine::still::Parts;
use crate::engine::words::mask;
use expether_gen::netlist::NetlistBuilder;
use std::collections::HashMap;

/// Bits of the state's slots. The first two are the part's.
const WIDTHS: [u32; 8] = [1, 2, 1, 1, 1, 1, 2, 2];
const OWN: usize = 2;
/// Slots whose registers mostly hold.
const HOLDING: [usize; 2] = [5, 7];

/// A design of words over these slots.
fn design(graph: WordGraph, next: &[(usize, W)]) -> Design {
    let next = next.iter().map(|(slot, w)| (ClockId(0), SlotId(*slot as u32), *w)).collect();
    let none = NetlistBuilder::new("none").finish().unwrap();
    Design {
        graph,
        next,
        layout: Layout::new(&none),
        writes: Vec::new(),
        outputs: Vec::new(),
        names: Vec::new(),
        signals: Vec::new(),
        top: String::new(),
        parts: Parts::default(),
    }
}

fn load(g: &mut WordGraph, slot: usize) -> W {
    g.add(WordOp::Load(SlotId(slot as u32)), WIDTHS[slot])
}

/// A design, and bits that may be streams' `valid`.
fn random_words(r: &mut Random) -> (Design, Vec<W>) {
    let mut g = WordGraph::default();
    // Words of one bit, and of two.
    let mut pools: [Vec<W>; 2] = Default::default();
    for (slot, width) in WIDTHS.iter().enumerate() {
        let w = load(&mut g, slot);
        pools[*width as usize - 1].push(w);
    }
    let newest = |r: &mut Random, pool: &[W]| pool[pool.len() - 1 - r.below(pool.len().min(6))];
    let any = |r: &mut Random, pool: &[W]| match r.below(2) {
        0 => pool[r.below(pool.len())],
        _ => newest(r, pool),
    };
    for _ in 0..8 + r.below(30) {
        let [a, b, c] = [0, 1, 2].map(|_| any(r, &pools[0]));
        let [p, q] = [0, 1].map(|_| any(r, &pools[1]));
        let (op, width) = match r.below(12) {
            0 | 1 => (WordOp::And(a.min(b), a.max(b)), 1),
            2 => (WordOp::Or(a.min(b), a.max(b)), 1),
            3 => (WordOp::Not(a), 1),
            4 => (WordOp::Mux(c, a, b), 1),
            5..=7 => (WordOp::Mux(c, p, q), 2),
            8 => (WordOp::Eq(p, g.constant(2, r.below(4) as u64)), 1),
            9 => (WordOp::Extract(p, r.below(2) as u32), 1),
            10 => (WordOp::Xor(p, q), 2),
            _ => (WordOp::NonZero(p), 1),
        };
        let w = g.add(op, width);
        pools[width as usize - 1].push(w);
    }
    let mut next = Vec::new();
    for (slot, width) in WIDTHS.iter().enumerate() {
        let present = load(&mut g, slot);
        let mut w = newest(r, &pools[*width as usize - 1]);
        if HOLDING.contains(&slot) {
            let [gate, reset] = [0, 1].map(|_| pools[0][1 + r.below(3)]);
            let zero = g.constant(*width, 0);
            w = g.add(WordOp::Mux(gate, w, present), *width);
            w = g.add(WordOp::Mux(reset, zero, w), *width);
        } else if slot < OWN && r.below(2) == 0 {
            w = g.add(WordOp::Mux(newest(r, &pools[0]), w, present), *width);
        }
        // One that has no next value is an input.
        if slot < 4 || r.below(3) > 0 {
            next.push((slot, w));
        }
    }
    let mut valids: Vec<W> = (0..r.below(3)).map(|_| any(r, &pools[0])).collect();
    valids.sort_unstable();
    valids.dedup();
    valids.retain(|w| g.as_const(*w).is_none());
    (design(g, &next), valids)
}

/// What all words are in a state.
fn values(g: &WordGraph, state: &[u64]) -> Vec<u64> {
    let mut values: Vec<u64> = Vec::with_capacity(g.words.len());
    for word in &g.words {
        let of = |w: W| values[w.0 as usize];
        let value = match word.op {
            WordOp::Const(value) => value,
            WordOp::Load(slot) => state[slot.0 as usize],
            WordOp::And(a, b) => of(a) & of(b),
            WordOp::Or(a, b) => of(a) | of(b),
            WordOp::Xor(a, b) => of(a) ^ of(b),
            WordOp::Not(a) => !of(a),
            WordOp::Eq(a, b) => u64::from(of(a) == of(b)),
            WordOp::NonZero(a) => u64::from(of(a) != 0),
            WordOp::Extract(a, low) => of(a) >> low,
            WordOp::Mux(c, a, b) => of(if of(c) == 1 { a } else { b }),
            ref op => panic!("{op:?} is not used here"),
        };
        values.push(value & mask(word.width));
    }
    values
}

/// What was found for a part.
struct Found {
    wakers: Vec<W>,
    watched: Vec<W>,
    held: Held,
    /// Of `watched`, those that are left when registers hold.
    reduced: Vec<W>,
}

fn find(design: &mut Design, valids: Vec<W>) -> Found {
    let own = Own { slots: (0..OWN as u32).map(SlotId).collect(), memories: &[] };
    let Dependencies { wakers, watched, .. } = own.dependencies(design, valids, 0).unwrap();
    let held = Held::of_words(design, &watched);
    let mut reduced = watched.clone();
    held.reduce(&design.graph, &mut reduced);
    Found { wakers, watched, held, reduced }
}

/// What is wrong with what was found, in some state.
fn fault(design: &Design, found: &Found) -> Option<&'static str> {
    let next_of = |slot: usize| Some(super::next_of(&design.next, SlotId(slot as u32))?.0 as usize);
    let held: Vec<usize> = found.held.slots.iter().map(|slot| slot.0 as usize).collect();
    let [mut by_watched, mut by_reduced]: [HashMap<Vec<u64>, Vec<u64>>; 2] = Default::default();
    for code in 0..1u64 << WIDTHS.iter().sum::<u32>() {
        let mut rest = code;
        let state = WIDTHS.map(|width| {
            let value = rest & mask(width);
            rest >>= width;
            value
        });
        let values = values(&design.graph, &state);
        let of = |w: &W| values[w.0 as usize];
        let closed = found.held.gates.iter().all(|gate| of(gate) == 0);
        let holds = |slot: &usize| next_of(*slot).is_none_or(|w| values[w] == state[*slot]);
        if closed && !held.iter().all(holds) {
            return Some("a register changes whose gates are closed");
        }
        if found.wakers.iter().any(|w| of(w) == 1) {
            continue;
        }
        let next: Vec<u64> = (0..OWN).filter_map(next_of).map(|w| values[w]).collect();
        let own = || state[..OWN].iter().copied();
        let watched: Vec<u64> = own().chain(found.watched.iter().map(of)).collect();
        if *by_watched.entry(watched).or_insert_with(|| next.clone()) != next {
            return Some("the part depends on more than is watched");
        }
        let held = held.iter().map(|slot| state[*slot]);
        let reduced: Vec<u64> = own().chain(found.reduced.iter().map(of)).chain(held).collect();
        if *by_reduced.entry(reduced).or_insert_with(|| next.clone()) != next {
            return Some("the part depends on more than is watched and held");
        }
    }
    None
}

#[test]
fn dependencies__of_random_designs__suffice_in_every_state() {
    let (mut fewer, mut of_held, mut pulses) = (0, 0, 0);
    for seed in 0..1_500 {
        let mut r = Random::new(seed);
        let (mut design, valids) = random_words(&mut r);
        let found = find(&mut design, valids.clone());
        assert_eq!(fault(&design, &found), None, "seed {seed}");
        fewer += usize::from(found.reduced.len() < found.watched.len());
        of_held += usize::from(!found.held.slots.is_empty());
        pulses += usize::from(found.wakers.iter().any(|w| !valids.contains(w)));
    }
    assert!(fewer > 100 && of_held > 100 && pulses > 5, "{fewer}, {of_held}, {pulses}: too few");
}

#[test]
fn dependencies__that_lack_anything__are_noticed() {
    let mutants: [fn(&mut Found); 4] = [
        |f| _ = f.watched.pop(),
        |f| _ = f.reduced.pop(),
        |f| _ = f.held.gates.pop(),
        |f| _ = f.wakers.pop(),
    ];
    for (i, spoil) in mutants.into_iter().enumerate() {
        let is_noticed = |seed| {
            let (mut design, valids) = random_words(&mut Random::new(seed));
            let mut found = find(&mut design, valids);
            spoil(&mut found);
            fault(&design, &found).is_some()
        };
        assert!((0..200).any(is_noticed), "mutant {i}");
    }
}

/// A choice's condition says something of its arm: `v ? v & k : own`, and
/// `sel & own != 0 ? (sel ? p : q) : own`.
#[test]
fn dependencies__of_an_arm_that_its_condition_changes__have_what_is_in_the_arm() {
    let mut g = WordGraph::default();
    let [own, v, k] = [0, 2, 3].map(|slot| load(&mut g, slot));
    let arm = g.add(WordOp::And(v, k), 1);
    let next = g.add(WordOp::Mux(v, arm, own), 1);
    let one = (design(g, &[(0, next)]), arm);

    let mut g = WordGraph::default();
    let [own, sel, p, q] = [1, 2, 6, 7].map(|slot| load(&mut g, slot));
    let arm = g.add(WordOp::Mux(sel, p, q), 2);
    let any = g.add(WordOp::NonZero(own), 1);
    let condition = g.add(WordOp::And(sel, any), 1);
    let next = g.add(WordOp::Mux(condition, arm, own), 2);
    let other = (design(g, &[(1, next)]), arm);

    for (mut design, arm) in [one, other] {
        let found = find(&mut design, Vec::new());
        assert_eq!(fault(&design, &found), None);
        assert!(found.watched.contains(&arm));
    }
}
