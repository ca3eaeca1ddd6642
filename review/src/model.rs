//! One side of a comparison: a document as the generator understands it.

use std::collections::BTreeMap;

use generator::model::{Api, OperationVersion, SchemaId};
use generator::plan::{OperationItem, Plan};
use generator::{Document, Overlay, Result, lower, plan};

/// A document, lowered and planned.
#[derive(Debug)]
pub struct Model {
    /// What the reader calls it: a file, or a revision.
    pub name: String,
    /// What it says.
    pub api: Api,
    /// The crate that is made of it.
    pub plan: Plan,
    /// The corrections of the overlay that do not fit it, and why.
    pub stale: Vec<String>,
}

impl Model {
    /// Understands a document, with the corrections of the overlay that fit it.
    ///
    /// # Errors
    /// The document has something that the generator does not take; the error says where.
    pub fn new(
        name: impl Into<String>,
        mut document: Document,
        overlay: Option<&Overlay>,
    ) -> Result<Self> {
        let stale = overlay.map(|overlay| overlay.apply_what_fits(&mut document));
        let api = lower::lower(&document)?;
        let plan = plan::plan(&api).map_err(|error| document.locate(error))?;
        let stale = stale.unwrap_or_default();
        Ok(Self {
            name: name.into(),
            api,
            plan,
            stale: stale
                .iter()
                .map(|error| format!("{}: {}", error.place, error.message))
                .collect(),
        })
    }

    /// The name of a type in Rust.
    pub(crate) fn type_names(&self) -> BTreeMap<&SchemaId, &str> {
        let types = self.plan.types.iter();
        types
            .map(|(name, item)| (&item.schema, name.as_str()))
            .collect()
    }

    /// The planned operation-versions by operation id and media type, each with its module.
    pub(crate) fn functions(&self) -> BTreeMap<(&str, &str), (&str, &OperationItem)> {
        let modules = self.plan.modules.iter();
        let items = modules.flat_map(|(name, module)| {
            module
                .operations
                .iter()
                .map(move |item| (name.as_str(), item))
        });
        items
            .map(|(module, item)| {
                let spec = &item.spec;
                ((spec.id.as_str(), spec.media_type.as_str()), (module, item))
            })
            .collect()
    }
}

/// The path of an operation-version's function, such as `clusters::v2024_08_05::list_clusters`.
pub(crate) fn function_path(module: &str, item: &OperationItem) -> String {
    format!("{module}::{}::{}", item.version_module, item.function)
}

/// What tells the versions of an operation apart.
pub(crate) fn version_key(version: &OperationVersion) -> VersionKey {
    (version.version.clone(), version.format)
}

/// A version and a format.
pub(crate) type VersionKey = (generator::model::Version, generator::model::Format);
