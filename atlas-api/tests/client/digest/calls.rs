//! Calls with an API key: the number of requests, and the nonces that they use.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};

use atlas_api::{Client, Credentials, projects, types};
use md5::{Digest as _, Md5};
use sha2::Sha256;

use super::client_with_key;
use super::kinds::{PRIVATE, PUBLIC};
use crate::client::support::faults::{Faults, Reaction, Seen, answer};
use crate::client::support::*;

const REALM: &str = "MMS Public API";

/// The algorithms that the server offers.
#[derive(Clone, Copy, PartialEq)]
enum Offer {
    Md5,
    /// Both, the weaker first.
    Both,
}

/// A server that issues nonces and verifies responses to them.
struct Guard {
    offer: Offer,
    state: Mutex<State>,
}

#[derive(Default)]
struct State {
    nonces: usize,
    /// The counts used with the current nonce.
    counts: Vec<u32>,
}

impl Guard {
    fn new(offer: Offer) -> Arc<Self> {
        Arc::new(Self {
            offer,
            state: Mutex::default(),
        })
    }

    /// Makes all nonces so far stale.
    fn forget(&self) {
        let mut state = self.state.lock().unwrap();
        state.nonces += 1;
        state.counts.clear();
    }

    fn challenge(&self, stale: bool) -> Reaction {
        let nonce = self.state.lock().unwrap().nonces;
        let challenge = |algorithm: &str| {
            format!(
                r#"Digest realm="{REALM}", domain="", nonce="n-{nonce}", algorithm={algorithm}, qop="auth", stale={stale}"#
            )
        };
        let body = r#"{"error":401,"reason":"Unauthorized"}"#;
        let md5 = challenge("MD5");
        match self.offer {
            Offer::Md5 => answer(401, &[("www-authenticate", &md5)], body),
            Offer::Both => {
                let sha = challenge("SHA-256");
                let headers = [("www-authenticate", &*md5), ("www-authenticate", &*sha)];
                answer(401, &headers, body)
            }
        }
    }

    fn check(&self, seen: &Seen) -> Reaction {
        let Some(header) = seen.headers.get("authorization") else {
            return self.challenge(false);
        };
        let given = parameters(header.strip_prefix("Digest ").unwrap());
        assert_eq!(given["username"], PUBLIC);
        assert_eq!(given["realm"], REALM);
        assert_eq!(given["qop"], "auth");
        assert_eq!(given["uri"], seen.target, "not the path and query as sent");
        let (algorithm, hash): (_, fn(&str) -> String) = match self.offer {
            Offer::Md5 => ("MD5", |text| hex(&Md5::digest(text))),
            Offer::Both => ("SHA-256", |text| hex(&Sha256::digest(text))),
        };
        assert_eq!(given["algorithm"], algorithm);
        let secret = hash(&format!("{PUBLIC}:{REALM}:{PRIVATE}"));
        let request = hash(&format!("{}:{}", seen.method, seen.target));
        let (nonce, count, own) = (&given["nonce"], &given["nc"], &given["cnonce"]);
        let expected = hash(&format!("{secret}:{nonce}:{count}:{own}:auth:{request}"));
        if given["response"] != expected {
            return self.challenge(false);
        }
        let mut state = self.state.lock().unwrap();
        if *nonce != format!("n-{}", state.nonces) {
            drop(state);
            return self.challenge(true);
        }
        let count = u32::from_str_radix(count, 16).unwrap();
        assert!(!state.counts.contains(&count), "a count was used twice");
        state.counts.push(count);
        answer(200, &[], "{}")
    }
}

