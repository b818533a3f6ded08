//! Breadth-first exploration of every reachable state, with the states themselves in memory.
//!
//! A property that is broken is found by a shortest run, because nearer states come first. The
//! states are compared whole, not by a hash: none is taken for another.

use std::fmt::Debug;
use std::hash::{Hash, Hasher};
use std::time::{Duration, Instant};

use rustc_hash::FxHasher;

use crate::properties::Property;

/// One step from a state.
pub struct Step<M: Model + ?Sized> {
    /// What happened.
    pub action: M::Action,
    /// The state after it.
    pub after: M::State,
    /// What it breaks, if anything.
    pub breaks: Option<Property>,
}

/// A transition system whose states are compared whole.
pub trait Model {
    /// A state; small and without pointers.
    type State: Copy + Eq + Hash;
    /// What leads from one state to the next.
    type Action: Copy + Debug;
    /// Where it begins.
    fn initial(&self) -> Self::State;
    /// Every step from `state`; those that change nothing may be left out.
    fn steps(&self, state: &Self::State, steps: &mut Vec<Step<Self>>);
    /// A state that stands for `state` and all like it.
    fn canonical(&self, state: Self::State) -> Self::State {
        state
    }
    /// A line about the state for a run that is printed.
    fn describe(&self, state: &Self::State) -> String;
}

/// What ends an exploration before all states are seen.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// States; more are a failure, not a pass.
    pub states: usize,
    /// Look for this property alone, and stop at the first run that breaks it.
    pub only: Option<Property>,
    /// Say on stderr how far it is.
    pub progress: bool,
}

/// A property that does not hold, and a shortest run that shows it.
#[derive(Clone, Debug)]
pub struct Broken {
    /// Which.
    pub property: Property,
    /// Steps of the run.
    pub steps: usize,
    /// The run, a line a step.
    pub run: Vec<String>,
}

/// What an exploration has found.
pub struct Explored<S> {
    /// Every reachable state, nearest first.
    pub states: Vec<S>,
    /// Steps looked at.
    pub steps: u64,
    /// Steps from the first state to the farthest.
    pub depth: usize,
    /// The first property found broken.
    pub broken: Option<Broken>,
    /// The limit of states was met: nothing is said about the rest.
    pub cut: bool,
    /// Wall-clock time.
    pub time: Duration,
}

const NONE: u32 = u32::MAX;

/// Places of states by their hash: open addressing, at most half full.
struct Index {
    slots: Vec<u32>,
    filled: usize,
}

impl Index {
    fn new() -> Index {
        Index { slots: vec![NONE; 1 << 12], filled: 0 }
    }

    fn hash<S: Hash>(state: &S) -> usize {
        let mut hasher = FxHasher::default();
        state.hash(&mut hasher);
        // Fx leaves its low bits weak: the high ones come down.
        (hasher.finish().wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 20) as usize
    }

    /// The slot of `state`, or the empty one where it belongs.
    fn slot<S: Hash + Eq>(&self, state: &S, states: &[S]) -> usize {
        let mask = self.slots.len() - 1;
        let mut slot = Index::hash(state) & mask;
        while self.slots[slot] != NONE && states[self.slots[slot] as usize] != *state {
            slot = (slot + 1) & mask;
        }
        slot
    }

    /// Adds a state that is not there; says whether it was new.
    fn add<S: Hash + Eq + Copy>(&mut self, state: S, states: &mut Vec<S>) -> bool {
        let slot = self.slot(&state, states);
        if self.slots[slot] != NONE {
            return false;
        }
        self.slots[slot] = states.len() as u32;
        states.push(state);
        self.filled += 1;
        if self.filled * 2 > self.slots.len() {
            self.grow(states);
        }
        true
    }

    fn grow<S: Hash + Eq>(&mut self, states: &[S]) {
        let size = self.slots.len() * 2;
        self.slots.clear();
        self.slots.resize(size, NONE);
        for (place, state) in states.iter().enumerate() {
            let mut slot = Index::hash(state) & (size - 1);
            while self.slots[slot] != NONE {
                slot = (slot + 1) & (size - 1);
            }
            self.slots[slot] = place as u32;
        }
    }
}

/// Explores every state that `model` reaches, or stops at the first broken property.
pub fn explore<M: Model>(model: &M, name: &str, limits: Limits) -> Explored<M::State> {
    let begun = Instant::now();
    let mut found = Explored {
        states: Vec::new(),
        steps: 0,
        depth: 0,
        broken: None,
        cut: false,
        time: Duration::ZERO,
    };
    let mut index = Index::new();
    let mut parents = vec![NONE];
    index.add(model.canonical(model.initial()), &mut found.states);
    let mut steps = Vec::new();
    let mut place = 0;
    let mut layer_end = 1;
    let mut said = Instant::now();
    while place < found.states.len() && found.broken.is_none() && !found.cut {
        if place == layer_end {
            found.depth += 1;
            layer_end = found.states.len();
        }
        let state = found.states[place];
        steps.clear();
        model.steps(&state, &mut steps);
        found.steps += steps.len() as u64;
        for step in &steps {
            if let Some(property) = step.breaks {
                if limits.only.is_none_or(|only| only == property) {
                    let run = run_to(model, &found.states, &parents, place, step);
                    found.broken = Some(Broken { property, steps: run.len(), run });
                    break;
                }
            }
            if index.add(model.canonical(step.after), &mut found.states) {
                parents.push(place as u32);
            }
        }
        place += 1;
        found.cut = found.states.len() > limits.states;
        if limits.progress && said.elapsed() > Duration::from_secs(5) {
            said = Instant::now();
            eprintln!(
                "  {name}: {} states, {} to do, depth {}, {} s",
                found.states.len(),
                found.states.len() - place,
                found.depth,
                begun.elapsed().as_secs()
            );
        }
    }
    found.time = begun.elapsed();
    found
}

/// The run that ends with `last` from the state at `place`. It is told of one and the same two ends,
/// although a state that was kept may be the mirror of the one that was met.
fn run_to<M: Model>(
    model: &M,
    states: &[M::State],
    parents: &[u32],
    place: usize,
    last: &Step<M>,
) -> Vec<String> {
    let mut places = vec![place];
    let mut at = place;
    while parents[at] != NONE {
        at = parents[at] as usize;
        places.push(at);
    }
    places.reverse();
    let mut lines = Vec::new();
    let mut state = model.initial();
    let say = |step: &Step<M>| format!("{:?}  →  {}", step.action, model.describe(&step.after));
    let towards = |from: &M::State, kept: &M::State, breaks: Option<Property>| {
        let mut steps = Vec::new();
        model.steps(from, &mut steps);
        let wanted = |step: &Step<M>| {
            model.canonical(step.after) == *kept && (breaks.is_none() || step.breaks == breaks)
        };
        steps.into_iter().find(wanted)
    };
    for pair in places.windows(2) {
        let kept = &states[pair[1]];
        let step = towards(&state, kept, None).or_else(|| towards(&states[pair[0]], kept, None));
        if let Some(step) = step {
            lines.push(say(&step));
            state = step.after;
        }
    }
    match towards(&state, &model.canonical(last.after), last.breaks) {
        Some(step) => lines.push(say(&step)),
        None => lines.push(say(last)),
    }
    lines
}
