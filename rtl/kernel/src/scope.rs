//! Which names of a kernel are hardware, and whether an expression is.

use std::collections::HashMap;
use syn::visit::{self, Visit};
use syn::{Expr, ExprCall, ExprMacro, ExprMethodCall, ExprPath, Ident};

/// What a local name stands for.
#[derive(Copy, Clone, PartialEq)]
pub enum Name {
    /// `let`: an expression.
    Value,
    /// `let mut`: a variable of the pass.
    Variable,
    /// A constant of the elaboration (a loop index, say).
    Constant,
}

/// The local names, innermost block last.
#[derive(Default)]
pub struct Scope {
    blocks: Vec<HashMap<String, Name>>,
    outermost: HashMap<String, Name>,
}

impl Scope {
    pub fn inner<R>(&mut self, f: impl FnOnce(&mut Self) -> R) -> R {
        self.blocks.push(HashMap::new());
        let result = f(self);
        self.blocks.pop();
        result
    }

    fn insert(&mut self, name: &Ident, what: Name) {
        self.blocks.last_mut().unwrap_or(&mut self.outermost).insert(name.to_string(), what);
    }

    pub fn value(&mut self, name: &Ident) {
        self.insert(name, Name::Value);
    }

    pub fn variable(&mut self, name: &Ident) {
        self.insert(name, Name::Variable);
    }

    pub fn constant(&mut self, name: &Ident) {
        self.insert(name, Name::Constant);
    }

    pub fn get(&self, name: &Ident) -> Option<Name> {
        let name = name.to_string();
        let inner = self.blocks.iter().rev().find_map(|b| b.get(&name));
        inner.or_else(|| self.outermost.get(&name)).copied()
    }

    /// Whether the value of this expression is hardware: it reads a signal or a hardware local.
    /// All else is evaluated, as the Rust it is, when the block is elaborated.
    pub fn is_hardware(&self, expr: &Expr) -> bool {
        let mut finder = Finder { scope: self, found: false };
        finder.visit_expr(expr);
        finder.found
    }
}

/// Functions of rust-hdl (and ours) that make or change hardware values.
pub const FUNCTIONS: [&str; 8] = [
    "bits",
    "bit_cast",
    "gf2_linear",
    "signed",
    "signed_cast",
    "unsigned_cast",
    "signed_bit_cast",
    "unsigned_bit_cast",
];

struct Finder<'a> {
    scope: &'a Scope,
    found: bool,
}

impl<'ast> Visit<'ast> for Finder<'_> {
    fn visit_expr_method_call(&mut self, node: &'ast ExprMethodCall) {
        self.found |= node.method == "val" && node.args.is_empty();
        visit::visit_expr_method_call(self, node);
    }

    fn visit_expr_path(&mut self, node: &'ast ExprPath) {
        if let Some(name) = node.path.get_ident() {
            self.found |= matches!(self.scope.get(name), Some(Name::Value | Name::Variable));
        }
    }

    fn visit_expr_call(&mut self, node: &'ast ExprCall) {
        if let Expr::Path(path) = node.func.as_ref() {
            if let Some(last) = path.path.segments.last() {
                self.found |= FUNCTIONS.iter().any(|f| last.ident == f);
            }
        }
        visit::visit_expr_call(self, node);
    }

    fn visit_expr_macro(&mut self, node: &'ast ExprMacro) {
        self.found |= node.mac.path.segments.last().is_some_and(|s| s.ident == "cat");
    }
}
