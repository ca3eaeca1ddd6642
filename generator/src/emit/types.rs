//! Types: one emitter for each kind.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use super::docs::{self, Docs};
use crate::plan::{Field, ObjectType, RustType, TypeItem, TypeKind, UnionType, Variant};

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

/// A type of the crate.
pub fn item(name: &str, item: &TypeItem, gate: &TokenStream, docs: Docs) -> TokenStream {
    let lines = docs.of_type(item);
    let mut attributes = docs::attributes(&lines);
    // People search for the name that the official pages use.
    let schema = item.schema.to_string();
    if schema != name && item.schema.0.len() == 1 {
        attributes.extend(quote!(#[doc(alias = #schema)]));
    }
    match &item.kind {
        TypeKind::Object(object) => {
            let merged = merged(name, object);
            let merged = merged.map(|merged| quote!(#gate #merged));
            let object = self::object(name, object, &attributes, docs);
            quote!(#gate #object #merged)
        }
        TypeKind::Union(union) => {
            let union = self::union(name, union, &attributes);
            quote!(#gate #union)
        }
        TypeKind::Enum(variants) => {
            let open_enum = self::open_enum(name, variants, &attributes, docs);
            quote!(#gate #open_enum)
        }
        TypeKind::Alias(ty) => {
            let (name, ty) = (ident(name), rust_type(ty, &quote!()));
            quote!(#gate #attributes pub type #name = #ty;)
        }
    }
}

/// The conversions of a merged object from its branches.
fn merged(name: &str, object: &ObjectType) -> Option<TokenStream> {
    let name = ident(name);
    let branches = object.merged.iter().map(|branch| ident(branch));
    (!object.merged.is_empty()).then(|| quote!(rt::merged! { #name from [#(#branches),*]; }))
}

fn object(name: &str, object: &ObjectType, attributes: &TokenStream, docs: Docs) -> TokenStream {
    let struct_name = ident(name);
    let fields = object.fields.iter().map(|field| self::field(field, docs));
    let required = object.required.iter().map(|index| {
        let field = &object.fields[*index];
        typed(&field.ident, &field.ty, &quote!())
    });
    let secrets = object.fields.iter().filter(|field| field.facts.secret);
    let secrets: Vec<_> = secrets.map(|field| &field.wire).collect();
    let secret = (!secrets.is_empty()).then(|| quote!(secret { #(#secrets,)* }));
    quote! {
        rt::object! {
            #attributes
            pub struct #struct_name { #(#fields)* }
            #secret
            new(#(#required),*)
        }
    }
}

fn field(field: &Field, docs: Docs) -> TokenStream {
    let doc = docs::attributes(&docs.of_field(field));
    let (typed, wire) = (typed(&field.ident, &field.ty, &quote!()), &field.wire);
    quote!(#doc #typed = #wire,)
}

/// A name with its type, as the macros of the runtime take it: a list by its items.
pub fn typed(name: &str, ty: &RustType, path: &TokenStream) -> TokenStream {
    let name = ident(name);
    let item = ty.item().map(|item| rust_type(item, path));
    match ty {
        RustType::Vec(_) => quote!(#name [each #item]),
        RustType::Nullable(_) if item.is_some() => quote!(#name [nullable each #item]),
        _ => {
            let ty = rust_type(ty, path);
            quote!(#name: #ty)
        }
    }
}

fn union(name: &str, union: &UnionType, attributes: &TokenStream) -> TokenStream {
    let name = ident(name);
    let by = &union.by;
    let variants = union.variants.iter().map(|variant| {
        let ty = ident(&variant.ty);
        let doc = docs::attributes(&[docs::values(&variant.tags)]);
        let tags = variant.tags.iter().map(|texts| quote!(#(#texts)&*));
        quote!(#doc #ty(#ty) = #(#tags)|*,)
    });
    quote! {
        rt::union! {
            #attributes
            pub enum #name by #(#by)&* { #(#variants)* }
        }
    }
}

fn open_enum(
    name: &str,
    variants: &[Variant],
    attributes: &TokenStream,
    docs: Docs,
) -> TokenStream {
    let name = ident(name);
    let variants = variants.iter().map(|variant| {
        let (name, wire) = (ident(&variant.ident), &variant.wire);
        let doc = docs::attributes(&docs.of_value(variant));
        quote!(#doc #name = #wire,)
    });
    quote! {
        rt::open_enum! {
            #attributes
            pub enum #name { #(#variants)* }
        }
    }
}

/// The generated types that some types mention and that are not among them.
pub fn imports<'a>(types: &BTreeMap<&'a str, &'a TypeItem>) -> BTreeSet<&'a str> {
    let mentioned = types.values().flat_map(|item| crate::plan::mentions(item));
    mentioned.filter(|name| !types.contains_key(name)).collect()
}
