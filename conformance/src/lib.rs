//! Drives every operation of the crate through its conformance table, without naming one: with recorded
//! exchanges with the service, and with bodies sampled from the spec. The output must equal the
//! input.
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
