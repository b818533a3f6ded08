//! One direction of an Ethernet link, with what can befall a frame on it.
//!
//! Words pass with a fixed delay, as on a fibre; a lost frame leaves idles in its place, a
//! corrupted one has one bit flipped, a duplicated one is followed by its copy, and a reordered
//! one is held until so many others have passed. With `store_and_forward` a frame leaves only when
//! it has come in whole, as from a switch, and with `jitter` not even then. Everything that is put
//! in takes the time of idles that would have come later, never the minimum gap between frames.
//! While the link is down every word put in is lost; a frame of which a word is lost is cut, and
//! the receiver sees what is left of it.

use std::collections::VecDeque;

use super::rng::Rng;
use super::xgmii::{Decoder, WireFrame, Word};

/// Condition under which a switch passes a frame on (given from destination address to FCS).
pub type Filter = Box<dyn FnMut(&[u8]) -> bool>;

/// What a link does to frames. All probabilities are per frame and independent, but for [`Burst`].
#[derive(Copy, Clone, Debug, PartialEq)]
pub struct LinkConfig {
    /// Clocks from a word in to the same word out, at least 1: 2 km of fibre are 1,563.
    pub delay: u32,
    /// Probability that a frame vanishes.
    pub loss: f64,
    /// Times in which more are lost.
    pub burst: Option<Burst>,
    /// Probability that one bit of a frame is flipped.
    pub corruption: f64,
    /// Probability that a frame arrives twice.
    pub duplication: f64,
    /// Probability that a frame arrives after some of its successors.
    pub reordering: f64,
    /// After how many.
    pub reorder_depth: u32,
    /// Hold each frame until it is complete.
    pub store_and_forward: bool,
    /// Each frame is held for up to so many clocks more, evenly distributed; implies store and
    /// forward.
    pub jitter: u32,
    /// With jitter: frames never overtake each other.
    pub jitter_keeps_order: bool,
    /// The link goes down by itself.
    pub flaps: Option<Flaps>,
    /// While the link is down, the receiver sees local fault ordered sets, not idles.
    pub local_fault: bool,
    pub seed: u64,
}

/// Loss in bursts (Gilbert and Elliott): before each frame the link may pass into a bad state, and
/// out of it.
#[derive(Copy, Clone, Debug, PartialEq)]
pub struct Burst {
    /// Probability that a burst begins before a frame.
    pub begin: f64,
    /// Mean length of a burst in frames, at least 1.
    pub length: f64,
    /// Probability that a frame in a burst vanishes.
    pub loss: f64,
}

/// Times in which the link is down.
#[derive(Copy, Clone, Debug, PartialEq)]
pub struct Flaps {
    /// Probability that the link goes down in a clock in which it is up.
    pub rate: f64,
    /// Clocks for which it is down: from 1 to twice this, evenly distributed.
    pub length: u32,
}

impl Default for LinkConfig {
    fn default() -> Self {
        Self {
            delay: 4,
            loss: 0.0,
            burst: None,
            corruption: 0.0,
            duplication: 0.0,
            reordering: 0.0,
            reorder_depth: 1,
            store_and_forward: false,
            jitter: 0,
            jitter_keeps_order: true,
            flaps: None,
            local_fault: false,
            seed: 1,
        }
    }
}

/// What became of a frame.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Fate {
    Passed,
    Lost,
    Corrupted,
    Duplicated,
    Reordered,
    /// Not for this port (the filter said no).
    Filtered,
    /// More was waiting than a switch has room for.
    Overflowed,
    /// The link was down for a part of it.
    Cut,
}

/// Counts of what a link did.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct LinkStats {
    pub frames: u64,
    /// Bytes from destination address to FCS.
    pub bytes: u64,
    pub lost: u64,
    pub corrupted: u64,
    pub duplicated: u64,
    pub reordered: u64,
    pub filtered: u64,
    pub overflowed: u64,
    /// Frames of which a part fell into a time in which the link was down.
    pub cut: u64,
    /// Times the link went down, and clocks for which it was.
    pub flaps: u64,
    pub down_clocks: u64,
    /// Frames the transmitter itself sent with an error.
    pub errors_sent: u64,
}

