//! Go-Back-N, the side that receives: knows which TLP is expected, and what to tell the peer when.
//!
//! **Ports.** `run`: there is a connection; low forgets everything but the non-posted TLPs that wait for the PCIe side, and TLP 0 is expected.
//! `tell`: one cycle: the peer shall hear of us at once. `receipt`: what has become of a data frame ([`FrameAcceptor`](super::FrameAcceptor)). `room`: whether
//! there is room for the longest frame toward the PCIe side, and it is this peer's turn ([`RoomArbiter`](super::RoomArbiter)). `starved`: that is waited for. `non_posted_room`: non-posted TLPs that the peer may send yet: it has been told of no more. `non_posted_delivered`: one cycle for each non-posted TLP of this
//! peer handed over. `expected`: the next TLP. `reply`, `reply_wanted`, `reply_taken`: to the
//! [`Encapsulator`](super::Encapsulator), by way of the scheduler.
//!
//! Accepted TLPs are acknowledged by the next frame to the peer, at the latest after `settings.ack_delay`
//! clocks, or at once when [`ACK_EVERY`] frames wait for it. So is a change of the
//! non-posted limit. A frame from before is acknowledged at once
//! again: the peer has missed the acknowledgement. A gap is answered by one NAK, at once. It is
//! repeated only when the peer has gone back (numbers do not rise) and the missing TLP still did
//! not come; should the NAK be lost, the peer's timer helps. A frame dropped for want of room is
//! answered by BUSY at once, and asked for by a NAK when there is room again. When nothing has been told for
//! `settings.timeout_max` clocks, everything is told again: the last limit may have been lost.
//! Of the [`NON_POSTED_CREDITS`] a connection begins without those that TLPs of older ones use, which are still in the queue.
//!
//! **Latency** one clock from `receipt` to `expected`, two to `reply_wanted`; three from `non_posted_delivered` to the new limit in `reply`. **Reset** as with `run` low.
//!
//! **Why not** keep frames that come after a gap (selective repeat): it wants a buffer of a whole
//! window for each peer, and PCIe order would hold them back anyway.
//!
//! Frame 0 is accepted, then comes one with a gap before it:
//!
//! ```text
//! clock             0 1 2 3 4 5 6 7
//! run               1 1 1 1 1 1 1 1
//! room              1 1 1 1 1 1 1 1
//! receipt_valid     0 1 0 1 0 0 0 0
//! receipt_accepted  - 1 - 0 - - - -
//! receipt_behind    - 0 - 0 - - - -
//! receipt_beyond    - 0 - 1 - - - -
//! receipt_refused   - 0 - 0 - - - -
//! receipt_sequence  - 0 - 3 - - - -
//! receipt_next      - 2 - 5 - - - -
//! receipt_non_posted - 0 - 0 - - - -
//! non_posted_delivered 0 0 0 0 0 0 0 0
//! expected          0 0 2 2 2 2 2 2
//! reply_expected    0 0 2 2 2 2 2 2
//! reply_nak         0 0 0 0 1 1 0 0
//! reply_wanted      0 0 0 0 1 1 0 0
//! reply_taken       0 0 0 0 0 1 0 0
//! ```

use expether_hdl::prelude::*;

use super::frame::{DataReceipt, FabricSettings, Reply, NON_POSTED_CREDITS};
use super::sequence::seq_distance;
use crate::prim::stream::FlowIn;

/// Accepted frames after which an acknowledgement does not wait for its timer.
pub const ACK_EVERY: u64 = 8;
/// Bits of a number of non-posted TLPs: more than any queue toward the PCIe side has.
pub const HELD_BITS: usize = 13;

/// See the module's documentation.
#[derive(LogicBlock, Default)]
pub struct ArqReceiver {
    /// Clock.
    pub clock: Signal<In, Clock>,
    /// Synchronous, active high.
    pub reset: Signal<In, Bit>,
    /// From the registers.
    pub settings: Signal<In, FabricSettings>,
    /// There is a connection.
    pub run: Signal<In, Bit>,
    /// An acknowledgement shall go at once.
    pub tell: Signal<In, Bit>,
    /// A data frame of the peer has come.
    pub receipt: FlowIn<DataReceipt>,
    /// There is room for the longest frame.
    pub room: Signal<In, Bit>,
    /// It is waited for.
    pub starved: Signal<Out, Bit>,
    /// A non-posted TLP of the peer was handed over.
    pub non_posted_delivered: Signal<In, Bit>,
    /// The TLP expected next.
    pub expected: Signal<Out, Bits<32>>,
    /// Non-posted TLPs that the peer may send yet.
    pub non_posted_room: Signal<Out, Bits<6>>,
    /// What to tell the peer.
    pub reply: Signal<Out, Reply>,
    /// It shall be told now.
    pub reply_wanted: Signal<Out, Bit>,
    /// A frame takes `reply`.
    pub reply_taken: Signal<In, Bit>,
    next: Reg<Bits<32>>,
    limit: Reg<Bits<8>>,
    // Non-posted TLPs of the peer that wait for the PCIe side.
    held: Reg<Bits<HELD_BITS>>,
    // The same up to 32, and one handed over, one and two clocks ago.
    occupied: Reg<Bits<8>>,
    delivered: Reg<Bit>,
    counted: Reg<Bit>,
    // Accepted but not acknowledged: how many frames. The limit has changed since it was told.
    unacknowledged: Reg<Bits<4>>,
    limit_is_news: Reg<Bit>,
    // Since something waits to be told, and since anything was told.
    waited: Reg<Bits<16>>,
    quiet: Reg<Bits<24>>,
    ack_now: Reg<Bit>,
    nak_now: Reg<Bit>,
    due: Reg<Bit>,
    // A NAK was sent, or will be when there is room, for the TLP expected.
    gap_open: Reg<Bit>,
    is_starved: Reg<Bit>,
    newest_beyond: DataReg<Bits<16>>,
    echo_offset: DataReg<Bits<20>>,
    echo_valid: Reg<Bit>,
}

