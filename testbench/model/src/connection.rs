//! Two ends and the network between them.
//!
//! **The network forgets nothing.** Whatever an end can send in its present state counts as sent at
//! once, and whatever was sent can arrive at any time, any number of times, in any order, or never.
//! So loss, doubling, reordering and delay without bound are all runs of this model, and no limit of
//! frames in flight is needed. Sending early is no loss of runs: sending changes no end.
//!
//! Numbers of an end count from 1, so that no number comes again; [`Bounds::tags`] lets tags come
//! again after a reset. A data frame of several TLPs is several of one TLP that arrive one after the
//! other; its acknowledgement is an ack frame that arrives with it.

use crate::checker::{Model, Step};
use crate::end::{Close, End, Open, Output, Row, State};
use crate::mutant::{Mutant, Rules};
use crate::properties::Property;

const CONNECTIONS: usize = 6;
/// Numbers are 1 to 7, so that a pair of them is 6 bits.
pub const NUMBERS: u8 = 7;

/// How far the exploration goes.
#[derive(Clone, Copy, Debug)]
pub struct Bounds {
    /// Numbers that each end draws, those offered and not used included.
    pub numbers: [u8; 2],
    /// Resets of each end.
    pub resets: [u8; 2],
    /// TLPs of each end in each connection.
    pub tlps: u8,
    /// Of how many tags a number draws one that this life of the end has not had; 0: each number
    /// has its own.
    pub tags: u8,
    /// Frames that can no longer matter are forgotten, see `Connection::reduced`. Of meaning only
    /// with the rules of the protocol and with numbers that do not come again.
    pub reduce: bool,
}

impl Bounds {
    fn symmetric(&self) -> bool {
        self.numbers[0] == self.numbers[1] && self.resets[0] == self.resets[1]
    }
}

/// What an end knows, with counters of the check itself.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
struct Local {
    state: u8,
    confirmed: bool,
    own: u8,
    next: u8,
    peer: u8,
    /// TLPs acknowledged.
    freed: u8,
    /// The TLP expected.
    expected: u8,
    /// Which of its connections this is, from 1.
    serial: u8,
    /// Which of the sender's connections the TLPs came from, from 1.
    bound: u8,
    drawn: u8,
    resets: u8,
    /// Tags of this life, a bit each.
    life: u8,
}

/// A connection of an end: what names its data and ack frames.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
struct Record {
    own: u8,
    peer: u8,
    /// Frames were sent: TLPs all, acknowledgements from 0 to `told`.
    sent: bool,
    told: u8,
    /// TLPs that the other end has delivered.
    delivered: u8,
}

/// Everything that an end has sent in its lives.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
struct Sent {
    /// Open frames by kind (w; neither; offer), a bit for each S and R.
    opens: [u64; 3],
    closes: u64,
    connections: [Record; CONNECTIONS],
}

/// A state of the whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct World {
    local: [Local; 2],
    sent: [Sent; 2],
    /// The tag of each number, 3 bits each.
    tags: [u32; 2],
}

/// What happens.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// Software, a timer or a reset at an end.
    Local(usize, &'static str),
    /// An open frame arrives at an end.
    Open(usize, Open),
    /// A close frame.
    Close(usize, Close),
    /// A TLP: of which connection of its sender, its number.
    Data(usize, u8, u8),
    /// An acknowledgement.
    Ack(usize, u8, u8),
}

const ENDS: [&str; 2] = ["A", "B"];

impl std::fmt::Debug for Action {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match *self {
            Action::Local(x, what) => write!(f, "{}: {what}", ENDS[x]),
            Action::Open(x, open) => {
                write!(f, "{} hears open S={}", ENDS[x], named(1 - x, open.sender as u8))?;
                if let Some(receiver) = open.receiver {
                    write!(f, " R={}", named(x, receiver as u8))?;
                }
                let flags = [(open.wants_answer, " w"), (open.offer, " o")];
                flags.iter().filter(|flag| flag.0).try_for_each(|flag| write!(f, "{}", flag.1))
            }
            Action::Close(x, close) => {
                let sender = named(1 - x, close.sender as u8);
                let receiver = named(x, close.receiver as u8);
                write!(f, "{} hears close S={sender} R={receiver}", ENDS[x])
            }
            Action::Data(x, serial, number) => {
                write!(f, "{} hears TLP {number} of the sender's connection {serial}", ENDS[x])
            }
            Action::Ack(x, serial, number) => {
                write!(f, "{} hears ack {number} of the sender's connection {serial}", ENDS[x])
            }
        }
    }
}

