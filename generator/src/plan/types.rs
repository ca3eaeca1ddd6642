//! Plans the types of the crate.

use std::collections::BTreeMap;

use super::data::{
    Field, Gate, ObjectType, Takes, TypeItem, TypeKind, UnionType, UnionVariant, Variant,
};
use super::names::{self, Named, Scope};
use super::objects::{self, Flat};
use super::reserved;
use super::rust_type::RustType;
use super::unions::{Decision, Resolved};
use crate::error::Result;
use crate::model::{Schema, SchemaId, SchemaKind, Type};

/// Creates a type for every schema.
pub fn types(
    resolved: &Resolved<'_>,
    names: &BTreeMap<SchemaId, String>,
) -> Result<BTreeMap<String, TypeItem>> {
    let mut types = BTreeMap::new();
    for (id, schema) in resolved.schemas() {
        let kind = match &schema.kind {
            SchemaKind::Object(object) => {
                let flat = objects::flatten(resolved.api(), id, object)?;
                TypeKind::Object(object_type(&flat, resolved, names, schema)?)
            }
            SchemaKind::Union(union) => match &resolved.unions[id] {
                Decision::Merged(flat) => {
                    let merged = union
                        .branches
                        .iter()
                        .map(|branch| names[branch].clone())
                        .collect();
                    TypeKind::Object(ObjectType {
                        merged,
                        ..object_type(flat, resolved, names, schema)?
                    })
                }
                Decision::Tagged { by, tags, decided } => {
                    let variants = tags.iter().map(|(branch, tags)| UnionVariant {
                        ty: names[branch].clone(),
                        tags: tags.clone(),
                    });
                    let mut variants: Vec<_> = variants.collect();
                    variants.sort_by(|a, b| a.ty.cmp(&b.ty));
                    TypeKind::Union(UnionType {
                        by: by.clone(),
                        decided: *decided,
                        variants,
                        shared: Vec::new(),
                    })
                }
            },
            SchemaKind::Enum(values) => TypeKind::Enum(variants(values, schema)?),
            SchemaKind::Alias(ty) => TypeKind::Alias(rust_type(ty, names)),
        };
        let (facts, gate) = (schema.facts.clone(), Gate::default());
        types.insert(
            names[id].clone(),
            TypeItem {
                schema: id.clone(),
                kind,
                facts,
                gate,
                was: Vec::new(),
            },
        );
    }
    Ok(types)
}

fn object_type(
    flat: &Flat,
    resolved: &Resolved<'_>,
    names: &BTreeMap<SchemaId, String>,
    schema: &Schema,
) -> Result<ObjectType> {
    let mut scope = Scope::default();
    let mut fields = Vec::new();
    let mut required = Vec::new();
    for (wire, property) in &flat.properties {
        let is_own = schema
            .object()
            .is_some_and(|object| object.properties.contains_key(wire));
        let mut pointer = schema.pointer.clone();
        if is_own {
            pointer = format!("{pointer}/properties/{}", crate::source::escape(wire));
        }
        let name = property.name.as_deref().unwrap_or(wire);
        let ident = names::snake(name, reserved::OBJECT_METHODS);
        let ident = scope.take(ident, wire, &pointer, Named::Property)?;
        let ty = rust_type(&property.ty, names);
        let mut facts = property.facts.clone();
        facts.nullable |= is_nullable(&property.ty, resolved);
        // A caller can't set what only the service sets.
        if flat.required.contains(wire) && !facts.read_only {
            required.push(fields.len());
        }
        let ty = if facts.nullable {
            RustType::Nullable(Box::new(ty))
        } else {
            ty
        };
        fields.push(Field {
            ident,
            wire: wire.clone(),
            ty,
            takes: Takes::Value,
            left_out: false,
            facts,
        });
    }
    Ok(ObjectType {
        fields,
        required,
        fixed: Vec::new(),
        merged: Vec::new(),
    })
}

/// Whether the schema that a property refers to may be `null`.
fn is_nullable(ty: &Type, resolved: &Resolved<'_>) -> bool {
    let Type::Ref(id) = ty else { return false };
    resolved.get(id).is_some_and(|schema| match &schema.kind {
        SchemaKind::Alias(ty) => schema.facts.nullable || is_nullable(ty, resolved),
        _ => schema.facts.nullable,
    })
}

fn variants(values: &[String], schema: &Schema) -> Result<Vec<Variant>> {
    let pointer = &schema.pointer;
    let mut scope = Scope::default();
    let variants = values.iter().map(|value| {
        let name = schema.names.get(value).unwrap_or(value);
        let ident = names::variant(name);
        let ident = scope.take(ident, value, &format!("{pointer}/enum"), Named::Value)?;
        Ok(Variant {
            ident,
            wire: value.clone(),
            text: schema.values.get(value).cloned(),
        })
    });
    variants.collect()
}

/// The Rust type of a type.
pub fn rust_type(ty: &Type, names: &BTreeMap<SchemaId, String>) -> RustType {
    match ty {
        Type::String => RustType::String,
        Type::DateTime => RustType::DateTime,
        Type::Bool => RustType::Bool,
        Type::Int32 => RustType::I32,
        Type::Int64 => RustType::I64,
        Type::Number => RustType::Number,
        Type::Any => RustType::Json,
        Type::Array(item) => RustType::Vec(Box::new(rust_type(item, names))),
        Type::Map(value) => RustType::Map(Box::new(rust_type(value, names))),
        Type::Nullable(inner) => RustType::Nullable(Box::new(rust_type(inner, names))),
        Type::Ref(id) => RustType::Named(names[id].clone()),
    }
}
