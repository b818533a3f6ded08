//! Two of `connection` across a network that loses, delays, repeats and reorders, while bridges restart.

use expether_sim::model::rng::Rng;

use crate::dut::Dut;

const OPEN_INTERVAL: u64 = 60;
/// Clocks in which two bridges that hear each other are connected for good.
const RECOVERY: u64 = 3_000;
pub const CONNECTED: u64 = 2;

/// What a frame says: a field of `heard` or `control`, or the tags of a frame of the connection.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Frame {
    pub of_connection: bool,
    pub is_close: bool,
    pub incarnation: u64,
    pub heard: bool,
    pub wants_answer: bool,
    pub offer: bool,
    pub acknowledged: u64,
}

pub struct End {
    pub dut: Dut,
    /// Clock in which it was last switched on; in which its connection was opened, while it lasts.
    born: u64,
    opened: Option<u64>,
    /// On its way to it, with the clock of arrival.
    coming: Vec<(u64, Frame)>,
    /// A good frame of the present connection has come from the other end.
    spoken: bool,
    /// Numbers that it was given; the clock in which the next one is.
    given: Vec<u64>,
    draws_at: Option<u64>,
    /// A mutant: nothing is ever offered but this number.
    gives: Option<u64>,
    strays: u64,
    /// An ack frame is due, which confirms the connection to the other end.
    tells: bool,
}

#[derive(Clone, Copy, Default)]
struct Network {
    loss: f64,
    copies: f64,
    delay: u64,
}

impl End {
    pub fn new(seed: u64) -> Self {
        let mut dut = Dut::new("connection");
        dut.scramble(seed + 1);
        let mut end = Self {
            dut,
            born: 0,
            opened: None,
            coming: vec![],
            spoken: false,
            given: vec![],
            draws_at: None,
            gives: None,
            strays: 0,
            tells: false,
        };
        end.start(0);
        end
    }

    /// Power comes back.
    fn start(&mut self, now: u64) {
        self.dut.reset();
        self.dut.set("settings_open_interval", OPEN_INTERVAL);
        self.dut.set("settings_enable", 1);
        self.dut.set("wanted", 1);
        self.dut.eval();
        (self.born, self.opened, self.spoken, self.draws_at) = (now, None, false, None);
    }

    pub fn state(&self) -> u64 {
        self.dut.get("state")
    }

    pub fn numbers(&self) -> (u64, u64) {
        (self.dut.get("own"), self.dut.get("peer"))
    }

    /// The source of numbers, which takes its time.
    fn draw(&mut self, now: u64, rng: &mut Rng) {
        let wanted = self.dut.get("draw_wanted") == 1;
        let at = *self.draws_at.get_or_insert(now + rng.below(200));
        let gives = wanted && now >= at;
        self.dut.set("drawn_valid", gives.into());
        if gives {
            // No two are alike, and so are no two of their tags.
            let number = self.gives.unwrap_or_else(|| {
                let tag = 2 * self.given.len() as u64 + 1;
                rng.below(1 << 16) << 16 | tag.wrapping_mul(0x9E37) & 0xFFFF
            });
            self.dut.set("drawn_payload", number);
            self.given.push(number);
        }
        if !wanted || gives {
            self.draws_at = None;
        }
    }

    pub fn hear(&mut self, frame: Option<Frame>) {
        self.dut.set("heard_valid", frame.is_some().into());
        if let Some(frame) = frame {
            self.dut.set("heard_is_close", frame.is_close.into());
            self.dut.set("heard_incarnation", frame.incarnation);
            self.dut.set("heard_flags_heard", frame.heard.into());
            self.dut.set("heard_flags_wants_answer", frame.wants_answer.into());
            self.dut.set("heard_flags_offer", frame.offer.into());
            self.dut.set("heard_acknowledged", frame.acknowledged);
        }
    }

    /// What it would send.
    pub fn control(&self) -> Frame {
        Frame {
            of_connection: false,
            is_close: self.dut.get("control_is_close") == 1,
            incarnation: self.dut.get("control_incarnation"),
            heard: self.dut.get("control_flags_heard") == 1,
            wants_answer: self.dut.get("control_flags_wants_answer") == 1,
            offer: self.dut.get("control_flags_offer") == 1,
            acknowledged: self.dut.get("control_peer"),
        }
    }

