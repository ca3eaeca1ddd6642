//! The report of a comparison, which the formats print. Other tools read its JSON.

use std::collections::{BTreeMap, BTreeSet};

use serde::Serialize;

use crate::rule::Rule;
pub use crate::severity::{Rust, Wire};

/// The changes between two specs.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Report {
    /// The old spec.
    pub old: Side,
    /// The new spec.
    pub new: Side,
    /// A summary of the report.
    pub summary: Summary,
    /// Every change once, the most severe first.
    pub changes: Vec<Change>,
    /// The operations that the changes reach, by Rust path.
    pub operations: BTreeMap<String, OperationRef>,
}

/// One of the two specs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Side {
    /// The name of the spec for readers: a file or a revision.
    pub name: String,
    /// The revision of the service's source code (`x-xgen-sha`).
    pub revision: Option<String>,
    /// The number of operations.
    pub operations: usize,
    /// The number of operation-versions.
    pub operation_versions: usize,
    /// The number of types in the crate.
    pub types: usize,
}

/// A summary of a report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Summary {
    /// The version bump that the crate needs.
    pub version_bump: Rust,
    /// The number of changes.
    pub changes: usize,
    /// The number of changes by severity on the wire.
    pub wire: BTreeMap<Wire, usize>,
    /// The number of changes by severity in Rust.
    pub rust: BTreeMap<Rust, usize>,
    /// The number of changed things by rule, in the order of the report.
    pub rules: Vec<RuleCount>,
    /// The numbers of renamed things.
    pub renames: Renames,
    /// What a person has to decide or write.
    pub actions_required: Vec<String>,
}

/// How often a rule applies.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RuleCount {
    /// The rule.
    pub rule: Rule,
    /// The title of the rule.
    pub title: &'static str,
    /// The number of changed things. One change may cover many.
    pub count: usize,
}

/// The numbers of renamed things.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Renames {
    /// Operations with a new `operationId`.
    pub operation_ids: usize,
    /// Operations with a new short id, which names functions.
    pub short_ids: usize,
    /// Operations whose function got a new name.
    pub rust_functions: usize,
    /// Schemas with a new name.
    pub schemas: usize,
    /// Operations in another module, because their tag changed.
    pub modules: usize,
}

/// A change, with everything that it reaches.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Change {
    /// The id of the change, the same in each run.
    pub id: String,
    /// The rule.
    pub rule: Rule,
    /// What the rule is about: `operation`, `property` and so on.
    pub kind: &'static str,
    /// What changed, by the names in the spec: schemas, properties, operations.
    pub subjects: Vec<String>,
    /// The old value.
    pub before: Option<String>,
    /// The new value.
    pub after: Option<String>,
    /// The severity on the wire.
    pub wire: Wire,
    /// The severity in Rust.
    pub rust: Rust,
    /// Explanations, such as how the values of two types differ.
    pub notes: Vec<String>,
    /// What a person has to decide or write.
    pub action_required: Option<String>,
    /// Its places in the specs.
    pub places: Vec<Spots>,
    /// The tags of the operations.
    pub tags: BTreeSet<String>,
    /// The operation-versions that it reaches, by Rust path. See [`Report::operations`].
    pub operations: Vec<String>,
    /// The items of the crate's public surface that it changes.
    pub items: Vec<ItemChange>,
}

/// The place of a change in both specs.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Spots {
    /// In the old spec, unless it was added.
    pub old: Option<Spot>,
    /// In the new spec, unless it was removed.
    pub new: Option<Spot>,
}

/// A value in a file.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Spot {
    /// Its line.
    pub line: usize,
    /// Its JSON pointer.
    pub pointer: String,
}

/// A change of the crate's public surface.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct ItemChange {
    /// The path, such as `types::Cluster.name` or `clusters::list_clusters`. For a renamed item, the old path.
    pub path: String,
    /// What happened to it.
    pub change: Happened,
    /// The old signature, if it says more than the path.
    pub before: Option<String>,
    /// The new signature, if it says more than the path. For a renamed item, the new path.
    pub after: Option<String>,
}

/// What happened to an item of the crate.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Happened {
    /// It was added.
    Added,
    /// It has a different signature.
    Changed,
    /// It was removed.
    Removed,
    /// It has a different path.
    Renamed,
}

/// An operation-version that a change reaches.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct OperationRef {
    /// `operationId`.
    pub id: String,
    /// The method.
    pub method: String,
    /// The path template.
    pub path: String,
    /// The version.
    pub version: String,
    /// The tag.
    pub tag: String,
}
