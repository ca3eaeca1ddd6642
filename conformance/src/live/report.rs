//! The results of the calls.

use std::collections::BTreeMap;
use std::fmt::Write as _;

/// The result of one call.
#[derive(Debug)]
pub(super) enum Outcome {
    /// The response fits its type. Contains the paths of properties that the spec does not list.
    Decoded(Vec<String>),
    /// Contains the paths of the mismatches.
    Mismatched(Vec<String>),
    /// Contains the status and the error code.
    Refused(String),
    /// The body is over the size limit.
    TooLarge,
    /// There is no complete response. Contains the kind of error.
    Unanswered(String),
}

/// Lines, and how often each occurred.
type Counts = BTreeMap<String, usize>;

/// The results of all calls.
#[derive(Debug, Default)]
pub struct Report {
    /// The number of calls.
    pub calls: usize,
    /// Operation-versions whose response decoded, and how often.
    pub decoded: Counts,
    /// Operation-versions whose response had a mismatch, with its path.
    pub mismatched: Counts,
    /// Operation-versions that the service refused, with the status and the error code.
    pub refused: Counts,
    /// Operation-versions without a complete response, with the reason.
    pub unanswered: Counts,
    /// Operation-versions whose response is too large.
    pub too_large: Counts,
    /// Operations that were not called, with the parameter that has no value.
    pub not_reached: Counts,
    /// Properties that the spec does not list.
    pub unknown: Counts,
}

impl Report {
    pub(super) fn add(&mut self, name: &str, outcome: Outcome) {
        self.calls += 1;
        let count = |counts: &mut Counts, line: String| *counts.entry(line).or_default() += 1;
        match outcome {
            Outcome::Decoded(unknown) => {
                count(&mut self.decoded, name.to_owned());
                for path in unknown {
                    count(&mut self.unknown, format!("{name}: {path}"));
                }
            }
            Outcome::Mismatched(paths) => {
                for path in paths {
                    count(&mut self.mismatched, format!("{name}: {path}"));
                }
            }
            Outcome::Refused(why) => count(&mut self.refused, format!("{name}: {why}")),
            Outcome::TooLarge => count(&mut self.too_large, name.to_owned()),
            Outcome::Unanswered(why) => count(&mut self.unanswered, format!("{name}: {why}")),
        }
    }

    pub(super) fn add_not_reached(&mut self, name: &str, parameter: &str) {
        let line = format!("{name}: no `{parameter}` found");
        *self.not_reached.entry(line).or_default() += 1;
    }

    /// Whether every response fits its type, and at least one decoded.
    #[must_use]
    pub fn passes(&self) -> bool {
        self.mismatched.is_empty() && !self.decoded.is_empty()
    }

    /// The counts, followed by the operation-versions of each kind of result.
    #[must_use]
    pub fn to_text(&self) -> String {
        let mut out = String::new();
        let parts = [
            ("decoded", &self.decoded),
            ("mismatched", &self.mismatched),
            ("refused", &self.refused),
            ("no complete response", &self.unanswered),
            ("too large", &self.too_large),
            ("not reached", &self.not_reached),
            ("not in the spec", &self.unknown),
        ];
        let _ = writeln!(out, "{:6} calls", self.calls);
        for (name, counts) in parts {
            let _ = writeln!(out, "{:6} {name}", counts.len());
        }
        for (name, counts) in parts.iter().filter(|(_, counts)| !counts.is_empty()) {
            let _ = writeln!(out, "\n{name}:");
            for (line, count) in *counts {
                let _ = writeln!(out, "{count:6} {line}");
            }
        }
        out
    }
}
