//! The errors of calls that get no token, or none that the service accepts.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use atlas_api::{Error, projects};
use wiremock::{Request, ResponseTemplate};

use super::service::*;
use crate::client::support::*;

#[tokio::test]
async fn does_not_replace_fresh_token_on_401() {
    let service = Service::new(usize::MAX, 0);
    let (server, client) = start(&service).await;
    for _ in 0..20 {
        let error = client.send(projects::get_group(GROUP)).await.unwrap_err();
        assert!(
            error.is_authentication() && !error.is_retryable(),
            "{error}"
        );
        assert_eq!(error.status().unwrap(), 401);
        assert_eq!(error.attempts(), 1);
        assert_presentable(&error);
    }
    assert_eq!(count(&server, TOKEN_PATH).await, 1);
}

/// One operation is refused because of a missing permission, the others are not.
#[tokio::test]
async fn missing_permission_fetches_no_new_tokens() {
    let given = AtomicUsize::new(0);
    let server = server(move |request: &Request| match request.url.path() {
        TOKEN_PATH => token(given.fetch_add(1, Ordering::SeqCst) + 1),
        path if path.ends_with("/clusters") => json(
            401,
            r#"{"error":401,"errorCode":"USER_UNAUTHORIZED","detail":"Not yours."}"#,
        ),
        _ => json(200, "{}"),
    })
    .await;
    let client = builder(&server.uri())
        .credentials(account())
        .build()
        .unwrap();
    for _ in 0..15 {
        client.send(projects::get_group(GROUP)).await.unwrap();
        let call = client.send(atlas_api::clusters::list_clusters(GROUP));
        let error = call.await.unwrap_err();
        assert!(error.is_code("USER_UNAUTHORIZED"), "{error}");
        assert!(
            error.is_forbidden() && !error.is_authentication(),
            "{error}"
        );
    }
    // The first one, and another in case the 401 was about it.
    assert_eq!(count(&server, TOKEN_PATH).await, 2);
}

