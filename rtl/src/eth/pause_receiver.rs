//! Takes MAC control frames out of what comes in and times the PAUSE they ask for (IEEE 802.3
//! clause 31, annex 31B).
//!
//! **Ports.** `clock`, `reset`; `inp`, `out`, flows of beats, frames from the destination address
//! on, without FCS; `honour`: act on PAUSE; `transmitting`: a frame that is not a MAC control frame is under way at our transmitter;
//! `paused`: none may begin. `pause_received` and `control_dropped`, each high for one clock, with
//! the last beat of a good PAUSE frame to that address, and of any other good MAC control frame.
//!
//! Every MAC control frame, whatever its opcode and destination, leaves with `error` on its last
//! beat. PAUSE is one to 01-80-C2-00-00-01, which no Ethernet switch forwards: one to our own address, which
//! annex 31B allows as well, could come from any group. It takes effect when its last beat
//! comes without `error`, so never before its FCS is known: `paused` is high from the next clock
//! on, for 8 clocks a quantum, in which `transmitting` is low. A frame that was under way
//! when PAUSE came thus takes nothing from the silence (annex 31B's timer starts after it, too).
//! A new PAUSE replaces what is left of the one before; one of 0 quanta ends it. Without
//! `honour` PAUSE is taken out and counted but not obeyed, and one that runs ends a clock later.
//!
//! **Latency.** 0; `paused` follows the last beat by one clock. **Throughput.** One beat a clock.
//!
//! **Reset.** Not paused; the next beat begins a frame.
//!
//! **Limits.** A frame of 16 bytes or fewer passes as it is, and PAUSE must be longer than 24 bytes
//! (the MAC marks all below 60). Priority flow control (opcode 0x0101) is dropped like any
//! unknown opcode. A MAC control frame within a VLAN tag is none.
//!
//! **Why not** a timer of 16 bits behind a divider by 8: a PAUSE would then last up to 7 clocks
//! less, depending on where the divider stands, or the divider be set back with it, which is the
//! same counter in two parts.
//!
//! PAUSE of 1 quantum, while a frame is under way until clock 5:
//!
//! ```text
//! clock           0                1                2    3 4 5 6 7 8 9 10 11 12 13 14
//! honour          1                1                1    1 1 1 1 1 1 1 1  1  1  1  1
//! transmitting    1                1                1    1 1 1 0 0 0 0 0  0  0  0  0
//! inp_valid       1                1                1    1 0 0 0 0 0 0 0  0  0  0  0
//! inp_data        0201010000C28001 0100088806050403 0100 0 - - - - - - -  -  -  -  -
//! inp_last        0                0                0    1 - - - - - - -  -  -  -  -
//! inp_error       0                0                0    0 - - - - - - -  -  -  -  -
//! out_valid       1                1                1    1 0 0 0 0 0 0 0  0  0  0  0
//! out_last        0                0                0    1 - - - - - - -  -  -  -  -
//! out_error       0                0                0    1 - - - - - - -  -  -  -  -
//! pause_received  0                0                0    1 0 0 0 0 0 0 0  0  0  0  0
//! control_dropped 0                0                0    0 0 0 0 0 0 0 0  0  0  0  0
//! paused          0                0                0    0 1 1 1 1 1 1 1  1  1  1  0
//! ```

use crate::prim::stream::{Beat, FlowIn, FlowOut};
use expether_hdl::prelude::*;
use expether_wire::pause::{self, ADDRESS_IN_LANES, OPCODE_IN_LANES, QUANTUM_BITS, TYPE_IN_LANES};

const TYPE_BIT: usize = pause::ETHERTYPE.lane_bit();
const OPCODE_BIT: usize = pause::OPCODE.lane_bit();
const TIME_BIT: usize = pause::TIME.lane_bit();
/// The states below and the width of the timer stand on this.
const _: () = assert!(
    pause::DESTINATION.beat() == 0
        && pause::ETHERTYPE.beat() == 1
        && pause::OPCODE.beat() == 1
        && pause::TIME.beat() == 2
        && QUANTUM_BITS == 8 * 64
);

/// Which beat comes next.
#[derive(Copy, Clone, PartialEq, Debug, LogicState)]
pub enum Place {
    /// Destination, and a part of the source.
    Destination,
    /// Type and opcode.
    Type,
    /// The time.
    Time,
    /// What follows.
    Rest,
}

