//! Service accounts: request, storage, replacement and revocation of tokens.

use std::sync::{Arc, Mutex};
use std::time::{Duration, SystemTime};

use super::*;
use crate::credentials::access_token::AccessToken;
use crate::credentials::token_store::TokenStore;
use test_util::Fault;

const TOKEN: &str = "/api/oauth/token";
const REVOKE: &str = "/api/oauth/revoke";

/// Keeps a token in memory.
#[derive(Clone, Default)]
struct Memory(Arc<Mutex<Option<AccessToken>>>);

impl TokenStore for Memory {
    async fn load(&self) -> Option<AccessToken> {
        self.0.lock().unwrap().clone()
    }
    async fn save(&self, token: Option<&AccessToken>) {
        *self.0.lock().unwrap() = token.cloned();
    }
}

impl Memory {
    fn with(token: AccessToken) -> Self {
        Self(Arc::new(Mutex::new(Some(token))))
    }

    fn stored(&self) -> Option<String> {
        let stored = self.0.lock().unwrap();
        stored.as_ref().map(|token| token.secret().to_owned())
    }
}

fn account() -> Credentials {
    Credentials::service_account("mdb_sa_id_1", "hush:client")
}

/// Starts a service that issues numbered tokens and accepts those from a certain number on.
fn service(accepted_from: usize) -> Mock {
    let mock = Mock::start().unwrap();
    let issued = std::sync::atomic::AtomicUsize::new(0);
    mock.on_path(Method::POST, TOKEN).answer_with(move |_| {
        let number = issued.fetch_add(1, std::sync::atomic::Ordering::SeqCst) + 1;
        let token = format!("hush-{number}");
        Ok(json!({"access_token": token, "token_type": "Bearer", "expires_in": 3600}))
    });
    mock.on_path(Method::POST, REVOKE).reply(json!({}));
    mock.on_path(Method::GET, PATH).answer_with(move |request| {
        let number = request
            .header("authorization")
            .and_then(|it| it.strip_prefix("Bearer hush-"));
        match number.and_then(|it| it.parse::<usize>().ok()) {
            Some(number) if number >= accepted_from => Ok(json!({})),
            _ => Err(Failure::new(401, "NOT_YOU").into()),
        }
    });
    mock
}

fn sent_to(mock: &Mock, path: &str) -> Vec<Request> {
    let requests = mock.requests().into_iter();
    requests.filter(|it| it.path() == path).collect()
}

#[tokio::test]
async fn requests_token_once_and_revokes_it_on_close() {
    let mock = service(1);
    let client = client(&mock, account());
    client.revoke_token().await.unwrap();
    assert!(mock.requests().is_empty(), "there is nothing to revoke");
    get(&client).await.unwrap();
    get(&client).await.unwrap();
    let requests = sent_to(&mock, TOKEN);
    assert_eq!(requests.len(), 1);
    let request = &requests[0];
    // Base64 of `mdb_sa_id_1:hush%3Aclient`.
    let caller = "Basic bWRiX3NhX2lkXzE6aHVzaCUzQWNsaWVudA==";
    assert_eq!(request.header("authorization"), Some(caller));
    assert_eq!(request.header("accept"), Some("application/json"));
    let form = Some("application/x-www-form-urlencoded");
    assert_eq!(request.header("content-type"), form);
    assert!(
        request
            .header("user-agent")
            .unwrap()
            .starts_with("atlas-api/")
    );
    assert_eq!(request.body(), "grant_type=client_credentials");

    client.close().await.unwrap();
    client.close().await.unwrap();
    let revoked = sent_to(&mock, REVOKE);
    assert_eq!(revoked.len(), 1);
    assert_eq!(
        revoked[0].body(),
        "token=hush-1&token_type_hint=access_token"
    );
    assert_eq!(revoked[0].header("authorization"), Some(caller));
    assert!(client.revoke_token().await.unwrap_err().is_input());
}

#[tokio::test]
async fn stored_token_outlives_the_client() {
    let mock = service(1);
    let memory = Memory::default();
    let run = || client(&mock, account().token_store(memory.clone()));
    get(&run()).await.unwrap();
    get(&run()).await.unwrap();
    assert_eq!(sent_to(&mock, TOKEN).len(), 1);
    assert_eq!(memory.stored().as_deref(), Some("hush-1"));
    let client = run();
    get(&client).await.unwrap();
    client.revoke_token().await.unwrap();
    assert_eq!(memory.stored(), None);
    // A token that another program has stored meanwhile is kept.
    get(&client).await.unwrap();
    *memory.0.lock().unwrap() = Some(AccessToken::new("hush-77"));
    client.revoke_token().await.unwrap();
    assert_eq!(memory.stored().as_deref(), Some("hush-77"));
    let revoked = sent_to(&mock, REVOKE);
    let revoked: Vec<_> = revoked.iter().map(Request::body).collect();
    assert_eq!(revoked.len(), 2);
    assert!(revoked[1].starts_with(b"token=hush-2&"));
}

#[tokio::test]
async fn close_revokes_stored_token_that_was_not_used() {
    let mock = service(1);
    let memory = Memory::with(AccessToken::new("hush-0"));
    let client = client(&mock, account().token_store(memory.clone()));
    client.close().await.unwrap();
    assert_eq!(memory.stored(), None);
    let revoked = sent_to(&mock, REVOKE);
    assert_eq!(revoked.len(), 1);
    assert!(revoked[0].body().starts_with(b"token=hush-0&"));
}

