//! A bridge with what stands on its ports: PCIe source and sink, configuration, XGMII words.

use expether_wire::registers as map;

use super::axil::{Access, AxiLiteMaster, Outcome};
use super::rng::Rng;
use super::stream::{Beat, BeatSink, BeatSource, Transfer};
use super::xgmii::Word;
use crate::backend::{Backend, PortId};
use crate::SimError;

/// How a bridge is to be configured.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NodeConfig {
    /// First byte sent first.
    pub local_mac: [u8; 6],
    pub peer_mac: [u8; 6],
    pub group: u16,
    pub epoch: u8,
    /// Any other registers, by name: (name, value).
    pub registers: Vec<(String, u32)>,
}

impl NodeConfig {
    /// The writes that do it, the enable bit last.
    pub fn writes(&self) -> Result<Vec<(u64, u32)>, SimError> {
        let mac = |m: [u8; 6]| {
            (u32::from_le_bytes([m[0], m[1], m[2], m[3]]), u32::from_le_bytes([m[4], m[5], 0, 0]))
        };
        let (local, peer) = (mac(self.local_mac), mac(self.peer_mac));
        let mut writes = vec![
            (map::LOCAL_MAC_LO.offset, local.0),
            (map::LOCAL_MAC_HI.offset, local.1),
            (map::LOCAL_MAC_LO.offset, peer.0),
            (map::LOCAL_MAC_HI.offset, peer.1),
            (map::GROUP.offset, u32::from(self.group)),
            (map::EPOCH.offset, u32::from(self.epoch)),
        ];
        for (name, value) in &self.registers {
            let register =
                map::by_name(name).ok_or_else(|| SimError::UnknownRegister(name.clone()))?;
            writes.push((register.offset, *value));
        }
        writes.push((map::CONTROL.offset, map::CONTROL_ENABLE.set(0, 1) as u32));
        Ok(writes)
    }
}

struct Ports {
    reset: PortId,
    rx: [PortId; 5],
    rx_ready: PortId,
    tx: [PortId; 5],
    tx_ready: PortId,
    xgmii_rx: [PortId; 2],
    xgmii_tx: [PortId; 2],
}

/// What happened at a bridge in a cycle.
#[derive(Debug, Default)]
pub struct Events {
    /// The word on its transmitter.
    pub transmitted: Word,
    /// A TLP it has given out whole.
    pub delivered: Option<Transfer>,
    /// A register access that completed.
    pub access: Option<Outcome>,
}

/// A bridge and its surroundings.
pub struct Node {
    /// `host` or `device`.
    pub name: &'static str,
    pub dut: Box<dyn Backend>,
    ports: Ports,
    /// TLPs from the PCIe side into the bridge (`pcie_rx`).
    pub source: BeatSource,
    /// TLPs from the bridge to the PCIe side (`pcie_tx`).
    pub sink: BeatSink,
    pub axil: AxiLiteMaster,
    cycle: u64,
    // Inputs as they stand, so that only changes are set.
    beat: Beat,
    ready: bool,
    word: Word,
}

impl Node {
    /// Wraps a design; `stall` is the probability that source and sink pause in a cycle.
    pub fn new(
        name: &'static str,
        dut: Box<dyn Backend>,
        stall: f64,
        seed: u64,
    ) -> Result<Self, SimError> {
        let find = |port: &str| super::port(dut.as_ref(), port);
        let stream = |stream: &str| -> Result<[PortId; 5], SimError> {
            let find = |wire: &str| find(&format!("{stream}_{wire}"));
            Ok([find("data")?, find("keep")?, find("last")?, find("error")?, find("valid")?])
        };
        let ports = Ports {
            reset: find("reset")?,
            rx: stream("pcie_rx")?,
            rx_ready: find("pcie_rx_ready")?,
            tx: stream("pcie_tx")?,
            tx_ready: find("pcie_tx_ready")?,
            xgmii_rx: [find("xgmii_rx_data")?, find("xgmii_rx_ctrl")?],
            xgmii_tx: [find("xgmii_tx_data")?, find("xgmii_tx_ctrl")?],
        };
        let axil = AxiLiteMaster::new(dut.as_ref())?;
        let rng = |part: &str| Rng::new(seed, &format!("{name} {part}"));
        let mut node = Self {
            name,
            ports,
            source: BeatSource::new(stall, rng("source")),
            sink: BeatSink::new(&format!("{name}.pcie_tx"), stall, rng("sink")),
            axil,
            dut,
            cycle: 0,
            beat: Beat::default(),
            ready: false,
            word: Word::IDLE,
        };
        node.rest();
        Ok(node)
    }

    /// Sets every input of the streams and the line to rest.
    fn rest(&mut self) {
        for port in self.ports.rx.iter().chain([&self.ports.tx_ready]) {
            self.dut.set(*port, 0);
        }
        self.set_word(Word::IDLE);
        self.beat = Beat::default();
        self.ready = false;
    }

    fn set_word(&mut self, word: Word) {
        self.dut.set(self.ports.xgmii_rx[0], word.data);
        self.dut.set(self.ports.xgmii_rx[1], u64::from(word.ctrl));
        self.word = word;
    }

    /// Holds the bridge in reset for some cycles.
    pub fn reset(&mut self, cycles: u32) -> Result<(), SimError> {
        self.rest();
        self.dut.set(self.ports.reset, 1);
        self.axil.drive(self.dut.as_mut());
        for _ in 0..cycles {
            self.dut.eval()?;
            self.dut.tick(1)?;
        }
        self.dut.set(self.ports.reset, 0);
        Ok(())
    }

    /// One clock with this word on the receiver.
    pub fn clock(&mut self, received: Word) -> Result<Events, SimError> {
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
        if received != self.word {
            self.set_word(received);
        }
        self.axil.drive(self.dut.as_mut());
        self.dut.eval()?;

        let dut = self.dut.as_ref();
        let transmitted = Word {
            data: dut.get(self.ports.xgmii_tx[0]),
            ctrl: dut.get(self.ports.xgmii_tx[1]) as u8,
        };
        let high = |port: PortId| dut.get(port) & 1 == 1;
        self.source.clock(beat.valid && high(self.ports.rx_ready));
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
        Ok(Events { transmitted, delivered, access })
    }

    /// Queues the accesses that configure and enable the bridge.
    pub fn configure(&mut self, config: &NodeConfig) -> Result<(), SimError> {
        for (offset, value) in config.writes()? {
            self.axil.push(Access::Write { address: offset as u16, value });
        }
        Ok(())
    }
}
