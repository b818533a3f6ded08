//! Makes incarnation numbers: a new one for each connection that the bridge begins to open.
//!
//! **Ports.** `seed`: 64 secret bits, taken in a clock where `load` is high; 0 means *unseeded*. `unseeded`: there is no
//! seed, so there are no numbers. `out`: the next number. Bits 15:0 are its *tag*.
//!
//! **The number** of draw `n`, a counter of what was taken. The tag is `n[15:0]`, encrypted: a balanced Feistel network
//! over two halves of 8 bits with eight rounds. Its round function is [`Speck32`] under the seed of bit 31 = 1, the round's
//! number and the right half; the low 8 bits count. The high half of the number is the low 16 bits of
//! Speck32 of bit 31 = 0 and `n[30:0]`.
//!
//! **Why no tag repeats** within [`LIFETIME_CLOCKS`] under one seed. The network is a permutation, so 65,536 draws in a
//! row have every tag once: the same tag comes 65,536 draws later, and no sooner. A bucket limits the draws: it holds 2^15
//! after reset, and gets one every 2^15 clocks from a timer that never stops. In a window of 2^15 · 2^15 clocks there are
//! at most 2^15 draws from what was in the bucket, and 2^15 from what comes in: 65,536. A tag and its repetition are
//! 65,537 draws, so they do not fit. A draw counts when it is taken; how long it waited does not matter. `load` changes
//! neither `n` nor the bucket: a bridge that is disabled and enabled quickly gets no more draws.
//!
//! **Why nobody guesses it.** Without the seed the outputs of Speck32 are as good as random. No two rounds ask
//! it for the same block, nor a round and a high half. Who has seen draws knows which tags are used up. Who has seen 65,536
//! of them knows all tags to come; that is so for any source that gives 65,536 different tags in every 65,536 draws. The
//! high half stays unknown. It repeats after 2^31 draws, five days at the highest rate.
//!
//! **Latency** 218 clocks (1.4 µs) from `load`, or from a draw, to the next `valid`: nine blocks of Speck32 of 24 clocks, and
//! two. **Throughput** a draw every 218 clocks while the bucket lasts, then one every 2^15 (210 µs).
//!
//! **Reset** unseeded, bucket full, `n` = 0. A seed that was used before a reset must not be used after it.
//!
//! **Limits.** `load` drops a number that waits or is being made, and draw `n` is made anew under the new seed. But for
//! reset, nothing else makes `valid` fall. What is taken in the clock of `load` is of the old seed, and counts. Tags under
//! two seeds are independent: after a `load` of another seed a tag may come again by chance, one in 65,536 for each pair.
//! While `valid` is low, `out_payload` means nothing.
//!
//! **Why not** a linear-feedback register: who has seen 64 bits of it computes the rest. **Why not** random tags: of some
//! 300 two are equal. **Why not** a counter as tag: the next one would be known. **Why not** a list of the tags in use:
//! 65,536 bits.
//!
//! A seed is loaded; the number waits 218 clocks later, and is dropped by a seed of 0. A column headed `x216` stands
//! for 216 clocks:
//!
//! ```text
//! clock       0                1 x216 218      219      220      221
//! seed        1918111009080100 - -    -        -        0        -
//! load        1                0 0    0        0        1        0
//! unseeded    1                0 0    0        0        0        1
//! out_valid   0                0 0    1        1        1        0
//! out_payload -                - -    F5D80199 F5D80199 F5D80199 -
//! out_ready   1                1 1    0        0        0        1
//! ```

use expether_hdl::prelude::*;

use crate::prim::speck32::Speck32;
use crate::prim::stream::StreamOut;

/// Draws that the bucket holds, as a power of two.
pub const BURST_BITS: usize = 15;
/// Clocks until it holds one more, as a power of two.
pub const REFILL_BITS: usize = 15;
/// Clocks within which no tag repeats: 6.87 s at 156.25 MHz.
pub const LIFETIME_CLOCKS: u64 = ((1 << TAG_BITS) - (1 << BURST_BITS)) << REFILL_BITS;

/// Bits of a tag.
pub const TAG_BITS: usize = 16;
/// Bits of one half of it.
const HALF: usize = TAG_BITS / 2;
/// Rounds of the network: four hide the draw number where few draws are seen, eight leave a margin.
const FEISTEL_ROUNDS: u64 = 8;

