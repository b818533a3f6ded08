//! One end of a connection: the tables of docs/protocol.md as a pure step function.
//!
//! [`End`] has no clock and no queue. Whoever drives it says what happened (a frame was heard, a
//! timer expired, software changed its mind) and is told what to send. The checker drives two of
//! them; a test of the RTL may drive one beside the block, with the same inputs.
//!
//! Numbers are drawn by the driver: `draw` is called once whenever `own` takes the value of `next`.
//!
//! What is left to the driver: intervals and limits of frames; sizes of open frames; what waits for
//! the peer. An answer or offer that is due and not yet sent is forgotten when the connection ends.

use crate::mutant::{Mutant, Rules};

/// What an end is doing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum State {
    /// Nothing is sent, nothing is heard.
    NoPeer,
    /// Open frames are sent until one comes that names `own`.
    Opening,
    /// The peer's number is known and stays.
    Connected,
    /// One close frame is still to be sent.
    Ending,
}

/// An open frame, without its sizes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Open {
    /// S: the sender's incarnation; of an offer, the one that it will take next.
    pub sender: u32,
    /// R: the receiver's incarnation as the sender has heard it; without flag ACK, none.
    pub receiver: Option<u32>,
    /// w: an answer is wanted.
    pub wants_answer: bool,
    /// o: the sender is still connected to another incarnation of the receiver.
    pub offer: bool,
}

/// A close frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Close {
    /// S: the sender's incarnation.
    pub sender: u32,
    /// R: the receiver's.
    pub receiver: u32,
}

/// The row of the tables that a step took. [`Row::ALL`] lists them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Row {
    /// Open frame while opening, R = `own`, from a connected end.
    Connects,
    /// Open frame while opening, R = `own`, w.
    ConnectsUnconfirmed,
    /// Open frame while opening, any other.
    Heard,
    /// Open frame while connected, S = `peer`, R = `own`, without w.
    Confirmed,
    /// Open frame while connected, S = `peer`, any other.
    SamePeer,
    /// Open frame while connected, R = `next`.
    StartedOver,
    /// Offer while connected to an incarnation that is gone.
    OldOffer,
    /// Open frame while connected, any other.
    Offers,
    /// Open frame without a peer or while ending.
    OpenIgnored,
    /// Close frame of the present connection.
    Closed,
    /// Any other close frame.
    CloseIgnored,
    /// Data or ack frame of the present connection.
    Taken,
}

impl Row {
    /// All rows, with how docs/model.md names them.
    pub const ALL: [(Row, &'static str); 12] = [
        (Row::Connects, "open frame; opening, R = `own`, not w: connected, confirmed"),
        (Row::ConnectsUnconfirmed, "open frame; opening, R = `own`, w: connected, unconfirmed"),
        (Row::Heard, "open frame; opening, else: the peer's number is heard"),
        (Row::Confirmed, "open frame; connected, S = `peer`, R = `own`, not w: confirmed"),
        (Row::SamePeer, "open frame; connected, S = `peer`, else"),
        (Row::StartedOver, "open frame; connected, R = `next`: ends and opens anew"),
        (Row::OldOffer, "open frame; connected, o and R ≠ `own`: nothing"),
        (Row::Offers, "open frame; connected, else: an offer"),
        (Row::OpenIgnored, "open frame; no peer or ending: nothing"),
        (Row::Closed, "close frame of the present connection: ends"),
        (Row::CloseIgnored, "any other close frame: nothing"),
        (Row::Taken, "data or ack frame with both tags: taken"),
    ];
}

/// What a step asks of its driver.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Output {
    /// An open frame to send: at once, or, as an answer or offer, within the limits of those.
    pub open: Option<Open>,
    /// A close frame to send.
    pub close: Option<Close>,
    /// A connection has begun: counters and sequence numbers start at 0.
    pub connects: bool,
    /// A connection has ended: what waits for the peer is forgotten.
    pub ends: bool,
    /// The row taken, if a frame was heard.
    pub row: Option<Row>,
}

