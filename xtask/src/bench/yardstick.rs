//! A crate that never changes, to compare compile times with. A shared processor is faster at some times than at
//! others, but for both alike.

use std::env;
use std::fmt::Write as _;
use std::fs;
use std::process::Command;

use anyhow::{Context, Result};

use super::usage::measure;

/// The number of structs in the crate.
const STRUCTS: usize = 1500;

/// The CPU time of checking the crate, in seconds.
pub(crate) fn cpu() -> Result<f64> {
    check(&source())
}

/// The CPU time of checking a crate of a single file, in seconds.
///
/// # Errors
/// The compiler refuses it, or can't be run.
pub(crate) fn check(source: &str) -> Result<f64> {
    let folder = tempfile::tempdir().context("can't make a temporary folder")?;
    let file = folder.path().join("lib.rs");
    fs::write(&file, source).with_context(|| format!("can't write {}", file.display()))?;
    let mut rustc = Command::new(env::var_os("RUSTC").unwrap_or_else(|| "rustc".into()));
    rustc
        .args(["--edition=2024", "--crate-type=lib", "--emit=metadata"])
        .arg("--out-dir")
        .arg(folder.path())
        .arg(&file);
    Ok(measure(&mut rustc)?.cpu)
}

/// Structs with derived traits, as typical crates have them.
fn source() -> String {
    let mut source = String::new();
    for number in 0..STRUCTS {
        // Writing to a `String` can't fail.
        let _ = writeln!(
            source,
            "#[derive(Clone, Debug, Default, PartialEq)]\n\
             pub struct S{number} {{ pub a: Option<String>, pub b: Option<Vec<i64>>, pub c: bool }}\n\
             impl S{number} {{ pub fn set(mut self, a: impl Into<String>) -> Self {{ self.a = Some(a.into()); self }} }}"
        );
    }
    source
}
