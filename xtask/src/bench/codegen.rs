//! `cargo xtask bench codegen`.

use std::env;
use std::fs;
use std::panic::resume_unwind;
use std::path::Path;
use std::process::Command;
use std::thread;

use anyhow::{Context, Result};
use generator::{Mode, generate};
use review::vendor::to_yaml;

use crate::inputs;

use super::enlarge::enlarge;
use super::figure::{Figure, Kind};
use super::options::Gate;
use super::usage::{instructions, measure};
use crate::workspace::root;

/// How many times as large the second spec is.
const TIMES: usize = 2;

pub(crate) fn run(gate: &Gate) -> Result<()> {
    let work = tempfile::tempdir().context("can't make a temporary folder")?;
    let large = work.path().join("large.yaml");
    write_large(&large, TIMES)?;
    let generate = || codegen(None, &work.path().join("generated"));
    let generate_large = || codegen(Some(&large), &work.path().join("large"));
    // A first run warms up and writes the files, so that later runs change nothing.
    measure(&mut generate()?)?;
    measure(&mut generate_large()?)?;

    let (one, many) = (generate()?, generate_large()?);
    let (one, many) = thread::scope(|scope| {
        let one = scope.spawn(|| instructions(&one));
        let many = instructions(&many);
        (
            one.join().unwrap_or_else(|panic| resume_unwind(panic)),
            many,
        )
    });
    let (one, many) = (one?, many?);
    let memory = measure(&mut generate()?)?.memory;
    let name = format!("a spec {TIMES} times as large");
    gate.finish(
        "codegen",
        &[
            Figure::new("cargo xtask codegen", Kind::Instructions, one).at_most(8_600.0),
            Figure::new("cargo xtask codegen: memory", Kind::Memory, memory).at_most(120.0),
            Figure::new(name, Kind::Ratio, many / one).at_most(2.1),
        ],
    )
}

/// A command that runs this program's `codegen` into a folder, from the vendored spec or another one.
pub(super) fn codegen(spec: Option<&Path>, out: &Path) -> Result<Command> {
    let program = env::current_exe().context("can't find the path of this program")?;
    let mut command = Command::new(program);
    command.arg("codegen").arg("--out").arg(out);
    if let Some(spec) = spec {
        command.arg("--spec").arg(spec);
    }
    Ok(command)
}

/// Writes the vendored spec with renamed copies of everything in it. Corrections are applied first, because they name
/// their targets and would miss the copies.
pub(super) fn write_large(file: &Path, times: usize) -> Result<()> {
    let made = generate(&inputs::vendored(&root()?.join("spec"))?, Mode::Strict)?;
    let text = to_yaml(&enlarge(made.spec.tree(), times))?;
    fs::write(file, text).with_context(|| format!("can't write {}", file.display()))
}
