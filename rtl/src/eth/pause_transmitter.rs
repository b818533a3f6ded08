//! Asks the neighbour for silence while our buffers fill, and is silent while it asks us (IEEE
//! 802.3 clause 31, annex 31B).
//!
//! **Ports.** `clock`, `reset`; `inp`, `out`, streams of beats, frames from the destination address
//! on, without padding and FCS, `out` to [`xgmii_mac_tx`](crate::eth::xgmii_mac_tx). `paused`: no
//! frame from `inp` begins; one that has begun is finished. `enable`, `congested`, `pause_quanta`:
//! while both are high, and the quanta not 0, the neighbour is kept in PAUSE. `local_mac`: our
//! address, the byte sent first in bits 7:0. `transmitting`: a frame from `inp` is under way.
//! `pause_sent`: high for one clock with the last beat of each PAUSE frame.
//!
//! A PAUSE frame of `pause_quanta` begins as soon as no frame is under way, and again each time
//! half of what it asked for has passed: `4 · pause_quanta` clocks from first beat to first beat.
//! When `congested` or `enable` ends, or the quanta become 0, one of 0 quanta lets the neighbour
//! go on. PAUSE frames go out in spite of `paused`. Between two of them a frame from `inp` that
//! waits goes first, so that even the shortest time, or a `congested` that flickers, leaves room
//! for data. `local_mac` must stand still.
//!
//! **Latency.** 1 clock; from `congested` to the first beat of PAUSE on an idle line, 2.
//! **Throughput.** One beat a clock, frame after frame without a gap; a PAUSE frame takes 3 beats,
//! and 10.5 clocks of the line.
//!
//! **Reset.** Nothing is under way, and the neighbour taken for not paused: if it was, its timer
//! runs out.
//!
//! **Limits.** A frame whose first beat has been taken has begun, although the MAC may not have
//! taken it yet. The neighbour goes on by itself if the longest frame from `inp` takes more than
//! half the time it was asked for: 1,518 bytes are 24 quanta, so `pause_quanta` wants to be 50 or
//! more. `inp_ready` depends on `out_ready` in the same clock.
//!
//! **Why not** latency 0: the CRC of the MAC begins at `out`, on the MAC's longest path. **Why
//! not** padding to 60 bytes here: the MAC does it.
//!
//! PAUSE, its repetition and its end; between them a frame:
//!
//! ```text
//! clock        0 1 2                3                4   5 6 7 8 9 10               11               12  13               14               15 16
//! enable       1 1 1                1                1   1 1 1 1 1 1                1                1   1                1                1  1
//! paused       0 0 0                0                0   0 0 0 0 0 0                0                0   0                0                0  0
//! congested    1 1 1                1                1   1 1 1 1 1 1                0                0   0                0                0  0
//! pause_quanta 2 2 2                2                2   2 2 2 2 2 2                2                2   2                2                2  2
//! inp_valid    0 0 1                1                1   1 0 0 0 0 0                0                0   0                0                0  0
//! inp_data     - - A                A                A   B - - - - -                -                -   -                -                -  -
//! inp_last     - - 0                0                0   1 - - - - -                -                -   -                -                -  -
//! inp_ready    - - 0                0                1   1 - - - - 0                0                -   0                0                -  -
//! out_ready    1 1 1                1                1   1 1 1 1 1 1                1                1   1                1                1  1
//! out_valid    0 0 1                1                1   1 1 0 0 0 1                1                1   1                1                1  0
//! out_data     - - 0201010000C28001 0100088806050403 200 A B - - - 0201010000C28001 0100088806050403 200 0201010000C28001 0100088806050403 0  -
//! out_keep     - - FF               FF               3   - - - - - FF               FF               3   FF               FF               3  -
//! out_last     - - 0                0                1   0 1 - - - 0                0                1   0                0                1  -
//! transmitting 0 0 0                0                0   1 0 0 0 0 0                0                0   0                0                0  0
//! pause_sent   0 0 0                1                0   0 0 0 0 0 0                1                0   0                1                0  0
//! ```

