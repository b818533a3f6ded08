//! Both blocks against models in plain integers, bit for bit.

use super::model::{Law, RateModel, RoundTripModel, FULL};
use crate::dut::Dut;
use expether_sim::model::bottleneck::{wire_beats, PacerSettings, Tick};
use expether_sim::model::rng::Rng;
use expether_wire::registers as map;

/// A 20-bit sample, often extreme, often near the one before.
fn any_sample(rng: &mut Rng, last: u64) -> u64 {
    match rng.below(8) {
        0 => 0,
        1 => (1 << 20) - 1,
        2 => rng.below(1 << 20),
        3 => rng.below(64),
        _ => (last + rng.below(257)).saturating_sub(128).min((1 << 20) - 1),
    }
}

/// The first difference between `round_trip` and its model.
fn round_trip(seed: u64, events: u64, law: Law) -> Result<(), String> {
    let mut rng = Rng::new(seed, "round_trip");
    let mut dut = Dut::new("round_trip");
    dut.scramble(seed);
    dut.reset();
    let mut model = RoundTripModel::new(law);
    let mut settings = [4096, 1 << 23, 64];
    let set = |dut: &mut Dut, settings: [u64; 3]| {
        for (port, value) in ["timeout_min", "timeout_max", "ack_delay"].into_iter().zip(settings) {
            dut.set(port, value);
        }
    };
    // The settings take three clocks to show.
    set(&mut dut, settings);
    for _ in 0..3 {
        dut.tick();
    }
    let mut sample = 1000;
    for event in 0..events {
        dut.set("run", 1);
        let which = rng.below(16);
        let before = model.timeout(settings);
        match which {
            0..=9 => {
                sample = any_sample(&mut rng, sample);
                dut.set("sample_payload", sample);
                dut.set("sample_valid", 1);
                model.sample(sample);
            }
            10..=11 => {
                dut.set("timed_out", 1);
                model.timed_out(settings);
            }
            12..=13 => {
                dut.set("progress", 1);
                model.progress();
            }
            14 => {
                settings[0] = rng.bits() >> (40 + rng.below(24));
                settings[1] = rng.bits() >> (40 + rng.below(8));
                settings[2] = rng.bits() >> (48 + rng.below(16));
            }
            _ => {
                dut.set("run", 0);
                model.forget();
            }
        }
        set(&mut dut, settings);
        for clock in 0..9 + rng.below(4) {
            dut.tick();
            dut.eval();
            for strobe in ["sample_valid", "timed_out", "progress"] {
                dut.set(strobe, 0);
            }
            // What comes within four clocks of another sample is ignored.
            if which <= 9 && clock < 3 && rng.chance(0.3) {
                dut.set("sample_payload", rng.bits());
                dut.set("sample_valid", 1);
            }
            let (min, max) = (settings[0].min(settings[1]), settings[1]);
            dut.eval();
            let timeout = dut.get("timeout");
            if (which != 14 || clock > 2) && !(min..=max).contains(&timeout) {
                return Err(format!("seed {seed}, event {event}: {timeout} not in {min}..={max}"));
            }
            // On the way from one to the other it is never anything else.
            let ends = [before, model.timeout(settings)];
            if which < 14 && !ends.contains(&timeout) {
                return Err(format!("seed {seed}, event {event}: {timeout} between {ends:?}"));
            }
        }
        let got = [dut.get("smoothed"), dut.get("timeout")];
        let wanted = [model.smoothed(), model.timeout(settings)];
        if got != wanted {
            return Err(format!("seed {seed}, event {event}: {got:?}, the model {wanted:?}"));
        }
    }
    Ok(())
}

#[test]
fn round_trip__any_events__is_what_integers_say() {
    for seed in 0..6 {
        round_trip(seed, 4_000, Law::default()).unwrap_or_else(|e| panic!("{e}"));
    }
    let law = Law::default();
    for mutant in [Law { gain: 2, ..law }, Law { absolute: false, ..law }, Law { more: 1, ..law }] {
        assert!(round_trip(0, 4_000, mutant).is_err(), "{mutant:?} lives");
    }
}

/// Settings that are sensible, and every extreme.
fn any_settings(rng: &mut Rng) -> PacerSettings {
    let mut one = |usual: u64, bits: u32| match rng.below(6) {
        0 => 0,
        1 => (1 << bits) - 1,
        2 => rng.below(1 << bits),
        _ => usual,
    };
    let usual = PacerSettings::default();
    PacerSettings {
        target: one(usual.target, 20),
        rate_min: one(usual.rate_min, 16),
        step: one(usual.step, 16),
        burst: one(usual.burst, 16),
        // Short enough to pass within a run.
        dead_time: one(3_000, 24),
        ..usual
    }
}

