//! Reads a spec: checks it against the keyword table, which knows positions, and passes everything with a meaning to
//! `openapiv3`, which does not.

use std::collections::BTreeSet;

use openapiv3::OpenAPI;
use serde::Deserialize;
use serde_json::{Map, Value};

use super::extensions::{self, PASSED_OVER};
use super::keywords::{PARAMETER, SCHEMA, SPEC};
use super::object::{Key, Meaning, Object, Values};
use crate::error::{Error, Result};
use crate::model::{Note, Slip};
use crate::source::{escape, unescape};

/// How deep schemas may be nested. `openapiv3` needs much stack for each level. The Atlas spec has only a few.
const MAX_DEPTH: usize = 16;

/// The merge key of YAML 1.1, which the parser reads like any other key.
const MERGE: &str = "<<";

const MERGE_HELP: &str = "write out what the merge key `<<` stands for";

/// A spec, read.
pub struct Read {
    /// Everything with a meaning for a client.
    pub openapi: OpenAPI,
    /// Unknown extensions and deviations from OpenAPI, each with the first place that has it.
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

/// Checks that a tree is a spec. Comes first, because other versions have other keywords.
///
/// # Errors
/// It is empty, not a mapping, or not OpenAPI 3.0.
pub fn check_version(tree: &Value) -> Result<()> {
    let message = match (tree.get("openapi"), tree.as_object()) {
        (Some(version), _) if text(version) == "3.0" || text(version).starts_with("3.0.") => {
            return Ok(());
        }
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
    /// The extensions noted so far, with the kind of object.
    noted: BTreeSet<(String, &'static str)>,
    /// The deviations noted so far, with the kind of object.
    slips: BTreeSet<(Slip, &'static str)>,
    /// The current position.
    pointer: String,
    /// The number of enclosing schemas.
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

    /// The part of an object that has a meaning.
    fn object(&mut self, object: &'static Object, value: &Value) -> Result<Value> {
        let empty = Map::new();
        let fields = match value {
            Value::Object(fields) => fields,
            // A key without a value.
            Value::Null => {
                let key = self.pointer.rsplit('/').next().unwrap_or_default();
                self.slip(Slip::Empty(unescape(key)), object);
                &empty
            }
            _ => return Err(self.error(format!("this {} must be a mapping", object.name))),
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
        if self.is_reference(object, fields)? {
            kept.insert("$ref".to_owned(), fields["$ref"].clone());
        } else {
            self.is_complete(object, fields)?;
            for (key, value) in fields {
                if let Some(value) = self.field(object, key, value)? {
                    kept.insert(key.clone(), value);
                }
            }
            // `openapiv3` requires them, but a client does not.
            for key in object.formal.iter().copied() {
                if fields.get(key).is_none_or(Value::is_null) {
                    self.slip(Slip::Missing(key), object);
                }
                if !kept.contains_key(key) {
                    kept.insert(key.to_owned(), self.neutral(object, key)?);
                }
            }
            if std::ptr::eq(object, &SCHEMA) {
                self.settle_enum(&mut kept)?;
            }
            if std::ptr::eq(object, &PARAMETER) {
                self.check_style(&kept)?;
            }
        }
        self.depth -= levels;
        Ok(Value::Object(kept))
    }

    /// The value of one keyword of an object, if it has a meaning.
    fn field(
        &mut self,
        object: &'static Object,
        key: &str,
        value: &Value,
    ) -> Result<Option<Value>> {
        let keywords = object.keywords;
        let found = keywords.binary_search_by(|(known, ..)| (*known).cmp(key));
        let (values, meaning) = match found.ok().map(|index| keywords[index]) {
            Some((_, values, meaning)) => (values, meaning),
            None if key.starts_with("x-") => match self.extension(object, key) {
                Some(values) => (values, Meaning::Modeled),
                None => return Ok(None),
            },
            None => {
                return self.inside(key, |reader| {
                    let message = format!("unsupported keyword `{key}` in this {}", object.name);
                    let help = match key {
                        MERGE => MERGE_HELP,
                        _ => "delete it with a correction at this pointer in spec/corrections.yaml",
                    };
                    Err(reader.error(message).help(help))
                });
            }
        };
        match meaning {
            Meaning::Ignored => Ok(None),
            Meaning::Modeled if value.is_null() && !matches!(values, Values::Any) => {
                self.inside(key, |reader| {
                    reader.slip(Slip::Null(key.to_owned()), object);
                    Ok(None)
                })
            }
            Meaning::Modeled => self
                .inside(key, |reader| reader.value(object, key, values, value))
                .map(Some),
        }
    }

    fn value(
        &mut self,
        object: &'static Object,
        key: &str,
        values: Values,
        value: &Value,
    ) -> Result<Value> {
        let mut value = value;
        let coerced;
        if let Some(expected) = values.mismatch(value) {
            // Our own extensions are in files of ours, where a mistake is easily corrected.
            let possible = match extensions::is_ours(key) {
                true => None,
                false => values.coerced(value),
            };
            let Some(used) = possible else {
                let message = format!("expected {expected}, found `{}`", shorten(value));
                let error = self.error(message);
                return Err(match values {
                    Values::Texts => {
                        error.help("write a list, and quote items that look like numbers")
                    }
                    _ => error,
                });
            };
            let slip = Slip::Type {
                keyword: key.to_owned(),
                found: shorten(value),
                used: shorten(&used),
            };
            self.slip(slip, object);
            coerced = used;
            value = &coerced;
        }
        match (values, value) {
            (Values::Texts | Values::Enumeration, Value::Array(items)) => {
                Ok(self.without_repeated(object, key, items))
            }
            (Values::One(object), _) | (Values::OneOrFlag(object), Value::Object(_)) => {
                self.object(object, value)
            }
            (Values::List(object), Value::Array(items)) => {
                if items.iter().any(Value::is_null) {
                    self.slip(Slip::Null(format!("an item of {key}")), object);
                }
                let items = items.iter().enumerate().filter(|(_, item)| !item.is_null());
                let items = items.map(|(index, item)| {
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
                    kept.insert(keys.canonical(key), value);
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
            Some(problem) => {
                let error = self.error(format!("invalid key `{key}`: {problem}"));
                Err(error.help(match (key, keys) {
                    (MERGE, _) => MERGE_HELP,
                    (_, Key::Path) => "write a path such as `/groups/{groupId}`, or leave it out in spec/corrections.yaml",
                    (_, Key::Status) => "write three digits, such as `204`",
                    (_, Key::Component | Key::Text) => {
                        "give the component another name, and correct each `$ref` to it"
                    }
                }))
            }
            None => self.object(object, value),
        }
    }

    /// What an extension accepts, if it is part of the model. An unknown one is noted.
    fn extension(&mut self, object: &'static Object, key: &str) -> Option<Values> {
        let values = extensions::values(key, object.name);
        if values.is_some() {
            return values;
        }
        // It may occur in hundreds of places. One is enough to find it.
        if !PASSED_OVER.contains(&key) && self.noted.insert((key.to_owned(), object.name)) {
            self.notes.push(Note::UnknownExtension {
                name: key.to_owned(),
                object: object.name,
                pointer: self.pointer.clone(),
            });
        }
        None
    }

    /// Notes a deviation from OpenAPI that makes no difference to a client.
    fn slip(&mut self, slip: Slip, object: &'static Object) {
        if self.slips.insert((slip.clone(), object.name)) {
            self.notes.push(Note::Slip {
                slip,
                object: object.name,
                pointer: self.pointer.clone(),
            });
        }
    }

    /// The neutral value of a missing keyword.
    fn neutral(&mut self, object: &'static Object, key: &'static str) -> Result<Value> {
        let found = object.keywords.iter().find(|(known, ..)| *known == key);
        match found {
            Some((_, Values::One(inner), _)) => {
                self.inside(key, |reader| reader.object(inner, &Map::new().into()))
            }
            _ => Ok("".into()),
        }
    }

    /// A list without repeated items.
    fn without_repeated(&mut self, object: &'static Object, key: &str, items: &[Value]) -> Value {
        let mut kept: Vec<Value> = Vec::with_capacity(items.len());
        let mut seen = BTreeSet::new();
        for item in items {
            if seen.insert(item.to_string()) {
                kept.push(item.clone());
            } else {
                let slip = Slip::Repeated {
                    keyword: key.to_owned(),
                    item: shorten(item),
                };
                self.slip(slip, object);
            }
        }
        kept.into()
    }

    /// Normalizes the values of a string enum: YAML reads `7` as a number, and `null` only repeats `nullable`.
    fn settle_enum(&mut self, schema: &mut Map<String, Value>) -> Result<()> {
        if schema.get("type").and_then(Value::as_str) != Some("string") {
            return Ok(());
        }
        let is_nullable = schema.get("nullable") == Some(&Value::Bool(true));
        let Some(Value::Array(values)) = schema.get_mut("enum") else {
            return Ok(());
        };
        if let Some(index) = values.iter().position(Value::is_f64) {
            let message = format!(
                "`{}` is a number in an enum of strings, and numbers such as 1.0 and 1.00 are the same",
                values[index]
            );
            let mut error = self
                .error(message)
                .help("quote the value, as the service spells it");
            error.location.pointer = Some(format!("{}/enum/{index}", self.pointer));
            return Err(error);
        }
        if values.iter().any(Value::is_null) {
            values.retain(|value| !value.is_null());
            if !is_nullable {
                self.slip(Slip::Null("an item of enum".to_owned()), &SCHEMA);
            }
        }
        for value in values {
            if let Some(used) = Values::Text.coerced(value) {
                let slip = Slip::Type {
                    keyword: "enum".to_owned(),
                    found: shorten(value),
                    used: shorten(&used),
                };
                self.slip(slip, &SCHEMA);
                *value = used;
            }
        }
        Ok(())
    }

    /// OpenAPI 3.0 ignores keywords next to a `$ref`.
    fn is_reference(
        &mut self,
        object: &'static Object,
        fields: &Map<String, Value>,
    ) -> Result<bool> {
        let Some(reference) = fields.get("$ref") else {
            return Ok(false);
        };
        if !reference.is_string() {
            let mut error =
                self.error(format!("expected a string, found `{}`", shorten(reference)));
            error.location.pointer = Some(format!("{}/$ref", self.pointer));
            return Err(error);
        }
        for other in fields.keys().filter(|key| *key != "$ref") {
            self.slip(Slip::BesideReference(other.clone()), object);
        }
        Ok(true)
    }

    fn is_complete(&self, object: &Object, fields: &Map<String, Value>) -> Result<()> {
        match object
            .required
            .iter()
            .find(|key| fields.get(**key).is_none_or(Value::is_null))
        {
            Some(key) => Err(self
                .error(format!("this {} has no `{key}`", object.name))
                .help(match self.pointer.is_empty() {
                    true => "this is not a whole OpenAPI spec".to_owned(),
                    false => format!("add `{key}` with a correction in spec/corrections.yaml"),
                })),
            None => Ok(()),
        }
    }

    /// Rejects parameter styles that the runtime does not write.
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

/// The beginning of a value, for messages.
pub fn shorten(value: &Value) -> String {
    let text = value.to_string();
    match text.char_indices().nth(120) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}
