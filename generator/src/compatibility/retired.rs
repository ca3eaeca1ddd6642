//! Operations, and dated versions of operations, that upstream removed (`spec/retired.yaml`). They stay in the crate
//! behind the feature `retired`.
//!
//! The file is a part of a spec: `paths`, and the `components` that only these refer to. A removed operation is
//! listed as a whole. If the spec still has the operation, only the media types of the removed versions are listed.
//! Each media type of a success response has [`RETIRED`], the date of the first spec without it.
//!
//! They are put back into the spec before it is corrected, so all later stages see one spec.

use serde::Deserialize;
use serde_json::{Map, Value};

use super::entries::{Entries, Stale};
use crate::error::{Error, Result};
use crate::openapi::extensions::RETIRED;
use crate::openapi::tree::{fields, resolve, successes};
use crate::source::{Document, escape};

const FORM: &str =
    "list retired operations under `paths` and their components under `components`, as in a spec";

/// The retired operations and versions.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Retired {
    /// The operations.
    #[serde(default)]
    paths: Map<String, Value>,
    /// Components that only they refer to.
    #[serde(default)]
    components: Map<String, Value>,
}

impl Entries for Retired {
    type Target = Document;

    const FORM: &'static str = FORM;

    fn count(&self) -> usize {
        self.paths.len() + self.components.len()
    }

    /// All or nothing, because part of the file alone may be invalid.
    fn apply(&self, list: &Document, spec: &mut Document) -> Vec<Stale> {
        match self.merged(spec.tree()) {
            Ok(tree) => {
                *spec.tree_mut() = tree;
                spec.add_part(list.clone());
                Vec::new()
            }
            Err(error) => vec![Stale::new(0, error)],
        }
    }
}

impl Retired {
    fn merged(&self, spec: &Value) -> Result<Value> {
        let mut tree = spec.clone();
        if !self.components.is_empty() {
            let at = "/components";
            add_components(inside(&mut tree, "components", at)?, &self.components, at)?;
        }
        if !self.paths.is_empty() {
            let at = "/paths";
            add_paths(inside(&mut tree, "paths", at)?, &self.paths, spec, at)?;
        }
        Ok(tree)
    }
}

fn add_components(
    known: &mut Map<String, Value>,
    kinds: &Map<String, Value>,
    at: &str,
) -> Result<()> {
    for (kind, components) in kinds {
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
    paths: &Map<String, Value>,
    spec: &Value,
    at: &str,
) -> Result<()> {
    for (path, item) in paths {
        let at = format!("{at}/{}", escape(path));
        let known = object(known.entry(path).or_insert_with(empty), &at)?;
        for (method, operation) in mapping(item, &at)? {
            let at_operation = format!("{at}/{}", escape(method));
            check_marks(operation, &at_operation)?;
            match known.get_mut(method) {
                Some(known) => add_versions(known, operation, spec, &at_operation)?,
                None => {
                    let operation = without_shared(operation, known.get("parameters"));
                    add(known, method, &operation, &at)?;
                }
            }
        }
    }
    Ok(())
}

/// Every version needs its date of retirement. Without one it would not count as retired.
fn check_marks(operation: &Value, at: &str) -> Result<()> {
    let unmarked = |at: String| {
        let message = "no date of retirement";
        let help = format!("give each media type of a success response its date, as `{RETIRED}`");
        Err(Error::at(at, message).help(help))
    };
    for (status, response) in successes(operation) {
        let at = format!("{at}/responses/{status}");
        if response.get("$ref").is_some() {
            return unmarked(at);
        }
        for (media_type, media) in fields(response, "content") {
            if media.get(RETIRED).and_then(Value::as_str).is_none() {
                return unmarked(format!("{at}/content/{}", escape(media_type)));
            }
        }
    }
    Ok(())
}

/// An operation without the parameters that all operations of its path share.
fn without_shared(operation: &Value, shared: Option<&Value>) -> Value {
    let mut operation = operation.clone();
    if let (Some(Value::Array(own)), Some(Value::Array(shared))) =
        (operation.get_mut("parameters"), shared)
    {
        own.retain(|parameter| !shared.contains(parameter));
    }
    operation
}

/// Adds versions to an operation that the spec still has.
fn add_versions(known: &mut Value, versions: &Value, spec: &Value, at: &str) -> Result<()> {
    let known = object(known, at)?;
    for (key, parts) in mapping(versions, at)? {
        match key.as_str() {
            "requestBody" => add_content(known, key, parts, spec, at)?,
            "responses" => {
                let at = format!("{at}/responses");
                let known = object(known.entry(key).or_insert_with(empty), &at)?;
                for (status, response) in mapping(parts, &at)? {
                    add_content(known, status, response, spec, &at)?;
                }
            }
            _ => {
                return Err(still_there(
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
    spec: &Value,
    at: &str,
) -> Result<()> {
    let Some(known) = known.get_mut(key) else {
        return add(known, key, part, at);
    };
    // The component stays as it is, because others refer to it too. This reference becomes a changed copy.
    *known = resolve(spec, known).clone();
    let at = format!("{at}/{}", escape(key));
    let content = inside(known, "content", &at)?;
    for (media_type, media) in fields(part, "content") {
        add(content, media_type, media, &format!("{at}/content"))?;
    }
    Ok(())
}

/// Adds a value that the spec must not have.
fn add(known: &mut Map<String, Value>, key: &str, value: &Value, at: &str) -> Result<()> {
    if known.contains_key(key) {
        let what = format!("`{key}`");
        return Err(still_there(&what, format!("{at}/{}", escape(key))));
    }
    known.insert(key.to_owned(), value.clone());
    Ok(())
}

fn still_there(what: &str, at: String) -> Error {
    let message = format!("{what} is not retired: the spec has it");
    Error::at(at, message).help("delete it here, as `cargo xtask spec vendor` does")
}

fn empty() -> Value {
    Value::Object(Map::new())
}

fn mapping<'a>(value: &'a Value, at: &str) -> Result<&'a Map<String, Value>> {
    let error = || Error::at(at, "this must be a mapping").help(FORM);
    value.as_object().ok_or_else(error)
}

fn object<'a>(value: &'a mut Value, at: &str) -> Result<&'a mut Map<String, Value>> {
    let error = || Error::at(at, "the spec has no mapping here").help(FORM);
    value.as_object_mut().ok_or_else(error)
}

/// The mapping under a key of the spec, added if necessary.
fn inside<'a>(value: &'a mut Value, key: &str, at: &str) -> Result<&'a mut Map<String, Value>> {
    let inner = object(value, at)?.entry(key).or_insert_with(empty);
    object(inner, at)
}