/// One end, for one peer.
///
/// ```
/// use expether_model::end::{Open, State};
/// use expether_model::{End, Rules};
///
/// let rules = Rules::protocol();
/// let mut numbers = [0x1234_0002, 0x1234_0003].into_iter();
/// let mut draw = || numbers.next().expect("enough numbers");
/// let mut end = End::new(0x1234_0001);
///
/// let asked = end.on_wanted(rules, &mut draw).open.expect("an open frame at once");
/// assert_eq!((asked.sender, asked.receiver), (0x1234_0001, None));
///
/// let answer =
///     Open { sender: 7, receiver: Some(0x1234_0001), wants_answer: false, offer: false };
/// assert!(end.on_open(answer, rules, &mut draw).connects);
/// assert_eq!((end.state, end.peer), (State::Connected, Some(7)));
/// assert!(end.may_send(rules)); // only a connected end sends an open frame without w
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct End {
    /// What it is doing.
    pub state: State,
    /// The peer is known to be connected to us; of meaning while connected.
    pub confirmed: bool,
    /// The present number, or the last one; none before the first opening.
    pub own: Option<u32>,
    /// The number that the next opening takes.
    pub next: u32,
    /// The peer's number, if it was heard.
    pub peer: Option<u32>,
}

impl End {
    /// An end after reset, with the first number drawn.
    pub fn new(next: u32) -> End {
        End { state: State::NoPeer, confirmed: false, own: None, next, peer: None }
    }

    /// Whether data and ack frames are sent.
    pub fn may_send(&self, rules: Rules) -> bool {
        let known = self.confirmed || rules.broken(Mutant::DataWhileUnconfirmed);
        self.state == State::Connected && known
    }

    /// Whether it is connected to `other`, and `other` to it.
    pub fn is_connected_with(&self, other: &End) -> bool {
        let connected = self.state == State::Connected && other.state == State::Connected;
        connected && self.own == other.peer && other.own == self.peer
    }

    /// The entry is wanted: from *no peer* to *opening*.
    pub fn on_wanted(&mut self, rules: Rules, draw: &mut dyn FnMut() -> u32) -> Output {
        if self.state != State::NoPeer {
            return Output::default();
        }
        self.start(None, rules, draw)
    }

    /// The entry is no longer wanted, or software changes what the connection means.
    pub fn on_unwanted(&mut self) -> Output {
        match self.state {
            State::Opening => {
                self.state = State::NoPeer;
                self.peer = None;
                Output::default()
            }
            State::Connected => self.end(),
            State::NoPeer | State::Ending => Output::default(),
        }
    }

    /// `DEAD_TIME` or `BUSY_TIME` is over, or the peer is lost.
    pub fn on_dead(&mut self) -> Output {
        if self.state == State::Connected {
            self.end()
        } else {
            Output::default()
        }
    }

    /// The close frame is sent, or was not within its time: from *ending* to *no peer*.
    pub fn on_ended(&mut self) {
        if self.state == State::Ending {
            self.state = State::NoPeer;
            self.peer = None;
        }
    }

    /// `OPEN_INTERVAL` is over.
    pub fn on_timer(&self) -> Output {
        let unconfirmed = self.state == State::Connected && !self.confirmed;
        if self.state != State::Opening && !unconfirmed {
            return Output::default();
        }
        Output { open: self.own.map(|own| self.open(own, true)), ..Output::default() }
    }

    /// An open frame of this peer is heard.
    pub fn on_open(&mut self, frame: Open, rules: Rules, draw: &mut dyn FnMut() -> u32) -> Output {
        let of_own = frame.receiver.is_some() && frame.receiver == self.own;
        match self.state {
            State::Opening => self.open_while_opening(frame, of_own, rules),
            State::Connected => self.open_while_connected(frame, of_own, rules, draw),
            State::NoPeer | State::Ending => row(Row::OpenIgnored),
        }
    }

    /// A close frame of this peer is heard.
    pub fn on_close(&mut self, frame: Close, rules: Rules) -> Output {
        let of_own = self.own == Some(frame.receiver);
        let of_peer = self.peer == Some(frame.sender) || rules.broken(Mutant::CloseByReceiverOnly);
        if self.state == State::Connected && of_own && of_peer {
            Output { row: Some(Row::Closed), ..self.end() }
        } else {
            row(Row::CloseIgnored)
        }
    }

