//! Secrets: strings that are wiped after use and that `Debug` does not show.

use secrecy::SecretString;
use zeroize::Zeroizing;

/// Turns a string into a secret, without the whitespace around it.
pub(crate) fn trimmed(text: String) -> SecretString {
    // Wiped in place: shortening may leave a copy behind.
    Zeroizing::new(text).trim().into()
}
