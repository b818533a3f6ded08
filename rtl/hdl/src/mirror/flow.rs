//! Statements: assignments, `let`, `if`, `match`, connections of interfaces.

use super::*;

/// `signal.next = value;`
pub fn assign<D: Direction, T: Synth>(signal: &Signal<D, T>, value: impl ToE<T>) {
    let value = value.to_e().id();
    push(StmtKind::Assign { target: signal.id(), low: 0, width: T::BITS as u32, value });
}

/// `signal.next.field = value;`
pub fn assign_field<D: Direction, T: Synth, F: Synth>(
    signal: &Signal<D, T>,
    _probe: impl Fn(T) -> F,
    offset: impl Fn(&T) -> usize,
    value: impl ToE<F>,
) {
    let low = offset(&T::default()) as u32;
    let value = value.to_e().id();
    push(StmtKind::Assign { target: signal.id(), low, width: F::BITS as u32, value });
}

fn new_local<T: Synth>(name: &str, mutable: bool) -> LocalId {
    let ty = T::descriptor();
    let fields = match ty.kind {
        TypeKind::Composite(_) => fields_of(&ty),
        _ => Vec::new(),
    };
    with(|b| {
        let id = b.kernel.locals.len() as LocalId;
        let (name, width) = (name.to_string(), T::BITS as u32);
        b.kernel.locals.push(LocalValue { name, width, mutable, fields });
        id
    })
}

/// `let name = value;`
pub fn bind<T: Synth>(name: &str, value: impl ToE<T>) -> E<T> {
    let value = value.to_e();
    if constant_of(value.id()).is_some() {
        return value;
    }
    let local = new_local::<T>(name, false);
    push(StmtKind::Set { local, value: value.id() });
    E::new(ExprOp::Local(local), T::BITS)
}

/// `let mut name = value;`
pub struct Var<T> {
    local: LocalId,
    of: PhantomData<fn() -> T>,
}

/// `let mut name = value;`
pub fn variable<T: Synth>(name: &str, value: impl ToE<T>) -> Var<T> {
    let value = value.to_e().id();
    let local = new_local::<T>(name, true);
    push(StmtKind::Set { local, value });
    Var { local, of: PhantomData }
}

/// Present value of a `let mut`.
pub fn get<T: Synth>(var: &Var<T>) -> E<T> {
    E::new(ExprOp::Local(var.local), T::BITS)
}

/// `name = value;`
pub fn set<T: Synth>(var: &Var<T>, value: impl ToE<T>) {
    push(StmtKind::Set { local: var.local, value: value.to_e().id() });
}

/// `name.field = value;` of a `let mut` of a struct type.
pub fn set_field<T: Synth, F: Synth>(
    var: &Var<T>,
    _probe: impl Fn(T) -> F,
    offset: impl Fn(&T) -> usize,
    value: impl ToE<F>,
) {
    let low = offset(&T::default()) as u32;
    let value = value.to_e().id();
    let whole = get(var).id();
    let whole = structs::replace(whole, low, F::BITS as u32, value);
    push(StmtKind::Set { local: var.local, value: whole });
}

/// An `if` whose branches are being recorded. A constant condition records one branch only.
pub struct If {
    condition: ExprId,
    known: Option<bool>,
    site: Site,
    then: Vec<Stmt>,
    otherwise: Vec<Stmt>,
}

fn open() {
    with(|b| b.blocks.push(Vec::new()));
}

fn close() -> Vec<Stmt> {
    with(|b| b.blocks.pop().unwrap_or_default())
}

/// `if condition`
pub fn begin_if(condition: impl ToE<bool>) -> If {
    let condition = condition.to_e().id();
    let known = constant_of(condition).map(|v| v != BigUint::default());
    If { condition, known, site: with(|b| b.site), then: Vec::new(), otherwise: Vec::new() }
}

impl If {
    /// Opens the first branch; false if it can never run.
    pub fn then(&self) -> bool {
        open();
        self.known != Some(false)
    }

    /// Opens the `else`; false if it can never run.
    pub fn otherwise(&mut self) -> bool {
        self.then = close();
        open();
        self.known != Some(true)
    }

