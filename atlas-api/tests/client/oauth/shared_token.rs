//! One token for all calls of a client: how it is requested, shared and renewed.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use atlas_api::projects;
use wiremock::{Request, ResponseTemplate};

use super::service::*;
use crate::client::support::*;

#[tokio::test(flavor = "multi_thread")]
async fn two_hundred_calls_share_one_token() {
    let service = Service::new(1, 0);
    let (server, client) = start(&service).await;
    assert_eq!(
        count(&server, TOKEN_PATH).await,
        0,
        "fetched before its first use"
    );
    for result in crowd(&client, 200).await {
        result.unwrap();
    }
    assert_eq!(count(&server, TOKEN_PATH).await, 1);

    let requests = requests(&server).await;
    let fetch = requests
        .iter()
        .find(|it| it.url.path() == TOKEN_PATH)
        .unwrap();
    assert_eq!(fetch.method.as_str(), "POST");
    assert_eq!(
        header(fetch, "authorization"),
        Some("Basic bWRiX3NhX2lkXzE6aHVzaC1jbGllbnQtc2VjcmV0")
    );
    assert_eq!(
        header(fetch, "content-type"),
        Some("application/x-www-form-urlencoded")
    );
    assert_eq!(fetch.body, b"grant_type=client_credentials");
}

#[tokio::test(flavor = "multi_thread")]
async fn renews_revoked_token_once() {
    let service = Service::new(1, 0);
    let (server, client) = start(&service).await;
    client.send(projects::get_group(GROUP)).await.unwrap();

    service.accepted_from.store(2, Ordering::SeqCst);
    for result in crowd(&client, 200).await {
        result.unwrap();
    }
    assert_eq!(count(&server, TOKEN_PATH).await, 2);
}

/// Uses only the clock of this machine, whatever the service considers the time.
#[tokio::test(flavor = "multi_thread")]
async fn renews_expired_token_once() {
    let given = AtomicUsize::new(0);
    let server = server(move |request: &Request| {
        let answer = match request.url.path() {
            TOKEN_PATH => {
                let number = given.fetch_add(1, Ordering::SeqCst) + 1;
                // As text, like some servers. The second one lasts.
                let life = if number == 1 { "1" } else { "3600" };
                let body = format!(r#"{{"access_token":"hush-{number}","expires_in":"{life}"}}"#);
                json(200, &body).set_delay(Duration::from_millis(50))
            }
            _ => json(200, "{}"),
        };
        answer.insert_header("date", "Fri, 06 Nov 2037 08:49:37 GMT")
    });
    let server = server.await;
    let client = builder(&server.uri())
        .credentials(account())
        .build()
        .unwrap();
    client.send(projects::get_group(GROUP)).await.unwrap();
    tokio::time::sleep(Duration::from_millis(1_100)).await;
    for result in crowd(&client, 200).await {
        result.unwrap();
    }
    assert_eq!(count(&server, TOKEN_PATH).await, 2);
    let requests = requests(&server).await;
    let with_second = |it: &&Request| header(it, "authorization") == Some("Bearer hush-2");
    assert_eq!(requests.iter().filter(with_second).count(), 200);
}

#[tokio::test(flavor = "multi_thread")]
async fn token_rate_limit_fails_only_calls_with_short_deadlines() {
    let service = Service::new(1, 2);
    let (server, client) = start(&service).await;
    let impatient = client.with(|options| options.deadline(Duration::from_millis(300)));
    let started = Instant::now();
    let (impatient, patient) = tokio::join!(crowd(&impatient, 5), crowd(&client, 20));
    for result in impatient {
        let error = result.unwrap_err();
        assert!(error.is_timeout() && error.is_retryable(), "{error}");
        assert!(
            error.to_string().contains("waiting for an access token"),
            "{error}"
        );
        assert_eq!(error.attempts(), 0);
        assert_presentable(&error);
    }
    for result in patient {
        result.unwrap();
    }
    assert!(
        started.elapsed() >= Duration::from_secs(2),
        "Retry-After was not kept"
    );
    assert_eq!(count(&server, TOKEN_PATH).await, 3);
}

/// A dropped call must not take the token from the next one.
#[tokio::test]
async fn dropped_call_does_not_cancel_token_fetch() {
    let service = Service::new(1, 0);
    let (server, client) = start(&service).await;
    let call = client.send(projects::get_group(GROUP));
    let given_up = tokio::time::timeout(Duration::from_millis(30), call).await;
    assert!(given_up.is_err());
    client.send(projects::get_group(GROUP)).await.unwrap();
    assert_eq!(count(&server, TOKEN_PATH).await, 1);
}

/// A client that was dropped requests nothing more.
#[tokio::test]
async fn dropped_client_fetches_no_token() {
    let refuse = ResponseTemplate::new(429).insert_header("retry-after", "1");
    let server = server(refuse).await;
    let client = builder(&server.uri())
        .credentials(account())
        .build()
        .unwrap();
    let call = client.send(projects::get_group(GROUP));
    assert!(
        tokio::time::timeout(Duration::from_millis(300), call)
            .await
            .is_err()
    );
    drop(client);
    let asked = requests(&server).await.len();
    tokio::time::sleep(Duration::from_millis(2_500)).await;
    assert_eq!(requests(&server).await.len(), asked);
}

/// Token requests have the headers that the program wants on every request.
#[tokio::test]
async fn sends_extra_headers_to_token_endpoint() {
    let service = Service::new(1, 0);
    let (server, _) = start(&service).await;
    let name = http::HeaderName::from_static("x-gateway");
    let client = builder(&server.uri())
        .credentials(account())
        .header(name, http::HeaderValue::from_static("open"));
    get_group(client).await;
    for request in requests(&server).await {
        assert_eq!(
            header(&request, "x-gateway"),
            Some("open"),
            "{}",
            request.url
        );
    }
}

/// A header that the program sets on every request must not replace the credentials.
#[tokio::test]
async fn overrides_authorization_header_of_program() {
    let service = Service::new(1, 0);
    let (server, _) = start(&service).await;
    let forged = http::HeaderValue::from_static("forged");
    let client = builder(&server.uri())
        .credentials(account())
        .header(http::header::AUTHORIZATION, forged);
    get_group(client).await;
}
