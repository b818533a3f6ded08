//! How fast to send to one peer, so that queues on the way stay short.
//!
//! **Ports.** `sample`: a measured round trip, in clocks. `timed_out`: the retransmission timer
//! fired. `run`: while low everything is forgotten. `sent`: a frame begins to leave, of so many
//! beats of 8 bytes on the wire, preamble, FCS and gap included. `settings`: may change at any
//! time. `may_send`: a frame may begin. `rate`: in 65536ths of the line's; FFFF is no limit.
//!
//! **The rate** begins without limit, and changes at most once a round trip: a sample counts when
//! the last one that counted is at least as long ago as the sample itself. A sample that is not
//! above `target` adds `step`. One above subtracts a part of the rate: a 32nd, above 1 1/4 `target`
//! a 16th, above 1 1/2 an 8th, above twice `target` half. Two kinds leave the rate as it is, for
//! the queue is on its way already: above `target`, but by more than a 16th below the sample that
//! counted before; and not above it, but by more than a 32nd above the one before. A timeout halves
//! the rate. `rate_min` is the least; `rate_min` 0 means 1, because no change makes 0 of 1.
//!
//! **The debt.** A frame may begin while the debt is not above `burst` beats. The frame adds its
//! beats when it begins, so that no length is needed before; the rate pays off the debt. Without
//! limit there is no debt, and two clocks later `may_send` is high. While `settings.enable` is 0 there is none.
//!
//! A sender that heeds `may_send` waits at most `beats * 65536 / rate + 4` clocks from the begin
//! of a frame of so many beats to that of the next. Any other can owe so much that it waits
//! `135,166 * 65536 / rate + 4`; longer `may_send` never stays low.
//!
//! **The longest wait.** An eighth of `dead_time` after a frame has begun, what is owed above
//! `burst` is forgiven, so that one frame may begin, whatever the rate: `may_send` is high then at
//! the latest, or five clocks after the frame if that is later. So eight frames at least go out
//! within `dead_time`, and a few losses in a row do not end a connection that lives. The rate
//! itself stays as it is. `dead_time` 0 is "never": nothing is forgiven.
//!
//! **Latency** six clocks from `sample` to `rate`; five from `timed_out`, up to four more while a
//! sample is on its way; three from `sent` to `may_send`. **Throughput** a sample every five
//! clocks; what comes sooner after another is ignored (frames are longer). A frame every three
//! clocks. **Reset** as with `run` low.
//!
//! **Limits.** Frames begun at a debt of 131,072 beats or more are not charged. At FFFE a 32768th
//! of the line is lost, at FFFF nothing. A sample of 0 always counts.
//!
//! **Why not** a window: a window of one frame is the least, and it sends at line rate what it
//! sends. The link has one anyway; this spreads it over the round trip. **Why not** subtract at
//! every sample above `target`: unlike a window, a rate goes on sending while a queue drains, and
//! would be cut again and again for one queue. `docs/rate-control.md` has the figures of both, and
//! says how the settings were chosen. **Why not** a lower bound of the rate instead of the longest
//! wait: it would have to follow from the longest frame, and hold back the shorter ones too little.
//! **Why not** stop the measurement of `dead_time` while the rate forbids to send: at the lowest rate
//! that is nearly all time, and a peer that is gone would never be given up.
//!
//! With a target of 2 clocks, a step of 10 and no burst: a sample of 4 subtracts an 8th, one of 2
//! adds the step, and a frame of 3 beats is paid off. Rates are hexadecimal:
//!
//! ```text
//! clock          0    1    2    3    4    5    6    7    8    9    10   11   12   13   14   15   16   17   18   19   20   21   22
//! run            1    1    1    1    1    1    1    1    1    1    1    1    1    1    1    1    1    1    1    1    1    1    1
//! sample_valid   0    0    0    0    1    0    0    0    0    1    0    0    0    0    0    0    0    0    0    0    0    0    0
//! sample_payload -    -    -    -    4    -    -    -    -    2    -    -    -    -    -    -    -    -    -    -    -    -    -
//! rate           FFFF FFFF FFFF FFFF FFFF FFFF FFFF FFFF FFFF FFFF E000 E000 E000 E000 E000 E010 E010 E010 E010 E010 E010 E010 E010
//! timed_out      0    0    0    0    0    0    0    0    0    0    0    0    0    0    0    0    0    0    0    0    0    0    0
//! sent_valid     0    0    0    0    0    0    0    0    0    0    0    0    0    0    0    0    1    0    0    0    0    0    0
//! sent_payload   -    -    -    -    -    -    -    -    -    -    -    -    -    -    -    -    3    -    -    -    -    -    -
//! may_send       1    1    1    1    1    1    1    1    1    1    1    1    1    1    1    1    1    1    1    0    0    1    1
//! ```

