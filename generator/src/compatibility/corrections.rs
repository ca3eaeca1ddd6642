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
//!   reason: Properties of these names get `format: password` for their strings, so that `Debug` hides them.
//! - leave-out: GET /pets/{petId}/odd
//!   reason: The crate does not have this operation.
//! - read-only: [ConnectionStrings]
//!   reason: The service sets them. Without this, a mark on a schema does not apply to properties that refer to it.
//! - settable: [HardwareSpec, PolicyItem.id]
//!   reason: The schema, or the property, is marked read-only, but clients send it.
//! ```
//!
//! A correction is stale if it does not find what it corrects, or if it changes nothing because upstream fixed the
//! spec.

use std::collections::BTreeSet;

use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value};

use super::entries::{Entries, Stale};
use super::enum_names::EnumNames;
use super::leave_out::leave_out;
use super::read_only;
use crate::error::Error;
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
        /// The JSON pointers of other enums with this name, whatever their values.
        at: BTreeSet<String>,
        /// The JSON pointers of enums without this name that have its values.
        except: BTreeSet<String>,
    },
    /// Marks properties as secrets.
    Secret {
        /// The names of the properties.
        properties: BTreeSet<String>,
    },
    /// Leaves out an operation.
    LeaveOut {
        /// The operation, as `GET /path`.
        operation: String,
    },
    /// Decides whether schemas and properties are read-only.
    ReadOnly {
        /// Names of schemas, or of properties, as `Schema.property`.
        places: BTreeSet<String>,
        /// Whether they are.
        holds: bool,
    },
}

/// A correction as written in the file.
#[derive(Deserialize)]
#[serde(deny_unknown_fields, expecting = "a correction, which is a mapping")]
struct Entry {
    at: Option<Places>,
    #[serde(default, deserialize_with = "present")]
    was: Option<Value>,
    #[serde(default, deserialize_with = "present")]
    now: Option<Value>,
    name: Option<String>,
    #[serde(rename = "enum")]
    values: Option<BTreeSet<String>>,
    #[serde(default)]
    except: BTreeSet<String>,
    secret: Option<BTreeSet<String>>,
    #[serde(rename = "leave-out")]
    leave_out: Option<String>,
    #[serde(rename = "read-only")]
    read_only: Option<BTreeSet<String>>,
    settable: Option<BTreeSet<String>>,
    reason: String,
}

/// One JSON pointer, or several.
#[derive(Deserialize)]
#[serde(try_from = "Value")]
enum Places {
    One(String),
    Several(BTreeSet<String>),
}

impl TryFrom<Value> for Places {
    type Error = String;

    fn try_from(value: Value) -> Result<Self, String> {
        let text = |value: &Value| value.as_str().map(str::to_owned);
        let several = value.as_array().map(|all| all.iter().map(text).collect());
        match (text(&value), several) {
            (Some(one), _) => Ok(Self::One(one)),
            (None, Some(Some(several))) => Ok(Self::Several(several)),
            _ => Err(format!(
                "`at` is {}, and not a JSON pointer or a list of them",
                shorten(&value)
            )),
        }
    }
}

