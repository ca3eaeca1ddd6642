//! Tokens of a service account: OAuth 2 client credentials (RFC 6749, section 4.4) and revocation
//! (RFC 7009).

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use http::header::{ACCEPT, AUTHORIZATION, CONTENT_TYPE};
use http::{HeaderMap, HeaderValue, Method};
use secrecy::{ExposeSecret, SecretString};
use serde_json::Value as Json;
use tokio::time::sleep;

use super::tokens::Fetch;
use crate::credentials::access_token::AccessToken;
use crate::credentials::token_store::DynTokenStore;
use crate::message::call::Call;
use crate::message::error::kinds::{Error, Received};
use crate::message::percent::encode;
use crate::transport::futures::BoxFuture;
use crate::transport::options::Options;
use crate::transport::sending::{Answer, Reading, Sending};
use crate::transport::trace;

const TOKEN: &str = "/api/oauth/token";
const REVOKE: &str = "/api/oauth/revoke";
/// What the token endpoint is sent, and what it answers.
const FORM: HeaderValue = HeaderValue::from_static("application/x-www-form-urlencoded");
const JSON: HeaderValue = HeaderValue::from_static("application/json");

/// How often getting a token may fail in a row. The rate limit of the token endpoint, about ten requests
/// a minute, does not count: it is sat out, and the calls that wait give up by their own deadlines.
const FAILURES: u32 = 5;
/// How long to wait after a 429 that does not say it.
const RATE_LIMITED: Duration = Duration::from_secs(6);
/// The longest wait for the next try, whatever the service asks.
const LONGEST: Duration = Duration::from_secs(600);

/// A service account at work.
pub(super) struct ServiceAccount {
    pub(super) id: String,
    pub(super) secret: SecretString,
    pub(super) store: Option<Arc<dyn DynTokenStore>>,
    pub(super) http: reqwest::Client,
    pub(super) base_url: String,
    pub(super) options: Options,
}

impl ServiceAccount {
    /// The token that an earlier run has left, unless it is of no use.
    async fn stored(&self, previous: Option<&AccessToken>) -> Option<AccessToken> {
        let token = self.store.as_ref()?.load().await?;
        let is_previous = previous.is_some_and(|previous| previous.secret() == token.secret());
        (!is_previous && !token.is_over() && !token.secret().is_empty()).then_some(token)
    }

    async fn request_token(&self) -> Result<AccessToken, Error> {
        let form = "grant_type=client_credentials".to_owned();
        let answer = self.post(TOKEN, form).await?;
        let json: Option<Json> = serde_json::from_slice(&answer.body).ok();
        let field = |name: &str| json.as_ref()?.get(name);
        let Some(token) = field("access_token").and_then(Json::as_str) else {
            let received = Received {
                status: answer.status,
                headers: answer.headers,
                // Who knows what is in it.
                body: None,
            };
            let call = Call::raw(Method::POST, TOKEN);
            let paths = vec!["$.access_token".to_owned()];
            return Err(Error::decode(call, received, paths));
        };
        let token = AccessToken::new(token);
        let seconds = field("expires_in").and_then(|seconds| {
            let text = seconds.as_str().and_then(|text| text.parse().ok());
            seconds.as_u64().or(text)
        });
        let life = seconds.map(Duration::from_secs);
        let end = life.and_then(|life| SystemTime::now().checked_add(life));
        Ok(match end {
            Some(end) => token.expiring_at(end),
            None => token,
        })
    }

    /// How long to wait after so many failures; `None` if there is nothing to hope for.
    fn wait(&self, error: &Error, failures: u32) -> Option<Duration> {
        let retry = &self.options.retry;
        if error.status().is_some_and(|status| status == 429) {
            let wait = error.retry_after().unwrap_or(RATE_LIMITED);
            // Programs that share an account shall not come back all at once.
            return Some(wait.min(LONGEST) + retry.backoff(1) / 4);
        }
        let asked = error.retry_after().unwrap_or_default().min(LONGEST);
        let wait = asked.max(retry.backoff(failures));
        (error.is_retryable() && failures < FAILURES).then_some(wait)
    }

    async fn post(&self, path: &str, form: String) -> Result<Answer, Error> {
        let call = Call::raw(Method::POST, path);
        // RFC 6749, section 2.3.1: both are encoded as in a form first.
        let secret = encode(self.secret.expose_secret());
        let mut headers = HeaderMap::new();
        self.options.set_headers(&mut headers);
        headers.remove(AUTHORIZATION);
        headers.insert(ACCEPT, JSON);
        headers.insert(CONTENT_TYPE, FORM);
        let request = self
            .http
            .post(format!("{}{path}", self.base_url))
            .headers(headers)
            .basic_auth(encode(&self.id), Some(secret))
            .body(form);
        let request = request
            .build()
            .map_err(|error| Error::input(call.clone(), error.without_url().to_string()))?;
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

impl Fetch for ServiceAccount {
    fn fetch(&self, previous: Option<AccessToken>) -> BoxFuture<'_, Result<AccessToken, Error>> {
        Box::pin(async move {
            if let Some(token) = self.stored(previous.as_ref()).await {
                return Ok(token);
            }
            let (mut tries, mut failures) = (0, 0);
            loop {
                tries += 1;
                let error = match self.request_token().await {
                    Ok(token) => {
                        if let Some(store) = &self.store {
                            store.save(Some(&token)).await;
                        }
                        return Ok(token);
                    }
                    Err(error) => error,
                };
                if error.status().is_none_or(|status| status != 429) {
                    failures += 1;
                }
                let Some(wait) = self.wait(&error, failures) else {
                    return Err(error.after_attempts(tries));
                };
                trace::token_delayed(&error, wait);
                sleep(wait).await;
            }
        })
    }

    fn revoke(&self, token: Option<AccessToken>) -> BoxFuture<'_, Result<(), Error>> {
        Box::pin(async move {
            let token = match (token, &self.store) {
                (None, Some(store)) => store.load().await,
                (token, _) => token,
            };
            let Some(token) = token else { return Ok(()) };
            let form = format!(
                "token={}&token_type_hint=access_token",
                encode(token.secret())
            );
            self.post(REVOKE, form).await?;
            if let Some(store) = &self.store {
                store.save(None).await;
            }
            Ok(())
        })
    }
}
