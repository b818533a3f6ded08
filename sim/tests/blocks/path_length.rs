//! `path_length`: which sizes are tried, and how long frames may be, against a plain model and across paths of any length.

use expether_rtl::bridge::path_length::{FURTHER_TRIES, MIN_BEATS, USUAL_BEATS};
use expether_sim::model::rng::Rng;

use crate::dut::Dut;

/// Beats of an area with an MTU of 9,000.
const LONG: u64 = 1_122;

/// What is told to a block in a clock.
#[derive(Clone, Copy, Debug, Default)]
struct Input {
    own_beats: u64,
    opening: bool,
    connected: bool,
    confirmed: bool,
    /// Words of an open frame's area, and whether it is of another incarnation.
    heard: Option<(u64, bool)>,
    told: Option<u64>,
    sent: bool,
}

/// What it says.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Output {
    try_beats: u64,
    beats: u64,
    longest_dw: u64,
    path_dw: u64,
    tries: bool,
}

/// The block as the docs have it.
#[derive(Clone, Copy, Debug)]
struct Model {
    longest: u64,
    path: u64,
    /// Timed open frames sent.
    sent: u64,
    tries_left: u64,
    /// Of the clock before.
    beats: u64,
    least: u64,
}

impl Model {
    fn new() -> Self {
        let mut model =
            Self { longest: 0, path: 0, sent: 0, tries_left: 0, beats: 0, least: MIN_BEATS };
        model.forget(0);
        model
    }

    fn forget(&mut self, own: u64) {
        (self.longest, self.path, self.sent, self.tries_left) = (0, 0, 0, FURTHER_TRIES);
        self.beats = own.min(self.least);
    }

    fn output(&self, input: &Input) -> Output {
        let own = input.own_beats;
        let tried = match self.sent % 3 {
            _ if input.confirmed => own,
            0 => own,
            1 => own.min(USUAL_BEATS),
            _ => MIN_BEATS,
        };
        Output {
            try_beats: tried,
            beats: self.beats,
            longest_dw: self.longest,
            path_dw: self.path,
            tries: input.confirmed && self.beats < own && self.tries_left > 0,
        }
    }

    fn clock(&mut self, input: &Input) {
        if !input.opening && !input.connected {
            return self.forget(input.own_beats);
        }
        match input.heard {
            Some((length, true)) => self.longest = length,
            Some((length, false)) => self.longest = self.longest.max(length),
            None => {}
        }
        // By what was known a clock before.
        self.beats = (self.path / 2).max(self.least).min(input.own_beats);
        self.path = self.path.max(input.told.unwrap_or(0));
        if input.sent {
            self.sent += 1;
            self.tries_left -= u64::from(input.confirmed && self.tries_left > 0);
        }
    }
}

fn set(dut: &mut Dut, input: &Input) {
    dut.set("own_beats", input.own_beats);
    dut.set("opening", input.opening.into());
    dut.set("connected", input.connected.into());
    dut.set("confirmed", input.confirmed.into());
    dut.set("heard", input.heard.is_some().into());
    let (length, another) = input.heard.unwrap_or((0xABC, true));
    dut.set("length_dw", length);
    dut.set("hears_another", (another && input.heard.is_some()).into());
    dut.set("told", input.told.is_some().into());
    dut.set("told_dw", input.told.unwrap_or(0xFFF));
    dut.set("sent", input.sent.into());
    dut.eval();
}

fn output(dut: &Dut) -> Output {
    Output {
        try_beats: dut.get("try_beats"),
        beats: dut.get("beats"),
        longest_dw: dut.get("longest_dw"),
        path_dw: dut.get("path_dw"),
        tries: dut.get("tries") == 1,
    }
}

/// Random inputs against the model; `fault` may change it in each clock.
fn against(seed: u64, fault: fn(&mut Model, &mut Input)) -> Result<(), String> {
    let mut dut = Dut::new("path_length");
    dut.scramble(seed);
    dut.reset();
    let mut rng = Rng::new(seed, "path");
    let (mut model, mut input) = (Model::new(), Input::default());
    for clock in 0..20_000 {
        if clock > 0 && rng.chance(0.01) {
            let state = rng.below(4);
            (input.opening, input.connected) = (state == 1, state > 1);
            input.confirmed = state == 3;
        }
        if rng.chance(0.005) {
            let usual = [LONG, USUAL_BEATS, MIN_BEATS, USUAL_BEATS + 1, MIN_BEATS + 1];
            let known = usual[rng.below(5) as usize];
            input.own_beats = if rng.chance(0.3) { MIN_BEATS + rng.below(1_500) } else { known };
        }
        let length = |rng: &mut Rng| match rng.below(4) {
            0 => 2 * MIN_BEATS - 2 + rng.below(4),
            1 => 2 * USUAL_BEATS - 2 + rng.below(4),
            _ => rng.below(1 << 12),
        };
        let heard = rng.chance(0.05).then(|| (length(&mut rng), rng.chance(0.2)));
        let told = rng.chance(0.05).then(|| length(&mut rng) >> rng.below(3));
        let sent = rng.chance(0.05);
        input = Input { heard, told, sent, ..input };
        set(&mut dut, &input);
        let (found, expected) = (output(&dut), model.output(&input));
        if found != expected {
            return Err(format!("seed {seed}, clock {clock}: {found:?}, not {expected:?}"));
        }
        let mut seen = input;
        fault(&mut model, &mut seen);
        model.clock(&seen);
        dut.tick();
    }
    Ok(())
}