impl Logic for ArqReceiver {
    #[kernel]
    fn update(&mut self) {
        clocked!(self, next, limit, held, occupied, delivered, counted);
        clocked!(self, unacknowledged, limit_is_news, waited, quiet);
        clocked!(self, ack_now, nak_now, due, gap_open, is_starved, newest_beyond);
        clocked!(self, echo_offset, echo_valid);
        let settings = self.settings.val();
        let expected = self.next.q.val();
        let receipt = self.receipt.payload.val();
        let came = self.receipt.valid.val();
        let accepted = came && receipt.accepted;
        let behind = came && receipt.behind;
        let beyond = came && receipt.beyond;
        let refused = came && receipt.refused;

        // What waits to be told; a frame that takes it settles everything up to now.
        let waiting = self.unacknowledged.q.val().any() || self.limit_is_news.q.val();
        let taken = self.reply_taken.val();
        let mut unacknowledged = self.unacknowledged.q.val();
        if waiting && !self.waited.q.val().all() {
            self.waited.d.next = self.waited.q.val() + 1;
        }
        if !self.quiet.q.val().all() {
            self.quiet.d.next = self.quiet.q.val() + 1;
        }
        if taken {
            unacknowledged = bits::<4>(0);
            self.waited.d.next = bits::<16>(0);
            self.quiet.d.next = bits::<24>(0);
            self.limit_is_news.d.next = false;
            self.ack_now.d.next = false;
            self.nak_now.d.next = false;
            self.echo_valid.d.next = false;
        }
        let mut held = self.held.q.val();
        if accepted {
            held = held + bit_cast::<HELD_BITS, 10>(receipt.non_posted);
        }
        if self.non_posted_delivered.val() {
            held = held - 1;
        }
        self.held.d.next = held;
        // Two clocks behind, where `occupied` is as well: what a connection finds in the queue at its start is
        // exactly what is counted one by one after it.
        self.delivered.d.next = self.non_posted_delivered.val();
        self.counted.d.next = self.delivered.q.val();
        let waits = self.held.q.val();
        self.occupied.d.next = if waits < NON_POSTED_CREDITS {
            bit_cast::<8, HELD_BITS>(waits)
        } else {
            bits::<8>(NON_POSTED_CREDITS)
        };
        let mut limit = self.limit.q.val();
        if accepted && receipt.non_posted_refused.any() {
            limit = limit + bit_cast::<8, 10>(receipt.non_posted_refused);
            self.limit_is_news.d.next = true;
        }
        if self.counted.q.val() {
            limit = limit + 1;
            self.limit_is_news.d.next = true;
        }
        self.limit.d.next = limit;
        if accepted {
            if !unacknowledged.all() {
                unacknowledged = unacknowledged + 1;
            }
            self.next.d.next = receipt.next;
            self.gap_open.d.next = false;
            self.is_starved.d.next = false;
            self.nak_now.d.next = false;
            self.echo_offset.d.next = receipt.offset;
            self.echo_valid.d.next = true;
        }
        self.unacknowledged.d.next = unacknowledged;
        if behind || self.tell.val() {
            self.ack_now.d.next = true;
        }
        if refused {
            self.is_starved.d.next = true;
            self.gap_open.d.next = true;
            self.newest_beyond.d.next = receipt.sequence;
            self.ack_now.d.next = true;
        } else if self.is_starved.q.val() && self.room.val() && !accepted {
            self.is_starved.d.next = false;
            self.nak_now.d.next = true;
        }
        if beyond {
            let due = expected.get_bits::<16>(0);
            let went_back = seq_distance::<16>(due, receipt.sequence)
                <= seq_distance::<16>(due, self.newest_beyond.q.val());
            if !self.gap_open.q.val() || (went_back && !self.is_starved.q.val()) {
                self.nak_now.d.next = true;
            }
            self.gap_open.d.next = true;
            self.newest_beyond.d.next = receipt.sequence;
        }
        let overdue = (waiting && self.waited.q.val() >= settings.ack_delay)
            || self.unacknowledged.q.val() >= ACK_EVERY
            || self.quiet.q.val() >= settings.timeout_max;
        self.due.d.next = overdue && !taken;

        if !self.run.val() {
            self.next.d.next = bits::<32>(0);
            // Open frames say so; `limit_is_news` stays, for it may change behind the last of them.
            self.limit.d.next = bits::<8>(NON_POSTED_CREDITS) - self.occupied.q.val();
            self.unacknowledged.d.next = bits::<4>(0);
            self.waited.d.next = bits::<16>(0);
            self.quiet.d.next = bits::<24>(0);
            self.ack_now.d.next = false;
            self.nak_now.d.next = false;
            self.due.d.next = false;
            self.gap_open.d.next = false;
            self.is_starved.d.next = false;
            self.echo_valid.d.next = false;
        }

        self.expected.next = expected;
        let room = bits::<8>(NON_POSTED_CREDITS) - self.occupied.q.val();
        self.non_posted_room.next = room.get_bits::<6>(0);
        self.starved.next = self.is_starved.q.val();
        self.reply.next = Reply {
            expected,
            nak: self.nak_now.q.val(),
            busy: self.is_starved.q.val(),
            echo_valid: self.echo_valid.q.val(),
            echo_offset: self.echo_offset.q.val(),
            non_posted_limit: self.limit.q.val(),
        };
        self.reply_wanted.next =
            self.run.val() && (self.ack_now.q.val() || self.nak_now.q.val() || self.due.q.val());
    }
}
