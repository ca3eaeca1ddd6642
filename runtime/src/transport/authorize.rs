//! What an exchange requires of the type that authorizes its requests.

use std::future::Future;

use http::HeaderMap;
use tokio::sync::MutexGuard;

use crate::message::call::Call;
use crate::message::error::kinds::Error;

/// Authenticates requests.
pub(crate) trait Authorize: Send + Sync {
    /// How a request was authorized.
    type Proof: Send;

    /// Returns an error if the client is closed.
    fn check_open(&self, call: &Call) -> Result<(), Error>;

    /// Returns a value if the caller should get a challenge before this request is sent. Waits while another caller
    /// does.
    fn turn_to_probe(
        &self,
        request: &reqwest::Request,
    ) -> impl Future<Output = Option<MutexGuard<'_, ()>>> + Send;

    /// Takes the challenge from the answer to a request whose only purpose it was.
    fn probed(&self, answer: Option<&Error>);

    /// Sets `Authorization`, without reusing what was `refused`. Waits for a token if necessary. `None` if the
    /// request would be refused again.
    fn authorize(
        &self,
        call: &Call,
        request: &mut reqwest::Request,
        refused: Option<Self::Proof>,
    ) -> impl Future<Output = Result<Option<Self::Proof>, Error>> + Send;

    /// The service has responded with something other than a 401.
    fn accepted(&self, proof: &Self::Proof, headers: &HeaderMap);

    /// After a 401, returns a value if the same request may succeed with another token or nonce. It is passed to
    /// [`authorize`](Self::authorize). `renewed` counts the previous attempts to renew.
    fn renews(&self, proof: &Self::Proof, error: &Error, renewed: u32) -> Option<Self::Proof>;
}
