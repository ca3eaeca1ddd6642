//! What the document says of a schema beside its type, as short phrases.

use openapiv3::{AdditionalProperties, ReferenceOr, Schema as OpenSchema, SchemaData};

use super::shape::Shape;
use crate::model::Facts;

/// Collects the facts of a schema.
pub fn facts(data: &SchemaData, shape: &Shape<'_>) -> Facts {
    let mut constraints = Vec::new();
    let mut add = |phrase: String| constraints.push(phrase);
    if let Some(default) = &data.default {
        add(format!("Default: `{default}`."));
    }
    match (shape.minimum.as_deref(), shape.maximum.as_deref()) {
        (Some(minimum), Some(maximum)) => add(format!("Range: {minimum} to {maximum}.")),
        (Some(minimum), None) if shape.exclusive_minimum => add(format!("More than {minimum}.")),
        (Some(minimum), None) => add(format!("At least {minimum}.")),
        (None, Some(maximum)) => add(format!("At most {maximum}.")),
        (None, None) => {}
    }
    if let Some(range) = range(shape.min_length, shape.max_length) {
        add(format!("Length: {range}."));
    }
    if let Some(range) = range(shape.min_items, shape.max_items) {
        add(format!("Items: {range}."));
    }
    if shape.unique_items {
        add("Items are unique.".to_owned());
    }
    if let Some(format) = shape.format.filter(|format| {
        !matches!(
            *format,
            "date-time" | "int32" | "int64" | "double" | "float"
        )
    }) {
        add(format!("Format: {format}."));
    }
    if !shape.numbers.is_empty() {
        add(format!("One of {}.", shape.numbers.join(", ")));
    }
    if let Some(pattern) = shape.pattern {
        add(format!("Pattern: {}.", code(pattern)));
    }
    // What is inside has no facts of its own, unless it has a name.
    let inside = inside(shape);
    for (what, facts) in &inside {
        let phrases = facts.constraints.iter();
        constraints.extend(phrases.map(|phrase| format!("{what}: {phrase}")));
    }
    Facts {
        title: data.title.clone(),
        description: data.description.clone(),
        constraints,
        read_only: data.read_only,
        write_only: data.write_only,
        nullable: data.nullable,
        deprecated: data.deprecated,
        secret: shape.format == Some("password") || inside.iter().any(|(_, facts)| facts.secret),
        docs_url: data.external_docs.as_ref().map(|docs| docs.url.clone()),
    }
}

/// The facts of what a list or a map holds, where that has no name.
fn inside(shape: &Shape<'_>) -> Vec<(&'static str, Facts)> {
    let of = |schema: &OpenSchema| facts(&schema.schema_data, &Shape::new(schema));
    let mut found = Vec::new();
    if let Some(ReferenceOr::Item(schema)) = shape.items {
        found.push(("Each item", of(schema)));
    }
    if let Some(AdditionalProperties::Schema(schema)) = shape.additional
        && let ReferenceOr::Item(schema) = &**schema
    {
        found.push(("Each value", of(schema)));
    }
    found
}

fn range(minimum: Option<usize>, maximum: Option<usize>) -> Option<String> {
    match (minimum, maximum) {
        (Some(minimum), Some(maximum)) if minimum == maximum => Some(minimum.to_string()),
        (Some(minimum), Some(maximum)) => Some(format!("{minimum} to {maximum}")),
        (Some(minimum), None) => Some(format!("at least {minimum}")),
        (None, Some(maximum)) => Some(format!("at most {maximum}")),
        (None, None) => None,
    }
}

/// Text as Markdown code. A text with backticks needs a longer fence than they are (CommonMark 6.1).
pub fn code(text: &str) -> String {
    let longest = text
        .split(|c| c != '`')
        .map(str::len)
        .max()
        .unwrap_or_default();
    let fence = "`".repeat(longest + 1);
    let pad = if text.starts_with('`') || text.ends_with('`') {
        " "
    } else {
        ""
    };
    format!("{fence}{pad}{text}{pad}{fence}")
}
