//! A recorded kernel as statements on nets: variables become one net an assignment.

use super::*;
use expether_hdl::tree::{self, ExprOp, Kernel, LocalId, StmtKind};
use num_bigint::BigUint;
use rustc_hash::{FxHashMap, FxHashSet};

/// Present expressions of `let`s and `let mut`s.
type Locals = FxHashMap<LocalId, ExprId>;

struct Run<'a, 'b> {
    lowering: &'a mut Lowering<'b>,
    kernel: &'a Kernel,
    /// Whether an expression may mean different things at different statements.
    varies: Vec<bool>,
    /// Expressions that always mean the same.
    fixed: FxHashMap<tree::ExprId, ExprId>,
    written: FxHashSet<SignalId>,
    read: FxHashMap<SignalId, Site>,
    site: Site,
}

impl Lowering<'_> {
    pub(super) fn kernel(&mut self, kernel: &Kernel) {
        for (site, message) in &kernel.errors {
            self.problem(Rule::Width, "", Some(*site), message.clone());
        }
        let mut varies = Vec::with_capacity(kernel.exprs.len());
        for expr in &kernel.exprs {
            let mut v = matches!(expr.op, ExprOp::Local(l) if kernel.locals[l as usize].mutable);
            operands(&expr.op, |o| v |= varies[o as usize]);
            varies.push(v);
        }
        let mut run = Run {
            lowering: self,
            kernel,
            varies,
            fixed: FxHashMap::default(),
            written: FxHashSet::default(),
            read: FxHashMap::default(),
            site: Site { file: "", line: 0 },
        };
        let body = run.statements(&kernel.body, &mut Locals::default());
        self.builder.module.body = body;
    }
}

fn operands(op: &ExprOp, mut f: impl FnMut(tree::ExprId)) {
    match op {
        ExprOp::Const(_) | ExprOp::State(..) | ExprOp::Signal(_) | ExprOp::Local(_) => {}
        ExprOp::Not(a) | ExprOp::Reduce(_, a) | ExprOp::Slice(a, _) | ExprOp::Gf2(a, _) => f(*a),
        ExprOp::Binary(_, a, b) => {
            f(*a);
            f(*b);
        }
        ExprOp::Mux(c, a, b) => {
            f(*c);
            f(*a);
            f(*b);
        }
        ExprOp::Concat(parts) => parts.iter().copied().for_each(f),
    }
}

impl Run<'_, '_> {
    fn statements(&mut self, stmts: &[tree::Stmt], locals: &mut Locals) -> Vec<Stmt> {
        let mut body = Vec::new();
        for stmt in stmts {
            self.site = stmt.site;
            match &stmt.kind {
                StmtKind::Assign { target, low, width, value } => {
                    let value = self.expr(*value, locals);
                    self.assign(*target, *low, *width, value, &mut body);
                }
                StmtKind::Set { local, value } => {
                    let value = self.expr(*value, locals);
                    let value = self.bind(*local, value);
                    locals.insert(*local, value);
                }
                StmtKind::If { condition, then, otherwise } => {
                    let condition = self.expr(*condition, locals);
                    let (mut a, mut b) = (locals.clone(), locals.clone());
                    let then = self.statements(then, &mut a);
                    let otherwise = self.statements(otherwise, &mut b);
                    self.merge(locals, &[a, b], |_| condition);
                    if !(then.is_empty() && otherwise.is_empty()) {
                        body.push(Stmt::If { condition, then, otherwise });
                    }
                }
                StmtKind::Case { subject, arms } => {
                    let subject = self.expr(*subject, locals);
                    let mut ends = Vec::new();
                    let mut cases = Vec::new();
                    let mut hits = Vec::new();
                    for arm in arms {
                        let mut end = locals.clone();
                        let values: Vec<ExprId> =
                            arm.values.iter().map(|v| self.expr(*v, locals)).collect();
                        let stmts = self.statements(&arm.body, &mut end);
                        ends.push(end);
                        hits.push(values.clone());
                        cases.push((values, stmts));
                    }
                    let builder = &mut self.lowering.builder;
                    let mut conditions = Vec::new();
                    if locals
                        .iter()
                        .any(|(local, now)| ends.iter().any(|e| e.get(local) != Some(now)))
                    {
                        for values in &hits {
                            let mut hit = None;
                            for v in values {
                                let one = builder.binary(tree::BinaryOp::Eq, subject, *v, 1);
                                hit = Some(match hit {
                                    None => one,
                                    Some(other) => {
                                        builder.binary(tree::BinaryOp::Or, other, one, 1)
                                    }
                                });
                            }
                            conditions.push(hit.unwrap_or(subject));
                        }
                    }
                    self.merge(locals, &ends, |i| conditions[i]);
                    if cases.iter().any(|(_, stmts)| !stmts.is_empty()) {
                        // rustc has seen that the arms are complete: the last is the default.
                        if let Some((values, _)) = cases.last_mut() {
                            values.clear();
                        }
                        body.push(Stmt::Case { subject, arms: cases });
                    }
                }
            }
        }
        body
    }

