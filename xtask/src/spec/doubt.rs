//! Checks whether a new spec is plausible: neither cut off, nor older than the vendored one, nor missing too much.

use std::collections::BTreeSet;

use anyhow::{Result, bail};
use clap::Args;
use generator::model::path_key;
use generator::openapi::tree::{fields, operations};
use serde_json::Value;

/// The percentage of the vendored spec's operations that an update may remove. The largest removal in the history of
/// the spec is 5%.
const LOSS: usize = 10;

/// The number of versions without a sunset that an update may remove. In the history of the spec, none ever removed more
/// than 9, and most that did were announced.
const UNANNOUNCED: usize = 10;

#[derive(Debug, Clone, Copy, Default, Args)]
pub(crate) struct Allow {
    /// Take the spec even if it lacks more than 10% of the operations
    #[arg(long)]
    pub(crate) allow_loss: bool,

    /// Take the spec even if it seems to be older than the vendored one
    #[arg(long)]
    pub(crate) allow_older: bool,

    /// Take the spec even if its end seems to be cut off
    #[arg(long)]
    pub(crate) allow_truncated: bool,
}

/// A new spec, and facts about the vendored one.
pub(crate) struct Doubt<'a> {
    /// The name of the new spec in messages.
    pub(crate) name: &'a str,
    /// The text of the new spec.
    pub(crate) text: &'a str,
    pub(crate) new: &'a Value,
    pub(crate) old: &'a Value,
    /// The dates of the vendored spec and the new one.
    pub(crate) dates: [String; 2],
    /// Retired operation-versions that are back in the new spec.
    pub(crate) returned: &'a BTreeSet<String>,
    /// Operation-versions that the new spec lacks, and whose sunset was not announced.
    pub(crate) unannounced: &'a BTreeSet<String>,
    /// The date of an earlier update with the same spec, if there was one.
    pub(crate) earlier: Option<String>,
}

impl Doubt<'_> {
    /// Rejects an implausible spec, and names the flag that accepts it.
    pub(crate) fn check(&self, allow: Allow) -> Result<()> {
        let doubts = [
            (self.truncated(), allow.allow_truncated, "--allow-truncated"),
            (self.older(), allow.allow_older, "--allow-older"),
            (self.loss(), allow.allow_loss, "--allow-loss"),
        ];
        let open: Vec<_> = doubts
            .into_iter()
            .filter(|(_, is_allowed, _)| !is_allowed)
            .filter_map(|(why, _, flag)| Some(format!("{}; to take it, pass {flag}", why?)))
            .collect();
        if open.is_empty() {
            return Ok(());
        }
        bail!(
            "rejected {}, which looks wrong: {}",
            self.name,
            open.join("; ")
        )
    }

    /// YAML that is cut off at the end of a line is still YAML.
    fn truncated(&self) -> Option<String> {
        let is_yaml = !self
            .text
            .trim_start_matches('\u{feff}')
            .trim_start()
            .starts_with('{');
        if is_yaml && !self.text.ends_with('\n') {
            return Some("it is cut off: the last line has no line break".to_owned());
        }
        let keys = |spec: &Value| -> BTreeSet<String> {
            spec.as_object()
                .into_iter()
                .flat_map(|it| it.keys().cloned())
                .collect()
        };
        let missing: Vec<_> = keys(self.old)
            .difference(&keys(self.new))
            .cloned()
            .collect();
        if !missing.is_empty() {
            let missing = missing.join("`, `");
            return Some(format!(
                "it is cut off: it has no `{missing}`, as the vendored spec does"
            ));
        }
        None
    }

    fn older(&self) -> Option<String> {
        let [vendored, given] = &self.dates;
        if given < vendored {
            return Some(format!(
                "its date {given} is before that of the vendored spec, {vendored}"
            ));
        }
        if let Some(date) = &self.earlier {
            return Some(format!(
                "it is the spec of {date}, which has been vendored before"
            ));
        }
        let (before, after) = (newest_note(self.old), newest_note(self.new));
        if after < before {
            return Some(format!(
                "it is older than the vendored spec: its newest `x-xgen-changelog` is dated {}, not {}",
                after.as_deref().unwrap_or("no date"),
                before.as_deref().unwrap_or_default()
            ));
        }
        if let Some(first) = self.returned.first() {
            return Some(format!(
                "it seems to be older than the vendored spec: {} retired versions are back, such as `{first}`",
                self.returned.len()
            ));
        }
        let (first, count) = (self.unannounced.first()?, self.unannounced.len());
        (count > UNANNOUNCED).then(|| {
            format!(
                "it seems to be older than the vendored spec: it lacks {count} versions whose sunset was not \
                 announced, such as `{first}`"
            )
        })
    }

    fn loss(&self) -> Option<String> {
        let keys = |spec: &Value| -> BTreeSet<(String, String)> {
            let keys = operations(spec);
            keys.map(|(path, method, _)| (path_key(path), method.to_owned()))
                .collect()
        };
        let (old, new) = (keys(self.old), keys(self.new));
        let lost = old.difference(&new).count();
        (lost * 100 > old.len() * LOSS).then(|| {
            format!(
                "it lacks {lost} of {} operations, more than {LOSS}%",
                old.len()
            )
        })
    }
}

/// The latest date in the changelogs of operations, which are lists of dates in the vendored spec.
fn newest_note(spec: &Value) -> Option<String> {
    let dates = operations(spec).flat_map(|(_, _, operation)| {
        let noted = fields(operation, "x-xgen-changelog").map(|(date, _)| date.clone());
        let listed = operation.get("x-xgen-changelog").and_then(Value::as_array);
        let listed = listed.into_iter().flatten();
        noted.chain(listed.filter_map(|it| Some(it.as_str()?.to_owned())))
    });
    dates.max()
}
