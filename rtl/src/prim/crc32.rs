//! CRC-32 of IEEE 802.3 clause 3.2.9, eight bytes a clock.
//!
//! **Ports.** `clock`, `reset`; `inp`, a flow of beats; `fcs`, the frame check sequence, its
//! first byte on the wire in bits 7:0; `done`, high for one clock when `fcs` is that of a
//! whole frame.
//!
//! **Latency.** 1 clock from the last beat to `done`. **Throughput.** One beat a clock, frames
//! back to back.
//!
//! **Reset.** The next beat begins a frame.
//!
//! **Limits.** `keep` as streams require it: contiguous, full but for the last beat, never empty.
//!
//! **Why not** eight matrices, one for each length of the last beat: one is enough. The register
//! is added to the first four bytes of the beat, all is shifted to the *end* of the word (zeros
//! in front do nothing to a register that is zero), and one map of 64 to 32 bits does the rest;
//! of a register longer than the beat, what the shift drops is added after. The
//! addition and the shift by four bytes are one level of lookup tables.
//!
//! ```text
//! clock       0 1                2        3
//! inp_valid   1 1                0        0
//! inp_data    - 3837363534333231 -        -
//! inp_keep    F FF               -        -
//! inp_last    1 1                -        -
//! done        0 1                1        0
//! fcs         - -                9AE0DAAF -
//! ```

use crate::prim::stream::{Beat, FlowIn};
use expether_hdl::prelude::*;
use std::sync::OnceLock;

/// The generator polynomial, least significant bit first.
pub const POLYNOMIAL: u32 = 0xEDB8_8320;
/// The register before the first byte.
pub const INITIAL: u32 = 0xFFFF_FFFF;
/// The register after a frame and its right FCS.
pub const RESIDUE: u32 = 0xDEBB_20E3;

/// The register after one more byte. The map from which all others are computed.
pub const fn after_byte(crc: u32, byte: u8) -> u32 {
    let mut crc = crc ^ byte as u32;
    let mut bit = 0;
    while bit < 8 {
        crc = if crc & 1 == 1 { (crc >> 1) ^ POLYNOMIAL } else { crc >> 1 };
        bit += 1;
    }
    crc
}

/// The register after so many zero bytes.
pub const fn after_zeros(crc: u32, bytes: usize) -> u32 {
    let mut crc = crc;
    let mut i = 0;
    while i < bytes {
        crc = after_byte(crc, 0);
        i += 1;
    }
    crc
}

/// The register that so many zero bytes lead to `crc`.
pub const fn before_zeros(crc: u32, bytes: usize) -> u32 {
    let mut crc = crc;
    let mut bit = 0;
    while bit < 8 * bytes {
        // The polynomial's top bit is one: it tells whether it was added in this step.
        crc = if crc >> 31 == 1 { (crc ^ POLYNOMIAL) << 1 | 1 } else { crc << 1 };
        bit += 1;
    }
    crc
}

/// Rows of the map of [`gf2_linear`] from eight bytes, with the register already added to the
/// first four, to the register after them.
pub fn advance_rows() -> &'static [Vec<u64>] {
    static ROWS: OnceLock<Vec<Vec<u64>>> = OnceLock::new();
    ROWS.get_or_init(|| {
        let mut rows = vec![vec![0u64]; 32];
        for input in 0..64 {
            let mut crc = after_byte(0, if input < 8 { 1 << input } else { 0 });
            for byte in 1..8 {
                crc = after_byte(crc, if input / 8 == byte { 1 << (input % 8) } else { 0 });
            }
            for (output, row) in rows.iter_mut().enumerate() {
                row[0] |= u64::from(crc >> output & 1) << input;
            }
        }
        rows
    })
}

