//! The registers that a bridge has once, `expether_wire::registers::ALL`.
//!
//! **Ports.** `write`, `read` and what belongs to them: as in
//! [`peer_registers`](super::peer_registers). `settings`: what software has set. `link`: what
//! software reads, beside the number of peers, `PEERS`, and the `ROLE`. `events`: counted.
//!
//! **Latency** one clock to registers and `read_data`, another where a setting is computed:
//! `area_beats`, `frame_tlps`. LOCAL_MAC, GROUP.VID, ETHERTYPE and NODE_ID are taken over together, by a write of CONTROL. An event is counted two clocks after it. **Throughput** a read and a write a clock.
//! **Reset** every register has its reset value, every counter zero.
//!
//! **Why not** a memory for the counters: it counts one event at a time, and frames end in both
//! directions at once.
//!
//! MTU is written and read back; the area of a frame is what remains behind the bridge header:
//!
//! ```text
//! clock               0   1   2   3
//! write               1   0   0   0
//! write_offset        2C  -   -   -
//! write_data          2A  -   -   -
//! write_strobe        F   -   -   -
//! settings_mtu        5DC 2A  2A  2A
//! settings_area_beats B8  B8  2   2
//! read                0   1   0   0
//! read_offset         -   2C  -   -
//! read_data           0   0   2A  0
//! ```

use expether_hdl::prelude::*;
use expether_wire::bridge;
use expether_wire::registers::{self, Access, Register, ALL};

use super::events::BridgeEvents;
use super::frame::{FabricSettings, LinkStatus};
use super::register_table::{count, index, nth, written};
use super::station::Identity;

/// Bits of an offset in this page.
pub const OFFSET_BITS: usize = 9;

const FIXED: usize = count(ALL, Access::ReadOnly);
const STORED: usize = count(ALL, Access::ReadWrite);
const STATUSES: usize = count(ALL, Access::Status);
const COUNTERS: usize = count(ALL, Access::Counter);

/// Words of which one is chosen in one step.
const BANK_WORDS: u64 = 16;
const BANKS: usize = banks();

/// The bank that a register is in.
const fn bank(register: &Register) -> u64 {
    register.offset / (4 * BANK_WORDS)
}

/// How many banks have a register.
const fn banks() -> usize {
    let (mut n, mut i) = (1, 1);
    while i < ALL.len() {
        n += (bank(&ALL[i]) != bank(&ALL[i - 1])) as usize;
        i += 1;
    }
    n
}

/// The number of the `n`-th such bank.
fn bank_number(n: usize) -> u64 {
    let mut numbers: Vec<u64> = ALL.iter().map(bank).collect();
    numbers.dedup();
    numbers[n]
}

/// The registers of this access in the `n`-th bank.
fn in_bank(access: Access, n: usize) -> Vec<usize> {
    let number = bank_number(n);
    (0..count(ALL, access)).filter(|&i| bank(&nth(ALL, access, i)) == number).collect()
}

/// A register's place in its bank.
fn word_in_bank(access: Access, i: usize) -> u64 {
    nth(ALL, access, i).offset / 4 % BANK_WORDS
}

fn stored_offset(i: usize) -> u64 {
    nth(ALL, Access::ReadWrite, i).offset
}

fn stored_mask(i: usize) -> u64 {
    nth(ALL, Access::ReadWrite, i).mask()
}

fn fixed_value(i: usize) -> u64 {
    nth(ALL, Access::ReadOnly, i).reset()
}

macro_rules! indices {
    ($($register:ident)+) => { $( const $register: usize = index(ALL, &registers::$register); )+ };
}

