//! Finds the properties that all variants of a union share, and names the methods that read and change them.

use std::collections::BTreeMap;

use super::data::{Changing, Field, Shared, Takes, TypeItem, TypeKind, UnionType, unaliased};
use super::names::{self, Named, Scope};
use super::reserved;
use super::rust_type::RustType;
use crate::error::Result;

/// Adds the shared properties to each union.
///
/// # Errors
/// Two methods of a union would have the same name.
pub fn find(types: &mut BTreeMap<String, TypeItem>) -> Result<()> {
    let mut found = BTreeMap::new();
    for (name, item) in &*types {
        if let TypeKind::Union(union) = &item.kind {
            let pointer = format!("/components/schemas/{}", item.schema);
            found.insert(name.clone(), of_union(union, types, &pointer)?);
        }
    }
    for (name, shared) in found {
        if let Some(TypeKind::Union(union)) = types.get_mut(&name).map(|item| &mut item.kind) {
            union.shared = shared;
        }
    }
    Ok(())
}

fn of_union(
    union: &UnionType,
    types: &BTreeMap<String, TypeItem>,
    pointer: &str,
) -> Result<Vec<Shared>> {
    let mut scope = Scope::default();
    let mut shared = Vec::new();
    for (field, is_text) in common(union, types) {
        let wire = &field.wire;
        // A correction may have decided the name of the field.
        let getter = names::snake(&field.ident, reserved::UNION_METHODS);
        let mut take = |name: String| scope.take(name, wire, pointer, Named::Property);
        let getter = take(getter)?;
        let changing = match union.by.contains(wire) {
            true => None,
            false => {
                let bare = getter.trim_end_matches('_');
                let set = take(format!("set_{bare}"))?;
                let lend = match is_text {
                    true => None,
                    false => Some(take(format!("{bare}_mut"))?),
                };
                Some(Changing { lend, set })
            }
        };
        shared.push(Shared {
            getter,
            changing,
            field,
            is_text,
        });
    }
    Ok(shared)
}

/// The fields that all variants have, and whether their types differ.
fn common(union: &UnionType, types: &BTreeMap<String, TypeItem>) -> Vec<(Field, bool)> {
    let mut variants = union.variants.iter().map(|it| fields(&it.ty, types));
    let mut common = variants.next().unwrap_or_default();
    for other in variants {
        let merge = |(field, is_text): (Field, bool)| {
            let (found, found_text) = other.iter().find(|(it, _)| it.wire == field.wire)?;
            let (is_same, is_text) = (found.ty == field.ty, is_text || *found_text);
            match is_same && !is_text {
                true => Some((described(field, found), false)),
                false => {
                    let is_text = is_text_type(&field.ty, types) && is_text_type(&found.ty, types);
                    let field = Field {
                        ty: RustType::String,
                        takes: Takes::Value,
                        ..described(field, found)
                    };
                    is_text.then_some((field, true))
                }
            }
        };
        common = common.into_iter().filter_map(merge).collect();
    }
    common
}

/// The facts about a field that two variants agree on.
fn described(mut field: Field, other: &Field) -> Field {
    if field.facts.text != other.facts.text {
        field.facts.text = None;
    }
    field
}

/// The fields of a variant. For a nested union, those that its variants share.
fn fields(name: &str, types: &BTreeMap<String, TypeItem>) -> Vec<(Field, bool)> {
    let named = RustType::Named(name.to_owned());
    let RustType::Named(name) = unaliased(&named, types) else {
        return Vec::new();
    };
    match types.get(name).map(|item| &item.kind) {
        Some(TypeKind::Object(object)) => {
            object.fields.iter().map(|it| (it.clone(), false)).collect()
        }
        Some(TypeKind::Union(union)) => common(union, types),
        _ => Vec::new(),
    }
}

/// Whether values of a type are text on the wire.
fn is_text_type(ty: &RustType, types: &BTreeMap<String, TypeItem>) -> bool {
    match unaliased(ty, types) {
        RustType::String | RustType::DateTime => true,
        RustType::Nullable(inner) => is_text_type(inner, types),
        RustType::Named(name) => {
            matches!(
                types.get(name).map(|item| &item.kind),
                Some(TypeKind::Enum(_))
            )
        }
        _ => false,
    }
}