fn named(end: usize, number: u8) -> String {
    format!("{}{number}", ["a", "b"][end])
}

/// The two ends with bounds and, perhaps, a mutant.
#[derive(Clone, Copy, Debug)]
pub struct Connection {
    /// How far it goes.
    pub bounds: Bounds,
    /// What is changed.
    pub rules: Rules,
}

impl Connection {
    fn end(&self, local: &Local) -> End {
        let number = |value: u8| (value != 0).then_some(u32::from(value));
        End {
            state: [State::NoPeer, State::Opening, State::Connected, State::Ending]
                [usize::from(local.state)],
            confirmed: local.confirmed,
            own: number(local.own),
            next: u32::from(local.next),
            peer: number(local.peer),
        }
    }

    fn draws_again(&self) -> bool {
        self.rules.broken(Mutant::NumbersAgainBoth) || self.rules.broken(Mutant::NumbersAgainOne)
    }

    /// Lets an end step, writes what it sends and every continuation by the tag that is drawn.
    fn apply(
        &self,
        world: &World,
        x: usize,
        action: Action,
        step: &mut dyn FnMut(&mut End, &mut dyn FnMut() -> u32) -> Output,
        steps: &mut Vec<Step<Self>>,
    ) {
        let mut after = *world;
        let before = self.end(&world.local[x]);
        let mut end = before;
        let mut drawn = world.local[x].drawn;
        let output = step(&mut end, &mut || {
            drawn += 1;
            u32::from(drawn)
        });
        if drawn > self.bounds.numbers[x] {
            return; // beyond the bound
        }
        let mut breaks = None;
        let ends = [before, self.end(&world.local[1 - x])];
        let heard = matches!(action, Action::Open(..) | Action::Close(..));
        if output.ends && heard && ends[0].is_connected_with(&ends[1]) {
            breaks = Some(Property::NoLateEnd);
        }
        let local = &mut after.local[x];
        let drew = drawn != local.drawn;
        local.drawn = drawn;
        if output.ends || output.connects {
            (local.freed, local.expected, local.serial, local.bound) = (0, 0, 0, 0);
        }
        store(local, &end, self.rules.broken(Mutant::OwnNotRenewed));
        if output.connects {
            let records = &mut after.sent[x].connections;
            let Some(free) = records.iter().position(|record| record.own == 0) else {
                return; // beyond the bound
            };
            if records.iter().any(|record| record.own == local.own) && !self.draws_again() {
                breaks = breaks.or(Some(Property::OneConnectionANumber));
            }
            records[free] = Record { own: local.own, peer: local.peer, ..Record::default() };
            local.serial = free as u8 + 1;
        }
        for open in [output.open, end.on_timer().open].into_iter().flatten() {
            let kind = if open.offer { 2 } else { usize::from(!open.wants_answer) };
            let receiver = open.receiver.unwrap_or(0);
            after.sent[x].opens[kind] |= 1 << (open.sender * 8 + receiver);
        }
        if let Some(close) = output.close {
            after.sent[x].closes |= 1 << (close.sender * 8 + close.receiver);
        }
        self.send_data(&mut after, x);
        breaks = breaks.or_else(|| self.false_peace(&after));
        if after == *world && breaks.is_none() {
            return;
        }
        if drew && self.bounds.tags != 0 {
            self.draw_tags(&after, x, action, breaks, steps);
        } else {
            steps.push(Step { action, after, breaks });
        }
    }

    /// Every tag that the number just drawn may have.
    fn draw_tags(
        &self,
        world: &World,
        x: usize,
        action: Action,
        breaks: Option<Property>,
        steps: &mut Vec<Step<Self>>,
    ) {
        let again = self.rules.broken(Mutant::TagsAgainInALife);
        let local_is_first_life = world.local[x].resets == 0;
        for tag in 0..self.bounds.tags {
            let mut after = *world;
            let local = &mut after.local[x];
            if local.life & 1 << tag != 0 && !again {
                continue;
            }
            local.life |= 1 << tag;
            after.tags[x] |= u32::from(tag) << (3 * local.drawn);
            steps.push(Step { action, after, breaks });
            if local_is_first_life && !again {
                break; // other tags only have other names
            }
        }
    }

    /// What may be sent in a connection counts as sent.
    fn send_data(&self, world: &mut World, x: usize) {
        let local = world.local[x];
        if self.end(&local).may_send(self.rules) {
            let record = &mut world.sent[x].connections[usize::from(local.serial) - 1];
            record.sent = true;
            record.told = record.told.max(local.expected);
        }
    }

