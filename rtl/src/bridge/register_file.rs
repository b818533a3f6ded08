//! The registers of a bridge, as `expether_wire::registers` lists them.
//!
//! **Ports.** `axil`: AXI4-Lite. `settings`: what software has set. `events`: counted, one bit a
//! counter.
//!
//! A write takes effect one clock after its address and data are both there, byte by byte as
//! `wstrb` says; bits of no field stay zero. Writing a register that is only read is answered
//! OKAY and does nothing; an address of no register is answered SLVERR, and reads zero. Counters
//! wrap from 2^32 - 1 to 0.
//!
//! **Latency** one clock from address (and data) to answer. **Throughput** a read and a write a
//! clock. **Reset** every register has its reset value, every counter zero.
//!
//! **Why not** a memory for the counters: it counts one event at a time, and frames end in both
//! directions at once.
//!
//! GROUP is written and read back:
//!
//! ```text
//! clock        0   1   2   3   4
//! axil_awvalid 1   0   0   0   0
//! axil_awaddr  C   -   -   -   -
//! axil_wvalid  1   0   0   0   0
//! axil_wdata   123 -   -   -   -
//! axil_wstrb   F   -   -   -   -
//! axil_awready 1   0   0   0   0
//! axil_wready  1   0   0   0   0
//! axil_bvalid  0   1   0   0   0
//! axil_bresp   -   0   -   -   -
//! axil_bready  0   1   0   0   0
//! settings_vid FFD 123 123 123 123
//! axil_arvalid 0   1   0   0   0
//! axil_araddr  -   C   -   -   -
//! axil_arready 1   1   0   1   1
//! axil_rvalid  0   0   1   1   0
//! axil_rdata   -   -   123 123 -
//! axil_rready  0   0   0   1   0
//! ```

use expether_hdl::prelude::*;
use expether_wire::registers::{self, Access, Register};

use super::axi_lite::AxiLiteSlave;
use super::events::BridgeEvents;
use super::frame::FabricSettings;

const SLVERR: u64 = 2;

/// How many registers have this access.
const fn count(access: Access) -> usize {
    let (mut n, mut i) = (0, 0);
    while i < registers::ALL.len() {
        n += (registers::ALL[i].access as usize == access as usize) as usize;
        i += 1;
    }
    n
}

/// The `n`-th register of this access.
const fn nth(access: Access, n: usize) -> Register {
    let (mut left, mut i) = (n, 0);
    loop {
        if registers::ALL[i].access as usize == access as usize {
            if left == 0 {
                return registers::ALL[i];
            }
            left -= 1;
        }
        i += 1;
    }
}

/// Which one of its access a register is.
const fn index(register: &Register) -> usize {
    let (mut n, mut i) = (0, 0);
    while registers::ALL[i].offset != register.offset {
        n += (registers::ALL[i].access as usize == register.access as usize) as usize;
        i += 1;
    }
    n
}

const STORED: usize = count(Access::ReadWrite);
const FIXED: usize = count(Access::ReadOnly);
/// Number of counters.
pub const COUNTERS: usize = count(Access::Counter);

fn stored_offset(i: usize) -> u64 {
    nth(Access::ReadWrite, i).offset
}

fn stored_mask(i: usize) -> u64 {
    nth(Access::ReadWrite, i).mask()
}

fn fixed_offset(i: usize) -> u64 {
    nth(Access::ReadOnly, i).offset
}

fn fixed_value(i: usize) -> u64 {
    nth(Access::ReadOnly, i).reset()
}

fn counter_offset(i: usize) -> u64 {
    nth(Access::Counter, i).offset
}

const CONTROL: usize = index(&registers::CONTROL);
const GROUP: usize = index(&registers::GROUP);
const LOCAL_MAC_LO: usize = index(&registers::LOCAL_MAC_LO);
const LOCAL_MAC_HI: usize = index(&registers::LOCAL_MAC_HI);
const PEER_MAC_LO: usize = index(&registers::NODE_ID_LO);
const PEER_MAC_HI: usize = index(&registers::NODE_ID_HI);
const EPOCH: usize = index(&registers::EPOCH);
const ETHERTYPE: usize = index(&registers::ETHERTYPE);
const RETRANSMIT_TIMEOUT: usize = index(&registers::TIMEOUT_MAX);
const ACK_DELAY: usize = index(&registers::ACK_DELAY);
const WINDOW: usize = index(&registers::WINDOW);
const ENABLE_BIT: usize = registers::CONTROL_ENABLE.lsb;
const VID_BIT: usize = registers::GROUP_VID.lsb;
const PCP_BIT: usize = registers::GROUP_PCP.lsb;

