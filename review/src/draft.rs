//! Changes as they are found, before it is known what they mean for the crate.

use std::collections::{BTreeMap, BTreeSet};

use generator::model::{Format, ParameterLocation, SchemaId};

use crate::model::VersionKey;
use crate::report::{ItemChange, Rust, Wire};
use crate::rule::Rule;

/// What a change of the crate's surface can come from.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Cause {
    /// An operation, by its key.
    Operation(String),
    /// A version of it.
    Version(String, VersionKey),
    /// Which version is the newest.
    Newest(String, Format),
    /// A parameter, by its wire name.
    Parameter(String, String),
    /// The request body of a version.
    Body(String, VersionKey),
    /// What a version answers.
    Output(String, VersionKey),
    /// A schema as a whole.
    Schema(SchemaId),
    /// What a schema inherits.
    Parents(SchemaId),
    /// A property.
    Property(SchemaId, String),
    /// A value of an enum.
    Value(SchemaId, String),
    /// A branch of a union.
    Branch(SchemaId, SchemaId),
    /// A feature.
    Feature(String),
}

/// A change, found.
#[derive(Debug, Clone)]
pub(crate) struct Draft {
    pub(crate) rule: Rule,
    /// What it is about.
    pub(crate) subject: String,
    /// What changed in it. Drafts of the same change in many subjects become one. Nothing if each stands
    /// for itself.
    pub(crate) detail: Option<Detail>,
    pub(crate) before: Option<String>,
    pub(crate) after: Option<String>,
    pub(crate) wire: Wire,
    pub(crate) rust: Rust,
    /// Schemas that came or went with it.
    pub(crate) schemas: BTreeSet<String>,
    /// What a person must do before the update can be taken.
    pub(crate) action_required: Option<String>,
    /// The paths of the operation-versions that it reaches.
    pub(crate) operations: BTreeSet<String>,
    pub(crate) items: BTreeSet<ItemChange>,
    /// Whether it may change the arguments of a function.
    pub(crate) is_argument: bool,
    /// Whether a function has another name by it.
    pub(crate) renames_function: bool,
}

/// What changed in the subject of a draft.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Detail {
    /// The subject itself.
    Whole,
    /// A property of a schema.
    Property(String),
    /// A parameter of an operation.
    Parameter(String, ParameterLocation),
}

/// All drafts, found again by what they can be the cause of.
#[derive(Debug, Default)]
pub(crate) struct Drafts {
    pub(crate) all: Vec<Draft>,
    by_cause: BTreeMap<Cause, Vec<usize>>,
}

impl Draft {
    pub(crate) fn new(rule: Rule, subject: impl Into<String>, wire: Wire) -> Self {
        Self {
            rule,
            subject: subject.into(),
            detail: None,
            before: None,
            after: None,
            wire,
            rust: Rust::Patch,
            schemas: BTreeSet::new(),
            action_required: None,
            operations: BTreeSet::new(),
            items: BTreeSet::new(),
            is_argument: false,
            renames_function: false,
        }
    }

    pub(crate) fn detail(mut self, detail: Detail) -> Self {
        self.detail = Some(detail);
        self
    }

    /// Makes it one with others of the same rule that have the same before and after.
    pub(crate) fn alike(self) -> Self {
        self.detail(Detail::Whole)
    }

    pub(crate) fn from(mut self, before: impl Into<String>) -> Self {
        self.before = Some(before.into());
        self
    }

    pub(crate) fn to(mut self, after: impl Into<String>) -> Self {
        self.after = Some(after.into());
        self
    }

    pub(crate) fn change(mut self, before: Option<String>, after: Option<String>) -> Self {
        (self.before, self.after) = (before, after);
        self
    }

    /// Says that it may change the arguments of a function, if something is required.
    pub(crate) fn of_argument(mut self, required: bool) -> Self {
        self.is_argument = required;
        self
    }

    /// Raises the severity in Rust to at least this.
    pub(crate) fn at_least(mut self, rust: Rust) -> Self {
        self.rust = self.rust.max(rust);
        self
    }

    pub(crate) fn reaches(mut self, operations: impl IntoIterator<Item = String>) -> Self {
        self.operations.extend(operations);
        self
    }
}

impl Drafts {
    pub(crate) fn add(&mut self, draft: Draft, causes: impl IntoIterator<Item = Cause>) {
        let index = self.all.len();
        self.all.push(draft);
        for cause in causes {
            self.by_cause.entry(cause).or_default().push(index);
        }
    }

    /// Makes a cause stand for a draft that is there.
    pub(crate) fn alias(&mut self, cause: Cause, draft: usize) {
        self.by_cause.entry(cause).or_default().push(draft);
    }

    /// The drafts that a cause stands for.
    pub(crate) fn of(&self, cause: &Cause) -> &[usize] {
        self.by_cause.get(cause).map_or(&[], Vec::as_slice)
    }

    /// Those of all causes of an operation's parameters.
    pub(crate) fn of_parameters(&self, operation: &str) -> Vec<usize> {
        let from = Cause::Parameter(operation.to_owned(), String::new());
        let all = self.by_cause.range(from..);
        all.take_while(|(cause, _)| matches!(cause, Cause::Parameter(key, _) if key == operation))
            .flat_map(|(_, drafts)| drafts.iter().copied())
            .collect()
    }

    /// Those of all causes of a schema's properties.
    pub(crate) fn of_properties(&self, schema: &SchemaId) -> Vec<usize> {
        let from = Cause::Property(schema.clone(), String::new());
        let all = self.by_cause.range(from..);
        all.take_while(|(cause, _)| matches!(cause, Cause::Property(id, _) if id == schema))
            .flat_map(|(_, drafts)| drafts.iter().copied())
            .collect()
    }
}
