//! Applies the credentials of a client: sets `Authorization`, and reacts to a 401.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use http::header::AUTHORIZATION;
use http::{HeaderMap, HeaderValue};
use secrecy::ExposeSecret;
use tokio::sync::MutexGuard;

#[cfg(feature = "digest")]
use super::digest::{ApiKey, Retry, Session};
use super::secret_header::bearer;
use super::service_account::ServiceAccount;
use super::tokens::{Held, ProgramsOwn, Tokens};
use crate::credentials::kinds::{Credentials, Kind};
use crate::message::call::Call;
use crate::message::error::kinds::Error;
use crate::transport::authorize::Authorize;
use crate::transport::http_client::Http;
use crate::transport::options::Options;

/// The credentials of a client in use, until the client is closed.
pub(crate) struct Authenticator {
    caller: Caller,
    is_closed: AtomicBool,
}

/// Who calls, with the tokens and nonces.
enum Caller {
    Anonymous,
    Bearer(HeaderValue),
    Tokens(Arc<Tokens>),
    #[cfg(feature = "digest")]
    ApiKey(ApiKey),
}

/// How a request was authorized.
pub(crate) enum Proof {
    /// With fixed credentials, which can't be renewed.
    Fixed,
    Token(Arc<Held>),
    /// The session, or `None` without one.
    #[cfg(feature = "digest")]
    Digest(Option<Arc<Session>>),
}

impl Authenticator {
    pub(crate) fn new(
        credentials: Option<&Credentials>,
        http: &Http,
        base_url: &str,
        options: &Options,
    ) -> Result<Self, Error> {
        let caller = match credentials {
            Some(credentials) => Caller::new(credentials, http, base_url, options)?,
            None => Caller::Anonymous,
        };
        Ok(Self {
            caller,
            is_closed: AtomicBool::new(false),
        })
    }

    /// Revokes the access token, so that nobody can use it any longer.
    pub(crate) async fn revoke(&self) -> Result<(), Error> {
        if self.is_closed.load(Ordering::Acquire) {
            return Err(Error::closed(None));
        }
        match &self.caller {
            Caller::Tokens(tokens) => tokens.revoke().await,
            _ => Err(Error::setting(
                "only the token of a service account can be revoked".to_owned(),
            )),
        }
    }

    /// Stops authorizing requests, and revokes the access token, if there is one.
    pub(crate) async fn close(&self) -> Result<(), Error> {
        self.is_closed.store(true, Ordering::Release);
        match &self.caller {
            Caller::Tokens(tokens) => tokens.close().await,
            _ => Ok(()),
        }
    }
}

impl Caller {
    fn new(
        credentials: &Credentials,
        http: &Http,
        base_url: &str,
        options: &Options,
    ) -> Result<Self, Error> {
        credentials.check()?;
        Ok(match credentials.kind() {
            Kind::BearerToken(token) => Self::Bearer(bearer(token.expose_secret())?),
            Kind::ServiceAccount { id, secret, store } => {
                Self::Tokens(Tokens::new(ServiceAccount {
                    id: id.clone(),
                    secret: secret.clone(),
                    store: store.clone(),
                    http: http.clone(),
                    base_url: base_url.to_owned(),
                    options: options.clone(),
                }))
            }
            Kind::TokenSource(source) => Self::Tokens(Tokens::new(ProgramsOwn(source.clone()))),
            #[cfg(feature = "digest")]
            Kind::ApiKey { public, private } => {
                Self::ApiKey(ApiKey::new(public.clone(), private.clone()))
            }
        })
    }
}

impl Authorize for Authenticator {
    type Proof = Proof;

    fn check_open(&self, call: &Call) -> Result<(), Error> {
        match self.is_closed.load(Ordering::Acquire) {
            true => Err(Error::closed(Some(call.clone()))),
            false => Ok(()),
        }
    }

