//! The modules: one for each tag, which contains its versions, the types, and the table of operations.

use std::collections::BTreeMap;

use proc_macro2::TokenStream;
use quote::quote;

use super::docs::Writer;
use super::gates::Cfg;
use super::module::{Declaration, Module, Visibility};
use super::names::ident;
use super::overview::overview;
use super::renamed::{self, Renamed};
use super::{home, legacy, operation};
use crate::plan::{self, Condition, OperationItem, Plan};

/// A module of the root that is still to be made. Tokens can't leave their thread, so the thread that renders a module
/// makes it.
pub type Make<'a> = Box<dyn FnOnce(&Writer<'_>) -> Module + Send + 'a>;

/// The modules in the root, the largest first.
pub fn modules(plan: &Plan) -> Vec<Make<'_>> {
    let mut modules: Vec<Make<'_>> = vec![Box::new(|docs| home::all_types(plan, docs))];
    for it in &plan.legacy {
        modules.push(Box::new(|docs| legacy::module(it, docs)));
    }
    let mut renamed = renamed::by_module(plan);
    for (name, it) in &plan.modules {
        let renamed = renamed.remove(name.as_str()).unwrap_or_default();
        modules.push(Box::new(move |docs| tag(name, it, &renamed, docs)));
    }
    modules.push(Box::new(|_| operations(plan)));
    modules
}

/// The documentation and the items of the root, except modules.
pub fn root() -> (Vec<String>, TokenStream) {
    let docs = vec!["Everything that the spec describes.".to_owned()];
    (
        docs,
        quote!(
            pub use operations::OPERATIONS;
        ),
    )
}

/// What the root of the crate re-exports, with the features of each. The compiler names the feature of a disabled
/// module only if it looks for it where the program names it.
pub fn reexports<'a>(modules: impl Iterator<Item = &'a Declaration>) -> TokenStream {
    let modules = modules.filter(|it| it.visibility == Visibility::Public);
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
            let gate = Cfg::of(&condition, within);
            quote!(#gate pub use #version::{#(#names),*};)
        })
    });
    let rows = module.operations.iter().map(|item| {
        let gate = Cfg::of(&item.condition(), &within);
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
        declaration: Declaration {
            name: name.to_owned(),
            gate: Cfg::of_tag(name, &within),
            visibility: Visibility::Public,
        },
        docs: overview(module, renamed, &within, docs),
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
    let gate_of = |item: &OperationItem| Cfg::of(&item.condition(), &condition);
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
    let gate = Cfg::of(&condition, within);
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
        declaration: Declaration {
            name: name.to_owned(),
            gate,
            visibility: Visibility::Public,
        },
        docs: vec![format!(
            "The operations of the tag {tag} in version {version}."
        )],
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
        let gate = Cfg::of_tag(name, &Condition::any(&conditions));
        let name = ident(name);
        quote!(#gate super::#name,)
    });
    let legacy = plan.legacy.iter().map(legacy::table);
    Module {
        declaration: Declaration {
            name: "operations".to_owned(),
            gate: Cfg::default(),
            visibility: Visibility::Crate,
        },
        docs: vec!["The table of operations.".to_owned()],
        items: quote! {
            use crate::rt;
            rt::all_operations! { #(#tags)* #(#legacy)* }
        },
        modules: Vec::new(),
    }
}
