//! Hooks: several of them, and dropped calls.

use std::sync::atomic::{AtomicI64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use atlas_api::{Attempt, Hook, Outcome, RateLimiter, projects};
use http::{HeaderMap, HeaderName, HeaderValue};

use crate::client::support::faults::{Faults, Reaction, answer};
use crate::client::support::*;

/// Counts the attempts in flight.
#[derive(Clone, Default)]
struct InFlight {
    now: Arc<AtomicI64>,
    begun: Arc<AtomicUsize>,
    cancelled: Arc<AtomicUsize>,
}

impl Hook for InFlight {
    fn before(&self, _: &Attempt<'_>, _: &mut HeaderMap) {
        self.now.fetch_add(1, Ordering::SeqCst);
        self.begun.fetch_add(1, Ordering::SeqCst);
    }

    fn after(&self, attempt: &Attempt<'_>, outcome: &Outcome<'_>) {
        self.now.fetch_sub(1, Ordering::SeqCst);
        assert_eq!(attempt.number, 1);
        if outcome.cancelled {
            assert!(outcome.status.is_none() && outcome.error.is_none());
            assert!(outcome.retry_in.is_none());
            assert_eq!(outcome.error_type(), Some("cancelled"));
            self.cancelled.fetch_add(1, Ordering::SeqCst);
        }
    }
}

#[tokio::test]
async fn hook_after_runs_for_dropped_calls() {
    let server = Faults::start(|_, _| Reaction::Silence).await;
    let gauge = InFlight::default();
    let slow = RateLimiter::new(30, Duration::from_secs(3_600));
    let client = builder(&server.url)
        .hook(gauge.clone())
        .rate_limiter(slow)
        .deadline(None);
    let client = client.build().unwrap();
    // Some wait for a response, the others for their turn.
    let calls: Vec<_> = (0..50)
        .map(|_| {
            let client = client.clone();
            tokio::spawn(async move { client.send(projects::get_group(GROUP)).await.map(drop) })
        })
        .collect();
    while gauge.begun.load(Ordering::SeqCst) < 50 {
        tokio::task::yield_now().await;
    }
    assert_eq!(gauge.now.load(Ordering::SeqCst), 50);
    calls.iter().for_each(|call| call.abort());
    for call in calls {
        assert!(call.await.unwrap_err().is_cancelled());
    }
    assert_eq!(gauge.now.load(Ordering::SeqCst), 0);
    assert_eq!(gauge.cancelled.load(Ordering::SeqCst), 50);
    // A future that is never polled runs neither.
    drop(client.send(projects::get_group(GROUP)));
    assert_eq!(gauge.begun.load(Ordering::SeqCst), 50);
}

#[derive(Clone)]
struct Named(&'static str, Arc<Mutex<Vec<String>>>);

impl Hook for Named {
    fn before(&self, _: &Attempt<'_>, headers: &mut HeaderMap) {
        self.1.lock().unwrap().push(format!("before {}", self.0));
        let name = HeaderName::from_static(self.0);
        headers.insert(name, HeaderValue::from_static("1"));
        headers.insert("traceparent", HeaderValue::from_static(self.0));
    }

    fn after(&self, _: &Attempt<'_>, outcome: &Outcome<'_>) {
        let line = format!("after {} {:?}", self.0, outcome.error_type());
        self.1.lock().unwrap().push(line);
    }
}

#[tokio::test]
async fn nests_several_hooks() {
    let server = Faults::start(|number, _| match number {
        0 => answer(502, &[], ""),
        _ => answer(200, &[], "{}"),
    });
    let server = server.await;
    let log = Arc::<Mutex<Vec<String>>>::default();
    let hook = |name| Named(name, Arc::clone(&log));
    let client = builder(&server.url)
        .retry(quick_retries())
        .hook(hook("outer"))
        .hook(hook("inner"));
    get_group(client).await;
    assert_eq!(
        *log.lock().unwrap(),
        [
            "before outer",
            "before inner",
            "after inner Some(\"502\")",
            "after outer Some(\"502\")",
            "before outer",
            "before inner",
            "after inner None",
            "after outer None",
        ]
    );
    for seen in server.seen() {
        assert!(seen.headers.contains_key("outer") && seen.headers.contains_key("inner"));
        assert_eq!(seen.headers["traceparent"], "inner");
    }
}
