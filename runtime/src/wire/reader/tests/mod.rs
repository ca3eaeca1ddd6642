//! Tests of the reader. Most compare it with `serde_json`.

mod cases;
mod properties;
mod reading;
pub(crate) mod strategies;