use expether_hdl::prelude::*;

use crate::prim::stream::FlowIn;

/// What software sets.
#[derive(Copy, Clone, PartialEq, Debug, Default, LogicStruct)]
pub struct RateSettings {
    /// 0: no limit.
    pub enable: Bit,
    /// The round trip that is still short enough, in clocks.
    pub target: Bits<20>,
    /// The least rate.
    pub rate_min: Bits<16>,
    /// What a round trip within the target adds to the rate.
    pub step: Bits<16>,
    /// Beats that may be sent at once.
    pub burst: Bits<16>,
    /// Clocks after which a connection is given up; no frame waits for longer than an eighth. 0:
    /// never.
    pub dead_time: Bits<24>,
}

/// No limit.
pub const LINE_RATE: u64 = 0xFFFF;

/// See the module's documentation.
#[derive(LogicBlock)]
pub struct RateController {
    /// Clock.
    pub clock: Signal<In, Clock>,
    /// Synchronous, active high.
    pub reset: Signal<In, Bit>,
    /// Low: everything is forgotten.
    pub run: Signal<In, Bit>,
    /// From the registers.
    pub settings: Signal<In, RateSettings>,
    /// A round trip, in clocks.
    pub sample: FlowIn<Bits<20>>,
    /// The retransmission timer fired.
    pub timed_out: Signal<In, Bit>,
    /// A frame of so many beats begins.
    pub sent: FlowIn<Bits<12>>,
    /// A frame may begin.
    pub may_send: Signal<Out, Bit>,
    /// In 65536ths of the line's; FFFF is no limit.
    pub rate: Signal<Out, Bits<16>>,
    // A sample on its way: taken, compared, judged, its change known.
    taken: Reg<Bit>,
    compared: Reg<Bit>,
    judged: Reg<Bit>,
    changing: Reg<Bit>,
    halve: Reg<Bit>,
    sampled: DataReg<Bits<20>>,
    // The sample that counted before, and clocks since then.
    previous: Reg<Bits<20>>,
    since: Reg<Bits<20>>,
    excess: DataReg<Bits<21>>,
    difference: DataReg<Bits<21>>,
    is_due: DataReg<Bit>,
    is_above: DataReg<Bit>,
    holds: DataReg<Bit>,
    grade: DataReg<Bits<2>>,
    change: DataReg<Bits<16>>,
    wanted: Reg<Bits<16>>,
    current: Reg<Bits<16>>,
    // The debt, in beats; `fraction` is what is paid of the next.
    fraction: Reg<Bits<16>>,
    paid: Reg<Bit>,
    charge: Reg<Bits<13>>,
    debt: Reg<Bits<18>>,
    in_credit: Reg<Bit>,
    // Clocks since the last frame began, as `may_send` will see them; whether that is too long.
    waited: Reg<Bits<21>>,
    overdue: Reg<Bit>,
}

impl Default for RateController {
    fn default() -> Self {
        Self {
            clock: Default::default(),
            reset: Default::default(),
            run: Default::default(),
            settings: Default::default(),
            sample: Default::default(),
            timed_out: Default::default(),
            sent: Default::default(),
            may_send: Default::default(),
            rate: Default::default(),
            taken: Default::default(),
            compared: Default::default(),
            judged: Default::default(),
            changing: Default::default(),
            halve: Default::default(),
            sampled: Default::default(),
            previous: Default::default(),
            since: Default::default(),
            excess: Default::default(),
            difference: Default::default(),
            is_due: Default::default(),
            is_above: Default::default(),
            holds: Default::default(),
            grade: Default::default(),
            change: Default::default(),
            wanted: Reg::new(bits(LINE_RATE)),
            current: Reg::new(bits(LINE_RATE)),
            fraction: Default::default(),
            paid: Default::default(),
            charge: Default::default(),
            debt: Default::default(),
            in_credit: Reg::new(true),
            waited: Default::default(),
            overdue: Default::default(),
        }
    }
}

