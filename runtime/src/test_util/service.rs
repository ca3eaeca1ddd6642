//! Responses that the mock gives by itself, so that any credentials work. None of these requests is recorded.

use super::answer::Answer;
use super::request::Request;
use crate::json;
use http::Method;

const TOKEN: &str = "/api/oauth/token";
const REVOKE: &str = "/api/oauth/revoke";
/// The path at which a client with API keys asks for a challenge before it sends a body.
const PROBE: &str = "/api/atlas/v2";

/// The response to a request for a challenge: the mock asks for nothing, so the client continues without one.
pub(super) fn probe(request: &Request) -> Option<Answer> {
    let accepts_any = request
        .header("accept")
        .is_none_or(|accept| accept == "*/*");
    let anonymous = !request.headers().contains_key("authorization");
    let is_probe = *request.method() == Method::GET && request.path() == PROBE;
    (is_probe && accepts_any && anonymous).then(|| Answer::json(json!({})))
}

/// Issues a token to any service account, and accepts its revocation.
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
