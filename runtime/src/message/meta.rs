//! What the spec says about an operation, as data.

use http::Method;

/// What the spec says about one operation in one version and format.
///
/// `OPERATIONS` of the crate `atlas-api` lists all that are compiled in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OperationMeta {
    /// The spec's `operationId`, such as `listGroupClusters`.
    pub operation_id: &'static str,
    /// The short id (`x-xgen-operation-id-override`), such as `listClusters`; the operation id if
    /// the spec has none.
    pub name: &'static str,
    /// The tag the operation belongs to, such as `Clusters`.
    pub tag: &'static str,
    /// The HTTP method.
    pub method: Method,
    /// The path template, such as `/api/atlas/v2/groups/{groupId}/clusters`.
    pub path: &'static str,
    /// The API version: a date such as `2024-08-05`, or `preview`; `v1.0` for the legacy API.
    pub version: &'static str,
    /// The media type of the response, such as `application/vnd.atlas.2024-08-05+json`;
    /// `application/json` for the legacy API.
    pub media_type: &'static str,
    /// The media type of the request body, for operations that take one.
    pub body_media_type: Option<&'static str>,
    /// Whether the spec marks the operation as deprecated.
    pub deprecated: bool,
    /// The sunset of this version, as `YYYY-MM-DD` (`x-sunset`).
    pub sunset: Option<&'static str>,
    /// For a retired version, the date of the first spec without it, as `YYYY-MM-DD`. Such versions are behind
    /// the feature `retired`.
    pub retired: Option<&'static str>,
    /// The roles of which the caller needs one (`x-rolesRequirements`). Empty if the spec names none.
    pub roles: &'static [&'static str],
    /// The official page of the operation (`x-xgen-docs-url`). Empty if the spec names none.
    pub docs_url: &'static str,
}