    /// A data or ack frame is heard; says whether it is taken. `receiver` and `sender` say whether
    /// its tags are those of `own` and `peer`.
    pub fn on_tags(&mut self, receiver: bool, sender: bool, rules: Rules) -> bool {
        let receiver = receiver || rules.broken(Mutant::SenderTagOnly);
        let sender = sender || rules.broken(Mutant::ReceiverTagOnly);
        if self.state != State::Connected || !receiver || !sender {
            return false;
        }
        self.confirmed = true;
        true
    }

    fn open_while_opening(&mut self, frame: Open, of_own: bool, rules: Rules) -> Output {
        self.peer = Some(frame.sender);
        let connects = of_own || rules.broken(Mutant::ConnectsWithoutOwn);
        if connects {
            self.state = State::Connected;
            self.confirmed = !frame.wants_answer || rules.broken(Mutant::ConfirmedWhenConnecting);
        }
        let row = match (connects, frame.wants_answer) {
            (true, false) => Row::Connects,
            (true, true) => Row::ConnectsUnconfirmed,
            (false, _) => Row::Heard,
        };
        Output { open: self.answer(frame, rules), connects, row: Some(row), ..Output::default() }
    }

    fn open_while_connected(
        &mut self,
        frame: Open,
        of_own: bool,
        rules: Rules,
        draw: &mut dyn FnMut() -> u32,
    ) -> Output {
        if self.peer == Some(frame.sender) {
            let proof = !frame.wants_answer
                || rules.broken(Mutant::ConfirmedByAnyOpen)
                || (rules.broken(Mutant::ConfirmedUnlessOffer) && !frame.offer);
            let confirms = of_own && proof;
            self.confirmed |= confirms;
            let row = Some(if confirms { Row::Confirmed } else { Row::SamePeer });
            return Output { open: self.answer(frame, rules), row, ..Output::default() };
        }
        if rules.broken(Mutant::PeerChanges) && of_own {
            self.peer = Some(frame.sender);
            return row(Row::SamePeer);
        }
        let takes_offer = frame.receiver == Some(self.next);
        let ends = takes_offer
            || rules.broken(Mutant::EndsOnAnyOpen)
            || (rules.broken(Mutant::OfferEnds) && frame.offer && of_own)
            || (rules.broken(Mutant::EndsOnNewOpen) && frame.receiver.is_none());
        if ends {
            let ended = self.end();
            let started = self.start(Some(frame.sender), rules, draw);
            return Output {
                close: ended.close,
                ends: true,
                row: Some(Row::StartedOver),
                ..started
            };
        }
        if frame.offer && !of_own && !rules.broken(Mutant::OffersAlwaysAnswered) {
            return row(Row::OldOffer);
        }
        if rules.broken(Mutant::NoOffers) {
            return row(Row::OldOffer);
        }
        let own = self.own.filter(|_| rules.broken(Mutant::OffersOwn));
        let offer = Open {
            sender: own.unwrap_or(self.next),
            receiver: Some(frame.sender),
            wants_answer: true,
            offer: true,
        };
        Output { open: Some(offer), row: Some(Row::Offers), ..Output::default() }
    }

    /// Takes a new number and opens; `peer` is what has been heard already.
    fn start(&mut self, peer: Option<u32>, rules: Rules, draw: &mut dyn FnMut() -> u32) -> Output {
        if !(rules.broken(Mutant::OwnNotRenewed) && self.own.is_some()) {
            self.own = Some(self.next);
            self.next = draw();
        }
        self.state = State::Opening;
        self.confirmed = false;
        self.peer = peer;
        self.on_timer()
    }

    fn end(&mut self) -> Output {
        self.state = State::Ending;
        self.confirmed = false;
        let close = match (self.own, self.peer) {
            (Some(sender), Some(receiver)) => Some(Close { sender, receiver }),
            _ => None,
        };
        Output { close, ends: true, ..Output::default() }
    }

    fn answer(&self, frame: Open, rules: Rules) -> Option<Open> {
        let wanted = frame.wants_answer && !rules.broken(Mutant::NoAnswers);
        let own = self.own.filter(|_| wanted)?;
        Some(self.open(own, self.state != State::Connected))
    }

    fn open(&self, own: u32, wants_answer: bool) -> Open {
        Open { sender: own, receiver: self.peer, wants_answer, offer: false }
    }
}

fn row(row: Row) -> Output {
    Output { row: Some(row), ..Output::default() }
}
