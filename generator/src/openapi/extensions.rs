//! The names of all specification extensions that the project reads, writes or ignores.

use indexmap::IndexMap;
use serde_json::Value;

use super::object::Values;

/// The name of an inline schema, of a parameter, or of an operation in one format. Ours, set by corrections.
pub const NAME: &str = "x-atlas-api-name";
/// The names of the properties, or of the enum values, of a schema, by wire name. Ours, set by corrections.
pub const NAMES: &str = "x-atlas-api-names";
/// Whether an operation may be sent twice, if its method does not say so. Ours, set by corrections.
pub const IDEMPOTENT: &str = "x-atlas-api-idempotent";
/// Whether the `readOnly` of a schema applies to the properties that refer to it. Ours, set by corrections.
pub const READ_ONLY: &str = "x-atlas-api-read-only";
/// Which properties of a schema are read-only, by name. Ours, set by corrections.
pub const READ_ONLY_PROPERTIES: &str = "x-atlas-api-read-only-properties";
/// The operation that replaces an operation of a legacy API. Ours.
pub const REPLACED_BY: &str = "x-atlas-api-replaced-by";
/// The date of the first spec without a media type. Ours, used in `spec/retired.yaml`.
pub const RETIRED: &str = "x-atlas-api-retired";
/// The roles, one of which a caller needs.
pub const ROLES: &str = "x-rolesRequirements";
/// The date on which a version, or every version of an operation, will be removed.
pub const SUNSET: &str = "x-sunset";
/// The official page of an operation.
pub const DOCS_URL: &str = "x-xgen-docs-url";
/// The short id of an operation.
pub const SHORT_ID: &str = "x-xgen-operation-id-override";
/// The revision of the service that the spec was generated from.
pub const REVISION: &str = "x-xgen-sha";
/// The version of a media type.
pub const VERSION: &str = "x-xgen-version";

/// The extensions that are part of the model, each with what it accepts and the objects that have it.
const READ: &[(&str, Values, &[&str])] = &[
    (NAME, Values::Text, &["media type", "parameter", "schema"]),
    (NAMES, Values::Any, &["schema"]),
    (IDEMPOTENT, Values::Flag, &["operation"]),
    (READ_ONLY, Values::Flag, &["schema"]),
    (READ_ONLY_PROPERTIES, Values::Flags, &["schema"]),
    (REPLACED_BY, Values::Any, &["operation"]),
    (RETIRED, Values::Text, &["media type"]),
    (ROLES, Values::Texts, &["operation"]),
    (SUNSET, Values::Text, &["media type", "operation"]),
    (DOCS_URL, Values::Text, &["operation"]),
    (SHORT_ID, Values::Text, &["operation"]),
    (REVISION, Values::Text, &["info object"]),
    (VERSION, Values::Text, &["media type"]),
];

/// What an extension of an object accepts, if it is part of the model. Elsewhere, the same name may mean something
/// else.
pub fn values(name: &str, object: &str) -> Option<Values> {
    let mut all = READ.iter();
    let found = all.find(|(known, _, objects)| *known == name && objects.contains(&object));
    found.map(|(_, values, _)| *values)
}

/// Whether an extension is one of ours.
pub fn is_ours(name: &str) -> bool {
    name.starts_with("x-atlas-api-")
}

/// Known extensions that mean nothing to a client.
pub const PASSED_OVER: &[&str] = &[
    "x-additionalPropertiesName",
    "x-externalLinks",
    "x-topics",
    "x-xgen-changelog",
    "x-xgen-method-verb-override",
    "x-xgen-preview",
    "x-xgen-server-computed-immutable",
    // Outside a media type, it only repeats the version.
    VERSION,
];

/// The text of an extension.
pub fn text<'a>(extensions: &'a IndexMap<String, Value>, name: &str) -> Option<&'a str> {
    extensions.get(name).and_then(Value::as_str)
}
