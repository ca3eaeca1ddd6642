//! The tree of modules: one for each tag with its versions in it, and the types by the tags that need
//! them.

use std::collections::BTreeMap;

use proc_macro2::TokenStream;
use quote::quote;

use super::docs::Docs;
use super::editions;
use super::renamed::{self, Renamed};
use super::types::ident;
use super::{Module, gates, operation, types};
use crate::plan::{self, Condition, Gate, OperationItem, Plan, TypeItem};

/// A type that more tags than this need is always compiled: naming them all would be noise.
const MANY: usize = 6;

/// The root of the generated code.
pub fn root(plan: &Plan, docs: Docs) -> Module {
    let mut renamed = renamed::by_module(plan);
    let tags = plan.modules.iter().map(|(name, it)| {
        let renamed = renamed.remove(name.as_str()).unwrap_or_default();
        tag(name, it, &renamed, docs)
    });
    let mut modules: Vec<Module> = tags.collect();
    modules.extend(plan.editions.iter().map(|it| editions::module(it, docs)));
    modules.push(all_types(plan, docs));
    modules.push(operations(plan));
    modules.push(codecs(plan));
    modules.sort_by(|a, b| a.name.cmp(&b.name));
    Module {
        name: String::new(),
        docs: vec!["Everything that the document describes.".to_owned()],
        declaration: quote!(),
        items: quote!(
            pub use operations::OPERATIONS;
        ),
        modules,
    }
}

/// What is in the module of a version.
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

    /// When any of them is compiled in, beside their tag.
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
    let uses_types = items.names().any(|(item, ..)| mentions_types(item));
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

pub(super) fn mentions_types(item: &OperationItem) -> bool {
    let arguments = item
        .arguments
        .iter()
        .chain(&item.setters)
        .map(|argument| &argument.ty);
    let output = match &item.output {
        plan::OutputType::Whole(ty) | plan::OutputType::Body(ty) => Some(ty),
        _ => None,
    };
    arguments.chain(output).any(|ty| ty.names().is_some())
}