/// Rows of the map from the register after up to three zero bytes to the register before them,
/// turned left by `turn` bytes.
pub fn before_zeros_rows(zeros: usize, turn: usize) -> &'static [Vec<u64>] {
    static ROWS: [OnceLock<Vec<Vec<u64>>>; 16] = [const { OnceLock::new() }; 16];
    ROWS[(zeros % 4) * 4 + turn % 4].get_or_init(|| {
        let mut rows = vec![vec![0u64]; 32];
        for input in 0..32 {
            let crc = before_zeros(1 << input, zeros % 4).rotate_left(8 * (turn % 4) as u32);
            for (output, row) in rows.iter_mut().enumerate() {
                row[0] |= u64::from(crc >> output & 1) << input;
            }
        }
        rows
    })
}

/// Rows of the map that makes of each of eight bits a byte of equal bits.
pub fn spread_rows() -> &'static [Vec<u64>] {
    static ROWS: OnceLock<Vec<Vec<u64>>> = OnceLock::new();
    ROWS.get_or_init(|| (0..64).map(|bit| vec![1u64 << (bit / 8)]).collect())
}

/// A mask of lanes as a mask of bits.
#[kernel]
pub fn spread(lanes: Bits<8>) -> Bits<64> {
    gf2_linear::<64, 8>(lanes, spread_rows())
}

/// The register after eight bytes.
#[kernel]
pub fn advance_word(crc: Bits<32>, data: Bits<64>) -> Bits<32> {
    gf2_linear::<32, 64>(data ^ bit_cast::<64, 32>(crc), advance_rows())
}

/// The register after those bytes of `data` that the contiguous `keep` names, at least one.
#[kernel]
pub fn advance(crc: Bits<32>, data: Bits<64>, keep: Bits<8>) -> Bits<32> {
    let by_four = !keep.get_bit(4);
    let by_two = !keep.get_bit(2) || (keep.get_bit(4) && !keep.get_bit(6));
    let by_one = (!keep.get_bit(1))
        || (keep.get_bit(2) && !keep.get_bit(3))
        || (keep.get_bit(4) && !keep.get_bit(5))
        || (keep.get_bit(6) && !keep.get_bit(7));
    let sum = data ^ bit_cast::<64, 32>(crc);
    let a = if by_four { sum << 32 } else { sum };
    let b = if by_two { a << 16 } else { a };
    let c = if by_one { b << 8 } else { b };
    // Up to three bytes of the register are yet to come out.
    let mut rest = bits::<32>(0);
    if !keep.get_bit(3) {
        if keep.get_bit(2) {
            rest = crc >> 24;
        } else if keep.get_bit(1) {
            rest = crc >> 16;
        } else {
            rest = crc >> 8;
        }
    }
    gf2_linear::<32, 64>(c, advance_rows()) ^ rest
}

/// Like [`advance`], but the bytes are filled up with zero bytes to four or eight, which
/// [`before_fill`] takes back: less logic now for more later. `data` must be zero where `keep` is.
#[kernel]
pub fn advance_filled(crc: Bits<32>, data: Bits<64>, keep: Bits<8>) -> Bits<32> {
    let sum = data ^ bit_cast::<64, 32>(crc);
    let aligned = if keep.get_bit(4) { sum } else { sum << 32 };
    gf2_linear::<32, 64>(aligned, advance_rows())
}

/// The register before the filling, given the number of bytes modulo 4, and turned left by as many
/// bytes: its first byte then stands in the lane, modulo 4, that follows those bytes.
#[kernel]
pub fn before_fill(crc: Bits<32>, bytes: Bits<2>) -> Bits<32> {
    let after_one = gf2_linear::<32, 32>(crc, before_zeros_rows(3, 1));
    let after_two = gf2_linear::<32, 32>(crc, before_zeros_rows(2, 2));
    let after_three = gf2_linear::<32, 32>(crc, before_zeros_rows(1, 3));
    if bytes.get_bit(1) {
        if bytes.get_bit(0) {
            after_three
        } else {
            after_two
        }
    } else if bytes.get_bit(0) {
        after_one
    } else {
        crc
    }
}

