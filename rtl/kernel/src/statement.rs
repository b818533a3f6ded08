//! Statements: each as the code that records it.

use crate::connect::{signal_of_next, Clocked};
use crate::scope::{Name, Scope};
use crate::value::{no_guard, pattern, refuse, value};
use proc_macro2::TokenStream;
use quote::{format_ident, quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{Expr, Ident, Member, Pat, Stmt};

/// The body of an `update()`.
pub fn kernel_body(block: &syn::Block) -> syn::Result<TokenStream> {
    statements(block, &mut Scope::default())
}

/// All statements of a block; every one that cannot be translated is reported.
fn statements(block: &syn::Block, scope: &mut Scope) -> syn::Result<TokenStream> {
    scope.inner(|scope| {
        let mut tokens = TokenStream::new();
        let mut errors: Option<syn::Error> = None;
        for stmt in &block.stmts {
            match statement(stmt, scope) {
                Ok(more) => tokens.extend(more),
                Err(error) => match &mut errors {
                    Some(first) => first.combine(error),
                    None => errors = Some(error),
                },
            }
        }
        errors.map_or(Ok(tokens), Err)
    })
}

/// One statement.
pub fn statement(stmt: &Stmt, scope: &mut Scope) -> syn::Result<TokenStream> {
    let span = stmt.span();
    let recorded = match stmt {
        Stmt::Local(local) => binding(local, scope)?,
        Stmt::Expr(expr, _) => action(expr, scope)?,
        Stmt::Macro(node) => {
            if node.mac.path.segments.last().is_none_or(|s| s.ident != "clocked") {
                return refuse(
                    &node.mac.path,
                    "the only macro that is a statement of a kernel is `clocked!`",
                );
            }
            clocked(&node.mac.parse_body::<Clocked>()?)
        }
        Stmt::Item(item) => {
            return refuse(item, "items do not belong in a kernel; put them beside it")
        }
    };
    Ok(quote_spanned! {span=>
        ::expether_hdl::mirror::at(file!(), line!());
        #recorded
    })
}

fn clocked(args: &Clocked) -> TokenStream {
    let (me, clock, reset) = (&args.me, &args.clock, &args.reset);
    let registers = args.registers.iter().map(|register| {
        quote! {
            ::expether_hdl::mirror::assign(&#me.#register.clock, ::expether_hdl::mirror::val(&#me.#clock));
            ::expether_hdl::mirror::assign(&#me.#register.reset, ::expether_hdl::mirror::val(&#me.#reset));
            ::expether_hdl::mirror::assign(&#me.#register.d, ::expether_hdl::mirror::val(&#me.#register.q));
        }
    });
    quote!(#(#registers)*)
}

fn binding(local: &syn::Local, scope: &mut Scope) -> syn::Result<TokenStream> {
    let Some(init) = &local.init else {
        return refuse(local, "a `let` of a kernel has its value at once: `let x = …;`");
    };
    if let Some((_, otherwise)) = &init.diverge {
        return refuse(otherwise, "kernels have no `let … else`");
    }
    let (pat, ty) = match &local.pat {
        Pat::Type(typed) => (typed.pat.as_ref(), Some(&typed.ty)),
        other => (other, None),
    };
    let Pat::Ident(name) = pat else {
        if scope.is_hardware(&init.expr) {
            return refuse(pat, "a `let` of a hardware value names one value; use a struct with #[derive(LogicStruct)] for several");
        }
        return Ok(quote!(#local));
    };
    let mutable = name.mutability.is_some();
    let name = &name.ident;
    if !mutable && !scope.is_hardware(&init.expr) {
        scope.constant(name);
        return Ok(quote!(#local));
    }
    let text = name.to_string();
    let init = value(&init.expr, scope)?;
    let of = ty.map(|ty| quote!(::<#ty>));
    Ok(if mutable {
        scope.variable(name);
        quote_spanned!(local.span()=> let #name = ::expether_hdl::mirror::variable #of (#text, #init);)
    } else {
        scope.value(name);
        quote_spanned!(local.span()=> let #name = ::expether_hdl::mirror::bind #of (#text, #init);)
    })
}

fn action(expr: &Expr, scope: &mut Scope) -> syn::Result<TokenStream> {
    let span = expr.span();
    let k = quote!(::expether_hdl::mirror);
    Ok(match expr {
        Expr::Assign(node) => assignment(node, scope)?,
        Expr::Block(node) => {
            let inner = statements(&node.block, scope)?;
            quote!({ #inner })
        }
        Expr::If(node) => {
            if let Expr::Let(pattern) = node.cond.as_ref() {
                return refuse(pattern, "kernels have no `if let`; compare with `==`, or use `match`");
            }
            let condition = value(&node.cond, scope)?;
            let then = statements(&node.then_branch, scope)?;
            let otherwise = match &node.else_branch {
                None => quote!(),
                Some((_, branch)) => scope.inner(|scope| action(branch, scope))?,
            };
            quote_spanned! {span=> {
                let mut branch = #k::begin_if(#condition);
                if branch.then() { #then }
                if branch.otherwise() { #otherwise }
                branch.end();
            }}
        }
        Expr::Match(node) => {
            let subject = value(&node.expr, scope)?;
            let mut arms = Vec::new();
            for arm in &node.arms {
                no_guard(arm)?;
                let values = pattern(&arm.pat)?;
                let body = match arm.body.as_ref() {
                    Expr::Block(body) => statements(&body.block, scope)?,
                    Expr::Tuple(unit) if unit.elems.is_empty() => quote!(),
                    other => scope.inner(|scope| action(other, scope))?,
                };
                arms.push(quote! {
                    cases.arm(&[#(#values),*]);
                    { #body }
                    cases.end_arm();
                });
            }
            quote_spanned! {span=> {
                let mut cases = #k::begin_match(#subject);
                #(#arms)*
                cases.end();
            }}
        }
        Expr::ForLoop(node) => {
            if scope.is_hardware(&node.expr) {
                return refuse(&node.expr, "a loop is unrolled, so its range is constant");
            }
            let (pat, range) = (&node.pat, &node.expr);
            let body = scope.inner(|scope| {
                if let Pat::Ident(name) = pat.as_ref() {
                    scope.constant(&name.ident);
                }
                statements(&node.body, scope)
            })?;
            quote!(for #pat in #range { #body })
        }
        Expr::Call(call) => connection(call)?,
        Expr::While(node) => return refuse(node.while_token, "a loop of a kernel is unrolled: `for i in 0..N`"),
        Expr::Loop(node) => return refuse(node.loop_token, "a loop of a kernel is unrolled: `for i in 0..N`"),
        Expr::Return(node) => return refuse(node, "a kernel runs to its end; use `if`/`else`"),
        Expr::Binary(node) => return refuse(node, "this has no effect, or is compound assignment: write `x = x + …`"),
        Expr::MethodCall(node) => {
            return refuse(node, "a method call has no effect in a kernel; to connect interfaces write `Type::join(&mut a, &mut b)`")
        }
        other => return refuse(other, "this is no statement of a kernel; see docs/kernel.md"),
    })
}

/// `Type::join(&mut a, &mut b)` and `Type::link(&mut own, &mut child)`.
fn connection(call: &syn::ExprCall) -> syn::Result<TokenStream> {
    let k = quote!(::expether_hdl::mirror);
    let name = match call.func.as_ref() {
        Expr::Path(path) if path.path.segments.len() >= 2 => {
            path.path.segments.last().map(|s| &s.ident)
        }
        _ => None,
    };
    let (Some(name), 2) = (name.filter(|n| *n == "join" || *n == "link"), call.args.len()) else {
        return refuse(call, "the calls that are statements are `Type::join(&mut a, &mut b)` and `Type::link(&mut own, &mut child)`");
    };
    let mut places = Vec::new();
    for arg in &call.args {
        let Expr::Reference(reference) = arg else {
            return refuse(arg, "write `&mut self.place`");
        };
        places.push(&reference.expr);
    }
    let (a, b) = (places[0], places[1]);
    Ok(quote_spanned!(call.span()=> #k::#name(&#a, &#b);))
}

fn assignment(node: &syn::ExprAssign, scope: &mut Scope) -> syn::Result<TokenStream> {
    let span = node.span();
    let k = quote!(::expether_hdl::mirror);
    let v = value(&node.right, scope)?;
    if let Some(signal) = signal_of_next(&node.left) {
        let fields = fields_after(&node.left, &|e| is_next(e));
        return Ok(if fields.is_empty() {
            quote_spanned!(span=> #k::assign(&#signal, #v);)
        } else {
            let offset = offset_of(&fields);
            quote_spanned!(span=> #k::assign_field(&#signal, |s| s #(.#fields)*, |s| #offset, #v);)
        });
    }
    let fields = fields_after(&node.left, &|e| matches!(e, Expr::Path(_)));
    let root = root(&node.left);
    if let Expr::Path(path) = root {
        if let Some(Some(Name::Variable)) = path.path.get_ident().map(|name| scope.get(name)) {
            return Ok(if fields.is_empty() {
                quote_spanned!(span=> #k::set(&#path, #v);)
            } else {
                let offset = offset_of(&fields);
                quote_spanned!(span=> #k::set_field(&#path, |s| s #(.#fields)*, |s| #offset, #v);)
            });
        }
    }
    refuse(
        &node.left,
        "assign to `signal.next`, to a field of it, or to a `let mut` of this kernel",
    )
}

fn is_next(expr: &Expr) -> bool {
    matches!(expr, Expr::Field(f) if matches!(&f.member, Member::Named(n) if n == "next"))
}

fn root(expr: &Expr) -> &Expr {
    match expr {
        Expr::Field(f) => root(&f.base),
        other => other,
    }
}

/// Field names that follow the part of the place for which `stop` holds.
fn fields_after<'a>(place: &'a Expr, stop: &dyn Fn(&Expr) -> bool) -> Vec<&'a Ident> {
    match place {
        p if stop(p) => Vec::new(),
        Expr::Field(f) => {
            let mut fields = fields_after(&f.base, stop);
            if let Member::Named(name) = &f.member {
                fields.push(name);
            }
            fields
        }
        _ => Vec::new(),
    }
}

/// Sum of the offsets of nested fields in the value `s`.
fn offset_of(fields: &[&Ident]) -> TokenStream {
    let terms = fields.iter().enumerate().map(|(i, name)| {
        let outer = &fields[..i];
        let offset = format_ident!("get_my_offset_{}", name);
        quote!(s #(.#outer)* .#offset())
    });
    quote!(0 #(+ #terms)*)
}
