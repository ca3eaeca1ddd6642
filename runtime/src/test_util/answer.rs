//! The responses of the mock.

use std::fmt;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderName, HeaderValue, StatusCode};

use super::ending::Ending;
use crate::message::headers::ShownHeaders;
use crate::message::operation::Operation;
use crate::wire::json::value::Json;
use crate::wire::output::Output;

/// A response of a [`Mock`](super::Mock).
///
/// It can be created from a [`Failure`](super::Failure), a [`Fault`](super::Fault), an `http::Response` whose body
/// converts into bytes, or the output of an operation:
///
/// ```
/// use atlas_api::test_util::{Answer, Failure};
/// use atlas_api::{clusters, codes, http, types};
///
/// let success = Answer::of::<clusters::CreateCluster>(types::ClusterDescription20240805::new());
/// let created = success.status(201);
/// let refused = Answer::from(Failure::new(400, codes::DUPLICATE_CLUSTER_NAME));
/// let raw = Answer::from(http::Response::new("<html>a proxy</html>"));
/// ```
#[derive(Clone)]
pub struct Answer {
    /// Boxed, because functions of tests return answers as errors.
    pub(super) response: Box<http::Response<Bytes>>,
    /// How the connection ends, if it does not stay open.
    pub(super) ending: Option<Ending>,
    /// How long the client waits for it.
    pub(super) delay: Duration,
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
    /// use atlas_api::json;
    /// use atlas_api::test_util::{Answer, Mock};
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

    /// Sets how long the mock waits before it responds, to test time limits and cancellation. A paused clock of Tokio
    /// does not speed it up: the mock has its own thread.
    ///
    /// ```
    /// # async fn example() -> Result<(), Box<dyn std::error::Error>> {
    /// use std::time::Duration;
    ///
    /// use atlas_api::clusters;
    /// use atlas_api::test_util::{Answer, Mock};
    ///
    /// let mock = Mock::start()?;
    /// let slow = Answer::of::<clusters::DeleteCluster>(()).delay(Duration::from_secs(60));
    /// mock.on::<clusters::DeleteCluster>().answer(slow);
    ///
    /// let hasty = mock.client().with(|options| options.deadline(Duration::from_millis(20)));
    /// let delete = clusters::delete_cluster("32b6e34b3d91647abb20e7b8", "prod");
    /// assert!(hasty.send(delete).await.unwrap_err().is_timeout());
    /// # Ok(())
    /// # }
    /// # tokio::runtime::Runtime::new().unwrap().block_on(example()).unwrap();
    /// ```
    #[must_use]
    pub fn delay(mut self, delay: Duration) -> Self {
        self.delay = delay;
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
            panic!("{name:?} with this value is not a valid header");
        };
        self.response.headers_mut().insert(name, value);
        self
    }
}

/// Shows the length of the body, and the values of harmless headers.
impl fmt::Debug for Answer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Answer")
            .field("status", &self.response.status())
            .field("headers", &ShownHeaders(self.response.headers()))
            .field("body_bytes", &self.response.body().len())
            .finish_non_exhaustive()
    }
}

/// Any response.
impl<B: Into<Bytes>> From<http::Response<B>> for Answer {
    fn from(response: http::Response<B>) -> Self {
        Self {
            response: Box::new(response.map(Into::into)),
            ending: None,
            delay: Duration::ZERO,
        }
    }
}

/// Checks a status that a test gives.
#[track_caller]
pub(super) fn status_code(status: u16) -> StatusCode {
    match StatusCode::from_u16(status) {
        // A 1xx only announces a response.
        Ok(code) if status >= 200 => code,
        _ => panic!("{status} is not a valid response status"),
    }
}
