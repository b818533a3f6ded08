//! Gives each TLP from the PCIe side to the peer behind which it belongs, or to all of them.
//!
//! **Ports.** `tlp`: TLPs as [`TlpIngress`](super::TlpIngress) gives them. `routes`, `is_default`,
//! `connected`: of each peer its windows, whether it gets what no window claims, and whether
//! there is a connection to it. `out`: each peer's TLPs. `held`: peers for which TLPs are decided and have not left: one that is
//! connected anew meanwhile would get those of the connection before. `unrouted`: one clock for each TLP that
//! was dropped because there is no peer for it, unless it was bad anyway.
//!
//! A request goes to the peer that claims its requester; if none does, by its address; a configuration request, a completion
//! and a message routed by ID go by the ID in bytes 8 and 9; a message routed by address by its
//! address; a broadcast message to every connected peer. Of several peers that claim it, the connected one with the lowest index gets it.
//! What is claimed by peers that are not connected is dropped: it is nobody else's. What nothing claims goes to the first
//! connected peer with `is_default`.
//!
//! **Latency** six clocks from the first beat in to the first beat out, if the second beat follows
//! at once. A peer gets a TLP if it is connected from the clock after the second beat until three clocks later; the
//! TLP then goes there whole, even if the connection ends. **Throughput** one beat a clock, TLPs back to back.
//! A broadcast waits for the slowest of the peers. **Reset** empties it.
//!
//! **Limits.** N from 2 to 32. `tlp_ready` comes from a register, and so does all of `out`. A peer
//! that does not take its TLPs stops those of all others behind them: their order is kept.
//!
//! **Why not** a queue a peer here, so that one does not stop the others: every peer's
//! transmitter has its own memory, and stops only when that is full. **Why not** decide before the
//! beats move: they wait in a queue meanwhile, so that no stage of the decision ever has to stop.
//!
//! A memory read in peer 1's window, then one that goes to the default peer, 0:
//!
//! ```text
//! clock             0               1        2               3        4 5 6               7        8               9        A
//! tlp_valid         1               1        1               1        0 0 0               0        0               0        0
//! tlp_beat_data     F00000101000000 10       F00000101000000 20       - - -               -        -               -        -
//! tlp_beat_last     0               1        0               1        - - -               -        -               -        -
//! tlp_beat_error    0               0        0               0        - - -               -        -               -        -
//! tlp_info_kind     0               0        0               0        - - -               -        -               -        -
//! tlp_ready         1               1        1               1        1 1 1               1        1               1        1
//! out_0_ready       1               1        1               1        1 1 1               1        1               1        1
//! out_1_ready       1               1        1               1        1 1 1               1        1               1        1
//! out_0_valid       0               0        0               0        0 0 0               0        1               1        0
//! out_0_beat_data   -               -        -               -        - - -               -        F00000101000000 20       -
//! out_1_valid       0               0        0               0        0 0 1               1        0               0        0
//! out_1_beat_data   -               -        -               -        - - F00000101000000 10       -               -        -
//! out_1_beat_last   -               -        -               -        - - 0               1        -               -        -
//! unrouted          0               0        0               0        0 0 0               0        0               0        0
//! ```

use expether_hdl::prelude::*;

use expether_wire::tlp::Class;

use super::route_key::{is_within, lowest, requester, route_target, RouteKey};
use super::tlp_info::kinds_of;
use super::TlpBeat;
use crate::bridge::frame::PeerRoute;
use crate::prim::register_slice::RegisterSlice;
use crate::prim::stream::{StreamIn, StreamOut};
use crate::prim::sync_fifo::SyncFifo;

/// Where in a TLP we are.
#[derive(Copy, Clone, PartialEq, Debug, LogicState)]
pub enum Position {
    /// The next beat is a TLP's first.
    First,
    /// Its second.
    Second,
    /// A later one.
    Rest,
}

