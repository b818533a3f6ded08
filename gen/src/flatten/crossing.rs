//! No register may depend on another clock's registers, but for the first stage of a synchronizer.

use crate::error::{Problem, Rule};
use crate::netlist::{ClockId, Netlist, Op};
use rustc_hash::FxHashSet;

/// Registers that may take a signal of another clock.
#[derive(Default)]
pub struct Crossings {
    allowed: FxHashSet<String>,
}

impl Crossings {
    pub fn allow(&mut self, register: String) {
        self.allowed.insert(register);
    }

    /// Clocks of the state each node depends on, as bit sets; then every sink is looked at.
    pub fn check(&self, net: &Netlist) -> Vec<Problem> {
        let mut clocks: Vec<u64> = Vec::with_capacity(net.nodes.len());
        for node in &net.nodes {
            let mut set = match &node.op {
                Op::Reg(r) => bit(net.regs[r.0 as usize].clock),
                Op::SyncRead(m, port) => {
                    bit(net.memories[m.0 as usize].sync_reads[*port as usize].clock)
                }
                _ => 0,
            };
            Netlist::operands(&node.op, |o| set |= clocks[o.0 as usize]);
            clocks.push(set);
        }
        let mut problems = Vec::new();
        let mut sink = |name: &str, clock: ClockId, set: u64| {
            if set & !bit(clock) != 0 {
                let (block, signal) = name.rsplit_once('.').unwrap_or(("", name));
                let others: Vec<&str> = (0..net.clocks.len())
                    .filter(|i| set >> i & 1 == 1 && *i != clock.0 as usize)
                    .map(|i| net.clocks[i].name.as_str())
                    .collect();
                problems.push(Problem {
                    rule: Rule::ClockCrossing,
                    block: format!("{}.{block}", net.name).trim_end_matches('.').to_string(),
                    signal: signal.to_string(),
                    site: None,
                    message: format!(
                        "clocked by `{}` but depends on registers of `{}`; cross by a Synchronizer or an asynchronous FIFO",
                        net.clocks[clock.0 as usize].name,
                        others.join("`, `")
                    ),
                });
            }
        };
        for r in &net.regs {
            if !self.allowed.contains(&r.name) {
                sink(&r.name, r.clock, clocks[r.next.0 as usize]);
            }
        }
        for m in &net.memories {
            for w in &m.writes {
                for node in [w.enable, w.address, w.data] {
                    sink(&m.name, w.clock, clocks[node.0 as usize]);
                }
            }
            for r in &m.sync_reads {
                for node in [r.enable, r.address] {
                    sink(&m.name, r.clock, clocks[node.0 as usize]);
                }
            }
        }
        problems
    }
}

fn bit(clock: ClockId) -> u64 {
    1 << (clock.0 % 64)
}
