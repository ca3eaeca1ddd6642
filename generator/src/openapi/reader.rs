//! Reads a spec: checks it against the keyword table, which knows where each value stands, and hands
//! what has a meaning to `openapiv3`, which does not.

use std::collections::BTreeSet;

use openapiv3::OpenAPI;
use serde::Deserialize;
use serde_json::{Map, Value};

use super::extensions::{PASSED_OVER, READ};
use super::keywords::{PARAMETER, RESPONSE, SCHEMA, SPEC};
use super::object::{Key, Meaning, Object, Values};
use crate::error::{Error, Result};
use crate::model::Note;
use crate::source::escape;

/// How deep schemas may be nested in one another. `openapiv3` needs much of the stack for each level;
/// the Atlas spec has a few.
const MAX_DEPTH: usize = 16;

/// A spec, read.
pub struct Read {
    /// What has a meaning for a client.
    pub openapi: OpenAPI,
    /// Unknown extensions, each with the first place that has it.
    pub notes: Vec<Note>,
}

/// Reads a spec.
///
/// # Errors
/// It is not OpenAPI 3.0, or has a keyword or a value that the generator does not accept.
pub fn read(tree: &Value) -> Result<Read> {
    check_version(tree)?;
    let mut reader = Reader::default();
    let meaning = reader.object(&SPEC, tree)?;
    let openapi = OpenAPI::deserialize(meaning)
        .map_err(|error| Error::at("", format!("`openapiv3` can't read the spec: {error}")))?;
    Ok(Read {
        openapi,
        notes: reader.notes,
    })
}

/// Other versions have other keywords, so this comes first.
fn check_version(tree: &Value) -> Result<()> {
    let message = match (tree.get("openapi"), tree.as_object()) {
        (Some(Value::String(version)), _) if version.starts_with("3.0.") => return Ok(()),
        (Some(version), _) => format!("unsupported OpenAPI version `{}`", text(version)),
        (None, Some(_)) => "the spec has no `openapi` version".to_owned(),
        (None, None) if tree.is_null() => "the spec is empty".to_owned(),
        (None, None) => "the spec is not a mapping".to_owned(),
    };
    Err(Error::at("/openapi", message).help("an OpenAPI 3.0 spec starts with `openapi: 3.0.1`"))
}

fn text(value: &Value) -> String {
    value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned)
}

#[derive(Default)]
struct Reader {
    notes: Vec<Note>,
    /// The extensions noted so far, each with the kind of object.
    noted: BTreeSet<(String, &'static str)>,
    /// Where the reader is; grown and cut as it goes.
    pointer: String,
    /// How many schemas are around it.
    depth: usize,
}

impl Reader {
    fn inside<T>(&mut self, key: &str, visit: impl FnOnce(&mut Self) -> Result<T>) -> Result<T> {
        let length = self.pointer.len();
        self.pointer.push('/');
        self.pointer.push_str(&escape(key));
        let value = visit(self)?;
        self.pointer.truncate(length);
        Ok(value)
    }

    /// What has a meaning in an object.
    fn object(&mut self, object: &'static Object, value: &Value) -> Result<Value> {
        let Some(fields) = value.as_object() else {
            return Err(self.error(format!("this {} must be a mapping", object.name)));
        };
        let levels = usize::from(std::ptr::eq(object, &SCHEMA));
        self.depth += levels;
        if self.depth > MAX_DEPTH {
            let message = format!("schemas are nested more than {MAX_DEPTH} levels deep");
            return Err(self
                .error(message)
                .help("give the inner schemas names under `components`"));
        }
        let mut kept = Map::new();
        if self.is_reference(fields)? {
            kept.insert("$ref".to_owned(), fields["$ref"].clone());
        } else {
            self.is_complete(object, fields)?;
            for (key, value) in fields {
                if let Some(value) = self.field(object, key, value)? {
                    kept.insert(key.clone(), value);
                }
            }
            // `openapiv3` wants one, and a client does not.
            if std::ptr::eq(object, &RESPONSE) {
                kept.insert("description".to_owned(), "".into());
            }
            if std::ptr::eq(object, &PARAMETER) {
                self.check_style(&kept)?;
            }
        }
        self.depth -= levels;
        Ok(Value::Object(kept))
    }