#[tokio::test]
async fn replaces_unusable_stored_token() {
    let soon = SystemTime::now() + Duration::from_secs(5);
    for unusable in [
        AccessToken::new(""),
        AccessToken::new("hush\nx"),
        AccessToken::new("hush-9").expiring_at(SystemTime::UNIX_EPOCH),
        AccessToken::new("hush-9").expiring_at(soon),
    ] {
        let mock = service(1);
        let memory = Memory::with(unusable);
        get(&client(&mock, account().token_store(memory.clone())))
            .await
            .unwrap();
        assert_eq!(memory.stored().as_deref(), Some("hush-1"));
        assert_eq!(authorizations(&mock), [Some("Bearer hush-1".to_owned())]);
    }
}

/// A stored token is not fresh, so another one may help. The next token is fresh, so its refusal ends the call.
#[tokio::test]
async fn replaces_rejected_token_once() {
    for (accepted_from, is_accepted) in [(1, true), (2, false)] {
        let mock = service(accepted_from);
        let client = client(
            &mock,
            account().token_store(Memory::with(AccessToken::new("hush-0"))),
        );
        let result = get(&client).await;
        assert_eq!(result.is_ok(), is_accepted, "{result:?}");
        let tried: Vec<_> = ["hush-0", "hush-1"]
            .map(|it| Some(format!("Bearer {it}")))
            .into();
        assert_eq!(authorizations(&mock), tried);
        assert_eq!(sent_to(&mock, TOKEN).len(), 1);
        if let Err(error) = result {
            assert!(error.is_code("NOT_YOU") && error.attempts() == 1, "{error}");
            // The replacement was refused, so there is no other one for a while.
            assert!(get(&client).await.unwrap_err().is_code("NOT_YOU"));
            assert_eq!(sent_to(&mock, TOKEN).len(), 1);
        }
    }
}

/// Another one would be refused as well.
#[tokio::test]
async fn keeps_fresh_token_despite_rejection() {
    let mock = service(2);
    let client = client(&mock, account());
    for _ in 0..2 {
        assert!(get(&client).await.unwrap_err().is_code("NOT_YOU"));
    }
    assert_eq!(sent_to(&mock, TOKEN).len(), 1);
    // Any status other than 401 shows that the token was valid, so after another refusal it no longer is.
    mock.on_path(Method::GET, "/missing")
        .answer(Failure::new(404, "NO_THING"));
    let missing = client
        .request(Method::GET, "/missing", "2024-08-05")
        .send()
        .await;
    assert!(missing.unwrap_err().is_not_found());
    get(&client).await.unwrap();
    assert_eq!(sent_to(&mock, TOKEN).len(), 2);
}

/// The caller gets a permanent error of the token endpoint. After a transient one, the caller gets the 401.
#[tokio::test]
async fn returns_401_if_token_renewal_fails() {
    for (failure, code) in [
        (Failure::new(503, "DOWN"), "NOT_YOU"),
        (Failure::new(401, "WRONG"), "WRONG"),
    ] {
        let mock = Mock::start().unwrap();
        mock.on_path(Method::POST, TOKEN).answer(failure);
        mock.on_path(Method::GET, PATH)
            .answer(Failure::new(401, "NOT_YOU"));
        let credentials = account().token_store(Memory::with(AccessToken::new("hush-0")));
        let builder = mock.client_builder().credentials(credentials);
        let policy = RetryPolicy::never().base(Duration::ZERO);
        let error = get(&builder.retry(policy).build().unwrap())
            .await
            .unwrap_err();
        assert!(error.to_string().contains(code), "{error}");
    }
}

#[tokio::test]
async fn does_not_retry_response_without_token() {
    for (answer, problem) in [
        (json!({"token": "hush"}), "$.access_token"),
        (json!({"access_token": 1}), "$.access_token"),
        (json!("hush"), "$.access_token"),
        (
            json!({"access_token": "hush", "token_type": "mac"}),
            "`mac`",
        ),
        (json!({"access_token": "hush\n\n1"}), "invalid in a token"),
    ] {
        let mock = Mock::start().unwrap();
        mock.on_path(Method::POST, TOKEN).reply(answer).times(1);
        let error = get(&client(&mock, account())).await.unwrap_err();
        assert!(error.to_string().contains(problem), "{error}");
        assert!(!format!("{error} {error:?}").contains("hush"), "{error:?}");
        assert_eq!(error.attempts(), 0);
    }
}

#[tokio::test]
async fn retries_only_transient_errors_of_token_endpoint() {
    for (failure, tries) in [
        (Failure::new(503, "DOWN"), 5),
        (Failure::new(401, "WRONG"), 1),
    ] {
        let mock = Mock::start().unwrap();
        mock.on_path(Method::POST, TOKEN)
            .answer(failure)
            .times(tries);
        let policy = RetryPolicy::never().base(Duration::ZERO);
        let builder = mock.client_builder().credentials(account());
        let client = builder.retry(policy).build().unwrap();
        assert!(get(&client).await.unwrap_err().is_authentication() || tries == 5);
        assert_eq!(sent_to(&mock, TOKEN).len(), tries);
    }
}

#[tokio::test]
async fn waits_for_rate_limit_of_token_endpoint() {
    let mock = Mock::start().unwrap();
    let limited = Fault::RateLimited {
        retry_after: Duration::ZERO,
    };
    let token = json!({"access_token": "hush", "expires_in": "3600"});
    // More attempts than after other failures.
    let expectation = mock.on_path(Method::POST, TOKEN).fault(limited.clone());
    let expectation = (0..6).fold(expectation, |it, _| it.then().fault(limited.clone()));
    expectation.then().reply(token);
    mock.on_path(Method::GET, PATH).reply(json!({}));
    let policy = RetryPolicy::never().base(Duration::ZERO);
    let builder = mock.client_builder().credentials(account());
    get(&builder.retry(policy).build().unwrap()).await.unwrap();
    assert_eq!(sent_to(&mock, TOKEN).len(), 8);
}
