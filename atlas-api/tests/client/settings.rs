//! Settings of clients and single calls: hooks, limits and others.

use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use atlas_api::{
    Attempt, Client, Credentials, Hook, Operation, Outcome, RateLimiter, RetryPolicy, clusters,
    projects,
};
use http::{HeaderMap, HeaderName, HeaderValue};
use wiremock::ResponseTemplate;

use crate::client::support::faults::{Faults, Reaction, answer};
use crate::client::support::*;

const TRACE_ID: HeaderName = HeaderName::from_static("x-trace-id");

#[tokio::test]
async fn overrides_settings_per_call() {
    let server = server(json(200, r#"{"results":{}}"#)).await;
    let name = HeaderValue::from_static("all");
    let client = builder(&server.uri())
        .header(TRACE_ID, name)
        .user_agent_suffix("program/1");
    let client = client.build().unwrap();
    let one = client.with(|options| {
        options
            .header(TRACE_ID, HeaderValue::from_static("one"))
            .user_agent_suffix("task/2")
            .strict_decoding(true)
    });
    let error = one.send(clusters::list_clusters(GROUP)).await.unwrap_err();
    assert_eq!(error.decode_paths(), ["$.results"]);
    client.send(clusters::list_clusters(GROUP)).await.unwrap();

    let requests = requests(&server).await;
    let [one, all] = &requests[..] else {
        panic!("{requests:?}")
    };
    assert_eq!(header(one, "x-trace-id"), Some("one"));
    assert!(header(one, "user-agent").unwrap().ends_with(" task/2"));
    assert_eq!(header(all, "x-trace-id"), Some("all"));
    assert!(header(all, "user-agent").unwrap().ends_with(" program/1"));
}

#[tokio::test]
async fn overrides_each_time_limit_per_call() {
    let server = server(json(200, "{}").set_delay(Duration::from_secs(30))).await;
    let client = client(&server);
    let started = Instant::now();
    for client in [
        client.with(|options| options.timeout(Duration::from_millis(50))),
        client.with(|options| options.deadline(Duration::from_millis(50))),
    ] {
        let error = client
            .send(clusters::list_clusters(GROUP))
            .await
            .unwrap_err();
        assert!(error.is_timeout() && error.is_transport(), "{error}");
        assert_presentable(&error);
    }
    assert!(started.elapsed() < Duration::from_secs(5));
    // The longest times, which must not overflow.
    let patient = client.with(|options| options.timeout(Duration::MAX).deadline(Duration::MAX));
    let call = patient.send(clusters::list_clusters(GROUP));
    assert!(
        tokio::time::timeout(Duration::from_millis(50), call)
            .await
            .is_err()
    );
}

#[tokio::test]
async fn rejects_invalid_user_agent_suffix_before_sending() {
    let server = server(json(200, "{}")).await;
    let client = client(&server).with(|options| options.user_agent_suffix("line\nend"));
    let error = client
        .send(clusters::list_clusters(GROUP))
        .await
        .unwrap_err();
    assert!(
        error.is_input() && error.to_string().contains("user agent"),
        "{error}"
    );
    assert!(requests(&server).await.is_empty());
}

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<String>>>);

impl Hook for Log {
    fn before(&self, attempt: &Attempt<'_>, headers: &mut HeaderMap) {
        assert!(
            !headers.contains_key("authorization"),
            "a hook must not see it"
        );
        headers.insert(TRACE_ID, attempt.number.into());
        headers.insert("authorization", HeaderValue::from_static("forged"));
    }

    fn after(&self, attempt: &Attempt<'_>, outcome: &Outcome<'_>) {
        let line = format!(
            "{:?} {} {} #{} {:?} error={} again={}",
            attempt.operation.map(|meta| meta.name),
            attempt.method,
            attempt.path,
            attempt.number,
            outcome.status.map(|status| status.as_u16()),
            outcome.error.is_some(),
            outcome.retry_in.is_some(),
        );
        self.0.lock().unwrap().push(line);
    }
}

#[tokio::test]
async fn hook_sees_every_attempt() {
    let server = Faults::start(|number, _| match number {
        0 => answer(502, &[], ""),
        _ => answer(200, &[], "{}"),
    });
    let server = server.await;
    let log = Log::default();
    let client = builder(&server.url)
        .retry(quick_retries())
        .hook(log.clone());
    let client = client.build().unwrap();
    client.send(projects::get_group(GROUP)).await.unwrap();
    let path = "/api/atlas/v2/groups/one";
    let call = client.request(http::Method::GET, path, "2024-08-05");
    call.query("secret", "hush").send().await.unwrap();

    let template = "Some(\"getGroup\") GET /api/atlas/v2/groups/{groupId}";
    assert_eq!(
        *log.0.lock().unwrap(),
        [
            format!("{template} #1 Some(502) error=true again=true"),
            format!("{template} #2 Some(200) error=false again=false"),
            format!("None GET {path} #1 Some(200) error=false again=false"),
        ]
    );
    let seen = server.seen();
    let ids: Vec<_> = seen
        .iter()
        .map(|seen| &*seen.headers["x-trace-id"])
        .collect();
    assert_eq!(ids, ["1", "2", "1"]);
    for seen in seen {
        assert_eq!(seen.headers["authorization"], format!("Bearer {TOKEN}"));
    }
}

#[tokio::test]
async fn traces_calls() {
    let server = Faults::start(|number, _| match number {
        0 => answer(502, &[], ""),
        _ => answer(200, &[], "{}"),
    });
    let server = server.await;
    let client = builder(&server.url).retry(quick_retries()).build().unwrap();
    // An operation that no other test sends.
    client
        .send(projects::get_group_ip_addresses(GROUP))
        .await
        .unwrap();

    let spans = logged("getGroupIpAddresses");
    let span = spans.first().expect("a span that names the operation");
    let path = "/api/atlas/v2/groups/{groupId}/ipAddresses";
    for part in [
        "atlas_api",
        "otel.name=\"getGroupIpAddresses\"",
        "otel.kind=\"client\"",
        "http.request.method=\"GET\"",
        &format!("url.template=\"{path}\""),
        "server.address=\"127.0.0.1\"",
        "server.port=",
        "atlas.version=\"2023-01-01\"",
    ] {
        assert!(span.contains(part), "{span}");
    }
    // Each attempt has a span with its outcome.
    let second = &spans[2..];
    assert!(
        second
            .iter()
            .any(|line| line.contains("http.request.resend_count=1")),
        "{spans:?}"
    );
    // Later events are logged without the operation.
    for part in [
        "http.response.status_code=502",
        "error.type=\"502\"",
        "otel.status_code=\"ERROR\"",
        "http.response.status_code=200",
    ] {
        assert!(!logged(part).is_empty(), "{part}");
    }
    // The arguments of the call do not appear.
    assert!(!spans.iter().any(|line| line.contains(GROUP)), "{spans:?}");
    let again = logged("sent again");
    let again = again
        .iter()
        .find(|line| line.contains("getGroupIpAddresses"));
    let again = again.expect("an event of the attempt that failed");
    for part in ["WARN", "attempt=1", "status=502", "wait_ms="] {
        assert!(again.contains(part), "{again}");
    }
}

#[tokio::test]
async fn clones_share_a_rate_limiter() {
    let server = server(json(200, "{}")).await;
    let limiter = RateLimiter::new(5, Duration::from_millis(400));
    let client = builder(&server.uri())
        .rate_limiter(limiter)
        .build()
        .unwrap();
    let started = Instant::now();
    let calls: Vec<_> = (0..12)
        .map(|_| {
            let client = client.clone();
            tokio::spawn(async move { client.send(projects::get_group(GROUP)).await.map(drop) })
        })
        .collect();
    for call in calls {
        call.await.unwrap().unwrap();
    }
    // Five immediately, five after one period, two after another.
    assert!(started.elapsed() >= Duration::from_millis(800));

    // A request that gets no turn in time fails immediately, and is not retried.
    let limiter = RateLimiter::new(1, Duration::from_secs(60));
    let client = builder(&server.uri())
        .rate_limiter(limiter)
        .retry(RetryPolicy::default());
    let client = client.deadline(Duration::from_secs(30)).build().unwrap();
    client.send(projects::get_group(GROUP)).await.unwrap();
    let started = Instant::now();
    let error = client.send(projects::get_group(GROUP)).await.unwrap_err();
    assert!(started.elapsed() < Duration::from_secs(5));
    assert!(error.is_timeout() && error.attempts() == 0, "{error}");
    assert_presentable(&error);
    let never = RateLimiter::new(1, Duration::MAX);
    let client = builder(&server.uri()).rate_limiter(never).build().unwrap();
    client.send(projects::get_group(GROUP)).await.unwrap();
    assert!(
        client
            .send(projects::get_group(GROUP))
            .await
            .unwrap_err()
            .is_timeout()
    );
}

#[tokio::test]
async fn response_exposes_request_id_and_rate_limit() {
    let answer = json(200, "{}")
        .insert_header("x-request-id", "4711")
        .insert_header("RateLimit-Limit", "100, 100;w=60")
        .insert_header("RateLimit-Remaining", "99");
    let answering = server(answer).await;
    let response = client(&answering).execute(projects::get_group(GROUP)).await;
    let response = response.unwrap();
    assert_eq!(response.request_id(), Some("4711"));
    let rate = response.rate_limit();
    assert_eq!((rate.limit, rate.remaining), (Some(100), Some(99)));

    let answering = server(json(200, "{}").insert_header("ratelimit-limit", "many")).await;
    let response = client(&answering).execute(projects::get_group(GROUP)).await;
    let response = response.unwrap();
    assert_eq!(response.request_id(), None);
    assert_eq!(response.rate_limit(), Default::default());

    let error = list_error(ResponseTemplate::new(404).insert_header("request-id", "x")).await;
    assert_eq!(error.request_id(), Some("x"));
}

#[test]
fn rejects_plain_http_to_other_hosts() {
    for (base_url, https_only, allowed) in [
        ("http://127.0.0.1:8080", None, true),
        ("http://localhost", None, true),
        ("http://[::1]:8080", None, true),
        ("http://cloud.mongodb.com", None, false),
        ("http://10.0.0.1", None, false),
        ("http://localhost.example.org", None, false),
        ("http://127.0.0.1:8080", Some(true), false),
        ("https://127.0.0.1:8080", Some(true), true),
        ("http://mock:8080", Some(false), true),
        ("https://mock:8080", Some(false), true),
        ("ftp://mock", Some(false), false),
    ] {
        let mut builder = builder(base_url);
        if let Some(https_only) = https_only {
            builder = builder.https_only(https_only);
        }
        let result = builder.build();
        assert_eq!(result.is_ok(), allowed, "{base_url} {https_only:?}");
        if let Err(error) = result {
            assert!(error.is_input(), "{error}");
            assert_presentable(&error);
        }
    }
}

/// As people copy it from a browser or another tool.
#[tokio::test]
async fn accepts_base_url_ending_with_api_path() {
    let server = server(json(200, "{}")).await;
    for end in [
        "",
        "/",
        "/api/atlas/v2",
        "/api/atlas/v2/",
        "/api/atlas/v2//",
    ] {
        let client = builder(&format!("{}{end}", server.uri())).build().unwrap();
        assert_eq!(client.base_url(), server.uri());
        client.send(projects::get_group(GROUP)).await.unwrap();
        let operation = projects::get_group(GROUP);
        let request = operation
            .request(&format!("https://x.example/proxy{end}"))
            .unwrap();
        let expected = format!("https://x.example/proxy/api/atlas/v2/groups/{GROUP}");
        assert_eq!(request.uri().to_string(), expected);
    }
    for request in requests(&server).await {
        assert_eq!(request.url.path(), format!("/api/atlas/v2/groups/{GROUP}"));
    }
}

#[test]
fn government_base_url_is_accepted() {
    let base_url = Client::GOVERNMENT_BASE_URL;
    let client = Client::builder().base_url(base_url).build().unwrap();
    assert_eq!(client.base_url(), "https://cloud.mongodbgov.com");
}

#[test]
fn debug_output_hides_secrets() {
    let secret = HeaderValue::from_static("hush");
    for credentials in [
        Credentials::bearer_token(TOKEN),
        Credentials::service_account("mdb_sa_id_1", "hush-client-secret"),
        Credentials::api_key("abcdefgh", "hush-private-key"),
    ] {
        let shown = format!("{credentials:?}");
        let builder = Client::builder()
            .credentials(credentials)
            .header(TRACE_ID, secret.clone());
        let client = builder.clone().build().unwrap();
        for text in [shown, format!("{builder:?}"), format!("{client:#?}")] {
            assert!(!text.contains("hush"), "{text}");
        }
    }
}

#[tokio::test]
async fn requests_over_concurrency_limit_wait() {
    let server = Faults::start(|number, _| match number {
        0 => Reaction::Silence,
        _ => answer(200, &[("content-type", "application/json")], "{}"),
    })
    .await;
    let client = builder(&server.url).max_concurrent_requests(1);
    let client = client.build().unwrap();
    let first = tokio::spawn({
        let client = client.clone();
        async move { client.send(clusters::list_clusters(GROUP)).await }
    });
    while server.seen().is_empty() {
        tokio::task::yield_now().await;
    }

    let waiting = client.with(|options| options.deadline(Duration::from_millis(50)));
    let error = waiting
        .send(clusters::list_clusters(GROUP))
        .await
        .unwrap_err();
    assert!(error.is_timeout(), "{error}");
    assert_eq!(server.seen().len(), 1, "the second is not sent");

    // A dropped call frees its permit.
    first.abort();
    client.send(clusters::list_clusters(GROUP)).await.unwrap();
    assert_eq!(server.seen().len(), 2);
}
