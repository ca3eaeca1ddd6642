//! The settings of a client that may differ between calls.

use std::fmt;
use std::time::Duration;

use http::header::USER_AGENT;
use http::{HeaderMap, HeaderName, HeaderValue};

use super::retry::RetryPolicy;
use crate::wire::limits::MAX_DECODED_BYTES;

const TIMEOUT: Duration = Duration::from_secs(60);
const DEADLINE: Duration = Duration::from_secs(300);
/// Far above any JSON of the service. A compressed day's log of a busy host still fits.
const MAX_BODY_BYTES: usize = 256 << 20;
const WAIT_PAUSES: (Duration, Duration) = (Duration::from_secs(2), Duration::from_secs(30));

/// How calls are made: the settings that [`Client::with`](crate::Client::with) changes for some calls.
#[derive(Clone)]
#[must_use]
pub struct Options {
    pub(crate) timeout: Duration,
    pub(crate) deadline: Option<Duration>,
    pub(crate) retry: RetryPolicy,
    pub(crate) wait_pauses: (Duration, Duration),
    pub(crate) headers: HeaderMap,
    /// `None` if the suffix is not a valid header value.
    pub(crate) user_agent: Option<HeaderValue>,
    pub(crate) strict_decoding: bool,
    pub(crate) max_body_bytes: usize,
    pub(crate) max_decoded_bytes: usize,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            timeout: TIMEOUT,
            deadline: Some(DEADLINE),
            retry: RetryPolicy::default(),
            wait_pauses: WAIT_PAUSES,
            headers: HeaderMap::new(),
            user_agent: user_agent(""),
            strict_decoding: false,
            max_body_bytes: MAX_BODY_BYTES,
            max_decoded_bytes: MAX_DECODED_BYTES,
        }
    }
}

