//! Operators and functions on values. Each has the signature of its namesake on `Bits<N>`.

use super::structs::{extend, replace, slice};
use super::*;
use rust_hdl::core::signed::SignedLiteralType;
use std::ops;

fn binary<T>(op: BinaryOp, a: ExprId, b: ExprId, width: usize) -> E<T> {
    E::new(ExprOp::Binary(op, a, b), width)
}

/// A literal as wide as its sibling; one that does not fit is an error where Rust would panic.
fn literal<const N: usize>(x: u64) -> E<Bits<N>> {
    let value = BigUint::from(x);
    if value.bits() > N as u64 {
        error(format!(
            "the constant {x:#x} does not fit {N} bits; use a smaller one or a wider type"
        ));
        return E::new(ExprOp::Const(BigUint::default()), N);
    }
    E::new(ExprOp::Const(value), N)
}

macro_rules! bits_operator {
    ($trait:ident, $method:ident, $op:ident) => {
        impl<const N: usize> ops::$trait<E<Bits<N>>> for E<Bits<N>> {
            type Output = E<Bits<N>>;
            fn $method(self, rhs: E<Bits<N>>) -> E<Bits<N>> {
                binary(BinaryOp::$op, self.id(), rhs.id(), N)
            }
        }
        impl<const N: usize> ops::$trait<Bits<N>> for E<Bits<N>> {
            type Output = E<Bits<N>>;
            fn $method(self, rhs: Bits<N>) -> E<Bits<N>> {
                binary(BinaryOp::$op, self.id(), constant(rhs).id(), N)
            }
        }
        impl<const N: usize> ops::$trait<u64> for E<Bits<N>> {
            type Output = E<Bits<N>>;
            fn $method(self, rhs: u64) -> E<Bits<N>> {
                binary(BinaryOp::$op, self.id(), literal::<N>(rhs).id(), N)
            }
        }
        impl<const N: usize> ops::$trait<E<Bits<N>>> for Bits<N> {
            type Output = E<Bits<N>>;
            fn $method(self, rhs: E<Bits<N>>) -> E<Bits<N>> {
                binary(BinaryOp::$op, constant(self).id(), rhs.id(), N)
            }
        }
        impl<const N: usize> ops::$trait<E<Bits<N>>> for u64 {
            type Output = E<Bits<N>>;
            fn $method(self, rhs: E<Bits<N>>) -> E<Bits<N>> {
                binary(BinaryOp::$op, literal::<N>(self).id(), rhs.id(), N)
            }
        }
    };
}

bits_operator!(Add, add, Add);
bits_operator!(Sub, sub, Sub);
bits_operator!(BitAnd, bitand, And);
bits_operator!(BitOr, bitor, Or);
bits_operator!(BitXor, bitxor, Xor);

macro_rules! bool_operator {
    ($trait:ident, $method:ident, $op:ident) => {
        impl ops::$trait<E<bool>> for E<bool> {
            type Output = E<bool>;
            fn $method(self, rhs: E<bool>) -> E<bool> {
                logic(BinaryOp::$op, self, rhs)
            }
        }
        impl ops::$trait<bool> for E<bool> {
            type Output = E<bool>;
            fn $method(self, rhs: bool) -> E<bool> {
                logic(BinaryOp::$op, self, constant(rhs))
            }
        }
        impl ops::$trait<E<bool>> for bool {
            type Output = E<bool>;
            fn $method(self, rhs: E<bool>) -> E<bool> {
                logic(BinaryOp::$op, constant(self), rhs)
            }
        }
    };
}

bool_operator!(BitAnd, bitand, And);
bool_operator!(BitOr, bitor, Or);
bool_operator!(BitXor, bitxor, Xor);

/// One-bit logic, folded where an operand is constant: loops and generics leave many.
fn logic(op: BinaryOp, a: E<bool>, b: E<bool>) -> E<bool> {
    let one = BigUint::from(1u8);
    let (known, other) = match (constant_of(a.id()), constant_of(b.id())) {
        (Some(k), _) => (Some(k == one), b),
        (None, Some(k)) => (Some(k == one), a),
        (None, None) => (None, a),
    };
    match (op, known) {
        (BinaryOp::And, Some(false)) => constant(false),
        (BinaryOp::Or, Some(true)) => constant(true),
        (BinaryOp::And, Some(true)) | (BinaryOp::Or | BinaryOp::Xor, Some(false)) => other,
        (BinaryOp::Xor, Some(true)) => !other,
        _ => binary(op, a.id(), b.id(), 1),
    }
}

