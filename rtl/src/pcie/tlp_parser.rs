//! Reads a TLP's first bytes and checks that it is as long as they say.
//!
//! **Ports.** `raw`: TLPs as they come. `tlp`: the same beats, and with each what the TLP's header
//! says; a TLP that is malformed ends with `error`, so that the buffer behind drops it whole, or is
//! not passed on at all. `malformed`, `aborted`: one cycle each at a
//! TLP's end on `raw`: its type is unknown or its length wrong; its sender marked it bad (both can
//! come at once). `non_posted_lost`: then, whether it is a non-posted one of which nothing was passed on:
//! its credit is to be given back.
//!
//! Malformed is: a type that does not exist, a TLP prefix, a payload of more than
//! `MAX_PAYLOAD_DW` words (of a non-posted TLP: eight), an end before or after the place the header announces, a partly filled
//! beat. However long the input, `tlp` never carries more beats than the longest legal TLP has.
//!
//! Of a TLP with prefixes, local and end-end in any order and number, the class is that of the header behind
//! them: a prefix is no TLP of its own, and takes no credit of its own (PCI Express Base
//! Specification, 2.2.10 and 2.6.1). A TLP that ends within its prefixes has no class; nothing is given back for it. Of a
//! type that no bridge carries, or that does not exist, the class is what
//! [`tlp_counts_as_non_posted`] says: *assumed* is that the PCIe block counts the same, as
//! non-posted by type, and what has a reserved type not at all (a receiver has to drop it as malformed,
//! and most blocks do).
//!
//! **Latency** one clock. **Throughput** one beat a clock. **Reset** forgets a TLP in progress.
//! `raw_ready` follows `tlp_ready` in the same cycle when a beat waits.
//!
//! **Why not** buffer the TLP here and drop it: both users have a buffer with commit and drop
//! behind this block anyway, and a second one would cost a whole TLP's latency.
//!
//! A memory write of one word, then one that is a word short:
//!
//! ```text
//! clock             0       1       2       3       4  5
//! raw_valid         1       1       1       1       0  0
//! raw_data          1000040 22      1000040 44      -  -
//! raw_keep          FF      FF      FF      F       -  -
//! raw_last          0       1       0       1       -  -
//! raw_error         0       0       0       0       -  -
//! raw_ready         1       1       1       1       1  1
//! tlp_ready         1       1       1       1       1  1
//! tlp_valid         0       1       1       1       1  0
//! tlp_beat_data     -       1000040 22      1000040 44 -
//! tlp_beat_last     -       0       1       0       1  -
//! tlp_beat_error    -       0       0       0       1  -
//! tlp_info_total_dw -       4       4       4       4  -
//! malformed         0       0       0       1       0  0
//! ```

use expether_hdl::prelude::*;

use super::tlp_info::{
    tlp_counts_as_non_posted, tlp_info, tlp_is_known, tlp_is_prefix, tlp_payload_fits, TlpBeat,
    TlpInfo,
};
use crate::prim::stream::{Beat, StreamIn, StreamOut};

/// Where in a TLP we are.
#[derive(Copy, Clone, PartialEq, Debug, LogicState)]
pub enum State {
    /// The next beat is a TLP's first.
    First,
    /// Within a TLP.
    Body,
    /// Within a TLP of which nothing more is passed on.
    Discard,
}

/// See the module's documentation.
#[derive(LogicBlock, Default)]
pub struct TlpParser<const MAX_PAYLOAD_DW: usize> {
    /// Clock.
    pub clock: Signal<In, Clock>,
    /// Synchronous, active high.
    pub reset: Signal<In, Bit>,
    /// TLPs as they come.
    pub raw: StreamIn<Beat>,
    /// TLPs, marked `error` where malformed.
    pub tlp: StreamOut<TlpBeat>,
    /// A TLP whose type or length is wrong has ended.
    pub malformed: Signal<Out, Bit>,
    /// A TLP that its sender marked bad has ended.
    pub aborted: Signal<Out, Bit>,
    /// With `malformed` or `aborted`: it is non-posted, as far as its first bytes say, and nothing of it has been passed on.
    pub non_posted_lost: Signal<Out, Bit>,
    is_lost: DataReg<Bit>,
    // Prefixes so far, no header: of a TLP of which nothing is passed on.
    seeking: Reg<Bit>,
    state: Reg<State>,
    // Words of the TLP after the beat taken last.
    words_left: DataReg<Bits<12>>,
    beat_valid: Reg<Bit>,
    beat: DataReg<Beat>,
    beat_info: DataReg<TlpInfo>,
}

