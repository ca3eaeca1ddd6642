//! Schemas and their facts.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use serde_json::Value;

use super::constraints::Constraints;

/// The id of a schema: the component, followed by the path to an inline schema in it.
///
/// The Rust name depends on nothing else, so a change elsewhere in the spec can't change it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct SchemaId(pub Vec<String>);

impl SchemaId {
    /// The id of a component, or the start of a path.
    pub fn new(name: &str) -> Self {
        Self(vec![name.to_owned()])
    }

    /// The id of an inline schema in this one.
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

/// The type of a value.
#[derive(Debug, Clone, PartialEq)]
pub enum Type {
    /// A string of any format.
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
    /// A value or `null`, in a list or a map. For a property, `nullable` is a fact instead.
    Nullable(Box<Type>),
    /// A schema with a name.
    Ref(SchemaId),
}

impl Type {
    /// The named schema that it refers to, directly or as its items.
    pub fn target(&self) -> Option<&SchemaId> {
        match self {
            Self::Array(inner) | Self::Map(inner) | Self::Nullable(inner) => inner.target(),
            Self::Ref(id) => Some(id),
            _ => None,
        }
    }
}

/// A schema with a name.
#[derive(Debug, Clone)]
pub struct Schema {
    /// Its kind.
    pub kind: SchemaKind,
    /// Other facts about it.
    pub facts: Facts,
    /// Our descriptions of the values of an enum.
    pub values: BTreeMap<String, String>,
    /// The Rust names of the values of an enum, where corrections decide them.
    pub names: BTreeMap<String, String>,
    /// Its JSON pointer in the spec.
    pub pointer: String,
}

impl Schema {
    /// The properties of an object, or those that all branches of a union have.
    pub fn object(&self) -> Option<&Object> {
        match &self.kind {
            SchemaKind::Object(object) => Some(object),
            SchemaKind::Union(union) => Some(&union.base),
            SchemaKind::Enum(_) | SchemaKind::Alias(_) => None,
        }
    }
}

/// The kind of a schema.
#[derive(Debug, Clone)]
pub enum SchemaKind {
    /// An object.
    Object(Object),
    /// A union. Its own properties are those that every branch has.
    Union(Union),
    /// A string with known values.
    Enum(Vec<String>),
    /// Another name of a type.
    Alias(Type),
}

/// An object, before its parents are folded in.
#[derive(Debug, Clone, Default)]
pub struct Object {
    /// The schemas it inherits from (`allOf`), in order.
    pub parents: Vec<SchemaId>,
    /// Its own properties.
    pub properties: BTreeMap<String, Property>,
    /// The properties it requires, own or inherited.
    pub required: BTreeSet<String>,
}

/// A property of an object.
#[derive(Debug, Clone)]
pub struct Property {
    /// Its Rust name, if a correction decides it.
    pub name: Option<String>,
    /// Its type.
    pub ty: Type,
    /// Other facts about it.
    pub facts: Facts,
}

/// A union.
#[derive(Debug, Clone)]
pub struct Union {
    /// The properties of every branch, which children inherit.
    pub base: Object,
    /// The branches (`oneOf` or `anyOf`, else the targets of the mapping).
    pub branches: Vec<SchemaId>,
    /// The discriminator.
    pub discriminator: Option<Discriminator>,
}

impl Union {
    /// The branches and the targets of the mapping. A branch may occur several times.
    pub fn all_branches(&self) -> impl Iterator<Item = &SchemaId> {
        let mapped = self.discriminator.iter().flat_map(|it| it.mapping.values());
        self.branches.iter().chain(mapped)
    }
}

/// The discriminator of a union.
#[derive(Debug, Clone)]
pub struct Discriminator {
    /// The property.
    pub property: String,
    /// Its values, with the branch that each selects.
    pub mapping: BTreeMap<String, SchemaId>,
}

/// Facts about a schema, a property or a parameter, in addition to its type.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Facts {
    /// Our own description.
    pub text: Option<String>,
    /// The title.
    pub title: Option<String>,
    /// Upstream's description, in a spec that has it.
    pub description: Option<String>,
    /// Ranges, patterns, defaults and the like.
    pub constraints: Constraints,
    /// The spec's example of a value.
    pub example: Option<Value>,
    /// Whether it occurs only in responses.
    pub read_only: bool,
    /// Whether it occurs only in requests.
    pub write_only: bool,
    /// Whether it may be `null`.
    pub nullable: bool,
    /// Whether it is deprecated.
    pub deprecated: bool,
    /// Whether it must not be shown (`format: password`).
    pub secret: bool,
    /// The official page.
    pub docs_url: Option<String>,
    /// Facts about the unnamed items of a list or the unnamed values of a map. Their constraints are also among those
    /// of the list or map, and `secret` applies to it too.
    pub inner: Option<Box<Facts>>,
}
