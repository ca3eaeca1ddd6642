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
use crate::message::path;
use crate::transport::base_url;
use crate::transport::budget::RetryBudget;
use crate::transport::concurrency::{Concurrency, MAX_CONCURRENT_REQUESTS};
use crate::transport::hook::Hook;
use crate::transport::http_client::Http;
use crate::transport::limiter::RateLimiter;
use crate::transport::options::{self, Options};
use crate::transport::shared::Shared;
#[cfg(feature = "test-util")]
use crate::transport::tape::Tape;

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
    https_only: Option<bool>,
    credentials: Option<Credentials>,
    limiter: Option<RateLimiter>,
    max_concurrent_requests: usize,
    retry_budget: Option<RetryBudget>,
    hooks: Vec<Arc<dyn Hook>>,
    read_only: bool,
    #[cfg(feature = "test-util")]
    tape: Option<Arc<dyn Tape>>,
    options: Options,
    client: PhantomData<fn() -> C>,
}

options::setters!(ClientBuilder<C>, options);

impl<C> ClientBuilder<C> {
    pub(crate) fn new() -> Self {
        Self {
            http: None,
            base_url: None,
            https_only: None,
            credentials: None,
            limiter: None,
            max_concurrent_requests: MAX_CONCURRENT_REQUESTS,
            retry_budget: Some(RetryBudget::default()),
            hooks: Vec::new(),
            read_only: false,
            #[cfg(feature = "test-util")]
            tape: None,
            options: Options::default(),
            client: PhantomData,
        }
    }

    /// Sets the credentials. Without them, requests carry no `Authorization`, and the service responds with 401 to all but
    /// a few operations.
    pub fn credentials(mut self, credentials: Credentials) -> Self {
        self.credentials = Some(credentials);
        self
    }

    /// Sets the base URL of the service: [`Client::GOVERNMENT_BASE_URL`], another deployment, or a mock. The paths of
    /// operations are appended to the path of this URL. If it ends as they begin (`/api/atlas/v2`), that part is left
    /// out.
    ///
    /// By default, it is the URL that the credentials name ([`Credentials::from_env`], [`Credentials::from_profile`]),
    /// or else [`Client::BASE_URL`].
    ///
    /// Plain `http` is only for mocks on this machine (`localhost`, `127.0.0.0/8`, `[::1]`), unless
    /// [`https_only`](Self::https_only) says otherwise. [`build`](Self::build) checks the URL.
    pub fn base_url(mut self, base_url: impl Into<String>) -> Self {
        self.base_url = Some(base_url.into());
        self
    }

    /// Sets whether the base URL must be `https`. By default, it must, except on this machine (`localhost`,
    /// `127.0.0.0/8`, `[::1]`).
    ///
    /// `true` makes no exception. `false` allows plain `http` everywhere, such as for a mock in another container.
    /// Anyone on the network path can then read and change what is sent, including the access token.
    ///
    /// ```
    /// use atlas_api::Client;
    ///
    /// let mock = "http://127.0.0.1:8080";
    /// assert!(Client::builder().base_url(mock).build().is_ok());
    /// assert!(Client::builder().base_url(mock).https_only(true).build().is_err());
    /// ```
    pub fn https_only(mut self, https_only: bool) -> Self {
        self.https_only = Some(https_only);
        self
    }

    /// Sets the HTTP client to send with, for a proxy, certificates, or shared connections.
    ///
    /// All other settings remain in force. The default client
    /// - follows no redirect, and neither should yours. If it does, the body is not forwarded, and neither is
    ///   `Authorization` to another origin, but a [header](Self::header) of your own is. The call fails with an error
    ///   that says so ([`Error::is_transport`]), and is not sent again. Only a redirect to the very same URL goes
    ///   unnoticed: the `GET` that replaces a `POST` then looks like its success;
    /// - accepts TLS 1.2 and newer ([`tls_version_min`](reqwest::ClientBuilder::tls_version_min)). With `rustls`, there
    ///   is nothing older; with `native-tls`, it is for your client to set;
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

    /// Limits the rate of the client and its clones. By default, there is no limit, and each call by itself relies on
    /// the service's 429 and `Retry-After`. With [`RateLimiter::adaptive`], all calls slow down together.
    pub fn rate_limiter(mut self, limiter: RateLimiter) -> Self {
        self.limiter = Some(limiter);
        self
    }

    /// Sets how many requests of the client and its clones may be in flight at a time. 64 by default; 0 counts as 1.
    /// Others wait for their turn, in order, up to their [deadline](Self::deadline).
    ///
    /// So this is also how many connections are in use at a time: one for each request with HTTP/1.1, fewer with
    /// HTTP/2. A request is in flight until its response has been read. A [download](crate::Client::download) is in
    /// flight until it ends or is dropped. Requests for access tokens do not count.
    pub fn max_concurrent_requests(mut self, max: usize) -> Self {
        self.max_concurrent_requests = max;
        self
    }

