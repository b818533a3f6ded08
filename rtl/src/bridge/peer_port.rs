//! The path to one peer, without loss: TLPs in, frames out; frames in, TLPs out.
//!
//! ```text
//! tlp ──▶ arq_transmitter ──▶ encapsulator ──▶ frame_out
//!               ▲ acknowledgements   ▲ replies
//! accepted ◀── arq_receiver ◀── decapsulator ◀── frame_in
//! ```
//!
//! **Ports.** `tlp`: TLPs to the peer. `frame_out`: untagged frames, see
//! [`Encapsulator`]. `frame_in`: frames from the MAC, see [`Decapsulator`]. `accepted`: TLPs from
//! the peer, each once and in order; one that ends with `error` is to be dropped. `room`: see
//! [`ArqReceiver`]. `events`: the counters that are counted here; the others are zero.
//!
//! **Latency** four clocks from a TLP's last beat to the first beat of `frame_out`; from a TLP's
//! second beat in `frame_in`, or from the end of a padded frame, one clock to `accepted`.
//! **Throughput** one beat a clock each way, frames back to back. **Reset** and `settings.enable` 0 forget everything; TLPs are then not taken.

use expether_hdl::prelude::*;

use super::events::BridgeEvents;
use super::frame::FabricSettings;
use super::{ArqReceiver, ArqTransmitter, Decapsulator, Encapsulator};
use crate::pcie::TlpBeat;
use crate::prim::stream::{Beat, FlowIn, FlowOut, StreamIn, StreamOut};

/// See the module's documentation. `2^BEAT_BITS` beats and `2^FRAME_BITS` frames are kept for
/// sending again.
#[derive(LogicBlock, Default)]
pub struct PeerPort<const BEAT_BITS: usize, const FRAME_BITS: usize> {
    /// Clock.
    pub clock: Signal<In, Clock>,
    /// Synchronous, active high.
    pub reset: Signal<In, Bit>,
    /// From the registers.
    pub settings: Signal<In, FabricSettings>,
    /// Ticks of 6.4 ns.
    pub now: Signal<In, Bits<24>>,
    /// TLPs to the peer.
    pub tlp: StreamIn<TlpBeat>,
    /// Frames to the peer.
    pub frame_out: StreamOut<Beat>,
    /// Frames from the network.
    pub frame_in: FlowIn<Beat>,
    /// There is room for the longest TLP behind `accepted`.
    pub room: Signal<In, Bit>,
    /// TLPs from the peer.
    pub accepted: FlowOut<Beat>,
    /// What is to be counted.
    pub events: Signal<Out, BridgeEvents>,
    transmitter: ArqTransmitter<BEAT_BITS, FRAME_BITS>,
    encapsulator: Encapsulator,
    decapsulator: Decapsulator,
    receiver: ArqReceiver,
}

impl<const BEAT_BITS: usize, const FRAME_BITS: usize> Logic for PeerPort<BEAT_BITS, FRAME_BITS> {
    #[kernel]
    fn update(&mut self) {
        self.transmitter.clock.next = self.clock.val();
        self.transmitter.reset.next = self.reset.val();
        self.transmitter.settings.next = self.settings.val();
        self.encapsulator.clock.next = self.clock.val();
        self.encapsulator.reset.next = self.reset.val();
        self.encapsulator.settings.next = self.settings.val();
        self.decapsulator.clock.next = self.clock.val();
        self.decapsulator.reset.next = self.reset.val();
        self.decapsulator.settings.next = self.settings.val();
        self.receiver.clock.next = self.clock.val();
        self.receiver.reset.next = self.reset.val();
        self.receiver.settings.next = self.settings.val();

        // To the peer.
        StreamIn::link(&mut self.tlp, &mut self.transmitter.tlp);
        StreamOut::join(&mut self.transmitter.frame, &mut self.encapsulator.data);
        StreamOut::join(&mut self.transmitter.word, &mut self.encapsulator.word);
        self.encapsulator.discard.next = self.transmitter.discard.val();
        self.encapsulator.next_sequence.next = self.transmitter.next_sequence.val();
        self.encapsulator.now.next = self.now.val();
        StreamOut::link(&mut self.frame_out, &mut self.encapsulator.frame);

        // From the peer.
        FlowIn::link(&mut self.frame_in, &mut self.decapsulator.frame);
        FlowOut::join(&mut self.decapsulator.header, &mut self.receiver.header);
        FlowOut::join(&mut self.decapsulator.tlp, &mut self.receiver.tlp);
        self.receiver.room.next = self.room.val();
        FlowOut::link(&mut self.accepted, &mut self.receiver.accepted);

        // From the one to the other.
        FlowOut::join(
            &mut self.decapsulator.acknowledgement,
            &mut self.transmitter.acknowledgement,
        );
        self.encapsulator.reply.next = self.receiver.reply.val();
        self.encapsulator.reply_wanted.next = self.receiver.reply_wanted.val();
        self.receiver.reply_taken.next = self.encapsulator.reply_taken.val();

        self.events.next = BridgeEvents {
            tx_frames: self.encapsulator.sent.val(),
            tx_tlps: self.transmitter.stored.val(),
            tx_retransmits: self.transmitter.resent.val(),
            tx_timeouts: self.transmitter.timed_out.val(),
            tx_naks_received: self.transmitter.nak_received.val(),
            tx_ack_frames: self.encapsulator.ack_sent.val(),
            tx_tlp_malformed: false,
            rx_frames: false,
            rx_tlps: false,
            rx_bad_fcs: false,
            rx_wrong_group: false,
            rx_wrong_type: self.decapsulator.wrong_type.val(),
            rx_wrong_peer: self.decapsulator.wrong_peer.val(),
            rx_wrong_epoch: self.decapsulator.wrong_epoch.val(),
            rx_duplicate: self.receiver.duplicate.val(),
            rx_gap: self.receiver.gap.val(),
            rx_malformed: self.decapsulator.malformed.val(),
            rx_overflow: self.receiver.overflow.val(),
            naks_sent: self.encapsulator.nak_sent.val(),
            tx_tlp_refused: false,
            rx_tlp_refused: false,
            rx_wrong_ack: self.transmitter.wrong_acknowledgement.val(),
        };
    }
}

