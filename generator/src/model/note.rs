//! Notes about a spec for maintainers.

use super::operation::Version;
use super::schema::SchemaId;

/// A note.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Note {
    /// An extension that the project does not know.
    UnknownExtension {
        /// Its name.
        name: String,
        /// The kind of object that has it.
        object: &'static str,
        /// The first place that has it.
        pointer: String,
    },
    /// A version has a response, but no request body, where others have one. It takes none.
    NoRequestBody {
        /// The version.
        version: Version,
        /// The bodies of the operation.
        pointer: String,
    },
    /// Two branches of a union have the same value of the discriminating property.
    AmbiguousBranches {
        /// The union.
        union: SchemaId,
        /// The branch that is chosen, and the other one.
        branches: [SchemaId; 2],
        /// The property.
        property: String,
        /// The value.
        value: String,
    },
    /// A branch of a union is never chosen: others have all its values.
    UnreachableBranch {
        /// The union.
        union: SchemaId,
        /// The branch.
        branch: SchemaId,
    },
    /// An operation outside of a legacy API names a replacement.
    ReplacedOutsideLegacy {
        /// Where it says so.
        pointer: String,
    },
    /// The replacement of an operation of a legacy API is itself deprecated.
    DeprecatedReplacement {
        /// Where it is named.
        location: String,
    },
    /// A note on the spec of a legacy API.
    OfLegacy {
        /// Its file.
        file: String,
        /// The note.
        note: Box<Note>,
    },
}
