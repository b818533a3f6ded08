//! A bridge with what stands on its ports: PCIe source and sink with flow control, configuration,
//! XGMII words.

use std::sync::Arc;

use expether_wire::registers::{self as map, peer, Register};
use expether_wire::tlp::{format::common, Class, Kind};

use super::axil::{Access, AxiLiteMaster, Outcome};
use super::credits::{Credits, ReceiverConfig};
use super::rng::Rng;
use super::stream::{Beat, BeatSink, BeatSource, Transfer};
use super::xgmii::Word;
use crate::backend::{Backend, PortId};
use crate::SimError;

/// The flow-control class of a TLP, if it is one.
pub fn class_of(tlp: &[u8]) -> Option<Class> {
    let first = tlp.get(..4)?;
    Kind::from_fields(common::FMT.get(first), common::TYPE.get(first)).map(Kind::class)
}

/// How a bridge is to be configured.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NodeConfig {
    /// First byte sent first.
    pub local_mac: [u8; 6],
    /// The node's number.
    pub node_id: u64,
    pub group: u16,
    /// Of the incarnation numbers: another one at each reset, see [`incarnation_seed`]. With 0 the
    /// bridge opens no connection.
    pub seed: u64,
    /// Peers with entries of their own in the bridge's table, from entry 0 on; none: they are
    /// learnt.
    pub peers: Vec<PeerConfig>,
    /// Any other registers, by name: (name, value).
    pub registers: Vec<(String, u32)>,
}

/// A fixed peer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PeerConfig {
    pub mac: [u8; 6],
    pub routes: Routes,
}

/// What is behind a peer: values of the registers of its page.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Routes(pub Vec<(&'static Register, u32)>);

impl Routes {
    /// The writes to the page of entry `index`.
    pub fn writes(&self, index: usize) -> Vec<(u64, u32)> {
        self.0.iter().map(|(register, value)| (peer::offset(index, register), *value)).collect()
    }
}

/// A MAC address as its two registers have it.
pub fn mac_registers(m: [u8; 6]) -> (u32, u32) {
    (u32::from_le_bytes([m[0], m[1], m[2], m[3]]), u32::from_le_bytes([m[4], m[5], 0, 0]))
}

/// The seed of a node's incarnation numbers in a run, which is not 0; `start` counts its resets.
pub fn incarnation_seed(run: u64, node: usize, start: u64) -> u64 {
    Rng::new(run, &format!("incarnations of node {node}, start {start}")).bits() | 1
}

impl NodeConfig {
    /// The writes that do it: each `PEER_CONTROL` after what it takes over, `CONTROL` last.
    pub fn writes(&self) -> Result<Vec<(u64, u32)>, SimError> {
        let local = mac_registers(self.local_mac);
        let mut writes = vec![
            (map::LOCAL_MAC_LO.offset, local.0),
            (map::LOCAL_MAC_HI.offset, local.1),
            (map::NODE_ID_LO.offset, self.node_id as u32),
            (map::NODE_ID_HI.offset, (self.node_id >> 32) as u32),
            (map::GROUP.offset, u32::from(self.group)),
            (map::SEED_LO.offset, self.seed as u32),
            (map::SEED_HI.offset, (self.seed >> 32) as u32),
        ];
        // Of several peers each has its windows: what is for one that is not connected is for none.
        let takes_all = u64::from(self.peers.len() == 1);
        for (index, fixed) in self.peers.iter().enumerate() {
            let (low, high) = mac_registers(fixed.mac);
            writes.push((peer::offset(index, &peer::PEER_MAC_LO), low));
            writes.push((peer::offset(index, &peer::PEER_MAC_HI), high));
            writes.extend(fixed.routes.writes(index));
            let control = peer::PEER_CONTROL_FIXED.set(peer::PEER_CONTROL.reset(), 1);
            let control = peer::PEER_CONTROL_DEFAULT.set(control, takes_all);
            writes.push((peer::offset(index, &peer::PEER_CONTROL), control as u32));
        }
        let learn = self.peers.is_empty();
        if learn {
            // TLPs that no window claims go to whoever is learnt first.
            let control = peer::PEER_CONTROL_DEFAULT.set(peer::PEER_CONTROL.reset(), 1);
            writes.push((peer::offset(0, &peer::PEER_CONTROL), control as u32));
        }
        let mut control = map::CONTROL_LEARN.set(map::CONTROL.reset(), learn.into()) as u32;
        for (name, value) in &self.registers {
            let register =
                map::by_name(name).ok_or_else(|| SimError::UnknownRegister(name.clone()))?;
            if *register == map::CONTROL {
                control = *value;
            } else {
                writes.push((register.offset, *value));
            }
        }
        writes.push((map::CONTROL.offset, map::CONTROL_ENABLE.set(control.into(), 1) as u32));
        Ok(writes)
    }
}