// The widths of `FabricSettings`.
const _: () = {
    assert!(registers::GROUP_VID.width == 12 && registers::GROUP_PCP.width == 3);
    assert!(registers::LOCAL_MAC_0_3.width == 32 && registers::LOCAL_MAC_4_5.width == 16);
    assert!(registers::EPOCH_VALUE.width == 8 && registers::ETHERTYPE_VALUE.width == 16);
    assert!(registers::TIMEOUT_MAX_CLOCKS.width == 24);
    assert!(registers::ACK_DELAY_CLOCKS.width == 16 && registers::WINDOW_FRAMES.width == 6);
};

/// See the module's documentation.
#[derive(LogicBlock)]
pub struct RegisterFile {
    /// Clock.
    pub clock: Signal<In, Clock>,
    /// Synchronous, active high.
    pub reset: Signal<In, Bit>,
    /// To the processor.
    pub axil: AxiLiteSlave,
    /// What software has set.
    pub settings: Signal<Out, FabricSettings>,
    /// What is counted.
    pub events: Signal<In, BridgeEvents>,
    seen: Reg<BridgeEvents>,
    stored: [Reg<Bits<32>>; STORED],
    counters: [Reg<Bits<32>>; COUNTERS],
    write_answered: Reg<Bit>,
    write_response: DataReg<Bits<2>>,
    read_answered: Reg<Bit>,
    read_response: DataReg<Bits<2>>,
    read_data: DataReg<Bits<32>>,
}

impl Default for RegisterFile {
    fn default() -> Self {
        Self {
            clock: Default::default(),
            reset: Default::default(),
            axil: Default::default(),
            settings: Default::default(),
            events: Default::default(),
            seen: Default::default(),
            stored: std::array::from_fn(|i| Reg::new(bits(nth(Access::ReadWrite, i).reset()))),
            counters: std::array::from_fn(|_| Reg::default()),
            write_answered: Default::default(),
            write_response: Default::default(),
            read_answered: Default::default(),
            read_response: Default::default(),
            read_data: Default::default(),
        }
    }
}

