//! The one error type of the crate: what went wrong, asked by questions rather than by variants.

mod api_failure;

use std::error::Error as StdError;
use std::fmt;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

pub use api_failure::ApiFailure;
use api_failure::{MAX_TEXT, one_line, write_status};

use crate::operation::OperationMeta;

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
/// an error), [`is_transport`](Self::is_transport) (no answer, or only a part of it),
/// [`is_input`](Self::is_input) (nothing was sent), [`is_authentication`](Self::is_authentication),
/// [`is_decode`](Self::is_decode) and [`is_too_large`](Self::is_too_large) (the service did its
/// work, but its answer was refused here).
pub struct Error(Box<Inner>);

struct Inner {
    operation: Option<&'static OperationMeta>,
    kind: Kind,
    /// What the service answered, if its answer began.
    received: Option<Received>,
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
    Transport(String, reqwest::Error),
    Authentication(String),
    /// The JSON paths that did not fit.
    Decode(Vec<String>),
    /// The limit, in bytes.
    TooLarge(usize),
    Input(String),
}

impl Error {
    fn new(
        operation: Option<&'static OperationMeta>,
        kind: Kind,
        received: Option<Received>,
    ) -> Self {
        Self(Box::new(Inner {
            operation,
            kind,
            received,
        }))
    }

    /// An argument of an operation that can't be sent.
    pub(crate) fn input(meta: &'static OperationMeta, message: String) -> Self {
        Self::new(Some(meta), Kind::Input(message), None)
    }

    /// A setting of a client that can't be used.
    pub(crate) fn setting(message: String) -> Self {
        Self::new(None, Kind::Input(message), None)
    }

    /// Credentials that are missing or can't be used.
    pub(crate) fn authentication(message: String) -> Self {
        Self::new(None, Kind::Authentication(message), None)
    }

    /// A response whose status is not 2xx, whoever sent it.
    pub(crate) fn from_response(
        meta: &'static OperationMeta,
        status: StatusCode,
        headers: HeaderMap,
        body: Bytes,
    ) -> Self {
        let failure = ApiFailure::new(status, body.clone());
        let received = Received {
            status,
            headers,
            body: Some(body),
        };
        Self::new(Some(meta), Kind::Api(failure), Some(received))
    }

    /// A failure of the transport, before the response began or (`received`) within its body.
    pub(crate) fn transport(
        meta: Option<&'static OperationMeta>,
        origin: &str,
        received: Option<Received>,
        error: reqwest::Error,
    ) -> Self {
        // The URL holds the arguments of the call; the origin is all that a message needs.
        Self::new(
            meta,
            Kind::Transport(origin.to_owned(), error.without_url()),
            received,
        )
    }

    /// A 2xx response whose body has more than `limit` bytes.
    pub(crate) fn too_large(
        meta: &'static OperationMeta,
        received: Received,
        limit: usize,
    ) -> Self {
        Self::new(Some(meta), Kind::TooLarge(limit), Some(received))
    }

    /// A 2xx response that does not fit its type at these JSON paths (strict decoding).
    pub(crate) fn decode(
        meta: &'static OperationMeta,
        received: Received,
        paths: Vec<String>,
    ) -> Self {
        Self::new(Some(meta), Kind::Decode(paths), Some(received))
    }

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

