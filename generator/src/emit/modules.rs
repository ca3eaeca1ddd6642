//! The tree of modules: one for each tag, which contains its versions, the types, and the table of operations.

use std::collections::BTreeMap;

use proc_macro2::TokenStream;
use quote::quote;

use super::docs::Writer;
use super::module::{Module, Visibility};
use super::names::ident;
use super::overview::overview;
use super::renamed::{self, Renamed};
use super::{gates, home, legacy, operation};
use crate::plan::{self, Condition, OperationItem, Plan};

/// The root of the generated code.
pub fn root(plan: &Plan, docs: &Writer<'_>) -> Module {
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
        gate: quote!(),
        visibility: Visibility::Crate,
        items: quote!(
            pub use operations::OPERATIONS;
        ),
        modules,
    }
}

/// What the root of the crate re-exports, with the features of each. The compiler names the feature of a disabled
/// module only if it looks for it where the program names it.
pub fn reexports(root: &Module) -> TokenStream {
    let modules = root
        .modules
        .iter()
        .filter(|it| it.visibility == Visibility::Public);
    let modules = modules.map(|it| {
        let (gate, name) = (&it.gate, ident(&it.name));
        quote!(#gate pub use generated::#name;)
    });
    quote! {
        pub use generated::OPERATIONS;
        #(#modules)*
    }
}

/// The contents of the module of a version.
#[derive(Default)]
struct Items<'a> {
    operations: Vec<&'a OperationItem>,
    /// Old names. The operations may be in the module of another tag.
    renamed: Vec<Renamed<'a>>,
}

impl<'a> Items<'a> {
    /// Each operation with its function and its request type. Both may be old names.
    fn names(&self) -> impl Iterator<Item = (&'a OperationItem, &'a str, &'a str)> {
        let now = self.operations.iter();
        let now = now.map(|item| (*item, item.function.as_str(), item.request.as_str()));
        let old = self.renamed.iter();
        let old = old.map(|it| (it.item, it.old.function.as_str(), it.old.request.as_str()));
        now.chain(old)
    }

    /// The condition under which at least one of them is compiled, in addition to their tag.
    fn condition(&self) -> Condition {
        let conditions: Vec<_> = self.names().map(|(item, ..)| item.condition()).collect();
        Condition::any(&conditions)
    }
}

fn tag(name: &str, module: &plan::Module, renamed: &[Renamed<'_>], docs: &Writer<'_>) -> Module {
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
    let rows = module.operations.iter().map(|item| {
        let gate = gates::cfg(&item.condition(), &within);
        let (version, request) = (ident(&item.version_module), ident(&item.request));
        quote!(#gate #version::#request,)
    });
    let table = (!module.operations.is_empty()).then(|| {
        quote! {
            use crate::rt;
            rt::operations! { #(#rows)* }
        }
    });
    let modules = versions
        .iter()
        .map(|(version, items)| self::version(version, items, (name, &module.tag), &within, docs))
        .collect();
    Module {
        name: name.to_owned(),
        docs: overview(module, renamed, &within, docs),
        gate: gates::cfg_of_tag(name, &within),
        visibility: Visibility::Public,
        items: quote! {
            #(#reexports)*
            #table
        },
        modules,
    }
}

fn version(
    name: &str,
    items: &Items<'_>,
    (module, tag): (&str, &str),
    within: &Condition,
    docs: &Writer<'_>,
) -> Module {
    let condition = items.condition();
    let gate_of = |item: &OperationItem| gates::cfg(&item.condition(), &condition);
    let operations = items.operations.iter().map(|item| {
        let (gate, operation) = (gate_of(item), operation::item(module, item, docs));
        quote!(#gate #operation)
    });
    let renamed = items.renamed.iter().map(|it| {
        let (gate, aliases) = (gate_of(it.item), it.item(docs));
        quote!(#gate #aliases)
    });
    // Aliases have no facts, and so need no tag.
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
        gate,
        visibility: Visibility::Public,
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

/// The table of all operations, which joins the tables of the modules that are compiled.
fn operations(plan: &Plan) -> Module {
    // A module with nothing but old names has no table.
    let tags = plan.modules.iter();
    let tags = tags.filter(|(_, it)| !it.operations.is_empty());
    let tags = tags.map(|(name, it)| {
        let conditions: Vec<_> = it.operations.iter().map(OperationItem::condition).collect();
        let gate = gates::cfg_of_tag(name, &Condition::any(&conditions));
        let name = ident(name);
        quote!(#gate super::#name,)
    });
    let legacy = plan.legacy.iter().map(legacy::table);
    Module {
        name: "operations".to_owned(),
        docs: vec!["The table of operations.".to_owned()],
        gate: quote!(),
        visibility: Visibility::Crate,
        items: quote! {
            use crate::rt;
            rt::all_operations! { #(#tags)* #(#legacy)* }
        },
        modules: Vec::new(),
    }
}
