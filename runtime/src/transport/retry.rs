//! When a request is sent again, and after which pause.

use std::time::Duration;

use http::Method;

use crate::message::error::kinds::Error;

/// How often a request is sent, and how long the client waits in between.
///
/// A request is retried only if that can't do anything twice:
///
/// | failure | retried methods |
/// |---|---|
/// | 429; 503 with `Retry-After`; no connection | all: the service has not done anything |
/// | 500, 502, 503, 504; a lost connection; a timeout | `GET`, `HEAD`, `PUT`, `DELETE` |
///
/// The pause is what `Retry-After` asks for. Without it, the pause is a random time below `base`, doubled with each
/// attempt up to `cap` (exponential backoff with full jitter). No attempt begins after the
/// [deadline](crate::ClientBuilder::deadline) of the call. If the response to a successful `DELETE` is lost, the call
/// may end in a 404.
///
/// ```
/// use std::time::Duration;
///
/// use atlas_api::{Client, RetryPolicy};
///
/// let patient = RetryPolicy::default().max_attempts(8).cap(Duration::from_secs(60));
/// let client = Client::builder().retry(patient).build()?;
/// # Ok::<(), atlas_api::Error>(())
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[must_use]
pub struct RetryPolicy {
    max_attempts: u32,
    base: Duration,
    cap: Duration,
}

impl Default for RetryPolicy {
    /// Four attempts; waits below 0.5 s, 1 s and 2 s, or as long as the service asks.
    fn default() -> Self {
        Self {
            max_attempts: 4,
            base: Duration::from_millis(500),
            cap: Duration::from_secs(30),
        }
    }
}

impl RetryPolicy {
    /// Sends every call once, apart from authentication: a request that is refused because of its token or nonce is
    /// sent once more with another. A token of a service account is requested up to five times if the cause may pass,
    /// and until the deadline of the call if the service answers 429.
    pub fn never() -> Self {
        Self::default().max_attempts(1)
    }

    /// Sets how often a request is sent at most, including the first time. 4 by default; 0 counts as 1.
    pub fn max_attempts(mut self, attempts: u32) -> Self {
        self.max_attempts = attempts.max(1);
        self
    }

    /// Sets the bound of the first pause. 500 ms by default.
    pub fn base(mut self, base: Duration) -> Self {
        self.base = base;
        self
    }

    /// Sets the bound of any pause that the service does not ask for. 30 s by default.
    pub fn cap(mut self, cap: Duration) -> Self {
        self.cap = cap;
        self
    }

    /// Returns how long to wait after an attempt, starting at 1, has failed. `None` if it was the last.
    pub(crate) fn wait(&self, method: &Method, attempt: u32, error: &Error) -> Option<Duration> {
        if attempt >= self.max_attempts || !may_repeat(method, error) {
            return None;
        }
        let asked = match error.status().map(|status| status.as_u16()) {
            Some(429 | 503) => error.retry_after(),
            _ => None,
        };
        // Clients that were told the same time shall not come back all at once.
        Some(asked.map_or_else(
            || self.backoff(attempt),
            |asked| asked + self.backoff(1) / 4,
        ))
    }

    /// Returns a random pause after an attempt, starting at 1.
    pub(crate) fn backoff(&self, attempt: u32) -> Duration {
        let doublings = attempt.saturating_sub(1).min(31);
        let bound = self.base.saturating_mul(1 << doublings).min(self.cap);
        bound.mul_f64(fastrand::f64())
    }
}

fn may_repeat(method: &Method, error: &Error) -> bool {
    if error.api().is_some() {
        match error.status().map_or(0, |status| status.as_u16()) {
            429 => return true,
            503 if error.retry_after().is_some() => return true,
            _ => {}
        }
    }
    // Not what failed to get a token, which has been tried often enough, or what came too late.
    let may_help = error.is_of_exchange() && error.is_retryable();
    may_help && (error.is_connect() || is_idempotent(method))
}

/// RFC 9110, section 9.2.2, as far as the API uses the methods.
fn is_idempotent(method: &Method) -> bool {
    [Method::GET, Method::HEAD, Method::PUT, Method::DELETE].contains(method)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_backoff_doubles_up_to_its_cap() {
        let policy = RetryPolicy::default()
            .base(Duration::from_secs(1))
            .cap(Duration::from_secs(10));
        for (attempt, bound) in [
            (0, 1),
            (1, 1),
            (2, 2),
            (4, 8),
            (5, 10),
            (40, 10),
            (u32::MAX, 10),
        ] {
            let waits: Vec<_> = (0..200).map(|_| policy.backoff(attempt)).collect();
            let bound = Duration::from_secs(bound);
            assert!(waits.iter().all(|wait| *wait <= bound), "{attempt}");
            // Full jitter: all of the range, not its upper half.
            assert!(waits.iter().any(|wait| *wait < bound / 4), "{attempt}");
            assert!(waits.iter().any(|wait| *wait > bound * 3 / 4), "{attempt}");
        }
    }
}
