//! Answers every kind of challenge in a way that a strict server accepts.

use std::sync::{Arc, Mutex};

use atlas_api::{Credentials, projects, types};

use super::client_with_key;
use super::kinds::{Kind, PRIVATE, kinds};
use crate::client::support::faults::{Faults, Reaction, answer};
use crate::client::support::*;

/// A 401 with these challenges, byte for byte.
pub(super) fn challenge(headers: &[Vec<u8>]) -> Reaction {
    let mut head = b"HTTP/1.1 401 Unauthorized\r\ncontent-length: 0\r\n".to_vec();
    for header in headers {
        head.extend_from_slice(b"WWW-Authenticate: ");
        head.extend_from_slice(header);
        head.extend_from_slice(b"\r\n");
    }
    head.extend_from_slice(b"\r\n");
    Reaction::Answer(head)
}

/// Sends one request without a body and two with one. Returns what went wrong.
async fn verify_answers(kind: Kind) -> Result<(), String> {
    let Kind {
        headers, expected, ..
    } = kind;
    let problem = Arc::new(Mutex::new(None));
    let credentials = Credentials::api_key(expected.user.clone(), PRIVATE);
    let (problems, counted) = (Arc::clone(&problem), expected.qop.is_some());
    let server = Faults::start(move |number, seen| {
        if number == 0 {
            return challenge(&headers);
        }
        match expected.check(seen) {
            Ok(given) if given.nonce != expected.nonce => {
                *problems.lock().unwrap() = Some(format!("nonce {}", given.nonce));
            }
            Ok(given) if counted && given.count as usize != number => {
                *problems.lock().unwrap() = Some(format!("count {}", given.count));
            }
            Ok(_) => return answer(200, &[], "{}"),
            Err(wrong) => *problems.lock().unwrap() = Some(wrong),
        }
        answer(403, &[], "")
    })
    .await;
    let client = builder(&server.url)
        .credentials(credentials)
        .build()
        .unwrap();
    let mut result = client.send(projects::get_group(GROUP)).await.map(drop);
    for name in ["prod", "a, \"b\""] {
        if result.is_ok() {
            let operation = projects::create_group(types::Group::default().name(name));
            result = client.send(operation).await.map(drop);
        }
    }
    let wrong = problem.lock().unwrap().take();
    match (wrong, result, server.count()) {
        (Some(wrong), ..) => Err(wrong),
        (None, Err(error), _) => Err(error.to_string()),
        (None, Ok(()), 4) => Ok(()),
        (None, Ok(()), count) => Err(format!("{count} requests")),
    }
}

#[tokio::test]
async fn answers_every_kind_of_challenge() {
    let kinds = kinds();
    assert!(kinds.len() >= 26, "{}", kinds.len());
    let mut wrong = Vec::new();
    for kind in kinds {
        let name = kind.name;
        if let Err(problem) = verify_answers(kind).await {
            wrong.push(format!("{name}: {problem}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Otherwise the previous test would prove nothing.
#[tokio::test]
async fn test_server_rejects_wrong_key() {
    for mut kind in kinds() {
        kind.expected.key = "another key".to_owned();
        let problem = verify_answers(kind).await.unwrap_err();
        assert!(problem.contains("response"), "{problem}");
    }
}

#[tokio::test]
async fn returns_401_for_unanswerable_challenge() {
    for header in [
        r#"Digest realm="r", nonce="n", qop="auth", algorithm=SHA-1024"#,
        r#"Digest realm="r", nonce="n", qop="auth-conf""#,
        r#"Digest realm="r", nonce="", qop="auth""#,
        r#"Digest nonce="n", qop="auth""#,
        r#"Digest realm="r", nonce="n"#,
        "Digest",
        "Basic realm=\"r\"",
        "",
    ] {
        let header = header.as_bytes().to_vec();
        let server = Faults::start(move |_, _| challenge(std::slice::from_ref(&header))).await;
        let client = client_with_key(&server.url).build().unwrap();
        let error = client.send(projects::get_group(GROUP)).await.unwrap_err();
        assert!(error.is_authentication(), "{error}");
        assert_presentable(&error);
        assert_eq!(server.count(), 1);
    }
}
