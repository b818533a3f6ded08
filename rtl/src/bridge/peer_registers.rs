//! The registers of one peer, a page of `expether_wire::registers::peer`.
//!
//! **Ports.** `write`: the register at `write_offset` takes `write_data` at this edge, the bytes
//! that `write_strobe` names; bits of no field stay zero, what is only read stays as it is.
//! `read`: `read_data` has the register at `read_offset` a clock later; without `read`, and where
//! there is no register, it is zero, so that the pages are joined by an OR. `settings`: what
//! software has set; PEER_MAC is taken over by a write of PEER_CONTROL. `status`: what software reads. `events`: counted.
//!
//! **Latency** one clock. **Throughput** a read and a write a clock. An event is counted two
//! clocks after it. **Reset** every register has its reset value, every counter zero.
//!
//! **Why not** say here which offsets exist: it is the same for every peer, so that
//! [`register_file`](super::register_file) says it once.
//!
//! ROUTE_ID is written and read back; then two clocks with events, and the counter PEER_RX_TLPS:
//!
//! ```text
//! clock                 0    1    2    3    4    5    6    7
//! write                 1    0    0    0    0    0    0    0
//! write_offset          C    -    -    -    -    -    -    -
//! write_data            2345 -    -    -    -    -    -    -
//! write_strobe          1    -    -    -    -    -    -    -
//! settings_route_id_low FFFF FF45 FF45 FF45 FF45 FF45 FF45 FF45
//! read                  0    1    0    0    0    0    1    0
//! read_offset           -    C    C    -    -    -    84   -
//! read_data             0    0    FF45 0    0    0    0    7
//! events_rx_tlps        0    0    3    4    0    0    0    0
//! ```

use expether_hdl::prelude::*;
use expether_wire::registers::{peer, Access};

use super::events::PeerEvents;
use super::frame::{PeerRoute, PeerSettings, PeerStatus};
use super::register_table::{count, index, nth, written};

const STORED: usize = count(peer::ALL, Access::ReadWrite);
const STATUSES: usize = count(peer::ALL, Access::Status);
const COUNTERS: usize = count(peer::ALL, Access::Counter);

fn stored_offset(i: usize) -> u64 {
    nth(peer::ALL, Access::ReadWrite, i).offset
}

fn stored_mask(i: usize) -> u64 {
    nth(peer::ALL, Access::ReadWrite, i).mask()
}

fn status_offset(i: usize) -> u64 {
    nth(peer::ALL, Access::Status, i).offset
}

fn counter_offset(i: usize) -> u64 {
    nth(peer::ALL, Access::Counter, i).offset
}

macro_rules! indices {
    ($($register:ident)+) => { $( const $register: usize = index(peer::ALL, &peer::$register); )+ };
}

indices! {
    PEER_CONTROL PEER_MAC_LO PEER_MAC_HI
    ROUTE_ID ROUTE_SOURCE ROUTE_IO ROUTE_MEMORY ROUTE_WIDE_BASE ROUTE_WIDE_LIMIT
    PEER_STATUS PEER_ADDRESS_LO PEER_ADDRESS_HI PEER_RTT PEER_TIMEOUT PEER_RATE
    PEER_INCARNATION PEER_INCARNATION_PEER
    PEER_TX_TLPS PEER_RX_TLPS PEER_RETRANSMITS PEER_TIMEOUTS PEER_CONNECTS PEER_DISCONNECTS
    PEER_DISCARDED
}

// All have an input below, and there are none of a fixed value.
const _: () = assert!(STORED == 9 && STATUSES == 8 && COUNTERS == 7);
const _: () = assert!(STORED + STATUSES + COUNTERS == peer::ALL.len());

/// An event as a number.
#[kernel]
fn one(event: Bit) -> Bits<16> {
    if event {
        bits::<16>(1)
    } else {
        bits::<16>(0)
    }
}

/// See the module's documentation.
#[derive(LogicBlock)]
pub struct PeerRegisters {
    /// Clock.
    pub clock: Signal<In, Clock>,
    /// Synchronous, active high.
    pub reset: Signal<In, Bit>,
    /// There is a write.
    pub write: Signal<In, Bit>,
    /// Where, in bytes.
    pub write_offset: Signal<In, Bits<8>>,
    /// What.
    pub write_data: Signal<In, Bits<32>>,
    /// Which bytes of it.
    pub write_strobe: Signal<In, Bits<4>>,
    /// There is a read.
    pub read: Signal<In, Bit>,
    /// Where, in bytes.
    pub read_offset: Signal<In, Bits<8>>,
    /// What was there a clock before; zero if nothing was read.
    pub read_data: Signal<Out, Bits<32>>,
    /// What software has set.
    pub settings: Signal<Out, PeerSettings>,
    /// What software reads.
    pub status: Signal<In, PeerStatus>,
    /// What is counted.
    pub events: Signal<In, PeerEvents>,
    stored: [Reg<Bits<32>>; STORED],
    // PEER_MAC as it stood when PEER_CONTROL was written last.
    mac: Reg<Bits<48>>,
    statuses: [Signal<Local, Bits<32>>; STATUSES],
    seen: Reg<PeerEvents>,
    amounts: [Signal<Local, Bits<16>>; COUNTERS],
    counters: [Reg<Bits<32>>; COUNTERS],
    answer: DataReg<Bits<32>>,
}

