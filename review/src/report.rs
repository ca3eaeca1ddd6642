//! The report of a comparison: what the formats print. Its JSON is what other tools read.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use serde::Serialize;

use crate::rule::Rule;

/// What has changed between two specs.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Report {
    /// The spec before.
    pub old: Side,
    /// The spec after.
    pub new: Side,
    /// The report in short.
    pub summary: Summary,
    /// Every change once, the gravest first.
    pub changes: Vec<Change>,
    /// The operations that the changes name, by their Rust paths.
    pub operations: BTreeMap<String, OperationRef>,
}

/// One of the two specs.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Side {
    /// What the reader calls it: a file, or a revision.
    pub name: String,
    /// The revision of the service's source (`x-xgen-sha`).
    pub revision: Option<String>,
    /// How many operations it has.
    pub operations: usize,
    /// How many operation-versions.
    pub operation_versions: usize,
    /// How many types the crate has of it.
    pub types: usize,
}

/// The report in short.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Summary {
    /// The version bump that the crate needs.
    pub version_bump: Rust,
    /// How many changes there are.
    pub changes: usize,
    /// How many by their meaning on the wire.
    pub wire: BTreeMap<Wire, usize>,
    /// How many by their meaning for users of the crate.
    pub rust: BTreeMap<Rust, usize>,
    /// How many by rule, in the order of the report.
    pub rules: Vec<RuleCount>,
    /// What was renamed.
    pub renames: Renames,
    /// What a person must do before the update can be taken.
    pub actions_required: Vec<String>,
}

/// How often a rule applies.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RuleCount {
    /// The rule.
    pub rule: Rule,
    /// What it is about, in a few words.
    pub title: &'static str,
    /// How many things changed so; one change may be about many.
    pub count: usize,
}

/// How many things have another name now.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Renames {
    /// Operations with another `operationId`.
    pub operation_ids: usize,
    /// Operations with another short id, which functions are called by.
    pub short_ids: usize,
    /// Operations whose Rust names changed with that.
    pub rust_functions: usize,
    /// Schemas with another name.
    pub schemas: usize,
    /// Operations in another module, as their tag is another.
    pub modules: usize,
}

/// One change, with everything that it reaches.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Change {
    /// Names the change, the same in each run.
    pub id: String,
    /// What kind of change it is.
    pub rule: Rule,
    /// What the rule is about: `operation`, `property` and so on.
    pub kind: &'static str,
    /// What changed, in the words of the spec: names of schemas, properties, operations.
    pub subjects: Vec<String>,
    /// What was before.
    pub before: Option<String>,
    /// What is after.
    pub after: Option<String>,
    /// What it means on the wire.
    pub wire: Wire,
    /// What it means for users of the crate.
    pub rust: Rust,
    /// Why the verdicts are what they are, where that is not plain.
    pub notes: Vec<String>,
    /// What a person must do before the update can be taken.
    pub action_required: Option<String>,
    /// The tags of the operations.
    pub tags: BTreeSet<String>,
    /// The operation-versions that it reaches, by their Rust paths; see [`Report::operations`].
    pub operations: Vec<String>,
    /// What of the crate's public surface it changes.
    pub items: Vec<ItemChange>,
}

/// A change of the crate's public surface.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct ItemChange {
    /// The path, such as `types::Cluster.name` or `clusters::list_clusters`.
    pub path: String,
    /// Its signature before; nothing if it is new.
    pub before: Option<String>,
    /// Its signature after; nothing if it is gone.
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

/// What a change means for who talks to the service, in whatever language.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Wire {
    /// Nothing that goes over the wire is different.
    None,
    /// There is more than before; who does not use it notices nothing.
    Additive,
    /// Who relies on having seen everything may be surprised: a new value in a response.
    Warning,
    /// A request that worked may fail, or a response may lack what it had.
    Breaking,
}

/// What a change means for programs that use the crate, by the rules of semver.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Rust {
    /// The surface is the same: documentation, metadata.
    Patch,
    /// There is more than before, or something is deprecated.
    Minor,
    /// A program that compiled may not compile any more.
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
