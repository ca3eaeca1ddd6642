//! Callers: service accounts, their tokens, their roles, and their rate limits.

use std::collections::BTreeMap;
use std::time::Duration;

use atlas_api::test_util::{Answer, Failure, Request};
use atlas_api::{OperationMeta, codes};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::json;

use crate::clock::{self, Moment};
use crate::ids::ORGANIZATION;
use crate::state::{Record, State, Token};

/// The path of the list of all service accounts.
pub fn list() -> String {
    format!("orgs/{ORGANIZATION}/serviceAccounts")
}

/// Responds to a request for a token or its revocation: OAuth 2.0 client credentials (RFC 6749) and RFC 7009.
pub fn oauth(state: &mut State, request: &Request, lifetime: Duration) -> Answer {
    let Some(account) = client(state, request) else {
        return oauth_error(401, "invalid_client");
    };
    let body = String::from_utf8_lossy(request.body()).into_owned();
    let form: BTreeMap<String, String> = form_urlencoded::parse(body.as_bytes())
        .into_owned()
        .collect();
    if request.path().ends_with("/revoke") {
        let token = form.get("token").map(String::as_str).unwrap_or_default();
        let is_own = |token: &Token| token.account == account;
        if state.tokens.get(token).is_some_and(is_own) {
            state.tokens.remove(token);
        }
        return Answer::json(atlas_api::json!({}));
    }
    if form.get("grant_type").map(String::as_str) != Some("client_credentials") {
        return oauth_error(400, "unsupported_grant_type");
    }
    let text = format!("sandbox.{}.{}", state.new_id(), clock::now());
    let token = Token {
        account,
        expires: clock::after(lifetime),
    };
    state.tokens.insert(text.clone(), token);
    let seconds = lifetime.as_secs();
    Answer::json(
        atlas_api::json!({"access_token": text, "token_type": "Bearer", "expires_in": seconds}),
    )
}

/// The service account whose id and secret a request contains.
fn client(state: &State, request: &Request) -> Option<String> {
    let encoded = request.header("authorization")?.strip_prefix("Basic ")?;
    let decoded = String::from_utf8(STANDARD.decode(encoded).ok()?).ok()?;
    let (id, secret) = decoded.split_once(':')?;
    let account = state.find(&list(), "clientId", id)?;
    let secrets = account.value["secrets"].as_array()?.iter();
    let mut valid = secrets.filter(|it| {
        let expires = it["expiresAt"].as_str().and_then(clock::read);
        expires.is_some_and(|expires| expires > clock::now())
    });
    let text = |it: &serde_json::Value| account.hidden["secrets"][it["id"].as_str()?].as_str();
    let is_known = valid.any(|it| text(it) == Some(secret));
    is_known.then(|| id.to_owned())
}

fn oauth_error(status: u16, error: &str) -> Answer {
    Answer::json(atlas_api::json!({"error": error})).status(status)
}

/// The service account whose token a request contains.
pub fn caller(state: &State, request: &Request) -> Result<Record, Answer> {
    let header = request.header("authorization").unwrap_or_default();
    let Some(token) = header.strip_prefix("Bearer ") else {
        return Err(unauthorized("the request has no access token"));
    };
    let known = state.tokens.get(token);
    let known = known.filter(|known| known.expires > clock::now());
    let account = known.and_then(|known| state.find(&list(), "clientId", &known.account));
    let account = account.cloned();
    account.ok_or_else(|| unauthorized("the access token is unknown, or it has expired"))
}

fn unauthorized(detail: &str) -> Answer {
    // The service has no error code here.
    let body = json!({"error": 401, "reason": "Unauthorized", "detail": detail});
    let response = atlas_api::http::Response::new(body.to_string());
    let answer = Answer::from(response).status(401);
    let challenge = "Bearer realm=\"sandbox\"";
    answer
        .header("content-type", "application/json")
        .header("www-authenticate", challenge)
}

/// Whether an account has access to a project.
pub fn sees(account: &Record, project: &str) -> bool {
    let roles = account.value["roles"].as_array().into_iter().flatten();
    let mut roles = roles.filter_map(serde_json::Value::as_str);
    roles.any(|it| matches!(it, "ORG_OWNER" | "ORG_READ_ONLY"))
        || account.hidden["groups"][project].is_array()
}

/// Checks that the caller has one of the roles that the operation requires, in the project or the organization of the
/// request.
pub fn authorize(
    account: &Record,
    operation: &OperationMeta,
    request: &Request,
) -> Result<(), Failure> {
    let texts = |roles: &serde_json::Value| -> Vec<String> {
        let roles = roles.as_array().into_iter().flatten();
        let roles = roles.filter_map(serde_json::Value::as_str);
        roles.map(str::to_owned).collect()
    };
    let mut roles = texts(&account.value["roles"]);
    let is_owner = roles.iter().any(|role| role == "ORG_OWNER");
    if let Some(project) = request.path_argument("groupId") {
        if !sees(account, project) {
            let failure = Failure::new(401, codes::USER_UNAUTHORIZED).parameters([project]);
            return Err(failure.detail("the caller has no role in this project"));
        }
        // Every role of a project permits reading it.
        roles.push("GROUP_READ_ONLY".to_owned());
        roles.extend(texts(&account.hidden["groups"][project]));
    }
    // Every role of an organization includes membership.
    roles.push("ORG_MEMBER".to_owned());
    let has = |role: &str| {
        let owner = role.starts_with("GROUP_") && roles.iter().any(|it| it == "GROUP_OWNER");
        owner || roles.iter().any(|it| it == role)
    };
    let required = operation.roles;
    if is_owner || required.is_empty() || required.iter().any(|role| has(&code(role))) {
        return Ok(());
    }
    let failure = Failure::new(403, codes::ACCESS_FORBIDDEN);
    let required = required.join(" or ");
    Err(failure.detail(format!("the caller lacks the role {required}")))
}

/// The code of a role that the spec names for people.
fn code(role: &str) -> String {
    match role {
        "Organization Project Creator" => "ORG_GROUP_CREATOR".to_owned(),
        "Organization Billing Viewer" => "ORG_BILLING_READ_ONLY".to_owned(),
        role => {
            let code = role.to_ascii_uppercase().replace(' ', "_");
            let code = code.replacen("PROJECT_", "GROUP_", 1);
            code.replacen("ORGANIZATION_", "ORG_", 1)
        }
    }
}

/// How many calls each account made in the current minute.
#[derive(Default)]
pub struct Limits {
    began: Moment,
    calls: BTreeMap<String, u32>,
}

impl Limits {
    /// Counts a call. Returns the number of remaining calls, or an error if there are none.
    pub fn count(&mut self, account: &str, limit: u32) -> Result<u32, Answer> {
        let now = clock::now();
        let minute = 60_000;
        if now - self.began >= minute {
            *self = Self {
                began: now,
                calls: BTreeMap::new(),
            };
        }
        let calls = self.calls.entry(account.to_owned()).or_default();
        if *calls >= limit {
            let left = (self.began + minute - now).clamp(0, minute);
            let seconds = (left + 999) / 1_000;
            let failure = Failure::new(429, codes::RATE_LIMITED);
            let answer = Answer::from(failure.detail("too many requests in this minute"));
            let answer = answer.header("retry-after", seconds);
            return Err(answer
                .header("ratelimit-limit", limit)
                .header("ratelimit-remaining", 0));
        }
        *calls += 1;
        Ok(limit - *calls)
    }
}
