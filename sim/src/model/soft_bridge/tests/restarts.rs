//! Restarts at any time on a network that loses, doubles, reorders and delays for long.

use std::collections::BTreeMap;

use super::super::egress::{Egress, Item};
use super::super::peer::State;
use super::super::registers::Registers;
use super::super::sender::Waiting;
use super::super::table::Table;
use super::*;
use expether_wire::tlp::Class;

/// A bridge without its ports.
struct End {
    side: usize,
    registers: Registers,
    table: Table,
    egress: Egress,
    /// TLPs given to the present connection, and accepted from it: (incarnations, TLPs).
    sent: ((u32, u32), u32),
    accepted: ((u32, u32), u32),
    /// The line is free again.
    free: u64,
}

impl End {
    fn new(side: usize, seed: u64) -> Self {
        let mut end = Self {
            side,
            registers: Registers::new(ROLES[side]),
            table: Table::new(),
            egress: Egress::default(),
            sent: Default::default(),
            accepted: Default::default(),
            free: 0,
        };
        let config = NodeConfig {
            local_mac: MACS[side],
            peers: vec![PeerConfig { mac: MACS[1 - side], ..PeerConfig::default() }],
            group: 7,
            seed,
            registers: vec![("TIMEOUT_MAX".to_owned(), 20_000)],
            ..NodeConfig::default()
        };
        for (offset, value) in config.writes().unwrap() {
            assert!(end.registers.write(offset, value, 0xF));
        }
        end
    }

    /// The incarnations of the connection, this end's first.
    fn connection(&self) -> Option<(u32, u32)> {
        let peer = &self.table.peers[0];
        (peer.state == State::Connected).then_some((peer.own, peer.peer))
    }

    /// A TLP for the present connection, which says which that is, and how many were before it.
    fn offer(&mut self) {
        let Some(now) = self.connection() else { return };
        if self.sent.0 != now {
            self.sent = (now, 0);
        }
        let waiting = &mut self.table.peers[0].connection.sender.waiting;
        if waiting.len() < 8 {
            let data = [now.0, now.1, self.sent.1].map(u32::to_le_bytes).concat();
            let bytes = build::memory_write(Requester::default(), 0, &data).unwrap().to_bytes();
            waiting.push_back(Waiting { bytes, class: Class::Posted });
            self.sent.1 += 1;
        }
    }

    /// Every TLP accepted is of the present connection, and the one expected.
    fn receive(&mut self, frame: &[u8], now: u64, credits: &[u64; input::COUNT]) -> u64 {
        self.table.receive(frame, now, &mut self.egress, &mut self.registers);
        let mut count = 0;
        while let Some(Item { bytes, .. }) = self.egress.pop(credits) {
            let word = |i: usize| u32::from_le_bytes(bytes[12 + 4 * i..][..4].try_into().unwrap());
            let (own, peer) = self.connection().expect("accepted without a connection");
            assert_eq!((word(1), word(0)), (own, peer), "side {}: another connection", self.side);
            if self.accepted.0 != (own, peer) {
                self.accepted = ((own, peer), 0);
            }
            assert_eq!(word(2), self.accepted.1, "side {}: twice or out of order", self.side);
            self.accepted.1 += 1;
            count += 1;
        }
        count
    }
}

#[test]
fn soft_bridge__restarted_at_any_time__delivers_nothing_twice_and_nothing_of_before() {
    let mut credits = [0; input::COUNT];
    credits[input::pcie_tx_credits_infinite] = 7;
    for seed in 1..=12u64 {
        let mut rng = Rng::new(seed, "restarts");
        let longest = [40, 2_000, 15_000][seed as usize % 3];
        let loss = [0.0, 0.05, 0.2][seed as usize / 3 % 3];
        let mut ends = [End::new(0, 1), End::new(1, 2)];
        // What is on its way, by time of arrival: destination and frame.
        let mut network: BTreeMap<(u64, u64), (usize, Vec<u8>)> = BTreeMap::new();
        let (mut counted, mut total, mut disturbances) = (0, 0, 0);
        // So long that some last until all is well again.
        let mut quiet_until = 0;
        for now in 1..200_000 {
            while network.first_key_value().is_some_and(|(at, _)| at.0 <= now) {
                let Some((_, (to, frame))) = network.pop_first() else { break };
                total += ends[to].receive(&frame, now, &credits);
            }
            for (side, end) in ends.iter_mut().enumerate() {
                if rng.chance(0.05) {
                    end.offer();
                }
                end.table.clock(now, &end.egress, false, &mut end.registers);
                if now < end.free {
                    continue;
                }
                let Some(frame) = end.table.transmit(now, &mut end.registers) else { continue };
                end.free = now + frame.len() as u64 / 8 + 3;
                // One copy, or two: the second may come ten times as late.
                for late in [1, 10] {
                    if !rng.chance(loss) && (late == 1 || rng.chance(0.2)) {
                        counted += 1;
                        let at = end.free + 1 + rng.below(late * longest);
                        network.insert((at, counted), (1 - side, frame.clone()));
                    }
                }
            }
            if now >= quiet_until {
                disturbances += 1;
                quiet_until = now + rng.below(12 * longest + 30_000);
                let end = &mut ends[rng.below(2) as usize];
                let control = peer::offset(0, &peer::PEER_CONTROL);
                match rng.below(4) {
                    0 | 1 => *end = End::new(end.side, 1_000 + now),
                    // Disabled and enabled, the seed unchanged.
                    2 => {
                        assert!(end.registers.write(map::CONTROL.offset, 0x34, 0xF));
                        end.table.clock(now, &end.egress, false, &mut end.registers);
                        assert!(end.registers.write(map::CONTROL.offset, 0x35, 0xF));
                    }
                    _ => {
                        assert!(end.registers.write(control, 7, 0xF));
                        end.table.clock(now, &end.egress, false, &mut end.registers);
                        assert!(end.registers.write(control, 3, 0xF));
                    }
                }
            }
        }
        assert!(disturbances >= 2 && total > 500, "seed {seed}: {disturbances}, {total}");
    }
}

/// Who comes back at once is noticed: the other end still is connected to the one before.
#[test]
fn soft_bridge__peer_back_before_it_is_missed__is_connected_anew_within_microseconds() {
    let mut bench = Bench::new(LinkConfig::default(), 0.0, true, &[]);
    bench.connect(20_000);
    let before = bench.incarnations(0);
    bench.start(1, 1, true, &[]);
    bench.until("the ports", 1_000, |b| b.nodes[1].axil.idle());
    let begin = bench.cycle;
    bench.settle();
    assert!(bench.cycle - begin < 12_000, "{}", bench.cycle - begin);
    let after = bench.incarnations(0);
    assert!(after.0 != before.0 && after.1 != before.1);
    assert_eq!(bench.counter(0, &map::DISCONNECTS), 1);
    assert!(bench.seen.iter().any(|s| s.header.frame_type == FrameType::Open && s.header.busy));
}