impl Logic for RateController {
    #[kernel]
    fn update(&mut self) {
        clocked!(
            self, taken, compared, judged, changing, halve, sampled, previous, since, excess,
            difference, is_due, is_above, holds, grade, change, wanted, current, fraction, paid,
            charge, debt, in_credit, waited, overdue
        );
        let settings = self.settings.val();
        let target = settings.target;
        let sampled = self.sampled.q.val();
        let previous = self.previous.q.val();
        let rate = self.current.q.val();

        // One change at a time; a timeout waits for its turn, a sample does not.
        let busy = self.taken.q.val()
            || self.compared.q.val()
            || self.judged.q.val()
            || self.changing.q.val();
        let halves = self.halve.q.val() && !busy;
        self.halve.d.next = (self.halve.q.val() && busy) || self.timed_out.val();
        let takes = self.sample.valid.val() && !busy && !halves;
        self.taken.d.next = takes;
        if takes {
            self.sampled.d.next = self.sample.payload.val();
        }

        let since = self.since.q.val();
        if !since.all() {
            self.since.d.next = since + 1;
        }
        self.compared.d.next = self.taken.q.val();
        self.excess.d.next = bit_cast::<21, 20>(sampled) - bit_cast::<21, 20>(target);
        self.difference.d.next = bit_cast::<21, 20>(sampled) - bit_cast::<21, 20>(previous);
        self.is_due.d.next = since >= sampled;

        let counts = self.compared.q.val() && self.is_due.q.val();
        let excess = self.excess.q.val();
        let over = excess.get_bits::<20>(0);
        let is_above = !excess.get_bit(20) && over.any();
        let difference = self.difference.q.val();
        let fell = difference.get_bit(20);
        let falls = fell && (difference + bit_cast::<21, 20>(previous >> FALL_SHIFT)).get_bit(20);
        let rises = !fell && difference.get_bits::<20>(0) > (previous >> RISE_SHIFT);
        self.judged.d.next = counts || halves;
        if self.compared.q.val() {
            self.is_above.d.next = is_above;
            self.holds.d.next = if is_above { falls } else { rises };
            self.grade.d.next = if over > target {
                bits::<2>(3)
            } else if over > (target >> 1) {
                bits::<2>(2)
            } else if over > (target >> 2) {
                bits::<2>(1)
            } else {
                bits::<2>(0)
            };
        }
        if counts {
            self.previous.d.next = sampled;
            self.since.d.next = bits::<20>(0);
        }
        if halves {
            self.is_above.d.next = true;
            self.holds.d.next = false;
            self.grade.d.next = bits::<2>(3);
            self.since.d.next = bits::<20>(0);
        }

        self.changing.d.next = self.judged.q.val();
        let grade = self.grade.q.val();
        let cut = if grade == 0 {
            rate >> CUTS[0]
        } else if grade == 1 {
            rate >> CUTS[1]
        } else if grade == 2 {
            rate >> CUTS[2]
        } else {
            rate >> CUTS[3]
        };
        self.change.d.next = if self.holds.q.val() {
            bits::<16>(0)
        } else if self.is_above.q.val() {
            cut
        } else {
            settings.step
        };
        let change = self.change.q.val();
        let raised = bit_cast::<17, 16>(rate) + bit_cast::<17, 16>(change);
        if self.changing.q.val() {
            self.wanted.d.next = if self.is_above.q.val() {
                rate - change
            } else if raised.get_bit(16) {
                bits::<16>(LINE_RATE)
            } else {
                raised.get_bits::<16>(0)
            };
        }
        let wanted = self.wanted.q.val();
        self.current.d.next = if wanted < settings.rate_min { settings.rate_min } else { wanted };

        if !self.run.val() || !settings.enable {
            self.taken.d.next = false;
            self.compared.d.next = false;
            self.judged.d.next = false;
            self.changing.d.next = false;
            self.halve.d.next = false;
            self.previous.d.next = bits::<20>(0);
            self.since.d.next = bits::<20>(0);
            self.wanted.d.next = bits::<16>(LINE_RATE);
            self.current.d.next = bits::<16>(LINE_RATE);
        }

        // The rate pays at most a beat a clock; a frame is charged less what is paid in its clock.
        let sum = bit_cast::<17, 16>(self.fraction.q.val()) + bit_cast::<17, 16>(rate);
        // Nothing moves while there is nobody to pay for.
        let pays = self.run.val() && settings.enable;
        self.fraction.d.next = if pays { sum.get_bits::<16>(0) } else { bits::<16>(0) };
        self.paid.d.next = pays && sum.get_bit(16);
        let debt = self.debt.q.val();
        let frame = if self.sent.valid.val() && !debt.get_bit(17) {
            bit_cast::<13, 12>(self.sent.payload.val())
        } else {
            bits::<13>(0)
        };
        let paid = if self.paid.q.val() { bits::<13>(1) } else { bits::<13>(0) };
        self.charge.d.next = frame - paid;
        let charge = self.charge.q.val();
        let is_payment = charge.get_bit(12);
        let sign = if is_payment { bits::<6>(0x3F) } else { bits::<6>(0) };
        let charged: Bits<18> = cat!(sign, charge.get_bits::<12>(0));
        // No frame waits for ever. The debt was above `burst` a clock ago, and it falls by one a
        // clock: it is not raised here. A frame that begins now is charged a clock later.
        let waited = self.waited.q.val();
        let longest = settings.dead_time.get_bits::<21>(3);
        if !pays {
            self.waited.d.next = bits::<21>(0);
        } else if self.sent.valid.val() {
            self.waited.d.next = bits::<21>(CLOCKS_TO_MAY_SEND);
        } else if !waited.all() {
            self.waited.d.next = waited + 1;
        }
        self.overdue.d.next =
            waited >= longest && settings.dead_time.any() && !self.sent.valid.val();
        let forgives = self.overdue.q.val() && !self.in_credit.q.val();
        // Without limit there is no debt.
        if rate.all() {
            self.debt.d.next = bits::<18>(0);
        } else if forgives {
            self.debt.d.next = bit_cast::<18, 16>(settings.burst);
        } else if !is_payment || debt.any() {
            self.debt.d.next = debt + charged;
        }
        self.in_credit.d.next = debt <= bit_cast::<18, 16>(settings.burst);

        self.may_send.next = self.in_credit.q.val();
        self.rate.next = rate;
    }
}

