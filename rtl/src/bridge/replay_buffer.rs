//! Keeps TLPs until the peer has acknowledged them, plans frames of those that wait, and reads a
//! frame's TLPs out as often as they are asked for.
//!
//! A ring of `2^BEAT_BITS` beats for the TLPs, one after the other, each begun on a beat; beside
//! it a ring of `2^TLP_BITS` entries that say where each TLP begins and how long it is. An entry's
//! index is the low bits of the TLP's sequence number. TLPs that follow one another in number
//! follow one another in the ring, so a frame's area is a run of beats.
//!
//! **Ports.** `tlp`: TLPs, each stored whole or, if it ends with `error`, not at all.
//! `next_sequence`: the number the next one gets. `acknowledged`: the oldest number still
//! needed; `released`: it changes at this edge. `planned`: `plan` is a frame that could be sent; it
//! *grows* while it waits, as TLPs come in. `take`: it is sent: then `word` has its beats, without a
//! pause if `word_ready` stays high. `go_back`: planning begins anew with this number.
//! `area_beats`, `frame_tlps` (0: no limit), `window_beats`: how long it may get
//! and how far its end may be from the oldest beat needed. `run`: low forgets everything, takes and drops what comes, and the
//! next number is 0; `running` falls with it, and rises when the frame taken last has been read.
//!
//! **Latency** four clocks from a TLP's last beat to `planned`; three from `take` to the first
//! word. **Throughput** one beat a clock in and out at once; two TLPs are planned in three clocks. **Reset** as
//! `run` low.
//!
//! **Limits.** A TLP begins only if two of the longest would fit and four entries are free, so that
//! this can be decided a clock before. `TLP_BITS` and `BEAT_BITS` at most 15. A plan has at least one
//! TLP, however long, and at most 1,023.
//!
//! **Why not** one queue of whole frames: headers change with every sending, and a second copy of
//! the TLP in a FIFO toward the MAC would cost memory and latency. **Why not** numbers for frames: what
//! is sent again could not be packed with what has come meanwhile.
//!
//! A TLP of three words is stored, planned, taken and read; so is a second one:
//!
//! ```text
//! clock             0 1 2 3 4 5 6 7 8 9 10 11
//! tlp_valid         0 0 1 1 1 1 0 0 0 0 0  0
//! tlp_beat_data     - - A B C D - - - - -  -
//! tlp_beat_keep     - - FF F FF FF - - - - - -
//! tlp_beat_last     - - 0 1 0 1 - - - - -  -
//! tlp_beat_error    - - 0 0 0 0 - - - - -  -
//! tlp_ready         0 0 1 1 1 1 1 1 1 1 1  1
//! area_beats        8 8 8 8 8 8 8 8 8 8 8  8
//! frame_tlps        0 0 0 0 0 0 0 0 0 0 0  0
//! window_beats      FF FF FF FF FF FF FF FF FF FF FF FF
//! stored            0 0 0 1 0 1 0 0 0 0 0  0
//! next_sequence     0 0 0 0 1 1 2 2 2 2 2  2
//! planned           0 0 0 0 0 0 0 1 0 1 1  1
//! plan_sequence     - - - - - - - 0 - 1 1  1
//! plan_tlps         - - - - - - - 1 - 1 1  1
//! plan_beats        - - - - - - - 2 - 2 2  2
//! plan_odd          - - - - - - - 1 - 0 0  0
//! take              0 0 0 0 0 0 0 1 0 0 0  0
//! word_valid        0 0 0 0 0 0 0 0 0 0 1  1
//! word_payload      - - - - - - - - - - A  B
//! word_ready        1 1 1 1 1 1 1 1 1 1 1  1
//! ```

use expether_hdl::prelude::*;

use super::frame::{FramePlan, MAX_TLP_BEATS};
use super::sequence::{seq_before, seq_distance};
use crate::pcie::TlpBeat;
use crate::prim::stream::{FlowIn, StreamIn, StreamOut};

/// Where a TLP is, and its length.
#[derive(Copy, Clone, PartialEq, Debug, Default, LogicStruct)]
pub struct Place {
    /// The beat after it.
    pub end: Bits<16>,
    /// Its beats.
    pub beats: Bits<7>,
    /// The last of them is a half one.
    pub odd: Bit,
}

const _: () = assert!(MAX_TLP_BEATS < 1 << 7);

/// Most TLPs of a plan.
const MAX_PLAN: u64 = 1_023;

