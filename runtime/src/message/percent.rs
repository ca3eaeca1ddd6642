//! Percent-encoding of single values.

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, PercentEncode, utf8_percent_encode};
#[cfg(not(target_family = "wasm"))]
use zeroize::Zeroizing;

/// Everything but the unreserved characters (RFC 3986, section 2.3), so that no argument can end its segment, its
/// query or its custom verb (`:verb`).
const ENCODED: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// Encodes a name or a value for a path segment, a query or a form.
pub(crate) fn encode(text: &str) -> String {
    encoded(text).to_string()
}

/// Like [`encode`], in pieces.
pub(crate) fn encoded(text: &str) -> PercentEncode<'_> {
    utf8_percent_encode(text, ENCODED)
}

/// Encodes a secret. Every copy is wiped.
#[cfg(not(target_family = "wasm"))]
pub(crate) fn encode_secret(text: &str) -> Zeroizing<String> {
    // A growing string leaves its old copy behind.
    let mut encoded = Zeroizing::new(String::with_capacity(3 * text.len()));
    encoded.extend(utf8_percent_encode(text, ENCODED));
    encoded
}
