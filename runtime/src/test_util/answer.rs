//! The responses of the mock.

use bytes::Bytes;
use http::{HeaderName, HeaderValue, StatusCode};
use serde_json::Value as Json;

use super::ending::Ending;
use crate::message::operation::Operation;
use crate::wire::output::Output;

/// A response of a [`Mock`](super::Mock).
///
/// It can be created from a [`Failure`](super::Failure), a [`Fault`](super::Fault), an `http::Response` whose body
/// converts into bytes, or the output of an operation:
///
/// ```
/// use atlas_api::test_util::{Answer, Failure};
/// use atlas_api::{clusters, http, types};
///
/// let success = Answer::of::<clusters::CreateCluster>(types::ClusterDescription20240805::new());
/// let created = success.status(201);
/// let refused = Answer::from(Failure::new(409, "DUPLICATE_CLUSTER_NAME"));
/// let raw = Answer::from(http::Response::new("<html>a proxy</html>"));
/// ```
#[derive(Debug, Clone)]
pub struct Answer {
    /// Boxed, because functions of tests return answers as errors.
    pub(super) response: Box<http::Response<Bytes>>,
    /// How the connection ends, if it does not stay open.
    pub(super) ending: Option<Ending>,
}

impl Answer {
    /// Creates the success of an operation: 200 with the output in the operation's media type, or 204 if there is no
    /// content.
    pub fn of<O: Operation>(output: impl Into<O::Output>) -> Self {
        let body = output.into().to_body();
        // JSON is never empty; a file may be.
        let no_content = body.is_empty() && O::META.media_type.ends_with("json");
        let answer = Self::from(http::Response::new(body));
        if no_content {
            return answer.status(204);
        }
        answer.header("content-type", O::META.media_type)
    }

    /// Creates a 200 with any JSON, for requests that no operation describes.
    ///
    /// ```
    /// use atlas_api::http::Method;
    /// use atlas_api::test_util::{Answer, Mock};
    /// use serde_json::json;
    ///
    /// # fn example() -> std::io::Result<()> {
    /// let mock = Mock::start()?;
    /// let accepted = Answer::json(json!({"id": "4711"})).status(202).header("Location", "/things/4711");
    /// mock.on_path(Method::POST, "/things").answer(accepted);
    /// # Ok(())
    /// # }
    /// # example().unwrap();
    /// ```
    pub fn json(json: impl Into<Json>) -> Self {
        let response = http::Response::new(json.into().to_string());
        Self::from(response).header("content-type", "application/json")
    }

    /// Sets the status.
    ///
    /// # Panics
    /// The status is invalid.
    #[must_use]
    #[track_caller]
    pub fn status(mut self, status: u16) -> Self {
        *self.response.status_mut() = status_code(status);
        self
    }

    /// Sets a header, and replaces those of the same name. The case of the name does not matter.
    ///
    /// # Panics
    /// The name or the value is invalid in a header.
    #[must_use]
    #[track_caller]
    pub fn header(mut self, name: &str, value: impl ToString) -> Self {
        let value = value.to_string();
        let header = (name.parse::<HeaderName>(), HeaderValue::try_from(&*value));
        let (Ok(name), Ok(value)) = header else {
            // The value may be a secret.
            panic!("{name:?} with this value is not a header");
        };
        self.response.headers_mut().insert(name, value);
        self
    }
}

/// Any response.
impl<B: Into<Bytes>> From<http::Response<B>> for Answer {
    fn from(response: http::Response<B>) -> Self {
        Self {
            response: Box::new(response.map(Into::into)),
            ending: None,
        }
    }
}

/// Checks a status that a test gives.
#[track_caller]
pub(super) fn status_code(status: u16) -> StatusCode {
    match StatusCode::from_u16(status) {
        // A 1xx only announces a response.
        Ok(code) if status >= 200 => code,
        _ => panic!("{status} is not the status of a response"),
    }
}
