//! Cargo as the benchmarks run it, and what it leaves.

use std::env;
use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result};

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

/// A file's size in MB.
pub(crate) fn size(file: &Path) -> Result<f64> {
    let file_size = fs::metadata(file)
        .with_context(|| format!("can't tell the size of {}", file.display()))?
        .len();
    #[expect(clippy::cast_precision_loss, reason = "figures for people")]
    Ok(file_size as f64 / 1e6)
}