/// Shifts that give the part of the rate to subtract, by how far a sample is above the target.
const CUTS: [u64; 4] = [5, 4, 3, 1];
/// Clocks from `sent` to `waited`, and from there to `may_send`.
const CLOCKS_TO_MAY_SEND: u64 = 4;
/// A sample below the one before by more than this part of it says that the queue drains.
const FALL_SHIFT: u64 = 4;
/// A sample above the one before by more than this part of it says that the queue grows.
const RISE_SHIFT: u64 = 5;

#[cfg(test)]
#[allow(non_snake_case)]
mod tests {
    use super::*;
    use crate::bridge::testing::{reset, step, to_u64};

    const TARGET: u64 = 40;

    fn running() -> RateController {
        let mut uut = RateController::default();
        uut.connect_all();
        uut.settings.next = RateSettings {
            enable: true,
            target: bits(TARGET),
            rate_min: bits(0x100),
            step: bits(0x10),
            burst: bits(4),
            dead_time: bits(0),
        };
        reset!(uut);
        uut.run.next = true;
        wait(&mut uut, 1);
        uut
    }

    fn wait(uut: &mut RateController, clocks: u64) {
        for _ in 0..clocks {
            step!(*uut);
        }
    }

    fn rate(uut: &RateController) -> u64 {
        to_u64(uut.rate.val())
    }

    /// The rate after a sample that is due.
    fn sample(uut: &mut RateController, clocks: u64) -> u64 {
        wait(uut, clocks);
        sample_now(uut, clocks)
    }

    fn sample_now(uut: &mut RateController, clocks: u64) -> u64 {
        uut.sample.payload.next = bits(clocks);
        uut.sample.valid.next = true;
        step!(*uut);
        uut.sample.valid.next = false;
        wait(uut, 6);
        rate(uut)
    }

    fn time_out(uut: &mut RateController) {
        uut.timed_out.next = true;
        step!(*uut);
        uut.timed_out.next = false;
    }

    #[test]
    fn rate_controller__samples_within_the_target__stay_without_limit() {
        let mut uut = running();
        for clocks in [TARGET, 1, 0, TARGET, TARGET] {
            assert_eq!(sample(&mut uut, clocks), LINE_RATE);
            assert!(uut.may_send.val());
        }
    }

    #[test]
    fn rate_controller__sample_above_the_target__cuts_by_how_far() {
        for (clocks, part) in
            [(41, 32), (50, 32), (51, 16), (60, 16), (61, 8), (80, 8), (81, 2), (900, 2)]
        {
            let mut uut = running();
            let wanted = LINE_RATE - LINE_RATE / part;
            assert_eq!(sample(&mut uut, clocks), wanted, "{clocks}");
        }
    }

    #[test]
    fn rate_controller__sample_within_a_round_trip_of_the_last__does_not_count() {
        let mut uut = running();
        let first = sample(&mut uut, 50);
        assert_eq!(sample_now(&mut uut, 50), first);
        assert!(sample(&mut uut, 50) < first);
    }