/// `a && b`
pub fn and(a: impl ToE<bool>, b: impl ToE<bool>) -> E<bool> {
    logic(BinaryOp::And, a.to_e(), b.to_e())
}

/// `a || b`
pub fn or(a: impl ToE<bool>, b: impl ToE<bool>) -> E<bool> {
    logic(BinaryOp::Or, a.to_e(), b.to_e())
}

impl<const N: usize> ops::Add<E<bool>> for E<Bits<N>> {
    type Output = E<Bits<N>>;
    fn add(self, rhs: E<bool>) -> E<Bits<N>> {
        binary(BinaryOp::Add, self.id(), extend(rhs.id(), N as u32), N)
    }
}

impl ops::Mul<E<Bits<16>>> for E<Bits<16>> {
    type Output = E<Bits<32>>;
    fn mul(self, rhs: E<Bits<16>>) -> E<Bits<32>> {
        binary(BinaryOp::Mul, extend(self.id(), 32), extend(rhs.id(), 32), 32)
    }
}

macro_rules! shift_operator {
    ($trait:ident, $method:ident, $op:ident) => {
        impl<const M: usize, const N: usize> ops::$trait<E<Bits<M>>> for E<Bits<N>> {
            type Output = E<Bits<N>>;
            fn $method(self, rhs: E<Bits<M>>) -> E<Bits<N>> {
                binary(BinaryOp::$op, self.id(), rhs.id(), N)
            }
        }
        impl<const M: usize, const N: usize> ops::$trait<E<Bits<M>>> for Bits<N> {
            type Output = E<Bits<N>>;
            fn $method(self, rhs: E<Bits<M>>) -> E<Bits<N>> {
                binary(BinaryOp::$op, constant(self).id(), rhs.id(), N)
            }
        }
        impl<const N: usize> ops::$trait<u64> for E<Bits<N>> {
            type Output = E<Bits<N>>;
            fn $method(self, rhs: u64) -> E<Bits<N>> {
                let n = rhs.min(N as u64) as u32;
                let left = BinaryOp::$op == BinaryOp::Shl;
                let zero = E::<()>::new(ExprOp::Const(BigUint::default()), N).id();
                E::from_id(match (n as usize, left) {
                    (0, _) => self.id(),
                    (n, _) if n == N => zero,
                    (_, true) => replace(slice_up(self.id(), n, N as u32), 0, n, slice(zero, 0, n)),
                    (_, false) => extend(slice(self.id(), n, N as u32 - n), N as u32),
                })
            }
        }
    };
}

/// `x << n` but for its low `n` bits, which the caller replaces.
fn slice_up(x: ExprId, n: u32, width: u32) -> ExprId {
    let kept = slice(x, 0, width - n);
    let low = intern(ExprOp::Const(BigUint::default()), n);
    intern(ExprOp::Concat(vec![kept, low]), width)
}

shift_operator!(Shl, shl, Shl);
shift_operator!(Shr, shr, Shr);

impl<const N: usize> ops::Not for E<Bits<N>> {
    type Output = E<Bits<N>>;
    fn not(self) -> E<Bits<N>> {
        E::new(ExprOp::Not(self.id()), N)
    }
}

impl ops::Not for E<bool> {
    type Output = E<bool>;
    fn not(self) -> E<bool> {
        match constant_of(self.id()) {
            Some(v) => constant(v == BigUint::default()),
            None => E::new(ExprOp::Not(self.id()), 1),
        }
    }
}

impl ops::Not for E<Clock> {
    type Output = E<Clock>;
    fn not(self) -> E<Clock> {
        error("a clock is not logic: use the other edge's domain instead of inverting it".into());
        self
    }
}

/// Comparison for equality, of all pairs of types that Rust compares.
pub trait Equal<R> {
    fn equal(self, rhs: R) -> E<bool>;
}