indices! {
    CONTROL GROUP LOCAL_MAC_LO LOCAL_MAC_HI NODE_ID_LO NODE_ID_HI SEED_LO ETHERTYPE ACK_DELAY MTU
    WINDOW AGGREGATION TIMEOUT_MIN TIMEOUT_MAX DEAD_TIME OPEN_INTERVAL KEEP_ALIVE_INTERVAL
    KEEP_ALIVE_TIMEOUT DELAY_TARGET RATE_MIN RATE_STEP RATE_BURST PAUSE_TIME PAUSE_LEVELS
    STATUS SHAPE BUSY_TIME SEED_HI
    TX_FRAMES TX_TLPS TX_RETRANSMITS TX_TIMEOUTS TX_NAKS_RECEIVED TX_ACK_FRAMES TX_TLP_MALFORMED
    RX_FRAMES RX_TLPS RX_BAD_FCS RX_WRONG_GROUP RX_WRONG_TYPE RX_WRONG_PEER
    RX_WRONG_CONNECTION
    RX_DUPLICATE RX_GAP RX_MALFORMED RX_OVERFLOW NAKS_SENT TX_TLP_REFUSED RX_TLP_REFUSED
    RX_WRONG_ACK RX_BAD_CODE RX_UNDERSIZE RX_OVERSIZE RX_CONTROL PAUSE_RECEIVED PAUSE_SENT
    PAUSED_CLOCKS TX_TLP_UNROUTED KEEP_ALIVES_SENT KEEP_ALIVES_RECEIVED PEERS_LEARNT
    PEERS_REFUSED PEERS_LOST CONNECTS DISCONNECTS RX_BUSY RX_WRONG_SOURCE RX_WRONG_NUMBER
    RX_ID_REFUSED RX_OVER_LIMIT NAKS_IGNORED TX_PROBES OPENS_HELD
}

// All have an input below.
const _: () = assert!(STORED == 26 && STATUSES == 2 && COUNTERS == 45);
const _: () = assert!(STORED + FIXED + STATUSES + COUNTERS == ALL.len());
const _: () = assert!(ALL[ALL.len() - 1].offset < 1 << OFFSET_BITS);
const _: () = assert!(registers::SHAPE_PEERS.width == 8 && registers::SHAPE_ROLE.width == 8);

/// Beats of a frame's area, with this MTU; a first TLP always goes.
const fn area_beats(mtu: u64) -> u64 {
    let beats = mtu.saturating_sub(bridge::HEADER.length as u64) / 8;
    if beats == 0 {
        1
    } else {
        beats
    }
}

/// An event as a number.
#[kernel]
fn one(event: Bit) -> Bits<10> {
    if event {
        bits::<10>(1)
    } else {
        bits::<10>(0)
    }
}

/// A flag in its register.
#[kernel]
fn flag(x: Bit) -> Bits<32> {
    bit_cast::<32, 10>(one(x))
}

/// See the module's documentation.
#[derive(LogicBlock)]
pub struct BridgeRegisters<const PEERS: usize, const ROLE: usize> {
    /// Clock.
    pub clock: Signal<In, Clock>,
    /// Synchronous, active high.
    pub reset: Signal<In, Bit>,
    /// There is a write.
    pub write: Signal<In, Bit>,
    /// Where, in bytes.
    pub write_offset: Signal<In, Bits<OFFSET_BITS>>,
    /// What.
    pub write_data: Signal<In, Bits<32>>,
    /// Which bytes of it.
    pub write_strobe: Signal<In, Bits<4>>,
    /// There is a read.
    pub read: Signal<In, Bit>,
    /// Where, in bytes.
    pub read_offset: Signal<In, Bits<OFFSET_BITS>>,
    /// What was there a clock before; zero if nothing was read.
    pub read_data: Signal<Out, Bits<32>>,
    /// What software has set.
    pub settings: Signal<Out, FabricSettings>,
    /// What software reads.
    pub link: Signal<In, LinkStatus>,
    /// What is counted.
    pub events: Signal<In, BridgeEvents>,
    stored: [Reg<Bits<32>>; STORED],
    // As they stood when CONTROL was written last.
    identity: Reg<Identity>,
    area_beats: Reg<Bits<11>>,
    frame_tlps: Reg<Bits<8>>,
    statuses: [Signal<Local, Bits<32>>; STATUSES],
    seen: Reg<BridgeEvents>,
    amounts: [Signal<Local, Bits<10>>; COUNTERS],
    counters: [Reg<Bits<32>>; COUNTERS],
    // What the bank has at the offset, if it is this bank's.
    answers: [DataReg<Bits<32>>; BANKS],
    asked: Reg<Bits<BANKS>>,
}

