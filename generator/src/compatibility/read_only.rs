//! Writes decisions about read-only schemas and properties into a spec, where lowering reads them.

use serde_json::{Map, Value};

use crate::openapi::extensions::{READ_ONLY, READ_ONLY_PROPERTIES};
use crate::source::Document;

/// Records whether a schema or a property is read-only.
pub fn decide(target: &mut Document, place: &str, holds: bool) -> Result<(), String> {
    let (name, property) = match place.split_once('.') {
        Some((name, property)) => (name, Some(property)),
        None => (place, None),
    };
    let marked = is_marked(target.tree(), name, property)?;
    if !(marked || holds && property.is_some()) {
        return Err(format!(
            "redundant correction: `{place}` is not marked read-only"
        ));
    }
    let schema = target.tree_mut().pointer_mut("/components/schemas");
    let schema = schema.and_then(|all| all.get_mut(name)?.as_object_mut());
    let schema = schema.ok_or_else(|| format!("no schema `{name}`"))?;
    let known = match property {
        None => schema.insert(READ_ONLY.to_owned(), holds.into()),
        Some(property) => schema
            .entry(READ_ONLY_PROPERTIES)
            .or_insert_with(|| Map::new().into())
            .as_object_mut()
            .and_then(|decisions| decisions.insert(property.to_owned(), holds.into())),
    };
    match known {
        None => Ok(()),
        Some(_) => Err(format!("`{place}` has two entries")),
    }
}

/// Whether a schema or a property is marked read-only, or a property refers to a schema that is.
fn is_marked(tree: &Value, name: &str, property: Option<&str>) -> Result<bool, String> {
    let schemas = &tree["components"]["schemas"];
    let schema = schemas.get(name);
    let schema = schema.ok_or_else(|| format!("no schema `{name}`"))?;
    let is_read_only = |schema: &Value| schema["readOnly"] == true;
    let Some(property) = property else {
        return Ok(is_read_only(schema));
    };
    let parts = schema["allOf"].as_array().into_iter().flatten();
    let mut parts = std::iter::once(schema).chain(parts);
    let found = parts.find_map(|part| part["properties"].get(property));
    let found = found.ok_or_else(|| format!("`{name}` has no property `{property}`"))?;
    let reference = found["$ref"].as_str().or(found["items"]["$ref"].as_str());
    let referred = reference.and_then(|it| schemas.get(it.rsplit('/').next()?));
    Ok(is_read_only(found) || referred.is_some_and(is_read_only))
}
