//! `frame_acceptor`: which frames and TLPs are new, and what is counted of the others.

use expether_sim::model::rng::Rng;
use expether_wire::bridge::frame_type;
use expether_wire::tlp::Kind;

use crate::dut::Dut;

/// A TLP's kind, and whether its ID is the peer's.
type Sent = (Kind, bool);

/// What has become of a frame, and what was counted.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
struct Outcome {
    accepted: bool,
    behind: bool,
    beyond: bool,
    no_room: bool,
    wrong_number: u64,
    over_limit: u64,
    /// Of the receipt: non-posted TLPs kept, and left out.
    non_posted: u64,
    non_posted_refused: u64,
    refused: u64,
    id_refused: u64,
    /// TLPs that came out, and `frame_good`.
    out: u64,
    good: u64,
}

struct Bench {
    dut: Dut,
    /// A mutant: an overflow is told a clock too late.
    late: bool,
}

/// What is true when a frame comes.
#[derive(Clone, Copy)]
struct Present {
    expected: u32,
    non_posted_room: u64,
    /// For this peer.
    free_beats: u64,
    /// Whose turn it is: one bit a peer, 1 is that of the frame.
    turn: u64,
    overflows: bool,
}

const USUAL: Present =
    Present { expected: 0, non_posted_room: 32, free_beats: ROOM, turn: 0, overflows: false };
/// Beats of the whole room.
const ROOM: u64 = 4_095;

impl Bench {
    fn new() -> Self {
        let mut dut = Dut::new("frame_acceptor");
        dut.scramble(3);
        dut.reset();
        dut.set("from", 1);
        dut.set("header_kind", frame_type::DATA);
        Self { dut, late: false }
    }

    /// A frame of TLPs of two beats.
    fn frame(&mut self, present: Present, sequence: u32, tlps: &[Sent]) -> Outcome {
        let beats = 2 * tlps.len() as u64;
        let dut = &mut self.dut;
        dut.set("expected_0", present.expected.into());
        dut.set("non_posted_room_0", present.non_posted_room);
        // What the others have is never the same: none, or much.
        let rooms = [present.free_beats, ROOM - present.free_beats];
        let has_turn = present.turn == 1;
        dut.set("turn", present.turn);
        dut.set("free_beats", rooms[usize::from(!has_turn)]);
        dut.set("free_for_others", rooms[usize::from(has_turn)]);
        dut.set("start_sequence", sequence.into());
        dut.set("start_beats", beats);
        dut.set("header_sequence", sequence.into());
        dut.set("header_tlps", tlps.len() as u64);
        let mut outcome = Outcome::default();
        // Headers, start, TLPs, end, and time to count them.
        for clock in 0..beats * 2 + 20 {
            let beat = clock.wrapping_sub(5);
            let comes = beat < beats;
            dut.set("start_valid", u64::from(clock == 4));
            dut.set("tlp_valid", comes.into());
            dut.set("tlp_beat_last", beat & 1);
            if comes {
                let (kind, permitted) = tlps[beat as usize / 2];
                dut.set("tlp_info_kind", kind as u64);
                // It is said with the first beat.
                dut.set("permitted", u64::from(permitted == (beat & 1 == 0)));
            }
            let ended = beat == beats;
            dut.set("ended", ended.into());
            dut.set("header_valid", ended.into());
            let tells = beats + 1 + u64::from(self.late);
            dut.set("overflowed", u64::from(present.overflows && beat == tells));
            dut.eval();
            outcome.refused += dut.get("refused");
            outcome.id_refused += dut.get("id_refused");
            outcome.wrong_number += dut.get("wrong_number");
            outcome.over_limit += dut.get("over_limit");
            outcome.out += dut.get("out_valid") & dut.get("out_beat_last");
            outcome.good += dut.get("frame_end") & dut.get("frame_good");
            if dut.get("receipt_valid") == 1 {
                assert_eq!(dut.get("receipt_for"), 1);
                outcome.accepted = dut.get("receipt_accepted") == 1;
                outcome.behind = dut.get("receipt_behind") == 1;
                outcome.beyond = dut.get("receipt_beyond") == 1;
                outcome.no_room = dut.get("receipt_refused") == 1;
                if outcome.accepted {
                    let next = sequence.wrapping_add(tlps.len() as u32);
                    assert_eq!(dut.get("receipt_next"), u64::from(next));
                }
                outcome.non_posted = dut.get("receipt_non_posted");
                outcome.non_posted_refused = dut.get("receipt_non_posted_refused");
            }
            dut.tick();
        }
        outcome
    }
}

