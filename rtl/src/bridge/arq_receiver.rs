//! Go-Back-N, the side that receives: accepts data frames in sequence and asks for what is missing.
//!
//! **Ports.** `header`, `tlp`: from the [`Decapsulator`](super::Decapsulator). `accepted`: the
//! same beats, with `error` on the last beat unless the frame was accepted; `room`: whether what
//! follows can take the longest TLP (and the beats under way). `reply`, `reply_wanted`,
//! `reply_taken`: to the [`Encapsulator`](super::Encapsulator). `duplicate`, `gap`, `overflow`:
//! one cycle for each data frame dropped because it came before, because one before it is missing,
//! or for want of room.
//!
//! Accepted is a good data frame with the expected sequence number, if there was room when its TLP
//! began. It is acknowledged by the next frame sent, at the latest after `settings.ack_delay` clocks,
//! or at once when [`ACK_EVERY`] frames wait for it. A frame from before is acknowledged at once
//! again: the peer has missed the acknowledgement. A gap is answered by one NAK, at once. It is
//! repeated only when the peer has gone back (numbers do not rise) and the missing frame still did
//! not come; should the NAK be lost, the peer's timer helps. A frame dropped for want of room is
//! asked for by a NAK when there is room again.
//!
//! While `settings.enable` is 0 everything is forgotten, and the number expected is 0.
//!
//! **Latency** none for the TLP; one clock from a frame's end to `reply`. **Throughput** one beat a
//! clock. **Reset** as with `settings.enable` 0.
//!
//! **Why not** keep frames that come after a gap (selective repeat): it wants a buffer of a whole
//! window for each peer, and PCIe order would hold them back anyway.
//!
//! Frame 0 is accepted; frame 2 shows a gap and is answered by a NAK; frame 1 is accepted:
//!
//! ```text
//! clock           0 1 2 3 4 5 6 7 8 9
//! header_valid    0 1 0 1 0 0 1 0 0 0
//! header_is_data  - 1 - 1 - - 1 - - -
//! header_sequence - 0 - 2 - - 1 - - -
//! tlp_valid       1 1 1 1 0 1 1 0 0 0
//! tlp_data        A B C D - E F - - -
//! tlp_last        0 1 0 1 - 0 1 - - -
//! tlp_error       0 0 0 0 - 0 0 - - -
//! room            1 1 1 1 1 1 1 1 1 1
//! accepted_valid  1 1 1 1 0 1 1 0 0 0
//! accepted_data   A B C D - E F - - -
//! accepted_last   0 1 0 1 - 0 1 - - -
//! accepted_error  0 0 0 1 - 0 0 - - -
//! gap             0 0 0 1 0 0 0 0 0 0
//! reply_expected  0 0 1 1 1 1 1 2 2 2
//! reply_nak       0 0 0 0 1 1 0 0 0 0
//! reply_wanted    0 0 0 0 1 1 0 0 0 0
//! reply_taken     0 0 0 0 0 1 0 0 0 0
//! ```

use expether_hdl::prelude::*;

use super::frame::{FabricSettings, FrameHeader, Reply};
use super::sequence::{seq_before, seq_distance};
use crate::prim::stream::{Beat, FlowIn, FlowOut};

/// Accepted frames after which an acknowledgement does not wait for its timer.
pub const ACK_EVERY: u64 = 8;

/// See the module's documentation.
#[derive(LogicBlock, Default)]
pub struct ArqReceiver {
    /// Clock.
    pub clock: Signal<In, Clock>,
    /// Synchronous, active high.
    pub reset: Signal<In, Bit>,
    /// From the registers.
    pub settings: Signal<In, FabricSettings>,
    /// Of a good frame, with its TLP's last beat.
    pub header: FlowIn<FrameHeader>,
    /// TLPs of data frames.
    pub tlp: FlowIn<Beat>,
    /// There is room for the longest TLP.
    pub room: Signal<In, Bit>,
    /// TLPs; all but the accepted ones end with `error`.
    pub accepted: FlowOut<Beat>,
    /// What to tell the peer.
    pub reply: Signal<Out, Reply>,
    /// It shall be told now.
    pub reply_wanted: Signal<Out, Bit>,
    /// A frame takes `reply`.
    pub reply_taken: Signal<In, Bit>,
    /// A data frame was dropped: accepted before.
    pub duplicate: Signal<Out, Bit>,
    /// A data frame was dropped: one before it is missing.
    pub gap: Signal<Out, Bit>,
    /// A data frame was dropped: no room.
    pub overflow: Signal<Out, Bit>,
    expected: Reg<Bits<16>>,
    in_tlp: Reg<Bit>,
    had_room: DataReg<Bit>,
    // Accepted but not acknowledged: how many, and for how long.
    unacknowledged: Reg<Bits<4>>,
    waited: Reg<Bits<16>>,
    ack_now: Reg<Bit>,
    nak_now: Reg<Bit>,
    // A NAK was sent, or will be when there is room, for the frame expected.
    gap_open: Reg<Bit>,
    starved: Reg<Bit>,
    newest_beyond: DataReg<Bits<16>>,
    echo: DataReg<Bits<24>>,
    echo_valid: Reg<Bit>,
}