#[cfg(test)]
#[allow(non_snake_case)]
mod tests {
    use super::*;
    use crate::bridge::testing::{
        beats_of, memory_tlp, reset, settings, settle, step, tlp_beats_of, Collector, Random,
        LOCAL, PEER,
    };
    use std::collections::VecDeque;

    /// Small rings, so that they wrap often.
    type Port = PeerPort<9, 6>;

    /// What the network does to frames, in percent.
    #[derive(Copy, Clone, Default)]
    struct Network {
        lost: u64,
        bad: u64,
        doubled: u64,
        delay: usize,
    }

    /// One end: the port, what feeds it and what it has put out.
    struct End {
        port: Port,
        to_send: VecDeque<TlpBeat>,
        offered: bool,
        out: Collector,
        received: Collector,
        /// Frames under way to this end: when their first beat arrives, and their beats.
        arriving: VecDeque<(usize, Vec<Beat>)>,
        on_wire: VecDeque<Beat>,
        pause: usize,
        in_frame: bool,
        counts: [usize; 5],
        first_out: Option<usize>,
        first_in: Option<usize>,
        last_in: Option<usize>,
        last_taken: Option<usize>,
    }

    const RETRANSMITS: usize = 0;
    const NAKS_SENT: usize = 1;
    const GAPS: usize = 2;
    const WRONG_ACKS: usize = 3;
    const OVERFLOWS: usize = 4;

    impl End {
        fn new(host: bool, tlps: &[Vec<u8>]) -> End {
            let mut port = Port::default();
            port.connect_all();
            port.settings.next = if host { settings(LOCAL, PEER) } else { settings(PEER, LOCAL) };
            port.room.next = true;
            reset!(port);
            End {
                port,
                to_send: tlps.iter().flat_map(|t| tlp_beats_of(t)).collect(),
                offered: false,
                out: Collector::default(),
                received: Collector::default(),
                arriving: VecDeque::new(),
                on_wire: VecDeque::new(),
                pause: 0,
                in_frame: false,
                counts: [0; 5],
                first_out: None,
                first_in: None,
                last_in: None,
                last_taken: None,
            }
        }

        /// One clock; gives the frame that has left in it.
        fn cycle(&mut self, now: usize, random: &mut Random, stalls: u64) -> Option<Vec<u8>> {
            let port = &mut self.port;
            self.offered = !self.to_send.is_empty() && (self.offered || !random.chance(stalls));
            port.tlp.valid.next = self.offered;
            if let Some(&beat) = self.to_send.front() {
                port.tlp.payload.next = beat;
            }
            port.now.next = bits(now as u64);
            port.frame_out.ready.next = self.pause == 0;
            if self.on_wire.is_empty() && self.arriving.front().is_some_and(|f| f.0 <= now) {
                self.on_wire = self.arriving.pop_front().map(|f| f.1.into()).unwrap_or_default();
            }
            let beat = self.on_wire.pop_front();
            port.frame_in.valid.next = beat.is_some();
            port.frame_in.payload.next = beat.unwrap_or_default();
            settle!(*port);
            let taken = self.offered && port.tlp.ready.val();
            if port.accepted.valid.val() {
                self.first_in.get_or_insert(now);
                self.last_in = Some(now);
                self.received.push(port.accepted.payload.val());
            }
            let mut left = None;
            if port.frame_out.valid.val() && self.pause == 0 {
                let beat = port.frame_out.payload.val();
                self.first_out.get_or_insert(now);
                self.out.push(beat);
                self.in_frame = !beat.last;
                if beat.last {
                    self.pause = 3;
                    left = self.out.packets.pop().map(|p| p.0);
                }
            } else {
                assert!(!self.in_frame, "a pause within a frame");
                self.pause = self.pause.saturating_sub(1);
            }
            let events = port.events.val();
            let seen = [
                events.tx_retransmits,
                events.naks_sent,
                events.rx_gap,
                events.rx_wrong_ack,
                events.rx_overflow,
            ];
            for (count, seen) in self.counts.iter_mut().zip(seen) {
                *count += usize::from(seen);
            }
            step!(self.port);
            if taken {
                self.last_taken = Some(now);
                self.to_send.pop_front();
                self.offered = false;
            }
            left
        }
    }