impl<const PEERS: usize, const ROLE: usize> Default for BridgeRegisters<PEERS, ROLE> {
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
            link: Signal::default(),
            events: Signal::default(),
            stored: std::array::from_fn(|i| Reg::new(bits(nth(ALL, Access::ReadWrite, i).reset()))),
            identity: Reg::new(Identity {
                mac: bits(0),
                vid: bits(registers::GROUP_VID.reset),
                ethertype: bits(registers::ETHERTYPE_VALUE.reset),
                node_id: bits(0),
            }),
            area_beats: Reg::new(bits(area_beats(registers::MTU_BYTES.reset))),
            frame_tlps: Reg::new(bits(match registers::AGGREGATION_ENABLE.reset {
                0 => 1,
                _ => registers::AGGREGATION_LIMIT.reset,
            })),
            statuses: std::array::from_fn(|_| Signal::default()),
            seen: Reg::default(),
            amounts: std::array::from_fn(|_| Signal::default()),
            counters: std::array::from_fn(|_| Reg::default()),
            answers: std::array::from_fn(|_| DataReg::default()),
            asked: Reg::default(),
        }
    }
}

impl<const PEERS: usize, const ROLE: usize> Logic for BridgeRegisters<PEERS, ROLE> {
    #[kernel]
    fn update(&mut self) {
        clocked!(self, identity, area_beats, frame_tlps, seen, asked);

        // Write.
        let write_word: Bits<OFFSET_BITS> =
            cat!(self.write_offset.val().get_bits::<{ OFFSET_BITS - 2 }>(2), bits::<2>(0));
        for i in 0..STORED {
            self.stored[i].clock.next = self.clock.val();
            self.stored[i].reset.next = self.reset.val();
            self.stored[i].d.next = self.stored[i].q.val();
            if self.write.val() && write_word == bits::<OFFSET_BITS>(stored_offset(i)) {
                let new =
                    written(self.stored[i].q.val(), self.write_data.val(), self.write_strobe.val());
                self.stored[i].d.next = new & bits::<32>(stored_mask(i));
            }
        }

        let group = self.stored[GROUP].q.val();
        if self.write.val() && write_word == bits::<OFFSET_BITS>(stored_offset(CONTROL)) {
            self.identity.d.next = Identity {
                mac: cat!(
                    self.stored[LOCAL_MAC_HI]
                        .q
                        .val()
                        .get_bits::<{ registers::LOCAL_MAC_4_5.width }>(0),
                    self.stored[LOCAL_MAC_LO].q.val()
                ),
                vid: group.get_bits::<{ registers::GROUP_VID.width }>(registers::GROUP_VID.lsb),
                ethertype: self.stored[ETHERTYPE]
                    .q
                    .val()
                    .get_bits::<{ registers::ETHERTYPE_VALUE.width }>(0),
                node_id: cat!(self.stored[NODE_ID_HI].q.val(), self.stored[NODE_ID_LO].q.val()),
            };
        }

        // Status.
        let link = self.link.val();
        self.statuses[STATUS].next = (flag(link.local_fault)
            << (registers::STATUS_LOCAL_FAULT.lsb as u64))
            | (flag(link.remote_fault) << (registers::STATUS_REMOTE_FAULT.lsb as u64))
            | (flag(link.paused) << (registers::STATUS_PAUSED.lsb as u64))
            | (flag(link.congested) << (registers::STATUS_CONGESTED.lsb as u64))
            | (flag(link.unseeded) << (registers::STATUS_UNSEEDED.lsb as u64))
            | (flag(link.mtu_short) << (registers::STATUS_MTU_SHORT.lsb as u64));
        self.statuses[SHAPE].next = bits::<32>(
            registers::SHAPE_ROLE.set(registers::SHAPE_PEERS.set(0, PEERS as u64), ROLE as u64),
        );

        // Counters; a clock after the event, which comes late in its own.
        self.seen.d.next = self.events.val();
        let seen = self.seen.q.val();
        self.amounts[TX_FRAMES].next = one(seen.tx_frames);
        self.amounts[TX_TLPS].next = bit_cast::<10, 6>(seen.tx_tlps);
        self.amounts[TX_RETRANSMITS].next = seen.tx_retransmits;
        self.amounts[TX_TIMEOUTS].next = bit_cast::<10, 6>(seen.tx_timeouts);
        self.amounts[TX_NAKS_RECEIVED].next = one(seen.tx_naks_received);
        self.amounts[TX_ACK_FRAMES].next = one(seen.tx_ack_frames);
        self.amounts[TX_TLP_MALFORMED].next = one(seen.tx_tlp_malformed);
        self.amounts[RX_FRAMES].next = one(seen.rx_frames);
        self.amounts[RX_TLPS].next = one(seen.rx_tlps);
        self.amounts[RX_BAD_FCS].next = one(seen.rx_bad_fcs);
        self.amounts[RX_WRONG_GROUP].next = one(seen.rx_wrong_group);
        self.amounts[RX_WRONG_TYPE].next = one(seen.rx_wrong_type);
        self.amounts[RX_WRONG_PEER].next = one(seen.rx_wrong_peer);
        self.amounts[RX_WRONG_CONNECTION].next = bit_cast::<10, 6>(seen.rx_wrong_connection);
        self.amounts[RX_DUPLICATE].next = one(seen.rx_duplicate);
        self.amounts[RX_GAP].next = one(seen.rx_gap);
        self.amounts[RX_MALFORMED].next = one(seen.rx_malformed);
        self.amounts[RX_OVERFLOW].next = one(seen.rx_overflow);
        self.amounts[NAKS_SENT].next = one(seen.naks_sent);
        self.amounts[TX_TLP_REFUSED].next = one(seen.tx_tlp_refused);
        self.amounts[RX_TLP_REFUSED].next = one(seen.rx_tlp_refused);
        self.amounts[RX_WRONG_ACK].next = one(seen.rx_wrong_ack);
        self.amounts[RX_BAD_CODE].next = one(seen.rx_bad_code);
        self.amounts[RX_UNDERSIZE].next = one(seen.rx_undersize);
        self.amounts[RX_OVERSIZE].next = one(seen.rx_oversize);
        self.amounts[RX_CONTROL].next = one(seen.rx_control);
        self.amounts[PAUSE_RECEIVED].next = one(seen.pause_received);
        self.amounts[PAUSE_SENT].next = one(seen.pause_sent);
        self.amounts[PAUSED_CLOCKS].next = one(seen.paused_clocks);
        self.amounts[TX_TLP_UNROUTED].next = one(seen.tx_tlp_unrouted);
        self.amounts[KEEP_ALIVES_SENT].next = one(seen.keep_alives_sent);
        self.amounts[KEEP_ALIVES_RECEIVED].next = one(seen.keep_alives_received);
        self.amounts[PEERS_LEARNT].next = one(seen.peers_learnt);
        self.amounts[PEERS_REFUSED].next = one(seen.peers_refused);
        self.amounts[PEERS_LOST].next = bit_cast::<10, 6>(seen.peers_lost);
        self.amounts[CONNECTS].next = bit_cast::<10, 6>(seen.connects);
        self.amounts[DISCONNECTS].next = bit_cast::<10, 6>(seen.disconnects);
        self.amounts[RX_BUSY].next = one(seen.rx_busy);
        self.amounts[RX_WRONG_SOURCE].next = one(seen.rx_wrong_source);
        self.amounts[RX_WRONG_NUMBER].next = one(seen.rx_wrong_number);
        self.amounts[RX_ID_REFUSED].next = one(seen.rx_id_refused);
        self.amounts[RX_OVER_LIMIT].next = one(seen.rx_over_limit);
        self.amounts[NAKS_IGNORED].next = bit_cast::<10, 6>(seen.naks_ignored);
        self.amounts[TX_PROBES].next = bit_cast::<10, 6>(seen.tx_probes);
        self.amounts[OPENS_HELD].next = bit_cast::<10, 6>(seen.opens_held);
        for i in 0..COUNTERS {
            self.counters[i].clock.next = self.clock.val();
            self.counters[i].reset.next = self.reset.val();
            self.counters[i].d.next =
                self.counters[i].q.val() + bit_cast::<32, 10>(self.amounts[i].val());
        }

        // Read: one word of each bank; a clock later it is known which of them is asked for.
        let read_word = self.read_offset.val().get_bits::<4>(2);
        let read_bank = self.read_offset.val().get_bits::<{ OFFSET_BITS - 6 }>(6);
        let mut answer = bits::<32>(0);
        let mut asked = bits::<BANKS>(0);
        for b in 0..BANKS {
            let mut value = bits::<32>(0);
            for i in in_bank(Access::ReadWrite, b) {
                let is_it = read_word == bits::<4>(word_in_bank(Access::ReadWrite, i));
                value = value | if is_it { self.stored[i].q.val() } else { bits::<32>(0) };
            }
            for i in in_bank(Access::ReadOnly, b) {
                let is_it = read_word == bits::<4>(word_in_bank(Access::ReadOnly, i));
                value = value | if is_it { bits::<32>(fixed_value(i)) } else { bits::<32>(0) };
            }
            for i in in_bank(Access::Status, b) {
                let is_it = read_word == bits::<4>(word_in_bank(Access::Status, i));
                value = value | if is_it { self.statuses[i].val() } else { bits::<32>(0) };
            }
            for i in in_bank(Access::Counter, b) {
                let is_it = read_word == bits::<4>(word_in_bank(Access::Counter, i));
                value = value | if is_it { self.counters[i].q.val() } else { bits::<32>(0) };
            }
            let is_read =
                self.read.val() && read_bank == bits::<{ OFFSET_BITS - 6 }>(bank_number(b));
            self.answers[b].clock.next = self.clock.val();
            self.answers[b].reset.next = self.reset.val();
            self.answers[b].d.next = value;
            asked = asked.replace_bit(b, is_read);
            let is_asked = self.asked.q.val().get_bit(b);
            answer = answer | if is_asked { self.answers[b].q.val() } else { bits::<32>(0) };
        }
        self.asked.d.next = asked;
        self.read_data.next = answer;

        // Settings.
        let control = self.stored[CONTROL].q.val();
        let identity = self.identity.q.val();
        let window = self.stored[WINDOW].q.val();
        let aggregation = self.stored[AGGREGATION].q.val();
        let levels = self.stored[PAUSE_LEVELS].q.val();
        let mtu = self.stored[MTU]
            .q
            .val()
            .get_bits::<{ registers::MTU_BYTES.width }>(registers::MTU_BYTES.lsb);
        let behind_header = mtu - bits::<14>(bridge::HEADER.length as u64);
        let has_no_beat = mtu < bits::<14>(bridge::HEADER.length as u64 + 8);
        self.area_beats.d.next =
            if has_no_beat { bits::<11>(1) } else { behind_header.get_bits::<11>(3) };
        self.frame_tlps.d.next = if aggregation.get_bit(registers::AGGREGATION_ENABLE.lsb) {
            aggregation.get_bits::<{ registers::AGGREGATION_LIMIT.width }>(
                registers::AGGREGATION_LIMIT.lsb,
            )
        } else {
            bits::<8>(1)
        };
        self.settings.next = FabricSettings {
            enable: control.get_bit(registers::CONTROL_ENABLE.lsb),
            learn: control.get_bit(registers::CONTROL_LEARN.lsb),
            honour_pause: control.get_bit(registers::CONTROL_HONOUR_PAUSE.lsb),
            send_pause: control.get_bit(registers::CONTROL_SEND_PAUSE.lsb),
            vid: identity.vid,
            pcp: group.get_bits::<{ registers::GROUP_PCP.width }>(registers::GROUP_PCP.lsb),
            local_mac: identity.mac,
            node_id: identity.node_id,
            seed: cat!(self.stored[SEED_HI].q.val(), self.stored[SEED_LO].q.val()),
            check_ids: control.get_bit(registers::CONTROL_CHECK_IDS.lsb),
            ethertype: identity.ethertype,
            ack_delay: self.stored[ACK_DELAY]
                .q
                .val()
                .get_bits::<{ registers::ACK_DELAY_CLOCKS.width }>(0),
            area_beats: self.area_beats.q.val(),
            mtu,
            frame_tlps: self.frame_tlps.q.val(),
            window_frames: window
                .get_bits::<{ registers::WINDOW_FRAMES.width }>(registers::WINDOW_FRAMES.lsb),
            // 1,024 bytes are 128 beats.
            window_beats: bit_cast::<16, 15>(cat!(
                window.get_bits::<{ registers::WINDOW_KIB.width }>(registers::WINDOW_KIB.lsb),
                bits::<7>(0)
            )),
            timeout_min: self.stored[TIMEOUT_MIN]
                .q
                .val()
                .get_bits::<{ registers::TIMEOUT_MIN_CLOCKS.width }>(0),
            timeout_max: self.stored[TIMEOUT_MAX]
                .q
                .val()
                .get_bits::<{ registers::TIMEOUT_MAX_CLOCKS.width }>(0),
            busy_time: self.stored[BUSY_TIME]
                .q
                .val()
                .get_bits::<{ registers::BUSY_TIME_CLOCKS.width }>(0),
            dead_time: self.stored[DEAD_TIME]
                .q
                .val()
                .get_bits::<{ registers::DEAD_TIME_CLOCKS.width }>(0),
            open_interval: self.stored[OPEN_INTERVAL]
                .q
                .val()
                .get_bits::<{ registers::OPEN_INTERVAL_CLOCKS.width }>(0),
            keep_alive_interval: self.stored[KEEP_ALIVE_INTERVAL]
                .q
                .val()
                .get_bits::<{ registers::KEEP_ALIVE_INTERVAL_CLOCKS.width }>(0),
            keep_alive_timeout: self.stored[KEEP_ALIVE_TIMEOUT]
                .q
                .val()
                .get_bits::<{ registers::KEEP_ALIVE_TIMEOUT_CLOCKS.width }>(0),
            rate_control: control.get_bit(registers::CONTROL_RATE_CONTROL.lsb),
            delay_target: self.stored[DELAY_TARGET]
                .q
                .val()
                .get_bits::<{ registers::DELAY_TARGET_CLOCKS.width }>(0),
            rate_min: self.stored[RATE_MIN]
                .q
                .val()
                .get_bits::<{ registers::RATE_MIN_VALUE.width }>(0),
            rate_step: self.stored[RATE_STEP]
                .q
                .val()
                .get_bits::<{ registers::RATE_STEP_VALUE.width }>(0),
            rate_burst: self.stored[RATE_BURST]
                .q
                .val()
                .get_bits::<{ registers::RATE_BURST_BEATS.width }>(0),
            pause_quanta: self.stored[PAUSE_TIME]
                .q
                .val()
                .get_bits::<{ registers::PAUSE_QUANTA.width }>(0),
            pause_high: levels
                .get_bits::<{ registers::PAUSE_HIGH.width }>(registers::PAUSE_HIGH.lsb),
            pause_low: levels.get_bits::<{ registers::PAUSE_LOW.width }>(registers::PAUSE_LOW.lsb),
        };
    }
}

