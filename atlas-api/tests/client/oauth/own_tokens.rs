//! Tokens that a program supplies itself.

use std::sync::atomic::Ordering;
use std::sync::{Arc, Mutex};

use atlas_api::{AccessToken, Credentials, TokenSource, projects};

use super::service::*;
use crate::client::support::*;

/// A vault that hands out one token after another, and remembers which ones were reported as refused.
#[derive(Clone, Default)]
struct Vault(Arc<Mutex<Vec<Option<String>>>>);

impl TokenSource for Vault {
    async fn token(
        &self,
        previous: Option<&AccessToken>,
    ) -> Result<AccessToken, atlas_api::BoxError> {
        let mut asked = self.0.lock().unwrap();
        asked.push(previous.map(|token| token.secret().to_owned()));
        match asked.len() {
            3.. => Err("the vault is sealed".into()),
            number => Ok(AccessToken::new(format!("hush-{number}\n"))),
        }
    }
}

#[tokio::test]
async fn uses_tokens_from_a_custom_source() {
    let service = Service::new(1, 0);
    let (server, _) = start(&service).await;
    let vault = Vault::default();
    let credentials = Credentials::token_source(vault.clone());
    let client = builder(&server.uri())
        .credentials(credentials)
        .build()
        .unwrap();
    client.send(projects::get_group(GROUP)).await.unwrap();
    client.send(projects::get_group(GROUP)).await.unwrap();
    service.accepted_from.store(2, Ordering::SeqCst);
    client.send(projects::get_group(GROUP)).await.unwrap();
    let asked = vault.0.lock().unwrap().clone();
    assert_eq!(asked, [None, Some("hush-1".to_owned())]);
    assert_eq!(count(&server, TOKEN_PATH).await, 0);

    service.accepted_from.store(usize::MAX, Ordering::SeqCst);
    let error = client.send(projects::get_group(GROUP)).await.unwrap_err();
    assert!(error.is_authentication(), "{error}");
    assert!(
        error.to_string().ends_with("the vault is sealed"),
        "{error}"
    );
    assert_presentable(&error);
}

struct Careless;

impl TokenSource for Careless {
    async fn token(&self, _: Option<&AccessToken>) -> Result<AccessToken, atlas_api::BoxError> {
        // A panic without output, because people read the output when tests fail.
        std::panic::resume_unwind(Box::new("the vault is not there"))
    }
}

#[tokio::test]
async fn panicking_token_source_fails_the_call() {
    let client = builder("http://127.0.0.1:9").credentials(Credentials::token_source(Careless));
    let client = client.build().unwrap();
    let error = client.send(projects::get_group(GROUP)).await.unwrap_err();
    assert!(error.is_authentication(), "{error}");
}
