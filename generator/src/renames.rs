//! What the document calls otherwise than it did (`spec/renames.yaml`). For one release the old name
//! stays, as a deprecated alias.
//!
//! ```yaml
//! - operation: getGroupCluster   # the operation id in the document
//!   was: showCluster             # the short id then, or else the operation id; left out if only
//!   tag: Old Tag                 # the tag changed. The tag then; left out if the module is the same
//! - schema: NewName              # the component in the document
//!   was: OldName
//! ```
//!
//! An entry that finds nothing to stand for, or whose old name is taken, is an error: the list can't rot.

mod apply;

use serde_json::Value;

use crate::document::Document;
use crate::error::{Error, Result};
use crate::plan::Plan;

const ENTRY: &str = "an entry has `operation` with `was`, `tag` or both; or `schema` with `was`";

/// A list of old names.
#[derive(Debug)]
pub struct Renames {
    document: Document,
    entries: Vec<Entry>,
}

#[derive(Debug)]
enum Entry {
    Operation {
        id: String,
        was: Option<String>,
        tag: Option<String>,
    },
    Schema {
        name: String,
        was: String,
    },
}

impl Renames {
    /// Reads a list from its document.
    ///
    /// # Errors
    /// An entry does not say what is called otherwise, or how it was called.
    pub fn new(document: Document) -> Result<Self> {
        let entries = match document.tree() {
            Value::Null => Vec::new(),
            Value::Array(entries) => entries.clone(),
            _ => {
                let error = Error::at("", "renames are a list").help(ENTRY);
                return Err(document.locate(error));
            }
        };
        let entries = entries.iter().enumerate().map(|(index, value)| {
            entry(value).map_err(|message| {
                document.locate(Error::at(format!("/{index}"), message).help(ENTRY))
            })
        });
        let entries = entries.collect::<Result<_>>()?;
        Ok(Self { document, entries })
    }

    /// Gives the plan the old names.
    ///
    /// # Errors
    /// An entry stands for nothing in the plan, or its old name is that of something.
    pub fn apply(&self, plan: &mut Plan) -> Result<()> {
        match self.apply_what_fits(plan).into_iter().next() {
            Some((_, stale)) => Err(stale),
            None => Ok(()),
        }
    }

    /// Gives the plan the old names that fit. Answers which entries do not, by their places in the list,
    /// and why.
    pub fn apply_what_fits(&self, plan: &mut Plan) -> Vec<(usize, Error)> {
        let stale = apply::apply(&self.entries, plan).into_iter();
        stale
            .map(|(index, error)| (index, self.document.locate(error)))
            .collect()
    }

    /// How many entries there are.
    pub fn len(&self) -> usize {
        self.entries.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.entries.is_empty()
    }
}

fn entry(value: &Value) -> Result<Entry, String> {
    const KEYS: [&str; 4] = ["operation", "schema", "was", "tag"];
    let fields = value.as_object().ok_or("an entry is a mapping")?;
    if let Some(key) = fields.keys().find(|key| !KEYS.contains(&key.as_str())) {
        return Err(format!("an entry has no `{key}`"));
    }
    let text = |key: &str| match fields.get(key).map(Value::as_str) {
        None => Ok(None),
        Some(Some(text)) if !text.is_empty() => Ok(Some(text.to_owned())),
        Some(_) => Err(format!("`{key}` is a name")),
    };
    match (
        text("operation")?,
        text("schema")?,
        text("was")?,
        text("tag")?,
    ) {
        (Some(_), None, None, None) => Err("the entry does not say what was otherwise".to_owned()),
        (Some(id), None, was, tag) => Ok(Entry::Operation { id, was, tag }),
        (None, Some(name), Some(was), None) => Ok(Entry::Schema { name, was }),
        _ => Err("the entry is neither of an operation nor of a schema".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::{lower, plan, surface};

    #[test]
    fn old_names_are_in_the_plan() {
        let content = json!({"application/vnd.atlas.2023-01-01+json": {}});
        let operation = json!({
            "operationId": "getThing",
            "tags": ["Things"],
            "responses": {"204": {"description": "", "content": content}},
        });
        let document = json!({
            "openapi": "3.0.1",
            "info": {"title": "", "version": ""},
            "paths": {"/thing": {"get": operation}},
            "components": {"schemas": {"Thing": {"type": "object"}}},
        });
        let document = Document::parse("atlas.yaml", document.to_string()).unwrap();
        let mut plan = plan::plan(&lower::lower(&document).unwrap()).unwrap();
        let renames = json!([
            {"operation": "getThing", "was": "showThing"},
            {"operation": "getThing", "tag": "Old Things"},
            {"schema": "Thing", "was": "Item"},
        ]);
        let renames = Document::parse("renames.yaml", renames.to_string()).unwrap();
        Renames::new(renames).unwrap().apply(&mut plan).unwrap();

        // The old tag has a module of its own, with a feature that is nothing without the new one.
        let features = "old_things = [\"things\"]\nthings = []\n";
        assert!(plan.features().ends_with(features), "{}", plan.features());
        let surface = surface::surface(&plan);
        let line = |part: &str, line: &str| {
            assert!(surface[part].contains(line), "{part}: {}", surface[part]);
        };
        line(
            "things",
            "2023-01-01*fn show_thing = things::get_thing // renamed\n",
        );
        line(
            "old_things",
            "2023-01-01*fn get_thing = things::get_thing // renamed\n",
        );
        line("types", "type Item = Thing // renamed\n");
    }

    #[test]
    fn a_list_may_be_empty() {
        for text in ["[]", "# nothing"] {
            let renames = Renames::new(Document::parse("renames.yaml", text).unwrap()).unwrap();
            assert!(renames.is_empty());
        }
    }
}
