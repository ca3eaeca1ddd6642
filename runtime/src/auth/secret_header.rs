//! The `Authorization` headers of an access token, and of a service account that asks for one.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use bytes::Bytes;
use http::HeaderValue;
use zeroize::Zeroizing;

use crate::message::error::kinds::Error;
use crate::message::percent::{encode, encode_secret};

const BEARER: &str = "Bearer ";
const BASIC: &str = "Basic ";
const INVALID: &str = "has characters that are invalid in a token";

/// Returns the value of `Authorization`, marked as sensitive.
pub(crate) fn bearer(token: &str) -> Result<HeaderValue, Error> {
    let refused = |problem: &str| Error::authentication(format!("the bearer token {problem}"));
    if token.is_empty() {
        return Err(refused("is empty"));
    }
    // RFC 6750, section 2.1, allows even fewer.
    if !token.bytes().all(|byte| byte.is_ascii_graphic()) {
        return Err(refused(INVALID));
    }
    let mut header = Zeroizing::new(String::with_capacity(BEARER.len() + token.len()));
    header.push_str(BEARER);
    header.push_str(token);
    secret_header(header).ok_or_else(|| refused(INVALID))
}

/// Returns the value of `Authorization` for a client id and a secret, encoded as in a form (RFC 6749, section 2.3.1).
pub(crate) fn basic(id: &str, secret: &str) -> Option<HeaderValue> {
    let (id, secret) = (encode(id), encode_secret(secret));
    let length = id.len() + 1 + secret.len();
    let mut pair = Zeroizing::new(String::with_capacity(length));
    pair.push_str(&id);
    pair.push(':');
    pair.push_str(&secret);
    let mut header = Zeroizing::new(String::with_capacity(BASIC.len() + length.div_ceil(3) * 4));
    header.push_str(BASIC);
    STANDARD.encode_string(&*pair, &mut header);
    secret_header(header)
}

/// The memory is wiped with the last copy of the header.
fn secret_header(text: Zeroizing<String>) -> Option<HeaderValue> {
    let mut value = HeaderValue::from_maybe_shared(Bytes::from_owner(text)).ok()?;
    value.set_sensitive(true);
    Some(value)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::credentials::access_token::AccessToken;

    #[test]
    fn token_header_is_sensitive() {
        let token = AccessToken::new(" hush\n");
        let header = bearer(token.secret()).unwrap();
        assert_eq!(header, "Bearer hush");
        assert!(header.is_sensitive());
        assert!(!format!("{header:?} {token:?}").contains("hush"));
    }

    #[test]
    fn basic_header_is_sensitive() {
        let header = basic("id 1", "a:b").unwrap();
        // Of `id%201:a%3Ab`.
        assert_eq!(header, "Basic aWQlMjAxOmElM0Fi");
        assert!(header.is_sensitive());
    }

    #[test]
    fn rejects_unusable_token_without_showing_it() {
        for token in [
            "",
            "top\nhush",
            "top\u{7f}hush",
            "tôp-hush",
            "top hush",
            "top\thush",
        ] {
            let error = bearer(token).unwrap_err();
            assert!(error.is_authentication(), "{error}");
            assert!(!format!("{error} {error:?}").contains("hush"));
        }
    }
}
