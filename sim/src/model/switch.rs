//! A VLAN Ethernet switch: store and forward, learning, with a queue of limited size at each
//! output.
//!
//! A frame is taken when it has come in whole, and good. It may not be longer than the MTU, and the
//! port it came in on has to be a member of its VLAN. It goes to the port behind which its
//! destination was last seen in that VLAN; to every other member if that is not known, or the
//! destination is a group address. An output queue that has no room for a frame drops it. Frames
//! leave at line rate with gaps of 12 bytes on average. Nothing that is sent to the addresses
//! 01-80-C2-00-00-00 to -0F is ever forwarded (IEEE 802.1Q, 8.6.3); PAUSE frames (IEEE 802.3, annex
//! 31B) are honoured and sent if so configured.

use std::collections::{BTreeSet, HashMap, VecDeque};
use std::rc::Rc;

use expether_wire::ethernet;

use super::xgmii::{with_fcs, Decoder, Encoder, Word};

/// Destination of PAUSE frames.
pub const PAUSE_ADDRESS: [u8; 6] = [0x01, 0x80, 0xC2, 0, 0, 0x01];
/// EtherType of MAC control frames.
const MAC_CONTROL: [u8; 2] = [0x88, 0x08];
/// Opcode of PAUSE.
const PAUSE: [u8; 2] = [0, 1];
/// Clocks of a pause quantum: 512 bit times.
const QUANTUM: u64 = 8;
/// The XGMII encoder is given the next frame when it has so many words left.
const ENCODER_LOW: usize = 1;
/// Bytes of the FCS.
const FCS: usize = 4;
/// MTU of a switch that takes whatever bridges send.
pub const MOST: usize = 9_000;

/// How a port of a switch is set up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PortConfig {
    /// Bytes behind the EtherType, without FCS, of the longest frame taken in; longer ones are
    /// dropped.
    pub mtu: usize,
    /// VLANs of which it is a member; frames leave with their tag.
    pub vlans: BTreeSet<u16>,
    /// Bytes, from destination address to FCS, that its output queue holds.
    pub buffer: usize,
    /// PAUSE frames received stop its transmitter.
    pub honour_pause: bool,
    /// PAUSE is sent when more than so many bytes that came in here wait in the switch, and ended
    /// at half of it.
    pub send_pause: Option<usize>,
}

impl Default for PortConfig {
    fn default() -> Self {
        Self {
            mtu: MOST,
            vlans: BTreeSet::new(),
            buffer: 131_072,
            honour_pause: false,
            send_pause: None,
        }
    }
}

/// What a port has seen.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct PortStats {
    pub frames_in: u64,
    pub bytes_in: u64,
    pub frames_out: u64,
    pub bytes_out: u64,
    /// Frames for this output that found its queue full.
    pub dropped: u64,
    /// Frames received that were damaged.
    pub bad: u64,
    /// Frames received untagged, or of a VLAN of which the port is no member.
    pub wrong_vlan: u64,
    /// Frames received that were longer than the MTU.
    pub oversize: u64,
    /// Frames for this output whose destination was not known.
    pub flooded: u64,
    pub pause_received: u64,
    pub pause_sent: u64,
    /// Clocks in which PAUSE held the transmitter while something waited.
    pub paused_clocks: u64,
    /// Most bytes that ever waited in the output queue.
    pub deepest: u64,
    /// Clocks that frames waited in the output queue, together and at most.
    pub waited: u64,
    pub longest_wait: u64,
}

impl PortStats {
    /// Clocks that a frame waited in the output queue, on average.
    pub fn mean_wait(&self) -> f64 {
        self.waited as f64 / (self.frames_out.max(1)) as f64
    }
}

struct Queued {
    bytes: Rc<[u8]>,
    since: u64,
    from: usize,
}

struct Port {
    config: PortConfig,
    decoder: Decoder,
    encoder: Encoder,
    queue: VecDeque<Queued>,
    depth: usize,
    /// Copies of frames from here that wait anywhere, in bytes.
    held: usize,
    /// PAUSE holds the transmitter in cycles before this one.
    paused_until: u64,
    /// We have asked the neighbour to pause; when to ask again.
    pausing: Option<u64>,
    stats: PortStats,
}

/// The switch.
pub struct Switch {
    ports: Vec<Port>,
    /// Behind which port an address was last seen, by VLAN and address.
    learnt: HashMap<(u16, u64), usize>,
    cycle: u64,
}

