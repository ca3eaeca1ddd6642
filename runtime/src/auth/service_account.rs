//! Tokens of a service account: OAuth 2 client credentials (RFC 6749, section 4.4) and revocation
//! (RFC 7009).

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use bytes::Bytes;
use http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE};
use http::{HeaderValue, Method};
use reqwest::Request;
use secrecy::{ExposeSecret, SecretString};
use serde_json::Value as Json;
use zeroize::{Zeroize, Zeroizing};

use super::secret_header::{basic, bearer};
use super::tokens::{Fetch, Fetched};
use crate::credentials::access_token::AccessToken;
use crate::credentials::token_store::DynTokenStore;
use crate::message::call::Call;
use crate::message::error::kinds::{Error, Received};
use crate::message::percent::encode_secret;
use crate::transport::futures::BoxFuture;
use crate::transport::http_client::Http;
use crate::transport::options::Options;
use crate::transport::sending::{Answer, Reading, Sending};

const TOKEN: &str = "/api/oauth/token";
const REVOKE: &str = "/api/oauth/revoke";
/// The media type of requests to the token endpoint.
const FORM: HeaderValue = HeaderValue::from_static("application/x-www-form-urlencoded");
const JSON: HeaderValue = HeaderValue::from_static("application/json");

/// How many times in a row getting a token may fail. The rate limit of about ten requests a minute does not count.
const FAILURES: u32 = 5;
/// How long to wait after a 429 without `Retry-After`.
const RATE_LIMITED: Duration = Duration::from_secs(6);
/// The longest wait before the next try, whatever the service demands.
const LONGEST: Duration = Duration::from_secs(600);

/// A service account in use.
pub(super) struct ServiceAccount {
    pub(super) id: String,
    pub(super) secret: SecretString,
    pub(super) store: Option<Arc<dyn DynTokenStore>>,
    pub(super) http: Http,
    pub(super) base_url: String,
    pub(super) options: Options,
}

impl ServiceAccount {
    async fn request_token(&self) -> Result<AccessToken, Error> {
        let form = Bytes::from_static(b"grant_type=client_credentials");
        let answer = self.post(TOKEN, form).await?;
        let mut json: Json = serde_json::from_slice(&answer.body).unwrap_or_default();
        if let Ok(mut body) = answer.body.try_into_mut() {
            body.zeroize();
        }
        let Some(Json::String(token)) = json.get_mut("access_token").map(Json::take) else {
            let received = Received {
                status: answer.status,
                headers: answer.headers,
                // It may contain anything.
                body: None,
            };
            let call = Call::raw(Method::POST, TOKEN);
            let paths = vec!["$.access_token".to_owned()];
            return Err(Error::decode(call, received, paths));
        };
        let token = AccessToken::new(token);
        check_type(json.get("token_type"))?;
        let life = lifetime(json.get("expires_in"));
        let end = life.and_then(|life| SystemTime::now().checked_add(life));
        Ok(match end {
            Some(end) => token.expiring_at(end),
            None => token,
        })
    }

    async fn post(&self, path: &str, form: Bytes) -> Result<Answer, Error> {
        let call = Call::raw(Method::POST, path);
        let input = |problem: &str| Error::input(call.clone(), problem.to_owned());
        let url = format!("{}{path}", self.base_url).parse();
        let mut request = Request::new(
            Method::POST,
            url.map_err(|_| input("the base URL and the path are not a URL"))?,
        );
        let headers = request.headers_mut();
        self.options.set_headers(headers);
        let caller = basic(&self.id, self.secret.expose_secret());
        headers.insert(
            AUTHORIZATION,
            caller.ok_or_else(|| {
                input("the id or secret of the service account can't be sent in a header")
            })?,
        );
        headers.insert(ACCEPT, JSON);
        headers.insert(CONTENT_TYPE, FORM);
        *request.body_mut() = Some(form.into());
        let sending = Sending {
            http: &self.http,
            origin: &self.base_url,
            call: &call,
            timeout: self.options.timeout,
            deadline: None,
            max_body_bytes: self.options.max_body_bytes,
        };
        sending.send(request, Reading::Whole).await
    }
}

/// RFC 6749, section 7.1: a client must not use a token whose type it does not know.
fn check_type(token_type: Option<&Json>) -> Result<(), Error> {
    let name = match token_type {
        None | Some(Json::Null) => return Ok(()),
        Some(Json::String(name)) if name.eq_ignore_ascii_case("bearer") => return Ok(()),
        Some(Json::String(name)) => name,
        Some(_) => "",
    };
    // It may contain anything.
    let is_name = (1..=20).contains(&name.len()) && name.bytes().all(|b| b.is_ascii_alphanumeric());
    let name = if is_name { name } else { "an unknown type" };
    Err(Error::authentication(format!(
        "POST {TOKEN}: the service issued a token of type `{name}`, but only `Bearer` can be used"
    )))
}

/// Reads `expires_in`: seconds, which some servers write as a string or as a fraction. `None` if the expiry is not in
/// the future. Such a token is used until it is refused.
fn lifetime(expires_in: Option<&Json>) -> Option<Duration> {
    let seconds = match expires_in? {
        Json::String(text) => text.trim().parse().ok()?,
        number => number.as_f64()?,
    };
    // With a shorter lifetime, each call would need its own token.
    Some(seconds)
        .filter(|seconds| *seconds >= 1.0)
        .and_then(|seconds| Duration::try_from_secs_f64(seconds).ok())
}

