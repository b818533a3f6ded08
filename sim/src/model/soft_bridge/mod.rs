//! A bridge in software, with the ports of `host_bridge` and `device_bridge`.
//!
//! A second, independent reading of the wire format and of `docs/protocol.md`: it shares the
//! tables of `expether-wire` with the hardware and nothing else. It stands in for a bridge while
//! models are tested, and opposite a hardware bridge it shows that two implementations understand
//! each other. It is driven by cycles but not cycle-exact: only the rules of its ports are those
//! of the hardware. All outputs come from state, so `eval` has nothing to do. It sends no PAUSE
//! frames.
//!
//! A TLP passes [`ingress`], [`route`], the [`sender`] of a connection; then [`intake`], the
//! [`receiver`] of one and [`egress`]. [`table`] has the peers; [`peer`] begins and ends their
//! connections under numbers of [`incarnation`], [`opening`] has the frames that do it, and [`path`]
//! how long frames may be.

mod egress;
mod incarnation;
mod ingress;
mod intake;
mod opening;
mod path;
mod pause;
mod peer;
mod rate;
mod receiver;
mod registers;
mod route;
mod sender;
mod table;

use expether_wire::keep_alive::Role;
use expether_wire::registers as map;

use self::egress::Egress;
use self::ingress::{kind_of, refused, Ingress};
use self::pause::Pause;
use self::registers::{RegisterPort, Registers};
use self::table::Table;
use crate::backend::{Backend, ClockSet, Direction, PortId, PortInfo};
use crate::model::stream::Beat;
use crate::model::xgmii::{with_fcs, Decoder, Encoder, FrameError, Word};
use crate::SimError;

macro_rules! ports {
    ($list:ident, $module:ident: $($name:ident $width:literal),+ $(,)?) => {
        const $list: &[(&str, u32)] = &[$((stringify!($name), $width)),+];
        /// Index of each port in its list.
        #[allow(non_camel_case_types, non_upper_case_globals, dead_code)]
        mod $module {
            enum Index { $($name),+ }
            $(pub const $name: usize = Index::$name as usize;)+
            pub const COUNT: usize = [$($width),+].len();
        }
    };
}

ports!(INPUTS, input:
    reset 1, pcie_rx_data 64, pcie_rx_keep 8, pcie_rx_last 1, pcie_rx_error 1, pcie_rx_valid 1,
    pcie_tx_ready 1, xgmii_rx_data 64, xgmii_rx_ctrl 8,
    axil_awaddr 16, axil_awvalid 1, axil_wdata 32, axil_wstrb 4, axil_wvalid 1, axil_bready 1,
    axil_araddr 16, axil_arvalid 1, axil_rready 1,
    pcie_tx_credits_posted_header 8, pcie_tx_credits_posted_data 12,
    pcie_tx_credits_non_posted_header 8, pcie_tx_credits_non_posted_data 12,
    pcie_tx_credits_completion_header 8, pcie_tx_credits_completion_data 12,
    pcie_tx_credits_infinite 3,
);
ports!(OUTPUTS, output:
    pcie_rx_ready 1, pcie_tx_data 64, pcie_tx_keep 8, pcie_tx_last 1, pcie_tx_error 1,
    pcie_tx_valid 1, xgmii_tx_data 64, xgmii_tx_ctrl 8, axil_awready 1, axil_wready 1,
    axil_bresp 2, axil_bvalid 1, axil_arready 1, axil_rdata 32, axil_rresp 2, axil_rvalid 1,
    pcie_rx_non_posted_limit 8,
);

/// Peers in the table.
pub const PEERS: usize = 8;
/// Bytes behind the EtherType of the longest frame.
const MTU: u16 = 9_000;
/// Timestamps have 20 bits.
const TIMESTAMP_MASK: u64 = 0xF_FFFF;
/// The XGMII encoder is given the next frame when it has so many words left.
const ENCODER_LOW: usize = 1;
/// Bytes of the longest frame received, with FCS.
const LONGEST: usize = expether_wire::ethernet::MAX_FRAME + 4;

/// The software bridge.
pub struct SoftBridge {
    ports: Vec<PortInfo>,
    clocks: Vec<String>,
    inputs: [u64; INPUTS.len()],
    outputs: [u64; OUTPUTS.len()],
    registers: Registers,
    register_port: RegisterPort,
    now: u64,
    ingress: Ingress,
    table: Table,
    egress: Egress,
    /// The TLP going out to the PCIe side, and how far it has gone.
    leaving: Option<(Vec<u8>, usize)>,
    pause: Pause,
    encoder: Encoder,
    decoder: Decoder,
    /// Makes of each TLP received what a broken bridge would give out: for tests of the checks.
    #[cfg(test)]
    pub(crate) fault: Option<Fault>,
    #[cfg(test)]
    faulty: std::collections::VecDeque<Vec<u8>>,
}

#[cfg(test)]
pub(crate) type Fault = Box<dyn FnMut(Vec<u8>) -> Vec<Vec<u8>>>;

