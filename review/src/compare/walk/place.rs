//! The current place of the walk: what changes here are about, and which changes of the models explain them.

use std::rc::Rc;

use generator::model::SchemaId;

use crate::compare::direction::Direction;
use crate::compare::table::Verdict;
use crate::draft::{Cause, Detail, Draft};
use crate::rule::Rule;

/// The current place of the walk.
#[derive(Debug, Clone)]
pub(super) struct Place {
    /// The operation or the schema.
    pub(super) subject: String,
    /// The part of it.
    pub(super) detail: Detail,
    /// The causes of changes of the models at this place.
    pub(super) causes: Vec<Cause>,
    pub(super) way: Direction,
    /// The operation-versions that a change here reaches.
    pub(super) reached: Rc<[String]>,
    /// The id that a schema has here.
    pub(super) id: Option<SchemaId>,
    /// The path from the detail to this place, in words.
    pub(super) within: String,
    /// The rule of a difference in structure that no change of the models explains.
    pub(super) rest: Rule,
    /// Whether a schema here has a different `type` than before.
    pub(super) retyped: bool,
}

impl Place {
    pub(super) fn new(subject: impl Into<String>, way: Direction, reached: Vec<String>) -> Self {
        Self {
            subject: subject.into(),
            detail: Detail::Whole,
            causes: Vec::new(),
            way,
            reached: reached.into(),
            id: None,
            within: String::new(),
            rest: Rule::Unclassified,
            retyped: false,
        }
    }

    pub(super) fn causes(mut self, causes: impl IntoIterator<Item = Cause>) -> Self {
        self.causes.extend(causes);
        self
    }

    pub(super) fn id(mut self, id: SchemaId) -> Self {
        self.id = Some(id);
        self
    }

    /// A change here, with its severity in this direction.
    pub(super) fn draft(&self, Verdict(rule, request, response): Verdict) -> Draft {
        Draft::new(rule, self.subject.clone(), self.way.wire(request, response))
    }

    /// The place of the items of a list or the values of a map.
    pub(super) fn inner(&self, name: &str, id: Option<SchemaId>) -> Self {
        let own = id.iter().cloned().map(Cause::Schema);
        let mut inner = self.clone().causes(own.collect::<Vec<_>>());
        inner.within = format!("{}{name}: ", self.within);
        inner.id = id;
        inner
    }
}
