//! Queue in block memory whose words become visible together, or not at all.
//!
//! Words come at any time; the reader sees them only once `commit` was high, and with `rollback`
//! all that came since are forgotten.
//!
//! **Ports.** `clock`, `reset`; `inp`, a flow of words that cannot be stopped; `commit` and
//! `rollback`, in the clock of a word (which is included) or later, `rollback` being the stronger;
//! `out`, a stream of words. `free`, 16 bits: so many words fit besides those that came before this
//! clock. `lost`: a word since the last commit or rollback, this clock's included, did not fit; a
//! commit then is a rollback. `room`: a word in this clock is stored, or waiting would not help it.
//!
//! **Latency.** 2 clocks from the commit to `out.valid`, 3 if the first word comes in the same clock. `free` takes a word
//! into account 2 clocks after it has left the memory, all else in the next clock. **Throughput.** One word a clock
//! in and out.
//!
//! **Reset.** Empties it; `free` is right from the second clock on, and 0 before.
//!
//! **Limits.** `A` from 2 to 15; 2^A − 1 words in the memory, and one more on its way out.
//!
//! **Why not** the memory's output as the output: block memories are slow to their outputs (more
//! than half of a 6.4 ns clock on an ECP5), so a register follows. The oldest word is read in every clock, whether it
//! is visible yet or not: when it becomes visible, it is at the memory's output.
//!
//! Two words are forgotten, two are kept:
//!
//! ```text
//! clock       0 1 2 3 4 5 6 7 8 9
//! inp_valid   1 1 1 1 0 0 0 0 0 0
//! inp_payload A B C D - - - - - -
//! rollback    0 1 0 0 0 0 0 0 0 0
//! commit      0 0 0 0 1 0 0 0 0 0
//! lost        0 0 0 0 0 0 0 0 0 0
//! free        0 E F E D D D E F F
//! out_valid   0 0 0 0 0 0 1 1 0 0
//! out_payload - - - - - - C D - -
//! out_ready   1 1 1 1 1 1 1 1 1 1
//! ```

use crate::prim::stream::{FlowIn, StreamOut};
use expether_hdl::prelude::*;

/// See the [module](self).
#[derive(LogicBlock)]
pub struct CommitFifo<T: Synth, const A: usize> {
    pub clock: Signal<In, Clock>,
    pub reset: Signal<In, Bit>,
    pub inp: FlowIn<T>,
    /// What came since the last commit becomes visible.
    pub commit: Signal<In, Bit>,
    /// What came since the last commit is forgotten.
    pub rollback: Signal<In, Bit>,
    pub out: StreamOut<T>,
    /// So many words fit; never more than that.
    pub free: Signal<Out, Bits<16>>,
    /// Something since the last commit did not fit.
    pub lost: Signal<Out, Bit>,
    /// A word in this clock is stored, or lost anyhow.
    pub room: Signal<Out, Bit>,
    words: SyncRam<T, A>,
    /// Where the next word goes.
    tail: Reg<Bits<A>>,
    /// The first word not committed: the reader does not go beyond.
    visible_end: Reg<Bits<A>>,
    /// The next word to present.
    head: Reg<Bits<A>>,
    /// One more, one less and two less than `head`, so that no comparison waits for an addition.
    head_plus_1: Reg<Bits<A>>,
    head_less_1: Reg<Bits<A>>,
    head_less_2: Reg<Bits<A>>,
    full: Reg<Bit>,
    /// A word has left the memory a clock ago.
    freed: Reg<Bit>,
    /// The word at `head` is visible.
    waiting: Reg<Bit>,
    losing: Reg<Bit>,
    free_words: Reg<Bits<A>>,
    /// The memory's output is the word at `head`.
    read: Reg<Bit>,
    presented_valid: Reg<Bit>,
    presented: DataReg<T>,
}

impl<T: Synth, const A: usize> Default for CommitFifo<T, A> {
    fn default() -> Self {
        let less = |by: u64| Reg::new(bits::<A>((1 << A) - by));
        let one = Reg::new(bits::<A>(1));
        Self {
            clock: Signal::default(),
            reset: Signal::default(),
            inp: FlowIn::default(),
            commit: Signal::default(),
            rollback: Signal::default(),
            out: StreamOut::default(),
            free: Signal::default(),
            lost: Signal::default(),
            room: Signal::default(),
            words: SyncRam::default(),
            tail: Reg::default(),
            visible_end: Reg::default(),
            head: Reg::default(),
            head_plus_1: one,
            head_less_1: less(1),
            head_less_2: less(2),
            full: Reg::default(),
            freed: Reg::default(),
            waiting: Reg::default(),
            losing: Reg::default(),
            free_words: Reg::default(),
            read: Reg::default(),
            presented_valid: Reg::default(),
            presented: DataReg::default(),
        }
    }
}

