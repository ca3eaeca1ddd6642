//! API keys: use, count, replacement and announcement of nonces.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex};

use http::HeaderValue;
use http::header::ACCEPT;

use super::*;

/// Creates a client whose probes reach the expectations of a test. The mock itself answers those that accept anything.
fn client(mock: &Mock) -> Client {
    let client = super::client(mock, Credentials::api_key("public", "hush"));
    client.with(|options| options.header(ACCEPT, HeaderValue::from_static("application/json")))
}

/// Returns a parameter of a header.
fn parameter<'a>(header: &'a str, name: &str) -> Option<&'a str> {
    let rest = header.split_once(&format!(" {name}="))?.1;
    Some(rest.split(',').next()?.trim_matches('"'))
}

/// How the service treats nonces.
#[derive(Clone, Copy, Default)]
struct Rules {
    /// How many requests a nonce is valid for.
    valid_for: Option<usize>,
    /// Whether a refusal says that only the nonce is wrong.
    says_stale: bool,
    /// Whether each response announces the next nonce.
    announces: bool,
    /// Whether every request is refused.
    refuses_all: bool,
}

/// The nonce and the count in a request. `None` if it answers no challenge.
type Answered = Option<(usize, u32)>;

/// A service that numbers its nonces and records the answers.
struct Service {
    mock: Mock,
    seen: Arc<Mutex<Vec<Answered>>>,
}

impl Service {
    fn start(rules: Rules) -> Self {
        let mock = Mock::start().unwrap();
        let seen = Arc::<Mutex<Vec<_>>>::default();
        let (log, nonces) = (Arc::clone(&seen), AtomicUsize::new(0));
        mock.on_other()
            .answer_with(move |request| answer(rules, request, &log, &nonces));
        Self { mock, seen }
    }

    fn seen(&self) -> Vec<Answered> {
        std::mem::take(&mut *self.seen.lock().unwrap())
    }
}

fn answer(
    rules: Rules,
    request: &Request,
    log: &Mutex<Vec<Answered>>,
    nonces: &AtomicUsize,
) -> Result<crate::Json, Answer> {
    let header = request.header("authorization");
    let answered = header.map(|header| {
        let nonce = parameter(header, "nonce").unwrap().parse().unwrap();
        let count = u32::from_str_radix(parameter(header, "nc").unwrap(), 16).unwrap();
        assert_eq!(parameter(header, "uri"), Some(PATH));
        (nonce, count)
    });
    log.lock().unwrap().push(answered);
    let is_valid = answered.is_some_and(|(nonce, count)| {
        let is_current = nonce + 1 >= nonces.load(Ordering::SeqCst);
        is_current && rules.valid_for.is_none_or(|times| count as usize <= times)
    });
    let next = || nonces.fetch_add(1, Ordering::SeqCst);
    if is_valid && !rules.refuses_all {
        let answer = Answer::json(json!({}));
        return Err(match rules.announces {
            true => answer.header("authentication-info", format!("nextnonce=\"{}\"", next())),
            false => answer,
        });
    }
    let stale = if answered.is_some() && rules.says_stale {
        ", stale=true"
    } else {
        ""
    };
    let challenge = format!(
        "Digest realm=\"r\", qop=\"auth\", nonce=\"{}\"{stale}",
        next()
    );
    Err(Answer::from(Failure::new(401, "NOT_YOU")).header("www-authenticate", challenge))
}

#[tokio::test]
async fn reuses_nonce_with_next_count() {
    let service = Service::start(Rules::default());
    let client = client(&service.mock);
    for _ in 0..3 {
        get(&client).await.unwrap();
    }
    let expected = [None, Some((0, 1)), Some((0, 2)), Some((0, 3))];
    assert_eq!(service.seen(), expected);
}

#[tokio::test]
async fn replaces_expired_nonce() {
    for says_stale in [false, true] {
        let rules = Rules {
            valid_for: Some(2),
            says_stale,
            ..Rules::default()
        };
        let service = Service::start(rules);
        let client = client(&service.mock);
        for _ in 0..3 {
            get(&client).await.unwrap();
        }
        let expected = [None, Some((0, 1)), Some((0, 2)), Some((0, 3)), Some((1, 1))];
        assert_eq!(service.seen(), expected);
        get(&client).await.unwrap();
        assert_eq!(service.seen(), [Some((1, 2))]);
    }
}

#[tokio::test]
async fn announced_nonce_saves_a_request() {
    let rules = Rules {
        valid_for: Some(1),
        announces: true,
        ..Rules::default()
    };
    let service = Service::start(rules);
    let client = client(&service.mock);
    for _ in 0..3 {
        get(&client).await.unwrap();
    }
    assert_eq!(
        service.seen(),
        [None, Some((0, 1)), Some((1, 1)), Some((2, 1))]
    );
}

