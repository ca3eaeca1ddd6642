//! Operations, requests, responses and errors, without I/O.
//!
//! From the bottom up:
//!
//! | file | job |
//! |---|---|
//! | `meta` | [`OperationMeta`]: what the spec says about an operation |
//! | `call` | names requests in messages |
//! | `syntax` | lists, tokens and quoted strings in headers |
//! | `headers` | facts from the headers of a response |
//! | `percent`, `path` | percent-encoding; path templates |
//! | `error/` | [`Error`] |
//! | `typed` | the types of bodies, for recording calls |
//! | `parts` | the arguments of a request |
//! | `response` | [`Response`]: a success |
//! | `operation`, `paged` | [`Operation`]: a request as a value, and [`Paged`] ones |
//! | `tables` | the tables of operations |

pub(crate) mod call;
pub(crate) mod error;
pub(crate) mod headers;
pub(crate) mod meta;
pub(crate) mod operation;
pub(crate) mod paged;
pub(crate) mod parts;
pub(crate) mod path;
pub(crate) mod percent;
pub(crate) mod response;
pub(crate) mod syntax;
pub(crate) mod tables;
#[cfg(feature = "test-util")]
pub(crate) mod typed;

pub use error::{ApiFailure, BoxError, Error, codes};
pub use headers::RateLimit;
pub use meta::{DocsPage, OperationMeta};
pub use operation::Operation;
pub use paged::Paged;
pub use parts::{Parts, debug_request};
pub use response::Response;
pub use tables::{concat, count, first};
