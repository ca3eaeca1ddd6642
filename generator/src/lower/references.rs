//! What references between schemas stand for, before the schemas are lowered.

use openapiv3::{ReferenceOr, Schema};

use super::keywords::Keywords;
use super::lowering::Lowering;
use crate::error::Result;
use crate::model::SchemaId;
use crate::source::escape;

/// How many schemas may wrap each other.
const MAX_WRAPPERS: usize = 16;

impl<'a> Lowering<'a> {
    /// The component that a `$ref` names. If that is only another name of a component, it is the latter.
    pub fn unaliased_ref(&self, reference: &str, pointer: &str) -> Result<SchemaId> {
        let mut id = self.schema_ref(reference, pointer)?;
        let count = self.components(|it| &it.schemas).map_or(0, |all| all.len());
        // A cycle of names has an error of its own.
        for _ in 0..count {
            let Some(ReferenceOr::Reference { reference }) = self.schema(&id) else {
                break;
            };
            let pointer = format!("/components/schemas/{}", escape(&id.0[0]));
            id = self.schema_ref(reference, &pointer)?;
        }
        Ok(id)
    }

    /// The component that a mapping names, which may be a reference or the bare name.
    pub fn mapped_ref(&self, target: &str, pointer: &str) -> Result<SchemaId> {
        let is_name = self.schema(&SchemaId::new(target)).is_some();
        match is_name {
            true => self.unaliased_ref(&format!("#/components/schemas/{target}"), pointer),
            false => self.unaliased_ref(target, pointer),
        }
    }

    /// The component that a schema wraps: an `allOf` with a single reference to something other than an object says
    /// the same as the reference, and can have a description or `nullable`.
    pub fn wrapped(&self, keywords: &Keywords<'_>) -> Option<SchemaId> {
        self.wrapped_within(keywords, MAX_WRAPPERS)
    }

    fn wrapped_within(&self, keywords: &Keywords<'_>, wrappers: usize) -> Option<SchemaId> {
        let [ReferenceOr::Reference { reference }] = keywords.all_of else {
            return None;
        };
        if keywords.properties.is_some() || !keywords.required.is_empty() {
            return None;
        }
        let id = self.unaliased_ref(reference, "").ok()?;
        let ReferenceOr::Item(schema) = self.schema(&id)? else {
            return None;
        };
        let inner = Keywords::new(schema);
        let wrappers = wrappers.checked_sub(1)?;
        let is_plain = inner.all_of.is_empty() && inner.branches.is_empty();
        let is_plain = is_plain || self.wrapped_within(&inner, wrappers).is_some();
        let is_object = inner.properties.is_some() || schema.schema_data.discriminator.is_some();
        (is_plain && !is_object).then_some(id)
    }

    fn schema(&self, id: &SchemaId) -> Option<&'a ReferenceOr<Schema>> {
        let [name] = id.0.as_slice() else { return None };
        self.components(|it| &it.schemas)?.get(name)
    }
}
