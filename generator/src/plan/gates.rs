//! Decides which features need which type, so that a program with two tags compiles the types of two tags.

use std::collections::{BTreeMap, BTreeSet};

use super::condition::Condition;
use super::data::{Gate, TypeItem, TypeKind};
use super::names;
use crate::model::{Api, Output, SchemaId, Type};

/// Sets the gates of all types.
pub fn set(api: &Api, names: &BTreeMap<SchemaId, String>, types: &mut BTreeMap<String, TypeItem>) {
    // The types that the operations of a module name, by condition.
    let mut roots: BTreeMap<(String, Condition), BTreeSet<&str>> = BTreeMap::new();
    for operation in &api.operations {
        let module = names::module(&operation.tag);
        for version in &operation.versions {
            let condition = Condition::of(&version.version, version.retired.is_some());
            let roots = roots.entry((module.clone(), condition)).or_default();
            let parameters = operation.parameters.iter().map(|parameter| &parameter.ty);
            let body = version.body.iter().map(|body| &body.ty);
            let output = match &version.output {
                Output::Json(ty) => Some(ty),
                Output::None | Output::Bytes => None,
            };
            let named = parameters
                .chain(body)
                .chain(output)
                .filter_map(Type::target);
            roots.extend(named.chain(&version.errors).map(|id| names[id].as_str()));
        }
    }
    let mut gates: BTreeMap<String, Gate> = BTreeMap::new();
    for ((module, condition), roots) in &roots {
        for name in reached(types, roots) {
            let gate = gates.entry(name).or_default();
            gate.0.entry(module.clone()).or_default().or(condition);
        }
    }
    for (name, item) in types {
        item.gate = gates.remove(name).unwrap_or_default();
    }
}

/// The generated types that a type names.
pub fn mentions(item: &TypeItem) -> Vec<&str> {
    match &item.kind {
        TypeKind::Object(object) => {
            let fields = object.fields.iter().filter_map(|field| field.ty.name());
            fields
                .chain(object.merged.iter().map(String::as_str))
                .collect()
        }
        TypeKind::Union(union) => union
            .variants
            .iter()
            .map(|variant| variant.ty.as_str())
            .collect(),
        TypeKind::Alias(ty) => ty.name().into_iter().collect(),
        TypeKind::Enum(_) => Vec::new(),
    }
}

fn reached(types: &BTreeMap<String, TypeItem>, roots: &BTreeSet<&str>) -> BTreeSet<String> {
    let mut seen: BTreeSet<String> = BTreeSet::new();
    let mut open: Vec<&str> = roots.iter().copied().collect();
    while let Some(name) = open.pop() {
        if seen.insert(name.to_owned()) {
            open.extend(types.get(name).into_iter().flat_map(mentions));
        }
    }
    seen
}
