//! What is kept for a peer: its entry in the table, the credits of non-posted TLPs both ways, how long it may
//! be silent.

use std::collections::VecDeque;

use expether_sim::model::rng::Rng;
use expether_sim::model::stream::{BeatSink, BeatSource};
use expether_wire::tlp::Kind;

use crate::dut::Dut;
use crate::egress_input::Tlp;

pub const CREDITS: u64 = 32;

pub fn dut(block: &str, settings: &[(&str, u64)]) -> Dut {
    let mut dut = Dut::new(block);
    dut.scramble(1);
    dut.reset();
    settings.iter().for_each(|(port, value)| dut.set(port, *value));
    dut.eval();
    dut
}

/// One clock in which an input is high.
pub fn strobe(dut: &mut Dut, port: &str) {
    dut.set(port, 1);
    clocks(dut, 1);
    dut.set(port, 0);
    dut.eval();
}

pub fn clocks(dut: &mut Dut, count: usize) {
    for _ in 0..count {
        dut.eval();
        dut.tick();
    }
    dut.eval();
}

#[test]
fn peer_entry__learnt_and_fixed_for_one_peer__the_learnt_one_is_freed() {
    let settings = [("settings_enable", 1), ("settings_keep_alive_timeout", 1000)];
    let mut learnt = dut("peer_entry", &settings);
    learnt.set("learn_mac", 0x77);
    strobe(&mut learnt, "learn");
    assert_eq!((learnt.get("valid"), learnt.get("learnt"), learnt.get("mac")), (1, 1, 0x77));
    strobe(&mut learnt, "duplicate");
    assert_eq!(learnt.get("lost"), 1);
    clocks(&mut learnt, 1);
    assert_eq!((learnt.get("valid"), learnt.get("lost")), (0, 0));

    let mut fixed = dut("peer_entry", &settings);
    fixed.set("settled", 1);
    fixed.set("peer_fixed", 1);
    fixed.set("peer_mac", 0x77);
    clocks(&mut fixed, 1);
    strobe(&mut fixed, "duplicate");
    clocks(&mut fixed, 3);
    assert_eq!((fixed.get("valid"), fixed.get("lost"), fixed.get("mac")), (1, 0, 0x77));
}

/// What a table's entry is: nobody's, or a bridge's that was learnt or is fixed.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Entry {
    Free,
    Learnt(u64),
    Fixed(u64),
}

/// Random wishes of software, announcements and connections; `takes`: when what software wants is taken over.
fn entries(takes: fn(settled: bool, stands: bool) -> bool) -> Result<[u64; 3], String> {
    let mut block = dut("peer_entry", &[("settings_keep_alive_timeout", 0)]);
    let mut rng = Rng::new(1, "entries");
    let (mut entry, mut kinds) = (Entry::Free, [0; 3]);
    let (mut enable, mut fixed, mut mac, mut settled, mut doubled) = (true, false, 0, true, false);
    for clock in 0..50_000 {
        if rng.chance(0.02) {
            fixed = rng.chance(0.5);
            mac = 0x10 + rng.below(3);
        }
        settled ^= rng.chance(0.1);
        enable ^= rng.chance(if enable { 0.002 } else { 0.2 });
        let learn = rng.chance(0.05).then(|| 0x10 + rng.below(3));
        let asks = 0x10 + rng.below(3);
        let duplicate = rng.chance(0.01);
        block.set("settings_enable", enable.into());
        block.set("peer_fixed", fixed.into());
        block.set("peer_mac", mac);
        block.set("settled", settled.into());
        block.set("learn", learn.is_some().into());
        block.set("learn_mac", learn.unwrap_or(asks));
        block.set("duplicate", duplicate.into());
        block.eval();
        let stands = match entry {
            Entry::Fixed(of) => fixed && of == mac,
            _ => !fixed,
        };
        // A learnt one is lost a clock after another entry is for it.
        let lost = doubled && entry != Entry::Free;
        let found = match (block.get("valid"), block.get("learnt")) {
            (0, _) => Entry::Free,
            (_, 1) => Entry::Learnt(block.get("mac")),
            _ => Entry::Fixed(block.get("mac")),
        };
        let said = ["stands", "lost"].map(|port| block.get(port) == 1);
        if (found, said) != (entry, [stands, lost]) {
            return Err(format!(
                "clock {clock}: {found:?}, {said:?}, not {entry:?}, {stands}, {lost}"
            ));
        }
        let known = match entry {
            Entry::Free => false,
            Entry::Learnt(of) | Entry::Fixed(of) => of == learn.unwrap_or(asks),
        };
        if block.get("is_known") != u64::from(known) {
            return Err(format!("clock {clock}: is_known is not {known}"));
        }
        doubled = duplicate && matches!(entry, Entry::Learnt(_)) && !lost;
        let before = entry;
        if let (Some(of), Entry::Free, false, true) = (learn, entry, fixed, enable && !lost) {
            entry = Entry::Learnt(of);
        } else if matches!(entry, Entry::Learnt(_)) && (lost || !enable) {
            entry = Entry::Free;
        }
        if takes(settled, stands) {
            entry = if fixed { Entry::Fixed(mac) } else { Entry::Free };
        }
        kinds[0] += u64::from(matches!((before, entry), (Entry::Free, Entry::Learnt(_))));
        kinds[1] +=
            u64::from(matches!((before, entry), (Entry::Fixed(a), Entry::Fixed(b)) if a != b));
        kinds[2] += u64::from(!stands && !settled);
        block.tick();
    }
    Ok(kinds)
}

