//! The ids that operations had in earlier documents (`spec/older-ids.yaml`). People search by them.
//!
//! ```yaml
//! listOrgInvites: [listOrganizationInvitations]   # by the operation id in the document
//! ```
//!
//! An entry of an operation that is not there is an error, and so is an id of now: the list can't rot.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use crate::document::{Document, escape};
use crate::error::{Error, Result};
use crate::plan::Plan;

const HELP: &str = "an entry is an operation id with a list of older ids";

/// Older ids, by the operation ids of now.
#[derive(Debug)]
pub struct OlderIds {
    document: Document,
    ids: BTreeMap<String, Vec<String>>,
}

impl OlderIds {
    /// Reads them from their document.
    ///
    /// # Errors
    /// An entry is not a list of ids.
    pub fn new(document: Document) -> Result<Self> {
        match ids(document.tree()) {
            Ok(ids) => Ok(Self { document, ids }),
            Err(error) => Err(document.locate(error.help(HELP))),
        }
    }

    /// Gives the plan's operations their older ids, as names to search by.
    ///
    /// # Errors
    /// The plan does not have an operation, or calls it so now.
    pub fn apply(&self, plan: &mut Plan) -> Result<()> {
        match self.apply_what_fits(plan).into_iter().next() {
            Some(stale) => Err(stale),
            None => Ok(()),
        }
    }

    /// Applies what fits to another plan, such as that of an older document. Answers why the others do
    /// not.
    pub fn apply_what_fits(&self, plan: &mut Plan) -> Vec<Error> {
        let mut left: BTreeSet<_> = self.ids.keys().collect();
        let mut stale = Vec::new();
        let items = plan.modules.values_mut();
        for item in items.flat_map(|module| &mut module.operations) {
            let Some(older) = self.ids.get(&item.spec.id) else {
                continue;
            };
            let is_first = left.remove(&item.spec.id);
            let now = [&item.spec.id, &item.spec.name];
            for (index, id) in older.iter().enumerate() {
                if !now.contains(&id) {
                    item.aliases
                        .extend((*id != item.function).then(|| id.clone()));
                } else if is_first {
                    let pointer = format!("/{}/{index}", escape(&item.spec.id));
                    stale.push((pointer, format!("the operation is called `{id}` now")));
                }
            }
        }
        let gone = left.into_iter().map(|id| {
            let message = format!("there is no operation `{id}`");
            (format!("/{}", escape(id)), message)
        });
        stale.extend(gone);
        let stale = stale.into_iter().map(|(pointer, message)| {
            let error = Error::at(pointer, message).help("delete the entry");
            self.document.locate(error)
        });
        stale.collect()
    }
}

fn ids(tree: &Value) -> Result<BTreeMap<String, Vec<String>>> {
    let entries = match tree {
        Value::Null => return Ok(BTreeMap::new()),
        Value::Object(entries) => entries,
        _ => return Err(Error::at("", "older ids are a mapping")),
    };
    let entries = entries.iter().map(|(id, older)| {
        let pointer = format!("/{}", escape(id));
        match older.as_array().filter(|older| !older.is_empty()) {
            Some(older) => Ok((id.clone(), list(older, &pointer)?)),
            None => Err(Error::at(pointer, "the older ids are a list of names")),
        }
    });
    entries.collect()
}

fn list(older: &[Value], pointer: &str) -> Result<Vec<String>> {
    let mut ids: Vec<String> = Vec::new();
    for (index, id) in older.iter().enumerate() {
        let message = match id.as_str().filter(|id| is_id(id)) {
            None => format!("{id} is no id: that has letters, digits, `_`, `.` and `-`"),
            Some(id) if ids.iter().any(|known| known == id) => format!("`{id}` stands here twice"),
            Some(id) => {
                ids.push(id.to_owned());
                continue;
            }
        };
        return Err(Error::at(format!("{pointer}/{index}"), message));
    }
    Ok(ids)
}

/// Whether it can stand in an attribute and in a table.
fn is_id(text: &str) -> bool {
    let mut chars = text.chars();
    !text.is_empty() && chars.all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '.' | '-'))
}
