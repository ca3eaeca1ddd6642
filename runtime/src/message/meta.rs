//! What the spec says about an operation, as data.

use http::Method;

/// What the document says of one operation in one version and format.
///
/// `OPERATIONS` of the crate `atlas-api` lists those that are compiled in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct OperationMeta {
    /// The document's `operationId`, such as `listGroupClusters`.
    pub operation_id: &'static str,
    /// The short id (`x-xgen-operation-id-override`), such as `listClusters`; the operation id where
    /// the document gives none.
    pub name: &'static str,
    /// The tag the operation belongs to, such as `Clusters`.
    pub tag: &'static str,
    /// The HTTP method.
    pub method: Method,
    /// The path template, such as `/api/atlas/v2/groups/{groupId}/clusters`.
    pub path: &'static str,
    /// The API version: a date such as `2024-08-05`, or `preview`; of the older API `v1.0`.
    pub version: &'static str,
    /// The media type of the response, such as `application/vnd.atlas.2024-08-05+json`; of the older API
    /// `application/json`.
    pub media_type: &'static str,
    /// The media type of the body, for the operations that take one.
    pub body_media_type: Option<&'static str>,
    /// Whether the document marks the operation as deprecated.
    pub deprecated: bool,
    /// The day this version is removed, as `YYYY-MM-DD` (`x-sunset`).
    pub sunset: Option<&'static str>,
    /// Where the document has this version no longer: the day of the first document without it, as
    /// `YYYY-MM-DD`. Such versions are behind the feature `retired`.
    pub retired: Option<&'static str>,
    /// The roles of which the caller needs one (`x-rolesRequirements`); empty where the document
    /// names none.
    pub roles: &'static [&'static str],
    /// The official page of the operation (`x-xgen-docs-url`); empty where the document names none.
    pub docs_url: &'static str,
}
