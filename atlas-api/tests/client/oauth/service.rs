//! A service that gives tokens, and clients of it.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use atlas_api::{Client, Credentials, Error, projects};
use wiremock::{Request, ResponseTemplate};

use crate::support::*;

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

/// A service that gives one token after another, and takes those from a number on.
pub(super) struct Service {
    given: AtomicUsize,
    pub(super) taken_from: AtomicUsize,
    /// How often the token endpoint says 429 before it gives one.
    refusals: AtomicUsize,
}

impl Service {
    pub(super) fn new(taken_from: usize, refusals: usize) -> Arc<Self> {
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

pub(super) async fn start(service: &Arc<Service>) -> (wiremock::MockServer, Client) {
    let answering = Arc::clone(service);
    let server = server(move |request: &Request| answering.answer(request)).await;
    let client = builder(&server.uri()).credentials(account()).build();
    (server, client.unwrap())
}

/// Runs many calls at once, all by clones of one client.
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
    // That many that are ready may use up what Tokio lets one poll do. `MockServer` waits for a lock of Tokio's
    // where it is dropped, by an executor that is not Tokio's: without anything left it would wait for ever.
    tokio::task::yield_now().await;
    results
}

pub(super) async fn count(server: &wiremock::MockServer, path: &str) -> usize {
    let requests = requests(server).await;
    requests.iter().filter(|it| it.url.path() == path).count()
}
