//! A successful response: its value, and what came with it.

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

use super::error::kinds::{Error, Received};
use super::headers::{RateLimit, request_id};
use super::meta::OperationMeta;
use crate::wire::output::{Output, SetAside};

/// A successful response: its status and headers, its value, and the mismatches in its body.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub struct Response<T> {
    /// The status, always 2xx.
    pub status: StatusCode,
    /// The headers as received.
    pub headers: HeaderMap,
    /// The decoded body.
    pub value: T,
    /// The mismatches in the body: listed properties with an unexpected type. They are kept in `value`, and
    /// written back when it is encoded.
    pub set_aside: Vec<SetAside>,
}

impl<T> Response<T> {
    /// The service's id for this exchange, for its support: `X-Request-Id`, or the header that its proxies use.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        request_id(&self.headers)
    }

    /// What the service says about its rate limit.
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
