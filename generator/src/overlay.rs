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
//! ```
//!
//! A correction that does not find what it corrects, or that changes nothing because upstream fixed it,
//! is an error: the overlay can't rot.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::document::{Document, unescape};
use crate::error::{Error, Result};

/// The extension by which an inline schema has a name of its own.
pub const NAME: &str = "x-atlas-api-name";

/// A list of corrections.
#[derive(Debug)]
pub struct Overlay {
    document: Document,
    actions: Vec<Action>,
}

#[derive(Debug)]
enum Action {
    Replace { at: String, was: Option<Value>, now: Option<Value> },
    Name { name: String, values: BTreeSet<String> },
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
                let error = Error::at("", "an overlay is a list of corrections");
                return Err(document.locate(error));
            }
        };
        let actions = entries.iter().enumerate().map(|(index, entry)| {
            action(entry).map_err(|message| {
                let help = "an entry has `at` with `was` and `now`, or `name` with `enum`; and `reason`";
                document.locate(Error::at(format!("/{index}"), message).help(help))
            })
        });
        let actions = actions.collect::<Result<_>>()?;
        Ok(Self { document, actions })
    }

    /// Applies every correction to a document. Answers how many there are.
    ///
    /// # Errors
    /// A correction matches nothing, or changes nothing.
    pub fn apply(&self, target: &mut Document) -> Result<usize> {
        for (index, action) in self.actions.iter().enumerate() {
            let changed = match action {
                Action::Replace { at, was, now } => replace(target, at, was.as_ref(), now.as_ref()),
                Action::Name { name, values } => match set_name(target.tree_mut(), name, values) {
                    0 => Err(format!("no inline enum has just the values of `{name}`")),
                    _ => Ok(()),
                },
            };
            changed.map_err(|message| {
                let help = "upstream has changed here; adapt the correction or delete it";
                self.document.locate(Error::at(format!("/{index}"), message).help(help))
            })?;
        }
        Ok(self.actions.len())
    }
}

fn action(entry: &Value) -> Result<Action, String> {
    const KEYS: [&str; 6] = ["at", "was", "now", "name", "enum", "reason"];
    let fields = entry.as_object().ok_or("an entry is a mapping")?;
    if let Some(key) = fields.keys().find(|key| !KEYS.contains(&key.as_str())) {
        return Err(format!("an entry has no `{key}`"));
    }
    let text = |key: &str| fields.get(key).and_then(Value::as_str).filter(|text| !text.is_empty());
    text("reason").ok_or("the entry gives no reason")?;
    let (was, now) = (fields.get("was").cloned(), fields.get("now").cloned());
    match (text("at"), text("name"), fields.get("enum").and_then(Value::as_array)) {
        (Some(at), None, None) if was.is_some() || now.is_some() => {
            Ok(Action::Replace { at: at.to_owned(), was, now })
        }
        (None, Some(name), Some(values)) if was.is_none() && now.is_none() => {
            let values = values.iter().filter_map(|value| value.as_str().map(str::to_owned));
            Ok(Action::Name { name: name.to_owned(), values: values.collect() })
        }
        _ => Err("the entry is neither a correction nor a name".to_owned()),
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
        return Err(format!("{at} is not what the correction expects, but {found}"));
    }
    let (parent, key) = at.rsplit_once('/').ok_or("a pointer starts with `/`")?;
    let key = unescape(key);
    let parent = target.tree_mut().pointer_mut(parent).ok_or(format!("there is no {parent}"))?;
    match (parent, now) {
        (Value::Object(fields), Some(now)) => {
            fields.insert(key, now.clone());
        }
        (Value::Object(fields), None) => {
            fields.remove(&key);
        }
        (Value::Array(items), now) => {
            let index = key.parse::<usize>().ok().filter(|index| *index < items.len());
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

/// Names every inline enum that has just these values. Answers how many there are.
fn set_name(value: &mut Value, name: &str, values: &BTreeSet<String>) -> usize {
    let is_same = |found: &Value| {
        let Some(found) = found.as_array() else { return false };
        found.len() == values.len()
            && found.iter().all(|value| value.as_str().is_some_and(|text| values.contains(text)))
    };
    match value {
        Value::Object(fields) => {
            let mut count = 0;
            if fields.get("type") == Some(&json!("string")) && fields.get("enum").is_some_and(is_same) {
                fields.insert(NAME.to_owned(), json!(name));
                count += 1;
            }
            count + fields.values_mut().map(|value| set_name(value, name, values)).sum::<usize>()
        }
        Value::Array(items) => items.iter_mut().map(|item| set_name(item, name, values)).sum(),
        _ => 0,
    }
}