use crate::prim::stream::{Beat, StreamIn, StreamOut};
use expether_hdl::prelude::*;
use expether_wire::pause::{self, ADDRESS_IN_LANES, OPCODE_IN_LANES, QUANTUM_BITS, TYPE_IN_LANES};

/// The beats below are made as the table has them.
const _: () = assert!(
    pause::DESTINATION.lane() == 0
        && pause::SOURCE.lane() == 6
        && pause::ETHERTYPE.lane() == 4
        && pause::OPCODE.lane() == 6
        && pause::TIME.byte == 16
        && pause::HEADER.length == 18
        && QUANTUM_BITS == 8 * 64
);

/// What is under way.
#[derive(Copy, Clone, PartialEq, Debug, LogicState)]
pub enum State {
    /// Nothing: the next beat begins a frame.
    Between,
    /// A frame from `inp`.
    Frame,
    /// A PAUSE frame: its second beat comes next.
    Source,
    /// Its third and last.
    Time,
}

/// See the [module](self).
#[derive(LogicBlock, Default)]
pub struct PauseTransmitter {
    pub clock: Signal<In, Clock>,
    pub reset: Signal<In, Bit>,
    pub inp: StreamIn<Beat>,
    pub out: StreamOut<Beat>,
    /// No frame from `inp` may begin.
    pub paused: Signal<In, Bit>,
    /// The neighbour may be asked for silence.
    pub enable: Signal<In, Bit>,
    /// Our buffers fill.
    pub congested: Signal<In, Bit>,
    /// For how long, in units of 512 bit times.
    pub pause_quanta: Signal<In, Bits<16>>,
    /// Our address; the byte sent first in bits 7:0.
    pub local_mac: Signal<In, Bits<48>>,
    /// A frame from `inp` is under way.
    pub transmitting: Signal<Out, Bit>,
    /// A PAUSE frame has ended.
    pub pause_sent: Signal<Out, Bit>,
    state: Reg<State>,
    /// The neighbour shall be silent, for so long: the inputs of the clock before.
    wanted: Reg<Bit>,
    wanted_time: DataReg<Bits<16>>,
    /// What the PAUSE frame under way asks for.
    sent_time: DataReg<Bits<16>>,
    /// The neighbour was last asked for silence.
    peer_paused: Reg<Bit>,
    /// In the next clock half of it has passed.
    half_over: Reg<Bit>,
    /// A PAUSE frame has to be sent; a register of its own for a short path to `beat` and
    /// `inp_ready`.
    due: Reg<Bit>,
    /// Clocks until then.
    timer: DataReg<Bits<18>>,
    /// The frame that began last was a PAUSE frame.
    after_pause: Reg<Bit>,
    beat_valid: Reg<Bit>,
    beat: DataReg<Beat>,
}

