//! Emits types: one emitter for each kind.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::TokenStream;
use quote::quote;

use super::docs::{self, Writer};
use super::gates::Cfg;
use super::names::{ident, rust_type, typed};
use crate::plan::{
    Field, ObjectType, RustType, Shared, Takes, TypeItem, TypeKind, UnionType, Variant,
};

/// A type of the crate.
pub fn item(name: &str, item: &TypeItem, gate: &Cfg, docs: &Writer<'_>) -> TokenStream {
    let lines = docs.of_type(name, item);
    let mut attributes = docs::attributes(&lines);
    // People search for the name on the official pages.
    let schema = item.schema.to_string();
    if schema != name && item.schema.0.len() == 1 {
        attributes.extend(quote!(#[doc(alias = #schema)]));
    }
    match &item.kind {
        TypeKind::Object(object) => {
            let merged = merged(name, object);
            let merged = merged.map(|merged| quote!(#gate #merged));
            let page = page(name, object).map(|page| quote!(#gate #page));
            let object = self::object(name, object, &attributes, docs);
            quote!(#gate #object #page #merged)
        }
        TypeKind::Union(union) => {
            let union = self::union(name, union, &attributes, docs);
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

/// Makes an object with a list in `results` iterable.
fn page(name: &str, object: &ObjectType) -> Option<TokenStream> {
    let mut fields = object.fields.iter();
    // The runtime expects this field name.
    let results = fields.find(|it| it.wire == "results" && it.ident == "results")?;
    let RustType::Vec(item) = &results.ty else {
        return None;
    };
    let (name, item) = (ident(name), rust_type(item, &quote!()));
    Some(quote!(rt::page! { #name of #item }))
}

fn object(
    name: &str,
    object: &ObjectType,
    attributes: &TokenStream,
    docs: &Writer<'_>,
) -> TokenStream {
    let struct_name = ident(name);
    let fields = object
        .fields
        .iter()
        .map(|field| self::field(name, object, field, docs));
    let required = object.required.iter().map(|index| {
        let field = &object.fields[*index];
        typed_field(field)
    });
    let secrets = object.fields.iter().filter(|field| field.facts.secret);
    let secrets: Vec<_> = secrets.map(|field| &field.wire).collect();
    let secret = (!secrets.is_empty()).then(|| quote!(secret { #(#secrets,)* }));
    let read_only = object.fields.iter().filter(|field| field.left_out);
    let read_only: Vec<_> = read_only.map(|field| &field.wire).collect();
    let read_only = (!read_only.is_empty()).then(|| quote!(read_only { #(#read_only,)* }));
    let fixed = object.fixed.iter().map(|fixed| {
        let (field, value) = (ident(&object.fields[fixed.field].ident), &fixed.value);
        quote!(#field = #value,)
    });
    let fixed = (!object.fixed.is_empty()).then(|| quote!(fixed { #(#fixed)* }));
    quote! {
        rt::object! {
            #attributes
            pub struct #struct_name { #(#fields)* }
            #secret
            #read_only
            #fixed
            new(#(#required),*)
        }
    }
}

fn field(ty: &str, object: &ObjectType, field: &Field, docs: &Writer<'_>) -> TokenStream {
    let doc = docs::attributes(&docs.of_field(ty, object, field));
    let (typed, wire) = (typed_field(field), &field.wire);
    quote!(#doc #typed = #wire,)
}

fn typed_field(field: &Field) -> TokenStream {
    typed(&field.ident, &field.ty, field.takes, &quote!())
}

fn union(
    name: &str,
    union: &UnionType,
    attributes: &TokenStream,
    docs: &Writer<'_>,
) -> TokenStream {
    let name = ident(name);
    let by = &union.by;
    let variants = union.variants.iter().map(|variant| {
        let ty = ident(&variant.ty);
        let doc = docs::attributes(&docs.of_variant(variant));
        let tags = variant.tags.iter().map(|texts| quote!(#(#texts)&*));
        quote!(#doc #ty(#ty) = #(#tags)|*,)
    });
    let (texts, typed): (Vec<_>, Vec<_>) = union.shared.iter().partition(|it| it.is_text);
    let (typed, tags): (Vec<_>, Vec<_>) = typed.into_iter().partition(|it| it.changing.is_some());
    let section = |name: &str, shared: Vec<&Shared>| {
        let name = ident(name);
        let rows = shared.iter().map(|it| self::shared(it, docs));
        (!shared.is_empty()).then(|| quote!(#name { #(#rows)* }))
    };
    let tags = section("tags", tags);
    let (typed, texts) = (section("shared", typed), section("texts", texts));
    quote! {
        rt::union! {
            #attributes
            pub enum #name by #(#by)&* { #(#variants)* }
            #tags
            #typed
            #texts
        }
    }
}

/// A property that all variants share: its getter, its kind, and the methods that change it.
fn shared(shared: &Shared, docs: &Writer<'_>) -> TokenStream {
    let (field, getter) = (&shared.field, ident(&shared.getter));
    let doc = docs::attributes(&docs.of_shared(shared));
    let wire = &field.wire;
    let changing = shared.changing.iter().map(|changing| {
        let lend = changing.lend.iter().map(|name| ident(name));
        let set = ident(&changing.set);
        quote!(=> #(#lend)* #set)
    });
    if shared.is_text {
        return quote!(#doc #getter = #wire #(#changing)*,);
    }
    // A nullable list is set as a whole.
    let takes = match (field.takes, &field.ty) {
        _ if shared.changing.is_none() => Takes::Value,
        (Takes::Items | Takes::ExactItems, RustType::Nullable(_)) => Takes::Value,
        (takes, _) => takes,
    };
    let typed = typed(&shared.getter, &field.ty, takes, &quote!());
    quote!(#doc #typed = #wire #(#changing)*,)
}

fn open_enum(
    name: &str,
    variants: &[Variant],
    attributes: &TokenStream,
    docs: &Writer<'_>,
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

/// The generated types that the given types mention, without these types themselves.
pub fn imports<'a>(types: &BTreeMap<&'a str, &'a TypeItem>) -> BTreeSet<&'a str> {
    let mentioned = types.values().flat_map(|item| crate::plan::mentions(item));
    mentioned.filter(|name| !types.contains_key(name)).collect()
}
