//! Greedy senders that share one output port of a switch, clock by clock.
//!
//! A sender begins a frame whenever its pacer, its window and its line let it; frames travel to a
//! switch, wait in a queue of finite depth for the one port, and travel on to their receivers,
//! which answer as `arq_receiver` does: cumulative, every eighth frame or after a delay, a NAK at
//! a gap; a timestamp is echoed with the time added for which it was held. A sender goes back to
//! what was not acknowledged at a NAK, and when its timer fires; its window is of frames and of
//! bytes. Answers are never lost and never
//! wait.
//!
//! What decides, the [`Pacer`], is from outside: the two blocks in the engine ([`Blocks`]), or a
//! model of them.

mod blocks;
mod measure;

pub use blocks::{Blocks, PacerSettings};
pub use measure::{jain, Measure, Point};

use std::collections::VecDeque;

use expether_wire::registers as map;

/// Beats of 8 bytes that a frame takes on the line: with preamble, FCS and gap.
pub fn wire_beats(bytes: u32) -> u32 {
    (bytes + 8 + 4 + 12).div_ceil(8)
}

/// What a sender tells its pacer in a clock.
#[derive(Clone, Copy, Debug, Default)]
pub struct Tick {
    /// The sender has begun.
    pub run: bool,
    /// A round trip, in clocks.
    pub sample: Option<u64>,
    /// The retransmission timer fired.
    pub timed_out: bool,
    /// Something new was acknowledged.
    pub progress: bool,
    /// A frame of so many beats begins.
    pub sent: Option<u32>,
}

/// Decides when a sender may send, and for how long it waits for an answer.
pub trait Pacer {
    /// A frame may begin.
    fn may_send(&self) -> bool;
    /// Clocks without progress until everything is sent again; 0: never.
    fn timeout(&self) -> u64;
    /// In 65536ths of the line's.
    fn rate(&self) -> u64;
    /// One clock.
    fn clock(&mut self, tick: &Tick);
}

/// One sender and its receiver.
#[derive(Clone, Debug)]
pub struct Flow {
    /// The clock of its first frame.
    pub start: u64,
    /// The clock after which it begins no frame.
    pub stop: u64,
    /// Clocks on the way, each way: half before the switch and half behind it.
    pub delay: u64,
    /// Bytes of its frames, before FCS; in turn.
    pub sizes: Vec<u32>,
    /// Beats that may be unacknowledged: the size of its replay buffer.
    pub window: u64,
    /// Frames that may be unacknowledged.
    pub frames: u64,
}

impl Flow {
    /// One that begins at a clock and never ends, with the replay buffer and window of a bridge.
    pub fn new(start: u64, delay: u64, sizes: &[u32]) -> Self {
        let frames = map::WINDOW_FRAMES.get(map::WINDOW.reset());
        Self { start, stop: u64::MAX, delay, sizes: sizes.to_vec(), window: 1 << 13, frames }
    }

    /// The round trip of its longest frame past an empty queue.
    pub fn base(&self) -> u64 {
        let longest = self.sizes.iter().map(|s| wire_beats(*s)).max().unwrap_or(0);
        2 * self.delay + 2 * u64::from(longest)
    }
}

/// The switch and the receivers.
#[derive(Clone, Copy, Debug)]
pub struct Port {
    /// Bytes that its queue holds.
    pub depth: u64,
    /// Frames after which a receiver answers at once.
    pub ack_every: u32,
    /// Clocks after which it answers at the latest.
    pub ack_delay: u64,
    /// Clocks of a measuring window.
    pub window: u64,
}

impl Default for Port {
    fn default() -> Self {
        Self { depth: 512 * 1024, ack_every: 8, ack_delay: 64, window: 1 << 16 }
    }
}

#[derive(Clone, Copy)]
struct Frame {
    flow: usize,
    sequence: u64,
    beats: u32,
    stamp: u64,
    /// When it arrives where it is going, or came into the queue.
    at: u64,
}

#[derive(Clone, Copy)]
struct Answer {
    expected: u64,
    nak: bool,
    /// The frame's timestamp, with the time it was held.
    echo: u64,
    at: u64,
}