impl Logic for PauseTransmitter {
    #[kernel]
    fn update(&mut self) {
        clocked!(
            self,
            state,
            wanted,
            wanted_time,
            sent_time,
            peer_paused,
            half_over,
            due,
            timer,
            after_pause,
            beat_valid,
            beat
        );
        let state = self.state.q.val();
        let between = state == State::Between;
        let inside = state == State::Frame;
        let advance = !self.beat_valid.q.val() || self.out.ready.val();
        let valid = self.inp.valid.val();

        // Whose turn it is. `inp_ready` may be high for a turn that nobody takes, so that it does
        // not depend on `inp_valid`.
        let due = self.due.q.val();
        let frames_turn = !self.paused.val() && (!due || self.after_pause.q.val());
        let pause_begins = between && due && !(frames_turn && valid);
        self.inp.ready.next = advance && (inside || (between && frames_turn));

        // The next beat.
        let local_mac = self.local_mac.val();
        let time = self.sent_time.q.val();
        let mut next = self.inp.payload.val();
        let mut made = valid;
        self.pause_sent.next = false;
        match state {
            State::Between => {
                made = pause_begins || (frames_turn && valid);
                if pause_begins {
                    next = Beat {
                        data: cat!(local_mac.get_bits::<16>(0), bits::<48>(ADDRESS_IN_LANES)),
                        keep: bits::<8>(0xFF),
                        last: false,
                        error: false,
                    };
                }
                if advance && pause_begins {
                    self.state.d.next = State::Source;
                    self.after_pause.d.next = true;
                } else if advance && made {
                    self.after_pause.d.next = false;
                    if !next.last {
                        self.state.d.next = State::Frame;
                    }
                }
            }
            State::Frame => {
                if advance && valid && next.last {
                    self.state.d.next = State::Between;
                }
            }
            State::Source => {
                made = true;
                next = Beat {
                    data: cat!(
                        bits::<16>(OPCODE_IN_LANES),
                        bits::<16>(TYPE_IN_LANES),
                        local_mac.get_bits::<32>(16)
                    ),
                    keep: bits::<8>(0xFF),
                    last: false,
                    error: false,
                };
                if advance {
                    self.state.d.next = State::Time;
                }
            }
            State::Time => {
                made = true;
                next = Beat {
                    data: cat!(bits::<48>(0), time.get_bits::<8>(0), time.get_bits::<8>(8)),
                    keep: bits::<8>(0x03),
                    last: true,
                    error: false,
                };
                if advance {
                    self.state.d.next = State::Between;
                    self.pause_sent.next = true;
                }
            }
        }
        if advance {
            self.beat_valid.d.next = made;
            self.beat.d.next = next;
        }
        self.out.payload.next = self.beat.q.val();
        self.out.valid.next = self.beat_valid.q.val();
        self.transmitting.next = inside;

        // What the neighbour was told, and when it has to be told again: at the earliest four
        // clocks later, so that `half_over` and `due` can each be made a clock ahead. In the
        // clock after a first beat `due` says nothing: there the second comes next.
        let wants = self.enable.val() && self.congested.val() && self.pause_quanta.val().any();
        self.wanted.d.next = wants;
        self.wanted_time.d.next = self.pause_quanta.val();
        let peer_paused = self.peer_paused.q.val();
        self.due.d.next = if wants { !peer_paused || self.half_over.q.val() } else { peer_paused };
        if peer_paused && !self.half_over.q.val() {
            self.timer.d.next = self.timer.q.val() - 1;
            self.half_over.d.next = self.timer.q.val() == 3;
        }
        if advance && pause_begins {
            let wanted = self.wanted.q.val();
            self.peer_paused.d.next = wanted;
            self.sent_time.d.next = if wanted { self.wanted_time.q.val() } else { bits::<16>(0) };
            self.timer.d.next = cat!(self.wanted_time.q.val(), bits::<2>(0));
            self.half_over.d.next = false;
        }
    }
}

#[cfg(test)]
#[allow(non_snake_case)]
mod tests {
    use super::*;
    use crate::bridge::testing::{beats_of, reset, settle, step, Collector, Random};
    use expether_wire::ethernet::MacAddress;
    use expether_wire::pause::{Repr, PAUSE_ADDRESS};

    const LOCAL: MacAddress = MacAddress([2, 0x11, 0x22, 0x33, 0x44, 0x55]);

    fn uut() -> PauseTransmitter {
        let mut uut = PauseTransmitter::default();
        uut.connect_all();
        uut.local_mac.next = bits(u64::from_le_bytes([2, 0x11, 0x22, 0x33, 0x44, 0x55, 0, 0]));
        uut.enable.next = true;
        uut.out.ready.next = true;
        reset!(uut);
        uut
    }

    /// The PAUSE frame that the software makes.
    fn pause_frame(pause_time: u16) -> Vec<u8> {
        let destination = MacAddress::from_u64(PAUSE_ADDRESS);
        Repr { destination, source: LOCAL, pause_time }.to_bytes().to_vec()
    }

