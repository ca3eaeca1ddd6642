//! Adapts the corrections to a new spec. Names follow their enums when these gain values, and corrections that
//! upstream has made itself are dropped.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use indexmap::IndexMap;
use serde_json::{Value, json};

use super::corrections::{Correction, Corrections};
use super::entries::Entries;
use super::enum_names::inline_enums;
use crate::error::{Error, Result};
use crate::source::{self, Document, Source};

/// The corrections for a new spec.
#[derive(Debug)]
pub struct Adapted {
    /// The adapted text of the list.
    pub text: String,
    /// How it differs from the old list.
    pub adaptations: Vec<Adaptation>,
}

/// A change to the list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Adaptation {
    /// The values of a name change, because all its enums changed in the same way.
    Values {
        /// The name.
        name: String,
        /// The new values.
        added: BTreeSet<String>,
        /// The values that are no longer there.
        removed: BTreeSet<String>,
    },
    /// A name is bound to places whose values now differ from its own.
    Places {
        /// The name.
        name: String,
        /// The JSON pointers.
        places: BTreeSet<String>,
    },
    /// A name is not given to places that have its values now, and had others before.
    Excepted {
        /// The name.
        name: String,
        /// The JSON pointers.
        places: BTreeSet<String>,
    },
    /// An entry, or a part of one, is dropped.
    Dropped {
        /// Why it is obsolete.
        why: String,
    },
}

impl fmt::Display for Adaptation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let list = |values: &BTreeSet<String>| {
            values
                .iter()
                .map(String::as_str)
                .collect::<Vec<_>>()
                .join(", ")
        };
        match self {
            Self::Values {
                name,
                added,
                removed,
            } => {
                write!(f, "the values of `{name}` follow the spec")?;
                for (what, values) in [("added", added), ("removed", removed)] {
                    if !values.is_empty() {
                        write!(f, "; {what}: {}", list(values))?;
                    }
                }
                Ok(())
            }
            Self::Places { name, places } => write!(
                f,
                "`{name}` keeps its name in {} places where its values changed: {}",
                places.len(),
                list(places)
            ),
            Self::Excepted { name, places } => write!(
                f,
                "`{name}` is not given to {} places that have its values now: {}",
                places.len(),
                list(places)
            ),
            Self::Dropped { why } => write!(f, "dropped a correction: {why}"),
        }
    }
}

/// A spec with retired operations and without corrections, and the list of its corrections.
#[derive(Debug, Clone, Copy)]
pub struct Corrected<'a> {
    /// The spec.
    pub spec: &'a Document,
    /// The list of corrections.
    pub corrections: &'a Document,
}

/// Adapts the corrections to a new spec. `old` is the previous spec, with the list that belonged to it.
///
/// # Errors
/// A list can't be read.
pub fn adapt(old: Corrected<'_>, new: Corrected<'_>) -> Result<Adapted> {
    let before: Corrections = source::entries(old.corrections, Corrections::FORM)?;
    let after: Corrections = source::entries(new.corrections, Corrections::FORM)?;
    let entries = new.corrections.tree().as_array();
    let mut list = List {
        entries: entries.into_iter().flatten().cloned().map(Some).collect(),
        changed: BTreeSet::new(),
    };
    // Names are given to the enums as other corrections leave them.
    let [mut was, mut now] = [old.spec.clone(), new.spec.clone()];
    before.apply(old.corrections, &mut was);
    after.apply(new.corrections, &mut now);
    let mut adaptations = names(&before, &after, was.tree(), now.tree(), &mut list);
    adaptations.extend(drop_obsolete(new.spec, &mut list)?);
    Ok(Adapted {
        text: list.text(new.corrections)?,
        adaptations,
    })
}

/// The entries as written. A dropped entry is `None`.
struct List {
    entries: Vec<Option<Value>>,
    changed: BTreeSet<usize>,
}

