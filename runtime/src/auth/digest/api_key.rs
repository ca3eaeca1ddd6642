//! The state of an API key: which session a request uses, and when to start another one.
//!
//! A nonce is reused with its count, so a client in steady use sends one request for each call. The nonce of a 401,
//! or the next one that a server announces with a response, replaces it.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use http::{HeaderMap, HeaderName, HeaderValue};
use secrecy::{ExposeSecret, SecretString};

use super::challenge::Challenge;
use super::header;
use super::session::Session;
use crate::message::call::Call;
use crate::message::error::kinds::Error;

const AUTHENTICATION_INFO: HeaderName = HeaderName::from_static("authentication-info");
/// The number of nonces to remember. Calls in progress use older ones.
const NONCES: usize = 64;

/// How to send a request again.
pub(crate) enum Retry {
    With(Arc<Session>),
    /// Without credentials, to get another challenge.
    FromChallenge,
}

/// The state of an API key.
pub(crate) struct ApiKey {
    public: String,
    private: SecretString,
    sessions: Mutex<Sessions>,
    /// Whether a probe has been answered.
    probed: AtomicBool,
    /// Held by the call that probes.
    turn: tokio::sync::Mutex<()>,
    /// The number of probes so far.
    probes: AtomicUsize,
}

#[derive(Default)]
struct Sessions {
    /// The one for new calls. The service has accepted its nonce, or no call is using it yet: a nonce may be valid for
    /// only one request, so the call that was given it goes first.
    current: Option<Arc<Session>>,
    /// The most recent first. If a nonce is given to several calls, its count must not begin again.
    known: VecDeque<Arc<Session>>,
}

impl Sessions {
    fn add(&mut self, session: &Arc<Session>) {
        self.known.truncate(NONCES - 1);
        self.known.push_front(Arc::clone(session));
    }
}

impl ApiKey {
    pub(crate) fn new(public: String, private: SecretString) -> Self {
        Self {
            public,
            private,
            sessions: Mutex::default(),
            probed: AtomicBool::new(false),
            turn: tokio::sync::Mutex::default(),
            probes: AtomicUsize::new(0),
        }
    }

