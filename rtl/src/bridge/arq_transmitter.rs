//! Go-Back-N, the side that sends: gives TLPs sequence numbers, keeps them until they are
//! acknowledged, and sends them again when one was lost.
//!
//! **Ports.** `tlp`: TLPs to be sent. `frame`, `word`: data frames for the
//! [`Encapsulator`](super::Encapsulator), `discard`: which shall throw them away; `next_sequence`: the number of the next new one.
//! `acknowledgement`: from good frames of the peer. `stored`, `resent`, `timed_out`,
//! `nak_received`, `wrong_acknowledgement`: one cycle for each TLP stored, data frame sent again,
//! expiry of the timer, NAK that starts a resend, acknowledgement of a frame never sent or long
//! acknowledged (which has no other effect).
//!
//! Frames are sent while less than `settings.window` of them are unacknowledged. An acknowledgement
//! frees all frames before its number; a NAK moreover goes back to it. When the oldest frame has
//! waited for `settings.retransmit_timeout` clocks without any progress, everything unacknowledged is
//! sent again. A frame handed to the encapsulator when that happens is still sent.
//!
//! While `settings.enable` is 0 everything is forgotten, and the next number is 0.
//!
//! **Latency** three clocks from a TLP's last beat to `frame_valid`. **Throughput** one beat a
//! clock, frames back to back. **Reset** as with `settings.enable` 0.
//!
//! **Limits.** An acknowledgement less than three clocks after another is ignored (frames are longer).
//! `2^BEAT_BITS` beats and `2^FRAME_BITS` - 4 frames are kept; then `tlp_ready` falls.
//! There is no limit to the number of resends: declaring a link down is the keep-alive's affair.
//!
//! **Why not** a timer for each frame: acknowledgements are cumulative, so only the oldest counts.
//!
//! A TLP is sent, and once more after a timeout of 6 clocks:
//!
//! ```text
//! clock                    0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17
//! tlp_valid                0 0 1 1 0 0 0 0 0 0 0  0  0  0  0  0  0  0
//! tlp_beat_data            - - A B - - - - - - -  -  -  -  -  -  -  -
//! tlp_beat_last            - - 0 1 - - - - - - -  -  -  -  -  -  -  -
//! tlp_beat_error           - - 0 0 - - - - - - -  -  -  -  -  -  -  -
//! tlp_info_total_dw        - - 4 4 - - - - - - -  -  -  -  -  -  -  -
//! tlp_ready                0 0 1 1 1 1 1 1 1 1 1  1  1  1  1  1  1  1
//! stored                   0 0 0 1 0 0 0 0 0 0 0  0  0  0  0  0  0  0
//! frame_valid              0 0 0 0 0 0 1 0 0 0 0  0  0  0  0  1  0  0
//! frame_sequence           - - - - - - 0 - - - -  -  -  -  -  0  -  -
//! frame_ready              1 1 1 1 1 1 1 1 1 1 1  1  1  1  1  1  1  1
//! word_valid               0 0 0 0 0 0 0 0 0 1 1  0  0  0  0  0  0  0
//! word_payload             - - - - - - - - - A B  -  -  -  -  -  -  -
//! word_ready               1 1 1 1 1 1 1 1 1 1 1  1  1  1  1  1  1  1
//! acknowledgement_valid    0 0 0 0 0 0 0 0 0 0 0  0  0  1  0  0  0  0
//! acknowledgement_expected - - - - - - - - - - -  -  -  1  -  -  -  -
//! acknowledgement_nak      - - - - - - - - - - -  -  -  0  -  -  -  -
//! timed_out                0 0 0 0 0 0 0 0 0 0 0  0  1  0  0  0  0  0
//! resent                   0 0 0 0 0 0 0 0 0 0 0  0  0  1  0  0  0  0
//! ```

use expether_hdl::prelude::*;

use super::frame::{Acknowledgement, DataFrame, FabricSettings};
use super::replay_buffer::ReplayBuffer;
use super::sequence::{seq_before, seq_distance};
use crate::pcie::TlpBeat;
use crate::prim::stream::{FlowIn, StreamIn, StreamOut};

/// See the module's documentation.
#[derive(LogicBlock, Default)]
pub struct ArqTransmitter<const BEAT_BITS: usize, const FRAME_BITS: usize> {
    /// Clock.
    pub clock: Signal<In, Clock>,
    /// Synchronous, active high.
    pub reset: Signal<In, Bit>,
    /// From the registers.
    pub settings: Signal<In, FabricSettings>,
    /// TLPs to be sent; `error` on the last beat drops one.
    pub tlp: StreamIn<TlpBeat>,
    /// The next data frame.
    pub frame: StreamOut<DataFrame>,
    /// Its TLP.
    pub word: StreamOut<Bits<64>>,
    /// `frame` and `word` are left from before `enable` was 0.
    pub discard: Signal<Out, Bit>,
    /// Sequence number of the next new TLP.
    pub next_sequence: Signal<Out, Bits<16>>,
    /// What the peer says.
    pub acknowledgement: FlowIn<Acknowledgement>,
    /// A TLP was given a sequence number.
    pub stored: Signal<Out, Bit>,
    /// A data frame is sent again.
    pub resent: Signal<Out, Bit>,
    /// The timer expired.
    pub timed_out: Signal<Out, Bit>,
    /// A NAK starts a resend.
    pub nak_received: Signal<Out, Bit>,
    /// An acknowledgement of what is not on its way was ignored.
    pub wrong_acknowledgement: Signal<Out, Bit>,
    replay: ReplayBuffer<BEAT_BITS, FRAME_BITS>,
    // acknowledged <= send_sequence <= sent_limit <= the buffer's next sequence number.
    acknowledged: Reg<Bits<16>>,
    send_sequence: Reg<Bits<16>>,
    sent_limit: Reg<Bits<16>>,
    in_window: Reg<Bit>,
    // An acknowledgement, on its way through.
    heard: Reg<Bit>,
    said: DataReg<Acknowledgement>,
    measured: Reg<Bit>,
    credible: DataReg<Bit>,
    is_news: DataReg<Bit>,
    passes_send: DataReg<Bit>,
    waited: Reg<Bits<24>>,
    expired: Reg<Bit>,
}

