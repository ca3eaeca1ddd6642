//! Stage four, the passes: an [`Api`] becomes a [`Plan`], in which everything is decided.
//!
//! Parents are folded into objects, unions are decided, names are made, cycles broken, and each type is
//! given its place and the features that need it. Emitters only print a plan.

mod condition;
mod cycles;
mod editions;
mod gates;
mod lists;
pub(crate) mod names;
mod objects;
mod operations;
mod types;
mod unions;

use std::collections::{BTreeMap, BTreeSet};

pub use condition::{Condition, OptIn};
pub use editions::Edition;
pub use gates::mentions;
pub use names::{Scope, request_name};

use crate::error::Result;
use crate::lower::REPLACED_BY;
use crate::model::{Api, Facts, SchemaId, Version};

/// The crate to be written.
#[derive(Debug, Clone)]
pub struct Plan {
    /// The modules of operations, by name.
    pub modules: BTreeMap<String, Module>,
    /// The types, by name.
    pub types: BTreeMap<String, TypeItem>,
    /// What a maintainer should know: ambiguous values and the like.
    pub notes: Vec<String>,
    /// What other documents describe, each in a module of its own.
    pub editions: Vec<Edition>,
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
    /// The day of the first document without it, if it is withdrawn.
    pub retired: Option<String>,
    /// Why it is deprecated, if it is.
    pub deprecation: Option<String>,
    /// The other names by which it is known.
    pub aliases: BTreeSet<String>,
    /// What it was called; of that there is a deprecated alias.
    pub was: Vec<OldName>,
    /// The required arguments, in order.
    pub arguments: Vec<Argument>,
    /// The optional ones.
    pub setters: Vec<Argument>,
    /// What it answers.
    pub output: OutputType,
    /// The list that it answers, if it does.
    pub list: Option<List>,
    /// What the document says of it.
    pub spec: OperationSpec,
}

/// A name that an operation-version had.
#[derive(Debug, Clone)]
pub struct OldName {
    /// The module of its tag then.
    pub module: String,
    /// The function.
    pub function: String,
    /// The request type.
    pub request: String,
}

impl OperationItem {
    /// When it is compiled in, beside its tag.
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
    /// What it is of.
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
    /// The title.
    pub summary: Option<String>,
    /// The upstream prose.
    pub description: Option<String>,
    /// Whether the document says deprecated.
    pub deprecated: bool,
    /// The removal date.
    pub sunset: Option<String>,
    /// The roles.
    pub roles: Vec<String>,
    /// The official page.
    pub docs_url: Option<String>,
    /// The operation of a newer API to use instead, as `METHOD /path`.
    pub replaced_by: Option<String>,
    /// Where it stands in the document.
    pub pointer: String,
    /// The media type of the response.
    pub media_type: String,
    /// The media type of the body.
    pub body_media_type: Option<String>,
}

/// An argument of an operation.
#[derive(Debug, Clone)]
pub struct Argument {
    /// The name in Rust.
    pub ident: String,
    /// The name on the wire; of a body, its media type.
    pub wire: String,
    /// The place, as the runtime calls it.
    pub place: &'static str,
    /// The type.
    pub ty: RustType,
    /// What the document says of it.
    pub facts: Facts,
}

/// What an operation answers.
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
    /// The names of the generated types in it.
    pub fn names(&self) -> Option<&str> {
        match self {
            Self::Vec(inner) | Self::Map(inner) | Self::Boxed(inner) | Self::Nullable(inner) => {
                inner.names()
            }
            Self::Named(name) => Some(name),
            _ => None,
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
    /// The schema it is made of.
    pub schema: SchemaId,
    /// What it is.
    pub kind: TypeKind,
    /// What the document says of it.
    pub facts: Facts,
    /// The features that need it.
    pub gate: Gate,
    /// What it was called; of that there is a deprecated alias.
    pub was: Vec<String>,
}

/// What a type is.
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
    /// The branches, where this is a union whose branches can't be told apart.
    pub merged: Vec<String>,
}

/// A field.
#[derive(Debug, Clone)]
pub struct Field {
    /// The name in Rust.
    pub ident: String,
    /// The name on the wire.
    pub wire: String,
    /// The type inside of the `Option`.
    pub ty: RustType,
    /// What the document says of it.
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

/// How the variants of a union are told apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Decided {
    /// The document says so, by a discriminator.
    ByMapping,
    /// The enum values of a property differ from branch to branch.
    ByProperty,
}

/// A variant of a union; it is called like its type.
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

/// Plans a crate.
///
/// # Errors
/// Names collide, or a union can't be decided or merged.
pub fn plan(api: &Api) -> Result<Plan> {
    let mut plan = of_any(api)?;
    let replaced = api.operations.iter().filter(|it| it.replaced_by.is_some());
    plan.notes.extend(replaced.map(|it| {
        let pointer = &it.pointer;
        format!("`{REPLACED_BY}` says something in an edition only (#{pointer}/{REPLACED_BY})")
    }));
    Ok(plan)
}

/// Plans a crate, or an edition of one.
fn of_any(api: &Api) -> Result<Plan> {
    let mut notes: Vec<String> = api.warnings.iter().cloned().collect();
    let resolved = unions::resolve(api, &mut notes)?;
    let names = names::type_names(&resolved)?;
    let mut types = types::types(&resolved, &names)?;
    cycles::break_cycles(&mut types);
    let mut modules = operations::modules(api, &resolved, &names)?;
    lists::find(&mut modules, &types);
    gates::set(api, &names, &mut types);
    Ok(Plan {
        modules,
        types,
        notes,
        editions: Vec::new(),
    })
}

impl Plan {
    /// The lines of a manifest that declare a feature for each module, and one for all of them; and one
    /// for each edition.
    ///
    /// A module with the old names of another one's operations needs that.
    pub fn features(&self) -> String {
        let mut needs: BTreeMap<&str, BTreeSet<&str>> = BTreeMap::new();
        for (module, it) in &self.modules {
            needs.entry(module).or_default();
            for old in it.operations.iter().flat_map(|item| &item.was) {
                if old.module != *module {
                    needs.entry(&old.module).or_default().insert(module);
                }
            }
        }
        let line = |name: &str| format!("    \"{name}\",\n");
        let all: String = needs.keys().map(|name| line(name)).collect();
        let each = needs.iter().map(|(name, needs)| {
            let needs: Vec<_> = needs.iter().map(|it| format!("\"{it}\"")).collect();
            format!("{name} = [{}]\n", needs.join(", "))
        });
        let editions = self.editions.iter();
        let editions = editions.map(|it| format!("{} = []\n", it.name));
        let each: String = each.chain(editions).collect();
        format!("all = [\n{all}]\n{each}")
    }
}