/// The front page of a tag: each operation with its versions.
fn overview(
    module: &plan::Module,
    renamed: &[Renamed<'_>],
    within: &Condition,
    docs: Docs,
) -> Vec<String> {
    let mut lines = vec![format!(
        "Operations of the tag {}.",
        super::docs::escape(&module.tag)
    )];
    if docs == Docs::None {
        return lines;
    }
    // In the order of their old names; a version more or less of one does not matter.
    let names = renamed.iter().map(|it| (&it.old.function, it.now()));
    let names: BTreeMap<_, _> = names.collect();
    if !names.is_empty() {
        let names = names.iter().map(|(old, now)| format!("`{old}` is `{now}`"));
        let names: Vec<_> = names.collect();
        lines.extend([String::new(), format!("Renamed: {}.", names.join(", "))]);
    }
    if renamed.iter().any(Renamed::has_moved) {
        lines.push("The feature of this module asks for those of the others.".to_owned());
    }
    if module.operations.is_empty() {
        return lines;
    }
    lines.extend([
        String::new(),
        "| operation | | versions |".to_owned(),
        "|---|---|---|".to_owned(),
    ]);
    // Without its feature, a link to a preview or to what is withdrawn would lead nowhere.
    let is_there = |item: &OperationItem| {
        let condition = item.condition();
        condition.is_always() || condition == *within
    };
    let mut operations: BTreeMap<&str, Vec<&OperationItem>> = BTreeMap::new();
    for item in &module.operations {
        operations.entry(&item.function).or_default().push(item);
    }
    for (function, items) in operations {
        let title = items[0].spec.summary.as_deref().unwrap_or_default();
        let versions = items.iter().map(|item| {
            let (version, module) = (&item.version, &item.version_module);
            let version = match is_there(item) {
                true => format!("[{version}]({module}::{function})"),
                false => version.to_string(),
            };
            match item.retired {
                Some(_) => format!("{version} (withdrawn)"),
                None => version,
            }
        });
        let versions: Vec<_> = versions.collect();
        let newest = items.iter().any(|item| item.newest && is_there(item));
        let function = if newest {
            format!("[`{function}`]")
        } else {
            format!("`{function}`")
        };
        let title = super::docs::escape(title);
        lines.push(format!(
            "| {function} | {title} | {} |",
            versions.join(", ")
        ));
    }
    lines
}

/// Whether a type is compiled with any feature, because nearly all tags need it.
pub fn is_common(gate: &Gate) -> bool {
    gate.0.len() > MANY
}

/// Where a type lives: with its tag, or with others that several tags share, or with those that nearly
/// all need. This does not show in its path, which is `types::Name`.
fn home(gate: &Gate) -> &str {
    match gate.0.len() {
        0 => "unused",
        1 => gate.0.keys().next().map_or("", String::as_str),
        2..=MANY => "shared",
        _ => "common",
    }
}

fn all_types(plan: &Plan, docs: Docs) -> Module {
    let mut homes: BTreeMap<&str, BTreeMap<&str, &TypeItem>> = BTreeMap::new();
    for (name, item) in &plan.types {
        homes
            .entry(home(&item.gate))
            .or_default()
            .insert(name, item);
    }
    let gates: Vec<_> = homes
        .iter()
        .map(|(home, types)| home_gate(home, types))
        .collect();
    let names: Vec<_> = homes.keys().map(|home| ident(home)).collect();
    let modules = homes
        .iter()
        .map(|(home, types)| types_of(home, types, plan, docs))
        .collect();
    Module {
        name: "types".to_owned(),
        docs: vec![
            "The types of requests and responses, by the names of their schemas.".to_owned(),
        ],
        declaration: quote!(pub),
        items: quote!(#(#gates pub use #names::*;)*),
        modules,
    }
}

fn home_gate(home: &str, types: &BTreeMap<&str, &TypeItem>) -> TokenStream {
    match home {
        "shared" | "common" => quote!(),
        // What nothing reaches is there all the same, for those who take everything.
        "unused" => quote!(#[cfg(feature = "all")]),
        tag => gates::cfg_of_tag(tag, &any(types)),
    }
}

/// When any of the types is compiled in, beside their tags.
fn any(types: &BTreeMap<&str, &TypeItem>) -> Condition {
    Condition::any(types.values().flat_map(|item| item.gate.0.values()))
}

fn types_of(home: &str, types: &BTreeMap<&str, &TypeItem>, plan: &Plan, docs: Docs) -> Module {
    let within = any(types);
    // What only previews need, say, can't be imported without them.
    let mut imports: BTreeMap<Condition, Vec<_>> = BTreeMap::new();
    for name in types::imports(types) {
        let condition = plan.types[name].gate.0.get(home).cloned();
        let condition = condition.filter(|it| *it != within);
        let names = imports.entry(condition.unwrap_or_else(Condition::always));
        names.or_default().push(ident(name));
    }
    let imports = imports.iter().map(|(condition, names)| {
        let gate = gates::cfg(condition, &within);
        quote!(#gate use super::{#(#names),*};)
    });
    let items = types.iter().map(|(name, item)| {
        let gate = gate(home, &item.gate, &within);
        let aliases = renamed::types(name, item, &gate, docs);
        let item = types::item(name, item, &gate, docs);
        quote!(#item #aliases)
    });
    let docs = match home {
        "shared" => "Types that a few tags share.".to_owned(),
        "common" => "Types that many tags share.".to_owned(),
        "unused" => "Types that no operation reaches.".to_owned(),
        tag => format!("Types of the module `{tag}`."),
    };
    Module {
        name: home.to_owned(),
        docs: vec![docs],
        declaration: home_gate(home, types),
        items: quote! {
            #(#imports)*
            use crate::rt;
            #(#items)*
        },
        modules: Vec::new(),
    }
}

/// The condition of one type, beyond that of its module.
fn gate(home: &str, gate: &Gate, within: &Condition) -> TokenStream {
    match home {
        "common" | "unused" => quote!(),
        "shared" => {
            let tags = gate.0.iter();
            let tags = tags.map(|(tag, condition)| gates::of_tag(tag, condition));
            quote!(#[cfg(any(#(#tags),*))])
        }
        _ => gates::cfg(&gate.condition(), within),
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
    rows.chain(plan.editions.iter().flat_map(editions::rows))
        .collect()
}

fn operations(plan: &Plan) -> Module {
    let rows = rows(plan).into_iter().map(|(gate, path, item)| {
        let request = ident(&item.request);
        quote!(#gate <#path::#request as crate::rt::Operation>::META)
    });
    Module {
        name: "operations".to_owned(),
        docs: vec!["The table of operations.".to_owned()],
        declaration: quote!(pub(crate)),
        items: quote! {
            /// Every operation-version that is compiled in, by tag, version and name.
            pub static OPERATIONS: &[&crate::rt::OperationMeta] = &[#(#rows),*];
        },
        modules: Vec::new(),
    }
}

fn codecs(plan: &Plan) -> Module {
    let rows = rows(plan).into_iter().map(|(gate, path, item)| {
        let request = ident(&item.request);
        quote!(#gate codec::<#path::#request>())
    });
    Module {
        name: "codecs".to_owned(),
        docs: vec!["The conformance table.".to_owned()],
        declaration: quote!(#[cfg(feature = "conformance")] pub(crate)),
        items: quote! {
            use crate::conformance::{Codec, codec};
            /// One row for each operation-version that is compiled in, in the order of `OPERATIONS`.
            pub static CODECS: &[Codec] = &[#(#rows),*];
        },
        modules: Vec::new(),
    }
}
