//! Register file of the software bridge, and its AXI4-Lite slave.

use expether_wire::keep_alive::Role;
use expether_wire::registers::{self as map, peer, Access, Register, RegisterField};

use super::{input, output, PEERS};

/// Words of the register space.
const WORDS: usize = 1 << (map::ADDRESS_BITS - 2);

/// A register: the bridge's own, or a peer's.
#[derive(Copy, Clone)]
pub(super) enum Which {
    Bridge(&'static Register),
    Peer(usize, &'static Register),
}

impl Which {
    /// What stands at this address.
    fn at(address: u64) -> Option<Self> {
        let address = address & !3;
        if let Some(register) = map::by_offset(address) {
            return Some(Self::Bridge(register));
        }
        let page = address.checked_sub(peer::PAGES)?;
        let (index, offset) = ((page / peer::PAGE) as usize, page % peer::PAGE);
        let register = peer::ALL.iter().find(|r| r.offset == offset)?;
        (index < PEERS).then_some(Self::Peer(index, register))
    }

    fn register(self) -> &'static Register {
        match self {
            Self::Bridge(register) | Self::Peer(_, register) => register,
        }
    }

    fn word(self) -> usize {
        match self {
            Self::Bridge(register) => word(register.offset),
            Self::Peer(index, register) => word(peer::offset(index, register)),
        }
    }
}

fn word(offset: u64) -> usize {
    (offset / 4) as usize % WORDS
}

/// Values of all registers but those that say what the bridge does at the moment.
pub(super) struct Registers {
    values: Vec<u32>,
    pub role: Role,
    /// As of the last write of `CONTROL`.
    pub identity: Identity,
    /// The fixed peers, as of the last write of each `PEER_CONTROL`.
    pub fixed: [Option<u64>; PEERS],
}

/// Under which a bridge is known: taken over together.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Identity {
    /// As a number, byte 0 most significant, as fields of frames have it.
    pub mac: u64,
    pub vid: u16,
    pub ethertype: u16,
    pub node_id: u64,
}

impl Registers {
    pub fn new(role: Role) -> Self {
        let mut values = vec![0; WORDS];
        for register in map::ALL {
            values[word(register.offset)] = register.reset() as u32;
        }
        for index in 0..PEERS {
            for register in peer::ALL {
                values[word(peer::offset(index, register))] = register.reset() as u32;
            }
        }
        Self { values, role, identity: Identity::default(), fixed: [None; PEERS] }
    }

    pub fn get(&self, register: &Register) -> u64 {
        u64::from(self.values[word(register.offset)])
    }

    pub fn peer(&self, index: usize, register: &Register) -> u64 {
        u64::from(self.values[word(peer::offset(index, register))])
    }

    /// Whether a bit of `CONTROL` is set.
    pub fn switch(&self, field: &RegisterField) -> bool {
        field.get(self.get(&map::CONTROL)) == 1
    }

    /// An event of a counter.
    pub fn count(&mut self, counter: &Register) {
        self.count_many(counter, 1);
    }

    pub fn count_many(&mut self, counter: &Register, events: u32) {
        let value = &mut self.values[word(counter.offset)];
        *value = value.wrapping_add(events);
    }

    /// An event of a counter of the bridge and of one of the peer's page.
    pub fn count_both(&mut self, index: usize, counter: &Register, of_peer: &Register) {
        self.count(counter);
        self.count_peer(index, of_peer);
    }

    pub fn count_peer(&mut self, index: usize, counter: &Register) {
        let value = &mut self.values[word(peer::offset(index, counter))];
        *value = value.wrapping_add(1);
    }

    /// Its PCIe side is a host.
    pub fn is_host(&self) -> bool {
        self.role == Role::Host
    }

    pub fn enabled(&self) -> bool {
        self.switch(&map::CONTROL_ENABLE)
    }

    /// Whether a bit of a `PEER_CONTROL` is set.
    pub fn peer_switch(&self, index: usize, field: &RegisterField) -> bool {
        field.get(self.peer(index, &peer::PEER_CONTROL)) == 1
    }

    /// Seed of the incarnation numbers.
    pub fn seed(&self) -> u64 {
        self.get(&map::SEED_LO) | self.get(&map::SEED_HI) << 32
    }

