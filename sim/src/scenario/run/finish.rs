//! The end of a run: what stood still, what has to hold, what is reported.

use super::*;

impl Run<'_> {
    /// Which handshakes stand still, for the message of a time-out.
    pub(super) fn stalled(&self) -> String {
        let mut parts = Vec::new();
        for (side, node) in self.sides.iter().zip(&self.fabric.nodes) {
            let name = &node.name;
            if side.off {
                parts.push(format!("`{name}` is unplugged"));
                continue;
            }
            if node.source.pending() > 0 {
                parts.push(format!("`{name}.pcie_rx_ready` low or its packet unfinished"));
            }
            if node.sink.inside_packet() {
                parts.push(format!("`{name}.pcie_tx_valid` low inside a packet"));
            }
            let blocked = side.waiting.iter().any(|w| !node.may_send(w.made.class));
            if blocked {
                parts.push(format!("`{name}.pcie_rx_non_posted_limit` reached"));
            }
            parts.extend(node.shortage().map(|s| format!("`{name}`: {s}")));
        }
        for pair in &self.pairs {
            if pair.board.owed() > 0 {
                let (from, to) = (&pair.from, &pair.to);
                parts.push(format!("{from} to {to}: {} on their way", pair.board.owed()));
            }
        }
        parts.extend(self.unconnected().map(|pairs| format!("not connected: {pairs}")));
        parts.truncate(FAILURES);
        parts.join("; ")
    }

    /// What has to hold when everything has come to rest.
    pub(super) fn final_checks(&mut self) -> Vec<Failure> {
        let mut failures: Vec<Failure> =
            std::mem::take(&mut self.suspects).into_iter().map(|s| s.failure).collect();
        for pair in &self.pairs {
            failures.extend(pair.board.finish().into_iter().map(Failure::from));
            failures.extend(pair.checker.finish().into_iter().map(|error| Failure::Completion {
                from: Arc::clone(&pair.from),
                to: Arc::clone(&pair.to),
                error,
            }));
        }
        failures
    }

    pub(super) fn read_counters(&mut self) -> Result<Vec<BTreeMap<&'static str, u32>>, Failure> {
        let mut counters = vec![BTreeMap::new(); self.sides.len()];
        for node in &mut self.fabric.nodes {
            node.axil.forget_waiting();
            if !node.in_reset() {
                for counter in map::ALL_COUNTERS {
                    node.axil.push(Access::Read { address: counter.offset as u16 });
                }
            }
        }
        while self.fabric.nodes.iter().any(|n| !n.axil.idle()) {
            let events = self.fabric.step(&mut self.seen)?;
            self.seen.clear();
            for (happened, counters) in events.into_iter().zip(&mut counters) {
                let Some(outcome) = happened.access else { continue };
                let Access::Read { address } = outcome.access else { continue };
                let offset = u32::from(address);
                if let Some(counter) = map::ALL_COUNTERS.iter().find(|c| c.offset as u32 == offset)
                {
                    counters.insert(counter.name, outcome.value);
                }
            }
        }
        Ok(counters)
    }

    pub(super) fn fill(&self, report: &mut Report, counters: Vec<BTreeMap<&'static str, u32>>) {
        report.cycles = self.now();
        report.cycles_total = self.fabric.cycle;
        report.tlps_delivered = self.delivered;
        report.connections_ended = self.connections_ended;
        report.fill_flows(self.topology, &self.flows, &self.pairs);
        for (i, (node, counters)) in report.nodes.iter_mut().zip(counters).enumerate() {
            node.counters = counters;
            node.deliveries.clone_from(&self.heard[i]);
        }
        for (link, models) in report.links.iter_mut().zip(&self.fabric.links) {
            link.directions = models.each_ref().map(|m| m.stats).to_vec();
        }
        for (switch, model) in report.switches.iter_mut().zip(&self.fabric.switches) {
            for (i, port) in switch.ports.iter_mut().enumerate() {
                port.fill(model.stats(i));
            }
        }
    }
}
