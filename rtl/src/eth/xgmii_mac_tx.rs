//! Sends Ethernet frames on a 64-bit XGMII: preamble, padding, FCS, inter-frame gap (IEEE 802.3
//! clauses 4 and 46).
//!
//! **Ports.** `clock` (156.25 MHz for 10 Gb/s), `reset`; `frame`, a stream of beats from the
//! destination address to the last byte of the payload, without padding and FCS; `local_fault`,
//! `remote_fault`, levels as [`xgmii_mac_rx`](super::xgmii_mac_rx) gives them; `xgmii_data`,
//! `xgmii_ctrl`; `sent`, `spoiled`, `underflow` and `cut_off`, each high for one clock when a frame
//! has gone out whole, has gone out spoiled because its last beat had `error`, was cut off because
//! `valid` went low inside it, was cut off by a fault.
//!
//! **Latency.** 2 clocks from the first beat's transfer to the first word with bytes of the
//! frame. **Throughput.** One beat a clock inside a frame, and line rate: frames of 64 bytes
//! follow each other every 10.5 clocks.
//!
//! **Reset.** Idle characters; a frame under way is cut off.
//!
//! **Limits.** `valid` must stay high from the first beat of a frame to its last: let a
//! [`packet_fifo`](crate::prim::packet_fifo) feed it. If not, four error characters and a
//! terminate end the frame, and the rest of it is swallowed. A frame with `error` gets four error
//! characters in place of the FCS. `keep` must be full on all beats but
//! the last, as streams have it: it is used without asking for `last`. No limit on length.
//!
//! The gap is 12 bytes on average, terminate included, and never below 9: frames start in lane 0
//! or 4, so a gap of 12 is rounded down while the bytes so saved (the deficit) are at
//! most 3, else up. After an idle line frames start in lane 0.
//!
//! **Link faults** (46.3.4). While `local_fault` is high the transmitter sends remote-fault ordered
//! sets, two a word; while `remote_fault` is, idle. No frame begins then: its first beat waits with
//! `frame_ready` low. A frame under way is cut off as by an underflow: the far MAC finds error
//! characters in it and drops it, and the beats to come are swallowed, so that nothing of it is sent
//! later. A frame whose last beat has been taken goes out whole, padding and FCS included: nine
//! words at most. On an idle line the first ordered sets come three clocks after `local_fault`; else
//! they follow the end of the frame and its gap. Frames begin again when the fault has gone, in lane 0.
//!
//! **How.** Two steps. The first makes of each beat a word (data, padding, control characters
//! after the end) and brings the CRC register up to date, by the one map of
//! [`crc32`](crate::prim::crc32). The second puts the FCS into the lanes left for it, and
//! shifts all by four lanes if the frame starts in lane 4.
//!
//! Size and clock rate: `docs/timing.md`.
//!
//! **Why not** computing the CRC of all eight lengths and choosing (the usual way): see
//! [`crc32`](crate::prim::crc32). **Why not** the shift by four lanes first: the CRC would have
//! to be computed twice.
//!
//! A frame of 60 bytes (eight beats); the FCS fills the eighth word:
//!
//! ```text
//! clock        0                1                2                3 4 5 6 7  8                9                10
//! frame_valid  1                1                1                1 1 1 1 1  0                0                0
//! frame_data   0000000000000011 0000000000000022 0                0 0 0 0 0  -                -                -
//! frame_keep   FF               FF               FF               FF FF FF FF F - - -
//! frame_last   0                0                0                0 0 0 0 1  -                -                -
//! frame_ready  1                1                1                1 1 1 1 1  0                0                -
//! xgmii_data   0707070707070707 D5555555555555FB 0000000000000011 0000000000000022 0 0 0 0 0 - 07070707070707FD
//! xgmii_ctrl   FF               1                0                0 0 0 0 0  0                0                FF
//! ```
//!
//! A local fault within a frame: four error characters and a terminate cut it off, the beats to
//! come are swallowed. The next frame waits until the fault has gone:
//!
//! ```text
//! clock        0                1                2  3  4  5               6               7               8               9               10              11              12              13               14 15
//! frame_valid  1                1                1  1  1  1               1               1               1               1               1               1               1               1                1  1
//! frame_data   11               22               33 44 44 55              77              77              77              77              77              77              77              77               77 77
//! frame_keep   FF               FF               FF FF FF FF              FF              FF              FF              FF              FF              FF              FF              FF               FF FF
//! frame_last   0                0                0  0  0  1               0               0               0               0               0               0               0               0                0  0
//! local_fault  0                0                1  1  1  1               1               1               1               1               1               0               0               0                0  0
//! frame_ready  1                1                1  0  1  1               0               0               0               0               0               0               1               1                1  1
//! cut_off      0                0                0  0  1  0               0               0               0               0               0               0               0               0                0  0
//! xgmii_data   0707070707070707 D5555555555555FB 11 22 33 70707FDFEFEFEFE 707070707070707 200009C0200009C 707070707070707 200009C0200009C 200009C0200009C 200009C0200009C 200009C0200009C D5555555555555FB 77 77
//! xgmii_ctrl   FF               1                0  0  0  FF              FF              11              FF              11              11              11              11              1                0  0
//! ```

