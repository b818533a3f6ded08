//! One of `connection`: what each frame of the peer leads to, by the table of docs/protocol.md, and how often it is answered.

use crate::connections::{End, Frame, CONNECTED};

const OPENING: u64 = 1;
/// Answers at once, and clocks for another one, as the block's docs say.
const ANSWERS: u64 = 4;
const ANSWER_CLOCKS: u64 = 1_024;

/// An end that is connected, as 7, to 9; it offers 8.
fn connected() -> End {
    connected_with(&[7, 8])
}

/// The same with the numbers that are drawn.
fn connected_with(numbers: &[u64]) -> End {
    let mut end = End::new(1);
    let mut numbers = numbers.iter().copied();
    for _ in 0..10 {
        let wanted = end.dut.get("draw_wanted") == 1;
        let number = wanted.then(|| numbers.next()).flatten();
        end.dut.set("drawn_valid", number.is_some().into());
        end.dut.set("drawn_payload", number.unwrap_or(0));
        end.dut.tick();
        end.dut.eval();
    }
    end.dut.set("drawn_valid", 0);
    end.dut.eval();
    assert_eq!((end.state(), end.numbers().0), (OPENING, 7));
    let hello = Frame { incarnation: 9, heard: true, acknowledged: 7, ..Frame::default() };
    tell(&mut end, Frame { wants_answer: true, ..hello });
    end.dut.set("control_taken", 1);
    end.dut.tick();
    end.dut.set("control_taken", 0);
    end.dut.eval();
    assert_eq!((end.state(), end.numbers()), (CONNECTED, (7, 9)));
    end
}

/// A clock in which a frame is heard.
fn tell(end: &mut End, frame: Frame) {
    end.hear(Some(frame));
    end.dut.eval();
    end.dut.tick();
    end.hear(None);
    end.dut.eval();
}

#[test]
fn connection__open_frames_of_any_kind__have_the_effect_of_the_table() {
    let open = |incarnation, acknowledged: Option<u64>, wants_answer, offer| Frame {
        incarnation,
        heard: acknowledged.is_some(),
        acknowledged: acknowledged.unwrap_or(7),
        wants_answer,
        offer,
        ..Frame::default()
    };
    let answer = Some(open(7, Some(9), false, false));
    let offered = |to| Some(open(8, Some(to), true, true));
    // What is heard; the state after it, whether it is confirmed, what is answered.
    let cases = [
        (open(9, Some(7), false, false), CONNECTED, 1, None),
        // Who wants an answer may be opening yet.
        (open(9, Some(7), true, false), CONNECTED, 0, answer),
        (open(9, None, true, false), CONNECTED, 0, answer),
        (open(9, Some(8), true, false), CONNECTED, 0, answer),
        (open(5, Some(7), true, false), CONNECTED, 0, offered(5)),
        (open(5, None, true, false), CONNECTED, 0, offered(5)),
        (open(5, Some(6), true, false), CONNECTED, 0, offered(5)),
        (open(5, Some(6), true, true), CONNECTED, 0, None),
        (open(5, Some(7), true, true), CONNECTED, 0, offered(5)),
        (open(5, Some(8), true, false), 3, 0, None),
        // The 16 bits of a tag are not enough.
        (open(5, Some(0x1_0008), true, false), CONNECTED, 0, offered(5)),
        (open(0x1_0009, Some(7), true, false), CONNECTED, 0, offered(0x1_0009)),
    ];
    for (frame, state, confirmed, answered) in cases {
        let mut end = connected();
        // The open frame of the timer, which would say all that an answer does, is gone.
        tell(&mut end, frame);
        assert_eq!(end.state(), state, "{frame:?}");
        if state != CONNECTED {
            let closes = end.control();
            assert!(closes.is_close && closes.incarnation == 7 && closes.acknowledged == 9);
            continue;
        }
        assert_eq!(end.dut.get("confirmed"), confirmed, "{frame:?}");
        let wanted = end.dut.get("control_wanted") == 1;
        assert_eq!(wanted.then(|| end.control()), answered, "{frame:?}");
    }
}

