//! Gets, stores and revokes tokens for a client.

use std::sync::Arc;
use std::time::Duration;

use crate::credentials::access_token::AccessToken;
use crate::credentials::token_source::DynTokenSource;
use crate::message::error::kinds::Error;
use crate::transport::futures::BoxFuture;

/// The result of a fetch.
pub(crate) struct Fetched {
    pub(crate) token: AccessToken,
    /// Whether the service has just issued it, rather than to an earlier run or another program.
    pub(crate) is_new: bool,
}

/// Gets, stores and revokes tokens. Each function does one thing, without retries.
pub(crate) trait Fetch: Send + Sync + 'static {
    /// Gets a token other than the previous one.
    fn fetch(&self, previous: Option<AccessToken>) -> BoxFuture<'_, Result<Fetched, Error>>;

    /// How long to wait after this many failures. `None` if retrying is hopeless.
    fn pause(&self, error: &Error, failures: u32) -> Option<Duration> {
        let _ = (error, failures);
        None
    }

    /// Stores a new token for the next run.
    fn keep<'a>(&'a self, token: &'a AccessToken) -> BoxFuture<'a, ()> {
        let _ = token;
        Box::pin(async {})
    }

    /// The token that was stored last.
    fn kept(&self) -> BoxFuture<'_, Option<AccessToken>> {
        Box::pin(async { None })
    }

    /// Revokes a token, and removes it from the store.
    fn revoke<'a>(&'a self, token: &'a AccessToken) -> BoxFuture<'a, Result<(), Error>>;

    /// Why tokens can't be revoked, if they can't.
    fn cannot_revoke(&self) -> Option<&'static str> {
        None
    }
}

/// Tokens from a source of the program.
pub(crate) struct ProgramsOwn(pub(crate) Arc<dyn DynTokenSource>);

const NOT_OURS: &str = "the program gets the token from its own source, which must revoke it";

impl Fetch for ProgramsOwn {
    fn fetch(&self, previous: Option<AccessToken>) -> BoxFuture<'_, Result<Fetched, Error>> {
        Box::pin(async move {
            let token = self.0.token(previous.as_ref()).await;
            let token = token.map_err(Error::token_source)?;
            // The source may return a token that it already had.
            let is_new = false;
            Ok(Fetched { token, is_new })
        })
    }

    fn revoke<'a>(&'a self, _: &'a AccessToken) -> BoxFuture<'a, Result<(), Error>> {
        Box::pin(async { Err(Error::setting(NOT_OURS.to_owned())) })
    }

    fn cannot_revoke(&self) -> Option<&'static str> {
        Some(NOT_OURS)
    }
}
