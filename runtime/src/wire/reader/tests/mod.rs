//! Tests of the reader, most of which compare it with `serde_json`.

mod cases;
mod properties;
mod reading;
pub(crate) mod strategies;
