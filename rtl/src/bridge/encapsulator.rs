//! Builds frames: four header beats, then the TLP.
//!
//! **Ports.** `data`: the next data frame's sequence number and length; `word`: its TLP, which
//! must not pause from the frame's fifth beat on (a MAC cannot wait within a frame). `reply`,
//! `reply_wanted`: what to tell the peer, and whether at once, in a bare ack frame if there is no
//! data frame to carry it. `reply_taken`: one cycle when a frame takes `reply`. `now`: the clock
//! of timestamps. `frame`: the Ethernet frame with a blank where the VLAN tag goes, without
//! padding and FCS. `sent`, `ack_sent`, `nak_sent`: one cycle for each frame, each bare ack frame
//! and each frame with flag NAK.
//!
//! Every frame carries the acknowledgement, as it stands when the third beat is made. No frame
//! begins while `settings.enable` is 0 or `discard` is high. One begun when `enable` falls is
//! finished, but its last beat has `error`: settings or its TLP may have changed meanwhile.
//!
//! **Latency** one clock from `data_valid` to the frame's first beat. **Throughput** one beat a
//! clock, frame after frame without a gap. **Reset** forgets a frame in progress.
//!
//! **Why not** two builders with an arbiter, one for data and one for acknowledgements: they
//! differ in two fields.
//!
//! A data frame, then a bare acknowledgement:
//!
//! ```text
//! clock          0   1                2        3               4          5  6 7                8        9            10         11
//! data_valid     1   0                0        0               0          0  0 0                0        0            0          0
//! data_sequence  102 -                -        -               -          -  - -                -        -            -          -
//! data_length_dw 3   -                -        -               -          -  - -                -        -            -          -
//! data_ready     1   0                0        0               0          0  1 0                0        0            1          1
//! word_valid     0   0                1        1               1          1  0 0                0        0            0          0
//! word_payload   -   -                A        A               A          B  - -                -        -            -          -
//! word_ready     0   0                0        0               1          1  0 0                0        0            0          0
//! reply_expected 7   7                7        7               7          7  9 9                9        9            9          9
//! reply_wanted   0   0                0        0               0          0  1 1                1        0            0          0
//! reply_taken    0   0                1        0               0          0  0 0                1        0            0          0
//! frame_ready    1   1                1        1               1          1  1 1                1        1            1          1
//! frame_valid    0   1                1        1               1          1  1 1                1        1            1          0
//! frame_data     -   1211060504030201 16151413 2015A038011B588 5634120700 A  B 1211060504030201 16151413 5A008012B588 5634120900 -
//! frame_keep     -   FF               FF       FF              FF         FF F FF               FF       FF           FF         -
//! frame_last     -   0                0        0               0          0  1 0                0        0            1          -
//! sent           0   0                0        0               0          1  0 0                0        1            0          0
//! ack_sent       0   0                0        0               0          0  0 0                0        1            0          0
//! ```

use expether_hdl::prelude::*;
use expether_wire::bridge::{frame_type, WIRE_VERSION};

use super::frame::{network16, network24, DataFrame, FabricSettings, Reply};
use crate::prim::stream::{Beat, StreamIn, StreamOut};

/// Which beat is made next.
#[derive(Copy, Clone, PartialEq, Debug, LogicState)]
pub enum State {
    /// Destination and the source's first two bytes, once there is a reason for a frame.
    Destination,
    /// The rest of the source, and the blank for the tag.
    Source,
    /// EtherType to sequence number.
    Control,
    /// Acknowledgement and timestamps.
    Acknowledgement,
    /// The TLP.
    Tlp,
    /// None: a TLP is thrown away.
    Discard,
}

/// Words of 8 bytes of a TLP.
#[kernel]
fn words_of(length_dw: Bits<12>) -> Bits<11> {
    bit_cast::<11, 12>((length_dw + 1) >> 1)
}

/// See the module's documentation.
#[derive(LogicBlock, Default)]
pub struct Encapsulator {
    /// Clock.
    pub clock: Signal<In, Clock>,
    /// Synchronous, active high.
    pub reset: Signal<In, Bit>,
    /// From the registers.
    pub settings: Signal<In, FabricSettings>,
    /// Ticks of 6.4 ns.
    pub now: Signal<In, Bits<24>>,
    /// The next data frame.
    pub data: StreamIn<DataFrame>,
    /// Its TLP, 8 bytes a word, byte 0 in bits 7:0.
    pub word: StreamIn<Bits<64>>,
    /// What `data` offers is to be taken and thrown away.
    pub discard: Signal<In, Bit>,
    /// Sequence number of the next new data frame, for frames that carry none.
    pub next_sequence: Signal<In, Bits<16>>,
    /// What to tell the peer.
    pub reply: Signal<In, Reply>,
    /// It shall be told now.
    pub reply_wanted: Signal<In, Bit>,
    /// `reply` is being put into a frame.
    pub reply_taken: Signal<Out, Bit>,
    /// The frame.
    pub frame: StreamOut<Beat>,
    /// A frame has ended.
    pub sent: Signal<Out, Bit>,
    /// A bare ack frame has ended.
    pub ack_sent: Signal<Out, Bit>,
    /// A frame takes a NAK.
    pub nak_sent: Signal<Out, Bit>,
    state: Reg<State>,
    is_data: DataReg<Bit>,
    frame_sequence: DataReg<Bits<16>>,
    length_dw: DataReg<Bits<12>>,
    words_left: DataReg<Bits<11>>,
    // The bridge was disabled since the frame began.
    spoiled: Reg<Bit>,
    told: DataReg<Reply>,
    beat_valid: Reg<Bit>,
    beat: DataReg<Beat>,
}

