//! What all clones of a client share.

use std::sync::Arc;

use super::hook::Hook;
use super::limiter::RateLimiter;

/// The connections, and what every call passes through. `A` authorizes requests.
pub(crate) struct Shared<A> {
    pub(crate) http: reqwest::Client,
    /// Without a slash at its end.
    pub(crate) base_url: String,
    /// Scheme, host and port of the base URL: the credentials go there and nowhere else.
    pub(crate) origin: String,
    pub(crate) auth: A,
    pub(crate) limiter: Option<RateLimiter>,
    pub(crate) hook: Option<Arc<dyn Hook>>,
}