    /// Whether the caller could not be identified: the service answered 401, or the credentials are
    /// missing or unusable.
    ///
    /// # Troubleshooting
    /// Bearer tokens expire, an hour after they were issued: get a new one. An answer of 401 to
    /// each and every operation also comes from a [`Client`](crate::Client) that was built without
    /// [`credentials`](crate::ClientBuilder::credentials).
    #[must_use]
    pub fn is_authentication(&self) -> bool {
        matches!(self.0.kind, Kind::Authentication(_))
            || self.has_api_status(StatusCode::UNAUTHORIZED)
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
    /// These do: an answer of 429, 502, 503 or 504, a connection that could not be made or that
    /// broke off, and a time limit.
    ///
    /// # Troubleshooting
    /// It does not say that sending twice is harmless. Nothing was done after a 429 or where
    /// [`is_connect`](Self::is_connect) is true; in the other cases the service may have carried
    /// out the operation. A 429 or a 503 may say in its `Retry-After` header how many seconds to
    /// wait:
    ///
    /// ```
    /// use std::time::Duration;
    ///
    /// fn wait_before_next(error: &atlas_api::Error) -> Option<Duration> {
    ///     if !error.is_retryable() {
    ///         return None;
    ///     }
    ///     let seconds = error.headers().and_then(|headers| headers.get("retry-after"));
    ///     let seconds = seconds.and_then(|value| value.to_str().ok()?.parse().ok());
    ///     Some(Duration::from_secs(seconds.unwrap_or(1)))
    /// }
    /// ```
    #[must_use]
    pub fn is_retryable(&self) -> bool {
        match &self.0.kind {
            Kind::Api(failure) => matches!(failure.status().as_u16(), 429 | 502 | 503 | 504),
            Kind::Transport(_, error) => !(error.is_builder() || error.is_redirect()),
            _ => false,
        }
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
    /// has carried out the operation, and only its answer is lost. [`source`](StdError::source)
    /// leads to the cause in the layers below (name resolution, TLS, the connection).
    #[must_use]
    pub fn is_transport(&self) -> bool {
        matches!(self.0.kind, Kind::Transport(..))
    }

    /// Whether no connection could be made, so that nothing reached the service.
    ///
    /// # Troubleshooting
    /// Look at the base URL, the name server, the proxy and the trusted certificates of the
    /// machine.
    #[must_use]
    pub fn is_connect(&self) -> bool {
        matches!(&self.0.kind, Kind::Transport(_, error) if error.is_connect())
    }

    /// Whether a time limit passed, the client's own or one of the layers below.
    ///
    /// # Troubleshooting
    /// [`ClientBuilder::timeout`](crate::ClientBuilder::timeout) covers the whole exchange:
    /// downloads of logs may need more than the default. The service may have carried out the
    /// operation.
    #[must_use]
    pub fn is_timeout(&self) -> bool {
        matches!(&self.0.kind, Kind::Transport(_, error) if error.is_timeout())
    }

    /// Whether strict decoding refused a 2xx response that does not fit its type.
    ///
    /// # Troubleshooting
    /// The service has carried out the operation. [`decode_paths`](Self::decode_paths) and
    /// [`body`](Self::body) show what it answered. Without
    /// [`strict_decoding`](crate::ClientBuilder::strict_decoding) the same response is a success
    /// that lists the misfits in [`Response::set_aside`](crate::Response::set_aside).
    #[must_use]
    pub fn is_decode(&self) -> bool {
        matches!(self.0.kind, Kind::Decode(_))
    }

    /// The places in the body that strict decoding refused; empty for all other errors.
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

    /// The body of the response as received. `None` where it did not arrive as a whole, or was too
    /// large. What of an error's body is beyond the first MiB is not read.
    #[must_use]
    pub fn body(&self) -> Option<&Bytes> {
        self.0
            .received
            .as_ref()
            .and_then(|received| received.body.as_ref())
    }

    /// The operation that failed; `None` where a client or its credentials could not be set up.
    #[must_use]
    pub fn operation(&self) -> Option<&'static OperationMeta> {
        self.0.operation
    }

    fn has_api_status(&self, status: StatusCode) -> bool {
        self.api().is_some_and(|failure| failure.status() == status)
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0.operation {
            Some(OperationMeta {
                name: "",
                method,
                path,
                ..
            }) => write!(f, "{method} {path}: ")?,
            Some(meta) => write!(f, "{} ({} {}): ", meta.name, meta.method, meta.path)?,
            None => {}
        }
        if let (None, Some(status)) = (self.api(), self.status()) {
            write_status(f, status)?;
            f.write_str(", but ")?;
        }
        match &self.0.kind {
            Kind::Api(failure) => failure.fmt(f),
            Kind::Input(message) | Kind::Authentication(message) => f.write_str(message),
            Kind::Decode(paths) => {
                let first = paths.first().map_or("", String::as_str);
                write!(
                    f,
                    "the body does not fit its type at `{}`",
                    one_line(first, MAX_TEXT)
                )?;
                match paths.len() {
                    0 | 1 => Ok(()),
                    count => write!(f, " and {} other places", count - 1),
                }
            }
            Kind::TooLarge(limit) => write!(f, "the body is larger than {limit} bytes"),
            Kind::Transport(origin, error) => {
                let what = match error {
                    error if error.is_builder() => "can't set up the HTTP client for",
                    error if error.is_connect() => "no connection to",
                    error if error.is_timeout() => "no complete answer in time from",
                    _ if self.0.received.is_some() => "the body broke off from",
                    _ => "no answer from",
                };
                // The outer layers of the chain only say "error sending request".
                let mut cause: &dyn StdError = error;
                while let Some(inner) = cause.source() {
                    cause = inner;
                }
                write!(
                    f,
                    "{what} {origin}: {}",
                    one_line(&cause.to_string(), MAX_TEXT)
                )
            }
        }
    }
}

/// Like `Display`, with the source. The body stays out: that of a success may hold secrets.
impl fmt::Debug for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut out = f.debug_struct("Error");
        out.field("message", &self.to_string());
        if let Some(body) = self.body() {
            out.field("body_bytes", &body.len());
        }
        if let Some(source) = self.source() {
            out.field("source", &source);
        }
        out.finish()
    }
}

impl StdError for Error {
    fn source(&self) -> Option<&(dyn StdError + 'static)> {
        match &self.0.kind {
            Kind::Transport(_, error) => Some(error),
            _ => None,
        }
    }
}
