//! One call: authorized, sent, and sent again where that may help.
//!
//! Nothing here is generic over the operation, so it is compiled once and not for each of them. The one type parameter
//! is what authorizes requests, of which a client has one kind.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::Method;
use tokio::time::{Instant, sleep, timeout_at};

use super::authorize::Authorize;
use super::base_url;
use super::hook::{Attempt, Outcome};
use super::options::{self, Options};
use super::sending::{Answer, Reading, Sending};
use super::shared::Shared;
use super::trace::{self, Span};
use crate::message::call::Call;
use crate::message::error::kinds::Error;

/// A path that does nothing and requires credentials.
const PROBE: &str = "/api/atlas/v2";

/// Sends a call. The error is that of the last attempt.
pub(crate) async fn exchange<A: Authorize>(
    shared: Arc<Shared<A>>,
    options: Arc<Options>,
    call: Call,
    request: http::Request<Bytes>,
    reading: Reading,
) -> Result<Answer, Error> {
    let span = trace::span(&call);
    let limit = options.deadline;
    let exchange = Exchange {
        deadline: limit.and_then(|limit| Instant::now().checked_add(limit)),
        attempt: 0,
        sent: 0,
        span: span.clone(),
        shared: &shared,
        options: &options,
        call,
    };
    trace::within(span, exchange.run(request, reading)).await
}

/// The state of a call.
struct Exchange<'a, A> {
    shared: &'a Shared<A>,
    options: &'a Options,
    call: Call,
    deadline: Option<Instant>,
    /// The current attempt, starting at 1.
    attempt: u32,
    /// The last attempt that was sent.
    sent: u32,
    span: Span,
}

impl<A: Authorize> Exchange<'_, A> {
    async fn run(
        mut self,
        request: http::Request<Bytes>,
        reading: Reading,
    ) -> Result<Answer, Error> {
        let request = self.prepare(request)?;
        let mut last = None;
        loop {
            self.attempt += 1;
            let started = Instant::now();
            let result = match (self.authenticated(&request, reading).await, last.take()) {
                (Ok(answer), _) => Ok(Answer {
                    attempts: self.sent,
                    ..answer
                }),
                // It was not sent again for want of time: what came of it before says more.
                (Err(_), Some(last)) if self.sent < self.attempt => Err(last),
                (Err(error), _) => Err(error.after_attempts(self.sent)),
            };
            let wait = result.as_ref().err().and_then(|error| self.wait(error));
            self.report(&result, started.elapsed(), wait);
            match (result, wait) {
                (Err(error), Some(wait)) => {
                    last = Some(error);
                    sleep(wait).await;
                }
                (result, _) => return result,
            }
        }
    }

    /// Adds all headers that do not change between attempts.
    fn prepare(&self, request: http::Request<Bytes>) -> Result<reqwest::Request, Error> {
        let input = |message| Error::input(self.call.clone(), message);
        let mut request = reqwest::Request::try_from(request)
            .map_err(|error| input(format!("no URL: {}", error.without_url())))?;
        let origin = &self.shared.origin;
        if !base_url::is_of(request.url(), origin) {
            return Err(input(format!("the request is not for {origin}")));
        }
        if self.options.user_agent.is_none() {
            return Err(input(options::USER_AGENT_PROBLEM.to_owned()));
        }
        self.options.set_headers(request.headers_mut());
        Ok(request)
    }

    /// Returns the pause before the next attempt. `None` if there is no next attempt, which may be for lack of time.
    fn wait(&self, error: &Error) -> Option<Duration> {
        if self.sent < self.attempt {
            return None;
        }
        let retry = &self.options.retry;
        let wait = retry.wait(self.call.method(), self.attempt, error)?;
        let next = Instant::now().checked_add(wait)?;
        let in_time = self.deadline.is_none_or(|deadline| next < deadline);
        in_time.then_some(wait)
    }

    fn report(
        &self,
        result: &Result<Answer, Error>,
        elapsed: Duration,
        retry_in: Option<Duration>,
    ) {
        let (status, headers, error) = match result {
            Ok(answer) => (Some(answer.status), Some(&answer.headers), None),
            Err(error) => (error.status(), error.headers(), Some(error)),
        };
        let attempt = Attempt::new(&self.call, self.attempt);
        let outcome = Outcome {
            status,
            headers,
            error,
            elapsed,
            retry_in,
        };
        trace::attempt(&self.span, &attempt, &outcome);
        if let Some(hook) = &self.shared.hook {
            hook.after(&attempt, &outcome);
        }
    }

    /// One attempt. Sends the request again at once if the service refuses a token or a nonce that can be renewed.
    async fn authenticated(
        &mut self,
        request: &reqwest::Request,
        reading: Reading,
    ) -> Result<Answer, Error> {
        let auth = &self.shared.auth;
        let mut hooked = None;
        if let Some(hook) = &self.shared.hook {
            let request = hooked.insert(self.copy(request)?);
            let attempt = Attempt::new(&self.call, self.attempt);
            hook.before(&attempt, request.headers_mut());
        }
        let request = hooked.as_ref().unwrap_or(request);
        if auth.needs_challenge(request) {
            self.probe().await;
        }
        let mut renewed = 0;
        let mut refused = None;
        loop {
            let mut request = self.copy(request)?;
            let authorize = auth.authorize(&self.call, &mut request, refused.take());
            let proof = match self.deadline {
                Some(deadline) => timeout_at(deadline, authorize).await,
                None => Ok(authorize.await),
            };
            let during = "waiting for an access token";
            let proof = proof.map_err(|_| Error::deadline(self.call.clone(), None, during))??;
            self.wait_for_turn().await?;
            self.sent = self.attempt;
            match self.sending().send(request, reading).await {
                Err(error) if auth.renews(&proof, &error, renewed) => {
                    renewed += 1;
                    refused = Some(proof);
                }
                result => return result,
            }
        }
    }

    /// Copies the request. The body is shared.
    fn copy(&self, request: &reqwest::Request) -> Result<reqwest::Request, Error> {
        // Only a stream can't be cloned, and no request here has one.
        let none = || Error::input(self.call.clone(), "the body is a stream".to_owned());
        request.try_clone().ok_or_else(none)
    }

    /// Gets a challenge of HTTP Digest by a request that does nothing, so that no body is sent only to be refused. If
    /// it fails, the call itself reports what is wrong.
    async fn probe(&self) {
        let Ok(url) = format!("{}{PROBE}", self.shared.base_url).parse() else {
            return;
        };
        let mut probe = reqwest::Request::new(Method::GET, url);
        self.options.set_headers(probe.headers_mut());
        if self.wait_for_turn().await.is_ok() {
            let result = self.sending().send(probe, Reading::Whole).await;
            self.shared.auth.probed(result.as_ref().err());
        }
    }

    async fn wait_for_turn(&self) -> Result<(), Error> {
        if let Some(limiter) = &self.shared.limiter {
            let during = "waiting for the rate limiter";
            if !limiter.wait(self.deadline).await {
                return Err(Error::deadline(self.call.clone(), None, during));
            }
        }
        Ok(())
    }

    fn sending(&self) -> Sending<'_> {
        Sending {
            http: &self.shared.http,
            origin: &self.shared.origin,
            call: &self.call,
            timeout: self.options.timeout,
            deadline: self.deadline,
            max_body_bytes: self.options.max_body_bytes,
        }
    }
}
