//! Editions: what other documents describe, older than the one that the crate is made of.

use serde_json::Value;

use super::{OperationItem, Plan, names};
use crate::document::Document;
use crate::error::{Error, Result};
use crate::lower::{self, REPLACED_BY};
use crate::model::{Api, OperationVersion, Version, shape};

/// Another document in the crate: its module and its feature are of one name, such as `v1`.
#[derive(Debug, Clone)]
pub struct Edition {
    /// The name.
    pub name: String,
    /// What the document calls itself.
    pub title: String,
    /// What it describes. Its operations have no modules for versions, and need no features but its own.
    pub plan: Plan,
    document: Document,
}

impl Edition {
    /// Reads a document.
    ///
    /// # Errors
    /// The document has something that the generator does not take.
    pub fn new(name: &str, document: Document) -> Result<Self> {
        let api = lower::lower(&document)?;
        let plan = check(&document, &api).and_then(|()| super::of_any(&api));
        let plan = plan.map_err(|error| document.locate(error))?;
        Ok(Self {
            name: name.to_owned(),
            title: api.title,
            plan,
            document,
        })
    }

    /// The document.
    pub fn document(&self) -> &Document {
        &self.document
    }
}

/// What an edition must be, and the document of the crate need not.
fn check(document: &Document, api: &Api) -> Result<()> {
    let servers = document.tree().get("servers").and_then(Value::as_array);
    if servers.is_none_or(Vec::is_empty) {
        let help = "name one: its path stands before those of all operations";
        return Err(Error::at("/servers", "an edition has a server").help(help));
    }
    let is_whole =
        |it: &OperationVersion| matches!(it.version, Version::Whole(_)) && it.retired.is_none();
    match api
        .operations
        .iter()
        .find(|it| !it.versions.iter().all(is_whole))
    {
        None => Ok(()),
        Some(operation) => {
            let pointer = format!("{}/responses", operation.pointer);
            let message = "an edition has one version, its document's, and nothing withdrawn";
            let help = "its media type is `application/json`; delete what is withdrawn";
            Err(Error::at(pointer, message).help(help))
        }
    }
}

impl Plan {
    /// Adds an edition. What replaces its operations is in this plan.
    ///
    /// # Errors
    /// The name is none, or that of another module, or an operation is replaced by none, or by one that
    /// is not there.
    pub fn add(&mut self, edition: Edition) -> Result<()> {
        match self.add_what_fits(edition)?.into_iter().next() {
            Some(stale) => Err(stale),
            None => Ok(()),
        }
    }

    /// Adds an edition to another plan, such as that of an older document. Answers which operations say
    /// nothing of what replaces them, and why.
    ///
    /// # Errors
    /// The name is none, or that of another module.
    pub fn add_what_fits(&mut self, mut edition: Edition) -> Result<Vec<Error>> {
        self.check_name(&edition.name)
            .map_err(|error| edition.document.locate(error))?;
        let (mut stale, mut notes) = (Vec::new(), Vec::new());
        let items = edition.plan.modules.values_mut();
        for item in items.flat_map(|module| &mut module.operations) {
            // Whatever the document says: the crate has a newer one.
            item.spec.deprecated = true;
            let note = item.deprecation.take();
            let note = note.unwrap_or_else(|| "the operation is replaced".to_owned());
            item.deprecation = Some(match self.replacement(item) {
                Ok((module, now)) => {
                    if let Some(why) = &now.deprecation {
                        let pointer = format!("{}/{REPLACED_BY}", item.spec.pointer);
                        let message =
                            format!("what replaces the operation has to be replaced: {why}");
                        let Error { message, place, .. } =
                            edition.document.locate(Error::at(pointer, message));
                        notes.push(format!("{message} ({place})"));
                    }
                    // From the crate on: the edition has modules of the same names.
                    let path = format!("atlas_api::{module}::{}", now.function);
                    format!("{note}; use `{path}` (feature `{module}`)")
                }
                Err(error) => {
                    stale.push(edition.document.locate(error));
                    note
                }
            });
        }
        let of_document = edition.plan.notes.drain(..);
        let file = edition.document.file();
        notes.extend(of_document.map(|note| format!("{file}: {note}")));
        self.notes.extend(notes);
        self.editions.push(edition);
        Ok(stale)
    }

    /// The operation that replaces another one, and its module.
    fn replacement(&self, item: &OperationItem) -> Result<(&str, &OperationItem)> {
        let pointer = &item.spec.pointer;
        let Some(replaced_by) = &item.spec.replaced_by else {
            let message = "the operation does not say what replaces it";
            let help = format!("name it as `{REPLACED_BY}: METHOD /path`");
            return Err(Error::at(pointer, message).help(help));
        };
        self.newest(replaced_by).map_err(|message| {
            let error = Error::at(format!("{pointer}/{REPLACED_BY}"), message);
            error.help("name one that the crate has, as `METHOD /path`")
        })
    }

    fn check_name(&self, name: &str) -> Result<()> {
        let is_taken = self.modules.contains_key(name)
            || self.editions.iter().any(|it| it.name == name)
            || names::is_reserved(name);
        let message = if is_taken {
            format!("the edition `{name}` is called like another module")
        } else if name.is_empty() || names::module(name) != name {
            format!("the edition `{name}` is not called like a module")
        } else {
            return Ok(());
        };
        Err(Error::at("", message).help("give it a name of its own, such as `v1`"))
    }

    /// An operation in its newest version, and its module; or why there is none.
    fn newest(&self, operation: &str) -> Result<(&str, &OperationItem), String> {
        let wanted = shape(operation);
        let items = self.modules.iter().flat_map(|(module, it)| {
            let items = it.operations.iter();
            items.map(move |item| (module.as_str(), item))
        });
        let mut versions = items.filter(|(_, item)| {
            let spec = &item.spec;
            shape(&format!("{} {}", spec.method, spec.path)) == wanted
        });
        match versions.clone().find(|(_, item)| item.newest) {
            Some(newest) => Ok(newest),
            None if versions.next().is_some() => {
                Err(format!("`{operation}` has no stable version"))
            }
            None => Err(format!("there is no operation `{operation}`")),
        }
    }
}
