//! Access tokens that a program keeps between runs.

use std::future::Future;

use super::access_token::AccessToken;
use crate::transport::futures::BoxFuture;

/// A place to keep the access token of a service account between runs of a program.
///
/// The service issues about ten tokens a minute, so short programs that run often should share one. A store is for one
/// account at one base URL. Calls wait for its futures. Make sure that they complete.
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
    /// Returns the token that was saved last, if any. An expired token does no harm. If loading fails, return `None`:
    /// the client fetches a token.
    fn load(&self) -> impl Future<Output = Option<AccessToken>> + Send;

    /// Saves a token. `None` means that the token was revoked.
    fn save(&self, token: Option<&AccessToken>) -> impl Future<Output = ()> + Send;
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
