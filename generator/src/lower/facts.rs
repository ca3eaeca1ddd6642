//! Collects the facts that the spec states about a schema, besides its type.

use openapiv3::{AdditionalProperties, ReferenceOr, Schema};
use serde_json::Value;

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
        example: data.example.as_ref().map(|it| as_typed(it, keywords.ty)),
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

/// An example as its type is written: YAML spells a whole number like `5.0`, and the spec does so for integers.
fn as_typed(example: &Value, ty: Option<&str>) -> Value {
    let whole = example.as_f64().filter(|it| it.fract() == 0.0);
    match (ty, whole) {
        (Some("integer"), Some(whole)) => format!("{whole}")
            .parse()
            .unwrap_or_else(|_| example.clone()),
        _ => example.clone(),
    }
}
