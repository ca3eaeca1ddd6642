//! Detects downloads that arrive too slowly.

use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use tokio::time::{Instant, Sleep, sleep};

/// The fewest bytes that must arrive in a period.
const MIN_BYTES: usize = 1024;
/// The length of a period, unless the timeout of an attempt is longer.
const PERIOD: Duration = Duration::from_secs(60);
/// A timer that fires later than this shows that the thread was busy, or that nobody polled.
const PUNCTUAL: Duration = Duration::from_millis(50);
/// The additional time for data that may have arrived meanwhile.
const MORE_TIME: Duration = Duration::from_secs(1);

/// Detects whether a stream has stalled: nothing arrives for as long as the timeout of an attempt, or fewer than
/// [`MIN_BYTES`] in a period. Only time in which the reader waits for bytes counts.
pub(super) struct StallWatch {
    /// How long nothing may arrive.
    idle: Duration,
    period: Duration,
    /// The number of bytes in this period.
    bytes: usize,
    /// The elapsed time of this period, without the current wait.
    waited: Duration,
    /// When the current wait began, if there is one.
    since: Option<Instant>,
    timer: Pin<Box<Sleep>>,
}

impl StallWatch {
    pub(super) fn new(idle: Duration) -> Self {
        Self {
            idle,
            period: idle.max(PERIOD),
            bytes: 0,
            waited: Duration::ZERO,
            since: None,
            timer: Box::pin(sleep(Duration::ZERO)),
        }
    }

    /// Counts bytes that have arrived.
    pub(super) fn arrived(&mut self, bytes: usize) {
        self.bytes += bytes;
        let waited = self.since.take().map(|since| since.elapsed());
        // If the wait was longer, the reader had stopped polling.
        let waited = waited.filter(|waited| *waited <= self.idle);
        self.waited = self.waited.saturating_add(waited.unwrap_or_default());
        if self.bytes >= MIN_BYTES {
            (self.bytes, self.waited) = (0, Duration::ZERO);
        }
    }

    /// Waits for data. Ready if the stream has stalled, with the time in which hardly anything arrived.
    pub(super) fn poll_stalled(&mut self, cx: &mut Context<'_>) -> Poll<Duration> {
        let left = self.period.saturating_sub(self.waited);
        if self.since.is_none() {
            self.since = Some(Instant::now());
            self.start(left.min(self.idle));
        }
        loop {
            ready!(self.timer.as_mut().poll(cx));
            if self.timer.deadline().elapsed() < PUNCTUAL {
                return Poll::Ready(if left < self.idle {
                    self.period
                } else {
                    self.idle
                });
            }
            self.start(self.idle.min(MORE_TIME));
        }
    }

    fn start(&mut self, time: Duration) {
        // A time beyond the clock's range might as well be a year.
        let year = Duration::from_secs(365 * 86_400);
        self.timer.as_mut().reset(Instant::now() + time.min(year));
    }
}

#[cfg(test)]
mod tests {
    use std::future::poll_fn;

    use tokio::time::{advance, timeout};

    use super::*;

    /// Whether the stream stalls within this time. If not, the wait continues.
    async fn stalls_within(watch: &mut StallWatch, seconds: u64) -> bool {
        let stalled = poll_fn(|cx| watch.poll_stalled(cx));
        timeout(Duration::from_secs(seconds), stalled).await.is_ok()
    }

    #[tokio::test(start_paused = true)]
    async fn no_data_for_a_period_is_a_stall() {
        let mut watch = StallWatch::new(PERIOD);
        assert!(!stalls_within(&mut watch, 59).await);
        assert!(stalls_within(&mut watch, 2).await);
    }

    #[tokio::test(start_paused = true)]
    async fn trickle_of_bytes_is_a_stall() {
        let mut watch = StallWatch::new(PERIOD);
        assert!(!stalls_within(&mut watch, 59).await);
        watch.arrived(1);
        assert!(stalls_within(&mut watch, 2).await);
    }

    #[tokio::test(start_paused = true)]
    async fn kibibyte_restarts_the_period() {
        let mut watch = StallWatch::new(PERIOD);
        for _ in 0..10 {
            for _ in 0..2 {
                assert!(!stalls_within(&mut watch, 29).await);
                watch.arrived(MIN_BYTES / 2);
            }
        }
        assert!(!stalls_within(&mut watch, 59).await);
    }

    #[tokio::test(start_paused = true)]
    async fn short_timeout_bounds_each_wait() {
        let mut watch = StallWatch::new(PERIOD / 60);
        for _ in 0..8 {
            assert!(!stalls_within(&mut watch, 0).await);
            watch.arrived(1);
        }
        assert!(stalls_within(&mut watch, 2).await);
    }

    #[tokio::test(start_paused = true)]
    async fn ignores_time_spent_by_the_reader() {
        let mut watch = StallWatch::new(PERIOD);
        for _ in 0..50 {
            assert!(!stalls_within(&mut watch, 1).await);
            watch.arrived(10);
            // The reader is busy.
            advance(10 * PERIOD).await;
        }
        assert!(!stalls_within(&mut watch, 9).await);
        assert!(stalls_within(&mut watch, 2).await);
    }

    #[tokio::test(start_paused = true)]
    async fn ignores_dropped_waits() {
        let mut watch = StallWatch::new(PERIOD);
        assert!(!stalls_within(&mut watch, 1).await);
        advance(10 * PERIOD).await;
        // Data that has arrived may need a moment to get here.
        assert!(!stalls_within(&mut watch, 0).await);
        watch.arrived(1);
        assert!(!stalls_within(&mut watch, 59).await);
        assert!(stalls_within(&mut watch, 2).await);
    }

    #[tokio::test(start_paused = true)]
    async fn never_stalls_without_limit() {
        let mut watch = StallWatch::new(Duration::MAX);
        assert!(!stalls_within(&mut watch, 1_000_000).await);
        watch.arrived(1);
        assert!(!stalls_within(&mut watch, 1_000_000).await);
    }
}
