//! An optional limit on how fast a program sends.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

/// Keeps a program under a rate: no more than so many requests within any period of this length.
///
/// A clone shares the count, so one limiter can serve several clients. Whatever exceeds the rate waits
/// its turn, in order; what would have to wait past its [deadline](crate::ClientBuilder::deadline)
/// fails at once and takes no turn. Each attempt counts, and so does what HTTP Digest sends beside;
/// requests for access tokens don't.
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
    /// When the last requests were, or will be, sent; at most `requests` of them, in order.
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

    /// Takes the next turn and says when it is; `None` if that is after the deadline, or never.
    pub(crate) fn take_turn(&self, deadline: Option<Instant>) -> Option<Instant> {
        // A panic elsewhere can't have left it half-changed.
        let mut turns = self.0.turns.lock().unwrap_or_else(PoisonError::into_inner);
        let now = Instant::now();
        let full = turns.len() == self.0.requests;
        let turn = match turns.front() {
            Some(oldest) if full => now.max(oldest.checked_add(self.0.period)?),
            _ => now.max(turns.back().copied().unwrap_or(now)),
        };
        if deadline.is_some_and(|deadline| turn > deadline) {
            return None;
        }
        if full {
            turns.pop_front();
        }
        turns.push_back(turn);
        Some(turn)
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
    use super::*;

    #[test]
    fn no_period_has_more_turns_than_allowed() {
        let period = Duration::from_secs(60);
        let limiter = RateLimiter::new(3, period);
        let turns: Vec<_> = (0..10).map(|_| limiter.take_turn(None).unwrap()).collect();
        assert!(turns.is_sorted());
        for window in turns.windows(4) {
            assert!(window[3] - window[0] >= period);
        }
        // The first three need not wait, the fourth waits for the first.
        assert!(turns[2] - turns[0] < Duration::from_secs(1));
        assert_eq!(turns[3] - turns[0], period);
    }

    #[test]
    fn a_turn_after_the_deadline_is_not_taken() {
        let limiter = RateLimiter::new(1, Duration::from_secs(60));
        let first = limiter.take_turn(None).unwrap();
        assert_eq!(
            limiter.take_turn(Some(first + Duration::from_secs(59))),
            None
        );
        let second = limiter.take_turn(Some(first + Duration::from_secs(61)));
        assert_eq!(second, Some(first + Duration::from_secs(60)));
    }
}