/// Keeps names at their places.
fn names(
    before: &Corrections,
    after: &Corrections,
    old: &Value,
    new: &Value,
    list: &mut List,
) -> Vec<Adaptation> {
    let (old, new) = (inline_enums(old), inline_enums(new));
    let is_named_by = |corrections: &Corrections, values: &BTreeSet<&str>| {
        corrections.0.iter().any(|it| match it {
            Correction::Name { values: known, .. } => is_same(known, values),
            _ => false,
        })
    };
    let placed: BTreeSet<&String> = after.0.iter().flat_map(places_of).collect();
    let was_placed: BTreeSet<&String> = before.0.iter().flat_map(places_of).collect();
    let mut adaptations = Vec::new();
    for (index, correction) in after.0.iter().enumerate() {
        let Correction::Name {
            name,
            values,
            at,
            except,
        } = correction
        else {
            continue;
        };
        let was = before.0.iter().find_map(|it| match it {
            Correction::Name {
                name: known,
                values,
                at,
                except,
            } if known == name => Some((values, at, except)),
            _ => None,
        });
        let Some((was, was_at, was_except)) = was else {
            continue;
        };
        // Places that had types of their own, and that have the values of the name now.
        let joined = new.iter().filter(|(place, now)| {
            let had_own = |old: &BTreeSet<&str>| !is_same(was, old) && !is_named_by(before, old);
            is_same(values, now)
                && old.get(*place).is_some_and(had_own)
                && !was_placed.contains(place)
                && !placed.contains(place)
                && !except.contains(*place)
        });
        let joined: BTreeSet<String> = joined.map(|(place, _)| place.clone()).collect();
        if let Some(entry) = list.entries.get_mut(index).and_then(Option::as_mut)
            && !joined.is_empty()
        {
            entry["except"] = json!(except.union(&joined).collect::<Vec<_>>());
            list.changed.insert(index);
            adaptations.push(Adaptation::Excepted {
                name: name.clone(),
                places: joined,
            });
        }
        // Places that had the name, and have other values now.
        let mut moved: BTreeMap<&String, &BTreeSet<&str>> = BTreeMap::new();
        for (place, old_values) in &old {
            let had_name = is_same(was, old_values) && !was_except.contains(place);
            if !had_name && !was_at.contains(place) || placed.contains(place) {
                continue;
            }
            if let Some(now) = new.get(place)
                && !is_same(values, now)
                && is_alike(values, now)
            {
                moved.insert(place, now);
            }
        }
        let Some(first) = moved.values().next().copied() else {
            continue;
        };
        let stays = new.values().any(|now| is_same(values, now));
        let alike = moved.values().all(|now| *now == first);
        // Another enum has had the values for longer, and its type would get the name.
        let taken = new.iter().any(|(place, now)| {
            now == first && old.contains_key(place) && !moved.contains_key(place)
        });
        let Some(entry) = list.entries.get_mut(index).and_then(Option::as_mut) else {
            continue;
        };
        list.changed.insert(index);
        if !stays && alike && !taken && !is_named_by(after, first) {
            entry["enum"] = json!(first);
            let now: BTreeSet<String> = first.iter().map(|it| (*it).to_owned()).collect();
            adaptations.push(Adaptation::Values {
                name: name.clone(),
                added: now.difference(values).cloned().collect(),
                removed: values.difference(&now).cloned().collect(),
            });
        } else {
            let places: BTreeSet<String> = moved.into_keys().cloned().collect();
            entry["at"] = json!(at.union(&places).collect::<Vec<_>>());
            adaptations.push(Adaptation::Places {
                name: name.clone(),
                places,
            });
        }
    }
    adaptations
}

fn places_of(correction: &Correction) -> impl Iterator<Item = &String> {
    let at = match correction {
        Correction::Name { at, .. } => Some(at),
        _ => None,
    };
    at.into_iter().flatten()
}

fn is_same(known: &BTreeSet<String>, values: &BTreeSet<&str>) -> bool {
    known.len() == values.len() && known.iter().all(|it| values.contains(it.as_str()))
}

/// Whether an enum is still the same one: at least half of its values remain.
fn is_alike(known: &BTreeSet<String>, values: &BTreeSet<&str>) -> bool {
    let shared = known
        .iter()
        .filter(|it| values.contains(it.as_str()))
        .count();
    shared > 0 && shared * 2 >= known.len()
}

