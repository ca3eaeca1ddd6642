//! How a program supplies access tokens of its own.

use std::future::Future;

use super::access_token::AccessToken;
use crate::message::error::kinds::BoxError;
use crate::transport::futures::BoxFuture;

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
    /// Fails the calls that wait for the token; [`Error::is_authentication`](crate::Error::is_authentication) is true of them, and their
    /// source is this error.
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
