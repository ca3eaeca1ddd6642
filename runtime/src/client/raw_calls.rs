//! Raw calls: requests that no operation of the crate describes.

use bytes::Bytes;
use http::header::{ACCEPT, CONTENT_TYPE};
use http::{HeaderName, HeaderValue, Method};
use serde::Serialize;
use serde_json::Value as Json;

use super::handle::Client;
use crate::message::call::Call;
use crate::message::error::kinds::{Error, Received};
use crate::message::path;
use crate::message::percent::encode;
use crate::message::response::Response;
use crate::transport::sending::Reading;

impl Client {
    /// Creates a request that no operation of the crate describes. Authentication, retries and errors are the same.
    /// Bodies are JSON.
    ///
    /// The version is one of the API, such as `2024-08-05` or `preview`, and becomes part of the media types. For the
    /// legacy API, which has no versions, it is `v1.0`. The path may have placeholders such as `{clusterName}`, which
    /// [`RawCall::path`] fills. Otherwise, it is sent as given.
    ///
    /// ```no_run
    /// # async fn example(client: atlas_api::Client) -> Result<(), atlas_api::Error> {
    /// use atlas_api::http::Method;
    ///
    /// let cluster = client
    ///     .request(Method::PATCH, "/api/atlas/v2/groups/32b6e34b3d91647abb20e7b8/clusters/{name}", "2024-08-05")
    ///     .path("name", "prod")
    ///     .json(&serde_json::json!({"paused": true}))
    ///     .send()
    ///     .await?;
    /// println!("{}", cluster["stateName"]);
    /// # Ok(())
    /// # }
    /// ```
    pub fn request(&self, method: Method, path: &str, version: &str) -> RawCall {
        RawCall::new(self.clone(), method, path, version)
    }
}

/// A request by method and path. Created by [`Client::request`].
#[must_use = "a call does nothing until it is sent"]
pub struct RawCall {
    client: Client,
    call: Call,
    /// With its query, and with placeholders.
    path: String,
    arguments: Vec<(String, String)>,
    media_type: String,
    /// The error if it could not be encoded.
    body: Result<Bytes, String>,
}

impl RawCall {
    pub(crate) fn new(client: Client, method: Method, path: &str, version: &str) -> Self {
        // The legacy API has no versions.
        let media_type = match version {
            "v1.0" => "application/json".to_owned(),
            version => format!("application/vnd.atlas.{version}+json"),
        };
        Self {
            client,
            call: Call::raw(method, path),
            path: path.to_owned(),
            arguments: Vec::new(),
            media_type,
            body: Ok(Bytes::new()),
        }
    }

    /// Sets the argument for a place in the path, such as `{clusterName}`. It is percent-encoded; the rest of the path
    /// is not.
    ///
    /// ```
    /// use atlas_api::http::Method;
    ///
    /// # fn example(client: &atlas_api::Client) -> atlas_api::RawCall {
    /// client
    ///     .request(Method::DELETE, "/api/atlas/v2/groups/{groupId}/clusters/{name}", "2023-02-01")
    ///     .path("groupId", "32b6e34b3d91647abb20e7b8")
    ///     .path("name", "prod#2")
    /// # }
    /// ```
    pub fn path(mut self, name: &str, value: impl ToString) -> Self {
        self.arguments.retain(|(known, _)| known != name);
        self.arguments.push((name.to_owned(), value.to_string()));
        self
    }

    /// Adds a query parameter. Name and value are percent-encoded.
    pub fn query(mut self, name: &str, value: impl ToString) -> Self {
        self.path
            .push(if self.path.contains('?') { '&' } else { '?' });
        let (name, value) = (encode(name), encode(&value.to_string()));
        self.path.extend([&name, "=", &value]);
        self
    }

    /// Sets a header. `Accept` and `Content-Type` replace those that follow from the version.
    pub fn header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.client = self.client.with(|options| options.header(name, value));
        self
    }

    /// Sets the body: anything that `serde` writes as JSON, including types of this crate.
    pub fn json(mut self, body: &(impl Serialize + ?Sized)) -> Self {
        self.body = serde_json::to_vec(body)
            .map(Bytes::from)
            .map_err(|error| format!("the body can't be written as JSON: {error}"));
        self
    }

    /// Sends the request, and returns the body, or `null` without one.
    ///
    /// # Errors
    /// Those of [`Client::send`], and [`Error::is_decode`] if the body is not JSON. [`Error::body`] returns it.
    pub async fn send(self) -> Result<Json, Error> {
        self.execute().await.map(|response| response.value)
    }

    /// Like [`send`](Self::send), with the status and the headers.
    ///
    /// # Errors
    /// Those of [`send`](Self::send).
    pub async fn execute(self) -> Result<Response<Json>, Error> {
        let input = |message| Error::input(self.call.clone(), message);
        let path = self.filled_path().map_err(input)?;
        let version_ok = |c: char| c.is_ascii_alphanumeric() || "/.+-".contains(c);
        if !self.media_type.chars().all(version_ok) {
            return Err(input(format!(
                "invalid API version in the media type {:?}: expected a date such as `2024-08-05`, `preview` or `v1.0`",
                self.media_type
            )));
        }
        let body = self.body.map_err(input)?;
        let mut request = http::Request::builder()
            .method(self.call.method().clone())
            .uri(format!("{}{path}", self.client.base_url()))
            .header(ACCEPT, &self.media_type);
        if !body.is_empty() {
            request = request.header(CONTENT_TYPE, &self.media_type);
        }
        let request = request
            .body(body)
            .map_err(|error| input(format!("the path can't be sent: {error}")))?;
        let exchange = self
            .client
            .exchange(self.call.clone(), request, Reading::Whole);
        let answer = exchange.await?;
        let attempts = answer.attempts;
        let (head, body) = http::Response::from(answer).into_parts();
        let value = if body.is_empty() {
            Ok(Json::Null)
        } else {
            serde_json::from_slice(&body)
        };
        match value {
            Ok(value) => Ok(Response {
                status: head.status,
                headers: head.headers,
                value,
                set_aside: vec![],
            }),
            Err(_) => {
                let is = head
                    .headers
                    .get(CONTENT_TYPE)
                    .and_then(|value| value.to_str().ok());
                let is = is.unwrap_or("no media type").to_owned();
                let received = Received {
                    status: head.status,
                    headers: head.headers,
                    body: Some(body),
                };
                // A media type of JSON says nothing of the body: some answers are mislabelled.
                let error = if is.contains("json") {
                    Error::decode(self.call, received, vec!["$".to_owned()])
                } else {
                    Error::media_type(self.call, received, is)
                };
                Err(error.after_attempts(attempts))
            }
        }
    }
}

impl RawCall {
    /// The path with its arguments, and its query.
    fn filled_path(&self) -> Result<String, String> {
        if !self.path.starts_with('/') {
            return Err("the path must begin with `/`".to_owned());
        }
        // What is behind it would be left out of the request (RFC 3986, section 3.5).
        if self.path.contains('#') {
            return Err("the path has a `#`, which must be written as `%23`".to_owned());
        }
        let end = self.path.find('?').unwrap_or(self.path.len());
        let (path, query) = self.path.split_at(end);
        for (name, _) in &self.arguments {
            if !path.contains(&format!("{{{name}}}")) {
                return Err(format!("the path has no place for the argument `{name}`"));
            }
        }
        Ok(path::fill(path, &self.arguments)? + query)
    }
}

impl std::fmt::Debug for RawCall {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("RawCall")
            .field("method", self.call.method())
            .field("path", &self.call.path())
            .finish_non_exhaustive()
    }
}