impl Default for PeerRegisters {
    fn default() -> Self {
        Self {
            clock: Signal::default(),
            reset: Signal::default(),
            write: Signal::default(),
            write_offset: Signal::default(),
            write_data: Signal::default(),
            write_strobe: Signal::default(),
            read: Signal::default(),
            read_offset: Signal::default(),
            read_data: Signal::default(),
            settings: Signal::default(),
            status: Signal::default(),
            events: Signal::default(),
            stored: std::array::from_fn(|i| {
                Reg::new(bits(nth(peer::ALL, Access::ReadWrite, i).reset()))
            }),
            mac: Reg::default(),
            statuses: Default::default(),
            seen: Reg::default(),
            amounts: Default::default(),
            counters: Default::default(),
            answer: DataReg::default(),
        }
    }
}

impl Logic for PeerRegisters {
    #[kernel]
    fn update(&mut self) {
        clocked!(self, mac, seen, answer);

        // Write.
        let write_word: Bits<8> = cat!(self.write_offset.val().get_bits::<6>(2), bits::<2>(0));
        for i in 0..STORED {
            self.stored[i].clock.next = self.clock.val();
            self.stored[i].reset.next = self.reset.val();
            self.stored[i].d.next = self.stored[i].q.val();
            if self.write.val() && write_word == bits::<8>(stored_offset(i)) {
                let new =
                    written(self.stored[i].q.val(), self.write_data.val(), self.write_strobe.val());
                self.stored[i].d.next = new & bits::<32>(stored_mask(i));
            }
        }

        if self.write.val() && write_word == bits::<8>(stored_offset(PEER_CONTROL)) {
            self.mac.d.next = cat!(
                self.stored[PEER_MAC_HI]
                    .q
                    .val()
                    .get_bits::<{ peer::PEER_MAC_4_5.width }>(peer::PEER_MAC_4_5.lsb),
                self.stored[PEER_MAC_LO].q.val()
            );
        }

        // Status.
        let status = self.status.val();
        self.statuses[PEER_STATUS].next = (bit_cast::<32, 2>(status.state)
            << (peer::PEER_STATUS_STATE.lsb as u64))
            | (bit_cast::<32, 16>(one(status.learnt)) << (peer::PEER_STATUS_LEARNT.lsb as u64))
            | (bit_cast::<32, 12>(status.path_dw) << (peer::PEER_STATUS_PATH_DW.lsb as u64));
        self.statuses[PEER_ADDRESS_LO].next = status.mac.get_bits::<32>(0);
        self.statuses[PEER_ADDRESS_HI].next = bit_cast::<32, 16>(status.mac.get_bits::<16>(32));
        self.statuses[PEER_RTT].next = bit_cast::<32, 20>(status.round_trip);
        self.statuses[PEER_TIMEOUT].next = bit_cast::<32, 24>(status.timeout);
        self.statuses[PEER_RATE].next = bit_cast::<32, 16>(status.rate);
        self.statuses[PEER_INCARNATION].next = status.own;
        self.statuses[PEER_INCARNATION_PEER].next = status.peer;

        // Counters; a clock after the event, which comes late in its own.
        self.seen.d.next = self.events.val();
        let seen = self.seen.q.val();
        self.amounts[PEER_TX_TLPS].next = one(seen.tx_tlps);
        self.amounts[PEER_RX_TLPS].next = bit_cast::<16, 10>(seen.rx_tlps);
        self.amounts[PEER_RETRANSMITS].next = bit_cast::<16, 10>(seen.retransmits);
        self.amounts[PEER_TIMEOUTS].next = one(seen.timeouts);
        self.amounts[PEER_CONNECTS].next = one(seen.connects);
        self.amounts[PEER_DISCONNECTS].next = one(seen.disconnects);
        self.amounts[PEER_DISCARDED].next = seen.discarded;
        for i in 0..COUNTERS {
            self.counters[i].clock.next = self.clock.val();
            self.counters[i].reset.next = self.reset.val();
            self.counters[i].d.next =
                self.counters[i].q.val() + bit_cast::<32, 16>(self.amounts[i].val());
        }

        // Read.
        let read_word: Bits<8> = cat!(self.read_offset.val().get_bits::<6>(2), bits::<2>(0));
        let mut value = bits::<32>(0);
        for i in 0..STORED {
            let is_it = read_word == bits::<8>(stored_offset(i));
            value = value | if is_it { self.stored[i].q.val() } else { bits::<32>(0) };
        }
        for i in 0..STATUSES {
            let is_it = read_word == bits::<8>(status_offset(i));
            value = value | if is_it { self.statuses[i].val() } else { bits::<32>(0) };
        }
        for i in 0..COUNTERS {
            let is_it = read_word == bits::<8>(counter_offset(i));
            value = value | if is_it { self.counters[i].q.val() } else { bits::<32>(0) };
        }
        self.answer.d.next = if self.read.val() { value } else { bits::<32>(0) };
        self.read_data.next = self.answer.q.val();

        let control = self.stored[PEER_CONTROL].q.val();
        let id = self.stored[ROUTE_ID].q.val();
        let source = self.stored[ROUTE_SOURCE].q.val();
        let io = self.stored[ROUTE_IO].q.val();
        let memory = self.stored[ROUTE_MEMORY].q.val();
        let route = PeerRoute {
            id_low: id.get_bits::<{ peer::ROUTE_ID_LOW.width }>(peer::ROUTE_ID_LOW.lsb),
            id_high: id.get_bits::<{ peer::ROUTE_ID_HIGH.width }>(peer::ROUTE_ID_HIGH.lsb),
            source_low: source
                .get_bits::<{ peer::ROUTE_SOURCE_LOW.width }>(peer::ROUTE_SOURCE_LOW.lsb),
            source_high: source
                .get_bits::<{ peer::ROUTE_SOURCE_HIGH.width }>(peer::ROUTE_SOURCE_HIGH.lsb),
            io_base: io.get_bits::<{ peer::ROUTE_IO_BASE.width }>(peer::ROUTE_IO_BASE.lsb),
            io_limit: io.get_bits::<{ peer::ROUTE_IO_LIMIT.width }>(peer::ROUTE_IO_LIMIT.lsb),
            memory_base: memory
                .get_bits::<{ peer::ROUTE_MEMORY_BASE.width }>(peer::ROUTE_MEMORY_BASE.lsb),
            memory_limit: memory
                .get_bits::<{ peer::ROUTE_MEMORY_LIMIT.width }>(peer::ROUTE_MEMORY_LIMIT.lsb),
            wide_base: self.stored[ROUTE_WIDE_BASE].q.val(),
            wide_limit: self.stored[ROUTE_WIDE_LIMIT].q.val(),
        };
        self.settings.next = PeerSettings {
            fixed: control.get_bit(peer::PEER_CONTROL_FIXED.lsb),
            is_default: control.get_bit(peer::PEER_CONTROL_DEFAULT.lsb),
            close: control.get_bit(peer::PEER_CONTROL_CLOSE.lsb),
            mac: self.mac.q.val(),
            route,
        };
    }
}

