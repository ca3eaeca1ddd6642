//! The error type: what an [`Error`] holds, and the kinds of failure that it distinguishes.

use std::error::Error as StdError;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

use super::api_failure::ApiFailure;
use super::transport_error::TransportError;
use crate::message::call::Call;

/// Why an operation failed, or could not be sent.
///
/// It is one pointer wide, and is inspected through predicates. `Display` writes one line that names the operation and
/// the cause. The line holds neither credentials nor the arguments of the call; only the service's own words may repeat
/// an argument.
///
/// ```
/// use atlas_api::{Client, Error, Operation};
///
/// /// Returns `None` if there is no such resource.
/// async fn find<O: Operation>(client: &Client, operation: O) -> Result<Option<O::Output>, Error> {
///     match client.send(operation).await {
///         Ok(found) => Ok(Some(found)),
///         Err(error) if error.is_not_found() => Ok(None),
///         Err(error) => Err(error),
///     }
/// }
/// ```
///
/// # Troubleshooting
/// Each kind has its predicate:
///
/// - [`api`](Self::api): the service, or a proxy in front of it, responded with an error.
/// - [`is_transport`](Self::is_transport): no response, an incomplete one, or none in time.
/// - [`is_input`](Self::is_input): nothing was sent.
/// - [`is_authentication`](Self::is_authentication): the caller could not be identified.
/// - [`is_decode`](Self::is_decode), [`is_too_large`](Self::is_too_large): the service carried out the operation, but
///   the client rejected its response.
/// - [`is_endless_list`](Self::is_endless_list): reading a list was abandoned.
/// - [`is_failed`](Self::is_failed): a wait can no longer succeed.
/// - [`is_io`](Self::is_io): a download could not be written or decompressed.
pub struct Error(pub(super) Box<Inner>);

pub(super) struct Inner {
    pub(super) call: Option<Call>,
    pub(super) kind: Kind,
    /// The response, if one began.
    pub(super) received: Option<Received>,
    pub(super) attempts: u32,
    /// The last value of a wait, as `Debug` shows it.
    pub(super) last_value: Option<Box<str>>,
}

/// The part of a response that arrived.
pub(crate) struct Received {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    /// `None` if the body is incomplete.
    pub(crate) body: Option<Bytes>,
}

pub(super) enum Kind {
    Api(ApiFailure),
    /// No response from this origin, or an incomplete one.
    Transport(String, TransportError),
    /// The program's own HTTP client followed a redirect to this origin, or to one that can't be reached.
    Redirected(Option<String>),
    /// No complete response from this origin within the time for one attempt.
    Timeout(String, Duration),
    /// Almost nothing came from this origin within this time.
    Stalled(String, Duration),
    /// The call's deadline passed during this.
    Deadline(&'static str),
    /// The condition of a wait did not hold within this time.
    Waited(Duration),
    Authentication(String),
    /// No access token was available. Shared by all calls that waited for it.
    Token(Arc<Error>),
    /// A program's own source of tokens failed.
    TokenSource(BoxError),
    /// The JSON paths of the first mismatches, and the number of those that are not listed.
    Decode(Vec<String>, usize),
    /// The operation has no response of this media type.
    MediaType(String),
    /// A download is not a file, for this reason.
    NoFile(String),
    /// A list does not end, for this reason.
    List(String),
    /// The limit of the body, in bytes.
    TooLarge(usize),
    /// The limit of the decoded body, in bytes.
    TooMuchMemory(usize),
    Input(String),
    /// The condition of a wait can no longer hold.
    Failed(String),
    /// A download could not be written or decompressed.
    Io(String, std::io::Error),
}

/// An error of a program's own code, of any type.
pub type BoxError = Box<dyn StdError + Send + Sync>;