/// `PEER_STATUS.STATE` of a peer to which TLPs may go.
pub const CONNECTED: u64 = 2;

struct Ports {
    reset: PortId,
    rx: [PortId; 5],
    rx_ready: PortId,
    tx: [PortId; 5],
    tx_ready: PortId,
    xgmii_rx: [PortId; 2],
    xgmii_tx: [PortId; 2],
    /// Header and data limits of the three classes, and which classes have none. Blocks that are
    /// no whole bridge have no flow control.
    credits: Option<([[PortId; 2]; 3], PortId)>,
    non_posted_limit: Option<PortId>,
}

/// What happened at a bridge in a cycle.
#[derive(Debug, Default)]
pub struct Events {
    /// The word on its transmitter.
    pub transmitted: Word,
    /// A TLP it has taken whole.
    pub taken: Option<Transfer>,
    /// A TLP it has given out whole.
    pub delivered: Option<Transfer>,
    /// A register access that completed.
    pub access: Option<Outcome>,
}

/// A bridge and its surroundings.
pub struct Node {
    /// `host` or `device`, or its name in a scenario.
    pub name: Arc<str>,
    pub dut: Box<dyn Backend>,
    ports: Ports,
    /// TLPs from the PCIe side into the bridge (`pcie_rx`).
    pub source: BeatSource,
    /// TLPs from the bridge to the PCIe side (`pcie_tx`).
    pub sink: BeatSink,
    pub axil: AxiLiteMaster,
    credits: Credits,
    cycle: u64,
    in_reset: bool,
    /// Non-posted TLPs given to the source since reset.
    non_posted_sent: u8,
    /// Up to which the bridge lets it send them, as of the last clock.
    non_posted_limit: u8,
    // Inputs as they stand, so that only changes are set.
    beat: Beat,
    ready: bool,
    word: Word,
}

impl Node {
    /// Wraps a design; `stall` is the probability that source and sink pause in a cycle.
    pub fn new(
        name: impl Into<Arc<str>>,
        dut: Box<dyn Backend>,
        stall: f64,
        seed: u64,
    ) -> Result<Self, SimError> {
        let name = name.into();
        let find = |port: &str| super::port(dut.as_ref(), port);
        let stream = |stream: &str| -> Result<[PortId; 5], SimError> {
            let find = |wire: &str| find(&format!("{stream}_{wire}"));
            Ok([find("data")?, find("keep")?, find("last")?, find("error")?, find("valid")?])
        };
        let credits = match dut.port("pcie_tx_credits_infinite") {
            None => None,
            Some(infinite) => {
                let class = |class: &str| -> Result<[PortId; 2], SimError> {
                    let find = |what: &str| find(&format!("pcie_tx_credits_{class}_{what}"));
                    Ok([find("header")?, find("data")?])
                };
                let classes = [class("posted")?, class("non_posted")?, class("completion")?];
                Some((classes, infinite))
            }
        };
        let ports = Ports {
            reset: find("reset")?,
            rx: stream("pcie_rx")?,
            rx_ready: find("pcie_rx_ready")?,
            tx: stream("pcie_tx")?,
            tx_ready: find("pcie_tx_ready")?,
            xgmii_rx: [find("xgmii_rx_data")?, find("xgmii_rx_ctrl")?],
            xgmii_tx: [find("xgmii_tx_data")?, find("xgmii_tx_ctrl")?],
            credits,
            non_posted_limit: dut.port("pcie_rx_non_posted_limit"),
        };
        let axil = AxiLiteMaster::new(dut.as_ref())?;
        let rng = |part: &str| Rng::new(seed, &format!("{name} {part}"));
        let mut node = Self {
            ports,
            source: BeatSource::new(stall, rng("source")),
            sink: BeatSink::new(&format!("{name}.pcie_tx"), stall, rng("sink")),
            axil,
            credits: Credits::new(ReceiverConfig::default()),
            dut,
            cycle: 0,
            in_reset: false,
            non_posted_sent: 0,
            non_posted_limit: 0,
            beat: Beat::default(),
            ready: false,
            word: Word::IDLE,
            name,
        };
        node.rest();
        Ok(node)
    }

