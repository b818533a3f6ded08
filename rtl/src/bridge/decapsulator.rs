//! Takes frames apart: checks everything the headers say, and gives out the TLP.
//!
//! **Ports.** `frame`: Ethernet frames without FCS, the VLAN tag checked and still in place;
//! `error` on the last beat marks a frame to be dropped. `tlp`: the TLP of a data frame, without
//! headers and padding; its last beat comes in the cycle after the frame's, and is marked `error`
//! unless the whole frame is good. `header`, `acknowledgement`: valid in that same cycle, only
//! for a good frame: *nothing a frame says takes effect before its end*. Of the counters'
//! strobes at most one comes for a frame, that of the first check it fails, in this order:
//! `wrong_type` (EtherType, version, and types that are not data or ack), `wrong_peer` (source or
//! destination), `wrong_epoch`, `malformed` (a length that contradicts the frame's own). A frame
//! that arrives marked `error` is counted where it was marked.
//!
//! A frame of more than [`PADDED_BYTES`] bytes must have exactly the length its header says; one of
//! up to that many may be padded. A bare ack has no TLP, a data frame has one.
//!
//! While `settings.enable` is 0 when a frame begins, the frame is ignored; if it falls later, the
//! frame has no effect and is not counted, even if `enable` is high again at its end.
//!
//! **Latency** from the frame's fifth beat to the TLP's first: until the sixth, or the frame's
//! end plus one clock. **Throughput** one beat a clock, frame after frame. **Reset**: the first
//! beat after it is taken for a frame's first.
//!
//! **Why not** check each TLP against its header here: [`TlpParser`](crate::pcie::TlpParser) does,
//! one block further.
//!
//! A data frame with a TLP of three words, padded:
//!
//! ```text
//! clock                    0                1                2                3          4  5  6  7 8   9
//! frame_valid              1                1                1                1          1  1  1  1 0   0
//! frame_data               1211060504030201 7B00008116151413 02015A038011B588 5634120700 A  B  0  0 -   -
//! frame_keep               FF               FF               FF               FF         FF FF FF F -   -
//! frame_last               0                0                0                0          0  0  0  1 -   -
//! frame_error              0                0                0                0          0  0  0  0 -   -
//! tlp_valid                0                0                0                0          0  1  0  0 1   0
//! tlp_data                 -                -                -                -          -  A  -  - B   -
//! tlp_keep                 -                -                -                -          -  FF -  - F   -
//! tlp_last                 -                -                -                -          -  0  -  - 1   -
//! tlp_error                -                -                -                -          -  0  -  - 0   -
//! header_valid             0                0                0                0          0  0  0  0 1   0
//! header_sequence          -                -                -                -          -  -  -  - 102 -
//! acknowledgement_valid    0                0                0                0          0  0  0  0 1   0
//! acknowledgement_expected -                -                -                -          -  -  -  - 7   -
//! ```

use expether_hdl::prelude::*;
use expether_wire::bridge::{frame_type, WIRE_VERSION};

use super::frame::{
    network16, network24, Acknowledgement, FabricSettings, FrameHeader, HEADER_BEATS,
};
use crate::prim::stream::{Beat, FlowIn, FlowOut};

/// Longest frame, without FCS, that may contain padding: a MAC pads to 60 bytes, a bridge that
/// wants to be able to remove a tag to 64 (IEEE 802.1Q, annex G).
pub const PADDED_BYTES: usize = 64;
/// The same in beats behind the headers.
const PADDED_BEATS: u64 = (PADDED_BYTES / 8 - HEADER_BEATS) as u64;

/// Which beat comes next.
#[derive(Copy, Clone, PartialEq, Debug, LogicState)]
pub enum State {
    /// A frame's first.
    Destination,
    /// The rest of the source, and the tag.
    Source,
    /// EtherType to sequence number.
    Control,
    /// Acknowledgement and timestamps.
    Acknowledgement,
    /// TLP or padding.
    Area,
}

/// What is wrong with a frame; the first that applies is counted.
#[derive(Copy, Clone, PartialEq, Debug, Default, LogicStruct)]
pub struct Faults {
    /// Marked by the MAC or the VLAN checker, or the bridge was disabled meanwhile.
    pub error: Bit,
    /// EtherType, version or type.
    pub wrong_type: Bit,
    /// Source or destination.
    pub wrong_peer: Bit,
    /// Epoch.
    pub wrong_epoch: Bit,
    /// Length.
    pub malformed: Bit,
}