impl Switch {
    pub fn new(ports: Vec<PortConfig>) -> Self {
        let port = |config| Port {
            config,
            decoder: Decoder::default(),
            encoder: Encoder::default(),
            queue: VecDeque::new(),
            depth: 0,
            held: 0,
            paused_until: 0,
            pausing: None,
            stats: PortStats::default(),
        };
        Self { ports: ports.into_iter().map(port).collect(), learnt: HashMap::new(), cycle: 0 }
    }

    /// One clock: the word on each port's receiver, then the word on its transmitter in its place.
    pub fn clock(&mut self, words: &mut [Word]) {
        for (at, word) in words.iter().enumerate() {
            let Some(port) = self.ports.get_mut(at) else { continue };
            if let Some(frame) = port.decoder.push(*word) {
                if frame.error.is_some() {
                    port.stats.bad += 1;
                } else {
                    self.received(at, frame.bytes);
                }
            }
        }
        for (at, word) in words.iter_mut().enumerate() {
            *word = self.transmit(at);
        }
        self.cycle += 1;
    }

    pub fn stats(&self, port: usize) -> PortStats {
        self.ports[port].stats
    }

    /// Bytes that wait in the output queue of a port.
    pub fn depth(&self, port: usize) -> usize {
        self.ports[port].depth
    }

    fn received(&mut self, from: usize, bytes: Vec<u8>) {
        let port = &mut self.ports[from];
        port.stats.frames_in += 1;
        port.stats.bytes_in += bytes.len() as u64;
        if bytes.starts_with(&PAUSE_ADDRESS[..5]) && bytes[5] < 0x10 {
            let pause = bytes[5] == 1 && bytes[12..14] == MAC_CONTROL && bytes[14..16] == PAUSE;
            if pause {
                port.stats.pause_received += 1;
                if port.config.honour_pause {
                    let quanta = u64::from(u16::from_be_bytes([bytes[16], bytes[17]]));
                    port.paused_until = self.cycle + quanta * QUANTUM;
                }
            }
            return;
        }
        let vlan = ethernet::VID.get(&bytes) as u16;
        let tagged = ethernet::TPID.get(&bytes) == ethernet::TPID_8021Q;
        if !tagged || !port.config.vlans.contains(&vlan) {
            port.stats.wrong_vlan += 1;
            return;
        }
        if bytes.len() > ethernet::HEADER.length + port.config.mtu + FCS {
            port.stats.oversize += 1;
            return;
        }
        let (destination, source) =
            (ethernet::DESTINATION.get(&bytes), ethernet::SOURCE.get(&bytes));
        if bytes[6] & 1 == 0 {
            self.learnt.insert((vlan, source), from);
        }
        let bytes: Rc<[u8]> = bytes.into();
        match self.learnt.get(&(vlan, destination)).copied().filter(|_| bytes[0] & 1 == 0) {
            // Its destination is where it came from: the neighbour has seen it.
            Some(to) if to == from => {}
            Some(to) => self.enqueue(from, to, &bytes),
            None => {
                for to in (0..self.ports.len()).filter(|&to| to != from) {
                    if self.ports[to].config.vlans.contains(&vlan) {
                        self.ports[to].stats.flooded += 1;
                        self.enqueue(from, to, &bytes);
                    }
                }
            }
        }
    }

    fn enqueue(&mut self, from: usize, to: usize, bytes: &Rc<[u8]>) {
        let out = &mut self.ports[to];
        if out.depth + bytes.len() > out.config.buffer {
            out.stats.dropped += 1;
            return;
        }
        out.depth += bytes.len();
        out.stats.deepest = out.stats.deepest.max(out.depth as u64);
        out.queue.push_back(Queued { bytes: Rc::clone(bytes), since: self.cycle, from });
        self.ports[from].held += bytes.len();
    }

    fn transmit(&mut self, at: usize) -> Word {
        let now = self.cycle;
        let port = &mut self.ports[at];
        if port.encoder.backlog() <= ENCODER_LOW {
            if let Some(quanta) = pause_wanted(port, now) {
                port.stats.pause_sent += 1;
                port.encoder.push(&pause_frame(quanta), false);
            } else if now < port.paused_until {
                port.stats.paused_clocks += u64::from(!port.queue.is_empty());
            } else if let Some(next) = port.queue.pop_front() {
                let (length, waited) = (next.bytes.len(), now - next.since);
                port.depth -= length;
                port.stats.frames_out += 1;
                port.stats.bytes_out += length as u64;
                port.stats.waited += waited;
                port.stats.longest_wait = port.stats.longest_wait.max(waited);
                port.encoder.push(&next.bytes, false);
                self.ports[next.from].held -= length;
            }
        }
        self.ports[at].encoder.pop()
    }
}

