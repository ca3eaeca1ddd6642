//! How errors are made: one constructor for each way to fail.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

use super::api_failure::ApiFailure;
use super::kinds::{BoxError, Error, Inner, Kind, Received};
#[cfg(not(target_family = "wasm"))]
use super::transport_error::TransportError;
use crate::message::call::Call;

impl Error {
    fn new(call: Option<Call>, kind: Kind, received: Option<Received>) -> Self {
        Self(Box::new(Inner {
            call,
            kind,
            received,
            attempts: 0,
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
        // The URL holds the arguments of the call; the origin is all that a message needs.
        Self::new(
            call,
            Kind::Transport(origin.to_owned(), error.without_url()),
            received,
        )
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

    /// The deadline passed, or would pass, during this.
    pub(crate) fn deadline(call: Call, received: Option<Received>, during: &'static str) -> Self {
        Self::new(Some(call), Kind::Deadline(during), received)
    }

    /// The condition of a wait did not hold in time.
    pub(crate) fn waited(call: impl Into<Call>, at_most: Duration) -> Self {
        Self::new(Some(call.into()), Kind::Waited(at_most), None)
    }

    /// The body of a 2xx response has more than `limit` bytes.
    pub(crate) fn too_large(call: Call, received: Option<Received>, limit: usize) -> Self {
        Self::new(Some(call), Kind::TooLarge(limit), received)
    }

    /// A 2xx response has mismatches at these JSON paths.
    pub(crate) fn decode(call: impl Into<Call>, received: Received, paths: Vec<String>) -> Self {
        Self::new(Some(call.into()), Kind::Decode(paths), Some(received))
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

    /// Returns the same error with the number of attempts.
    pub(crate) fn after_attempts(mut self, attempts: u32) -> Self {
        self.0.attempts = attempts;
        self
    }
}