impl<T: Synth> Equal<E<T>> for E<T> {
    fn equal(self, rhs: E<T>) -> E<bool> {
        match (constant_of(self.id()), constant_of(rhs.id())) {
            (Some(a), Some(b)) => constant(a == b),
            _ if self.id() == rhs.id() => constant(true),
            _ => binary(BinaryOp::Eq, self.id(), rhs.id(), 1),
        }
    }
}
impl<T: Synth> Equal<T> for E<T> {
    fn equal(self, rhs: T) -> E<bool> {
        self.equal(constant(rhs))
    }
}
impl<T: Synth> Equal<E<T>> for T {
    fn equal(self, rhs: E<T>) -> E<bool> {
        constant(self).equal(rhs)
    }
}
impl<const N: usize> Equal<u64> for E<Bits<N>> {
    fn equal(self, rhs: u64) -> E<bool> {
        self.equal(literal::<N>(rhs))
    }
}
impl<const N: usize> Equal<E<Bits<N>>> for u64 {
    fn equal(self, rhs: E<Bits<N>>) -> E<bool> {
        literal::<N>(self).equal(rhs)
    }
}

/// `a == b`
pub fn eq<A: Equal<B>, B>(a: A, b: B) -> E<bool> {
    a.equal(b)
}

/// `a != b`
pub fn ne<A: Equal<B>, B>(a: A, b: B) -> E<bool> {
    let equal = eq(a, b);
    match with(|k| k.kernel.exprs[equal.id() as usize].op.clone()) {
        ExprOp::Binary(BinaryOp::Eq, a, b) => binary(BinaryOp::Ne, a, b, 1),
        _ => !equal,
    }
}

/// Comparison for order, of all pairs of types that Rust compares.
pub trait Order<R> {
    fn order(self, op: BinaryOp, rhs: R) -> E<bool>;
}

impl<const N: usize> Order<E<Bits<N>>> for E<Bits<N>> {
    fn order(self, op: BinaryOp, rhs: E<Bits<N>>) -> E<bool> {
        match (constant_of(self.id()), constant_of(rhs.id())) {
            (Some(a), Some(b)) => constant(match op {
                BinaryOp::Lt => a < b,
                BinaryOp::Le => a <= b,
                BinaryOp::Gt => a > b,
                _ => a >= b,
            }),
            _ => binary(op, self.id(), rhs.id(), 1),
        }
    }
}
impl<const N: usize> Order<Bits<N>> for E<Bits<N>> {
    fn order(self, op: BinaryOp, rhs: Bits<N>) -> E<bool> {
        self.order(op, constant(rhs))
    }
}
impl<const N: usize> Order<E<Bits<N>>> for Bits<N> {
    fn order(self, op: BinaryOp, rhs: E<Bits<N>>) -> E<bool> {
        constant(self).order(op, rhs)
    }
}
impl<const N: usize> Order<u64> for E<Bits<N>> {
    fn order(self, op: BinaryOp, rhs: u64) -> E<bool> {
        self.order(op, literal::<N>(rhs))
    }
}
impl<const N: usize> Order<E<Bits<N>>> for u64 {
    fn order(self, op: BinaryOp, rhs: E<Bits<N>>) -> E<bool> {
        literal::<N>(self).order(op, rhs)
    }
}
impl<const N: usize> Order<E<Signed<N>>> for E<Signed<N>> {
    fn order(self, op: BinaryOp, rhs: E<Signed<N>>) -> E<bool> {
        let op = match op {
            BinaryOp::Lt => BinaryOp::SignedLt,
            BinaryOp::Le => BinaryOp::SignedLe,
            BinaryOp::Gt => BinaryOp::SignedGt,
            _ => BinaryOp::SignedGe,
        };
        binary(op, self.id(), rhs.id(), 1)
    }
}
impl<const N: usize> Order<Signed<N>> for E<Signed<N>> {
    fn order(self, op: BinaryOp, rhs: Signed<N>) -> E<bool> {
        self.order(op, constant(rhs))
    }
}

