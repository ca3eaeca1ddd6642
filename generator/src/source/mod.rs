//! Text in, text out: YAML and JSON with positions, and the YAML that the project writes.

mod document;
mod entries;
mod pointer;
mod yaml;

pub use document::{Document, Source};
pub use entries::entries;
pub use pointer::{escape, unescape};
pub use yaml::to_yaml;
