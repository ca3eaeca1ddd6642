//! `cargo xtask bench codegen`.

use std::env;
use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result};
use clap::Args;
use generator::{Mode, generate};
use review::vendor::to_yaml;

use crate::inputs;

use super::enlarge::enlarge;
use super::figure::{Figure, Kind};
use super::options::{Options, median};
use super::usage::measure;
use crate::workspace::root;

/// How many times the second spec is as large.
const TIMES: usize = 10;

#[derive(Args)]
pub(crate) struct Arguments {
    #[command(flatten)]
    options: Options,
}

impl Arguments {
    pub(crate) fn run(self) -> Result<()> {
        let work = tempfile::tempdir().context("can't make a temporary folder")?;
        let large = work.path().join("large.yaml");
        write_large(&large)?;
        let generate = || codegen(None, &work.path().join("generated"));
        let generate_large = || codegen(Some(&large), &work.path().join("large"));
        // Once to warm up: the first time the files are written, then they stay as they are.
        measure(&mut generate()?)?;
        measure(&mut generate_large()?)?;

        let runs = self.options.runs.unwrap_or(3);
        let figures = self.options.settle(|| {
            let (mut usages, mut ratios) = (Vec::new(), Vec::new());
            for _ in 0..runs {
                let (one, ten) = (measure(&mut generate()?)?, measure(&mut generate_large()?)?);
                usages.push(one);
                ratios.push((ten.cpu / one.cpu, ten));
            }
            let one = median(usages, |usage| usage.cpu)?;
            let (ratio, ten) = median(ratios, |(ratio, _)| *ratio)?;
            Ok(vec![
                Figure::new("cargo xtask codegen", Kind::Cpu, one.cpu).at_most(0.6),
                Figure::new("cargo xtask codegen: memory", Kind::Memory, one.memory).at_most(250.0),
                Figure::new("10 times the spec", Kind::Cpu, ten.cpu),
                Figure::new("10 times the spec: memory", Kind::Memory, ten.memory),
                Figure::new("10 times the spec: CPU", Kind::CpuRatio, ratio).at_most(11.0),
            ])
        })?;
        self.options.finish(&figures)
    }
}

/// This program's `codegen`, of the vendored spec or another, into a folder.
fn codegen(spec: Option<&Path>, out: &Path) -> Result<Command> {
    let program = env::current_exe().context("can't tell where this program is")?;
    let mut command = Command::new(program);
    command.arg("codegen").arg("--out").arg(out);
    if let Some(spec) = spec {
        command.arg("--spec").arg(spec);
    }
    Ok(command)
}

/// Writes the vendored spec with renamed copies of all that is in it. It is corrected before, as the
/// corrections name what they correct, and would not reach the copies.
fn write_large(file: &Path) -> Result<()> {
    let made = generate(&inputs::vendored(&root()?.join("spec"))?, Mode::Strict)?;
    let text = to_yaml(&enlarge(made.spec.tree(), TIMES))?;
    fs::write(file, text).with_context(|| format!("can't write {}", file.display()))
}
