//! The [`Api`]: what a spec says, in terms of the domain. Lowering creates it, and nothing after lowering knows
//! OpenAPI. It holds data, never sentences: constraints, locations, formats and versions are types.

mod constraints;
mod note;
mod operation;
mod schema;

use std::collections::BTreeMap;

pub use constraints::{Aspect, Bound, Constraint, Constraints, Limits, Part};
pub use note::{Note, Slip};
pub use operation::{
    Body, Format, Operation, OperationVersion, Output, Parameter, ParameterLocation, Version,
    path_key,
};
pub use schema::{
    Discriminator, Facts, Object, Property, Schema, SchemaId, SchemaKind, Type, Union,
};

/// The whole API, as one spec describes it.
#[derive(Debug, Clone, Default)]
pub struct Api {
    /// `info.title`.
    pub title: String,
    /// `info.version`: the version of all operations if media types have none.
    pub version: String,
    /// The source revision (`x-xgen-sha`).
    pub revision: Option<String>,
    /// Our own descriptions of tags.
    pub tags: BTreeMap<String, String>,
    /// Every operation, sorted by path and method.
    pub operations: Vec<Operation>,
    /// Every named schema: components, and inline enums, objects and unions, which are named by place.
    pub schemas: BTreeMap<SchemaId, Schema>,
    /// Notes for maintainers, such as unknown extensions.
    pub notes: Vec<Note>,
}

impl Api {
    /// The object that a schema is, or that holds the properties common to all branches of a union.
    pub fn object(&self, id: &SchemaId) -> Option<&Object> {
        self.schemas.get(id)?.object()
    }
}
