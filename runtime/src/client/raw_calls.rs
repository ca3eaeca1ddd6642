//! Raw calls: requests that no operation of the crate describes.

use bytes::Bytes;
use http::header::{ACCEPT, CONTENT_TYPE};
use http::{HeaderName, HeaderValue, Method};
use serde::Serialize;

use super::handle::Client;
use crate::message::call::Call;
use crate::message::error::kinds::{Error, Received};
use crate::message::path;
use crate::message::percent::encode;
use crate::message::response::Response;
use crate::transport::sending::Reading;
use crate::wire::json::value::Json;

impl Client {
    /// Creates a request that no operation of the crate describes. Authentication, retries and errors are the same.
    /// Bodies are JSON.
    ///
    /// The version is one of the API, such as `2024-08-05` or `preview`, and becomes part of the media types. For the
    /// legacy API, which has no versions, it is `v1.0`. The path may have placeholders such as `{clusterName}`, which
    /// [`RawCall::path`] fills. Otherwise, it is sent as given. A path that a URL parser or a server would take for
    /// another one is an [`Error::is_input`] error: one with dot segments, empty segments, backslashes, control
    /// characters or spaces.
    ///
    /// ```no_run
    /// # async fn example(client: atlas_api::Client) -> Result<(), atlas_api::Error> {
    /// use atlas_api::http::Method;
    ///
    /// let cluster = client
    ///     .request(Method::PATCH, "/api/atlas/v2/groups/32b6e34b3d91647abb20e7b8/clusters/{name}", "2024-08-05")
    ///     .path("name", "prod")
    ///     .json(&atlas_api::json!({"paused": true}))
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

    /// Sets the body: anything that `serde` serializes, such as [`json!`](crate::json!), and with the feature `serde`
    /// the types of this crate. Properties are sent in the order in which they are serialized.
    ///
    /// A value that JSON can't express, such as `f64::NAN`, makes the call fail with [`Error::is_input`], before
    /// anything is sent.
    pub fn json(mut self, body: &(impl Serialize + ?Sized)) -> Self {
        self.body = Json::from_serialize(body)
            .map(|json| Bytes::copy_from_slice(json.text().as_bytes()))
            .map_err(|error| format!("the body can't be sent: {error}"));
        self
    }

    /// Sends the request, and returns the body, or `null` without one.
    ///
    /// # Errors
    /// The errors of [`Client::send`], and [`Error::is_decode`] if the body is not JSON. [`Error::body`] returns it.
    pub async fn send(self) -> Result<Json, Error> {
        self.execute().await.map(|response| response.value)
    }

