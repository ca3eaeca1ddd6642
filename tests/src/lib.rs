//! The small specs of `quirks/`, compiled: one module for each, made by `build.rs`.
//!
//! Each holds what a crate generated from that spec alone would hold, so that a test can use it
//! as a program uses `atlas_api`.

// What the generated code is written against.
pub use atlas_api::{conformance, rt};

// A spec without operations has empty tables, and the docs of inline modules can't link inwards.
#[rustfmt::skip]
#[allow(deprecated, unused_imports, rustdoc::broken_intra_doc_links)]
mod quirks {
    include!(concat!(env!("OUT_DIR"), "/quirks.rs"));
}

pub use quirks::*;

/// The snippets of the README are tests. They are here because the README is outside the crate's folder.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
struct Readme;

/// The page `docs/api-reference.md`.
#[rustfmt::skip]
#[allow(deprecated, unused_imports)]
pub mod reference {
    /// A row of it.
    #[derive(Debug)]
    pub struct Row {
        /// Method and path.
        pub operation: &'static str,
        /// What the operation is called, and was.
        pub ids: &'static [&'static str],
        /// The version.
        pub version: &'static str,
        /// The path of the function in the crate.
        pub function: &'static str,
        /// The features that it needs.
        pub features: &'static [&'static str],
        /// What the function's request says of itself.
        pub meta: &'static atlas_api::OperationMeta,
    }

    include!(concat!(env!("OUT_DIR"), "/reference.rs"));
}
