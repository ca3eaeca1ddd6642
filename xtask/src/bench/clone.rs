//! `cargo xtask bench clone`: the commands of the README in a fresh clone, as a new contributor runs them.
//!
//! No check runs this: it takes minutes, and a busy machine changes the figures.

use std::fs::OpenOptions;
use std::io::Write as _;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, ensure};

use super::figure::{Figure, Kind};
use super::options::Gate;
use super::usage::measure;
use crate::workspace::{cargo_in, root};

/// The file of the generator that is edited.
const EDITED: &str = "generator/src/pipeline.rs";

pub(crate) fn run(gate: &Gate) -> Result<()> {
    let folder = tempfile::tempdir().context("can't make a temporary folder")?;
    let clone = folder.path();
    let mut git = Command::new("git");
    git.args(["clone", "--quiet"]).arg(root()?).arg(clone);
    let status = git.status().context("can't run git")?;
    ensure!(status.success(), "can't clone the repository");
    // Downloads depend on the network.
    measure(cargo(clone).args(["fetch", "--locked"]))?;

    let mut figures = Vec::new();
    let mut add = |name: &str, arguments: &[&str]| -> Result<()> {
        let usage = measure(cargo(clone).args(arguments))?;
        let by_the_clock = format!("{name}: by the clock");
        figures.extend([
            Figure::new(name, Kind::Cpu, usage.cpu),
            Figure::new(by_the_clock, Kind::Elapsed, usage.elapsed),
        ]);
        Ok(())
    };
    let codegen = ["xtask", "codegen"];
    add("cargo xtask codegen", &codegen)?;
    add("cargo xtask codegen, again", &codegen)?;
    let edited = OpenOptions::new().append(true).open(clone.join(EDITED));
    let written = edited.and_then(|mut file| file.write_all(b"// Edited.\n"));
    written.with_context(|| format!("can't edit {EDITED}"))?;
    add(
        "cargo xtask codegen, after an edit of the generator",
        &codegen,
    )?;
    add("cargo test --workspace", &["test", "--workspace"])?;
    gate.finish("clone", &figures)
}

/// Cargo in the clone, with the defaults of a new machine.
fn cargo(clone: &Path) -> Command {
    let mut command = cargo_in(clone, &clone.join("target"));
    command.env_remove("CARGO_INCREMENTAL");
    command
}