    /// Gives the PCIe side a receiver with these buffers.
    pub fn with_receiver(mut self, config: ReceiverConfig) -> Self {
        self.credits = Credits::new(config);
        self.rest();
        self
    }

    /// Sets every input of the streams and the line to rest.
    fn rest(&mut self) {
        for port in self.ports.rx.iter().chain([&self.ports.tx_ready]) {
            self.dut.set(*port, 0);
        }
        self.set_credits();
        self.set_word(Word::IDLE);
        self.beat = Beat::default();
        self.ready = false;
    }

    fn set_credits(&mut self) {
        if let Some((classes, infinite)) = &self.ports.credits {
            for (ports, limits) in classes.iter().zip(self.credits.limits()) {
                self.dut.set(ports[0], u64::from(limits.header));
                self.dut.set(ports[1], u64::from(limits.data));
            }
            self.dut.set(*infinite, u64::from(self.credits.infinite()));
        }
    }

    fn set_word(&mut self, word: Word) {
        self.dut.set(self.ports.xgmii_rx[0], word.data);
        self.dut.set(self.ports.xgmii_rx[1], u64::from(word.ctrl));
        self.word = word;
    }

    /// Holds the bridge in reset for some cycles.
    pub fn reset(&mut self, cycles: u32) -> Result<(), SimError> {
        self.begin_reset();
        for _ in 0..cycles {
            self.dut.eval()?;
            self.dut.tick(1)?;
        }
        self.end_reset();
        Ok(())
    }

    /// From now on the bridge is in reset, and its PCIe side with it: what it had to send, and
    /// what it had received of an unfinished TLP, is forgotten.
    pub fn begin_reset(&mut self) {
        self.source.restart();
        self.sink.restart();
        self.axil.restart();
        self.credits.restart();
        self.non_posted_sent = 0;
        self.non_posted_limit = 0;
        self.rest();
        self.axil.drive(self.dut.as_mut());
        self.dut.set(self.ports.reset, 1);
        self.in_reset = true;
    }

    /// The bridge leaves reset.
    pub fn end_reset(&mut self) {
        self.dut.set(self.ports.reset, 0);
        self.in_reset = false;
    }

    /// The bridge stands in reset.
    pub fn in_reset(&self) -> bool {
        self.in_reset
    }

    /// Whether the PCIe side may send a TLP of this class now.
    pub fn may_send(&self, class: Class) -> bool {
        class != Class::NonPosted
            || self.ports.non_posted_limit.is_none()
            || self.non_posted_limit != self.non_posted_sent
    }

    /// Gives the source a TLP, which [`Node::may_send`] has allowed.
    pub fn send(&mut self, tlp: Vec<u8>) {
        if class_of(&tlp) == Some(Class::NonPosted) {
            self.non_posted_sent = self.non_posted_sent.wrapping_add(1);
        }
        self.source.push(tlp, false);
    }

    /// What the PCIe side's receiver says of itself, if it is short of anything.
    pub fn shortage(&self) -> Option<String> {
        self.credits.shortage()
    }

