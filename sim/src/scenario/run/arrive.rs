//! What arrives, and who is connected.

use super::*;

impl Run<'_> {
    /// Compares what the two ends of each connection say.
    pub(super) fn look_at_connections(&mut self, now: u64) -> Result<(), Failure> {
        let nodes = &self.topology.nodes;
        for a in (0..nodes.len()).filter(|&a| nodes[a].role == Role::Host) {
            for &b in &nodes[a].peers {
                let of = |x: usize, y: usize| self.drivers[x].statuses.get(&y).copied();
                let (at_a, at_b) = (of(a, b), of(b, a));
                let book = self.book(a, b);
                if let Some((ours, theirs)) = self.pairs[book].up {
                    let stands = |s: Option<Status>, ours: u32, theirs: u32| {
                        s.is_none_or(|s| s.connected && s.own == ours && s.peer == theirs)
                    };
                    if !stands(at_a, ours, theirs) || !stands(at_b, theirs, ours) {
                        self.ended(a, b);
                    }
                }
                for (from, to, at) in [(a, b, at_a), (b, a, at_b)] {
                    let book = self.book(from, to);
                    if self.pairs[book].lossy && at.is_some_and(|s| !s.connected) {
                        self.ended(from, to);
                    }
                }
                if let (None, Some(s), Some(t)) = (self.pairs[book].up, at_a, at_b) {
                    let one = s.own == t.peer && s.peer == t.own;
                    if s.connected && t.connected && one {
                        // What was sent before belongs to what was before.
                        self.ended(a, b);
                        let back = self.book(b, a);
                        self.pairs[book].up = Some((s.own, t.own));
                        self.pairs[back].up = Some((t.own, s.own));
                        self.last_delivery = now;
                    }
                }
            }
        }
        let n = self.sides.len();
        for suspect in std::mem::take(&mut self.suspects) {
            let (from, to) = (suspect.pair / n, suspect.pair % n);
            let known = self.drivers[from].rounds >= suspect.rounds[0]
                && self.drivers[to].rounds >= suspect.rounds[1];
            if self.pairs[suspect.pair].up.is_none() {
                // The connection has ended: no wonder.
            } else if known {
                return Err(suspect.failure);
            } else {
                self.suspects.push(suspect);
            }
        }
        Ok(())
    }

    /// An error on a connection of which it isn't known whether it still is the same.
    pub(super) fn suspect(&mut self, pair: usize, failure: Failure) {
        let n = self.sides.len();
        let ends = [pair / n, pair % n];
        ends.iter().for_each(|&e| self.drivers[e].hurry());
        // A round that has begun may have asked before.
        let rounds = ends.map(|e| self.drivers[e].rounds + 2);
        self.suspects.push(Suspect { pair, failure, rounds });
    }

    pub(super) fn suspect_completion(&mut self, pair: usize, error: CompletionError) {
        let (from, to) = (Arc::clone(&self.pairs[pair].from), Arc::clone(&self.pairs[pair].to));
        self.suspect(pair, Failure::Completion { from, to, error });
    }

    /// The node that sent a TLP that has come out at a node.
    pub(super) fn source_of(&self, at: usize, tlp: &[u8]) -> Option<usize> {
        let peers = &self.topology.nodes[at].peers;
        if peers.len() == 1 {
            return peers.first().copied();
        }
        let head = Head::parse(tlp).ok()?;
        // Both fields lie in bytes 4 and 5.
        let id = if head.kind.is_completion() { completion::COMPLETER } else { request::REQUESTER };
        self.topology.owner_of(id.get(tlp) as u16)
    }

    pub(super) fn arrived(&mut self, at: usize, transfer: &Transfer) -> Result<(), Failure> {
        let (cycle, now) = (self.fabric.cycle, self.now());
        let tlp = &transfer.bytes[..];
        let name = |n: usize| Arc::clone(&self.fabric.nodes[n].name);
        let Some(from) = self.source_of(at, tlp) else {
            let tlp = crate::check::scoreboard::describe(tlp);
            return Err(Failure::Nobody { cycle, at: name(at), tlp });
        };
        let book = self.book(from, at);
        let delivery = match self.pairs[book].board.delivered(tlp, transfer.error, cycle) {
            Ok(delivery) => delivery,
            Err(error @ DeliveryError::Unexpected { .. }) => {
                let other = (0..self.sides.len())
                    .find(|&to| self.pairs[self.book(from, to)].board.expects(tlp));
                return Err(match other {
                    None => error.into(),
                    Some(to) => Failure::Misrouted {
                        cycle,
                        at: name(at),
                        from: name(from),
                        to: name(to),
                        tlp: crate::check::scoreboard::describe(tlp),
                    },
                });
            }
            Err(error @ DeliveryError::Order { .. }) if self.pairs[book].up.is_some() => {
                self.suspect(book, error.into());
                return Ok(());
            }
            Err(error) => return Err(error.into()),
        };
        self.delivered += 1;
        self.last_delivery = now;
        self.heard[at].push(now);
        let flow = self.pairs[book].delivered(delivery.index, transfer.first_cycle, now);
        self.complete(from, at, tlp, flow, cycle)
    }

    /// Follows requests and completions, and has requests answered.
    pub(super) fn complete(
        &mut self,
        from: usize,
        at: usize,
        tlp: &[u8],
        flow: Option<usize>,
        cycle: u64,
    ) -> Result<(), Failure> {
        let (there, back) = (self.book(from, at), self.book(at, from));
        let checked = self.pairs[there].checker.request(tlp, cycle);
        if let Err(error) = checked {
            self.suspect_completion(there, error);
        }
        let checked = self.pairs[back].checker.completion(tlp, cycle);
        if let Err(error) = checked {
            self.suspect_completion(back, error);
        }
        let Ok(head) = Head::parse(tlp) else { return Ok(()) };
        if head.kind.is_completion() {
            let key = (head.requester().0, head.tag() as u8);
            if !self.pairs[back].checker.is_open(key) {
                if let Some(flow) = self.pairs[back].requests.remove(&key) {
                    self.sides[at].tags.put_back(key);
                    self.flows[flow].open = self.flows[flow].open.saturating_sub(1);
                }
            }
            return Ok(());
        }
        let Some(flow) = flow.filter(|_| head.kind.is_non_posted()) else { return Ok(()) };
        if self.flows[flow].has_answers() {
            return Ok(());
        }
        let completer = match head.body {
            Body::Config { target, .. } => target,
            _ => self.topology.nodes[at].id_for(&self.topology.nodes[from]),
        };
        let made = tlps::answers(&head, completer, self.topology.limits, &mut self.rng);
        let due = self.now() + self.flows[flow].answer_delay;
        let side = &mut self.sides[at];
        for made in made.map_err(Failure::Workload)? {
            side.answered += 1;
            let waiting = Waiting { made, to: from, flow: None };
            side.answers.insert((due, side.answered), waiting);
        }
        Ok(())
    }
}
