//! The pace that the service demands, by 429 and by its rate limit headers.

use std::time::Duration;

use http::{HeaderMap, StatusCode};
use tokio::time::Instant;

use crate::message::headers::{self, RateLimit};

/// The first and the largest spacing after a 429 without details.
const FIRST: Duration = Duration::from_millis(100);
const LARGEST: Duration = Duration::from_secs(10);
/// Below this, requests are not spaced.
const SMALLEST: Duration = Duration::from_millis(5);
/// A period that lasts longer is not the period of a rate limit.
const LONGEST_RESET: Duration = Duration::from_secs(24 * 3_600);

/// What a response says about the pace.
pub(crate) struct Signal {
    pub(crate) status: StatusCode,
    pub(crate) retry_after: Option<Duration>,
    pub(crate) rate_limit: RateLimit,
}

impl Signal {
    pub(crate) fn of(status: StatusCode, headers: &HeaderMap) -> Self {
        Self {
            status,
            retry_after: headers::retry_after(headers),
            rate_limit: RateLimit::of(headers),
        }
    }
}

/// When to send the next request.
#[derive(Debug, Default)]
pub(super) struct Pace {
    /// Nothing is sent before this time.
    blocked_until: Option<Instant>,
    /// The time between two requests.
    spacing: Duration,
    /// When the spacing was last increased. Responses to earlier requests add nothing new.
    slowed: Option<Instant>,
    last: Option<Instant>,
}

impl Pace {
    /// Returns the earliest time for the request after `ahead` waiting ones. `None` if it is never.
    pub(super) fn earliest(&self, now: Instant, ahead: usize) -> Option<Instant> {
        let spaced = self.last.and_then(|last| last.checked_add(self.spacing));
        let first = now.max(spaced.unwrap_or(now));
        let first = self.blocked_until.map_or(first, |until| first.max(until));
        let ahead = u32::try_from(ahead).unwrap_or(u32::MAX);
        first.checked_add(self.spacing.saturating_mul(ahead))
    }

    pub(super) fn take(&mut self, now: Instant) {
        self.last = Some(now);
    }

    /// Learns from the response to a request that was sent at this time.
    pub(super) fn learn(&mut self, sent: Instant, now: Instant, signal: &Signal) {
        let reset = signal
            .rate_limit
            .reset
            .filter(|reset| *reset <= LONGEST_RESET);
        if signal.status == StatusCode::TOO_MANY_REQUESTS {
            // Many requests may be rejected for the same reason.
            if self.slowed.is_none_or(|slowed| sent >= slowed) {
                self.slowed = Some(now);
                self.spacing = (self.spacing * 2).clamp(FIRST, LARGEST);
            }
            self.block(now, signal.retry_after.or(reset));
            return;
        }
        if signal.status == StatusCode::SERVICE_UNAVAILABLE {
            self.block(now, signal.retry_after);
        }
        match (signal.rate_limit.remaining, reset) {
            (Some(0), Some(reset)) => self.block(now, Some(reset)),
            (Some(remaining), Some(reset)) => {
                let is_scarce = signal
                    .rate_limit
                    .limit
                    .is_none_or(|limit| remaining.saturating_mul(2) < limit);
                // The remaining requests are spread over the rest of the period.
                let remaining = u32::try_from(remaining).unwrap_or(u32::MAX).max(1);
                self.spacing = if is_scarce {
                    reset / remaining
                } else {
                    Duration::ZERO
                };
            }
            _ => {
                let spacing = self.spacing - self.spacing / 8;
                self.spacing = if spacing < SMALLEST {
                    Duration::ZERO
                } else {
                    spacing
                };
            }
        }
    }

