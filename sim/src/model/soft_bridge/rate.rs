//! How fast to send to a peer: what `docs/rate-control.md` says, though not to the clock.

use expether_wire::bridge;
use expether_wire::registers as map;

use super::registers::Registers;

/// No limit, in 65536ths of the line's rate.
pub(super) const FULL: u64 = 0xFFFF;

/// The rate to one peer.
pub(super) struct Rate {
    rate: u64,
    /// The last sample that counted, and the clocks since.
    previous: u64,
    since: u64,
    /// What was sent faster than the rate, in 65536ths of a beat.
    debt: u64,
    /// Clocks since the last frame began.
    waited: u64,
}

impl Default for Rate {
    fn default() -> Self {
        Self { rate: FULL, previous: 0, since: 0, debt: 0, waited: 0 }
    }
}

impl Rate {
    /// In 65536ths of the line's.
    pub fn value(&self) -> u64 {
        self.rate
    }

    /// Time passes: the rate pays.
    pub fn clock(&mut self, registers: &Registers) {
        if !registers.switch(&map::CONTROL_RATE_CONTROL) {
            *self = Self::default();
        }
        self.since += 1;
        self.debt = if self.rate == FULL { 0 } else { self.debt.saturating_sub(self.rate) };
        // No frame waits for longer than an eighth of DEAD_TIME.
        self.waited += 1;
        let dead_time = registers.get(&map::DEAD_TIME);
        if dead_time > 0 && self.waited >= dead_time / 8 {
            self.debt = self.debt.min(registers.get(&map::RATE_BURST) << 16);
        }
    }

    /// A frame may begin.
    pub fn may_send(&self, registers: &Registers) -> bool {
        self.rate == FULL || self.debt >> 16 <= registers.get(&map::RATE_BURST)
    }

    /// A frame with so many bytes of TLPs begins.
    pub fn sent(&mut self, bytes: usize) {
        self.waited = 0;
        if self.rate != FULL {
            let beats = bytes.div_ceil(8) + bridge::OVERHEAD.div_ceil(8);
            self.debt += (beats as u64) << 16;
        }
    }

    /// A measured round trip. It counts when nothing that it saw was sent at the rate of before
    /// the last one that counted.
    pub fn measured(&mut self, clocks: u64, registers: &Registers) {
        if self.since < clocks || !registers.switch(&map::CONTROL_RATE_CONTROL) {
            return;
        }
        let previous = std::mem::replace(&mut self.previous, clocks);
        self.since = 0;
        let target = registers.get(&map::DELAY_TARGET);
        let wanted = match clocks.checked_sub(target).filter(|over| *over > 0) {
            // The queue is on its way already.
            Some(_) if clocks < previous - previous / 16 => return,
            None if clocks > previous + previous / 32 => return,
            Some(over) if over > target => self.rate - self.rate / 2,
            Some(over) if over > target / 2 => self.rate - self.rate / 8,
            Some(over) if over > target / 4 => self.rate - self.rate / 16,
            Some(_) => self.rate - self.rate / 32,
            None => self.rate + registers.get(&map::RATE_STEP),
        };
        self.set(wanted, registers);
    }

    /// The retransmission timer fired.
    pub fn timed_out(&mut self, registers: &Registers) {
        if registers.switch(&map::CONTROL_RATE_CONTROL) {
            self.since = 0;
            self.set(self.rate - self.rate / 2, registers);
        }
    }

    fn set(&mut self, wanted: u64, registers: &Registers) {
        self.rate = wanted.max(registers.get(&map::RATE_MIN)).min(FULL);
    }
}

#[cfg(test)]
#[allow(non_snake_case)]
mod tests {
    use super::*;
    use expether_wire::keep_alive::Role;

    /// Registers of a bridge with a target of 1,000 clocks.
    fn registers() -> Registers {
        let mut registers = Registers::new(Role::Host);
        for (register, value) in [
            (&map::DELAY_TARGET, 1_000),
            (&map::RATE_STEP, 100),
            (&map::RATE_MIN, 500),
            (&map::RATE_BURST, 10),
        ] {
            assert!(registers.write(register.offset, value, 0xF));
        }
        registers
    }

    fn after(rate: &mut Rate, clocks: u64, sample: u64, registers: &Registers) -> u64 {
        (0..clocks).for_each(|_| rate.clock(registers));
        rate.measured(sample, registers);
        rate.value()
    }

    #[test]
    fn rate__samples__are_judged_as_the_document_says() {
        let (registers, mut rate) = (registers(), Rate::default());
        let mut wanted = FULL;
        for (clocks, sample, change) in [
            (1_000, 1_000, 0),
            (1_001, 1_001, -(wanted as i64) / 32),
            // Within a round trip of the last.
            (1_000, 1_100, 0),
        ] {
            wanted = (wanted as i64 + change) as u64;
            assert_eq!(after(&mut rate, clocks, sample, &registers), wanted, "{sample}");
        }
        type Change = fn(u64) -> u64;
        let steps: [(u64, Change); 7] = [
            (1_251, |r| r - r / 16),
            (1_501, |r| r - r / 8),
            (2_001, |r| r - r / 2),
            // It drains, but slowly; it drains; it grows, though there is room.
            (1_900, |r| r - r / 8),
            (1_700, |r| r),
            (900, |r| r + 100),
            (990, |r| r),
        ];
        for (sample, change) in steps {
            wanted = change(wanted);
            assert_eq!(after(&mut rate, sample, sample, &registers), wanted, "{sample}");
        }
        (0..20).for_each(|_| rate.timed_out(&registers));
        assert_eq!(rate.value(), 500);
    }

    #[test]
    fn rate__frames__wait_until_the_rate_has_paid() {
        let (mut registers, mut rate) = (registers(), Rate::default());
        rate.sent(1_440);
        assert!(rate.may_send(&registers), "no limit, no debt");
        rate.timed_out(&registers);
        rate.sent(1_440);
        let clocks = (0..).take_while(|_| {
            rate.clock(&registers);
            !rate.may_send(&registers)
        });
        // 187 beats less the burst, at half a beat a clock.
        let clocks = clocks.count();
        assert!((350..=354).contains(&clocks), "{clocks}");
        // At the least rate it would be nearly for ever.
        assert!(registers.write(map::RATE_MIN.offset, 1, 0xF));
        (0..20).for_each(|_| rate.timed_out(&registers));
        rate.sent(1_440);
        let clocks = (0..).take_while(|_| {
            rate.clock(&registers);
            !rate.may_send(&registers)
        });
        assert_eq!(clocks.count() as u64 + 1, registers.get(&map::DEAD_TIME) / 8);
        rate.sent(1_440);
        let control = map::CONTROL_RATE_CONTROL.set(registers.get(&map::CONTROL), 0);
        assert!(registers.write(map::CONTROL.offset, control as u32, 0xF));
        rate.clock(&registers);
        assert!(rate.may_send(&registers) && rate.value() == FULL, "switched off");
    }
}
