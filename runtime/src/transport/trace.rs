//! Spans and events for `tracing` (feature `tracing`). Without the feature, nothing.
//!
//! No credentials get here. A span holds the path template of its operation, or the path of a raw call without its
//! query. An error shows the service's words.

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

/// Reports an attempt.
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

/// Reports that there is no new token. The current one may last a while.
pub(crate) fn token_failed(error: &Error) {
    #[cfg(feature = "tracing")]
    tracing::warn!(%error, "no new access token");
    #[cfg(not(feature = "tracing"))]
    let _ = error;
}

/// Reports that the token endpoint does not issue a token yet.
pub(crate) fn token_delayed(error: &Error, wait: Duration) {
    #[cfg(feature = "tracing")]
    tracing::warn!(%error, wait_ms = wait.as_millis() as u64, "no access token yet");
    #[cfg(not(feature = "tracing"))]
    let _ = (error, wait);
}
