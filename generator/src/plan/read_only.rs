//! Finds the fields to remove from a value that is sent back.

use std::collections::{BTreeMap, BTreeSet};

use super::data::{TypeItem, TypeKind, UnionType};

/// Marks the fields of all objects. A property that selects the variant of a union stays, because without it the
/// object would become another variant.
pub fn leave_out(types: &mut BTreeMap<String, TypeItem>) {
    let mut tags = BTreeSet::new();
    for item in types.values() {
        if let TypeKind::Union(union) = &item.kind {
            for by in &union.by {
                keep(types, union, by, &mut tags);
            }
        }
    }
    for (name, item) in types {
        if let TypeKind::Object(object) = &mut item.kind {
            for field in &mut object.fields {
                let is_tag = tags.contains(&(name.clone(), field.wire.clone()));
                field.left_out = field.facts.read_only && !is_tag;
            }
        }
    }
}

/// Notes that the variants of a union need a property, and those of a union in it.
fn keep(
    types: &BTreeMap<String, TypeItem>,
    union: &UnionType,
    by: &str,
    tags: &mut BTreeSet<(String, String)>,
) {
    for variant in &union.variants {
        if !tags.insert((variant.ty.clone(), by.to_owned())) {
            continue;
        }
        if let Some(TypeKind::Union(inner)) = types.get(&variant.ty).map(|item| &item.kind) {
            keep(types, inner, by, tags);
        }
    }
}