    fn false_peace(&self, world: &World) -> Option<Property> {
        let [a, b] = [self.end(&world.local[0]), self.end(&world.local[1])];
        let peace = [a, b].iter().all(|end| end.state == State::Connected && end.confirmed);
        let tags = |x: usize, y: usize| {
            let (own, peer) = (world.local[x].own, world.local[y].peer);
            self.tag(world, x, own) == self.tag(world, x, peer)
        };
        (peace && !(tags(0, 1) && tags(1, 0))).then_some(Property::NoFalsePeace)
    }

    fn tag(&self, world: &World, end: usize, number: u8) -> u8 {
        match self.bounds.tags {
            0 => number,
            _ => (world.tags[end] >> (3 * number) & 7) as u8,
        }
    }

    fn local_steps(&self, world: &World, x: usize, steps: &mut Vec<Step<Self>>) {
        let rules = self.rules;
        let mut act = |what, step: &mut dyn FnMut(&mut End, &mut dyn FnMut() -> u32) -> Output| {
            self.apply(world, x, Action::Local(x, what), step, steps);
        };
        match self.end(&world.local[x]).state {
            State::NoPeer => act("wanted", &mut |end, draw| end.on_wanted(rules, draw)),
            State::Opening => act("not wanted", &mut |end, _| end.on_unwanted()),
            State::Connected => act("dead, closed or changed", &mut |end, _| end.on_dead()),
            State::Ending => act("close sent", &mut |end, _| {
                end.on_ended();
                Output::default()
            }),
        }
        let local = &world.local[x];
        if local.resets == self.bounds.resets[x] {
            return;
        }
        let mut reset = *world;
        let again = self.rules.broken(Mutant::NumbersAgainBoth)
            || (self.rules.broken(Mutant::NumbersAgainOne) && x == 1);
        let drawn = if again { 0 } else { local.drawn };
        reset.local[x] = Local {
            own: if self.rules.broken(Mutant::OwnNotRenewed) { local.own } else { 0 },
            drawn,
            next: drawn,
            resets: local.resets + 1,
            ..Local::default()
        };
        self.apply(
            &reset,
            x,
            Action::Local(x, "reset"),
            &mut |end, draw| {
                end.next = draw();
                Output::default()
            },
            steps,
        );
    }

    fn frames(&self, world: &World, x: usize, steps: &mut Vec<Step<Self>>) {
        let rules = self.rules;
        let sent = &world.sent[1 - x];
        for (kind, frames) in sent.opens.into_iter().enumerate() {
            for (sender, receiver) in bits(frames) {
                let open = open_frame(kind, sender, receiver);
                let hear = &mut |end: &mut End, draw: &mut dyn FnMut() -> u32| {
                    end.on_open(open, rules, draw)
                };
                self.apply(world, x, Action::Open(x, open), hear, steps);
            }
        }
        for (sender, receiver) in bits(sent.closes) {
            let close = Close { sender, receiver };
            let hear = &mut |end: &mut End, _: &mut dyn FnMut() -> u32| end.on_close(close, rules);
            self.apply(world, x, Action::Close(x, close), hear, steps);
        }
    }

    /// Whether the tags of the sender's connection are those of ours: the receiver's, the sender's.
    fn tags_match(&self, world: &World, x: usize, record: &Record) -> (bool, bool) {
        let local = &world.local[x];
        let receiver = self.tag(world, x, local.own) == self.tag(world, x, record.peer);
        let sender = self.tag(world, 1 - x, local.peer) == self.tag(world, 1 - x, record.own);
        (receiver, sender)
    }

