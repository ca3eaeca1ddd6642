//! An attempt as hooks and spans see it, whatever its outcome.

use std::sync::Arc;

use http::HeaderMap;
use reqwest::Url;
use tokio::time::Instant;

use super::hook::{Attempt, Hook, Outcome};
use super::sending::Answer;
use super::trace::{self, Span};
use crate::message::call::Call;
use crate::message::error::kinds::Error;

/// An attempt in progress. If this is dropped before the attempt ends, the call was canceled.
pub(crate) struct Observed<'a> {
    hooks: &'a [Arc<dyn Hook>],
    call: Call,
    number: u32,
    started: Instant,
    span: Span,
    is_over: bool,
}

impl<'a> Observed<'a> {
    /// Begins an attempt. Hooks may change the headers, if there are any.
    pub(crate) fn begin(
        hooks: &'a [Arc<dyn Hook>],
        call: Call,
        number: u32,
        url: &Url,
        headers: Option<&mut HeaderMap>,
    ) -> Self {
        let span = trace::span(&Attempt::new(&call, number), url);
        let this = Self {
            hooks,
            call,
            number,
            started: Instant::now(),
            span,
            is_over: false,
        };
        if let Some(headers) = headers {
            let attempt = Attempt::new(&this.call, number);
            trace::in_span(&this.span, || {
                for hook in hooks {
                    hook.before(&attempt, headers);
                }
            });
        }
        this
    }

    /// The span of the attempt.
    pub(crate) fn span(&self) -> Span {
        self.span.clone()
    }

    /// Ends the attempt.
    pub(crate) fn end(mut self, result: &Result<Answer, Error>, wait: Option<std::time::Duration>) {
        let (status, headers, error) = match result {
            Ok(answer) => (Some(answer.status), Some(&answer.headers), None),
            Err(error) => (error.status(), error.headers(), Some(error)),
        };
        self.is_over = true;
        self.report(&Outcome {
            status,
            headers,
            error,
            elapsed: self.started.elapsed(),
            retry_in: wait,
            cancelled: false,
        });
    }

    fn report(&self, outcome: &Outcome<'_>) {
        let attempt = Attempt::new(&self.call, self.number);
        trace::attempt(&self.span, &attempt, outcome);
        trace::in_span(&self.span, || {
            for hook in self.hooks.iter().rev() {
                hook.after(&attempt, outcome);
            }
        });
    }
}

impl Drop for Observed<'_> {
    fn drop(&mut self) {
        if !self.is_over {
            self.report(&Outcome {
                status: None,
                headers: None,
                error: None,
                elapsed: self.started.elapsed(),
                retry_in: None,
                cancelled: true,
            });
        }
    }
}
