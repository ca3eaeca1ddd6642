//! Editions: each a module with one for each tag and one for its types, all behind one feature.

use proc_macro2::TokenStream;
use quote::quote;

use super::docs::{self, Docs};
use super::modules::mentions_types;
use super::types::ident;
use super::{Module, operation, types};
use crate::plan::{self, Edition, OperationItem, Plan};

/// The module of an edition.
pub fn module(edition: &Edition, docs: Docs) -> Module {
    let tags = edition.plan.modules.iter();
    let mut modules: Vec<_> = tags.map(|(name, it)| tag(name, it, docs)).collect();
    modules.push(all_types(&edition.plan, docs));
    modules.sort_by(|a, b| a.name.cmp(&b.name));
    let gate = cfg(edition);
    Module {
        name: edition.name.clone(),
        docs: front_page(edition, docs),
        declaration: quote!(#gate pub),
        items: quote!(),
        modules,
    }
}

/// What the edition is, and what it needs.
fn front_page(edition: &Edition, docs: Docs) -> Vec<String> {
    let mut lines = vec![format!("{}.", docs::escape(&edition.title))];
    if docs != Docs::None {
        let needs = format!("It needs the feature `{}`.", edition.name);
        let replaced =
            "MongoDB has replaced it: each function is deprecated, and names the one to use.";
        lines.extend([String::new(), replaced.to_owned(), needs]);
    }
    lines
}

/// The front page of a tag: each operation.
fn overview(module: &plan::Module, docs: Docs) -> Vec<String> {
    let tag = docs::escape(&module.tag);
    let mut lines = vec![format!("Operations of the tag {tag}.")];
    if docs == Docs::None {
        return lines;
    }
    lines.extend(["", "| operation | |", "|---|---|"].map(str::to_owned));
    let mut operations: Vec<_> = module.operations.iter().collect();
    operations.sort_by_key(|item| &item.function);
    let rows = operations.iter().map(|item| {
        let title = item.spec.summary.as_deref().unwrap_or_default();
        format!("| [`{}`] | {} |", item.function, docs::escape(title))
    });
    lines.extend(rows);
    lines
}

/// Each operation-version with its feature and its path.
pub fn rows(edition: &Edition) -> Vec<(TokenStream, TokenStream, &OperationItem)> {
    let name = ident(&edition.name);
    let rows = edition.plan.modules.iter().flat_map(|(module, it)| {
        let module = ident(module);
        let path = quote!(super::#name::#module);
        let rows = it.operations.iter();
        rows.map(move |item| (cfg(edition), path.clone(), item))
    });
    rows.collect()
}

fn cfg(edition: &Edition) -> TokenStream {
    let name = &edition.name;
    quote!(#[cfg(feature = #name)])
}

fn tag(name: &str, module: &plan::Module, docs: Docs) -> Module {
    let tag = &module.tag;
    let types = module.operations.iter().any(mentions_types).then(|| {
        quote!(
            use super::types;
        )
    });
    let operations = module.operations.iter();
    let operations = operations.map(|item| operation::item(item, docs));
    Module {
        name: name.to_owned(),
        docs: overview(module, docs),
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
