//! The tables of connection states, line by line.

use super::super::peer::State;
use super::alone::{Alone, Sent, THEIRS};
use super::*;
use expether_wire::packet::BridgeHeader;

const INTERVAL: u64 = 4_096;

fn opens(bridge: &mut Alone) -> Vec<Sent> {
    bridge.take(FrameType::Open)
}

#[test]
fn opening__tries__name_the_same_incarnation_and_take_turns_in_length() {
    let mut bridge = Alone::new(&[(&map::MTU, 9_000)]);
    bridge.run(6 * INTERVAL - 1_000);
    let own = bridge.peer().own;
    let sent = opens(&mut bridge);
    let lengths: Vec<u16> = sent.iter().map(|s| s.header.length_dw).collect();
    assert_eq!(lengths, [2244, 369, 138, 2244, 369, 138]);
    for (s, next) in sent.iter().zip(&sent[1..]) {
        let h = &s.header;
        assert_eq!((h.sequence, h.acknowledgement, h.sender_tag), (own, None, 0));
        assert!(h.nak && !h.busy && h.non_posted_limit == 32);
        // A long frame may be under way.
        assert!((INTERVAL - 1_200..INTERVAL + 1_200).contains(&(next.cycle - s.cycle)));
    }
    // Once heard, the peer's incarnation is named, and the longest that has come from it.
    bridge.hear_open(THEIRS, None, (false, false), 200);
    bridge.hear_open(THEIRS, Some(own ^ 1), (false, false), 100);
    assert_eq!(bridge.peer().state, State::Opening);
    bridge.run(INTERVAL + 1_300);
    let header = opens(&mut bridge).pop().unwrap().header;
    assert_eq!((header.acknowledgement, header.sender_tag), (Some(THEIRS), 200));
    bridge.hear_open(THEIRS + 1, None, (false, false), 0);
    bridge.run(INTERVAL + 1_300);
    let header = opens(&mut bridge).pop().unwrap().header;
    assert_eq!((header.acknowledgement, header.sender_tag), (Some(THEIRS + 1), 0));
}

#[test]
fn opening__open_frame_with_our_number__is_confirmed_unless_it_wants_an_answer() {
    let mut bridge = Alone::new(&[]);
    bridge.connect();
    bridge.run(200);
    assert_eq!(bridge.take(FrameType::Ack).len(), 1, "the peer is told at once");
    opens(&mut bridge);
    bridge.run(5 * INTERVAL);
    assert!(opens(&mut bridge).is_empty());

    let mut bridge = Alone::new(&[]);
    bridge.connect_by(true);
    opens(&mut bridge);
    bridge.run(2 * INTERVAL);
    let sent = opens(&mut bridge);
    assert!(sent.len() == 2 && sent.iter().all(|s| s.header.nak), "unconfirmed");
    assert_eq!(sent[0].header.acknowledgement, Some(THEIRS));
    // A copy of what the peer sent while it opened proves nothing; a wish for an answer is answered in any case.
    let own = bridge.peer().own;
    bridge.hear_open(THEIRS, Some(own), (true, false), 138);
    assert!(!bridge.peer().confirmed);
    let answer = opens(&mut bridge).pop().unwrap().header;
    assert_eq!((answer.nak, answer.length_dw, answer.sender_tag), (false, 0, 138));
    assert!(bridge.take(FrameType::Ack).is_empty(), "nothing of the connection before");
    bridge.hear_open(THEIRS, Some(own), (false, false), 138);
    assert!(bridge.peer().confirmed);
    bridge.run(200);
    assert_eq!(bridge.take(FrameType::Ack).len(), 1);
    opens(&mut bridge);
    bridge.run(5 * INTERVAL);
    assert!(opens(&mut bridge).is_empty());
    assert_eq!(bridge.get(&map::CONNECTS), 1);
}

#[test]
fn connected__unconfirmed_for_long__ends_and_opens_anew() {
    let mut bridge = Alone::new(&[]);
    bridge.connect_by(true);
    let own = bridge.peer().own;
    bridge.run(18 * INTERVAL);
    assert_eq!(bridge.get(&map::DISCONNECTS), 1);
    assert_ne!(bridge.peer().own, own);
}