#[test]
fn peer_entry__what_software_wants__is_taken_over_only_when_no_connection_is_left() {
    let kinds = entries(|settled, stands| settled && !stands).unwrap_or_else(|e| panic!("{e}"));
    assert!(kinds.iter().all(|n| *n > 50), "{kinds:?}");
}

#[test]
fn peer_entry__mutants_are_caught() {
    let mutants: [fn(bool, bool) -> bool; 3] =
        [|_, stands| !stands, |settled, _| settled, |_, _| false];
    for (i, mutant) in mutants.into_iter().enumerate() {
        assert!(entries(mutant).is_err(), "mutant {i} lives");
    }
}

#[test]
fn peer_entry__heard_in_time__stays_and_is_lost_after_the_timeout() {
    let mut entry =
        dut("peer_entry", &[("settings_enable", 1), ("settings_keep_alive_timeout", 50)]);
    strobe(&mut entry, "learn");
    for _ in 0..20 {
        clocks(&mut entry, 45);
        assert_eq!(entry.get("valid"), 1);
        strobe(&mut entry, "heard");
    }
    let silent = (0..100).take_while(|_| {
        clocks(&mut entry, 1);
        entry.get("lost") == 0
    });
    let silent = silent.count();
    assert!((49..52).contains(&silent), "lost after {silent} clocks");
    clocks(&mut entry, 1);
    assert_eq!(entry.get("valid"), 0);
}

#[test]
fn keep_alive__announcements__come_in_their_interval_and_for_each_peer_learnt() {
    let settings =
        [("settings_enable", 1), ("settings_learn", 1), ("settings_keep_alive_interval", 100)];
    let mut block = dut("keep_alive", &settings);
    let mut sent = vec![];
    for clock in 0..1000 {
        let wanted = block.get("wanted") == 1;
        block.set("taken", wanted.into());
        block.set("announced", u64::from(clock == 550));
        block.set("announced_mac", 0x42);
        // The table, as the block fills it.
        block.set("occupied", if clock > 551 { 3 } else { 1 });
        block.eval();
        if wanted {
            sent.push(clock);
        }
        if clock == 551 {
            assert_eq!((block.get("learn"), block.get("learn_mac")), (2, 0x42));
        } else {
            assert_eq!(block.get("learn"), 0, "clock {clock}");
        }
        clocks(&mut block, 1);
    }
    let gaps: Vec<_> = sent.windows(2).map(|w| w[1] - w[0]).collect();
    assert_eq!(sent.len(), 11, "{sent:?}");
    assert!(gaps.iter().filter(|g| (100..=101).contains(*g)).count() == 8, "{gaps:?}");
    assert!(sent.contains(&552), "the peer that was learnt is told at once: {sent:?}");
}

#[test]
fn keep_alive__a_full_table__is_counted_and_known_peers_are_not_learnt_again() {
    let mut block = dut("keep_alive", &[("settings_enable", 1), ("settings_learn", 1)]);
    for (occupied, is_known, learn, no_place) in
        [(3, 0, 0, 1), (3, 2, 0, 0), (1, 1, 0, 0), (0, 0, 1, 0), (2, 0, 1, 0)]
    {
        block.set("occupied", occupied);
        strobe(&mut block, "announced");
        block.set("is_known", is_known);
        block.eval();
        assert_eq!((block.get("learn"), block.get("no_place")), (learn, no_place));
        block.set("is_known", 0);
        clocks(&mut block, 1);
    }
}

