//! What keeps code compiling that was written against the crate before: names that stay for one
//! release, and constructors that go on taking what they took.

use std::collections::BTreeSet;

use generator::constructors::Constructors;
use generator::model::{Kind, SchemaId};
use generator::plan::Plan;
use serde_json::{Map, Value};

use crate::compare::Comparison;
use crate::items::{Key, Owner};
use crate::model::Model;

/// What `cargo xtask spec vendor` writes beside the document.
#[derive(Debug)]
pub struct Proposals {
    /// The entries of `spec/renames.yaml`.
    pub renames: Value,
    /// The entries of `spec/constructors.yaml`.
    pub constructors: Constructors,
}

/// Proposes for an update. The old model has its constructors as they were released.
pub fn proposals(old: &Model, new: &Model) -> Proposals {
    let comparison = Comparison::new(old, new);
    Proposals {
        renames: renames(&comparison),
        constructors: Constructors::between(&old.plan, &new.plan, |id| comparison.old_id(id)),
    }
}

fn renames(comparison: &Comparison<'_>) -> Value {
    let differences = comparison.differences();
    let renamed = differences.iter().filter(|it| {
        let stable = it.before.as_ref().is_some_and(|before| !before.preview);
        it.key == Key::Path && stable && it.after.is_some()
    });
    let mut operations = BTreeSet::new();
    let mut schemas = BTreeSet::new();
    for difference in renamed {
        match &difference.owner {
            Owner::Version(key, _) => operations.insert(key.as_str()),
            // What stands in a schema is called after it.
            Owner::Type(id) if id.0.len() == 1 => schemas.insert(id),
            _ => continue,
        };
    }
    let mut entries = Vec::new();
    for (was, now) in &comparison.matches.operations {
        if !operations.contains(comparison.new_key(&now.id).as_str()) {
            continue;
        }
        let mut entry = Map::new();
        entry.insert("operation".to_owned(), now.id.as_str().into());
        if was.name != now.name {
            entry.insert("was".to_owned(), was.name.as_str().into());
        }
        if was.tag != now.tag {
            entry.insert("tag".to_owned(), was.tag.as_str().into());
        }
        entries.push(Value::Object(entry));
    }
    for (was, now) in &comparison.matches.renamed {
        let id = SchemaId::new(now);
        if schemas.contains(&id) && !is_taken(comparison, was, &comparison.new.plan) {
            let entry = [("schema", *now), ("was", *was)];
            let entry = entry.map(|(key, name)| (key.to_owned(), Value::from(name)));
            entries.push(Value::Object(entry.into_iter().collect()));
        }
    }
    entries.into()
}

/// Whether something else has the name that a type had.
fn is_taken(comparison: &Comparison<'_>, was: &str, plan: &Plan) -> bool {
    let id = SchemaId::new(was);
    let schema = comparison.old.api.schemas.get(&id);
    let is_named = schema.is_some_and(|it| !matches!(it.kind, Kind::Alias(_)));
    let names = comparison.old.type_names();
    let name = names.get(&id).copied();
    !is_named || name.is_some_and(|name| plan.types.contains_key(name))
}