fn pointer(at: String) -> Result<String, String> {
    match at.starts_with('/') {
        true => Ok(at),
        false => Err(format!(
            "`{at}` is not a JSON pointer: it must start with `/`"
        )),
    }
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
        let Entry {
            at,
            was,
            now,
            name,
            values,
            except,
            secret,
            leave_out,
            read_only,
            settable,
            reason: _,
        } = entry;
        if name.is_none() && !except.is_empty() {
            return Err("`except` needs `name` and `enum`".to_owned());
        }
        let (change, name) = ((was, now), (name, values));
        match (at, change, name, secret, leave_out, read_only, settable) {
            (Some(Places::One(at)), (was, now), (None, None), None, None, None, None)
                if was.is_some() || now.is_some() =>
            {
                let at = pointer(at)?;
                Ok(Self::Replace { at, was, now })
            }
            (at, (None, None), (Some(name), Some(values)), None, None, None, None) => {
                let at = match at {
                    None => BTreeSet::new(),
                    Some(Places::One(at)) => BTreeSet::from([at]),
                    Some(Places::Several(at)) => at,
                };
                let at = at.into_iter().map(pointer).collect::<Result<_, _>>()?;
                let except = except.into_iter().map(pointer).collect::<Result<_, _>>()?;
                Ok(Self::Name {
                    name,
                    values,
                    at,
                    except,
                })
            }
            (None, (None, None), (None, None), Some(properties), None, None, None)
                if !properties.is_empty() =>
            {
                Ok(Self::Secret { properties })
            }
            (None, (None, None), (None, None), None, Some(operation), None, None) => {
                match operation.split_once(' ') {
                    Some((_, path)) if path.starts_with('/') => Ok(Self::LeaveOut { operation }),
                    _ => Err(format!(
                        "`{operation}` is not an operation: write it as `GET /path`"
                    )),
                }
            }
            (None, (None, None), (None, None), None, None, Some(places), None)
                if !places.is_empty() =>
            {
                let holds = true;
                Ok(Self::ReadOnly { places, holds })
            }
            (None, (None, None), (None, None), None, None, None, Some(places))
                if !places.is_empty() =>
            {
                let holds = false;
                Ok(Self::ReadOnly { places, holds })
            }
            _ => Err("these keys can't be combined in one entry".to_owned()),
        }
    }
}

const HELP: &str = "upstream has changed here; adapt the correction or delete it";

impl Entries for Corrections {
    type Target = Document;

    const FORM: &'static str = "a correction has `reason` and one of: `at` with `was`, `now` or both; \
                                `name` with `enum`; `secret` with names of properties; `leave-out` with an operation; \
                                `read-only` or `settable` with schemas, or properties as `Schema.property`";

    fn count(&self) -> usize {
        self.0.len()
    }

    fn apply(&self, _: &Document, target: &mut Document) -> Vec<Stale> {
        let mut stale: Vec<(usize, Problem)> = Vec::new();
        let mut names = EnumNames::default();
        for (index, correction) in self.0.iter().enumerate() {
            match correction {
                Correction::Replace { at, was, now } => {
                    let replaced = replace(target, at, was.as_ref(), now.as_ref());
                    stale.extend(replaced.err().map(|problem| (index, problem)));
                }
                Correction::Name {
                    name,
                    values,
                    at,
                    except,
                } => {
                    names.except(index, name, except);
                    if !names.add(index, name, values, at) {
                        let message = format!("the values of `{name}` have two names");
                        stale.push((index, Problem::conflict(message)));
                    }
                }
                Correction::Secret { properties } => {
                    let mut missing = properties.iter().map(String::as_str).collect();
                    mark_secrets(target.tree_mut(), properties, &mut missing);
                    let missing = missing.iter().map(|name| {
                        let message =
                            format!("`secret: {name}` matches no unmasked string property");
                        (index, Problem::of_item(name, message))
                    });
                    stale.extend(missing);
                }
                Correction::LeaveOut { operation } => {
                    if !leave_out(target.tree_mut(), operation) {
                        let message = format!("the spec has no operation `{operation}`");
                        stale.push((index, Problem::obsolete(message)));
                    }
                }
                // Other corrections may change the marks that these decide on, so they come last.
                Correction::ReadOnly { .. } => {}
            }
        }
        for (index, correction) in self.0.iter().enumerate() {
            if let Correction::ReadOnly { places, holds } = correction {
                let problems = places.iter().filter_map(|place| {
                    let message = read_only::decide(target, place, *holds).err()?;
                    Some((index, Problem::of_item(place, message)))
                });
                stale.extend(problems);
            }
        }
        // One walk for all names, because the spec is large.
        let unused = names.set(target.tree_mut()).into_iter();
        stale.extend(unused.map(|it| {
            let problem = Problem {
                message: it.message,
                obsolete: true,
                item: it.place,
            };
            (it.entry, problem)
        }));
        stale.sort_by_key(|(index, _)| *index);
        let stale = stale.into_iter().map(|(entry, problem)| Stale {
            entry,
            error: Error::at(format!("/{entry}"), problem.message).help(HELP),
            obsolete: problem.obsolete,
            item: problem.item,
        });
        stale.collect()
    }
}

/// Why a correction does not apply.
struct Problem {
    message: String,
    /// Whether the correction is no longer needed, because upstream fixed the spec.
    obsolete: bool,
    /// The item that it is about, if the correction is a list.
    item: Option<String>,
}

