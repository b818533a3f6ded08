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
//! begins while `settings.enable` is 0 or `discard` is high; one begun is finished.
//!
//! **Latency** one clock from `data_valid` to the frame's first beat. **Throughput** one beat a
//! clock, frame after frame without a gap. **Reset** forgets a frame in progress.
//!
//! **Why not** two builders with an arbiter, one for data and one for acknowledgements: they
//! differ in two fields.

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

        let final_word = self.words_left.q.val() == 1;
        let mut made = true;
        let mut keep = bits::<8>(0xFF);
        let mut last = false;
        match self.state.q.val() {
            State::Destination => {
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
            self.beat.d.next = Beat { data, keep, last, error: false };
        }
        self.frame.payload.next = self.beat.q.val();
        self.frame.valid.next = self.beat_valid.q.val();
    }
}
