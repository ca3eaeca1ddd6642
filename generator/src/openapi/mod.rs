//! OpenAPI 3.0 as the Atlas spec uses it: `openapiv3` carries the types; the keyword table says which
//! keywords exist, where their values stand, and which of them mean nothing to a client.

pub mod extensions;
mod keywords;
pub mod media_type;
mod reader;
pub mod tree;
mod values;

pub use keywords::{Keyword, Meaning, OBJECTS, Object};
pub use values::Values;
pub use reader::{read, shorten};
