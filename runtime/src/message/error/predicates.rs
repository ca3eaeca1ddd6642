//! The public predicates and accessors of an error.

use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

use super::api_failure::ApiFailure;
use super::kinds::{Error, Kind};
use crate::message::headers::{self, RateLimit};
use crate::message::meta::OperationMeta;

impl Error {
    /// The error as the service told it; `None` where there was no answer, or a 2xx.
    ///
    /// It is there for every status that is not 2xx, also where a proxy answered with a page of its
    /// own: its parts are then `None`.
    ///
    /// ```
    /// fn explain(error: &atlas_api::Error) -> &str {
    ///     error.api().and_then(|failure| failure.detail()).unwrap_or("no details")
    /// }
    /// ```
    #[must_use]
    pub fn api(&self) -> Option<&ApiFailure> {
        match &self.0.kind {
            Kind::Api(failure) => Some(failure),
            _ => None,
        }
    }

    /// Whether the service answered 404.
    ///
    /// # Troubleshooting
    /// The error code says which of the resources in the path is missing; ask for it by
    /// [`is_code`](Self::is_code) where that matters, say `GROUP_NOT_FOUND` or `CLUSTER_NOT_FOUND`.
    #[must_use]
    pub fn is_not_found(&self) -> bool {
        self.has_api_status(StatusCode::NOT_FOUND)
    }

    /// Whether the service gave this error code.
    ///
    /// ```
    /// fn exists_already(error: &atlas_api::Error) -> bool {
    ///     error.is_code("DUPLICATE_CLUSTER_NAME")
    /// }
    /// ```
    #[must_use]
    pub fn is_code(&self, error_code: &str) -> bool {
        self.api().and_then(ApiFailure::error_code) == Some(error_code)
    }

    /// Whether the caller could not be identified: the service answered 401, it gave no access token
    /// to the service account, or the credentials are missing or unusable.
    ///
    /// # Troubleshooting
    /// A 401 comes after the client has tried a new token, or a new nonce of HTTP Digest. A bearer
    /// token expires an hour after it was issued; a secret of a service account expires too. An
    /// answer of 401 to each and every operation also comes from a [`Client`](crate::Client) that was
    /// built without [`credentials`](crate::ClientBuilder::credentials).
    #[must_use]
    pub fn is_authentication(&self) -> bool {
        match &self.0.kind {
            Kind::Authentication(_) | Kind::TokenSource(_) => true,
            Kind::Token(error) => !error.is_retryable(),
            _ => self.has_api_status(StatusCode::UNAUTHORIZED),
        }
    }

    /// Whether the service knows the caller but refuses the operation: it answered 403.
    ///
    /// # Troubleshooting
    /// Compare the roles of the caller with [`OperationMeta::roles`], and its address with the
    /// access list of the organization.
    ///
    /// ```
    /// fn roles_to_ask_for(error: &atlas_api::Error) -> &[&'static str] {
    ///     match error.operation() {
    ///         Some(operation) if error.is_forbidden() => operation.roles,
    ///         _ => &[],
    ///     }
    /// }
    /// ```
    #[must_use]
    pub fn is_forbidden(&self) -> bool {
        self.has_api_status(StatusCode::FORBIDDEN)
    }

