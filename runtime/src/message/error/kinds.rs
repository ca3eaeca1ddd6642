//! The error type: what an [`Error`] holds, and the kinds of failure that it tells apart.

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
/// It is one pointer wide and is asked by its methods. `Display` gives one line that names the
/// operation and the cause, and holds neither credentials nor the arguments of the call; only the
/// service's own words may repeat an argument.
///
/// ```
/// use atlas_api::{Client, Error, Operation};
///
/// /// `None` where there is no such resource.
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
/// Each kind has its question: [`api`](Self::api) (the service, or a proxy before it, answered with
/// an error), [`is_transport`](Self::is_transport) (no answer, or only a part of it, or not in time),
/// [`is_input`](Self::is_input) (nothing was sent), [`is_authentication`](Self::is_authentication),
/// [`is_decode`](Self::is_decode) and [`is_too_large`](Self::is_too_large) (the service did its
/// work, but its answer was refused here), [`is_failed`](Self::is_failed) (of waiting) and
/// [`is_io`](Self::is_io) (of downloads).
pub struct Error(pub(super) Box<Inner>);

pub(super) struct Inner {
    pub(super) call: Option<Call>,
    pub(super) kind: Kind,
    /// What the service answered, if its answer began.
    pub(super) received: Option<Received>,
    pub(super) attempts: u32,
}

/// The part of a response that arrived.
pub(crate) struct Received {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    /// `None` where the body is incomplete.
    pub(crate) body: Option<Bytes>,
}

pub(super) enum Kind {
    Api(ApiFailure),
    /// No answer from this origin, or only a part of it.
    Transport(String, TransportError),
    /// No complete answer from this origin within the time for one attempt.
    Timeout(String, Duration),
    /// The call's own deadline passed while this was going on.
    Deadline(&'static str),
    /// What was waited for did not come to be within this time.
    Waited(Duration),
    Authentication(String),
    /// No access token could be had. Shared by all calls that waited for it.
    Token(Arc<Error>),
    /// A program's own source of tokens failed.
    TokenSource(BoxError),
    /// The JSON paths that did not fit.
    Decode(Vec<String>),
    /// A body of this media type is no answer of the operation.
    MediaType(String),
    /// The limit, in bytes.
    TooLarge(usize),
    Input(String),
    /// What was waited for can't come any more.
    Failed(String),
    /// A download could not be written, or not be decompressed.
    Io(String, std::io::Error),
}

/// An error of a program's own code, whatever its type.
pub type BoxError = Box<dyn StdError + Send + Sync>;
