//! The data of a plan: the crate to be written, with everything decided.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use super::condition::Condition;
use crate::model::{Facts, Format, Note, ParameterLocation, SchemaId, Version};

/// The crate to be written.
#[derive(Debug, Clone)]
pub struct Plan {
    /// The modules of operations, by name.
    pub modules: BTreeMap<String, Module>,
    /// The types, by name.
    pub types: BTreeMap<String, TypeItem>,
    /// Notes for maintainers, such as ambiguous values.
    pub notes: Vec<Note>,
    /// The legacy APIs, each in a module of its own.
    pub legacy: Vec<Legacy>,
}

/// A legacy API, described by a second spec. Its module and its feature share a name, such as `v1`.
#[derive(Debug, Clone)]
pub struct Legacy {
    /// The name.
    pub name: String,
    /// The title of the spec.
    pub title: String,
    /// What it describes. Its operations have no modules for versions, and need no feature but its own.
    pub plan: Plan,
}

impl Plan {
    /// The operation-versions, each with its module.
    pub fn operations(&self) -> impl Iterator<Item = (&str, &OperationItem)> {
        self.modules.iter().flat_map(|(module, it)| {
            let items = it.operations.iter();
            items.map(move |item| (module.as_str(), item))
        })
    }

    /// The type that a name stands for, over however many aliases.
    pub fn unaliased<'a>(&'a self, ty: &'a RustType) -> &'a RustType {
        unaliased(ty, &self.types)
    }
}

/// The type that a name stands for, over however many aliases. A circle of aliases is refused before.
pub(super) fn unaliased<'a>(
    ty: &'a RustType,
    types: &'a BTreeMap<String, TypeItem>,
) -> &'a RustType {
    let mut ty = ty;
    while let RustType::Named(name) = ty
        && let Some(TypeKind::Alias(of)) = types.get(name).map(|it| &it.kind)
    {
        ty = of;
    }
    ty
}

/// The operations of a tag.
#[derive(Debug, Clone)]
pub struct Module {
    /// The tag.
    pub tag: String,
    /// The operations by version, format and name.
    pub operations: Vec<OperationItem>,
}

/// An operation in one version and format.
#[derive(Debug, Clone)]
pub struct OperationItem {
    /// The function, such as `list_clusters`.
    pub function: String,
    /// The request type, such as `ListClusters`.
    pub request: String,
    /// The module of its version, such as `v2024_08_05`.
    pub version_module: String,
    /// The version.
    pub version: Version,
    /// Whether the tag's module re-exports it: it is the newest stable one.
    pub newest: bool,
    /// The format of the response.
    pub format: Format,
    /// What the function is named after.
    pub naming: Naming,
    /// The date of the first spec without it, if it is retired.
    pub retired: Option<String>,
    /// Why it is deprecated, if it is.
    pub deprecation: Option<Deprecation>,
    /// The other names by which it is known.
    pub aliases: BTreeSet<String>,
    /// Its old names, which become deprecated aliases.
    pub was: Vec<OldName>,
    /// The required arguments, in order.
    pub arguments: Vec<Argument>,
    /// The optional ones.
    pub setters: Vec<Argument>,
    /// Its response.
    pub output: OutputType,
    /// The list that it answers, if it does.
    pub list: Option<List>,
    /// Facts from the spec.
    pub spec: OperationSpec,
}

/// What a function is named after.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Naming {
    /// The short id of the operation.
    ShortId {
        /// The format that is added to it, where there are several.
        format: Option<Format>,
    },
    /// A correction, whatever the operation is called.
    Correction,
}

/// Why an operation-version is deprecated, and what to use instead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deprecation {
    /// Why; there may be several reasons.
    pub reasons: Vec<Reason>,
    /// The replacement.
    pub successor: Option<Successor>,
}

/// A reason for deprecation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason {
    /// Upstream deprecates the operation.
    Operation,
    /// Upstream removed it; the date of the first spec without it.
    Retired(String),
    /// The version has a sunset.
    Sunset(String),
    /// A newer API has it.
    Legacy,
}

/// The replacement.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Successor {
    /// Another version of the operation.
    Version(Version),
    /// A function of the crate.
    Function {
        /// Its module, which is also its feature.
        module: String,
        /// Its name.
        function: String,
    },
}

