//! Spans and events for `tracing` (feature `tracing`). Without the feature, nothing.
//!
//! Names and values are those of OpenTelemetry's semantic conventions for HTTP clients: a span for each attempt, of kind
//! `client`. `otel.name`, `otel.kind` and `otel.status_code` are for `tracing-opentelemetry`.
//!
//! Credentials and arguments are never recorded: a span contains the path template of its operation, or the path of a
//! raw call without its query, and no `url.full`. An error shows the service's words.

use std::future::Future;
use std::time::Duration;

use reqwest::Url;

use super::hook::{Attempt, Outcome};
use crate::message::error::kinds::Error;

#[cfg(feature = "tracing")]
pub(crate) use tracing::Span;

#[cfg(not(feature = "tracing"))]
#[derive(Clone)]
pub(crate) struct Span;

/// The span of an attempt at a URL.
pub(crate) fn span(attempt: &Attempt<'_>, url: &Url) -> Span {
    #[cfg(feature = "tracing")]
    {
        let operation = attempt.operation;
        let name = operation.map_or(attempt.method.as_str(), |meta| meta.name);
        let resent = attempt.number.saturating_sub(1);
        tracing::info_span!(
            "atlas_api",
            otel.name = name,
            otel.kind = "client",
            otel.status_code = tracing::field::Empty,
            http.request.method = attempt.method.as_str(),
            http.request.resend_count = (resent > 0).then_some(resent),
            url.template = operation.map(|meta| meta.path),
            url.path = operation.is_none().then_some(attempt.path),
            server.address = url.host_str(),
            server.port = url.port_or_known_default(),
            http.response.status_code = tracing::field::Empty,
            "error.type" = tracing::field::Empty,
            atlas.operation_id = operation.map(|meta| meta.operation_id),
            atlas.version = operation.map(|meta| meta.version),
        )
    }
    #[cfg(not(feature = "tracing"))]
    {
        let _ = (attempt, url);
        Span
    }
}

/// Runs an attempt within its span.
pub(crate) fn within<F: Future>(span: Span, attempt: F) -> impl Future<Output = F::Output> {
    #[cfg(feature = "tracing")]
    return tracing::Instrument::instrument(attempt, span);
    #[cfg(not(feature = "tracing"))]
    {
        let Span = span;
        attempt
    }
}

/// Runs code of a program within a span.
pub(crate) fn in_span(span: &Span, code: impl FnOnce()) {
    #[cfg(feature = "tracing")]
    span.in_scope(code);
    #[cfg(not(feature = "tracing"))]
    {
        let Span = span;
        code();
    }
}

/// Reports an attempt.
pub(crate) fn attempt(span: &Span, attempt: &Attempt<'_>, outcome: &Outcome<'_>) {
    #[cfg(feature = "tracing")]
    span.in_scope(|| {
        let status = outcome.status.map(|status| status.as_u16());
        let (number, elapsed_ms) = (attempt.number, outcome.elapsed.as_millis() as u64);
        if let Some(status) = status {
            span.record("http.response.status_code", status);
        }
        if let Some(error) = outcome.error_type() {
            span.record("error.type", error);
            span.record("otel.status_code", "ERROR");
        }
        match (outcome.error, outcome.retry_in) {
            (None, _) if outcome.cancelled => {
                tracing::debug!(attempt = number, elapsed_ms, "given up");
            }
            (None, _) => tracing::debug!(attempt = number, status, elapsed_ms, "answered"),
            (Some(error), Some(wait)) => {
                let wait_ms = wait.as_millis() as u64;
                tracing::warn!(attempt = number, status, elapsed_ms, wait_ms, %error, "sent again");
            }
            (Some(error), None) => {
                tracing::debug!(attempt = number, status, elapsed_ms, %error, "failed");
            }
        }
    });
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
