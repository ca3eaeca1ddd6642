//! Turns the MongoDB Atlas Administration API's OpenAPI document into the Rust source files of the
//! `atlas-api` crate. It does no I/O: text comes in, text goes out.
//!
//! ```text
//! bytes -> Document -> (overlay) Document -> Api -> Plan -> modules of tokens -> files
//!          document    overlay               lower  plan    emit                render
//! ```
//!
//! Each stage has a type of its own, so a later stage can't see what an earlier one has not decided.

mod census;
pub mod document;
pub mod emit;
mod error;
pub mod lower;
pub mod model;
pub mod overlay;
pub mod plan;
pub mod render;
pub mod vendor;

pub use census::Census;
pub use document::Document;
pub use emit::Docs;
pub use error::{Error, Place, Result};
pub use overlay::Overlay;
