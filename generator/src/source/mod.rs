//! YAML and JSON, with positions.

mod text;

mod syntax;

mod pointer;

mod document;
mod entries;

pub use document::Document;
pub use entries::entries;
pub use pointer::{escape, unescape};
pub use text::Source;
