//! `connection` beside the model that is explored exhaustively (docs/model.md): the same events in any order
//! lead to the same states, numbers and frames.

use expether_model::end::{Close, Open, State};
use expether_model::{End, Mutant, Rules};
use expether_sim::model::rng::Rng;

use crate::dut::Dut;

/// Clocks after an event: all that it leads to has happened, and the answers' credits are back.
const SETTLE: u64 = 1_100;
const EVENTS: usize = 4_000;

#[derive(Clone, Copy, Debug, PartialEq)]
enum Sent {
    Open(Open),
    Close(Close),
}

/// The n-th number drawn; none has the low half or the high half of another.
fn number(n: u32) -> u32 {
    (0x4000 + n) << 16 | (n + 1)
}

struct Block {
    dut: Dut,
    drawn: u32,
}

impl Block {
    fn new(seed: u64) -> Self {
        let mut dut = Dut::new("connection");
        dut.scramble(seed);
        dut.reset();
        dut.set("settings_enable", 1);
        // The timer is not what is compared.
        dut.set("settings_open_interval", 0xFF_FFFF);
        dut.eval();
        Self { dut, drawn: 0 }
    }

    /// Time passes: what is sent. The inputs that last a clock are low from the second on.
    fn run(&mut self, clocks: u64) -> Vec<Sent> {
        let mut sent = vec![];
        for _ in 0..clocks {
            self.dut.eval();
            let draws = self.dut.get("draw_wanted") == 1;
            self.dut.set("drawn_valid", draws.into());
            self.dut.set("drawn_payload", number(self.drawn).into());
            self.drawn += u32::from(draws);
            self.dut.eval();
            let taken = self.dut.get("control_wanted") == 1;
            self.dut.set("control_taken", taken.into());
            self.dut.eval();
            if taken {
                sent.push(self.frame());
            }
            self.dut.tick();
            for strobe in ["heard_valid", "speaks", "dead"] {
                self.dut.set(strobe, 0);
            }
            self.dut.eval();
        }
        sent
    }

    fn frame(&self) -> Sent {
        let get = |port: &str| self.dut.get(&format!("control_{port}")) as u32;
        let (sender, peer) = (get("incarnation"), get("peer"));
        if get("is_close") == 1 {
            return Sent::Close(Close { sender, receiver: peer });
        }
        Sent::Open(Open {
            sender,
            receiver: (get("flags_heard") == 1).then_some(peer),
            wants_answer: get("flags_wants_answer") == 1,
            offer: get("flags_offer") == 1,
        })
    }

    fn hear(&mut self, is_close: bool, frame: Open) {
        self.dut.set("heard_valid", 1);
        self.dut.set("heard_is_close", is_close.into());
        self.dut.set("heard_incarnation", frame.sender.into());
        self.dut.set("heard_flags_heard", frame.receiver.is_some().into());
        self.dut.set("heard_flags_wants_answer", frame.wants_answer.into());
        self.dut.set("heard_flags_offer", frame.offer.into());
        self.dut.set("heard_acknowledged", frame.receiver.unwrap_or(0).into());
        self.dut.eval();
    }
}

/// One of these numbers, or nearly one.
fn pick(rng: &mut Rng, of: &[u32]) -> u32 {
    let number = of[rng.below(of.len() as u64) as usize];
    match rng.below(8) {
        0 => number ^ 1 << rng.below(32),
        _ => number,
    }
}

/// The model as its driver has it: what it sends after an event, until nothing more happens by itself.
fn settle(end: &mut End, wanted: bool, rules: Rules, draw: &mut dyn FnMut() -> u32) -> Vec<Sent> {
    let mut sent = vec![];
    loop {
        if end.state == State::Ending {
            end.on_ended();
        }
        if end.state != State::NoPeer || !wanted {
            return sent;
        }
        sent.extend(end.on_wanted(rules, draw).open.map(Sent::Open));
    }
}

