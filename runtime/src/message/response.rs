//! A successful response: its value, with status, headers and mismatches.

use std::any::Any;
use std::fmt;

use bytes::Bytes;
use http::{HeaderMap, StatusCode};

use super::error::kinds::{Error, Received};
use super::headers::{RateLimit, ShownHeaders, request_id};
use super::meta::OperationMeta;
use crate::wire::limits::Limits;
use crate::wire::output::{Decoding, Output, SetAside};
use crate::wire::redaction::Hidden;

/// A successful response: its status and headers, its value, and the mismatches in its body.
#[derive(Clone)]
#[non_exhaustive]
pub struct Response<T> {
    /// The status, always 2xx.
    pub status: StatusCode,
    /// The headers as received.
    pub headers: HeaderMap,
    /// The decoded body.
    pub value: T,
    /// The mismatches in the body: listed properties with an unexpected type. They are kept in `value`, and
    /// written back when it is encoded. The list ends after 1,000.
    pub set_aside: Vec<SetAside>,
    /// How many mismatches there are that `set_aside` does not list.
    pub set_aside_omitted: usize,
}

impl<T> Response<T> {
    /// The service's id for this exchange, for MongoDB support: `X-Request-Id`, or the header that its proxies use.
    #[must_use]
    pub fn request_id(&self) -> Option<&str> {
        request_id(&self.headers)
    }

    /// What the service says about its rate limit.
    ///
    /// ```
    /// use atlas_api::{Client, Error, Operation};
    ///
    /// /// How many requests may follow before the service responds with 429.
    /// async fn remaining(client: &Client, operation: impl Operation) -> Result<Option<u64>, Error> {
    ///     Ok(client.execute(operation).await?.rate_limit().remaining)
    /// }
    /// ```
    #[must_use]
    pub fn rate_limit(&self) -> RateLimit {
        RateLimit::of(&self.headers)
    }

    /// The error for a success that is rejected because of its mismatches.
    pub(crate) fn refused(self, meta: &'static OperationMeta, body: Bytes) -> Error {
        let received = Received {
            status: self.status,
            headers: self.headers,
            body: Some(body),
        };
        let paths = self.set_aside.into_iter().map(|it| it.path).collect();
        Error::mismatches(meta, received, paths, self.set_aside_omitted)
    }
}

/// Shows the value as its own `Debug` does, a file as its length, the values of harmless headers, and the number of
/// mismatches.
impl<T: fmt::Debug + 'static> fmt::Debug for Response<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let value: &dyn Any = &self.value;
        let file = value.downcast_ref::<Bytes>();
        let file = file.map(|file| Hidden::new("file", file.len()));
        let value: &dyn fmt::Debug = match &file {
            Some(file) => file,
            None => &self.value,
        };
        f.debug_struct("Response")
            .field("status", &self.status)
            .field("headers", &ShownHeaders(&self.headers))
            .field("value", value)
            // Their paths contain keys of maps.
            .field(
                "set_aside",
                &(self.set_aside.len() + self.set_aside_omitted),
            )
            .finish()
    }
}

impl<T: Output> Response<T> {
    pub(crate) fn decode(
        meta: &'static OperationMeta,
        response: http::Response<Bytes>,
        limits: Limits<'_>,
    ) -> Result<Self, Error> {
        let (head, body) = response.into_parts();
        if !head.status.is_success() {
            return Err(Error::from_response(meta, head.status, head.headers, body));
        }
        let mut decoding = Decoding::new(limits);
        let value = T::read(body.clone(), &mut decoding);
        if let Some(exceeded) = decoding.exceeded {
            let received = Received {
                status: head.status,
                headers: head.headers,
                body: Some(body),
            };
            return Err(Error::undecoded(meta, received, exceeded));
        }
        Ok(Self {
            status: head.status,
            headers: head.headers,
            value,
            set_aside: decoding.set_aside,
            set_aside_omitted: decoding.omitted,
        })
    }
}
