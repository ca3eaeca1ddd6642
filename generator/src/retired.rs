//! What the service has withdrawn (`spec/retired.yaml`): operations, and dated versions of operations,
//! that the document had once and has no longer. They stay in the crate, behind the feature `retired`.
//!
//! The file is a piece of an OpenAPI document: `paths`, and the `components` that only these refer to.
//! An operation that is gone stands there as a whole. Of one that is still in the document there are
//! only the media types of the versions that are gone. Each media type of a success response has
//! [`MARK`], the day of the first document without it.
//!
//! [`merge`] puts it back into the document, before the overlay, so that all later stages see one
//! document. [`update`] finds what a new document has no longer.

mod update;

use serde_json::{Map, Value};

pub use update::{Update, update};

use crate::document::{Document, escape};
use crate::error::{Error, Result};

/// The extension of a media type that is withdrawn: the day of the first document without it.
pub const MARK: &str = "x-atlas-api-retired";

const SHAPE: &str = "what is withdrawn stands as in the document: under `paths` or `components`";

/// Puts what was withdrawn back into the document, to be told from the rest by its [`MARK`].
///
/// # Errors
/// The document has what the other calls withdrawn, or that has no mark.
pub fn merge(document: &mut Document, retired: Document) -> Result<()> {
    let tree = merged(document.tree(), retired.tree()).map_err(|error| retired.locate(error))?;
    *document.tree_mut() = tree;
    document.add_part(retired);
    Ok(())
}

fn merged(document: &Value, retired: &Value) -> Result<Value> {
    let mut tree = document.clone();
    for (section, parts) in mapping(retired, "")? {
        let at = format!("/{section}");
        match section.as_str() {
            "components" => add_components(inside(&mut tree, section, &at)?, parts, &at)?,
            "paths" => add_paths(inside(&mut tree, section, &at)?, parts, document, &at)?,
            _ => {
                let message = format!("nothing that is withdrawn stands under `{section}`");
                return Err(Error::at(at, message).help(SHAPE));
            }
        }
    }
    Ok(tree)
}

fn add_components(known: &mut Map<String, Value>, kinds: &Value, at: &str) -> Result<()> {
    for (kind, components) in mapping(kinds, at)? {
        let at = format!("{at}/{}", escape(kind));
        let known = object(known.entry(kind).or_insert_with(empty), &at)?;
        for (name, component) in mapping(components, &at)? {
            add(known, name, component, &at)?;
        }
    }
    Ok(())
}

fn add_paths(
    known: &mut Map<String, Value>,
    paths: &Value,
    document: &Value,
    at: &str,
) -> Result<()> {
    for (path, item) in mapping(paths, at)? {
        let at = format!("{at}/{}", escape(path));
        let known = object(known.entry(path).or_insert_with(empty), &at)?;
        for (method, operation) in mapping(item, &at)? {
            let at_operation = format!("{at}/{}", escape(method));
            check_marks(operation, &at_operation)?;
            match known.get_mut(method) {
                Some(known) => add_versions(known, operation, document, &at_operation)?,
                None => {
                    let operation = without_shared(operation, known.get("parameters"));
                    add(known, method, &operation, &at)?;
                }
            }
        }
    }
    Ok(())
}

/// Each version says since when it is withdrawn: what does not would be taken for one that is not.
fn check_marks(operation: &Value, at: &str) -> Result<()> {
    let unmarked = |at: String| {
        let message = "this does not say since when it is withdrawn";
        let help = format!("give each media type of a success response its day, as `{MARK}`");
        Err(Error::at(at, message).help(help))
    };
    for (status, response) in successes(operation) {
        let at = format!("{at}/responses/{status}");
        if response.get("$ref").is_some() {
            return unmarked(at);
        }
        for (media_type, media) in fields(response, "content") {
            if media.get(MARK).and_then(Value::as_str).is_none() {
                return unmarked(format!("{at}/content/{}", escape(media_type)));
            }
        }
    }
    Ok(())
}

