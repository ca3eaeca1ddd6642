//! Folds parents into objects: what `allOf` means.

use std::collections::{BTreeMap, BTreeSet};

use crate::error::{Error, Result};
use crate::model::{Api, Kind, Object, Property, Schema, SchemaId};

/// An object with the properties of its parents.
#[derive(Debug, Clone, Default)]
pub struct Flat {
    /// Its properties. A child's own one goes before its parent's.
    pub properties: BTreeMap<String, Property>,
    /// The required ones.
    pub required: BTreeSet<String>,
}

/// Folds in the parents of an object.
///
/// # Errors
/// An object is its own ancestor, or a parent has no properties to inherit.
pub fn flatten(api: &Api, id: &SchemaId, object: &Object) -> Result<Flat> {
    let mut way = vec![id];
    flatten_on(api, object, &mut way)
}

fn flatten_on<'a>(api: &'a Api, object: &'a Object, way: &mut Vec<&'a SchemaId>) -> Result<Flat> {
    let mut flat = Flat::default();
    for parent in &object.parents {
        let schema = &api.schemas[parent];
        if way.contains(&parent) {
            let pointer = &schema.pointer;
            return Err(Error::at(pointer, format!("`{parent}` inherits from itself by `allOf`")));
        }
        let inherited = match &schema.kind {
            Kind::Object(object) => object,
            // A parent's branches are its children: they are not inherited.
            Kind::Union(union) => &union.base,
            Kind::Enum(_) | Kind::Alias(_) => {
                let pointer = &schema.pointer;
                return Err(Error::at(pointer, format!("`{parent}` has no properties to inherit")));
            }
        };
        way.push(parent);
        let inherited = flatten_on(api, inherited, way)?;
        way.pop();
        flat.properties.extend(inherited.properties);
        flat.required.extend(inherited.required);
    }
    flat.properties.extend(object.properties.iter().map(|(name, it)| (name.clone(), it.clone())));
    flat.required.extend(object.required.iter().cloned());
    Ok(flat)
}

/// The properties of a schema that is an object or a union of objects.
pub fn of_schema(api: &Api, id: &SchemaId, schema: &Schema) -> Result<Flat> {
    match &schema.kind {
        Kind::Object(object) => flatten(api, id, object),
        Kind::Union(union) => flatten(api, id, &union.base),
        Kind::Enum(_) | Kind::Alias(_) => {
            Err(Error::at(&schema.pointer, format!("`{id}` is a branch of a union and no object")))
        }
    }
}
