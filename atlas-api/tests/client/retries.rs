//! What is retried, what is not, and when.

use std::sync::Mutex;
use std::time::{Duration, Instant};

use atlas_api::{Client, Error, Operation, RetryDecision, RetryPolicy, clusters, projects, types};
use futures_util::future::join_all;
use http::Method;

use crate::client::support::faults::{Faults, Reaction, answer};
use crate::client::support::*;

const METHODS: [Method; 6] = [
    Method::GET,
    Method::HEAD,
    Method::PUT,
    Method::DELETE,
    Method::POST,
    Method::PATCH,
];

/// A server that reacts like this to the first request, and responds well to all others.
async fn once(reaction: impl Fn() -> Reaction + Send + Sync + 'static) -> (Faults, Client) {
    let server = Faults::start(move |number, _| match number {
        0 => reaction(),
        _ => answer(200, &[], "{}"),
    });
    let server = server.await;
    let client = builder(&server.url)
        .retry(quick_retries())
        .timeout(Duration::from_secs(30));
    let client = client.build().unwrap();
    (server, client)
}

/// A short timeout, for reactions that only a timeout detects.
fn impatient(client: &Client) -> Client {
    client.with(|options| options.timeout(Duration::from_secs(1)))
}

async fn call(client: &Client, method: Method) -> Result<(), Error> {
    let call = client.request(method.clone(), "/api/atlas/v2/anything", "2024-08-05");
    let body = serde_json::json!({"name": "prod"});
    let with_body = [Method::PUT, Method::POST, Method::PATCH].contains(&method);
    let call = if with_body { call.json(&body) } else { call };
    call.send().await.map(drop)
}

/// Whether each method is retried after such a reaction.
async fn repeated(reaction: fn() -> Reaction) -> [bool; 6] {
    repeated_with(reaction, Client::clone).await
}

async fn repeated_after_timeout(reaction: fn() -> Reaction) -> [bool; 6] {
    repeated_with(reaction, impatient).await
}

async fn repeated_with(reaction: fn() -> Reaction, settings: fn(&Client) -> Client) -> [bool; 6] {
    let is_repeated = async |method: Method| {
        let (server, client) = once(reaction).await;
        let client = settings(&client);
        let result = call(&client, method.clone()).await;
        let is_repeated = server.count() == 2;
        assert_eq!(result.is_ok(), is_repeated, "{method} {result:?}");
        if let Err(error) = result {
            assert_eq!(error.attempts(), 1);
            assert_presentable(&error);
        }
        is_repeated
    };
    let repeated = join_all(METHODS.map(is_repeated)).await;
    repeated.try_into().unwrap()
}

const ALL: [bool; 6] = [true; 6];
const SAFE: [bool; 6] = [true, true, true, true, false, false];
const NONE: [bool; 6] = [false; 6];

#[tokio::test]
async fn retries_by_status_and_method() {
    assert_eq!(
        repeated(|| answer(429, &[("retry-after", "0")], "")).await,
        ALL
    );
    assert_eq!(
        repeated(|| answer(503, &[("retry-after", "0")], "")).await,
        ALL
    );
    assert_eq!(repeated(|| answer(429, &[], "")).await, ALL);
    assert_eq!(repeated(|| answer(503, &[], "")).await, SAFE);
    assert_eq!(repeated(|| answer(500, &[], "{}")).await, SAFE);
    assert_eq!(repeated(|| answer(502, &[], "<html></html>")).await, SAFE);
    assert_eq!(repeated(|| answer(504, &[], "")).await, SAFE);
    // `Retry-After` does not make them safe to repeat.
    assert_eq!(
        repeated(|| answer(500, &[("retry-after", "0")], "")).await,
        SAFE
    );
    for reaction in [
        || answer(400, &[], ""),
        || answer(404, &[], ""),
        || answer(501, &[], ""),
    ] {
        assert_eq!(repeated(reaction).await, NONE);
    }
}

#[tokio::test]
async fn does_not_repeat_unsafe_request_that_may_have_run() {
    // Slow headers that begin and never end.
    let stall = || Reaction::Stall(b"HTTP/1.1 200 OK\r\nx-slow".to_vec());
    let results = tokio::join!(
        repeated(|| Reaction::Reset),
        repeated_after_timeout(|| Reaction::Silence),
        repeated_after_timeout(stall),
    );
    assert_eq!(results, (SAFE, SAFE, SAFE));
}

#[tokio::test]
async fn retries_truncated_and_stalled_bodies() {
    const HEAD: &[u8] = b"HTTP/1.1 200 OK\r\ncontent-length: 9\r\n\r\n{\"a\"";
    let reactions: [fn() -> Reaction; 2] = [
        || Reaction::Cut(HEAD.to_vec()),
        || Reaction::Stall(HEAD.to_vec()),
    ];
    let retried = async |reaction| {
        let (server, client) = once(reaction).await;
        call(&impatient(&client), Method::GET).await.unwrap();
        assert_eq!(server.count(), 2);
    };
    let not_retried = async |reaction| {
        let (server, client) = once(reaction).await;
        let error = call(&impatient(&client), Method::POST).await.unwrap_err();
        // The request was processed, and only the response is lost, as the status shows.
        assert_eq!(error.status().unwrap(), 200);
        assert!(error.is_transport() && error.body().is_none());
        assert_eq!(server.count(), 1);
        assert_presentable(&error);
    };
    tokio::join!(
        join_all(reactions.map(retried)),
        join_all(reactions.map(not_retried)),
    );
}

