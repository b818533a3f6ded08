//! Expressions as text.

use crate::hier::*;
use crate::names::snake;
use expether_hdl::tree::{BinaryOp, ReduceOp};
use num_bigint::BigUint;

/// A sized constant: decimal where short, else hexadecimal.
pub fn constant(value: &BigUint, width: u32) -> String {
    match u64::try_from(value) {
        Ok(v) if v < 10 || (width <= 8 && v < 100) => format!("{width}'d{v}"),
        _ => format!("{width}'h{value:x}"),
    }
}

/// Name of an enum's constant.
pub fn state_name(ty: &str, variant: &str) -> String {
    format!("{}_{}", snake(ty), snake(variant)).to_uppercase()
}

/// `assign`-like text: `head` and the expression, over several lines where one would be too long.
pub fn statement(module: &Module, head: &str, id: ExprId, indent: usize) -> String {
    let line = format!("{head} {};", text(module, id, false));
    if indent + line.len() <= LINE || line.contains('\n') {
        return line;
    }
    let pad = " ".repeat(indent + 4);
    let end = " ".repeat(indent);
    match &module.expr(id).op {
        Op::Concat(parts) => {
            let parts: Vec<String> = pieces(module, parts);
            format!("{head} {{\n{pad}{}\n{end}}};", parts.join(&format!(",\n{pad}")))
        }
        Op::Binary(op @ (BinaryOp::And | BinaryOp::Or | BinaryOp::Xor), ..) => {
            let mut terms = Vec::new();
            chain(module, *op, id, &mut terms);
            let glue = format!("\n{pad}{} ", symbol(*op));
            format!("{head}\n{pad}{};", terms.join(&glue))
        }
        Op::Mux(..) => {
            let mut out = head.to_string();
            let mut rest = id;
            while let Op::Mux(c, a, b) = &module.expr(rest).op {
                out += &format!("\n{pad}{} ? {} :", text(module, *c, true), text(module, *a, true));
                rest = *b;
            }
            format!("{out}\n{pad}{};", text(module, rest, false))
        }
        _ => line,
    }
}

/// Longest line that is not broken.
const LINE: usize = 100;

fn chain(module: &Module, op: BinaryOp, id: ExprId, terms: &mut Vec<String>) {
    match &module.expr(id).op {
        Op::Binary(inner, a, b) if *inner == op => {
            chain(module, op, *a, terms);
            chain(module, op, *b, terms);
        }
        _ => terms.push(text(module, id, true)),
    }
}

/// An expression; a compound one is in parentheses if `inner`.
pub fn text(module: &Module, id: ExprId, inner: bool) -> String {
    let expr = module.expr(id);
    let sub = |id: ExprId| text(module, id, true);
    let compound = |s: String| if inner { format!("({s})") } else { s };
    match &expr.op {
        Op::Const(value) => constant(value, expr.width),
        Op::State(ty, variant, _) => state_name(ty, variant),
        Op::Net(net) => module.net(*net).name.clone(),
        Op::Not(a) => format!("~{}", sub(*a)),
        Op::Binary(op, a, b) => compound(binary(module, *op, *a, *b)),
        Op::Reduce(op, a) => {
            let symbol = match op {
                ReduceOp::Any => "|",
                ReduceOp::All => "&",
                ReduceOp::Parity => "^",
            };
            compound(format!("{symbol}{}", sub(*a)))
        }
        Op::Mux(c, a, b) => compound(format!("{} ? {} : {}", sub(*c), sub(*a), arm(module, *b))),
        Op::Concat(parts) => concat(module, parts),
        Op::Slice(of, low) => {
            let name = text(module, *of, true);
            match expr.width {
                1 => format!("{name}[{low}]"),
                width => format!("{name}[{}:{low}]", low + width - 1),
            }
        }
        Op::Gf2(of, rows) => {
            let name = text(module, *of, true);
            let width = module.expr(*of).width;
            let row = |row: &BigUint| match row.count_ones() {
                0 => "1'b0".to_string(),
                1 => format!("{name}[{}]", row.bits() - 1),
                _ => format!("^({name} & {width}'h{row:x})"),
            };
            let rows: Vec<String> = rows.iter().rev().map(row).collect();
            match rows.as_slice() {
                [one] => compound(one.clone()),
                _ => format!("{{\n        {}\n    }}", rows.join(",\n        ")),
            }
        }
    }
}

/// The last operand of `?:`, whose chains need no parentheses.
fn arm(module: &Module, id: ExprId) -> String {
    let chained = matches!(module.expr(id).op, Op::Mux(..));
    text(module, id, !chained)
}

fn concat(module: &Module, parts: &[ExprId]) -> String {
    let pieces = pieces(module, parts);
    match pieces.as_slice() {
        [one] if one.starts_with('{') => one.clone(),
        _ => format!("{{{}}}", pieces.join(", ")),
    }
}

/// Parts of a concatenation; a sign extension or a broadcast is a replication.
fn pieces(module: &Module, parts: &[ExprId]) -> Vec<String> {
    let mut pieces: Vec<String> = Vec::new();
    let mut i = 0;
    while i < parts.len() {
        let n = parts[i..].iter().take_while(|p| **p == parts[i]).count();
        let piece = text(module, parts[i], false);
        pieces.push(if n > 1 { format!("{{{n}{{{piece}}}}}") } else { piece });
        i += n;
    }
    pieces
}

fn symbol(op: BinaryOp) -> &'static str {
    match op {
        BinaryOp::And => "&",
        BinaryOp::Or => "|",
        BinaryOp::Xor => "^",
        BinaryOp::Add => "+",
        BinaryOp::Sub => "-",
        BinaryOp::Mul => "*",
        BinaryOp::Eq => "==",
        BinaryOp::Ne => "!=",
        BinaryOp::Lt | BinaryOp::SignedLt => "<",
        BinaryOp::Le | BinaryOp::SignedLe => "<=",
        BinaryOp::Gt | BinaryOp::SignedGt => ">",
        BinaryOp::Ge | BinaryOp::SignedGe => ">=",
        BinaryOp::Shl => "<<",
        BinaryOp::Shr => ">>",
    }
}

fn binary(module: &Module, op: BinaryOp, a: ExprId, b: ExprId) -> String {
    let symbol = symbol(op);
    let side = |id: ExprId| {
        // Chains of one associative operator need no parentheses.
        let same = matches!(op, BinaryOp::And | BinaryOp::Or | BinaryOp::Xor)
            && matches!(&module.expr(id).op, Op::Binary(inner, ..) if *inner == op);
        text(module, id, !same)
    };
    match op {
        BinaryOp::SignedLt | BinaryOp::SignedLe | BinaryOp::SignedGt | BinaryOp::SignedGe => {
            format!(
                "$signed({}) {symbol} $signed({})",
                text(module, a, false),
                text(module, b, false)
            )
        }
        _ => format!("{} {symbol} {}", side(a), side(b)),
    }
}
