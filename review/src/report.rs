//! The report of a comparison: what the formats print. Its JSON is what other tools read.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use serde::Serialize;

use crate::rule::Rule;

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
    /// Actions that a person must take before the update.
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
    /// Explanations, such as the schemas that came or went with it.
    pub notes: Vec<String>,
    /// An action that a person must take before the update.
    pub action_required: Option<String>,
    /// The tags of the operations.
    pub tags: BTreeSet<String>,
    /// The operation-versions that it reaches, by Rust path. See [`Report::operations`].
    pub operations: Vec<String>,
    /// The items of the crate's public surface that it changes.
    pub items: Vec<ItemChange>,
}

/// A change of the crate's public surface.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct ItemChange {
    /// The path, such as `types::Cluster.name` or `clusters::list_clusters`.
    pub path: String,
    /// The old signature, or `None` if the item is new.
    pub before: Option<String>,
    /// The new signature, or `None` if the item was removed.
    pub after: Option<String>,
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

/// The severity of a change for clients in any language.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Wire {
    /// Nothing on the wire changes.
    None,
    /// Something is new. Clients that don't use it are unaffected.
    Additive,
    /// Responses may contain something new, which surprises code that assumes it knows all values.
    Warning,
    /// A request that worked may fail, or a response may lack something.
    Breaking,
}

/// The severity of a change for programs that use the crate, by semver.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Rust {
    /// The public surface is the same.
    Patch,
    /// Something is new or deprecated.
    Minor,
    /// A program that compiled may no longer compile.
    Major,
}

impl fmt::Display for Wire {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::None => "none",
            Self::Additive => "additive",
            Self::Warning => "warning",
            Self::Breaking => "breaking",
        })
    }
}

impl fmt::Display for Rust {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Patch => "patch",
            Self::Minor => "minor",
            Self::Major => "major",
        })
    }
}
