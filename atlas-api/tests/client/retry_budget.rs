//! How much a client retries in total, and how it slows down.

use std::time::{Duration, Instant};

use atlas_api::{Client, RateLimiter, RetryBudget, clusters, projects};

use crate::client::support::faults::{Faults, Reaction, answer};
use crate::client::support::*;

/// Makes two hundred calls to a service that is down, and returns the number of requests.
async fn requests_of_200_calls(reaction: fn() -> Reaction) -> usize {
    let server = Faults::start(move |_, _| reaction()).await;
    let client = builder(&server.url).retry(quick_retries()).build().unwrap();
    for index in 0..200 {
        // Clones and other settings share the budget.
        let client = client
            .clone()
            .with(|options| options.retry(quick_retries().max_attempts(4 + index % 2)));
        client.send(projects::get_group(GROUP)).await.unwrap_err();
    }
    server.count()
}

#[tokio::test]
async fn retry_budget_limits_retries_of_failing_service() {
    for reaction in [
        || Reaction::Reset,
        || answer(503, &[], ""),
        || answer(500, &[], "{}"),
        || answer(429, &[("retry-after", "0")], ""),
    ] {
        let requests = requests_of_200_calls(reaction).await;
        assert_eq!(requests, 300);
    }
}

#[tokio::test]
async fn concurrent_calls_share_retry_budget() {
    let server = Faults::start(|_, _| answer(503, &[], "")).await;
    let client = builder(&server.url).retry(quick_retries()).build().unwrap();
    let calls: Vec<_> = (0..200)
        .map(|_| {
            let client = client.clone();
            tokio::spawn(async move { client.send(projects::get_group(GROUP)).await.map(drop) })
        })
        .collect();
    for call in calls {
        call.await.unwrap().unwrap_err();
    }
    assert_eq!(server.count(), 300);
}

#[tokio::test]
async fn success_refills_retry_budget() {
    // Every second request fails. All calls succeed, however many there are.
    let server = Faults::start(|number, _| match number % 2 {
        0 => answer(502, &[], ""),
        _ => answer(200, &[], "{}"),
    });
    let server = server.await;
    let budget = RetryBudget::new(10);
    let client = builder(&server.url)
        .retry(quick_retries())
        .retry_budget(budget.clone());
    let client = client.build().unwrap();
    for _ in 0..50 {
        client.send(projects::get_group(GROUP)).await.unwrap();
    }
    assert_eq!((server.count(), budget.tokens()), (100, 10));
    // Even a useless response shows that the service works.
    assert!(format!("{budget:?}").contains("capacity: 10"));
}

#[tokio::test]
async fn retry_budget_can_be_shared_absent_or_empty() {
    let server = Faults::start(|_, _| answer(503, &[], "")).await;
    let client = |budget: Option<RetryBudget>| -> Client {
        let builder = builder(&server.url)
            .retry(quick_retries())
            .retry_budget(budget);
        builder.build().unwrap()
    };
    let shared = RetryBudget::new(20);
    let attempts = async |client: &Client| {
        let error = client.send(projects::get_group(GROUP)).await.unwrap_err();
        error.attempts()
    };
    let (one, other) = (client(Some(shared.clone())), client(Some(shared)));
    assert_eq!((attempts(&one).await, attempts(&other).await), (4, 2));
    assert_eq!(attempts(&client(Some(RetryBudget::new(0)))).await, 1);
    let unlimited = client(None);
    for _ in 0..60 {
        assert_eq!(attempts(&unlimited).await, 4);
    }
}

/// After a 429, or when nothing remains, all calls of a client wait.
#[tokio::test]
async fn adaptive_limiter_delays_all_calls() {
    for (status, headers) in [
        (
            200,
            &[("ratelimit-remaining", "0"), ("ratelimit-reset", "3600")][..],
        ),
        (429, &[("retry-after", "3600")]),
        (503, &[("retry-after", "3600")]),
    ] {
        let server = Faults::start(move |_, _| answer(status, headers, "{}")).await;
        let client = builder(&server.url)
            .rate_limiter(RateLimiter::adaptive())
            .deadline(Duration::from_secs(30));
        let client = client.build().unwrap();
        let first = client.send(projects::get_group(GROUP)).await;
        assert_eq!(first.is_ok(), status == 200);
        let started = Instant::now();
        let error = client
            .clone()
            .send(clusters::list_clusters(GROUP))
            .await
            .unwrap_err();
        assert!(error.is_timeout() && error.attempts() == 0, "{error}");
        assert!(
            started.elapsed() < Duration::from_secs(10),
            "fails immediately"
        );
        assert_eq!(server.count(), 1);
    }
    // As long as enough remains, nothing changes.
    let headers = &[
        ("ratelimit-limit", "100"),
        ("ratelimit-remaining", "60"),
        ("ratelimit-reset", "3600"),
    ];
    let server = Faults::start(move |_, _| answer(200, headers, "{}")).await;
    let client = builder(&server.url)
        .rate_limiter(RateLimiter::adaptive())
        .build()
        .unwrap();
    for _ in 0..20 {
        client.send(projects::get_group(GROUP)).await.unwrap();
    }
    let response = client.execute(projects::get_group(GROUP)).await.unwrap();
    assert_eq!(
        response.rate_limit().reset,
        Some(Duration::from_secs(3_600))
    );
}
