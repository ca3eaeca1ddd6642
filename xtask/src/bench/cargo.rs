//! Cargo as the benchmarks run it.

use std::env;
use std::path::Path;
use std::process::Command;

/// Cargo in a folder, with a target folder of its own, so that no other build's leftovers count.
pub(crate) fn cargo(folder: &Path, target: &Path) -> Command {
    let mut command = Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command
        .current_dir(folder)
        // As crates from a registry are compiled.
        .env("CARGO_INCREMENTAL", "0")
        .env("CARGO_TARGET_DIR", target);
    command
}
