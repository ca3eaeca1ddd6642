//! Decides what the setters of objects accept, and which required properties need no argument.

use std::collections::BTreeMap;

use super::data::{Fixed, ObjectType, Takes, TypeItem, TypeKind, unaliased};
use super::rust_type::RustType;

/// Decides it for all objects.
pub fn decide(types: &mut BTreeMap<String, TypeItem>) {
    let decided: Vec<_> = types.values().map(|item| decision(item, types)).collect();
    for (item, (takes, fixed)) in types.values_mut().zip(decided) {
        if let TypeKind::Object(object) = &mut item.kind {
            for (field, takes) in object.fields.iter_mut().zip(takes) {
                field.takes = takes;
            }
            object
                .required
                .retain(|index| !fixed.iter().any(|fixed| fixed.field == *index));
            object.fixed = fixed;
        }
    }
}

fn decision(item: &TypeItem, types: &BTreeMap<String, TypeItem>) -> (Vec<Takes>, Vec<Fixed>) {
    let TypeKind::Object(object) = &item.kind else {
        return (Vec::new(), Vec::new());
    };
    let fields = object.fields.iter();
    (
        fields.map(|field| takes(&field.ty, types)).collect(),
        fixed(object, types),
    )
}

/// What the setter of a type accepts.
fn takes(ty: &RustType, types: &BTreeMap<String, TypeItem>) -> Takes {
    let is_exact = |item: &RustType| match unaliased(item, types) {
        RustType::Named(name) => matches!(
            types.get(name).map(|item| &item.kind),
            Some(TypeKind::Object(_) | TypeKind::Union(_))
        ),
        _ => false,
    };
    match ty.item() {
        Some(item) if is_exact(item) => Takes::ExactItems,
        Some(_) => Takes::Items,
        None if ty.is_integer() => Takes::Integer,
        None => Takes::Value,
    }
}

/// The required properties whose enum has only one value.
fn fixed(object: &ObjectType, types: &BTreeMap<String, TypeItem>) -> Vec<Fixed> {
    let fixed = object.required.iter().filter_map(|&field| {
        let RustType::Named(name) = unaliased(&object.fields[field].ty, types) else {
            return None;
        };
        match &types.get(name)?.kind {
            TypeKind::Enum(values) if values.len() == 1 => Some(Fixed {
                field,
                value: values[0].wire.clone(),
            }),
            _ => None,
        }
    });
    fixed.collect()
}
