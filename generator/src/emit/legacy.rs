//! Legacy APIs: each a module with one for each tag and one for its types, all behind one feature.

use proc_macro2::TokenStream;
use quote::quote;

use super::docs::Docs;
use super::module::Module;
use super::overview::legacy_overview;
use super::types::ident;
use super::{operation, types};
use crate::plan::{self, Legacy, OperationItem, Plan};
use crate::words::escape;

/// The module of a legacy API.
pub fn module(legacy: &Legacy, docs: Docs) -> Module {
    let tags = legacy.plan.modules.iter();
    let mut modules: Vec<_> = tags.map(|(name, it)| tag(name, it, docs)).collect();
    modules.push(all_types(&legacy.plan, docs));
    modules.sort_by(|a, b| a.name.cmp(&b.name));
    let gate = cfg(legacy);
    Module {
        name: legacy.name.clone(),
        docs: front_page(legacy, docs),
        declaration: quote!(#gate pub),
        items: quote!(),
        modules,
    }
}

/// The documentation of the module: the API and its feature.
fn front_page(legacy: &Legacy, docs: Docs) -> Vec<String> {
    let mut lines = vec![format!("{}.", escape(&legacy.title))];
    if docs != Docs::None {
        let needs = format!("Requires the feature `{}`.", legacy.name);
        let replaced =
            "MongoDB has replaced it: each function is deprecated and names its replacement.";
        lines.extend([String::new(), replaced.to_owned(), needs]);
    }
    lines
}

/// Each operation-version with its feature and its path.
pub fn rows(legacy: &Legacy) -> Vec<(TokenStream, TokenStream, &OperationItem)> {
    let name = ident(&legacy.name);
    let rows = legacy.plan.modules.iter().flat_map(|(module, it)| {
        let module = ident(module);
        let path = quote!(super::#name::#module);
        let rows = it.operations.iter();
        rows.map(move |item| (cfg(legacy), path.clone(), item))
    });
    rows.collect()
}

fn cfg(legacy: &Legacy) -> TokenStream {
    let name = &legacy.name;
    quote!(#[cfg(feature = #name)])
}

fn tag(name: &str, module: &plan::Module, docs: Docs) -> Module {
    let tag = &module.tag;
    let types = module
        .operations
        .iter()
        .any(operation::mentions_types)
        .then(|| {
            quote!(
                use super::types;
            )
        });
    let operations = module.operations.iter();
    let operations = operations.map(|item| operation::item(item, docs));
    Module {
        name: name.to_owned(),
        docs: legacy_overview(module, docs),
        declaration: quote!(pub),
        items: quote! {
            #types
            use crate::rt;
            const TAG: &str = #tag;
            #(#operations)*
        },
        modules: Vec::new(),
    }
}

fn all_types(plan: &Plan, docs: Docs) -> Module {
    let items = plan.types.iter();
    let items = items.map(|(name, item)| types::item(name, item, &quote!(), docs));
    Module {
        name: "types".to_owned(),
        docs: vec![
            "The types of requests and responses, by the names of their schemas.".to_owned(),
        ],
        declaration: quote!(pub),
        items: quote! {
            use crate::rt;
            #(#items)*
        },
        modules: Vec::new(),
    }
}
