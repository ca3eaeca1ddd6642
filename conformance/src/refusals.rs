//! Recorded requests that the crate refuses to send, because they are invalid.

use std::collections::{BTreeMap, BTreeSet};

use anyhow::{Context, Result};
use serde::Deserialize;

/// The requests that are known to be invalid.
const REFUSALS: &str = include_str!("../refusals.yaml");

/// Requests that are invalid for the same reason.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Wrong {
    reason: String,
    /// A part of the error that rejects them.
    error: String,
    /// The `id`s of the exchanges.
    exchanges: BTreeSet<String>,
}

/// The requests that are known to be invalid, and which of them occurred.
#[derive(Debug, Default)]
pub(crate) struct Refusals {
    wrong: Vec<Wrong>,
    /// For each one that occurred, by id, whether it was refused.
    met: BTreeMap<String, bool>,
}

impl Refusals {
    /// Reads `refusals.yaml`.
    ///
    /// # Errors
    /// The file is malformed.
    pub(crate) fn read() -> Result<Self> {
        Self::of(REFUSALS).context("refusals.yaml")
    }

    fn of(text: &str) -> Result<Self> {
        let wrong = serde_yaml::from_str(text)?;
        Ok(Self {
            wrong,
            ..Self::default()
        })
    }

    /// Notes that an exchange occurred.
    pub(crate) fn meet(&mut self, id: Option<&str>) {
        if let Some(id) = id.filter(|id| self.wrong.iter().any(|it| it.exchanges.contains(*id))) {
            self.met.entry(id.to_owned()).or_default();
        }
    }

    /// Whether an exchange is known to be invalid for the reason that an error gives.
    pub(crate) fn explain(&mut self, id: Option<&str>, error: &str) -> bool {
        let explains =
            |it: &Wrong, id: &str| it.exchanges.contains(id) && error.contains(&it.error);
        match id {
            Some(id) if self.wrong.iter().any(|it| explains(it, id)) => {
                self.met.insert(id.to_owned(), true);
                true
            }
            _ => false,
        }
    }

    /// The exchanges that occurred and were not refused, or for another reason.
    pub(crate) fn stale(&self) -> impl Iterator<Item = String> + '_ {
        let stale = self.met.iter().filter(|(_, is_refused)| !**is_refused);
        stale.map(|(id, _)| {
            let wrong = self.wrong.iter().find(|it| it.exchanges.contains(id));
            let reason = wrong.map_or("", |it| it.reason.trim());
            format!("refusals.yaml: the request of `{id}` is no longer refused ({reason}); remove its entry")
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn entry_excuses_its_exchanges_and_must_occur() {
        let text = "[{reason: no date, error: not a date, exchanges: [a, b, c]}]";
        let mut refusals = Refusals::of(text).unwrap();
        for id in ["a", "b", "z"] {
            refusals.meet(Some(id));
        }
        refusals.meet(None);
        assert!(refusals.explain(Some("a"), "`x` is not a date"));
        assert!(!refusals.explain(Some("b"), "`x` is missing"));
        assert!(!refusals.explain(Some("z"), "`x` is not a date"));
        assert!(!refusals.explain(None, "`x` is not a date"));
        let stale: Vec<_> = refusals.stale().collect();
        assert_eq!(stale.len(), 1);
        assert!(
            stale[0].contains("`b`") && stale[0].contains("no date"),
            "{stale:?}"
        );
    }

    #[test]
    fn reads_the_list_of_refusals() {
        assert!(!Refusals::read().unwrap().wrong.is_empty());
    }
}