impl<const BEAT_BITS: usize, const FRAME_BITS: usize> Logic
    for ArqTransmitter<BEAT_BITS, FRAME_BITS>
{
    #[kernel]
    fn update(&mut self) {
        clocked!(
            self,
            acknowledged,
            send_sequence,
            sent_limit,
            in_window,
            heard,
            said,
            measured,
            credible,
            is_news,
            passes_send,
            waited,
            expired
        );
        let settings = self.settings.val();
        let acknowledged = self.acknowledged.q.val();
        let send_sequence = self.send_sequence.q.val();
        let sent_limit = self.sent_limit.q.val();

        self.replay.clock.next = self.clock.val();
        self.replay.reset.next = self.reset.val();
        self.replay.run.next = settings.enable;
        StreamIn::link(&mut self.tlp, &mut self.replay.tlp);
        StreamOut::link(&mut self.frame, &mut self.replay.frame);
        StreamOut::link(&mut self.word, &mut self.replay.word);
        self.discard.next = !self.replay.running.val();
        self.next_sequence.next = self.replay.next_sequence.val();
        self.stored.next = self.replay.stored.val();

        // Sending. Whether the window has room is decided a clock before; after a request it is
        // decided anew.
        let wanted = send_sequence != self.replay.next_sequence.val()
            && self.in_window.q.val()
            && settings.enable;
        let asked = wanted && self.replay.request.ready.val();
        self.replay.request.payload.next = send_sequence;
        self.replay.request.valid.next = wanted;
        let on_the_way = seq_distance::<16>(acknowledged, send_sequence);
        self.in_window.d.next = !asked && on_the_way < bit_cast::<16, 8>(settings.window);
        let mut next_send = send_sequence;
        if asked {
            next_send = send_sequence + 1;
            if send_sequence == sent_limit {
                self.sent_limit.d.next = sent_limit + 1;
            }
        }
        self.resent.next = asked && send_sequence != sent_limit;

        // What the peer says, in three clocks: taken; measured against what is on its way; done. It
        // is believed if it concerns frames that are on their way.
        let hears = self.acknowledgement.valid.val()
            && settings.enable
            && !self.heard.q.val()
            && !self.measured.q.val();
        self.heard.d.next = hears;
        if hears {
            self.said.d.next = self.acknowledgement.payload.val();
        }
        let said = self.said.q.val();
        let outstanding = seq_distance::<16>(acknowledged, sent_limit);
        self.measured.d.next = self.heard.q.val();
        self.credible.d.next = seq_distance::<16>(acknowledged, said.expected) <= outstanding;
        self.is_news.d.next = said.expected != acknowledged;
        self.passes_send.d.next = seq_before::<16>(send_sequence, said.expected);
        let believed = self.measured.q.val() && self.credible.q.val();
        let progress = believed && self.is_news.q.val();
        let nak = believed && said.nak && said.expected != sent_limit;
        if believed {
            self.acknowledged.d.next = said.expected;
            if nak || (self.passes_send.q.val() && send_sequence != said.expected) {
                next_send = said.expected;
            }
        }
        self.replay.acknowledged.next = acknowledged;
        self.replay.released.next = progress;
        self.nak_received.next = nak;
        self.wrong_acknowledgement.next = self.measured.q.val() && !self.credible.q.val();

        // The timer of the oldest frame.
        let is_outstanding = acknowledged != sent_limit;
        // Not while an acknowledgement is measured against the present state.
        let measures = self.heard.q.val() || self.measured.q.val();
        let timed_out = self.expired.q.val() && is_outstanding && !measures;
        if timed_out {
            next_send = acknowledged;
        }
        self.expired.d.next = settings.retransmit_timeout.any()
            && self.waited.q.val() >= settings.retransmit_timeout
            && !timed_out
            && !believed;
        if timed_out || progress || nak || !is_outstanding {
            self.waited.d.next = bits::<24>(0);
        } else {
            self.waited.d.next = self.waited.q.val() + 1;
        }
        self.timed_out.next = timed_out;
        self.send_sequence.d.next = next_send;

        if !settings.enable {
            self.acknowledged.d.next = bits::<16>(0);
            self.send_sequence.d.next = bits::<16>(0);
            self.sent_limit.d.next = bits::<16>(0);
            self.waited.d.next = bits::<24>(0);
            self.heard.d.next = false;
            self.measured.d.next = false;
            self.expired.d.next = false;
        }
    }
}