/// A good token is refused, and no other one arrives in time: the program gets the 401.
#[tokio::test]
async fn returns_401_if_token_renewal_fails() {
    let fails = async |busy| {
        let (given, calls) = (AtomicUsize::new(0), AtomicUsize::new(0));
        let server = server(move |request: &Request| match request.url.path() {
            TOKEN_PATH if given.fetch_add(1, Ordering::SeqCst) == 0 => token(1),
            TOKEN_PATH => ResponseTemplate::new(busy).insert_header("retry-after", "60"),
            _ if calls.fetch_add(1, Ordering::SeqCst) == 0 => json(200, "{}"),
            _ => json(401, r#"{"error":401,"reason":"Unauthorized"}"#),
        })
        .await;
        let client = builder(&server.uri())
            .credentials(account())
            .deadline(Duration::from_millis(500))
            .build()
            .unwrap();
        client.send(projects::get_group(GROUP)).await.unwrap();
        let error = client.send(projects::get_group(GROUP)).await.unwrap_err();
        assert_eq!(error.status().unwrap(), 401, "{error}");
        assert!(error.is_authentication() && !error.is_timeout(), "{error}");
    };
    tokio::join!(fails(429), fails(503));
}

#[tokio::test]
async fn rejects_unusable_token_without_storing_it() {
    for (body, problem) in [
        (r#"{"access_token":""}"#, "empty"),
        (r#"{"access_token":"hush\r\nx: y"}"#, "invalid"),
        (r#"{"access_token":"hush-é"}"#, "invalid"),
        (r#"{"access_token":"hush","token_type":"mac"}"#, "`mac`"),
        (r#"{"access_token":17}"#, "`$.access_token`"),
        (r#"{"access_token":null}"#, "`$.access_token`"),
    ] {
        let server = server(json(200, body)).await;
        let memory = Memory::default();
        let credentials = account().token_store(memory.clone());
        let client = builder(&server.uri()).credentials(credentials);
        let client = client.build().unwrap();
        let error = client.send(projects::get_group(GROUP)).await.unwrap_err();
        assert!(error.is_authentication(), "{error}");
        assert!(error.to_string().contains(problem), "{error}");
        assert_presentable(&error);
        assert_eq!(memory.held(), None, "{body}");
    }
}

#[tokio::test]
async fn reuses_token_with_unknown_expiry() {
    for expires_in in ["0", "-1", "null", "1e300", "\"soon\"", "0.001", "\"0\""] {
        let body = format!(r#"{{"access_token":"hush-1","expires_in":{expires_in}}}"#);
        let server = server(move |request: &Request| match request.url.path() {
            TOKEN_PATH => json(200, &body),
            _ => json(200, "{}"),
        })
        .await;
        let client = builder(&server.uri()).credentials(account());
        let client = client.build().unwrap();
        for _ in 0..5 {
            client.send(projects::get_group(GROUP)).await.unwrap();
        }
        assert_eq!(count(&server, TOKEN_PATH).await, 1, "{expires_in}");
    }
}

#[tokio::test]
async fn wrong_secret_fails_all_waiting_calls() {
    let answer = r#"{"error":"invalid_client","error_description":"Unknown client."}"#;
    let server = server(json(401, answer).set_delay(Duration::from_millis(100))).await;
    let client = builder(&server.uri())
        .credentials(account())
        .build()
        .unwrap();
    for result in crowd(&client, 10).await {
        let error = result.unwrap_err();
        assert!(error.is_authentication() && !error.is_retryable());
        assert_eq!((error.attempts(), error.status()), (0, None));
        let message = error.to_string();
        assert!(
            message.contains("no access token: POST /api/oauth/token: 401 Unauthorized")
                && message.contains("invalid_client")
                && message.contains("Unknown client."),
            "{message}"
        );
        let inner = error.inner().unwrap().downcast_ref::<Error>().unwrap();
        assert_eq!(inner.status().unwrap(), 401);
        assert_presentable(&error);
    }
    assert_eq!(count(&server, TOKEN_PATH).await, 1);
}

#[tokio::test]
async fn retries_token_endpoint() {
    let asked = AtomicUsize::new(0);
    let server = server(move |request: &Request| match request.url.path() {
        TOKEN_PATH if asked.fetch_add(1, Ordering::SeqCst) < 2 => ResponseTemplate::new(502),
        TOKEN_PATH => token(1),
        _ => json(200, "{}"),
    });
    let server = server.await;
    let client = builder(&server.uri())
        .credentials(account())
        .retry(quick_retries());
    let client = client.build().unwrap();
    // A POST, because requesting a token again repeats nothing that the program did.
    let operation = projects::create_group(atlas_api::types::Group::default());
    client.send(operation).await.unwrap();
    assert_eq!(count(&server, TOKEN_PATH).await, 3);
}

#[tokio::test]
async fn rejects_token_response_without_token() {
    for answer in [
        json(200, "{}"),
        json(200, "<html>"),
        ResponseTemplate::new(204),
    ] {
        let server = server(answer).await;
        let client = builder(&server.uri())
            .credentials(account())
            .build()
            .unwrap();
        let error = client.send(projects::get_group(GROUP)).await.unwrap_err();
        assert!(error.is_authentication(), "{error}");
        assert!(error.to_string().contains("`$.access_token`"), "{error}");
        assert_presentable(&error);
    }
}

#[tokio::test]
async fn token_error_keeps_its_cause() {
    // A port that was free a moment ago.
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let client = builder(&url)
        .credentials(account())
        .retry(quick_retries())
        .build()
        .unwrap();
    let error = client.send(projects::get_group(GROUP)).await.unwrap_err();
    assert!(error.is_connect() && error.is_transport() && error.is_retryable());
    assert!(!error.is_authentication() && !error.is_timeout(), "{error}");
    // These are attempts to get a token. The call was not sent.
    assert_eq!(error.attempts(), 0);
    let message = error.to_string();
    let begins = "no access token after 5 attempts: POST /api/oauth/token: no connection";
    assert!(message.contains(begins), "{message}");
    assert!(!message.contains("(after"), "{message}");
    assert_presentable(&error);
}
