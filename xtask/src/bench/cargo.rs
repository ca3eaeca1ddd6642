//! Cargo as the benchmarks run it, and what it leaves.

use std::env;
use std::fs;
use std::path::{self, Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use super::root;

/// The target folder of the workspace: what it has of the dependencies need not be built again.
pub(crate) fn workspace_target() -> Result<PathBuf> {
    Ok(match env::var_os("CARGO_TARGET_DIR") {
        // Cargo runs elsewhere too.
        Some(folder) => path::absolute(folder)?,
        None => root()?.join("target"),
    })
}

/// Cargo in a folder, with this target folder.
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
