//! Constant folding and algebra, one node at a time.

use super::eval::{evaluate, shift_amount};
use super::*;

impl NetlistBuilder {
    /// A node with the same value as `op` that is cheaper, if one is known.
    pub(super) fn simplify(&mut self, op: &Op, width: u32) -> Option<NodeId> {
        if let Some(value) = self.fold_constant(op, width) {
            return Some(self.constant(value));
        }
        match *op {
            Op::And(a, b) => self.simplify_and(a, b, width),
            Op::Or(a, b) => self.simplify_or(a, b, width),
            Op::Xor(a, b) => self.simplify_xor(a, b, width),
            Op::Not(a) => match *self.op(a) {
                Op::Not(x) => Some(x),
                _ => None,
            },
            Op::Add(a, b) => self.one_is(a, b, Value::is_zero),
            Op::Sub(a, b) if a == b => Some(self.constant(Value::zero(width))),
            Op::Sub(a, b) => self.is(b, Value::is_zero).then_some(a),
            Op::Mul(a, b) => self.simplify_mul(a, b, width),
            Op::Eq(a, b) => self.simplify_eq(a, b),
            Op::Ult(a, b) => {
                if a == b || self.is(b, Value::is_zero) || self.is(a, Value::is_ones) {
                    return Some(self.constant_u64(1, 0));
                }
                if self.is(a, Value::is_zero) {
                    return Some(self.red_or(b));
                }
                if self.is(b, |v| v.to_biguint() == 1u32.into()) {
                    let any = self.red_or(a);
                    return Some(self.not(any));
                }
                None
            }
            Op::Slt(a, b) => (a == b).then(|| self.constant_u64(1, 0)),
            Op::Shl(a, n) => self.simplify_shift(a, n, width, true),
            Op::Shr(a, n) => self.simplify_shift(a, n, width, false),
            Op::Mux(c, a, b) => self.simplify_mux(c, a, b, width),
            Op::Concat(ref parts) => self.simplify_concat(parts),
            Op::Slice(a, low) => self.simplify_slice(a, low, width),
            Op::RedAnd(a) | Op::RedOr(a) | Op::RedXor(a) if self.width(a) == 1 => Some(a),
            Op::RedAnd(a) | Op::RedOr(a) => self.simplify_reduction(a, matches!(op, Op::RedAnd(_))),
            _ => None,
        }
    }

    /// The value, if all operands are constants.
    fn fold_constant(&self, op: &Op, width: u32) -> Option<Value> {
        let mut constant = true;
        Netlist::operands(op, |x| constant &= self.as_const(x).is_some());
        if !constant || matches!(op, Op::Const(_)) {
            return None;
        }
        static NONE: std::sync::LazyLock<Value> = std::sync::LazyLock::new(|| Value::zero(1));
        evaluate(op, width, |x| self.as_const(x).unwrap_or(&NONE))
    }

    fn is(&self, node: NodeId, test: impl Fn(&Value) -> bool) -> bool {
        self.as_const(node).is_some_and(test)
    }

    /// The other operand, if one passes the test.
    fn one_is(&self, a: NodeId, b: NodeId, test: impl Fn(&Value) -> bool) -> Option<NodeId> {
        if self.is(a, &test) {
            Some(b)
        } else if self.is(b, &test) {
            Some(a)
        } else {
            None
        }
    }

    fn complementary(&self, a: NodeId, b: NodeId) -> bool {
        *self.op(a) == Op::Not(b) || *self.op(b) == Op::Not(a)
    }

    fn simplify_and(&mut self, a: NodeId, b: NodeId, width: u32) -> Option<NodeId> {
        if a == b {
            return Some(a);
        }
        if self.one_is(a, b, Value::is_zero).is_some() || self.complementary(a, b) {
            return Some(self.constant(Value::zero(width)));
        }
        if let Some(other) = self.one_is(a, b, Value::is_ones) {
            return Some(other);
        }
        // Absorption: x & (x & y), x & (x | y).
        for (x, y) in [(a, b), (b, a)] {
            match *self.op(y) {
                Op::And(p, q) if p == x || q == x => return Some(y),
                Op::Or(p, q) if p == x || q == x => return Some(x),
                _ => {}
            }
        }
        None
    }

