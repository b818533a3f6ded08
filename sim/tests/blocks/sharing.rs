//! What peers share: the line, by turns, and the room toward the PCIe side.

use expether_sim::model::rng::Rng;
use expether_wire::bridge::TLP_OFFSET;
use expether_wire::ethernet::MAX_FRAME;

use crate::dut::Dut;
use crate::peers::{clocks, dut};

const PEERS: u64 = 3;
/// Beats of the longest frame.
const LONGEST: u64 = ((MAX_FRAME - TLP_OFFSET) as u64).div_ceil(8);

/// Peers that want frames at random: whose turn each was. Frames last some clocks.
#[test]
fn frame_scheduler__any_wishes__serves_each_peer_within_a_round() {
    let mut block = Dut::new("frame_scheduler");
    block.scramble(1);
    block.reset();
    let mut rng = Rng::new(1, "scheduler");
    for i in 0..PEERS {
        block.set(&format!("requests_{i}_mac"), 0x100 + i);
        block.set(&format!("replies_{i}_expected"), 0x200 + i);
        block.set(&format!("words_{i}_payload"), 0x300 + i);
        block.set(&format!("words_{i}_valid"), 1);
    }
    let (mut wants, mut waited) = (0u64, [0; PEERS as usize]);
    let (mut busy, mut under_way, mut served) = (0u64, None, [0; PEERS as usize]);
    let mut changes_of_mind = 0;
    for clock in 0..50_000 {
        for i in 0..PEERS {
            if rng.chance(0.1) {
                wants |= 1 << i;
            } else if rng.chance(0.01) {
                // An acknowledgement rode on another frame.
                wants &= !(1 << i);
                waited[i as usize] = 0;
            }
        }
        let keep_alive = rng.chance(0.01);
        block.set("wants", wants);
        (0..PEERS).for_each(|i| block.set(&format!("requests_{i}_wanted"), wants >> i & 1));
        block.set("keep_alive_wanted", keep_alive.into());
        block.set("word_ready", rng.chance(0.8).into());
        block.eval();
        let takes = busy == 0 && block.get("wanted") == 1 && rng.chance(0.8);
        let tells = under_way.is_some() && rng.chance(0.1);
        block.set("take", takes.into());
        block.set("reply_take", tells.into());
        block.eval();
        if let Some(peer) = under_way {
            assert_eq!(block.get("reply_expected"), 0x200 + peer, "clock {clock}");
            assert_eq!(block.get("word_payload"), 0x300 + peer);
            let ready = block.get("word_ready") << peer;
            let of_all =
                (0..PEERS).fold(0, |all, i| all | block.get(&format!("words_{i}_ready")) << i);
            assert_eq!(of_all, ready, "only the frame's own peer gives words");
            assert_eq!(block.get("reply_taken"), u64::from(tells) << peer);
        }
        let taken = block.get("taken");
        if takes {
            let mac = block.get("request_mac");
            if block.get("keep_alive_taken") == 1 {
                assert!(keep_alive && taken == 0 && mac == 0xFFFF_FFFF_FFFF);
                under_way = None;
            } else if block.get("request_wanted") == 0 {
                // So the encapsulator makes no frame of it.
                assert!(taken.is_power_of_two() && wants & taken == 0, "clock {clock}: {taken:b}");
                (changes_of_mind, under_way) = (changes_of_mind + 1, None);
            } else {
                let peer = mac - 0x100;
                assert!(taken == 1 << peer && wants & taken != 0, "clock {clock}: {taken:b}");
                served[peer as usize] += 1;
                for i in (0..PEERS).filter(|i| wants >> i & 1 == 1) {
                    waited[i as usize] = if i == peer { 0 } else { waited[i as usize] + 1 };
                    assert!(waited[i as usize] < 2 * PEERS, "clock {clock}: peer {i} starves");
                }
                wants &= !taken;
                under_way = Some(peer);
            }
            busy = 1 + rng.below(12);
        } else {
            assert_eq!(taken, 0);
        }
        busy = busy.saturating_sub(1);
        block.tick();
    }
    assert!(served.iter().all(|n| *n > 1_000), "{served:?}");
    assert!(changes_of_mind > 10, "{changes_of_mind}");
}

/// Clocks of the bench, and beats that the PCIe side takes in each.
const CLOCKS: u64 = 1_000_000;
const DRAIN: f64 = 0.05;