impl<const MAX_PAYLOAD_DW: usize> Logic for TlpParser<MAX_PAYLOAD_DW> {
    #[kernel]
    fn update(&mut self) {
        clocked!(self, is_lost, seeking, state, words_left, beat_valid, beat, beat_info);
        self.malformed.next = false;
        self.aborted.next = false;

        // The only storage is the output register: it takes a beat when it is empty or emptied.
        let advance = !self.beat_valid.q.val() || self.tlp.ready.val();
        self.raw.ready.next = advance;
        if advance {
            self.beat_valid.d.next = false;
        }

        let input = self.raw.payload.val();
        let first = input.data.get_bits::<32>(0);
        let info = tlp_info(first);
        // No TLP fits in one beat, so a first beat is never the last.
        let good_start = tlp_is_known(first)
            && tlp_payload_fits(first, bits::<11>(MAX_PAYLOAD_DW as u64))
            && input.keep.all()
            && !input.last;
        // The header is the first word that is no prefix, if the TLP gets so far. What has been
        // passed on is counted by whoever drops it.
        let is_first = self.state.q.val() == State::First;
        let second = input.data.get_bits::<32>(32);
        let prefix_first = tlp_is_prefix(first);
        let found_first = input.keep.get_bit(3) && !prefix_first;
        let found_second = input.keep.get_bit(7) && prefix_first && !tlp_is_prefix(second);
        let header = if prefix_first { second } else { first };
        let found = found_first || found_second;
        let seeks = self.seeking.q.val() || (is_first && !good_start);
        let found_non_posted = found && tlp_counts_as_non_posted(header);
        self.non_posted_lost.next = if seeks { found_non_posted } else { self.is_lost.q.val() };
        let final_beat = self.words_left.q.val() <= 2;
        let half_beat = self.words_left.q.val() == 1;
        let due_keep = if half_beat { bits::<8>(0x0F) } else { bits::<8>(0xFF) };
        let fits = input.last == final_beat && input.keep == due_keep;

        if self.raw.valid.val() && advance {
            if seeks {
                self.is_lost.d.next = found_non_posted;
            } else if is_first {
                self.is_lost.d.next = false;
            }
            self.seeking.d.next = seeks && !found && !input.last;
            match self.state.q.val() {
                State::First => {
                    if good_start {
                        self.beat_valid.d.next = true;
                        self.state.d.next = State::Body;
                    } else {
                        self.malformed.next = input.last;
                        if !input.last {
                            self.state.d.next = State::Discard;
                        }
                    }
                    self.beat.d.next =
                        Beat { data: input.data, keep: bits::<8>(0xFF), last: false, error: false };
                    self.beat_info.d.next = info;
                    self.words_left.d.next = info.total_dw - 2;
                }
                State::Body => {
                    let ends = final_beat || !fits;
                    self.beat_valid.d.next = true;
                    self.beat.d.next = Beat {
                        data: input.data,
                        keep: due_keep,
                        last: ends,
                        error: ends && (!fits || input.error),
                    };
                    self.words_left.d.next = self.words_left.q.val() - 2;
                    self.malformed.next = !fits && input.last;
                    if ends {
                        if input.last {
                            self.state.d.next = State::First;
                        } else {
                            self.state.d.next = State::Discard;
                        }
                    }
                }
                State::Discard => {
                    self.malformed.next = input.last;
                    if input.last {
                        self.state.d.next = State::First;
                    }
                }
            }
            self.aborted.next = input.last && input.error;
        }

        self.tlp.payload.next = TlpBeat { beat: self.beat.q.val(), info: self.beat_info.q.val() };
        self.tlp.valid.next = self.beat_valid.q.val();
    }
}

#[cfg(test)]
#[allow(non_snake_case)]
mod tests {
    use super::*;
    use crate::bridge::testing::{beats_of, memory_tlp, reset, settle, step, Collector, Random};
    use expether_wire::tlp::{format::common, Class, KINDS};

    type Parser = TlpParser<128>;

    /// What came out, and how many TLPs were malformed and aborted.
    fn run(input: &[Beat], stalls: u64, seed: u64) -> (Vec<(Vec<u8>, bool)>, usize, usize) {
        let (out, malformed, aborted, _) = run_with_credits(input, stalls, seed);
        (out, malformed, aborted)
    }

