//! Servers with single-use nonces, and servers that announce the next one.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use atlas_api::{Client, projects, types};

use super::client_with_key;
use super::kinds::{PRIVATE, PUBLIC};
use super::verifier::Expected;
use crate::client::support::faults::{Faults, Reaction, Seen, answer};

/// A server that accepts each nonce a limited number of times.
struct Strict {
    uses: u32,
    /// Whether a response announces the next nonce.
    announces: bool,
    /// Whether a challenge says that the nonce was used up.
    says_stale: bool,
    algorithm: &'static str,
    /// The issued nonces, with the number of uses.
    given: Mutex<BTreeMap<String, u32>>,
    /// The nonce of the last challenge, which the session secret is based on.
    first: Mutex<String>,
}

impl Strict {
    fn new(uses: u32, announces: bool) -> Self {
        Self {
            uses,
            announces,
            says_stale: true,
            algorithm: "SHA-256",
            given: Mutex::default(),
            first: Mutex::default(),
        }
    }

    fn nonce(&self) -> String {
        let mut given = self.given.lock().unwrap();
        let nonce = format!("n-{}", given.len());
        given.insert(nonce.clone(), 0);
        nonce
    }

    fn react(&self, seen: &Seen) -> Reaction {
        let expected = Expected {
            user: PUBLIC.to_owned(),
            key: PRIVATE.to_owned(),
            realm: b"r".to_vec(),
            nonce: self.first.lock().unwrap().clone(),
            opaque: None,
            algorithm: Some(self.algorithm.to_owned()),
            qop: Some("auth".to_owned()),
            userhash: false,
        };
        let is_answer = seen.headers.contains_key("authorization");
        if is_answer {
            let given = expected.check(seen).unwrap();
            let mut nonces = self.given.lock().unwrap();
            let uses = nonces.get_mut(&given.nonce).unwrap();
            // In order and without gaps, as strict as a server can be.
            if given.count == *uses + 1 && *uses < self.uses {
                *uses += 1;
                drop(nonces);
                let info = match self.announces {
                    true => format!(
                        "qop=auth, nextnonce=\"{}\", nc={:08x}",
                        self.nonce(),
                        given.count
                    ),
                    false => "qop=auth".to_owned(),
                };
                return answer(200, &[("authentication-info", &info)], "{}");
            }
        }
        let nonce = self.nonce();
        self.first.lock().unwrap().clone_from(&nonce);
        let is_stale = is_answer && self.says_stale;
        let header = format!(
            "Digest realm=\"r\", nonce=\"{nonce}\", qop=\"auth\", algorithm={}, stale={is_stale}",
            self.algorithm
        );
        answer(401, &[("www-authenticate", &header)], "")
    }
}

async fn start(strict: Strict) -> (Faults, Client) {
    let server = Faults::start(move |_, seen| strict.react(seen)).await;
    let client = client_with_key(&server.url).build().unwrap();
    (server, client)
}

async fn create_at_once(client: &Client, count: usize) {
    let call = |_| {
        let client = client.clone();
        tokio::spawn(async move { create(&client).await })
    };
    for call in (0..count).map(call).collect::<Vec<_>>() {
        call.await.unwrap().unwrap();
    }
}

async fn create(client: &Client) -> Result<(), atlas_api::Error> {
    let operation = projects::create_group(types::Group::default().name("prod"));
    client.send(operation).await.map(drop)
}

fn bodies(server: &Faults) -> usize {
    let seen = server.seen();
    seen.iter().filter(|seen| !seen.body.is_empty()).count()
}

/// Like Apache with `AuthDigestNonceLifetime 0`.
#[tokio::test]
async fn announced_nonce_avoids_resending_bodies() {
    for algorithm in ["SHA-256", "MD5-sess"] {
        let strict = Strict {
            algorithm,
            ..Strict::new(1, true)
        };
        let (server, client) = start(strict).await;
        for _ in 0..10 {
            create(&client).await.unwrap();
        }
        assert_eq!((server.count(), bodies(&server)), (11, 10), "{algorithm}");
    }
}

#[tokio::test]
async fn single_use_nonce_costs_one_more_request() {
    let (server, client) = start(Strict::new(1, false)).await;
    for _ in 0..5 {
        create(&client).await.unwrap();
    }
    assert_eq!((server.count(), bodies(&server)), (10, 9));
}

#[tokio::test(flavor = "multi_thread")]
async fn concurrent_calls_use_separate_single_use_nonces() {
    for (announces, says_stale) in [(false, true), (true, true), (false, false)] {
        let strict = Strict {
            says_stale,
            ..Strict::new(1, announces)
        };
        let (server, client) = start(strict).await;
        let call = |_| {
            let client = client.clone();
            tokio::spawn(async move { create(&client).await })
        };
        for call in (0..50).map(call).collect::<Vec<_>>() {
            call.await.unwrap().unwrap();
        }
        assert!(bodies(&server) <= 100, "{}", bodies(&server));
    }
}

/// Slow enough for all calls to overlap.
#[tokio::test(flavor = "multi_thread")]
async fn concurrent_first_calls_share_one_probe() {
    let strict = Strict::new(u32::MAX, false);
    let probes = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&probes);
    let server = Faults::start(move |_, seen| {
        if seen.body.is_empty() {
            counted.fetch_add(1, Ordering::SeqCst);
            std::thread::sleep(Duration::from_millis(50));
        }
        strict.react(seen)
    })
    .await;
    let client = client_with_key(&server.url).build().unwrap();
    create_at_once(&client, 50).await;
    assert_eq!(probes.load(Ordering::SeqCst), 1);
}

/// Calls that waited for a failed probe do not repeat it.
#[tokio::test(flavor = "multi_thread")]
async fn waiting_calls_do_not_repeat_failed_probe() {
    let server = Faults::start(|_, seen| match seen.body.is_empty() {
        true => {
            std::thread::sleep(Duration::from_millis(100));
            Reaction::Reset
        }
        false => answer(200, &[], "{}"),
    })
    .await;
    let client = client_with_key(&server.url).build().unwrap();
    create_at_once(&client, 20).await;
    let probes = server.count() - bodies(&server);
    assert!(probes < 5, "{probes}");
}
