//! What the mock answers by itself, so that clients can work with any credentials. None of it is recorded.

use http::Method;
use serde_json::json;

use super::answer::Answer;
use super::request::Request;

const TOKEN: &str = "/api/oauth/token";
const REVOKE: &str = "/api/oauth/revoke";
/// Where a client with API keys asks for a challenge before it sends a body.
const PROBE: &str = "/api/atlas/v2";

/// What a client with API keys gets that asks for a challenge: there is none, so it goes on without.
pub(super) fn probe(request: &Request) -> Option<Answer> {
    let accepts_any = request
        .header("accept")
        .is_none_or(|accept| accept == "*/*");
    let anonymous = !request.headers().contains_key("authorization");
    let is_probe = *request.method() == Method::GET && request.path() == PROBE;
    (is_probe && accepts_any && anonymous).then(|| Answer::json(json!({})))
}

/// A token for any service account, and its revocation.
pub(super) fn token(request: &Request) -> Option<Answer> {
    match request.path() {
        _ if *request.method() != Method::POST => None,
        TOKEN => Some(Answer::json(json!({
            "access_token": "token-of-the-mock",
            "token_type": "Bearer",
            "expires_in": 3600,
        }))),
        REVOKE => Some(Answer::json(json!({}))),
        _ => None,
    }
}