    fn data(&self, world: &World, x: usize, serial: usize, steps: &mut Vec<Step<Self>>) {
        let record = world.sent[1 - x].connections[serial];
        let (receiver, sender) = self.tags_match(world, x, &record);
        let any = self.rules.broken(Mutant::SequenceOnly);
        let mut end = self.end(&world.local[x]);
        if !end.on_tags(receiver || any, sender || any, self.rules) {
            return;
        }
        let serial_from_1 = serial as u8 + 1;
        for number in 0..self.bounds.tlps {
            let mut after = *world;
            let expected = world.local[x].expected;
            let gap = number > expected && self.rules.broken(Mutant::GapAccepted);
            let again = number < expected && self.rules.broken(Mutant::DuplicateAccepted);
            let mut breaks = None;
            store(&mut after.local[x], &end, true);
            if number == expected || gap || again {
                let local = &mut after.local[x];
                let other = &world.local[1 - x];
                let sender = self.end(other);
                // If tags come again, two ends may be connected by tags alone: see docs/model.md.
                let pair = (record.own, record.peer) != (local.peer, local.own);
                let wrong_pair = pair && self.bounds.tags == 0;
                let wrong_bound = local.bound != 0 && local.bound != serial_from_1;
                let wrong_sender = end.is_connected_with(&sender) && other.serial != serial_from_1;
                if number < record.delivered {
                    breaks = Some(Property::DeliveredOnce);
                } else if wrong_pair || wrong_bound || wrong_sender {
                    breaks = Some(Property::SameConnection);
                } else if number != record.delivered || number != expected {
                    breaks = Some(Property::InOrder);
                }
                local.bound = serial_from_1;
                local.expected = expected.max(number + 1);
                let delivered = &mut after.sent[1 - x].connections[serial].delivered;
                *delivered = (*delivered).max(number + 1);
            }
            self.send_data(&mut after, x);
            breaks = breaks.or_else(|| self.false_peace(&after));
            if after != *world || breaks.is_some() {
                steps.push(Step { action: Action::Data(x, serial_from_1, number), after, breaks });
            }
        }
    }

    fn acks(&self, world: &World, x: usize, serial: usize, steps: &mut Vec<Step<Self>>) {
        let record = world.sent[1 - x].connections[serial];
        let (receiver, sender) = self.tags_match(world, x, &record);
        let any = self.rules.broken(Mutant::AckOfAnyConnection);
        let mut end = self.end(&world.local[x]);
        if !end.on_tags(receiver || any, sender || any, self.rules) {
            return;
        }
        for number in 0..=record.told {
            let mut after = *world;
            let local = &mut after.local[x];
            let mut breaks = None;
            store(local, &end, true);
            if number > local.freed {
                local.freed = number;
                let own = world.sent[x].connections[usize::from(local.serial) - 1];
                if own.delivered < number {
                    breaks = Some(Property::FreedWasDelivered);
                }
            }
            self.send_data(&mut after, x);
            breaks = breaks.or_else(|| self.false_peace(&after));
            if after != *world || breaks.is_some() {
                let action = Action::Ack(x, serial as u8 + 1, number);
                steps.push(Step { action, after, breaks });
            }
        }
    }

    /// The state without what cannot matter any more:
    ///
    /// - The peer's number that an opening end has heard: the open frame that it sends with it is
    ///   sent already.
    /// - R of a frame whose number its receiver has done with: it is never `own` or `next` again, so
    ///   the frame does what one without R does; an offer, less.
    /// - A frame that does less than another one which is there.
    /// - Close frames, and connections, of which the receiver has done with its number.
    fn reduced(&self, mut world: World) -> World {
        for x in 0..2 {
            if self.end(&world.local[x]).state == State::Opening {
                world.local[x].peer = 0;
            }
        }
        for x in 0..2 {
            let receiver = world.local[1 - x];
            let done = |number: u32| {
                number < u32::from(receiver.next) && number != u32::from(receiver.own)
            };
            let current = world.local[x].serial;
            let sent = &mut world.sent[x];
            for frames in &mut sent.opens {
                for (sender, number) in bits(*frames) {
                    if number != 0 && done(number) {
                        *frames &= !(1 << (sender * 8 + number));
                        *frames |= 1 << (sender * 8);
                    }
                }
            }
            let without_receiver = 0x0101_0101_0101_0101;
            let more = sent.opens[0] & without_receiver;
            sent.opens[1] &= !more;
            sent.opens[2] &= !more;
            for (sender, number) in bits(sent.closes) {
                if done(number) {
                    sent.closes &= !(1 << (sender * 8 + number));
                }
            }
            for (place, record) in sent.connections.iter_mut().enumerate() {
                let present = usize::from(current) == place + 1;
                // If tags come again, frames of an old connection may be taken.
                let silent = !record.sent || self.bounds.tags == 0;
                if !present && silent && done(u32::from(record.peer)) {
                    *record = Record::default();
                }
            }
        }
        self.forget_tags(&mut world);
        world
    }

    /// Tags of numbers that nothing names any more.
    fn forget_tags(&self, world: &mut World) {
        for x in 0..2 {
            let (local, other) = (world.local[x], world.local[1 - x]);
            for number in 1..=NUMBERS {
                let mine = world.sent[x].connections.iter().any(|record| record.own == number);
                let theirs = world.sent[1 - x].connections.iter().any(|r| r.peer == number);
                let row = 0xff << (8 * number);
                let flies = world.sent[x].opens.iter().any(|frames| frames & row != 0);
                let named = flies || [local.own, local.next, other.peer].contains(&number);
                if !mine && !theirs && !named && number < local.next {
                    world.tags[x] &= !(7 << (3 * number));
                }
            }
        }
    }

