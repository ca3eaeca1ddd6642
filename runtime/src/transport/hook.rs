//! A program's own code around every attempt, to observe it or to add headers.

use std::fmt;
use std::time::Duration;

use http::{HeaderMap, Method, StatusCode};

use crate::message::call::Call;
use crate::message::error::kinds::Error;
use crate::message::headers::ShownHeaders;
use crate::message::meta::OperationMeta;

/// Code that runs around every attempt to send a request: to count, measure, log, or add headers such as `traceparent`.
///
/// Each call of [`before`](Self::before) is followed by one of [`after`](Self::after), even if the call is dropped or
/// the attempt panics. So a gauge of the requests in flight returns to zero.
///
/// A hook sees none of the client's secrets. `Authorization` is set after it has run and replaces what the hook set,
/// unless the client has no credentials. Requests for access tokens and nonces are not attempts. A hook must not block.
///
/// ```
/// use atlas_api::{Attempt, Client, Hook, Outcome};
///
/// struct Log;
///
/// impl Hook for Log {
///     fn after(&self, attempt: &Attempt<'_>, outcome: &Outcome<'_>) {
///         println!("{} {}: {:?} in {:?}", attempt.method, attempt.path, outcome.status, outcome.elapsed);
///     }
/// }
///
/// let client = Client::builder().hook(Log).build()?;
/// # Ok::<(), atlas_api::Error>(())
/// ```
pub trait Hook: Send + Sync {
    /// Runs before an attempt. The headers are those of the request, and may be changed.
    fn before(&self, attempt: &Attempt<'_>, headers: &mut HeaderMap) {
        let _ = (attempt, headers);
    }

    /// Runs after an attempt. If the call was dropped in the meantime, [`Outcome::cancelled`] is true.
    fn after(&self, attempt: &Attempt<'_>, outcome: &Outcome<'_>) {
        let _ = (attempt, outcome);
    }
}

/// An attempt to send a request.
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct Attempt<'a> {
    /// The operation, or `None` for a raw call.
    pub operation: Option<&'static OperationMeta>,
    /// The method.
    pub method: &'a Method,
    /// The path template of the operation, or the path of a raw call.
    pub path: &'a str,
    /// The number of the attempt, starting at 1.
    pub number: u32,
}

impl<'a> Attempt<'a> {
    pub(crate) fn new(call: &'a Call, number: u32) -> Self {
        Self {
            operation: call.operation(),
            method: call.method(),
            path: call.path(),
            number,
        }
    }
}

/// The result of an attempt.
#[derive(Clone, Copy)]
#[non_exhaustive]
pub struct Outcome<'a> {
    /// The status, if a response began.
    pub status: Option<StatusCode>,
    /// The headers, if a response began.
    pub headers: Option<&'a HeaderMap>,
    /// Why it failed, if it did. `None` for a success, and if the call was dropped.
    pub error: Option<&'a Error>,
    /// How long it took, including authentication, until the body was read. For a download, until the body began.
    pub elapsed: Duration,
    /// The pause before the next attempt, or `None` if this was the last one.
    pub retry_in: Option<Duration>,
    /// Whether the call was dropped before the attempt was over. The request may have been sent.
    pub cancelled: bool,
}

impl Outcome<'_> {
    /// Returns the value of OpenTelemetry's attribute `error.type`: see [`Error::error_type`], or `cancelled`. `None`
    /// for a success.
    #[must_use]
    pub fn error_type(&self) -> Option<&str> {
        match self.error {
            Some(error) => Some(error.error_type()),
            None => self.cancelled.then_some("cancelled"),
        }
    }
}

impl fmt::Debug for Outcome<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Outcome")
            .field("status", &self.status)
            .field("headers", &self.headers.map(ShownHeaders))
            .field("error", &self.error)
            .field("elapsed", &self.elapsed)
            .field("retry_in", &self.retry_in)
            .finish()
    }
}