/// See the module's documentation.
#[derive(LogicBlock, Default)]
pub struct ReplayBuffer<const BEAT_BITS: usize, const TLP_BITS: usize> {
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
    /// Planning begins anew here.
    pub go_back: FlowIn<Bits<16>>,
    /// Longest area of a frame.
    pub area_beats: Signal<In, Bits<11>>,
    /// Most TLPs of a frame; 0: no limit.
    pub frame_tlps: Signal<In, Bits<8>>,
    /// Beats from the oldest needed to the end of a frame.
    pub window_beats: Signal<In, Bits<16>>,
    /// There is a frame to be sent.
    pub planned: Signal<Out, Bit>,
    /// Which.
    pub plan: Signal<Out, FramePlan>,
    /// It is sent.
    pub take: Signal<In, Bit>,
    /// The beats of the frame taken.
    pub word: StreamOut<Bits<64>>,
    beats: SyncRam<Bits<64>, BEAT_BITS>,
    places: SyncRam<Place, TLP_BITS>,
    ends: SyncRam<Bits<16>, TLP_BITS>,
    // Storing. Beats are counted beyond the ring's end, so that it is known which of two comes first; an index is
    // their low bits.
    fresh: Reg<Bit>,
    room: Reg<Bit>,
    in_tlp: Reg<Bit>,
    spoiled: Reg<Bit>,
    write_beat: Reg<Bits<16>>,
    head: Reg<Bits<16>>,
    new_sequence: Reg<Bits<16>>,
    // Freeing.
    tail: Reg<Bits<16>>,
    release_due: Reg<Bit>,
    end_read: Reg<Bit>,
    end_known: Reg<Bit>,
    newest_end: DataReg<Bits<16>>,
    window_end: DataReg<Bits<16>>,
    // Planning: the next TLP to look up; the memory's output is slow, a register follows.
    cursor: Reg<Bits<16>>,
    place_fetched: Reg<Bit>,
    place_held: Reg<Bit>,
    place: DataReg<Place>,
    planning: Reg<Bit>,
    next_planned: Reg<Bits<16>>,
    area_start: DataReg<Bits<BEAT_BITS>>,
    area_tlps: DataReg<Bits<10>>,
    area_length: DataReg<Bits<11>>,
    // Beats and TLPs that may follow; negative after a TLP longer than an area.
    area_left: DataReg<Bits<12>>,
    tlps_left: DataReg<Bits<10>>,
    ends_odd: DataReg<Bit>,
    // Reading, likewise.
    reading: Reg<Bit>,
    read_sequence: DataReg<Bits<16>>,
    read_beat: DataReg<Bits<BEAT_BITS>>,
    beats_left: DataReg<Bits<11>>,
    word_fetched: Reg<Bit>,
    word_held: Reg<Bit>,
    word_data: DataReg<Bits<64>>,
}

