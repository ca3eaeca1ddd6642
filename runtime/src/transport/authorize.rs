//! What an exchange requires of the type that authorizes its requests.

use std::future::Future;

use crate::message::call::Call;
use crate::message::error::kinds::Error;

/// Authenticates requests.
pub(crate) trait Authorize: Send + Sync {
    /// How a request was authorized.
    type Proof: Send;

    /// Whether this request should not be sent before a challenge is known.
    fn needs_challenge(&self, request: &reqwest::Request) -> bool;

    /// Takes the challenge from the answer to a request that was sent for nothing else.
    fn probed(&self, answer: Option<&Error>);

    /// Sets `Authorization`, without using what was `refused` before. Waits for a token for as long as that takes.
    fn authorize(
        &self,
        call: &Call,
        request: &mut reqwest::Request,
        refused: Option<Self::Proof>,
    ) -> impl Future<Output = Result<Self::Proof, Error>> + Send;

    /// Whether the same request may succeed at once with another token or nonce, after a 401. `renewed` counts how
    /// often that was tried.
    fn renews(&self, proof: &Self::Proof, error: &Error, renewed: u32) -> bool;
}
