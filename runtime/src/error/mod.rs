//! The one error type of the crate: what went wrong, asked by questions rather than by variants.

mod api_failure;
mod display;
mod questions;
mod transport;

use std::error::Error as StdError;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

pub use api_failure::ApiFailure;

use crate::call::Call;
use crate::operation::OperationMeta;
use crate::response::Response;

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
pub struct Error(Box<Inner>);

struct Inner {
    call: Option<Call>,
    kind: Kind,
    /// What the service answered, if its answer began.
    received: Option<Received>,
    attempts: u32,
}

/// The part of a response that arrived.
pub(crate) struct Received {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    /// `None` where the body is incomplete.
    pub(crate) body: Option<Bytes>,
}

enum Kind {
    Api(ApiFailure),
    /// No answer from this origin, or only a part of it.
    Transport(String, transport::Error),
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

impl Error {
    fn new(call: Option<Call>, kind: Kind, received: Option<Received>) -> Self {
        Self(Box::new(Inner {
            call,
            kind,
            received,
            attempts: 0,
        }))
    }

    /// An argument of a call that can't be sent.
    pub(crate) fn input(call: impl Into<Call>, message: String) -> Self {
        Self::new(Some(call.into()), Kind::Input(message), None)
    }

    /// A setting of a client that can't be used.
    pub(crate) fn setting(message: String) -> Self {
        Self::new(None, Kind::Input(message), None)
    }

    /// Credentials that are missing or can't be used.
    pub(crate) fn authentication(message: String) -> Self {
        Self::new(None, Kind::Authentication(message), None)
    }

    /// A failure to get an access token, of which this call is not the only one to hear.
    pub(crate) fn token(call: Call, shared: Arc<Error>) -> Self {
        Self::new(Some(call), Kind::Token(shared), None)
    }

    /// A failure of a program's own source of tokens.
    pub(crate) fn token_source(error: BoxError) -> Self {
        Self::new(None, Kind::TokenSource(error), None)
    }

    /// A response whose status is not 2xx, whoever sent it.
    pub(crate) fn from_response(
        call: impl Into<Call>,
        status: StatusCode,
        headers: HeaderMap,
        body: Bytes,
    ) -> Self {
        let failure = ApiFailure::new(status, &headers, body.clone());
        let received = Received {
            status,
            headers,
            body: Some(body),
        };
        Self::new(Some(call.into()), Kind::Api(failure), Some(received))
    }

    /// A failure of the transport, before the response began or (`received`) within its body.
    #[cfg(not(target_family = "wasm"))]
    pub(crate) fn transport(
        call: Option<Call>,
        origin: &str,
        received: Option<Received>,
        error: transport::Error,
    ) -> Self {
        // The URL holds the arguments of the call; the origin is all that a message needs.
        Self::new(
            call,
            Kind::Transport(origin.to_owned(), error.without_url()),
            received,
        )
    }

    /// No complete answer within the time for one attempt.
    pub(crate) fn timeout(
        call: Call,
        origin: &str,
        received: Option<Received>,
        limit: Duration,
    ) -> Self {
        Self::new(
            Some(call),
            Kind::Timeout(origin.to_owned(), limit),
            received,
        )
    }

    /// The deadline passed, or would pass, during this.
    pub(crate) fn deadline(call: Call, received: Option<Received>, during: &'static str) -> Self {
        Self::new(Some(call), Kind::Deadline(during), received)
    }

    /// The condition did not hold within the time that waiting for it may take.
    pub(crate) fn waited(call: impl Into<Call>, at_most: Duration) -> Self {
        Self::new(Some(call.into()), Kind::Waited(at_most), None)
    }

    /// A 2xx response whose body has more than `limit` bytes.
    pub(crate) fn too_large(call: Call, received: Option<Received>, limit: usize) -> Self {
        Self::new(Some(call), Kind::TooLarge(limit), received)
    }

    /// A 2xx response that does not fit its type at these JSON paths.
    pub(crate) fn decode(call: impl Into<Call>, received: Received, paths: Vec<String>) -> Self {
        Self::new(Some(call.into()), Kind::Decode(paths), Some(received))
    }

    /// A 2xx response that is refused for what of its body does not fit.
    pub(crate) fn misfits<T>(
        meta: &'static OperationMeta,
        response: Response<T>,
        body: Bytes,
    ) -> Self {
        let received = Received {
            status: response.status,
            headers: response.headers,
            body: Some(body),
        };
        let paths = response.set_aside.into_iter().map(|it| it.path).collect();
        Self::decode(meta, received, paths)
    }

    /// A 2xx response of a media type that no version of the operation has.
    pub(crate) fn media_type(call: impl Into<Call>, received: Received, is: String) -> Self {
        Self::new(Some(call.into()), Kind::MediaType(is), Some(received))
    }

    /// What is waited for can't come any more.
    pub(crate) fn failed(call: impl Into<Call>, why: String) -> Self {
        Self::new(Some(call.into()), Kind::Failed(why), None)
    }

    /// A download could not be written or decompressed.
    pub(crate) fn io(call: Call, what: String, error: std::io::Error) -> Self {
        Self::new(Some(call), Kind::Io(what, error), None)
    }

    /// The same error, with how often the request was sent.
    pub(crate) fn after_attempts(mut self, attempts: u32) -> Self {
        self.0.attempts = attempts;
        self
    }
}