#[test]
fn connected__data_or_ack_frame__confirms_if_both_tags_are_right() {
    let mut bridge = Alone::new(&[]);
    bridge.connect_by(true);
    let right = bridge.of_connection(FrameType::Ack);
    for wrong in [
        BridgeHeader { receiver_tag: right.receiver_tag ^ 1, ..right },
        BridgeHeader { sender_tag: right.sender_tag ^ 1, ..right },
        BridgeHeader { receiver_tag: right.sender_tag, sender_tag: right.receiver_tag, ..right },
    ] {
        bridge.receive(wrong, &[]);
    }
    assert_eq!(bridge.get(&map::RX_WRONG_CONNECTION), 3);
    assert!(!bridge.peer().confirmed);
    bridge.receive(right, &[]);
    assert!(bridge.peer().confirmed);
    // What we send has both tags, too.
    bridge.run(66_000);
    let ack = bridge.take(FrameType::Ack).pop().unwrap().header;
    assert_eq!((ack.receiver_tag, ack.sender_tag), (right.sender_tag, right.receiver_tag));
}

#[test]
fn connected__another_incarnation__gets_an_offer_and_may_take_it() {
    let mut bridge = Alone::new(&[]);
    bridge.connect();
    let (own, stranger) = (bridge.peer().own, THEIRS + 7);
    opens(&mut bridge);
    // What late copies may say ends nothing.
    for (theirs, ours, flags) in [
        (stranger, None, (true, false)),
        (stranger, Some(own), (true, false)),
        (stranger, Some(own ^ 5), (false, false)),
    ] {
        bridge.hear_open(theirs, ours, flags, 150);
        let offer = opens(&mut bridge).pop().unwrap().header;
        assert!(offer.nak && offer.busy);
        assert_eq!(
            (offer.sequence, offer.acknowledgement),
            (bridge.peer().next.unwrap(), Some(theirs))
        );
        assert_eq!((offer.length_dw, offer.sender_tag), (138, 150));
    }
    // An offer to an incarnation that is gone.
    bridge.hear_open(stranger, Some(own ^ 5), (true, true), 138);
    assert!(opens(&mut bridge).is_empty());
    assert_eq!((bridge.peer().state, bridge.get(&map::DISCONNECTS)), (State::Connected, 0));
    // The offer is taken.
    let next = bridge.peer().next;
    bridge.hear_open(stranger, next, (true, false), 200);
    bridge.run(200);
    let sent = std::mem::take(&mut bridge.sent);
    let [close, open] = [&sent[0].header, &sent[1].header];
    assert_eq!(close.frame_type, FrameType::Close);
    assert_eq!((close.sequence, close.acknowledgement), (own, Some(THEIRS)));
    assert_eq!((open.sequence, open.acknowledgement), (next.unwrap(), Some(stranger)));
    assert_eq!((open.nak, open.busy, open.sender_tag), (true, false, 200));
    assert_ne!(bridge.peer().next, next, "another is drawn");
    bridge.hear_open(stranger, next, (false, false), 0);
    assert_eq!((bridge.peer().state, bridge.peer().peer), (State::Connected, stranger));
}

#[test]
fn connected__close_frame__counts_with_both_incarnations_only() {
    let mut bridge = Alone::new(&[]);
    bridge.connect();
    let own = bridge.peer().own;
    let close = |theirs, ours| BridgeHeader {
        sequence: theirs,
        acknowledgement: ours,
        ..super::super::opening::blank(FrameType::Close)
    };
    for (theirs, ours) in
        [(THEIRS, None), (THEIRS, Some(own ^ 1 << 16)), (THEIRS ^ 1 << 16, Some(own))]
    {
        bridge.receive(close(theirs, ours), &[]);
    }
    assert_eq!((bridge.peer().state, bridge.get(&map::RX_WRONG_CONNECTION)), (State::Connected, 3));
    bridge.receive(close(THEIRS, Some(own)), &[]);
    assert_eq!((bridge.peer().state, bridge.get(&map::DISCONNECTS)), (State::Opening, 1));
    assert_ne!(bridge.peer().own, own);
    assert_eq!(bridge.take(FrameType::Close).len(), 1);
}