/// `a < b`
pub fn lt<A: Order<B>, B>(a: A, b: B) -> E<bool> {
    a.order(BinaryOp::Lt, b)
}
/// `a <= b`
pub fn le<A: Order<B>, B>(a: A, b: B) -> E<bool> {
    a.order(BinaryOp::Le, b)
}
/// `a > b`
pub fn gt<A: Order<B>, B>(a: A, b: B) -> E<bool> {
    a.order(BinaryOp::Gt, b)
}
/// `a >= b`
pub fn ge<A: Order<B>, B>(a: A, b: B) -> E<bool> {
    a.order(BinaryOp::Ge, b)
}

/// `x.index()`: a bit position that is a hardware value.
pub struct Index(ExprId);

/// A bit position.
pub trait BitIndex {
    fn get(self, of: ExprId, width: usize) -> ExprId;
    fn put(self, of: ExprId, bit: ExprId) -> ExprId;
}

impl BitIndex for usize {
    fn get(self, of: ExprId, width: usize) -> ExprId {
        let have = width_of(of) as usize;
        if self >= have {
            error(format!("bit {self} of a value of {have} bits"));
        }
        slice(of, self as u32, width as u32)
    }
    fn put(self, of: ExprId, bit: ExprId) -> ExprId {
        let have = width_of(of) as usize;
        if self >= have {
            error(format!("bit {self} of a value of {have} bits"));
            return of;
        }
        replace(of, self as u32, 1, bit)
    }
}

impl BitIndex for Index {
    fn get(self, of: ExprId, width: usize) -> ExprId {
        let have = width_of(of);
        let shifted = intern(ExprOp::Binary(BinaryOp::Shr, of, self.0), have);
        slice(shifted, 0, width as u32)
    }
    fn put(self, of: ExprId, bit: ExprId) -> ExprId {
        let have = width_of(of);
        let at = |x: ExprId| intern(ExprOp::Binary(BinaryOp::Shl, x, self.0), have);
        let one = intern(ExprOp::Const(BigUint::from(1u8)), have);
        let hole = intern(ExprOp::Not(at(one)), have);
        let rest = intern(ExprOp::Binary(BinaryOp::And, of, hole), have);
        intern(ExprOp::Binary(BinaryOp::Or, rest, at(extend(bit, have))), have)
    }
}

impl<const N: usize> E<Bits<N>> {
    pub fn get_bit(self, index: impl BitIndex) -> E<bool> {
        E::from_id(index.get(self.id(), 1))
    }

    pub fn get_bits<const M: usize>(self, index: impl BitIndex) -> E<Bits<M>> {
        E::from_id(index.get(self.id(), M))
    }

    pub fn replace_bit(self, index: impl BitIndex, value: impl ToE<bool>) -> E<Bits<N>> {
        let value = value.to_e().id();
        E::from_id(index.put(self.id(), value))
    }

    pub fn any(self) -> E<bool> {
        E::new(ExprOp::Reduce(ReduceOp::Any, self.id()), 1)
    }

    pub fn all(self) -> E<bool> {
        E::new(ExprOp::Reduce(ReduceOp::All, self.id()), 1)
    }

    pub fn xor(self) -> E<bool> {
        E::new(ExprOp::Reduce(ReduceOp::Parity, self.id()), 1)
    }

    pub fn index(self) -> Index {
        Index(self.id())
    }
}

/// `bits::<N>(x)`
pub fn bits<const N: usize>(x: u64) -> E<Bits<N>> {
    literal::<N>(x)
}

/// `bit_cast::<M, N>(x)`
pub fn bit_cast<const M: usize, const N: usize>(x: impl ToE<Bits<N>>) -> E<Bits<M>> {
    E::from_id(extend(x.to_e().id(), M as u32))
}

/// An operand of `cat!`.
pub fn part<T: Synth>(x: impl ToE<T>) -> ExprId {
    x.to_e().id()
}

/// `cat!(high, …, low)`
pub fn cat<const R: usize>(parts: &[ExprId]) -> E<Bits<R>> {
    let width: u32 = parts.iter().map(|p| width_of(*p)).sum();
    if width as usize != R {
        error(format!("cat! of {width} bits where {R} are wanted"));
        return E::new(ExprOp::Const(BigUint::default()), R);
    }
    match parts {
        [one] => E::from_id(*one),
        _ => E::new(ExprOp::Concat(parts.to_vec()), R),
    }
}