    /// The two ends of a state.
    pub fn ends(&self, world: &World) -> [End; 2] {
        [self.end(&world.local[0]), self.end(&world.local[1])]
    }

    /// The rows of docs/protocol.md that frames take in this state, those that change nothing too.
    pub fn rows(&self, world: &World) -> Vec<Row> {
        let mut draw = || u32::from(NUMBERS) + 1;
        let mut rows = Vec::new();
        for x in 0..2 {
            let end = self.end(&world.local[x]);
            for (kind, frames) in world.sent[1 - x].opens.into_iter().enumerate() {
                for (sender, receiver) in bits(frames) {
                    let open = open_frame(kind, sender, receiver);
                    rows.extend(end.clone().on_open(open, self.rules, &mut draw).row);
                }
            }
            for (sender, receiver) in bits(world.sent[1 - x].closes) {
                let close = Close { sender, receiver };
                rows.extend(end.clone().on_close(close, self.rules).row);
            }
            for record in &world.sent[1 - x].connections {
                let (receiver, sender) = self.tags_match(world, x, record);
                let taken = end.clone().on_tags(receiver, sender, self.rules);
                rows.extend((taken && record.sent).then_some(Row::Taken));
            }
        }
        rows
    }
}

impl Model for Connection {
    type State = World;
    type Action = Action;

    fn initial(&self) -> World {
        let local = Local { next: 1, drawn: 1, life: 1, ..Local::default() };
        World { local: [local; 2], sent: [Sent::default(); 2], tags: [0; 2] }
    }

    fn steps(&self, world: &World, steps: &mut Vec<Step<Self>>) {
        for x in 0..2 {
            self.local_steps(world, x, steps);
            self.frames(world, x, steps);
            if self.end(&world.local[x]).state != State::Connected {
                continue;
            }
            for serial in 0..CONNECTIONS {
                if world.sent[1 - x].connections[serial].sent {
                    self.data(world, x, serial, steps);
                    self.acks(world, x, serial, steps);
                }
            }
        }
    }

    /// The ends have the same rules: if they have the same bounds, a state stands for its mirror.
    fn canonical(&self, world: World) -> World {
        let world = if self.bounds.reduce { self.reduced(world) } else { world };
        if !self.bounds.symmetric() {
            return world;
        }
        let World { local: [a, b], sent: [to_b, to_a], tags: [of_a, of_b] } = world;
        world.min(World { local: [b, a], sent: [to_a, to_b], tags: [of_b, of_a] })
    }

    fn describe(&self, world: &World) -> String {
        let end = |x: usize| {
            let local = &world.local[x];
            let end = self.end(local);
            let number = |of: usize, value: u8| match (value, self.bounds.tags) {
                (0, _) => "-".to_string(),
                (_, 0) => named(of, value),
                _ => format!("{}(tag {})", named(of, value), self.tag(world, of, value)),
            };
            let confirmed = if local.confirmed { " confirmed" } else { "" };
            format!(
                "{} {:?}{confirmed} own {} next {} peer {}",
                ENDS[x],
                end.state,
                number(x, local.own),
                number(x, local.next),
                number(1 - x, local.peer)
            )
        };
        format!("{}; {}", end(0), end(1))
    }
}

/// Writes an end back. Without a peer `own` is of no meaning and is forgotten, unless `keep`.
fn store(local: &mut Local, end: &End, keep: bool) {
    let number = |value: Option<u32>| value.unwrap_or(0) as u8;
    local.state = end.state as u8;
    local.confirmed = end.confirmed;
    local.next = end.next as u8;
    local.own = number(end.own);
    local.peer = number(end.peer);
    if end.state == State::NoPeer && !keep {
        local.own = 0;
    }
    if end.state == State::Ending {
        // The close frame is sent already.
        local.peer = 0;
        if !keep {
            local.own = 0;
        }
    }
}

/// S and R of the frames in a set.
fn bits(mut set: u64) -> impl Iterator<Item = (u32, u32)> {
    std::iter::from_fn(move || {
        (set != 0).then(|| {
            let bit = set.trailing_zeros();
            set &= set - 1;
            (bit / 8, bit % 8)
        })
    })
}

/// The open frame that a bit stands for.
fn open_frame(kind: usize, sender: u32, receiver: u32) -> Open {
    Open {
        sender,
        receiver: (receiver != 0).then_some(receiver),
        wants_answer: kind != 1,
        offer: kind == 2,
    }
}
