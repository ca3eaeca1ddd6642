//! The ids that operations had in earlier specs (`spec/older-ids.yaml`), because people still search for them.
//!
//! ```yaml
//! listOrgInvites: [listOrganizationInvitations]   # by the current operationId
//! ```
//!
//! An entry is stale if its operation no longer exists, or if it contains a current id.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize, de};

use super::entries::{Entries, Stale};
use crate::error::Error;
use crate::plan::Plan;
use crate::source::{Document, escape};

/// Older ids, by current operation ids.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct OlderIds(pub BTreeMap<String, Vec<Id>>);

/// An id that is valid in an attribute and in a table.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(transparent)]
pub struct Id(pub String);

impl<'de> Deserialize<'de> for Id {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let id = String::deserialize(deserializer)?;
        let is_known = |c: char| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '-');
        match !id.is_empty() && id.chars().all(is_known) {
            true => Ok(Self(id)),
            false => Err(de::Error::custom(format!(
                "invalid id `{id}`: an id has letters, digits, `_`, `.` and `-`"
            ))),
        }
    }
}

impl Entries for OlderIds {
    type Target = Plan;

    const FORM: &'static str = "an entry is an operation id with a list of older ids";

    fn count(&self) -> usize {
        self.0.len()
    }

    fn apply(&self, _: &Document, plan: &mut Plan) -> Vec<Stale> {
        let mut stale = Vec::new();
        for (entry, (operation, ids)) in self.0.iter().enumerate() {
            let pointer = format!("/{}", escape(operation));
            let mut refuse = |pointer, message: String| {
                let error = Error::at(pointer, message).help("delete the entry");
                stale.push(Stale::new(entry, error));
            };
            if ids.is_empty() {
                refuse(pointer, format!("no older ids of `{operation}`"));
                continue;
            }
            let modules = plan.modules.values_mut();
            let mut items = modules.flat_map(|module| &mut module.operations);
            let mut items = items
                .by_ref()
                .filter(|item| item.spec.id == *operation)
                .peekable();
            if items.peek().is_none() {
                refuse(pointer, format!("no operation `{operation}`"));
                continue;
            }
            let items: Vec<_> = items.collect();
            let now = [&items[0].spec.id, &items[0].spec.name].map(Clone::clone);
            let is_older = |(index, Id(id)): &(usize, &Id)| {
                let problem = match ids[..*index].contains(&Id(id.clone())) {
                    true => "is listed twice",
                    false if now.contains(id) => "is a current operation id",
                    false => return true,
                };
                refuse(format!("{pointer}/{index}"), format!("`{id}` {problem}"));
                false
            };
            let older: Vec<_> = ids.iter().enumerate().filter(is_older).collect();
            for item in items {
                let ids = older.iter().map(|(_, Id(id))| id);
                let ids = ids.filter(|id| **id != item.function).cloned();
                item.aliases.extend(ids.collect::<Vec<_>>());
            }
        }
        stale
    }
}
