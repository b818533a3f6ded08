//! The first level: modules with ports, nets, registers, memories, instances and statements.
//!
//! It is what the Verilog shows. State machines are still `match`es, a stream's payload is one
//! net a field, and each distinct block is one [`Module`], however often it is instantiated.
//! `let`s are nets of their own; a `let mut` has become one net an assignment, with a
//! multiplexer where branches meet, so that every net has one value in a cycle and the order
//! of statements matters only between assignments to the same net.

mod build;
mod deps;

pub use build::ModuleBuilder;
pub use deps::Dependencies;

use expether_hdl::tree::{BinaryOp, ReduceOp, Site};
use num_bigint::BigUint;
use std::sync::Arc;

/// Index into [`Module::nets`].
pub type NetId = u32;
/// Index into [`Module::exprs`].
pub type ExprId = u32;
/// Index into [`Hierarchy::modules`].
pub type ModuleId = usize;

/// All modules of a design, children before parents; the top is the last.
#[derive(Clone, Debug, Default)]
pub struct Hierarchy {
    pub modules: Vec<Module>,
}

impl Hierarchy {
    /// The module of the whole design.
    pub fn top(&self) -> &Module {
        &self.modules[self.modules.len() - 1]
    }
}

/// One distinct block.
#[derive(Clone, Debug)]
pub struct Module {
    /// Verilog name.
    pub name: String,
    /// Rust type it was made from.
    pub type_name: String,
    pub nets: Vec<Net>,
    pub exprs: Vec<Expr>,
    /// In declaration order.
    pub ports: Vec<NetId>,
    /// Nets with one unconditional driver.
    pub assigns: Vec<(NetId, ExprId)>,
    /// Statements for all other driven nets; each such net gets a value on every path.
    pub body: Vec<Stmt>,
    pub registers: Vec<Register>,
    pub memories: Vec<Memory>,
    pub instances: Vec<Instance>,
    /// Combinational paths through this module: (input port, output port), by index.
    pub paths: Vec<(usize, usize)>,
}

#[derive(Copy, Clone, PartialEq, Eq, Hash, Debug)]
pub enum NetKind {
    Input,
    Output,
    Wire,
}

/// Names of an enum's states, by value.
pub type States = Option<Arc<Vec<String>>>;

/// A wire, a port, or the output of a register.
#[derive(Clone, Debug)]
pub struct Net {
    /// A Verilog identifier, unique in the module.
    pub name: String,
    pub width: u32,
    pub kind: NetKind,
    pub clock: bool,
    pub states: States,
}

/// An operation on expressions of this module.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum Op {
    Const(BigUint),
    /// Constant of an enum: type, variant, value.
    State(String, String, BigUint),
    Net(NetId),
    Not(ExprId),
    Binary(BinaryOp, ExprId, ExprId),
    Reduce(ReduceOp, ExprId),
    Mux(ExprId, ExprId, ExprId),
    /// Most significant first.
    Concat(Vec<ExprId>),
    /// The operand is always a [`Op::Net`].
    Slice(ExprId, u32),
    /// Result bit `i` is the parity of operand & row `i`. The operand is always a [`Op::Net`].
    Gf2(ExprId, Vec<BigUint>),
}

#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Expr {
    pub op: Op,
    pub width: u32,
}

#[derive(Clone, Debug)]
pub enum Stmt {
    Assign {
        net: NetId,
        value: ExprId,
        site: Site,
    },
    If {
        condition: ExprId,
        then: Vec<Stmt>,
        otherwise: Vec<Stmt>,
    },
    /// The last arm without values is the default; there always is one.
    Case {
        subject: ExprId,
        arms: Vec<(Vec<ExprId>, Vec<Stmt>)>,
    },
}

/// Flip-flops.
#[derive(Clone, Debug)]
pub struct Register {
    /// Present value.
    pub q: NetId,
    /// Next value.
    pub d: NetId,
    pub clock: NetId,
    /// Reset net and the value it loads.
    pub reset: Option<(NetId, BigUint)>,
    /// Its place in a synchronizer, if it is part of one.
    pub stage: Option<Stage>,
}

/// Place of a register in a synchronizer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Stage {
    /// May take a signal of another clock.
    First,
    /// Takes the stage before.
    Later,
}

/// A memory and its ports.
#[derive(Clone, Debug)]
pub struct Memory {
    pub name: String,
    pub width: u32,
    pub depth: u32,
    pub clock: NetId,
    pub write_enable: NetId,
    pub write_address: NetId,
    /// The word, most significant part first.
    pub write_data: Vec<NetId>,
    /// Of a synchronous read port.
    pub read_enable: Option<NetId>,
    pub read_address: NetId,
    /// The word, most significant part first.
    pub read_data: Vec<NetId>,
}

/// A child block.
#[derive(Clone, Debug)]
pub struct Instance {
    pub name: String,
    pub module: ModuleId,
    /// For each port of the child, in its order, the net of this module at it.
    pub ports: Vec<NetId>,
}

impl Module {
    pub fn net(&self, id: NetId) -> &Net {
        &self.nets[id as usize]
    }

    pub fn expr(&self, id: ExprId) -> &Expr {
        &self.exprs[id as usize]
    }

    /// Calls `f` for every net an expression reads.
    pub fn reads(&self, id: ExprId, f: &mut impl FnMut(NetId)) {
        match &self.expr(id).op {
            Op::Net(net) => f(*net),
            op => each_operand(op, |operand| self.reads(operand, f)),
        }
    }
}

impl Module {
    /// Calls `f` with every net that a statement assigns, in order.
    pub fn targets(&self, f: &mut impl FnMut(NetId, Site)) {
        targets(&self.body, f);
    }
}

/// Calls `f` with every net that these statements assign, in order.
pub fn targets(stmts: &[Stmt], f: &mut impl FnMut(NetId, Site)) {
    for stmt in stmts {
        match stmt {
            Stmt::Assign { net, site, .. } => f(*net, *site),
            Stmt::If { then, otherwise, .. } => {
                targets(then, f);
                targets(otherwise, f);
            }
            Stmt::Case { arms, .. } => arms.iter().for_each(|(_, body)| targets(body, f)),
        }
    }
}

/// Keeps assignments to the nets for which `wanted` holds, and the branches that still have any.
pub fn keep(stmts: &mut Vec<Stmt>, wanted: &dyn Fn(NetId) -> bool) {
    stmts.retain_mut(|stmt| match stmt {
        Stmt::Assign { net, .. } => wanted(*net),
        Stmt::If { then, otherwise, .. } => {
            keep(then, wanted);
            keep(otherwise, wanted);
            !(then.is_empty() && otherwise.is_empty())
        }
        Stmt::Case { arms, .. } => {
            arms.iter_mut().for_each(|(_, body)| keep(body, wanted));
            arms.iter().any(|(_, body)| !body.is_empty())
        }
    });
}

/// Calls `f` with every operand.
pub fn each_operand(op: &Op, mut f: impl FnMut(ExprId)) {
    match op {
        Op::Const(_) | Op::State(..) | Op::Net(_) => {}
        Op::Not(a) | Op::Reduce(_, a) | Op::Slice(a, _) | Op::Gf2(a, _) => f(*a),
        Op::Binary(_, a, b) => {
            f(*a);
            f(*b);
        }
        Op::Mux(c, a, b) => {
            f(*c);
            f(*a);
            f(*b);
        }
        Op::Concat(parts) => parts.iter().copied().for_each(f),
    }
}