impl Logic for Encapsulator {
    #[kernel]
    fn update(&mut self) {
        clocked!(
            self,
            state,
            is_data,
            frame_sequence,
            length_dw,
            words_left,
            spoiled,
            told,
            beat_valid,
            beat
        );
        let settings = self.settings.val();
        let advance = !self.beat_valid.q.val() || self.frame.ready.val();
        let is_data = self.is_data.q.val();
        let length_dw = self.length_dw.q.val();
        let told = self.told.q.val();

        self.data.ready.next = false;
        self.word.ready.next = false;
        self.reply_taken.next = false;
        self.sent.next = false;
        self.ack_sent.next = false;
        self.nak_sent.next = false;

        let reply = self.reply.val();
        let kind = if is_data { bits::<4>(frame_type::DATA) } else { bits::<4>(frame_type::ACK) };
        let data: Bits<64> = match self.state.q.val() {
            State::Destination => cat!(settings.local_mac.get_bits::<16>(0), settings.peer_mac),
            State::Source => cat!(bits::<32>(0), settings.local_mac.get_bits::<32>(16)),
            State::Control => cat!(
                network16(self.frame_sequence.q.val()),
                settings.epoch,
                length_dw.get_bits::<8>(0),
                true,
                reply.nak,
                reply.echo_valid,
                false,
                length_dw.get_bits::<4>(8),
                bits::<4>(WIRE_VERSION),
                kind,
                network16(settings.ethertype),
            ),
            State::Acknowledgement => {
                cat!(network24(told.echo), network24(self.now.val()), network16(told.expected),)
            }
            State::Tlp | State::Discard => self.word.payload.val(),
        };

        let spoiled = self.spoiled.q.val() || !settings.enable;
        self.spoiled.d.next = spoiled;
        let final_word = self.words_left.q.val() == 1;
        let mut made = true;
        let mut keep = bits::<8>(0xFF);
        let mut last = false;
        match self.state.q.val() {
            State::Destination => {
                self.spoiled.d.next = false;
                made = settings.enable
                    && !self.discard.val()
                    && (self.data.valid.val() || self.reply_wanted.val());
                self.data.ready.next = advance && (settings.enable || self.discard.val());
                if self.data.valid.val() {
                    self.frame_sequence.d.next = self.data.payload.val().sequence;
                    self.length_dw.d.next = self.data.payload.val().length_dw;
                } else {
                    self.frame_sequence.d.next = self.next_sequence.val();
                    self.length_dw.d.next = bits::<12>(0);
                }
                self.is_data.d.next = self.data.valid.val();
                self.words_left.d.next = words_of(self.data.payload.val().length_dw);
                if self.discard.val() {
                    if self.data.valid.val() && advance {
                        self.state.d.next = State::Discard;
                    }
                } else if made && advance {
                    self.state.d.next = State::Source;
                }
            }
            State::Source => {
                if advance {
                    self.state.d.next = State::Control;
                }
            }
            State::Control => {
                self.told.d.next = reply;
                if advance {
                    self.reply_taken.next = true;
                    self.nak_sent.next = reply.nak;
                    self.state.d.next = State::Acknowledgement;
                }
            }
            State::Acknowledgement => {
                last = !is_data;
                if advance {
                    self.sent.next = !is_data;
                    self.ack_sent.next = !is_data;
                    if is_data {
                        self.state.d.next = State::Tlp;
                    } else {
                        self.state.d.next = State::Destination;
                    }
                }
            }
            State::Tlp => {
                made = self.word.valid.val();
                last = final_word;
                if final_word && length_dw.get_bit(0) {
                    keep = bits::<8>(0x0F);
                }
                self.word.ready.next = advance;
                if advance && made {
                    self.words_left.d.next = self.words_left.q.val() - 1;
                    if final_word {
                        self.sent.next = true;
                        self.state.d.next = State::Destination;
                    }
                }
            }
            State::Discard => {
                made = false;
                self.word.ready.next = true;
                if self.word.valid.val() {
                    self.words_left.d.next = self.words_left.q.val() - 1;
                    if final_word {
                        self.state.d.next = State::Destination;
                    }
                }
            }
        }

        if advance {
            self.beat_valid.d.next = made;
            self.beat.d.next = Beat { data, keep, last, error: last && spoiled };
        }
        self.frame.payload.next = self.beat.q.val();
        self.frame.valid.next = self.beat_valid.q.val();
    }
}

