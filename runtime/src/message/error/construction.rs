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
        error: TransportError,
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