/// Words a store-and-forward link or an inserted copy may queue: 128 KiB.
const QUEUE_WORDS: usize = 16_384;
/// Bytes on which a corruption may fall; in a shorter frame it falls on the last word of data.
const CORRUPTION_SPAN: u64 = 1_536;

/// One direction of a link.
pub struct LinkModel {
    config: LinkConfig,
    rng: Rng,
    monitor: Decoder,
    cycle: u64,
    /// Words to come out, each not before its cycle.
    queue: VecDeque<(u64, Word)>,
    /// Words put in beyond those that came in: so many idles have to be left out again.
    surplus: usize,
    /// Full idle words sent since the last frame.
    idle_run: u32,
    /// The frame coming in.
    decision: Fate,
    words: Vec<Word>,
    flip: Option<(usize, u8)>,
    /// Frames held back by reordering, each with the number of frames it still waits for.
    held: VecDeque<(u32, Vec<Word>)>,
    /// Frames held back by jitter, each with the cycle until which.
    jittered: Vec<(u64, Vec<Word>)>,
    /// In a burst of losses.
    in_burst: bool,
    /// The link is down in cycles before this one.
    down_until: u64,
    /// A word of the frame coming in was lost because the link was down.
    cut: bool,
    filter: Option<Filter>,
    pub stats: LinkStats,
}

impl LinkModel {
    /// `name` tells this link's random sequence from that of others with the same seed.
    pub fn new(mut config: LinkConfig, name: &str) -> Self {
        config.store_and_forward |= config.jitter > 0;
        Self {
            config,
            rng: Rng::new(config.seed, name),
            monitor: Decoder::default(),
            cycle: 0,
            queue: (0..u64::from(config.delay.max(1)) - 1).map(|i| (i, Word::IDLE)).collect(),
            surplus: 0,
            idle_run: 0,
            decision: Fate::Passed,
            words: Vec::new(),
            flip: None,
            held: VecDeque::new(),
            jittered: Vec::new(),
            in_burst: false,
            down_until: 0,
            cut: false,
            filter: None,
            stats: LinkStats::default(),
        }
    }

    /// Passes only frames of which the filter says yes; implies store and forward.
    pub fn with_filter(mut self, filter: Filter) -> Self {
        self.filter = Some(filter);
        self.config.store_and_forward = true;
        self
    }

    /// A frame is coming in.
    pub fn busy(&self) -> bool {
        self.monitor.busy()
    }

    /// Takes the link down for so many clocks from now on, or for longer if it is down already.
    pub fn go_down(&mut self, clocks: u64) {
        self.stats.flaps += u64::from(!self.is_down());
        self.down_until = self.down_until.max(self.cycle.saturating_add(clocks));
    }

    /// The link comes up, whatever was to keep it down.
    pub fn come_up(&mut self) {
        self.down_until = self.cycle;
    }

    /// The link is down in the clock to come.
    pub fn is_down(&self) -> bool {
        self.cycle < self.down_until
    }

    /// What the receiver sees of a link that is down.
    fn dead(&self) -> Word {
        if self.config.local_fault {
            Word::LOCAL_FAULT
        } else {
            Word::IDLE
        }
    }

    /// One clock: a word in, the word out of `delay` clocks before, and the frame that ended in
    /// the word put in, as it was sent, with what will become of it.
    pub fn clock(&mut self, input: Word) -> (Word, Option<(WireFrame, Fate)>) {
        if let Some(flaps) = self.config.flaps {
            if !self.is_down() && self.rng.chance(flaps.rate) {
                let clocks = 1 + self.rng.below(2 * u64::from(flaps.length));
                self.go_down(clocks);
            }
        }
        let down = self.is_down();
        self.stats.down_clocks += u64::from(down);
        let was_busy = self.monitor.busy();
        let ended = self.monitor.push(input);
        let busy = self.monitor.busy() || ended.is_some();
        if busy && !was_busy {
            self.begin();
        }
        self.cut |= down && busy;
        self.release_jittered();
        let mut seen = None;
        if busy {
            self.words.push(input);
            if down {
                self.put(self.dead());
            } else if !self.config.store_and_forward {
                let word = self.impaired(input, self.words.len() - 1);
                self.put(word);
            } else {
                self.put(Word::IDLE);
            }
            if let Some(frame) = ended {
                let fate = self.end(&frame);
                seen = Some((frame, fate));
            }
        } else {
            self.put(if down { self.dead() } else { input });
        }
        (self.take(), seen)
    }