impl<T: Synth, const A: usize> Logic for CommitFifo<T, A> {
    #[kernel]
    fn update(&mut self) {
        clocked!(
            self,
            tail,
            visible_end,
            head,
            head_plus_1,
            head_less_1,
            head_less_2,
            full,
            freed,
            waiting,
            losing,
            free_words,
            read,
            presented_valid,
            presented
        );
        let tail = self.tail.q.val();
        let head = self.head.q.val();
        let head_plus_1 = self.head_plus_1.q.val();
        let head_less_1 = self.head_less_1.q.val();
        let head_less_2 = self.head_less_2.q.val();
        let visible_end = self.visible_end.q.val();

        // Way in.
        let offered = self.inp.valid.val();
        let write = offered && !self.losing.q.val() && !self.full.q.val();
        let loses = self.losing.q.val() || (offered && self.full.q.val());
        let keeps = self.commit.val() && !self.rollback.val() && !loses;
        let drops = self.rollback.val() || (self.commit.val() && loses);
        let tail_unless_dropped = if write { tail + 1 } else { tail };
        self.tail.d.next = if drops { visible_end } else { tail_unless_dropped };
        if keeps {
            self.visible_end.d.next = tail_unless_dropped;
        }
        self.losing.d.next = loses && !drops;

        // Way out: memory, the presented word.
        let waiting = self.waiting.q.val();
        let present = !self.presented_valid.q.val() || self.out.ready.val();
        let at_output = waiting && self.read.q.val();
        let leaves = at_output && present;
        if present {
            self.presented_valid.d.next = at_output;
            self.presented.d.next = self.words.read_data.val();
        }
        if leaves {
            self.head_plus_1.d.next = head_plus_1 + 1;
            self.head.d.next = head_plus_1;
            self.head_less_1.d.next = head;
            self.head_less_2.d.next = head_less_1;
        }

        // Empty, full, and words free: compared and counted before it is known which case it is.
        // `leaves` is the last to be known, and a word that leaves now makes room a clock later.
        let left_to_tail = if leaves { head_plus_1 != tail } else { head != tail };
        let left = if leaves { head_plus_1 != visible_end } else { waiting };
        self.waiting.d.next = if keeps { write || left_to_tail } else { left };
        let behind_head = if write { tail == head_less_2 } else { tail == head_less_1 };
        self.freed.d.next = leaves;
        self.full.d.next = if drops { visible_end == head_less_1 } else { behind_head };
        // `x + !y` is `x - y - 1`.
        let free_unless_dropped = if write { head_less_1 + !tail } else { head + !tail };
        self.free_words.d.next = if drops { head + !visible_end } else { free_unless_dropped };

        self.words.clock.next = self.clock.val();
        self.words.write_enable.next = write;
        self.words.write_address.next = tail;
        self.words.write_data.next = self.inp.payload.val();
        // The word being written is not read; said in so many words, it spares the memory what it takes to give the old
        // word then.
        self.words.read_enable.next = left_to_tail;
        self.words.read_address.next = if leaves { head_plus_1 } else { head };
        self.read.d.next = left_to_tail;

        self.out.valid.next = self.presented_valid.q.val();
        self.out.payload.next = self.presented.q.val();
        self.free.next = bit_cast::<16, A>(self.free_words.q.val());
        self.lost.next = loses;
        // Full of nothing but what is not committed: that can never fit.
        // But if a word has left a clock ago, `full` may not know it yet.
        let full_of_these = !waiting && !self.freed.q.val();
        self.room.next = !self.full.q.val() || self.losing.q.val() || full_of_these;
    }
}

#[cfg(test)]
#[allow(non_snake_case)]
mod tests {
    use super::*;
    use crate::bridge::testing::{reset, settle, step, to_u64, Random};
    use std::collections::VecDeque;

    /// 15 words in the memory.
    type Fifo = CommitFifo<Bits<16>, 4>;

    fn fifo() -> Fifo {
        let mut uut = Fifo::default();
        uut.connect_all();
        reset!(uut);
        step!(uut);
        uut
    }

    /// One clock; whether something was lost.
    fn clock(uut: &mut Fifo, word: Option<u64>, commit: bool, rollback: bool) -> bool {
        uut.inp.valid.next = word.is_some();
        uut.inp.payload.next = bits(word.unwrap_or(0));
        uut.commit.next = commit;
        uut.rollback.next = rollback;
        settle!(*uut);
        let lost = uut.lost.val();
        step!(*uut);
        lost
    }

