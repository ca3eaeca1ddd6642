//! A service that issues tokens, and clients for it.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use atlas_api::{AccessToken, Client, Credentials, Error, TokenStore, projects};
use wiremock::{Request, ResponseTemplate};

use crate::client::support::*;

pub(super) const TOKEN_PATH: &str = "/api/oauth/token";
pub(super) const REVOKE_PATH: &str = "/api/oauth/revoke";

pub(super) fn account() -> Credentials {
    Credentials::service_account("mdb_sa_id_1", "hush-client-secret")
}

pub(super) fn token(number: usize) -> ResponseTemplate {
    let body =
        format!(r#"{{"access_token":"hush-{number}","expires_in":3600,"token_type":"Bearer"}}"#);
    json(200, &body)
}

/// A service that issues numbered tokens, and accepts those from a number on.
pub(super) struct Service {
    given: AtomicUsize,
    pub(super) accepted_from: AtomicUsize,
    /// How often the token endpoint responds with 429 before it issues one.
    refusals: AtomicUsize,
}

impl Service {
    pub(super) fn new(accepted_from: usize, refusals: usize) -> Arc<Self> {
        Arc::new(Self {
            given: AtomicUsize::new(0),
            accepted_from: AtomicUsize::new(accepted_from),
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
            // Slow, so that calls pile up.
            return token(number).set_delay(Duration::from_millis(100));
        }
        let number = header(request, "authorization")
            .and_then(|header| header.strip_prefix("Bearer hush-"))
            .and_then(|number| number.parse().ok());
        match number {
            Some(number) if self.accepted_from.load(Ordering::SeqCst) <= number => json(200, "{}"),
            _ => json(401, r#"{"error":401,"reason":"Unauthorized"}"#),
        }
    }
}

pub(super) async fn start(service: &Arc<Service>) -> (wiremock::MockServer, Client) {
    let answering = Arc::clone(service);
    let server = server(move |request: &Request| answering.answer(request)).await;
    let client = builder(&server.uri()).credentials(account()).build();
    (server, client.unwrap())
}

/// Makes many concurrent calls, all from clones of one client.
pub(super) async fn crowd(client: &Client, count: usize) -> Vec<Result<(), Error>> {
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
    // If many calls are ready at once, one poll may use up Tokio's budget. `MockServer` waits for a Tokio lock when
    // it is dropped, on an executor other than Tokio's. Without any budget left, it would wait forever.
    tokio::task::yield_now().await;
    results
}

pub(super) async fn count(server: &wiremock::MockServer, path: &str) -> usize {
    let requests = requests(server).await;
    requests.iter().filter(|it| it.url.path() == path).count()
}

/// An in-memory store.
#[derive(Clone, Default)]
pub(super) struct Memory(pub(super) Arc<Mutex<Option<AccessToken>>>);

impl Memory {
    pub(super) fn held(&self) -> Option<String> {
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