    async fn turn_to_probe(&self, request: &reqwest::Request) -> Option<MutexGuard<'_, ()>> {
        match &self.caller {
            #[cfg(feature = "digest")]
            Caller::ApiKey(key) => key.turn_to_probe(request).await,
            _ => {
                let _ = request;
                None
            }
        }
    }

    fn probed(&self, answer: Option<&Error>) {
        match &self.caller {
            #[cfg(feature = "digest")]
            Caller::ApiKey(key) => key.probed(answer),
            _ => {
                let _ = answer;
            }
        }
    }

    async fn authorize(
        &self,
        call: &Call,
        request: &mut reqwest::Request,
        refused: Option<Self::Proof>,
    ) -> Result<Option<Self::Proof>, Error> {
        let headers = request.headers_mut();
        if !matches!(self.caller, Caller::Anonymous) {
            headers.remove(AUTHORIZATION);
        }
        let (header, proof) = match &self.caller {
            Caller::Anonymous => return Ok(Some(Proof::Fixed)),
            Caller::Bearer(header) => (header.clone(), Proof::Fixed),
            Caller::Tokens(tokens) => {
                let refused = match &refused {
                    Some(Proof::Token(held)) => Some(held),
                    _ => None,
                };
                let Some(held) = tokens.get(call, refused).await? else {
                    return Ok(None);
                };
                (held.header().clone(), Proof::Token(held))
            }
            #[cfg(feature = "digest")]
            Caller::ApiKey(key) => {
                let retry = match refused {
                    Some(Proof::Digest(Some(session))) => Some(Retry::With(session)),
                    Some(Proof::Digest(None)) => Some(Retry::FromChallenge),
                    _ => None,
                };
                match key.respond(call, request, retry)? {
                    Some((header, session)) => (header, Proof::Digest(Some(session))),
                    None => return Ok(Some(Proof::Digest(None))),
                }
            }
        };
        request.headers_mut().insert(AUTHORIZATION, header);
        Ok(Some(proof))
    }

    fn accepted(&self, proof: &Self::Proof, headers: &HeaderMap) {
        match (&self.caller, proof) {
            (Caller::Tokens(tokens), Proof::Token(held)) => tokens.accepted(held),
            #[cfg(feature = "digest")]
            (Caller::ApiKey(key), Proof::Digest(Some(session))) => key.accepted(session, headers),
            _ => {
                let _ = headers;
            }
        }
    }

    fn renews(&self, proof: &Self::Proof, error: &Error, renewed: u32) -> Option<Self::Proof> {
        if error.api().is_none_or(|failure| failure.status() != 401) {
            return None;
        }
        match (&self.caller, proof) {
            (Caller::Tokens(_), Proof::Token(held)) if renewed == 0 => {
                Some(Proof::Token(Arc::clone(held)))
            }
            (Caller::Tokens(tokens), Proof::Token(_)) => {
                tokens.replacement_was_refused();
                None
            }
            #[cfg(feature = "digest")]
            (Caller::ApiKey(key), Proof::Digest(session)) => {
                match key.renews(session.as_ref(), error, renewed)? {
                    Retry::With(session) => Some(Proof::Digest(Some(session))),
                    Retry::FromChallenge => Some(Proof::Digest(None)),
                }
            }
            _ => None,
        }
    }
}

impl std::fmt::Debug for Authenticator {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self.caller {
            Caller::Anonymous => "Anonymous",
            Caller::Bearer(_) => "Bearer",
            Caller::Tokens(_) => "Tokens",
            #[cfg(feature = "digest")]
            Caller::ApiKey(_) => "Digest",
        })
    }
}

#[cfg(all(test, feature = "digest"))]
mod tests {
    use bytes::Bytes;
    use http::{Method, StatusCode};

    use super::*;

    /// A nonce may be valid for only one request.
    #[tokio::test]
    async fn each_refused_call_answers_its_own_challenge() {
        let credentials = Credentials::api_key("public", "hush");
        let http = Http::new(reqwest::Client::new());
        let url = "http://localhost/things";
        let auth = Authenticator::new(Some(&credentials), &http, url, &Options::default()).unwrap();
        let call = Call::raw(Method::GET, "/things");
        // Both calls were sent before a nonce was known.
        let challenged = ["first", "second"].map(|nonce| {
            let mut headers = HeaderMap::new();
            let challenge = format!("Digest realm=\"r\", qop=\"auth\", nonce=\"{nonce}\"");
            headers.insert("www-authenticate", challenge.parse().unwrap());
            let status = StatusCode::UNAUTHORIZED;
            let error = Error::from_response(call.clone(), status, headers, Bytes::new());
            (nonce, auth.renews(&Proof::Digest(None), &error, 0))
        });
        for (nonce, proof) in challenged {
            assert!(proof.is_some());
            let mut request = reqwest::Request::new(Method::GET, url.parse().unwrap());
            auth.authorize(&call, &mut request, proof).await.unwrap();
            let header = request.headers()[AUTHORIZATION].to_str().unwrap();
            assert!(header.contains(&format!("nonce=\"{nonce}\"")), "{header}");
            assert!(header.contains("nc=00000001"), "{header}");
        }
    }
}
