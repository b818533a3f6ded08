//! The registers of a bridge on AXI4-Lite: its own ([`bridge_registers`](super::bridge_registers)),
//! and a page for each peer ([`peer_registers`](super::peer_registers)).
//!
//! **Ports.** `axil`: AXI4-Lite. `settings`, `peer_settings`: what software has set. `link`,
//! `peers`: what software reads. `events`, `peer_events`: counted. `N` peers; `ROLE` as in
//! keep-alive frames.
//!
//! Writes take effect byte by byte as `wstrb` says; bits of no field stay zero. Writing a register
//! that is only read is answered OKAY and does nothing; an address of no register, also in the
//! page of a peer that there is not, is answered SLVERR, and reads zero. Counters wrap from
//! 2^32 - 1 to 0.
//!
//! **Latency** three clocks from address (and data) to answer; settings change with the answer, a
//! computed one a clock later. A status is that of a clock after the address. **Throughput** one
//! read and one write at a time, each a register in four clocks. **Reset** every register has its
//! reset value, every counter zero.
//!
//! **Limits.** N from 1 to 32.
//!
//! **Why not** answer in the next clock: hundreds of registers stand behind the address, and the
//! processor waits many clocks anyway.
//!
//! GROUP.PCP is written and read back:
//!
//! ```text
//! clock        0   1   2   3   4   5   6   7   8
//! axil_awvalid 1   0   0   0   0   0   0   0   0
//! axil_awaddr  C   -   -   -   -   -   -   -   -
//! axil_wvalid  1   0   0   0   0   0   0   0   0
//! axil_wdata   6000 -   -   -   -   -   -   -   -
//! axil_wstrb   F   -   -   -   -   -   -   -   -
//! axil_awready 1   0   0   0   0   0   0   0   0
//! axil_wready  1   0   0   0   0   0   0   0   0
//! axil_bvalid  0   0   0   1   0   0   0   0   0
//! axil_bresp   -   -   -   0   -   -   -   -   -
//! axil_bready  1   1   1   1   0   0   0   0   0
//! settings_pcp 0   0   0   3   3   3   3   3   3
//! axil_arvalid 0   0   0   1   0   0   0   0   0
//! axil_araddr  -   -   -   C   -   -   -   -   -
//! axil_arready 1   1   1   1   0   0   0   0   1
//! axil_rvalid  0   0   0   0   0   0   1   1   0
//! axil_rdata   -   -   -   -   -   -   6000 6000 -
//! axil_rresp   -   -   -   -   -   -   0   0   -
//! axil_rready  0   0   0   0   0   0   0   1   0
//! ```

use expether_hdl::prelude::*;
use expether_wire::registers::{peer, ADDRESS_BITS, ALL};

use super::axi_lite::AxiLiteSlave;
use super::bridge_registers::{BridgeRegisters, OFFSET_BITS};
use super::events::{BridgeEvents, PeerEvents};
use super::frame::{FabricSettings, LinkStatus, PeerSettings, PeerStatus};
use super::peer_registers::PeerRegisters;
use super::register_table::words;

const SLVERR: u64 = 2;
const PAGE_BITS: usize = peer::PAGE.trailing_zeros() as usize;
const PAGE_NUMBER_BITS: usize = ADDRESS_BITS - PAGE_BITS;
const FIRST_PAGE: u64 = peer::PAGES / peer::PAGE;

// The maps of 64 words below reach all registers.
const _: () = assert!(PAGE_BITS == 8 && OFFSET_BITS == 9 && ADDRESS_BITS == 16);

/// Where a read or a write is.
#[derive(Copy, Clone, PartialEq, Debug, LogicState)]
pub enum Access {
    /// There is none.
    Idle,
    /// The address is looked at.
    Look,
    /// It is done, or its data are gathered.
    Act,
    /// The answer waits to be taken.
    Answer,
}

#[kernel]
fn is_in_bridge(address: Bits<ADDRESS_BITS>) -> bool {
    !address.get_bits::<{ ADDRESS_BITS - OFFSET_BITS }>(OFFSET_BITS).any()
}

#[kernel]
fn is_in_page(address: Bits<ADDRESS_BITS>, number: Bits<PAGE_NUMBER_BITS>) -> bool {
    address.get_bits::<PAGE_NUMBER_BITS>(PAGE_BITS) == number
}

/// Whether there is a register, with so many peers.
#[kernel]
fn is_register<const N: usize>(address: Bits<ADDRESS_BITS>) -> bool {
    let word = address.get_bits::<6>(2);
    let low = bits::<64>(words(ALL, 0)).get_bit(word.index());
    let high = bits::<64>(words(ALL, 64)).get_bit(word.index());
    let of_bridge = if address.get_bit(PAGE_BITS) { high } else { low };
    let of_peer = bits::<64>(words(peer::ALL, 0)).get_bit(word.index());
    let page = address.get_bits::<PAGE_NUMBER_BITS>(PAGE_BITS);
    let is_peer = page >= bits::<PAGE_NUMBER_BITS>(FIRST_PAGE)
        && page < bits::<PAGE_NUMBER_BITS>(FIRST_PAGE + N as u64);
    (is_in_bridge(address) && of_bridge) || (is_peer && of_peer)
}

