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
}

/// Shows the value as its own `Debug` does, a file as its length, the values of harmless headers, and the number of
/// mismatches.
impl<T: fmt::Debug + 'static> fmt::Debug for Response<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let set_aside = self.set_aside.len() + self.set_aside_omitted;
        let value: &dyn Any = &self.value;
        match value.downcast_ref::<Bytes>() {
            Some(file) => {
                let file = Hidden::new("file", file.len());
                debug(f, self.status, &self.headers, &file, set_aside)
            }
            None => debug(f, self.status, &self.headers, &self.value, set_aside),
        }
    }
}

fn debug(
    f: &mut fmt::Formatter<'_>,
    status: StatusCode,
    headers: &HeaderMap,
    value: &dyn fmt::Debug,
    set_aside: usize,
) -> fmt::Result {
    f.debug_struct("Response")
        .field("status", &status)
        .field("headers", &ShownHeaders(headers))
        .field("value", value)
        // Their paths contain keys of maps.
        .field("set_aside", &set_aside)
        .finish()
}

impl<T: Output> Response<T> {
    /// Decodes a response. If `strict`, mismatches are errors.
    // All but the value is left to functions that are not compiled for each type.
    pub(crate) fn decode(
        meta: &'static OperationMeta,
        response: http::Response<Bytes>,
        limits: Limits<'_>,
        strict: bool,
    ) -> Result<Self, Error> {
        let response = successful(meta, response)?;
        let mut decoding = Decoding::new(limits);
        let value = T::read(response.body().clone(), &mut decoding);
        let rest = accepted(meta, response, decoding, strict)?;
        Ok(Self {
            status: rest.status,
            headers: rest.headers,
            value,
            set_aside: rest.set_aside,
            set_aside_omitted: rest.set_aside_omitted,
        })
    }
}

/// Turns a failure into an error.
fn successful(
    meta: &'static OperationMeta,
    response: http::Response<Bytes>,
) -> Result<http::Response<Bytes>, Error> {
    if response.status().is_success() {
        return Ok(response);
    }
    let (head, body) = response.into_parts();
    Err(Error::from_response(meta, head.status, head.headers, body))
}

/// The response without its value, unless it exceeds a limit or has mismatches that must not be.
fn accepted(
    meta: &'static OperationMeta,
    response: http::Response<Bytes>,
    decoding: Decoding<'_>,
    strict: bool,
) -> Result<Response<()>, Error> {
    let (head, body) = response.into_parts();
    let received = Received {
        status: head.status,
        headers: head.headers,
        body: Some(body),
    };
    if let Some(exceeded) = decoding.exceeded {
        return Err(Error::undecoded(meta, received, exceeded));
    }
    if strict && !decoding.set_aside.is_empty() {
        let (set_aside, omitted) = (decoding.set_aside, decoding.omitted);
        return Err(Error::mismatches(meta, received, set_aside, omitted));
    }
    Ok(Response {
        status: received.status,
        headers: received.headers,
        value: (),
        set_aside: decoding.set_aside,
        set_aside_omitted: decoding.omitted,
    })
}
