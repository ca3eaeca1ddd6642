//! Proposes entries that keep code for the previous crate compiling: old names for one release, and the old arguments
//! of constructors.

use std::collections::{BTreeMap, BTreeSet};

use generator::Document;
use generator::compatibility::{Constructors, Entries, Id, OlderIds, Rename, Renames};
use generator::model::SchemaId;
use generator::plan::Plan;

use crate::compare::Comparison;
use crate::items::{Item, Key, Owner};
use crate::model::Model;

/// The lists that `cargo xtask spec vendor` writes.
#[derive(Debug, Clone)]
pub struct Proposals {
    /// `spec/renames.yaml`.
    pub renames: Renames,
    /// `spec/constructors.yaml`.
    pub constructors: Constructors,
    /// `spec/older-ids.yaml`.
    pub older_ids: OlderIds,
    /// The paths of the names that are kept.
    pub(crate) kept: BTreeSet<String>,
}

/// Entries of earlier updates, which are carried over.
#[derive(Debug, Default)]
pub struct Stayed {
    /// `spec/renames.yaml`. Entries stay until a person deletes them.
    pub renames: Renames,
    /// `spec/older-ids.yaml`.
    pub older_ids: OlderIds,
}

/// Builds the proposals for an update. The old model has its constructors as released.
pub fn proposals(old: &Model, new: &Model, stayed: &Stayed) -> Proposals {
    let comparison = Comparison::new(old, new);
    let mut renames = Renames(renames(&comparison));
    let carried = stayed.renames.0.iter();
    renames
        .0
        .extend(carried.map(|rename| self::carried(&comparison, rename)));
    // A name can't be kept if something else has it now, or if its owner was removed. A rejected entry may have been
    // applied in part, so the others are applied to a fresh plan.
    let refused = give(&renames, &mut new.plan.clone());
    let mut index = 0..;
    renames
        .0
        .retain(|_| index.next().is_some_and(|index| !refused.contains(&index)));
    let mut plan = new.plan.clone();
    give(&renames, &mut plan);
    Proposals {
        renames,
        constructors: Constructors::between(&old.plan, &new.plan, |id| comparison.old_id(id)),
        older_ids: older_ids(&comparison, &stayed.older_ids),
        kept: kept(&plan),
    }
}

/// Adds old names to a plan, and returns the entries that don't apply.
fn give(renames: &Renames, plan: &mut Plan) -> BTreeSet<usize> {
    let stale = renames.apply(&Document::default(), plan);
    stale.into_iter().map(|it| it.entry).collect()
}

/// The current and earlier ids of operations.
fn older_ids(comparison: &Comparison<'_>, stayed: &OlderIds) -> OlderIds {
    let mut entries = BTreeMap::new();
    for (was, now) in &comparison.matches.operations {
        let before = stayed.0.get(&was.id).into_iter().flatten();
        let mut ids: BTreeSet<_> = before.map(|Id(id)| id.as_str()).collect();
        ids.extend([was.id.as_str(), was.name.as_str()]);
        ids.retain(|id| ![now.id.as_str(), now.name.as_str()].contains(id));
        if !ids.is_empty() {
            let ids = ids.into_iter().map(|id| Id(id.to_owned()));
            entries.insert(now.id.clone(), ids.collect());
        }
    }
    OlderIds(entries)
}

/// Updates an entry: its operation or schema may have been renamed again.
fn carried(comparison: &Comparison<'_>, rename: &Rename) -> Rename {
    let mut rename = rename.clone();
    match &mut rename {
        Rename::Operation { id, .. } => {
            let mut pairs = comparison.matches.operations.iter();
            if let Some((_, now)) = pairs.find(|(was, _)| was.id == *id) {
                id.clone_from(&now.id);
            }
        }
        Rename::Schema { name, .. } => {
            if let Some(now) = comparison.matches.renamed.get(name.as_str()) {
                *name = (*now).to_owned();
            }
        }
    }
    rename
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
    // The feature of an old module enables those of the modules that now contain its operations.
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

fn renames(comparison: &Comparison<'_>) -> Vec<Rename> {
    let differences = comparison.differences();
    let renamed = differences.iter().filter(|it| {
        let stable = it.before.as_ref().is_some_and(|before| !before.preview);
        it.key == Key::Path && stable && it.after.is_some()
    });
    // The function may have a new name, or only a new module.
    let mut operations: BTreeMap<&str, bool> = BTreeMap::new();
    let mut schemas = BTreeSet::new();
    for difference in renamed {
        match &difference.owner {
            Owner::Version(key, _) => {
                let name = |item: &Option<Item>| item.as_ref().map(|it| it.signature.clone());
                let is_other = name(&difference.before) != name(&difference.after);
                *operations.entry(key).or_default() |= is_other;
            }
            // An inline schema is named after the schema that contains it.
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
        entries.push(Rename::Operation {
            id: now.id.clone(),
            was: is_renamed.then(|| was.name.clone()),
            tag: (was.tag != now.tag).then(|| was.tag.clone()),
        });
    }
    for (was, now) in &comparison.matches.renamed {
        if schemas.contains(&SchemaId::new(now)) {
            entries.push(Rename::Schema {
                name: (*now).to_owned(),
                was: (*was).to_owned(),
            });
        }
    }
    entries
}