    /// After branches: a variable that differs between them is chosen by their conditions, the
    /// last branch being what is left over.
    fn merge(&mut self, locals: &mut Locals, ends: &[Locals], condition: impl Fn(usize) -> ExprId) {
        let mut changed: Vec<LocalId> = locals.keys().copied().collect();
        changed.sort_unstable();
        for local in changed {
            let now = locals[&local];
            let after: Vec<ExprId> =
                ends.iter().map(|e| e.get(&local).copied().unwrap_or(now)).collect();
            if after.iter().all(|v| *v == now) {
                continue;
            }
            let builder = &mut self.lowering.builder;
            let mut value = after[after.len() - 1];
            for i in (0..after.len() - 1).rev() {
                value = builder.mux(condition(i), after[i], value);
            }
            let value = self.bind(local, value);
            locals.insert(local, value);
        }
    }

    /// A net for a local's value; for a struct, one a field that has no net yet.
    fn bind(&mut self, local: LocalId, value: ExprId) -> ExprId {
        let kernel = self.kernel;
        let local = &kernel.locals[local as usize];
        let builder = &mut self.lowering.builder;
        if local.fields.is_empty() {
            return builder.bind(&local.name, value);
        }
        let mut parts = Vec::new();
        for field in local.fields.iter().rev() {
            let part = builder.slice(value, field.low, field.width);
            parts.push(builder.bind(&format!("{}{}", local.name, field.suffix), part));
        }
        builder.concat(parts)
    }

    fn assign(
        &mut self,
        target: SignalId,
        low: u32,
        width: u32,
        value: ExprId,
        body: &mut Vec<Stmt>,
    ) {
        let Some(bundle) = self.lowering.signals.get(&target).cloned() else {
            let message = "this block assigns a signal that is neither its own nor its child's";
            self.lowering.problem(Rule::Reach, "?", Some(self.site), message);
            return;
        };
        match bundle.role {
            Role::Ignored => return,
            Role::OwnInput => {
                let message = "assigned here, but it is an input of this block";
                self.lowering.problem(Rule::WriteToInput, &bundle.name, Some(self.site), message);
                return;
            }
            Role::ChildOutput => {
                let message = "assigned here, but the child drives it";
                self.lowering.problem(Rule::TwoDrivers, &bundle.name, Some(self.site), message);
                return;
            }
            Role::Driven | Role::ChildInput => {}
        }
        if let Some(read) = self.read.get(&target) {
            let message = format!(
                "read at line {} before this assignment; assign first, or use `let mut`",
                read.line
            );
            self.lowering.problem(Rule::ReadBeforeWrite, &bundle.name, Some(self.site), message);
        }
        self.written.insert(target);
        for (at, net) in bundle.nets {
            let net_width = self.lowering.builder.module.net(net).width;
            if at >= low && at + net_width <= low + width {
                let value = self.lowering.builder.slice(value, at - low, net_width);
                body.push(Stmt::Assign { net, value, site: self.site });
            }
        }
    }