impl Logic for RegisterFile {
    #[kernel]
    fn update(&mut self) {
        clocked!(
            self,
            seen,
            write_answered,
            write_response,
            read_answered,
            read_response,
            read_data
        );
        for i in 0..STORED {
            self.stored[i].clock.next = self.clock.val();
            self.stored[i].reset.next = self.reset.val();
            self.stored[i].d.next = self.stored[i].q.val();
        }

        // Write: address and data are taken together.
        let write_free = !self.write_answered.q.val() || self.axil.bready.val();
        let write = self.axil.awvalid.val() && self.axil.wvalid.val() && write_free;
        self.axil.awready.next = write;
        self.axil.wready.next = write;
        let write_word: Bits<12> = cat!(self.axil.awaddr.val().get_bits::<10>(2), bits::<2>(0));
        let strobe = self.axil.wstrb.val();
        let written: Bits<32> = cat!(
            if strobe.get_bit(3) { bits::<8>(0xFF) } else { bits::<8>(0) },
            if strobe.get_bit(2) { bits::<8>(0xFF) } else { bits::<8>(0) },
            if strobe.get_bit(1) { bits::<8>(0xFF) } else { bits::<8>(0) },
            if strobe.get_bit(0) { bits::<8>(0xFF) } else { bits::<8>(0) },
        );
        let mut write_known = false;
        for i in 0..STORED {
            if write_word == bits::<12>(stored_offset(i)) {
                write_known = true;
                if write {
                    self.stored[i].d.next = ((self.stored[i].q.val() & !written)
                        | (self.axil.wdata.val() & written))
                        & bits::<32>(stored_mask(i));
                }
            }
        }
        for i in 0..FIXED {
            if write_word == bits::<12>(fixed_offset(i)) {
                write_known = true;
            }
        }
        for i in 0..COUNTERS {
            if write_word == bits::<12>(counter_offset(i)) {
                write_known = true;
            }
        }
        if write {
            self.write_answered.d.next = true;
            self.write_response.d.next = if write_known { bits::<2>(0) } else { bits::<2>(SLVERR) };
        } else if self.axil.bready.val() {
            self.write_answered.d.next = false;
        }
        self.axil.bvalid.next = self.write_answered.q.val();
        self.axil.bresp.next = self.write_response.q.val();

        // Read.
        let read_free = !self.read_answered.q.val() || self.axil.rready.val();
        let read_word: Bits<12> = cat!(self.axil.araddr.val().get_bits::<10>(2), bits::<2>(0));
        let mut value = bits::<32>(0);
        let mut read_known = false;
        for i in 0..STORED {
            if read_word == bits::<12>(stored_offset(i)) {
                value = self.stored[i].q.val();
                read_known = true;
            }
        }
        for i in 0..FIXED {
            if read_word == bits::<12>(fixed_offset(i)) {
                value = bits::<32>(fixed_value(i));
                read_known = true;
            }
        }
        for i in 0..COUNTERS {
            if read_word == bits::<12>(counter_offset(i)) {
                value = self.counters[i].q.val();
                read_known = true;
            }
        }
        self.axil.arready.next = read_free;
        if read_free {
            self.read_answered.d.next = self.axil.arvalid.val();
            self.read_data.d.next = value;
            self.read_response.d.next = if read_known { bits::<2>(0) } else { bits::<2>(SLVERR) };
        }
        self.axil.rvalid.next = self.read_answered.q.val();
        self.axil.rdata.next = self.read_data.q.val();
        self.axil.rresp.next = self.read_response.q.val();

        // Counters; a clock after the event, which comes late in its own.
        self.seen.d.next = self.events.val();
        let seen = self.seen.q.val();
        let mut counted = bits::<COUNTERS>(0);
        counted = counted.replace_bit(index(&registers::TX_FRAMES), seen.tx_frames);
        counted = counted.replace_bit(index(&registers::TX_TLPS), seen.tx_tlps);
        counted = counted.replace_bit(index(&registers::TX_RETRANSMITS), seen.tx_retransmits);
        counted = counted.replace_bit(index(&registers::TX_TIMEOUTS), seen.tx_timeouts);
        counted = counted.replace_bit(index(&registers::TX_NAKS_RECEIVED), seen.tx_naks_received);
        counted = counted.replace_bit(index(&registers::TX_ACK_FRAMES), seen.tx_ack_frames);
        counted = counted.replace_bit(index(&registers::TX_TLP_MALFORMED), seen.tx_tlp_malformed);
        counted = counted.replace_bit(index(&registers::RX_FRAMES), seen.rx_frames);
        counted = counted.replace_bit(index(&registers::RX_TLPS), seen.rx_tlps);
        counted = counted.replace_bit(index(&registers::RX_BAD_FCS), seen.rx_bad_fcs);
        counted = counted.replace_bit(index(&registers::RX_WRONG_GROUP), seen.rx_wrong_group);
        counted = counted.replace_bit(index(&registers::RX_WRONG_TYPE), seen.rx_wrong_type);
        counted = counted.replace_bit(index(&registers::RX_WRONG_PEER), seen.rx_wrong_peer);
        counted = counted.replace_bit(index(&registers::RX_WRONG_EPOCH), seen.rx_wrong_epoch);
        counted = counted.replace_bit(index(&registers::RX_DUPLICATE), seen.rx_duplicate);
        counted = counted.replace_bit(index(&registers::RX_GAP), seen.rx_gap);
        counted = counted.replace_bit(index(&registers::RX_MALFORMED), seen.rx_malformed);
        counted = counted.replace_bit(index(&registers::RX_OVERFLOW), seen.rx_overflow);
        counted = counted.replace_bit(index(&registers::NAKS_SENT), seen.naks_sent);
        counted = counted.replace_bit(index(&registers::TX_TLP_REFUSED), seen.tx_tlp_refused);
        counted = counted.replace_bit(index(&registers::RX_TLP_REFUSED), seen.rx_tlp_refused);
        counted = counted.replace_bit(index(&registers::RX_WRONG_ACK), seen.rx_wrong_ack);
        for i in 0..COUNTERS {
            self.counters[i].clock.next = self.clock.val();
            self.counters[i].reset.next = self.reset.val();
            self.counters[i].d.next = self.counters[i].q.val();
            if counted.get_bit(i) {
                self.counters[i].d.next = self.counters[i].q.val() + 1;
            }
        }

        self.settings.next = FabricSettings {
            enable: self.stored[CONTROL].q.val().get_bit(ENABLE_BIT),
            vid: self.stored[GROUP].q.val().get_bits::<12>(VID_BIT),
            pcp: self.stored[GROUP].q.val().get_bits::<3>(PCP_BIT),
            local_mac: cat!(
                self.stored[LOCAL_MAC_HI].q.val().get_bits::<16>(0),
                self.stored[LOCAL_MAC_LO].q.val()
            ),
            peer_mac: cat!(
                self.stored[PEER_MAC_HI].q.val().get_bits::<16>(0),
                self.stored[PEER_MAC_LO].q.val()
            ),
            epoch: self.stored[EPOCH].q.val().get_bits::<8>(0),
            ethertype: self.stored[ETHERTYPE].q.val().get_bits::<16>(0),
            retransmit_timeout: self.stored[RETRANSMIT_TIMEOUT].q.val().get_bits::<24>(0),
            ack_delay: self.stored[ACK_DELAY].q.val().get_bits::<16>(0),
            window: self.stored[WINDOW].q.val().get_bits::<8>(0),
        };
    }
}

