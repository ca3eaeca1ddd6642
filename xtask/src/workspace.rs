//! The workspace, and Cargo as the commands run it.

use std::env;
use std::path::{self, Path, PathBuf};
use std::process::Command;
use std::sync::OnceLock;

use anyhow::{Context, Result};

/// The root of the workspace that contains the current folder. A command works on the checkout that it is run in,
/// whichever one it was built in.
pub(crate) fn root() -> Result<&'static Path> {
    static ROOT: OnceLock<PathBuf> = OnceLock::new();
    if let Some(root) = ROOT.get() {
        return Ok(root.as_path());
    }
    let current = env::current_dir().context("can't read the current folder")?;
    let root = current.ancestors().find(|folder| is_root(folder));
    let root = root.with_context(|| {
        format!(
            "{} is not in the workspace: run this in one of its folders",
            current.display()
        )
    })?;
    Ok(ROOT.get_or_init(|| root.to_owned()).as_path())
}

fn is_root(folder: &Path) -> bool {
    [
        "Cargo.toml",
        "spec",
        "atlas-api/Cargo.toml",
        "xtask/Cargo.toml",
    ]
    .iter()
    .all(|name| folder.join(name).exists())
}

/// The target folder of the workspace, so that dependencies are not built again.
pub(crate) fn target() -> Result<PathBuf> {
    Ok(match env::var_os("CARGO_TARGET_DIR") {
        // Absolute, because Cargo also runs in other folders.
        Some(folder) => path::absolute(folder)?,
        None => root()?.join("target"),
    })
}

/// The Cargo that runs this program.
pub(crate) fn cargo() -> Command {
    Command::new(env::var_os("CARGO").unwrap_or_else(|| "cargo".into()))
}

/// Cargo in a folder, with this target folder.
pub(crate) fn cargo_in(folder: &Path, target: &Path) -> Command {
    let mut command = cargo();
    command
        .current_dir(folder)
        // Registry crates are compiled this way.
        .env("CARGO_INCREMENTAL", "0")
        .env("CARGO_TARGET_DIR", target);
    command
}
