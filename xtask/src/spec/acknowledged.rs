//! `--fail-on`, and `spec/acknowledged.yaml`: changes that are accepted, each with its reason.
//!
//! ```yaml
//! - change: property-removed:Pet.wings
//!   reason: The service never sent it.
//! ```

use std::fmt;
use std::path::Path;

use anyhow::Result;
use clap::ValueEnum;
use generator::source::entries;
use review::report::{Report, Rust, Wire};
use serde::Deserialize;

use crate::inputs::optional;

/// What to fail on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum FailOn {
    /// A change that needs a major version
    Major,
    /// A change that breaks clients on the wire
    Breaking,
}

/// The report reaches the severity of `--fail-on`. The command exits with 3.
#[derive(Debug)]
pub(crate) struct Reached {
    what: FailOn,
    changes: Vec<String>,
}

impl fmt::Display for Reached {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let what = match self.what {
            FailOn::Major => "major",
            FailOn::Breaking => "breaking",
        };
        let count = self.changes.len();
        let changes = if count == 1 { "change" } else { "changes" };
        write!(
            f,
            "{count} {what} {changes}; to accept one, add it to spec/acknowledged.yaml with a reason:"
        )?;
        for id in &self.changes {
            write!(f, "\n  - change: {id}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Reached {}

/// An accepted change.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    /// The id of the change, as in the JSON report.
    change: String,
    reason: String,
}

const FORM: &str = "an entry has `change`, the id of a change in the report, and `reason`";

/// Fails if a change of the given severity is not acknowledged. Entries that match no change are listed on standard
/// error.
pub(crate) fn judge(spec: &Path, report: &Report, fail_on: Option<FailOn>) -> Result<()> {
    let changes = report.changes.iter();
    let changes: Vec<_> = changes
        .map(|it| (it.id.as_str(), it.wire, it.rust))
        .collect();
    let entries: Vec<Entry> = match optional(spec, "acknowledged.yaml")? {
        Some(source) => entries(&source.parse()?, FORM)?,
        None => Vec::new(),
    };
    for problem in problems(&entries, &changes) {
        eprintln!("spec/acknowledged.yaml: {problem}");
    }
    let Some(what) = fail_on else { return Ok(()) };
    let changes = open(&entries, &changes, what);
    if changes.is_empty() {
        return Ok(());
    }
    Err(Reached { what, changes }.into())
}

/// A change: its id and its severities.
type Judged<'a> = (&'a str, Wire, Rust);

/// The entries that accept nothing, with the reason.
fn problems(entries: &[Entry], changes: &[Judged<'_>]) -> Vec<String> {
    let why = |entry: &Entry| match changes.iter().any(|(id, ..)| *id == entry.change) {
        false => Some("is stale: the report has no such change, so delete it"),
        true if !entry.has_reason() => Some("has no reason, and is not accepted without one"),
        true => None,
    };
    let problems = entries.iter();
    let problems = problems.filter_map(|it| Some(format!("`{}` {}", it.change, why(it)?)));
    problems.collect()
}

/// The changes of a severity that are not accepted.
fn open(entries: &[Entry], changes: &[Judged<'_>], what: FailOn) -> Vec<String> {
    let is_accepted = |id: &str| {
        let mut entries = entries.iter();
        entries.any(|entry| entry.change == id && entry.has_reason())
    };
    let reaches = |(id, wire, rust): &&Judged<'_>| {
        let reaches = match what {
            FailOn::Major => *rust == Rust::Major,
            FailOn::Breaking => *wire == Wire::Breaking,
        };
        reaches && !is_accepted(id)
    };
    let open = changes.iter().filter(reaches);
    open.map(|(id, ..)| (*id).to_owned()).collect()
}

impl Entry {
    fn has_reason(&self) -> bool {
        !self.reason.trim().is_empty()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fails_on_unacknowledged_changes() {
        let changes = [
            ("a", Wire::Breaking, Rust::Minor),
            ("b", Wire::None, Rust::Major),
        ];
        let entry = |change: &str, reason: &str| Entry {
            change: change.to_owned(),
            reason: reason.to_owned(),
        };
        assert_eq!(open(&[], &changes, FailOn::Major), ["b"]);
        assert_eq!(open(&[], &changes, FailOn::Breaking), ["a"]);
        let entries = [
            entry("b", "Nobody uses it."),
            entry("gone", "It was."),
            entry("a", " "),
        ];
        assert!(open(&entries, &changes, FailOn::Major).is_empty());
        // Without a reason it is not accepted.
        assert_eq!(open(&entries, &changes, FailOn::Breaking), ["a"]);
        let problems = problems(&entries, &changes);
        assert!(problems[0].starts_with("`gone` is stale"), "{problems:?}");
        assert!(problems[1].starts_with("`a` has no reason"), "{problems:?}");
    }
}