/// See the module's documentation.
#[derive(LogicBlock)]
pub struct RegisterFile<const N: usize, const ROLE: usize> {
    /// Clock.
    pub clock: Signal<In, Clock>,
    /// Synchronous, active high.
    pub reset: Signal<In, Bit>,
    /// To the processor.
    pub axil: AxiLiteSlave,
    /// What software has set for all.
    pub settings: Signal<Out, FabricSettings>,
    /// What software has set for each peer.
    pub peer_settings: [Signal<Out, PeerSettings>; N],
    /// The state of the link.
    pub link: Signal<In, LinkStatus>,
    /// The state of each peer.
    pub peers: [Signal<In, PeerStatus>; N],
    /// What is counted for all.
    pub events: Signal<In, BridgeEvents>,
    /// What is counted for each peer.
    pub peer_events: [Signal<In, PeerEvents>; N],
    bridge: BridgeRegisters<N, ROLE>,
    pages: [PeerRegisters; N],
    write_state: Reg<Access>,
    write_address: DataReg<Bits<ADDRESS_BITS>>,
    write_data: DataReg<Bits<32>>,
    write_strobe: DataReg<Bits<4>>,
    write_known: DataReg<Bit>,
    // Where it is done, in that clock.
    write_bridge: Reg<Bit>,
    write_page: Reg<Bits<N>>,
    read_state: Reg<Access>,
    read_address: DataReg<Bits<ADDRESS_BITS>>,
    read_known: DataReg<Bit>,
    read_data: DataReg<Bits<32>>,
}

impl<const N: usize, const ROLE: usize> Default for RegisterFile<N, ROLE> {
    fn default() -> Self {
        Self {
            clock: Signal::default(),
            reset: Signal::default(),
            axil: AxiLiteSlave::default(),
            settings: Signal::default(),
            peer_settings: std::array::from_fn(|_| Signal::default()),
            link: Signal::default(),
            peers: std::array::from_fn(|_| Signal::default()),
            events: Signal::default(),
            peer_events: std::array::from_fn(|_| Signal::default()),
            bridge: BridgeRegisters::default(),
            pages: std::array::from_fn(|_| PeerRegisters::default()),
            write_state: Reg::new(Access::Idle),
            write_address: DataReg::default(),
            write_data: DataReg::default(),
            write_strobe: DataReg::default(),
            write_known: DataReg::default(),
            write_bridge: Reg::default(),
            write_page: Reg::default(),
            read_state: Reg::new(Access::Idle),
            read_address: DataReg::default(),
            read_known: DataReg::default(),
            read_data: DataReg::default(),
        }
    }
}

impl<const N: usize, const ROLE: usize> Logic for RegisterFile<N, ROLE> {
    #[kernel]
    fn update(&mut self) {
        clocked!(self, write_state, write_address, write_data, write_strobe, write_known);
        clocked!(self, write_bridge, write_page, read_state, read_address, read_known, read_data);
        self.bridge.clock.next = self.clock.val();
        self.bridge.reset.next = self.reset.val();
        self.bridge.link.next = self.link.val();
        self.bridge.events.next = self.events.val();
        self.settings.next = self.bridge.settings.val();

        // Write: address and data are taken together.
        let write_address = self.write_address.q.val();
        self.axil.awready.next = false;
        self.axil.wready.next = false;
        match self.write_state.q.val() {
            Access::Idle => {
                let write = self.axil.awvalid.val() && self.axil.wvalid.val();
                self.axil.awready.next = write;
                self.axil.wready.next = write;
                self.write_address.d.next = self.axil.awaddr.val();
                self.write_data.d.next = self.axil.wdata.val();
                self.write_strobe.d.next = self.axil.wstrb.val();
                if write {
                    self.write_state.d.next = Access::Look;
                }
            }
            Access::Look => {
                self.write_known.d.next = is_register::<N>(write_address);
                self.write_state.d.next = Access::Act;
            }
            Access::Act => {
                self.write_state.d.next = Access::Answer;
            }
            Access::Answer => {
                if self.axil.bready.val() {
                    self.write_state.d.next = Access::Idle;
                }
            }
        }
        self.axil.bvalid.next = self.write_state.q.val() == Access::Answer;
        self.axil.bresp.next =
            if self.write_known.q.val() { bits::<2>(0) } else { bits::<2>(SLVERR) };
        let looks_to_write = self.write_state.q.val() == Access::Look;
        self.write_bridge.d.next = looks_to_write && is_in_bridge(write_address);
        self.bridge.write.next = self.write_bridge.q.val();
        self.bridge.write_offset.next = write_address.get_bits::<OFFSET_BITS>(0);
        self.bridge.write_data.next = self.write_data.q.val();
        self.bridge.write_strobe.next = self.write_strobe.q.val();

        // Read: whose the address is not, answers zero.
        let read_address = self.read_address.q.val();
        let looks = self.read_state.q.val() == Access::Look;
        self.axil.arready.next = false;
        match self.read_state.q.val() {
            Access::Idle => {
                self.axil.arready.next = true;
                self.read_address.d.next = self.axil.araddr.val();
                if self.axil.arvalid.val() {
                    self.read_state.d.next = Access::Look;
                }
            }
            Access::Look => {
                self.read_known.d.next = is_register::<N>(read_address);
                self.read_state.d.next = Access::Act;
            }
            Access::Act => {
                self.read_state.d.next = Access::Answer;
            }
            Access::Answer => {
                if self.axil.rready.val() {
                    self.read_state.d.next = Access::Idle;
                }
            }
        }
        self.axil.rvalid.next = self.read_state.q.val() == Access::Answer;
        self.axil.rresp.next =
            if self.read_known.q.val() { bits::<2>(0) } else { bits::<2>(SLVERR) };
        self.axil.rdata.next = self.read_data.q.val();
        self.bridge.read.next = looks && is_in_bridge(read_address);
        self.bridge.read_offset.next = read_address.get_bits::<OFFSET_BITS>(0);

        // The pages.
        let mut answer = self.bridge.read_data.val();
        let mut write_page = bits::<N>(0);
        for i in 0..N {
            let number = bits::<PAGE_NUMBER_BITS>(FIRST_PAGE + i as u64);
            write_page = write_page.replace_bit(i, is_in_page(write_address, number));
            self.pages[i].clock.next = self.clock.val();
            self.pages[i].reset.next = self.reset.val();
            self.pages[i].write.next = self.write_page.q.val().get_bit(i);
            self.pages[i].write_offset.next = write_address.get_bits::<PAGE_BITS>(0);
            self.pages[i].write_data.next = self.write_data.q.val();
            self.pages[i].write_strobe.next = self.write_strobe.q.val();
            self.pages[i].read.next = looks && is_in_page(read_address, number);
            self.pages[i].read_offset.next = read_address.get_bits::<PAGE_BITS>(0);
            answer = answer | self.pages[i].read_data.val();
            self.peer_settings[i].next = self.pages[i].settings.val();
            self.pages[i].status.next = self.peers[i].val();
            self.pages[i].events.next = self.peer_events[i].val();
        }
        self.write_page.d.next = if looks_to_write { write_page } else { bits::<N>(0) };
        if self.read_state.q.val() == Access::Act {
            self.read_data.d.next = answer;
        }
    }
}