    /// Draws what will become of the frame that begins.
    fn begin(&mut self) {
        self.words.clear();
        self.flip = None;
        self.cut = false;
        let c = self.config;
        // Always the same number of draws per frame: one probability doesn't shift another's luck.
        let lost = self.rng.chance(c.loss);
        let corrupted = self.rng.chance(c.corruption);
        let duplicated = self.rng.chance(c.duplication);
        let reordered = self.rng.chance(c.reordering);
        let lost_in_burst = c.burst.is_some_and(|burst| {
            let change = if self.in_burst { 1.0 / burst.length.max(1.0) } else { burst.begin };
            self.in_burst ^= self.rng.chance(change);
            self.in_burst && self.rng.chance(burst.loss)
        });
        self.decision = if lost || lost_in_burst {
            Fate::Lost
        } else if corrupted {
            let bit = self.rng.below(CORRUPTION_SPAN * 8);
            self.flip = Some((1 + (bit / 64) as usize, (bit % 64) as u8));
            Fate::Corrupted
        } else if duplicated {
            Fate::Duplicated
        } else if reordered && self.held.len() < c.reorder_depth as usize {
            Fate::Reordered
        } else {
            Fate::Passed
        };
    }

    /// The word at this index of the frame, as it comes out.
    fn impaired(&mut self, word: Word, index: usize) -> Word {
        match self.decision {
            Fate::Lost | Fate::Reordered => Word::IDLE,
            Fate::Corrupted => match self.flip {
                // Only whole data words: a damaged control character is another matter (`/E/`).
                Some((at, bit)) if word.ctrl == 0 && index == at => {
                    self.flip = None;
                    Word { data: word.data ^ (1 << bit), ..word }
                }
                Some((_, bit)) if word.ctrl & 1 == 0 && word.ctrl != 0 && index > 1 => {
                    self.flip = None;
                    Word { data: word.data ^ (1 << (bit % 8)), ..word }
                }
                _ => word,
            },
            _ => word,
        }
    }

    /// Counts the frame, and puts in what has to follow it.
    fn end(&mut self, frame: &WireFrame) -> Fate {
        self.stats.frames += 1;
        self.stats.bytes += frame.bytes.len() as u64;
        self.stats.errors_sent += u64::from(frame.error.is_some());
        let mut words = std::mem::take(&mut self.words);
        if let Some(filter) = &mut self.filter {
            if !filter(&frame.bytes) {
                self.decision = Fate::Filtered;
            }
        }
        if self.cut {
            self.decision = Fate::Cut;
        }
        let vanished = matches!(self.decision, Fate::Filtered | Fate::Lost | Fate::Cut);
        if self.config.store_and_forward && !vanished {
            if self.surplus + words.len() > QUEUE_WORDS {
                self.decision = Fate::Overflowed;
            } else if self.decision != Fate::Reordered {
                let whole: Vec<Word> =
                    (0..words.len()).map(|i| self.impaired(words[i], i)).collect();
                self.pass_on(&whole);
            }
        }
        match self.decision {
            Fate::Corrupted if self.flip.is_some() => {
                // The terminate stood in lane 0 and the frame was short: nothing was flipped.
                self.decision = Fate::Passed;
            }
            Fate::Duplicated if self.surplus + words.len() > QUEUE_WORDS => {
                self.decision = Fate::Passed
            }
            Fate::Duplicated => self.pass_on(&words),
            _ => {}
        }
        // Those held go on behind this frame, the oldest first.
        for (left, _) in &mut self.held {
            *left = left.saturating_sub(1);
        }
        while self.held.front().is_some_and(|(left, _)| *left == 0) {
            if let Some((_, held)) = self.held.pop_front() {
                self.pass_on(&held);
            }
        }
        if self.decision == Fate::Reordered {
            self.held.push_back((self.config.reorder_depth, std::mem::take(&mut words)));
        }
        let s = &mut self.stats;
        match self.decision {
            Fate::Passed => {}
            Fate::Lost => s.lost += 1,
            Fate::Corrupted => s.corrupted += 1,
            Fate::Duplicated => s.duplicated += 1,
            Fate::Reordered => s.reordered += 1,
            Fate::Filtered => s.filtered += 1,
            Fate::Overflowed => s.overflowed += 1,
            Fate::Cut => s.cut += 1,
        }
        self.decision
    }

