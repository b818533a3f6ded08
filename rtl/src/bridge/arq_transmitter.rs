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
//! **Limits.** `2^BEAT_BITS` beats and `2^FRAME_BITS` - 4 frames are kept; then `tlp_ready` falls.
//! There is no limit to the number of resends: declaring a link down is the keep-alive's affair.
//!
//! **Why not** a timer for each frame: acknowledgements are cumulative, so only the oldest counts.
//!
//! A TLP is sent, and once more after a timeout of 6 clocks:
//!
//! ```text
//! clock                    0 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15
//! tlp_valid                0 0 1 1 0 0 0 0 0 0 0  0  0  0  0  0
//! tlp_beat_data            - - A B - - - - - - -  -  -  -  -  -
//! tlp_beat_last            - - 0 1 - - - - - - -  -  -  -  -  -
//! tlp_beat_error           - - 0 0 - - - - - - -  -  -  -  -  -
//! tlp_info_total_dw        - - 4 4 - - - - - - -  -  -  -  -  -
//! tlp_ready                0 0 1 1 1 1 1 1 1 1 1  1  1  1  1  1
//! stored                   0 0 0 1 0 0 0 0 0 0 0  0  0  0  0  0
//! frame_valid              0 0 0 0 0 1 0 0 0 0 0  0  0  1  0  0
//! frame_sequence           - - - - - 0 - - - - -  -  -  0  -  -
//! frame_ready              1 1 1 1 1 1 1 1 1 1 1  1  1  1  1  1
//! word_valid               0 0 0 0 0 0 0 1 1 0 0  0  0  0  0  1
//! word_payload             - - - - - - - A B - -  -  -  -  -  A
//! word_ready               1 1 1 1 1 1 1 1 1 1 1  1  1  1  1  1
//! acknowledgement_valid    0 0 0 0 0 0 0 0 0 0 0  0  0  1  0  0
//! acknowledgement_expected - - - - - - - - - - -  -  -  1  -  -
//! acknowledgement_nak      - - - - - - - - - - -  -  -  0  -  -
//! timed_out                0 0 0 0 0 0 0 0 0 0 0  1  0  0  0  0
//! resent                   0 0 0 0 0 0 0 0 0 0 0  0  1  0  0  0
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
    waited: Reg<Bits<24>>,
}

impl<const BEAT_BITS: usize, const FRAME_BITS: usize> Logic
    for ArqTransmitter<BEAT_BITS, FRAME_BITS>
{
    #[kernel]
    fn update(&mut self) {
        clocked!(self, acknowledged, send_sequence, sent_limit, waited);
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

        // Sending.
        let in_window =
            seq_distance::<16>(acknowledged, send_sequence) < bit_cast::<16, 8>(settings.window);
        let wanted =
            send_sequence != self.replay.next_sequence.val() && in_window && settings.enable;
        let asked = wanted && self.replay.request.ready.val();
        self.replay.request.payload.next = send_sequence;
        self.replay.request.valid.next = wanted;
        let mut next_send = send_sequence;
        if asked {
            next_send = send_sequence + 1;
            if send_sequence == sent_limit {
                self.sent_limit.d.next = sent_limit + 1;
            }
        }
        self.resent.next = asked && send_sequence != sent_limit;

        // What the peer says: believed if it concerns frames that are on their way.
        let said = self.acknowledgement.payload.val();
        let heard = self.acknowledgement.valid.val() && settings.enable;
        let outstanding = seq_distance::<16>(acknowledged, sent_limit);
        let believed = heard && seq_distance::<16>(acknowledged, said.expected) <= outstanding;
        let progress = believed && said.expected != acknowledged;
        let nak = believed && said.nak && said.expected != sent_limit;
        if believed {
            self.acknowledged.d.next = said.expected;
            if nak || seq_before::<16>(next_send, said.expected) {
                next_send = said.expected;
            }
        }
        self.replay.acknowledged.next = acknowledged;
        self.replay.released.next = progress;
        self.nak_received.next = nak;
        self.wrong_acknowledgement.next = heard && !believed;

        // The timer of the oldest frame.
        let timed_out = outstanding.any()
            && settings.retransmit_timeout.any()
            && self.waited.q.val() >= settings.retransmit_timeout
            && !believed;
        if timed_out {
            next_send = acknowledged;
        }
        if timed_out || progress || nak || !outstanding.any() {
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
        }
    }
}