#[cfg(test)]
#[allow(non_snake_case)]
mod tests {
    use super::*;
    use crate::bridge::testing::{reset, settle, step, to_u64, Random};

    fn start() -> RegisterFile {
        let mut uut = RegisterFile::default();
        uut.connect_all();
        reset!(uut);
        uut
    }

    fn write(uut: &mut RegisterFile, offset: u64, value: u64, strobe: u64) -> u64 {
        uut.axil.awaddr.next = bits(offset);
        uut.axil.awvalid.next = true;
        uut.axil.wdata.next = bits(value);
        uut.axil.wstrb.next = bits(strobe);
        uut.axil.wvalid.next = true;
        settle!(*uut);
        assert!(uut.axil.awready.val() && uut.axil.wready.val());
        step!(*uut);
        uut.axil.awvalid.next = false;
        uut.axil.wvalid.next = false;
        uut.axil.bready.next = true;
        settle!(*uut);
        assert!(uut.axil.bvalid.val());
        let response = to_u64(uut.axil.bresp.val());
        step!(*uut);
        uut.axil.bready.next = false;
        settle!(*uut);
        assert!(!uut.axil.bvalid.val());
        response
    }

    fn read(uut: &mut RegisterFile, offset: u64) -> (u64, u64) {
        uut.axil.araddr.next = bits(offset);
        uut.axil.arvalid.next = true;
        settle!(*uut);
        assert!(uut.axil.arready.val());
        step!(*uut);
        uut.axil.arvalid.next = false;
        uut.axil.rready.next = true;
        settle!(*uut);
        assert!(uut.axil.rvalid.val());
        let answer = (to_u64(uut.axil.rdata.val()), to_u64(uut.axil.rresp.val()));
        step!(*uut);
        uut.axil.rready.next = false;
        settle!(*uut);
        assert!(!uut.axil.rvalid.val());
        answer
    }

    #[test]
    fn register_file__after_reset__has_the_values_of_the_table() {
        let mut uut = start();
        for register in registers::ALL {
            assert_eq!(read(&mut uut, register.offset), (register.reset(), 0), "{}", register.name);
        }
    }

