//! Requests as the mock received them.

use std::fmt;

use bytes::Bytes;
use http::header::AUTHORIZATION;
use http::request::Parts;
use http::{HeaderMap, Method, Uri};

use crate::message::headers::ShownHeaders;
use crate::message::meta::OperationMeta;
use crate::wire::reader::error::JsonError;
use crate::wire::value::{Value, from_json};

/// A request as a [`Mock`](super::Mock) received it.
///
/// ```
/// # async fn example() -> Result<(), Box<dyn std::error::Error>> {
/// use atlas_api::clusters;
/// use atlas_api::test_util::Mock;
///
/// let mock = Mock::start()?;
/// mock.on::<clusters::ListClusters>().reply_items([]);
/// let operation = clusters::list_clusters("32b6e34b3d91647abb20e7b8").include_deleted_with_retained_backups(true);
/// mock.client().send(operation).await?;
///
/// let seen = mock.requests();
/// assert_eq!(seen[0].operation().unwrap().name, "listClusters");
/// assert_eq!(seen[0].path_argument("groupId"), Some("32b6e34b3d91647abb20e7b8"));
/// assert_eq!(seen[0].query("includeDeletedWithRetainedBackups"), Some("true"));
/// assert_eq!(seen[0].header("accept"), Some("application/vnd.atlas.2024-08-05+json"));
/// # Ok(())
/// # }
/// # tokio::runtime::Runtime::new().unwrap().block_on(example()).unwrap();
/// ```
///
/// `Debug` shows neither the value of `Authorization` nor the body, which may hold secrets too.
#[derive(Clone)]
pub struct Request {
    operation: Option<&'static OperationMeta>,
    arguments: Vec<(String, String)>,
    method: Method,
    uri: Uri,
    query: Vec<(String, String)>,
    headers: HeaderMap,
    body: Bytes,
}

impl Request {
    pub(super) fn new(head: Parts, body: Bytes) -> Self {
        let mut headers = head.headers;
        if let Some(value) = headers.get_mut(AUTHORIZATION) {
            value.set_sensitive(true);
        }
        let query = format!("http://mock/?{}", head.uri.query().unwrap_or_default());
        let query = reqwest::Url::parse(&query).map(|url| url.query_pairs().into_owned().collect());
        Self {
            operation: None,
            arguments: Vec::new(),
            method: head.method,
            query: query.unwrap_or_default(),
            uri: head.uri,
            headers,
            body,
        }
    }

    /// Returns the request with the arguments of a route.
    pub(super) fn routed(
        &self,
        operation: Option<&'static OperationMeta>,
        arguments: Vec<(String, String)>,
    ) -> Self {
        Self {
            operation,
            arguments,
            ..self.clone()
        }
    }

    /// Returns the operation that was called. `None` if the request matched no expectation, or one by
    /// [path](super::Mock::on_path).
    #[must_use]
    pub fn operation(&self) -> Option<&'static OperationMeta> {
        self.operation
    }

    /// Returns the method.
    #[must_use]
    pub fn method(&self) -> &Method {
        &self.method
    }

    /// Returns the path as sent, percent-encoded, without the query.
    #[must_use]
    pub fn path(&self) -> &str {
        self.uri.path()
    }

    /// Returns the path and the query as sent.
    pub(super) fn target(&self) -> &str {
        let target = self.uri.path_and_query();
        target.map_or(self.uri.path(), |target| target.as_str())
    }

    /// Returns a path argument by its name in the template, such as `clusterName`, percent-decoded. `None` if the
    /// template has no such argument, or if the request matched no expectation.
    #[must_use]
    pub fn path_argument(&self, name: &str) -> Option<&str> {
        find(&self.arguments, name).next()
    }

    /// Returns the decoded value of a query parameter by its wire name, such as `pageNum`: the first one if there are
    /// several.
    #[must_use]
    pub fn query(&self, name: &str) -> Option<&str> {
        self.query_values(name).next()
    }

    /// Returns the values of a query parameter that is a list.
    pub fn query_values(&self, name: &str) -> impl Iterator<Item = &str> {
        find(&self.query, name)
    }

    /// Returns all query parameters, decoded, in the order of the request.
    pub fn query_pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        let pairs = self.query.iter();
        pairs.map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// Returns the value of a header, if it is text. The case of the name does not matter.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// Returns all headers.
    #[must_use]
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// Returns the body, which is empty if there was none.
    #[must_use]
    pub fn body(&self) -> &Bytes {
        &self.body
    }

    /// Decodes the body as a type of the API, or as any `serde_json::Value`.
    ///
    /// In a function that [responds](super::On::answer_with), `?` turns the error into a 400.
    ///
    /// # Errors
    /// The body is not JSON of this type. As in responses, a mismatch is not an error: it is kept among the unknown
    /// properties.
    pub fn json<T: Value>(&self) -> Result<T, JsonError> {
        from_json(&String::from_utf8_lossy(&self.body))
    }
}

fn find<'a>(pairs: &'a [(String, String)], name: &str) -> impl Iterator<Item = &'a str> {
    let found = pairs.iter().filter(move |(known, _)| known == name);
    found.map(|(_, value)| value.as_str())
}

impl fmt::Debug for Request {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Request")
            .field("operation", &self.operation.map(|meta| meta.name))
            .field("method", &self.method)
            .field("target", &self.target())
            .field("headers", &ShownHeaders(&self.headers))
            .field("body_bytes", &self.body.len())
            .finish()
    }
}