/// See the module's documentation.
#[derive(LogicBlock)]
pub struct TlpRouter<const N: usize> {
    /// Clock.
    pub clock: Signal<In, Clock>,
    /// Synchronous, active high.
    pub reset: Signal<In, Bit>,
    /// All TLPs.
    pub tlp: StreamIn<TlpBeat>,
    /// The windows of each peer.
    pub routes: [Signal<In, PeerRoute>; N],
    /// The peer gets what no window claims.
    pub is_default: Signal<In, Bits<N>>,
    /// There is a connection to the peer.
    pub connected: Signal<In, Bits<N>>,
    /// The TLPs to each peer.
    pub out: [StreamOut<TlpBeat>; N],
    /// There are TLPs for the peer that have not left yet.
    pub held: Signal<Out, Bits<N>>,
    /// A TLP was dropped: there is no peer for it.
    pub unrouted: Signal<Out, Bit>,
    /// It was non-posted.
    pub non_posted_unrouted: Signal<Out, Bit>,
    position: Reg<Position>,
    // Beats wait here for the decision.
    beats: SyncFifo<TlpBeat, 4>,
    // The decision, a stage a clock: what decides, which windows have it, who is the first.
    key_valid: Reg<Bit>,
    key: DataReg<RouteKey>,
    matched_valid: Reg<Bit>,
    matched_broadcast: DataReg<Bit>,
    matched_source: DataReg<Bits<N>>,
    matched_id: DataReg<Bits<N>>,
    matched_io: DataReg<Bits<N>>,
    matched_memory: DataReg<Bits<N>>,
    matched_wide: DataReg<Bits<N>>,
    matched_default: DataReg<Bits<N>>,
    matched_connected: DataReg<Bits<N>>,
    chosen_valid: Reg<Bit>,
    chosen_broadcast: DataReg<Bit>,
    chosen_source: DataReg<Bits<N>>,
    any_source: DataReg<Bit>,
    chosen_window: DataReg<Bits<N>>,
    any_window: DataReg<Bit>,
    chosen_default: DataReg<Bits<N>>,
    chosen_connected: DataReg<Bits<N>>,
    // Decisions wait here for their TLP: there are never more of them than beats.
    decisions: SyncFifo<Bits<N>, 4>,
    destination_valid: Reg<Bit>,
    destination: DataReg<Bits<N>>,
    slices: [RegisterSlice<TlpBeat>; N],
    /// TLPs decided for each peer that have not left: never more than there are beats.
    held_tlps: [Reg<Bits<5>>; N],
}

impl<const N: usize> Default for TlpRouter<N> {
    fn default() -> Self {
        Self {
            clock: Signal::default(),
            reset: Signal::default(),
            tlp: StreamIn::default(),
            routes: std::array::from_fn(|_| Signal::default()),
            is_default: Signal::default(),
            connected: Signal::default(),
            out: std::array::from_fn(|_| StreamOut::default()),
            held: Signal::default(),
            unrouted: Signal::default(),
            non_posted_unrouted: Signal::default(),
            position: Reg::default(),
            beats: SyncFifo::default(),
            key_valid: Reg::default(),
            key: DataReg::default(),
            matched_valid: Reg::default(),
            matched_broadcast: DataReg::default(),
            matched_source: DataReg::default(),
            matched_id: DataReg::default(),
            matched_io: DataReg::default(),
            matched_memory: DataReg::default(),
            matched_wide: DataReg::default(),
            matched_default: DataReg::default(),
            matched_connected: DataReg::default(),
            chosen_valid: Reg::default(),
            chosen_broadcast: DataReg::default(),
            chosen_source: DataReg::default(),
            any_source: DataReg::default(),
            chosen_window: DataReg::default(),
            any_window: DataReg::default(),
            chosen_default: DataReg::default(),
            chosen_connected: DataReg::default(),
            decisions: SyncFifo::default(),
            destination_valid: Reg::default(),
            destination: DataReg::default(),
            slices: std::array::from_fn(|_| RegisterSlice::default()),
            held_tlps: std::array::from_fn(|_| Reg::default()),
        }
    }
}

