//! The commands of `cargo xtask conformance` on a part of their bodies, and against the tests' own servers.

mod examples;
mod live;
mod mock;
mod properties;
mod recording;
mod secrets;
mod spec;
mod unions;

use std::path::Path;
use std::sync::LazyLock;

use conformance::vendored;
use serde_json::Value;

/// The specs that the crate is generated from. They are read once: the current API's takes a second.
static SPECS: LazyLock<Vec<Value>> = LazyLock::new(|| {
    let root = Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/.."));
    vendored::all(root).unwrap_or_else(|error| panic!("{error:#}"))
});

/// The spec of the current API, as codegen reads it.
fn spec() -> &'static Value {
    &SPECS[0]
}

/// The spec of v1.0.
fn legacy_spec() -> &'static Value {
    &SPECS[1]
}
