//! Names that the spec changed (`spec/renames.yaml`). The old name stays for one release, as a deprecated alias.
//!
//! ```yaml
//! - operation: getGroupCluster   # the current operation id
//!   was: showCluster             # the old short id, or else the old operation id; omit it if only
//!   tag: Old Tag                 # the tag changed. The old tag; omit it if the module is the same
//! - schema: NewName              # the current component
//!   was: OldName
//! ```
//!
//! An entry is stale if its operation or schema does not exist, or if its old name is taken.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::entries::{Entries, Stale};
use crate::error::{Error, Result};
use crate::model::SchemaId;
use crate::plan::{Module, Naming, OldName, OperationItem, Plan, names};
use crate::source::Document;

/// The list.
#[derive(Debug, Clone, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Renames(pub Vec<Rename>);

/// A renamed operation or schema.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Entry", into = "Entry")]
pub enum Rename {
    /// An operation.
    Operation {
        /// The current operation id.
        id: String,
        /// The old short id, or else the old operation id. `None` if it is the same.
        was: Option<String>,
        /// The old tag. `None` if it is the same.
        tag: Option<String>,
    },
    /// A schema.
    Schema {
        /// The current component.
        name: String,
        /// The old name.
        was: String,
    },
}

/// A rename as written in the file.
#[derive(Default, Serialize, Deserialize)]
#[serde(deny_unknown_fields, expecting = "a rename, which is a mapping")]
struct Entry {
    #[serde(skip_serializing_if = "Option::is_none")]
    operation: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    schema: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    was: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    tag: Option<String>,
}

impl TryFrom<Entry> for Rename {
    type Error = &'static str;

    fn try_from(entry: Entry) -> Result<Self, &'static str> {
        let Entry {
            operation,
            schema,
            was,
            tag,
        } = entry;
        let texts = [&operation, &schema, &was, &tag];
        if texts.into_iter().flatten().any(String::is_empty) {
            return Err("a name is empty");
        }
        match (operation, schema) {
            (Some(_), None) if was.is_none() && tag.is_none() => {
                Err("no old name: `was` or `tag` is missing")
            }
            (Some(id), None) => Ok(Self::Operation { id, was, tag }),
            (None, Some(name)) if tag.is_none() => match was {
                Some(was) => Ok(Self::Schema { name, was }),
                None => Err("no old name: `was` is missing"),
            },
            _ => Err("these keys can't be combined in one entry"),
        }
    }
}

impl From<Rename> for Entry {
    fn from(rename: Rename) -> Self {
        match rename {
            Rename::Operation { id, was, tag } => Self {
                operation: Some(id),
                was,
                tag,
                ..Self::default()
            },
            Rename::Schema { name, was } => Self {
                schema: Some(name),
                was: Some(was),
                ..Self::default()
            },
        }
    }
}

impl Entries for Renames {
    type Target = Plan;

    const FORM: &'static str =
        "an entry has `operation` with `was`, `tag` or both; or `schema` with `was`";

    fn count(&self) -> usize {
        self.0.len()
    }

    fn apply(&self, _: &Document, plan: &mut Plan) -> Vec<Stale> {
        let mut taken = Taken::of(plan);
        let entries = self.0.iter().enumerate();
        let stale = entries.filter_map(|(entry, rename)| {
            let error = give(rename, plan, &mut taken, &format!("/{entry}")).err()?;
            Some(Stale::new(entry, error))
        });
        stale.collect()
    }
}

const DELETE: &str = "delete the entry: the spec has changed since";

fn give(rename: &Rename, plan: &mut Plan, taken: &mut Taken, at: &str) -> Result<()> {
    match rename {
        Rename::Operation { id, was, tag } => {
            let old = Old {
                id,
                was: was.as_deref(),
                tag: tag.as_deref(),
            };
            old.operation(plan, taken, at)
        }
        Rename::Schema { name, was } => {
            let id = SchemaId::new(name);
            match plan.types.values().any(|item| item.schema == id) {
                true => types(plan, taken, name, was, at),
                false => Err(nothing(at, &format!("schema `{name}`"))),
            }
        }
    }
}

/// The old names of an operation.
struct Old<'a> {
    id: &'a str,
    was: Option<&'a str>,
    tag: Option<&'a str>,
}