/// Writes the setters once for [`Options`] and for the builder, which has them for all calls.
macro_rules! setters {
    ($type:ident $(<$generic:ident>, $options:ident)?) => {
        impl$(<$generic>)? $type$(<$generic>)? {
            /// Sets how long one attempt may take, from connecting to the last byte of the body. 60 s by default.
            /// Connecting alone may take 10 s, unless the program brings its own
            /// [`http_client`](crate::ClientBuilder::http_client). For a [download](crate::Client::download), it limits
            /// how long the response may take to begin, and then how long the program may wait for the next bytes; see
            /// [`Download::chunk`](crate::Download::chunk) for slow downloads.
            pub fn timeout(mut self, timeout: std::time::Duration) -> Self {
                self$(.$options)?.timeout = timeout;
                self
            }

            /// Sets how long a call may take with all its attempts, the pauses in between, and waiting for an access
            /// token or for a [`RateLimiter`](crate::RateLimiter), and decoding the response. 5 minutes by default, `None` for no limit. For a
            /// [download](crate::Client::download), it ends when the response begins. Each page of a list is a call,
            /// and so is each poll of a [wait](crate::Client::wait).
            pub fn deadline(mut self, deadline: impl Into<Option<std::time::Duration>>) -> Self {
                self$(.$options)?.deadline = deadline.into();
                self
            }

            /// Sets how often, when, and after which pause a request is sent again. Four attempts by default.
            pub fn retry(mut self, policy: $crate::transport::retry::RetryPolicy) -> Self {
                self$(.$options)?.retry = policy;
                self
            }

            /// Sets the pause after the first poll of a [wait](crate::Client::wait), and the longest pause, unless
            /// [`Wait::pauses`](crate::Wait::pauses) overrides them. 2 s and 30 s by default. The clients of a mock
            /// (feature `test-util`) pause for 1 ms.
            pub fn wait_pauses(mut self, first: std::time::Duration, longest: std::time::Duration) -> Self {
                self$(.$options)?.wait_pauses = (first, longest);
                self
            }

            /// Sets a header of every request, in addition to the headers of the operation. Headers of the builder are
            /// also sent with requests for access tokens. It replaces a header of the same name, except for
            /// `Authorization`, which the [credentials](crate::Credentials), if any, set last.
            ///
            /// ```
            /// use atlas_api::Client;
            /// use atlas_api::http::{HeaderName, HeaderValue};
            ///
            /// let name = HeaderName::from_static("x-trace-id");
            /// let client = Client::builder().header(name, HeaderValue::from_static("4711")).build()?;
            /// # Ok::<(), atlas_api::Error>(())
            /// ```
            pub fn header(mut self, name: http::HeaderName, value: http::HeaderValue) -> Self {
                self$(.$options)?.headers.insert(name, value);
                self
            }

            /// Sets what follows `atlas-api/<version>` in the `User-Agent` header, such as `nightly-report/2.1`. A
            /// suffix that is not a valid header value is an error ([`Error::is_input`](crate::Error::is_input)) when
            /// the client is built or the call is sent.
            pub fn user_agent_suffix(mut self, suffix: impl AsRef<str>) -> Self {
                self$(.$options)?.user_agent = $crate::transport::options::user_agent(suffix.as_ref());
                self
            }

            /// Sets whether a 2xx response with mismatches is an error
            /// ([`Error::is_decode`](crate::Error::is_decode)) instead of a success with
            /// [`Response::set_aside`](crate::Response::set_aside). Off by default. It is meant for tests, which should
            /// notice when the service and the spec disagree.
            ///
            /// Properties and enum values that are new, absent or `null` are not mismatches.
            pub fn strict_decoding(mut self, strict: bool) -> Self {
                self$(.$options)?.strict_decoding = strict;
                self
            }

            /// Sets the largest body of a successful response, in bytes. 256 MiB by default. The limit is enforced
            /// while the body arrives, so no more than this is held
            /// ([`Error::is_too_large`](crate::Error::is_too_large)). The body of an error is truncated to 1 MiB, or to
            /// this limit if it is lower. Downloads have no limit.
            pub fn max_body_bytes(mut self, max: usize) -> Self {
                self$(.$options)?.max_body_bytes = max;
                self
            }

            /// Sets how much memory the value of a response may take, in bytes. 256 MiB by default. The body itself, of
            /// [`max_body_bytes`](Self::max_body_bytes) at most, comes in addition.
            ///
            /// A short JSON text can become a large value: each `{}` in a list takes as much memory as an object with
            /// all its properties. So the decoder counts what it allocates, and stops before it exceeds the limit
            /// ([`Error::is_too_large`](crate::Error::is_too_large)). [`Error::body`](crate::Error::body) returns the
            /// body then.
            pub fn max_decoded_bytes(mut self, max: usize) -> Self {
                self$(.$options)?.max_decoded_bytes = max;
                self
            }
        }
    };
}
pub(crate) use setters;

setters!(Options);

impl Options {
    /// Sets the headers that do not depend on the operation.
    pub(crate) fn set_headers(&self, headers: &mut HeaderMap) {
        if let Some(user_agent) = &self.user_agent {
            headers.insert(USER_AGENT, user_agent.clone());
        }
        for (name, value) in &self.headers {
            headers.insert(name, value.clone());
        }
    }
}

pub(crate) fn user_agent(suffix: &str) -> Option<HeaderValue> {
    // The name that people know. Both crates have the same version.
    let product = concat!("atlas-api/", env!("CARGO_PKG_VERSION"));
    HeaderValue::try_from(format!("{product} {suffix}").trim_end()).ok()
}

impl fmt::Debug for Options {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The values of headers may be secrets.
        let headers: Vec<_> = self.headers.keys().map(HeaderName::as_str).collect();
        f.debug_struct("Options")
            .field("timeout", &self.timeout)
            .field("deadline", &self.deadline)
            .field("retry", &self.retry)
            .field("wait_pauses", &self.wait_pauses)
            .field("headers", &headers)
            .field("user_agent", &self.user_agent)
            .field("strict_decoding", &self.strict_decoding)
            .field("max_body_bytes", &self.max_body_bytes)
            .field("max_decoded_bytes", &self.max_decoded_bytes)
            .finish()
    }
}

pub(crate) const USER_AGENT_PROBLEM: &str = "the user agent suffix is not a valid header value";
