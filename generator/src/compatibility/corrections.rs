//! Our own corrections of the spec (`spec/corrections.yaml`), each with its reason.
//!
//! ```yaml
//! - at: /components/schemas/Pet/properties/age
//!   was: {type: string}
//!   now: {type: integer}
//!   reason: The service sends a number.
//! - at: /components/schemas/Pet/properties/extra
//!   was: {type: string}
//!   reason: Without `now` the value is removed; without `was` it is added.
//! - name: CloudProvider
//!   enum: [AWS, AZURE, GCP]
//!   reason: Inline enums with exactly these values get this name.
//! - secret: [password, privateKey]
//!   reason: String properties of these names get `format: password`, so that `Debug` hides them.
//! ```
//!
//! A correction that does not find what it corrects, or that changes nothing because upstream fixed it,
//! is stale.

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value};

use super::entries::{Entries, Stale};
use crate::error::Error;
use crate::openapi::extensions::NAME;
use crate::openapi::shorten;
use crate::source::{Document, unescape};

/// The list.
#[derive(Debug, Default, Deserialize)]
#[serde(transparent)]
pub struct Corrections(pub Vec<Correction>);

/// One correction.
#[derive(Debug, Deserialize)]
#[serde(try_from = "Entry")]
pub enum Correction {
    /// Replaces, adds or removes a value of the spec.
    Replace {
        /// The JSON pointer of the value.
        at: String,
        /// The value in the spec.
        was: Option<Value>,
        /// The correct value.
        now: Option<Value>,
    },
    /// Names inline enums.
    Name {
        /// The name.
        name: String,
        /// Exactly the values of these enums.
        values: BTreeSet<String>,
    },
    /// Marks properties as secrets.
    Secret {
        /// The names of the properties.
        properties: BTreeSet<String>,
    },
}

/// A correction as written in the file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    at: Option<String>,
    #[serde(default, deserialize_with = "present")]
    was: Option<Value>,
    #[serde(default, deserialize_with = "present")]
    now: Option<Value>,
    name: Option<String>,
    #[serde(rename = "enum")]
    values: Option<BTreeSet<String>>,
    secret: Option<BTreeSet<String>>,
    reason: String,
}

/// Distinguishes `null` from an absent value.
fn present<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<Value>, D::Error> {
    Value::deserialize(deserializer).map(Some)
}

impl TryFrom<Entry> for Correction {
    type Error = String;

    fn try_from(entry: Entry) -> Result<Self, String> {
        if entry.reason.is_empty() {
            return Err("`reason` is empty".to_owned());
        }
        match entry {
            Entry {
                at: Some(at),
                was,
                now,
                name: None,
                values: None,
                secret: None,
                ..
            } if was.is_some() || now.is_some() => match at.starts_with('/') {
                true => Ok(Self::Replace { at, was, now }),
                false => Err(format!(
                    "`{at}` is not a JSON pointer: it must start with `/`"
                )),
            },
            Entry {
                at: None,
                was: None,
                now: None,
                name: Some(name),
                values: Some(values),
                secret: None,
                ..
            } => Ok(Self::Name { name, values }),
            Entry {
                at: None,
                was: None,
                now: None,
                name: None,
                values: None,
                secret: Some(properties),
                ..
            } if !properties.is_empty() => Ok(Self::Secret { properties }),
            _ => Err("these keys don't make one correction".to_owned()),
        }
    }
}

const HELP: &str = "upstream has changed here; adapt the correction or delete it";

impl Entries for Corrections {
    type Target = Document;

    const FORM: &'static str = "a correction has `reason` and one of: `at` with `was`, `now` or both; \
                                `name` with `enum`; `secret` with names of properties";

    fn count(&self) -> usize {
        self.0.len()
    }