impl Fetch for ServiceAccount {
    fn fetch(&self, previous: Option<AccessToken>) -> BoxFuture<'_, Result<Fetched, Error>> {
        Box::pin(async move {
            if let Some(token) = self.kept().await {
                let is_previous = previous.is_some_and(|it| it.secret() == token.secret());
                if !is_previous {
                    let is_new = false;
                    return Ok(Fetched { token, is_new });
                }
            }
            let token = self.request_token().await?;
            let is_new = true;
            Ok(Fetched { token, is_new })
        })
    }

    fn pause(&self, error: &Error, failures: u32) -> Option<Duration> {
        let retry = &self.options.retry;
        if error.status().is_some_and(|status| status == 429) {
            let wait = error.retry_after().unwrap_or(RATE_LIMITED);
            // Programs that share an account should not all retry at once.
            return Some(wait.min(LONGEST) + retry.backoff(1) / 4);
        }
        let asked = error.retry_after().unwrap_or_default().min(LONGEST);
        let wait = asked.max(retry.backoff(failures));
        (error.is_retryable() && failures < FAILURES).then_some(wait)
    }

    fn keep<'a>(&'a self, token: &'a AccessToken) -> BoxFuture<'a, ()> {
        Box::pin(async move {
            if let Some(store) = &self.store {
                store.save(Some(token)).await;
            }
        })
    }

    /// An unusable token counts as not stored, and is replaced.
    fn kept(&self) -> BoxFuture<'_, Option<AccessToken>> {
        Box::pin(async move {
            let token = self.store.as_ref()?.load().await?;
            (!token.is_over() && bearer(token.secret()).is_ok()).then_some(token)
        })
    }

    fn revoke<'a>(&'a self, token: &'a AccessToken) -> BoxFuture<'a, Result<(), Error>> {
        Box::pin(async move {
            let secret = token.secret();
            let mut form = Zeroizing::new(String::with_capacity(64 + 3 * secret.len()));
            form.push_str("token=");
            form.push_str(&encode_secret(secret));
            form.push_str("&token_type_hint=access_token");
            self.post(REVOKE, Bytes::from_owner(form)).await?;
            if let Some(store) = &self.store {
                // Another program may have replaced it.
                let kept = store.load().await;
                if kept.is_some_and(|kept| kept.secret() == secret) {
                    store.save(None).await;
                }
            }
            Ok(())
        })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::transport::retry::RetryPolicy;

    #[test]
    fn reads_lifetime_in_any_notation() {
        for (expires_in, seconds) in [
            (json!(3600), 3600.0),
            (json!(3600.5), 3600.5),
            (json!("3600"), 3600.0),
            (json!(" 3600.0 "), 3600.0),
            (json!(1), 1.0),
        ] {
            let life = lifetime(Some(&expires_in)).unwrap();
            assert_eq!(life.as_secs_f64(), seconds, "{expires_in}");
        }
        for unknown in [
            json!(0),
            json!(-1),
            json!(0.001),
            json!(1e300),
            json!(u64::MAX),
            json!("NaN"),
            json!("inf"),
            json!("soon"),
            json!(""),
            json!(null),
            json!(true),
            json!([3600]),
        ] {
            assert_eq!(lifetime(Some(&unknown)), None, "{unknown}");
        }
        assert_eq!(lifetime(None), None);
    }

    #[test]
    fn accepts_only_bearer_tokens() {
        for known in [
            json!(null),
            json!("Bearer"),
            json!("bearer"),
            json!("BEARER"),
        ] {
            check_type(Some(&known)).unwrap();
        }
        check_type(None).unwrap();
        for (other, shown) in [
            (json!("mac"), "`mac`"),
            (json!("DPoP"), "`DPoP`"),
            (json!(""), "unknown"),
            (json!("a\nb"), "unknown"),
            (json!(1), "unknown"),
        ] {
            let error = check_type(Some(&other)).unwrap_err();
            assert!(error.is_authentication(), "{error}");
            assert!(error.to_string().contains(shown), "{error}");
        }
    }

    #[tokio::test]
    async fn pauses_as_long_as_the_token_endpoint_asks_within_bounds() {
        let base = Duration::from_secs(4);
        let account = ServiceAccount {
            id: "mdb_sa_id_1".to_owned(),
            secret: "hush".into(),
            store: None,
            http: Http::new(reqwest::Client::new()),
            base_url: "http://127.0.0.1".to_owned(),
            options: Options {
                retry: RetryPolicy::default().base(base),
                ..Options::default()
            },
        };
        let failed = |status: u16, retry_after: &str| {
            let mut headers = http::HeaderMap::new();
            headers.insert("retry-after", retry_after.parse().unwrap());
            let status = http::StatusCode::from_u16(status).unwrap();
            Error::from_response(
                Call::raw(Method::POST, TOKEN),
                status,
                headers,
                Bytes::new(),
            )
        };
        // A rate limit passes, however often it is met.
        for (asked, seconds) in [("", 6), ("0", 0), ("7", 7), ("600", 600), ("601", 600)] {
            let least = Duration::from_secs(seconds);
            for failures in 0..100 {
                let pause = account.pause(&failed(429, asked), failures).unwrap();
                assert!(
                    (least..=least + base / 4).contains(&pause),
                    "{asked}: {pause:?}"
                );
            }
        }
        for (asked, least) in [("", 0), ("20", 20), ("600", 600), ("601", 600)] {
            let least = Duration::from_secs(least);
            let pause = account.pause(&failed(503, asked), 1).unwrap();
            assert!(
                (least..=least.max(base)).contains(&pause),
                "{asked}: {pause:?}"
            );
        }
        for (status, failures, is_repeated) in [
            (503, 1, true),
            (503, 4, true),
            (503, 5, false),
            (503, 6, false),
            (401, 1, false),
        ] {
            let pause = account.pause(&failed(status, ""), failures);
            assert_eq!(pause.is_some(), is_repeated, "{status}, {failures}");
        }
    }
}
