//! Receives Ethernet frames from a 64-bit XGMII, checks them and strips the FCS (IEEE 802.3
//! clauses 4 and 46).
//!
//! **Ports.** `clock` (156.25 MHz for 10 Gb/s), `reset`; `xgmii_data`, `xgmii_ctrl`;
//! `maximum_length`, bytes of the longest frame, FCS included; `frame`, a flow of beats from the
//! destination address to the last byte before the FCS (padding is not told from payload);
//! `good`, `bad_fcs`, `bad_code`, `undersize`, `oversize`: one of them is high for one clock at
//! each frame's end; `local_fault`, `remote_fault`, levels
//! ([`xgmii_link_fault`](super::xgmii_link_fault)).
//!
//! **Latency.** 3 clocks from the first word with bytes of the frame to the first beat, whether it starts
//! in lane 0 or 4. **Throughput.** Whatever comes, at gaps of 5 bytes and more.
//!
//! **Reset.** Waits for a start.
//!
//! **Limits.** A frame whose last beat has `error` is to be dropped: wrong FCS or preamble
//! (`bad_fcs`), another control character than terminate inside (`bad_code`), fewer than
//! 64 bytes (`undersize`) or more than `maximum_length` (`oversize`). Of a preamble that begins in
//! lane 4 the three bytes beside the start are not looked at. Frames of four bytes or
//! fewer make no beat at all, only the strobe. The flow has no `ready`: a
//! [`packet_fifo`](crate::prim::packet_fifo) takes it.
//!
//! **How.** Words pass two registers, so that the word after the one going out is known: it
//! tells whether the terminate comes within the FCS's four bytes. The CRC is computed
//! over words as they come, *not* shifted into place for a start in lane 4, and over the whole last
//! word, the bytes after the frame being zero: a right frame then leaves one of eight
//! constants. When the terminate is in the lower half the register needs no further step: the
//! FCS bytes of that word are compared with it. The preamble goes through the CRC too, from a
//! start value that a right preamble brings to all ones.
//!
//! Size and clock rate: `docs/timing.md`.
//!
//! **Why not** words shifted into place at the entrance: frames that start in lane 4
//! would take a clock longer. Here they are put together at the exit; the price is that if such a
//! frame's last beat cannot be told in time, it comes a clock later.
//!
//! The last words of a frame whose terminate is in lane 4:
//!
//! ```text
//! clock        0                1                2                3                4 5 6 7 8 9                10               11 12 13
//! xgmii_data   0707070707070707 D5555555555555FB 0000000000000011 0000000000000022 0 0 0 0 0 528E908C00000000 07070707070707FD 0707070707070707 0707070707070707 0707070707070707
//! xgmii_ctrl   FF               1                0                0                0 0 0 0 0 0                FF               FF FF FF
//! frame_valid  0                0                0                0                0 1 1 1 1 1                1                1  1  0
//! ```

use crate::eth::xgmii_link_fault::XgmiiLinkFault;
use crate::prim::crc32::{advance_word, after_zeros, before_zeros, spread, INITIAL, RESIDUE};
use crate::prim::stream::{Beat, FlowOut};
use expether_hdl::prelude::*;
use expether_wire::xgmii::{PREAMBLE_WORD, START, TERMINATE};

/// CRC register before a start in lane 0: after a right preamble it is all ones.
const BEFORE_PREAMBLE: u64 = {
    let half = before_zeros(INITIAL, 4) ^ (PREAMBLE_WORD >> 32) as u32;
    (before_zeros(half, 4) ^ PREAMBLE_WORD as u32) as u64
};
/// The same after a start in lane 4, before the word with the rest of the preamble.
const AMID_PREAMBLE: u64 = (before_zeros(INITIAL, 4) ^ (PREAMBLE_WORD >> 32) as u32) as u64;

/// CRC register, added to the `bytes` that are left of a right frame.
const fn before_end(bytes: usize) -> u64 {
    before_zeros(RESIDUE, bytes) as u64
}
/// CRC register after a right frame whose last word, filled with zeros, has so many `bytes`.
const fn after_end(bytes: usize) -> u64 {
    after_zeros(RESIDUE, 8 - bytes) as u64
}
const BEFORE_END: [u64; 5] =
    [before_end(0), before_end(1), before_end(2), before_end(3), before_end(4)];
const AFTER_END: [u64; 3] = [after_end(5), after_end(6), after_end(7)];