    /// What comes out in so many clocks: packets, and the clock of each first beat.
    fn run(
        uut: &mut PauseTransmitter,
        frames: &[Vec<u8>],
        clocks: usize,
        stalls: u64,
        mut each: impl FnMut(usize, &mut PauseTransmitter),
    ) -> (Vec<Vec<u8>>, Vec<usize>) {
        let mut beats = frames.iter().flat_map(|f| beats_of(f)).peekable();
        let mut random = Random::new(stalls);
        let (mut out, mut begins, mut inside) = (Collector::default(), vec![], false);
        for clock in 0..clocks {
            each(clock, uut);
            uut.inp.valid.next = beats.peek().is_some();
            uut.inp.payload.next = beats.peek().copied().unwrap_or_default();
            uut.out.ready.next = !random.chance(stalls);
            settle!(*uut);
            if uut.inp.valid.val() && uut.inp.ready.val() {
                beats.next();
            }
            if uut.out.valid.val() && uut.out.ready.val() {
                let beat = uut.out.payload.val();
                if !inside {
                    begins.push(clock);
                }
                inside = !beat.last;
                out.push(beat);
            } else {
                assert!(stalls > 0 || !inside, "a gap inside a frame");
            }
            step!(*uut);
        }
        assert!(beats.next().is_none(), "not all was taken");
        (out.packets.into_iter().map(|p| p.0).collect(), begins)
    }

    fn frames(count: usize) -> Vec<Vec<u8>> {
        let mut random = Random::new(7);
        (0..count).map(|i| random.bytes(8 + 5 * i)).collect()
    }

    #[test]
    fn pause_transmitter__not_congested__passes_every_frame_a_clock_later() {
        let frames = frames(12);
        let mut uut = uut();
        let (out, begins) = run(&mut uut, &frames, 80, 0, |_, _| ());
        assert_eq!(out, frames);
        let mut clock = 1;
        for (frame, begin) in frames.iter().zip(begins) {
            assert_eq!(begin, clock);
            clock += frame.len().div_ceil(8);
        }
        assert_eq!(run(&mut uut, &frames, 300, 50, |_, _| ()).0, frames);
    }

    #[test]
    fn pause_transmitter__congested__asks_again_each_half_time_and_then_for_none() {
        let mut uut = uut();
        let (out, begins) = run(&mut uut, &[], 200, 0, |clock, uut| {
            uut.pause_quanta.next = bits(7);
            uut.congested.next = (10..100).contains(&clock);
        });
        assert_eq!(out, [vec![pause_frame(7); 4], vec![pause_frame(0)]].concat());
        assert_eq!(begins, [12, 40, 68, 96, 102]);
    }

    #[test]
    fn pause_transmitter__enable_falls_or_quanta_become_zero__lets_the_neighbour_go() {
        for by_enable in [true, false] {
            let mut uut = uut();
            let (out, begins) = run(&mut uut, &[], 60, 0, |clock, uut| {
                uut.congested.next = true;
                let off = clock >= 20;
                uut.enable.next = !(by_enable && off);
                uut.pause_quanta.next = bits(if !by_enable && off { 0 } else { 0x100 });
            });
            assert_eq!(out, [pause_frame(0x100), pause_frame(0)]);
            assert_eq!(begins, [2, 22]);
        }
    }

    #[test]
    fn pause_transmitter__paused__finishes_its_frame_and_sends_pause_alone() {
        let frames = vec![vec![1; 40], vec![2; 24]];
        let mut uut = uut();
        let (out, begins) = run(&mut uut, &frames, 60, 0, |clock, uut| {
            // The first frame's first beat is taken in clock 0.
            uut.paused.next = (1..30).contains(&clock);
            uut.congested.next = clock >= 3;
            uut.pause_quanta.next = bits(5000);
        });
        assert_eq!(out, [frames[0].clone(), pause_frame(5000), frames[1].clone()]);
        assert_eq!(begins, [1, 6, 31]);
    }

    #[test]
    fn pause_transmitter__shortest_time__leaves_every_second_turn_to_frames() {
        let frames = frames(10);
        let mut uut = uut();
        let (out, _) = run(&mut uut, &frames, 110, 0, |clock, uut| {
            uut.congested.next = clock < 80;
            uut.pause_quanta.next = bits(1);
        });
        let (pauses, others): (Vec<_>, Vec<_>) =
            out.iter().cloned().partition(|f| *f == pause_frame(1) || *f == pause_frame(0));
        assert_eq!(others, frames);
        assert_eq!(pauses.last(), Some(&pause_frame(0)));
        assert!(pauses.len() > frames.len(), "{} PAUSE frames", pauses.len());
    }
}