    fn expr(&mut self, id: tree::ExprId, locals: &Locals) -> ExprId {
        let mut now = FxHashMap::default();
        self.expr_in(id, locals, &mut now)
    }

    fn expr_in(
        &mut self,
        id: tree::ExprId,
        locals: &Locals,
        now: &mut FxHashMap<tree::ExprId, ExprId>,
    ) -> ExprId {
        let varies = self.varies[id as usize];
        let memo = if varies { now.get(&id) } else { self.fixed.get(&id) };
        if let Some(done) = memo {
            return *done;
        }
        let kernel = self.kernel;
        let expr = &kernel.exprs[id as usize];
        let width = expr.width;
        let done = match &expr.op {
            ExprOp::Const(value) => self.lowering.builder.constant(value.clone(), width),
            ExprOp::State(ty, variant, value) => {
                self.lowering.builder.state(ty.clone(), variant.clone(), value.clone(), width)
            }
            ExprOp::Signal(signal) => return self.signal(*signal, width),
            ExprOp::Local(local) => match locals.get(local) {
                Some(value) => *value,
                None => self.lowering.builder.constant(BigUint::default(), width),
            },
            ExprOp::Not(a) => {
                let a = self.expr_in(*a, locals, now);
                self.lowering.builder.not(a)
            }
            ExprOp::Binary(op, a, b) => {
                let (a, b) = (self.expr_in(*a, locals, now), self.expr_in(*b, locals, now));
                self.lowering.builder.binary(*op, a, b, width)
            }
            ExprOp::Reduce(op, a) => {
                let a = self.expr_in(*a, locals, now);
                self.lowering.builder.reduce(*op, a)
            }
            ExprOp::Mux(c, a, b) => {
                let c = self.expr_in(*c, locals, now);
                let (a, b) = (self.expr_in(*a, locals, now), self.expr_in(*b, locals, now));
                self.lowering.builder.mux(c, a, b)
            }
            ExprOp::Concat(parts) => {
                let parts = parts.iter().map(|p| self.expr_in(*p, locals, now)).collect();
                self.lowering.builder.concat(parts)
            }
            ExprOp::Slice(a, low) => {
                let a = self.expr_in(*a, locals, now);
                self.lowering.builder.slice(a, *low, width)
            }
            ExprOp::Gf2(a, rows) => {
                let a = self.expr_in(*a, locals, now);
                self.lowering.builder.gf2(a, rows)
            }
        };
        if varies {
            now.insert(id, done);
        } else {
            self.fixed.insert(id, done);
        }
        done
    }

    /// A signal, whole: the concatenation of its nets.
    fn signal(&mut self, id: SignalId, width: u32) -> ExprId {
        let Some(bundle) = self.lowering.signals.get(&id).cloned() else {
            let message = "this block reads a signal that is neither its own nor its child's";
            self.lowering.problem(Rule::Reach, "?", Some(self.site), message);
            return self.lowering.builder.constant(BigUint::default(), width);
        };
        if matches!(bundle.role, Role::Driven | Role::ChildInput) {
            if !self.written.contains(&id) {
                let message = "read here, but assigned later or never; assign it first";
                self.lowering.problem(
                    Rule::ReadBeforeWrite,
                    &bundle.name,
                    Some(self.site),
                    message,
                );
            }
            self.read.entry(id).or_insert(self.site);
        }
        let parts: Vec<ExprId> =
            bundle.nets.iter().rev().map(|(_, net)| self.lowering.builder.read(*net)).collect();
        if parts.is_empty() {
            return self.lowering.builder.constant(BigUint::default(), width);
        }
        self.lowering.builder.concat(parts)
    }
}