/// See the [module](self).
#[derive(LogicBlock, Default)]
pub struct PauseReceiver {
    pub clock: Signal<In, Clock>,
    pub reset: Signal<In, Bit>,
    pub inp: FlowIn<Beat>,
    pub out: FlowOut<Beat>,
    /// Act on PAUSE.
    pub honour: Signal<In, Bit>,
    /// A frame is under way at our transmitter.
    pub transmitting: Signal<In, Bit>,
    /// No frame may begin.
    pub paused: Signal<Out, Bit>,
    /// The last beat of a good PAUSE frame.
    pub pause_received: Signal<Out, Bit>,
    /// The last beat of another good MAC control frame.
    pub control_dropped: Signal<Out, Bit>,
    place: Reg<Place>,
    /// The frame goes to the link partner, whoever that is.
    to_partner: Reg<Bit>,
    /// The frame, known from its third beat on, is a MAC control frame.
    is_control: Reg<Bit>,
    /// Likewise: it is PAUSE.
    is_pause: Reg<Bit>,
    pause_time: DataReg<Bits<16>>,
    /// Clocks left, while `running`.
    timer: DataReg<Bits<19>>,
    running: Reg<Bit>,
}

impl Logic for PauseReceiver {
    #[kernel]
    fn update(&mut self) {
        clocked!(self, place, to_partner, is_control, is_pause, pause_time, timer, running);

        let beat = self.inp.payload.val();
        let valid = self.inp.valid.val();
        if valid {
            match self.place.q.val() {
                Place::Destination => {
                    let destination = beat.data.get_bits::<48>(0);
                    self.to_partner.d.next = destination == ADDRESS_IN_LANES;
                    self.place.d.next = Place::Type;
                }
                Place::Type => {
                    let is_control = beat.data.get_bits::<16>(TYPE_BIT) == TYPE_IN_LANES;
                    self.is_control.d.next = is_control;
                    self.is_pause.d.next = is_control
                        && self.to_partner.q.val()
                        && beat.data.get_bits::<16>(OPCODE_BIT) == OPCODE_IN_LANES;
                    self.place.d.next = Place::Time;
                }
                Place::Time => {
                    self.pause_time.d.next = cat!(
                        beat.data.get_bits::<8>(TIME_BIT),
                        beat.data.get_bits::<8>(TIME_BIT + 8)
                    );
                    self.place.d.next = Place::Rest;
                }
                Place::Rest => {}
            }
            if beat.last {
                self.place.d.next = Place::Destination;
                self.is_control.d.next = false;
                self.is_pause.d.next = false;
            }
        }

        // Only registers say what a frame is when it ends; all of it has been seen by then.
        let ends_control = beat.last && self.is_control.q.val();
        let good_control = valid && ends_control && !beat.error;
        let is_pause = self.is_pause.q.val() && self.place.q.val() == Place::Rest;
        let good_pause = good_control && is_pause;
        self.pause_received.next = good_pause;
        self.control_dropped.next = good_control && !is_pause;

        if self.running.q.val() && !self.transmitting.val() {
            self.timer.d.next = self.timer.q.val() - 1;
            if self.timer.q.val() == 1 {
                self.running.d.next = false;
            }
        }
        if good_pause {
            self.timer.d.next = cat!(self.pause_time.q.val(), bits::<3>(0));
            self.running.d.next = self.pause_time.q.val().any();
        }
        if !self.honour.val() {
            self.running.d.next = false;
        }
        self.paused.next = self.running.q.val();

        self.out.valid.next = valid;
        self.out.payload.next = Beat {
            data: beat.data,
            keep: beat.keep,
            last: beat.last,
            error: beat.error || ends_control,
        };
    }
}

#[cfg(test)]
#[allow(non_snake_case)]
mod tests {
    use super::*;
    use crate::bridge::testing::{beats_of, reset, settle, step};
    use expether_wire::ethernet::{MacAddress, MIN_FRAME};
    use expether_wire::pause::{Repr, PAUSE_ADDRESS};

    const LOCAL: MacAddress = MacAddress([2, 0x11, 0x22, 0x33, 0x44, 0x55]);

    fn uut() -> PauseReceiver {
        let mut uut = PauseReceiver::default();
        uut.connect_all();
        uut.honour.next = true;
        reset!(uut);
        uut
    }

