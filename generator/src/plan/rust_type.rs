//! Rust types.

use std::fmt;

/// A Rust type.
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
    /// A box that breaks a cycle.
    Boxed(Box<RustType>),
    /// A value or `null`.
    Nullable(Box<RustType>),
    /// A generated type.
    Named(String),
}

impl RustType {
    /// The name of the generated type in it, if there is one.
    pub fn name(&self) -> Option<&str> {
        match self {
            Self::Vec(inner) | Self::Map(inner) | Self::Boxed(inner) | Self::Nullable(inner) => {
                inner.name()
            }
            Self::Named(name) => Some(name),
            _ => None,
        }
    }

    /// The type, with each generated type replaced.
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

    /// Whether it is an integer, nullable or not.
    pub fn is_integer(&self) -> bool {
        match self {
            Self::I32 | Self::I64 => true,
            Self::Nullable(inner) => inner.is_integer(),
            _ => false,
        }
    }

    /// The type of the items, if it is a list, nullable or not.
    pub fn item(&self) -> Option<&Self> {
        match self {
            Self::Vec(item) => Some(item),
            Self::Nullable(inner) => inner.item(),
            _ => None,
        }
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
