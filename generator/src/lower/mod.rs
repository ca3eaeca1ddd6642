//! Stage three, lower: the document becomes an [`Api`]. The only place that knows OpenAPI.
//!
//! What it can't express is an error with a JSON pointer.

mod facts;
mod keys;
pub(crate) mod media;
mod operation;
mod path;
mod schema;
mod shape;

pub(crate) use operation::REPLACED_BY;

use openapiv3::{OpenAPI, ReferenceOr};
use serde_json::Value;

use crate::document::{Document, escape};
use crate::error::{Error, Result};
use crate::model::{Api, SchemaId};

/// Lowers a document.
///
/// # Errors
/// The document is no OpenAPI 3.0, or has a construct that the generator does not know.
pub fn lower(document: &Document) -> Result<Api> {
    lower_tree(document).map_err(|error| document.locate(error))
}

fn lower_tree(document: &Document) -> Result<Api> {
    let mut api = Api::default();
    check_version(document.tree())?;
    keys::check(document.tree(), &mut api.warnings)?;
    let openapi = parse(document.tree())?;
    api.title.clone_from(&openapi.info.title);
    api.revision = openapi
        .info
        .extensions
        .get("x-xgen-sha")
        .and_then(|sha| sha.as_str())
        .map(Into::into);
    let mut lowering = Lowering {
        openapi: &openapi,
        api,
    };
    lowering.schemas()?;
    lowering.operations()?;
    Ok(lowering.api)
}

/// Before the keys, of which other versions have others.
fn check_version(tree: &Value) -> Result<()> {
    let message = match (tree.get("openapi"), tree.as_object()) {
        (Some(Value::String(version)), _) if version.starts_with("3.0.") => return Ok(()),
        (Some(Value::String(version)), _) => format!("this is not OpenAPI 3.0 but {version}"),
        (Some(version), _) => {
            format!("the version of OpenAPI must be text, and `{version}` is none")
        }
        (None, Some(_)) => "the document does not say that it is OpenAPI 3.0".to_owned(),
        (None, None) if tree.is_null() => "the document is empty".to_owned(),
        (None, None) => "the document is not a mapping".to_owned(),
    };
    Err(Error::at("/openapi", message).help("the document starts with `openapi: 3.0.1`"))
}

fn parse(tree: &Value) -> Result<OpenAPI> {
    let parsed: Result<OpenAPI, _> = serde::Deserialize::deserialize(tree);
    parsed.map_err(|error| Error::at("", format!("this is not an OpenAPI document: {error}")))
}

/// The state of lowering: the document, and what has been made of it so far.
struct Lowering<'a> {
    openapi: &'a OpenAPI,
    api: Api,
}

impl Lowering<'_> {
    /// The schema that a `$ref` names.
    fn schema_ref(&self, reference: &str, pointer: &str) -> Result<SchemaId> {
        let name = target(reference, "schemas", pointer)?;
        let known = self
            .openapi
            .components
            .as_ref()
            .is_some_and(|all| all.schemas.contains_key(name));
        if known {
            Ok(SchemaId::new(name))
        } else {
            Err(dangling(reference, pointer))
        }
    }
}

/// The name in a reference to a component of one kind.
fn target<'r>(reference: &'r str, kind: &str, pointer: &str) -> Result<&'r str> {
    let name = reference
        .strip_prefix("#/components/")
        .and_then(|rest| rest.strip_prefix(kind));
    name.and_then(|name| name.strip_prefix('/')).ok_or_else(|| {
        let message = format!("`{reference}` does not refer to a component of the kind `{kind}`");
        Error::at(pointer, message).help(format!("use `#/components/{kind}/…`"))
    })
}

fn dangling(reference: &str, pointer: &str) -> Error {
    Error::at(pointer, format!("`{reference}` refers to nothing"))
        .help("add the component, or correct the reference in the overlay")
}

/// Follows references to a component that is not a schema.
fn resolve<'a, T>(
    value: &'a ReferenceOr<T>,
    components: Option<&'a indexmap::IndexMap<String, ReferenceOr<T>>>,
    kind: &str,
    pointer: &str,
) -> Result<(&'a T, String)> {
    let mut value = value;
    let mut pointer = pointer.to_owned();
    // A chain of references is no longer than there are components, unless it is a circle.
    for _ in 0..=components.map_or(0, |all| all.len()) {
        match value {
            ReferenceOr::Item(item) => return Ok((item, pointer)),
            ReferenceOr::Reference { reference } => {
                let name = target(reference, kind, &pointer)?;
                let next = components.and_then(|all| all.get(name));
                value = next.ok_or_else(|| dangling(reference, &pointer))?;
                pointer = format!("/components/{kind}/{}", escape(name));
            }
        }
    }
    Err(Error::at(pointer, "the reference leads back to itself"))
}