/// See the [module](self).
#[derive(LogicBlock)]
pub struct Crc32 {
    pub clock: Signal<In, Clock>,
    pub reset: Signal<In, Bit>,
    pub inp: FlowIn<Beat>,
    /// The frame check sequence, while `done`.
    pub fcs: Signal<Out, Bits<32>>,
    /// The last beat of a frame came one clock ago.
    pub done: Signal<Out, Bit>,
    crc: Reg<Bits<32>>,
    ended: Reg<Bit>,
}

impl Default for Crc32 {
    fn default() -> Self {
        Self {
            clock: Signal::default(),
            reset: Signal::default(),
            inp: FlowIn::default(),
            fcs: Signal::default(),
            done: Signal::default(),
            crc: Reg::new(bits::<32>(INITIAL as u64)),
            ended: Reg::default(),
        }
    }
}

impl Logic for Crc32 {
    #[kernel]
    fn update(&mut self) {
        clocked!(self, crc, ended);

        let beat = self.inp.payload.val();
        let before = if self.ended.q.val() { bits::<32>(INITIAL as u64) } else { self.crc.q.val() };
        let keep = if beat.last { beat.keep } else { bits::<8>(0xFF) };
        if self.inp.valid.val() {
            self.crc.d.next = advance(before, beat.data, keep);
        } else {
            self.crc.d.next = before;
        }
        self.ended.d.next = self.inp.valid.val() && beat.last;
        self.fcs.next = !self.crc.q.val();
        self.done.next = self.ended.q.val();
    }
}

#[cfg(test)]
#[allow(non_snake_case)]
mod tests {
    use super::*;

    fn crc_of(bytes: &[u8]) -> u32 {
        let mut crc = bits::<32>(INITIAL as u64);
        for chunk in bytes.chunks(8) {
            let mut lanes = [0xA5u8; 8];
            lanes[..chunk.len()].copy_from_slice(chunk);
            let keep = bits::<8>((1 << chunk.len()) - 1);
            crc = advance(crc, bits::<64>(u64::from_le_bytes(lanes)), keep);
        }
        !u64::from(crc) as u32
    }

    #[test]
    fn crc32__check_value__of_the_catalogue() {
        // "123456789" of CRC-32/ISO-HDLC.
        assert_eq!(crc_of(b"123456789"), 0xCBF4_3926);
        assert_eq!(crc32fast::hash(b"123456789"), 0xCBF4_3926);
    }

    #[test]
    fn crc32__every_length__agrees_with_crc32fast() {
        let bytes: Vec<u8> = (0..200u32).map(|i| (i * i + 7) as u8).collect();
        for length in 1..bytes.len() {
            assert_eq!(crc_of(&bytes[..length]), crc32fast::hash(&bytes[..length]), "{length}");
        }
    }

    #[test]
    fn crc32__filled_and_taken_back__agrees_with_advance() {
        for length in 1..=8u64 {
            let data = bits::<64>(0x8877_6655_4433_2211 >> (64 - 8 * length));
            let keep = bits::<8>((1 << length) - 1);
            let crc = bits::<32>(0x1234_5678);
            let filled = advance_filled(crc, data, keep);
            let turned = u64::from(before_fill(filled, bits::<2>(length % 4))) as u32;
            let whole = turned.rotate_right(8 * (length as u32 % 4));
            assert_eq!(u64::from(whole), u64::from(advance(crc, data, keep)), "{length}");
        }
    }

    #[test]
    fn crc32__residue__is_left_by_a_right_fcs_and_by_no_other() {
        let mut frame = b"a frame with its check sequence".to_vec();
        frame.extend_from_slice(&crc32fast::hash(&frame).to_le_bytes());
        assert_eq!(!crc_of(&frame), RESIDUE);
        frame[3] ^= 1;
        assert_ne!(!crc_of(&frame), RESIDUE);
    }

    #[test]
    fn crc32__zeros__forth_and_back() {
        for bytes in 0..9 {
            assert_eq!(before_zeros(after_zeros(0x1234_5678, bytes), bytes), 0x1234_5678);
        }
    }
}
