//! Places each type in a module, by the tags that use it. The public path is always `types::Name`.

use std::collections::BTreeMap;

use quote::quote;

use super::docs::Writer;
use super::gates::{self, Cfg, Predicate};
use super::module::{Declaration, Module, Visibility};
use super::names::ident;
use super::{renamed, types};
use crate::plan::{Condition, Gate, Plan, TypeItem};

/// The module of a type: that of its only tag, or one for types that several, nearly all, or no tags use.
fn home(gate: &Gate) -> &str {
    match gate.0.len() {
        0 => "unused",
        1 => gate.0.keys().next().map_or("", String::as_str),
        2.. if !gates::is_common(gate) => "shared",
        _ => "common",
    }
}

/// The module `types`.
pub fn all_types(plan: &Plan, docs: &Writer<'_>) -> Module {
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
        declaration: Declaration {
            name: "types".to_owned(),
            gate: Cfg::default(),
            visibility: Visibility::Public,
        },
        docs: vec![
            "The types of requests and responses, by the names of their schemas.".to_owned(),
        ],
        items: quote!(#(#gates pub use #names::*;)*),
        modules,
    }
}

fn home_gate(home: &str, types: &BTreeMap<&str, &TypeItem>) -> Cfg {
    match home {
        "shared" | "common" => Cfg::default(),
        // Types that nothing reaches are kept for programs that enable everything.
        "unused" => Cfg::feature("all"),
        tag => Cfg::of_tag(tag, &any(types)),
    }
}

/// The condition under which at least one of the types is compiled, in addition to their tags.
fn any(types: &BTreeMap<&str, &TypeItem>) -> Condition {
    Condition::any(types.values().flat_map(|item| item.gate.0.values()))
}

fn types_of(
    home: &str,
    types: &BTreeMap<&str, &TypeItem>,
    plan: &Plan,
    docs: &Writer<'_>,
) -> Module {
    let within = any(types);
    // An import has the condition of its type: types that only previews need can't be imported without `preview`.
    let mut imports: BTreeMap<Condition, Vec<_>> = BTreeMap::new();
    for name in types::imports(types) {
        let condition = plan.types[name].gate.0.get(home).cloned();
        let condition = condition.filter(|it| *it != within);
        let names = imports.entry(condition.unwrap_or_else(Condition::always));
        names.or_default().push(ident(name));
    }
    let imports = imports.iter().map(|(condition, names)| {
        let gate = Cfg::of(condition, &within);
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
        "unused" => "Types that no operation uses.".to_owned(),
        tag => format!("Types of the module `{tag}`."),
    };
    Module {
        declaration: Declaration {
            name: home.to_owned(),
            gate: home_gate(home, types),
            visibility: Visibility::Private,
        },
        docs: vec![docs],
        items: quote! {
            #(#imports)*
            use crate::rt;
            #(#items)*
        },
        modules: Vec::new(),
    }
}

/// The condition of one type, beyond that of its module.
fn gate(home: &str, gate: &Gate, within: &Condition) -> Cfg {
    match home {
        "common" | "unused" => Cfg::default(),
        "shared" => {
            let tags = gate.0.iter();
            Cfg::any(tags.map(|(tag, condition)| Predicate::of_tag(tag, condition)))
        }
        _ => Cfg::of(&gate.condition(), within),
    }
}
