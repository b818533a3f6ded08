//! From what was built to a netlist: wires resolved, dead parts dropped, operands first.

use super::build::{Wire, WIRE_BASE};
use super::*;
use rustc_hash::{FxHashMap, FxHashSet};

/// `width` bits of a node from bit `low` up.
type Piece = (NodeId, u32, u32);

impl NetlistBuilder {
    /// Resolves wires, drops what neither an output nor a named signal depends on, and orders
    /// nodes so that operands come first. Ports all stay.
    pub fn finish(self) -> Result<Netlist, NetlistError> {
        self.check_names()?;
        let fold = self.fold;
        let NetlistBuilder { net, next_set, wires, .. } = self;
        for (register, set) in net.regs.iter().zip(&next_set) {
            if !set {
                return Err(NetlistError::NoNextValue { name: register.name.clone() });
            }
        }
        let mut net = Rebuild::new(net, wires, fold).run()?;
        // Folding across what used to be wires leaves dead nodes, and may free more: again until
        // nothing changes. Then one round that only drops and orders.
        let mut before = usize::MAX;
        while fold && net.nodes.len() < before {
            before = net.nodes.len();
            net = Rebuild::new(net, Vec::new(), true).run()?;
        }
        Rebuild::new(net, Vec::new(), false).run()
    }

    fn check_names(&self) -> Result<(), NetlistError> {
        let mut seen = FxHashSet::default();
        let mut check = |what: &'static str, name: &str| {
            if seen.insert((what, name.to_owned())) {
                Ok(())
            } else {
                Err(NetlistError::DuplicateName { what, name: name.to_owned() })
            }
        };
        let n = &self.net;
        n.regs.iter().try_for_each(|r| check("registers", &r.name))?;
        n.memories.iter().try_for_each(|m| check("memories", &m.name))?;
        n.clocks.iter().try_for_each(|c| check("ports", &c.name))?;
        n.inputs.iter().chain(&n.outputs).try_for_each(|p| check("ports", &p.name))
    }
}

impl Netlist {
    /// Drops what neither an output nor (if they are to stay) a named signal depends on.
    pub fn without_dead(mut self, keep_names: bool) -> Result<Netlist, NetlistError> {
        if !keep_names {
            self.names.clear();
        }
        Rebuild::new(self, Vec::new(), false).run()
    }

    /// The same design with `change` applied to each node as it is copied; what it returns
    /// replaces the node.
    pub(super) fn rebuilt(
        self,
        change: impl FnMut(&mut NetlistBuilder, &dyn Fn(NodeId) -> NodeId, NodeId, NodeId) -> NodeId,
    ) -> Result<Netlist, NetlistError> {
        let mut rebuild = Rebuild::new(self, Vec::new(), true);
        rebuild.resolve_all_with(change)?;
        let net = rebuild.close();
        Rebuild::new(net, Vec::new(), false).run()
    }
}

/// Copies a netlist into a fresh builder, on demand from its roots.
struct Rebuild {
    old: Netlist,
    wires: Vec<Wire>,
    wire_of: FxHashMap<NodeId, usize>,
    new: NetlistBuilder,
    map: Vec<Option<NodeId>>,
    live: Vec<bool>,
    regs: Vec<Option<RegId>>,
    memories: Vec<Option<MemoryId>>,
    /// New index of each live synchronous read port.
    ports: FxHashMap<(MemoryId, u32), u32>,
}

impl Rebuild {
    fn new(old: Netlist, wires: Vec<Wire>, fold: bool) -> Self {
        let mut new = NetlistBuilder::new(old.name.clone());
        new.fold = fold;
        let mut by_node: FxHashMap<NodeId, usize> = FxHashMap::default();
        for (i, node) in old.nodes.iter().enumerate() {
            if let Op::Input(index) = node.op {
                if index >= WIRE_BASE {
                    by_node.insert(NodeId(i as u32), (index - WIRE_BASE) as usize);
                }
            }
        }
        Self {
            map: vec![None; old.nodes.len()],
            live: vec![false; old.nodes.len()],
            regs: vec![None; old.regs.len()],
            memories: vec![None; old.memories.len()],
            ports: FxHashMap::default(),
            old,
            wire_of: by_node,
            wires,
            new,
        }
    }

    fn run(mut self) -> Result<Netlist, NetlistError> {
        self.resolve_all_with(|_, _, _, new| new)?;
        Ok(self.close())
    }