    /// A clock; the frame that it sends.
    fn clock(&mut self, now: u64, rng: &mut Rng) -> Option<Frame> {
        let due = self.coming.iter().position(|(at, _)| *at <= now);
        let frame = due.map(|i| self.coming.swap_remove(i).1);
        self.dut.eval();
        let connected = self.dut.get("connected") == 1;
        let (own, peer) = self.numbers();
        self.draw(now, rng);
        self.hear(frame.filter(|f| !f.of_connection));
        // As the decapsulator would have it: by the tags.
        let tag = |number: u64| number & 0xFFFF;
        let of_ours = |f: &Frame| {
            f.of_connection
                && connected
                && tag(f.incarnation) == tag(peer)
                && tag(f.acknowledged) == tag(own)
        };
        let speaks = frame.as_ref().is_some_and(of_ours);
        self.dut.set("speaks", speaks.into());
        self.dut.eval();
        let taken = self.dut.get("control_wanted") == 1 && rng.chance(0.3);
        self.dut.set("control_taken", taken.into());
        self.dut.eval();
        if speaks {
            self.spoken = true;
        }
        let sent = if taken {
            Some(self.control())
        } else if self.dut.get("confirmed") == 1 && (self.tells || rng.chance(0.05)) {
            self.tells = false;
            let of_connection = true;
            Some(Frame { of_connection, incarnation: own, acknowledged: peer, ..Frame::default() })
        } else {
            None
        };
        self.dut.tick();
        self.dut.eval();
        self.strays += self.dut.get("stray");
        self.tells |= self.dut.get("tells") == 1;
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

fn step(ends: &mut [End; 2], now: &mut u64, network: Network, fault: Fault, rng: &mut Rng) {
    for side in 0..2 {
        step_one(ends, side, *now, network, fault, rng);
    }
    *now += 1;
}

/// A clock of one end; the open or close frame that it sends.
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
    Some(frame).filter(|f| !f.of_connection)
}

/// Lives of two ends, one of which restarts each time; how often the other had a connection that it had to give up.
fn run(seed: u64, network: Network, fault: Fault, same_numbers: bool) -> Result<usize, String> {
    let mut rng = Rng::new(seed, "connections");
    let mut ends = [2 * seed, 2 * seed + 1].map(End::new);
    if same_numbers {
        ends[0].gives = Some(0x1_0001);
        ends[1].gives = Some(0x2_0002);
    }
    let mut now = 0;
    let mut outlived = 0;
    for life in 0..30 {
        // Restarted within a connection or while it is opened; not lost to the other by its timers.
        for _ in 0..rng.below(600) {
            step(&mut ends, &mut now, network, fault, &mut rng);
        }
        let gone = rng.below(2) as usize;
        let was_connected = ends[1 - gone].state() == CONNECTED && ends[1 - gone].spoken;
        outlived += usize::from(was_connected);
        ends[gone].start(now);
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
        let (one, other) = (ends[0].numbers(), ends[1].numbers());
        if one != (other.1, other.0) {
            return Err(say("each has other numbers of the connection"));
        }
        if !ends.iter().all(|e| e.spoken && e.dut.get("confirmed") == 1) {
            return Err(say("a connection is not confirmed"));
        }
        for (ours, theirs) in [(0, 1), (1, 0)] {
            let opened = ends[ours].opened.ok_or_else(|| say("no opening was seen"))?;
            if opened < ends[theirs].born {
                return Err(say("a connection outlives its peer"));
            }
        }
    }
    Ok(outlived)
}

#[test]
fn connection__peers_that_restart__are_connected_anew_to_each_other() {
    let mut outlived = 0;
    for (seed, loss, copies, delay) in
        [(1, 0.0, 0.0, 0), (2, 0.2, 0.0, 0), (3, 0.0, 0.2, 40), (4, 0.1, 0.1, 100)]
    {
        let network = Network { loss, copies, delay };
        outlived += run(seed, network, |_| (), false).unwrap_or_else(|e| panic!("{e}"));
    }
    assert!(outlived > 20, "only {outlived} connections had to be given up");
}

#[test]
fn connection__restarts__mutants_are_caught() {
    let network = Network::default();
    let mutants: [(Fault, bool, &str); 5] = [
        // An offer of another number.
        (|f| f.incarnation ^= u64::from(f.offer), false, "stay"),
        (|f| f.heard = false, false, "stay"),
        (|f| f.incarnation ^= u64::from(!f.of_connection) << 20, false, "stay"),
        (|f| f.acknowledged ^= u64::from(f.of_connection), false, "not confirmed"),
        // A restarted end takes its number of before: nobody notices.
        (|_| (), true, "outlives"),
    ];
    for (i, (fault, same_numbers, says)) in mutants.into_iter().enumerate() {
        let found = run(1, network, fault, same_numbers);
        let error = found.expect_err(says);
        assert!(error.contains(says), "mutant {i}: {error} instead of {says}");
    }
}

/// Whether copies of every open and close frame of before, coming late and in any order, leave a connection
/// alone; `fault` may change the copies, knowing what the receiver and the sender of the connection are, and the receiver's offer.
fn late_copies(seed: u64, fault: fn(&mut Frame, (u64, u64), u64)) -> Result<u64, String> {
    let mut rng = Rng::new(seed, "late");
    let mut ends = [2 * seed, 2 * seed + 1].map(End::new);
    let network = Network { loss: 0.05, copies: 0.1, delay: 20 };
    let mut sent: [Vec<Frame>; 2] = [vec![], vec![]];
    let mut now = 0;
    for life in 0..8 {
        if life > 0 {
            let gone = rng.below(2) as usize;
            if rng.chance(0.5) {
                ends[gone].start(now);
            } else {
                // Given up, which a close frame tells.
                ends[gone].dut.set("dead", 1);
                step(&mut ends, &mut now, network, |_| (), &mut rng);
                ends[gone].dut.set("dead", 0);
            }
        }
        for _ in 0..RECOVERY {
            for (side, sent) in sent.iter_mut().enumerate() {
                sent.extend(step_one(&mut ends, side, now, network, |_| (), &mut rng));
            }
            now += 1;
        }
        let opened = [ends[0].opened, ends[1].opened];
        if opened.contains(&None) || !ends.iter().all(|e| e.spoken) {
            return Err(format!("seed {seed}, life {life}: not connected"));
        }
        for _ in 0..RECOVERY {
            for (side, sent) in sent.iter_mut().enumerate() {
                // An offer made meanwhile may come late, too.
                sent.extend(step_one(&mut ends, side, now, network, |_| (), &mut rng));
                if rng.chance(0.1) && !sent.is_empty() {
                    let mut copy = sent[rng.below(sent.len() as u64) as usize];
                    let hears = &mut ends[1 - side];
                    let next = *hears.given.last().expect("a number");
                    fault(&mut copy, hears.numbers(), next);
                    hears.coming.push((now + 1 + rng.below(3), copy));
                }
            }
            now += 1;
        }
        if [ends[0].opened, ends[1].opened] != opened {
            return Err(format!("seed {seed}, life {life}: a late copy has ended a connection"));
        }
    }
    Ok(ends.iter().map(|e| e.strays).sum())
}

#[test]
fn connection__late_copies_of_any_open_or_close_frame__end_no_connection() {
    let strays = (1..=4).map(|seed| late_copies(seed, |_, _, _| ()));
    let strays: u64 = strays.map(|found| found.unwrap_or_else(|e| panic!("{e}"))).sum();
    assert!(strays > 100, "only {strays} close frames of other connections");
}

#[test]
fn connection__late_copies__mutants_are_caught() {
    type Forged = fn(&mut Frame, (u64, u64), u64);
    let mutants: [Forged; 2] = [
        // Copies that know the number offered, or those of the connection.
        |f, _, next| (f.acknowledged, f.heard) = (next, true),
        |f, (own, peer), _| (f.acknowledged, f.incarnation, f.heard) = (own, peer, true),
    ];
    for fault in mutants {
        let error = (1..=4).find_map(|seed| late_copies(seed, fault).err()).expect("not noticed");
        assert!(error.contains("late copy"), "{error}");
    }
}
