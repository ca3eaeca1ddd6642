//! The wording of the report.

use generator::model::{Api, Operation, Output, ParameterLocation, SchemaKind, Type};
use serde_json::Value;

use crate::model::VersionKey;

/// The most values of an enum to name.
const VALUES: usize = 12;
/// The most characters of a value to show.
const LONG: usize = 200;

/// A type, in terms of the spec.
pub(crate) fn of(api: &Api, ty: &Type) -> String {
    match ty {
        Type::String => "string".to_owned(),
        Type::DateTime => "date-time".to_owned(),
        Type::Bool => "boolean".to_owned(),
        Type::Int32 => "int32".to_owned(),
        Type::Int64 => "int64".to_owned(),
        Type::Number => "number".to_owned(),
        Type::Any => "any JSON".to_owned(),
        Type::Array(it) => format!("list of {}", of(api, it)),
        Type::Map(it) => format!("map of {}", of(api, it)),
        Type::Nullable(it) => format!("{} or null", of(api, it)),
        Type::Ref(id) => match api.schemas.get(id).map(|it| &it.kind) {
            Some(SchemaKind::Enum(values)) => format!("one of {}", few(values)),
            Some(SchemaKind::Object(_)) if id.0.len() > 1 => format!("inline object {id}"),
            _ => id.to_string(),
        },
    }
}

/// The kind of a schema.
pub(crate) fn kind(kind: &SchemaKind) -> &'static str {
    match kind {
        SchemaKind::Object(_) => "an object",
        SchemaKind::Union(_) => "a union",
        SchemaKind::Enum(_) => "an enum",
        SchemaKind::Alias(_) => "another name for a type",
    }
}

/// A type by its name, where its values don't tell it from another one.
pub(crate) fn named(api: &Api, ty: &Type) -> String {
    match ty {
        Type::Array(it) => format!("list of {}", named(api, it)),
        Type::Map(it) => format!("map of {}", named(api, it)),
        Type::Nullable(it) => format!("{} or null", named(api, it)),
        Type::Ref(id) => match api.schemas.get(id).map(|it| &it.kind) {
            Some(SchemaKind::Enum(_)) if id.0.len() > 1 => format!("inline enum {id}"),
            Some(SchemaKind::Enum(_)) => format!("enum {id}"),
            _ => of(api, ty),
        },
        other => of(api, other),
    }
}

/// A property's or a parameter's type, and whether it is required.
pub(crate) fn required(api: &Api, ty: &Type, required: bool) -> String {
    let required = if required { ", required" } else { "" };
    format!("{}{required}", of(api, ty))
}

/// A response.
pub(crate) fn output(api: &Api, output: &Output) -> String {
    match output {
        Output::None => "nothing".to_owned(),
        Output::Bytes => "a file".to_owned(),
        Output::Json(it) => of(api, it),
    }
}

/// A value as JSON, a string without quotes.
pub(crate) fn value(value: &Value) -> String {
    let text = value
        .as_str()
        .map_or_else(|| value.to_string(), str::to_owned);
    match text.char_indices().nth(LONG) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text,
    }
}

/// An entry of a list of alternatives: a role, a server by its URL, or security schemes with their scopes.
pub(crate) fn alternative(it: &Value) -> String {
    let Some(object) = it.as_object() else {
        return value(it);
    };
    if let Some(url) = object.get("url") {
        return value(url);
    }
    let schemes = object.iter().map(|(name, scopes)| {
        let scopes = scopes.as_array().into_iter().flatten().map(value);
        match scopes.collect::<Vec<_>>() {
            scopes if scopes.is_empty() => name.clone(),
            scopes => format!("{name} ({})", scopes.join(", ")),
        }
    });
    match schemes.collect::<Vec<_>>() {
        schemes if schemes.is_empty() => "no authentication".to_owned(),
        schemes => schemes.join(" and "),
    }
}

/// The first names of a list, and the number of the others.
pub(crate) fn few(names: &[String]) -> String {
    match names.len().checked_sub(VALUES) {
        Some(rest @ 1..) => format!("{} and {rest} more", names[..VALUES].join(", ")),
        _ => names.join(", "),
    }
}

/// The location of a parameter.
pub(crate) fn location(location: ParameterLocation) -> &'static str {
    match location {
        ParameterLocation::Path => "path",
        ParameterLocation::Query { exploded: true } => "query, one per item",
        ParameterLocation::Query { exploded: false } => "query, joined by commas",
        ParameterLocation::Header => "header",
    }
}

/// An operation, by the name that people use.
pub(crate) fn operation(operation: &Operation) -> String {
    operation.name.clone()
}

/// A version of an operation.
pub(crate) fn version(operation: &Operation, (version, format): &VersionKey) -> String {
    match format {
        generator::model::Format::Json => format!("{} {version}", operation.name),
        other => format!("{} {version} {}", operation.name, other.as_str()),
    }
}

/// A list, or `none`.
pub(crate) fn list(items: &[String]) -> String {
    if items.is_empty() {
        "none".to_owned()
    } else {
        items.join(", ")
    }
}
