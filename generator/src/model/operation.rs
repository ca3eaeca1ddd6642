//! Operations, their parameters and their versions.

use std::collections::BTreeSet;
use std::fmt;

use super::schema::{Facts, SchemaId, Type};

/// An operation, with all its versions.
#[derive(Debug, Clone)]
pub struct Operation {
    /// `operationId`.
    pub id: String,
    /// The short id (`x-xgen-operation-id-override`), or else the operation id.
    pub name: String,
    /// The tag.
    pub tag: String,
    /// The method, in capitals.
    pub method: String,
    /// The path template.
    pub path: String,
    /// Our own description.
    pub text: Option<String>,
    /// Search terms, in addition to its ids.
    pub aliases: BTreeSet<String>,
    /// The title.
    pub summary: Option<String>,
    /// Upstream's description, in a spec that has it.
    pub description: Option<String>,
    /// Whether the operation is deprecated.
    pub deprecated: bool,
    /// The roles, one of which the caller needs.
    pub roles: Vec<String>,
    /// The official page.
    pub docs_url: Option<String>,
    /// The operation of a newer API to use instead, as `METHOD /path` (`x-atlas-api-replaced-by`).
    pub replaced_by: Option<String>,
    /// Whether it may be sent twice, if a correction says so (`x-atlas-api-idempotent`). Otherwise it depends on the
    /// method.
    pub idempotent: Option<bool>,
    /// The parameters, path parameters first in the order of the path, then by name.
    pub parameters: Vec<Parameter>,
    /// The versions by format, oldest first, upcoming ones and previews last.
    pub versions: Vec<OperationVersion>,
    /// Its JSON pointer in the spec.
    pub pointer: String,
}

/// A path without the names of its parameters, which are not sent.
pub fn path_key(path: &str) -> String {
    let mut out = String::with_capacity(path.len());
    let mut inside = false;
    for c in path.chars() {
        inside = match c {
            '{' => true,
            '}' => {
                out.push_str("{}");
                false
            }
            _ => {
                if !inside {
                    out.push(c);
                }
                inside
            }
        };
    }
    out
}

/// A parameter of an operation.
#[derive(Debug, Clone)]
pub struct Parameter {
    /// The wire name.
    pub name: String,
    /// The Rust name, if a correction decides it.
    pub rust_name: Option<String>,
    /// Its location.
    pub location: ParameterLocation,
    /// Whether it is required.
    pub required: bool,
    /// Its type.
    pub ty: Type,
    /// Other facts about it.
    pub facts: Facts,
    /// Its JSON pointer in the spec.
    pub pointer: String,
}

impl Parameter {
    /// Whether another declaration means the same.
    #[must_use]
    pub fn is_same(&self, other: &Self) -> bool {
        let alike = self.location == other.location && self.required == other.required;
        alike && self.ty == other.ty && self.facts.constraints == other.facts.constraints
    }
}

/// The location of a parameter (`in`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ParameterLocation {
    /// In the path.
    Path,
    /// In the query.
    Query {
        /// Whether each item of a list is a separate `name=value`. Otherwise commas join them.
        exploded: bool,
    },
    /// In a header.
    Header,
}

impl ParameterLocation {
    /// The location as OpenAPI writes it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Path => "path",
            Self::Query { .. } => "query",
            Self::Header => "header",
        }
    }
}

/// An operation in one version and format.
#[derive(Debug, Clone)]
pub struct OperationVersion {
    /// The name given by a correction, where the usual one is taken.
    pub own_name: Option<String>,
    /// The version.
    pub version: Version,
    /// The format of the response.
    pub format: Format,
    /// The media type of the response.
    pub media_type: String,
    /// The date on which it will be removed.
    pub sunset: Option<String>,
    /// The date of the first spec without it, if it is retired.
    pub retired: Option<String>,
    /// The body it takes.
    pub body: Option<Body>,
    /// Its response.
    pub output: Output,
    /// Schemas of its error responses.
    pub errors: BTreeSet<SchemaId>,
}

/// An API version.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Version {
    /// The version of the whole spec, such as `v1.0`, where a media type has none.
    Whole(String),
    /// A stable version, `YYYY-MM-DD`.
    Date(String),
    /// A version that becomes stable on a date, `YYYY-MM-DD`, and may change until then.
    Upcoming(String),
    /// The preview.
    Preview,
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Date(version) | Self::Whole(version) => f.write_str(version),
            Self::Upcoming(date) => write!(f, "{date}.upcoming"),
            Self::Preview => f.write_str("preview"),
        }
    }
}

impl Version {
    /// Whether it may still change. It needs the feature `preview`, and semver does not cover it.
    #[must_use]
    pub fn is_unstable(&self) -> bool {
        matches!(self, Self::Upcoming(_) | Self::Preview)
    }
}

/// The format of a media type.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Format {
    /// JSON.
    Json,
    /// A gzip file.
    Gzip,
    /// A CSV file.
    Csv,
    /// A file of another format: the suffix of the media type.
    Other(String),
}

impl Format {
    /// The suffix of the media type.
    pub fn as_str(&self) -> &str {
        match self {
            Self::Json => "json",
            Self::Gzip => "gzip",
            Self::Csv => "csv",
            Self::Other(suffix) => suffix,
        }
    }
}

/// A request body.
#[derive(Debug, Clone)]
pub struct Body {
    /// Its media type.
    pub media_type: String,
    /// Its type.
    pub ty: Type,
    /// Whether it is required.
    pub required: bool,
}

/// A response body.
#[derive(Debug, Clone, PartialEq)]
pub enum Output {
    /// No schema is declared.
    None,
    /// A file.
    Bytes,
    /// JSON.
    Json(Type),
}
