//! Legacy APIs: each is a module with a module for each tag and one for its types, behind one feature.

use proc_macro2::TokenStream;
use quote::quote;

use super::docs::Writer;
use super::gates::Cfg;
use super::module::{Declaration, Module, Visibility};
use super::names::ident;
use super::overview::legacy_overview;
use super::{operation, types};
use crate::plan::{self, Legacy, Plan};
use crate::words::escape;

/// The module of a legacy API.
pub fn module(legacy: &Legacy, docs: &Writer<'_>) -> Module {
    let docs = &docs.legacy(legacy);
    let tags = legacy.plan.modules.iter();
    let mut modules: Vec<_> = tags.map(|(name, it)| tag(name, it, docs)).collect();
    modules.push(all_types(&legacy.plan, docs));
    modules.sort_by(|a, b| a.declaration.name.cmp(&b.declaration.name));
    Module {
        declaration: Declaration {
            name: legacy.name.clone(),
            gate: cfg(legacy),
            visibility: Visibility::Public,
        },
        docs: front_page(legacy, docs),
        items: operations(legacy),
        modules,
    }
}

/// The table of its operations.
fn operations(legacy: &Legacy) -> TokenStream {
    let rows = legacy.plan.modules.iter().flat_map(|(module, it)| {
        let module = ident(module);
        it.operations.iter().map(move |item| {
            let request = ident(&item.request);
            quote!(#module::#request,)
        })
    });
    quote! {
        use crate::rt;
        rt::operations! { #(#rows)* }
    }
}

/// The documentation of the module: the API and its feature.
fn front_page(legacy: &Legacy, docs: &Writer<'_>) -> Vec<String> {
    let mut lines = vec![format!("{}.", escape(&legacy.title))];
    if !docs.is_none() {
        let needs = format!("Requires the feature `{}`.", legacy.name);
        let replaced =
            "MongoDB has replaced it: each function is deprecated and names its replacement.";
        lines.extend([String::new(), replaced.to_owned(), needs]);
    }
    lines
}

/// The entry for this API in the table of all operations.
pub fn table(legacy: &Legacy) -> TokenStream {
    let (gate, name) = (cfg(legacy), ident(&legacy.name));
    quote!(#gate super::#name,)
}

fn cfg(legacy: &Legacy) -> Cfg {
    Cfg::feature(&legacy.name)
}

fn tag(name: &str, module: &plan::Module, docs: &Writer<'_>) -> Module {
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
    let operations = operations.map(|item| operation::item(name, item, docs));
    Module {
        declaration: Declaration {
            name: name.to_owned(),
            gate: Cfg::default(),
            visibility: Visibility::Public,
        },
        docs: legacy_overview(module, docs),
        items: quote! {
            #types
            use crate::rt;
            const TAG: &str = #tag;
            #(#operations)*
        },
        modules: Vec::new(),
    }
}

fn all_types(plan: &Plan, docs: &Writer<'_>) -> Module {
    let items = plan.types.iter();
    let items = items.map(|(name, item)| types::item(name, item, &Cfg::default(), docs));
    Module {
        declaration: Declaration {
            name: "types".to_owned(),
            gate: Cfg::default(),
            visibility: Visibility::Public,
        },
        docs: vec![
            "The types of requests and responses, by the names of their schemas.".to_owned(),
        ],
        items: quote! {
            use crate::rt;
            #(#items)*
        },
        modules: Vec::new(),
    }
}
