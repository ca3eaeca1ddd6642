//! Secrets: texts that are wiped after use and that `Debug` does not show.

use secrecy::{ExposeSecret, SecretString};

/// Turns a text into a secret, without the white space around it.
pub(crate) fn trimmed(text: String) -> SecretString {
    // Made a secret first, so that the caller's string is wiped.
    let text = SecretString::from(text);
    text.expose_secret().trim().into()
}
