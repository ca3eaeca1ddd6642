//! Names inline enums, by their values or by their place.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Map, Value};

use crate::openapi::extensions::NAME;
use crate::source::escape;

/// The names of inline enums.
#[derive(Debug, Default)]
pub struct EnumNames<'a> {
    /// By sorted values, one per line.
    by_values: BTreeMap<String, Named<'a>>,
    /// By JSON pointer.
    by_place: BTreeMap<&'a str, Named<'a>>,
    /// Places with the values of a name that they don't have, by JSON pointer.
    excepted: BTreeMap<&'a str, (&'a str, usize)>,
}

#[derive(Debug, Clone)]
struct Named<'a> {
    name: &'a str,
    /// The index of the correction.
    entry: usize,
    found: usize,
}

/// A correction that names no enum, or none at one of its places.
#[derive(Debug)]
pub struct Unused {
    /// The index of the correction.
    pub entry: usize,
    /// The place.
    pub place: Option<String>,
    /// Why.
    pub message: String,
}

impl<'a> EnumNames<'a> {
    /// Adds a name. Returns `false` if another name has its values or one of its places.
    pub fn add(
        &mut self,
        entry: usize,
        name: &'a str,
        values: &'a BTreeSet<String>,
        at: &'a BTreeSet<String>,
    ) -> bool {
        let named = Named {
            name,
            entry,
            found: 0,
        };
        let mut is_new = true;
        for place in at {
            is_new &= self.by_place.insert(place, named.clone()).is_none();
        }
        // A `BTreeSet` is sorted.
        let key: Vec<_> = values.iter().map(String::as_str).collect();
        is_new & self.by_values.insert(key.join("\n"), named).is_none()
    }

    /// Excepts places from a name.
    pub fn except(&mut self, entry: usize, name: &'a str, places: &'a BTreeSet<String>) {
        for place in places {
            self.excepted.insert(place, (name, entry));
        }
    }

    /// Names the enums of a spec. Returns the corrections that name no enum, or none at one of their places.
    pub fn set(mut self, spec: &mut Value) -> Vec<Unused> {
        walk(spec, &mut |fields| {
            let Some(key) = values(fields).map(|values| values.join("\n")) else {
                return;
            };
            if let Some(named) = self.by_values.get_mut(&key) {
                named.found += 1;
                fields.insert(NAME.to_owned(), named.name.into());
            }
        });
        let mut unused = Vec::new();
        for (place, (name, entry)) in &self.excepted {
            let fields = spec.pointer_mut(place).and_then(Value::as_object_mut);
            match fields.filter(|fields| fields.get(NAME).is_some_and(|it| it == name)) {
                Some(fields) => drop(fields.remove(NAME)),
                None => unused.push(Unused {
                    entry: *entry,
                    place: Some((*place).to_owned()),
                    message: format!("no enum with the values of `{name}` at {place}"),
                }),
            }
        }
        for (place, named) in &mut self.by_place {
            let fields = spec.pointer_mut(place).and_then(Value::as_object_mut);
            match fields.filter(|fields| values(fields).is_some()) {
                Some(fields) => {
                    fields.insert(NAME.to_owned(), named.name.into());
                    named.found += 1;
                }
                None => unused.push(Unused {
                    entry: named.entry,
                    place: Some((*place).to_owned()),
                    message: format!("no inline enum of strings at {place}"),
                }),
            }
        }
        let placed: BTreeSet<usize> = self.by_place.values().map(|it| it.entry).collect();
        for named in self.by_values.values() {
            if named.found == 0 && !placed.contains(&named.entry) {
                let name = named.name;
                let message = format!("no inline enum has exactly the values of `{name}`");
                unused.push(Unused {
                    entry: named.entry,
                    place: None,
                    message,
                });
            }
        }
        unused
    }
}

fn walk(value: &mut Value, visit: &mut impl FnMut(&mut Map<String, Value>)) {
    match value {
        Value::Object(fields) => {
            visit(fields);
            fields.values_mut().for_each(|value| walk(value, visit));
        }
        Value::Array(items) => items.iter_mut().for_each(|item| walk(item, visit)),
        _ => {}
    }
}

/// The values of an inline enum of strings, sorted.
fn values(fields: &Map<String, Value>) -> Option<Vec<&str>> {
    if fields.get("type")?.as_str() != Some("string") {
        return None;
    }
    let values = fields.get("enum")?.as_array()?.iter();
    let mut values: Vec<&str> = values.filter_map(Value::as_str).collect();
    values.sort_unstable();
    Some(values)
}

/// All inline enums of strings of a spec, by JSON pointer, with their sorted values.
pub fn inline_enums(spec: &Value) -> BTreeMap<String, BTreeSet<&str>> {
    let mut found = BTreeMap::new();
    collect(spec, &mut String::new(), &mut found);
    found
}

fn collect<'a>(value: &'a Value, at: &mut String, found: &mut BTreeMap<String, BTreeSet<&'a str>>) {
    let mut inside = |key: &str, value: &'a Value| {
        let length = at.len();
        at.push('/');
        at.push_str(key);
        collect(value, at, found);
        at.truncate(length);
    };
    match value {
        Value::Object(fields) => {
            for (key, value) in fields {
                inside(&escape(key), value);
            }
            if let Some(values) = values(fields) {
                found.insert(at.clone(), values.into_iter().collect());
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                inside(&index.to_string(), item);
            }
        }
        _ => {}
    }
}
