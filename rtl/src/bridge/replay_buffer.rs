//! Keeps TLPs until the peer has acknowledged them, and reads them out as often as they are asked for.
//!
//! A ring of `2^BEAT_BITS` beats for the TLPs, and beside it a ring of `2^FRAME_BITS` entries that
//! say where each TLP begins and how long it is. An entry's index is the low bits of the frame's
//! sequence number.
//!
//! **Ports.** `tlp`: TLPs, each stored whole or, if it ends with `error`, not at all.
//! `next_sequence`: the number the next one gets. `acknowledged`: the oldest number still
//! needed; `released`: it changes at this edge. `request`: the number of a stored TLP to be
//! sent; `frame`, then `word`: that TLP, its words without a pause if `word_ready` stays high. The
//! receiver of `frame` takes all its words before it takes another. `run`: low forgets everything,
//! and the next number is 0; `running` falls with it, and does not rise before what was offered
//! then has been read.
//!
//! **Latency** three clocks from a TLP's last beat to its `frame_valid` (asked for at once); three
//! from there to its first word. **Throughput** one beat a clock in and out at once; the next
//! request is fetched while words are read. **Reset** as `run` low.
//!
//! **Limits.** A TLP begins only if two of the longest would fit and four entries are free, so that
//! this can be decided a clock before. `FRAME_BITS` at most 15.
//!
//! **Why not** one queue of whole frames: headers change with every sending, and a second copy of
//! the TLP in a FIFO toward the MAC would cost memory and latency.
//!
//! A TLP of three words is stored, asked for and read:
//!
//! ```text
//! clock             0 1 2 3 4 5 6 7 8 9 10 11
//! tlp_valid         0 0 1 1 0 0 0 0 0 0 0  0
//! tlp_beat_data     - - A B - - - - - - -  -
//! tlp_beat_last     - - 0 1 - - - - - - -  -
//! tlp_beat_error    - - 0 0 - - - - - - -  -
//! tlp_info_total_dw - - 3 3 - - - - - - -  -
//! tlp_ready         0 0 1 1 1 1 1 1 1 1 1  1
//! stored            0 0 0 1 0 0 0 0 0 0 0  0
//! next_sequence     0 0 0 0 1 1 1 1 1 1 1  1
//! request_valid     0 0 0 0 1 0 0 0 0 0 0  0
//! request_payload   - - - - 0 - - - - - -  -
//! request_ready     0 1 1 1 1 0 0 1 1 1 1  1
//! frame_valid       0 0 0 0 0 0 1 0 0 0 0  0
//! frame_length_dw   - - - - - - 3 - - - -  -
//! frame_ready       1 1 1 1 1 1 1 1 1 1 1  1
//! word_valid        0 0 0 0 0 0 0 0 0 1 1  0
//! word_payload      - - - - - - - - - A B  -
//! word_ready        1 1 1 1 1 1 1 1 1 1 1  1
//! ```

use expether_hdl::prelude::*;

use super::frame::{DataFrame, MAX_TLP_BEATS};
use super::sequence::{seq_before, seq_distance};
use crate::pcie::TlpBeat;
use crate::prim::stream::{StreamIn, StreamOut};

/// Where a TLP is: 16 bits, of which `BEAT_BITS` count, and its length.
#[derive(Copy, Clone, PartialEq, Debug, Default, LogicStruct)]
pub struct Place {
    /// Its first beat.
    pub start: Bits<16>,
    /// Its length in 4-byte words.
    pub length_dw: Bits<12>,
}

