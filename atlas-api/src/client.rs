//! The asynchronous client: the one place where requests leave and responses arrive.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use bytes::{Bytes, BytesMut};
use http::header::{AUTHORIZATION, USER_AGENT};
use http::{HeaderValue, StatusCode};
use reqwest::Url;

use crate::credentials::Credentials;
use crate::error::{Error, Received};
use crate::operation::{Operation, OperationMeta};
use crate::response::Response;

const BASE_URL: &str = "https://cloud.mongodb.com";
const TIMEOUT: Duration = Duration::from_secs(60);
/// Far above any JSON of the service; a day's log of a busy host, compressed, still fits.
const MAX_BODY_BYTES: usize = 256 << 20;
/// An error's body is a few hundred bytes; the rest of a longer one helps nobody.
const MAX_ERROR_BYTES: usize = 1 << 20;

/// Sends operations to the service.
///
/// A clone is cheap and shares the connections: make one client, and clone it wherever it is
/// needed. It works inside a Tokio runtime, as `reqwest` does.
///
/// ```no_run
/// # #[cfg(feature = "clusters")]
/// # async fn example() -> Result<(), atlas_api::Error> {
/// use atlas_api::{clusters, Client, Credentials};
///
/// let client = Client::builder().credentials(Credentials::from_env()?).build()?;
/// let page = client.send(clusters::list_clusters("32b6e34b3d91647abb20e7b8")).await?;
/// # Ok(())
/// # }
/// ```
#[derive(Clone)]
pub struct Client(Arc<Inner>);

struct Inner {
    http: reqwest::Client,
    /// Without a slash at its end.
    base_url: String,
    /// Scheme, host and port of the base URL: the token goes there and nowhere else.
    origin: String,
    authorization: Option<HeaderValue>,
    user_agent: HeaderValue,
    timeout: Duration,
    strict_decoding: bool,
    max_body_bytes: usize,
}

impl Client {
    /// The settings of a new client.
    pub fn builder() -> ClientBuilder {
        ClientBuilder::default()
    }

    /// The base URL, without a slash at its end.
    #[must_use]
    pub fn base_url(&self) -> &str {
        &self.0.base_url
    }

    /// Sends an operation and gives the value of its response.
    ///
    /// The operation may be lent, to be sent again:
    ///
    /// ```
    /// use atlas_api::{Client, Error, Operation};
    ///
    /// async fn twice<O: Operation>(client: &Client, operation: O) -> Result<O::Output, Error> {
    ///     match client.send(&operation).await {
    ///         Err(error) if error.is_connect() => client.send(&operation).await,
    ///         result => result,
    ///     }
    /// }
    /// ```
    ///
    /// # Errors
    /// - [`Error::is_input`]: an argument can't stand in the path; nothing was sent.
    /// - [`Error::is_transport`]: the response did not arrive, or not as a whole, or not in time.
    /// - [`Error::api`]: the status is not 2xx.
    /// - [`Error::is_too_large`]: the body exceeds [`ClientBuilder::max_body_bytes`].
    /// - [`Error::is_decode`]: the body does not fit, and decoding is
    ///   [strict](ClientBuilder::strict_decoding).
    pub async fn send<O: Operation>(&self, operation: O) -> Result<O::Output, Error> {
        self.execute(operation).await.map(|response| response.value)
    }

    /// Like [`send`](Self::send), with the status, the headers, and what of the body did not fit.
    ///
    /// ```
    /// use atlas_api::{Client, Error, Operation};
    ///
    /// /// How many requests may follow before the service answers 429.
    /// async fn remaining(client: &Client, operation: impl Operation) -> Result<u32, Error> {
    ///     let response = client.execute(operation).await?;
    ///     let remaining = response.headers.get("ratelimit-remaining");
    ///     let remaining = remaining.and_then(|value| value.to_str().ok()?.parse().ok());
    ///     Ok(remaining.unwrap_or(u32::MAX))
    /// }
    /// ```
    ///
    /// # Errors
    /// Those of [`send`](Self::send).
    pub async fn execute<O: Operation>(&self, operation: O) -> Result<Response<O::Output>, Error> {
        // All that is compiled once for each operation a program uses: keep it to these few lines.
        let request = operation.request(&self.0.base_url)?;
        // Boxed, so that the futures of a program's own functions, which hold this one, stay small.
        let response = Box::pin(self.exchange(O::META, request)).await?;
        let body = self.0.strict_decoding.then(|| response.body().clone());
        let response = O::decode(response)?;
        match body {
            Some(body) if !response.set_aside.is_empty() => {
                let Response {
                    status,
                    headers,
                    set_aside,
                    ..
                } = response;
                let received = Received {
                    status,
                    headers,
                    body: Some(body),
                };
                let paths = set_aside.into_iter().map(|misfit| misfit.path).collect();
                Err(Error::decode(O::META, received, paths))
            }
            _ => Ok(response),
        }
    }

