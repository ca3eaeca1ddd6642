//! Sits between a client and the service, to record or replay calls.

use std::sync::Arc;

use bytes::Bytes;

use super::futures::BoxFuture;
use super::sending::{Answer, Reading};
use crate::message::call::Call;
use crate::message::error::kinds::Error;

/// The result of a call, with all its attempts.
pub(crate) type Answering = BoxFuture<'static, Result<Answer, Error>>;

/// Takes part in each call of a client, with the request as the operation built it.
pub(crate) trait Tape: Send + Sync {
    /// Answers a call, by sending it or otherwise.
    fn play(
        self: Arc<Self>,
        call: Call,
        request: http::Request<Bytes>,
        reading: Reading,
        send: Answering,
    ) -> Answering;
}
