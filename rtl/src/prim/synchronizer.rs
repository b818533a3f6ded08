//! Single bits from one clock to another: a level, a pulse, a reset.
//!
//! | block | takes | gives | latency in clocks of the destination |
//! |---|---|---|---|
//! | [`LevelSynchronizer`] | a level that changes slowly | the level | 2 to 3 |
//! | [`PulseSynchronizer`] | a pulse of one source clock | a pulse of one clock | 2 to 3, after 1 of the source |
//! | [`ResetSynchronizer`] | a reset of another clock | a reset of 16 clocks or more | 2 to 3 |
//!
//! **Limits.** A level shorter than two clocks of the destination may be missed. Pulses closer
//! than three clocks of the destination may merge. For more than one bit use
//! [`handshake_crossing`](super::handshake_crossing) or [`async_fifo`](super::async_fifo).
//!
//! **Why not** a bare pair of registers: the two flip-flops are one cell here, so that the
//! elaborator can refuse every other crossing and the constraints can name them all.

use expether_hdl::prelude::*;

/// Brings a level into the domain of `clock`. See the [module](self).
#[derive(LogicBlock, Default)]
pub struct LevelSynchronizer {
    pub clock: Signal<In, Clock>,
    /// From any clock; a register's output.
    pub level: Signal<In, Bit>,
    pub arrived: Signal<Out, Bit>,
    crossing: Synchronizer<Bit>,
}

impl Logic for LevelSynchronizer {
    #[kernel]
    fn update(&mut self) {
        self.crossing.clock.next = self.clock.val();
        self.crossing.d.next = self.level.val();
        self.arrived.next = self.crossing.q.val();
    }
}

/// Makes of each pulse in the source's clock one pulse in the destination's: the pulse flips a
/// level, whose edges are found on the other side. See the [module](self).
///
/// Reset both sides together, else a pulse may appear.
#[derive(LogicBlock, Default)]
pub struct PulseSynchronizer {
    pub source_clock: Signal<In, Clock>,
    pub source_reset: Signal<In, Bit>,
    pub source_pulse: Signal<In, Bit>,
    pub clock: Signal<In, Clock>,
    pub reset: Signal<In, Bit>,
    pub pulse: Signal<Out, Bit>,
    level: Reg<Bit>,
    crossing: Synchronizer<Bit>,
    previous: Reg<Bit>,
}

impl Logic for PulseSynchronizer {
    #[kernel]
    fn update(&mut self) {
        clocked!(self, clock = source_clock, reset = source_reset, level);
        clocked!(self, previous);

        self.level.d.next = self.level.q.val() ^ self.source_pulse.val();
        self.crossing.clock.next = self.clock.val();
        self.crossing.d.next = self.level.q.val();
        self.previous.d.next = self.crossing.q.val();
        self.pulse.next = self.crossing.q.val() ^ self.previous.q.val();
    }
}

/// A reset for the domain of `clock`, held for 16 clocks after `level` has gone, and for the
/// first 16 clocks after power-up. See the [module](self).
#[derive(LogicBlock, Default)]
pub struct ResetSynchronizer {
    pub clock: Signal<In, Clock>,
    /// From any clock, at least two clocks of the destination long; a register's output.
    pub level: Signal<In, Bit>,
    pub reset: Signal<Out, Bit>,
    crossing: Synchronizer<Bit>,
    clocks_since: Reg<Bits<4>>,
    released: Reg<Bit>,
}

impl Logic for ResetSynchronizer {
    #[kernel]
    fn update(&mut self) {
        self.crossing.clock.next = self.clock.val();
        self.crossing.d.next = self.level.val();
        // What the other domain wants is the reset of these two, and their power-up value too.
        let wanted = self.crossing.q.val();
        self.clocks_since.clock.next = self.clock.val();
        self.clocks_since.reset.next = wanted;
        self.clocks_since.d.next = self.clocks_since.q.val() + 1;
        self.released.clock.next = self.clock.val();
        self.released.reset.next = wanted;
        self.released.d.next = self.released.q.val() || self.clocks_since.q.val().all();
        self.reset.next = !self.released.q.val();
    }
}