    /// Whether the cause may pass, so that the same request may succeed later.
    ///
    /// These do: an answer of 429, 500, 502, 503 or 504, a connection that could not be made or that
    /// broke off, and a time limit.
    ///
    /// # Troubleshooting
    /// The client has sent the request again where that was harmless, see
    /// [`RetryPolicy`](crate::RetryPolicy); [`attempts`](Self::attempts) says how often. What is left
    /// to the program are the other requests: nothing was done after a 429 or where
    /// [`is_connect`](Self::is_connect) is true; in the other cases the service may have carried out
    /// the operation.
    ///
    /// ```
    /// use std::time::Duration;
    ///
    /// fn wait_before_next(error: &atlas_api::Error) -> Option<Duration> {
    ///     error.is_retryable().then(|| error.retry_after().unwrap_or(Duration::from_secs(30)))
    /// }
    /// ```
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        match &self.0.kind {
            Kind::Api(failure) => matches!(failure.status().as_u16(), 429 | 500 | 502 | 503 | 504),
            Kind::Transport(_, error) => !(error.is_builder() || error.is_redirect()),
            Kind::Timeout(..) | Kind::Deadline(_) | Kind::Waited(_) => true,
            Kind::Token(error) => error.is_retryable(),
            _ => false,
        }
    }

    /// How long the service asks to wait before the next request (`Retry-After`, which it sends with 429
    /// and 503).
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        match &self.0.kind {
            Kind::Token(error) => error.retry_after(),
            _ => headers::retry_after(self.headers()?),
        }
    }

    /// How many times the request was sent; 0 where it never was. What authentication sends on its
    /// own (for a token, or a nonce of HTTP Digest) does not count.
    #[must_use]
    pub fn attempts(&self) -> u32 {
        self.0.attempts
    }

    /// Whether nothing was sent because of an argument of the operation or a setting of the client.
    #[must_use]
    pub fn is_input(&self) -> bool {
        matches!(self.0.kind, Kind::Input(_))
    }

    /// Whether the response did not arrive, or not as a whole. Time limits are among these.
    ///
    /// # Troubleshooting
    /// Where [`status`](Self::status) is `Some`, the response had begun: after a 2xx the service
    /// has carried out the operation, and only its answer is lost. [`source`](std::error::Error::source)
    /// leads to the cause in the layers below (name resolution, TLS, the connection).
    #[must_use]
    pub fn is_transport(&self) -> bool {
        match &self.0.kind {
            Kind::Token(error) => error.is_transport(),
            kind => matches!(
                kind,
                Kind::Transport(..) | Kind::Timeout(..) | Kind::Deadline(_)
            ),
        }
    }

    /// Whether no connection could be made, so that nothing reached the service.
    ///
    /// # Troubleshooting
    /// Look at the base URL, the name server, the proxy and the trusted certificates of the
    /// machine.
    #[must_use]
    pub fn is_connect(&self) -> bool {
        match &self.0.kind {
            Kind::Transport(_, error) => error.is_connect(),
            Kind::Token(error) => error.is_connect(),
            _ => false,
        }
    }

    /// Whether a time limit passed: that of an attempt, the deadline of the call, that of
    /// [waiting](crate::Wait::at_most), or one of the layers below.
    ///
    /// # Troubleshooting
    /// [`ClientBuilder::timeout`](crate::ClientBuilder::timeout) limits one attempt, and
    /// [`ClientBuilder::deadline`](crate::ClientBuilder::deadline) all of them with the time between.
    /// Where the deadline would pass before the next attempt, the error is that of the last one
    /// instead. The service may have carried out the operation.
    #[must_use]
    pub fn is_timeout(&self) -> bool {
        match &self.0.kind {
            Kind::Transport(_, error) => error.is_timeout(),
            Kind::Token(error) => error.is_timeout(),
            kind => matches!(
                kind,
                Kind::Timeout(..) | Kind::Deadline(_) | Kind::Waited(_)
            ),
        }
    }

    /// Whether a 2xx response was refused because of its body: strict decoding found that it does not
    /// fit its type, a page of a list holds no list, a raw call was not answered by JSON, or a download
    /// is an HTML page.
    ///
    /// # Troubleshooting
    /// The service has carried out the operation. [`decode_paths`](Self::decode_paths) and
    /// [`body`](Self::body) show what it answered. Without
    /// [`strict_decoding`](crate::ClientBuilder::strict_decoding) a response to
    /// [`send`](crate::Client::send) is a success that lists the misfits in
    /// [`Response::set_aside`](crate::Response::set_aside).
    #[must_use]
    pub fn is_decode(&self) -> bool {
        matches!(self.0.kind, Kind::Decode(_) | Kind::MediaType(_))
    }

    /// The places in the body that do not fit, as JSON paths; empty for all other errors.
    #[must_use]
    pub fn decode_paths(&self) -> &[String] {
        match &self.0.kind {
            Kind::Decode(paths) => paths,
            _ => &[],
        }
    }

    /// Whether the body of a 2xx response is larger than the client takes.
    ///
    /// # Troubleshooting
    /// The service has carried out the operation. Ask for less (a shorter period, a smaller page),
    /// or raise [`ClientBuilder::max_body_bytes`](crate::ClientBuilder::max_body_bytes).
    #[must_use]
    pub fn is_too_large(&self) -> bool {
        matches!(self.0.kind, Kind::TooLarge(_))
    }

    /// Whether [waiting](crate::Client::wait) ended because what was waited for can't come any more.
    #[must_use]
    pub fn is_failed(&self) -> bool {
        matches!(self.0.kind, Kind::Failed(_))
    }

    /// Whether a download could not be written to its file, or not be decompressed.
    ///
    /// # Troubleshooting
    /// [`source`](std::error::Error::source) is the [`std::io::Error`].
    #[must_use]
    pub fn is_io(&self) -> bool {
        matches!(self.0.kind, Kind::Io(..))
    }

    /// The status of the response, if one began. It can be 2xx where the answer was lost or refused
    /// on this side.
    #[must_use]
    pub fn status(&self) -> Option<StatusCode> {
        self.0.received.as_ref().map(|received| received.status)
    }

    /// The headers of the response, if one began.
    #[must_use]
    pub fn headers(&self) -> Option<&HeaderMap> {
        self.0.received.as_ref().map(|received| &received.headers)
    }

    /// What the service calls this exchange, for its support: see
    /// [`Response::request_id`](crate::Response::request_id).
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        headers::request_id(self.headers()?)
    }

    /// What the service says of its rate limit, see [`Response::rate_limit`](crate::Response::rate_limit).
    #[must_use]
    pub fn rate_limit(&self) -> RateLimit {
        self.headers().map(RateLimit::of).unwrap_or_default()
    }

    /// The body of the response as received. `None` where that of a success did not arrive as a whole, or
    /// was too large. What of an error's body is beyond the first MiB is not read.
    #[must_use]
    pub fn body(&self) -> Option<&Bytes> {
        self.0
            .received
            .as_ref()
            .and_then(|received| received.body.as_ref())
    }

    /// The operation that failed; `None` for a raw call, and where a client or its credentials could
    /// not be set up.
    #[must_use]
    pub fn operation(&self) -> Option<&'static OperationMeta> {
        self.0.call.as_ref()?.operation()
    }

    /// Whether the call itself was sent, or tried to be: only then it can be sent again.
    pub(crate) fn is_of_exchange(&self) -> bool {
        matches!(
            self.0.kind,
            Kind::Api(_) | Kind::Transport(..) | Kind::Timeout(..)
        )
    }

    fn has_api_status(&self, status: StatusCode) -> bool {
        self.api().is_some_and(|failure| failure.status() == status)
    }
}