/// See the module's documentation.
#[derive(LogicBlock, Default)]
pub struct Decapsulator {
    /// Clock.
    pub clock: Signal<In, Clock>,
    /// Synchronous, active high.
    pub reset: Signal<In, Bit>,
    /// From the registers.
    pub settings: Signal<In, FabricSettings>,
    /// From the MAC, through the VLAN checker.
    pub frame: FlowIn<Beat>,
    /// TLPs of data frames.
    pub tlp: FlowOut<Beat>,
    /// Of a good frame, with the TLP's last beat.
    pub header: FlowOut<FrameHeader>,
    /// Of a good frame that carries one.
    pub acknowledgement: FlowOut<Acknowledgement>,
    /// A frame was dropped: EtherType, version or type.
    pub wrong_type: Signal<Out, Bit>,
    /// A frame was dropped: source or destination.
    pub wrong_peer: Signal<Out, Bit>,
    /// A frame was dropped: epoch.
    pub wrong_epoch: Signal<Out, Bit>,
    /// A frame was dropped: length.
    pub malformed: Signal<Out, Bit>,
    state: Reg<State>,
    listening: Reg<Bit>,
    faults: DataReg<Faults>,
    fields: DataReg<FrameHeader>,
    odd_length: DataReg<Bit>,
    has_acknowledgement: DataReg<Bit>,
    peer_reply: DataReg<Acknowledgement>,
    // Beats behind the headers so far, as long as padding is allowed there.
    area_beats: DataReg<Bits<3>>,
    // Words of the TLP that are still to come.
    words_left: DataReg<Bits<12>>,
    // The TLP's newest beat: given out when another comes, or as the last.
    held_valid: Reg<Bit>,
    held: DataReg<Bits<64>>,
    ended: Reg<Bit>,
}

impl Logic for Decapsulator {
    #[kernel]
    fn update(&mut self) {
        clocked!(
            self,
            state,
            listening,
            faults,
            fields,
            odd_length,
            has_acknowledgement,
            peer_reply,
            area_beats,
            words_left,
            held_valid,
            held,
            ended
        );
        let settings = self.settings.val();
        let beat = self.frame.payload.val();
        let data = beat.data;
        let area_beats = self.area_beats.q.val();
        let words_left = self.words_left.q.val();

        let mut faults = self.faults.q.val();
        // Should this beat be the last: the frame is shorter than it says, or than its headers; it
        // is longer than it says and than padding explains.
        let mut too_short = true;
        let mut too_long = false;
        let mut listening = self.listening.q.val();
        let mut is_tlp = false;

        if self.frame.valid.val() {
            match self.state.q.val() {
                State::Destination => {
                    faults = Faults {
                        error: false,
                        wrong_type: false,
                        wrong_peer: data.get_bits::<48>(0) != settings.local_mac
                            || data.get_bits::<16>(48) != settings.peer_mac.get_bits::<16>(0),
                        wrong_epoch: false,
                        malformed: false,
                    };
                    listening = settings.enable;
                    self.area_beats.d.next = bits::<3>(0);
                    self.has_acknowledgement.d.next = false;
                    self.state.d.next = State::Source;
                }
                State::Source => {
                    faults.wrong_peer = faults.wrong_peer
                        || data.get_bits::<32>(0) != settings.peer_mac.get_bits::<32>(16);
                    self.state.d.next = State::Control;
                }
                State::Control => {
                    let ethertype = network16(data.get_bits::<16>(0));
                    let kind = data.get_bits::<4>(16);
                    let version = data.get_bits::<4>(20);
                    let length: Bits<12> = cat!(data.get_bits::<4>(24), data.get_bits::<8>(32));
                    let is_data = kind == frame_type::DATA;
                    let is_ack = kind == frame_type::ACK;
                    faults.wrong_type = ethertype != settings.ethertype
                        || version != bits::<4>(WIRE_VERSION)
                        || !(is_data || is_ack);
                    faults.wrong_epoch = data.get_bits::<8>(40) != settings.epoch;
                    // A data frame has a TLP, an ack has none.
                    faults.malformed = length.any() != is_data;
                    self.odd_length.d.next = length.get_bit(0);
                    self.words_left.d.next = length;
                    self.has_acknowledgement.d.next = data.get_bit(31);
                    self.peer_reply.d.next.nak = data.get_bit(30);
                    self.fields.d.next.is_data = is_data;
                    self.fields.d.next.sequence = network16(data.get_bits::<16>(48));
                    self.state.d.next = State::Acknowledgement;
                }
                State::Acknowledgement => {
                    self.peer_reply.d.next.expected = network16(data.get_bits::<16>(0));
                    self.fields.d.next.timestamp = network24(data.get_bits::<24>(16));
                    too_short = !beat.keep.all() || words_left.any();
                    self.state.d.next = State::Area;
                }
                State::Area => {
                    let last_word = words_left == 1;
                    let last_words = words_left == 2;
                    let is_padded = !words_left.any() || (last_word && beat.keep.get_bit(4));
                    too_short = words_left > 2
                        || (last_words && !beat.keep.get_bit(7))
                        || (last_word && !beat.keep.get_bit(3));
                    too_long = is_padded && area_beats == PADDED_BEATS;
                    is_tlp = listening && self.fields.q.val().is_data && words_left.any();
                    if last_word || !words_left.any() {
                        self.words_left.d.next = bits::<12>(0);
                    } else {
                        self.words_left.d.next = words_left - 2;
                    }
                    if area_beats != PADDED_BEATS {
                        self.area_beats.d.next = area_beats + 1;
                    }
                }
            }
            if beat.last {
                faults.malformed = faults.malformed || too_short || too_long;
                faults.error = faults.error || beat.error;
                self.state.d.next = State::Destination;
            }
        }
        faults.error = faults.error || !settings.enable;
        self.faults.d.next = faults;
        self.listening.d.next = listening;
        self.ended.d.next = self.frame.valid.val() && beat.last && listening;

        // The TLP, one beat behind.
        let found = self.faults.q.val();
        let good = !found.error
            && !found.wrong_type
            && !found.wrong_peer
            && !found.wrong_epoch
            && !found.malformed;
        let ended = self.ended.q.val();
        let held_valid = self.held_valid.q.val();
        if is_tlp {
            self.held.d.next = data;
            self.held_valid.d.next = true;
        }
        if ended {
            self.held_valid.d.next = false;
        }
        let last_keep = if self.odd_length.q.val() { bits::<8>(0x0F) } else { bits::<8>(0xFF) };
        self.tlp.payload.next = Beat {
            data: self.held.q.val(),
            keep: if ended { last_keep } else { bits::<8>(0xFF) },
            last: ended,
            error: ended && !good,
        };
        self.tlp.valid.next = held_valid && self.listening.q.val() && (ended || is_tlp);

        // The verdict.
        let counted = ended && !found.error;
        self.wrong_type.next = counted && found.wrong_type;
        self.wrong_peer.next = counted && !found.wrong_type && found.wrong_peer;
        self.wrong_epoch.next =
            counted && !found.wrong_type && !found.wrong_peer && found.wrong_epoch;
        self.malformed.next = counted
            && !found.wrong_type
            && !found.wrong_peer
            && !found.wrong_epoch
            && found.malformed;
        self.header.payload.next = self.fields.q.val();
        self.header.valid.next = ended && good;
        self.acknowledgement.payload.next = self.peer_reply.q.val();
        self.acknowledgement.valid.next = ended && good && self.has_acknowledgement.q.val();
    }
}

