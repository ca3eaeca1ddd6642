//! An optional limit on the rate of a program.

use std::collections::VecDeque;
use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::sync::Mutex as Queue;
use tokio::time::{Instant, sleep_until, timeout_at};

use super::pace::{Pace, Signal};

/// Limits the rate of a program: to a number of requests within any period of a given length, or to the rate that the
/// service [asks for](Self::adaptive).
///
/// A clone shares the count, so one limiter can serve several clients. Requests beyond the rate wait for their turn, in
/// order. A request that would wait past its [deadline](crate::ClientBuilder::deadline) fails at once. Neither such a
/// request nor an abandoned one takes a turn. Each attempt counts, and so do the additional requests of HTTP Digest.
/// Requests for access tokens do not.
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
    rate: Option<(usize, Duration)>,
    adaptive: bool,
    /// Held by the request whose turn is next. Tokio's mutex passes it on in order.
    queue: Queue<()>,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    /// The times of the last period's requests, in order. There are no more than the rate allows.
    sent: VecDeque<Instant>,
    pace: Pace,
    /// The number of requests in the queue, including the first.
    waiting: usize,
}

impl RateLimiter {
    /// At most `requests` within any `period`. 0 requests count as 1.
    #[must_use]
    pub fn new(requests: u32, period: Duration) -> Self {
        Self::of(Some((requests.max(1) as usize, period)), false)
    }

    /// No limit but the one that the service asks for. All requests of the clients that share the limiter slow down
    /// together:
    ///
    /// - After a 429, none is sent until `Retry-After` is over. Without that header, requests are spaced by 100 ms,
    ///   doubled with each further 429 up to 10 s, and closer again with each success. A 503 with `Retry-After` holds
    ///   requests back, too.
    /// - If `RateLimit-Remaining` is 0, none is sent before the end of the period (`RateLimit-Reset`, in seconds).
    /// - If less than half of `RateLimit-Limit` remains, the remaining requests are spread over the rest of the period.
    ///
    /// ```
    /// use atlas_api::{Client, RateLimiter};
    ///
    /// let client = Client::builder().rate_limiter(RateLimiter::adaptive()).build()?;
    /// # Ok::<(), atlas_api::Error>(())
    /// ```
    #[must_use]
    pub fn adaptive() -> Self {
        Self::of(None, true)
    }

    /// The same limit for another set of clients, which also slows down as the service asks: see
    /// [`adaptive`](Self::adaptive).
    ///
    /// ```
    /// use std::time::Duration;
    ///
    /// use atlas_api::RateLimiter;
    ///
    /// let limiter = RateLimiter::new(100, Duration::from_secs(60)).and_adaptive();
    /// ```
    #[must_use]
    pub fn and_adaptive(self) -> Self {
        Self::of(self.0.rate, true)
    }

    fn of(rate: Option<(usize, Duration)>, adaptive: bool) -> Self {
        Self(Arc::new(Inner {
            rate,
            adaptive,
            queue: Queue::default(),
            state: Mutex::default(),
        }))
    }

    /// Waits for the next turn. Returns `false` immediately if it would be after the deadline, or never. If the
    /// future is dropped, the others move up.
    pub(crate) async fn wait(&self, deadline: Option<Instant>) -> bool {
        let Some(_place) = Place::take(&self.0, deadline) else {
            return false;
        };
        let turn = async {
            let _first = self.0.queue.lock().await;
            // Checked again after each pause, because a response may have demanded a longer one.
            loop {
                match self.0.next(0) {
                    Some(turn) if turn <= Instant::now() => {
                        self.0.state().take(&self.0);
                        return true;
                    }
                    Some(turn) => sleep_until(turn).await,
                    None => return false,
                }
            }
        };
        match deadline {
            Some(deadline) => timeout_at(deadline, turn).await.unwrap_or(false),
            None => turn.await,
        }
    }

    /// Learns from the response to a request that was sent at this time.
    pub(crate) fn learn(&self, sent: Instant, signal: &Signal) {
        if self.0.adaptive {
            self.0.state().pace.learn(sent, Instant::now(), signal);
        }
    }
}

impl Inner {
    /// Returns the time of the turn after `ahead` waiting requests. `None` if it never comes.
    fn next(&self, ahead: usize) -> Option<Instant> {
        let now = Instant::now();
        let mut state = self.state();
        let paced = state.pace.earliest(now, ahead)?;
        let Some((requests, period)) = self.rate else {
            return Some(paced);
        };
        let is_over = |sent: &Instant| sent.checked_add(period).is_some_and(|end| end <= now);
        while state.sent.front().is_some_and(is_over) {
            state.sent.pop_front();
        }
        // At least a period must lie between each request and the one `requests` places before it.
        let index = state.sent.len() + ahead;
        let periods = u32::try_from(index / requests).ok()?;
        let base = state.sent.get(index % requests).copied().unwrap_or(now);
        let turn = base.checked_add(period.checked_mul(periods)?)?;
        Some(turn.max(paced))
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // A panic elsewhere can't have left it half-changed.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn take(&mut self, limits: &Inner) {
        let now = Instant::now();
        self.pace.take(now);
        if limits.rate.is_some() {
            self.sent.push_back(now);
        }
    }
}

