//! The names of all specification extensions that the project reads, writes or passes over.

use indexmap::IndexMap;
use serde_json::Value;

/// The name of an inline schema, or of an operation in one format. Ours; corrections set it.
pub const NAME: &str = "x-atlas-api-name";
/// The operation that replaces one of the legacy API. Ours.
pub const REPLACED_BY: &str = "x-atlas-api-replaced-by";
/// The date of the first spec without a media type. Ours; `spec/retired.yaml` has it.
pub const RETIRED: &str = "x-atlas-api-retired";
/// The roles of which a caller needs one.
pub const ROLES: &str = "x-rolesRequirements";
/// The date on which a version is removed.
pub const SUNSET: &str = "x-sunset";
/// The official page of an operation.
pub const DOCS_URL: &str = "x-xgen-docs-url";
/// The short id of an operation.
pub const SHORT_ID: &str = "x-xgen-operation-id-override";
/// The revision of the service that the spec was made from.
pub const REVISION: &str = "x-xgen-sha";
/// The version of a media type.
pub const VERSION: &str = "x-xgen-version";

/// The extensions that end in the model.
pub const READ: &[&str] = &[
    NAME,
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