impl SoftBridge {
    /// A bridge of this role after reset.
    pub fn new(role: Role) -> Self {
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
            registers: Registers::new(role),
            register_port: RegisterPort::default(),
            now: 0,
            ingress: Ingress::default(),
            table: Table::new(),
            egress: Egress::default(),
            leaving: None,
            pause: Pause::default(),
            encoder: Encoder::default(),
            decoder: Decoder::default(),
            #[cfg(test)]
            fault: None,
            #[cfg(test)]
            faulty: Default::default(),
        };
        bridge.reset();
        bridge
    }

    fn reset(&mut self) {
        self.registers = Registers::new(self.registers.role);
        self.register_port = RegisterPort::default();
        self.now = 0;
        self.ingress = Ingress::default();
        self.table = Table::new();
        self.egress = Egress::default();
        self.leaving = None;
        self.pause = Pause::default();
        self.encoder = Encoder::default();
        self.decoder = Decoder::default();
        self.outputs = [0; OUTPUTS.len()];
        self.outputs[output::xgmii_tx_data] = Word::IDLE.data;
        self.outputs[output::xgmii_tx_ctrl] = u64::from(Word::IDLE.ctrl);
    }

    /// One clock outside reset: everything from inputs and state as they are before the edge.
    fn clock(&mut self) {
        self.now += 1;
        self.take_beat();
        self.take_word();
        self.take_accesses();
        self.table.clock(self.now, &self.egress, self.pause.standing(), &mut self.registers);
        self.drive_pcie();
        self.drive_ethernet();
        let (room, limit) = self.ingress.open(&self.table);
        self.outputs[output::pcie_rx_ready] = u64::from(self.registers.enabled() && room);
        self.outputs[output::pcie_rx_non_posted_limit] = limit;
    }

    fn take_beat(&mut self) {
        let high = |port| self.inputs[port] & 1 == 1;
        if !(high(input::pcie_rx_valid) && self.outputs[output::pcie_rx_ready] == 1) {
            return;
        }
        let count = (self.inputs[input::pcie_rx_keep] as u8).count_ones() as usize;
        let end = (high(input::pcie_rx_last), high(input::pcie_rx_error));
        let bytes = self.inputs[input::pcie_rx_data].to_le_bytes();
        self.ingress.beat(&bytes[..count], end, &mut self.table, &mut self.registers);
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
        let error = frame.error.or((frame.bytes.len() > LONGEST).then_some(FrameError::Endless));
        if let Some(error) = error {
            self.registers.count(match error {
                FrameError::BadFcs | FrameError::BadPreamble => &map::RX_BAD_FCS,
                FrameError::ControlInside => &map::RX_BAD_CODE,
                FrameError::Undersize => &map::RX_UNDERSIZE,
                FrameError::Endless => &map::RX_OVERSIZE,
            });
            return;
        }
        let bytes = &frame.bytes[..frame.bytes.len() - 4];
        if self.pause.take(bytes, &mut self.registers) {
            return;
        }
        self.table.receive(bytes, self.now, &mut self.egress, &mut self.registers);
    }

    fn take_accesses(&mut self) {
        let accesses = self.register_port.take(&self.inputs, &mut self.outputs);
        if let Some((address, data, strobes)) = accesses.write {
            let known = self.registers.write(address, data, strobes);
            RegisterPort::written(&mut self.outputs, known);
        }
        if let Some(address) = accesses.read {
            let (table, registers) = (&self.table, &self.registers);
            let paused = self.pause.standing();
            let value = registers.read(address, |which| table.status(which, paused, registers));
            RegisterPort::answer(&mut self.outputs, value);
        }
        self.register_port.drive(&mut self.outputs);
    }

    fn drive_pcie(&mut self) {
        if self.outputs[output::pcie_tx_valid] == 1 {
            if self.inputs[input::pcie_tx_ready] & 1 == 0 {
                return;
            }
            if self.outputs[output::pcie_tx_last] == 1 {
                self.leaving = None;
            } else if let Some((_, offset)) = &mut self.leaving {
                *offset += 8;
            }
        }
        if self.leaving.is_none() {
            self.leaving = self.next_leaving().map(|tlp| (tlp, 0));
        }
        let beat = self
            .leaving
            .as_ref()
            .map_or(Beat::default(), |(tlp, offset)| Beat::cut(tlp, *offset, false));
        self.outputs[output::pcie_tx_data] = beat.data;
        self.outputs[output::pcie_tx_keep] = u64::from(beat.keep);
        self.outputs[output::pcie_tx_last] = u64::from(beat.last);
        self.outputs[output::pcie_tx_valid] = u64::from(beat.valid);
    }

    fn next_leaving(&mut self) -> Option<Vec<u8>> {
        #[cfg(test)]
        if let Some(fault) = &mut self.fault {
            while self.faulty.is_empty() {
                let tlp =
                    self.table.deliver(&mut self.egress, &self.inputs, &mut self.registers)?;
                self.faulty.extend(fault(tlp));
            }
            return self.faulty.pop_front();
        }
        self.table.deliver(&mut self.egress, &self.inputs, &mut self.registers)
    }

    fn drive_ethernet(&mut self) {
        let paused = self.pause.clock(&mut self.registers);
        if !paused && self.encoder.backlog() <= ENCODER_LOW {
            if let Some(frame) = self.table.transmit(self.now, &mut self.registers) {
                self.encoder.push(&with_fcs(&frame), false);
            }
        }
        let word = self.encoder.pop();
        self.outputs[output::xgmii_tx_data] = word.data;
        self.outputs[output::xgmii_tx_ctrl] = u64::from(word.ctrl);
    }
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
