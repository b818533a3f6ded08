//! The `#[kernel]` attribute.

use proc_macro::TokenStream;

mod connect;

/// See `expether_hdl`.
#[proc_macro_attribute]
pub fn kernel(_args: TokenStream, item: TokenStream) -> TokenStream {
    let function = syn::parse_macro_input!(item as syn::ItemFn);
    let is_method = function.sig.receiver().is_some();
    if !is_method {
        return quote::quote!(#function).into();
    }
    let connect = connect::connect(&function.block);
    quote::quote! {
        #function
        #connect
    }
    .into()
}
