//! What a block tells the back end: a leaf cell's metadata, or a kernel's typed statement tree.
//!
//! Both travel through rust-hdl's `Logic::hdl()`, the one method of a block that a walk over
//! `&dyn Block` can call: while [`record`] is active, `hdl()` leaves its [`Recorded`] with the
//! recorder of this thread and returns `Verilog::Empty`.

use num_bigint::BigUint;
use rust_hdl::core::prelude::*;
use std::cell::RefCell;

/// Identity of a signal: rust-hdl's atom id.
pub type SignalId = usize;

/// Index into [`Kernel::exprs`].
pub type ExprId = u32;
/// Index into [`Kernel::locals`].
pub type LocalId = u32;

/// What one block is.
#[derive(Clone, Debug)]
pub enum Recorded {
    /// A block with a `#[kernel]`.
    Kernel(Kernel),
    /// A leaf cell.
    Cell(Cell),
}

/// A leaf cell, by the ids of the signals on its ports.
#[derive(Clone, Debug)]
pub enum Cell {
    /// Flip-flops; with the reset signal and the value it loads, if any.
    Register { clock: SignalId, reset: Option<(SignalId, BigUint)>, d: SignalId, q: SignalId },
    /// Two flip-flops that may take a signal of another clock.
    Synchronizer { clock: SignalId, d: SignalId, q: SignalId },
    /// Combinational read.
    LutRam(MemoryPorts),
    /// Synchronous read of the old word.
    SyncRam(MemoryPorts),
}

/// Ports of a memory cell.
#[derive(Clone, Debug)]
pub struct MemoryPorts {
    /// Words.
    pub depth: u32,
    pub clock: SignalId,
    pub write_enable: SignalId,
    pub write_address: SignalId,
    pub write_data: SignalId,
    /// Only on a synchronous read port.
    pub read_enable: Option<SignalId>,
    pub read_address: SignalId,
    pub read_data: SignalId,
}

/// Place in the Rust source.
#[derive(Copy, Clone, PartialEq, Eq, Hash, Debug)]
pub struct Site {
    pub file: &'static str,
    pub line: u32,
}

/// A kernel's statements, in the order of its source, loops unrolled and constants evaluated.
#[derive(Clone, Debug, Default)]
pub struct Kernel {
    /// Path of the block's type, with its generic arguments, as rustc prints it.
    pub type_name: &'static str,
    pub exprs: Vec<Expr>,
    pub locals: Vec<LocalValue>,
    pub body: Vec<Stmt>,
    /// What was wrong with widths that only elaboration can know.
    pub errors: Vec<(Site, String)>,
}

/// `let` and `let mut` of a kernel.
#[derive(Clone, Debug)]
pub struct LocalValue {
    pub name: String,
    pub width: u32,
    /// Declared `mut`.
    pub mutable: bool,
    /// Of a struct type: each field, lowest first.
    pub fields: Vec<Field>,
}

/// A field of a struct-typed value, down to what is no struct.
#[derive(Clone, Debug)]
pub struct Field {
    /// Underscore and field name, for each level.
    pub suffix: String,
    pub low: u32,
    pub width: u32,
    /// Names of an enum's states, by value.
    pub states: Option<std::sync::Arc<Vec<String>>>,
}

/// The fields of a type; the type itself, with an empty suffix, if it is no struct.
pub fn fields_of(ty: &TypeDescriptor) -> Vec<Field> {
    let mut fields = Vec::new();
    collect_fields(ty, String::new(), 0, &mut fields);
    fields
}

fn collect_fields(ty: &TypeDescriptor, suffix: String, low: u32, into: &mut Vec<Field>) -> u32 {
    let mut states = None;
    let width = match &ty.kind {
        TypeKind::Composite(members) => {
            let mut width = 0;
            for member in members {
                let suffix = format!("{suffix}_{}", member.fieldname);
                width += collect_fields(&member.kind, suffix, low + width, into);
            }
            return width;
        }
        TypeKind::Bits(width) | TypeKind::Signed(width) => *width as u32,
        TypeKind::Enum(variants) => {
            let short = |v: &String| v.rsplit("::").next().unwrap_or(v).to_string();
            states = Some(std::sync::Arc::new(variants.iter().map(short).collect()));
            clog2(variants.len()) as u32
        }
    };
    into.push(Field { suffix, low, width, states });
    width
}

/// An expression: an operation and the width of its Rust type.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Expr {
    pub op: ExprOp,
    pub width: u32,
}

