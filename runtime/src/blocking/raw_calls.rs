//! Requests that no operation describes, without `async`.

use http::{HeaderName, HeaderValue, Method};
use serde::Serialize;

use super::background::Background;
use super::client::Client;
use crate::client::raw_calls;
use crate::message::error::kinds::Error;
use crate::message::response::Response;
use crate::wire::json::value::Json;

impl Client {
    /// Like [`Client::request`](crate::Client::request).
    pub fn request(&self, method: Method, path: &str, version: &str) -> RawCall {
        RawCall {
            call: self.client.request(method, path, version),
            background: self.background.clone(),
        }
    }
}

/// A request by method and path. Created by [`Client::request`].
#[derive(Debug)]
#[must_use = "a call does nothing until it is sent"]
pub struct RawCall {
    call: raw_calls::RawCall,
    background: Background,
}

impl RawCall {
    fn map(self, change: impl FnOnce(raw_calls::RawCall) -> raw_calls::RawCall) -> Self {
        Self {
            call: change(self.call),
            background: self.background,
        }
    }

    /// Like [`RawCall::path`](crate::RawCall::path).
    pub fn path(self, name: &str, value: impl ToString) -> Self {
        self.map(|call| call.path(name, value))
    }

    /// Like [`RawCall::query`](crate::RawCall::query).
    pub fn query(self, name: &str, value: impl ToString) -> Self {
        self.map(|call| call.query(name, value))
    }

    /// Like [`RawCall::header`](crate::RawCall::header).
    pub fn header(self, name: HeaderName, value: HeaderValue) -> Self {
        self.map(|call| call.header(name, value))
    }

    /// Like [`RawCall::json`](crate::RawCall::json).
    pub fn json(self, body: &(impl Serialize + ?Sized)) -> Self {
        self.map(|call| call.json(body))
    }

    /// Like [`RawCall::send`](crate::RawCall::send).
    ///
    /// # Errors
    /// The errors of [`RawCall::send`](crate::RawCall::send).
    pub fn send(self) -> Result<Json, Error> {
        self.background.run(self.call.send())
    }

    /// Like [`RawCall::execute`](crate::RawCall::execute).
    ///
    /// # Errors
    /// The errors of [`RawCall::send`](crate::RawCall::send).
    pub fn execute(self) -> Result<Response<Json>, Error> {
        self.background.run(self.call.execute())
    }
}