/// With a wrong key, a fresh nonce is answered once. If the service calls each nonce stale, the next one is answered
/// too.
#[tokio::test]
async fn repeated_rejection_ends_the_call() {
    let refused = Rules {
        refuses_all: true,
        ..Rules::default()
    };
    for (says_stale, tries) in [(false, 2), (true, 4)] {
        let service = Service::start(Rules {
            says_stale,
            ..refused
        });
        let error = get(&client(&service.mock)).await.unwrap_err();
        assert!(error.is_code("NOT_YOU") && error.attempts() == 1, "{error}");
        let seen = service.seen();
        assert_eq!(seen.len(), tries, "{seen:?}");
        let answered: Vec<_> = seen.iter().map(Option::is_some).collect();
        assert_eq!(answered, [false, true, false, true][..tries]);
    }
}

#[tokio::test]
async fn sends_each_body_once() {
    let service = Service::start(Rules::default());
    let client = client(&service.mock);
    post(&client, "a").await.unwrap();
    post(&client, "b").await.unwrap();
    let requests = service.mock.requests();
    let sent: Vec<_> = requests
        .iter()
        .map(|it| {
            (
                it.path(),
                it.body().len(),
                it.header("authorization").is_some(),
            )
        })
        .collect();
    let expected = [
        ("/api/atlas/v2", 0, false),
        (PATH, 3, true),
        (PATH, 3, true),
    ];
    assert_eq!(sent, expected);
}

#[tokio::test]
async fn concurrent_first_bodies_wait_for_one_probe() {
    let service = Service::start(Rules::default());
    let client = client(&service.mock);
    let calls: Vec<_> = (0..20)
        .map(|_| {
            let client = client.clone();
            tokio::spawn(async move { post(&client, "a").await })
        })
        .collect();
    for call in calls {
        call.await.unwrap().unwrap();
    }
    let seen = service.seen();
    assert_eq!((seen.len(), seen[0]), (21, None));
    assert!(seen[1..].iter().all(Option::is_some));
}

/// A service without challenges is probed once. If the probe fails, the next call repeats it.
#[tokio::test]
async fn repeats_only_failed_probe() {
    let mock = Mock::start().unwrap();
    mock.on_path(Method::POST, PATH).reply(json!({}));
    mock.on_path(Method::GET, "/api/atlas/v2")
        .fault(test_util::Fault::Reset)
        .then()
        .reply(json!({}));
    let client = client(&mock);
    for _ in 0..3 {
        post(&client, "a").await.unwrap();
    }
    let requests = mock.requests();
    let sent: Vec<_> = requests.iter().map(Request::path).collect();
    assert_eq!(sent, ["/api/atlas/v2", PATH, "/api/atlas/v2", PATH, PATH]);
}

#[tokio::test]
async fn unanswerable_challenge_ends_the_call() {
    for challenge in [
        "Basic realm=\"r\"",
        "Digest realm=\"r\", nonce=\"\"",
        "Digest realm=\"r\", nonce=n, qop=other",
        "",
    ] {
        let mock = Mock::start().unwrap();
        let refusal = Answer::from(Failure::new(401, "NOT_YOU"));
        mock.on_path(Method::GET, PATH)
            .answer(refusal.header("www-authenticate", challenge));
        let error = get(&client(&mock)).await.unwrap_err();
        assert!(error.is_code("NOT_YOU"), "{error}");
        assert_eq!(authorizations(&mock), [None]);
    }
}

#[tokio::test]
async fn ignores_nonce_announced_by_rejection() {
    let mock = Mock::start().unwrap();
    let refusal = Answer::from(Failure::new(401, "NOT_YOU"))
        .header("www-authenticate", "Digest realm=\"r\", qop=auth, nonce=n")
        .header("authentication-info", "nextnonce=other");
    mock.on_path(Method::GET, PATH).answer(refusal);
    let client = client(&mock);
    for _ in 0..2 {
        get(&client).await.unwrap_err();
    }
    let sent = authorizations(&mock).into_iter().flatten();
    for header in sent {
        assert_eq!(parameter(&header, "nonce"), Some("n"));
    }
}

/// A name that is not ASCII is sent as `username*`, and a path is digested with its query.
#[tokio::test]
async fn answer_contains_user_and_path() {
    let mock = Mock::start().unwrap();
    mock.on_other()
        .answer_with(|request| match request.header("authorization") {
            Some(_) => Ok(json!({})),
            None => Err(Answer::from(Failure::new(401, "NOT_YOU")).header(
                "www-authenticate",
                "Digest realm=\"r\", qop=auth, nonce=n, opaque=\"a\\\"b\"",
            )),
        });
    let client = super::client(&mock, Credentials::api_key("püblic", "hush"));
    let call = client
        .request(Method::GET, PATH, "2024-08-05")
        .query("a b", "c");
    call.send().await.unwrap();
    let sent = authorizations(&mock).pop().unwrap().unwrap();
    assert_eq!(parameter(&sent, "username*"), Some("UTF-8''p%C3%BCblic"));
    assert_eq!(
        parameter(&sent, "uri"),
        Some("/api/atlas/v2/things?a%20b=c")
    );
    assert_eq!(parameter(&sent, "cnonce").unwrap().len(), 32);
    assert!(sent.contains(r#"opaque="a\"b""#), "{sent}");
    assert!(
        !sent.contains("userhash") && !sent.contains("algorithm"),
        "{sent}"
    );
}
