//! OpenAPI 3.0 as the Atlas spec uses it. `openapiv3` provides the types. The keyword table says which keywords
//! exist, what their values are, and which mean nothing to a client.

pub mod extensions;
mod keywords;
pub mod media_type;
mod object;
mod reader;
pub mod tree;

pub use keywords::OBJECTS;
pub use object::{Keyword, Meaning, Object, Values};
pub use reader::{check_version, read, shorten};
