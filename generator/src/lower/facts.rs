//! Collects the facts that the spec states about a schema, besides its type.

use openapiv3::{AdditionalProperties, ReferenceOr, Schema};

use super::keywords::Keywords;
use crate::model::{Facts, Part};

/// Collects the facts of a schema.
pub fn facts(schema: &Schema, keywords: &Keywords<'_>) -> Facts {
    let data = &schema.schema_data;
    let mut facts = Facts {
        text: None,
        title: data.title.clone(),
        description: data.description.clone(),
        constraints: keywords.constraints.clone(),
        example: data.example.clone(),
        read_only: data.read_only,
        write_only: data.write_only,
        nullable: data.nullable,
        deprecated: data.deprecated,
        secret: keywords.format.as_deref() == Some("password"),
        docs_url: data.external_docs.as_ref().map(|docs| docs.url.clone()),
        inner: None,
    };
    let mut add = |part, inner: &Schema| {
        let inner = self::facts(inner, &Keywords::new(inner));
        facts.constraints.extend_inner(part, &inner.constraints);
        facts.secret |= inner.secret;
        facts.inner = Some(Box::new(inner));
    };
    if let Some(ReferenceOr::Item(inner)) = keywords.items {
        add(Part::Item, inner);
    }
    if let Some(AdditionalProperties::Schema(inner)) = keywords.additional
        && let ReferenceOr::Item(inner) = &**inner
    {
        add(Part::Value, inner);
    }
    facts
}
