//! Tokens that outlive their program, and tokens that are revoked.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::{Duration, SystemTime};

use atlas_api::{AccessToken, Credentials, blocking, projects};
use wiremock::{Request, ResponseTemplate};

use super::service::*;
use crate::client::support::*;

#[tokio::test]
async fn stored_token_is_reused_until_revoked() {
    let service = Service::new(1, 0);
    let (server, _) = start(&service).await;
    let memory = Memory::default();
    let run = || {
        let credentials = account().token_store(memory.clone());
        builder(&server.uri())
            .credentials(credentials)
            .build()
            .unwrap()
    };
    run().send(projects::get_group(GROUP)).await.unwrap();
    run().send(projects::get_group(GROUP)).await.unwrap();
    assert_eq!(count(&server, TOKEN_PATH).await, 1);
    assert_eq!(memory.held().as_deref(), Some("hush-1"));

    // The stored token is no longer usable.
    let over = AccessToken::new("hush-9").expiring_at(SystemTime::UNIX_EPOCH);
    *memory.0.lock().unwrap() = Some(over);
    run().send(projects::get_group(GROUP)).await.unwrap();
    service.accepted_from.store(3, Ordering::SeqCst);
    run().send(projects::get_group(GROUP)).await.unwrap();
    assert_eq!(count(&server, TOKEN_PATH).await, 3);
    assert_eq!(memory.held().as_deref(), Some("hush-3"));
}

#[tokio::test]
async fn revokes_token() {
    let server = server(|request: &Request| match request.url.path() {
        TOKEN_PATH => token(1),
        _ => json(200, "{}"),
    });
    let server = server.await;
    let memory = Memory::default();
    let credentials = account().token_store(memory.clone());
    let client = builder(&server.uri())
        .credentials(credentials)
        .build()
        .unwrap();
    // There is nothing to revoke yet.
    client.revoke_token().await.unwrap();
    assert!(requests(&server).await.is_empty());

    client.send(projects::get_group(GROUP)).await.unwrap();
    client.revoke_token().await.unwrap();
    let requests = requests(&server).await;
    let revoke = requests.last().unwrap();
    assert_eq!(revoke.url.path(), REVOKE_PATH);
    assert!(
        header(revoke, "authorization")
            .unwrap()
            .starts_with("Basic ")
    );
    assert_eq!(revoke.body, b"token=hush-1&token_type_hint=access_token");
    assert_eq!(memory.held(), None);

    client.send(projects::get_group(GROUP)).await.unwrap();
    assert_eq!(count(&server, TOKEN_PATH).await, 2);

    let bearer = builder(&server.uri()).build().unwrap();
    assert!(bearer.revoke_token().await.unwrap_err().is_input());
}

/// A token that could not be revoked is kept, so that it can be tried again.
#[tokio::test]
async fn failed_revocation_can_be_retried() {
    let revocations = AtomicUsize::new(0);
    let server = server(move |request: &Request| match request.url.path() {
        TOKEN_PATH => token(1),
        REVOKE_PATH if revocations.fetch_add(1, Ordering::SeqCst) == 0 => {
            ResponseTemplate::new(503)
        }
        _ => json(200, "{}"),
    });
    let server = server.await;
    let client = builder(&server.uri())
        .credentials(account())
        .build()
        .unwrap();
    client.send(projects::get_group(GROUP)).await.unwrap();
    let error = client.revoke_token().await.unwrap_err();
    assert_eq!(error.status().unwrap(), 503);
    assert_presentable(&error);
    client.revoke_token().await.unwrap();
    client.revoke_token().await.unwrap();
    assert_eq!(count(&server, REVOKE_PATH).await, 2);
}

#[tokio::test]
async fn replaces_unusable_stored_token() {
    for unusable in ["", "hush\nx", "hush é", "hush\u{7f}"] {
        let service = Service::new(1, 0);
        let (server, _) = start(&service).await;
        let memory = Memory::default();
        *memory.0.lock().unwrap() = Some(AccessToken::new(unusable));
        let credentials = account().token_store(memory.clone());
        let client = builder(&server.uri()).credentials(credentials);
        let client = client.build().unwrap();
        client.send(projects::get_group(GROUP)).await.unwrap();
        assert_eq!(memory.held().as_deref(), Some("hush-1"), "{unusable:?}");
    }
}

/// Meanwhile, another program has stored its own token.
#[tokio::test]
async fn revocation_keeps_stored_token_of_other_program() {
    let service = Service::new(1, 0);
    let (server, _) = start(&service).await;
    let memory = Memory::default();
    let credentials = account().token_store(memory.clone());
    let client = builder(&server.uri()).credentials(credentials);
    let client = client.build().unwrap();
    client.send(projects::get_group(GROUP)).await.unwrap();
    *memory.0.lock().unwrap() = Some(AccessToken::new("hush-77"));
    let _ = client.revoke_token().await;
    assert_eq!(memory.held().as_deref(), Some("hush-77"));
}

