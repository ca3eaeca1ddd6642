//! One request over HTTP and its response, within limits of time and size.

use std::time::Duration;

use bytes::{Bytes, BytesMut};
use http::{HeaderMap, StatusCode};
use tokio::time::{Instant, timeout_at};

use super::concurrency::Slot;
use super::http_client::{Http, Unanswered};
use crate::message::call::Call;
use crate::message::error::kinds::{Error, Received};

/// The body of an error has a few hundred bytes. The rest of a longer one is useless.
const MAX_ERROR_BYTES: usize = 1 << 20;
/// A buffer of the announced size need not grow, but a response may announce any size.
const MAX_RESERVED_BYTES: usize = 1_048_576;

/// How much of a response is read before the call is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reading {
    Whole,
    /// The body of a success is left to the caller.
    Head,
}

/// A successful response.
pub(crate) struct Answer {
    pub(crate) status: StatusCode,
    pub(crate) headers: HeaderMap,
    /// The whole body; empty if only the head was read.
    pub(crate) body: Bytes,
    /// The source of the rest of the body, if only the head was read.
    pub(crate) rest: reqwest::Response,
    /// Held as long as the body is read.
    pub(crate) slot: Option<Slot>,
    /// The number of attempts.
    pub(crate) attempts: u32,
    /// The deadline of the call.
    pub(crate) deadline: Option<Instant>,
}

/// The parameters of sending a request.
pub(crate) struct Sending<'a> {
    pub(crate) http: &'a Http,
    pub(crate) origin: &'a str,
    pub(crate) call: &'a Call,
    pub(crate) timeout: Duration,
    pub(crate) deadline: Option<Instant>,
    pub(crate) max_body_bytes: usize,
}

/// The part of a response that has arrived.
#[derive(Default)]
struct Arrived {
    head: Option<(StatusCode, HeaderMap)>,
    body: BytesMut,
}

/// Why a response is incomplete.
enum Stopped {
    Lost(reqwest::Error),
    Redirected(Option<String>),
    TooLarge,
    TimedOut,
}

impl Sending<'_> {
    /// Sends a request and reads the response. A status that is not 2xx is an error.
    pub(crate) async fn send(
        &self,
        request: reqwest::Request,
        reading: Reading,
    ) -> Result<Answer, Error> {
        let end = Instant::now().checked_add(self.timeout);
        let deadline = self.deadline;
        let by_deadline = deadline.filter(|deadline| end.is_none_or(|end| *deadline <= end));
        let mut arrived = Arrived::default();
        let work = self.receive(request, reading, &mut arrived);
        let result = match by_deadline.or(end) {
            Some(end) => timeout_at(end, work)
                .await
                .unwrap_or(Err(Stopped::TimedOut)),
            None => work.await,
        };
        let call = self.call.clone();
        let received = match arrived.head {
            // The status of an error says more than the lost part of its body.
            Some((status, headers)) if !status.is_success() => {
                let body = arrived.body.freeze();
                return Err(Error::from_response(call, status, headers, body));
            }
            head => head.map(|(status, headers)| Received {
                status,
                headers,
                body: None,
            }),
        };
        let stopped = match result {
            Ok(rest) => {
                return Ok(Answer {
                    status: rest.status(),
                    headers: received.map(|it| it.headers).unwrap_or_default(),
                    body: arrived.body.freeze(),
                    rest,
                    slot: None,
                    attempts: 0,
                    deadline,
                });
            }
            Err(stopped) => stopped,
        };
        Err(match stopped {
            Stopped::Lost(error) => Error::transport(Some(call), self.origin, received, error),
            Stopped::Redirected(to) => Error::redirected(call, to),
            Stopped::TooLarge => Error::too_large(call, received, self.max_body_bytes),
            Stopped::TimedOut if by_deadline.is_some() => {
                Error::deadline(call, received, "the request was under way")
            }
            Stopped::TimedOut => Error::timeout(call, self.origin, received, self.timeout),
        })
    }

    /// Reads the body in chunks, so that a large one is rejected before it fills the memory.
    async fn receive(
        &self,
        request: reqwest::Request,
        reading: Reading,
        arrived: &mut Arrived,
    ) -> Result<reqwest::Response, Stopped> {
        let mut response = self.http.execute(request).await?;
        let success = response.status().is_success();
        arrived.head = Some((response.status(), std::mem::take(response.headers_mut())));
        if reading == Reading::Head && success {
            return Ok(response);
        }
        let max = match success {
            true => self.max_body_bytes,
            false => self.max_body_bytes.min(MAX_ERROR_BYTES),
        };
        let length = response.content_length().unwrap_or_default();
        let length = usize::try_from(length).unwrap_or(usize::MAX);
        arrived
            .body
            .reserve(length.min(max).min(MAX_RESERVED_BYTES));
        while let Some(chunk) = response.chunk().await.map_err(Stopped::Lost)? {
            let room = max - arrived.body.len();
            arrived
                .body
                .extend_from_slice(&chunk[..chunk.len().min(room)]);
            if chunk.len() > room {
                return Err(Stopped::TooLarge);
            }
        }
        Ok(response)
    }
}

impl From<Unanswered> for Stopped {
    fn from(unanswered: Unanswered) -> Self {
        match unanswered {
            Unanswered::Transport(error) => Self::Lost(error),
            Unanswered::Redirected(to) => Self::Redirected(to),
        }
    }
}

impl From<Answer> for http::Response<Bytes> {
    fn from(answer: Answer) -> Self {
        let mut response = Self::new(answer.body);
        *response.status_mut() = answer.status;
        *response.headers_mut() = answer.headers;
        response
    }
}