impl<const N: usize> Logic for TlpRouter<N> {
    #[kernel]
    fn update(&mut self) {
        clocked!(self, position, key_valid, key, matched_valid, matched_broadcast, matched_source);
        clocked!(self, matched_id, matched_io, matched_memory, matched_wide, matched_default);
        clocked!(self, matched_connected, chosen_valid, chosen_broadcast, chosen_source);
        clocked!(self, any_source, chosen_window, any_window, chosen_default, chosen_connected);
        clocked!(self, destination_valid, destination);
        self.beats.clock.next = self.clock.val();
        self.beats.reset.next = self.reset.val();
        self.decisions.clock.next = self.clock.val();
        self.decisions.reset.next = self.reset.val();

        // In: every beat into the queue; of the first two, what the TLP is routed by.
        StreamIn::link(&mut self.tlp, &mut self.beats.inp);
        let takes = self.tlp.valid.val() && self.beats.inp.ready.val();
        let input = self.tlp.payload.val();
        let mut key = self.key.q.val();
        if self.position.q.val() == Position::First {
            key.source = requester(input.beat.data);
        }
        if self.position.q.val() != Position::Rest {
            key.target = route_target(input.beat.data, input.info);
        }
        self.key_valid.d.next = false;
        if takes {
            self.key.d.next = key;
            match self.position.q.val() {
                Position::First => {
                    self.position.d.next = Position::Second;
                    // No TLP is so short; if one were, it would go somewhere, too.
                    self.key_valid.d.next = input.beat.last;
                }
                Position::Second => {
                    self.position.d.next = Position::Rest;
                    self.key_valid.d.next = true;
                }
                Position::Rest => {}
            }
            if input.beat.last {
                self.position.d.next = Position::First;
            }
        }

        // Every window of every peer.
        let key = self.key.q.val();
        let target = key.target;
        let connected = self.connected.val();
        let mut source = bits::<N>(0);
        let mut id = bits::<N>(0);
        let mut io = bits::<N>(0);
        let mut memory = bits::<N>(0);
        let mut wide = bits::<N>(0);
        for i in 0..N {
            let route = self.routes[i].val();
            source = source.replace_bit(
                i,
                is_within::<16>(key.source, route.source_low, route.source_high)
                    && target.by_source,
            );
            id = id.replace_bit(
                i,
                is_within::<16>(target.id, route.id_low, route.id_high) && target.by_id,
            );
            io = io.replace_bit(
                i,
                is_within::<16>(target.page.get_bits::<16>(0), route.io_base, route.io_limit)
                    && target.by_io,
            );
            memory = memory.replace_bit(
                i,
                is_within::<16>(
                    target.page.get_bits::<16>(4),
                    route.memory_base,
                    route.memory_limit,
                ) && target.by_memory,
            );
            wide = wide.replace_bit(
                i,
                is_within::<32>(target.page.get_bits::<32>(8), route.wide_base, route.wide_limit)
                    && target.by_wide,
            );
        }
        self.matched_valid.d.next = self.key_valid.q.val();
        self.matched_broadcast.d.next = target.broadcast;
        self.matched_source.d.next = source;
        self.matched_id.d.next = id;
        self.matched_io.d.next = io;
        self.matched_memory.d.next = memory;
        self.matched_wide.d.next = wide;
        self.matched_default.d.next = self.is_default.val() & connected;
        self.matched_connected.d.next = connected;

        // The first peer of each kind of claim.
        let windows = self.matched_id.q.val()
            | self.matched_io.q.val()
            | self.matched_memory.q.val()
            | self.matched_wide.q.val();
        self.chosen_valid.d.next = self.matched_valid.q.val();
        self.chosen_broadcast.d.next = self.matched_broadcast.q.val();
        let there = self.matched_connected.q.val();
        self.chosen_source.d.next = lowest::<N>(self.matched_source.q.val() & there);
        self.any_source.d.next = self.matched_source.q.val().any();
        self.chosen_window.d.next = lowest::<N>(windows & there);
        self.any_window.d.next = windows.any();
        self.chosen_default.d.next = lowest::<N>(self.matched_default.q.val());
        self.chosen_connected.d.next = self.matched_connected.q.val();

        // The strongest claim.
        let claimed = if self.any_source.q.val() {
            self.chosen_source.q.val()
        } else if self.any_window.q.val() {
            self.chosen_window.q.val()
        } else {
            self.chosen_default.q.val()
        };
        let decided =
            if self.chosen_broadcast.q.val() { self.chosen_connected.q.val() } else { claimed };
        let decided = decided & connected;

        // Out: a beat moves when all its peers take it.
        let destination = self.destination.q.val();
        let mut ready = bits::<N>(0);
        for i in 0..N {
            ready = ready.replace_bit(i, self.slices[i].inp.ready.val());
        }
        let output = self.beats.out.payload.val();
        let moves = self.destination_valid.q.val()
            && self.beats.out.valid.val()
            && !(destination & !ready).any();
        self.beats.out.ready.next = moves;
        let mut held = bits::<N>(0);
        for i in 0..N {
            self.slices[i].clock.next = self.clock.val();
            self.slices[i].reset.next = self.reset.val();
            self.slices[i].inp.payload.next = output;
            self.slices[i].inp.valid.next = moves && destination.get_bit(i);
            let leaves = self.slices[i].out.valid.val()
                && self.out[i].ready.val()
                && self.slices[i].out.payload.val().beat.last;
            StreamOut::link(&mut self.out[i], &mut self.slices[i].out);

            let comes = self.chosen_valid.q.val() && decided.get_bit(i);
            self.held_tlps[i].clock.next = self.clock.val();
            self.held_tlps[i].reset.next = self.reset.val();
            let tlps = self.held_tlps[i].q.val();
            self.held_tlps[i].d.next = tlps;
            if comes && !leaves {
                self.held_tlps[i].d.next = tlps + 1;
            }
            if leaves && !comes {
                self.held_tlps[i].d.next = tlps - 1;
            }
            held = held.replace_bit(i, tlps.any());
        }
        self.held.next = held;
        let ends = moves && output.beat.last;
        let nowhere = ends && !destination.any();
        let is_non_posted =
            bits::<32>(kinds_of(Class::NonPosted)).get_bit(output.info.kind.index());
        self.unrouted.next = nowhere && !output.beat.error;
        self.non_posted_unrouted.next = nowhere && is_non_posted;

        // The next decision: the oldest that waits, else the one that is just made.
        let is_free = !self.destination_valid.q.val() || ends;
        let waits = self.decisions.out.valid.val();
        self.decisions.out.ready.next = is_free;
        self.decisions.inp.payload.next = decided;
        self.decisions.inp.valid.next = self.chosen_valid.q.val() && (!is_free || waits);
        if is_free {
            self.destination_valid.d.next = waits || self.chosen_valid.q.val();
            self.destination.d.next =
                if waits { self.decisions.out.payload.val() } else { decided };
        }
    }
}

