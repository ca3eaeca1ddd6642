//! A successful response, with what came beside its value.

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

use crate::error::Error;
use crate::operation::OperationMeta;
use crate::wire::{Output, SetAside};

/// A successful response: its status and headers, its value, and what of the body did not fit.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Response<T> {
    /// The status, always 2xx.
    pub status: StatusCode,
    /// The headers as received.
    pub headers: HeaderMap,
    /// The decoded body.
    pub value: T,
    /// What of the body did not fit the operation's types. It is kept in `value`, and is written back
    /// when that is encoded.
    pub set_aside: Vec<SetAside>,
}

impl<T> Response<T> {
    /// What the service calls this exchange, to tell its support (`X-Request-Id`, or what the proxies
    /// before it use). `None` where it says nothing.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        request_id(&self.headers)
    }

    /// What the service says of its rate limit.
    ///
    /// ```
    /// use atlas_api::{Client, Error, Operation};
    ///
    /// /// How many requests may follow before the service answers 429.
    /// async fn remaining(client: &Client, operation: impl Operation) -> Result<Option<u64>, Error> {
    ///     Ok(client.execute(operation).await?.rate_limit().remaining)
    /// }
    /// ```
    #[must_use]
    pub fn rate_limit(&self) -> RateLimit {
        RateLimit::of(&self.headers)
    }
}

/// What the service says of its rate limit; either part may be absent.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct RateLimit {
    /// How many requests are allowed in a period (`RateLimit-Limit`).
    pub limit: Option<u64>,
    /// How many of them are left (`RateLimit-Remaining`).
    pub remaining: Option<u64>,
}

impl RateLimit {
    pub(crate) fn of(headers: &HeaderMap) -> Self {
        let number = |name| {
            // The header may carry more: `100, 100;w=60`.
            let text = headers.get(name)?.to_str().ok()?;
            text.split([',', ';']).next()?.trim().parse().ok()
        };
        Self {
            limit: number("ratelimit-limit"),
            remaining: number("ratelimit-remaining"),
        }
    }
}

pub(crate) fn request_id(headers: &HeaderMap) -> Option<&str> {
    let names = ["x-request-id", "request-id", "x-amzn-requestid"];
    let mut ids = names.into_iter().filter_map(|name| headers.get(name));
    ids.find_map(|id| id.to_str().ok())
}

impl<T: Output> Response<T> {
    pub(crate) fn decode(
        meta: &'static OperationMeta,
        response: http::Response<Bytes>,
    ) -> Result<Self, Error> {
        let (head, body) = response.into_parts();
        if !head.status.is_success() {
            return Err(Error::from_response(meta, head.status, head.headers, body));
        }
        let mut set_aside = Vec::new();
        let value = T::from_body(body, &mut set_aside);
        Ok(Self {
            status: head.status,
            headers: head.headers,
            value,
            set_aside,
        })
    }
}