    /// Sends a request of an operation, with the headers that are the client's, and reads the
    /// response, whatever its status.
    // The next step: retries go around this.
    async fn exchange(
        &self,
        meta: &'static OperationMeta,
        request: http::Request<Bytes>,
    ) -> Result<http::Response<Bytes>, Error> {
        let client = &*self.0;
        let lost = |received, error| Error::transport(Some(meta), &client.origin, received, error);

        let mut request = reqwest::Request::try_from(request)
            .map_err(|error| Error::input(meta, format!("no URL: {}", error.without_url())))?;
        if origin_of(request.url()) != client.origin {
            let message = format!("the request is not for {}", client.origin);
            return Err(Error::input(meta, message));
        }
        *request.timeout_mut() = Some(client.timeout);
        request
            .headers_mut()
            .insert(USER_AGENT, client.user_agent.clone());
        // The next step: a token that is fetched and renewed, and HTTP Digest.
        if let Some(authorization) = &client.authorization {
            request
                .headers_mut()
                .insert(AUTHORIZATION, authorization.clone());
        }

        let mut response = client
            .http
            .execute(request)
            .await
            .map_err(|error| lost(None, error))?;
        let status = response.status();
        let headers = std::mem::take(response.headers_mut());
        let body = match self.read_body(status, &mut response).await {
            Ok(body) => body,
            Err(stopped) => {
                let received = Received {
                    status,
                    headers,
                    body: None,
                };
                return Err(match stopped {
                    Stopped::Lost(error) => lost(Some(received), error),
                    Stopped::TooLarge => Error::too_large(meta, received, client.max_body_bytes),
                });
            }
        };
        let mut response = http::Response::new(body);
        *response.status_mut() = status;
        *response.headers_mut() = headers;
        Ok(response)
    }

    /// Reads the body in chunks, so that a large one is refused before it fills the memory.
    async fn read_body(
        &self,
        status: StatusCode,
        response: &mut reqwest::Response,
    ) -> Result<Bytes, Stopped> {
        let success = status.is_success();
        let max = self.0.max_body_bytes;
        let max = if success {
            max
        } else {
            max.min(MAX_ERROR_BYTES)
        };
        let mut body = BytesMut::new();
        loop {
            match response.chunk().await {
                Ok(Some(chunk)) if chunk.len() <= max - body.len() => {
                    body.extend_from_slice(&chunk);
                }
                Ok(Some(_)) if success => return Err(Stopped::TooLarge),
                Err(error) if success => return Err(Stopped::Lost(error)),
                // The status of an error tells more than the loss of a part of its body.
                Ok(Some(chunk)) => {
                    body.extend_from_slice(&chunk[..max - body.len()]);
                    return Ok(body.freeze());
                }
                Ok(None) | Err(_) => return Ok(body.freeze()),
            }
        }
    }
}

/// Why a body was not read to its end.
enum Stopped {
    Lost(reqwest::Error),
    TooLarge,
}

impl fmt::Debug for Client {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("base_url", &self.0.base_url)
            .field("authorization", &self.0.authorization)
            .field("user_agent", &self.0.user_agent)
            .field("timeout", &self.0.timeout)
            .field("strict_decoding", &self.0.strict_decoding)
            .field("max_body_bytes", &self.0.max_body_bytes)
            .finish_non_exhaustive()
    }
}

