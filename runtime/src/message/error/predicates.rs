//! The public predicates and accessors of an error.

use std::error::Error as StdError;
use std::time::Duration;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

use super::api_failure::ApiFailure;
use super::codes;
use super::kinds::{Error, Kind};
use super::transport_error::is_permanent;
use crate::message::headers::{self, RateLimit};
use crate::message::meta::OperationMeta;

impl Error {
    /// Returns the error that the service reported. `None` if there was no response, or a 2xx.
    ///
    /// Every status other than 2xx has one, even if a proxy responded with its own page. Its parts are `None` then.
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

    /// Whether the service responded with 404.
    ///
    /// # Troubleshooting
    /// The error code says which resource in the path is missing. Compare it with [`is_code`](Self::is_code) if that
    /// matters, such as with `GROUP_NOT_FOUND` or `CLUSTER_NOT_FOUND`.
    #[must_use]
    pub fn is_not_found(&self) -> bool {
        self.has_api_status(StatusCode::NOT_FOUND)
    }

    /// Returns the service's error code, such as [`CLUSTER_NOT_FOUND`](codes::CLUSTER_NOT_FOUND). `None` if there was no response, or one without a
    /// code, such as that of a proxy.
    ///
    /// ```
    /// use atlas_api::codes;
    ///
    /// fn hint(error: &atlas_api::Error) -> &str {
    ///     match error.code() {
    ///         Some(codes::DUPLICATE_CLUSTER_NAME) => "choose another name",
    ///         Some(codes::CLUSTER_NOT_FOUND) => "check the name",
    ///         _ => "",
    ///     }
    /// }
    /// ```
    #[must_use]
    pub fn code(&self) -> Option<&str> {
        self.api().and_then(ApiFailure::error_code)
    }

    /// Whether the service responded with this error code. [`codes`] has those that are known.
    ///
    /// ```
    /// use atlas_api::codes;
    ///
    /// fn exists_already(error: &atlas_api::Error) -> bool {
    ///     error.is_code(codes::DUPLICATE_CLUSTER_NAME)
    /// }
    /// ```
    #[must_use]
    pub fn is_code(&self, error_code: &str) -> bool {
        self.code() == Some(error_code)
    }

    /// Whether the caller could not be identified: the service responded with 401, it issued no access token to the
    /// service account, or the credentials are missing or unusable.
    ///
    /// A 401 with the error code `USER_UNAUTHORIZED` is different: the service knows the caller, who lacks permission.
    /// That is [`is_forbidden`](Self::is_forbidden).
    ///
    /// # Troubleshooting
    /// The client reports a 401 only where a new token, or a new nonce of HTTP Digest, did not help or would not. A bearer
    /// token expires an hour after it was issued, and a secret of a service account expires too. If every operation fails
    /// with 401, check that the [`Client`](crate::Client) was built with
    /// [`credentials`](crate::ClientBuilder::credentials).
    #[must_use]
    pub fn is_authentication(&self) -> bool {
        match &self.0.kind {
            Kind::Authentication(_) | Kind::TokenSource(_) => true,
            Kind::Token(error) => !error.is_retryable(),
            _ => self.has_api_status(StatusCode::UNAUTHORIZED) && !self.is_of_known_caller(),
        }
    }

