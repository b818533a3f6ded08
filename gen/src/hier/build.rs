//! Making a module's expressions: interned, folded a little, selects on nets only.

use super::*;
use rustc_hash::{FxHashMap, FxHashSet};

/// A module in the making.
pub struct ModuleBuilder {
    pub module: Module,
    interned: FxHashMap<Expr, ExprId>,
    names: FxHashSet<String>,
    counter: FxHashMap<String, u32>,
    /// Nets made for operands that Verilog cannot select from.
    hoisted: FxHashMap<ExprId, NetId>,
}

impl ModuleBuilder {
    pub fn new(name: String, type_name: String) -> Self {
        ModuleBuilder {
            module: Module {
                name,
                type_name,
                nets: Vec::new(),
                exprs: Vec::new(),
                ports: Vec::new(),
                assigns: Vec::new(),
                body: Vec::new(),
                registers: Vec::new(),
                memories: Vec::new(),
                instances: Vec::new(),
                paths: Vec::new(),
            },
            interned: FxHashMap::default(),
            names: FxHashSet::default(),
            counter: FxHashMap::default(),
            hoisted: FxHashMap::default(),
        }
    }

    /// A net of this name; `None` if the name is taken.
    pub fn net(&mut self, net: Net) -> Option<NetId> {
        if !self.names.insert(net.name.clone()) {
            return None;
        }
        self.module.nets.push(net);
        Some(self.module.nets.len() as NetId - 1)
    }

    /// A new net named `base`, or `base_2`, `base_3`, … where that is taken.
    pub fn fresh(&mut self, base: &str, width: u32) -> NetId {
        let mut name = base.to_string();
        while self.names.contains(&name) || crate::names::is_keyword(&name) {
            let n = self.counter.entry(base.to_string()).or_insert(1);
            *n += 1;
            name = format!("{base}_{n}");
        }
        self.names.insert(name.clone());
        self.module.nets.push(Net { name, width, kind: NetKind::Wire, clock: false, states: None });
        self.module.nets.len() as NetId - 1
    }

    pub fn width(&self, id: ExprId) -> u32 {
        self.module.exprs[id as usize].width
    }

    fn op(&self, id: ExprId) -> &Op {
        &self.module.exprs[id as usize].op
    }

    fn intern(&mut self, op: Op, width: u32) -> ExprId {
        let expr = Expr { op, width };
        if let Some(id) = self.interned.get(&expr) {
            return *id;
        }
        let id = self.module.exprs.len() as ExprId;
        self.module.exprs.push(expr.clone());
        self.interned.insert(expr, id);
        id
    }

    pub fn constant(&mut self, value: BigUint, width: u32) -> ExprId {
        self.intern(Op::Const(value), width)
    }

    pub fn state(&mut self, ty: String, variant: String, value: BigUint, width: u32) -> ExprId {
        self.intern(Op::State(ty, variant, value), width)
    }

    pub fn read(&mut self, net: NetId) -> ExprId {
        let width = self.module.net(net).width;
        self.intern(Op::Net(net), width)
    }

    fn known(&self, id: ExprId) -> Option<BigUint> {
        match self.op(id) {
            Op::Const(v) | Op::State(_, _, v) => Some(v.clone()),
            _ => None,
        }
    }

    pub fn not(&mut self, a: ExprId) -> ExprId {
        match self.op(a) {
            Op::Not(inner) => *inner,
            _ => {
                let width = self.width(a);
                self.intern(Op::Not(a), width)
            }
        }
    }

    pub fn binary(&mut self, op: BinaryOp, a: ExprId, b: ExprId, width: u32) -> ExprId {
        self.intern(Op::Binary(op, a, b), width)
    }

    pub fn reduce(&mut self, op: ReduceOp, a: ExprId) -> ExprId {
        if self.width(a) == 1 {
            return a;
        }
        self.intern(Op::Reduce(op, a), 1)
    }

    pub fn mux(&mut self, c: ExprId, a: ExprId, b: ExprId) -> ExprId {
        if a == b {
            return a;
        }
        let width = self.width(a);
        if width == 1 {
            match (self.known(a).map(|v| v.bit(0)), self.known(b).map(|v| v.bit(0))) {
                (Some(true), Some(false)) => return c,
                (Some(false), Some(true)) => return self.not(c),
                _ => {}
            }
        }
        self.intern(Op::Mux(c, a, b), width)
    }

    pub fn concat(&mut self, parts: Vec<ExprId>) -> ExprId {
        let mut flat: Vec<ExprId> = Vec::new();
        for part in parts {
            let pieces = match self.op(part) {
                Op::Concat(inner) => inner.clone(),
                _ => vec![part],
            };
            for piece in pieces {
                let joined = flat.last().and_then(|last| self.adjacent(*last, piece));
                match joined {
                    Some(joined) => {
                        flat.pop();
                        flat.push(joined);
                    }
                    None => flat.push(piece),
                }
            }
        }
        if flat.len() == 1 {
            return flat[0];
        }
        let width = flat.iter().map(|p| self.width(*p)).sum();
        self.intern(Op::Concat(flat), width)
    }