    /// Like [`send`](Self::send), with the status and the headers.
    ///
    /// # Errors
    /// The errors of [`send`](Self::send).
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
        let value = match std::str::from_utf8(&body) {
            Ok("") => Some(Json::null()),
            text => text.ok().and_then(|text| text.parse().ok()),
        };
        match value {
            Some(value) => Ok(Response {
                status: head.status,
                headers: head.headers,
                value,
                set_aside: vec![],
                set_aside_omitted: 0,
            }),
            None => {
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
                // A JSON media type says nothing about the body: some responses are mislabeled.
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
        // Everything after it would be left out of the request (RFC 3986, section 3.5).
        if self.path.contains('#') {
            return Err("the path has a `#`, which must be written as `%23`".to_owned());
        }
        let end = self.path.find('?').unwrap_or(self.path.len());
        let (path, query) = self.path.split_at(end);
        for (name, _) in &self.arguments {
            if !path.contains(&format!("{{{name}}}")) {
                return Err(format!(
                    "the path has no placeholder for the argument `{name}`"
                ));
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

#[cfg(all(test, feature = "test-util"))]
mod tests {
    use super::*;
    use crate::json;
    use crate::test_util::{Answer, Failure, Mock};

    const VERSION: &str = "2024-08-05";

    fn serving(answer: impl Into<Answer>) -> (Mock, Client) {
        let mock = Mock::start().unwrap().unverified();
        mock.on_other().answer(answer);
        let client = mock.client();
        (mock, client)
    }

    #[tokio::test]
    async fn sends_request_as_built() {
        let (mock, client) = serving(Answer::json(json!({"a": 1})).status(201));
        let response = client
            .request(Method::POST, "/things/{a}/{b}?x=%2F", VERSION)
            .path("a", "no")
            .path("b", "b")
            .path("a", "a/ü")
            .query("y z", "&")
            .header(
                HeaderName::from_static("x-test"),
                HeaderValue::from_static("1"),
            )
            .json(&json!({"b": 2, "a": 1.0}))
            .execute()
            .await
            .unwrap();
        assert_eq!(
            (response.status.as_u16(), response.value.text()),
            (201, r#"{"a":1}"#)
        );
        assert_eq!(response.headers["content-type"], "application/json");
        let requests = mock.requests();
        assert_eq!(requests.len(), 1);
        let request = &requests[0];
        assert_eq!(request.method(), Method::POST);
        assert_eq!(request.path(), "/things/a%2F%C3%BC/b");
        let query: Vec<_> = request.query_pairs().collect();
        assert_eq!(query, [("x", "/"), ("y z", "&")]);
        let media_type = Some("application/vnd.atlas.2024-08-05+json");
        assert_eq!(request.header("accept"), media_type);
        assert_eq!(request.header("content-type"), media_type);
        assert_eq!(request.header("x-test"), Some("1"));
        assert_eq!(request.body(), r#"{"b":2,"a":1.0}"#);

        let legacy = client
            .request(Method::GET, "/things", "v1.0")
            .query("a", 1)
            .query("b", 2);
        assert_eq!(legacy.send().await.unwrap().text(), r#"{"a":1}"#);
        let request = &mock.requests()[1];
        assert_eq!(request.header("accept"), Some("application/json"));
        assert_eq!(request.header("content-type"), None, "there is no body");
        let query: Vec<_> = request.query_pairs().collect();
        assert_eq!(query, [("a", "1"), ("b", "2")]);
    }

    #[tokio::test]
    async fn rejects_unsendable_request() {
        let (mock, client) = serving(Answer::json(json!({})));
        let get = |path: &str, version: &str| client.request(Method::GET, path, version);
        for (call, problem) in [
            (get("things", VERSION), "must begin with `/`"),
            (get("/things#1", VERSION), "must be written as `%23`"),
            (get("/things/{a}", VERSION), "argument `a` is missing"),
            (
                get("/things/{a}", VERSION).path("a", ".."),
                "argument `a` is `..`",
            ),
            (
                get("/things", VERSION).path("a", "b"),
                "no placeholder for the argument `a`",
            ),
            (
                get("/things?{a}", VERSION).path("a", "b"),
                "no placeholder for the argument `a`",
            ),
            (get("/things/../a", VERSION), "segment `..`"),
            (get("/thi ngs", VERSION), "the path can't be sent"),
            (get("/things", "2024 08"), "invalid API version"),
            (get("/things", "ü"), "invalid API version"),
            (
                get("/things", VERSION).json(&f64::NAN),
                "the body can't be sent",
            ),
        ] {
            let error = call.send().await.unwrap_err();
            assert!(error.is_input(), "{error}");
            assert!(error.to_string().contains(problem), "{problem}: {error}");
        }
        assert!(mock.requests().is_empty());
        get("/things", "a.b-C/1+2").send().await.unwrap();
    }

    #[tokio::test]
    async fn rejects_body_that_is_not_json() {
        let of_type = |media_type: &str, body: &'static str| {
            let answer = Answer::from(http::Response::new(body));
            match media_type {
                "" => answer,
                media_type => answer.header("content-type", media_type),
            }
        };
        for (media_type, problem) in [
            ("application/vnd.atlas.2024-08-05+json", "`$`"),
            ("text/html", "text/html"),
            ("", "no media type"),
        ] {
            let (_mock, client) = serving(of_type(media_type, "<html>"));
            let call = client.request(Method::GET, "/things", VERSION);
            let error = call.send().await.unwrap_err();
            assert!(
                error.is_decode() && error.to_string().contains(problem),
                "{error}"
            );
            assert_eq!(
                (error.body().unwrap().as_ref(), error.attempts()),
                (&b"<html>"[..], 1)
            );
        }
        let (_mock, client) = serving(of_type("text/html", ""));
        let call = client.request(Method::GET, "/things", VERSION);
        assert_eq!(call.send().await.unwrap().text(), "null");
        let (_mock, client) = serving(Failure::new(404, "NO_THING"));
        let call = client.request(Method::GET, "/things", VERSION);
        assert!(call.send().await.unwrap_err().is_code("NO_THING"));
    }

    #[test]
    fn debug_hides_query_and_body() {
        let client = Client::builder().build().unwrap();
        let call = client.request(Method::POST, "/things?hush", VERSION);
        let shown = format!("{:?}", call.query("a", "hush").json("hush"));
        assert_eq!(shown, r#"RawCall { method: POST, path: "/things", .. }"#);
    }
}
