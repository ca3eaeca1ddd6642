//! How a program keeps access tokens between its runs.

use std::future::Future;

use super::access_token::AccessToken;
use crate::transport::futures::BoxFuture;

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