impl Logic for ArqReceiver {
    #[kernel]
    fn update(&mut self) {
        clocked!(
            self,
            expected,
            in_tlp,
            had_room,
            unacknowledged,
            waited,
            ack_now,
            nak_now,
            gap_open,
            starved,
            newest_beyond,
            echo,
            echo_valid
        );
        let settings = self.settings.val();
        let expected = self.expected.q.val();
        let header = self.header.payload.val();
        let is_data = self.header.valid.val() && header.is_data;

        // Room counts when the TLP begins; without it none of its beats goes on.
        let has_room = if self.in_tlp.q.val() { self.had_room.q.val() } else { self.room.val() };
        if self.tlp.valid.val() {
            self.had_room.d.next = has_room;
            self.in_tlp.d.next = !self.tlp.payload.val().last;
        }

        let in_sequence = is_data && header.sequence == expected;
        let behind = is_data && seq_before::<16>(header.sequence, expected);
        let beyond = is_data && !in_sequence && !behind;
        let accept = in_sequence && has_room && settings.enable;
        self.duplicate.next = behind;
        self.gap.next = beyond;
        self.overflow.next = in_sequence && !has_room;

        let beat = self.tlp.payload.val();
        self.accepted.payload.next = Beat {
            data: beat.data,
            keep: beat.keep,
            last: beat.last,
            error: beat.last && (beat.error || !accept),
        };
        self.accepted.valid.next = self.tlp.valid.val() && has_room;

        // What waits to be told; a frame that takes it settles everything up to now.
        let waiting = self.unacknowledged.q.val().any();
        if waiting && !self.waited.q.val().all() {
            self.waited.d.next = self.waited.q.val() + 1;
        }
        let mut unacknowledged = self.unacknowledged.q.val();
        if self.reply_taken.val() {
            unacknowledged = bits::<4>(0);
            self.waited.d.next = bits::<16>(0);
            self.ack_now.d.next = false;
            self.nak_now.d.next = false;
        }
        if accept {
            if !unacknowledged.all() {
                unacknowledged = unacknowledged + 1;
            }
            self.expected.d.next = expected + 1;
            self.gap_open.d.next = false;
            self.starved.d.next = false;
            self.nak_now.d.next = false;
            self.echo.d.next = header.timestamp;
            self.echo_valid.d.next = true;
        }
        self.unacknowledged.d.next = unacknowledged;
        if behind {
            self.ack_now.d.next = true;
        }
        if self.overflow.val() {
            self.starved.d.next = true;
            self.gap_open.d.next = true;
            self.newest_beyond.d.next = header.sequence;
        } else if self.starved.q.val() && self.room.val() && !accept {
            self.starved.d.next = false;
            self.nak_now.d.next = true;
        }
        if beyond {
            let went_back = seq_distance::<16>(expected, header.sequence)
                <= seq_distance::<16>(expected, self.newest_beyond.q.val());
            if !self.gap_open.q.val() || (went_back && !self.starved.q.val()) {
                self.nak_now.d.next = true;
            }
            self.gap_open.d.next = true;
            self.newest_beyond.d.next = header.sequence;
        }

        if !settings.enable {
            self.expected.d.next = bits::<16>(0);
            self.unacknowledged.d.next = bits::<4>(0);
            self.waited.d.next = bits::<16>(0);
            self.ack_now.d.next = false;
            self.nak_now.d.next = false;
            self.gap_open.d.next = false;
            self.starved.d.next = false;
            self.echo.d.next = bits::<24>(0);
            self.echo_valid.d.next = false;
        }

        self.reply.next = Reply {
            expected,
            nak: self.nak_now.q.val(),
            echo_valid: self.echo_valid.q.val(),
            echo: self.echo.q.val(),
        };
        self.reply_wanted.next = self.ack_now.q.val()
            || self.nak_now.q.val()
            || self.unacknowledged.q.val() >= ACK_EVERY
            || (waiting && self.waited.q.val() >= settings.ack_delay);
    }
}
