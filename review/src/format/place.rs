//! The sections of a printed report.

use serde::Serialize;

use crate::report::{Change, Rust, Wire};
use crate::rule::Rule;

/// The section that a change belongs to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Place {
    /// Requires action.
    Action,
    /// May surprise a reader of responses, or leaves time to move to something else.
    Breaks,
    /// May surprise a reader of responses, or leaves time for a move to something else.
    Surprises,
    /// Adds something.
    New,
    /// Everything else.
    Rest,
}

impl Place {
    pub(super) fn of(change: &Change) -> Self {
        // For example, a deprecation, or an old name that stays for a release.
        let is_added = matches!(change.rule, Rule::FeatureAdded | Rule::SchemaAdded);
        let is_notice = change.wire == Wire::None && change.rust == Rust::Minor && !is_added;
        if change.action_required.is_some() {
            Self::Action
        } else if Self::breaks(change) {
            Self::Breaks
        } else if change.wire == Wire::Warning || is_notice {
            Self::Surprises
        } else if change.rust == Rust::Minor || change.wire != Wire::None {
            Self::New
        } else {
            Self::Rest
        }
    }

    pub(super) fn breaks(change: &Change) -> bool {
        change.rust == Rust::Major || change.wire == Wire::Breaking
    }

    pub(super) fn title(self) -> &'static str {
        match self {
            Self::Action => "To do",
            Self::Breaks => "Breaks programs or requests",
            Self::Surprises => "May surprise, or needs planning",
            Self::New => "New",
            Self::Rest => "Good to know",
        }
    }
}
