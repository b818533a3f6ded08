//! `connect()`: rust-hdl marks every signal that a block drives before it simulates.

use proc_macro2::TokenStream;
use quote::quote;
use syn::visit::{self, Visit};
use syn::{Expr, ExprAssign, ExprCall, ExprForLoop, Member};

/// The `self` of a method as it is written there, so that a method made by a macro works too.
pub fn me(function: &syn::ItemFn) -> TokenStream {
    match function.sig.receiver() {
        Some(receiver) => {
            let me = &receiver.self_token;
            quote!(#me)
        }
        None => quote!(self),
    }
}

/// Writes `connect()` for an `update()`.
pub fn connect(function: &syn::ItemFn) -> TokenStream {
    let mut driven = Driven { statements: Vec::new() };
    driven.visit_block(&function.block);
    let me = me(function);
    let statements = driven.statements;
    quote! {
        #[allow(unused_variables, clippy::all)]
        fn connect(&mut #me) {
            #(#statements)*
        }
    }
}

struct Driven {
    statements: Vec<TokenStream>,
}

/// The signal in `signal.next`, `signal.next.field` and so on.
pub fn signal_of_next(place: &Expr) -> Option<&Expr> {
    let Expr::Field(field) = place else { return None };
    match &field.member {
        Member::Named(name) if name == "next" => Some(&field.base),
        _ => signal_of_next(&field.base),
    }
}

impl Visit<'_> for Driven {
    fn visit_expr_assign(&mut self, node: &ExprAssign) {
        if let Some(signal) = signal_of_next(&node.left) {
            self.statements.push(
                quote!(::expether_hdl::rust_hdl_core::logic::logic_connect_fn(&mut #signal);),
            );
        }
        visit::visit_expr(self, &node.right);
    }

    fn visit_expr_call(&mut self, node: &ExprCall) {
        if let (Expr::Path(path), 2) = (node.func.as_ref(), node.args.len()) {
            let (a, b) = (&node.args[0], &node.args[1]);
            match path.path.segments.last().map(|s| s.ident.to_string()).as_deref() {
                Some("join") => self.statements.push(
                    quote!(::expether_hdl::rust_hdl_core::logic::logic_connect_join_fn(#a, #b);),
                ),
                Some("link") => self.statements.push(
                    quote!(::expether_hdl::rust_hdl_core::logic::logic_connect_link_fn(#a, #b);),
                ),
                _ => {}
            }
        }
    }

    fn visit_expr_for_loop(&mut self, node: &ExprForLoop) {
        let outer = std::mem::take(&mut self.statements);
        self.visit_block(&node.body);
        let inner = std::mem::replace(&mut self.statements, outer);
        let (pattern, range) = (&node.pat, &node.expr);
        self.statements.push(quote!(for #pattern in #range { #(#inner)* }));
    }

    fn visit_macro(&mut self, node: &syn::Macro) {
        if node.path.segments.last().is_some_and(|s| s.ident == "clocked") {
            if let Ok(clocked) = node.parse_body::<Clocked>() {
                let me = &clocked.me;
                for register in &clocked.registers {
                    self.statements.push(quote! {
                        ::expether_hdl::rust_hdl_core::logic::logic_connect_fn(&mut #me.#register.clock);
                        ::expether_hdl::rust_hdl_core::logic::logic_connect_fn(&mut #me.#register.reset);
                        ::expether_hdl::rust_hdl_core::logic::logic_connect_fn(&mut #me.#register.d);
                    });
                }
            }
        }
    }
}

/// Arguments of `clocked!`.
pub struct Clocked {
    pub me: syn::Token![self],
    pub clock: syn::Ident,
    pub reset: syn::Ident,
    pub registers: Vec<syn::Ident>,
}

impl syn::parse::Parse for Clocked {
    fn parse(input: syn::parse::ParseStream) -> syn::Result<Self> {
        use syn::{Ident, Token};
        let me = input.parse::<Token![self]>()?;
        let mut clocked = Clocked {
            me,
            clock: Ident::new("clock", input.span()),
            reset: Ident::new("reset", input.span()),
            registers: Vec::new(),
        };
        while input.parse::<Option<Token![,]>>()?.is_some() && !input.is_empty() {
            let name = input.parse::<Ident>()?;
            if input.parse::<Option<Token![=]>>()?.is_some() {
                let value = input.parse::<Ident>()?;
                if name == "clock" {
                    clocked.clock = value;
                } else if name == "reset" {
                    clocked.reset = value;
                } else {
                    return Err(syn::Error::new(
                        name.span(),
                        "clocked! knows `clock = …` and `reset = …`",
                    ));
                }
            } else {
                clocked.registers.push(name);
            }
        }
        Ok(clocked)
    }
}
