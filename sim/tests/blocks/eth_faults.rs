//! The MAC blocks with wrong frames, wrong characters and noise.

use expether_sim::model::rng::Rng;
use expether_sim::model::stream::BeatSource;
use expether_sim::model::xgmii::{crc32, with_fcs, Encoder, FrameError, Word};

use crate::dut::Dut;
use crate::eth_mac::{payload, steady, words_of, words_of_lanes, Receiver, Transmitter};

const GOOD: usize = 0;
const BAD_FCS: usize = 1;
const BAD_CODE: usize = 2;
const UNDERSIZE: usize = 3;
const OVERSIZE: usize = 4;

/// Frames received and strobes after these words and then a good frame, which must come.
fn after(rx: &mut Receiver, words: &[Word]) -> (Vec<(usize, bool)>, [u64; 5]) {
    rx.forget();
    words.iter().for_each(|w| rx.push(*w));
    rx.idle(3);
    let frame: Vec<u8> = (0..77).collect();
    words_of(&with_fcs(&frame), 0).into_iter().for_each(|w| rx.push(w));
    rx.idle(8);
    let last = rx.frames.pop().expect("the good frame");
    assert_eq!((last.bytes, last.error), (frame, false));
    rx.strobes[GOOD] -= 1;
    (rx.frames.iter().map(|f| (f.bytes.len(), f.error)).collect(), rx.strobes)
}

fn only(strobe: usize) -> [u64; 5] {
    std::array::from_fn(|i| u64::from(i == strobe))
}

#[test]
fn xgmii_mac_rx__flipped_bit__is_a_bad_fcs_wherever_it_is() {
    let mut rx = Receiver::new(1522);
    let mut rng = Rng::new(1, "flips");
    for _ in 0..300 {
        let length = 60 + rng.below(30) as usize;
        let mut frame = with_fcs(&payload(length, &mut rng));
        let bit = rng.below(frame.len() as u64 * 8) as usize;
        frame[bit / 8] ^= 1 << (bit % 8);
        let words = words_of(&frame, 4 * rng.below(2) as usize);
        assert_eq!(
            after(&mut rx, &words),
            (vec![(length, true)], only(BAD_FCS)),
            "bit {bit} of {length} bytes"
        );
    }
}

#[test]
fn xgmii_mac_rx__wrong_preamble__is_a_bad_fcs() {
    let mut rx = Receiver::new(1522);
    for lane in [0, 4] {
        for byte in 1..8 {
            let mut words = words_of(&with_fcs(&[1; 70]), lane);
            let at = lane + byte;
            words[at / 8].data ^= 0x10 << (8 * (at % 8));
            let got = after(&mut rx, &words);
            // The first half of a preamble that starts in lane 4 is not looked at.
            if lane == 4 && byte < 4 {
                assert_eq!(got, (vec![(70, false)], only(GOOD)));
            } else {
                assert_eq!(got, (vec![(70, true)], only(BAD_FCS)), "byte {byte} from lane {lane}");
            }
        }
    }
}

#[test]
fn xgmii_mac_rx__short_frames__are_undersize() {
    let mut rx = Receiver::new(1522);
    for lane in [0, 4] {
        for length in 0..64usize {
            let bytes: Vec<u8> = (0..length as u8).collect();
            let mut frame = bytes[..length.saturating_sub(4)].to_vec();
            frame.extend_from_slice(&crc32(&frame).to_le_bytes());
            frame.truncate(length);
            let (frames, strobes) = after(&mut rx, &words_of(&frame, lane));
            assert_eq!(strobes, only(UNDERSIZE), "{length} bytes from lane {lane}");
            let wanted = if length > 4 { vec![(length - 4, true)] } else { vec![] };
            assert_eq!(frames, wanted, "{length} bytes from lane {lane}");
        }
    }
}

#[test]
fn xgmii_mac_rx__long_frames__are_oversize_from_the_first_byte_too_many() {
    let mut rx = Receiver::new(1522);
    for lane in [0, 4] {
        for maximum in 100..120 {
            rx.limit(maximum);
            for length in 96..124 {
                let frame = with_fcs(&vec![3; length - 4]);
                let wanted = if length as u64 > maximum { OVERSIZE } else { GOOD };
                let (frames, strobes) = after(&mut rx, &words_of(&frame, lane));
                assert_eq!(strobes, only(wanted), "{length} bytes of {maximum} from lane {lane}");
                assert_eq!(frames, [(length - 4, wanted == OVERSIZE)]);
            }
        }
    }
}