    pub fn end(mut self) {
        self.otherwise = close();
        let (then, otherwise) = (self.then, self.otherwise);
        match self.known {
            Some(known) => with(|b| {
                if let Some(block) = b.blocks.last_mut() {
                    block.extend(if known { then } else { otherwise });
                }
            }),
            None => {
                let site = self.site;
                with(|b| {
                    if let Some(block) = b.blocks.last_mut() {
                        block.push(Stmt {
                            site,
                            kind: StmtKind::If { condition: self.condition, then, otherwise },
                        });
                    }
                });
            }
        }
    }
}

/// `if c { a } else { b }` as a value.
pub fn mux<T: Synth>(condition: impl ToE<bool>, a: impl ToE<T>, b: impl ToE<T>) -> E<T> {
    let (c, a, b) = (condition.to_e().id(), a.to_e(), b.to_e());
    match constant_of(c) {
        Some(v) if v == BigUint::default() => b,
        Some(_) => a,
        None if a.id() == b.id() => a,
        None => E::new(ExprOp::Mux(c, a.id(), b.id()), T::BITS),
    }
}

/// A `match` statement whose arms are being recorded.
pub struct Match<T> {
    subject: ExprId,
    site: Site,
    arms: Vec<CaseArm>,
    of: PhantomData<fn() -> T>,
}

/// `match subject`
pub fn begin_match<T: Synth>(subject: impl ToE<T>) -> Match<T> {
    let subject = subject.to_e().id();
    Match { subject, site: with(|b| b.site), arms: Vec::new(), of: PhantomData }
}

impl<T: Synth> Match<T> {
    /// Opens the arm of these values; none means `_`.
    pub fn arm(&mut self, values: &[T]) {
        let values = values.iter().map(|v| constant(*v).id()).collect();
        self.arms.push(CaseArm { values, body: Vec::new() });
        open();
    }

    pub fn end_arm(&mut self) {
        let body = close();
        if let Some(arm) = self.arms.last_mut() {
            arm.body = body;
        }
    }

    pub fn end(self) {
        let Match { subject, site, arms, .. } = self;
        with(|b| {
            if let Some(block) = b.blocks.last_mut() {
                block.push(Stmt { site, kind: StmtKind::Case { subject, arms } });
            }
        });
    }
}

/// `match subject { … }` as a value. rustc has checked that the arms are complete, so the last
/// one stands for everything left over.
pub fn choose<T: Synth, V: Synth>(subject: impl ToE<T>, arms: &[(&[T], E<V>)]) -> E<V> {
    let subject = subject.to_e();
    let mut result: Option<E<V>> = None;
    for (values, value) in arms.iter().rev() {
        result = Some(match result {
            None => *value,
            Some(rest) => {
                let hit = values
                    .iter()
                    .map(|v| eq(subject, constant(*v)))
                    .reduce(or)
                    .unwrap_or_else(|| constant(true));
                mux(hit, *value, rest)
            }
        });
    }
    match result {
        Some(value) => value,
        None => constant(V::default()),
    }
}

#[derive(Default)]
struct Atoms(Vec<(SignalId, AtomKind, usize)>);

impl Probe for Atoms {
    fn visit_atom(&mut self, _name: &str, signal: &dyn Atom) {
        self.0.push((signal.id(), signal.kind(), signal.bits()));
    }
}

fn atoms(of: &dyn Block) -> Vec<(SignalId, AtomKind, usize)> {
    let mut atoms = Atoms::default();
    of.accept("", &mut atoms);
    atoms.0
}

fn drive(target: SignalId, source: SignalId, width: usize) {
    let value = intern(ExprOp::Signal(source), width as u32);
    push(StmtKind::Assign { target, low: 0, width: width as u32, value });
}

/// `X::join(&mut a, &mut b)`: outputs of either drive inputs of the other.
pub fn join(a: &dyn Block, b: &dyn Block) {
    for ((a, kind, width), (b, ..)) in atoms(a).into_iter().zip(atoms(b)) {
        if kind == AtomKind::InputParameter {
            drive(a, b, width);
        } else {
            drive(b, a, width);
        }
    }
}

/// `X::link(&mut own_port, &mut child_port)`
pub fn link(own: &dyn Block, child: &dyn Block) {
    for ((own, kind, width), (child, ..)) in atoms(own).into_iter().zip(atoms(child)) {
        if kind == AtomKind::InputParameter {
            drive(child, own, width);
        } else {
            drive(own, child, width);
        }
    }
}
