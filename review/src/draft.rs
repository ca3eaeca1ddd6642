//! Changes as found in the specs, before their severity in Rust is known.

use std::collections::{BTreeMap, BTreeSet};

use generator::model::{Format, ParameterLocation, SchemaId};

use crate::model::VersionKey;
use crate::report::{ItemChange, Rust, Wire};
use crate::rule::Rule;

/// A possible cause of a change of the crate's surface.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Cause {
    /// An operation, by its key.
    Operation(String),
    /// A version of it.
    Version(String, VersionKey),
    /// The default version.
    Newest(String, Format),
    /// A parameter, by its wire name.
    Parameter(String, String),
    /// The request body of a version.
    Body(String, VersionKey),
    /// The response of a version.
    Output(String, VersionKey),
    /// A schema as a whole.
    Schema(SchemaId),
    /// The parents of a schema.
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

/// A change, under construction.
#[derive(Debug, Clone)]
pub(crate) struct Draft {
    pub(crate) rule: Rule,
    /// The operation, schema or other thing that changed.
    pub(crate) subject: String,
    /// The part of the subject that changed. Drafts of the same change to many subjects are merged, unless this is
    /// `None`.
    pub(crate) detail: Option<Detail>,
    pub(crate) before: Option<String>,
    pub(crate) after: Option<String>,
    pub(crate) wire: Wire,
    pub(crate) rust: Rust,
    /// Explanations for readers.
    pub(crate) notes: BTreeSet<String>,
    /// Its places in both specs, as JSON pointers.
    pub(crate) at: BTreeSet<[Option<String>; 2]>,
    /// Schemas added or removed with it.
    pub(crate) schemas: BTreeSet<String>,
    /// An action that a person must take before the update.
    pub(crate) action_required: Option<String>,
    /// The Rust paths of the operation-versions that it reaches.
    pub(crate) operations: BTreeSet<String>,
    pub(crate) items: BTreeSet<ItemChange>,
    /// Whether it may change the arguments of a function.
    pub(crate) is_argument: bool,
    /// Whether it renames a function.
    pub(crate) renames_function: bool,
}

/// The part of a subject that changed.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Detail {
    /// The subject itself.
    Whole,
    /// A property of a schema.
    Property(String),
    /// A parameter of an operation.
    Parameter(String, ParameterLocation),
}

impl Detail {
    /// The part of a subject, by its full name.
    pub(crate) fn of(&self, subject: &str) -> String {
        match self {
            Self::Whole => subject.to_owned(),
            Self::Property(name) => format!("{subject}.{name}"),
            Self::Parameter(name, location) => format!("{subject} {name} ({})", location.as_str()),
        }
    }
}

/// All drafts, indexed by cause.
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
            // Differences of the crate may raise it.
            rust: rule.rust()[0],
            notes: BTreeSet::new(),
            at: BTreeSet::new(),
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

    /// Lets it merge with other drafts of the same rule that have the same sides.
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

    pub(crate) fn at(mut self, pointers: [Option<String>; 2]) -> Self {
        self.at.insert(pointers);
        self
    }

    pub(crate) fn note(self, note: String) -> Self {
        self.notes([note])
    }

    pub(crate) fn notes(mut self, notes: impl IntoIterator<Item = String>) -> Self {
        self.notes.extend(notes);
        self
    }

    /// Marks it as changing the arguments of a function, if the argument is required.
    pub(crate) fn of_argument(mut self, required: bool) -> Self {
        self.is_argument = required;
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

    /// Adds a cause to an existing draft.
    pub(crate) fn alias(&mut self, cause: Cause, draft: usize) {
        self.by_cause.entry(cause).or_default().push(draft);
    }

    /// The causes, each with its drafts.
    pub(crate) fn causes(&self) -> impl Iterator<Item = (&Cause, &[usize])> {
        self.by_cause
            .iter()
            .map(|(cause, drafts)| (cause, drafts.as_slice()))
    }

    /// The drafts of a cause.
    pub(crate) fn of(&self, cause: &Cause) -> &[usize] {
        self.by_cause.get(cause).map_or(&[], Vec::as_slice)
    }

    /// The drafts about an operation's parameters.
    pub(crate) fn of_parameters(&self, operation: &str) -> Vec<usize> {
        let from = Cause::Parameter(operation.to_owned(), String::new());
        let all = self.by_cause.range(from..);
        all.take_while(|(cause, _)| matches!(cause, Cause::Parameter(key, _) if key == operation))
            .flat_map(|(_, drafts)| drafts.iter().copied())
            .collect()
    }

    /// The drafts about a schema's properties.
    pub(crate) fn of_properties(&self, schema: &SchemaId) -> Vec<usize> {
        let from = Cause::Property(schema.clone(), String::new());
        let all = self.by_cause.range(from..);
        all.take_while(|(cause, _)| matches!(cause, Cause::Property(id, _) if id == schema))
            .flat_map(|(_, drafts)| drafts.iter().copied())
            .collect()
    }

    /// The drafts about a union's branches.
    pub(crate) fn of_branches(&self, union: &SchemaId) -> Vec<usize> {
        let from = Cause::Branch(union.clone(), SchemaId(Vec::new()));
        let all = self.by_cause.range(from..);
        all.take_while(|(cause, _)| matches!(cause, Cause::Branch(id, _) if id == union))
            .flat_map(|(_, drafts)| drafts.iter().copied())
            .collect()
    }
}
