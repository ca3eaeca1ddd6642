//! Drives every operation of the crate generically through its conformance table, with recorded exchanges with the
//! service and with bodies sampled from the spec. The output must equal the input.
//!
//! `cargo xtask conformance` runs it.

pub mod fuzz;
pub mod json;
pub mod live;
pub mod mock;
pub mod place;
pub mod recorded;
pub mod reference;
mod refusals;
pub mod sample;
mod schema;
pub mod secrets;
pub mod spec;
pub mod table;
mod text;
pub mod valid;
pub mod vendored;