/// An operation without the parameters that all operations of its path have.
fn without_shared(operation: &Value, shared: Option<&Value>) -> Value {
    let mut operation = operation.clone();
    if let (Some(Value::Array(own)), Some(Value::Array(shared))) =
        (operation.get_mut("parameters"), shared)
    {
        own.retain(|parameter| !shared.contains(parameter));
    }
    operation
}

/// Adds versions to an operation that the document still has.
fn add_versions(known: &mut Value, versions: &Value, document: &Value, at: &str) -> Result<()> {
    let known = object(known, at)?;
    for (key, parts) in mapping(versions, at)? {
        match key.as_str() {
            "requestBody" => add_content(known, key, parts, document, at)?,
            "responses" => {
                let at = format!("{at}/responses");
                let known = object(known.entry(key).or_insert_with(empty), &at)?;
                for (status, response) in mapping(parts, &at)? {
                    add_content(known, status, response, document, &at)?;
                }
            }
            _ => {
                return Err(not_withdrawn(
                    "the operation",
                    format!("{at}/{}", escape(key)),
                ));
            }
        }
    }
    Ok(())
}

/// Adds the media types of a request body or of a response.
fn add_content(
    known: &mut Map<String, Value>,
    key: &str,
    part: &Value,
    document: &Value,
    at: &str,
) -> Result<()> {
    let Some(known) = known.get_mut(key) else {
        return add(known, key, part, at);
    };
    // A component stays as it is, since others refer to it too: this gets a changed copy.
    *known = resolve(document, known).clone();
    let at = format!("{at}/{}", escape(key));
    let content = inside(known, "content", &at)?;
    for (media_type, media) in fields(part, "content") {
        add(content, media_type, media, &format!("{at}/content"))?;
    }
    Ok(())
}

/// Adds what the document must not have.
fn add(known: &mut Map<String, Value>, key: &str, value: &Value, at: &str) -> Result<()> {
    if known.contains_key(key) {
        let what = format!("`{key}`");
        return Err(not_withdrawn(&what, format!("{at}/{}", escape(key))));
    }
    known.insert(key.to_owned(), value.clone());
    Ok(())
}

fn not_withdrawn(what: &str, at: String) -> Error {
    let message = format!("{what} is not withdrawn: the document has it");
    Error::at(at, message).help("delete it here, as `cargo xtask spec vendor` does")
}

fn empty() -> Value {
    Value::Object(Map::new())
}

fn mapping<'a>(value: &'a Value, at: &str) -> Result<&'a Map<String, Value>> {
    let error = || Error::at(at, "this must be a mapping").help(SHAPE);
    value.as_object().ok_or_else(error)
}

fn object<'a>(value: &'a mut Value, at: &str) -> Result<&'a mut Map<String, Value>> {
    let error = || Error::at(at, "the document has no mapping in this place").help(SHAPE);
    value.as_object_mut().ok_or_else(error)
}

/// The mapping under a key of the document; a new one if there is none.
fn inside<'a>(value: &'a mut Value, key: &str, at: &str) -> Result<&'a mut Map<String, Value>> {
    let inner = object(value, at)?.entry(key).or_insert_with(empty);
    object(inner, at)
}

/// The entries of the mapping under a key; none if it is no mapping.
fn fields<'a>(value: &'a Value, key: &str) -> impl Iterator<Item = (&'a String, &'a Value)> {
    let fields = value.get(key).and_then(Value::as_object);
    fields.into_iter().flatten()
}

/// The responses of an operation where it succeeds, by their statuses.
fn successes(operation: &Value) -> impl Iterator<Item = (&String, &Value)> {
    fields(operation, "responses").filter(|(status, _)| status.starts_with('2'))
}

/// What a reference refers to, or else the value itself.
fn resolve<'a>(document: &'a Value, value: &'a Value) -> &'a Value {
    let target = value.get("$ref").and_then(Value::as_str);
    let target = target.and_then(|target| document.pointer(target.strip_prefix('#')?));
    target.unwrap_or(value)
}

#[cfg(test)]
mod tests;
