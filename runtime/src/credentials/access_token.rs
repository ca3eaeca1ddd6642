//! Access tokens, and how long they last.

use std::time::{Duration, SystemTime};

use secrecy::{ExposeSecret, SecretString};

use super::secret::trimmed;

/// A request on its way takes time, so the last moments of a token are not used.
pub(crate) const LAST_MOMENTS: Duration = Duration::from_secs(10);

/// An access token of the service, and when it ends.
///
/// `Debug` does not show the token.
#[derive(Debug, Clone)]
pub struct AccessToken {
    secret: SecretString,
    expires_at: Option<SystemTime>,
}

impl AccessToken {
    /// A token of which it is not known when it ends: it is used until the service refuses it. White
    /// space around it, such as the line end of a file, is not part of it.
    #[must_use]
    pub fn new(token: impl Into<String>) -> Self {
        Self {
            secret: trimmed(token.into()),
            expires_at: None,
        }
    }

    /// When it ends, by the clock of this machine.
    #[must_use]
    pub fn expiring_at(mut self, time: SystemTime) -> Self {
        self.expires_at = Some(time);
        self
    }

    /// When it ends, by the clock of this machine, if that is known.
    #[must_use]
    pub fn expires_at(&self) -> Option<SystemTime> {
        self.expires_at
    }

    /// The token itself, to keep it in a safe place.
    #[must_use]
    pub fn secret(&self) -> &str {
        self.secret.expose_secret()
    }

    /// How long it can still be used: `None` if that is not known.
    pub(crate) fn left(&self) -> Option<Duration> {
        let left = |end: SystemTime| end.duration_since(SystemTime::now());
        self.expires_at.map(|end| left(end).unwrap_or_default())
    }

    /// Whether it will not last for a call.
    pub(crate) fn is_over(&self) -> bool {
        self.left().is_some_and(|left| left < LAST_MOMENTS)
    }
}