    /// A whole frame goes on, now or after its jitter.
    fn pass_on(&mut self, words: &[Word]) {
        if self.config.jitter == 0 {
            return self.insert(words);
        }
        let mut until = self.cycle + self.rng.below(u64::from(self.config.jitter) + 1);
        if self.config.jitter_keeps_order {
            until = until.max(self.jittered.iter().map(|(u, _)| *u).max().unwrap_or(0));
        }
        self.jittered.push((until, words.to_vec()));
        self.surplus += words.len();
    }

    fn release_jittered(&mut self) {
        while let Some(i) = self.jittered.iter().position(|(until, _)| *until <= self.cycle) {
            let (_, words) = self.jittered.remove(i);
            // Idles may have been left out for it already.
            self.surplus = self.surplus.saturating_sub(words.len());
            self.insert(&words);
        }
    }

    /// Puts words into the stream that did not come in at this place, with a gap before.
    fn insert(&mut self, words: &[Word]) {
        self.queue.push_back((self.due(), Word::IDLE));
        for &word in words {
            self.queue.push_back((self.due(), word));
        }
        self.queue.push_back((self.due(), Word::IDLE));
        self.surplus += words.len() + 2;
    }

    fn due(&self) -> u64 {
        self.cycle + u64::from(self.config.delay.max(1)) - 1
    }

    fn put(&mut self, word: Word) {
        self.queue.push_back((self.due(), word));
    }

    fn take(&mut self) -> Word {
        let now = self.cycle;
        self.cycle += 1;
        // An idle word after the first of a gap is worth nothing while frames wait behind it.
        while self.surplus > 0 && self.idle_run > 0 {
            match self.queue.front() {
                Some((due, word)) if *due <= now && *word == Word::IDLE => {
                    self.queue.pop_front();
                    self.surplus -= 1;
                }
                _ => break,
            }
        }
        match self.queue.front() {
            Some((due, word)) if *due <= now => {
                let word = *word;
                self.queue.pop_front();
                self.idle_run = if word == Word::IDLE { self.idle_run + 1 } else { 0 };
                word
            }
            _ => {
                self.idle_run += 1;
                Word::IDLE
            }
        }
    }
}

#[cfg(test)]
#[allow(non_snake_case)]
mod tests {
    use super::*;
    use crate::model::xgmii::{with_fcs, Encoder};

    fn frames(n: usize) -> Vec<Vec<u8>> {
        (0..n)
            .map(|i| with_fcs(&(0..60 + (i * 13) % 300).map(|b| (b + i) as u8).collect::<Vec<_>>()))
            .collect()
    }

    /// Frames out, back to back in, and how long it took from first in to first out.
    fn run(config: LinkConfig, input: &[Vec<u8>]) -> (Vec<WireFrame>, LinkStats, u64) {
        let mut encoder = Encoder::default();
        input.iter().for_each(|f| encoder.push(f, false));
        let mut link = LinkModel::new(config, "test");
        let mut out = Decoder::default();
        let mut got = Vec::new();
        for _ in 0..encoder.backlog() * 3 + 200 {
            let (word, _) = link.clock(encoder.pop());
            got.extend(out.push(word));
        }
        assert_eq!(out.coding_errors, 0);
        let first = got.first().map_or(0, |f| f.start_cycle);
        (got, link.stats, first)
    }

    #[test]
    fn link__delay__is_exact_and_words_unchanged() {
        for delay in [1, 2, 5, 40] {
            let input = frames(50);
            let (got, stats, first) = run(LinkConfig { delay, ..Default::default() }, &input);
            assert_eq!(got.iter().map(|f| f.bytes.clone()).collect::<Vec<_>>(), input);
            // The word put in at cycle 0 comes out `delay` clocks on: 0 is the clock itself.
            assert_eq!(first, u64::from(delay) - 1);
            assert_eq!((stats.frames, stats.lost), (50, 0));
        }
    }

