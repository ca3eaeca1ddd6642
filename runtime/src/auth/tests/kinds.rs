//! Kinds of credentials: none, the program's token, or a source of tokens.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use http::HeaderValue;
use http::header::AUTHORIZATION;

use super::*;
use crate::credentials::access_token::AccessToken;
use crate::credentials::token_source::TokenSource;
use crate::message::error::kinds::BoxError;

/// Returns numbered tokens, but fails the third time.
#[derive(Clone, Default)]
struct Source {
    calls: Arc<AtomicUsize>,
    previous: Arc<Mutex<Vec<Option<String>>>>,
}

impl TokenSource for Source {
    async fn token(&self, previous: Option<&AccessToken>) -> Result<AccessToken, BoxError> {
        let previous = previous.map(|token| token.secret().to_owned());
        self.previous.lock().unwrap().push(previous);
        match self.calls.fetch_add(1, Ordering::SeqCst) + 1 {
            3 => Err("the vault is closed".into()),
            number => Ok(AccessToken::new(format!("hush-{number}"))),
        }
    }
}

fn serving() -> Mock {
    let mock = Mock::start().unwrap();
    mock.on_path(Method::GET, PATH).reply(json!({}));
    mock
}

/// The service refuses all tokens: for a while, the next call does not replace them either.
#[tokio::test]
async fn replaces_rejected_token_of_source_once() {
    let mock = Mock::start().unwrap();
    mock.on_path(Method::GET, PATH)
        .answer(Failure::new(401, "NOT_YOU"));
    let source = Source::default();
    let client = client(&mock, Credentials::token_source(source.clone()));
    for requests in [2, 3] {
        assert!(get(&client).await.unwrap_err().is_code("NOT_YOU"));
        assert_eq!(authorizations(&mock).len(), requests);
    }
    assert_eq!(source.calls.load(Ordering::SeqCst), 2);
}

#[tokio::test]
async fn token_overrides_authorization_header_of_program() {
    let mock = serving();
    let own = |builder: crate::ClientBuilder| {
        let own = HeaderValue::from_static("Basic hush");
        builder.header(AUTHORIZATION, own).build().unwrap()
    };
    get(&own(mock.client_builder())).await.unwrap();
    get(&own(Client::builder().base_url(mock.url())))
        .await
        .unwrap();
    get(&Client::builder().base_url(mock.url()).build().unwrap())
        .await
        .unwrap();
    let sent = authorizations(&mock);
    let sent: Vec<_> = sent.iter().map(Option::as_deref).collect();
    assert_eq!(
        sent,
        [Some("Bearer token-of-the-mock"), Some("Basic hush"), None]
    );
}

#[tokio::test]
async fn returns_401_if_token_cannot_be_replaced() {
    let mock = Mock::start().unwrap();
    mock.on_path(Method::GET, PATH)
        .answer(Failure::new(401, "NOT_YOU"));
    let error = get(&client(&mock, Credentials::bearer_token("hush")))
        .await
        .unwrap_err();
    assert!(error.is_code("NOT_YOU") && error.attempts() == 1, "{error}");
    assert_eq!(mock.requests().len(), 1);
}

#[tokio::test]
async fn rejected_token_is_replaced_from_its_source() {
    let mock = Mock::start().unwrap();
    mock.on_path(Method::GET, PATH)
        .answer_with(|request| match request.header("authorization") {
            Some("Bearer hush-2") => Ok(json!({})),
            _ => Err(Failure::new(401, "NOT_YOU").into()),
        });
    let source = Source::default();
    let client = client(&mock, Credentials::token_source(source.clone()));
    get(&client).await.unwrap();
    get(&client).await.unwrap();
    let sent = authorizations(&mock);
    let sent: Vec<_> = sent.iter().map(|it| it.as_deref().unwrap()).collect();
    assert_eq!(sent, ["Bearer hush-1", "Bearer hush-2", "Bearer hush-2"]);
    let previous = [None, Some("hush-1".to_owned())];
    assert_eq!(*source.previous.lock().unwrap(), previous);
}

#[tokio::test]
async fn error_names_why_the_source_failed() {
    let mock = Mock::start().unwrap();
    let source = Source::default();
    source.calls.store(2, Ordering::SeqCst);
    let client = client(&mock, Credentials::token_source(source));
    let error = get(&client).await.unwrap_err();
    assert!(error.is_authentication(), "{error}");
    assert!(
        error.to_string().ends_with("the vault is closed"),
        "{error}"
    );
    assert!(mock.requests().is_empty());
}

/// Only the token of a service account can be revoked, but every client can be closed.
#[tokio::test]
async fn closed_client_sends_nothing_with_any_credentials() {
    let mock = serving();
    for credentials in [
        None,
        Some(Credentials::bearer_token("hush")),
        Some(Credentials::token_source(Source::default())),
        Some(Credentials::api_key("public", "hush")),
    ] {
        let builder = Client::builder().base_url(mock.url());
        let builder = match credentials {
            Some(credentials) => builder.credentials(credentials),
            None => builder,
        };
        let client = builder.build().unwrap();
        get(&client).await.unwrap();
        mock.clear_requests();
        let error = client.revoke_token().await.unwrap_err();
        assert!(error.is_input(), "{error}");
        assert!(error.to_string().contains("revoke"), "{error}");
        client.close().await.unwrap();
        client.close().await.unwrap();
        for error in [get(&client).await, client.revoke_token().await] {
            let error = error.unwrap_err();
            assert!(
                error.to_string().contains("the client is closed"),
                "{error}"
            );
        }
        assert!(mock.requests().is_empty());
    }
}
