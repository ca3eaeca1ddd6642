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
    /// Whether sending the request twice has the same effect as sending it once, so that the client may retry it even
    /// if the service may have carried it out. True for `GET`, `HEAD`, `PUT` and `DELETE` (RFC 9110, section 9.2.2),
    /// and for operations that corrections of the spec name (`x-atlas-api-idempotent`).
    pub idempotent: bool,
    /// The address of the operation's official page.
    #[doc(hidden)]
    pub docs_page: DocsPage,
}

/// The address of the official page of an operation.
#[doc(hidden)]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DocsPage {
    /// The address follows from the tag and the operation id.
    Usual,
    /// Another address.
    At(&'static str),
    /// The spec names none.
    None,
}

/// The part before the tag in the address of an official page (`x-xgen-docs-url`).
const DOCS: &str = "https://mongodb.com/docs/atlas/reference/api-resources-spec/v2/#tag/";

/// RFC 9110, section 9.2.2, for the methods that the API uses.
pub(crate) const fn is_idempotent(method: &Method) -> bool {
    matches!(
        *method,
        Method::GET | Method::HEAD | Method::PUT | Method::DELETE
    )
}

impl OperationMeta {
    /// Metadata with nothing but the method, for generated code to fill in. The constants are evaluated once, where a
    /// call would be for each operation.
    #[doc(hidden)]
    pub const GET: Self = Self::of(Method::GET);
    #[doc(hidden)]
    pub const HEAD: Self = Self::of(Method::HEAD);
    #[doc(hidden)]
    pub const POST: Self = Self::of(Method::POST);
    #[doc(hidden)]
    pub const PUT: Self = Self::of(Method::PUT);
    #[doc(hidden)]
    pub const PATCH: Self = Self::of(Method::PATCH);
    #[doc(hidden)]
    pub const DELETE: Self = Self::of(Method::DELETE);

    const fn of(method: Method) -> Self {
        let idempotent = is_idempotent(&method);
        Self {
            operation_id: "",
            name: "",
            tag: "",
            method,
            path: "",
            version: "",
            media_type: "",
            body_media_type: None,
            deprecated: false,
            sunset: None,
            retired: None,
            roles: &[],
            idempotent,
            docs_page: DocsPage::Usual,
        }
    }

    /// The official page of the operation (`x-xgen-docs-url`), or `None` if the spec names none.
    ///
    /// ```
    /// use atlas_api::{Operation, clusters};
    ///
    /// let page = clusters::v2024_08_05::ListClusters::META.docs_url();
    /// assert!(page.is_some_and(|url| url.ends_with("#tag/Clusters/operation/listGroupClusters")));
    /// ```
    #[must_use]
    pub fn docs_url(&self) -> Option<String> {
        match self.docs_page {
            DocsPage::Usual => {
                let (tag, id) = (self.tag.replace(' ', "-"), self.operation_id);
                Some(format!("{DOCS}{tag}/operation/{id}"))
            }
            DocsPage::At(url) => Some(url.to_owned()),
            DocsPage::None => None,
        }
    }
}