#[cfg(test)]
#[allow(non_snake_case)]
mod tests {
    use super::*;
    use crate::bridge::testing::{reset, step, to_u64};

    fn start() -> BridgeRegisters<3, 2> {
        let mut uut = BridgeRegisters::default();
        uut.connect_all();
        reset!(uut);
        uut
    }

    fn write(uut: &mut BridgeRegisters<3, 2>, register: &Register, value: u64) {
        uut.write_offset.next = bits(register.offset);
        uut.write_data.next = bits(value);
        uut.write_strobe.next = bits(15);
        uut.write.next = true;
        step!(*uut);
        uut.write.next = false;
        // Settings that are computed.
        step!(*uut);
    }

    // Written, counted and read as the table says, all of them: in the engine,
    // `sim/tests/blocks/registers.rs`.
    #[test]
    fn bridge_registers__mtu__leaves_an_area_of_one_beat_at_least() {
        let mut uut = start();
        assert_eq!(to_u64(uut.settings.val().area_beats), 184, "at once after reset");
        let areas = [
            (0, 1),
            (21, 1),
            (22, 1),
            (29, 1),
            (30, 1),
            (37, 1),
            (38, 2),
            (1500, 184),
            (9000, 1122),
        ];
        for (mtu, beats) in areas {
            write(&mut uut, &registers::MTU, mtu);
            let settings = uut.settings.val();
            assert_eq!((to_u64(settings.mtu), to_u64(settings.area_beats)), (mtu, beats));
        }
    }

