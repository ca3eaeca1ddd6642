//! The runtime of [`atlas-api`](https://docs.rs/atlas-api), which re-exports what is of use: depend on
//! that crate. Here is all that is written by hand: what sends requests and reads answers, and the
//! macros that the generated code is made of. It is a crate of its own so that it is compiled once,
//! whatever tags are chosen, and not again when the API changes.
//!
//! The versions of both crates go together; this one makes no promises of its own.
#![cfg_attr(docsrs, feature(doc_cfg))]

mod auth;
#[cfg(feature = "blocking")]
pub mod blocking;
mod call;
mod client;
#[cfg(feature = "conformance")]
#[doc(hidden)]
pub mod conformance;
mod credentials;
mod download;
mod error;
mod hook;
mod limiter;
mod macros;
mod operation;
mod paging;
mod parts;
mod raw_call;
pub mod ready;
mod response;
mod retry;
mod stream;
mod trace;
mod wait;
mod wire;

pub use auth::{AccessToken, TokenSource, TokenStore};
/// What the bodies of files are made of, of the version that this crate's functions take.
pub use bytes;
pub use client::{Client, ClientBuilder, Options};
pub use credentials::Credentials;
#[cfg(feature = "gzip")]
pub use download::Decompressed;
pub use download::Download;
pub use error::{ApiFailure, BoxError, Error};
pub use hook::{Attempt, Hook, Outcome};
/// The types of methods, headers and statuses, of the version that this crate's functions take.
pub use http;
pub use limiter::RateLimiter;
pub use operation::{Operation, OperationMeta};
pub use paging::{Items, Page, Paged, Pages};
pub use raw_call::RawCall;
/// The HTTP transport, of the version that [`ClientBuilder::http_client`] takes.
pub use reqwest;
pub use response::{RateLimit, Response};
pub use retry::RetryPolicy;
pub use wait::{Progress, Wait};
pub use wire::reader::Error as JsonError;
pub use wire::{
    Body, DateTime, Extra, Map, NoContent, Nullable, Number, Output, Raw, SetAside, UnknownValue,
    Value, from_json, to_json,
};

/// What the generated code is written against. It is not covered by semver.
#[doc(hidden)]
pub mod rt {
    pub use bytes::Bytes;
    pub use http::Method;
    #[cfg(feature = "serde")]
    pub use serde::{Deserialize, Deserializer, Serialize, Serializer};
    /// Any JSON value.
    pub use serde_json::Value as Json;

    pub use crate::operation::{Operation, OperationMeta};
    pub use crate::parts::Parts;
    pub use crate::wire::reader::Error as JsonError;
    pub use crate::wire::writer::Writer;
    pub use crate::wire::*;
    pub use crate::{
        __merged as merged, __object as object, __open_enum as open_enum, __operation as operation,
        __renamed as renamed, __union as union,
    };
}