    #[test]
    fn link__loss__leaves_the_others_whole() {
        let input = frames(2000);
        let (got, stats, _) = run(LinkConfig { loss: 0.1, ..Default::default() }, &input);
        assert_eq!(got.len() as u64 + stats.lost, 2000);
        assert!((150..250).contains(&stats.lost), "{stats:?}");
        assert!(got.iter().all(|f| f.error.is_none()));
    }

    #[test]
    fn link__corruption__is_always_seen_by_the_fcs() {
        for store_and_forward in [false, true] {
            let config = LinkConfig { corruption: 0.2, store_and_forward, ..Default::default() };
            let (got, stats, _) = run(config, &frames(1000));
            assert_eq!(got.len(), 1000);
            assert_eq!(got.iter().filter(|f| f.error.is_some()).count() as u64, stats.corrupted);
            assert!(stats.corrupted > 100);
        }
    }

    #[test]
    fn link__duplication__repeats_the_frame_next_to_it() {
        let input = frames(500);
        let (got, stats, _) = run(LinkConfig { duplication: 0.1, ..Default::default() }, &input);
        assert_eq!(got.len() as u64, 500 + stats.duplicated);
        assert!(stats.duplicated > 20);
        assert!(got.iter().all(|f| f.error.is_none() && f.gap.is_none_or(|g| g >= 5)));
        let mut unique: Vec<_> = got.into_iter().map(|f| f.bytes).collect();
        unique.dedup();
        assert_eq!(unique, input);
    }

    #[test]
    fn link__reordering__swaps_and_loses_nothing() {
        let input = frames(500);
        let (got, stats, _) = run(LinkConfig { reordering: 0.1, ..Default::default() }, &input);
        let mut sent = input.clone();
        let mut seen: Vec<_> = got.into_iter().map(|f| f.bytes).collect();
        assert_ne!(seen, sent);
        assert!(stats.reordered > 20);
        sent.sort();
        seen.sort();
        // A frame held at the end of the run has no successor to follow.
        assert!(sent.len() - seen.len() <= 1);
    }

    #[test]
    fn link__store_and_forward__delays_by_the_frame_and_keeps_line_rate() {
        let input = frames(300);
        let config = LinkConfig { store_and_forward: true, ..Default::default() };
        let (got, _, first) = run(config, &input);
        assert_eq!(got.iter().map(|f| f.bytes.clone()).collect::<Vec<_>>(), input);
        assert!(first >= 8, "first word after the whole frame: {first}");
        let words: usize = input.iter().map(|f| (f.len() + 20).div_ceil(8) + 1).sum();
        let last = got.last().map_or(0, |f| f.end_cycle);
        assert!(last < words as u64 + 100, "{last} against {words}");
    }

    #[test]
    fn link__filter__keeps_frames_of_other_groups_away() {
        let input = frames(10);
        let mut link =
            LinkModel::new(LinkConfig::default(), "vlan").with_filter(Box::new(|f| f[0] % 2 == 0));
        let mut encoder = Encoder::default();
        input.iter().for_each(|f| encoder.push(f, false));
        let mut out = Decoder::default();
        let got = (0..2000).filter_map(|_| out.push(link.clock(encoder.pop()).0)).count();
        assert_eq!((got as u64, link.stats.filtered), (5, 5));
    }

    #[test]
    fn link__same_seed__same_fates() {
        let config =
            LinkConfig { loss: 0.05, corruption: 0.05, duplication: 0.05, ..Default::default() };
        let input = frames(400);
        assert_eq!(run(config, &input).1, run(config, &input).1);
        let other = LinkConfig { seed: 2, ..config };
        assert_ne!(run(config, &input).1, run(other, &input).1);
    }

