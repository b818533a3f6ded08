//! A bridge in software, with the ports of `host_bridge` and `device_bridge`.
//!
//! A second, independent reading of the wire format and of the Go-Back-N protocol: it shares the
//! tables of `expether-wire` with the hardware and nothing else. It stands in for a bridge while
//! models are tested, and opposite a hardware bridge it shows that two implementations understand
//! each other. It is driven by cycles but not cycle-exact: only the rules of its ports are those
//! of the hardware. All outputs come from state, so `eval` has nothing to do.

mod arq;
mod registers;

use std::collections::VecDeque;

use expether_wire::registers as map;
use expether_wire::tlp::format::common;
use expether_wire::tlp::{total_length, FMT_PREFIX};

use self::arq::Arq;
use self::registers::{RegisterPort, Registers};
use crate::backend::{Backend, ClockSet, Direction, PortId, PortInfo};
use crate::model::stream::Beat;
use crate::model::xgmii::{with_fcs, Decoder, Encoder, Word};
use crate::SimError;

macro_rules! ports {
    ($list:ident, $module:ident: $($name:ident $width:literal),+ $(,)?) => {
        const $list: &[(&str, u32)] = &[$((stringify!($name), $width)),+];
        /// Index of each port in its list.
        #[allow(non_camel_case_types, non_upper_case_globals, dead_code)]
        mod $module {
            enum Index { $($name),+ }
            $(pub const $name: usize = Index::$name as usize;)+
        }
    };
}

ports!(INPUTS, input:
    reset 1, pcie_rx_data 64, pcie_rx_keep 8, pcie_rx_last 1, pcie_rx_error 1, pcie_rx_valid 1,
    pcie_tx_ready 1, xgmii_rx_data 64, xgmii_rx_ctrl 8,
    axil_awaddr 12, axil_awvalid 1, axil_wdata 32, axil_wstrb 4, axil_wvalid 1, axil_bready 1,
    axil_araddr 12, axil_arvalid 1, axil_rready 1,
);
ports!(OUTPUTS, output:
    pcie_rx_ready 1, pcie_tx_data 64, pcie_tx_keep 8, pcie_tx_last 1, pcie_tx_error 1,
    pcie_tx_valid 1, xgmii_tx_data 64, xgmii_tx_ctrl 8, axil_awready 1, axil_wready 1,
    axil_bresp 2, axil_bvalid 1, axil_arready 1, axil_rdata 32, axil_rresp 2, axil_rvalid 1,
);

/// TLPs waiting for a sequence number before the PCIe side is stopped.
const INGRESS_TLPS: usize = 8;
/// TLPs waiting for the PCIe side before frames are dropped.
const EGRESS_TLPS: usize = 64;
/// The XGMII encoder is given the next frame when it has so many words left.
const ENCODER_LOW: usize = 1;

/// The software bridge.
pub struct SoftBridge {
    ports: Vec<PortInfo>,
    clocks: Vec<String>,
    inputs: [u64; INPUTS.len()],
    outputs: [u64; OUTPUTS.len()],
    registers: Registers,
    register_port: RegisterPort,
    arq: Arq,
    /// The TLP coming in from the PCIe side.
    ingress: Vec<u8>,
    waiting: VecDeque<Vec<u8>>,
    egress: VecDeque<Vec<u8>>,
    egress_offset: usize,
    encoder: Encoder,
    decoder: Decoder,
    /// Makes of each TLP received what a broken bridge would give out: for tests of the checks.
    #[cfg(test)]
    pub(crate) fault: Option<Fault>,
}

#[cfg(test)]
pub(crate) type Fault = Box<dyn FnMut(Vec<u8>) -> Vec<Vec<u8>>>;

impl Default for SoftBridge {
    fn default() -> Self {
        Self::new()
    }
}

impl SoftBridge {
    /// A bridge after reset.
    pub fn new() -> Self {
        let info = |list: &[(&str, u32)], direction| {
            list.iter()
                .map(|&(name, width)| PortInfo { name: name.to_owned(), width, direction })
                .collect::<Vec<_>>()
        };
        let mut ports = info(INPUTS, Direction::Input);
        ports.extend(info(OUTPUTS, Direction::Output));
        let mut bridge = Self {
            ports,
            clocks: vec!["clock".to_owned()],
            inputs: [0; INPUTS.len()],
            outputs: [0; OUTPUTS.len()],
            registers: Registers::default(),
            register_port: RegisterPort::default(),
            arq: Arq::default(),
            ingress: Vec::new(),
            waiting: VecDeque::new(),
            egress: VecDeque::new(),
            egress_offset: 0,
            encoder: Encoder::default(),
            decoder: Decoder::default(),
            #[cfg(test)]
            fault: None,
        };
        bridge.reset();
        bridge
    }

    fn reset(&mut self) {
        self.registers = Registers::default();
        self.register_port = RegisterPort::default();
        self.arq = Arq::default();
        self.ingress.clear();
        self.waiting.clear();
        self.egress.clear();
        self.egress_offset = 0;
        self.encoder = Encoder::default();
        self.decoder = Decoder::default();
        self.outputs = [0; OUTPUTS.len()];
        self.outputs[output::xgmii_tx_data] = Word::IDLE.data;
        self.outputs[output::xgmii_tx_ctrl] = u64::from(Word::IDLE.ctrl);
    }