    fn resolve_all_with(
        &mut self,
        mut change: impl FnMut(&mut NetlistBuilder, &dyn Fn(NodeId) -> NodeId, NodeId, NodeId) -> NodeId,
    ) -> Result<(), NetlistError> {
        for clock in &self.old.clocks {
            self.new.clock(clock.name.clone());
        }
        for i in 0..self.old.inputs.len() {
            let port = &self.old.inputs[i];
            let node = self.new.input(port.name.clone(), port.width);
            self.map[port.node.0 as usize] = Some(node);
        }
        self.mark_live();
        self.declare_state();
        for id in 0..self.old.nodes.len() as u32 {
            if self.live[id as usize] && self.is_root(NodeId(id)) {
                self.resolve(NodeId(id), &mut change)?;
            }
        }
        for root in self.roots() {
            self.resolve(root, &mut change)?;
        }
        Ok(())
    }

    /// Nodes without operands go first, so that numbering doesn't depend on who reads them.
    fn is_root(&self, id: NodeId) -> bool {
        matches!(self.old.node(id).op, Op::Reg(_) | Op::SyncRead(..))
    }

    /// Marks every node from which an output or a named signal can be reached.
    fn mark_live(&mut self) {
        let mut todo: Vec<NodeId> = self.old.outputs.iter().map(|p| p.node).collect();
        todo.extend(self.old.names.iter().map(|n| n.node));
        let mut memory_seen = vec![false; self.old.memories.len()];
        while let Some(id) = todo.pop() {
            if std::mem::replace(&mut self.live[id.0 as usize], true) {
                continue;
            }
            let op = &self.old.node(id).op;
            Netlist::operands(op, |x| todo.push(x));
            if let Some(driver) = self.wire(id).and_then(|w| w.driver) {
                todo.push(driver);
            }
            match *op {
                Op::Reg(r) => todo.push(self.old.regs[r.0 as usize].next),
                Op::SyncRead(m, _) | Op::AsyncRead(m, _) => {
                    let memory = &self.old.memories[m.0 as usize];
                    if !std::mem::replace(&mut memory_seen[m.0 as usize], true) {
                        for w in &memory.writes {
                            todo.extend([w.enable, w.address, w.data]);
                        }
                    }
                    if let Op::SyncRead(_, port) = *op {
                        let port = &memory.sync_reads[port as usize];
                        todo.extend([port.enable, port.address]);
                    }
                }
                _ => {}
            }
        }
    }

    /// Declares live registers and memories in the new netlist, in their old order.
    fn declare_state(&mut self) {
        let mut live_reg = vec![false; self.old.regs.len()];
        let mut live_memory = vec![false; self.old.memories.len()];
        let mut live_ports: Vec<(MemoryId, u32)> = Vec::new();
        for (node, _) in self.old.nodes.iter().zip(&self.live).filter(|(_, live)| **live) {
            match node.op {
                Op::Reg(r) => live_reg[r.0 as usize] = true,
                Op::AsyncRead(m, _) => live_memory[m.0 as usize] = true,
                Op::SyncRead(m, p) => {
                    live_memory[m.0 as usize] = true;
                    live_ports.push((m, p));
                }
                _ => {}
            }
        }
        for (i, reg) in self.old.regs.iter().enumerate().filter(|(i, _)| live_reg[*i]) {
            let (id, _) =
                self.new.reg_declare(reg.name.clone(), reg.width, reg.clock, reg.reset.clone());
            self.regs[i] = Some(id);
        }
        for (i, m) in self.old.memories.iter().enumerate().filter(|(i, _)| live_memory[*i]) {
            self.memories[i] = Some(self.new.memory_declare(m.name.clone(), m.width, m.depth));
        }
        live_ports.sort();
        let mut count: FxHashMap<MemoryId, u32> = FxHashMap::default();
        for (m, p) in live_ports {
            let n = count.entry(m).or_default();
            self.ports.insert((m, p), *n);
            *n += 1;
        }
    }

    /// Everything that must be there in the new netlist besides the operands of what is.
    fn roots(&self) -> Vec<NodeId> {
        let mut roots: Vec<NodeId> = self.old.outputs.iter().map(|p| p.node).collect();
        roots.extend(self.old.names.iter().map(|n| n.node));
        for (reg, _) in self.old.regs.iter().zip(&self.regs).filter(|(_, new)| new.is_some()) {
            roots.push(reg.next);
        }
        for (i, m) in self.old.memories.iter().enumerate() {
            if self.memories[i].is_none() {
                continue;
            }
            for w in &m.writes {
                roots.extend([w.enable, w.address, w.data]);
            }
            for (p, r) in m.sync_reads.iter().enumerate() {
                if self.ports.contains_key(&(MemoryId(i as u32), p as u32)) {
                    roots.extend([r.enable, r.address]);
                }
            }
        }
        roots
    }