/// A place in the queue, until it is dropped.
struct Place<'a>(&'a Inner);

impl<'a> Place<'a> {
    /// Takes the last place, unless its turn would come after the deadline.
    fn take(limits: &'a Inner, deadline: Option<Instant>) -> Option<Self> {
        let ahead = limits.state().waiting;
        let turn = limits.next(ahead)?;
        if deadline.is_some_and(|deadline| turn > deadline) {
            return None;
        }
        limits.state().waiting += 1;
        Some(Self(limits))
    }
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        self.0.state().waiting -= 1;
    }
}

impl fmt::Debug for RateLimiter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut out = f.debug_struct("RateLimiter");
        if let Some((requests, period)) = self.0.rate {
            out.field("requests", &requests).field("period", &period);
        }
        out.field("adaptive", &self.0.adaptive).finish()
    }
}

#[cfg(test)]
mod tests {
    use tokio::time::timeout;

    use super::*;

    const PERIOD: Duration = Duration::from_secs(60);

    #[tokio::test(start_paused = true)]
    async fn never_exceeds_rate_in_any_period() {
        let limiter = RateLimiter::new(3, PERIOD);
        let mut turns = Vec::new();
        for _ in 0..10 {
            assert!(limiter.wait(None).await);
            turns.push(Instant::now());
        }
        for window in turns.windows(4) {
            assert!(window[3] - window[0] >= PERIOD);
        }
        // The first three need not wait. The fourth waits for the first.
        assert!(turns[2] - turns[0] < Duration::from_secs(1));
        assert!(turns[3] - turns[0] < PERIOD + Duration::from_secs(1));
    }

    #[tokio::test(start_paused = true)]
    async fn refuses_turn_after_deadline() {
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
    async fn dropped_turn_goes_to_others() {
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

    /// Calls are dropped while others wait behind them.
    #[tokio::test(start_paused = true)]
    async fn dropped_place_moves_others_up() {
        let period = Duration::from_millis(500);
        let limiter = RateLimiter::new(1, period);
        let start = Instant::now();
        assert!(limiter.wait(None).await);
        let wait = || {
            let limiter = limiter.clone();
            tokio::spawn(async move { limiter.wait(None).await })
        };
        let given_up: Vec<_> = (0..6).map(|_| wait()).collect();
        tokio::task::yield_now().await;
        let last = wait();
        tokio::task::yield_now().await;
        given_up.iter().for_each(|call| call.abort());
        assert!(last.await.unwrap());
        let waited = start.elapsed();
        assert!((period..period * 2).contains(&waited), "{waited:?}");
        assert_eq!(limiter.0.state().waiting, 0);
    }

    #[tokio::test(start_paused = true)]
    async fn deadline_accounts_for_queued_calls() {
        let limiter = RateLimiter::new(2, PERIOD);
        let start = Instant::now();
        let calls: Vec<_> = (0..5)
            .map(|_| {
                let limiter = limiter.clone();
                tokio::spawn(async move { limiter.wait(None).await })
            })
            .collect();
        tokio::task::yield_now().await;
        // Two were sent, three wait: the next is the second of the third period.
        assert!(!limiter.wait(Some(start + PERIOD * 2 - PERIOD / 2)).await);
        assert!(limiter.wait(Some(start + PERIOD * 2 + PERIOD / 2)).await);
        for call in calls {
            assert!(call.await.unwrap());
        }
    }

    #[tokio::test(start_paused = true)]
    async fn turns_are_one_period_apart_per_full_limit() {
        let limiter = RateLimiter::new(3, PERIOD);
        let start = Instant::now();
        for _ in 0..3 {
            assert!(limiter.wait(None).await);
            sleep_until(Instant::now() + Duration::from_secs(5)).await;
        }
        for (ahead, expected) in [(0, 60), (1, 65), (2, 70), (3, 120), (5, 130), (6, 180)] {
            let turn = limiter.0.next(ahead).unwrap() - start;
            assert_eq!(turn, Duration::from_secs(expected), "{ahead}");
        }
    }

    #[tokio::test(start_paused = true)]
    async fn response_delays_calls_already_waiting() {
        let limiter = RateLimiter::new(1, Duration::from_secs(1)).and_adaptive();
        let start = Instant::now();
        assert!(limiter.wait(None).await);
        let waiting = {
            let limiter = limiter.clone();
            tokio::spawn(async move { limiter.wait(None).await })
        };
        tokio::task::yield_now().await;
        let refused = Signal {
            status: http::StatusCode::TOO_MANY_REQUESTS,
            retry_after: Some(PERIOD),
            rate_limit: Default::default(),
        };
        limiter.learn(start, &refused);
        assert!(waiting.await.unwrap());
        assert!(start.elapsed() >= PERIOD);
        // Without the mode, nothing is learned.
        let fixed = RateLimiter::new(1, Duration::from_secs(1));
        fixed.learn(start, &refused);
        assert!(fixed.wait(Some(Instant::now())).await);
    }
}