/// The first difference between `rate_controller` and its model.
fn controller(seed: u64, clocks: u64, law: Law) -> Result<(), String> {
    let mut rng = Rng::new(seed, "rate_controller");
    let settings = any_settings(&mut rng);
    let mut dut = Dut::new("rate_controller");
    dut.scramble(seed);
    dut.reset();
    let mut model = RateModel::new(settings);
    model.law = law;
    // Two clocks without reset, not yet running.
    for _ in 0..2 {
        model.clock(&Tick::default());
    }
    dut.tick();
    dut.tick();
    dut.set("settings_enable", 1);
    dut.set("settings_target", settings.target);
    dut.set("settings_rate_min", settings.rate_min);
    dut.set("settings_step", settings.step);
    dut.set("settings_burst", settings.burst);
    dut.set("settings_dead_time", settings.dead_time);
    let (mut sample, mut next_sample, mut next_frame, mut run) = (1_000, 0, 0, true);
    // Some senders do not heed `may_send`.
    let (heeds, rarely) = (seed % 4 != 3, 3_000 / (1 + seed % 7));
    for clock in 0..clocks {
        dut.eval();
        let got = [dut.get("rate"), dut.get("may_send")];
        if got != [model.rate, model.may_send().into()] {
            let model = [model.rate, model.may_send().into()];
            return Err(format!(
                "seed {seed}, clock {clock}: {got:?}, the model {model:?}, {settings:?}"
            ));
        }
        let floor = settings.rate_min.max(1);
        assert!((floor..=FULL).contains(&got[0]), "seed {seed}, clock {clock}: rate {}", got[0]);
        run = if run { !rng.chance(1e-4) } else { rng.chance(0.05) };
        let timed_out = rng.chance(2e-4);
        let is_due = clock >= next_sample;
        if is_due {
            let top = if settings.target == 0 { 400 } else { settings.target };
            sample = match rng.below(12) {
                0 => any_sample(&mut rng, sample),
                1..=6 => top * (3 + rng.below(8)) / 6 + rng.below(9),
                _ => (sample + rng.below(257)).saturating_sub(128),
            }
            .min((1 << 20) - 1);
            next_sample = clock + if rng.chance(0.5) { rng.below(12) } else { rng.below(rarely) };
        }
        let begins = clock >= next_frame && (!heeds || got[1] == 1);
        let beats = 1 + rng.below(if heeds { 200 } else { 4_095 });
        if begins {
            next_frame = clock + 3 + rng.below(beats);
        }
        dut.set("run", run.into());
        dut.set("sample_valid", is_due.into());
        dut.set("sample_payload", sample);
        dut.set("timed_out", timed_out.into());
        dut.set("sent_valid", begins.into());
        dut.set("sent_payload", beats);
        let sent = begins.then_some(beats as u32);
        let sample = is_due.then_some(sample);
        model.clock(&Tick { run, sample, timed_out, sent, progress: false });
        dut.tick();
    }
    Ok(())
}

#[test]
fn rate_controller__any_inputs_and_settings__is_what_integers_say() {
    for seed in 0..40 {
        controller(seed, 60_000, Law::default()).unwrap_or_else(|e| panic!("{e}"));
    }
    let law = Law::default();
    let mutants = [
        Law { cuts: [64, 16, 8, 2], ..law },
        Law { cuts: [32, 16, 8, 4], ..law },
        Law { falls: 32, ..law },
        Law { rises: 16, ..law },
        Law { early: 9, ..law },
        Law { pays: 1, ..law },
        Law { late: 1, ..law },
        Law { forgives_all: true, ..law },
    ];
    for mutant in mutants {
        assert!((0..40).any(|seed| controller(seed, 60_000, mutant).is_err()), "{mutant:?} lives");
    }
}

/// Beats that a sender who heeds it sends in so many clocks, and the longest wait after a frame.
fn paced(rate: u64, burst: u64, frame: u64, clocks: u64) -> (u64, u64) {
    paced_within(0, rate, burst, frame, clocks)
}

