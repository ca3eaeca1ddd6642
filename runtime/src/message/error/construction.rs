//! Constructors of errors: one for each kind of failure.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

use super::api_failure::ApiFailure;
use super::kinds::{BoxError, Error, Inner, Kind, Received};
#[cfg(not(target_family = "wasm"))]
use super::transport_error::TransportError;
use crate::message::call::Call;
use crate::wire::output::SetAside;
use crate::wire::reader::error::{ErrorKind, JsonError};

impl Error {
    fn new(call: Option<Call>, kind: Kind, received: Option<Received>) -> Self {
        Self(Box::new(Inner {
            call,
            kind,
            received,
            attempts: 0,
            last_value: None,
        }))
    }

    /// An argument of a call can't be sent.
    pub(crate) fn input(call: impl Into<Call>, message: String) -> Self {
        Self::new(Some(call.into()), Kind::Input(message), None)
    }

    /// A setting of a client can't be used.
    pub(crate) fn setting(message: String) -> Self {
        Self::new(None, Kind::Input(message), None)
    }

    /// The client was closed.
    pub(crate) fn closed(call: Option<Call>) -> Self {
        let message = "the client is closed: `close` was called, so create a new client";
        Self::new(call, Kind::Input(message.to_owned()), None)
    }

    /// Credentials are missing or can't be used.
    pub(crate) fn authentication(message: String) -> Self {
        Self::new(None, Kind::Authentication(message), None)
    }

    /// No access token was available. The failure is shared by all calls that waited.
    pub(crate) fn token(call: Call, shared: Arc<Error>) -> Self {
        Self::new(Some(call), Kind::Token(shared), None)
    }

    /// A program's own source of tokens failed.
    pub(crate) fn token_source(error: BoxError) -> Self {
        Self::new(None, Kind::TokenSource(error), None)
    }

    /// The status of a response is not 2xx, whoever sent it.
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

    /// The transport failed, before the response began or (`received`) within its body.
    #[cfg(not(target_family = "wasm"))]
    pub(crate) fn transport(
        call: Option<Call>,
        origin: &str,
        received: Option<Received>,
        error: TransportError,
    ) -> Self {
        // The URL contains the arguments of the call. A message needs only the origin.
        Self::new(
            call,
            Kind::Transport(origin.to_owned(), error.without_url()),
            received,
        )
    }

    /// The program's own HTTP client followed a redirect.
    #[cfg(not(target_family = "wasm"))]
    pub(crate) fn redirected(call: Call, to: Option<String>) -> Self {
        Self::new(Some(call), Kind::Redirected(to), None)
    }

    /// No complete response came within the time for one attempt.
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

    /// Almost none of a download's body arrived within this time.
    pub(crate) fn stalled(
        call: Call,
        origin: &str,
        received: Option<Received>,
        period: Duration,
    ) -> Self {
        let kind = Kind::Stalled(origin.to_owned(), period);
        Self::new(Some(call), kind, received)
    }

    /// The deadline passed, or would pass, during this.
    pub(crate) fn deadline(call: Call, received: Option<Received>, during: &'static str) -> Self {
        Self::new(Some(call), Kind::Deadline(during), received)
    }

    /// The condition of a wait did not hold in time.
    pub(crate) fn waited(call: impl Into<Call>, at_most: Duration) -> Self {
        Self::new(Some(call.into()), Kind::Waited(at_most), None)
    }

    /// The body of a 2xx response to a download is not a file.
    pub(crate) fn no_file(call: impl Into<Call>, received: Received, why: String) -> Self {
        Self::new(Some(call.into()), Kind::NoFile(why), Some(received))
    }

    /// A page shows that its list does not end.
    pub(crate) fn list(call: impl Into<Call>, received: Option<Received>, why: String) -> Self {
        Self::new(Some(call.into()), Kind::List(why), received)
    }

    /// The body of a 2xx response has more than `limit` bytes.
    pub(crate) fn too_large(call: Call, received: Option<Received>, limit: usize) -> Self {
        Self::new(Some(call), Kind::TooLarge(limit), received)
    }

    /// A 2xx response has mismatches at these JSON paths.
    pub(crate) fn decode(call: impl Into<Call>, received: Received, paths: Vec<String>) -> Self {
        Self::new(Some(call.into()), Kind::Decode(paths, 0), Some(received))
    }

    /// A 2xx response has these mismatches, and this many that are not listed.
    pub(crate) fn mismatches(
        call: impl Into<Call>,
        received: Received,
        set_aside: Vec<SetAside>,
        omitted: usize,
    ) -> Self {
        let paths = set_aside.into_iter().map(|it| it.path).collect();
        let kind = Kind::Decode(paths, omitted);
        Self::new(Some(call.into()), kind, Some(received))
    }

    /// The body of a 2xx response was not decoded, because that exceeds a limit.
    pub(crate) fn undecoded(call: impl Into<Call>, received: Received, why: JsonError) -> Self {
        let kind = match why.kind() {
            ErrorKind::Memory(limit) => Kind::TooMuchMemory(limit),
            _ => Kind::Deadline("the body was decoded"),
        };
        Self::new(Some(call.into()), kind, Some(received))
    }

    /// A 2xx response has a media type that no version of the operation has.
    pub(crate) fn media_type(call: impl Into<Call>, received: Received, is: String) -> Self {
        Self::new(Some(call.into()), Kind::MediaType(is), Some(received))
    }

    /// The condition of a wait can no longer hold.
    pub(crate) fn failed(call: impl Into<Call>, why: String) -> Self {
        Self::new(Some(call.into()), Kind::Failed(why), None)
    }

    /// A download could not be written or decompressed.
    pub(crate) fn io(call: Call, what: String, error: std::io::Error) -> Self {
        Self::new(Some(call), Kind::Io(what, error), None)
    }

    /// Returns the same error with what a wait saw last.
    pub(crate) fn with_last_value(mut self, shown: String) -> Self {
        self.0.last_value = Some(shown.into());
        self
    }

    /// Returns the same error with the number of attempts.
    pub(crate) fn after_attempts(mut self, attempts: u32) -> Self {
        self.0.attempts = attempts;
        self
    }
}
