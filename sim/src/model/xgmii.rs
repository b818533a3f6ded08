//! XGMII words to frames and back (IEEE 802.3 clause 46), 64 bits a clock.
//!
//! This is a second, independent reading of the standard, beside the MAC blocks it is used to
//! test: it shares no code with them and looks at one byte lane at a time.

/// Idle control character.
pub const IDLE: u8 = 0x07;
/// Start control character: only in lane 0 or 4.
pub const START: u8 = 0xFB;
/// Terminate control character: any lane.
pub const TERMINATE: u8 = 0xFD;
/// Error control character.
pub const ERROR: u8 = 0xFE;
/// Sequence control character: begins an ordered set in lane 0 or 4.
pub const SEQUENCE: u8 = 0x9C;
/// Preamble byte.
const PREAMBLE: u8 = 0x55;
/// Start-of-frame delimiter.
const SFD: u8 = 0xD5;

/// Longest frame kept, beyond any jumbo frame.
const MAX_FRAME: usize = 16_384;

/// One clock of a 64-bit XGMII: lane `i` is bits `8i+7..8i` of `data`, bit `i` of `ctrl`.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct Word {
    pub data: u64,
    pub ctrl: u8,
}

impl Word {
    /// Eight idle characters.
    pub const IDLE: Word = Word { data: 0x0707_0707_0707_0707, ctrl: 0xFF };

    /// Local fault in both halves (IEEE 802.3, 46.3.4).
    pub const LOCAL_FAULT: Word = Word { data: 0x0100_009C_0100_009C, ctrl: 0x11 };

    /// Remote fault in both halves.
    pub const REMOTE_FAULT: Word = Word { data: 0x0200_009C_0200_009C, ctrl: 0x11 };

    /// The fault signalled by an ordered set that begins in this lane: 1 local, 2 remote.
    fn fault(self, lane: usize) -> Option<u8> {
        if lane % 4 != 0 || self.lane(lane) != (SEQUENCE, true) {
            return None;
        }
        let [first, second, (kind, control)] = [1, 2, 3].map(|i| self.lane(lane + i));
        let signal = first == (0, false) && second == (0, false) && !control;
        (signal && (1..=2).contains(&kind)).then_some(kind)
    }

    fn lane(self, lane: usize) -> (u8, bool) {
        ((self.data >> (8 * lane)) as u8, self.ctrl >> lane & 1 == 1)
    }
}

impl Default for Word {
    fn default() -> Self {
        Word::IDLE
    }
}

/// Why a frame can't be trusted.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum FrameError {
    /// An /E/ or any other control character than /T/ inside the frame.
    ControlInside,
    /// The frame check sequence is not that of the bytes.
    BadFcs,
    /// Something else than 0x55 … 0xD5 between /S/ and the frame.
    BadPreamble,
    /// Fewer than 64 bytes with FCS.
    Undersize,
    /// More than [`MAX_FRAME`] bytes: a transmitter that doesn't stop.
    Endless,
}

/// A frame as it stood on the wire: from destination address to FCS.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WireFrame {
    pub bytes: Vec<u8>,
    /// Cycle of the word with /S/.
    pub start_cycle: u64,
    /// Cycle of the word with /T/ (or whatever ended the frame).
    pub end_cycle: u64,
    /// Lane of /S/: 0 or 4.
    pub start_lane: u8,
    /// Idle bytes between the previous /T/ (included) and this /S/; `None` for the first.
    pub gap: Option<u64>,
    pub error: Option<FrameError>,
}

/// Recovers frames from XGMII words.
#[derive(Clone, Debug, Default)]
pub struct Decoder {
    cycle: u64,
    /// Byte position of the last /T/ since the first word.
    last_terminate: Option<u64>,
    frame: Option<Partial>,
    /// Characters outside frames that are neither idle, a well placed /S/, nor a fault signal; and
    /// fault signals in the word of a /T/, which no 10GBASE-R PCS can encode.
    pub coding_errors: u64,
    /// Fault signals outside frames: local, remote.
    pub faults: [u64; 2],
}

#[derive(Clone, Debug)]
struct Partial {
    frame: WireFrame,
    /// Bytes of the preamble still to come, SFD included.
    preamble_left: u8,
}

