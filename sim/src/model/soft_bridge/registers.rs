//! Register file of the software bridge, and its AXI4-Lite slave.

use expether_wire::registers::{self as map, Access, Register};

use super::{input, output};

/// Words of the register space.
const WORDS: usize = 1 << (map::ADDRESS_BITS - 2);

/// Values of all registers.
pub(super) struct Registers {
    values: Vec<u32>,
}

impl Default for Registers {
    fn default() -> Self {
        let mut values = vec![0; WORDS];
        for register in map::ALL {
            values[index(register)] = register.reset() as u32;
        }
        Self { values }
    }
}

fn index(register: &Register) -> usize {
    (register.offset / 4) as usize % WORDS
}

impl Registers {
    pub fn get(&self, register: &Register) -> u64 {
        u64::from(self.values[index(register)])
    }

    /// One event of a counter.
    pub fn count(&mut self, counter: &Register) {
        let value = &mut self.values[index(counter)];
        *value = value.wrapping_add(1);
    }

    pub fn enabled(&self) -> bool {
        map::CONTROL_ENABLE.get(self.get(&map::CONTROL)) == 1
    }

    /// A MAC address as a 48-bit number, byte 0 most significant, as fields of frames have it.
    fn mac(&self, low: &Register, high: &Register) -> u64 {
        let raw = self.get(low) | self.get(high) << 32;
        raw.swap_bytes() >> 16
    }

    pub fn local_mac(&self) -> u64 {
        self.mac(&map::LOCAL_MAC_LO, &map::LOCAL_MAC_HI)
    }

    pub fn peer_mac(&self) -> u64 {
        self.mac(&map::LOCAL_MAC_LO, &map::LOCAL_MAC_HI)
    }

    fn write(&mut self, address: u64, data: u32, strobes: u8) {
        let Some(register) = map::by_offset(address & !3) else { return };
        if register.access != Access::ReadWrite {
            return;
        }
        let bytes =
            (0..4).fold(0u32, |m, i| m | if strobes >> i & 1 == 1 { 0xFF << (8 * i) } else { 0 });
        let mask = bytes & register.mask() as u32;
        let value = &mut self.values[index(register)];
        *value = *value & !mask | data & mask;
    }
}

/// The slave: one write and one read at a time.
#[derive(Default)]
pub(super) struct RegisterPort {
    address: Option<u64>,
    data: Option<(u32, u8)>,
}

impl RegisterPort {
    pub fn clock(&mut self, registers: &mut Registers, inputs: &[u64], outputs: &mut [u64]) {
        let high = |port: usize| inputs[port] & 1 == 1;
        if outputs[output::axil_bvalid] == 1 && high(input::axil_bready) {
            outputs[output::axil_bvalid] = 0;
        }
        if high(input::axil_awvalid) && outputs[output::axil_awready] == 1 {
            self.address = Some(inputs[input::axil_awaddr]);
        }
        if high(input::axil_wvalid) && outputs[output::axil_wready] == 1 {
            self.data = Some((inputs[input::axil_wdata] as u32, inputs[input::axil_wstrb] as u8));
        }
        if let (Some(address), Some((data, strobes))) = (self.address, self.data) {
            if outputs[output::axil_bvalid] == 0 {
                registers.write(address, data, strobes);
                (self.address, self.data) = (None, None);
                outputs[output::axil_bvalid] = 1;
            }
        }
        if outputs[output::axil_rvalid] == 1 && high(input::axil_rready) {
            outputs[output::axil_rvalid] = 0;
        }
        if high(input::axil_arvalid) && outputs[output::axil_arready] == 1 {
            let word = (inputs[input::axil_araddr] / 4) as usize % WORDS;
            outputs[output::axil_rdata] = u64::from(registers.values[word]);
            outputs[output::axil_rvalid] = 1;
        }
        outputs[output::axil_awready] = u64::from(self.address.is_none());
        outputs[output::axil_wready] = u64::from(self.data.is_none());
        outputs[output::axil_arready] = 1 - outputs[output::axil_rvalid];
    }
}
