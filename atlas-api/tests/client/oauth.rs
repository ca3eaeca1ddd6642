//! Service accounts, and tokens that a program gets itself.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant, SystemTime};

use atlas_api::{AccessToken, Client, Credentials, Error, TokenSource, TokenStore, projects};
use wiremock::{Request, ResponseTemplate};

use crate::support::*;

const TOKEN_PATH: &str = "/api/oauth/token";
const REVOKE_PATH: &str = "/api/oauth/revoke";

fn account() -> Credentials {
    Credentials::service_account("mdb_sa_id_1", "hush-client-secret")
}

fn token(number: usize) -> ResponseTemplate {
    let body =
        format!(r#"{{"access_token":"hush-{number}","expires_in":3600,"token_type":"Bearer"}}"#);
    json(200, &body)
}

/// A service that gives one token after another, and takes those from a number on.
struct Service {
    given: AtomicUsize,
    taken_from: AtomicUsize,
    /// How often the token endpoint says 429 before it gives one.
    refusals: AtomicUsize,
}

impl Service {
    fn new(taken_from: usize, refusals: usize) -> Arc<Self> {
        Arc::new(Self {
            given: AtomicUsize::new(0),
            taken_from: AtomicUsize::new(taken_from),
            refusals: AtomicUsize::new(refusals),
        })
    }

    fn answer(&self, request: &Request) -> ResponseTemplate {
        if request.url.path() == TOKEN_PATH {
            let refuse = |left: usize| left.checked_sub(1);
            let (set, fetch) = (Ordering::SeqCst, Ordering::SeqCst);
            if self.refusals.fetch_update(set, fetch, refuse).is_ok() {
                return ResponseTemplate::new(429).insert_header("retry-after", "1");
            }
            let number = self.given.fetch_add(1, Ordering::SeqCst) + 1;
            // Slow, so that the calls pile up.
            return token(number).set_delay(Duration::from_millis(100));
        }
        let number = header(request, "authorization")
            .and_then(|header| header.strip_prefix("Bearer hush-"))
            .and_then(|number| number.parse().ok());
        match number {
            Some(number) if self.taken_from.load(Ordering::SeqCst) <= number => json(200, "{}"),
            _ => json(401, r#"{"error":401,"reason":"Unauthorized"}"#),
        }
    }
}

async fn start(service: &Arc<Service>) -> (wiremock::MockServer, Client) {
    let answering = Arc::clone(service);
    let server = server(move |request: &Request| answering.answer(request)).await;
    let client = builder(&server.uri()).credentials(account()).build();
    (server, client.unwrap())
}

/// Runs many calls at once, all by clones of one client.
async fn crowd(client: &Client, count: usize) -> Vec<Result<(), Error>> {
    let calls: Vec<_> = (0..count)
        .map(|_| {
            let client = client.clone();
            tokio::spawn(async move { client.send(projects::get_group(GROUP)).await.map(drop) })
        })
        .collect();
    let mut results = Vec::new();
    for call in calls {
        results.push(call.await.unwrap());
    }
    // That many that are ready may use up what Tokio lets one poll do. `MockServer` waits for a lock of Tokio's
    // where it is dropped, by an executor that is not Tokio's: without anything left it would wait for ever.
    tokio::task::yield_now().await;
    results
}

async fn count(server: &wiremock::MockServer, path: &str) -> usize {
    let requests = requests(server).await;
    requests.iter().filter(|it| it.url.path() == path).count()
}

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
async fn a_revoked_token_is_renewed_once_for_all() {
    let service = Service::new(1, 0);
    let (server, client) = start(&service).await;
    client.send(projects::get_group(GROUP)).await.unwrap();

    service.taken_from.store(2, Ordering::SeqCst);
    for result in crowd(&client, 200).await {
        result.unwrap();
    }
    assert_eq!(count(&server, TOKEN_PATH).await, 2);
}

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

#[tokio::test(flavor = "multi_thread")]
async fn the_rate_limit_of_tokens_fails_only_who_cannot_wait() {
    let service = Service::new(1, 2);
    let (server, client) = start(&service).await;
    let hasty = client.with(|options| options.deadline(Duration::from_millis(300)));
    let started = Instant::now();
    let (hasty, patient) = tokio::join!(crowd(&hasty, 5), crowd(&client, 20));
    for result in hasty {
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

/// A call that is given up must not take the token away from the next one.
#[tokio::test]
async fn giving_a_call_up_does_not_stop_the_token() {
    let service = Service::new(1, 0);
    let (server, client) = start(&service).await;
    let call = client.send(projects::get_group(GROUP));
    let given_up = tokio::time::timeout(Duration::from_millis(30), call).await;
    assert!(given_up.is_err());
    client.send(projects::get_group(GROUP)).await.unwrap();
    assert_eq!(count(&server, TOKEN_PATH).await, 1);
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

/// A vault that hands out one token after the other, and remembers which ones it was told about.
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
async fn a_program_can_supply_tokens_itself() {
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
    service.taken_from.store(2, Ordering::SeqCst);
    client.send(projects::get_group(GROUP)).await.unwrap();
    let asked = vault.0.lock().unwrap().clone();
    assert_eq!(asked, [None, Some("hush-1".to_owned())]);
    assert_eq!(count(&server, TOKEN_PATH).await, 0);

    service.taken_from.store(usize::MAX, Ordering::SeqCst);
    let error = client.send(projects::get_group(GROUP)).await.unwrap_err();
    assert!(error.is_authentication(), "{error}");
    assert!(
        error.to_string().ends_with("the vault is sealed"),
        "{error}"
    );
    assert_presentable(&error);
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

/// The token is asked for with what the program wants on every request.
#[tokio::test]
async fn extra_headers_go_to_the_token_endpoint_too() {
    let service = Service::new(1, 0);
    let (server, _) = start(&service).await;
    let name = http::HeaderName::from_static("x-gateway");
    let client = builder(&server.uri())
        .credentials(account())
        .header(name, http::HeaderValue::from_static("open"));
    client
        .build()
        .unwrap()
        .send(projects::get_group(GROUP))
        .await
        .unwrap();
    for request in requests(&server).await {
        assert_eq!(
            header(&request, "x-gateway"),
            Some("open"),
            "{}",
            request.url
        );
    }
}

struct Careless;

impl TokenSource for Careless {
    async fn token(&self, _: Option<&AccessToken>) -> Result<AccessToken, atlas_api::BoxError> {
        // A panic that prints nothing: what the tests print is read when they fail.
        std::panic::resume_unwind(Box::new("the vault is not there"))
    }
}

#[tokio::test]
async fn a_source_that_panics_fails_the_call() {
    let client = builder("http://127.0.0.1:9").credentials(Credentials::token_source(Careless));
    let client = client.build().unwrap();
    let error = client.send(projects::get_group(GROUP)).await.unwrap_err();
    assert!(error.is_authentication(), "{error}");
}

/// By the clock of this machine alone, whatever the service says that the time is.
#[tokio::test(flavor = "multi_thread")]
async fn a_token_that_has_expired_is_renewed_once_for_all() {
    let given = AtomicUsize::new(0);
    let server = server(move |request: &Request| {
        let answer = match request.url.path() {
            TOKEN_PATH => {
                let number = given.fetch_add(1, Ordering::SeqCst) + 1;
                // As text, as some servers have it; the second lasts.
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

/// What the program puts on every request must not take the place of who asks.
#[tokio::test]
async fn an_authorization_of_the_programs_own_is_replaced() {
    let service = Service::new(1, 0);
    let (server, _) = start(&service).await;
    let forged = http::HeaderValue::from_static("forged");
    let client = builder(&server.uri())
        .credentials(account())
        .header(http::header::AUTHORIZATION, forged);
    client
        .build()
        .unwrap()
        .send(projects::get_group(GROUP))
        .await
        .unwrap();
}

/// A client that is gone asks for nothing more.
#[tokio::test]
async fn the_token_is_not_asked_for_when_the_client_is_gone() {
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
