//! The small documents of `quirks/`, compiled: one module for each, made by `build.rs`.
//!
//! Each holds what a crate generated from that document alone would hold, so that a test can use it
//! as a program uses `atlas_api`.

// What the generated code is written against.
pub use atlas_api::{conformance, rt};

// A document without operations has empty tables, and the docs of inline modules can't link inwards.
#[rustfmt::skip]
#[allow(deprecated, unused_imports, rustdoc::broken_intra_doc_links)]
mod quirks {
    include!(concat!(env!("OUT_DIR"), "/quirks.rs"));
}

pub use quirks::*;