    #[test]
    fn register_file__written__keeps_the_bits_of_fields_and_nothing_else_changes() {
        let mut uut = start();
        let mut random = Random::new(11);
        let mut expected: Vec<u64> = registers::ALL.iter().map(|r| r.reset()).collect();
        for _ in 0..60 {
            let i = random.below(registers::ALL.len() as u64) as usize;
            let (value, strobe) = (random.below(1 << 32), random.below(16));
            assert_eq!(write(&mut uut, registers::ALL[i].offset, value, strobe), 0);
            if registers::ALL[i].access == Access::ReadWrite {
                let written =
                    (0..4).filter(|b| strobe >> b & 1 == 1).fold(0, |m, b| m | 0xFF << (8 * b));
                expected[i] = (expected[i] & !written | value & written) & registers::ALL[i].mask();
            }
            let j = random.below(registers::ALL.len() as u64) as usize;
            for k in [i, j] {
                assert_eq!(read(&mut uut, registers::ALL[k].offset), (expected[k], 0));
            }
        }
    }

    #[test]
    fn register_file__an_address_of_no_register__is_answered_slverr() {
        let mut uut = start();
        for offset in [0x034, 0x0FC, 0x15C, 0xFFC] {
            assert!(registers::by_offset(offset).is_none());
            assert_eq!(read(&mut uut, offset), (0, 2));
            assert_eq!(write(&mut uut, offset, 1, 15), 2);
        }
    }

    #[test]
    fn register_file__events__count_each_in_its_own_counter() {
        let mut uut = start();
        let names: Vec<&str> = registers::ALL_COUNTERS.iter().map(|r| r.name).collect();
        let event = |i: usize| {
            let mut events = BridgeEvents::default();
            match names[i] {
                "TX_FRAMES" => events.tx_frames = true,
                "TX_TLPS" => events.tx_tlps = true,
                "TX_RETRANSMITS" => events.tx_retransmits = true,
                "TX_TIMEOUTS" => events.tx_timeouts = true,
                "TX_NAKS_RECEIVED" => events.tx_naks_received = true,
                "TX_ACK_FRAMES" => events.tx_ack_frames = true,
                "TX_TLP_MALFORMED" => events.tx_tlp_malformed = true,
                "RX_FRAMES" => events.rx_frames = true,
                "RX_TLPS" => events.rx_tlps = true,
                "RX_BAD_FCS" => events.rx_bad_fcs = true,
                "RX_WRONG_GROUP" => events.rx_wrong_group = true,
                "RX_WRONG_TYPE" => events.rx_wrong_type = true,
                "RX_WRONG_PEER" => events.rx_wrong_peer = true,
                "RX_WRONG_EPOCH" => events.rx_wrong_epoch = true,
                "RX_DUPLICATE" => events.rx_duplicate = true,
                "RX_GAP" => events.rx_gap = true,
                "RX_MALFORMED" => events.rx_malformed = true,
                "RX_OVERFLOW" => events.rx_overflow = true,
                "NAKS_SENT" => events.naks_sent = true,
                "TX_TLP_REFUSED" => events.tx_tlp_refused = true,
                "RX_TLP_REFUSED" => events.rx_tlp_refused = true,
                "RX_WRONG_ACK" => events.rx_wrong_ack = true,
                name => panic!("{name} is not counted"),
            }
            events
        };
        for i in 0..COUNTERS {
            uut.events.next = event(i);
            for _ in 0..=i {
                step!(uut);
            }
        }
        uut.events.next = BridgeEvents::default();
        for (i, counter) in registers::ALL_COUNTERS.iter().enumerate() {
            assert_eq!(read(&mut uut, counter.offset).0, i as u64 + 1, "{}", counter.name);
        }
    }

    #[test]
    fn register_file__settings__are_the_fields() {
        let mut uut = start();
        write(&mut uut, registers::GROUP.offset, 0xA123, 15);
        write(&mut uut, registers::LOCAL_MAC_LO.offset, 0x3322_1102, 15);
        write(&mut uut, registers::LOCAL_MAC_HI.offset, 0x5544, 15);
        write(&mut uut, registers::CONTROL.offset, 1, 15);
        let settings = uut.settings.val();
        assert!(settings.enable);
        assert_eq!((to_u64(settings.vid), to_u64(settings.pcp)), (0x123, 5));
        assert_eq!(to_u64(settings.local_mac), 0x5544_3322_1102);
        assert_eq!(to_u64(settings.ethertype), registers::ETHERTYPE.reset());
        assert_eq!(to_u64(settings.window), 32);
    }
}