/// Frames of which one sum of the receiver would wrap at the width of `maximum_length`.
#[test]
fn xgmii_mac_rx__greatest_limits__hold_for_starts_in_both_lanes() {
    let mut rx = Receiver::new(1522);
    for maximum in [16_376, 16_379, 16_380, 16_381, 16_382, 16_383u64] {
        rx.limit(maximum);
        for lane in [0, 4] {
            for length in [64, 1518, maximum - 1, maximum, maximum + 1, maximum + 8, 20_000] {
                let frame = with_fcs(&vec![5; length as usize - 4]);
                let wanted = if length > maximum { OVERSIZE } else { GOOD };
                let (_, strobes) = after(&mut rx, &words_of(&frame, lane));
                assert_eq!(strobes, only(wanted), "{length} bytes of {maximum} from lane {lane}");
            }
        }
    }
}

#[test]
fn xgmii_mac_rx__endless_frame__ends_as_oversize() {
    let mut rx = Receiver::new(9022);
    let (frames, strobes) = after(&mut rx, &words_of(&with_fcs(&vec![9; 20_000]), 0));
    assert_eq!((frames, strobes), (vec![(20_000, true)], only(OVERSIZE)));
}

#[test]
fn xgmii_mac_rx__control_character_inside__ends_the_frame_as_bad() {
    let mut rx = Receiver::new(1522);
    for lane in [0, 4] {
        for character in [0xFE, 0x07, 0xFB, 0x9C, 0x00] {
            for at in 66..90usize {
                let mut lanes: Vec<(u8, bool)> = vec![];
                for word in words_of(&with_fcs(&[7; 100]), lane) {
                    lanes.extend(
                        (0..8).map(|i| ((word.data >> (8 * i)) as u8, word.ctrl >> i & 1 == 1)),
                    );
                }
                let position = lane + 8 + at;
                lanes[position] = (character, true);
                let (frames, strobes) = after(&mut rx, &words_of_lanes(lanes));
                // A start inside begins another frame, which is not right either.
                let (_, error) = frames[0];
                assert!(error, "{character:02X} at {at} from lane {lane}");
                assert_eq!(strobes[BAD_CODE], 1, "{character:02X} at {at} from lane {lane}");
                assert_eq!(strobes[GOOD], 0);
            }
        }
    }
}

#[test]
fn xgmii_mac_rx__noise__does_not_lock_it_up() {
    let mut rx = Receiver::new(1522);
    let mut rng = Rng::new(2, "noise");
    let characters = [0x07u8, 0xFB, 0xFD, 0xFE, 0x9C];
    for round in 0..5000 {
        let mut words: Vec<Word> = vec![];
        let control = [0.02, 0.3, 1.0][round % 3];
        for _ in 0..rng.below(40) {
            let mut word = Word { data: rng.bits(), ctrl: 0 };
            for lane in 0..8 {
                if rng.chance(control) {
                    word.ctrl |= 1 << lane;
                    let character = characters[rng.below(5) as usize];
                    word.data =
                        word.data & !(0xFF << (8 * lane)) | u64::from(character) << (8 * lane);
                }
            }
            words.push(word);
        }
        let (frames, strobes) = after(&mut rx, &words);
        assert!(frames.iter().all(|f| f.1), "noise is no good frame, round {round}");
        assert_eq!(strobes[GOOD], 0, "round {round}");
    }
}

#[test]
fn xgmii_mac_rx__mixed_stream__every_frame_is_judged_and_counted() {
    let mut rng = Rng::new(3, "mixed");
    let mut rx = Receiver::new(1522);
    let mut encoder = Encoder::default();
    let mut wanted = vec![];
    let mut strobes = [0; 5];
    for _ in 0..3000 {
        let length = 60 + rng.below(200) as usize;
        let bytes = payload(length, &mut rng);
        let mut frame = with_fcs(&bytes);
        match rng.below(4) {
            0 => {
                let bit = rng.below(frame.len() as u64 * 8) as usize;
                frame[bit / 8] ^= 1 << (bit % 8);
                wanted.push(None);
                strobes[BAD_FCS] += 1;
                encoder.push(&frame, false);
            }
            1 => {
                wanted.push(None);
                strobes[BAD_CODE] += 1;
                encoder.push(&frame, true);
            }
            _ => {
                wanted.push(Some(bytes));
                strobes[GOOD] += 1;
                encoder.push(&frame, false);
            }
        }
    }
    rx.drain(&mut encoder);
    assert_eq!(rx.strobes, strobes);
    assert_eq!(rx.frames.len(), wanted.len());
    for (got, wanted) in rx.frames.iter().zip(&wanted) {
        assert_eq!(got.error, wanted.is_none());
        assert!(wanted.as_ref().is_none_or(|w| *w == got.bytes));
    }
}

