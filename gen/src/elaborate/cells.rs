//! Leaf cells as registers and memories of the module they stand in.

use super::walk::{Node, SignalInfo};
use super::*;
use expether_hdl::tree::{Cell, MemoryPorts};
use num_bigint::BigUint;

impl Lowering<'_> {
    pub(super) fn cell(&mut self, node: &Node, cell: &Cell) {
        match cell {
            Cell::Register { clock, reset, d, q } => {
                let clock = self.pin(node, *clock, "clock");
                let reset = reset
                    .as_ref()
                    .map(|(reset, value)| (self.pin(node, *reset, "reset"), value.clone()));
                let next = self.pins(node, *d, Role::ChildInput, "_next");
                let present = self.pins(node, *q, Role::ChildOutput, "");
                for ((low, d), (_, q)) in next.into_iter().zip(present) {
                    let width = self.builder.module.net(q).width;
                    let reset = reset.as_ref().map(|(net, value)| {
                        let mask = (BigUint::from(1u8) << width) - 1u8;
                        (*net, (value.clone() >> low) & mask)
                    });
                    self.builder.module.registers.push(Register {
                        q,
                        d,
                        clock,
                        reset,
                        stage: None,
                    });
                }
                self.ignore_rest(node);
            }
            Cell::Synchronizer { clock, d, q } => {
                let clock = self.pin(node, *clock, "clock");
                let source = self.pins(node, *d, Role::ChildInput, "_async");
                let present = self.pins(node, *q, Role::ChildOutput, "");
                for ((_, d), (_, q)) in source.into_iter().zip(present) {
                    let Net { name, width, .. } = self.builder.module.net(q).clone();
                    let stage = self.builder.fresh(&format!("{name}_metastable"), width);
                    let registers = &mut self.builder.module.registers;
                    registers.push(Register {
                        q: stage,
                        d,
                        clock,
                        reset: None,
                        stage: Some(Stage::First),
                    });
                    registers.push(Register {
                        q,
                        d: stage,
                        clock,
                        reset: None,
                        stage: Some(Stage::Later),
                    });
                }
            }
            Cell::LutRam(ports) | Cell::SyncRam(ports) => self.memory(node, ports),
        }
    }

    fn memory(&mut self, node: &Node, ports: &MemoryPorts) {
        let clock = self.pin(node, ports.clock, "clock");
        let write_enable = self.pin(node, ports.write_enable, "write_enable");
        let write_address = self.pin(node, ports.write_address, "write_address");
        let read_enable = ports.read_enable.map(|id| self.pin(node, id, "read_enable"));
        let read_address = self.pin(node, ports.read_address, "read_address");
        let words = |nets: Vec<(u32, NetId)>| {
            nets.into_iter().rev().map(|(_, net)| net).collect::<Vec<_>>()
        };
        let write_data = words(self.pins(node, ports.write_data, Role::ChildInput, "_write_data"));
        let read_data = words(self.pins(node, ports.read_data, Role::ChildOutput, "_read_data"));
        let width = write_data.iter().map(|n| self.builder.module.net(*n).width).sum();
        self.builder.module.memories.push(Memory {
            name: node.name.clone(),
            width,
            depth: ports.depth,
            clock,
            write_enable,
            write_address,
            write_data,
            read_enable,
            read_address,
            read_data,
        });
    }

    /// Nets of a pin of a leaf cell, named after the cell.
    fn pins(&mut self, node: &Node, id: SignalId, role: Role, suffix: &str) -> Vec<(u32, NetId)> {
        let Some(info) = node.signals.iter().find(|s| s.id == id) else { return Vec::new() };
        let mut nets = Vec::new();
        for leaf in &info.leaves {
            let name = format!("{}{}{suffix}", node.name, leaf.suffix);
            nets.push((leaf.low, self.net(&name, leaf, NetKind::Wire, info.clock)));
        }
        let bundle = Bundle { name: format!("{}{suffix}", node.name), role, nets: nets.clone() };
        self.signals.insert(id, bundle);
        nets
    }

    fn pin(&mut self, node: &Node, id: SignalId, name: &str) -> NetId {
        let nets = self.pins(node, id, Role::ChildInput, &format!("_{name}"));
        nets.first().map_or(0, |(_, net)| *net)
    }

    fn ignore_rest(&mut self, node: &Node) {
        let ignored = |info: &SignalInfo| Bundle {
            name: format!("{}_{}", node.name, info.name),
            role: Role::Ignored,
            nets: Vec::new(),
        };
        for info in &node.signals {
            self.signals.entry(info.id).or_insert_with(|| ignored(info));
        }
    }
}
