//! From modules to the flat netlist.

mod crossing;

use crate::error::Error;
use crate::hier::*;
use crate::netlist::{ClockId, Netlist, NetlistBuilder, NodeId, RegId, Value};
use expether_hdl::tree::{BinaryOp, ReduceOp};
use num_bigint::BigUint;
use rustc_hash::FxHashMap;

/// The flat netlist of a hierarchy's top.
pub fn flatten(hierarchy: &Hierarchy) -> Result<Netlist, Error> {
    let top = hierarchy.top();
    let mut flat = Flattener {
        hierarchy,
        builder: NetlistBuilder::new(&top.name),
        crossing: crossing::Crossings::default(),
    };
    let mut nets = vec![Wire::Nothing; top.nets.len()];
    for port in &top.ports {
        let net = top.net(*port);
        if net.kind == NetKind::Input {
            nets[*port as usize] = if net.clock {
                Wire::Clock(flat.builder.clock(&net.name))
            } else {
                Wire::Node(flat.builder.input(&net.name, net.width))
            };
        }
    }
    let nets = flat.module(top, "", nets);
    for port in &top.ports {
        let net = top.net(*port);
        if let (NetKind::Output, Wire::Node(node)) = (net.kind, nets[*port as usize]) {
            flat.builder.output(&net.name, node);
        }
    }
    let Flattener { builder, crossing, .. } = flat;
    let netlist = builder.finish()?;
    let problems = crossing.check(&netlist);
    if problems.is_empty() {
        Ok(netlist)
    } else {
        Err(Error::Elaboration(problems))
    }
}

/// What a net is in the netlist.
#[derive(Copy, Clone)]
enum Wire {
    Nothing,
    Node(NodeId),
    Clock(ClockId),
}

struct Flattener<'a> {
    hierarchy: &'a Hierarchy,
    builder: NetlistBuilder,
    crossing: crossing::Crossings,
}

fn value(v: &BigUint, width: u32) -> Value {
    Value::new(width, v)
}