    /// Runs both ends until every TLP has arrived and nothing is under way; gives the ends and
    /// the clocks it took.
    fn run(tlps: [&[Vec<u8>]; 2], network: Network, stalls: u64, seed: u64) -> ([End; 2], usize) {
        let mut random = Random::new(seed);
        let mut ends = [End::new(true, tlps[0]), End::new(false, tlps[1])];
        let limit = 5000 + 600 * (tlps[0].len() + tlps[1].len());
        for now in 0..limit {
            for i in 0..2 {
                let Some(mut frame) = ends[i].cycle(now, &mut random, stalls) else { continue };
                frame.resize(frame.len().max(60), 0);
                let copies = 1 + usize::from(random.chance(network.doubled));
                for _ in 0..copies {
                    if !random.chance(network.lost) {
                        let mut beats = beats_of(&frame);
                        if let (true, Some(last)) = (random.chance(network.bad), beats.last_mut()) {
                            last.error = true;
                        }
                        ends[1 - i].arriving.push_back((now + network.delay, beats));
                    }
                }
            }
            let arrived = |end: &End| end.received.packets.iter().filter(|p| !p.1).count();
            if arrived(&ends[0]) >= tlps[1].len() && arrived(&ends[1]) >= tlps[0].len() {
                return (ends, now);
            }
        }
        panic!("seed {seed}: not all TLPs have arrived after {limit} clocks");
    }

    fn check(ends: &[End; 2], tlps: [&[Vec<u8>]; 2], seed: u64) {
        for (end, sent) in ends.iter().zip([tlps[1], tlps[0]]) {
            let received: Vec<_> =
                end.received.packets.iter().filter(|p| !p.1).map(|p| &p.0).collect();
            assert_eq!(received, sent.iter().collect::<Vec<_>>(), "seed {seed}");
        }
    }

    fn some_tlps(random: &mut Random, count: usize) -> Vec<Vec<u8>> {
        (0..count)
            .map(|_| {
                let payload = if random.chance(50) { random.below(4) } else { random.below(129) };
                memory_tlp(random, payload as usize)
            })
            .collect()
    }

    #[test]
    fn peer_port__without_loss__delivers_all_both_ways_and_resends_nothing() {
        let mut random = Random::new(1);
        let (down, up) = (some_tlps(&mut random, 60), some_tlps(&mut random, 40));
        for (seed, stalls) in [(1, 0), (2, 40)] {
            let (ends, _) =
                run([&down, &up], Network { delay: 40, ..Network::default() }, stalls, seed);
            check(&ends, [&down, &up], seed);
            for end in &ends {
                assert_eq!(end.counts[RETRANSMITS], 0);
                assert_eq!(end.counts[GAPS] + end.counts[NAKS_SENT] + end.counts[WRONG_ACKS], 0);
            }
        }
    }

    #[test]
    fn peer_port__over_a_bad_network__delivers_each_once_in_order() {
        let network = Network { lost: 5, bad: 3, doubled: 5, delay: 60 };
        for seed in 1..=6 {
            let mut random = Random::new(seed);
            let (down, up) = (some_tlps(&mut random, 50), some_tlps(&mut random, 50));
            let (ends, _) = run([&down, &up], network, 20, seed);
            check(&ends, [&down, &up], seed);
            assert!(ends.iter().any(|e| e.counts[RETRANSMITS] > 0), "seed {seed} tries nothing");
            assert!(ends.iter().all(|e| e.counts[WRONG_ACKS] == 0 && e.counts[OVERFLOWS] == 0));
        }
    }

    #[test]
    fn peer_port__frames__follow_each_other_without_a_gap() {
        let mut random = Random::new(3);
        let down: Vec<_> = (0..60).map(|_| memory_tlp(&mut random, 32)).collect();
        let (ends, clocks) = run([&down, &[]], Network { delay: 20, ..Network::default() }, 0, 3);
        check(&ends, [&down, &[]], 3);
        // 4 header beats, 18 of the TLP, 3 clocks between frames; and the way there.
        assert!(clocks < 60 * 25 + 80, "{clocks}");
    }

    #[test]
    fn peer_port__latency__is_as_documented() {
        let mut random = Random::new(4);
        let down = vec![memory_tlp(&mut random, 0)];
        let (ends, _) = run([&down, &[]], Network::default(), 0, 4);
        let taken = ends[0].last_taken.expect("a TLP was taken");
        assert_eq!(ends[0].first_out, Some(taken + 4));
        // Six beats leave, the network pads them to eight; of those the fifth and the sixth are the
        // TLP.
        let arrived = taken + 4 + 5;
        assert_eq!(ends[1].first_in, Some(arrived + 5));
        assert_eq!(ends[1].last_in, Some(arrived + 8));
    }
}
