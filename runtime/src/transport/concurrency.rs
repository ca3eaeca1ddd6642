//! Limits the number of concurrent requests of a client.

use std::sync::Arc;

use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{Instant, timeout_at};

/// The default of [`ClientBuilder::max_concurrent_requests`](crate::ClientBuilder::max_concurrent_requests).
pub(crate) const MAX_CONCURRENT_REQUESTS: usize = 64;

/// The permits for requests, shared by all clones of a client.
pub(crate) struct Concurrency(Arc<Semaphore>);

/// The permit of a request, until this is dropped.
pub(crate) struct Slot(#[expect(dead_code, reason = "held")] OwnedSemaphorePermit);

impl Concurrency {
    /// 0 counts as 1.
    pub(crate) fn new(requests: usize) -> Self {
        let requests = requests.clamp(1, Semaphore::MAX_PERMITS);
        Self(Arc::new(Semaphore::new(requests)))
    }

    /// Waits for a permit, in order. `None` if the deadline passes first.
    pub(crate) async fn enter(&self, deadline: Option<Instant>) -> Option<Slot> {
        let enter = Arc::clone(&self.0).acquire_owned();
        let permit = match deadline {
            Some(deadline) => timeout_at(deadline, enter).await.ok()?,
            None => enter.await,
        };
        // Nobody closes the semaphore.
        permit.ok().map(Slot)
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn request_waits_for_a_permit() {
        let places = Concurrency::new(2);
        let first = places.enter(None).await;
        let second = places.enter(None).await;
        assert!(first.is_some() && second.is_some());
        let deadline = Instant::now() + Duration::from_secs(1);
        assert!(places.enter(Some(deadline)).await.is_none());
        assert_eq!(Instant::now(), deadline, "it waits until its deadline");
        drop(first);
        assert!(places.enter(Some(deadline)).await.is_some());
    }

    #[tokio::test(start_paused = true)]
    async fn limit_of_zero_allows_one_request() {
        let places = Concurrency::new(0);
        let first = places.enter(None).await;
        assert!(first.is_some());
        let deadline = Instant::now() + Duration::from_secs(1);
        assert!(places.enter(Some(deadline)).await.is_none());
    }
}