impl Flattener<'_> {
    /// One instance of a module, whose input nets are given; gives all nets.
    fn module(&mut self, module: &Module, path: &str, mut nets: Vec<Wire>) -> Vec<Wire> {
        let name =
            |net: &str| if path.is_empty() { net.to_string() } else { format!("{path}.{net}") };
        // Every other net is a wire first, so that order does not matter.
        let mut registers: Vec<RegId> = Vec::new();
        for r in &module.registers {
            let q = module.net(r.q);
            let Wire::Clock(clock) = self.clock_of(module, &nets, r.clock) else {
                registers.push(RegId(0));
                continue;
            };
            let reset = r.reset.as_ref().map(|(_, v)| value(v, q.width));
            let (reg, node) = self.builder.reg_declare(name(&q.name), q.width, clock, reset);
            nets[r.q as usize] = Wire::Node(node);
            if r.stage == Some(Stage::First) {
                self.crossing.allow(name(&q.name));
            }
            registers.push(reg);
        }
        let driven = self.driven(module);
        for (id, net) in module.nets.iter().enumerate() {
            if matches!(nets[id], Wire::Nothing) && !net.clock && driven[id] {
                nets[id] = Wire::Node(self.builder.wire(name(&net.name), net.width));
            }
        }
        for (net, v) in &module.assigns {
            if module.net(*net).clock {
                continue;
            }
            let node = self.expr(module, &nets, *v, &mut FxHashMap::default());
            self.drive(&nets, *net, node);
        }
        self.body(module, &nets);
        for (r, reg) in module.registers.iter().zip(registers) {
            if !matches!(self.clock_of(module, &nets, r.clock), Wire::Clock(_)) {
                continue;
            }
            let mut next = self.node(&nets, r.d);
            if let Some((reset, v)) = &r.reset {
                let reset = self.node(&nets, *reset);
                let loaded = self.builder.constant(value(v, module.net(r.q).width));
                next = self.builder.mux(reset, loaded, next);
            }
            self.builder.reg_set_next(reg, next);
        }
        for memory in &module.memories {
            self.memory(module, &nets, memory, name(&memory.name));
        }
        for instance in &module.instances {
            let child = &self.hierarchy.modules[instance.module];
            let mut inner = vec![Wire::Nothing; child.nets.len()];
            for (port, net) in child.ports.iter().zip(&instance.ports) {
                if child.net(*port).kind == NetKind::Input {
                    inner[*port as usize] = self.clock_of(module, &nets, *net);
                }
            }
            let inner = self.module(child, &name(&instance.name), inner);
            for (port, net) in child.ports.iter().zip(&instance.ports) {
                if let (NetKind::Output, Wire::Node(node)) =
                    (child.net(*port).kind, inner[*port as usize])
                {
                    self.drive(&nets, *net, node);
                }
            }
        }
        for (id, net) in module.nets.iter().enumerate() {
            if let Wire::Node(node) = nets[id] {
                match &net.states {
                    Some(states) => self.builder.name_enum(name(&net.name), node, states.clone()),
                    None => self.builder.name(name(&net.name), node),
                }
            }
        }
        nets
    }

    /// Nets that an assignment, a memory or a child drives; others are pins that became copies.
    fn driven(&self, module: &Module) -> Vec<bool> {
        let mut driven = vec![false; module.nets.len()];
        module.assigns.iter().for_each(|(net, _)| driven[*net as usize] = true);
        module.targets(&mut |net, _| driven[net as usize] = true);
        module
            .memories
            .iter()
            .flat_map(|m| &m.read_data)
            .for_each(|net| driven[*net as usize] = true);
        for instance in &module.instances {
            let child = &self.hierarchy.modules[instance.module];
            for (port, net) in child.ports.iter().zip(&instance.ports) {
                driven[*net as usize] |= child.net(*port).kind == NetKind::Output;
            }
        }
        driven
    }

    /// The net, seen through copies of clocks.
    fn clock_of(&self, module: &Module, nets: &[Wire], net: NetId) -> Wire {
        if let Wire::Nothing = nets[net as usize] {
            let source = module.assigns.iter().find(|(n, _)| *n == net);
            if let Some(Op::Net(source)) = source.map(|(_, v)| &module.expr(*v).op) {
                return self.clock_of(module, nets, *source);
            }
        }
        nets[net as usize]
    }

    fn node(&mut self, nets: &[Wire], net: NetId) -> NodeId {
        match nets[net as usize] {
            Wire::Node(node) => node,
            _ => self.builder.constant_u64(1, 0),
        }
    }

    fn drive(&mut self, nets: &[Wire], net: NetId, node: NodeId) {
        if let Wire::Node(wire) = nets[net as usize] {
            self.builder.drive(wire, node);
        }
    }

    fn memory(&mut self, module: &Module, nets: &[Wire], memory: &Memory, name: String) {
        let Wire::Clock(clock) = self.clock_of(module, nets, memory.clock) else { return };
        let id = self.builder.memory_declare(name, memory.width, memory.depth);
        let enable = self.node(nets, memory.write_enable);
        let address = self.node(nets, memory.write_address);
        let parts: Vec<NodeId> = memory.write_data.iter().map(|n| self.node(nets, *n)).collect();
        let data = self.builder.concat(&parts);
        self.builder.mem_write(id, clock, enable, address, data);
        let address = self.node(nets, memory.read_address);
        let word = match memory.read_enable {
            Some(enable) => {
                let enable = self.node(nets, enable);
                self.builder.mem_sync_read(id, clock, enable, address)
            }
            None => self.builder.mem_async_read(id, address),
        };
        let mut low = memory.width;
        for net in &memory.read_data {
            let width = module.net(*net).width;
            low -= width;
            let part = self.builder.slice(word, low, width);
            self.drive(nets, *net, part);
        }
    }

    /// Statements: each target's value as a tree of multiplexers.
    fn body(&mut self, module: &Module, nets: &[Wire]) {
        let mut memo = FxHashMap::default();
        let mut values: FxHashMap<NetId, NodeId> = FxHashMap::default();
        self.statements(module, nets, &module.body, &mut values, &mut memo);
        let mut driven: Vec<(NetId, NodeId)> = values.into_iter().collect();
        driven.sort_unstable_by_key(|(net, _)| *net);
        for (net, node) in driven {
            self.drive(nets, net, node);
        }
    }

    fn statements(
        &mut self,
        module: &Module,
        nets: &[Wire],
        stmts: &[Stmt],
        values: &mut FxHashMap<NetId, NodeId>,
        memo: &mut FxHashMap<ExprId, NodeId>,
    ) {
        for stmt in stmts {
            match stmt {
                Stmt::Assign { net, value, .. } => {
                    let node = self.expr(module, nets, *value, memo);
                    values.insert(*net, node);
                }
                Stmt::If { condition, then, otherwise } => {
                    let condition = self.expr(module, nets, *condition, memo);
                    let mut a = values.clone();
                    self.statements(module, nets, then, &mut a, memo);
                    let mut b = values.clone();
                    self.statements(module, nets, otherwise, &mut b, memo);
                    *values = self.merge(condition, a, b);
                }
                Stmt::Case { subject, arms } => {
                    let subject = self.expr(module, nets, *subject, memo);
                    let mut result: Option<FxHashMap<NetId, NodeId>> = None;
                    for (constants, body) in arms.iter().rev() {
                        let mut end = values.clone();
                        self.statements(module, nets, body, &mut end, memo);
                        result = Some(match result {
                            None => end,
                            Some(rest) => {
                                let mut hit = self.builder.constant_u64(1, 0);
                                for c in constants {
                                    let c = self.expr(module, nets, *c, memo);
                                    let one = self.builder.eq(subject, c);
                                    hit = self.builder.or(hit, one);
                                }
                                self.merge(hit, end, rest)
                            }
                        });
                    }
                    if let Some(result) = result {
                        *values = result;
                    }
                }
            }
        }
    }

    /// A net that only one branch assigns has no value on the other path; the check for latches
    /// has made sure that it gets one later.
    fn merge(
        &mut self,
        condition: NodeId,
        a: FxHashMap<NetId, NodeId>,
        mut b: FxHashMap<NetId, NodeId>,
    ) -> FxHashMap<NetId, NodeId> {
        let mut nets: Vec<(NetId, NodeId)> = a.into_iter().collect();
        nets.sort_unstable_by_key(|(net, _)| *net);
        for (net, one) in nets {
            let node = match b.get(&net) {
                Some(zero) => self.builder.mux(condition, one, *zero),
                None => one,
            };
            b.insert(net, node);
        }
        b
    }

    fn expr(
        &mut self,
        module: &Module,
        nets: &[Wire],
        id: ExprId,
        memo: &mut FxHashMap<ExprId, NodeId>,
    ) -> NodeId {
        if let Some(node) = memo.get(&id) {
            return *node;
        }
        let expr = module.expr(id);
        let mut sub = |s: &mut Self, id: ExprId| s.expr(module, nets, id, memo);
        let node = match &expr.op {
            Op::Const(v) | Op::State(_, _, v) => self.builder.constant(value(v, expr.width)),
            Op::Net(net) => self.node(nets, *net),
            Op::Not(a) => {
                let a = sub(self, *a);
                self.builder.not(a)
            }
            Op::Binary(op, a, b) => {
                let (a, b) = (sub(self, *a), sub(self, *b));
                self.binary(*op, a, b)
            }
            Op::Reduce(op, a) => {
                let a = sub(self, *a);
                match op {
                    ReduceOp::Any => self.builder.red_or(a),
                    ReduceOp::All => self.builder.red_and(a),
                    ReduceOp::Parity => self.builder.red_xor(a),
                }
            }
            Op::Mux(c, a, b) => {
                let (c, a, b) = (sub(self, *c), sub(self, *a), sub(self, *b));
                self.builder.mux(c, a, b)
            }
            Op::Concat(parts) => {
                let parts: Vec<NodeId> = parts.iter().map(|p| sub(self, *p)).collect();
                self.builder.concat(&parts)
            }
            Op::Slice(a, low) => {
                let a = sub(self, *a);
                self.builder.slice(a, *low, expr.width)
            }
            Op::Gf2(a, rows) => {
                let width = module.expr(*a).width;
                let a = sub(self, *a);
                self.builder.gf2_linear(a, rows.iter().map(|r| value(r, width)).collect())
            }
        };
        memo.insert(id, node);
        node
    }

    fn binary(&mut self, op: BinaryOp, a: NodeId, b: NodeId) -> NodeId {
        let builder = &mut self.builder;
        match op {
            BinaryOp::And => builder.and(a, b),
            BinaryOp::Or => builder.or(a, b),
            BinaryOp::Xor => builder.xor(a, b),
            BinaryOp::Add => builder.add(a, b),
            BinaryOp::Sub => builder.sub(a, b),
            BinaryOp::Mul => builder.mul(a, b),
            BinaryOp::Eq => builder.eq(a, b),
            BinaryOp::Ne => builder.ne(a, b),
            BinaryOp::Lt => builder.ult(a, b),
            BinaryOp::Le => builder.ule(a, b),
            BinaryOp::Gt => builder.ult(b, a),
            BinaryOp::Ge => builder.ule(b, a),
            BinaryOp::SignedLt => builder.slt(a, b),
            BinaryOp::SignedLe => builder.sle(a, b),
            BinaryOp::SignedGt => builder.slt(b, a),
            BinaryOp::SignedGe => builder.sle(b, a),
            BinaryOp::Shl => builder.shl(a, b),
            BinaryOp::Shr => builder.shr(a, b),
        }
    }
}
