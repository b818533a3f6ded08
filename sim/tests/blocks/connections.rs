//! Two of `connection` across a network that loses, delays, repeats and reorders, while bridges restart,
//! under another epoch or the same.

use expether_sim::model::rng::Rng;

use crate::dut::Dut;

const OPEN_INTERVAL: u64 = 60;
/// Clocks in which two bridges that hear each other are connected for good.
const RECOVERY: u64 = 3_000;
const CONNECTED: u64 = 2;

/// What a frame says: a field of `heard`, and whether it is of the connection.
#[derive(Clone, Copy, Debug)]
struct Frame {
    of_connection: bool,
    is_close: bool,
    epoch: u64,
    heard: bool,
    wants_answer: bool,
    challenge: bool,
    acknowledged: u64,
    number: u64,
}

struct End {
    dut: Dut,
    /// Clock in which it was last switched on; in which its connection was opened, while it lasts.
    born: u64,
    opened: Option<u64>,
    /// On its way to it, with the clock of arrival.
    coming: Vec<(u64, Frame)>,
    /// A good frame of the present connection has come from the other end.
    spoken: bool,
    /// A mutant: the block is not told of that.
    deaf: bool,
}

#[derive(Clone, Copy, Default)]
struct Network {
    loss: f64,
    copies: f64,
    delay: u64,
}

impl End {
    fn new(epoch: u64) -> Self {
        let mut dut = Dut::new("connection");
        dut.scramble(epoch + 1);
        let mut end =
            Self { dut, born: 0, opened: None, coming: vec![], spoken: false, deaf: false };
        end.start(0, epoch);
        end
    }

    /// Power comes back.
    fn start(&mut self, now: u64, epoch: u64) {
        self.dut.reset();
        self.dut.set("settings_open_interval", OPEN_INTERVAL);
        self.dut.set("settings_epoch", epoch);
        // Software writes the epoch before it switches on.
        self.dut.eval();
        self.dut.tick();
        self.dut.set("settings_enable", 1);
        self.dut.set("wanted", 1);
        self.dut.eval();
        (self.born, self.opened, self.spoken) = (now, None, false);
    }

    fn state(&self) -> u64 {
        self.dut.get("state")
    }

    /// A clock; the frame that it sends.
    fn clock(&mut self, now: u64, rng: &mut Rng) -> Option<Frame> {
        let due = self.coming.iter().position(|(at, _)| *at <= now);
        let frame = due.map(|i| self.coming.swap_remove(i).1);
        self.dut.eval();
        let connected = self.dut.get("connected") == 1;
        let epoch = self.dut.get("epoch");
        let control = frame.filter(|f| !f.of_connection);
        self.dut.set("heard_valid", control.is_some().into());
        if let Some(frame) = control {
            self.dut.set("heard_is_close", frame.is_close.into());
            self.dut.set("heard_epoch_in", frame.epoch);
            self.dut.set("heard_flags_heard", frame.heard.into());
            self.dut.set("heard_flags_wants_answer", frame.wants_answer.into());
            self.dut.set("heard_flags_challenge", frame.challenge.into());
            self.dut.set("heard_acknowledged", frame.acknowledged);
            self.dut.set("heard_number", frame.number);
        }
        // As the decapsulator would have it.
        let of_ours = |f: &Frame| f.of_connection && connected && f.epoch == epoch;
        let speaks = frame.as_ref().is_some_and(of_ours);
        self.dut.set("speaks", (speaks && !self.deaf).into());
        self.dut.eval();
        let taken = self.dut.get("control_wanted") == 1 && rng.chance(0.3);
        self.dut.set("control_taken", taken.into());
        self.dut.eval();
        if speaks {
            self.spoken = true;
        }
        let sent = if taken {
            Some(Frame {
                of_connection: false,
                is_close: self.dut.get("control_is_close") == 1,
                epoch: self.dut.get("control_epoch"),
                heard: self.dut.get("control_flags_heard") == 1,
                wants_answer: self.dut.get("control_flags_wants_answer") == 1,
                challenge: self.dut.get("control_flags_challenge") == 1,
                acknowledged: self.dut.get("heard_epoch"),
                number: self.dut.get("control_number"),
            })
        } else if connected && rng.chance(0.05) {
            Some(Frame {
                of_connection: true,
                is_close: false,
                epoch: self.dut.get("epoch"),
                heard: false,
                wants_answer: false,
                challenge: false,
                acknowledged: 0,
                number: 0,
            })
        } else {
            None
        };
        self.dut.tick();
        self.dut.eval();
        if self.dut.get("opened") == 1 {
            (self.opened, self.spoken) = (Some(now), false);
        }
        if self.dut.get("ended") == 1 {
            self.opened = None;
        }
        sent
    }
}

/// What becomes of a frame on its way.
type Fault = fn(&mut Frame);