#[cfg(test)]
#[allow(non_snake_case)]
mod tests {
    use super::*;
    use crate::bridge::testing::{reset, step, to_u64};
    use expether_wire::registers;

    type Uut = RegisterFile<1, 1>;

    fn write(uut: &mut Uut, offset: u64, value: u64) -> u64 {
        uut.axil.awaddr.next = bits(offset);
        uut.axil.wdata.next = bits(value);
        uut.axil.wstrb.next = bits(15);
        uut.axil.awvalid.next = true;
        uut.axil.wvalid.next = true;
        step!(*uut);
        uut.axil.awvalid.next = false;
        uut.axil.wvalid.next = false;
        step!(*uut);
        step!(*uut);
        assert!(uut.axil.bvalid.val());
        let answer = to_u64(uut.axil.bresp.val());
        uut.axil.bready.next = true;
        step!(*uut);
        answer
    }

    fn read(uut: &mut Uut, offset: u64) -> (u64, u64) {
        uut.axil.araddr.next = bits(offset);
        uut.axil.arvalid.next = true;
        step!(*uut);
        uut.axil.arvalid.next = false;
        step!(*uut);
        step!(*uut);
        assert!(uut.axil.rvalid.val());
        let answer = (to_u64(uut.axil.rdata.val()), to_u64(uut.axil.rresp.val()));
        uut.axil.rready.next = true;
        step!(*uut);
        answer
    }

    // Every register, field, counter and address: in the engine, `sim/tests/blocks/registers.rs`.
    #[test]
    fn register_file__bridge_and_peer__are_apart_and_the_next_page_is_none() {
        let mut uut = Uut::default();
        uut.connect_all();
        reset!(uut);
        let of_peer = peer::offset(0, &peer::PEER_CONTROL);
        assert_eq!(write(&mut uut, of_peer, 1), 0);
        assert_eq!(write(&mut uut, registers::GROUP.offset, 0xA123), 0);
        assert_eq!(read(&mut uut, of_peer), (1, 0));
        assert_eq!(read(&mut uut, registers::GROUP.offset), (0xA123, 0));
        assert_eq!((to_u64(uut.settings.val().vid), to_u64(uut.settings.val().pcp)), (4093, 5));
        let control = registers::CONTROL;
        assert_eq!(write(&mut uut, control.offset, control.reset()), 0);
        assert_eq!((to_u64(uut.settings.val().vid), to_u64(uut.settings.val().pcp)), (0x123, 5));
        let settings = uut.peer_settings[0].val();
        assert!(settings.fixed && !settings.is_default);
        let beyond = peer::offset(1, &peer::PEER_CONTROL);
        assert_eq!(write(&mut uut, beyond, 1), SLVERR);
        assert_eq!(read(&mut uut, beyond), (0, SLVERR));
        assert_eq!(read(&mut uut, of_peer), (1, 0));
    }
}