impl Problem {
    fn conflict(message: String) -> Self {
        Self {
            message,
            obsolete: false,
            item: None,
        }
    }

    fn obsolete(message: String) -> Self {
        Self {
            message,
            obsolete: true,
            item: None,
        }
    }

    /// An item that is no longer needed.
    fn of_item(item: &str, message: String) -> Self {
        Self {
            item: Some(item.to_owned()),
            ..Self::obsolete(message)
        }
    }
}

/// Whether a key is an index of RFC 6901.
fn is_index(key: &str) -> bool {
    key == "0" || !key.starts_with(['0', '+']) && key.parse::<usize>().is_ok()
}

fn replace(
    target: &mut Document,
    at: &str,
    was: Option<&Value>,
    now: Option<&Value>,
) -> Result<(), Problem> {
    let list = at.rsplit_once('/').and_then(|(parent, key)| {
        let items = target.tree().pointer(parent)?.as_array()?;
        Some((items.len(), key))
    });
    if let Some((length, key)) = list
        && !(is_index(key) || key == "-" && was.is_none())
    {
        return Err(Problem::conflict(format!(
            "`{key}` in {at} is not the index of an item: the list has {length}, counted from 0"
        )));
    }
    let found = target.tree().pointer(at);
    if found == now {
        let message = format!("redundant correction: the spec already has this at {at}");
        return Err(Problem::obsolete(message));
    }
    let (parent, key) = at
        .rsplit_once('/')
        .ok_or_else(|| Problem::conflict("the whole spec can't be replaced".to_owned()))?;
    if target.tree().pointer(parent).is_none() {
        return Err(Problem::obsolete(format!("the spec has no {parent}")));
    }
    if found != was {
        let found = found.map_or_else(|| "nothing".to_owned(), shorten);
        return Err(Problem::conflict(format!(
            "the correction expects a different value at {at}: the spec has {found}"
        )));
    }
    let key = unescape(key);
    let parent = target
        .tree_mut()
        .pointer_mut(parent)
        .ok_or_else(|| Problem::obsolete(format!("the spec has no {parent}")))?;
    match (parent, now) {
        (Value::Object(fields), Some(now)) => {
            fields.insert(key, now.clone());
        }
        (Value::Object(fields), None) => {
            fields.remove(&key);
        }
        // RFC 6901: the position after the last item.
        (Value::Array(items), Some(now)) if key == "-" => {
            if items.contains(now) {
                let item = shorten(now);
                let message = format!("redundant correction: the list of {at} already has {item}");
                return Err(Problem::obsolete(message));
            }
            items.push(now.clone());
        }
        (Value::Array(items), now) => {
            let index = key
                .parse::<usize>()
                .ok()
                .filter(|index| *index < items.len());
            let index =
                index.ok_or_else(|| Problem::conflict(format!("the list has no item {at}")))?;
            match now {
                Some(now) => items[index] = now.clone(),
                None => drop(items.remove(index)),
            }
        }
        _ => {
            let message = format!("{at} leads into a value that is neither a mapping nor a list");
            return Err(Problem::conflict(message));
        }
    }
    Ok(())
}

/// Gives properties with these names `format: password`, if they are strings, or lists or maps of strings, and removes
/// the names that it finds from `missing`.
fn mark_secrets<'a>(
    value: &mut Value,
    properties: &'a BTreeSet<String>,
    missing: &mut BTreeSet<&'a str>,
) {
    match value {
        Value::Object(fields) => {
            if let Some(Value::Object(own)) = fields.get_mut("properties") {
                for name in properties {
                    let text = own.get_mut(name).and_then(text_of);
                    if let Some(text) = text.filter(|it| !it.contains_key("format")) {
                        text.insert("format".to_owned(), "password".into());
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

/// The schema of the strings of a property: its own, or that of the items of a list, or of the values of a map.
fn text_of(schema: &mut Value) -> Option<&mut Map<String, Value>> {
    match schema["type"].as_str()? {
        "string" => schema.as_object_mut(),
        "array" => text_of(schema.get_mut("items")?),
        "object" => text_of(schema.get_mut("additionalProperties")?),
        _ => None,
    }
}