/// What a frame is by its numbers.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Verdict {
    New,
    Behind,
    Beyond,
    Outside,
}

/// By the table of docs/protocol.md: the TLP expected, the number of the first, how many.
fn judge(expected: u32, sequence: u32, tlps: u32) -> Verdict {
    match i64::from(expected.wrapping_sub(sequence) as i32) {
        ahead @ 0..=32_767 if ahead < i64::from(tlps) => Verdict::New,
        0..=32_767 => Verdict::Behind,
        -32_767..=-1 => Verdict::Beyond,
        _ => Verdict::Outside,
    }
}

/// Frames of numbers at the edges, against a judge.
fn numbers(judge: fn(u32, u32, u32) -> Verdict) -> Result<(), String> {
    let mut bench = Bench::new();
    let mut rng = Rng::new(1, "numbers");
    let starts = [0, 5, 0x7FFF, 0x8000, 0xFFFF, 0x1_0000, 0x7FFF_FFFF, 0x8000_0000, 0xFFFF_FFFF];
    let far = [1, 2, 3, 4, 5, 32_766, 32_767, 32_768, 32_769, 65_535, 65_536, 65_537, 1 << 31];
    let others = [0; 3].map(|_: u32| rng.bits() as u32);
    for expected in starts.into_iter().chain(others) {
        let distances = far.into_iter().flat_map(|d: u32| [d, d.wrapping_neg()]);
        for distance in distances.chain([0]) {
            let sequence = expected.wrapping_sub(distance);
            let tlps = vec![(Kind::MemoryWrite, true); 1 + rng.below(5) as usize];
            let count = tlps.len() as u32;
            let found = bench.frame(Present { expected, ..USUAL }, sequence, &tlps);
            let verdict = judge(expected, sequence, count);
            let news = u64::from(count - distance.min(count));
            let is_new = verdict == Verdict::New;
            let right = Outcome {
                accepted: is_new,
                behind: verdict == Verdict::Behind,
                beyond: verdict == Verdict::Beyond,
                wrong_number: u64::from(verdict == Verdict::Outside),
                out: if is_new { news } else { 0 },
                good: u64::from(is_new),
                ..Outcome::default()
            };
            if found != right {
                let what = format!("{count} from {sequence:#x}, {expected:#x} is expected");
                return Err(format!("{what}: {found:?}, not {right:?}"));
            }
        }
    }
    Ok(())
}

#[test]
fn frame_acceptor__any_numbers__are_judged_by_the_table() {
    numbers(judge).unwrap_or_else(|e| panic!("{e}"));
}

#[test]
fn frame_acceptor__any_numbers__mutants_are_caught() {
    let mutants: [fn(u32, u32, u32) -> Verdict; 4] = [
        |e, s, n| if e.wrapping_sub(s) == 32_768 { Verdict::Behind } else { judge(e, s, n) },
        |e, s, n| if s.wrapping_sub(e) == 32_768 { Verdict::Beyond } else { judge(e, s, n) },
        |e, s, n| if s.wrapping_sub(e) == 32_767 { Verdict::Outside } else { judge(e, s, n) },
        |e, s, n| judge(e & 0xFFFF, s & 0xFFFF, n),
    ];
    for (i, mutant) in mutants.into_iter().enumerate() {
        assert!(numbers(mutant).is_err(), "mutant {i} lives");
    }
}

/// What is wrong with a random TLP: nothing, its kind, its ID, or both.
fn random_tlp(rng: &mut Rng) -> Sent {
    let kinds = [Kind::MemoryWrite, Kind::MemoryRead, Kind::Completion, Kind::ConfigRead0];
    (kinds[rng.below(4) as usize], rng.chance(0.7))
}