    #[test]
    fn rate_controller__queue_that_drains_or_grows__holds() {
        let mut uut = running();
        let first = sample(&mut uut, 80);
        // 5 below is a sixteenth, 6 is more.
        assert_eq!(sample(&mut uut, 74), first, "drains");
        let second = sample(&mut uut, 70);
        assert_eq!(second, first - first / 8, "does not drain");
        assert_eq!(sample(&mut uut, 36), second + 0x10, "short again");
        assert_eq!(sample(&mut uut, 38), second + 0x10, "grows");
        assert_eq!(sample(&mut uut, 39), second + 0x20, "hardly grows");
    }

    #[test]
    fn rate_controller__timeouts__halve_down_to_the_least() {
        let mut uut = running();
        let mut wanted = LINE_RATE;
        for _ in 0..10 {
            time_out(&mut uut);
            wait(&mut uut, 4);
            wanted = (wanted - wanted / 2).max(0x100);
            assert_eq!(rate(&uut), wanted);
        }
        assert_eq!(wanted, 0x100);
    }

    #[test]
    fn rate_controller__timeout_while_a_sample_is_on_its_way__is_not_lost() {
        for late in 0..5 {
            let mut uut = running();
            wait(&mut uut, 60);
            uut.sample.payload.next = bits(50);
            uut.sample.valid.next = true;
            step!(uut);
            uut.sample.valid.next = false;
            wait(&mut uut, late);
            time_out(&mut uut);
            wait(&mut uut, 12);
            let cut = LINE_RATE - LINE_RATE / 32;
            assert_eq!(rate(&uut), cut - cut / 2, "{late}");
        }
    }

    #[test]
    fn rate_controller__frame__blocks_until_it_is_paid() {
        let mut uut = running();
        time_out(&mut uut);
        wait(&mut uut, 8);
        assert_eq!(rate(&uut), 0x8000);
        assert!(uut.may_send.val());
        uut.sent.payload.next = bits(24);
        uut.sent.valid.next = true;
        step!(uut);
        uut.sent.valid.next = false;
        wait(&mut uut, 2);
        assert!(!uut.may_send.val());
        let mut clocks = 0;
        while !uut.may_send.val() {
            step!(uut);
            clocks += 1;
            assert!(clocks < 60, "may_send stays low");
        }
        // 24 beats less the burst of 4, at half a beat a clock.
        assert!((36..=42).contains(&clocks), "{clocks}");
    }

    #[test]
    fn rate_controller__least_rate__holds_no_frame_for_longer_than_an_eighth_of_dead_time() {
        for (dead_time, wanted) in [(0, None), (8 * 300, Some(300)), (8 * 300 + 7, Some(300))] {
            let mut uut = running();
            let settings = uut.settings.val();
            uut.settings.next =
                RateSettings { rate_min: bits(1), dead_time: bits(dead_time), ..settings };
            for _ in 0..20 {
                time_out(&mut uut);
                wait(&mut uut, 6);
            }
            for _ in 0..3 {
                uut.sent.payload.next = bits(1_128);
                uut.sent.valid.next = true;
                step!(uut);
                uut.sent.valid.next = false;
                let mut clocks = 1;
                while clocks < 4 || (!uut.may_send.val() && clocks < 1_000) {
                    step!(uut);
                    clocks += 1;
                }
                assert_eq!(uut.may_send.val().then_some(clocks), wanted, "{dead_time}");
            }
        }
    }

    #[test]
    fn rate_controller__switched_off_or_not_running__has_no_limit() {
        for run in [false, true] {
            let mut uut = running();
            sample(&mut uut, 900);
            assert_eq!(rate(&uut), 0x8000);
            uut.run.next = run;
            let settings = uut.settings.val();
            uut.settings.next = RateSettings { enable: !run, ..settings };
            wait(&mut uut, 1);
            assert_eq!(rate(&uut), LINE_RATE);
            assert!(uut.may_send.val());
        }
    }

    #[test]
    fn rate_controller__least_raised_and_lowered__rate_follows() {
        let mut uut = running();
        assert_eq!(sample(&mut uut, 900), 0x8000);
        let settings = uut.settings.val();
        uut.settings.next = RateSettings { rate_min: bits(0xC000), ..settings };
        wait(&mut uut, 1);
        assert_eq!(rate(&uut), 0xC000);
        uut.settings.next = settings;
        wait(&mut uut, 1);
        assert_eq!(rate(&uut), 0x8000);
    }
}
