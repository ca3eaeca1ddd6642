//! Access tokens, and how long they last.

use std::time::{Duration, SystemTime};

use secrecy::{ExposeSecret, SecretString};

use super::secret::trimmed;

/// A request takes time to arrive, so the last moments of a token are not used.
pub(crate) const LAST_MOMENTS: Duration = Duration::from_secs(10);

/// An access token of the service, and its expiry.
///
/// `Debug` does not show the token.
#[derive(Debug, Clone)]
pub struct AccessToken {
    secret: SecretString,
    expires_at: Option<SystemTime>,
}

impl AccessToken {
    /// Creates a token with unknown expiry, which is used until the service rejects it. Whitespace around it, such as
    /// the line end of a file, is removed.
    #[must_use]
    pub fn new(token: impl Into<String>) -> Self {
        Self {
            secret: trimmed(token.into()),
            expires_at: None,
        }
    }

    /// Sets the expiry, by the clock of this machine.
    #[must_use]
    pub fn expiring_at(mut self, time: SystemTime) -> Self {
        self.expires_at = Some(time);
        self
    }

    /// Returns the expiry, by the clock of this machine, if known.
    #[must_use]
    pub fn expires_at(&self) -> Option<SystemTime> {
        self.expires_at
    }

    /// Returns the token itself, to keep it in a safe place.
    #[must_use]
    pub fn secret(&self) -> &str {
        self.secret.expose_secret()
    }

    /// Returns how long the token can still be used, if known.
    pub(crate) fn left(&self) -> Option<Duration> {
        let left = |end: SystemTime| end.duration_since(SystemTime::now());
        self.expires_at.map(|end| left(end).unwrap_or_default())
    }

    /// Whether the token will not last for a call.
    pub(crate) fn is_over(&self) -> bool {
        self.left().is_some_and(|left| left < LAST_MOMENTS)
    }
}
