//! The `Authorization` header of an access token.

use http::HeaderValue;

use crate::message::error::kinds::Error;

/// Returns the value of `Authorization`, marked as sensitive.
pub(super) fn bearer(token: &str) -> Result<HeaderValue, Error> {
    let refused = |problem: &str| Error::authentication(format!("the bearer token {problem}"));
    if token.is_empty() {
        return Err(refused("is empty"));
    }
    let mut value = HeaderValue::try_from(format!("Bearer {token}"))
        .map_err(|_| refused("has characters that are invalid in a token"))?;
    value.set_sensitive(true);
    Ok(value)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::credentials::access_token::AccessToken;

    #[test]
    fn a_token_becomes_a_sensitive_header() {
        let token = AccessToken::new(" hush\n");
        let header = bearer(token.secret()).unwrap();
        assert_eq!(header, "Bearer hush");
        assert!(header.is_sensitive());
        assert!(!format!("{header:?} {token:?}").contains("hush"));
    }

    #[test]
    fn an_unusable_token_is_refused_but_not_shown() {
        for token in ["", "top\nhush", "top\u{7f}hush"] {
            let error = bearer(token).unwrap_err();
            assert!(error.is_authentication(), "{error}");
            assert!(!format!("{error} {error:?}").contains("hush"));
        }
    }
}