    #[test]
    fn bridge_registers__aggregation_switched_off__is_one_tlp_a_frame() {
        let mut uut = start();
        assert_eq!(to_u64(uut.settings.val().frame_tlps), 0, "no limit");
        for (value, tlps) in [(0x0500, 1), (0x0501, 5), (0xFF00, 1), (0x0001, 0)] {
            write(&mut uut, &registers::AGGREGATION, value);
            assert_eq!(to_u64(uut.settings.val().frame_tlps), tlps, "{value:#x}");
        }
    }

    #[test]
    fn bridge_registers__identity__is_taken_over_by_a_write_of_control() {
        let mut uut = start();
        let identity = |uut: &BridgeRegisters<3, 2>| {
            let s = uut.settings.val();
            [to_u64(s.local_mac), to_u64(s.vid), to_u64(s.ethertype), to_u64(s.node_id)]
        };
        let reset = identity(&uut);
        for (register, value) in [
            (&registers::LOCAL_MAC_LO, 0x4433_2211),
            (&registers::LOCAL_MAC_HI, 0x6655),
            (&registers::GROUP, 0x123),
            (&registers::ETHERTYPE, 0x9999),
            (&registers::NODE_ID_LO, 0x7777_6666),
            (&registers::NODE_ID_HI, 0x5555),
        ] {
            write(&mut uut, register, value);
            assert_eq!(identity(&uut), reset, "{}", register.name);
        }
        write(&mut uut, &registers::CONTROL, registers::CONTROL.reset());
        assert_eq!(identity(&uut), [0x6655_4433_2211, 0x123, 0x9999, 0x5555_7777_6666]);
    }

    #[test]
    fn bridge_registers__shape__is_that_of_the_parameters() {
        let mut uut = start();
        uut.read_offset.next = bits(registers::SHAPE.offset);
        uut.read.next = true;
        step!(uut);
        assert_eq!(to_u64(uut.read_data.val()), 0x0203);
    }
}
