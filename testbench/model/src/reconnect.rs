//! Whether two ends become connected, from whatever state they are in.

use std::collections::HashSet;

use crate::end::{Close, End, Open, Output, State};
use crate::mutant::Rules;

/// Intervals of opening within which it has to happen.
pub const ROUNDS: usize = 5;
/// Frames heard in one interval; more are a conversation without end.
const HEARD: u32 = 40;
const DRAWN: u32 = 100;
const STALE: u32 = 99;

#[derive(Clone, PartialEq, Eq, Hash)]
enum Frame {
    Open(Open),
    Close(Close),
}

#[derive(Clone, PartialEq, Eq, Hash)]
struct Pair {
    ends: [End; 2],
    /// Frames on the way to each end, in order.
    to: [Vec<Frame>; 2],
    drawn: [u32; 2],
    /// Frames heard in this interval.
    heard: u32,
}

impl Pair {
    fn send(&mut self, from: usize, output: Output) {
        let to = &mut self.to[1 - from];
        to.extend(output.close.map(Frame::Close));
        to.extend(output.open.map(Frame::Open));
    }

    fn step(&mut self, x: usize, step: impl FnOnce(&mut End, &mut dyn FnMut() -> u32) -> Output) {
        let drawn = &mut self.drawn[x];
        let output = step(&mut self.ends[x], &mut || {
            *drawn += 1;
            *drawn
        });
        self.send(x, output);
    }

    fn settled(&self) -> bool {
        let [a, b] = &self.ends;
        a.is_connected_with(b) && a.confirmed && b.confirmed
    }
}

/// The pair with small numbers: only which are the same is of meaning. An opening end may have heard
/// any number: what a reduced state has forgotten is made up for.
pub fn classes(ends: [End; 2]) -> Vec<[End; 2]> {
    let name = |other: &End, number: Option<u32>| {
        let number = number?;
        Some(if other.own == Some(number) {
            1
        } else if other.next == number {
            2
        } else {
            STALE
        })
    };
    let renamed = |x: usize| {
        let (end, other) = (&ends[x], &ends[1 - x]);
        let own = (end.state != State::NoPeer).then_some(1);
        End { own, next: 2, peer: name(other, end.peer), ..*end }
    };
    let peers = |end: &End| match end.state {
        State::Opening => vec![None, Some(1), Some(2), Some(STALE)],
        _ => vec![end.peer],
    };
    let [a, b] = [renamed(0), renamed(1)];
    let mut all = Vec::new();
    for of_a in peers(&a) {
        for of_b in peers(&b) {
            all.push([End { peer: of_a, ..a }, End { peer: of_b, ..b }]);
        }
    }
    all
}

/// Lets both ends go on, nothing being lost, in every order in which the frames of the two
/// directions can arrive. Says after how many intervals both are connected to each other.
pub fn reconnect(ends: [End; 2], rules: Rules) -> Result<usize, String> {
    let start = Pair { ends, to: [Vec::new(), Vec::new()], drawn: [DRAWN; 2], heard: 0 };
    let mut quiet = vec![start];
    for round in 0..ROUNDS {
        if quiet.iter().all(Pair::settled) {
            return Ok(round);
        }
        for pair in &mut quiet {
            pair.heard = 0;
            for x in 0..2 {
                pair.ends[x].on_ended();
                pair.step(x, |end, draw| match end.state {
                    State::NoPeer => end.on_wanted(rules, draw),
                    _ => end.on_timer(),
                });
            }
        }
        quiet = deliver(quiet, rules)?;
    }
    match quiet.iter().find(|pair| !pair.settled()) {
        None => Ok(ROUNDS),
        Some(pair) => Err(format!("after {ROUNDS} intervals still: {:?}", pair.ends)),
    }
}

/// Every state without a frame on the way that the pairs come to.
fn deliver(pairs: Vec<Pair>, rules: Rules) -> Result<Vec<Pair>, String> {
    let mut seen: HashSet<Pair> = pairs.iter().cloned().collect();
    let mut todo = pairs;
    let mut quiet = Vec::new();
    while let Some(pair) = todo.pop() {
        if pair.to.iter().all(Vec::is_empty) {
            quiet.push(pair);
            continue;
        }
        for x in 0..2 {
            if pair.to[x].is_empty() {
                continue;
            }
            let mut after = pair.clone();
            after.heard += 1;
            match after.to[x].remove(0) {
                Frame::Open(open) => after.step(x, |end, draw| end.on_open(open, rules, draw)),
                Frame::Close(close) => after.step(x, |end, _| end.on_close(close, rules)),
            }
            if after.heard > HEARD {
                return Err("the two answer each other without end".into());
            }
            if seen.insert(after.clone()) {
                todo.push(after);
            }
        }
    }
    Ok(quiet)
}