    fn simplify_or(&mut self, a: NodeId, b: NodeId, width: u32) -> Option<NodeId> {
        if a == b {
            return Some(a);
        }
        if self.one_is(a, b, Value::is_ones).is_some() || self.complementary(a, b) {
            return Some(self.constant(Value::ones(width)));
        }
        if let Some(other) = self.one_is(a, b, Value::is_zero) {
            return Some(other);
        }
        for (x, y) in [(a, b), (b, a)] {
            match *self.op(y) {
                Op::Or(p, q) if p == x || q == x => return Some(y),
                Op::And(p, q) if p == x || q == x => return Some(x),
                _ => {}
            }
        }
        None
    }

    fn simplify_xor(&mut self, a: NodeId, b: NodeId, width: u32) -> Option<NodeId> {
        if a == b {
            return Some(self.constant(Value::zero(width)));
        }
        if self.complementary(a, b) {
            return Some(self.constant(Value::ones(width)));
        }
        if let Some(other) = self.one_is(a, b, Value::is_zero) {
            return Some(other);
        }
        if let Some(other) = self.one_is(a, b, Value::is_ones) {
            return Some(self.not(other));
        }
        None
    }

    fn simplify_mul(&mut self, a: NodeId, b: NodeId, width: u32) -> Option<NodeId> {
        for (x, k) in [(a, b), (b, a)] {
            let Some(k) = self.as_const(k).map(Value::to_biguint) else {
                continue;
            };
            if k.count_ones() == 0 {
                return Some(self.constant(Value::zero(width)));
            }
            if k.count_ones() == 1 {
                let n = k.trailing_zeros().unwrap_or(0);
                let amount = self.constant_u64(32, n);
                return Some(self.shl(x, amount));
            }
        }
        None
    }

    fn simplify_eq(&mut self, a: NodeId, b: NodeId) -> Option<NodeId> {
        if a == b {
            return Some(self.constant_u64(1, 1));
        }
        if self.complementary(a, b) {
            return Some(self.constant_u64(1, 0));
        }
        let (x, k) = if self.as_const(b).is_some() { (a, b) } else { (b, a) };
        let k = self.as_const(k)?.clone();
        if k.width() == 1 {
            return Some(if k.is_zero() { self.not(x) } else { x });
        }
        if k.is_zero() {
            let any = self.red_or(x);
            return Some(self.not(any));
        }
        // Constant parts on top of a concatenation are decided now.
        if let Op::Concat(parts) = self.op(x).clone() {
            let top = self.as_const(parts[0])?.clone();
            let rest = k.width() - top.width();
            if k.slice(rest, top.width()) != top {
                return Some(self.constant_u64(1, 0));
            }
            let low = self.concat(&parts[1..]);
            let k_low = self.constant(k.slice(0, rest));
            return Some(self.eq(low, k_low));
        }
        None
    }

    fn simplify_shift(&mut self, a: NodeId, n: NodeId, width: u32, left: bool) -> Option<NodeId> {
        if self.is(a, Value::is_zero) {
            return Some(a);
        }
        let amount = self.as_const(n)?;
        let Some(n) = shift_amount(amount, width) else {
            return Some(self.constant(Value::zero(width)));
        };
        if n == 0 {
            return Some(a);
        }
        let zeros = self.constant(Value::zero(n));
        let (low, parts_swapped) = if left { (0, false) } else { (n, true) };
        let kept = self.slice(a, low, width - n);
        Some(if parts_swapped { self.concat(&[zeros, kept]) } else { self.concat(&[kept, zeros]) })
    }