/// Posted and non-posted TLPs to a peer that lets non-posted ones go as it likes.
#[test]
fn peer_ingress__any_limits__keeps_to_them_and_lets_others_pass() {
    for seed in 1..=3 {
        let mut rng = Rng::new(seed, "ingress");
        let mut block = dut("peer_ingress", &[("busy_time", 0xFF_FFFF)]);
        let mut source = BeatSource::new(0.1, Rng::new(seed, "source"));
        let mut sink = BeatSink::new("out", 0.2, Rng::new(seed, "sink"));
        // By class: what was put in and has not come out.
        let mut inside = [VecDeque::new(), VecDeque::new()];
        let mut kinds = VecDeque::new();
        for number in 0..400 {
            let class = usize::from(rng.chance(0.4));
            let tlp = Tlp::new(class, class + number as usize % 2, 0, number, &mut rng).bytes;
            kinds.push_back(class);
            inside[class].push_back(tlp.clone());
            source.push(tlp, false);
        }
        let non_posted = inside[1].len();
        opens(&mut block, CREDITS);
        let (mut limit, mut sent, mut left, mut posted_after) = (CREDITS, 0, 0, 0);
        for clock in 0..200_000 {
            if inside.iter().all(VecDeque::is_empty) && left == non_posted {
                break;
            }
            // Held up for some time, then a little more each time. Old limits the transmitter keeps away.
            let tells = clock > 2_000 && rng.chance(0.02);
            if tells && limit < sent + CREDITS {
                limit += 1;
            }
            block.set("limit_valid", u64::from(tells));
            block.set("limit_payload", limit & 0xFF);
            let offered = source.drive();
            block.set("tlp_valid", offered.valid.into());
            block.set_fields("tlp_beat", offered);
            let kind = if kinds.front() == Some(&1) { Kind::MemoryRead } else { Kind::MemoryWrite };
            block.set("tlp_info_kind", kind as u64);
            block.set("out_ready", sink.drive().into());
            block.eval();
            let ready = block.get("tlp_ready") == 1;
            if source.clock(ready).is_some() {
                kinds.pop_front();
            }
            left += block.get("non_posted_left") as usize;
            let mut beat = block.fields("out_beat");
            beat.valid = block.get("out_valid") == 1;
            if let Some(got) = sink.clock(beat) {
                let class = (0..2).find(|c| inside[*c].front() == Some(&got.bytes));
                let class = class.unwrap_or_else(|| panic!("seed {seed}: out of order"));
                inside[class].pop_front();
                sent += class as u64;
                posted_after += usize::from(class == 0 && sent == limit);
                assert!(sent <= limit, "seed {seed}: {sent} sent, {limit} allowed");
            }
            block.tick();
        }
        assert!(inside.iter().all(VecDeque::is_empty) && left == non_posted, "seed {seed}");
        assert!(posted_after > 20, "seed {seed}: {posted_after} passed");
    }
}

/// An open frame of the peer is heard, then there is a connection.
fn opens(block: &mut Dut, limit: u64) {
    block.set("limit_payload", limit);
    strobe(block, "limit_valid");
    block.set("run", 1);
}

/// The sum of an output over so many clocks.
fn counted(block: &mut Dut, output: &str, clocks: u64) -> u64 {
    let each = |_| {
        block.eval();
        let value = block.get(output);
        block.tick();
        value
    };
    (0..clocks).map(each).sum()
}

/// A TLP of this class goes into `peer_ingress`.
fn put(block: &mut Dut, class: usize, number: u64, rng: &mut Rng) {
    let tlp = Tlp::new(class, 0, 0, number, rng).bytes;
    let mut source = BeatSource::new(0.0, Rng::new(1, "source"));
    source.push(tlp, false);
    let kind = [Kind::MemoryWrite, Kind::MemoryRead][class];
    while source.pending() > 0 {
        let offered = source.drive();
        block.set("tlp_valid", offered.valid.into());
        block.set_fields("tlp_beat", offered);
        block.set("tlp_info_kind", kind as u64);
        block.eval();
        source.clock(block.get("tlp_ready") == 1);
        block.tick();
    }
    block.set("tlp_valid", 0);
}