#[cfg(test)]
#[allow(non_snake_case)]
mod tests {
    use super::*;
    use crate::bridge::testing::{reset, settle, step, tlp_beats_of, Collector};
    use crate::pcie::tlp_info::{tlp_header_dw, tlp_kind, tlp_routing};
    use expether_wire::tlp::build::{self, Requester};
    use expether_wire::tlp::format::routing;
    use expether_wire::tlp::{FunctionId, TlpBuf};

    const PEERS: usize = 3;
    const REQUESTER: Requester = Requester { id: FunctionId(0x0208), tag: 5 };

    /// No window has anything in it.
    fn start() -> TlpRouter<PEERS> {
        let mut uut = TlpRouter::default();
        uut.connect_all();
        for route in &mut uut.routes {
            route.next = PeerRoute {
                id_low: bits(0xFFFF),
                source_low: bits(0xFFFF),
                io_base: bits(0xFFFF),
                memory_base: bits(0xFFFF),
                wide_base: bits(0xFFFF_FFFF),
                ..PeerRoute::default()
            };
        }
        for out in &mut uut.out {
            out.ready.next = true;
        }
        uut.connected.next = bits(7);
        reset!(uut);
        uut
    }

    fn beats(tlp: &TlpBuf) -> Vec<TlpBeat> {
        let mut beats = tlp_beats_of(&tlp.to_bytes());
        let first = beats[0].beat.data.get_bits::<32>(0);
        for beat in &mut beats {
            beat.info.kind = tlp_kind(first);
            beat.info.routing = tlp_routing(first);
            beat.info.header_dw = tlp_header_dw(first);
        }
        beats
    }

    /// One TLP; whom it reached (a bit each) and whether it was called unrouted. `change` is called
    /// before each clock.
    fn send(
        uut: &mut TlpRouter<PEERS>,
        tlp: &TlpBuf,
        error: bool,
        change: impl Fn(usize, &mut TlpRouter<PEERS>),
    ) -> (u64, usize) {
        let mut beats = beats(tlp);
        if let Some(last) = beats.last_mut() {
            last.beat.error = error;
        }
        let mut collectors: [Collector; PEERS] = Default::default();
        let (mut next, mut unrouted) = (0, 0);
        for clock in 0..2 * beats.len() + 30 {
            change(clock, uut);
            uut.tlp.valid.next = next < beats.len();
            if next < beats.len() {
                uut.tlp.payload.next = beats[next];
            }
            settle!(*uut);
            next += usize::from(next < beats.len() && uut.tlp.ready.val());
            unrouted += usize::from(uut.unrouted.val());
            for (out, collector) in uut.out.iter().zip(&mut collectors) {
                if out.valid.val() && out.ready.val() {
                    collector.push(out.payload.val().beat);
                }
            }
            step!(*uut);
        }
        let mut reached = 0;
        for (i, collector) in collectors.iter().enumerate() {
            assert!(collector.packets.len() <= 1);
            for packet in &collector.packets {
                assert_eq!(packet, &(tlp.to_bytes(), error));
                reached |= 1 << i;
            }
        }
        (reached, unrouted)
    }

    fn read(address: u64) -> TlpBuf {
        build::memory_read(REQUESTER, address, 4).expect("legal")
    }