    fn simplify_mux(&mut self, c: NodeId, a: NodeId, b: NodeId, width: u32) -> Option<NodeId> {
        if let Some(v) = self.as_const(c) {
            return Some(if v.is_zero() { b } else { a });
        }
        if a == b {
            return Some(a);
        }
        if let Op::Not(c) = *self.op(c) {
            return Some(self.mux(c, b, a));
        }
        // An arm that chooses by the same condition.
        if let Op::Mux(d, x, _) = *self.op(a) {
            if d == c {
                return Some(self.mux(c, x, b));
            }
        }
        if let Op::Mux(d, x, y) = *self.op(b) {
            if d == c {
                return Some(self.mux(c, a, y));
            }
            // c ? a : (d ? a : y)
            if x == a {
                let either = self.or(c, d);
                return Some(self.mux(either, a, y));
            }
        }
        if width != 1 {
            return None;
        }
        let constant = |s: &Self, x| s.as_const(x).map(|v| !v.is_zero());
        match (constant(self, a), constant(self, b)) {
            (Some(true), _) => Some(self.or(c, b)),
            (_, Some(false)) => Some(self.and(c, a)),
            (Some(false), _) => {
                let not_c = self.not(c);
                Some(self.and(not_c, b))
            }
            (_, Some(true)) => {
                let not_c = self.not(c);
                Some(self.or(not_c, a))
            }
            _ if a == c => Some(self.or(c, b)),
            _ if b == c => Some(self.and(c, a)),
            _ => None,
        }
    }

    fn simplify_concat(&mut self, parts: &[NodeId]) -> Option<NodeId> {
        let mut flat: Vec<NodeId> = Vec::with_capacity(parts.len());
        for part in parts {
            match self.op(*part) {
                Op::Concat(inner) => flat.extend(inner.clone()),
                _ => flat.push(*part),
            }
        }
        let mut merged: Vec<NodeId> = Vec::with_capacity(flat.len());
        for low in flat {
            if let Some(high) = merged.last().copied() {
                if let Some(both) = self.merge_adjacent(high, low) {
                    merged.pop();
                    merged.push(both);
                    continue;
                }
            }
            merged.push(low);
        }
        if let [one] = merged[..] {
            return Some(one);
        }
        (merged != parts).then(|| {
            let width = merged.iter().map(|p| self.width(*p)).sum();
            self.node(Op::Concat(merged), width)
        })
    }

    /// One node for two neighbours of a concatenation: two constants, two slices that touch,
    /// or two choices by one condition.
    fn merge_adjacent(&mut self, high: NodeId, low: NodeId) -> Option<NodeId> {
        match (self.op(high), self.op(low)) {
            (Op::Const(h), Op::Const(l)) => {
                let both = Value::concat(h, l);
                Some(self.constant(both))
            }
            (&Op::Slice(x, at), &Op::Slice(y, from)) if x == y && from + self.width(low) == at => {
                let width = self.width(high) + self.width(low);
                Some(self.slice(x, from, width))
            }
            _ => None,
        }
    }

    fn simplify_slice(&mut self, a: NodeId, low: u32, width: u32) -> Option<NodeId> {
        if low == 0 && width == self.width(a) {
            return Some(a);
        }
        match self.op(a).clone() {
            Op::Slice(x, inner) => Some(self.slice(x, inner + low, width)),
            Op::Concat(parts) => {
                let mut taken = Vec::new();
                let mut base = 0;
                for part in parts.iter().rev() {
                    let w = self.width(*part);
                    let (from, to) = (low.max(base), (low + width).min(base + w));
                    if from < to {
                        taken.push(self.slice(*part, from - base, to - from));
                    }
                    base += w;
                }
                taken.reverse();
                Some(self.concat(&taken))
            }
            // Low bits of a sum depend on low bits only.
            Op::Add(x, y) if low == 0 => {
                let (x, y) = (self.slice(x, 0, width), self.slice(y, 0, width));
                Some(self.add(x, y))
            }
            _ => None,
        }
    }

    fn simplify_reduction(&mut self, a: NodeId, all: bool) -> Option<NodeId> {
        let Op::Concat(parts) = self.op(a).clone() else {
            return None;
        };
        let rest: Vec<NodeId> = parts
            .iter()
            .copied()
            .filter(|p| !self.is(*p, |v| if all { v.is_ones() } else { v.is_zero() }))
            .collect();
        if rest.len() == parts.len() {
            // A constant that decides the result at once.
            let decided = parts
                .iter()
                .any(|p| self.is(*p, |v| if all { !v.is_ones() } else { !v.is_zero() }));
            return decided.then(|| self.constant_u64(1, u64::from(!all)));
        }
        let joined = self.concat(&rest);
        Some(if all { self.red_and(joined) } else { self.red_or(joined) })
    }
}
