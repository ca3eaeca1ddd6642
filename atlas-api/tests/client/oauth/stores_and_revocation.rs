//! Tokens that outlive their program, and tokens that are revoked.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::SystemTime;

use atlas_api::{AccessToken, TokenStore, projects};
use wiremock::{Request, ResponseTemplate};

use super::service::*;
use crate::support::*;

#[derive(Clone, Default)]
struct Memory(Arc<Mutex<Option<AccessToken>>>);

impl Memory {
    fn held(&self) -> Option<String> {
        self.0
            .lock()
            .unwrap()
            .as_ref()
            .map(|token| token.secret().to_owned())
    }
}

impl TokenStore for Memory {
    async fn load(&self) -> Option<AccessToken> {
        self.0.lock().unwrap().clone()
    }
    async fn save(&self, token: Option<&AccessToken>) {
        *self.0.lock().unwrap() = token.cloned();
    }
}

#[tokio::test]
async fn a_token_outlives_its_program_by_a_store_until_it_is_revoked() {
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

    // What was stored is of no use any more.
    let over = AccessToken::new("hush-9").expiring_at(SystemTime::UNIX_EPOCH);
    *memory.0.lock().unwrap() = Some(over);
    run().send(projects::get_group(GROUP)).await.unwrap();
    service.taken_from.store(3, Ordering::SeqCst);
    run().send(projects::get_group(GROUP)).await.unwrap();
    assert_eq!(count(&server, TOKEN_PATH).await, 3);
    assert_eq!(memory.held().as_deref(), Some("hush-3"));
}

#[tokio::test]
async fn a_token_can_be_revoked() {
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

/// A token that could not be revoked is not forgotten: it can be tried again.
#[tokio::test]
async fn a_revocation_that_fails_can_be_repeated() {
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
