//! Decides which properties are read-only.
//!
//! A property's own mark counts, unless a correction says otherwise. The mark of a schema applies to the properties
//! that refer to it only if a correction says so, because clients do send some schemas that are marked.

use std::collections::BTreeSet;

use openapiv3::ReferenceOr;
use serde_json::Value;

use super::lowering::Lowering;
use crate::model::{Note, Object, SchemaId, SchemaKind, Type};
use crate::openapi::extensions::{READ_ONLY, READ_ONLY_PROPERTIES};

impl Lowering<'_> {
    /// Decides which properties are read-only.
    pub fn read_only(&mut self) {
        let marked = self.api.schemas.iter();
        let marked: Vec<SchemaId> = marked
            .filter(|(_, schema)| schema.facts.read_only)
            .map(|(id, _)| id.clone())
            .collect();
        let mut holding = BTreeSet::new();
        for id in marked {
            match self.decision(&id, READ_ONLY).and_then(Value::as_bool) {
                Some(true) => drop(holding.insert(id)),
                Some(false) => {}
                None => self.api.notes.push(Note::UndecidedReadOnly { schema: id }),
            }
        }
        let decisions: Vec<Option<Value>> = self
            .api
            .schemas
            .keys()
            .map(|id| self.decision(id, READ_ONLY_PROPERTIES).cloned())
            .collect();
        for (schema, decisions) in self.api.schemas.values_mut().zip(decisions) {
            let object = match &mut schema.kind {
                SchemaKind::Object(object) => object,
                SchemaKind::Union(union) => &mut union.base,
                SchemaKind::Enum(_) | SchemaKind::Alias(_) => continue,
            };
            settle(object, decisions.as_ref(), &holding);
        }
    }

    /// A decision that a correction wrote into a component.
    fn decision(&self, id: &SchemaId, extension: &str) -> Option<&Value> {
        let [name] = id.0.as_slice() else { return None };
        let schemas = &self.openapi.components.as_ref()?.schemas;
        match schemas.get(name)? {
            ReferenceOr::Item(schema) => schema.schema_data.extensions.get(extension),
            ReferenceOr::Reference { .. } => None,
        }
    }
}

fn settle(object: &mut Object, decisions: Option<&Value>, holding: &BTreeSet<SchemaId>) {
    for (name, property) in &mut object.properties {
        let decided = decisions.and_then(|it| it.get(name)?.as_bool());
        let referred = match &property.ty {
            Type::Array(item) => item.target(),
            ty => ty.target(),
        };
        let by_reference = referred.is_some_and(|id| holding.contains(id));
        let marked = property.facts.read_only || by_reference;
        property.facts.read_only = decided.unwrap_or(marked);
    }
}