/// Random frames against what the docs say of the TLPs in them.
fn contents(fault: fn(&mut Outcome), late: bool) -> Result<[u64; 4], String> {
    let mut bench = Bench { late, ..Bench::new() };
    let mut rng = Rng::new(2, "contents");
    let mut kinds = [0; 4];
    for frame in 0..400 {
        let tlps: Vec<Sent> = (0..1 + rng.below(40)).map(|_| random_tlp(&mut rng)).collect();
        let passed_over = rng.below(tlps.len() as u64) as usize;
        let news = &tlps[passed_over..];
        let count = |is: &dyn Fn(&Sent) -> bool| news.iter().filter(|t| is(t)).count() as u64;
        let wrong_kind = |t: &Sent| t.0 == Kind::ConfigRead0;
        let is_non_posted = |t: &Sent| t.0 == Kind::ConfigRead0 || t.0 == Kind::MemoryRead;
        let keeps = |t: &Sent| t.1 && !wrong_kind(t);
        let wanted = count(&|t| is_non_posted(t) && keeps(t));
        let beats = 2 * tlps.len() as u64;
        let present = Present {
            expected: rng.bits() as u32,
            non_posted_room: [wanted, wanted.saturating_sub(1), 32][rng.below(3) as usize],
            free_beats: if rng.chance(0.1) { beats - 1 } else { beats },
            turn: rng.below(3),
            overflows: rng.chance(0.2),
        };
        let sequence = present.expected.wrapping_sub(passed_over as u32);
        let over = wanted > present.non_posted_room;
        let has_room = present.free_beats >= beats;
        let accepted = !over && has_room && !present.overflows;
        let if_accepted = |n: u64| if accepted { n } else { 0 };
        let mut right = Outcome {
            accepted,
            no_room: !over && !accepted,
            over_limit: u64::from(over),
            refused: if_accepted(count(&wrong_kind)),
            id_refused: if_accepted(count(&|t| !t.1 && !wrong_kind(t))),
            non_posted: if_accepted(wanted),
            non_posted_refused: if_accepted(count(&|t| is_non_posted(t) && !keeps(t))),
            out: if has_room { count(&keeps) } else { 0 },
            // An overflow the queues know of by themselves.
            good: u64::from(!over && has_room),
            ..Outcome::default()
        };
        fault(&mut right);
        let mut found = bench.frame(present, sequence, &tlps);
        if !found.accepted {
            // The receipt says them, but of a frame that was not accepted nobody asks.
            (found.non_posted, found.non_posted_refused) =
                (right.non_posted, right.non_posted_refused);
        }
        if found != right {
            return Err(format!("frame {frame}: {found:?}, not {right:?}"));
        }
        let told = [accepted, over, !over && !has_room, !over && has_room && present.overflows];
        kinds.iter_mut().zip(told).for_each(|(n, is)| *n += u64::from(is));
    }
    Ok(kinds)
}

#[test]
fn frame_acceptor__tlps_of_any_kind__are_left_out_and_counted_of_frames_that_are_kept() {
    let kinds = contents(|_| (), false).unwrap_or_else(|e| panic!("{e}"));
    assert!(kinds.iter().all(|n| *n > 20), "{kinds:?}");
}

/// What a mutant makes of an outcome.
type Fault = fn(&mut Outcome);

#[test]
fn frame_acceptor__tlps_of_any_kind__mutants_are_caught() {
    let mutants: [(Fault, bool); 5] = [
        (|o| o.refused += u64::from(o.no_room), false),
        (|o| o.id_refused = 0, false),
        (|o| o.refused += o.id_refused, false),
        (|o| o.over_limit = 0, false),
        // An overflow that comes late is not seen.
        (|_| (), true),
    ];
    for (i, (fault, late)) in mutants.into_iter().enumerate() {
        assert!(contents(fault, late).is_err(), "mutant {i} lives");
    }
}
