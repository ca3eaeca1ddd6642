//! Answers a challenge, for as many requests as its nonce is good for.

use std::collections::hash_map::RandomState;
use std::fmt::Write as _;
use std::hash::BuildHasher;
use std::sync::atomic::{AtomicU32, Ordering};

use bytes::Bytes;
use http::HeaderValue;
use zeroize::Zeroizing;

use super::challenge::{Challenge, Protection};
use crate::message::percent::encode;

/// A challenge in use: its nonce, with the count of the requests.
pub(crate) struct Session {
    challenge: Challenge,
    /// The secret that is digested with each request: the hash of user, realm and key (`HA1`).
    secret: Zeroizing<String>,
    user: String,
    /// The client's own nonce, if it is the same for all requests.
    own_nonce: Option<String>,
    count: AtomicU32,
}

impl Session {
    pub(super) fn new(challenge: Challenge, user: &str, key: &str) -> Self {
        let hash = challenge.hash;
        let mut secret =
            Zeroizing::new(hash.of(&[user.as_bytes(), &challenge.realm, key.as_bytes()]));
        let own_nonce = challenge.is_session.then(own_nonce);
        if let Some(own) = &own_nonce {
            let parts = [secret.as_bytes(), &challenge.nonce, own.as_bytes()];
            secret = Zeroizing::new(hash.of(&parts));
        }
        let user = match challenge.hashes_user {
            true => hash.of(&[user.as_bytes(), &challenge.realm]),
            false => user.to_owned(),
        };
        Self {
            challenge,
            secret,
            user,
            own_nonce,
            count: AtomicU32::new(0),
        }
    }

    /// The same session with another nonce. The secret of a `-sess` algorithm remains that of the first (RFC 7616,
    /// section 3.4.2).
    pub(super) fn with_nonce(&self, nonce: Vec<u8>) -> Self {
        Self {
            challenge: Challenge {
                nonce,
                ..self.challenge.clone()
            },
            secret: self.secret.clone(),
            user: self.user.clone(),
            own_nonce: self.own_nonce.clone(),
            count: AtomicU32::new(0),
        }
    }

    /// Whether it is for this challenge.
    pub(super) fn is_of(&self, challenge: &Challenge) -> bool {
        let is_stale = self.challenge.is_stale;
        self.challenge
            == Challenge {
                is_stale,
                ..challenge.clone()
            }
    }

    pub(super) fn nonce(&self) -> &[u8] {
        &self.challenge.nonce
    }

    /// The value of `Authorization` for the next request. `uri` must be exactly what the request line contains.
    pub(super) fn answer(
        &self,
        method: &str,
        uri: &str,
        body: &[u8],
    ) -> Result<HeaderValue, String> {
        let count = self.count.fetch_add(1, Ordering::Relaxed).wrapping_add(1);
        let own = self.own_nonce.clone().unwrap_or_else(own_nonce);
        self.answer_with(method, uri, body, count, &own)
    }

    fn answer_with(
        &self,
        method: &str,
        uri: &str,
        body: &[u8],
        count: u32,
        own: &str,
    ) -> Result<HeaderValue, String> {
        let Challenge {
            realm,
            nonce,
            opaque,
            hash,
            algorithm,
            protection,
            hashes_user,
            ..
        } = &self.challenge;
        let (method, path) = (method.as_bytes(), uri.as_bytes());
        let request = match protection {
            Protection::AuthInt => hash.of(&[method, path, hash.of(&[body]).as_bytes()]),
            Protection::Auth | Protection::Legacy => hash.of(&[method, path]),
        };
        let (secret, request) = (self.secret.as_bytes(), request.as_bytes());
        let qop = match protection {
            Protection::Legacy => None,
            Protection::Auth => Some("auth"),
            Protection::AuthInt => Some("auth-int"),
        };
        let count = format!("{count:08x}");
        let response = match qop {
            None => hash.of(&[secret, nonce, request]),
            Some(qop) => {
                let [count, own, qop] = [&count, own, qop].map(str::as_bytes);
                hash.of(&[secret, nonce, count, own, qop, request])
            }
        };
        let mut header = Header(b"Digest ".to_vec());
        match self.user.is_ascii() {
            true => header.quoted("username", self.user.as_bytes()),
            false => header.plain("username*", &format!("UTF-8''{}", encode(&self.user))),
        }
        header.quoted("realm", realm);
        header.quoted("nonce", nonce);
        header.quoted("uri", path);
        if let Some(algorithm) = algorithm {
            header.plain("algorithm", &String::from_utf8_lossy(algorithm));
        }
        if let Some(qop) = qop {
            header.plain("qop", qop);
            header.plain("nc", &count);
        }
        if qop.is_some() || self.own_nonce.is_some() {
            header.quoted("cnonce", own.as_bytes());
        }
        if let Some(opaque) = opaque {
            header.quoted("opaque", opaque);
        }
        if *hashes_user {
            header.plain("userhash", "true");
        }
        header.quoted("response", response.as_bytes());
        let mut header =
            HeaderValue::from_maybe_shared(Bytes::from(header.0)).map_err(|e| e.to_string())?;
        header.set_sensitive(true);
        Ok(header)
    }
}

/// The value of `Authorization`. RFC 7616, section 3.4, prescribes which parameters are quoted.
struct Header(Vec<u8>);

impl Header {
    fn name(&mut self, name: &str) {
        if !self.0.ends_with(b" ") {
            self.0.extend_from_slice(b", ");
        }
        self.0.extend_from_slice(name.as_bytes());
        self.0.push(b'=');
    }

    fn plain(&mut self, name: &str, value: &str) {
        self.name(name);
        self.0.extend_from_slice(value.as_bytes());
    }