/// The room as peers use it that always have frames: beats of their frames accepted.
fn share(frames: [u64; PEERS as usize], honest: bool) -> [u64; PEERS as usize] {
    let mut block = Dut::new("room_arbiter");
    block.scramble(1);
    block.reset();
    let mut rng = Rng::new(1, "room");
    const ROOM: u64 = 4095;
    // The one with the long frames is far away.
    const ROUND_TRIPS: [u64; PEERS as usize] = [100, 600, 100];
    let (mut used, mut got, mut starved) = (0u64, [0; PEERS as usize], 0u64);
    // Clocks until the next frame of each peer is here; asked again, it takes a round trip.
    let mut next = [0u64; PEERS as usize];
    let (mut line, mut beats) = (0, 0);
    for _ in 0..CLOCKS {
        // The line brings a beat a clock.
        if rng.chance(DRAIN) {
            used = used.saturating_sub(1);
        }
        let free = ROOM - used;
        block.set("free_beats", free);
        block.set("starved", starved);
        block.eval();
        let invited = if honest {
            block.get("invited")
        } else if free >= LONGEST {
            starved
        } else {
            0
        };
        let mut accepted = 0;
        for i in 0..PEERS as usize {
            next[i] = next[i].saturating_sub(1);
            if invited >> i & 1 == 1 && starved >> i & 1 == 1 {
                starved &= !(1 << i);
                next[i] = ROUND_TRIPS[i];
            }
        }
        line = u64::saturating_sub(line, 1);
        if line == 0 {
            let ready = (0..PEERS as usize).filter(|i| next[*i] == 0 && starved >> i & 1 == 0);
            let ready: Vec<usize> = ready.collect();
            if !ready.is_empty() {
                let i = ready[rng.below(ready.len() as u64) as usize];
                let has_turn = block.get("turn") >> i & 1 == 1 || !honest;
                let room = if has_turn { free } else { block.get("free_for_others") };
                line = frames[i] + 10;
                next[i] = line;
                if frames[i] <= room {
                    used += frames[i];
                    got[i] += frames[i];
                    accepted = 1 << i;
                    beats = frames[i];
                } else {
                    starved |= 1 << i;
                }
            }
        }
        block.set("accepted", accepted);
        block.set("accepted_beats", beats);
        block.eval();
        block.tick();
    }
    got
}

#[test]
fn room_arbiter__short_frames_against_long_ones__starve_nobody() {
    let frames = [20, LONGEST, 20];
    let got = share(frames, true);
    let least = got.iter().min().unwrap_or(&0);
    assert!(*least as f64 > CLOCKS as f64 * DRAIN / 6.0, "{got:?}");
    // The same peers where room goes to whoever comes first.
    let unfair = share(frames, false);
    assert!(unfair[1] * 4 < got[1], "the bench would not notice: {unfair:?} against {got:?}");
}

#[test]
fn room_arbiter__a_peer_that_does_not_answer__loses_its_turn() {
    let mut block = dut("room_arbiter", &[("free_beats", 4095), ("starved", 3)]);
    let mut turns = vec![];
    for _ in 0..60_000 {
        block.eval();
        let turn = block.get("turn");
        assert!(turn & (turn.wrapping_sub(1)) == 0);
        if turn != 0 && turns.last() != Some(&turn) {
            turns.push(turn);
        }
        block.tick();
    }
    assert_eq!(turns[..3], [1, 2, 1], "{turns:?}");
}

#[test]
fn room_arbiter__a_peer_that_wants_nothing_more__loses_its_turn_without_an_invitation() {
    // Never room for the longest frame. Peer 0 gets a short one through, and is idle then.
    let mut block = dut("room_arbiter", &[("free_beats", 1_000), ("starved", 3)]);
    for clock in 0..20_000 {
        if clock == 100 {
            block.set("starved", 2);
            block.set("accepted_beats", 20);
        }
        block.set("accepted", u64::from(clock == 100));
        block.eval();
        assert_eq!(block.get("invited"), 0);
        if block.get("turn") == 2 {
            assert!((8_000..8_400).contains(&clock), "after {clock} clocks");
            return;
        }
        block.tick();
    }
    panic!("it keeps its turn for ever");
}

#[test]
fn room_arbiter__a_turn__is_worth_the_longest_frame_and_kept_from_the_others() {
    // More than the longest frame, less than two.
    let free = LONGEST + 500;
    let mut block = dut("room_arbiter", &[("free_beats", free), ("starved", 3)]);
    clocks(&mut block, 4);
    let mut aside = LONGEST;
    for beats in [300, 300, 200, 200] {
        assert_eq!((block.get("turn"), block.get("free_for_others")), (1, free - aside));
        // A frame of another costs it nothing.
        for (of, costs) in [(2, 0), (1, beats)] {
            block.set("accepted_beats", beats);
            block.set("accepted", of);
            clocks(&mut block, 1);
            block.set("accepted", 0);
            clocks(&mut block, 2);
            aside -= costs;
        }
    }
    // What is left is less than the last frame: the next one's turn.
    assert!(aside < 200);
    clocks(&mut block, 4);
    assert_eq!((block.get("turn"), block.get("free_for_others")), (2, 500));
}