#[derive(Copy, Clone, PartialEq, Debug, LogicState)]
enum State {
    /// No seed, or a draw begins.
    Idle,
    /// A block goes to the cipher.
    Start,
    /// The cipher runs.
    Cipher,
    /// The number waits.
    Offer,
}

/// See the [module](self). The bucket is smaller in tests: 2^BURST draws, BURST at most 15, one more every 2^REFILL clocks.
#[derive(LogicBlock, Default)]
pub struct IncarnationSource<const BURST: usize = BURST_BITS, const REFILL: usize = REFILL_BITS> {
    /// Clock.
    pub clock: Signal<In, Clock>,
    /// Synchronous, active high.
    pub reset: Signal<In, Bit>,
    /// The secret; 0 is none.
    pub seed: Signal<In, Bits<64>>,
    /// Take it.
    pub load: Signal<In, Bit>,
    /// The next number.
    pub out: StreamOut<Bits<32>>,
    /// There is no seed.
    pub unseeded: Signal<Out, Bit>,
    cipher: Speck32,
    state: Reg<State>,
    key: DataReg<Bits<64>>,
    seeded: Reg<Bit>,
    /// Draws taken.
    drawn: Reg<Bits<32>>,
    /// Halves of the tag.
    left: DataReg<Bits<HALF>>,
    right: DataReg<Bits<HALF>>,
    /// Round of the network; after the last one, the high half.
    step: DataReg<Bits<4>>,
    /// What is missing in the bucket; it is empty when all is.
    missing: Reg<Bits<16>>,
    timer: Reg<Bits<REFILL>>,
}

impl<const BURST: usize, const REFILL: usize> IncarnationSource<BURST, REFILL> {
    /// The draws begin with this one after reset: to test how the counter wraps.
    pub fn at_draw(first: u32) -> Self {
        Self { drawn: Reg::new(bits(first.into())), ..Self::default() }
    }
}

impl<const BURST: usize, const REFILL: usize> Logic for IncarnationSource<BURST, REFILL> {
    #[kernel]
    fn update(&mut self) {
        clocked!(self, state, key, seeded, drawn, left, right, step, missing, timer);
        self.cipher.clock.next = self.clock.val();
        self.cipher.reset.next = self.reset.val();
        let drawn = self.drawn.q.val();
        let left = self.left.q.val();
        let right = self.right.q.val();
        let step = self.step.q.val();
        let missing = self.missing.q.val();
        let is_high_half = step == bits::<4>(FEISTEL_ROUNDS);
        let offers = self.state.q.val() == State::Offer && !missing.get_bit(BURST);
        let takes = offers && self.out.ready.val();

        self.cipher.key.next = self.key.q.val();
        self.cipher.start.valid.next = false;
        self.cipher.start.payload.next = if is_high_half {
            cat!(false, drawn.get_bits::<31>(0))
        } else {
            cat!(true, bits::<20>(0), step.get_bits::<3>(0), right)
        };
        let result = self.cipher.result.payload.val();
        match self.state.q.val() {
            State::Idle => {
                self.left.d.next = drawn.get_bits::<HALF>(HALF);
                self.right.d.next = drawn.get_bits::<HALF>(0);
                self.step.d.next = bits::<4>(0);
                if self.seeded.q.val() {
                    self.state.d.next = State::Start;
                }
            }
            State::Start => {
                self.cipher.start.valid.next = true;
                self.state.d.next = State::Cipher;
            }
            State::Cipher => {
                if self.cipher.result.valid.val() {
                    if is_high_half {
                        // The result stays in the cipher.
                        self.state.d.next = State::Offer;
                    } else {
                        self.left.d.next = right;
                        self.right.d.next = left ^ result.get_bits::<HALF>(0);
                        self.step.d.next = step + 1;
                        self.state.d.next = State::Start;
                    }
                }
            }
            State::Offer => {
                if takes {
                    self.drawn.d.next = drawn + 1;
                    self.state.d.next = State::Idle;
                }
            }
        }
        if self.load.val() {
            self.key.d.next = self.seed.val();
            self.seeded.d.next = self.seed.val().any();
            self.state.d.next = State::Idle;
        }

        self.timer.d.next = self.timer.q.val() + 1;
        let refills = self.timer.q.val().all();
        if takes && !refills {
            self.missing.d.next = missing + 1;
        } else if refills && !takes && missing.any() {
            self.missing.d.next = missing - 1;
        }

        self.out.valid.next = offers;
        self.out.payload.next = cat!(result.get_bits::<16>(0), left, right);
        self.unseeded.next = !self.seeded.q.val();
    }
}
