//! Spans and events for `tracing` (feature `tracing`); nothing without it. No credentials get here: a span
//! has the path template of its operation (of a raw call the path, without the query), and an error shows
//! the service's words, but no credentials.

use std::future::Future;
use std::time::Duration;

use super::hook::{Attempt, Outcome};
use crate::message::call::Call;
use crate::message::error::kinds::Error;

#[cfg(feature = "tracing")]
pub(crate) use tracing::Span;

#[cfg(not(feature = "tracing"))]
#[derive(Clone)]
pub(crate) struct Span;

/// The span of a call, from its first attempt to its last.
pub(crate) fn span(call: &Call) -> Span {
    #[cfg(feature = "tracing")]
    return tracing::info_span!(
        "atlas_api",
        operation = call.operation().map(|meta| meta.operation_id),
        version = call.operation().map(|meta| meta.version),
        method = call.method().as_str(),
        path = call.path(),
        attempts = tracing::field::Empty,
        status = tracing::field::Empty,
    );
    #[cfg(not(feature = "tracing"))]
    {
        let _ = call;
        Span
    }
}

/// Runs a call within its span.
pub(crate) fn within<F: Future>(span: Span, call: F) -> impl Future<Output = F::Output> {
    #[cfg(feature = "tracing")]
    return tracing::Instrument::instrument(call, span);
    #[cfg(not(feature = "tracing"))]
    {
        let Span = span;
        call
    }
}

/// An attempt that is over.
pub(crate) fn attempt(span: &Span, attempt: &Attempt<'_>, outcome: &Outcome<'_>) {
    #[cfg(feature = "tracing")]
    {
        let status = outcome.status.map(|status| status.as_u16());
        let (number, elapsed_ms) = (attempt.number, outcome.elapsed.as_millis() as u64);
        span.record("attempts", number);
        if let Some(status) = status {
            span.record("status", status);
        }
        match (outcome.error, outcome.retry_in) {
            (None, _) => tracing::debug!(attempt = number, status, elapsed_ms, "answered"),
            (Some(error), Some(wait)) => {
                let wait_ms = wait.as_millis() as u64;
                tracing::warn!(attempt = number, status, elapsed_ms, wait_ms, %error, "sent again");
            }
            (Some(error), None) => {
                tracing::debug!(attempt = number, status, elapsed_ms, %error, "failed");
            }
        }
    }
    #[cfg(not(feature = "tracing"))]
    let _ = (span, attempt, outcome);
}

/// There is no new token. The one in use may last a while.
pub(crate) fn token_failed(error: &Error) {
    #[cfg(feature = "tracing")]
    tracing::warn!(%error, "no new access token");
    #[cfg(not(feature = "tracing"))]
    let _ = error;
}

/// The token endpoint does not give a token yet.
pub(crate) fn token_delayed(error: &Error, wait: Duration) {
    #[cfg(feature = "tracing")]
    tracing::warn!(%error, wait_ms = wait.as_millis() as u64, "no access token yet");
    #[cfg(not(feature = "tracing"))]
    let _ = (error, wait);
}
