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
    /// A deviation from OpenAPI that makes no difference to a client.
    Slip {
        /// The deviation.
        slip: Slip,
        /// The kind of object that has it.
        object: &'static str,
        /// The first place that has it.
        pointer: String,
    },
    /// The spec states a fact twice, with different values.
    Contradiction {
        /// The fact.
        what: String,
        /// The value that the crate does not use.
        stated: String,
        /// The value that it uses.
        used: String,
        /// Where the unused value is.
        pointer: String,
    },
    /// A response in a format that the project does not know. It is returned as bytes.
    UnknownFormat {
        /// Its media type.
        media_type: String,
        /// Its location.
        pointer: String,
    },
    /// An operation without a version, in a spec whose other operations have one.
    NoVersion {
        /// The version of the whole spec, which it has instead.
        version: Version,
        /// The first such operation.
        pointer: String,
    },
    /// A list with a cursor, which `items` and `pages` don't support.
    CursorPaging {
        /// The operation.
        pointer: String,
        /// The parameter that takes the cursor, or the property that has it.
        cursor: String,
    },
    /// A version without a request body, although others have one. It takes none.
    NoRequestBody {
        /// The version.
        version: Version,
        /// The bodies of the operation.
        pointer: String,
    },
    /// A version without a request body, which takes that of another version, because no response has that version.
    BodyOfOtherVersion {
        /// The version.
        version: Version,
        /// The version of the body.
        body: Version,
        /// The body.
        pointer: String,
    },
    /// A request body of a version that no response has. It is ignored, because all other versions have a body.
    UnusedRequestBody {
        /// Its version.
        version: Version,
        /// Its location.
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
    /// A branch of a union that is never chosen, because others have all its values.
    UnreachableBranch {
        /// The union.
        union: SchemaId,
        /// The branch.
        branch: SchemaId,
    },
    /// A discriminator maps a value that the enum of its property lacks. The value is added to the enum.
    MappedValueNotInEnum {
        /// The union.
        union: SchemaId,
        /// The property.
        property: String,
        /// The value.
        value: String,
    },
    /// A schema is marked read-only, and no correction says whether that applies to properties that refer to it.
    UndecidedReadOnly {
        /// The schema.
        schema: SchemaId,
    },
    /// An operation that is neither deprecated nor due to be removed names a replacement.
    ReplacedOutsideLegacy {
        /// The location of the name.
        pointer: String,
    },
    /// The crate lacks the replacement of a deprecated operation.
    UnknownReplacement {
        /// Where it is named.
        pointer: String,
        /// What is wrong with it.
        message: String,
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

impl Note {
    /// Whether a person has something to decide or to write. Nothing follows from other notes.
    #[must_use]
    pub fn is_open(&self) -> bool {
        match self {
            Self::Slip { .. } | Self::Contradiction { .. } | Self::MappedValueNotInEnum { .. } => {
                false
            }
            Self::OfLegacy { note, .. } => note.is_open(),
            _ => true,
        }
    }
}

/// A deviation from OpenAPI.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Slip {
    /// A keyword next to `$ref`, which is ignored.
    BesideReference(String),
    /// `null` where there must be a value. It counts as absent.
    Null(String),
    /// `null` where there must be an object. It counts as one without keywords.
    Empty(String),
    /// A keyword that OpenAPI requires and the crate does not.
    Missing(&'static str),
    /// A value of another type with only one possible meaning.
    Type {
        /// The keyword.
        keyword: String,
        /// The value, as JSON.
        found: String,
        /// How it is read, as JSON.
        used: String,
    },
    /// A list contains an item twice. It counts once.
    Repeated {
        /// The keyword of the list.
        keyword: String,
        /// The item.
        item: String,
    },
    /// An operation has several tags. The first one counts.
    SeveralTags(String),
    /// An operation has no tag.
    NoTag,
    /// A path parameter is not marked as required, but no path parameter is optional.
    OptionalPathParameter(String),
    /// A header that the client sets by itself is a parameter. It is ignored.
    OwnHeader(String),
    /// A path parameter is not declared. It is a string.
    UndeclaredPathParameter(String),
    /// The media type of a request body has no version, and those of the responses have one.
    UnversionedBody,
    /// A response without a body has a schema, which is ignored.
    SchemaWithoutBody(String),
    /// A schema does not say what it is. It is read as any JSON.
    NoType,
    /// The schema of an error response has no name. All errors are read the same way.
    InlineError,
}
