//! The Rust names that corrections give to properties, enum values and parameters.

use std::collections::BTreeMap;

use indexmap::IndexMap;
use serde_json::Value;

use super::keywords::Keywords;
use crate::error::{Error, Result};
use crate::model::SchemaKind;
use crate::openapi::extensions::{NAME, NAMES};
use crate::openapi::shorten;
use crate::source::escape;

impl Keywords<'_> {
    /// The Rust names of the schema's own properties, by wire name.
    pub fn property_names(&self, pointer: &str) -> Result<BTreeMap<String, String>> {
        let has = |name: &str| self.properties.is_some_and(|own| own.contains_key(name));
        self.names(pointer, has)
    }

    /// The Rust names of the values of an enum. No other schema without properties can have names.
    pub fn value_names(
        &self,
        kind: Option<&SchemaKind>,
        pointer: &str,
    ) -> Result<BTreeMap<String, String>> {
        match kind {
            Some(SchemaKind::Object(_) | SchemaKind::Union(_)) => Ok(BTreeMap::new()),
            Some(SchemaKind::Enum(values)) => {
                self.names(pointer, |name| values.iter().any(|value| value == name))
            }
            Some(SchemaKind::Alias(_)) | None => self.names(pointer, |_| false),
        }
    }

    fn names(&self, pointer: &str, has: impl Fn(&str) -> bool) -> Result<BTreeMap<String, String>> {
        let Some(names) = self.names else {
            return Ok(BTreeMap::new());
        };
        let pointer = format!("{pointer}/{NAMES}");
        let Value::Object(names) = names else {
            let message = format!("expected a mapping of names, found `{}`", shorten(names));
            let help = "write the Rust name of each property or value, such as `{area²: area}`";
            return Err(Error::at(pointer, message).help(help));
        };
        let names = names.iter().map(|(wire, name)| {
            let pointer = format!("{pointer}/{}", escape(wire));
            if !has(wire) {
                let message = format!("this schema has no property or value `{wire}` of its own");
                let help = "move the name to the schema that lists it, or delete it";
                return Err(Error::at(pointer, message).help(help));
            }
            Ok((wire.clone(), text(name, &pointer)?))
        });
        names.collect()
    }
}

/// The Rust name of a parameter.
pub fn parameter_name(
    extensions: &IndexMap<String, Value>,
    pointer: &str,
) -> Result<Option<String>> {
    let name = extensions.get(NAME);
    name.map(|name| text(name, &format!("{pointer}/{NAME}")))
        .transpose()
}

fn text(name: &Value, pointer: &str) -> Result<String> {
    let text = name.as_str().map(str::to_owned);
    text.ok_or_else(|| {
        let message = format!("expected a name, found `{}`", shorten(name));
        Error::at(pointer, message).help("write a name, such as `other_name`")
    })
}
