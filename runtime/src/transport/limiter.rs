//! An optional limit on how fast a program sends.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::time::{Instant, sleep_until};

/// Limits the rate of a program: at most so many requests within any period of a given length.
///
/// A clone shares the count, so one limiter can serve several clients. Requests beyond the rate wait for their turn,
/// in order. A request that would wait past its [deadline](crate::ClientBuilder::deadline) fails at once and takes no
/// turn. Each attempt counts, and so do the additional requests of HTTP Digest. Requests for access tokens do not.
///
/// ```
/// use std::time::Duration;
///
/// use atlas_api::{Client, RateLimiter};
///
/// let limiter = RateLimiter::new(100, Duration::from_secs(60));
/// let client = Client::builder().rate_limiter(limiter.clone()).build()?;
/// # Ok::<(), atlas_api::Error>(())
/// ```
#[derive(Clone)]
pub struct RateLimiter(Arc<Inner>);

struct Inner {
    requests: usize,
    period: Duration,
    /// When the requests of the last period were sent, and when those that wait will be; in order.
    turns: Mutex<VecDeque<Instant>>,
}

impl RateLimiter {
    /// At most `requests` within any `period`. 0 requests count as 1.
    #[must_use]
    pub fn new(requests: u32, period: Duration) -> Self {
        Self(Arc::new(Inner {
            requests: requests.max(1) as usize,
            period,
            turns: Mutex::default(),
        }))
    }

    /// Waits for the next turn. Returns `false` at once if that is after the deadline, or never. If the future is
    /// dropped, its turn goes to others.
    pub(crate) async fn wait(&self, deadline: Option<Instant>) -> bool {
        let Some(turn) = self.take(deadline) else {
            return false;
        };
        let taken = Taken(Some((self, turn)));
        sleep_until(turn).await;
        taken.keep();
        true
    }

    fn take(&self, deadline: Option<Instant>) -> Option<Instant> {
        let mut turns = self.turns();
        let now = Instant::now();
        let is_over = |turn: &Instant| {
            turn.checked_add(self.0.period)
                .is_some_and(|end| end <= now)
        };
        while turns.front().is_some_and(is_over) {
            turns.pop_front();
        }
        // The one that must be a period ago, so that there are not too many since.
        let oldest = turns.len().checked_sub(self.0.requests);
        let turn = match oldest.and_then(|oldest| turns.get(oldest)) {
            Some(oldest) => now.max(oldest.checked_add(self.0.period)?),
            None => now,
        };
        let turn = turns.back().map_or(turn, |last| turn.max(*last));
        if deadline.is_some_and(|deadline| turn > deadline) {
            return None;
        }
        turns.push_back(turn);
        Some(turn)
    }

    fn turns(&self) -> MutexGuard<'_, VecDeque<Instant>> {
        // A panic elsewhere can't have left it half-changed.
        self.0.turns.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A turn that is waited for.
struct Taken<'a>(Option<(&'a RateLimiter, Instant)>);

impl Taken<'_> {
    fn keep(mut self) {
        self.0 = None;
    }
}

impl Drop for Taken<'_> {
    fn drop(&mut self) {
        if let Some((limiter, turn)) = self.0 {
            let mut turns = limiter.turns();
            if let Some(index) = turns.iter().rposition(|taken| *taken == turn) {
                turns.remove(index);
            }
        }
    }
}

impl std::fmt::Debug for RateLimiter {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("RateLimiter")
            .field("requests", &self.0.requests)
            .field("period", &self.0.period)
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use tokio::time::timeout;

    use super::*;

    const PERIOD: Duration = Duration::from_secs(60);

    #[tokio::test(start_paused = true)]
    async fn no_period_has_more_turns_than_allowed() {
        let limiter = RateLimiter::new(3, PERIOD);
        let mut turns = Vec::new();
        for _ in 0..10 {
            assert!(limiter.wait(None).await);
            turns.push(Instant::now());
        }
        for window in turns.windows(4) {
            assert!(window[3] - window[0] >= PERIOD);
        }
        // The first three need not wait, the fourth waits for the first.
        assert!(turns[2] - turns[0] < Duration::from_secs(1));
        assert!(turns[3] - turns[0] < PERIOD + Duration::from_secs(1));
    }

    #[tokio::test(start_paused = true)]
    async fn a_turn_after_the_deadline_is_not_taken() {
        let limiter = RateLimiter::new(1, PERIOD);
        let start = Instant::now();
        assert!(limiter.wait(None).await);
        assert!(!limiter.wait(Some(start + Duration::from_secs(59))).await);
        assert!(start.elapsed() < Duration::from_secs(1), "told at once");
        assert!(limiter.wait(Some(start + Duration::from_secs(61))).await);
        let never = RateLimiter::new(1, Duration::MAX);
        assert!(never.wait(None).await);
        assert!(!never.wait(None).await);
    }

    #[tokio::test(start_paused = true)]
    async fn a_turn_that_is_given_up_goes_to_others() {
        let limiter = RateLimiter::new(1, PERIOD);
        let start = Instant::now();
        assert!(limiter.wait(None).await);
        for _ in 0..100 {
            let given_up = timeout(Duration::from_millis(10), limiter.wait(None)).await;
            assert!(given_up.is_err());
        }
        assert!(limiter.wait(None).await);
        let waited = start.elapsed();
        assert!((PERIOD..PERIOD * 2).contains(&waited), "{waited:?}");
    }
}
