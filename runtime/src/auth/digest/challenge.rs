//! A challenge of a server.

use http::HeaderMap;
use http::header::WWW_AUTHENTICATE;

use super::algorithm::Hash;
use super::header::{self, Parameters};

/// What is digested in addition to the secret (`qop`).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Protection {
    /// Method and path, without counts and without a nonce of the client (RFC 2069).
    Legacy,
    /// Method and path.
    Auth,
    /// The body too.
    AuthInt,
}

/// A challenge that can be answered.
///
/// `domain` is missing: it names other URLs for which the answer is valid, but a client has a single base URL, and a
/// nonce that is not valid for a path costs one request. `charset` is missing too: it says that names and passwords
/// are UTF-8, which they always are. A realm is returned exactly as received.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Challenge {
    pub(super) realm: Vec<u8>,
    pub(super) nonce: Vec<u8>,
    pub(super) opaque: Option<Vec<u8>>,
    pub(super) hash: Hash,
    /// As the server writes it.
    pub(super) algorithm: Option<Vec<u8>>,
    /// Whether the secret is digested with the first nonce (`-sess`).
    pub(super) is_session: bool,
    pub(super) protection: Protection,
    /// Whether the user name is hashed too.
    pub(super) hashes_user: bool,
    /// Whether only the nonce of the answer was wrong.
    pub(super) is_stale: bool,
}

impl Challenge {
    /// The strongest challenge of a 401 that can be answered. Of equal ones the first, which the server prefers.
    pub(super) fn of(headers: &HeaderMap) -> Option<Self> {
        let headers = headers.get_all(WWW_AUTHENTICATE).iter();
        let schemes = headers.flat_map(|header| header::schemes(header.as_bytes()));
        let digests = schemes.filter(|scheme| scheme.name == "digest");
        let challenges = digests.filter_map(|scheme| Self::parse(&scheme.parameters));
        challenges.reduce(|best, other| match other.hash > best.hash {
            true => other,
            false => best,
        })
    }

    fn parse(parameters: &Parameters) -> Option<Self> {
        let owned = |name| parameters.get(name).map(<[u8]>::to_vec);
        let is_true = |name| {
            let value: Option<&[u8]> = parameters.get(name);
            value.is_some_and(|value| value.eq_ignore_ascii_case(b"true"))
        };
        let algorithm = owned("algorithm");
        let (hash, is_session) = match &algorithm {
            Some(algorithm) => Hash::parse(algorithm)?,
            None => (Hash::Md5, false),
        };
        Some(Self {
            realm: owned("realm")?,
            nonce: owned("nonce").filter(|nonce| !nonce.is_empty())?,
            opaque: owned("opaque"),
            hash,
            algorithm,
            is_session,
            protection: protection(parameters.get("qop").unwrap_or_default())?,
            hashes_user: is_true("userhash"),
            is_stale: is_true("stale"),
        })
    }
}

/// `None` if none of them is supported.
fn protection(qop: &[u8]) -> Option<Protection> {
    let words = qop.split(|byte| matches!(byte, b',' | b' ' | b'\t'));
    let words: Vec<_> = words.filter(|word| !word.is_empty()).collect();
    let has = |qop: &[u8]| words.iter().any(|word| word.eq_ignore_ascii_case(qop));
    match () {
        () if words.is_empty() => Some(Protection::Legacy),
        () if has(b"auth") => Some(Protection::Auth),
        () if has(b"auth-int") => Some(Protection::AuthInt),
        () => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn challenge(headers: &[&str]) -> Option<Challenge> {
        let value = |text: &&str| (WWW_AUTHENTICATE, text.parse().unwrap());
        Challenge::of(&headers.iter().map(value).collect())
    }

    #[test]
    fn takes_first_of_the_strongest_challenges() {
        let md5 = "Digest realm=r, nonce=a, algorithm=MD5";
        let (b, c) = (
            "Digest realm=r, nonce=b, algorithm=SHA-256",
            "Digest realm=r, nonce=c, algorithm=SHA-256",
        );
        for headers in [&[md5, b, c][..], &[b, md5, c], &[b, c, md5]] {
            assert_eq!(challenge(headers).unwrap().nonce, b"b", "{headers:?}");
        }
    }

    #[test]
    fn prefers_auth_to_auth_int() {
        for (qop, expected) in [
            ("", Some(Protection::Legacy)),
            ("auth", Some(Protection::Auth)),
            ("auth-int, AUTH", Some(Protection::Auth)),
            ("auth-int", Some(Protection::AuthInt)),
            ("other", None),
        ] {
            assert_eq!(protection(qop.as_bytes()), expected, "{qop}");
        }
    }
}
