//! The quick runs of `make model`, and that the model is what its page says.

#![allow(non_snake_case)]

use std::collections::{BTreeSet, HashSet};

use expether_model::catalogue::{carry_out, Subject, KILLS, RUNS};
use expether_model::checker::{explore, Limits};
use expether_model::connection::{Bounds, Connection};
use expether_model::end::{Close, Open, Output, Row, State};
use expether_model::reconnect::{classes, reconnect};
use expether_model::report::describe;
use expether_model::{End, Mutant, Property, Rules};
use rand_xoshiro::rand_core::{Rng, SeedableRng};
use rand_xoshiro::Xoshiro256PlusPlus;

const NUMBERS: u8 = 3;
const LIMITS: Limits = Limits { states: 1_000_000, only: None, progress: false };

fn small(reduce: bool) -> Connection {
    let bounds = Bounds { numbers: [NUMBERS; 2], resets: [1; 2], tlps: 0, tags: 0, reduce };
    Connection { bounds, rules: Rules::protocol() }
}

#[test]
fn model__protocol__holds_and_takes_every_row() {
    let mut rows = BTreeSet::new();
    for run in RUNS.iter().filter(|run| run.quick) {
        let verdict = carry_out(run.subject, Rules::protocol(), None, None);
        assert!(!verdict.cut, "{run:?}: too many states");
        assert!(verdict.broken.is_none(), "{run:?}: {:#?}", verdict.broken);
        rows.extend(verdict.rows);
    }
    let all: BTreeSet<Row> = Row::ALL.into_iter().map(|(row, _)| row).collect();
    assert_eq!(rows, all);
}

#[test]
fn model__mutants__each_break_the_property_named() {
    for kill in KILLS.iter().filter(|kill| kill.quick) {
        let rules = Rules::with(kill.mutant);
        let verdict = carry_out(kill.subject, rules, Some(kill.breaks), None);
        let broken = verdict.broken.map(|broken| broken.property);
        assert_eq!(broken, Some(kill.breaks), "{kill:?} lives");
    }
}

#[test]
fn model__run_that_breaks__is_told_of_the_same_two_ends() {
    let rules = Rules::with(Mutant::ConfirmedByAnyOpen);
    let broken = explore(&Connection { rules, ..small(false) }, "", LIMITS).broken;
    let run = broken.expect("the mutant is caught").run;
    let told: Vec<_> = run.iter().map(|line| line.split("  →  ").next()).collect();
    let wanted = ["A: wanted", "B: wanted", "A hears open S=b1 w", "B hears open S=a1 R=b1 w"];
    assert_eq!(told[..4], wanted.map(Some), "{run:#?}");
}

#[test]
fn model__properties__each_have_a_mutant() {
    for property in Property::ALL {
        assert!(KILLS.iter().any(|kill| kill.breaks == property), "{property:?}");
    }
}

#[test]
fn model__bounds__of_protocol_and_mutants_are_alike() {
    // What kills a mutant is the rule that it breaks: the protocol holds within the same bounds.
    for kill in KILLS.iter().filter(|kill| kill.quick) {
        if matches!(kill.subject, Subject::Connection(bounds) if bounds.tags == 0) {
            let Subject::Connection(bounds) = kill.subject else { continue };
            let subject = Subject::Connection(Bounds { reduce: true, ..bounds });
            let verdict = carry_out(subject, Rules::protocol(), None, None);
            assert!(verdict.broken.is_none(), "{kill:?}: {:?}", verdict.broken);
        }
    }
}

/// Pairs of ends but for names of numbers and for which end is which.
fn pairs(model: &Connection) -> HashSet<[End; 2]> {
    let found = explore(model, "", LIMITS);
    assert!(found.broken.is_none() && !found.cut);
    let ends = found.states.iter().map(|world| model.ends(world));
    ends.flat_map(|[a, b]| [[a, b], [b, a]]).flat_map(classes).collect()
}

#[test]
fn model__reduced__reaches_the_same_pairs_of_ends() {
    assert_eq!(pairs(&small(false)), pairs(&small(true)));
}

/// A network as it is: frames are sent when they are sent, get lost, doubled and overtaken.
struct Walk {
    ends: [End; 2],
    opens: [Vec<Open>; 2],
    closes: [Vec<Close>; 2],
    drawn: [u32; 2],
    resets: [u8; 2],
    random: Xoshiro256PlusPlus,
}

impl Walk {
    fn new(seed: u64) -> Walk {
        Walk {
            ends: [End::new(1); 2],
            opens: Default::default(),
            closes: Default::default(),
            drawn: [1; 2],
            resets: [0; 2],
            random: Xoshiro256PlusPlus::seed_from_u64(seed),
        }
    }

    fn below(&mut self, limit: usize) -> usize {
        (self.random.next_u64() % limit as u64) as usize
    }

    /// Takes a frame, or a copy of one.
    fn take<T: Copy>(random: &mut Xoshiro256PlusPlus, frames: &mut Vec<T>) -> Option<T> {
        if frames.is_empty() {
            return None;
        }
        let place = (random.next_u64() % frames.len() as u64) as usize;
        let copy = random.next_u64() % 2 == 0;
        Some(if copy { frames[place] } else { frames.remove(place) })
    }