    /// One clock outside reset: everything from inputs and state as they are before the edge.
    fn clock(&mut self) {
        self.take_beat();
        self.take_word();
        self.register_port.clock(&mut self.registers, &self.inputs, &mut self.outputs);
        self.drive_pcie();
        self.drive_ethernet();
        let open = self.registers.enabled() && self.waiting.len() < INGRESS_TLPS;
        self.outputs[output::pcie_rx_ready] = u64::from(open);
    }

    fn take_beat(&mut self) {
        let high = |port| self.inputs[port] & 1 == 1;
        if !(high(input::pcie_rx_valid) && self.outputs[output::pcie_rx_ready] == 1) {
            return;
        }
        let count = (self.inputs[input::pcie_rx_keep] as u8).count_ones() as usize;
        let (last, error) = (high(input::pcie_rx_last), high(input::pcie_rx_error));
        self.ingress.extend_from_slice(&self.inputs[input::pcie_rx_data].to_le_bytes()[..count]);
        if !last {
            return;
        }
        let tlp = std::mem::take(&mut self.ingress);
        if error || !length_is_right(&tlp) {
            self.registers.count(&map::TX_TLP_MALFORMED);
        } else {
            self.waiting.push_back(tlp);
        }
    }

    fn take_word(&mut self) {
        let word = Word {
            data: self.inputs[input::xgmii_rx_data],
            ctrl: self.inputs[input::xgmii_rx_ctrl] as u8,
        };
        let Some(frame) = self.decoder.push(word) else { return };
        if !self.registers.enabled() {
            return;
        }
        if frame.error.is_some() {
            self.registers.count(&map::RX_BAD_FCS);
            return;
        }
        let bytes = &frame.bytes[..frame.bytes.len() - 4];
        let room = self.egress.len() < EGRESS_TLPS;
        if let Some(tlp) = self.arq.receive(bytes, room, &mut self.registers) {
            #[cfg(test)]
            if let Some(fault) = &mut self.fault {
                self.egress.extend(fault(tlp));
                return;
            }
            self.egress.push_back(tlp);
        }
    }

    fn drive_pcie(&mut self) {
        if self.outputs[output::pcie_tx_valid] == 1 {
            if self.inputs[input::pcie_tx_ready] & 1 == 0 {
                return;
            }
            if self.outputs[output::pcie_tx_last] == 1 {
                self.egress.pop_front();
                self.egress_offset = 0;
            } else {
                self.egress_offset += 8;
            }
        }
        let beat = self
            .egress
            .front()
            .map_or(Beat::default(), |tlp| Beat::cut(tlp, self.egress_offset, false));
        self.outputs[output::pcie_tx_data] = beat.data;
        self.outputs[output::pcie_tx_keep] = u64::from(beat.keep);
        self.outputs[output::pcie_tx_last] = u64::from(beat.last);
        self.outputs[output::pcie_tx_valid] = u64::from(beat.valid);
    }

    fn drive_ethernet(&mut self) {
        self.arq.clock(&mut self.registers);
        if self.registers.enabled() && self.encoder.backlog() <= ENCODER_LOW {
            if let Some(frame) = self.arq.transmit(&mut self.waiting, &mut self.registers) {
                self.encoder.push(&with_fcs(&frame), false);
            }
        }
        let word = self.encoder.pop();
        self.outputs[output::xgmii_tx_data] = word.data;
        self.outputs[output::xgmii_tx_ctrl] = u64::from(word.ctrl);
    }
}

/// The header announces just the bytes that are there.
fn length_is_right(tlp: &[u8]) -> bool {
    let fmt = common::FMT.get(tlp);
    fmt & FMT_PREFIX == 0
        && tlp.len() == total_length(fmt, common::LENGTH.get(tlp), common::TD.get(tlp) == 1)
}

impl Backend for SoftBridge {
    fn kind(&self) -> &'static str {
        "software"
    }

    fn ports(&self) -> &[PortInfo] {
        &self.ports
    }

    fn clocks(&self) -> &[String] {
        &self.clocks
    }

    fn set(&mut self, port: PortId, value: u64) {
        if let (Some(slot), Some(info)) =
            (self.inputs.get_mut(port.0 as usize), self.ports.get(port.0 as usize))
        {
            *slot = value & (u64::MAX >> (64 - info.width));
        }
    }

    fn set_wide(&mut self, port: PortId, words: &[u64]) {
        self.set(port, words.first().copied().unwrap_or(0));
    }

    fn eval(&mut self) -> Result<(), SimError> {
        Ok(())
    }

    fn get(&self, port: PortId) -> u64 {
        let index = port.0 as usize;
        match self.inputs.get(index) {
            Some(&value) => value,
            None => self.outputs.get(index - INPUTS.len()).copied().unwrap_or(0),
        }
    }

    fn get_wide(&self, port: PortId, words: &mut [u64]) {
        words.fill(0);
        if let Some(first) = words.first_mut() {
            *first = self.get(port);
        }
    }

    fn tick(&mut self, clocks: ClockSet) -> Result<(), SimError> {
        if clocks & 1 == 1 {
            if self.inputs[input::reset] & 1 == 1 {
                self.reset();
            } else {
                self.clock();
            }
        }
        Ok(())
    }

    fn power_up(&mut self, _random: Option<u64>) {
        self.reset();
    }
}

#[cfg(test)]
mod tests;
