//! Words of the line: good frames at the shortest gaps, and everything but good frames between.

use expether_sim::model::rng::Rng;
use expether_sim::model::xgmii::{with_fcs, Word, ERROR, IDLE, START, TERMINATE};

use crate::bench::{data, memory_tlp, Single};

#[derive(Default)]
struct Lanes(Vec<(u8, bool)>);

impl Lanes {
    fn idle(&mut self, lanes: usize) {
        self.0.extend(vec![(IDLE, true); lanes]);
    }

    /// A frame with its preamble, from the next lane that may have a start.
    fn frame(bytes: &[u8]) -> Vec<(u8, bool)> {
        let mut lanes = vec![(START, true)];
        lanes.extend([(0x55, false); 6]);
        lanes.push((0xD5, false));
        lanes.extend(with_fcs(bytes).iter().map(|&b| (b, false)));
        lanes.push((TERMINATE, true));
        lanes
    }

    fn align(&mut self) {
        self.idle((4 - self.0.len() % 4) % 4);
    }

    /// What no receiver may take for a frame.
    fn junk(&mut self, rng: &mut Rng, good: &[u8]) {
        let mut lanes = Self::frame(good);
        let control = [IDLE, START, TERMINATE, ERROR, 0x9C, 0x00, 0xFF][rng.below(7) as usize];
        let at = 1 + rng.below(lanes.len() as u64 - 2) as usize;
        match rng.below(8) {
            // A control character inside.
            0 => lanes[at] = (control, true),
            // A byte that is another; those beside a start in lane 4 are not looked at.
            1 => lanes[at.max(4)].0 ^= 1 << rng.below(8),
            // No end, or a start in its place.
            2 => lanes.truncate(at),
            3 => {
                lanes.truncate(at / 4 * 4);
                lanes.push((START, true));
            }
            // Another length.
            4 => {
                lanes.insert(at, (rng.bits() as u8, false));
                lanes.insert(at, (rng.bits() as u8, false));
            }
            // No start, or one elsewhere.
            5 => lanes[0] = (control, true),
            6 => lanes.insert(0, (IDLE, true)),
            // Noise.
            _ => {
                lanes.clear();
                for _ in 0..rng.below(200) {
                    let byte = match rng.below(4) {
                        0 => rng.bits() as u8,
                        1 => START,
                        2 => TERMINATE,
                        _ => [IDLE, ERROR, 0x55, 0xD5][rng.below(4) as usize],
                    };
                    lanes.push((byte, rng.chance(0.5)));
                }
            }
        }
        self.align();
        if lanes == Self::frame(good) {
            lanes.truncate(at);
        }
        self.0.extend(lanes);
        // Ends whatever it was.
        self.idle(9);
    }

    fn words(&self) -> impl Iterator<Item = Word> + '_ {
        self.0.chunks_exact(8).map(|lanes| {
            let mut word = Word { data: 0, ctrl: 0 };
            for (i, (byte, control)) in lanes.iter().enumerate() {
                word.data |= u64::from(*byte) << (8 * i);
                word.ctrl |= u8::from(*control) << i;
            }
            word
        })
    }
}

#[test]
fn bridge__good_frames_among_anything__are_all_accepted_and_nothing_else() {
    for seed in 1..=6 {
        let mut rng = Rng::new(seed, "words");
        let mut bridge = Single::new("device_bridge", &[]);
        let mut lanes = Lanes::default();
        let mut tlps = vec![];
        for _ in 0..400 {
            let payload = if rng.chance(0.8) { rng.below(12) } else { rng.below(129) };
            let tlp = memory_tlp(&mut rng, payload);
            let bytes = bridge.frame(&data(tlps.len() as u32, &tlp), &tlp);
            if rng.chance(0.5) {
                lanes.junk(&mut rng, &bytes);
            }
            lanes.align();
            lanes.0.extend(Lanes::frame(&bytes));
            tlps.push(tlp);
            // With the terminate a gap of five lanes.
            lanes.idle(4);
            if rng.chance(0.3) {
                lanes.idle(rng.below(20) as usize);
            }
        }
        lanes.idle(80);
        for word in lanes.words() {
            let events = bridge.node.clock(word).expect("the rules of streams are kept");
            bridge.delivered.extend(events.delivered);
        }
        bridge.run(200);
        for (i, (got, sent)) in bridge.delivered.iter().zip(&tlps).enumerate() {
            assert!(got.bytes == *sent, "seed {seed}: TLP {i}");
        }
        assert_eq!(bridge.delivered.len(), tlps.len(), "seed {seed}");
        let counters = bridge.counters();
        // And the one that opened the connection.
        assert_eq!(counters["RX_FRAMES"] as usize, 1 + tlps.len(), "seed {seed}");
    }
}
