//! The meaning of every pure operation, on [`Value`]s: plain and slow. Folding and the
//! reference interpreter use it; the compiled engines are tested against it.

use super::{NodeId, Op, Value};
use num_bigint::BigUint;

/// Value of a pure operation of `width` bits, or `None` for one that reads state or an input.
/// `get` gives the operands' values.
pub fn evaluate<'a>(
    op: &Op,
    width: u32,
    mut get: impl FnMut(NodeId) -> &'a Value,
) -> Option<Value> {
    let bit = |b: bool| Value::from_u64(1, u64::from(b));
    Some(match op {
        Op::Input(_) | Op::Reg(_) | Op::SyncRead(..) | Op::AsyncRead(..) => return None,
        Op::Const(v) => v.clone(),
        Op::And(a, b) => zip(get(*a), get(*b), |x, y| x & y),
        Op::Or(a, b) => zip(get(*a), get(*b), |x, y| x | y),
        Op::Xor(a, b) => zip(get(*a), get(*b), |x, y| x ^ y),
        Op::Not(a) => zip(get(*a), get(*a), |x, _| !x),
        Op::Add(a, b) => Value::new(width, &(get(*a).to_biguint() + get(*b).to_biguint())),
        Op::Sub(a, b) => {
            let modulus = BigUint::from(1u32) << width;
            Value::new(width, &(get(*a).to_biguint() + modulus - get(*b).to_biguint()))
        }
        Op::Mul(a, b) => Value::new(width, &(get(*a).to_biguint() * get(*b).to_biguint())),
        Op::Eq(a, b) => bit(get(*a) == get(*b)),
        Op::Ult(a, b) => bit(get(*a).to_biguint() < get(*b).to_biguint()),
        Op::Slt(a, b) => {
            let (a, b) = (get(*a), get(*b));
            let (sa, sb) = (a.bit(a.width() - 1), b.bit(b.width() - 1));
            bit(if sa != sb { sa } else { a.to_biguint() < b.to_biguint() })
        }
        Op::Shl(a, b) => match shift_amount(get(*b), width) {
            Some(n) => Value::new(width, &(get(*a).to_biguint() << n)),
            None => Value::zero(width),
        },
        Op::Shr(a, b) => match shift_amount(get(*b), width) {
            Some(n) => Value::new(width, &(get(*a).to_biguint() >> n)),
            None => Value::zero(width),
        },
        Op::Mux(c, a, b) => if get(*c).bit(0) { get(*a) } else { get(*b) }.clone(),
        Op::Concat(parts) => {
            let mut all = BigUint::default();
            for part in parts {
                let part = get(*part);
                all = (all << part.width()) | part.to_biguint();
            }
            Value::new(width, &all)
        }
        Op::Slice(a, low) => get(*a).slice(*low, width),
        Op::RedAnd(a) => bit(get(*a).is_ones()),
        Op::RedOr(a) => bit(!get(*a).is_zero()),
        Op::RedXor(a) => bit(parity(get(*a))),
        Op::Gf2Linear(a, rows) => {
            let a = get(*a);
            let mut result = BigUint::default();
            for (i, row) in rows.iter().enumerate() {
                result.set_bit(i as u64, parity(&zip(a, row, |x, y| x & y)));
            }
            Value::new(width, &result)
        }
    })
}

/// The shift amount, if it is below the width.
pub(super) fn shift_amount(amount: &Value, width: u32) -> Option<u32> {
    let fits = amount.words().iter().skip(1).all(|w| *w == 0);
    (fits && amount.low_u64() < u64::from(width)).then(|| amount.low_u64() as u32)
}

fn zip(a: &Value, b: &Value, f: impl Fn(u64, u64) -> u64) -> Value {
    let words = a.words().iter().zip(b.words()).map(|(x, y)| f(*x, *y)).collect();
    Value::from_words(a.width(), words)
}

fn parity(v: &Value) -> bool {
    v.words().iter().fold(0, |p, w| p ^ w.count_ones()) & 1 == 1
}