#[cfg(test)]
#[allow(non_snake_case)]
mod tests {
    use super::*;
    use crate::bridge::testing::{
        beats_of, data_header, frame, reset, settings, settle, step, to_u64, Collector, Random,
        LOCAL, PEER,
    };

    /// What comes out of frames that are put in back to back.
    #[derive(Default)]
    struct Out {
        tlps: Vec<(Vec<u8>, bool)>,
        headers: Vec<(bool, u64, u64)>,
        acknowledgements: Vec<(u64, bool)>,
        /// wrong_type, wrong_peer, wrong_epoch, malformed.
        counts: [usize; 4],
    }

    fn run(frames: &[(Vec<u8>, bool)]) -> Out {
        let mut uut = Decapsulator::default();
        uut.connect_all();
        uut.settings.next = settings(LOCAL, PEER);
        reset!(uut);
        let mut out = Out::default();
        let mut tlps = Collector::default();
        let mut beats: Vec<_> = frames
            .iter()
            .flat_map(|(bytes, bad)| {
                let mut beats = beats_of(bytes);
                if let Some(last) = beats.last_mut() {
                    last.error = *bad;
                }
                beats
            })
            .map(Some)
            .collect();
        beats.extend([None; 3]);
        for beat in beats {
            uut.frame.valid.next = beat.is_some();
            uut.frame.payload.next = beat.unwrap_or_default();
            settle!(uut);
            if uut.tlp.valid.val() {
                tlps.push(uut.tlp.payload.val());
            }
            if uut.header.valid.val() {
                let header = uut.header.payload.val();
                let (sequence, timestamp) = (to_u64(header.sequence), to_u64(header.timestamp));
                out.headers.push((header.is_data, sequence, timestamp));
            }
            if uut.acknowledgement.valid.val() {
                let said = uut.acknowledgement.payload.val();
                out.acknowledgements.push((to_u64(said.expected), said.nak));
            }
            let strobes = [&uut.wrong_type, &uut.wrong_peer, &uut.wrong_epoch, &uut.malformed];
            for (count, strobe) in out.counts.iter_mut().zip(strobes) {
                *count += usize::from(strobe.val());
            }
            step!(uut);
        }
        out.tlps = tlps.packets;
        out
    }

    fn padded(mut frame: Vec<u8>) -> Vec<u8> {
        frame.resize(frame.len().max(60), 0);
        frame
    }

