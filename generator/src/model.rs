//! The [`Api`]: what the document says, in the words of the field. Lowering makes it; nothing after
//! lowering knows OpenAPI.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

/// The whole API, as one document describes it.
#[derive(Debug, Default)]
pub struct Api {
    /// What the document calls itself.
    pub title: String,
    /// The source revision (`x-xgen-sha`), if the document tells it.
    pub revision: Option<String>,
    /// Every operation, in the order of its path and method.
    pub operations: Vec<Operation>,
    /// Every schema that has a name: components, and inline enums, objects and unions by their place.
    pub schemas: BTreeMap<SchemaId, Schema>,
    /// What the generator met and does not use, such as extensions it does not know.
    pub warnings: BTreeSet<String>,
}

/// What names a schema: the component, then the way to an inline schema in it.
///
/// The Rust name is made of nothing else, so it can't change when another part of the document does.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SchemaId(pub Vec<String>);

impl SchemaId {
    /// A component, or the root of a way.
    pub fn new(name: &str) -> Self {
        Self(vec![name.to_owned()])
    }

    /// An inline schema inside of this one.
    #[must_use]
    pub fn child(&self, name: &str) -> Self {
        let mut way = self.0.clone();
        way.push(name.to_owned());
        Self(way)
    }
}

impl fmt::Display for SchemaId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0.join("."))
    }
}

/// An operation, with all its versions.
#[derive(Debug)]
pub struct Operation {
    /// `operationId`.
    pub id: String,
    /// The short id (`x-xgen-operation-id-override`), else the operation id.
    pub name: String,
    /// The tag.
    pub tag: String,
    /// The method, in capitals.
    pub method: String,
    /// The path template.
    pub path: String,
    /// The title.
    pub summary: Option<String>,
    /// The upstream prose, in a document that has it.
    pub description: Option<String>,
    /// Whether the operation is deprecated.
    pub deprecated: bool,
    /// The roles of which the caller needs one.
    pub roles: Vec<String>,
    /// The official page.
    pub docs_url: Option<String>,
    /// The operation of a newer API to use instead, as `METHOD /path` (`x-atlas-api-replaced-by`).
    pub replaced_by: Option<String>,
    /// The parameters, path parameters first in the order of the path, then by name.
    pub parameters: Vec<Parameter>,
    /// The versions by format, oldest first, previews last.
    pub versions: Vec<OperationVersion>,
    /// Where it stands in the document.
    pub pointer: String,
}

/// A path without the names of its parameters, which mean nothing to the service.
pub fn shape(path: &str) -> String {
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
#[derive(Debug)]
pub struct Parameter {
    /// The name on the wire.
    pub name: String,
    /// Where it goes.
    pub place: Place,
    /// Whether it must be given.
    pub required: bool,
    /// Its type.
    pub ty: Type,
    /// What else the document says of it.
    pub facts: Facts,
    /// Where it stands in the document.
    pub pointer: String,
}

/// Where a parameter goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// Into the path.
    Path,
    /// Into the query, a list as one `name=value` an item.
    Query,
    /// Into the query, a list joined by commas.
    QueryJoined,
    /// Into a header.
    Header,
}

/// An operation in one version and format.
#[derive(Debug)]
pub struct OperationVersion {
    /// The name that the overlay gives it, where the usual one is taken.
    pub own_name: Option<String>,
    /// The version.
    pub version: Version,
    /// The format of the response.
    pub format: Format,
    /// The media type of the response.
    pub media_type: String,
    /// The day it is removed.
    pub sunset: Option<String>,
    /// The day of the first document without it, if it is withdrawn.
    pub retired: Option<String>,
    /// The body it takes.
    pub body: Option<Body>,
    /// What it answers.
    pub output: Output,
    /// Schemas of its error responses.
    pub errors: BTreeSet<SchemaId>,
}

/// An API version.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Version {
    /// A stable version, `YYYY-MM-DD`.
    Date(String),
    /// The preview.
    Preview,
    /// That of the whole document, such as `v1.0`, where media types tell none.
    Whole(String),
}

