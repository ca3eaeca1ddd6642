//! A program's own code around every attempt: to observe it, or to add headers.

use std::time::Duration;

use http::{HeaderMap, Method, StatusCode};

use crate::message::call::Call;
use crate::message::error::kinds::Error;
use crate::message::meta::OperationMeta;

/// Code that runs around every attempt to send a request: to count, measure, log, or add headers.
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

    /// Runs after an attempt, unless the call was dropped meanwhile.
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
#[derive(Debug, Clone, Copy)]
#[non_exhaustive]
pub struct Outcome<'a> {
    /// The status, if a response began.
    pub status: Option<StatusCode>,
    /// The headers, if a response began.
    pub headers: Option<&'a HeaderMap>,
    /// Why it failed, if it did.
    pub error: Option<&'a Error>,
    /// How long it took, including authentication, until the body was read. For a download, until the body began.
    pub elapsed: Duration,
    /// The pause before the next attempt, or `None` if this was the last one.
    pub retry_in: Option<Duration>,
}