    /// The turn to probe, if this request should not be sent before a challenge is known. Waits while another call
    /// probes. If that one fails, the waiting calls do not try again.
    pub(crate) async fn turn_to_probe(
        &self,
        request: &reqwest::Request,
    ) -> Option<tokio::sync::MutexGuard<'_, ()>> {
        if !self.needs_challenge(request) {
            return None;
        }
        let before = self.probes.load(Ordering::Acquire);
        let turn = self.turn.lock().await;
        let is_first = self.probes.load(Ordering::Acquire) == before;
        (is_first && self.needs_challenge(request)).then_some(turn)
    }

    fn needs_challenge(&self, request: &reqwest::Request) -> bool {
        !body_of(request).is_empty()
            && !self.probed.load(Ordering::Acquire)
            && self.sessions().known.is_empty()
    }

    pub(crate) fn probed(&self, answer: Option<&Error>) {
        self.probes.fetch_add(1, Ordering::Release);
        // Only once: a service that sends no challenge now won't send one later.
        if answer.is_none_or(|error| error.api().is_some()) {
            self.probed.store(true, Ordering::Release);
        }
        if let Some(new) = answer.and_then(|error| Challenge::of(error.headers()?)) {
            let session = self.session(new);
            self.sessions().current.get_or_insert(session);
        }
    }

    /// The header for a request, and its session. `None` if a challenge must come first.
    pub(crate) fn respond(
        &self,
        call: &Call,
        request: &reqwest::Request,
        retry: Option<Retry>,
    ) -> Result<Option<(HeaderValue, Arc<Session>)>, Error> {
        let session = match retry {
            Some(Retry::With(session)) => Some(session),
            Some(Retry::FromChallenge) => None,
            None => self.sessions().current.clone(),
        };
        let Some(session) = session else {
            return Ok(None);
        };
        let url = request.url();
        let uri = match url.query() {
            Some(query) => format!("{}?{query}", url.path()),
            None => url.path().to_owned(),
        };
        let header = session.answer(request.method().as_str(), &uri, body_of(request));
        let header = header.map_err(|problem| {
            Error::input(
                call.clone(),
                format!("can't answer the HTTP Digest challenge: {problem}"),
            )
        })?;
        Ok(Some((header, session)))
    }

    /// Uses the challenge of a 401. Returns how to retry, if that may help.
    pub(crate) fn renews(
        &self,
        refused: Option<&Arc<Session>>,
        error: &Error,
        renewed: u32,
    ) -> Option<Retry> {
        let challenge = Challenge::of(error.headers()?)?;
        let is_stale = challenge.is_stale;
        // The session of this call, even if another call has a newer one by now, because a nonce may be valid for
        // only one request.
        let session = self.session(challenge);
        let is_refused = |it: &mut Arc<_>| refused.is_some_and(|refused| Arc::ptr_eq(it, refused));
        self.sessions().current.take_if(is_refused);
        match (renewed, refused) {
            // Not every service says `stale`, so a nonce that was used before always gets a second chance.
            (0, _) | (2, None) => Some(Retry::With(session)),
            // The service has replaced the nonce before it was used: Apache knows only the last one of all calls that
            // have the same `opaque`. A call that has not answered one yet gets its own.
            (1, Some(_)) if is_stale => Some(Retry::FromChallenge),
            // If a fresh nonce is refused, the key is wrong.
            _ => None,
        }
    }

    /// Uses an accepted nonce for new calls, or the one that the service wants next.
    pub(crate) fn accepted(&self, session: &Arc<Session>, headers: &HeaderMap) {
        let mut sessions = self.sessions();
        sessions.current.get_or_insert_with(|| Arc::clone(session));
        let info = headers.get(AUTHENTICATION_INFO);
        let info = info.and_then(|info| header::parameters(info.as_bytes()));
        let next = info.as_ref().and_then(|info| info.get("nextnonce"));
        let Some(next) = next.filter(|next| !next.is_empty()) else {
            return;
        };
        if !sessions.known.iter().any(|known| known.nonce() == next) {
            let next = Arc::new(session.with_nonce(next.to_vec()));
            sessions.add(&next);
            sessions.current = Some(next);
        }
    }

    /// The session for a challenge. If its nonce is in use already, its count must not restart.
    fn session(&self, challenge: Challenge) -> Arc<Session> {
        let mut sessions = self.sessions();
        let mut known = sessions.known.iter();
        if let Some(known) = known.find(|known| known.is_of(&challenge)) {
            return Arc::clone(known);
        }
        let private = self.private.expose_secret();
        let session = Arc::new(Session::new(challenge, &self.public, private));
        sessions.add(&session);
        session
    }

    fn sessions(&self) -> MutexGuard<'_, Sessions> {
        // A panic elsewhere can't have left it half-changed.
        self.sessions.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn body_of(request: &reqwest::Request) -> &[u8] {
    let body = request.body().and_then(reqwest::Body::as_bytes);
    body.unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use bytes::Bytes;
    use http::{Method, StatusCode};

    use super::*;

    fn refusal(nonce: usize) -> Error {
        let challenge = format!("Digest realm=\"r\", qop=auth, nonce=\"{nonce}\"");
        let mut headers = HeaderMap::new();
        headers.insert("www-authenticate", challenge.parse().unwrap());
        let call = Call::raw(Method::GET, "/");
        Error::from_response(call, StatusCode::UNAUTHORIZED, headers, Bytes::new())
    }

    fn replaced(key: &ApiKey, refused: Option<&Arc<Session>>, nonce: usize) -> Arc<Session> {
        match key.renews(refused, &refusal(nonce), 0) {
            Some(Retry::With(session)) => session,
            _ => panic!("no session for {nonce}"),
        }
    }

    fn current(key: &ApiKey) -> Option<String> {
        let sessions = key.sessions();
        let nonce = sessions.current.as_ref()?.nonce();
        Some(String::from_utf8_lossy(nonce).into_owned())
    }

    /// Otherwise, each of many waiting calls would lose as much time as the first one.
    #[tokio::test]
    async fn waiting_calls_do_not_repeat_failed_probe() {
        let key = ApiKey::new("public".to_owned(), "hush".into());
        let url = "http://localhost/things".parse().unwrap();
        let mut request = reqwest::Request::new(Method::POST, url);
        *request.body_mut() = Some("{}".into());
        let probe = async {
            let turn = key.turn_to_probe(&request).await;
            assert!(turn.is_some());
            tokio::task::yield_now().await;
            key.probed(Some(&Error::authentication("no answer".to_owned())));
        };
        let ((), waiting) = tokio::join!(probe, key.turn_to_probe(&request));
        assert!(waiting.is_none());
        // A later call tries again.
        assert!(key.turn_to_probe(&request).await.is_some());
    }

    #[test]
    fn remembers_the_latest_64_nonces() {
        let key = ApiKey::new("public".to_owned(), "hush".into());
        let mut session = replaced(&key, None, 0);
        let first = Arc::clone(&session);
        for nonce in 1..70 {
            session = replaced(&key, Some(&session), nonce);
            assert_eq!(key.sessions().known.len(), 64.min(nonce + 1));
        }
        // Its count must not begin again.
        assert!(Arc::ptr_eq(&replaced(&key, Some(&first), 69), &session));
    }

    /// A nonce that is valid only once would otherwise be taken from the call that was given it.
    #[test]
    fn new_calls_use_accepted_nonces() {
        let key = ApiKey::new("public".to_owned(), "hush".into());
        let none = HeaderMap::new();
        let first = replaced(&key, None, 0);
        assert_eq!(current(&key), None);
        key.accepted(&first, &none);
        assert_eq!(current(&key).unwrap(), "0");
        // The refused one is not used any more, and the new one not yet.
        let second = replaced(&key, Some(&first), 1);
        assert_eq!(current(&key), None);
        key.accepted(&second, &none);
        // A call that was refused with an older nonce may be behind the others.
        let third = replaced(&key, Some(&first), 2);
        key.accepted(&third, &none);
        assert_eq!(current(&key).unwrap(), "1");
        // Nobody has used the answer to a probe.
        let probed = ApiKey::new("public".to_owned(), "hush".into());
        probed.probed(Some(&refusal(3)));
        assert_eq!(current(&probed).unwrap(), "3");
    }

    #[test]
    fn takes_up_announced_nonce_once() {
        let key = ApiKey::new("public".to_owned(), "hush".into());
        let session = replaced(&key, None, 0);
        for (info, count, next) in [
            ("nextnonce=\"\"", 1, "0"),
            ("qop=auth", 1, "0"),
            ("nextnonce=0", 1, "0"),
            ("nextnonce=1", 2, "1"),
            ("nextnonce=1", 2, "1"),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(AUTHENTICATION_INFO, info.parse().unwrap());
            key.accepted(&session, &headers);
            let known = key.sessions().known.len();
            assert_eq!(
                (known, current(&key).as_deref()),
                (count, Some(next)),
                "{info}"
            );
        }
        key.accepted(&session, &HeaderMap::new());
        assert_eq!(key.sessions().known.len(), 2);
    }
}