/// The first difference between the block and a model with these rules.
fn walk(seed: u64, rules: Rules) -> Result<[usize; 12], String> {
    let mut rng = Rng::new(seed, "connection model");
    let mut block = Block::new(seed);
    let mut drawn = 0;
    let mut draw = || {
        drawn += 1;
        number(drawn - 1)
    };
    let mut end = End::new(draw());
    block.run(4);
    let mut wanted = false;
    let mut rows = [0; 12];
    // Of the peer's incarnations a few are known; a new one comes now and then.
    let mut peers = [0xA000_0001u32, 0xA000_0002, 0xA000_0003];
    for event in 0..EVENTS {
        if rng.chance(0.02) {
            peers.rotate_left(1);
            peers[2] = 0xA000_0000 | rng.bits() as u32 & 0xFFF_FFFF;
        }
        let known: Vec<u32> =
            [Some(end.next), end.own, end.peer].into_iter().flatten().chain(peers).collect();
        let theirs: Vec<u32> = end.peer.into_iter().chain(peers).collect();
        let frame = Open {
            sender: pick(&mut rng, &theirs),
            receiver: rng.chance(0.8).then(|| pick(&mut rng, &known[..3.min(known.len())])),
            wants_answer: rng.chance(0.6),
            offer: rng.chance(0.3),
        };
        let what;
        let mut sent = vec![];
        let output = match rng.below(20) {
            0 => {
                wanted = !wanted;
                block.dut.set("wanted", wanted.into());
                what = format!("wanted: {wanted}");
                if wanted {
                    Default::default()
                } else {
                    end.on_unwanted()
                }
            }
            1 => {
                block.dut.set("dead", 1);
                what = "dead".to_owned();
                end.on_dead()
            }
            2 | 3 => {
                let (own, peer) = (end.own.unwrap_or(end.next), end.peer.unwrap_or(peers[0]));
                let right = rng.chance(0.1);
                let close = Close {
                    sender: if right { peer } else { frame.sender },
                    receiver: if right { own } else { frame.receiver.unwrap_or(end.next) },
                };
                let (sender, receiver) = (close.sender, Some(close.receiver));
                block.hear(true, Open { sender, receiver, ..frame });
                what = format!("{close:x?}");
                end.on_close(close, rules)
            }
            4 => {
                let taken = end.on_tags(true, true, rules);
                block.dut.set("speaks", taken.into());
                what = "a frame of the connection".to_owned();
                Default::default()
            }
            _ => {
                block.hear(false, frame);
                what = format!("{frame:x?}");
                end.on_open(frame, rules, &mut draw)
            }
        };
        if let Some(row) = output.row {
            rows[row as usize] += 1;
        }
        sent.extend(output.close.map(Sent::Close));
        sent.extend(output.open.map(Sent::Open));
        sent.extend(settle(&mut end, wanted, rules, &mut draw));
        let found = block.run(SETTLE);
        let say =
            |difference: String| Err(format!("seed {seed}, event {event}, {what}: {difference}"));
        if found != sent {
            return say(format!("sent {found:x?} instead of {sent:x?}"));
        }
        let state = block.dut.get("state");
        if state != end.state as u64 {
            return say(format!("state {state} instead of {:?}", end.state));
        }
        if end.state == State::Connected {
            let numbers = [block.dut.get("own"), block.dut.get("peer")];
            let right = [end.own, end.peer].map(|n| n.map_or(0, u64::from));
            if numbers != right {
                return say(format!("numbers {numbers:x?} instead of {right:x?}"));
            }
            if (block.dut.get("confirmed") == 1) != end.confirmed {
                return say(format!("confirmed should be {}", end.confirmed));
            }
        }
    }
    Ok(rows)
}

#[test]
fn connection__any_events__go_as_in_the_model() {
    for seed in 1..=3 {
        let rows = walk(seed, Rules::protocol()).unwrap_or_else(|e| panic!("{e}"));
        assert!(rows[..11].iter().all(|n| *n > 5), "seed {seed}: {rows:?}");
    }
}

#[test]
fn connection__any_events__mutants_of_the_model_are_noticed() {
    for mutant in [
        Mutant::OwnNotRenewed,
        Mutant::ConnectsWithoutOwn,
        Mutant::ConfirmedWhenConnecting,
        Mutant::ConfirmedByAnyOpen,
        Mutant::EndsOnAnyOpen,
        Mutant::EndsOnNewOpen,
        Mutant::OfferEnds,
        Mutant::OffersAlwaysAnswered,
        Mutant::OffersOwn,
        Mutant::CloseByReceiverOnly,
    ] {
        assert!(walk(1, Rules::with(mutant)).is_err(), "{mutant:?}");
    }
}
