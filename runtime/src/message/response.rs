//! A successful response, with what came beside its value.

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

use super::error::kinds::{Error, Received};
use super::headers::{RateLimit, request_id};
use super::meta::OperationMeta;
use crate::wire::output::{Output, SetAside};

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

    /// The error for a success that is refused because of its mismatches.
    pub(crate) fn refused(self, meta: &'static OperationMeta, body: Bytes) -> Error {
        let received = Received {
            status: self.status,
            headers: self.headers,
            body: Some(body),
        };
        let paths = self.set_aside.into_iter().map(|it| it.path).collect();
        Error::decode(meta, received, paths)
    }
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
