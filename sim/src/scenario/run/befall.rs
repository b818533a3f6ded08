//! What befalls the fabric, and what it means for the books.

use super::*;

impl Run<'_> {
    /// What is to happen now, happens.
    pub(super) fn befall(&mut self) -> Result<(), Failure> {
        let now = self.now();
        while self.events.front().is_some_and(|(at, _)| *at <= now) {
            let Some((_, action)) = self.events.pop_front() else { break };
            match action {
                Action::Reset { node, length } => {
                    self.shut_down(node);
                    if !self.sides[node].off {
                        self.sides[node].reset_until = Some(now + length);
                    }
                }
                Action::Unplug { node } => {
                    self.shut_down(node);
                    self.sides[node].off = true;
                    self.sides[node].reset_until = None;
                    self.link_of(node, |link| link.go_down(u64::MAX));
                }
                Action::Plug { node } => {
                    if std::mem::take(&mut self.sides[node].off) {
                        self.link_of(node, |link| link.come_up());
                        self.sides[node].reset_until = Some(now);
                    }
                }
                Action::Set { node, address, value } => {
                    self.fabric.nodes[node].axil.push(Access::Write { address, value });
                }
                Action::LinkDown { link, length } => {
                    self.fabric.links[link].iter_mut().for_each(|l| l.go_down(length));
                    self.disturbed(None, now + length);
                }
                Action::Hold { node, class, length } => {
                    self.fabric.nodes[node].hold_credits(class, true);
                    self.holds.push((now + length, node, class));
                }
            }
        }
        for node in 0..self.sides.len() {
            if self.sides[node].reset_until.is_some_and(|end| end <= now) {
                self.sides[node].reset_until = None;
                let model = &mut self.fabric.nodes[node];
                model.end_reset();
                self.drivers[node].start(model, &self.topology.nodes)?;
                self.disturbed(Some(node), now);
            }
        }
        let nodes = &mut self.fabric.nodes;
        self.holds.retain(|(end, node, class)| {
            if *end <= now {
                nodes[*node].hold_credits(*class, false);
            }
            *end > now
        });
        Ok(())
    }

    pub(super) fn link_of(
        &mut self,
        node: usize,
        change: impl Fn(&mut crate::model::link::LinkModel),
    ) {
        if let Some(link) = self.fabric.link_of(node) {
            self.fabric.links[link].iter_mut().for_each(change);
        }
    }

    /// A disturbance of the connections of a node, or of all, is over at this cycle.
    pub(super) fn disturbed(&mut self, node: Option<usize>, at: u64) {
        let n = self.sides.len();
        for (i, pair) in self.pairs.iter_mut().enumerate() {
            let concerned = node.is_none_or(|node| i / n == node || i % n == node);
            if concerned && pair.board.sent_count() > 0 {
                pair.disturbed.get_or_insert(at);
            }
        }
    }

    /// A node goes into reset, and its PCIe side forgets everything.
    pub(super) fn shut_down(&mut self, node: usize) {
        self.fabric.nodes[node].begin_reset();
        self.drivers[node].statuses.clear();
        for other in 0..self.sides.len() {
            let back = self.book(other, node);
            let was_up = self.pairs[back].up.is_some();
            self.ended(node, other);
            // Who talks to it goes on until its bridge says that there is nobody.
            self.pairs[back].lossy = was_up;
        }
        let side = &mut self.sides[node];
        side.waiting.clear();
        side.at_port.clear();
    }

    /// The connection between two nodes has ended.
    pub(super) fn ended(&mut self, a: usize, b: usize) {
        let books = [self.book(a, b), self.book(b, a)];
        if self.pairs[books[0]].up.is_some() {
            self.connections_ended += 1;
        }
        for (book, (from, to)) in books.into_iter().zip([(a, b), (b, a)]) {
            let pair = &mut self.pairs[book];
            (pair.up, pair.lossy) = (None, false);
            pair.board.forgive();
            pair.checker.forgive();
            for (key, _) in std::mem::take(&mut pair.requests) {
                self.sides[from].tags.put_back(key);
            }
            let side = &mut self.sides[from];
            side.answers.retain(|_, w| w.to != to);
            // What waits at the PCIe side belongs to what has ended.
            for gone in side.waiting.iter().filter(|w| w.to == to) {
                if let Some(key) = gone.made.key {
                    side.tags.put_back(key);
                }
            }
            side.waiting.retain(|w| w.to != to);
            for flow in self.flows.iter_mut().filter(|f| (f.from, f.to) == (from, to)) {
                flow.restart(&mut side.tags);
                flow.forgive();
            }
        }
    }
}