    fn quoted(&mut self, name: &str, value: &[u8]) {
        self.name(name);
        self.0.push(b'"');
        for byte in value {
            if matches!(byte, b'"' | b'\\') {
                self.0.push(b'\\');
            }
            self.0.push(*byte);
        }
        self.0.push(b'"');
    }
}

/// An unpredictable nonce. The keys of the standard hash maps come from the operating system, and their hashes can't
/// be distinguished from random numbers.
fn own_nonce() -> String {
    let mut nonce = String::with_capacity(32);
    for number in 0..2_u8 {
        let _ = write!(nonce, "{:016x}", RandomState::new().hash_one(number));
    }
    nonce
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answer(
        challenge: &str,
        user: &str,
        key: &str,
        request: [&str; 3],
        count: u32,
        own: &str,
    ) -> String {
        let mut headers = http::HeaderMap::new();
        let challenge = challenge.replace('\n', "");
        headers.insert("www-authenticate", challenge.parse().unwrap());
        let mut session = Session::new(Challenge::of(&headers).unwrap(), user, key);
        if session.own_nonce.is_some() {
            // As in `new`, with the client's nonce of the example.
            let challenge = &session.challenge;
            let hash = challenge.hash;
            let secret = hash.of(&[user.as_bytes(), &challenge.realm, key.as_bytes()]);
            let parts = [secret.as_bytes(), &challenge.nonce, own.as_bytes()];
            session.secret = Zeroizing::new(hash.of(&parts));
        }
        let [method, uri, body] = request;
        let header = session
            .answer_with(method, uri, body.as_bytes(), count, own)
            .unwrap();
        assert!(header.is_sensitive());
        let header = header.to_str().unwrap();
        let response = header.split("response=\"").nth(1).unwrap();
        response.trim_end_matches('"').to_owned()
    }

    /// RFC 7616, section 3.9.1.
    #[test]
    fn matches_example_of_rfc_7616() {
        let own = "f2/wE4q74E6zIJEtWaHKaf5wv/H5QzzpXusqGemxURZJ";
        for (algorithm, expected) in [
            ("MD5", "8ca523f5e9506fed4657c9700eebdbec"),
            (
                "SHA-256",
                "753927fa0e85d155564e2e272a28d1802ca10daf4496794697cf8db5856cb6c1",
            ),
        ] {
            let challenge = format!(
                r#"Digest realm="http-auth@example.org", qop="auth, auth-int", algorithm={algorithm},
 nonce="7ypf/xlj9XXwfDPEoM4URrv/xwf94BcCAzFZH4GiTo0v",
 opaque="FQhe/qaU925kfnzjCev0ciny7QMkPqMAFRtzCUYo5tdS""#
            );
            let request = ["GET", "/dir/index.html", ""];
            let response = answer(&challenge, "Mufasa", "Circle of Life", request, 1, own);
            assert_eq!(response, expected);
        }
    }

    /// RFC 7616, section 3.9.2, with the hashes of erratum 4897: the RFC's own are those of another function.
    #[test]
    fn matches_example_of_rfc_7616_with_hashed_user() {
        let challenge = r#"Digest realm="api@example.org", qop="auth", algorithm=SHA-512-256,
 nonce="5TsQWLVdgBdmrQ0XsxbDODV+57QdFR34I9HAbC/RVvkK",
 opaque="HRPCssKJSGjCrkzDg8OhwpzCiGPChXYjwrI2QmXDnsOS", charset=UTF-8, userhash=true"#;
        let own = "NTg6RKcb9boFIAS3KrFK9BGeh+iDa/sm6jUMp2wds69v";
        let request = ["GET", "/doe.json", ""];
        let response = answer(challenge, "Jäsøn Doe", "Secret, or not?", request, 1, own);
        assert_eq!(
            response,
            "3798d4131c277846293534c3edc11bd8a5e4cdcbff78b05db9d95eeb1cec68a5"
        );
    }

    /// RFC 2069, section 2.4, with the response of its erratum 749.
    #[test]
    fn matches_example_of_rfc_2069() {
        let challenge = r#"Digest realm="testrealm@host.com",
 nonce="dcd98b7102dd2f0e8b11d0f600bfb0c093", opaque="5ccc069c403ebaf9f0171e9517f40e41""#;
        let request = ["GET", "/dir/index.html", ""];
        let response = answer(challenge, "Mufasa", "CircleOfLife", request, 1, "");
        assert_eq!(response, "1949323746fe6a43ef61f9606e7febea");
    }

    #[test]
    fn client_nonces_are_unique() {
        let nonces: std::collections::BTreeSet<_> = (0..1000).map(|_| own_nonce()).collect();
        assert_eq!(nonces.len(), 1000);
        assert!(nonces.iter().all(|nonce| nonce.len() == 32));
    }

    #[test]
    fn recognizes_its_challenge_stale_or_not() {
        let challenge = |text: &str| {
            let mut headers = http::HeaderMap::new();
            headers.insert("www-authenticate", text.parse().unwrap());
            Challenge::of(&headers).unwrap()
        };
        let text = r#"Digest realm="r", nonce="n", qop="auth""#;
        let session = Session::new(challenge(text), "user", "hush");
        assert!(session.is_of(&challenge(text)));
        assert!(session.is_of(&challenge(&format!("{text}, stale=true"))));
        assert!(!session.is_of(&challenge(&text.replace("\"n\"", "\"m\""))));
        let next = session.with_nonce(b"m".to_vec());
        assert_eq!((session.nonce(), next.nonce()), (&b"n"[..], &b"m"[..]));
    }
}