    /// Whether the service knows the caller but rejects the operation: it responded with 403, or with 401 and the error
    /// code `USER_UNAUTHORIZED`.
    ///
    /// # Troubleshooting
    /// Compare the caller's roles with [`OperationMeta::roles`], and its address with the access list of the
    /// organization.
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
        self.has_api_status(StatusCode::FORBIDDEN) || self.is_of_known_caller()
    }

    /// Whether the service rejected the caller's address: `403 IP_ADDRESS_NOT_ON_ACCESS_LIST`.
    ///
    /// # Troubleshooting
    /// The organization requires an access list for its API, and the list of the service account or API key does not
    /// contain the address from which the program reaches the service. A proxy or NAT gateway may present an address
    /// other than the machine's; the detail of the error names it. An administrator can add it in the settings of the
    /// service account or API key. It is not the access list of a project, which is for connections to clusters.
    #[must_use]
    pub fn is_access_list(&self) -> bool {
        self.is_code(codes::IP_ADDRESS_NOT_ON_ACCESS_LIST)
    }

    /// Whether the service rejected the request because there were too many: 429, or an error code that says so under
    /// another status, such as `400 INVITATIONS_RATE_LIMITED_IP`.
    ///
    /// # Troubleshooting
    /// [`retry_after`](Self::retry_after) returns how long the service asks to wait. The client has already retried a
    /// 429, but not a limit under another status, which may last for hours. A
    /// [`RateLimiter`](crate::RateLimiter) keeps a program below the limit.
    #[must_use]
    pub fn is_rate_limited(&self) -> bool {
        self.has_api_status(StatusCode::TOO_MANY_REQUESTS)
            || self
                .code()
                .is_some_and(|code| code.contains(codes::RATE_LIMITED))
    }

    /// Returns the kind of failure in one word, for metrics and traces: the value of OpenTelemetry's attribute
    /// `error.type`. It is the status if the service answered with an error, such as `404`; otherwise `connect`,
    /// `timeout`, `transport`, `authentication`, `input`, `decode`, `too_large`, `list`, `failed` or `io`.
    #[must_use]
    pub fn error_type(&self) -> &str {
        match &self.0.kind {
            Kind::Api(_) => match &self.0.received {
                Some(received) => received.status.as_str(),
                None => "api",
            },
            _ if self.is_timeout() => "timeout",
            _ if self.is_connect() => "connect",
            Kind::Authentication(_) | Kind::Token(_) | Kind::TokenSource(_) => "authentication",
            Kind::Decode(..) | Kind::MediaType(_) | Kind::NoFile(_) => "decode",
            Kind::TooLarge(_) | Kind::TooMuchMemory(_) => "too_large",
            Kind::List(_) => "list",
            Kind::Input(_) => "input",
            Kind::Failed(_) => "failed",
            Kind::Io(..) => "io",
            Kind::Transport(..)
            | Kind::Redirected(_)
            | Kind::Timeout(..)
            | Kind::Stalled(..)
            | Kind::Deadline(_)
            | Kind::Waited(_) => "transport",
        }
    }

    /// Whether the same request may succeed later.
    ///
    /// True for the statuses 429, 500, 502, 503 and 504, for other [rate limits](Self::is_rate_limited), for a
    /// connection that could not be made or that broke, and for a time limit. False for permanent failures: an
    /// untrusted certificate, a TLS version that one side lacks, an invalid URL or header.
    ///
    /// # Troubleshooting
    /// The client has already sent the request again where that was harmless: see
    /// [`RetryPolicy`](crate::RetryPolicy) and [`attempts`](Self::attempts). For other requests, the program decides.
    /// After a 429, or if [`is_connect`](Self::is_connect) is true, nothing was done. Otherwise the service may have
    /// carried out the operation.
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
            Kind::Api(failure) => {
                matches!(failure.status().as_u16(), 500 | 502 | 503 | 504) || self.is_rate_limited()
            }
            Kind::Transport(_, error) => !is_permanent(error),
            Kind::Timeout(..) | Kind::Stalled(..) | Kind::Deadline(_) | Kind::Waited(_) => true,
            Kind::Token(error) => error.is_retryable(),
            _ => false,
        }
    }

    /// Returns how long the service asks to wait before the next request (`Retry-After`, sent with 429 and 503).
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        match &self.0.kind {
            Kind::Token(error) => error.retry_after(),
            _ => headers::retry_after(self.headers()?),
        }
    }

    /// Returns how many times the request was sent, or 0 if it never was. Requests for access tokens and nonces do not
    /// count.
    #[must_use]
    pub fn attempts(&self) -> u32 {
        self.0.attempts
    }

    /// Whether nothing was sent because an argument of the operation or a setting of the client is invalid, or because
    /// the client is [closed](crate::Client::close).
    #[must_use]
    pub fn is_input(&self) -> bool {
        matches!(self.0.kind, Kind::Input(_))
    }

    /// Whether no response arrived, or only a part of it. Includes time limits, and responses of another server to which
    /// an [`http_client`](crate::ClientBuilder::http_client) followed a redirect.
    ///
    /// # Troubleshooting
    /// If [`status`](Self::status) is `Some`, the response had begun. After a 2xx, the service has carried out the
    /// operation, and only its response is lost. [`inner`](Self::inner) leads to the cause in the layers below:
    /// name resolution, TLS, the connection.
    #[must_use]
    pub fn is_transport(&self) -> bool {
        match &self.0.kind {
            Kind::Token(error) => error.is_transport(),
            kind => matches!(
                kind,
                Kind::Transport(..)
                    | Kind::Redirected(_)
                    | Kind::Timeout(..)
                    | Kind::Stalled(..)
                    | Kind::Deadline(_)
            ),
        }
    }

    /// Whether no connection could be made, so nothing reached the service.
    ///
    /// # Troubleshooting
    /// Check the base URL, and the name server, proxy and trusted certificates of the machine.
    #[must_use]
    pub fn is_connect(&self) -> bool {
        match &self.0.kind {
            Kind::Transport(_, error) => error.is_connect(),
            Kind::Token(error) => error.is_connect(),
            _ => false,
        }
    }

    /// Whether a time limit passed: that of an attempt, of the call, of a [wait](crate::Wait::at_most), or of a layer
    /// below.
    ///
    /// # Troubleshooting
    /// [`ClientBuilder::timeout`](crate::ClientBuilder::timeout) limits one attempt.
    /// [`ClientBuilder::deadline`](crate::ClientBuilder::deadline) limits all of them, with the pauses in between.
    /// If the deadline would pass before the next attempt, the error is that of the last attempt instead. The service may have
    /// carried out the operation.
    #[must_use]
    pub fn is_timeout(&self) -> bool {
        match &self.0.kind {
            Kind::Transport(_, error) => error.is_timeout(),
            Kind::Token(error) => error.is_timeout(),
            kind => matches!(
                kind,
                Kind::Timeout(..) | Kind::Stalled(..) | Kind::Deadline(_) | Kind::Waited(_)
            ),
        }
    }

    /// Whether a 2xx response was rejected because of its body: strict decoding found a mismatch, a page holds no list,
    /// the response to a raw call is not JSON, or a download is an HTML page, an error, only part of the file, or
    /// empty.
    ///
    /// # Troubleshooting
    /// The service has carried out the operation. [`decode_paths`](Self::decode_paths) and [`body`](Self::body) show
    /// its response. Without [`strict_decoding`](crate::ClientBuilder::strict_decoding), [`send`](crate::Client::send)
    /// succeeds, and [`Response::set_aside`](crate::Response::set_aside) lists the mismatches.
    #[must_use]
    pub fn is_decode(&self) -> bool {
        matches!(
            self.0.kind,
            Kind::Decode(..) | Kind::MediaType(_) | Kind::NoFile(_)
        )
    }

    /// Returns the JSON paths of the mismatches in the body, the first 1,000 of them. Empty for all other errors.
    #[must_use]
    pub fn decode_paths(&self) -> &[String] {
        match &self.0.kind {
            Kind::Decode(paths, _) => paths,
            _ => &[],
        }
    }

    /// Whether the body of a 2xx response is larger than the client accepts, or takes more memory when it is decoded.
    ///
    /// # Troubleshooting
    /// The service has carried out the operation. Request less, such as a shorter period or a smaller page, or raise
    /// [`ClientBuilder::max_body_bytes`](crate::ClientBuilder::max_body_bytes) or
    /// [`ClientBuilder::max_decoded_bytes`](crate::ClientBuilder::max_decoded_bytes); the message says which. If only
    /// the memory limit was exceeded, [`body`](Self::body) returns the body.
    #[must_use]
    pub fn is_too_large(&self) -> bool {
        matches!(self.0.kind, Kind::TooLarge(_) | Kind::TooMuchMemory(_))
    }

    /// Whether reading a list was abandoned because it does not end: the service repeats a page, or sends more items than it
    /// counts.
    ///
    /// # Troubleshooting
    /// Something between the program and the service may ignore the query, such as a cache. [`body`](Self::body) is the
    /// page that does not fit. The items before it have been returned.
    #[must_use]
    pub fn is_endless_list(&self) -> bool {
        matches!(self.0.kind, Kind::List(_))
    }

    /// Returns the last value that a [wait](crate::Client::wait) received before it failed, in its `Debug` form, which
    /// hides secrets. `None` for other errors, and if no poll succeeded. `Display` shows its beginning.
    #[must_use]
    pub fn last_value(&self) -> Option<&str> {
        self.0.last_value.as_deref()
    }

    /// Whether a [wait](crate::Client::wait) ended because its condition can no longer hold.
    #[must_use]
    pub fn is_failed(&self) -> bool {
        matches!(self.0.kind, Kind::Failed(_))
    }

    /// Whether a download could not be written to its file, or could not be decompressed.
    ///
    /// # Troubleshooting
    /// [`inner`](Self::inner) is the [`std::io::Error`].
    #[must_use]
    pub fn is_io(&self) -> bool {
        matches!(self.0.kind, Kind::Io(..))
    }

    /// Returns the error of the layer below: that of the HTTP transport, with its sources; of the request for an access
    /// token, which is an `Error` too; of the program's own token source; or the [`std::io::Error`] of a download.
    ///
    /// `Display` includes its cause, so it is not the [`source`](std::error::Error::source): code that prints an error
    /// with its sources would print it twice.
    ///
    /// ```
    /// use std::io;
    ///
    /// /// Whether a download failed because the disk is full.
    /// fn is_disk_full(error: &atlas_api::Error) -> bool {
    ///     let inner = error.inner().and_then(|inner| inner.downcast_ref::<io::Error>());
    ///     inner.is_some_and(|error| error.kind() == io::ErrorKind::StorageFull)
    /// }
    /// ```
    #[must_use]
    pub fn inner(&self) -> Option<&(dyn StdError + 'static)> {
        match &self.0.kind {
            Kind::Transport(_, error) => Some(error),
            Kind::Token(error) => Some(&**error),
            Kind::TokenSource(error) => Some(&**error),
            Kind::Io(_, error) => Some(error),
            _ => None,
        }
    }

    /// Returns the status of the response, if one began. It can be 2xx if the response was lost, or rejected by the
    /// client.
    #[must_use]
    pub fn status(&self) -> Option<StatusCode> {
        self.0.received.as_ref().map(|received| received.status)
    }

    /// Returns the headers of the response, if one began.
    #[must_use]
    pub fn headers(&self) -> Option<&HeaderMap> {
        self.0.received.as_ref().map(|received| &received.headers)
    }

    /// Returns the service's id for this exchange, for MongoDB support: see
    /// [`Response::request_id`](crate::Response::request_id).
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        headers::request_id(self.headers()?)
    }

    /// Returns what the service says about its rate limit: see
    /// [`Response::rate_limit`](crate::Response::rate_limit).
    #[must_use]
    pub fn rate_limit(&self) -> RateLimit {
        self.headers().map(RateLimit::of).unwrap_or_default()
    }

    /// Returns the body of the response as received. `None` if the body of a success is incomplete or too large. Of the
    /// body of an error, only the first MiB is read.
    #[must_use]
    pub fn body(&self) -> Option<&Bytes> {
        self.0
            .received
            .as_ref()
            .and_then(|received| received.body.as_ref())
    }

    /// Returns the operation that failed. `None` for a raw call, and if a client or its credentials could not be set
    /// up.
    #[must_use]
    pub fn operation(&self) -> Option<&'static OperationMeta> {
        self.0.call.as_ref()?.operation()
    }

    /// Whether the deadline of the call passed.
    pub(crate) fn is_deadline(&self) -> bool {
        matches!(self.0.kind, Kind::Deadline(_))
    }

    /// Whether the call itself was sent, or an attempt was made. Only then can it be sent again.
    pub(crate) fn is_of_exchange(&self) -> bool {
        matches!(
            self.0.kind,
            Kind::Api(_) | Kind::Transport(..) | Kind::Timeout(..)
        )
    }

    /// Whether it is a 401 for a caller who lacks a permission.
    fn is_of_known_caller(&self) -> bool {
        self.has_api_status(StatusCode::UNAUTHORIZED) && self.is_code(codes::USER_UNAUTHORIZED)
    }

    fn has_api_status(&self, status: StatusCode) -> bool {
        self.api().is_some_and(|failure| failure.status() == status)
    }
}
