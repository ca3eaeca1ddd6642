//! What is sent and what comes back, without I/O: operations, requests, responses and errors.
//!
//! From the bottom up:
//!
//! | file | job |
//! |---|---|
//! | `meta` | [`OperationMeta`]: what the spec says about an operation |
//! | `call` | how messages name a request |
//! | `headers` | facts from the headers of a response |
//! | `percent`, `path` | percent-encoding; path templates |
//! | `error/` | [`Error`] |
//! | `parts` | the arguments of a request |
//! | `response` | [`Response`]: a success |
//! | `operation`, `paged` | [`Operation`]: a request as a value, and [`Paged`] ones |

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

pub use error::{ApiFailure, BoxError, Error};
pub use headers::RateLimit;
pub use meta::{DocsPage, OperationMeta};
pub use operation::Operation;
pub use paged::Paged;
pub use parts::Parts;
pub use response::Response;
