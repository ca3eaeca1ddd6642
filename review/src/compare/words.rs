//! The wording of the report.

use generator::model::{Operation, Output, ParameterLocation, Property, Type};

use crate::model::VersionKey;

/// A type, in the terms of the spec.
pub(crate) fn ty(ty: &Type) -> String {
    match ty {
        Type::String => "string".to_owned(),
        Type::DateTime => "date-time".to_owned(),
        Type::Bool => "boolean".to_owned(),
        Type::Int32 => "int32".to_owned(),
        Type::Int64 => "int64".to_owned(),
        Type::Number => "number".to_owned(),
        Type::Any => "any JSON".to_owned(),
        Type::Array(it) => format!("list of {}", self::ty(it)),
        Type::Map(it) => format!("map of {}", self::ty(it)),
        Type::Nullable(it) => format!("{} or null", self::ty(it)),
        Type::Ref(id) => id.to_string(),
    }
}

/// A property's type, and whether it is required.
pub(crate) fn property(property: &Property, required: bool) -> String {
    let required = if required { ", required" } else { "" };
    format!("{}{required}", ty(&property.ty))
}

/// A response.
pub(crate) fn output(output: &Output) -> String {
    match output {
        Output::None => "nothing".to_owned(),
        Output::Bytes => "a file".to_owned(),
        Output::Json(it) => ty(it),
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