    /// Takes over what waits for a write of this register.
    fn take_over(&mut self, which: Which) {
        match which {
            Which::Bridge(r) if r.offset == map::CONTROL.offset => {
                self.identity = Identity {
                    mac: mac(self.get(&map::LOCAL_MAC_LO), self.get(&map::LOCAL_MAC_HI)),
                    vid: map::GROUP_VID.get(self.get(&map::GROUP)) as u16,
                    ethertype: self.get(&map::ETHERTYPE) as u16,
                    node_id: self.get(&map::NODE_ID_LO) | self.get(&map::NODE_ID_HI) << 32,
                };
            }
            Which::Peer(i, r) if r.offset == peer::PEER_CONTROL.offset => {
                let address =
                    mac(self.peer(i, &peer::PEER_MAC_LO), self.peer(i, &peer::PEER_MAC_HI));
                let fixed = self.peer_switch(i, &peer::PEER_CONTROL_FIXED);
                self.fixed[i] = fixed.then_some(address);
            }
            Which::Bridge(_) | Which::Peer(..) => {}
        }
    }

    /// Whether there is such a register.
    pub fn write(&mut self, address: u64, data: u32, strobes: u8) -> bool {
        let Some(which) = Which::at(address) else { return false };
        let register = which.register();
        if register.access == Access::ReadWrite {
            let bytes = (0..4)
                .fold(0u32, |m, i| m | if strobes >> i & 1 == 1 { 0xFF << (8 * i) } else { 0 });
            let mask = bytes & register.mask() as u32;
            let value = &mut self.values[which.word()];
            *value = *value & !mask | data & mask;
            self.take_over(which);
        }
        true
    }

    /// The value at this address; `status` says those that are not kept here.
    pub fn read(&self, address: u64, status: impl Fn(Which) -> u64) -> Option<u32> {
        let which = Which::at(address)?;
        Some(match which.register().access {
            Access::Status => status(which) as u32,
            _ => self.values[which.word()],
        })
    }
}

fn mac(low: u64, high: u64) -> u64 {
    (low | high << 32).swap_bytes() >> 16
}

/// The slave: one write and one read at a time.
#[derive(Default)]
pub(super) struct RegisterPort {
    address: Option<u64>,
    data: Option<(u32, u8)>,
}

/// Accesses that have become complete.
#[derive(Default)]
pub(super) struct Accesses {
    /// Address, data, strobes.
    pub write: Option<(u64, u32, u8)>,
    /// Address.
    pub read: Option<u64>,
}

impl RegisterPort {
    /// Takes what stands at the port; the accesses are to be answered in the same clock.
    pub fn take(&mut self, inputs: &[u64], outputs: &mut [u64]) -> Accesses {
        let high = |port: usize| inputs[port] & 1 == 1;
        let mut accesses = Accesses::default();
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
                accesses.write = Some((address, data, strobes));
                (self.address, self.data) = (None, None);
            }
        }
        if outputs[output::axil_rvalid] == 1 && high(input::axil_rready) {
            outputs[output::axil_rvalid] = 0;
        }
        if high(input::axil_arvalid) && outputs[output::axil_arready] == 1 {
            accesses.read = Some(inputs[input::axil_araddr]);
        }
        accesses
    }

    /// AXI's responses OKAY and SLVERR.
    fn response(known: bool) -> u64 {
        if known {
            0
        } else {
            2
        }
    }

    pub fn written(outputs: &mut [u64], known: bool) {
        outputs[output::axil_bresp] = Self::response(known);
        outputs[output::axil_bvalid] = 1;
    }

    pub fn answer(outputs: &mut [u64], value: Option<u32>) {
        outputs[output::axil_rresp] = Self::response(value.is_some());
        outputs[output::axil_rdata] = u64::from(value.unwrap_or(0));
        outputs[output::axil_rvalid] = 1;
    }

    /// The end of the clock: what is ready for the next.
    pub fn drive(&self, outputs: &mut [u64]) {
        outputs[output::axil_awready] = u64::from(self.address.is_none());
        outputs[output::axil_wready] = u64::from(self.data.is_none());
        outputs[output::axil_arready] = 1 - outputs[output::axil_rvalid];
    }
}