impl Old<'_> {
    fn operation(&self, plan: &mut Plan, taken: &mut Taken, at: &str) -> Result<()> {
        let is_this = |item: &OperationItem| item.spec.id == self.id;
        let found = plan
            .modules
            .iter()
            .find(|(_, module)| module.operations.iter().any(is_this));
        let Some((module, _)) = found else {
            return Err(nothing(at, &format!("operation `{}`", self.id)));
        };
        let module = module.clone();
        let old_module = self.tag.map_or_else(|| module.clone(), names::module);
        if let Some(problem) = self.tag.and_then(names::tag_problem) {
            return Err(Error::at(at, problem)
                .help("write the tag as the old spec has it, or delete the entry"));
        }
        let (mut name, mut is_renamed) = (None, false);
        let items = plan.modules.get_mut(&module).into_iter();
        for item in items
            .flat_map(|it| &mut it.operations)
            .filter(|it| is_this(it))
        {
            let function = match self.was {
                Some(was) => old_function(item, was),
                None => item.function.clone(),
            };
            name = Some(item.spec.name.clone());
            if function == item.function && old_module == module {
                // A correction names this version, whatever the operation is called.
                continue;
            }
            let old = OldName {
                module: old_module.clone(),
                request: names::request_name(&function),
                function,
            };
            taken.operation(item, &old, at)?;
            item.was.push(old);
            is_renamed = true;
        }
        if !is_renamed {
            let what = format!("the operation `{}`", self.id);
            return Err(same(at, &what));
        }
        // Inline types are named after the operation.
        if let (Some(was), Some(name)) = (self.was, name)
            && was != name
            && !plan
                .types
                .values()
                .any(|it| it.schema == SchemaId::new(&name))
        {
            types(plan, taken, &name, was, at)?;
        }
        if let Some(tag) = self.tag {
            plan.modules.entry(old_module).or_insert_with(|| Module {
                tag: tag.to_owned(),
                text: None,
                operations: Vec::new(),
            });
        }
        Ok(())
    }
}

/// The function of a version under the old name of its operation.
fn old_function(item: &OperationItem, was: &str) -> String {
    match &item.naming {
        Naming::ShortId { format } => names::function(was, format.as_ref()),
        Naming::Correction => item.function.clone(),
    }
}

/// Gives old names to the types that are named after a schema or an operation.
fn types(plan: &mut Plan, taken: &mut Taken, name: &str, was: &str, at: &str) -> Result<()> {
    for (new, item) in &mut plan.types {
        let [root, way @ ..] = item.schema.0.as_slice() else {
            continue;
        };
        if root != name {
            continue;
        }
        let id = way
            .iter()
            .fold(SchemaId::new(was), |id, part| id.child(part));
        let old = names::type_name(&id);
        if old == *new {
            return Err(same(at, &format!("`{name}`")));
        }
        taken.take("types", &old, at)?;
        item.was.push(old);
    }
    Ok(())
}

/// The names in each module.
struct Taken(BTreeSet<(String, String)>);

impl Taken {
    fn of(plan: &Plan) -> Self {
        let mut taken = BTreeSet::new();
        for (module, it) in &plan.modules {
            for item in &it.operations {
                for home in homes(module, item) {
                    taken.insert((home.clone(), item.function.clone()));
                    taken.insert((home, item.request.clone()));
                }
            }
        }
        let types = plan.types.keys();
        taken.extend(types.map(|name| ("types".to_owned(), name.clone())));
        Self(taken)
    }

    fn operation(&mut self, item: &OperationItem, old: &OldName, at: &str) -> Result<()> {
        homes(&old.module, item).try_for_each(|home| {
            self.take(&home, &old.function, at)?;
            self.take(&home, &old.request, at)
        })
    }

    fn take(&mut self, home: &str, name: &str, at: &str) -> Result<()> {
        if syn::parse_str::<syn::Ident>(name).is_err() {
            let message = format!("invalid name `{name}`");
            return Err(Error::at(at, message).help("write the name as the old spec has it"));
        }
        if !self.0.insert((home.to_owned(), name.to_owned())) {
            let message = format!("`{home}::{name}` now names something else");
            return Err(
                Error::at(at, message).help("delete the entry: one name can't mean two things")
            );
        }
        Ok(())
    }
}

/// The modules that an operation-version is in, within the module of a tag.
fn homes(module: &str, item: &OperationItem) -> impl Iterator<Item = String> {
    let version = format!("{module}::{}", item.version_module);
    [Some(version), item.newest.then(|| module.to_owned())]
        .into_iter()
        .flatten()
}

fn nothing(at: &str, what: &str) -> Error {
    Error::at(at, format!("the spec has no {what}")).help(DELETE)
}

fn same(at: &str, what: &str) -> Error {
    Error::at(at, format!("{what} has the same name in Rust"))
        .help("delete the entry: it needs no alias")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn renames_round_trip() {
        let text = r#"[{"operation":"getThing","was":"showThing","tag":"Old"},{"schema":"Thing","was":"Item"}]"#;
        let renames: Renames = serde_json::from_str(text).unwrap();
        assert_eq!(serde_json::to_string(&renames).unwrap(), text);
    }
}