#[test]
fn path_length__any_frames__agrees_with_the_model() {
    (1..=3).for_each(|seed| against(seed, |_, _| ()).unwrap_or_else(|e| panic!("{e}")));
}

#[test]
fn path_length__the_model__has_no_slack() {
    let mutants: [fn(&mut Model, &mut Input); 7] = [
        |_, input| input.heard = input.heard.map(|(length, _)| (length, false)),
        |_, input| input.heard = input.heard.map(|(length, _)| (length, true)),
        |model, input| model.path = input.told.unwrap_or(model.path),
        |model, _| model.least = MIN_BEATS - 1,
        |model, _| model.tries_left = FURTHER_TRIES,
        |_, input| input.confirmed = true,
        |model, input| {
            model.path = if input.told.is_some_and(|t| t > LONG) { 0 } else { model.path }
        },
    ];
    for (i, mutant) in mutants.into_iter().enumerate() {
        assert!(against(1, mutant).is_err(), "mutant {i} lives");
    }
}

/// Opens a connection over a path of so many beats: each open frame's length, and `beats` at the end.
fn across(path: u64, lost: fn(usize) -> bool) -> (Vec<u64>, u64) {
    let mut dut = Dut::new("path_length");
    dut.scramble(1);
    dut.reset();
    let mut input = Input { own_beats: LONG, opening: true, ..Input::default() };
    dut.tick();
    let (mut tried, mut longest) = (vec![], 0);
    for round in 0..20 {
        set(&mut dut, &input);
        if !input.confirmed || dut.get("tries") == 1 {
            let length = dut.get("try_beats");
            // It begins; the peer hears it, and says so by its next one.
            if length <= path && !lost(tried.len()) {
                longest = longest.max(2 * length);
            }
            tried.push(length);
            set(&mut dut, &Input { sent: true, ..input });
            dut.tick();
            let told = (longest > 0).then_some(longest);
            set(&mut dut, &Input { told, ..input });
            dut.tick();
            set(&mut dut, &input);
            dut.tick();
        }
        // The connection stands a little later than the first frame that came.
        if longest > 0 && round >= 3 {
            (input.opening, input.connected, input.confirmed) = (false, true, true);
        }
    }
    set(&mut dut, &input);
    (tried, dut.get("beats"))
}

#[test]
fn path_length__opening__tries_the_sizes_in_turn_and_then_the_whole_three_times() {
    // So long a path: frames get as long as it carries.
    let whole = across(LONG, |_| false);
    assert_eq!(whole, (vec![LONG, USUAL_BEATS, MIN_BEATS, LONG], LONG));
    let order = vec![LONG, USUAL_BEATS, MIN_BEATS, LONG, LONG, LONG, LONG];
    assert_eq!(across(LONG - 1, |_| false), (order.clone(), USUAL_BEATS));
    assert_eq!(across(USUAL_BEATS, |_| false), (order.clone(), USUAL_BEATS));
    assert_eq!(across(USUAL_BEATS - 1, |_| false), (order.clone(), MIN_BEATS));
    assert_eq!(across(MIN_BEATS, |_| false), (order, MIN_BEATS));
    // The first long ones were just lost: a further one comes through, and no more are sent.
    let (tried, beats) = across(LONG, |n| n < 5 && n != 1);
    assert_eq!((tried.len(), beats), (6, LONG));
    // A path that carries too little gets no connection, and the turns go on.
    let (tried, _) = across(MIN_BEATS - 1, |_| false);
    let turns = [LONG, USUAL_BEATS, MIN_BEATS].into_iter().cycle();
    assert_eq!(tried, turns.take(20).collect::<Vec<_>>());
}

#[test]
fn path_length__a_shorter_mtu__bounds_what_is_tried_and_sent_at_once() {
    let mut dut = Dut::new("path_length");
    dut.scramble(2);
    dut.reset();
    let mut input = Input { own_beats: LONG, connected: true, ..Input::default() };
    set(&mut dut, &Input { told: Some(2 * LONG), ..input });
    dut.tick();
    set(&mut dut, &input);
    dut.tick();
    dut.eval();
    assert_eq!(dut.get("beats"), LONG);
    for own in [USUAL_BEATS - 1, MIN_BEATS, LONG] {
        input.own_beats = own;
        set(&mut dut, &input);
        dut.tick();
        dut.eval();
        assert_eq!((dut.get("beats"), dut.get("try_beats")), (own, own));
        assert_eq!(dut.get("path_dw"), 2 * LONG);
    }
}