    /// The meaning of one keyword of an object, if it has one.
    fn field(
        &mut self,
        object: &'static Object,
        key: &str,
        value: &Value,
    ) -> Result<Option<Value>> {
        let keywords = object.keywords;
        let Ok(index) = keywords.binary_search_by(|(known, ..)| (*known).cmp(key)) else {
            return match key.starts_with("x-") {
                true => Ok(self.extension(object, key).then(|| value.clone())),
                false => self.inside(key, |reader| {
                    let message = format!("unsupported keyword `{key}` in this {}", object.name);
                    let help =
                        "delete it with a correction of this pointer in spec/corrections.yaml";
                    Err(reader.error(message).help(help))
                }),
            };
        };
        let (_, values, meaning) = keywords[index];
        match meaning {
            Meaning::Ignored => Ok(None),
            Meaning::Modeled => self
                .inside(key, |reader| reader.value(values, value))
                .map(Some),
        }
    }

    fn value(&mut self, values: Values, value: &Value) -> Result<Value> {
        if let Some(expected) = values.mismatch(value) {
            return Err(self.error(format!("expected {expected}, found `{}`", shorten(value))));
        }
        match (values, value) {
            (Values::One(object), _) | (Values::OneOrFlag(object), Value::Object(_)) => {
                self.object(object, value)
            }
            (Values::List(object), Value::Array(items)) => {
                let items = items.iter().enumerate().map(|(index, item)| {
                    self.inside(&index.to_string(), |reader| reader.object(object, item))
                });
                items.collect()
            }
            (Values::Named(object, keys), Value::Object(entries)) => {
                let mut kept = Map::new();
                for (key, value) in entries {
                    // An extension of the mapping itself.
                    if key.starts_with("x-") && !value.is_object() {
                        continue;
                    }
                    let value =
                        self.inside(key, |reader| reader.named(object, keys, key, value))?;
                    kept.insert(key.clone(), value);
                }
                Ok(Value::Object(kept))
            }
            _ => Ok(value.clone()),
        }
    }

    fn named(
        &mut self,
        object: &'static Object,
        keys: Key,
        key: &str,
        value: &Value,
    ) -> Result<Value> {
        match keys.mismatch(key) {
            Some(problem) => Err(self.error(format!("invalid key `{key}`: {problem}"))),
            None => self.object(object, value),
        }
    }

    /// Whether an extension is read. An unknown one is noted.
    fn extension(&mut self, object: &'static Object, key: &str) -> bool {
        if READ.contains(&key) {
            return true;
        }
        // It may occur in hundreds of places; one is enough to find it.
        if !PASSED_OVER.contains(&key) && self.noted.insert((key.to_owned(), object.name)) {
            self.notes.push(Note::UnknownExtension {
                name: key.to_owned(),
                object: object.name,
                pointer: self.pointer.clone(),
            });
        }
        false
    }

    /// In OpenAPI 3.0 keywords beside a `$ref` are ignored, so they are a mistake.
    fn is_reference(&self, fields: &Map<String, Value>) -> Result<bool> {
        let Some(reference) = fields.get("$ref") else {
            return Ok(false);
        };
        if !reference.is_string() {
            let mut error =
                self.error(format!("expected a string, found `{}`", shorten(reference)));
            error.location.pointer = Some(format!("{}/$ref", self.pointer));
            return Err(error);
        }
        let mut others = fields.keys().filter(|key| *key != "$ref");
        match others.next() {
            None => Ok(true),
            Some(other) => {
                let help = "OpenAPI 3.0 ignores it; move it into the schema that `$ref` names";
                Err(self
                    .error(format!("`{other}` beside `$ref` would be ignored"))
                    .help(help))
            }
        }
    }

    fn is_complete(&self, object: &Object, fields: &Map<String, Value>) -> Result<()> {
        match object
            .required
            .iter()
            .find(|key| !fields.contains_key(**key))
        {
            Some(key) => Err(self.error(format!("this {} has no `{key}`", object.name))),
            None => Ok(()),
        }
    }

    /// The styles that the runtime writes, by the location of the parameter.
    fn check_style(&self, parameter: &Map<String, Value>) -> Result<()> {
        let text = |key: &str| parameter.get(key).and_then(Value::as_str);
        let location = text("in").unwrap_or_default();
        let known = match location {
            "path" | "header" => "simple",
            "query" => "form",
            _ => {
                let mut error = self.error(format!("unsupported parameter location `{location}`"));
                error.location.pointer = Some(format!("{}/in", self.pointer));
                return Err(error.help("supported locations: path, query, header"));
            }
        };
        match text("style").filter(|style| *style != known) {
            None => Ok(()),
            Some(style) => {
                let mut error = self.error(format!("unsupported {location} style `{style}`"));
                error.location.pointer = Some(format!("{}/style", self.pointer));
                Err(error.help(format!("supported styles: {known}")))
            }
        }
    }

    fn error(&self, message: impl Into<String>) -> Error {
        Error::at(&self.pointer, message)
    }
}

/// The beginning of a value, for a message.
pub fn shorten(value: &Value) -> String {
    let text = value.to_string();
    match text.char_indices().nth(120) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}