#[cfg(test)]
#[allow(non_snake_case)]
mod tests {
    use super::*;
    use crate::bridge::testing::{
        data_header, frame, reset, settings, settle, step, Collector, Random, LOCAL, PEER,
    };
    use expether_wire::bridge::FrameType;

    /// The frames made of these TLPs (sequence number, bytes), and how often `reply` was taken.
    fn run(
        tlps: &[(u16, Vec<u8>)],
        reply: Reply,
        wanted: bool,
        stalls: u64,
    ) -> (Vec<Vec<u8>>, usize) {
        let mut uut = Encapsulator::default();
        uut.connect_all();
        uut.settings.next = settings(LOCAL, PEER);
        uut.now.next = bits(0x12_3456);
        uut.next_sequence.next = bits(0x4321);
        uut.reply.next = reply;
        reset!(uut);
        let mut random = Random::new(stalls);
        let mut out = Collector::default();
        let (mut offered, mut next_word, mut taken) = (0, usize::MAX, 0);
        let mut current = 0;
        let mut wanted = wanted;
        for _ in 0..400 {
            uut.data.valid.next = offered < tlps.len();
            if let Some((sequence, tlp)) = tlps.get(offered) {
                uut.data.payload.next = DataFrame {
                    sequence: bits(*sequence as u64),
                    length_dw: bits(tlp.len() as u64 / 4),
                };
            }
            let words = tlps.get(current).map_or(0, |t| t.1.len().div_ceil(8));
            uut.word.valid.next = next_word < words;
            if next_word < words {
                let mut lanes = [0u8; 8];
                for (lane, byte) in lanes.iter_mut().zip(&tlps[current].1[8 * next_word..]) {
                    *lane = *byte;
                }
                uut.word.payload.next = bits(u64::from_le_bytes(lanes));
            }
            uut.reply_wanted.next = wanted;
            uut.frame.ready.next = !random.chance(stalls);
            settle!(uut);
            if uut.data.valid.val() && uut.data.ready.val() {
                current = offered;
                offered += 1;
                next_word = 0;
            } else if uut.word.valid.val() && uut.word.ready.val() {
                next_word += 1;
            }
            if uut.reply_taken.val() {
                taken += 1;
                wanted = false;
            }
            if uut.frame.valid.val() && uut.frame.ready.val() {
                out.push(uut.frame.payload.val());
            }
            step!(uut);
        }
        (out.packets.into_iter().map(|p| p.0).collect(), taken)
    }

    /// As the software makes it, but for the tag, which comes later.
    fn untagged(mut frame: Vec<u8>) -> Vec<u8> {
        frame[12..16].fill(0);
        frame
    }

    #[test]
    fn encapsulator__data_frames__are_those_of_the_software() {
        let mut random = Random::new(1);
        let tlps: Vec<_> = [12, 16, 20, 100, 532]
            .iter()
            .map(|&n| (random.below(1 << 16) as u16, random.bytes(n)))
            .collect();
        let reply =
            Reply { expected: bits(0xABCD), nak: false, echo_valid: true, echo: bits(0x65_4321) };
        for stalls in [0, 40] {
            let (frames, taken) = run(&tlps, reply, false, stalls);
            let expected: Vec<_> = tlps
                .iter()
                .map(|(sequence, tlp)| {
                    let mut header = data_header(*sequence, tlp);
                    header.acknowledgement = Some(0xABCD);
                    header.echo_timestamp = Some(0x65_4321);
                    untagged(frame(LOCAL, PEER, &header, tlp))
                })
                .collect();
            assert_eq!(frames, expected);
            assert_eq!(taken, tlps.len());
        }
    }

    #[test]
    fn encapsulator__a_bare_nak__is_that_of_the_software() {
        let reply = Reply { expected: bits(7), nak: true, echo_valid: false, echo: bits(0) };
        let (frames, taken) = run(&[], reply, true, 0);
        let mut header = data_header(0x4321, &[]);
        header.frame_type = FrameType::Ack;
        header.acknowledgement = Some(7);
        header.nak = true;
        assert_eq!(frames, [untagged(frame(LOCAL, PEER, &header, &[]))]);
        assert_eq!(taken, 1);
    }

    #[test]
    fn encapsulator__what_is_to_be_discarded__is_taken_and_not_sent() {
        let mut uut = Encapsulator::default();
        uut.connect_all();
        uut.settings.next = settings(LOCAL, PEER);
        reset!(uut);
        uut.discard.next = true;
        uut.data.valid.next = true;
        uut.data.payload.next = DataFrame { sequence: bits(1), length_dw: bits(5) };
        uut.word.valid.next = true;
        uut.frame.ready.next = true;
        let mut words = 0;
        for _ in 0..20 {
            settle!(uut);
            assert!(!uut.frame.valid.val() && !uut.sent.val());
            let taken = uut.data.ready.val();
            words += usize::from(uut.word.ready.val());
            step!(uut);
            if taken {
                uut.data.valid.next = false;
            }
        }
        assert_eq!(words, 3);
    }
}