/// The pause time to be told the neighbour now.
fn pause_wanted(port: &mut Port, now: u64) -> Option<u16> {
    let high = port.config.send_pause?;
    match port.pausing {
        None if port.held > high => {
            port.pausing = Some(now + u64::from(u16::MAX) * QUANTUM / 2);
            Some(u16::MAX)
        }
        Some(_) if port.held <= high / 2 => {
            port.pausing = None;
            Some(0)
        }
        Some(again) if now >= again => {
            port.pausing = Some(now + u64::from(u16::MAX) * QUANTUM / 2);
            Some(u16::MAX)
        }
        _ => None,
    }
}

/// A PAUSE frame with its FCS.
pub fn pause_frame(quanta: u16) -> Vec<u8> {
    let mut frame = PAUSE_ADDRESS.to_vec();
    // The switch's own address: any that is local and no group.
    frame.extend([0x02, 0, 0, 0, 0, 0x5A]);
    frame.extend(MAC_CONTROL);
    frame.extend(PAUSE);
    frame.extend(quanta.to_be_bytes());
    debug_assert!(frame.len() + FCS <= 64);
    with_fcs(&frame)
}

#[cfg(test)]
#[allow(non_snake_case)]
mod tests {
    use super::*;
    use crate::model::xgmii::WireFrame;

    /// A frame from one address to another in a VLAN.
    fn frame(from: u8, to: u8, vlan: u16, length: usize) -> Vec<u8> {
        let mut bytes = vec![from; length];
        bytes[..6].copy_from_slice(&[if to == 0xFF { 0xFF } else { 2 }, 0, 0, 0, 0, to]);
        bytes[6..12].copy_from_slice(&[2, 0, 0, 0, 0, from]);
        ethernet::TPID.set(&mut bytes, ethernet::TPID_8021Q);
        ethernet::PCP.set(&mut bytes, 0);
        ethernet::VID.set(&mut bytes, vlan.into());
        with_fcs(&bytes)
    }

    struct Bench {
        switch: Switch,
        encoders: Vec<Encoder>,
        decoders: Vec<Decoder>,
        got: Vec<Vec<WireFrame>>,
    }

    impl Bench {
        fn new(ports: Vec<PortConfig>) -> Self {
            let n = ports.len();
            Self {
                switch: Switch::new(ports),
                encoders: vec![Encoder::default(); n],
                decoders: vec![Decoder::default(); n],
                got: vec![Vec::new(); n],
            }
        }

        fn run(&mut self, cycles: usize) {
            for _ in 0..cycles {
                let mut words: Vec<Word> = self.encoders.iter_mut().map(Encoder::pop).collect();
                self.switch.clock(&mut words);
                for (port, word) in words.into_iter().enumerate() {
                    self.got[port].extend(self.decoders[port].push(word));
                }
            }
        }

        fn send(&mut self, port: usize, frame: &[u8]) {
            self.encoders[port].push(frame, false);
        }

        fn counts(&mut self) -> Vec<usize> {
            let counts = self.got.iter().map(Vec::len).collect();
            self.got.iter_mut().for_each(Vec::clear);
            counts
        }
    }

    fn member(vlans: &[u16]) -> PortConfig {
        PortConfig { vlans: vlans.iter().copied().collect(), ..PortConfig::default() }
    }

    #[test]
    fn switch__unknown__is_flooded_and_then_learnt_in_its_vlan_only() {
        let mut b = Bench::new(vec![member(&[5]), member(&[5, 6]), member(&[5, 6]), member(&[6])]);
        b.send(0, &frame(1, 2, 5, 80));
        b.run(100);
        assert_eq!(b.counts(), [0, 1, 1, 0], "flooded within the VLAN");
        b.send(1, &frame(2, 1, 5, 80));
        b.run(100);
        assert_eq!(b.counts(), [1, 0, 0, 0], "learnt");
        b.send(1, &frame(2, 1, 6, 80));
        b.run(100);
        assert_eq!(b.counts(), [0, 0, 1, 1], "but not in another VLAN");
        b.send(0, &frame(1, 2, 6, 80));
        b.run(100);
        assert_eq!((b.counts(), b.switch.stats(0).wrong_vlan), (vec![0; 4], 1));
        b.send(0, &frame(1, 0xFF, 5, 80));
        b.run(100);
        assert_eq!(b.counts(), [0, 1, 1, 0], "broadcast");
    }