/// See the module's documentation.
#[derive(LogicBlock, Default)]
pub struct ReplayBuffer<const BEAT_BITS: usize, const FRAME_BITS: usize> {
    /// Clock.
    pub clock: Signal<In, Clock>,
    /// Synchronous, active high.
    pub reset: Signal<In, Bit>,
    /// Low: forget everything.
    pub run: Signal<In, Bit>,
    /// Nothing of before `run` was low is left.
    pub running: Signal<Out, Bit>,
    /// TLPs to keep.
    pub tlp: StreamIn<TlpBeat>,
    /// A TLP has been stored.
    pub stored: Signal<Out, Bit>,
    /// Sequence number of the next one.
    pub next_sequence: Signal<Out, Bits<16>>,
    /// The oldest that is still needed.
    pub acknowledged: Signal<In, Bits<16>>,
    /// `acknowledged` changes at this edge.
    pub released: Signal<In, Bit>,
    /// The TLP to be sent next.
    pub request: StreamIn<Bits<16>>,
    /// It is there.
    pub frame: StreamOut<DataFrame>,
    /// Its words.
    pub word: StreamOut<Bits<64>>,
    beats: SyncRam<Bits<64>, BEAT_BITS>,
    places: SyncRam<Place, FRAME_BITS>,
    ends: SyncRam<Bits<BEAT_BITS>, FRAME_BITS>,
    // Storing.
    fresh: Reg<Bit>,
    room: Reg<Bit>,
    in_tlp: Reg<Bit>,
    spoiled: Reg<Bit>,
    write_beat: Reg<Bits<BEAT_BITS>>,
    head: Reg<Bits<BEAT_BITS>>,
    new_sequence: Reg<Bits<16>>,
    // Freeing.
    tail: Reg<Bits<BEAT_BITS>>,
    release_due: Reg<Bit>,
    end_read: Reg<Bit>,
    end_known: Reg<Bit>,
    newest_end: DataReg<Bits<BEAT_BITS>>,
    // Reading: the memory's outputs are slow, a register follows each.
    fetched: Reg<Bit>,
    offered: Reg<Bit>,
    place: DataReg<Place>,
    offered_sequence: DataReg<Bits<16>>,
    reading: Reg<Bit>,
    read_sequence: DataReg<Bits<16>>,
    read_beat: DataReg<Bits<BEAT_BITS>>,
    beats_left: DataReg<Bits<11>>,
    word_fetched: Reg<Bit>,
    word_held: Reg<Bit>,
    word_data: DataReg<Bits<64>>,
}