    fn apply(&self, _: &Document, target: &mut Document) -> Vec<Stale> {
        let mut stale: Vec<(usize, String)> = Vec::new();
        let mut names = Names::new();
        for (index, correction) in self.0.iter().enumerate() {
            match correction {
                Correction::Replace { at, was, now } => {
                    let replaced = replace(target, at, was.as_ref(), now.as_ref());
                    stale.extend(replaced.err().map(|message| (index, message)));
                }
                Correction::Name { name, values } => {
                    // A `BTreeSet` is sorted.
                    let key: Vec<_> = values.iter().map(String::as_str).collect();
                    if names.insert(key.join("\n"), (name, index, 0)).is_some() {
                        stale.push((index, format!("the values of `{name}` have two names")));
                    }
                }
                Correction::Secret { properties } => {
                    let mut missing = properties.iter().map(String::as_str).collect();
                    mark_secrets(target.tree_mut(), properties, &mut missing);
                    let missing = missing.iter().map(|name| {
                        let message =
                            format!("`secret: {name}` matches no unmasked string property");
                        (index, message)
                    });
                    stale.extend(missing);
                }
            }
        }
        // One walk for all names, because the spec is large.
        set_names(target.tree_mut(), &mut names);
        let unused = names.values().filter(|(_, _, count)| *count == 0);
        stale.extend(unused.map(|(name, index, _)| {
            let message = format!("no inline enum has exactly the values of `{name}`");
            (*index, message)
        }));
        stale.sort_by_key(|(index, _)| *index);
        let stale = stale.into_iter().map(|(entry, message)| Stale {
            entry,
            error: Error::at(format!("/{entry}"), message).help(HELP),
        });
        stale.collect()
    }
}

fn replace(
    target: &mut Document,
    at: &str,
    was: Option<&Value>,
    now: Option<&Value>,
) -> Result<(), String> {
    let found = target.tree().pointer(at);
    if found == now {
        return Err(format!(
            "redundant correction: the spec already has this at {at}"
        ));
    }
    if found != was {
        let found = found.map_or_else(|| "nothing".to_owned(), shorten);
        return Err(format!(
            "the correction expects another value at {at}: the spec has {found}"
        ));
    }
    let (parent, key) = at
        .rsplit_once('/')
        .ok_or("the whole spec can't be replaced")?;
    let key = unescape(key);
    let parent = target
        .tree_mut()
        .pointer_mut(parent)
        .ok_or_else(|| format!("the spec has no {parent}"))?;
    match (parent, now) {
        (Value::Object(fields), Some(now)) => {
            fields.insert(key, now.clone());
        }
        (Value::Object(fields), None) => {
            fields.remove(&key);
        }
        (Value::Array(items), now) => {
            let index = key
                .parse::<usize>()
                .ok()
                .filter(|index| *index < items.len());
            let index = index.ok_or_else(|| format!("{at} is not an item of the list"))?;
            match now {
                Some(now) => items[index] = now.clone(),
                None => drop(items.remove(index)),
            }
        }
        _ => return Err(format!("{at} is neither in a mapping nor in a list")),
    }
    Ok(())
}

/// Gives the string properties of these names `format: password`, and takes those it finds out of the
/// missing ones.
fn mark_secrets<'a>(
    value: &mut Value,
    properties: &'a BTreeSet<String>,
    missing: &mut BTreeSet<&'a str>,
) {
    match value {
        Value::Object(fields) => {
            if let Some(Value::Object(own)) = fields.get_mut("properties") {
                for name in properties {
                    let Some(Value::Object(schema)) = own.get_mut(name) else {
                        continue;
                    };
                    let is_text = schema.get("type").and_then(Value::as_str) == Some("string");
                    if is_text && !schema.contains_key("format") {
                        schema.insert("format".to_owned(), "password".into());
                        missing.remove(name.as_str());
                    }
                }
            }
            let inner = fields.values_mut();
            inner.for_each(|value| mark_secrets(value, properties, missing));
        }
        Value::Array(items) => items
            .iter_mut()
            .for_each(|item| mark_secrets(item, properties, missing)),
        _ => {}
    }
}

/// By sorted values, one per line: the name, the index of its correction, and how often it was found.
type Names<'a> = BTreeMap<String, (&'a str, usize, usize)>;

/// Names every enum that has exactly the values of a name.
fn set_names(value: &mut Value, names: &mut Names<'_>) {
    match value {
        Value::Object(fields) => {
            if let Some(name) = name_of(fields, names) {
                fields.insert(NAME.to_owned(), name.into());
            }
            fields
                .values_mut()
                .for_each(|value| set_names(value, names));
        }
        Value::Array(items) => items.iter_mut().for_each(|item| set_names(item, names)),
        _ => {}
    }
}

fn name_of<'a>(fields: &Map<String, Value>, names: &mut Names<'a>) -> Option<&'a str> {
    if fields.get("type")?.as_str() != Some("string") {
        return None;
    }
    let mut values: Vec<&str> = fields
        .get("enum")?
        .as_array()?
        .iter()
        .filter_map(Value::as_str)
        .collect();
    values.sort_unstable();
    let (name, _, count) = names.get_mut(&values.join("\n"))?;
    *count += 1;
    Some(*name)
}