    /// The PCIe side returns credits of a class, or not.
    pub fn hold_credits(&mut self, class: Class, hold: bool) {
        self.credits.hold(class, hold);
    }

    /// One clock with this word on the receiver.
    pub fn clock(&mut self, received: Word) -> Result<Events, SimError> {
        if self.in_reset {
            self.set_word(received);
            self.dut.eval()?;
            let transmitted = self.transmitted();
            self.dut.tick(1)?;
            self.source.skip();
            self.sink.skip();
            self.cycle += 1;
            return Ok(Events { transmitted, ..Events::default() });
        }
        let beat = self.source.drive();
        if beat != self.beat {
            let [data, keep, last, error, valid] = self.ports.rx;
            self.dut.set(valid, u64::from(beat.valid));
            if beat.valid {
                self.dut.set(data, beat.data);
                self.dut.set(keep, u64::from(beat.keep));
                self.dut.set(last, u64::from(beat.last));
                self.dut.set(error, u64::from(beat.error));
            }
            self.beat = beat;
        }
        let ready = self.sink.drive();
        if ready != self.ready {
            self.dut.set(self.ports.tx_ready, u64::from(ready));
            self.ready = ready;
        }
        if self.credits.clock() {
            self.set_credits();
        }
        if received != self.word {
            self.set_word(received);
        }
        self.axil.drive(self.dut.as_mut());
        self.dut.eval()?;

        let transmitted = self.transmitted();
        let dut = self.dut.as_ref();
        let high = |port: PortId| dut.get(port) & 1 == 1;
        if let Some(limit) = self.ports.non_posted_limit {
            self.non_posted_limit = dut.get(limit) as u8;
        }
        let taken = self.source.clock(beat.valid && high(self.ports.rx_ready));
        let [data, keep, last, error, valid] = self.ports.tx;
        let out = if high(valid) {
            Beat {
                data: dut.get(data),
                keep: dut.get(keep) as u8,
                last: high(last),
                error: high(error),
                valid: true,
            }
        } else {
            Beat::default()
        };
        let delivered = self.sink.clock(out);
        let access = self.axil.clock(dut, self.cycle)?;
        self.dut.tick(1)?;
        self.cycle += 1;
        if let Some(error) = self.sink.errors.first() {
            return Err(error.clone().into());
        }
        if let (Some(tlp), true) = (&delivered, self.ports.credits.is_some()) {
            let rule = self.credits.received(&tlp.bytes);
            if let Some(rule) = rule {
                let signal = format!("{}.pcie_tx_valid", self.name);
                let cycle = tlp.last_cycle;
                return Err(super::stream::ProtocolError { signal, cycle, rule }.into());
            }
        }
        Ok(Events { transmitted, taken, delivered, access })
    }

    fn transmitted(&self) -> Word {
        Word {
            data: self.dut.get(self.ports.xgmii_tx[0]),
            ctrl: self.dut.get(self.ports.xgmii_tx[1]) as u8,
        }
    }

    /// Queues the accesses that configure and enable the bridge.
    pub fn configure(&mut self, config: &NodeConfig) -> Result<(), SimError> {
        for (offset, value) in config.writes()? {
            self.axil.push(Access::Write { address: offset as u16, value });
        }
        Ok(())
    }

    /// Queues the question whether a peer is connected; [`is_connected`] reads the answer.
    pub fn ask_peer(&mut self, index: usize) {
        let address = peer::offset(index, &peer::PEER_STATUS) as u16;
        self.axil.push(Access::Read { address });
    }
}

/// Whether this answers [`Node::ask_peer`] of the peer, and what.
pub fn is_connected(outcome: &Outcome, index: usize) -> Option<bool> {
    let address = peer::offset(index, &peer::PEER_STATUS) as u16;
    let state = peer::PEER_STATUS_STATE.get(outcome.value.into());
    (outcome.access == Access::Read { address }).then_some(state == CONNECTED)
}