impl<const BEAT_BITS: usize, const FRAME_BITS: usize> Logic
    for ReplayBuffer<BEAT_BITS, FRAME_BITS>
{
    #[kernel]
    fn update(&mut self) {
        clocked!(
            self,
            fresh,
            room,
            in_tlp,
            spoiled,
            write_beat,
            head,
            new_sequence,
            tail,
            release_due,
            end_read,
            end_known,
            newest_end,
            fetched,
            offered,
            place,
            offered_sequence,
            reading,
            read_sequence,
            read_beat,
            beats_left,
            word_fetched,
            word_held,
            word_data
        );
        let busy = self.reading.q.val() || self.word_fetched.q.val() || self.word_held.q.val();
        let fetched = self.fetched.q.val();
        let offered = self.offered.q.val();
        let running = self.fresh.q.val() && self.run.val();
        self.fresh.d.next = self.run.val() && (running || !(busy || offered || fetched));
        self.running.next = running;

        // Storing.
        let beat = self.tlp.payload.val().beat;
        let ready = self.room.q.val() || self.in_tlp.q.val();
        let write = self.tlp.valid.val() && ready;
        let sequence = self.new_sequence.q.val();
        let after = self.write_beat.q.val() + 1;
        let spoiled = self.spoiled.q.val() || !running;
        let store = write && beat.last && !beat.error && !spoiled;
        self.tlp.ready.next = ready;
        if write {
            self.in_tlp.d.next = !beat.last;
            self.spoiled.d.next = spoiled && !beat.last;
            self.write_beat.d.next = after;
            if beat.last {
                if store {
                    self.head.d.next = after;
                    self.new_sequence.d.next = sequence + 1;
                } else {
                    self.write_beat.d.next = self.head.q.val();
                }
            }
        } else {
            self.spoiled.d.next = spoiled && self.in_tlp.q.val();
        }
        let free_beats = self.tail.q.val() - self.write_beat.q.val() - 1;
        let frames = seq_distance::<16>(self.acknowledged.val(), sequence);
        self.room.d.next = running
            && free_beats >= bits::<BEAT_BITS>(2 * MAX_TLP_BEATS as u64 + 2)
            && frames < bits::<16>((1 << FRAME_BITS) - 4);
        self.stored.next = store;
        self.next_sequence.next = sequence;

        self.beats.clock.next = self.clock.val();
        self.beats.write_enable.next = write;
        self.beats.write_address.next = self.write_beat.q.val();
        self.beats.write_data.next = beat.data;
        self.places.clock.next = self.clock.val();
        self.places.write_enable.next = store;
        self.places.write_address.next = bit_cast::<FRAME_BITS, 16>(sequence);
        self.places.write_data.next = Place {
            start: bit_cast::<16, BEAT_BITS>(self.head.q.val()),
            length_dw: self.tlp.payload.val().info.total_dw,
        };
        self.ends.clock.next = self.clock.val();
        self.ends.write_enable.next = store;
        self.ends.write_address.next = bit_cast::<FRAME_BITS, 16>(sequence);
        self.ends.write_data.next = after;

        // Freeing: the tail follows to the end of the newest TLP acknowledged, but does not pass
        // a TLP that is being sent again although it was acknowledged meanwhile.
        let acknowledged = self.acknowledged.val();
        self.ends.read_enable.next = true;
        self.ends.read_address.next = bit_cast::<FRAME_BITS, 16>(acknowledged - 1);
        let in_use = ((offered || fetched)
            && seq_before::<16>(self.offered_sequence.q.val(), acknowledged))
            || (busy && seq_before::<16>(self.read_sequence.q.val(), acknowledged));
        let freed = self.end_known.q.val() && !in_use;
        if freed {
            self.tail.d.next = self.newest_end.q.val();
        }
        // A release takes its way anew while another follows or the tail has to wait.
        let released = self.released.val();
        self.newest_end.d.next = self.ends.read_data.val();
        self.release_due.d.next = released || (self.release_due.q.val() && !freed);
        self.end_read.d.next = self.release_due.q.val() && !released && !freed;
        self.end_known.d.next = self.end_read.q.val() && !released && !freed;

        // Reading: the place first, then the words.
        let take = offered && self.frame.ready.val();
        let fetch_ready = running && !fetched && !offered;
        let fetch = self.request.valid.val() && fetch_ready;
        self.request.ready.next = fetch_ready;
        self.places.read_enable.next = fetch;
        self.places.read_address.next = bit_cast::<FRAME_BITS, 16>(self.request.payload.val());
        self.fetched.d.next = fetch;
        if fetch {
            self.offered_sequence.d.next = self.request.payload.val();
        }
        if fetched {
            self.place.d.next = self.places.read_data.val();
        }
        let place = self.place.q.val();
        self.offered.d.next = fetched || (offered && !take);
        self.frame.valid.next = offered;
        self.frame.payload.next =
            DataFrame { sequence: self.offered_sequence.q.val(), length_dw: place.length_dw };

        let word_held = self.word_held.q.val();
        let word_fetched = self.word_fetched.q.val();
        let present = !word_held || self.word.ready.val();
        let next_word = self.reading.q.val() && (!word_fetched || present);
        self.beats.read_enable.next = next_word;
        self.beats.read_address.next = self.read_beat.q.val();
        self.word_fetched.d.next = next_word || (word_fetched && !present);
        if present {
            self.word_held.d.next = word_fetched;
            self.word_data.d.next = self.beats.read_data.val();
        }
        self.word.valid.next = word_held;
        self.word.payload.next = self.word_data.q.val();
        if next_word {
            self.read_beat.d.next = self.read_beat.q.val() + 1;
            self.beats_left.d.next = self.beats_left.q.val() - 1;
            self.reading.d.next = self.beats_left.q.val() != 1;
        }
        if take {
            self.reading.d.next = true;
            self.read_sequence.d.next = self.offered_sequence.q.val();
            self.read_beat.d.next = bit_cast::<BEAT_BITS, 16>(place.start);
            self.beats_left.d.next = bit_cast::<11, 12>((place.length_dw + 1) >> 1);
        }

        if !running {
            self.write_beat.d.next = bits::<BEAT_BITS>(0);
            self.head.d.next = bits::<BEAT_BITS>(0);
            self.new_sequence.d.next = bits::<16>(0);
            self.tail.d.next = bits::<BEAT_BITS>(0);
            self.release_due.d.next = false;
            self.end_read.d.next = false;
            self.end_known.d.next = false;
        }
    }
}