    /// The same, and how many non-posted TLPs were lost.
    fn run_with_credits(
        input: &[Beat],
        stalls: u64,
        seed: u64,
    ) -> (Vec<(Vec<u8>, bool)>, usize, usize, usize) {
        let mut uut = Parser::default();
        uut.connect_all();
        reset!(uut);
        let mut random = Random::new(seed);
        let mut out = Collector::default();
        let (mut next, mut malformed, mut aborted, mut idle) = (0, 0, 0, 0);
        let mut lost = 0;
        let mut offered = false;
        let mut held: Option<Beat> = None;
        for _ in 0..input.len() * 20 + 100 {
            offered = next < input.len() && (offered || !random.chance(stalls));
            uut.raw.valid.next = offered;
            if offered {
                uut.raw.payload.next = input[next];
            }
            uut.tlp.ready.next = !random.chance(stalls);
            settle!(uut);
            let taken = offered && uut.raw.ready.val();
            malformed += usize::from(uut.malformed.val());
            aborted += usize::from(uut.aborted.val());
            lost += usize::from(
                (uut.malformed.val() || uut.aborted.val()) && uut.non_posted_lost.val(),
            );
            if let Some(beat) = held {
                assert!(
                    uut.tlp.valid.val() && uut.tlp.payload.val().beat == beat,
                    "changed in a stall"
                );
            }
            held = None;
            if uut.tlp.valid.val() {
                if uut.tlp.ready.val() {
                    let beat = uut.tlp.payload.val().beat;
                    out.push(beat);
                    if beat.last && !beat.error {
                        let length = out.packets.last().map_or(0, |p| p.0.len());
                        assert_eq!(
                            uut.tlp.payload.val().info.total_dw,
                            bits::<12>(length as u64 / 4)
                        );
                    }
                } else {
                    held = Some(uut.tlp.payload.val().beat);
                }
            }
            step!(uut);
            if taken {
                next += 1;
                offered = false;
            }
            idle = if next == input.len() { idle + 1 } else { 0 };
            if idle > 20 {
                break;
            }
        }
        assert_eq!(next, input.len(), "raw is stalled for good");
        (out.packets, malformed, aborted, lost)
    }

    fn marked_bad(mut beats: Vec<Beat>) -> Vec<Beat> {
        if let Some(beat) = beats.last_mut() {
            beat.error = true;
        }
        beats
    }

    #[test]
    fn tlp_parser__tlps__pass_unchanged_under_any_stalls() {
        for (seed, stalls) in [(1, 0), (2, 30), (3, 70)] {
            let mut random = Random::new(seed);
            let tlps: Vec<_> = [0, 1, 2, 3, 32, 127, 128, 0, 5]
                .iter()
                .map(|&n| memory_tlp(&mut random, n))
                .collect();
            let input: Vec<_> = tlps.iter().flat_map(|t| beats_of(t)).collect();
            let (out, malformed, aborted) = run(&input, stalls, seed);
            assert_eq!((malformed, aborted), (0, 0));
            assert_eq!(out, tlps.into_iter().map(|t| (t, false)).collect::<Vec<_>>());
        }
    }

    #[test]
    fn tlp_parser__every_kind__is_measured_with_and_without_digest() {
        let mut random = Random::new(4);
        for kind in KINDS {
            for (four_dw, exists) in [(false, kind.three_dw), (true, kind.four_dw)] {
                for digest in [false, true] {
                    let payload = if kind.data { 4 } else { 0 };
                    let length = 12 + 4 * usize::from(four_dw) + payload + 4 * usize::from(digest);
                    let mut tlp = random.bytes(length);
                    common::FMT.set(&mut tlp, kind.kind.fmt(four_dw));
                    common::TYPE.set(&mut tlp, kind.type_code);
                    common::LENGTH.set(&mut tlp, 1);
                    common::TD.set(&mut tlp, u64::from(digest));
                    let (out, malformed, _) = run(&beats_of(&tlp), 0, 1);
                    if exists {
                        assert_eq!((out, malformed), (vec![(tlp, false)], 0), "{}", kind.name);
                    } else {
                        assert_eq!(malformed, 1, "{} of the wrong header size", kind.name);
                        assert!(out.iter().all(|p| p.1));
                    }
                }
            }
        }
    }

    #[test]
    fn tlp_parser__wrong_lengths__are_marked_and_counted_and_the_next_tlp_passes() {
        let mut random = Random::new(5);
        let good = memory_tlp(&mut random, 7);
        for wrong in [4, 8, 12, 16, 20, 24, 32, 36, 44, 48, 400, 2000] {
            let mut bad = memory_tlp(&mut random, 7);
            bad.resize(wrong, 0);
            let mut input = beats_of(&bad);
            input.extend(beats_of(&good));
            let (out, malformed, aborted) = run(&input, 20, 6);
            assert_eq!((malformed, aborted), (1, 0), "length {wrong}");
            assert_eq!(out.last(), Some(&(good.clone(), false)));
            assert!(out[..out.len() - 1].iter().all(|(t, error)| *error && t.len() <= 40));
        }
    }

    #[test]
    fn tlp_parser__more_payload_than_allowed__is_dropped() {
        let mut random = Random::new(7);
        let (out, malformed, _) = run(&beats_of(&memory_tlp(&mut random, 129)), 0, 8);
        assert_eq!((out.len(), malformed), (0, 1));
    }

