//! What `#[kernel]` turns a kernel into: the same Rust, on typed expressions instead of values.
//!
//! The attribute sees tokens, not types. So beside `update()` it writes the same statements with
//! every hardware value replaced by an [`E<T>`], and every operator by one that demands and gives
//! the same Rust types. rustc then infers each width exactly as it does for `update()`; nothing
//! about widths is decided twice. Running that code once records the statement tree.
//!
//! Everything here is called by generated code only.

mod flow;
mod ops;
mod structs;

pub use flow::*;
pub use ops::*;
pub use structs::*;

use crate::tree::*;
use num_bigint::BigUint;
use rust_hdl::core::prelude::{
    Atom, AtomKind, Bits, Block, Clock, Constant, Direction, Probe, Signal, Signed, Synth,
    TypeKind, Verilog,
};
use std::cell::RefCell;
use std::collections::HashMap;
use std::marker::PhantomData;

/// A typed expression of the kernel being recorded.
pub struct E<T> {
    id: ExprId,
    of: PhantomData<fn() -> T>,
}

impl<T> Clone for E<T> {
    fn clone(&self) -> Self {
        *self
    }
}
impl<T> Copy for E<T> {}

impl<T> E<T> {
    pub(crate) fn new(op: ExprOp, width: usize) -> Self {
        E { id: intern(op, width as u32), of: PhantomData }
    }

    pub(crate) fn from_id(id: ExprId) -> Self {
        E { id, of: PhantomData }
    }

    pub(crate) fn id(self) -> ExprId {
        self.id
    }
}

/// What may stand where a hardware value of type `T` is wanted: an expression, or a constant.
pub trait ToE<T> {
    fn to_e(self) -> E<T>;
}

impl<T> ToE<T> for E<T> {
    fn to_e(self) -> E<T> {
        self
    }
}

impl<T: Synth> ToE<T> for T {
    fn to_e(self) -> E<T> {
        constant(self)
    }
}

/// An expression from whatever stands there.
pub fn e<T: Synth>(x: impl ToE<T>) -> E<T> {
    x.to_e()
}

/// A constant of any hardware type.
pub fn constant<T: Synth>(x: T) -> E<T> {
    let value = value_of(x);
    if let TypeKind::Enum(variants) = T::descriptor().kind {
        let index = u32::try_from(&value).unwrap_or(0) as usize;
        let variant = variants.get(index).map(|v| v.rsplit("::").next().unwrap_or(v).to_string());
        return E::new(
            ExprOp::State(T::descriptor().name, variant.unwrap_or_default(), value),
            T::BITS,
        );
    }
    E::new(ExprOp::Const(value), T::BITS)
}

/// Something with a `val()`.
pub trait Readable {
    type Value: Synth;
    fn expression(&self) -> E<Self::Value>;
}

impl<D: Direction, T: Synth> Readable for Signal<D, T> {
    type Value = T;
    fn expression(&self) -> E<T> {
        E::new(ExprOp::Signal(self.id()), T::BITS)
    }
}

impl<T: Synth> Readable for Constant<T> {
    type Value = T;
    fn expression(&self) -> E<T> {
        constant(self.val())
    }
}

/// `place.val()`
pub fn val<R: Readable>(place: &R) -> E<R::Value> {
    place.expression()
}

struct Builder {
    kernel: Kernel,
    interned: HashMap<Expr, ExprId>,
    blocks: Vec<Vec<Stmt>>,
    site: Site,
}

thread_local! {
    static BUILDERS: RefCell<Vec<Builder>> = const { RefCell::new(Vec::new()) };
}

/// Runs a kernel's mirror and leaves its tree with the recorder.
pub fn record(type_name: &'static str, mirror: impl FnOnce()) -> Verilog {
    crate::tree::deposit(|| {
        BUILDERS.with_borrow_mut(|b| {
            b.push(Builder {
                kernel: Kernel { type_name, ..Kernel::default() },
                interned: HashMap::new(),
                blocks: vec![Vec::new()],
                site: Site { file: "", line: 0 },
            })
        });
        mirror();
        let builder = BUILDERS.with_borrow_mut(|b| b.pop());
        let mut kernel = Kernel::default();
        if let Some(mut builder) = builder {
            builder.kernel.body = builder.blocks.pop().unwrap_or_default();
            kernel = builder.kernel;
        }
        Recorded::Kernel(kernel)
    })
}

fn with<R>(f: impl FnOnce(&mut Builder) -> R) -> R {
    BUILDERS.with_borrow_mut(|builders| match builders.last_mut() {
        Some(builder) => f(builder),
        // Only a kernel's mirror, which `record` runs, makes expressions.
        None => unreachable!("a kernel function's hdl() was called outside of a kernel"),
    })
}

fn intern(op: ExprOp, width: u32) -> ExprId {
    with(|b| {
        let expr = Expr { op, width };
        if let Some(id) = b.interned.get(&expr) {
            return *id;
        }
        let id = b.kernel.exprs.len() as ExprId;
        b.kernel.exprs.push(expr.clone());
        b.interned.insert(expr, id);
        id
    })
}

fn width_of(id: ExprId) -> u32 {
    with(|b| b.kernel.exprs[id as usize].width)
}

/// The value of an expression that is a constant.
fn constant_of(id: ExprId) -> Option<BigUint> {
    with(|b| match &b.kernel.exprs[id as usize].op {
        ExprOp::Const(value) | ExprOp::State(_, _, value) => Some(value.clone()),
        _ => None,
    })
}

fn error(message: String) {
    with(|b| {
        let site = b.site;
        b.kernel.errors.push((site, message));
    })
}

fn push(kind: StmtKind) {
    with(|b| {
        let site = b.site;
        if let Some(block) = b.blocks.last_mut() {
            block.push(Stmt { site, kind });
        }
    })
}

/// Where the statements that follow stand in the source.
pub fn at(file: &'static str, line: u32) {
    with(|b| b.site = Site { file, line });
}
