//! The types, in modules by the tags that use them. Their public paths are still `types::Name`.

use std::collections::BTreeMap;

use proc_macro2::TokenStream;
use quote::quote;

use super::docs::Docs;
use super::module::Module;
use super::types::ident;
use super::{gates, renamed, types};
use crate::plan::{Condition, Gate, Plan, TypeItem};

/// A type that more tags than this need is always compiled: naming them all would be noise.
const MANY: usize = 6;

/// Whether a type is compiled with any feature, because nearly all tags need it.
pub fn is_common(gate: &Gate) -> bool {
    gate.0.len() > MANY
}

/// The module of a type: that of its tag, of several tags, or of nearly all tags.
fn home(gate: &Gate) -> &str {
    match gate.0.len() {
        0 => "unused",
        1 => gate.0.keys().next().map_or("", String::as_str),
        2..=MANY => "shared",
        _ => "common",
    }
}

/// The module `types`.
pub fn all_types(plan: &Plan, docs: Docs) -> Module {
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

/// The condition under which any of the types is compiled, in addition to their tags.
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