#[derive(Default)]
struct Sender {
    acknowledged: u64,
    next: u64,
    /// Beats of the frames kept, from `acknowledged` on.
    kept: VecDeque<u32>,
    kept_beats: u64,
    line_free: u64,
    waited: u64,
}

#[derive(Default)]
struct Receiver {
    expected: u64,
    unacknowledged: u32,
    waited: u64,
    gap_open: bool,
    newest_beyond: u64,
    ack_now: bool,
    nak_now: bool,
    /// Of the newest frame accepted: its timestamp, and when it came.
    newest: Option<(u64, u64)>,
}

/// See the [module](self).
pub struct Bottleneck<P> {
    flows: Vec<Flow>,
    pacers: Vec<P>,
    port: Port,
    senders: Vec<Sender>,
    receivers: Vec<Receiver>,
    /// On their way to the switch, to the receivers and back, by flow.
    upstream: Vec<VecDeque<Frame>>,
    downstream: Vec<VecDeque<Frame>>,
    answers: Vec<VecDeque<Answer>>,
    queue: VecDeque<Frame>,
    queued_beats: u64,
    port_free: u64,
    now: u64,
    measure: Measure,
}

impl<P: Pacer> Bottleneck<P> {
    /// Nothing is on its way yet. A pacer for each flow.
    pub fn new(flows: Vec<Flow>, pacers: Vec<P>, port: Port) -> Self {
        assert_eq!(flows.len(), pacers.len(), "one pacer for each flow");
        let count = flows.len();
        Self {
            senders: flows.iter().map(|_| Sender::default()).collect(),
            receivers: flows.iter().map(|_| Receiver::default()).collect(),
            upstream: vec![VecDeque::new(); count],
            downstream: vec![VecDeque::new(); count],
            answers: vec![VecDeque::new(); count],
            queue: VecDeque::new(),
            queued_beats: 0,
            port_free: 0,
            now: 0,
            measure: Measure::new(count, port.window),
            flows,
            pacers,
            port,
        }
    }

    /// What was seen so far.
    pub fn measure(&self) -> &Measure {
        &self.measure
    }

    /// The pacers, as they stand.
    pub fn pacers(&self) -> &[P] {
        &self.pacers
    }

    /// Runs so many clocks.
    pub fn run(&mut self, clocks: u64) {
        for _ in 0..clocks {
            self.clock();
        }
    }

    fn clock(&mut self) {
        if self.measure.is_trace_due(self.now) {
            let rates = self.pacers.iter().map(Pacer::rate).collect();
            self.measure.trace(self.now, self.queued_beats, rates);
        }
        for flow in 0..self.flows.len() {
            let tick = self.send(flow);
            self.pacers[flow].clock(&tick);
            self.enqueue(flow);
            self.receive(flow);
        }
        self.forward();
        self.now += 1;
    }

    /// Answers, the timer, and perhaps a frame.
    fn send(&mut self, flow: usize) -> Tick {
        let (now, settings) = (self.now, &self.flows[flow]);
        let (sender, pacer) = (&mut self.senders[flow], &self.pacers[flow]);
        let mut tick = Tick { run: now >= settings.start, ..Tick::default() };
        while let Some(answer) = due(&mut self.answers[flow], now, |a| a.at) {
            tick.sample = Some(now - answer.echo);
            if sender.take(&answer, &mut tick) {
                self.measure.naks += 1;
            }
        }
        sender.waited = if sender.kept.is_empty() { 0 } else { sender.waited + 1 };
        if pacer.timeout() != 0 && sender.waited >= pacer.timeout() {
            sender.waited = 0;
            sender.next = sender.acknowledged;
            tick.timed_out = true;
            self.measure.timeouts.push(now);
        }

        let again = (sender.next - sender.acknowledged) as usize;
        let size = settings.sizes[(sender.next % settings.sizes.len() as u64) as usize];
        let (beats, is_new) = match sender.kept.get(again) {
            Some(beats) => (*beats, false),
            None => (wire_beats(size), true),
        };
        let has_room = (!is_new || sender.kept_beats + u64::from(beats) <= settings.window)
            && (again as u64) < settings.frames;
        let wants = (settings.start..settings.stop).contains(&now) && now >= sender.line_free;
        if wants && has_room && pacer.may_send() {
            if is_new {
                sender.kept.push_back(beats);
                sender.kept_beats += u64::from(beats);
            }
            sender.line_free = now + u64::from(beats);
            let at = sender.line_free + settings.delay / 2;
            let sequence = sender.next;
            self.upstream[flow].push_back(Frame { flow, sequence, beats, stamp: now, at });
            sender.next += 1;
            tick.sent = Some(beats);
        } else if wants && has_room {
            self.measure.held += 1;
        }
        tick
    }