    fn pause_frame(destination: u64, pause_time: u16) -> Vec<u8> {
        let destination = MacAddress::from_u64(destination);
        let mut frame = Repr { destination, source: LOCAL, pause_time }.to_bytes().to_vec();
        frame.resize(MIN_FRAME, 0);
        frame
    }

    /// Sends a frame: `error` on its last beat, `pause_received`, `control_dropped`.
    fn send(uut: &mut PauseReceiver, frame: &[u8], error: bool) -> (bool, bool, bool) {
        let beats = beats_of(frame);
        for (i, beat) in beats.iter().enumerate() {
            let last = i + 1 == beats.len();
            uut.inp.valid.next = true;
            uut.inp.payload.next = Beat { error: last && error, ..*beat };
            settle!(*uut);
            let out = uut.out.payload.val();
            assert!(uut.out.valid.val());
            assert_eq!((out.data, out.keep, out.last), (beat.data, beat.keep, beat.last));
            let seen = (out.error, uut.pause_received.val(), uut.control_dropped.val());
            step!(*uut);
            uut.inp.valid.next = false;
            if last {
                return seen;
            }
            assert_eq!(seen, (false, false, false), "beat {i}");
        }
        panic!("a frame has beats");
    }

    /// Clocks until `paused` falls.
    fn clocks_paused(uut: &mut PauseReceiver) -> usize {
        settle!(*uut);
        let mut clocks = 0;
        while uut.paused.val() {
            clocks += 1;
            assert!(clocks < 10_000, "paused for ever");
            step!(*uut);
        }
        clocks
    }

    #[test]
    fn pause_receiver__good_pause__is_taken_out_and_lasts_eight_clocks_a_quantum() {
        let mut uut = uut();
        for quanta in [1, 2, 0x101] {
            assert_eq!(
                send(&mut uut, &pause_frame(PAUSE_ADDRESS, quanta), false),
                (true, true, false)
            );
            assert_eq!(clocks_paused(&mut uut), 8 * usize::from(quanta));
        }
    }

    #[test]
    fn pause_receiver__while_transmitting__the_time_stands_still() {
        let mut uut = uut();
        uut.transmitting.next = true;
        send(&mut uut, &pause_frame(PAUSE_ADDRESS, 3), false);
        for _ in 0..50 {
            settle!(uut);
            assert!(uut.paused.val());
            step!(uut);
        }
        uut.transmitting.next = false;
        assert_eq!(clocks_paused(&mut uut), 24);
    }

    #[test]
    fn pause_receiver__another_pause__replaces_what_is_left() {
        let mut uut = uut();
        for (quanta, clocks) in [(2, 16), (0, 0)] {
            send(&mut uut, &pause_frame(PAUSE_ADDRESS, 0xFFFF), false);
            send(&mut uut, &pause_frame(PAUSE_ADDRESS, quanta), false);
            assert_eq!(clocks_paused(&mut uut), clocks);
        }
    }

    #[test]
    fn pause_receiver__bad_or_foreign_control__is_taken_out_and_not_obeyed() {
        let mut uut = uut();
        let good = pause_frame(PAUSE_ADDRESS, 9);
        assert_eq!(send(&mut uut, &good, true), (true, false, false), "bad FCS");
        for address in [PAUSE_ADDRESS ^ 2, LOCAL.to_u64()] {
            let elsewhere = pause_frame(address, 9);
            assert_eq!(send(&mut uut, &elsewhere, false), (true, false, true), "destination");
        }
        let mut priority = good.clone();
        priority[14] = 1;
        assert_eq!(send(&mut uut, &priority, false), (true, false, true), "opcode");
        assert_eq!(send(&mut uut, &good[..24], false), (true, false, true), "short");
        let mut data = good.clone();
        data[13] = 0;
        assert_eq!(send(&mut uut, &data, false), (false, false, false), "another type");
        assert_eq!(clocks_paused(&mut uut), 0);
    }

    #[test]
    fn pause_receiver__not_honoured__is_taken_out_and_told_but_not_obeyed() {
        let mut uut = uut();
        uut.honour.next = false;
        let pause = pause_frame(PAUSE_ADDRESS, 9);
        assert_eq!(send(&mut uut, &pause, false), (true, true, false));
        assert_eq!(clocks_paused(&mut uut), 0);
        uut.honour.next = true;
        send(&mut uut, &pause, false);
        uut.honour.next = false;
        assert_eq!(clocks_paused(&mut uut), 1);
    }
}