/// Drops corrections that the spec no longer needs.
fn drop_obsolete(spec: &Document, list: &mut List) -> Result<Vec<Adaptation>> {
    let entries: Vec<Value> = list.entries.iter().flatten().cloned().collect();
    let corrections = Source::new("corrections", json!(entries).to_string()).parse()?;
    let read: Corrections = source::entries(&corrections, Corrections::FORM)?;
    let stale = read.apply(&corrections, &mut spec.clone());
    let mut adaptations = Vec::new();
    for stale in stale.into_iter().filter(|it| it.obsolete) {
        let Some(slot) = list.entries.get_mut(stale.entry) else {
            continue;
        };
        let rest = slot
            .as_ref()
            .and_then(|entry| without(entry, stale.item.as_deref()?));
        list.changed.insert(stale.entry);
        *slot = rest;
        adaptations.push(Adaptation::Dropped {
            why: stale.error.message,
        });
    }
    Ok(adaptations)
}

/// The entry without one of its items. `None` if nothing remains.
fn without(entry: &Value, item: &str) -> Option<Value> {
    let mut entry = entry.clone();
    let fields = entry.as_object_mut()?;
    let has = |key: &&str| match fields.get(*key) {
        Some(Value::Array(items)) => items.iter().any(|it| it == item),
        Some(value) => value == item,
        None => false,
    };
    let key = ["secret", "read-only", "settable", "at", "except"]
        .into_iter()
        .find(has)?;
    let rest: Vec<Value> = match fields.remove(key)? {
        Value::Array(items) => items.into_iter().filter(|it| it != item).collect(),
        _ => Vec::new(),
    };
    match (rest.is_empty(), key) {
        (false, _) => drop(fields.insert(key.to_owned(), rest.into())),
        // The values still name enums.
        (true, "at" | "except") => {}
        (true, _) => return None,
    }
    Some(entry)
}

impl List {
    /// The text of the list. Entries that did not change are copied as they were.
    fn text(&self, document: &Document) -> Result<String> {
        if self.changed.is_empty() {
            return Ok(document.text().to_owned());
        }
        let lines: Vec<&str> = document.text().lines().collect();
        // A position is found by reading the text, so only those of changed entries, and of the ones after them, are
        // looked up.
        let start = |index: usize| {
            let located = document.locate(Error::at(format!("/{index}"), ""));
            located.location.position.map_or(0, |it| it.line - 1)
        };
        let mut text = String::new();
        let mut next = 0;
        let copy = |text: &mut String, from: usize, to: usize| {
            for line in lines.get(from..to).unwrap_or_default() {
                *text += line;
                text.push('\n');
            }
        };
        for &index in &self.changed {
            let is_last = index + 1 == self.entries.len();
            let begin = start(index);
            let mut end = if is_last {
                lines.len()
            } else {
                start(index + 1)
            };
            copy(&mut text, next, begin);
            // Comments and empty lines before the next entry belong to that entry.
            let is_between = |line: &str| line.trim().is_empty() || line.starts_with('#');
            while end > begin + 1 && is_between(lines[end - 1]) {
                end -= 1;
            }
            if let Some(entry) = &self.entries[index] {
                text += &yaml(&[entry])?;
            }
            next = end;
        }
        copy(&mut text, next, lines.len());
        // A list in another style, such as JSON, is rewritten as a whole.
        let expected: Vec<&Value> = self.entries.iter().flatten().collect();
        let read = Source::new("", text.as_str()).parse();
        let is_right = read.is_ok_and(|read| match read.tree() {
            Value::Null => expected.is_empty(),
            tree => *tree == json!(expected),
        });
        if is_right { Ok(text) } else { yaml(&expected) }
    }
}

/// Entries as YAML, with the keys in the usual order.
fn yaml(entries: &[&Value]) -> Result<String> {
    const KEYS: [&str; 11] = [
        "name",
        "enum",
        "at",
        "except",
        "was",
        "now",
        "secret",
        "leave-out",
        "read-only",
        "settable",
        "reason",
    ];
    let entries = entries.iter().map(|entry| {
        let keys = KEYS.iter();
        keys.filter_map(|key| Some((*key, entry.get(*key)?)))
            .collect::<IndexMap<_, _>>()
    });
    serde_yaml::to_string(&entries.collect::<Vec<_>>())
        .map_err(|error| Error::at("", format!("the corrections can't be written: {error}")))
}

#[cfg(test)]
mod tests;