/// How often a bridge came back under an epoch of before, to a peer that had heard it; `fault` may change what is on the way.
fn run(seed: u64, network: Network, fault: Fault, deaf: bool) -> Result<usize, String> {
    let mut rng = Rng::new(seed, "connections");
    let mut epochs = [rng.below(256), rng.below(256)];
    let mut ends = epochs.map(End::new);
    ends.iter_mut().for_each(|e| e.deaf = deaf);
    let mut now = 0;
    let mut unnoticed = 0;
    for life in 0..60 {
        // Restarted within a connection or while it is opened; not lost to the other by its timers.
        for _ in 0..rng.below(600) {
            step(&mut ends, &mut now, network, fault, &mut rng);
        }
        let gone = rng.below(2) as usize;
        let same = rng.chance(0.5);
        if !same {
            epochs[gone] = (epochs[gone] + 1 + rng.below(255)) & 255;
        }
        let was_connected = ends[1 - gone].state() == CONNECTED && ends[1 - gone].spoken;
        unnoticed += usize::from(same && was_connected);
        ends[gone].start(now, epochs[gone]);
        let mut settled = 0;
        for _ in 0..RECOVERY {
            step(&mut ends, &mut now, network, fault, &mut rng);
            let both = ends.iter().all(|e| e.state() == CONNECTED);
            settled = if both { settled + 1 } else { 0 };
        }
        let say = |what: &str| format!("seed {seed}, life {life}: {what}");
        if settled < 500 {
            return Err(say("they do not stay connected"));
        }
        if ends[0].dut.get("epoch") != ends[1].dut.get("epoch") {
            return Err(say("their epochs differ"));
        }
        for (ours, theirs) in [(0, 1), (1, 0)] {
            let opened = ends[ours].opened.ok_or_else(|| say("no opening was seen"))?;
            if was_connected && opened < ends[theirs].born {
                return Err(say("a connection outlives its peer"));
            }
        }
    }
    Ok(unnoticed)
}

fn step(ends: &mut [End; 2], now: &mut u64, network: Network, fault: Fault, rng: &mut Rng) {
    for side in 0..2 {
        step_one(ends, side, *now, network, fault, rng);
    }
    *now += 1;
}

/// A clock of one end; the open frame that it sends.
fn step_one(
    ends: &mut [End; 2],
    side: usize,
    now: u64,
    network: Network,
    fault: Fault,
    rng: &mut Rng,
) -> Option<Frame> {
    let mut frame = ends[side].clock(now, rng)?;
    fault(&mut frame);
    while !rng.chance(network.loss) {
        let arrival = now + 5 + rng.below(network.delay + 1);
        ends[1 - side].coming.push((arrival, frame));
        if !rng.chance(network.copies) {
            break;
        }
    }
    Some(frame).filter(|f| !f.of_connection && !f.is_close)
}

#[test]
fn connection__peers_that_restart_under_any_epoch__are_connected_anew() {
    let mut unnoticed = 0;
    for (seed, loss, copies, delay) in
        [(1, 0.0, 0.0, 0), (2, 0.2, 0.0, 0), (3, 0.0, 0.2, 40), (4, 0.1, 0.1, 100)]
    {
        let network = Network { loss, copies, delay };
        unnoticed += run(seed, network, |_| (), false).unwrap_or_else(|e| panic!("{e}"));
    }
    assert!(unnoticed > 20, "only {unnoticed} of them could have gone unnoticed");
}

/// Whether copies of every open frame of before, coming late and in any order, leave a connection
/// alone; `fault` may change the copies, knowing the number of their receiver's newest challenge.
fn late_copies(seed: u64, fault: fn(&mut Frame, u64)) -> Result<(), String> {
    let mut rng = Rng::new(seed, "late");
    let mut ends = [10, 110].map(End::new);
    let network = Network { loss: 0.05, copies: 0.1, delay: 20 };
    let mut sent: [Vec<Frame>; 2] = [vec![], vec![]];
    let mut now = 0;
    for life in 0..12 {
        if life > 0 {
            let gone = rng.below(2) as usize;
            ends[gone].start(now, 10 + 100 * gone as u64 + 5 * life);
        }
        for _ in 0..RECOVERY {
            for (side, sent) in sent.iter_mut().enumerate() {
                sent.extend(step_one(&mut ends, side, now, network, |_| (), &mut rng));
            }
            now += 1;
        }
        let mut challenges = [0; 2];
        let opened = [ends[0].opened, ends[1].opened];
        if opened.contains(&None) || !ends.iter().all(|e| e.spoken) {
            return Err(format!("seed {seed}, life {life}: not connected"));
        }
        for _ in 0..RECOVERY {
            for (side, sent) in sent.iter_mut().enumerate() {
                let frame = step_one(&mut ends, side, now, network, |_| (), &mut rng);
                if let Some(challenge) = frame.filter(|f| f.challenge) {
                    challenges[side] = challenge.number;
                }
                sent.extend(frame);
                if rng.chance(0.1) && !sent.is_empty() {
                    let mut copy = sent[rng.below(sent.len() as u64) as usize];
                    fault(&mut copy, challenges[1 - side]);
                    ends[1 - side].coming.push((now + 1 + rng.below(3), copy));
                }
            }
            now += 1;
        }
        if [ends[0].opened, ends[1].opened] != opened {
            return Err(format!("seed {seed}, life {life}: a late copy has ended a connection"));
        }
    }
    Ok(())
}

#[test]
fn connection__late_copies_of_any_open_frames__end_no_connection() {
    (1..=6).for_each(|seed| late_copies(seed, |_, _| ()).unwrap_or_else(|e| panic!("{e}")));
}

#[test]
fn connection__mutants__are_caught() {
    // Copies that know the challenge's number.
    let error = late_copies(1, |frame, number| frame.number = number).expect_err("not noticed");
    assert!(error.contains("late copy"), "{error}");
    let network = Network { loss: 0.0, copies: 0.0, delay: 0 };
    let mutants: [(Fault, bool, &str); 3] = [
        (|_| (), true, "outlives"),
        (|f| f.heard = false, false, "stay"),
        (|f| f.epoch ^= u64::from(!f.of_connection), false, "stay"),
    ];
    for (fault, deaf, says) in mutants {
        let error = run(1, network, fault, deaf).expect_err(says);
        assert!(error.contains(says), "{error} instead of {says}");
    }
}
