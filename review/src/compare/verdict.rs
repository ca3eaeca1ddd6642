//! How values differ, and how severe that is in requests and in responses.

use super::direction::Direction;
use crate::report::Wire::{self, Additive, Breaking, None as NoChange, Warning};

/// The maximum number of differences that the report names.
const NAMED: usize = 6;

/// How the values of two types differ. Empty if the same values are valid.
#[derive(Debug, Default)]
pub(super) struct Shapes(Vec<Difference>);

#[derive(Debug)]
struct Difference {
    text: String,
    relation: Relation,
    /// The severities in requests and in responses.
    wire: [Wire; 2],
}

/// The values of the new type, compared with those of the old one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Relation {
    Wider,
    Narrower,
    Other,
}

/// How values differ, and the severities in requests and in responses.
pub(super) type Verdict = (Relation, [Wire; 2]);

pub(super) const WIDER: Verdict = (Relation::Wider, [Additive, Warning]);
pub(super) const NARROWER: Verdict = (Relation::Narrower, [Breaking, NoChange]);
pub(super) const OTHER: Verdict = (Relation::Other, [Breaking, Breaking]);
/// A property that is new.
pub(super) const MORE: Verdict = (Relation::Wider, [Additive, Additive]);
/// A property that is gone.
pub(super) const LESS: Verdict = (Relation::Narrower, [Breaking, Breaking]);

impl Shapes {
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn wire(&self, way: Direction) -> Wire {
        let all = self.0.iter().map(|it| way.wire(it.wire[0], it.wire[1]));
        all.max().unwrap_or(NoChange)
    }

    /// Adds a difference at a path of properties.
    pub(super) fn add(&mut self, path: &str, (relation, wire): Verdict, text: &str) {
        let text = match path.trim_start_matches('.') {
            "" => text.to_owned(),
            path => format!("`{path}` {text}"),
        };
        self.0.push(Difference {
            text,
            relation,
            wire,
        });
    }

    /// The differences in words.
    pub(super) fn words(&self) -> String {
        let all = |relation| self.0.iter().all(|it| it.relation == relation);
        let relation = match () {
            () if self.0.is_empty() => return "The same values are valid.".to_owned(),
            () if all(Relation::Wider) => "Wider",
            () if all(Relation::Narrower) => "Narrower",
            () => "Different",
        };
        let mut texts: Vec<&str> = self.0.iter().map(|it| it.text.as_str()).collect();
        let rest = texts.split_off(texts.len().min(NAMED)).len();
        let rest = if rest > 0 {
            format!("; and {rest} more")
        } else {
            String::new()
        };
        format!("{relation}: {}{rest}.", texts.join("; "))
    }
}
