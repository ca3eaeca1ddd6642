//! Gives old names to what is planned.

use std::collections::BTreeSet;

use super::Entry;
use crate::error::{Error, Result};
use crate::model::SchemaId;
use crate::plan::{Module, OldName, OperationItem, Plan, names};

const DELETE: &str = "delete it: the document has changed since";

/// Gives the names, and answers which entries it could not, by their places.
pub(super) fn apply(entries: &[Entry], plan: &mut Plan) -> Vec<(usize, Error)> {
    let mut taken = Taken::of(plan);
    let entries = entries.iter().enumerate();
    entries
        .filter_map(|(index, entry)| {
            let result = give(entry, plan, &mut taken, &format!("/{index}"));
            result.err().map(|error| (index, error))
        })
        .collect()
}

fn give(entry: &Entry, plan: &mut Plan, taken: &mut Taken, at: &str) -> Result<()> {
    match entry {
        Entry::Operation { id, was, tag } => {
            let old = Old {
                id,
                was: was.as_deref(),
                tag: tag.as_deref(),
            };
            old.operation(plan, taken, at)
        }
        Entry::Schema { name, was } => {
            let id = SchemaId::new(name);
            if !plan.types.values().any(|item| item.schema == id) {
                return Err(nothing(at, &format!("schema `{name}`")));
            }
            types(plan, taken, name, was, at)
        }
    }
}

/// How an operation was called.
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
        if syn::parse_str::<syn::Ident>(&old_module).is_err() {
            let tag = self.tag.unwrap_or_default();
            let message = format!("no module can have been made of the tag `{tag}`");
            return Err(Error::at(at, message).help("write the tag as the document did"));
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
                // The overlay names this version, whatever its operation is called.
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
        // Types without a schema of their own are called by the operation.
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
                operations: Vec::new(),
            });
        }
        Ok(())
    }
}

/// The function of a version, had its operation the old name.
fn old_function(item: &OperationItem, was: &str) -> String {
    let name = |name: &str, format: &str| names::snake(&format!("{name} {format}"), &[]);
    let formats = ["", "gzip", "csv"];
    let format = formats
        .into_iter()
        .find(|format| name(&item.spec.name, format) == item.function);
    format.map_or_else(|| item.function.clone(), |format| name(was, format))
}

/// Gives old names to the types that are called by a schema or an operation.
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
            let message = format!("`{name}` can't have been a name");
            return Err(Error::at(at, message).help("write it as the document did"));
        }
        if !self.0.insert((home.to_owned(), name.to_owned())) {
            let message = format!("`{home}::{name}` is something else now");
            return Err(Error::at(at, message).help("delete it: an old name can't mean two things"));
        }
        Ok(())
    }
}

/// The modules in which an operation-version is, in that of a tag.
fn homes(module: &str, item: &OperationItem) -> impl Iterator<Item = String> {
    let version = format!("{module}::{}", item.version_module);
    [Some(version), item.newest.then(|| module.to_owned())]
        .into_iter()
        .flatten()
}

fn nothing(at: &str, what: &str) -> Error {
    Error::at(at, format!("the document has no {what}")).help(DELETE)
}

fn same(at: &str, what: &str) -> Error {
    Error::at(at, format!("{what} is still called so in Rust"))
        .help("delete it: no alias is needed")
}
