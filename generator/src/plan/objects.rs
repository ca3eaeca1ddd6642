//! Folds parents into objects, which is what `allOf` means.

use std::collections::{BTreeMap, BTreeSet};

use crate::error::{Error, Result};
use crate::model::{Api, Object, Property, Schema, SchemaId};

/// An object with the properties of its parents.
#[derive(Debug, Clone, Default)]
pub struct Flat {
    /// Its properties. A child's property overrides its parent's.
    pub properties: BTreeMap<String, Property>,
    /// The required properties.
    pub required: BTreeSet<String>,
}

/// How many generations of parents an object may have.
const MAX_GENERATIONS: usize = 64;

/// Folds in the parents of an object.
///
/// # Errors
/// An object is its own ancestor, or a parent has no properties to inherit.
pub fn flatten(api: &Api, id: &SchemaId, object: &Object) -> Result<Flat> {
    let mut way = vec![id];
    flatten_on(api, object, &mut way, &mut BTreeMap::new())
}

/// `done` has the ancestors that are folded in already, because several paths may lead to one.
fn flatten_on<'a>(
    api: &'a Api,
    object: &'a Object,
    way: &mut Vec<&'a SchemaId>,
    done: &mut BTreeMap<&'a SchemaId, Flat>,
) -> Result<Flat> {
    let mut flat = Flat::default();
    for parent in &object.parents {
        let schema = &api.schemas[parent];
        if way.contains(&parent) {
            let pointer = &schema.pointer;
            let message = format!("`{parent}` inherits from itself through `allOf`");
            let help = "remove the reference that leads back to it";
            return Err(Error::at(pointer, message).help(help));
        }
        if way.len() > MAX_GENERATIONS {
            let message = format!(
                "`{}` has more than {MAX_GENERATIONS} generations of parents",
                way[0]
            );
            let help = "move properties to a common parent";
            return Err(Error::at(&schema.pointer, message).help(help));
        }
        // A parent's branches are its children, and are not inherited.
        let Some(inherited) = schema.object() else {
            let heir = way
                .last()
                .and_then(|id| api.schemas.get(*id))
                .unwrap_or(schema);
            let message = format!("`{parent}` has no properties to inherit");
            let help = "refer to an object in `allOf`";
            return Err(Error::at(format!("{}/allOf", heir.pointer), message).help(help));
        };
        if !done.contains_key(parent) {
            way.push(parent);
            let inherited = flatten_on(api, inherited, way, done)?;
            way.pop();
            done.insert(parent, inherited);
        }
        let inherited = done[parent].clone();
        flat.properties.extend(inherited.properties);
        flat.required.extend(inherited.required);
    }
    flat.properties.extend(
        object
            .properties
            .iter()
            .map(|(name, it)| (name.clone(), it.clone())),
    );
    flat.required.extend(object.required.iter().cloned());
    Ok(flat)
}

/// The properties of a branch of a union. A branch is an object, or another union of objects.
pub fn of_branch(api: &Api, id: &SchemaId, union: &Schema) -> Result<Flat> {
    match api.object(id) {
        Some(object) => flatten(api, id, object),
        None => {
            let help =
                "give the branch properties, or the union another type, in spec/corrections.yaml";
            Err(Error::at(
                &union.pointer,
                format!("the branch `{id}` is not an object"),
            )
            .help(help))
        }
    }
}