/// A name that an operation-version had.
#[derive(Debug, Clone)]
pub struct OldName {
    /// The module of its old tag.
    pub module: String,
    /// The function.
    pub function: String,
    /// The request type.
    pub request: String,
}

impl OperationItem {
    /// The condition under which it is compiled, in addition to its tag.
    pub fn condition(&self) -> Condition {
        Condition::of(&self.version, self.retired.is_some())
    }
}

/// A list that an operation answers.
#[derive(Debug, Clone, PartialEq)]
pub struct List {
    /// Whether it is in the `results` of an object, instead of being the whole body.
    pub in_results: bool,
    /// Whether the operation takes the number of the page.
    pub numbered: bool,
    /// The items of the list.
    pub item: RustType,
}

/// The facts of an operation for its metadata and its docs.
#[derive(Debug, Clone)]
pub struct OperationSpec {
    /// `operationId`.
    pub id: String,
    /// The short id.
    pub name: String,
    /// The method.
    pub method: String,
    /// The path template.
    pub path: String,
    /// Our own description.
    pub text: Option<String>,
    /// The title.
    pub summary: Option<String>,
    /// Upstream's description, in a spec that has it.
    pub description: Option<String>,
    /// Whether upstream deprecates it.
    pub deprecated: bool,
    /// The sunset.
    pub sunset: Option<String>,
    /// The roles.
    pub roles: Vec<String>,
    /// The official page.
    pub docs_page: DocsPage,
    /// The operation of the current API to use instead, as `METHOD /path`.
    pub replaced_by: Option<String>,
    /// Its JSON pointer in the spec.
    pub pointer: String,
    /// The media type of the response.
    pub media_type: String,
    /// The media type of the body.
    pub body_media_type: Option<String>,
}

/// Where the official page of an operation is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DocsPage {
    /// At this address, which its tag and its operation id make: the runtime makes it too.
    Usual(String),
    /// At another address.
    At(String),
    /// The spec names none.
    None,
}

impl DocsPage {
    /// Its address.
    pub fn url(&self) -> Option<&str> {
        match self {
            Self::Usual(url) | Self::At(url) => Some(url),
            Self::None => None,
        }
    }
}

/// An argument of an operation.
#[derive(Debug, Clone)]
pub struct Argument {
    /// The name in Rust.
    pub ident: String,
    /// The wire name; of a body, its media type.
    pub wire: String,
    /// Its location.
    pub target: Target,
    /// The type.
    pub ty: RustType,
    /// Facts from the spec.
    pub facts: Facts,
}

/// The location of an argument.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    /// Into a parameter.
    Parameter(ParameterLocation),
    /// Into the body.
    Body,
}

/// The response of an operation.
#[derive(Debug, Clone, PartialEq)]
pub enum OutputType {
    /// No schema.
    NoContent,
    /// A file.
    Bytes,
    /// An object or a union.
    Whole(RustType),
    /// A list or a scalar.
    Body(RustType),
}

/// A type in Rust.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum RustType {
    /// `String`.
    String,
    /// The runtime's date-time.
    DateTime,
    /// `bool`.
    Bool,
    /// `i32`.
    I32,
    /// `i64`.
    I64,
    /// The runtime's number.
    Number,
    /// Any JSON.
    Json,
    /// A list.
    Vec(Box<RustType>),
    /// A map.
    Map(Box<RustType>),
    /// A box, to break a cycle.
    Boxed(Box<RustType>),
    /// A value or `null`.
    Nullable(Box<RustType>),
    /// A generated type.
    Named(String),
}

impl RustType {
    /// The name of the generated type in it.
    pub fn name(&self) -> Option<&str> {
        match self {
            Self::Vec(inner) | Self::Map(inner) | Self::Boxed(inner) | Self::Nullable(inner) => {
                inner.name()
            }
            Self::Named(name) => Some(name),
            _ => None,
        }
    }