impl Decoder {
    /// Takes the next word; at most one frame ends in a word.
    pub fn push(&mut self, word: Word) -> Option<WireFrame> {
        let cycle = self.cycle;
        self.cycle += 1;
        if word == Word::IDLE && self.frame.is_none() {
            return None;
        }
        let mut done = None;
        let mut skip = 0;
        for lane in 0..8 {
            let (byte, control) = word.lane(lane);
            if skip > 0 {
                skip -= 1;
                continue;
            }
            if let (None, Some(kind)) = (&self.frame, word.fault(lane)) {
                self.faults[usize::from(kind) - 1] += 1;
                let beside = self.last_terminate.is_some_and(|t| t / 8 == cycle);
                self.coding_errors += u64::from(beside);
                skip = 3;
                continue;
            }
            match (&mut self.frame, control) {
                (Some(partial), false) => partial.byte(byte),
                (Some(partial), true) => {
                    if byte != TERMINATE {
                        partial.frame.error.get_or_insert(FrameError::ControlInside);
                        // /E/ is data that was damaged: the frame goes on. Anything else ends it.
                        if byte == ERROR {
                            partial.frame.bytes.push(0);
                            continue;
                        }
                    }
                    self.last_terminate = Some(cycle * 8 + lane as u64);
                    done = self.frame.take().map(|p| p.finish(cycle));
                }
                (None, true) if byte == START && lane % 4 == 0 => {
                    let at = cycle * 8 + lane as u64;
                    self.frame = Some(Partial {
                        frame: WireFrame {
                            bytes: Vec::with_capacity(128),
                            start_cycle: cycle,
                            end_cycle: cycle,
                            start_lane: lane as u8,
                            gap: self.last_terminate.map(|t| at - t),
                            error: None,
                        },
                        preamble_left: 7,
                    });
                }
                (None, true) if byte == IDLE => {}
                (None, _) => self.coding_errors += 1,
            }
        }
        done
    }

    /// True inside a frame.
    pub fn busy(&self) -> bool {
        self.frame.is_some()
    }
}

impl Partial {
    fn byte(&mut self, byte: u8) {
        if self.preamble_left == 0 {
            if self.frame.bytes.len() < MAX_FRAME {
                self.frame.bytes.push(byte);
            } else {
                self.frame.error.get_or_insert(FrameError::Endless);
            }
            return;
        }
        self.preamble_left -= 1;
        let wanted = if self.preamble_left == 0 { SFD } else { PREAMBLE };
        if byte != wanted {
            self.frame.error.get_or_insert(FrameError::BadPreamble);
        }
    }

    fn finish(mut self, cycle: u64) -> WireFrame {
        self.frame.end_cycle = cycle;
        let bytes = &self.frame.bytes;
        if self.frame.error.is_none() {
            if bytes.len() < 64 {
                self.frame.error = Some(FrameError::Undersize);
            } else if !fcs_is_good(bytes) {
                self.frame.error = Some(FrameError::BadFcs);
            }
        }
        self.frame
    }
}

/// Turns frames into XGMII words with a deficit idle count: the gap is 12 bytes on average and
/// never below 9, every frame starts in lane 0 or 4.
#[derive(Clone, Debug, Default)]
pub struct Encoder {
    queue: std::collections::VecDeque<Word>,
    /// Characters of the last, still incomplete word.
    partial: Vec<(u8, bool)>,
    /// Bytes by which past gaps fell short of 12 (0..=3).
    deficit: u8,
}

impl Encoder {
    /// Queues a frame that already has padding and FCS; `with_error` puts an /E/ before /T/.
    pub fn push(&mut self, bytes: &[u8], with_error: bool) {
        while self.partial.len() % 4 != 0 {
            // Only when the line has been idle: the gap before is then long enough anyway.
            self.put(IDLE, true);
        }
        self.put(START, true);
        (0..6).for_each(|_| self.put(PREAMBLE, false));
        self.put(SFD, false);
        let data = bytes.len().saturating_sub(usize::from(with_error));
        bytes[..data].iter().for_each(|&b| self.put(b, false));
        if with_error {
            self.put(ERROR, true);
        }
        self.put(TERMINATE, true);
        // Of /T/ and idles 12 bytes are wanted; start lanes allow multiples of 4 only.
        let past_lane = (self.partial.len() + 11) % 4;
        let mut idles = 11;
        if past_lane != 0 {
            if usize::from(self.deficit) + past_lane <= 3 {
                self.deficit += past_lane as u8;
                idles -= past_lane;
            } else {
                self.deficit -= (4 - past_lane) as u8;
                idles += 4 - past_lane;
            }
        }
        (0..idles).for_each(|_| self.put(IDLE, true));
    }

    /// The next word to transmit; idle when nothing is queued.
    pub fn pop(&mut self) -> Word {
        if let Some(word) = self.queue.pop_front() {
            return word;
        }
        if self.partial.is_empty() {
            self.deficit = 0;
            return Word::IDLE;
        }
        while !self.partial.is_empty() {
            self.put(IDLE, true);
        }
        self.deficit = 0;
        self.queue.pop_front().unwrap_or(Word::IDLE)
    }

    /// Words queued and not yet popped.
    pub fn backlog(&self) -> usize {
        self.queue.len()
    }

    fn put(&mut self, byte: u8, control: bool) {
        self.partial.push((byte, control));
        if self.partial.len() == 8 {
            let mut word = Word { data: 0, ctrl: 0 };
            for (lane, (byte, control)) in self.partial.drain(..).enumerate() {
                word.data |= u64::from(byte) << (8 * lane);
                word.ctrl |= u8::from(control) << lane;
            }
            self.queue.push_back(word);
        }
    }
}