    #[test]
    fn tlp_parser__a_tlp_marked_bad__stays_marked() {
        let mut random = Random::new(9);
        let (out, malformed, aborted) =
            run(&marked_bad(beats_of(&memory_tlp(&mut random, 3))), 0, 10);
        assert_eq!((malformed, aborted), (0, 1));
        assert_eq!(out.iter().map(|p| p.1).collect::<Vec<_>>(), [true]);
    }

    #[test]
    fn tlp_parser__any_beats__never_lock_it_up() {
        for seed in 0..20 {
            let mut random = Random::new(seed);
            let mut input: Vec<Beat> = (0..200)
                .map(|_| {
                    let last = random.chance(15);
                    let keep = if random.chance(90) { 0xFF } else { 0x0F };
                    let data = u64::from_le_bytes(random.bytes(8).try_into().unwrap_or_default());
                    Beat {
                        data: bits(data),
                        keep: bits(keep),
                        last,
                        error: last && random.chance(20),
                    }
                })
                .collect();
            input[199].last = true;
            let good = memory_tlp(&mut random, 2);
            input.extend(beats_of(&good));
            let (out, ..) = run(&input, 10, seed);
            assert_eq!(out.last(), Some(&(good, false)), "seed {seed}");
        }
    }
    /// A TLP behind prefixes, the first byte of each of which is `kinds[i]`.
    fn prefixed(kinds: &[u8], tlp: &[u8]) -> Vec<u8> {
        let mut bytes: Vec<u8> = kinds.iter().flat_map(|kind| [*kind, 0x12, 0x34, 0x56]).collect();
        bytes.extend_from_slice(tlp);
        bytes
    }

    /// Local: fmt 100, type 0xxxx. End-end: fmt 100, type 1xxxx. Then formats that do not exist.
    const PREFIXES: [u8; 5] = [0x80, 0x91, 0x9E, 0x8E, 0xF0];

    #[test]
    fn tlp_parser__prefixed_tlps_of_every_kind__are_dropped_and_give_back_one_credit_if_any() {
        let mut random = Random::new(11);
        let good = memory_tlp(&mut random, 2);
        for kind in KINDS {
            let fmt = kind.kind.fmt(!kind.three_dw);
            let payload = if kind.data { 8 } else { 0 };
            let mut tlp = random.bytes(12 + 4 * usize::from(!kind.three_dw) + payload);
            common::FMT.set(&mut tlp, fmt);
            common::TYPE.set(&mut tlp, kind.type_code);
            common::LENGTH.set(&mut tlp, payload as u64 / 4);
            common::TD.set(&mut tlp, 0);
            for count in 1..=PREFIXES.len() {
                for bad in [false, true] {
                    let beats = beats_of(&prefixed(&PREFIXES[..count], &tlp));
                    let mut input = if bad { marked_bad(beats) } else { beats };
                    input.extend(beats_of(&good));
                    let (out, malformed, aborted, lost) = run_with_credits(&input, 30, 12);
                    let name = kind.name;
                    assert_eq!(out, [(good.clone(), false)], "{count} prefixes before {name}");
                    assert_eq!((malformed, aborted), (1, usize::from(bad)));
                    let wanted = usize::from(kind.class == Class::NonPosted);
                    assert_eq!(lost, wanted, "{count} prefixes before {name}");
                }
            }
        }
    }

    #[test]
    fn tlp_parser__tlp_that_ends_within_its_prefixes_or_behind_them__counts_if_it_has_a_header() {
        let mut random = Random::new(13);
        let good = memory_tlp(&mut random, 0);
        // The first word of a memory read.
        for (words, wanted) in [(0, 0), (1, 1), (2, 1)] {
            for count in 1..=PREFIXES.len() {
                let read = [0, 0, 0, 1, 9, 9, 9, 9];
                let bytes = prefixed(&PREFIXES[..count], &read[..4 * words]);
                let mut input = beats_of(&bytes);
                input.extend(beats_of(&good));
                let (out, malformed, _, lost) = run_with_credits(&input, 20, 14);
                assert_eq!((out, malformed), (vec![(good.clone(), false)], 1));
                assert_eq!(lost, wanted, "{count} prefixes, {words} words");
            }
        }
    }

    #[test]
    fn tlp_parser__kinds_that_are_not_carried__go_by_their_type() {
        let mut random = Random::new(15);
        // Deferrable memory write, I/O with four words, reserved types.
        for (first, wanted) in [(0x5B, 1), (0x7B, 1), (0x22, 1), (0x03, 0), (0x1F, 0)] {
            let mut tlp = random.bytes(20);
            tlp[0] = first;
            for count in 0..3 {
                let beats = beats_of(&prefixed(&PREFIXES[..count], &tlp));
                let (out, malformed, _, lost) = run_with_credits(&beats, 0, 16);
                assert_eq!((out.len(), malformed, lost), (0, 1, wanted), "{first:#x}");
            }
        }
    }
}