    /// Two neighbouring pieces of one net, or of one constant, are one piece.
    fn adjacent(&mut self, high: ExprId, low: ExprId) -> Option<ExprId> {
        let (high_width, low_width) = (self.width(high), self.width(low));
        if let (Op::Const(h), Op::Const(l)) = (self.op(high), self.op(low)) {
            let value = (h << low_width) | l;
            return Some(self.constant(value, high_width + low_width));
        }
        let piece = |id: ExprId| match self.op(id) {
            Op::Net(net) => Some((*net, 0)),
            Op::Slice(of, at) => match self.op(*of) {
                Op::Net(net) => Some((*net, *at)),
                _ => None,
            },
            _ => None,
        };
        let ((h, h_at), (l, l_at)) = (piece(high)?, piece(low)?);
        if h != l || h_at != l_at + low_width {
            return None;
        }
        let net = self.read(h);
        Some(self.slice(net, l_at, high_width + low_width))
    }

    /// `width` bits from bit `low`. Where Verilog cannot select, the operand becomes a net.
    pub fn slice(&mut self, of: ExprId, low: u32, width: u32) -> ExprId {
        let whole = self.width(of);
        if low == 0 && width == whole {
            return of;
        }
        if let Some(value) = self.known(of) {
            let mask = (BigUint::from(1u8) << width) - 1u8;
            return self.constant((value >> low) & mask, width);
        }
        match self.op(of).clone() {
            Op::Net(_) => self.intern(Op::Slice(of, low), width),
            Op::Slice(inner, at) => self.slice(inner, at + low, width),
            Op::Concat(parts) => {
                let mut kept = Vec::new();
                let mut top = whole;
                for part in parts {
                    let bottom = top - self.width(part);
                    let (from, to) = (low.max(bottom), (low + width).min(top));
                    if from < to {
                        kept.push(self.slice(part, from - bottom, to - from));
                    }
                    top = bottom;
                }
                self.concat(kept)
            }
            Op::Not(a) => {
                let a = self.slice(a, low, width);
                self.not(a)
            }
            Op::Binary(op @ (BinaryOp::And | BinaryOp::Or | BinaryOp::Xor), a, b) => {
                let (a, b) = (self.slice(a, low, width), self.slice(b, low, width));
                self.binary(op, a, b, width)
            }
            // Low bits of a sum depend on the operands' low bits only.
            Op::Binary(op @ (BinaryOp::Add | BinaryOp::Sub | BinaryOp::Mul), a, b) if low == 0 => {
                let (a, b) = (self.slice(a, 0, width), self.slice(b, 0, width));
                self.binary(op, a, b, width)
            }
            Op::Mux(c, a, b) => {
                let (a, b) = (self.slice(a, low, width), self.slice(b, low, width));
                self.mux(c, a, b)
            }
            Op::Gf2(operand, rows) => {
                let rows = rows[low as usize..(low + width) as usize].to_vec();
                self.intern(Op::Gf2(operand, rows), width)
            }
            op => {
                let base = match op {
                    Op::Binary(BinaryOp::Shr | BinaryOp::Shl, ..) => "shifted",
                    Op::Binary(BinaryOp::Add, ..) => "sum",
                    Op::Binary(BinaryOp::Sub, ..) => "difference",
                    Op::Binary(BinaryOp::Mul, ..) => "product",
                    _ => "selected",
                };
                let net = self.named(base, of);
                self.intern(Op::Slice(net, low), width)
            }
        }
    }

    /// A net with this value, read: for an operand that has no name in the source.
    pub fn named(&mut self, base: &str, value: ExprId) -> ExprId {
        if let Some(net) = self.hoisted.get(&value) {
            let net = *net;
            return self.read(net);
        }
        let read = self.bind(base, value);
        if let Op::Net(net) = *self.op(read) {
            self.hoisted.insert(value, net);
        }
        read
    }

    /// A net of this name with this value, read; nets and constants need no other name.
    pub fn bind(&mut self, name: &str, value: ExprId) -> ExprId {
        if matches!(self.op(value), Op::Net(_) | Op::Const(_) | Op::State(..)) {
            return value;
        }
        let width = self.width(value);
        let net = self.fresh(name, width);
        self.module.assigns.push((net, value));
        self.read(net)
    }

    /// A linear map over GF(2); bit `j` of a row is bit `j % 64` of its word `j / 64`.
    pub fn gf2(&mut self, of: ExprId, rows: &[Vec<u64>]) -> ExprId {
        let width = self.width(of);
        let mask = (BigUint::from(1u8) << width) - 1u8;
        let rows: Vec<BigUint> = rows
            .iter()
            .map(|row| {
                let value =
                    row.iter().rev().fold(BigUint::default(), |v, w| (v << 64) | BigUint::from(*w));
                value & &mask
            })
            .collect();
        if let Some(x) = self.known(of) {
            let bit = |row: &BigUint| (row & &x).count_ones() % 2 == 1;
            let value = rows
                .iter()
                .rev()
                .fold(BigUint::default(), |v, row| (v << 1) | BigUint::from(bit(row) as u8));
            return self.constant(value, rows.len() as u32);
        }
        let of = self.named("mixed", of);
        let width = rows.len() as u32;
        let value = self.intern(Op::Gf2(of, rows), width);
        self.named("linear", value)
    }
}
