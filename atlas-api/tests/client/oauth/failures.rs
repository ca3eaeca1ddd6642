//! What a call says when there is no token for it, or none that the service takes.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use atlas_api::{Error, projects};
use wiremock::{Request, ResponseTemplate};

use super::service::*;
use crate::support::*;

#[tokio::test]
async fn a_token_that_is_refused_again_is_an_error() {
    let service = Service::new(usize::MAX, 0);
    let (server, client) = start(&service).await;
    let error = client.send(projects::get_group(GROUP)).await.unwrap_err();
    assert!(
        error.is_authentication() && !error.is_retryable(),
        "{error}"
    );
    assert_eq!(error.status().unwrap(), 401);
    assert_eq!(error.attempts(), 1);
    assert_presentable(&error);
    // A token and a new token, each tried.
    assert_eq!(requests(&server).await.len(), 4);
}

#[tokio::test]
async fn a_wrong_secret_is_told_to_all_who_wait() {
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
        let source = std::error::Error::source(&error).unwrap();
        let source = source.downcast_ref::<Error>().unwrap();
        assert_eq!(source.status().unwrap(), 401);
        assert_presentable(&error);
    }
    assert_eq!(count(&server, TOKEN_PATH).await, 1);
}

#[tokio::test]
async fn a_token_endpoint_that_fails_for_a_while_is_asked_again() {
    let asked = AtomicUsize::new(0);
    let server = server(move |request: &Request| match request.url.path() {
        TOKEN_PATH if asked.fetch_add(1, Ordering::SeqCst) < 2 => ResponseTemplate::new(502),
        TOKEN_PATH => token(1),
        _ => json(200, "{}"),
    });
    let server = server.await;
    let client = builder(&server.uri()).credentials(account()).retry(hasty());
    let client = client.build().unwrap();
    // A POST: asking for a token again repeats nothing of the program's.
    let operation = projects::create_group(atlas_api::types::Group::default());
    client.send(operation).await.unwrap();
    assert_eq!(count(&server, TOKEN_PATH).await, 3);
}

#[tokio::test]
async fn an_answer_without_a_token_is_told() {
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
async fn a_failure_on_the_way_to_a_token_is_told_as_what_it_is() {
    // A port that was free a moment ago.
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let client = builder(&url)
        .credentials(account())
        .retry(hasty())
        .build()
        .unwrap();
    let error = client.send(projects::get_group(GROUP)).await.unwrap_err();
    assert!(error.is_connect() && error.is_transport() && error.is_retryable());
    assert!(!error.is_authentication() && !error.is_timeout(), "{error}");
    // The attempts are those at the token: the call was not sent.
    assert_eq!(error.attempts(), 0);
    let message = error.to_string();
    let begins = "no access token after 5 attempts: POST /api/oauth/token: no connection";
    assert!(message.contains(begins), "{message}");
    assert!(!message.contains("(after"), "{message}");
    assert_presentable(&error);
}