    #[test]
    fn link__burst__loses_so_many_and_in_runs() {
        let burst = Some(Burst { begin: 0.01, length: 8.0, loss: 1.0 });
        let input = frames(20_000);
        let mut encoder = Encoder::default();
        let mut link = LinkModel::new(LinkConfig { burst, ..Default::default() }, "burst");
        let mut fates = Vec::new();
        input.iter().for_each(|f| encoder.push(f, false));
        while fates.len() < input.len() {
            fates.extend(link.clock(encoder.pop()).1.map(|(_, fate)| fate));
        }
        // Mean run 8, share of the bad state 0.01 / (0.01 + 1/8).
        let lost = fates.iter().filter(|f| **f == Fate::Lost).count();
        let runs = fates.windows(2).filter(|w| w[0] != Fate::Lost && w[1] == Fate::Lost).count();
        let (share, mean) = (lost as f64 / 20_000.0, lost as f64 / runs as f64);
        assert!((0.06..0.09).contains(&share) && (6.5..9.5).contains(&mean), "{share} {mean}");
    }

    #[test]
    fn link__reorder_depth__is_that_many_frames() {
        let input = frames(400);
        let config = LinkConfig { reordering: 0.02, reorder_depth: 3, ..Default::default() };
        let (got, stats, _) = run(config, &input);
        let at = |f: &Vec<u8>| input.iter().position(|i| i == f).unwrap();
        let order: Vec<usize> = got.iter().map(|f| at(&f.bytes)).collect();
        let late: Vec<usize> = (1..order.len())
            .filter(|&i| order[i] < order[i - 1])
            .map(|i| order[i - 1] - order[i])
            .collect();
        assert!(stats.reordered > 3 && late.len() as u64 >= stats.reordered - 3);
        assert!(late.iter().filter(|&&d| d == 3).count() > late.len() / 2, "{late:?}");
    }

    #[test]
    fn link__jitter__spreads_arrivals_and_keeps_order_or_not() {
        let input = frames(300);
        let arrive = |jitter_keeps_order| {
            let config = LinkConfig { jitter: 400, jitter_keeps_order, ..Default::default() };
            let (got, ..) = run(config, &input);
            assert!(got.iter().all(|f| f.error.is_none() && f.gap.is_none_or(|g| g >= 5)));
            got.into_iter().map(|f| f.bytes).collect::<Vec<_>>()
        };
        assert_eq!(arrive(true), input);
        let mut mixed = arrive(false);
        assert_ne!(mixed, input);
        mixed.sort();
        let mut sorted = input.clone();
        sorted.sort();
        assert_eq!(mixed, sorted);
    }

    #[test]
    fn link__down__loses_what_falls_into_it_and_no_more() {
        for local_fault in [false, true] {
            let input = frames(100);
            let mut encoder = Encoder::default();
            input.iter().for_each(|f| encoder.push(f, false));
            let mut link = LinkModel::new(LinkConfig { local_fault, ..Default::default() }, "down");
            let mut out = Decoder::default();
            let (mut good, mut faults, mut cut) = (Vec::new(), 0, 0);
            for cycle in 0..4_000 {
                if cycle == 500 {
                    link.go_down(200);
                }
                let (word, seen) = link.clock(encoder.pop());
                faults += u64::from(word == Word::LOCAL_FAULT);
                cut += u64::from(seen.is_some_and(|(_, fate)| fate == Fate::Cut));
                good.extend(out.push(word).filter(|f| f.error.is_none()).map(|f| f.bytes));
            }
            assert_eq!(faults, if local_fault { 200 } else { 0 });
            assert_eq!((link.stats.cut, link.stats.flaps, link.stats.down_clocks), (cut, 1, 200));
            assert!(cut > 2 && good.len() as u64 == 100 - cut, "{cut} {}", good.len());
            assert!(good.iter().all(|f| input.contains(f)));
        }
    }

    #[test]
    fn link__flaps__come_at_their_rate_and_go() {
        let flaps = Some(Flaps { rate: 0.001, length: 50 });
        let mut link = LinkModel::new(LinkConfig { flaps, ..Default::default() }, "flaps");
        (0..100_000).for_each(|_| drop(link.clock(Word::IDLE)));
        let (n, down) = (link.stats.flaps, link.stats.down_clocks);
        assert!((70..130).contains(&n) && (30..70).contains(&(down / n)), "{n} {down}");
    }
}
