//! Emits operations.

use proc_macro2::TokenStream;
use quote::quote;

use super::docs::{self, Line, Writer};
use super::names::{ident, rust_type, typed};
use crate::model::{Aspect, ParameterLocation};
use crate::plan::{Argument, DocsPage, OperationItem, OutputType, RustType, Takes, Target};
use crate::words;

/// An operation in one version and format, in the module of a tag.
pub fn item(module: &str, item: &OperationItem, docs: &Writer<'_>) -> TokenStream {
    let lines = docs::attributes(&docs.of_operation(module, item));
    let aliases = item.aliases.iter().chain(&item.searches);
    let aliases = aliases.map(|alias| quote!(#[doc(alias = #alias)]));
    let deprecated = item.deprecation.iter().map(|deprecation| {
        let note = words::deprecation(&item.version, deprecation);
        quote!(#[deprecated(note = #note)])
    });
    let (function, request) = (ident(&item.function), ident(&item.request));
    let arguments = item.arguments.iter().map(|argument| {
        let Argument { wire, .. } = argument;
        let (name, place, ty) = (
            ident(&argument.ident),
            ident(place(argument)),
            ty(&argument.ty),
        );
        quote!(#name: #ty = #place #wire)
    });
    let output = match &item.output {
        OutputType::NoContent => quote!(rt::NoContent),
        OutputType::Bytes => quote!(rt::Bytes),
        OutputType::Whole(output) => ty(output),
        OutputType::Body(output) => {
            let output = ty(output);
            quote!(rt::Body<#output>)
        }
    };
    let setters = item.setters.iter().map(|setter| self::setter(setter, docs));
    let meta = self::meta(item);
    let request_doc = format!("The request of [`{}`].", item.function);
    let request_doc = docs::attributes(&[Line::Always(request_doc)]);
    let list = item.list.iter().map(|list| {
        let items = ident(if list.in_results { "results" } else { "body" });
        let (paged, of) = (list.numbered, ty(&list.item));
        quote!(list { items: #items, paged: #paged, item: #of, })
    });
    quote! {
        rt::operation! {
            #lines
            #(#aliases)*
            #(#deprecated)*
            pub fn #function(#(#arguments),*);
            #request_doc
            pub struct #request => #output;
            #meta
            #(#list)*
            #(#setters)*
        }
    }
}

/// A type as the module of a version names it.
pub fn ty(ty: &RustType) -> TokenStream {
    rust_type(ty, &quote!(types::))
}

fn setter(setter: &Argument, docs: &Writer<'_>) -> TokenStream {
    let doc = docs::attributes(&docs.of_setter(setter));
    let (place, wire) = (ident(place(setter)), &setter.wire);
    let takes = match setter.ty.item() {
        Some(_) => Takes::Items,
        None if setter.ty.is_integer() => Takes::Integer,
        None => Takes::Value,
    };
    let typed = typed(&setter.ident, &setter.ty, takes, &quote!(types::));
    quote!(#doc set #typed = #place #wire;)
}

/// The location of an argument, as the runtime calls it.
fn place(argument: &Argument) -> &'static str {
    match argument.target {
        Target::Body => "body",
        // The pattern describes the encoded form, so people write `%2F`.
        Target::Parameter(ParameterLocation::Path) if has_escapes(argument) => "path_escaped",
        Target::Parameter(ParameterLocation::Path) => "path",
        Target::Parameter(ParameterLocation::Query { exploded: true }) => "query",
        Target::Parameter(ParameterLocation::Query { exploded: false }) => "query_joined",
        Target::Parameter(ParameterLocation::Header) => "header",
    }
}

/// Whether the pattern of an argument contains an encoded slash.
fn has_escapes(argument: &Argument) -> bool {
    let constraints = argument.facts.constraints.iter();
    let mut patterns = constraints.filter_map(|constraint| match &constraint.aspect {
        Aspect::Pattern(pattern) => Some(pattern.to_ascii_lowercase()),
        _ => None,
    });
    patterns.any(|pattern| pattern.contains("%2f") || pattern.contains("%2[f"))
}

/// Whether an operation mentions generated types.
pub fn mentions_types(item: &OperationItem) -> bool {
    let arguments = item.arguments.iter().chain(&item.setters);
    let arguments = arguments.map(|argument| &argument.ty);
    let output = match &item.output {
        OutputType::Whole(ty) | OutputType::Body(ty) => Some(ty),
        OutputType::NoContent | OutputType::Bytes => None,
    };
    arguments.chain(output).any(|ty| ty.name().is_some())
}

/// The metadata, without values that most operations share.
fn meta(item: &OperationItem) -> TokenStream {
    let spec = &item.spec;
    let (operation_id, short, path) = (&spec.id, &spec.name, &spec.path);
    let (method, version) = (ident(&spec.method), item.version.to_string());
    let media_type = &spec.media_type;
    let some = |key: &str, text: Option<&String>| {
        let key = ident(key);
        text.map(|text| quote!(#key: Some(#text),))
    };
    let body = some("body_media_type", spec.body_media_type.as_ref());
    let deprecated = spec.deprecated.then(|| quote!(deprecated: true,));
    let sunset = some("sunset", spec.sunset.as_ref());
    let retired = some("retired", item.retired.as_ref());
    let roles = &spec.roles;
    let roles = (!roles.is_empty()).then(|| quote!(roles: &[#(#roles),*],));
    let idempotent = spec.idempotent.map(|it| quote!(idempotent: #it,));
    let docs_page = match &spec.docs_page {
        DocsPage::Usual(_) => None,
        DocsPage::At(url) => Some(quote!(docs_page: rt::DocsPage::At(#url),)),
        DocsPage::None => Some(quote!(docs_page: rt::DocsPage::None,)),
    };
    quote! {
        meta(#method) {
            operation_id: #operation_id,
            name: #short,
            tag: TAG,
            path: #path,
            version: #version,
            media_type: #media_type,
            #body
            #deprecated
            #sunset
            #retired
            #roles
            #idempotent
            #docs_page
        }
    }
}