#[cfg(test)]
#[allow(non_snake_case)]
mod tests {
    use super::*;
    use crate::bridge::testing::{reset, step, to_u64};

    fn start() -> PeerRegisters {
        let mut uut = PeerRegisters::default();
        uut.connect_all();
        reset!(uut);
        uut
    }

    fn read(uut: &mut PeerRegisters, offset: u64) -> u64 {
        uut.read_offset.next = bits(offset);
        uut.read.next = true;
        step!(*uut);
        uut.read.next = false;
        to_u64(uut.read_data.val())
    }

    // Written, counted and read as the table says, all of them: in the engine,
    // `sim/tests/blocks/registers.rs`.
    #[test]
    fn peer_registers__reads__give_the_table_and_without_read_nothing() {
        let mut uut = start();
        for register in peer::ALL {
            assert_eq!(read(&mut uut, register.offset), register.reset(), "{}", register.name);
        }
        uut.read_offset.next = bits(peer::ROUTE_ID.offset);
        step!(uut);
        assert_eq!(to_u64(uut.read_data.val()), 0);
        let beyond = peer::ALL[peer::ALL.len() - 1].offset + 4;
        assert_eq!(read(&mut uut, beyond), 0);
    }

    #[test]
    fn peer_registers__without_write__keep_what_they_have() {
        let mut uut = start();
        uut.write_offset.next = bits(peer::PEER_CONTROL.offset);
        uut.write_data.next = bits(0xFFFF_FFFF);
        uut.write_strobe.next = bits(15);
        step!(uut);
        assert!(!uut.settings.val().fixed && !uut.settings.val().is_default);
        uut.write.next = true;
        step!(uut);
        assert!(uut.settings.val().fixed && uut.settings.val().close);
        assert_eq!(read(&mut uut, peer::PEER_CONTROL.offset), peer::PEER_CONTROL.mask());
    }
}