    /// Copies a node and everything below it. An explicit stack: designs are deep.
    fn resolve(
        &mut self,
        root: NodeId,
        change: &mut impl FnMut(
            &mut NetlistBuilder,
            &dyn Fn(NodeId) -> NodeId,
            NodeId,
            NodeId,
        ) -> NodeId,
    ) -> Result<(), NetlistError> {
        struct Frame {
            node: NodeId,
            needs: Vec<NodeId>,
            pieces: Option<Vec<Piece>>,
            next: usize,
        }
        let mut stack: Vec<Frame> = Vec::new();
        let mut on_stack: FxHashSet<NodeId> = FxHashSet::default();
        let mut enter = Some(root);
        loop {
            if let Some(node) = enter.take() {
                if self.map[node.0 as usize].is_none() {
                    if !on_stack.insert(node) {
                        let from = stack.iter().position(|f| f.node == node).unwrap_or(0);
                        let nodes: Vec<NodeId> = stack[from..].iter().map(|f| f.node).collect();
                        return Err(self.loop_error(&nodes));
                    }
                    let pieces = self.pieces_of(node)?;
                    let mut needs = Vec::new();
                    match &pieces {
                        Some(pieces) => needs.extend(pieces.iter().map(|p| p.0)),
                        None => Netlist::operands(&self.old.node(node).op, |x| needs.push(x)),
                    }
                    stack.push(Frame { node, needs, pieces, next: 0 });
                }
            }
            let Some(top) = stack.last_mut() else {
                return Ok(());
            };
            if let Some(need) = top.needs.get(top.next) {
                top.next += 1;
                enter = Some(*need);
                continue;
            }
            let Some(Frame { node, pieces, .. }) = stack.pop() else {
                return Ok(());
            };
            on_stack.remove(&node);
            let made = match pieces {
                Some(pieces) => self.join(&pieces),
                None => self.copy(node),
            };
            let map = &self.map;
            let of = |x: NodeId| map[x.0 as usize].expect("operands are copied before their users");
            let made = change(&mut self.new, &of, node, made);
            self.map[node.0 as usize] = Some(made);
        }
    }

    fn wire(&self, id: NodeId) -> Option<&Wire> {
        self.wire_of.get(&id).map(|i| &self.wires[*i])
    }

    fn mapped(&self, id: NodeId) -> NodeId {
        self.map[id.0 as usize].expect("operands are copied before their users")
    }

    fn join(&mut self, pieces: &[Piece]) -> NodeId {
        let mut parts = Vec::with_capacity(pieces.len());
        for (node, low, width) in pieces {
            let node = self.mapped(*node);
            let whole = *low == 0 && *width == self.new.width(node);
            parts.push(if whole { node } else { self.new.slice(node, *low, *width) });
        }
        if let [one] = parts[..] {
            return one;
        }
        self.new.concat(&parts)
    }

    fn copy(&mut self, id: NodeId) -> NodeId {
        let Node { op, width } = self.old.node(id).clone();
        let m = |x: NodeId| self.map[x.0 as usize].expect("operands are copied before their users");
        match op {
            Op::Const(v) => self.new.constant(v),
            Op::Input(_) => self.mapped(id),
            Op::Reg(r) => {
                let r = self.regs[r.0 as usize].expect("a register that is read is live");
                self.new.node(Op::Reg(r), width)
            }
            Op::SyncRead(memory, port) => {
                let port = self.ports[&(memory, port)];
                let memory =
                    self.memories[memory.0 as usize].expect("a memory that is read is live");
                self.new.node(Op::SyncRead(memory, port), width)
            }
            Op::AsyncRead(memory, a) => {
                let a = m(a);
                let memory =
                    self.memories[memory.0 as usize].expect("a memory that is read is live");
                self.new.mem_async_read(memory, a)
            }
            Op::And(a, b) => {
                let (a, b) = (m(a), m(b));
                self.new.and(a, b)
            }
            Op::Or(a, b) => {
                let (a, b) = (m(a), m(b));
                self.new.or(a, b)
            }
            Op::Xor(a, b) => {
                let (a, b) = (m(a), m(b));
                self.new.xor(a, b)
            }
            Op::Add(a, b) => {
                let (a, b) = (m(a), m(b));
                self.new.add(a, b)
            }
            Op::Sub(a, b) => {
                let (a, b) = (m(a), m(b));
                self.new.sub(a, b)
            }
            Op::Mul(a, b) => {
                let (a, b) = (m(a), m(b));
                self.new.mul(a, b)
            }
            Op::Eq(a, b) => {
                let (a, b) = (m(a), m(b));
                self.new.eq(a, b)
            }
            Op::Ult(a, b) => {
                let (a, b) = (m(a), m(b));
                self.new.ult(a, b)
            }
            Op::Slt(a, b) => {
                let (a, b) = (m(a), m(b));
                self.new.slt(a, b)
            }
            Op::Shl(a, b) => {
                let (a, b) = (m(a), m(b));
                self.new.shl(a, b)
            }
            Op::Shr(a, b) => {
                let (a, b) = (m(a), m(b));
                self.new.shr(a, b)
            }
            Op::Mux(c, a, b) => {
                let (c, a, b) = (m(c), m(a), m(b));
                self.new.mux(c, a, b)
            }
            Op::Concat(parts) => {
                let parts: Vec<NodeId> = parts.into_iter().map(m).collect();
                self.new.concat(&parts)
            }
            Op::Not(a) => {
                let a = m(a);
                self.new.not(a)
            }
            Op::Slice(a, low) => {
                let a = m(a);
                self.new.slice(a, low, width)
            }
            Op::RedAnd(a) => {
                let a = m(a);
                self.new.red_and(a)
            }
            Op::RedOr(a) => {
                let a = m(a);
                self.new.red_or(a)
            }
            Op::RedXor(a) => {
                let a = m(a);
                self.new.red_xor(a)
            }
            Op::Gf2Linear(a, rows) => {
                let a = m(a);
                self.new.gf2_linear(a, rows)
            }
        }
    }

