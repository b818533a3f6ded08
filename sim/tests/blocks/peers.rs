//! What is kept for a peer: its entry in the table, the credits of non-posted TLPs both ways, how long it may
//! be silent.

use std::collections::VecDeque;

use expether_sim::model::rng::Rng;
use expether_sim::model::stream::{BeatSink, BeatSource};
use expether_wire::tlp::Kind;

use crate::dut::Dut;
use crate::egress_input::Tlp;

const CREDITS: u64 = 32;

fn dut(block: &str, settings: &[(&str, u64)]) -> Dut {
    let mut dut = Dut::new(block);
    dut.scramble(1);
    dut.reset();
    settings.iter().for_each(|(port, value)| dut.set(port, *value));
    dut.eval();
    dut
}

/// One clock in which an input is high.
fn strobe(dut: &mut Dut, port: &str) {
    dut.set(port, 1);
    clocks(dut, 1);
    dut.set(port, 0);
    dut.eval();
}

fn clocks(dut: &mut Dut, count: usize) {
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
    strobe(&mut learnt, "doubled");
    assert_eq!(learnt.get("lost"), 1);
    clocks(&mut learnt, 1);
    assert_eq!((learnt.get("valid"), learnt.get("lost")), (0, 0));

    let mut fixed = dut("peer_entry", &settings);
    fixed.set("peer_fixed", 1);
    fixed.set("peer_mac", 0x77);
    strobe(&mut fixed, "doubled");
    clocks(&mut fixed, 3);
    assert_eq!((fixed.get("valid"), fixed.get("lost"), fixed.get("mac")), (1, 0, 0x77));
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

/// What the receiver tells of its limit, against a count of what its PCIe side has.
#[test]
fn arq_receiver__non_posted_tlps_of_older_connections__leave_a_new_one_so_much_less_room() {
    let mut block = dut("arq_receiver", &[("settings_enable", 1), ("settings_timeout_max", 4096)]);
    let mut rng = Rng::new(1, "credits");
    // Of all connections, with the PCIe side; of this one, the TLPs that have come.
    let (mut held, mut received, mut sequence) = (0, 0, 0u64);
    let (mut connections, mut run, mut least) = (0, false, CREDITS);
    // What is handed over is told two clocks later; so long after its end, nothing of a connection is on its way.
    let (mut late, mut changed) = ([0; 2], 0);
    for clock in 0..60_000 {
        if rng.chance(0.002) {
            (run, changed) = (!run, clock);
            connections += u64::from(run);
            (received, sequence) = (0, 0);
            least = least.min(if run { CREDITS - held } else { CREDITS });
        }
        let accepts = run && rng.chance(0.05);
        let kept = rng.below(4).min(CREDITS - held);
        let refused = if rng.chance(0.1) { rng.below(3) } else { 0 };
        // While the PCIe side takes nothing, connections come and go.
        let hands = held > 0 && rng.chance(if clock / 5_000 % 2 == 0 { 0.0 } else { 0.5 });
        block.set("run", run.into());
        block.set("receipt_valid", accepts.into());
        block.set("receipt_accepted", accepts.into());
        block.set("receipt_next", (sequence + 10) & 0xFFFF);
        block.set("receipt_non_posted", kept);
        block.set("receipt_non_posted_refused", refused);
        block.set("non_posted_delivered", hands.into());
        clocks(&mut block, 1);
        if accepts {
            sequence += 10;
            received += kept + refused;
            held += kept;
        }
        held -= u64::from(hands);
        late = [u64::from(hands), late[0]];
        let told = block.get("reply_non_posted_limit");
        let room = CREDITS - held - late[0] - late[1];
        if run || clock - changed > 2 {
            assert_eq!(told, (received + room) & 0xFF, "clock {clock}, connection {connections}");
        }
    }
    assert!(connections > 30 && least == 0, "{connections} connections, least room {least}");
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
            // Held up for some time, then a little more each time; old limits come late.
            let tells = clock > 2_000 && rng.chance(0.02);
            if tells && limit < sent + CREDITS {
                limit += 1;
            }
            let stale = limit - rng.below(20).min(limit - CREDITS);
            block.set("limit_valid", u64::from(tells));
            block.set("limit_payload", if rng.chance(0.3) { stale } else { limit } & 0xFF);
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

/// A TLP is sent and never acknowledged: clocks until the peer is given up.
fn clocks_to_dead(each_clock: impl Fn(&mut Dut, u64)) -> Option<u64> {
    let settings = [
        ("run", 1),
        ("may_send", 1),
        ("timeout", 0xFF_FFFF),
        ("settings_area_beats", 8),
        ("settings_window_frames", 4),
        ("settings_window_beats", 0xFF),
        ("settings_dead_time", 1_000),
        ("settings_busy_time", 3_000),
        ("word_ready", 1),
    ];
    let mut block = dut("arq_transmitter", &settings);
    let mut sent = None;
    for clock in 0..20_000 {
        block.set("tlp_valid", u64::from(clock == 10 || clock == 11));
        block.set("tlp_beat_keep", 0xFF);
        block.set("tlp_beat_last", u64::from(clock == 11));
        each_clock(&mut block, clock);
        block.eval();
        let takes = sent.is_none() && block.get("planned") == 1;
        block.set("take", takes.into());
        if takes {
            sent = Some(clock);
        }
        block.eval();
        block.tick();
        block.eval();
        if block.get("dead") == 1 {
            return Some(clock - sent?);
        }
    }
    None
}

#[test]
fn arq_transmitter__silence__counts_but_for_pause() {
    let around = |clocks: Option<u64>, wanted: u64| {
        let clocks = clocks.unwrap_or_else(|| panic!("never"));
        assert!((wanted..wanted + 8).contains(&clocks), "{clocks} instead of {wanted}");
    };
    around(clocks_to_dead(|_, _| ()), 1_000);
    // PAUSE every other 500 clocks; the rate forbids it nearly always.
    around(clocks_to_dead(|b, clock| b.set("paused", (clock / 500) % 2)), 2_000);
    around(clocks_to_dead(|b, clock| b.set("may_send", u64::from(clock < 50))), 1_000);
    assert_eq!(clocks_to_dead(|b, clock| b.set("paused", u64::from(clock > 100))), None);
}

#[test]
fn arq_transmitter__a_peer_that_is_busy_for_ever__is_given_up_after_busy_time() {
    let busy = |block: &mut Dut, clock: u64| {
        block.set("acknowledgement_valid", u64::from(clock > 20 && clock % 100 == 0));
        block.set("acknowledgement_busy", 1);
        block.set("acknowledgement_expected", 0);
    };
    let clocks = clocks_to_dead(busy).expect("given up");
    assert!((3_000..3_008).contains(&clocks), "{clocks}");
}

/// Three frames are the window. The third is taken around the clock in which a NAK of the first is believed; the first two
/// are sent again and acknowledged, and nothing but the window can hold up what follows.
#[test]
fn arq_transmitter__a_frame_begun_as_sending_goes_back__leaves_the_window_open() {
    const TAKEN: u64 = 100;
    for nak in TAKEN - 8..TAKEN + 8 {
        let settings = [
            ("run", 1),
            ("may_send", 1),
            ("timeout", 0xFF_FFFF),
            ("settings_area_beats", 8),
            ("settings_frame_tlps", 1),
            ("settings_window_frames", 3),
            ("settings_window_beats", 0xFF),
            ("settings_dead_time", 0xFF_FFFF),
            ("settings_busy_time", 0xFF_FFFF),
            ("word_ready", 1),
            ("tlp_beat_keep", 0xFF),
        ];
        let mut block = dut("arq_transmitter", &settings);
        let (mut taken, mut last_take, mut acknowledged) = (vec![], 0, false);
        let mut again = None;
        for clock in 0..400 {
            // Six TLPs of two beats.
            block.set("tlp_valid", u64::from((10..22).contains(&clock)));
            block.set("tlp_beat_last", clock % 2);
            // The two that were lost have been sent again.
            let repeats =
                again.is_some_and(|at| taken[at..].contains(&0) && taken[at..].contains(&1));
            let acknowledges = repeats && !acknowledged && clock > last_take + 8;
            acknowledged |= acknowledges;
            block.set("acknowledgement_valid", u64::from(clock == nak || acknowledges));
            block.set("acknowledgement_nak", u64::from(clock == nak));
            block.set("acknowledgement_expected", if acknowledges { 2 } else { 0 });
            block.eval();
            let may = if taken.len() == 2 { clock >= TAKEN } else { clock > last_take + 8 };
            let takes = may && block.get("planned") == 1;
            block.set("take", takes.into());
            block.eval();
            if takes {
                taken.push(block.get("plan_sequence"));
                last_take = clock;
            }
            if block.get("nak_received") == 1 {
                again = Some(taken.len());
            }
            block.tick();
        }
        assert!(acknowledged, "NAK at {nak}: {taken:?}");
        assert_eq!(taken.last(), Some(&4), "NAK at {nak}: {taken:?}");
    }
}