#[test]
fn answers__to_a_flood__are_four_and_then_one_in_1024_clocks() {
    let mut bridge = Alone::new(&[(&map::OPEN_INTERVAL, 1_000_000)]);
    bridge.connect();
    bridge.run(5_000);
    opens(&mut bridge);
    for n in 0..200 {
        // Answers and offers share it.
        bridge.hear_open(THEIRS + n % 2, None, (true, false), 0);
    }
    let clocks = 200 * 160;
    let sent = opens(&mut bridge).len() as u64;
    assert!((4 + clocks / 1_024 - 1..=4 + clocks / 1_024 + 1).contains(&sent), "{sent}");
    assert!(bridge.get(&map::OPENS_HELD) > 100);
    bridge.run(3_000);
    assert!(opens(&mut bridge).len() <= 2, "what was due meanwhile is one");
}

#[test]
fn connected__path_shorter_than_the_mtu__is_tried_three_times_more() {
    let mut bridge = Alone::new(&[(&map::MTU, 9_000)]);
    bridge.connect();
    let own = bridge.peer().own;
    bridge.hear_open(THEIRS, Some(own), (false, false), 0);
    opens(&mut bridge);
    bridge.run(6 * INTERVAL);
    let lengths: Vec<u16> = opens(&mut bridge).iter().map(|s| s.header.length_dw).collect();
    assert_eq!(lengths, [2244; 3]);
    // Frames are no longer than what has come through: 369 words.
    for n in 0..200 {
        bridge.dut.table.peers[0].connection.sender.waiting.push_back(
            super::super::sender::Waiting {
                bytes: write_tlp(n),
                class: expether_wire::tlp::Class::Posted,
            },
        );
    }
    bridge.run(2_000);
    let longest = |bridge: &mut Alone| {
        bridge.take(FrameType::Data).iter().map(|s| s.header.length_dw).max().unwrap()
    };
    let first = longest(&mut bridge);
    assert!((240..=369).contains(&first), "{first}");
    assert_eq!(bridge.peer().path.known(), 369);
    // It gets longer when the peer says so.
    let header = BridgeHeader {
        sequence: THEIRS,
        acknowledgement: Some(own),
        sender_tag: 2_244,
        ..super::super::opening::blank(FrameType::Open)
    };
    bridge.receive(header, &[]);
    bridge.run(70_000);
    assert!(longest(&mut bridge) > 369);
}

#[test]
fn seed_0_or_a_short_mtu__opens_nothing_and_says_so() {
    let mut bridge = Alone::new(&[(&map::SEED_LO, 0)]);
    bridge.run(2 * INTERVAL);
    assert_eq!(bridge.status(), map::STATUS_UNSEEDED.mask());
    assert!(opens(&mut bridge).is_empty());
    // Taken when ENABLE rises, not before.
    bridge.write(map::SEED_HI.offset, 1);
    bridge.run(INTERVAL);
    assert!(opens(&mut bridge).is_empty());
    let control = bridge.get(&map::CONTROL) as u32;
    bridge.write(map::CONTROL.offset, control & !1);
    bridge.run(1);
    bridge.write(map::CONTROL.offset, control);
    bridge.run(400);
    assert_eq!((bridge.status(), opens(&mut bridge).len()), (0, 1));

    let mut bridge = Alone::new(&[(&map::MTU, 575)]);
    bridge.run(2 * INTERVAL);
    assert_eq!(bridge.status(), map::STATUS_MTU_SHORT.mask());
    assert!(opens(&mut bridge).is_empty() && bridge.get(&map::KEEP_ALIVES_SENT) > 0);
    bridge.write(map::MTU.offset, 576);
    bridge.run(400);
    assert_eq!((bridge.status(), opens(&mut bridge).len()), (0, 1));
}
