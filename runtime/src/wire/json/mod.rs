//! Free-form JSON: the type for everything that the spec does not describe.
//!
//! From the bottom up:
//!
//! | file | job |
//! |---|---|
//! | `text` | JSON texts: what they mean, and when two of them are equal |
//! | `value` | [`Json`]: a JSON value, kept as text |
//! | `convert` | conversions to and from Rust types |
//! | `serializer` | anything that `serde` serializes, as JSON text |
//! | `bridge` | JSON text in any format of `serde` |
//! | `whole` | the same for a value of a known type, with the line in errors |

pub(crate) mod bridge;
pub(crate) mod convert;
pub(crate) mod serializer;
#[cfg(test)]
mod tests;
pub(crate) mod text;
pub(crate) mod value;
#[cfg(feature = "serde")]
pub(crate) mod whole;

pub use serializer::write_json;
pub use value::Json;