    fn enqueue(&mut self, flow: usize) {
        let now = self.now;
        while let Some(mut frame) = due(&mut self.upstream[flow], now, |f| f.at) {
            if 8 * (self.queued_beats + u64::from(frame.beats)) > self.port.depth {
                self.measure.drops.push(now);
                continue;
            }
            frame.at = now;
            self.queued_beats += u64::from(frame.beats);
            self.queue.push_back(frame);
        }
    }

    fn forward(&mut self) {
        if self.now < self.port_free {
            return;
        }
        if let Some(mut frame) = self.queue.pop_front() {
            self.queued_beats -= u64::from(frame.beats);
            self.port_free = self.now + u64::from(frame.beats);
            self.measure.forwarded(self.now, self.now - frame.at, frame.beats);
            let delay = self.flows[frame.flow].delay;
            frame.at = self.port_free + delay - delay / 2;
            self.downstream[frame.flow].push_back(frame);
        }
    }

    fn receive(&mut self, flow: usize) {
        let now = self.now;
        let receiver = &mut self.receivers[flow];
        while let Some(frame) = due(&mut self.downstream[flow], now, |f| f.at) {
            if receiver.take(&frame) {
                self.measure.delivered(now, flow, frame.beats);
            }
        }
        if let Some((expected, nak, echo)) = receiver.answer(now, &self.port) {
            let at = now + self.flows[flow].delay;
            self.answers[flow].push_back(Answer { expected, nak, echo, at });
        }
    }
}

/// What has arrived by now, first things first.
fn due<T>(way: &mut VecDeque<T>, now: u64, at: impl Fn(&T) -> u64) -> Option<T> {
    way.front().is_some_and(|first| at(first) <= now).then(|| way.pop_front())?
}

impl Sender {
    /// What the receiver says; whether it starts a resend.
    fn take(&mut self, answer: &Answer, tick: &mut Tick) -> bool {
        if answer.expected > self.acknowledged {
            tick.progress = true;
            self.waited = 0;
            let count = (answer.expected - self.acknowledged) as usize;
            let freed: u64 = self.kept.drain(..count).map(u64::from).sum();
            self.kept_beats -= freed;
            self.acknowledged = answer.expected;
            self.next = self.next.max(self.acknowledged);
        }
        let resends = answer.nak && !self.kept.is_empty();
        if resends {
            self.next = self.acknowledged;
            self.waited = 0;
        }
        resends
    }
}

impl Receiver {
    /// Whether a frame is accepted.
    fn take(&mut self, frame: &Frame) -> bool {
        if frame.sequence < self.expected {
            self.ack_now = true;
        } else if frame.sequence > self.expected {
            self.nak_now |= !self.gap_open || frame.sequence <= self.newest_beyond;
            self.gap_open = true;
            self.newest_beyond = frame.sequence;
        } else {
            self.expected += 1;
            self.unacknowledged += 1;
            self.gap_open = false;
            self.nak_now = false;
            self.newest = Some((frame.stamp, frame.at));
            return true;
        }
        false
    }

    /// What is to be told now: the frame expected, whether it is a NAK, the echo.
    fn answer(&mut self, now: u64, port: &Port) -> Option<(u64, bool, u64)> {
        let waiting = self.unacknowledged > 0;
        let is_due = self.unacknowledged >= port.ack_every
            || (waiting && self.waited >= port.ack_delay)
            || self.ack_now
            || self.nak_now;
        self.waited += u64::from(waiting);
        let (stamp, came) = self.newest?;
        if !is_due {
            return None;
        }
        let nak = self.nak_now;
        (self.unacknowledged, self.waited, self.ack_now, self.nak_now) = (0, 0, false, false);
        Some((self.expected, nak, stamp + (now - came)))
    }
}