#[test]
fn xgmii_mac_tx__error_on_last__spoils_that_frame_only() {
    let mut rng = Rng::new(4, "errors");
    let mut tx = Transmitter::new(steady());
    let frames: Vec<(Vec<u8>, bool)> = (0..1000)
        .map(|_| (payload(1 + rng.below(150) as usize, &mut rng), rng.chance(0.3)))
        .collect();
    frames.iter().for_each(|(bytes, error)| tx.source.push(bytes.clone(), *error));
    tx.run();
    assert_eq!(tx.frames.len(), frames.len());
    for (sent, (bytes, error)) in tx.frames.iter().zip(&frames) {
        if *error {
            assert_eq!(sent.error, Some(FrameError::ControlInside));
        } else {
            assert_eq!((&sent.bytes, sent.error), (&with_fcs(bytes), None));
        }
        assert!(sent.gap.is_none_or(|g| (9..=15).contains(&g)), "gap {:?}", sent.gap);
    }
    let spoiled = frames.iter().filter(|f| f.1).count() as u64;
    assert_eq!(tx.strobes, [1000 - spoiled, spoiled, 0]);
    assert_eq!(tx.decoder.coding_errors, 0);
}

#[test]
fn xgmii_mac_tx__valid_low_inside_a_frame__cuts_that_frame_off_only() {
    let mut tx = Transmitter::new(BeatSource::new(0.01, Rng::new(5, "stalls")));
    let mut rng = Rng::new(5, "frames");
    let frames: Vec<Vec<u8>> =
        (0..1500).map(|_| payload(1 + rng.below(200) as usize, &mut rng)).collect();
    frames.iter().for_each(|f| tx.source.push(f.clone(), false));
    tx.run();
    assert_eq!(tx.frames.len(), frames.len());
    for (sent, given) in tx.frames.iter().zip(&frames) {
        match sent.error {
            None => assert_eq!(sent.bytes, with_fcs(given)),
            Some(error) => assert_eq!(error, FrameError::ControlInside),
        }
        assert!(sent.gap.is_none_or(|g| g >= 9), "gap {:?}", sent.gap);
    }
    let cut = tx.frames.iter().filter(|f| f.error.is_some()).count() as u64;
    assert!(cut > 50, "only {cut} frames were cut");
    assert_eq!(tx.strobes, [1500 - cut, 0, cut]);
    assert_eq!(tx.decoder.coding_errors, 0);
}

/// A word with a sequence in its lower or upper half, idle in the other.
fn ordered_set(sequence: u64, upper: bool) -> Word {
    let idle = Word::IDLE.data;
    if upper {
        Word { data: sequence << 32 | idle & 0xFFFF_FFFF, ctrl: 0x1F }
    } else {
        Word { data: sequence | idle & !0xFFFF_FFFF, ctrl: 0xF1 }
    }
}

#[test]
fn xgmii_link_fault__four_sequences__raise_the_fault_and_silence_ends_it() {
    const LOCAL: u64 = 0x0100_009C;
    const REMOTE: u64 = 0x0200_009C;
    for (sequence, wanted) in [(LOCAL, (1, 0)), (REMOTE, (0, 1))] {
        for upper in [false, true] {
            let mut dut = Dut::new("xgmii_link_fault");
            dut.reset();
            let mut clock = |word: Word| {
                dut.set("xgmii_data", word.data);
                dut.set("xgmii_ctrl", word.ctrl.into());
                dut.tick();
                dut.eval();
                (dut.get("local_fault"), dut.get("remote_fault"))
            };
            // Of the other type: does not count.
            clock(ordered_set(LOCAL ^ REMOTE ^ sequence, upper));
            for _ in 0..3 {
                assert_eq!(clock(ordered_set(sequence, upper)), (0, 0));
                // 120 columns between two is still close enough.
                (0..60).for_each(|_| assert_eq!(clock(Word::IDLE), (0, 0)));
            }
            clock(ordered_set(sequence, upper));
            assert_eq!(clock(Word::IDLE), wanted);
            (0..60).for_each(|_| assert_eq!(clock(Word::IDLE), wanted));
            for _ in 0..10 {
                clock(Word::IDLE);
            }
            assert_eq!(clock(Word::IDLE), (0, 0), "after 128 columns");
            // Three, a pause too long, and one.
            for _ in 0..3 {
                clock(ordered_set(sequence, upper));
            }
            for _ in 0..80 {
                clock(Word::IDLE);
            }
            clock(ordered_set(sequence, upper));
            assert_eq!(clock(Word::IDLE), (0, 0));
        }
    }
}
