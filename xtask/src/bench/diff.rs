//! `cargo xtask bench diff`.

use std::env;
use std::process::Command;

use anyhow::{Context, Result};
use clap::Args;

use super::figure::{Figure, Kind};
use super::options::{Options, median};
use super::usage::measure;

#[derive(Args)]
pub(crate) struct Arguments {
    /// The specs to compare, as `spec diff` takes them
    #[arg(num_args = 2, default_values = ["spec/atlas-v2.yaml", "spec/atlas-v2.yaml"])]
    documents: Vec<String>,

    #[command(flatten)]
    options: Options,
}

impl Arguments {
    pub(crate) fn run(self) -> Result<()> {
        let runs = self.options.runs.unwrap_or(3);
        let figures = self.options.settle(|| {
            let program = env::current_exe().context("can't tell where this program is")?;
            let usages = (0..runs).map(|_| {
                let mut diff = Command::new(&program);
                measure(diff.args(["spec", "diff"]).args(&self.documents))
            });
            let usage = median(usages.collect::<Result<_>>()?, |usage| usage.cpu)?;
            Ok(vec![
                Figure::new("cargo xtask spec diff", Kind::Cpu, usage.cpu).at_most(2.0),
                Figure::new("cargo xtask spec diff: memory", Kind::Memory, usage.memory),
            ])
        })?;
        self.options.finish(&figures)
    }
}
