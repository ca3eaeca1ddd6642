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