/// The same with a `dead_time`.
fn paced_within(dead_time: u64, rate: u64, burst: u64, frame: u64, clocks: u64) -> (u64, u64) {
    let mut dut = Dut::new("rate_controller");
    dut.reset();
    dut.set("run", 1);
    dut.set("settings_enable", 1);
    dut.set("settings_target", 100);
    dut.set("settings_rate_min", rate);
    dut.set("settings_burst", burst);
    dut.set("settings_dead_time", dead_time);
    // Timeouts bring the rate to its least.
    for clock in 0..160 {
        dut.set("timed_out", (clock % 8 == 0).into());
        dut.tick();
    }
    dut.set("timed_out", 0);
    dut.eval();
    assert_eq!(dut.get("rate"), rate.max(1));
    let (mut sent, mut line_free, mut longest, mut last) = (0, 0, 0, 0);
    for clock in 0..clocks {
        dut.eval();
        let begins = clock >= line_free && dut.get("may_send") == 1;
        if begins {
            longest = longest.max(clock - last);
            (line_free, last) = (clock + frame, clock);
            sent += frame;
        }
        dut.set("sent_valid", begins.into());
        dut.set("sent_payload", frame);
        dut.tick();
    }
    (sent, longest)
}

#[test]
fn rate_controller__any_rate__is_the_rate_of_what_is_sent() {
    for (rate, burst, frame) in [
        (0x8000, 256, 191),
        (0x4000, 0, 11),
        (0xC000, 0, 1_128),
        (0x200, 256, 191),
        (0xFFFE, 64, 73),
    ] {
        let clocks = 400_000;
        let (sent, longest) = paced(rate, burst, frame, clocks);
        let (least, most) = (rate * clocks / 65_536, rate * clocks / 65_536 + burst + frame);
        // At the least a frame that is not yet there, and four clocks for each that was.
        let slack = frame + 4 * sent / frame * rate / 65_536;
        assert!(sent <= most && sent + slack >= least, "{rate:#x}: {sent} not {least}..{most}");
        let bound = (frame * 65_536).div_ceil(rate) + 4;
        assert!(longest <= bound.max(frame + 4), "{rate:#x}: waited {longest}, not {bound}");
    }
}

#[test]
fn rate_controller__least_rate_zero__is_one() {
    // `may_send` falls three clocks after a frame began: a shorter one would be followed by another.
    let (sent, longest) = paced(0, 0, 3, 600_000);
    assert!((9..=12).contains(&sent), "{sent}");
    assert!(longest <= 3 * 65_536 + 4, "{longest}");
}

#[test]
fn rate_controller__least_rate_and_jumbo_frames__eight_frames_fit_in_dead_time() {
    let (rate, burst) = (map::RATE_MIN.reset(), map::RATE_BURST.reset());
    let (frame, dead_time) = (u64::from(wire_beats(9_000)), 156_250);
    let clocks = 10 * dead_time;
    // Without the bound the wait is nearly as long as the time itself.
    let (_, longest) = paced(rate, burst, frame, clocks);
    assert!((dead_time * 9 / 10..dead_time).contains(&longest), "{longest}");
    let (sent, longest) = paced_within(dead_time, rate, burst, frame, clocks);
    assert_eq!(longest, dead_time / 8);
    let frames = sent / frame;
    assert!((80..=82).contains(&frames), "{frames} in ten times the time: one an eighth");
    // Short frames, which the rate lets pass sooner, and a rate that is no limit to speak of: no
    // frame is early.
    for (rate, frame) in [(0x200, 11), (0x8000, frame)] {
        let within = paced_within(dead_time, rate, 0, frame, clocks);
        assert_eq!(within, paced(rate, 0, frame, clocks));
    }
}

#[test]
fn rate_controller__any_dead_time__is_the_bound_of_any_wait() {
    for dead_time in [1, 7, 8, 39, 40, 47, 48, 1_000, 80_001, 0xFF_FFFF] {
        for (rate, frame) in [(1, 1_128), (0x200, 191), (0x10, 3)] {
            let (sent, longest) = paced_within(dead_time, rate, 16, frame, 400_000);
            // The frame itself takes its time, and `may_send` five clocks.
            let bound = (dead_time / 8).max(frame).max(5);
            assert!(longest <= bound, "{dead_time}, {frame} at {rate:#x}: {longest}");
            let most = 400_000 / (dead_time / 8).max(1) + 400_000 * rate / 65_536 / frame;
            let at_once = 1 + 17 / frame + 1;
            assert!(sent / frame <= most + at_once || dead_time < 40, "{dead_time}: {sent}");
        }
    }
}
