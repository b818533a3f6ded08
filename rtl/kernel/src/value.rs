//! Values: each Rust expression as the expression that records it.

use crate::scope::{Name, Scope, FUNCTIONS};
use crate::statement;
use proc_macro2::TokenStream;
use quote::{format_ident, quote, quote_spanned};
use syn::punctuated::Punctuated;
use syn::spanned::Spanned;
use syn::{BinOp, Expr, Member, Pat, PathArguments, Stmt, Token, UnOp};

/// An error that says what to write instead.
pub fn refuse<T>(at: impl quote::ToTokens, message: &str) -> syn::Result<T> {
    Err(syn::Error::new_spanned(at, message))
}

const METHODS: [&str; 9] =
    ["get_bit", "get_bits", "replace_bit", "any", "all", "xor", "index", "sign_bit", "inner"];

/// `expr` as a value.
pub fn value(expr: &Expr, scope: &mut Scope) -> syn::Result<TokenStream> {
    if !scope.is_hardware(expr) {
        return Ok(quote!(#expr));
    }
    let span = expr.span();
    let k = quote!(::expether_hdl::mirror);
    Ok(match expr {
        Expr::Paren(inner) => {
            let inner = value(&inner.expr, scope)?;
            quote!((#inner))
        }
        Expr::Group(inner) => value(&inner.expr, scope)?,
        Expr::Path(path) => match path.path.get_ident().and_then(|name| scope.get(name)) {
            Some(Name::Variable) => quote_spanned!(span=> #k::get(&#path)),
            _ => quote!(#path),
        },
        Expr::Unary(unary) => {
            let inner = value(&unary.expr, scope)?;
            match unary.op {
                UnOp::Not(_) => quote_spanned!(span=> (!#inner)),
                UnOp::Neg(_) => quote_spanned!(span=> (-#inner)),
                _ => return refuse(unary, "hardware values are not references; write the value itself"),
            }
        }
        Expr::Binary(node) => binary(node, scope)?,
        Expr::MethodCall(call) => method(call, scope)?,
        Expr::Field(node) => {
            let base = value(&node.base, scope)?;
            let Member::Named(name) = &node.member else {
                return refuse(node, "kernels have no tuples; use a struct with #[derive(LogicStruct)]");
            };
            let offset = format_ident!("get_my_offset_{}", name);
            quote_spanned!(span=> #k::field(#base, |s| s.#name, |s| s.#offset()))
        }
        Expr::If(node) => {
            let Some((_, otherwise)) = &node.else_branch else {
                return refuse(node, "an `if` that gives a value needs an `else`");
            };
            if let Expr::Let(pattern) = node.cond.as_ref() {
                return refuse(pattern, "kernels have no `if let`; compare with `==`, or use `match`");
            }
            let condition = value(&node.cond, scope)?;
            let then = block(&node.then_branch, scope)?;
            let otherwise = value_or_constant(otherwise, scope)?;
            quote_spanned!(span=> #k::mux(#condition, #then, #otherwise))
        }
        Expr::Match(node) => {
            let subject = value(&node.expr, scope)?;
            let mut arms = Vec::new();
            for arm in &node.arms {
                no_guard(arm)?;
                let values = pattern(&arm.pat)?;
                let body = value_or_constant(&arm.body, scope)?;
                arms.push(quote!((&[#(#values),*][..], #k::e(#body))));
            }
            quote_spanned!(span=> #k::choose(#subject, &[#(#arms),*]))
        }
        Expr::Block(node) => block(&node.block, scope)?,
        Expr::Call(call) => function(call, scope)?,
        Expr::Struct(node) => structure(node, scope)?,
        Expr::Macro(node) => {
            if node.mac.path.segments.last().is_none_or(|s| s.ident != "cat") {
                return refuse(node, "of macros, kernels know `cat!` in values and `clocked!` as a statement");
            }
            let parts = node.mac.parse_body_with(Punctuated::<Expr, Token![,]>::parse_terminated)?;
            let parts = parts.iter().map(|p| value(p, scope)).collect::<syn::Result<Vec<_>>>()?;
            quote_spanned!(span=> #k::cat(&[#(#k::part(#parts)),*]))
        }
        Expr::Cast(node) => {
            return refuse(node, "`as` does not convert hardware values; write `bit_cast::<TO, FROM>(x)`")
        }
        Expr::Index(node) => {
            return refuse(node, "a hardware value is indexed by `get_bit(i)` or `get_bits::<WIDTH>(i)`, an array by constants only")
        }
        Expr::Assign(node) => return refuse(node, "an assignment gives no value; write it as a statement"),
        other => return refuse(other, "this kind of expression is not hardware; see docs/kernel.md for what is"),
    })
}

/// A branch's value: a nested block or `else if`, which may be constant as a whole.
fn value_or_constant(expr: &Expr, scope: &mut Scope) -> syn::Result<TokenStream> {
    match expr {
        Expr::Block(node) => block(&node.block, scope),
        _ => value(expr, scope),
    }
}

/// `{ statements; value }`
pub fn block(node: &syn::Block, scope: &mut Scope) -> syn::Result<TokenStream> {
    scope.inner(|scope| {
        let Some((Stmt::Expr(last, None), first)) = node.stmts.split_last() else {
            return refuse(node, "this block ends without the value that is wanted of it");
        };
        let mut statements = Vec::new();
        for stmt in first {
            if !matches!(stmt, Stmt::Local(_)) && !assigns_local(stmt) {
                return refuse(stmt, "within a value, only `let` and assignments to its own variables may stand; assign signals in a statement");
            }
            statements.push(statement::statement(stmt, scope)?);
        }
        let last = value(last, scope)?;
        Ok(quote!({ #(#statements)* #last }))
    })
}

/// Statements that only build a value: loops, branches and assignments of local variables.
fn assigns_local(stmt: &Stmt) -> bool {
    struct Signals(bool);
    impl syn::visit::Visit<'_> for Signals {
        fn visit_expr_assign(&mut self, node: &syn::ExprAssign) {
            self.0 |= crate::connect::signal_of_next(&node.left).is_some();
        }
    }
    let mut signals = Signals(false);
    syn::visit::Visit::visit_stmt(&mut signals, stmt);
    !signals.0
        && matches!(
            stmt,
            Stmt::Expr(Expr::Assign(_) | Expr::If(_) | Expr::ForLoop(_) | Expr::Match(_), _)
        )
}

pub fn no_guard(arm: &syn::Arm) -> syn::Result<()> {
    match &arm.guard {
        Some((_, guard)) => {
            refuse(guard, "kernels have no match guards; write an `if` inside the arm")
        }
        None => Ok(()),
    }
}

/// The constants of a pattern; none for `_`.
pub fn pattern(pat: &Pat) -> syn::Result<Vec<TokenStream>> {
    Ok(match pat {
        Pat::Wild(_) => Vec::new(),
        Pat::Path(path) => vec![quote!(#path)],
        Pat::Lit(lit) => vec![quote!(#lit)],
        // A plain name is a constant if it looks like one; else it would bind.
        Pat::Ident(name) if name.subpat.is_none() && name.ident.to_string().starts_with(char::is_uppercase) => {
            vec![quote!(#name)]
        }
        Pat::Paren(inner) => pattern(&inner.pat)?,
        Pat::Or(or) => {
            let mut all = Vec::new();
            for case in &or.cases {
                let values = pattern(case)?;
                if values.is_empty() {
                    return refuse(or, "`_` among alternatives makes the others useless; write `_` alone");
                }
                all.extend(values);
            }
            all
        }
        other => {
            return refuse(other, "patterns of a kernel are enum variants, `true`, `false`, `|` between them, and `_`; compare other things with `if`")
        }
    })
}

fn binary(node: &syn::ExprBinary, scope: &mut Scope) -> syn::Result<TokenStream> {
    let span = node.span();
    let k = quote!(::expether_hdl::mirror);
    let (a, b) = (value(&node.left, scope)?, value(&node.right, scope)?);
    let named = |name: &str| {
        let name = format_ident!("{}", name, span = span);
        quote_spanned!(span=> #k::#name(#a, #b))
    };
    Ok(match &node.op {
        BinOp::And(_) => named("and"),
        BinOp::Or(_) => named("or"),
        BinOp::Eq(_) => named("eq"),
        BinOp::Ne(_) => named("ne"),
        BinOp::Lt(_) => named("lt"),
        BinOp::Le(_) => named("le"),
        BinOp::Gt(_) => named("gt"),
        BinOp::Ge(_) => named("ge"),
        BinOp::Add(_)
        | BinOp::Sub(_)
        | BinOp::Mul(_)
        | BinOp::BitAnd(_)
        | BinOp::BitOr(_)
        | BinOp::BitXor(_)
        | BinOp::Shl(_)
        | BinOp::Shr(_) => {
            let op = &node.op;
            quote_spanned!(span=> (#a #op #b))
        }
        BinOp::Div(_) | BinOp::Rem(_) => {
            return refuse(node, "there is no divider; shift by a constant, or write a block that divides in several cycles")
        }
        _ => return refuse(node, "compound assignment is not hardware; write `x = x + …`"),
    })
}

fn method(call: &syn::ExprMethodCall, scope: &mut Scope) -> syn::Result<TokenStream> {
    let span = call.method.span();
    let k = quote!(::expether_hdl::mirror);
    let receiver = &call.receiver;
    if call.method == "val" {
        return Ok(quote_spanned!(span=> #k::val(&#receiver)));
    }
    if !scope.is_hardware(receiver) {
        return refuse(
            call,
            "a method with a hardware argument; write it as a free function with #[kernel]",
        );
    }
    let receiver = value(receiver, scope)?;
    if call.method == "into" {
        return Ok(quote_spanned!(span=> #k::into(#receiver)));
    }
    if !METHODS.iter().any(|m| call.method == m) {
        return refuse(
            &call.method,
            &format!(
                "hardware values have no method `{}`; they have val, {}, into",
                call.method,
                METHODS.join(", ")
            ),
        );
    }
    let (method, turbofish) = (&call.method, &call.turbofish);
    let args = call.args.iter().map(|a| value(a, scope)).collect::<syn::Result<Vec<_>>>()?;
    Ok(quote_spanned!(span=> (#receiver).#method #turbofish (#(#args),*)))
}

fn function(call: &syn::ExprCall, scope: &mut Scope) -> syn::Result<TokenStream> {
    let span = call.span();
    let k = quote!(::expether_hdl::mirror);
    let Expr::Path(path) = call.func.as_ref() else {
        return refuse(&call.func, "only functions with a name can be called in a kernel");
    };
    let args = call.args.iter().map(|a| value(a, scope)).collect::<syn::Result<Vec<_>>>()?;
    let segments = &path.path.segments;
    let Some(last) = segments.last() else {
        return refuse(path, "only functions with a name can be called in a kernel");
    };
    let turbofish = match &last.arguments {
        PathArguments::AngleBracketed(generics) => quote!(#generics),
        _ => quote!(),
    };
    if FUNCTIONS.iter().any(|f| last.ident == f) {
        let name = &last.ident;
        return Ok(quote_spanned!(span=> #k::#name #turbofish (#(#args),*)));
    }
    if last.ident == "from" {
        let mut of = path.path.clone();
        of.segments.pop();
        of.segments.pop_punct();
        return Ok(quote_spanned!(span=> #k::into::<#of, _>(#(#args),*)));
    }
    if segments.first().is_some_and(|s| s.ident == "Self" || s.ident == "self") {
        return refuse(path, "a function called with hardware values is a free function with #[kernel], not an associated one");
    }
    let mut target = path.path.clone();
    if let Some(last) = target.segments.last_mut() {
        last.arguments = PathArguments::None;
    }
    Ok(quote_spanned!(span=> #target::hdl #turbofish (#(#args),*)))
}

fn structure(node: &syn::ExprStruct, scope: &mut Scope) -> syn::Result<TokenStream> {
    if let Some(rest) = &node.rest {
        return refuse(rest, "name every field; `..` is not translated");
    }
    let k = quote!(::expether_hdl::mirror);
    let path = &node.path;
    let mut fields = Vec::new();
    for field in &node.fields {
        let Member::Named(name) = &field.member else {
            return refuse(field, "kernels have no tuple structs");
        };
        let offset = format_ident!("get_my_offset_{}", name);
        let v = value(&field.expr, scope)?;
        fields.push(quote_spanned!(field.span()=> build.set(|s| s.#name, |s| s.#offset(), #v);));
    }
    Ok(quote_spanned!(node.span()=> {
        let mut build = #k::Build::<#path>::new();
        #(#fields)*
        build.done()
    }))
}