#[test]
fn peer_ingress__the_limit_of_the_open_frame__is_where_a_connection_begins() {
    let mut rng = Rng::new(1, "open");
    // More than there can be is nonsense.
    for (told, may_go) in [(0, 0), (1, 1), (7, 7), (CREDITS, CREDITS), (CREDITS + 1, 0), (255, 0)] {
        let mut block = dut("peer_ingress", &[("busy_time", 0xFF_FFFF)]);
        // Only the last one counts.
        opens(&mut block, 12);
        clocks(&mut block, 20);
        block.set("run", 0);
        clocks(&mut block, 20);
        opens(&mut block, told);
        (0..CREDITS).for_each(|number| put(&mut block, 1, number, &mut rng));
        block.set("out_ready", 1);
        let gone = counted(&mut block, "non_posted_left", 500);
        block.set("run", 0);
        block.eval();
        let lost = block.get("discarded");
        assert_eq!(lost, CREDITS, "nothing was acknowledged");
        assert_eq!(gone, may_go, "{told} were told");
    }
}

/// A limit that is older, or of more than the peer can have room for, is none.
#[test]
fn peer_ingress__limits_that_cannot_be__are_ignored() {
    let mut rng = Rng::new(1, "limits");
    let mut block = dut("peer_ingress", &[("busy_time", 0xFF_FFFF)]);
    opens(&mut block, CREDITS);
    for limit in [CREDITS + 1, CREDITS + 30, 2 * CREDITS, 127, 128, 255, 0, 7, CREDITS - 1] {
        block.set("limit_payload", limit);
        strobe(&mut block, "limit_valid");
    }
    (0..CREDITS + 2).for_each(|number| put(&mut block, 1, number, &mut rng));
    block.set("out_ready", 1);
    assert_eq!(counted(&mut block, "non_posted_left", 500), CREDITS);
    block.set("limit_payload", CREDITS + 1);
    strobe(&mut block, "limit_valid");
    assert_eq!(counted(&mut block, "non_posted_left", 100), 1);
}

#[test]
fn peer_ingress__what_is_lost_with_the_connection__is_counted() {
    let mut block = dut("peer_ingress", &[("busy_time", 0xFF_FFFF), ("out_ready", 1)]);
    let mut rng = Rng::new(3, "lost");
    let (mut lost, mut found) = (0, 0);
    for _ in 0..20 {
        opens(&mut block, CREDITS);
        let taken = 5 + rng.below(20);
        for number in 0..taken {
            put(&mut block, rng.below(2) as usize, number, &mut rng);
        }
        let freed = rng.below(taken + 1);
        block.set("freed", freed);
        clocks(&mut block, 1);
        block.set("freed", 0);
        block.set("run", 0);
        found += counted(&mut block, "discarded", 100);
        // One comes when the connection is gone.
        put(&mut block, rng.below(2) as usize, taken, &mut rng);
        found += counted(&mut block, "discarded", 100);
        lost += taken - freed + 1;
    }
    assert_eq!(found, lost);
}

#[test]
fn peer_ingress__a_peer_that_lets_none_go__is_given_up_after_busy_time() {
    let mut block = dut("peer_ingress", &[("busy_time", 500), ("out_ready", 1)]);
    opens(&mut block, CREDITS);
    let mut rng = Rng::new(1, "stuck");
    let mut put = |block: &mut Dut, number| put(block, 1, number, &mut rng);
    (0..CREDITS).for_each(|number| put(&mut block, number));
    clocks(&mut block, 2_000);
    assert_eq!(block.get("stuck"), 0, "all have gone");
    put(&mut block, CREDITS);
    clocks(&mut block, 490);
    assert_eq!(block.get("stuck"), 0);
    // Time in which PAUSE forbids to send does not count.
    block.set("paused", 1);
    clocks(&mut block, 300);
    assert_eq!(block.get("stuck"), 0);
    block.set("paused", 0);
    // Another is let go: the time begins anew for the next.
    block.set("limit_payload", CREDITS + 1);
    strobe(&mut block, "limit_valid");
    clocks(&mut block, 20);
    put(&mut block, CREDITS + 1);
    clocks(&mut block, 490);
    assert_eq!(block.get("stuck"), 0);
    clocks(&mut block, 30);
    assert_eq!(block.get("stuck"), 1);
    block.set("run", 0);
    clocks(&mut block, 2);
    assert_eq!(block.get("stuck"), 0);
}
