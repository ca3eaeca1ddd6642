//! JSON pointers (RFC 6901, section 3).

use std::borrow::Cow;

/// Escapes a key as a token of a JSON pointer.
pub fn escape(key: &str) -> Cow<'_, str> {
    match key.contains('~') || key.contains('/') {
        true => Cow::Owned(key.replace('~', "~0").replace('/', "~1")),
        false => Cow::Borrowed(key),
    }
}

/// The key that a token of a JSON pointer stands for.
pub fn unescape(token: &str) -> String {
    token.replace("~1", "/").replace("~0", "~")
}
