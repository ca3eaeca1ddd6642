//! The workspace, and Cargo as the commands run it.

use std::env;
use std::path::{self, Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

/// The workspace's folder. Cargo starts the commands, from any folder of it.
pub(crate) fn root() -> Result<&'static Path> {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .parent()
        .context("xtask is in a workspace")
}

/// The target folder of the workspace, so that dependencies are not built again.
pub(crate) fn target() -> Result<PathBuf> {
    Ok(match env::var_os("CARGO_TARGET_DIR") {
        // Cargo runs elsewhere too.
        Some(folder) => path::absolute(folder)?,
        None => root()?.join("target"),
    })
}

/// The Cargo that runs this.
pub(crate) fn cargo() -> Command {
    Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

/// Cargo in a folder, with this target folder.
pub(crate) fn cargo_in(folder: &Path, target: &Path) -> Command {
    let mut command = cargo();
    command
        .current_dir(folder)
        // The way crates from a registry are compiled.
        .env("CARGO_INCREMENTAL", "0")
        .env("CARGO_TARGET_DIR", target);
    command
}
