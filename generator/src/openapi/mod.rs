//! OpenAPI 3.0 as the Atlas spec uses it: `openapiv3` carries the types; the keyword table says which
//! keywords exist, where their values stand, and which of them mean nothing to a client.

pub mod extensions;
mod keywords;
pub mod media_type;
mod object;
mod reader;
pub mod tree;

pub use keywords::OBJECTS;
pub use object::{Keyword, Meaning, Object, Values};
pub use reader::{read, shorten};