    #[test]
    fn commit_fifo__any_commits_and_rollbacks__what_was_committed_comes_out() {
        let mut fulls = 0;
        // The last ones often fill the memory before they are committed.
        for (seed, push, pop, end) in
            [(1, 90, 30, 15), (2, 50, 90, 15), (3, 95, 95, 15), (4, 90, 90, 4), (5, 60, 20, 4)]
        {
            let mut uut = fifo();
            let mut random = Random::new(seed);
            let (mut pending, mut visible) = (vec![], VecDeque::new());
            let (mut lossy, mut losses, mut passed, mut full, mut next) = (false, 0, 0, 0, 0);
            for _ in 0..3000 {
                let word = random.chance(push).then_some(next);
                let (commit, rollback) = (random.chance(end), random.chance(10 * end / 15));
                let ready = random.chance(pop);
                uut.out.ready.next = ready;
                uut.inp.valid.next = word.is_some();
                settle!(uut);
                // Who waits for `room` waits for a word that can leave.
                let room = uut.room.val();
                assert!(room || !visible.is_empty(), "waits for ever");
                full += u64::from(!room);
                if uut.out.valid.val() && ready {
                    assert_eq!(Some(to_u64(uut.out.payload.val())), visible.pop_front());
                    passed += 1;
                }
                // `free` promises only what the memory has, and never too much of it.
                let free = to_u64(uut.free.val());
                assert!(free as usize <= 15, "{free} words free");
                let lost = clock(&mut uut, word, commit, rollback);
                assert!(!(lost && !lossy && free > 0), "lost with {free} words free");
                assert!(!(lost && !lossy && room && pending.len() < 15), "lost in spite of `room`");
                pending.extend(word);
                next = (next + 1) & 0xFFFF;
                lossy = lost;
                if commit || rollback {
                    losses += u64::from(lost);
                    if !rollback && !lost {
                        visible.extend(pending.drain(..));
                    }
                    pending.clear();
                    lossy = false;
                }
            }
            assert!(passed > 100 && losses > 0, "{passed} passed, {losses} lost");
            fulls += full;
        }
        assert!(fulls > 100, "full in {fulls} clocks");
    }

    /// A word that leaves makes room a clock later: who looks at `room` loses nothing.
    #[test]
    fn commit_fifo__full_but_for_a_word_that_leaves__takes_as_many_as_the_memory_has() {
        let mut uut = fifo();
        uut.out.ready.next = false;
        // One is presented, one waits in the memory.
        for word in [100, 101] {
            clock(&mut uut, Some(word), true, false);
        }
        (0..4).for_each(|_| assert!(!clock(&mut uut, None, false, false)));
        let mut sent = 0;
        for now in 0..60 {
            uut.out.ready.next = now >= 30;
            settle!(uut);
            // Of 15 that came none can leave before they are committed: to wait does not help.
            let sends = uut.room.val() && sent < 15;
            assert!(!clock(&mut uut, sends.then_some(sent), false, false), "word {sent} is lost");
            sent += u64::from(sends);
            assert!(now != 29 || sent == 14, "{sent} words fit");
        }
        assert!(sent == 15 && uut.room.val());
        assert!(!clock(&mut uut, None, true, false));
        let mut got = vec![];
        for _ in 0..30 {
            settle!(uut);
            got.extend(uut.out.valid.val().then(|| to_u64(uut.out.payload.val())));
            clock(&mut uut, None, false, false);
        }
        assert_eq!(got, (0..15).collect::<Vec<_>>());
    }

    #[test]
    fn commit_fifo__filled_to_the_last_word__frees_all_of_it_again() {
        let mut uut = fifo();
        uut.out.ready.next = false;
        for word in 0..15 {
            assert_eq!(to_u64(uut.free.val()), 15 - word);
            assert!(!clock(&mut uut, Some(word), false, false));
        }
        assert_eq!(to_u64(uut.free.val()), 0);
        assert!(clock(&mut uut, Some(99), false, false), "one too many");
        assert!(clock(&mut uut, None, true, false), "so nothing is committed");
        assert_eq!(to_u64(uut.free.val()), 15);
        assert!(!clock(&mut uut, Some(7), true, false), "the next is");
        for _ in 0..2 {
            assert!(!uut.out.valid.val());
            clock(&mut uut, None, false, false);
        }
        assert!(uut.out.valid.val() && to_u64(uut.out.payload.val()) == 7);
    }
}
