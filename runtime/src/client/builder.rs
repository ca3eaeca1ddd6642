//! The settings of a new client.

use std::fmt;
use std::marker::PhantomData;
use std::sync::Arc;
use std::time::Duration;

use reqwest::Url;

use super::handle::Client;
use crate::auth::authenticator::Authenticator;
use crate::credentials::kinds::Credentials;
use crate::message::error::kinds::Error;
use crate::transport::base_url;
use crate::transport::hook::Hook;
use crate::transport::limiter::RateLimiter;
use crate::transport::options::{self, Options};
use crate::transport::shared::Shared;

const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);

/// The settings of a new [`Client`] or `blocking::Client`. Created by the `builder` of either.
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
/// assert_eq!(client.base_url(), Client::BASE_URL);
/// # Ok::<(), atlas_api::Error>(())
/// ```
#[derive(Clone)]
#[must_use = "a builder does nothing until `build`"]
pub struct ClientBuilder<C = Client> {
    http: Option<reqwest::Client>,
    base_url: Option<String>,
    credentials: Option<Credentials>,
    limiter: Option<RateLimiter>,
    hook: Option<Arc<dyn Hook>>,
    options: Options,
    client: PhantomData<fn() -> C>,
}

options::setters!(ClientBuilder<C>, options);

impl<C> ClientBuilder<C> {
    pub(crate) fn new() -> Self {
        Self {
            http: None,
            base_url: None,
            credentials: None,
            limiter: None,
            hook: None,
            options: Options::default(),
            client: PhantomData,
        }
    }

    /// Sets the credentials. Without them, requests carry no `Authorization`, and the service answers 401 to all but
    /// a few operations.
    pub fn credentials(mut self, credentials: Credentials) -> Self {
        self.credentials = Some(credentials);
        self
    }

    /// Sets the base URL of the service: [`Client::GOVERNMENT_BASE_URL`], another deployment, or a mock. The paths of
    /// operations are appended to the path of this URL.
    ///
    /// By default, it is the URL that the credentials name ([`Credentials::from_env`],
    /// [`Credentials::from_profile`]), else [`Client::BASE_URL`].
    ///
    /// Plain `http` is only for mocks on this machine (`localhost`, `127.0.0.0/8`, `[::1]`). Elsewhere, anybody on the
    /// way could read the token. [`build`](Self::build) checks the URL.
    pub fn base_url(mut self, base_url: impl Into<String>) -> Self {
        self.base_url = Some(base_url.into());
        self
    }

    /// Sets the HTTP client to send with, for a proxy, certificates, or shared connections.
    ///
    /// All other settings remain in force. The default client
    /// - follows no redirect, and neither should yours. A redirect would carry the body of the request elsewhere
    ///   (`Authorization` stays behind). If it leads to an unreachable host, the request counts as not sent, and is
    ///   sent again;
    /// - gives up connecting after 10 s;
    /// - takes a proxy from the environment (`HTTPS_PROXY`), except for plain `http`, which is for this machine;
    /// - leaves bodies as they are, including compressed files.
    ///
    /// ```
    /// use atlas_api::{Client, reqwest};
    ///
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

    /// Limits the rate of the client and its clones. By default, there is no limit, and the client relies on the
    /// service's 429 and `Retry-After`.
    pub fn rate_limiter(mut self, limiter: RateLimiter) -> Self {
        self.limiter = Some(limiter);
        self
    }

    /// Runs a hook around every attempt. A second hook replaces the first.
    pub fn hook(mut self, hook: impl Hook + 'static) -> Self {
        self.hook = Some(Arc::new(hook));
        self
    }

    pub(crate) fn build_client(self) -> Result<Client, Error> {
        let named = self.credentials.as_ref().and_then(Credentials::base_url);
        let base_url = self.base_url.as_deref().or(named);
        let base_url = base_url::parse(base_url.unwrap_or(Client::BASE_URL))?;
        let origin = base_url::origin(&base_url);
        if self.options.user_agent.is_none() {
            return Err(Error::setting(options::USER_AGENT_PROBLEM.to_owned()));
        }
        let has_tls = cfg!(any(feature = "rustls", feature = "native-tls"));
        let http = match self.http {
            Some(http) => http,
            // By a proxy from the environment it would go unencrypted.
            None if base_url.scheme() == "https" && !has_tls => {
                let message = "https requires the feature `rustls` or `native-tls` of the crate \
                               `atlas-api`, or an `http_client` that has TLS";
                return Err(Error::setting(message.to_owned()));
            }
            None => {
                default_http(&base_url).map_err(|e| Error::transport(None, &origin, None, e))?
            }
        };
        let base_url = base_url.as_str().trim_end_matches('/').to_owned();
        let auth = match &self.credentials {
            Some(credentials) => Authenticator::new(credentials, &http, &base_url, &self.options)?,
            None => Authenticator::Anonymous,
        };
        Ok(Client {
            shared: Arc::new(Shared {
                http,
                base_url,
                origin,
                auth,
                limiter: self.limiter,
                hook: self.hook,
            }),
            options: Arc::new(self.options),
        })
    }
}

impl Client {
    /// Returns the settings of a new client.
    pub fn builder() -> ClientBuilder {
        ClientBuilder::new()
    }
}

impl ClientBuilder {
    /// Creates the client. Nothing is sent.
    ///
    /// ```
    /// use atlas_api::Client;
    ///
    /// let error = Client::builder().base_url("http://cloud.mongodb.com").build().unwrap_err();
    /// assert!(error.is_input());
    /// ```
    ///
    /// # Errors
    /// - [`Error::is_input`]: the base URL or the suffix of the user agent is invalid.
    /// - [`Error::is_authentication`]: the credentials are empty, or not valid in a header.
    /// - [`Error::is_transport`]: the TLS library can't be set up, such as on a system without certificates.
    pub fn build(self) -> Result<Client, Error> {
        self.build_client()
    }
}

fn default_http(base_url: &Url) -> reqwest::Result<reqwest::Client> {
    // A redirect to another host would carry the request's body there, and one with a 303 would
    // change its method.
    let http = reqwest::Client::builder()
        .redirect(reqwest::redirect::Policy::none())
        // Nothing was sent then, so that the request can be sent again whatever it is.
        .connect_timeout(CONNECT_TIMEOUT)
        // Other crates of a program may turn these on; files would no longer be what was sent.
        .no_gzip()
        .no_brotli()
        .no_deflate()
        .no_zstd();
    if base_url.scheme() != "http" {
        return http.build();
    }
    // A proxy from the environment could read what goes to this machine unencrypted.
    let http = http.no_proxy();
    // Nothing is ever sent by TLS then, and reading the system's certificates takes most of the time.
    #[cfg(any(feature = "rustls", feature = "native-tls"))]
    let http = http.tls_certs_only([]);
    http.build()
}

impl<C> fmt::Debug for ClientBuilder<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientBuilder")
            .field("credentials", &self.credentials)
            .field("limiter", &self.limiter)
            .field("options", &self.options)
            .finish_non_exhaustive()
    }
}