use crate::prim::crc32::{advance_filled, before_fill, spread, INITIAL};
use crate::prim::stream::{Beat, StreamIn};
use expether_hdl::prelude::*;
use expether_wire::xgmii::{
    ERROR, IDLE_CTRL, IDLE_WORD, PREAMBLE_CTRL, PREAMBLE_WORD, REMOTE_FAULT, TERMINATE,
};

/// The same byte in every lane.
const fn everywhere(byte: u64) -> u64 {
    byte * 0x0101_0101_0101_0101
}
const ERROR_WORD: u64 = everywhere(ERROR);
const TERMINATE_WORD: u64 = everywhere(TERMINATE);
/// Two ordered sets, and their control bits.
const FAULT_WORD: u64 = REMOTE_FAULT << 32 | REMOTE_FAULT;
const FAULT_CTRL: u64 = 0x11;
/// Beats of the shortest frame but its last, half beat: 60 bytes, and 4 of FCS.
const MINIMUM_FULL_BEATS: u64 = 7;

#[derive(Copy, Clone, PartialEq, Debug, LogicState)]
enum State {
    /// Takes a first beat.
    Idle,
    /// Takes a beat every clock.
    Body,
    /// Makes up the padding.
    Pad,
    /// Makes up what is left of FCS and terminate after the last word.
    Tail,
    /// The shortest gap.
    Gap,
    /// One clock more.
    LongGap,
    /// After an underflow or a fault: swallows the rest of the frame.
    Drain,
}

/// See the [module](self).
#[derive(LogicBlock)]
pub struct XgmiiMacTx {
    pub clock: Signal<In, Clock>,
    pub reset: Signal<In, Bit>,
    pub frame: StreamIn<Beat>,
    /// This end receives no signal: the other end is told.
    pub local_fault: Signal<In, Bit>,
    /// The other end receives none: nothing is sent.
    pub remote_fault: Signal<In, Bit>,
    /// Lane 0, the first on the wire, in bits 7:0.
    pub xgmii_data: Signal<Out, Bits<64>>,
    /// One bit a lane: control character.
    pub xgmii_ctrl: Signal<Out, Bits<8>>,
    /// A frame has gone out whole.
    pub sent: Signal<Out, Bit>,
    /// A frame has gone out with error characters, as its last beat asked.
    pub spoiled: Signal<Out, Bit>,
    /// A frame was cut off because `frame_valid` went low inside it.
    pub underflow: Signal<Out, Bit>,
    /// A frame was cut off by a fault.
    pub cut_off: Signal<Out, Bit>,

