//! What keeps code compiling that was written against the crate before: names that stay for one
//! release, and constructors that go on taking what they took.

use std::collections::{BTreeMap, BTreeSet};

use generator::constructors::Constructors;
use generator::model::SchemaId;
use generator::plan::Plan;
use generator::{Document, Renames, Result};
use serde_json::{Map, Value};

use crate::compare::Comparison;
use crate::items::{Item, Key, Owner};
use crate::model::Model;

/// What `cargo xtask spec vendor` writes beside the document.
#[derive(Debug)]
pub struct Proposals {
    /// The entries of `spec/renames.yaml`.
    pub renames: Value,
    /// The entries of `spec/constructors.yaml`.
    pub constructors: Constructors,
    /// The entries of `spec/older-ids.yaml`.
    pub older_ids: Value,
    /// The paths of the names that stay.
    pub(crate) kept: BTreeSet<String>,
}

/// What earlier updates left, which goes on.
#[derive(Debug, Default)]
pub struct Stayed {
    /// The entries of `spec/renames.yaml`, until somebody deletes them.
    pub renames: Value,
    /// The entries of `spec/older-ids.yaml`.
    pub older_ids: Value,
}

/// Proposes for an update. The old model has its constructors as they were released.
///
/// # Errors
/// The proposed names can't be read back, which is a defect.
pub fn proposals(old: &Model, new: &Model, stayed: &Stayed) -> Result<Proposals> {
    let comparison = Comparison::new(old, new);
    let mut renames = renames(&comparison);
    let entries = stayed.renames.as_array().into_iter().flatten();
    renames.extend(entries.map(|entry| carried(&comparison, entry)));
    // A name that something else has now can't stay, nor one of something that is gone.
    let mut plan = new.plan.clone();
    let list = Document::parse(
        "spec/renames.yaml",
        Value::from(renames.clone()).to_string(),
    )?;
    let refused = Renames::new(list)?.apply_what_fits(&mut plan);
    for (index, _) in refused.iter().rev() {
        renames.remove(*index);
    }
    // What was refused may have been given in part.
    let mut plan = new.plan.clone();
    let list = Document::parse(
        "spec/renames.yaml",
        Value::from(renames.clone()).to_string(),
    )?;
    Renames::new(list)?.apply(&mut plan)?;
    Ok(Proposals {
        renames: renames.into(),
        constructors: Constructors::between(&old.plan, &new.plan, |id| comparison.old_id(id)),
        older_ids: older_ids(&comparison, &stayed.older_ids),
        kept: kept(&plan),
    })
}

/// What operations were called, now or at any time before.
fn older_ids(comparison: &Comparison<'_>, stayed: &Value) -> Value {
    let mut entries = Map::new();
    for (was, now) in &comparison.matches.operations {
        let before = stayed[&was.id].as_array().into_iter().flatten();
        let mut ids: BTreeSet<_> = before.filter_map(Value::as_str).collect();
        ids.extend([was.id.as_str(), was.name.as_str()]);
        ids.retain(|id| ![now.id.as_str(), now.name.as_str()].contains(id));
        if !ids.is_empty() {
            entries.insert(now.id.clone(), Value::from_iter(ids));
        }
    }
    entries.into()
}

/// An entry as it has to be now: what it is of may be called otherwise once more.
fn carried(comparison: &Comparison<'_>, entry: &Value) -> Value {
    let mut entry = entry.clone();
    if let Some(Value::String(id)) = entry.get_mut("operation") {
        let mut pairs = comparison.matches.operations.iter();
        if let Some((_, now)) = pairs.find(|(was, _)| was.id == *id) {
            id.clone_from(&now.id);
        }
    }
    if let Some(Value::String(name)) = entry.get_mut("schema")
        && let Some(now) = comparison.matches.renamed.get(name.as_str())
    {
        *name = (*now).to_owned();
    }
    entry
}

/// The paths of all old names in a plan.
fn kept(plan: &Plan) -> BTreeSet<String> {
    let mut paths = BTreeSet::new();
    for item in plan.modules.values().flat_map(|it| &it.operations) {
        for old in &item.was {
            let versioned = format!("{}::{}", old.module, item.version_module);
            let newest = item.newest.then(|| old.module.clone());
            for module in [Some(versioned), newest].into_iter().flatten() {
                paths.insert(format!("{module}::{}", old.function));
                paths.insert(format!("{module}::{}", old.request));
            }
        }
    }
    let types = plan.types.values().flat_map(|item| &item.was);
    paths.extend(types.map(|name| format!("types::{name}")));
    // The feature of an old module asks for those of the modules that its operations are in.
    let mut implied: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
    for (module, it) in &plan.modules {
        for old in it.operations.iter().flat_map(|item| &item.was) {
            implied.entry(&old.module).or_default().insert(module);
        }
    }
    for (old, modules) in implied {
        paths.insert(format!("feature {old}"));
        for (name, item) in &plan.types {
            if item
                .gate
                .0
                .keys()
                .any(|module| modules.contains(module.as_str()))
            {
                paths.insert(format!("types::{name} with the feature {old}"));
            }
        }
    }
    paths
}

fn renames(comparison: &Comparison<'_>) -> Vec<Value> {
    let differences = comparison.differences();
    let renamed = differences.iter().filter(|it| {
        let stable = it.before.as_ref().is_some_and(|before| !before.preview);
        it.key == Key::Path && stable && it.after.is_some()
    });
    // Whether the function of an operation has another name, or only its module.
    let mut operations: BTreeMap<&str, bool> = BTreeMap::new();
    let mut schemas = BTreeSet::new();
    for difference in renamed {
        match &difference.owner {
            Owner::Version(key, _) => {
                let name = |item: &Option<Item>| item.as_ref().map(|it| it.signature.clone());
                let is_other = name(&difference.before) != name(&difference.after);
                *operations.entry(key).or_default() |= is_other;
            }
            // What stands in a schema is called after it.
            Owner::Type(id) if id.0.len() == 1 => {
                schemas.insert(id);
            }
            _ => {}
        }
    }
    let mut entries = Vec::new();
    for (was, now) in &comparison.matches.operations {
        let Some(is_renamed) = operations.get(comparison.new_key(&now.id).as_str()) else {
            continue;
        };
        let mut entry = Map::new();
        entry.insert("operation".to_owned(), now.id.as_str().into());
        if *is_renamed {
            entry.insert("was".to_owned(), was.name.as_str().into());
        }
        if was.tag != now.tag {
            entry.insert("tag".to_owned(), was.tag.as_str().into());
        }
        entries.push(Value::Object(entry));
    }
    for (was, now) in &comparison.matches.renamed {
        if schemas.contains(&SchemaId::new(now)) {
            let entry = [("schema", *now), ("was", *was)];
            let entry = entry.map(|(key, name)| (key.to_owned(), Value::from(name)));
            entries.push(Value::Object(entry.into_iter().collect()));
        }
    }
    entries
}
