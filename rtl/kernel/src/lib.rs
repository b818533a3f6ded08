//! The `#[kernel]` attribute: `update()` stays the Rust it is, and beside it stands the same
//! kernel as code that records a typed statement tree (`expether_hdl::mirror`).
//!
//! On a method `update(&mut self)` of an `impl Logic for Block` it also writes `connect()`, and
//! `hdl()` with the mirror. On a free function `f` it writes a module `f` with the mirror as
//! `f::hdl`; whoever imports the function has both, since they live in different namespaces.

use proc_macro::TokenStream;
use quote::quote;
use syn::{FnArg, ItemFn, ReturnType, Type};

mod connect;
mod scope;
mod statement;
#[cfg(test)]
#[allow(non_snake_case)]
mod tests;
mod value;

/// See the crate's documentation, and `docs/kernel.md` for the language.
#[proc_macro_attribute]
pub fn kernel(args: TokenStream, item: TokenStream) -> TokenStream {
    if !args.is_empty() {
        let args = proc_macro2::TokenStream::from(args);
        return syn::Error::new_spanned(args, "#[kernel] takes no arguments")
            .to_compile_error()
            .into();
    }
    let function = syn::parse_macro_input!(item as ItemFn);
    let expanded = match function.sig.receiver() {
        Some(_) => method(&function),
        None => free_function(&function),
    };
    match expanded {
        Ok(tokens) => tokens.into(),
        // The function itself stays, so that rustc reports what else is wrong with it.
        Err(error) => {
            let error = error.to_compile_error();
            let connect = function.sig.receiver().map(|_| connect::connect(&function));
            quote!(#function #connect #error).into()
        }
    }
}

fn method(function: &ItemFn) -> syn::Result<proc_macro2::TokenStream> {
    if function.sig.ident != "update" {
        return Err(syn::Error::new_spanned(
            &function.sig.ident,
            "#[kernel] belongs on `fn update(&mut self)` of an `impl Logic`, or on a free function",
        ));
    }
    let body = statement::kernel_body(&function.block)?;
    let connect = connect::connect(function);
    let me = connect::me(function);
    Ok(quote! {
        #function
        #connect
        #[allow(unused, clippy::all)]
        fn hdl(&#me) -> ::expether_hdl::rust_hdl_core::ast::Verilog {
            ::expether_hdl::mirror::record(::core::any::type_name::<Self>(), || { #body })
        }
    })
}

fn free_function(function: &ItemFn) -> syn::Result<proc_macro2::TokenStream> {
    let ReturnType::Type(_, result) = &function.sig.output else {
        return Err(syn::Error::new_spanned(
            &function.sig,
            "a #[kernel] function gives a value; name its type after `->`",
        ));
    };
    let mut scope = scope::Scope::default();
    let mut arguments = Vec::new();
    let mut conversions = Vec::new();
    for input in &function.sig.inputs {
        let FnArg::Typed(argument) = input else { continue };
        let syn::Pat::Ident(name) = argument.pat.as_ref() else {
            return Err(syn::Error::new_spanned(
                &argument.pat,
                "arguments of a #[kernel] function are plain names",
            ));
        };
        let (name, ty) = (&name.ident, &argument.ty);
        if is_software(ty) {
            scope.constant(name);
            arguments.push(quote!(#name: #ty));
        } else {
            scope.value(name);
            arguments.push(quote!(#name: impl ::expether_hdl::mirror::ToE<#ty>));
            conversions.push(quote!(let #name = ::expether_hdl::mirror::e::<#ty>(#name);));
        }
    }
    let body = value::block(&function.block, &mut scope)?;
    let (vis, name, generics) = (&function.vis, &function.sig.ident, &function.sig.generics);
    let where_clause = &generics.where_clause;
    Ok(quote! {
        #[allow(dead_code)]
        #function
        #[doc(hidden)]
        #vis mod #name {
            #[allow(unused_imports)]
            use super::*;
            #[allow(unused, clippy::all)]
            pub fn hdl #generics (#(#arguments),*) -> ::expether_hdl::mirror::E<#result> #where_clause {
                #(#conversions)*
                ::expether_hdl::mirror::e(#body)
            }
        }
    })
}

/// Types of arguments that are constants of the elaboration.
fn is_software(ty: &Type) -> bool {
    match ty {
        Type::Reference(_) => true,
        Type::Path(path) => path.path.get_ident().is_some_and(|name| {
            ["usize", "u8", "u16", "u32", "u64", "u128", "i64", "LiteralType"]
                .iter()
                .any(|s| name == s)
        }),
        _ => false,
    }
}
