//! How severe a change is, on the wire and in Rust.

use std::fmt;

use serde::Serialize;

/// The severity of a change for clients in any language.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Wire {
    /// Requests and responses stay the same.
    None,
    /// Something is new. Clients that don't use it are unaffected.
    Additive,
    /// Responses may contain something new, which surprises code that assumes it knows all values.
    Warning,
    /// A request that worked may fail, or a response may lack something.
    Breaking,
}

/// The severity of a change for programs that use the crate, by semver.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Rust {
    /// The public surface is the same.
    Patch,
    /// Something is new or deprecated.
    Minor,
    /// A program that compiled may no longer compile.
    Major,
}

impl fmt::Display for Wire {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::None => "none",
            Self::Additive => "additive",
            Self::Warning => "warning",
            Self::Breaking => "breaking",
        })
    }
}

impl fmt::Display for Rust {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Patch => "patch",
            Self::Minor => "minor",
            Self::Major => "major",
        })
    }
}