/// `gf2_linear::<M, N>(x, rows)`
pub fn gf2_linear<const M: usize, const N: usize>(
    x: impl ToE<Bits<N>>,
    rows: &[Vec<u64>],
) -> E<Bits<M>> {
    if rows.len() != M {
        error(format!("gf2_linear with {} rows for a result of {M} bits", rows.len()));
        return E::new(ExprOp::Const(BigUint::default()), M);
    }
    E::new(ExprOp::Gf2(x.to_e().id(), rows.to_vec()), M)
}

/// `.into()`, of what rust-hdl converts into `Bits`.
pub trait IntoBits<R> {
    fn into_bits(self) -> E<R>;
}

impl<const N: usize> IntoBits<Bits<N>> for u64 {
    fn into_bits(self) -> E<Bits<N>> {
        literal::<N>(self)
    }
}
impl<T: Synth, const N: usize> IntoBits<Bits<N>> for E<T> {
    fn into_bits(self) -> E<Bits<N>> {
        if T::BITS != N {
            error(format!("into() of {} bits where {N} are wanted", T::BITS));
        }
        E::from_id(extend(self.id(), N as u32))
    }
}
impl IntoBits<bool> for E<Bits<1>> {
    fn into_bits(self) -> E<bool> {
        E::from_id(self.id())
    }
}

/// `x.into()`
pub fn into<R, A: IntoBits<R>>(x: A) -> E<R> {
    x.into_bits()
}

impl<const N: usize> ops::Add for E<Signed<N>> {
    type Output = Self;
    fn add(self, rhs: Self) -> Self {
        binary(BinaryOp::Add, self.id(), rhs.id(), N)
    }
}
impl<const N: usize> ops::Sub for E<Signed<N>> {
    type Output = Self;
    fn sub(self, rhs: Self) -> Self {
        binary(BinaryOp::Sub, self.id(), rhs.id(), N)
    }
}
impl<const N: usize> ops::Neg for E<Signed<N>> {
    type Output = Self;
    fn neg(self) -> Self {
        let zero = intern(ExprOp::Const(BigUint::default()), N as u32);
        binary(BinaryOp::Sub, zero, self.id(), N)
    }
}

impl<const N: usize> E<Signed<N>> {
    pub fn get_bit(self, index: impl BitIndex) -> E<bool> {
        E::from_id(index.get(self.id(), 1))
    }
    pub fn sign_bit(self) -> E<bool> {
        E::from_id(slice(self.id(), N as u32 - 1, 1))
    }
    pub fn inner(self) -> E<Bits<N>> {
        E::from_id(self.id())
    }
}

/// `signed::<N>(x)`
pub fn signed<const N: usize>(x: SignedLiteralType) -> E<Signed<N>> {
    constant(Signed::<N>::from(x))
}

/// `signed_cast(x)`: the same bits, now signed.
pub fn signed_cast<const N: usize>(x: impl ToE<Bits<N>>) -> E<Signed<N>> {
    E::from_id(x.to_e().id())
}

/// `unsigned_cast(x)`: the same bits, now unsigned.
pub fn unsigned_cast<const N: usize>(x: impl ToE<Signed<N>>) -> E<Bits<N>> {
    E::from_id(x.to_e().id())
}

/// `unsigned_bit_cast::<M, N>(x)`: truncated or zero-extended.
pub fn unsigned_bit_cast<const M: usize, const N: usize>(x: impl ToE<Signed<N>>) -> E<Bits<M>> {
    E::from_id(extend(x.to_e().id(), M as u32))
}

/// `signed_bit_cast::<M, N>(x)`: truncated or sign-extended.
pub fn signed_bit_cast<const M: usize, const N: usize>(x: impl ToE<Signed<N>>) -> E<Signed<M>> {
    let x = x.to_e().id();
    if M <= N {
        return E::from_id(slice(x, 0, M as u32));
    }
    let sign = slice(x, N as u32 - 1, 1);
    let mut parts = vec![sign; M - N];
    parts.push(x);
    E::new(ExprOp::Concat(parts), M)
}
