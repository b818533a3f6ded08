//! Speck32/64, the block cipher of Beaulieu et al. (2013), one round a clock.
//!
//! **Ports.** `key`: read with `start`, and free to change after. `start`: a block of 32 bits to encrypt.
//! `result`: the encrypted block; its payload stays until the next `start`. `busy`: rounds are under way.
//! Words stand as the paper writes them, the first in the highest bits.
//!
//! **Latency** 23 clocks from `start` to `result`: one to take the block, one for each round. **Throughput** a block every
//! 23 clocks: the next `start` may come with `result`.
//!
//! **Reset** ends the rounds without a result.
//!
//! **Limits.** A `start` while `busy` begins anew; the block before gives no result. Blocks of 32 bits repeat by
//! chance after some 2^16; who needs more, needs a larger cipher.
//!
//! **Why not** a table of round keys: the key schedule is the round itself, with the round's number as key, so it runs
//! beside the rounds. **Why not** AES: its S-boxes alone are larger than all of this.
//!
//! The paper's test vector. A column headed `x21` stands for 21 clocks:
//!
//! ```text
//! clock          0                1        x21      23       24
//! key            1918111009080100 -        -        -        -
//! start_valid    1                0        0        0        0
//! start_payload  6574694C         -        -        -        -
//! busy           0                1        1        0        0
//! result_valid   0                0        0        1        0
//! result_payload -                6574694C -        A86842F2 A86842F2
//! ```

use expether_hdl::prelude::*;

use super::stream::{FlowIn, FlowOut};

/// Rounds of a block.
pub const ROUNDS: u64 = 22;
/// The first word is rotated right by so many bits.
const ALPHA: usize = 7;
/// The second word is rotated left by so many bits.
const BETA: usize = 2;
/// Bits of a word.
const WORD: usize = 16;

/// One round: both words, the first one in the high half.
#[kernel]
pub fn speck_round(first: Bits<16>, second: Bits<16>, key: Bits<16>) -> Bits<32> {
    let right: Bits<16> =
        cat!(first.get_bits::<ALPHA>(0), first.get_bits::<{ WORD - ALPHA }>(ALPHA));
    let left: Bits<16> =
        cat!(second.get_bits::<{ WORD - BETA }>(0), second.get_bits::<BETA>(WORD - BETA));
    let mixed = (right + second) ^ key;
    cat!(mixed, left ^ mixed)
}

/// See the [module](self).
#[derive(LogicBlock, Default)]
pub struct Speck32 {
    /// Clock.
    pub clock: Signal<In, Clock>,
    /// Synchronous, active high.
    pub reset: Signal<In, Bit>,
    /// The key of the block that starts.
    pub key: Signal<In, Bits<64>>,
    /// A block to encrypt.
    pub start: FlowIn<Bits<32>>,
    /// The block, encrypted.
    pub result: FlowOut<Bits<32>>,
    /// Rounds are under way.
    pub busy: Signal<Out, Bit>,
    block: DataReg<Bits<32>>,
    /// Three words of the schedule to come, and this round's key in the lowest.
    schedule: DataReg<Bits<64>>,
    round: DataReg<Bits<5>>,
    running: Reg<Bit>,
    done: Reg<Bit>,
}

impl Logic for Speck32 {
    #[kernel]
    fn update(&mut self) {
        clocked!(self, block, schedule, round, running, done);
        let block = self.block.q.val();
        let schedule = self.schedule.q.val();
        let round = self.round.q.val();
        let key = schedule.get_bits::<16>(0);

        self.done.d.next = false;
        if self.start.valid.val() {
            self.block.d.next = self.start.payload.val();
            self.schedule.d.next = self.key.val();
            self.round.d.next = bits::<5>(0);
            self.running.d.next = true;
        } else if self.running.q.val() {
            self.block.d.next = speck_round(block.get_bits::<16>(16), block.get_bits::<16>(0), key);
            let words = speck_round(schedule.get_bits::<16>(16), key, bit_cast::<16, 5>(round));
            self.schedule.d.next = cat!(
                words.get_bits::<16>(16),
                schedule.get_bits::<32>(32),
                words.get_bits::<16>(0)
            );
            self.round.d.next = round + 1;
            if round == bits::<5>(ROUNDS - 1) {
                self.running.d.next = false;
                self.done.d.next = true;
            }
        }
        self.busy.next = self.running.q.val();
        self.result.valid.next = self.done.q.val();
        self.result.payload.next = block;
    }
}

#[cfg(test)]
#[allow(non_snake_case)]
mod tests {
    use super::*;
    use crate::bridge::testing::{reset, step, to_u64};

    fn start(uut: &mut Speck32, key: u64, block: u64) {
        uut.key.next = bits(key);
        uut.start.payload.next = bits(block);
        uut.start.valid.next = true;
        step!(*uut);
        uut.start.valid.next = false;
        uut.key.next = bits(!key);
    }

    /// Clocks until the result, and the result.
    fn result(uut: &mut Speck32) -> (usize, u64) {
        for clock in 1..100 {
            assert_eq!(uut.busy.val(), !uut.result.valid.val(), "clock {clock}");
            if uut.result.valid.val() {
                return (clock, to_u64(uut.result.payload.val()));
            }
            step!(*uut);
        }
        panic!("no result in 100 clocks");
    }

    /// Beaulieu et al., "The SIMON and SPECK families of lightweight block ciphers", appendix C.
    #[test]
    fn speck32__published_vector__is_met_in_23_clocks() {
        let mut uut = Speck32::default();
        uut.connect_all();
        reset!(uut);
        // The second block starts with the first one's result.
        for _ in 0..2 {
            start(&mut uut, 0x1918_1110_0908_0100, 0x6574_694C);
            assert_eq!(result(&mut uut), (23, 0xA868_42F2));
        }
        step!(uut);
        assert!(!uut.result.valid.val(), "the result is valid for one clock");
        assert_eq!(to_u64(uut.result.payload.val()), 0xA868_42F2, "its payload stays");
    }

    #[test]
    fn speck32__start_while_busy__begins_anew() {
        let mut uut = Speck32::default();
        uut.connect_all();
        reset!(uut);
        // 22: with the last round.
        for clocks in [1, 5, 22] {
            start(&mut uut, 1, 2);
            for _ in 1..clocks {
                step!(uut);
            }
            start(&mut uut, 0x1918_1110_0908_0100, 0x6574_694C);
            assert_eq!(result(&mut uut), (23, 0xA868_42F2), "{clocks}");
        }
    }
}
