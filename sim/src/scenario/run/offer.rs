//! What each PCIe side sends.

use super::*;

impl Run<'_> {
    /// Gives each PCIe port what it may send.
    pub(super) fn offer(&mut self) -> Result<(), Failure> {
        let now = self.now();
        let n = self.sides.len();
        let mut by_node: Vec<Vec<usize>> = vec![Vec::new(); n];
        for i in 0..self.flows.len() {
            let (from, to) = (self.flows[i].from, self.flows[i].to);
            let up = self.pairs[self.book(from, to)].open();
            let off = self.sides[from].off || self.fabric.nodes[from].in_reset();
            if !up || off {
                continue;
            }
            let arrived = self.pairs[self.book(to, from)].board.delivered_prefix();
            let (nodes, tags) = (&self.topology.nodes, &mut self.sides[from].tags);
            let ready = self.flows[i].ready(now, arrived, nodes, tags);
            if ready.map_err(Failure::Workload)?.is_some() {
                by_node[from].push(i);
            }
        }
        for (node, ready) in by_node.into_iter().enumerate() {
            if self.sides[node].off || self.fabric.nodes[node].in_reset() {
                continue;
            }
            self.fill_up(node, &ready, now);
            while self.fabric.nodes[node].source.pending() < AT_PORT {
                let model = &mut self.fabric.nodes[node];
                // A request that may not be sent lets others pass.
                let up = |to: usize| self.pairs[node * n + to].open();
                let may = |w: &Waiting| model.may_send(w.made.class) && up(w.to);
                let Some(at) = self.sides[node].waiting.iter().position(may) else { break };
                let Some(next) = self.sides[node].waiting.remove(at) else { break };
                let book = node * n + next.to;
                let index = self.pairs[book].sent(&next.made, next.flow, self.fabric.cycle, now);
                self.sides[node].at_port.push_back((book, index));
                model.send(next.made.bytes);
            }
        }
        Ok(())
    }

    /// Moves TLPs of the flows, in turn, and answers that are due to those that wait.
    pub(super) fn fill_up(&mut self, node: usize, ready: &[usize], now: u64) {
        let side = &mut self.sides[node];
        let room = |waiting: &VecDeque<Waiting>, class: Class| {
            waiting.iter().filter(|w| w.made.class == class).count() < READY
        };
        while room(&side.waiting, Class::Completion) {
            match side.answers.first_entry() {
                Some(entry) if entry.key().0 <= now => side.waiting.push_back(entry.remove()),
                _ => break,
            }
        }
        // From the flow whose turn it is. A turn ends when a TLP is taken, not with the clock: else
        // the length of the TLPs would choose the flows.
        let first = ready.partition_point(|i| *i < side.turn);
        for k in 0..ready.len() {
            let i = ready[(first + k) % ready.len()];
            let flow = &mut self.flows[i];
            let to = flow.to;
            let class = flow.shown().map(|made| made.class);
            if class.is_some_and(|class| room(&side.waiting, class)) {
                if let Some(made) = flow.take() {
                    side.turn = i + 1;
                    side.waiting.push_back(Waiting { made, to, flow: Some(i) });
                }
            }
        }
    }
}