    /// One thing happens; says whether it was within the bounds.
    fn step(&mut self) -> bool {
        let rules = Rules::protocol();
        let x = self.below(2);
        let mut drawn = self.drawn[x];
        let mut draw = || {
            drawn += 1;
            drawn
        };
        let mut end = self.ends[x];
        let output = match self.random.next_u64() % 16 {
            0 => end.on_wanted(rules, &mut draw),
            1 if self.random.next_u64() % 4 == 0 => end.on_unwanted(),
            2 if self.random.next_u64() % 4 == 0 => end.on_dead(),
            3 => {
                end.on_ended();
                Output::default()
            }
            4 if self.resets[x] == 0 && self.random.next_u64() % 16 == 0 => {
                self.resets[x] = 1;
                end = End::new(draw());
                Output::default()
            }
            5 => {
                let lost = Walk::take(&mut self.random, &mut self.opens[x]);
                let _ = lost;
                Output::default()
            }
            6 => match Walk::take(&mut self.random, &mut self.closes[x]) {
                Some(close) => end.on_close(close, rules),
                None => Output::default(),
            },
            7..=9 => end.on_timer(),
            _ => match Walk::take(&mut self.random, &mut self.opens[x]) {
                Some(open) => end.on_open(open, rules, &mut draw),
                None => Output::default(),
            },
        };
        self.ends[x] = end;
        self.drawn[x] = drawn;
        self.opens[1 - x].extend(output.open);
        self.closes[1 - x].extend(output.close);
        drawn <= u32::from(NUMBERS)
    }
}

#[test]
fn model__network_that_loses__reaches_nothing_else() {
    let all = pairs(&small(false));
    let mut seen = HashSet::new();
    for seed in 0..20_000 {
        let mut walk = Walk::new(seed);
        while walk.step() {
            let mut ends = walk.ends;
            for end in &mut ends {
                // What an end without a peer remembers is of no meaning.
                if matches!(end.state, State::Ending | State::NoPeer) {
                    (end.own, end.peer) = (None, None);
                }
            }
            for pair in classes(ends) {
                assert!(all.contains(&pair), "seed {seed}: {pair:?}");
                seen.insert(pair);
            }
        }
    }
    // The walk is no idle one.
    assert!(seen.len() * 10 > all.len() * 9, "{} of {}", seen.len(), all.len());
}

#[test]
fn end__two_without_a_peer__connect_within_two_intervals() {
    assert!(reconnect([End::new(1), End::new(1)], Rules::protocol()).is_ok_and(|n| n <= 2));
}

#[test]
fn end__with_equal_frames__answers_only_those_that_want_it() {
    let mut end = End::new(7);
    let opened = end.on_wanted(Rules::protocol(), &mut || 8);
    let own = Open { sender: 7, receiver: None, wants_answer: true, offer: false };
    assert_eq!(opened.open, Some(own));
    let frame = Open { sender: 3, receiver: Some(7), wants_answer: true, offer: false };
    let heard = end.on_open(frame, Rules::protocol(), &mut || 0);
    assert!(heard.connects && !end.confirmed && !end.may_send(Rules::protocol()));
    let answer = Open { sender: 7, receiver: Some(3), wants_answer: false, offer: false };
    assert_eq!(heard.open, Some(answer));
    let quiet = Open { wants_answer: false, ..frame };
    assert_eq!(end.on_open(quiet, Rules::protocol(), &mut || 0).open, None);
    assert!(end.may_send(Rules::protocol()));
}

/// Rows of a table of the page: the cells of the first columns.
fn listed(page: &str, heading: &str, columns: usize) -> Vec<String> {
    let table = page.split(heading).nth(1).expect("the heading is there");
    let rows = table.lines().skip_while(|line| !line.starts_with("|---")).skip(1);
    let cells = |line: &str| line.split(" | ").take(columns).collect::<Vec<_>>().join(" | ");
    rows.take_while(|line| line.starts_with('|')).map(cells).collect()
}

fn compare(listed: &[String], wanted: &[String]) {
    for (listed, wanted) in listed.iter().zip(wanted) {
        assert_eq!(listed, wanted, "docs/model.md: `make model` writes it anew");
    }
    assert_eq!(listed.len(), wanted.len(), "docs/model.md: `make model` writes it anew");
}

#[test]
fn model__page__lists_what_is_explored() {
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/../../docs/model.md");
    let page = std::fs::read_to_string(file).expect("docs/model.md: `make model` writes it");
    let runs: Vec<_> =
        RUNS.iter().map(|run| format!("| {} | {}", run.name, describe(run.subject))).collect();
    compare(&listed(&page, "# Model of the connection", 2), &runs);
    let properties: Vec<_> =
        Property::ALL.iter().map(|p| format!("| `{}` | {} |", p.name(), p.says())).collect();
    compare(&listed(&page, "## Properties", 2), &properties);
    let kills: Vec<_> = KILLS
        .iter()
        .map(|kill| {
            let (name, breaks) = (kill.mutant, kill.breaks.name());
            let subject = describe(kill.subject);
            format!("| `{name:?}` | {} | `{breaks}` | {subject}", name.says())
        })
        .collect();
    compare(&listed(&page, "## Mutants", 4), &kills);
    for word in ["**lives**", "**never**", " broken** |", "**too many"] {
        assert!(!page.contains(word), "{word}");
    }
}
