//! YAML and JSON, with positions.

mod document;
mod entries;
mod pointer;

pub use document::{Document, Source};
pub use entries::entries;
pub use pointer::{escape, unescape};
