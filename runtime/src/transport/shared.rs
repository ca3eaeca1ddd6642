//! The state that all clones of a client share.

use std::sync::Arc;

use super::budget::RetryBudget;
use super::concurrency::Concurrency;
use super::hook::Hook;
use super::http_client::Http;
use super::limiter::RateLimiter;
#[cfg(feature = "test-util")]
use super::tape::Tape;

/// The connections and limits of all calls. `A` authorizes requests.
pub(crate) struct Shared<A> {
    pub(crate) http: Http,
    /// Without a trailing slash.
    pub(crate) base_url: String,
    /// Scheme, host and port of the base URL. Credentials are sent nowhere else.
    pub(crate) origin: String,
    pub(crate) auth: A,
    pub(crate) concurrency: Concurrency,
    pub(crate) limiter: Option<RateLimiter>,
    pub(crate) retry_budget: Option<RetryBudget>,
    pub(crate) hooks: Vec<Arc<dyn Hook>>,
    /// Whether only reads are sent.
    pub(crate) read_only: bool,
    #[cfg(feature = "test-util")]
    pub(crate) tape: Option<Arc<dyn Tape>>,
}