impl<const BEAT_BITS: usize, const TLP_BITS: usize> Logic for ReplayBuffer<BEAT_BITS, TLP_BITS> {
    #[kernel]
    fn update(&mut self) {
        clocked!(self, fresh, room, in_tlp, spoiled, write_beat, head, new_sequence);
        clocked!(self, tail, release_due, end_read, end_known, newest_end, window_end);
        clocked!(self, cursor, place_fetched, place_held, place);
        clocked!(self, planning, next_planned, area_start, area_tlps, area_length);
        clocked!(self, area_left, tlps_left, ends_odd);
        clocked!(
            self,
            reading,
            read_sequence,
            read_beat,
            beats_left,
            word_fetched,
            word_held,
            word_data
        );
        let busy = self.reading.q.val() || self.word_fetched.q.val() || self.word_held.q.val();
        let running = self.fresh.q.val() && self.run.val();
        self.fresh.d.next = self.run.val() && (running || !busy);
        self.running.next = running;

        // Storing.
        let beat = self.tlp.payload.val().beat;
        // Without a connection TLPs are taken and thrown away: one that waited would hold up those
        // for other peers.
        let ready = self.room.q.val() || self.in_tlp.q.val() || !self.run.val();
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
        let used_beats = self.write_beat.q.val() - self.tail.q.val();
        let tlps = seq_distance::<16>(self.acknowledged.val(), sequence);
        self.room.d.next = running
            && used_beats < bits::<16>((1 << BEAT_BITS) - (2 * MAX_TLP_BEATS as u64 + 2))
            && tlps < bits::<16>((1 << TLP_BITS) - 4);
        self.stored.next = store;
        self.next_sequence.next = sequence;

        self.beats.clock.next = self.clock.val();
        // What is thrown away must not reach the ring: a frame taken before is still being read.
        self.beats.write_enable.next = write && running;
        self.beats.write_address.next = bit_cast::<BEAT_BITS, 16>(self.write_beat.q.val());
        // What is sent behind a TLP of an odd number of words is zero.
        let upper = if beat.keep.get_bit(4) { beat.data.get_bits::<32>(32) } else { bits::<32>(0) };
        self.beats.write_data.next = cat!(upper, beat.data.get_bits::<32>(0));
        self.places.clock.next = self.clock.val();
        self.places.write_enable.next = store;
        self.places.write_address.next = bit_cast::<TLP_BITS, 16>(sequence);
        self.places.write_data.next = Place {
            end: after,
            beats: bit_cast::<7, 16>(after - self.head.q.val()),
            odd: !beat.keep.get_bit(4),
        };
        self.ends.clock.next = self.clock.val();
        self.ends.write_enable.next = store;
        self.ends.write_address.next = bit_cast::<TLP_BITS, 16>(sequence);
        self.ends.write_data.next = after;

        // Freeing: the tail follows to the end of the newest TLP acknowledged, but does not pass
        // a frame that is being sent again although it was acknowledged meanwhile.
        let acknowledged = self.acknowledged.val();
        let newest = bit_cast::<TLP_BITS, 16>(acknowledged - 1);
        self.ends.read_enable.next = newest != bit_cast::<TLP_BITS, 16>(sequence);
        self.ends.read_address.next = newest;
        let in_use = busy && seq_before::<16>(self.read_sequence.q.val(), acknowledged);
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

        // Planning: the places of TLPs, one after the other.
        let take = self.take.val() && self.planning.q.val();
        let goes_back = self.go_back.valid.val();
        let place = self.place.q.val();
        let plan_beats = self.area_length.q.val();
        let plan_tlps = self.area_tlps.q.val();
        let place_beats = bit_cast::<11, 7>(place.beats);
        let place_start = place.end - bit_cast::<16, 7>(place.beats);
        // What is left of window and area, by one subtraction each. The window's end may be a clock old: it only
        // moves on.
        let window = self.window_beats.val();
        let window = if window.get_bit(15) { bits::<16>(0x7FFF) } else { window };
        self.window_end.d.next = self.tail.q.val() + window;
        let fits_window = !(self.window_end.q.val() - place.end).get_bit(15);
        let whole = bit_cast::<12, 11>(self.area_beats.val());
        let left = self.area_left.q.val() - bit_cast::<12, 11>(place_beats);
        let fits_frame = !left.get_bit(11) && self.tlps_left.q.val().any();
        let most = self.frame_tlps.val();
        let most = if most.any() { bit_cast::<10, 8>(most) } else { bits::<10>(MAX_PLAN) };
        // Without a look at `take`, which is late: a TLP that would have fitted begins the next plan.
        let begins = !self.planning.q.val() || take;
        let use_place =
            self.place_held.q.val() && fits_window && (!self.planning.q.val() || fits_frame);
        if take {
            self.planning.d.next = false;
            self.next_planned.d.next = self.next_planned.q.val() + bit_cast::<16, 10>(plan_tlps);
        }
        if use_place {
            self.planning.d.next = true;
            self.ends_odd.d.next = place.odd;
            if begins {
                self.area_start.d.next = bit_cast::<BEAT_BITS, 16>(place_start);
                self.area_tlps.d.next = bits::<10>(1);
                self.tlps_left.d.next = most - 1;
                self.area_length.d.next = place_beats;
                self.area_left.d.next = whole - bit_cast::<12, 11>(place_beats);
            } else {
                self.area_tlps.d.next = plan_tlps + 1;
                self.tlps_left.d.next = self.tlps_left.q.val() - 1;
                self.area_length.d.next = plan_beats + place_beats;
                self.area_left.d.next = left;
            }
        }
        // Without a look at `use_place`, which is late: two TLPs in three clocks are enough, as none is shorter
        // than two beats.
        let cursor = bit_cast::<TLP_BITS, 16>(self.cursor.q.val());
        let look = cursor != bit_cast::<TLP_BITS, 16>(sequence)
            && (!self.place_fetched.q.val() || !self.place_held.q.val());
        let move_place = !self.place_held.q.val() || use_place;
        self.places.read_enable.next = look;
        self.places.read_address.next = cursor;
        self.place_fetched.d.next = look || (self.place_fetched.q.val() && !move_place);
        if move_place {
            self.place_held.d.next = self.place_fetched.q.val();
            self.place.d.next = self.places.read_data.val();
        }
        if look {
            self.cursor.d.next = self.cursor.q.val() + 1;
        }
        if goes_back {
            self.cursor.d.next = self.go_back.payload.val();
            self.next_planned.d.next = self.go_back.payload.val();
            self.place_fetched.d.next = false;
            self.place_held.d.next = false;
            self.planning.d.next = false;
        }
        self.planned.next = self.planning.q.val() && running;
        self.plan.next = FramePlan {
            sequence: self.next_planned.q.val(),
            tlps: plan_tlps,
            beats: plan_beats,
            odd: self.ends_odd.q.val(),
        };

        // Reading.
        let word_held = self.word_held.q.val();
        let word_fetched = self.word_fetched.q.val();
        let present = !word_held || self.word.ready.val();
        let next_word = self.reading.q.val() && (!word_fetched || present);
        // What is being written is never read; said in so many words, here and above, it spares the memories what it
        // takes to give the old word then.
        let is_written =
            running && self.read_beat.q.val() == bit_cast::<BEAT_BITS, 16>(self.write_beat.q.val());
        self.beats.read_enable.next = next_word && !is_written;
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
            self.read_sequence.d.next = self.next_planned.q.val();
            self.read_beat.d.next = self.area_start.q.val();
            self.beats_left.d.next = plan_beats;
        }

