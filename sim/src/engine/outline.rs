//! Branches that become functions of their own: allocating registers takes more than
//! proportionally long in a large function. What is handed over to one goes through memory, which
//! costs speed, so that only very large programs are cut up.

use super::schedule::Stmt;
use super::words::{WordGraph, WordOp, W};
use rustc_hash::FxHashSet;

/// Statements of a program from which on it is cut up: a bridge of eight peers has some 20,000.
pub const LEAST_PROGRAM: usize = 40_000;
/// Statements from which on an arm is worth a call.
pub const LEAST_STATEMENTS: usize = 500;
/// Likewise, for each word that has to be handed over.
pub const LEAST_PER_ARGUMENT: usize = 8;

/// How many statements there are, in nested ones too.
pub fn statements(body: &[Stmt]) -> usize {
    let nested = |s: &Stmt| match s {
        Stmt::If { then, otherwise, .. } => 1 + statements(then) + statements(otherwise),
        _ => 1,
    };
    body.iter().map(nested).sum()
}

/// Words that are used in an arm, and may be computed outside of it, in no particular order but
/// always in the same.
pub fn used(graph: &WordGraph, cheap: &[bool], arm: &[Stmt]) -> Vec<W> {
    let mut found = Uses { graph, cheap, seen: FxHashSet::default(), list: Vec::new() };
    found.body(arm);
    found.list
}

struct Uses<'a> {
    graph: &'a WordGraph,
    cheap: &'a [bool],
    seen: FxHashSet<W>,
    list: Vec<W>,
}

impl Uses<'_> {
    fn body(&mut self, body: &[Stmt]) {
        for stmt in body {
            match stmt {
                Stmt::Let(w) => WordGraph::operands(&self.graph.word(*w).op, |x| self.word(x)),
                Stmt::Store(_, w) => self.word(*w),
                Stmt::MemStore { address, data, .. } => {
                    self.word(*address);
                    data.iter().for_each(|w| self.word(*w));
                }
                Stmt::If { condition, then, otherwise, phis } => {
                    self.word(*condition);
                    self.body(then);
                    self.body(otherwise);
                    for (_, a, b) in phis {
                        self.word(*a);
                        self.word(*b);
                    }
                }
            }
        }
    }

    fn word(&mut self, w: W) {
        if !self.seen.insert(w) {
            return;
        }
        self.list.push(w);
        // The emitter looks through tests, and computes cheap words anew.
        match self.graph.word(w).op {
            WordOp::Not(x) | WordOp::NonZero(x) => self.word(x),
            WordOp::Extract(x, _) if self.cheap[w.0 as usize] => self.word(x),
            WordOp::Eq(x, y) | WordOp::Ult(x, y) => {
                self.word(x);
                self.word(y);
            }
            _ => {}
        }
    }
}
