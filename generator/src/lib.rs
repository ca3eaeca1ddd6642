//! Turns the MongoDB Atlas Administration API's OpenAPI document into the Rust source files of the
//! `atlas-api` crate. It does no I/O: text comes in, text goes out.
//!
//! ```text
//! bytes -> Document -> (retired, overlay) Document -> Api -> Plan -> modules of tokens -> files
//!          document    retired, overlay               lower  plan    emit                render
//! ```
//!
//! Each stage has a type of its own, so a later stage can't see what an earlier one has not decided.

pub mod api_reference;
mod census;
pub mod constructors;
pub mod document;
pub mod emit;
mod error;
pub mod lower;
pub mod model;
mod older_ids;
pub mod overlay;
pub mod plan;
pub mod renames;
pub mod render;
pub mod retired;
pub mod surface;
pub mod union_table;
pub mod vendor;

pub use census::Census;
pub use document::Document;
pub use emit::Docs;
pub use error::{Error, Place, Result};
pub use older_ids::OlderIds;
pub use overlay::Overlay;
pub use renames::Renames;

/// Runs the stages after the overlay on a document.
///
/// # Errors
/// The document has something that the generator does not take; the error says where.
pub fn generate(document: &Document, docs: Docs) -> Result<emit::Module> {
    let api = lower::lower(document)?;
    let plan = plan::plan(&api).map_err(|error| document.locate(error))?;
    Ok(emit::emit(&plan, docs))
}