/// The next number takes its time, longer when there are none left for now: till then nothing can name an offer.
#[test]
fn connection__no_number_drawn_yet__no_open_frame_ends_it_and_the_offer_waits() {
    for acknowledged in [7, 8, 0] {
        let mut end = connected_with(&[7]);
        let hello = Frame { incarnation: 5, heard: true, acknowledged, ..Frame::default() };
        tell(&mut end, Frame { wants_answer: true, ..hello });
        for _ in 0..20 {
            assert_eq!((end.state(), end.dut.get("control_wanted")), (CONNECTED, 0));
            end.dut.tick();
            end.dut.eval();
        }
        end.dut.set("drawn_valid", 1);
        end.dut.set("drawn_payload", 8);
        end.dut.tick();
        end.dut.set("drawn_valid", 0);
        end.dut.eval();
        assert_eq!(end.dut.get("control_wanted"), 1);
        let offer = end.control();
        assert!(offer.offer && offer.incarnation == 8 && offer.acknowledged == 5, "{offer:?}");
    }
}

#[test]
fn connection__close_frames__end_only_the_connection_that_they_name() {
    let close = |incarnation, acknowledged| Frame {
        is_close: true,
        heard: true,
        incarnation,
        acknowledged,
        ..Frame::default()
    };
    for (frame, ends) in [
        (close(9, 7), true),
        (close(9, 8), false),
        (close(5, 7), false),
        (close(0x1_0009, 7), false),
        (close(9, 0x1_0007), false),
        (Frame { heard: false, ..close(9, 7) }, false),
    ] {
        let mut end = connected();
        tell(&mut end, frame);
        let found = (end.state() == 3, end.dut.get("stray"), end.dut.get("ended"));
        assert_eq!(found, (ends, u64::from(!ends), u64::from(ends)), "{frame:?}");
    }
}

/// Who keeps the line busy does not keep the bridge from opening anew.
#[test]
fn connection__a_close_frame_without_a_turn__is_given_up_after_4096_clocks() {
    let mut end = connected();
    end.dut.set("dead", 1);
    end.dut.tick();
    end.dut.set("dead", 0);
    end.dut.eval();
    let mut ending = 0;
    while end.state() == 3 {
        ending += 1;
        assert!(ending < 10_000, "it waits for ever");
        end.dut.tick();
        end.dut.eval();
    }
    assert!((4_096..4_100).contains(&ending), "{ending} clocks");
}

/// Answers in so many clocks to a peer that asks in each; after the first four none has a turn on the line until `from`.
fn answers(clocks: u64, offers: bool, from: u64) -> (u64, u64) {
    let mut end = connected();
    let (mut sent, mut held) = (0, 0);
    end.dut.set("speaks", 1);
    for clock in 0..clocks {
        let incarnation = if offers { 5 } else { 9 };
        end.hear(Some(Frame { incarnation, wants_answer: true, ..Frame::default() }));
        end.dut.eval();
        let has_turn = sent < ANSWERS || clock >= from;
        let wanted = end.dut.get("control_wanted") & u64::from(has_turn);
        end.dut.set("control_taken", wanted);
        end.dut.eval();
        sent += wanted;
        held += end.dut.get("held");
        end.dut.tick();
    }
    // Without a peer nothing waits to be answered.
    end.dut.set("wanted", 0);
    end.dut.set("control_taken", 1);
    (0..4).for_each(|_| end.dut.tick());
    end.dut.eval();
    assert_eq!((end.state(), end.dut.get("held")), (0, 0));
    (sent, held)
}

#[test]
fn connection__a_peer_that_asks_for_ever__gets_four_answers_and_one_in_1024_clocks() {
    for offers in [false, true] {
        let (sent, held) = answers(100, offers, 0);
        assert_eq!(sent, ANSWERS);
        assert!(held > 80, "{held}");
        let (sent, _) = answers(20 * ANSWER_CLOCKS, offers, 0);
        assert!((ANSWERS + 19..=ANSWERS + 20).contains(&sent), "{sent}");
    }
}

/// Also one that is sent in the very clock in which another is allowed.
#[test]
fn connection__answers_that_waited_for_the_line__are_no_more_and_no_fewer() {
    for offers in [false, true] {
        for from in 2 * ANSWER_CLOCKS - 8..2 * ANSWER_CLOCKS + 8 {
            let (sent, _) = answers(4 * ANSWER_CLOCKS + 100, offers, from);
            assert_eq!(sent, ANSWERS + 4, "from clock {from}");
        }
    }
}