/// The settings of a [`Client`].
///
/// ```
/// use std::time::Duration;
///
/// use atlas_api::{Client, Credentials};
///
/// let client = Client::builder()
///     .credentials(Credentials::bearer_token("eyJhbGciOiJFUzUxMiJ9"))
///     .user_agent_suffix("nightly-report/2.1")
///     .timeout(Duration::from_secs(20))
///     .build()?;
/// assert_eq!(client.base_url(), "https://cloud.mongodb.com");
/// # Ok::<(), atlas_api::Error>(())
/// ```
#[derive(Debug, Clone)]
#[must_use = "a builder does nothing until `build`"]
pub struct ClientBuilder {
    http: Option<reqwest::Client>,
    base_url: String,
    credentials: Option<Credentials>,
    user_agent_suffix: String,
    timeout: Duration,
    strict_decoding: bool,
    max_body_bytes: usize,
}

impl Default for ClientBuilder {
    fn default() -> Self {
        Self {
            http: None,
            base_url: BASE_URL.to_owned(),
            credentials: None,
            user_agent_suffix: String::new(),
            timeout: TIMEOUT,
            strict_decoding: false,
            max_body_bytes: MAX_BODY_BYTES,
        }
    }
}

impl ClientBuilder {
    /// Who calls. Without it the requests carry no `Authorization`, and the service answers 401 to
    /// all but a few operations.
    pub fn credentials(mut self, credentials: Credentials) -> Self {
        self.credentials = Some(credentials);
        self
    }

    /// Where the service is, instead of `https://cloud.mongodb.com`: another deployment, or a mock.
    /// The paths of the operations follow the path of this URL.
    ///
    /// Plain `http` is for mocks on this machine only (`localhost`, `127.0.0.0/8`, `[::1]`):
    /// elsewhere everybody on the way could read the token. [`build`](Self::build) checks it.
    pub fn base_url(mut self, base_url: impl Into<String>) -> Self {
        self.base_url = base_url.into();
        self
    }

    /// What follows `atlas-api/<version>` in the `User-Agent` header, such as `nightly-report/2.1`.
    pub fn user_agent_suffix(mut self, suffix: impl Into<String>) -> Self {
        self.user_agent_suffix = suffix.into();
        self
    }

    /// The HTTP client to send with, for a proxy, certificates, or connections that are shared.
    ///
    /// All other settings here remain in force. Choose its redirect policy with care: the client
    /// that is made by default follows none, because a redirect to another host would carry the
    /// body of the request there. It takes a proxy from the environment (`HTTPS_PROXY`), except on
    /// the way to this machine.
    ///
    /// ```
    /// use atlas_api::Client;
    ///
    /// // `reqwest` of the same version as this crate's.
    /// let http = reqwest::Client::builder()
    ///     .redirect(reqwest::redirect::Policy::none())
    ///     .pool_max_idle_per_host(2)
    ///     .build()?;
    /// let client = Client::builder().http_client(http).build()?;
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn http_client(mut self, http: reqwest::Client) -> Self {
        self.http = Some(http);
        self
    }

    /// How long one attempt may take, from connecting to the last byte of the body. 60 s by
    /// default; a download of logs may need more.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// Whether a 2xx response that does not fit its type is an error ([`Error::is_decode`]) instead
    /// of a success with [`Response::set_aside`]. Off by default; meant for tests, which should
    /// notice that the service and its document disagree.
    ///
    /// Properties and enum values that are new, absent or `null` fit: they are no errors.
    pub fn strict_decoding(mut self, strict: bool) -> Self {
        self.strict_decoding = strict;
        self
    }

    /// How many bytes the body of a successful response may have: 256 MiB by default. It is
    /// enforced while the body arrives, so that no more than this is held
    /// ([`Error::is_too_large`]). The body of an error is cut at 1 MiB, or at this if it is less,
    /// and remains that error.
    pub fn max_body_bytes(mut self, max: usize) -> Self {
        self.max_body_bytes = max;
        self
    }