    fn block(&mut self, now: Instant, wait: Option<Duration>) {
        let Some(wait) = wait else { return };
        // Effectively never, if the clock can't express it.
        let far = || now + Duration::from_secs(u64::from(u32::MAX));
        let until = now.checked_add(wait).unwrap_or_else(far);
        self.blocked_until = self.blocked_until.max(Some(until));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    fn signal(status: u16, retry_after: Option<u64>, numbers: [Option<u64>; 3]) -> Signal {
        let [limit, remaining, reset] = numbers;
        Signal {
            status: StatusCode::from_u16(status).unwrap(),
            retry_after: retry_after.map(Duration::from_secs),
            rate_limit: RateLimit {
                limit,
                remaining,
                reset: reset.map(Duration::from_secs),
            },
        }
    }

    /// How long the next request waits after these simultaneous responses.
    fn wait(signals: &[Signal]) -> Duration {
        let now = Instant::now();
        let mut pace = Pace::default();
        pace.take(now);
        for signal in signals {
            pace.learn(now, now, signal);
        }
        pace.earliest(now, 0).unwrap() - now
    }

    #[test]
    fn follows_pace_set_by_service() {
        let nothing = [None; 3];
        assert_eq!(wait(&[]), Duration::ZERO);
        assert_eq!(wait(&[signal(200, None, nothing)]), Duration::ZERO);
        assert_eq!(wait(&[signal(429, Some(7), nothing)]), 7 * SECOND);
        assert_eq!(wait(&[signal(503, Some(2), nothing)]), 2 * SECOND);
        assert_eq!(wait(&[signal(200, Some(7), nothing)]), Duration::ZERO);
        // The longest wait counts, in either order.
        let (long, short) = (
            || signal(429, Some(9), nothing),
            || signal(503, Some(2), nothing),
        );
        assert_eq!(wait(&[long(), short()]), 9 * SECOND);
        assert_eq!(wait(&[short(), long()]), 9 * SECOND);
        assert!(wait(&[signal(429, Some(u64::MAX), nothing)]) > 1_000_000 * SECOND);
        assert_eq!(
            wait(&[signal(429, None, [None, Some(0), Some(3)])]),
            3 * SECOND
        );
        assert_eq!(
            wait(&[signal(200, None, [Some(100), Some(0), Some(5)])]),
            5 * SECOND
        );
        // Ten requests in five seconds, but not while most of the limit is left.
        assert_eq!(
            wait(&[signal(200, None, [Some(100), Some(10), Some(5)])]),
            SECOND / 2
        );
        assert_eq!(
            wait(&[signal(200, None, [None, Some(10), Some(5)])]),
            SECOND / 2
        );
        assert_eq!(
            wait(&[signal(200, None, [Some(100), Some(50), Some(5)])]),
            Duration::ZERO
        );
        // Too long for the period of a rate limit. It may be a point in time.
        let epoch = [Some(100), Some(0), Some(1_800_000_000)];
        assert_eq!(wait(&[signal(200, None, epoch)]), Duration::ZERO);
        for (reset, expected) in [(86_400, 86_400 * SECOND), (86_401, Duration::ZERO)] {
            let used_up = [Some(100), Some(0), Some(reset)];
            assert_eq!(wait(&[signal(200, None, used_up)]), expected);
        }
    }

    /// All waiting calls may go at the end of the period.
    #[test]
    fn used_up_limit_blocks_without_spacing() {
        let now = Instant::now();
        let mut pace = Pace::default();
        pace.learn(now, now, &signal(200, None, [Some(100), Some(0), Some(5)]));
        for ahead in [0, 1, 7] {
            assert_eq!(pace.earliest(now, ahead), Some(now + 5 * SECOND));
        }
    }

    #[test]
    fn each_success_shortens_spacing_by_an_eighth() {
        let now = Instant::now();
        let fine = signal(200, None, [None; 3]);
        let mut pace = Pace::default();
        for (before, after) in [
            (80_000_000, 70_000_000),
            (5_714_285, 5_000_000),
            (5_714_284, 0),
        ] {
            pace.spacing = Duration::from_nanos(before);
            pace.learn(now, now, &fine);
            assert_eq!(pace.spacing, Duration::from_nanos(after), "{before}");
        }
    }

    #[test]
    fn bare_429_spaces_requests_until_success() {
        let start = Instant::now();
        let mut pace = Pace::default();
        let silent = signal(429, None, [None; 3]);
        // Fifty simultaneous refusals count once.
        for _ in 0..50 {
            pace.take(start);
            pace.learn(start, start + SECOND, &silent);
        }
        assert_eq!(pace.spacing, FIRST);
        pace.learn(start + SECOND, start + 2 * SECOND, &silent);
        assert_eq!(pace.spacing, 2 * FIRST);
        for step in 2..40 {
            pace.learn(start + step * SECOND, start + (step + 1) * SECOND, &silent);
        }
        assert_eq!(pace.spacing, LARGEST);
        let now = start + 60 * SECOND;
        let queued = |ahead| pace.earliest(now, ahead).unwrap() - now;
        assert_eq!(queued(3) - queued(0), 3 * LARGEST);
        for _ in 0..100 {
            pace.learn(now, now, &signal(200, None, [None; 3]));
        }
        assert_eq!(pace.spacing, Duration::ZERO);
    }
}
