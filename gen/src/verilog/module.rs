//! A module as text.

use super::expr::{constant, state_name, statement, text};
use super::usage::Usage;
use crate::hier::*;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

/// Of each stage of a synchronizer: synthesis keeps the flip-flops side by side, duplicates none, and makes
/// no shift register of them. Tools that do not know an attribute pass over it.
const SYNCHRONIZER: &str = "(* ASYNC_REG = \"TRUE\", SHREG_EXTRACT = \"no\" *) ";

pub(super) struct Emitter<'a> {
    pub(super) module: &'a Module,
    hierarchy: &'a Hierarchy,
    usage: Usage,
    /// Values that are written where they are read, instead of on a net.
    inline: BTreeMap<NetId, ExprId>,
    /// Nets declared `reg`.
    variables: BTreeSet<NetId>,
    out: String,
}

/// The file of one module.
pub fn emit(module: &Module, hierarchy: &Hierarchy) -> String {
    let mut emitter = Emitter {
        module,
        hierarchy,
        usage: Usage::of(module, hierarchy),
        inline: BTreeMap::new(),
        variables: BTreeSet::new(),
        out: String::new(),
    };
    emitter.find_inline();
    emitter.find_variables();
    emitter.file();
    emitter.out
}

impl Emitter<'_> {
    pub(super) fn line(&mut self, line: impl AsRef<str>) {
        self.out.push_str(line.as_ref());
        self.out.push('\n');
    }

    fn file(&mut self) {
        let m = self.module;
        self.line(format!("// {}: made from the Rust type {}", m.name, m.type_name));
        self.line("// by `expether gen`; edit that instead.");
        self.line("`default_nettype none");
        self.line("");
        self.header();
        self.states();
        self.declarations();
        self.assigns();
        self.instances();
        self.processes();
        self.memories();
        self.registers();
        self.unused();
        self.line("");
        self.line("endmodule");
        self.line("");
        self.line("`default_nettype wire");
    }

    /// Plain values read once, by a pin: written there.
    fn find_inline(&mut self) {
        let m = self.module;
        let mut pins = BTreeSet::new();
        pins.extend(m.registers.iter().map(|r| r.d));
        for memory in &m.memories {
            pins.extend([memory.write_enable, memory.write_address, memory.read_address]);
            pins.extend(&memory.write_data);
            pins.extend(memory.read_enable);
        }
        for instance in &m.instances {
            pins.extend(&instance.ports);
        }
        for (net, value) in &m.assigns {
            let wire = m.net(*net).kind == NetKind::Wire;
            if wire && pins.contains(net) && self.usage.once(*net) && simple(m, *value, 0) {
                self.inline.insert(*net, *value);
            }
        }
    }

    fn find_variables(&mut self) {
        let m = self.module;
        let mut variables = BTreeSet::new();
        targets(&m.body, &mut |net, _| {
            variables.insert(net);
        });
        variables.extend(m.registers.iter().map(|r| r.q));
        // Read data of a clocked read is assigned where the memory is, unless in parts.
        for memory in m.memories.iter().filter(|memory| memory.read_enable.is_some()) {
            if let [whole] = memory.read_data.as_slice() {
                variables.insert(*whole);
            }
        }
        self.variables = variables;
    }

    pub(super) fn range(width: u32) -> String {
        if width == 1 {
            String::new()
        } else {
            format!("[{}:0]", width - 1)
        }
    }

    fn header(&mut self) {
        let m = self.module;
        let widest = m.ports.iter().map(|p| Self::range(m.net(*p).width).len()).max().unwrap_or(0);
        self.line(format!("module {} (", m.name));
        for (i, port) in m.ports.iter().enumerate() {
            let net = m.net(*port);
            let kind = match (net.kind, self.variables.contains(port)) {
                (NetKind::Input, _) => "input  wire",
                (_, true) => "output reg ",
                (_, false) => "output wire",
            };
            let comma = if i + 1 == m.ports.len() { "" } else { "," };
            self.line(format!("    {kind} {:widest$} {}{comma}", Self::range(net.width), net.name));
        }
        self.line(");");
    }

    fn states(&mut self) {
        let m = self.module;
        let mut states = BTreeMap::new();
        for expr in &m.exprs {
            if let Op::State(ty, variant, value) = &expr.op {
                states.insert(
                    (ty, value),
                    (state_name(ty, variant), constant(value, expr.width), expr.width),
                );
            }
        }
        // A constant that folding left unused would be a name without a use.
        let mut used = BTreeSet::new();
        self.each_value(&mut |id| collect_states(m, id, &mut used));
        if used.is_empty() {
            return;
        }
        self.line("");
        for (name, value, width) in states.into_values() {
            if used.contains(&name) {
                let range = Self::range(width);
                let gap = if range.is_empty() { "" } else { " " };
                self.line(format!("    localparam{gap}{range} {name} = {value};"));
            }
        }
    }

    fn each_value(&self, f: &mut impl FnMut(ExprId)) {
        self.module.assigns.iter().for_each(|(_, v)| f(*v));
        each_statement_value(&self.module.body, f);
    }

    fn declarations(&mut self) {
        let m = self.module;
        let mut mentioned = vec![false; m.nets.len()];
        let mut mark = |net: NetId| mentioned[net as usize] = true;
        self.each_value(&mut |id| m.reads(id, &mut mark));
        for (net, _) in &m.assigns {
            mentioned[*net as usize] = true;
        }
        targets(&m.body, &mut |net, _| mentioned[net as usize] = true);
        for r in &m.registers {
            mentioned[r.q as usize] = true;
            mentioned[r.d as usize] = true;
        }
        for memory in &m.memories {
            memory.read_data.iter().for_each(|n| mentioned[*n as usize] = true);
        }
        for instance in &m.instances {
            instance.ports.iter().for_each(|n| mentioned[*n as usize] = true);
        }
        let widest = m.nets.iter().map(|n| Self::range(n.width).len()).max().unwrap_or(0);
        let mut lines = Vec::new();
        for (id, net) in m.nets.iter().enumerate() {
            let id = id as NetId;
            if net.kind != NetKind::Wire || !mentioned[id as usize] || self.inline.contains_key(&id)
            {
                continue;
            }
            let register = m.registers.iter().find(|r| r.q == id);
            let kind = if self.variables.contains(&id) { "reg " } else { "wire" };
            let attribute = match register {
                Some(r) if r.stage.is_some() => SYNCHRONIZER,
                _ => "",
            };
            lines.push(format!(
                "    {attribute}{kind} {:widest$} {};",
                Self::range(net.width),
                net.name
            ));
        }
        if !lines.is_empty() {
            self.line("");
            lines.into_iter().for_each(|l| self.line(l));
        }
    }

    pub(super) fn value_of_net(&self, net: NetId) -> String {
        match self.inline.get(&net) {
            Some(value) => text(self.module, *value, false),
            None => self.module.net(net).name.clone(),
        }
    }

    fn assigns(&mut self) {
        let m = self.module;
        let mut first = true;
        for (net, value) in &m.assigns {
            if self.inline.contains_key(net) {
                continue;
            }
            if std::mem::take(&mut first) {
                self.line("");
            }
            let head = format!("    assign {} =", m.net(*net).name);
            let text = statement(m, &head, *value, 4);
            self.line(text);
        }
    }

    fn instances(&mut self) {
        for instance in &self.module.instances {
            let child = &self.hierarchy.modules[instance.module];
            self.line("");
            self.line(format!("    {} {} (", child.name, instance.name));
            let last = child.ports.len().saturating_sub(1);
            for (i, (port, net)) in child.ports.iter().zip(&instance.ports).enumerate() {
                let comma = if i == last { "" } else { "," };
                let value = self.value_of_net(*net);
                self.line(format!("        .{}({value}){comma}", child.net(*port).name));
            }
            self.line("    );");
        }
    }

    /// Statements, in as few `always` blocks as possible without one that reads what it drives:
    /// nets of one rank do not depend on each other, and those that share a statement stand
    /// together.
    fn processes(&mut self) {
        let m = self.module;
        let deps = Dependencies::of(m, self.hierarchy);
        let mut counted = vec![false; m.nets.len()];
        targets(&m.body, &mut |net, _| counted[net as usize] = true);
        let ranks = deps.ranks(&counted);
        let mut groups: Vec<(u32, BTreeSet<NetId>)> = Vec::new();
        for stmt in &m.body {
            let mut by_rank: BTreeMap<u32, BTreeSet<NetId>> = BTreeMap::new();
            targets(std::slice::from_ref(stmt), &mut |net, _| {
                by_rank.entry(ranks[net as usize]).or_default().insert(net);
            });
            for (rank, nets) in by_rank {
                let (mut joined, apart): (Vec<_>, Vec<_>) = std::mem::take(&mut groups)
                    .into_iter()
                    .partition(|(r, group)| *r == rank && !group.is_disjoint(&nets));
                groups = apart;
                let mut all = nets;
                joined.drain(..).for_each(|(_, group)| all.extend(group));
                groups.push((rank, all));
            }
        }
        let position = |group: &BTreeSet<NetId>| {
            let mut first = usize::MAX;
            for (i, stmt) in m.body.iter().enumerate().rev() {
                targets(std::slice::from_ref(stmt), &mut |net, _| {
                    if group.contains(&net) {
                        first = i;
                    }
                });
            }
            first
        };
        groups.sort_by_key(|(rank, group)| (*rank, position(group)));
        for (_, group) in groups {
            let mut body = m.body.clone();
            keep(&mut body, &|net| group.contains(&net));
            self.line("");
            self.line("    always @(*) begin");
            self.statements(&body, 2);
            self.line("    end");
        }
    }

    fn statements(&mut self, stmts: &[Stmt], depth: usize) {
        let m = self.module;
        let pad = "    ".repeat(depth);
        for stmt in stmts {
            match stmt {
                Stmt::Assign { net, value, .. } => {
                    let head = format!("{pad}{} =", m.net(*net).name);
                    let text = statement(m, &head, *value, pad.len());
                    self.line(text);
                }
                Stmt::If { .. } => self.branch(stmt, depth, &pad),
                Stmt::Case { subject, arms } => {
                    self.line(format!("{pad}case ({})", text(m, *subject, false)));
                    for (values, body) in arms {
                        let label = match values.as_slice() {
                            [] => "default".to_string(),
                            values => values
                                .iter()
                                .map(|v| text(m, *v, false))
                                .collect::<Vec<_>>()
                                .join(", "),
                        };
                        if body.is_empty() {
                            self.line(format!("{pad}    {label}: begin end"));
                            continue;
                        }
                        self.line(format!("{pad}    {label}: begin"));
                        self.statements(body, depth + 2);
                        self.line(format!("{pad}    end"));
                    }
                    self.line(format!("{pad}endcase"));
                }
            }
        }
    }

    fn branch(&mut self, stmt: &Stmt, depth: usize, pad: &str) {
        let m = self.module;
        let mut opening = pad.to_string();
        let mut stmt = stmt;
        while let Stmt::If { condition, then, otherwise } = stmt {
            if then.is_empty() {
                self.line(format!("{opening}if (~{}) begin", text(m, *condition, true)));
                self.statements(otherwise, depth + 1);
                break;
            }
            self.line(format!("{opening}if ({}) begin", text(m, *condition, false)));
            self.statements(then, depth + 1);
            match otherwise.as_slice() {
                [] => break,
                [next @ Stmt::If { .. }] => {
                    opening = format!("{pad}end else ");
                    stmt = next;
                }
                rest => {
                    self.line(format!("{pad}end else begin"));
                    self.statements(rest, depth + 1);
                    break;
                }
            }
        }
        self.line(format!("{pad}end"));
    }

    /// One wire that reads every bit nothing else reads, so that lint has nothing to report and
    /// a reader sees them listed.
    fn unused(&mut self) {
        let m = self.module;
        let mut parts = Vec::new();
        for (id, net) in m.nets.iter().enumerate() {
            let id = id as NetId;
            let produced = match net.kind {
                NetKind::Input => true,
                NetKind::Output => false,
                NetKind::Wire => self.is_produced(id),
            };
            if !produced || self.inline.contains_key(&id) {
                continue;
            }
            for (low, width) in self.usage.unused(id, net.width) {
                parts.push(match (low, width) {
                    (0, w) if w == net.width => net.name.clone(),
                    (low, 1) => format!("{}[{low}]", net.name),
                    (low, w) => format!("{}[{}:{low}]", net.name, low + w - 1),
                });
            }
        }
        if parts.is_empty() {
            return;
        }
        let mut text = String::new();
        for part in parts {
            let _ = write!(text, ",\n        {part}");
        }
        self.line("");
        self.line(format!("    wire unused = &{{1'b0{text}}};"));
    }

    fn is_produced(&self, net: NetId) -> bool {
        let m = self.module;
        self.variables.contains(&net)
            || m.assigns.iter().any(|(n, _)| *n == net)
            || m.memories.iter().any(|mem| mem.read_data.contains(&net))
            || m.instances.iter().any(|i| i.ports.contains(&net))
    }
}