    #[test]
    fn switch__line_rate__loses_nothing_and_keeps_the_gaps() {
        let mut b = Bench::new(vec![member(&[5]), member(&[5])]);
        let frames: Vec<_> = (0..500).map(|i| frame(1, 2, 5, 60 + (i * 37) % 1400)).collect();
        frames.iter().for_each(|f| b.send(0, f));
        let words: usize = frames.iter().map(|f| f.len() + 20).sum::<usize>() / 8;
        b.run(words + 300);
        assert_eq!(b.got[1].iter().map(|f| f.bytes.clone()).collect::<Vec<_>>(), frames);
        assert!(b.got[1].iter().all(|f| f.error.is_none() && f.gap.is_none_or(|g| g >= 9)));
        let stats = b.switch.stats(1);
        assert_eq!((stats.frames_out, stats.dropped), (500, 0));
        assert!(stats.deepest < 3_000, "{stats:?}");
    }

    #[test]
    fn switch__two_into_one__queues_then_drops_and_counts() {
        let mut b = Bench::new(vec![member(&[5]), member(&[5]), member(&[5])]);
        b.switch.ports[2].config.buffer = 10_000;
        b.send(2, &frame(3, 1, 5, 60));
        b.run(50);
        b.counts();
        for _ in 0..100 {
            b.send(0, &frame(1, 3, 5, 996));
            b.send(1, &frame(2, 3, 5, 996));
        }
        b.run(40_000);
        let stats = b.switch.stats(2);
        assert_eq!(b.got[2].len() as u64 + stats.dropped, 200);
        // 100 leave while 200 come, and ten wait.
        assert!((80..=92).contains(&stats.dropped), "{stats:?}");
        assert!(stats.deepest > 9_000 && stats.deepest <= 10_000, "{stats:?}");
        // Ten frames of 1,020 byte times.
        assert!((1_000..1_300).contains(&stats.longest_wait), "{stats:?}");
    }

    #[test]
    fn switch__damaged_or_untagged__goes_nowhere() {
        let mut b = Bench::new(vec![member(&[5]), member(&[5])]);
        let mut bad = frame(1, 2, 5, 100);
        bad[40] ^= 1;
        b.send(0, &bad);
        b.send(0, &with_fcs(&[2; 100]));
        b.run(200);
        let stats = b.switch.stats(0);
        assert_eq!((b.counts(), stats.bad, stats.wrong_vlan), (vec![0, 0], 1, 1));
    }

    #[test]
    fn switch__longer_than_its_mtu__is_dropped_and_counted() {
        let mut b = Bench::new(vec![PortConfig { mtu: 1_500, ..member(&[5]) }, member(&[5])]);
        b.send(0, &frame(1, 2, 5, 18 + 1_500));
        b.send(0, &frame(1, 2, 5, 18 + 1_501));
        b.run(1_000);
        assert_eq!((b.counts(), b.switch.stats(0).oversize), (vec![0, 1], 1));
        b.send(1, &frame(2, 1, 5, 18 + 9_000));
        b.run(3_000);
        assert_eq!((b.counts(), b.switch.stats(1).oversize), (vec![1, 0], 0));
    }

    #[test]
    fn switch__pause__is_never_forwarded_and_honoured_if_asked() {
        for honour_pause in [false, true] {
            let ports = vec![member(&[5]), PortConfig { honour_pause, ..member(&[5]) }];
            let mut b = Bench::new(ports);
            b.send(1, &pause_frame(50));
            b.run(20);
            b.send(0, &frame(1, 2, 5, 60));
            b.run(200);
            assert_eq!(b.counts(), [0, usize::from(!honour_pause)], "{honour_pause}");
            // 50 quanta are 400 clocks.
            b.run(300);
            assert_eq!(b.counts(), [0, usize::from(honour_pause)], "{honour_pause}");
            assert_eq!(b.switch.stats(1).pause_received, 1);
        }
    }

    #[test]
    fn switch__full__asks_the_sender_to_pause_and_lets_it_go_on() {
        let ports = vec![
            PortConfig { send_pause: Some(4_000), ..member(&[5]) },
            member(&[5]),
            member(&[5]),
        ];
        let mut b = Bench::new(ports);
        b.send(2, &frame(3, 1, 5, 60));
        for _ in 0..30 {
            b.send(0, &frame(1, 3, 5, 996));
            b.send(1, &frame(2, 3, 5, 996));
        }
        b.run(20_000);
        let pauses: Vec<u16> = b.got[0]
            .iter()
            .filter(|f| f.bytes.starts_with(&PAUSE_ADDRESS))
            .map(|f| u16::from_be_bytes([f.bytes[16], f.bytes[17]]))
            .collect();
        assert_eq!((pauses.first(), pauses.last()), (Some(&u16::MAX), Some(&0)), "{pauses:?}");
        assert_eq!(b.switch.stats(0).pause_sent, pauses.len() as u64);
        assert_eq!(b.switch.stats(1).pause_sent, 0);
    }
}