/// Operations. Unsigned unless said otherwise; arithmetic wraps at the expression's width.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub enum ExprOp {
    Const(BigUint),
    /// Constant of an enum type: (type, variant, value).
    State(String, String, BigUint),
    /// A signal, whole.
    Signal(SignalId),
    Local(LocalId),
    Not(ExprId),
    Binary(BinaryOp, ExprId, ExprId),
    /// Any bit one, all bits one, parity.
    Reduce(ReduceOp, ExprId),
    /// (condition, if one, if zero)
    Mux(ExprId, ExprId, ExprId),
    /// Most significant first.
    Concat(Vec<ExprId>),
    /// From this bit up, as many as the width.
    Slice(ExprId, u32),
    /// Result bit `i` is the parity of operand & row `i`.
    Gf2(ExprId, Vec<Vec<u64>>),
}

#[derive(Copy, Clone, PartialEq, Eq, Hash, Debug)]
pub enum BinaryOp {
    And,
    Or,
    Xor,
    Add,
    Sub,
    /// Operands are as wide as the result.
    Mul,
    Eq,
    Ne,
    Lt,
    Le,
    Gt,
    Ge,
    /// Two's complement comparison.
    SignedLt,
    SignedLe,
    SignedGt,
    SignedGe,
    /// The right operand may have any width.
    Shl,
    Shr,
}

#[derive(Copy, Clone, PartialEq, Eq, Hash, Debug)]
pub enum ReduceOp {
    Any,
    All,
    Parity,
}

/// A statement and where it stands.
#[derive(Clone, Debug)]
pub struct Stmt {
    pub site: Site,
    pub kind: StmtKind,
}

#[derive(Clone, Debug)]
pub enum StmtKind {
    /// `signal.next = value`, of `width` bits from bit `low` where only a field is assigned.
    Assign {
        target: SignalId,
        low: u32,
        width: u32,
        value: ExprId,
    },
    /// `let` or assignment of a `let mut`.
    Set {
        local: LocalId,
        value: ExprId,
    },
    If {
        condition: ExprId,
        then: Vec<Stmt>,
        otherwise: Vec<Stmt>,
    },
    /// `match`: each arm's values are constants; the arms are complete, the last may be `_`.
    Case {
        subject: ExprId,
        arms: Vec<CaseArm>,
    },
}

/// An arm of a `match`; no values means `_`.
#[derive(Clone, Debug)]
pub struct CaseArm {
    pub values: Vec<ExprId>,
    pub body: Vec<Stmt>,
}

thread_local! {
    static SLOT: RefCell<Option<Option<Recorded>>> = const { RefCell::new(None) };
}

/// What this block's own `hdl()` records; `None` where it records nothing (an interface, a
/// signal, or a block whose `update()` carries no `#[kernel]`).
pub fn record(block: &dyn Block) -> Option<Recorded> {
    SLOT.with(|slot| *slot.borrow_mut() = Some(None));
    let _ = block.hdl();
    SLOT.with(|slot| slot.borrow_mut().take().flatten())
}

/// Called by a leaf cell's `hdl()`.
pub fn record_cell(cell: impl FnOnce() -> Cell) -> Verilog {
    deposit(|| Recorded::Cell(cell()))
}

pub(crate) fn deposit(what: impl FnOnce() -> Recorded) -> Verilog {
    SLOT.with(|slot| {
        if slot.borrow().is_some() {
            let recorded = what();
            *slot.borrow_mut() = Some(Some(recorded));
        }
    });
    Verilog::Empty
}

/// The bits of a value of any hardware type, packed as in hardware.
///
/// rust-hdl gives a value's bits only as a printed Verilog literal (`8'h2a`, `5'b101`, with a
/// sign before negative digits), so that is what is read here.
pub fn value_of<T: Synth>(x: T) -> BigUint {
    let text = x.verilog().to_string();
    let (radix, digits) = match text.split_once('\'') {
        Some((_, rest)) => {
            (if rest.starts_with('b') { 2 } else { 16 }, rest.get(1..).unwrap_or(""))
        }
        None => (10, text.as_str()),
    };
    let magnitude =
        BigUint::parse_bytes(digits.trim_start_matches('-').as_bytes(), radix).unwrap_or_default();
    let modulus = BigUint::from(1u8) << T::BITS;
    if digits.starts_with('-') && magnitude != BigUint::default() {
        modulus - magnitude
    } else {
        magnitude
    }
}