const fn crc_table() -> [u32; 256] {
    let mut table = [0u32; 256];
    let mut i = 0;
    while i < 256 {
        let mut value = i as u32;
        let mut bit = 0;
        while bit < 8 {
            value = if value & 1 == 1 { 0xEDB8_8320 ^ (value >> 1) } else { value >> 1 };
            bit += 1;
        }
        table[i] = value;
        i += 1;
    }
    table
}

static CRC: [u32; 256] = crc_table();

/// CRC-32 of IEEE 802.3 clause 3.2.9, as the four FCS bytes read least significant first.
pub fn crc32(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(!0u32, |crc, &b| CRC[((crc ^ u32::from(b)) & 0xFF) as usize] ^ (crc >> 8))
}

/// True if the last four bytes are the FCS of those before.
pub fn fcs_is_good(bytes: &[u8]) -> bool {
    bytes
        .split_last_chunk::<4>()
        .is_some_and(|(frame, fcs)| crc32(frame) == u32::from_le_bytes(*fcs))
}

/// A frame padded to 60 bytes, with its FCS.
pub fn with_fcs(frame: &[u8]) -> Vec<u8> {
    let mut bytes = frame.to_vec();
    if bytes.len() < 60 {
        bytes.resize(60, 0);
    }
    let fcs = crc32(&bytes);
    bytes.extend_from_slice(&fcs.to_le_bytes());
    bytes
}

#[cfg(test)]
#[allow(non_snake_case)]
mod tests {
    use super::*;

    fn frame(length: usize, salt: u8) -> Vec<u8> {
        with_fcs(&(0..length).map(|i| (i as u8).wrapping_mul(7) ^ salt).collect::<Vec<_>>())
    }

    fn run(frames: &[Vec<u8>]) -> Vec<WireFrame> {
        let mut encoder = Encoder::default();
        let mut decoder = Decoder::default();
        frames.iter().for_each(|f| encoder.push(f, false));
        let words = encoder.backlog() + 4;
        (0..words).filter_map(|_| decoder.push(encoder.pop())).collect()
    }

    #[test]
    fn crc32__check_value__of_the_catalogue() {
        // "123456789" → 0xCBF43926, the check value of CRC-32/ISO-HDLC.
        assert_eq!(crc32(b"123456789"), 0xCBF4_3926);
    }

    #[test]
    fn xgmii__every_length__back_to_back() {
        let frames: Vec<_> = (60..=1514).map(|n| frame(n, n as u8)).collect();
        let got = run(&frames);
        assert_eq!(got.len(), frames.len());
        for (g, f) in got.iter().zip(&frames) {
            assert_eq!((&g.bytes, g.error), (f, None));
            assert!(g.gap.is_none_or(|gap| (9..=15).contains(&gap)), "{:?}", g.gap);
        }
        let gaps: u64 = got.iter().filter_map(|g| g.gap).sum();
        let mean = gaps as f64 / (got.len() - 1) as f64;
        assert!((11.9..=12.1).contains(&mean), "{mean}");
        assert!(got.iter().any(|g| g.start_lane == 4) && got.iter().any(|g| g.start_lane == 0));
    }

    #[test]
    fn xgmii__short_frames__are_padded_by_with_fcs_and_undersize_without() {
        assert_eq!(frame(14, 0).len(), 64);
        assert_eq!(run(&[frame(60, 0)[..40].to_vec()])[0].error, Some(FrameError::Undersize));
    }

    #[test]
    fn xgmii__flipped_bit__is_a_bad_fcs() {
        let mut bad = frame(100, 3);
        bad[50] ^= 0x10;
        assert_eq!(run(&[bad])[0].error, Some(FrameError::BadFcs));
    }

    #[test]
    fn xgmii__error_character__spoils_the_frame_and_only_that() {
        let mut encoder = Encoder::default();
        encoder.push(&frame(100, 1), true);
        encoder.push(&frame(100, 2), false);
        let mut decoder = Decoder::default();
        let got: Vec<_> = (0..60).filter_map(|_| decoder.push(encoder.pop())).collect();
        assert_eq!(got[0].error, Some(FrameError::ControlInside));
        assert_eq!((got[1].error, &got[1].bytes), (None, &frame(100, 2)));
    }

    #[test]
    fn xgmii__idle_line__makes_no_frames() {
        let mut decoder = Decoder::default();
        assert!((0..100).all(|_| decoder.push(Encoder::default().pop()).is_none()));
        assert_eq!(decoder.coding_errors, 0);
        decoder.push(Word { data: 0x0707_0707_07FB_0707, ctrl: 0xFF });
        assert_eq!(decoder.coding_errors, 1, "/S/ in lane 2");
        decoder.push(Word::LOCAL_FAULT);
        decoder.push(Word::REMOTE_FAULT);
        decoder.push(Word { data: 0x0200_009C_0707_0707, ctrl: 0x1F });
        assert_eq!((decoder.coding_errors, decoder.faults), (1, [2, 3]));
        decoder.push(Word { data: 0x0300_009C_0707_0707, ctrl: 0x1F });
        assert!(decoder.coding_errors > 1 && decoder.faults == [2, 3], "no fault signal");
    }
}