    /// Limits the retries of the client and its clones. By default, each client has its own
    /// [budget](RetryBudget::default). `None` for no limit.
    ///
    /// ```
    /// use atlas_api::Client;
    ///
    /// let client = Client::builder().retry_budget(None).build()?;
    /// # Ok::<(), atlas_api::Error>(())
    /// ```
    pub fn retry_budget(mut self, budget: impl Into<Option<RetryBudget>>) -> Self {
        self.retry_budget = budget.into();
        self
    }

    /// Runs a hook around every attempt. If there are several, [`Hook::before`] runs in the order in which they were
    /// added, and [`Hook::after`] in the reverse order.
    pub fn hook(mut self, hook: impl Hook + 'static) -> Self {
        self.hooks.push(Arc::new(hook));
        self
    }

    /// Rejects every call except reads (`GET` and `HEAD`), before anything is sent. The error says what the call would
    /// have sent, with all strings of the body hidden, since they may be secrets. Use it for a dry run. Access tokens
    /// are still requested and revoked. Off by default.
    ///
    /// ```
    /// # tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(async {
    /// use atlas_api::{Client, clusters};
    /// use atlas_api::types::ClusterDescription20240805;
    ///
    /// let client = Client::builder().read_only(true).build()?;
    /// let patch = ClusterDescription20240805::default().paused(true);
    /// let update = clusters::update_cluster("32b6e34b3d91647abb20e7b8", "prod", patch);
    /// let error = client.send(update).await.unwrap_err();
    /// assert!(error.is_input());
    /// assert!(error.to_string().contains(r#"{"paused":true}"#));
    /// # Ok::<(), atlas_api::Error>(())
    /// # }).unwrap();
    /// ```
    pub fn read_only(mut self, read_only: bool) -> Self {
        self.read_only = read_only;
        self
    }

    /// Lets a tape take part in each call.
    #[cfg(feature = "test-util")]
    pub(crate) fn tape(mut self, tape: Arc<dyn Tape>) -> Self {
        self.tape = Some(tape);
        self
    }

    pub(crate) fn build_client(self) -> Result<Client, Error> {
        let named = self.credentials.as_ref().and_then(Credentials::base_url);
        let base_url = self.base_url.as_deref().or(named);
        let base_url = base_url::parse(base_url.unwrap_or(Client::BASE_URL), self.https_only)?;
        let origin = base_url::origin(&base_url);
        if self.options.user_agent.is_none() {
            return Err(Error::setting(options::USER_AGENT_PROBLEM.to_owned()));
        }
        let has_tls = cfg!(any(feature = "rustls", feature = "native-tls"));
        let http = match self.http {
            Some(http) => Http::programs_own(http),
            // Through a proxy from the environment, it would be sent unencrypted.
            None if base_url.scheme() == "https" && !has_tls => {
                let message = "https requires the feature `rustls` or `native-tls` of the crate `atlas-api`, or an `http_client` with TLS";
                return Err(Error::setting(message.to_owned()));
            }
            None => {
                let http = default_http(&base_url);
                Http::new(http.map_err(|e| Error::transport(None, &origin, None, e))?)
            }
        };
        let base_url = path::base(base_url.as_str()).to_owned();
        let credentials = self.credentials.as_ref();
        let auth = Authenticator::new(credentials, &http, &base_url, &self.options)?;
        Ok(Client {
            shared: Arc::new(Shared {
                http,
                base_url,
                origin,
                auth,
                concurrency: Concurrency::new(self.max_concurrent_requests),
                limiter: self.limiter,
                retry_budget: self.retry_budget,
                hooks: self.hooks,
                read_only: self.read_only,
                #[cfg(feature = "test-util")]
                tape: self.tape,
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
        // Nothing was sent then, so any request can be sent again.
        .connect_timeout(CONNECT_TIMEOUT)
        // Other crates of a program may turn these on, and downloaded files would change.
        .no_gzip()
        .no_brotli()
        .no_deflate()
        .no_zstd();
    if base_url.scheme() != "http" {
        // RFC 9325, section 3.1.1: older versions are broken. rustls lacks them, but the platform's library may not.
        #[cfg(any(feature = "rustls", feature = "native-tls"))]
        let http = http.tls_version_min(reqwest::tls::Version::TLS_1_2);
        return http.https_only(true).build();
    }
    // A proxy from the environment could read unencrypted requests to this machine.
    let http = http.no_proxy();
    // Nothing is ever sent over TLS in this case, and reading the system's certificates takes most of the time.
    #[cfg(any(feature = "rustls", feature = "native-tls"))]
    let http = http.tls_certs_only([]);
    http.build()
}

impl<C> fmt::Debug for ClientBuilder<C> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientBuilder")
            .field("credentials", &self.credentials)
            .field("limiter", &self.limiter)
            .field("max_concurrent_requests", &self.max_concurrent_requests)
            .field("options", &self.options)
            .finish_non_exhaustive()
    }
}
