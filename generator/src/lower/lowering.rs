//! The state of lowering, and how it follows references.

use indexmap::IndexMap;
use openapiv3::{Components, OpenAPI, ReferenceOr};

use crate::error::{Error, Result};
use crate::model::{Api, Note, SchemaId, Slip};
use crate::openapi::extensions::{self, text};
use crate::source::escape;

/// The components of one kind.
pub type Kind<T> = IndexMap<String, ReferenceOr<T>>;

/// The spec, and the model so far.
pub struct Lowering<'a> {
    pub openapi: &'a OpenAPI,
    pub api: Api,
}

impl<'a> Lowering<'a> {
    pub fn new(openapi: &'a OpenAPI, notes: Vec<Note>) -> Self {
        let info = &openapi.info;
        let revision = text(&info.extensions, extensions::REVISION);
        let api = Api {
            title: info.title.clone(),
            version: info.version.clone(),
            revision: revision.map(str::to_owned),
            notes,
            ..Api::default()
        };
        Self { openapi, api }
    }

    /// Notes a deviation from OpenAPI, once for each kind.
    pub fn slip(&mut self, slip: Slip, object: &'static str, pointer: &str) {
        let is_known =
            |note: &Note| matches!(note, Note::Slip { slip: known, .. } if *known == slip);
        if !self.api.notes.iter().any(is_known) {
            self.api.notes.push(Note::Slip {
                slip,
                object,
                pointer: pointer.to_owned(),
            });
        }
    }

    /// The components of one kind.
    pub fn components<T>(&self, of: fn(&'a Components) -> &'a Kind<T>) -> Option<&'a Kind<T>> {
        self.openapi.components.as_ref().map(of)
    }

    /// The schema that a `$ref` names.
    pub fn schema_ref(&self, reference: &str, pointer: &str) -> Result<SchemaId> {
        let name = target(reference, "schemas", pointer)?;
        let schemas = self.components(|it| &it.schemas);
        match schemas.is_some_and(|all| all.contains_key(name)) {
            true => Ok(SchemaId::new(name)),
            false => Err(dangling(reference, pointer)),
        }
    }
}

/// The name in a reference to a component of the given kind.
fn target<'r>(reference: &'r str, kind: &str, pointer: &str) -> Result<&'r str> {
    let name = reference.strip_prefix("#/components/");
    let name = name.and_then(|rest| rest.strip_prefix(kind)?.strip_prefix('/'));
    name.ok_or_else(|| {
        let at = format!("{pointer}/$ref");
        if !reference.starts_with('#') {
            let message = format!("`{reference}` refers to another file");
            let help = "bundle the files into one first, for example with `redocly bundle`";
            return Error::at(at, message).help(help);
        }
        let message = format!("`{reference}` is not a reference to a component under `{kind}`");
        Error::at(at, message).help(format!("write `#/components/{kind}/…`"))
    })
}

pub fn dangling(reference: &str, pointer: &str) -> Error {
    Error::at(pointer, format!("`{reference}` refers to nothing"))
        .help("add the component, or correct the reference in spec/corrections.yaml")
}

/// Follows references to a component that is not a schema.
pub fn resolve<'a, T>(
    value: &'a ReferenceOr<T>,
    components: Option<&'a Kind<T>>,
    kind: &str,
    pointer: &str,
) -> Result<(&'a T, String)> {
    let mut value = value;
    let mut pointer = pointer.to_owned();
    // A chain of references has at most as many links as there are components, unless it is a cycle.
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
    Err(Error::at(pointer, "the reference refers to itself")
        .help("refer to a component that is not itself a reference"))
}
