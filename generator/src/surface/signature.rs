//! Signatures as data, and their text.

use std::fmt;

use crate::plan::{OutputType, RustType};

/// The part of an item that a program relies on.
#[derive(Debug, Clone, PartialEq)]
pub enum Signature {
    /// A name.
    Name(String),
    /// The required arguments of a function.
    Arguments(Vec<Given>),
    /// The name and the argument of a setter.
    Setter(String, RustType),
    /// What an operation returns.
    Output(OutputType),
    /// A list, paged or whole.
    List {
        /// Its items.
        item: RustType,
        /// Whether the operation takes a page number.
        numbered: bool,
    },
    /// The kind of a type.
    Kind(Kind),
    /// The name and the type of a field.
    Field(String, RustType),
    /// A property that all variants of a union share.
    Shared {
        /// The method that reads it.
        getter: String,
        /// The type, unless it is read as text because the variants have different types.
        ty: Option<RustType>,
        /// Whether there are methods to change it.
        changes: bool,
    },
    /// The arguments of a constructor: wire names and types.
    New(Vec<(String, RustType)>),
    /// The type that converts into it.
    From(String),
    /// Whether a type needs another feature too.
    With {
        /// Whether it is an opt-in, such as `preview`.
        opt_in: bool,
    },
}

/// A required argument of a function.
#[derive(Debug, Clone, PartialEq)]
pub struct Given {
    /// Its name in Rust.
    pub ident: String,
    /// Whether it is part of the path. The name of such a parameter is not sent.
    pub is_path: bool,
    /// Its type.
    pub ty: RustType,
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
    /// The signature, with each generated type replaced.
    #[must_use]
    pub fn map(self, named: &impl Fn(&str) -> RustType) -> Self {
        let ty = |ty: RustType| ty.map(named);
        match self {
            Self::Arguments(all) => {
                let all = all.into_iter().map(|it| Given {
                    ty: ty(it.ty),
                    ..it
                });
                Self::Arguments(all.collect())
            }
            Self::Setter(ident, it) => Self::Setter(ident, ty(it)),
            Self::Output(OutputType::Whole(it)) => Self::Output(OutputType::Whole(ty(it))),
            Self::Output(OutputType::Body(it)) => Self::Output(OutputType::Body(ty(it))),
            Self::List { item, numbered } => Self::List {
                item: ty(item),
                numbered,
            },
            Self::Kind(Kind::Alias(it)) => Self::Kind(Kind::Alias(ty(it))),
            Self::Field(ident, it) => Self::Field(ident, ty(it)),
            Self::Shared {
                getter,
                ty: it,
                changes,
            } => Self::Shared {
                getter,
                ty: it.map(ty),
                changes,
            },
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
                let all = all.iter().map(|it| format!("{}: {}", it.ident, it.ty));
                list(f, all.collect())?;
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
            Self::Shared {
                getter,
                ty,
                changes,
            } => {
                match ty {
                    Some(ty) => write!(f, "fn {getter}() -> &{ty}"),
                    None => write!(f, "fn {getter}() -> &str"),
                }?;
                f.write_str(if *changes { ", mut" } else { "" })
            }
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