        if !running {
            self.write_beat.d.next = bits::<16>(0);
            self.head.d.next = bits::<16>(0);
            self.new_sequence.d.next = bits::<16>(0);
            self.tail.d.next = bits::<16>(0);
            self.release_due.d.next = false;
            self.end_read.d.next = false;
            self.end_known.d.next = false;
            self.cursor.d.next = bits::<16>(0);
            self.place_fetched.d.next = false;
            self.place_held.d.next = false;
            self.planning.d.next = false;
            self.next_planned.d.next = bits::<16>(0);
        }
    }
}

#[cfg(test)]
#[allow(non_snake_case)]
mod tests {
    use super::*;
    use crate::bridge::testing::{reset, settle, step};

    /// The frame lies around the ring's end, and its first beats behind the end are still to be read
    /// when the connection ends and TLPs go on coming.
    #[test]
    fn replay_buffer__a_frame_under_way__stays_as_it_is_when_the_connection_ends() {
        let mut uut = ReplayBuffer::<8, 3>::default();
        uut.connect_all();
        uut.run.next = true;
        uut.area_beats.next = bits(100);
        uut.window_beats.next = bits(255);
        reset!(uut);
        // (TLPs of so many beats: the last one lies at 240 to 255 and 0 to 13.)
        let lengths = [60u64, 60, 60, 60, 30];
        let (mut tlp, mut beat, mut frames, mut read) = (0, 0, 0, vec![]);
        for _ in 0..1000 {
            let ends = frames == lengths.len() && read.len() >= 4;
            uut.run.next = !ends;
            uut.tlp.valid.next = tlp < lengths.len() || ends;
            let mut offered = TlpBeat::default();
            offered.beat.keep = bits(0xFF);
            offered.beat.data = bits(if ends { 0xDEAD } else { (tlp as u64) << 8 | beat });
            offered.beat.last = !ends && tlp < lengths.len() && beat + 1 == lengths[tlp];
            uut.tlp.payload.next = offered;
            uut.word.ready.next = true;
            uut.take.next = false;
            uut.released.next = false;
            settle!(uut);
            let all_read =
                frames == 0 || read.len() as u64 == lengths[frames - 1] && frames < lengths.len();
            if uut.planned.val() && all_read {
                uut.take.next = true;
                read.clear();
                frames += 1;
            }
            settle!(uut);
            let stored = uut.tlp.valid.val() && uut.tlp.ready.val() && !ends;
            if uut.word.valid.val() {
                read.push(u64::from(uut.word.payload.val()));
            }
            let acknowledges = read.len() as u64 == 30 && frames < lengths.len();
            uut.released.next = acknowledges;
            settle!(uut);
            step!(uut);
            if acknowledges {
                uut.acknowledged.next = bits(frames as u64);
            }
            if stored {
                beat += 1;
                if beat == lengths[tlp] {
                    (tlp, beat) = (tlp + 1, 0);
                }
            }
        }
        assert_eq!(frames, lengths.len());
        let sent: Vec<u64> = (0..30).map(|beat| 4 << 8 | beat).collect();
        assert_eq!(read, sent);
    }
}
