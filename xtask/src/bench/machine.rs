//! How slow the machine is just now. Machines share their processors with others, and one second of CPU
//! time does half of what it did before; so the gate compares CPU time with that of a piece of work which
//! never changes, done at the same time.

use std::env;
use std::fmt::Write as _;
use std::fs;
use std::process::Command;

use anyhow::{Context, Result};

use super::usage::measure;

/// The seconds of CPU that the piece of work takes on the machine that the limits were set on, when it has
/// its processors to itself.
const NOMINAL: f64 = 1.75;

/// How many structs the compiler has to read. What it is given must be like what is measured.
const STRUCTS: usize = 1500;

/// How many times slower than usual the machine is; at least 1.
pub(crate) fn pace() -> Result<f64> {
    let folder = tempfile::tempdir().context("can't make a temporary folder")?;
    let source = folder.path().join("work.rs");
    fs::write(&source, work()).context("can't write the piece of work")?;
    let mut rustc = Command::new(env::var_os("RUSTC").unwrap_or_else(|| "rustc".into()));
    rustc
        .args([
            "--edition=2024",
            "--crate-type=lib",
            "--emit=metadata",
            "--out-dir",
        ])
        .arg(folder.path())
        .arg(&source);
    Ok((measure(&mut rustc)?.cpu / NOMINAL).max(1.0))
}

/// Structs with derived traits, as crates have them.
fn work() -> String {
    let mut source = String::new();
    for number in 0..STRUCTS {
        // Writing to a String does not fail.
        let _ = writeln!(
            source,
            "#[derive(Clone, Debug, Default, PartialEq)]\n\
             pub struct S{number} {{ pub a: Option<String>, pub b: Option<Vec<i64>>, pub c: bool }}\n\
             impl S{number} {{ pub fn set(mut self, a: impl Into<String>) -> Self {{ self.a = Some(a.into()); self }} }}"
        );
    }
    source
}
