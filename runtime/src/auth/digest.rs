//! API keys: HTTP Digest (RFC 7616). The nonce is used again with its counter, so that a steady client
//! sends one request for each call.

use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use http::HeaderValue;
use http::header::WWW_AUTHENTICATE;
use http_auth::digest::{Algorithm, Qop};
use http_auth::{DigestClient, PasswordParams, parse_challenges};
use secrecy::{ExposeSecret, SecretString};

use crate::message::call::Call;
use crate::message::error::kinds::Error;

/// An API key at work.
pub(crate) struct Digest {
    public: String,
    private: SecretString,
    /// What the service asked last, with the count of the answers.
    challenge: Mutex<Option<DigestClient>>,
    probed: AtomicBool,
}

impl Digest {
    pub(super) fn new(public: String, private: SecretString) -> Self {
        Self {
            public,
            private,
            challenge: Mutex::new(None),
            probed: AtomicBool::new(false),
        }
    }

    pub(super) fn needs_challenge(&self, request: &reqwest::Request) -> bool {
        let body = request.body().and_then(reqwest::Body::as_bytes);
        body.is_some_and(|body| !body.is_empty())
            && self.challenge().is_none()
            && !self.probed.load(Ordering::Relaxed)
    }

    pub(super) fn probed(&self, answer: Option<&Error>) {
        // Once: a service that gives no challenge now won't give one later.
        let answered = answer.is_none_or(|error| error.api().is_some());
        if answered {
            self.probed.store(true, Ordering::Relaxed);
        }
        if let Some(new) = answer.and_then(challenge_of) {
            adopt(&mut self.challenge(), new);
        }
    }

    /// The header for a request, and the nonce in it; `None` before the service has given one.
    pub(super) fn respond(
        &self,
        call: &Call,
        request: &reqwest::Request,
    ) -> Result<Option<(HeaderValue, String)>, Error> {
        let mut challenge = self.challenge();
        let Some(challenge) = &mut *challenge else {
            return Ok(None);
        };
        // Exactly what the request line will say.
        let url = request.url();
        let uri = match url.query() {
            Some(query) => format!("{}?{query}", url.path()),
            None => url.path().to_owned(),
        };
        let header = challenge.respond(&PasswordParams {
            username: &self.public,
            password: self.private.expose_secret(),
            uri: &uri,
            method: request.method().as_str(),
            body: None,
        });
        let refused = |problem: String| {
            Error::input(call.clone(), format!("no answer to HTTP Digest: {problem}"))
        };
        let header = header.map_err(refused)?;
        let mut header = HeaderValue::try_from(header).map_err(|e| refused(e.to_string()))?;
        header.set_sensitive(true);
        Ok(Some((header, challenge.nonce().to_owned())))
    }

    /// Takes up the challenge of a 401, and says whether to answer it.
    pub(super) fn renews(&self, nonce: Option<&str>, error: &Error, renewed: u32) -> bool {
        let Some(new) = challenge_of(error) else {
            return false;
        };
        let stale = new.stale();
        let mut challenge = self.challenge();
        // Another call may have got a newer one meanwhile.
        if challenge.as_ref().map(DigestClient::nonce) == nonce {
            adopt(&mut challenge, new);
        }
        // Not every service says `stale`, so a nonce that was used before gets a second chance in any
        // case. A fresh one that is refused means that the key is wrong.
        renewed == 0 || (stale && renewed < 3)
    }

    fn challenge(&self) -> MutexGuard<'_, Option<DigestClient>> {
        // A panic elsewhere can't have left it half-changed.
        self.challenge
            .lock()
            .unwrap_or_else(PoisonError::into_inner)
    }
}

/// Takes up a challenge, unless its nonce is in use already: its count must not begin again.
fn adopt(challenge: &mut Option<DigestClient>, new: DigestClient) {
    if challenge.as_ref().map(DigestClient::nonce) != Some(new.nonce()) {
        *challenge = Some(new);
    }
}

/// The strongest challenge of a 401 that can be answered.
fn challenge_of(error: &Error) -> Option<DigestClient> {
    let headers = error.headers()?.get_all(WWW_AUTHENTICATE);
    let texts = headers.iter().filter_map(|header| header.to_str().ok());
    let challenges = texts
        .filter_map(|text| parse_challenges(text).ok())
        .flatten();
    let clients = challenges.filter_map(|challenge| DigestClient::try_from(&challenge).ok());
    // `auth-int` would digest the body too; no version of the API asks for it.
    let clients = clients.filter(|client| client.qop() & Qop::Auth);
    // Of equal ones the first: it is the one that the service prefers.
    clients.reduce(|best, other| {
        if strength(&other) > strength(&best) {
            other
        } else {
            best
        }
    })
}

fn strength(client: &DigestClient) -> u8 {
    match client.algorithm() {
        Algorithm::Md5 => 0,
        Algorithm::Sha256 => 1,
        _ => 2,
    }
}
