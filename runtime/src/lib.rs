//! The hand-written part of [`atlas-api`](https://docs.rs/atlas-api). Depend on that crate, which re-exports this one.
//!
//! This crate sends requests, reads responses, and has the macros that generated code uses. It is a separate crate so
//! that it is compiled once, whichever tags are chosen, and not again when the API changes. Both crates share a
//! version, and this one makes no stability promises of its own.
//!
//! A folder imports only from folders below it:
//!
//! | folder, from the top | job |
//! |---|---|
//! | `test_util/`, `conformance.rs` | a mock of the service, and a recorder of calls; a table that drives every operation |
//! | `blocking/` | the client without `async` |
//! | `client/` | the client: sending, paging, downloads, waiting, raw calls |
//! | `auth/` | authentication: tokens, HTTP Digest |
//! | `credentials/` | credentials and their sources |
//! | `transport/` | one call over HTTP: attempts, limits, hooks |
//! | `message/` | operations, requests, responses and errors, without I/O |
//! | `wire/` | JSON |
//!
//! `macros/` expands in other crates.
//!
//! WebAssembly has neither sockets nor the timers that the client needs. There, the crate only describes requests and
//! reads responses, and a program sends them by other means.
#![cfg_attr(docsrs, feature(doc_cfg))]
// Parts that only the client uses.
#![cfg_attr(target_family = "wasm", allow(dead_code))]

#[cfg(not(target_family = "wasm"))]
mod auth;
#[cfg(all(feature = "blocking", not(target_family = "wasm")))]
pub mod blocking;
#[cfg(not(target_family = "wasm"))]
mod client;
#[cfg(feature = "conformance")]
#[doc(hidden)]
pub mod conformance;
#[cfg(not(target_family = "wasm"))]
mod credentials;
mod macros;
mod message;
#[cfg(all(feature = "test-util", not(target_family = "wasm")))]
pub mod test_util;
mod transport;
mod wire;

/// The crate for bodies of files, in the version that this crate's functions take.
pub use bytes;
#[cfg(all(feature = "gzip", not(target_family = "wasm")))]
pub use client::Decompressed;
#[cfg(not(target_family = "wasm"))]
pub use client::{
    Client, ClientBuilder, Download, Items, Page, Pages, Progress, RawCall, Wait, ready,
};
#[cfg(not(target_family = "wasm"))]
pub use credentials::{AccessToken, Credentials, TokenSource, TokenStore};
/// The crate for methods, headers and statuses, in the version that this crate's functions take.
pub use http;
pub use message::{
    ApiFailure, BoxError, Error, Operation, OperationMeta, Paged, RateLimit, Response, codes,
};
/// The HTTP transport, in the version that [`ClientBuilder::http_client`] takes.
#[cfg(not(target_family = "wasm"))]
pub use reqwest;
#[cfg(not(target_family = "wasm"))]
pub use transport::{Attempt, Hook, Options, Outcome, RateLimiter, RetryBudget};
pub use transport::{RetryDecision, RetryPolicy};
pub use wire::reader::JsonError;
pub use wire::{
    Body, DateTime, EncodeError, InvalidDateTime, Json, Map, NoContent, Nullable, Number, Output,
    RawJson, SetAside, StrictError, Unknown, UnknownKind, UnknownProperties, UnknownValue, Value,
    changes, from_json, from_json_strict, is_masked, to_json, unknowns,
};

/// Items for generated code. They are exempt from semver.
#[doc(hidden)]
pub mod rt {
    pub use bytes::Bytes;
    pub use http::Method;
    #[cfg(feature = "serde")]
    pub use serde::{Deserialize, Deserializer, Serialize, Serializer};

    pub use crate::message::{
        DocsPage, Operation, OperationMeta, Parts, concat, count, debug_request, first,
    };
    pub use crate::wire::reader::error::JsonError;
    pub use crate::wire::writer::Writer;
    pub use crate::wire::*;
    pub use crate::{
        __all_operations as all_operations, __merged as merged, __object as object,
        __open_enum as open_enum, __operation as operation, __operations as operations,
        __page as page, __renamed as renamed, __union as union,
    };
}