    state: Reg<State>,
    /// Beats taken, up to 6.
    beats: Reg<Bits<3>>,
    /// The next beat is the eighth, in which the shortest frame ends, or a later one.
    long_enough: Reg<Bit>,
    /// The next beat is later.
    beyond_minimum: Reg<Bit>,
    /// The state is `Pad`; a register of its own for a short path.
    padding: Reg<Bit>,
    /// The state is `Idle` or `Body`, and there is no fault; likewise.
    accepting: Reg<Bit>,
    /// There was a fault a clock ago; a local one.
    stopped: Reg<Bit>,
    tells_fault: Reg<Bit>,
    /// The state was `Drain` a clock ago: the terminate has gone.
    drained: Reg<Bit>,
    crc: Reg<Bits<32>>,
    /// The word made of the beat taken last.
    word: Reg<Bits<64>>,
    word_ctrl: Reg<Bits<8>>,
    /// Lanes of `word` that the FCS goes to.
    word_fcs: Reg<Bits<8>>,
    /// Lanes of the last word with bytes of the frame, padding included.
    last_keep: Reg<Bits<8>>,
    /// Their number, modulo 4.
    rotation: Reg<Bits<2>>,
    bad: Reg<Bit>,
    /// Frames are sent four lanes later.
    starts_in_lane_four: Reg<Bit>,
    next_starts_in_lane_four: Reg<Bit>,
    gap_is_long: Reg<Bit>,
    /// Bytes by which gaps fell short of 12.
    deficit: Reg<Bits<2>>,
    /// Upper lanes of the word before.
    held_data: Reg<Bits<32>>,
    held_ctrl: Reg<Bits<4>>,
    out_data: Reg<Bits<64>>,
    out_ctrl: Reg<Bits<8>>,
    sent_strobe: Reg<Bit>,
    spoiled_strobe: Reg<Bit>,
    underflow_strobe: Reg<Bit>,
    cut_off_strobe: Reg<Bit>,
}

impl Default for XgmiiMacTx {
    fn default() -> Self {
        Self {
            clock: Signal::default(),
            reset: Signal::default(),
            frame: StreamIn::default(),
            local_fault: Signal::default(),
            remote_fault: Signal::default(),
            xgmii_data: Signal::default(),
            xgmii_ctrl: Signal::default(),
            sent: Signal::default(),
            spoiled: Signal::default(),
            underflow: Signal::default(),
            cut_off: Signal::default(),
            state: Reg::default(),
            beats: Reg::default(),
            long_enough: Reg::default(),
            beyond_minimum: Reg::default(),
            padding: Reg::default(),
            accepting: Reg::new(true),
            stopped: Reg::default(),
            tells_fault: Reg::default(),
            drained: Reg::default(),
            crc: Reg::new(bits::<32>(INITIAL as u64)),
            word: Reg::new(bits::<64>(IDLE_WORD)),
            word_ctrl: Reg::new(bits::<8>(IDLE_CTRL)),
            word_fcs: Reg::default(),
            last_keep: Reg::default(),
            rotation: Reg::default(),
            bad: Reg::default(),
            starts_in_lane_four: Reg::default(),
            next_starts_in_lane_four: Reg::default(),
            gap_is_long: Reg::default(),
            deficit: Reg::default(),
            held_data: Reg::new(bits::<32>(IDLE_WORD & 0xFFFF_FFFF)),
            held_ctrl: Reg::new(bits::<4>(0xF)),
            out_data: Reg::new(bits::<64>(IDLE_WORD)),
            out_ctrl: Reg::new(bits::<8>(IDLE_CTRL)),
            sent_strobe: Reg::default(),
            spoiled_strobe: Reg::default(),
            underflow_strobe: Reg::default(),
            cut_off_strobe: Reg::default(),
        }
    }
}

