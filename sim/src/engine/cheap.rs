//! Words that are rather computed again where they are used than kept.

use super::schedule::{Program, Stmt};
use super::words::{WordGraph, WordOp, W};

/// Loads and simple tests of them, as far as no use comes after a store to what they read.
pub fn cheap_words(program: &Program, slots: usize) -> Vec<bool> {
    let graph = &program.graph;
    let mut late = vec![false; graph.words.len()];
    let mut stored = vec![false; slots];
    find_late(graph, &program.body, &mut stored, &mut late);
    let mut steps: Vec<Option<u32>> = Vec::with_capacity(graph.words.len());
    for (i, word) in graph.words.iter().enumerate() {
        let on = |x: W| steps[x.0 as usize].map(|n| n + 1).filter(|n| *n <= MOST_STEPS);
        let step = match word.op {
            WordOp::Load(_) => (!late[i]).then_some(0),
            WordOp::Not(x) | WordOp::NonZero(x) | WordOp::Extract(x, _) => on(x),
            WordOp::Eq(x, y) | WordOp::Ult(x, y) => match (graph.as_const(x), graph.as_const(y)) {
                (None, Some(_)) => on(x),
                (Some(_), None) => on(y),
                _ => None,
            },
            _ => None,
        };
        steps.push(step);
    }
    steps.iter().map(Option::is_some).collect()
}

/// Operations on top of a load that are rather done again than kept.
const MOST_STEPS: u32 = 2;

fn find_late(graph: &WordGraph, body: &[Stmt], stored: &mut Vec<bool>, late: &mut [bool]) {
    for stmt in body {
        match stmt {
            Stmt::Let(w) => WordGraph::operands(&graph.word(*w).op, |x| {
                mark_late(graph, x, stored, late);
            }),
            Stmt::Store(slot, w) => {
                mark_late(graph, *w, stored, late);
                stored[slot.0 as usize] = true;
            }
            Stmt::MemStore { address, data, .. } => {
                mark_late(graph, *address, stored, late);
                data.iter().for_each(|w| mark_late(graph, *w, stored, late));
            }
            Stmt::If { condition, then, otherwise, phis } => {
                mark_late(graph, *condition, stored, late);
                let before = stored.clone();
                find_late(graph, then, stored, late);
                phis.iter().for_each(|p| mark_late(graph, p.1, stored, late));
                let after_then = std::mem::replace(stored, before);
                find_late(graph, otherwise, stored, late);
                phis.iter().for_each(|p| mark_late(graph, p.2, stored, late));
                stored.iter_mut().zip(after_then).for_each(|(s, a)| *s |= a);
            }
        }
    }
}

/// A use of a word; the emitter looks through inversions and tests, so this does too.
fn mark_late(graph: &WordGraph, w: W, stored: &[bool], late: &mut [bool]) {
    match graph.word(w).op {
        WordOp::Load(slot) => late[w.0 as usize] |= stored[slot.0 as usize],
        WordOp::Not(x) => mark_late(graph, x, stored, late),
        WordOp::NonZero(x) | WordOp::Extract(x, _) => mark_late(graph, x, stored, late),
        WordOp::Eq(x, y) | WordOp::Ult(x, y) => {
            mark_late(graph, x, stored, late);
            mark_late(graph, y, stored, late);
        }
        _ => {}
    }
}