/// Whole words of the shortest frame.
const MINIMUM_WORDS: u64 = 8;

/// See the [module](self).
#[derive(LogicBlock, Default)]
pub struct XgmiiMacRx {
    pub clock: Signal<In, Clock>,
    pub reset: Signal<In, Bit>,
    /// Lane 0, the first on the wire, in bits 7:0.
    pub xgmii_data: Signal<In, Bits<64>>,
    /// One bit a lane: control character.
    pub xgmii_ctrl: Signal<In, Bits<8>>,
    /// Bytes of the longest frame, FCS included. May change between frames.
    pub maximum_length: Signal<In, Bits<14>>,
    pub frame: FlowOut<Beat>,
    /// A frame ended, and is right.
    pub good: Signal<Out, Bit>,
    /// A frame ended with a wrong FCS, or began with a wrong preamble.
    pub bad_fcs: Signal<Out, Bit>,
    /// A frame was ended by another control character than terminate.
    pub bad_code: Signal<Out, Bit>,
    /// A frame ended before its 64th byte.
    pub undersize: Signal<Out, Bit>,
    /// A frame ended after `maximum_length` bytes.
    pub oversize: Signal<Out, Bit>,
    pub local_fault: Signal<Out, Bit>,
    pub remote_fault: Signal<Out, Bit>,

    link_fault: XgmiiLinkFault,
    /// The word that came last.
    newer: DataReg<Bits<64>>,
    /// Its lanes before the first control character.
    newer_lanes: DataReg<Bits<8>>,
    /// Its first control character is terminate.
    newer_terminates: DataReg<Bit>,
    start_in_lane_zero: Reg<Bit>,
    start_in_lane_four: Reg<Bit>,
    /// What the CRC register must be for the frame to end rightly in `newer`, or after `older`.
    expected: DataReg<Bits<32>>,
    /// The word before.
    older: DataReg<Bits<64>>,
    /// `older` has bytes of the frame that are to go out.
    older_counts: Reg<Bit>,
    /// `newer` is inside a frame.
    in_frame: Reg<Bit>,
    /// Which started in lane 4.
    in_lane_four: Reg<Bit>,
    crc: DataReg<Bits<32>>,
    /// Words of the frame before `newer`, up to 9.
    words: DataReg<Bits<4>>,
    /// Bytes that may still come, from `newer` on; a bit more than `maximum_length`, for the four
    /// lanes that a start in lane 4 adds.
    remaining: DataReg<Bits<15>>,
    exceeded: DataReg<Bit>,
    /// The last beat goes out in this clock, for the frame ended in the upper half of `older`.
    ends_late: Reg<Bit>,
    late_has_beat: DataReg<Bit>,
    /// The terminate is in lane 6 or 7 of `older`, not in 5; it is in 7.
    late_six: DataReg<Bit>,
    late_seven: DataReg<Bit>,
    late_bad_code: DataReg<Bit>,
    late_undersize: DataReg<Bit>,
    late_oversize: DataReg<Bit>,
    /// The beat in `out_data` waits for its frame's end, which is at hand.
    withheld: Reg<Bit>,
    out_data: DataReg<Bits<64>>,
    out_keep: DataReg<Bits<8>>,
    out_last: DataReg<Bit>,
    out_error: DataReg<Bit>,
    out_valid: Reg<Bit>,
    good_strobe: Reg<Bit>,
    bad_fcs_strobe: Reg<Bit>,
    bad_code_strobe: Reg<Bit>,
    undersize_strobe: Reg<Bit>,
    oversize_strobe: Reg<Bit>,
}

