//! One call: authorized, sent, and retried if that may help.
//!
//! Nothing here is generic over the operation, so it is compiled once rather than for each of them. The only type
//! parameter authorizes requests. A client has one kind.

use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http::{Method, StatusCode};
use tokio::time::{Instant, sleep, timeout_at};

use super::authorize::Authorize;
use super::base_url;
use super::budget::RetryBudget;
use super::concurrency::Slot;
use super::observed::Observed;
use super::options::{self, Options};
use super::pace::Signal;
use super::read_only;
use super::sending::{Answer, Reading, Sending};
use super::shared::Shared;
use super::trace;
use crate::message::call::Call;
use crate::message::error::kinds::Error;

/// A path without effect that requires credentials.
const PROBE: &str = "/api/atlas/v2";

/// Sends a call. The error is that of the last attempt.
pub(crate) async fn exchange<A: Authorize>(
    shared: Arc<Shared<A>>,
    options: Arc<Options>,
    call: Call,
    request: http::Request<Bytes>,
    reading: Reading,
) -> Result<Answer, Error> {
    let limit = options.deadline;
    let exchange = Exchange {
        deadline: limit.and_then(|limit| Instant::now().checked_add(limit)),
        attempt: 0,
        sent: 0,
        shared: &shared,
        options: &options,
        call,
    };
    exchange.run(request, reading).await
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
}