    fn from_peer(sequence: u16, tlp: &[u8]) -> Vec<u8> {
        let mut header = data_header(sequence, tlp);
        header.acknowledgement = Some(sequence ^ 0x5555);
        header.nak = sequence % 2 == 1;
        padded(frame(PEER, LOCAL, &header, tlp))
    }

    #[test]
    fn decapsulator__frames_of_the_software__give_their_tlps_and_headers() {
        let mut random = Random::new(1);
        let tlps: Vec<_> = [12, 16, 20, 24, 28, 32, 36, 40, 100, 532, 1000]
            .iter()
            .map(|&n| random.bytes(n))
            .collect();
        let frames: Vec<_> = tlps
            .iter()
            .enumerate()
            .map(|(i, t)| (from_peer(0xFFF8 + i as u16 % 8, t), false))
            .collect();
        let out = run(&frames);
        assert_eq!(out.tlps, tlps.into_iter().map(|t| (t, false)).collect::<Vec<_>>());
        for (i, header) in out.headers.iter().enumerate() {
            assert_eq!(*header, (true, 0xFFF8 + i as u64 % 8, 0x12_3456));
        }
        for (i, said) in out.acknowledgements.iter().enumerate() {
            let sequence = 0xFFF8 + i as u64 % 8;
            assert_eq!(*said, (sequence ^ 0x5555, sequence % 2 == 1));
        }
        assert_eq!((out.headers.len(), out.acknowledgements.len()), (11, 11));
        assert_eq!(out.counts, [0; 4]);
    }

    #[test]
    fn decapsulator__a_frame_marked_bad__says_nothing_and_is_not_counted_again() {
        let mut random = Random::new(2);
        let out = run(&[(from_peer(1, &random.bytes(20)), true), (from_peer(1, &[0; 12]), true)]);
        assert!(out.headers.is_empty() && out.acknowledgements.is_empty());
        assert!(out.tlps.iter().all(|t| t.1));
        assert_eq!(out.counts, [0; 4]);
    }

    #[test]
    fn decapsulator__every_bit_of_the_headers__counts_as_the_documents_say() {
        // Byte, mask of bits that matter, and which count a change makes.
        let checks: Vec<(usize, u8, usize)> = (0..12)
            .map(|byte| (byte, 0xFF, 1))
            .chain([
                (16, 0xFF, 0),
                (17, 0xFF, 0),
                (18, 0xFC, 0),
                (21, 0xFF, 2),
                (20, 0xFF, 3),
                (19, 0x0F, 3),
            ])
            .collect();
        let tlp = Random::new(3).bytes(40);
        for (byte, mask, count) in checks {
            for bit in (0..8).filter(|bit| mask >> bit & 1 == 1) {
                let mut wrong = from_peer(1, &tlp);
                wrong[byte] ^= 1 << bit;
                let out = run(&[(wrong, false), (from_peer(2, &tlp), false)]);
                let mut expected = [0; 4];
                expected[count] = 1;
                assert_eq!(out.counts, expected, "byte {byte} bit {bit}");
                assert_eq!(out.headers.len(), 1, "byte {byte} bit {bit}");
                assert_eq!(out.tlps.last(), Some(&(tlp.clone(), false)));
                assert!(out.tlps[..out.tlps.len() - 1].iter().all(|t| t.1));
            }
        }
        // The reserved flag and the rest of the tag are not looked at here.
        for (byte, bit) in [(19, 4), (14, 0), (15, 7)] {
            let mut other = from_peer(1, &tlp);
            other[byte] ^= 1 << bit;
            assert_eq!(run(&[(other, false)]).counts, [0; 4]);
        }
    }

    #[test]
    fn decapsulator__cut_off_at_any_length__is_malformed_or_marked() {
        let tlp = Random::new(4).bytes(48);
        let whole = from_peer(1, &tlp);
        for length in 1..whole.len() {
            let out = run(&[(whole[..length].to_vec(), false), (whole.clone(), false)]);
            assert_eq!(out.counts.iter().sum::<usize>(), 1, "length {length}");
            assert_eq!((out.headers.len(), out.acknowledgements.len()), (1, 1), "length {length}");
            assert_eq!(out.tlps.last(), Some(&(tlp.clone(), false)));
        }
    }

    #[test]
    fn decapsulator__padding__is_allowed_up_to_64_bytes_only() {
        let tlp = Random::new(5).bytes(12);
        for length in 44..80 {
            let mut bytes = frame(PEER, LOCAL, &data_header(1, &tlp), &tlp);
            bytes.resize(length, 0);
            let out = run(&[(bytes, false)]);
            let good = length <= PADDED_BYTES;
            assert_eq!(out.headers.len(), usize::from(good), "length {length}");
            assert_eq!(out.counts[3], usize::from(!good), "length {length}");
        }
    }
}
