//! One host, several devices, a switch between them.

use super::super::opening::blank;
use super::*;
use crate::model::xgmii::with_fcs;
use expether_wire::ethernet::{self, MacAddress};
use expether_wire::tlp::format::{memory32, request};

/// Passes whole frames on, by destination address; loses some.
struct Switch {
    ports: Vec<(Decoder, Encoder)>,
    loss: f64,
    rng: Rng,
}

fn mac(node: usize) -> [u8; 6] {
    [2, 0, 0, 0, 1, node as u8]
}

impl Switch {
    fn new(ports: usize, loss: f64, seed: u64) -> Self {
        let ports = (0..ports).map(|_| Default::default()).collect();
        Self { ports, loss, rng: Rng::new(seed, "switch") }
    }

    fn clock(&mut self, words: &[Word]) -> Vec<Word> {
        for (from, word) in words.iter().enumerate() {
            let Some(frame) = self.ports[from].0.push(*word) else { continue };
            let to = MacAddress::from_u64(ethernet::DESTINATION.get(&frame.bytes));
            for port in (0..self.ports.len()).filter(|p| *p != from) {
                let wanted = to == MacAddress::BROADCAST || to.0 == mac(port);
                if wanted && !self.rng.chance(self.loss) {
                    self.ports[port].1.push(&frame.bytes, false);
                }
            }
        }
        self.ports.iter_mut().map(|(_, encoder)| encoder.pop()).collect()
    }
}

/// Whose IDs are those of bus `node`; the host's is 0.
fn id(node: usize) -> u64 {
    (node as u64) << 8
}

/// A write into the window of device `to`.
fn into(from: usize, to: usize, n: usize) -> Vec<u8> {
    let mut tlp = write_tlp(n % 16);
    request::REQUESTER.set(&mut tlp, id(from));
    memory32::ADDRESS.set(&mut tlp, (to as u64) << 18 | (n as u64) << 3);
    tlp
}

#[test]
fn soft_bridge__one_host_and_four_devices__each_gets_its_own_in_order() {
    for (seed, loss) in [(1, 0.0), (2, 0.02), (3, 0.05)] {
        let mut nodes: Vec<Node> = (0..5)
            .map(|i| {
                let role = if i == 0 { Role::Host } else { Role::Device };
                let name = if i == 0 { "host" } else { "device" };
                Node::new(name, Box::new(SoftBridge::new(role)), 0.1, seed + i).unwrap()
            })
            .collect();
        for (i, node) in nodes.iter_mut().enumerate() {
            node.reset(4).unwrap();
            let host = PeerConfig { mac: mac(0), ..PeerConfig::default() };
            let device = |device: usize| {
                // A window of 1 MiB, bits 31:16, and the IDs of a bus.
                let (window, ids) = ((device as u32) << 4, id(device) as u32);
                let routes = vec![
                    (&peer::ROUTE_MEMORY, (window | 0xF) << 16 | window),
                    (&peer::ROUTE_ID, (ids | 0xFF) << 16 | ids),
                ];
                PeerConfig { mac: mac(device), routes: Routes(routes) }
            };
            let config = NodeConfig {
                local_mac: mac(i),
                peers: if i == 0 { (1..=4).map(device).collect() } else { vec![host] },
                group: 9,
                seed: incarnation_seed(seed, i, 0),
                ..NodeConfig::default()
            };
            for (offset, value) in config.writes().unwrap() {
                node.axil.push(Access::Write { address: offset as u16, value });
            }
        }
        let mut switch = Switch::new(5, loss, seed);
        let mut words = vec![Word::IDLE; 5];
        let mut delivered: Vec<Vec<Vec<u8>>> = vec![vec![]; 5];
        let mut connected = [[false; 4]; 5];
        let mut step = |nodes: &mut Vec<Node>, connected: &mut [[bool; 4]; 5]| {
            let mut sent = vec![];
            for (i, node) in nodes.iter_mut().enumerate() {
                let events = node.clock(words[i]).unwrap();
                delivered[i].extend(events.delivered.map(|t| t.bytes));
                for (peer, connected) in connected[i].iter_mut().enumerate() {
                    let answer = events.access.as_ref().and_then(|o| is_connected(o, peer));
                    *connected = answer.unwrap_or(*connected);
                }
                sent.push(events.transmitted);
            }
            words = switch.clock(&sent);
            delivered.iter().map(Vec::len).collect::<Vec<_>>()
        };
        for round in 0.. {
            assert!(round < 500, "seed {seed}: {connected:?}");
            nodes.iter_mut().enumerate().for_each(|(i, node)| {
                (0..if i == 0 { 4 } else { 1 }).for_each(|p| node.ask_peer(p));
            });
            (0..1_000).for_each(|_| drop(step(&mut nodes, &mut connected)));
            if connected[0] == [true; 4] && (1..5).all(|i| connected[i][0]) {
                break;
            }
        }
        let count = 200;
        let down: Vec<_> = (0..4 * count).map(|n| into(0, 1 + n * 7 % 4, n)).collect();
        let up = |device: usize| (0..count).map(|n| into(device, device, n)).collect::<Vec<_>>();
        down.iter().for_each(|t| nodes[0].source.push(t.clone(), false));
        for (device, node) in nodes.iter_mut().enumerate().skip(1) {
            up(device).into_iter().for_each(|t| node.source.push(t, false));
        }
        let mut cycles = 0;
        while step(&mut nodes, &mut connected) != [4 * count, count, count, count, count] {
            cycles += 1;
            assert!(cycles < 1_000_000, "seed {seed}");
        }
        for device in 1..5 {
            let of = |tlps: &[Vec<u8>]| -> Vec<Vec<u8>> {
                let here = |t: &&Vec<u8>| memory32::ADDRESS.get(t) >> 18 == device as u64;
                tlps.iter().filter(here).cloned().collect()
            };
            assert!(delivered[device] == of(&down), "seed {seed} device {device}");
            assert!(of(&delivered[0]) == up(device), "seed {seed} from device {device}");
        }
    }
}