    /// Makes the client. Nothing is sent.
    ///
    /// ```
    /// use atlas_api::Client;
    ///
    /// let error = Client::builder().base_url("http://cloud.mongodb.com").build().unwrap_err();
    /// assert!(error.is_input());
    /// ```
    ///
    /// # Errors
    /// - [`Error::is_input`]: the base URL or the suffix of the user agent can't be used.
    /// - [`Error::is_authentication`]: the token is empty or can't stand in a header.
    /// - [`Error::is_transport`]: the TLS library can't be set up, as where the system has no
    ///   certificates.
    pub fn build(self) -> Result<Client, Error> {
        let base_url = parse_base_url(&self.base_url)?;
        let origin = origin_of(&base_url);
        let authorization = self
            .credentials
            .as_ref()
            .map(Credentials::authorization)
            .transpose()?;
        let user_agent = user_agent(&self.user_agent_suffix)?;
        let http = match self.http {
            Some(http) => http,
            None => default_http(&base_url)
                .map_err(|error| Error::transport(None, &origin, None, error))?,
        };
        Ok(Client(Arc::new(Inner {
            http,
            base_url: base_url.as_str().trim_end_matches('/').to_owned(),
            origin,
            authorization,
            user_agent,
            timeout: self.timeout,
            strict_decoding: self.strict_decoding,
            max_body_bytes: self.max_body_bytes,
        })))
    }
}

fn default_http(base_url: &Url) -> reqwest::Result<reqwest::Client> {
    // A redirect to another host would carry the request's body there, and one with a 303 would
    // change its method.
    let http = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none());
    // A proxy from the environment could read what goes to this machine unencrypted.
    let http = if base_url.scheme() == "http" {
        http.no_proxy()
    } else {
        http
    };
    http.build()
}

fn origin_of(url: &Url) -> String {
    url.origin().ascii_serialization()
}

fn user_agent(suffix: &str) -> Result<HeaderValue, Error> {
    let text = format!(
        "{}/{} {suffix}",
        env!("CARGO_PKG_NAME"),
        env!("CARGO_PKG_VERSION")
    );
    HeaderValue::try_from(text.trim_end()).map_err(|_| {
        let message = "the suffix of the user agent has characters that no header has";
        Error::setting(message.to_owned())
    })
}

/// Parses and checks a base URL. The messages don't repeat it: it may hold a password.
fn parse_base_url(text: &str) -> Result<Url, Error> {
    let refused = |problem: &str| Error::setting(format!("the base URL {problem}"));
    let url = Url::parse(text).map_err(|error| refused(&format!("is no URL: {error}")))?;
    if !(url.username().is_empty() && url.password().is_none()) {
        return Err(refused(
            "holds a user name or password: give credentials to the client",
        ));
    }
    if url.query().is_some() || url.fragment().is_some() {
        return Err(refused("has a query or a fragment"));
    }
    match url.scheme() {
        "https" => Ok(url),
        "http" if is_loopback(&url) => Ok(url),
        "http" => Err(refused(
            "must begin with https:// (plain http only to this machine)",
        )),
        _ => Err(refused("must begin with https://")),
    }
}

fn is_loopback(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default();
    let address = host.trim_start_matches('[').trim_end_matches(']');
    host == "localhost"
        || address
            .parse::<std::net::IpAddr>()
            .is_ok_and(|ip| ip.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;

    static META: OperationMeta = OperationMeta {
        operation_id: "getSystemStatus",
        name: "getSystemStatus",
        tag: "Root",
        method: http::Method::GET,
        path: "/api/atlas/v2",
        version: "2023-01-01",
        media_type: "application/vnd.atlas.2023-01-01+json",
        body_media_type: None,
        deprecated: false,
        sunset: None,
        roles: &[],
        docs_url: "",
    };

    #[tokio::test]
    async fn a_request_for_another_origin_is_not_sent() {
        let client = Client::builder()
            .base_url("http://127.0.0.1:9")
            .build()
            .unwrap();
        for url in [
            "http://127.0.0.1:10/",
            "https://127.0.0.1:9/",
            "http://localhost:9/",
        ] {
            let request = http::Request::get(url).body(Bytes::new()).unwrap();
            let error = client.exchange(&META, request).await.unwrap_err();
            assert!(error.is_input(), "{error}");
        }
    }
}