/// A service that issues numbered tokens after a delay, and remembers which ones were revoked.
async fn slow() -> wiremock::MockServer {
    let given = AtomicUsize::new(0);
    server(move |request: &Request| match request.url.path() {
        TOKEN_PATH => {
            let number = given.fetch_add(1, Ordering::SeqCst) + 1;
            token(number).set_delay(Duration::from_millis(200))
        }
        _ => json(200, "{}"),
    })
    .await
}

async fn revoked(server: &wiremock::MockServer) -> Vec<String> {
    let requests = requests(server).await;
    let revoked = requests.iter().filter(|it| it.url.path() == REVOKE_PATH);
    revoked
        .map(|it| String::from_utf8(it.body.clone()).unwrap())
        .collect()
}

#[tokio::test]
async fn revokes_token_that_arrives_after_revocation() {
    let server = slow().await;
    let memory = Memory::default();
    let credentials = account().token_store(memory.clone());
    let client = builder(&server.uri()).credentials(credentials);
    let client = client.build().unwrap();
    let calling = client.clone();
    let call = tokio::spawn(async move { calling.send(projects::get_group(GROUP)).await });
    while count(&server, TOKEN_PATH).await == 0 {
        tokio::task::yield_now().await;
    }
    client.revoke_token().await.unwrap();
    assert_eq!(
        revoked(&server).await,
        ["token=hush-1&token_type_hint=access_token"]
    );
    // The call gets the next one.
    call.await.unwrap().unwrap();
    let requests = requests(&server).await;
    let used = requests.iter().filter_map(|it| header(it, "authorization"));
    let used: Vec<_> = used.filter(|it| it.starts_with("Bearer")).collect();
    assert_eq!(used, ["Bearer hush-2"]);
    assert_eq!(memory.held().as_deref(), Some("hush-2"));
}

#[tokio::test]
async fn calls_on_closed_client_fail() {
    let server = slow().await;
    let client = builder(&server.uri()).credentials(account());
    let client = client.build().unwrap();
    client.send(projects::get_group(GROUP)).await.unwrap();
    let clone = client.clone();
    client.close().await.unwrap();
    assert_eq!(revoked(&server).await.len(), 1);
    let sent = requests(&server).await.len();
    let error = clone.send(projects::get_group(GROUP)).await.unwrap_err();
    assert!(error.is_input(), "{error}");
    assert!(
        error.to_string().contains("the client is closed"),
        "{error}"
    );
    assert_eq!(error.attempts(), 0);
    assert!(client.revoke_token().await.unwrap_err().is_input());
    client.close().await.unwrap();
    assert_eq!(requests(&server).await.len(), sent);
}

/// A call is waiting for the first token.
#[tokio::test]
async fn closing_fails_waiting_calls() {
    let server = slow().await;
    let client = builder(&server.uri()).credentials(account());
    let client = client.build().unwrap();
    let calling = client.clone();
    let call = tokio::spawn(async move { calling.send(projects::get_group(GROUP)).await });
    while count(&server, TOKEN_PATH).await == 0 {
        tokio::task::yield_now().await;
    }
    client.close().await.unwrap();
    let error = call.await.unwrap().unwrap_err();
    assert!(
        error.to_string().contains("the client is closed"),
        "{error}"
    );
    assert_eq!(revoked(&server).await.len(), 1);
    assert_eq!(requests(&server).await.len(), 2);
}

#[tokio::test]
async fn closes_clients_with_any_credentials() {
    let server = server(json(200, "{}")).await;
    for credentials in [
        Credentials::bearer_token(TOKEN),
        Credentials::api_key("abcdefgh", "hush-key"),
        account(),
    ] {
        let client = builder(&server.uri()).credentials(credentials);
        let client = client.build().unwrap();
        client.close().await.unwrap();
        let error = client.send(projects::get_group(GROUP)).await.unwrap_err();
        assert!(error.is_input(), "{error}");
    }
    assert!(requests(&server).await.is_empty());
}

#[test]
fn closes_blocking_client() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let server = runtime.block_on(slow());
    let client = blocking::Client::builder()
        .base_url(server.uri())
        .credentials(account());
    let client = client.build().unwrap();
    client.send(projects::get_group(GROUP)).unwrap();
    client.close().unwrap();
    assert_eq!(runtime.block_on(revoked(&server)).len(), 1);
    let error = client.send(projects::get_group(GROUP)).unwrap_err();
    assert!(error.is_input(), "{error}");
    runtime.block_on(async { drop(server) });
}
