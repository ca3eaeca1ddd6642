//! Breaks cycles: a struct that contains itself, directly or through others, needs a box. Lists, maps and unions keep
//! their contents on the heap anyway.

use std::collections::{BTreeMap, BTreeSet};

use super::data::{TypeItem, TypeKind};
use super::rust_type::RustType;

/// Boxes the fields through which a struct contains itself.
pub fn break_cycles(types: &mut BTreeMap<String, TypeItem>) {
    let held: BTreeMap<String, BTreeSet<String>> = types
        .iter()
        .map(|(name, item)| (name.clone(), holds(item)))
        .collect();
    for (name, item) in types {
        let TypeKind::Object(object) = &mut item.kind else {
            continue;
        };
        for field in &mut object.fields {
            let direct = direct(&field.ty).map(str::to_owned);
            if direct.is_some_and(|target| target == *name || reaches(&held, &target, name)) {
                let ty = std::mem::replace(&mut field.ty, RustType::Bool);
                field.ty = match ty {
                    RustType::Nullable(inner) => {
                        RustType::Nullable(Box::new(RustType::Boxed(inner)))
                    }
                    ty => RustType::Boxed(Box::new(ty)),
                };
            }
        }
    }
}

/// The type that is stored inline in a value of this type.
fn direct(ty: &RustType) -> Option<&str> {
    match ty {
        RustType::Named(name) => Some(name),
        RustType::Nullable(inner) => direct(inner),
        _ => None,
    }
}

fn holds(item: &TypeItem) -> BTreeSet<String> {
    match &item.kind {
        TypeKind::Object(object) => object
            .fields
            .iter()
            .filter_map(|field| direct(&field.ty))
            .map(str::to_owned)
            .collect(),
        TypeKind::Alias(ty) => direct(ty).map(str::to_owned).into_iter().collect(),
        TypeKind::Union(_) | TypeKind::Enum(_) => BTreeSet::new(),
    }
}

fn reaches(held: &BTreeMap<String, BTreeSet<String>>, from: &str, to: &str) -> bool {
    let mut seen = BTreeSet::new();
    let mut open = vec![from];
    while let Some(name) = open.pop() {
        for next in held.get(name).into_iter().flatten() {
            if next == to {
                return true;
            }
            if seen.insert(next) {
                open.push(next);
            }
        }
    }
    false
}