#[test]
fn soft_bridge__full_table__refuses_and_counts() {
    let mut dut = SoftBridge::new(Role::Host);
    let control = map::CONTROL_LEARN.set(map::CONTROL.reset(), 1);
    let control = map::CONTROL_ENABLE.set(control, 1) as u32;
    // An entry that software keeps closed is not filled.
    let closed = peer::PEER_CONTROL_CLOSE.set(0, 1) as u32;
    assert!(dut.registers.write(peer::offset(1, &peer::PEER_CONTROL), closed, 0xF));
    assert!(dut.registers.write(map::CONTROL.offset, control, 0xF));
    let group = dut.registers.get(&map::GROUP) as u16;
    let mut encoder = Encoder::default();
    for node in 0..PEERS + 3 {
        let body = expether_wire::keep_alive::Repr {
            role: Role::Device.code(),
            capabilities: 0,
            group,
            mtu: 9_000,
            max_payload: 512,
            node_id: 0,
        };
        let frame = BridgeFrame {
            ethernet: ethernet::Repr {
                destination: MacAddress::BROADCAST,
                source: MacAddress(mac(node)),
                pcp: 0,
                vid: group,
                ethertype: 0x88B5,
            },
            bridge: blank(FrameType::KeepAlive),
            area: &body.emit(),
        };
        encoder.push(&with_fcs(&frame.build().unwrap()), false);
    }
    for _ in 0..400 {
        let word = encoder.pop();
        dut.inputs[input::xgmii_rx_data] = word.data;
        dut.inputs[input::xgmii_rx_ctrl] = u64::from(word.ctrl);
        dut.tick(1).unwrap();
    }
    assert_eq!(dut.registers.get(&map::PEERS_LEARNT), PEERS as u64 - 1);
    assert_eq!(dut.registers.get(&map::PEERS_REFUSED), 4);
    assert_eq!(dut.table.peers[1].mac, None);
    assert_eq!(dut.table.peers[PEERS - 1].mac, Some(MacAddress(mac(PEERS - 2)).to_u64()));
}
