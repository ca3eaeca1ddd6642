//! Signatures, as data; and their text, for whoever prints them.

use std::fmt;

use crate::plan::{OutputType, RustType};

/// What a program relies on of an item.
#[derive(Debug, Clone, PartialEq)]
pub enum Signature {
    /// A name.
    Name(String),
    /// The types of required arguments.
    Arguments(Vec<RustType>),
    /// The name and the argument of a setter.
    Setter(String, RustType),
    /// What an operation returns.
    Output(OutputType),
    /// A list, which has numbered pages or one.
    List {
        /// Its items.
        item: RustType,
        /// Whether the operation takes the number of the page.
        numbered: bool,
    },
    /// The kind of a type.
    Kind(Kind),
    /// The name and the type of a field.
    Field(String, RustType),
    /// The arguments of a constructor: wire names and types.
    New(Vec<(String, RustType)>),
    /// The type that another converts from.
    From(String),
    /// Whether a type takes another feature too.
    With {
        /// Such as `preview`.
        opt_in: bool,
    },
}

/// The kind of a type.
#[derive(Debug, Clone, PartialEq)]
pub enum Kind {
    /// An object.
    Struct,
    /// A union.
    Union,
    /// An enum of strings.
    Enum,
    /// Another name of a type.
    Alias(RustType),
}

impl Signature {
    /// The signature with other types in the place of those that are named.
    #[must_use]
    pub fn map(self, named: &impl Fn(&str) -> RustType) -> Self {
        let ty = |ty: RustType| ty.map(named);
        match self {
            Self::Arguments(all) => Self::Arguments(all.into_iter().map(ty).collect()),
            Self::Setter(ident, it) => Self::Setter(ident, ty(it)),
            Self::Output(OutputType::Whole(it)) => Self::Output(OutputType::Whole(ty(it))),
            Self::Output(OutputType::Body(it)) => Self::Output(OutputType::Body(ty(it))),
            Self::List { item, numbered } => Self::List {
                item: ty(item),
                numbered,
            },
            Self::Kind(Kind::Alias(it)) => Self::Kind(Kind::Alias(ty(it))),
            Self::Field(ident, it) => Self::Field(ident, ty(it)),
            Self::New(all) => Self::New(all.into_iter().map(|(wire, it)| (wire, ty(it))).collect()),
            other => other,
        }
    }
}

impl fmt::Display for Signature {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let list = |f: &mut fmt::Formatter<'_>, all: Vec<String>| f.write_str(&all.join(", "));
        match self {
            Self::Name(name) => f.write_str(name),
            Self::Arguments(all) => {
                f.write_str("fn(")?;
                list(f, all.iter().map(ToString::to_string).collect())?;
                f.write_str(")")
            }
            Self::Setter(ident, ty) => write!(f, "fn {ident}({ty})"),
            Self::Output(output) => write!(f, "Output = {output}"),
            Self::List { item, numbered } => {
                let pages = if *numbered { "pages" } else { "list" };
                write!(f, "{pages} of {item}")
            }
            Self::Kind(Kind::Struct) => f.write_str("struct"),
            Self::Kind(Kind::Union) => f.write_str("union"),
            Self::Kind(Kind::Enum) => f.write_str("enum"),
            Self::Kind(Kind::Alias(ty)) => write!(f, "type = {ty}"),
            Self::Field(ident, ty) => write!(f, "{ident}: {ty}"),
            Self::New(all) => {
                f.write_str("new(")?;
                list(
                    f,
                    all.iter()
                        .map(|(wire, ty)| format!("{wire}: {ty}"))
                        .collect(),
                )?;
                f.write_str(")")
            }
            Self::From(ty) => write!(f, "From<{ty}>"),
            Self::With { opt_in: true } => f.write_str("with an opt-in"),
            Self::With { opt_in: false } => Ok(()),
        }
    }
}