impl Logic for XgmiiMacTx {
    #[kernel]
    fn update(&mut self) {
        clocked!(
            self,
            state,
            beats,
            long_enough,
            beyond_minimum,
            padding,
            accepting,
            stopped,
            tells_fault,
            drained,
            crc,
            word,
            word_ctrl,
            word_fcs,
            last_keep,
            rotation,
            bad,
            starts_in_lane_four,
            next_starts_in_lane_four,
            gap_is_long,
            deficit,
            held_data,
            held_ctrl,
            out_data,
            out_ctrl,
            sent_strobe,
            spoiled_strobe,
            underflow_strobe,
            cut_off_strobe
        );
        let state = self.state.q.val();
        let mut next_state = state;
        let beat = self.frame.payload.val();
        let valid = self.frame.valid.val();
        let idle = state == State::Idle;
        let body = state == State::Body;
        let tail = state == State::Tail;
        let pad = self.padding.q.val();
        let accepting = self.accepting.q.val();
        self.frame.ready.next = accepting || state == State::Drain;

        // What becomes of this clock's beat.
        let take = accepting && valid;
        let cut = body && !take;
        let long_enough = self.long_enough.q.val();
        let last = (take && beat.last) || pad;
        if idle {
            self.bad.d.next = false;
        }
        if take && beat.last {
            self.bad.d.next = beat.error;
        }
        let bad = if pad { self.bad.q.val() } else { beat.error };

        // Lanes of data, and of data or padding: all eight but in the last word of a frame.
        // Streams keep all lanes but in the last beat, so `last` need not be asked.
        let given = beat.keep;
        let data_lanes = if accepting { given } else { bits::<8>(0) };
        let lower_lanes =
            if self.beyond_minimum.q.val() { given.get_bits::<4>(0) } else { bits::<4>(0xF) };
        let given_upper = if pad { bits::<4>(0) } else { given.get_bits::<4>(4) };
        let upper_lanes = if long_enough { given_upper } else { bits::<4>(0xF) };
        let frame_lanes: Bits<8> = cat!(upper_lanes, lower_lanes);
        let data = beat.data & spread(data_lanes);
        if take || pad {
            self.crc.d.next = advance_filled(self.crc.q.val(), data, frame_lanes);
            self.last_keep.d.next = frame_lanes;
            let by_one = (frame_lanes.get_bit(0) && !frame_lanes.get_bit(1))
                || (frame_lanes.get_bit(2) && !frame_lanes.get_bit(3))
                || (frame_lanes.get_bit(4) && !frame_lanes.get_bit(5))
                || (frame_lanes.get_bit(6) && !frame_lanes.get_bit(7));
            let by_two = (frame_lanes.get_bit(1) && !frame_lanes.get_bit(3))
                || (frame_lanes.get_bit(5) && !frame_lanes.get_bit(7));
            self.rotation.d.next = cat!(by_two, by_one);
            self.beats.d.next = self.beats.q.val() + 1;
            self.beyond_minimum.d.next = long_enough;
            if self.beats.q.val() == MINIMUM_FULL_BEATS - 1 {
                self.beats.d.next = self.beats.q.val();
                self.long_enough.d.next = true;
            }
        }
        if state == State::Gap || state == State::Drain {
            self.crc.d.next = bits::<32>(INITIAL as u64);
            self.beats.d.next = bits::<3>(0);
            self.long_enough.d.next = false;
            self.beyond_minimum.d.next = false;
        }

        // The word: frame, then four lanes of FCS or error, then terminate, then idle.
        let ended_lanes = self.last_keep.q.val();
        let sent_lanes = if take { given } else { bits::<8>(0) };
        let mut keep_lanes = bits::<8>(0);
        let mut fcs_lanes = bits::<8>(0);
        let mut terminate_lane = bits::<8>(0);
        let mut errors = bad;
        if take || pad {
            let to_fcs_end = (frame_lanes << 4) | 0x0F;
            keep_lanes = frame_lanes;
            fcs_lanes = to_fcs_end & !frame_lanes;
            terminate_lane = ((to_fcs_end << 1) | 1) & !to_fcs_end;
        } else if tail {
            fcs_lanes = ended_lanes >> 4;
            terminate_lane = (ended_lanes >> 3) & !(ended_lanes >> 4);
            errors = self.bad.q.val();
        } else if cut {
            fcs_lanes = bits::<8>(0x0F);
            terminate_lane = bits::<8>(0x10);
            errors = true;
        }
        let idle_lanes = !(keep_lanes | fcs_lanes | terminate_lane);
        // A fault is told where all lanes would be idle, but not before the upper half of the word
        // with the terminate has gone, perhaps four lanes later: no PCS can encode the two together.
        let draining = state == State::Drain;
        self.drained.d.next = draining;
        let tells_fault = self.tells_fault.q.val() && (idle || (draining && self.drained.q.val()));
        let between = if tells_fault { bits::<64>(FAULT_WORD) } else { bits::<64>(IDLE_WORD) };
        let between_ctrl = if tells_fault { bits::<8>(FAULT_CTRL) } else { idle_lanes };
        self.word.d.next = (beat.data & spread(sent_lanes))
            | (spread(fcs_lanes) & ERROR_WORD)
            | (spread(terminate_lane) & TERMINATE_WORD)
            | (spread(idle_lanes) & between);
        self.word_fcs.d.next = if errors { bits::<8>(0) } else { fcs_lanes };
        self.word_ctrl.d.next =
            between_ctrl | terminate_lane | (if errors { fcs_lanes } else { bits::<8>(0) });

        // The FCS into its lanes, the preamble in front, then four lanes later if need be.
        let turned = !before_fill(self.crc.q.val(), self.rotation.q.val());
        let fcs_mask = spread(self.word_fcs.q.val());
        let twice: Bits<64> = cat!(turned, turned);
        let mut whole = (self.word.q.val() & !fcs_mask) | (twice & fcs_mask);
        let mut whole_ctrl = self.word_ctrl.q.val();
        if idle && take {
            whole = bits::<64>(PREAMBLE_WORD);
            whole_ctrl = bits::<8>(PREAMBLE_CTRL);
        }
        self.held_data.d.next = whole.get_bits::<32>(32);
        self.held_ctrl.d.next = whole_ctrl.get_bits::<4>(4);
        self.out_data.d.next = whole;
        self.out_ctrl.d.next = whole_ctrl;
        if self.starts_in_lane_four.q.val() {
            self.out_data.d.next = cat!(whole.get_bits::<32>(0), self.held_data.q.val());
            self.out_ctrl.d.next = cat!(whole_ctrl.get_bits::<4>(0), self.held_ctrl.q.val());
        }
        self.xgmii_data.next = self.out_data.q.val();
        self.xgmii_ctrl.next = self.out_ctrl.q.val();

        // The gap. Let the terminate be in lane p of its word: the frame may begin p + 12 lanes
        // later, rounded to a multiple of four; p modulo 4 is the number of bytes in the last
        // word modulo 4.
        if tail {
            let past: Bits<3> = cat!(false, self.rotation.q.val());
            let owed = bit_cast::<3, 2>(self.deficit.q.val()) + past;
            let round_up = owed.get_bit(2);
            self.deficit.d.next = owed.get_bits::<2>(0);
            let four_or_more = ended_lanes.get_bit(3);
            let all_eight = ended_lanes.get_bit(7);
            // 12, 16 or 20 lanes from the start of the word with the terminate, which is the one
            // after the last if that had four bytes or more.
            let twelve = four_or_more && !all_eight && !round_up;
            let twenty = !four_or_more && round_up;
            let in_lane_four = self.starts_in_lane_four.q.val();
            self.next_starts_in_lane_four.d.next = in_lane_four ^ (twelve || twenty);
            self.gap_is_long.d.next =
                if four_or_more { !twelve || in_lane_four } else { twenty && in_lane_four };
        }
        // An idle line owes nothing.
        if idle && !take {
            self.deficit.d.next = bits::<2>(0);
            self.starts_in_lane_four.d.next = false;
        }

        match state {
            State::Idle | State::Body | State::Pad => {
                if last && long_enough {
                    next_state = State::Tail;
                } else if last {
                    next_state = State::Pad;
                } else if take {
                    next_state = State::Body;
                } else if cut {
                    next_state = State::Drain;
                }
            }
            State::Tail => {
                next_state = State::Gap;
            }
            State::Gap => {
                if self.gap_is_long.q.val() {
                    next_state = State::LongGap;
                } else {
                    next_state = State::Idle;
                    self.starts_in_lane_four.d.next = self.next_starts_in_lane_four.q.val();
                }
            }
            State::LongGap => {
                next_state = State::Idle;
                self.starts_in_lane_four.d.next = self.next_starts_in_lane_four.q.val();
            }
            State::Drain => {
                // Four errors and a terminate in lane 4: 16 lanes to the next start.
                self.next_starts_in_lane_four.d.next = self.starts_in_lane_four.q.val();
                self.gap_is_long.d.next = false;
                if valid && beat.last {
                    next_state = State::Gap;
                }
            }
        }
        self.state.d.next = next_state;
        self.padding.d.next = next_state == State::Pad;
        let stops = self.local_fault.val() || self.remote_fault.val();
        self.stopped.d.next = stops;
        self.tells_fault.d.next = self.local_fault.val();
        self.accepting.d.next = (next_state == State::Idle || next_state == State::Body) && !stops;

        self.sent_strobe.d.next = tail && !self.bad.q.val();
        self.spoiled_strobe.d.next = tail && self.bad.q.val();
        self.underflow_strobe.d.next = cut && !self.stopped.q.val();
        self.cut_off_strobe.d.next = cut && self.stopped.q.val();
        self.sent.next = self.sent_strobe.q.val();
        self.spoiled.next = self.spoiled_strobe.q.val();
        self.underflow.next = self.underflow_strobe.q.val();
        self.cut_off.next = self.cut_off_strobe.q.val();
    }
}
