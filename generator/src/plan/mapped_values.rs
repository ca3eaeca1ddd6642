//! Handles values that a discriminator maps to a branch, but that the enum of its property lacks.

use std::borrow::Cow;
use std::collections::BTreeMap;

use super::objects;
use crate::error::Result;
use crate::model::{Api, Note, SchemaId, SchemaKind, Type};

/// Adds such values to their enums, because a discriminator states what is sent just as an enum does. Each is noted,
/// since the spec contradicts itself.
pub fn complete<'a>(api: &'a Api, notes: &mut Vec<Note>) -> Result<Cow<'a, Api>> {
    let mut lacking: BTreeMap<SchemaId, Vec<String>> = BTreeMap::new();
    for (id, schema) in &api.schemas {
        let SchemaKind::Union(union) = &schema.kind else {
            continue;
        };
        let Some(discriminator) = &union.discriminator else {
            continue;
        };
        let property = &discriminator.property;
        let base = objects::flatten(api, id, &union.base)?;
        for (value, branch) in &discriminator.mapping {
            let branch = match api.object(branch) {
                Some(object) => objects::flatten(api, branch, object)?,
                None => objects::Flat::default(),
            };
            for of in [&base, &branch] {
                let ty = of.properties.get(property).map(|it| &it.ty);
                let Some(of) = ty.and_then(|ty| lacks(api, ty, value)) else {
                    continue;
                };
                let values = lacking.entry(of.clone()).or_default();
                if !values.contains(value) {
                    values.push(value.clone());
                    notes.push(Note::MappedValueNotInEnum {
                        union: id.clone(),
                        property: property.clone(),
                        value: value.clone(),
                    });
                }
            }
        }
    }
    let mut api = Cow::Borrowed(api);
    for (id, values) in lacking {
        let schema = api.to_mut().schemas.get_mut(&id);
        if let Some(SchemaKind::Enum(known)) = schema.map(|schema| &mut schema.kind) {
            known.extend(values);
        }
    }
    Ok(api)
}

/// The enum that a type refers to, if it lacks a value.
fn lacks<'a>(api: &'a Api, ty: &'a Type, value: &str) -> Option<&'a SchemaId> {
    match ty {
        Type::Nullable(ty) => lacks(api, ty, value),
        Type::Ref(id) => match &api.schemas.get(id)?.kind {
            SchemaKind::Enum(known) => (!known.iter().any(|it| it == value)).then_some(id),
            SchemaKind::Alias(ty) => lacks(api, ty, value),
            _ => None,
        },
        _ => None,
    }
}