impl Logic for XgmiiMacRx {
    #[kernel]
    fn update(&mut self) {
        clocked!(
            self,
            newer,
            newer_lanes,
            newer_terminates,
            start_in_lane_zero,
            start_in_lane_four
        );
        clocked!(
            self,
            expected,
            older,
            older_counts,
            in_frame,
            in_lane_four,
            crc,
            words,
            remaining,
            exceeded
        );
        clocked!(
            self,
            ends_late,
            late_has_beat,
            late_six,
            late_seven,
            late_bad_code,
            late_undersize,
            late_oversize
        );
        clocked!(self, withheld, out_data, out_keep, out_last, out_error, out_valid);
        clocked!(
            self,
            good_strobe,
            bad_fcs_strobe,
            bad_code_strobe,
            undersize_strobe,
            oversize_strobe
        );

        // Entrance: what the word is.
        let coming = self.xgmii_data.val();
        let ctrl = self.xgmii_ctrl.val();
        let from_first_pair = ctrl | (ctrl << 1);
        let from_first_four = from_first_pair | (from_first_pair << 2);
        let from_first = from_first_four | (from_first_four << 4);
        let coming_lanes = !from_first;
        let first_control = ctrl & !(from_first << 1);
        let terminates: Bits<8> = cat!(
            coming.get_bits::<8>(56) == TERMINATE,
            coming.get_bits::<8>(48) == TERMINATE,
            coming.get_bits::<8>(40) == TERMINATE,
            coming.get_bits::<8>(32) == TERMINATE,
            coming.get_bits::<8>(24) == TERMINATE,
            coming.get_bits::<8>(16) == TERMINATE,
            coming.get_bits::<8>(8) == TERMINATE,
            coming.get_bits::<8>(0) == TERMINATE
        );
        let starts_in_zero = ctrl == 1 && coming.get_bits::<8>(0) == START;
        let starts_in_four = ctrl.get_bits::<4>(4) == 1 && coming.get_bits::<8>(32) == START;
        self.newer.d.next = coming;
        self.newer_lanes.d.next = coming_lanes;
        self.newer_terminates.d.next = (terminates & first_control).any();
        self.start_in_lane_zero.d.next = starts_in_zero;
        self.start_in_lane_four.d.next = starts_in_four;

        // Middle: the word in its frame.
        let word = self.newer.q.val();
        let lanes = self.newer_lanes.q.val();
        let body = self.in_frame.q.val();
        let four = self.in_lane_four.q.val();
        let start = self.start_in_lane_zero.q.val() || self.start_in_lane_four.q.val();
        let ends = body && !lanes.get_bit(7);
        // With its FCS at hand, or with some of it in the upper half: checked a clock later.
        let ends_in_upper = ends && lanes.get_bit(4);
        let ends_now = ends && !lanes.get_bit(4);
        let late = self.ends_late.q.val();
        if start {
            self.in_frame.d.next = true;
            self.in_lane_four.d.next = self.start_in_lane_four.q.val();
        } else if ends {
            self.in_frame.d.next = false;
        }
        self.older.d.next = word;
        self.older_counts.d.next = body && !ends;

        // CRC, and what it must be. All of a preamble counts, the start character too.
        let crc_lanes = if self.start_in_lane_zero.q.val() { bits::<8>(0xFF) } else { lanes };
        if self.start_in_lane_four.q.val() {
            self.crc.d.next = bits::<32>(AMID_PREAMBLE);
        } else if (body && !ends_now) || self.start_in_lane_zero.q.val() {
            self.crc.d.next = advance_word(self.crc.q.val(), word & spread(crc_lanes));
        } else {
            self.crc.d.next = bits::<32>(BEFORE_PREAMBLE);
        }
        if ends_in_upper {
            if lanes.get_bit(6) {
                self.expected.d.next = bits::<32>(AFTER_END[2]);
            } else if lanes.get_bit(5) {
                self.expected.d.next = bits::<32>(AFTER_END[1]);
            } else {
                self.expected.d.next = bits::<32>(AFTER_END[0]);
            }
        } else {
            let mut to_come = bits::<32>(BEFORE_END[0]);
            if coming_lanes.get_bit(3) {
                to_come = bits::<32>(BEFORE_END[4]);
            } else if coming_lanes.get_bit(2) {
                to_come = bits::<32>(BEFORE_END[3]);
            } else if coming_lanes.get_bit(1) {
                to_come = bits::<32>(BEFORE_END[2]);
            } else if coming_lanes.get_bit(0) {
                to_come = bits::<32>(BEFORE_END[1]);
            }
            let here = coming & spread(coming_lanes);
            self.expected.d.next = here.get_bits::<32>(0) ^ to_come;
        }
        let fcs_is_right = self.crc.q.val() == self.expected.q.val();

        // Length. A frame from lane 4 has but four bytes in its first word.
        let words = self.words.q.val();
        let left = self.remaining.q.val();
        let less_than_a_word = !left.get_bits::<12>(3).any();
        if start {
            self.words.d.next = bits::<4>(0);
            self.exceeded.d.next = false;
            let most = bit_cast::<15, 14>(self.maximum_length.val());
            self.remaining.d.next = if self.start_in_lane_four.q.val() { most + 4 } else { most };
        } else if body {
            if words <= MINIMUM_WORDS {
                self.words.d.next = words + 1;
            }
            if less_than_a_word {
                self.exceeded.d.next = true;
            }
            self.remaining.d.next = left - 8;
        }
        let whole = words.get_bit(3) && (!four || words.get_bit(0) || lanes.get_bit(3));
        let beyond = less_than_a_word && lanes.get_bit(left.get_bits::<3>(0).index());
        let is_oversize = self.exceeded.q.val() || beyond;

        // The verdict.
        self.ends_late.d.next = ends_in_upper;
        self.late_has_beat.d.next = !four || self.older_counts.q.val();
        self.late_six.d.next = lanes.get_bit(5);
        self.late_seven.d.next = lanes.get_bit(6);
        self.late_bad_code.d.next = !self.newer_terminates.q.val();
        self.late_undersize.d.next = !whole;
        self.late_oversize.d.next = is_oversize;
        let verdict = ends_now || late;
        let bad_code =
            if late { self.late_bad_code.q.val() } else { !self.newer_terminates.q.val() };
        let too_short = if late { self.late_undersize.q.val() } else { !whole };
        let too_long = if late { self.late_oversize.q.val() } else { is_oversize };
        let bad_shape = bad_code || too_short || too_long;
        self.bad_code_strobe.d.next = verdict && bad_code;
        self.oversize_strobe.d.next = verdict && !bad_code && too_long;
        self.undersize_strobe.d.next = verdict && !bad_code && too_short;
        self.bad_fcs_strobe.d.next = verdict && !bad_shape && !fcs_is_right;
        self.good_strobe.d.next = verdict && !bad_shape && fcs_is_right;

        // Exit: a beat is the older word, or the halves of two.
        self.out_last.d.next = verdict;
        self.out_error.d.next = verdict && (bad_shape || !fcs_is_right);
        self.out_keep.d.next = bits::<8>(0xFF);
        self.withheld.d.next = false;
        if four {
            // All the bytes of a beat may be there, and whether it is the last be told only by
            // the word that comes: then it waits in `out_data`.
            let to_withhold = body && !ends && self.older_counts.q.val() && ctrl.get_bit(0);
            self.withheld.d.next = to_withhold;
            if !self.withheld.q.val() && !late {
                self.out_data.d.next =
                    cat!(word.get_bits::<32>(0), self.older.q.val().get_bits::<32>(32));
            }
            if ends_now && lanes.get_bit(0) {
                self.out_keep.d.next = lanes;
            }
            let has_beat =
                if lanes.get_bit(0) { self.older_counts.q.val() } else { self.withheld.q.val() };
            self.out_valid.d.next = body && has_beat && !to_withhold && !ends_in_upper;
        } else {
            self.out_data.d.next = self.older.q.val();
            if ends_now {
                self.out_keep.d.next = (lanes << 4) | 0x0F;
            }
            self.out_valid.d.next = body && self.older_counts.q.val();
        }
        if late {
            let bytes: Bits<3> = cat!(self.late_seven.q.val(), self.late_six.q.val(), true);
            self.out_keep.d.next = bit_cast::<8, 3>(bytes);
            if four {
                self.out_keep.d.next = cat!(false, bytes, bits::<4>(0xF));
            }
            self.out_valid.d.next = self.late_has_beat.q.val();
        }

        self.frame.valid.next = self.out_valid.q.val();
        self.frame.payload.next = Beat {
            data: self.out_data.q.val(),
            keep: self.out_keep.q.val(),
            last: self.out_last.q.val(),
            error: self.out_error.q.val(),
        };
        self.good.next = self.good_strobe.q.val();
        self.bad_fcs.next = self.bad_fcs_strobe.q.val();
        self.bad_code.next = self.bad_code_strobe.q.val();
        self.undersize.next = self.undersize_strobe.q.val();
        self.oversize.next = self.oversize_strobe.q.val();

        self.link_fault.clock.next = self.clock.val();
        self.link_fault.reset.next = self.reset.val();
        self.link_fault.xgmii_data.next = coming;
        self.link_fault.xgmii_ctrl.next = ctrl;
        self.local_fault.next = self.link_fault.local_fault.val();
        self.remote_fault.next = self.link_fault.remote_fault.val();
    }
}
