//! The data of a plan: the crate to be written, with everything decided.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use super::condition::Condition;
use super::rust_type::RustType;
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
    /// The legacy APIs, each in its own module.
    pub legacy: Vec<Legacy>,
}

/// A legacy API, described by a second spec. Its module and its feature share a name, such as `v1`.
#[derive(Debug, Clone)]
pub struct Legacy {
    /// The name.
    pub name: String,
    /// The title of the spec.
    pub title: String,
    /// Its plan. Operations have no modules for versions, and need no feature but that of the API.
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

    /// The type that a name refers to, through any number of aliases.
    pub fn unaliased<'a>(&'a self, ty: &'a RustType) -> &'a RustType {
        unaliased(ty, &self.types)
    }
}

/// The type that a name refers to, through any number of aliases. Circular aliases were rejected earlier.
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
    /// Our own description of the tag.
    pub text: Option<String>,
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
    /// Whether the tag's module re-exports it, because it is the newest stable version.
    pub newest: bool,
    /// The format of the response.
    pub format: Format,
    /// What determined the name of the function.
    pub naming: Naming,
    /// The date of the first spec without it, if it is retired.
    pub retired: Option<String>,
    /// Why it is deprecated, if it is.
    pub deprecation: Option<Deprecation>,
    /// Other names by which it is known.
    pub aliases: BTreeSet<String>,
    /// Search terms, only on the version that people look for.
    pub searches: BTreeSet<String>,
    /// Its old names, which become deprecated aliases.
    pub was: Vec<OldName>,
    /// The required arguments, in order.
    pub arguments: Vec<Argument>,
    /// The optional arguments.
    pub setters: Vec<Argument>,
    /// Its response.
    pub output: OutputType,
    /// The list that it returns, if it returns one.
    pub list: Option<List>,
    /// Facts from the spec.
    pub spec: OperationSpec,
}

/// What determined the name of a function.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Naming {
    /// The short id of the operation.
    ShortId {
        /// The format that was appended, if there are several.
        format: Option<Format>,
    },
    /// A correction.
    Correction,
}

/// Why an operation-version is deprecated, and what to use instead.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deprecation {
    /// The reasons.
    pub reasons: Vec<Reason>,
    /// The replacement.
    pub successor: Option<Successor>,
}

/// A reason for deprecation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason {
    /// Upstream deprecates the operation.
    Operation,
    /// Upstream removed it.
    Retired {
        /// The date of the first spec without it.
        date: String,
        /// The sunset that the spec had announced.
        sunset: Option<String>,
    },
    /// The version has a sunset.
    Sunset(String),
    /// A newer API replaces it.
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

/// A former name of an operation-version.
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

/// A list that an operation returns.
#[derive(Debug, Clone, PartialEq)]
pub struct List {
    /// Whether the list is in the `results` of an object, rather than the whole body.
    pub in_results: bool,
    /// Whether the operation takes a page number.
    pub numbered: bool,
    /// The items of the list.
    pub item: RustType,
}

/// Facts about an operation, for its metadata and its documentation.
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
    /// Whether it may be sent twice, if its method does not say so.
    pub idempotent: Option<bool>,
    /// Its JSON pointer in the spec.
    pub pointer: String,
    /// The media type of the response.
    pub media_type: String,
    /// The media type of the body.
    pub body_media_type: Option<String>,
}

/// The address of the official page of an operation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DocsPage {
    /// The address that follows from its tag and its operation id. The runtime computes it too.
    Usual(String),
    /// Another address.
    At(String),
    /// The spec names no page.
    None,
}

impl DocsPage {
    /// The address, if there is one.
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
    /// The wire name, or the media type of a body.
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
    /// A parameter.
    Parameter(ParameterLocation),
    /// The body.
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
    /// The fields that the constructor takes, as indexes into `fields`.
    pub required: Vec<usize>,
    /// The required fields with only one possible value. The constructor sets them.
    pub fixed: Vec<Fixed>,
    /// The branches, if this is a union whose branches can't be distinguished.
    pub merged: Vec<String>,
}

/// A field that the constructor sets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fixed {
    /// Its index in the fields of the object.
    pub field: usize,
    /// The only value of its enum.
    pub value: String,
}

/// A field.
#[derive(Debug, Clone)]
pub struct Field {
    /// The name in Rust.
    pub ident: String,
    /// The wire name.
    pub wire: String,
    /// The type inside the `Option`.
    pub ty: RustType,
    /// What the setter accepts.
    pub takes: Takes,
    /// Whether it is removed from a value that is sent back: it is read-only, and does not select a variant.
    pub left_out: bool,
    /// Facts from the spec.
    pub facts: Facts,
}

/// What a setter accepts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Takes {
    /// Anything that converts into the type.
    Value,
    /// Any integer.
    Integer,
    /// A list of anything that converts into its items.
    Items,
    /// A list of exactly its items, so that the compiler can infer the type of `[]` and of `x.into()`.
    ExactItems,
}

/// An enum of objects.
#[derive(Debug, Clone)]
pub struct UnionType {
    /// The properties that select the variant, in order.
    pub by: Vec<String>,
    /// What the decision is based on.
    pub decided: Decided,
    /// The variants, by name.
    pub variants: Vec<UnionVariant>,
    /// The properties that all variants have, sorted by wire name.
    pub shared: Vec<Shared>,
}

/// A property that all variants of a union have.
#[derive(Debug, Clone)]
pub struct Shared {
    /// The method that reads it.
    pub getter: String,
    /// The methods that change it. Properties that select the variant have none.
    pub changing: Option<Changing>,
    /// The property. Its type is `String` if the variants have different types that are all text.
    pub field: Field,
    /// Whether the types differ.
    pub is_text: bool,
}

/// The methods that change a property of a union.
#[derive(Debug, Clone)]
pub struct Changing {
    /// The one that returns a mutable reference, if all variants have the same type for it.
    pub lend: Option<String>,
    /// The setter.
    pub set: String,
}

/// How the variants of a union are distinguished.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decided {
    /// By a discriminator in the spec.
    ByMapping,
    /// By a property whose enum values differ between branches.
    ByProperty,
}

/// A variant of a union, named after its type.
#[derive(Debug, Clone)]
pub struct UnionVariant {
    /// The type.
    pub ty: String,
    /// The values of the deciding properties.
    pub tags: Vec<Vec<String>>,
}

/// A variant of an enum of strings.
#[derive(Debug, Clone)]
pub struct Variant {
    /// The name in Rust.
    pub ident: String,
    /// The wire name.
    pub wire: String,
    /// Our description of its meaning.
    pub text: Option<String>,
}

/// The features that need a type, by module, with the condition of each.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Gate(pub BTreeMap<String, Condition>);

impl Gate {
    /// The condition under which the type is compiled with at least one of its modules.
    pub fn condition(&self) -> Condition {
        Condition::any(self.0.values())
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
