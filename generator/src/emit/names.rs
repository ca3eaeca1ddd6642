//! Names and types as tokens.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use crate::plan::{RustType, Takes};

/// A name as a token.
pub fn ident(name: &str) -> Ident {
    Ident::new(name, Span::call_site())
}

/// A type as tokens. `path` is the prefix of generated types.
pub fn rust_type(ty: &RustType, path: &TokenStream) -> TokenStream {
    let inner = |inner: &RustType| rust_type(inner, path);
    match ty {
        RustType::String => quote!(String),
        RustType::DateTime => quote!(rt::DateTime),
        RustType::Bool => quote!(bool),
        RustType::I32 => quote!(i32),
        RustType::I64 => quote!(i64),
        RustType::Number => quote!(rt::Number),
        RustType::Json => quote!(rt::Json),
        RustType::Vec(item) => {
            let item = inner(item);
            quote!(Vec<#item>)
        }
        RustType::Map(value) => {
            let value = inner(value);
            quote!(rt::Map<#value>)
        }
        RustType::Boxed(it) => {
            let it = inner(it);
            quote!(Box<#it>)
        }
        RustType::Nullable(it) => {
            let it = inner(it);
            quote!(rt::Nullable<#it>)
        }
        RustType::Named(name) => {
            let name = ident(name);
            quote!(#path #name)
        }
    }
}

/// A name with its type, as the macros of the runtime take it. Lists are written as `name [each Item]`.
pub fn typed(name: &str, ty: &RustType, takes: Takes, path: &TokenStream) -> TokenStream {
    let name = ident(name);
    let (keyword, inner) = match (takes, ty) {
        (Takes::Value, ty) => {
            let ty = rust_type(ty, path);
            return quote!(#name: #ty);
        }
        (Takes::Integer, ty) => (quote!(int), ty),
        (takes, ty) => {
            let nullable = matches!(ty, RustType::Nullable(_)).then(|| quote!(nullable));
            let keyword = match takes {
                Takes::ExactItems => quote!(list),
                _ => quote!(each),
            };
            (quote!(#nullable #keyword), ty.item().unwrap_or(ty))
        }
    };
    let inner = rust_type(inner, path);
    quote!(#name [#keyword #inner])
}