    #[test]
    fn tlp_router__claims__rank_source_then_window_then_default_then_index() {
        let mut uut = start();
        let idle = |_: usize, _: &mut TlpRouter<PEERS>| ();
        assert_eq!(send(&mut uut, &read(0x1234_0000), false, idle), (0, 1), "nobody's");
        uut.is_default.next = bits(6);
        assert_eq!(send(&mut uut, &read(0x1234_0000), false, idle), (2, 0), "the first default");
        let mut route = uut.routes[2].val();
        route.memory_base = bits(0x1234);
        route.memory_limit = bits(0x1234);
        uut.routes[2].next = route;
        assert_eq!(send(&mut uut, &read(0x1234_0000), false, idle), (4, 0), "the window");
        uut.routes[1].next = route;
        assert_eq!(send(&mut uut, &read(0x1234_FFFC), false, idle), (2, 0), "the first window");
        uut.connected.next = bits(5);
        assert_eq!(send(&mut uut, &read(0x1234_FFFC), false, idle), (4, 0), "of those connected");
        uut.connected.next = bits(7);
        route.source_low = bits(0x0208);
        route.source_high = bits(0x020F);
        uut.routes[2].next = route;
        assert_eq!(send(&mut uut, &read(0x1234_0000), false, idle), (4, 0), "the requester");
    }

    #[test]
    fn tlp_router__without_a_peer__drops_and_counts_what_was_good() {
        let mut uut = start();
        let idle = |_: usize, _: &mut TlpRouter<PEERS>| ();
        assert_eq!(send(&mut uut, &read(0), true, idle), (0, 0));
        uut.connected.next = bits(0);
        uut.is_default.next = bits(7);
        assert_eq!(send(&mut uut, &read(0), false, idle), (0, 1));
        let unlock = build::message(REQUESTER, routing::BROADCAST as u8, 0, 0, &[]).expect("legal");
        assert_eq!(send(&mut uut, &unlock, false, idle), (0, 1));
    }

    #[test]
    fn tlp_router__broadcast__reaches_all_that_are_connected_however_slow() {
        let mut uut = start();
        let message =
            build::message(REQUESTER, routing::BROADCAST as u8, 0x7F, 0, &[9; 64]).expect("legal");
        uut.connected.next = bits(5);
        let stalled = |clock: usize, uut: &mut TlpRouter<PEERS>| {
            uut.out[0].ready.next = clock % 2 == 0;
            uut.out[2].ready.next = clock > 12;
        };
        assert_eq!(send(&mut uut, &message, false, stalled), (5, 0));
    }

    #[test]
    fn tlp_router__a_connection_that_ends__gets_the_rest_of_its_tlp() {
        for ends_at in 0..12 {
            let mut uut = start();
            uut.is_default.next = bits(2);
            let tlp = build::memory_write(REQUESTER, 0x1000, &[7; 64]).expect("legal");
            let (reached, unrouted) = send(&mut uut, &tlp, false, |clock, uut| {
                uut.connected.next = bits(if clock < ends_at { 7 } else { 5 });
            });
            // The second beat comes in clock 1; in clock 4 it is decided.
            let expected = if ends_at > 4 { (2, 0) } else { (0, 1) };
            assert_eq!((reached, unrouted), expected, "ends in clock {ends_at}");
        }
    }

    /// However long it waits, and whether it is connected or not.
    #[test]
    fn tlp_router__held__is_told_until_the_last_tlp_has_left() {
        let mut uut = start();
        uut.is_default.next = bits(2);
        uut.connected.next = bits(2);
        uut.out[1].ready.next = false;
        let tlp = build::memory_write(REQUESTER, 0x1000, &[7; 8]).expect("legal");
        for _ in 0..3 {
            for beat in tlp_beats_of(&tlp.to_bytes()) {
                uut.tlp.payload.next = beat;
                uut.tlp.valid.next = true;
                step!(uut);
            }
        }
        uut.tlp.valid.next = false;
        let mut left = 0;
        for clock in 0..60 {
            uut.connected.next = bits(if clock < 5 { 2 } else { 0 });
            uut.out[1].ready.next = clock >= 20;
            settle!(uut);
            if clock >= 5 {
                assert_eq!(uut.held.val() == 2u64, left < 3, "clock {clock}, {left} have left");
            }
            let moves = uut.out[1].valid.val() && uut.out[1].ready.val();
            left += u32::from(moves && uut.out[1].payload.val().beat.last);
            step!(uut);
        }
        assert_eq!(left, 3);
    }
}
