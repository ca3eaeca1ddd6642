//! One side of a comparison: a spec as the generator understands it.

use std::collections::BTreeMap;

use generator::model::{Api, Format, OperationVersion, SchemaId, Version};
use generator::openapi::tree::operations;
use generator::plan::{OperationItem, Plan};
use generator::{Crate, Document, Error};
use serde_json::Value;

use crate::vendor::facts;

/// A spec, lowered and planned.
#[derive(Debug)]
pub struct Model {
    /// The name of the spec for readers: a file or a revision.
    pub name: String,
    /// The date of the spec, `YYYY-MM-DD`, if known.
    pub date: Option<String>,
    /// The spec as written.
    pub(crate) spec: Document,
    /// Its facts, if prose is left out of the comparison.
    facts: Option<Value>,
    /// The API that it describes.
    pub api: Api,
    /// The plan of the generated crate.
    pub plan: Plan,
    /// The corrections that don't apply, and why.
    pub(crate) stale: Vec<Error>,
}

impl Model {
    /// Creates a model from a crate that the generator has read.
    pub fn new(name: impl Into<String>, made: Crate) -> Self {
        Self {
            name: name.into(),
            date: None,
            spec: made.spec,
            facts: None,
            stale: made.stale_corrections,
            api: made.model,
            plan: made.plan,
        }
    }

    /// Sets the date of the spec.
    #[must_use]
    pub fn dated(mut self, date: Option<String>) -> Self {
        self.date = date;
        self
    }

    /// Whether operations have descriptions, which the vendored spec leaves out.
    pub fn has_prose(&self) -> bool {
        let mut all = operations(self.spec.tree());
        all.any(|(_, _, operation)| operation.get("description").is_some())
    }

    /// Leaves out prose, for a comparison with a spec that has none.
    #[must_use]
    pub fn without_prose(mut self) -> Self {
        self.facts = Some(facts(self.spec.tree()));
        self
    }

    /// The spec as it is compared.
    pub(crate) fn tree(&self) -> &Value {
        self.facts.as_ref().unwrap_or_else(|| self.spec.tree())
    }

    /// The Rust names of all types.
    pub(crate) fn type_names(&self) -> BTreeMap<&SchemaId, &str> {
        let types = self.plan.types.iter();
        types
            .map(|(name, item)| (&item.schema, name.as_str()))
            .collect()
    }

    /// The planned operation-versions by operation id and media type, each with its module.
    pub(crate) fn functions(&self) -> BTreeMap<(&str, &str), (&str, &OperationItem)> {
        let items = self.plan.operations();
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

/// The key of an operation-version within an operation.
pub(crate) fn version_key(version: &OperationVersion) -> VersionKey {
    (version.version.clone(), version.format.clone())
}

/// A version and a format.
pub(crate) type VersionKey = (Version, Format);