fn each_statement_value(stmts: &[Stmt], f: &mut impl FnMut(ExprId)) {
    for stmt in stmts {
        match stmt {
            Stmt::Assign { value, .. } => f(*value),
            Stmt::If { condition, then, otherwise } => {
                f(*condition);
                each_statement_value(then, f);
                each_statement_value(otherwise, f);
            }
            Stmt::Case { subject, arms } => {
                f(*subject);
                for (values, body) in arms {
                    values.iter().for_each(|v| f(*v));
                    each_statement_value(body, f);
                }
            }
        }
    }
}

fn collect_states(module: &Module, id: ExprId, into: &mut BTreeSet<String>) {
    match &module.expr(id).op {
        Op::State(ty, variant, _) => {
            into.insert(state_name(ty, variant));
        }
        op => each_operand(op, |o| collect_states(module, o, into)),
    }
}

/// Short enough to stand in a connection.
fn simple(module: &Module, id: ExprId, depth: u32) -> bool {
    match &module.expr(id).op {
        Op::Const(_) | Op::State(..) | Op::Net(_) | Op::Slice(..) => true,
        Op::Not(a) | Op::Reduce(_, a) => depth < 2 && simple(module, *a, depth + 1),
        Op::Binary(_, a, b) => {
            depth < 2 && simple(module, *a, depth + 1) && simple(module, *b, depth + 1)
        }
        Op::Concat(parts) => {
            parts.len() <= 4 && parts.iter().all(|p| depth < 2 && simple(module, *p, depth + 1))
        }
        Op::Mux(..) | Op::Gf2(..) => false,
    }
}
