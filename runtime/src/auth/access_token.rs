//! Access tokens, and the hooks by which a program supplies and keeps them.

use std::future::Future;
use std::pin::Pin;
use std::time::{Duration, SystemTime};

use http::HeaderValue;
use secrecy::{ExposeSecret, SecretString};

use crate::credentials::trimmed;
use crate::message::error::kinds::{BoxError, Error};

/// A request on its way takes time, so the last moments of a token are not used.
pub(super) const LAST_MOMENTS: Duration = Duration::from_secs(10);
/// A future that a trait object gives.
pub(crate) type BoxFuture<'a, T> = Pin<Box<dyn Future<Output = T> + Send + 'a>>;

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
    pub(super) fn left(&self) -> Option<Duration> {
        let left = |end: SystemTime| end.duration_since(SystemTime::now());
        self.expires_at.map(|end| left(end).unwrap_or_default())
    }

    /// Whether it will not last for a call.
    pub(super) fn is_over(&self) -> bool {
        self.left().is_some_and(|left| left < LAST_MOMENTS)
    }
}

/// Where a program gets access tokens from, if not from the client: a vault, or a service of its own.
///
/// The client keeps the token, asks for the next one when it is about to end or was refused, and asks
/// once however many calls wait.
///
/// ```
/// use atlas_api::{AccessToken, Credentials, TokenSource};
///
/// struct Vault;
///
/// impl TokenSource for Vault {
///     async fn token(
///         &self,
///         _previous: Option<&AccessToken>,
///     ) -> Result<AccessToken, Box<dyn std::error::Error + Send + Sync>> {
///         let token = std::fs::read_to_string("/run/secrets/atlas-token")?;
///         Ok(AccessToken::new(token))
///     }
/// }
///
/// let credentials = Credentials::token_source(Vault);
/// ```
pub trait TokenSource: Send + Sync + 'static {
    /// A token to go on with. `previous` is the one used until now, which is about to end, or which the
    /// service refused.
    ///
    /// Calls wait for it up to their own deadlines, and nothing else asks meanwhile: see to it that it
    /// ends.
    ///
    /// # Errors
    /// Fails the calls that wait for the token; [`Error::is_authentication`] is true of them, and their
    /// source is this error.
    fn token(
        &self,
        previous: Option<&AccessToken>,
    ) -> impl Future<Output = Result<AccessToken, BoxError>> + Send;
}

/// Where a program keeps the access token of a service account between its runs. The service allows
/// about ten tokens a minute: short programs that run often should share one. A store is for one account at
/// one base URL. Calls wait for its futures: see to it that they end.
///
/// ```
/// use std::sync::Mutex;
///
/// use atlas_api::{AccessToken, Credentials, TokenStore};
///
/// #[derive(Default)]
/// struct Memory(Mutex<Option<AccessToken>>);
///
/// impl TokenStore for Memory {
///     async fn load(&self) -> Option<AccessToken> {
///         self.0.lock().unwrap().clone()
///     }
///     async fn save(&self, token: Option<&AccessToken>) {
///         *self.0.lock().unwrap() = token.cloned();
///     }
/// }
///
/// let credentials = Credentials::service_account("mdb_sa_id_123", "mdb_sa_sk_456")
///     .token_store(Memory::default());
/// ```
pub trait TokenStore: Send + Sync + 'static {
    /// The token that was saved last, if there is one. A token that has ended does no harm. Where
    /// loading fails, the program may say so itself; the client fetches a token.
    fn load(&self) -> impl Future<Output = Option<AccessToken>> + Send;

    /// Keeps a token; `None` after it was revoked.
    fn save(&self, token: Option<&AccessToken>) -> impl Future<Output = ()> + Send;
}

/// [`TokenSource`] as an object.
pub(crate) trait DynTokenSource: Send + Sync {
    fn token<'a>(
        &'a self,
        previous: Option<&'a AccessToken>,
    ) -> BoxFuture<'a, Result<AccessToken, BoxError>>;
}

impl<S: TokenSource> DynTokenSource for S {
    fn token<'a>(
        &'a self,
        previous: Option<&'a AccessToken>,
    ) -> BoxFuture<'a, Result<AccessToken, BoxError>> {
        Box::pin(TokenSource::token(self, previous))
    }
}

/// [`TokenStore`] as an object.
pub(crate) trait DynTokenStore: Send + Sync {
    fn load(&self) -> BoxFuture<'_, Option<AccessToken>>;
    fn save<'a>(&'a self, token: Option<&'a AccessToken>) -> BoxFuture<'a, ()>;
}

impl<S: TokenStore> DynTokenStore for S {
    fn load(&self) -> BoxFuture<'_, Option<AccessToken>> {
        Box::pin(TokenStore::load(self))
    }
    fn save<'a>(&'a self, token: Option<&'a AccessToken>) -> BoxFuture<'a, ()> {
        Box::pin(TokenStore::save(self, token))
    }
}

/// The value of `Authorization`, marked as sensitive.
pub(super) fn bearer(token: &str) -> Result<HeaderValue, Error> {
    let refused = |problem: &str| Error::authentication(format!("the bearer token {problem}"));
    if token.is_empty() {
        return Err(refused("is empty"));
    }
    let mut value = HeaderValue::try_from(format!("Bearer {token}"))
        .map_err(|_| refused("has characters no token has"))?;
    value.set_sensitive(true);
    Ok(value)
}

#[cfg(test)]
mod tests {
    use super::*;

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
