//! The names of all specification extensions that the project reads, writes or ignores.

use indexmap::IndexMap;
use serde_json::Value;

/// The name of an inline schema, or of an operation in one format. Ours, set by corrections.
pub const NAME: &str = "x-atlas-api-name";
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
/// The date on which a version will be removed.
pub const SUNSET: &str = "x-sunset";
/// The official page of an operation.
pub const DOCS_URL: &str = "x-xgen-docs-url";
/// The short id of an operation.
pub const SHORT_ID: &str = "x-xgen-operation-id-override";
/// The revision of the service that the spec was generated from.
pub const REVISION: &str = "x-xgen-sha";
/// The version of a media type.
pub const VERSION: &str = "x-xgen-version";

/// The extensions that are part of the model.
pub const READ: &[&str] = &[
    NAME,
    IDEMPOTENT,
    READ_ONLY,
    READ_ONLY_PROPERTIES,
    REPLACED_BY,
    RETIRED,
    ROLES,
    SUNSET,
    DOCS_URL,
    SHORT_ID,
    REVISION,
    VERSION,
];

/// Known extensions that mean nothing to a client.
pub const PASSED_OVER: &[&str] = &[
    "x-additionalPropertiesName",
    "x-externalLinks",
    "x-topics",
    "x-xgen-changelog",
    "x-xgen-method-verb-override",
    "x-xgen-preview",
    "x-xgen-server-computed-immutable",
];

/// The text of an extension.
pub fn text<'a>(extensions: &'a IndexMap<String, Value>, name: &str) -> Option<&'a str> {
    extensions.get(name).and_then(Value::as_str)
}
