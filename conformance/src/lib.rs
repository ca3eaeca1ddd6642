//! Drives every operation of the crate through its conformance table, without naming one: by recorded
//! exchanges with the service, and by bodies that are sampled from the document. What goes in must come
//! out.
//!
//! `cargo xtask conformance` runs it.

pub mod fuzz;
pub mod json;
pub mod mock;
pub mod recorded;
pub mod reference;
pub mod sample;
mod schema;
pub mod spec;
pub mod table;
mod text;
pub mod valid;
pub mod vendored;
