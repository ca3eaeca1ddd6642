//! Access tokens that a program supplies.

use std::future::Future;

use super::access_token::AccessToken;
use crate::message::error::kinds::BoxError;
use crate::transport::futures::BoxFuture;

/// A source of access tokens other than the client, such as a vault.
///
/// The client keeps the token. It requests the next one when the token is about to expire or has been rejected, and
/// only once, however many calls wait.
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
    /// Returns the next token. `previous` is the current one, which is about to expire or has been rejected.
    ///
    /// Calls wait for the future up to their own deadlines, and no other is started meanwhile. Make sure that it
    /// completes.
    ///
    /// # Errors
    /// An error fails the calls that wait for the token. [`Error::is_authentication`](crate::Error::is_authentication)
    /// is true of them, and this error is their source.
    fn token(
        &self,
        previous: Option<&AccessToken>,
    ) -> impl Future<Output = Result<AccessToken, BoxError>> + Send;
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