    /// Wires, and slices of wires and concatenations, are looked through bit by bit: a bus of
    /// which one field depends on another is no loop. `None` for any other node.
    fn pieces_of(&self, id: NodeId) -> Result<Option<Vec<Piece>>, NetlistError> {
        let node = self.old.node(id);
        let start = match node.op {
            Op::Slice(x, low) => (x, low, node.width),
            Op::Input(_) if self.wire_of.contains_key(&id) => (id, 0, node.width),
            _ => return Ok(None),
        };
        // A path through more wires than all wires have bits passes one bit twice.
        let most: u32 = self.wire_of.keys().map(|id| self.old.node(*id).width).sum();
        let mut found = Vec::new();
        let mut todo = vec![(start, 0)];
        while let Some(((x, low, width), depth)) = todo.pop() {
            if let Some(wire) = self.wire(x) {
                let Some(driver) = wire.driver else {
                    return Err(NetlistError::Undriven { name: wire.name.clone() });
                };
                if depth > most {
                    return Err(NetlistError::CombinationalLoop {
                        signals: vec![wire.name.clone()],
                    });
                }
                todo.push(((driver, low, width), depth + 1));
                continue;
            }
            match &self.old.node(x).op {
                Op::Slice(y, inner) => todo.push(((*y, inner + low, width), depth)),
                Op::Concat(parts) => {
                    let mut base = self.old.node(x).width;
                    let mut taken = Vec::new();
                    for part in parts {
                        let w = self.old.node(*part).width;
                        base -= w;
                        let (from, to) = (low.max(base), (low + width).min(base + w));
                        if from < to {
                            taken.push(((*part, from - base, to - from), depth));
                        }
                    }
                    // The stack gives back the last pushed first: most significant on top.
                    todo.extend(taken.into_iter().rev());
                }
                _ => found.push((x, low, width)),
            }
        }
        Ok(Some(found))
    }

    fn loop_error(&self, nodes: &[NodeId]) -> NetlistError {
        let mut signals: Vec<String> = Vec::new();
        for id in nodes {
            let below = match self.old.node(*id).op {
                Op::Slice(x, _) => x,
                _ => *id,
            };
            let wire = self.wire(below).map(|w| w.name.clone());
            let named = || self.old.names.iter().find(|n| n.node == *id).map(|n| n.name.clone());
            if let Some(name) = wire.or_else(named) {
                if !signals.contains(&name) {
                    signals.push(name);
                }
            }
        }
        if signals.is_empty() {
            signals = nodes.iter().map(|n| format!("{:?}", self.old.node(*n).op)).collect();
        }
        NetlistError::CombinationalLoop { signals }
    }

    /// Fills in next values, memory ports, outputs and names.
    fn close(mut self) -> Netlist {
        for i in 0..self.old.regs.len() {
            if let Some(new) = self.regs[i] {
                let next = self.mapped(self.old.regs[i].next);
                self.new.reg_set_next(new, next);
            }
        }
        for i in 0..self.old.memories.len() {
            let Some(new) = self.memories[i] else {
                continue;
            };
            let memory = self.old.memories[i].clone();
            for w in memory.writes {
                let (e, a, d) =
                    (self.mapped(w.enable), self.mapped(w.address), self.mapped(w.data));
                self.new.mem_write(new, w.clock, e, a, d);
            }
            for (p, r) in memory.sync_reads.into_iter().enumerate() {
                if self.ports.contains_key(&(MemoryId(i as u32), p as u32)) {
                    let (e, a) = (self.mapped(r.enable), self.mapped(r.address));
                    self.new.mem_sync_read(new, r.clock, e, a);
                }
            }
        }
        for port in self.old.outputs.clone() {
            let node = self.mapped(port.node);
            self.new.output(port.name, node);
        }
        for named in self.old.names.clone() {
            let node = self.mapped(named.node);
            self.new.net.names.push(Named { node, ..named });
        }
        self.new.net
    }
}
