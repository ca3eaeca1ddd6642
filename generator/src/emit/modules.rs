//! The tree of modules: one for each tag with its versions in it, the types, and the table of operations.

use std::collections::BTreeMap;

use proc_macro2::TokenStream;
use quote::quote;

use super::docs::Docs;
use super::module::Module;
use super::overview::overview;
use super::renamed::{self, Renamed};
use super::types::ident;
use super::{gates, home, legacy, operation};
use crate::plan::{self, Condition, OperationItem, Plan};

/// The root of the generated code.
pub fn root(plan: &Plan, docs: Docs) -> Module {
    let mut renamed = renamed::by_module(plan);
    let tags = plan.modules.iter().map(|(name, it)| {
        let renamed = renamed.remove(name.as_str()).unwrap_or_default();
        tag(name, it, &renamed, docs)
    });
    let mut modules: Vec<Module> = tags.collect();
    modules.extend(plan.legacy.iter().map(|it| legacy::module(it, docs)));
    modules.push(home::all_types(plan, docs));
    modules.push(operations(plan));
    modules.sort_by(|a, b| a.name.cmp(&b.name));
    Module {
        name: String::new(),
        docs: vec!["Everything that the spec describes.".to_owned()],
        declaration: quote!(),
        items: quote!(
            pub use operations::OPERATIONS;
        ),
        modules,
    }
}

/// The contents of the module of a version.
#[derive(Default)]
struct Items<'a> {
    operations: Vec<&'a OperationItem>,
    /// Old names; the operations may be in the module of another tag.
    renamed: Vec<Renamed<'a>>,
}

impl<'a> Items<'a> {
    /// Each operation with its function and its request type, which may be old ones.
    fn names(&self) -> impl Iterator<Item = (&'a OperationItem, &'a str, &'a str)> {
        let now = self.operations.iter();
        let now = now.map(|item| (*item, item.function.as_str(), item.request.as_str()));
        let old = self.renamed.iter();
        let old = old.map(|it| (it.item, it.old.function.as_str(), it.old.request.as_str()));
        now.chain(old)
    }

    /// The condition under which any of them is compiled, in addition to their tag.
    fn condition(&self) -> Condition {
        let conditions: Vec<_> = self.names().map(|(item, ..)| item.condition()).collect();
        Condition::any(&conditions)
    }
}

fn tag(name: &str, module: &plan::Module, renamed: &[Renamed<'_>], docs: Docs) -> Module {
    let mut versions: BTreeMap<&str, Items<'_>> = BTreeMap::new();
    for item in &module.operations {
        let items = versions.entry(&item.version_module).or_default();
        items.operations.push(item);
    }
    for it in renamed {
        let items = versions.entry(&it.item.version_module).or_default();
        items.renamed.push(*it);
    }
    let conditions: Vec<_> = versions.values().map(Items::condition).collect();
    let within = Condition::any(&conditions);
    let reexports = versions.iter().flat_map(|(version, items)| {
        let mut newest: BTreeMap<Condition, Vec<_>> = BTreeMap::new();
        for (item, function, request) in items.names().filter(|(item, ..)| item.newest) {
            let names = newest.entry(item.condition()).or_default();
            names.push((ident(function), ident(request)));
        }
        let version = ident(version);
        let within = &within;
        newest.into_iter().map(move |(condition, newest)| {
            let (functions, requests): (Vec<_>, Vec<_>) = newest.into_iter().unzip();
            let names = functions.iter().chain(&requests);
            let gate = gates::cfg(&condition, within);
            quote!(#gate pub use #version::{#(#names),*};)
        })
    });
    let modules = versions
        .iter()
        .map(|(name, items)| self::version(name, items, &module.tag, &within, docs))
        .collect();
    Module {
        name: name.to_owned(),
        docs: overview(module, renamed, &within, docs),
        declaration: {
            let gate = gates::cfg_of_tag(name, &within);
            quote!(#gate pub)
        },
        items: quote!(#(#reexports)*),
        modules,
    }
}

fn version(name: &str, items: &Items<'_>, tag: &str, within: &Condition, docs: Docs) -> Module {
    let condition = items.condition();
    let gate_of = |item: &OperationItem| gates::cfg(&item.condition(), &condition);
    let operations = items.operations.iter().map(|item| {
        let (gate, operation) = (gate_of(item), operation::item(item, docs));
        quote!(#gate #operation)
    });
    let renamed = items.renamed.iter().map(|it| {
        let (gate, aliases) = (gate_of(it.item), it.item(docs));
        quote!(#gate #aliases)
    });
    // Aliases have no facts, and so no tag.
    let tag_const = (!items.operations.is_empty()).then(|| quote!(const TAG: &str = #tag;));
    let gate = gates::cfg(&condition, within);
    let uses_types = items
        .names()
        .any(|(item, ..)| operation::mentions_types(item));
    let types = uses_types.then(|| {
        quote!(
            use super::super::types;
        )
    });
    let version = items
        .names()
        .next()
        .map(|(item, ..)| item.version.to_string())
        .unwrap_or_default();
    Module {
        name: name.to_owned(),
        docs: vec![format!(
            "The operations of the tag {tag} in version {version}."
        )],
        declaration: quote!(#gate pub),
        items: quote! {
            #types
            use crate::rt;
            #tag_const
            #(#operations)*
            #(#renamed)*
        },
        modules: Vec::new(),
    }
}

/// Each operation-version with its features and its path.
fn rows(plan: &Plan) -> Vec<(TokenStream, TokenStream, &OperationItem)> {
    let rows = plan.modules.iter().flat_map(|(module, it)| {
        it.operations.iter().map(move |item| {
            let gate = gates::cfg_of_tag(module, &item.condition());
            let (module, version) = (ident(module), ident(&item.version_module));
            (gate, quote!(super::#module::#version), item)
        })
    });
    rows.chain(plan.legacy.iter().flat_map(legacy::rows))
        .collect()
}

/// The table of operations, which is also that of codecs.
fn operations(plan: &Plan) -> Module {
    let rows = rows(plan).into_iter().map(|(gate, path, item)| {
        let request = ident(&item.request);
        quote!(#gate #path::#request,)
    });
    Module {
        name: "operations".to_owned(),
        docs: vec!["The table of operations.".to_owned()],
        declaration: quote!(pub(crate)),
        items: quote! {
            use crate::rt;
            rt::operations! { #(#rows)* }
        },
        modules: Vec::new(),
    }
}
