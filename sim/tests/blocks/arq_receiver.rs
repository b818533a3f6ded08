//! `arq_receiver`: what it tells the peer, and when.

use expether_sim::model::rng::Rng;

use crate::dut::Dut;
use crate::peers::{clocks, dut, strobe, CREDITS};

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
    let mut accepted_before = false;
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
        block.set("receipt_next", (sequence + 10) & 0xFFFF_FFFF);
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
        // What the peer may send yet: never more than it was told, a clock after what is accepted.
        let may_send = block.get("non_posted_room");
        assert!(may_send <= CREDITS, "clock {clock}: {may_send}");
        if !accepts && !accepted_before {
            assert!(may_send <= CREDITS - held, "clock {clock}: {may_send} with {held} held");
            assert!(may_send >= room, "clock {clock}: {may_send}, {room} told");
        }
        accepted_before = accepts;
        if run || clock - changed > 2 {
            assert_eq!(told, (received + room) & 0xFF, "clock {clock}, connection {connections}");
        }
    }
    assert!(connections > 30 && least == 0, "{connections} connections, least room {least}");
}

/// What the receiver is told has become of a frame.
fn receipt(block: &mut Dut, what: &str, sequence: u64, next: u64) {
    let verdicts = ["accepted", "behind", "beyond", "refused"];
    verdicts.iter().for_each(|v| block.set(&format!("receipt_{v}"), u64::from(*v == what)));
    block.set("receipt_sequence", sequence);
    block.set("receipt_next", next);
    strobe(block, "receipt_valid");
}

/// Clocks until something is to be told, what (NAK, BUSY), and it is.
fn told(block: &mut Dut, patience: u64) -> Option<(u64, [u64; 2])> {
    for clock in 0..patience {
        if block.get("reply_wanted") == 1 {
            let says = [block.get("reply_nak"), block.get("reply_busy")];
            strobe(block, "reply_taken");
            clocks(block, 2);
            return Some((clock, says));
        }
        clocks(block, 1);
    }
    None
}

#[test]
fn arq_receiver__what_comes__is_told_at_once_or_in_time() {
    const ACK_DELAY: u64 = 100;
    const QUIET: u64 = 1_000;
    let settings = [("settings_ack_delay", ACK_DELAY), ("settings_timeout_max", QUIET), ("run", 1)];
    let mut block = dut("arq_receiver", &settings);
    // Clocks, NAK, BUSY.
    let check = |block: &mut Dut, around: u64, says: [u64; 2], what: &str| {
        let (clocks, said) = told(block, 2 * QUIET).unwrap_or_else(|| panic!("{what}: nothing"));
        assert!((around..around + 6).contains(&clocks), "{what}: after {clocks} clocks");
        assert_eq!(said, says, "{what}");
    };
    let silent = |block: &mut Dut, what: &str| assert_eq!(told(block, 50), None, "{what}");
    let accept = |block: &mut Dut, first: u64| receipt(block, "accepted", first, first + 1);
    accept(&mut block, 0);
    check(&mut block, ACK_DELAY - 2, [0, 0], "accepted");
    (1..8).for_each(|n| accept(&mut block, n));
    silent(&mut block, "seven frames");
    accept(&mut block, 8);
    check(&mut block, 0, [0, 0], "eight frames");
    receipt(&mut block, "behind", 3, 4);
    check(&mut block, 0, [0, 0], "a duplicate");
    strobe(&mut block, "tell");
    check(&mut block, 0, [0, 0], "the connection is confirmed");
    // The last limit told may have been lost.
    for _ in 0..2 {
        check(&mut block, QUIET - 6, [0, 0], "nothing for long");
    }

    // One NAK for a gap, another when numbers no longer rise.
    receipt(&mut block, "beyond", 11, 12);
    check(&mut block, 0, [1, 0], "a gap");
    (12..20).for_each(|n| receipt(&mut block, "beyond", n, n + 1));
    silent(&mut block, "the same gap");
    receipt(&mut block, "beyond", 10, 11);
    check(&mut block, 0, [1, 0], "the peer has gone back");
    receipt(&mut block, "beyond", 11, 12);
    silent(&mut block, "the same gap again");
    // What was missing comes before the NAK has gone.
    receipt(&mut block, "beyond", 11, 12);
    accept(&mut block, 9);
    check(&mut block, ACK_DELAY - 2, [0, 0], "the gap is closed");
    receipt(&mut block, "beyond", 12, 13);
    check(&mut block, 0, [1, 0], "a new gap");

    // Without room it is busy until there is some, and asks for nothing but once.
    receipt(&mut block, "refused", 10, 11);
    check(&mut block, 0, [0, 1], "no room");
    receipt(&mut block, "beyond", 11, 12);
    receipt(&mut block, "beyond", 10, 11);
    silent(&mut block, "without room");
    strobe(&mut block, "room");
    check(&mut block, 0, [1, 0], "there is room");
    silent(&mut block, "asked for once");
    assert_eq!(block.get("starved"), 0);

    // A limit that has grown.
    block.set("receipt_non_posted", 1);
    accept(&mut block, 9);
    block.set("receipt_non_posted", 0);
    block.eval();
    check(&mut block, ACK_DELAY - 2, [0, 0], "a read");
    let limit = block.get("reply_non_posted_limit");
    strobe(&mut block, "non_posted_delivered");
    check(&mut block, ACK_DELAY - 2, [0, 0], "it is handed over");
    assert_eq!(block.get("reply_non_posted_limit"), limit + 1);
}