impl fmt::Display for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Date(version) | Self::Whole(version) => version,
            Self::Preview => "preview",
        })
    }
}

/// The format of a media type.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Format {
    /// JSON.
    Json,
    /// A gzip file.
    Gzip,
    /// A CSV file.
    Csv,
}

impl Format {
    /// The suffix of the media type.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Json => "json",
            Self::Gzip => "gzip",
            Self::Csv => "csv",
        }
    }
}

/// A request body.
#[derive(Debug)]
pub struct Body {
    /// Its media type.
    pub media_type: String,
    /// Its type.
    pub ty: Type,
    /// Whether it must be given.
    pub required: bool,
}

/// A response body.
#[derive(Debug, Clone, PartialEq)]
pub enum Output {
    /// The document declares no schema.
    None,
    /// A file.
    Bytes,
    /// JSON.
    Json(Type),
}

/// A type as a value has it.
#[derive(Debug, Clone, PartialEq)]
pub enum Type {
    /// Text of any format.
    String,
    /// `format: date-time`.
    DateTime,
    /// A boolean.
    Bool,
    /// `format: int32`.
    Int32,
    /// Any other integer.
    Int64,
    /// A number.
    Number,
    /// Any JSON.
    Any,
    /// A list.
    Array(Box<Type>),
    /// An object whose property names are data.
    Map(Box<Type>),
    /// A value or `null`, as the items of a list or a map may be; of a property it is a fact.
    Nullable(Box<Type>),
    /// A schema with a name.
    Ref(SchemaId),
}

impl Type {
    /// The schema that it names, as such or as that of its items.
    pub fn target(&self) -> Option<&SchemaId> {
        match self {
            Self::Array(inner) | Self::Map(inner) | Self::Nullable(inner) => inner.target(),
            Self::Ref(id) => Some(id),
            _ => None,
        }
    }
}

/// A schema with a name.
#[derive(Debug)]
pub struct Schema {
    /// What it is.
    pub kind: Kind,
    /// What else the document says of it.
    pub facts: Facts,
    /// Where it stands in the document.
    pub pointer: String,
}

/// What a schema is.
#[derive(Debug)]
pub enum Kind {
    /// An object.
    Object(Object),
    /// A union; its own properties are those that every branch has.
    Union(Union),
    /// A string with known values.
    Enum(Vec<String>),
    /// Another name of a type.
    Alias(Type),
}

/// An object, before its parents are folded in.
#[derive(Debug, Default)]
pub struct Object {
    /// The schemas it inherits from (`allOf`), first to last.
    pub parents: Vec<SchemaId>,
    /// Its own properties.
    pub properties: BTreeMap<String, Property>,
    /// The properties it requires, own or inherited.
    pub required: BTreeSet<String>,
}

/// A property of an object.
#[derive(Debug, Clone)]
pub struct Property {
    /// Its type.
    pub ty: Type,
    /// What else the document says of it.
    pub facts: Facts,
}

/// A union.
#[derive(Debug)]
pub struct Union {
    /// The properties of every branch; what children inherit.
    pub base: Object,
    /// The branches (`oneOf` or `anyOf`, else the targets of the mapping).
    pub branches: Vec<SchemaId>,
    /// The discriminator.
    pub discriminator: Option<Discriminator>,
}

/// What tells the branches of a union apart.
#[derive(Debug)]
pub struct Discriminator {
    /// The property.
    pub property: String,
    /// Its values, and what each stands for.
    pub mapping: BTreeMap<String, SchemaId>,
}

/// What the document says of a schema, a property or a parameter beside its type.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Facts {
    /// The title.
    pub title: Option<String>,
    /// The upstream prose, in a document that has it.
    pub description: Option<String>,
    /// Ranges, patterns, defaults and the like, each as a short phrase of Markdown.
    pub constraints: Vec<String>,
    /// Only in responses.
    pub read_only: bool,
    /// Only in requests.
    pub write_only: bool,
    /// May be `null`.
    pub nullable: bool,
    /// Deprecated.
    pub deprecated: bool,
    /// Not to be shown (`format: password`).
    pub secret: bool,
    /// The official page.
    pub docs_url: Option<String>,
}