impl<A: Authorize> Exchange<'_, A> {
    async fn run(
        mut self,
        request: http::Request<Bytes>,
        reading: Reading,
    ) -> Result<Answer, Error> {
        let request = self.prepare(request)?;
        let hooks = &self.shared.hooks;
        let mut last = None;
        loop {
            self.attempt += 1;
            let mut hooked = match hooks.is_empty() {
                true => None,
                false => Some(self.copy(&request)?),
            };
            let (call, url) = (self.call.clone(), request.url());
            let headers = hooked.as_mut().map(reqwest::Request::headers_mut);
            let observed = Observed::begin(hooks, call, self.attempt, url, headers);
            let request = hooked.as_ref().unwrap_or(&request);
            let attempt = self.authenticated(request, reading);
            let result = match (trace::within(observed.span(), attempt).await, last.take()) {
                (Ok(answer), _) => Ok(Answer {
                    attempts: self.sent,
                    ..answer
                }),
                // There was no time to send it again. The previous failure says more.
                (Err(_), Some(last)) if self.sent < self.attempt => Err(last),
                (Err(error), _) => Err(error.after_attempts(self.sent)),
            };
            let wait = self.wait(&result);
            observed.end(&result, wait);
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
        let given = request.uri().to_string();
        let mut request = reqwest::Request::try_from(request).map_err(|error| {
            input(format!(
                "the base URL and the path are not a URL: {}",
                error.without_url()
            ))
        })?;
        // Dots, backslashes, line ends: if the parser reads another URL, the checked one is not the one sent.
        if request.url().as_str() != given {
            let url = request.url();
            let path = given.split('?').next().unwrap_or_default();
            return Err(input(match url.as_str().split('?').next() == Some(path) {
                true => format!(
                    "the query has characters that must be percent-encoded: write `{}`",
                    url.query().unwrap_or_default()
                ),
                false => format!(
                    "the path is not normalized: it would lead to `{}`",
                    url.path()
                ),
            }));
        }
        let origin = &self.shared.origin;
        if !base_url::is_of(request.url(), origin) {
            return Err(input(format!(
                "the request is for a server other than {origin}"
            )));
        }
        if let (true, Some(refusal)) = (self.shared.read_only, read_only::refusal(&request)) {
            return Err(input(refusal));
        }
        if self.options.user_agent.is_none() {
            return Err(input(options::USER_AGENT_PROBLEM.to_owned()));
        }
        self.options.set_headers(request.headers_mut());
        Ok(request)
    }

    /// Returns the pause before the next attempt. `None` if there is no next attempt, because time is short or the
    /// client has retried too much.
    fn wait(&self, result: &Result<Answer, Error>) -> Option<Duration> {
        if self.sent < self.attempt {
            return None;
        }
        let budget = self.shared.retry_budget.as_ref();
        let error = match result {
            // Even an unhelpful response shows that the service works.
            Err(error) if error.api().is_none() || error.is_retryable() => error,
            _ => {
                budget.inspect(|budget| budget.earn(self.attempt > 1));
                result.as_ref().err()?
            }
        };
        let wait = self.options.retry.wait(&self.call, self.attempt, error)?;
        let next = Instant::now().checked_add(wait)?;
        let is_late = self.deadline.is_some_and(|deadline| next >= deadline);
        (!is_late && budget.is_none_or(RetryBudget::spend)).then_some(wait)
    }

    /// Makes one attempt. Immediately resends the request if the service refuses a token or a nonce that can be
    /// renewed.
    async fn authenticated(
        &mut self,
        request: &reqwest::Request,
        reading: Reading,
    ) -> Result<Answer, Error> {
        let auth = &self.shared.auth;
        auth.check_open(&self.call)?;
        self.probe_if_needed(request).await?;
        let mut renewed = 0;
        let mut refused = None;
        // The 401 because of `refused`.
        let mut refusal = None;
        loop {
            let mut request = self.copy(request)?;
            let authorize = auth.authorize(&self.call, &mut request, refused.take());
            let proof = match self.deadline {
                Some(deadline) => timeout_at(deadline, authorize).await,
                None => Ok(authorize.await),
            };
            let late = |during| Error::deadline(self.call.clone(), None, during);
            let proof = proof.unwrap_or_else(|_| Err(late("waiting for an access token")));
            let proof = match (proof, refusal.take()) {
                (Ok(Some(proof)), _) => proof,
                (Err(error), None) => return Err(error),
                // The 401 says more than the failure to get another token.
                (Err(error), Some(_)) if !error.is_retryable() => return Err(error),
                (Ok(None) | Err(_), Some(refusal)) => return Err(refusal),
                (Ok(None), None) => return Err(Error::authentication("no token".to_owned())),
            };
            let slot = self.wait_for_turn().await?;
            if self
                .deadline
                .is_some_and(|deadline| deadline <= Instant::now())
            {
                return Err(late("preparing the request"));
            }
            self.sent = self.attempt;
            let result = self.send(request, reading).await;
            let again = result.as_ref().err();
            let again = again.and_then(|error| auth.renews(&proof, error, renewed));
            match (result, again) {
                (Err(error), Some(again)) => {
                    renewed += 1;
                    refused = Some(again);
                    refusal = Some(error);
                }
                (result, _) => {
                    let headers = match &result {
                        Ok(answer) => Some(&answer.headers),
                        Err(error) if error.status() == Some(StatusCode::UNAUTHORIZED) => None,
                        Err(error) => error.headers(),
                    };
                    if let Some(headers) = headers {
                        auth.accepted(&proof, headers);
                    }
                    // The body of a download is still being received.
                    let slot = (reading == Reading::Head).then_some(slot);
                    return result.map(|answer| Answer { slot, ..answer });
                }
            }
        }
    }

    /// Sends a request once. The limiter learns from the response.
    async fn send(&self, request: reqwest::Request, reading: Reading) -> Result<Answer, Error> {
        let started = Instant::now();
        let sending = Sending {
            http: &self.shared.http,
            origin: &self.shared.origin,
            call: &self.call,
            timeout: self.options.timeout,
            deadline: self.deadline,
            max_body_bytes: self.options.max_body_bytes,
        };
        let result = sending.send(request, reading).await;
        if let Some(limiter) = &self.shared.limiter {
            let (status, headers) = match &result {
                Ok(answer) => (Some(answer.status), Some(&answer.headers)),
                Err(error) => (error.status(), error.headers()),
            };
            if let (Some(status), Some(headers)) = (status, headers) {
                limiter.learn(started, &Signal::of(status, headers));
            }
        }
        result
    }

    /// Copies the request. The body is shared.
    fn copy(&self, request: &reqwest::Request) -> Result<reqwest::Request, Error> {
        // Only a stream can't be cloned, and no request here has one.
        let none = || Error::input(self.call.clone(), "the body is a stream".to_owned());
        request.try_clone().ok_or_else(none)
    }

    /// Gets a challenge of HTTP Digest with a request without effect, so that no body is sent twice. One call does
    /// this, and others wait for it. If it fails, the call itself reports the problem.
    async fn probe_if_needed(&self, request: &reqwest::Request) -> Result<(), Error> {
        let turn = self.shared.auth.turn_to_probe(request);
        let turn = match self.deadline {
            Some(deadline) => timeout_at(deadline, turn).await,
            None => Ok(turn.await),
        };
        let during = "waiting for a challenge of HTTP Digest";
        let turn = turn.map_err(|_| Error::deadline(self.call.clone(), None, during))?;
        if let Some(_turn) = turn {
            self.probe().await;
        }
        Ok(())
    }

    async fn probe(&self) {
        let Ok(url) = format!("{}{PROBE}", self.shared.base_url).parse() else {
            return;
        };
        let mut probe = reqwest::Request::new(Method::GET, url);
        self.options.set_headers(probe.headers_mut());
        if let Ok(_slot) = self.wait_for_turn().await {
            let result = self.send(probe, Reading::Whole).await;
            self.shared.auth.probed(result.as_ref().err());
        }
    }

    /// Waits until the request may be sent. It counts as running until the slot is dropped.
    async fn wait_for_turn(&self) -> Result<Slot, Error> {
        let slot = self.shared.concurrency.enter(self.deadline).await;
        let during = "waiting for other requests of the client to end";
        let slot = slot.ok_or_else(|| Error::deadline(self.call.clone(), None, during))?;
        if let Some(limiter) = &self.shared.limiter {
            let during = "waiting for the rate limiter";
            if !limiter.wait(self.deadline).await {
                return Err(Error::deadline(self.call.clone(), None, during));
            }
        }
        Ok(slot)
    }
}