    /// The type with other types in the place of those that are named.
    #[must_use]
    pub fn map(self, named: &impl Fn(&str) -> Self) -> Self {
        let inner = |it: Box<Self>| Box::new(it.map(named));
        match self {
            Self::Vec(it) => Self::Vec(inner(it)),
            Self::Map(it) => Self::Map(inner(it)),
            Self::Boxed(it) => Self::Boxed(inner(it)),
            Self::Nullable(it) => Self::Nullable(inner(it)),
            Self::Named(name) => named(&name),
            other => other,
        }
    }

    /// The items, if it is a list, nullable or not.
    pub fn item(&self) -> Option<&Self> {
        match self {
            Self::Vec(item) => Some(item),
            Self::Nullable(inner) => inner.item(),
            _ => None,
        }
    }
}

/// A type of the crate.
#[derive(Debug, Clone)]
pub struct TypeItem {
    /// Its schema.
    pub schema: SchemaId,
    /// Its kind.
    pub kind: TypeKind,
    /// Facts from the spec.
    pub facts: Facts,
    /// The features that need it.
    pub gate: Gate,
    /// Its old names, which become deprecated aliases.
    pub was: Vec<String>,
}

/// The kind of a type.
#[derive(Debug, Clone)]
pub enum TypeKind {
    /// A struct.
    Object(ObjectType),
    /// An enum of objects.
    Union(UnionType),
    /// An enum of strings.
    Enum(Vec<Variant>),
    /// Another name.
    Alias(RustType),
}

/// A struct.
#[derive(Debug, Clone)]
pub struct ObjectType {
    /// The fields, sorted by their names on the wire.
    pub fields: Vec<Field>,
    /// The fields that the constructor takes, by their place in `fields`.
    pub required: Vec<usize>,
    /// The branches, if this is a union whose branches can't be distinguished.
    pub merged: Vec<String>,
}

/// A field.
#[derive(Debug, Clone)]
pub struct Field {
    /// The name in Rust.
    pub ident: String,
    /// The wire name.
    pub wire: String,
    /// The type inside of the `Option`.
    pub ty: RustType,
    /// Facts from the spec.
    pub facts: Facts,
}

/// An enum of objects.
#[derive(Debug, Clone)]
pub struct UnionType {
    /// The properties that decide, in order.
    pub by: Vec<String>,
    /// Where that is known from.
    pub decided: Decided,
    /// The variants, by name.
    pub variants: Vec<UnionVariant>,
}

/// How the variants of a union are distinguished.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decided {
    /// The spec says so, by a discriminator.
    ByMapping,
    /// The enum values of a property differ from branch to branch.
    ByProperty,
}

/// A variant of a union, named after its type.
#[derive(Debug, Clone)]
pub struct UnionVariant {
    /// The type.
    pub ty: String,
    /// The texts of the deciding properties.
    pub tags: Vec<Vec<String>>,
}

/// A variant of an enum of strings.
#[derive(Debug, Clone)]
pub struct Variant {
    /// The name in Rust.
    pub ident: String,
    /// The text on the wire.
    pub wire: String,
    /// What it means, as we describe it.
    pub text: Option<String>,
}

/// The features that need a type: modules, each with which of its versions do.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Gate(pub BTreeMap<String, Condition>);

impl Gate {
    /// When the type is compiled in with any one of its modules.
    pub fn condition(&self) -> Condition {
        Condition::any(self.0.values())
    }
}

/// As Rust, without paths.
impl fmt::Display for RustType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::String => f.write_str("String"),
            Self::DateTime => f.write_str("DateTime"),
            Self::Bool => f.write_str("bool"),
            Self::I32 => f.write_str("i32"),
            Self::I64 => f.write_str("i64"),
            Self::Number => f.write_str("Number"),
            Self::Json => f.write_str("Json"),
            Self::Vec(it) => write!(f, "Vec<{it}>"),
            Self::Map(it) => write!(f, "Map<{it}>"),
            Self::Boxed(it) => write!(f, "Box<{it}>"),
            Self::Nullable(it) => write!(f, "Nullable<{it}>"),
            Self::Named(name) => f.write_str(name),
        }
    }
}

/// As Rust, without paths.
impl fmt::Display for OutputType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoContent => f.write_str("NoContent"),
            Self::Bytes => f.write_str("Bytes"),
            Self::Whole(ty) => write!(f, "{ty}"),
            Self::Body(ty) => write!(f, "Body<{ty}>"),
        }
    }
}
