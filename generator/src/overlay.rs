//! Stage two, overlay: our own corrections of the document, each with its reason.
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
//!   reason: Inline enums with just these values get this name.
//! - secret: [password, privateKey]
//!   reason: Text properties of these names get `format: password`, so that `Debug` does not show them.
//! ```
//!
//! A correction that does not find what it corrects, or that changes nothing because upstream fixed it,
//! is an error: the overlay can't rot.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use crate::document::{Document, unescape};
use crate::error::{Error, Result};

/// The extension by which an inline schema has a name of its own.
pub const NAME: &str = "x-atlas-api-name";

const ENTRY: &str =
    "an entry has `at` with `was` and `now`, or `name` with `enum`, or `secret`; and `reason`";

/// A list of corrections.
#[derive(Debug)]
pub struct Overlay {
    document: Document,
    actions: Vec<Action>,
}

#[derive(Debug)]
enum Action {
    Replace {
        at: String,
        was: Option<Value>,
        now: Option<Value>,
    },
    Name {
        name: String,
        values: BTreeSet<String>,
    },
    Secret {
        properties: BTreeSet<String>,
    },
}

impl Overlay {
    /// Reads an overlay from its document.
    ///
    /// # Errors
    /// An entry is neither a correction nor a name, or has no reason.
    pub fn new(document: Document) -> Result<Self> {
        let entries = match document.tree() {
            Value::Null => Vec::new(),
            Value::Array(entries) => entries.clone(),
            _ => {
                let error = Error::at("", "an overlay is a list of corrections").help(ENTRY);
                return Err(document.locate(error));
            }
        };
        let actions = entries.iter().enumerate().map(|(index, entry)| {
            action(entry).map_err(|message| {
                document.locate(Error::at(format!("/{index}"), message).help(ENTRY))
            })
        });
        let actions = actions.collect::<Result<_>>()?;
        Ok(Self { document, actions })
    }

    /// Applies every correction to the document that they were written for. Answers how many there
    /// are.
    ///
    /// # Errors
    /// A correction matches nothing, or changes nothing.
    pub fn apply(&self, target: &mut Document) -> Result<usize> {
        match self.apply_what_fits(target).into_iter().next() {
            Some(stale) => Err(stale),
            None => Ok(self.actions.len()),
        }
    }

    /// Applies what fits to another document, such as an older one. Answers why the others do not.
    pub fn apply_what_fits(&self, target: &mut Document) -> Vec<Error> {
        let mut stale = Vec::new();
        let mut names = Names::new();
        for (index, action) in self.actions.iter().enumerate() {
            match action {
                Action::Replace { at, was, now } => {
                    let replaced = replace(target, at, was.as_ref(), now.as_ref());
                    stale.extend(replaced.err().map(|message| self.stale(index, message)));
                }
                Action::Name { name, values } => {
                    // A `BTreeSet` is sorted.
                    let key: Vec<_> = values.iter().map(String::as_str).collect();
                    if names.insert(key.join("\n"), (name, index, 0)).is_some() {
                        let message = format!("the values of `{name}` have two names");
                        stale.push(self.stale(index, message));
                    }
                }
                Action::Secret { properties } => {
                    let mut missing = properties.iter().map(String::as_str).collect();
                    mark_secrets(target.tree_mut(), properties, &mut missing);
                    stale.extend(missing.iter().map(|name| {
                        let message = format!("no text property `{name}` is shown any more");
                        self.stale(index, message)
                    }));
                }
            }
        }
        // All names in one walk, as the document is large.
        set_names(target.tree_mut(), &mut names);
        for (name, index, _) in names.values().filter(|(_, _, count)| *count == 0) {
            let message = format!("no inline enum has just the values of `{name}`");
            stale.push(self.stale(*index, message));
        }
        stale.sort_by_key(|error| error.place.line);
        stale
    }

    /// How many corrections there are.
    pub fn len(&self) -> usize {
        self.actions.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.actions.is_empty()
    }

    fn stale(&self, index: usize, message: String) -> Error {
        let help = "upstream has changed here; adapt the correction or delete it";
        self.document
            .locate(Error::at(format!("/{index}"), message).help(help))
    }
}

fn action(entry: &Value) -> Result<Action, String> {
    const KEYS: [&str; 7] = ["at", "was", "now", "name", "enum", "secret", "reason"];
    let fields = entry.as_object().ok_or("an entry is a mapping")?;
    if let Some(key) = fields.keys().find(|key| !KEYS.contains(&key.as_str())) {
        return Err(format!("an entry has no `{key}`"));
    }
    let text = |key: &str| {
        fields
            .get(key)
            .and_then(Value::as_str)
            .filter(|text| !text.is_empty())
    };
    text("reason").ok_or("the entry gives no reason")?;
    let (was, now) = (fields.get("was").cloned(), fields.get("now").cloned());
    let texts = |key: &str| -> Option<BTreeSet<String>> {
        let items = fields.get(key)?.as_array()?.iter();
        items.map(|item| item.as_str().map(str::to_owned)).collect()
    };
    if fields.contains_key("secret") {
        return match (fields.len(), texts("secret")) {
            (2, Some(properties)) if !properties.is_empty() => Ok(Action::Secret { properties }),
            _ => Err("`secret` is a list of the names of properties, beside `reason`".to_owned()),
        };
    }
    match (
        text("at"),
        text("name"),
        fields.get("enum").and_then(Value::as_array),
    ) {
        (Some(at), None, None) if was.is_some() || now.is_some() => match at.starts_with('/') {
            true => Ok(Action::Replace {
                at: at.to_owned(),
                was,
                now,
            }),
            false => Err(format!(
                "`{at}` is no JSON pointer: it does not start with `/`"
            )),
        },
        (None, Some(name), Some(_)) if was.is_none() && now.is_none() => {
            let values = texts("enum").ok_or("the values of an enum are strings")?;
            Ok(Action::Name {
                name: name.to_owned(),
                values,
            })
        }
        _ => Err("the entry is neither a correction nor a name nor `secret`".to_owned()),
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
        return Err(format!("the correction of {at} changes nothing"));
    }
    if found != was {
        let found = found.map_or_else(|| "nothing".to_owned(), shorten);
        return Err(format!(
            "{at} is not what the correction expects, but {found}"
        ));
    }
    let (parent, key) = at
        .rsplit_once('/')
        .ok_or("the whole document can't be replaced")?;
    let key = unescape(key);
    let parent = target
        .tree_mut()
        .pointer_mut(parent)
        .ok_or(format!("there is no {parent}"))?;
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
            let index = index.ok_or(format!("{at} is no item of the list"))?;
            match now {
                Some(now) => items[index] = now.clone(),
                None => drop(items.remove(index)),
            }
        }
        _ => return Err(format!("{at} is neither in a mapping nor in a list")),
    }
    Ok(())
}

fn shorten(value: &Value) -> String {
    let text = value.to_string();
    match text.char_indices().nth(120) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}

/// Gives the text properties of these names `format: password`, and takes those it finds out of the
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

/// For sorted values, a line each: the name, the place in the overlay, and how often they were found.
type Names<'a> = BTreeMap<String, (&'a str, usize, usize)>;

/// Names every enum that has just the values of a name.
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