/// The status of an error is worth more than the rest of its body.
#[tokio::test]
async fn keeps_status_of_stalled_error_body() {
    const HEAD: &[u8] = b"HTTP/1.1 403 Forbidden\r\ncontent-length: 9\r\n\r\npart";
    for reaction in [
        || Reaction::Cut(HEAD.to_vec()),
        || Reaction::Stall(HEAD.to_vec()),
    ] {
        let (server, client) = once(reaction).await;
        let error = call(&impatient(&client), Method::GET).await.unwrap_err();
        assert!(error.is_forbidden() && !error.is_retryable(), "{error}");
        assert_eq!(error.body().unwrap(), "part");
        assert_eq!((error.attempts(), server.count()), (1, 1));
        assert_presentable(&error);
    }
}

#[tokio::test]
async fn retries_any_method_if_connection_is_refused() {
    // A port that was free a moment ago.
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let client = builder(&url).retry(quick_retries()).build().unwrap();
    for method in METHODS {
        let error = call(&client, method).await.unwrap_err();
        assert!(error.is_connect());
        assert_eq!(error.attempts(), 4);
        assert!(
            error.to_string().ends_with(" (after 4 attempts)"),
            "{error}"
        );
    }
}

#[tokio::test]
async fn repeated_429_ends_with_last_error() {
    let server = Faults::start(|number, _| {
        let body = format!(r#"{{"errorCode":"RATE_LIMITED","detail":"number {number}"}}"#);
        answer(
            429,
            &[("retry-after", "0"), ("ratelimit-remaining", "0")],
            &body,
        )
    });
    let server = server.await;
    let client = builder(&server.url)
        .retry(quick_retries().max_attempts(6))
        .build()
        .unwrap();
    let operation = projects::create_group(types::Group::default());
    let error = client.send(operation).await.unwrap_err();
    assert!(error.is_code("RATE_LIMITED") && error.is_retryable());
    assert_eq!((error.attempts(), server.count()), (6, 6));
    assert_eq!(error.retry_after(), Some(Duration::ZERO));
    assert_eq!(error.rate_limit().remaining, Some(0));
    assert!(
        error.to_string().contains("number 5 (after 6 attempts)"),
        "{error}"
    );
}

/// More callers than the service admits at a time.
#[tokio::test]
async fn many_callers_get_through_a_rate_limit() {
    let windows = Mutex::new((Instant::now(), 0));
    let server = Faults::start(move |_, _| {
        let mut window = windows.lock().unwrap();
        if window.0.elapsed() > Duration::from_millis(20) {
            *window = (Instant::now(), 0);
        }
        window.1 += 1;
        match window.1 {
            ..=5 => answer(201, &[], "{}"),
            _ => answer(429, &[("retry-after", "0")], ""),
        }
    });
    let server = server.await;
    let patient = RetryPolicy::default()
        .max_attempts(1_000)
        .base(Duration::from_millis(20));
    let client = builder(&server.url).retry(patient).retry_budget(None);
    let client = client.build().unwrap();
    let calls: Vec<_> = (0..50)
        .map(|_| {
            let client = client.clone();
            tokio::spawn(async move { call(&client, Method::POST).await })
        })
        .collect();
    for call in calls {
        call.await.unwrap().unwrap();
    }
    assert!(server.count() > 50, "nobody was held back");
}

#[tokio::test]
async fn honors_retry_after() {
    // In one second, on the service's clock, which is ten years ahead.
    let date = || {
        let headers = [
            ("date", "Fri, 06 Nov 2037 08:49:37 GMT"),
            ("retry-after", "Fri, 6 Nov 2037 08:49:38 GMT"),
        ];
        answer(503, &headers, "")
    };
    let seconds = || answer(429, &[("retry-after", "1")], "");
    let retried = async |reaction: fn() -> Reaction| {
        let (server, client) = once(reaction).await;
        let started = Instant::now();
        call(&client, Method::POST).await.unwrap();
        assert!(started.elapsed() >= Duration::from_secs(1));
        assert_eq!(server.count(), 2);
    };
    tokio::join!(retried(seconds), retried(date));
}

#[tokio::test]
async fn does_not_wait_past_the_deadline() {
    let (server, client) = once(|| answer(429, &[("retry-after", "3600")], "")).await;
    let client = client.with(|options| options.deadline(Duration::from_secs(5)));
    let started = Instant::now();
    let error = client
        .send(clusters::list_clusters(GROUP))
        .await
        .unwrap_err();
    assert!(started.elapsed() < Duration::from_secs(4));
    assert_eq!((error.status().unwrap().as_u16(), server.count()), (429, 1));
    assert_eq!(error.retry_after(), Some(Duration::from_secs(3_600)));
}

#[tokio::test]
async fn deadline_ends_retries() {
    let server = Faults::start(|_, _| Reaction::Silence).await;
    let client = builder(&server.url)
        .retry(quick_retries().max_attempts(100))
        .timeout(Duration::from_millis(200))
        .deadline(Duration::from_millis(700));
    let client = client.build().unwrap();
    let started = Instant::now();
    let error = client
        .send(clusters::list_clusters(GROUP))
        .await
        .unwrap_err();
    assert!(started.elapsed() < Duration::from_secs(10));
    assert!(error.is_timeout() && error.is_retryable(), "{error}");
    assert!((2..=4).contains(&error.attempts()), "{error}");
    assert_presentable(&error);
}

#[tokio::test]
async fn policy_never_disables_retries() {
    let (server, client) = once(|| answer(503, &[("retry-after", "0")], "")).await;
    let client = client.with(|options| options.retry(RetryPolicy::never()));
    let error = client
        .send(clusters::list_clusters(GROUP))
        .await
        .unwrap_err();
    assert_eq!((error.attempts(), server.count()), (1, 1));
    assert!(!error.to_string().contains("attempt"), "{error}");
}

/// Whatever the service demands, nothing is sent earlier.
#[tokio::test]
async fn does_not_retry_if_retry_after_is_too_long() {
    for asked in [
        "4294967296",
        "99999999999999999999",
        "7200.5",
        "1, 7200",
        "Fri, 06 Nov 2037 08:49:38 +0000",
    ] {
        for deadline in [None, Some(Duration::from_secs(300))] {
            let (server, client) = once(move || answer(429, &[("retry-after", asked)], "")).await;
            let client = client.with(|options| options.deadline(deadline));
            let error = call(&client, Method::POST).await.unwrap_err();
            assert!(
                error.retry_after() > Some(Duration::from_secs(7_199)),
                "{error}"
            );
            assert_eq!((error.attempts(), server.count()), (1, 1), "{asked}");
        }
    }
    let (server, client) = once(|| answer(429, &[("retry-after", "2")], "")).await;
    let policy = quick_retries().longest_retry_after(Duration::from_secs(1));
    let client = client.with(|options| options.retry(policy));
    call(&client, Method::GET).await.unwrap_err();
    assert_eq!(server.count(), 1);
}

#[tokio::test]
async fn classifier_overrides_retry_rules() {
    let refused = || answer(409, &[], r#"{"errorCode":"BUSY"}"#);
    let policy = quick_retries().classifier(|error| match error.code() {
        Some("BUSY") => RetryDecision::Retry,
        None => RetryDecision::Stop,
        _ => RetryDecision::Default,
    });
    // A response to HEAD has no body, and so no code.
    for method in METHODS.into_iter().filter(|method| *method != Method::HEAD) {
        let (server, client) = once(refused).await;
        let client = client.with(|options| options.retry(policy.clone()));
        call(&client, method.clone()).await.unwrap();
        assert_eq!(server.count(), 2, "{method}");
    }
    let (server, client) = once(|| answer(503, &[("retry-after", "0")], "")).await;
    let client = client.with(|options| options.retry(policy.clone()));
    call(&client, Method::GET).await.unwrap_err();
    assert_eq!(server.count(), 1);
    // The policy still limits the number of attempts.
    let server = Faults::start(move |_, _| refused()).await;
    let client = builder(&server.url)
        .retry(policy.max_attempts(3))
        .build()
        .unwrap();
    let error = call(&client, Method::POST).await.unwrap_err();
    assert_eq!((error.attempts(), server.count()), (3, 3));
}

/// Without any time, nothing is sent, and the error says so.
#[tokio::test]
async fn zero_deadline_sends_nothing() {
    let (server, client) = once(|| answer(200, &[], "{}")).await;
    let client = client.with(|options| options.deadline(Duration::ZERO));
    for method in METHODS {
        let error = call(&client, method).await.unwrap_err();
        assert!(error.is_timeout() && error.attempts() == 0, "{error}");
        assert!(error.to_string().ends_with("; nothing was sent"), "{error}");
        assert_presentable(&error);
    }
    assert_eq!(server.count(), 0);
}

#[test]
fn metadata_marks_idempotent_operations() {
    for (meta, idempotent) in [
        (clusters::GetCluster::META, true),
        (clusters::DeleteCluster::META, true),
        (clusters::CreateCluster::META, false),
        (clusters::UpdateCluster::META, false),
    ] {
        assert_eq!(meta.idempotent, idempotent, "{}", meta.name);
    }
}

/// Waiting does not make a wrong argument right.
#[tokio::test]
async fn does_not_retry_input_errors() {
    let (server, client) = once(|| answer(200, &[], "{}")).await;
    let error = client
        .send(clusters::list_clusters(".."))
        .await
        .unwrap_err();
    assert!(error.is_input());
    assert_eq!((error.attempts(), server.count()), (0, 0));
    assert_eq!(error.operation(), Some(clusters::ListClusters::META));
}