fn parameters(text: &str) -> BTreeMap<String, String> {
    let pairs = text.split(", ").filter_map(|pair| pair.split_once('='));
    pairs
        .map(|(name, value)| (name.to_owned(), value.trim_matches('"').to_owned()))
        .collect()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

async fn start(guard: &Arc<Guard>, private: &str) -> (Faults, Client) {
    let guard = Arc::clone(guard);
    let server = Faults::start(move |_, seen| guard.check(seen)).await;
    let credentials = Credentials::api_key(PUBLIC, private);
    let client = builder(&server.url).credentials(credentials).build();
    (server, client.unwrap())
}

#[tokio::test]
async fn sends_one_request_per_call_once_challenged() {
    for offer in [Offer::Md5, Offer::Both] {
        let guard = Guard::new(offer);
        let (server, client) = start(&guard, PRIVATE).await;
        for calls in 1..=10 {
            client.send(projects::get_group(GROUP)).await.unwrap();
            assert_eq!(server.count(), calls + 1);
        }
        let counts: Vec<_> = (1..=10).collect();
        assert_eq!(guard.state.lock().unwrap().counts, counts);
    }
}

#[tokio::test]
async fn digests_path_and_query_as_sent() {
    let guard = Guard::new(Offer::Md5);
    let (server, client) = start(&guard, PRIVATE).await;
    let client = client.request(http::Method::GET, "/api/x%2Fy/it's%20me", "2024-08-05");
    let call = client.query("näme", "a b&c=d'/?").query("list", "1,2");
    call.send().await.unwrap();
    let target = "/api/x%2Fy/it's%20me?n%C3%A4me=a%20b%26c%3Dd%27%2F%3F&list=1%2C2";
    assert_eq!(server.seen()[1].target, target);
}

#[tokio::test]
async fn stale_nonce_costs_one_request() {
    let guard = Guard::new(Offer::Md5);
    let (server, client) = start(&guard, PRIVATE).await;
    client.send(projects::get_group(GROUP)).await.unwrap();
    guard.forget();
    let response = client.execute(projects::get_group(GROUP)).await.unwrap();
    assert_eq!(response.status, 200);
    client.send(projects::get_group(GROUP)).await.unwrap();
    assert_eq!(server.count(), 5);
}

#[tokio::test]
async fn sends_each_body_once() {
    let guard = Guard::new(Offer::Md5);
    let (server, client) = start(&guard, PRIVATE).await;
    for _ in 0..3 {
        let group = types::Group::default().name("prod");
        client.send(projects::create_group(group)).await.unwrap();
    }
    let seen = server.seen();
    assert_eq!(seen.len(), 4);
    // A request without effect fetches the nonce.
    assert_eq!((seen[0].method.as_str(), seen[0].body.len()), ("GET", 0));
    for seen in &seen[1..] {
        assert_eq!(seen.method, "POST");
        assert_eq!(seen.body, br#"{"name":"prod"}"#);
    }
}

/// One attempt, however many requests authentication needs.
#[tokio::test]
async fn hooks_see_one_attempt_per_call() {
    #[derive(Clone, Default)]
    struct Count(Arc<Mutex<(u32, u32)>>);
    impl atlas_api::Hook for Count {
        fn before(&self, _: &atlas_api::Attempt<'_>, headers: &mut http::HeaderMap) {
            self.0.lock().unwrap().0 += 1;
            headers.insert("authorization", http::HeaderValue::from_static("forged"));
        }
        fn after(&self, _: &atlas_api::Attempt<'_>, _: &atlas_api::Outcome<'_>) {
            self.0.lock().unwrap().1 += 1;
        }
    }
    let guard = Guard::new(Offer::Md5);
    let checking = Arc::clone(&guard);
    let server = Faults::start(move |_, seen| checking.check(seen)).await;
    let count = Count::default();
    let client = client_with_key(&server.url).hook(count.clone());
    get_group(client).await;
    assert_eq!((server.count(), *count.0.lock().unwrap()), (2, (1, 1)));
}

#[tokio::test]
async fn resends_body_if_challenged_late() {
    // For example, a mock that knows only this operation.
    let guard = Guard::new(Offer::Md5);
    let guarding = Arc::clone(&guard);
    let server = Faults::start(move |_, seen| match seen.method.as_str() {
        "GET" => answer(404, &[], ""),
        _ => guarding.check(seen),
    });
    let server = server.await;
    let client = client_with_key(&server.url).build().unwrap();
    for _ in 0..2 {
        let operation = projects::create_group(types::Group::default());
        client.send(operation).await.unwrap();
    }
    let methods: Vec<_> = server.seen().into_iter().map(|seen| seen.method).collect();
    assert_eq!(methods, ["GET", "POST", "POST", "POST"]);
}

#[tokio::test]
async fn wrong_key_fails_after_one_attempt() {
    let guard = Guard::new(Offer::Md5);
    let (server, client) = start(&guard, "hush-another-key").await;
    let error = client.send(projects::get_group(GROUP)).await.unwrap_err();
    assert!(
        error.is_authentication() && !error.is_retryable(),
        "{error}"
    );
    assert_eq!(error.attempts(), 1);
    assert_presentable(&error);
    assert_eq!(server.count(), 2);
}

#[tokio::test]
async fn sends_no_key_to_service_without_digest() {
    let basic = |_: usize, _: &Seen| answer(401, &[("www-authenticate", "Basic realm=\"x\"")], "");
    let server = Faults::start(basic).await;
    let client = client_with_key(&server.url).build().unwrap();
    let error = client.send(projects::get_group(GROUP)).await.unwrap_err();
    assert!(error.is_authentication(), "{error}");
    assert_eq!(server.count(), 1);
}

#[tokio::test(flavor = "multi_thread")]
async fn concurrent_calls_share_a_nonce() {
    let guard = Guard::new(Offer::Md5);
    let (server, client) = start(&guard, PRIVATE).await;
    client.send(projects::get_group(GROUP)).await.unwrap();
    let calls: Vec<_> = (0..100)
        .map(|number| {
            let (client, guard) = (client.clone(), Arc::clone(&guard));
            tokio::spawn(async move {
                if number == 50 {
                    guard.forget();
                }
                client.send(projects::get_group(GROUP)).await.map(drop)
            })
        })
        .collect();
    for call in calls {
        call.await.unwrap().unwrap();
    }
    // At worst, all of them had the stale nonce.
    assert!((103..=202).contains(&server.count()), "{}", server.count());
}

#[test]
fn rejects_unusable_keys() {
    for (public, private, problem) in [
        ("", "hush", "public key is empty"),
        ("abc", "", "private key is empty"),
        ("mdb_sa_id_123", "hush", "MONGODB_ATLAS_CLIENT_ID"),
    ] {
        let credentials = Credentials::api_key(public, private);
        let error = Client::builder()
            .credentials(credentials)
            .build()
            .unwrap_err();
        assert!(error.is_authentication(), "{error}");
        assert!(error.to_string().contains(problem), "{error}");
        assert_presentable(&error);
    }
}

/// All of them request a nonce and get the same one. Its count must not restart.
#[tokio::test(flavor = "multi_thread")]
async fn concurrent_first_calls_share_a_nonce() {
    let guard = Guard::new(Offer::Md5);
    let (_server, client) = start(&guard, PRIVATE).await;
    let calls: Vec<_> = (0..20)
        .map(|_| {
            let client = client.clone();
            let operation = projects::create_group(types::Group::default().name("prod"));
            tokio::spawn(async move { client.send(operation).await.map(drop) })
        })
        .collect();
    for call in calls {
        call.await.unwrap().unwrap();
    }
    let mut counts = guard.state.lock().unwrap().counts.clone();
    counts.sort_unstable();
    assert_eq!(counts, (1..=20).collect::<Vec<_>>());
}
