//! The one error type of the crate. It is opaque, and inspected through predicates rather than variants.
//!
//! | file | job |
//! |---|---|
//! | `codes` | the service's error codes, as constants |
//! | `text` | fits foreign text into a message |
//! | `api_failure` | [`ApiFailure`]: the API's own error |
//! | `transport_error` | the error of the HTTP transport, on every platform |
//! | `kinds` | [`Error`] and its kinds |
//! | `construction` | the constructors |
//! | `predicates` | the public methods |
//! | `display` | `Display`, `Debug` and `source` |

pub(crate) mod api_failure;
pub mod codes;
pub(crate) mod construction;
pub(crate) mod display;
pub(crate) mod kinds;
pub(crate) mod predicates;
pub(crate) mod text;
pub(crate) mod transport_error;

pub use api_failure::ApiFailure;
pub use kinds::{BoxError, Error};
